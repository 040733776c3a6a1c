//! The format of the program's own settings, version 1.

use std::{collections::BTreeMap, path::PathBuf};

use serde::{Deserialize, Serialize};

use crate::{
    base::Lang,
    wire::{Digested, WireError, open, seal},
};

const FORMAT: &str = "duibiao-settings";
const VERSION: u32 = 1;

/// 程序设置: what one person chose on one machine; no user's figures are ever in it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// Folders opened before, the last one first.
    pub recent: Vec<PathBuf>,
    /// The dark theme.
    pub dark: bool,
    /// The language of the welcome screen.
    pub lang: Lang,
    /// 1.0 is 100 %.
    pub zoom: Option<f32>,
    /// Widths of the entry grid's columns that were changed by hand, in points, by the columns' names.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub column_widths: BTreeMap<String, f32>,
}

/// Writes the settings. A folder whose name is no text cannot be remembered and is left out.
///
/// # Errors
/// Only if RON cannot write a text.
pub fn settings_text(settings: &Settings) -> Result<String, ron::Error> {
    let mut kept = settings.clone();
    kept.recent.retain(|folder| folder.to_str().is_some());
    seal(FORMAT, VERSION, &kept)
}

/// Reads the settings.
///
/// # Errors
/// Everything a [`WireError`] names.
pub fn settings_from_text(bytes: &[u8]) -> Result<Settings, WireError> {
    open(bytes, FORMAT, VERSION, Digested::IfPresent)
}
