//! A file of the workspace that was not taken, and why.

use std::path::PathBuf;

use crate::{
    base::{Bilingual, UnitId},
    wire::WireError,
};

/// A file, or a line of the journal, that was not taken. The file is left as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileFault {
    /// Which file.
    pub path: PathBuf,
    /// What is wrong.
    pub fault: FaultKind,
}

/// What is wrong with a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FaultKind {
    /// Its contents are refused.
    Wire(WireError),
    /// The system could not read it.
    Io(String),
    /// One line of the journal is refused, for instance because a power cut tore it; the other lines are read.
    Line {
        /// Which line, from 1.
        line: usize,
        /// Why.
        fault: WireError,
    },
    /// Unit, form or period inside differ from the path: a copy, a renamed file, or a mix-up.
    Misplaced {
        /// Where a file with these contents stands.
        belongs: PathBuf,
    },
    /// The register does not know the unit.
    UnknownUnit(UnitId),
}

impl FileFault {
    /// Gives the line, if the fault has one.
    pub fn line(&self) -> Option<usize> {
        match &self.fault {
            FaultKind::Wire(fault) => fault.place().map(|place| place.line).filter(|line| *line > 0),
            FaultKind::Line { line, .. } => Some(*line),
            FaultKind::Io(_) | FaultKind::Misplaced { .. } | FaultKind::UnknownUnit(_) => None,
        }
    }

    /// Says what is wrong and what can be done, the file last.
    pub fn sentence(&self) -> Bilingual {
        let Bilingual { zh, en } = self.fault.sentence();
        let path = self.path.display();
        Bilingual::new(format!("{zh}({path})"), format!("{en} ({path})"))
    }
}

impl FaultKind {
    fn sentence(&self) -> Bilingual {
        match self {
            Self::Wire(fault @ (WireError::Syntax { .. } | WireError::Format { .. })) => {
                let Bilingual { zh, en } = fault.sentence();
                Bilingual::new(
                    format!("{zh}文件未改动；请改正后重新打开，或用 kept 文件夹中的旧版本。"),
                    format!(
                        "{en} The file was left as it is; mend it and open the workspace again, or use a revision from kept."
                    ),
                )
            }
            Self::Wire(fault) => fault.sentence(),
            Self::Io(why) => Bilingual::new(
                format!("系统未能读取文件：{why}。请检查磁盘、连接和权限后重新打开。"),
                format!(
                    "The system could not read the file: {why}. Check the drive, the connection and the permissions, then open again."
                ),
            ),
            Self::Line { line, fault: WireError::Digest } => Bilingual::new(
                format!(
                    "修改记录第 {line} 行不完整或被改动(常因断电中断)，已略过，其余各行已读。请核对当时所填的那一格。"
                ),
                format!(
                    "Line {line} of the journal is incomplete or was changed (often by a power cut); it was passed over, the other lines were read. Check the cell that was being filled."
                ),
            ),
            Self::Line { line, fault } => {
                let Bilingual { zh, en } = fault.sentence();
                Bilingual::new(
                    format!("修改记录第 {line} 行无法读取，已略过：{zh}"),
                    format!("Line {line} of the journal cannot be read and was passed over: {en}"),
                )
            }
            Self::Misplaced { belongs } => Bilingual::new(
                format!(
                    "文件内的单位、报表或报告期与所在位置不符，未采用。它应在 {}；请移到那里，若是副本请移出工作区。",
                    belongs.display()
                ),
                format!(
                    "Unit, form or period inside differ from where the file stands; it was not taken. It belongs at {}; move it there, or out of the workspace if it is a copy.",
                    belongs.display()
                ),
            ),
            Self::UnknownUnit(unit) => Bilingual::new(
                format!(
                    "机构名录(units.ron)中没有单位“{unit}”，这份填报件未采用、未改动。请在名录中补上该单位，或把文件移出工作区。"
                ),
                format!(
                    "The register (units.ron) has no unit '{unit}'; this return was not taken and left as it is. Add the unit to the register, or move the file out of the workspace."
                ),
            ),
        }
    }
}
