//! 汇总: indicators and element sums of a unit with everything below it. Sums first, ratios from the sums.

mod evaluate;
mod outcome;
mod scene;

pub use evaluate::evaluate;
pub use outcome::{Lack, Outcome};
pub use scene::{Scene, Statements, element_sum};
