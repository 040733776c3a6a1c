//! 差距 in real things: how many beds, physicians or hospitals a target still asks for when it is due.

use rust_decimal::{
    Decimal, RoundingStrategy,
    prelude::{FromPrimitive as _, ToPrimitive as _},
};

use crate::{
    base::Period,
    plan::Due,
    trend::{Aim, path::month_of},
};

/// 人口情景: what the denominator is taken to be when the target is due.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Population {
    /// 现状: as it is.
    #[default]
    AsIs,
    /// 近年增速: on at its own yearly rate over the last three years at most.
    OwnGrowth,
    /// 自定增速, in percent a year.
    Growth(Decimal),
    /// 自定数.
    Figure(Decimal),
}

/// Gives the denominator at the due day, rounded to whole things; `None` where a rate cannot be taken.
///
/// By a yearly rate g: now · (1 + g)^years, with years in twelfths; the own rate is (now ÷ earlier)^(1 ÷ years) − 1
/// over the last three years at most. A rate is applied from the period of the figure to the due day, and not at all
/// once that has passed.
///
/// ```
/// use duibiao::{base::{Decimal, Period}, plan::Due, trend::{Population, denominator_at}};
/// let seen = [(Period::year(2024), Decimal::from(1_000_000))];
/// let due = Due(Period::year(2026));
/// assert_eq!(denominator_at(&seen, due, Population::AsIs), Some(Decimal::from(1_000_000)));
/// let growing = denominator_at(&seen, due, Population::Growth(Decimal::ONE));
/// assert_eq!(growing, Some(Decimal::from(1_020_100)));
/// ```
pub fn denominator_at(seen: &[(Period, Decimal)], due: Due, scenario: Population) -> Option<Decimal> {
    let (period, now) = *seen.last()?;
    let years = (month_of(due.0) - month_of(period)).max(0) as f64 / 12.0;
    let grown = |rate: f64| {
        let times = Decimal::from_f64((1.0 + rate).powf(years)).filter(|times| *times >= Decimal::ZERO)?;
        Some(now.checked_mul(times)?.round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero))
    };
    match scenario {
        Population::AsIs => Some(now),
        Population::Figure(figure) => Some(figure),
        Population::Growth(percent) => grown(percent.to_f64()? / 100.0),
        Population::OwnGrowth => grown(own_growth(seen)?),
    }
}

/// Gives the yearly rate of a series over the last three years at most, as a share; `None` without two figures
/// above 0.
pub fn own_growth(seen: &[(Period, Decimal)]) -> Option<f64> {
    let (to, now) = *seen.last()?;
    let months = |from: Period| month_of(to) - month_of(from);
    let (from, earlier) = *seen.iter().find(|(from, _)| (1..=36).contains(&months(*from)))?;
    if earlier <= Decimal::ZERO || now <= Decimal::ZERO {
        return None;
    }
    let years = months(from) as f64 / 12.0;
    Some(now.checked_div(earlier)?.to_f64()?.powf(1.0 / years) - 1.0)
}

/// Gives the whole things that are missing for a rate: aim · denominator ÷ per − numerator, rounded away from what
/// would not do; 0 where nothing is missing, and negative where there are too many.
///
/// With `per` 1 it is a ratio, with a denominator of 1 too a count. `None` for a mere direction.
///
/// ```
/// use duibiao::{base::Decimal, trend::{Aim, things_missing}};
/// // 7.5 beds per 1,000 of 1,286,908 persons, of which there are 9,097.
/// let aim = Aim::Above { value: Decimal::new(75, 1), strict: false };
/// let missing = things_missing(&aim, Decimal::from(9_097), Decimal::from(1_286_908), Decimal::from(1000));
/// assert_eq!(missing, Some(Decimal::from(555)));
/// ```
pub fn things_missing(aim: &Aim, numerator: Decimal, denominator: Decimal, per: Decimal) -> Option<Decimal> {
    let asked = |value: Decimal| value.checked_mul(denominator)?.checked_div(per)?.checked_sub(numerator);
    let least = |value: Decimal, strict: bool| {
        let exact = asked(value)?;
        let whole = exact.ceil();
        let whole = if strict && whole == exact { whole + Decimal::ONE } else { whole };
        Some(whole.max(Decimal::ZERO))
    };
    let most = |value: Decimal, strict: bool| {
        let exact = asked(value)?;
        let whole = exact.floor();
        let whole = if strict && whole == exact { whole - Decimal::ONE } else { whole };
        Some(whole.min(Decimal::ZERO))
    };
    match aim {
        Aim::Above { value, strict } => least(*value, *strict),
        Aim::Below { value, strict } => most(*value, *strict),
        Aim::Between(low, high) => {
            let short = least(*low, false)?;
            if short.is_zero() { most(*high, false) } else { Some(short) }
        }
        Aim::Rising | Aim::Falling => None,
    }
}
