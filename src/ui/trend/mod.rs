//! 趋势: verdict, chart with path, targets and forecast, and the table behind it.

mod baseline_ui;
mod head_ui;
mod legend_ui;
mod options_ui;
mod plot_ui;
mod screen_ui;
mod shown;
mod state;
mod stops_ui;
mod table_ui;

pub(super) use screen_ui::trend_ui;
pub use state::TrendState;
