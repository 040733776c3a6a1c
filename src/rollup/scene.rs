//! The set of units and figures a formula is computed over.

use std::{collections::BTreeMap, sync::Arc};

use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::{
    base::{ElementId, Figure, Period, ScopeId, UnitId},
    indicator::{Catalogue, Combine, ElementKind, Part},
    returns::{Coverage, Statement},
    rollup::Lack,
    unit::{Scope, Tree, Unit},
};

/// The statements of one period by unit.
pub type Statements = BTreeMap<UnitId, Arc<Statement>>;

/// 计算范围: a unit with everything below it, as of the end of a period.
#[derive(Clone, Copy)]
pub struct Scene<'a> {
    /// Elements, forms and scopes.
    pub catalogue: &'a Catalogue,
    /// The register.
    pub tree: &'a Tree,
    /// The figures.
    pub statements: &'a Statements,
    /// The unit at the top.
    pub root: &'a UnitId,
    /// The period.
    pub period: Period,
    /// A scope that takes the place of the formula's own, as a target may ask.
    pub narrowed: Option<&'a ScopeId>,
}

/// A part added up, with who answered.
#[derive(Clone, Debug, Default)]
pub(crate) struct Added {
    /// The sum of the known figures; `None` where there is none: 不适用 adds nothing, and is not 0.
    pub(crate) sum: Option<Decimal>,
    /// The sum is too large to be held exactly.
    pub(crate) is_too_large: bool,
    pub(crate) coverage: Coverage,
    pub(crate) missing: Vec<UnitId>,
}

impl Added {
    fn take(&mut self, figure: Decimal) {
        match self.sum.unwrap_or_default().checked_add(figure) {
            Some(sum) if !self.is_too_large => self.sum = Some(sum),
            _ => (self.sum, self.is_too_large) = (None, true),
        }
    }

    /// Says why there is no sum although somebody answered.
    pub(crate) fn lack(&self, part: &Part) -> Option<Lack> {
        match (self.sum, self.is_too_large) {
            (Some(_), _) => None,
            (None, true) => Some(Lack::Overflow),
            (None, false) => {
                let answered = self.coverage.reported > 0 && self.missing.is_empty();
                let element = part.elements.first().filter(|_| answered)?;
                Some(Lack::NotApplicable(element.clone()))
            }
        }
    }
}

impl<'a> Scene<'a> {
    /// Gives the day standing attributes are taken of.
    pub fn day(&self) -> NaiveDate {
        self.period.last_day()
    }

    pub(crate) fn scope(&self, own: Option<&ScopeId>) -> Option<&'a Scope> {
        self.narrowed.or(own).and_then(|id| self.catalogue.scope(id))
    }

    pub(crate) fn figure(&self, unit: &Unit, element: &ElementId) -> &'a Figure {
        self.statements.get(&unit.id).map_or(&Figure::Blank, |statement| statement.figure(element))
    }

    /// Gives the open units below the root that fall in a scope. `having` counts a unit out only when it says no.
    pub(crate) fn units(&self, scope: Option<&Scope>) -> Vec<&'a Unit> {
        let on = self.day();
        let says_no = |unit: &Unit, element: &ElementId| {
            self.figure(unit, element).known().is_some_and(|v| v.is_zero())
        };
        self.tree
            .open_below(self.root, on)
            .into_iter()
            .filter(|unit| {
                scope.is_none_or(|scope| {
                    scope.takes(unit, on) && !scope.having.iter().any(|element| says_no(unit, element))
                })
            })
            .collect()
    }

    /// Gives the units whose figures a part adds: those that are asked for it; for a bureau's own figure the
    /// topmost bureau that answered, else the bureaus below it.
    pub(crate) fn asked(&self, part: &Part) -> Vec<&'a Unit> {
        let on = self.day();
        if self.is_own(part) {
            let mut units = Vec::new();
            if let Some(root) = self.tree.unit(self.root).filter(|unit| unit.is_open(on)) {
                self.collect_own(root, part, &mut units);
            }
            return units;
        }
        let scope = self.scope(part.scope.as_ref());
        let mut units = self.units(scope);
        units.retain(|unit| part.elements.iter().any(|element| self.catalogue.asks(unit, element, on)));
        units
    }

    fn collect_own(&self, unit: &'a Unit, part: &Part, units: &mut Vec<&'a Unit>) {
        let on = self.day();
        let asks = |unit: &Unit| part.elements.iter().any(|element| self.catalogue.asks(unit, element, on));
        // Populations of counties come to the city's; their life expectancies do not.
        let combine = |id: &ElementId| self.catalogue.element(id).map(|element| element.combine);
        let adds_up = part.elements.iter().all(|id| combine(id) == Some(Combine::OwnOrSum));
        let speaks = |unit: &Unit| asks(unit) && (self.is_answered(unit, part) || !adds_up);
        if speaks(unit) {
            units.push(unit);
            return;
        }
        // What stands beside a bureau, such as the insurance office of a city, speaks for the bureau's whole area.
        let children: Vec<&Unit> = self.tree.children(&unit.id).filter(|child| child.is_open(on)).collect();
        let beside = children.iter().copied().filter(|child| child.area.is_none() && speaks(child));
        let before = units.len();
        units.extend(beside);
        if units.len() == before {
            for child in children {
                self.collect_own(child, part, units);
            }
        }
        if units.len() > before + 1 && !adds_up {
            // Two cities' figures of a kind that does not add up come to no province's.
            units.truncate(before);
        }
        if asks(unit) && units.len() == before {
            units.push(unit);
        }
    }

    /// Says whether several units below answer a part that does not add up, each for itself.
    pub(crate) fn has_several(&self, part: &Part) -> bool {
        let on = self.day();
        let asks = |unit: &Unit| part.elements.iter().any(|element| self.catalogue.asks(unit, element, on));
        let answering = |unit: &&&Unit| asks(unit) && self.is_answered(unit, part);
        self.is_own(part) && self.tree.open_below(self.root, on).iter().filter(answering).count() > 1
    }

    pub(crate) fn is_answered(&self, unit: &Unit, part: &Part) -> bool {
        let on = self.day();
        part.elements
            .iter()
            .filter(|element| self.catalogue.asks(unit, element, on))
            .all(|element| self.figure(unit, element).is_answered())
    }

    /// Gives the value that means yes: 1, or the last step of a choice such as 已建成 (在建 is not yes).
    pub(crate) fn full_answer(&self, element: &ElementId) -> Decimal {
        match self.catalogue.element(element).map(|element| &element.kind) {
            Some(ElementKind::Choice(choices)) => {
                choices.iter().map(|choice| choice.code).max().unwrap_or(1).into()
            }
            _ => Decimal::ONE,
        }
    }

    /// Says whether a unit has a figure for a part, rather than 不适用 throughout.
    pub(crate) fn has_figure(&self, unit: &Unit, part: &Part) -> bool {
        part.elements.iter().any(|element| self.figure(unit, element).known().is_some())
    }

    /// Adds a part over units; units that did not answer are left out and named.
    pub(crate) fn add(&self, units: &[&Unit], answered: impl Fn(&Unit) -> bool, part: &Part) -> Added {
        let mut added = Added::default();
        for unit in units {
            added.coverage.expected += 1;
            if answered(unit) {
                added.coverage.reported += 1;
                let figures = part.elements.iter().filter_map(|element| self.figure(unit, element).known());
                figures.for_each(|figure| added.take(figure));
            } else {
                added.missing.push(unit.id.clone());
            }
        }
        added
    }

    /// Says whether a part is a bureau's own figure, such as population, of which every area is needed.
    pub(crate) fn is_own(&self, part: &Part) -> bool {
        part.elements.iter().any(|id| {
            self.catalogue
                .element(id)
                .is_some_and(|element| matches!(element.combine, Combine::Own | Combine::OwnOrSum))
        })
    }
}

/// Adds one element over a unit and everything below it, with who answered.
pub fn element_sum(scene: &Scene<'_>, element: &ElementId) -> (Option<Decimal>, Coverage, Option<Lack>) {
    let part = Part { elements: vec![element.clone()], scope: None };
    let units = scene.asked(&part);
    if units.is_empty() {
        return (None, Coverage::default(), Some(Lack::NotAsked(element.clone())));
    }
    let added = scene.add(&units, |unit| scene.is_answered(unit, &part), &part);
    let unanswered = || Lack::Unanswered { element: element.clone(), units: added.missing.clone() };
    let lack = added.lack(&part).or_else(|| (!added.missing.is_empty()).then(unanswered));
    (added.sum, added.coverage, lack)
}
