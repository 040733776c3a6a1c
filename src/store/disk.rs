//! The few file operations the store needs.

use std::{
    fmt,
    fs::{self, DirEntry, File, OpenOptions},
    io::{self, Read as _, Write as _},
    path::{Path, PathBuf},
    sync::atomic::{AtomicU64, Ordering},
    thread,
    time::Duration,
};

/// The largest file that is taken into memory; formats have smaller limits of their own.
const MAX_READ_BYTES: u64 = 256 * 1024 * 1024;

/// Time of change (nanoseconds since 1970) and size of a file; `None` where the disk does not tell.
pub type Stamp = Option<(u128, u64)>;

/// File operations, behind a trait so that tests can fail the k-th one.
///
/// None of them writes over a file in place: a file appears whole under a new name, or grows at its end.
///
/// # Errors
/// Each operation gives what the system says, untranslated.
pub trait Disk: Send + Sync + fmt::Debug {
    /// Reads a whole file.
    fn read(&self, path: &Path) -> io::Result<Vec<u8>>;

    /// Lists a folder, sorted by name; a folder that is missing is empty.
    fn list(&self, folder: &Path) -> io::Result<Vec<PathBuf>>;

    /// Says whether a folder of this name is there.
    fn is_folder(&self, path: &Path) -> bool;

    /// Reads a whole file unless it is larger: [`io::ErrorKind::FileTooLarge`].
    fn read_up_to(&self, path: &Path, most: u64) -> io::Result<Vec<u8>> {
        match self.stamp(path) {
            Ok(Some((_, size))) if size > most => Err(too_large(most)),
            _ => self.read(path),
        }
    }

    /// Lists a folder as [`Disk::list`] does, and says of each whether it is a folder itself.
    fn list_kinds(&self, folder: &Path) -> io::Result<Vec<(PathBuf, bool)>> {
        let told = |path: PathBuf| (self.is_folder(&path), path);
        Ok(self.list(folder)?.into_iter().map(told).map(|(is_folder, path)| (path, is_folder)).collect())
    }

    /// Creates one folder, whose parent is there.
    fn make_folder(&self, folder: &Path) -> io::Result<()>;

    /// Creates a folder with all its parents, and makes each new name durable.
    fn create_folders(&self, folder: &Path) -> io::Result<()> {
        let missing: Vec<&Path> =
            folder.ancestors().take_while(|at| !at.as_os_str().is_empty() && !self.is_folder(at)).collect();
        for at in missing.into_iter().rev() {
            match self.make_folder(at) {
                Ok(()) => {}
                Err(_) if self.is_folder(at) => {}
                Err(fault) => return Err(fault),
            }
            if let Some(parent) = at.parent().filter(|parent| !parent.as_os_str().is_empty()) {
                // The parent may belong to somebody else and be unreadable: what was created in it is there.
                match self.sync_folder(parent) {
                    Err(fault) if fault.kind() != io::ErrorKind::PermissionDenied => {
                        // Else the next try would find it there and never sync its name.
                        let _ = self.remove_empty_folder(at);
                        return Err(fault);
                    }
                    _ => {}
                }
            }
        }
        Ok(())
    }

    /// Creates a file that must not exist yet, writes it whole and waits until it is on disk.
    fn write_new_synced(&self, path: &Path, bytes: &[u8]) -> io::Result<()>;

    /// Appends to a file, created if missing, and waits until it is on disk.
    fn append_synced(&self, path: &Path, bytes: &[u8]) -> io::Result<()>;

    /// Renames a file, replacing what has the new name.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;

    /// Waits until the names in a folder are on disk; Windows has no such call and needs none.
    fn sync_folder(&self, folder: &Path) -> io::Result<()>;

    /// Removes a file.
    fn remove(&self, path: &Path) -> io::Result<()>;

    /// Says whether something has this name; what cannot be found out counts as yes.
    fn exists(&self, path: &Path) -> bool;

    /// Gives a file a second name that must not exist yet; a drive without hard links gets a synced copy.
    fn hard_link_or_copy(&self, from: &Path, to: &Path) -> io::Result<()>;

    /// Removes a folder that is empty; one that is not stays.
    fn remove_empty_folder(&self, path: &Path) -> io::Result<()> {
        let _ = path;
        Ok(())
    }

    /// Gives time and size of a file, to see cheaply that it was not touched.
    fn stamp(&self, path: &Path) -> io::Result<Stamp> {
        let _ = path;
        Ok(None)
    }

    /// Says whether a virus scanner, indexer or other program holds the file for a moment.
    ///
    /// Windows errors 5 (access denied), 32 (sharing) and 33 (lock) all occur for this cause.
    fn is_busy(&self, fault: &io::Error) -> bool {
        cfg!(windows) && matches!(fault.raw_os_error(), Some(5 | 32 | 33))
    }

    /// Waits before the next try.
    fn pause(&self, time: Duration) {
        thread::sleep(time);
    }
}

fn too_large(most: u64) -> io::Error {
    io::Error::new(io::ErrorKind::FileTooLarge, format!("larger than {} MiB", most >> 20))
}

/// Lists a folder, sorted; one that is missing is empty.
fn listed<T: Ord>(folder: &Path, each: impl Fn(DirEntry) -> io::Result<T>) -> io::Result<Vec<T>> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(fault) if fault.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(fault) => return Err(fault),
    };
    let mut all = entries.map(|entry| entry.and_then(&each)).collect::<io::Result<Vec<_>>>()?;
    all.sort();
    Ok(all)
}

/// The disk of this computer.
#[derive(Clone, Copy, Debug, Default)]
pub struct RealDisk;

impl Disk for RealDisk {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        self.read_up_to(path, MAX_READ_BYTES)
    }

    /// Asks for the size where the file is open already: of ten thousand files each question shows.
    fn read_up_to(&self, path: &Path, most: u64) -> io::Result<Vec<u8>> {
        let file = File::open(path)?;
        let size = file.metadata()?.len();
        if size > most {
            return Err(too_large(most));
        }
        let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or_default());
        // It may grow while it is read.
        file.take(most + 1).read_to_end(&mut bytes)?;
        if bytes.len() as u64 > most { Err(too_large(most)) } else { Ok(bytes) }
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<PathBuf>> {
        listed(folder, |entry| Ok(entry.path()))
    }

    /// Folders list what each name is; only of links it is asked where they lead.
    fn list_kinds(&self, folder: &Path) -> io::Result<Vec<(PathBuf, bool)>> {
        listed(folder, |entry| {
            let path = entry.path();
            // A name that cannot be looked at is no reason to refuse those beside it.
            let is_folder = entry
                .file_type()
                .map_or_else(|_| path.is_dir(), |kind| kind.is_dir() || (kind.is_symlink() && path.is_dir()));
            Ok((path, is_folder))
        })
    }

    fn is_folder(&self, path: &Path) -> bool {
        path.is_dir()
    }

    fn make_folder(&self, folder: &Path) -> io::Result<()> {
        fs::create_dir(folder)
    }

    fn write_new_synced(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
        file.write_all(bytes)?;
        file.sync_all()
    }

    fn append_synced(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        let mut file = OpenOptions::new().append(true).create(true).open(path)?;
        file.write_all(bytes)?;
        file.sync_all()
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }

    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        if cfg!(windows) {
            return Ok(());
        }
        match File::open(folder)?.sync_all() {
            // Some network and FUSE drives know no sync of folders; their rename is as durable as it gets.
            Err(fault)
                if matches!(fault.kind(), io::ErrorKind::InvalidInput | io::ErrorKind::Unsupported) =>
            {
                Ok(())
            }
            outcome => outcome,
        }
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        fs::remove_file(path)
    }

    fn exists(&self, path: &Path) -> bool {
        path.try_exists().unwrap_or(true)
    }

    fn remove_empty_folder(&self, path: &Path) -> io::Result<()> {
        fs::remove_dir(path)
    }

    fn stamp(&self, path: &Path) -> io::Result<Stamp> {
        let found = fs::metadata(path)?;
        let changed = found.modified().ok().and_then(|at| at.duration_since(std::time::UNIX_EPOCH).ok());
        Ok(changed.map(|since| (since.as_nanos(), found.len())))
    }

    fn hard_link_or_copy(&self, from: &Path, to: &Path) -> io::Result<()> {
        match fs::hard_link(from, to) {
            Ok(()) => Ok(()),
            Err(fault) if matches!(fault.kind(), io::ErrorKind::AlreadyExists | io::ErrorKind::NotFound) => {
                Err(fault)
            }
            Err(_) => self.copy_synced(from, to),
        }
    }
}

impl RealDisk {
    /// Copies by way of a temp file, so that a cut never leaves half a copy under the final name.
    fn copy_synced(self, from: &Path, to: &Path) -> io::Result<()> {
        if self.exists(to) {
            return Err(io::ErrorKind::AlreadyExists.into());
        }
        let temp = temp_beside(to);
        let outcome = self
            .read(from)
            .and_then(|bytes| self.write_new_synced(&temp, &bytes))
            .and_then(|()| self.rename(&temp, to));
        if outcome.is_err() {
            // What is left of the temp file is swept at the next start.
            let _ = self.remove(&temp);
        }
        outcome
    }
}

/// Names a temp file in the folder of `path`, never twice in one process.
pub(crate) fn temp_beside(path: &Path) -> PathBuf {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    let name = path.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
    path.with_file_name(format!(".{name}.{}-{count}.tmp", std::process::id()))
}

/// Says whether a file is one of our temp files, as [`temp_beside`] names them.
pub(crate) fn is_temp(path: &Path) -> bool {
    let name = path.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
    let inner = name.strip_prefix('.').and_then(|name| name.strip_suffix(".tmp"));
    let numbers = inner.and_then(|inner| inner.rsplit_once('.')).and_then(|(_, end)| end.split_once('-'));
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    numbers.is_some_and(|(process, count)| is_number(process) && is_number(count))
}

/// Says whether an error means that no space is left.
pub(crate) fn is_full(fault: &io::Error) -> bool {
    matches!(fault.kind(), io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded)
        || (cfg!(windows) && matches!(fault.raw_os_error(), Some(39 | 112)))
}

/// Finds out whether a folder can be written by writing an empty file and removing it.
///
/// # Errors
/// Why it cannot.
pub(crate) fn probe(disk: &dyn Disk, folder: &Path) -> io::Result<()> {
    let temp = temp_beside(&folder.join("probe"));
    let outcome = disk.write_new_synced(&temp, b"");
    // Also after a failure: the file may have been created before it.
    let removed = disk.remove(&temp);
    outcome.and(removed)
}
