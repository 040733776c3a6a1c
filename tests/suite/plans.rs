//! What a plan says beyond single figures: arithmetic among them, areas one by one, every year, against a baseline.

use chrono::{NaiveDate, NaiveDateTime};
use duibiao::{
    base::{Bilingual, Decimal, Period},
    desk::{Command, Desk, NewWorkspace, PlanLine},
    plan::Plan,
    returns::ReturnKey,
    trend::Verdict,
    unit::{Area, Ownership, Standing, Unit, UnitKind},
    wire::{Role, shipped_catalogue, shipped_plans},
};
use tempfile::TempDir;

fn now() -> NaiveDateTime {
    "2026-01-20T10:42:00".parse().expect("a time")
}

/// Plan, relation, computed, printed, whether they agree.
const RECKONED: &[(&str, usize, &str, &str, Option<bool>)] = &[
    // A01, A03, A04: 7.5 × 1.62 = 12.15 against 3.8 + 4.2 + 11.44.
    ("hulunbuir-2024", 0, "9.2", "7.5", Some(false)),
    ("hulunbuir-2024", 1, "1.105", "1.2", Some(false)),
    ("hulunbuir-2024", 2, "12.15", "19.44", Some(false)),
    // A27: the checks that hold, and two rates that follow.
    ("shahekou-14th-five-year", 0, "32", "32", Some(true)),
    ("shahekou-14th-five-year", 1, "86.72", "86.72", Some(true)),
    ("shahekou-14th-five-year", 2, "2", "2", Some(true)),
    ("shahekou-14th-five-year", 3, "64.8", "", None),
    ("shahekou-14th-five-year", 4, "65.2", "", None),
];

#[test]
fn what_the_plans_print_is_held_against_itself() {
    let plans = shipped_plans(&shipped_catalogue().expect("sound")).expect("sound");
    for (id, at, left, right, holds) in RECKONED {
        let plan: &Plan = plans.iter().find(|plan| plan.id.as_str() == *id).expect("the plan");
        let found = plan.relations[*at].reckon(plan).expect("it can be computed");
        let shown = |value: Decimal| value.normalize().to_string();
        assert_eq!(shown(found.left), *left, "{id} {at}");
        assert_eq!(found.right.map(shown).unwrap_or_default(), *right, "{id} {at}");
        assert_eq!(found.holds, *holds, "{id} {at}");
    }
    let reckoned = RECKONED.len();
    assert_eq!(plans.iter().map(|plan| plan.relations.len()).sum::<usize>(), reckoned, "each stands above");
}

fn bureau(id: &str, name: &str, area: Area, parent: Option<&str>) -> Unit {
    Unit {
        id: id.parse().expect("an id"),
        name: Bilingual::new(name, id),
        kind: UnitKind::Bureau,
        area: Some(area),
        parent: parent.map(|parent| parent.parse().expect("an id")),
        opened: None,
        closed: None,
        merged_into: None,
        moves: Vec::new(),
        standings: vec![Standing {
            from: NaiveDate::from_ymd_opt(2010, 1, 1).expect("a day"),
            level: 0,
            grade: None,
            ownership: if area == Area::City { Ownership::Municipal } else { Ownership::County },
        }],
    }
}

/// Five of Hulunbuir's counties: 扎兰屯 alone, two of the five named ones, two others.
fn city(plan: &str) -> (TempDir, Desk) {
    let folder = TempDir::new().expect("a folder");
    let own = bureau("CITY", "呼伦贝尔市卫生健康委员会", Area::City, None);
    let new = NewWorkspace {
        role: Role::Bureau,
        unit: own.clone(),
        plan: plan.parse().expect("an id"),
        lang: duibiao::base::Lang::Zh,
    };
    let mut desk = Desk::create(&folder.path().join("w"), new, "张三", now()).expect("a workspace");
    let names = ["扎兰屯市", "阿荣旗", "莫力达瓦达斡尔族自治旗", "海拉尔区", "满洲里市"];
    let counties = names.iter().enumerate().map(|(at, name)| {
        bureau(&format!("C{at}"), &format!("{name}卫生健康委员会"), Area::County, Some("CITY"))
    });
    desk.replace_register(std::iter::once(own).chain(counties).collect()).expect("a register");
    (folder, desk)
}

fn enter(desk: &mut Desk, unit: &str, form: &str, year: i32, cell: &str, text: &str) {
    let key = ReturnKey {
        unit: unit.parse().expect("an id"),
        form: form.parse().expect("an id"),
        period: Period::year(year),
    };
    let element = cell.parse().expect("an id");
    let notices = desk.apply(Command::SetFigure { key, element, text: text.to_owned() }, now());
    assert!(notices.iter().all(|notice| !notice.refused), "{notices:?}");
}

fn line(desk: &Desk, unit: &str, row: &str) -> PlanLine {
    let lines = desk.plan_lines(&unit.parse().expect("an id"), now().date());
    lines.iter().find(|line| line.row == row).expect("the row").clone()
}

/// 扎兰屯 has built it, 阿荣旗 has and 莫旗 has not, 海拉尔 has and 满洲里 has not said.
#[test]
fn targets_split_by_area_count_the_areas_that_reach_them() {
    let (_folder, mut desk) = city("hulunbuir-2024");
    for (county, built) in [("C0", "1"), ("C1", "1"), ("C2", "0"), ("C3", "1")] {
        enter(&mut desk, county, "county_bureau", 2025, "n_county_medcomm", built);
    }
    let done = line(&desk, "CITY", "000-T-019");
    assert_eq!((done.now.zh.as_str(), done.standing.verdict), ("是", Verdict::Met));
    let named = line(&desk, "CITY", "000-T-020");
    assert_eq!((named.now.zh.as_str(), named.target.zh.as_str()), ("1", "5"));
    assert_eq!(named.standing.verdict, Verdict::OffTrack, "2024-12 has passed");
    let others = line(&desk, "CITY", "000-T-021");
    // One that has not said is in the coverage, not among those that have not.
    assert_eq!((others.now.zh.as_str(), others.target.zh.as_str()), ("100.0%", "100%"));
    let areas = desk.area_lines("000-T-021", &"CITY".parse().expect("an id"));
    let reached: Vec<_> = areas.iter().map(|area| (area.name.zh.as_str(), area.reached)).collect();
    assert_eq!(reached, [("海拉尔区卫生健康委员会", Some(true)), ("满洲里市卫生健康委员会", None)]);
    // Seen from a county it is the county's own duty, or none of its business.
    assert_eq!(line(&desk, "C1", "000-T-020").standing.verdict, Verdict::Met);
    assert_eq!(line(&desk, "C2", "000-T-020").standing.verdict, Verdict::OffTrack);
    assert!(line(&desk, "C3", "000-T-020").elsewhere, "海拉尔 is not among the five");
}

/// At least once every year: the newest year counts, and an earlier one lends it no path.
#[test]
fn what_is_asked_of_every_year_is_judged_by_the_newest() {
    let (_folder, mut desk) = city("qujing-public-hospitals");
    let office =
        Unit { kind: UnitKind::Insurance, area: None, ..bureau("I0", "医保局", Area::City, Some("CITY")) };
    let units: Vec<Unit> = desk.tree().all().cloned().chain([office]).collect();
    desk.replace_register(units).expect("a register");
    for (year, times, verdict) in
        [(2023, "0", Verdict::OffTrack), (2024, "2", Verdict::Met), (2025, "0", Verdict::OffTrack)]
    {
        enter(&mut desk, "I0", "insurance", year, "n_price_assessments", times);
        let found = line(&desk, "CITY", "001-T-045");
        assert!(found.annual && found.path.zh.is_empty());
        assert_eq!(found.standing.verdict, verdict, "{year}");
    }
}

/// Nobody has seen this plan: one year more than in 2020, half a point less a year.
const OWN: &str = r#"(format: "duibiao-plan", version: 1, body: (
    id: "own", title: (zh: "本市规划"), region: (zh: "本市"), issuer: (zh: "市政府"),
    from: 2021, to: 2030, baseline_year: 2020,
    targets: [
        (row: "N-1", indicator: "life_expectancy", clause: "一", mark: Against(baseline: "2021", by: "1"), unit: "岁",
         due: "2025", scope_text: (zh: "全市")),
        (row: "N-2", indicator: "life_expectancy", clause: "二", mark: PerYear("0.2"), unit: "岁", due: "2025",
         scope_text: (zh: "全市")),
        (row: "N-3", indicator: "life_expectancy", clause: "三", mark: PerYear("0.2"), unit: "岁", due: "2021",
         scope_text: (zh: "全市")),
    ],
))"#;

/// Writes the plan into a city's workspace, with these figures, and follows it.
fn own_plan(figures: &[(i32, &str)]) -> (TempDir, Desk) {
    let (folder, mut desk) = city("hulunbuir-2024");
    for (year, age) in figures {
        enter(&mut desk, "CITY", "city_bureau", *year, "life_expectancy_value", age);
    }
    desk.save_now(now()).expect("it is saved");
    drop(desk);
    let root = folder.path().join("w");
    std::fs::create_dir_all(root.join("plans")).expect("a folder");
    std::fs::write(root.join("plans/own.ron"), OWN).expect("a file");
    let mut desk = Desk::open(&root, "张三", now()).unwrap_or_else(|fault| panic!("{}", fault.sentence().zh));
    assert!(desk.pack_faults().is_empty(), "{:?}", desk.pack_faults());
    desk.apply(Command::SetPlan("own".parse().expect("an id")), now());
    (folder, desk)
}

#[test]
fn a_plan_of_ones_own_compares_with_a_year_or_by_the_year() {
    let (_folder, desk) = own_plan(&[(2020, "77.0"), (2021, "77.5"), (2024, "78.2")]);
    // 77.5 in 2021 + 1 = 78.5; 77.0 in 2020 + 5 × 0.2 = 78.0.
    let against = line(&desk, "CITY", "N-1");
    assert!(against.standing.sentence.zh.contains("78.5"), "{}", against.standing.sentence.zh);
    assert_eq!(against.standing.gap, Some(Decimal::new(3, 1)));
    assert_eq!(line(&desk, "CITY", "N-2").standing.verdict, Verdict::Met, "78.2 is above 78.0");
}

/// A year is no way to go for its own figure, and a figure nobody has is none to compare with.
#[test]
fn without_a_baseline_before_it_nothing_is_said_to_be_met() {
    let (_folder, desk) = own_plan(&[(2022, "77.5"), (2024, "78.2")]);
    for row in ["N-1", "N-3"] {
        let found = line(&desk, "CITY", row);
        assert_eq!(found.standing.verdict, Verdict::NoData, "{row}");
        assert_eq!(found.standing.sentence.zh, "缺少可比的基期数，不能评判。", "{row}");
    }
    // 77.5 in 2022 + 3 × 0.2 = 78.1.
    assert_eq!(line(&desk, "CITY", "N-2").standing.verdict, Verdict::Met);
}
