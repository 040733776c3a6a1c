//! Reading a workspace; one bad file never keeps the others from being read.

use std::{
    collections::BTreeSet,
    io,
    num::NonZero,
    path::{Path, PathBuf},
    thread,
};

use crate::{
    base::UnitId,
    indicator::CatalogueParts,
    plan::Plan,
    returns::{Followed, ReturnKey, UnitReturn},
    store::{
        Disk, FaultKind, FileFault, Folder,
        atomic::Patience,
        cache::Guesses,
        folder::held,
        paths::{
            FOLLOWED, RETURNS, SECOND, UNITS, WORKSPACE, followed_path, is_same_place, return_path,
            second_path,
        },
        pending,
    },
    unit::Unit,
    wire::{
        DraftLine, FollowedLine, JournalLine, Pack, WireError, Workspace, followed_from_text,
        return_from_text, units_from_text, workspace_from_text,
    },
};

/// What was read of a workspace.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// Who we are; its fault stands only here.
    pub workspace: Result<Workspace, FileFault>,
    /// The register; empty, with a fault below, if it cannot be read. Then every return is taken.
    pub units: Vec<Unit>,
    /// What `catalogue/` and `forms/` hold, each under its path in the workspace, such as `forms/county.ron`.
    pub catalogue_packs: Vec<Pack<CatalogueParts>>,
    /// What `plans/` holds, each under its path in the workspace.
    pub plans: Vec<Pack<Plan>>,
    /// What `checks/` holds: each file's path in the workspace and its bytes; read where the catalogue is known.
    pub checks: Vec<(String, Vec<u8>)>,
    /// The returns that could be read, by path.
    pub returns: Vec<UnitReturn>,
    /// How many of the returns were taken from `cache/`; it makes no difference but in time.
    pub from_cache: usize,
    /// What second persons typed of returns.
    pub second: Vec<UnitReturn>,
    /// What a crash left unsaved: journal lines above the revision of the return on disk, or of a return that has
    /// no file; by return and revision. Lines of a return whose file is faulty are not among them: what they
    /// build on is unknown.
    pub pending: Vec<JournalLine>,
    /// What is recorded of plans' deliverables.
    pub followed: Vec<Followed>,
    /// As `pending`, of deliverables.
    pub pending_followed: Vec<FollowedLine>,
    /// Texts that stood in cells when the program ended, the last of each place.
    pub drafts: Vec<DraftLine>,
    /// Returns whose file does not end the chain of the journal: one of the two was changed or replaced outside.
    pub broken: Vec<ReturnKey>,
    /// What was not taken.
    pub faults: Vec<FileFault>,
}

impl Folder {
    /// Reads everything. What cannot be read is listed, left untouched, and not written over until it was read.
    pub fn load(&self) -> Loaded {
        let mut refused = held(&self.refused);
        let mut faults = Vec::new();
        let workspace = self.parsed_known(&self.root().join(WORKSPACE), workspace_from_text);
        let units = self.parsed_known(&self.root().join(UNITS), units_from_text);
        let register =
            units.as_ref().ok().map(|units| units.iter().map(|unit| &unit.id).collect::<BTreeSet<_>>());
        let guesses = self.read_cache();
        let register = register.as_ref();
        let returns = self.read_returns(RETURNS, return_path, register, &guesses, &mut faults);
        guesses.left().for_each(|folder| self.stale.note_folder(folder));
        let none = Guesses::default();
        let second = self.read_returns(SECOND, second_path, register, &none, &mut faults);
        let units = units.unwrap_or_else(|fault| {
            faults.push(fault);
            Vec::new()
        });
        let mut catalogue_packs = self.read_packs("catalogue", Pack::catalogue, &mut faults);
        catalogue_packs.extend(self.read_packs("forms", Pack::catalogue, &mut faults));
        let plans = self.read_packs("plans", Pack::plan, &mut faults);
        let checks = self.read_raw("checks", &mut faults);
        let followed = self.read_followed(&mut faults);
        let not_taken = faults.iter().chain(workspace.as_ref().err());
        *refused = not_taken.map(|fault| fault.path.clone()).collect();
        let (lines, torn) = self.all_lines();
        faults.extend(torn);
        self.watch.all_read();
        let broken = pending::broken(&lines.cells, &returns);
        let drafts = pending::drafts(self.root(), &lines, [&returns, &second], &refused);
        let pending = pending::cells(self.root(), lines.cells, &returns, &refused);
        let pending_followed = pending::followed(self.root(), lines.followed, &followed, &refused);
        Loaded {
            workspace,
            units,
            catalogue_packs,
            plans,
            checks,
            returns,
            from_cache: guesses.right(),
            second,
            pending,
            followed,
            pending_followed,
            drafts,
            broken,
            faults,
        }
    }

    /// Reads and parses a file.
    pub(crate) fn parsed<T>(
        &self,
        path: &Path,
        parse: impl Fn(&[u8]) -> Result<T, WireError>,
    ) -> Result<T, FileFault> {
        let bytes = Patience::new(self.disk())
            .run(|_| self.disk().read(path))
            .map_err(|fault| io_fault(path, &fault.to_string()))?;
        parse(&bytes).map_err(|fault| FileFault { path: path.to_owned(), fault: FaultKind::Wire(fault) })
    }

    /// Reads and parses a file, and remembers what it was.
    fn parsed_known<T>(
        &self,
        path: &Path,
        parse: impl Fn(&[u8]) -> Result<T, WireError>,
    ) -> Result<T, FileFault> {
        let stamp = self.disk().stamp(path).ok().flatten();
        self.parsed(path, |bytes| {
            self.watch.learn(path, stamp, bytes);
            parse(bytes)
        })
    }

    fn read_returns(
        &self,
        folder: &str,
        place: fn(&Path, &ReturnKey) -> PathBuf,
        register: Option<&BTreeSet<&UnitId>>,
        guesses: &Guesses,
        faults: &mut Vec<FileFault>,
    ) -> Vec<UnitReturn> {
        let mut paths = Vec::new();
        collect_files(self.disk(), &self.root().join(folder), 2, &mut paths, faults);
        let read =
            in_parallel(&paths, WORTH_A_THREAD, |path| self.read_return(path, place, register, guesses));
        let mut returns = Vec::with_capacity(paths.len());
        for (path, outcome) in paths.iter().zip(read) {
            match outcome.unwrap_or_else(|| Err(io_fault(path, "reading stopped"))) {
                Ok(unit_return) => returns.push(unit_return),
                Err(fault) => faults.push(fault),
            }
        }
        returns
    }

    fn read_return(
        &self,
        path: &Path,
        place: fn(&Path, &ReturnKey) -> PathBuf,
        register: Option<&BTreeSet<&UnitId>>,
        guesses: &Guesses,
    ) -> Result<UnitReturn, FileFault> {
        let unit_return = self.parsed_known(path, |bytes| {
            if let Some(found) = guesses.take(path, bytes) {
                return Ok(found);
            }
            let parsed = return_from_text(bytes)?;
            self.note_stale(path);
            Ok(parsed)
        })?;
        let wrong = |fault| Err(FileFault { path: path.to_owned(), fault });
        let belongs = place(self.root(), &unit_return.key);
        if !is_same_place(&belongs, path) {
            return wrong(FaultKind::Misplaced { belongs });
        }
        let unit = &unit_return.key.unit;
        if register.is_some_and(|register| !register.contains(unit)) {
            return wrong(FaultKind::UnknownUnit(unit.clone()));
        }
        Ok(unit_return)
    }

    fn read_followed(&self, faults: &mut Vec<FileFault>) -> Vec<Followed> {
        let mut paths = Vec::new();
        collect_files(self.disk(), &self.root().join(FOLLOWED), 0, &mut paths, faults);
        let mut found = Vec::new();
        for path in paths {
            match self.parsed_known(&path, followed_from_text) {
                Ok(followed) => {
                    let belongs = followed_path(self.root(), &followed.plan);
                    if is_same_place(&belongs, &path) {
                        found.push(followed);
                    } else {
                        faults.push(FileFault { path, fault: FaultKind::Misplaced { belongs } });
                    }
                }
                Err(fault) => faults.push(fault),
            }
        }
        found
    }

    fn read_packs<T>(
        &self,
        folder: &str,
        read: impl Fn(String, Vec<u8>) -> Result<Pack<T>, WireError>,
        faults: &mut Vec<FileFault>,
    ) -> Vec<Pack<T>> {
        let mut paths = Vec::new();
        collect_files(self.disk(), &self.root().join(folder), 0, &mut paths, faults);
        let mut packs = Vec::new();
        for path in paths {
            let name = path.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
            let file = format!("{folder}/{name}");
            match self.parsed_known(&path, |bytes| read(file.clone(), bytes.to_owned())) {
                Ok(pack) => packs.push(pack),
                Err(fault) => faults.push(fault),
            }
        }
        packs
    }

    fn read_raw(&self, folder: &str, faults: &mut Vec<FileFault>) -> Vec<(String, Vec<u8>)> {
        let mut paths = Vec::new();
        collect_files(self.disk(), &self.root().join(folder), 0, &mut paths, faults);
        let mut found = Vec::new();
        for path in paths {
            let name = path.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
            match self.parsed_known(&path, |bytes| Ok(bytes.to_owned())) {
                Ok(bytes) => found.push((format!("{folder}/{name}"), bytes)),
                Err(fault) => faults.push(fault),
            }
        }
        found
    }
}

fn io_fault(path: &Path, why: &str) -> FileFault {
    FileFault { path: path.to_owned(), fault: FaultKind::Io(why.to_owned()) }
}

/// Collects the `.ron` files of a folder and `depth` levels below it; hidden names are passed over.
pub(crate) fn collect_files(
    disk: &dyn Disk,
    folder: &Path,
    depth: u8,
    files: &mut Vec<PathBuf>,
    faults: &mut Vec<FileFault>,
) {
    let entries = match disk.list(folder) {
        Ok(entries) => entries,
        // A stray file that lies where folders are expected, such as a note.
        Err(fault) if fault.kind() == io::ErrorKind::NotADirectory => return,
        Err(fault) => return faults.push(io_fault(folder, &fault.to_string())),
    };
    for entry in entries {
        let name = entry.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
        if name.starts_with('.') {
            continue;
        }
        // An id may end in “.ron” and name a folder.
        let is_folder = || depth > 0 && disk.list(&entry).is_ok();
        if entry.extension().is_some_and(|end| end.eq_ignore_ascii_case("ron")) && !is_folder() {
            files.push(entry);
        } else if depth > 0 {
            collect_files(disk, &entry, depth - 1, files, faults);
        }
    }
}

/// A few hundred files are read before a window stands, and the window wants a processor for itself meanwhile.
pub(crate) const WORTH_A_THREAD: usize = 256;

/// Runs over many files with as many threads as there are processors; `None` where a thread broke off.
///
/// No thread is started for fewer than `worth_a_thread`.
pub(crate) fn in_parallel<'env, T: Send>(
    paths: &'env [PathBuf],
    worth_a_thread: usize,
    read: impl Fn(&Path) -> T + Sync,
) -> Vec<Option<T>> {
    if paths.len() <= worth_a_thread {
        return paths.iter().map(|path| Some(read(path))).collect();
    }
    let threads = thread::available_parallelism().map_or(1, NonZero::get);
    let share = paths.len().div_ceil(threads).max(worth_a_thread);
    let read = &read;
    thread::scope(|scope| {
        let start = |share: &'env [PathBuf]| {
            let thread = scope.spawn(move || share.iter().map(|path| read(path)).collect::<Vec<_>>());
            (share.len(), thread)
        };
        let running: Vec<_> = paths.chunks(share).map(start).collect();
        let ended = running.into_iter().flat_map(|(count, thread)| match thread.join() {
            Ok(found) => found.into_iter().map(Some).collect::<Vec<_>>(),
            Err(_) => std::iter::repeat_with(|| None).take(count).collect(),
        });
        ended.collect()
    })
}
