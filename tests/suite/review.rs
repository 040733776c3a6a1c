//! A bureau reviews a return, remarks, asks and issues; the unit is asked and answers. Nobody's figure is changed by it.

use std::{fs, path::PathBuf};

use duibiao::{
    base::{Decimal, Lang},
    desk::{Command, DemoSize, Desk, Peers, ReviewOrder, write_demo},
    returns::{ReturnKey, Status},
    unit::Unit,
    wire::{Travelling, travelling_from_text},
};
use egui::Key;
use proptest::prelude::*;
use tempfile::TempDir;

use crate::{
    hands_screens::{hand_in, hospital_key, prepared},
    support::{CTRL, Window, now, pass},
};

fn seat(desk: &mut Desk, unit: &str) {
    desk.apply(Command::TakeSeat(unit.parse().expect("an id")), now());
}

/// Gives the files of the outbox, read.
fn put_out(folder: &TempDir) -> Vec<(PathBuf, Travelling)> {
    let outbox = folder.path().join("w/outbox");
    let files = fs::read_dir(outbox).map(|files| files.flatten().map(|file| file.path()).collect::<Vec<_>>());
    let mut files = files.unwrap_or_default();
    files.sort();
    let read = |path: PathBuf| {
        let bytes = fs::read(&path).expect("readable");
        (path, travelling_from_text(&bytes).expect("a file that travels"))
    };
    files.into_iter().map(read).collect()
}

#[test]
fn figures_stand_beside_their_peers() {
    let folder = TempDir::new().expect("a folder");
    let root = folder.path().join("demo");
    write_demo(&root, DemoSize { counties: 7, units: 60, years: 3, seed: 11 }, 2025, "测试", now())
        .expect("the demonstration");
    let mut desk = Desk::open(&root, "李四", now()).expect("it opens");
    seat(&mut desk, "SL-CITY");
    let key = ReturnKey {
        unit: "SL-C1-GH".parse().expect("an id"),
        form: "hospital".parse().expect("an id"),
        period: duibiao::base::Period::year(2024),
    };
    let review = desk.review(&key).expect("a return");
    let on = key.period.last_day();
    let own: &Unit = desk.tree().unit(&key.unit).expect("there");
    let is_peer = |unit: &Unit| {
        unit.id != own.id && unit.kind == own.kind && unit.level(on) == own.level(on) && unit.is_open(on)
    };
    let peers: Vec<_> = desk
        .returns()
        .filter(|found| {
            found.key.form == key.form
                && found.key.period == key.period
                && found.status() != Status::Draft
                && desk.tree().unit(&found.key.unit).is_some_and(is_peer)
        })
        .collect();
    assert!(peers.len() >= 4, "{} peers", peers.len());
    assert_eq!(review.peers, peers.len());
    let mut compared = 0;
    for line in &review.lines {
        let figures: Vec<Decimal> =
            peers.iter().filter_map(|found| found.entry(&line.element).figure.known()).collect();
        let row = &review.sheet.rows[line.row];
        if row.is_choice || row.is_words || figures.len() < 4 {
            assert_eq!(line.peers, None, "{}", line.element);
            continue;
        }
        compared += 1;
        assert_eq!(line.peers, Peers::of(&figures), "{}", line.element);
    }
    assert!(compared > 20, "{compared} figures have peers");
    for order in ReviewOrder::ALL {
        let places = review.ordered(order);
        let mut all = places.clone();
        all.sort_unstable();
        assert_eq!(all, (0..review.lines.len()).collect::<Vec<_>>(), "every figure stands there once");
        let departures = places.iter().map(|at| review.lines[*at].departure.unwrap_or_default());
        let changes = places
            .iter()
            .map(|at| review.sheet.rows[review.lines[*at].row].change_share.unwrap_or_default().abs());
        match order {
            ReviewOrder::Departure => assert!(departures.rev().is_sorted()),
            ReviewOrder::Change => assert!(changes.rev().is_sorted()),
            ReviewOrder::Form => assert!(places.is_sorted()),
        }
    }
}

proptest! {
    /// Quartiles part the others as they should, and departure is 0 exactly within them.
    #[test]
    fn quartiles_part_figures(figures in prop::collection::vec(-10_000i64..10_000, 4..60), asked in -20_000i64..20_000) {
        let all: Vec<Decimal> = figures.iter().map(|n| Decimal::new(*n, 1)).collect();
        let peers = Peers::of(&all).expect("four are enough");
        let below = |mark: Decimal| all.iter().filter(|figure| **figure < mark).count();
        let above = |mark: Decimal| all.iter().filter(|figure| **figure > mark).count();
        for (mark, quarters) in [(peers.lower, 1), (peers.median, 2), (peers.upper, 3)] {
            // Between the figures at (n - 1)·p from the smallest, rounded down and up.
            let (down, up) = ((all.len() - 1) * quarters / 4, ((all.len() - 1) * quarters).div_ceil(4));
            prop_assert!(below(mark) <= up && above(mark) < all.len() - down);
        }
        prop_assert!(peers.lower <= peers.median && peers.median <= peers.upper);
        let figure = Decimal::new(asked, 1);
        let is_within = peers.lower <= figure && figure <= peers.upper;
        prop_assert_eq!(peers.departure(figure).expect("small").is_zero(), is_within);
        // Twice as far is twice the measure.
        let width = if peers.upper == peers.lower { peers.median.abs() } else { peers.upper - peers.lower };
        let width = if width.is_zero() { Decimal::ONE } else { width };
        prop_assert_eq!(peers.departure(peers.upper + width), Some(Decimal::ONE));
        prop_assert_eq!(peers.departure(peers.lower - width - width), Some(Decimal::from(2)));
    }
}

/// Opens the return that was handed in, in the chair of the bureau.
fn reviewing(lang: Lang) -> (TempDir, Window) {
    let (folder, mut window) = prepared(hand_in);
    if lang == Lang::En {
        window.press_with(CTRL, Key::L);
    }
    window.press_with(CTRL, Key::Num9);
    let unit = window.desk().tree().unit(&hospital_key().unit).expect("there").name.text(lang).to_owned();
    window.click_starting(&unit);
    (folder, window)
}

/// Chooses the beds in the comparison.
fn choose_beds(window: &mut Window) -> String {
    let element = "beds_total".parse().expect("an id");
    let name =
        window.desk().catalogue().element(&element).expect("known").name.text(window.lang()).to_owned();
    window.click(&window.say("review.by_form"));
    window.click_starting(&format!("{name} "));
    name
}

/// Figures are held against peers only where there are enough of them; else neither that order nor its columns are there.
#[test]
fn few_peers_are_no_measure() {
    for lang in [Lang::Zh, Lang::En] {
        let (_folder, window) = reviewing(lang);
        let has_peers = window.desk().review(&hospital_key()).expect("reviewed").has_enough_peers();
        assert!(!has_peers, "one hospital of its level has handed in");
        window.must_show(&window.say("review.by_change"));
        for word in ["review.by_departure", "review.median", "review.quartiles"] {
            assert!(!window.shows(&window.say(word)), "{word}");
        }
    }
}

/// A remark is typed where the figure is looked at, and is there again after a restart; no figure has changed.
#[test]
fn a_remark_survives_a_restart() {
    for lang in [Lang::Zh, Lang::En] {
        let (folder, mut window) = reviewing(lang);
        window.must_show(&window.say("review.title"));
        let before = window.desk().unit_return(&hospital_key()).expect("handed in").entries.clone();
        let beds = choose_beds(&mut window);
        let field = format!("{} {beds}", window.say("hands.remark"));
        window.click(&field);
        window.type_text("与设备台账不符");
        pass(2);
        window.settle();
        window.wait_until("it is kept", |window| !window.desk().is_busy());
        window.close();
        let mut window = Window::open(&folder);
        window.press_with(CTRL, Key::Num9);
        let unit = window.desk().tree().unit(&hospital_key().unit).expect("there").name.text(lang).to_owned();
        window.click_starting(&unit);
        choose_beds(&mut window);
        window.must_show("与设备台账不符");
        let after = &window.desk().unit_return(&hospital_key()).expect("there").entries;
        assert_eq!(*after, before, "a bureau changes no figure");
        // What is said goes out in the file of the 退回, and the draft is not there any more.
        window.click(&window.say("submit.send_back"));
        window.click(&window.say("submit.send_back_now"));
        let files = put_out(&folder);
        let said = files.iter().find_map(|(_, file)| match file {
            Travelling::SentBack(note) => Some(note.said.remarks.values().cloned().collect::<Vec<_>>()),
            _ => None,
        });
        assert_eq!(said, Some(vec!["与设备台账不符".to_owned()]));
        pass(2);
        window.settle();
        window.wait_until("it is dropped", |window| !window.desk().is_busy());
        assert_eq!(window.desk().refusals_begun().count(), 0);
        window.wait_until("it rests", |window| window.rests());
        window.close();
    }
}

/// A question goes to the unit as a file, is shown at its cell, and the answer stands beside the figure.
#[test]
fn a_question_is_asked_and_answered() {
    for lang in [Lang::Zh, Lang::En] {
        let (folder, mut window) = reviewing(lang);
        let beds = choose_beds(&mut window);
        let field = format!("{} {beds}", window.say("review.ask"));
        window.click(&field);
        window.type_text("床位为何减少？");
        window.click(&window.say("review.ask"));
        window.must_show("outbox");
        window.must_show(&window.say("review.unanswered"));
        let asked = put_out(&folder).into_iter().find_map(|(_, file)| match file {
            Travelling::Query(query) => Some(query),
            _ => None,
        });
        assert_eq!(asked.expect("a question").questions[0].text, "床位为何减少？");
        window.close();
        // The same workspace in the chair of the unit: the question stands over its form and at the cell.
        let mut desk = Desk::open(&folder.path().join("w"), "王五", now()).expect("it opens");
        seat(&mut desk, "SL-H1");
        desk.save_now(now()).expect("it is written");
        drop(desk);
        let mut window = Window::open(&folder);
        let form =
            window.desk().catalogue().form(&hospital_key().form).expect("a form").name.text(lang).to_owned();
        window.press_with(CTRL, Key::Num9);
        window.click_starting(&format!("{form} {}", hospital_key().period.label(lang)));
        window.must_show(&window.say("review.questions"));
        window.press_with(CTRL, Key::Num2);
        let go = window.say("review.go_to").replace("%{name}", &beds);
        window.click(&go);
        window.must_show("床位为何减少？");
        let field = window.say("review.answer_n").replace("%{n}", "1");
        window.click(&field);
        window.type_text("老院区停用");
        window.click(&window.say("review.reply"));
        assert!(!window.has_name(&go), "nothing waits any more");
        window.must_show("老院区停用");
        let answered = put_out(&folder).into_iter().filter_map(|(_, file)| match file {
            Travelling::Query(query) => query.questions[0].answer.clone(),
            _ => None,
        });
        assert_eq!(answered.map(|answer| answer.text).collect::<Vec<_>>(), ["老院区停用"]);
        window.press_with(CTRL, Key::Num9);
        window.must_show(&window.say("review.questions"));
        assert!(window.rests());
        window.close();
    }
}

/// A form pack is made of what is chosen, and who was asked is told.
#[test]
fn a_form_pack_is_issued_and_told() {
    for lang in [Lang::Zh, Lang::En] {
        let (folder, mut window) = prepared(|desk| seat(desk, "SL-CITY"));
        if lang == Lang::En {
            window.press_with(CTRL, Key::L);
        }
        window.press_with(CTRL, Key::Num7);
        window.click(&window.say("issue.tab"));
        window.must_show(&window.say("issue.none"));
        window.click(&window.say("issue.more"));
        let city = window.desk().catalogue().forms().iter().find(|form| form.id.as_str() == "city_bureau");
        let city = city.expect("a form").name.text(lang).to_owned();
        window.click(&city);
        window.click(&window.say("issue.due"));
        window.type_text("2027-02-30");
        let button = window.say("issue.now");
        window.click(&button);
        assert!(window.desk().issues().is_empty(), "there is no such day");
        window.press_with(CTRL, Key::A);
        window.click(&window.say("issue.due"));
        window.press_with(CTRL, Key::A);
        window.type_text("2027-02-20");
        window.click(&button);
        let forms: Vec<&str> = window.desk().issues().iter().map(|issue| issue.form.as_str()).collect();
        assert!(forms.contains(&"hospital") && !forms.contains(&"city_bureau"), "{forms:?}");
        assert!(window.desk().issues().iter().all(|issue| issue.due.to_string() == "2027-02-20"));
        let packs = put_out(&folder);
        let pack = packs.iter().find_map(|(_, file)| match file {
            Travelling::FormPack(pack) => Some(pack),
            _ => None,
        });
        let pack = pack.expect("a form pack");
        let mut issued = pack.issues.clone();
        issued.sort();
        assert_eq!(issued, window.desk().issues());
        assert!(pack.units.iter().any(|unit| unit.id.as_str() == "SL-H1"), "who is asked is in it");
        window.must_show("2027-02-20");
        let hospital =
            window.desk().tree().unit(&hospital_key().unit).expect("there").name.text(lang).to_owned();
        window.click_starting(&{
            window.desk().catalogue().form(&hospital_key().form).expect("a form").name.text(lang).to_owned()
        });
        window.must_show(&hospital);
        assert!(window.rests());
        window.close();
    }
}

/// What stands below a bureau is searched by unit and form, in characters or pinyin; our own stay where they are.
#[test]
fn what_stands_below_is_searched() {
    let (_folder, mut window) = reviewing(Lang::Zh);
    let unit = window.desk().tree().unit(&hospital_key().unit).expect("there").name.zh.clone();
    let line = format!("{unit} 医院年报");
    let is_listed = |window: &Window| window.names().iter().any(|name| name.starts_with(&line));
    assert!(is_listed(&window));
    let field = window.say("submit.search");
    window.click(&field);
    for (typed, finds) in [("sl-h1 yynb", true), ("妇幼", false), (unit.as_str(), true), ("sl-c1", false)] {
        window.press_with(CTRL, Key::A);
        window.type_text(typed);
        assert_eq!(is_listed(&window), finds, "{typed}");
        assert_eq!(window.shows(&window.say("palette.nothing")), !finds, "{typed}");
        window.must_show(&window.say("submit.ours"));
    }
}
