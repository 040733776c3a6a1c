//! What is missing in real things, under which population, and at which pace.

use duibiao::{
    base::{Decimal, Lang, Period},
    plan::Due,
    trend::{Aim, Pace, Population, denominator_at, things_missing, years_until},
};

use super::{number, period};

fn aim(text: &str) -> Aim {
    let (sign, value) = text.split_once(' ').expect("a sign and a value");
    let value = || number(value);
    match sign {
        ">=" => Aim::Above { value: value(), strict: false },
        ">" => Aim::Above { value: value(), strict: true },
        "<=" => Aim::Below { value: value(), strict: false },
        "<" => Aim::Below { value: value(), strict: true },
        ".." => {
            let (low, high) = text[3..].split_once(' ').expect("two ends");
            Aim::Between(number(low), number(high))
        }
        _ => panic!("{text}"),
    }
}

/// Aim, numerator, denominator, per, missing.
const MISSING: &[(&str, &str, &str, &str, &str)] = &[
    // Physicians per 1,000: 3.8 × 1,286,908 ÷ 1000 = 4,890.25, of which there are 4,500.
    (">= 3.8", "4500", "1286908", "1000", "391"),
    // Exactly there, and one more where the value itself does not do.
    (">= 3", "3000", "1000000", "1000", "0"),
    ("> 3", "3000", "1000000", "1000", "1"),
    ("> 3", "3000.5", "1000000", "1000", "0"),
    (">= 3", "4000", "1000000", "1000", "0"),
    // Lower is better: 46 % of 1,000 where 45 % is asked; too many by 10.
    ("<= 45", "460", "1000", "100", "-10"),
    ("< 45", "450", "1000", "100", "-1"),
    ("<= 45", "440", "1000", "100", "0"),
    // 45 % of 1,001 is 450.45: 450 may stay.
    ("<= 45", "460", "1001", "100", "-10"),
    // A ratio 1 : 1.2 of 1,000 physicians is 1,200 nurses.
    (">= 1.2", "1100", "1000", "1", "100"),
    // A share of 47 units: 90 % are 42.3, so 43.
    (">= 90", "40", "47", "100", "3"),
    // A mean of 4 over 12 hospitals is 48 levels.
    (">= 4", "41", "12", "1", "7"),
    // A count.
    (">= 28", "22", "1", "1", "6"),
    (".. 200 400", "180", "1", "1", "20"),
    (".. 200 400", "250", "1", "1", "0"),
    (".. 200 400", "450", "1", "1", "-50"),
    // Nobody lives there: nothing is missing.
    (">= 3.8", "0", "0", "1000", "0"),
];

#[test]
fn what_is_missing_is_whole_and_enough() {
    for (asked, numerator, denominator, per, expected) in MISSING {
        let found = things_missing(&aim(asked), number(numerator), number(denominator), number(per));
        assert_eq!(found, Some(number(expected)), "{asked} of {numerator} over {denominator}");
    }
    assert_eq!(things_missing(&Aim::Rising, Decimal::ONE, Decimal::ONE, Decimal::ONE), None);
    let huge = Aim::Above { value: Decimal::MAX, strict: false };
    assert_eq!(things_missing(&huge, Decimal::ZERO, Decimal::MAX, Decimal::ONE), None);
    assert_eq!(things_missing(&aim(">= 3"), Decimal::ZERO, Decimal::ONE, Decimal::ZERO), None);
}

#[test]
fn a_population_is_projected_as_it_is_asked() {
    let seen: Vec<(Period, Decimal)> =
        [(2020, 1_331_000), (2021, 1_000_000), (2022, 1_100_000), (2023, 1_210_000), (2024, 1_331_000)]
            .map(|(year, people)| (Period::year(year), Decimal::from(people)))
            .to_vec();
    let at = |due: &str, scenario| denominator_at(&seen, Due(period(due)), scenario);
    for (due, scenario, expected) in [
        ("2026", Population::AsIs, "1331000"),
        // 10 % a year over the last three years; 2020 lies too far back.
        ("2025", Population::OwnGrowth, "1464100"),
        ("2026", Population::OwnGrowth, "1610510"),
        // Half a year: × 1.1^½.
        ("2025-06", Population::OwnGrowth, "1395965"),
        ("2026", Population::Growth(Decimal::NEGATIVE_ONE), "1304513"),
        ("2026", Population::Figure(Decimal::from(1_400_000)), "1400000"),
        // Due in the past: nothing is carried back.
        ("2022", Population::OwnGrowth, "1331000"),
    ] {
        assert_eq!(at(due, scenario), Some(number(expected)), "{due} {scenario:?}");
    }
    let one = [(Period::year(2024), Decimal::from(1_000))];
    assert_eq!(denominator_at(&one, Due(period("2025")), Population::OwnGrowth), None);
    let none = [(Period::year(2023), Decimal::ZERO), (Period::year(2024), Decimal::ZERO)];
    assert_eq!(denominator_at(&none, Due(period("2025")), Population::OwnGrowth), None);
    assert_eq!(denominator_at(&none, Due(period("2025")), Population::AsIs), Some(Decimal::ZERO));
    assert_eq!(denominator_at(&[], Due(period("2025")), Population::AsIs), None);
}

/// Values, then the pace with its span, and when an aim is reached.
#[test]
fn a_pace_looks_three_years_back_and_says_when() {
    let pace = |text: &str| {
        let words: Vec<&str> = text.split(' ').collect();
        let seen: Vec<(Period, Decimal)> =
            words.chunks(2).map(|pair| (period(pair[0]), number(pair[1]))).collect();
        (Pace::of(&seen), seen.last().map(|last| last.1))
    };
    for (seen, asked, expected) in [
        // 0.3 in three years is 0.1 a year; 0.2 more take two years.
        ("2020 1 2021 6 2022 6.1 2024 6.3", ">= 6.5", "近三年 0.1 2026-12"),
        // Two years back where the third is missing.
        ("2022 6 2024 6.9", ">= 7.5", "近两年 0.45 2026-04"),
        ("2023 6 2024 6.9", ">= 7.5", "近一年 0.9 2025-08"),
        ("2023-06 6 2023-09 6.3", ">= 7", "2023年6月—2023年9月 1.2 2024-04"),
        // To exceed takes a month more where it is met to the month.
        ("2023 6 2024 7", ">= 8", "近一年 1 2025-12"),
        ("2023 6 2024 7", "> 8", "近一年 1 2026-01"),
        ("2022 48 2024 46", "<= 45", "近两年 -1 2025-12"),
        ("2022 700 2024 600", ".. 200 400", "近两年 -50 2028-12"),
        // Away from it, standing still, and never in this century or the next.
        ("2022 7 2024 6", ">= 7.5", "近两年 -0.5 never"),
        ("2022 6 2024 6", ">= 7.5", "近两年 0 never"),
        ("2023 0 2024 0.001", ">= 7.5", "近一年 0.001 never"),
        // Quarters are not held against years; one value has no pace.
        ("2023 5 2024Q1 6", ">= 7", "none"),
        ("2024 6", ">= 7", "none"),
    ] {
        let (found, last) = pace(seen);
        let text = found.map_or_else(
            || "none".to_owned(),
            |pace| {
                let reached = pace.reaches(&aim(asked), last.expect("a value"));
                let reached = reached.map_or_else(|| "never".to_owned(), |at| at.to_string());
                format!("{} {} {reached}", pace.span(Lang::Zh), pace.per_year.normalize())
            },
        );
        assert_eq!(text, expected, "{seen} {asked}");
    }
}

#[test]
fn years_until_a_due_day_run_in_twelfths() {
    let due = |text: &str| Due(period(text));
    assert_eq!(years_until(due("2026"), period("2024")), Some(2.into()));
    assert_eq!(years_until(due("2025-06"), period("2024")), Some(number("0.5")));
    assert_eq!(years_until(due("2024"), period("2024")), None);
    assert_eq!(years_until(due("2023"), period("2024")), None);
}
