//! The line of the journal for a text that stood in a cell and was not committed. It is never a figure.

use chrono::NaiveDateTime;
use serde::{Deserialize, Serialize};

use crate::{
    base::{CheckId, ElementId, FormId, Period, UnitId},
    returns::{Entry, ReturnKey},
    wire::{
        WireError,
        cell::{FigureV1, MarksV2, is_default, is_false},
        envelope,
        journal::{check_of, checked, hex_of},
    },
};

/// What of a cell a text was being typed for.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum DraftPart {
    /// 数值.
    Figure,
    /// 备注.
    Note,
    /// 情况说明 of a check.
    Explanation(CheckId),
    /// 数值 as a second person types it.
    Second,
}

/// Whose text it is: return, cell, and what of the cell.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct DraftPlace {
    /// Which return.
    pub key: ReturnKey,
    /// Which cell.
    pub element: ElementId,
    /// What of it.
    pub part: DraftPart,
}

/// 草稿: a text that was typed and not committed, and what it was typed over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftLine {
    /// When it stood there, local time.
    pub at: NaiveDateTime,
    /// Who typed it.
    pub who: String,
    /// Where.
    pub place: DraftPlace,
    /// Version of the form.
    pub form_version: u32,
    /// The revision of the return, or of its second typing, at that time.
    pub revision: u64,
    /// The end of its chain at that time; a second typing has none.
    pub chain: String,
    /// [`draft_base`] of the cell at that time.
    pub base: String,
    /// The text; `None` where the draft is no more, because it was committed or taken back.
    pub text: Option<String>,
    /// A person has seen it after a crash and left it.
    pub left: bool,
}

/// Stands in the journal as `Draft(…)`.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct DraftV1 {
    at: NaiveDateTime,
    who: String,
    unit: UnitId,
    form: FormId,
    form_version: u32,
    period: Period,
    revision: u64,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    chain: String,
    element: ElementId,
    part: PartV1,
    base: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    text: Option<String>,
    #[serde(default, skip_serializing_if = "is_false")]
    left: bool,
}

#[derive(Serialize, Deserialize)]
enum PartV1 {
    Figure,
    Note,
    Explanation(CheckId),
    Second,
}

/// What a cell holds, for its digest.
#[derive(Serialize)]
struct BaseV1 {
    figure: FigureV1,
    note: String,
    #[serde(skip_serializing_if = "is_default")]
    marks: MarksV2,
}

const NAME: &str = "Draft";

/// Gives the digest of what a cell holds, 32 hexadecimal digits of SM3: a draft typed over something else is not its own.
///
/// # Errors
/// Only if RON cannot write a text.
pub fn draft_base(entry: &Entry) -> Result<String, ron::Error> {
    let held = BaseV1 { figure: (&entry.figure).into(), note: entry.note.clone(), marks: entry.into() };
    Ok(hex_of(&envelope::plain_text(&held)?, 16))
}

/// Says whether a line of the journal is a draft.
pub fn is_draft_line(line: &str) -> bool {
    line.split_once(' ').is_some_and(|(_, text)| text.starts_with(NAME))
}

/// Writes a draft as one line, as [`line_text`](crate::wire::line_text) does for edits, with `Draft` before its bracket.
///
/// # Errors
/// Only if RON cannot write a text.
pub fn draft_line_text(line: &DraftLine) -> Result<String, ron::Error> {
    let DraftPlace { key, element, part } = line.place.clone();
    let text = envelope::plain_text(&DraftV1 {
        at: line.at,
        who: line.who.clone(),
        unit: key.unit,
        form: key.form,
        form_version: line.form_version,
        period: key.period,
        revision: line.revision,
        chain: line.chain.clone(),
        element,
        part: match part {
            DraftPart::Figure => PartV1::Figure,
            DraftPart::Note => PartV1::Note,
            DraftPart::Explanation(check) => PartV1::Explanation(check),
            DraftPart::Second => PartV1::Second,
        },
        base: line.base.clone(),
        text: line.text.clone(),
        left: line.left,
    })?;
    let text = format!("{NAME}{text}");
    Ok(format!("{} {text}", check_of(&text)))
}

/// Reads a line back.
///
/// # Errors
/// [`WireError::Digest`] for a torn or changed line, else what the text itself lacks.
pub fn draft_line_from_text(line: &str) -> Result<DraftLine, WireError> {
    let text = checked(line)?;
    let line: DraftV1 = envelope::from_plain_text(text.strip_prefix(NAME).unwrap_or(text))?;
    Ok(DraftLine {
        at: line.at,
        who: line.who,
        place: DraftPlace {
            key: ReturnKey { unit: line.unit, form: line.form, period: line.period },
            element: line.element,
            part: match line.part {
                PartV1::Figure => DraftPart::Figure,
                PartV1::Note => DraftPart::Note,
                PartV1::Explanation(check) => DraftPart::Explanation(check),
                PartV1::Second => DraftPart::Second,
            },
        },
        form_version: line.form_version,
        revision: line.revision,
        chain: line.chain,
        base: line.base,
        text: line.text,
        left: line.left,
    })
}
