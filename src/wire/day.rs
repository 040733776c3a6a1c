//! The manifest of a day's snapshot, version 1: which files it holds, each with its size and digest.

use std::{
    collections::BTreeSet,
    path::{Component, Path},
};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use sm3::{Digest as _, Sm3};

use crate::wire::{
    Digested, WireError,
    envelope::{place_of, sum_text},
    open, seal,
};

const FORMAT: &str = "duibiao-day";
const VERSION: u32 = 1;

/// One file of a snapshot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DayFile {
    /// Its path in the workspace, with `/`.
    pub path: String,
    /// Its size in bytes.
    pub bytes: u64,
    /// [`file_digest`] of its bytes.
    pub digest: String,
}

/// 历史快照: the files of a workspace as they were at the first edit of a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Day {
    /// The day.
    pub day: NaiveDate,
    /// Version of the program that kept it.
    pub program: String,
    /// The files, by path.
    pub files: Vec<DayFile>,
}

/// Gives the digest of a file's bytes: `sm3:` and 64 hexadecimal digits.
pub fn file_digest(bytes: &[u8]) -> String {
    sum_text(&Sm3::digest(bytes))
}

/// Says whether a path leads into a folder and nowhere else: no root, no drive, no `..`, no backslash.
///
/// ```
/// use duibiao::wire::is_inner_path;
/// assert!(is_inner_path("returns/2025/hospital/H1.ron"));
/// assert!(!is_inner_path("../H1.ron") && !is_inner_path("/etc/x") && !is_inner_path("a\\b") && !is_inner_path("C:x"));
/// ```
pub fn is_inner_path(path: &str) -> bool {
    !path.is_empty()
        && !path.contains(['\\', ':', '\0'])
        && !path.ends_with('/')
        && Path::new(path).components().all(|part| matches!(part, Component::Normal(_)))
}

/// Writes a manifest.
///
/// # Errors
/// Only if RON cannot write a text.
pub fn day_text(day: &Day) -> Result<String, ron::Error> {
    seal(FORMAT, VERSION, day)
}

/// Reads a manifest.
///
/// # Errors
/// Everything a [`WireError`] names; a path that stands twice, or leads out of the workspace, included.
pub fn day_from_text(bytes: &[u8]) -> Result<Day, WireError> {
    let day: Day = open(bytes, FORMAT, VERSION, Digested::Always)?;
    let mut seen = BTreeSet::new();
    for file in &day.files {
        if !is_inner_path(&file.path) || !seen.insert(file.path.as_str()) {
            return Err(WireError::Duplicate {
                at: place_of(bytes, "path", &file.path, 0),
                id: file.path.clone(),
            });
        }
    }
    Ok(day)
}
