//! The register: changed, taken from files, and on the screen of a bureau; a hospital has none to look after.

mod commands;
mod files;
mod formats;
mod screen;
