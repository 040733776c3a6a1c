//! Plans: packs of targets, past figures and deliverables, each under its inventory row.

mod areas;
pub(crate) mod checks;
mod deliverable;
#[allow(clippy::module_inception, reason = "the noun of the folder is its main idea")]
mod plan;
mod relation;
mod target;
mod words;

pub use areas::{Areas, EachArea};
pub use checks::plan_checks;
pub use deliverable::Printed;
pub use plan::{Baseline, Deliverable, Milestone, Plan, Progress};
pub use relation::{Expression, Reckoning, Relation};
pub use target::{Comparator, Due, Mark, Nature, Target};
