//! The rule that holds a computed value against what the plan in force names.

use rust_decimal::Decimal;

use crate::{
    base::{ElementId, IndicatorId, quantity_text},
    check::{
        Scene,
        judge::Said,
        words::{both, number, reading},
    },
    indicator::{Formula, Part},
    plan::Mark,
};

/// Gives the elements a formula reads if one unit's figures are enough for it; `None` for every other kind.
pub(super) fn computable(formula: &Formula) -> Option<Vec<&ElementId>> {
    match formula {
        Formula::Rate { .. } | Formula::Ratio { .. } | Formula::Sum(_) | Formula::Scaled { .. } => {
            Some(formula.elements())
        }
        _ => None,
    }
}

fn sum_of(scene: &Scene<'_>, part: &Part) -> Option<Decimal> {
    let takes = match &part.scope {
        Some(scope) => {
            let scope = scene.catalogue.scope(scope)?;
            scope.takes(scene.unit, scene.period.last_day())
                && scope.having.iter().all(|id| scene.known(id).is_some_and(|value| !value.is_zero()))
        }
        None => true,
    };
    takes.then(|| scene.sum(&part.elements)).flatten()
}

fn value_of(scene: &Scene<'_>, formula: &Formula) -> Option<Decimal> {
    match formula {
        Formula::Rate { numerator, denominator, per } => {
            sum_of(scene, numerator)?.checked_mul((*per).into())?.checked_div(sum_of(scene, denominator)?)
        }
        Formula::Ratio { one, other } => sum_of(scene, other)?.checked_div(sum_of(scene, one)?),
        Formula::Sum(part) => sum_of(scene, part),
        Formula::Scaled { part, divide_by } => sum_of(scene, part)?.checked_div((*divide_by).into()),
        _ => None,
    }
}

/// Gives the figures a mark names on the indicator's own scale.
fn figures_of(mark: &Mark) -> Vec<Decimal> {
    match mark {
        Mark::AtLeast(value)
        | Mark::MoreThan(value)
        | Mark::AtMost(value)
        | Mark::LessThan(value)
        | Mark::Equal(value)
        | Mark::About(Some(value)) => vec![*value],
        Mark::Range(from, to) => vec![*from, *to],
        Mark::Ratio(one, other) => other.checked_div(*one).into_iter().collect(),
        _ => Vec::new(),
    }
}

/// Holds a unit's own value against the lowest and the highest figure the plan names for the indicator.
pub(super) fn against_plan(scene: &Scene<'_>, id: &IndicatorId, times: Decimal) -> Option<Said> {
    let indicator = scene.catalogue.indicator(id)?;
    let plan = scene.plan?;
    let value = value_of(scene, &indicator.formula)?;
    let fits = |unit: &str| unit == indicator.unit.zh || unit.is_empty() || indicator.unit.zh.is_empty();
    let targets = plan
        .targets_on(id)
        .into_iter()
        .filter(|target| fits(&target.unit))
        .flat_map(|target| figures_of(&target.mark));
    let past = plan
        .baselines_on(id)
        .into_iter()
        .filter(|past| fits(&past.unit))
        .flat_map(|past| figures_of(&past.mark));
    let named: Vec<Decimal> = targets.chain(past).collect();
    let (low, high) = (*named.iter().min()?, *named.iter().max()?);
    (value > high.checked_mul(times)? || value < low.checked_div(times)?).then_some(())?;
    let is_ratio = matches!(indicator.formula, Formula::Ratio { .. });
    let number_text = quantity_text(value, indicator.decimals);
    let shown = if is_ratio { format!("1∶{number_text}") } else { number_text };
    let unit =
        |unit: &str| if matches!(unit, "" | "%" | "‰") { unit.to_owned() } else { format!(" {unit}") };
    let (zh, en) = (unit(&indicator.unit.zh), unit(&indicator.unit.en));
    let one = |value| if is_ratio { format!("1∶{}", number(value)) } else { number(value) };
    let range = if low == high { one(low) } else { format!("{}–{}", one(low), one(high)) };
    let elements = indicator.formula.elements();
    Some(Said {
        says: both(
            format!("按本单位的数，{}为 {shown}{zh}；规划提到的数是 {range}{zh}", indicator.name.zh),
            format!("{} comes to {shown}{en} here; the plan speaks of {range}{en}", indicator.name.en),
        ),
        reading: reading(elements.into_iter().map(|element| (element.to_string(), scene.figure(element)))),
    })
}
