//! The formats of what travels downward about one return: 回执 and 退回, version 1.

use std::collections::BTreeSet;

use chrono::NaiveDateTime;
use serde::{Deserialize, Serialize};

use crate::{
    base::{FormId, Period, UnitId},
    returns::{ReturnKey, SentBack},
    wire::{
        Digested, WireError,
        cell::SentBackV2,
        envelope::{open_of, place_of, verify},
        open, seal,
    },
};

pub(crate) const RECEIPT: &str = "duibiao-receipt";
pub(crate) const SENT_BACK: &str = "duibiao-sent-back";
const VERSION: u32 = 1;

/// 来件人: whose desk a file was written at, by whom and when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sender {
    /// Version of the program that wrote it.
    pub program: String,
    /// Whose desk it was written at.
    pub unit: UnitId,
    /// What that unit is called there.
    pub name: String,
    /// Who wrote it.
    pub who: String,
    /// When, local time of that machine; decides nothing.
    pub at: NaiveDateTime,
}

/// How far a return has come at the bureau that gives a receipt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum ReceivedAs {
    /// 已接收.
    Received,
    /// 审核通过.
    Accepted,
}

/// One return in a receipt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReceiptLine {
    /// Which return.
    pub key: ReturnKey,
    /// Digest of the figures that were received.
    pub digest: String,
    /// 指纹 of that digest, for people to compare with the printed sheet.
    pub fingerprint: String,
    /// How far it has come.
    pub standing: ReceivedAs,
}

/// 回执: which returns of a unit a bureau holds, and in which version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// The bureau.
    pub from: Sender,
    /// The unit it is for.
    pub to: UnitId,
    /// The returns, by form and period.
    pub lines: Vec<ReceiptLine>,
}

/// 退回: a return that was not taken, with the reason and what is said of its cells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SentBackNote {
    /// The bureau.
    pub from: Sender,
    /// Which return.
    pub key: ReturnKey,
    /// Digest of the figures that were sent back.
    pub digest: String,
    /// Reason, words, due date and remarks.
    pub said: SentBack,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ReceiptV1 {
    from: Sender,
    to: UnitId,
    returns: Vec<LineV1>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct LineV1 {
    unit: UnitId,
    form: FormId,
    period: Period,
    digest: String,
    fingerprint: String,
    standing: ReceivedAs,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SentBackFileV1 {
    from: Sender,
    unit: UnitId,
    form: FormId,
    period: Period,
    digest: String,
    said: SentBackV2,
}

/// Writes a receipt.
///
/// # Errors
/// Only if RON cannot write a text.
pub fn receipt_text(receipt: &Receipt) -> Result<String, ron::Error> {
    let line = |line: &ReceiptLine| LineV1 {
        unit: line.key.unit.clone(),
        form: line.key.form.clone(),
        period: line.key.period,
        digest: line.digest.clone(),
        fingerprint: line.fingerprint.clone(),
        standing: line.standing,
    };
    let returns = receipt.lines.iter().map(line).collect();
    seal(RECEIPT, VERSION, &ReceiptV1 { from: receipt.from.clone(), to: receipt.to.clone(), returns })
}

/// Reads a receipt.
///
/// # Errors
/// Everything a [`WireError`] names; a return that stands twice included.
pub fn receipt_from_text(bytes: &[u8]) -> Result<Receipt, WireError> {
    let (version, body): (u32, ReceiptV1) = open_of(bytes, RECEIPT, VERSION, Digested::Unchecked)?;
    let mut seen = BTreeSet::new();
    let mut lines = Vec::with_capacity(body.returns.len());
    for line in body.returns {
        let key = ReturnKey { unit: line.unit, form: line.form, period: line.period };
        if !seen.insert(key.clone()) {
            let at = place_of(bytes, "form", key.form.as_str(), 1);
            return Err(WireError::Duplicate { at, id: key.to_string() });
        }
        let LineV1 { digest, fingerprint, standing, .. } = line;
        lines.push(ReceiptLine { key, digest, fingerprint, standing });
    }
    verify(bytes, RECEIPT, version)?;
    Ok(Receipt { from: body.from, to: body.to, lines })
}

/// Writes a 退回.
///
/// # Errors
/// Only if RON cannot write a text.
pub fn sent_back_text(note: &SentBackNote) -> Result<String, ron::Error> {
    let body = SentBackFileV1 {
        from: note.from.clone(),
        unit: note.key.unit.clone(),
        form: note.key.form.clone(),
        period: note.key.period,
        digest: note.digest.clone(),
        said: (&note.said).into(),
    };
    seal(SENT_BACK, VERSION, &body)
}

/// Reads a 退回.
///
/// # Errors
/// Everything a [`WireError`] names.
pub fn sent_back_from_text(bytes: &[u8]) -> Result<SentBackNote, WireError> {
    let body: SentBackFileV1 = open(bytes, SENT_BACK, VERSION, Digested::Always)?;
    let key = ReturnKey { unit: body.unit, form: body.form, period: body.period };
    Ok(SentBackNote { from: body.from, key, digest: body.digest, said: body.said.into() })
}
