//! 预测: a named method, an interval, and a refusal where there is too little to go on.
//!
//! A forecast is a list of its own and is never mixed with what was observed. Medians, slopes and sums are exact
//! decimals; square roots and the quantile of the interval are taken in `f64`; what is handed out is rounded to six
//! decimals, half away from zero.

use rust_decimal::{
    Decimal, RoundingStrategy,
    prelude::{FromPrimitive as _, ToPrimitive as _},
};

use crate::{
    base::{Bilingual, Period, PeriodKind},
    trend::{
        fit::{least_squares, median, theil_sen},
        path::month_of,
    },
};

/// 方法.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Method {
    /// Theil–Sen: the median of all pairwise slopes; a single odd year hardly moves it.
    #[default]
    TheilSen,
    /// 最小二乘.
    LeastSquares,
    /// 最近变动: the last change goes on.
    LastChange,
}

impl Method {
    /// All of them, the default first.
    pub const ALL: [Self; 3] = [Self::TheilSen, Self::LeastSquares, Self::LastChange];

    /// Names the method as the command line does.
    pub const fn code(self) -> &'static str {
        match self {
            Self::TheilSen => "theil_sen",
            Self::LeastSquares => "least_squares",
            Self::LastChange => "last_change",
        }
    }

    /// Reads the command line's name.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|method| method.code() == code)
    }

    /// Names the method.
    pub fn name(self) -> Bilingual {
        match self {
            Self::TheilSen => Bilingual::new("Theil–Sen 中位数斜率", "Theil–Sen median slope"),
            Self::LeastSquares => Bilingual::new("最小二乘", "least squares"),
            Self::LastChange => Bilingual::new("最近一期变动", "last change"),
        }
    }
}

/// Fewer points are not forecast from.
pub const FEWEST_POINTS: usize = 4;
/// Periods forecast at most.
const FARTHEST: i32 = 40;

/// 不预测: why there is no forecast.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Fewer than [`FEWEST_POINTS`] values of one kind of period.
    TooFew(usize),
    /// Grades and yes/no are not carried on.
    Graded,
    /// The values are too large to be computed with exactly.
    TooLarge,
}

impl Refusal {
    /// Says why.
    pub fn sentence(self) -> Bilingual {
        match self {
            Self::TooFew(points) => Bilingual::new(
                format!("不作预测：只有 {points} 个数，至少要 {FEWEST_POINTS} 个。"),
                format!("No forecast: {points} values, and at least {FEWEST_POINTS} are needed."),
            ),
            Self::Graded => Bilingual::new(
                "不作预测：级别和是否不能外推。",
                "No forecast: grades and yes/no answers are not carried on.",
            ),
            Self::TooLarge => Bilingual::new(
                "不作预测：数值过大，不能精确计算。",
                "No forecast: the values are too large to compute with exactly.",
            ),
        }
    }
}

/// 预测值 of one period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ForecastValue {
    /// The period.
    pub period: Period,
    /// The value.
    pub value: Decimal,
    /// The lower end of the interval.
    pub low: Decimal,
    /// The upper end.
    pub high: Decimal,
}

/// 回测: each value from the fifth on, forecast from those before it alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BackTest {
    /// How many values were forecast.
    pub tests: usize,
    /// The mean of the absolute errors.
    pub mean_error: Decimal,
    /// The same had the last value simply been repeated.
    pub repeat_error: Decimal,
    /// How many lay inside their interval.
    pub inside: usize,
}

/// 预测.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Forecast {
    /// The method.
    pub method: Method,
    /// n: the values it is made from.
    pub points: usize,
    /// The first period it is made from.
    pub from: Period,
    /// The last period it is made from.
    pub to: Period,
    /// The change a year, with the interval's two ends.
    pub per_year: (Decimal, Decimal, Decimal),
    /// The values, the nearest first.
    pub values: Vec<ForecastValue>,
    /// How it would have done so far; `None` with four values, which leave none to try it on.
    pub back_test: Option<BackTest>,
}

/// Where a value can lie at all: shares between 0 and 100, numbers of things not below 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Limits {
    /// The lowest value there can be.
    pub low: Option<Decimal>,
    /// The highest.
    pub high: Option<Decimal>,
}

impl Limits {
    fn keep(self, value: Decimal) -> Decimal {
        let value = self.low.map_or(value, |low| value.max(low));
        self.high.map_or(value, |high| value.min(high))
    }
}

/// A value with the two ends of its interval.
type Between = (Decimal, Decimal, Decimal);

/// A line of some method over points, from which values are read.
struct Fitted {
    /// Change for one step of x.
    slope: Between,
    at: Box<dyn Fn(Decimal) -> Option<Between>>,
}

/// Carries a series on to the period that holds the end of `until`, the next period at least.
///
/// Only values of the newest one's kind of period are taken. Theil–Sen: value = median(y) + slope · (x − median(x))
/// with slope the median of (yⱼ − yᵢ) ÷ (xⱼ − xᵢ) over all pairs (Sen 1968, as SciPy's `theilslopes`, `separate`);
/// its interval takes the two ends of Sen's rank-based 95 % interval of the slope. Least squares: the usual 95 %
/// prediction interval with Student's t, n − 2 degrees. Last change: from the last value on, with the smallest and
/// the largest change so far.
///
/// ```
/// use duibiao::{base::{Decimal, Period}, trend::{Limits, Method, forecast}};
/// let seen: Vec<_> = (2020..2025).map(|year| (Period::year(year), Decimal::from(year - 2000))).collect();
/// let found = forecast(&seen, Method::TheilSen, Period::year(2026), Limits::default()).unwrap();
/// assert_eq!((found.points, found.values[1].value), (5, Decimal::from(26)));
/// assert!(forecast(&seen[..3], Method::TheilSen, Period::year(2026), Limits::default()).is_err());
/// ```
///
/// # Errors
/// Fewer than four values; values too large to compute with.
pub fn forecast(
    values: &[(Period, Decimal)],
    method: Method,
    until: Period,
    limits: Limits,
) -> Result<Forecast, Refusal> {
    let newest = values.last().ok_or(Refusal::TooFew(0))?.0;
    let own: Vec<(Period, Decimal)> =
        values.iter().copied().filter(|(period, _)| period.kind() == newest.kind()).collect();
    if own.len() < FEWEST_POINTS {
        return Err(Refusal::TooFew(own.len()));
    }
    let steps = Steps::of(newest.kind());
    let fitted = fit(&steps.points(&own), method).ok_or(Refusal::TooLarge)?;
    let mut found = Vec::new();
    for by in 1..=FARTHEST {
        let period = newest.shifted(by);
        if by > 1 && period.last_day() > until.last_day() {
            break;
        }
        let (value, low, high) = (fitted.at)(steps.x(period)).ok_or(Refusal::TooLarge)?;
        let told = |value| limits.keep(rounded(value));
        found.push(ForecastValue { period, value: told(value), low: told(low), high: told(high) });
    }
    let a_year = |slope: Decimal| slope.checked_mul(steps.a_year()).map(rounded).ok_or(Refusal::TooLarge);
    let (slope, low, high) = fitted.slope;
    Ok(Forecast {
        method,
        points: own.len(),
        from: own[0].0,
        to: newest,
        per_year: (a_year(slope)?, a_year(low)?, a_year(high)?),
        values: found,
        back_test: back_test(&own, &steps, method, limits),
    })
}

/// Forecasts each value from the fifth on from those before it (rolling origin).
fn back_test(own: &[(Period, Decimal)], steps: &Steps, method: Method, limits: Limits) -> Option<BackTest> {
    let points = steps.points(own);
    let (mut errors, mut repeats, mut inside, mut tests) = (Decimal::ZERO, Decimal::ZERO, 0, 0);
    for at in FEWEST_POINTS..points.len() {
        let (x, truth) = points[at];
        let (value, low, high) = (fit(&points[..at], method)?.at)(x)?;
        let (value, low, high) = (limits.keep(value), limits.keep(low), limits.keep(high));
        errors = errors.checked_add(truth.checked_sub(value)?.abs())?;
        repeats = repeats.checked_add(truth.checked_sub(points[at - 1].1)?.abs())?;
        inside += usize::from((rounded(low)..=rounded(high)).contains(&rounded(truth)));
        tests += 1;
    }
    let count = Decimal::from_usize(tests).filter(|count| !count.is_zero())?;
    Some(BackTest {
        tests,
        mean_error: rounded(errors.checked_div(count)?),
        repeat_error: rounded(repeats.checked_div(count)?),
        inside,
    })
}

fn rounded(value: Decimal) -> Decimal {
    value.round_dp_with_strategy(6, RoundingStrategy::MidpointAwayFromZero).normalize()
}

/// The time axis: years where all are years, else months, so that no period falls between two decimals.
struct Steps {
    months: i64,
}

impl Steps {
    const fn of(kind: PeriodKind) -> Self {
        Self { months: if matches!(kind, PeriodKind::Year) { 12 } else { 1 } }
    }

    fn x(&self, period: Period) -> Decimal {
        Decimal::from(month_of(period) / self.months)
    }

    fn a_year(&self) -> Decimal {
        Decimal::from(12 / self.months)
    }

    fn points(&self, values: &[(Period, Decimal)]) -> Vec<(Decimal, Decimal)> {
        values.iter().map(|(period, value)| (self.x(*period), *value)).collect()
    }
}

fn fit(points: &[(Decimal, Decimal)], method: Method) -> Option<Fitted> {
    match method {
        Method::TheilSen => {
            let line = theil_sen(points)?;
            let (x, y) = (median(points.iter().map(|at| at.0))?, median(points.iter().map(|at| at.1))?);
            let slope = (line.slope, line.low_slope, line.high_slope);
            Some(Fitted { slope, at: Box::new(move |to| fan(slope, (x, y), to)) })
        }
        Method::LastChange => {
            let changes: Vec<Decimal> =
                points.windows(2).map(|pair| slope_of(pair[0], pair[1])).collect::<Option<_>>()?;
            let (low, high) = (changes.iter().copied().min()?, changes.iter().copied().max()?);
            let (slope, last) = ((*changes.last()?, low, high), *points.last()?);
            Some(Fitted { slope, at: Box::new(move |to| fan(slope, last, to)) })
        }
        Method::LeastSquares => {
            let line = least_squares(points)?;
            let slope = (line.slope, line.low_slope, line.high_slope);
            let at = move |to: Decimal| {
                let value = line.mean.1.checked_add(line.slope.checked_mul(to.checked_sub(line.mean.0)?)?)?;
                let half = Decimal::from_f64(line.half_width(to.to_f64()?))?;
                Some((value, value.checked_sub(half)?, value.checked_add(half)?))
            };
            Some(Fitted { slope, at: Box::new(at) })
        }
    }
}

fn slope_of(from: (Decimal, Decimal), to: (Decimal, Decimal)) -> Option<Decimal> {
    to.1.checked_sub(from.1)?.checked_div(to.0.checked_sub(from.0)?)
}

/// Gives the values of three lines through one point, the middle one first, then the lower and the upper.
fn fan(
    (slope, low, high): (Decimal, Decimal, Decimal),
    (x, y): (Decimal, Decimal),
    to: Decimal,
) -> Option<(Decimal, Decimal, Decimal)> {
    let along = |slope: Decimal| y.checked_add(slope.checked_mul(to.checked_sub(x)?)?);
    let (value, one, other) = (along(slope)?, along(low)?, along(high)?);
    Some((value, one.min(other), one.max(other)))
}
