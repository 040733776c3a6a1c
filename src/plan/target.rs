//! One target of a plan: an object of its own, never a data element.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::{
    base::{Bilingual, IndicatorId, Period, PeriodKind, ScopeId},
    plan::EachArea,
};

/// 比较方式 and the value(s) it compares with, as printed in the plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Mark {
    /// 不低于 (≥).
    AtLeast(Decimal),
    /// 超过 (>).
    MoreThan(Decimal),
    /// 不高于 (≤).
    AtMost(Decimal),
    /// 低于 (<).
    LessThan(Decimal),
    /// A bare number; for things to build it is scored as at least.
    Equal(Decimal),
    /// 约, 基本达到; `None` where the plan has words only.
    About(Option<Decimal>),
    /// 区间 from the first to the second.
    Range(Decimal, Decimal),
    /// 比例 one : other, scored as other ÷ one at least.
    Ratio(Decimal, Decimal),
    /// 上升, without a figure.
    TrendUp,
    /// 下降, without a figure.
    TrendDown,
    /// 等级, such as 三级甲等 (printed with =).
    Level(String),
    /// 等级 at least, such as 三级乙等以上.
    LevelAtLeast(String),
    /// 完成: yes.
    Done,
    /// 位次前列.
    RankTop,
    /// 比基期增减: by how much against the figure of a named period (+1 岁 against 2020).
    Against {
        /// The period compared with.
        baseline: Period,
        /// The change asked for; negative for a fall.
        by: Decimal,
    },
    /// 年均增减: by how much a year (−0.5 个百分点 a year).
    PerYear(Decimal),
}

/// 比较方式 without its values, as the inventory and the command line write it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Comparator(pub &'static str);

impl Mark {
    /// Gives the comparator's code in the inventory.
    pub const fn comparator(&self) -> Comparator {
        Comparator(match self {
            Self::AtLeast(_) | Self::Ratio(..) | Self::LevelAtLeast(_) => ">=",
            Self::MoreThan(_) => ">",
            Self::AtMost(_) => "<=",
            Self::LessThan(_) => "<",
            Self::Equal(_) | Self::Level(_) => "=",
            Self::About(_) => "~",
            Self::Range(..) => "range",
            Self::TrendUp => "trend_up",
            Self::TrendDown => "trend_down",
            Self::Done => "done",
            Self::RankTop => "rank_top",
            Self::Against { .. } => "against",
            Self::PerYear(_) => "per_year",
        })
    }

    /// Gives the first and second value as the inventory prints them.
    pub fn values(&self) -> (String, String) {
        let one = |value: &Decimal| (value.normalize().to_string(), String::new());
        let two = |a: &Decimal, b: &Decimal| (a.normalize().to_string(), b.normalize().to_string());
        match self {
            Self::AtLeast(value)
            | Self::MoreThan(value)
            | Self::AtMost(value)
            | Self::LessThan(value)
            | Self::Equal(value)
            | Self::About(Some(value))
            | Self::PerYear(value) => one(value),
            Self::Range(from, to) | Self::Ratio(from, to) => two(from, to),
            Self::Level(level) | Self::LevelAtLeast(level) => (level.clone(), String::new()),
            Self::Done => ("1".to_owned(), String::new()),
            Self::Against { baseline, by } => (by.normalize().to_string(), baseline.to_string()),
            Self::RankTop => ("前列".to_owned(), String::new()),
            Self::About(None) | Self::TrendUp | Self::TrendDown => Default::default(),
        }
    }
}

/// 完成时限: the end of a year or of a month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Due(pub Period);

impl Due {
    /// Gives the last day.
    pub fn date(self) -> NaiveDate {
        self.0.last_day()
    }

    /// Gives the year the due period ends in, for yearly figures.
    pub const fn year(self) -> Period {
        Period::year(self.0.calendar_year())
    }

    /// Says whether the plan prints a month.
    pub fn names_month(self) -> bool {
        self.0.kind() == PeriodKind::Month
    }
}

/// 指标属性.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Nature {
    /// 约束性.
    Binding,
    /// 预期性.
    Expected,
    /// 未注明.
    #[default]
    Unstated,
}

/// 目标.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Target {
    /// Its row in the inventory, such as `000-T-001`; with a plan of one's own any id.
    pub row: String,
    /// Rows that repeat it elsewhere in the plan, with their clause.
    #[serde(default)]
    pub also: Vec<(String, String)>,
    /// What is measured.
    pub indicator: IndicatorId,
    /// 条款 in the plan, such as 二(三)14.
    pub clause: String,
    /// Comparator and value(s), as printed.
    pub mark: Mark,
    /// The unit printed in the plan.
    pub unit: String,
    /// When it is due; `None` where the plan prints no date and its horizon applies.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Due>,
    /// 每年: asked of every year of the plan; then it has no other date.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub annual: bool,
    /// 约束性 or 预期性.
    #[serde(default)]
    pub nature: Nature,
    /// 力争, 争取, … which softens the duty and is shown.
    #[serde(default)]
    pub hedge: String,
    /// Over what, in words: 全市, 三级公立医院, five named banners.
    pub scope_text: Bilingual,
    /// The units it is about, where that is narrower than the indicator's own scope.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scope: Option<ScopeId>,
    /// 点名的机构: the one institution it is about, by its name; empty for every other target.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub institution: String,
    /// The areas that have to reach it each by itself, where the plan splits it so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub each: Option<EachArea>,
    /// 责任单位 as printed, separated by `;`.
    #[serde(default)]
    pub responsible: String,
    /// 存疑: what is doubtful, in one sentence; empty if nothing is.
    #[serde(default)]
    pub doubt: Bilingual,
    /// 未印时限: the doubt about a missing date alone. Lists show the horizon instead of flagging it.
    #[serde(default)]
    pub undated: Bilingual,
}

impl Target {
    /// Gives everything that is doubtful, the missing date included.
    pub fn doubts(&self) -> Bilingual {
        let joined = |a: &str, b: &str| {
            [a, b].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" ")
        };
        Bilingual::new(joined(&self.doubt.zh, &self.undated.zh), joined(&self.doubt.en, &self.undated.en))
    }
}
