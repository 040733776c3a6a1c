//! The days that are kept, and the way back to them.

use std::fs;

use chrono::{NaiveDate, NaiveDateTime, TimeDelta};
use duibiao::{
    base::Figure,
    desk::{Command, Desk, Job, JobDone, Moving, RestoreFrom, run_job, run_job_between},
    returns::{ReturnKey, UnitReturn},
    store::{KEPT_DAYS, StoreError},
    unit::Unit,
};
use tempfile::TempDir;

use super::{figure, handing_in::settle, hospital, key, known, now, opened_again};

fn on_day(number: i64) -> NaiveDateTime {
    now() + TimeDelta::days(number)
}

fn type_on(desk: &mut Desk, at: &ReturnKey, text: &str, when: NaiveDateTime) {
    let element = "beds_total".parse().expect("an id");
    desk.apply(Command::SetFigure { key: at.clone(), element, text: text.to_owned() }, when);
    desk.save_now(when).expect("it is saved");
}

fn days(desk: &Desk) -> Vec<NaiveDate> {
    desk.days().into_iter().filter(|found| found.manifest.is_ok()).map(|found| found.day).collect()
}

#[test]
fn the_first_edit_of_a_day_keeps_the_workspace_as_it_was() {
    let folder = TempDir::new().expect("a folder");
    let mut desk = hospital(&folder);
    let at = key("H1", "hospital");
    type_on(&mut desk, &at, "100", on_day(0));
    type_on(&mut desk, &at, "110", on_day(1));
    type_on(&mut desk, &at, "120", on_day(1));
    assert_eq!(days(&desk), [on_day(1).date(), on_day(0).date()]);
    let of_day = desk.days().remove(0).manifest.expect("whole");
    let paths: Vec<&str> = of_day.files.iter().map(|file| file.path.as_str()).collect();
    assert_eq!(paths, ["workspace.ron", "units.ron", "returns/2025/hospital/H1.ron"]);
    let from = RestoreFrom::Day(on_day(1).date());
    let lines = desk.restore_preview(&from, &at).expect("it can be read");
    assert_eq!(lines.len(), 1, "{lines:?}");
    assert_eq!(desk.apply(Command::RestoreReturn { from, key: at.clone() }, on_day(1)), []);
    assert_eq!(figure(&desk, &at, "beds_total"), known(100), "as it was before the first edit of that day");
    assert_eq!(desk.unit_return(&at).map(|found| found.revision), Some(4), "a new revision");
    let history = desk.history(&at, None);
    assert!(history.last().is_some_and(|line| line.edit.why.starts_with("restored day")), "{history:?}");
    desk.apply(Command::Undo, on_day(1));
    assert_eq!(figure(&desk, &at, "beds_total"), known(120));
    // A revision that was superseded, likewise.
    let kept = desk.kept_revisions(&at);
    let first = kept.iter().find(|kept| kept.revision == 1).expect("revision 1 is kept").clone();
    desk.apply(Command::RestoreReturn { from: RestoreFrom::Kept(first), key: at.clone() }, on_day(1));
    assert_eq!(figure(&desk, &at, "beds_total"), known(100));
    desk.save_now(on_day(1)).expect("it is saved");
    assert_eq!(opened_again(desk).history_break(&at), None);
}

#[test]
fn twenty_days_stay_and_nothing_that_is_not_ours_goes() {
    let folder = TempDir::new().expect("a folder");
    let mut desk = hospital(&folder);
    let at = key("H1", "hospital");
    let kept = desk.root().join("kept/days");
    for number in 0..KEPT_DAYS as i64 {
        type_on(&mut desk, &at, &number.to_string(), on_day(number));
    }
    let note = kept.join(on_day(0).date().to_string()).join("note.txt");
    fs::write(&note, "mine").expect("written");
    type_on(&mut desk, &at, "1000", on_day(20));
    type_on(&mut desk, &at, "1001", on_day(21));
    assert_eq!(days(&desk).len(), KEPT_DAYS);
    assert!(note.exists(), "a file that is not ours stays");
    assert!(!kept.join(on_day(0).date().to_string()).join("units.ron").exists());
    assert!(!kept.join(on_day(1).date().to_string()).exists(), "an empty folder goes");
}

#[test]
fn a_torn_or_damaged_day_shows_and_is_made_anew_the_same_day() {
    let folder = TempDir::new().expect("a folder");
    let mut desk = hospital(&folder);
    let at = key("H1", "hospital");
    type_on(&mut desk, &at, "100", on_day(0));
    type_on(&mut desk, &at, "110", on_day(1));
    let kept = desk.root().join("kept/days").join(on_day(1).date().to_string());
    fs::remove_file(kept.join("manifest.ron")).expect("removed");
    assert_eq!(days(&desk), [on_day(0).date()], "torn: it is not offered");
    let mut desk = opened_again(desk);
    type_on(&mut desk, &at, "120", on_day(1));
    assert_eq!(days(&desk).len(), 2, "the next edit of that day makes it whole");
    let file = kept.join(Desk::return_path(&at));
    let text = fs::read_to_string(&file).expect("a file");
    fs::remove_file(&file).expect("removed");
    fs::write(&file, text.replace("110", "119")).expect("written");
    let from = RestoreFrom::Day(on_day(1).date());
    assert!(desk.restore_preview(&from, &at).is_err());
    let refused = desk.apply(Command::RestoreReturn { from, key: at.clone() }, on_day(1));
    assert!(refused.len() == 1 && refused[0].refused, "{refused:?}");
    assert_eq!(figure(&desk, &at, "beds_total"), known(120));
}

#[test]
fn a_whole_day_comes_back_but_for_what_was_handed_in() {
    let folder = TempDir::new().expect("a folder");
    let mut desk = hospital(&folder);
    let (at, other) = (
        key("H1", "hospital"),
        ReturnKey { period: key("H1", "hospital").period.shifted(-1), ..key("H1", "hospital") },
    );
    type_on(&mut desk, &at, "100", on_day(0));
    type_on(&mut desk, &other, "90", on_day(0));
    type_on(&mut desk, &at, "110", on_day(1));
    type_on(&mut desk, &other, "99", on_day(1));
    settle(&mut desk, &other);
    desk.apply(Command::MoveOn { key: other.clone(), moving: Moving::Submit }, on_day(1));
    assert!(!desk.head(&other).status.is_open(), "{:?}", desk.findings(&other).list);
    let notices = desk.apply(Command::RestoreDay { day: on_day(1).date(), register: false }, on_day(1));
    assert!(
        notices[0].message.zh.contains("已恢复 1 份") && notices[0].message.zh.contains("1 份未动"),
        "{notices:?}"
    );
    assert_eq!(figure(&desk, &at, "beds_total"), known(100));
    assert_eq!(figure(&desk, &other, "beds_total"), known(1200), "what was handed in stays");
    assert_ne!(figure(&desk, &at, "beds_total"), Figure::Blank);
}

/// A snapshot shares no bytes with the file it is of: an editor that writes in place must not write into it. With the
/// snapshot before it does.
#[cfg(unix)]
#[test]
fn an_editor_that_writes_in_place_does_not_write_into_the_days_kept() {
    use std::os::unix::fs::MetadataExt as _;
    let folder = TempDir::new().expect("a folder");
    let mut desk = hospital(&folder);
    let at = key("H1", "hospital");
    for number in 0..3 {
        type_on(&mut desk, &at, &number.to_string(), on_day(number));
    }
    let inode = |path: std::path::PathBuf| fs::metadata(path).expect("a file").ino();
    let of_day = |number: i64| desk.root().join("kept/days").join(on_day(number).date().to_string());
    let live = inode(desk.root().join("units.ron"));
    let kept: Vec<u64> = (0..3).map(|number| inode(of_day(number).join("units.ron"))).collect();
    assert!(!kept.contains(&live), "a copy of its own");
    assert_eq!((kept[0], kept[1]), (kept[1], kept[2]), "one copy for all days it did not change");
    let file = Desk::return_path(&at);
    assert_ne!(inode(of_day(1).join(&file)), inode(of_day(2).join(&file)));
}

/// A day whose snapshot could not be kept is tried again at a later edit of the same day, not at each.
#[test]
fn a_day_that_could_not_be_kept_is_tried_again() {
    let folder = TempDir::new().expect("a folder");
    let mut desk = hospital(&folder);
    let asks = |desk: &mut Desk, seconds: i64| {
        let element = "beds_total".parse().expect("an id");
        let (key, text) = (key("H1", "hospital"), seconds.to_string());
        desk.apply(Command::SetFigure { key, element, text }, now() + TimeDelta::seconds(seconds));
        desk.take_jobs().iter().any(|job| matches!(job, Job::Day(_)))
    };
    assert!(asks(&mut desk, 0) && !asks(&mut desk, 1));
    let fault = Some(StoreError::Full { path: "kept".into() });
    desk.job_done(JobDone { job: Job::Day(now().date()), fault, changed: Vec::new() }, now());
    assert!(desk.day_fault().is_some());
    assert!(!asks(&mut desk, 2) && asks(&mut desk, 100) && !asks(&mut desk, 101));
}

/// Other work is done between the files of a snapshot, and one that is given up is made anew.
#[test]
fn a_snapshot_holds_nothing_up() {
    let folder = TempDir::new().expect("a folder");
    let mut desk = hospital(&folder);
    let at = key("H1", "hospital");
    type_on(&mut desk, &at, "100", on_day(0));
    let found = UnitReturn::clone(desk.unit_return(&at).expect("a return"));
    let mut turns = 0;
    let done = run_job_between(&desk.folder(), Job::Day(on_day(1).date()), &mut || {
        turns += 1;
        desk.folder().save_return(&found).expect("a save does not wait");
        false
    });
    assert_eq!((turns, done.fault, days(&desk).len()), (1, None, 1), "it was given up");
    run_job(&desk.folder(), Job::Day(on_day(1).date()));
    assert_eq!(days(&desk).len(), 2);
}

/// A register of days gone by may lack units that have returns since; those would not be read any more.
#[test]
fn a_days_register_that_would_lose_returns_is_refused() {
    let folder = TempDir::new().expect("a folder");
    let mut desk = super::bureau(&folder);
    let at = key("H1", "hospital");
    let all: Vec<Unit> = desk.tree().all().cloned().collect();
    let without: Vec<Unit> = all.iter().filter(|unit| unit.id != at.unit).cloned().collect();
    let lost = desk.replace_register(without.clone()).expect_err("H1 has a return");
    assert!(lost.zh.contains("H1") && !lost.zh.contains("H2"), "{}", lost.zh);
    desk.folder().save_units(&without).expect("it is saved");
    desk.folder().keep_day(on_day(0).date()).expect("it is kept");
    desk.folder().save_units(&all).expect("it is saved");
    let told = desk.apply(Command::RestoreDay { day: on_day(0).date(), register: true }, on_day(1));
    assert!(told.len() == 1 && told[0].refused && told[0].message.zh.contains("H1"), "{told:?}");
    assert_eq!(desk.tree().len(), 3);
}
