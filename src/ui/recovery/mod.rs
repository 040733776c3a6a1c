//! 恢复: what a crash left in the journal only, against the files; and the texts being typed that are kept there.

mod drafts;
mod screen_ui;

pub(super) use drafts::{DraftWatch, Typed};
pub(super) use screen_ui::{RecoveryState, recovery_ui};
