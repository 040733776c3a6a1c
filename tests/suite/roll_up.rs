//! Roll-up: what typing keeps current is what computing everything anew gives, and every figure says who is in it.

mod board;
mod hand_over;
mod ledger;
mod naive;
mod reporting;
mod statement;

use std::collections::BTreeMap;

use chrono::NaiveDateTime;
use duibiao::{
    base::{Decimal, ElementId, Figure, Period, UnitId},
    desk::{Command, DemoSize, Desk, write_demo},
    returns::{Coverage, ReturnKey, Statement},
    rollup::{Lack, Scene, Statements, element_formula, evaluate},
    unit::UnitKind,
};
use tempfile::TempDir;

fn now() -> NaiveDateTime {
    "2026-03-01T09:00:00".parse().expect("a time")
}

fn demo(size: DemoSize) -> (TempDir, Desk) {
    let folder = TempDir::new().expect("a folder");
    let root = folder.path().join("demo");
    write_demo(&root, size, 2025, "测试", now()).expect("the demonstration");
    let desk = Desk::open(&root, "测试", now()).expect("it opens");
    (folder, desk)
}

fn small() -> (TempDir, Desk) {
    demo(DemoSize { counties: 2, units: 14, years: 4, seed: 5 })
}

/// Computes every statement from the returns alone.
fn anew(desk: &Desk) -> BTreeMap<Period, Statements> {
    let mut all: BTreeMap<Period, Statements> = BTreeMap::new();
    let keys: std::collections::BTreeSet<(Period, UnitId)> =
        desk.returns().map(|found| (found.key.period, found.key.unit.clone())).collect();
    for (period, id) in keys {
        let unit = desk.tree().unit(&id).expect("in the register");
        let own = desk.returns().filter(|found| found.key.unit == id && found.key.period == period);
        let statement = Statement::of_returns(unit, period, own.cloned(), desk.catalogue());
        all.entry(period).or_default().insert(id, statement.into());
    }
    all
}

fn assert_current(desk: &Desk, when: &str) {
    let expected = anew(desk);
    assert_eq!(desk.periods().collect::<Vec<_>>(), expected.keys().copied().collect::<Vec<_>>(), "{when}");
    for (period, statements) in &expected {
        let kept = desk.statements(*period).expect("statements of a period with returns");
        assert_eq!(kept, statements, "{when}, {period}");
    }
}

fn key(unit: &str, form: &str, year: i32) -> ReturnKey {
    ReturnKey {
        unit: unit.parse().expect("an id"),
        form: form.parse().expect("an id"),
        period: Period::year(year),
    }
}

/// Unit, form, year, element, text; `undo` and `redo` stand alone, `na:` marks 不适用.
#[rustfmt::skip]
const TYPED: &[(&str, &str, i32, &str, &str)] = &[
    ("SL-H1", "hospital", 2025, "beds_total", "1,800张"),
    ("SL-H1", "hospital", 2025, "beds_icu", "约九十"),
    ("SL-H1", "hospital", 2025, "emr_level", "5级"),
    ("SL-H2", "hospital", 2025, "beds_total", ""),
    ("undo", "", 0, "", ""),
    ("SL-C1-GH", "hospital", 2025, "surg_day", "na:没有日间手术"),
    ("SL-C1-GH", "hospital", 2025, "surg_elective", "0"),
    ("undo", "", 0, "", ""),
    ("undo", "", 0, "", ""),
    ("redo", "", 0, "", ""),
    ("SL-CITY", "city_bureau", 2025, "pop_resident", "128.3万"),
    ("SL-C1", "county_bureau", 2025, "pop_resident", "abc"),
    // A year nobody has reported yet, and one long past.
    ("SL-H1", "hospital", 2026, "beds_total", "1900"),
    ("SL-H1", "hospital", 2019, "beds_total", "1500"),
    ("undo", "", 0, "", ""),
];

#[test]
fn typing_keeps_current_what_computing_anew_gives() {
    let (_folder, mut desk) = small();
    assert_current(&desk, "opened");
    for (unit, form, year, element, text) in TYPED {
        let command = match (*unit, text.strip_prefix("na:")) {
            ("undo", _) => Command::Undo,
            ("redo", _) => Command::Redo,
            (_, Some(reason)) => Command::SetNotApplicable {
                key: key(unit, form, *year),
                element: element.parse().expect("an id"),
                reason: reason.to_owned(),
            },
            (_, None) => Command::SetFigure {
                key: key(unit, form, *year),
                element: element.parse().expect("an id"),
                text: (*text).to_owned(),
            },
        };
        let before = desk.generation();
        let notices = desk.apply(command, now());
        assert!(notices.iter().all(|notice| !notice.refused), "{unit} {element}: {notices:?}");
        assert!(desk.generation() > before, "{unit} {element} {text} changed nothing");
        assert_current(&desk, &format!("{unit} {year} {element} {text}"));
    }
    // Every indicator over every unit, from what is kept and from what is computed anew.
    let all = anew(&desk);
    let empty = Statements::new();
    for period in [2019, 2024, 2025, 2026].map(Period::year) {
        for unit in desk.tree().all() {
            let statements = all.get(&period).unwrap_or(&empty);
            let (catalogue, tree) = (desk.catalogue(), desk.tree());
            let scene = Scene { catalogue, tree, statements, root: &unit.id, period, narrowed: None };
            for indicator in desk.catalogue().indicators() {
                let kept = desk.outcome(&indicator.formula, &unit.id, period, None);
                assert_eq!(
                    kept,
                    evaluate(&scene, &indicator.formula),
                    "{} of {} in {period}",
                    indicator.id,
                    unit.id
                );
            }
        }
    }
    // And the same after everything went to disk and back.
    desk.save_now(now()).expect("it is saved");
    let (root, kept) = (desk.root().to_owned(), anew(&desk));
    drop(desk);
    let desk = Desk::open(&root, "测试", now()).expect("it opens");
    assert_eq!((desk.faults(), desk.unrestored()), (&[][..], 0));
    assert_current(&desk, "opened again");
    assert_eq!(anew(&desk), kept);
}

/// Adds one element over a unit and everything below it.
fn element_sum(scene: &Scene<'_>, element: &ElementId) -> (Option<Decimal>, Coverage, Option<Lack>) {
    let element = scene.catalogue.element(element).expect("an element");
    let found = evaluate(scene, &element_formula(element).expect("it combines"));
    (found.value, found.coverage, found.lacks.into_iter().next())
}

/// Beds are asked of hospitals, primary care and maternal health; who answered is counted from the returns.
#[test]
fn coverage_counts_who_was_asked_and_who_answered() {
    let (_folder, desk) = demo(DemoSize::default());
    let city: UnitId = "SL-CITY".parse().expect("an id");
    let beds = "beds_total".parse().expect("an id");
    let mut incomplete = 0;
    for year in 2020..=2025 {
        let period = Period::year(year);
        let asked: Vec<&UnitId> = desk
            .tree()
            .all()
            .filter(|unit| unit.is_open(period.last_day()))
            .filter(|unit| {
                let primary =
                    [UnitKind::CommunityCentre, UnitKind::CommunityStation, UnitKind::TownshipCentre];
                unit.kind.is_hospital() || unit.kind == UnitKind::Mch || primary.contains(&unit.kind)
            })
            .map(|unit| &unit.id)
            .collect();
        let figures =
            desk.returns().filter(|found| found.key.period == period && asked.contains(&&found.key.unit));
        let known: Vec<_> = figures.filter_map(|found| found.figure(&beds).known()).collect();
        let expected = Coverage { reported: known.len() as u32, expected: asked.len() as u32 };
        let empty = Statements::new();
        let statements = desk.statements(period).unwrap_or(&empty);
        let (catalogue, tree) = (desk.catalogue(), desk.tree());
        let scene = Scene { catalogue, tree, statements, root: &city, period, narrowed: None };
        let (sum, coverage, lack) = element_sum(&scene, &beds);
        assert_eq!((sum, coverage), (Some(known.iter().sum()), expected), "{year}");
        assert_eq!(lack.is_none(), coverage.is_complete(), "{year}");
        incomplete += u32::from(!coverage.is_complete());
    }
    assert!(incomplete >= 2, "the story has a blank cell and an open year");
}

/// A sum over nobody's figure is none; who is missing is named.
#[test]
fn a_sum_of_nothing_is_nothing() {
    let (_folder, mut desk) = small();
    let (city, unit): (UnitId, UnitId) = ("SL-CITY".parse().expect("an id"), "SL-H1".parse().expect("an id"));
    let element = "beds_icu".parse().expect("an id");
    let period = Period::year(2026);
    let told = |desk: &Desk, root: &UnitId| {
        let empty = Statements::new();
        let statements = desk.statements(period).unwrap_or(&empty);
        let (catalogue, tree) = (desk.catalogue(), desk.tree());
        let scene = Scene { catalogue, tree, statements, root, period, narrowed: None };
        let (sum, coverage, lack) = element_sum(&scene, &element);
        let lack = lack.map(|lack| lack.sentence(catalogue, tree).zh).unwrap_or_default();
        format!(
            "{} {}/{} {lack}",
            sum.map_or_else(|| "-".to_owned(), |sum| sum.to_string()),
            coverage.reported,
            coverage.expected
        )
    };
    let expect = |desk: &Desk, root: &UnitId, expected: &str| assert_eq!(told(desk, root), expected);
    expect(&desk, &unit, "- 0/1 缺“重症监护床位数”（示例市人民医院未填）");
    let bureau: UnitId = "SL-CDC".parse().expect("an id");
    expect(&desk, &bureau, "- 0/0 无法计算：本范围内没有单位填报“重症监护床位数”");
    let at = key("SL-H1", "hospital", 2026);
    let na =
        Command::SetNotApplicable { key: at.clone(), element: element.clone(), reason: "没有".to_owned() };
    desk.apply(na, now());
    expect(&desk, &unit, "- 1/1 无法计算：“重症监护床位数”均填报为不适用");
    desk.apply(Command::SetFigure { key: at, element: element.clone(), text: "0".to_owned() }, now());
    expect(&desk, &unit, "0 1/1 ");
    assert!(told(&desk, &city).starts_with("0 1/"), "{}", told(&desk, &city));
}

/// A statement takes every form of a unit, and what is taken from another element follows it and its state.
#[test]
fn a_statement_holds_what_was_asked_and_what_is_taken() {
    let (_folder, mut desk) = small();
    let at = key("SL-H1", "hospital", 2026);
    let read = |desk: &Desk, element: &str| {
        let statements = desk.statements(Period::year(2026)).expect("statements");
        let statement = statements.get(&"SL-H1".parse::<UnitId>().expect("an id")).expect("a statement");
        statement.figure(&element.parse().expect("an id")).clone()
    };
    let check = |desk: &mut Desk, text: &str, expected: Figure| {
        let element = "beds_total".parse().expect("an id");
        desk.apply(Command::SetFigure { key: at.clone(), element, text: text.to_owned() }, now());
        for taken in ["beds_total", "beds_municipal_hosp", "beds_total_general_hosp"] {
            assert_eq!(read(desk, taken), expected, "{taken} after {text:?}");
        }
        // Neither a county hospital nor primary care.
        assert_eq!(
            [read(desk, "beds_county_hosp"), read(desk, "beds_primary")],
            [Figure::Blank, Figure::Blank]
        );
    };
    check(&mut desk, "1800", Figure::Known(1800.into()));
    check(&mut desk, "0", Figure::Known(0.into()));
    check(&mut desk, "约一千八", Figure::Unread("约一千八".to_owned()));
    check(&mut desk, "", Figure::Blank);
}

/// The weaker of two coverages is the one that lacks more units.
#[test]
fn coverages_are_compared_by_what_is_missing() {
    let of = |reported, expected| Coverage { reported, expected };
    for (one, other, weaker) in [
        (of(11, 12), of(1, 3), of(1, 3)),
        (of(2, 12), of(1, 3), of(2, 12)),
        (of(4, 4), of(3, 4), of(3, 4)),
        (of(4, 4), of(1, 1), of(4, 4)),
        (of(0, 0), of(0, 1), of(0, 1)),
    ] {
        assert_eq!(
            (one.weaker(other), other.weaker(one).expected - other.weaker(one).reported),
            (weaker, weaker.expected - weaker.reported)
        );
    }
    for (coverage, is_complete) in [(of(0, 0), true), (of(3, 3), true), (of(2, 3), false), (of(0, 1), false)]
    {
        assert_eq!(coverage.is_complete(), is_complete, "{coverage:?}");
    }
}
