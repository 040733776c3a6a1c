//! 汇总: who has reported, what it comes to, how it stands to the plan, and what goes upward.

mod adding;
mod areas_ui;
mod drill_ui;
mod explained_ui;
mod grid;
mod grid_ui;
mod hand_up_ui;
mod ranking_ui;
mod reporting_ui;
mod screen_ui;
mod spread_ui;
mod state;

pub(super) use screen_ui::sums_ui;
pub use state::SumsState;
