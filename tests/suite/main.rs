//! The one test binary.
mod all_screens;
mod cli;
mod demo;
mod entry_screen;
mod formulas;
mod palette;
mod report;
mod shipped;
mod snapshots;
mod store;
mod support;
mod tidy;
mod trend_screen;
