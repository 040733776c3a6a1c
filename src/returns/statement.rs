//! The immutable figures of one unit for one period.

use std::collections::BTreeMap;

use crate::{
    base::{ElementId, Figure, Period, UnitId},
    indicator::Catalogue,
    returns::UnitReturn,
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

/// Where the figures come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// 本单位填报, with the revisions of its returns added up.
    Reported {
        /// Sum of the revisions.
        revision: u64,
    },
    /// 汇总 of members.
    RolledUp {
        /// Who is in it.
        members: Vec<UnitId>,
        /// How many of them answered at all.
        coverage: Coverage,
    },
}

/// 数表.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// Whose figures.
    pub unit: UnitId,
    /// Of which period.
    pub period: Period,
    /// The figures; an element that is absent was not asked, one that is blank was not answered.
    pub figures: BTreeMap<ElementId, Figure>,
    /// Where they come from.
    pub origin: Origin,
}

impl Statement {
    /// Takes together the returns of one unit and period, and fills in the elements that are taken from others.
    pub fn of_returns<'a>(
        unit: &Unit,
        period: Period,
        returns: impl IntoIterator<Item = &'a UnitReturn>,
        catalogue: &Catalogue,
    ) -> Self {
        let mut revision = 0;
        // Made at once of what is sorted already, it needs half the room of one that grew.
        let entries = returns.into_iter().flat_map(|unit_return| {
            revision += unit_return.revision;
            unit_return.entries.iter().map(|(element, entry)| (element.clone(), entry.figure.clone()))
        });
        let mut figures: BTreeMap<ElementId, Figure> = entries.collect();
        let on = period.last_day();
        for element in catalogue.taken() {
            let Some((source, scope)) = &element.taken_from else { continue };
            let taken = catalogue.scope(scope).is_some_and(|scope| scope.takes(unit, on));
            if let Some(figure) = figures.get(source).filter(|_| taken).cloned() {
                figures.insert(element.id.clone(), figure);
            }
        }
        Self { unit: unit.id.clone(), period, figures, origin: Origin::Reported { revision } }
    }

    /// Gives a figure; one that was not asked is blank.
    pub fn figure(&self, element: &ElementId) -> &Figure {
        self.figures.get(element).unwrap_or(&Figure::Blank)
    }
}
