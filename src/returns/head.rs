//! What stands above the cells of a return: where it is on its way upward, who signs, what was sent back.

use std::collections::BTreeMap;

use chrono::{NaiveDate, NaiveDateTime};

use crate::{
    base::{Bilingual, ElementId},
    returns::Status,
};

/// 签名人 on the sheet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Signer {
    /// 姓名.
    pub name: String,
    /// 电话.
    pub phone: String,
}

/// The three who answer for a return.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Signers {
    /// 填表人.
    pub filler: Signer,
    /// 统计负责人.
    pub statistician: Signer,
    /// 单位负责人.
    pub head: Signer,
}

impl Signers {
    /// Says whether nobody is named.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Says whether all three are named.
    pub fn is_complete(&self) -> bool {
        [&self.filler, &self.statistician, &self.head].iter().all(|signer| !signer.name.is_empty())
    }
}

/// 上报记录: one handing in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Submission {
    /// When, local time.
    pub at: NaiveDateTime,
    /// Who handed it in.
    pub who: String,
    /// The revision that was handed in.
    pub revision: u64,
    /// 指纹 of its figures: eight digits that the printed sheet bears as well.
    pub fingerprint: String,
    /// The digest the digits are taken from.
    pub digest: String,
}

/// 退回原因.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ReturnReason {
    /// 数据有误.
    WrongFigure,
    /// 缺项漏项.
    Incomplete,
    /// 口径不符.
    Definition,
    /// 说明不充分.
    Explanation,
    /// 报错期别或单位.
    WrongReturn,
    /// 其他.
    Other,
}

impl ReturnReason {
    /// Every reason, in the order people expect.
    pub const ALL: [Self; 6] = [
        Self::WrongFigure,
        Self::Incomplete,
        Self::Definition,
        Self::Explanation,
        Self::WrongReturn,
        Self::Other,
    ];

    /// Gives the code used in files and on the command line.
    pub const fn code(self) -> &'static str {
        match self {
            Self::WrongFigure => "wrong_figure",
            Self::Incomplete => "incomplete",
            Self::Definition => "definition",
            Self::Explanation => "explanation",
            Self::WrongReturn => "wrong_return",
            Self::Other => "other",
        }
    }

    /// Reads a code.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.code() == code)
    }

    /// Gives the name in both languages.
    pub fn name(self) -> Bilingual {
        match self {
            Self::WrongFigure => Bilingual::new("数据有误", "Wrong figure"),
            Self::Incomplete => Bilingual::new("缺项漏项", "Incomplete"),
            Self::Definition => Bilingual::new("口径不符", "Not as defined"),
            Self::Explanation => Bilingual::new("说明不充分", "Explanation not enough"),
            Self::WrongReturn => Bilingual::new("报错期别或单位", "Wrong period or unit"),
            Self::Other => Bilingual::new("其他", "Other"),
        }
    }
}

/// 退回: what the bureau says of a return it does not take.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SentBack {
    /// When, local time.
    pub at: NaiveDateTime,
    /// Who sent it back.
    pub who: String,
    /// The reason, always given.
    pub reason: ReturnReason,
    /// What is said beside it; may be empty.
    pub words: String,
    /// Until when it is wanted.
    pub due: Option<NaiveDate>,
    /// What is said of single cells.
    pub remarks: BTreeMap<ElementId, String>,
}

/// 报表头: everything of a return but its cells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Head {
    /// Where it stands.
    pub status: Status,
    /// Who signs for it.
    pub signers: Signers,
    /// 更正原因, while a return that was handed in before is open again.
    pub correcting: Option<String>,
    /// Every handing in, the newest last.
    pub submissions: Vec<Submission>,
    /// What was said when it was sent back last; kept until it is accepted.
    pub sent_back: Option<SentBack>,
}

impl Head {
    /// Gives the newest handing in.
    pub fn submission(&self) -> Option<&Submission> {
        self.submissions.last()
    }

    /// Says whether the return was handed in before, so that a change needs its reason.
    pub const fn was_submitted(&self) -> bool {
        !self.submissions.is_empty()
    }
}
