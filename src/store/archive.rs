//! A whole workspace as one zip file, and back; what comes from elsewhere is trusted in nothing.

use std::{
    collections::BTreeSet,
    io::{Cursor, Read as _, Write as _},
    path::{Path, PathBuf},
};

use zip::{CompressionMethod, ZipArchive, ZipWriter, write::SimpleFileOptions};

use crate::{
    base::Bilingual,
    store::{
        Disk as _, Folder, RealDisk, Step, StoreError,
        atomic::{Patience, write_file},
        beside::gather,
        disk::temp_beside,
        paths::{UNITS, WORKSPACE},
    },
    wire::{is_inner_path, workspace_from_text},
};

/// What stands in a workspace; of anything else a zip is refused.
const KNOWN: [&str; 15] = [
    WORKSPACE,
    UNITS,
    "issued.ron",
    "returns",
    "kept",
    "second",
    "followed",
    "journal",
    "catalogue",
    "forms",
    "plans",
    "checks",
    "inbox",
    "outbox",
    "receipts",
];
const MOST_ENTRIES: usize = 200_000;
const MOST_BYTES_EACH: u64 = 256 * 1024 * 1024;
/// All of it is held in memory while the zip is read back; a day of a hospital is a few hundred kilobytes.
const MOST_BYTES_OF_DAYS: u64 = 512 * 1024 * 1024;
const MOST_BYTES: u64 = 4 * 1024 * 1024 * 1024;
/// Text of tables seldom packs to less than a fiftieth.
const MOST_RATIO: u64 = 200;

fn refused(path: &Path, zh: impl Into<String>, en: impl Into<String>) -> StoreError {
    StoreError::Archive { path: path.to_owned(), why: Bilingual::new(zh, en) }
}

/// What was written into a zip.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Zipped {
    /// How many files it holds.
    pub files: usize,
    /// The files of the workspace it does not hold, since their names would be refused on another computer.
    pub left: Vec<PathBuf>,
    /// How many of the oldest days it does not hold, since the zip would grow too large with them.
    pub days_left: usize,
}

/// Says whether a name may stand in the zip of a workspace and be unpacked on any computer.
fn travels(name: &str) -> bool {
    let (first, is_alone) = name.split_once('/').map_or((name, true), |(first, _)| (first, false));
    let is_single = first == WORKSPACE || first == UNITS;
    let is_plain = |part: &str| {
        let base = part.split('.').next().unwrap_or_default().trim_end().to_ascii_lowercase();
        let is_numbered = |device: &str| {
            base.strip_prefix(device)
                .is_some_and(|rest| rest.len() == 1 && rest.bytes().all(|b| b.is_ascii_digit()))
        };
        let is_device = matches!(base.as_str(), "con" | "prn" | "aux" | "nul")
            || is_numbered("com")
            || is_numbered("lpt");
        let is_odd = |letter: char| letter.is_control() || "<>\"|?*".contains(letter);
        !is_device && !part.starts_with('.') && !part.ends_with([' ', '.']) && !part.contains(is_odd)
    };
    is_inner_path(name) && KNOWN.contains(&first) && is_single == is_alone && name.split('/').all(is_plain)
}

impl Folder {
    /// Writes everything of the workspace into one zip file, but for the lock and the cache, and reads it back; of the days
    /// kept the newest, as far as there is room for them. What could not be unpacked elsewhere for its name is left out and named.
    ///
    /// # Errors
    /// [`StoreError::Io`] for a file that cannot be read; [`StoreError::Archive`] for a workspace so large that its zip
    /// would be refused; and what [`write_file`] gives.
    pub fn zip_to(&self, path: &Path) -> Result<Zipped, StoreError> {
        let disk = self.disk();
        let broken = |fault: &dyn std::fmt::Display| {
            refused(path, format!("压缩时出错：{fault}。"), format!("Packing failed: {fault}."))
        };
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
        let (mut files, days_left) = self.all_files()?;
        files.retain(|file| file != path);
        let mut zipped = Zipped { files: 0, left: Vec::new(), days_left };
        let mut seen = BTreeSet::new();
        for file in files {
            let inside = file.strip_prefix(self.root()).unwrap_or(&file).to_owned();
            let name = inside
                .iter()
                .map(|part| part.to_str())
                .collect::<Option<Vec<_>>>()
                .map(|parts| parts.join("/"));
            let Some(name) = name.filter(|name| travels(name) && seen.insert(name.to_lowercase())) else {
                zipped.left.push(inside);
                continue;
            };
            let bytes = Patience::new(disk)
                .run(|_| disk.read(&file))
                .map_err(|fault| StoreError::of(disk, Step::Read, &file, &fault))?;
            zip.start_file(name, options).map_err(|fault| broken(&fault))?;
            zip.write_all(&bytes).map_err(|fault| broken(&fault))?;
            zipped.files += 1;
        }
        let bytes = zip.finish().map_err(|fault| broken(&fault))?.into_inner();
        if unpacked(path, &bytes).is_err() {
            return Err(refused(
                path,
                "工作区过大，压缩后在另一台电脑上无法打开，未写入。请直接复制整个文件夹。",
                "The workspace is too large for a zip that opens elsewhere; none was written. Copy the whole folder instead.",
            ));
        }
        write_file(path, &bytes)?;
        Ok(zipped)
    }

    /// Gives every file a zip may hold, and of how many of the oldest days it holds none.
    fn all_files(&self) -> Result<(Vec<PathBuf>, usize), StoreError> {
        let (disk, days) = (self.disk(), self.days_folder());
        let (mut files, mut faults) = (Vec::new(), Vec::new());
        for name in KNOWN {
            gather(disk, self.root().join(name), Some(&days), &mut files, &mut faults);
        }
        let mut kept = disk.list(&days).unwrap_or_default();
        kept.sort();
        let mut room = MOST_BYTES_OF_DAYS;
        while let Some(day) = kept.last() {
            let mut of_day = Vec::new();
            gather(disk, day.clone(), None, &mut of_day, &mut faults);
            let bytes =
                of_day.iter().filter_map(|path| disk.stamp(path).ok().flatten()).map(|(_, bytes)| bytes);
            let Some(rest) = room.checked_sub(bytes.sum()) else { break };
            room = rest;
            files.append(&mut of_day);
            kept.pop();
        }
        faults.pop().map_or(Ok((files, kept.len())), Err)
    }
}

/// Says whether a zip can be opened and is not that of a workspace.
pub fn holds_arrivals(zip: &Path) -> bool {
    let opened = std::fs::File::open(zip).ok().and_then(|file| ZipArchive::new(file).ok());
    opened.is_some_and(|zip| zip.index_for_name(WORKSPACE).is_none())
}

/// Unpacks the zip of a workspace into a folder that must not exist yet; that appears whole or not at all.
///
/// # Errors
/// [`StoreError::Archive`] where a folder of this name is there, for a zip that is damaged, holds no workspace, names
/// anything that leads out of the folder or does not belong into a workspace, or unpacks to too much; else what a write
/// gives.
pub fn unzip_workspace(path: &Path, into: &Path) -> Result<(), StoreError> {
    let disk = RealDisk;
    if disk.exists(into) {
        return Err(refused(
            into,
            "已有同名文件夹，未展开。请把 zip 改名，或移走那个文件夹。",
            "A folder of this name is there; nothing was unpacked. Rename the zip, or move that folder away.",
        ));
    }
    let packed = disk.read(path).map_err(|fault| StoreError::of(&disk, Step::Read, path, &fault))?;
    let files = unpacked(path, &packed)?;
    let temp = temp_beside(into);
    let mut folders = BTreeSet::from([temp.clone()]);
    let outcome = unpack_into(&temp, &files, &mut folders).and_then(|()| {
        disk.rename(&temp, into).map_err(|fault| StoreError::of(&disk, Step::Rename, into, &fault))
    });
    if outcome.is_err() {
        // What is left of it is no workspace; what cannot be removed does no harm.
        for (name, _) in &files {
            let _ = disk.remove(&temp.join(name));
        }
        for folder in folders.iter().rev() {
            let _ = disk.remove_empty_folder(folder);
        }
        return outcome;
    }
    if let Some(parent) = into.parent().filter(|parent| !parent.as_os_str().is_empty()) {
        // It is there whole; should a power cut take its name, the zip is unpacked again.
        let _ = disk.sync_folder(parent);
    }
    Ok(())
}

fn unpack_into(
    temp: &Path,
    files: &[(String, Vec<u8>)],
    folders: &mut BTreeSet<PathBuf>,
) -> Result<(), StoreError> {
    let disk = RealDisk;
    for (name, bytes) in files {
        let to = temp.join(name);
        let folder = to.parent().unwrap_or(temp);
        let all = folder.ancestors().take_while(|at| at.starts_with(temp));
        folders.extend(all.map(Path::to_owned));
        disk.create_folders(folder)
            .map_err(|fault| StoreError::of(&disk, Step::CreateFolder, folder, &fault))?;
        disk.write_new_synced(&to, bytes).map_err(|fault| StoreError::of(&disk, Step::Write, &to, &fault))?;
    }
    for folder in folders.iter() {
        disk.sync_folder(folder).map_err(|fault| StoreError::of(&disk, Step::SyncFolder, folder, &fault))?;
    }
    Ok(())
}

/// Reads a zip into memory; nothing is written before all of it is known to be sound.
fn unpacked(path: &Path, packed: &[u8]) -> Result<Vec<(String, Vec<u8>)>, StoreError> {
    let damaged = |_| refused(path, "zip 文件已损坏或不是 zip。", "The zip is damaged, or is none.");
    let mut zip = ZipArchive::new(Cursor::new(packed)).map_err(damaged)?;
    if zip.len() > MOST_ENTRIES {
        return Err(refused(
            path,
            "zip 中的文件过多，未打开。",
            "The zip holds too many files; it was not opened.",
        ));
    }
    let most = MOST_BYTES.min((packed.len() as u64).saturating_mul(MOST_RATIO));
    let mut total = 0_u64;
    let mut seen = BTreeSet::new();
    let mut files = Vec::new();
    for at in 0..zip.len() {
        let file = zip.by_index(at).map_err(damaged)?;
        let name = file.name().map_err(damaged)?.into_owned();
        if file.is_dir() && is_inner_path(name.trim_end_matches('/')) {
            continue;
        }
        if !travels(&name) || file.is_symlink() || file.encrypted() || !seen.insert(name.to_lowercase()) {
            return Err(refused(
                path,
                format!("zip 中有不属于工作区的内容（{name}），未打开。"),
                format!(
                    "The zip holds something that is no part of a workspace ({name}); it was not opened."
                ),
            ));
        }
        // What is read counts, not what the zip says of itself.
        let limit = MOST_BYTES_EACH.min(most.saturating_sub(total));
        let mut bytes = Vec::new();
        let read = file.take(limit + 1).read_to_end(&mut bytes);
        read.map_err(|_| refused(path, "zip 文件已损坏。", "The zip is damaged."))?;
        total += bytes.len() as u64;
        if bytes.len() as u64 > limit {
            return Err(refused(
                path,
                "zip 展开后过大，未打开。",
                "The zip unpacks to too much; it was not opened.",
            ));
        }
        files.push((name, bytes));
    }
    let is_workspace =
        files.iter().any(|(name, bytes)| name == WORKSPACE && workspace_from_text(bytes).is_ok());
    if is_workspace {
        Ok(files)
    } else {
        Err(refused(
            path,
            "zip 中没有可读的工作区(workspace.ron)。",
            "The zip holds no workspace that can be read (workspace.ron).",
        ))
    }
}
