//! The sentences of findings: names, figures, units, and how they compare.

use rust_decimal::Decimal;

use crate::{
    base::{Bilingual, ElementId, Figure, quantity_text},
    check::Scene,
    indicator::{Element, ElementKind},
};

/// Writes a quantity with the decimals it has.
pub(super) fn number(value: Decimal) -> String {
    let value = value.normalize();
    quantity_text(value, value.scale())
}

/// Writes a quantity with at most so many decimals, and none that say nothing.
pub(super) fn rounded(value: Decimal, decimals: u32) -> String {
    number(value.round_dp_with_strategy(decimals, rust_decimal::RoundingStrategy::MidpointAwayFromZero))
}

/// Writes two languages with the same figures.
pub(super) fn both(zh: String, en: String) -> Bilingual {
    Bilingual { zh, en }
}

/// Joins parts: with 、 and with commas.
pub(super) fn listed(parts: &[Bilingual]) -> Bilingual {
    let texts = |pick: fn(&Bilingual) -> &str| parts.iter().map(pick).collect::<Vec<_>>();
    both(texts(|part| &part.zh).join("、"), texts(|part| &part.en).join(", "))
}

fn with_unit(number: &str, element: &Element) -> Bilingual {
    let (zh, en) = (&element.unit.zh, &element.unit.en);
    let behind = |unit: &str| match unit {
        "" => number.to_owned(),
        "%" | "‰" => format!("{number}{unit}"),
        unit => format!("{number} {unit}"),
    };
    both(behind(zh), behind(en))
}

/// Writes a quantity of an element with its unit; a choice by its name.
pub(super) fn quantity(element: &Element, value: Decimal) -> Bilingual {
    if element.is_choice() {
        let named = element.choices().into_iter().find(|choice| Decimal::from(choice.code) == value);
        if let Some(choice) = named {
            return choice.name;
        }
    }
    with_unit(&number(value), element)
}

/// Writes a figure in whatever state it is.
pub(super) fn figure(element: &Element, figure: &Figure) -> Bilingual {
    match figure {
        Figure::Known(value) => quantity(element, *value),
        Figure::NotApplicable(_) => Bilingual::new("不适用", "not applicable"),
        Figure::Blank => Bilingual::new("未填", "blank"),
        Figure::Unread(text) => both(format!("“{text}”"), format!("'{text}'")),
    }
}

/// Writes name and value of an element: `实有床位数 1 200 张`; a choice as `产科：是`.
pub(super) fn named_value(element: &Element, value: &Bilingual) -> Bilingual {
    let (zh, en) = (&element.name.zh, &element.name.en);
    if element.is_choice() {
        let answer =
            if element.kind == ElementKind::YesNo { value.en.to_lowercase() } else { value.en.clone() };
        both(format!("{zh}：{}", value.zh), format!("{en}: {answer}"))
    } else if value.zh.starts_with(|c: char| c.is_ascii_digit() || c == '\u{2212}') {
        both(format!("{zh} {}", value.zh), format!("{en}: {}", value.en))
    } else {
        both(format!("{zh}：{}", value.zh), format!("{en}: {}", value.en))
    }
}

/// Writes name and figure of an element of this period.
pub(super) fn named(scene: &Scene<'_>, id: &ElementId) -> Bilingual {
    let Some(element) = scene.catalogue.element(id) else { return both(id.to_string(), id.to_string()) };
    named_value(element, &figure(element, scene.figure(id)))
}

/// Writes those of several elements that are known, and what they come to if there are several.
pub(super) fn sum_named(scene: &Scene<'_>, ids: &[ElementId], sum: Decimal) -> Bilingual {
    let known: Vec<&ElementId> = ids.iter().filter(|id| scene.known(id).is_some()).collect();
    let parts: Vec<Bilingual> = known.iter().map(|id| named(scene, id)).collect();
    let list = listed(&parts);
    if parts.len() < 2 {
        return list;
    }
    let total = known
        .first()
        .and_then(|id| scene.catalogue.element(id))
        .map_or_else(|| both(number(sum), number(sum)), |element| with_unit(&number(sum), element));
    both(format!("{}，合计 {}", list.zh, total.zh), format!("{}, together {}", list.en, total.en))
}

/// Writes the usual range of a value: `一般在 20–40 之间`, `一般不高于 40`.
pub(super) fn usual(from: Option<Decimal>, to: Option<Decimal>, unit: &str) -> Bilingual {
    let text = |value: Decimal| format!("{}{unit}", number(value));
    match (from, to) {
        (Some(from), Some(to)) => both(
            format!("一般在 {}–{} 之间", number(from), text(to)),
            format!("usually {} to {}", number(from), text(to)),
        ),
        (Some(from), None) => {
            both(format!("一般不低于 {}", text(from)), format!("usually at least {}", text(from)))
        }
        (None, Some(to)) => both(format!("一般不高于 {}", text(to)), format!("usually at most {}", text(to))),
        (None, None) => Bilingual::default(),
    }
}

/// Writes what the figures of a finding are, exactly and in a fixed order.
pub(super) fn reading<'a>(figures: impl IntoIterator<Item = (String, &'a Figure)>) -> String {
    let text = |figure: &Figure| match figure {
        Figure::Known(value) => value.normalize().to_string(),
        Figure::NotApplicable(_) => "na".to_owned(),
        Figure::Blank => String::new(),
        Figure::Unread(text) => format!("'{text}'"),
    };
    figures.into_iter().map(|(name, figure)| format!("{name}={}", text(figure))).collect::<Vec<_>>().join(";")
}
