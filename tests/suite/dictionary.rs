//! The dictionary: found by pinyin, walked by keys, copied, and saved as a handbook that reads back.

use std::io::Cursor;

use calamine::{Data, Reader as _, Xlsx};
use duibiao::{
    base::{Align, Cell, Decimal, Lang, Query, Table},
    desk::{Desk, EntryId},
    report::{table_csv, tables_xlsx},
    ui::act::Route,
};
use egui::Key;

use crate::support::{CTRL, Holding, Window, now, workspace};

fn route(window: &Window) -> Option<Route> {
    window.harness.state().session().map(|session| session.route)
}

fn open(window: &mut Window) {
    window.press_with(CTRL, Key::Num5);
    assert_eq!(route(window), Some(Route::Dictionary));
}

#[test]
fn an_element_is_found_by_pinyin_and_explained_in_both_languages() {
    let folder = workspace(Holding::SmallDemo);
    let mut window = Window::open(&folder);
    open(&mut window);
    window.type_text("zzjhcw");
    for lang in [Lang::Zh, Lang::En] {
        if window.lang() != lang {
            window.press_with(CTRL, Key::L);
        }
        let element =
            window.desk().catalogue().element(&"beds_icu".parse().expect("an id")).expect("there").clone();
        for text in [&element.text.meaning, &element.text.time, &element.text.source] {
            window.must_show(text.text(lang));
        }
        window.must_show(&element.name.zh);
        window.must_show(&element.name.en);
        window.must_show(element.reporter.name().text(lang));
        window.must_show("beds_icu");
        assert!(!window.names().contains(&"年末常住人口 pop_resident".to_owned()));
    }
    window.press(Key::Enter);
    assert_eq!(route(&window), Some(Route::Entry), "Enter goes to the cell");
}

#[test]
fn keys_walk_the_rows_and_esc_clears_the_search() {
    let folder = workspace(Holding::SmallDemo);
    let mut window = Window::open(&folder);
    open(&mut window);
    let tab = window.names().into_iter().find(|name| name.starts_with("指标 ")).expect("the tab");
    window.click(&tab);
    let rows: Vec<String> =
        window.desk().catalogue().indicators().map(|found| found.name.en.clone()).take(20).collect();
    window.must_show(&rows[0]);
    window.press(Key::ArrowDown);
    window.press(Key::ArrowDown);
    window.must_show(&rows[2]);
    window.press(Key::PageDown);
    window.must_show(&rows[17]);
    window.type_text("yhb");
    window.must_show("doctor_nurse_ratio");
    let (query, catalogue) = (Query::new("yhb"), window.desk().catalogue());
    let elements = catalogue.elements().filter(|found| query.finds(&found.name, found.id.as_str())).count();
    window.must_show(&format!("数据项 {elements}"));
    assert!(!window.shows(&rows[17]));
    window.press(Key::Escape);
    window.must_show("beds_per_1000");
    window.type_text("yhb");
    window.press(Key::Enter);
    assert_eq!(route(&window), Some(Route::Trend));
    window.must_show("医护比");
}

#[test]
fn links_lead_on_and_back_and_lift_a_filter() {
    let folder = workspace(Holding::SmallDemo);
    let mut window = Window::open(&folder);
    open(&mut window);
    window.type_text("pop_resident");
    window.must_show("Resident population, year end");
    window.click("每千人口医疗卫生机构床位数");
    window.must_show("Beds in health institutions per 1,000 population");
    window.click("返回“年末常住人口”");
    window.must_show("Resident population, year end");
    window.click_starting("报表 全部报表");
    window.click("卫生监督年报");
    assert!(!window.names().iter().any(|name| name.ends_with("pop_resident")), "the form narrows the list");
}

#[test]
fn the_rows_shown_are_copied() {
    let folder = workspace(Holding::SmallDemo);
    let mut window = Window::open(&folder);
    open(&mut window);
    window.type_text("zzjhcw");
    let copy = window.say("trend.copy_table");
    window.click_at(window.place(&copy));
    let copied = window.copied().expect("something was copied");
    let lines: Vec<Vec<&str>> = copied.lines().map(|line| line.split('\t').collect()).collect();
    assert_eq!(lines.len(), 2, "{copied}");
    assert_eq!(lines[0].len(), lines[1].len());
    assert_eq!(lines[1][..3], ["beds_icu", "重症监护床位数", "ICU beds"]);
}

#[test]
fn an_entry_names_its_forms_indicators_and_targets() {
    let folder = workspace(Holding::SmallDemo);
    let window = Window::open(&folder);
    let dictionary = window.desk().dictionary();
    let find = |id: &str| dictionary.entry(&EntryId::Element(id.parse().expect("an id"))).expect("an entry");
    let beds = find("beds_total");
    let forms: Vec<&str> = beds.places.iter().map(|place| place.form.as_str()).collect();
    assert_eq!(forms, ["hospital", "primary_care", "maternal_child"]);
    let per_1000 = EntryId::Indicator("beds_per_1000".parse().expect("an id"));
    // Taken from the beds, and so fed by them.
    let municipal = EntryId::Indicator("beds_municipal_per_1000".parse().expect("an id"));
    assert!(beds.related.contains(&per_1000) && beds.related.contains(&municipal));
    assert_eq!(find("beds_municipal_hosp").places, beds.places);
    let asked = beds.targets.iter().find(|asked| asked.row == "000-T-001").expect("the target");
    assert_eq!(
        (asked.plan.as_str(), asked.target.zh.as_str(), asked.due.to_string().as_str()),
        ("hulunbuir-2024", "≥ 7.5 张/千人", "2025")
    );
    assert!(asked.clauses.iter().any(|clause| clause.starts_with('一')), "{:?}", asked.clauses);
    let read = &dictionary.entry(&per_1000).expect("an entry").related;
    assert_eq!(read.iter().map(EntryId::as_str).collect::<Vec<_>>(), ["beds_total", "pop_resident"]);
}

#[test]
fn every_entry_goes_into_the_csv_with_its_uses() {
    let folder = workspace(Holding::NewHospital);
    let window = Window::open(&folder);
    let desk = window.desk();
    let dictionary = desk.dictionary();
    for (entries, columns) in [(&dictionary.elements, 22), (&dictionary.indicators, 19)] {
        let text = table_csv(&desk.dictionary_table(entries, Lang::Zh));
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        assert_eq!(reader.headers().expect("a header").len(), columns);
        let rows: Vec<_> = reader.records().map(|row| row.expect("a row")).collect();
        assert_eq!(rows.len(), entries.len());
        for (row, entry) in rows.iter().zip(entries) {
            assert_eq!(&row[0], entry.id.as_str());
            assert_eq!((&row[1], &row[2]), (entry.name.zh.as_str(), entry.name.en.as_str()));
            let targets = if entry.targets.is_empty() { 0 } else { row[columns - 1].split("; ").count() };
            assert_eq!(targets, entry.targets.len(), "{}", entry.id.as_str());
        }
    }
}

fn sheets(bytes: Vec<u8>) -> Vec<(String, Vec<Vec<Data>>)> {
    let mut book = Xlsx::new(Cursor::new(bytes)).expect("a workbook");
    let read =
        |(name, range): (String, calamine::Range<Data>)| (name, range.rows().map(<[Data]>::to_vec).collect());
    book.worksheets().into_iter().map(read).collect()
}

#[test]
fn the_handbook_reads_back_as_it_was_written() {
    let folder = workspace(Holding::NewHospital);
    let window = Window::open(&folder);
    let desk: &Desk = window.desk();
    for (lang, names) in
        [(Lang::Zh, ["说明", "数据项", "指标"]), (Lang::En, ["Notes", "Elements", "Indicators"])]
    {
        let tables = desk.handbook(lang, now().date());
        let bytes = tables_xlsx(&tables, now().date()).expect("a workbook");
        assert_eq!(
            bytes,
            tables_xlsx(&tables, now().date()).expect("a workbook"),
            "the same tables, the same file"
        );
        let found = sheets(bytes);
        assert_eq!(found.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), names);
        for (table, (name, rows)) in tables.iter().zip(&found) {
            assert_eq!(rows.len(), table.rows.len() + 1, "{name}");
            let heads: Vec<String> = rows[0].iter().map(ToString::to_string).collect();
            assert_eq!(heads, table.columns.iter().map(|column| column.title.clone()).collect::<Vec<_>>());
            for (row, written) in rows[1..].iter().zip(&table.rows) {
                for (data, cell) in row.iter().zip(written) {
                    match data {
                        Data::Empty => assert_eq!(cell.shown, ""),
                        Data::Float(value) => {
                            assert!(cell.is_number);
                            assert_eq!(
                                Decimal::from_f64_retain(*value)
                                    .map(|value| value.round_dp(6).normalize().to_string()),
                                Some(cell.exact.clone())
                            );
                        }
                        Data::String(text) => assert!(
                            !cell.is_number && *text == cell.shown,
                            "{text:?} is not {:?}",
                            cell.shown
                        ),
                        other => panic!("{other:?} for {cell:?}"),
                    }
                }
            }
        }
        let range = |id: &str| {
            found[1]
                .1
                .iter()
                .find(|row| matches!(&row[0], Data::String(code) if code == id))
                .expect("the row")[7..9]
                .to_vec()
        };
        assert_eq!(range("pop_resident"), [Data::Float(1000.0), Data::Float(3_000_000.0)]);
    }
}

#[test]
fn words_stay_words_in_a_workbook_and_long_numbers_lose_no_digit() {
    let mut table = Table::new(
        "a/b:c",
        [("text", "字".to_owned(), Align::Left), ("number", "数".to_owned(), Align::Right)],
    );
    let long = Decimal::from_i128_with_scale(12_345_678_901_234_567, 2);
    table.push(vec![
        Cell::text("=HYPERLINK(\"http://example.org\")"),
        Cell::number(Decimal::new(-6905, 3), 2),
    ]);
    table.push(vec![Cell::text("007"), Cell::number(long, 2)]);
    table.push(vec![Cell::text("https://example.org"), Cell { is_number: true, ..Cell::text("1e9x") }]);
    let tables = [table.clone(), table];
    let found = sheets(tables_xlsx(&tables, now().date()).expect("a workbook"));
    assert_eq!([found[0].0.as_str(), found[1].0.as_str()], ["a_b_c", "a_b_c 2"]);
    let rows = &found[0].1;
    let text = |text: &str| Data::String(text.to_owned());
    assert_eq!(rows[1], [text("=HYPERLINK(\"http://example.org\")"), Data::Float(-6.905)]);
    assert_eq!(rows[2], [text("007"), text(&Cell::number(long, 2).shown)]);
    assert_eq!(rows[3], [text("https://example.org"), text("1e9x")]);
    let endless =
        Table { rows: vec![vec![Cell::text("x".repeat(40_000)), Cell::default()]], ..tables[0].clone() };
    let refused = tables_xlsx(&[endless], now().date()).expect_err("too long for a cell");
    assert!(refused.sentence().zh.contains("CSV"), "{refused}");
}
