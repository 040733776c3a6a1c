//! Lines through points: the median of pairwise slopes, and least squares.

use std::collections::BTreeMap;

use rust_decimal::{Decimal, prelude::ToPrimitive as _};

/// The 2.5 % quantile of the normal distribution.
const Z: f64 = -1.959_963_984_540_054;

/// 直线 by pairwise slopes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line {
    /// The median of all pairwise slopes.
    pub slope: Decimal,
    /// median(y) − slope · median(x).
    pub intercept: Decimal,
    /// The lower end of the slope's 95 % interval.
    pub low_slope: Decimal,
    /// Its upper end.
    pub high_slope: Decimal,
}

/// Gives the middle value, or the mean of the two in the middle; `None` of nothing.
pub fn median(values: impl IntoIterator<Item = Decimal>) -> Option<Decimal> {
    let mut values: Vec<Decimal> = values.into_iter().collect();
    values.sort_unstable();
    middle(&values)
}

fn middle(sorted: &[Decimal]) -> Option<Decimal> {
    let half = sorted.len() / 2;
    let upper = *sorted.get(half)?;
    if sorted.len() % 2 == 1 {
        return Some(upper);
    }
    sorted[half - 1].checked_add(upper)?.checked_div(Decimal::TWO)
}

/// Fits a line by Theil–Sen with the rank-based 95 % interval of its slope.
///
/// As SciPy's `theilslopes(y, x, 0.95, method='separate')`: slopes over all pairs with different x, their median,
/// intercept median(y) − slope · median(x), and the interval of Sen, “Estimates of the regression coefficient based
/// on Kendall's tau”, JASA 63 (1968), equation 2.6, with corrections for ties. `None` if every x is the same, or
/// the values are too large.
///
/// ```
/// use duibiao::{base::Decimal, trend::theil_sen};
/// let points: Vec<_> = [(0, 1), (1, 3), (2, 5), (3, 70)].map(|(x, y)| (Decimal::from(x), Decimal::from(y))).to_vec();
/// let line = theil_sen(&points).unwrap();
/// assert_eq!((line.slope, line.intercept), (Decimal::new(125, 1), Decimal::new(-1475, 2)));
/// ```
pub fn theil_sen(points: &[(Decimal, Decimal)]) -> Option<Line> {
    let mut slopes = Vec::with_capacity(points.len() * points.len() / 2);
    for (at, one) in points.iter().enumerate() {
        for other in &points[at + 1..] {
            if one.0 != other.0 {
                slopes.push(other.1.checked_sub(one.1)?.checked_div(other.0.checked_sub(one.0)?)?);
            }
        }
    }
    slopes.sort_unstable();
    let slope = middle(&slopes)?;
    let (x, y) = (median(points.iter().map(|at| at.0))?, median(points.iter().map(|at| at.1))?);
    let intercept = y.checked_sub(slope.checked_mul(x)?)?;
    let ties = |values: &mut dyn Iterator<Item = Decimal>| {
        let mut counts: BTreeMap<Decimal, f64> = BTreeMap::new();
        values.for_each(|value| *counts.entry(value.normalize()).or_default() += 1.0);
        counts.values().map(|k| k * (k - 1.0) * 2.0_f64.mul_add(*k, 5.0)).sum::<f64>()
    };
    let n = points.len() as f64;
    let of_x = ties(&mut points.iter().map(|at| at.0));
    let of_y = ties(&mut points.iter().map(|at| at.1));
    let variance = (n * (n - 1.0) * 2.0_f64.mul_add(n, 5.0) - of_x - of_y) / 18.0;
    let (count, width) = (slopes.len() as f64, Z * variance.max(0.0).sqrt());
    let last = slopes.len().saturating_sub(1);
    let upper = (((count - width) / 2.0).round_ties_even().max(0.0) as usize).min(last);
    let lower = (((count + width) / 2.0).round_ties_even() - 1.0).max(0.0) as usize;
    Some(Line { slope, intercept, low_slope: *slopes.get(lower.min(last))?, high_slope: *slopes.get(upper)? })
}

/// A line by least squares with what its interval is made from.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fit {
    pub(super) slope: Decimal,
    pub(super) low_slope: Decimal,
    pub(super) high_slope: Decimal,
    /// The means of x and y, through which it runs.
    pub(super) mean: (Decimal, Decimal),
    count: f64,
    /// Sum of squares of x around its mean.
    spread: f64,
    /// t · s.
    width: f64,
}

impl Fit {
    /// Gives half the width of the 95 % prediction interval at x: t · s · √(1 + 1/n + (x − x̄)² ÷ Σ(x − x̄)²).
    pub(super) fn half_width(&self, x: f64) -> f64 {
        let off = x - self.mean.0.to_f64().unwrap_or(x);
        self.width * (1.0 + 1.0 / self.count + off * off / self.spread).sqrt()
    }
}

/// Fits a line by least squares; `None` if every x is the same, or the values are too large.
pub(super) fn least_squares(points: &[(Decimal, Decimal)]) -> Option<Fit> {
    let count = Decimal::from(u64::try_from(points.len()).ok()?);
    let mean = |of: fn(&(Decimal, Decimal)) -> Decimal| {
        points.iter().try_fold(Decimal::ZERO, |sum, at| sum.checked_add(of(at)))?.checked_div(count)
    };
    let (x, y) = (mean(|at| at.0)?, mean(|at| at.1)?);
    let (mut over, mut under) = (Decimal::ZERO, Decimal::ZERO);
    for (at, value) in points {
        let off = at.checked_sub(x)?;
        over = over.checked_add(off.checked_mul(value.checked_sub(y)?)?)?;
        under = under.checked_add(off.checked_mul(off)?)?;
    }
    let slope = over.checked_div(under)?;
    let mut residuals = 0.0;
    for (at, value) in points {
        let fitted = y.checked_add(slope.checked_mul(at.checked_sub(x)?)?)?;
        residuals += value.checked_sub(fitted)?.to_f64()?.powi(2);
    }
    let degrees = points.len().checked_sub(2).filter(|degrees| *degrees > 0)?;
    let width = student(degrees) * (residuals / degrees as f64).sqrt();
    let spread = under.to_f64()?;
    let half = rust_decimal::prelude::FromPrimitive::from_f64(width / spread.sqrt());
    let half: Decimal = half?;
    Some(Fit {
        slope,
        low_slope: slope.checked_sub(half)?,
        high_slope: slope.checked_add(half)?,
        mean: (x, y),
        count: points.len() as f64,
        spread,
        width,
    })
}

/// Gives the 97.5 % quantile of Student's t: from a table up to 30 degrees, then 1.959964 + 2.3723 ÷ degrees +
/// 2.8224 ÷ degrees² (Cornish–Fisher, off by less than 0.0001).
fn student(degrees: usize) -> f64 {
    const TABLE: [f64; 30] = [
        12.706_205, 4.302_653, 3.182_446, 2.776_445, 2.570_582, 2.446_912, 2.364_624, 2.306_004, 2.262_157,
        2.228_139, 2.200_985, 2.178_813, 2.160_369, 2.144_787, 2.131_450, 2.119_905, 2.109_816, 2.100_922,
        2.093_024, 2.085_963, 2.079_614, 2.073_873, 2.068_658, 2.063_899, 2.059_539, 2.055_529, 2.051_831,
        2.048_407, 2.045_230, 2.042_272,
    ];
    let n = degrees as f64;
    TABLE.get(degrees - 1).copied().unwrap_or_else(|| -Z + 2.3723 / n + 2.8224 / (n * n))
}
