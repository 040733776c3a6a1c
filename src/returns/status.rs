//! Where a return stands on its way upward, and the one table of how it gets there.

use serde::{Deserialize, Serialize};

use crate::base::Bilingual;

/// 状态 of a return. That it is ready (可上报) is no state: it follows from its figures.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Status {
    /// 填报中.
    #[default]
    Draft,
    /// 已上报.
    Submitted,
    /// 已接收.
    Received,
    /// 审核通过.
    Accepted,
    /// 退回.
    SentBack,
}

/// 流转: what moves a return on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Move {
    /// 上报.
    Submit,
    /// 撤回, before it is accepted.
    Withdraw,
    /// 接收.
    Receive,
    /// 审核通过.
    Accept,
    /// 退回, with a reason.
    SendBack,
    /// 更正 of a return that was accepted: a new revision begins and the mark is gone.
    Correct,
}

/// Who may move a return on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Actor {
    /// 填报单位, or the bureau that fills in for it.
    Author,
    /// 主管部门 above it.
    Bureau,
}

/// Every move there is: from, by what, to.
pub const MOVES: &[(Status, Move, Status)] = &[
    (Status::Draft, Move::Submit, Status::Submitted),
    (Status::SentBack, Move::Submit, Status::Submitted),
    (Status::Submitted, Move::Withdraw, Status::Draft),
    (Status::Received, Move::Withdraw, Status::Draft),
    (Status::Submitted, Move::Receive, Status::Received),
    (Status::Submitted, Move::Accept, Status::Accepted),
    (Status::Received, Move::Accept, Status::Accepted),
    (Status::Submitted, Move::SendBack, Status::SentBack),
    (Status::Received, Move::SendBack, Status::SentBack),
    (Status::Accepted, Move::SendBack, Status::SentBack),
    (Status::Accepted, Move::Correct, Status::Draft),
];

impl Status {
    /// Every status, in the order a return passes them.
    pub const ALL: [Self; 5] = [Self::Draft, Self::Submitted, Self::Received, Self::Accepted, Self::SentBack];

    /// Names the status as files and the command line do.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Submitted => "submitted",
            Self::Received => "received",
            Self::Accepted => "accepted",
            Self::SentBack => "sent_back",
        }
    }

    /// Gives the name in both languages.
    pub fn name(self) -> Bilingual {
        match self {
            Self::Draft => Bilingual::new("填报中", "Being filled in"),
            Self::Submitted => Bilingual::new("已上报", "Submitted"),
            Self::Received => Bilingual::new("已接收", "Received"),
            Self::Accepted => Bilingual::new("审核通过", "Accepted"),
            Self::SentBack => Bilingual::new("退回", "Sent back"),
        }
    }

    /// Says whether figures may be typed.
    ///
    /// ```
    /// use duibiao::returns::{Move, Status};
    /// assert!(Status::SentBack.is_open());
    /// assert_eq!(Status::Draft.after(Move::Submit), Some(Status::Submitted));
    /// assert_eq!(Status::Accepted.after(Move::Withdraw), None);
    /// ```
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Draft | Self::SentBack)
    }

    /// Gives where a move leads; `None` where it cannot be made.
    pub fn after(self, by: Move) -> Option<Self> {
        MOVES.iter().find(|(from, over, _)| *from == self && *over == by).map(|(_, _, to)| *to)
    }
}

impl Move {
    /// Says who makes the move.
    pub const fn actor(self) -> Actor {
        match self {
            Self::Submit | Self::Withdraw | Self::Correct => Actor::Author,
            Self::Receive | Self::Accept | Self::SendBack => Actor::Bureau,
        }
    }

    /// Names the move as the history does.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Submit => "submit",
            Self::Withdraw => "withdraw",
            Self::Receive => "receive",
            Self::Accept => "accept",
            Self::SendBack => "send_back",
            Self::Correct => "correct",
        }
    }
}
