//! The format of a 查询, version 1: questions on figures, and the same file with their answers.

use std::collections::BTreeSet;

use chrono::NaiveDateTime;
use serde::{Deserialize, Serialize};

use crate::{
    base::{ElementId, FormId, Period, UnitId},
    returns::ReturnKey,
    wire::{Digested, Sender, WireError, envelope::place_of, open, seal},
};

pub(crate) const FORMAT: &str = "duibiao-query";
const VERSION: u32 = 1;

/// What was answered to a question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QueryAnswer {
    /// The words.
    pub text: String,
    /// Who answered.
    pub who: String,
    /// When, local time of that machine.
    pub at: NaiveDateTime,
}

/// One question on one figure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// Number within the file, from 1; question and answer meet by it.
    pub number: u32,
    /// Which cell.
    pub element: ElementId,
    /// What is asked.
    pub text: String,
    /// The answer, once there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<QueryAnswer>,
}

/// 查询: questions of a bureau on the figures of one return, or the unit's answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Query {
    /// Who asks; of answers, who answers.
    pub from: Sender,
    /// The bureau that asked.
    pub bureau: UnitId,
    /// Which return.
    pub key: ReturnKey,
    /// Digest of the figures the questions are about.
    pub digest: String,
    /// The questions, by number.
    pub questions: Vec<Question>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct QueryV1 {
    from: Sender,
    bureau: UnitId,
    unit: UnitId,
    form: FormId,
    period: Period,
    digest: String,
    questions: Vec<Question>,
}

/// Writes a query, or its answer.
///
/// # Errors
/// Only if RON cannot write a text.
pub fn query_text(query: &Query) -> Result<String, ron::Error> {
    let body = QueryV1 {
        from: query.from.clone(),
        bureau: query.bureau.clone(),
        unit: query.key.unit.clone(),
        form: query.key.form.clone(),
        period: query.key.period,
        digest: query.digest.clone(),
        questions: query.questions.clone(),
    };
    seal(FORMAT, VERSION, &body)
}

/// Reads a query, or its answer.
///
/// # Errors
/// Everything a [`WireError`] names; a number that stands twice included.
pub fn query_from_text(bytes: &[u8]) -> Result<Query, WireError> {
    let body: QueryV1 = open(bytes, FORMAT, VERSION, Digested::Always)?;
    let mut seen = BTreeSet::new();
    if let Some(twice) = body.questions.iter().find(|question| !seen.insert(question.number)) {
        let at = place_of(bytes, "element", twice.element.as_str(), 0);
        return Err(WireError::Duplicate { at, id: twice.number.to_string() });
    }
    let key = ReturnKey { unit: body.unit, form: body.form, period: body.period };
    let QueryV1 { from, bureau, digest, questions, .. } = body;
    Ok(Query { from, bureau, key, digest, questions })
}
