//! Random histories of two to four computers that fill in one return: whatever order their files arrive in, the same is
//! known; importing twice changes nothing; no edit is lost without being listed.

use std::collections::{BTreeMap, BTreeSet};

use chrono::TimeDelta;
use duibiao::{
    base::Figure,
    exchange::{Ancestor, Fits, Lineage, Merge, Outcome, ReadFile, Side, Source, Stand},
    returns::{Entry, UnitReturn},
    unit::UnitKind,
    wire::{Branch, Travelling, return_digest},
};

use super::{Dice, hand_in, id, key, now, package, stage, unit};

const ELEMENTS: [&str; 4] = ["beds_total", "beds_icu", "staff_nurses", "staff_physicians"];

/// One computer: what stands on it, and what stood there when a backup was made.
#[derive(Clone)]
struct Computer {
    here: UnitReturn,
    backup: UnitReturn,
    /// Minutes its clock is off.
    clock: i64,
}

/// Plays a history and gives what was exported, in order: copies and re-sent files included.
fn history(dice: &mut Dice) -> Vec<UnitReturn> {
    let start = UnitReturn::new(key("H1"), 1);
    let clocks = [0, 0, 5 * 525_600, -5 * 525_600];
    let mut computers: Vec<Computer> = (0..2 + dice.below(3))
        .map(|at| Computer { here: start.clone(), backup: start.clone(), clock: clocks[at] })
        .collect();
    let most = [1, 2, 2, 3, 3, 3, 4, 4, 5, 6, 7][dice.below(11)];
    let mut exported: Vec<UnitReturn> = Vec::new();
    let mut minute = 0;
    while exported.len() < most {
        minute += 1;
        let at = dice.below(computers.len());
        let other = dice.below(computers.len());
        match dice.below(12) {
            0..=4 => {
                let element = id(ELEMENTS[dice.below(ELEMENTS.len())]);
                let number = i64::try_from(dice.below(4)).expect("small");
                let entry =
                    if number == 3 { Entry::default() } else { Entry::of(Figure::Known(number.into())) };
                computers[at].here.replace(&element, entry);
            }
            5..=7 => {
                let now = now() + TimeDelta::minutes(minute + computers[at].clock);
                hand_in(&mut computers[at].here, now);
                exported.push(computers[at].here.clone());
            }
            // The workspace is carried to another computer.
            8 => computers[other].here = computers[at].here.clone(),
            9 => computers[at].backup = computers[at].here.clone(),
            10 => computers[at].here = computers[at].backup.clone(),
            // The same file is mailed once more, under another name.
            _ => {
                let again = exported.get(dice.below(exported.len().max(1))).cloned();
                exported.extend(again);
            }
        }
    }
    exported
}

/// Every order of a few, some orders of many.
fn orders(count: usize, dice: &mut Dice) -> Vec<Vec<usize>> {
    let mut all = vec![Vec::new()];
    if count <= 5 {
        for next in 0..count {
            let put = |order: &Vec<usize>| {
                (0..=next).map(|at| [&order[..at], &[next], &order[at..]].concat()).collect::<Vec<_>>()
            };
            all = all.iter().flat_map(put).collect();
        }
        return all;
    }
    let shuffled = |dice: &mut Dice| {
        let mut order: Vec<usize> = (0..count).collect();
        for at in (1..count).rev() {
            order.swap(at, dice.below(at + 1));
        }
        order
    };
    (0..50).map(|_| shuffled(dice)).collect()
}

/// What a desk keeps of a return: where it stands, and which versions were replaced here and are kept.
#[derive(Clone, Default, PartialEq, Debug)]
struct Desk {
    stand: Stand,
    kept: BTreeSet<String>,
}

impl Desk {
    fn take(&mut self, line: &Lineage) -> Fits {
        let branch =
            |lineage: Vec<String>| Branch { file: lineage.join("/"), lineage, set_aside: false, at: now() };
        let before = self.stand.at_hand.clone();
        let fits = self.stand.take(line, branch);
        let tip = line.tip().expect("handed in").to_owned();
        match fits {
            Fits::Follows => {
                self.kept.extend(before.as_ref().and_then(Lineage::tip).map(str::to_owned));
            }
            Fits::Older if !self.kept.contains(&tip) => self.stand.remember(branch(line.digests().to_vec())),
            _ => {}
        }
        fits
    }
}

/// The figures some lineages stand for, listed against each other as a person meets them.
fn compared(newest: &BTreeSet<Lineage>, bodies: &BTreeMap<&str, &UnitReturn>) {
    let body = |line: &Lineage| bodies[line.tip().expect("handed in")];
    for (at, ours) in newest.iter().enumerate() {
        for theirs in newest.iter().skip(at + 1) {
            let base = ours.last_common(theirs).map(|digest| bodies.get(digest).copied());
            let ancestor = match base {
                None => Ancestor::None,
                Some(None) => Ancestor::Unknown,
                Some(Some(base)) => Ancestor::Known(base),
            };
            let (one, two) = (body(ours), body(theirs));
            let merge = Merge::of(ancestor, one, two);
            let turned = Merge::of(ancestor, two, one);
            assert_eq!(merge.cells.len(), turned.cells.len());
            for (cell, other) in merge.cells.iter().zip(&turned.cells) {
                assert_eq!((&cell.ours, &cell.theirs), (&other.theirs, &other.ours));
                let turn = |side| if side == Side::Ours { Side::Theirs } else { Side::Ours };
                assert_eq!(cell.changed_by, other.changed_by.map(turn));
            }
            // What differs is listed, every cell of it.
            for element in ELEMENTS {
                let listed = merge.cells.iter().any(|cell| cell.element.as_str() == element);
                assert_eq!(listed, one.figure(&id(element)) != two.figure(&id(element)), "{element}");
            }
        }
    }
}

/// 10,000 histories; `DUIBIAO_FULL=1` plays ten times as many.
#[test]
fn every_order_gives_the_same() {
    let count = if std::env::var_os("DUIBIAO_FULL").is_some() { 100_000 } else { 10_000 };
    let (mut conflicts, mut imports) = (0, 0);
    for seed in 0..count {
        let mut dice = Dice(seed);
        let exported = history(&mut dice);
        let lines: Vec<Lineage> = exported.iter().map(|found| Lineage::of(&found.head)).collect();
        let bodies: BTreeMap<&str, &UnitReturn> =
            lines.iter().zip(&exported).filter_map(|(line, found)| Some((line.tip()?, found))).collect();
        let mut first: Option<(BTreeSet<Lineage>, BTreeSet<String>)> = None;
        for order in orders(lines.len(), &mut dice) {
            let mut desk = Desk::default();
            for at in &order {
                desk.take(&lines[*at]);
                imports += 1;
            }
            let newest = desk.stand.newest();
            // Versions to choose between: the one at hand and those that wait, by what they say.
            let waiting = desk.stand.waiting().filter_map(|branch| branch.lineage.last().cloned());
            let at_hand = desk.stand.at_hand.as_ref().and_then(Lineage::tip).map(str::to_owned);
            let choice: BTreeSet<String> = waiting.chain(at_hand).collect();
            for line in &lines {
                assert!(newest.iter().any(|last| line.is_within(last)), "seed {seed}: {line:?} is lost");
            }
            let known = (newest, choice);
            match &first {
                Some(first) => assert_eq!(*first, known, "seed {seed}, order {order:?}"),
                None => first = Some(known),
            }
            if order.first() == Some(&0) {
                let before = desk.clone();
                for at in &order {
                    let fits = desk.take(&lines[*at]);
                    assert!(matches!(fits, Fits::Known | Fits::Older), "seed {seed}: {fits:?}");
                }
                assert_eq!(desk, before, "seed {seed}: importing twice changes something");
            }
        }
        let (newest, choice) = first.expect("one order");
        compared(&newest, &bodies);
        conflicts += usize::from(choice.len() > 1);
    }
    // The histories are worth something: many go apart, and many do not.
    let count = usize::try_from(count).expect("small");
    assert!(
        conflicts > count / 10 && conflicts < count * 9 / 10,
        "{conflicts} of {count}, {imports} imports"
    );
}

/// The same through the staging area with its judging, fewer: outcomes add up, and a form of another version never gets in.
#[test]
fn staging_says_where_each_stands() {
    for seed in 0..60 {
        let mut dice = Dice(seed);
        let mut exported = history(&mut dice);
        let upgraded = dice.below(3) == 0;
        if upgraded && let Some(last) = exported.last_mut() {
            last.form_version = 2;
            last.head.submissions.clear();
            hand_in(last, now());
        }
        let mut first: Option<BTreeSet<Lineage>> = None;
        for order in orders(exported.len(), &mut dice).into_iter().take(12) {
            let mut staging = stage([unit("H1", UnitKind::GeneralHospital, Some("B1"))]);
            let mut desk = Desk::default();
            for at in order {
                let found = exported[at].clone();
                let expected = if found.form_version == 2 {
                    Outcome::Rejected
                } else {
                    match desk.take(&Lineage::of(&found.head)) {
                        Fits::First => Outcome::New,
                        Fits::Follows => Outcome::Update,
                        Fits::Known => Outcome::Duplicate,
                        Fits::Older => Outcome::Superseded,
                        Fits::Apart => Outcome::Conflict,
                    }
                };
                let said = vec![return_digest(&found).expect("a digest")];
                let what = Ok(Travelling::Package(package(vec![found], now())));
                let (name, digest) = (String::new(), String::new());
                let source = Source::Held(Vec::new().into());
                staging.take(ReadFile { name, digest, source, said, what });
                let last = staging.staged().last().expect("staged");
                assert_eq!(last.outcome, expected, "seed {seed}: {:?}", last.reason);
            }
            assert_eq!(staging.counts().sum(), exported.len());
            let newest = desk.stand.newest();
            assert_eq!(*first.get_or_insert(newest.clone()), newest);
        }
    }
}
