//! What is handed over is what was added up: the same bytes for the same figures, and it says what changed.

use std::{collections::BTreeMap, io::Write as _};

use duibiao::{
    base::{Decimal, ElementId, Figure, Period, UnitId},
    desk::{Command, DemoSize, Desk, HandOver, MemberChange, RollUpItem, RollUpRecord},
};
use parquet::{
    file::reader::{FileReader as _, SerializedFileReader},
    record::Field,
};
use serde_json::Value;

use super::{demo, key, now, small};

fn city() -> UnitId {
    "SL-CITY".parse().expect("an id")
}

fn file<'a>(made: &'a HandOver, name: &str) -> &'a [u8] {
    let found = made.files.iter().find(|file| file.name == name);
    &found.unwrap_or_else(|| panic!("no {name}")).bytes
}

fn json(made: &HandOver, name: &str) -> Value {
    serde_json::from_slice(file(made, name)).expect("JSON")
}

/// One row of the Parquet file.
#[derive(Debug, PartialEq)]
struct Row {
    unit: String,
    element: String,
    state: String,
    value: Option<Decimal>,
    text: Option<String>,
    digest: String,
}

fn rows(made: &HandOver) -> Vec<Row> {
    let mut on_disk = tempfile::tempfile().expect("a file");
    on_disk.write_all(file(made, "figures.parquet")).expect("written");
    let reader = SerializedFileReader::new(on_disk).expect("Parquet");
    let mut found = Vec::new();
    for row in reader.get_row_iter(None).expect("rows") {
        let row = row.expect("a row");
        let fields: BTreeMap<&str, &Field> =
            row.get_column_iter().map(|(name, field)| (name.as_str(), field)).collect();
        let text = |name: &str| match fields[name] {
            Field::Str(text) => Some(text.clone()),
            Field::Null => None,
            other => panic!("{name}: {other:?}"),
        };
        let value = match fields["value"] {
            Field::Null => None,
            Field::Decimal(decimal) => {
                let units = decimal
                    .data()
                    .iter()
                    .fold(if decimal.data()[0] & 0x80 == 0 { 0_i128 } else { -1 }, |units, byte| {
                        units << 8 | i128::from(*byte)
                    });
                let scale = u32::try_from(decimal.scale()).expect("places");
                assert_eq!(decimal.precision(), 38);
                Some(Decimal::from_i128_with_scale(units, scale))
            }
            other => panic!("value: {other:?}"),
        };
        found.push(Row {
            unit: text("unit").expect("a unit"),
            element: text("element").expect("an element"),
            state: text("state").expect("a state"),
            value,
            text: text("text"),
            digest: text("digest").expect("a digest"),
        });
    }
    found
}

fn hand_over(desk: &Desk, period: Period) -> HandOver {
    desk.hand_over(&city(), period).expect("it is made")
}

#[test]
fn every_figure_is_handed_over_once_and_exactly() {
    let (_folder, mut desk) = demo(DemoSize { counties: 2, units: 14, years: 2, seed: 5 });
    let at = key("SL-H1", "hospital", 2025);
    for (element, text) in [("beds_icu", "约九十"), ("drg_weight_sum", "55180.5433")] {
        let element = element.parse().expect("an id");
        desk.apply(Command::SetFigure { key: at.clone(), element, text: text.to_owned() }, now());
    }
    let period = Period::year(2025);
    let made = hand_over(&desk, period);
    let mut expected = Vec::new();
    for unit in desk.tree().all().filter(|unit| unit.is_open(period.last_day())) {
        for found in desk.returns().filter(|found| found.key.unit == unit.id && found.key.period == period) {
            for (element, entry) in &found.entries {
                expected.push(Row {
                    unit: unit.id.to_string(),
                    element: element.to_string(),
                    state: entry.figure.state().to_owned(),
                    value: entry.figure.known(),
                    text: match &entry.figure {
                        Figure::NotApplicable(text) | Figure::Unread(text) => Some(text.clone()),
                        Figure::Known(_) | Figure::Blank => None,
                    },
                    digest: duibiao::wire::return_digest(found).expect("a digest"),
                });
            }
        }
    }
    let found = rows(&made);
    assert_eq!(found, expected);
    assert!(found.iter().any(|row| row.value.is_some_and(|value| value.normalize().scale() == 4)));
    assert!(found.iter().any(|row| row.text.as_deref() == Some("约九十")));
    // The manifest agrees with the rows, and with the files beside it.
    let manifest = json(&made, "manifest.json");
    assert_eq!((made.figures, manifest["figures"].as_u64()), (found.len(), Some(found.len() as u64)));
    let mut sums: BTreeMap<&str, (u64, Decimal)> = BTreeMap::new();
    for (row, value) in found.iter().filter_map(|row| Some((row, row.value?))) {
        let sum = sums.entry(&row.element).or_default();
        *sum = (sum.0 + 1, sum.1 + value);
    }
    let told = manifest["elements"].as_object().expect("sums by element");
    assert_eq!(told.len(), sums.len());
    for (element, (count, sum)) in sums {
        assert_eq!(told[element]["known"].as_u64(), Some(count), "{element}");
        assert_eq!(told[element]["sum"].as_str(), Some(sum.normalize().to_string().as_str()), "{element}");
    }
    for told in manifest["files"].as_array().expect("files") {
        let bytes = file(&made, told["name"].as_str().expect("a name"));
        assert_eq!(told["bytes"].as_u64(), Some(bytes.len() as u64));
        assert_eq!(told["digest"].as_str(), Some(duibiao::wire::file_digest(bytes).as_str()));
    }
    // JSON holds the same figures, DHIS2 those it can hold.
    let listed = json(&made, "figures.json");
    let returns = listed["returns"].as_array().expect("returns");
    let figures: usize = returns.iter().map(|one| one["figures"].as_object().expect("figures").len()).sum();
    assert_eq!((returns.len(), figures), (made.returns, made.figures));
    let sets = json(&made, "dataValueSets.json");
    let values = sets["dataValues"].as_array().expect("values");
    let beds =
        values.iter().find(|value| value["dataElement"] == "beds_total" && value["orgUnit"] == "SL-H1");
    let typed = desk.unit_return(&at).expect("a return").figure(&"beds_total".parse().expect("an id"));
    let typed = typed.known().expect("known").to_string();
    assert_eq!(beds.map(|value| (&value["value"], &value["period"])), Some((&typed.into(), &"2025".into())));
    assert!(!values.iter().any(|value| value["value"] == "约九十"), "words are no value of a number");
}

#[test]
fn the_same_figures_are_handed_over_in_the_same_bytes() {
    let (_folder, mut desk) = small();
    let period = Period::year(2024);
    let (first, totals) = (hand_over(&desk, period), desk.roll_up(&city(), period));
    // Another order of looking and a change that is taken back leave no trace.
    desk.roll_up(&"SL-C2".parse().expect("an id"), Period::year(2025));
    let at = key("SL-H1", "hospital", 2024);
    let element: ElementId = "beds_total".parse().expect("an id");
    desk.apply(Command::SetFigure { key: at, element, text: "1".to_owned() }, now());
    assert_eq!(hand_over(&desk, Period::year(2023)), hand_over(&desk, Period::year(2023)));
    let root = desk.root().to_owned();
    drop(desk);
    let folder = tempfile::TempDir::new().expect("a folder");
    let again = folder.path().join("again");
    let size = DemoSize { counties: 2, units: 14, years: 4, seed: 5 };
    duibiao::desk::write_demo(&again, size, 2025, "别人", now()).expect("the demonstration");
    let other = Desk::open(&again, "别人", now()).expect("it opens");
    assert_ne!(root, again);
    assert_eq!((hand_over(&other, period), other.roll_up(&city(), period)), (first, totals));
    let today = now().date();
    let book = |desk: &Desk| {
        desk.roll_up_xlsx(&desk.roll_up(&city(), period), today, duibiao::base::Lang::Zh).expect("a workbook")
    };
    assert_eq!(book(&other), book(&other));
}

#[test]
fn what_changed_since_the_last_roll_up_is_told() {
    let (_folder, mut desk) = demo(DemoSize { counties: 2, units: 14, years: 2, seed: 5 });
    let period = Period::year(2024);
    let record = |desk: &Desk| {
        RollUpRecord::new(&desk.roll_up(&city(), period), &desk.roll_up_members(&city(), period))
    };
    let first = record(&desk);
    let read = RollUpRecord::from_json(file(&hand_over(&desk, period), "rollup.json"));
    assert_eq!(read.as_ref(), Some(&first), "what was handed over can be read back");
    assert_eq!(first.since(&first).expect("of one unit"), Default::default());
    let total = |desk: &Desk, element: &str| {
        let item = RollUpItem::Element(element.parse().expect("an id"));
        desk.total(&item, &city(), period).expect("rolled up").value.expect("a value").to_string()
    };
    let before = total(&desk, "beds_total");
    // What was accepted is locked; a year that is open is another roll-up's.
    let mut changed = desk.unit_return(&key("SL-H1", "hospital", 2024)).expect("a return").as_ref().clone();
    let element: ElementId = "beds_total".parse().expect("an id");
    let more = changed.figure(&element).known().expect("known") + Decimal::from(3);
    changed.replace(&element, duibiao::returns::Entry::of(Figure::Known(more)));
    let (root, folder) = (desk.root().to_owned(), desk.folder());
    folder.save_return(&changed).expect("saved");
    std::fs::remove_file(root.join("returns/2024/hospital/SL-H2.ron")).expect("it was there");
    drop((desk, folder));
    desk = Desk::open(&root, "测试", now()).expect("it opens");
    let since = record(&desk).since(&first).expect("of one unit");
    let members: Vec<(&str, MemberChange)> =
        since.members.iter().map(|(unit, _, change)| (unit.as_str(), *change)).collect();
    assert_eq!(members, [("SL-H1", MemberChange::Changed), ("SL-H2", MemberChange::Gone)]);
    let beds = since.totals.iter().find(|total| total.id == "beds_total").expect("it moved");
    assert_eq!(
        (beds.before.as_str(), beds.now.as_str()),
        (before.as_str(), total(&desk, "beds_total").as_str())
    );
    let back = first.since(&record(&desk)).expect("of one unit");
    assert_eq!(back.members[1].2, MemberChange::New);
    assert_eq!(RollUpRecord::from_json(b"{}"), None);
}
