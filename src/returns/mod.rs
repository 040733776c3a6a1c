//! Returns (what one unit authored for one form and period) and statements (what everybody downstream reads).

mod followed;
mod head;
mod statement;
mod status;
mod unit_return;

pub use followed::{Followed, FollowedEdit, FollowedItem, FollowedState};
pub use head::{Head, ReturnReason, SentBack, Signer, Signers, Submission};
pub use statement::{Coverage, Statement};
pub use status::{Actor, MOVES, Move, Status};
pub use unit_return::{Beside, Change, Edit, Entry, Explanation, ReturnKey, UnitReturn};
