//! Where workspaces are looked for before anybody has chosen a folder.

use std::{
    env,
    path::{Path, PathBuf},
};

use crate::store::{RealDisk, disk::probe};

/// Gives the folder for workspaces: `saves` beside the program or in the current folder if it can be written,
/// else beside a program in a folder that can be written, else in the user's data folder.
///
/// The first two make the program portable on a stick. What cannot be written is passed over, so that a
/// program installed for everybody keeps each person's records in that person's folder. Nothing is created.
pub fn default_saves_folder(program_folder: &Path) -> PathBuf {
    let current = env::current_dir().ok();
    let writable = |folder: &Path| !is_systems(folder) && folder.is_dir() && probe(&RealDisk, folder).is_ok();
    saves_folder(program_folder, current.as_deref(), user_folder(), writable)
}

/// Says whether a folder is the system's own, where no records belong though an administrator may write there.
fn is_systems(folder: &Path) -> bool {
    if cfg!(windows) {
        let named = ["ProgramFiles", "ProgramFiles(x86)", "ProgramW6432", "SystemRoot"];
        return named.iter().filter_map(env::var_os).any(|system| folder.starts_with(system));
    }
    ["/usr", "/bin", "/sbin"].iter().any(|system| folder.starts_with(system))
}

/// Chooses among the folders of [`default_saves_folder`], given which of them can be written.
pub fn saves_folder(
    program: &Path,
    current: Option<&Path>,
    user: Option<PathBuf>,
    writable: impl Fn(&Path) -> bool,
) -> PathBuf {
    let beside = program.join("saves");
    let there = current.map(|current| current.join("saves"));
    match there {
        _ if writable(&beside) => beside,
        Some(there) if writable(&there) => there,
        _ if !beside.exists() && writable(program) => beside,
        _ => user.map_or(beside, |user| user.join("saves")),
    }
}

/// Gives the folder where this person's program files lie.
pub(crate) fn user_folder() -> Option<PathBuf> {
    let absolute = |name: &str| env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let folder = if cfg!(windows) {
        absolute("APPDATA")
    } else {
        absolute("XDG_DATA_HOME").or_else(|| absolute("HOME").map(|home| home.join(".local/share")))
    };
    folder.map(|folder| folder.join("duibiao"))
}

/// Says whether a path lies on a drive that is pulled out or reached over the network: what was written there is worth a
/// word once it was read back.
///
/// By where systems put such drives: `/media`, `/run/media`, `/mnt` and `/Volumes`; on Windows every other drive than the
/// system's, and shares.
pub fn is_removable(path: &Path) -> bool {
    let whole = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    if cfg!(windows) {
        let system = env::var("SystemDrive").unwrap_or_else(|_| "C:".to_owned());
        return is_other_drive(&whole.to_string_lossy(), &system);
    }
    ["/media", "/run/media", "/mnt", "/Volumes"].iter().any(|mount| whole.starts_with(mount))
}

fn is_other_drive(path: &str, system: &str) -> bool {
    let path = path.trim_start_matches(r"\\?\");
    !path.get(..2).is_some_and(|drive| drive.eq_ignore_ascii_case(system))
}
