//! Replacing a file so that after a crash the old or the new one is there, whole.

use std::{io, path::Path, time::Duration};

use crate::store::{
    Disk, RealDisk, Step, StoreError,
    disk::{Stamp, is_full, temp_beside},
};

/// Tries again while another program holds the file: 10 times, 25 ms longer each, 1.375 s in all.
///
/// One budget serves a whole save. Waiting is for the worker, never for the thread that draws.
pub(crate) struct Patience<'a> {
    disk: &'a dyn Disk,
    tries: u32,
}

const TRIES: u32 = 10;
const LONGER: Duration = Duration::from_millis(25);

impl<'a> Patience<'a> {
    pub(crate) fn new(disk: &'a dyn Disk) -> Self {
        Self { disk, tries: 0 }
    }

    /// Runs an operation until it is not held up any more; `again` is true from the second run on.
    pub(crate) fn run<T>(&mut self, mut operation: impl FnMut(bool) -> io::Result<T>) -> io::Result<T> {
        let mut again = false;
        loop {
            match operation(again) {
                Err(fault) if self.tries < TRIES && self.disk.is_busy(&fault) => {
                    self.tries += 1;
                    again = true;
                    self.disk.pause(LONGER * self.tries);
                }
                outcome => return outcome,
            }
        }
    }
}

/// A failed attempt, and whether a second one, with a new temp file from memory, makes sense.
struct Failed {
    error: StoreError,
    retry: bool,
}

/// Replaces a file: temp file in the same folder ▸ sync ▸ keep the old one ▸ rename ▸ sync the folder.
///
/// A failed sync is never repeated: the system may have marked the lost pages clean, and the second call would
/// succeed without them (“fsyncgate”, ATC 2020). A new temp file is written from memory instead, once. There is
/// no direct writing: that is what empties files on a full disk.
///
/// # Errors
/// [`StoreError::Full`], [`StoreError::Busy`] or [`StoreError::Io`]; the old file then stands as it was, or, if
/// only the last sync failed, the new one does. Else the stamp of what was put there: taken before the rename, so that
/// it is never that of what somebody else puts there after it.
pub(crate) fn replace(
    disk: &dyn Disk,
    path: &Path,
    bytes: &[u8],
    keep_old_as: Option<&Path>,
) -> Result<Stamp, StoreError> {
    let folder = folder_of(path);
    disk.create_folders(folder).map_err(|fault| StoreError::of(disk, Step::CreateFolder, folder, &fault))?;
    let mut patience = Patience::new(disk);
    let mut keep = keep_old_as;
    match attempt(disk, &mut patience, path, bytes, &mut keep) {
        Err(failed) if failed.retry => attempt(disk, &mut patience, path, bytes, &mut keep),
        outcome => outcome,
    }
    .map_err(|failed| failed.error)
}

fn attempt(
    disk: &dyn Disk,
    patience: &mut Patience<'_>,
    path: &Path,
    bytes: &[u8],
    keep: &mut Option<&Path>,
) -> Result<Stamp, Failed> {
    let folder = folder_of(path);
    let temp = temp_beside(path);
    let failed = |step, at: &Path, fault: &io::Error, retry| Failed {
        error: StoreError::of(disk, step, at, fault),
        retry: retry && !is_full(fault),
    };
    if let Err(fault) = patience.run(|_| disk.write_new_synced(&temp, bytes)) {
        // A file of this name is a stranger's: it stays.
        if fault.kind() != io::ErrorKind::AlreadyExists {
            let _ = disk.remove(&temp);
        }
        return Err(failed(Step::Write, path, &fault, true));
    }
    if let Some(kept) = *keep {
        if let Err(error) = keep_old(disk, patience, path, kept) {
            let _ = disk.remove(&temp);
            return Err(Failed { error, retry: false });
        }
        // From here on the old file has its second name; a second attempt must not keep the new one under it.
        *keep = None;
    }
    let stamp = disk.stamp(&temp).ok().flatten();
    if let Err(fault) = patience.run(|_| disk.rename(&temp, path)) {
        let _ = disk.remove(&temp);
        return Err(failed(Step::Rename, path, &fault, false));
    }
    disk.sync_folder(folder).map_err(|fault| failed(Step::SyncFolder, folder, &fault, true))?;
    Ok(stamp)
}

fn keep_old(
    disk: &dyn Disk,
    patience: &mut Patience<'_>,
    path: &Path,
    kept: &Path,
) -> Result<(), StoreError> {
    let folder = folder_of(kept);
    disk.create_folders(folder).map_err(|fault| StoreError::of(disk, Step::CreateFolder, folder, &fault))?;
    match patience.run(|_| disk.hard_link_or_copy(path, kept)) {
        Ok(()) => {}
        Err(fault) if matches!(fault.kind(), io::ErrorKind::AlreadyExists | io::ErrorKind::NotFound) => {
            return Ok(());
        }
        Err(fault) => return Err(StoreError::of(disk, Step::Keep, kept, &fault)),
    }
    disk.sync_folder(folder).map_err(|fault| {
        // So that the next save keeps it anew, with a sync of its own.
        let _ = disk.remove(kept);
        StoreError::of(disk, Step::SyncFolder, folder, &fault)
    })
}

fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Writes a file and the folder it lies in, if that is not there yet.
///
/// # Errors
/// As [`write_file`].
pub fn write_new_file(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    let folder = folder_of(path);
    RealDisk
        .create_folders(folder)
        .map_err(|fault| StoreError::of(&RealDisk, Step::Write, folder, &fault))?;
    write_file(path, bytes)
}

/// Writes a file outside the workspace, such as a package on a USB stick, and reads it back.
///
/// USB sticks lie about syncing, so what can be read again is compared byte by byte.
///
/// # Errors
/// As for every save; [`StoreError::Differs`] if other bytes come back.
pub fn write_file(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    write_file_on(&RealDisk, path, bytes)
}

/// Writes a file outside the workspace on another disk, and reads it back.
///
/// # Errors
/// As [`write_file`].
pub fn write_file_on(disk: &dyn Disk, path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    replace(disk, path, bytes, None)?;
    let there = disk.read(path).map_err(|fault| StoreError::of(disk, Step::Read, path, &fault))?;
    if there == bytes { Ok(()) } else { Err(StoreError::Differs { path: path.to_owned() }) }
}
