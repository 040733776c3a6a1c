//! Whole charts as text. `UPDATE_GOLDEN=1 cargo test` writes them anew; read the difference before it is kept.

use std::{fs, path::Path};

use chrono::NaiveDate;
use duibiao::{
    base::{ChartRole, Lang, Period},
    desk::{Command, DemoSize, Desk, TrendChoice, TypedStart, write_demo},
    trend::{Method, PathShape},
};

/// File, plan, unit, indicator, language.
const CHARTS: &[(&str, &str, &str, &str, Lang)] = &[
    ("beds_per_1000.city.zh", "hulunbuir-2024", "SL-CITY", "beds_per_1000", Lang::Zh),
    ("beds_per_1000.city.en", "hulunbuir-2024", "SL-CITY", "beds_per_1000", Lang::En),
    ("tcm_bed_share.hospital.zh", "chizhou-2023", "SL-H1", "tcm_bed_share", Lang::Zh),
    ("doctor_nurse_ratio.city.zh", "hulunbuir-2024", "SL-CITY", "doctor_nurse_ratio", Lang::Zh),
    ("doctor_nurse_ratio.city.en", "hulunbuir-2024", "SL-CITY", "doctor_nurse_ratio", Lang::En),
    (SPAN, "shahekou-14th-five-year", "SL-CITY", "nb_hearing_screen_rate", Lang::Zh),
    ("chs_institutions.city.en", "shahekou-14th-five-year", "SL-CITY", "chs_institutions", Lang::En),
];

const SPAN: &str = "nb_hearing_screen_rate.city.zh";

/// Compares with a file under `tests/golden`, or writes it.
fn check(name: &str, found: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(format!("{name}.txt"));
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        fs::write(&path, found).expect("the golden file can be written");
    }
    let expected = fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
    assert!(
        expected == found,
        "{name} differs; UPDATE_GOLDEN=1 writes it anew.\nexpected:\n{expected}\nfound:\n{found}"
    );
}

fn demo(folder: &Path) -> Desk {
    let root = folder.join("demo");
    let now = today().and_hms_opt(9, 0, 0).expect("a time");
    write_demo(&root, DemoSize::default(), 2025, "测试", now).expect("the demonstration");
    Desk::open(&root, "测试", now).expect("it opens")
}

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 3, 1).expect("a day")
}

#[test]
fn charts_of_the_demonstration_are_as_they_were() {
    let folder = tempfile::TempDir::new().expect("a folder");
    let mut desk = demo(folder.path());
    let (today, now) = (today(), today().and_hms_opt(9, 0, 0).expect("a time"));
    for (name, plan, unit, indicator, lang) in CHARTS {
        let refused = desk.apply(Command::SetPlan(plan.parse().expect("an id")), now);
        assert_eq!(refused, Vec::new());
        let (unit, indicator) = (unit.parse().expect("an id"), indicator.parse().expect("an id"));
        let view = desk.trend(&unit, &indicator, *lang, today).expect("a trend");
        let sentence = view.standing.as_ref().map(|judged| judged.sentence.text(*lang)).unwrap_or_default();
        let ticks: Vec<String> = view.chart.value_ticks().iter().map(|tick| format!("{tick:.4}")).collect();
        let text = format!("{}{sentence}\nlines {}\n", view.chart.text(), ticks.join(" "));
        if *name == SPAN {
            // A past figure of 2016/2020 stands as two years of one value, not as one year.
            let printed = view.chart.series.iter().filter(|series| series.role == ChartRole::Printed);
            let points: Vec<(f64, f64)> =
                printed.flat_map(|series| &series.runs).flatten().map(|at| (at.x, at.y)).collect();
            assert_eq!(
                (points.as_slice(), view.chart.years.0),
                (&[(2016.0, 98.0), (2020.0, 98.0)][..], 2016)
            );
        }
        check(name, &text);
    }
}

/// What a reader chooses of a chart: plans laid over, a typed baseline and points, a band, the step of a grade.
#[test]
fn charts_that_are_chosen_are_as_they_were() {
    let folder = tempfile::TempDir::new().expect("a folder");
    let desk = demo(folder.path());
    let stacked = TrendChoice {
        beside: ["qujing-public-hospitals", "shahekou-14th-five-year"]
            .map(|plan| plan.parse().expect("an id"))
            .to_vec(),
        ..TrendChoice::default()
    };
    let number = |text: &str| text.parse().expect("a number");
    let typed = TrendChoice {
        method: Method::LastChange,
        shape: PathShape::Compound,
        start: Some(TypedStart {
            period: Period::year(2020),
            value: number("6"),
            source: "2021 yearbook, p. 12".to_owned(),
        }),
        stops: vec![(Period::year(2022), number("6.8"))],
        beside: Vec::new(),
    };
    let plain = TrendChoice::default();
    for (name, unit, indicator, choice, lang) in [
        ("primary_outpatient_share.stacked.zh", "SL-CITY", "primary_outpatient_share", &stacked, Lang::Zh),
        ("beds_per_1000.typed.en", "SL-CITY", "beds_per_1000", &typed, Lang::En),
        ("ems_radius_rural.band.zh", "SL-CITY", "ems_radius_rural", &plain, Lang::Zh),
        ("hospital_grade_upgrade.step.en", "SL-C1", "hospital_grade_upgrade", &plain, Lang::En),
    ] {
        let (unit, indicator) = (unit.parse().expect("an id"), indicator.parse().expect("an id"));
        let view = desk.trend_with(&unit, &indicator, None, choice, lang, today()).expect("a trend");
        let stack: Vec<String> = view
            .stack
            .iter()
            .map(|target| {
                let mark = if target.is_strictest { "strictest " } else { "" };
                format!("{mark}{}\n", target.standing.sentence.text(lang))
            })
            .collect();
        check(name, &format!("{}{}", view.chart.text(), stack.concat()));
    }
}

/// Small charts, the comparison of areas and who brought a change: the data behind the other views of a target.
#[test]
fn views_of_a_target_are_as_they_were() {
    let folder = tempfile::TempDir::new().expect("a folder");
    let desk = demo(folder.path());
    let (city, beds) = ("SL-CITY".parse().expect("an id"), "beds_per_1000".parse().expect("an id"));
    let made = desk.small_multiples(&city, &beds, None, Lang::Zh, today());
    let charts: Vec<String> =
        made.iter().map(|one| format!("{}{:?}\n", one.chart.text(), one.verdict)).collect();
    check("beds_per_1000.areas.zh", &charts.concat());
    let found = desk.comparison_below(&city, &beds, None, Period::year(2024)).expect("four counties");
    let mut told = format!("{} {:?}\n", found.kind.zh, found.quartiles.expect("quartiles"));
    for one in &found.units {
        let (reported, expected) = (one.coverage.reported, one.coverage.expected);
        told.push_str(&format!("{} {} {} {reported}/{expected}\n", one.rank, one.name.zh, one.value));
    }
    let (from, to) = (Period::year(2022), Period::year(2024));
    let changed = desk.contributions(&city, &beds, None, from, to).expect("a rate can be split");
    told.push_str(&format!("{} {} to {} {}\n", from, changed.from.1, to, changed.to.1));
    for one in &changed.lines {
        let brought = &one.brought;
        told.push_str(&format!(
            "{} {:?} {:?} answered {:?} {}\n",
            one.name.zh,
            brought.over,
            brought.under,
            one.answered,
            one.effect.total()
        ));
    }
    check("beds_per_1000.views.zh", &told);
}
