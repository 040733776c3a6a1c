//! What becomes of each start: a log, a mark while a renderer is tried, and a file for each crash.
//!
//! They lie in the person's data folder and hold nothing of any workspace but the paths that were opened. None of it may
//! keep the program from starting: what cannot be written is left out.

use std::{
    fmt,
    fs::{self, File, OpenOptions},
    io::{Read as _, Write as _},
    path::{Path, PathBuf},
    sync::atomic::{AtomicU32, Ordering},
};

use chrono::{NaiveDate, NaiveDateTime};

use crate::store::place::user_folder;

const LOG: &str = "start.log";
const OLD_LOG: &str = "start.old.log";
const LOG_BYTES: u64 = 256 * 1024;
/// One start writes no more than this: a driver may complain of every frame.
const LINES_A_START: u32 = 400;
/// A driver that stopped the program is tried again after this: it may have been mended, or never been at fault.
const SKIPPED_DAYS: i64 = 7;
const KEPT_CRASHES: usize = 10;

/// 启动记录: the log of starts and crashes of one person on one machine.
#[derive(Debug)]
pub struct Starts {
    folder: PathBuf,
    now: fn() -> NaiveDateTime,
    lines_left: AtomicU32,
}

impl Starts {
    /// Takes the person's data folder; `None` without a home.
    pub fn of_this_person(now: fn() -> NaiveDateTime) -> Option<Self> {
        user_folder().map(|folder| Self::new(folder, now))
    }

    /// Takes a folder, which is made when something is first written.
    pub const fn new(folder: PathBuf, now: fn() -> NaiveDateTime) -> Self {
        Self { folder, now, lines_left: AtomicU32::new(LINES_A_START) }
    }

    /// Gives where the log lies.
    pub fn log_path(&self) -> PathBuf {
        self.folder.join(LOG)
    }

    /// Writes a line with time and process; line ends in it become spaces.
    pub fn tell(&self, line: impl fmt::Display) {
        let left =
            self.lines_left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1));
        if left.is_err() {
            return;
        }
        let text = line.to_string().replace(['\r', '\n'], " ");
        let line =
            format!("{} [{}] {text}\n", (self.now)().format("%Y-%m-%d %H:%M:%S%.3f"), std::process::id());
        let path = self.log_path();
        if fs::metadata(&path).is_ok_and(|found| found.len() > LOG_BYTES) {
            let _ = fs::rename(&path, self.folder.join(OLD_LOG));
        }
        let _ = fs::create_dir_all(&self.folder);
        let file = OpenOptions::new().append(true).create(true).open(&path);
        // In one write: two programs may start at the same time.
        let _ = file.and_then(|mut file| file.write_all(line.as_bytes()));
    }

    /// Gives the last lines of the log.
    pub fn last_lines(&self, count: usize) -> Vec<String> {
        let text = fs::read(self.log_path()).map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
        let lines: Vec<String> = text.unwrap_or_default().lines().map(str::to_owned).collect();
        lines[lines.len().saturating_sub(count)..].to_vec()
    }

    /// Marks that a renderer is being tried, until the mark is dropped. `None` where no mark can be made, or where another
    /// start is trying the same one at this moment.
    pub fn mark(&self, renderer: &str, version: &str) -> Option<StartMark> {
        let path = self.mark_path(renderer);
        fs::create_dir_all(&self.folder).ok()?;
        let mut file =
            OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&path).ok()?;
        file.try_lock().ok()?;
        let text = format!("{version} {}\n", (self.now)().date());
        file.set_len(0).and_then(|()| file.write_all(text.as_bytes())).ok()?;
        Some(StartMark { path, file: Some(file) })
    }

    /// Says whether the program ended while this renderer was tried: with this version, and not long ago.
    pub fn has_crashed(&self, renderer: &str, version: &str) -> bool {
        let path = self.mark_path(renderer);
        let Ok(mut file) = OpenOptions::new().read(true).write(true).open(&path) else { return false };
        if file.try_lock().is_err() {
            // Another start is at it.
            return false;
        }
        let mut text = String::new();
        let _ = file.read_to_string(&mut text);
        let mut parts = text.split_whitespace();
        let of_version = parts.next() == Some(version);
        let day = parts.next().and_then(|day| day.parse::<NaiveDate>().ok());
        let age = day.map(|day| (self.now)().date().signed_duration_since(day).num_days());
        let counts = of_version && age.is_some_and(|age| (0..SKIPPED_DAYS).contains(&age));
        drop(file);
        if !counts {
            let _ = fs::remove_file(&path);
        }
        counts
    }

    /// Writes what is known of a crash to a file of its own, and gives where; the ten newest stay.
    pub fn keep_crash(&self, text: &str) -> Option<PathBuf> {
        let name = format!("crash-{}.txt", (self.now)().format("%Y%m%d-%H%M%S"));
        let path = self.folder.join(name);
        fs::create_dir_all(&self.folder).ok()?;
        fs::write(&path, text).ok()?;
        let known = self.crashes();
        for old in &known[..known.len().saturating_sub(KEPT_CRASHES)] {
            let _ = fs::remove_file(old);
        }
        Some(path)
    }

    /// Gives the files of crashes, the newest last.
    pub fn crashes(&self) -> Vec<PathBuf> {
        let entries = fs::read_dir(&self.folder).into_iter().flatten().flatten();
        let is_crash = |path: &PathBuf| {
            let name = path.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
            name.starts_with("crash-") && name.ends_with(".txt")
        };
        let mut found: Vec<PathBuf> = entries.map(|entry| entry.path()).filter(is_crash).collect();
        found.sort();
        found
    }

    fn mark_path(&self, renderer: &str) -> PathBuf {
        self.folder.join(format!("starting-{renderer}.txt"))
    }
}

/// The mark of a renderer that is being tried. Only the end of the whole program leaves it behind.
#[derive(Debug)]
pub struct StartMark {
    path: PathBuf,
    file: Option<File>,
}

impl StartMark {
    /// Gives the file.
    pub fn path(&self) -> &Path {
        &self.path
    }
}

impl Drop for StartMark {
    fn drop(&mut self) {
        // Closed first: Windows keeps the name of an open file.
        drop(self.file.take());
        let _ = fs::remove_file(&self.path);
    }
}
