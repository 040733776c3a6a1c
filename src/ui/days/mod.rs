//! 历史快照: the days that are kept, the superseded revisions of each return, and the way back to them.

mod screen_ui;
mod state;

pub(super) use screen_ui::days_ui;
pub(super) use state::DaysState;
