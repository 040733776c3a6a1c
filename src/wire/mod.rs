//! File formats: envelope, versions, digest, and our own words for what is wrong with a file.
//!
//! RON is read and written here only (and by the theme loader). A released format is frozen.

mod envelope;
mod error;
mod items;
mod journal;
mod layers;
mod packs;
mod returns;
mod settings;
mod workspace;

pub use envelope::{Digested, MAX_BYTES, open, seal};
pub use error::{Place, WireError};
pub use journal::{JournalLine, line_from_text, line_text};
pub use layers::{Pack, PackFault, catalogue_of, catalogue_over, plans_over};
pub use packs::{
    catalogue_parts_from_text, plan_from_text, shipped_catalogue, shipped_catalogue_packs, shipped_plans,
    units_from_text, units_text,
};
pub use returns::{return_from_text, return_text};
pub use settings::{Settings, settings_from_text, settings_text};
pub use workspace::{Role, Workspace, workspace_from_text, workspace_text};
