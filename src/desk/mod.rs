//! The headless desk: the open workspace, commands, undo, derived views and the jobs they leave.
//!
//! Window and command line are two faces of it. It knows no clock: `now` is an argument.

mod accepting;
mod apply;
mod areas;
mod arrivals;
mod block;
mod check_packs;
mod command;
mod copy;
mod days;
mod deliverables;
mod demo;
mod demo_files;
mod derived;
mod detached;
mod dictionary;
mod dictionary_tables;
mod explanations;
mod file_rows;
mod findings;
mod follow;
mod history;
mod jobs;
mod judge;
mod marks;
mod open;
mod outside;
mod overview;
mod places;
mod print;
mod recovery;
mod register;
mod reporting;
mod review;
mod rollup;
mod second;
pub mod sheet;
mod tally;
mod telling;
mod track;
mod trends;
mod workflow;

use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
    sync::Arc,
};

use chrono::{NaiveDate, NaiveDateTime};

pub use accepting::Doubt;
pub use apply::Notice;
pub use areas::AreaLine;
pub use arrivals::{
    Checking, Collected, Conflict, NewFormPack, Secured, Settling, StatementConflict, Taken, collect,
    is_arrival, secure,
};
pub use block::{Block, Fate, PastePlan, PasteWish, PastedColumn, PlannedLine, block_text};
pub use command::{Command, Moving, Subject};
pub use copy::WorkspaceCopy;
pub use days::RestoreFrom;
pub use deliverables::{
    DeliverableFilter, DeliverableGroup, DeliverableLine, GroupKey, Grouping, Tally, Timing,
    deliverable_groups, deliverable_table,
};
pub use demo::{DemoSize, demo_workspace};
pub use demo_files::{demo_package, demo_parcels, write_demo};
pub use dictionary::{Asked, Dictionary, Entry, EntryId, Place};
pub use explanations::{ExplanationLine, Holds, explanation_table};
pub use findings::{Answer, FindingView, Findings};
pub use follow::FollowChange;
pub use history::{ChangedSince, history_table, why_words};
pub use jobs::{Job, JobDone, KnownJob, SaveState, run_job, run_job_between};
pub use open::{NewWorkspace, OpenFault};
pub use outside::{Outside, OutsideOf};
pub use overview::{FormState, FormView, PlanLine, Work};
pub use recovery::{Offer, OfferLine, OfferPlace, Offered, Restorable};
pub use register::{
    AttributeFault, AttributeWrong, Correction, FieldChange, ImportOutcome, ImportRow, Rank, RegisterImport,
    RegisterLine, UnitChange, UnitField, attributes, register_table, unit_cells,
};
pub use reporting::{Reported, Reporting, ReportingCount, ReportingLine};
pub use review::{Peers, Review, ReviewLine, ReviewOrder};
pub use rollup::{
    Board, BoardMade, BoardTask, CellKind, HandOver, HandOverFile, ItemHead, MemberChange, OwnPart, Ranked,
    RankedAmong, RankedUnit, RollUp, RollUpChange, RollUpItem, RollUpLine, RollUpMember, RollUpRecord,
    RollUpSince, TotalCell, TotalPart, TotalParts, TotalState, WhyNot, roll_up_table,
};
pub use second::{Difference, SecondLine};
pub use sheet::{Row, RowKind, SectionView, Sheet};
pub use tally::Filled;
pub use telling::Told;
pub use track::{
    Compared, Comparison, Contribution, Contributions, Gap, Lacking, NumberEffect, PlanReport, REPORT_DPI,
    ReportWish, SeriesPoint, SmallMultiple, StackedTarget, Things, TrackFilter, TrackLine, TrackOrder,
    TrendChoice, TypedStart, clauses_of, contribution_table, counts_words, dashboard_table, gap_table,
    tracked, verdict_counts, verdict_name, verdict_words,
};
pub use trends::TrendView;
pub use workflow::Readiness;

use crate::{
    base::{Bilingual, ElementId, FormId, Lang, Period, PlanId, UnitId},
    check::{CheckBook, Found},
    indicator::Catalogue,
    plan::Plan,
    returns::{Edit, Followed, FollowedEdit, ReturnKey, UnitReturn},
    rollup::Statements,
    store::{Access, FileFault, Folder, StoreError},
    unit::{Tree, Unit},
    wire::{FollowedLine, JournalLine, RegisterEdit, Role, Workspace},
};

/// What a step back, or its repetition, has changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Touched {
    /// A cell of a return.
    Cell(ReturnKey, ElementId),
    /// A row of a plan's deliverables.
    Deliverable(PlanId, String),
    /// A unit of the register.
    Unit(UnitId),
}

/// How far returns are filled, with the revision and the plan they were counted for.
type Tallies = BTreeMap<ReturnKey, ((u64, PlanId), Filled)>;

/// 工作台: an open workspace.
#[derive(Debug)]
pub struct Desk {
    folder: Arc<Folder>,
    workspace: Workspace,
    seat: UnitId,
    who: String,
    catalogue: Arc<Catalogue>,
    plans: Vec<Arc<Plan>>,
    book: CheckBook,
    tree: Arc<Tree>,
    returns: BTreeMap<ReturnKey, Arc<UnitReturn>>,
    /// What counts at this seat.
    statements: BTreeMap<Period, Statements>,
    /// What units say whose return was sent back from here: it stands on their return and in no total.
    held: BTreeMap<Period, Statements>,
    second: BTreeMap<ReturnKey, Arc<UnitReturn>>,
    followed: BTreeMap<PlanId, Arc<Followed>>,
    faults: Vec<FileFault>,
    pack_faults: Vec<Bilingual>,
    recovery: recovery::Recovery,
    known: arrivals::Known,
    /// Read from the journal when it is first asked for.
    declined: RefCell<Option<recovery::Declined>>,
    undone: Vec<Step>,
    done: Vec<Step>,
    unsaved: BTreeSet<ReturnKey>,
    unsaved_followed: BTreeSet<PlanId>,
    unsaved_second: BTreeSet<ReturnKey>,
    last_edit: Option<NaiveDateTime>,
    jobs: Vec<Job>,
    failed: Vec<Job>,
    workspace_unsaved: bool,
    units_unsaved: bool,
    retry_at: Option<NaiveDateTime>,
    running: usize,
    save_state: SaveState,
    save_fault: Option<StoreError>,
    /// How often in a row a write has failed.
    failures: i32,
    outside: Vec<Outside>,
    /// The day whose snapshot was asked for last.
    day: Option<NaiveDate>,
    day_fault: Option<Bilingual>,
    /// When a snapshot that could not be kept may be asked for again.
    day_again_at: Option<NaiveDateTime>,
    /// Returns that go over a file with a higher revision, because a person has said so.
    over: BTreeSet<ReturnKey>,
    generation: u64,
    saves: u64,
    touched: Option<Touched>,
    told_followed: RefCell<Option<Vec<FollowedLine>>>,
    told_register: RefCell<Option<Vec<RegisterEdit>>>,
    /// Changes of the register on their way to the journal.
    unwritten_register: Vec<RegisterEdit>,
    told: RefCell<Option<(ReturnKey, Vec<JournalLine>)>>,
    /// Lines that are on their way to the journal.
    unwritten: Vec<JournalLine>,
    tallies: RefCell<Tallies>,
    found: RefCell<BTreeMap<ReturnKey, Arc<Found>>>,
    memo: RefCell<derived::Memo>,
    ledger: RefCell<Option<rollup::Kept>>,
    digests: RefCell<BTreeMap<ReturnKey, String>>,
}

/// 最近: a return that was edited, when last, and how often.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recent {
    /// The return.
    pub key: ReturnKey,
    /// Its newest edit.
    pub at: NaiveDateTime,
    /// How many edits it has.
    pub edits: usize,
}

/// One undoable step: all edits of one command.
#[derive(Clone, Debug)]
enum Step {
    /// Cells of a return.
    Cells { key: ReturnKey, edits: Vec<Edit> },
    /// A deliverable of a plan.
    Followed { plan: PlanId, edit: Box<FollowedEdit> },
    /// The register, before and after.
    Register { before: Arc<Tree>, after: Arc<Tree> },
}

impl Step {
    /// Says whether it was done in a place.
    fn is_in(&self, subject: &Subject) -> bool {
        match (self, subject) {
            (Self::Cells { key, .. }, Subject::Return(of)) => key == of,
            (Self::Followed { plan, .. }, Subject::Plan(of)) => plan == of,
            (Self::Register { .. }, Subject::Register) => true,
            _ => false,
        }
    }
}

impl Desk {
    /// Gives the folder the workspace lies in.
    pub fn root(&self) -> &Path {
        self.folder.root()
    }

    /// Gives the folder itself, for the worker that runs [`Job`]s.
    pub fn folder(&self) -> Arc<Folder> {
        Arc::clone(&self.folder)
    }

    /// Says whether figures can be saved here, and if not why.
    pub fn access(&self) -> &Access {
        self.folder.access()
    }

    /// Says whether nothing can be changed.
    pub fn is_read_only(&self) -> bool {
        matches!(self.folder.access(), Access::ReadOnly(_))
    }

    /// Gives who we are.
    pub const fn workspace(&self) -> &Workspace {
        &self.workspace
    }

    /// Gives the language of the workspace.
    pub const fn lang(&self) -> Lang {
        self.workspace.lang
    }

    /// Gives the unit whose desk this is; in a demonstration the seat that was taken.
    pub const fn seat(&self) -> &UnitId {
        &self.seat
    }

    /// Gives our unit's entry in the register.
    pub fn our_unit(&self) -> Option<&Unit> {
        self.tree.unit(&self.seat)
    }

    /// Says whether we are a bureau.
    pub fn is_bureau(&self) -> bool {
        self.our_unit().is_some_and(|unit| unit.area.is_some())
    }

    /// Gives elements, indicators, forms and scopes.
    pub fn catalogue(&self) -> &Catalogue {
        &self.catalogue
    }

    /// Gives every plan pack, shipped and issued.
    pub fn plans(&self) -> &[Arc<Plan>] {
        &self.plans
    }

    /// Gives the plan that is followed.
    pub fn plan(&self) -> Option<&Plan> {
        self.plans.iter().find(|plan| plan.id == self.workspace.plan).map(AsRef::as_ref)
    }

    /// Gives the register.
    pub fn tree(&self) -> &Tree {
        &self.tree
    }

    /// Gives a return, if there is one.
    pub fn unit_return(&self, key: &ReturnKey) -> Option<&Arc<UnitReturn>> {
        self.returns.get(key)
    }

    /// Gives every return in the order of unit, form and period.
    pub fn returns(&self) -> impl Iterator<Item = &Arc<UnitReturn>> {
        self.returns.values()
    }

    /// Gives the files that could not be read, or were read with doubt.
    pub fn faults(&self) -> &[FileFault] {
        &self.faults
    }

    /// Gives what is wrong with packs in the workspace.
    pub fn pack_faults(&self) -> &[Bilingual] {
        &self.pack_faults
    }

    /// Gives the periods that hold any figure, oldest first.
    pub fn periods(&self) -> impl Iterator<Item = Period> {
        self.statements.keys().copied()
    }

    /// Gives a number that grows with every change, for whoever keeps derived things.
    pub const fn generation(&self) -> u64 {
        self.generation
    }

    /// Gives a number that grows with every finished write.
    pub const fn saves(&self) -> u64 {
        self.saves
    }

    /// Gives who types here.
    pub fn who(&self) -> &str {
        &self.who
    }

    /// Says whether there is a step to take back.
    pub const fn can_undo(&self) -> bool {
        !self.done.is_empty()
    }

    /// Says whether there is a step to do again.
    pub const fn can_redo(&self) -> bool {
        !self.undone.is_empty()
    }

    /// Says whether there is a step in one place to take back.
    pub fn can_undo_in(&self, subject: &Subject) -> bool {
        self.done.iter().any(|step| step.is_in(subject))
    }

    /// Says whether there is a step in one place to do again.
    pub fn can_redo_in(&self, subject: &Subject) -> bool {
        self.undone.iter().any(|step| step.is_in(subject))
    }

    /// Gives, once, what was changed by taking a step back or doing it again.
    pub const fn take_touched(&mut self) -> Option<Touched> {
        self.touched.take()
    }

    /// Gives the history of a return or of one of its cells, oldest first, from the journal on disk.
    ///
    /// The journal is read once for a return; what is edited from then on is added as it happens.
    pub fn history(&self, key: &ReturnKey, element: Option<&ElementId>) -> Vec<JournalLine> {
        let fits = |line: &&JournalLine| element.is_none() || line.edit.change.element() == element;
        let mut told = self.told.borrow_mut();
        if let Some((_, lines)) = told.as_ref().filter(|(of, _)| of == key) {
            return lines.iter().filter(fits).cloned().collect();
        }
        let (mut lines, _) = self.folder.journal();
        lines.retain(|line| line.key == *key);
        // What is on its way to the disk may be there already.
        let there: BTreeSet<u64> = lines.iter().map(|line| line.revision).collect();
        let missing = |line: &&JournalLine| line.key == *key && !there.contains(&line.revision);
        lines.extend(self.unwritten.iter().filter(missing).cloned());
        // A clock that was set back, or a write that was done again, puts lines into another order.
        lines.sort_by_key(|line| line.revision);
        let found = lines.iter().filter(fits).cloned().collect();
        // While lines are on their way to the disk they would be missed, or counted twice.
        if self.is_at_rest() {
            *told = Some((key.clone(), lines));
        }
        found
    }

    /// Says whether nothing is on its way to the disk and nothing waits to be written again.
    fn is_at_rest(&self) -> bool {
        self.jobs.is_empty() && self.running == 0 && self.failed.is_empty()
    }

    /// Gives the returns edited last with the time of their newest edit, the newest first, from the journal on disk.
    pub fn recent(&self, at_most: usize) -> Vec<Recent> {
        let (lines, _) = self.folder.journal();
        let mut newest: BTreeMap<ReturnKey, (NaiveDateTime, usize)> = BTreeMap::new();
        for line in lines {
            let entry = newest.entry(line.key).or_insert((line.edit.at, 0));
            entry.0 = entry.0.max(line.edit.at);
            entry.1 += 1;
        }
        let mut found: Vec<Recent> =
            newest.into_iter().map(|(key, (at, edits))| Recent { key, at, edits }).collect();
        found.sort_by_key(|found| std::cmp::Reverse(found.at));
        found.truncate(at_most);
        found
    }

    /// Gives the key of our own return.
    pub fn our_key(&self, form: &FormId, period: Period) -> ReturnKey {
        ReturnKey { unit: self.seat.clone(), form: form.clone(), period }
    }

    /// Says whether we may type into a return: our own, any in a demonstration, one on behalf of a unit below.
    pub fn may_edit(&self, key: &ReturnKey) -> bool {
        let open = self.returns.get(key).is_none_or(|found| found.status().is_open());
        let is_sound = self.refusal_over(|folder| folder.path_of(key)).is_none();
        open && is_sound && !self.is_read_only() && self.may_author(key)
    }

    /// Says whether the screens offer to type into a return: our own, and what we fill in on a unit's behalf; in a
    /// demonstration each seat its own.
    pub fn types_here(&self, key: &ReturnKey) -> bool {
        let is_ours = key.unit == self.seat || self.returns.get(key).is_some_and(|found| found.on_behalf);
        is_ours && self.may_edit(key)
    }

    /// Says whether a return may be looked at from this desk: our own, and those of units below us.
    pub fn may_look(&self, key: &ReturnKey) -> bool {
        key.unit == self.seat || (self.is_bureau() && self.tree.is_within(&key.unit, &self.seat))
    }

    fn may_author(&self, key: &ReturnKey) -> bool {
        match self.workspace.role {
            Role::Demo => true,
            Role::Unit => key.unit == self.workspace.unit,
            Role::Bureau => {
                let own = self.returns.get(key).is_none_or(|found| found.on_behalf);
                key.unit == self.workspace.unit
                    || (own && self.tree.is_within(&key.unit, &self.workspace.unit))
            }
        }
    }

    /// Gives where a return's file lies, relative to the workspace.
    pub fn return_path(key: &ReturnKey) -> PathBuf {
        Path::new("returns")
            .join(key.period.to_string())
            .join(key.form.as_str())
            .join(format!("{}.ron", key.unit))
    }
}
