//! What a copy or a zip of the whole workspace takes from the disk: history, earlier versions, snapshots, packs, and what
//! came in and went out. The cache is made anew where it is missing, and the lock is nobody else's.

use std::{
    collections::{BTreeMap, BTreeSet},
    io,
    path::{Path, PathBuf},
};

use crate::{
    store::{
        Disk, Folder, Step, StoreError,
        atomic::Patience,
        disk::is_temp,
        paths::{DAYS, ISSUED, JOURNAL, KEPT},
    },
    wire::file_digest,
};

/// What is not written anew from memory.
const BESIDE: [&str; 9] =
    ["catalogue", "forms", "plans", "checks", KEPT, "inbox", "outbox", "receipts", ISSUED];

/// Gathers the files at and below a place in the order of their paths, hidden and unfinished ones aside; `leave` is not
/// gone into.
pub(crate) fn gather(
    disk: &dyn Disk,
    at: PathBuf,
    leave: Option<&Path>,
    files: &mut Vec<PathBuf>,
    faults: &mut Vec<StoreError>,
) {
    let mut open = vec![at];
    let mut found = Vec::new();
    while let Some(at) = open.pop() {
        let is_hidden = at.file_name().is_none_or(|name| name.to_string_lossy().starts_with('.'));
        if is_hidden || is_temp(&at) || Some(at.as_path()) == leave || !disk.exists(&at) {
            continue;
        }
        match disk.list(&at) {
            Ok(inside) => open.extend(inside),
            Err(fault) if fault.kind() == io::ErrorKind::NotADirectory => found.push(at),
            Err(fault) => faults.push(StoreError::of(disk, Step::Read, &at, &fault)),
        }
    }
    found.sort();
    files.append(&mut found);
}

/// A file as it was copied into one of the days.
struct Copied {
    digest: String,
    to: PathBuf,
}

impl Folder {
    /// Gives the folder in which the days are kept.
    pub(crate) fn days_folder(&self) -> PathBuf {
        self.root().join(KEPT).join(DAYS)
    }

    /// Copies what is not written from memory into another workspace, as far as it can be read: journal, packs, earlier
    /// versions, days, and what came in and went out. Gives what could not be copied.
    pub fn copy_beside(&self, to: &Self) -> Vec<StoreError> {
        let disk = self.disk();
        let mut faults = Vec::new();
        let journal = self.root().join(JOURNAL);
        let listed = disk.list(&journal);
        let mut files = listed.unwrap_or_else(|fault| {
            faults.push(StoreError::of(disk, Step::Read, &journal, &fault));
            Vec::new()
        });
        files.retain(|path| path.extension().is_some_and(|end| end == "log"));
        for name in BESIDE {
            gather(disk, self.root().join(name), None, &mut files, &mut faults);
        }
        let mut folders = BTreeSet::new();
        let mut days = BTreeMap::new();
        for path in files {
            let Ok(inside) = path.strip_prefix(self.root()) else { continue };
            faults.extend(self.copy_file(inside, to, &mut folders, &mut days).err());
        }
        for folder in folders {
            let synced = to.disk().sync_folder(&folder);
            faults.extend(synced.err().map(|why| StoreError::of(to.disk(), Step::SyncFolder, &folder, &why)));
        }
        faults
    }

    /// Copies one file to where none is yet; of a day under a second name of the day before, if nothing changed since.
    fn copy_file(
        &self,
        inside: &Path,
        to: &Self,
        folders: &mut BTreeSet<PathBuf>,
        days: &mut BTreeMap<PathBuf, Copied>,
    ) -> Result<(), StoreError> {
        let (from, there) = (self.root().join(inside), to.root().join(inside));
        let bytes = Patience::new(self.disk())
            .run(|_| self.disk().read(&from))
            .map_err(|fault| StoreError::of(self.disk(), Step::Read, &from, &fault))?;
        let folder = there.parent().unwrap_or(to.root()).to_owned();
        if !folders.contains(&folder) {
            let made = to.disk().create_folders(&folder);
            made.map_err(|fault| StoreError::of(to.disk(), Step::CreateFolder, &folder, &fault))?;
            folders.insert(folder);
        }
        let of_day = inside.strip_prefix(Path::new(KEPT).join(DAYS)).ok();
        let of_day = of_day.map(|path| path.iter().skip(1).collect::<PathBuf>());
        let digest = of_day.as_ref().map(|_| file_digest(&bytes)).unwrap_or_default();
        let before = of_day.as_ref().and_then(|of| days.get(of)).filter(|before| before.digest == digest);
        let written = match before {
            Some(before) => to.disk().hard_link_or_copy(&before.to, &there),
            None => to.disk().write_new_synced(&there, &bytes),
        };
        written.map_err(|fault| {
            // What there is of it is no record.
            if fault.kind() != io::ErrorKind::AlreadyExists {
                let _ = to.disk().remove(&there);
            }
            StoreError::of(to.disk(), Step::Write, &there, &fault)
        })?;
        if let Some(of) = of_day {
            days.insert(of, Copied { digest, to: there });
        }
        Ok(())
    }
}
