//! 上报: what stands in the way of a return, who signs, the way upward and back.

mod asking_ui;
mod bulk;
mod bulk_ui;
mod card_ui;
mod changes_ui;
mod compare_ui;
mod questions;
mod questions_ui;
mod refusal;
mod review_ui;
mod screen_ui;
mod second_choice_ui;
mod second_keys;
mod second_ui;
mod send_back_ui;
mod signers_ui;
mod state;

pub(super) use card_ui::grouped;
pub(super) use questions_ui::figure_questions_ui;
pub(super) use refusal::Refusals;
pub use screen_ui::submit_ui;
pub use state::SubmitState;
