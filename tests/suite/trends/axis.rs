//! The value axis: round lines, ends on lines, every point between them.

use duibiao::base::{Chart, ChartPoint, ChartRole, ChartSeries};
use proptest::prelude::*;

fn chart(values: &[f64], decimals: u32) -> Chart {
    let points = values.iter().enumerate().map(|(at, y)| ChartPoint {
        period: (2020 + at).to_string(),
        x: 2020.0 + at as f64,
        y: *y,
        exact: y.to_string(),
        shown: y.to_string(),
        read_out: Vec::new(),
        hollow: false,
    });
    let run = points.collect();
    let series = vec![ChartSeries::new(ChartRole::Actual, "实际", vec![run])];
    let mut chart = Chart { series, decimals, years: (2020, 2025), ..Chart::default() };
    chart.fit_values();
    chart
}

fn labels(chart: &Chart) -> String {
    let places = chart.tick_decimals();
    let labels: Vec<String> = chart.value_ticks().iter().map(|tick| format!("{tick:.places$}")).collect();
    labels.join(" ")
}

/// Values, the labels of the axis.
const AXES: &[(&[f64], &str)] = &[
    (&[6.2, 6.9, 7.5], "5.5 6.0 6.5 7.0 7.5 8.0"),
    (&[6.05, 7.6], "5.5 6.0 6.5 7.0 7.5 8.0"),
    (&[1.05, 1.2], "1.00 1.05 1.10 1.15 1.20 1.25"),
    (&[95.2, 98.0, 99.1], "94 95 96 97 98 99 100"),
    (&[0.0, 3.0], "0 1 2 3 4"),
    (&[0.0, 120.0], "0 25 50 75 100 125 150"),
    (&[12_000.0, 60_000.0], "0 20000 40000 60000 80000"),
    (&[-3.0, 2.0], "-4 -2 0 2 4"),
    (&[0.0], "0.0 0.2 0.4 0.6 0.8 1.0"),
    (&[0.0, 0.0], "0.0 0.2 0.4 0.6 0.8 1.0"),
    (&[], "0.0 0.2 0.4 0.6 0.8 1.0"),
    (&[f64::NAN, f64::INFINITY], "0.0 0.2 0.4 0.6 0.8 1.0"),
    (&[f64::NAN, 6.2, 7.5], "5.5 6.0 6.5 7.0 7.5 8.0"),
];

#[test]
fn axes_have_round_labels() {
    for (values, expected) in AXES {
        assert_eq!(labels(&chart(values, 2)), *expected, "{values:?}");
    }
}

/// 6.0–7.75 once left the top without a line, and steps of 0.025 wanted three decimals of an indicator with two.
#[test]
fn the_top_carries_a_line() {
    for (low, high) in [(6.0, 7.5), (6.05, 7.4), (1.0, 1.125), (0.0, 0.12), (2.0, 2.14)] {
        let chart = chart(&[low, high], 2);
        let ticks = chart.value_ticks();
        let last = ticks.last().copied().unwrap_or(f64::NAN);
        assert!((last - chart.values.1).abs() < 1e-9, "{low}–{high}: {ticks:?} under {:?}", chart.values);
        assert!(chart.tick_decimals() <= 2, "{low}–{high}: {ticks:?}");
    }
}

/// Ends that are no numbers, or run backwards, have no lines and do not hang.
#[test]
fn impossible_ends_have_no_lines() {
    let (inf, nan, max) = (f64::INFINITY, f64::NAN, f64::MAX);
    let ends =
        [(nan, nan), (0.0, nan), (nan, 1.0), (0.0, inf), (-inf, inf), (-inf, 0.0), (inf, inf), (1.0, 0.0)];
    for values in ends {
        let chart = Chart { values, ..Chart::default() };
        assert_eq!(chart.value_ticks(), Vec::<f64>::new(), "{values:?}");
        assert_eq!(chart.tick_decimals(), 0, "{values:?}");
    }
    for values in
        [(-max, max), (0.0, max), (1e300, 2e300), (0.0, f64::MIN_POSITIVE), (1e17, 1e17 + 64.0), (3.5, 3.5)]
    {
        let count = Chart { values, ..Chart::default() }.value_ticks().len();
        assert!(count <= 20, "{values:?} has {count} lines");
    }
}

proptest! {
    #[test]
    fn both_ends_carry_a_line_and_every_point_is_between(
        values in proptest::collection::vec((-1_000_000_i64..1_000_000, 0..5_i32), 1..8),
        only_positive in any::<bool>(),
    ) {
        let values: Vec<f64> = values
            .into_iter()
            .map(|(number, places)| number as f64 / 10_f64.powi(places))
            .map(|value| if only_positive { value.abs() } else { value })
            .collect();
        let chart = chart(&values, 2);
        let (low, high) = chart.values;
        let ticks = chart.value_ticks();
        let step = ticks.get(1).map_or(f64::NAN, |second| second - ticks[0]);
        let near = |a: f64, b: f64| (a - b).abs() < step * 1e-6;
        prop_assert!((3..=8).contains(&ticks.len()), "{ticks:?} between {low} and {high}");
        prop_assert!(near(ticks[0], low) && near(ticks[ticks.len() - 1], high), "{ticks:?} between {low} and {high}");
        for value in &values {
            prop_assert!((low..=high).contains(value), "{value} outside {low}–{high}");
        }
        prop_assert!(!only_positive || low >= 0.0, "{low} below 0 without a value there");
        let places = chart.tick_decimals();
        let mut labels: Vec<String> = ticks.iter().map(|tick| format!("{tick:.places$}")).collect();
        labels.dedup();
        prop_assert_eq!(labels.len(), ticks.len(), "two lines have one label: {:?}", ticks);
    }
}
