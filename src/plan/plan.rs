//! A plan pack.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::{
    base::{Bilingual, IndicatorId, Period, PlanId, Span},
    indicator::Catalogue,
    plan::{Due, Mark, Target},
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
}

const fn city() -> Area {
    Area::City
}

/// What is wrong with a plan pack.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum PlanError {
    /// One row id stands twice.
    #[error("row {0} stands twice")]
    Duplicate(String),
    /// An indicator is not in the catalogue.
    #[error("row {row} names the indicator {indicator}, which is not defined")]
    Indicator {
        /// The row.
        row: String,
        /// What it names.
        indicator: IndicatorId,
    },
    /// A scope is not in the catalogue.
    #[error("row {row} names the scope {scope}, which is not defined")]
    Scope {
        /// The row.
        row: String,
        /// What it names.
        scope: String,
    },
    /// The plan ends before it starts.
    #[error("the plan ends in {to}, before it starts in {from}")]
    Horizon {
        /// First year.
        from: i32,
        /// Last year.
        to: i32,
    },
    /// A target is due before the plan starts.
    #[error("row {row} is due {due}, before the plan starts in {from}")]
    Due {
        /// The row.
        row: String,
        /// When it is due.
        due: Period,
        /// First year.
        from: i32,
    },
    /// A range runs backwards or a ratio has a zero.
    #[error("row {row} has an impossible comparator: {why}")]
    Mark {
        /// The row.
        row: String,
        /// What is impossible.
        why: String,
    },
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
    pub fn faults(&self, catalogue: &Catalogue) -> Vec<PlanError> {
        let mut faults = Vec::new();
        if self.to < self.from {
            faults.push(PlanError::Horizon { from: self.from, to: self.to });
        }
        let mut seen = BTreeSet::new();
        let rows = self.targets.iter().flat_map(|target| rows_of(&target.row, &target.also));
        let rows = rows.chain(self.baselines.iter().map(|past| past.row.as_str()));
        let rows = rows.chain(self.deliverables.iter().flat_map(|item| rows_of(&item.row, &item.also)));
        for row in rows {
            if !seen.insert(row) {
                faults.push(PlanError::Duplicate(row.to_owned()));
            }
        }
        let named = self.targets.iter().map(|target| (&target.row, &target.indicator));
        let named = named.chain(self.baselines.iter().map(|past| (&past.row, &past.indicator)));
        for (row, indicator) in named.filter(|(_, id)| catalogue.indicator(id).is_none()) {
            faults.push(PlanError::Indicator { row: row.clone(), indicator: indicator.clone() });
        }
        for target in &self.targets {
            self.find_target_faults(target, catalogue, &mut faults);
        }
        faults
    }

    fn find_target_faults(&self, target: &Target, catalogue: &Catalogue, faults: &mut Vec<PlanError>) {
        let row = &target.row;
        if let Some(scope) = target.scope.as_ref().filter(|id| catalogue.scope(id).is_none()) {
            faults.push(PlanError::Scope { row: row.clone(), scope: scope.to_string() });
        }
        if let Some(due) = target.due.filter(|due| due.0.calendar_year() < self.from) {
            faults.push(PlanError::Due { row: row.clone(), due: due.0, from: self.from });
        }
        let why = match &target.mark {
            Mark::Range(from, to) if from > to => Some(format!("{from} is above {to}")),
            Mark::Ratio(one, _) if one.is_zero() => Some("the first side of a ratio is 0".to_owned()),
            _ => None,
        };
        if let Some(why) = why {
            faults.push(PlanError::Mark { row: row.clone(), why });
        }
    }
}

fn rows_of<'a>(row: &'a str, also: &'a [(String, String)]) -> impl Iterator<Item = &'a str> {
    std::iter::once(row).chain(also.iter().map(|(row, _)| row.as_str()))
}
