//! 汇总: indicators and element sums of a unit with everything below it. Sums first, ratios from the sums.

mod combine;
mod evaluate;
mod ledger;
mod outcome;
mod reader;
mod scene;
mod spread;
mod tally;
mod trace;

pub use combine::element_formula;
pub use evaluate::evaluate;
pub use ledger::Ledger;
pub use outcome::{Lack, Outcome};
pub use reader::Stand;
pub use scene::{Scene, Statements};
pub use spread::Spread;
pub use trace::{Member, Trace, trace};
