//! File formats: envelope, versions, digest, and our own words for what is wrong with a file.
//!
//! RON is read and written here only (and by the theme loader). A released format is frozen.

mod above;
mod branches;
mod cell;
mod columns;
mod county;
mod day;
mod draft;
mod envelope;
mod error;
mod followed;
mod form_pack;
mod grammar;
mod issued;
mod items;
mod journal;
mod layers;
mod notes;
mod package;
mod packed;
mod packs;
mod plain_cells;
mod query;
mod register_line;
mod returns;
mod settings;
mod taken;
mod travelling;
mod workspace;

pub use above::{KnownTotal, KnownTotals, above_from_text, above_text};
pub use branches::{
    Branch, Branches, StatementBranches, branches_from_text, branches_text, statement_branches_from_text,
    statement_branches_text,
};
pub use columns::{CachedReturn, MAX_COLUMNS, columns_bytes, columns_from_bytes};
pub use county::{
    CountyStatement, StatementMember, SummedFigure, statement_digest, statement_from_text, statement_text,
};
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
pub use form_pack::{FormPack, Issue, PackFile, Renamed, form_pack_from_text, form_pack_text};
pub use issued::{Issued, issued_from_text, issued_text};
pub use journal::{JournalLine, chained, line_from_text, line_text};
pub use layers::{Pack, PackFault, catalogue_of, catalogue_over, located, plans_over};
pub use notes::{
    Receipt, ReceiptLine, ReceivedAs, Sender, SentBackNote, receipt_from_text, receipt_text,
    sent_back_from_text, sent_back_text,
};
pub use package::{Package, package_from_text, package_text};
pub use packs::{
    catalogue_parts_from_text, plan_from_text, shipped_catalogue, shipped_catalogue_packs, shipped_plans,
    units_from_text, units_text,
};
pub use query::{Query, QueryAnswer, Question, query_from_text, query_text};
pub use register_line::{RegisterEdit, is_register_line, register_line_from_text, register_line_text};
pub use returns::{
    fingerprint, is_return_text, is_sealed_return, return_digest, return_from_text, return_text,
    stated_digest,
};
pub use settings::{DrawnBy, Settings, settings_from_text, settings_text};
pub use taken::{TakenLine, is_taken_line, taken_line_from_text, taken_line_text};
pub use travelling::{
    Travelling, arrival_digest, read_arrival_digest, travelling_from_text, travelling_with_digests,
};
pub use workspace::{Role, Workspace, workspace_from_text, workspace_text};
