//! The figures of one unit for one period.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use crate::{
    base::{ElementId, Figure, Period, UnitId},
    indicator::Catalogue,
    returns::{Entry, UnitReturn},
    unit::Unit,
};

/// 填报覆盖: how many of the expected units answered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Coverage {
    /// 已报.
    pub reported: u32,
    /// 应报.
    pub expected: u32,
}

impl Coverage {
    /// Says whether everybody answered.
    pub const fn is_complete(self) -> bool {
        self.reported >= self.expected
    }

    /// Takes the fewer answers of two coverages over different elements of one formula.
    #[must_use]
    pub fn weaker(self, other: Self) -> Self {
        let missing = |coverage: Self| coverage.expected.saturating_sub(coverage.reported);
        if missing(other) > missing(self) { other } else { self }
    }
}

/// 数表: what a unit says of a period. The figures stay where they stand, in its returns, and are looked up there: a
/// province holds each of them once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// Whose figures.
    pub unit: UnitId,
    /// Of which period.
    pub period: Period,
    /// What the figures stand in; of an element in several the last one is taken.
    returns: Vec<Arc<UnitReturn>>,
    /// Figures that stand in none of the returns, or otherwise than there: those taken from others, and those supposed.
    beside: BTreeMap<ElementId, Figure>,
}

impl Statement {
    /// Takes together the returns of one unit and period, and fills in the elements that are taken from others.
    pub fn of_returns<R: Into<Arc<UnitReturn>>>(
        unit: &Unit,
        period: Period,
        returns: impl IntoIterator<Item = R>,
        catalogue: &Catalogue,
    ) -> Self {
        let returns = returns.into_iter().map(Into::into).collect();
        let mut made = Self { unit: unit.id.clone(), period, returns, beside: BTreeMap::new() };
        let on = period.last_day();
        for element in catalogue.taken() {
            let Some((source, scope)) = &element.taken_from else { continue };
            let taken = catalogue.scope(scope).is_some_and(|scope| scope.takes(unit, on));
            if let Some(figure) = made.get(source).filter(|_| taken).cloned() {
                made.set(element.id.clone(), figure);
            }
        }
        made
    }

    /// Gives a figure; one that was not asked is blank.
    pub fn figure(&self, element: &ElementId) -> &Figure {
        self.get(element).unwrap_or(&Figure::Blank)
    }

    /// Gives a figure; `None` of an element that was not asked. One that was not answered is blank.
    pub fn get(&self, element: &ElementId) -> Option<&Figure> {
        let said = || self.returns.iter().rev().find_map(|found| found.entries.get(element));
        self.beside.get(element).or_else(|| said().map(|entry| &entry.figure))
    }

    /// Gives an element's cell in one of the returns, and its figure, as [`Statement::figure`] does.
    pub fn figure_and_cell<'a>(
        &'a self,
        element: &ElementId,
        unit_return: &'a UnitReturn,
    ) -> (Option<&'a Entry>, &'a Figure) {
        let cell = unit_return.entries.get(element);
        let is_last = self.returns.last().is_some_and(|last| std::ptr::eq(last.as_ref(), unit_return));
        match cell {
            // Nothing stands in the place of it: the figure is here.
            Some(cell) if is_last && !self.beside.contains_key(element) => (Some(cell), &cell.figure),
            _ => (cell, self.figure(element)),
        }
    }

    /// Puts a figure beside what the returns say, in the place of theirs.
    pub fn set(&mut self, element: ElementId, figure: Figure) {
        self.beside.insert(element, figure);
    }

    /// Gives everything that was asked, with its figure.
    pub fn figures(&self) -> impl Iterator<Item = (&ElementId, &Figure)> {
        let ids: BTreeSet<&ElementId> =
            self.returns.iter().flat_map(|found| found.entries.keys()).chain(self.beside.keys()).collect();
        ids.into_iter().filter_map(|id| Some((id, self.get(id)?)))
    }
}
