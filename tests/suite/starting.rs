//! The start of the window: in which order it is tried, what is written down of it, and where folders are found again.

use std::{fs, path::Path};

use chrono::{NaiveDate, NaiveDateTime};
use duibiao::{
    store::{Starts, load_settings, save_settings},
    ui::renderer::{Renderer, order},
    wire::{DrawnBy, Settings},
};

fn day(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, day).expect("a date")
}

fn now() -> NaiveDateTime {
    day(23).and_hms_opt(1, 50, 0).expect("a time")
}

fn later() -> NaiveDateTime {
    day(30).and_hms_opt(1, 50, 0).expect("a time")
}

/// The order on the 23rd: `chosen`, `last since DAY`, `asked`, and those that crashed, by name.
#[track_caller]
fn check(
    all: [Renderer; 3],
    asked: &str,
    chosen: &str,
    last: Option<(&str, u32)>,
    crashed: &[&str],
    expected: &str,
) {
    let settings = Settings {
        renderer: (!chosen.is_empty()).then(|| chosen.to_owned()),
        drawn_by: last.map(|(name, since)| DrawnBy { renderer: name.to_owned(), since: day(since) }),
        ..Settings::default()
    };
    let asked = all.into_iter().find(|one| one.name() == asked);
    let order = order(&all, asked, &settings, day(23), |one| crashed.contains(&one.name()));
    assert_eq!(order.into_iter().map(Renderer::name).collect::<Vec<_>>().join(" "), expected);
}

#[test]
fn renderers_are_tried_in_an_order_that_remembers() {
    let (windows, others) = (Renderer::WINDOWS, Renderer::OTHERS);
    check(windows, "", "", None, &[], "dx12 glow warp");
    check(others, "", "", None, &[], "glow wgpu soft");
    check(windows, "warp", "glow", Some(("dx12", 22)), &["warp"], "warp");
    check(windows, "", "", Some(("glow", 1)), &[], "glow dx12 warp");
    check(windows, "", "warp", Some(("glow", 1)), &[], "warp glow dx12");
    // The processor draws first for a week, then a driver may have been mended.
    check(windows, "", "", Some(("warp", 17)), &[], "warp dx12 glow");
    check(windows, "", "", Some(("warp", 16)), &[], "dx12 glow warp");
    check(others, "", "", Some(("soft", 23)), &[], "soft glow wgpu");
    check(others, "", "", Some(("soft", 24)), &[], "glow wgpu soft");
    check(others, "", "", None, &["glow"], "wgpu soft");
    check(others, "", "glow", Some(("glow", 1)), &["glow"], "wgpu soft");
    check(others, "", "", None, &["glow", "wgpu", "soft"], "");
    // What another system or another version chose counts as nothing.
    check(others, "", "dx12", Some(("warp", 22)), &[], "glow wgpu soft");
}

#[test]
fn a_driver_that_stopped_the_program_is_remembered_for_a_week() {
    let folder = tempfile::tempdir().expect("a folder");
    let inside = folder.path().join("not yet there");
    let starts = Starts::new(inside.clone(), now);
    assert!(!starts.has_crashed("glow", "0.2.0"));
    let mark = starts.mark("glow", "0.2.0").expect("a mark");
    // A start that is at it has not crashed, and a second one beside it makes no mark.
    assert!(!Starts::new(inside.clone(), now).has_crashed("glow", "0.2.0"));
    assert!(Starts::new(inside.clone(), now).mark("glow", "0.2.0").is_none());
    let left = fs::copy(mark.path(), inside.join("left")).expect("a copy");
    assert!(left > 0);
    let path = mark.path().to_owned();
    drop(mark);
    assert!(!path.exists(), "a start that comes to an end takes its mark away");

    let crash = || fs::copy(inside.join("left"), &path).expect("a copy");
    crash();
    assert!(starts.has_crashed("glow", "0.2.0") && starts.has_crashed("glow", "0.2.0"));
    assert!(!starts.has_crashed("wgpu", "0.2.0"));
    assert!(!starts.has_crashed("glow", "0.3.0"), "another version may be mended");
    crash();
    assert!(!Starts::new(inside.clone(), later).has_crashed("glow", "0.2.0"));
    assert!(!path.exists(), "what counts no more is gone");
    // Asked for by name it is tried again, and then forgotten.
    crash();
    drop(starts.mark("glow", "0.2.0"));
    assert!(!starts.has_crashed("glow", "0.2.0"));
}

#[test]
fn a_start_leaves_a_log_that_does_not_grow_for_ever() {
    let folder = tempfile::tempdir().expect("a folder");
    let starts = Starts::new(folder.path().to_owned(), now);
    starts.tell("glow: no\nsuch driver");
    let line = format!("2026-11-23 01:50:00.000 [{}] glow: no such driver", std::process::id());
    assert_eq!(starts.last_lines(5), [line]);
    for _ in 0..1000 {
        starts.tell("the same complaint");
    }
    assert_eq!(starts.last_lines(usize::MAX).len(), 400, "one start writes so much and no more");
    fs::write(starts.log_path(), vec![b'x'; 300 * 1024]).expect("written");
    Starts::new(folder.path().to_owned(), now).tell("anew");
    assert_eq!(starts.last_lines(usize::MAX).len(), 1);
    assert!(folder.path().join("start.old.log").exists());
}

#[test]
fn the_ten_newest_crashes_are_kept() {
    let folder = tempfile::tempdir().expect("a folder");
    let starts = Starts::new(folder.path().to_owned(), now);
    for hour in 0..12 {
        fs::write(folder.path().join(format!("crash-20261122-{hour:02}0000.txt")), "old").expect("written");
    }
    let newest = starts.keep_crash("what happened").expect("kept");
    let left = starts.crashes();
    assert_eq!(left.len(), 10);
    assert_eq!(left.last(), Some(&newest));
    assert_eq!(fs::read_to_string(newest).expect("text"), "what happened");
    assert!(left[0].ends_with("crash-20261122-030000.txt"), "{left:?}");
}

#[test]
fn folders_on_a_stick_are_found_under_its_new_name() {
    let media = tempfile::tempdir().expect("a folder");
    let (old, new) = (media.path().join("老 盘"), media.path().join("新盘 2"));
    let home = media.path().join("家");
    for folder in ["对标", "对标/saves/H1", "数据/城 市"] {
        fs::create_dir_all(old.join(folder)).expect("a folder");
    }
    fs::create_dir_all(home.join("here")).expect("a folder");
    let path = home.join("settings.ron");
    let program = |stick: &Path| stick.join("对标");
    let mut settings = load_settings(&path, &program(&old));
    settings.recent =
        vec![old.join("对标/saves/H1"), old.join("数据/城 市"), home.join("here"), old.join("gone")];
    settings.watched.insert(old.join("对标/saves/H1"), old.join("数据/城 市"));
    save_settings(&path, &settings).expect("saved");
    fs::rename(&old, &new).expect("renamed");
    let found = load_settings(&path, &program(&new));
    assert_eq!(
        found.recent,
        [new.join("对标/saves/H1"), new.join("数据/城 市"), home.join("here"), old.join("gone")]
    );
    assert_eq!(found.program, Some(program(&new)));
    let watched: Vec<_> = found.watched.into_iter().collect();
    assert_eq!(watched, [(new.join("对标/saves/H1"), new.join("数据/城 市"))]);
}
