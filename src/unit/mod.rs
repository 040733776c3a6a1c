//! Reporting units: what they are, since when, and where they stand in the tree.

mod kind;
mod scope;
mod tree;
#[allow(clippy::module_inception, reason = "the noun of the folder is its main idea")]
mod unit;

pub use kind::{Area, Grade, Ownership, UnitKind};
pub use scope::Scope;
pub use tree::{Tree, TreeError};
pub use unit::{Moved, Standing, Unit};
