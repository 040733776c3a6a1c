//! What the screen remembers; the files are read when something is opened, not in every frame.

use std::sync::Arc;

use chrono::{NaiveDate, NaiveDateTime};

use crate::{
    base::{Bilingual, Lang, Query},
    desk::{Desk, OfferPlace, Restorable, RestoreFrom},
    returns::ReturnKey,
    store::{DayFound, FileFault, KeptRevision},
};

/// What bringing something back would change, or why it cannot be read.
pub(super) type Preview = Result<Vec<(OfferPlace, Restorable)>, Bilingual>;

/// A superseded revision, with when and by whom it was made, where the history tells.
#[derive(Clone, Debug)]
pub(super) struct Revision {
    pub(super) kept: KeptRevision,
    pub(super) made: Option<(NaiveDateTime, String)>,
}

/// The returns of a snapshot that fit what is searched for.
#[derive(Debug)]
pub(super) struct OfDay {
    /// How many the snapshot holds.
    pub(super) all: usize,
    /// Those that fit, with their names.
    pub(super) returns: Named,
}

/// Returns with their names.
pub(super) type Named = Vec<(ReturnKey, String)>;

/// What a list was made from: the state of the desk and of the disk, the language, what was searched for.
type MadeFrom = (u64, u64, Lang, String);

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
    kept: Option<(ReturnKey, u64, Vec<Revision>)>,
    of_day: Option<(NaiveDate, MadeFrom, Result<Arc<OfDay>, Bilingual>)>,
    returns: Option<(MadeFrom, Arc<Named>)>,
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
    pub(super) fn kept(&mut self, desk: &Desk, key: &ReturnKey) -> Vec<Revision> {
        let saves = desk.saves();
        match &self.kept {
            Some((of, at, kept)) if of == key && *at == saves => kept.clone(),
            _ => {
                let history = desk.history(key, None);
                let made = |kept: KeptRevision| {
                    let line = history.iter().rfind(|line| line.revision == kept.revision);
                    Revision { kept, made: line.map(|line| (line.edit.at, line.edit.who.clone())) }
                };
                let kept: Vec<_> = desk.kept_revisions(key).into_iter().map(made).collect();
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

    fn made_from(&self, desk: &Desk, lang: Lang) -> MadeFrom {
        (desk.generation(), desk.saves(), lang, self.search.clone())
    }

    /// Gives the returns of the chosen day, put together again only when something has changed; `None` if none is chosen.
    pub(super) fn of_day(
        &mut self,
        desk: &Desk,
        lang: Lang,
    ) -> Option<(NaiveDate, Result<Arc<OfDay>, Bilingual>)> {
        let day = self.day?;
        let from = self.made_from(desk, lang);
        if let Some((at, made_from, found)) = &self.of_day
            && *at == day
            && *made_from == from
        {
            return Some((day, found.clone()));
        }
        let query = Query::new(&self.search);
        let found = self.days(desk).iter().find(|found| found.day == day)?;
        let made = found.manifest.as_ref().map_err(FileFault::sentence).map(|manifest| {
            let keys = desk.returns_of_day(manifest).into_iter().map(|(key, _)| key).collect::<Vec<_>>();
            Arc::new(OfDay { all: keys.len(), returns: named(desk, keys, &query, lang) })
        });
        self.of_day = Some((day, from, made.clone()));
        Some((day, made))
    }

    /// Gives our returns that fit what is searched for, with their names.
    pub(super) fn returns(&mut self, desk: &Desk, lang: Lang) -> Arc<Named> {
        let from = self.made_from(desk, lang);
        if let Some((made_from, returns)) = &self.returns
            && *made_from == from
        {
            return Arc::clone(returns);
        }
        let keys = desk.returns().map(|found| found.key.clone()).collect();
        let made = Arc::new(named(desk, keys, &Query::new(&self.search), lang));
        self.returns = Some((from, Arc::clone(&made)));
        made
    }
}

/// Names the returns that fit, ours and the newest first.
fn named(desk: &Desk, mut keys: Vec<ReturnKey>, query: &Query, lang: Lang) -> Named {
    keys.sort_by_key(|key| (key.unit != *desk.seat(), std::cmp::Reverse(key.period)));
    let name = |key: ReturnKey| {
        let name = desk.return_name(&key);
        let fits = query.is_empty() || query.finds(&name, "");
        fits.then(|| (key, name.text(lang).to_owned()))
    };
    keys.into_iter().filter_map(name).collect()
}
