//! Files that somebody else changes while the workspace is open: never written over, both versions to choose from.

use std::{fs, path::PathBuf};

use duibiao::{
    base::Figure,
    desk::{Command, Desk, Job, OutsideOf, Restorable, SaveState, run_job},
    returns::{Entry, ReturnKey, UnitReturn},
    store::StoreError,
    wire::{return_from_text, return_text},
};
use tempfile::TempDir;

use super::{figure, hospital, key, known, now, opened_again, type_into};

/// A hospital with 100 beds on disk, and what somebody else has made of its file: 300 beds, 5 nurses.
fn changed(folder: &TempDir) -> (Desk, ReturnKey, PathBuf, String) {
    let mut desk = hospital(folder);
    let at = key("H1", "hospital");
    type_into(&mut desk, &at, "beds_total", "100");
    desk.save_now(now()).expect("it is saved");
    let path = desk.root().join(Desk::return_path(&at));
    let mut theirs = return_from_text(&fs::read(&path).expect("a file")).expect("a return");
    theirs.replace(&"beds_total".parse().expect("an id"), Entry::of(known(300)));
    theirs.replace(&"staff_nurses".parse().expect("an id"), Entry::of(known(5)));
    let text = return_text(&theirs).expect("a text");
    fs::write(&path, &text).expect("it is written");
    (desk, at, path, text)
}

/// Says whether the folder kept holds these bytes.
fn is_kept(desk: &Desk, text: &str) -> bool {
    let mut open = vec![desk.root().join("kept")];
    while let Some(at) = open.pop() {
        for entry in fs::read_dir(&at).into_iter().flatten().map(|entry| entry.expect("an entry").path()) {
            if entry.is_dir() {
                open.push(entry);
            } else if fs::read_to_string(&entry).is_ok_and(|there| there == text) {
                return true;
            }
        }
    }
    false
}

fn look(desk: &mut Desk) {
    desk.look_outside();
    for job in desk.take_jobs() {
        let done = run_job(&desk.folder(), job);
        desk.job_done(done, now());
    }
}

#[test]
fn a_save_does_not_go_over_a_file_that_was_changed_outside() {
    let folder = TempDir::new().expect("a folder");
    let (mut desk, at, path, theirs) = changed(&folder);
    type_into(&mut desk, &at, "beds_total", "110");
    assert!(desk.save_now(now()).is_err());
    assert!(matches!(desk.save_state(), SaveState::Unsaved(_)), "{:?}", desk.save_state());
    assert!(matches!(desk.save_fault(), Some(StoreError::ChangedOutside { .. })));
    assert_eq!(fs::read_to_string(&path).expect("a file"), theirs, "theirs stands");
    assert_eq!(figure(&desk, &at, "beds_total"), known(110), "ours is in memory");
    let [found] = desk.outside() else { panic!("{:?}", desk.outside()) };
    assert_eq!((&found.of, found.can_take()), (&OutsideOf::Return(at.clone()), true));
    let lines = desk.outside_lines(found);
    let beds = Restorable::Cell(Entry::of(known(110)), Entry::of(known(300)));
    assert!(lines.len() == 2 && lines[0].what == beds, "{lines:?}");
    let place = found.path.clone();
    // Ours is kept: theirs is put aside first.
    assert_eq!(desk.apply(Command::KeepOurs(place), now()), []);
    desk.save_now(now()).expect("it is saved");
    assert!(is_kept(&desk, &theirs) && desk.outside().is_empty());
    assert!(matches!(desk.save_state(), SaveState::Saved(_)), "{:?}", desk.save_state());
    let desk = opened_again(desk);
    assert_eq!((figure(&desk, &at, "beds_total"), desk.unrestored()), (known(110), 0));
    assert_eq!((desk.pack_faults(), desk.history_break(&at)), (&[][..], None));
}

#[test]
fn theirs_is_taken_as_a_new_revision() {
    let folder = TempDir::new().expect("a folder");
    let (mut desk, at, _, theirs) = changed(&folder);
    look(&mut desk);
    let place = desk.outside().first().expect("it is noticed without a save").path.clone();
    // What was typed last is in no file yet.
    type_into(&mut desk, &at, "beds_total", "111");
    assert_eq!(desk.apply(Command::TakeOutside(place), now()), []);
    desk.save_now(now()).expect("it is saved");
    assert!(is_kept(&desk, &theirs));
    let ours =
        desk.kept_revisions(&at).into_iter().filter_map(|kept| desk.folder().kept_return(&kept, &at).ok());
    let beds = "beds_total".parse().expect("an id");
    assert!(ours.map(|found| found.figure(&beds).clone()).any(|beds| beds == known(111)), "ours is kept too");
    let mut desk = opened_again(desk);
    assert_eq!(figure(&desk, &at, "beds_total"), known(300));
    assert_eq!(figure(&desk, &at, "staff_nurses"), known(5));
    assert_eq!((desk.unrestored(), desk.history_break(&at)), (0, None));
    look(&mut desk);
    assert!(desk.outside().is_empty(), "our own writing is no surprise");
}

/// What differs is listed as the form has it, not as the ids are spelled.
#[test]
fn what_differs_is_in_the_order_of_the_form() {
    let folder = TempDir::new().expect("a folder");
    let (mut desk, _, path, theirs) = changed(&folder);
    let mut theirs = return_from_text(theirs.as_bytes()).expect("a return");
    theirs.replace(&"flag_obstetric".parse().expect("an id"), Entry::of(known(1)));
    fs::write(&path, return_text(&theirs).expect("a text")).expect("written");
    look(&mut desk);
    let lines = desk.outside_lines(&desk.outside()[0]);
    let names: Vec<String> = lines.iter().map(|line| format!("{:?}", line.place)).collect();
    let at = |id: &str| names.iter().position(|name| name.contains(id));
    assert!(at("flag_obstetric") < at("beds_total") && at("beds_total") < at("staff_nurses"), "{names:?}");
}

#[test]
fn every_kind_of_file_is_noticed() {
    let folder = TempDir::new().expect("a folder");
    let (mut desk, at, path, _) = changed(&folder);
    let text = fs::read_to_string(desk.root().join("units.ron")).expect("a register");
    fs::write(desk.root().join("units.ron"), text.replace("    body:", "    body: ")).expect("written");
    fs::create_dir_all(desk.root().join("plans")).expect("a folder");
    fs::write(desk.root().join("plans/own.ron"), "(").expect("written");
    fs::remove_file(desk.root().join("workspace.ron")).expect("removed");
    fs::write(&path, "not a return").expect("written");
    look(&mut desk);
    let told: Vec<String> =
        desk.outside().iter().map(|found| found.path.to_string_lossy().replace('\\', "/")).collect();
    assert_eq!(told, ["plans/own.ron", "returns/2025/hospital/H1.ron", "units.ron", "workspace.ron"]);
    let broken = &desk.outside()[1];
    assert!(!broken.can_take() && broken.fault.is_some(), "what cannot be read cannot be taken");
    // Ours goes over it all the same once a person says so, and theirs is kept as it is.
    let place = broken.path.clone();
    assert_eq!(desk.apply(Command::KeepOurs(place), now()), []);
    desk.save_now(now()).expect("it is saved");
    assert!(is_kept(&desk, "not a return"));
    assert_eq!(figure(&desk, &at, "beds_total"), known(100));
    assert_ne!(figure(&desk, &at, "beds_total"), Figure::Blank);
}

/// A person chooses between the versions that were shown, not another that came since.
#[test]
fn a_file_changed_again_before_the_choice_is_shown_again() {
    let folder = TempDir::new().expect("a folder");
    let (mut desk, at, path, theirs) = changed(&folder);
    look(&mut desk);
    let place = desk.outside().first().expect("it is noticed").path.clone();
    let mut again = return_from_text(theirs.as_bytes()).expect("a return");
    again.replace(&"beds_total".parse().expect("an id"), Entry::of(known(301)));
    fs::write(&path, return_text(&again).expect("a text")).expect("written");
    let told = desk.apply(Command::KeepOurs(place.clone()), now());
    assert!(told.len() == 1 && told[0].refused, "{told:?}");
    let [found] = desk.outside() else { panic!("{:?}", desk.outside()) };
    let beds = Restorable::Cell(Entry::of(known(100)), Entry::of(known(301)));
    assert_eq!(desk.outside_lines(found)[0].what, beds);
    assert_eq!(desk.apply(Command::TakeOutside(place), now()), []);
    assert_eq!(figure(&desk, &at, "beds_total"), known(301), "chosen once it was shown");
}

/// A file put in place of a return that stood in the journal only is taken as it is; edits that do not follow on it are
/// offered no more, and that is said.
#[test]
fn a_file_that_appears_beside_undecided_edits_is_taken_alone() {
    let folder = TempDir::new().expect("a folder");
    let mut desk = hospital(&folder);
    let at = key("H1", "hospital");
    type_into(&mut desk, &at, "beds_total", "90");
    for job in desk.take_jobs().into_iter().filter(|job| matches!(job, Job::Journal(..))) {
        assert!(run_job(&desk.folder(), job).fault.is_none());
    }
    let mut desk = opened_again(desk);
    assert_eq!(desk.unrestored(), 1);
    let mut theirs = UnitReturn::new(at.clone(), 1);
    theirs.replace(&"beds_total".parse().expect("an id"), Entry::of(known(300)));
    let path = desk.root().join(Desk::return_path(&at));
    fs::create_dir_all(path.parent().expect("a folder")).expect("created");
    fs::write(&path, return_text(&theirs).expect("a text")).expect("written");
    look(&mut desk);
    let place = desk.outside().first().expect("it is noticed").path.clone();
    let told = desk.apply(Command::TakeOutside(place), now());
    assert!(told.len() == 1 && told[0].refused && told[0].message.zh.contains("接不上"), "{told:?}");
    assert_eq!((figure(&desk, &at, "beds_total"), desk.unrestored()), (known(300), 0));
    type_into(&mut desk, &at, "beds_total", "310");
    desk.save_now(now()).expect("it is saved");
    let desk = opened_again(desk);
    assert_eq!((figure(&desk, &at, "beds_total"), desk.unrestored()), (known(310), 0));
}

/// A stray copy that is left where it lies is not told of at every look.
#[test]
fn a_stray_copy_that_is_left_is_told_once() {
    let folder = TempDir::new().expect("a folder");
    let (mut desk, _, path, _) = changed(&folder);
    look(&mut desk);
    let place = desk.outside()[0].path.clone();
    desk.apply(Command::KeepOurs(place), now());
    desk.save_now(now()).expect("it is saved");
    fs::copy(&path, path.with_file_name("copy.ron")).expect("copied");
    look(&mut desk);
    assert_eq!(desk.outside().len(), 1);
    let place = desk.outside()[0].path.clone();
    desk.apply(Command::KeepOurs(place), now());
    look(&mut desk);
    assert!(desk.outside().is_empty(), "{:?}", desk.outside());
    assert!(path.with_file_name("copy.ron").exists());
}
