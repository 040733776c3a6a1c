//! Targets that each of several areas has to reach by itself.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::{
    plan::{Plan, Target},
    unit::Area,
};

/// 哪些地区.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Areas {
    /// 点名的地区; each with every name it goes by, such as 莫旗 and 莫力达瓦达斡尔族自治旗.
    Named(Vec<Vec<String>>),
    /// 其余地区: those that no other target of the plan on the same indicator names.
    Others,
}

/// 分地区目标: the plan's figure counts the areas that reach the mark, or gives their share.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EachArea {
    /// The level of area.
    pub level: Area,
    /// Which ones.
    pub areas: Areas,
    /// What the indicator has to be at least in each, on its own scale; 1 for something built.
    pub reach: Decimal,
}

impl EachArea {
    /// Says whether an area of this name is meant, given the plan the target stands in.
    pub fn takes(&self, plan: &Plan, target: &Target, name: &str) -> bool {
        match &self.areas {
            Areas::Named(areas) => is_among(areas, name),
            Areas::Others => !plan
                .targets
                .iter()
                .filter(|other| other.indicator == target.indicator)
                .filter_map(|other| other.each.as_ref())
                .any(|other| matches!(&other.areas, Areas::Named(areas) if is_among(areas, name))),
        }
    }
}

fn is_among(areas: &[Vec<String>], name: &str) -> bool {
    areas.iter().flatten().any(|known| name.starts_with(known.as_str()))
}
