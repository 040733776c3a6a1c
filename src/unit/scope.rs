//! Named filters on units, as of a day.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    base::{Bilingual, ElementId, ScopeId},
    unit::{Grade, Ownership, Unit, UnitKind},
};

/// 范围: which units a share, a mean or a partial sum is taken over, such as 二级及以上公立综合医院.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scope {
    /// Its id.
    pub id: ScopeId,
    /// Its name in both languages.
    pub name: Bilingual,
    /// Kinds it takes; empty takes all.
    #[serde(default)]
    pub kinds: Vec<UnitKind>,
    /// Lowest level taken, 0 to 3.
    #[serde(default)]
    pub level_min: u8,
    /// Highest level taken, 0 to 3.
    #[serde(default = "highest_level")]
    pub level_max: u8,
    /// Owners it takes; empty takes all.
    #[serde(default)]
    pub ownerships: Vec<Ownership>,
    /// Grades it takes; empty takes all, graded or not.
    #[serde(default)]
    pub grades: Vec<Grade>,
    /// Yes/no elements that must be yes in the unit's own figures, such as 助产服务.
    #[serde(default)]
    pub having: Vec<ElementId>,
}

const fn highest_level() -> u8 {
    3
}

impl Scope {
    /// Says whether a unit's attributes fall in the scope on a day; `having` is for the caller, who knows the figures.
    pub fn takes(&self, unit: &Unit, on: NaiveDate) -> bool {
        let standing = unit.standing(on);
        let level = standing.map_or(0, |standing| standing.level);
        (self.kinds.is_empty() || self.kinds.contains(&unit.kind))
            && (self.level_min..=self.level_max).contains(&level)
            && (self.ownerships.is_empty()
                || standing.is_some_and(|standing| self.ownerships.contains(&standing.ownership)))
            && (self.grades.is_empty()
                || standing
                    .and_then(|standing| standing.grade)
                    .is_some_and(|grade| self.grades.contains(&grade)))
            && unit.is_open(on)
    }
}
