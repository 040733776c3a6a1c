//! Going back: to the workspace of a day that is kept, or to a revision of one return. Each is an ordinary edit.

use chrono::{NaiveDate, NaiveDateTime};

use crate::{
    base::Bilingual,
    desk::{Desk, Notice, OfferPlace, Restorable, outside::differences},
    returns::{ReturnKey, UnitReturn},
    store::{DayFound, KeptRevision},
    wire::{Day, DayFile},
};

/// What a return is brought back from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RestoreFrom {
    /// The snapshot of a day.
    Day(NaiveDate),
    /// A superseded revision.
    Kept(KeptRevision),
}

/// What came of bringing a day back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Tally {
    changed: usize,
    same: usize,
    refused: usize,
}

impl Desk {
    /// Lists the snapshots, the newest first.
    pub fn days(&self) -> Vec<DayFound> {
        self.folder.days()
    }

    /// Gives why today's snapshot could not be kept.
    pub const fn day_fault(&self) -> Option<&Bilingual> {
        self.day_fault.as_ref()
    }

    /// Lists the superseded revisions of a return, the newest first.
    pub fn kept_revisions(&self, key: &ReturnKey) -> Vec<KeptRevision> {
        self.folder.kept_revisions(key)
    }

    /// Gives the returns of a snapshot with the files they stand in.
    pub fn returns_of_day<'a>(&self, day: &'a Day) -> Vec<(ReturnKey, &'a DayFile)> {
        let key_of = |file: &DayFile| self.folder.key_at(&self.root().join(&file.path));
        day.files.iter().filter_map(|file| Some((key_of(file)?, file))).collect()
    }

    fn read_back(&self, from: &RestoreFrom, key: &ReturnKey) -> Result<UnitReturn, Bilingual> {
        match from {
            RestoreFrom::Kept(kept) => self.folder.kept_return(kept, key).map_err(|fault| fault.sentence()),
            RestoreFrom::Day(day) => {
                let gone = || Bilingual::new("这一天没有这份填报件。", "That day does not hold this return.");
                let manifest = self.folder.day(*day).manifest.map_err(|fault| fault.sentence())?;
                let path = self.folder.path_of(key);
                let is_it = |file: &&DayFile| self.root().join(&file.path) == path;
                let file = manifest.files.iter().find(is_it).ok_or_else(gone)?;
                self.folder.return_of_day(*day, file, key).map_err(|fault| fault.sentence())
            }
        }
    }

    /// Gives what bringing a return back would change, cell by cell in the order of the form,
    /// from what stands there now.
    ///
    /// # Errors
    /// Why it cannot be read.
    pub fn restore_preview(
        &self,
        from: &RestoreFrom,
        key: &ReturnKey,
    ) -> Result<Vec<(OfferPlace, Restorable)>, Bilingual> {
        let old = self.read_back(from, key)?;
        let now =
            self.returns.get(key).map_or_else(|| self.new_return(key), |found| UnitReturn::clone(found));
        let mut lines = differences(&now, &old);
        // Where a return stands on its way is not turned back.
        lines.retain(|(place, _)| *place != OfferPlace::Head);
        let row = self.place_in_form(key);
        lines.sort_by_key(|(place, _)| row(place));
        Ok(lines)
    }

    /// Says why a return cannot be brought back now; `None` if it can.
    pub fn refusal_to_restore(&self, key: &ReturnKey) -> Option<Bilingual> {
        self.refusal_to_author(key).map(|notice| notice.message)
    }

    pub(super) fn restore_return(
        &mut self,
        from: &RestoreFrom,
        key: &ReturnKey,
        now: NaiveDateTime,
    ) -> Vec<Notice> {
        if let Some(refusal) = self.refusal_to_author(key) {
            return vec![refusal];
        }
        match self.read_back(from, key) {
            Ok(old) => {
                self.put_back(&old, &why_of(from), now);
                self.flush();
                Vec::new()
            }
            Err(message) => vec![Notice { element: None, refused: true, message }],
        }
    }

    /// Makes the cells of a return what they were, as one step; its status stays.
    fn put_back(&mut self, old: &UnitReturn, why: &str, now: NaiveDateTime) {
        let key = &old.key;
        let current =
            self.returns.get(key).map_or_else(|| self.new_return(key), |found| UnitReturn::clone(found));
        let cells = differences(&current, old).into_iter().filter_map(|(place, what)| match (place, what) {
            (OfferPlace::Cell(element), Restorable::Cell(_, old)) => Some((element, old)),
            _ => None,
        });
        self.commit(key, cells.collect(), why, now);
    }

    pub(super) fn restore_day(&mut self, day: NaiveDate, register: bool, now: NaiveDateTime) -> Vec<Notice> {
        if self.is_read_only() {
            return vec![Notice::refused("工作区以只读方式打开。", "The workspace is open read-only.")];
        }
        if register && let Some(fault) = self.refusal_over(|folder| folder.root().join("units.ron")) {
            return vec![fault];
        }
        let manifest = match self.folder.day(day).manifest {
            Ok(manifest) => manifest,
            Err(fault) => return vec![Notice { element: None, refused: true, message: fault.sentence() }],
        };
        if register && let Some(file) = manifest.files.iter().find(|file| file.path == "units.ron") {
            let units = self.folder.register_of_day(day, file).map_err(|fault| fault.sentence());
            match units.and_then(|units| self.fitting_register(&units)) {
                Ok(tree) => {
                    // Today's snapshot first, so that this can be taken back; both are written in this order.
                    self.ask_for_day(now);
                    self.take_register(tree);
                    self.units_unsaved = true;
                }
                Err(message) => return vec![Notice { element: None, refused: true, message }],
            }
        }
        let from = RestoreFrom::Day(day);
        let mut tally = Tally::default();
        for (key, file) in self.returns_of_day(&manifest) {
            let Some(old) = self
                .folder
                .return_of_day(day, file, &key)
                .ok()
                .filter(|_| self.refusal_to_author(&key).is_none())
            else {
                tally.refused += 1;
                continue;
            };
            let before = self.returns.get(&key).map(|found| found.revision);
            self.put_back(&old, &why_of(&from), now);
            if self.returns.get(&key).map(|found| found.revision) == before {
                tally.same += 1;
            } else {
                tally.changed += 1;
            }
        }
        self.flush();
        let Tally { changed, same, refused } = tally;
        vec![Notice {
            element: None,
            refused: false,
            message: Bilingual::new(
                format!(
                    "已恢复 {changed} 份，{same} 份本来相同，{refused} 份未动（已上报、已审核、无权改动或文件已损坏）。"
                ),
                format!(
                    "{changed} returns were brought back, {same} were the same, {refused} were left (submitted, accepted, another's, or damaged)."
                ),
            ),
        }]
    }
}

fn why_of(from: &RestoreFrom) -> String {
    match from {
        RestoreFrom::Day(day) => format!("restored day {day}"),
        RestoreFrom::Kept(kept) => format!("restored revision {}", kept.revision),
    }
}
