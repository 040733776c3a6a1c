//! `cache/`: the returns of each form and period once more, in columns, so that a large workspace opens sooner.
//!
//! Nothing depends on it. Every file of a return is read whole all the same and held against the digest it states; what
//! is saved is parsing it. A return is taken from the cache only if it was made of a file with that digest, and only of
//! a file that we write like that to the last byte; else the file is parsed as ever. So a cache may be old, torn or
//! another workspace's. It carries a sum over itself, and like every digest here that one is no signature: who can forge
//! it can write a return as well. It is written beside the work, in its own time, and what goes wrong with it is nobody's
//! trouble.

use std::{
    collections::{BTreeSet, HashMap},
    path::{Path, PathBuf},
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    },
};

use crate::{
    returns::UnitReturn,
    store::{
        Folder,
        atomic::replace,
        folder::held,
        load::{collect_files, in_parallel},
        paths::{CACHE, RETURNS, is_same_place, return_path},
    },
    wire::{
        CachedReturn, MAX_COLUMNS, columns_bytes, columns_from_bytes, is_return_text, is_sealed_return,
        return_from_text, stated_digest,
    },
};

const ENDING: &str = "columns";

/// What the cache says of each return's file, until it is asked for.
#[derive(Debug, Default)]
pub(crate) struct Guesses {
    by_path: HashMap<PathBuf, Mutex<Option<CachedReturn>>>,
    right: AtomicUsize,
}

impl Guesses {
    /// Gives the return of a file that is what its digest says and what the cache was made of.
    pub(crate) fn take(&self, path: &Path, bytes: &[u8]) -> Option<UnitReturn> {
        let digest = stated_digest(bytes)?;
        let guess = held(self.by_path.get(path)?).take()?;
        let is_right = guess.digest == digest && is_sealed_return(bytes);
        self.right.fetch_add(is_right.into(), Ordering::Relaxed);
        is_right.then_some(guess.unit_return)
    }

    /// Says how many returns were taken.
    pub(crate) fn right(&self) -> usize {
        self.right.load(Ordering::Relaxed)
    }

    /// Gives the folders of returns the cache has and nobody asked for: their files are gone.
    pub(crate) fn left(&self) -> impl Iterator<Item = &Path> {
        let left = self.by_path.iter().filter(|(_, guess)| held(guess).is_some());
        left.filter_map(|(path, _)| path.parent())
    }
}

/// The folders of returns whose columns do not say what the files do.
#[derive(Debug, Default)]
pub(crate) struct Stale(Mutex<BTreeSet<PathBuf>>);

impl Stale {
    /// Takes note of a return's file that the cache does not have as it is.
    pub(crate) fn note(&self, path: &Path) {
        if let Some(folder) = path.parent() {
            self.note_folder(folder);
        }
    }

    /// Takes note of a folder of returns whose columns are to be made anew, or to go with it.
    pub(crate) fn note_folder(&self, folder: &Path) {
        let mut stale = held(&self.0);
        if !stale.contains(folder) {
            stale.insert(folder.to_owned());
        }
    }
}

impl Folder {
    /// Reads what is cached; what cannot be read or believed is as good as absent.
    pub(crate) fn read_cache(&self) -> Guesses {
        let disk = self.disk();
        let mut paths = Vec::new();
        for folder in disk.list(&self.root().join(CACHE)).unwrap_or_default() {
            for path in disk.list(&folder).unwrap_or_default() {
                match self.returns_of(&path) {
                    Some(returns) if disk.is_folder(&returns) => paths.push(path),
                    Some(gone) => self.stale.note_folder(&gone),
                    None => {}
                }
            }
        }
        let read = in_parallel(&paths, 1, |path| self.read_columns(path));
        self.guesses(read.into_iter().flatten().flatten().flatten())
    }

    /// Gives the bytes of a file of the cache, unless it is larger than any we write.
    fn bytes_of(&self, path: &Path) -> Option<Vec<u8>> {
        let stamp = self.disk().stamp(path).ok()?;
        let is_readable = stamp.is_none_or(|(_, size)| size <= MAX_COLUMNS as u64);
        is_readable.then(|| self.disk().read(path).ok())?
    }

    fn read_columns(&self, path: &Path) -> Option<Vec<CachedReturn>> {
        columns_from_bytes(&self.bytes_of(path)?)
    }

    fn guesses(&self, found: impl Iterator<Item = CachedReturn>) -> Guesses {
        let by_path =
            found.map(|guess| (return_path(self.root(), &guess.unit_return.key), Mutex::new(Some(guess))));
        Guesses { by_path: by_path.collect(), right: AtomicUsize::default() }
    }

    /// Gives the folder of returns that a file of the cache is called after.
    fn returns_of(&self, columns: &Path) -> Option<PathBuf> {
        let inside = columns.strip_prefix(self.root().join(CACHE)).ok()?;
        let is_ours = columns.extension().is_some_and(|end| end == ENDING);
        is_ours.then(|| self.root().join(RETURNS).join(inside.with_extension("")))
    }

    /// Gives the file of the cache for a folder of returns.
    fn columns_path(&self, returns: &Path) -> Option<PathBuf> {
        let inside = returns.strip_prefix(self.root().join(RETURNS)).ok()?;
        let mut name = self.root().join(CACHE).join(inside).into_os_string();
        name.push(format!(".{ENDING}"));
        Some(name.into())
    }

    /// Takes note of a file of the workspace that was written, or read and not found in the cache.
    pub(crate) fn note_stale(&self, path: &Path) {
        if path.starts_with(self.root().join(RETURNS)) {
            self.stale.note(path);
        }
    }

    /// Writes the columns of returns that were opened or saved and are not cached as they are; asks before each file
    /// whether to go on, and leaves the rest for the next time if not.
    ///
    /// A fault ends it without a word: the cache may be missing. A workspace that is open for reading keeps what it has.
    pub fn renew_cache(&self, go_on: &dyn Fn() -> bool) {
        while self.access().is_writable() && go_on() {
            let Some(folder) = held(&self.stale.0).pop_first() else { return };
            match self.columns_of(&folder, go_on) {
                Some(columns) => self.put_columns(&folder, columns.as_deref()),
                None => self.stale.note_folder(&folder),
            }
        }
    }

    /// Makes the columns of a folder of returns, inner `None` if it holds none; outer `None` if it was told to stop.
    fn columns_of(&self, folder: &Path, go_on: &dyn Fn() -> bool) -> Option<Option<Vec<u8>>> {
        let mut paths = Vec::new();
        collect_files(self.disk(), folder, 0, &mut paths, &mut Vec::new());
        let there = self.columns_path(folder).and_then(|path| self.read_columns(&path));
        let guesses = self.guesses(there.into_iter().flatten());
        let mut rows = Vec::with_capacity(paths.len());
        for path in &paths {
            if !go_on() {
                return None;
            }
            rows.extend(self.row_of(path, &guesses));
        }
        let columns = columns_bytes(&rows);
        // It will be believed, so it has to give back what it was made of.
        let is_sound = |columns: &Vec<u8>| columns_from_bytes(columns).is_some_and(|read| read == rows);
        Some(columns.filter(is_sound))
    }

    /// Reads a return for the cache; one that is not written as we write it is not worth a row.
    fn row_of(&self, path: &Path, guesses: &Guesses) -> Option<CachedReturn> {
        let bytes = self.disk().read(path).ok()?;
        let digest = stated_digest(&bytes)?;
        if let Some(unit_return) = guesses.take(path, &bytes) {
            return Some(CachedReturn { digest, unit_return });
        }
        let unit_return = return_from_text(&bytes).ok()?;
        let is_sound = is_same_place(&return_path(self.root(), &unit_return.key), path)
            && is_return_text(&unit_return, &bytes);
        is_sound.then_some(CachedReturn { digest, unit_return })
    }

    fn put_columns(&self, folder: &Path, columns: Option<&[u8]>) {
        let Some(path) = self.columns_path(folder) else { return };
        match columns.filter(|columns| columns.len() <= MAX_COLUMNS) {
            Some(columns) => {
                if self.bytes_of(&path).as_deref() != Some(columns) {
                    let _ = replace(self.disk(), &path, columns, None);
                }
            }
            None => {
                let _ = self.disk().remove(&path);
            }
        }
    }
}
