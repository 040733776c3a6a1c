//! Why the store could not do something.

use std::{
    io,
    path::{Path, PathBuf},
};

use thiserror::Error;

use crate::{
    base::Bilingual,
    store::{Disk, ReadOnlyReason, disk::is_full},
};

/// What the store was doing when it failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// 读取.
    Read,
    /// 新建文件夹.
    CreateFolder,
    /// 写入: the temp file, or its sync.
    Write,
    /// 保留旧版本.
    Keep,
    /// 替换: the rename.
    Rename,
    /// 写入磁盘: the sync of a folder.
    SyncFolder,
    /// 写修改记录.
    Append,
}

impl Step {
    /// Names the step in both languages.
    pub fn name(self) -> Bilingual {
        match self {
            Self::Read => Bilingual::new("读取", "reading"),
            Self::CreateFolder => Bilingual::new("新建文件夹", "creating the folder"),
            Self::Write => Bilingual::new("写入", "writing"),
            Self::Keep => Bilingual::new("保留旧版本", "keeping the old revision"),
            Self::Rename => Bilingual::new("替换旧文件", "replacing the old file"),
            Self::SyncFolder => Bilingual::new("确认写入磁盘", "making sure it is on disk"),
            Self::Append => Bilingual::new("写修改记录", "writing the journal"),
        }
    }
}

/// Why something could not be opened or saved. After a failed save the figures are still in memory.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum StoreError {
    /// The folder does not exist.
    #[error("there is no such folder: {path}", path = .path.display())]
    NoFolder {
        /// Which.
        path: PathBuf,
    },
    /// The folder holds no `workspace.ron`.
    #[error("the folder holds no workspace: {path}", path = .path.display())]
    NoWorkspace {
        /// Which.
        path: PathBuf,
    },
    /// The folder holds a workspace, or what is left of one, already.
    #[error("the folder holds a workspace already: {path}", path = .path.display())]
    AlreadyThere {
        /// The file that is there.
        path: PathBuf,
    },
    /// The workspace is open for reading only.
    #[error("the workspace is read-only: {en}", en = .0.sentence().en)]
    ReadOnly(ReadOnlyReason),
    /// No space is left.
    #[error("no space is left for {path}", path = .path.display())]
    Full {
        /// What was to be written.
        path: PathBuf,
    },
    /// Another program held the file for longer than we wait.
    #[error("another program holds {path}", path = .path.display())]
    Busy {
        /// Which file.
        path: PathBuf,
    },
    /// The system refused.
    #[error("{what:?} failed ({source_text}): {path}", path = .path.display())]
    Io {
        /// What was being done.
        what: Step,
        /// With which file or folder.
        path: PathBuf,
        /// What the system says.
        source_text: String,
    },
    /// The value cannot be written as text that reads back the same.
    #[error("it cannot be written as text: {0}")]
    Text(String),
    /// A file stands there that could not be read, or is another's; it is not written over.
    #[error("a file that could not be read is not written over: {path}", path = .path.display())]
    Refused {
        /// Which file.
        path: PathBuf,
    },
    /// The file on disk has a higher revision than what was to be saved.
    #[error("revision {there} is on disk, {offered} was to be saved: {path}", path = .path.display())]
    Older {
        /// Which file.
        path: PathBuf,
        /// The revision on disk.
        there: u64,
        /// The revision offered.
        offered: u64,
    },
    /// Somebody else has changed the file since it was read or written here; it is not written over.
    #[error("the file was changed outside the program: {path}", path = .path.display())]
    ChangedOutside {
        /// Which file.
        path: PathBuf,
    },
    /// A zip is refused, or cannot be made.
    #[error("{en}: {path}", en = .why.en, path = .path.display())]
    Archive {
        /// Which file.
        path: PathBuf,
        /// Why.
        why: Bilingual,
    },
    /// Other bytes came back than were written.
    #[error("other bytes came back than were written: {path}", path = .path.display())]
    Differs {
        /// Which file.
        path: PathBuf,
    },
}

impl StoreError {
    /// Sorts what the system says.
    pub(crate) fn of(disk: &dyn Disk, what: Step, path: &Path, fault: &io::Error) -> Self {
        let path = path.to_owned();
        if is_full(fault) {
            Self::Full { path }
        } else if disk.is_busy(fault) {
            Self::Busy { path }
        } else {
            Self::Io { what, path, source_text: fault.to_string() }
        }
    }

    /// Says whether trying the same again later can help.
    pub const fn may_pass(&self) -> bool {
        matches!(self, Self::Full { .. } | Self::Busy { .. } | Self::Io { .. } | Self::Differs { .. })
    }

    /// Says what happened and what can be done.
    pub fn sentence(&self) -> Bilingual {
        let (zh, en, path) = match self {
            Self::NoFolder { path } => (
                "找不到这个文件夹。它可能已移动或改名，或 U 盘未插好；请重新选择。".to_owned(),
                "This folder does not exist. It may have been moved or renamed, or the drive is not plugged in; choose it again.".to_owned(),
                path,
            ),
            Self::NoWorkspace { path } => (
                "这个文件夹里没有工作区(缺少 workspace.ron)。请选择工作区所在的文件夹，或新建一个。".to_owned(),
                "This folder holds no workspace (workspace.ron is missing). Choose the folder of a workspace, or create one.".to_owned(),
                path,
            ),
            Self::AlreadyThere { path } => (
                "这个文件夹里已有工作区，未作任何改动。请打开它，或另选一个空文件夹。".to_owned(),
                "This folder holds a workspace already; nothing was changed. Open it, or choose an empty folder.".to_owned(),
                path,
            ),
            Self::ReadOnly(reason) => return reason.sentence(),
            Self::Full { path } => (
                "磁盘已满，未保存；数值仍在内存中，原文件完好。请腾出空间后再保存，或另存到别的文件夹。".to_owned(),
                "The disk is full; this was not saved. The figures are still in memory and the old file is whole. Free some space and save again, or save to another folder.".to_owned(),
                path,
            ),
            Self::Busy { path } => (
                "文件正被其他程序占用(如杀毒、同步盘、Excel 或 WPS)，未保存；数值仍在内存中。请关闭那个程序，稍后会再次保存。".to_owned(),
                "Another program (virus scanner, cloud drive, Excel or WPS) holds the file; this was not saved. The figures are still in memory. Close that program; saving will be tried again.".to_owned(),
                path,
            ),
            Self::Io { what, path, source_text } => {
                let step = what.name();
                let (rest_zh, rest_en) = if *what == Step::Read {
                    ("请检查磁盘或网络连接和权限后重试。", "Check the drive, the connection and the permissions, then try again.")
                } else {
                    (
                        "尚未确认保存；数值仍在内存中。请检查磁盘和权限后再保存，或另存到别的文件夹。",
                        "It is not known to be saved; the figures are still in memory. Check the drive and the permissions and save again, or save to another folder.",
                    )
                };
                (
                    format!("{}时系统报错：{source_text}。{rest_zh}", step.zh),
                    format!("The system reported an error while {}: {source_text}. {rest_en}", step.en),
                    path,
                )
            }
            Self::Text(why) => {
                return Bilingual::new(
                    format!("内容无法写成可读回的文本，未保存：{why}。数值仍在内存中；请导出备份并把这句话告诉维护人员。"),
                    format!("The contents cannot be written as text that reads back the same, so nothing was saved: {why}. The figures are still in memory; export a copy and report this sentence."),
                );
            }
            Self::Refused { path } => (
                "这里有一个未能读取或位置不符的文件，为免丢失未覆盖它；数值仍在内存中。请先修复、移走它或用 kept 中的旧版本替换，再重新打开工作区。".to_owned(),
                "A file stands here that could not be read or belongs elsewhere; it was not written over. The figures are still in memory. Mend it, move it away or replace it by a revision from kept, then open the workspace again.".to_owned(),
                path,
            ),
            Self::Older { path, there, offered } => (
                format!("磁盘上是第 {there} 版，比要保存的第 {offered} 版新，未覆盖。请重新打开工作区，核对两版。"),
                format!("Revision {there} is on disk, newer than revision {offered} that was to be saved; it was not written over. Open the workspace again and compare the two."),
                path,
            ),
            Self::ChangedOutside { path } => (
                "这个文件在打开期间被其他人或程序改动过，未覆盖它；数值仍在内存中。请比较两版后选择采用哪一版。".to_owned(),
                "Somebody else, or another program, has changed this file while it was open; it was not written over. The figures are still in memory. Compare the two and choose.".to_owned(),
                path,
            ),
            Self::Archive { path, why } => (why.zh.clone(), why.en.clone(), path),
            Self::Differs { path } => (
                "写入后读回的内容不一致，磁盘或 U 盘可能有故障。请换一个磁盘再导出。".to_owned(),
                "What was read back differs from what was written; the drive may be faulty. Export to another drive.".to_owned(),
                path,
            ),
        };
        let path = path.display();
        Bilingual::new(format!("{zh}({path})"), format!("{en} ({path})"))
    }
}
