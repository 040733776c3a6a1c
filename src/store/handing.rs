//! 交给已开的窗口: a second start hands its files to the window that has the workspace open, on the same machine.
//!
//! The window keeps a door in the person's own folder: a lock file that says it is there, and beside it the lists of
//! files that were handed over. No network and nothing shared between machines is used; a crash frees the lock.

use std::{
    fs::{self, File, OpenOptions, TryLockError},
    io::{self, Read as _},
    path::{Path, PathBuf},
    sync::atomic::{AtomicU32, Ordering},
    thread,
    time::{Duration, Instant},
};

use crate::{store::place::user_folder, wire::file_digest};

const DOORS: &str = "doors";
const LOCK: &str = ".lock";
/// Ends the name of a list that is written whole.
const HANDED: &str = "handed";
/// More than any selection of files in a file manager.
const MOST_BYTES: u64 = 1024 * 1024;
/// So often whoever knocked looks whether the list was taken.
const LOOK: Duration = Duration::from_millis(40);

/// How many lists this program has left.
static LEFT: AtomicU32 = AtomicU32::new(0);

/// 门: where the window that has a workspace open takes files from programs that are started later; dropping it closes it.
#[derive(Debug)]
pub struct Door {
    folder: PathBuf,
    _lock: File,
}

/// What became of files that were to be handed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Handing {
    /// The window has them.
    Taken,
    /// No window of this person on this machine has the workspace open for writing.
    NobodyThere,
    /// A window has it open and did not take them in time.
    Unanswered,
}

/// Gives this person's folder on this machine, where doors lie; `None` without a home.
pub fn state_folder() -> Option<PathBuf> {
    user_folder()
}

impl Door {
    /// Opens the door of a workspace, in this person's folder on this machine; `None` where another window keeps it, or
    /// nothing can be written there.
    pub fn open(state: &Path, workspace: &Path) -> Option<Self> {
        let folder = door_folder(state, workspace);
        fs::create_dir_all(&folder).ok()?;
        let lock = lock_file(&folder)?;
        lock.try_lock().ok()?;
        let door = Self { folder, _lock: lock };
        // What nobody came to take is stale: whoever left it has gone on without.
        door.lists().iter().for_each(|list| drop(fs::remove_file(list)));
        Some(door)
    }

    /// Takes what was handed over since; each file once, and only whole paths.
    pub fn take(&self) -> Vec<PathBuf> {
        let mut files = Vec::new();
        for list in self.lists() {
            let read = read_list(&list);
            // Whoever left it learns by its going that it was taken; if it cannot go, it was not.
            if fs::remove_file(&list).is_ok() {
                files.extend(read.unwrap_or_default());
            }
        }
        files
    }

    fn lists(&self) -> Vec<PathBuf> {
        let entries = fs::read_dir(&self.folder).into_iter().flatten().flatten();
        let mut found: Vec<PathBuf> = entries
            .map(|entry| entry.path())
            .filter(|path| path.extension().is_some_and(|end| end == HANDED))
            .collect();
        found.sort();
        found
    }
}

impl Drop for Door {
    fn drop(&mut self) {
        // Without the file nobody waits for an answer; the lock goes with it in any case.
        let _ = fs::remove_file(self.folder.join(LOCK));
    }
}

/// Hands files to the window that has a workspace open, and waits so long for it to take them.
pub fn hand_over(state: &Path, workspace: &Path, files: &[PathBuf], patience: Duration) -> Handing {
    let folder = door_folder(state, workspace);
    if !is_kept(&folder) {
        return Handing::NobodyThere;
    }
    let Ok(list) = leave_list(&folder, files) else { return Handing::Unanswered };
    let began = Instant::now();
    while list.exists() {
        if began.elapsed() >= patience {
            // Taken at the last moment, it cannot be taken back.
            return if fs::remove_file(&list).is_ok() { Handing::Unanswered } else { Handing::Taken };
        }
        thread::sleep(LOOK);
    }
    Handing::Taken
}

/// Gives where the door of a workspace lies, by whatever name its folder goes.
fn door_folder(state: &Path, workspace: &Path) -> PathBuf {
    let whole = fs::canonicalize(workspace).unwrap_or_else(|_| workspace.to_owned());
    let digest = file_digest(whole.to_string_lossy().as_bytes());
    let name: String = digest.chars().filter(char::is_ascii_alphanumeric).collect();
    state.join(DOORS).join(&name[name.len().saturating_sub(24)..])
}

fn lock_file(folder: &Path) -> Option<File> {
    OpenOptions::new().read(true).write(true).create(true).truncate(false).open(folder.join(LOCK)).ok()
}

/// Says whether a window keeps the door.
fn is_kept(folder: &Path) -> bool {
    let Ok(file) = OpenOptions::new().read(true).write(true).open(folder.join(LOCK)) else { return false };
    matches!(file.try_lock(), Err(TryLockError::WouldBlock))
}

/// Leaves the list under a name of its own; it gets the name that is looked for when it is whole.
fn leave_list(folder: &Path, files: &[PathBuf]) -> io::Result<PathBuf> {
    let mut text = String::new();
    for file in files {
        let whole = std::path::absolute(file)?;
        // A name that is no text, or breaks the line, cannot stand in the list.
        let line = whole.to_str().filter(|line| !line.contains(['\n', '\r']));
        text.push_str(line.ok_or(io::ErrorKind::InvalidInput)?);
        text.push('\n');
    }
    let unfinished =
        folder.join(format!("{}-{}.part", std::process::id(), LEFT.fetch_add(1, Ordering::Relaxed)));
    let list = unfinished.with_extension(HANDED);
    fs::write(&unfinished, text)?;
    fs::rename(&unfinished, &list).inspect_err(|_| drop(fs::remove_file(&unfinished)))?;
    Ok(list)
}

fn read_list(list: &Path) -> io::Result<Vec<PathBuf>> {
    let mut text = String::new();
    File::open(list)?.take(MOST_BYTES).read_to_string(&mut text)?;
    Ok(text.lines().map(PathBuf::from).filter(|path| path.is_absolute()).collect())
}
