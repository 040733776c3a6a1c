//! Files between desks: lineage, outcomes and merging on pure values; every order and every kind of bad file.

mod counts;
pub mod desk;
mod files;
mod formats;
mod histories;
mod plain_cells;

use std::sync::Arc;

use chrono::{NaiveDate, NaiveDateTime};
use duibiao::{
    base::{Bilingual, Figure, Period, UnitId},
    exchange::{AtHand, Register, Stage},
    returns::{Entry, ReturnKey, Status, Submission, UnitReturn},
    unit::{Area, Grade, Ownership, Standing, Tree, Unit, UnitKind},
    wire::{Package, fingerprint, return_digest, shipped_catalogue},
};

pub fn now() -> NaiveDateTime {
    "2026-03-01T10:42:00".parse().expect("a time")
}

pub fn id<T: std::str::FromStr<Err = duibiao::base::IdError>>(text: &str) -> T {
    text.parse().expect("an id")
}

pub fn unit(name: &str, kind: UnitKind, parent: Option<&str>) -> Unit {
    let is_bureau = kind == UnitKind::Bureau;
    Unit {
        id: id(name),
        name: Bilingual::new(format!("示例{name}"), format!("Sample {name}")),
        kind,
        area: is_bureau.then_some(Area::County),
        parent: parent.map(id),
        opened: None,
        closed: None,
        merged_into: None,
        moves: Vec::new(),
        standings: vec![Standing {
            from: NaiveDate::from_ymd_opt(2015, 1, 1).expect("a day"),
            level: if is_bureau { 0 } else { 2 },
            grade: (!is_bureau).then_some(Grade::A),
            ownership: Ownership::County,
        }],
    }
}

/// A staging area of the bureau `B1` over some units.
pub fn stage(units: impl IntoIterator<Item = Unit>) -> Stage {
    let bureau = unit("B1", UnitKind::Bureau, None);
    let register = Register {
        seat: id::<UnitId>("B1"),
        is_bureau: true,
        tree: Arc::new(Tree::new(std::iter::once(bureau).chain(units)).expect("a tree")),
        catalogue: Arc::new(shipped_catalogue().expect("sound")),
        issues: Arc::from([]),
        now: now(),
    };
    Stage::new(register, AtHand::default())
}

pub fn key(unit: &str) -> ReturnKey {
    ReturnKey { unit: id(unit), form: id("hospital"), period: Period::year(2025) }
}

/// Makes a return of cells that is handed in on top of an earlier version.
pub fn version(
    of: &ReturnKey,
    form_version: u32,
    cells: &[(&str, i64)],
    earlier: Option<&UnitReturn>,
) -> UnitReturn {
    let mut made = UnitReturn::new(of.clone(), form_version);
    for (element, number) in cells {
        made.entries.insert(id(element), Entry::of(Figure::Known((*number).into())));
    }
    if let Some(earlier) = earlier {
        made.revision = earlier.revision + 1;
        made.head.submissions.clone_from(&earlier.head.submissions);
    }
    hand_in(&mut made, now());
    made
}

pub fn hand_in(made: &mut UnitReturn, at: NaiveDateTime) {
    made.revision += 1;
    made.head.status = Status::Submitted;
    let digest = return_digest(made).expect("a digest");
    let (who, revision) = ("张三".to_owned(), made.revision);
    made.head.submissions.push(Submission { at, who, revision, fingerprint: fingerprint(&digest), digest });
}

pub fn package(returns: Vec<UnitReturn>, made_at: NaiveDateTime) -> Package {
    Package {
        program: "0.1.0".to_owned(),
        from: returns.first().map_or_else(|| id("H1"), |found| found.key.unit.clone()),
        from_name: "示例".to_owned(),
        made_by: "张三".to_owned(),
        made_at,
        returns,
    }
}

/// Numbers that look random and are the same in every run (SplitMix64).
pub struct Dice(pub u64);

impl Dice {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    pub fn below(&mut self, count: usize) -> usize {
        usize::try_from(self.next() % count.max(1) as u64).unwrap_or_default()
    }
}
