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
        disk::is_temp,
        paths::WORKSPACE,
    },
    wire::{is_inner_path, workspace_from_text},
};

/// What stands in a workspace; of anything else a zip is refused.
const KNOWN: [&str; 14] = [
    WORKSPACE,
    "units.ron",
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
const MOST_BYTES: u64 = 4 * 1024 * 1024 * 1024;
/// Text of tables seldom packs to less than a fiftieth.
const MOST_RATIO: u64 = 200;

fn refused(path: &Path, zh: impl Into<String>, en: impl Into<String>) -> StoreError {
    StoreError::Archive { path: path.to_owned(), why: Bilingual::new(zh, en) }
}

impl Folder {
    /// Writes everything of the workspace into one zip file, but for the lock, the cache and the days kept, and reads it
    /// back. Returns how many files it holds.
    ///
    /// # Errors
    /// [`StoreError::Io`] for a file that cannot be read, and what [`write_file`] gives.
    pub fn zip_to(&self, path: &Path) -> Result<usize, StoreError> {
        let disk = self.disk();
        let broken = |fault: &dyn std::fmt::Display| {
            refused(path, format!("压缩时出错：{fault}。"), format!("Packing failed: {fault}."))
        };
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
        let mut files = self.all_files()?;
        files.retain(|file| file != path);
        for file in &files {
            let Some(name) = file
                .strip_prefix(self.root())
                .ok()
                .and_then(|inside| inside.iter().map(|part| part.to_str()).collect::<Option<Vec<_>>>())
            else {
                continue;
            };
            let bytes = Patience::new(disk)
                .run(|_| disk.read(file))
                .map_err(|fault| StoreError::of(disk, Step::Read, file, &fault))?;
            zip.start_file(name.join("/"), options).map_err(|fault| broken(&fault))?;
            zip.write_all(&bytes).map_err(|fault| broken(&fault))?;
        }
        let bytes = zip.finish().map_err(|fault| broken(&fault))?.into_inner();
        write_file(path, &bytes)?;
        Ok(files.len())
    }

    fn all_files(&self) -> Result<Vec<PathBuf>, StoreError> {
        let disk = self.disk();
        let mut open: Vec<PathBuf> = KNOWN.iter().map(|name| self.root().join(name)).collect();
        let days = self.root().join("kept").join("days");
        let mut files = Vec::new();
        while let Some(at) = open.pop() {
            let is_hidden = at.file_name().is_none_or(|name| name.to_string_lossy().starts_with('.'));
            if is_hidden || is_temp(&at) || at == days || !disk.exists(&at) {
                continue;
            }
            match disk.list(&at) {
                Ok(inside) => open.extend(inside),
                Err(fault) if fault.kind() == std::io::ErrorKind::NotADirectory => files.push(at),
                Err(fault) => return Err(StoreError::of(disk, Step::Read, &at, &fault)),
            }
        }
        files.sort();
        Ok(files)
    }
}

/// Unpacks the zip of a workspace into a folder that must not exist yet, `workspace.ron` last.
///
/// # Errors
/// [`StoreError::AlreadyThere`]; [`StoreError::Archive`] for a zip that is damaged, holds no workspace, names anything that
/// leads out of the folder or does not belong into a workspace, or unpacks to too much; else what a write gives.
pub fn unzip_workspace(path: &Path, into: &Path) -> Result<(), StoreError> {
    let disk = RealDisk;
    if disk.exists(into) {
        return Err(StoreError::AlreadyThere { path: into.to_owned() });
    }
    let packed = disk.read(path).map_err(|fault| StoreError::of(&disk, Step::Read, path, &fault))?;
    let files = unpacked(path, &packed)?;
    let mut folders = BTreeSet::new();
    let is_last = |name: &str| name == WORKSPACE;
    for (name, bytes) in
        files.iter().filter(|(name, _)| !is_last(name)).chain(files.iter().filter(|(name, _)| is_last(name)))
    {
        let to = into.join(name);
        let folder = to.parent().unwrap_or(into).to_owned();
        if folders.insert(folder.clone()) {
            disk.create_folders(&folder)
                .map_err(|fault| StoreError::of(&disk, Step::CreateFolder, &folder, &fault))?;
        }
        disk.write_new_synced(&to, bytes).map_err(|fault| StoreError::of(&disk, Step::Write, &to, &fault))?;
    }
    for folder in &folders {
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
        let first = name.split('/').next().unwrap_or_default();
        let is_known = is_inner_path(&name)
            && KNOWN.contains(&first)
            && !name.split('/').any(|part| part.starts_with('.') || part.ends_with([' ', '.']));
        if !is_known || file.is_symlink() || file.encrypted() || !seen.insert(name.to_lowercase()) {
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
