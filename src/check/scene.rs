//! What checks look at: one return among the unit's figures, in its register and under its plan.

use rust_decimal::Decimal;

use crate::{
    base::{ElementId, Figure, Period},
    check::When,
    indicator::{Catalogue, Form},
    plan::Plan,
    returns::{Entry, Statement, UnitReturn},
    unit::{Tree, Unit},
};

/// Gives a unit's statement of a period, if it has one.
pub type StatementOf<'a> = dyn Fn(Period) -> Option<&'a Statement> + 'a;

/// 审核现场.
#[derive(Clone, Copy)]
pub struct Scene<'a> {
    /// Elements, indicators and scopes.
    pub catalogue: &'a Catalogue,
    /// The register.
    pub tree: &'a Tree,
    /// The plan in force.
    pub plan: Option<&'a Plan>,
    /// Whose return.
    pub unit: &'a Unit,
    /// Which form.
    pub form: &'a Form,
    /// Which period.
    pub period: Period,
    /// The return itself; none where nothing was typed yet.
    pub unit_return: Option<&'a UnitReturn>,
    /// The unit's figures by period, from all its forms.
    pub statements: &'a StatementOf<'a>,
}

impl<'a> Scene<'a> {
    /// Gives a figure of this period; one that was not asked is blank.
    pub fn figure(&self, element: &ElementId) -> &'a Figure {
        self.figure_of(self.period, element)
    }

    /// Gives a figure of any period.
    pub fn figure_of(&self, period: Period, element: &ElementId) -> &'a Figure {
        (self.statements)(period).map_or(&Figure::Blank, |statement| statement.figure(element))
    }

    /// Gives a quantity of this period, if it is known.
    pub fn known(&self, element: &ElementId) -> Option<Decimal> {
        self.figure(element).known()
    }

    /// Gives the cell of the return.
    pub fn entry(&self, element: &ElementId) -> Option<&'a Entry> {
        self.unit_return.and_then(|found| found.entries.get(element))
    }

    /// Gives the cell of the return and the figure of this period, as [`Scene::entry`] and [`Scene::figure`] do, looked up
    /// once where the figure stands in the cell.
    pub(super) fn cell(&self, element: &ElementId) -> (Option<&'a Entry>, &'a Figure) {
        match ((self.statements)(self.period), self.unit_return) {
            (Some(statement), Some(unit_return)) => statement.figure_and_cell(element, unit_return),
            _ => (self.entry(element), self.figure(element)),
        }
    }

    /// Says whether a condition holds; `None` where a figure it needs is not known.
    pub fn holds(&self, when: &When) -> Option<bool> {
        let test = |id: &ElementId, test: &dyn Fn(Decimal) -> bool| self.known(id).map(test);
        match when {
            When::Always => Some(true),
            When::Yes(id) => test(id, &|value| !value.is_zero()),
            When::No(id) => test(id, &|value| value.is_zero()),
            When::Answered(id) => Some(self.is_answered(id)),
            When::AtLeast(id, bound) => test(id, &|value| value >= *bound),
            When::AtMost(id, bound) => test(id, &|value| value <= *bound),
            When::Is(id, wanted) => test(id, &|value| value == *wanted),
            When::Unit(scope) => {
                let scope = self.catalogue.scope(scope)?;
                Some(scope.takes(self.unit, self.period.last_day()))
            }
            When::All(all) => self.all(all, false),
            When::Any(any) => self.all(any, true),
            When::Not(one) => self.holds(one).map(|holds| !holds),
        }
    }

    /// Kleene's three values: what decides is enough, else every part must be known.
    fn all(&self, list: &[When], decides: bool) -> Option<bool> {
        let mut unknown = false;
        for when in list {
            match self.holds(when) {
                Some(holds) if holds == decides => return Some(decides),
                Some(_) => {}
                None => unknown = true,
            }
        }
        if unknown { None } else { Some(!decides) }
    }

    /// Says whether a person has answered: words answer a text element.
    pub fn is_answered(&self, id: &ElementId) -> bool {
        let is_words = self
            .catalogue
            .element(id)
            .is_some_and(|element| element.kind == crate::indicator::ElementKind::Text);
        let figure = self.figure(id);
        figure.is_answered() || (is_words && !figure.is_blank())
    }

    /// Adds up elements that are all known; `None` if one is not, or the sum is beyond what can be written.
    pub fn sum(&self, elements: &[ElementId]) -> Option<Decimal> {
        elements.iter().try_fold(Decimal::ZERO, |sum, id| sum.checked_add(self.known(id)?))
    }

    /// Adds up those elements that are known; `None` if none is.
    pub fn sum_known(&self, elements: &[ElementId]) -> Option<Decimal> {
        let known: Vec<Decimal> = elements.iter().filter_map(|id| self.known(id)).collect();
        if known.is_empty() { None } else { known.into_iter().try_fold(Decimal::ZERO, Decimal::checked_add) }
    }
}
