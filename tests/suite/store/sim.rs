//! A disk in memory that keeps no more than a file system must: what was not synced may be lost, torn, zeroed or
//! reordered when the power is cut, and a failed sync leaves its pages lost and clean for good.

mod damage;

use std::{
    collections::{BTreeMap, BTreeSet, hash_map::DefaultHasher},
    hash::{Hash as _, Hasher as _},
    io,
    ops::Range,
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
    time::Duration,
};

use duibiao::store::Disk;

pub use damage::{DAMAGES, Damage};

/// What goes wrong at the armed step.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Fault {
    /// This step fails with the error number, once.
    Once(i32),
    /// This step and all later ones fail with the error number.
    Forever(i32),
    /// This step, if it is a sync, and all later syncs fail; everything else works.
    SyncsForever(i32),
    /// This step and the next `n - 1` are held up by another program.
    Busy(u64),
}

/// A mistake planted in the disk, which the harness must notice.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Mistake {
    #[default]
    None,
    NoSync,
    NoSyncOfFolders,
    SyncAfterRename,
    DeleteThenRename,
    TempOnAnotherVolume,
    IgnoredShortWrite,
    IgnoredSyncError,
    SharedTempName,
    RetryOfFailedSync,
}

pub const BUSY: i32 = 32;

#[derive(Clone, Debug, Default)]
struct Inode {
    now: Vec<u8>,
    durable: Vec<u8>,
    /// A sync failed over these bytes: they count as clean, and later syncs leave zeros there.
    lost: Vec<Range<usize>>,
    /// Written over in place, as only a mistake does.
    is_rewritten: bool,
}

#[derive(Clone, Debug)]
enum Naming {
    Set(PathBuf, usize),
    Gone(PathBuf),
    Moved(PathBuf, PathBuf, usize),
    Folder(PathBuf),
    NoFolder(PathBuf),
}

impl Naming {
    fn path(&self) -> &Path {
        match self {
            Self::Set(path, _)
            | Self::Gone(path)
            | Self::Moved(_, path, _)
            | Self::Folder(path)
            | Self::NoFolder(path) => path,
        }
    }

    fn apply(&self, names: &mut Names) {
        match self {
            Self::Set(path, inode) => drop(names.files.insert(path.clone(), *inode)),
            Self::Gone(path) => drop(names.files.remove(path)),
            Self::Moved(from, to, inode) => {
                names.files.remove(from);
                names.files.insert(to.clone(), *inode);
            }
            Self::Folder(path) => drop(names.folders.insert(path.clone())),
            Self::NoFolder(path) => drop(names.folders.remove(path)),
        }
    }
}

#[derive(Clone, Debug, Default)]
struct Names {
    files: BTreeMap<PathBuf, usize>,
    folders: BTreeSet<PathBuf>,
}

/// What the disk and the system's cache over it hold.
#[derive(Clone, Debug, Default)]
struct State {
    inodes: Vec<Inode>,
    names: Names,
    durable: Names,
    unsynced: Vec<Naming>,
    /// A sync of their folder failed: they may be there or not, and later syncs leave them out.
    doubtful: Vec<Naming>,
    steps: u64,
}

/// What is armed, and what was seen.
#[derive(Debug, Default)]
struct Course {
    armed: Option<(u64, Fault)>,
    /// At this step somebody else does something.
    interloper: Option<(u64, fn(&SimDisk))>,
    pauses: Vec<Duration>,
    /// The state before each step, if it is recorded.
    record: Option<Vec<State>>,
}

#[derive(Debug, Default)]
pub struct SimDisk {
    root: PathBuf,
    state: Mutex<State>,
    course: Mutex<Course>,
    mistake: Mistake,
    is_write_protected: bool,
}

fn with<S, T>(mutex: &Mutex<S>, change: impl FnOnce(&mut S) -> T) -> T {
    change(&mut mutex.lock().unwrap_or_else(PoisonError::into_inner))
}

impl SimDisk {
    pub fn new(root: &Path) -> Self {
        let folders: BTreeSet<_> = root.ancestors().map(Path::to_owned).collect();
        let names = Names { folders, ..Names::default() };
        let state = State { names: names.clone(), durable: names, ..State::default() };
        Self { root: root.to_owned(), state: Mutex::new(state), ..Self::default() }
    }

    pub fn with_mistake(self, mistake: Mistake) -> Self {
        Self { mistake, ..self }
    }

    pub fn write_protected(self) -> Self {
        Self { is_write_protected: true, ..self }
    }

    pub fn root(&self) -> &Path {
        &self.root
    }

    fn with<T>(&self, change: impl FnOnce(&mut State) -> T) -> T {
        with(&self.state, change)
    }

    fn of_state(&self, state: State) -> Self {
        let mistake = self.mistake;
        Self { root: self.root.clone(), state: Mutex::new(state), mistake, ..Self::default() }
    }

    /// Gives a disk in the same state with nothing armed.
    pub fn fork(&self) -> Self {
        self.of_state(self.with(|state| state.clone()))
    }

    /// Lets the k-th step from now go wrong, counted from 1.
    pub fn arm(&self, k: u64, fault: Fault) {
        let at = self.steps() + k;
        with(&self.course, |course| course.armed = Some((at, fault)));
    }

    /// Lets somebody else do something at the k-th step from now.
    pub fn interlope(&self, k: u64, act: fn(&Self)) {
        let at = self.steps() + k;
        with(&self.course, |course| course.interloper = Some((at, act)));
    }

    pub fn disarm(&self) {
        with(&self.course, |course| course.armed = None);
    }

    /// Keeps the state before each step from now on.
    pub fn record(&self) {
        with(&self.course, |course| course.record = Some(Vec::new()));
    }

    /// Gives what was recorded: disks as they were before each step, and as they are now, each with its step.
    pub fn recorded(&self) -> Vec<(u64, Self)> {
        let states = with(&self.course, |course| course.record.take()).unwrap_or_default();
        let now = self.with(|state| State { steps: state.steps + 1, ..state.clone() });
        states.into_iter().chain([now]).map(|state| (state.steps, self.of_state(state))).collect()
    }

    pub fn steps(&self) -> u64 {
        self.with(|state| state.steps)
    }

    pub fn paused(&self) -> Vec<Duration> {
        with(&self.course, |course| course.pauses.clone())
    }

    /// Gives every file with what stands in it, as a program sees it now.
    pub fn files(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        self.with(|state| {
            let files = state.names.files.iter();
            files.map(|(path, inode)| (path.clone(), state.inodes[*inode].now.clone())).collect()
        })
    }

    /// Gives a number for what a program sees of the disk: the same for the same files and folders.
    pub fn image(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        self.files().hash(&mut hasher);
        self.with(|state| state.names.folders.hash(&mut hasher));
        hasher.finish()
    }

    fn step(&self) -> io::Result<()> {
        self.step_of(false)
    }

    fn step_of(&self, is_sync: bool) -> io::Result<()> {
        let before = self.with(|state| {
            state.steps += 1;
            state.steps
        });
        let (error, interloper) = with(&self.course, |course| {
            if let Some(record) = &mut course.record {
                record.push(self.with(|state| state.clone()));
            }
            let interloper = course.interloper.take_if(|(at, _)| *at <= before);
            let error = match course.armed {
                Some((at, Fault::Once(error))) if before == at => Some(error),
                Some((at, Fault::Forever(error))) if before >= at => Some(error),
                Some((at, Fault::SyncsForever(error))) if before >= at && is_sync => Some(error),
                Some((at, Fault::Busy(times))) if before >= at && before < at + times => Some(BUSY),
                _ => None,
            };
            (error, interloper)
        });
        if let Some((_, act)) = interloper {
            act(self);
        }
        error.map_or(Ok(()), |error| Err(io::Error::from_raw_os_error(error)))
    }

    fn writing_step(&self) -> io::Result<()> {
        if self.is_write_protected { Err(io::Error::from_raw_os_error(30)) } else { self.step() }
    }

    fn sync(&self, inode: usize) -> io::Result<()> {
        if matches!(self.mistake, Mistake::NoSync) {
            return Ok(());
        }
        let outcome = self.step_of(true);
        self.with(|state| {
            let file = &mut state.inodes[inode];
            if outcome.is_err() {
                file.lost.push(file.durable.len()..file.now.len());
                return;
            }
            file.durable.clone_from(&file.now);
            file.is_rewritten = false;
            for lost in file.lost.clone() {
                file.durable[lost].fill(0);
            }
        });
        match self.mistake {
            Mistake::IgnoredSyncError => Ok(()),
            // The second call finds the pages clean and reports success.
            Mistake::RetryOfFailedSync if outcome.is_err() => self.step_of(true),
            _ => outcome,
        }
    }

    fn name(&self, naming: Naming) {
        self.with(|state| {
            naming.apply(&mut state.names);
            state.unsynced.push(naming);
        });
    }

    /// Writes, with half of it done if the step fails.
    fn write(&self, inode: usize, bytes: &[u8]) -> io::Result<()> {
        let outcome = self.writing_step();
        let done = if outcome.is_ok() { bytes.len() } else { bytes.len() / 2 };
        self.with(|state| state.inodes[inode].now.extend(&bytes[..done]));
        if self.mistake == Mistake::IgnoredShortWrite { Ok(()) } else { outcome }
    }

    fn create(&self, path: &Path) -> usize {
        let inode = self.with(|state| {
            state.inodes.push(Inode::default());
            state.inodes.len() - 1
        });
        self.name(Naming::Set(path.to_owned(), inode));
        inode
    }

    /// Empties a file to write it over, as a careless program does.
    fn empty(&self, inode: usize) {
        self.with(|state| {
            let file = &mut state.inodes[inode];
            file.now.clear();
            (file.is_rewritten, file.lost) = (true, Vec::new());
        });
    }

    fn inode(&self, path: &Path) -> Option<usize> {
        self.with(|state| state.names.files.get(path).copied())
    }

    /// The name a program gets that thinks one temp name is enough for all.
    fn named(&self, path: &Path) -> PathBuf {
        let name = path.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
        let is_shared =
            self.mistake == Mistake::SharedTempName && name.starts_with('.') && name.ends_with(".tmp");
        if is_shared { path.with_file_name(".shared.tmp") } else { path.to_owned() }
    }

    /// Cuts the power: gives a disk with one of the states the file system may be found in.
    pub fn after_power_cut(&self, seed: u64) -> Self {
        self.damaged(&DAMAGES[seed as usize % DAMAGES.len()], seed)
    }

    /// Cuts the power: gives the disk as it may be found with this kind of damage.
    pub fn damaged(&self, damage: &Damage, seed: u64) -> Self {
        let found = self.with(|state| damage.apply(state, seed));
        Self { root: self.root.clone(), state: Mutex::new(found), ..Self::default() }
    }
}

impl Disk for SimDisk {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        self.step()?;
        let inode = self.inode(path).ok_or(io::ErrorKind::NotFound)?;
        Ok(self.with(|state| state.inodes[inode].now.clone()))
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<PathBuf>> {
        self.step()?;
        self.with(|state| {
            if state.names.files.contains_key(folder) {
                return Err(io::ErrorKind::NotADirectory.into());
            }
            let all = state.names.files.keys().chain(&state.names.folders);
            let inside = all.filter(|path| path.parent() == Some(folder));
            Ok(inside.cloned().collect::<BTreeSet<_>>().into_iter().collect())
        })
    }

    fn is_folder(&self, path: &Path) -> bool {
        self.with(|state| state.names.folders.contains(path))
    }

    fn make_folder(&self, folder: &Path) -> io::Result<()> {
        self.writing_step()?;
        self.name(Naming::Folder(folder.to_owned()));
        Ok(())
    }

    fn remove_empty_folder(&self, folder: &Path) -> io::Result<()> {
        self.writing_step()?;
        self.name(Naming::NoFolder(folder.to_owned()));
        Ok(())
    }

    fn write_new_synced(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        self.writing_step()?;
        let path = self.named(path);
        let inode = match self.inode(&path) {
            Some(inode) if self.mistake == Mistake::SharedTempName => {
                self.empty(inode);
                inode
            }
            Some(_) => return Err(io::ErrorKind::AlreadyExists.into()),
            None => self.create(&path),
        };
        self.write(inode, bytes)?;
        if self.mistake == Mistake::SyncAfterRename { Ok(()) } else { self.sync(inode) }
    }

    fn append_synced(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        self.writing_step()?;
        let inode = self.inode(path).unwrap_or_else(|| self.create(path));
        self.write(inode, bytes)?;
        self.sync(inode)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.writing_step()?;
        let from = self.named(from);
        let inode = self.inode(&from).ok_or(io::ErrorKind::NotFound)?;
        match self.mistake {
            Mistake::DeleteThenRename => self.remove(to)?,
            Mistake::TempOnAnotherVolume => {
                // Between volumes a rename is a copy over what is there.
                let bytes = self.with(|state| state.inodes[inode].now.clone());
                let over = self.inode(to).unwrap_or_else(|| self.create(to));
                self.empty(over);
                self.write(over, &bytes)?;
                self.sync(over)?;
                return self.remove(&from);
            }
            _ => {}
        }
        self.name(Naming::Moved(from, to.to_owned(), inode));
        if self.mistake == Mistake::SyncAfterRename { self.sync(inode) } else { Ok(()) }
    }

    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        if matches!(self.mistake, Mistake::NoSyncOfFolders) {
            return Ok(());
        }
        if self.is_write_protected {
            return Err(io::Error::from_raw_os_error(30));
        }
        let outcome = self.step_of(true);
        self.with(|state| {
            let unsynced = std::mem::take(&mut state.unsynced).into_iter();
            let (here, rest): (Vec<_>, Vec<_>) =
                unsynced.partition(|naming| naming.path().parent() == Some(folder));
            state.unsynced = rest;
            if outcome.is_err() {
                state.doubtful.extend(here);
                return;
            }
            for naming in here {
                naming.apply(&mut state.durable);
                state.doubtful.retain(|earlier| earlier.path() != naming.path());
            }
        });
        if self.mistake == Mistake::IgnoredSyncError { Ok(()) } else { outcome }
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        self.writing_step()?;
        let path = self.named(path);
        if self.inode(&path).is_some() {
            self.name(Naming::Gone(path));
        }
        Ok(())
    }

    fn exists(&self, path: &Path) -> bool {
        self.with(|state| state.names.files.contains_key(path) || state.names.folders.contains(path))
    }

    fn hard_link_or_copy(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.writing_step()?;
        if self.exists(to) {
            return Err(io::ErrorKind::AlreadyExists.into());
        }
        let inode = self.inode(from).ok_or(io::ErrorKind::NotFound)?;
        self.name(Naming::Set(to.to_owned(), inode));
        Ok(())
    }

    fn is_busy(&self, fault: &io::Error) -> bool {
        fault.raw_os_error() == Some(BUSY)
    }

    fn pause(&self, time: Duration) {
        with(&self.course, |course| course.pauses.push(time));
    }
}
