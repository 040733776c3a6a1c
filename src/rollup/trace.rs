//! From a total down to the cells it came from.

use crate::{
    base::{ElementId, Figure, UnitId},
    indicator::Formula,
    rollup::{
        Scene,
        reader::{Reader, Shape, Stand, figure},
    },
};

/// 构成: one unit's part in a total.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// The unit.
    pub unit: UnitId,
    /// Where it stands to the numerator, or to the only part; of a count, whether it passed.
    pub over: Stand,
    /// Where it stands to the denominator; of a count, whether it was looked at.
    pub under: Stand,
    /// Its figures for the elements of both sides, each element once, in the order of the formula.
    pub figures: Vec<(ElementId, Figure)>,
}

/// 来源: the elements a total adds, and everybody who was asked for them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Trace {
    /// Elements of the numerator, or of the only part, or those a test reads.
    pub over: Vec<ElementId>,
    /// Elements of the denominator.
    pub under: Vec<ElementId>,
    /// Everybody asked, in the order of the register.
    pub members: Vec<Member>,
}

/// Lists who stands in what a formula comes to, with their figures: adding those that are [`Stand::Taken`] gives its
/// numerator and denominator again.
pub fn trace(scene: &Scene<'_>, formula: &Formula) -> Trace {
    let reader = Reader::new(scene, formula);
    let owned = |elements: &[&ElementId]| elements.iter().map(|element| (*element).clone()).collect();
    let (over, under): (Vec<ElementId>, Vec<ElementId>) = match &reader.shape {
        Shape::One(ask) => (owned(&ask.elements), Vec::new()),
        Shape::Two(top, bottom) => (owned(&top.elements), owned(&bottom.elements)),
        Shape::Passing(_, test, _) => (owned(&test.elements()), Vec::new()),
    };
    let members = scene.tree.open_below(scene.root, scene.day()).into_iter().filter_map(|unit| {
        let statement = scene.statement(&unit.id);
        let (over, under) = reader.stands(unit, statement);
        let of = |element: &&ElementId| ((*element).clone(), figure(statement, element).clone());
        (over != Stand::Outside || under != Stand::Outside).then(|| Member {
            unit: unit.id.clone(),
            over,
            under,
            figures: formula.elements().iter().map(of).collect(),
        })
    });
    let members = members.collect();
    Trace { over, under, members }
}
