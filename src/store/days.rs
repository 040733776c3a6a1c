//! 历史快照: the workspace as it was at the first edit of each of the last days, and the revisions kept of each return.
//!
//! A snapshot is a folder of copies of the files, of those that did not change since the snapshot before second names of
//! its copies, with a manifest of their digests that is written last: without it the snapshot is torn and is made anew.

use std::{
    collections::{BTreeSet, HashMap},
    io,
    path::{Path, PathBuf},
};

use chrono::NaiveDate;

use crate::{
    returns::{ReturnKey, UnitReturn},
    store::{
        FaultKind, FileFault, Folder, Step, StoreError,
        atomic::{Patience, replace},
        load::collect_files,
        paths::{FOLLOWED, RETURNS, SECOND, UNITS, WORKSPACE, kept_stem},
    },
    unit::Unit,
    wire::{
        Day, DayFile, WireError, day_from_text, day_text, file_digest, return_from_text, units_from_text,
    },
};

/// How many days are kept.
pub const KEPT_DAYS: usize = 20;

const MANIFEST: &str = "manifest.ron";

/// A snapshot that is there.
#[derive(Clone, Debug)]
pub struct DayFound {
    /// The day.
    pub day: NaiveDate,
    /// What it holds, or why it cannot be used: torn by a crash, or damaged.
    pub manifest: Result<Day, FileFault>,
}

/// The snapshot before: where it lies, and what its files were.
struct DayKept {
    folder: PathBuf,
    digests: HashMap<String, String>,
}

/// A revision of a return that was superseded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptRevision {
    /// Where it lies.
    pub path: PathBuf,
    /// Its revision.
    pub revision: u64,
}

impl Folder {
    /// Keeps today's snapshot unless there is one, and lets go of those beyond the last twenty.
    ///
    /// # Errors
    /// [`StoreError::ReadOnly`], [`StoreError::Full`], [`StoreError::Busy`] or [`StoreError::Io`]; the files themselves
    /// are not touched, and what there is of the snapshot is made anew the next time.
    pub fn keep_day(&self, today: NaiveDate) -> Result<(), StoreError> {
        self.keep_day_between(today, &mut || true)
    }

    /// As [`Folder::keep_day`], with something else done between one file and the next, until that says no: the snapshot
    /// is then left torn, to be made anew the next time.
    ///
    /// Saves go on meanwhile; each file is taken whole, as it is when its turn comes.
    ///
    /// # Errors
    /// As for [`Folder::keep_day`].
    pub fn keep_day_between(
        &self,
        today: NaiveDate,
        between: &mut dyn FnMut() -> bool,
    ) -> Result<(), StoreError> {
        self.check_writable()?;
        let folder = self.days_folder().join(today.to_string());
        let manifest = folder.join(MANIFEST);
        let disk = self.disk();
        if disk.exists(&manifest) {
            return Ok(());
        }
        let before = self.whole_day_before(today);
        let mut files = Vec::new();
        let mut folders = BTreeSet::new();
        for path in self.kept_daily()? {
            // Register and workspace come first, and as they are now: what waits may be about to change them.
            if files.len() > 1 && !between() {
                return Ok(());
            }
            let Some(inside) = path.strip_prefix(self.root()).ok().and_then(inner_name) else { continue };
            let to = folder.join(&inside);
            let parent = to.parent().unwrap_or(&folder).to_owned();
            if folders.insert(parent.clone()) {
                disk.create_folders(&parent)
                    .map_err(|fault| StoreError::of(disk, Step::CreateFolder, &parent, &fault))?;
            }
            files.push(self.keep_daily(&path, &to, inside, before.as_ref())?);
        }
        for at in &folders {
            disk.sync_folder(at).map_err(|fault| StoreError::of(disk, Step::SyncFolder, at, &fault))?;
        }
        let day = Day { day: today, program: env!("CARGO_PKG_VERSION").to_owned(), files };
        let text = day_text(&day).map_err(|fault| StoreError::Text(fault.to_string()))?;
        replace(disk, &manifest, text.as_bytes(), None)?;
        self.drop_old_days();
        Ok(())
    }

    /// Keeps one file: under a second name of the snapshot before, if that still holds the same, else as a copy. Never
    /// under a second name of the file itself: an editor that writes in place would write into every snapshot.
    fn keep_daily(
        &self,
        path: &Path,
        to: &Path,
        inside: String,
        before: Option<&DayKept>,
    ) -> Result<DayFile, StoreError> {
        let disk = self.disk();
        let keep = |fault: &io::Error| StoreError::of(disk, Step::Keep, to, fault);
        if disk.exists(to) {
            // Left by a snapshot that was torn.
            disk.remove(to).map_err(|fault| keep(&fault))?;
        }
        let mut patience = Patience::new(disk);
        let bytes = patience.run(|_| disk.read(path)).map_err(|fault| keep(&fault))?;
        let digest = file_digest(&bytes);
        let same = before
            .filter(|before| before.digests.get(&inside) == Some(&digest))
            .map(|before| before.folder.join(&inside))
            .filter(|path| disk.read(path).is_ok_and(|there| there == bytes));
        match same {
            Some(same) => patience.run(|_| disk.hard_link_or_copy(&same, to)),
            None => patience.run(|again| {
                if again {
                    // What the try before has left of it.
                    let _ = disk.remove(to);
                }
                disk.write_new_synced(to, &bytes)
            }),
        }
        .map_err(|fault| keep(&fault))?;
        Ok(DayFile { path: inside, bytes: bytes.len() as u64, digest })
    }

    /// Gives what the newest whole snapshot before a day holds.
    fn whole_day_before(&self, today: NaiveDate) -> Option<DayKept> {
        let folders = self.disk().list(&self.days_folder()).unwrap_or_default();
        let day_of = |folder: &PathBuf| folder.file_name()?.to_str()?.parse::<NaiveDate>().ok();
        let mut earlier: Vec<(NaiveDate, PathBuf)> =
            folders.into_iter().filter_map(|folder| Some((day_of(&folder)?, folder))).collect();
        earlier.retain(|(day, _)| *day < today);
        earlier.sort();
        earlier.into_iter().rev().find_map(|(day, folder)| {
            let manifest = self.day(day).manifest.ok()?;
            let digests = manifest.files.into_iter().map(|file| (file.path, file.digest)).collect();
            Some(DayKept { folder, digests })
        })
    }

    /// Gives the files a snapshot holds: everything but the journal, which is never changed, and what is kept already.
    fn kept_daily(&self) -> Result<Vec<PathBuf>, StoreError> {
        let disk = self.disk();
        let mut paths = vec![self.root().join(WORKSPACE), self.root().join(UNITS)];
        paths.retain(|path| disk.exists(path));
        let folders = [
            (RETURNS, 2),
            (SECOND, 2),
            (FOLLOWED, 0),
            ("catalogue", 0),
            ("forms", 0),
            ("plans", 0),
            ("checks", 0),
        ];
        let mut unread = Vec::new();
        for (name, depth) in folders {
            collect_files(disk, &self.root().join(name), depth, &mut paths, &mut unread);
        }
        // A snapshot without a folder that cannot be listed would pass for whole.
        unread.pop().map_or(Ok(paths), |fault| Err(unlisted(fault)))
    }

    /// Removes what the manifests of older days name, and nothing else; the manifest goes last.
    fn drop_old_days(&self) {
        let days = self.days();
        for found in days.iter().skip(KEPT_DAYS) {
            let Ok(manifest) = &found.manifest else { continue };
            let folder = self.days_folder().join(found.day.to_string());
            let mut folders = BTreeSet::new();
            let mut all_gone = true;
            for file in &manifest.files {
                let path = folder.join(&file.path);
                folders.extend(path.ancestors().skip(1).take_while(|at| *at != folder).map(Path::to_owned));
                all_gone &= !self.disk().exists(&path) || self.disk().remove(&path).is_ok();
            }
            if all_gone {
                let _ = self.disk().remove(&folder.join(MANIFEST));
                // Deepest first; what is not empty stays.
                for at in folders.iter().rev().chain([&folder]) {
                    let _ = self.disk().remove_empty_folder(at);
                }
            }
        }
    }

    /// Lists the snapshots, the newest first.
    pub fn days(&self) -> Vec<DayFound> {
        let folders = self.disk().list(&self.days_folder()).unwrap_or_default();
        let mut found: Vec<DayFound> = folders
            .iter()
            .filter_map(|folder| Some(self.day(folder.file_name()?.to_str()?.parse().ok()?)))
            .collect();
        found.sort_by_key(|found| std::cmp::Reverse(found.day));
        found
    }

    /// Reads what one snapshot holds.
    pub fn day(&self, day: NaiveDate) -> DayFound {
        let manifest = self.days_folder().join(day.to_string()).join(MANIFEST);
        DayFound { day, manifest: self.parsed(&manifest, day_from_text) }
    }

    /// Reads a file of a snapshot, if it is still what the manifest says.
    fn of_day(&self, day: NaiveDate, file: &DayFile) -> Result<Vec<u8>, FileFault> {
        let path = self.days_folder().join(day.to_string()).join(&file.path);
        self.parsed(&path, |bytes| {
            if file_digest(bytes) == file.digest { Ok(bytes.to_owned()) } else { Err(WireError::Digest) }
        })
    }

    /// Reads a return of a snapshot.
    ///
    /// # Errors
    /// A file that is gone, damaged, or another return's.
    pub fn return_of_day(
        &self,
        day: NaiveDate,
        file: &DayFile,
        key: &ReturnKey,
    ) -> Result<UnitReturn, FileFault> {
        let bytes = self.of_day(day, file)?;
        let path = self.root().join(&file.path);
        let wrong = |fault| FileFault { path: path.clone(), fault };
        let found = return_from_text(&bytes).map_err(|fault| wrong(FaultKind::Wire(fault)))?;
        if found.key == *key {
            Ok(found)
        } else {
            Err(wrong(FaultKind::Misplaced { belongs: self.path_of(&found.key) }))
        }
    }

    /// Reads the register of a snapshot.
    ///
    /// # Errors
    /// A file that is gone or damaged.
    pub fn register_of_day(&self, day: NaiveDate, file: &DayFile) -> Result<Vec<Unit>, FileFault> {
        let bytes = self.of_day(day, file)?;
        let path = self.root().join(&file.path);
        units_from_text(&bytes).map_err(|fault| FileFault { path, fault: FaultKind::Wire(fault) })
    }

    /// Lists the superseded revisions of a return, the newest first.
    pub fn kept_revisions(&self, key: &ReturnKey) -> Vec<KeptRevision> {
        let stem = kept_stem(self.root(), key, 0);
        let Some(folder) = stem.parent() else { return Vec::new() };
        let begin = stem.file_name().and_then(|name| name.to_str()).and_then(|name| name.strip_suffix('0'));
        let Some(begin) = begin else { return Vec::new() };
        let paths = self.disk().list(folder).unwrap_or_default().into_iter();
        let mut found: Vec<KeptRevision> = paths
            .filter_map(|path| {
                let name = path.file_name()?.to_str()?.strip_prefix(begin)?.strip_suffix(".ron")?;
                let revision = name.split('-').next()?.parse().ok()?;
                Some(KeptRevision { path, revision })
            })
            .collect();
        found.sort_by(|a, b| (b.revision, &b.path).cmp(&(a.revision, &a.path)));
        found
    }

    /// Reads a kept revision of a return.
    ///
    /// # Errors
    /// A file that is gone, damaged, or another return's.
    pub fn kept_return(&self, kept: &KeptRevision, key: &ReturnKey) -> Result<UnitReturn, FileFault> {
        let found = self.parsed(&kept.path, return_from_text)?;
        if found.key == *key {
            return Ok(found);
        }
        let fault = FaultKind::Misplaced { belongs: self.path_of(&found.key) };
        Err(FileFault { path: kept.path.clone(), fault })
    }
}

fn unlisted(fault: FileFault) -> StoreError {
    let source_text = match fault.fault {
        FaultKind::Io(text) => text,
        other => format!("{other:?}"),
    };
    StoreError::Io { what: Step::Read, path: fault.path, source_text }
}

/// Writes a path in the workspace with `/`; `None` for one that is no text.
fn inner_name(path: &Path) -> Option<String> {
    let parts: Option<Vec<&str>> = path.iter().map(|part| part.to_str()).collect();
    parts.map(|parts| parts.join("/"))
}
