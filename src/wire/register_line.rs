//! The line of the journal for a change in the register: one unit as it was and as it is.

use chrono::NaiveDateTime;
use serde::{Deserialize, Serialize};

use crate::{
    base::UnitId,
    unit::Unit,
    wire::{
        WireError, envelope,
        journal::{check_of, checked},
    },
};

/// 登记变动 of one unit: who changed it, when and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RegisterEdit {
    /// When, local time.
    pub at: NaiveDateTime,
    /// Who did it.
    pub who: String,
    /// Which unit.
    pub unit: UnitId,
    /// As it was; `None` for one that is new.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub old: Option<Unit>,
    /// As it is from now on; `None` for one that was taken out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub new: Option<Unit>,
    /// Why: the words of a person, or the program's own such as `undo`.
    pub why: String,
}

/// Stands in the journal as `Register(…)`.
const NAME: &str = "Register";

/// Says whether a line of the journal is about the register.
pub fn is_register_line(line: &str) -> bool {
    line.split_once(' ').is_some_and(|(_, text)| text.starts_with(NAME))
}

/// Writes it as one line, with `Register` before its bracket.
///
/// # Errors
/// Only if RON cannot write a text.
pub fn register_line_text(line: &RegisterEdit) -> Result<String, ron::Error> {
    let text = format!("{NAME}{}", envelope::plain_text(line)?);
    Ok(format!("{} {text}", check_of(&text)))
}

/// Reads a line back.
///
/// # Errors
/// [`WireError::Digest`] for a torn or changed line, else what the text itself lacks.
pub fn register_line_from_text(line: &str) -> Result<RegisterEdit, WireError> {
    let text = checked(line)?;
    envelope::from_plain_text(text.strip_prefix(NAME).unwrap_or(text))
}
