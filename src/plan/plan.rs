//! A plan pack.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::{
    base::{Bilingual, Flaw, IndicatorId, Period, PlanId, Span},
    indicator::Catalogue,
    plan::{Due, Mark, Relation, Target, checks},
    unit::Area,
};

/// 已报告的过去数: a figure the plan prints of the past.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Baseline {
    /// Its row in the inventory.
    pub row: String,
    /// What is measured.
    pub indicator: IndicatorId,
    /// 条款.
    pub clause: String,
    /// Its period, or a span of years such as 2016/2020 (“十三五”), which is kept as two years.
    pub span: Span,
    /// The value with its comparator, as printed (50余所 is more than 50).
    pub mark: Mark,
    /// The unit printed.
    pub unit: String,
    /// Over what, in words.
    pub scope_text: Bilingual,
    /// 存疑.
    #[serde(default)]
    pub doubt: Bilingual,
}

/// 进展 of a deliverable.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Progress {
    /// 完成 or not.
    Done,
    /// A count or share to follow; with what is asked for where the plan prints it.
    Count(Option<Decimal>),
    /// 上升.
    Rises,
    /// 不突破.
    NotExceed,
}

/// 举措与项目: followed and counted, not scored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Deliverable {
    /// Its row in the inventory.
    pub row: String,
    /// Rows that repeat it, with their clause.
    #[serde(default)]
    pub also: Vec<(String, String)>,
    /// Its code in the inventory, `d_…` or an indicator's.
    pub code: IndicatorId,
    /// What is to be delivered, in our words.
    pub name: Bilingual,
    /// 条款.
    pub clause: String,
    /// How it is followed.
    pub progress: Progress,
    /// The kind in the inventory: boolean, count or percent.
    pub kind: String,
    /// The unit printed.
    pub unit: String,
    /// When it is due, if the plan says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Due>,
    /// The date as printed where it is not one period: `annual`, `2022/2025`.
    #[serde(default)]
    pub when: String,
    /// 力争, 探索, … .
    #[serde(default)]
    pub hedge: String,
    /// Over what, in words.
    pub scope_text: Bilingual,
    /// 责任单位.
    #[serde(default)]
    pub responsible: String,
    /// 存疑.
    #[serde(default)]
    pub doubt: Bilingual,
}

/// 节点: a named day of the plan that a chart marks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Milestone {
    /// The day.
    pub on: NaiveDate,
    /// What happens then.
    pub name: Bilingual,
}

/// 规划.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    /// Its id.
    pub id: PlanId,
    /// Its title, as printed.
    pub title: Bilingual,
    /// Where it holds.
    pub region: Bilingual,
    /// The level of area it is made for; its totals are judged at that level.
    #[serde(default = "city")]
    pub area: Area,
    /// 发文机关.
    pub issuer: Bilingual,
    /// 文号.
    #[serde(default)]
    pub document_no: String,
    /// First year of the plan.
    pub from: i32,
    /// 规划期末: last year; undated targets take it.
    pub to: i32,
    /// The year from whose figures paths start, where the plan or the practice names one.
    pub baseline_year: i32,
    /// Named days.
    #[serde(default)]
    pub milestones: Vec<Milestone>,
    /// 目标.
    pub targets: Vec<Target>,
    /// Past figures.
    #[serde(default)]
    pub baselines: Vec<Baseline>,
    /// Deliverables.
    #[serde(default)]
    pub deliverables: Vec<Deliverable>,
    /// 勾稽关系 among the figures it prints: shown, never enforced.
    #[serde(default)]
    pub relations: Vec<Relation>,
}

const fn city() -> Area {
    Area::City
}

impl Plan {
    /// Gives when a target is due, and whether the plan's horizon stands in for a date it does not print.
    pub fn due_of(&self, target: &Target) -> (Due, bool) {
        target.due.map_or((Due(Period::year(self.to)), true), |due| (due, false))
    }

    /// Gives a target by row.
    pub fn target(&self, row: &str) -> Option<&Target> {
        self.targets.iter().find(|target| target.row == row)
    }

    /// Gives the targets on an indicator, the earliest due first.
    pub fn targets_on(&self, indicator: &IndicatorId) -> Vec<&Target> {
        let mut found: Vec<_> = self.targets.iter().filter(|target| target.indicator == *indicator).collect();
        found.sort_by_key(|target| self.due_of(target).0);
        found
    }

    /// Gives the past figures of an indicator, the oldest first.
    pub fn baselines_on(&self, indicator: &IndicatorId) -> Vec<&Baseline> {
        let mut found: Vec<_> = self.baselines.iter().filter(|past| past.indicator == *indicator).collect();
        found.sort_by_key(|past| (past.span.to, past.span.from));
        found
    }

    /// Lists everything wrong with the pack, given the catalogue it speaks of.
    pub fn flaws(&self, catalogue: &Catalogue) -> Vec<Flaw> {
        checks::flaws(self, catalogue)
    }
}
