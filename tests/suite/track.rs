//! 监测 over a demonstration: gaps held against totals counted apart, comparison, contributions, stacked plans.

mod effects;
mod report;
mod who;
mod worked;

use std::collections::BTreeSet;

use chrono::NaiveDate;
use duibiao::{
    base::{Decimal, IndicatorId, Lang, Period, PlanId, UnitId},
    desk::{
        DemoSize, Desk, TrackFilter, TrackLine, TrackOrder, TrendChoice, TypedStart, contribution_table,
        dashboard_table, gap_table, tracked, verdict_counts, write_demo,
    },
    indicator::{Better, Formula},
    plan::Nature,
    trend::{Method, PathShape, Population, Scale, Verdict},
};
use tempfile::TempDir;

pub fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 3, 1).expect("a day")
}

/// Opens the made-up city, four counties of thirty units.
pub fn city() -> (TempDir, Desk) {
    let folder = TempDir::new().expect("a folder");
    let now = today().and_hms_opt(9, 0, 0).expect("a time");
    let root = folder.path().join("demo");
    write_demo(&root, DemoSize::default(), 2025, "测试", now).expect("the demonstration");
    let desk = Desk::open(&root, "测试", now).expect("it opens");
    (folder, desk)
}

pub fn id<T: std::str::FromStr>(text: &str) -> T
where
    T::Err: std::fmt::Debug,
{
    text.parse().unwrap_or_else(|fault| panic!("{text}: {fault:?}"))
}

fn lines(desk: &Desk, unit: &str, plan: &str) -> Vec<TrackLine> {
    desk.track(&id(unit), &id(plan), Population::AsIs, today()).expect("a plan").to_vec()
}

const PLANS: [&str; 5] = [
    "hulunbuir-2024",
    "qujing-public-hospitals",
    "shahekou-14th-five-year",
    "chizhou-2023",
    "central-opinion-2023",
];

/// Every target of every plan has its line, and no line claims what it has not.
#[test]
fn every_target_has_one_line_that_holds_together() {
    let (_folder, desk) = city();
    let mut verdicts = BTreeSet::new();
    for plan in PLANS {
        for unit in ["SL-CITY", "SL-C1", "SL-H1"] {
            let found = lines(&desk, unit, plan);
            let targets =
                desk.plans().iter().find(|known| known.id.as_str() == plan).expect("shipped").targets.len();
            assert_eq!(found.len(), targets, "{plan} {unit}");
            for line in &found {
                verdicts.insert(line.standing.verdict);
                check_line(line, &format!("{plan} {unit} {} {}", line.row, line.indicator));
            }
            let counted: usize = verdict_counts(&found).iter().map(|(_, count)| count).sum();
            assert_eq!(counted, found.iter().filter(|line| !line.is_elsewhere).count());
        }
    }
    assert!(verdicts.len() >= 5, "{verdicts:?}");
}

fn check_line(line: &TrackLine, at: &str) {
    let standing = &line.standing;
    let is_open = matches!(standing.verdict, Verdict::OffTrack | Verdict::Late | Verdict::OnTrack);
    assert!(!standing.sentence.zh.is_empty() && !standing.sentence.en.is_empty(), "{at}");
    assert_eq!(standing.late_by > 0, standing.verdict == Verdict::Late, "{at}");
    match standing.verdict {
        Verdict::Met => assert_eq!(line.missing(), Some(Decimal::ZERO), "{at}"),
        Verdict::NotScored => assert_eq!(line.missing(), None, "{at}"),
        _ => {}
    }
    if let (Some(goal), Some((_, now)), true) = (line.goal, standing.now, is_open) {
        assert_eq!(standing.gap, Some(goal - now), "{at}");
    }
    if let Some(things) = &line.gap.things {
        assert!(is_open, "{at}: {things:?}");
        assert_eq!(things.missing.fract(), Decimal::ZERO, "{at}: whole things");
    }
    for lacking in &line.gap.who {
        assert!(!lacking.name.zh.is_empty() && !lacking.has.zh.is_empty(), "{at}: {lacking:?}");
    }
}

/// What is missing of a rate, put in, just meets the target, and one less does not.
#[test]
fn things_that_are_missing_are_enough_and_no_more() {
    let (_folder, desk) = city();
    let mut tried = 0;
    for plan in PLANS {
        for line in lines(&desk, "SL-CITY", plan) {
            let formula = &desk.catalogue().indicator(&line.indicator).expect("known").formula;
            let Formula::Rate { per, .. } = formula else { continue };
            let (Some(things), Some((period, _)), Some(goal)) =
                (&line.gap.things, line.standing.now, line.goal)
            else {
                continue;
            };
            let found = desk.plans().iter().find(|known| known.id.as_str() == plan).expect("shipped");
            let scope = found.target(&line.row).and_then(|target| target.scope.clone());
            let outcome = desk.outcome(formula, &id("SL-CITY"), period, scope.as_ref());
            let (over, under) = (outcome.numerator.expect("a sum"), outcome.denominator.expect("a sum"));
            let with = |more: Decimal| (over + more) * Decimal::from(*per) / under;
            let better = desk.catalogue().indicator(&line.indicator).expect("known").better;
            if better == Better::Lower {
                assert!(
                    with(things.missing) <= goal && with(things.missing + Decimal::ONE) > goal,
                    "{}",
                    line.row
                );
            } else {
                assert!(
                    with(things.missing) >= goal && with(things.missing - Decimal::ONE) < goal,
                    "{}",
                    line.row
                );
            }
            tried += 1;
        }
    }
    assert!(tried >= 6, "{tried} rates");
}

/// Binding first, of those the worst; another order where it is asked for; filters take what they say.
#[test]
fn a_dashboard_is_ordered_and_filtered() {
    let (_folder, desk) = city();
    let all = lines(&desk, "SL-CITY", "hulunbuir-2024");
    let key = |line: &TrackLine| (line.is_elsewhere, line.nature != Nature::Binding, line.standing.verdict);
    assert!(all.iter().map(key).is_sorted());
    assert_eq!(all[0].nature, Nature::Binding);
    let filter = TrackFilter::default();
    let by =
        |order| tracked(&all, &filter, order).into_iter().map(|line| line.row.clone()).collect::<Vec<_>>();
    assert!(by(TrackOrder::Plan).is_sorted());
    let worst = tracked(&all, &filter, TrackOrder::Worst);
    assert!(worst.iter().map(|line| line.standing.verdict).is_sorted());
    let topics = tracked(&all, &filter, TrackOrder::Topic);
    assert!(topics.iter().map(|line| line.topic).is_sorted());
    let late = TrackFilter { verdict: Some(Verdict::Late), ..TrackFilter::default() };
    let late = tracked(&all, &late, TrackOrder::Binding);
    assert!(!late.is_empty() && late.iter().all(|line| line.standing.verdict == Verdict::Late));
    let clause = TrackFilter { clause: Some("表1".to_owned()), ..TrackFilter::default() };
    let clause = tracked(&all, &clause, TrackOrder::Binding);
    assert!(!clause.is_empty() && clause.iter().all(|line| line.clauses.iter().any(|known| known == "表1")));
    let words = TrackFilter { words: duibiao::base::Query::new("cwhj"), ..TrackFilter::default() };
    assert!(tracked(&all, &words, TrackOrder::Binding).len() < all.len());
    let table = dashboard_table("", &tracked(&all, &filter, TrackOrder::Binding), Lang::En);
    assert_eq!(table.rows.len(), all.iter().filter(|line| !line.is_elsewhere).count());
    let columns: Vec<String> =
        gap_table("", &all, Lang::Zh).columns.into_iter().map(|column| column.name).collect();
    assert_eq!(
        columns,
        [
            "indicator",
            "current",
            "as_of",
            "target",
            "due",
            "gap",
            "gap_elements",
            "needed_per_year",
            "recent_per_year",
            "verdict"
        ]
    );
}

/// More people need more beds; a figure of one's own counts for residents only.
#[test]
fn population_scenarios_move_what_is_missing() {
    let (_folder, desk) = city();
    let missing = |scenario: Population| {
        let found = desk.track(&id("SL-CITY"), &id("hulunbuir-2024"), scenario, today()).expect("a plan");
        let line = found.iter().find(|line| line.indicator.as_str() == "beds_per_1000").expect("beds");
        let things = line.gap.things.clone().expect("beds are missing");
        (things.missing, line.gap.population.expect("a population"))
    };
    // 9,097 beds for 1,286,908 persons, 7.5 for a thousand.
    assert_eq!(missing(Population::AsIs), (555.into(), (1_286_908.into(), 1_286_908.into())));
    assert_eq!(
        missing(Population::Figure(1_300_000.into())),
        (653.into(), (1_286_908.into(), 1_300_000.into()))
    );
    // One year at + 1 %: 1,299,777 persons.
    assert_eq!(missing(Population::Growth(Decimal::ONE)), (652.into(), (1_286_908.into(), 1_299_777.into())));
    let (fewer, (_, shrunk)) = missing(Population::OwnGrowth);
    assert!(shrunk < 1_286_908.into() && fewer < 555.into(), "{fewer} for {shrunk}");
}

/// Figures below each other have the same decimals: those of their elements, and of the indicator.
#[test]
fn contributions_have_decimals_of_their_own() {
    let (_folder, desk) = city();
    let decimals = |cell: &str| {
        let is_number = |c: &char| c.is_ascii_digit() || "+-−.\u{2009}".contains(*c);
        let number: String = cell.chars().take_while(is_number).collect();
        number.split_once('.').map_or(0, |(_, after)| after.len())
    };
    let mut seen = 0;
    for indicator in desk.catalogue().indicators() {
        let (from, to) = (Period::year(2023), Period::year(2024));
        let Some(found) = desk.contributions(&id("SL-CITY"), &indicator.id, None, from, to) else { continue };
        let scale = Scale::of(indicator, desk.catalogue());
        let table = contribution_table("", &found, &scale, Lang::Zh);
        let places = found.effect_places(indicator.decimals);
        assert!(places >= indicator.decimals);
        for row in &table.rows[..table.rows.len() - 1] {
            let shown = |at: usize| row[at].shown.as_str();
            assert_eq!(decimals(shown(7)), places as usize, "{}: {}", indicator.id, shown(7));
            for (at, wanted) in [(1, found.decimals.0), (2, found.decimals.0), (3, found.decimals.1)] {
                let is_there = !shown(at).is_empty();
                assert!(
                    !is_there || decimals(shown(at)) == wanted as usize,
                    "{}: {}",
                    indicator.id,
                    shown(at)
                );
                seen += usize::from(is_there);
            }
        }
    }
    assert!(seen > 50, "{seen}");
}

/// The effects of all units add up to the change, to the last digit, for every indicator that can be split.
#[test]
fn contributions_add_up_exactly() {
    let (_folder, desk) = city();
    let (from, to) = (Period::year(2022), Period::year(2024));
    let mut tried = 0;
    for indicator in desk.catalogue().indicators() {
        let Some(found) = desk.contributions(&id("SL-CITY"), &indicator.id, None, from, to) else { continue };
        let sum: Decimal = found.lines.iter().map(|line| line.effect.total()).sum();
        assert_eq!(sum, found.to.1 - found.from.1, "{}", indicator.id);
        let sides = |of: fn(&duibiao::desk::Contribution) -> (Decimal, Decimal)| {
            found
                .lines
                .iter()
                .map(of)
                .fold((Decimal::ZERO, Decimal::ZERO), |sum, one| (sum.0 + one.0, sum.1 + one.1))
        };
        // The same figures as the totals are made of.
        let before = desk.outcome(&indicator.formula, &id("SL-CITY"), from, None);
        let after = desk.outcome(&indicator.formula, &id("SL-CITY"), to, None);
        let (over_before, over_after) = sides(|line| line.brought.over);
        let scaled = matches!(indicator.formula, Formula::Scaled { .. });
        if let (Some(before), Some(after), false) = (before.numerator, after.numerator, scaled) {
            assert_eq!(over_after - over_before, after - before, "{}", indicator.id);
        }
        tried += usize::from(!found.lines.is_empty());
    }
    assert!(tried >= 60, "{tried} indicators");
}

/// Median, quartiles and place of a county among counties, counted by hand from their values.
#[test]
fn a_county_stands_among_counties() {
    let (_folder, desk) = city();
    let beds: IndicatorId = id("beds_per_1000");
    let found = desk.comparison(&id("SL-C2"), &beds, None, Period::year(2024)).expect("an indicator");
    let formula = &desk.catalogue().indicator(&beds).expect("known").formula;
    let value = |unit: &UnitId| desk.outcome(formula, unit, Period::year(2024), None).value.expect("a value");
    assert_eq!((found.units.len(), found.without), (4, 0));
    assert!(found.units.iter().map(|compared| std::cmp::Reverse(compared.value)).is_sorted());
    assert!(
        found
            .units
            .iter()
            .zip(1..)
            .all(|(compared, rank)| compared.rank == rank && compared.value == value(&compared.unit))
    );
    let own = found.own.expect("it has a value");
    assert_eq!(found.units[own].unit.as_str(), "SL-C2");
    let quartiles = found.quartiles.expect("four values");
    let middle = (found.units[1].value + found.units[2].value) / Decimal::TWO;
    assert_eq!(quartiles.median.round_dp(20), middle.round_dp(20));
    assert!(quartiles.lower < quartiles.median && quartiles.median < quartiles.upper);
    // A hospital is compared with those of its kind and level alone.
    let hospital = desk.comparison(&id("SL-H1"), &id("tcm_bed_share"), None, Period::year(2024));
    for compared in hospital.into_iter().flat_map(|found| found.units) {
        let (one, other) = (desk.tree().unit(&id("SL-H1")), desk.tree().unit(&compared.unit));
        let alike = one.zip(other).is_some_and(|(one, other)| {
            let on = Period::year(2024).last_day();
            one.kind == other.kind && one.level(on) == other.level(on)
        });
        assert!(alike, "{}", compared.unit);
    }
}

/// Small charts of the counties run on one scale, also those without a figure.
#[test]
fn small_charts_run_on_one_scale() {
    let (_folder, desk) = city();
    let found = desk.small_multiples(&id("SL-CITY"), &id("beds_per_1000"), None, Lang::Zh, today());
    let counties = desk.tree().children(&id("SL-CITY")).filter(|unit| unit.area.is_some()).count();
    assert_eq!(found.len(), counties);
    let first = &found[0].chart;
    for one in found.iter() {
        assert_eq!((one.chart.years, one.chart.values), (first.years, first.values), "{}", one.unit);
        assert_eq!(one.chart.title, one.name.zh);
    }
}

/// Two plans on one indicator: each is judged, and the one that asks more is marked.
#[test]
fn plans_are_stacked_and_the_strictest_is_marked() {
    let (_folder, desk) = city();
    let beside: Vec<PlanId> =
        vec![id("qujing-public-hospitals"), id("chizhou-2023"), id("shahekou-14th-five-year")];
    let choice = TrendChoice { beside, ..TrendChoice::default() };
    let mut stacked = 0;
    for indicator in desk.catalogue().indicators() {
        let Some(view) = desk.trend_with(&id("SL-CITY"), &indicator.id, None, &choice, Lang::Zh, today())
        else {
            continue;
        };
        let plans: BTreeSet<&PlanId> = view.stack.iter().map(|line| &line.plan).collect();
        let strictest = view.stack.iter().filter(|line| line.is_strictest).count();
        if plans.len() < 2 {
            assert_eq!(strictest, 0, "{}", indicator.id);
            continue;
        }
        stacked += usize::from(strictest > 0);
        assert!(strictest <= 2, "{}", indicator.id);
        let marked = view.chart.series.iter().filter(|series| series.name.contains("（最严）")).count();
        assert_eq!(marked, strictest, "{}", indicator.id);
    }
    assert!(stacked > 0, "no indicator stands in two plans");
}

/// What a reader chooses moves path and forecast and is said in the foot.
#[test]
fn a_typed_baseline_and_another_method_are_said() {
    let (_folder, desk) = city();
    let start = TypedStart {
        period: Period::year(2020),
        value: "6".parse().expect("a number"),
        source: "2021 年统计年鉴".to_owned(),
    };
    let choice = TrendChoice {
        method: Method::LeastSquares,
        shape: PathShape::Compound,
        start: Some(start),
        stops: vec![(Period::year(2022), "7".parse().expect("a number"))],
        beside: Vec::new(),
    };
    let view = desk
        .trend_with(&id("SL-CITY"), &id("beds_per_1000"), None, &choice, Lang::Zh, today())
        .expect("a trend");
    let path = view.standing.as_ref().and_then(|standing| standing.path.clone()).expect("a path");
    assert_eq!((path.start, path.from), (Period::year(2020), 6.into()));
    assert_eq!(path.at(Period::year(2022)), Some(7.into()));
    for words in [
        "基期 2020年 6.00 张/千人（自填：2021 年统计年鉴）",
        "路径按等比",
        "路径经过自填节点",
        "预测：最小二乘，n=5，2020年—2024年",
    ] {
        assert!(view.chart.foot.contains(words), "{words} in {}", view.chart.foot);
    }
    assert_eq!(view.forecast.as_ref().map(|ahead| ahead.method), Some(Method::LeastSquares));
    // Three values are not forecast from, and it says so.
    let young = desk.trend(&id("SL-CITY"), &id("physicians_per_1000"), Lang::Zh, today()).expect("a trend");
    assert_eq!(young.forecast.is_none(), !young.no_forecast.zh.is_empty());
}
