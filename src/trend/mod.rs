//! Trend: observations against a plan's path and target, the verdict, the gap, the forecast, and the chart as plain data.

mod aim;
mod chart;
mod chart_forecast;
mod fit;
mod forecast;
mod need;
mod observation;
mod pace;
mod path;
mod scale;
mod sentence;
mod share;
mod spread;
mod verdict;

pub use aim::Aim;
pub use chart::{TargetLine, TrendQuestion, trend_chart, trend_table};
pub use chart_forecast::{forecast_table, forecast_words};
pub use fit::{Line, median, theil_sen};
pub use forecast::{BackTest, FEWEST_POINTS, Forecast, ForecastValue, Limits, Method, Refusal, forecast};
pub use need::{Population, denominator_at, own_growth, things_missing};
pub use observation::{Observation, Printed};
pub use pace::{Pace, years_until};
pub use path::{Path, PathShape, path_values};
pub use scale::Scale;
pub use share::{Brought, Effect, ratio_effects, sum_effects};
pub use spread::{Quartiles, quartiles};
pub use verdict::{MOST_LATE, Route, Standing, Verdict, judged_values, standing, standing_along};
