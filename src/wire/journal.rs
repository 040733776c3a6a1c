//! One line of the journal: one committed edit, with a check of its own so that a torn line is known.

use chrono::NaiveDateTime;
use serde::{Deserialize, Serialize};
use sm3::{Digest as _, Sm3};

use crate::{
    base::{ElementId, FormId, Period, UnitId},
    returns::{Edit, Entry, ReturnKey},
    wire::{WireError, envelope, returns::FigureV1},
};

/// 修改记录: an edit, the return it belongs to and the revision it made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JournalLine {
    /// Which return.
    pub key: ReturnKey,
    /// The revision the edit made.
    pub revision: u64,
    /// The edit.
    pub edit: Edit,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct LineV1 {
    at: NaiveDateTime,
    who: String,
    unit: UnitId,
    form: FormId,
    period: Period,
    revision: u64,
    element: ElementId,
    old: FigureV1,
    new: FigureV1,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    old_note: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    new_note: String,
    why: String,
}

pub(crate) fn check_of(text: &str) -> String {
    let sum = Sm3::digest(text.as_bytes());
    sum.iter().take(4).map(|byte| format!("{byte:02x}")).collect()
}

/// Gives what stands behind the check digits, if they fit.
pub(crate) fn checked(line: &str) -> Result<&str, WireError> {
    match line.split_once(' ') {
        Some((check, text)) if check == check_of(text) => Ok(text),
        _ => Err(WireError::Digest),
    }
}

/// Writes an edit as one line: eight check digits, a space, compact RON, no line end.
///
/// # Errors
/// Only if RON cannot write a text.
pub fn line_text(line: &JournalLine) -> Result<String, ron::Error> {
    let JournalLine { key, revision, edit } = line;
    let text = envelope::plain_text(&LineV1 {
        at: edit.at,
        who: edit.who.clone(),
        unit: key.unit.clone(),
        form: key.form.clone(),
        period: key.period,
        revision: *revision,
        element: edit.element.clone(),
        old: (&edit.old.figure).into(),
        new: (&edit.new.figure).into(),
        old_note: edit.old.note.clone(),
        new_note: edit.new.note.clone(),
        why: edit.why.clone(),
    })?;
    Ok(format!("{} {text}", check_of(&text)))
}

/// Reads a line back.
///
/// # Errors
/// [`WireError::Digest`] for a torn or changed line, else what the text itself lacks.
pub fn line_from_text(line: &str) -> Result<JournalLine, WireError> {
    let line: LineV1 = envelope::from_plain_text(checked(line)?)?;
    Ok(JournalLine {
        key: ReturnKey { unit: line.unit, form: line.form, period: line.period },
        revision: line.revision,
        edit: Edit {
            at: line.at,
            who: line.who,
            element: line.element,
            old: Entry { figure: line.old.into(), note: line.old_note },
            new: Entry { figure: line.new.into(), note: line.new_note },
            why: line.why,
        },
    })
}
