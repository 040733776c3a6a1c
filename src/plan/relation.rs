//! 勾稽关系: what the figures a plan prints come to, held against one another.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::{
    base::Bilingual,
    plan::{Mark, Plan},
};

/// An expression over printed figures.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Expression {
    /// The figure of a target or past figure; a ratio 1 : b is b.
    Row(String),
    /// 合计.
    Sum(Vec<Self>),
    /// 乘积.
    Product(Vec<Self>),
    /// 商.
    Quotient(Box<Self>, Box<Self>),
    /// 占比, in percent.
    Share(Box<Self>, Box<Self>),
}

/// 勾稽关系.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Relation {
    /// What is compared, in words.
    pub name: Bilingual,
    /// What the program computes.
    pub left: Expression,
    /// What it is held against; none where the plan prints nothing to compare.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub right: Option<Expression>,
    /// With how many decimals both are compared and shown.
    pub decimals: u32,
}

/// What a relation comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reckoning {
    /// The left side.
    pub left: Decimal,
    /// The right side.
    pub right: Option<Decimal>,
    /// Whether both are the same at the decimals shown; `None` without a right side.
    pub holds: Option<bool>,
}

impl Expression {
    /// Computes the expression; `None` for a row without a figure, or a division by 0.
    pub fn value(&self, plan: &Plan) -> Option<Decimal> {
        match self {
            Self::Row(row) => printed(plan, row),
            Self::Sum(parts) => {
                parts.iter().try_fold(Decimal::ZERO, |sum, part| sum.checked_add(part.value(plan)?))
            }
            Self::Product(parts) => {
                parts.iter().try_fold(Decimal::ONE, |product, part| product.checked_mul(part.value(plan)?))
            }
            Self::Quotient(top, bottom) => top.value(plan)?.checked_div(bottom.value(plan)?),
            Self::Share(top, bottom) => {
                top.value(plan)?.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(bottom.value(plan)?)
            }
        }
    }

    /// Writes it with its figures, such as `2.2 + 3.5 + 3.5`.
    pub fn shown(&self, plan: &Plan) -> String {
        let joined = |parts: &[Self], sign: &str| {
            parts.iter().map(|part| part.shown(plan)).collect::<Vec<_>>().join(sign)
        };
        match self {
            Self::Row(row) => {
                printed(plan, row).map_or_else(|| row.clone(), |value| value.normalize().to_string())
            }
            Self::Sum(parts) => joined(parts, " + "),
            Self::Product(parts) => joined(parts, " × "),
            Self::Quotient(top, bottom) => format!("{} ÷ {}", top.shown(plan), bottom.shown(plan)),
            Self::Share(top, bottom) => format!("{} ÷ {} × 100", top.shown(plan), bottom.shown(plan)),
        }
    }

    /// Gives the rows it reads.
    pub fn rows(&self) -> Vec<&str> {
        match self {
            Self::Row(row) => vec![row],
            Self::Sum(parts) | Self::Product(parts) => parts.iter().flat_map(Self::rows).collect(),
            Self::Quotient(top, bottom) | Self::Share(top, bottom) => [top.rows(), bottom.rows()].concat(),
        }
    }
}

impl Relation {
    /// Computes both sides, rounded half up to the relation's decimals.
    ///
    /// ```
    /// use duibiao::{base::Decimal, wire::{shipped_catalogue, shipped_plans}};
    /// let plans = shipped_plans(&shipped_catalogue().unwrap()).unwrap();
    /// let beds = &plans[0].relations[0];
    /// let found = beds.reckon(&plans[0]).unwrap();
    /// assert_eq!((found.left, found.right), (Decimal::new(92, 1), Some(Decimal::new(75, 1))));
    /// ```
    pub fn reckon(&self, plan: &Plan) -> Option<Reckoning> {
        let rounded = |value: Decimal| {
            value.round_dp_with_strategy(self.decimals, rust_decimal::RoundingStrategy::MidpointAwayFromZero)
        };
        let left = rounded(self.left.value(plan)?);
        let right = match &self.right {
            Some(right) => Some(rounded(right.value(plan)?)),
            None => None,
        };
        Some(Reckoning { left, right, holds: right.map(|right| left == right) })
    }

    /// Gives the rows both sides read.
    pub fn rows(&self) -> Vec<&str> {
        self.left.rows().into_iter().chain(self.right.iter().flat_map(Expression::rows)).collect()
    }
}

/// Gives the figure a row of the plan prints.
fn printed(plan: &Plan, row: &str) -> Option<Decimal> {
    let target = plan.target(row).map(|target| &target.mark);
    let past = || plan.baselines.iter().find(|past| past.row == row).map(|past| &past.mark);
    match target.or_else(past)? {
        Mark::AtLeast(value)
        | Mark::MoreThan(value)
        | Mark::AtMost(value)
        | Mark::LessThan(value)
        | Mark::Equal(value)
        | Mark::About(Some(value)) => Some(*value),
        Mark::Ratio(one, other) => other.checked_div(*one),
        _ => None,
    }
}
