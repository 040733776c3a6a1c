//! Returns (what one unit authored for one form and period) and statements (what everybody downstream reads).

mod followed;
mod statement;
mod status;
mod unit_return;

pub use followed::{Followed, FollowedEdit, FollowedItem, FollowedState};
pub use statement::{Coverage, Origin, Statement};
pub use status::Status;
pub use unit_return::{Edit, Entry, ReturnKey, UnitReturn};
