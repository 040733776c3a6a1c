//! 填报: the form as a grid, its sections on the left, the element under the cursor on the right.

mod cell_ui;
mod choice_ui;
mod details_ui;
mod grid_ui;
mod head_ui;
mod keys;
mod not_applicable_ui;
mod screen_ui;
mod sections_ui;
mod state;
mod strip_ui;

pub use screen_ui::entry_ui;
pub use state::EntryState;
