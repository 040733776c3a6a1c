//! What one unit brings to one formula.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::{
    base::{ElementId, Figure, ScopeId, UnitId},
    indicator::{Asking, Condition, Formula, Part, Test},
    returns::Statement,
    rollup::{
        Scene,
        tally::{Side, Tally},
    },
    unit::{Scope, Unit},
};

/// A part of a formula, looked up once for all units.
#[derive(Debug)]
pub(crate) struct Ask<'a> {
    pub(crate) elements: Vec<&'a ElementId>,
    scope: Option<&'a Scope>,
    asking: Vec<Asking<'a>>,
    /// Of a bureau's own figure: who gives it, which depends on who answered.
    pub(crate) owners: Option<BTreeSet<&'a UnitId>>,
}

/// What a formula asks of a unit.
#[derive(Debug)]
pub(crate) enum Shape<'a> {
    /// One part: sums, means, extremes.
    One(Ask<'a>),
    /// Numerator and denominator.
    Two(Ask<'a>, Ask<'a>),
    /// A test of the units of a scope.
    Passing(Option<&'a Scope>, &'a Test, Vec<Asking<'a>>),
}

/// Reads what units bring to a formula, over one scene.
#[derive(Debug)]
pub(crate) struct Reader<'a> {
    pub(crate) scene: Scene<'a>,
    pub(crate) shape: Shape<'a>,
    /// The scene's day, asked for with every unit.
    on: NaiveDate,
}

/// What a unit's figures say to a test.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Answer {
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

/// 口径: where a unit stands to one side of a formula.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stand {
    /// Not asked.
    Outside,
    /// Asked, and taken.
    Taken,
    /// Asked and left out for want of an answer; `true` if the answer to this very part is missing.
    Missing(bool),
    /// 不适用: it answered, and stands in neither side.
    Apart,
}

impl<'a> Ask<'a> {
    fn new(scene: &Scene<'a>, (elements, scope): (&'a [ElementId], Option<&'a ScopeId>)) -> Self {
        Self {
            elements: elements.iter().collect(),
            scope: scene.scope(scope),
            asking: elements.iter().map(|element| scene.catalogue.asking(element)).collect(),
            owners: scene.is_own(elements).then(BTreeSet::new),
        }
    }

    fn of(scene: &Scene<'a>, part: &'a Part) -> Self {
        Self::new(scene, (&part.elements, part.scope.as_ref()))
    }

    fn find_owners(&mut self, scene: &Scene<'a>) {
        if let Some(owners) = &mut self.owners {
            *owners = scene.owners(&self.elements);
        }
    }

    /// Says whether the part is added over the unit, which is open.
    fn takes(&self, on: NaiveDate, unit: &Unit, statement: Option<&Statement>) -> bool {
        if let Some(owners) = &self.owners {
            return owners.contains(&unit.id);
        }
        self.asking.iter().any(|asking| asking.takes(unit, on))
            && self.scope.is_none_or(|scope| is_in(scope, on, unit, statement))
    }

    fn is_answered(&self, on: NaiveDate, unit: &Unit, statement: Option<&Statement>) -> bool {
        let asked = self.elements.iter().zip(&self.asking).filter(|(_, asking)| asking.takes(unit, on));
        asked.into_iter().all(|(element, _)| figure(statement, element).is_answered())
    }

    fn has_figure(&self, statement: Option<&Statement>) -> bool {
        self.elements.iter().any(|element| figure(statement, element).known().is_some())
    }
}

pub(crate) fn figure<'s>(statement: Option<&'s Statement>, element: &ElementId) -> &'s Figure {
    statement.map_or(&Figure::Blank, |statement| statement.figure(element))
}

/// Says whether a unit falls in a scope. `having` counts it out only when it says no.
fn is_in(scope: &Scope, on: NaiveDate, unit: &Unit, statement: Option<&Statement>) -> bool {
    let says_no = |element: &ElementId| figure(statement, element).known().is_some_and(|v| v.is_zero());
    scope.takes(unit, on) && !scope.having.iter().any(says_no)
}

impl<'a> Reader<'a> {
    /// Looks up what a formula asks, and who speaks for a bureau's own figure at the scene's root.
    pub(crate) fn new(scene: &Scene<'a>, formula: &'a Formula) -> Self {
        let mut reader = Self::without_owners(scene, formula);
        match &mut reader.shape {
            Shape::One(ask) => ask.find_owners(scene),
            Shape::Two(top, bottom) => [top, bottom].into_iter().for_each(|ask| ask.find_owners(scene)),
            Shape::Passing(..) => {}
        }
        reader
    }

    /// Looks up what a formula asks, for units that never speak for a bureau's own figure.
    pub(crate) fn without_owners(scene: &Scene<'a>, formula: &'a Formula) -> Self {
        let one = |element: &'a ElementId, scope: &'a Option<ScopeId>| {
            Shape::One(Ask::new(scene, (std::slice::from_ref(element), scope.as_ref())))
        };
        let passing = |condition: &'a Condition| {
            let asking = condition.test.elements().into_iter().map(|element| scene.catalogue.asking(element));
            Shape::Passing(scene.scope(condition.scope.as_ref()), &condition.test, asking.collect())
        };
        let shape = match formula {
            Formula::Rate { numerator, denominator, .. } => {
                Shape::Two(Ask::of(scene, numerator), Ask::of(scene, denominator))
            }
            Formula::Ratio { one, other } => Shape::Two(Ask::of(scene, other), Ask::of(scene, one)),
            Formula::Sum(part) | Formula::Scaled { part, .. } => Shape::One(Ask::of(scene, part)),
            Formula::Mean { element, scope } | Formula::Highest { element, scope } => one(element, scope),
            Formula::Rank(element) | Formula::Entered(element) => one(element, &None),
            Formula::CountUnits(condition)
            | Formula::ShareUnits(condition)
            | Formula::MinOverAreas { count: condition, .. }
            | Formula::ShareAreas { any: condition, .. } => passing(condition),
        };
        Self { scene: *scene, shape, on: scene.day() }
    }

    /// Says whether a part is a bureau's own figure, so that what units bring depends on who answered elsewhere.
    pub(crate) fn has_owners(&self) -> bool {
        match &self.shape {
            Shape::One(ask) => ask.owners.is_some(),
            Shape::Two(top, bottom) => top.owners.is_some() || bottom.owners.is_some(),
            Shape::Passing(..) => false,
        }
    }

    /// Says whether a formula asks a unit of this kind anything at all.
    pub(crate) fn concerns(&self, unit: &Unit) -> bool {
        let asks = |asking: &[Asking<'_>]| asking.iter().any(|asking| asking.reaches(unit));
        match &self.shape {
            Shape::One(ask) => asks(&ask.asking),
            Shape::Two(top, bottom) => asks(&top.asking) || asks(&bottom.asking),
            Shape::Passing(_, _, asking) => asking.is_empty() || asks(asking),
        }
    }

    /// Says where an open unit stands to the one side and to the other.
    pub(crate) fn stands(&self, unit: &Unit, statement: Option<&Statement>) -> (Stand, Stand) {
        let on = self.on;
        match &self.shape {
            Shape::One(ask) => {
                let stand = match ask.takes(on, unit, statement) {
                    false => Stand::Outside,
                    true if ask.is_answered(on, unit, statement) => Stand::Taken,
                    true => Stand::Missing(true),
                };
                (stand, Stand::Outside)
            }
            Shape::Two(top, bottom) => {
                let asked = (top.takes(on, unit, statement), bottom.takes(on, unit, statement));
                if asked == (false, false) {
                    return (Stand::Outside, Stand::Outside);
                }
                let told = (top.is_answered(on, unit, statement), bottom.is_answered(on, unit, statement));
                // A unit that is asked for both sides is taken with both or not at all: its beds without its staff
                // would move the ratio. One that is asked for one side alone (a CDC has no beds) stands in that one.
                if asked == (true, true) {
                    return match told {
                        (true, true) if top.has_figure(statement) && bottom.has_figure(statement) => {
                            (Stand::Taken, Stand::Taken)
                        }
                        (true, true) => (Stand::Apart, Stand::Apart),
                        (top, bottom) => (Stand::Missing(!top), Stand::Missing(!bottom)),
                    };
                }
                let side = |is_asked, is_told| match (is_asked, is_told) {
                    (false, _) => Stand::Outside,
                    (true, true) => Stand::Taken,
                    (true, false) => Stand::Missing(true),
                };
                (side(asked.0, told.0), side(asked.1, told.1))
            }
            Shape::Passing(..) => match self.answer(unit, statement) {
                None => (Stand::Outside, Stand::Outside),
                Some(Answer::Unknown) => (Stand::Missing(true), Stand::Outside),
                Some(Answer::Apart) => (Stand::Apart, Stand::Outside),
                Some(Answer::Fails) => (Stand::Outside, Stand::Taken),
                Some(Answer::Passes) => (Stand::Taken, Stand::Taken),
            },
        }
    }

    /// Adds what one unit brings; a closed one brings nothing.
    pub(crate) fn take(&self, unit: &Unit, statement: Option<&Statement>, tally: &mut Tally) {
        if !unit.is_open(self.on) {
            return;
        }
        let on = self.on;
        match &self.shape {
            Shape::One(ask) if ask.takes(on, unit, statement) => {
                // Each cell is looked up once, and a list made only for several: this runs for every unit and formula.
                let (only, several);
                let figures: &[&Figure] = if let [element] = ask.elements[..] {
                    only = [figure(statement, element)];
                    &only
                } else {
                    several = ask.elements.iter().map(|id| figure(statement, id)).collect::<Vec<_>>();
                    &several
                };
                let mut each = figures.iter().zip(&ask.asking);
                let is_answered = each.all(|(of, asking)| of.is_answered() || !asking.takes(unit, on));
                let known = || figures.iter().filter_map(|figure| figure.known());
                known().for_each(|figure| tally.stretch(figure));
                tally.with_figure += u32::from(known().next().is_some());
                if is_answered {
                    tally.over.answer(known());
                } else {
                    tally.over.miss(Some(&unit.id));
                }
            }
            Shape::One(_) => {}
            Shape::Two(top, bottom) => {
                let (over, under) = self.stands(unit, statement);
                if over == Stand::Apart {
                    tally.apart += 1;
                    tally.apart_with.0 += u32::from(top.has_figure(statement));
                    tally.apart_with.1 += u32::from(bottom.has_figure(statement));
                }
                self.side(over, unit, statement, top, &mut tally.over);
                self.side(under, unit, statement, bottom, &mut tally.under);
            }
            Shape::Passing(..) => match self.answer(unit, statement) {
                None => {}
                Some(Answer::Unknown) => tally.over.miss(Some(&unit.id)),
                Some(answer) => {
                    tally.over.pass_over();
                    tally.looked_at += u32::from(answer != Answer::Apart);
                    tally.passed += u32::from(answer == Answer::Passes);
                }
            },
        }
    }

    fn side(&self, stand: Stand, unit: &Unit, statement: Option<&Statement>, ask: &Ask<'_>, side: &mut Side) {
        match stand {
            Stand::Outside => {}
            Stand::Taken => {
                side.answer(ask.elements.iter().filter_map(|element| figure(statement, element).known()));
            }
            Stand::Missing(own) => side.miss(own.then_some(&unit.id)),
            Stand::Apart => side.pass_over(),
        }
    }

    /// Says what a unit answers to the test; `None` if it is not asked.
    fn answer(&self, unit: &Unit, statement: Option<&Statement>) -> Option<Answer> {
        let Shape::Passing(scope, test, asking) = &self.shape else { return None };
        let on = self.on;
        let is_asked = asking.iter().all(|asking| asking.takes(unit, on))
            && scope.is_none_or(|scope| is_in(scope, on, unit, statement));
        is_asked.then(|| self.answer_to(test, unit, statement))
    }

    fn answer_to(&self, test: &Test, unit: &Unit, statement: Option<&Statement>) -> Answer {
        let scene = &self.scene;
        let of = |element: &ElementId, passes: &dyn Fn(Decimal) -> bool| match figure(statement, element) {
            Figure::Known(value) => passes(*value).into(),
            Figure::NotApplicable(_) => Answer::Apart,
            Figure::Blank | Figure::Unread(_) => Answer::Unknown,
        };
        let is_yes = |element: &ElementId| of(element, &|value| value == scene.full_answer(element));
        match test {
            Test::Yes(element) => is_yes(element),
            Test::AtLeast(element, least) => of(element, &|value| value >= *least),
            Test::ShareAtLeast(part, whole, percent) => {
                match (figure(statement, part), figure(statement, whole)) {
                    (Figure::Known(part), Figure::Known(whole)) => {
                        let over = part.checked_mul(Decimal::ONE_HUNDRED);
                        let reached = over.zip(percent.checked_mul(*whole));
                        (!whole.is_zero() && reached.is_some_and(|(over, under)| over >= under)).into()
                    }
                    (Figure::NotApplicable(_), _) | (_, Figure::NotApplicable(_)) => Answer::Apart,
                    _ => Answer::Unknown,
                }
            }
            Test::AllYes(elements) => some_yes(elements.len(), elements.iter().map(is_yes)),
            Test::SomeYes(least, elements) => some_yes(*least as usize, elements.iter().map(is_yes)),
            Test::InScope(scope) => {
                scene.catalogue.scope(scope).is_some_and(|scope| scope.takes(unit, self.on)).into()
            }
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
