//! What the 上报 screen remembers; the returns themselves stay in the desk.

use std::{collections::BTreeSet, sync::Arc};

use crate::{
    base::{Bilingual, Query},
    desk::{self, ChangedSince, Command, Desk},
    returns::{ReturnKey, Signers},
    ui::{
        act::Act,
        findings::Drafts,
        recovery::Typed,
        submit::{bulk::Bulk, compare_ui::Comparing, refusal::Refusals, second_ui::Typing},
    },
    wire::JournalLine,
};

/// What is asked before a return is moved on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Asking {
    /// Why it is withdrawn.
    Withdraw(String),
    /// Why an accepted return is corrected.
    Correct(String),
    /// Why there is nothing to report.
    Nil(String),
    /// Why it is sent back.
    SendBack,
    /// Whether it is accepted.
    Accept,
    /// Whether it is handed in, and why once more where nothing changed.
    Submit(String),
    /// Whether the second typing is thrown away.
    ClearSecond,
}

/// History and changes of a return, read again only when something was written.
#[derive(Debug)]
pub(super) struct Told {
    pub(super) key: ReturnKey,
    pub(super) generation: (u64, u64),
    pub(super) lines: Vec<JournalLine>,
    /// The same in words, the newest first.
    pub(super) words: Vec<desk::Told>,
    pub(super) since: Vec<ChangedSince>,
    pub(super) broken: Option<crate::base::Bilingual>,
}

/// 上报画面的状态.
#[derive(Debug, Default)]
pub struct SubmitState {
    /// A return of a unit below, being looked at by its bureau.
    pub(super) reviewed: Option<ReturnKey>,
    /// A question, with the return it is about.
    pub(super) asking: Option<(ReturnKey, Asking)>,
    /// The return whose handing in was offered to the Enter key.
    pub(super) offered: Option<ReturnKey>,
    /// Names being typed, for the return they belong to.
    pub(super) signers: Option<(ReturnKey, Signers)>,
    pub(super) whole_history: bool,
    /// Lines of the history that are unfolded, counted from the oldest.
    pub(super) unfolded: BTreeSet<usize>,
    /// The second typing, if it is open.
    pub(super) typing: Typing,
    /// What is being written to send returns back with.
    pub(in crate::ui) refusals: Refusals,
    /// Explanations; a bureau writes none, so they stay empty.
    pub(super) drafts: Drafts,
    /// Figures under review.
    pub(super) comparing: Comparing,
    /// What is searched for among the returns of units below.
    pub(super) search: String,
    /// The dialog that accepts several, if it is open.
    pub(super) bulk: Option<Bulk>,
    below: Option<Below>,
    told: Option<Arc<Told>>,
}

/// Returns of units below that were found, with what was searched for, in which order of them.
type Below = (String, Arc<Vec<ReturnKey>>, Arc<Vec<ReturnKey>>);

impl SubmitState {
    /// Commits names that are being typed.
    pub fn commit(&mut self, out: &mut Vec<Act>) {
        self.typing.commit(out);
        if let Some((key, mut signers)) = self.signers.take() {
            for signer in [&mut signers.filler, &mut signers.statistician, &mut signers.head] {
                signer.name = signer.name.trim().to_owned();
                signer.phone = signer.phone.trim().to_owned();
            }
            out.push(Act::Do(Command::SetSigners { key, signers: Box::new(signers) }));
        }
    }

    /// Says whether the list of choices of a cell is open.
    pub(in crate::ui) const fn has_list_open(&self) -> bool {
        self.typing.choosing.is_some()
    }

    /// Gives the figure a second person is typing and has not committed.
    pub(in crate::ui) fn typed(&self) -> Vec<Typed> {
        self.typing.typed().into_iter().collect()
    }

    /// Takes up what was being written when the program was closed.
    pub(in crate::ui) fn begun_before(desk: &Desk) -> Self {
        Self { refusals: Refusals::begun_before(desk), ..Self::default() }
    }

    /// Shows a return of a unit below.
    pub fn review(&mut self, key: Option<ReturnKey>) {
        if self.reviewed != key {
            self.comparing.chosen = None;
        }
        self.reviewed = key;
        self.asking = None;
        self.bulk = None;
        self.whole_history = false;
        self.unfolded.clear();
        self.typing = Typing::default();
    }

    /// Shows a return of a unit below with the question what it is sent back with.
    pub fn ask_send_back(&mut self, key: ReturnKey) {
        self.review(Some(key.clone()));
        self.asking = Some((key, Asking::SendBack));
    }

    /// Gives the return of a unit below that is looked at.
    pub(in crate::ui) const fn reviewed(&self) -> Option<&ReturnKey> {
        self.reviewed.as_ref()
    }

    /// Shows a return of a unit below with the field for a question on the figure at hand, or the first one.
    pub(in crate::ui) fn ask_query(&mut self, key: ReturnKey) {
        self.review(Some(key));
        self.comparing.wants_question = true;
    }

    /// Shows one of our returns with the list to type it into a second time.
    pub fn begin_second(&mut self) {
        self.review(None);
        self.typing = Typing::begin();
    }

    /// Gives the returns of units below that are searched for, by unit, form and period; searched again only when something
    /// else is typed or the desk has changed.
    pub(super) fn below(&mut self, desk: &Desk) -> Arc<Vec<ReturnKey>> {
        let all = desk.handed_in_below();
        let query = Query::new(&self.search);
        if query.is_empty() {
            return all;
        }
        let is_known = |(search, of, _): &&Below| *search == self.search && Arc::ptr_eq(of, &all);
        if let Some((.., found)) = self.below.as_ref().filter(is_known) {
            return Arc::clone(found);
        }
        let finds = |key: &&ReturnKey| {
            let (unit, form) = (desk.tree().unit(&key.unit), desk.catalogue().form(&key.form));
            let names = [unit.map(|unit| &unit.name), form.map(|form| &form.name)].into_iter().flatten();
            let line = names.fold(Bilingual::default(), |line, name| Bilingual {
                zh: format!("{} {}", line.zh, name.zh),
                en: format!("{} {}", line.en, name.en),
            });
            query.finds(&line, &format!("{} {}", key.unit, key.period))
        };
        let found = Arc::new(all.iter().filter(finds).cloned().collect());
        self.below = Some((self.search.clone(), all, Arc::clone(&found)));
        found
    }

    pub(super) fn told(&mut self, desk: &Desk, key: &ReturnKey) -> Arc<Told> {
        let generation = (desk.generation(), desk.saves());
        match &self.told {
            Some(told) if told.key == *key && told.generation == generation => Arc::clone(told),
            _ => {
                let lines = desk.history(key, None);
                let told = Arc::new(Told {
                    key: key.clone(),
                    generation,
                    words: desk.told(&lines),
                    lines,
                    since: desk.changed_since_submission(key),
                    broken: desk.history_break(key),
                });
                self.told = Some(Arc::clone(&told));
                told
            }
        }
    }
}
