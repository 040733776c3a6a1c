//! Changing the register: what a person asks of one unit, made into the register as it would be.

use chrono::NaiveDate;

use super::{
    attributes::day_of,
    rules::{Against, refusal, tree_fault},
};
use crate::{
    base::{Bilingual, UnitId},
    unit::{Area, Grade, Moved, Ownership, Standing, Tree, TreeError, Unit, UnitKind},
};

/// Level, grade and owner of a unit, as they are chosen together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rank {
    /// 级别: 0 for ungraded, else 1 to 3.
    pub level: u8,
    /// 等次.
    pub grade: Option<Grade>,
    /// 举办主体.
    pub ownership: Ownership,
}

impl Rank {
    /// Gives what holds on a day; `None` where nothing is known.
    pub fn of(unit: &Unit, on: NaiveDate) -> Option<Self> {
        let Standing { level, grade, ownership, .. } = *unit.standing(on)?;
        Some(Self { level, grade, ownership })
    }

    /// Gives it as it holds from a day.
    pub const fn from(self, from: NaiveDate) -> Standing {
        Standing { from, level: self.level, grade: self.grade, ownership: self.ownership }
    }
}

/// 登记变动 of one unit; days and names as they were typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UnitChange {
    /// 新增.
    Add(Box<Unit>),
    /// Corrects the Chinese name.
    Name(String),
    /// Corrects the English name; empty removes it.
    NameEn(String),
    /// Corrects the day it was opened; empty for one that always was there.
    Opened(String),
    /// Corrects the day it was closed; empty opens it again.
    Closed(String),
    /// 撤销 from a day on.
    Close(NaiveDate),
    /// 合并 into another unit from a day on.
    Merge {
        /// The unit that goes on.
        into: UnitId,
        /// First day on which this one no longer reports.
        on: NaiveDate,
    },
    /// 划转 to another bureau from a day on.
    Move {
        /// The bureau.
        to: UnitId,
        /// First day on which it reports there.
        on: NaiveDate,
    },
    /// 变更: level, grade and owner from a day on.
    Promote {
        /// What it is from then on.
        rank: Rank,
        /// First day on which it holds.
        from: NaiveDate,
    },
    /// 更正 of a mistake: as if it had always been so.
    Correct(Correction),
    /// Takes out a unit that was entered by mistake.
    Remove,
}

/// 更正: what of a unit was wrong from the first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Correction {
    /// 机构类别.
    pub kind: UnitKind,
    /// 行政区划层级, of a bureau.
    pub area: Option<Area>,
    /// 上级; its earlier moves stay.
    pub parent: Option<UnitId>,
    /// Level, grade and owner of the stretch that holds on `on`.
    pub rank: Option<Rank>,
    /// A day of the stretch that is corrected.
    pub on: NaiveDate,
}

impl Correction {
    /// Takes what stands in the register on a day, to be changed.
    pub fn of(unit: &Unit, on: NaiveDate) -> Self {
        Self { kind: unit.kind, area: unit.area, parent: unit.parent.clone(), rank: Rank::of(unit, on), on }
    }
}

fn unknown(id: &UnitId) -> Bilingual {
    Bilingual::new(format!("机构名录中没有 {id}。"), format!("The register has no unit {id}."))
}

fn day(text: &str) -> Result<Option<NaiveDate>, Bilingual> {
    day_of(text).map_err(|fault| fault.sentence())
}

/// Gives the whole register as it would be after a change, in its order; what is new comes last.
///
/// # Errors
/// What stands against the change: circles, doubles, days that are reversed, units that hang in the air.
pub(super) fn changed(
    (tree, against): (&Tree, Against<'_>),
    id: &UnitId,
    change: &UnitChange,
) -> Result<Tree, Bilingual> {
    let mut units: Vec<Unit> = tree.all().cloned().collect();
    match change {
        UnitChange::Add(unit) => {
            if tree.unit(&unit.id).is_some() {
                return Err(tree_fault(&TreeError::Duplicate(unit.id.clone())));
            }
            units.push(Unit { name: trimmed(&unit.name), ..Unit::clone(unit) });
        }
        UnitChange::Remove => {
            tree.unit(id).ok_or_else(|| unknown(id))?;
            units.retain(|unit| unit.id != *id);
        }
        _ => {
            let unit = units.iter_mut().find(|unit| unit.id == *id).ok_or_else(|| unknown(id))?;
            *unit = changed_unit(unit, change)?;
        }
    }
    refusal(tree, units, against, change)
}

fn trimmed(name: &Bilingual) -> Bilingual {
    Bilingual::new(name.zh.trim(), name.en.trim())
}

fn changed_unit(unit: &Unit, change: &UnitChange) -> Result<Unit, Bilingual> {
    let mut new = unit.clone();
    match change {
        UnitChange::Name(zh) => new.name.zh = zh.trim().to_owned(),
        UnitChange::NameEn(en) => new.name.en = en.trim().to_owned(),
        UnitChange::Opened(text) => new.opened = day(text)?,
        UnitChange::Closed(text) => {
            new.closed = day(text)?;
            if new.closed.is_none() {
                new.merged_into = None;
            }
        }
        UnitChange::Close(on) => (new.closed, new.merged_into) = (Some(*on), None),
        UnitChange::Merge { into, on } => (new.closed, new.merged_into) = (Some(*on), Some(into.clone())),
        UnitChange::Move { to, on } => {
            if new.moves.last().is_some_and(|last| last.on >= *on) {
                return Err(Bilingual::new(
                    format!("此前已登记过不早于 {on} 的划转。日期有误请先撤销那一笔，或用“更正”改上级。"),
                    format!(
                        "A move on or after {on} is registered already. Undo that one, or correct the parent."
                    ),
                ));
            }
            new.moves.push(Moved { on: *on, from: new.parent.replace(to.clone()) });
        }
        UnitChange::Promote { rank, from } => put_standing(&mut new.standings, rank.from(*from)),
        UnitChange::Correct(correction) => {
            let Correction { kind, area, parent, rank, on } = correction.clone();
            (new.kind, new.area, new.parent) = (kind, area.filter(|_| kind == UnitKind::Bureau), parent);
            if let Some(rank) = rank {
                let first = new.opened.or(new.standings.first().map(|first| first.from)).unwrap_or(on);
                let from = new.standing(on).map_or(first, |holds| holds.from);
                put_standing(&mut new.standings, rank.from(from));
            }
        }
        UnitChange::Add(_) | UnitChange::Remove => {}
    }
    Ok(new)
}

/// Puts attributes in place from their day on; what changes nothing leaves no stretch of its own.
fn put_standing(standings: &mut Vec<Standing>, new: Standing) {
    standings.retain(|standing| standing.from != new.from);
    standings.push(new);
    standings.sort_by_key(|standing| standing.from);
    standings.dedup_by(|later, earlier| {
        (later.level, later.grade, later.ownership) == (earlier.level, earlier.grade, earlier.ownership)
    });
}
