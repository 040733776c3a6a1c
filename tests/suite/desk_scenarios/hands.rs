//! What a clerk and a reviewer missed: explanations as a list, undo in one place, 退回 that is answered, a history in words.

use chrono::{Days, NaiveDate};
use duibiao::{
    base::{Lang, Query},
    desk::{Command, DemoSize, Desk, Holds, Moving, Subject, explanation_table, write_demo},
    returns::{ReturnKey, ReturnReason, Signer, Signers, Status},
};
use tempfile::TempDir;

use super::{
    handing_in::{moved, settle},
    hospital, key, now, type_into,
};

fn explain(desk: &mut Desk, key: &ReturnKey, text: &str) -> bool {
    let command = Command::Explain {
        key: key.clone(),
        element: "beds_total".parse().expect("an id"),
        check: "plausible".parse().expect("an id"),
        text: text.to_owned(),
    };
    desk.apply(command, now()).iter().all(|notice| !notice.refused)
}

/// An explanation is listed with what it answers, and the list says when the figures are others.
#[test]
fn explanations_are_listed() {
    let folder = TempDir::new().expect("a folder");
    let mut desk = hospital(&folder);
    let key = key("H1", "hospital");
    type_into(&mut desk, &key, "beds_total", "13000");
    assert!(desk.explanations().is_empty());
    assert!(!explain(&mut desk, &key, " \n"), "a blank one is refused");
    assert!(explain(&mut desk, &key, "多院区合计"));
    assert!(!explain(&mut desk, &key, ""), "and takes nothing back");
    let lines = desk.explanations();
    let [line] = lines.as_slice() else { panic!("{lines:?}") };
    assert_eq!((line.text.as_str(), line.who.as_str(), line.holds), ("多院区合计", "张三", Holds::Yes));
    assert!(line.says.zh.contains("13\u{2009}000"), "{}", line.says.zh);
    assert_eq!((line.figure.zh.as_str(), line.status), ("13\u{2009}000 张", Status::Draft));
    for words in ["多院区", "示例H1", "实有床位", "beds_total"] {
        assert!(line.is_found_by(&Query::new(words)), "{words}");
    }
    assert!(!line.is_found_by(&Query::new("手术")));
    let table = explanation_table("t", lines.iter(), Lang::Zh);
    let exact: Vec<&str> = table.rows[0].iter().map(|cell| cell.exact.as_str()).collect();
    assert_eq!(table.columns.len(), exact.len());
    assert_eq!(&exact[..3], ["H1", "示例H1", "hospital"]);
    assert_eq!(&exact[14..], ["holds", "draft"]);
    let holds = |desk: &Desk| desk.explanations()[0].holds;
    type_into(&mut desk, &key, "beds_total", "14000");
    assert_eq!(holds(&desk), Holds::Outdated);
    type_into(&mut desk, &key, "beds_total", "800");
    assert_eq!(holds(&desk), Holds::Settled);
}

/// A step back reaches the form it is asked of and no other.
#[test]
fn undo_stays_in_its_form() {
    let folder = TempDir::new().expect("a folder");
    let mut desk = hospital(&folder);
    let here = key("H1", "hospital");
    let there = ReturnKey { period: here.period.previous(), ..here.clone() };
    type_into(&mut desk, &here, "beds_total", "1");
    type_into(&mut desk, &there, "beds_total", "2");
    let text = |desk: &Desk, key: &ReturnKey| {
        let id = "beds_total".parse().expect("an id");
        desk.unit_return(key).and_then(|found| found.figure(&id).known()).map(|known| known.to_string())
    };
    let (of_here, of_there) = (Subject::Return(here.clone()), Subject::Return(there.clone()));
    desk.apply(Command::UndoIn(of_here.clone()), now());
    assert_eq!((text(&desk, &here), text(&desk, &there).as_deref()), (None, Some("2")));
    assert!(!desk.can_undo_in(&of_here) && desk.can_redo_in(&of_here));
    assert!(desk.can_undo_in(&of_there) && !desk.can_redo_in(&of_there));
    desk.apply(Command::UndoIn(of_here.clone()), now());
    desk.apply(Command::RedoIn(of_there), now());
    assert_eq!((text(&desk, &here), text(&desk, &there).as_deref()), (None, Some("2")));
    desk.apply(Command::RedoIn(of_here), now());
    assert_eq!(text(&desk, &here).as_deref(), Some("1"));
}

/// What was withdrawn comes again as it was only with a word why.
#[test]
fn the_same_again_needs_a_reason() {
    let folder = TempDir::new().expect("a folder");
    let mut desk = hospital(&folder);
    let key = key("H1", "hospital");
    settle(&mut desk, &key);
    assert!(!desk.is_unchanged(&key), "nothing was handed in yet");
    assert!(moved(&mut desk, &key, Moving::Submit));
    assert!(moved(&mut desk, &key, Moving::Withdraw("先不报".into())));
    assert!(desk.is_unchanged(&key));
    assert!(!moved(&mut desk, &key, Moving::Submit));
    assert!(!moved(&mut desk, &key, Moving::SubmitUnchanged("  ".into())));
    assert!(moved(&mut desk, &key, Moving::SubmitUnchanged("核对无误".into())));
    let told = desk.told(&desk.history(&key, None));
    assert_eq!((told[0].why.zh.as_str(), told[0].name.zh.as_str()), ("核对无误", "流转"));
}

fn city(folder: &TempDir) -> Desk {
    let root = folder.path().join("w");
    let size = DemoSize { counties: 2, units: 12, years: 2, seed: 7 };
    write_demo(&root, size, 2025, "张三", now()).expect("the demonstration");
    Desk::open(&root, "张三", now()).expect("it opens")
}

/// Hands the hospital's return in and sends it back with a remark on a cell; gives its key.
pub fn sent_back(desk: &mut Desk, due: Option<NaiveDate>) -> ReturnKey {
    let key = ReturnKey { unit: "SL-H1".parse().expect("an id"), ..key("H1", "hospital") };
    settle(desk, &key);
    assert!(moved(desk, &key, Moving::Submit));
    desk.apply(Command::TakeSeat("SL-CITY".parse().expect("an id")), now());
    let back = |due| Moving::SendBack {
        reason: ReturnReason::WrongFigure,
        words: "请核对".into(),
        due,
        remarks: [("beds_icu".parse().expect("an id"), "与设备台账不符".to_owned())].into(),
    };
    let yesterday = now().date().checked_sub_days(Days::new(1));
    assert!(!moved(desk, &key, back(yesterday)), "a day that is past is none");
    assert!(moved(desk, &key, back(due)));
    desk.apply(Command::TakeSeat(key.unit.clone()), now());
    key
}

/// A 退回 that nothing answers cannot be handed in again; a note answers it, and the remarks stay in the history.
#[test]
fn a_return_sent_back_has_to_be_answered() {
    let folder = TempDir::new().expect("a folder");
    let mut desk = city(&folder);
    let key = sent_back(&mut desk, Some(now().date()));
    let sheet = desk.sheet(&key).expect("a sheet");
    let first = sheet.first_remark().expect("a remark");
    assert_eq!(sheet.rows[first].typed().map(|id| id.as_str()), Some("beds_icu"));
    assert_eq!(sheet.rows[first].remark, "与设备台账不符");
    assert!(!moved(&mut desk, &key, Moving::Submit));
    assert!(!moved(&mut desk, &key, Moving::SubmitUnchanged("没有问题".into())), "a word alone is no answer");
    let note = "已与设备科核对，数值属实".to_owned();
    let element = "beds_icu".parse().expect("an id");
    desk.apply(Command::SetNote { key: key.clone(), element, note }, now());
    assert!(moved(&mut desk, &key, Moving::Submit));
    desk.apply(Command::TakeSeat("SL-CITY".parse().expect("an id")), now());
    assert!(moved(&mut desk, &key, Moving::Accept));
    assert_eq!(desk.head(&key).sent_back, None);
    let told = desk.told(&desk.history(&key, None));
    let back = told.iter().find(|line| !line.parts.is_empty() && line.name.zh == "流转").expect("it is told");
    assert_eq!(back.change.zh, "已上报 → 退回");
    assert!(
        back.why.zh.contains("数据有误，请核对") && back.why.en.contains("Wrong figure"),
        "{:?}",
        back.why
    );
    assert_eq!(back.parts[0].change.zh, "退回意见：与设备台账不符");
}

/// What one command did to many cells is one line; signers are named; a confirmation reads as one.
#[test]
fn a_history_is_told_in_words() {
    let folder = TempDir::new().expect("a folder");
    let mut desk = hospital(&folder);
    let key = key("H1", "hospital");
    let last = ReturnKey { period: key.period.previous(), ..key.clone() };
    for (element, text) in [("beds_total", "1150"), ("beds_icu", "40"), ("emr_level", "4")] {
        type_into(&mut desk, &last, element, text);
    }
    let elements = desk.carryable(&key);
    assert_eq!(elements.len(), 3);
    desk.apply(Command::CarryForward { key: key.clone(), elements: elements.clone() }, now());
    desk.apply(Command::Confirm { key: key.clone(), elements: vec![elements[0].clone()] }, now());
    let signers = |name: &str| Signers {
        filler: Signer { name: name.into(), phone: "139".into() },
        ..Signers::default()
    };
    for name in ["张三", "李四"] {
        desk.apply(Command::SetSigners { key: key.clone(), signers: Box::new(signers(name)) }, now());
    }
    let told = desk.told(&desk.history(&key, None));
    let words: Vec<(&str, &str, usize)> =
        told.iter().map(|line| (line.name.zh.as_str(), line.change.zh.as_str(), line.parts.len())).collect();
    assert_eq!(
        words,
        [
            ("签名人", "填表人：张三 139 → 李四 139", 0),
            ("签名人", "填表人：（空） → 张三 139", 0),
            ("医疗卫生机构实有床位数", "确认结转：1\u{2009}150", 0),
            ("3 项", "结转上期", 3),
        ]
    );
    assert_eq!(told[3].parts.iter().filter(|part| part.change.zh == "结转上期：4级").count(), 1);
}

/// A nil return says so, on the sheet as well, until a cell says something else.
#[test]
fn a_nil_return_is_told() {
    let folder = TempDir::new().expect("a folder");
    let mut desk = hospital(&folder);
    let key = key("H1", "hospital");
    assert_eq!(desk.nil_reason(&key), None);
    let said = desk.apply(Command::NilReturn { key: key.clone(), reason: "筹建中".into() }, now());
    assert!(!said[0].refused && said[0].message.zh.contains("零报告"), "{said:?}");
    assert_eq!(desk.nil_reason(&key), Some("筹建中"));
    type_into(&mut desk, &key, "beds_total", "1");
    assert_eq!(desk.nil_reason(&key), None);
}
