//! The forecast in pictures and csv: dotted and ringed, apart from what was reached, also without colour.

use duibiao::{
    base::{Chart, ChartPoint, ChartRole, ChartSeries},
    report::{chart_csv, chart_png, chart_svg},
};

fn points(values: &[(i32, f64)]) -> Vec<ChartPoint> {
    let point = |(year, value): &(i32, f64)| ChartPoint {
        period: year.to_string(),
        x: f64::from(*year),
        y: *value,
        exact: value.to_string(),
        shown: format!("{value:.2}"),
        read_out: vec![format!("{year}年")],
        hollow: *year == 2022,
    };
    values.iter().map(point).collect()
}

fn series(role: ChartRole, name: &str, values: &[(i32, f64)]) -> ChartSeries {
    ChartSeries::new(role, name, vec![points(values)])
}

fn chart(ahead: &[(i32, f64, f64, f64)]) -> Chart {
    let of = |pick: fn(&(i32, f64, f64, f64)) -> f64| -> Vec<(i32, f64)> {
        ahead.iter().map(|at| (at.0, pick(at))).collect()
    };
    let mut chart = Chart {
        title: "每千人口床位数".to_owned(),
        unit: "张/千人".to_owned(),
        years: (2020, 2027),
        series: vec![
            series(ChartRole::Actual, "实际", &[(2020, 6.37), (2021, 6.53), (2022, 6.67), (2024, 7.07)]),
            series(ChartRole::Low, "预测下限", &of(|at| at.1)),
            series(ChartRole::High, "预测上限", &of(|at| at.3)),
            series(ChartRole::Forecast, "预测", &of(|at| at.2)),
        ],
        ..Chart::default()
    };
    chart.fit_values();
    chart
}

const AHEAD: [(i32, f64, f64, f64); 3] =
    [(2025, 7.10, 7.20, 7.39), (2026, 7.22, 7.38, 7.63), (2027, 7.35, 7.55, 7.88)];

#[test]
fn a_forecast_is_told_apart_without_colour() {
    let whole = chart(&AHEAD);
    let svg = chart_svg(&whole);
    // A pale shape of six corners between the ends, and words that name it.
    let shape = svg.lines().find(|line| line.starts_with("<polygon")).expect("the interval");
    assert!(shape.contains("0.12"), "{shape}");
    assert_eq!(
        shape
            .split("points=\"")
            .nth(1)
            .and_then(|rest| rest.split('"').next())
            .map(|at| at.split_whitespace().count()),
        Some(6)
    );
    assert!(svg.contains("预测"));
    let without = chart_svg(&Chart { series: whole.series[..1].to_vec(), ..whole.clone() });
    assert!(!without.contains("<polygon") && !without.contains("预测"));
    // Rings are drawn white inside: an outer and an inner circle for each value and for the hollow dot.
    let circles = |svg: &str| svg.matches("<circle").count();
    assert_eq!(circles(&svg) - circles(&without), 2 * AHEAD.len());
    assert!(chart_png(&whole, 72).expect("a picture").starts_with(b"\x89PNG"));
    // One value alone has an interval too.
    let one = chart_svg(&chart(&AHEAD[..1]));
    assert!(!one.contains("<polygon") && circles(&one) == circles(&without) + 2);
}

#[test]
fn a_forecast_has_series_of_its_own_in_csv() {
    let csv = chart_csv(&chart(&AHEAD));
    let of = |code: &str| csv.lines().filter(|line| line.split(',').nth(1) == Some(code)).collect::<Vec<_>>();
    assert_eq!(of("forecast"), ["2025,forecast,7.2", "2026,forecast,7.38", "2027,forecast,7.55"]);
    assert_eq!((of("low").len(), of("high").len(), of("actual").len()), (3, 3, 4));
}

/// The read-out finds the forecast where nothing was reached yet, and what was reached where both are.
#[test]
fn the_read_out_finds_the_forecast() {
    let mut found = chart(&AHEAD);
    assert_eq!(found.nearest(2026.2).map(|point| point.shown.as_str()), Some("7.38"));
    found.series[0].runs[0].extend(points(&[(2025, 7.0)]));
    assert_eq!(found.nearest(2025.0).map(|point| point.shown.as_str()), Some("7.00"));
}
