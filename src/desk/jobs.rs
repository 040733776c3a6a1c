//! What the desk leaves to be written, and what the status bar may say about it.

use std::{collections::BTreeSet, sync::Arc};

use chrono::{NaiveDate, NaiveDateTime, TimeDelta};

use crate::{
    base::{Bilingual, PlanId},
    desk::{Desk, arrivals::put_packs},
    returns::{Followed, ReturnKey, UnitReturn},
    store::{ChangedFile, Folder, StoreError},
    unit::Unit,
    wire::{
        Branches, CountyStatement, DraftLine, FollowedLine, Issued, JournalLine, KnownTotals, Query,
        RegisterEdit, SentBackNote, StatementBranches, Workspace,
    },
};

/// How long nobody types before a return's file is rewritten.
const IDLE: TimeDelta = TimeDelta::seconds(2);
/// How long a failed write waits before it is tried again the first time; each further failure adds as much.
const RETRY: TimeDelta = TimeDelta::seconds(5);
/// After so many failures the wait no longer grows: a minute.
const MOST_PATIENCE: i32 = 12;

/// 写盘任务: an immutable value to be written by a worker.
#[derive(Clone, Debug)]
pub enum Job {
    /// Edits for the journal of a day.
    Journal(Vec<JournalLine>, NaiveDate),
    /// A return's file.
    Return(Arc<UnitReturn>),
    /// What a second person typed of a return.
    Second(Arc<UnitReturn>),
    /// Edits of deliverables for the journal of a day.
    FollowedLines(Vec<FollowedLine>, NaiveDate),
    /// Changes in the register for the journal of a day.
    RegisterLines(Vec<RegisterEdit>, NaiveDate),
    /// Texts that stand in cells and are not committed, for the journal of a day.
    Drafts(Vec<DraftLine>, NaiveDate),
    /// The file of what is followed of a plan.
    Followed(Arc<Followed>),
    /// The workspace's own file.
    Workspace(Workspace),
    /// A return's file, over one with a higher revision that is kept first, after a person has chosen.
    ReturnOver(Arc<UnitReturn>),
    /// The register, after a person has chosen ours.
    Units(Vec<Unit>),
    /// The files of many returns that came.
    Returns(Vec<Arc<UnitReturn>>),
    /// What is known of what came.
    Known(KnownJob),
    /// The snapshot of a day, if there is none yet.
    Day(NaiveDate),
    /// A look at what others have changed.
    Look,
    /// A look the worker took by itself, which nobody waits for.
    Watch,
}

impl Job {
    /// Says whether nothing waits for it, so that it does not count as being on its way.
    const fn is_beside(&self) -> bool {
        matches!(self, Self::Day(_) | Self::Watch)
    }
}

/// What is known of what came from other desks.
#[derive(Clone, Debug)]
pub enum KnownJob {
    /// Versions of a return beside the one at hand.
    Branches(Branches),
    /// The statement of a bureau below.
    Statement(Arc<CountyStatement>),
    /// Versions of a statement beside the one at hand.
    StatementBranches(StatementBranches),
    /// Questions on a return.
    Query(Arc<Query>),
    /// A 退回 that is being written.
    Refusal(Arc<SentBackNote>),
    /// A 退回 that is not being written any more.
    NoRefusal(ReturnKey),
    /// What was issued.
    Issued(Issued),
    /// The last roll-up of the bureau above.
    Above(Arc<KnownTotals>),
    /// Packs, by their path in the workspace.
    Packs(Vec<(String, String)>),
}

impl KnownJob {
    fn run(&self, folder: &Folder) -> Result<(), StoreError> {
        match self {
            Self::Branches(branches) => folder.save_branches(branches),
            Self::Statement(statement) => folder.save_statement(statement),
            Self::StatementBranches(known) => folder.save_statement_branches(known),
            Self::Query(query) => folder.save_query(query),
            Self::Refusal(note) => folder.save_refusal(note),
            Self::NoRefusal(key) => folder.drop_refusal(key),
            Self::Issued(issues) => folder.save_issued(issues),
            Self::Above(known) => folder.save_above(known),
            Self::Packs(files) => put_packs(folder, files),
        }
    }
}

/// What became of a job.
#[derive(Clone, Debug)]
pub struct JobDone {
    /// The job.
    pub job: Job,
    /// Why it failed, if it did.
    pub fault: Option<StoreError>,
    /// Files that somebody else has changed.
    pub changed: Vec<ChangedFile>,
}

/// 保存状态, as the status bar says it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SaveState {
    /// 已保存: every edit is on disk; since when, if anything was typed in this sitting.
    Saved(Option<NaiveDateTime>),
    /// 正在保存.
    Saving,
    /// 未保存, and why.
    Unsaved(Bilingual),
}

/// Runs one job; for the worker and for the command line.
pub fn run_job(folder: &Folder, job: Job) -> JobDone {
    run_job_between(folder, job, &mut || true)
}

/// Runs one job as [`run_job`], with something else done between the files of a long one; that one is given up where
/// `between` says no.
pub fn run_job_between(folder: &Folder, job: Job, between: &mut dyn FnMut() -> bool) -> JobDone {
    let result = match &job {
        Job::Journal(lines, day) => folder.append_journal(lines, *day),
        Job::Return(unit_return) => folder.save_return(unit_return),
        Job::Second(typed) => folder.save_second(typed),
        Job::FollowedLines(lines, day) => folder.append_followed(lines, *day),
        Job::RegisterLines(lines, day) => folder.append_register(lines, *day),
        Job::Drafts(lines, day) => folder.append_drafts(lines, *day),
        Job::Followed(followed) => folder.save_followed(followed),
        Job::Workspace(workspace) => folder.save_workspace(workspace),
        Job::ReturnOver(unit_return) => folder.replace_return(unit_return),
        Job::Units(units) => folder.save_units(units),
        Job::Returns(returns) => folder.save_returns(returns),
        Job::Known(known) => known.run(folder),
        Job::Day(day) => folder.keep_day_between(*day, between),
        Job::Look | Job::Watch => Ok(()),
    };
    let fault = result.err();
    let changed = match (&job, &fault) {
        (Job::Look | Job::Watch, _) => folder.changed_outside(),
        (_, Some(StoreError::ChangedOutside { path })) => vec![path.clone()],
        _ => Vec::new(),
    };
    // Read here, so that the screen need not.
    let changed = changed.iter().map(|path| folder.look_at(path)).collect();
    JobDone { job, fault, changed }
}

impl Desk {
    /// Gives what the status bar says about saving.
    pub const fn save_state(&self) -> &SaveState {
        &self.save_state
    }

    /// Gives why the last write failed, until everything is on disk.
    pub const fn save_fault(&self) -> Option<&StoreError> {
        self.save_fault.as_ref()
    }

    /// Hands over the jobs that wait; each must come back through [`Desk::job_done`].
    pub fn take_jobs(&mut self) -> Vec<Job> {
        self.running += self.jobs.iter().filter(|job| !job.is_beside()).count();
        std::mem::take(&mut self.jobs)
    }

    /// Takes note of a finished job.
    pub fn job_done(&mut self, done: JobDone, now: NaiveDateTime) {
        if !done.job.is_beside() {
            self.running = self.running.saturating_sub(1);
        }
        self.note_outside(done.changed);
        if matches!(done.job, Job::Look) || done.job.is_beside() {
            if matches!(done.job, Job::Day(_)) {
                self.saves += 1;
                if done.fault.is_some() {
                    // A full disk may have room again, and nobody sits down anew for that.
                    self.day = None;
                    self.day_again_at = Some(now + RETRY * MOST_PATIENCE);
                }
                self.day_fault = done.fault.map(|fault| fault.sentence());
            }
            if !matches!(self.save_state, SaveState::Saved(_)) {
                self.settle_state(now);
            }
            return;
        }
        self.saves += 1;
        match done.fault {
            None => {
                if let Job::Journal(written, _) = &done.job {
                    let written: BTreeSet<_> =
                        written.iter().map(|line| (&line.key, line.revision)).collect();
                    self.unwritten.retain(|line| !written.contains(&(&line.key, line.revision)));
                }
                if let Job::RegisterLines(written, _) = &done.job {
                    self.unwritten_register.retain(|line| !written.contains(line));
                }
                // The register may have been replaced while this one was on its way.
                if matches!(&done.job, Job::Units(written) if !written.iter().eq(self.tree.all())) {
                    self.units_unsaved = true;
                    self.retry_at = Some(now);
                }
                if let Job::ReturnOver(written) = &done.job {
                    self.over.remove(&written.key);
                }
                if let Job::Return(written) | Job::ReturnOver(written) = &done.job
                    && self
                        .returns
                        .get(&written.key)
                        .is_some_and(|current| current.revision == written.revision)
                {
                    self.unsaved.remove(&written.key);
                }
                if let Job::Followed(written) = &done.job
                    && self
                        .followed
                        .get(&written.plan)
                        .is_some_and(|current| current.revision == written.revision)
                {
                    self.unsaved_followed.remove(&written.plan);
                }
            }
            Some(why) => {
                let may_pass = why.may_pass();
                self.save_state = SaveState::Unsaved(why.sentence());
                self.save_fault = Some(why);
                // A return is queued anew from memory, since a newer revision may be there by then.
                match done.job {
                    Job::Journal(..)
                    | Job::FollowedLines(..)
                    | Job::RegisterLines(..)
                    | Job::Drafts(..)
                    | Job::Known(_) => self.failed.push(done.job),
                    Job::Units(_) => self.units_unsaved = true,
                    Job::Second(typed) => {
                        self.unsaved_second.insert(typed.key.clone());
                    }
                    Job::Workspace(_) => self.workspace_unsaved = true,
                    Job::Returns(written) => {
                        self.unsaved.extend(written.iter().map(|found| found.key.clone()));
                    }
                    Job::Return(_)
                    | Job::ReturnOver(_)
                    | Job::Followed(_)
                    | Job::Look
                    | Job::Watch
                    | Job::Day(_) => {}
                }
                // What only a person can mend is not tried again and again.
                if may_pass {
                    self.failures += 1;
                    self.retry_at = Some(now + RETRY * self.failures.clamp(1, MOST_PATIENCE));
                }
            }
        }
        self.settle_state(now);
    }

    /// Says 已保存 once nothing is on its way and nothing waits to be tried again.
    fn settle_state(&mut self, now: NaiveDateTime) {
        let fails = self.save_fault.as_ref().is_some_and(|fault| !fault.may_pass()) && self.has_unsaved();
        if self.running == 0
            && self.jobs.is_empty()
            && self.failed.is_empty()
            && self.retry_at.is_none()
            && !fails
            && self.save_state != SaveState::Saved(None)
        {
            self.save_fault = None;
            self.failures = 0;
            self.save_state = SaveState::Saved(Some(now));
        }
    }

    /// Lets time pass: queues the files of returns nobody has typed into for two seconds, and failed writes again.
    ///
    /// Gives how long until there may be something to do; `None` if only a person can start it.
    pub fn tick(&mut self, now: NaiveDateTime) -> Option<TimeDelta> {
        if self.is_read_only() {
            return None;
        }
        // A clock that was set back must not put off for months what waits for seconds.
        self.retry_at = self.retry_at.map(|at| at.min(now + RETRY * MOST_PATIENCE));
        self.last_edit = self.last_edit.map(|last| last.min(now));
        let mut next = None;
        if let Some(at) = self.retry_at {
            if now >= at {
                self.flush();
            } else {
                next = Some(at - now);
            }
        }
        if let Some(last) = self.last_edit.filter(|_| self.has_unsaved()) {
            let idle = now - last;
            if idle >= IDLE {
                self.last_edit = None;
                self.flush();
            } else {
                let rest = IDLE - idle;
                next = Some(next.map_or(rest, |other: TimeDelta| other.min(rest)));
            }
        }
        next
    }

    /// Queues everything that is not on disk yet, what failed before included.
    pub fn flush(&mut self) {
        if self.is_read_only() {
            return;
        }
        self.retry_at = None;
        // Lines of one moment go to disk at once: two hundred returns accepted are one write, not two hundred.
        // What failed before stays by itself: one line that cannot be written must not hold others back.
        self.jobs.dedup_by(|next, job| match (job, next) {
            (Job::Journal(lines, day), Job::Journal(more, other)) if day == other => {
                lines.append(more);
                true
            }
            _ => false,
        });
        self.jobs.append(&mut self.failed);
        if std::mem::take(&mut self.workspace_unsaved) {
            self.jobs.push(Job::Workspace(self.workspace.clone()));
            self.save_state = SaveState::Saving;
        }
        if std::mem::take(&mut self.units_unsaved) {
            self.jobs.push(Job::Units(self.tree.all().cloned().collect()));
            self.save_state = SaveState::Saving;
        }
        let keys: Vec<ReturnKey> = self.unsaved.iter().cloned().collect();
        for key in keys {
            if let Some(unit_return) = self.returns.get(&key) {
                let (value, is_over) = (Arc::clone(unit_return), self.over.contains(&key));
                self.jobs.push(if is_over { Job::ReturnOver(value) } else { Job::Return(value) });
                self.save_state = SaveState::Saving;
            }
        }
        for key in std::mem::take(&mut self.unsaved_second) {
            // From memory: more may have been typed since.
            if let Some(typed) = self.second.get(&key) {
                self.jobs.push(Job::Second(Arc::clone(typed)));
                self.save_state = SaveState::Saving;
            }
        }
        let plans: Vec<PlanId> = self.unsaved_followed.iter().cloned().collect();
        for plan in plans {
            if let Some(followed) = self.followed.get(&plan) {
                self.jobs.push(Job::Followed(Arc::clone(followed)));
                self.save_state = SaveState::Saving;
            }
        }
        self.last_edit = None;
    }

    /// Asks for the snapshot of a day at its first edit, and again at a later one if it could not be kept.
    pub(super) fn ask_for_day(&mut self, now: NaiveDateTime) {
        let longest = now + RETRY * MOST_PATIENCE;
        let is_too_soon = self.day_again_at.is_some_and(|at| now < at && at <= longest);
        if self.day != Some(now.date()) && !is_too_soon {
            self.day = Some(now.date());
            self.day_again_at = None;
            self.jobs.push(Job::Day(now.date()));
        }
    }

    /// Says whether something is still on its way to disk; the snapshot of a day, which nothing waits for, aside.
    pub fn is_busy(&self) -> bool {
        self.running > 0 || !self.jobs.is_empty()
    }

    /// Says whether there is anything that its own file does not hold yet.
    pub fn has_unsaved(&self) -> bool {
        !self.unsaved.is_empty()
            || !self.unsaved_followed.is_empty()
            || !self.unsaved_second.is_empty()
            || self.workspace_unsaved
            || self.units_unsaved
    }

    /// Says whether neither the journal nor a file holds any of what was done since the workspace was opened.
    pub fn is_nothing_kept(&self) -> bool {
        !self.unwritten.is_empty() && self.unwritten.iter().all(|line| self.unsaved.contains(&line.key))
    }

    /// Writes everything now, on this thread: for the command line and for closing.
    ///
    /// # Errors
    /// The first fault; what could not be written stays in memory.
    pub fn save_now(&mut self, now: NaiveDateTime) -> Result<(), Bilingual> {
        self.flush();
        let mut first = None;
        for job in self.take_jobs() {
            let done = run_job(&self.folder, job);
            first = first.or_else(|| done.fault.as_ref().map(StoreError::sentence));
            self.job_done(done, now);
        }
        first.map_or(Ok(()), Err)
    }
}
