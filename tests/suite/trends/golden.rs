//! Whole charts as text. `UPDATE_GOLDEN=1 cargo test` writes them anew; read the difference before it is kept.

use std::{fs, path::Path};

use chrono::NaiveDate;
use duibiao::{
    base::{ChartRole, Lang},
    desk::{Command, DemoSize, Desk, write_demo},
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

#[test]
fn charts_of_the_demonstration_are_as_they_were() {
    let folder = tempfile::TempDir::new().expect("a folder");
    let root = folder.path().join("demo");
    let today = NaiveDate::from_ymd_opt(2026, 3, 1).expect("a day");
    let now = today.and_hms_opt(9, 0, 0).expect("a time");
    write_demo(&root, DemoSize::default(), 2025, "测试", now).expect("the demonstration");
    let mut desk = Desk::open(&root, "测试", now).expect("it opens");
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
                (points.as_slice(), view.chart.years),
                (&[(2016.0, 98.0), (2020.0, 98.0)][..], (2016, 2025))
            );
        }
        check(name, &text);
    }
}
