//! 监测: targets against the figures — dashboard, stacked plans, gaps in real things, comparison and contributions.

mod ahead;
mod choice;
mod comparison;
mod contribution;
mod dashboard;
mod effect;
mod gap;
mod gap_table;
mod lacking;
mod line;
mod multiples;
mod report;
mod report_causes;
mod report_tables;
mod stack;

use std::{collections::HashMap, sync::Arc};

use chrono::NaiveDate;

use crate::{
    base::{IndicatorId, Lang, PlanId, ScopeId, UnitId},
    trend::Population,
};

pub use choice::{TrendChoice, TypedStart};
pub use comparison::{Compared, Comparison};
pub use contribution::{Contribution, Contributions, contribution_table};
pub use dashboard::{
    TrackFilter, TrackOrder, clauses_of, counts_words, dashboard_table, tracked, verdict_counts,
};
pub use effect::NumberEffect;
pub use gap::{Gap, Things};
pub use gap_table::{gap_table, verdict_name, verdict_words};
pub use lacking::Lacking;
pub use line::{SeriesPoint, TrackLine};
pub use multiples::SmallMultiple;
pub use report::{PlanReport, REPORT_DPI, ReportWish};
pub use stack::StackedTarget;

pub(super) use choice::limits_of;
pub(super) use stack::Subject;

/// Whose small charts, of what, over which scope, in which language, on which day.
type MultiplesKey = (UnitId, IndicatorId, Option<ScopeId>, Lang, NaiveDate);

/// Views of one generation.
#[derive(Debug, Default)]
pub(super) struct Kept {
    lines: HashMap<(UnitId, PlanId, Population, NaiveDate), Arc<Vec<TrackLine>>>,
    multiples: HashMap<MultiplesKey, Arc<Vec<SmallMultiple>>>,
}
