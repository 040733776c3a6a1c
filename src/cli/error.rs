//! Why a command was refused or failed.

use std::io;

use thiserror::Error;

use crate::{
    base::{Bilingual, Lang},
    desk::OpenFault,
    report::ReportError,
    store::StoreError,
    words::say_with,
};

/// Why a command ended with exit code 2. Nothing of what it was to do is on disk then.
#[derive(Debug, Error)]
pub enum CliError {
    /// The workspace cannot be opened or made.
    #[error(transparent)]
    Open(#[from] OpenFault),
    /// A file cannot be read or written.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A picture cannot be made.
    #[error(transparent)]
    Report(#[from] ReportError),
    /// The desk refused, in its own words.
    #[error("{}", .0.en)]
    Desk(Bilingual),
    /// The command line refused, in words of the locale files.
    #[error("{key}")]
    Refused {
        /// The text's key under `cli.refused`.
        key: &'static str,
        /// What goes into the text's places.
        fill: Vec<(&'static str, String)>,
    },
    /// Stdout cannot be written.
    #[error("stdout: {0}")]
    Output(io::Error),
}

impl CliError {
    /// Makes a refusal from the key under `cli.refused` and what goes into the places of its text.
    pub(super) fn refused(key: &'static str, fill: impl IntoIterator<Item = (&'static str, String)>) -> Self {
        Self::Refused { key, fill: fill.into_iter().collect() }
    }

    /// Says what was refused, why, and what to do.
    pub fn sentence(&self) -> Bilingual {
        match self {
            Self::Open(fault) => fault.sentence(),
            Self::Store(fault) => fault.sentence(),
            Self::Report(fault) => fault.sentence(),
            Self::Desk(sentence) => sentence.clone(),
            Self::Refused { key, fill } => filled(&format!("cli.refused.{key}"), fill),
            Self::Output(fault) => filled("cli.refused.output", &[("why", fault.to_string())]),
        }
    }
}

/// Gives a text of the locale files in both languages with its places filled in.
pub(super) fn filled(key: &str, fill: &[(&'static str, String)]) -> Bilingual {
    let fill: Vec<(&str, &str)> = fill.iter().map(|(name, value)| (*name, value.as_str())).collect();
    Bilingual::new(say_with(Lang::Zh, key, &fill), say_with(Lang::En, key, &fill))
}
