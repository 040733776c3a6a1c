//! One unit's figures for one form and period.

use std::{collections::BTreeMap, fmt};

use chrono::NaiveDateTime;

use crate::{
    base::{CheckId, ElementId, Figure, FormId, Period, UnitId},
    returns::{Head, Status},
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

/// 情况说明: why a figure that is unusual is right, in writing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// The words.
    pub text: String,
    /// Who wrote them.
    pub who: String,
    /// When, local time.
    pub at: NaiveDateTime,
    /// The figures they were written of, exactly; of other figures they say nothing.
    pub reading: String,
}

/// One cell of a return.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// The figure.
    pub figure: Figure,
    /// 备注 the clerk wrote; may be empty.
    pub note: String,
    /// 结转: taken over from the period before and not confirmed yet.
    pub carried: bool,
    /// 跟踪标记: to be looked at again.
    pub flagged: bool,
    /// What was explained of the cell, by check.
    pub explanations: BTreeMap<CheckId, Explanation>,
}

impl Entry {
    /// Makes a cell that holds a figure and nothing else.
    pub fn of(figure: Figure) -> Self {
        Self { figure, ..Self::default() }
    }

    /// Says whether there is nothing worth keeping.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// What one edit changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// A cell.
    Cell {
        /// Which.
        element: ElementId,
        /// What stood there.
        old: Entry,
        /// What stands there now.
        new: Entry,
    },
    /// Where the return stands, who signs for it.
    Head {
        /// What it was.
        old: Box<Head>,
        /// What it is now.
        new: Box<Head>,
    },
}

impl Change {
    /// Gives the cell that was changed.
    pub const fn element(&self) -> Option<&ElementId> {
        match self {
            Self::Cell { element, .. } => Some(element),
            Self::Head { .. } => None,
        }
    }

    /// Gives the change that takes this one back.
    #[must_use]
    pub fn reversed(&self) -> Self {
        match self.clone() {
            Self::Cell { element, old, new } => Self::Cell { element, old: new, new: old },
            Self::Head { old, new } => Self::Head { old: new, new: old },
        }
    }
}

/// One committed change: the line of the journal and of the history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// When it was committed, local time.
    pub at: NaiveDateTime,
    /// Who committed it.
    pub who: String,
    /// What was changed.
    pub change: Change,
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
    /// Where it stands, and who signs for it.
    pub head: Head,
    /// Counts committed edits; 0 before the first.
    pub revision: u64,
    /// The end of the chain of its edits: what the newest line of its history must lead to; empty before the first.
    pub chain: String,
    /// 代报: filled by the bureau on the unit's behalf.
    pub on_behalf: bool,
    /// 示例数据: made by `demo`, never by a person.
    pub synthetic: bool,
    /// Cells that are not empty.
    pub entries: BTreeMap<ElementId, Entry>,
}

impl UnitReturn {
    /// Starts an empty return.
    pub fn new(key: ReturnKey, form_version: u32) -> Self {
        Self {
            key,
            form_version,
            head: Head::default(),
            revision: 0,
            chain: String::new(),
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

    /// Gives where it stands.
    pub const fn status(&self) -> Status {
        self.head.status
    }

    /// Applies a committed change and counts the revision.
    pub fn apply(&mut self, change: &Change) {
        match change {
            Change::Cell { element, new, .. } => {
                self.replace(element, new.clone());
            }
            Change::Head { new, .. } => {
                self.revision += 1;
                self.head = Head::clone(new);
            }
        }
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
