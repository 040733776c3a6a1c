//! Lookup by id, and the checks that make a catalogue sound.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::{
    base::{ElementId, FormId, IndicatorId, ScopeId},
    indicator::{Element, Form, Formula, Indicator},
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
    /// Takes out whatever another file defines anew, so that an issued pack replaces what is shipped.
    pub fn drop_replaced(&mut self, by: &Self) {
        self.scopes.retain(|old| !by.scopes.iter().any(|new| new.id == old.id));
        self.elements.retain(|old| !by.elements.iter().any(|new| new.id == old.id));
        self.forms.retain(|old| !by.forms.iter().any(|new| new.id == old.id));
        self.indicators.retain(|old| !by.indicators.iter().any(|new| new.id == old.id));
    }
}

/// What is wrong with a catalogue.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum CatalogueError {
    /// One id stands twice.
    #[error("{what} {id} is defined twice")]
    Duplicate {
        /// element, indicator, form or scope.
        what: &'static str,
        /// Its id.
        id: String,
    },
    /// Something names an id nobody defines.
    #[error("{by} names the {what} {id}, which is not defined")]
    Unknown {
        /// What names it.
        by: String,
        /// element, indicator or scope.
        what: &'static str,
        /// The missing id.
        id: String,
    },
    /// A formula cannot be computed as written.
    #[error("indicator {id}: {why}")]
    Formula {
        /// The indicator.
        id: IndicatorId,
        /// What is wrong.
        why: String,
    },
    /// An element contradicts itself.
    #[error("element {id}: {why}")]
    Element {
        /// The element.
        id: ElementId,
        /// What is wrong.
        why: String,
    },
}

/// 指标目录: every element, indicator, form and scope by id.
#[derive(Clone, Debug, Default)]
pub struct Catalogue {
    scopes: BTreeMap<ScopeId, Scope>,
    elements: BTreeMap<ElementId, Element>,
    element_order: Vec<ElementId>,
    forms: Vec<Form>,
    indicators: BTreeMap<IndicatorId, Indicator>,
    indicator_order: Vec<IndicatorId>,
    used_by: BTreeMap<ElementId, Vec<IndicatorId>>,
    asked: BTreeMap<FormId, BTreeSet<ElementId>>,
}

impl Catalogue {
    /// Builds the catalogue and checks it whole.
    ///
    /// # Errors
    /// Every fault found: duplicate ids, unknown names, formulas that cannot be computed.
    pub fn new(files: impl IntoIterator<Item = CatalogueParts>) -> Result<Self, Vec<CatalogueError>> {
        let mut catalogue = Self::default();
        let mut faults = Vec::new();
        let twice = |what, id: &str| CatalogueError::Duplicate { what, id: id.to_owned() };
        for file in files {
            for scope in file.scopes {
                if let Some(old) = catalogue.scopes.insert(scope.id.clone(), scope) {
                    faults.push(twice("scope", old.id.as_str()));
                }
            }
            for element in file.elements {
                catalogue.element_order.push(element.id.clone());
                if let Some(old) = catalogue.elements.insert(element.id.clone(), element) {
                    faults.push(twice("element", old.id.as_str()));
                }
            }
            for form in file.forms {
                if catalogue.forms.iter().any(|old| old.id == form.id) {
                    faults.push(twice("form", form.id.as_str()));
                }
                catalogue.asked.insert(form.id.clone(), form.elements().cloned().collect());
                catalogue.forms.push(form);
            }
            for indicator in file.indicators {
                catalogue.indicator_order.push(indicator.id.clone());
                if let Some(old) = catalogue.indicators.insert(indicator.id.clone(), indicator) {
                    faults.push(twice("indicator", old.id.as_str()));
                }
            }
        }
        for indicator in catalogue.indicators.values() {
            for element in indicator.formula.elements() {
                catalogue.used_by.entry(element.clone()).or_default().push(indicator.id.clone());
            }
        }
        catalogue.find_faults(&mut faults);
        if faults.is_empty() { Ok(catalogue) } else { Err(faults) }
    }

    fn find_faults(&self, faults: &mut Vec<CatalogueError>) {
        let unknown = |by: String, what, id: &str| CatalogueError::Unknown { by, what, id: id.to_owned() };
        for scope in self.scopes.values() {
            for element in scope.having.iter().filter(|id| !self.elements.contains_key(*id)) {
                faults.push(unknown(format!("scope {}", scope.id), "element", element.as_str()));
            }
        }
        for element in self.elements.values() {
            if let (Some(min), Some(max)) = (element.min, element.max)
                && min > max
            {
                let why = format!("its smallest value {min} is above its largest {max}");
                faults.push(CatalogueError::Element { id: element.id.clone(), why });
            }
            if let Some((source, scope)) = &element.taken_from {
                let by = format!("element {}", element.id);
                match self.elements.get(source) {
                    None => faults.push(unknown(by.clone(), "element", source.as_str())),
                    Some(other) if other.taken_from.is_some() => {
                        let why = format!("it is taken from {source}, which is itself taken");
                        faults.push(CatalogueError::Element { id: element.id.clone(), why });
                    }
                    Some(_) => {}
                }
                if !self.scopes.contains_key(scope) {
                    faults.push(unknown(by, "scope", scope.as_str()));
                }
            }
        }
        for form in &self.forms {
            let mut seen = BTreeSet::new();
            for element in form.elements() {
                if !self.elements.contains_key(element) {
                    faults.push(unknown(format!("form {}", form.id), "element", element.as_str()));
                }
                if !seen.insert(element) {
                    let id = format!("{element} in form {}", form.id);
                    faults.push(CatalogueError::Duplicate { what: "element", id });
                }
            }
            for indicator in form.sections.iter().flat_map(|section| &section.indicators) {
                if !self.indicators.contains_key(indicator) {
                    faults.push(unknown(format!("form {}", form.id), "indicator", indicator.as_str()));
                }
            }
        }
        for indicator in self.indicators.values() {
            self.find_formula_faults(indicator, faults);
        }
    }

    fn find_formula_faults(&self, indicator: &Indicator, faults: &mut Vec<CatalogueError>) {
        let by = || format!("indicator {}", indicator.id);
        for element in indicator.formula.elements() {
            if !self.elements.contains_key(element) {
                let id = element.as_str().to_owned();
                faults.push(CatalogueError::Unknown { by: by(), what: "element", id });
            }
        }
        for scope in indicator.formula.scopes() {
            if !self.scopes.contains_key(scope) {
                let id = scope.as_str().to_owned();
                faults.push(CatalogueError::Unknown { by: by(), what: "scope", id });
            }
        }
        let why = match &indicator.formula {
            Formula::Rate { per, .. } if ![1, 100, 1_000, 10_000].contains(per) => Some(format!(
                "a rate per {per} is not used in health statistics; write 1, 100, 1000 or 10000"
            )),
            Formula::Scaled { divide_by: 0, .. } => Some("it divides by 0".to_owned()),
            _ => None,
        };
        if let Some(why) = why {
            faults.push(CatalogueError::Formula { id: indicator.id.clone(), why });
        }
    }

    /// Gives an element.
    pub fn element(&self, id: &ElementId) -> Option<&Element> {
        self.elements.get(id)
    }

    /// Gives every element in the catalogue's order.
    pub fn elements(&self) -> impl Iterator<Item = &Element> {
        self.element_order.iter().filter_map(|id| self.elements.get(id))
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

    /// Gives a scope.
    pub fn scope(&self, id: &ScopeId) -> Option<&Scope> {
        self.scopes.get(id)
    }

    /// Gives every scope.
    pub fn scopes(&self) -> impl Iterator<Item = &Scope> {
        self.scopes.values()
    }

    /// Gives the indicators that read an element.
    pub fn used_by(&self, id: &ElementId) -> &[IndicatorId] {
        self.used_by.get(id).map_or(&[], Vec::as_slice)
    }
}
