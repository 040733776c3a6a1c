//! What a check says of a figure.

use crate::base::{Bilingual, ElementId, FormId, Period, UnitId};

/// 审核级别.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// 逻辑校验: must be mended before 上报.
    Hard,
    /// 经验校验: mend it or explain it in writing.
    Soft,
    /// 提示: informs only.
    Hint,
}

impl Severity {
    /// Names the severity as the command line prints it.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Hard => "hard",
            Self::Soft => "soft",
            Self::Hint => "hint",
        }
    }
}

/// 审核结果: what one check says of one figure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Id of the check.
    pub check: String,
    /// How much it weighs.
    pub severity: Severity,
    /// The unit it is about.
    pub unit: UnitId,
    /// The form it is about.
    pub form: FormId,
    /// The period it is about.
    pub period: Period,
    /// The cell to jump to.
    pub element: Option<ElementId>,
    /// What, where, the figures, what to do.
    pub message: Bilingual,
}
