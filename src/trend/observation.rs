//! What was observed: computed from returns, or printed in a plan.

use rust_decimal::Decimal;

use crate::{
    base::{Bilingual, Period, Span},
    returns::Coverage,
};

/// 实际值: an indicator of one unit for one period, as computed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Observation {
    /// The period.
    pub period: Period,
    /// The value, unrounded; `None` if it cannot be computed.
    pub value: Option<Decimal>,
    /// 分子.
    pub numerator: Option<Decimal>,
    /// 分母.
    pub denominator: Option<Decimal>,
    /// Who answered.
    pub coverage: Coverage,
    /// Why there is no value, or what an incomplete one lacks; may be empty.
    pub lack: Bilingual,
}

/// 规划所载过去数: a past figure a plan prints.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Printed {
    /// One period, or a span of years.
    pub span: Span,
    /// The value on the indicator's scale.
    pub value: Decimal,
    /// The value with its comparator, as printed: `≥98`, `>50`, `200—400`.
    pub shown: String,
    /// Row and clause: where it is printed.
    pub place: String,
    /// Over what.
    pub scope: Bilingual,
}
