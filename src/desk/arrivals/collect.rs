//! Finding and reading what arrived: files, folders with all below them, and zips.

use std::{
    collections::BTreeMap,
    io,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
};

use crate::{
    desk::arrivals::cores::over_cores,
    exchange::{MOST_PACKED_BYTES, ReadFile, Reason, Source, Stage, is_zip, read_file_at, unpack},
    store::{Disk, WORKSPACE, holds_arrivals},
    wire::MAX_BYTES,
};

/// How deep folders may be nested.
const MOST_DEPTH: usize = 16;

/// What was read and what was passed over.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Collected {
    /// Files that were looked at; those in a zip count each.
    pub files: usize,
    /// Files in folders and zips that are none of ours, such as pictures.
    pub passed_over: usize,
    /// It was cancelled; what is staged is not all.
    pub cancelled: bool,
}

/// A file to be read.
struct Chosen {
    path: PathBuf,
    /// A person named this very file: what it is none of ours is said.
    is_named: bool,
}

/// What came of one file: those of a zip, how many of them are none of ours.
type Read = (Vec<ReadFile>, usize);

/// How far the readers are, and whether they are to go on.
#[derive(Default)]
struct Gauge {
    done: AtomicUsize,
    all: AtomicUsize,
    stopped: AtomicBool,
}

impl Gauge {
    fn goes_on(&self) -> bool {
        !self.stopped.load(Ordering::Relaxed)
    }
}

/// Stages everything that is ours in files, folders and zips, in the order in which it is found.
///
/// `go_on` is told how many of how many files are read, those of a zip one by one, and says whether to go on; it is asked
/// at least every twentieth of a second. Where it says no, the readers end after the file they are at.
pub fn collect(
    stage: &mut Stage,
    disk: &dyn Disk,
    paths: &[PathBuf],
    mut go_on: impl FnMut(usize, usize) -> bool,
) -> Collected {
    let mut found = Found { disk, stage, chosen: Vec::new(), collected: Collected::default() };
    if !paths.iter().all(|path| found.find((path, disk.is_folder(path)), 0, &mut go_on)) {
        found.collected.cancelled = true;
        return found.collected;
    }
    let Found { chosen, mut collected, stage, .. } = found;
    let gauge = Gauge { all: chosen.len().into(), ..Gauge::default() };
    let counted = || (gauge.done.load(Ordering::Relaxed), gauge.all.load(Ordering::Relaxed));
    // One that was slow to read is waited for, so that the order is that of the files.
    let mut early: BTreeMap<usize, Read> = BTreeMap::new();
    let mut turn = 0;
    let heard = |came: Option<(usize, Read)>| {
        early.extend(came);
        let (done, all) = counted();
        if !go_on(done, all) {
            gauge.stopped.store(true, Ordering::Relaxed);
            return false;
        }
        while let Some((files, passed_over)) = early.remove(&turn) {
            turn += 1;
            collected.files += files.len();
            collected.passed_over += passed_over;
            files.into_iter().for_each(|file| stage.take(file));
        }
        true
    };
    let read = |chosen: &Chosen| {
        let read = read(disk, chosen, &gauge);
        gauge.done.fetch_add(1, Ordering::Relaxed);
        read
    };
    let is_whole = over_cores(&chosen, read, heard);
    collected.cancelled = !is_whole;
    if !collected.cancelled {
        let (done, all) = counted();
        go_on(done, all);
    }
    collected
}

/// What was found so far.
struct Found<'s> {
    disk: &'s dyn Disk,
    stage: &'s mut Stage,
    chosen: Vec<Chosen>,
    collected: Collected,
}

impl Found<'_> {
    /// Finds files at a path, which is a folder or none; says whether to go on.
    fn find(
        &mut self,
        (path, is_folder): (&Path, bool),
        depth: usize,
        go_on: &mut dyn FnMut(usize, usize) -> bool,
    ) -> bool {
        let is_hidden = path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."));
        if !is_folder {
            // Files a program or system put there, such as .DS_Store.
            if depth == 0 || !is_hidden {
                self.chosen.push(Chosen { path: path.to_owned(), is_named: depth == 0 });
            }
            return true;
        }
        if depth > 0 && is_hidden {
            return true;
        }
        if !go_on(0, self.chosen.len()) {
            return false;
        }
        if depth > MOST_DEPTH {
            self.refuse(path, Reason::TooDeep);
            return true;
        }
        match self.disk.list_kinds(path) {
            Ok(inside) => {
                inside.iter().all(|(inside, is_folder)| self.find((inside, *is_folder), depth + 1, go_on))
            }
            Err(fault) => {
                self.refuse(path, Reason::Disk(fault.to_string()));
                true
            }
        }
    }

    fn refuse(&mut self, path: &Path, why: Reason) {
        self.collected.files += 1;
        self.stage.take(ReadFile::refused(path.display().to_string(), why));
    }
}

/// Reads a file, or those in a zip; gives as well how many were passed over.
fn read(disk: &dyn Disk, chosen: &Chosen, gauge: &Gauge) -> Read {
    let name = chosen.path.display().to_string();
    let bytes = match disk.read_up_to(&chosen.path, MOST_PACKED_BYTES) {
        Ok(bytes) => bytes,
        Err(fault) if fault.kind() == io::ErrorKind::FileTooLarge => {
            if !chosen.is_named && !has_our_name(&name) {
                return (Vec::new(), 1);
            }
            let bytes = disk.stamp(&chosen.path).ok().flatten().map_or(MOST_PACKED_BYTES, |(_, size)| size);
            let limit = if ends_in(&name, ".zip") { MOST_PACKED_BYTES } else { MAX_BYTES as u64 };
            return (vec![ReadFile::refused(name, Reason::TooLarge { bytes, limit })], 0);
        }
        Err(fault) => return (vec![ReadFile::refused(name, Reason::Disk(fault.to_string()))], 0),
    };
    let path: Arc<Path> = chosen.path.as_path().into();
    if is_zip(&bytes) && !is_office(&name) {
        return read_zip(&name, &path, &bytes, gauge);
    }
    if chosen.is_named || is_ours(&name, &bytes) {
        (vec![read_file_at(name, &bytes, Source::File(path))], 0)
    } else {
        (Vec::new(), 1)
    }
}

fn read_zip(name: &str, path: &Arc<Path>, packed: &[u8], gauge: &Gauge) -> Read {
    let mut files = Vec::new();
    let mut passed_over = 0;
    let is_counted = AtomicBool::new(false);
    let go_on = |inside: usize| {
        // The zip itself is no file of its own any more.
        if !is_counted.swap(true, Ordering::Relaxed) {
            gauge.all.fetch_add(inside.saturating_sub(1), Ordering::Relaxed);
        }
        gauge.goes_on()
    };
    let unpacked = unpack(packed, go_on, |entry| {
        let name = format!("{name}/{}", entry.name);
        match entry.bytes {
            Ok(bytes) if is_ours(&name, &bytes) => {
                files.push(read_file_at(name, &bytes, Source::Packed(Arc::clone(path))));
            }
            Ok(_) => passed_over += 1,
            Err(why) => files.push(ReadFile::refused(name, why)),
        }
        gauge.done.fetch_add(1, Ordering::Relaxed);
    });
    // The last of them is counted with the zip.
    gauge.done.fetch_sub(usize::from(!files.is_empty() || passed_over > 0), Ordering::Relaxed);
    match unpacked {
        Ok(()) => (files, passed_over),
        // Never half taken.
        Err(why) => (vec![ReadFile::refused(name, why)], 0),
    }
}

fn ends_in(name: &str, end: &str) -> bool {
    name.to_ascii_lowercase().ends_with(end)
}

fn has_our_name(name: &str) -> bool {
    ends_in(name, ".duibiao") || ends_in(name, ".zip")
}

/// Documents of office programs are zips as well.
fn is_office(name: &str) -> bool {
    [".xlsx", ".docx", ".pptx", ".ods", ".odt", ".et", ".wps", ".ofd", ".jar"]
        .iter()
        .any(|end| ends_in(name, end))
}

/// Says whether a file is meant to be ours: by its name, or, renamed, by how it begins.
fn is_ours(name: &str, bytes: &[u8]) -> bool {
    let begin = String::from_utf8_lossy(&bytes[..bytes.len().min(256)]);
    ends_in(name, ".duibiao") || begin.contains("format: \"duibiao-")
}

/// Says whether what a person opens came from other desks, a file, a zip or a folder of such, rather than a workspace.
pub fn is_arrival(disk: &dyn Disk, path: &Path) -> bool {
    let name = path.display().to_string();
    if !disk.exists(path) {
        return false;
    }
    if disk.is_folder(path) {
        let holds_ours = |inside: Vec<(PathBuf, bool)>| {
            inside.iter().any(|(inside, is_folder)| !is_folder && has_our_name(&inside.to_string_lossy()))
        };
        return !disk.exists(&path.join(WORKSPACE)) && disk.list_kinds(path).is_ok_and(holds_ours);
    }
    if ends_in(&name, ".zip") {
        return holds_arrivals(path);
    }
    has_our_name(&name) || disk.read(path).is_ok_and(|bytes| is_ours(&name, &bytes) && travels(&bytes))
}

/// Files of a workspace begin like those that travel.
fn travels(bytes: &[u8]) -> bool {
    crate::wire::travelling_from_text(bytes).is_ok()
}
