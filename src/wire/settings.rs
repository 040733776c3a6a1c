//! The format of the program's own settings, version 1.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::PathBuf,
};

use chrono::NaiveDate;
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
    /// Folders that are watched for what arrives, by the workspace it arrives for.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub watched: BTreeMap<PathBuf, PathBuf>,
    /// Digests of the files there a person was told of, by the workspace: none is told as new twice.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub told: BTreeMap<PathBuf, BTreeSet<String>>,
    /// The renderer a person wants, by name; without one the program tries them in its own order.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub renderer: Option<String>,
    /// The renderer that drew the window last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub drawn_by: Option<DrawnBy>,
    /// The program's folder when this was written: what lay in it lies there still when the stick has another letter.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub program: Option<PathBuf>,
}

/// 渲染方式 that worked, and since when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DrawnBy {
    /// Its name.
    pub renderer: String,
    /// The day it drew the window for the first time since another one did.
    pub since: NaiveDate,
}

/// Writes the settings. A folder whose name is no text cannot be remembered and is left out.
///
/// # Errors
/// Only if RON cannot write a text.
pub fn settings_text(settings: &Settings) -> Result<String, ron::Error> {
    let mut kept = settings.clone();
    kept.recent.retain(|folder| folder.to_str().is_some());
    kept.watched.retain(|of, folder| of.to_str().is_some() && folder.to_str().is_some());
    kept.told.retain(|of, _| of.to_str().is_some());
    kept.program = kept.program.filter(|folder| folder.to_str().is_some());
    seal(FORMAT, VERSION, &kept)
}

/// Reads the settings.
///
/// # Errors
/// Everything a [`WireError`] names.
pub fn settings_from_text(bytes: &[u8]) -> Result<Settings, WireError> {
    open(bytes, FORMAT, VERSION, Digested::IfPresent)
}
