//! Plans: packs of targets, past figures and deliverables, each under its inventory row.

mod deliverable;
#[allow(clippy::module_inception, reason = "the noun of the folder is its main idea")]
mod plan;
mod target;
mod words;

pub use deliverable::Printed;
pub use plan::{Baseline, Deliverable, Milestone, Plan, PlanError, Progress};
pub use target::{Comparator, Due, Mark, Nature, Target};
