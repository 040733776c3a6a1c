//! The line of the journal for a lock that was taken over from a program that did not end as usual.

use chrono::NaiveDateTime;
use serde::{Deserialize, Serialize};

use crate::wire::{
    WireError, envelope,
    journal::{check_of, checked},
};

/// 接管: who opened the workspace, and who had it before without closing it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TakenLine {
    /// When it was taken over, local time.
    pub at: NaiveDateTime,
    /// Who took it over.
    pub who: String,
    /// User, computer, process and since when, as the one before wrote them.
    pub from: String,
}

const NAME: &str = "Taken";

/// Says whether a line of the journal is about the lock.
pub fn is_taken_line(line: &str) -> bool {
    line.split_once(' ').is_some_and(|(_, text)| text.starts_with(NAME))
}

/// Writes it as one line, with `Taken` before its bracket.
///
/// # Errors
/// Only if RON cannot write a text.
pub fn taken_line_text(line: &TakenLine) -> Result<String, ron::Error> {
    let text = format!("{NAME}{}", envelope::plain_text(line)?);
    Ok(format!("{} {text}", check_of(&text)))
}

/// Reads a line back.
///
/// # Errors
/// [`WireError::Digest`] for a torn or changed line, else what the text itself lacks.
pub fn taken_line_from_text(line: &str) -> Result<TakenLine, WireError> {
    let text = checked(line)?;
    envelope::from_plain_text(text.strip_prefix(NAME).unwrap_or(text))
}
