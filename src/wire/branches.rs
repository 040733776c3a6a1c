//! The format of what arrived of a return beside the version at hand, version 1: what waits for a choice, what a person
//! has set aside.

use chrono::NaiveDateTime;
use serde::{Deserialize, Serialize};

use crate::{
    base::{FormId, Period, UnitId},
    returns::ReturnKey,
    wire::{Digested, WireError, cell::is_false, open, seal},
};

const FORMAT: &str = "duibiao-branches";
const VERSION: u32 = 1;

/// 分支: a version of a return that neither follows on the one at hand nor precedes it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Branch {
    /// Digests of what was handed in, oldest first; the last is that of the figures.
    pub lineage: Vec<String>,
    /// A person has chosen against it.
    #[serde(default, skip_serializing_if = "is_false")]
    pub set_aside: bool,
    /// Digest of the file it came in, which lies in `inbox/`.
    pub file: String,
    /// When it was taken in, local time of this machine.
    pub at: NaiveDateTime,
}

/// What there is of one return beside the version at hand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Branches {
    /// Which return.
    pub key: ReturnKey,
    /// The other versions.
    pub branches: Vec<Branch>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct BranchesV1 {
    unit: UnitId,
    form: FormId,
    period: Period,
    branches: Vec<Branch>,
}

/// Writes the branches of a return.
///
/// # Errors
/// Only if RON cannot write a text.
pub fn branches_text(branches: &Branches) -> Result<String, ron::Error> {
    let Branches { key, branches } = branches.clone();
    seal(FORMAT, VERSION, &BranchesV1 { unit: key.unit, form: key.form, period: key.period, branches })
}

/// Reads the branches of a return.
///
/// # Errors
/// Everything a [`WireError`] names.
pub fn branches_from_text(bytes: &[u8]) -> Result<Branches, WireError> {
    let body: BranchesV1 = open(bytes, FORMAT, VERSION, Digested::Always)?;
    let key = ReturnKey { unit: body.unit, form: body.form, period: body.period };
    Ok(Branches { key, branches: body.branches })
}

/// What arrived of a bureau's statement beside the version at hand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StatementBranches {
    /// Whose statement.
    pub unit: UnitId,
    /// Of which period.
    pub period: Period,
    /// The other versions.
    pub branches: Vec<Branch>,
}

const OF_STATEMENT: &str = "duibiao-statement-branches";

/// Writes the branches of a statement.
///
/// # Errors
/// Only if RON cannot write a text.
pub fn statement_branches_text(branches: &StatementBranches) -> Result<String, ron::Error> {
    seal(OF_STATEMENT, VERSION, branches)
}

/// Reads the branches of a statement.
///
/// # Errors
/// Everything a [`WireError`] names.
pub fn statement_branches_from_text(bytes: &[u8]) -> Result<StatementBranches, WireError> {
    open(bytes, OF_STATEMENT, VERSION, Digested::Always)
}
