//! One line of the journal: one committed edit, with a check of its own so that a torn line is known, and a link to
//! the line before it so that a removed one shows.

use chrono::NaiveDateTime;
use serde::{Deserialize, Serialize};
use sm3::{Digest as _, Sm3};

use crate::{
    base::{ElementId, FormId, Period, UnitId},
    returns::{Change, Edit, ReturnKey},
    wire::{
        WireError,
        cell::{FigureV1, HeadV2, MarksV2, is_default},
        envelope,
    },
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
    /// The end of the chain with this line in it; empty in lines of before there was a chain.
    pub chain: String,
}

/// The fields of a line. Later ones are left out where they say nothing, so that old lines are read and written alike.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct LineV2 {
    at: NaiveDateTime,
    who: String,
    unit: UnitId,
    form: FormId,
    period: Period,
    revision: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    element: Option<ElementId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    old: Option<FigureV1>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    new: Option<FigureV1>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    old_note: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    new_note: String,
    #[serde(default, skip_serializing_if = "is_default")]
    old_marks: MarksV2,
    #[serde(default, skip_serializing_if = "is_default")]
    new_marks: MarksV2,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    head: Option<(HeadV2, HeadV2)>,
    why: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    chain: String,
}

pub(crate) fn hex_of(text: &str, bytes: usize) -> String {
    let sum = Sm3::digest(text.as_bytes());
    sum.iter().take(bytes).map(|byte| format!("{byte:02x}")).collect()
}

pub(crate) fn check_of(text: &str) -> String {
    hex_of(text, 4)
}

/// Gives what stands behind the check digits, if they fit.
pub(crate) fn checked(line: &str) -> Result<&str, WireError> {
    match line.split_once(' ') {
        Some((check, text)) if check == check_of(text) => Ok(text),
        _ => Err(WireError::Digest),
    }
}

fn line_of(line: &JournalLine, chain: &str) -> LineV2 {
    let JournalLine { key, revision, edit, .. } = line;
    let mut written = LineV2 {
        at: edit.at,
        who: edit.who.clone(),
        unit: key.unit.clone(),
        form: key.form.clone(),
        period: key.period,
        revision: *revision,
        element: None,
        old: None,
        new: None,
        old_note: String::new(),
        new_note: String::new(),
        old_marks: MarksV2::default(),
        new_marks: MarksV2::default(),
        head: None,
        why: edit.why.clone(),
        chain: chain.to_owned(),
    };
    match &edit.change {
        Change::Cell { element, old, new } => {
            written.element = Some(element.clone());
            (written.old, written.new) = (Some((&old.figure).into()), Some((&new.figure).into()));
            (written.old_note, written.new_note) = (old.note.clone(), new.note.clone());
            (written.old_marks, written.new_marks) = (old.into(), new.into());
        }
        Change::Head { old, new } => written.head = Some((old.as_ref().into(), new.as_ref().into())),
    }
    written
}

/// Gives the end of the chain once a line is added to it: 32 hexadecimal digits of SM3 over the chain so far and the
/// line without its own link.
///
/// # Errors
/// Only if RON cannot write a text.
pub fn chained(so_far: &str, line: &JournalLine) -> Result<String, ron::Error> {
    let text = envelope::plain_text(&line_of(line, ""))?;
    Ok(hex_of(&format!("{so_far}\n{text}"), 16))
}

/// Writes an edit as one line: eight check digits, a space, compact RON, no line end.
///
/// # Errors
/// Only if RON cannot write a text.
pub fn line_text(line: &JournalLine) -> Result<String, ron::Error> {
    let text = envelope::plain_text(&line_of(line, &line.chain))?;
    Ok(format!("{} {text}", check_of(&text)))
}

/// Reads a line back.
///
/// # Errors
/// [`WireError::Digest`] for a torn or changed line, else what the text itself lacks.
pub fn line_from_text(line: &str) -> Result<JournalLine, WireError> {
    let text = checked(line)?;
    let line: LineV2 = envelope::from_plain_text(text)?;
    envelope::check_revision(line.revision, text.as_bytes())?;
    if line.old_marks.twice().or(line.new_marks.twice()).is_some() {
        return Err(WireError::Digest);
    }
    let change = match (line.element, line.old, line.new, line.head) {
        (Some(element), Some(old), Some(new), None) => Change::Cell {
            element,
            old: line.old_marks.into_entry(old, line.old_note),
            new: line.new_marks.into_entry(new, line.new_note),
        },
        (None, None, None, Some((old, new))) => {
            Change::Head { old: Box::new(old.into()), new: Box::new(new.into()) }
        }
        _ => return Err(WireError::Digest),
    };
    Ok(JournalLine {
        key: ReturnKey { unit: line.unit, form: line.form, period: line.period },
        revision: line.revision,
        edit: Edit { at: line.at, who: line.who, change, why: line.why },
        chain: line.chain,
    })
}
