//! One unit's figures for one form and period.

use std::{
    collections::BTreeMap,
    fmt,
    ops::{Deref, DerefMut},
};

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

impl ReturnKey {
    /// Gives the least key a unit's returns can have, to begin a search with.
    pub fn first_of(unit: &UnitId) -> Option<Self> {
        // The least text that is an id.
        Some(Self { unit: unit.clone(), form: "-".parse().ok()?, period: Period::year(0) })
    }
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

/// What stands beside the figure of a cell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Beside {
    /// 备注 the clerk wrote; may be empty.
    pub note: String,
    /// 结转: taken over from the period before and not confirmed yet.
    pub carried: bool,
    /// 跟踪标记: to be looked at again.
    pub flagged: bool,
    /// What was explained of the cell, by check.
    pub explanations: BTreeMap<CheckId, Explanation>,
}

static NOTHING: Beside =
    Beside { note: String::new(), carried: false, flagged: false, explanations: BTreeMap::new() };

/// One cell of a return. It is read as what stands beside its figure, too, to which most of the millions of cells give
/// no room.
#[derive(Clone, Default)]
pub struct Entry {
    /// The figure.
    pub figure: Figure,
    beside: Option<Box<Beside>>,
}

impl Entry {
    /// Makes a cell that holds a figure and nothing else.
    pub const fn of(figure: Figure) -> Self {
        Self { figure, beside: None }
    }

    /// Makes a cell of a figure and what stands beside it.
    pub fn new(figure: Figure, beside: Beside) -> Self {
        Self { figure, beside: (beside != NOTHING).then(|| Box::new(beside)) }
    }

    /// Gives the figure and what stands beside it.
    pub fn into_parts(self) -> (Figure, Beside) {
        (self.figure, self.beside.map_or_else(Beside::default, |beside| *beside))
    }

    /// Gives the cell with another figure.
    #[must_use]
    pub fn with_figure(self, figure: Figure) -> Self {
        Self { figure, ..self }
    }

    /// Gives the cell with something else beside its figure.
    #[must_use]
    pub fn with(self, change: impl FnOnce(&mut Beside)) -> Self {
        let (figure, mut beside) = self.into_parts();
        change(&mut beside);
        Self::new(figure, beside)
    }

    /// Says whether there is nothing worth keeping.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl Deref for Entry {
    type Target = Beside;

    fn deref(&self) -> &Beside {
        self.beside.as_deref().unwrap_or(&NOTHING)
    }
}

impl DerefMut for Entry {
    fn deref_mut(&mut self) -> &mut Beside {
        self.beside.get_or_insert_default()
    }
}

impl PartialEq for Entry {
    fn eq(&self, other: &Self) -> bool {
        self.figure == other.figure && **self == **other
    }
}

impl Eq for Entry {}

impl fmt::Debug for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Entry").field("figure", &self.figure).field("beside", &**self).finish()
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
