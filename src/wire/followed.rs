//! The format of what is recorded of a plan's deliverables, version 1, and its line in the journal.

use std::collections::BTreeMap;

use chrono::{NaiveDate, NaiveDateTime};
use serde::{Deserialize, Serialize};

use crate::{
    base::PlanId,
    returns::{Followed, FollowedEdit, FollowedItem, FollowedState},
    wire::{
        Digested, WireError,
        cell::FigureV1,
        envelope::{check_revision, place_of, verify},
        journal::{check_of, checked},
        open, seal,
    },
};

use super::envelope;

const FORMAT: &str = "duibiao-followed";
const VERSION: u32 = 1;

/// 修改记录 of a deliverable: an edit, its plan and the revision it made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FollowedLine {
    /// Which plan.
    pub plan: PlanId,
    /// The revision the edit made.
    pub revision: u64,
    /// The edit.
    pub edit: FollowedEdit,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct FollowedV1 {
    plan: PlanId,
    revision: u64,
    #[serde(default, skip_serializing_if = "is_false")]
    synthetic: bool,
    items: Vec<RowV1>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RowV1 {
    row: String,
    item: ItemV1,
}

#[derive(Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct ItemV1 {
    #[serde(skip_serializing_if = "Option::is_none")]
    state: Option<StateV1>,
    #[serde(skip_serializing_if = "Option::is_none")]
    figure: Option<FigureV1>,
    #[serde(skip_serializing_if = "Option::is_none")]
    on: Option<NaiveDate>,
    #[serde(skip_serializing_if = "String::is_empty")]
    evidence: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    who: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    at: Option<NaiveDateTime>,
}

#[derive(Serialize, Deserialize)]
enum StateV1 {
    NotStarted,
    InProgress,
    Done,
}

/// Stands in the journal as `Followed(…)`; a cell's line has no name before its bracket.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct LineV1 {
    at: NaiveDateTime,
    who: String,
    plan: PlanId,
    revision: u64,
    row: String,
    old: ItemV1,
    new: ItemV1,
    why: String,
}

const NAME: &str = "Followed";

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde's skip_serializing_if asks for a reference")]
const fn is_false(flag: &bool) -> bool {
    !*flag
}

impl From<&FollowedItem> for ItemV1 {
    fn from(item: &FollowedItem) -> Self {
        let (who, at) = item.recorded.clone().unzip();
        Self {
            state: item.state.map(|state| match state {
                FollowedState::NotStarted => StateV1::NotStarted,
                FollowedState::InProgress => StateV1::InProgress,
                FollowedState::Done => StateV1::Done,
            }),
            figure: (!item.figure.is_blank()).then(|| (&item.figure).into()),
            on: item.on,
            evidence: item.evidence.clone(),
            who,
            at,
        }
    }
}

impl From<ItemV1> for FollowedItem {
    fn from(item: ItemV1) -> Self {
        Self {
            state: item.state.map(|state| match state {
                StateV1::NotStarted => FollowedState::NotStarted,
                StateV1::InProgress => FollowedState::InProgress,
                StateV1::Done => FollowedState::Done,
            }),
            figure: item.figure.map(Into::into).unwrap_or_default(),
            on: item.on,
            evidence: item.evidence,
            recorded: item.who.zip(item.at),
        }
    }
}

/// Writes what is followed of a plan as a file. Rows stand in their order, empty ones are left out.
///
/// # Errors
/// Only if RON cannot write a text.
pub fn followed_text(followed: &Followed) -> Result<String, ron::Error> {
    let filled = followed.items.iter().filter(|(_, item)| !item.is_empty());
    let body = FollowedV1 {
        plan: followed.plan.clone(),
        revision: followed.revision,
        synthetic: followed.synthetic,
        items: filled.map(|(row, item)| RowV1 { row: row.clone(), item: item.into() }).collect(),
    };
    seal(FORMAT, VERSION, &body)
}

/// Reads what is followed of a plan.
///
/// # Errors
/// Everything a [`WireError`] names, a row that stands twice included.
pub fn followed_from_text(bytes: &[u8]) -> Result<Followed, WireError> {
    let body: FollowedV1 = open(bytes, FORMAT, VERSION, Digested::Unchecked)?;
    check_revision(body.revision, bytes)?;
    let mut items = BTreeMap::new();
    for RowV1 { row, item } in body.items {
        if items.insert(row.clone(), item.into()).is_some() {
            return Err(WireError::Duplicate { at: place_of(bytes, "row", &row, 1), id: row });
        }
    }
    verify(bytes, FORMAT, VERSION)?;
    Ok(Followed { plan: body.plan, revision: body.revision, synthetic: body.synthetic, items })
}

/// Says whether a line of the journal is about a deliverable.
pub fn is_followed_line(line: &str) -> bool {
    line.split_once(' ').is_some_and(|(_, text)| text.starts_with(NAME))
}

/// Writes an edit as one line, as [`line_text`](crate::wire::line_text) does for cells, with `Followed` before its bracket.
///
/// # Errors
/// Only if RON cannot write a text.
pub fn followed_line_text(line: &FollowedLine) -> Result<String, ron::Error> {
    let FollowedLine { plan, revision, edit } = line;
    let text = envelope::plain_text(&LineV1 {
        at: edit.at,
        who: edit.who.clone(),
        plan: plan.clone(),
        revision: *revision,
        row: edit.row.clone(),
        old: (&edit.old).into(),
        new: (&edit.new).into(),
        why: edit.why.clone(),
    })?;
    let text = format!("{NAME}{text}");
    Ok(format!("{} {text}", check_of(&text)))
}

/// Reads a line back.
///
/// # Errors
/// [`WireError::Digest`] for a torn or changed line, else what the text itself lacks.
pub fn followed_line_from_text(line: &str) -> Result<FollowedLine, WireError> {
    let text = checked(line)?;
    let line: LineV1 = envelope::from_plain_text(text.strip_prefix(NAME).unwrap_or(text))?;
    check_revision(line.revision, text.as_bytes())?;
    Ok(FollowedLine {
        plan: line.plan,
        revision: line.revision,
        edit: FollowedEdit {
            at: line.at,
            who: line.who,
            row: line.row,
            old: line.old.into(),
            new: line.new.into(),
            why: line.why,
        },
    })
}
