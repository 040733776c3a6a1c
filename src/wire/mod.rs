//! File formats: envelope, versions, digest, and our own words for what is wrong with a file.
//!
//! RON is read and written here only (and by the theme loader). A released format is frozen.

mod cell;
mod columns;
mod day;
mod draft;
mod envelope;
mod error;
mod followed;
mod grammar;
mod items;
mod journal;
mod layers;
mod package;
mod packed;
mod packs;
mod returns;
mod settings;
mod taken;
mod workspace;

pub use columns::{CachedReturn, MAX_COLUMNS, columns_bytes, columns_from_bytes};
pub use day::{Day, DayFile, day_from_text, day_text, file_digest, is_inner_path};
pub use draft::{
    DraftLine, DraftPart, DraftPlace, draft_base, draft_line_from_text, draft_line_text, is_draft_line,
};
pub use envelope::{Digested, MAX_BYTES, open, seal};
pub use error::{Place, WireError};
pub use followed::{
    FollowedLine, followed_from_text, followed_line_from_text, followed_line_text, followed_text,
    is_followed_line,
};
pub use journal::{JournalLine, chained, line_from_text, line_text};
pub use layers::{Pack, PackFault, catalogue_of, catalogue_over, located, plans_over};
pub use package::{Package, package_from_text, package_text};
pub use packs::{
    catalogue_parts_from_text, plan_from_text, shipped_catalogue, shipped_catalogue_packs, shipped_plans,
    units_from_text, units_text,
};
pub use returns::{
    fingerprint, is_return_text, is_sealed_return, return_digest, return_from_text, return_text,
    stated_digest,
};
pub use settings::{Settings, settings_from_text, settings_text};
pub use taken::{TakenLine, is_taken_line, taken_line_from_text, taken_line_text};
pub use workspace::{Role, Workspace, workspace_from_text, workspace_text};
