//! Two versions of a bureau's statement that do not follow on each other: one stays, a person says which.

use std::sync::Arc;

use chrono::NaiveDateTime;

use crate::{
    base::{Bilingual, Period, UnitId},
    desk::{Desk, Job, KnownJob, Notice, SaveState, Taken, arrivals::take::Batch},
    exchange::{Fits, Lineage, Outcome, Reason, Side, Stand},
    wire::{Branch, CountyStatement, StatementBranches, Travelling, travelling_from_text},
};

/// A statement of which another version waits.
#[derive(Clone, Debug)]
pub struct StatementConflict {
    /// The version that arrived, as it waits.
    pub branch: Branch,
    /// The version at hand.
    pub ours: Arc<CountyStatement>,
    /// The version that arrived.
    pub theirs: Arc<CountyStatement>,
}

impl Desk {
    /// Gives the statements of which another version waits, with how many do.
    pub fn statement_conflicts(&self) -> Vec<((UnitId, Period), usize)> {
        let known = self.known.statement_branches.keys();
        let counted = known.map(|of| (of.clone(), self.statement_stand(of).waiting().count()));
        counted.filter(|(_, count)| *count > 0).collect()
    }

    /// Gives the first other version of a statement; `None` if none waits.
    ///
    /// # Errors
    /// If the file it came in cannot be read any more.
    pub fn statement_conflict(&self, of: &(UnitId, Period)) -> Result<Option<StatementConflict>, Bilingual> {
        let Some(branch) = self.statement_stand(of).waiting().next().cloned() else { return Ok(None) };
        let Some(ours) = self.known.statements.get(of).cloned() else { return Ok(None) };
        let read = self.folder.arrived_file(&branch.file).and_then(|bytes| travelling_from_text(&bytes).ok());
        match read {
            Some(Travelling::Statement(theirs)) if (&theirs.unit, theirs.period) == (&of.0, of.1) => {
                Ok(Some(StatementConflict { branch, ours, theirs: Arc::new(*theirs) }))
            }
            _ => Err(Bilingual::new(
                format!("inbox 中找不到来件 {}，无法比较。请重新接收。", branch.file),
                format!("The file {} is not in inbox any more; receive it again.", branch.file),
            )),
        }
    }

    fn statement_stand(&self, of: &(UnitId, Period)) -> Stand {
        let at_hand = self.known.statements.get(of).map(|known| Lineage::of_statement(known));
        let branches = self.known.statement_branches.get(of).cloned().unwrap_or_default();
        Stand { at_hand, before_draft: None, branches }
    }

    /// Takes a statement over, judged by what is at hand now.
    pub(super) fn take_statement(
        &mut self,
        statement: Arc<CountyStatement>,
        file: &str,
        batch: &mut Batch,
        now: NaiveDateTime,
    ) -> Taken {
        let of = (statement.unit.clone(), statement.period);
        let mut stand = self.statement_stand(&of);
        let before = stand.branches.len();
        let tip = stand.at_hand.as_ref().and_then(Lineage::tip).unwrap_or_default().to_owned();
        let branch = |lineage| Branch { lineage, set_aside: false, file: file.to_owned(), at: now };
        let fits = stand.take(&Lineage::of_statement(&statement), branch);
        if stand.branches.len() > before {
            self.keep_statement_branches(&of, stand.branches);
            batch.is_changed = true;
        }
        let (outcome, reason) = match fits {
            Fits::First => (Outcome::New, None),
            Fits::Follows => (Outcome::Update, None),
            Fits::Known => (Outcome::Duplicate, Some(Reason::SameFigures)),
            Fits::Older => (Outcome::Superseded, Some(Reason::LaterAtHand)),
            Fits::Apart => (Outcome::Conflict, Some(Reason::Apart(tip))),
        };
        if outcome.is_plain() {
            self.keep_statement(statement);
            batch.is_changed = true;
        }
        Taken { outcome, reason }
    }

    fn keep_statement_branches(&mut self, of: &(UnitId, Period), mut branches: Vec<Branch>) {
        branches.sort();
        Arc::make_mut(&mut self.known.statement_branches).insert(of.clone(), branches.clone());
        let (unit, period) = of.clone();
        let known = StatementBranches { unit, period, branches };
        self.jobs.push(Job::Known(KnownJob::StatementBranches(known)));
        self.save_state = SaveState::Saving;
    }

    /// Settles the first other version of a statement: one side stays, the other is set aside and kept in `inbox/`.
    pub(in crate::desk) fn settle_statement(
        &mut self,
        of: &(UnitId, Period),
        side: Side,
        now: NaiveDateTime,
    ) -> Vec<Notice> {
        if self.is_read_only() {
            return vec![Notice::refused("工作区以只读方式打开。", "The workspace is open read-only.")];
        }
        let StatementConflict { branch, ours, theirs } = match self.statement_conflict(of) {
            Ok(Some(conflict)) => conflict,
            Ok(None) => {
                let (zh, en) =
                    ("这份汇总没有冲突，未作改动。", "This statement has no conflict; nothing was changed.");
                return vec![Notice::refused(zh, en)];
            }
            Err(message) => return vec![Notice { element: None, refused: true, message }],
        };
        let set_aside = match side {
            Side::Ours => Lineage::from(&branch),
            Side::Theirs => Lineage::of_statement(&ours),
        };
        if side == Side::Theirs {
            self.keep_statement(theirs);
        }
        let mut branches = self.known.statement_branches.get(of).cloned().unwrap_or_default();
        branches.retain(|known| {
            Lineage::from(known) != set_aside && Lineage::from(known) != Lineage::from(&branch)
        });
        branches.push(Branch { lineage: set_aside.digests().to_vec(), set_aside: true, at: now, ..branch });
        self.keep_statement_branches(of, branches);
        self.generation += 1;
        self.flush();
        Vec::new()
    }
}
