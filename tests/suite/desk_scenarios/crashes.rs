//! After a crash or a damaged file: what the journal holds comes back, what cannot be read is named.

use std::fs;

use duibiao::{
    base::Figure,
    desk::SaveState,
    returns::{Change, Edit, Entry, ReturnKey, Status, UnitReturn},
    wire::JournalLine,
};
use tempfile::TempDir;

use super::{bureau, figure, hospital, key, known, now, opened_again, type_into};

fn journal_line(at: &ReturnKey, revision: u64, element: &str, old: Figure, new: Figure) -> JournalLine {
    let edit = Edit {
        at: now(),
        who: "李四".to_owned(),
        change: Change::Cell {
            element: element.parse().expect("an id"),
            old: Entry::of(old),
            new: Entry::of(new),
        },
        why: "typed".to_owned(),
    };
    JournalLine { key: at.clone(), revision, edit, chain: String::new() }
}

/// After a crash the journal holds edits the file lacks: they are taken back, named and written.
#[test]
fn edits_of_a_crash_are_taken_back_and_named() {
    let folder = TempDir::new().expect("a folder");
    let mut desk = hospital(&folder);
    let at = key("H1", "hospital");
    type_into(&mut desk, &at, "beds_total", "100");
    desk.save_now(now()).expect("it is saved");
    let lines = [
        journal_line(&at, 2, "beds_total", known(100), known(110)),
        journal_line(&at, 3, "staff_nurses", Figure::Blank, Figure::NotApplicable("无".to_owned())),
        journal_line(&at, 4, "beds_total", known(110), known(120)),
    ];
    desk.folder().append_journal(&lines, now().date()).expect("it is written");
    let mut desk = opened_again(desk);
    assert_eq!(desk.recovered(), lines);
    assert_eq!(figure(&desk, &at, "beds_total"), known(120));
    assert_eq!(figure(&desk, &at, "staff_nurses"), Figure::NotApplicable("无".to_owned()));
    assert_eq!(desk.unit_return(&at).map(|found| found.revision), Some(4));
    let statement = desk.statements(at.period).and_then(|all| all.get(&at.unit)).expect("a statement");
    assert_eq!(statement.figure(&"beds_total".parse().expect("an id")), &known(120));
    assert!(desk.has_unsaved() && desk.is_busy(), "the file is to be written");
    desk.save_now(now()).expect("it is saved");
    let desk = opened_again(desk);
    assert_eq!((desk.recovered(), figure(&desk, &at, "beds_total")), (&[][..], known(120)));
}

/// A first sitting that crashed before any file was written is in the journal whole.
#[test]
fn a_return_that_never_had_a_file_is_taken_back() {
    let folder = TempDir::new().expect("a folder");
    let desk = hospital(&folder);
    let at = key("H1", "hospital");
    let lines = [journal_line(&at, 1, "beds_total", Figure::Blank, known(90))];
    desk.folder().append_journal(&lines, now().date()).expect("it is written");
    let desk = opened_again(desk);
    assert_eq!(desk.recovered(), lines);
    assert_eq!(figure(&desk, &at, "beds_total"), known(90));
    assert!(desk.unit_return(&at).is_some_and(|found| !found.synthetic && !found.on_behalf));
}

/// The journal of a return that was handed in, or whose next revision is missing, changes nothing.
#[test]
fn what_does_not_follow_is_not_taken_back() {
    let check = |status: Status, lines: &[JournalLine], expected: usize| {
        let folder = TempDir::new().expect("a folder");
        let desk = hospital(&folder);
        let mut made = UnitReturn::new(key("H1", "hospital"), 1);
        made.replace(&"beds_total".parse().expect("an id"), Entry::of(known(100)));
        made.head.status = status;
        desk.folder().save_return(&made).expect("it is saved");
        desk.folder().append_journal(lines, now().date()).expect("it is written");
        let desk = opened_again(desk);
        assert_eq!(desk.recovered().len(), expected, "{status:?} {lines:?}");
    };
    let line = |revision| {
        journal_line(
            &key("H1", "hospital"),
            revision,
            "beds_total",
            known(100),
            known(i64::from(revision as u32)),
        )
    };
    check(Status::Draft, &[line(2), line(3)], 2);
    check(Status::Draft, &[line(1)], 0);
    check(Status::Draft, &[line(3)], 0);
    check(Status::Draft, &[line(2), line(4)], 1);
    check(Status::Submitted, &[line(2)], 0);
}

/// What cannot be read is named and left as it is; the rest is worked with.
#[test]
fn damaged_files_are_named_and_the_rest_works() {
    let folder = TempDir::new().expect("a folder");
    let mut desk = bureau(&folder);
    type_into(&mut desk, &key("B1", "county_bureau"), "pop_resident", "400000");
    desk.save_now(now()).expect("it is saved");
    let forms = desk.root().join("returns/2025/hospital");
    let whole = fs::read_to_string(forms.join("H1.ron")).expect("a file");
    let stranger = UnitReturn::new(key("H9", "hospital"), 1);
    let stranger = duibiao::wire::return_text(&stranger).expect("a text");
    let put = |name: &str, text: &str| fs::write(forms.join(name), text).expect("it is written");
    put("H1.ron", &whole.replace("800", "900"));
    put("H9.ron", &stranger);
    put("H2.ron", &whole[..whole.len() / 2]);
    fs::write(desk.root().join("journal/2026-01-19.log"), "deadbeef (at:\"\n").expect("it is written");
    let mut desk = opened_again(desk);
    let words: Vec<String> = desk.faults().iter().map(|fault| fault.sentence().zh).collect();
    let check = |part: &str, file: &str| {
        assert!(words.iter().any(|fault| fault.contains(part) && fault.contains(file)), "{part}: {words:#?}");
    };
    assert_eq!(words.len(), 4, "{words:#?}");
    check("校验码与内容不符", "H1.ron");
    check("文件在此处中断", "H2.ron");
    check("机构名录(units.ron)中没有单位“H9”", "H9.ron");
    check("第 1 行不完整", "2026-01-19.log");
    assert_eq!(figure(&desk, &key("B1", "county_bureau"), "pop_resident"), known(400_000));
    assert!(desk.unit_return(&key("H1", "hospital")).is_none(), "nothing of a changed file is taken");
    assert_eq!(type_into(&mut desk, &key("B1", "county_bureau"), "pop_resident", "410000"), []);
    desk.save_now(now()).expect("the rest is saved");
    // A file that was not taken is never written over.
    type_into(&mut desk, &key("H2", "hospital"), "beds_total", "1");
    assert!(desk.save_now(now()).is_err());
    assert!(matches!(desk.save_state(), SaveState::Unsaved(_)));
    assert_eq!(fs::read_to_string(forms.join("H2.ron")).expect("a file"), whole[..whole.len() / 2]);
}
