//! Where each row of a sheet stands, without looking through all of them.

use std::collections::HashMap;

use crate::{
    base::{ElementId, IndicatorId},
    desk::{Row, RowKind, Sheet},
};

/// Which row each element that is typed and each indicator has; rows do not move while a sheet is mended.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Places {
    typed: HashMap<ElementId, usize>,
    computed: HashMap<IndicatorId, usize>,
}

impl Places {
    pub(super) fn of(rows: &[Row]) -> Self {
        let mut places = Self::default();
        for (at, row) in rows.iter().enumerate() {
            match &row.kind {
                RowKind::Element(id) => {
                    places.typed.entry(id.clone()).or_insert(at);
                }
                RowKind::Indicator(id) => {
                    places.computed.entry(id.clone()).or_insert(at);
                }
                RowKind::Taken(_) | RowKind::Section => {}
            }
        }
        places
    }
}

impl Sheet {
    /// Gives the row of an element.
    pub fn row_of(&self, element: &ElementId) -> Option<usize> {
        self.places.typed.get(element).copied()
    }

    /// Gives the row of a computed indicator.
    pub fn row_of_indicator(&self, indicator: &IndicatorId) -> Option<usize> {
        self.places.computed.get(indicator).copied()
    }
}
