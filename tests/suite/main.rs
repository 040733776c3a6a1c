//! The one test binary.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    clippy::float_cmp_const,
    clippy::type_complexity,
    missing_docs,
    reason = "a test that stops says what it wanted"
)]

mod accepting;
mod all_screens;
mod arrivals_screen;
mod broken_packs;
mod checks;
mod clerk_screens;
mod cli;
mod deliverables_screen;
mod demo;
mod desk_scenarios;
mod dictionary;
mod entry_screen;
mod exchange;
mod focus;
mod formats;
mod formulas;
mod hands_screens;
mod hostile;
mod keep_screens;
mod palette;
mod paste_plans;
mod plans;
mod quantities;
mod register;
mod report;
mod review;
mod roll_up;
mod search;
mod shipped;
mod snapshots;
mod starting;
mod store;
mod sums_screen;
mod support;
mod tidy;
mod track;
mod track_screen;
mod trend_screen;
mod trends;
mod walk_screens;
