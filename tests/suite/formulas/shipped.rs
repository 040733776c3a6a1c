//! All shipped indicators over registers and figures of every size: no panic, and no 0 out of nothing.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use duibiao::{
    base::{Bilingual, Figure, Period, UnitId},
    desk::{DemoSize, demo_workspace},
    indicator::{Catalogue, Indicator},
    returns::{Statement, UnitReturn},
    rollup::{Outcome, Scene, Statements, evaluate},
    unit::{Area, Ownership, Standing, Tree, Unit, UnitKind},
    wire::shipped_catalogue,
};

use super::town;

fn statements_of(catalogue: &Catalogue, tree: &Tree, returns: &[UnitReturn], period: Period) -> Statements {
    let mut by_unit: BTreeMap<&UnitId, Vec<&UnitReturn>> = BTreeMap::new();
    for found in returns.iter().filter(|found| found.key.period == period) {
        by_unit.entry(&found.key.unit).or_default().push(found);
    }
    let made = by_unit.into_iter().map(|(id, found)| {
        let unit = tree.unit(id).expect("in the register");
        (id.clone(), Statement::of_returns(unit, period, found.into_iter().cloned(), catalogue).into())
    });
    made.collect()
}

/// Evaluates everything over every unit of a tree and hands each outcome on.
fn each(
    catalogue: &Catalogue,
    tree: &Tree,
    statements: &Statements,
    period: Period,
    mut look: impl FnMut(&Unit, &Indicator, &Scene<'_>, Outcome),
) -> usize {
    let mut count = 0;
    for unit in tree.all() {
        let scene = Scene { catalogue, tree, statements, root: &unit.id, period, narrowed: None };
        for indicator in catalogue.indicators() {
            count += 1;
            look(unit, indicator, &scene, evaluate(&scene, &indicator.formula));
        }
    }
    count
}

/// An indicator that reads no figure asks the register alone.
fn reads_figures(indicator: &Indicator) -> bool {
    !indicator.formula.elements().is_empty()
}

fn lone_units() -> Vec<Unit> {
    let kinds = UnitKind::ALL.iter().filter(|kind| **kind != UnitKind::Bureau).map(|kind| (*kind, None));
    let areas = Area::ALL.iter().map(|area| (UnitKind::Bureau, Some(*area)));
    let units = kinds.chain(areas).map(|(kind, area)| Unit {
        id: "U1".parse().expect("an id"),
        name: Bilingual::new("单位", "Unit"),
        kind,
        area,
        parent: None,
        opened: None,
        closed: None,
        merged_into: None,
        moves: Vec::new(),
        standings: vec![Standing {
            from: NaiveDate::from_ymd_opt(2000, 1, 1).expect("a day"),
            level: 3,
            grade: None,
            ownership: Ownership::County,
        }],
    });
    units.collect()
}

/// Without any answer there is no value, whatever the register holds, and always a reason.
#[test]
fn without_answers_there_is_no_value() {
    let catalogue = shipped_catalogue().expect("sound");
    let city = demo_workspace(&catalogue, DemoSize::default(), 2025).expect("ids").1;
    let period = Period::year(2024);
    let lone = lone_units().into_iter().map(|unit| Tree::new([unit]).expect("a register"));
    let registers = lone.chain([Tree::default(), town::tree(), Tree::new(city).expect("a register")]);
    let mut count = 0;
    for tree in registers {
        count += each(&catalogue, &tree, &Statements::new(), period, |unit, indicator, scene, outcome| {
            let name = format!("{} of {:?} {}", indicator.id, unit.kind, unit.id);
            if reads_figures(indicator) {
                assert_eq!(outcome.value, None, "{name}");
            }
            assert!(outcome.value.is_some() || !outcome.lacks.is_empty(), "{name} does not say why");
            for lack in &outcome.lacks {
                let words = lack.sentence(scene.catalogue, scene.tree);
                assert!(!words.zh.is_empty() && !words.en.is_empty(), "{name}: {lack:?}");
            }
        });
    }
    assert!(count > 259 * 60, "{count} looked at");
}

/// 不适用 everywhere is no figure either.
#[test]
fn not_applicable_throughout_is_no_value() {
    let catalogue = shipped_catalogue().expect("sound");
    let tree = town::tree();
    let period = Period::year(2024);
    let mut given = BTreeMap::new();
    for unit in tree.all() {
        let asked = catalogue.elements().filter(|element| {
            element.taken_from.is_none() && catalogue.asks(unit, &element.id, period.last_day())
        });
        let reason = Figure::NotApplicable("不适用".to_owned());
        given.insert(unit.id.clone(), asked.map(|element| (element.id.clone(), reason.clone())).collect());
    }
    let statements = town::statements(&catalogue, &tree, 2024, &given);
    each(&catalogue, &tree, &statements, period, |unit, indicator, _, outcome| {
        if reads_figures(indicator) {
            assert_eq!(outcome.value, None, "{} of {}", indicator.id, unit.id);
            assert!(!outcome.lacks.is_empty(), "{} of {} does not say why", indicator.id, unit.id);
        }
    });
}

/// On the made-up city every 0 rests on a figure that somebody below gave.
#[test]
fn the_demonstration_has_no_zero_out_of_nothing() {
    let catalogue = shipped_catalogue().expect("sound");
    let (_, units, returns) = demo_workspace(&catalogue, DemoSize::default(), 2025).expect("ids");
    let tree = Tree::new(units).expect("a register");
    let (mut values, mut zeros) = (0, 0);
    for year in 2020..=2025 {
        let period = Period::year(year);
        let statements = statements_of(&catalogue, &tree, &returns, period);
        each(&catalogue, &tree, &statements, period, |unit, indicator, _, outcome| {
            let Some(value) = outcome.value else { return };
            values += 1;
            if !reads_figures(indicator) {
                return;
            }
            let elements = indicator.formula.elements();
            let known = tree.below(&unit.id).into_iter().any(|below| {
                statements.get(&below.id).is_some_and(|statement| {
                    elements.iter().any(|element| statement.figure(element).known().is_some())
                })
            });
            zeros += u32::from(value.is_zero());
            assert!(known, "{} of {} in {year} is {value}", indicator.id, unit.id);
            assert!(outcome.coverage.reported > 0, "{} of {} in {year} counts nobody", indicator.id, unit.id);
        });
    }
    assert!(values > 10_000 && zeros > 100, "{values} values, {zeros} of them 0");
}

/// The largest figures people can type are added, multiplied and divided without a panic.
#[test]
fn the_largest_figures_do_no_harm() {
    let catalogue = shipped_catalogue().expect("sound");
    let tree = town::tree();
    let period = Period::year(2024);
    for figure in
        [duibiao::base::Decimal::MAX, duibiao::base::Decimal::MIN, duibiao::base::Decimal::new(1, 28)]
    {
        let mut given = BTreeMap::new();
        for unit in tree.all() {
            let asked = catalogue.elements().filter(|element| {
                element.taken_from.is_none() && catalogue.asks(unit, &element.id, period.last_day())
            });
            given.insert(
                unit.id.clone(),
                asked.map(|element| (element.id.clone(), Figure::Known(figure))).collect(),
            );
        }
        let statements = town::statements(&catalogue, &tree, 2024, &given);
        let mut overflows = 0;
        each(&catalogue, &tree, &statements, period, |_, _, _, outcome| {
            overflows += usize::from(outcome.value.is_none() && !outcome.lacks.is_empty());
        });
        assert!(overflows > 0);
    }
}
