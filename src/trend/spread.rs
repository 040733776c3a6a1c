//! Median and quartiles.

use rust_decimal::Decimal;

/// 四分位数.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quartiles {
    /// A quarter lies below.
    pub lower: Decimal,
    /// Half lie below.
    pub median: Decimal,
    /// Three quarters lie below.
    pub upper: Decimal,
}

/// Gives the quartiles of at least two values, between neighbours in proportion (Hyndman & Fan 1996, type 7, as Excel's
/// QUARTILE.INC and NumPy have it): the place of a share q among n sorted values is (n − 1) · q.
///
/// ```
/// use duibiao::{base::Decimal, trend::quartiles};
/// let found = quartiles([1, 2, 3, 4].map(Decimal::from)).unwrap();
/// assert_eq!((found.lower, found.median, found.upper), (Decimal::new(175, 2), Decimal::new(25, 1), Decimal::new(325, 2)));
/// ```
pub fn quartiles(values: impl IntoIterator<Item = Decimal>) -> Option<Quartiles> {
    let mut sorted: Vec<Decimal> = values.into_iter().collect();
    sorted.sort_unstable();
    let last = sorted.len().checked_sub(1).filter(|last| *last > 0)?;
    let at = |quarters: usize| {
        let place = last * quarters;
        let (low, rest) = (place / 4, place % 4);
        let from = sorted[low];
        let to = sorted.get(low + 1).copied().unwrap_or(from);
        let part = Decimal::from(u64::try_from(rest).ok()?) / Decimal::from(4);
        from.checked_add(to.checked_sub(from)?.checked_mul(part)?)
    };
    Some(Quartiles { lower: at(1)?.normalize(), median: at(2)?.normalize(), upper: at(3)?.normalize() })
}
