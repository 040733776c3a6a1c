//! Targets on the indicator's scale, paths, verdicts with their sentences, and charts as text.

mod axis;
mod forecasts;
mod golden;
mod needs;
mod paths;

use chrono::NaiveDate;
use duibiao::{
    base::{Bilingual, Decimal, Period},
    indicator::{Better, Catalogue, Formula, Indicator, IndicatorKind, Topic},
    plan::{Due, Mark},
    returns::Coverage,
    trend::{Aim, Observation, Scale, Standing, Verdict, standing},
};

fn number(text: &str) -> Decimal {
    text.parse().unwrap_or_else(|_| panic!("{text} is no number"))
}

fn period(text: &str) -> Period {
    text.parse().unwrap_or_else(|_| panic!("{text} is no period"))
}

fn mark(text: &str) -> Mark {
    let options = ron::Options::default().with_default_extension(ron::extensions::Extensions::IMPLICIT_SOME);
    options.from_str(text).unwrap_or_else(|fault| panic!("{text}: {fault}"))
}

fn level(name: &str) -> Option<Decimal> {
    match name {
        "三级甲等" => Some(33.into()),
        "三级乙等" => Some(32.into()),
        _ => None,
    }
}

/// Writes an aim: `≥7.5`, `>50`, `1..2`, `rising`.
fn aim_text(aim: Option<Aim>) -> String {
    match aim {
        None => "none".to_owned(),
        Some(Aim::Above { value, strict }) => {
            format!("{}{}", if strict { ">" } else { "≥" }, value.normalize())
        }
        Some(Aim::Below { value, strict }) => {
            format!("{}{}", if strict { "<" } else { "≤" }, value.normalize())
        }
        Some(Aim::Between(low, high)) => format!("{low}..{high}"),
        Some(Aim::Rising) => "rising".to_owned(),
        Some(Aim::Falling) => "falling".to_owned(),
    }
}

/// Mark, baseline `value years`, aim.
const MARKS: &[(&str, &str, &str)] = &[
    (r#"AtLeast("7.5")"#, "", "≥7.5"),
    (r#"MoreThan("50")"#, "", ">50"),
    (r#"AtMost("45")"#, "", "≤45"),
    (r#"LessThan("45")"#, "", "<45"),
    (r#"Equal("4")"#, "", "≥4"),
    (r#"About("100")"#, "", "≥100"),
    ("About(None)", "", "none"),
    (r#"Range("1", "2")"#, "", "1..2"),
    (r#"Ratio("1", "1.2")"#, "", "≥1.2"),
    (r#"Ratio("2", "3")"#, "", "≥1.5"),
    (r#"Ratio("0", "3")"#, "", "none"),
    ("TrendUp", "", "rising"),
    ("TrendDown", "", "falling"),
    (r#"Level("三级甲等")"#, "", "≥33"),
    (r#"LevelAtLeast("三级乙等")"#, "", "≥32"),
    (r#"Level("五星")"#, "", "none"),
    ("Done", "", "≥1"),
    ("RankTop", "", "none"),
    (r#"Against(baseline: "2020", by: "1")"#, "77.5 5", "≥78.5"),
    (r#"Against(baseline: "2020", by: "-3")"#, "48 5", "≤45"),
    (r#"Against(baseline: "2020", by: "1")"#, "", "none"),
    (r#"PerYear("-0.5")"#, "30 5", "≤27.5"),
    (r#"PerYear("2")"#, "30 3", "≥36"),
    (r#"PerYear("2")"#, "", "none"),
];

#[test]
fn every_mark_has_its_place_on_the_scale() {
    for (text, baseline, expected) in MARKS {
        let baseline =
            baseline.split_once(' ').map(|(value, years)| (number(value), years.parse().expect("years")));
        assert_eq!(
            aim_text(Aim::of_mark(&mark(text), level, baseline)),
            *expected,
            "{text} from {baseline:?}"
        );
    }
    let all = [
        "AtLeast",
        "MoreThan",
        "AtMost",
        "LessThan",
        "Equal",
        "About",
        "Range",
        "Ratio",
        "TrendUp",
        "TrendDown",
        "Level(",
        "LevelAtLeast",
        "Done",
        "RankTop",
        "Against",
        "PerYear",
    ];
    for name in all {
        assert!(MARKS.iter().any(|(text, ..)| text.starts_with(name)), "{name} is left out");
    }
}

/// Mark, value, start, whether it is met.
const BOUNDS: &[(&str, &str, Option<&str>, Option<bool>)] = &[
    (r#"AtLeast("7.5")"#, "7.5", None, Some(true)),
    (r#"AtLeast("7.5")"#, "7.50", None, Some(true)),
    (r#"AtLeast("7.5")"#, "7.4999999", None, Some(false)),
    (r#"MoreThan("50")"#, "50", None, Some(false)),
    (r#"MoreThan("50")"#, "50.0001", None, Some(true)),
    (r#"AtMost("45")"#, "45", None, Some(true)),
    (r#"AtMost("45")"#, "45.01", None, Some(false)),
    (r#"LessThan("45")"#, "45", None, Some(false)),
    (r#"LessThan("45")"#, "44.99", None, Some(true)),
    (r#"Range("1", "2")"#, "1", None, Some(true)),
    (r#"Range("1", "2")"#, "2", None, Some(true)),
    (r#"Range("1", "2")"#, "0.99", None, Some(false)),
    (r#"Range("1", "2")"#, "2.01", None, Some(false)),
    (r#"Ratio("1", "1.2")"#, "1.2", None, Some(true)),
    (r#"Ratio("1", "1.2")"#, "1.1053", None, Some(false)),
    ("Done", "1", None, Some(true)),
    ("Done", "0", None, Some(false)),
    (r#"Level("三级甲等")"#, "33", None, Some(true)),
    (r#"Level("三级甲等")"#, "32", None, Some(false)),
    ("TrendUp", "12", Some("12"), Some(false)),
    ("TrendUp", "12.1", Some("12"), Some(true)),
    ("TrendUp", "12", None, None),
    ("TrendDown", "12", Some("12"), Some(false)),
    ("TrendDown", "11.9", Some("12"), Some(true)),
];

#[test]
fn a_target_is_met_on_its_boundary_and_not_beyond() {
    for (text, value, start, expected) in BOUNDS {
        let aim = Aim::of_mark(&mark(text), level, None).expect("an aim");
        assert_eq!(aim.is_met(number(value), start.map(number)), *expected, "{text} {value} from {start:?}");
    }
}

struct Case {
    what: &'static str,
    /// Periods and values, `2023 -` where there is none.
    seen: &'static str,
    mark: &'static str,
    due: &'static str,
    baseline: i32,
    today: &'static str,
    decimals: u32,
    unit: (&'static str, &'static str),
    /// Verdict, path now, gap.
    judged: (Verdict, &'static str, &'static str),
    zh: &'static str,
    en: &'static str,
}

const BEDS: (&str, &str) = ("张/千人", "beds per 1,000");
const PERCENT: (&str, &str) = ("%", "%");
const RATIO: (&str, &str) = ("医:护", "physicians : nurses");

#[rustfmt::skip]
const CASES: &[Case] = &[
    Case {
        what: "higher is better, ahead of the path",
        seen: "2022 6 2023 6.4 2024 7.1",
        mark: r#"AtLeast("7.5")"#, due: "2025", baseline: 2022, today: "2025-03-01", decimals: 2, unit: BEDS,
        judged: (Verdict::OnTrack, "7", "0.4"),
        zh: "2024年 7.10 张/千人，按路径应为 7.00 张/千人；到 2025年目标 7.50 张/千人 还差 0.40 张/千人；按近两年速度 2025年9月达到。",
        en: "2024: 7.10 beds per 1,000, the path asks 7.00 beds per 1,000; 0.40 beds per 1,000 short of the 2025 target of 7.50 beds per 1,000; at the pace of the last two years it is reached in 2025-09.",
    },
    Case {
        what: "exactly on the path",
        seen: "2022 6 2024 7",
        mark: r#"AtLeast("7.5")"#, due: "2025", baseline: 2022, today: "2025-03-01", decimals: 1, unit: PERCENT,
        judged: (Verdict::OnTrack, "7", "0.5"),
        zh: "2024年 7.0%，按路径应为 7.0%；到 2025年目标 7.5% 还差 0.5 个百分点；按近两年速度 2025年12月达到。",
        en: "2024: 7.0%, the path asks 7.0%; 0.5 percentage points short of the 2025 target of 7.5%; at the pace of the last two years it is reached in 2025-12.",
    },
    Case {
        what: "behind the path",
        seen: "2022 6 2023 6.1 2024 6.2",
        mark: r#"AtLeast("7.5")"#, due: "2025", baseline: 2022, today: "2025-03-01", decimals: 1, unit: PERCENT,
        judged: (Verdict::OffTrack, "7", "1.3"),
        zh: "2024年 6.2%，按路径应为 7.0%；到 2025年目标 7.5% 还差 1.3 个百分点；按近两年速度要到 2037年。",
        en: "2024: 6.2%, the path asks 7.0%; 1.3 percentage points short of the 2025 target of 7.5%; at the pace of the last two years not before 2037.",
    },
    Case {
        what: "met before it is due",
        seen: "2022 6 2023 7.5",
        mark: r#"AtLeast("7.5")"#, due: "2025", baseline: 2022, today: "2024-03-01", decimals: 1, unit: PERCENT,
        judged: (Verdict::Met, "6.5", "-"),
        zh: "2023年 7.5%，已达到 2025年目标 7.5%。",
        en: "2023: 7.5%, the 2025 target of 7.5% is met.",
    },
    Case {
        what: "met once, fallen back since",
        seen: "2022 7.6 2023 7.4",
        mark: r#"AtLeast("7.5")"#, due: "2025", baseline: 2022, today: "2024-03-01", decimals: 1, unit: PERCENT,
        judged: (Verdict::OffTrack, "7.6", "0.1"),
        zh: "2023年 7.4%，按路径应为 7.6%；到 2025年目标 7.5% 还差 0.1 个百分点；近一年没有向目标靠近。",
        en: "2023: 7.4%, the path asks 7.6%; 0.1 percentage points short of the 2025 target of 7.5%; no nearer over the last year.",
    },
    Case {
        what: "due and not met",
        seen: "2022 6 2025 7.4",
        mark: r#"AtLeast("7.5")"#, due: "2025", baseline: 2022, today: "2026-01-10", decimals: 1, unit: PERCENT,
        judged: (Verdict::Late, "7.5", "0.1"),
        zh: "2025年 7.4%，按路径应为 7.5%；没有达到 2025年目标 7.5%，差 0.1 个百分点；按近三年速度 2026年3月达到，晚 1 年。",
        en: "2025: 7.4%, the path asks 7.5%; the 2025 target of 7.5% is missed by 0.1 percentage points; at the pace of the last three years it is reached in 2026-03, 1 year late.",
    },
    Case {
        what: "the due day has passed and the last figure is older: it is held against the path",
        seen: "2022 6 2024 7.4",
        mark: r#"AtLeast("7.5")"#, due: "2025", baseline: 2022, today: "2026-01-10", decimals: 1, unit: PERCENT,
        judged: (Verdict::OnTrack, "7", "0.1"),
        zh: "2024年 7.4%，按路径应为 7.0%；到 2025年目标 7.5% 还差 0.1 个百分点；按近两年速度 2025年2月达到。",
        en: "2024: 7.4%, the path asks 7.0%; 0.1 percentage points short of the 2025 target of 7.5%; at the pace of the last two years it is reached in 2025-02.",
    },
    Case {
        what: "only a figure of the due year",
        seen: "2025 8",
        mark: r#"AtLeast("7.5")"#, due: "2025", baseline: 2022, today: "2026-01-10", decimals: 1, unit: PERCENT,
        judged: (Verdict::Met, "-", "-"),
        zh: "2025年 8.0%，已达到 2025年目标 7.5%。",
        en: "2025: 8.0%, the 2025 target of 7.5% is met.",
    },
    Case {
        what: "the baseline year is missing: the next year stands in",
        seen: "2021 5 2022 - 2023 6 2024 6.8",
        mark: r#"AtLeast("7.5")"#, due: "2025", baseline: 2022, today: "2025-03-01", decimals: 1, unit: PERCENT,
        judged: (Verdict::OnTrack, "6.75", "0.7"),
        zh: "2024年 6.8%，按路径应为 6.8%；到 2025年目标 7.5% 还差 0.7 个百分点；现在合乎路径，但按近三年速度要到 2026年2月才达到。",
        en: "2024: 6.8%, the path asks 6.8%; 0.7 percentage points short of the 2025 target of 7.5%; it keeps to the path so far, but at the pace of the last three years it is reached in 2026-02 only.",
    },
    Case {
        what: "the newest period has no figure: the one before counts",
        seen: "2022 6 2023 7 2024 -",
        mark: r#"AtLeast("7.5")"#, due: "2025", baseline: 2022, today: "2025-03-01", decimals: 1, unit: PERCENT,
        judged: (Verdict::OnTrack, "6.5", "0.5"),
        zh: "2023年 7.0%，按路径应为 6.5%；到 2025年目标 7.5% 还差 0.5 个百分点；按近一年速度 2024年6月达到。",
        en: "2023: 7.0%, the path asks 6.5%; 0.5 percentage points short of the 2025 target of 7.5%; at the pace of the last year it is reached in 2024-06.",
    },
    Case {
        what: "lower is better, on the path",
        seen: "2022 48 2024 46",
        mark: r#"AtMost("45")"#, due: "2025", baseline: 2022, today: "2025-03-01", decimals: 1, unit: PERCENT,
        judged: (Verdict::OnTrack, "46", "-1"),
        zh: "2024年 46.0%，按路径应为 46.0%；比 2025年目标 45.0% 多 1.0 个百分点；按近两年速度 2025年12月达到。",
        en: "2024: 46.0%, the path asks 46.0%; 1.0 percentage points above the 2025 target of 45.0%; at the pace of the last two years it is reached in 2025-12.",
    },
    Case {
        what: "lower is better, behind the path",
        seen: "2022 48 2024 47",
        mark: r#"AtMost("45")"#, due: "2025", baseline: 2022, today: "2025-03-01", decimals: 1, unit: PERCENT,
        judged: (Verdict::Late, "46", "-2"),
        zh: "2024年 47.0%，按路径应为 46.0%；比 2025年目标 45.0% 多 2.0 个百分点；按近两年速度 2028年12月达到，晚 3 年。",
        en: "2024: 47.0%, the path asks 46.0%; 2.0 percentage points above the 2025 target of 45.0%; at the pace of the last two years it is reached in 2028-12, 3 years late.",
    },
    Case {
        what: "lower is better, met",
        seen: "2022 5.2 2024 4.9",
        mark: r#"LessThan("5")"#, due: "2025", baseline: 2022, today: "2025-03-01", decimals: 2, unit: ("‰", "‰"),
        judged: (Verdict::Met, "5.0667", "-"),
        zh: "2024年 4.90‰，已达到 2025年目标 5.00‰。",
        en: "2024: 4.90‰, the 2025 target of 5.00‰ is met.",
    },
    Case {
        what: "a range from below, ahead of the path",
        seen: "2022 100 2024 180",
        mark: r#"Range("200", "400")"#, due: "2025", baseline: 2022, today: "2025-03-01", decimals: 0, unit: ("份/年", "samples a year"),
        judged: (Verdict::OnTrack, "166.6667", "20"),
        zh: "2024年 180 份/年，按路径应为 167 份/年；到 2025年目标 200–400 份/年 还差 20 份/年；按近两年速度 2025年6月达到。",
        en: "2024: 180 samples a year, the path asks 167 samples a year; 20 samples a year short of the 2025 target of 200–400 samples a year; at the pace of the last two years it is reached in 2025-06.",
    },
    Case {
        what: "a range from below, behind the path",
        seen: "2022 100 2024 120",
        mark: r#"Range("200", "400")"#, due: "2025", baseline: 2022, today: "2025-03-01", decimals: 0, unit: ("份", "samples"),
        judged: (Verdict::OffTrack, "166.6667", "80"),
        zh: "2024年 120 份，按路径应为 167 份；到 2025年目标 200–400 份 还差 80 份；按近两年速度要到 2032年。",
        en: "2024: 120 samples, the path asks 167 samples; 80 samples short of the 2025 target of 200–400 samples; at the pace of the last two years not before 2032.",
    },
    Case {
        what: "a range from above, behind the path",
        seen: "2022 700 2024 600",
        mark: r#"Range("200", "400")"#, due: "2025", baseline: 2022, today: "2025-03-01", decimals: 0, unit: ("份", "samples"),
        judged: (Verdict::Late, "500", "-200"),
        zh: "2024年 600 份，按路径应为 500 份；比 2025年目标 200–400 份 多 200 份；按近两年速度 2028年12月达到，晚 3 年。",
        en: "2024: 600 samples, the path asks 500 samples; 200 samples above the 2025 target of 200–400 samples; at the pace of the last two years it is reached in 2028-12, 3 years late.",
    },
    Case {
        what: "a range from below, shot over",
        seen: "2022 100 2024 500",
        mark: r#"Range("200", "400")"#, due: "2025", baseline: 2022, today: "2025-03-01", decimals: 0, unit: ("份", "samples"),
        judged: (Verdict::OffTrack, "166.6667", "-100"),
        zh: "2024年 500 份，按路径应为 167 份；比 2025年目标 200–400 份 多 100 份；近两年没有向目标靠近。",
        en: "2024: 500 samples, the path asks 167 samples; 100 samples above the 2025 target of 200–400 samples; no nearer over the last two years.",
    },
    Case {
        what: "inside a range: the target is the range, not the value",
        seen: "2022 100 2024 250",
        mark: r#"Range("200", "400")"#, due: "2025", baseline: 2022, today: "2025-03-01", decimals: 0, unit: ("份", "samples"),
        judged: (Verdict::Met, "166.6667", "-"),
        zh: "2024年 250 份，已达到 2025年目标 200–400 份。",
        en: "2024: 250 samples, the 2025 target of 200–400 samples is met.",
    },
    Case {
        what: "a ratio",
        seen: "2022 1 2024 1.1",
        mark: r#"Ratio("1", "1.2")"#, due: "2025", baseline: 2022, today: "2025-03-01", decimals: 2, unit: RATIO,
        judged: (Verdict::Late, "1.1333", "0.1"),
        zh: "2024年 1 : 1.10，按路径应为 1 : 1.13；到 2025年目标 1 : 1.20 还差 0.10；按近两年速度 2026年12月达到，晚 1 年。",
        en: "2024: 1 : 1.10, the path asks 1 : 1.13; 0.10 short of the 2025 target of 1 : 1.20; at the pace of the last two years it is reached in 2026-12, 1 year late.",
    },
    Case {
        what: "due in a month",
        seen: "2023 10 2024 22",
        mark: r#"AtLeast("28")"#, due: "2025-06", baseline: 2023, today: "2025-03-01", decimals: 0, unit: ("个", "centres"),
        judged: (Verdict::OnTrack, "22", "6"),
        zh: "2024年 22 个，按路径应为 22 个；到 2025年6月目标 28 个 还差 6 个；按近一年速度 2025年6月达到。",
        en: "2024: 22 centres, the path asks 22 centres; 6 centres short of the 2025-06 target of 28 centres; at the pace of the last year it is reached in 2025-06.",
    },
    Case {
        what: "rising",
        seen: "2022 10 2024 12",
        mark: "TrendUp", due: "2025", baseline: 2022, today: "2025-03-01", decimals: 0, unit: ("人", "persons"),
        judged: (Verdict::Met, "-", "-"),
        zh: "2024年 12 人，高于基期，符合上升要求。",
        en: "2024: 12 persons, above its baseline, as asked.",
    },
    Case {
        what: "should rise and does not",
        seen: "2022 10 2024 10",
        mark: "TrendUp", due: "2025", baseline: 2022, today: "2025-03-01", decimals: 0, unit: ("人", "persons"),
        judged: (Verdict::OffTrack, "-", "-"),
        zh: "2024年 10 人，没有高于基期，规划要求上升。",
        en: "2024: 10 persons, not above its baseline; the plan asks for a rise.",
    },
    Case {
        what: "should rise, and there is one figure only",
        seen: "2024 10",
        mark: "TrendUp", due: "2025", baseline: 2022, today: "2025-03-01", decimals: 0, unit: ("人", "persons"),
        judged: (Verdict::NoData, "-", "-"),
        zh: "2024年 10 人，没有可比的基期数。",
        en: "2024: 10 persons, with no baseline figure to compare it with.",
    },
    Case {
        what: "falling",
        seen: "2022 10 2024 9",
        mark: "TrendDown", due: "2025", baseline: 2022, today: "2025-03-01", decimals: 0, unit: ("人", "persons"),
        judged: (Verdict::Met, "-", "-"),
        zh: "2024年 9 人，低于基期，符合下降要求。",
        en: "2024: 9 persons, below its baseline, as asked.",
    },
    Case {
        what: "should fall and rises",
        seen: "2022 10 2024 11",
        mark: "TrendDown", due: "2025", baseline: 2022, today: "2025-03-01", decimals: 0, unit: ("人", "persons"),
        judged: (Verdict::OffTrack, "-", "-"),
        zh: "2024年 11 人，没有低于基期，规划要求下降。",
        en: "2024: 11 persons, not below its baseline; the plan asks for a fall.",
    },
    Case {
        what: "the nation's physicians: 3.04, 3.15 and 3.40 against 3.20 in 2025, met in 2023",
        seen: "2021 3.04 2022 3.15 2023 3.40",
        mark: r#"AtLeast("3.20")"#, due: "2025", baseline: 2021, today: "2024-08-01", decimals: 2, unit: ("人/千人", "per 1,000"),
        judged: (Verdict::Met, "3.12", "-"),
        zh: "2023年 3.40 人/千人，已达到 2025年目标 3.20 人/千人。",
        en: "2023: 3.40 per 1,000, the 2025 target of 3.20 per 1,000 is met.",
    },
    Case {
        what: "the nation's physicians a year before: on track, and in time at the pace of one year",
        seen: "2021 3.04 2022 3.15",
        mark: r#"AtLeast("3.20")"#, due: "2025", baseline: 2021, today: "2023-08-01", decimals: 2, unit: ("人/千人", "per 1,000"),
        judged: (Verdict::OnTrack, "3.08", "0.05"),
        zh: "2022年 3.15 人/千人，按路径应为 3.08 人/千人；到 2025年目标 3.20 人/千人 还差 0.05 人/千人；按近一年速度 2023年6月达到。",
        en: "2022: 3.15 per 1,000, the path asks 3.08 per 1,000; 0.05 per 1,000 short of the 2025 target of 3.20 per 1,000; at the pace of the last year it is reached in 2023-06.",
    },
    Case {
        what: "behind the path, and yet in time at the pace of the last three years",
        seen: "2015 1 2019 1.2 2022 3.5",
        mark: r#"AtLeast("5")"#, due: "2025", baseline: 2015, today: "2023-03-01", decimals: 1, unit: PERCENT,
        judged: (Verdict::OnTrack, "3.8", "1.5"),
        zh: "2022年 3.5%，按路径应为 3.8%；到 2025年目标 5.0% 还差 1.5 个百分点；按近三年速度 2024年12月达到。",
        en: "2022: 3.5%, the path asks 3.8%; 1.5 percentage points short of the 2025 target of 5.0%; at the pace of the last three years it is reached in 2024-12.",
    },
    Case {
        what: "the first figure comes after the due day",
        seen: "2026 6 2027 6.5",
        mark: r#"AtLeast("7.5")"#, due: "2025", baseline: 2022, today: "2028-03-01", decimals: 1, unit: PERCENT,
        judged: (Verdict::Late, "-", "1"),
        zh: "2027年 6.5%；没有达到 2025年目标 7.5%，差 1.0 个百分点；按近一年速度 2029年12月达到，晚 4 年。",
        en: "2027: 6.5%; the 2025 target of 7.5% is missed by 1.0 percentage points; at the pace of the last year it is reached in 2029-12, 4 years late.",
    },
    Case {
        what: "one figure before the due day is its own baseline",
        seen: "2024 6",
        mark: r#"AtLeast("7.5")"#, due: "2025", baseline: 2022, today: "2025-03-01", decimals: 1, unit: PERCENT,
        judged: (Verdict::OnTrack, "6", "1.5"),
        zh: "2024年 6.0%，按路径应为 6.0%；到 2025年目标 7.5% 还差 1.5 个百分点。",
        en: "2024: 6.0%, the path asks 6.0%; 1.5 percentage points short of the 2025 target of 7.5%.",
    },
    Case {
        what: "quarters come late by quarters",
        seen: "2024Q1 6 2024Q4 6.6 2025Q1 6.8",
        mark: r#"AtLeast("7.5")"#, due: "2025Q2", baseline: 2024, today: "2025-05-01", decimals: 1, unit: PERCENT,
        judged: (Verdict::Late, "7.2", "0.7"),
        zh: "2025年第一季度 6.8%，按路径应为 7.2%；到 2025年第二季度目标 7.5% 还差 0.7 个百分点；按近一年速度 2026年2月达到，晚 3 个季度。",
        en: "2025 Q1: 6.8%, the path asks 7.2%; 0.7 percentage points short of the 2025 Q2 target of 7.5%; at the pace of the last year it is reached in 2026-02, 3 quarters late.",
    },
    Case {
        what: "no figure",
        seen: "2023 - 2024 -",
        mark: r#"AtLeast("7.5")"#, due: "2025", baseline: 2022, today: "2025-03-01", decimals: 2, unit: BEDS,
        judged: (Verdict::NoData, "-", "-"),
        zh: "还没有可计算的数值。",
        en: "No figure can be computed yet.",
    },
    Case {
        what: "words only",
        seen: "2023 60 2024 70",
        mark: "About(None)", due: "2025", baseline: 2022, today: "2025-03-01", decimals: 1, unit: PERCENT,
        judged: (Verdict::NotScored, "-", "-"),
        zh: "规划只有文字要求，不作评分。",
        en: "The plan asks in words only; it is not scored.",
    },
];

fn scale(case: &Case) -> Scale {
    let indicator = Indicator {
        id: "any".parse().expect("an id"),
        name: Bilingual::default(),
        topic: Topic::default(),
        kind: if case.unit == RATIO { IndicatorKind::Ratio } else { IndicatorKind::Count },
        unit: Bilingual::new(case.unit.0, case.unit.1),
        better: Better::Neutral,
        decimals: case.decimals,
        formula: Formula::Entered("any".parse().expect("an id")),
        note: Bilingual::default(),
    };
    Scale::of(&indicator, &Catalogue::default())
}

fn judge(case: &Case) -> Standing {
    let words: Vec<&str> = case.seen.split(' ').collect();
    let seen: Vec<Observation> = words
        .chunks(2)
        .map(|pair| Observation {
            period: period(pair[0]),
            value: (pair[1] != "-").then(|| number(pair[1])),
            numerator: None,
            denominator: None,
            coverage: Coverage { reported: 1, expected: 1 },
            lack: Bilingual::default(),
        })
        .collect();
    let aim = Aim::of_mark(&mark(case.mark), level, None);
    let today: NaiveDate = case.today.parse().expect("a day");
    standing(&seen, aim.as_ref(), Due(period(case.due)), case.baseline, today, &scale(case))
}

#[test]
fn where_a_unit_stands_and_the_sentence_that_says_so() {
    let mut wrong = Vec::new();
    for case in CASES {
        let found = judge(case);
        let text = |value: Option<Decimal>| {
            value.map_or_else(|| "-".to_owned(), |value| value.round_dp(4).normalize().to_string())
        };
        let (verdict, path, gap) = case.judged;
        let told =
            (found.verdict, text(found.path_now), text(found.gap), found.sentence.zh, found.sentence.en);
        let expected = (verdict, path.to_owned(), gap.to_owned(), case.zh.to_owned(), case.en.to_owned());
        if told != expected {
            wrong.push(format!("{}\n  found    {told:?}\n  expected {expected:?}", case.what));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The worst comes first on the plan page.
#[test]
fn verdicts_are_in_the_order_of_their_urgency() {
    assert!(Verdict::ALL.is_sorted());
    let codes = ["off_track", "late", "no_data", "on_track", "met", "not_scored"];
    assert_eq!(Verdict::ALL.map(Verdict::code), codes);
}
