//! 规划: targets by clause or topic, where we stand, and the target as a card.

mod card_ui;
mod filters_ui;
mod past_ui;
mod relations_ui;
mod screen_ui;
mod state;
mod tree_ui;

pub(super) use screen_ui::plan_ui;
pub use state::PlanState;
pub(super) use state::clause_group;
