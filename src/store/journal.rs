//! The journal: one line per committed edit, for recovery and audit.

use std::{
    collections::HashMap,
    io,
    path::{Path, PathBuf},
};

use chrono::NaiveDate;

use crate::{
    base::{PlanId, UnitId},
    returns::ReturnKey,
    store::{
        Disk, FaultKind, FileFault, Folder, Step, StoreError,
        atomic::Patience,
        disk::is_full,
        folder::held,
        load::{WORTH_A_THREAD, in_parallel},
        paths::JOURNAL,
    },
    wire::{
        DraftLine, FollowedLine, JournalLine, RegisterEdit, TakenLine, WireError, draft_line_from_text,
        draft_line_text, followed_line_from_text, followed_line_text, is_draft_line, is_followed_line,
        is_register_line, is_taken_line, line_from_text, line_text, register_line_from_text,
        register_line_text, taken_line_from_text, taken_line_text,
    },
};

/// The file lines are appended to.
#[derive(Debug)]
pub(crate) struct Tail {
    day: NaiveDate,
    path: PathBuf,
    /// Known to end in a line end; else an append to it failed, and what is appended later may be lost with that.
    is_sound: bool,
}

impl Folder {
    /// Appends edits to the day's journal and waits until they are on disk; all of them in one write.
    ///
    /// If the file cannot be appended to, because a program holds it or a sync failed, a new one is begun for the
    /// day (`2026-03-01_2.log`). Lines that reach the disk twice that way are read once.
    ///
    /// # Errors
    /// [`StoreError::ReadOnly`], [`StoreError::Full`], [`StoreError::Busy`] or [`StoreError::Io`]: the edits are
    /// then to be taken as not written.
    pub fn append_journal(&self, lines: &[JournalLine], today: NaiveDate) -> Result<(), StoreError> {
        self.check_writable()?;
        if lines.is_empty() { Ok(()) } else { self.append_text(&text_of(lines)?, today) }
    }

    /// Appends edits of deliverables, as [`Folder::append_journal`] does those of cells.
    ///
    /// # Errors
    /// As for [`Folder::append_journal`].
    pub fn append_followed(&self, lines: &[FollowedLine], today: NaiveDate) -> Result<(), StoreError> {
        self.check_writable()?;
        if lines.is_empty() { Ok(()) } else { self.append_text(&followed_text_of(lines)?, today) }
    }

    /// Appends changes in the register, as [`Folder::append_journal`] does edits.
    ///
    /// # Errors
    /// As for [`Folder::append_journal`].
    pub fn append_register(&self, lines: &[RegisterEdit], today: NaiveDate) -> Result<(), StoreError> {
        self.check_writable()?;
        if lines.is_empty() {
            return Ok(());
        }
        let name = |line: &RegisterEdit| line.unit.to_string();
        self.append_text(&joined(lines, register_line_text, register_line_from_text, name)?, today)
    }

    /// Reads the changes in the register of all days, in order.
    pub fn register_journal(&self) -> Vec<RegisterEdit> {
        self.all_lines().0.register
    }

    /// Appends texts that stand in cells and are not committed, as [`Folder::append_journal`] does edits.
    ///
    /// # Errors
    /// As for [`Folder::append_journal`].
    pub fn append_drafts(&self, lines: &[DraftLine], today: NaiveDate) -> Result<(), StoreError> {
        self.check_writable()?;
        if lines.is_empty() { Ok(()) } else { self.append_text(&draft_text_of(lines)?, today) }
    }

    /// Appends that the lock was taken over.
    ///
    /// # Errors
    /// As for [`Folder::append_journal`].
    pub fn append_taken(&self, line: &TakenLine, today: NaiveDate) -> Result<(), StoreError> {
        self.check_writable()?;
        let lines = std::slice::from_ref(line);
        self.append_text(
            &joined(lines, taken_line_text, taken_line_from_text, |line| line.from.clone())?,
            today,
        )
    }

    /// Reads how often, when and from whom the lock was taken over, oldest first.
    pub fn taken_journal(&self) -> Vec<TakenLine> {
        self.all_lines().0.taken
    }

    fn append_text(&self, text: &str, today: NaiveDate) -> Result<(), StoreError> {
        let disk = self.disk();
        let folder = self.root().join(JOURNAL);
        let mut tail = held(&self.tail);
        disk.create_folders(&folder)
            .map_err(|fault| StoreError::of(disk, Step::CreateFolder, &folder, &fault))?;
        let known = tail.take().filter(|tail| tail.day == today);
        let is_spoilt = known.as_ref().is_some_and(|tail| !tail.is_sound);
        let (path, is_clean) = match known {
            Some(tail) => (tail.path, true),
            None => {
                let number = newest(disk, &folder, today).max(1);
                (folder.join(file_name(today, number)), false)
            }
        };
        // Until this has gone well. A failed sync counts its pages as written: only a new file is free of that.
        *tail = Some(Tail { day: today, path: path.clone(), is_sound: false });
        let appended = if is_spoilt { None } else { Some(append(disk, &folder, &path, text, is_clean)) };
        let path = match appended {
            Some(Ok(())) => path,
            Some(Err(fault)) if is_full(&fault) => return Err(StoreError::Full { path }),
            Some(Err(_)) | None => begin_new(disk, &folder, today, text)?,
        };
        *tail = Some(Tail { day: today, path, is_sound: true });
        Ok(())
    }

    /// Reads the journal of all days, in order; lines that cannot be read are faults, the rest is read.
    pub fn journal(&self) -> (Vec<JournalLine>, Vec<FileFault>) {
        let (lines, faults) = self.all_lines();
        (lines.cells, faults)
    }

    /// Reads the edits of deliverables of all days, in order.
    pub fn followed_journal(&self) -> Vec<FollowedLine> {
        self.all_lines().0.followed
    }

    pub(crate) fn all_lines(&self) -> (Lines, Vec<FileFault>) {
        let folder = self.root().join(JOURNAL);
        let mut paths = match self.disk().list(&folder) {
            Ok(paths) => paths,
            Err(fault) => return (Lines::default(), vec![io_fault(&folder, &fault.to_string())]),
        };
        paths.retain(|path| path.extension().is_some_and(|end| end == "log"));
        paths.sort_by_cached_key(|path| order_of(path));
        let mut all = Lines::default();
        let mut faults = Vec::new();
        let mut seen: HashMap<(ReturnKey, u64), Vec<usize>> = HashMap::new();
        let mut seen_followed: HashMap<(PlanId, u64), Vec<usize>> = HashMap::new();
        let mut seen_units: HashMap<UnitId, Vec<usize>> = HashMap::new();
        let read = in_parallel(&paths, WORTH_A_THREAD, |path| read_day(self.disk(), path));
        for (path, day) in paths.iter().zip(read) {
            let (found, wrong) =
                day.unwrap_or_else(|| (Lines::default(), vec![io_fault(path, "reading stopped")]));
            faults.extend(wrong);
            let mut before = vec![all.cells.len()];
            for line in found.cells {
                let at = seen.entry((line.key.clone(), line.revision)).or_default();
                push_once(&mut all.cells, at, line);
                before.push(all.cells.len());
            }
            for line in found.followed {
                let at = seen_followed.entry((line.plan.clone(), line.revision)).or_default();
                push_once(&mut all.followed, at, line);
            }
            all.drafts.extend(found.drafts.into_iter().map(|(at, draft)| (before[at], draft)));
            all.taken.extend(found.taken);
            for line in found.register {
                // A write that was done again after a fault stands there twice, in whole runs.
                let is_known = seen_units.entry(line.unit.clone()).or_default();
                push_once(&mut all.register, is_known, line);
            }
        }
        (all, faults)
    }
}

/// The lines of the journal by what they are about.
#[derive(Default)]
pub(crate) struct Lines {
    pub(crate) cells: Vec<JournalLine>,
    pub(crate) followed: Vec<FollowedLine>,
    /// Each with how many of `cells` stand before it.
    pub(crate) drafts: Vec<(usize, DraftLine)>,
    pub(crate) taken: Vec<TakenLine>,
    pub(crate) register: Vec<RegisterEdit>,
}

/// Takes a line unless it is there already; `at` are the places of lines of its key and revision.
fn push_once<T: PartialEq>(lines: &mut Vec<T>, at: &mut Vec<usize>, line: T) {
    if at.iter().all(|at| lines[*at] != line) {
        at.push(lines.len());
        lines.push(line);
    }
}

fn io_fault(path: &Path, why: &str) -> FileFault {
    FileFault { path: path.to_owned(), fault: FaultKind::Io(why.to_owned()) }
}

fn text_of(lines: &[JournalLine]) -> Result<String, StoreError> {
    joined(lines, line_text, line_from_text, |line| format!("{} revision {}", line.key, line.revision))
}

fn followed_text_of(lines: &[FollowedLine]) -> Result<String, StoreError> {
    let name = |line: &FollowedLine| format!("{} revision {}", line.plan, line.revision);
    joined(lines, followed_line_text, followed_line_from_text, name)
}

fn draft_text_of(lines: &[DraftLine]) -> Result<String, StoreError> {
    joined(lines, draft_line_text, draft_line_from_text, |line| line.place.key.to_string())
}

/// Writes lines one under the other; what cannot be read back the same is no record.
fn joined<T: PartialEq, E: ToString>(
    lines: &[T],
    write: impl Fn(&T) -> Result<String, E>,
    read: impl Fn(&str) -> Result<T, WireError>,
    name: impl Fn(&T) -> String,
) -> Result<String, StoreError> {
    let mut text = String::new();
    for line in lines {
        let one = write(line).map_err(|fault| StoreError::Text(fault.to_string()))?;
        if one.contains(['\n', '\r']) || read(&one).as_ref() != Ok(line) {
            return Err(StoreError::Text(name(line)));
        }
        text.push_str(&one);
        text.push('\n');
    }
    Ok(text)
}

/// Appends; to a file of an earlier sitting behind a line end of its own, so that what a power cut tore there, or a
/// failed sync will turn out to have left there, does not swallow the next line.
fn append(disk: &dyn Disk, folder: &Path, path: &Path, text: &str, is_clean: bool) -> io::Result<()> {
    let mut patience = Patience::new(disk);
    let (is_new, is_doubtful) = if is_clean {
        (false, false)
    } else {
        match patience.run(|_| disk.read(path)) {
            Ok(bytes) => (false, !bytes.is_empty()),
            Err(fault) if fault.kind() == io::ErrorKind::NotFound => (true, false),
            Err(fault) => return Err(fault),
        }
    };
    let closed_first = format!("\n{text}");
    patience.run(|again| {
        // After a failed try part of the text may stand there.
        let text = if is_doubtful || again { &closed_first } else { text };
        disk.append_synced(path, text.as_bytes())
    })?;
    if is_new { disk.sync_folder(folder) } else { Ok(()) }
}

/// Begins the day's next file.
fn begin_new(disk: &dyn Disk, folder: &Path, today: NaiveDate, text: &str) -> Result<PathBuf, StoreError> {
    let path = folder.join(file_name(today, newest(disk, folder, today) + 1));
    let wrong = |fault: &io::Error| StoreError::of(disk, Step::Append, &path, fault);
    let mut patience = Patience::new(disk);
    if let Err(fault) = patience.run(|_| disk.write_new_synced(&path, text.as_bytes())) {
        if fault.kind() != io::ErrorKind::AlreadyExists {
            let _ = disk.remove(&path);
        }
        return Err(wrong(&fault));
    }
    disk.sync_folder(folder).map_err(|fault| wrong(&fault))?;
    Ok(path)
}

fn file_name(day: NaiveDate, number: u32) -> String {
    if number <= 1 { format!("{day}.log") } else { format!("{day}_{number}.log") }
}

/// Gives the number of the day's newest file; 0 if there is none.
fn newest(disk: &dyn Disk, folder: &Path, day: NaiveDate) -> u32 {
    let day = day.to_string();
    let paths = disk.list(folder).unwrap_or_default();
    let of_day = paths.iter().map(|path| order_of(path)).filter(|(of, _)| *of == day);
    of_day.map(|(_, number)| number).max().unwrap_or(0)
}

fn order_of(path: &Path) -> (String, u32) {
    let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    match stem.split_once('_').and_then(|(day, number)| Some((day.to_owned(), number.parse().ok()?))) {
        Some(order) => order,
        None => (stem, 1),
    }
}

fn read_day(disk: &dyn Disk, path: &Path) -> (Lines, Vec<FileFault>) {
    let bytes = match Patience::new(disk).run(|_| disk.read(path)) {
        Ok(bytes) => bytes,
        Err(fault) => return (Lines::default(), vec![io_fault(path, &fault.to_string())]),
    };
    let mut lines = Lines::default();
    let mut faults = Vec::new();
    for (at, line) in bytes.split(|byte| *byte == b'\n').enumerate() {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        if line.is_empty() {
            continue;
        }
        let text = str::from_utf8(line).map_err(|fault| WireError::NotText(fault.valid_up_to()));
        let taken = text.and_then(|text| {
            if is_followed_line(text) {
                followed_line_from_text(text).map(|line| lines.followed.push(line))
            } else if is_register_line(text) {
                register_line_from_text(text).map(|line| lines.register.push(line))
            } else if is_taken_line(text) {
                taken_line_from_text(text).map(|line| lines.taken.push(line))
            } else if is_draft_line(text) {
                draft_line_from_text(text).map(|line| lines.drafts.push((lines.cells.len(), line)))
            } else {
                line_from_text(text).map(|line| lines.cells.push(line))
            }
        });
        match taken {
            Ok(()) => {}
            Err(fault) => {
                let fault = FaultKind::Line { line: at + 1, fault };
                faults.push(FileFault { path: path.to_owned(), fault });
            }
        }
    }
    (lines, faults)
}
