//! What a clerk stumbled over between a bureau and its units, worked as a person would.

use chrono::NaiveDate;
use duibiao::{
    base::{Lang, Period},
    returns::Status,
    ui::act::Route,
    unit::UnitKind,
};
use egui::Key;
use tempfile::TempDir;

use crate::{
    arrivals_screen::{bureau, drop_on, each_outcome},
    hands_screens::{hand_in, hospital_key, prepared, route},
    support::{CTRL, Window},
};

const LANGS: [Lang; 2] = [Lang::Zh, Lang::En];

fn in_language(window: &mut Window, lang: Lang) {
    if window.lang() != lang {
        window.press_with(CTRL, Key::L);
    }
}

/// Opens the return that was handed in, in the chair of the bureau.
fn reviewing(lang: Lang) -> (TempDir, Window) {
    let (folder, mut window) = prepared(hand_in);
    in_language(&mut window, lang);
    window.press_with(CTRL, Key::Num9);
    let unit = window.desk().tree().unit(&hospital_key().unit).expect("there").name.text(lang).to_owned();
    window.click_starting(&unit);
    (folder, window)
}

fn paints(window: &Window, text: &str) -> bool {
    window.painted().iter().any(|(_, painted)| painted == text)
}

/// An update says how many figures changed, and its details which; the buttons stay where they are when it was taken.
#[test]
fn an_update_says_what_it_changes() {
    for lang in LANGS {
        let folder = bureau(lang);
        let arrived = each_outcome(&folder);
        let mut window = Window::open(&folder);
        drop_on(&mut window, &[arrived.join("update.duibiao"), arrived.join("deep")]);
        let changed = duibiao::words::say_with(lang, "walk.changes", &[("n", "1")]);
        window.must_show(&changed);
        window.click_starting("update.duibiao");
        let title = window.say("walk.changes_title");
        window.must_show(&title);
        assert!(paints(&window, "100") && paints(&window, "110"), "what it was and what it is");
        let forget = window.say("arrivals.forget");
        let before = window.place(&forget);
        window.click(if lang == Lang::Zh { "全部接收（2）" } else { "Take all in (2)" });
        window.wait_until("it is taken", |window| window.desk().returns().count() == 4);
        window.settle();
        assert_eq!(window.place(&forget), before, "nothing slides under the pointer");
        window.must_show(&changed);
        assert!(window.undrawable().is_empty() && window.rests());
    }
}

/// The period that has ended is proposed until it was issued; each form shows the day that is typed.
#[test]
fn a_form_pack_proposes_what_is_due() {
    for lang in LANGS {
        let (_folder, mut window) = prepared(|desk| {
            let seat = duibiao::desk::Command::TakeSeat("SL-CITY".parse().expect("an id"));
            desk.apply(seat, crate::support::now());
        });
        in_language(&mut window, lang);
        window.press_with(CTRL, Key::Num7);
        window.click(&window.say("issue.tab"));
        let now = window.say("issue.now");
        for year in [2025, 2026] {
            window.click(&window.say("issue.more"));
            window.click(&window.say("issue.due"));
            window.type_text("2027-02-20");
            window.must_show("2027-02-20");
            let own: NaiveDate = window.desk().catalogue().forms()[0].due(Period::year(year));
            assert!(!window.shows(&own.to_string()), "{own} is not the day that is typed");
            window.click(&now);
            let issued = window.desk().issues().iter().map(|issue| issue.period).max();
            assert_eq!(issued, Some(Period::year(year)));
        }
        window.close();
    }
}

/// A unit is merged into one of its own sort that exists and does not stand above it.
#[test]
fn a_merger_offers_only_what_can_be() {
    let (_folder, mut window) = prepared(|desk| {
        let seat = duibiao::desk::Command::TakeSeat("SL-CITY".parse().expect("an id"));
        desk.apply(seat, crate::support::now());
    });
    window.press_with(CTRL, Key::Num7);
    let units: Vec<_> = window.desk().tree().all().cloned().collect();
    let unit = units.iter().find(|unit| unit.id.as_str() == "SL-H2").expect("there");
    window.click(&unit.name.zh);
    window.click(&window.say("reg.merge"));
    let choose = window.say("reg.choose");
    window.click_starting(&format!("{} ", window.say("reg.into")));
    let offered = window.names();
    // The list behind names them as well: what stands in the choice stands there once more.
    let times =
        |name: &str| offered.iter().filter(|label| label.trim_start_matches('\u{3000}') == name).count();
    for one in &units {
        let can_be = one.kind != UnitKind::Bureau && one.id != unit.id && one.closed.is_none();
        assert!(can_be || times(&one.name.zh) <= 1, "{} is offered", one.name.zh);
    }
    let other = units.iter().find(|one| one.id.as_str() == "SL-H1").expect("there");
    assert!(times(&other.name.zh) >= 2, "{} is not offered; {choose}", other.name.zh);
}

/// The question what a return is sent back with says whose it is; what was sent back offers its bureau no cell to fill.
#[test]
fn a_bureau_sends_back_and_fills_nothing() {
    for lang in LANGS {
        let (_folder, mut window) = reviewing(lang);
        window.click(&window.say("submit.send_back"));
        let name = window.desk().return_name(&hospital_key()).text(lang).to_owned();
        assert!(paints(&window, &name), "{name} is not in the question");
        window.click(&window.say("submit.send_back_now"));
        assert_eq!(window.desk().head(&hospital_key()).status, Status::SentBack);
        for word in ["entry.next_blank", "submit.look"] {
            assert!(!window.has_name(&window.say(word)), "{word} is offered to the bureau");
        }
        // Where the file lies stays said on the next screen.
        let folder = window.say("walk.show_folder");
        assert!(window.has_name(&folder));
        window.press_with(CTRL, Key::Num1);
        assert!(window.has_name(&folder) && window.rests());
        window.close();
    }
}

/// The search finds 查询 and leads to the field for a question; the wheel over the table moves the page.
#[test]
fn a_question_is_found_by_search() {
    for lang in LANGS {
        let (_folder, mut window) = prepared(hand_in);
        in_language(&mut window, lang);
        window.press_with(CTRL, Key::K);
        window.type_text(if lang == Lang::Zh { "查询" } else { "queries" });
        window.press(Key::Enter);
        assert_eq!(route(&window), Route::Submit);
        window.settle();
        window.type_text("为何减少");
        window.must_show("为何减少");
        let table = window.place(&window.say("review.by_form"));
        let before = table.y;
        window.pointer(table + egui::vec2(0.0, 120.0), None, egui::Modifiers::NONE);
        window.event(egui::Event::MouseWheel {
            unit: egui::MouseWheelUnit::Point,
            delta: egui::vec2(0.0, 60.0),
            phase: egui::TouchPhase::Move,
            source: egui::MouseWheelSource::Unknown,
            modifiers: egui::Modifiers::NONE,
        });
        window.settle();
        assert!(window.place(&window.say("review.by_form")).y > before + 20.0, "the page moves");
        window.close();
    }
}

/// Before totals go upward it is said how many returns below are not accepted.
#[test]
fn totals_say_how_much_is_not_accepted() {
    for lang in LANGS {
        let (_folder, mut window) = prepared(hand_in);
        in_language(&mut window, lang);
        let period = hospital_key().period;
        let waiting = window.desk().handed_in_below();
        let open = |key: &&duibiao::returns::ReturnKey| {
            key.period == period
                && matches!(window.desk().head(key).status, Status::Submitted | Status::Received)
        };
        let count = waiting.iter().filter(open).count();
        assert!(count > 0);
        window.click(&window.say("route.sums"));
        window.wait_until("all is added up", |window| !window.shows(&window.say("sum.adding")));
        window.settle();
        window.click(&window.say("sum.hand_up"));
        let words = duibiao::words::say_with(lang, "walk.not_accepted", &[("n", &count.to_string())]);
        window.must_show(&words);
        window.close();
    }
}
