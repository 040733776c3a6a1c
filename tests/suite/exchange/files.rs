//! Files, folders and zips as they come: what is hostile is refused whole, what is none of ours is passed over.

use std::{fs, io::Write as _, path::Path};

use duibiao::{
    desk::{Collected, collect},
    exchange::{Outcome, Stage},
    store::RealDisk,
    unit::UnitKind,
    wire::package_text,
};
use tempfile::TempDir;
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

use super::{key, now, package, stage, unit, version};

fn text(of: &str) -> Vec<u8> {
    let found = version(&key(of), 1, &[("beds_total", 800)], None);
    package_text(&package(vec![found], now())).expect("a text").into_bytes()
}

fn zipped(path: &Path, entries: &[(&str, &[u8])]) {
    let mut zip = ZipWriter::new(fs::File::create(path).expect("a file"));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, bytes) in entries {
        zip.start_file(*name, options).expect("an entry");
        zip.write_all(bytes).expect("written");
    }
    zip.finish().expect("a zip");
}

fn hospitals() -> Stage {
    stage((0..9).map(|at| unit(&format!("H{at}"), UnitKind::GeneralHospital, Some("B1"))))
}

/// Gives outcome and reason of everything found in a folder.
fn found_in(folder: &Path) -> (Vec<(Outcome, &'static str)>, Collected) {
    let mut stage = hospitals();
    let collected = collect(&mut stage, &RealDisk, &[folder.to_owned()], |_, _| true);
    stage.counts();
    let line = |staged: &duibiao::exchange::Staged| {
        (staged.outcome, staged.reason.as_ref().map(|reason| reason.code()).unwrap_or_default())
    };
    (stage.staged().iter().map(line).collect(), collected)
}

#[test]
fn hostile_zips_are_refused_whole() {
    let check = |entries: &[(&str, &[u8])], expected: &[(Outcome, &str)]| {
        let folder = TempDir::new().expect("a folder");
        let inside = folder.path().join("in");
        fs::create_dir(&inside).expect("a folder");
        zipped(&inside.join("a.zip"), entries);
        let names: Vec<&str> = entries.iter().map(|(name, _)| *name).collect();
        assert_eq!(found_in(&inside).0, expected, "{names:?}");
        let left: Vec<_> = fs::read_dir(folder.path()).expect("a folder").collect();
        assert_eq!(left.len(), 1, "nothing is written outside: {names:?}");
    };
    let (one, two) = (text("H1"), text("H2"));
    let new = (Outcome::New, "");
    let no = |why| (Outcome::Rejected, why);
    check(&[("甲院/a.duibiao", &one), ("b.duibiao", &two)], &[new, new]);
    check(&[("../a.duibiao", &one), ("b.duibiao", &two)], &[no("zip_name"), new]);
    check(&[("/etc/a.duibiao", &one)], &[no("zip_name")]);
    check(&[("C:\\a.duibiao", &one)], &[no("zip_name")]);
    // A bomb takes what stands beside it along: never half taken.
    check(&[("a.duibiao", &one), ("bomb.duibiao", &vec![b' '; 64 * 1024 * 1024])], &[no("zip_bomb")]);
    let inner = TempDir::new().expect("a folder");
    zipped(&inner.path().join("i.zip"), &[("a.duibiao", &one)]);
    check(&[("i.zip", &fs::read(inner.path().join("i.zip")).expect("read"))], &[no("zip_in_zip")]);
}

/// Folders are searched to their end, or to a depth nobody makes by hand; other people's files are counted and left.
#[test]
fn folders_are_searched() {
    let folder = TempDir::new().expect("a folder");
    let mut at = folder.path().to_owned();
    for depth in 0..3 {
        at = at.join(format!("第{depth}层"));
        fs::create_dir(&at).expect("a folder");
        fs::write(at.join("report.DUIBIAO"), text(&format!("H{depth}"))).expect("written");
        fs::write(at.join("notes.docx"), b"PK\x03\x04 no zip for us").expect("written");
        fs::write(at.join(".DS_Store"), b"x").expect("written");
    }
    // A mail program made text of it; it is ours all the same.
    fs::write(folder.path().join("H5 (1).txt"), text("H5")).expect("written");
    let (found, collected) = found_in(folder.path());
    assert_eq!(found, vec![(Outcome::New, ""); 4]);
    assert_eq!(collected, Collected { files: 4, passed_over: 3, cancelled: false });
    let mut deep = folder.path().join("d");
    for _ in 0..17 {
        deep = deep.join("d");
    }
    fs::create_dir_all(&deep).expect("folders");
    assert_eq!(found_in(folder.path()).0.iter().filter(|(_, why)| *why == "too_deep").count(), 1);
}

/// What is cancelled stages no more, and says so.
#[test]
fn staging_can_be_cancelled() {
    let folder = TempDir::new().expect("a folder");
    for at in 0..200 {
        fs::write(folder.path().join(format!("{at}.duibiao")), text("H1")).expect("written");
    }
    let mut stage = hospitals();
    let mut asked = Vec::new();
    let collected = collect(&mut stage, &RealDisk, &[folder.path().to_owned()], |done, all| {
        asked.push((done, all));
        done < 100
    });
    // The readers may be ahead of what is staged, never behind.
    assert!(collected.cancelled && stage.staged().len() <= 100, "{collected:?}");
    assert!(asked.is_sorted_by_key(|(done, _)| *done) && asked.last().is_some_and(|(done, _)| *done >= 100));
    assert_eq!(stage.counts().sum(), stage.staged().len());
}

/// A word about taking a drive out is worth saying of drives that can be.
#[test]
fn a_stick_is_told_from_the_disk() {
    let folder = TempDir::new().expect("a folder");
    let at_home = std::env::var_os("HOME").is_some_and(|home| duibiao::store::is_removable(Path::new(&home)));
    if cfg!(windows) {
        assert!(duibiao::store::is_removable(Path::new(r"\\server\share\a.duibiao")));
    } else {
        assert!(duibiao::store::is_removable(Path::new("/run/media/li/U盘/a.duibiao")) && !at_home);
        assert!(!duibiao::store::is_removable(&folder.path().join("a.duibiao")));
    }
}

/// What came damaged is asked for again: of a file from elsewhere there is no older revision here.
#[test]
fn what_came_damaged_is_asked_for_again() {
    use duibiao::{exchange::Reason, wire::WireError};
    for fault in [WireError::Digest, WireError::NotText(2)] {
        let told = Reason::Unreadable(fault).sentence();
        assert!(told.zh.contains("请对方重新保存，再发一次") && !told.zh.contains("kept"), "{told:?}");
        assert!(told.en.contains("send it again") && !told.en.contains("kept"), "{told:?}");
    }
}
