//! Where a return stands on its way upward.

use serde::{Deserialize, Serialize};

/// 状态 of a return.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Status {
    /// 填报中.
    #[default]
    Draft,
    /// 已上报.
    Submitted,
    /// 审核通过.
    Accepted,
    /// 退回.
    SentBack,
}

impl Status {
    /// Names the status as files and the command line do.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Submitted => "submitted",
            Self::Accepted => "accepted",
            Self::SentBack => "sent_back",
        }
    }

    /// Says whether figures may be typed.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Draft | Self::SentBack)
    }
}
