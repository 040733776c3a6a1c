//! Trends as they are opened from the other screens: verdict, sentence, targets by name, and the table's rows.

use duibiao::{
    base::{Decimal, Period},
    desk::Desk,
    ui::act::Route,
};
use egui::Key;

use crate::support::{CTRL, Holding, Window, now, workspace};

/// Follows another plan through the plan screen.
fn follow(window: &mut Window, plan: &str) {
    window.press_with(CTRL, Key::Num4);
    let title = window
        .desk()
        .plans()
        .iter()
        .find(|known| known.id.as_str() == plan)
        .expect("a plan")
        .title
        .zh
        .clone();
    let other = window.say("plan.other");
    window.click_starting(&other);
    window.click(&title);
    assert_eq!(window.desk().workspace().plan.as_str(), plan);
}

/// Opens a trend by its indicator's code through the search.
fn search(window: &mut Window, indicator: &str) {
    window.press_with(CTRL, Key::K);
    window.type_text(indicator);
    let name = window
        .desk()
        .catalogue()
        .indicator(&indicator.parse().expect("an id"))
        .expect("an indicator")
        .name
        .zh
        .clone();
    window.click(&name);
    assert_eq!(window.harness.state().session().map(|session| session.route), Some(Route::Trend));
    window.must_show(&name);
}

/// Says what the desk knows of a trend, to hold the screen against.
fn check_screen(window: &Window, desk: &Desk, unit: &str, indicator: &str) {
    let unit = unit.parse().expect("an id");
    let view =
        desk.trend(&unit, &indicator.parse().expect("an id"), desk.lang(), now().date()).expect("a trend");
    assert!(!view.table.rows.is_empty(), "{indicator}");
    for row in &view.table.rows {
        let words: Vec<&str> = row.iter().map(|cell| cell.shown.as_str()).collect();
        assert!(window.has_name(&words.join(" ")), "{indicator}: the row {words:?} is not on the screen");
    }
    for column in &view.table.columns {
        window.must_show(&column.title);
    }
    if let Some(standing) = &view.standing {
        window.must_show(standing.sentence.text(desk.lang()));
    }
    for series in &view.chart.series {
        if series.role == duibiao::base::ChartRole::Target {
            window.must_show(&series.name);
        }
    }
}

#[test]
fn a_hospital_sees_its_share_of_tcm_beds() {
    let folder = workspace(Holding::SmallDemo);
    let mut window = Window::open(&folder);
    window.click("继续填报 医院年报 2025年");
    window.type_text("90");
    window.press(Key::Enter);
    window.press(Key::ArrowUp);
    window.click("看趋势");
    window.must_show("综合医院中医床位占比");
    window.must_show(&window.say("trend.no_target"));
    check_screen(&window, window.desk(), "SL-H1", "tcm_bed_share");
    assert!(
        window.names().iter().any(|name| name.starts_with("2025年 90 ")),
        "what was just typed is in the table"
    );
    follow(&mut window, "chizhou-2023");
    window.press_with(CTRL, Key::Num3);
    check_screen(&window, window.desk(), "SL-H1", "tcm_bed_share");
    window.must_show("目标 ≥ 5");
    window.must_show("达标");
    let beds = window.desk().statements(Period::year(2025)).and_then(|all| all.get("SL-H1"));
    let beds =
        beds.and_then(|of| of.figure(&"beds_total".parse().expect("an id")).known()).expect("the beds");
    let share = (Decimal::from(9000) / beds).round_dp(2);
    window.must_show(&format!("2025年 {share}"));
    window.close();
}

#[test]
fn a_city_sees_its_beds_per_thousand_people() {
    let folder = workspace(Holding::SmallDemo);
    let mut window = Window::open(&folder);
    window.click_starting("切换单位");
    window.click_starting("示例市卫生健康委员会");
    window.click("首页");
    let row = window.names().into_iter().find(|name| name.starts_with("每千人口医疗卫生机构床位数"));
    let row = row.expect("the target is on the start page");
    window.click(&row);
    check_screen(&window, window.desk(), "SL-CITY", "beds_per_1000");
    window.must_show("目标 ≥ 7.5");
    for year in 2022..=2024 {
        assert!(window.names().iter().any(|name| name.starts_with(&format!("{year}年 "))), "{year}");
    }
    window.close();
}

#[test]
fn a_trend_is_found_and_its_unit_changed() {
    let folder = workspace(Holding::SmallDemo);
    let mut window = Window::open(&folder);
    search(&mut window, "beds_per_1000");
    window.click_starting("单位 ");
    let city =
        window.names().into_iter().rfind(|name| name.contains("示例市卫生健康委员会")).expect("the city");
    window.click(&city);
    check_screen(&window, window.desk(), "SL-CITY", "beds_per_1000");
    window.click(&window.say("trend.other_indicator"));
    window.type_text("doctor_nurse_ratio");
    window.press(Key::Enter);
    check_screen(&window, window.desk(), "SL-CITY", "doctor_nurse_ratio");
    window.must_show("目标 ≥ 1 : 1.2");
    window.close();
}

#[test]
fn a_trend_without_a_figure_says_why() {
    let folder = workspace(Holding::NewHospital);
    let mut window = Window::open(&folder);
    search(&mut window, "tcm_bed_share");
    let unit = "H1".parse().expect("an id");
    let view =
        window.desk().trend(&unit, &"tcm_bed_share".parse().expect("an id"), window.lang(), now().date());
    let lack = view.expect("a trend").lack.zh.clone();
    assert!(!lack.is_empty());
    window.must_show(&lack);
}

#[test]
fn the_table_is_copied_as_a_spreadsheet_takes_it() {
    let folder = workspace(Holding::SmallDemo);
    let mut window = Window::open(&folder);
    search(&mut window, "doctor_nurse_ratio");
    let copy = window.say("trend.copy_table");
    window.click_at(window.place(&copy));
    let copied = window.copied().expect("something was copied");
    assert_eq!(copied.lines().count(), 5, "{copied:?}");
    assert!(copied.lines().all(|line| line.matches('\t').count() == 6), "{copied:?}");
    window.must_show(&window.say("trend.table_copied"));
}
