//! What a check says of a figure.

use serde::{Deserialize, Serialize};

use crate::base::{Bilingual, CheckId, ElementId, FormId, Period, UnitId};

/// 审核级别.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
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
    /// The check.
    pub check: CheckId,
    /// How much it weighs.
    pub severity: Severity,
    /// The unit it is about.
    pub unit: UnitId,
    /// The form it is about.
    pub form: FormId,
    /// The period it is about.
    pub period: Period,
    /// The cell to jump to.
    pub element: ElementId,
    /// The figures, as a sentence.
    pub says: Bilingual,
    /// Why that cannot be, or is unusual.
    pub why: Bilingual,
    /// What to do.
    pub remedy: Bilingual,
    /// The figures it was made from, exactly: an explanation holds as long as they stay.
    pub reading: String,
}

impl Finding {
    /// Gives the whole of it: the figures, why, what to do.
    pub fn message(&self) -> Bilingual {
        let join = |parts: [&str; 3], gap: &str| {
            parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(gap)
        };
        Bilingual::new(
            join([&self.says.zh, &self.why.zh, &self.remedy.zh], ""),
            join([&self.says.en, &self.why.en, &self.remedy.en], " "),
        )
    }
}
