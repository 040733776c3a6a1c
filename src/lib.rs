//! 对标 Duibiao: fill in the figures behind a health plan, hold them against its targets, hand them upward.
//!
//! # Layers
//!
//! Each layer uses only what stands below it; siblings do not use each other and meet in [`desk`].
//! A test reads the sources and fails on a forbidden `use`.
//!
//! ```text
//!     main.rs (window)   bin/duibiao-cli.rs       the only places that know a clock
//!         │                   │
//!        ui                  cli                  egui, eframe, rfd in ui only; words (locales) in both
//!         └────────┬──────────┘
//!                desk                             the open workspace: commands, undo, derived views, jobs
//!      ┌──────┬────┴─────┬────────┬────────┐
//!    store  exchange  report   rollup   trend     store does IO; the others are pure
//!      └──┬───┘
//!       wire                                      formats: envelope, digest, versions; RON here
//!      └──────┬─────────────┘
//!          returns                                UnitReturn, Statement
//!      ┌──────┼─────────┐
//!    plan  indicator   unit
//!      └──────┼─────────┘
//!           base                                  quantities, figures, periods, ids, tables, charts
//! ```
//!
//! # Invariants
//!
//! 1. The pure layers do no IO, know no clock, no locale and no egui, and cannot fail: `today` is an argument.
//! 2. Stored are catalogue, plans, units and returns; everything else is derived and never stored as truth.
//! 3. Nothing is ever turned into 0. Quantities are exact decimals; `f64` is for charts only.
//! 4. Screens read a view, draw, and push acts with the raw text; one function applies them after drawing.
//!    Window, paste and command line go through the same parser and give the same message.
//! 5. Nothing blocks typing, saving or leaving.
//! 6. 已保存 appears only when the bytes are on disk.
//! 7. A hospital's own value is never edited by a bureau.
//! 8. A ratio is never averaged; a rolled-up figure carries its coverage.
//! 9. Every file begins with format name and version, carries a digest, holds no duplicate ids, and is refused
//!    where it is not exactly that. A released format is frozen in `tests/fixtures/format/`.
//! 10. What arrives reconciles: in = new + update + duplicate + superseded + conflict + rejected, asserted and shown.

rust_i18n::i18n!("assets/locales", fallback = "zh-CN");

pub mod base;
pub mod check;
pub mod cli;
pub mod desk;
pub mod exchange;
pub mod indicator;
pub mod plan;
pub mod report;
pub mod returns;
pub mod rollup;
pub mod store;
pub mod trend;
pub mod ui;
pub mod unit;
pub mod wire;
pub mod words;
