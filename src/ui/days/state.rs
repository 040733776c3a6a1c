//! What the screen remembers; the files are read when something is opened, not in every frame.

use chrono::NaiveDate;

use crate::{
    base::{Bilingual, Query},
    desk::{Desk, OfferPlace, Restorable, RestoreFrom},
    returns::ReturnKey,
    store::{DayFound, KeptRevision},
};

/// What bringing something back would change, or why it cannot be read.
pub(super) type Preview = Result<Vec<(OfferPlace, Restorable)>, Bilingual>;

/// 历史快照画面的状态.
#[derive(Debug, Default)]
pub struct DaysState {
    pub(super) by_return: bool,
    pub(super) day: Option<NaiveDate>,
    pub(super) key: Option<ReturnKey>,
    pub(super) search: String,
    pub(super) with_register: bool,
    /// The whole day was asked for and is to be confirmed.
    pub(super) asking: bool,
    /// What is previewed.
    pub(super) open: Option<(RestoreFrom, ReturnKey)>,
    preview: Option<(RestoreFrom, ReturnKey, u64, Preview)>,
    days: Option<(u64, Vec<DayFound>)>,
    kept: Option<(ReturnKey, u64, Vec<KeptRevision>)>,
}

impl DaysState {
    /// Gives the snapshots, read again only after a write.
    pub(super) fn days(&mut self, desk: &Desk) -> &[DayFound] {
        let saves = desk.saves();
        if self.days.as_ref().is_none_or(|(at, _)| *at != saves) {
            self.days = Some((saves, desk.days()));
        }
        self.days.as_ref().map(|(_, days)| days.as_slice()).unwrap_or_default()
    }

    /// Gives the kept revisions of a return, read again only after a write.
    pub(super) fn kept(&mut self, desk: &Desk, key: &ReturnKey) -> Vec<KeptRevision> {
        let saves = desk.saves();
        match &self.kept {
            Some((of, at, kept)) if of == key && *at == saves => kept.clone(),
            _ => {
                let kept = desk.kept_revisions(key);
                self.kept = Some((key.clone(), saves, kept.clone()));
                kept
            }
        }
    }

    /// Gives what is previewed, read again only when something has changed.
    pub(super) fn preview(&mut self, desk: &Desk) -> Option<&Preview> {
        let (from, key) = self.open.clone()?;
        let generation = desk.generation();
        let is_known = self
            .preview
            .as_ref()
            .is_some_and(|(of, at, then, _)| *of == from && *at == key && *then == generation);
        if !is_known {
            let read = desk.restore_preview(&from, &key);
            self.preview = Some((from, key, generation, read));
        }
        self.preview.as_ref().map(|(.., preview)| preview)
    }

    /// Gives our returns that fit what is searched for.
    pub(super) fn returns(&self, desk: &Desk) -> Vec<ReturnKey> {
        let query = Query::new(&self.search);
        let keys = desk.returns().map(|found| found.key.clone());
        let fits = |key: &ReturnKey| query.is_empty() || query.finds(&desk.return_name(key), "");
        let mut keys: Vec<ReturnKey> = keys.filter(fits).collect();
        keys.sort_by_key(|key| (key.unit != *desk.seat(), std::cmp::Reverse(key.period)));
        keys
    }
}
