//! Taking lines back, and leaving them.

use std::{collections::BTreeSet, sync::Arc};

use chrono::NaiveDateTime;

use super::{DECLINED, OfferPlace, Offered, Restorable};
use crate::{
    base::{ElementId, PlanId},
    desk::{Command, Desk, Job, Notice},
    returns::{Change, Edit, Entry, FollowedEdit, ReturnKey, UnitReturn},
    wire::{DraftLine, DraftPart, DraftPlace, FollowedLine, JournalLine, draft_base},
};

/// Why of an edit that brings something back.
const RECOVERED: &str = "recovered";

fn does_not_follow() -> Notice {
    Notice::refused(
        "填报件已换成另一版，未决定的修改接不上，未恢复；它们仍在修改记录中。",
        "The return is another version by now and the edits that waited do not follow on it; they were not brought back and stay in the journal.",
    )
}

impl Desk {
    /// Takes lines of an offer back into the workspace and leaves the others; what was left before stays as it is.
    pub(in crate::desk) fn recover(
        &mut self,
        of: &Offered,
        take: &[OfferPlace],
        now: NaiveDateTime,
    ) -> Vec<Notice> {
        if self.is_read_only() {
            return vec![Notice::refused(
                "工作区以只读方式打开，不能恢复。",
                "The workspace is open read-only; nothing can be brought back.",
            )];
        }
        let notices = match of {
            Offered::Return(key) => {
                let mut notices = Vec::new();
                if let Some(lines) = self.recovery.lines.remove(key) {
                    notices.extend(self.take_lines(key, &lines, take, now));
                } else {
                    notices.extend(self.take_declined(key, take, now));
                }
                notices.extend(self.take_drafts(key, take, now));
                notices
            }
            Offered::Plan(plan) => {
                if let Some(lines) = self.recovery.followed.remove(plan) {
                    self.take_items(plan, &lines, take, now);
                }
                Vec::new()
            }
        };
        self.generation += 1;
        self.flush();
        notices
    }

    /// Takes everything that is offered.
    pub(in crate::desk) fn recover_all(&mut self, now: NaiveDateTime) -> Vec<Notice> {
        let offers = self.offers();
        let mut notices = Vec::new();
        for offer in offers.iter() {
            let take: Vec<OfferPlace> = offer.lines.iter().map(|line| line.place.clone()).collect();
            notices.extend(self.recover(&offer.of, &take, now));
        }
        notices
    }

    /// Leaves what is undecided of a return that is about to change, so that its history stays one chain.
    pub(in crate::desk) fn leave_undecided(&mut self, key: &ReturnKey, now: NaiveDateTime) {
        if let Some(lines) = self.recovery.lines.remove(key) {
            let _ = self.take_lines(key, &lines, &[], now);
        }
    }

    /// Offers no more what does not follow on a file that was put in place, and says so; it stays in the journal.
    pub(in crate::desk) fn set_aside_what_does_not_follow(&mut self, key: &ReturnKey) -> Option<Notice> {
        let lines = self.recovery.lines.get(key)?;
        if self.replayed(key, lines).1.len() == lines.len() {
            return None;
        }
        self.recovery.lines.remove(key);
        Some(does_not_follow())
    }

    /// As [`Desk::leave_undecided`], of a plan's deliverables.
    pub(in crate::desk) fn leave_undecided_items(&mut self, plan: &PlanId, now: NaiveDateTime) {
        if let Some(lines) = self.recovery.followed.remove(plan) {
            self.take_items(plan, &lines, &[], now);
        }
    }

    fn take_lines(
        &mut self,
        key: &ReturnKey,
        lines: &[JournalLine],
        take: &[OfferPlace],
        now: NaiveDateTime,
    ) -> Option<Notice> {
        let before =
            self.returns.get(key).map_or_else(|| self.new_return(key), |found| UnitReturn::clone(found));
        let (after, taken) = self.replayed(key, lines);
        if taken.len() < lines.len() {
            // Another file was put in place meanwhile: what would come of it was never shown to anybody.
            return Some(does_not_follow());
        }
        let moved = before.head != after.head;
        // What was handed in goes whole or not at all.
        let taken = |place: &OfferPlace| if moved { !take.is_empty() } else { take.contains(place) };
        let mut turned = Vec::new();
        if moved && take.is_empty() {
            let (old, new) = (Box::new(after.head.clone()), Box::new(before.head.clone()));
            turned.push(Change::Head { old, new });
        }
        let cells: BTreeSet<&ElementId> =
            lines.iter().filter_map(|line| line.edit.change.element()).collect();
        for element in &cells {
            let (old, new) = (after.entry(element), before.entry(element));
            if old != new && !taken(&OfferPlace::Cell((*element).clone())) {
                turned.push(Change::Cell { element: (*element).clone(), old, new });
            }
        }
        self.returns.insert(key.clone(), Arc::new(after));
        self.unsaved.insert(key.clone());
        self.last_edit = Some(now);
        *self.told.get_mut() = None;
        self.derive_cells(key, &cells.into_iter().cloned().collect::<Vec<_>>());
        let edit = |change| Edit { at: now, who: self.who.clone(), change, why: DECLINED.to_owned() };
        let edits: Vec<Edit> = turned.into_iter().map(edit).collect();
        if !edits.is_empty() {
            self.write(key, &edits, now);
        }
        None
    }

    fn take_items(&mut self, plan: &PlanId, lines: &[FollowedLine], take: &[OfferPlace], now: NaiveDateTime) {
        let before = self.followed.get(plan).cloned();
        let (after, _) = self.replayed_items(plan, lines);
        let rows: BTreeSet<&str> = lines.iter().map(|line| line.edit.row.as_str()).collect();
        let mut turned = Vec::new();
        for row in rows.into_iter().filter(|row| !take.contains(&OfferPlace::Row((*row).to_owned()))) {
            let new = before.as_ref().map(|found| found.item(row)).unwrap_or_default();
            let old = after.item(row);
            if old != new {
                let (who, why) = (self.who.clone(), DECLINED.to_owned());
                turned.push(FollowedEdit { at: now, who, row: row.to_owned(), old, new, why });
            }
        }
        self.followed.insert(plan.clone(), Arc::new(after));
        self.unsaved_followed.insert(plan.clone());
        *self.told_followed.get_mut() = None;
        self.generation += 1;
        for edit in turned {
            self.write_followed(plan, &edit, now);
        }
    }

    fn take_declined(&mut self, key: &ReturnKey, take: &[OfferPlace], now: NaiveDateTime) -> Vec<Notice> {
        let left = self.left_offers();
        let lines = left.iter().filter(|offer| offer.of == Offered::Return(key.clone()));
        let mut changes = Vec::new();
        for line in lines.flat_map(|offer| &offer.lines).filter(|line| take.contains(&line.place)) {
            if let (OfferPlace::Cell(element), Restorable::Cell(_, entry)) = (&line.place, &line.what) {
                if let Some(refusal) = self.refusal(key, element) {
                    return vec![refusal];
                }
                changes.push((element.clone(), entry.clone()));
            }
        }
        if !changes.is_empty() {
            self.commit(key, changes, RECOVERED, now);
        }
        Vec::new()
    }

    /// Types what was being typed, where it is taken; elsewhere remembers that it was left.
    fn take_drafts(&mut self, key: &ReturnKey, take: &[OfferPlace], now: NaiveDateTime) -> Vec<Notice> {
        let (here, rest): (Vec<_>, Vec<_>) =
            std::mem::take(&mut self.recovery.drafts).into_iter().partition(|draft| draft.place.key == *key);
        self.recovery.drafts = rest;
        let mut notices = Vec::new();
        let mut left = Vec::new();
        for draft in here {
            let place = OfferPlace::Draft(draft.place.element.clone(), draft.place.part.clone());
            let DraftPlace { element, part, .. } = draft.place.clone();
            if take.contains(&place) {
                let (key, text) = (key.clone(), draft.text.clone().unwrap_or_default());
                let command = match part {
                    DraftPart::Figure => Command::SetFigure { key, element, text },
                    DraftPart::Note => Command::SetNote { key, element, note: text },
                    DraftPart::Explanation(check) => Command::Explain { key, element, check, text },
                    DraftPart::Second => Command::TypeSecond { key, element, text },
                };
                let told = self.apply(command, now);
                if told.iter().any(|notice| notice.refused) {
                    self.recovery.drafts.push(draft);
                }
                notices.extend(told);
            } else if draft.left {
                self.recovery.drafts.push(draft);
            } else {
                let draft = DraftLine { left: true, ..draft };
                self.recovery.drafts.push(draft.clone());
                left.push(draft);
            }
        }
        if !left.is_empty() {
            self.jobs.push(Job::Drafts(left, now.date()));
        }
        notices
    }

    /// Gives the return a text is typed into, the second typing where it is one.
    fn file_typed_into(&self, place: &DraftPlace) -> Option<&Arc<UnitReturn>> {
        if place.part == DraftPart::Second { &self.second } else { &self.returns }.get(&place.key)
    }

    /// Gives what the cell holds that a text is typed over.
    pub(super) fn typed_over(&self, place: &DraftPlace) -> Entry {
        self.file_typed_into(place).map(|found| found.entry(&place.element)).unwrap_or_default()
    }

    /// Gives the revision of what a text is typed into; 0 where that holds nothing yet.
    pub fn revision_typed_over(&self, place: &DraftPlace) -> u64 {
        self.file_typed_into(place).map_or(0, |found| found.revision)
    }

    /// Writes texts that stand in cells and are not committed into the journal; `None` says that there is none any more.
    pub fn keep_drafts(&mut self, typed: Vec<(DraftPlace, Option<String>)>, now: NaiveDateTime) {
        if self.is_read_only() || typed.is_empty() {
            return;
        }
        let line = |(place, text): (DraftPlace, Option<String>)| {
            let found = self.file_typed_into(&place);
            let version = self.catalogue.form(&place.key.form).map_or(1, |form| form.version);
            Some(DraftLine {
                at: now,
                who: self.who.clone(),
                form_version: version,
                revision: found.map_or(0, |found| found.revision),
                chain: found.map(|found| found.chain.clone()).unwrap_or_default(),
                base: draft_base(&self.typed_over(&place)).ok()?,
                place,
                text,
                left: false,
            })
        };
        let lines: Vec<DraftLine> = typed.into_iter().filter_map(line).collect();
        self.jobs.push(Job::Drafts(lines, now.date()));
    }
}
