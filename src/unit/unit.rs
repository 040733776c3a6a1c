//! One reporting unit.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    base::{Bilingual, UnitId},
    unit::{Area, Grade, Ownership, UnitKind},
};

/// 机构属性 that change over time, with the day from which they hold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Standing {
    /// First day on which it holds.
    pub from: NaiveDate,
    /// 级别: 0 for ungraded, else 1 to 3.
    #[serde(default)]
    pub level: u8,
    /// 等次 within the level.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grade: Option<Grade>,
    /// 举办主体.
    pub ownership: Ownership,
}

impl Standing {
    /// Writes level and grade as one, such as 三级甲等; empty for what has no level.
    pub fn rank(&self) -> Bilingual {
        let zh = match self.level {
            1 => "一级",
            2 => "二级",
            3 => "三级",
            _ => return Bilingual::default(),
        };
        let grade = self.grade.map(Grade::name).unwrap_or_default();
        let en = format!("Level {}", self.level);
        let en = if grade.en.is_empty() { en } else { format!("{en}, {}", grade.en) };
        Bilingual::new(format!("{zh}{}", grade.zh), en)
    }
}

/// 划转: until when a unit reported to another bureau than afterwards.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Moved {
    /// First day on which it reported elsewhere.
    pub on: NaiveDate,
    /// The bureau it reported to until then; `None` if to none of this register.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<UnitId>,
}

/// 填报单位: hospital, primary-care institution, CDC, … or bureau.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Unit {
    /// 机构代码.
    pub id: UnitId,
    /// 机构名称 in both languages; English may be empty.
    pub name: Bilingual,
    /// 机构类别.
    pub kind: UnitKind,
    /// 行政区划层级; only for bureaus.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub area: Option<Area>,
    /// The bureau it reports to, since the last of its moves.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<UnitId>,
    /// 成立日期; `None` if it always was there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opened: Option<NaiveDate>,
    /// 撤销日期: the first day on which it no longer reports.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed: Option<NaiveDate>,
    /// 并入单位: the unit that took it over when it was closed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub merged_into: Option<UnitId>,
    /// Bureaus it reported to before, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub moves: Vec<Moved>,
    /// Attributes by date, oldest first.
    #[serde(default)]
    pub standings: Vec<Standing>,
}

impl Unit {
    /// Makes a unit of which only this is known.
    pub fn new(id: UnitId, name: Bilingual, kind: UnitKind) -> Self {
        Self {
            id,
            name,
            kind,
            area: None,
            parent: None,
            opened: None,
            closed: None,
            merged_into: None,
            moves: Vec::new(),
            standings: Vec::new(),
        }
    }

    /// Gives the attributes that hold on a day; before the first entry the first one is taken.
    pub fn standing(&self, on: NaiveDate) -> Option<&Standing> {
        self.standings.iter().rev().find(|standing| standing.from <= on).or(self.standings.first())
    }

    /// Says whether the unit exists on a day.
    pub fn is_open(&self, on: NaiveDate) -> bool {
        self.opened.is_none_or(|opened| opened <= on) && self.closed.is_none_or(|closed| on < closed)
    }

    /// Gives the bureau it reports to on a day.
    ///
    /// ```
    /// # use duibiao::{base::Bilingual, unit::{Moved, Unit, UnitKind}};
    /// # let day = |text: &str| text.parse().expect("a day");
    /// # let id = |text: &str| text.parse().expect("an id");
    /// let mut unit = Unit::new(id("H1"), Bilingual::new("医院", "Hospital"), UnitKind::GeneralHospital);
    /// unit.parent = Some(id("B"));
    /// unit.moves.push(Moved { on: day("2025-01-01"), from: Some(id("A")) });
    /// assert_eq!(unit.parent_on(day("2024-12-31")), Some(&id("A")));
    /// assert_eq!(unit.parent_on(day("2025-01-01")), Some(&id("B")));
    /// ```
    pub fn parent_on(&self, on: NaiveDate) -> Option<&UnitId> {
        let later = self.moves.iter().find(|moved| on < moved.on);
        later.map_or(self.parent.as_ref(), |moved| moved.from.as_ref())
    }

    /// Gives it as it was before a day: its parent then, and the moves before.
    pub(super) fn before(&self, day: NaiveDate) -> Self {
        let Some(at) = self.moves.iter().position(|moved| moved.on >= day) else { return self.clone() };
        Self { parent: self.moves[at].from.clone(), moves: self.moves[..at].to_vec(), ..self.clone() }
    }

    /// Gives the level on a day: 0 for ungraded, else 1 to 3.
    pub fn level(&self, on: NaiveDate) -> u8 {
        self.standing(on).map_or(0, |standing| standing.level)
    }
}
