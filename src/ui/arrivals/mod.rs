//! 接收: what came from other desks, staged by a worker, looked through, taken in with one click; and where two versions
//! were changed apart.

mod act;
mod card_ui;
mod conflict;
mod conflict_ui;
mod inbox;
mod inbox_ui;
mod list;
mod list_ui;
mod note_ui;
mod screen_ui;
mod state;
mod statement_ui;
mod watching;
mod work;

pub use act::ArrivalAct;
pub(super) use screen_ui::{arrivals_ui, drop_ui};
pub use state::ArrivalsState;
pub(super) use state::News;
