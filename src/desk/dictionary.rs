//! 指标字典: every element and indicator with where it is used; the same for all units.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use crate::{
    base::{Bilingual, ElementId, Fit, FormId, IndicatorId, Lang, Period, PlanId, Query},
    desk::Desk,
    indicator::{Catalogue, Element, Indicator},
    plan::{Plan, Target},
    trend::Scale,
};

/// 词条的代码: an element's or an indicator's; one code may name both.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum EntryId {
    /// 数据项.
    Element(ElementId),
    /// 指标.
    Indicator(IndicatorId),
}

impl EntryId {
    /// Gives the code as text.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Element(id) => id.as_str(),
            Self::Indicator(id) => id.as_str(),
        }
    }
}

/// A section of a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The form.
    pub form: FormId,
    /// Its title.
    pub form_name: Bilingual,
    /// The section's title.
    pub section: Bilingual,
}

/// 相关目标: a target of a plan on an indicator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// The plan.
    pub plan: PlanId,
    /// Its title.
    pub plan_title: Bilingual,
    /// The row of the target in the inventory.
    pub row: String,
    /// 条款, and those that repeat it.
    pub clauses: Vec<String>,
    /// The indicator.
    pub indicator: IndicatorId,
    /// Comparator and value as printed, with a unit where it belongs to the figure.
    pub target: Bilingual,
    /// When it is due.
    pub due: Period,
    /// Over what, in words.
    pub scope: Bilingual,
}

/// 词条: an element or an indicator with its uses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its code.
    pub id: EntryId,
    /// Its name.
    pub name: Bilingual,
    /// The unit of its values; empty for answers.
    pub unit: Bilingual,
    /// An element: where it is asked. An indicator: where it is shown and where its elements are asked.
    pub places: Vec<Place>,
    /// An element: the indicators it feeds, through elements taken from it too. An indicator: the elements it reads.
    pub related: Vec<EntryId>,
    /// The targets it serves, of every plan.
    pub targets: Vec<Asked>,
}

/// 指标字典.
#[derive(Clone, Debug, Default)]
pub struct Dictionary {
    /// 数据项, in the catalogue's order.
    pub elements: Vec<Entry>,
    /// 指标, in the catalogue's order.
    pub indicators: Vec<Entry>,
}

impl Dictionary {
    /// Collects the uses of everything in a catalogue.
    pub fn of(catalogue: &Catalogue, plans: &[Arc<Plan>]) -> Self {
        let uses = Uses::of(catalogue, plans);
        let elements = catalogue.elements().map(|element| uses.element(catalogue, element)).collect();
        let indicators =
            catalogue.indicators().map(|indicator| uses.indicator(catalogue, indicator)).collect();
        Self { elements, indicators }
    }

    /// Gives an entry.
    pub fn entry(&self, id: &EntryId) -> Option<&Entry> {
        self.list(id).iter().find(|entry| entry.id == *id)
    }

    /// Gives the list an entry stands in.
    pub fn list(&self, id: &EntryId) -> &[Entry] {
        match id {
            EntryId::Element(_) => &self.elements,
            EntryId::Indicator(_) => &self.indicators,
        }
    }
}

impl Entry {
    /// Says how it fits what was typed, within a form and a section (by its Chinese title) if they are named.
    pub fn fit(&self, query: &Query, form: Option<&FormId>, section: Option<&str>) -> Option<Fit> {
        let is_there = |place: &Place| {
            form.is_none_or(|form| place.form == *form)
                && section.is_none_or(|section| place.section.zh == section)
        };
        let passes = (form.is_none() && section.is_none()) || self.places.iter().any(is_there);
        passes.then(|| query.fit(&self.name, self.id.as_str()))?
    }
}

/// What is gathered once for all entries.
struct Uses {
    asked: BTreeMap<ElementId, Vec<Place>>,
    shown: BTreeMap<IndicatorId, Vec<Place>>,
    takers: BTreeMap<ElementId, Vec<ElementId>>,
    targets: BTreeMap<IndicatorId, Vec<Asked>>,
}

impl Uses {
    fn of(catalogue: &Catalogue, plans: &[Arc<Plan>]) -> Self {
        let mut uses = Self {
            asked: BTreeMap::new(),
            shown: BTreeMap::new(),
            takers: BTreeMap::new(),
            targets: BTreeMap::new(),
        };
        for form in catalogue.forms() {
            for section in &form.sections {
                let (form_name, section_name) = (form.name.clone(), section.name.clone());
                let place = Place { form: form.id.clone(), form_name, section: section_name };
                for element in &section.elements {
                    uses.asked.entry(element.clone()).or_default().push(place.clone());
                }
                for indicator in &section.indicators {
                    uses.shown.entry(indicator.clone()).or_default().push(place.clone());
                }
            }
        }
        for element in catalogue.elements() {
            if let Some((source, _)) = &element.taken_from {
                uses.takers.entry(source.clone()).or_default().push(element.id.clone());
            }
        }
        for plan in plans {
            for target in &plan.targets {
                let Some(indicator) = catalogue.indicator(&target.indicator) else { continue };
                let asked = asked(plan, target, indicator, catalogue);
                uses.targets.entry(indicator.id.clone()).or_default().push(asked);
            }
        }
        uses
    }

    fn places_of(&self, element: &Element) -> &[Place] {
        let source = element.taken_from.as_ref().map_or(&element.id, |(source, _)| source);
        self.asked.get(source).map_or(&[], Vec::as_slice)
    }

    fn element(&self, catalogue: &Catalogue, element: &Element) -> Entry {
        let takers = self.takers.get(&element.id).into_iter().flatten();
        let mut seen = BTreeSet::new();
        let fed = std::iter::once(&element.id).chain(takers).flat_map(|id| catalogue.used_by(id));
        let fed: Vec<&IndicatorId> = fed.filter(|id| seen.insert(*id)).collect();
        Entry {
            id: EntryId::Element(element.id.clone()),
            name: element.name.clone(),
            unit: element.unit.clone(),
            places: self.places_of(element).to_vec(),
            targets: fed.iter().filter_map(|id| self.targets.get(*id)).flatten().cloned().collect(),
            related: fed.into_iter().cloned().map(EntryId::Indicator).collect(),
        }
    }

    fn indicator(&self, catalogue: &Catalogue, indicator: &Indicator) -> Entry {
        let read = indicator.formula.elements();
        let mut places: Vec<Place> = self.shown.get(&indicator.id).cloned().unwrap_or_default();
        for place in read.iter().filter_map(|id| catalogue.element(id)).flat_map(|read| self.places_of(read))
        {
            if !places.contains(place) {
                places.push(place.clone());
            }
        }
        Entry {
            id: EntryId::Indicator(indicator.id.clone()),
            name: indicator.name.clone(),
            unit: indicator.unit.clone(),
            places,
            related: read.into_iter().cloned().map(EntryId::Element).collect(),
            targets: self.targets.get(&indicator.id).cloned().unwrap_or_default(),
        }
    }
}

fn asked(plan: &Plan, target: &Target, indicator: &Indicator, catalogue: &Catalogue) -> Asked {
    let again = target.also.iter().map(|(_, clause)| clause.clone());
    let mut clauses: Vec<String> = std::iter::once(target.clause.clone()).chain(again).collect();
    clauses.dedup();
    Asked {
        plan: plan.id.clone(),
        plan_title: plan.title.clone(),
        row: target.row.clone(),
        clauses,
        indicator: indicator.id.clone(),
        target: with_unit(target, indicator, target_words(target, indicator, catalogue)),
        due: plan.due_of(target).0.0,
        scope: target.scope_text.clone(),
    }
}

/// Puts the unit behind a plain figure; ratios, levels and shares of 100 read without one.
fn with_unit(target: &Target, indicator: &Indicator, words: Bilingual) -> Bilingual {
    use crate::{indicator::IndicatorKind, plan::Mark};
    let is_figure = matches!(
        target.mark,
        Mark::AtLeast(_)
            | Mark::MoreThan(_)
            | Mark::AtMost(_)
            | Mark::LessThan(_)
            | Mark::Equal(_)
            | Mark::About(Some(_))
            | Mark::Range(..)
    );
    let is_measured = !matches!(
        indicator.kind,
        IndicatorKind::Ratio | IndicatorKind::Level | IndicatorKind::Boolean | IndicatorKind::Rank
    );
    let unit = &indicator.unit;
    // A plan may print another unit than the indicator's; its figure is not read in ours.
    let is_ours = target.unit == unit.zh && !unit.zh.is_empty();
    if !is_figure || !is_measured || !is_ours || matches!(unit.zh.as_str(), "%" | "‰") {
        return words;
    }
    Bilingual::new(
        format!("{} {}", words.zh, unit.zh),
        format!("{} {}", words.en, if unit.en.is_empty() { &unit.zh } else { &unit.en }),
    )
}

/// Writes what a target asks for: as printed, with % and ‰ behind the figure.
pub(super) fn target_words(target: &Target, indicator: &Indicator, catalogue: &Catalogue) -> Bilingual {
    let scale = Scale::of(indicator, catalogue);
    let words = |lang: Lang| match target.unit.as_str() {
        unit @ ("%" | "‰") if !target.mark.values().0.is_empty() => {
            format!("{}{unit}", target.mark.shown(lang))
        }
        _ => scale.mark(&target.mark, lang),
    };
    Bilingual::new(words(Lang::Zh), words(Lang::En))
}

impl Desk {
    /// Gives the dictionary of our catalogue and plans.
    pub fn dictionary(&self) -> Arc<Dictionary> {
        self.remembered(
            |memo| memo.dictionary.clone(),
            || Dictionary::of(&self.catalogue, &self.plans),
            |memo, dictionary| memo.dictionary = Some(dictionary),
        )
    }
}
