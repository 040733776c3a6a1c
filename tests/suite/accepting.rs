//! 批量审核通过: several returns are accepted at once, and only those that nothing speaks against.

use std::collections::BTreeMap;

use duibiao::{
    base::{Decimal, Figure, Lang},
    desk::{Command, Desk, Doubt, Moving},
    returns::{ReturnKey, Status, UnitReturn},
};
use egui::Key;

use crate::{
    all_screens::{check_words, sections},
    desk_scenarios::handing_in::moved,
    hands_screens::prepared,
    support::{CTRL, Holding, Window, now, pass, workspace},
};

fn seat(desk: &mut Desk, unit: &str) {
    desk.apply(Command::TakeSeat(unit.parse().expect("an id")), now());
}

/// Lets every unit of the demonstration hand in once more what was accepted of a year, and takes the city's chair.
fn hand_in_again(desk: &mut Desk) {
    let accepted = |found: &&std::sync::Arc<UnitReturn>| {
        found.status() == Status::Accepted && found.key.period == duibiao::base::Period::year(2024)
    };
    let keys: Vec<ReturnKey> = desk.returns().filter(accepted).map(|found| found.key.clone()).collect();
    for key in keys {
        seat(desk, key.unit.as_str());
        let before = desk.head(&key).status;
        assert!(moved(desk, &key, Moving::Correct("look again".to_owned())));
        if !moved(desk, &key, Moving::SubmitUnchanged("as it was".to_owned())) {
            panic!("{key} was {before:?}: {:?}", desk.readiness(&key));
        }
    }
    seat(desk, "SL-CITY");
}

/// Gives the gravest of what speaks against a return.
fn gravest(desk: &Desk, key: &ReturnKey) -> Option<Doubt> {
    desk.doubts(key).first().copied()
}

/// Gives the returns that wait for the city, each with what speaks against it.
fn doubts(desk: &Desk) -> BTreeMap<ReturnKey, Option<Doubt>> {
    let waits = |key: &&ReturnKey| matches!(desk.head(key).status, Status::Submitted | Status::Received);
    desk.handed_in_below().iter().filter(waits).map(|key| (key.clone(), gravest(desk, key))).collect()
}

fn cell(desk: &Desk, key: &ReturnKey, element: &str) -> Figure {
    desk.unit_return(key).expect("there").figure(&element.parse().expect("an id")).clone()
}

fn settled(desk: &mut Desk, key: &ReturnKey) {
    for element in desk.findings(key).list.iter().map(|view| view.finding.clone()).collect::<Vec<_>>() {
        let (key, check, text) = (key.clone(), element.check, "核实无误".to_owned());
        desk.apply(Command::Explain { key, element: element.element, check, text }, now());
    }
}

/// Each reason holds back exactly the return it is true of, and the gravest is the one that is given.
#[test]
fn each_reason_holds_back_its_return() {
    let folder = workspace(Holding::SmallDemo);
    let desk = &mut Desk::open(&folder.path().join("w"), "张三", now()).expect("it opens");
    hand_in_again(desk);
    let all = doubts(desk);
    let plain: Vec<ReturnKey> =
        all.iter().filter(|(_, doubt)| doubt.is_none()).map(|(key, _)| key.clone()).collect();
    assert!(plain.len() > 5, "{all:?}");
    for (key, doubt) in &all {
        let findings = desk.findings(key);
        assert_eq!((findings.hard, findings.unexplained), (0, 0), "{key} was handed in");
        let explained =
            findings.list.iter().any(|view| matches!(view.answer, duibiao::desk::Answer::Given(_)));
        let cells = desk.filled(key);
        let is_blank = cells.filled < cells.asked;
        let expected = explained.then_some(Doubt::Explained).or(is_blank.then_some(Doubt::Blank));
        assert_eq!(*doubt, expected, "{key}");
    }
    let key = plain.iter().find(|key| key.form.as_str() == "hospital").expect("a hospital").clone();
    let refill = |desk: &mut Desk, fill: &dyn Fn(&mut Desk)| {
        seat(desk, key.unit.as_str());
        assert!(moved(desk, &key, Moving::Withdraw("again".to_owned())));
        fill(desk);
        let moving = if desk.is_unchanged(&key) {
            Moving::SubmitUnchanged("as it was".to_owned())
        } else {
            Moving::Submit
        };
        assert!(moved(desk, &key, moving), "{:?}", desk.findings(&key).list);
        seat(desk, "SL-CITY");
        gravest(desk, &key)
    };
    let set = |desk: &mut Desk, element: &str, text: String| {
        let element = element.parse().expect("an id");
        desk.apply(Command::SetFigure { key: key.clone(), element, text }, now());
    };
    let Figure::Known(beds) = cell(desk, &key, "beds_total") else { panic!("beds are there") };
    let far = |desk: &mut Desk| {
        set(desk, "beds_total", (beds * Decimal::from(3)).to_string());
        settled(desk, &key);
    };
    assert_eq!(refill(desk, &far), Some(Doubt::Explained));
    assert_eq!(refill(desk, &|desk| set(desk, "beds_total", beds.to_string())), None, "as it was");
    let blank = |desk: &mut Desk| {
        let element = "beds_icu".parse().expect("an id");
        desk.apply(Command::Clear { key: key.clone(), elements: vec![element] }, now());
    };
    assert_eq!(refill(desk, &blank), Some(Doubt::Blank));
    // The same figures as the year before, but for what was not asked then.
    let before = ReturnKey { period: key.period.previous(), ..key.clone() };
    let then = desk.unit_return(&before).expect("handed in").entries.clone();
    let same = |desk: &mut Desk| {
        for (element, entry) in &then {
            if let Figure::Known(figure) = entry.figure {
                set(desk, element.as_str(), figure.to_string());
            }
        }
        settled(desk, &key);
    };
    assert_eq!(refill(desk, &same), Some(Doubt::Same));
    let empty = |desk: &mut Desk| {
        let filled = desk.unit_return(&key).expect("there").entries.keys().cloned().collect();
        desk.apply(Command::Clear { key: key.clone(), elements: filled }, now());
        desk.apply(Command::NilReturn { key: key.clone(), reason: "停业".to_owned() }, now());
        settled(desk, &key);
    };
    assert_eq!(refill(desk, &empty), Some(Doubt::Empty));
    // A question goes before what the figures say.
    let asked = [("beds_total".parse().expect("an id"), "为何没有床位？".to_owned())];
    desk.ask(&key, &asked, now()).expect("it can be asked");
    assert_eq!(gravest(desk, &key), Some(Doubt::Unanswered));
}

fn press_open(window: &mut Window) {
    window.press_with(CTRL, Key::Num9);
    window.click(&window.say("bulk.open"));
    window.wait_until("all are looked at", |window| window.shows(&window.say("bulk.plain")));
}

fn count(window: &Window, keys: usize) -> String {
    duibiao::words::say_with(window.lang(), "bulk.accept", &[("n", &keys.to_string())])
}

/// The dialog says how many may pass and what speaks against the rest; its button accepts the former and no other.
#[test]
fn several_are_accepted_at_once() {
    for lang in [Lang::Zh, Lang::En] {
        let (folder, mut window) = prepared(hand_in_again);
        if lang == Lang::En {
            window.press_with(CTRL, Key::L);
        }
        let before = doubts(window.desk());
        let (plain, held): (Vec<_>, Vec<_>) = before.iter().partition(|(_, doubt)| doubt.is_none());
        assert!(!plain.is_empty() && !held.is_empty(), "{before:?}");
        press_open(&mut window);
        let keys = ["bulk.title", "bulk.plain", "bulk.to_first", "bulk.explained", "cancel"];
        check_words(&window, "several", &keys, &sections());
        window.must_show(Doubt::Explained.name().text(lang));
        let button = count(&window, plain.len());
        // Esc writes nothing.
        window.press(Key::Escape);
        assert!(!window.shows(&button));
        assert_eq!(doubts(window.desk()), before);
        press_open(&mut window);
        window.click(&button);
        for (key, _) in &plain {
            assert_eq!(window.desk().head(key).status, Status::Accepted, "{key}");
        }
        assert_eq!(doubts(window.desk()).len(), held.len());
        pass(3);
        window.wait_until("it is written", |window| !window.desk().is_busy());
        window.close();
        let desk = Desk::open(&folder.path().join("w"), "王五", now()).expect("it opens");
        assert!(plain.iter().all(|(key, _)| desk.head(key).status == Status::Accepted));
        assert!(plain.iter().all(|(key, _)| desk.history_break(key).is_none()));
        assert!(held.iter().all(|(key, _)| desk.head(key).status == Status::Submitted));
    }
}

/// What is searched for bounds what is accepted, and the first return of a reason is a click away.
#[test]
fn only_what_is_searched_for_is_accepted() {
    let (_folder, mut window) = prepared(hand_in_again);
    let all = doubts(window.desk());
    window.press_with(CTRL, Key::Num9);
    window.click(&window.say("submit.search"));
    window.type_text("SL-C1");
    press_open(&mut window);
    let is_meant = |key: &&ReturnKey| key.unit.as_str().starts_with("SL-C1");
    let plain: Vec<&ReturnKey> =
        all.iter().filter(|(_, doubt)| doubt.is_none()).map(|(key, _)| key).filter(is_meant).collect();
    assert!(!plain.is_empty() && plain.len() < all.len());
    window.must_show("只看按“SL-C1”查到的");
    window.click(&count(&window, plain.len()));
    let left = doubts(window.desk());
    assert!(plain.iter().all(|key| !left.contains_key(*key)));
    assert_eq!(left.len(), all.len() - plain.len());
    window.press_with(CTRL, Key::Num9);
    window.click(&window.say("submit.search"));
    window.press_with(CTRL, Key::A);
    window.press(Key::Delete);
    press_open(&mut window);
    let words = format!("看第一份：{}", Doubt::Explained.name().zh);
    window.click(&words);
    let of = window.desk().handed_in_below();
    let first = of.iter().find(|key| left.get(*key) == Some(&Some(Doubt::Explained))).expect("listed");
    let name = window.desk().tree().unit(&first.unit).expect("there").name.zh.clone();
    window.must_show(&name);
    window.must_show("审核对照");
}

/// A return may come with what its own unit could never have handed in: our checks look at it all the same.
#[test]
fn what_our_checks_find_holds_a_return_back() {
    let folder = workspace(Holding::SmallDemo);
    let root = folder.path().join("w");
    let mut desk = Desk::open(&root, "张三", now()).expect("it opens");
    hand_in_again(&mut desk);
    desk.save_now(now()).expect("it is written");
    let all = doubts(&desk);
    let with = |doubt: Option<Doubt>| {
        let of = |(key, found): (&ReturnKey, &Option<Doubt>)| {
            (*found == doubt && key.form.as_str() == "hospital").then(|| key.clone())
        };
        all.iter().find_map(of).unwrap_or_else(|| panic!("no hospital with {doubt:?}"))
    };
    let (plain, explained) = (with(None), with(Some(Doubt::Explained)));
    let mut wrong = UnitReturn::clone(desk.unit_return(&plain).expect("there"));
    let icu = wrong.entries.get_mut("beds_icu").expect("filled");
    icu.figure = Figure::Known(999_999.into());
    wrong.revision += 1;
    let mut silent = UnitReturn::clone(desk.unit_return(&explained).expect("there"));
    for entry in silent.entries.values_mut() {
        entry.explanations.clear();
    }
    silent.revision += 1;
    for changed in [&wrong, &silent] {
        desk.folder().replace_return(changed).expect("it is written");
    }
    drop(desk);
    let desk = Desk::open(&root, "张三", now()).expect("it opens");
    assert_eq!(gravest(&desk, &plain), Some(Doubt::Hard));
    assert_eq!(gravest(&desk, &explained), Some(Doubt::Unexplained));
}

/// What a person has begun to write of a return is not thrown away by accepting it with others; what is mild passes with
/// them where it is ticked.
#[test]
fn what_is_written_is_kept_and_what_is_mild_may_pass() {
    let (_folder, mut window) = prepared(|desk| {
        hand_in_again(desk);
        // One more comes with figures far from the last ones, explained, and with a blank cell.
        let all = doubts(desk);
        let is_plain =
            |(key, doubt): &(&ReturnKey, &Option<Doubt>)| doubt.is_none() && key.form.as_str() == "hospital";
        let key = all.iter().find(is_plain).expect("a hospital").0.clone();
        seat(desk, key.unit.as_str());
        assert!(moved(desk, &key, Moving::Withdraw("again".to_owned())));
        let Figure::Known(beds) = cell(desk, &key, "beds_total") else { panic!("beds are there") };
        for (element, text) in
            [("beds_total", (beds * Decimal::from(3)).to_string()), ("beds_icu", String::new())]
        {
            let element = element.parse().expect("an id");
            desk.apply(Command::SetFigure { key: key.clone(), element, text }, now());
        }
        settled(desk, &key);
        assert!(moved(desk, &key, Moving::Submit));
        seat(desk, "SL-CITY");
    });
    let all = doubts(window.desk());
    let plain: Vec<&ReturnKey> =
        all.iter().filter(|(_, doubt)| doubt.is_none()).map(|(key, _)| key).collect();
    let only = [Doubt::Explained];
    let explained = all.keys().filter(|key| window.desk().doubts(key) == only).count();
    let blank_too = all.values().filter(|doubt| **doubt == Some(Doubt::Explained)).count() - explained;
    assert!(explained > 0 && blank_too > 0, "{explained}, {blank_too}");
    window.press_with(CTRL, Key::Num9);
    window.click(&window.say("submit.search"));
    window.type_text(plain[0].unit.as_str());
    window.press(Key::Enter);
    window.click(&window.say("submit.send_back"));
    window.click(&window.say("submit.words"));
    window.type_text("床位与去年相差太大");
    window.press(Key::Escape);
    window.press(Key::Escape);
    window.click(&window.say("submit.search"));
    window.press_with(CTRL, Key::A);
    window.press(Key::Delete);
    press_open(&mut window);
    window.must_show(&window.say("bulk.unsent"));
    window.must_show(&count(&window, plain.len() - 1));
    let also = format!("{} {}", window.say("bulk.also"), Doubt::Explained.name().zh);
    window.click(&also);
    window.click(&count(&window, plain.len() - 1 + explained));
    let left = doubts(window.desk());
    assert_eq!(left.len(), all.len() - plain.len() + 1 - explained);
    assert!(left.contains_key(plain[0]), "it waits with what was written of it");
    let still = left.values().filter(|doubt| **doubt == Some(Doubt::Explained)).count();
    assert_eq!(still, blank_too, "what is blank as well waits for its own tick");
}
