//! The one evaluator of the closed set of formulas.

use rust_decimal::Decimal;

use crate::{
    base::{ElementId, UnitId},
    indicator::{Condition, Formula},
    returns::Coverage,
    rollup::{
        Lack, Outcome, Scene,
        reader::{Ask, Reader, Shape},
        tally::{Side, Tally},
    },
    unit::Area,
};

/// Computes an indicator's formula over a unit with everything below it.
///
/// Sums come first and ratios are taken from the sums. Where numerator and denominator are asked of the
/// same units, only units that answered both are taken, so that the ratio compares like with like. A
/// denominator that is a bureau's own figure (population) must be complete, or there is no value.
/// Neither blank nor 不适用 is ever 0: without any figure there is no value but a [`Lack`], and a unit to which
/// one side of such a ratio does not apply stands in neither.
pub fn evaluate(scene: &Scene<'_>, formula: &Formula) -> Outcome {
    let reader = Reader::new(scene, formula);
    let over = |root: &UnitId| {
        let mut tally = Tally::default();
        for unit in scene.tree.below(root) {
            reader.take(unit, scene.statement(&unit.id), &mut tally);
        }
        tally
    };
    outcome(&reader, formula, &over)
}

/// Says what a formula comes to over the scene's root; `over` adds up what a unit and everything below it bring.
pub(crate) fn outcome(reader: &Reader<'_>, formula: &Formula, over: &dyn Fn(&UnitId) -> Tally) -> Outcome {
    let scene = &reader.scene;
    match (formula, &reader.shape) {
        (Formula::MinOverAreas { area, only_above, count }, _) => {
            min_over_areas(scene, (*area, only_above.as_ref()), count, over)
        }
        (Formula::ShareAreas { area, any }, _) => share_areas(scene, *area, any, over),
        (_, Shape::Two(top, bottom)) => {
            let divide = |top: Decimal, bottom: Decimal| match formula {
                Formula::Rate { per, .. } => top.checked_mul((*per).into())?.checked_div(bottom),
                _ => top.checked_div(bottom),
            };
            quotient(scene, (top, bottom), over(scene.root), divide)
        }
        (_, Shape::One(ask)) => one(scene, formula, ask, over(scene.root)),
        (Formula::ShareUnits(condition), Shape::Passing(..)) => {
            counted(scene, condition, over(scene.root), |passed, looked_at| {
                (passed * Decimal::ONE_HUNDRED).checked_div(looked_at)
            })
        }
        (Formula::CountUnits(condition), Shape::Passing(..)) => {
            counted(scene, condition, over(scene.root), |passed, _| Some(passed))
        }
        (_, Shape::Passing(..)) => Outcome::lacking(Lack::NotEntered, Coverage::default()),
    }
}

fn nobody(scene: &Scene<'_>, ask: &Ask<'_>) -> Outcome {
    let Some(first) = ask.elements.first() else {
        return Outcome::lacking(Lack::NotEntered, Coverage::default());
    };
    let lack = if scene.has_several(&ask.elements) { Lack::Several } else { Lack::NotAsked };
    Outcome::lacking(lack((*first).clone()), Coverage::default())
}

/// Names the first element of a part that one of the units left blank.
fn unanswered(scene: &Scene<'_>, ask: &Ask<'_>, side: &Side) -> Option<Lack> {
    let first = side.missing.first()?;
    let blank = |element: &&&ElementId| !scene.figure(first, element).is_answered();
    let element = ask.elements.iter().find(blank).or(ask.elements.first())?;
    Some(Lack::Unanswered { element: (*element).clone(), units: side.missing.clone() })
}

/// Says what comes of one part: a sum, a mean, an extreme.
fn one(scene: &Scene<'_>, formula: &Formula, ask: &Ask<'_>, tally: Tally) -> Outcome {
    let Tally { over, with_figure, extremes, .. } = tally;
    let coverage = over.coverage;
    if coverage.expected == 0 {
        return match formula {
            Formula::Entered(_) => Outcome::lacking(Lack::NotEntered, Coverage::default()),
            Formula::Mean { scope, .. } => {
                let scope = scene.narrowed.or(scope.as_ref()).cloned();
                Outcome::lacking(Lack::NoUnit(scope), Coverage::default())
            }
            _ => nobody(scene, ask),
        };
    }
    let lack = over.lack(&ask.elements);
    let rest = unanswered(scene, ask, &over);
    let mut denominator = None;
    let (value, numerator) = match formula {
        Formula::Highest { .. } | Formula::Rank(_) => {
            let is_highest = matches!(formula, Formula::Highest { .. });
            let value = extremes.map(|(most, least)| if is_highest { most } else { least });
            (value, value)
        }
        Formula::Mean { .. } => {
            let count = Decimal::from(with_figure);
            denominator = (with_figure > 0).then_some(count);
            (over.sum.and_then(|sum| sum.checked_div(count)), over.sum)
        }
        Formula::Scaled { divide_by, .. } => {
            let value = over.sum.and_then(|sum| sum.checked_div(Decimal::from(*divide_by)));
            (value, value)
        }
        _ => (over.sum, over.sum),
    };
    // An extreme needs no sum.
    let is_extreme = matches!(formula, Formula::Highest { .. } | Formula::Rank(_));
    let lack = lack.filter(|_| !is_extreme || value.is_none());
    Outcome { value, numerator, denominator, coverage, lacks: lack.into_iter().chain(rest).collect() }
}

fn quotient(
    scene: &Scene<'_>,
    (top, bottom): (&Ask<'_>, &Ask<'_>),
    tally: Tally,
    divide: impl Fn(Decimal, Decimal) -> Option<Decimal>,
) -> Outcome {
    let Tally { over, under, apart, apart_with, .. } = tally;
    for (ask, side) in [(top, &over), (bottom, &under)] {
        if side.coverage.expected == 0 {
            return nobody(scene, ask);
        }
    }
    if over.coverage.expected == apart {
        let part = if apart_with.0 > 0 && apart_with.1 == 0 { bottom } else { top };
        let lack = part.elements.first().map_or(Lack::NotEntered, |id| Lack::NotApplicable((*id).clone()));
        return Outcome::lacking(lack, Coverage { reported: apart, expected: apart });
    }
    let coverage = over.coverage.weaker(under.coverage);
    let (numerator, denominator) = (over.sum, under.sum);
    let usable =
        |side: &Side, ask: &Ask<'_>| side.sum.filter(|_| side.coverage.is_complete() || ask.owners.is_none());
    let (top_usable, bottom_usable) = (usable(&over, top), usable(&under, bottom));
    // A unit that only lacks the other side is not named.
    let sides = [(top, &over), (bottom, &under)];
    let mut lacks: Vec<Lack> = sides
        .iter()
        .filter_map(|(ask, side)| side.lack(&ask.elements).or_else(|| unanswered(scene, ask, side)))
        .collect();
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

fn counted(
    scene: &Scene<'_>,
    condition: &Condition,
    tally: Tally,
    value: impl Fn(Decimal, Decimal) -> Option<Decimal>,
) -> Outcome {
    let Tally { over: Side { coverage, missing, .. }, passed, looked_at, .. } = tally;
    if coverage.expected == 0 {
        let scope = scene.narrowed.or(condition.scope.as_ref()).cloned();
        return Outcome::lacking(Lack::NoUnit(scope), coverage);
    }
    let answered = looked_at > 0;
    let lacks = match (condition.test.elements().first(), missing.is_empty()) {
        (Some(element), false) => {
            vec![Lack::Unanswered { element: (*element).clone(), units: missing }]
        }
        (Some(element), true) if !answered => vec![Lack::NotApplicable((*element).clone())],
        _ => Vec::new(),
    };
    let (passed, looked_at) = (Decimal::from(passed), Decimal::from(looked_at));
    Outcome {
        value: answered.then(|| value(passed, looked_at)).flatten(),
        numerator: answered.then_some(passed),
        denominator: answered.then_some(looked_at),
        coverage,
        lacks,
    }
}

fn min_over_areas(
    scene: &Scene<'_>,
    (area, only_above): (Area, Option<&(ElementId, Decimal)>),
    condition: &Condition,
    over: &dyn Fn(&UnitId) -> Tally,
) -> Outcome {
    let mut least: Option<Decimal> = None;
    let mut coverage = Coverage::default();
    let mut lacks = Vec::new();
    let (mut looked_into, mut looked_at) = (0_u32, 0_u32);
    for bureau in scene.tree.areas(scene.root, area, scene.day()) {
        if let Some((element, above)) = only_above {
            match scene.figure(&bureau.id, element).known() {
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
        let found = over(&bureau.id);
        looked_at += found.looked_at;
        coverage.reported += found.over.coverage.reported;
        coverage.expected += found.over.coverage.expected;
        let passed = Decimal::from(found.passed);
        let is_untold = found.looked_at == 0 && found.over.coverage.expected > 0;
        lacks.extend(missing_in(condition, found.over.missing));
        // An area without any unit of the scope has none that passes; one whose units all lack an answer tells nothing.
        if is_untold {
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

fn missing_in(condition: &Condition, units: Vec<UnitId>) -> Option<Lack> {
    let element = condition.test.elements().first().copied()?;
    (!units.is_empty()).then(|| Lack::Unanswered { element: element.clone(), units })
}

/// Says why areas tell nothing although no answer is missing.
fn untold(scene: &Scene<'_>, area: Area, condition: &Condition, units: u32, areas: u32) -> Lack {
    match condition.test.elements().first() {
        _ if areas == 0 => Lack::NoArea(area),
        Some(element) if units > 0 => Lack::NotApplicable((*element).clone()),
        _ => Lack::NoUnit(scene.narrowed.or(condition.scope.as_ref()).cloned()),
    }
}

fn share_areas(
    scene: &Scene<'_>,
    area: Area,
    condition: &Condition,
    over: &dyn Fn(&UnitId) -> Tally,
) -> Outcome {
    let mut covered = 0_u32;
    let mut told = 0_u32;
    let mut coverage = Coverage::default();
    let (mut units, mut looked_at) = (0_u32, 0_u32);
    let mut lacks = Vec::new();
    for bureau in scene.tree.areas(scene.root, area, scene.day()) {
        coverage.expected += 1;
        let found = over(&bureau.id);
        let (expected, complete) = (found.over.coverage.expected, found.over.coverage.is_complete());
        lacks.extend(missing_in(condition, found.over.missing));
        looked_at += found.looked_at;
        units += expected;
        if found.passed > 0 || complete {
            coverage.reported += 1;
        }
        // 不适用 throughout stands apart; an area without any unit of the scope is not covered.
        if found.passed > 0 || (complete && (found.looked_at > 0 || expected == 0)) {
            told += 1;
            covered += u32::from(found.passed > 0);
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
