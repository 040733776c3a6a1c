//! Files somebody else has changed while the workspace is open: both versions, and a person's choice between them.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
    sync::Arc,
};

use chrono::NaiveDateTime;

use crate::{
    base::Bilingual,
    desk::{Desk, Job, Notice, OfferLine, OfferPlace, Restorable},
    returns::{Entry, ReturnKey, UnitReturn},
};

/// Why of edits that take over what somebody else wrote.
const OUTSIDE: &str = "outside";

/// What a changed file is to us.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OutsideOf {
    /// A return.
    Return(ReturnKey),
    /// Anything else the program writes: who we are, the register, deliverables, a second typing.
    Ours,
    /// A pack the program only reads.
    Pack,
}

/// 外部改动 of one file.
#[derive(Clone, Debug)]
pub struct Outside {
    /// Where it lies in the workspace.
    pub path: PathBuf,
    /// What it is.
    pub of: OutsideOf,
    /// It is not there any more.
    pub is_gone: bool,
    /// Why it cannot be read.
    pub fault: Option<Bilingual>,
    /// What theirs says.
    theirs: Option<Arc<UnitReturn>>,
}

impl Outside {
    /// Says whether theirs can be taken in place: a return that can be read.
    pub const fn can_take(&self) -> bool {
        self.theirs.is_some()
    }
}

/// Gives what differs between two versions of a return, cell by cell in the order of their ids, from `old` to `new`.
pub(super) fn differences(old: &UnitReturn, new: &UnitReturn) -> Vec<(OfferPlace, Restorable)> {
    let mut found = Vec::new();
    if old.head != new.head {
        let heads = (Box::new(old.head.clone()), Box::new(new.head.clone()));
        found.push((OfferPlace::Head, Restorable::Head(heads.0, heads.1)));
    }
    let elements: BTreeSet<_> = old.entries.keys().chain(new.entries.keys()).collect();
    for element in elements {
        let (before, after): (Entry, Entry) = (old.entry(element), new.entry(element));
        if before != after {
            found.push((OfferPlace::Cell(element.clone()), Restorable::Cell(before, after)));
        }
    }
    found
}

impl Desk {
    /// Gives the files somebody else has changed, until a person has decided.
    pub fn outside(&self) -> &[Outside] {
        &self.outside
    }

    /// Gives what differs between our version of a return and theirs.
    pub fn outside_lines(&self, found: &Outside) -> Vec<OfferLine> {
        let (OutsideOf::Return(key), Some(theirs)) = (&found.of, &found.theirs) else { return Vec::new() };
        let ours = self.returns.get(key).cloned().unwrap_or_else(|| Arc::new(self.new_return(key)));
        let lines = differences(&ours, theirs).into_iter();
        lines
            .map(|(place, what)| OfferLine { place, what, at: NaiveDateTime::MIN, who: String::new() })
            .collect()
    }

    /// Has a look taken at what others have changed; for when the window comes to the front.
    pub fn look_outside(&mut self) {
        if !self.is_read_only() && !self.jobs.iter().any(|job| matches!(job, Job::Look)) {
            self.jobs.push(Job::Look);
        }
    }

    /// Remembers files that were found changed, and reads what they say now.
    pub(super) fn note_outside(&mut self, changed: Vec<PathBuf>) {
        for full in changed {
            let path = full.strip_prefix(self.root()).map(Path::to_owned).unwrap_or_else(|_| full.clone());
            let mut found = Outside { path, of: OutsideOf::Ours, is_gone: false, fault: None, theirs: None };
            match found.path.iter().next().and_then(|first| first.to_str()) {
                Some("returns") => {
                    let known = self.returns.keys().find(|key| self.folder.path_of(key) == full).cloned();
                    let there = self.folder.return_there(&full);
                    found.is_gone = there.is_none();
                    match there {
                        Some(Ok(theirs)) if self.folder.path_of(&theirs.key) == full => {
                            found.of = OutsideOf::Return(theirs.key.clone());
                            found.theirs = Some(Arc::new(theirs));
                        }
                        Some(Ok(_)) | None => {}
                        Some(Err(fault)) => found.fault = Some(fault.sentence()),
                    }
                    if let Some(key) = known {
                        found.of = OutsideOf::Return(key);
                    }
                }
                Some("catalogue" | "forms" | "plans" | "checks") => found.of = OutsideOf::Pack,
                _ => {}
            }
            match self.outside.iter_mut().find(|known| known.path == found.path) {
                Some(known) => *known = found,
                None => self.outside.push(found),
            }
            self.generation += 1;
        }
    }

    /// Takes theirs as a new revision of the return; their file is kept before ours goes over it.
    pub(super) fn take_outside(&mut self, path: &Path, now: NaiveDateTime) -> Vec<Notice> {
        let Some(at) = self.outside.iter().position(|found| found.path == path) else { return Vec::new() };
        let (OutsideOf::Return(key), Some(theirs)) =
            (self.outside[at].of.clone(), self.outside[at].theirs.clone())
        else {
            return Vec::new();
        };
        let full = self.root().join(path);
        if !self.returns.contains_key(&key) && self.tree.unit(&key.unit).is_some() && !self.is_read_only() {
            // A file that was put there: nothing of ours stands against it.
            self.outside.remove(at);
            self.folder.take_note(&full);
            self.returns.insert(key.clone(), theirs);
            self.found.get_mut().clear();
            self.derive(&key);
            return Vec::new();
        }
        if let Some(refusal) = self.refusal_to_author(&key) {
            return vec![refusal];
        }
        let ours = self.returns.get(&key).cloned().unwrap_or_else(|| Arc::new(self.new_return(&key)));
        let cells = differences(&ours, &theirs).into_iter().filter_map(|(place, what)| match (place, what) {
            (OfferPlace::Cell(element), Restorable::Cell(_, new)) => Some((element, new)),
            _ => None,
        });
        let cells: Vec<_> = cells.collect();
        self.commit(&key, cells, OUTSIDE, now);
        self.keep_ours(path)
    }

    /// Saves ours; theirs is kept first.
    pub(super) fn keep_ours(&mut self, path: &Path) -> Vec<Notice> {
        let Some(at) = self.outside.iter().position(|found| found.path == path) else { return Vec::new() };
        if self.is_read_only() {
            return vec![Notice::refused("工作区以只读方式打开。", "The workspace is open read-only.")];
        }
        let full = self.root().join(path);
        if let Err(fault) = self.folder.allow_over(&full) {
            return vec![Notice { element: None, refused: true, message: fault.sentence() }];
        }
        let found = self.outside.remove(at);
        match (found.of, path.to_str()) {
            (OutsideOf::Return(key), _) => {
                if self.returns.contains_key(&key) {
                    self.over.insert(key.clone());
                    self.unsaved.insert(key);
                }
            }
            (_, Some("workspace.ron")) => self.workspace_unsaved = true,
            (_, Some("units.ron")) => self.units_unsaved = true,
            _ => {
                let followed = self.followed.keys().filter(|plan| self.folder.path_of_followed(plan) == full);
                self.unsaved_followed.extend(followed.cloned().collect::<Vec<_>>());
                let second = self.second.keys().filter(|key| self.folder.path_of_second(key) == full);
                self.unsaved_second.extend(second.cloned().collect::<Vec<_>>());
            }
        }
        self.generation += 1;
        self.flush();
        Vec::new()
    }
}
