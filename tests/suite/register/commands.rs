//! Changing the register: what is refused, what follows, what undo brings back, and whose total a unit counts in when.

use duibiao::{
    base::{Bilingual, Decimal, ElementId, Lang, Period, UnitId},
    desk::{Command, Correction, DemoSize, Desk, Rank, RollUpItem, Subject, UnitChange, write_demo},
    unit::{Grade, Ownership, Tree, Unit, UnitKind},
};
use proptest::prelude::*;
use tempfile::TempDir;

use crate::support::now;

pub(super) fn day(text: &str) -> chrono::NaiveDate {
    text.parse().expect("a day")
}

pub(super) fn id(text: &str) -> UnitId {
    text.parse().expect("an id")
}

/// A made-up city with two counties, in the chair of its bureau.
pub(super) fn city() -> (TempDir, Desk) {
    let folder = TempDir::new().expect("a folder");
    let root = folder.path().join("demo");
    write_demo(&root, DemoSize { counties: 2, units: 14, years: 3, seed: 5 }, 2025, "测试", now())
        .expect("the demonstration");
    let mut desk = Desk::open(&root, "李四", now()).expect("it opens");
    desk.apply(Command::TakeSeat(id("SL-CITY")), now());
    (folder, desk)
}

fn change(desk: &mut Desk, unit: &str, change: UnitChange) -> Vec<String> {
    let command =
        Command::ChangeUnit {
            unit: id(unit), change: Box::new(change), why: "卫健〔2026〕1号".to_owned()
        };
    desk.apply(command, now()).into_iter().map(|notice| notice.message.zh).collect()
}

#[track_caller]
fn done(desk: &mut Desk, unit: &str, what: UnitChange) {
    assert_eq!(change(desk, unit, what), Vec::<String>::new(), "{unit}");
}

#[track_caller]
fn refused(desk: &mut Desk, unit: &str, what: UnitChange, words: &str) {
    let before: Vec<Unit> = desk.tree().all().cloned().collect();
    let foreseen = desk.foresee(&id(unit), &what).expect_err("it is foreseen as well").zh;
    let said = change(desk, unit, what).join("");
    assert!(said.contains(words), "{unit}: {said}");
    assert_eq!(said, foreseen, "the question says what the command says");
    assert!(desk.tree().all().eq(before.iter()), "a refused change changes nothing");
}

fn clinic(code: &str, name: &str, parent: &str) -> UnitChange {
    let name = Bilingual::new(name, "");
    let unit = Unit { parent: Some(id(parent)), ..Unit::new(id(code), name, UnitKind::VillageClinic) };
    UnitChange::Add(Box::new(unit))
}

#[test]
fn what_contradicts_itself_is_refused_with_a_reason() {
    let (_folder, mut desk) = city();
    let taken = desk.tree().unit(&id("SL-H1")).expect("a hospital").name.zh.clone();
    refused(&mut desk, "SL-H1", clinic("SL-H1", "又一家", "SL-CITY"), "已经有了");
    refused(&mut desk, "N1", clinic("N1", &taken, "SL-CITY"), "重名");
    refused(&mut desk, "N1", clinic("N1", " ", "SL-C1"), "没有名称");
    refused(&mut desk, "SL-C1", UnitChange::Close(day("2026-01-01")), "还在册");
    refused(&mut desk, "SL-C1", UnitChange::Move { to: id("SL-C1-GH"), on: day("2026-01-01") }, "绕成了圈");
    refused(&mut desk, "SL-CITY", UnitChange::Close(day("2026-01-01")), "本单位");
    refused(&mut desk, "SL-H1", UnitChange::Opened("2026-02-30".to_owned()), "2026-02-30");
    refused(&mut desk, "SL-H1", UnitChange::Remove, "填报件");
    let merge = |into: &str| UnitChange::Merge { into: id(into), on: day("2026-01-01") };
    refused(&mut desk, "SL-H1", merge("SL-H1"), "另一家");
    refused(&mut desk, "SL-H1", merge("NOWHERE"), "另一家");
    done(&mut desk, "SL-H2", UnitChange::Close(day("2025-06-01")));
    refused(&mut desk, "SL-H1", merge("SL-H2"), "不在册");
    refused(&mut desk, "SL-H2", UnitChange::Opened("2025-07-01".to_owned()), "不晚于成立日期");
    done(&mut desk, "SL-C1-GH", UnitChange::Move { to: id("SL-C2"), on: day("2025-01-01") });
    refused(&mut desk, "SL-C1-GH", UnitChange::Move { to: id("SL-C1"), on: day("2024-01-01") }, "划转");
    // A hospital that turned out to be a clinic would leave its hospital returns without a form.
    let unit = desk.tree().unit(&id("SL-H1")).expect("a hospital").clone();
    let wrong = Correction { kind: UnitKind::VillageClinic, ..Correction::of(&unit, day("2026-01-01")) };
    refused(&mut desk, "SL-H1", UnitChange::Correct(wrong), "不再填");
    // Whoever is closed can be opened again, and what hangs on it is looked at too.
    done(&mut desk, "SL-H2", UnitChange::Closed(String::new()));
    assert!(desk.tree().unit(&id("SL-H2")).expect("there").closed.is_none());
}

#[test]
fn another_bureaus_units_are_not_ours_to_change() {
    let (_folder, mut desk) = city();
    desk.apply(Command::TakeSeat(id("SL-C1")), now());
    refused(&mut desk, "SL-C2-GH", UnitChange::Name("别人的".to_owned()), "下级机构");
    refused(&mut desk, "SL-C1-GH", UnitChange::Move { to: id("SL-C2"), on: day("2026-01-01") }, "划转");
    refused(&mut desk, "N1", clinic("N1", "某村卫生室", "SL-C2"), "下级机构");
    done(&mut desk, "SL-C1-GH", UnitChange::NameEn("County Hospital".to_owned()));
    desk.apply(Command::TakeSeat(id("SL-H1")), now());
    refused(&mut desk, "SL-H1", UnitChange::Name("自己改".to_owned()), "下级机构");
}

/// Every change is told in the journal with who and why, and reads back from the disk as it was.
#[test]
fn a_change_is_journalled_and_saved_at_once() {
    let (folder, mut desk) = city();
    done(&mut desk, "SL-C1-GH", UnitChange::Move { to: id("SL-C2"), on: day("2025-01-01") });
    done(&mut desk, "SL-H2", UnitChange::Merge { into: id("SL-H1"), on: day("2025-07-01") });
    let rank = Rank { level: 3, grade: Some(Grade::B), ownership: Ownership::County };
    done(&mut desk, "SL-C1-GH", UnitChange::Promote { rank, from: day("2025-03-01") });
    desk.save_now(now()).expect("it is written");
    let told: Vec<String> = desk
        .register_history(&id("SL-C1-GH"))
        .iter()
        .flat_map(|edit| {
            desk.register_edit_words(edit)
                .into_iter()
                .map(|words| format!("{} {} {}", edit.who, edit.why, words.zh))
        })
        .collect();
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(
        told[0].starts_with("李四 卫健〔2026〕1号 上级：") && told[0].contains("2025-01-01 起"),
        "{told:?}"
    );
    assert!(told[1].contains("级别、举办：") && told[1].contains("三级乙等 县办 2025-03-01 起"), "{told:?}");
    let units: Vec<Unit> = desk.tree().all().cloned().collect();
    let history = desk.register_history(&id("SL-H2"));
    drop(desk);
    let desk = Desk::open(&folder.path().join("demo"), "李四", now()).expect("it opens");
    assert!(desk.tree().all().eq(units.iter()), "the register is the one that was saved");
    assert_eq!(desk.register_history(&id("SL-H2")), history);
    assert!(desk.faults().is_empty(), "{:?}", desk.faults());
}

/// Gives what the units of one county, or of all, come to as anybody would add them up by hand, as of a year's end.
fn by_hand(desk: &Desk, root: &UnitId, element: &ElementId, year: i32) -> Decimal {
    let period = Period::year(year);
    let on = period.last_day();
    let is_below = |unit: &Unit| {
        let mut at = Some(unit);
        while let Some(here) = at {
            if here.id == *root {
                return true;
            }
            let parent = here
                .moves
                .iter()
                .find(|moved| on < moved.on)
                .map_or(here.parent.as_ref(), |moved| moved.from.as_ref());
            at = parent.and_then(|parent| desk.tree().unit(parent));
        }
        false
    };
    let counts = |unit: &&Unit| {
        let is_there =
            unit.opened.is_none_or(|opened| opened <= on) && unit.closed.is_none_or(|closed| on < closed);
        is_there && is_below(unit)
    };
    let of = |unit: &Unit| -> Decimal {
        let own = desk.returns().filter(|found| found.key.unit == unit.id && found.key.period == period);
        own.filter_map(|found| found.entry(element).figure.known()).sum()
    };
    desk.tree().all().filter(counts).map(of).sum()
}

fn total(desk: &Desk, root: &UnitId, element: &ElementId, year: i32) -> Decimal {
    let found = desk.total(&RollUpItem::Element(element.clone()), root, Period::year(year));
    found.and_then(|outcome| outcome.value).unwrap_or_default()
}

#[track_caller]
fn adds_up(desk: &Desk, when: &str) {
    let beds: ElementId = "beds_total".parse().expect("an id");
    for root in ["SL-CITY", "SL-C1", "SL-C2"].map(id) {
        for year in 2023..=2025 {
            let (rolled, hand) = (total(desk, &root, &beds, year), by_hand(desk, &root, &beds, year));
            assert_eq!(rolled, hand, "{when}: {root} in {year}");
        }
    }
}

/// A unit counts in each year's total where it stood at the end of it.
#[test]
fn totals_follow_the_days() {
    let (_folder, mut desk) = city();
    let beds: ElementId = "beds_total".parse().expect("an id");
    let all = |desk: &Desk| {
        let years = [2023, 2024, 2025];
        ["SL-CITY", "SL-C1", "SL-C2"].map(|root| years.map(|year| total(desk, &id(root), &beds, year)))
    };
    let own = |desk: &Desk, unit: &str, year| total(desk, &id(unit), &beds, year);
    let before = all(&desk);
    let moved = [2023, 2024, 2025].map(|year| own(&desk, "SL-C1-GH", year));
    assert!(!moved[0].is_zero() && !moved[1].is_zero(), "the hospital has beds");
    done(&mut desk, "SL-C1-GH", UnitChange::Move { to: id("SL-C2"), on: day("2024-12-31") });
    let after = all(&desk);
    assert_eq!(after[0], before[0], "the city's total stays");
    assert_eq!(after[1], [before[1][0], before[1][1] - moved[1], before[1][2] - moved[2]]);
    assert_eq!(after[2], [before[2][0], before[2][1] + moved[1], before[2][2] + moved[2]]);
    adds_up(&desk, "moved");
    // What is merged no longer counts from the year on in which it is closed.
    let gone = [2023, 2024, 2025].map(|year| own(&desk, "SL-H2", year));
    done(&mut desk, "SL-H2", UnitChange::Merge { into: id("SL-H1"), on: day("2025-03-01") });
    assert_eq!(all(&desk)[0], [before[0][0], before[0][1], before[0][2] - gone[2]]);
    adds_up(&desk, "merged");
    let expected = |desk: &Desk, year| {
        let lines = desk.reporting(&id("SL-C1"), Period::year(year), day("2026-03-01")).lines;
        lines.iter().any(|line| line.unit.as_str() == "SL-C1-GH")
    };
    assert_eq!(
        (expected(&desk, 2023), expected(&desk, 2024)),
        (true, false),
        "who owes is asked as of the year too"
    );
    for _ in 0..2 {
        desk.apply(Command::UndoIn(Subject::Register), now());
    }
    assert_eq!(all(&desk), before, "undo brings every total back");
}

/// Anything a person may press, sensible or not.
#[derive(Clone, Debug)]
enum Press {
    Add(u8, u8),
    Name(u8, u8),
    Opened(u8, u8),
    Closed(u8, u8),
    Close(u8, u8),
    Merge(u8, u8, u8),
    Move(u8, u8, u8),
    Promote(u8, u8, u8),
    Parent(u8, u8),
    Remove(u8),
    Undo,
    Redo,
}

fn press() -> impl Strategy<Value = Press> {
    let n = || 0..32u8;
    prop_oneof![
        1 => (n(), n()).prop_map(|(a, b)| Press::Add(a, b)),
        1 => (n(), n()).prop_map(|(a, b)| Press::Name(a, b)),
        1 => (n(), n()).prop_map(|(a, b)| Press::Opened(a, b)),
        1 => (n(), n()).prop_map(|(a, b)| Press::Closed(a, b)),
        1 => (n(), n()).prop_map(|(a, b)| Press::Close(a, b)),
        1 => (n(), n(), n()).prop_map(|(a, b, c)| Press::Merge(a, b, c)),
        3 => (n(), n(), n()).prop_map(|(a, b, c)| Press::Move(a, b, c)),
        1 => (n(), n(), n()).prop_map(|(a, b, c)| Press::Promote(a, b, c)),
        1 => (n(), n()).prop_map(|(a, b)| Press::Parent(a, b)),
        1 => n().prop_map(Press::Remove),
        2 => Just(Press::Undo),
        1 => Just(Press::Redo),
    ]
}

/// Presses something: units and days are taken from what is there.
fn apply(desk: &mut Desk, press: &Press) -> bool {
    let units: Vec<UnitId> = desk.tree().all().map(|unit| unit.id.clone()).collect();
    let unit = |n: u8| units[usize::from(n) % units.len()].clone();
    let on = |n: u8| day("2022-12-31") + chrono::Days::new(u64::from(n) * 60);
    let (of, change) = match press {
        Press::Undo | Press::Redo => {
            let subject = Subject::Register;
            let is_undo = matches!(press, Press::Undo);
            let command = if is_undo { Command::UndoIn(subject) } else { Command::RedoIn(subject) };
            desk.apply(command, now());
            return false;
        }
        Press::Add(n, parent) => {
            let code = format!("N{n}");
            let unit = Unit {
                parent: Some(unit(*parent)),
                ..Unit::new(id(&code), Bilingual::new(format!("新{n}"), ""), UnitKind::VillageClinic)
            };
            (id(&code), UnitChange::Add(Box::new(unit)))
        }
        Press::Name(of, n) => (unit(*of), UnitChange::Name(format!("改名{n}"))),
        Press::Opened(of, n) => (unit(*of), UnitChange::Opened(on(*n).to_string())),
        Press::Closed(of, n) => {
            let text = if n % 3 == 0 { String::new() } else { on(*n).to_string() };
            (unit(*of), UnitChange::Closed(text))
        }
        Press::Close(of, n) => (unit(*of), UnitChange::Close(on(*n))),
        Press::Merge(of, into, n) => (unit(*of), UnitChange::Merge { into: unit(*into), on: on(*n) }),
        Press::Move(of, to, n) => (unit(*of), UnitChange::Move { to: unit(*to), on: on(*n) }),
        Press::Promote(of, n, level) => {
            let rank = Rank { level: level % 4, grade: None, ownership: Ownership::County };
            (unit(*of), UnitChange::Promote { rank, from: on(*n) })
        }
        Press::Parent(of, to) => {
            let found = desk.tree().unit(&unit(*of)).expect("there").clone();
            let new = Correction { parent: Some(unit(*to)), ..Correction::of(&found, day("2026-01-01")) };
            (found.id, UnitChange::Correct(new))
        }
        Press::Remove(of) => (unit(*of), UnitChange::Remove),
    };
    let foreseen = desk.foresee(&of, &change).is_ok();
    let before = desk.tree().clone();
    let command = Command::ChangeUnit { unit: of, change: Box::new(change), why: String::new() };
    let is_refused = !desk.apply(command, now()).is_empty();
    assert_eq!(foreseen, !is_refused, "what is foreseen is what happens: {press:?}");
    *desk.tree() != before
}

/// What must hold of every register, whatever was pressed.
fn is_sound(desk: &Desk) {
    let units: Vec<Unit> = desk.tree().all().cloned().collect();
    let again = Tree::new(units.clone()).expect("no double, no circle, nobody without a parent, on any day");
    assert!(again == *desk.tree(), "what is written reads back the same");
    for unit in &units {
        if let (Some(opened), Some(closed)) = (unit.opened, unit.closed) {
            assert!(opened < closed, "{}", unit.id);
        }
        assert!(unit.closed.is_some() || unit.merged_into.is_none(), "{}", unit.id);
        // At no year's end does anybody who is there report to somebody who is not any more.
        for year in 2022..=2028 {
            let on = Period::year(year).last_day();
            let parent = unit.parent_on(on).and_then(|parent| desk.tree().unit(parent));
            if unit.is_open(on)
                && let Some(parent) = parent
            {
                assert!(parent.closed.is_none_or(|closed| on < closed), "{} in {year}", unit.id);
            }
        }
    }
    for found in desk.returns() {
        assert!(desk.tree().unit(&found.key.unit).is_some(), "{} lost its unit", found.key);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, max_shrink_iters: 200, ..ProptestConfig::default() })]

    /// Undo restores exactly, redo as well, and totals are what anybody adds up by hand as of each year's end.
    #[test]
    fn any_sequence_keeps_the_register_sound(presses in prop::collection::vec(press(), 1..24)) {
        let (_folder, mut desk) = city();
        let first = desk.tree().clone();
        let mut states = Vec::new();
        for press in &presses {
            if apply(&mut desk, press) {
                states.push(press);
            }
            is_sound(&desk);
        }
        adds_up(&desk, "pressed");
        let last = desk.tree().clone();
        let mut steps = 0;
        while desk.can_undo_in(&Subject::Register) {
            desk.apply(Command::UndoIn(Subject::Register), now());
            steps += 1;
            prop_assert!(steps <= presses.len(), "undo comes to an end");
        }
        prop_assert!(*desk.tree() == first, "everything taken back is the first register");
        adds_up(&desk, "undone");
        for _ in 0..steps {
            desk.apply(Command::RedoIn(Subject::Register), now());
        }
        prop_assert!(*desk.tree() == last, "everything done again is the last register");
    }
}

#[test]
fn what_follows_is_said_before_it_is_done() {
    let (_folder, desk) = city();
    let foreseen = |unit: &str, change: UnitChange| {
        let told = desk.foresee(&id(unit), &change).expect("it may be done");
        [Lang::Zh, Lang::En].map(|lang| told.iter().map(|line| line.text(lang)).collect::<Vec<_>>().join(" "))
    };
    let [zh, en] = foreseen("SL-H2", UnitChange::Close(day("2025-06-01")));
    assert!(zh.contains("不再应报") && zh.contains("此前 2 份") && zh.contains("此后各期已有 1 份"), "{zh}");
    assert!(en.contains("its 2 earlier returns stay") && en.contains("The 1 returns of later"), "{en}");
    let [zh, en] = foreseen("SL-C1-GH", UnitChange::Move { to: id("SL-C2"), on: day("2025-01-01") });
    assert!(zh.contains("计入“示例乙") || zh.contains("计入"), "{zh}");
    assert!(en.contains("2025-01-01 or later"), "{en}");
    let [zh, _] = foreseen("N1", clinic("N1", "某村卫生室", "SL-C1"));
    assert!(zh.contains("填"), "{zh}");
}
