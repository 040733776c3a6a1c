//! The one test binary.
mod all_screens;
mod cli;
mod demo;
mod entry_screen;
mod formulas;
mod report;
mod shipped;
mod store;
mod support;
