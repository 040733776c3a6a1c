//! What the desk reads from the disk while the screen waits: no more than is asked for, and nothing twice.

use std::{
    fs, io,
    path::{Path, PathBuf},
    sync::{Arc, Mutex},
};

use chrono::TimeDelta;
use duibiao::{
    desk::{Command, Desk, Job, Offered, RestoreFrom, run_job},
    store::{Disk, Folder, RealDisk},
};
use tempfile::TempDir;

use super::{hospital, key, now, type_into};

/// The disk of this computer, and what was read of it.
#[derive(Debug, Default)]
struct ToldDisk {
    read: Mutex<Vec<PathBuf>>,
    /// What somebody else puts there as soon as a return stands in its place.
    theirs: Mutex<Option<Vec<u8>>>,
}

impl ToldDisk {
    /// Gives what was read since the last call, by the file's name.
    fn names(&self) -> Vec<String> {
        let read = std::mem::take(&mut *self.read.lock().expect("not poisoned"));
        read.iter().filter_map(|path| Some(path.file_name()?.to_string_lossy().into_owned())).collect()
    }
}

impl Disk for ToldDisk {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        self.read.lock().expect("not poisoned").push(path.to_owned());
        RealDisk.read(path)
    }
    fn list(&self, folder: &Path) -> io::Result<Vec<PathBuf>> {
        RealDisk.list(folder)
    }
    fn is_folder(&self, path: &Path) -> bool {
        RealDisk.is_folder(path)
    }
    fn make_folder(&self, folder: &Path) -> io::Result<()> {
        RealDisk.make_folder(folder)
    }
    fn write_new_synced(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        RealDisk.write_new_synced(path, bytes)
    }
    fn append_synced(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        RealDisk.append_synced(path, bytes)
    }
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        RealDisk.rename(from, to)?;
        if to.ends_with("returns/2025/hospital/H1.ron")
            && let Some(theirs) = self.theirs.lock().expect("not poisoned").take()
        {
            fs::write(to, theirs)?;
        }
        Ok(())
    }
    fn stamp(&self, path: &Path) -> io::Result<Option<(u128, u64)>> {
        RealDisk.stamp(path)
    }
    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        RealDisk.sync_folder(folder)
    }
    fn remove(&self, path: &Path) -> io::Result<()> {
        RealDisk.remove(path)
    }
    fn exists(&self, path: &Path) -> bool {
        RealDisk.exists(path)
    }
    fn hard_link_or_copy(&self, from: &Path, to: &Path) -> io::Result<()> {
        RealDisk.hard_link_or_copy(from, to)
    }
}

fn opened(root: &Path) -> (Desk, Arc<ToldDisk>) {
    let disk = Arc::new(ToldDisk::default());
    let folder = Folder::open_with(disk.clone(), root, "张三", now()).expect("it opens");
    let desk = Desk::of_folder(folder, "张三").expect("it opens");
    (desk, disk)
}

/// The writer reads what somebody else has changed; the screen is only told.
#[test]
fn a_file_changed_outside_is_read_by_the_writer() {
    let folder = TempDir::new().expect("a folder");
    let mut desk = hospital(&folder);
    let at = key("H1", "hospital");
    type_into(&mut desk, &at, "beds_total", "100");
    desk.save_now(now()).expect("it is saved");
    let root = desk.root().to_owned();
    drop(desk);
    let (mut desk, disk) = opened(&root);
    let path = root.join(Desk::return_path(&at));
    let text = fs::read_to_string(&path).expect("a file");
    fs::write(&path, format!("{text}\n")).expect("written");
    desk.look_outside();
    let done: Vec<_> = desk.take_jobs().into_iter().map(|job| run_job(&desk.folder(), job)).collect();
    assert!(disk.names().contains(&"H1.ron".to_owned()));
    for done in done {
        desk.job_done(done, now());
    }
    assert_eq!((desk.outside().len(), disk.names()), (1, Vec::new()));
}

/// What another puts there right behind a save is theirs, and is no more taken for ours than what comes later.
#[test]
fn a_file_changed_right_behind_a_save_is_noticed() {
    let folder = TempDir::new().expect("a folder");
    let mut desk = hospital(&folder);
    let at = key("H1", "hospital");
    type_into(&mut desk, &at, "beds_total", "100");
    desk.save_now(now()).expect("it is saved");
    let root = desk.root().to_owned();
    drop(desk);
    let (mut desk, disk) = opened(&root);
    let path = root.join(Desk::return_path(&at));
    let text = fs::read_to_string(&path).expect("a file");
    type_into(&mut desk, &at, "beds_total", "101");
    *disk.theirs.lock().expect("not poisoned") = Some(text.clone().into_bytes());
    desk.save_now(now()).expect("it is saved");
    assert_eq!(fs::read_to_string(&path).expect("a file"), text, "theirs stands there");
    assert_eq!(desk.folder().changed_outside(), [path]);
}

/// One return of one day is looked at by its own manifest, not by those of all days.
#[test]
fn a_preview_reads_one_day() {
    let folder = TempDir::new().expect("a folder");
    let mut desk = hospital(&folder);
    let at = key("H1", "hospital");
    for day in 0..4 {
        let element = "beds_total".parse().expect("an id");
        let (key, text, at) = (at.clone(), day.to_string(), now() + TimeDelta::days(day));
        desk.apply(Command::SetFigure { key, element, text }, at);
        desk.save_now(at).expect("it is saved");
    }
    let root = desk.root().to_owned();
    drop(desk);
    let (desk, disk) = opened(&root);
    let from = RestoreFrom::Day(now().date() + TimeDelta::days(2));
    disk.names();
    desk.restore_preview(&from, &at).expect("it is there");
    assert_eq!(disk.names(), ["manifest.ron", "H1.ron"]);
}

/// What was left is gathered from the journal once; edits after that are known.
#[test]
fn what_was_left_is_read_once() {
    let folder = TempDir::new().expect("a folder");
    let mut desk = hospital(&folder);
    let at = key("H1", "hospital");
    type_into(&mut desk, &at, "beds_total", "100");
    type_into(&mut desk, &at, "beds_icu", "5");
    for job in desk.take_jobs().into_iter().filter(|job| matches!(job, Job::Journal(..))) {
        assert!(run_job(&desk.folder(), job).fault.is_none());
    }
    let root = desk.root().to_owned();
    drop(desk);
    let (mut desk, disk) = opened(&root);
    desk.apply(Command::Recover { of: Offered::Return(at.clone()), take: Vec::new() }, now());
    desk.save_now(now()).expect("it is saved");
    let left = |desk: &Desk| desk.left_offers().iter().map(|offer| offer.lines.len()).sum::<usize>();
    disk.names();
    assert_eq!(left(&desk), 2);
    assert!(!disk.names().is_empty(), "the journal is read");
    type_into(&mut desk, &at, "beds_icu", "6");
    assert_eq!((left(&desk), disk.names()), (1, Vec::new()), "and not again");
    desk.apply(Command::Undo, now());
    assert_eq!((left(&desk), disk.names()), (1, Vec::new()), "the cell was edited since");
    desk.save_now(now()).expect("it is saved");
    drop(desk);
    let (desk, _) = opened(&root);
    assert_eq!(left(&desk), 1, "as the journal tells it");
}
