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
