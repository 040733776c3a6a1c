//! 监测 as a person meets it: targets with their gaps, one target by area, among peers and by who changed it, and the
//! choices of a trend.

use duibiao::{
    base::{Decimal, Lang, Period},
    desk::{TrackFilter, TrackLine, TrackOrder, tracked, verdict_words},
    trend::{Method, Population, Verdict},
    ui::act::Route,
};
use egui::Key;

use crate::{
    all_screens::{check_words, sections},
    support::{CTRL, Holding, Window, now, workspace},
};

const CITY: &str = "示例市卫生健康委员会";

/// Opens 监测 of the made-up city.
fn city(window: &mut Window) {
    window.click_starting("切换单位");
    window.click_starting(CITY);
    window.press_with(CTRL, Key::Num0);
    assert_eq!(route(window), Some(Route::Track));
}

fn route(window: &Window) -> Option<Route> {
    window.harness.state().session().map(|session| session.route)
}

/// Gives what the desk follows from the seat.
fn lines(window: &Window, population: Population) -> Vec<TrackLine> {
    let desk = window.desk();
    let plan = desk.plan().expect("a plan").id.clone();
    desk.track(desk.seat(), &plan, population, now().date()).expect("lines").to_vec()
}

fn switch_language(window: &mut Window) {
    window.press_with(CTRL, Key::L);
}

/// Says what is read of a line's row.
fn label(line: &TrackLine, lang: Lang) -> String {
    let value = line.standing.now.map(|(_, value)| line.scale.short(value, lang)).unwrap_or_default();
    let words = verdict_words(&line.standing, lang);
    format!("{} {value} {} {words}", line.name.text(lang), line.target.text(lang))
}

#[test]
fn every_target_that_can_be_followed_is_listed_in_both_languages() {
    let folder = workspace(Holding::SmallDemo);
    let mut window = Window::open(&folder);
    city(&mut window);
    for lang in [Lang::Zh, Lang::En] {
        if window.lang() != lang {
            switch_language(&mut window);
        }
        let all = lines(&window, Population::AsIs);
        let here = tracked(&all, &TrackFilter::default(), TrackOrder::Binding);
        assert!(here.len() > 15, "the city follows {} targets", here.len());
        for line in here.iter().take(15) {
            let label = label(line, lang);
            assert!(window.has_name(&label), "{label:?} is not listed; there is {:#?}", window.names());
        }
        check_words(
            &window,
            "监测",
            &["route.track", "target.verdict", "track.gap", "track.files"],
            &sections(),
        );
        // The pane says of the first what the desk says of it.
        let sentence = here[0].standing.sentence.text(lang).replace('\u{2009}', "\u{a0}");
        window.must_show(&sentence);
        assert!(window.rests(), "nothing moves while nobody does anything");
    }
    window.close();
}

#[test]
fn keys_step_from_target_to_target_and_open_its_trend() {
    let folder = workspace(Holding::SmallDemo);
    let mut window = Window::open(&folder);
    city(&mut window);
    let all = lines(&window, Population::AsIs);
    let here = tracked(&all, &TrackFilter::default(), TrackOrder::Binding);
    window.press(Key::ArrowDown);
    window.press(Key::ArrowDown);
    window.must_show(&here[2].standing.sentence.zh.replace('\u{2009}', "\u{a0}"));
    window.press(Key::Enter);
    assert_eq!(route(&window), Some(Route::Trend));
    window.must_show(&here[2].name.zh);
    window.close();
}

#[test]
fn filters_leave_what_they_say() {
    let folder = workspace(Holding::SmallDemo);
    let mut window = Window::open(&folder);
    city(&mut window);
    let all = lines(&window, Population::AsIs);
    let met: Vec<&TrackLine> =
        all.iter().filter(|line| !line.is_elsewhere && line.standing.verdict == Verdict::Met).collect();
    let other = all.iter().find(|line| !line.is_elsewhere && line.standing.verdict != Verdict::Met);
    let (met_first, other) = (met.first().expect("one is met"), other.expect("one is not"));
    window.click(&format!("{} {}", window.say("verdict.met"), met.len()));
    assert!(window.has_name(&label(met_first, Lang::Zh)));
    assert!(!window.has_name(&label(other, Lang::Zh)), "only what is met is listed");
    window.click(&window.say("plan_filter.clear"));
    assert!(window.has_name(&label(&all[0], Lang::Zh)));
    // Initials of 每千人口医疗卫生机构床位数.
    let search = window.say("plan.search");
    window.click(&search);
    window.type_text("mqrkylwsjgcws");
    let beds = all.iter().find(|line| line.indicator.as_str() == "beds_per_1000").expect("beds");
    assert!(window.has_name(&label(beds, Lang::Zh)));
    assert!(window.shows("张"), "the gap is told in beds");
    window.close();
}

#[test]
fn a_population_of_ones_own_changes_the_gap() {
    let folder = workspace(Holding::SmallDemo);
    let mut window = Window::open(&folder);
    city(&mut window);
    let search = window.say("plan.search");
    window.click(&search);
    window.type_text("beds_per_1000");
    window.press(Key::Escape);
    let sentence = |population: Population, window: &Window| {
        let all = lines(window, population);
        let line = all.into_iter().find(|line| line.indicator.as_str() == "beds_per_1000").expect("beds");
        line.gap.sentence.zh.replace('\u{2009}', "\u{a0}")
    };
    let people = Population::Figure(Decimal::from(9_000_000));
    let (as_is, own) = (sentence(Population::AsIs, &window), sentence(people, &window));
    assert_ne!(as_is, own);
    window.must_show(&as_is);
    window.click_starting(&window.say("track.population"));
    window.click(&window.say("track.figure"));
    window.click(&window.say("track.figure_hint"));
    window.type_text("900万");
    window.press(Key::Enter);
    window.must_show(&own);
    window.close();
}

#[test]
fn one_target_by_area_among_peers_and_by_who_changed_it() {
    let folder = workspace(Holding::SmallDemo);
    let mut window = Window::open(&folder);
    city(&mut window);
    let search = window.say("plan.search");
    window.click(&search);
    window.type_text("beds_per_1000");
    window.press(Key::Escape);
    let all = lines(&window, Population::AsIs);
    let line = all.iter().find(|line| line.indicator.as_str() == "beds_per_1000").expect("beds").clone();
    let seat = window.desk().seat().clone();
    for lang in [Lang::Zh, Lang::En] {
        if window.lang() != lang {
            switch_language(&mut window);
        }
        window.click(&window.say("track.areas"));
        let charts = window.desk().small_multiples(&seat, &line.indicator, None, lang, now().date());
        assert!(charts.len() >= 2, "the city has counties");
        for one in charts.iter() {
            window.must_show(one.name.text(lang));
        }
        window.click(&window.say("track.change"));
        let (to, _) = line.standing.now.expect("a value");
        let found = window
            .desk()
            .contributions(&seat, &line.indicator, None, Period::year(to.calendar_year() - 1), to)
            .expect("contributions");
        let first = found.lines.first().expect("somebody changed something");
        window.must_show(first.name.text(lang));
        window.click(&window.say("track.peers"));
        let own = window.desk().comparison(&seat, &line.indicator, None, to).expect("a comparison");
        assert_eq!((own.own, own.units.len()), (Some(0), 1), "no other city is there");
        let below = window.desk().comparison_below(&seat, &line.indicator, None, to).expect("its counties");
        for one in &below.units {
            assert!(window.has_name(&format!(
                "{} {} {}",
                one.rank,
                one.name.text(lang),
                line.scale.short(one.value, lang)
            )));
        }
        check_words(&window, "同类", &["track.rank"], &sections());
    }
    window.close();
}

#[test]
fn a_unit_without_figures_is_told_so() {
    let folder = workspace(Holding::NewHospital);
    let mut window = Window::open(&folder);
    window.press_with(CTRL, Key::Num0);
    check_words(&window, "监测", &["route.track"], &sections());
    let all = lines(&window, Population::AsIs);
    let here = all.iter().filter(|line| !line.is_elsewhere).count();
    assert_eq!(here == 0, window.shows(&window.say("plan.nothing_matches")));
    switch_language(&mut window);
    check_words(&window, "monitoring", &["route.track"], &sections());
    window.close();
}

#[test]
fn the_start_page_leads_to_all_targets() {
    let folder = workspace(Holding::SmallDemo);
    let mut window = Window::open(&folder);
    window.click_starting("切换单位");
    window.click_starting(CITY);
    window.click(&window.say("route.start"));
    let all = lines(&window, Population::AsIs);
    assert!(window.has_name(&label(&all[0], Lang::Zh)), "the worst stands first: {:#?}", window.names());
    window.click(&window.say("start.all_targets"));
    assert_eq!(route(&window), Some(Route::Track));
    window.close();
}

/// Opens the trend of the city's beds.
fn beds(window: &mut Window) {
    city(window);
    let search = window.say("plan.search");
    window.click(&search);
    window.type_text("beds_per_1000");
    window.press(Key::Escape);
    window.click(&window.say("details.see_trend"));
    assert_eq!(route(window), Some(Route::Trend));
}

#[test]
fn a_forecast_is_chosen_and_left_out() {
    let folder = workspace(Holding::FullDemo);
    let mut window = Window::open(&folder);
    beds(&mut window);
    let forecast = window.say("track.forecast");
    window.must_show(&format!("预测：{}", Method::TheilSen.name().zh));
    window.must_show("回测");
    window.click_starting(&format!("{forecast} "));
    window.click(&Method::LeastSquares.name().zh);
    window.must_show(&format!("预测：{}", Method::LeastSquares.name().zh));
    window.click_starting(&format!("{forecast} "));
    window.click(&window.say("trend.no_method"));
    assert!(!window.shows("回测"), "what is not drawn is not told");
    window.close();
}

#[test]
fn a_typed_baseline_is_told_with_its_source() {
    let folder = workspace(Holding::FullDemo);
    let mut window = Window::open(&folder);
    beds(&mut window);
    window.click(&window.say("trend.baseline"));
    for (field, text) in
        [("trend.baseline_year", "2019"), ("trend.baseline_value", "5.5"), ("trend.baseline_source", "年鉴")]
    {
        window.click(&window.say(field));
        window.type_text(text);
    }
    window.click(&window.say("trend.use"));
    window.must_show("自填：年鉴");
    window.must_show("2019年");
    window.close();
}

#[test]
fn a_series_is_switched_off_and_the_years_narrowed() {
    let folder = workspace(Holding::FullDemo);
    let mut window = Window::open(&folder);
    beds(&mut window);
    let before = window.painted().iter().filter(|(_, text)| text == "计划路径").count();
    assert!(before >= 1, "the legend names the path");
    window.click("计划路径");
    let after = window.painted().iter().filter(|(_, text)| text == "计划路径").count();
    assert_eq!(after, 1, "only the legend still names it");
    window.click(&window.say("trend.closer"));
    assert!(window.has_name(&window.say("trend.whole")));
    window.click(&window.say("trend.whole"));
    assert!(!window.has_name(&window.say("trend.whole")));
    window.close();
}

#[test]
fn the_path_leads_through_a_point_of_ones_own() {
    let folder = workspace(Holding::FullDemo);
    let mut window = Window::open(&folder);
    beds(&mut window);
    window.click(&window.say("trend.baseline"));
    for (field, text) in [("trend.stop_period", "2024"), ("trend.stop_value", "7.4")] {
        window.click(&window.say(field));
        window.type_text(text);
    }
    window.click(&window.say("trend.add_stop"));
    window.must_show("路径经过自填节点");
    window.must_show("按路径应为 7.40");
    window.click_starting(&window.say("trend.drop_stop"));
    assert!(!window.shows("路径经过自填节点"), "what is dropped is not told");
    window.close();
}
