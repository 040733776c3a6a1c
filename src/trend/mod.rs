//! Trend: observations against a plan's path and target, the verdict, and the chart as plain data.

mod aim;
mod chart;
mod observation;
mod scale;
mod verdict;

pub use aim::{Aim, Path, path_values};
pub use chart::{TargetLine, TrendQuestion, trend_chart, trend_table};
pub use observation::{Observation, Printed};
pub use scale::Scale;
pub use verdict::{Standing, Verdict, judged_values, standing, standing_from};
