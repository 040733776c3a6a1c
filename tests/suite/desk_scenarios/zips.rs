//! A whole workspace as one zip, on another computer, and zips that are none of ours.

use std::{
    fs,
    io::{Cursor, Write as _},
};

use chrono::TimeDelta;
use duibiao::{
    desk::{Command, RestoreFrom},
    store::unzip_workspace,
};
use tempfile::TempDir;
use zip::{ZipWriter, write::SimpleFileOptions};

use super::{figure, hospital, key, known, now, open, type_into};

#[test]
fn a_workspace_goes_into_a_zip_and_opens_elsewhere() {
    let folder = TempDir::new().expect("a folder");
    let mut desk = hospital(&folder);
    let at = key("H1", "hospital");
    for text in ["100", "110"] {
        type_into(&mut desk, &at, "beds_total", text);
        desk.save_now(now()).expect("it is saved");
    }
    let path = folder.path().join("all.zip");
    let zipped = desk.folder().zip_to(&path).expect("it is written");
    assert!(zipped.files >= 5 && zipped.left.is_empty(), "{zipped:?}");
    let elsewhere = folder.path().join("elsewhere");
    unzip_workspace(&path, &elsewhere).expect("it is unpacked");
    let there = unzip_workspace(&path, &elsewhere).expect_err("a folder of this name is there");
    assert!(there.sentence().zh.contains("已有同名文件夹"), "{}", there.sentence().zh);
    assert!(!elsewhere.join(".lock").exists() && !elsewhere.join("cache").exists());
    let other = open(&elsewhere);
    assert!(!other.is_read_only() && other.faults().is_empty() && other.unrestored() == 0);
    assert_eq!(figure(&other, &at, "beds_total"), known(110));
    assert_eq!((other.history(&at, None).len(), other.history_break(&at)), (2, None));
    assert_eq!(other.kept_revisions(&at).len(), 1);
}

/// Two days, a superseded revision, something in each box, and an edit no file holds: all of it goes into a copy, and into a
/// zip all of it that is saved.
#[test]
fn a_copy_and_a_zip_hold_the_whole_workspace() {
    let folder = TempDir::new().expect("a folder");
    let mut desk = hospital(&folder);
    let at = key("H1", "hospital");
    for (text, days) in [("100", 0), ("110", 1)] {
        let when = now() + TimeDelta::days(days);
        let element = "beds_total".parse().expect("an id");
        desk.apply(Command::SetFigure { key: at.clone(), element, text: text.to_owned() }, when);
        desk.save_now(when).expect("it is saved");
    }
    for name in ["outbox/a.duibiao", "inbox/b.duibiao", "receipts/c.ron"] {
        let path = desk.root().join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("created");
        fs::write(path, name).expect("written");
    }
    fs::create_dir_all(desk.root().join("cache")).expect("created");
    fs::write(desk.root().join("cache/x"), "x").expect("written");
    assert_eq!((desk.days().len(), desk.kept_revisions(&at).len()), (2, 1));
    let zip = folder.path().join("all.zip");
    let zipped = desk.folder().zip_to(&zip).expect("it is written");
    assert_eq!((zipped.left.len(), zipped.days_left), (0, 0));
    let unzipped = folder.path().join("unzipped");
    unzip_workspace(&zip, &unzipped).expect("it is unpacked");
    type_into(&mut desk, &at, "beds_total", "120");
    let copy = desk.copy(now()).write_to(&folder.path().join("copies"), now()).expect("it is whole");
    for (root, beds) in [(unzipped, 110), (copy, 120)] {
        assert!(!root.join("cache").exists());
        for name in ["outbox/a.duibiao", "inbox/b.duibiao", "receipts/c.ron"] {
            assert_eq!(fs::read_to_string(root.join(name)).expect("it is there"), name);
        }
        let other = open(&root);
        assert_eq!((figure(&other, &at, "beds_total"), other.faults().len()), (known(beds), 0));
        assert_eq!((other.kept_revisions(&at).len(), other.history_break(&at)), (1, None));
        let days = other.days();
        assert_eq!(
            days.iter().map(|day| day.day).collect::<Vec<_>>(),
            desk.days().iter().map(|day| day.day).collect::<Vec<_>>()
        );
        // The newest was taken before the second edit was in its file.
        let from = RestoreFrom::Day(days[0].day);
        assert!(other.restore_preview(&from, &at).is_ok_and(|lines| !lines.is_empty()));
    }
}

#[test]
fn a_zip_that_is_no_workspace_writes_nothing() {
    let folder = TempDir::new().expect("a folder");
    let desk = hospital(&folder);
    let workspace = fs::read(desk.root().join("workspace.ron")).expect("a file");
    let check = |name: &str, files: &[(&str, &[u8])], part: &str| {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in files {
            zip.start_file(*name, SimpleFileOptions::default()).expect("begun");
            zip.write_all(bytes).expect("written");
        }
        let path = folder.path().join(format!("{name}.zip"));
        fs::write(&path, zip.finish().expect("finished").into_inner()).expect("written");
        let into = folder.path().join(format!("{name}-into"));
        let fault = unzip_workspace(&path, &into).expect_err(name).sentence();
        assert!(fault.zh.contains(part), "{name}: {}", fault.zh);
        assert!(!into.exists() && !folder.path().join("evil.ron").exists(), "{name} wrote something");
    };
    let own = ("workspace.ron", workspace.as_slice());
    check("slip", &[own, ("../evil.ron", b"x")], "不属于工作区");
    check("slip-inside", &[own, ("returns/../../evil.ron", b"x")], "不属于工作区");
    check("absolute", &[own, ("/tmp/evil.ron", b"x")], "不属于工作区");
    check("drive", &[own, ("C:/evil.ron", b"x")], "不属于工作区");
    check("backslash", &[own, ("returns\\..\\evil.ron", b"x")], "不属于工作区");
    check("stranger", &[own, ("autorun.exe", b"x")], "不属于工作区");
    check("hidden", &[own, ("returns/.lock", b"x")], "不属于工作区");
    check("twice", &[own, ("units.ron", b"x"), ("Units.ron", b"x")], "不属于工作区");
    check("device", &[own, ("returns/2025/hospital/COM1.ron", b"x")], "不属于工作区");
    check("folder", &[own, ("units.ron/x", b"x")], "不属于工作区");
    check("none", &[("units.ron", b"x")], "没有可读的工作区");
    check("damaged", &[("workspace.ron", b"x")], "没有可读的工作区");
    let zeros = vec![0_u8; 3 * 1024 * 1024];
    check("bomb", &[own, ("returns/2025/hospital/H1.ron", &zeros)], "展开后过大");
    let path = folder.path().join("torn.zip");
    fs::write(&path, b"PK\x03\x04 and nothing").expect("written");
    let torn = unzip_workspace(&path, &folder.path().join("torn")).expect_err("torn");
    assert!(torn.sentence().zh.contains("已损坏"), "{}", torn.sentence().zh);
}

/// A zip is never such that it is refused where it is opened: files whose names do not travel stay behind, and are named.
#[cfg(unix)]
#[test]
fn a_zip_that_was_written_opens_elsewhere() {
    let folder = TempDir::new().expect("a folder");
    let desk = hospital(&folder);
    let plans = desk.root().join("plans");
    fs::create_dir_all(&plans).expect("a folder");
    for name in ["a:b.ron", "dot.ron.", "nul.ron", "Twin.ron", "twin.ron"] {
        fs::write(plans.join(name), "(").expect("written");
    }
    let path = folder.path().join("all.zip");
    let zipped = desk.folder().zip_to(&path).expect("it is written");
    let mut left: Vec<_> = zipped.left.iter().map(|path| path.to_string_lossy().into_owned()).collect();
    left.sort();
    assert_eq!(left, ["plans/a:b.ron", "plans/dot.ron.", "plans/nul.ron", "plans/twin.ron"]);
    unzip_workspace(&path, &folder.path().join("elsewhere")).expect("it opens");
}

/// Of a zip that cannot be unpacked whole nothing stays that would stand in the way of the next try.
#[test]
fn a_failed_unpacking_leaves_no_folder() {
    let folder = TempDir::new().expect("a folder");
    let desk = hospital(&folder);
    let workspace = fs::read(desk.root().join("workspace.ron")).expect("a file");
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    // A file where a folder is wanted.
    for (name, bytes) in [("workspace.ron", workspace.as_slice()), ("plans/a", b"x"), ("plans/a/b.ron", b"x")]
    {
        zip.start_file(name, SimpleFileOptions::default()).expect("begun");
        zip.write_all(bytes).expect("written");
    }
    let place = folder.path().join("place");
    fs::create_dir(&place).expect("a folder");
    let path = folder.path().join("odd.zip");
    fs::write(&path, zip.finish().expect("finished").into_inner()).expect("written");
    assert!(unzip_workspace(&path, &place.join("new")).is_err());
    assert_eq!(fs::read_dir(&place).expect("a folder").count(), 0);
}
