//! The program's own settings on disk, beside nobody's records.

use std::path::{Component, Path, PathBuf};

use crate::{
    store::{StoreError, atomic::write_file, place::user_folder},
    wire::{Settings, settings_from_text, settings_text},
};

/// Gives where this person's settings lie on this machine; `None` without a home.
pub fn settings_path() -> Option<PathBuf> {
    user_folder().map(|folder| folder.join("settings.ron"))
}

/// Reads the settings for a program in a folder; what is missing or cannot be read counts as never chosen.
///
/// Folders that lay with the program on a stick are found again when the stick has another letter or name.
pub fn load_settings(path: &Path, program: &Path) -> Settings {
    let read = std::fs::read(path).ok().and_then(|bytes| settings_from_text(&bytes).ok());
    let mut settings = read.unwrap_or_default();
    let before = settings.program.replace(program.to_owned());
    let found = |folder: PathBuf| {
        if folder.is_dir() {
            return folder;
        }
        let with_program = before.as_ref().and_then(|before| moved_with(&folder, before, program));
        let mut places = with_program.into_iter().chain([on_drive_of(program, &folder)]);
        places.find(|place| place.is_dir()).unwrap_or(folder)
    };
    settings.recent = std::mem::take(&mut settings.recent).into_iter().map(&found).collect();
    let watched = std::mem::take(&mut settings.watched);
    settings.watched = watched.into_iter().map(|(of, folder)| (found(of), found(folder))).collect();
    let told = std::mem::take(&mut settings.told);
    settings.told = told.into_iter().map(|(of, files)| (found(of), files)).collect();
    settings
}

/// Gives where a folder lies now if it moved with the program: in whichever folder took the place of one that held both.
fn moved_with(folder: &Path, before: &Path, now: &Path) -> Option<PathBuf> {
    before.ancestors().zip(now.ancestors()).find_map(|(old, new)| {
        // The root of everything holds both on every machine: that says nothing.
        let is_everything = old.components().count() < 2;
        let inside = folder.strip_prefix(old).ok().filter(|_| !is_everything)?;
        Some(new.join(inside))
    })
}

/// Gives the same path on the program's drive; the path itself where drives have no letters.
fn on_drive_of(program: &Path, folder: &Path) -> PathBuf {
    let is_drive = |part: &Component<'_>| matches!(part, Component::Prefix(_));
    program.join(folder.components().skip_while(is_drive).collect::<PathBuf>())
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
