//! The one test binary.
mod all_screens;
mod cli;
mod demo;
mod report;
mod shipped;
mod store;
mod support;
