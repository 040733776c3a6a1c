//! Checks of one data element.

use rust_decimal::Decimal;

use super::{first_twice, missing, says, type_word, unknown};
use crate::{
    base::{Bilingual, ElementId, ItemKind},
    indicator::{Catalogue, Combine, Element, ElementKind},
};

/// More decimals than a figure in a form can need.
const MOST_DECIMALS: u32 = 6;

const fn is_number(element: &Element) -> bool {
    matches!(element.kind, ElementKind::Count | ElementKind::Decimal(_))
}

pub(super) fn unit(element: &Element, _: &Catalogue) -> Option<Bilingual> {
    let has_unit = !(element.unit.zh.is_empty() && element.unit.en.is_empty());
    match (is_number(element), has_unit) {
        (true, _) => missing(&element.unit, "计量单位", "unit"),
        (false, true) => says(
            format!("不是数值，却有计量单位“{}”。请留空。", element.unit.zh),
            format!("it is no number, yet has the unit '{}'. Leave it empty.", element.unit.en),
        ),
        (false, false) => None,
    }
}

pub(super) fn decimals(element: &Element, _: &Catalogue) -> Option<Bilingual> {
    let ElementKind::Decimal(places) = element.kind else { return None };
    (!(1..=MOST_DECIMALS).contains(&places)).then(|| {
        Bilingual::new(
            format!("小数 {places} 位，应为 1–{MOST_DECIMALS} 位。整数请用 Count。"),
            format!(
                "it has {places} decimals; 1–{MOST_DECIMALS} are possible. Write Count for whole numbers."
            ),
        )
    })
}

pub(super) fn range(element: &Element, _: &Catalogue) -> Option<Bilingual> {
    let (min, max) = (element.min?, element.max?);
    (min >= max).then(|| {
        Bilingual::new(
            format!("最小值 {min} 不小于最大值 {max}。请更正。"),
            format!("the smallest value {min} is not below the largest {max}. Mend one of them."),
        )
    })
}

pub(super) fn bounds(element: &Element, _: &Catalogue) -> Option<Bilingual> {
    let bound = element.min.into_iter().chain(element.max);
    let places = element.decimals();
    let wrong = bound.into_iter().find(|bound| !is_number(element) || bound.normalize().scale() > places)?;
    if is_number(element) {
        says(
            format!("上下限 {wrong} 的小数多于允许的 {places} 位。请更正。"),
            format!("the bound {wrong} has more than the {places} decimals allowed. Mend it."),
        )
    } else {
        says(
            format!("不是数值，却有上下限 {wrong}。请删去。"),
            format!("it is no number, yet has the bound {wrong}. Remove it."),
        )
    }
}

pub(super) fn levels(element: &Element, _: &Catalogue) -> Option<Bilingual> {
    let ElementKind::Level(from, to) = element.kind else { return None };
    (from < 0 || from >= to || to > 99).then(|| {
        Bilingual::new(
            format!("级别从 {from} 到 {to}，不成级别。请由低到高写，在 0–99 之间。"),
            format!("levels from {from} to {to} are none. Write them from low to high, within 0–99."),
        )
    })
}

pub(super) fn choices(element: &Element, _: &Catalogue) -> Option<Bilingual> {
    let ElementKind::Choice(choices) = &element.kind else { return None };
    let count = choices.len();
    (count < 2).then(|| {
        Bilingual::new(
            format!("只有 {count} 个选项，至少要 2 个。请补上。"),
            format!("it has {count} choices; at least 2 are needed. Add them."),
        )
    })
}

pub(super) fn choice_twice(element: &Element, _: &Catalogue) -> Option<Bilingual> {
    let ElementKind::Choice(choices) = &element.kind else { return None };
    let code = first_twice(choices.iter().map(|choice| &choice.code)).map(i64::to_string);
    let name = |zh: bool| {
        let names = choices.iter().map(move |choice| if zh { &choice.name.zh } else { &choice.name.en });
        first_twice(names.filter(|name| !name.is_empty())).cloned()
    };
    let twice = code.or_else(|| name(true)).or_else(|| name(false))?;
    says(
        format!("选项“{twice}”重复。请只保留一处。"),
        format!("the choice '{twice}' stands twice. Keep one of them."),
    )
}

pub(super) fn choice_name(element: &Element, _: &Catalogue) -> Option<Bilingual> {
    let ElementKind::Choice(choices) = &element.kind else { return None };
    let missing = |choice: &crate::indicator::Choice| {
        let code = choice.code;
        missing(&choice.name, &format!("选项 {code} 的名称"), &format!("name of choice {code}"))
    };
    choices.iter().find_map(missing)
}

pub(super) fn combine(element: &Element, _: &Catalogue) -> Option<Bilingual> {
    use Combine::{CountYes, Max, Mean, Min, None as Nothing, Own, OwnOrSum, Sum};
    let fitting: &[Combine] = match element.kind {
        ElementKind::Count | ElementKind::Decimal(_) => &[Sum, Mean, Max, Min, Own, OwnOrSum, Nothing],
        ElementKind::YesNo => &[CountYes, Own, Nothing],
        ElementKind::Level(..) => &[Mean, Max, Min, Own, Nothing],
        ElementKind::Choice(_) => &[Max, Min, Own, Nothing],
        ElementKind::Text => &[Own, Nothing],
    };
    let (combine, kind) = (element.combine, type_word(&element.kind));
    (!fitting.contains(&combine)).then(|| {
        let words: Vec<String> = fitting.iter().map(|one| format!("{one:?}")).collect();
        Bilingual::new(
            format!("{kind} 类数据项不能按 {combine:?} 汇总。可用：{}。", words.join("、")),
            format!("a {kind} cannot be combined by {combine:?}. Possible: {}.", words.join(", ")),
        )
    })
}

pub(super) fn taken_unknown(element: &Element, catalogue: &Catalogue) -> Option<Bilingual> {
    let (source, scope) = element.taken_from.as_ref()?;
    if catalogue.element(source).is_none() {
        return unknown(ItemKind::Element, [source.as_str()]);
    }
    if catalogue.scope(scope).is_none() {
        return unknown(ItemKind::Scope, [scope.as_str()]);
    }
    None
}

pub(super) fn taken_kind(element: &Element, catalogue: &Catalogue) -> Option<Bilingual> {
    let (source, _) = element.taken_from.as_ref()?;
    let other = catalogue.element(source)?;
    let shown =
        |element: &Element, unit: &str| format!("{} {unit}", type_word(&element.kind)).trim().to_owned();
    (element.kind != other.kind || element.unit.zh != other.unit.zh).then(|| {
        Bilingual::new(
            format!(
                "是“{}”，而所取的 {source} 是“{}”。类型和计量单位须一致。",
                shown(element, &element.unit.zh),
                shown(other, &other.unit.zh)
            ),
            format!(
                "it is '{}', but {source}, which it is taken from, is '{}'. Type and unit must agree.",
                shown(element, &element.unit.en),
                shown(other, &other.unit.en)
            ),
        )
    })
}

pub(super) fn cycle(element: &Element, catalogue: &Catalogue) -> Option<Bilingual> {
    let mut path = vec![&element.id];
    comes_back(&mut path, catalogue).then(|| {
        let path = path.iter().map(|id| id.as_str()).collect::<Vec<_>>().join(" → ");
        Bilingual::new(
            format!("取数绕回自身：{path}。请断开其中一处。"),
            format!("it is taken from itself in the end: {path}. Break it at one place."),
        )
    })
}

/// Follows what an element is taken from, and what the scopes on the way ask for, back to the first of the path.
fn comes_back<'a>(path: &mut Vec<&'a ElementId>, catalogue: &'a Catalogue) -> bool {
    let taken = path.last().and_then(|id| catalogue.element(id)?.taken_from.as_ref());
    let Some((source, scope)) = taken else { return false };
    let asked = catalogue.scope(scope).map_or(&[][..], |scope| &scope.having);
    for next in std::iter::once(source).chain(asked) {
        let is_back = path.first() == Some(&next);
        if is_back || !path.contains(&next) {
            path.push(next);
            if is_back || comes_back(path, catalogue) {
                return true;
            }
            path.pop();
        }
    }
    false
}

pub(super) fn chain(element: &Element, catalogue: &Catalogue) -> Option<Bilingual> {
    let (source, _) = element.taken_from.as_ref()?;
    let (further, _) = catalogue.element(source)?.taken_from.as_ref()?;
    if cycle(element, catalogue).is_some() {
        return None;
    }
    says(
        format!("取自 {source}，而 {source} 又取自 {further}。请直接取自填报的数据项。"),
        format!(
            "it is taken from {source}, which is itself taken from {further}. Take it from the one that is typed."
        ),
    )
}

/// Gives the smallest and largest value an element can have, where it is bounded.
pub(super) fn extremes(element: &Element) -> (Option<Decimal>, Option<Decimal>) {
    match &element.kind {
        ElementKind::Count | ElementKind::Decimal(_) => (element.min, element.max),
        ElementKind::Text => (None, None),
        ElementKind::YesNo | ElementKind::Level(..) | ElementKind::Choice(_) => {
            let codes = || element.choices().into_iter().map(|choice| Decimal::from(choice.code));
            (codes().min(), codes().max())
        }
    }
}
