//! A sheet that is kept in step with each cell is the sheet made anew.

use duibiao::desk::{Command, DemoSize, Desk, Filled, write_demo};
use tempfile::TempDir;

use super::{key, now, open};

fn demo() -> (TempDir, Desk) {
    let folder = TempDir::new().expect("a folder");
    let size = DemoSize { counties: 2, units: 12, years: 3, seed: 7 };
    write_demo(folder.path(), size, 2025, "张三", now()).expect("the demonstration");
    let desk = open(folder.path());
    (folder, desk)
}

/// Sources of taken elements, a scope's condition, parts of ratios, words, 不适用 and what is no number.
const TYPED: &[(&str, &str)] = &[
    ("beds_total", "1720"),
    ("beds_tcm_general_hosp", "102"),
    ("flag_obstetric", "0"),
    ("emr_level", "5"),
    ("staff_nurses", "约三百"),
    ("staff_physicians", "0"),
    ("staff_nurses", "330"),
    ("beds_total", ""),
    ("beds_total", "1500"),
    ("n_keyspec_national", "3"),
    ("hospital_grade", "22"),
    ("flag_obstetric", "1"),
];

#[test]
fn a_mended_sheet_is_the_sheet_made_anew() {
    let (folder, mut desk) = demo();
    let key = key("SL-H1", "hospital");
    let mut views = Vec::new();
    for (element, text) in TYPED {
        assert!(desk.sheet(&key).is_some(), "it is made before the cell changes");
        let element = element.parse().expect("an id");
        desk.apply(Command::SetFigure { key: key.clone(), element, text: (*text).to_owned() }, now());
        let mended = desk.sheet(&key).expect("the sheet");
        // A language is no figure: it drops every view and changes none.
        let lang = desk.lang();
        desk.apply(Command::SetLang(lang), now());
        let anew = desk.sheet(&key).expect("the sheet");
        assert_eq!(*mended, *anew, "after {text:?}");
        let filled =
            Filled { filled: anew.filled, asked: anew.asked, unread: anew.unread, carried: anew.carried };
        assert_eq!(desk.filled(&key), filled, "after {text:?}");
        views.push(anew);
    }
    desk.apply(Command::Undo, now());
    let undone = desk.sheet(&key).expect("the sheet");
    assert_eq!(*undone, *views[views.len() - 2], "taken back");
    desk.save_now(now()).expect("it is saved");
    drop(desk);
    assert_eq!(*open(folder.path()).sheet(&key).expect("the sheet"), *undone, "opened again");
}

/// The start page counts without making sheets; both must say the same of every return.
#[test]
fn every_return_is_counted_as_its_sheet_is() {
    let (_folder, desk) = demo();
    let keys: Vec<_> = desk.returns().map(|found| found.key.clone()).collect();
    assert!(keys.len() > 20);
    for key in keys {
        let sheet = desk.sheet(&key).expect("a sheet");
        let counted =
            Filled { filled: sheet.filled, asked: sheet.asked, unread: sheet.unread, carried: sheet.carried };
        assert_eq!(desk.filled(&key), counted, "{key}");
    }
}
