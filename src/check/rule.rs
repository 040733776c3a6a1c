//! What a check is: plain values that are shipped, or written by a bureau, in one language.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::base::{Bilingual, CheckId, ElementId, FormId, IndicatorId, ScopeId, Severity};

/// 审核关系: one check, with what it says and what can be done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Check {
    /// Its code.
    pub id: CheckId,
    /// How much it weighs.
    pub severity: Severity,
    /// The forms it stands in; empty stands in every form that asks for the element it is about.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub forms: Vec<FormId>,
    /// The units it is asked of, such as 二级及以上医院; all if none is named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub units: Option<ScopeId>,
    /// What must hold.
    pub rule: Rule,
    /// Why it must; stands behind the figures.
    pub why: Bilingual,
    /// What to do.
    pub remedy: Bilingual,
}

/// What a file of checks holds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChecksFile {
    /// The checks in order.
    pub checks: Vec<Check>,
}

/// 审核规则. Figures of one unit and period are read from all its forms; nothing fires while a figure it needs is
/// missing, but for the rules that are about what is missing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Rule {
    /// 部分不大于总体: the sum of the parts that are known is at most `times` the sum of the whole. About the first part.
    AtMost {
        /// The parts.
        parts: Vec<ElementId>,
        /// What they are part of; all must be known.
        whole: Vec<ElementId>,
        /// How often the whole may be taken; 1 if nothing is said.
        #[serde(default = "one")]
        times: Decimal,
    },
    /// 分项之和: the whole equals the sum of its parts, all known, give or take `within`. About the whole.
    SumOf {
        /// The whole.
        whole: ElementId,
        /// Its parts.
        parts: Vec<ElementId>,
        /// Allowed difference, in the unit of the figures.
        #[serde(default)]
        within: Decimal,
    },
    /// 比值范围: part ÷ whole × `per` lies between two values. About the first part.
    Share {
        /// Summed above the line; all must be known.
        part: Vec<ElementId>,
        /// Summed below the line; all must be known, and not 0.
        whole: Vec<ElementId>,
        /// 1 for a ratio, 100 for percent, 1 000 for per mille.
        per: u32,
        /// Lowest value that is usual.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        from: Option<Decimal>,
        /// Highest value that is usual.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        to: Option<Decimal>,
    },
    /// 取值范围 of one figure.
    Range {
        /// The element.
        element: ElementId,
        /// Lowest value.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        from: Option<Decimal>,
        /// Highest value.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        to: Option<Decimal>,
    },
    /// 逻辑关系: where one thing holds, another must. Not known is neither.
    Implies {
        /// The element it is about, where one is led to.
        about: ElementId,
        /// Where this holds …
        when: When,
        /// … this must.
        then: When,
    },
    /// 必填: these are answered (0 and 不适用 are answers).
    Required {
        /// The elements; each is a finding of its own.
        elements: Vec<ElementId>,
        /// Only where this holds.
        #[serde(default)]
        when: When,
    },
    /// 与上期比较: the change since the period before stays within bounds.
    AgainstLast {
        /// The elements; each is a finding of its own.
        elements: Vec<ElementId>,
        /// Largest rise in percent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        up_percent: Option<Decimal>,
        /// Largest fall in percent; 0 where a figure never falls.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        down_percent: Option<Decimal>,
        /// Smaller changes, in the figure's own unit, are never told.
        #[serde(default)]
        at_least: Decimal,
    },
    /// 与历史比较: the figure lies no further from the median of up to eight earlier periods than `times` their scaled
    /// median absolute deviation (1.4826 × MAD, Leys et al. 2013). Needs four earlier figures; always 经验.
    AgainstHistory {
        /// The elements; each is a finding of its own.
        elements: Vec<ElementId>,
        /// How many scaled deviations.
        times: Decimal,
        /// Smaller distances, in the figure's own unit, are never told.
        #[serde(default)]
        at_least: Decimal,
    },
    /// 与登记册比较: the answer of a choice fits the unit's entry in the register. About the element.
    AgainstRegister {
        /// The element.
        element: ElementId,
        /// Which answer goes with which units; answers not listed are not checked.
        fits: Vec<(i64, ScopeId)>,
    },
    /// 不多于登记册的家数: the figure is at most the number of units in scope the register has below this one; where it
    /// has none at all, the register does not list them and nothing is said.
    WithinRegister {
        /// The element.
        element: ElementId,
        /// Which units are counted.
        scope: ScopeId,
    },
    /// 与规划比较: a computed rate, ratio or sum of this unit is at most `times` the highest figure the plan names for
    /// the indicator, and at least the lowest divided by `times`. About the first element of the formula.
    AgainstPlan {
        /// The indicator.
        indicator: IndicatorId,
        /// How far beyond the plan's figures is still usual; 1 or more.
        times: Decimal,
    },
    /// 可识别: every figure could be read.
    Readable,
    /// 非负: no count is below 0.
    NotNegative,
    /// 合理范围: every figure lies in the range the element's definition names.
    Plausible,
    /// 结转待确认: nothing carried forward waits to be confirmed.
    Confirmed,
    /// 跟踪标记: no cell is marked for follow-up.
    Unflagged,
}

const fn one() -> Decimal {
    Decimal::ONE
}

/// 条件 on the figures and the kind of one unit; `None` where a figure it needs is not known.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum When {
    /// 总是.
    #[default]
    Always,
    /// The answer is yes, or the figure is not 0.
    Yes(ElementId),
    /// The answer is no, or the figure is 0.
    No(ElementId),
    /// The cell is answered: known or 不适用.
    Answered(ElementId),
    /// The figure is at least this.
    AtLeast(ElementId, Decimal),
    /// The figure is at most this.
    AtMost(ElementId, Decimal),
    /// The figure equals this.
    Is(ElementId, Decimal),
    /// The unit's attributes fall in a scope.
    Unit(ScopeId),
    /// All of these.
    All(Vec<Self>),
    /// Any of these.
    Any(Vec<Self>),
    /// Not this.
    Not(Box<Self>),
}

impl When {
    /// Gives every element it reads, each as often as it stands there.
    pub fn elements(&self) -> Vec<&ElementId> {
        match self {
            Self::Always | Self::Unit(_) => Vec::new(),
            Self::Yes(id) | Self::No(id) | Self::Answered(id) => vec![id],
            Self::AtLeast(id, _) | Self::AtMost(id, _) | Self::Is(id, _) => vec![id],
            Self::All(all) | Self::Any(all) => all.iter().flat_map(Self::elements).collect(),
            Self::Not(one) => one.elements(),
        }
    }

    /// Gives every scope it names.
    pub fn scopes(&self) -> Vec<&ScopeId> {
        match self {
            Self::Unit(scope) => vec![scope],
            Self::All(all) | Self::Any(all) => all.iter().flat_map(Self::scopes).collect(),
            Self::Not(one) => one.scopes(),
            _ => Vec::new(),
        }
    }
}

/// What a check is about and what it reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Figures of this period only.
    Now,
    /// The period before as well.
    Last,
    /// Up to eight periods before.
    History,
}

impl Rule {
    /// Names the family as the handbook and the command line do.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::AtMost { .. } => "at_most",
            Self::SumOf { .. } => "sum_of",
            Self::Share { .. } => "share",
            Self::Range { .. } => "range",
            Self::Implies { .. } => "implies",
            Self::Required { .. } => "required",
            Self::AgainstLast { .. } => "against_last",
            Self::AgainstHistory { .. } => "against_history",
            Self::AgainstRegister { .. } => "against_register",
            Self::WithinRegister { .. } => "within_register",
            Self::AgainstPlan { .. } => "against_plan",
            Self::Readable => "readable",
            Self::NotNegative => "not_negative",
            Self::Plausible => "plausible",
            Self::Confirmed => "confirmed",
            Self::Unflagged => "unflagged",
        }
    }

    /// Says whether it is asked of every cell of a form instead of named elements.
    pub const fn is_of_every_cell(&self) -> bool {
        matches!(
            self,
            Self::Readable | Self::NotNegative | Self::Plausible | Self::Confirmed | Self::Unflagged
        )
    }

    /// Says how far back it looks.
    pub const fn reach(&self) -> Reach {
        match self {
            Self::AgainstLast { .. } => Reach::Last,
            Self::AgainstHistory { .. } => Reach::History,
            _ => Reach::Now,
        }
    }

    /// Gives the elements it is about: where a finding leads to. Empty for rules about every cell or an indicator.
    pub fn about(&self) -> Vec<&ElementId> {
        match self {
            Self::AtMost { parts: list, .. } | Self::Share { part: list, .. } => {
                list.first().into_iter().collect()
            }
            Self::SumOf { whole: element, .. }
            | Self::Range { element, .. }
            | Self::Implies { about: element, .. }
            | Self::AgainstRegister { element, .. }
            | Self::WithinRegister { element, .. } => vec![element],
            Self::Required { elements, .. }
            | Self::AgainstLast { elements, .. }
            | Self::AgainstHistory { elements, .. } => elements.iter().collect(),
            _ => Vec::new(),
        }
    }

    /// Gives the elements it reads for one it is about, each once, in the order in which a sentence names them.
    pub fn reads<'a>(&'a self, about: &'a ElementId) -> Vec<&'a ElementId> {
        let mut read: Vec<&ElementId> = match self {
            Self::AtMost { parts, whole, .. } => parts.iter().chain(whole).collect(),
            Self::SumOf { whole, parts, .. } => std::iter::once(whole).chain(parts).collect(),
            Self::Share { part, whole, .. } => part.iter().chain(whole).collect(),
            Self::Implies { when, then, .. } => when.elements().into_iter().chain(then.elements()).collect(),
            Self::Required { when, .. } => std::iter::once(about).chain(when.elements()).collect(),
            _ => vec![about],
        };
        let mut seen = std::collections::BTreeSet::new();
        read.retain(|id| seen.insert(*id));
        read
    }

    /// Gives every scope it names.
    pub fn scopes(&self) -> Vec<&ScopeId> {
        match self {
            Self::Implies { when, then, .. } => when.scopes().into_iter().chain(then.scopes()).collect(),
            Self::Required { when, .. } => when.scopes(),
            Self::AgainstRegister { fits, .. } => fits.iter().map(|(_, scope)| scope).collect(),
            Self::WithinRegister { scope, .. } => vec![scope],
            _ => Vec::new(),
        }
    }
}
