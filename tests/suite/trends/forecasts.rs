//! Theil–Sen against SciPy, its properties, refusals, intervals and the back test.

use duibiao::{
    base::{Decimal, Period},
    trend::{Limits, Method, Refusal, forecast, theil_sen},
};
use proptest::prelude::*;
use serde_json::Value;

use super::number;

fn series() -> Vec<Value> {
    let text = include_str!("../../fixtures/theil_sen/series.json");
    let whole: Value = serde_json::from_str(text).expect("JSON");
    whole["series"].as_array().expect("a list").clone()
}

fn points(of: &Value) -> Vec<(Decimal, Decimal)> {
    let read = |name: &str| -> Vec<Decimal> {
        of[name].as_array().expect("a list").iter().map(|v| number(v.as_str().expect("a text"))).collect()
    };
    read("x").into_iter().zip(read("y")).collect()
}

/// Says whether an exact value is SciPy's float.
fn is_close(found: Decimal, scipy: &Value) -> bool {
    let (found, scipy) = (f64::try_from(found).expect("finite"), scipy.as_f64().expect("a number"));
    (found - scipy).abs() <= 1e-9 * scipy.abs().max(1.0)
}

#[test]
fn theil_sen_is_that_of_scipy() {
    let all = series();
    assert!(all.len() >= 50, "{} series", all.len());
    for of in &all {
        let name = of["name"].as_str().expect("a name");
        let line = theil_sen(&points(of)).expect("a line");
        let found = [
            ("slope", line.slope),
            ("intercept", line.intercept),
            ("low_slope", line.low_slope),
            ("high_slope", line.high_slope),
        ];
        for (what, value) in found {
            assert!(is_close(value, &of[what]), "{name}: {what} {value}, SciPy {}", of[what]);
        }
    }
}

/// The forecast one step on by least squares, with its interval.
#[test]
fn least_squares_and_its_interval_are_those_of_scipy() {
    let mut tried = 0;
    for of in series().iter().filter(|of| of["least_squares"]["to"] == "2025") {
        let name = of["name"].as_str().expect("a name");
        let seen: Vec<(Period, Decimal)> = points(of)
            .into_iter()
            .map(|(x, y)| (Period::year(i32::try_from(x).expect("a year")), y))
            .collect();
        let found = forecast(&seen, Method::LeastSquares, Period::year(2025), Limits::default());
        let ahead = found.expect("a forecast").values[0];
        let fit = &of["least_squares"];
        let close = |found: Decimal, wanted: f64| {
            (f64::try_from(found).expect("finite") - wanted).abs() < 1e-6 * wanted.abs().max(2.0)
        };
        let (value, half) =
            (fit["value"].as_f64().expect("a number"), fit["half_width"].as_f64().expect("a number"));
        assert_eq!(ahead.period, Period::year(2025), "{name}");
        assert!(close(ahead.value, value), "{name}: {} {value}", ahead.value);
        assert!(
            close(ahead.low, value - half) && close(ahead.high, value + half),
            "{name}: {ahead:?} ± {half}"
        );
        tried += 1;
    }
    assert!(tried >= 40, "{tried} series");
}

fn years(values: &[&str]) -> Vec<(Period, Decimal)> {
    (2021 - i32::try_from(values.len()).expect("few")..)
        .map(Period::year)
        .zip(values.iter().map(|v| number(v)))
        .collect()
}

fn shown(values: &[&str], method: Method, until: i32, limits: Limits) -> String {
    match forecast(&years(values), method, Period::year(until), limits) {
        Err(refusal) => refusal.sentence().zh,
        Ok(found) => {
            let ahead =
                found.values.iter().map(|at| format!("{} {} [{} {}]", at.period, at.value, at.low, at.high));
            let tried = found.back_test.map_or_else(
                || "no test".to_owned(),
                |test| {
                    format!(
                        "{} tests, error {}, repeated {}, inside {}",
                        test.tests, test.mean_error, test.repeat_error, test.inside
                    )
                },
            );
            format!(
                "n={} {} a year; {}; {tried}",
                found.points,
                found.per_year.0,
                ahead.collect::<Vec<_>>().join(", ")
            )
        }
    }
}

/// By hand: slopes of 1, 2, 4, 7 are 1, 1.5, 2, 2, 2.5, 3 with median 2; medians of x and y 2018.5 and 3.
#[test]
fn forecasts_worked_by_hand() {
    let open = Limits::default();
    let share = Limits { low: Some(Decimal::ZERO), high: Some(Decimal::ONE_HUNDRED) };
    for (values, method, until, limits, expected) in [
        (
            &["1", "2", "4", "7"][..],
            Method::TheilSen,
            2022,
            open,
            "n=4 2 a year; 2021 8 [5.5 10.5], 2022 10 [6.5 13.5]; no test",
        ),
        // The changes were 1, 2 and 3: 7 + 3, between 7 + 1 and 7 + 3.
        (&["1", "2", "4", "7"], Method::LastChange, 2021, open, "n=4 3 a year; 2021 10 [8 10]; no test"),
        // A straight line has no width, and hits the fifth and the sixth value.
        (
            &["3", "4", "5", "6", "7", "8"],
            Method::TheilSen,
            2021,
            open,
            "n=6 1 a year; 2021 9 [9 9]; 2 tests, error 0, repeated 1, inside 2",
        ),
        (
            &["3", "4", "5", "6", "7", "8"],
            Method::LeastSquares,
            2021,
            open,
            "n=6 1 a year; 2021 9 [9 9]; 2 tests, error 0, repeated 1, inside 2",
        ),
        // One wild year leaves the line where it was.
        (
            &["3", "4", "50", "6", "7"],
            Method::TheilSen,
            2021,
            open,
            "n=5 1 a year; 2021 9 [-126 144]; 1 tests, error 0.5, repeated 1, inside 1",
        ),
        // A share stops at 100; the next period is forecast also where the target is due already.
        (
            &["70", "80", "90", "99"],
            Method::TheilSen,
            2019,
            share,
            "n=4 9.833333 a year; 2021 100 [100 100]; no test",
        ),
        (&["1", "2", "3"], Method::TheilSen, 2025, open, "不作预测：只有 3 个数，至少要 4 个。"),
        (&[], Method::TheilSen, 2025, open, "不作预测：只有 0 个数，至少要 4 个。"),
        (
            &["79228162514264337593543950335", "1", "2", "-79228162514264337593543950335"],
            Method::TheilSen,
            2025,
            open,
            "不作预测：数值过大，不能精确计算。",
        ),
    ] {
        assert_eq!(shown(values, method, until, limits), expected, "{values:?} {method:?}");
    }
    assert_eq!(Refusal::Graded.sentence().en, "No forecast: grades and yes/no answers are not carried on.");
}

/// Years and months mean the same; only values of the newest one's kind of period are taken.
#[test]
fn a_series_by_months_moves_as_one_by_years() {
    let monthly: Vec<(Period, Decimal)> = ["2020-01", "2020-02", "2020-03", "2020-04"]
        .iter()
        .zip(1..)
        .map(|(at, n)| (at.parse().expect("a month"), Decimal::from(n)))
        .collect();
    let found =
        forecast(&monthly, Method::TheilSen, Period::year(2020), Limits::default()).expect("a forecast");
    assert_eq!((found.per_year.0, found.values.len()), (Decimal::from(12), 8));
    assert_eq!(found.values[7].value, Decimal::from(12));
    let mixed = [(Period::year(2019), Decimal::ONE)].into_iter().chain(monthly).collect::<Vec<_>>();
    assert_eq!(
        forecast(&mixed, Method::TheilSen, Period::year(2020), Limits::default()).expect("a forecast").points,
        4
    );
}

fn any_series() -> impl Strategy<Value = Vec<(Decimal, Decimal)>> {
    proptest::collection::vec((-200i64..200, -100_000i64..100_000), 4..14)
        .prop_filter("two different x", |points| points.iter().any(|(x, _)| *x != points[0].0))
        .prop_map(|points| points.into_iter().map(|(x, y)| (Decimal::from(x), Decimal::new(y, 2))).collect())
}

/// Rounding of the 28th digit apart.
fn same(one: Decimal, other: Decimal) -> bool {
    (one - other).abs() < Decimal::new(1, 18)
}

proptest! {
    /// Values moved up by c move the intercept by c and leave the slopes.
    #[test]
    fn shifted_values_shift_the_line(points in any_series(), by in -5_000i64..5_000) {
        let by = Decimal::new(by, 1);
        let moved: Vec<_> = points.iter().map(|(x, y)| (*x, *y + by)).collect();
        let (one, other) = (theil_sen(&points).expect("a line"), theil_sen(&moved).expect("a line"));
        prop_assert!(same(one.slope, other.slope) && same(one.intercept + by, other.intercept));
        prop_assert!(same(one.low_slope, other.low_slope) && same(one.high_slope, other.high_slope));
    }

    /// Values times k have k times the slopes; a negative k swaps the interval's ends.
    #[test]
    fn scaled_values_scale_the_line(points in any_series(), by in prop_oneof![-50i64..-1, 1i64..50]) {
        let by = Decimal::from(by);
        let scaled: Vec<_> = points.iter().map(|(x, y)| (*x, *y * by)).collect();
        let (one, other) = (theil_sen(&points).expect("a line"), theil_sen(&scaled).expect("a line"));
        prop_assert!(same(one.slope * by, other.slope) && same(one.intercept * by, other.intercept));
        // Ranks from below and from above are rounded alike only where they are not halves, so only k > 0 is exact.
        if by > Decimal::ZERO {
            prop_assert!(same(one.low_slope * by, other.low_slope) && same(one.high_slope * by, other.high_slope));
        }
    }

    /// Time run backwards turns the slope around; the order in which points are told changes nothing.
    #[test]
    fn reversed_time_reverses_the_slope(points in any_series()) {
        let mirrored: Vec<_> = points.iter().rev().map(|(x, y)| (-*x, *y)).collect();
        let told_backwards: Vec<_> = points.iter().rev().copied().collect();
        let one = theil_sen(&points).expect("a line");
        let other = theil_sen(&mirrored).expect("a line");
        prop_assert!(same(one.slope, -other.slope) && same(one.intercept, other.intercept));
        prop_assert_eq!(one, theil_sen(&told_backwards).expect("a line"));
    }

    /// A forecast lies between the ends of its interval, whatever the method.
    #[test]
    fn a_forecast_lies_inside_its_interval(values in proptest::collection::vec(-10_000i64..10_000, 4..12), ahead in 1i32..8) {
        let seen: Vec<_> = (2000..).map(Period::year).zip(values.iter().map(|v| Decimal::new(*v, 2))).collect();
        let until = seen.last().expect("four at least").0.shifted(ahead);
        for method in Method::ALL {
            let found = forecast(&seen, method, until, Limits::default()).expect("a forecast");
            prop_assert_eq!(found.values.len(), usize::try_from(ahead).expect("few"));
            for at in &found.values {
                prop_assert!(at.low <= at.value && at.value <= at.high, "{:?} {:?}", method, at);
            }
        }
    }
}
