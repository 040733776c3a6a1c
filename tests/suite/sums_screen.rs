//! 汇总 in the window: each tab with nothing, little and much, in both languages, and figures as the command line has them.

use duibiao::{
    base::{Lang, Period, UnitId},
    wire::Settings,
    words::say_with,
};
use egui::Key;
use tempfile::TempDir;

use crate::{
    cli::{call, table},
    support::{CTRL, Holding, Window, workspace},
};

const LANGS: [Lang; 2] = [Lang::Zh, Lang::En];

/// Opens the made-up city in the chair of its bureau, at the roll-up of a year.
fn city(lang: Lang, year: i32) -> (TempDir, Window) {
    city_of(Holding::SmallDemo, lang, year)
}

fn city_of(holding: Holding, lang: Lang, year: i32) -> (TempDir, Window) {
    let folder = workspace(holding);
    let mut window = Window::open(&folder);
    let current = window.desk().our_unit().expect("a seat").name.zh.clone();
    window.click(&format!("切换单位 {current}"));
    let name = unit_name(&window, "SL-CITY", Lang::Zh);
    let item = window.names().into_iter().rfind(|label| label.trim_start_matches('\u{3000}') == name);
    window.click_scrolled(&item.expect("the city is in the list"));
    open(&mut window, lang, year);
    (folder, window)
}

fn unit_name(window: &Window, id: &str, lang: Lang) -> String {
    let id: UnitId = id.parse().expect("an id");
    window.desk().tree().unit(&id).expect("a unit").name.text(lang).to_owned()
}

/// Goes to the screen, in a language and a year, and waits until all is added up.
fn open(window: &mut Window, lang: Lang, year: i32) {
    if window.lang() != lang {
        window.click(&window.say("frame.language"));
    }
    window.click(&window.say("route.sums"));
    let label = |year: i32| Period::year(year).label(lang);
    let shown = window.names().into_iter().find(|name| name.starts_with(&window.say("period.name")));
    let shown = shown.expect("a period is chosen");
    if !shown.contains(&label(year)) {
        window.click(&shown);
        window.click(&label(year));
    }
    wait(window);
}

fn wait(window: &mut Window) {
    window.wait_until("all is added up", |window| !window.shows(&window.say("sum.adding")));
    window.settle();
}

#[test]
fn who_has_reported_is_what_the_command_line_says() {
    for lang in LANGS {
        let (folder, window) = city(lang, 2024);
        let tag = lang.tag();
        let said = call(
            folder.path(),
            &format!("--saves @/w --lang {tag} --today 2026-01-20 status --period 2024 --csv"),
        );
        assert_eq!(said.code, 0, "{}", said.err);
        let (_, rows) = table(&said.out);
        assert!(rows.len() > 8);
        window.must_show(&say_with(lang, "sum.all_n", &[("n", &rows.len().to_string())]));
        for row in &rows {
            let name = row[1].as_str();
            let state = window.desk().reporting(
                &"SL-CITY".parse().expect("an id"),
                Period::year(2024),
                crate::support::now().date(),
            );
            let line = state.lines.iter().find(|line| line.unit.as_str() == row[0]).expect("a line");
            assert_eq!(line.state.code(), row[4], "{name}");
            let words = format!(
                "{name} {} {} {} {} {}",
                line.form_name.text(lang),
                row[3],
                line.state.name().text(lang),
                row[5],
                row[6]
            );
            // Rows beyond the edge are not drawn.
            if window.shows(name) && window.line_of(name).len() > 2 {
                assert!(window.has_name(&words), "{words:?} is not in {:#?}", window.names());
            }
        }
        let counts = window
            .desk()
            .reporting(&"SL-CITY".parse().expect("an id"), Period::year(2024), crate::support::now().date())
            .count();
        window.must_show(&format!("{}/{}", counts.reported, counts.expected));
        assert!(window.rests(), "an idle screen does not draw");
    }
}

#[test]
fn the_missing_are_found_and_copied() {
    for lang in LANGS {
        let (_folder, mut window) = city(lang, 2025);
        window.click(&window.say("sum.copy_missing"));
        let copied = window.copied().expect("a text");
        let today = crate::support::now().date();
        let reporting =
            window.desk().reporting(&"SL-CITY".parse().expect("an id"), Period::year(2025), today);
        assert_eq!(copied, reporting.missing_text(lang));
        assert!(!copied.is_empty());
        let missing =
            reporting.lines.iter().filter(|line| matches!(line.state.code(), "missing" | "draft")).count();
        window.click(&say_with(lang, "sum.missing_n", &[("n", &missing.to_string())]));
        window.click(&window.say("sum.search_report"));
        window.type_text("rmyy");
        window.must_show(&unit_name(&window, "SL-H1", lang));
        window.type_text("xyz");
        window.must_show(&window.say("sum.nothing"));
    }
}

#[test]
fn totals_are_those_of_the_command_line_and_come_apart_down_to_the_cell() {
    for lang in LANGS {
        let (folder, mut window) = city(lang, 2024);
        window.click(&window.say("sum.tab_table"));
        let said =
            call(folder.path(), "--saves @/w --today 2026-01-20 rollup --unit SL-CITY --period 2024 --csv");
        let (header, rows) = table(&said.out);
        assert!(header.starts_with("indicator,value,unit"), "{header}");
        let (name, period) = (unit_name(&window, "SL-CITY", lang), Period::year(2024));
        let mut seen = 0;
        for head in window.desk().target_heads() {
            let row = rows.iter().find(|row| row[0] == head.item.id()).expect("a row");
            let start = format!("{name} {} ", head.name.text(lang));
            let Some(cell) = window.names().into_iter().find(|name| name.starts_with(&start)) else {
                continue;
            };
            let shown =
                window.desk().total_cell(None, &head.item, &"SL-CITY".parse().expect("an id"), period);
            assert!(cell.starts_with(&format!("{start}{}", shown.shown.text(lang))), "{cell}");
            let exact: Option<duibiao::base::Decimal> = row[1].parse().ok();
            let total = window.desk().total(&head.item, &"SL-CITY".parse().expect("an id"), period);
            assert_eq!(total.and_then(|total| total.value.map(|value| value.normalize())), exact, "{start}");
            seen += 1;
        }
        assert!(seen > 3, "{seen} cells of the whole are in sight");
        // Down: the whole, the county, the hospital, its cell.
        let (county, hospital) = (unit_name(&window, "SL-C1", lang), unit_name(&window, "SL-C1-GH", lang));
        for step in [&county, &hospital] {
            // The pane is drawn after the table: the last of that name is its.
            let part = window.names().into_iter().rfind(|name| {
                name.starts_with(&format!("{step} "))
                    && name[step.len() + 1..].starts_with(|c: char| c.is_ascii_digit() || c == '—')
            });
            window.click_scrolled(&part.unwrap_or_else(|| panic!("{step} is a part: {:#?}", window.names())));
        }
        window.click(&window.say("sum.jump"));
        window.must_show(&hospital);
        let session = window.harness.state().session().expect("open");
        assert_eq!(session.route, duibiao::ui::act::Route::Entry);
    }
}

#[test]
fn members_and_changes_are_told() {
    for lang in LANGS {
        let (_folder, mut window) = city(lang, 2024);
        window.click(&window.say("sum.tab_table"));
        window.click(&window.say("sum.members"));
        let members = window.desk().roll_up_members(&"SL-CITY".parse().expect("an id"), Period::year(2024));
        window.must_show(&say_with(lang, "sum.members_n", &[("n", &members.len().to_string())]));
        let print = duibiao::wire::fingerprint(&members[0].digest);
        window.must_show(&format!("{} {}", &print[..4], &print[4..]));
        window.click(&window.say("sum.since"));
        window.must_show(&window.say("sum.never_handed_up"));
    }
}

#[test]
fn the_heat_map_says_every_verdict_in_words_too() {
    for lang in LANGS {
        let (_folder, mut window) = city(lang, 2024);
        window.click(&window.say("sum.tab_heat"));
        window.must_show(&window.say("sum.heat_hint"));
        for key in ["verdict.met", "verdict.off_track", "verdict.no_data", "verdict.not_scored"] {
            window.must_show(&window.say(key));
        }
        let judged = |window: &Window, key: &str| {
            let end = format!("· {}", window.say(key));
            window.names().into_iter().filter(|name| name.ends_with(&end)).count()
        };
        let met = judged(&window, "verdict.met");
        assert!(met + judged(&window, "verdict.off_track") > 5, "{:#?}", window.names());
        window.press(Key::ArrowDown);
        window.press(Key::ArrowRight);
        assert!(window.rests());
    }
}

#[test]
fn a_ranking_says_n_and_method() {
    for lang in LANGS {
        let (_folder, mut window) = city(lang, 2024);
        window.click(&window.say("sum.tab_ranking"));
        window.click(&window.say("sum.among_units"));
        window.click(&window.say("sum.among_areas"));
        window.must_show("n = 2");
        window.must_show("QUARTILE.INC");
        assert!(!window.shows("Tukey"), "of two none stands apart");
        let (_all, mut larger) = city_of(Holding::FullDemo, lang, 2024);
        larger.click(&larger.say("sum.tab_ranking"));
        larger.must_show("n = 4");
        larger.must_show("Tukey");
        let first = window.names().into_iter().find(|name| name.starts_with("1. "));
        assert!(first.is_some(), "{:#?}", window.names());
        window.click(&window.say("sum.take_apart"));
        window.must_show(&window.say("sum.parts"));
    }
}

#[test]
fn explanations_from_below_are_collected() {
    for lang in LANGS {
        let (_folder, mut window) = city(lang, 2024);
        window.click(&window.say("sum.tab_explained"));
        let explained = window.desk().explanations();
        let count = explained.iter().filter(|line| line.key.period == Period::year(2024)).count();
        assert!(count > 0);
        window.must_show(&say_with(lang, "hands.count", &[("n", &count.to_string())]));
        window.click(&window.say("hands.search"));
        window.type_text("没有这样的说明");
        window.must_show(&window.say("sum.nothing"));
    }
}

#[test]
fn a_period_without_anything_says_so() {
    for lang in LANGS {
        let (_folder, mut window) = city(lang, 2025);
        window.click(&window.say("sum.tab_explained"));
        let explained = window.desk().explanations();
        let count = explained.iter().filter(|line| line.key.period == Period::year(2025)).count();
        let told = if count == 0 { "sum.no_explanation" } else { "sum.then_now" };
        window.must_show(&window.say(told));
    }
}

#[test]
fn a_figure_typed_meanwhile_is_added_up() {
    let (_folder, mut window) = city(Lang::Zh, 2025);
    let before = window.desk().generation();
    window.press_with(CTRL, Key::Num2);
    window.press(Key::Enter);
    window.type_text("7");
    window.press(Key::Enter);
    assert!(window.desk().generation() > before, "a figure was typed");
    window.click(&window.say("route.sums"));
    wait(&mut window);
    let today = crate::support::now().date();
    let count =
        window.desk().reporting(&"SL-CITY".parse().expect("an id"), Period::year(2025), today).count();
    window.must_show(&format!("{}/{}", count.reported, count.expected));
    assert!(window.rests());
}

#[test]
fn nobody_below_is_taught_and_a_hospital_has_no_roll_up() {
    for lang in LANGS {
        let folder = workspace(Holding::NewBureau);
        let settings = Settings::default();
        let mut window = Window::start(Some(&folder.path().join("w")), folder.path(), settings);
        if window.lang() != lang {
            window.click(&window.say("frame.language"));
        }
        window.click(&window.say("route.sums"));
        for key in ["sum.teach_1", "sum.teach_2", "sum.teach_3"] {
            window.must_show(&window.say(key));
        }
        assert!(window.undrawable().is_empty(), "{:?}", window.undrawable());
        window.click(&window.say("sum.teach_go"));
        window.must_show(&window.say("register.ownership"));
    }
    let folder = workspace(Holding::NewHospital);
    let window = Window::open(&folder);
    assert!(!window.has_name(&window.say("route.sums")));
}
