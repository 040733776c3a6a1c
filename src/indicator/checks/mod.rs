//! What makes a catalogue sound: one check, one entry in one list.

mod element;
mod form;
mod formula;
mod test;
mod unit;

use crate::{
    base::{Bilingual, Flaw, ItemKind},
    indicator::{Catalogue, Element, ElementKind, Form, Formula, Indicator},
    unit::Scope,
};

/// A check: its code, and what it says of an item that fails it.
type Check<T> = (&'static str, fn(&T, &Catalogue) -> Option<Bilingual>);

const SCOPE: &[Check<Scope>] = &[
    ("scope.name", |scope, _| missing(&scope.name, "名称", "name")),
    ("scope.levels", form::levels),
    ("scope.having", form::having),
    ("scope.having_kind", form::having_kind),
];

const ELEMENT: &[Check<Element>] = &[
    ("element.name", |element, _| missing(&element.name, "名称", "name")),
    ("element.unit", element::unit),
    ("element.decimals", element::decimals),
    ("element.range", element::range),
    ("element.bounds", element::bounds),
    ("element.levels", element::levels),
    ("element.choices", element::choices),
    ("element.choice_twice", element::choice_twice),
    ("element.choice_name", element::choice_name),
    ("element.combine", element::combine),
    ("element.taken_unknown", element::taken_unknown),
    ("element.taken_kind", element::taken_kind),
    ("element.cycle", element::cycle),
    ("element.chain", element::chain),
];

const FORM: &[Check<Form>] = &[
    ("form.name", form::name),
    ("form.version", form::version),
    ("form.kinds", form::kinds),
    ("form.area", form::area),
    ("form.empty", form::empty),
    ("form.section_twice", form::section_twice),
    ("form.element_unknown", form::element_unknown),
    ("form.element_twice", form::element_twice),
    ("form.indicator_unknown", form::indicator_unknown),
    ("form.source", form::source),
];

const INDICATOR: &[Check<Indicator>] = &[
    ("indicator.name", |indicator, _| missing(&indicator.name, "名称", "name")),
    ("indicator.unit", unit::named),
    ("indicator.unit_kind", unit::fits_kind),
    ("indicator.unit_of_sum", unit::of_sum),
    ("indicator.unit_of_rate", unit::of_rate),
    ("indicator.scaled", unit::scaled),
    ("indicator.mixed", unit::mixed),
    ("indicator.decimals", formula::decimals),
    ("indicator.element_unknown", formula::element_unknown),
    ("indicator.scope_unknown", formula::scope_unknown),
    ("indicator.empty", formula::empty),
    ("indicator.twice", formula::twice),
    ("indicator.same", formula::same),
    ("indicator.per", formula::per),
    ("indicator.divide_by", formula::divide_by),
    ("indicator.kind", formula::kind),
    ("indicator.element_kind", formula::element_kind),
    ("indicator.only_above", test::only_above),
    ("indicator.test_kind", test::kind),
    ("indicator.threshold", test::threshold),
    ("indicator.share_same", test::share_same),
    ("indicator.share", test::share),
    ("indicator.some", test::some),
];

/// The code under which an id that stands twice is told.
pub(crate) const DUPLICATE: &str = "duplicate";

/// Gives the codes of everything a catalogue is checked for.
pub fn catalogue_checks() -> impl Iterator<Item = &'static str> {
    fn codes<T>(checks: &[Check<T>]) -> impl Iterator<Item = &'static str> {
        checks.iter().map(|(code, _)| *code)
    }
    codes(SCOPE).chain(codes(ELEMENT)).chain(codes(FORM)).chain(codes(INDICATOR)).chain([DUPLICATE])
}

/// Lists everything wrong with a catalogue but ids that stand twice.
pub(super) fn flaws(catalogue: &Catalogue) -> Vec<Flaw> {
    let mut flaws = Vec::new();
    for scope in catalogue.scopes() {
        run(SCOPE, (ItemKind::Scope, scope.id.as_str(), scope), catalogue, &mut flaws);
    }
    for element in catalogue.elements() {
        run(ELEMENT, (ItemKind::Element, element.id.as_str(), element), catalogue, &mut flaws);
    }
    for form in catalogue.forms() {
        run(FORM, (ItemKind::Form, form.id.as_str(), form), catalogue, &mut flaws);
    }
    for indicator in catalogue.indicators() {
        run(INDICATOR, (ItemKind::Indicator, indicator.id.as_str(), indicator), catalogue, &mut flaws);
    }
    flaws
}

fn run<T>(
    checks: &'static [Check<T>],
    (kind, id, item): (ItemKind, &str, &T),
    catalogue: &Catalogue,
    flaws: &mut Vec<Flaw>,
) {
    let found = checks.iter().filter_map(|(check, says)| Some((*check, says(item, catalogue)?)));
    flaws.extend(found.map(|(check, why)| Flaw { check, kind, id: id.to_owned(), nth: 0, why }));
}

/// Says that a text is missing in Chinese; in English it may be, the Chinese stands in for it.
pub(crate) fn missing(text: &Bilingual, zh: &str, en: &str) -> Option<Bilingual> {
    if !text.zh.trim().is_empty() {
        return None;
    }
    says(format!("缺少{zh}。请补上。"), format!("the {en} is missing. Write it."))
}

pub(crate) fn says(zh: impl Into<String>, en: impl Into<String>) -> Option<Bilingual> {
    Some(Bilingual::new(zh, en))
}

/// Gives what stands twice in a list, the first of it.
fn first_twice<'a, T: PartialEq + ?Sized>(items: impl IntoIterator<Item = &'a T>) -> Option<&'a T> {
    let mut seen = Vec::new();
    items.into_iter().find(|item| {
        let is_known = seen.contains(item);
        seen.push(*item);
        is_known
    })
}

/// Says which ids nobody defines.
fn unknown<'a>(what: ItemKind, ids: impl IntoIterator<Item = &'a str>) -> Option<Bilingual> {
    let ids: Vec<&str> = ids.into_iter().collect();
    let (zh, en) = (what.name().zh, what.name().en.to_lowercase());
    let listed = ids.join(", ");
    match ids.len() {
        0 => None,
        1 => says(
            format!("{zh} {listed} 没有定义。请核对代码，或补上定义。"),
            format!("the {en} {listed} is not defined. Check the id, or define it."),
        ),
        _ => says(
            format!("{zh} {} 没有定义。请核对代码，或补上定义。", ids.join("、")),
            format!("the {en}s {listed} are not defined. Check the ids, or define them."),
        ),
    }
}

/// Gives a type as it is written in a pack.
const fn type_word(kind: &ElementKind) -> &'static str {
    match kind {
        ElementKind::Count => "Count",
        ElementKind::Decimal(_) => "Decimal",
        ElementKind::YesNo => "YesNo",
        ElementKind::Level(..) => "Level",
        ElementKind::Choice(_) => "Choice",
        ElementKind::Text => "Text",
    }
}

/// Gives a formula's name as it is written in a pack.
const fn formula_word(formula: &Formula) -> &'static str {
    match formula {
        Formula::Rate { .. } => "Rate",
        Formula::Ratio { .. } => "Ratio",
        Formula::Sum(_) => "Sum",
        Formula::Scaled { .. } => "Scaled",
        Formula::CountUnits(_) => "CountUnits",
        Formula::ShareUnits(_) => "ShareUnits",
        Formula::Mean { .. } => "Mean",
        Formula::MinOverAreas { .. } => "MinOverAreas",
        Formula::ShareAreas { .. } => "ShareAreas",
        Formula::Highest { .. } => "Highest",
        Formula::Rank(_) => "Rank",
        Formula::Entered => "Entered",
    }
}
