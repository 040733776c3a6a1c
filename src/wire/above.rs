//! The format of `inbox/above.ron`, version 1: the last roll-up of the bureau above, as its form pack brought it.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::{
    base::{IndicatorId, Period, ScopeId, UnitId},
    wire::{Digested, WireError, open, seal},
};

const FORMAT: &str = "duibiao-above";
const VERSION: u32 = 1;

/// What one indicator came to over a bureau, with both sides, so that one unit's part can be taken out and put in again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KnownTotal {
    /// The indicator.
    pub indicator: IndicatorId,
    /// Over which units, where a target narrows them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scope: Option<ScopeId>,
    /// Its value, unrounded.
    pub value: Decimal,
    /// 分子.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub numerator: Option<Decimal>,
    /// 分母.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub denominator: Option<Decimal>,
    /// 已报.
    pub reported: u32,
    /// 应报.
    pub expected: u32,
}

/// 上级最近一次汇总.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KnownTotals {
    /// The bureau.
    pub unit: UnitId,
    /// Its name.
    pub name: String,
    /// Of which period.
    pub period: Period,
    /// By indicator and scope.
    pub totals: Vec<KnownTotal>,
}

/// Writes the last roll-up above.
///
/// # Errors
/// Only if RON cannot write a text.
pub fn above_text(known: &KnownTotals) -> Result<String, ron::Error> {
    seal(FORMAT, VERSION, known)
}

/// Reads the last roll-up above.
///
/// # Errors
/// Everything a [`WireError`] names.
pub fn above_from_text(bytes: &[u8]) -> Result<KnownTotals, WireError> {
    open(bytes, FORMAT, VERSION, Digested::Always)
}
