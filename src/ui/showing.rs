//! Showing a file where it lies, in the desktop's own file manager.

use std::{
    path::Path,
    process::{Command, Stdio},
    thread,
};

/// Opens the folder in which a file lies, or the folder itself; on Windows with the file marked. It says nothing where
/// the desktop has no such program.
pub(super) fn show_in_folder(place: &Path) {
    let mut command = if cfg!(windows) {
        let mut command = Command::new("explorer.exe");
        if place.is_file() {
            command.arg("/select,").arg(place);
        } else {
            command.arg(place);
        }
        command
    } else {
        let opener = if cfg!(target_os = "macos") { "open" } else { "xdg-open" };
        let folder = if place.is_dir() { place } else { place.parent().unwrap_or(place) };
        let mut command = Command::new(opener);
        command.arg(folder);
        command
    };
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    if let Ok(mut child) = command.spawn() {
        // It is waited for elsewhere, so that nothing of it stays behind; how it ends says nothing.
        let waits = thread::Builder::new().name("duibiao-show".to_owned());
        let _ = waits.spawn(move || child.wait());
    }
}
