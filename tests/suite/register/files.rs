//! The register from a file: looked at field by field, taken whole or not at all, taken back in one step.

use duibiao::{
    base::Lang,
    desk::{Command, ImportOutcome, Subject, register_table},
    report::{table_csv, tables_xlsx},
};

use super::commands::{city, day, id};
use crate::support::now;

const FILE: &str = "unit,name,kind,level,grade,ownership,parent,opened,closed
SL-H1,市第一人民医院,general_hospital,3,A,municipal,SL-CITY,,
N1,新区医院,综合医院,二级,乙等,市办,SL-CITY,2025-06-01,
";

fn count(rows: &[duibiao::desk::ImportRow], outcome: ImportOutcome) -> usize {
    rows.iter().filter(|row| row.outcome == outcome).count()
}

#[test]
fn a_file_is_looked_at_field_by_field_and_taken_in_one_step() {
    let (_folder, mut desk) = city();
    let before = desk.tree().clone();
    let import = desk.register_import(FILE.as_bytes(), day("2026-01-20")).expect("a register");
    assert_eq!(
        (count(&import.rows, ImportOutcome::New), count(&import.rows, ImportOutcome::Changed)),
        (1, 1)
    );
    let told: Vec<String> = import.rows[0].changes.iter().map(|change| change.words().zh).collect();
    assert!(
        told.iter().any(|line| line.starts_with("名称：") && line.ends_with("→ 市第一人民医院")),
        "{told:?}"
    );
    assert_eq!(import.absent.len(), before.len() - 1, "what is not in the file is named");
    assert!(*desk.tree() == before, "looking changes nothing");
    let command = Command::TakeRegister { units: import.units.clone(), why: "导入 机构.csv".to_owned() };
    assert!(desk.apply(command, now()).is_empty());
    assert_eq!(desk.tree().len(), before.len() + 1, "nobody vanishes");
    let edits = desk.register_history(&id("SL-H1"));
    assert_eq!(edits.last().map(|edit| edit.why.as_str()), Some("导入 机构.csv"));
    desk.apply(Command::UndoIn(Subject::Register), now());
    assert!(*desk.tree() == before, "one step takes all of it back");
}

#[test]
fn one_row_that_cannot_be_keeps_the_whole_file_out() {
    let (_folder, desk) = city();
    for (row, words) in [
        ("SL-C1,示例甲县卫生健康局,bureau,0,,county,SL-CITY,,2025-01-01", "还在册"),
        ("N2,新区医院,general_hospital,,,,SL-CITY,,", "重名"),
        ("N2,医院,general_hospital,,,,NOWHERE,,", "NOWHERE"),
        ("N2,医院,palace,,,,SL-CITY,,", "palace"),
        ("SL-C1,县,bureau,0,,county,SL-C1-GH,,", "绕成了圈"),
    ] {
        let text = format!("{FILE}{row}\n");
        let import = desk.register_import(text.as_bytes(), day("2026-01-20")).expect("a register");
        assert!(!import.is_ready(), "{row}");
        let why: Vec<&str> = import.rows.iter().map(|row| row.why.zh.as_str()).collect();
        assert!(why.iter().any(|why| why.contains(words)), "{row}: {why:?}");
    }
}

/// A row that names a day moves the unit; without one the parent was wrong from the first.
#[test]
fn a_file_moves_units_from_their_day() {
    let (_folder, desk) = city();
    let name = &desk.tree().unit(&id("SL-C1-GH")).expect("a hospital").name.zh;
    for (moved, expected) in [("2025-01-01", 1), ("", 0)] {
        let text = format!("unit,name,kind,parent,moved\nSL-C1-GH,{name},general_hospital,SL-C2,{moved}\n");
        let import = desk.register_import(text.as_bytes(), day("2026-01-20")).expect("a register");
        assert!(import.is_ready(), "{:?}", import.rows);
        let unit = import.units.iter().find(|unit| unit.id == id("SL-C1-GH")).expect("there");
        assert_eq!((unit.parent.clone(), unit.moves.len()), (Some(id("SL-C2")), expected));
    }
}

/// What is written out comes in again unchanged, as csv and as a workbook, in both languages.
#[test]
fn what_is_written_out_comes_in_unchanged() {
    let (_folder, desk) = city();
    let today = day("2026-01-20");
    for lang in [Lang::Zh, Lang::En] {
        let table = register_table("机构".to_owned(), desk.tree().all(), lang, today);
        let csv = table_csv(&table).into_bytes();
        let xlsx = tables_xlsx(&[table], today).expect("a workbook");
        for bytes in [csv, xlsx] {
            let import = desk.register_import(&bytes, today).expect("a register");
            let all = desk.tree().len();
            assert_eq!(
                count(&import.rows, ImportOutcome::Unchanged),
                all,
                "{:?}",
                import.rows.iter().find(|row| row.outcome != ImportOutcome::Unchanged)
            );
            assert!(import.absent.is_empty() && !import.is_ready());
        }
    }
}
