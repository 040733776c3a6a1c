//! 批量审核通过: looking through the returns that wait, some of them in each frame.

use std::{
    collections::{BTreeMap, BTreeSet},
    time::{Duration, Instant},
};

use crate::{
    desk::{Desk, Doubt},
    returns::{Move, ReturnKey},
};

/// How much of a frame the looking may take: what is drawn meanwhile is a bar and a button.
const SHARE: Duration = Duration::from_millis(25);

/// What was found so far of the returns that wait.
#[derive(Debug, Default)]
pub(super) struct Bulk {
    /// What was searched for, if only those are meant.
    pub(super) search: String,
    waiting: Vec<ReturnKey>,
    looked: usize,
    plain: Vec<ReturnKey>,
    /// The others by the gravest of what speaks against them, each with all of it.
    doubtful: BTreeMap<Doubt, Vec<(ReturnKey, Vec<Doubt>)>>,
    /// Those of which something was written and not sent.
    unsent: Vec<ReturnKey>,
    /// What a person lets pass all the same.
    pub(super) also: BTreeSet<Doubt>,
    generation: u64,
}

impl Bulk {
    /// Begins with the returns that are searched for.
    pub(super) fn begin(search: &str, waiting: Vec<ReturnKey>) -> Self {
        Self { search: search.trim().to_owned(), waiting, ..Self::default() }
    }

    /// Looks at some more of them, at least one; from the first again once something has changed.
    pub(super) fn look_on(&mut self, desk: &Desk, is_unsent: impl Fn(&ReturnKey) -> bool) {
        if self.looked > 0 && self.generation != desk.generation() {
            let also = std::mem::take(&mut self.also);
            *self = Self { also, ..Self::begin(&self.search, std::mem::take(&mut self.waiting)) };
        }
        if self.looked == 0 {
            self.waiting.retain(|key| desk.can_move(key, Move::Accept));
        }
        self.generation = desk.generation();
        let began = Instant::now();
        while let Some(key) = self.waiting.get(self.looked).cloned() {
            self.looked += 1;
            let doubts = desk.doubts(&key);
            match doubts.first() {
                _ if is_unsent(&key) => self.unsent.push(key),
                Some(gravest) => self.doubtful.entry(*gravest).or_default().push((key, doubts)),
                None => self.plain.push(key),
            }
            if began.elapsed() >= SHARE {
                break;
            }
        }
    }

    /// Says how many were looked at, of how many.
    pub(super) const fn progress(&self) -> (usize, usize) {
        (self.looked, self.waiting.len())
    }

    /// Says whether all of them were looked at.
    pub(super) const fn is_whole(&self) -> bool {
        self.looked == self.waiting.len()
    }

    /// Gives those that nothing speaks against.
    pub(super) fn plain(&self) -> &[ReturnKey] {
        &self.plain
    }

    /// Gives those of which something was written and not sent.
    pub(super) fn unsent(&self) -> &[ReturnKey] {
        &self.unsent
    }

    /// Gives the others by the gravest of what speaks against them: how many, and the first.
    pub(super) fn doubtful(&self) -> impl Iterator<Item = (Doubt, usize, &ReturnKey)> {
        self.doubtful.iter().filter_map(|(doubt, keys)| Some((*doubt, keys.len(), &keys.first()?.0)))
    }

    /// Gives those that are to pass: the plain ones, and those of which a person lets pass all that speaks against them.
    pub(super) fn passing(&self) -> impl Iterator<Item = &ReturnKey> {
        let is_let = |held: &&(ReturnKey, Vec<Doubt>)| held.1.iter().all(|doubt| self.also.contains(doubt));
        let also = self.doubtful.values().flatten().filter(is_let);
        self.plain.iter().chain(also.map(|(key, _)| key))
    }
}
