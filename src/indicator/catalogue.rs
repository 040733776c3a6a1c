//! The catalogue: everything by id, checked whole.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    base::{Bilingual, ElementId, Flaw, FormId, IndicatorId, ItemKind, ScopeId},
    indicator::{Element, Form, Formula, Indicator, checks},
    unit::{Scope, Unit},
};

/// What one catalogue file holds; several files together make the catalogue.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct CatalogueParts {
    /// Named filters on units.
    pub scopes: Vec<Scope>,
    /// Data elements.
    pub elements: Vec<Element>,
    /// Forms.
    pub forms: Vec<Form>,
    /// Indicators.
    pub indicators: Vec<Indicator>,
}

impl CatalogueParts {
    /// Takes out whatever another file defines anew, and gives what that was.
    pub fn drop_replaced(&mut self, by: &Self) -> Vec<(ItemKind, String)> {
        let mut dropped = Vec::new();
        let mut drop = |kind, id: &str, is_replaced: bool| {
            if is_replaced {
                dropped.push((kind, id.to_owned()));
            }
            !is_replaced
        };
        self.scopes.retain(|old| {
            drop(ItemKind::Scope, old.id.as_str(), by.scopes.iter().any(|new| new.id == old.id))
        });
        self.elements.retain(|old| {
            drop(ItemKind::Element, old.id.as_str(), by.elements.iter().any(|new| new.id == old.id))
        });
        self.forms
            .retain(|old| drop(ItemKind::Form, old.id.as_str(), by.forms.iter().any(|new| new.id == old.id)));
        self.indicators.retain(|old| {
            drop(ItemKind::Indicator, old.id.as_str(), by.indicators.iter().any(|new| new.id == old.id))
        });
        dropped
    }
}

/// 指标目录: every element, indicator, form and scope by id.
#[derive(Clone, Debug, Default)]
pub struct Catalogue {
    scopes: BTreeMap<ScopeId, Scope>,
    elements: BTreeMap<ElementId, Arc<Element>>,
    element_order: Vec<ElementId>,
    forms: Vec<Form>,
    indicators: BTreeMap<IndicatorId, Indicator>,
    indicator_order: Vec<IndicatorId>,
    used_by: BTreeMap<ElementId, Vec<IndicatorId>>,
    taken_by: BTreeMap<ElementId, Vec<ElementId>>,
    /// Those that are taken from another, in the catalogue's order.
    taken: Vec<ElementId>,
    asked: BTreeMap<FormId, BTreeSet<ElementId>>,
}

impl Catalogue {
    /// Builds the catalogue and checks it whole.
    ///
    /// # Errors
    /// Every flaw found: ids that stand twice, unknown names, formulas that cannot be computed, and all the rest.
    pub fn new(files: impl IntoIterator<Item = CatalogueParts>) -> Result<Self, Vec<Flaw>> {
        let mut catalogue = Self::default();
        let mut twice = Twice::default();
        // What stands twice is taken as it stood first.
        for file in files {
            for scope in file.scopes {
                if twice.is_new(ItemKind::Scope, scope.id.as_str(), catalogue.scope(&scope.id).is_some()) {
                    catalogue.scopes.insert(scope.id.clone(), scope);
                }
            }
            for element in file.elements {
                let is_known = catalogue.element(&element.id).is_some();
                if twice.is_new(ItemKind::Element, element.id.as_str(), is_known) {
                    catalogue.element_order.push(element.id.clone());
                    catalogue.elements.insert(element.id.clone(), Arc::new(element));
                }
            }
            for form in file.forms {
                if twice.is_new(ItemKind::Form, form.id.as_str(), catalogue.form(&form.id).is_some()) {
                    catalogue.asked.insert(form.id.clone(), form.elements().cloned().collect());
                    catalogue.forms.push(form);
                }
            }
            for indicator in file.indicators {
                let is_known = catalogue.indicator(&indicator.id).is_some();
                if twice.is_new(ItemKind::Indicator, indicator.id.as_str(), is_known) {
                    catalogue.indicator_order.push(indicator.id.clone());
                    catalogue.indicators.insert(indicator.id.clone(), indicator);
                }
            }
        }
        for indicator in catalogue.indicators.values() {
            if let Formula::Entered(id) = &indicator.formula {
                catalogue
                    .elements
                    .entry(id.clone())
                    .or_insert_with(|| Element::of_entered(indicator, id).into());
            }
            for element in indicator.formula.elements() {
                catalogue.used_by.entry(element.clone()).or_default().push(indicator.id.clone());
            }
        }
        for element in catalogue.elements.values() {
            if let Some((source, _)) = &element.taken_from {
                catalogue.taken_by.entry(source.clone()).or_default().push(element.id.clone());
            }
        }
        catalogue.taken =
            catalogue.elements().filter(|one| one.taken_from.is_some()).map(|one| one.id.clone()).collect();
        let mut flaws = twice.flaws;
        flaws.extend(checks::flaws(&catalogue));
        if flaws.is_empty() { Ok(catalogue) } else { Err(flaws) }
    }

    /// Gives an element.
    pub fn element(&self, id: &ElementId) -> Option<&Element> {
        self.shared_element(id).map(AsRef::as_ref)
    }

    /// Gives an element to keep.
    pub fn shared_element(&self, id: &ElementId) -> Option<&Arc<Element>> {
        self.elements.get(id)
    }

    /// Gives every element in the catalogue's order.
    pub fn elements(&self) -> impl Iterator<Item = &Element> {
        self.element_order.iter().filter_map(|id| self.element(id))
    }

    /// Gives the indicator whose cell an element is: one that is entered directly; `None` for every other element.
    pub fn entered(&self, id: &ElementId) -> Option<&Indicator> {
        let [only] = self.used_by(id) else { return None };
        self.indicators
            .get(only)
            .filter(|indicator| matches!(&indicator.formula, Formula::Entered(of) if of == id))
    }

    /// Gives an indicator.
    pub fn indicator(&self, id: &IndicatorId) -> Option<&Indicator> {
        self.indicators.get(id)
    }

    /// Gives every indicator in the catalogue's order.
    pub fn indicators(&self) -> impl Iterator<Item = &Indicator> {
        self.indicator_order.iter().filter_map(|id| self.indicators.get(id))
    }

    /// Gives a form.
    pub fn form(&self, id: &FormId) -> Option<&Form> {
        self.forms.iter().find(|form| form.id == *id)
    }

    /// Gives every form in the catalogue's order.
    pub fn forms(&self) -> &[Form] {
        &self.forms
    }

    /// Gives the forms a unit fills.
    pub fn forms_of<'a>(&'a self, unit: &'a Unit) -> impl Iterator<Item = &'a Form> {
        self.forms.iter().filter(|form| form.asks(unit))
    }

    /// Says whether one of the forms a unit fills on a day asks it for an element.
    ///
    /// An element that is taken from another is asked of the units in its scope that fill the other.
    pub fn asks(&self, unit: &Unit, element: &ElementId, on: NaiveDate) -> bool {
        let (source, takes) = match self.elements.get(element).and_then(|element| element.taken_from.as_ref())
        {
            Some((source, scope)) => (source, self.scope(scope).is_some_and(|scope| scope.takes(unit, on))),
            None => (element, true),
        };
        takes
            && self
                .forms_of(unit)
                .any(|form| self.asked.get(&form.id).is_some_and(|set| set.contains(source)))
    }

    /// Gives the elements a form asks for, sorted.
    pub fn asked_in(&self, form: &FormId) -> impl Iterator<Item = &ElementId> {
        self.asked.get(form).into_iter().flatten()
    }

    /// Looks up who is asked for an element.
    pub fn asking(&self, element: &ElementId) -> Asking<'_> {
        let taken = self.elements.get(element).and_then(|element| element.taken_from.as_ref());
        let source = taken.map_or(element, |(source, _)| source);
        let asks = |form: &&Form| self.asked.get(&form.id).is_some_and(|set| set.contains(source));
        Asking {
            forms: self.forms.iter().filter(asks).collect(),
            taken: taken.map(|(_, scope)| self.scope(scope)),
        }
    }

    /// Gives a scope.
    pub fn scope(&self, id: &ScopeId) -> Option<&Scope> {
        self.scopes.get(id)
    }

    /// Gives every scope.
    pub fn scopes(&self) -> impl Iterator<Item = &Scope> {
        self.scopes.values()
    }

    /// Gives the elements that are taken from an element.
    pub fn taken_by(&self, id: &ElementId) -> &[ElementId] {
        self.taken_by.get(id).map_or(&[], Vec::as_slice)
    }

    /// Gives the elements that are taken from others, in the catalogue's order.
    pub fn taken(&self) -> impl Iterator<Item = &Element> {
        self.taken.iter().filter_map(|id| self.element(id))
    }

    /// Gives the indicators that read an element.
    pub fn used_by(&self, id: &ElementId) -> &[IndicatorId] {
        self.used_by.get(id).map_or(&[], Vec::as_slice)
    }
}

/// 填报范围 of one element, looked up once for many units.
#[derive(Clone, Debug)]
pub struct Asking<'a> {
    forms: Vec<&'a Form>,
    /// Of an element that is taken from another: which units it is asked of.
    taken: Option<Option<&'a Scope>>,
}

impl Asking<'_> {
    /// Says whether a form of the unit holds the element, whatever the day.
    pub fn reaches(&self, unit: &Unit) -> bool {
        self.forms.iter().any(|form| form.asks(unit))
    }

    /// Says whether a unit is asked for the element on a day: the same as [`Catalogue::asks`].
    pub fn takes(&self, unit: &Unit, on: NaiveDate) -> bool {
        self.reaches(unit) && self.taken.is_none_or(|scope| scope.is_some_and(|scope| scope.takes(unit, on)))
    }
}

/// Gathers ids that stand twice.
#[derive(Default)]
struct Twice {
    flaws: Vec<Flaw>,
}

impl Twice {
    fn is_new(&mut self, kind: ItemKind, id: &str, is_known: bool) -> bool {
        if is_known {
            let nth = self.flaws.iter().filter(|flaw| flaw.kind == kind && flaw.id == id).count() + 1;
            let why = Bilingual::new(
                "代码重复出现。请只保留一处，或改用别的代码。",
                "its id stands twice. Keep one of them, or give it another id.",
            );
            self.flaws.push(Flaw { check: checks::DUPLICATE, kind, id: id.to_owned(), nth, why });
        }
        !is_known
    }
}
