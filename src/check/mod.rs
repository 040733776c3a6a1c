//! Checks: what must hold between figures, and what a return that does not hold is told.
//!
//! Checks never block typing, saving or leaving. They are data, shipped and user-made alike, and pure: the same
//! figures give the same findings.

mod book;
mod flaws;
mod judge;
mod past;
mod plan_bounds;
mod rule;
mod same;
mod scene;
mod words;

pub use book::{CheckBook, Found};
pub use flaws::TWICE;
pub use rule::{Check, ChecksFile, Reach, Rule, When};
pub use same::same_as_before;
pub use scene::{Scene, StatementOf};
