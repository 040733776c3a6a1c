//! What is said and kept while something cannot be saved.

use std::fs;

use chrono::TimeDelta;
use duibiao::{
    base::Lang,
    desk::{Command, Desk, Job, JobDone, SaveState},
    store::StoreError,
    unit::Unit,
};
use tempfile::TempDir;

use super::{figure, hospital, key, known, now, open, type_into};

fn done(job: Job, fault: Option<StoreError>) -> JobDone {
    JobDone { job, fault, changed: Vec::new() }
}

fn busy() -> Option<StoreError> {
    Some(StoreError::Busy { path: "units.ron".into() })
}

#[test]
fn a_workspace_file_that_could_not_be_saved_is_not_said_to_be_saved() {
    let folder = TempDir::new().expect("a folder");
    let mut desk = hospital(&folder);
    let path = desk.root().join("workspace.ron");
    let text = fs::read_to_string(&path).expect("a file");
    fs::write(&path, text.replace("    body:", "    body: ")).expect("written");
    desk.apply(Command::SetLang(Lang::En), now());
    assert!(desk.save_now(now()).is_err());
    assert!(matches!(desk.save_state(), SaveState::Unsaved(_)), "{:?}", desk.save_state());
    assert!(desk.has_unsaved() && desk.unsaved_names().len() == 1);
}

#[test]
fn a_register_tried_again_is_the_one_that_holds_now() {
    let units_in = |desk: &mut Desk| {
        let jobs = desk.take_jobs();
        let found =
            jobs.into_iter().find_map(|job| if let Job::Units(units) = job { Some(units) } else { None });
        found.map(|units| units.into_iter().map(|unit| unit.name.zh).collect::<Vec<_>>())
    };
    let folder = TempDir::new().expect("a folder");
    let mut desk = hospital(&folder);
    let old: Vec<Unit> = desk.tree().all().cloned().collect();
    let mut new = old.clone();
    "新名".clone_into(&mut new[0].name.zh);
    desk.job_done(done(Job::Units(old.clone()), busy()), now());
    assert!(desk.has_unsaved());
    desk.replace_register(new).expect("it is saved");
    desk.flush();
    assert_eq!(units_in(&mut desk), None, "it is on disk already");
    // Written by the worker after it was replaced.
    desk.job_done(done(Job::Units(old), None), now());
    desk.tick(now());
    assert_eq!(units_in(&mut desk), Some(vec!["新名".to_owned()]));
}

#[test]
fn a_clock_set_back_does_not_put_saving_off() {
    let folder = TempDir::new().expect("a folder");
    let mut desk = hospital(&folder);
    type_into(&mut desk, &key("H1", "hospital"), "beds_total", "100");
    let earlier = now() - TimeDelta::days(400);
    assert!(desk.tick(earlier).is_some_and(|wait| wait <= TimeDelta::seconds(2)));
    desk.job_done(done(Job::Units(Vec::new()), busy()), now());
    assert!(desk.tick(earlier - TimeDelta::days(1)).is_some_and(|wait| wait <= TimeDelta::minutes(1)));
}

#[test]
fn a_copy_holds_all_that_can_be_read_and_says_what_cannot() {
    let folder = TempDir::new().expect("a folder");
    let mut desk = hospital(&folder);
    let at = key("H1", "hospital");
    type_into(&mut desk, &at, "beds_total", "100");
    desk.save_now(now()).expect("it is saved");
    type_into(&mut desk, &at, "beds_total", "110");
    // Nothing can be read of it as a file.
    fs::create_dir(desk.root().join("journal/2020-01-01.log")).expect("a folder");
    let place = folder.path().join("elsewhere");
    let told = desk.copy(now()).write_to(&place, now()).expect_err("it is not whole");
    assert!(told.zh.contains("有 1 处") && told.zh.contains("2020-01-01.log"), "{}", told.zh);
    let copy = fs::read_dir(&place).expect("a folder").next().expect("the copy").expect("an entry").path();
    let copy = open(&copy);
    assert_eq!((figure(&copy, &at, "beds_total"), copy.history(&at, None).len()), (known(110), 2));
}
