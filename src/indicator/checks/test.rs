//! Checks of what one unit's figure must be to count.

use rust_decimal::Decimal;

use super::{
    element::extremes,
    formula::{is_number, test},
    says, type_word,
};
use crate::{
    base::{Bilingual, ElementId},
    indicator::{Catalogue, ElementKind, Formula, Indicator, Test},
};

pub(super) fn only_above(indicator: &Indicator, catalogue: &Catalogue) -> Option<Bilingual> {
    let Formula::MinOverAreas { only_above: Some((id, bound)), .. } = &indicator.formula else { return None };
    let element = catalogue.element(id)?;
    if !is_number(&element.kind) {
        let kind = type_word(&element.kind);
        return says(
            format!("only_above 中的 {id} 是 {kind}，须为 Count 或 Decimal。请更正。"),
            format!("{id} in only_above is a {kind}; it must be a Count or Decimal. Mend it."),
        );
    }
    let max = element.max.filter(|max| bound >= max)?;
    says(
        format!("only_above 要求 {id} 大于 {bound}，而它最大为 {max}，没有地区符合。请更正。"),
        format!("only_above asks {id} to exceed {bound}, but it is {max} at most; no area passes. Mend it."),
    )
}

pub(super) fn kind(indicator: &Indicator, catalogue: &Catalogue) -> Option<Bilingual> {
    let test = test(&indicator.formula)?;
    let (name, zh, en, takes): (_, _, _, fn(&ElementKind) -> bool) = match test {
        Test::Yes(_) | Test::AllYes(_) | Test::SomeYes(..) => {
            (word(test), "YesNo 或 Choice", "a YesNo or a Choice", |kind| {
                matches!(kind, ElementKind::YesNo | ElementKind::Choice(_))
            })
        }
        Test::AtLeast(..) => {
            (word(test), "Count、Decimal、Level 或 Choice", "a Count, Decimal, Level or Choice", |kind| {
                !matches!(kind, ElementKind::YesNo | ElementKind::Text)
            })
        }
        Test::ShareAtLeast(..) => (word(test), "Count 或 Decimal", "a Count or Decimal", is_number),
        Test::InScope(_) => return None,
    };
    let wrong = test
        .elements()
        .into_iter()
        .filter_map(|id| catalogue.element(id))
        .find(|element| !takes(&element.kind))?;
    let (id, kind) = (&wrong.id, type_word(&wrong.kind));
    says(
        format!("{name} 中的 {id} 是 {kind}，须为 {zh}。请更正。"),
        format!("{id} in {name} is a {kind}; it must be {en}. Mend it."),
    )
}

const fn word(test: &Test) -> &'static str {
    match test {
        Test::Yes(_) => "Yes",
        Test::AtLeast(..) => "AtLeast",
        Test::ShareAtLeast(..) => "ShareAtLeast",
        Test::AllYes(_) => "AllYes",
        Test::SomeYes(..) => "SomeYes",
        Test::InScope(_) => "InScope",
    }
}

pub(super) fn threshold(indicator: &Indicator, catalogue: &Catalogue) -> Option<Bilingual> {
    let Test::AtLeast(id, least) = test(&indicator.formula)? else { return None };
    let element = catalogue.element(id)?;
    if element.kind == ElementKind::YesNo {
        return None;
    }
    let (min, max) = extremes(element);
    if let Some(max) = max.filter(|max| least > max) {
        return says(
            format!("要求 {id} 不低于 {least}，而它最大为 {max}，没有单位符合。请更正。"),
            format!("it asks {id} to be at least {least}, but it is {max} at most; no unit passes. Mend it."),
        );
    }
    let min = min.filter(|min| least <= min)?;
    says(
        format!("要求 {id} 不低于 {least}，而它最小为 {min}，每个单位都符合。请更正。"),
        format!("it asks {id} to be at least {least}, but it is {min} at least; every unit passes. Mend it."),
    )
}

pub(super) fn share_same(indicator: &Indicator, _: &Catalogue) -> Option<Bilingual> {
    let Test::ShareAtLeast(part, whole, _) = test(&indicator.formula)? else { return None };
    same(part, whole)
}

fn same(part: &ElementId, whole: &ElementId) -> Option<Bilingual> {
    if part != whole {
        return None;
    }
    says(
        format!("比较 {part} 占自身的比重，恒为 100%。请核对两个数据项。"),
        format!("it asks for the share of {part} in itself, which is always 100%. Check both elements."),
    )
}

pub(super) fn share(indicator: &Indicator, _: &Catalogue) -> Option<Bilingual> {
    let Test::ShareAtLeast(_, _, share) = test(&indicator.formula)? else { return None };
    (*share <= Decimal::ZERO || *share > Decimal::ONE_HUNDRED).then(|| {
        Bilingual::new(
            format!("比重 {share}% 不在 0–100% 之间。请更正。"),
            format!("a share of {share}% is not within 0–100%. Mend it."),
        )
    })
}

pub(super) fn some(indicator: &Indicator, _: &Catalogue) -> Option<Bilingual> {
    let Test::SomeYes(least, elements) = test(&indicator.formula)? else { return None };
    let count = elements.len();
    (*least == 0 || usize::try_from(*least).is_ok_and(|least| least > count)).then(|| {
        Bilingual::new(
            format!("要求 {count} 项中至少 {least} 项为是，不成条件。请写 1–{count}。"),
            format!(
                "it asks for at least {least} of {count} to be yes, which decides nothing. Write 1–{count}."
            ),
        )
    })
}
