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

/// 主题, as the inventory orders indicators.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Topic {
    /// 床位与重症.
    Beds,
    /// 人员.
    Staff,
    /// 专科、中心与质量.
    Specialties,
    /// 电子病历与信息化.
    Information,
    /// 中医(蒙医).
    TraditionalMedicine,
    /// 妇幼健康.
    MaternalChild,
    /// 公共卫生与应急.
    PublicHealth,
    /// 基层与分级诊疗.
    PrimaryCare,
    /// 运行与医保.
    Operations,
    /// 人才与党建.
    Talent,
    /// 重大项目与节点.
    Milestones,
    /// 其他.
    #[default]
    Other,
}

impl Topic {
    /// Names the topic.
    pub fn name(self) -> Bilingual {
        let (zh, en) = match self {
            Self::Beds => ("床位与重症", "Beds and intensive care"),
            Self::Staff => ("人员", "Staff"),
            Self::Specialties => ("专科、中心与质量", "Specialties and quality"),
            Self::Information => ("电子病历与信息化", "Records and information"),
            Self::TraditionalMedicine => ("中医（蒙医）", "Traditional medicine"),
            Self::MaternalChild => ("妇幼健康", "Maternal and child"),
            Self::PublicHealth => ("公共卫生与应急", "Public health"),
            Self::PrimaryCare => ("基层与分级诊疗", "Primary care"),
            Self::Operations => ("运行与医保", "Operations and finance"),
            Self::Talent => ("人才与党建", "Talent"),
            Self::Milestones => ("重大项目与节点", "Milestones"),
            Self::Other => ("其他", "Other"),
        };
        Bilingual::new(zh, en)
    }
}

/// 指标.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Indicator {
    /// Its code.
    pub id: IndicatorId,
    /// Its name.
    pub name: Bilingual,
    /// What it is about.
    #[serde(default)]
    pub topic: Topic,
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
