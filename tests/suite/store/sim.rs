//! A disk in memory that keeps no more than a file system must: what was not synced may be lost, torn, zeroed or
//! reordered when the power is cut, and a failed sync leaves its pages lost and clean for good.

use std::{
    collections::{BTreeMap, BTreeSet},
    io,
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
    time::Duration,
};

use duibiao::store::Disk;

/// What goes wrong at the armed step.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Fault {
    /// This step fails with the error number, once.
    Once(i32),
    /// This step and all later ones fail with the error number.
    Forever(i32),
    /// This step and the next `n - 1` are held up by another program.
    Busy(u64),
}

/// A mistake planted in the disk, which the harness must notice.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Mistake {
    #[default]
    None,
    FilesAreNotSynced,
    FoldersAreNotSynced,
    DeletesThenRenames,
    FailedSyncReportsSuccess,
}

pub const BUSY: i32 = 32;

#[derive(Clone, Debug, Default)]
struct Inode {
    now: Vec<u8>,
    durable: Vec<u8>,
    /// A sync failed: the pages count as clean, later syncs leave them out.
    lost: bool,
}

#[derive(Clone, Debug)]
enum Naming {
    Set(PathBuf, usize),
    Gone(PathBuf),
    Moved(PathBuf, PathBuf, usize),
}

impl Naming {
    fn path(&self) -> &Path {
        match self {
            Self::Set(path, _) | Self::Gone(path) | Self::Moved(_, path, _) => path,
        }
    }

    fn folder(&self) -> Option<&Path> {
        self.path().parent()
    }

    fn apply(&self, names: &mut BTreeMap<PathBuf, usize>) {
        match self {
            Self::Set(path, inode) => drop(names.insert(path.clone(), *inode)),
            Self::Gone(path) => drop(names.remove(path)),
            Self::Moved(from, to, inode) => {
                names.remove(from);
                names.insert(to.clone(), *inode);
            }
        }
    }
}

#[derive(Debug, Default)]
struct State {
    inodes: Vec<Inode>,
    names: BTreeMap<PathBuf, usize>,
    durable_names: BTreeMap<PathBuf, usize>,
    unsynced: Vec<Naming>,
    /// A sync of their folder failed: they may be there or not, and later syncs leave them out.
    doubtful: Vec<Naming>,
    folders: BTreeSet<PathBuf>,
    steps: u64,
    armed: Option<(u64, Fault)>,
    pauses: Vec<Duration>,
}

#[derive(Debug, Default)]
pub struct SimDisk {
    state: Mutex<State>,
    mistake: Mistake,
    is_write_protected: bool,
}

impl SimDisk {
    pub fn new(root: &Path) -> Self {
        let disk = Self::default();
        disk.with(|state| state.folders.extend(root.ancestors().map(Path::to_owned)));
        disk
    }

    pub fn with_mistake(self, mistake: Mistake) -> Self {
        Self { mistake, ..self }
    }

    pub fn write_protected(self) -> Self {
        Self { is_write_protected: true, ..self }
    }

    fn with<T>(&self, change: impl FnOnce(&mut State) -> T) -> T {
        change(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Lets the k-th step from now go wrong, counted from 1.
    pub fn arm(&self, k: u64, fault: Fault) {
        self.with(|state| state.armed = Some((state.steps + k, fault)));
    }

    pub fn disarm(&self) {
        self.with(|state| state.armed = None);
    }

    pub fn steps(&self) -> u64 {
        self.with(|state| state.steps)
    }

    pub fn paused(&self) -> Vec<Duration> {
        self.with(|state| state.pauses.clone())
    }

    fn step(&self) -> io::Result<()> {
        self.with(|state| {
            state.steps += 1;
            let Some((at, fault)) = state.armed else { return Ok(()) };
            let error = match fault {
                Fault::Once(error) if state.steps == at => error,
                Fault::Forever(error) if state.steps >= at => error,
                Fault::Busy(times) if state.steps >= at && state.steps < at + times => BUSY,
                _ => return Ok(()),
            };
            Err(io::Error::from_raw_os_error(error))
        })
    }

    fn writing_step(&self) -> io::Result<()> {
        if self.is_write_protected { Err(io::Error::from_raw_os_error(30)) } else { self.step() }
    }

    fn sync(&self, inode: usize) -> io::Result<()> {
        if self.mistake == Mistake::FilesAreNotSynced {
            return Ok(());
        }
        let outcome = self.step();
        self.with(|state| {
            let file = &mut state.inodes[inode];
            if outcome.is_err() {
                file.lost = true;
            } else if !file.lost {
                file.durable.clone_from(&file.now);
            }
        });
        if self.mistake == Mistake::FailedSyncReportsSuccess { Ok(()) } else { outcome }
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
        outcome
    }

    fn create(&self, path: &Path) -> usize {
        let inode = self.with(|state| {
            state.inodes.push(Inode::default());
            state.inodes.len() - 1
        });
        self.name(Naming::Set(path.to_owned(), inode));
        inode
    }

    /// Cuts the power: gives a disk with one of the states the file system may be found in.
    pub fn after_power_cut(&self, seed: u64) -> Self {
        let mut random = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
        let mut below = move |limit: usize| {
            random ^= random << 13;
            random ^= random >> 7;
            random ^= random << 17;
            (random >> 11) as usize % limit.max(1)
        };
        let found = self.with(|state| {
            let mut names = state.durable_names.clone();
            for naming in state.doubtful.iter().chain(&state.unsynced) {
                if below(2) == 0 {
                    naming.apply(&mut names);
                }
            }
            let inodes = state.inodes.iter().map(|file| {
                let (now, durable) = (&file.now, &file.durable);
                let torn = durable.len() + below(now.len().saturating_sub(durable.len()) + 1);
                let bytes = match below(4) {
                    _ if now == durable => durable.clone(),
                    0 => durable.clone(),
                    1 => now[..torn.min(now.len())].to_vec(),
                    2 => durable.iter().copied().chain(std::iter::repeat(0)).take(now.len()).collect(),
                    _ => now.clone(),
                };
                Inode { now: bytes.clone(), durable: bytes, lost: false }
            });
            State {
                inodes: inodes.collect(),
                durable_names: names.clone(),
                names,
                folders: state.folders.clone(),
                ..State::default()
            }
        });
        Self { state: Mutex::new(found), ..Self::default() }
    }
}

impl Disk for SimDisk {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        self.step()?;
        self.with(|state| state.names.get(path).map(|inode| state.inodes[*inode].now.clone()))
            .ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<PathBuf>> {
        self.step()?;
        self.with(|state| {
            if state.names.contains_key(folder) {
                return Err(io::ErrorKind::NotADirectory.into());
            }
            let inside =
                state.names.keys().chain(&state.folders).filter(|path| path.parent() == Some(folder));
            Ok(inside.cloned().collect::<BTreeSet<_>>().into_iter().collect())
        })
    }

    fn create_folders(&self, folder: &Path) -> io::Result<()> {
        self.writing_step()?;
        self.with(|state| state.folders.extend(folder.ancestors().map(Path::to_owned)));
        Ok(())
    }

    fn write_new_synced(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        self.writing_step()?;
        if self.exists(path) {
            return Err(io::ErrorKind::AlreadyExists.into());
        }
        let inode = self.create(path);
        self.write(inode, bytes)?;
        self.sync(inode)
    }

    fn append_synced(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        self.writing_step()?;
        let inode = self.with(|state| state.names.get(path).copied()).unwrap_or_else(|| self.create(path));
        self.write(inode, bytes)?;
        self.sync(inode)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.writing_step()?;
        let inode = self.with(|state| state.names.get(from).copied()).ok_or(io::ErrorKind::NotFound)?;
        if self.mistake == Mistake::DeletesThenRenames {
            self.remove(to)?;
        }
        self.name(Naming::Moved(from.to_owned(), to.to_owned(), inode));
        Ok(())
    }

    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        if self.mistake == Mistake::FoldersAreNotSynced {
            return Ok(());
        }
        let outcome = self.writing_step();
        self.with(|state| {
            let unsynced = std::mem::take(&mut state.unsynced).into_iter();
            let (here, rest): (Vec<_>, Vec<_>) = unsynced.partition(|naming| naming.folder() == Some(folder));
            state.unsynced = rest;
            if outcome.is_err() {
                state.doubtful.extend(here);
                return;
            }
            for naming in here {
                naming.apply(&mut state.durable_names);
                state.doubtful.retain(|earlier| earlier.path() != naming.path());
            }
        });
        outcome
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        self.writing_step()?;
        if self.exists(path) {
            self.name(Naming::Gone(path.to_owned()));
        }
        Ok(())
    }

    fn exists(&self, path: &Path) -> bool {
        self.with(|state| state.names.contains_key(path) || state.folders.contains(path))
    }

    fn hard_link_or_copy(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.writing_step()?;
        if self.exists(to) {
            return Err(io::ErrorKind::AlreadyExists.into());
        }
        let inode = self.with(|state| state.names.get(from).copied()).ok_or(io::ErrorKind::NotFound)?;
        self.name(Naming::Set(to.to_owned(), inode));
        Ok(())
    }

    fn is_busy(&self, fault: &io::Error) -> bool {
        fault.raw_os_error() == Some(BUSY)
    }

    fn pause(&self, time: Duration) {
        self.with(|state| state.pauses.push(time));
    }
}
