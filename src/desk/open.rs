//! Opening and making workspaces.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
    sync::Arc,
};

use chrono::NaiveDateTime;
use thiserror::Error;

use crate::{
    base::{Bilingual, Lang, PlanId, UnitId},
    check::ChecksFile,
    desk::{
        Desk, SaveState,
        check_packs::{book_over, shipped_checks},
    },
    indicator::{Catalogue, CatalogueParts},
    plan::Plan,
    store::{FileFault, Folder, StoreError},
    unit::{Tree, TreeError, Unit},
    wire::{
        Pack, PackFault, Role, TakenLine, Workspace, catalogue_of, catalogue_over, plans_over,
        shipped_catalogue_packs, shipped_plans,
    },
};

/// Why a workspace cannot be opened at all.
#[derive(Debug, Error)]
pub enum OpenFault {
    /// The folder cannot be used.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// `workspace.ron` cannot be read.
    #[error("workspace.ron cannot be read")]
    Workspace(FileFault),
    /// The register contradicts itself.
    #[error("units.ron: {0}")]
    Register(TreeError),
    /// The packs in the program are damaged.
    #[error("the program's own packs cannot be read: {0}")]
    Shipped(PackFault),
}

impl OpenFault {
    /// Says what is wrong and what can be done.
    pub fn sentence(&self) -> Bilingual {
        match self {
            Self::Store(fault) => fault.sentence(),
            Self::Workspace(fault) => fault.sentence(),
            Self::Register(fault) => Bilingual::new(
                format!("机构登记册有误：{fault}。请更正 units.ron 或从备份恢复；文件未改动。"),
                format!(
                    "The register contradicts itself: {fault}. Mend units.ron or restore it; it was left as it is."
                ),
            ),
            Self::Shipped(fault) => {
                let fault = fault.sentence();
                Bilingual::new(
                    format!("程序自带的目录无法读取：{}请重新安装。", fault.zh),
                    format!("The program's own packs cannot be read: {} Install it again.", fault.en),
                )
            }
        }
    }
}

/// 新工作区: who we are.
#[derive(Clone, Debug)]
pub struct NewWorkspace {
    /// Unit or bureau.
    pub role: Role,
    /// Our unit, with kind, level and ownership.
    pub unit: Unit,
    /// The plan we follow.
    pub plan: PlanId,
    /// The language.
    pub lang: Lang,
}

impl Desk {
    /// Opens the workspace in a folder.
    ///
    /// A file that cannot be read is named in [`Desk::faults`] and left as it is; the rest is worked with.
    ///
    /// # Errors
    /// Only what makes work impossible: no folder, no readable `workspace.ron`, a register that contradicts itself.
    pub fn open(root: &Path, who: &str, now: NaiveDateTime) -> Result<Self, OpenFault> {
        let folder = Folder::open(root, who, now)?;
        if let Some(from) = folder.taken_from() {
            let line = TakenLine { at: now, who: who.to_owned(), from: from.to_owned() };
            // A disk that is full now says so at the first edit; the workspace opens all the same.
            let _ = folder.append_taken(&line, now.date());
        }
        Self::of_folder(folder, who)
    }

    /// Makes a workspace in an empty or new folder and opens it.
    ///
    /// # Errors
    /// As [`Desk::open`], and if the folder already holds a workspace.
    pub fn create(root: &Path, new: NewWorkspace, who: &str, now: NaiveDateTime) -> Result<Self, OpenFault> {
        let workspace = Workspace {
            unit: new.unit.id.clone(),
            role: new.role,
            plan: new.plan,
            lang: new.lang,
            synthetic: false,
        };
        let folder = Folder::create(root, who, now, &workspace, &[new.unit])?;
        Self::of_folder(folder, who)
    }

    /// Sits down at a folder that is open already, whatever disk it lies on.
    ///
    /// # Errors
    /// As [`Desk::open`].
    pub fn of_folder(folder: Folder, who: &str) -> Result<Self, OpenFault> {
        let mut loaded = folder.load();
        let mut arrived = folder.arrived();
        loaded.faults.append(&mut arrived.faults);
        let workspace = loaded.workspace.map_err(OpenFault::Workspace)?;
        let tree = Tree::new(loaded.units).map_err(OpenFault::Register)?;
        let shipped = shipped().map_err(OpenFault::Shipped)?;
        // Packs that do not fit together are named and left out; the rest is worked with.
        let (issued, mut faults) = catalogue_over(&shipped.packs, loaded.catalogue_packs);
        let catalogue = issued.map_or(shipped.catalogue, Arc::new);
        let (plans, of_plans) = plans_over(shipped.plans, loaded.plans, &catalogue);
        faults.extend(of_plans);
        let (book, of_checks) = book_over(&shipped.checks, loaded.checks, &catalogue);
        faults.extend(of_checks);
        let pack_faults = faults.iter().map(PackFault::sentence).collect();
        let returns = loaded.returns.into_iter().map(|found| (found.key.clone(), Arc::new(found))).collect();
        let second = loaded.second.into_iter().map(|found| (found.key.clone(), Arc::new(found))).collect();
        let followed =
            loaded.followed.into_iter().map(|found| (found.plan.clone(), Arc::new(found))).collect();
        let mut desk = Self {
            folder: Arc::new(folder),
            seat: workspace.unit.clone(),
            workspace,
            who: who.to_owned(),
            catalogue,
            plans,
            book,
            tree: Arc::new(tree),
            returns,
            statements: BTreeMap::new(),
            held: BTreeMap::new(),
            second,
            followed,
            faults: loaded.faults,
            pack_faults,
            recovery: Default::default(),
            known: arrived.into(),
            declined: Default::default(),
            undone: Vec::new(),
            done: Vec::new(),
            unsaved: BTreeSet::new(),
            unsaved_followed: BTreeSet::new(),
            unsaved_second: BTreeSet::new(),
            last_edit: None,
            jobs: Vec::new(),
            failed: Vec::new(),
            workspace_unsaved: false,
            units_unsaved: false,
            retry_at: None,
            running: 0,
            save_state: SaveState::Saved(None),
            save_fault: None,
            failures: 0,
            outside: Vec::new(),
            day: None,
            day_fault: None,
            day_again_at: None,
            over: BTreeSet::new(),
            generation: 0,
            saves: 0,
            touched: None,
            told_followed: Default::default(),
            told_register: Default::default(),
            unwritten_register: Vec::new(),
            told: Default::default(),
            unwritten: Vec::new(),
            tallies: Default::default(),
            found: Default::default(),
            memo: Default::default(),
            ledger: Default::default(),
            digests: Default::default(),
        };
        desk.take_up(loaded.pending, loaded.pending_followed, loaded.drafts, loaded.broken);
        desk.derive_all();
        Ok(desk)
    }

    /// Gives the packs shipped with the program.
    ///
    /// # Errors
    /// Only if the program itself is damaged.
    pub fn shipped_packs() -> Result<(Arc<Catalogue>, Vec<Arc<Plan>>), Bilingual> {
        shipped().map(|packs| (packs.catalogue, packs.plans)).map_err(|fault| fault.sentence())
    }

    /// Proposes an id for a new unit from its name's place in time; ASCII, since it is a file name.
    pub fn proposed_unit_id(now: NaiveDateTime) -> String {
        now.format("U%y%m%d%H%M").to_string()
    }

    /// Replaces the register.
    ///
    /// # Errors
    /// A register that contradicts itself, one that forgets our own unit or one that has a return, or a failed write;
    /// nothing is changed then.
    pub fn replace_register(&mut self, units: Vec<Unit>) -> Result<(), Bilingual> {
        let tree = self.fitting_register(&units)?;
        self.folder.save_units(&units).map_err(|fault| fault.sentence())?;
        self.units_unsaved = false;
        self.take_register(tree);
        Ok(())
    }

    pub(super) fn take_register(&mut self, tree: Tree) {
        self.tree = Arc::new(tree);
        self.derive_all();
    }

    /// Makes the tree of a register that may take the place of ours.
    pub(super) fn fitting_register(&self, units: &[Unit]) -> Result<Tree, Bilingual> {
        let tree = Tree::new(units.iter().cloned()).map_err(|fault| OpenFault::Register(fault).sentence())?;
        let seat: &UnitId = &self.workspace.unit;
        if tree.unit(seat).is_none() {
            return Err(Bilingual::new(
                format!("新登记册中没有本单位 {seat}。"),
                format!("The new register does not hold our own unit {seat}."),
            ));
        }
        let of_returns = self.returns.keys().chain(self.second.keys()).map(|key| &key.unit);
        // One the register of today does not know either loses nothing.
        let lost: BTreeSet<&str> = of_returns
            .filter(|unit| tree.unit(unit).is_none() && self.tree.unit(unit).is_some())
            .map(UnitId::as_str)
            .collect();
        if lost.is_empty() {
            return Ok(tree);
        }
        let names = |between: &str| lost.iter().copied().collect::<Vec<_>>().join(between);
        Err(Bilingual::new(
            format!("新登记册中没有这些已有填报件的单位：{}。登记册未替换；请先补上这些单位。", names("、")),
            format!(
                "The new register lacks units that have returns: {}. It was not put in place; add these units first.",
                names(", ")
            ),
        ))
    }
}

/// What is shipped: the files, and what they make.
#[derive(Clone)]
struct Shipped {
    packs: Arc<Vec<Pack<CatalogueParts>>>,
    catalogue: Arc<Catalogue>,
    plans: Vec<Arc<Plan>>,
    checks: Arc<Vec<Pack<ChecksFile>>>,
}

/// Reads the shipped packs once and keeps them for the life of the process: they never change.
fn shipped() -> Result<Shipped, PackFault> {
    static PACKS: std::sync::OnceLock<Result<Shipped, Vec<PackFault>>> = std::sync::OnceLock::new();
    let load = || {
        let packs = shipped_catalogue_packs()?;
        let catalogue = catalogue_of(&packs)?;
        let plans = shipped_plans(&catalogue)?;
        let checks = Arc::new(shipped_checks()?);
        Ok(Shipped { packs: Arc::new(packs), catalogue: Arc::new(catalogue), plans, checks })
    };
    PACKS.get_or_init(load).clone().map_err(|mut faults| faults.swap_remove(0))
}
