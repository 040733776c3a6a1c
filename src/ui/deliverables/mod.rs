//! 举措: the deliverables of a plan as a list to tick or to give progress, with date and evidence.

mod card_ui;
mod groups_ui;
mod head_ui;
mod list_ui;
mod screen_ui;
mod state;

pub use screen_ui::deliverables_ui;
pub use state::DeliverablesState;
