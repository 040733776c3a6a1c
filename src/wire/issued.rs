//! The format of `issued.ron`, version 1: which forms are asked for which periods, until when, and which elements had
//! another id before.

use serde::{Deserialize, Serialize};

use crate::wire::{Digested, Issue, Renamed, WireError, open, seal};

const FORMAT: &str = "duibiao-issued";
const VERSION: u32 = 1;

/// 下发记录: what is asked, and what was called otherwise before.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Issued {
    /// Which forms are asked for which periods.
    pub issues: Vec<Issue>,
    /// Elements that have another id, oldest change first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub renamed: Vec<Renamed>,
}

/// Writes what is asked.
///
/// # Errors
/// Only if RON cannot write a text.
pub fn issued_text(issued: &Issued) -> Result<String, ron::Error> {
    seal(FORMAT, VERSION, issued)
}

/// Reads what is asked.
///
/// # Errors
/// Everything a [`WireError`] names.
pub fn issued_from_text(bytes: &[u8]) -> Result<Issued, WireError> {
    open(bytes, FORMAT, VERSION, Digested::Always)
}
