//! A target on the indicator's own scale.

use rust_decimal::Decimal;

use crate::plan::Mark;

/// 目标值 on the indicator's scale.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Aim {
    /// At least, or more than where `strict`.
    Above {
        /// The value.
        value: Decimal,
        /// Whether the value itself does not do.
        strict: bool,
    },
    /// At most, or less than where `strict`.
    Below {
        /// The value.
        value: Decimal,
        /// Whether the value itself does not do.
        strict: bool,
    },
    /// Between two values, both included.
    Between(Decimal, Decimal),
    /// Higher than it was.
    Rising,
    /// Lower than it was.
    Falling,
}

impl Aim {
    /// Takes a printed mark to the indicator's scale; `None` where words alone are printed.
    ///
    /// A bare number of things to build is scored as at least (inventory, reading rules). A ratio 1 : b is
    /// scored as b ÷ 1. `level_code` gives the place of a grade such as 三级甲等 on its scale; `baseline`
    /// and `years` are the figure compared with and the years since, for marks relative to them.
    ///
    /// ```
    /// use duibiao::{base::Decimal, plan::Mark, trend::Aim};
    /// let mark = Mark::Ratio(Decimal::ONE, Decimal::new(12, 1));
    /// let aim = Aim::of_mark(&mark, |_| None, None);
    /// assert_eq!(aim, Some(Aim::Above { value: Decimal::new(12, 1), strict: false }));
    /// ```
    pub fn of_mark(
        mark: &Mark,
        level_code: impl Fn(&str) -> Option<Decimal>,
        baseline: Option<(Decimal, u32)>,
    ) -> Option<Self> {
        let above = |value: Decimal| Some(Self::Above { value, strict: false });
        match mark {
            Mark::AtLeast(value) | Mark::Equal(value) | Mark::About(Some(value)) => above(*value),
            Mark::MoreThan(value) => Some(Self::Above { value: *value, strict: true }),
            Mark::AtMost(value) => Some(Self::Below { value: *value, strict: false }),
            Mark::LessThan(value) => Some(Self::Below { value: *value, strict: true }),
            Mark::Range(from, to) => Some(Self::Between(*from, *to)),
            Mark::Ratio(one, other) => above(other.checked_div(*one)?),
            Mark::TrendUp => Some(Self::Rising),
            Mark::TrendDown => Some(Self::Falling),
            Mark::Level(level) | Mark::LevelAtLeast(level) => above(level_code(level)?),
            Mark::Done => above(Decimal::ONE),
            Mark::Against { by, .. } => Self::moved(baseline?.0, *by),
            Mark::PerYear(by) => {
                let (start, years) = baseline?;
                Self::moved(start, by.checked_mul(years.into())?)
            }
            Mark::About(None) | Mark::RankTop => None,
        }
    }

    fn moved(start: Decimal, by: Decimal) -> Option<Self> {
        let value = start.checked_add(by)?;
        Some(if by.is_sign_negative() {
            Self::Below { value, strict: false }
        } else {
            Self::Above { value, strict: false }
        })
    }

    /// Says whether a value meets the aim; `start` is what a rise or fall is measured from.
    pub fn is_met(&self, value: Decimal, start: Option<Decimal>) -> Option<bool> {
        Some(match self {
            Self::Above { value: least, strict: false } => value >= *least,
            Self::Above { value: least, strict: true } => value > *least,
            Self::Below { value: most, strict: false } => value <= *most,
            Self::Below { value: most, strict: true } => value < *most,
            Self::Between(from, to) => (*from..=*to).contains(&value),
            Self::Rising => value > start?,
            Self::Falling => value < start?,
        })
    }

    /// Gives the value a path leads to: the nearer end of a range; none for a mere direction.
    pub fn goal(&self, from: Decimal) -> Option<Decimal> {
        match self {
            Self::Above { value, .. } | Self::Below { value, .. } => Some(*value),
            Self::Between(low, high) => Some(if from > *high {
                *high
            } else if from < *low {
                *low
            } else {
                from
            }),
            Self::Rising | Self::Falling => None,
        }
    }

    /// Gives the level lines a chart draws.
    pub fn lines(&self) -> Vec<Decimal> {
        match self {
            Self::Above { value, .. } | Self::Below { value, .. } => vec![*value],
            Self::Between(low, high) => vec![*low, *high],
            Self::Rising | Self::Falling => Vec::new(),
        }
    }
}
