//! A figure and its four states.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// 数值: what stands in one cell. Zero is known; blank is not zero.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Figure {
    /// 已填: a known quantity, zero included.
    Known(Decimal),
    /// 不适用, with the reason.
    NotApplicable(String),
    /// 未填.
    #[default]
    Blank,
    /// 未识别: text that could not be read, kept as typed.
    Unread(String),
}

impl Figure {
    /// Gives the quantity, if there is one.
    ///
    /// ```
    /// use duibiao::base::{Decimal, Figure};
    /// assert_eq!(Figure::Known(Decimal::ZERO).known(), Some(Decimal::ZERO));
    /// assert_eq!(Figure::Blank.known(), None);
    /// ```
    pub const fn known(&self) -> Option<Decimal> {
        match self {
            Self::Known(quantity) => Some(*quantity),
            Self::NotApplicable(_) | Self::Blank | Self::Unread(_) => None,
        }
    }

    /// Says whether a person has answered: known or not applicable.
    pub const fn is_answered(&self) -> bool {
        matches!(self, Self::Known(_) | Self::NotApplicable(_))
    }

    /// Says whether nothing stands in the cell.
    pub const fn is_blank(&self) -> bool {
        matches!(self, Self::Blank)
    }

    /// Names the state as the command line prints it.
    pub const fn state(&self) -> &'static str {
        match self {
            Self::Known(_) => "known",
            Self::NotApplicable(_) => "not_applicable",
            Self::Blank => "blank",
            Self::Unread(_) => "unread",
        }
    }
}

/// Reads `不适用：原因` or `n/a: reason` and gives the reason, which may be empty; `None` for any other text.
///
/// ```
/// use duibiao::base::not_applicable_reason;
/// assert_eq!(not_applicable_reason("不适用：未设该科室"), Some("未设该科室"));
/// assert_eq!(not_applicable_reason(" N/A "), Some(""));
/// assert_eq!(not_applicable_reason("不适用于本院"), None);
/// ```
pub fn not_applicable_reason(text: &str) -> Option<&str> {
    const BETWEEN: [char; 12] =
        [':', '\u{ff1a}', ' ', '\u{3000}', ',', '\u{ff0c}', ';', '\u{ff1b}', '(', '\u{ff08}', '。', '、'];
    let text = text.trim();
    let rest = ["不适用", "n/a", "N/A"].iter().find_map(|start| text.strip_prefix(start));
    if let Some(rest) = rest {
        let reason = rest.trim_start_matches(BETWEEN);
        return (rest.is_empty() || reason.len() < rest.len())
            .then(|| reason.trim_end_matches([')', '\u{ff09}']).trim());
    }
    let marked = ["na:", "NA:", "na\u{ff1a}", "NA\u{ff1a}"].iter().find_map(|start| text.strip_prefix(start));
    marked.map(str::trim)
}
