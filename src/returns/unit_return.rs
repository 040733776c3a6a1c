//! One unit's figures for one form and period.

use std::{collections::BTreeMap, fmt};

use chrono::NaiveDateTime;

use crate::{
    base::{ElementId, Figure, FormId, Period, UnitId},
    returns::Status,
};

/// 填报件的键: unit, form and period; there is one current return for each.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ReturnKey {
    /// 填报单位.
    pub unit: UnitId,
    /// 报表.
    pub form: FormId,
    /// 报告期.
    pub period: Period,
}

impl fmt::Display for ReturnKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}/{}", self.period, self.form, self.unit)
    }
}

/// One cell of a return.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// The figure.
    pub figure: Figure,
    /// 备注 the clerk wrote; may be empty.
    pub note: String,
}

impl Entry {
    /// Says whether there is nothing worth keeping.
    pub fn is_empty(&self) -> bool {
        self.figure.is_blank() && self.note.is_empty()
    }
}

/// One committed change of one cell: the line of the journal and of the history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// When it was committed, local time.
    pub at: NaiveDateTime,
    /// Who committed it.
    pub who: String,
    /// Which cell.
    pub element: ElementId,
    /// What stood there.
    pub old: Entry,
    /// What stands there now.
    pub new: Entry,
    /// Why: `typed`, `pasted`, `undo`, … or a person's words.
    pub why: String,
}

/// 填报件.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnitReturn {
    /// Unit, form and period.
    pub key: ReturnKey,
    /// Version of the form it was filled in.
    pub form_version: u32,
    /// Where it stands.
    pub status: Status,
    /// Counts committed edits; 0 before the first.
    pub revision: u64,
    /// 代报: filled by the bureau on the unit's behalf.
    pub on_behalf: bool,
    /// 示例数据: made by `demo`, never by a person.
    pub synthetic: bool,
    /// Cells that are not empty.
    pub entries: BTreeMap<ElementId, Entry>,
}

impl UnitReturn {
    /// Starts an empty return.
    pub const fn new(key: ReturnKey, form_version: u32) -> Self {
        Self {
            key,
            form_version,
            status: Status::Draft,
            revision: 0,
            on_behalf: false,
            synthetic: false,
            entries: BTreeMap::new(),
        }
    }

    /// Gives a cell; one that was never touched is blank.
    pub fn entry(&self, element: &ElementId) -> Entry {
        self.entries.get(element).cloned().unwrap_or_default()
    }

    /// Gives a figure; one that was never touched is blank.
    pub fn figure(&self, element: &ElementId) -> &Figure {
        self.entries.get(element).map_or(&Figure::Blank, |entry| &entry.figure)
    }

    /// Replaces one cell, counts the revision and gives what stood there.
    pub fn replace(&mut self, element: &ElementId, entry: Entry) -> Entry {
        self.revision += 1;
        let old = if entry.is_empty() {
            self.entries.remove(element)
        } else {
            self.entries.insert(element.clone(), entry)
        };
        old.unwrap_or_default()
    }
}
