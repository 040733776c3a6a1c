//! 退回 being written: kept for each return until it is sent back or accepted, also while its cells are looked at.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};

use crate::{
    base::{ElementId, day_from_text},
    desk::{Desk, Moving},
    returns::{Move, ReturnKey, ReturnReason},
};

/// How many days a unit is given at first.
const DAYS: u64 = 14;

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

    /// Counts the remarks that say something.
    pub(super) fn remarked(&self) -> usize {
        self.remarks.values().filter(|text| !text.trim().is_empty()).count()
    }
}

/// What is being written of every return that was not sent back yet.
#[derive(Debug, Default)]
pub(in crate::ui) struct Refusals(BTreeMap<ReturnKey, Refusal>);

impl Refusals {
    /// Gives what is being written of a return, begun now if nothing was.
    pub(in crate::ui) fn of(&mut self, key: &ReturnKey, today: NaiveDate) -> &mut Refusal {
        self.0.entry(key.clone()).or_insert_with(|| Refusal::new(today))
    }

    /// Counts the remarks that were written of a return and not sent.
    pub(super) fn remarked(&self, key: &ReturnKey) -> usize {
        self.0.get(key).map_or(0, Refusal::remarked)
    }

    /// Forgets what was written of returns that cannot be sent back any more.
    pub(super) fn prune(&mut self, desk: &Desk) {
        self.0.retain(|key, _| desk.can_move(key, Move::SendBack));
    }
}
