//! How far the deliverables of a plan are, as a person recorded it.

use std::collections::BTreeMap;

use chrono::{NaiveDate, NaiveDateTime};
use rust_decimal::Decimal;

use crate::base::{Bilingual, Figure, PlanId};

/// 进展状态 that a person gave. What was never given is blank, which is not the same as 未开始.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FollowedState {
    /// 未开始.
    NotStarted,
    /// 进行中.
    InProgress,
    /// 完成.
    Done,
}

impl FollowedState {
    /// Names the state as files for scripts do.
    pub const fn code(self) -> &'static str {
        match self {
            Self::NotStarted => "not_started",
            Self::InProgress => "in_progress",
            Self::Done => "done",
        }
    }

    /// Gives the name in both languages.
    pub fn name(self) -> Bilingual {
        match self {
            Self::NotStarted => Bilingual::new("未开始", "Not started"),
            Self::InProgress => Bilingual::new("进行中", "In progress"),
            Self::Done => Bilingual::new("完成", "Done"),
        }
    }
}

/// One deliverable as followed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FollowedItem {
    /// The state a person gave; `None` is blank.
    pub state: Option<FollowedState>,
    /// 进展数, in the unit the plan prints; blank for what is only ticked.
    pub figure: Figure,
    /// As of which day, or done on which day.
    pub on: Option<NaiveDate>,
    /// 依据: a document, a number, a link.
    pub evidence: String,
    /// Who recorded it last, and when; `None` as long as nothing is recorded.
    pub recorded: Option<(String, NaiveDateTime)>,
}

impl FollowedItem {
    /// Says whether nothing is recorded.
    pub fn is_empty(&self) -> bool {
        self.state.is_none() && self.figure.is_blank() && self.on.is_none() && self.evidence.is_empty()
    }

    /// Gives the state that counts, with the figure against what the plan asks for.
    ///
    /// A figure that reaches what is asked for is done and one below it is not, whatever was ticked. Where the plan
    /// asks for no quantity, a figure alone says no more than that work is under way.
    ///
    /// ```
    /// use duibiao::{base::{Decimal, Figure}, returns::{FollowedItem, FollowedState}};
    /// let three = FollowedItem { figure: Figure::Known(Decimal::from(3)), ..FollowedItem::default() };
    /// assert_eq!(three.state_against(Some(Decimal::from(5))), Some(FollowedState::InProgress));
    /// assert_eq!(three.state_against(Some(Decimal::from(3))), Some(FollowedState::Done));
    /// assert_eq!(FollowedItem::default().state_against(None), None);
    /// ```
    pub fn state_against(&self, asked: Option<Decimal>) -> Option<FollowedState> {
        match (self.figure.known(), asked) {
            (Some(figure), Some(asked)) if figure >= asked => Some(FollowedState::Done),
            (Some(figure), asked) => {
                let given = self.state.filter(|state| asked.is_none() || *state != FollowedState::Done);
                let begun =
                    if figure.is_zero() { FollowedState::NotStarted } else { FollowedState::InProgress };
                Some(given.unwrap_or(begun))
            }
            (None, _) => self.state,
        }
    }
}

/// 举措进展: what a workspace recorded of one plan's deliverables.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Followed {
    /// The plan.
    pub plan: PlanId,
    /// Counts committed edits; 0 before the first.
    pub revision: u64,
    /// 示例数据.
    pub synthetic: bool,
    /// What is recorded, by the deliverable's row in the plan.
    pub items: BTreeMap<String, FollowedItem>,
}

impl Followed {
    /// Starts an empty list.
    pub const fn new(plan: PlanId, synthetic: bool) -> Self {
        Self { plan, revision: 0, synthetic, items: BTreeMap::new() }
    }

    /// Gives what is recorded of a row; one that was never touched is blank.
    pub fn item(&self, row: &str) -> FollowedItem {
        self.items.get(row).cloned().unwrap_or_default()
    }

    /// Replaces what is recorded of a row and counts the revision.
    pub fn replace(&mut self, row: &str, item: FollowedItem) {
        self.revision += 1;
        if item.is_empty() {
            self.items.remove(row);
        } else {
            self.items.insert(row.to_owned(), item);
        }
    }
}

/// One committed change of one deliverable: the line of the journal and of the history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FollowedEdit {
    /// When it was committed, local time.
    pub at: NaiveDateTime,
    /// Who committed it.
    pub who: String,
    /// Which deliverable.
    pub row: String,
    /// What stood there.
    pub old: FollowedItem,
    /// What stands there now.
    pub new: FollowedItem,
    /// Why: `typed`, `undo`, `redo`.
    pub why: String,
}
