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
    store::ChangedFile,
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
    /// What lay there when it was looked at, to tell whether it was changed again since.
    seen: Option<u64>,
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

    /// Gives what differs between our version of a return and theirs, in the order of the form.
    pub fn outside_lines(&self, found: &Outside) -> Vec<OfferLine> {
        let (OutsideOf::Return(key), Some(theirs)) = (&found.of, &found.theirs) else { return Vec::new() };
        let ours = self.returns.get(key).cloned().unwrap_or_else(|| Arc::new(self.new_return(key)));
        let mut lines = differences(&ours, theirs);
        let row = self.place_in_form(key);
        lines.sort_by_key(|(place, _)| row(place));
        lines
            .into_iter()
            .map(|(place, what)| OfferLine { place, what, at: NaiveDateTime::MIN, who: String::new() })
            .collect()
    }

    /// Has a look taken at what others have changed; for when the window comes to the front.
    pub fn look_outside(&mut self) {
        if !self.is_read_only() && !self.jobs.iter().any(|job| matches!(job, Job::Look)) {
            self.jobs.push(Job::Look);
        }
    }

    /// Remembers files that were found changed, and what they said then.
    pub(super) fn note_outside(&mut self, changed: Vec<ChangedFile>) {
        for ChangedFile { path: full, of: key, is_gone, seen, there } in changed {
            let path = full.strip_prefix(self.root()).map(Path::to_owned).unwrap_or(full);
            let mut found =
                Outside { path, of: OutsideOf::Ours, is_gone: false, fault: None, seen, theirs: None };
            match found.path.iter().next().and_then(|first| first.to_str()) {
                Some("returns") => {
                    found.is_gone = is_gone;
                    match there {
                        Some(Ok(theirs)) if Some(&theirs.key) == key.as_ref() => {
                            found.of = OutsideOf::Return(theirs.key.clone());
                            found.theirs = Some(Arc::new(theirs));
                        }
                        Some(Ok(_)) | None => {}
                        Some(Err(fault)) => found.fault = Some(fault.sentence()),
                    }
                    if let Some(key) = key.filter(|key| self.returns.contains_key(key)) {
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

    /// Takes theirs as a new revision of the return; both versions are kept, ours before anything is changed, theirs
    /// before the new one goes over it.
    pub(super) fn take_outside(&mut self, path: &Path, now: NaiveDateTime) -> Vec<Notice> {
        let Some(at) = self.outside.iter().position(|found| found.path == path) else { return Vec::new() };
        let (OutsideOf::Return(key), Some(theirs)) =
            (self.outside[at].of.clone(), self.outside[at].theirs.clone())
        else {
            return Vec::new();
        };
        if let Some(refusal) = self.looked_again(at) {
            return vec![refusal];
        }
        let full = self.root().join(path);
        if !self.returns.contains_key(&key) && self.tree.unit(&key.unit).is_some() && !self.is_read_only() {
            // A file that was put there: nothing of ours stands against it.
            self.outside.remove(at);
            self.folder.take_note(&full);
            self.returns.insert(key.clone(), theirs);
            self.found.get_mut().clear();
            self.derive(&key);
            return self.set_aside_what_does_not_follow(&key).into_iter().collect();
        }
        if let Some(refusal) = self.refusal_to_author(&key) {
            return vec![refusal];
        }
        let ours = match self.returns.get(&key).cloned() {
            Some(ours) => {
                // Its file is theirs now, and what was typed last may never have been in it.
                if let Err(fault) = self.folder.keep_aside(&ours) {
                    return vec![Notice { element: None, refused: true, message: fault.sentence() }];
                }
                ours
            }
            None => Arc::new(self.new_return(&key)),
        };
        let cells = differences(&ours, &theirs).into_iter().filter_map(|(place, what)| match (place, what) {
            (OfferPlace::Cell(element), Restorable::Cell(_, new)) => Some((element, new)),
            _ => None,
        });
        let cells: Vec<_> = cells.collect();
        self.commit(&key, cells, OUTSIDE, now);
        self.keep_ours(path)
    }

    /// Looks again at a file that is not any more what was shown, and says so; a person has chosen between others.
    fn looked_again(&mut self, at: usize) -> Option<Notice> {
        let full = self.root().join(&self.outside[at].path);
        if self.folder.seen(&full) == self.outside[at].seen {
            return None;
        }
        let found = self.folder.look_at(&full);
        self.note_outside(vec![found]);
        Some(Notice::refused(
            "这个文件刚刚又被改动，已重新读取。请再看一遍两版后选择。",
            "The file has just been changed again and was read anew. Look at the two versions again and choose.",
        ))
    }

    /// Saves ours; theirs is kept first.
    pub(super) fn keep_ours(&mut self, path: &Path) -> Vec<Notice> {
        let Some(at) = self.outside.iter().position(|found| found.path == path) else { return Vec::new() };
        if self.is_read_only() {
            return vec![Notice::refused("工作区以只读方式打开。", "The workspace is open read-only.")];
        }
        if let Some(refusal) = self.looked_again(at) {
            return vec![refusal];
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
                } else {
                    self.folder.take_note(&full);
                }
            }
            (_, Some("workspace.ron")) => self.workspace_unsaved = true,
            (_, Some("units.ron")) => self.units_unsaved = true,
            _ => {
                let is_it = |path: PathBuf| path == full;
                let followed: Vec<_> = self
                    .followed
                    .keys()
                    .filter(|plan| is_it(self.folder.path_of_followed(plan)))
                    .cloned()
                    .collect();
                let second: Vec<_> = self
                    .second
                    .keys()
                    .filter(|key| is_it(self.folder.path_of_second(key)))
                    .cloned()
                    .collect();
                if followed.is_empty() && second.is_empty() {
                    // Nothing of ours goes there: it is left as it is, and not told of again.
                    self.folder.take_note(&full);
                }
                self.unsaved_followed.extend(followed);
                self.unsaved_second.extend(second);
            }
        }
        self.generation += 1;
        self.flush();
        Vec::new()
    }
}
