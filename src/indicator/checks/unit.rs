//! Checks of the units figures are counted in: what is added, divided and printed must agree.

use std::collections::BTreeSet;

use super::{formula::parts, missing, says};
use crate::{
    base::{Bilingual, ElementId},
    indicator::{Catalogue, Formula, Indicator, IndicatorKind, Part},
};

pub(super) fn named(indicator: &Indicator, _: &Catalogue) -> Option<Bilingual> {
    missing(&indicator.unit, "计量单位", "unit")
}

pub(super) fn fits_kind(indicator: &Indicator, _: &Catalogue) -> Option<Bilingual> {
    let unit = indicator.unit.zh.as_str();
    let is_rate = matches!(unit, "%" | "‰" | "‱");
    let (fits, wanted) = match indicator.kind {
        _ if unit.is_empty() => return None,
        IndicatorKind::Percent => (unit == "%", "%"),
        IndicatorKind::RatePer1000 => (unit == "‰" || unit.contains('千'), "‰、…/千人"),
        IndicatorKind::RatePer10000 => (unit == "‱" || unit.contains('万'), "‱、…/万人"),
        IndicatorKind::Boolean => (unit == "是/否", "是/否"),
        _ => (!is_rate, ""),
    };
    if fits {
        return None;
    }
    let kind = indicator.kind.code();
    if wanted.is_empty() {
        return says(
            format!("类型为 {kind}，计量单位却是“{unit}”。请更正其中之一。"),
            format!("its kind is {kind}, but its unit is '{unit}'. Mend one of them."),
        );
    }
    says(
        format!("类型为 {kind}，计量单位却是“{unit}”，应为 {wanted}。请更正其中之一。"),
        format!(
            "its kind is {kind}, but its unit is '{unit}', not {}. Mend one of them.",
            wanted.replace('、', " or ")
        ),
    )
}

/// Gives the one unit all elements of a list are counted in; `None` if they differ or are no numbers.
fn unit_of<'a>(elements: &[ElementId], catalogue: &'a Catalogue) -> Option<&'a str> {
    let mut units =
        elements.iter().map(|id| catalogue.element(id).map_or("", |found| found.unit.zh.as_str()));
    let first = units.next()?;
    (!first.is_empty() && units.all(|unit| unit == first)).then_some(first)
}

/// Says that an indicator's unit is not that of what it is made of; 份/年 may be made of 份.
fn against(indicator: &Indicator, found: &str) -> Option<Bilingual> {
    let unit = indicator.unit.zh.as_str();
    let fits = unit.is_empty()
        || unit.strip_prefix(found).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    if fits {
        return None;
    }
    says(
        format!("计量单位是“{unit}”，而所用数据项的是“{found}”。请统一，或用 Scaled 换算。"),
        format!(
            "its unit is '{unit}', but its elements are counted in '{found}'. Make them agree, or convert with Scaled."
        ),
    )
}

pub(super) fn of_sum(indicator: &Indicator, catalogue: &Catalogue) -> Option<Bilingual> {
    let unit = match &indicator.formula {
        Formula::Sum(Part { elements, .. }) => unit_of(elements, catalogue),
        Formula::Mean { element, .. } | Formula::Highest { element, .. } | Formula::Rank(element) => {
            unit_of(std::slice::from_ref(element), catalogue)
        }
        _ => None,
    };
    against(indicator, unit?)
}

/// 张/千人 is made of 张.
pub(super) fn of_rate(indicator: &Indicator, catalogue: &Catalogue) -> Option<Bilingual> {
    let Formula::Rate { numerator, .. } = &indicator.formula else { return None };
    let (counted, _) = indicator.unit.zh.split_once('/')?;
    let found = unit_of(&numerator.elements, catalogue)?;
    if counted == found {
        return None;
    }
    says(
        format!("计量单位是“{}”，而分子的是“{found}”。请统一。", indicator.unit.zh),
        format!(
            "its unit is '{}', but its numerator is counted in '{found}'. Make them agree.",
            indicator.unit.zh
        ),
    )
}

const FACTORS: [(&str, u64); 5] =
    [("亿", 100_000_000), ("百万", 1_000_000), ("万", 10_000), ("千", 1_000), ("百", 100)];

/// Takes 万人 apart into 10 000 and 人.
fn factor_of(unit: &str) -> (u64, &str) {
    let found = FACTORS.iter().find_map(|(word, factor)| Some((*factor, unit.strip_prefix(word)?)));
    found.unwrap_or((1, unit))
}

pub(super) fn scaled(indicator: &Indicator, catalogue: &Catalogue) -> Option<Bilingual> {
    let Formula::Scaled { part, divide_by } = &indicator.formula else { return None };
    let found = unit_of(&part.elements, catalogue).filter(|_| *divide_by > 1)?;
    let ((of, base), (to, larger)) = (factor_of(found), factor_of(&indicator.unit.zh));
    if base == larger && of.checked_mul((*divide_by).into()) == Some(to) {
        return None;
    }
    let unit = &indicator.unit.zh;
    says(
        format!("“{found}”除以 {divide_by} 不是“{unit}”。请更正除数或计量单位。"),
        format!("'{found}' divided by {divide_by} is not '{unit}'. Mend the divisor or the unit."),
    )
}

pub(super) fn mixed(indicator: &Indicator, catalogue: &Catalogue) -> Option<Bilingual> {
    parts(&indicator.formula).into_iter().find_map(|part| {
        let known: Vec<_> = part.elements.iter().filter_map(|id| catalogue.element(id)).collect();
        let units: BTreeSet<&str> = known.iter().map(|element| element.unit.zh.as_str()).collect();
        if units.len() < 2 {
            return None;
        }
        let listed = |join: &str| {
            let each = known.iter().map(|element| format!("{} [{}]", element.id, element.unit.zh));
            each.collect::<Vec<_>>().join(join)
        };
        says(
            format!("相加的数据项计量单位不同：{}。请统一。", listed("、")),
            format!("it adds elements of different units: {}. Make them agree.", listed(", ")),
        )
    })
}
