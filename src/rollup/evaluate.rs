//! The one evaluator of the closed set of formulas.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use crate::{
    base::{ElementId, Figure},
    indicator::{Condition, Formula, Part, Test},
    returns::Coverage,
    rollup::{Lack, Outcome, Scene, scene::Added},
    unit::{Area, Unit},
};

/// Computes an indicator's formula over a unit with everything below it.
///
/// Sums come first and ratios are taken from the sums. Where numerator and denominator are asked of the
/// same units, only units that answered both are taken, so that the ratio compares like with like. A
/// denominator that is a bureau's own figure (population) must be complete, or there is no value.
/// Neither blank nor 不适用 is ever 0: without any figure there is no value but a [`Lack`], and a unit to which
/// one side of such a ratio does not apply stands in neither.
pub fn evaluate(scene: &Scene<'_>, formula: &Formula) -> Outcome {
    match formula {
        Formula::Rate { numerator, denominator, per } => {
            quotient(scene, numerator, denominator, |top, bottom| {
                top.checked_mul((*per).into())?.checked_div(bottom)
            })
        }
        Formula::Ratio { one, other } => quotient(scene, other, one, |other, one| other.checked_div(one)),
        Formula::Sum(part) => sum(scene, part, 1),
        Formula::Scaled { part, divide_by } => sum(scene, part, *divide_by),
        Formula::CountUnits(condition) => count(scene, condition).outcome(|passed, _| Some(passed)),
        Formula::ShareUnits(condition) => count(scene, condition)
            .outcome(|passed, looked_at| (passed * Decimal::ONE_HUNDRED).checked_div(looked_at)),
        Formula::Mean { element, scope } => {
            let part = Part { elements: vec![element.clone()], scope: scope.clone() };
            mean(scene, &part)
        }
        Formula::Highest { element, scope } => {
            let part = Part { elements: vec![element.clone()], scope: scope.clone() };
            extreme(scene, &part, Iterator::max)
        }
        Formula::Rank(element) => {
            let part = Part { elements: vec![element.clone()], scope: None };
            extreme(scene, &part, Iterator::min)
        }
        Formula::MinOverAreas { area, only_above, count } => {
            min_over_areas(scene, *area, only_above.as_ref(), count)
        }
        Formula::ShareAreas { area, any } => share_areas(scene, *area, any),
        Formula::Entered(element) => {
            let part = Part { elements: vec![element.clone()], scope: None };
            let found = sum(scene, &part, 1);
            if found.coverage.expected == 0 {
                Outcome::lacking(Lack::NotEntered, Coverage::default())
            } else {
                found
            }
        }
    }
}

fn nobody(scene: &Scene<'_>, part: &Part) -> Outcome {
    if let Some(element) = part.elements.first().filter(|_| scene.has_several(part)) {
        return Outcome::lacking(Lack::Several(element.clone()), Coverage::default());
    }
    let lack = part.elements.first().map_or(Lack::NotEntered, |element| Lack::NotAsked(element.clone()));
    Outcome::lacking(lack, Coverage::default())
}

/// Names the first element of a part that one of the units left blank.
fn unanswered(scene: &Scene<'_>, part: &Part, added: &Added) -> Option<Lack> {
    let first = scene.tree.unit(added.missing.first()?)?;
    let blank = |element: &&ElementId| !scene.figure(first, element).is_answered();
    let element = part.elements.iter().find(blank).or(part.elements.first())?;
    Some(Lack::Unanswered { element: element.clone(), units: added.missing.clone() })
}

fn sum(scene: &Scene<'_>, part: &Part, divide_by: u32) -> Outcome {
    let units = scene.asked(part);
    if units.is_empty() {
        return nobody(scene, part);
    }
    let added = scene.add(&units, |unit| scene.is_answered(unit, part), part);
    let lacks = added.lack(part).into_iter().chain(unanswered(scene, part, &added)).collect();
    let value = added.sum.and_then(|sum| sum.checked_div(Decimal::from(divide_by)));
    Outcome { value, numerator: value, denominator: None, coverage: added.coverage, lacks }
}

fn quotient(
    scene: &Scene<'_>,
    top: &Part,
    bottom: &Part,
    divide: impl Fn(Decimal, Decimal) -> Option<Decimal>,
) -> Outcome {
    let (top_units, bottom_units) = (scene.asked(top), scene.asked(bottom));
    for (part, units) in [(top, &top_units), (bottom, &bottom_units)] {
        if units.is_empty() {
            return nobody(scene, part);
        }
    }
    // A unit that is asked for both sides is taken with both or not at all: its beds without its staff would move the
    // ratio. One that is asked for one side alone (a CDC has no beds) stands in that one.
    let ids = |units: &[&Unit]| units.iter().map(|unit| unit.id.clone()).collect::<BTreeSet<_>>();
    let (top_ids, bottom_ids) = (ids(&top_units), ids(&bottom_units));
    let is_asked_both = |unit: &Unit| top_ids.contains(&unit.id) && bottom_ids.contains(&unit.id);
    let both = |unit: &Unit| scene.is_answered(unit, top) && scene.is_answered(unit, bottom);
    let apart = |unit: &Unit| {
        is_asked_both(unit) && both(unit) && !(scene.has_figure(unit, top) && scene.has_figure(unit, bottom))
    };
    let side = |units: &[&Unit], part: &Part| {
        let kept: Vec<&Unit> = units.iter().copied().filter(|unit| !apart(unit)).collect();
        let answered =
            |unit: &Unit| if is_asked_both(unit) { both(unit) } else { scene.is_answered(unit, part) };
        let mut added = scene.add(&kept, answered, part);
        // 不适用 is an answer: who gave it is counted, though not added.
        let not_applicable = u32::try_from(units.len() - kept.len()).unwrap_or(u32::MAX);
        added.coverage.reported += not_applicable;
        added.coverage.expected += not_applicable;
        added
    };
    if top_units.iter().all(|unit| apart(unit)) {
        let neither = |part: &&Part| !top_units.iter().any(|unit| scene.has_figure(unit, part));
        let part = [top, bottom].into_iter().find(neither).unwrap_or(top);
        let answered = u32::try_from(top_units.len()).unwrap_or(u32::MAX);
        let lack =
            part.elements.first().map_or(Lack::NotEntered, |element| Lack::NotApplicable(element.clone()));
        return Outcome::lacking(lack, Coverage { reported: answered, expected: answered });
    }
    let (over, under) = (side(&top_units, top), side(&bottom_units, bottom));
    let coverage = over.coverage.weaker(under.coverage);
    let (numerator, denominator) = (over.sum, under.sum);
    let usable = |added: &Added, part: &Part| {
        added.sum.filter(|_| added.coverage.is_complete() || !scene.is_own(part))
    };
    let (top_usable, bottom_usable) = (usable(&over, top), usable(&under, bottom));
    let sides = [(top, &over), (bottom, &under)];
    let mut lacks: Vec<Lack> =
        sides.iter().filter_map(|(part, added)| side_lack(scene, part, added)).collect();
    let Some((over, under)) = top_usable.zip(bottom_usable) else {
        // The side that keeps the value away comes first.
        if top_usable.is_some() && lacks.len() > 1 {
            lacks.reverse();
        }
        return Outcome { value: None, numerator, denominator, coverage, lacks };
    };
    let value = if under.is_zero() {
        lacks.insert(0, Lack::ZeroDenominator);
        None
    } else {
        let value = divide(over, under);
        if value.is_none() {
            lacks.insert(0, Lack::Overflow);
        }
        value
    };
    Outcome { value, numerator, denominator, coverage, lacks }
}

/// Says what one side lacks; a unit that only lacks the other side is not named.
fn side_lack(scene: &Scene<'_>, part: &Part, added: &Added) -> Option<Lack> {
    let mut own = added.clone();
    own.missing.retain(|id| scene.tree.unit(id).is_some_and(|unit| !scene.is_answered(unit, part)));
    added.lack(part).or_else(|| unanswered(scene, part, &own))
}

fn mean(scene: &Scene<'_>, part: &Part) -> Outcome {
    let units = scene.asked(part);
    if units.is_empty() {
        let lack = Lack::NoUnit(scene.narrowed.or(part.scope.as_ref()).cloned());
        return Outcome::lacking(lack, Coverage::default());
    }
    let added = scene.add(&units, |unit| scene.is_answered(unit, part), part);
    let count = Decimal::from(units.iter().filter(|unit| scene.has_figure(unit, part)).count());
    let lacks = added.lack(part).into_iter().chain(unanswered(scene, part, &added)).collect();
    Outcome {
        value: added.sum.and_then(|sum| sum.checked_div(count)),
        numerator: added.sum,
        denominator: (!count.is_zero()).then_some(count),
        coverage: added.coverage,
        lacks,
    }
}

fn extreme(
    scene: &Scene<'_>,
    part: &Part,
    pick: impl Fn(std::vec::IntoIter<Decimal>) -> Option<Decimal>,
) -> Outcome {
    let units = scene.asked(part);
    if units.is_empty() {
        return nobody(scene, part);
    }
    let added = scene.add(&units, |unit| scene.is_answered(unit, part), part);
    let values: Vec<Decimal> = units
        .iter()
        .flat_map(|unit| part.elements.iter().filter_map(|element| scene.figure(unit, element).known()))
        .collect();
    let value = pick(values.into_iter());
    let lacks = added
        .lack(part)
        .filter(|_| value.is_none())
        .into_iter()
        .chain(unanswered(scene, part, &added))
        .collect();
    Outcome { value, numerator: value, denominator: None, coverage: added.coverage, lacks }
}

/// Units of a scope that were looked at, and how many passed.
struct Counted<'a> {
    passed: u32,
    looked_at: u32,
    coverage: Coverage,
    missing: Vec<crate::base::UnitId>,
    element: Option<&'a ElementId>,
    scope: Option<crate::base::ScopeId>,
}

impl Counted<'_> {
    fn outcome(self, value: impl Fn(Decimal, Decimal) -> Option<Decimal>) -> Outcome {
        if self.coverage.expected == 0 {
            return Outcome::lacking(Lack::NoUnit(self.scope), self.coverage);
        }
        let answered = self.looked_at > 0;
        let lacks = match (self.element, self.missing.is_empty()) {
            (Some(element), false) => {
                vec![Lack::Unanswered { element: element.clone(), units: self.missing }]
            }
            (Some(element), true) if !answered => vec![Lack::NotApplicable(element.clone())],
            _ => Vec::new(),
        };
        let (passed, looked_at) = (Decimal::from(self.passed), Decimal::from(self.looked_at));
        Outcome {
            value: answered.then(|| value(passed, looked_at)).flatten(),
            numerator: answered.then_some(passed),
            denominator: answered.then_some(looked_at),
            coverage: self.coverage,
            lacks,
        }
    }
}

fn count<'a>(scene: &Scene<'_>, condition: &'a Condition) -> Counted<'a> {
    let on = scene.day();
    let elements = condition.test.elements();
    let own_scope = condition.scope.as_ref();
    let scope_id = scene.narrowed.or(own_scope).cloned();
    let scope = scope_id.as_ref().and_then(|id| scene.catalogue.scope(id));
    let mut counted = Counted {
        passed: 0,
        looked_at: 0,
        coverage: Coverage::default(),
        missing: Vec::new(),
        element: elements.first().copied(),
        scope: scope_id.clone(),
    };
    for unit in scene.units(scope) {
        let asked = elements.iter().all(|element| scene.catalogue.asks(unit, element, on));
        if !elements.is_empty() && !asked {
            continue;
        }
        counted.coverage.expected += 1;
        match answer(scene, unit, &condition.test) {
            Answer::Unknown => {
                counted.missing.push(unit.id.clone());
                continue;
            }
            Answer::Apart => {}
            Answer::Fails => counted.looked_at += 1,
            Answer::Passes => {
                counted.looked_at += 1;
                counted.passed += 1;
            }
        }
        counted.coverage.reported += 1;
    }
    counted
}

/// What a unit's figures say to a test.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Answer {
    Passes,
    Fails,
    /// 不适用: the question does not concern the unit, which then stands in neither numerator nor denominator.
    Apart,
    Unknown,
}

impl From<bool> for Answer {
    fn from(passes: bool) -> Self {
        if passes { Self::Passes } else { Self::Fails }
    }
}

fn answer(scene: &Scene<'_>, unit: &Unit, test: &Test) -> Answer {
    let of = |element: &ElementId, passes: &dyn Fn(Decimal) -> bool| match scene.figure(unit, element) {
        Figure::Known(value) => passes(*value).into(),
        Figure::NotApplicable(_) => Answer::Apart,
        Figure::Blank | Figure::Unread(_) => Answer::Unknown,
    };
    let is_yes = |element: &ElementId| of(element, &|value| value == scene.full_answer(element));
    match test {
        Test::Yes(element) => is_yes(element),
        Test::AtLeast(element, least) => of(element, &|value| value >= *least),
        Test::ShareAtLeast(part, whole, percent) => {
            let (part, whole) = (scene.figure(unit, part), scene.figure(unit, whole));
            match (part, whole) {
                (Figure::Known(part), Figure::Known(whole)) => {
                    let (over, under) = (part.checked_mul(Decimal::ONE_HUNDRED), percent.checked_mul(*whole));
                    (!whole.is_zero() && over.zip(under).is_some_and(|(over, under)| over >= under)).into()
                }
                (Figure::NotApplicable(_), _) | (_, Figure::NotApplicable(_)) => Answer::Apart,
                _ => Answer::Unknown,
            }
        }
        Test::AllYes(elements) => some_yes(elements.len(), elements.iter().map(is_yes)),
        Test::SomeYes(least, elements) => some_yes(*least as usize, elements.iter().map(is_yes)),
        Test::InScope(scope) => {
            scene.catalogue.scope(scope).is_some_and(|scope| scope.takes(unit, scene.day())).into()
        }
    }
}

/// Judges several yes/no answers: not applicable counts as no, unknown only matters where it could decide.
fn some_yes(least: usize, answers: impl Iterator<Item = Answer>) -> Answer {
    let (mut yes, mut unknown, mut apart, mut all) = (0, 0, 0, 0);
    for answer in answers {
        all += 1;
        match answer {
            Answer::Passes => yes += 1,
            Answer::Unknown => unknown += 1,
            Answer::Apart => apart += 1,
            Answer::Fails => {}
        }
    }
    if yes >= least {
        Answer::Passes
    } else if yes + unknown >= least {
        Answer::Unknown
    } else if apart == all && all > 0 {
        Answer::Apart
    } else {
        Answer::Fails
    }
}

fn min_over_areas(
    scene: &Scene<'_>,
    area: Area,
    only_above: Option<&(ElementId, Decimal)>,
    condition: &Condition,
) -> Outcome {
    let mut least: Option<Decimal> = None;
    let mut coverage = Coverage::default();
    let mut lacks = Vec::new();
    let (mut looked_into, mut looked_at) = (0_u32, 0_u32);
    for bureau in scene.tree.areas(scene.root, area, scene.day()) {
        if let Some((element, above)) = only_above {
            match scene.figure(bureau, element).known() {
                Some(value) if value > *above => {}
                Some(_) => continue,
                None => {
                    coverage.expected += 1;
                    lacks.push(Lack::Unanswered { element: element.clone(), units: vec![bureau.id.clone()] });
                    continue;
                }
            }
        }
        looked_into += 1;
        let within = Scene { root: &bureau.id, ..*scene };
        let counted = count(&within, condition);
        looked_at += counted.looked_at;
        coverage.reported += counted.coverage.reported;
        coverage.expected += counted.coverage.expected;
        let passed = Decimal::from(counted.passed);
        if let (Some(element), false) = (counted.element, counted.missing.is_empty()) {
            lacks.push(Lack::Unanswered { element: element.clone(), units: counted.missing.clone() });
        }
        // An area without any unit of the scope has none that passes; one whose units all lack an answer tells nothing.
        if counted.looked_at == 0 && counted.coverage.expected > 0 {
            continue;
        }
        least = Some(least.map_or(passed, |least| least.min(passed)));
    }
    // Areas without any unit say something only beside areas in which somebody answered.
    let least = least.filter(|_| looked_at > 0);
    if least.is_none() && lacks.is_empty() {
        lacks.push(untold(scene, area, condition, coverage.expected, looked_into));
    }
    Outcome { value: least, numerator: least, denominator: None, coverage, lacks }
}

/// Says why areas tell nothing although no answer is missing.
fn untold(scene: &Scene<'_>, area: Area, condition: &Condition, units: u32, areas: u32) -> Lack {
    match condition.test.elements().first() {
        _ if areas == 0 => Lack::NoArea(area),
        Some(element) if units > 0 => Lack::NotApplicable((*element).clone()),
        _ => Lack::NoUnit(scene.narrowed.or(condition.scope.as_ref()).cloned()),
    }
}

fn share_areas(scene: &Scene<'_>, area: Area, condition: &Condition) -> Outcome {
    let mut covered = 0_u32;
    let mut told = 0_u32;
    let mut coverage = Coverage::default();
    let (mut units, mut looked_at) = (0_u32, 0_u32);
    let mut lacks = Vec::new();
    for bureau in scene.tree.areas(scene.root, area, scene.day()) {
        coverage.expected += 1;
        let within = Scene { root: &bureau.id, ..*scene };
        let counted = count(&within, condition);
        let complete = counted.coverage.is_complete();
        if let (Some(element), false) = (counted.element, complete) {
            lacks.push(Lack::Unanswered { element: element.clone(), units: counted.missing });
        }
        looked_at += counted.looked_at;
        units += counted.coverage.expected;
        if counted.passed > 0 || complete {
            coverage.reported += 1;
        }
        // 不适用 throughout stands apart; an area without any unit of the scope is not covered.
        if counted.passed > 0 || (complete && (counted.looked_at > 0 || counted.coverage.expected == 0)) {
            told += 1;
            covered += u32::from(counted.passed > 0);
        }
    }
    if looked_at == 0 || told == 0 {
        if lacks.is_empty() {
            lacks.push(untold(scene, area, condition, units, coverage.expected));
        }
        return Outcome { value: None, numerator: None, denominator: None, coverage, lacks };
    }
    let (covered, told) = (Decimal::from(covered), Decimal::from(told));
    Outcome {
        value: (covered * Decimal::ONE_HUNDRED).checked_div(told),
        numerator: Some(covered),
        denominator: Some(told),
        coverage,
        lacks,
    }
}
