//! The one test binary.
mod cli;
mod demo;
mod report;
mod shipped;
mod store;
