//! 监测: every target of a plan as a dense list, with the gap in real things, and one target by area, among its peers
//! and by who changed it.

mod bands;
mod change_ui;
mod files;
mod filters_ui;
mod gap_ui;
mod head_ui;
mod list_ui;
mod mini_ui;
mod multiples_ui;
mod pane_ui;
mod peers_ui;
mod rows;
mod screen_ui;
mod state;

pub(super) use list_ui::{head_row_ui, row_ui};
pub(super) use rows::TargetRows;
pub(super) use screen_ui::track_ui;
pub use state::TrackState;
