//! What arrives from other desks: where it stands to what is at hand, what is refused, and how two versions become one.
//!
//! Pure: it is given bytes and what is at hand, and gives values. Clocks decide nothing; lineage does.

mod judge;
mod lineage;
mod merge;
mod notes;
mod reading;
mod reason;
mod staging;
mod unpack;

pub use judge::Register;
pub use lineage::{Fits, Lineage, Stand};
pub use merge::{Ancestor, CellMerge, Merge, Side};
pub use reading::{ReadFile, Source, read_file, read_file_at};
pub use reason::Reason;
pub use staging::{AtHand, CheckCounts, Counts, FigureChange, Outcome, Piece, Stage, Staged, figure_changes};
pub use unpack::{MOST_PACKED_BYTES, ZipEntry, is_zip, unpack};
