//! What one changed return costs in a province of 40,000 units: its totals, and those of its city and county, anew.
//!
//! `cargo bench --bench rollup`; `-- --quick` for a tenth of it. No disk is involved: register, returns and catalogue
//! are those of the demonstration's generator, the units of its counties; what is timed is what the desk does between
//! a committed cell and the totals of every bureau above it. The first roll-up, which adds up everybody, is told apart.
#![allow(clippy::print_stdout, reason = "a bench says its figures")]

use std::{
    collections::BTreeMap,
    error::Error,
    sync::Arc,
    time::{Duration, Instant},
};

use duibiao::{
    base::{Decimal, Figure, Period, UnitId},
    desk::{DemoSize, Desk, demo_workspace},
    indicator::Catalogue,
    returns::{Entry, Statement, UnitReturn},
    rollup::{Ledger, Scene, Statements, element_formula},
    unit::Tree,
};

/// What new totals may cost.
const GOAL: Duration = Duration::from_millis(100);
const YEAR: i32 = 2025;
/// Changed returns that are timed.
const ROUNDS: usize = 200;

fn main() -> Result<(), Box<dyn Error>> {
    let quick = std::env::args().any(|arg| arg == "--quick");
    let units = if quick { 4_000 } else { 40_000 };
    let (catalogue, _) = Desk::shipped_packs().map_err(|fault| fault.en)?;
    let size = DemoSize { counties: units / 400, units, years: 2, seed: 1 };
    // The year before the last is complete.
    let (_, register, returns) = demo_workspace(&catalogue, size, YEAR + 1)?;
    let tree = Tree::new(register)?;
    let period = period();
    let mut by_unit: BTreeMap<UnitId, Vec<UnitReturn>> = BTreeMap::new();
    for found in returns.into_iter().filter(|found| found.key.period == period) {
        by_unit.entry(found.key.unit.clone()).or_default().push(found);
    }
    let statement = |unit: &UnitId, returns: &[UnitReturn], catalogue: &Catalogue| {
        tree.unit(unit)
            .map(|unit| Arc::new(Statement::of_returns(unit, period, returns.iter().cloned(), catalogue)))
    };
    let mut statements: Statements = by_unit
        .iter()
        .filter_map(|(unit, returns)| Some((unit.clone(), statement(unit, returns, &catalogue)?)))
        .collect();
    let root = tree.all().next().ok_or("an empty register")?.id.clone();
    let formulas = catalogue.elements().filter_map(element_formula);
    let formulas: Vec<_> =
        formulas.chain(catalogue.indicators().map(|found| found.formula.clone())).collect();
    let count = formulas.len();
    println!(
        "{} units, {} returns, {count} elements and indicators",
        tree.len(),
        by_unit.values().flatten().count()
    );

    let started = Instant::now();
    let mut ledger = Ledger::new(&scene(&catalogue, &tree, &statements, &root), formulas);
    (0..count).for_each(|nth| drop(ledger.outcome(&scene(&catalogue, &tree, &statements, &root), nth)));
    println!("{:44} {}", "first roll-up of the whole", shown(started.elapsed()));

    let keys: Vec<UnitId> = by_unit.keys().cloned().collect();
    let mut costs = Vec::new();
    let mut changed = 0;
    for round in 0..ROUNDS {
        let unit = &keys[(round * 7_919) % keys.len()];
        let returns = by_unit.get_mut(unit).ok_or("a unit without returns")?;
        for (_, entry) in returns.iter_mut().flat_map(|found| &mut found.entries) {
            if let Figure::Known(known) = entry.figure {
                *entry = Entry::of(Figure::Known(known + Decimal::ONE));
            }
        }
        let started = Instant::now();
        statements.extend(statement(unit, returns, &catalogue).map(|made| (unit.clone(), made)));
        changed +=
            ledger.refresh(&scene(&catalogue, &tree, &statements, &root), std::slice::from_ref(unit)).len();
        // The totals of every bureau above it: county, city.
        let mut at = Some(unit);
        while let Some(here) = at {
            let scene = Scene { root: here, ..scene(&catalogue, &tree, &statements, &root) };
            (0..count).for_each(|nth| drop(ledger.outcome(&scene, nth)));
            at = tree.unit(here).and_then(|unit| unit.parent.as_ref());
        }
        costs.push(started.elapsed());
    }
    costs.sort();
    let at = |share: usize| shown(costs[(costs.len() - 1) * share / 100]);
    println!(
        "{:44} p50 {}   p99 {}   worst {}   ({} totals changed on average)",
        "one changed return, totals of all above it",
        at(50),
        at(99),
        at(100),
        changed / ROUNDS
    );
    println!("goal: at most {}", shown(GOAL));
    Ok(())
}

const fn period() -> Period {
    Period::year(YEAR)
}

fn scene<'a>(
    catalogue: &'a Catalogue,
    tree: &'a Tree,
    statements: &'a Statements,
    root: &'a UnitId,
) -> Scene<'a> {
    Scene { catalogue, tree, statements, root, period: period(), narrowed: None }
}

fn shown(time: Duration) -> String {
    format!("{:.1} ms", time.as_secs_f64() * 1_000.0)
}
