//! `cache/`: the returns of each form and period once more, in columns, so that a large workspace opens sooner.
//!
//! Nothing depends on it. A return is taken from it only if writing it again gives the bytes that its file has now, to
//! the last one, the digest over them included; else the file is parsed as ever. So a cache may be old, torn, forged or
//! another workspace's and still says nothing that is not in the files. It is written beside the work, in its own time,
//! and what goes wrong with it is nobody's trouble.

use std::{
    collections::{BTreeSet, HashMap},
    path::{Path, PathBuf},
    sync::Mutex,
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
        CachedReturn, MAX_COLUMNS, columns_bytes, columns_from_bytes, is_return_text, return_from_text,
        stated_digest,
    },
};

const ENDING: &str = "columns";

fn is_named_columns(path: &Path) -> bool {
    path.extension().is_some_and(|end| end == ENDING)
}

/// What the cache says of each return's file, until it is asked for.
#[derive(Debug, Default)]
pub(crate) struct Guesses {
    by_path: HashMap<PathBuf, Mutex<Option<CachedReturn>>>,
}

impl Guesses {
    /// Gives the return of a file if the cache has exactly what the file holds.
    pub(crate) fn take(&self, path: &Path, bytes: &[u8]) -> Option<UnitReturn> {
        let digest = stated_digest(bytes)?;
        let guess = held(self.by_path.get(path)?).take()?;
        (guess.digest == digest && is_return_text(&guess.unit_return, bytes)).then_some(guess.unit_return)
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
            let found = disk.list(&folder).unwrap_or_default();
            paths.extend(found.into_iter().filter(|path| self.is_of_returns(path)));
        }
        let read = in_parallel(&paths, 1, |path| {
            let size = disk.stamp(path).ok()?.map_or(0, |(_, size)| size);
            if size > MAX_COLUMNS as u64 {
                return None;
            }
            columns_from_bytes(&disk.read(path).ok()?)
        });
        let found = read.into_iter().flatten().flatten().flatten();
        let by_path =
            found.map(|guess| (return_path(self.root(), &guess.unit_return.key), Mutex::new(Some(guess))));
        Guesses { by_path: by_path.collect() }
    }

    /// Says whether a file of the cache is called after a folder of returns that is there.
    fn is_of_returns(&self, path: &Path) -> bool {
        let inside = path.strip_prefix(self.root().join(CACHE)).ok().filter(|_| is_named_columns(path));
        inside.is_some_and(|inside| {
            self.disk().is_folder(&self.root().join(RETURNS).join(inside.with_extension("")))
        })
    }

    /// Takes note that a file of the workspace was written.
    pub(crate) fn note_written(&self, path: &Path) {
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
        let mut rows = Vec::with_capacity(paths.len());
        for path in &paths {
            if !go_on() {
                return None;
            }
            rows.extend(self.row_of(path));
        }
        Some(columns_bytes(&rows))
    }

    /// Reads a return for the cache; one that is not written as we write it is not worth a row.
    fn row_of(&self, path: &Path) -> Option<CachedReturn> {
        let bytes = self.disk().read(path).ok()?;
        let digest = stated_digest(&bytes)?;
        let unit_return = return_from_text(&bytes).ok()?;
        let is_sound = is_same_place(&return_path(self.root(), &unit_return.key), path)
            && is_return_text(&unit_return, &bytes);
        is_sound.then_some(CachedReturn { digest, unit_return })
    }

    fn put_columns(&self, folder: &Path, columns: Option<&[u8]>) {
        let Some(inside) = folder.strip_prefix(self.root().join(RETURNS)).ok() else { return };
        let mut name = self.root().join(CACHE).join(inside).into_os_string();
        name.push(format!(".{ENDING}"));
        let path = PathBuf::from(name);
        let there = self.disk().read(&path).ok();
        match columns.filter(|columns| columns.len() <= MAX_COLUMNS) {
            Some(columns) if there.as_deref() != Some(columns) => {
                let _ = replace(self.disk(), &path, columns, None);
            }
            None if there.is_some() => {
                let _ = self.disk().remove(&path);
            }
            _ => {}
        }
    }
}
