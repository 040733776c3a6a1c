//! What the store does in six protocols, what it has promised at each step, and the verdict on what is found later.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::Arc,
};

use duibiao::{
    store::{Disk as _, Folder, StoreError, write_file_on},
    wire::{Workspace, file_digest, return_text},
};

use super::{
    at, edit_of, return_of,
    sim::{Mistake, SimDisk},
    today, unit, units, workspace,
};

/// One protocol: what is there before, and what is done.
pub struct Protocol {
    pub name: &'static str,
    prepare: fn(&mut Deed<'_>),
    run: fn(&mut Deed<'_>),
}

/// The protocols.
pub const PROTOCOLS: &[Protocol] = &[
    Protocol {
        name: "save",
        prepare: |deed| deed.save("u1", 1),
        run: |deed| {
            deed.save("u1", 2);
            deed.save("u2", 1);
        },
    },
    Protocol {
        name: "autosave",
        prepare: |deed| {
            deed.journal("u1", &[1]);
            deed.save("u1", 1);
        },
        run: |deed| {
            deed.journal("u1", &[2]);
            deed.journal("u1", &[3, 4]);
            deed.save("u1", 4);
            deed.journal("u2", &[1]);
            deed.save("u2", 1);
            deed.journal("u1", &[5]);
            deed.save("u1", 5);
        },
    },
    Protocol {
        name: "journal",
        prepare: |_| {},
        run: |deed| {
            deed.journal("u1", &[1]);
            deed.journal("u1", &[2, 3, 4, 5, 6, 7, 8]);
            deed.reopen();
            deed.journal("u2", &[1, 2]);
        },
    },
    Protocol {
        name: "export",
        prepare: |deed| deed.export("u1", 1),
        run: |deed| {
            deed.export("u1", 2);
            deed.export("u2", 1);
            deed.export("u1", 3);
        },
    },
    Protocol {
        name: "snapshot",
        prepare: |deed| {
            deed.save("u1", 1);
            deed.save("u2", 1);
        },
        run: |deed| {
            deed.day(0);
            deed.save("u1", 2);
            deed.day(1);
        },
    },
    Protocol {
        name: "keep",
        prepare: |deed| {
            deed.save("u1", 1);
            deed.save("u1", 3);
        },
        run: |deed| {
            deed.replace("u1", 2);
            deed.register(true);
            deed.register(false);
            deed.save("u1", 4);
        },
    },
];

/// What a person may count on.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Promise {
    Saved(&'static str, u64),
    Journalled(&'static str, u64),
    Exported(&'static str, u64),
    Registered(bool),
    /// The snapshot of so many days from today.
    Day(u64),
}

/// The promises made so far, each with the step after which it was made; and what was begun.
#[derive(Clone, Debug, Default)]
pub struct Ledger {
    kept: Vec<(u64, Promise)>,
    begun: Vec<(u64, Promise)>,
    pub errors: Vec<StoreError>,
}

impl Ledger {
    /// Gives the promises as they stood before a step.
    pub fn before(&self, step: u64) -> Self {
        let earlier = |all: &[(u64, Promise)]| all.iter().filter(|(at, _)| *at < step).cloned().collect();
        Self { kept: earlier(&self.kept), begun: earlier(&self.begun), errors: Vec::new() }
    }

    /// Gives everything it says, for telling one ledger from another.
    pub fn said(&self) -> (Vec<&Promise>, Vec<&Promise>) {
        (
            self.kept.iter().map(|(_, promise)| promise).collect(),
            self.begun.iter().map(|(_, promise)| promise).collect(),
        )
    }

    /// Gives the revisions of one kind of promise: kept, and begun.
    fn revisions(&self, of: impl Fn(&Promise) -> Option<u64>) -> (Vec<u64>, Vec<u64>) {
        let all = |made: &[(u64, Promise)]| made.iter().filter_map(|(_, promise)| of(promise)).collect();
        (all(&self.kept), all(&self.begun))
    }
}

/// A protocol that is being run.
pub struct Deed<'a> {
    disk: Arc<SimDisk>,
    folder: Option<Folder>,
    ledger: &'a mut Ledger,
}

impl Deed<'_> {
    fn done(
        &mut self,
        promises: Vec<Promise>,
        act: impl FnOnce(&Folder, &SimDisk) -> Result<(), StoreError>,
    ) {
        let Some(folder) = &self.folder else { return };
        self.ledger.begun.extend(promises.iter().map(|promise| (self.disk.steps(), promise.clone())));
        match act(folder, &self.disk) {
            Ok(()) => {
                self.ledger.kept.extend(promises.into_iter().map(|promise| (self.disk.steps(), promise)));
            }
            Err(error) => self.ledger.errors.push(error),
        }
    }

    fn save(&mut self, unit: &'static str, revision: u64) {
        self.done(vec![Promise::Saved(unit, revision)], |folder, _| {
            folder.save_return(&return_of(unit, revision))
        });
    }

    fn replace(&mut self, unit: &'static str, revision: u64) {
        self.done(vec![Promise::Saved(unit, revision)], |folder, _| {
            folder.replace_return(&return_of(unit, revision))
        });
    }

    fn journal(&mut self, unit: &'static str, revisions: &[u64]) {
        let lines: Vec<_> = revisions.iter().map(|revision| edit_of(unit, *revision)).collect();
        let promises = revisions.iter().map(|revision| Promise::Journalled(unit, *revision)).collect();
        self.done(promises, |folder, _| folder.append_journal(&lines, today()));
    }

    fn export(&mut self, unit: &'static str, revision: u64) {
        self.done(vec![Promise::Exported(unit, revision)], |folder, disk| {
            write_file_on(disk, &export_path(folder.root(), unit), &exported(unit, revision))
        });
    }

    fn register(&mut self, is_long: bool) {
        self.done(vec![Promise::Registered(is_long)], |folder, _| {
            folder.save_units(&register_of(is_long))?;
            folder.save_workspace(&workspace_of(is_long))
        });
    }

    fn day(&mut self, later: u64) {
        self.done(vec![Promise::Day(later)], |folder, _| folder.keep_day(day(later)));
    }

    fn reopen(&mut self) {
        self.folder = None;
        match Folder::open_with(self.disk.clone(), self.disk.root(), "li", at()) {
            Ok(folder) => self.folder = Some(folder),
            Err(error) => self.ledger.errors.push(error),
        }
    }
}

fn day(later: u64) -> chrono::NaiveDate {
    today() + chrono::Days::new(later)
}

/// A snapshot that says it is whole is whole, and one that was promised says so.
fn days_are_whole(root: &Path, disk: &SimDisk, folder: &Folder, ledger: &Ledger) -> Result<(), String> {
    let of = |promise: &Promise| match promise {
        Promise::Day(later) => Some(*later),
        _ => None,
    };
    let (promised, begun) = ledger.revisions(of);
    let days = folder.days();
    for found in &days {
        let Ok(manifest) = &found.manifest else { continue };
        for file in &manifest.files {
            let path = root.join("kept/days").join(found.day.to_string()).join(&file.path);
            let bytes = disk.read(&path).map_err(|fault| format!("{}: {fault}", path.display()))?;
            if file_digest(&bytes) != file.digest {
                return Err(format!("{} is not what the manifest says", path.display()));
            }
        }
    }
    let whole = |later: u64| days.iter().any(|found| found.day == day(later) && found.manifest.is_ok());
    if let Some(lost) = promised.into_iter().find(|later| !whole(*later)) {
        return Err(format!("the snapshot of day {lost} was promised and is not whole"));
    }
    for later in begun {
        folder.keep_day(day(later)).map_err(|fault| format!("a torn snapshot is not made anew: {fault}"))?;
        if !folder.days().iter().any(|found| found.day == day(later) && found.manifest.is_ok()) {
            return Err(format!("the snapshot of day {later} stays torn"));
        }
    }
    Ok(())
}

fn register_of(is_long: bool) -> Vec<duibiao::unit::Unit> {
    if is_long { [units(), vec![unit("more")]].concat() } else { units() }
}

fn workspace_of(is_long: bool) -> Workspace {
    Workspace { synthetic: is_long, ..workspace() }
}

fn export_path(root: &Path, unit: &str) -> PathBuf {
    root.join("U盘").join(format!("{unit}.duibiao"))
}

fn exported(unit: &str, revision: u64) -> Vec<u8> {
    return_text(&return_of(unit, revision)).expect("a text").into_bytes()
}

impl Protocol {
    /// Gives a disk on which everything stands that is there before, and what was promised of it.
    pub fn prepared(&self, root: &Path, mistake: Mistake) -> (SimDisk, Ledger) {
        let disk = Arc::new(SimDisk::new(root));
        let mut ledger = Ledger::default();
        let folder =
            Folder::create_with(disk.clone(), root, "li", at(), &workspace(), &units()).expect("created");
        (self.prepare)(&mut Deed { disk: disk.clone(), folder: Some(folder), ledger: &mut ledger });
        assert_eq!(ledger.errors, [], "{} is prepared", self.name);
        (disk.fork().with_mistake(mistake), ledger)
    }

    /// Runs it; what goes wrong on the disk was armed before.
    pub fn run(&self, disk: &Arc<SimDisk>, before: &Ledger) -> Ledger {
        let mut ledger = before.clone();
        let mut deed = Deed { disk: disk.clone(), folder: None, ledger: &mut ledger };
        deed.reopen();
        (self.run)(&mut deed);
        ledger
    }

    /// Counts its steps.
    pub fn steps(&self, root: &Path, mistake: Mistake) -> u64 {
        let (disk, before) = self.prepared(root, mistake);
        let (disk, start) = (Arc::new(disk.fork()), disk.steps());
        let ledger = self.run(&disk, &before);
        assert_eq!(ledger.errors, [], "{}: without a fault everything is done", self.name);
        disk.steps() - start
    }
}

/// Opens what is found and compares it with what was promised.
pub fn verdict(root: &Path, disk: &Arc<SimDisk>, ledger: &Ledger) -> Result<(), String> {
    let folder =
        Folder::open_with(disk.clone(), root, "li", at()).map_err(|fault| format!("not opened: {fault}"))?;
    let loaded = folder.load();
    if let Some(fault) = loaded.faults.iter().find(|fault| !fault.path.starts_with(root.join("journal"))) {
        return Err(fault.sentence().en);
    }
    let found: BTreeMap<&str, _> =
        loaded.returns.iter().map(|found| (found.key.unit.as_str(), found)).collect();
    let (lines, _) = folder.journal();
    for unit in ["u1", "u2"] {
        let of = |promise: &Promise| match promise {
            Promise::Saved(of, revision) if *of == unit => Some(*revision),
            _ => None,
        };
        let (saved, begun) = ledger.revisions(of);
        let there = found.get(unit).map(|found| found.revision);
        // Either the one promised last, or one begun since.
        let since =
            begun.len() - begun.iter().rev().position(|one| Some(one) == saved.last()).unwrap_or(begun.len());
        let fits = match there {
            None => saved.is_empty(),
            Some(there) => saved.last() == Some(&there) || begun[since..].contains(&there),
        };
        if !fits {
            return Err(format!("{unit}: revision {there:?} is there; saved {saved:?}, begun {begun:?}"));
        }
        if let Some(there) = found.get(unit).filter(|found| **found != &return_of(unit, found.revision)) {
            return Err(format!("{unit}: revision {} is a mixture", there.revision));
        }
        let superseded = saved.iter().filter(|old| Some(**old) != there);
        for old in superseded {
            let kept = root.join(format!("kept/2025/hospital/{unit}.{old}.ron"));
            if disk.read(&kept).ok().as_deref() != Some(&exported(unit, *old)[..]) {
                return Err(format!("{unit}: revision {old} was not kept"));
            }
        }
        let of = |promise: &Promise| match promise {
            Promise::Journalled(of, revision) if *of == unit => Some(*revision),
            _ => None,
        };
        let lost =
            ledger.revisions(of).0.into_iter().find(|revision| !lines.contains(&edit_of(unit, *revision)));
        if let Some(lost) = lost {
            return Err(format!("{unit}: journal line {lost} was promised and is lost"));
        }
        let of = |promise: &Promise| match promise {
            Promise::Exported(of, revision) if *of == unit => Some(*revision),
            _ => None,
        };
        let (done, begun) = ledger.revisions(of);
        let there = disk.read(&export_path(root, unit)).ok();
        let least = done.last().copied();
        let fits = match &there {
            None => least.is_none(),
            Some(bytes) => begun.iter().any(|one| Some(*one) >= least && *bytes == exported(unit, *one)),
        };
        if !fits {
            return Err(format!("{unit}: the export is no revision of {begun:?} from {least:?} on"));
        }
    }
    let of = |promise: &Promise| match promise {
        Promise::Registered(is_long) => Some(u64::from(*is_long)),
        _ => None,
    };
    let (done, begun) = ledger.revisions(of);
    let states: Vec<bool> = match done.last() {
        Some(last) if done.len() == begun.len() => vec![*last == 1],
        _ => vec![true, false],
    };
    if !states.iter().any(|is_long| loaded.units == register_of(*is_long)) {
        return Err(format!("the register is {} units", loaded.units.len()));
    }
    if !states.iter().any(|is_long| loaded.workspace == Ok(workspace_of(*is_long))) {
        return Err(format!("workspace.ron is {:?}", loaded.workspace));
    }
    let returns = disk.list(&root.join("returns/2025/hospital")).unwrap_or_default();
    if returns.len() != found.len() {
        return Err(format!("a temp file was left: {returns:?}"));
    }
    days_are_whole(root, disk, &folder, ledger)?;
    // And work goes on.
    folder.save_return(&return_of("u1", 9)).map_err(|fault| format!("cannot save any more: {fault}"))?;
    folder.append_journal(&[edit_of("u1", 9)], today()).map_err(|fault| format!("no journal: {fault}"))?;
    let lines = folder.journal().0;
    if lines.contains(&edit_of("u1", 9)) { Ok(()) } else { Err("a new journal line is swallowed".to_owned()) }
}
