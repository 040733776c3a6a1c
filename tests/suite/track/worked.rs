//! Every comparator and scale worked by hand: three hospitals in two counties of a city, three years, one plan.
//!
//! Residents 1,000,000 in every year; county B says 0 of its own. Beds 5,000, 5,100, 5,250; physicians 2,500, 2,500,
//! 2,600; nurses 2,750, 2,750, 2,860. The plan runs from 2021 to 2025, and the first figures are those of 2022; it is judged in March 2025.

use std::path::Path;

use chrono::NaiveDate;
use duibiao::{
    base::{Bilingual, Decimal, Figure, Lang, Period, UnitId},
    desk::{Desk, TrackLine},
    returns::{Entry, ReturnKey, Status, UnitReturn},
    store::Folder,
    trend::Population,
    unit::{Area, Grade, Ownership, Standing, Unit, UnitKind},
    wire::{Role, Workspace},
};
use tempfile::TempDir;

use super::id;

/// Unit, form, year, figures. 2023 has no radius: a gap.
const FIGURES: &[(&str, &str, i32, &str)] = &[
    ("CITY", "city_bureau", 2020, "life_expectancy_value=77.5"),
    ("CITY", "city_bureau", 2022, "pop_resident=1000000 life_expectancy_value=77.9 ems_radius_rural_km=26"),
    ("CITY", "city_bureau", 2023, "pop_resident=1000000 life_expectancy_value=78.1"),
    (
        "CITY",
        "city_bureau",
        2024,
        "pop_resident=1000000 life_expectancy_value=78.3 ems_radius_rural_km=23 n_urban_groups=1",
    ),
    ("A", "county_bureau", 2022, "pop_resident=600000 n_county_medcomm=0"),
    ("A", "county_bureau", 2023, "pop_resident=600000 n_county_medcomm=1"),
    ("A", "county_bureau", 2024, "pop_resident=600000 n_county_medcomm=1"),
    ("B", "county_bureau", 2022, "pop_resident=0 n_county_medcomm=0"),
    ("B", "county_bureau", 2023, "pop_resident=0 n_county_medcomm=0"),
    ("B", "county_bureau", 2024, "pop_resident=0 n_county_medcomm=0"),
    (
        "H",
        "hospital",
        2022,
        "beds_total=2000 staff_physicians=1000 staff_nurses=1100 surg_day=10 hospital_grade=32 emr_level=3 dept_tcm=1 flag_occ_exam=0",
    ),
    (
        "H",
        "hospital",
        2023,
        "beds_total=2100 staff_physicians=1000 staff_nurses=1100 surg_day=11 hospital_grade=32 emr_level=4 dept_tcm=1 flag_occ_exam=0",
    ),
    (
        "H",
        "hospital",
        2024,
        "beds_total=2200 staff_physicians=1100 staff_nurses=1210 surg_day=12 hospital_grade=32 emr_level=4 dept_tcm=1 flag_occ_exam=0",
    ),
    (
        "A1",
        "hospital",
        2022,
        "beds_total=2000 staff_physicians=1000 staff_nurses=1100 surg_day=0 hospital_grade=22 emr_level=3 dept_tcm=0 flag_occ_exam=1",
    ),
    (
        "A1",
        "hospital",
        2023,
        "beds_total=2000 staff_physicians=1000 staff_nurses=1100 surg_day=0 hospital_grade=22 emr_level=3 dept_tcm=0 flag_occ_exam=1",
    ),
    (
        "A1",
        "hospital",
        2024,
        "beds_total=2050 staff_physicians=1000 staff_nurses=1100 surg_day=0 hospital_grade=22 emr_level=3 dept_tcm=0 flag_occ_exam=1",
    ),
    (
        "B1",
        "hospital",
        2022,
        "beds_total=1000 staff_physicians=500 staff_nurses=550 surg_day=0 hospital_grade=22 emr_level=3 dept_tcm=0 flag_occ_exam=0",
    ),
    (
        "B1",
        "hospital",
        2023,
        "beds_total=1000 staff_physicians=500 staff_nurses=550 surg_day=0 hospital_grade=22 emr_level=3 dept_tcm=0 flag_occ_exam=0",
    ),
    (
        "B1",
        "hospital",
        2024,
        "beds_total=1000 staff_physicians=500 staff_nurses=550 surg_day=0 hospital_grade=22 emr_level=3 dept_tcm=1 flag_occ_exam=0",
    ),
];

/// Indicator, mark, unit, further fields, the working by hand, what it comes to, and the sentence of the gap.
type Worked =
    (&'static str, &'static str, &'static str, &'static str, &'static str, &'static str, &'static str);

#[rustfmt::skip]
const TARGETS: &[Worked] = &[
    // At least, behind: 5.00 + 1.00 × 2/3 = 5.67; 0.25 in two years; 0.75 ÷ 0.125 = 6 years, five after 2025.
    ("beds_per_1000", r#"AtLeast("6")"#, "张/千人", r#"due: "2025","#,
     "6 × 1,000,000 ÷ 1,000 − 5,250 = 750",
     "late 5 | path 5.6667 gap 0.75 | 750 张, 750 a year |",
     "到 2025年，医疗卫生机构实有床位还差 750 张，每年 750 张（人口按现状 1\u{2009}000\u{2009}000 人）。"),
    // About is at least.
    ("beds_per_1000", r#"About("6")"#, "张/千人", r#"due: "2025","#,
     "as at least 6",
     "late 5 | path 5.6667 gap 0.75 | 750 张, 750 a year |",
     "到 2025年，医疗卫生机构实有床位还差 750 张，每年 750 张（人口按现状 1\u{2009}000\u{2009}000 人）。"),
    // Met before the plan began: the path stays where it was.
    ("beds_per_1000", r#"AtLeast("5")"#, "张/千人", r#"due: "2025","#,
     "5.00 in 2022 already", "met | path 5 gap - | |", ""),
    ("beds_per_1000", r#"Equal("5.2")"#, "张/千人", r#"due: "2025","#,
     "5.25 is no less than 5.2; path 5.00 + 0.20 × 2/3", "met | path 5.1333 gap - | |", ""),
    // Exactly there is not beyond: one bed more. 0 ÷ 0.125 and a month, which is before 2025 ends.
    ("beds_per_1000", r#"MoreThan("5.25")"#, "张/千人", r#"due: "2025","#,
     "path 5.00 + 0.25 × 2/3; 5,250 + 1", "on_track | path 5.1667 gap 0 | 1 张, 1 a year |",
     "到 2025年，医疗卫生机构实有床位还差 1 张，每年 1 张（人口按现状 1\u{2009}000\u{2009}000 人）。"),
    // Due in the past: 0.25 ÷ 0.125 = two years from 2024, three after 2023; nothing a year any more.
    ("beds_per_1000", r#"AtLeast("5.5")"#, "张/千人", r#"due: "2023","#,
     "5,500 − 5,250 = 250", "late 3 | path 5.5 gap 0.25 | 250 张 |",
     "到 2023年，医疗卫生机构实有床位还差 250 张（人口按现状 1\u{2009}000\u{2009}000 人）。"),
    // The first figure comes after the due day: no path; reached in 2026, five after 2021.
    ("beds_per_1000", r#"AtLeast("5.5")"#, "张/千人", r#"due: "2021","#,
     "5,500 − 5,250 = 250", "late 5 | path - gap 0.25 | 250 张 |",
     "到 2021年，医疗卫生机构实有床位还差 250 张（人口按现状 1\u{2009}000\u{2009}000 人）。"),
    // 0.1 a year from 2.50 in 2022 is 2.80 in 2025; 0.05 a year so far, so four years more.
    ("physicians_per_1000", r#"PerYear("0.1")"#, "人/千人", r#"due: "2025","#,
     "2.5 + 3 × 0.1 = 2.8; path 2.7; 2,800 − 2,600 = 200", "late 3 | path 2.7 gap 0.2 | 200 人, 200 a year |",
     "到 2025年，执业(助理)医师还差 200 人，每年 200 人（人口按现状 1\u{2009}000\u{2009}000 人）。"),
    // One more than the 77.5 of 2020; the path leads there from 2022: 77.9 + 0.6 × 2/3 = 78.3.
    ("life_expectancy", r#"Against(baseline: "2020", by: "1")"#, "岁", r#"due: "2025","#,
     "77.5 + 1 = 78.5; years of life are measured, not counted", "on_track | path 78.3 gap 0.2 | |", ""),
    ("life_expectancy", r#"Against(baseline: "2019", by: "1")"#, "岁", r#"due: "2025","#,
     "no figure of 2019", "no_data | path - gap - | |", ""),
    // 1 : 1.10 in 2022 and in 2024; 1.2 × 2,600 − 2,860 = 260 nurses; 1.1 + 0.1 × 2/3.
    ("doctor_nurse_ratio", r#"Ratio("1", "1.2")"#, "医:护", r#"due: "2025","#,
     "3,120 − 2,860 = 260: 100 + 50 + 110",
     "off_track | path 1.1667 gap 0.1 | 260 人, 260 a year | 单位A1 1 : 1.10 +100, 单位B1 1 : 1.10 +50, 单位H 1 : 1.10 +110",
     "到 2025年，注册护士还差 260 人，每年 260 人。"),
    // Only the far end binds where less is better. 26 − 6 × 2/3 = 22; 1.5 a year, 3 ÷ 1.5 = two years.
    ("ems_radius_rural", r#"Range("10", "20")"#, "km", r#"due: "2025","#,
     "a distance is measured, not counted", "late 1 | path 22 gap -3 | |", ""),
    ("ems_radius_rural", r#"AtMost("25")"#, "km", r#"due: "2025","#,
     "23 is no more than 25; path 26 − 1 × 2/3", "met | path 25.3333 gap - | |", ""),
    ("ems_radius_rural", r#"LessThan("23")"#, "km", r#"due: "2025","#,
     "path 26 − 3 × 2/3 = 24; 23 is not less than 23", "on_track | path 24 gap 0 | |", ""),
    // 33 % in 2022, 67 % in 2024: 33.3 + 56.7 × 2/3 = 71.1; 23.3 ÷ 16.7 a year = 17 months.
    ("tcm_dept_general_cov", r#"AtLeast("90")"#, "%", r#"due: "2025","#,
     "90 % of three is three, less two", "late 1 | path 71.1111 gap 23.3333 | 1 家, 1 a year | 单位A1 否",
     "到 2025年，机构还差 1 家，每年 1 家。"),
    // A mean of 4 over three is 12 levels, of which there are 10; 3 + 1 × 2/3; 0.667 ÷ 0.167 = four years.
    ("emr_level_avg", r#"AtLeast("4")"#, "级(0-8)", r#"due: "2025","#,
     "12 − 10 = 2", "late 3 | path 3.6667 gap 0.6667 | 2 级, 2 a year | 单位A1 3级 +1, 单位B1 3级 +1",
     "到 2025年，合计还要升 2 级，每年 2 级。"),
    // The county with fewest has none; 0 + 1 × 2/3.
    ("occ_exam_per_county", r#"AtLeast("1")"#, "家/旗市区", r#"due: "2025","#,
     "A has one, B has none", "off_track | path 0.6667 gap 1 | 1 家, 1 a year | 单位B 0 家/旗市区 +1",
     "到 2025年，机构还差 1 家，每年 1 家。"),
    // Each county by itself: one of two since 2023; 0 + 100 × 2/3; 25 a year, two years more.
    ("county_medcomm_built", r#"Equal("100")"#, "%", r#"due: "2025", each: (level: county, areas: Others, reach: "1"), doubt: (zh: "按占比", en: "a share"),"#,
     "one of two", "late 1 | path 66.6667 gap 50 | 1 个地区, 1 a year | 单位B 0 个",
     "到 2025年，紧密型县域医共体建成还差 1 个地区，每年 1 个地区。"),
    // Nothing lies between two grades: until it is due the path stays on the one there was.
    ("hospital_grade_upgrade", r#"Level("三级甲等")"#, "等级", r#"due: "2025","#,
     "32 until 2025 ends", "on_track | path 32 gap 1 | | 单位A1 二级乙等, 单位B1 二级乙等, 单位H 三级乙等", ""),
    // Due and not met.
    ("hospital_grade_upgrade", r#"LevelAtLeast("三级甲等")"#, "等级", r#"due: "2024","#,
     "33 when 2024 ends", "off_track | path 33 gap 1 | | 单位A1 二级乙等, 单位B1 二级乙等, 单位H 三级乙等", ""),
    ("day_surgery_count", "TrendUp", "台次", r#"due: "2025","#, "12 is more than 10", "met | path - gap - | |", ""),
    ("day_surgery_count", "TrendDown", "台次", r#"due: "2025","#, "12 is not less than 10", "off_track | path - gap - | |", ""),
    // One point is its own baseline: nothing is late yet, and there is no pace.
    ("urban_medical_groups", r#"AtLeast("3")"#, "个", r#"due: "2025","#,
     "3 − 1 = 2", "on_track | path 1 gap 2 | 2 个, 2 a year |",
     "到 2025年，紧密型城市医疗集团还差 2 个，每年 2 个。"),
    ("beds_per_1000", "About(None)", "张/千人", r#"due: "2025", doubt: (zh: "没有数", en: "no figure"),"#, "words alone", "not_scored | path - gap - | |", ""),
];

fn unit(id: &str, parent: Option<&str>, kind: UnitKind, level: u8) -> Unit {
    let area = (kind == UnitKind::Bureau).then_some(if id == "CITY" { Area::City } else { Area::County });
    Unit {
        id: id.parse().expect("an id"),
        name: Bilingual::new(format!("单位{id}"), format!("Unit {id}")),
        kind,
        area,
        parent: parent.map(|parent| parent.parse().expect("an id")),
        opened: None,
        closed: None,
        merged_into: None,
        moves: Vec::new(),
        standings: vec![Standing {
            from: NaiveDate::from_ymd_opt(2015, 1, 1).expect("a day"),
            level,
            grade: (level > 0).then_some(Grade::B),
            ownership: if id == "H" { Ownership::Municipal } else { Ownership::County },
        }],
    }
}

fn plan() -> String {
    let targets: String = TARGETS
        .iter()
        .enumerate()
        .map(|(at, (indicator, mark, unit, more, ..))| {
            format!(
                "(row: \"W-{at:02}\", indicator: \"{indicator}\", clause: \"一\", mark: {mark}, unit: \"{unit}\", {more} \
                 scope_text: (zh: \"第{at}项\", en: \"item {at}\")),\n"
            )
        })
        .collect();
    format!(
        "(format: \"duibiao-plan\", version: 1, body: (id: \"worked\", title: (zh: \"算例\", en: \"Worked\"), \
         region: (zh: \"算例市\", en: \"Worked city\"), issuer: (zh: \"算例\", en: \"worked\"), document_no: \"\", \
         from: 2021, to: 2025, baseline_year: 2021, targets: [\n{targets}]))\n"
    )
}

fn desk(root: &Path) -> Desk {
    let now = today().and_hms_opt(9, 0, 0).expect("a time");
    let workspace = Workspace {
        unit: id("CITY"),
        role: Role::Bureau,
        plan: id("worked"),
        lang: Lang::Zh,
        synthetic: false,
    };
    let units = [
        unit("CITY", None, UnitKind::Bureau, 0),
        unit("A", Some("CITY"), UnitKind::Bureau, 0),
        unit("B", Some("CITY"), UnitKind::Bureau, 0),
        unit("H", Some("CITY"), UnitKind::GeneralHospital, 3),
        unit("A1", Some("A"), UnitKind::GeneralHospital, 2),
        unit("B1", Some("B"), UnitKind::GeneralHospital, 2),
    ];
    let made = Folder::create(root, "算例", now, &workspace, &units).expect("a workspace");
    for (unit, form, year, figures) in FIGURES {
        let key = ReturnKey { unit: id(unit), form: id(form), period: Period::year(*year) };
        let mut filled = UnitReturn::new(key, 1);
        for word in figures.split(' ') {
            let (element, value) = word.split_once('=').expect("an element and its value");
            let value: Decimal = value.parse().expect("a number");
            filled.replace(&id(element), Entry::of(Figure::Known(value)));
        }
        filled.head.status = Status::Accepted;
        made.save_return(&filled).expect("it is saved");
    }
    drop(made);
    std::fs::create_dir_all(root.join("plans")).expect("a folder");
    std::fs::write(root.join("plans/worked.ron"), plan()).expect("a plan");
    let desk = Desk::open(root, "算例", now).expect("it opens");
    assert!(desk.pack_faults().is_empty(), "{:?}", desk.pack_faults());
    desk
}

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2025, 3, 1).expect("a day")
}

/// Writes a line as the table above has it.
fn told(line: &TrackLine) -> String {
    let shown = |value: Option<Decimal>| {
        value.map_or_else(|| "-".to_owned(), |value| value.round_dp(4).normalize().to_string())
    };
    let standing = &line.standing;
    let late = if standing.late_by > 0 { format!(" {}", standing.late_by) } else { String::new() };
    let things = line.gap.things.as_ref().map(|things| {
        let a_year = things.per_year.map(|per| format!(", {} a year", per.normalize())).unwrap_or_default();
        format!(" {} {}{a_year}", things.missing.normalize(), things.unit.zh)
    });
    let who: Vec<String> = line
        .gap
        .who
        .iter()
        .map(|lacking| {
            let missing = lacking.missing.map(|missing| format!(" +{}", missing.normalize()));
            format!("{} {}{}", lacking.name.zh, lacking.has.zh, missing.unwrap_or_default())
        })
        .collect();
    let who = if who.is_empty() { String::new() } else { format!(" {}", who.join(", ")) };
    format!(
        "{}{late} | path {} gap {} |{} |{who}",
        standing.verdict.code(),
        shown(standing.path_now),
        shown(standing.gap),
        things.unwrap_or_default(),
    )
}

fn lines(desk: &Desk, unit: &str) -> Vec<TrackLine> {
    let mut lines = desk.track(&id(unit), &id("worked"), Population::AsIs, today()).expect("a plan").to_vec();
    lines.sort_by(|one, other| one.row.cmp(&other.row));
    lines
}

#[test]
fn every_comparator_comes_to_what_it_comes_to_by_hand() {
    let folder = TempDir::new().expect("a folder");
    let desk = desk(&folder.path().join("w"));
    let found = lines(&desk, "CITY");
    assert_eq!(found.len(), TARGETS.len());
    let mut wrong = Vec::new();
    for (line, (indicator, mark, _, _, working, expected, sentence)) in found.iter().zip(TARGETS) {
        let is = (told(line), line.gap.sentence.zh.clone());
        if is != ((*expected).to_owned(), (*sentence).to_owned()) {
            wrong.push(format!("{indicator} {mark}: {working}\n  expected {expected}\n           {sentence}\n  found    {}\n           {}", is.0, is.1));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Nobody lives there, as its own figure says: no rate, and no number is made up for it.
#[test]
fn over_no_residents_there_is_no_rate() {
    let folder = TempDir::new().expect("a folder");
    let desk = desk(&folder.path().join("w"));
    let line = &lines(&desk, "B")[0];
    assert_eq!((line.standing.now, told(line).as_str()), (None, "no_data | path - gap - | |"));
    assert!(!line.lack.zh.is_empty(), "it says why");
}

/// A year without a figure is a gap of the series, and the pace runs over it.
#[test]
fn a_gap_of_a_series_stays_one() {
    let folder = TempDir::new().expect("a folder");
    let desk = desk(&folder.path().join("w"));
    let found = lines(&desk, "CITY");
    let line = found.iter().find(|line| line.indicator.as_str() == "ems_radius_rural").expect("a radius");
    let series: Vec<(Period, Option<Decimal>)> = line
        .series
        .iter()
        .filter(|at| at.period >= Period::year(2022))
        .map(|at| (at.period, at.value))
        .collect();
    let of = |year, value: Option<i64>| (Period::year(year), value.map(Decimal::from));
    assert_eq!(series, [of(2022, Some(26)), of(2023, None), of(2024, Some(23))]);
    let unit: UnitId = id("CITY");
    let view = desk.trend(&unit, &line.indicator, Lang::Zh, today()).expect("a trend");
    let actual = view.chart.series.first().expect("a series");
    assert_eq!(actual.runs.iter().map(Vec::len).collect::<Vec<_>>(), [1, 1], "two dots and no line between");
    assert!(
        view.forecast.is_none() && view.no_forecast.zh.contains("只有 2 个数"),
        "{}",
        view.no_forecast.zh
    );
}
