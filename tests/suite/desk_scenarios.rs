//! Whole sittings at the desk: typing, rules, undo, saving, crashes, damaged files.

mod crashes;
mod days;
mod failed_saves;
mod followed;
pub mod handing_in;
pub mod hands;
mod model;
mod outside;
mod own_checks;
mod reads;
mod sequences;
mod sheets;
mod strangers;
mod undo;
mod zips;

use std::path::Path;

use chrono::{NaiveDate, NaiveDateTime, TimeDelta};
use duibiao::{
    base::{Bilingual, Figure, Lang, Period},
    desk::{Command, DemoSize, Desk, FormState, NewWorkspace, Notice, SaveState, write_demo},
    returns::{Entry, ReturnKey, Status, UnitReturn},
    store::Folder,
    unit::{Area, Grade, Ownership, Standing, Unit, UnitKind},
    wire::{Role, Workspace},
};
use tempfile::TempDir;

pub fn now() -> NaiveDateTime {
    "2026-01-20T10:42:00".parse().expect("a time")
}

fn unit(id: &str, kind: UnitKind, parent: Option<&str>) -> Unit {
    let is_bureau = kind == UnitKind::Bureau;
    Unit {
        id: id.parse().expect("an id"),
        name: Bilingual::new(format!("示例{id}"), format!("Sample {id}")),
        kind,
        area: is_bureau.then_some(Area::County),
        parent: parent.map(|parent| parent.parse().expect("an id")),
        opened: None,
        closed: None,
        merged_into: None,
        moves: Vec::new(),
        standings: vec![Standing {
            from: NaiveDate::from_ymd_opt(2015, 1, 1).expect("a day"),
            level: if is_bureau { 0 } else { 2 },
            grade: (!is_bureau).then_some(Grade::A),
            ownership: Ownership::County,
        }],
    }
}

pub fn key(unit: &str, form: &str) -> ReturnKey {
    ReturnKey {
        unit: unit.parse().expect("an id"),
        form: form.parse().expect("an id"),
        period: Period::year(2025),
    }
}

/// A hospital's own workspace, as the start page makes it.
pub fn hospital(folder: &TempDir) -> Desk {
    let new = NewWorkspace {
        role: Role::Unit,
        unit: unit("H1", UnitKind::GeneralHospital, None),
        plan: "hulunbuir-2024".parse().expect("an id"),
        lang: Lang::Zh,
    };
    Desk::create(&folder.path().join("w"), new, "张三", now()).expect("a workspace")
}

/// A county bureau with two hospitals; one has handed in its return.
fn bureau(folder: &TempDir) -> Desk {
    let root = folder.path().join("w");
    let workspace = Workspace {
        unit: "B1".parse().expect("an id"),
        role: Role::Bureau,
        plan: "hulunbuir-2024".parse().expect("an id"),
        lang: Lang::Zh,
        synthetic: false,
    };
    let units = [
        unit("B1", UnitKind::Bureau, None),
        unit("H1", UnitKind::GeneralHospital, Some("B1")),
        unit("H2", UnitKind::TcmHospital, Some("B1")),
    ];
    let made = Folder::create(&root, "张三", now(), &workspace, &units).expect("a workspace");
    let mut received = UnitReturn::new(key("H1", "hospital"), 1);
    received.replace(&"beds_total".parse().expect("an id"), Entry::of(Figure::Known(800.into())));
    received.head.status = Status::Submitted;
    made.save_return(&received).expect("it is saved");
    drop(made);
    open(&root)
}

pub fn open(root: &Path) -> Desk {
    Desk::open(root, "张三", now()).unwrap_or_else(|fault| panic!("{}", fault.sentence().zh))
}

/// Closes a desk without saving and opens it again.
pub fn opened_again(desk: Desk) -> Desk {
    let root = desk.root().to_owned();
    drop(desk);
    open(&root)
}

pub fn type_into(desk: &mut Desk, at: &ReturnKey, element: &str, text: &str) -> Vec<Notice> {
    let element = element.parse().expect("an id");
    desk.apply(Command::SetFigure { key: at.clone(), element, text: text.to_owned() }, now())
}

pub fn figure(desk: &Desk, at: &ReturnKey, element: &str) -> Figure {
    let found = desk.unit_return(at).map(|found| found.figure(&element.parse().expect("an id")).clone());
    found.unwrap_or_default()
}

fn note(desk: &Desk, at: &ReturnKey, element: &str) -> String {
    desk.unit_return(at)
        .map(|found| found.entry(&element.parse().expect("an id")).note.clone())
        .unwrap_or_default()
}

fn known(number: i64) -> Figure {
    Figure::Known(number.into())
}

/// Says whether every notice is a refusal, and gives the first one's words.
fn refusal(notices: &[Notice]) -> &str {
    assert!(!notices.is_empty() && notices.iter().all(|notice| notice.refused), "{notices:?}");
    &notices[0].message.zh
}

#[test]
fn a_hospital_fills_its_form_and_finds_it_again() {
    let folder = TempDir::new().expect("a folder");
    let mut desk = hospital(&folder);
    let at = key("H1", "hospital");
    assert_eq!(desk.save_state(), &SaveState::Saved(None));
    let today = now().date();
    let state =
        |desk: &Desk| desk.work(desk.seat(), today).open.first().map(|view| (view.state, view.filled));
    assert_eq!(state(&desk), Some((FormState::NotStarted, 0)));

    assert_eq!(type_into(&mut desk, &at, "beds_total", "1,200张"), []);
    assert_eq!(type_into(&mut desk, &at, "emr_level", "4级"), []);
    assert_eq!(type_into(&mut desk, &at, "staff_nurses", "0"), []);
    let unread = type_into(&mut desk, &at, "beds_icu", "约40");
    assert_eq!((unread.len(), unread[0].refused), (1, false), "kept as typed, and said");
    assert_eq!(unread[0].element.as_ref().map(|id| id.as_str()), Some("beds_icu"));
    let na = |reason: &str| Command::SetNotApplicable {
        key: at.clone(),
        element: "n_tcm_studio".parse().expect("an id"),
        reason: reason.to_owned(),
    };
    assert_eq!(refusal(&desk.apply(na("  "), now())), "请写明不适用的原因。");
    assert_eq!(desk.apply(na(" 综合医院不设 "), now()), []);
    let remark = |text: &str| Command::SetNote {
        key: at.clone(),
        element: "beds_total".parse().expect("an id"),
        note: text.to_owned(),
    };
    desk.apply(remark(" 含新院区 "), now());

    assert_eq!(desk.save_state(), &SaveState::Saving);
    assert!(desk.has_unsaved());
    desk.save_now(now()).expect("it is saved");
    assert_eq!(desk.save_state(), &SaveState::Saved(Some(now())));
    assert!(!desk.has_unsaved() && !desk.is_busy());

    let before = desk.unit_return(&at).expect("a return").clone();
    let desk = opened_again(desk);
    assert_eq!(desk.unit_return(&at), Some(&before));
    assert_eq!((desk.faults(), desk.unrestored()), (&[][..], 0));
    assert_eq!(figure(&desk, &at, "beds_total"), known(1200));
    assert_eq!(figure(&desk, &at, "staff_nurses"), known(0));
    assert_eq!(figure(&desk, &at, "beds_icu"), Figure::Unread("约40".to_owned()));
    assert_eq!(figure(&desk, &at, "n_tcm_studio"), Figure::NotApplicable("综合医院不设".to_owned()));
    assert_eq!(note(&desk, &at, "beds_total"), "含新院区");
    // Known and not applicable are answers; unread and noted blanks are not.
    assert_eq!(state(&desk), Some((FormState::Filling, 4)));
    let history: Vec<String> = desk
        .history(&at, None)
        .iter()
        .map(|line| format!("{} {}", line.revision, line.edit.change.element().expect("a cell")))
        .collect();
    assert_eq!(
        history,
        ["1 beds_total", "2 emr_level", "3 staff_nurses", "4 beds_icu", "5 n_tcm_studio", "6 beds_total"]
    );
}

#[test]
fn a_step_is_taken_back_and_done_again_whole() {
    let folder = TempDir::new().expect("a folder");
    let mut desk = hospital(&folder);
    let at = key("H1", "hospital");
    let cells = |cells: &[(&str, &str)]| Command::Paste {
        key: at.clone(),
        cells: cells.iter().map(|(id, text)| (id.parse().expect("an id"), (*text).to_owned())).collect(),
    };
    assert!(!desk.can_undo() && !desk.can_redo());
    type_into(&mut desk, &at, "beds_total", "100");
    desk.apply(cells(&[("beds_total", "200"), ("staff_nurses", "30"), ("emr_level", "十级")]), now());
    type_into(&mut desk, &at, "beds_total", "");
    let told = |desk: &Desk| ["beds_total", "staff_nurses", "emr_level"].map(|id| figure(desk, &at, id));
    let unread = || Figure::Unread("十级".to_owned());
    assert_eq!(told(&desk), [Figure::Blank, known(30), unread()]);
    desk.apply(Command::Undo, now());
    assert_eq!(told(&desk), [known(200), known(30), unread()]);
    // One paste is one step.
    desk.apply(Command::Undo, now());
    assert_eq!(told(&desk), [known(100), Figure::Blank, Figure::Blank]);
    desk.apply(Command::Redo, now());
    assert_eq!(told(&desk), [known(200), known(30), unread()]);
    // What changes nothing is no step and keeps what can be done again.
    let before = desk.generation();
    type_into(&mut desk, &at, "beds_total", "２００");
    assert_eq!((desk.generation(), desk.can_redo()), (before, true));
    type_into(&mut desk, &at, "beds_total", "300");
    assert!(!desk.can_redo(), "a new step forgets what was undone");
    for _ in 0..5 {
        desk.apply(Command::Undo, now());
    }
    assert_eq!(told(&desk), [Figure::Blank, Figure::Blank, Figure::Blank]);
    assert!(!desk.can_undo());
    // Taking back is an edit like any other: it is counted, written and found again.
    let revision = desk.unit_return(&at).expect("a return").revision;
    assert_eq!(revision, 18);
    desk.save_now(now()).expect("it is saved");
    let desk = opened_again(desk);
    assert_eq!(desk.unit_return(&at).map(|found| (found.revision, found.entries.len())), Some((18, 0)));
    assert_eq!(desk.history(&at, None).len(), 18);
}

/// A figure may be typed over a note and a note beside a figure; clearing one leaves the other.
#[test]
fn notes_and_figures_do_not_touch_each_other() {
    let folder = TempDir::new().expect("a folder");
    let mut desk = hospital(&folder);
    let at = key("H1", "hospital");
    let remark = |desk: &mut Desk, text: &str| {
        let element = "beds_total".parse().expect("an id");
        desk.apply(Command::SetNote { key: at.clone(), element, note: text.to_owned() }, now())
    };
    remark(&mut desk, "待核");
    assert_eq!(
        (figure(&desk, &at, "beds_total"), note(&desk, &at, "beds_total")),
        (Figure::Blank, "待核".to_owned())
    );
    type_into(&mut desk, &at, "beds_total", "90");
    assert_eq!(
        (figure(&desk, &at, "beds_total"), note(&desk, &at, "beds_total")),
        (known(90), "待核".to_owned())
    );
    type_into(&mut desk, &at, "beds_total", "");
    assert_eq!(
        (figure(&desk, &at, "beds_total"), note(&desk, &at, "beds_total")),
        (Figure::Blank, "待核".to_owned())
    );
    remark(&mut desk, "");
    assert_eq!(
        desk.unit_return(&at).map(|found| found.entries.len()),
        Some(0),
        "nothing is kept of an empty cell"
    );
}

#[test]
fn a_hospital_types_into_its_own_form_only() {
    let folder = TempDir::new().expect("a folder");
    let mut desk = hospital(&folder);
    let own = key("H1", "hospital");
    let mut check = |at: &ReturnKey, element: &str, words: &str| {
        let notices = type_into(&mut desk, at, element, "1");
        assert_eq!(refusal(&notices), words, "{at} {element}");
        assert!(desk.returns().next().is_none(), "a refusal leaves nothing behind");
    };
    let strange = "这是其他单位上报的数，只能审核或退回，不能改动；本工作区是示例H1（H1）的。";
    check(&key("H2", "hospital"), "beds_total", strange);
    check(&key("H1", "primary_care"), "beds_total", "“示例H1”不填报“基层医疗卫生机构年报”。");
    check(&own, "pop_resident", "报表 hospital 中没有数据项“年末常住人口”（pop_resident）。");
    check(&own, "no_such_thing", "没有数据项 no_such_thing。");
    check(
        &own,
        "beds_county_hosp",
        "“县办医院实有床位数”（beds_county_hosp）由“医疗卫生机构实有床位数”（beds_total）自动取数，不能填写。",
    );
    let stolen = desk.apply(Command::TakeSeat("H2".parse().expect("an id")), now());
    assert_eq!(refusal(&stolen), "只有在演示工作区才能切换单位。");
    let unknown = desk.apply(Command::SetPlan("plan-of-mine".parse().expect("an id")), now());
    assert_eq!(refusal(&unknown), "没有规划 plan-of-mine。");
    assert!(!desk.is_busy(), "nothing is to be written");
}

#[test]
fn a_bureau_does_not_change_what_it_received() {
    let folder = TempDir::new().expect("a folder");
    let mut desk = bureau(&folder);
    let received = key("H1", "hospital");
    assert!(!desk.may_edit(&received));
    let words = "这是其他单位上报的数，只能审核或退回，不能改动；本工作区是示例B1（B1）的。";
    assert_eq!(refusal(&type_into(&mut desk, &received, "beds_total", "900")), words);
    let element = || "beds_total".parse().expect("an id");
    let na =
        Command::SetNotApplicable { key: received.clone(), element: element(), reason: "无".to_owned() };
    assert_eq!(refusal(&desk.apply(na, now())), words);
    let remark = Command::SetNote { key: received.clone(), element: element(), note: "有误".to_owned() };
    assert_eq!(refusal(&desk.apply(remark, now())), words);
    let pasted = Command::Paste { key: received.clone(), cells: vec![(element(), "1".to_owned())] };
    assert_eq!(refusal(&desk.apply(pasted, now())), words);
    desk.apply(Command::Undo, now());
    assert_eq!(figure(&desk, &received, "beds_total"), known(800));
    assert!(!desk.is_busy());

    // Its own figures it types, and those of a unit that handed nothing in, on its behalf.
    let (own, behalf) = (key("B1", "county_bureau"), key("H2", "hospital"));
    assert_eq!(type_into(&mut desk, &own, "pop_resident", "40万"), []);
    assert_eq!(type_into(&mut desk, &behalf, "beds_total", "300"), []);
    let on_behalf = |desk: &Desk, at: &ReturnKey| desk.unit_return(at).map(|found| found.on_behalf);
    assert_eq!((on_behalf(&desk, &own), on_behalf(&desk, &behalf)), (Some(false), Some(true)));
    desk.save_now(now()).expect("it is saved");
    let mut desk = opened_again(desk);
    assert_eq!(
        type_into(&mut desk, &behalf, "beds_total", "310"),
        [],
        "what was filled on behalf stays open"
    );
    assert_eq!(figure(&desk, &received, "beds_total"), known(800));
}

/// What a return's status allows: only drafts and those sent back are typed into.
#[test]
fn a_return_that_was_handed_in_is_closed() {
    for (status, is_open) in [
        (Status::Draft, true),
        (Status::Submitted, false),
        (Status::Accepted, false),
        (Status::SentBack, true),
    ] {
        let folder = TempDir::new().expect("a folder");
        let desk = hospital(&folder);
        let at = key("H1", "hospital");
        let mut made = UnitReturn::new(at.clone(), 1);
        made.replace(&"beds_total".parse().expect("an id"), Entry::of(known(100)));
        made.head.status = status;
        desk.folder().save_return(&made).expect("it is saved");
        let mut desk = opened_again(desk);
        let notices = type_into(&mut desk, &at, "beds_total", "120");
        assert_eq!((desk.may_edit(&at), notices.is_empty()), (is_open, is_open), "{status:?}");
        let expected = if is_open { known(120) } else { known(100) };
        assert_eq!(figure(&desk, &at, "beds_total"), expected, "{status:?}");
    }
}

#[test]
fn a_second_desk_is_read_only() {
    let folder = TempDir::new().expect("a folder");
    let first = hospital(&folder);
    let mut second = open(first.root());
    assert!(second.is_read_only() && !first.is_read_only());
    let at = key("H1", "hospital");
    assert_eq!(refusal(&type_into(&mut second, &at, "beds_total", "1")), "工作区以只读方式打开，不能填写。");
    second.apply(Command::SetLang(Lang::En), now());
    assert!(!second.is_busy(), "a reader writes nothing");
    drop(first);
    assert!(!opened_again(second).is_read_only(), "and writes once the first is gone");
}

#[test]
fn language_plan_and_seat_are_remembered() {
    let folder = TempDir::new().expect("a folder");
    let root = folder.path().join("demo");
    let size = DemoSize { counties: 1, units: 12, years: 1, seed: 1 };
    write_demo(&root, size, 2025, "张三", now()).expect("the demonstration");
    let mut desk = open(&root);
    let id =
        |desk: &Desk| (desk.lang(), desk.plan().map(|plan| plan.id.to_string()), desk.seat().to_string());
    assert_eq!(id(&desk), (Lang::Zh, Some("hulunbuir-2024".to_owned()), "SL-H1".to_owned()));
    for command in [
        Command::SetLang(Lang::En),
        Command::SetPlan("chizhou-2023".parse().expect("an id")),
        Command::TakeSeat("SL-C1".parse().expect("an id")),
    ] {
        assert_eq!(desk.apply(command, now()), []);
    }
    let expected = (Lang::En, Some("chizhou-2023".to_owned()), "SL-C1".to_owned());
    assert_eq!(id(&desk), expected);
    desk.save_now(now()).expect("it is saved");
    let mut desk = opened_again(desk);
    assert_eq!(id(&desk), expected);
    let nowhere = desk.apply(Command::TakeSeat("SL-NOBODY".parse().expect("an id")), now());
    assert_eq!((nowhere.len(), id(&desk)), (1, expected));
}

/// Two seconds after the last key the file is queued, not before; every job comes back before 已保存 is said.
#[test]
fn the_file_is_written_once_the_hands_rest() {
    let folder = TempDir::new().expect("a folder");
    let mut desk = hospital(&folder);
    let at = key("H1", "hospital");
    type_into(&mut desk, &at, "beds_total", "100");
    let folder_of = desk.folder();
    let mut kinds = Vec::new();
    for second in 0..4 {
        let time = now() + TimeDelta::seconds(second);
        let wait = desk.tick(time);
        for job in desk.take_jobs() {
            kinds.push((second, matches!(job, duibiao::desk::Job::Return(_))));
            // The day's snapshot is no part of what is said to be saved, and nothing waits for it.
            let is_waited_for = !matches!(job, duibiao::desk::Job::Day(_));
            assert_eq!(desk.save_state() == &SaveState::Saving, is_waited_for);
            let done = duibiao::desk::run_job(&folder_of, job);
            desk.job_done(done, time);
        }
        assert_eq!(wait.is_some(), second < 2, "{second}");
        assert!(
            matches!(desk.save_state(), SaveState::Saved(Some(_))),
            "the journal holds it from the first second on"
        );
    }
    // The journal and the day's snapshot at once, the file when the hands rest.
    assert_eq!(kinds, [(0, false), (0, false), (2, true)]);
    assert!(!desk.has_unsaved());
}
