//! Forms: ordered sections of elements for one kind of unit and one kind of period.

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::{
    base::{Bilingual, ElementId, FormId, IndicatorId, Period, PeriodKind},
    unit::{Area, Unit, UnitKind},
};

/// 报表分组.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FormSection {
    /// Its id within the form.
    pub id: String,
    /// Its title.
    pub name: Bilingual,
    /// What is asked, in the order a clerk meets it.
    pub elements: Vec<ElementId>,
    /// Computed indicators shown at the end of the section.
    #[serde(default)]
    pub indicators: Vec<IndicatorId>,
}

/// 报表.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Form {
    /// Its code.
    pub id: FormId,
    /// Its version; a return names the version it was filled in.
    pub version: u32,
    /// Its title.
    pub name: Bilingual,
    /// 表号, as printed in the corner.
    pub number: String,
    /// How often it is due.
    pub period: PeriodKind,
    /// Days after the end of the period on which it is due.
    pub due_days: u32,
    /// Kinds of unit that fill it.
    pub kinds: Vec<UnitKind>,
    /// For bureaus: the area level that fills it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub area: Option<Area>,
    /// The sections in order.
    pub sections: Vec<FormSection>,
}

impl Form {
    /// Says whether a unit fills this form.
    pub fn asks(&self, unit: &Unit) -> bool {
        self.kinds.contains(&unit.kind) && (self.area.is_none() || self.area == unit.area)
    }

    /// Gives the last day for 上报 of a period.
    pub fn due(&self, period: Period) -> NaiveDate {
        let last = period.last_day();
        last.checked_add_days(Days::new(self.due_days.into())).unwrap_or(last)
    }

    /// Gives every element in order.
    pub fn elements(&self) -> impl Iterator<Item = &ElementId> {
        self.sections.iter().flat_map(|section| &section.elements)
    }
}
