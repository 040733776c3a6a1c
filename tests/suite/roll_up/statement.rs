//! A county hands its totals up: the city sees which follows on which, and can count them again.

use chrono::NaiveDateTime;
use duibiao::{
    base::{Lang, Period, UnitId},
    desk::{Command, DemoSize, Desk, MemberChange, RollUpSince, secure},
    exchange::{Outcome, read_file},
    store::Folder,
    wire::{CountyStatement, Role, Workspace, statement_digest, statement_from_text},
};
use tempfile::TempDir;

use super::{demo, now};

const PERIOD: Period = Period::year(2025);

fn county() -> UnitId {
    "SL-C1".parse().expect("an id")
}

/// The city's own workspace: the register, and no figures yet.
fn city(folder: &TempDir, county: &Desk) -> Desk {
    let workspace = Workspace {
        unit: "SL-CITY".parse().expect("an id"),
        role: Role::Bureau,
        plan: "hulunbuir-2024".parse().expect("an id"),
        lang: Lang::Zh,
        synthetic: true,
    };
    let units: Vec<_> = county.tree().all().cloned().collect();
    let root = folder.path().join("city");
    drop(Folder::create(&root, "李四", now(), &workspace, &units).expect("made"));
    Desk::open(&root, "李四", now()).expect("it opens")
}

fn handed_up(desk: &mut Desk, at: NaiveDateTime) -> (String, CountyStatement) {
    let text = desk.hand_up(&county(), PERIOD, true, at).expect("written");
    let read = statement_from_text(text.as_bytes()).expect("it is a statement");
    (text, read)
}

fn received(city: &mut Desk, text: &str) -> Outcome {
    let mut stage = city.stage(now());
    stage.take(read_file("c.duibiao", text.as_bytes().to_vec()));
    let secured = secure(&city.folder(), stage.into_staged(), |_, _| {}).expect("kept");
    let taken = city.take_in(secured, now()).expect("taken");
    city.save_now(now()).expect("saved");
    taken.last().expect("the statement").outcome
}

#[test]
fn statements_follow_on_each_other_and_can_be_counted_again() {
    let (folder, mut desk) = demo(DemoSize { counties: 2, units: 14, years: 2, seed: 5 });
    let mut city = city(&folder, &desk);
    let (first_text, first) = handed_up(&mut desk, now());
    assert!(!first.members.is_empty() && first.figures.len() > 100 && first.earlier.is_empty());
    assert_eq!(desk.recount(&first), RollUpSince::default(), "who counted it counts the same");
    // The city has none of the returns yet: every member is missing.
    let missing = city.recount(&first).members;
    assert_eq!(missing.len(), first.members.len());
    assert!(missing.iter().all(|(.., change)| *change == MemberChange::Gone), "{missing:?}");
    assert_eq!(received(&mut city, &first_text), Outcome::New);
    let later = now() + chrono::TimeDelta::days(1);
    let (again_text, again) = handed_up(&mut desk, later);
    assert_eq!((again.earlier, again.figures), (Vec::new(), first.figures.clone()));
    assert_eq!(received(&mut city, &again_text), Outcome::Duplicate);

    let hospital = first.members.iter().find(|member| member.key.form.as_str() == "hospital");
    let at = hospital.expect("a hospital of the county").key.clone();
    let (unit, element) = (at.unit.clone(), "beds_total".parse().expect("an id"));
    desk.apply(Command::SetFigure { key: at, element, text: "777".to_owned() }, now());
    let since = desk.recount(&first);
    let changed: Vec<_> = since.members.iter().map(|(unit, _, change)| (unit, *change)).collect();
    assert_eq!(changed, [(&unit, MemberChange::Changed)]);
    assert!(since.totals.iter().any(|total| total.id == "beds_total"), "{:?}", since.totals);
    // Kept on disk: a desk that was closed in between goes on from there.
    desk.save_now(now()).expect("saved");
    let root = desk.root().to_owned();
    drop(desk);
    let mut desk = Desk::open(&root, "测试", now()).expect("it opens");
    let (second_text, second) = handed_up(&mut desk, later);
    assert_eq!(second.earlier, [statement_digest(&first).expect("a digest")]);
    assert_eq!(received(&mut city, &second_text), Outcome::Update);
    assert_eq!(received(&mut city, &first_text), Outcome::Superseded);
    let below: Vec<&str> = city.statements_below().map(|statement| statement.unit.as_str()).collect();
    assert_eq!(below, ["SL-C1"]);
}
