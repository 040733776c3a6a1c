//! Indicators: derived from elements by a formula over a set of units.

use serde::{Deserialize, Serialize};

use crate::{
    base::{Bilingual, IndicatorId},
    indicator::Formula,
};

/// 指标类型, in the words of the inventory.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IndicatorKind {
    /// 计数.
    Count,
    /// 百分比.
    Percent,
    /// 千分率, 每千人口.
    #[serde(rename = "rate_per_1000")]
    RatePer1000,
    /// 每万人口.
    #[serde(rename = "rate_per_10000")]
    RatePer10000,
    /// 比例 1:b.
    Ratio,
    /// 级别, 等级.
    Level,
    /// 是否完成.
    Boolean,
    /// 指数.
    Index,
    /// 位次.
    Rank,
    /// 距离.
    Distance,
    /// 金额.
    Currency,
    /// 岁.
    Years,
    /// 时长.
    Duration,
}

/// 方向: which way is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Better {
    /// 越高越好.
    Higher,
    /// 越低越好.
    Lower,
    /// 不分高低.
    Neutral,
}

/// 指标.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Indicator {
    /// Its code.
    pub id: IndicatorId,
    /// Its name.
    pub name: Bilingual,
    /// Its type.
    pub kind: IndicatorKind,
    /// The unit its value is in.
    pub unit: Bilingual,
    /// Which way is better.
    pub better: Better,
    /// How many decimals are shown.
    pub decimals: u32,
    /// How it is computed.
    pub formula: Formula,
    /// 说明: what a reader must know, with the source of the definition.
    #[serde(default)]
    pub note: Bilingual,
}

impl IndicatorKind {
    /// Names the kind as the inventory and the command line do.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Count => "count",
            Self::Percent => "percent",
            Self::RatePer1000 => "rate_per_1000",
            Self::RatePer10000 => "rate_per_10000",
            Self::Ratio => "ratio",
            Self::Level => "level",
            Self::Boolean => "boolean",
            Self::Index => "index",
            Self::Rank => "rank",
            Self::Distance => "distance",
            Self::Currency => "currency",
            Self::Years => "years",
            Self::Duration => "duration",
        }
    }
}

impl Better {
    /// Names the direction as the inventory and the command line do.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Higher => "higher",
            Self::Lower => "lower",
            Self::Neutral => "neutral",
        }
    }
}
