//! 退回 being written: kept for each return until it is sent back or accepted, also while its cells are looked at.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, NaiveDate, NaiveDateTime, TimeDelta};

use crate::{
    base::{ElementId, day_from_text},
    desk::{Desk, Moving},
    returns::{Move, ReturnKey, ReturnReason, SentBack},
    ui::submit::questions::QuestionDrafts,
};

/// How many days a unit is given at first.
const DAYS: u64 = 14;
/// How long a text may stand before it is kept.
const STANDS: TimeDelta = TimeDelta::milliseconds(1500);

/// What a bureau means to say of one return.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::ui) struct Refusal {
    pub(super) reason: ReturnReason,
    pub(super) words: String,
    /// The day as typed; none is given if it is empty.
    pub(super) due: String,
    pub(in crate::ui) remarks: BTreeMap<ElementId, String>,
    /// What is typed to find another cell to remark on.
    pub(super) search: String,
    /// The cell whose remark takes the focus next.
    pub(super) added: Option<ElementId>,
}

impl Refusal {
    fn new(today: NaiveDate) -> Self {
        Self {
            reason: ReturnReason::WrongFigure,
            words: String::new(),
            due: today.checked_add_days(Days::new(DAYS)).unwrap_or(today).to_string(),
            remarks: BTreeMap::new(),
            search: String::new(),
            added: None,
        }
    }

    /// Gives the day that was typed; else the key of the sentence that says what is wrong with it.
    pub(super) fn due_day(&self, today: NaiveDate) -> Result<Option<NaiveDate>, &'static str> {
        if self.due.trim().is_empty() {
            return Ok(None);
        }
        let day = day_from_text(&self.due).ok_or("hands.no_such_day")?;
        if day < today { Err("hands.day_is_past") } else { Ok(Some(day)) }
    }

    pub(super) fn moving(&self, today: NaiveDate) -> Moving {
        let remarks = self.remarks.iter().filter(|(_, text)| !text.trim().is_empty());
        Moving::SendBack {
            reason: self.reason,
            words: self.words.clone(),
            due: self.due_day(today).unwrap_or_default(),
            remarks: remarks.map(|(id, text)| (id.clone(), text.trim().to_owned())).collect(),
        }
    }

    fn of(said: &SentBack) -> Self {
        Self {
            reason: said.reason,
            words: said.words.clone(),
            due: said.due.map(|due| due.to_string()).unwrap_or_default(),
            remarks: said.remarks.clone(),
            search: String::new(),
            added: None,
        }
    }

    /// Gives it as it is kept until it is sent.
    fn said(&self, who: &str, now: NaiveDateTime) -> SentBack {
        let remarks = self.remarks.iter().filter(|(_, text)| !text.trim().is_empty());
        SentBack {
            at: now,
            who: who.to_owned(),
            reason: self.reason,
            words: self.words.clone(),
            due: day_from_text(&self.due),
            remarks: remarks.map(|(id, text)| (id.clone(), text.clone())).collect(),
        }
    }

    /// Says whether anything was written that would be missed.
    fn says_anything(&self) -> bool {
        !self.words.trim().is_empty() || self.remarked() > 0
    }

    /// Counts the remarks that say something.
    pub(super) fn remarked(&self) -> usize {
        self.remarks.values().filter(|text| !text.trim().is_empty()).count()
    }
}

/// What is being written of every return that was not sent back yet.
#[derive(Debug, Default)]
pub(in crate::ui) struct Refusals {
    begun: BTreeMap<ReturnKey, Refusal>,
    /// 查询 and 答复 that are being written.
    pub(in crate::ui) questions: QuestionDrafts,
    /// What was kept of each when last, and since when something else stands there.
    kept: BTreeMap<ReturnKey, Option<Refusal>>,
    since: BTreeMap<ReturnKey, NaiveDateTime>,
}

impl Refusals {
    /// Gives what is being written of a return, begun now if nothing was.
    pub(in crate::ui) fn of(&mut self, key: &ReturnKey, today: NaiveDate) -> &mut Refusal {
        self.begun.entry(key.clone()).or_insert_with(|| Refusal::new(today))
    }

    /// Counts the remarks that were written of a return and not sent, those on the whole of it as one.
    pub(super) fn unsent(&self, key: &ReturnKey) -> usize {
        let count = |begun: &Refusal| begun.remarked() + usize::from(!begun.words.trim().is_empty());
        self.begun.get(key).map_or(0, count)
    }

    /// Says whether anything was written of a return that was not sent: of sending it back, or as a question.
    pub(super) fn is_begun(&self, key: &ReturnKey) -> bool {
        self.unsent(key) > 0 || self.questions.is_asking(key)
    }

    /// Forgets what was written of returns that cannot be sent back any more.
    pub(super) fn prune(&mut self, desk: &Desk) {
        self.begun.retain(|key, _| desk.can_move(key, Move::SendBack));
    }

    /// Takes up what was being written when the program was closed.
    pub(in crate::ui) fn begun_before(desk: &Desk) -> Self {
        let taken = desk.refusals_begun().map(|(key, said)| (key.clone(), Refusal::of(said)));
        let begun: BTreeMap<_, _> = taken.collect();
        let kept = begun.iter().map(|(key, refusal)| (key.clone(), Some(refusal.clone()))).collect();
        Self { begun, kept, ..Self::default() }
    }

    /// Gives the remark on a figure; empty if there is none.
    pub(super) fn remark(&self, key: &ReturnKey, element: &ElementId) -> &str {
        self.begun.get(key).and_then(|refusal| refusal.remarks.get(element)).map_or("", String::as_str)
    }

    pub(super) fn has_remark(&self, key: &ReturnKey, element: &ElementId) -> bool {
        !self.remark(key, element).trim().is_empty()
    }

    pub(super) fn set_remark(
        &mut self,
        key: &ReturnKey,
        element: &ElementId,
        text: String,
        today: NaiveDate,
    ) {
        let remarks = &mut self.of(key, today).remarks;
        if text.trim().is_empty() {
            remarks.remove(element);
        } else {
            remarks.insert(element.clone(), text);
        }
    }

    /// Has what stands unchanged for a while kept on disk; gives how long until there is something to keep.
    pub(in crate::ui) fn look(&mut self, desk: &mut Desk, now: NaiveDateTime) -> Option<TimeDelta> {
        self.keep(desk, STANDS, now)
    }

    /// Has everything kept on disk at once: the place is left, or the program closed.
    pub(in crate::ui) fn keep_now(&mut self, desk: &mut Desk, now: NaiveDateTime) {
        self.keep(desk, TimeDelta::zero(), now);
    }

    fn keep(&mut self, desk: &mut Desk, stands: TimeDelta, now: NaiveDateTime) -> Option<TimeDelta> {
        let keys: BTreeSet<ReturnKey> = self.begun.keys().chain(self.kept.keys()).cloned().collect();
        let mut next: Option<TimeDelta> = None;
        for key in keys {
            let said = self.begun.get(&key).filter(|refusal| refusal.says_anything()).cloned();
            if self.kept.get(&key).unwrap_or(&None) == &said {
                self.since.remove(&key);
                continue;
            }
            let since = self.since.entry(key.clone()).or_insert(now);
            *since = (*since).min(now);
            let stood = now - *since;
            if stood < stands && said.is_some() {
                let rest = stands - stood;
                next = Some(next.map_or(rest, |known| known.min(rest)));
                continue;
            }
            self.since.remove(&key);
            let kept = said.as_ref().map(|refusal| refusal.said(desk.who(), now));
            desk.keep_refusal(&key, kept, now);
            self.kept.insert(key, said);
        }
        next
    }
}
