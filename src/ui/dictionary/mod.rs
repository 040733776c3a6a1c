//! 字典: every element and indicator, searchable, with what it means and where it is used.

mod card_ui;
mod list_ui;
mod screen_ui;
mod state;

pub use screen_ui::dictionary_ui;
pub use state::DictionaryState;
