//! 审核: what the checks say of a return, explained in place.

mod explanations_ui;
mod finding_ui;
mod screen_ui;
mod state;

pub(super) use finding_ui::{Place, finding_ui, severity_look};
pub use screen_ui::findings_ui;
pub(super) use state::Drafts;
pub use state::FindingsState;
