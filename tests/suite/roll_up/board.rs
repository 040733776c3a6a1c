//! The board made beside the desk says what the desk says, and what changed meanwhile is not lost.

use std::collections::BTreeMap;

use duibiao::{
    base::{Decimal, Lang, Period, UnitId},
    desk::{CellKind, Command, Desk, RankedAmong, RollUpItem, TotalState, WhyNot},
    report::{rank_png, rank_svg, table_html},
};

use super::{demo, key, now};

fn id(text: &str) -> UnitId {
    text.parse().expect("an id")
}

fn city() -> UnitId {
    id("SL-CITY")
}

fn town(years: u32) -> (tempfile::TempDir, Desk) {
    demo(duibiao::desk::DemoSize { counties: 2, units: 12, years, seed: 7 })
}

#[test]
fn the_board_is_what_the_desk_says() {
    let (_folder, desk) = town(4);
    let (period, today) = (Period::year(2024), now().date());
    assert!(!desk.has_totals(period));
    let board = desk.keep_board(desk.board_task(&city(), period, today).run());
    assert!(desk.has_totals(period) && !desk.has_totals(Period::year(2025)));
    let reporting = desk.reporting(&city(), period, today);
    assert_eq!(board.reporting, reporting);
    for unit in desk.tree().all() {
        assert_eq!(board.count(&unit.id), reporting.count_below(&unit.id, desk.tree()), "{}", unit.id);
    }
    let areas: Vec<&str> = board.areas.iter().map(|(unit, _)| unit.as_str()).collect();
    assert_eq!(areas[0], "SL-CITY");
    assert_eq!(areas.len(), 3, "{areas:?}");
    let keys = desk.returns().map(|found| &found.key).filter(|key| key.period == period);
    let of_period = keys.flat_map(|key| desk.explanations_of(key)).count();
    assert!(of_period > 0);
    assert_eq!(board.explanations.len(), of_period);
    assert!(board.explanations.is_sorted_by_key(|line| &line.check));
}

#[test]
fn every_cell_is_the_total_of_the_roll_up() {
    let (_folder, desk) = town(4);
    let period = Period::year(2025);
    let board = desk.keep_board(desk.board_task(&city(), period, now().date()).run());
    let mut states: BTreeMap<&str, usize> = BTreeMap::new();
    for unit in desk.tree().all() {
        let is_leaf = desk.tree().children(&unit.id).next().is_none();
        for line in desk.roll_up(&unit.id, period).lines {
            let cell = desk.total_cell(Some(&board), &line.item, &unit.id, period);
            let at = format!("{} {}", unit.id, line.item.id());
            assert_eq!(cell.coverage, line.outcome.coverage, "{at}");
            let CellKind::Total(state) = cell.kind else { panic!("{at}: {cell:?}") };
            *states.entry(state.code()).or_default() += 1;
            // Of a unit with nobody below it its own answer is shown: 是 where the total counts 1.
            if is_leaf && matches!(line.item, RollUpItem::Element(_)) {
                assert_eq!(state == TotalState::Known, line.outcome.value.is_some(), "{at}");
                continue;
            }
            assert_eq!(state, line.state, "{at}");
            if let (Some(value), RollUpItem::Element(_)) = (line.outcome.value, &line.item) {
                assert_eq!(cell.shown.zh, duibiao::base::quantity_text(value, line.decimals), "{at}");
            }
            assert!(cell.standing.is_none() || line.target.is_some(), "{at}: judged without a target");
        }
    }
    for state in ["known", "not_applicable", "not_asked", "incomplete"] {
        assert!(states.contains_key(state), "{state} is never met: {states:?}");
    }
}

#[test]
fn a_verdict_is_the_plans_own() {
    let (_folder, desk) = town(4);
    // The newest year there are figures of, so that the plan's screen judges the same.
    let period = Period::year(2024);
    let board = desk.keep_board(desk.board_task(&city(), period, now().date()).run());
    let mut judged = 0;
    let lines = desk.plan_lines(&city(), period.last_day());
    for indicator in desk.plan_indicators() {
        let Some(standing) = desk.standing_in(Some(&board), indicator, &city(), period) else { continue };
        let same = lines.iter().filter(|line| line.indicator == indicator.id);
        let same: Vec<_> = same.filter(|line| line.standing.now == standing.now).collect();
        assert!(same.is_empty() || same.iter().any(|line| line.standing == standing), "{}", indicator.id);
        judged += usize::from(!same.is_empty());
        // Without the board it is looked at anew, to the same judgement.
        assert_eq!(desk.standing_in(None, indicator, &city(), period), Some(standing), "{}", indicator.id);
    }
    assert!(judged > 8, "{judged} were judged");
}

#[test]
fn what_changes_while_it_is_added_up_is_taken_in() {
    let (_folder, mut desk) = town(4);
    let period = Period::year(2025);
    let task = desk.board_task(&city(), period, now().date());
    let command = Command::SetFigure {
        key: key("SL-H1", "hospital", 2025),
        element: "beds_total".parse().expect("an id"),
        text: "4321".to_owned(),
    };
    assert!(desk.apply(command, now()).iter().all(|notice| !notice.refused));
    desk.keep_board(task.run());
    assert!(desk.has_totals(period));
    let kept = desk.roll_up(&city(), period);
    assert_eq!(kept, desk.detached().roll_up(&city(), period));
    let item = RollUpItem::Element("beds_total".parse().expect("an id"));
    let shown = desk.total_cell(None, &item, &id("SL-H1"), period).shown.zh;
    assert!(shown.ends_with("321"), "{shown}");
}

#[test]
fn who_is_not_expected_is_named_with_the_reason() {
    let (_folder, mut desk) = town(2);
    let mut units: Vec<_> = desk.tree().all().cloned().collect();
    let closed = units.iter_mut().find(|unit| unit.id.as_str() == "SL-H2").expect("a hospital");
    closed.closed = Some("2025-06-30".parse().expect("a day"));
    desk.replace_register(units).expect("a register");
    let why = |year| {
        let board = desk.board_task(&city(), Period::year(year), now().date()).run().board;
        board.unexpected.into_iter().find(|(unit, ..)| unit.as_str() == "SL-H2").map(|(.., why)| why)
    };
    assert_eq!(why(2024), None);
    assert_eq!(why(2025), Some(WhyNot::Closed("2025-06-30".parse().expect("a day"))));
}

#[test]
fn a_total_is_the_sum_of_its_parts_down_to_the_cell() {
    let (_folder, desk) = town(4);
    let period = Period::year(2024);
    let item = RollUpItem::Indicator("beds_per_1000".parse().expect("an id"));
    let parts = desk.total_parts(None, &item, &city(), period);
    let sums: Decimal = parts.parts.iter().filter_map(|part| part.numerator).sum();
    assert_eq!(Some(sums), parts.numerator, "the city's own hospitals bring beds, though they have no rate");
    let share = desk.plan_indicators().find(|found| found.formula.code() == "share_units").expect("a share");
    let share = desk.total_parts(None, &RollUpItem::Indicator(share.id.clone()), &city(), period);
    for (whole, part) in [
        (share.numerator, share.parts.iter().filter_map(|part| part.numerator).sum::<Decimal>()),
        (share.denominator, share.parts.iter().filter_map(|part| part.denominator).sum()),
    ] {
        assert_eq!(whole, Some(part));
    }
    let county = id("SL-C1");
    let below = desk.total_parts(None, &item, &county, period);
    let hospital = below.parts.iter().find(|part| part.unit.as_str() == "SL-C1-GH").expect("a hospital");
    let leaf = desk.total_parts(None, &item, &hospital.unit, period);
    let cell = leaf.own.iter().find(|part| !part.is_under).expect("its own cell");
    assert_eq!(cell.key.as_ref().map(ToString::to_string), Some("2024/hospital/SL-C1-GH".to_owned()));
    let sheet = desk.sheet(cell.key.as_ref().expect("a return")).expect("a sheet");
    let row = &sheet.rows[sheet.row_of(&cell.element).expect("a row")];
    assert_eq!(cell.shown, row.shown);
}

#[test]
fn a_ranking_has_its_places_and_its_spread() {
    let (_folder, desk) = town(4);
    let period = Period::year(2024);
    let item = RollUpItem::Element("beds_total".parse().expect("an id"));
    let ranked = desk.ranked(&item, &city(), period, RankedAmong::Institutions);
    assert!(ranked.lines.len() > 5);
    assert!(ranked.lines.is_sorted_by(|one, other| one.value >= other.value && one.place <= other.place));
    let values: Vec<Decimal> = ranked.lines.iter().map(|line| line.value).collect();
    let total: Decimal = values.iter().sum();
    let whole = desk.total(&item, &city(), period).expect("a total");
    assert_eq!((whole.value, ranked.coverage), (Some(total), whole.coverage));
    let spread = ranked.spread.expect("values");
    assert_eq!((spread.count, spread.most), (values.len(), values[0]));
    for line in &ranked.lines {
        let is_apart = line.value < spread.low_fence || line.value > spread.high_fence;
        assert_eq!(line.is_apart, is_apart, "{}", line.unit);
    }
    for lang in [Lang::Zh, Lang::En] {
        let chart = desk.rank_chart(&ranked, &item, &city(), period, lang);
        let svg = rank_svg(&chart);
        assert!(svg.contains("Tukey") && svg.contains("QUARTILE.INC"), "the method is stated");
        assert!(svg.contains(&format!("n = {}", values.len())), "{lang:?}");
        let png = rank_png(&chart, 96).expect("a picture");
        assert!(png.starts_with(b"\x89PNG"));
        let table = desk.rank_table(&ranked, &chart, lang);
        assert_eq!(table.rows.len(), values.len());
        assert_eq!(table_html(&table, lang, now().date()).matches("<tr>").count(), values.len() + 1);
    }
    // Nobody, and one alone.
    let nobody = desk.ranked(&item, &id("SL-H1"), period, RankedAmong::Areas);
    assert!(nobody.lines.is_empty() && nobody.spread.is_none());
    let one = desk.ranked(&item, &id("SL-H1"), period, RankedAmong::Institutions);
    assert_eq!(
        one.spread.map(|spread| (spread.lower, spread.upper)),
        Some((one.lines[0].value, one.lines[0].value))
    );
}

#[test]
fn what_went_upward_is_what_later_changes_are_told_against() {
    let (_folder, mut desk) = town(4);
    let period = Period::year(2025);
    assert!(desk.since_handed_up(&city(), period).is_none());
    let mut beside = desk.detached();
    beside.hand_up(&city(), period, true, now()).expect("made");
    assert!(desk.since_handed_up(&city(), period).is_none(), "nothing is remembered before it is written");
    desk.keep_handed_up(beside.handed_up(&city(), period).expect("made"));
    let (_, since) = desk.since_handed_up(&city(), period).expect("handed up");
    assert!(since.members.is_empty() && since.totals.is_empty(), "{since:?}");
    let command = Command::SetFigure {
        key: key("SL-H1", "hospital", 2025),
        element: "beds_total".parse().expect("an id"),
        text: "4321".to_owned(),
    };
    desk.apply(command, now());
    let (_, since) = desk.since_handed_up(&city(), period).expect("handed up");
    assert_eq!(since.members.len(), 1);
    assert!(since.totals.iter().any(|change| change.id == "beds_total"), "{since:?}");
}
