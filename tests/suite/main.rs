//! The one test binary.
mod demo;
mod report;
mod shipped;
mod store;
