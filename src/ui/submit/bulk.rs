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
    doubtful: BTreeMap<Doubt, Vec<ReturnKey>>,
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
            match desk.doubt(&key) {
                _ if is_unsent(&key) => self.unsent.push(key),
                Some(doubt) => self.doubtful.entry(doubt).or_default().push(key),
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

    /// Gives the others by what speaks against them, the gravest first.
    pub(super) fn doubtful(&self) -> impl Iterator<Item = (Doubt, &[ReturnKey])> {
        self.doubtful.iter().map(|(doubt, keys)| (*doubt, keys.as_slice()))
    }

    /// Gives those that are to pass: the plain ones, and what a person lets pass with them.
    pub(super) fn passing(&self) -> impl Iterator<Item = &ReturnKey> {
        let also = self.doubtful.iter().filter(|(doubt, _)| self.also.contains(doubt));
        self.plain.iter().chain(also.flat_map(|(_, keys)| keys))
    }
}
