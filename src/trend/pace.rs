//! 速度: how fast a series has been moving, and when it arrives at that pace.

use rust_decimal::{Decimal, prelude::ToPrimitive as _};

use crate::{
    base::{Lang, Period},
    plan::Due,
    trend::{
        Aim,
        path::{month_at, month_of},
    },
};

/// Months a recent pace looks back.
const RECENT: i64 = 36;

/// 近年速度: the change a year over the last three years at most.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pace {
    /// The change a year on the indicator's scale.
    pub per_year: Decimal,
    /// The earlier of the two periods compared.
    pub from: Period,
    /// The newest period.
    pub to: Period,
}

impl Pace {
    /// Takes the newest value and the earliest one of the same kind of period within three years before it;
    /// `None` for a single value.
    ///
    /// (newest − earlier) × 12 ÷ months between.
    ///
    /// ```
    /// use duibiao::{base::{Decimal, Period}, trend::Pace};
    /// let seen = [(2020, 60), (2021, 64), (2023, 68), (2024, 70)];
    /// let seen = seen.map(|(year, value)| (Period::year(year), Decimal::new(value, 1)));
    /// let pace = Pace::of(&seen).unwrap();
    /// assert_eq!((pace.from, pace.per_year), (Period::year(2021), Decimal::new(2, 1)));
    /// ```
    pub fn of(values: &[(Period, Decimal)]) -> Option<Self> {
        let (to, newest) = *values.last()?;
        let end = month_of(to);
        let (from, earlier) = *values.iter().find(|(period, _)| {
            let before = end - month_of(*period);
            period.kind() == to.kind() && (1..=RECENT).contains(&before)
        })?;
        let months = Decimal::from(end - month_of(from));
        let per_year = newest.checked_sub(earlier)?.checked_mul(12.into())?.checked_div(months)?;
        Some(Self { per_year, from, to })
    }

    /// Gives the months compared over.
    pub fn months(&self) -> i64 {
        month_of(self.to) - month_of(self.from)
    }

    /// Names the time looked back on: 近三年, 2022年—2024年.
    pub fn span(&self, lang: Lang) -> String {
        let whole = |zh: &str, en: &str| if lang == Lang::Zh { zh } else { en }.to_owned();
        match self.months() {
            36 => whole("近三年", "the last three years"),
            24 => whole("近两年", "the last two years"),
            12 => whole("近一年", "the last year"),
            _ => format!("{}—{}", self.from.label(lang), self.to.label(lang)),
        }
    }

    /// Gives the month in which a value that goes on at this pace first meets an aim; `None` where it moves away,
    /// stands still, or would take until after 2199.
    pub fn reaches(&self, aim: &Aim, now: Decimal) -> Option<Period> {
        let goal = aim.goal(now)?;
        let gap = goal.checked_sub(now)?;
        let is_strict = matches!(aim, Aim::Above { strict: true, .. } | Aim::Below { strict: true, .. });
        let wanted = match aim {
            Aim::Above { .. } => Decimal::ONE,
            Aim::Below { .. } => Decimal::NEGATIVE_ONE,
            _ => gap,
        };
        if self.per_year.is_zero() || self.per_year.is_sign_negative() != wanted.is_sign_negative() {
            return None;
        }
        let months = gap.checked_mul(12.into())?.checked_div(self.per_year)?;
        // A third of a year, thrice, must not come out as a month more.
        let mut whole = months.round_dp(12).ceil();
        if is_strict && whole == months {
            whole += Decimal::ONE;
        }
        month_at(month_of(self.to).checked_add(whole.to_i64()?)?)
    }
}

/// Gives by how many periods of the series' kind a month lies after a due day; 0 if it does not.
pub(super) fn periods_late(reached: Period, due: Due, of: Period) -> u32 {
    let late = month_of(reached) - month_of(due.0);
    let months = month_of(of) - month_of(of.previous());
    let periods = late.max(0).checked_add(months - 1).and_then(|late| late.checked_div(months));
    periods.and_then(|periods| u32::try_from(periods).ok()).unwrap_or(0)
}

/// Gives the years from the end of a period to a due day, in twelfths; `None` once it is due.
pub fn years_until(due: Due, from: Period) -> Option<Decimal> {
    let months = month_of(due.0) - month_of(from);
    (months > 0).then(|| Decimal::from(months) / Decimal::from(12))
}
