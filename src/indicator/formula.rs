//! The closed set of formulas the program can compute, explain in words and check.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::{
    base::{ElementId, ScopeId},
    unit::Area,
};

/// 分子或分母: a sum of elements over the units of a scope (all units if none is named).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Part {
    /// The elements added together.
    pub elements: Vec<ElementId>,
    /// Over which units.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scope: Option<ScopeId>,
}

/// 判断: what one unit's figure must be to count.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Test {
    /// The element is answered in full: yes, or the last step of a choice such as 已建成.
    Yes(ElementId),
    /// The element is at least this.
    AtLeast(ElementId, Decimal),
    /// The first element is at least this share (in percent) of the second.
    ShareAtLeast(ElementId, ElementId, Decimal),
    /// All of these are yes.
    AllYes(Vec<ElementId>),
    /// At least this many of these are yes.
    SomeYes(u32, Vec<ElementId>),
    /// The unit's attributes fall in another scope: a question to the register, never missing.
    InScope(ScopeId),
}

/// 计数条件: units of a scope that pass a test.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Condition {
    /// Which units are looked at.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scope: Option<ScopeId>,
    /// What they must pass.
    pub test: Test,
}

/// 计算公式. Sums come first, ratios from the sums; a ratio is never averaged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Formula {
    /// 率: numerator ÷ denominator × per (1, 100, 1 000, 10 000).
    Rate {
        /// 分子.
        numerator: Part,
        /// 分母.
        denominator: Part,
        /// Multiplier.
        per: u32,
    },
    /// 比: 1 : (other ÷ one), value = other ÷ one.
    Ratio {
        /// The side that is 1.
        one: Part,
        /// The other side.
        other: Part,
    },
    /// 合计.
    Sum(Part),
    /// 合计换算: a sum in a larger unit, such as 万人 (÷ 10 000).
    Scaled {
        /// What is summed.
        part: Part,
        /// By what the sum is divided.
        divide_by: u32,
    },
    /// 家数: units that pass.
    CountUnits(Condition),
    /// 占比: units that pass ÷ units in scope × 100.
    ShareUnits(Condition),
    /// 平均级别: sum of a level ÷ units in scope that have one.
    Mean {
        /// The element averaged.
        element: ElementId,
        /// Over which units.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        scope: Option<ScopeId>,
    },
    /// 各地最小值: the smallest count of passing units over all areas of a level.
    MinOverAreas {
        /// Which level of area.
        area: Area,
        /// Only areas whose bureau's element exceeds this, such as population > 300 000.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        only_above: Option<(ElementId, Decimal)>,
        /// What is counted within each area.
        count: Condition,
    },
    /// 覆盖率: areas with at least one passing unit ÷ areas × 100.
    ShareAreas {
        /// Which level of area.
        area: Area,
        /// What at least one unit of the area must pass.
        any: Condition,
    },
    /// 最高级别: the largest value of an element over units in scope.
    Highest {
        /// The element compared.
        element: ElementId,
        /// Over which units.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        scope: Option<ScopeId>,
    },
    /// 位次: one unit's rank as it was told; smaller is better; the smallest below is taken.
    Rank(ElementId),
    /// 直接填报: nothing below computes it; the bureau enters the indicator itself, in a cell that bears its code
    /// and that the catalogue makes for it.
    Entered(ElementId),
}

impl Formula {
    /// Names the form as the command line prints it.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Rate { .. } => "rate",
            Self::Ratio { .. } => "ratio",
            Self::Sum(_) | Self::Scaled { .. } => "sum",
            Self::CountUnits(_) => "count_units",
            Self::ShareUnits(_) => "share_units",
            Self::Mean { .. } => "mean",
            Self::MinOverAreas { .. } => "min_over_areas",
            Self::ShareAreas { .. } => "share_areas",
            Self::Highest { .. } => "highest",
            Self::Rank(_) => "rank",
            Self::Entered(_) => "entered",
        }
    }

    /// Gives every element the formula reads, in order, each once.
    pub fn elements(&self) -> Vec<&ElementId> {
        let mut found: Vec<&ElementId> = match self {
            Self::Rate { numerator, denominator, .. } => {
                numerator.elements.iter().chain(&denominator.elements).collect()
            }
            Self::Ratio { one, other } => one.elements.iter().chain(&other.elements).collect(),
            Self::Sum(part) | Self::Scaled { part, .. } => part.elements.iter().collect(),
            Self::CountUnits(condition) | Self::ShareUnits(condition) => condition.test.elements(),
            Self::Mean { element, .. } | Self::Highest { element, .. } | Self::Rank(element) => vec![element],
            Self::MinOverAreas { only_above, count, .. } => {
                let mut found = count.test.elements();
                found.extend(only_above.as_ref().map(|(element, _)| element));
                found
            }
            Self::ShareAreas { any, .. } => any.test.elements(),
            Self::Entered(element) => vec![element],
        };
        let mut seen = std::collections::BTreeSet::new();
        found.retain(|element| seen.insert((*element).clone()));
        found
    }

    /// Gives every scope the formula names.
    pub fn scopes(&self) -> Vec<&ScopeId> {
        match self {
            Self::Rate { numerator: one, denominator: other, .. } | Self::Ratio { one, other } => {
                one.scope.iter().chain(&other.scope).collect()
            }
            Self::Sum(part) | Self::Scaled { part, .. } => part.scope.iter().collect(),
            Self::CountUnits(condition)
            | Self::ShareUnits(condition)
            | Self::MinOverAreas { count: condition, .. }
            | Self::ShareAreas { any: condition, .. } => {
                condition.scope.iter().chain(condition.test.scope()).collect()
            }
            Self::Mean { scope, .. } | Self::Highest { scope, .. } => scope.iter().collect(),
            Self::Rank(_) | Self::Entered(_) => Vec::new(),
        }
    }
}

impl Test {
    /// Gives the elements the test reads.
    pub fn elements(&self) -> Vec<&ElementId> {
        match self {
            Self::Yes(element) | Self::AtLeast(element, _) => vec![element],
            Self::ShareAtLeast(part, whole, _) => vec![part, whole],
            Self::AllYes(elements) | Self::SomeYes(_, elements) => elements.iter().collect(),
            Self::InScope(_) => Vec::new(),
        }
    }

    /// Gives the scope the test asks for, if it does.
    pub const fn scope(&self) -> Option<&ScopeId> {
        match self {
            Self::InScope(scope) => Some(scope),
            _ => None,
        }
    }
}
