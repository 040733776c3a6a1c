//! One writer per workspace.

use std::{
    fs::{File, OpenOptions, TryLockError},
    io::{Read as _, Seek as _, Write as _},
    path::Path,
};

use chrono::NaiveDateTime;

use crate::base::Bilingual;

const LOCK: &str = ".lock";
/// Windows locks are mandatory: nobody could read the holder's name out of the locked file.
const HOLDER: &str = if cfg!(windows) { ".lock.txt" } else { LOCK };
const HOLDER_BYTES: u64 = 400;

/// Whether the workspace may be changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Access {
    /// 可编辑.
    Writable,
    /// 只读, and why.
    ReadOnly(ReadOnlyReason),
}

/// Why a workspace is open for reading only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReadOnlyReason {
    /// 已被打开: another program, or another window, writes here.
    Held {
        /// User, computer, process and time, as the holder wrote them; empty if unknown.
        who: String,
    },
    /// The folder cannot be written.
    Folder,
    /// The drive cannot lock files, so a second writer would not be noticed.
    NoLocks,
}

impl Access {
    /// Says whether the workspace may be changed.
    pub const fn is_writable(&self) -> bool {
        matches!(self, Self::Writable)
    }
}

impl ReadOnlyReason {
    /// Says why, and what can be done.
    pub fn sentence(&self) -> Bilingual {
        match self {
            Self::Held { who } if who.is_empty() => Bilingual::new(
                "工作区已在别处打开，此处只能查看。在那里关闭后重新打开即可编辑。",
                "The workspace is open elsewhere and can only be read here. Close it there, then open it again.",
            ),
            Self::Held { who } => Bilingual::new(
                format!("工作区已由 {who} 打开，此处只能查看。在那里关闭后重新打开即可编辑。"),
                format!(
                    "The workspace is held by {who} and can only be read here. Close it there, then open it again."
                ),
            ),
            Self::Folder => Bilingual::new(
                "没有写入此文件夹的权限(或磁盘写保护)，只能查看。请把工作区复制到可写的文件夹，或请管理员授予权限。",
                "This folder cannot be written (no permission, or the drive is write-protected); it can only be read. Copy the workspace to a folder you can write, or ask for the permission.",
            ),
            Self::NoLocks => Bilingual::new(
                "此磁盘不支持文件锁，无法防止两人同时改写，因此只能查看。请把工作区复制到本机磁盘后编辑。",
                "This drive cannot lock files, so two people could overwrite each other; it can only be read. Copy the workspace to a local disk to edit it.",
            ),
        }
    }
}

/// Takes the lock; it is held as long as the file stays open, and a crash frees it. Beside it stands whose name was
/// still in it: a program that closes a workspace takes its name out, so that one did not end as usual.
///
/// # Errors
/// Why there is none to be had.
pub(crate) fn take(
    root: &Path,
    who: &str,
    now: NaiveDateTime,
) -> Result<(File, Option<String>), ReadOnlyReason> {
    let path = root.join(LOCK);
    let file = match OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&path) {
        Ok(file) => file,
        // Made by another user, who may well hold it: reading is enough to find out.
        Err(_) => File::open(&path).map_err(|_| ReadOnlyReason::Folder)?,
    };
    match file.try_lock() {
        Ok(()) => {
            let before = holder(root);
            write_holder(root, &file, who, now);
            Ok((file, (!before.is_empty()).then_some(before)))
        }
        Err(TryLockError::WouldBlock) => Err(ReadOnlyReason::Held { who: holder(root) }),
        Err(TryLockError::Error(_)) => Err(ReadOnlyReason::NoLocks),
    }
}

/// Writes who holds it. This is a courtesy: the lock is held with or without it.
fn write_holder(root: &Path, lock: &File, who: &str, now: NaiveDateTime) {
    let host = host_name();
    let on = if host.is_empty() { String::new() } else { format!(" @ {host}") };
    let text = format!("{who}{on} (pid {}, {})\n", std::process::id(), now.format("%Y-%m-%d %H:%M"));
    if cfg!(windows) {
        let _ = std::fs::write(root.join(HOLDER), text);
    } else {
        let mut lock = lock;
        let _ = lock.set_len(0).and_then(|()| lock.rewind()).and_then(|()| lock.write_all(text.as_bytes()));
    }
}

/// Takes our name out again, before the lock is let go.
pub(crate) fn clear_holder(root: &Path, lock: &File) {
    if cfg!(windows) {
        let _ = std::fs::write(root.join(HOLDER), "");
    } else {
        let _ = lock.set_len(0);
    }
}

fn holder(root: &Path) -> String {
    let mut bytes = Vec::new();
    if let Ok(file) = File::open(root.join(HOLDER)) {
        let _ = file.take(HOLDER_BYTES).read_to_end(&mut bytes);
    }
    let text = String::from_utf8_lossy(&bytes);
    text.lines()
        .next()
        .unwrap_or_default()
        .chars()
        .filter(|c| !c.is_control())
        .collect::<String>()
        .trim()
        .to_owned()
}

fn host_name() -> String {
    let named = ["COMPUTERNAME", "HOSTNAME"].iter().find_map(|name| std::env::var(name).ok());
    let named = named.or_else(|| std::fs::read_to_string("/etc/hostname").ok());
    named.unwrap_or_default().trim().to_owned()
}
