//! The paste corpus: what spreadsheets, word processors and web pages put on the clipboard, and what becomes of it.
//!
//! A sample is a file in `tests/fixtures/paste`: what stands in the form before (`has ELEMENT=TEXT`), the active cell
//! (`at ELEMENT`), what a person chose (`column N`, `by place`), the text of the clipboard with its line ends and tabs
//! written out, and the plan. `UPDATE_GOLDEN=1 cargo test --test suite paste_plans` writes the plans anew; read the
//! difference before it is kept.

use std::{fmt::Write as _, fs, path::PathBuf};

use duibiao::{
    base::Figure,
    desk::{Block, Command, Desk, Fate, PastePlan, PasteWish, PlannedLine, RowKind, Sheet, block_text},
};
use proptest::prelude::*;
use tempfile::TempDir;

use crate::desk_scenarios::{figure, hospital, key, now, type_into};

/// One sample of the corpus.
struct Sample {
    path: PathBuf,
    head: String,
    text: String,
    plan: String,
}

fn samples() -> Vec<Sample> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/paste");
    let mut paths: Vec<PathBuf> =
        fs::read_dir(folder).expect("the corpus").map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    let sample = |path: PathBuf| {
        let whole = fs::read_to_string(&path).expect("a sample");
        let (head, rest) = whole.split_once("--- clipboard\n").expect("a clipboard");
        let (text, plan) = rest.split_once("--- plan\n").expect("a plan");
        let (head, text, plan) = (head.to_owned(), unescaped(&text.replace('\n', "")), plan.to_owned());
        Sample { path, head, text, plan }
    };
    paths.into_iter().map(sample).collect()
}

/// Takes `\t`, `\r`, `\n` and `\u{…}` for what they stand for.
fn unescaped(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((plain, behind)) = rest.split_once('\\') {
        out.push_str(plain);
        let (meant, behind) = match behind.strip_prefix("u{").and_then(|code| code.split_once('}')) {
            Some((code, behind)) => {
                let code = u32::from_str_radix(code, 16).expect("a code point");
                (char::from_u32(code).expect("a character"), behind)
            }
            None => {
                let meant = match behind.chars().next() {
                    Some('t') => '\t',
                    Some('r') => '\r',
                    Some('n') => '\n',
                    other => panic!("no such escape: {other:?}"),
                };
                (meant, &behind[1..])
            }
        };
        out.push(meant);
        rest = behind;
    }
    out + rest
}

fn told(figure: &Figure) -> String {
    match figure {
        Figure::Known(quantity) => quantity.normalize().to_string(),
        Figure::NotApplicable(reason) => format!("n/a({reason})"),
        Figure::Blank => "blank".to_owned(),
        Figure::Unread(text) => format!("{text:?}"),
    }
}

fn line_told(sheet: &Sheet, line: &PlannedLine) -> String {
    let row = line.row.map(|row| &sheet.rows[row]);
    let id = row.map_or_else(String::new, |row| match &row.kind {
        RowKind::Element(id) | RowKind::Taken(id) => format!(" {id}"),
        RowKind::Indicator(id) => format!(" {id}"),
        RowKind::Section => panic!("nothing belongs to a title"),
    });
    let (old, new) = (row.map_or_else(String::new, |row| told(&row.figure)), told(&line.new));
    let (name, text) = (&line.name, &line.text);
    let (fate, detail) = match line.fate {
        Fate::Fills => ("fills", format!(" = {new}")),
        Fate::Replaces => ("replaces", format!(" {old} -> {new}")),
        Fate::Same => ("same", format!(" = {new}")),
        Fate::Kept => ("kept", format!(" {new}")),
        Fate::Unreadable => ("unreadable", format!(" {text:?} keeps {old}")),
        Fate::NoReason => ("no-reason", format!(" {text:?}")),
        Fate::Empty => ("empty", String::new()),
        Fate::Spared => ("spared", format!(" keeps {old}")),
        Fate::Agrees => ("agrees", format!(" {text:?}")),
        Fate::Differs => ("differs", format!(" {text:?} computed {new}")),
        Fate::NotComputed => ("not-computed", format!(" {text:?}")),
        Fate::Twice => ("twice", format!(" {text:?}")),
        Fate::Unknown => ("unknown", format!(" {name:?} {text:?}")),
        Fate::Ambiguous => ("ambiguous", format!(" {name:?} {text:?}")),
        Fate::Beyond => ("beyond", format!(" {name:?} {text:?}")),
        Fate::Skipped => ("skipped", format!(" {name:?} {text:?}")),
        Fate::Heading => ("heading", format!(" {name:?} {text:?}")),
    };
    format!("{} {fate}{id}{detail}", line.number)
}

fn plan_told(sheet: &Sheet, plan: &PastePlan) -> String {
    let mut out = String::from(if plan.is_plain() { "at once" } else { "asks first" });
    out.push_str(if plan.by_name { " by name" } else { " by place" });
    // Writing to a String cannot fail.
    let _ = match plan.values {
        Some(column) => writeln!(out, " column {}", column + 1),
        None => {
            let columns: Vec<String> =
                plan.columns.iter().map(|column| (column.at + 1).to_string()).collect();
            writeln!(out, " column ? of {}", columns.join(", "))
        }
    };
    for line in &plan.lines {
        out.push_str(&line_told(sheet, line));
        out.push('\n');
    }
    out
}

/// Plans a text in a hospital's sheet, all rows shown.
fn planned(desk: &Desk, text: &str, at: &str, wish: PasteWish) -> (String, PastePlan) {
    let sheet = desk.sheet(&key("H1", "hospital")).expect("a sheet");
    let shown: Vec<usize> = (0..sheet.rows.len()).collect();
    let at = sheet.row_of(&at.parse().expect("an id")).expect("a row");
    let plan = desk.plan_paste(&sheet, &shown, at, &Block::of_text(text), wish);
    (plan_told(&sheet, &plan), plan)
}

#[test]
fn each_sample_of_the_clipboard_has_its_plan() {
    let folder = TempDir::new().expect("a folder");
    let mut desk = hospital(&folder);
    let at = key("H1", "hospital");
    let (mut wrong, mut count) = (Vec::new(), 0);
    for sample in samples() {
        count += 1;
        let (mut cell, mut wish) = ("beds_total", PasteWish::default());
        let mut typed = 0;
        for line in sample.head.lines().filter(|line| !line.starts_with('#')) {
            match line.split_once(' ') {
                Some(("has", cell)) => {
                    let (element, text) = cell.split_once('=').expect("a figure");
                    type_into(&mut desk, &at, element, text);
                    typed += 1;
                }
                Some(("at", element)) => cell = element,
                Some(("column", number)) => {
                    wish.values = Some(number.parse::<usize>().expect("a column") - 1);
                }
                Some(("by", "place")) => wish.by_place = true,
                _ => panic!("{}: no such line: {line}", sample.path.display()),
            }
        }
        let (found, _) = planned(&desk, &sample.text, cell, wish);
        for _ in 0..typed {
            desk.apply(Command::Undo, now());
        }
        if std::env::var_os("UPDATE_GOLDEN").is_some() {
            let whole = fs::read_to_string(&sample.path).expect("a sample");
            let (before, _) = whole.split_once("--- plan\n").expect("a plan");
            fs::write(&sample.path, format!("{before}--- plan\n{found}")).expect("it is written");
        } else if found != sample.plan {
            let name = sample.path.file_name().expect("a name").to_string_lossy().into_owned();
            wrong.push(format!("{name}\nexpected:\n{}found:\n{found}", sample.plan));
        }
    }
    assert!(count >= 60, "only {count} samples");
    assert!(wrong.is_empty(), "UPDATE_GOLDEN=1 writes them anew.\n{}", wrong.join("\n"));
}

#[test]
fn a_plan_is_written_as_one_step() {
    let folder = TempDir::new().expect("a folder");
    let mut desk = hospital(&folder);
    let at = key("H1", "hospital");
    type_into(&mut desk, &at, "beds_icu", "40");
    let text = "48\n不适用\n约九十\n830\n";
    let (_, plan) = planned(&desk, text, "beds_icu", PasteWish::default());
    let sheet = desk.sheet(&at).expect("a sheet");
    assert_eq!(plan.cells(&sheet, "  ").len(), 3, "不适用 without a reason is no figure");
    desk.apply(Command::Paste { key: at.clone(), cells: plan.cells(&sheet, "未设") }, now());
    let found = ["beds_icu", "n_negative_pressure_beds", "staff_health_total", "staff_physicians"]
        .map(|element| told(&figure(&desk, &at, element)));
    assert_eq!(found, ["48", "n/a(未设)", "\"约九十\"", "830"]);
    desk.apply(Command::Undo, now());
    assert_eq!(figure(&desk, &at, "beds_icu"), Figure::Known(40.into()));
    assert_eq!(figure(&desk, &at, "n_negative_pressure_beds"), Figure::Blank);
}

/// 不适用 with its reason is no number; once the desk stored it and told that it could not be read.
#[test]
fn nothing_is_said_against_a_reason() {
    let folder = TempDir::new().expect("a folder");
    let mut desk = hospital(&folder);
    let at = key("H1", "hospital");
    for (text, expected, notices) in [
        ("不适用：未设该科室", Figure::NotApplicable("未设该科室".to_owned()), 0),
        ("不适用", Figure::Unread("不适用".to_owned()), 1),
        ("约九十", Figure::Unread("约九十".to_owned()), 1),
    ] {
        assert_eq!(type_into(&mut desk, &at, "beds_icu", text).len(), notices, "{text}");
        assert_eq!(figure(&desk, &at, "beds_icu"), expected);
    }
}

#[test]
fn rows_out_of_sight_are_not_written_unseen() {
    let folder = TempDir::new().expect("a folder");
    let desk = hospital(&folder);
    let sheet = desk.sheet(&key("H1", "hospital")).expect("a sheet");
    let row = |element: &str| sheet.row_of(&element.parse().expect("an id")).expect("a row");
    let shown = [row("beds_total"), row("beds_tcm_general_hosp")];
    let plan =
        |text: &str| desk.plan_paste(&sheet, &shown, shown[0], &Block::of_text(text), PasteWish::default());
    assert!(plan("医疗卫生机构实有床位数\t1200\n").is_plain());
    assert!(!plan("重症监护床位数\t48\n").is_plain(), "it is found by name, but a filter hides it");
    let down = plan_told(&sheet, &plan("1200\n90\n"));
    assert_eq!(
        down, "at once by place column 1\n1 fills beds_total = 1200\n2 fills beds_tcm_general_hosp = 90\n",
        "by place only what is shown is counted"
    );
}

fn any_cell() -> impl Strategy<Value = String> {
    proptest::string::string_regex("[a\"\t\n中，1,. ]{0,8}").expect("a pattern")
}

proptest! {
    /// What is copied is taken apart into the same cells, whatever stands in them.
    #[test]
    fn a_written_block_is_read_back(rows in proptest::collection::vec(proptest::collection::vec(any_cell(), 3), 1..5)) {
        let text = block_text(rows.iter().map(|row| row.iter().map(String::as_str).collect()));
        let block = Block::of_text(&text);
        let kept: Vec<usize> =
            (0..3).filter(|column| rows.iter().any(|row| !row[*column].trim().is_empty())).collect();
        prop_assert_eq!(block.columns(), kept.len());
        for (at, row) in rows.iter().enumerate() {
            for (to, column) in kept.iter().enumerate() {
                prop_assert_eq!(block.cell(at, to), row[*column].trim());
            }
        }
    }

    /// Any text is planned; nothing computed is written, no cell twice, nothing that is blank.
    #[test]
    fn any_text_has_a_plan(text in "[0-9医床位数重症监护\t\n\"（）().,，%不适用：—]{0,60}") {
        thread_local! {
            static DESK: (TempDir, Desk) = {
                let folder = TempDir::new().expect("a folder");
                let desk = hospital(&folder);
                (folder, desk)
            };
        }
        DESK.with(|(_, desk)| -> Result<(), TestCaseError> {
            let (_, plan) = planned(desk, &text, "beds_total", PasteWish::default());
            let sheet = desk.sheet(&key("H1", "hospital")).expect("a sheet");
            let mut cells: Vec<_> = plan.cells(&sheet, "").into_iter().map(|(element, text)| {
                assert!(!text.trim().is_empty());
                element
            }).collect();
            let written = cells.len();
            cells.sort();
            cells.dedup();
            prop_assert_eq!(written, cells.len());
            Ok(())
        })?;
    }
}
