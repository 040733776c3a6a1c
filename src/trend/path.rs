//! 计划路径: from a baseline over interim marks to the goal.

use chrono::Datelike as _;
use rust_decimal::{
    Decimal,
    prelude::{FromPrimitive as _, ToPrimitive as _},
};

use crate::{base::Period, plan::Due};

/// 路径形状: how a path runs between two of its stops.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum PathShape {
    /// 等量: the same amount every month.
    #[default]
    Linear,
    /// 等比: the same rate every month; only between two values above 0.
    Compound,
    /// 阶梯: level until the next stop is due.
    Step,
}

impl PathShape {
    /// Names the shape as the command line does.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Linear => "linear",
            Self::Compound => "compound",
            Self::Step => "step",
        }
    }

    /// Reads the command line's name.
    pub fn of_code(code: &str) -> Option<Self> {
        [Self::Linear, Self::Compound, Self::Step].into_iter().find(|shape| shape.code() == code)
    }
}

/// 计划路径: what is due at the end of each period between a baseline and a goal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Path {
    /// The period of the baseline.
    pub start: Period,
    /// The baseline.
    pub from: Decimal,
    /// When the goal is due.
    pub due: Due,
    /// The goal.
    pub to: Decimal,
    /// 中期节点: values due on the way, the earliest first; those outside start and due are passed over.
    pub between: Vec<(Period, Decimal)>,
    /// How it runs between two stops.
    pub shape: PathShape,
    /// The other end of a range: the path is then a band from the baseline to both ends.
    pub far: Option<Decimal>,
}

/// Counts the months from year 0 to the end of a period.
pub(super) fn month_of(period: Period) -> i64 {
    let day = period.last_day();
    i64::from(day.year()) * 12 + i64::from(day.month())
}

/// Gives the month at a count of [`month_of`]; `None` outside the years a period may have.
pub(super) fn month_at(count: i64) -> Option<Period> {
    let (year, month) = ((count - 1).div_euclid(12), (count - 1).rem_euclid(12) + 1);
    Period::new(crate::base::PeriodKind::Month, i32::try_from(year).ok()?, u32::try_from(month).ok()?)
}

impl Path {
    /// Makes the default path: a straight line without interim stops.
    ///
    /// ```
    /// use duibiao::{base::{Decimal, Period}, plan::Due, trend::Path};
    /// let (start, due) = (Period::year(2020), Due(Period::year(2025)));
    /// let path = Path::straight((start, Decimal::from(6)), due, Decimal::new(75, 1));
    /// assert_eq!(path.at(Period::year(2022)), Some(Decimal::new(66, 1)));
    /// ```
    pub fn straight((start, from): (Period, Decimal), due: Due, to: Decimal) -> Self {
        Self { start, from, due, to, between: Vec::new(), shape: PathShape::Linear, far: None }
    }

    /// Gives the value due at the end of a period: before the baseline nothing, after the due day the goal.
    ///
    /// Between two stops p₀ and p₁, with m of M months passed: linear p₀ + (p₁ − p₀) · m ÷ M; compound
    /// p₀ · (p₁ ÷ p₀)^(m ÷ M), rounded to 10 decimals, and nothing where one of the two is not above 0; step p₀.
    pub fn at(&self, period: Period) -> Option<Decimal> {
        self.towards(self.to, period)
    }

    /// Gives both edges of the band at the end of a period, the lower one first; `None` for a path that is a line.
    pub fn band_at(&self, period: Period) -> Option<(Decimal, Decimal)> {
        let (one, other) = (self.at(period)?, self.towards(self.far?, period)?);
        Some((one.min(other), one.max(other)))
    }

    /// Says whether its shape can be drawn: a rate needs values above 0.
    pub fn is_drawable(&self) -> bool {
        self.at(self.start).is_some() && self.at(self.start.shifted(1)).is_some()
    }

    fn towards(&self, goal: Decimal, period: Period) -> Option<Decimal> {
        let (begin, end, at) = (month_of(self.start), month_of(self.due.0), month_of(period));
        if at < begin || end <= begin {
            return None;
        }
        if at >= end {
            return Some(goal);
        }
        let inside = self.between.iter().map(|(period, value)| (month_of(*period), *value));
        let inside = inside.filter(|(month, _)| (begin + 1..end).contains(month));
        let stops = std::iter::once((begin, self.from)).chain(inside).chain([(end, goal)]);
        let (mut before, mut after) = ((begin, self.from), (end, goal));
        for stop in stops {
            if stop.0 <= at {
                before = stop;
            } else {
                after = stop;
                break;
            }
        }
        self.shape.between(before.1, after.1, at - before.0, after.0 - before.0)
    }
}

impl PathShape {
    fn between(self, from: Decimal, to: Decimal, passed: i64, whole: i64) -> Option<Decimal> {
        match self {
            Self::Step => Some(from),
            Self::Linear => {
                // Divided last: a third of the way must not come out a hair above itself.
                let way = to.checked_sub(from)?.checked_mul(passed.into())?.checked_div(whole.into())?;
                from.checked_add(way)
            }
            Self::Compound => {
                if from <= Decimal::ZERO || to <= Decimal::ZERO {
                    return None;
                }
                if passed == 0 {
                    return Some(from);
                }
                let times = to.checked_div(from)?.to_f64()?.powf(passed as f64 / whole as f64);
                Some(from.checked_mul(Decimal::from_f64(times)?)?.round_dp(10))
            }
        }
    }
}

/// Gives the path's value at the end of each year from its baseline on, at each stop and at its due day.
pub fn path_values(path: &Path) -> Vec<(Period, Decimal)> {
    let first = path.start.calendar_year();
    let last = path.due.0.calendar_year();
    let years = (first..=last).map(Period::year).filter(|year| year.last_day() < path.due.date());
    let stops = path.between.iter().map(|(period, _)| *period);
    let stops = stops.filter(|stop| {
        (path.start.last_day()..path.due.date()).contains(&stop.last_day())
            && (stop.last_day() != Period::year(stop.calendar_year()).last_day())
    });
    let mut periods: Vec<Period> = years.chain(stops).collect();
    periods.sort_by_key(|period| period.last_day());
    periods.into_iter().chain([path.due.0]).filter_map(|period| Some((period, path.at(period)?))).collect()
}
