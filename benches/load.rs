//! How long the shipped packs take to load: read, put together and checked, as the program does once at its start.
//!
//! `cargo bench --bench load`. Nothing is kept between two rounds; what `Desk` keeps for the life of the process is
//! left aside. The first round is told apart, because it is the one a person waits for.
#![allow(clippy::print_stdout, reason = "a bench says its figures")]

use std::{
    error::Error,
    time::{Duration, Instant},
};

use duibiao::wire::{Pack, PackFault, catalogue_of, catalogue_over, shipped_catalogue_packs, shipped_plans};

const ROUNDS: usize = 50;
/// What loading may cost.
const GOAL: Duration = Duration::from_millis(50);
/// What one issued pack is: it replaces a scope and is checked with everything else.
const ISSUED: &str = r#"(format: "duibiao-catalogue", version: 1, body: (scopes: [
    (id: "hospitals", name: (zh: "医院", en: "Hospitals"), kinds: [general_hospital, tcm_hospital, specialty_hospital]),
]))"#;

/// What the steps of one round cost.
#[derive(Clone, Copy)]
struct Round {
    read: Duration,
    check: Duration,
    plans: Duration,
    issued: Duration,
}

fn main() -> Result<(), Box<dyn Error>> {
    let rounds = (0..ROUNDS).map(|_| round()).collect::<Result<Vec<_>, _>>()?;
    let whole = |round: &Round| round.read + round.check + round.plans;
    say("catalogue files read", &rounds, |round| round.read);
    say("catalogue put together and checked", &rounds, |round| round.check);
    say("plans read and checked", &rounds, |round| round.plans);
    say("all of it", &rounds, whole);
    say("one issued pack laid over it", &rounds, |round| round.issued);
    println!("goal: all of it at most {}", shown(GOAL));
    Ok(())
}

fn round() -> Result<Round, Box<dyn Error>> {
    let said = |faults: Vec<PackFault>| faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
    let started = Instant::now();
    let packs = shipped_catalogue_packs().map_err(said)?;
    let read = started.elapsed();
    let catalogue = catalogue_of(&packs).map_err(said)?;
    let check = started.elapsed() - read;
    let plans = shipped_plans(&catalogue).map_err(said)?;
    let all = started.elapsed();
    assert_eq!((catalogue.elements().count(), plans.len()), (334, 5), "every pack is there");
    let again = Instant::now();
    let issued = Pack::catalogue("catalogue/own.ron", ISSUED.as_bytes())?;
    let (over, faults) = catalogue_over(&packs, vec![issued]);
    let issued = again.elapsed();
    assert!(over.is_some() && faults.is_empty(), "the issued pack is sound");
    Ok(Round { read, check, plans: all - read - check, issued })
}

fn say(what: &str, rounds: &[Round], cost: impl Fn(&Round) -> Duration) {
    let mut costs: Vec<Duration> = rounds.iter().map(&cost).collect();
    let first = costs[0];
    costs.sort();
    let at = |share: usize| shown(costs[(costs.len() - 1) * share / 100]);
    println!("{what:36} first {:>9}   p50 {:>9}   p99 {:>9}", shown(first), at(50), at(99));
}

fn shown(time: Duration) -> String {
    format!("{:.2} ms", time.as_secs_f64() * 1_000.0)
}
