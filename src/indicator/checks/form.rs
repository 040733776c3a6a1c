//! Checks of one scope, and of one form.

use super::{first_twice, missing, says, type_word, unknown};
use crate::{
    base::{Bilingual, ItemKind},
    indicator::{Catalogue, ElementKind, Form},
    unit::{Scope, UnitKind},
};

pub(super) fn levels(scope: &Scope, _: &Catalogue) -> Option<Bilingual> {
    let (min, max) = (scope.level_min, scope.level_max);
    (min > max || max > 3).then(|| {
        Bilingual::new(
            format!("级别从 {min} 到 {max}，没有单位符合。请由低到高写，在 0–3 之间。"),
            format!("levels from {min} to {max} take no unit. Write them from low to high, within 0–3."),
        )
    })
}

pub(super) fn having(scope: &Scope, catalogue: &Catalogue) -> Option<Bilingual> {
    let missing = scope.having.iter().filter(|id| catalogue.element(id).is_none());
    unknown(ItemKind::Element, missing.map(|id| id.as_str()))
}

pub(super) fn having_kind(scope: &Scope, catalogue: &Catalogue) -> Option<Bilingual> {
    let asked = scope.having.iter().filter_map(|id| catalogue.element(id));
    let wrong = asked.into_iter().find(|element| element.kind != ElementKind::YesNo)?;
    let (id, kind) = (&wrong.id, type_word(&wrong.kind));
    says(
        format!("having 中的 {id} 是 {kind}，须为 YesNo。请更正。"),
        format!("{id} in having is a {kind}; it must be a YesNo. Mend it."),
    )
}

pub(super) fn name(form: &Form, _: &Catalogue) -> Option<Bilingual> {
    missing(&form.name, "名称", "name").or_else(|| {
        form.sections.iter().find_map(|section| {
            let id = &section.id;
            missing(&section.name, &format!("分组 {id} 的名称"), &format!("name of section {id}"))
        })
    })
}

pub(super) fn version(form: &Form, _: &Catalogue) -> Option<Bilingual> {
    if form.version > 0 {
        return None;
    }
    says("版本为 0，应从 1 起。请更正。", "its version is 0; versions begin at 1. Mend it.")
}

pub(super) fn kinds(form: &Form, _: &Catalogue) -> Option<Bilingual> {
    if !form.kinds.is_empty() {
        return None;
    }
    says("没有写由哪类单位填报。请补上 kinds。", "no kind of unit fills it. Name some in kinds.")
}

pub(super) fn area(form: &Form, _: &Catalogue) -> Option<Bilingual> {
    let area = form.area?;
    if form.kinds.contains(&UnitKind::Bureau) {
        return None;
    }
    let (zh, en) = (area.name().zh, area.name().en.to_lowercase());
    says(
        format!("只发给{zh}一级，但 kinds 中没有 bureau。请补上，或删去 area。"),
        format!("it is for bureaus of level '{en}', but kinds names no bureau. Add it, or remove area."),
    )
}

pub(super) fn empty(form: &Form, _: &Catalogue) -> Option<Bilingual> {
    if form.sections.is_empty() {
        return says("没有分组。请补上。", "it has no section. Add one.");
    }
    let section = form.sections.iter().find(|section| section.elements.is_empty())?;
    says(
        format!("分组 {} 没有数据项。请补上，或删去该分组。", section.id),
        format!("section {} asks for nothing. Add elements, or remove it.", section.id),
    )
}

pub(super) fn section_twice(form: &Form, _: &Catalogue) -> Option<Bilingual> {
    let twice = first_twice(form.sections.iter().map(|section| section.id.as_str()))?;
    says(
        format!("分组 {twice} 重复。请改用不同的代码。"),
        format!("section {twice} stands twice. Give it another id."),
    )
}

pub(super) fn element_unknown(form: &Form, catalogue: &Catalogue) -> Option<Bilingual> {
    let missing = form.elements().filter(|id| catalogue.element(id).is_none());
    unknown(ItemKind::Element, missing.map(|id| id.as_str()))
}

pub(super) fn element_twice(form: &Form, _: &Catalogue) -> Option<Bilingual> {
    let mut seen = std::collections::BTreeSet::new();
    let twice = form.elements().find(|id| !seen.insert(*id))?;
    says(
        format!("数据项 {twice} 在表中重复。请只保留一处。"),
        format!("element {twice} stands twice in it. Keep one of them."),
    )
}

pub(super) fn indicator_unknown(form: &Form, catalogue: &Catalogue) -> Option<Bilingual> {
    let shown = form.sections.iter().flat_map(|section| &section.indicators);
    let missing = shown.into_iter().filter(|id| catalogue.indicator(id).is_none());
    unknown(ItemKind::Indicator, missing.map(|id| id.as_str()))
}

/// A computed element in a form is only shown; what it is computed from must be typed there.
pub(super) fn source(form: &Form, catalogue: &Catalogue) -> Option<Bilingual> {
    let taken = form.elements().filter_map(|id| Some((id, catalogue.element(id)?.taken_from.as_ref()?)));
    let (id, source) = taken
        .map(|(id, (source, _))| (id, source))
        .find(|(_, source)| !form.elements().any(|asked| asked == *source))?;
    says(
        format!("{id} 由 {source} 自动取数，不能填写，而表中没有 {source}。请加入 {source}，或删去 {id}。"),
        format!(
            "{id} is taken from {source} and cannot be typed, but {source} is not in the form. Add {source}, or remove {id}."
        ),
    )
}
