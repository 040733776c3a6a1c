//! Thousands of packages with one in twenty bad, of twelve kinds: the six counts are the generator's, to the last one.

use std::collections::BTreeMap;

use duibiao::{
    exchange::{Counts, Outcome, read_file},
    returns::{Status, UnitReturn},
    unit::{Unit, UnitKind},
    wire::package_text,
};

use super::{Dice, id, key, now, package, stage, unit, version};

/// What is wrong with a bad one; each is a way files have gone wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Bad {
    Torn,
    Flipped,
    Gbk,
    TooLarge,
    TooDeep,
    UnknownUnit,
    WrongCounty,
    FormVersion,
    NotAsked,
    PeriodNotIssued,
    Closed,
    BodyDiffers,
    NotHandedIn,
}

const KINDS: [(Bad, &str); 13] = [
    (Bad::Torn, "unreadable"),
    (Bad::Flipped, "unreadable"),
    (Bad::Gbk, "unreadable"),
    (Bad::TooLarge, "too_large"),
    (Bad::TooDeep, "unreadable"),
    (Bad::UnknownUnit, "unknown_unit"),
    (Bad::WrongCounty, "wrong_county"),
    (Bad::FormVersion, "form_version"),
    (Bad::NotAsked, "not_asked"),
    (Bad::PeriodNotIssued, "period_not_issued"),
    (Bad::Closed, "unit_closed"),
    (Bad::BodyDiffers, "body_differs"),
    (Bad::NotHandedIn, "not_handed_in"),
];

fn text(found: UnitReturn) -> Vec<u8> {
    package_text(&package(vec![found], now())).expect("a text").into_bytes()
}

fn bad_file(kind: Bad, number: usize) -> Vec<u8> {
    let cells = [("beds_total", 800), ("beds_icu", i64::try_from(number).expect("small"))];
    let of = |unit: &str| version(&key(unit), 1, &cells, None);
    match kind {
        Bad::Torn => {
            let whole = text(of("H1"));
            whole[..whole.len() * 2 / 3].to_vec()
        }
        Bad::Flipped => {
            let mut whole = text(of("H1"));
            let at = whole.len() / 2 + number % 50;
            whole[at] ^= 1;
            whole
        }
        Bad::Gbk => b"(\n    format: \"duibiao-package\", // \xca\xbe\xc0\xfd".to_vec(),
        Bad::TooLarge => {
            let mut whole = text(of("H1"));
            whole.resize(9 * 1024 * 1024, b' ');
            whole
        }
        Bad::TooDeep => {
            format!("(\n    format: \"duibiao-package\", version: 1, body: {}", "(".repeat(5000)).into_bytes()
        }
        Bad::UnknownUnit => text(of("NOBODY")),
        Bad::WrongCounty => text(of("FAR")),
        Bad::FormVersion => text(version(&key("H1"), 9, &cells, None)),
        Bad::NotAsked => text(of("CDC")),
        Bad::PeriodNotIssued => {
            let mut key = key("H1");
            key.period = duibiao::base::Period::year(2031);
            text(version(&key, 1, &cells, None))
        }
        Bad::Closed => text(of("OLD")),
        Bad::BodyDiffers => {
            let mut found = of("H1");
            found.entries.remove(&id::<duibiao::base::ElementId>("beds_icu"));
            text(found)
        }
        Bad::NotHandedIn => {
            let mut found = of("H1");
            found.head.status = Status::Draft;
            text(found)
        }
    }
}

fn units(count: usize) -> Vec<Unit> {
    let below = (0..count).map(|at| unit(&format!("H{at}"), UnitKind::GeneralHospital, Some("B1")));
    let mut old = unit("OLD", UnitKind::GeneralHospital, Some("B1"));
    old.closed = "2024-06-30".parse().ok();
    let far = unit("FAR", UnitKind::GeneralHospital, None);
    below.chain([old, far, unit("CDC", UnitKind::Cdc, Some("B1"))]).collect()
}

/// `DUIBIAO_FULL=1` runs all 10,000.
#[test]
fn the_six_counts_are_those_of_the_generator() {
    let count = if std::env::var_os("DUIBIAO_FULL").is_some() { 10_000 } else { 1_000 };
    let mut dice = Dice(20);
    let mut stage = stage(units(count));
    let mut expected: BTreeMap<Outcome, usize> = BTreeMap::new();
    let mut reasons: BTreeMap<&str, usize> = BTreeMap::new();
    let mut put = |outcome: Outcome, bytes: Vec<u8>| {
        *expected.entry(outcome).or_default() += 1;
        stage.take(read_file("f.duibiao", bytes));
    };
    let mut made = 0;
    let mut unit = 1;
    while made < count {
        made += 1;
        if made % 20 == 0 {
            let (kind, code) = KINDS[(made / 20) % KINDS.len()];
            *reasons.entry(code).or_default() += 1;
            put(Outcome::Rejected, bad_file(kind, made));
            continue;
        }
        // A unit's files come one after another, as many as are still wanted.
        let of = key(&format!("H{unit}"));
        unit += 1;
        let first = version(&of, 1, &[("beds_total", 800), ("beds_icu", 8)], None);
        let next = version(&of, 1, &[("beds_total", 810), ("beds_icu", 8)], Some(&first));
        let other = version(&of, 1, &[("beds_total", 800), ("beds_icu", 9)], Some(&first));
        put(Outcome::New, text(first.clone()));
        let more: &[(Outcome, &UnitReturn)] = match dice.below(8) {
            0 => &[(Outcome::Duplicate, &first)],
            1 => &[(Outcome::Update, &next), (Outcome::Superseded, &first)],
            2 => &[(Outcome::Update, &next), (Outcome::Conflict, &other), (Outcome::Duplicate, &other)],
            _ => &[],
        };
        for (outcome, found) in more {
            if made < count && (made + 1) % 20 != 0 {
                made += 1;
                put(*outcome, text((*found).clone()));
            } else {
                break;
            }
        }
    }
    let counts = stage.counts();
    let found: BTreeMap<Outcome, usize> =
        Outcome::ALL.into_iter().map(|outcome| (outcome, counts.count(outcome))).collect();
    assert_eq!((found, counts.sum()), (expected, count));
    let mut told: BTreeMap<&str, usize> = BTreeMap::new();
    for reason in stage.staged().iter().filter(|line| line.outcome == Outcome::Rejected) {
        *told.entry(reason.reason.as_ref().expect("a reason").code()).or_default() += 1;
    }
    assert_eq!(told, reasons);
    assert_eq!(counts, Counts::of(stage.staged().iter().map(|line| line.outcome)));
}
