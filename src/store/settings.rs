//! The program's own settings on disk, beside nobody's records.

use std::path::{Path, PathBuf};

use crate::{
    store::{StoreError, atomic::write_file, place::user_folder},
    wire::{Settings, settings_from_text, settings_text},
};

/// Gives where this person's settings lie on this machine; `None` without a home.
pub fn settings_path() -> Option<PathBuf> {
    user_folder().map(|folder| folder.join("settings.ron"))
}

/// Reads the settings; what is missing or cannot be read counts as never chosen.
pub fn load_settings(path: &Path) -> Settings {
    std::fs::read(path).ok().and_then(|bytes| settings_from_text(&bytes).ok()).unwrap_or_default()
}

/// Writes the settings whole, so that a power cut leaves the old ones or the new ones.
///
/// # Errors
/// As every save.
pub fn save_settings(path: &Path, settings: &Settings) -> Result<(), StoreError> {
    match settings_text(settings) {
        Ok(text) => write_file(path, text.as_bytes()),
        // A clean text is written of every value; a test says so.
        Err(_) => Ok(()),
    }
}
