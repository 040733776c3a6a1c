//! 机构: the register of units — looked at as of any day, changed one unit at a time, taken from a file.

mod asking;
mod asking_ui;
mod card_ui;
mod history_ui;
mod import_ui;
mod issuing;
mod issuing_ui;
mod list_ui;
mod screen_ui;
mod state;

pub(super) use screen_ui::register_ui;
pub(super) use state::RegisterState;
