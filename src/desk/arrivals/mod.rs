//! 接收: what came from other desks is staged by a worker, taken in by a person, and settled where two versions differ.

mod checking;
mod collect;
mod conflicts;
mod cores;
mod form_pack;
mod notes;
mod refusals;
mod secure;
mod statements;
mod take;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use chrono::NaiveDateTime;

pub use checking::Checking;
pub use collect::{Collected, collect, is_arrival};
pub use conflicts::{Conflict, Settling};
pub use form_pack::NewFormPack;
pub(super) use form_pack::put_packs;
pub use secure::{Secured, secure};
pub use statements::StatementConflict;
pub use take::Taken;

use crate::{
    base::{FormId, Period, UnitId},
    desk::Desk,
    exchange::{AtHand, Register, Stage},
    returns::{ReturnKey, SentBack},
    store::Arrived,
    wire::{Branch, CountyStatement, Issue, KnownTotals, Query, Renamed, Role, Sender},
};

/// What is known of what came.
#[derive(Clone, Debug, Default)]
pub(super) struct Known {
    branches: Arc<BTreeMap<ReturnKey, Vec<Branch>>>,
    statements: Arc<BTreeMap<(UnitId, Period), Arc<CountyStatement>>>,
    statement_branches: Arc<BTreeMap<(UnitId, Period), Vec<Branch>>>,
    queries: Arc<BTreeMap<ReturnKey, Arc<Query>>>,
    issues: Arc<[Issue]>,
    above: Option<Arc<KnownTotals>>,
    /// Elements that had another id before, oldest change first.
    pub(super) renamed: Vec<Renamed>,
    /// 退回 that are being written.
    refusals: BTreeMap<ReturnKey, SentBack>,
}

impl From<Arrived> for Known {
    fn from(found: Arrived) -> Self {
        let branches = found.branches.into_iter().map(|one| (one.key, one.branches)).collect();
        let statements =
            found.statements.into_iter().map(|one| ((one.unit.clone(), one.period), Arc::new(one)));
        let statement_branches =
            found.statement_branches.into_iter().map(|one| ((one.unit, one.period), one.branches));
        let queries = found.queries.into_iter().map(|one| (one.key.clone(), Arc::new(one)));
        Self {
            branches: Arc::new(branches),
            statements: Arc::new(statements.collect()),
            statement_branches: Arc::new(statement_branches.collect()),
            queries: Arc::new(queries.collect()),
            issues: found.issued.issues.into(),
            renamed: found.issued.renamed,
            above: found.above.map(Arc::new),
            refusals: found.refusals.into_iter().map(|note| (note.key, note.said)).collect(),
        }
    }
}

impl Desk {
    /// Starts a staging area: a value of its own that a worker fills and [`Desk::take_in`] takes over.
    pub fn stage(&self, now: NaiveDateTime) -> Stage {
        let register = Register {
            seat: self.seat.clone(),
            is_bureau: self.is_bureau() && self.workspace.role != Role::Unit,
            tree: Arc::clone(&self.tree),
            catalogue: Arc::clone(&self.catalogue),
            issues: Arc::clone(&self.known.issues),
            now,
        };
        Stage::new(register, self.at_hand())
    }

    fn at_hand(&self) -> AtHand {
        AtHand {
            returns: Arc::new(self.returns.clone()),
            branches: Arc::clone(&self.known.branches),
            statements: Arc::clone(&self.known.statements),
            statement_branches: Arc::clone(&self.known.statement_branches),
            queries: Arc::clone(&self.known.queries),
            issues: Arc::clone(&self.known.issues),
        }
    }

    /// Gives the statements of bureaus below that were taken in.
    pub fn statements_below(&self) -> impl Iterator<Item = &Arc<CountyStatement>> {
        self.known.statements.values().filter(|statement| statement.unit != self.seat)
    }

    /// Gives the newest statement of a unit and period that is known here, our own included.
    pub(super) fn kept_statement(&self, unit: &UnitId, period: Period) -> Option<&CountyStatement> {
        self.known.statements.get(&(unit.clone(), period)).map(AsRef::as_ref)
    }

    /// Gives the questions on a return, with their answers.
    pub fn query_of(&self, key: &ReturnKey) -> Option<&Arc<Query>> {
        self.known.queries.get(key)
    }

    /// Counts the questions on a return that have no answer yet.
    pub fn unanswered(&self, key: &ReturnKey) -> usize {
        let questions = self.query_of(key).map_or(&[][..], |query| &query.questions);
        questions.iter().filter(|question| question.answer.is_none()).count()
    }

    /// Gives the last roll-up of the bureau above, as its form pack brought it.
    pub fn known_totals(&self) -> Option<&KnownTotals> {
        self.known.above.as_deref()
    }

    /// Gives the questions on our own returns that have no answer yet, each with its number.
    pub fn open_questions(&self) -> impl Iterator<Item = (&Arc<Query>, u32)> {
        let ours = self.known.queries.values().filter(|query| query.key.unit == self.seat);
        ours.flat_map(|query| {
            let open = query.questions.iter().filter(|question| question.answer.is_none());
            open.map(move |question| (query, question.number))
        })
    }

    /// Gives what was issued to us, or by us.
    pub fn issues(&self) -> &[Issue] {
        &self.known.issues
    }

    /// Gives what was issued of a form for a period.
    pub fn issue_of(&self, form: &FormId, period: Period) -> Option<&Issue> {
        self.known.issues.iter().find(|issue| issue.form == *form && issue.period == period)
    }

    /// Names this desk as the sender of a file.
    fn sender(&self, now: NaiveDateTime) -> Sender {
        Sender {
            program: env!("CARGO_PKG_VERSION").to_owned(),
            unit: self.seat.clone(),
            name: self.our_unit().map(|unit| unit.name.zh.clone()).unwrap_or_default(),
            who: self.who.clone(),
            at: now,
        }
    }

    /// Gives every digest a return had here in its superseded revisions.
    fn kept_digests(&self, key: &ReturnKey) -> BTreeSet<String> {
        let kept = self.folder.kept_revisions(key);
        let read = kept.iter().filter_map(|kept| self.folder.kept_return(kept, key).ok());
        read.filter_map(|found| crate::wire::return_digest(&found).ok()).collect()
    }
}
