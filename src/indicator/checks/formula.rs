//! Checks of an indicator's formula as a whole, and of what it adds up.

use super::{first_twice, formula_word, says, type_word, unknown};
use crate::{
    base::{Bilingual, ElementId, ItemKind},
    indicator::{Catalogue, Combine, Condition, ElementKind, Formula, Indicator, IndicatorKind, Part, Test},
};

/// Gives the sums a formula takes.
pub(super) fn parts(formula: &Formula) -> Vec<&Part> {
    match formula {
        Formula::Rate { numerator: one, denominator: other, .. } | Formula::Ratio { one, other } => {
            vec![one, other]
        }
        Formula::Sum(part) | Formula::Scaled { part, .. } => vec![part],
        _ => Vec::new(),
    }
}

/// Gives the test units must pass, if a formula counts units.
pub(super) const fn test(formula: &Formula) -> Option<&Test> {
    match formula {
        Formula::CountUnits(Condition { test, .. })
        | Formula::ShareUnits(Condition { test, .. })
        | Formula::MinOverAreas { count: Condition { test, .. }, .. }
        | Formula::ShareAreas { any: Condition { test, .. }, .. } => Some(test),
        _ => None,
    }
}

/// Gives the lists of elements a formula writes out.
fn lists(formula: &Formula) -> Vec<&[ElementId]> {
    let mut lists: Vec<&[ElementId]> = parts(formula).into_iter().map(|part| &part.elements[..]).collect();
    if let Some(Test::AllYes(elements) | Test::SomeYes(_, elements)) = test(formula) {
        lists.push(elements);
    }
    lists
}

pub(super) fn decimals(indicator: &Indicator, _: &Catalogue) -> Option<Bilingual> {
    let places = indicator.decimals;
    (places > 6).then(|| {
        Bilingual::new(
            format!("小数 {places} 位，最多 6 位。请更正。"),
            format!("it shows {places} decimals; at most 6 are possible. Mend it."),
        )
    })
}

pub(super) fn element_unknown(indicator: &Indicator, catalogue: &Catalogue) -> Option<Bilingual> {
    let missing = indicator.formula.elements().into_iter().filter(|id| catalogue.element(id).is_none());
    unknown(ItemKind::Element, missing.map(ElementId::as_str))
}

pub(super) fn scope_unknown(indicator: &Indicator, catalogue: &Catalogue) -> Option<Bilingual> {
    let missing = indicator.formula.scopes().into_iter().filter(|id| catalogue.scope(id).is_none());
    unknown(ItemKind::Scope, missing.map(|id| id.as_str()))
}

pub(super) fn empty(indicator: &Indicator, _: &Catalogue) -> Option<Bilingual> {
    if lists(&indicator.formula).into_iter().all(|list| !list.is_empty()) {
        return None;
    }
    says("公式中有一处没有写数据项。请补上。", "one place of its formula names no element. Add it.")
}

pub(super) fn twice(indicator: &Indicator, _: &Catalogue) -> Option<Bilingual> {
    let twice = lists(&indicator.formula).into_iter().find_map(first_twice)?;
    says(
        format!("公式的同一处两次写到 {twice}，会重复计算。请只保留一处。"),
        format!("its formula names {twice} twice in one place and would count it twice. Keep one of them."),
    )
}

pub(super) fn same(indicator: &Indicator, _: &Catalogue) -> Option<Bilingual> {
    let (Formula::Rate { numerator: one, denominator: other, .. } | Formula::Ratio { one, other }) =
        &indicator.formula
    else {
        return None;
    };
    if one != other || one.elements.is_empty() {
        return None;
    }
    says(
        "分子与分母相同，结果不随数据变化。请核对公式。",
        "both sides of its formula are the same, so it never changes. Check the formula.",
    )
}

pub(super) fn per(indicator: &Indicator, _: &Catalogue) -> Option<Bilingual> {
    let Formula::Rate { per, .. } = indicator.formula else { return None };
    (![1, 100, 1_000, 10_000].contains(&per)).then(|| {
        Bilingual::new(
            format!("每 {per} 计算，卫生统计中不用。请写 1、100、1000 或 10000。"),
            format!("a rate per {per} is not used in health statistics. Write 1, 100, 1000 or 10000."),
        )
    })
}

pub(super) fn divide_by(indicator: &Indicator, _: &Catalogue) -> Option<Bilingual> {
    let Formula::Scaled { divide_by, .. } = indicator.formula else { return None };
    (divide_by < 2).then(|| {
        Bilingual::new(
            format!("除数为 {divide_by}，不成换算。请写 2 以上的数，不换算请用 Sum。"),
            format!("it divides by {divide_by}, which converts nothing. Write a number from 2 on, or Sum."),
        )
    })
}

pub(super) fn kind(indicator: &Indicator, catalogue: &Catalogue) -> Option<Bilingual> {
    use IndicatorKind::{
        Boolean, Count, Currency, Distance, Duration, Index, Level, Percent, Rank, RatePer1000, RatePer10000,
        Ratio, Years,
    };
    let fitting: &[IndicatorKind] = match &indicator.formula {
        Formula::Rate { per: 100, .. } | Formula::ShareUnits(_) | Formula::ShareAreas { .. } => &[Percent],
        Formula::Rate { per: 1_000, .. } => &[RatePer1000],
        Formula::Rate { per: 10_000, .. } => &[RatePer10000],
        Formula::Rate { .. } => &[Count, Index, Currency, Distance, Duration, Years],
        Formula::Ratio { .. } => &[Ratio],
        // A bureau's own figure that is passed on may be anything.
        Formula::Sum(part) if is_own(part, catalogue) => return None,
        Formula::Sum(_) | Formula::Scaled { .. } => &[Count, Currency, Distance, Duration, Years, Index],
        Formula::CountUnits(_) | Formula::MinOverAreas { .. } => &[Count],
        Formula::Mean { .. } => &[Level, Count, Currency, Distance, Duration, Years, Index],
        Formula::Highest { .. } => &[Level, Count, Currency, Distance, Duration, Years, Index, Percent],
        Formula::Rank(_) => &[Rank],
        Formula::Entered => &[
            Boolean,
            Count,
            Currency,
            Distance,
            Duration,
            Index,
            Level,
            Percent,
            Rank,
            Ratio,
            RatePer1000,
            RatePer10000,
            Years,
        ],
    };
    let (kind, formula) = (indicator.kind.code(), formula_word(&indicator.formula));
    (!fitting.contains(&indicator.kind)).then(|| {
        let words: Vec<&str> = fitting.iter().map(|kind| kind.code()).collect();
        let formula = match indicator.formula {
            Formula::Rate { per, .. } => format!("{formula} per {per}"),
            _ => formula.to_owned(),
        };
        Bilingual::new(
            format!("类型为 {kind}，但公式 {formula} 得不出这种数。可用：{}。", words.join("、")),
            format!(
                "its kind is {kind}, which the formula {formula} does not give. Possible: {}.",
                words.join(", ")
            ),
        )
    })
}

fn is_own(part: &Part, catalogue: &Catalogue) -> bool {
    let [only] = &part.elements[..] else { return false };
    catalogue.element(only).is_some_and(|element| matches!(element.combine, Combine::Own | Combine::OwnOrSum))
}

pub(super) fn element_kind(indicator: &Indicator, catalogue: &Catalogue) -> Option<Bilingual> {
    let formula = &indicator.formula;
    let summed = parts(formula).into_iter().flat_map(|part| &part.elements);
    let (read, takes): (Vec<_>, fn(&ElementKind) -> bool) = match formula {
        Formula::Mean { element, .. } => {
            (vec![element], |kind| is_number(kind) || matches!(kind, ElementKind::Level(..)))
        }
        Formula::Highest { element, .. } => {
            (vec![element], |kind| !matches!(kind, ElementKind::Text | ElementKind::YesNo))
        }
        Formula::Rank(element) => (vec![element], |kind| matches!(kind, ElementKind::Count)),
        _ => (summed.collect(), is_number),
    };
    let elements = read.into_iter().filter_map(|id| catalogue.element(id));
    let wrong = elements.into_iter().find(|element| !takes(&element.kind))?;
    let (id, kind, code) = (&wrong.id, type_word(&wrong.kind), formula_word(formula));
    says(
        format!("{id} 是 {kind}，公式 {code} 不能用它计算。请改用别的数据项或公式。"),
        format!(
            "{id} is a {kind}, which the formula {code} cannot compute with. Use another element or formula."
        ),
    )
}

pub(super) const fn is_number(kind: &ElementKind) -> bool {
    matches!(kind, ElementKind::Count | ElementKind::Decimal(_))
}
