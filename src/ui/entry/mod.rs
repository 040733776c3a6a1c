//! 填报: the form as a grid, its sections on the left, the element under the cursor on the right.

mod asked_ui;
mod cell_ui;
mod choice_ui;
mod details_ui;
mod draft;
mod effect_ui;
mod go_to_ui;
mod grid_head_ui;
mod grid_ui;
mod head_ui;
mod keys;
mod menu_ui;
mod moves;
mod not_applicable_ui;
mod paste;
mod paste_ui;
mod range;
mod returned_ui;
mod screen_ui;
mod sections_ui;
mod state;
mod strip_ui;
mod view;
mod widths;

pub(super) use screen_ui::entry_ui;
pub use state::EntryState;
pub use widths::Widths;
