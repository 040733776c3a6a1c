//! Paths: straight, compound, in steps, through points, as bands.

use duibiao::{
    base::Decimal,
    plan::Due,
    trend::{Path, PathShape, path_values},
};

use super::{number, period};

/// Baseline `period value`, goal `period value`, then what is due when.
const PATHS: &[(&str, &str, &[(&str, &str)])] = &[
    (
        "2020 6",
        "2025 7.5",
        &[("2019", "-"), ("2020", "6"), ("2021", "6.3"), ("2024", "7.2"), ("2025", "7.5"), ("2030", "7.5")],
    ),
    ("2020 48", "2025 45", &[("2022", "46.8"), ("2025", "45")]),
    (
        "2023 10",
        "2025-06 28",
        &[("2024", "22"), ("2024-06", "16"), ("2025-05", "27"), ("2025-06", "28"), ("2025", "28")],
    ),
    (
        "2024Q1 0",
        "2025Q1 100",
        &[("2023", "-"), ("2024Q2", "25"), ("2024H1", "25"), ("2024", "75"), ("2025Q1", "100")],
    ),
    // Due with or before the baseline: there is no path.
    ("2025 6", "2025 7.5", &[("2025", "-"), ("2026", "-")]),
    ("2025 6", "2024 7.5", &[("2024", "-"), ("2025", "-")]),
    // Level from the start.
    ("2020 7.5", "2025 7.5", &[("2020", "7.5"), ("2023", "7.5"), ("2025", "7.5")]),
];

#[test]
fn paths_run_straight_by_months() {
    let read = |text: &str| {
        let (at, value) = text.split_once(' ').expect("a period and a value");
        (period(at), number(value))
    };
    for (from, to, expected) in PATHS {
        let ((start, from), (due, to)) = (read(from), read(to));
        let path = Path::straight((start, from), Due(due), to);
        for (at, value) in *expected {
            let found = path
                .at(period(at))
                .map_or_else(|| "-".to_owned(), |value| value.round_dp(6).normalize().to_string());
            assert_eq!(found, *value, "{from} {start} to {to} {due} at {at}");
        }
    }
    let path = Path::straight((period("2020"), 6.into()), Due(period("2025")), number("7.5"));
    let values: Vec<String> =
        path_values(&path).iter().map(|(at, value)| format!("{at} {}", value.normalize())).collect();
    assert_eq!(values, ["2020 6", "2021 6.3", "2022 6.6", "2023 6.9", "2024 7.2", "2025 7.5"]);
    // Figures of any size have a path or none, and no panic.
    let widest = Path { from: Decimal::MIN, to: Decimal::MAX, ..path };
    assert_eq!(widest.at(period("2022")), None);
}

/// Shape, baseline, goal, points on the way, then what is due when.
type Shaped =
    (PathShape, &'static str, &'static str, &'static [&'static str], &'static [(&'static str, &'static str)]);

const SHAPES: &[Shaped] = &[
    // 100 to 400 in two years is doubled each year, and times the square root of 2 each half.
    (
        PathShape::Compound,
        "2020 100",
        "2022 400",
        &[],
        &[
            ("2019", "-"),
            ("2020", "100"),
            ("2020H1", "-"),
            ("2021H1", "141.421356"),
            ("2021", "200"),
            ("2022", "400"),
            ("2023", "400"),
        ],
    ),
    (PathShape::Compound, "2020 8", "2023 1", &[], &[("2021", "4"), ("2022", "2"), ("2023", "1")]),
    // No rate leads from 0, and none below it.
    (PathShape::Compound, "2020 0", "2022 4", &[], &[("2021", "-"), ("2022", "4")]),
    (PathShape::Compound, "2020 -1", "2022 4", &[], &[("2021", "-")]),
    // A step asks nothing new before it is due.
    (
        PathShape::Step,
        "2020 6",
        "2025 7.5",
        &[],
        &[("2020", "6"), ("2024", "6"), ("2025", "7.5"), ("2026", "7.5")],
    ),
    (
        PathShape::Step,
        "2020 6",
        "2025 7.5",
        &["2022 6.5"],
        &[("2021", "6"), ("2022", "6.5"), ("2024", "6.5"), ("2025", "7.5")],
    ),
    // Straight to the interim mark, and straight on; points outside are passed over.
    (
        PathShape::Linear,
        "2020 6",
        "2025 7.5",
        &["2019 1", "2022 7", "2026 9"],
        &[("2021", "6.5"), ("2022", "7"), ("2023", "7.166667"), ("2025", "7.5")],
    ),
    (
        PathShape::Linear,
        "2020 6",
        "2025 7.5",
        &["2022-06 7"],
        &[("2021", "6.666667"), ("2022-06", "7"), ("2022", "7.071429")],
    ),
];

#[test]
fn paths_take_other_shapes_and_points() {
    let read = |text: &str| {
        let (at, value) = text.split_once(' ').expect("a period and a value");
        (period(at), number(value))
    };
    for (shape, from, to, between, expected) in SHAPES {
        let (due, goal) = read(to);
        let between = between.iter().map(|at| read(at)).collect();
        let path = Path { shape: *shape, between, ..Path::straight(read(from), Due(due), goal) };
        for (at, value) in *expected {
            let found = path
                .at(period(at))
                .map_or_else(|| "-".to_owned(), |value| value.round_dp(6).normalize().to_string());
            assert_eq!(found, *value, "{shape:?} {from} to {to} at {at}");
        }
    }
}

/// A range from below is a band whose lower edge leads to its low end.
#[test]
fn a_range_is_a_band() {
    let straight = Path::straight((period("2020"), 100.into()), Due(period("2024")), 200.into());
    assert_eq!(straight.band_at(period("2022")), None);
    let band = Path { far: Some(400.into()), ..straight };
    let at = |year: &str| band.band_at(period(year)).map(|(low, high)| (low.normalize(), high.normalize()));
    assert_eq!(at("2020"), Some((100.into(), 100.into())));
    assert_eq!(at("2022"), Some((150.into(), 250.into())));
    assert_eq!(at("2024"), Some((200.into(), 400.into())));
    let down = Path { from: 700.into(), to: 400.into(), far: Some(200.into()), ..band };
    assert_eq!(down.band_at(period("2022")), Some((450.into(), 550.into())));
    // Points on the way stand among the values a chart draws.
    let through = Path { between: vec![(period("2021-06"), Decimal::from(180))], far: None, ..down };
    let drawn: Vec<String> = path_values(&through)
        .iter()
        .map(|(at, value)| format!("{at} {}", value.round_dp(2).normalize()))
        .collect();
    assert_eq!(drawn, ["2020 700", "2021-06 180", "2021 211.43", "2022 274.29", "2023 337.14", "2024 400"]);
}
