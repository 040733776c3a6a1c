//! What is wrong with an item of a pack.

use thiserror::Error;

use crate::base::Bilingual;

/// 条目: the kinds of item a pack holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ItemKind {
    /// 范围.
    Scope,
    /// 数据项.
    Element,
    /// 报表.
    Form,
    /// 指标.
    Indicator,
    /// 规划.
    Plan,
    /// 节点.
    Milestone,
    /// 目标.
    Target,
    /// 过去数.
    Baseline,
    /// 举措.
    Deliverable,
    /// 审核关系.
    Check,
}

impl ItemKind {
    /// Gives the name of the list it stands in; empty for a plan, which is the body of its file.
    pub const fn list(self) -> &'static str {
        match self {
            Self::Scope => "scopes",
            Self::Element => "elements",
            Self::Form => "forms",
            Self::Indicator => "indicators",
            Self::Plan => "",
            Self::Milestone => "milestones",
            Self::Target => "targets",
            Self::Baseline => "baselines",
            Self::Deliverable => "deliverables",
            Self::Check => "checks",
        }
    }

    /// Gives the kind of the items in a list; `None` for a list no pack has.
    pub fn of_list(list: &str) -> Option<Self> {
        use ItemKind::{
            Baseline, Check, Deliverable, Element, Form, Indicator, Milestone, Plan, Scope, Target,
        };
        let all = [Scope, Element, Form, Indicator, Plan, Milestone, Target, Baseline, Deliverable, Check];
        all.into_iter().find(|kind| kind.list() == list)
    }

    /// Gives its name in both languages.
    pub fn name(self) -> Bilingual {
        match self {
            Self::Scope => Bilingual::new("范围", "Scope"),
            Self::Element => Bilingual::new("数据项", "Element"),
            Self::Form => Bilingual::new("报表", "Form"),
            Self::Indicator => Bilingual::new("指标", "Indicator"),
            Self::Plan => Bilingual::new("规划", "Plan"),
            Self::Milestone => Bilingual::new("节点", "Milestone"),
            Self::Target => Bilingual::new("目标", "Target"),
            Self::Baseline => Bilingual::new("过去数", "Past figure"),
            Self::Deliverable => Bilingual::new("举措", "Deliverable"),
            Self::Check => Bilingual::new("审核关系", "Check"),
        }
    }
}

/// 条目错误: what one check says of one item of a pack.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error("{}", self.sentence().en)]
pub struct Flaw {
    /// Code of the check.
    pub check: &'static str,
    /// What the item is.
    pub kind: ItemKind,
    /// Its id, row or day.
    pub id: String,
    /// Which of the items with this id, from 0; a second one is a flaw itself.
    pub nth: usize,
    /// What is wrong, the figures, and what to do.
    pub why: Bilingual,
}

impl Flaw {
    /// Names the item and says what is wrong with it.
    pub fn sentence(&self) -> Bilingual {
        let (name, id) = (self.kind.name(), self.id_after_space());
        Bilingual::new(
            format!("{}{id}：{}", name.zh, self.why.zh),
            format!("{}{id}: {}", name.en, self.why.en),
        )
    }

    fn id_after_space(&self) -> String {
        if self.id.is_empty() { String::new() } else { format!(" {}", self.id) }
    }
}
