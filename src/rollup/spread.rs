//! 分布: median, quartiles and outliers of what several units come to.

use rust_decimal::Decimal;

/// 四分位数 and the fences beyond which a value stands apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spread {
    /// How many values.
    pub count: usize,
    /// The smallest.
    pub least: Decimal,
    /// 下四分位数 Q1.
    pub lower: Decimal,
    /// 中位数.
    pub median: Decimal,
    /// 上四分位数 Q3.
    pub upper: Decimal,
    /// The largest.
    pub most: Decimal,
    /// Q1 − 1.5 × (Q3 − Q1).
    pub low_fence: Decimal,
    /// Q3 + 1.5 × (Q3 − Q1).
    pub high_fence: Decimal,
}

impl Spread {
    /// Computes it; `None` without a value, or for figures too large to be added exactly.
    ///
    /// Quartiles lie on the straight line between neighbours: the p-quantile of n sorted values stands at place
    /// (n − 1) · p from the first (type 7 of Hyndman and Fan 1996, a spreadsheet's QUARTILE.INC). Fences are Tukey's
    /// (Exploratory Data Analysis, 1977): 1.5 times the distance of the quartiles beyond them.
    ///
    /// ```
    /// use duibiao::{base::Decimal, rollup::Spread};
    /// let values = [1, 2, 3, 4, 100].map(Decimal::from);
    /// let spread = Spread::of(&values).ok_or("no value")?;
    /// assert_eq!((spread.lower, spread.median, spread.upper), (2.into(), 3.into(), 4.into()));
    /// assert!(spread.is_apart(100.into()) && !spread.is_apart(4.into()));
    /// # Ok::<(), &str>(())
    /// ```
    pub fn of(values: &[Decimal]) -> Option<Self> {
        let mut sorted = values.to_vec();
        sorted.sort();
        let (least, most) = (*sorted.first()?, *sorted.last()?);
        let quarter = |quarters: usize| {
            let place = (sorted.len() - 1) * quarters;
            let (at, rest) = (place / 4, place % 4);
            let low = sorted[at];
            let high = sorted.get(at + 1).copied().unwrap_or(low);
            let way = high.checked_sub(low)?.checked_mul(Decimal::from(rest))?;
            low.checked_add(way.checked_div(Decimal::from(4))?)
        };
        let (lower, median, upper) = (quarter(1)?, quarter(2)?, quarter(3)?);
        let reach = upper.checked_sub(lower)?.checked_mul(Decimal::new(15, 1))?;
        Some(Self {
            count: sorted.len(),
            least,
            lower,
            median,
            upper,
            most,
            low_fence: lower.checked_sub(reach)?,
            high_fence: upper.checked_add(reach)?,
        })
    }

    /// Says whether any value of so many could stand beyond the fences: of three, none can, wherever it lies.
    pub const fn can_tell_apart(&self) -> bool {
        self.count > 3
    }

    /// Says whether a value stands beyond the fences.
    pub fn is_apart(&self, value: Decimal) -> bool {
        value < self.low_fence || value > self.high_fence
    }
}
