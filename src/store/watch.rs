//! Noticing that somebody else has changed a file of the workspace while it is open.
//!
//! Of every file that was read or written its digest is remembered. A save compares it with what lies on the disk; a
//! cheaper look, by time and size first, finds the others.

use std::{
    collections::HashMap,
    hash::{DefaultHasher, Hash as _, Hasher as _},
    io,
    path::{Path, PathBuf},
    sync::{
        Mutex,
        atomic::{AtomicBool, Ordering},
    },
};

use crate::{
    base::PlanId,
    returns::{ReturnKey, UnitReturn},
    store::{
        FaultKind, FileFault, Folder, Step, StoreError,
        atomic::{Patience, replace},
        disk::Stamp,
        folder::held,
        load::collect_files,
        paths::{
            FOLLOWED, KEPT, RETURNS, SECOND, followed_path, kept_path, kept_stem, key_of, return_path,
            second_path,
        },
    },
    wire::{return_from_text, return_text},
};

/// What a file was when we read or wrote it last.
#[derive(Clone, Copy, Debug)]
struct Mark {
    stamp: Stamp,
    digest: u64,
}

/// What is known of the files on disk.
#[derive(Debug, Default)]
pub(crate) struct Watch {
    marks: Mutex<HashMap<PathBuf, Mark>>,
    /// What else may be written over: a version a person gave leave for, and ours of a save that failed half-way.
    allowed: Mutex<HashMap<PathBuf, Vec<u64>>>,
    /// Everything was read once: from then on a file we do not know is somebody else's.
    is_loaded: AtomicBool,
}

/// Tells two versions of one file apart; it protects nothing, the files' own digests do.
fn digest(bytes: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    bytes.hash(&mut hasher);
    hasher.finish()
}

impl Watch {
    /// The stamp must be older than the bytes, or as old: one taken later may be that of what another has put there.
    pub(crate) fn learn(&self, path: &Path, stamp: Stamp, bytes: &[u8]) {
        let mark = Mark { stamp, digest: digest(bytes) };
        held(&self.marks).insert(path.to_owned(), mark);
        held(&self.allowed).remove(path);
    }

    /// A save failed after these bytes may have come to stand there.
    pub(crate) fn may_stand(&self, path: &Path, bytes: &[u8]) {
        self.allow(path, digest(bytes));
    }

    fn allow(&self, path: &Path, digest: u64) {
        held(&self.allowed).entry(path.to_owned()).or_default().push(digest);
    }

    pub(crate) fn all_read(&self) {
        self.is_loaded.store(true, Ordering::Relaxed);
    }

    /// Says whether what lies on the disk is what we know there, or a person lets us write over it.
    pub(crate) fn fits(&self, path: &Path, there: &[u8]) -> Fit {
        let there = digest(there);
        match held(&self.marks).get(path) {
            Some(mark) if mark.digest == there => Fit::Ours,
            None if !self.is_loaded.load(Ordering::Relaxed) => Fit::Ours,
            _ if held(&self.allowed).get(path).is_some_and(|known| known.contains(&there)) => Fit::Allowed,
            _ => Fit::Theirs,
        }
    }
}

/// A file that somebody else has changed, as it was when it was looked at.
#[derive(Clone, Debug)]
pub struct ChangedFile {
    /// Where it lies.
    pub path: PathBuf,
    /// Whose return belongs there.
    pub of: Option<ReturnKey>,
    /// It is not there any more.
    pub is_gone: bool,
    /// What [`Folder::seen`] gave then.
    pub seen: Option<u64>,
    /// Of a file among the returns that is there: what it says, or why it cannot be read.
    pub there: Option<Result<UnitReturn, FileFault>>,
}

/// Whose a file is that is to be written over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fit {
    Ours,
    /// Somebody else's, and a person has said that ours goes over it.
    Allowed,
    Theirs,
}

impl Folder {
    /// Finds the files that are not what we read or wrote last, changed, new or gone; those refused at loading aside.
    pub fn changed_outside(&self) -> Vec<PathBuf> {
        // Saves wait meanwhile, so that none of ours is taken for another's.
        let refused = held(&self.refused);
        let disk = self.disk();
        let known: Vec<(PathBuf, Mark)> =
            held(&self.watch.marks).iter().map(|(path, mark)| (path.clone(), *mark)).collect();
        let mut found = Vec::new();
        for (path, mark) in known {
            let stamp = match disk.stamp(&path) {
                Ok(stamp) => stamp,
                Err(fault) if fault.kind() == io::ErrorKind::NotFound => {
                    found.push(path);
                    continue;
                }
                // What cannot be looked at now is looked at before it is written over.
                Err(_) => continue,
            };
            if (stamp.is_some() && stamp == mark.stamp) || refused.contains(&path) {
                continue;
            }
            match disk.read(&path) {
                Ok(bytes) if digest(&bytes) == mark.digest => {
                    held(&self.watch.marks).insert(path, Mark { stamp, ..mark });
                }
                Ok(_) => found.push(path),
                Err(fault) if fault.kind() == io::ErrorKind::NotFound => found.push(path),
                Err(_) => {}
            }
        }
        if self.watch.is_loaded.load(Ordering::Relaxed) {
            let mut paths = Vec::new();
            for (folder, depth) in [
                (RETURNS, 2),
                (SECOND, 2),
                (FOLLOWED, 0),
                ("catalogue", 0),
                ("forms", 0),
                ("plans", 0),
                ("checks", 0),
            ] {
                collect_files(disk, &self.root().join(folder), depth, &mut paths, &mut Vec::new());
            }
            let marks = held(&self.watch.marks);
            paths.retain(|path| !marks.contains_key(path) && !refused.contains(path));
            found.append(&mut paths);
        }
        found.sort();
        found
    }

    /// Lets the next save go over a file that was changed outside; what is there now is kept first.
    ///
    /// # Errors
    /// [`StoreError::Io`] if it cannot be read; a file that is gone needs no leave.
    pub fn allow_over(&self, path: &Path) -> Result<(), StoreError> {
        match self.disk().read(path) {
            Ok(bytes) => {
                self.watch.allow(path, digest(&bytes));
                held(&self.refused).remove(path);
                Ok(())
            }
            Err(fault) if fault.kind() == io::ErrorKind::NotFound => {
                held(&self.watch.marks).remove(path);
                Ok(())
            }
            Err(fault) => Err(StoreError::of(self.disk(), Step::Read, path, &fault)),
        }
    }

    /// Keeps a version of a return that no file may hold, beside those that were superseded.
    ///
    /// # Errors
    /// As for [`Folder::save_return`]; no other file is touched.
    pub fn keep_aside(&self, ours: &UnitReturn) -> Result<(), StoreError> {
        self.check_writable()?;
        let text = return_text(ours).map_err(|fault| StoreError::Text(fault.to_string()))?;
        let stem = kept_stem(self.root(), &ours.key, ours.revision);
        kept_path(self.disk(), &stem, text.as_bytes())
            .map_or(Ok(()), |path| replace(self.disk(), &path, text.as_bytes(), None).map(|_| ()))
    }

    /// Gives where a return's file lies.
    pub fn path_of(&self, key: &ReturnKey) -> PathBuf {
        return_path(self.root(), key)
    }

    /// Gives where a second typing's file lies.
    pub fn path_of_second(&self, key: &ReturnKey) -> PathBuf {
        second_path(self.root(), key)
    }

    /// Gives where a plan's list of deliverables lies.
    pub fn path_of_followed(&self, plan: &PlanId) -> PathBuf {
        followed_path(self.root(), plan)
    }

    /// Gives whose return lies under a path; `None` where none of ours would.
    pub fn key_at(&self, path: &Path) -> Option<ReturnKey> {
        key_of(self.root(), path)
    }

    /// Looks at a file as it lies there now. Taken note of only when [`Folder::take_note`] is called.
    pub fn look_at(&self, path: &Path) -> ChangedFile {
        let read = Patience::new(self.disk()).run(|_| self.disk().read(path));
        let of = self.key_at(path);
        let is_gone = read.as_ref().is_err_and(|fault| fault.kind() == io::ErrorKind::NotFound);
        let seen = read.as_ref().ok().map(|bytes| digest(bytes));
        let is_return = path.starts_with(self.root().join(RETURNS));
        let there = (is_return && !is_gone).then(|| {
            let fault = |fault| FileFault { path: path.to_owned(), fault };
            let bytes = read.map_err(|why| fault(FaultKind::Io(why.to_string())))?;
            return_from_text(&bytes).map_err(|why| fault(FaultKind::Wire(why)))
        });
        ChangedFile { path: path.to_owned(), of, is_gone, seen, there }
    }

    /// Gives a mark of what lies there now, by which a later change can be told; `None` if it cannot be read.
    pub fn seen(&self, path: &Path) -> Option<u64> {
        self.disk().read(path).ok().map(|bytes| digest(&bytes))
    }

    /// Takes a file as it lies there now for what we know, after it was read.
    pub fn take_note(&self, path: &Path) {
        let stamp = self.disk().stamp(path).ok().flatten();
        if let Ok(bytes) = self.disk().read(path) {
            self.watch.learn(path, stamp, &bytes);
        }
    }

    /// Gives the path, without `.ron`, under which a file is kept that was changed outside.
    pub(crate) fn outside_stem(&self, path: &Path) -> PathBuf {
        let inside = path.strip_prefix(self.root()).unwrap_or(path).with_extension("");
        self.root().join(KEPT).join("outside").join(inside)
    }
}
