//! What is offered, line by line against the file.

use std::{collections::BTreeMap, sync::Arc};

use chrono::NaiveDateTime;

use super::{DECLINED, Declined, Offer, OfferLine, OfferPlace, Offered, Restorable};
use crate::{
    base::{Bilingual, ElementId, Lang, PlanId},
    desk::{Desk, history::figure},
    returns::{Change, Entry, ReturnKey, UnitReturn},
    wire::{DraftLine, DraftPart, DraftPlace, FollowedLine, JournalLine, draft_base},
};

impl Desk {
    /// Names a return as people do: unit, form, period.
    pub fn return_name(&self, key: &ReturnKey) -> Bilingual {
        let [zh, en] = [Lang::Zh, Lang::En].map(|lang| {
            let unit = self.tree.unit(&key.unit).map(|unit| unit.name.text(lang).to_owned());
            let form = self.catalogue.form(&key.form).map(|form| form.name.text(lang).to_owned());
            let (unit, form) =
                (unit.unwrap_or_else(|| key.unit.to_string()), form.unwrap_or_else(|| key.form.to_string()));
            format!("{unit} · {form} · {}", key.period.label(lang))
        });
        Bilingual::new(zh, en)
    }

    /// Gives what a crash left and nobody has decided on yet.
    pub fn offers(&self) -> Arc<Vec<Offer>> {
        self.remembered(
            |memo| memo.offers.clone(),
            || self.gathered(false),
            |memo, offers| memo.offers = Some(offers),
        )
    }

    /// Gives what was left before and can still be taken: nobody has edited the place since.
    pub fn left_offers(&self) -> Arc<Vec<Offer>> {
        self.remembered(
            |memo| memo.left.clone(),
            || {
                let mut offers = self.gathered(true);
                offers.extend(self.declined());
                offers
            },
            |memo, offers| memo.left = Some(offers),
        )
    }

    /// Counts the lines nobody has decided on.
    pub fn unrestored(&self) -> usize {
        self.offers().iter().map(|offer| offer.lines.len()).sum()
    }

    fn gathered(&self, left: bool) -> Vec<Offer> {
        let mut offers: BTreeMap<Offered, Offer> = BTreeMap::new();
        let offer =
            |of: &Offered| Offer { of: of.clone(), lines: Vec::new(), is_whole: false, is_left: left };
        if !left {
            for (key, lines) in &self.recovery.lines {
                let of = Offered::Return(key.clone());
                let made = offers.entry(of.clone()).or_insert_with(|| offer(&of));
                made.is_whole = lines.iter().any(|line| line.edit.change.element().is_none());
                made.lines.extend(self.net_of(key, lines));
            }
            for (plan, lines) in &self.recovery.followed {
                let of = Offered::Plan(plan.clone());
                offers
                    .entry(of.clone())
                    .or_insert_with(|| offer(&of))
                    .lines
                    .extend(self.net_items(plan, lines));
            }
        }
        let mut replays: BTreeMap<&ReturnKey, UnitReturn> = BTreeMap::new();
        for draft in self.recovery.drafts.iter().filter(|draft| draft.left == left) {
            let key = &draft.place.key;
            let lines = self.recovery.lines.get(key).filter(|_| draft.place.part != DraftPart::Second);
            let replayed = lines.map(|lines| {
                let made = replays.entry(key).or_insert_with(|| self.replayed(key, lines).0);
                made.entry(&draft.place.element)
            });
            if let Some(line) = self.draft_line(draft, replayed) {
                let of = Offered::Return(draft.place.key.clone());
                offers.entry(of.clone()).or_insert_with(|| offer(&of)).lines.push(line);
            }
        }
        offers.into_values().filter(|offer| !offer.lines.is_empty()).collect()
    }

    /// Gives what edits come to, cell by cell against the file; what comes to nothing is left out.
    fn net_of(&self, key: &ReturnKey, lines: &[JournalLine]) -> Vec<OfferLine> {
        let mut net: BTreeMap<OfferPlace, OfferLine> = BTreeMap::new();
        for line in lines {
            let (place, what) = match &line.edit.change {
                Change::Cell { element, old, new } => {
                    (OfferPlace::Cell(element.clone()), Restorable::Cell(old.clone(), new.clone()))
                }
                Change::Head { old, new } => (OfferPlace::Head, Restorable::Head(old.clone(), new.clone())),
            };
            let (at, who) = (line.edit.at, line.edit.who.clone());
            match net.get_mut(&place) {
                Some(known) => {
                    known.what = match (known.what.clone(), what) {
                        (Restorable::Cell(old, _), Restorable::Cell(_, new)) => Restorable::Cell(old, new),
                        (Restorable::Head(old, _), Restorable::Head(_, new)) => Restorable::Head(old, new),
                        (_, what) => what,
                    };
                    (known.at, known.who) = (at, who);
                }
                None => {
                    net.insert(place.clone(), OfferLine { place, what, at, who });
                }
            }
        }
        let changes = net.into_values().filter(|line| match &line.what {
            Restorable::Cell(old, new) => old != new,
            Restorable::Head(old, new) => old != new,
            Restorable::Draft(..) | Restorable::Item(..) => true,
        });
        let mut changes: Vec<OfferLine> = changes.collect();
        let place = self.place_in_form(key);
        changes.sort_by_key(|line| place(&line.place));
        changes
    }

    /// Gives where things stand in the form of a return, to sort them by; what stands in no row of it comes first.
    pub(in crate::desk) fn place_in_form(&self, key: &ReturnKey) -> impl Fn(&OfferPlace) -> Option<usize> {
        let form = self.catalogue.form(&key.form);
        let elements = form.into_iter().flat_map(|form| form.elements()).cloned();
        let places: BTreeMap<ElementId, usize> = elements.enumerate().map(|(at, id)| (id, at)).collect();
        move |place| match place {
            OfferPlace::Cell(id) | OfferPlace::Draft(id, _) => places.get(id).copied(),
            OfferPlace::Head | OfferPlace::Row(_) => None,
        }
    }

    fn net_items(&self, plan: &PlanId, lines: &[FollowedLine]) -> Vec<OfferLine> {
        let (made, _) = self.replayed_items(plan, lines);
        let mut last: BTreeMap<&str, &FollowedLine> = BTreeMap::new();
        for line in lines {
            last.insert(&line.edit.row, line);
        }
        let net = last.into_iter().map(|(row, line)| OfferLine {
            place: OfferPlace::Row(row.to_owned()),
            what: Restorable::Item(
                self.followed.get(plan).map(|found| found.item(row)).unwrap_or_default(),
                made.item(row),
            ),
            at: line.edit.at,
            who: line.edit.who.clone(),
        });
        net.filter(|line| !matches!(&line.what, Restorable::Item(old, new) if old == new)).collect()
    }

    /// Gives the line of a draft, if what it was typed over is what the cell holds, or would hold after the edits a crash
    /// has left: it was typed before the crash, or after it and before anybody has decided.
    fn draft_line(&self, draft: &DraftLine, replayed: Option<Entry>) -> Option<OfferLine> {
        let DraftPlace { key, element, part } = &draft.place;
        let text = draft.text.clone()?;
        let form = self.catalogue.form(&key.form)?;
        let known = self.tree.unit(&key.unit).is_some() && form.version == draft.form_version;
        let is_base = |entry: &Entry| draft_base(entry).is_ok_and(|base| base == draft.base);
        let entry = [Some(self.typed_over(&draft.place)), replayed]
            .into_iter()
            .flatten()
            .find(is_base)
            .filter(|_| known)?;
        let stored = stored_text(&entry, part);
        (stored != text).then(|| OfferLine {
            place: OfferPlace::Draft(element.clone(), part.clone()),
            what: Restorable::Draft(stored, text),
            at: draft.at,
            who: draft.who.clone(),
        })
    }

    /// Gives the edits that were left, and whose cells nobody has touched since.
    fn declined(&self) -> Vec<Offer> {
        let mut known = self.declined.borrow_mut();
        let lines = known.get_or_insert_with(|| self.declined_in_journal());
        let mut offers: BTreeMap<&ReturnKey, Offer> = BTreeMap::new();
        for ((key, element), line) in lines.iter() {
            let Change::Cell { old, new, .. } = &line.edit.change else { continue };
            if self.entry(key, element) != *new {
                continue;
            }
            let offer = offers.entry(key).or_insert_with(|| Offer {
                of: Offered::Return(key.clone()),
                lines: Vec::new(),
                is_whole: false,
                is_left: true,
            });
            let (at, who) = (line.edit.at, line.edit.who.clone());
            let place = OfferPlace::Cell(element.clone());
            let what = Restorable::Cell(new.clone(), old.clone());
            offer.lines.push(OfferLine { place, what, at, who });
        }
        let mut offers: Vec<Offer> = offers.into_values().collect();
        for offer in &mut offers {
            if let Offered::Return(key) = &offer.of {
                let place = self.place_in_form(key);
                offer.lines.sort_by_key(|line| place(&line.place));
            }
        }
        offers
    }

    /// Finds the edits that were left, each told as of when and by whom it was typed, not left.
    fn declined_in_journal(&self) -> Declined {
        let (lines, _) = self.folder.journal();
        let mut last: BTreeMap<(ReturnKey, ElementId), JournalLine> = BTreeMap::new();
        let mut typed: BTreeMap<(ReturnKey, ElementId), (u64, NaiveDateTime, String)> = BTreeMap::new();
        for line in lines.into_iter().chain(self.unwritten.iter().cloned()) {
            let Some(element) = line.edit.change.element().cloned() else { continue };
            let place = (line.key.clone(), element);
            if line.edit.why != DECLINED
                && typed.get(&place).is_none_or(|(known, ..)| *known <= line.revision)
            {
                typed.insert(place.clone(), (line.revision, line.edit.at, line.edit.who.clone()));
            }
            let newest = last.entry(place).or_insert_with(|| line.clone());
            if line.revision >= newest.revision {
                *newest = line;
            }
        }
        last.retain(|_, line| line.edit.why == DECLINED);
        for (place, line) in &mut last {
            if let Some((_, at, who)) = typed.remove(place) {
                (line.edit.at, line.edit.who) = (at, who);
            }
        }
        last
    }

    /// Takes note of edits that are written: the journal is read again for what was left only where more was left.
    pub(in crate::desk) fn note_declined(&self, lines: &[JournalLine]) {
        let mut known = self.declined.borrow_mut();
        if lines.iter().any(|line| line.edit.why == DECLINED) {
            *known = None;
        }
        let Some(known) = known.as_mut() else { return };
        for line in lines {
            let Some(element) = line.edit.change.element().cloned() else { continue };
            known.remove(&(line.key.clone(), element));
        }
    }
}

/// Gives what stands in a part of a cell as a text.
fn stored_text(entry: &Entry, part: &DraftPart) -> String {
    match part {
        DraftPart::Figure | DraftPart::Second => figure(&entry.figure),
        DraftPart::Note => entry.note.clone(),
        DraftPart::Explanation(check) => {
            entry.explanations.get(check).map(|said| said.text.clone()).unwrap_or_default()
        }
    }
}
