//! The set of units and figures a formula is computed over.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::{
    base::{ElementId, Figure, Period, ScopeId, UnitId},
    indicator::{Asking, Catalogue, Combine, ElementKind},
    returns::Statement,
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

impl std::fmt::Debug for Scene<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} in {}", self.root, self.period)
    }
}

/// A bureau's own figure: its elements, and who is asked for them.
struct Own<'a, 'e> {
    elements: &'e [&'e ElementId],
    asking: Vec<Asking<'a>>,
    /// Populations of counties come to the city's; their life expectancies do not.
    adds_up: bool,
}

impl<'a> Scene<'a> {
    /// Gives the day standing attributes are taken of.
    pub fn day(&self) -> NaiveDate {
        self.period.last_day()
    }

    pub(crate) fn statement(&self, unit: &UnitId) -> Option<&'a Statement> {
        self.statements.get(unit).map(AsRef::as_ref)
    }

    pub(crate) fn scope(&self, own: Option<&ScopeId>) -> Option<&'a Scope> {
        self.narrowed.or(own).and_then(|id| self.catalogue.scope(id))
    }

    pub(crate) fn figure(&self, unit: &UnitId, element: &ElementId) -> &'a Figure {
        self.statement(unit).map_or(&Figure::Blank, |statement| statement.figure(element))
    }

    /// Gives who speaks for a bureau's own figure: the topmost bureau that answered, else the bureaus below it.
    pub(crate) fn owners(&self, elements: &[&ElementId]) -> BTreeSet<&'a UnitId> {
        let mut units = Vec::new();
        if let Some(root) = self.tree.unit(self.root).filter(|unit| unit.is_open(self.day())) {
            self.collect_own(root, &self.own(elements), &mut units);
        }
        units.into_iter().map(|unit| &unit.id).collect()
    }

    fn own<'e>(&self, elements: &'e [&'e ElementId]) -> Own<'a, 'e> {
        let combine = |id: &ElementId| self.catalogue.element(id).map(|element| element.combine);
        Own {
            elements,
            asking: elements.iter().map(|element| self.catalogue.asking(element)).collect(),
            adds_up: elements.iter().all(|id| combine(id) == Some(Combine::OwnOrSum)),
        }
    }

    fn collect_own(&self, unit: &'a Unit, own: &Own<'_, '_>, units: &mut Vec<&'a Unit>) {
        let asks = |unit: &Unit| own.asking.iter().any(|asking| asking.takes(unit, self.day()));
        let speaks = |unit: &Unit| asks(unit) && (self.is_told(unit, own) || !own.adds_up);
        if speaks(unit) {
            units.push(unit);
            return;
        }
        // What stands beside a bureau, such as the insurance office of a city, speaks for the bureau's whole area.
        let children: Vec<&Unit> =
            self.tree.children(&unit.id).filter(|child| child.is_open(self.day())).collect();
        let beside = children.iter().copied().filter(|child| child.area.is_none() && speaks(child));
        let before = units.len();
        units.extend(beside);
        if units.len() == before {
            for child in children {
                self.collect_own(child, own, units);
            }
        }
        if units.len() > before + 1 && !own.adds_up {
            // Two cities' figures of a kind that does not add up come to no province's.
            units.truncate(before);
        }
        if asks(unit) && units.len() == before {
            units.push(unit);
        }
    }

    fn is_told(&self, unit: &Unit, own: &Own<'_, '_>) -> bool {
        let asked = own.elements.iter().zip(&own.asking).filter(|(_, asking)| asking.takes(unit, self.day()));
        asked.into_iter().all(|(element, _)| self.figure(&unit.id, element).is_answered())
    }

    /// Says whether several units below answer a part that does not add up, each for itself.
    pub(crate) fn has_several(&self, elements: &[&ElementId]) -> bool {
        let own = self.own(elements);
        let asks = |unit: &Unit| own.asking.iter().any(|asking| asking.takes(unit, self.day()));
        let answering = |unit: &&&Unit| asks(unit) && self.is_told(unit, &own);
        self.is_own(elements)
            && self.tree.open_below(self.root, self.day()).iter().filter(answering).count() > 1
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

    /// Says whether elements are a bureau's own figure, such as population, of which every area is needed.
    pub(crate) fn is_own<I: std::borrow::Borrow<ElementId>>(&self, elements: &[I]) -> bool {
        elements.iter().any(|id| {
            self.catalogue
                .element(id.borrow())
                .is_some_and(|element| matches!(element.combine, Combine::Own | Combine::OwnOrSum))
        })
    }
}
