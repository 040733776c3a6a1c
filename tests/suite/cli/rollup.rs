//! `status` and `rollup`: fixed columns, sums that can be checked by hand, a hand-over that says what changed.

use std::fs;

use calamine::{Reader as _, open_workbook_auto};

use super::{Said, call, snapshot, table};

fn demo() -> tempfile::TempDir {
    let folder = tempfile::TempDir::new().expect("a folder");
    let made = call(folder.path(), "demo @/w --counties 2 --units 14 --years 3 --seed 5");
    assert_eq!(made.code, 0, "{}", made.err);
    folder
}

#[test]
fn status_says_who_has_reported() {
    let folder = demo();
    let before = snapshot(folder.path());
    let said = call(folder.path(), "--saves @/w --today 2026-02-03 status --period 2025 --csv");
    let (header, rows) = table(&said.out);
    assert_eq!((said.code, header.as_str()), (0, "unit,name,form,due,state,received,late_days"));
    let hospital = rows.iter().find(|row| row[0] == "SL-H1").expect("the hospital");
    assert_eq!(hospital[2..], ["hospital", "2026-01-31", "draft", "", "3"]);
    let missing = rows.iter().filter(|row| row[4] == "missing").count();
    assert!(missing > 0 && missing < rows.len(), "{missing} of {}", rows.len());
    assert!(said.err.contains(&format!("应报 {} 份，已报 0 份", rows.len())), "{}", said.err);
    let past = call(folder.path(), "--saves @/w --lang en status --period 2024 --csv");
    let (_, rows) = table(&past.out);
    assert!(rows.iter().all(|row| row[4] == "accepted"), "{}", past.out);
    assert!(past.err.contains(&format!("{0} expected, {0} in, 0 missing", rows.len())), "{}", past.err);
    let people = call(folder.path(), "--saves @/w --today 2026-02-03 status --period 2025");
    assert!(people.err.contains("【未报名单】") && people.out.contains("逾期天数"), "{}", people.err);
    assert_eq!(snapshot(folder.path()), before, "looking changes nothing");
}

fn roll_up(folder: &tempfile::TempDir, words: &str) -> Said {
    let words = format!("--saves @/w --today 2026-03-01 rollup --unit SL-CITY --period 2024 {words}");
    call(folder.path(), words.trim())
}

#[test]
fn rollup_adds_up_and_holds_against_the_plan() {
    let folder = demo();
    let said = roll_up(&folder, "--csv");
    let (header, rows) = table(&said.out);
    let columns = "indicator,value,unit,numerator,denominator,reported,expected,target,comparator,state";
    assert_eq!((said.code, header.as_str()), (0, columns));
    let row = |id: &str| rows.iter().find(|row| row[0] == id).unwrap_or_else(|| panic!("no {id}"));
    let mut beds = 0_u64;
    for unit in ["hospital", "primary_care", "maternal_child"] {
        for file in fs::read_dir(folder.path().join("w/returns/2024").join(unit)).into_iter().flatten() {
            let text = fs::read_to_string(file.expect("a file").path()).expect("text");
            let at = text.split("\"beds_total\"").nth(1).expect("beds");
            let digits: String =
                at.chars().skip_while(|c| !c.is_ascii_digit()).take_while(char::is_ascii_digit).collect();
            beds += digits.parse::<u64>().expect("a number");
        }
    }
    assert_eq!(row("beds_total")[1], beds.to_string());
    let rate = row("beds_per_1000");
    assert_eq!((rate[3].as_str(), rate[9].as_str()), (beds.to_string().as_str(), "known"));
    assert_eq!((rate[7].as_str(), rate[8].as_str()), ("7.5", ">="));
    assert_eq!(rate[4], row("pop_resident")[1]);
    // A hospital is not judged by a total of the whole area.
    let words = "--saves @/w rollup --unit SL-H1 --period 2024 --csv";
    let (_, rows) = table(&call(folder.path(), words).out);
    let specialties = rows.iter().find(|row| row[0] == "n_keyspec_municipal");
    assert!(specialties.is_none_or(|row| row[7].is_empty()), "{specialties:?}");
    for (words, exit) in [
        ("rollup --unit NOBODY --period 2024", 2),
        ("rollup --unit SL-CITY --period 2024Q9", 2),
        ("rollup --unit SL-CITY --period 2024 --csv --xlsx -", 2),
        ("rollup --unit SL-CITY --period 1999 --csv", 0),
    ] {
        assert_eq!(call(folder.path(), &format!("--saves @/w {words}")).code, exit, "{words}");
    }
}

#[test]
fn the_workbook_has_its_sheets_and_charts() {
    let folder = demo();
    let said = roll_up(&folder, "--xlsx @/r.xlsx");
    assert_eq!(said.code, 0, "{}", said.err);
    let mut book = open_workbook_auto(folder.path().join("r.xlsx")).expect("a workbook");
    let names = book.sheet_names();
    assert_eq!(names, ["汇总", "单位与数据项", "单位与指标", "填报覆盖", "审核与说明"]);
    let by_unit = book.worksheet_range("单位与数据项").expect("a sheet");
    let units: Vec<String> = by_unit.rows().skip(1).map(|row| row[0].to_string()).collect();
    assert_eq!(units[..3], ["SL-CITY", "SL-C1", "SL-C2"], "the whole and its areas come first");
    // In the column of the beds the whole is the sum of whoever has nobody below.
    let title = |cell: &calamine::Data| cell.to_string().starts_with("医疗卫生机构实有床位数");
    let at = by_unit.rows().next().expect("a head").iter().position(title).expect("beds");
    let number = |row: &[calamine::Data]| row[at].to_string().parse::<f64>().unwrap_or_default();
    let whole = by_unit.rows().nth(1).map(number).expect("the city");
    let leaves: f64 = by_unit.rows().skip(4).map(number).sum();
    assert!(whole > 1_000.0 && (whole - leaves).abs() < 0.5, "{whole} is not {leaves}");
    // A quotient is a number there too, or no chart could draw it.
    let by_unit = book.worksheet_range("单位与指标").expect("a sheet");
    let title = |cell: &calamine::Data| cell.to_string().starts_with("每千人口医疗卫生机构床位数");
    let at = by_unit.rows().next().expect("a head").iter().position(title).expect("beds per thousand");
    assert!(matches!(by_unit.rows().nth(1).expect("the city")[at], calamine::Data::Float(_)));
    let bytes = fs::read(folder.path().join("r.xlsx")).expect("bytes");
    let inside = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("a zip");
    let charts = (0..inside.len())
        .filter(|at| {
            inside
                .name_for_index(*at)
                .and_then(Result::ok)
                .is_some_and(|name| name.starts_with("xl/charts/chart"))
        })
        .count();
    assert!(charts >= 2, "{charts} native charts");
    let english =
        call(folder.path(), "--saves @/w --lang en rollup --unit SL-C1 --period 2024 --xlsx @/e.xlsx");
    assert_eq!(english.code, 0, "{}", english.err);
    let book = open_workbook_auto(folder.path().join("e.xlsx")).expect("a workbook");
    assert_eq!(book.sheet_names()[1], "Units and elements");
}

#[test]
fn a_hand_over_is_written_whole_and_says_what_changed() {
    let folder = demo();
    let first = roll_up(&folder, "--csv --hand-over @/out");
    assert_eq!(first.code, 0, "{}", first.err);
    let files = snapshot(&folder.path().join("out"));
    let names: Vec<&str> = files.iter().filter_map(|(path, _)| path.rsplit('/').next()).collect();
    let expected = [
        "catalogue.json",
        "dataValueSets.json",
        "figures.json",
        "figures.parquet",
        "manifest.json",
        "rollup.json",
    ];
    assert_eq!(names, expected);
    assert!(!first.err.contains("自上次汇总"), "{}", first.err);
    let again = roll_up(&folder, "--csv --hand-over @/out");
    assert_eq!(snapshot(&folder.path().join("out")), files, "the same figures, the same bytes");
    assert!(
        again.err.contains("自上次汇总：新报 0 份，更正 0 份，撤出 0 份；0 个汇总值有变"),
        "{}",
        again.err
    );
    fs::remove_file(folder.path().join("w/returns/2024/hospital/SL-H2.ron")).expect("it was there");
    let less = roll_up(&folder, "--csv --hand-over @/out");
    assert!(less.err.contains("撤出 1 份") && less.err.contains("涉及单位：SL-H2"), "{}", less.err);
}

#[test]
fn a_statement_is_handed_up_and_can_be_inspected() {
    let folder = demo();
    let words =
        "--saves @/w rollup --unit SL-C1 --period 2024 --csv --statement @/c1.duibiao --without-returns";
    let said = call(folder.path(), words);
    assert_eq!(said.code, 0, "{}", said.err);
    let text = fs::read_to_string(folder.path().join("c1.duibiao")).expect("text");
    assert!(text.contains("duibiao-statement") && !text.contains("entries"), "totals and members alone");
    let seen = call(folder.path(), "inspect @/c1.duibiao --csv");
    assert!(seen.code == 0 && seen.out.contains("SL-C1"), "{} {}", seen.out, seen.err);
    let refused = call(folder.path(), "--saves @/w rollup --unit SL-C1 --period 2024 --without-returns");
    assert_eq!(refused.code, 2, "{}", refused.err);
}
