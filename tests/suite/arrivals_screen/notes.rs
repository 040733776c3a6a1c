//! What comes down, in a unit's window: a return sent back, a receipt, questions with their answers, a form pack that
//! sets everything up.

use std::{fs, path::Path};

use duibiao::{
    base::Lang,
    desk::{Command, Desk, Moving, NewFormPack},
    returns::{ReturnReason, Status, UnitReturn},
    ui::act::Route,
    unit::UnitKind,
    wire::{Role, Settings, Workspace},
};
use tempfile::TempDir;

use super::{bureau, drop_on, opened, put, received};
use crate::{
    exchange::{id, key, unit, version},
    support::{Window, now},
};

/// The workspace of the hospital `H1` in `h`, with a return handed in, and the bureau's that has received it.
fn handed_in(folder: &TempDir) -> (UnitReturn, Desk) {
    let found = version(&key("H1"), 1, &[("beds_total", 800), ("beds_icu", 10)], None);
    let workspace = Workspace {
        unit: id("H1"),
        role: Role::Unit,
        plan: id("hulunbuir-2024"),
        lang: Lang::Zh,
        synthetic: false,
    };
    let units = [unit("B1", UnitKind::Bureau, None), unit("H1", UnitKind::GeneralHospital, Some("B1"))];
    let root = folder.path().join("h");
    let made = duibiao::store::Folder::create(&root, "张三", now(), &workspace, &units).expect("made");
    made.save_return(&found).expect("saved");
    drop(made);
    let file = put(&folder.path().join("up"), "up.duibiao", &found);
    let mut desk = opened(&folder.path().join("w"));
    received(&mut desk, &[file]);
    (found, desk)
}

fn at_hospital(folder: &TempDir) -> Window {
    Window::start(Some(&folder.path().join("h")), folder.path(), Settings::default())
}

fn note(folder: &Path, name: &str, text: String) -> Vec<std::path::PathBuf> {
    let path = folder.join(name);
    fs::write(&path, text).expect("written");
    vec![path]
}

/// A receipt says whether the bureau holds what was handed in from here.
#[test]
fn a_receipt_is_held_against_the_fingerprint() {
    let folder = bureau(Lang::Zh);
    let (found, desk) = handed_in(&folder);
    let receipts = desk.receipts(now()).expect("written");
    let file = note(folder.path(), "r.duibiao", receipts["H1"].clone());
    let mut window = at_hospital(&folder);
    assert!(!window.has_name("接收"), "a unit to which nothing came has no such screen");
    drop_on(&mut window, &file);
    window.must_show("回执");
    window.must_show(&found.head.submission().expect("handed in").fingerprint);
    window.must_show("与本机上报的指纹一致");
    window.click("全部接收（1）");
    window.wait_until("it is taken", |window| window.desk().head(&key("H1")).status == Status::Received);
    assert!(window.has_name("接收"));
}

/// A return that came back opens at its first remark once it is taken.
#[test]
fn a_return_sent_back_opens_at_its_first_remark() {
    let folder = bureau(Lang::Zh);
    let (_, mut desk) = handed_in(&folder);
    let moving = Moving::SendBack {
        reason: ReturnReason::WrongFigure,
        words: "请核对".to_owned(),
        due: now().date().checked_add_days(chrono::Days::new(9)),
        remarks: [(id("beds_icu"), "与设备台账不符".to_owned())].into(),
    };
    let said = desk.apply(Command::MoveOn { key: key("H1"), moving }, now());
    assert!(said.iter().all(|notice| !notice.refused), "{said:?}");
    let file = note(folder.path(), "back.duibiao", desk.sent_back_note(&key("H1"), now()).expect("written"));
    let mut window = at_hospital(&folder);
    drop_on(&mut window, &file);
    for words in ["退回", "数据有误", "请核对", "与设备台账不符", "2026-01-29"] {
        window.must_show(words);
    }
    assert_eq!(window.desk().head(&key("H1")).status, Status::Submitted, "nothing is taken yet");
    window.click("全部接收（1）");
    window.wait_until("it is opened", |window| {
        window.harness.state().session().is_some_and(|session| session.route == Route::Entry)
    });
    window.settle();
    window.must_show("退回意见：与设备台账不符");
}

/// Questions are read with the figure they are about; an answer leaves the list of what waits.
#[test]
fn a_question_is_answered() {
    let folder = bureau(Lang::Zh);
    let (_, mut desk) = handed_in(&folder);
    let asked = [(id("beds_icu"), "为何比上年少一半？".to_owned())];
    let file = note(folder.path(), "q.duibiao", desk.ask(&key("H1"), &asked, now()).expect("written"));
    let mut window = at_hospital(&folder);
    drop_on(&mut window, &file);
    window.must_show("为何比上年少一半？");
    window.must_show("接收以后即可答复");
    window.click("全部接收（1）");
    window.wait_until("it is taken", |window| window.desk().query_of(&key("H1")).is_some());
    window.settle();
    window.click("清空列表");
    window.must_show("待答复的查询 1");
    window.click("答复 重症监护床位数");
    window.type_text("新楼装修停用");
    window.click("回复… 1");
    window.wait_until("it is answered", |window| window.desk().open_questions().next().is_none());
    let known = window.desk().query_of(&key("H1")).cloned().expect("known");
    assert_eq!(known.questions[0].answer.as_ref().map(|answer| answer.text.as_str()), Some("新楼装修停用"));
}

/// Without a workspace a form pack makes one: who we are is chosen among the units it asks.
#[test]
fn a_form_pack_sets_everything_up() {
    for lang in [Lang::Zh, Lang::En] {
        let folder = bureau(lang);
        let mut desk = opened(&folder.path().join("w"));
        let due = now().date().checked_add_days(chrono::Days::new(20));
        let new =
            NewFormPack { forms: vec![id("hospital")], period: key("H1").period, due, renamed: Vec::new() };
        let file = note(folder.path(), "pack.duibiao", desk.issue(&new, now()).expect("issued"));
        drop(desk);
        let saves = folder.path().join("saves");
        let mut window = Window::start(None, &saves, Settings { lang, ..Settings::default() });
        let dropped = std::sync::Arc::new(super::Dropped(file[0].clone())) as egui::DroppedFileHandle;
        window.harness.input_mut().dropped_files.push(dropped);
        window.settle();
        let title = window.say("arrivals.set_up");
        window.must_show(&title);
        let none = window.say("walk.choose_us");
        window.must_show(&none);
        assert!(!window.shows("2026-02-09"), "what is asked depends on who we are");
        let who = window.say("arrivals.who_are_we");
        window.click_starting(&format!("{who} "));
        assert!(
            !window.has_name(if lang == Lang::Zh { "示例B1" } else { "Sample B1" }),
            "the sender is nobody"
        );
        window.type_text("H7");
        window.click(if lang == Lang::Zh { "示例H7" } else { "Sample H7" });
        window.must_show("2026-02-09");
        let make = window.say("new.make");
        window.click(&make);
        window.wait_until("it is set up", |window| !window.desk().issues().is_empty());
        assert_eq!(window.desk().seat(), &id("H7"));
        assert_eq!(window.desk().issues()[0].due, due.expect("a day"));
        assert!(window.desk().tree().unit(&id("B1")).is_some(), "the bureau above is known");
        let fill = window.say("walk.go_fill");
        window.wait_until("the way on is there", |window| window.has_name(&fill));
        window.settle();
        window.click(&fill);
        assert_eq!(window.harness.state().session().map(|session| session.route), Some(Route::Entry));
        window.must_show(&key("H7").period.label(lang));
    }
}
