//! What is staged, as the screen holds it: which lines are left out, which are shown, what became of them.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use crate::{
    desk::{Collected, RollUpSince, Taken},
    exchange::{CheckCounts, Counts, Outcome, Piece, Staged},
};

/// 只看: which lines are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Narrowed {
    /// Those with an outcome.
    To(Outcome),
    /// Those of which the checks say something that should have been mended or explained.
    Failing,
}

/// 来件清单.
#[derive(Debug, Default)]
pub(super) struct List {
    /// The lines, in the order they came.
    pub(super) lines: Vec<Staged>,
    /// What was read and passed over.
    pub(super) collected: Collected,
    /// Lines a person leaves out.
    pub(super) left_out: BTreeSet<usize>,
    /// What became of lines that were taken.
    pub(super) taken: BTreeMap<usize, Taken>,
    /// Only some lines are shown.
    filter: Option<Narrowed>,
    /// The line that is looked at.
    pub(super) chosen: usize,
    /// Statements that were counted again, with the desk's generation then.
    pub(super) recounts: BTreeMap<usize, (u64, RollUpSince)>,
    counts: Counts,
    /// How many lines would be taken, and how many are conflicts nobody has noted.
    waiting: [usize; 2],
    failing: usize,
    shown: Vec<usize>,
}

impl List {
    /// Makes a list of what was staged. Of a list that grew it stays so what was left out, looked at and narrowed to.
    pub(super) fn new(lines: Vec<Staged>, collected: Collected, before: &Self) -> Self {
        let identity = |line: &Staged| (Arc::clone(&line.name), line.key());
        let left_out: BTreeSet<_> =
            before.left_out.iter().filter_map(|at| before.lines.get(*at)).map(identity).collect();
        let chosen = before.lines.get(before.chosen).map(identity);
        let mut list = Self { collected, filter: before.filter, ..Self::default() };
        for (at, line) in lines.iter().enumerate() {
            let of = identity(line);
            if left_out.contains(&of) {
                list.left_out.insert(at);
            }
            if chosen.as_ref() == Some(&of) {
                list.chosen = at;
            }
        }
        list.lines = lines;
        list.count();
        list
    }

    /// Puts more lines at the end.
    pub(super) fn add(&mut self, lines: Vec<Staged>) {
        self.lines.extend(lines);
        self.count();
    }

    fn count(&mut self) {
        self.counts = Counts::of((0..self.lines.len()).map(|at| self.outcome(at)));
        assert_eq!(self.counts.sum(), self.lines.len(), "each line has one outcome");
        let is_clash = |at: &usize| {
            self.lines[*at].outcome == Outcome::Conflict
                && !self.taken.contains_key(at)
                && !self.left_out.contains(at)
                && self.has_versions(*at)
        };
        let all = || 0..self.lines.len();
        self.waiting = [all().filter(|at| self.is_to_take(*at)).count(), all().filter(is_clash).count()];
        self.failing = all().filter(|at| self.fails(*at)).count();
        let filter = self.filter.filter(|filter| match filter {
            Narrowed::To(outcome) => self.counts.count(*outcome) > 0,
            Narrowed::Failing => self.failing > 0,
        });
        self.filter = filter;
        let fits = |at: &usize| match filter {
            None => true,
            Some(Narrowed::To(outcome)) => self.outcome(*at) == outcome,
            Some(Narrowed::Failing) => self.fails(*at),
        };
        self.shown = (0..self.lines.len()).filter(fits).collect();
        if !self.shown.contains(&self.chosen) {
            self.chosen = self.shown.first().copied().unwrap_or_default();
        }
    }

    /// Gives what a line is: as it was taken, else as it was staged.
    pub(super) fn outcome(&self, at: usize) -> Outcome {
        self.taken.get(&at).map_or(self.lines[at].outcome, |taken| taken.outcome)
    }

    /// Gives the six counts of all lines.
    pub(super) const fn counts(&self) -> Counts {
        self.counts
    }

    /// Gives the lines that are shown.
    pub(super) fn shown(&self) -> &[usize] {
        &self.shown
    }

    /// Gives what the list is narrowed to.
    pub(super) const fn filter(&self) -> Option<Narrowed> {
        self.filter
    }

    /// Gives how many lines should have been mended or explained.
    pub(super) const fn failing(&self) -> usize {
        self.failing
    }

    fn fails(&self, at: usize) -> bool {
        self.lines[at].checks.is_some_and(CheckCounts::is_open)
    }

    /// Shows only some lines, or all.
    pub(super) fn show(&mut self, filter: Option<Narrowed>) {
        self.filter = filter;
        self.count();
    }

    /// Says whether a line would be taken: it is new or an update, not left out, not taken yet.
    pub(super) fn is_to_take(&self, at: usize) -> bool {
        self.lines[at].outcome.is_plain() && !self.left_out.contains(&at) && !self.taken.contains_key(&at)
    }

    /// Gives how many lines would be taken.
    pub(super) const fn to_take(&self) -> usize {
        self.waiting[0]
    }

    /// Gives how many conflicts nobody has put into the list of conflicts yet.
    pub(super) const fn clashing(&self) -> usize {
        self.waiting[1]
    }

    /// Says whether a line is a version of a return or statement, which can wait beside the one at hand.
    pub(super) fn has_versions(&self, at: usize) -> bool {
        matches!(self.lines[at].piece, Piece::Return(_) | Piece::Statement(_))
    }

    /// Leaves a line out, or takes it up again.
    pub(super) fn switch(&mut self, at: usize) {
        if !self.left_out.remove(&at) {
            self.left_out.insert(at);
        }
        self.count();
    }

    /// Gives the lines that are handed over: all but those left out, taken or refused.
    pub(super) fn handed_over(&self) -> Vec<usize> {
        let goes = |at: &usize| {
            !self.left_out.contains(at)
                && !self.taken.contains_key(at)
                && self.lines[*at].outcome != Outcome::Rejected
        };
        (0..self.lines.len()).filter(goes).collect()
    }

    /// Lets go of the figures of lines, which the desk is about to hold.
    pub(super) fn let_go(&mut self, sent: &[usize]) {
        for at in sent {
            self.lines[*at].let_go();
        }
    }

    /// Notes what became of lines.
    pub(super) fn note(&mut self, sent: impl IntoIterator<Item = usize>, taken: Vec<Taken>) {
        self.taken.extend(sent.into_iter().zip(taken));
        self.count();
    }

    /// Says whether nothing was taken of it yet, so that more can be staged beside it.
    pub(super) fn may_grow(&self) -> bool {
        self.taken.is_empty()
    }

    /// Counts what was taken.
    pub(super) fn counts_taken(&self) -> Counts {
        Counts::of(self.taken.values().map(|taken| taken.outcome))
    }
}
