//! The one test binary.
mod shipped;
