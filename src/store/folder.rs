//! An open workspace folder, and saving into it.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs::File,
    io,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use chrono::NaiveDateTime;

use crate::{
    returns::{Followed, UnitReturn},
    store::{
        Access, Disk, ReadOnlyReason, RealDisk, Step, StoreError,
        atomic::{Patience, replace},
        cache::Stale,
        disk::{is_full, is_temp, probe},
        journal::Tail,
        lock,
        paths::{
            CACHE, FOLLOWED, KEPT, RETURNS, SECOND, UNITS, WORKSPACE, followed_path, kept_followed_stem,
            kept_path, kept_stem, return_path, second_path,
        },
        watch::{Fit, Watch},
    },
    unit::Unit,
    wire::{
        Workspace, followed_from_text, followed_text, return_from_text, return_text, units_from_text,
        units_text, workspace_from_text, workspace_text,
    },
};

/// 工作区文件夹: open, with the lock held as long as it lives if it may be written.
///
/// All methods take `&self`: share it in an `Arc` between the screen and the worker that saves. Saves wait for
/// one another and for a running [`Folder::load`]; the journal waits only for itself.
#[derive(Debug)]
pub struct Folder {
    root: PathBuf,
    disk: Arc<dyn Disk>,
    access: Access,
    lock: Option<File>,
    /// Who had the lock before and did not let go of it as usual.
    taken_from: Option<String>,
    /// Files that were not taken at the last load; also what makes saves wait for one another.
    pub(crate) refused: Mutex<BTreeSet<PathBuf>>,
    pub(crate) tail: Mutex<Option<Tail>>,
    pub(crate) watch: Watch,
    pub(crate) stale: Stale,
}

/// Takes a mutex; nothing that is held in one can be left half changed by a panic.
pub(crate) fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Folder {
    /// Opens a workspace, for writing if nobody else does; `who` is told to others who find it held.
    ///
    /// # Errors
    /// Only if the folder does not exist, cannot be read or holds no `workspace.ron`.
    pub fn open(root: &Path, who: &str, now: NaiveDateTime) -> Result<Self, StoreError> {
        Self::open_with(Arc::new(RealDisk), root, who, now)
    }

    /// Opens a workspace on another disk; only the lock is always taken on the real one.
    ///
    /// # Errors
    /// As for [`Folder::open`].
    pub fn open_with(
        disk: Arc<dyn Disk>,
        root: &Path,
        who: &str,
        now: NaiveDateTime,
    ) -> Result<Self, StoreError> {
        if !disk.exists(root) {
            return Err(StoreError::NoFolder { path: root.to_owned() });
        }
        disk.list(root).map_err(|fault| StoreError::of(&*disk, Step::Read, root, &fault))?;
        if !disk.exists(&root.join(WORKSPACE)) {
            return Err(StoreError::NoWorkspace { path: root.to_owned() });
        }
        let folder = Self::taken(disk, root, who, now);
        if folder.access.is_writable() {
            sweep(&*folder.disk, &folder.root);
        }
        Ok(folder)
    }

    /// Creates a workspace in a folder that holds none, and opens it.
    ///
    /// `workspace.ron` is written last: a folder in which this was interrupted holds no workspace.
    ///
    /// # Errors
    /// [`StoreError::AlreadyThere`] if there is a workspace, another register or any return; else what a save gives.
    pub fn create(
        root: &Path,
        who: &str,
        now: NaiveDateTime,
        workspace: &Workspace,
        units: &[Unit],
    ) -> Result<Self, StoreError> {
        Self::create_with(Arc::new(RealDisk), root, who, now, workspace, units)
    }

    /// Creates a workspace on another disk.
    ///
    /// # Errors
    /// As for [`Folder::create`].
    pub fn create_with(
        disk: Arc<dyn Disk>,
        root: &Path,
        who: &str,
        now: NaiveDateTime,
        workspace: &Workspace,
        units: &[Unit],
    ) -> Result<Self, StoreError> {
        let register = units_text(units).map_err(|fault| StoreError::Text(fault.to_string()))?;
        refuse_remains(&*disk, root, register.as_bytes())?;
        disk.create_folders(root)
            .map_err(|fault| StoreError::of(&*disk, Step::CreateFolder, root, &fault))?;
        let folder = Self::taken(disk, root, who, now);
        folder.check_writable()?;
        // Again, now that nobody else can be creating here.
        refuse_remains(&*folder.disk, root, register.as_bytes())?;
        folder.save_units(units)?;
        folder.save_workspace(workspace)?;
        Ok(folder)
    }

    fn taken(disk: Arc<dyn Disk>, root: &Path, who: &str, now: NaiveDateTime) -> Self {
        let root = std::path::absolute(root).unwrap_or_else(|_| root.to_owned());
        let (access, lock, taken_from) = match lock::take(&root, who, now) {
            Err(reason) => (Access::ReadOnly(reason), None, None),
            Ok((lock, before)) => match probe(&*disk, &root) {
                // A full disk may have room again in a minute, and every save says so until then.
                Err(fault) if !is_full(&fault) => (Access::ReadOnly(ReadOnlyReason::Folder), None, None),
                _ => (Access::Writable, Some(lock), before),
            },
        };
        Self {
            root,
            disk,
            access,
            lock,
            taken_from,
            refused: Mutex::default(),
            tail: Mutex::default(),
            watch: Watch::default(),
            stale: Stale::default(),
        }
    }

    /// Gives the folder, absolute.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Gives who had the workspace before and did not close it: user, computer, process, since when.
    pub fn taken_from(&self) -> Option<&str> {
        self.taken_from.as_deref()
    }

    /// Says whether it may be written.
    pub const fn access(&self) -> &Access {
        &self.access
    }

    pub(crate) fn disk(&self) -> &dyn Disk {
        &*self.disk
    }

    pub(crate) fn check_writable(&self) -> Result<(), StoreError> {
        match &self.access {
            Access::Writable => Ok(()),
            Access::ReadOnly(reason) => Err(StoreError::ReadOnly(reason.clone())),
        }
    }

    /// Saves who we are; the old file is kept as `kept/workspace.ron`, `kept/workspace-2.ron`, …
    ///
    /// # Errors
    /// As for [`Folder::save_return`].
    pub fn save_workspace(&self, workspace: &Workspace) -> Result<(), StoreError> {
        let text = workspace_text(workspace).map_err(|fault| StoreError::Text(fault.to_string()))?;
        if workspace_from_text(text.as_bytes()).as_ref() != Ok(workspace) {
            return Err(StoreError::Text(WORKSPACE.to_owned()));
        }
        let path = self.root.join(WORKSPACE);
        self.put(&path, text.as_bytes(), |old| {
            workspace_from_text(old).map_err(|_| StoreError::Refused { path: path.clone() })?;
            Ok(self.root.join(KEPT).join("workspace"))
        })
    }

    /// Saves the register; the old file is kept as `kept/units.ron`, `kept/units-2.ron`, …
    ///
    /// # Errors
    /// As for [`Folder::save_return`].
    pub fn save_units(&self, units: &[Unit]) -> Result<(), StoreError> {
        let text = units_text(units).map_err(|fault| StoreError::Text(fault.to_string()))?;
        match units_from_text(text.as_bytes()) {
            Ok(back) if back == units => {}
            Ok(_) => return Err(StoreError::Text(UNITS.to_owned())),
            Err(fault) => return Err(StoreError::Text(fault.to_string())),
        }
        let path = self.root.join(UNITS);
        self.put(&path, text.as_bytes(), |old| {
            units_from_text(old).map_err(|_| StoreError::Refused { path: path.clone() })?;
            Ok(self.root.join(KEPT).join("units"))
        })
    }

    /// Saves a return as `returns/<period>/<form>/<unit>.ron`; what stood there is kept as
    /// `kept/<period>/<form>/<unit>.<its revision>.ron`.
    ///
    /// # Errors
    /// [`StoreError::ReadOnly`]; [`StoreError::Refused`] if the file there was not taken at the last load, cannot
    /// be read now, or is another return's; [`StoreError::Older`] if it has a higher revision; [`StoreError::Text`]
    /// if the value would not read back the same; [`StoreError::Full`], [`StoreError::Busy`] or
    /// [`StoreError::Io`]. The old file, or the new one, is whole in every case.
    pub fn save_return(&self, unit_return: &UnitReturn) -> Result<(), StoreError> {
        self.put_return(unit_return, false)
    }

    /// Saves a return over one with a higher revision, after a person has chosen between the two.
    ///
    /// # Errors
    /// As for [`Folder::save_return`], but for [`StoreError::Older`].
    pub fn replace_return(&self, unit_return: &UnitReturn) -> Result<(), StoreError> {
        self.put_return(unit_return, true)
    }

    /// Saves what a second person typed of a return as `second/<period>/<form>/<unit>.ron`, over what stood there.
    ///
    /// # Errors
    /// As for [`Folder::save_return`], but for [`StoreError::Older`]: a second typing begins anew as often as it likes.
    pub fn save_second(&self, typed: &UnitReturn) -> Result<(), StoreError> {
        self.check_writable()?;
        let text = return_text(typed).map_err(|fault| StoreError::Text(fault.to_string()))?;
        check_reads_back(typed, text.as_bytes())?;
        let path = second_path(&self.root, &typed.key);
        let refused = held(&self.refused);
        if refused.contains(&path) {
            return Err(StoreError::Refused { path });
        }
        let disk = self.disk();
        let mut keep = None;
        if let Ok(old) = Patience::new(disk).run(|_| disk.read(&path)) {
            keep = match self.watch.fits(&path, &old) {
                Fit::Theirs => return Err(StoreError::ChangedOutside { path }),
                Fit::Allowed => kept_path(disk, &self.outside_stem(&path), &old),
                Fit::Ours => None,
            };
        }
        self.replace_known(&path, text.as_bytes(), keep.as_deref())
    }

    fn put_return(&self, unit_return: &UnitReturn, over_newer: bool) -> Result<(), StoreError> {
        let text = return_text(unit_return).map_err(|fault| StoreError::Text(fault.to_string()))?;
        check_reads_back(unit_return, text.as_bytes())?;
        let path = return_path(&self.root, &unit_return.key);
        self.put(&path, text.as_bytes(), |old| {
            let old = return_from_text(old).ok().filter(|old| old.key == unit_return.key);
            let old = old.ok_or_else(|| StoreError::Refused { path: path.clone() })?;
            if old.revision > unit_return.revision && !over_newer {
                let (there, offered) = (old.revision, unit_return.revision);
                return Err(StoreError::Older { path: path.clone(), there, offered });
            }
            Ok(kept_stem(&self.root, &old.key, old.revision))
        })
    }

    /// Saves what is followed of a plan as `followed/<plan>.ron`; what stood there is kept as
    /// `kept/followed/<plan>.<its revision>.ron`.
    ///
    /// # Errors
    /// As for [`Folder::save_return`].
    pub fn save_followed(&self, followed: &Followed) -> Result<(), StoreError> {
        let text = followed_text(followed).map_err(|fault| StoreError::Text(fault.to_string()))?;
        let back =
            followed_from_text(text.as_bytes()).map_err(|fault| StoreError::Text(fault.to_string()))?;
        if back != *followed {
            return Err(StoreError::Text(followed.plan.to_string()));
        }
        let path = followed_path(&self.root, &followed.plan);
        self.put(&path, text.as_bytes(), |old| {
            let old = followed_from_text(old).ok().filter(|old| old.plan == followed.plan);
            let old = old.ok_or_else(|| StoreError::Refused { path: path.clone() })?;
            if old.revision > followed.revision {
                let (there, offered) = (old.revision, followed.revision);
                return Err(StoreError::Older { path: path.clone(), there, offered });
            }
            Ok(kept_followed_stem(&self.root, &old.plan, old.revision))
        })
    }

    /// Replaces a file; `stem_of` judges what stands there and says under which name it is kept.
    fn put(
        &self,
        path: &Path,
        bytes: &[u8],
        stem_of: impl FnOnce(&[u8]) -> Result<PathBuf, StoreError>,
    ) -> Result<(), StoreError> {
        self.check_writable()?;
        let refused = held(&self.refused);
        if refused.contains(path) {
            return Err(StoreError::Refused { path: path.to_owned() });
        }
        let disk = self.disk();
        let keep = match Patience::new(disk).run(|_| disk.read(path)) {
            Ok(old) if old == bytes => None,
            Ok(old) => {
                let fit = self.watch.fits(path, &old);
                let stem = match (fit, stem_of(&old)) {
                    (Fit::Theirs, _) => return Err(StoreError::ChangedOutside { path: path.to_owned() }),
                    // Ours goes over it whatever it is, but never without a copy.
                    (Fit::Allowed, Err(_)) => self.outside_stem(path),
                    (_, stem) => stem?,
                };
                kept_path(disk, &stem, &old)
            }
            Err(fault) if fault.kind() == io::ErrorKind::NotFound => None,
            // It is read to be kept: what is told is that nothing was saved.
            Err(fault) => return Err(StoreError::of(disk, Step::Keep, path, &fault)),
        };
        self.replace_known(path, bytes, keep.as_deref())
    }

    /// Replaces a file that the program otherwise only reads; what stood there is kept under a name.
    pub(crate) fn put_over(
        &self,
        path: &Path,
        bytes: &[u8],
        stem: impl FnOnce() -> PathBuf,
    ) -> Result<(), StoreError> {
        let _waiting = held(&self.refused);
        let old = Patience::new(self.disk()).run(|_| self.disk().read(path)).ok().filter(|old| old != bytes);
        let keep = old.and_then(|old| kept_path(self.disk(), &stem(), &old));
        self.replace_known(path, bytes, keep.as_deref())
    }

    /// Replaces a file and remembers what it is now.
    fn replace_known(&self, path: &Path, bytes: &[u8], keep: Option<&Path>) -> Result<(), StoreError> {
        let outcome = replace(self.disk(), path, bytes, keep);
        self.note_stale(path);
        match &outcome {
            Ok(stamp) => self.watch.learn(path, *stamp, bytes),
            Err(_) => self.watch.may_stand(path, bytes),
        }
        outcome.map(|_| ())
    }
}

impl Drop for Folder {
    /// Takes our name out of the lock: whoever finds one there finds a program that did not end as usual.
    fn drop(&mut self) {
        if let Some(lock) = &self.lock {
            lock::clear_holder(&self.root, lock);
        }
    }
}

/// What cannot be read back the same is no record.
pub(crate) fn check_reads_back(unit_return: &UnitReturn, text: &[u8]) -> Result<(), StoreError> {
    let back = return_from_text(text).map_err(|fault| StoreError::Text(fault.to_string()))?;
    let filled = unit_return.entries.iter().filter(|(_, entry)| !entry.is_empty());
    let entries: BTreeMap<_, _> = filled.map(|(element, entry)| (element.clone(), entry.clone())).collect();
    let expected = UnitReturn { entries, ..unit_return.clone() };
    if back == expected { Ok(()) } else { Err(StoreError::Text(unit_return.key.to_string())) }
}

/// Refuses a folder with anything of a workspace in it, but for the same register from an interrupted creation.
fn refuse_remains(disk: &dyn Disk, root: &Path, register: &[u8]) -> Result<(), StoreError> {
    let units = root.join(UNITS);
    let is_same = !disk.exists(&units) || disk.read(&units).is_ok_and(|there| there == register);
    let taken =
        [WORKSPACE, RETURNS, FOLLOWED].map(|name| root.join(name)).into_iter().find(|path| disk.exists(path));
    match taken.or((!is_same).then_some(units)) {
        Some(path) => Err(StoreError::AlreadyThere { path }),
        None => Ok(()),
    }
}

/// Removes temp files a crash left behind; what they held is in the journal. Only for the holder of the lock.
fn sweep(disk: &dyn Disk, root: &Path) {
    let mut open = vec![
        (root.to_owned(), 0),
        (root.join(RETURNS), 2),
        (root.join(FOLLOWED), 0),
        (root.join(KEPT), 2),
        (root.join(KEPT).join("outside"), 3),
        (root.join(SECOND), 2),
        (root.join(CACHE), 1),
    ];
    while let Some((folder, depth)) = open.pop() {
        for entry in disk.list(&folder).unwrap_or_default() {
            if is_temp(&entry) {
                // What cannot be removed does no harm.
                let _ = disk.remove(&entry);
            } else if depth > 0 {
                open.push((entry, depth - 1));
            }
        }
    }
}
