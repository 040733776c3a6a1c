//! 对标 Duibiao.

rust_i18n::i18n!("assets/locales", fallback = "zh-CN");

pub mod base;
pub mod cli;
pub mod desk;
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
