//! What is wrong with a file, with line and column, in both languages.

use std::fmt;

use thiserror::Error;

use crate::base::Bilingual;

/// The N of this program's version 0.N.
const PROGRAM: u32 = match u32::from_str_radix(env!("CARGO_PKG_VERSION_MINOR"), 10) {
    Ok(minor) => minor,
    Err(_) => 0,
};

/// 位置 in a file, counted from 1.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// Line.
    pub line: usize,
    /// Column, in characters.
    pub column: usize,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.line, self.column)
    }
}

/// Why a file is refused. Nothing of a refused file is taken.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum WireError {
    /// The file is larger than the program reads.
    #[error("the file has {bytes} bytes, more than {limit}")]
    Large {
        /// Its size.
        bytes: usize,
        /// The limit.
        limit: usize,
    },
    /// The file is no UTF-8 text.
    #[error("the file is no UTF-8 text (byte {0})")]
    NotText(usize),
    /// The file tries to change the grammar it is read by.
    #[error("line {0} holds a #![…] attribute, which data files must not")]
    Attribute(usize),
    /// The text is no RON, or not of the expected shape.
    #[error("line {place}: {en}", place = .at, en = .what.en)]
    Syntax {
        /// Where.
        at: Place,
        /// What is wrong, in both languages.
        what: Bilingual,
    },
    /// The file is of another kind.
    #[error("the file is a {found:?}, not a {expected:?}")]
    Format {
        /// What it says it is.
        found: String,
        /// What was looked for.
        expected: String,
    },
    /// The file was written by a newer program: version N of a format is the one that program 0.N was the first to write.
    #[error("the file has format version {found}; this program reads up to {known}")]
    Newer {
        /// Its version.
        found: u32,
        /// The newest this program knows.
        known: u32,
    },
    /// The digest does not fit the contents.
    #[error("the digest does not fit: the file was changed outside the program, or damaged")]
    Digest,
    /// One id stands twice.
    #[error("line {at}: {id} stands twice")]
    Duplicate {
        /// Where it stands the second time.
        at: Place,
        /// The id.
        id: String,
    },
}

impl WireError {
    /// Gives the line, if the fault has one.
    pub const fn place(&self) -> Option<Place> {
        match self {
            Self::Syntax { at, .. } | Self::Duplicate { at, .. } => Some(*at),
            Self::Attribute(line) => Some(Place { line: *line, column: 1 }),
            _ => None,
        }
    }

    /// Says what is wrong and what can be done.
    ///
    /// ```
    /// use duibiao::wire::WireError;
    /// let newer = WireError::Newer { found: 99, known: 2 };
    /// assert!(newer.sentence().en.contains("needs Duibiao 0.99 or later"));
    /// ```
    pub fn sentence(&self) -> Bilingual {
        match self {
            Self::Large { bytes, limit } => Bilingual::new(
                format!("文件有 {bytes} 字节，超过上限 {limit} 字节，未读取。请确认选对了文件。"),
                format!(
                    "The file has {bytes} bytes, over the limit of {limit}; it was not read. Check that it is the right file."
                ),
            ),
            Self::NotText(at) => Bilingual::new(
                format!(
                    "第 {at} 字节起不是 UTF-8 文本：文件已损坏，或用别的编码(如 GBK、UTF-16)另存过。请改存为 UTF-8，或用 kept 文件夹中的旧版本或备份。"
                ),
                format!(
                    "From byte {at} this is no UTF-8 text: the file is damaged, or was saved in another encoding (such as GBK or UTF-16). Save it as UTF-8, or use an older revision from kept or a backup."
                ),
            ),
            Self::Attribute(line) => Bilingual::new(
                format!("第 {line} 行有 #![…] 指令，数据文件中不允许。请删去这一行。"),
                format!("Line {line} holds a #![…] attribute, which data files must not. Remove that line."),
            ),
            Self::Syntax { at, what } => Bilingual::new(
                format!("第 {} 行第 {} 列：{}", at.line, at.column, what.zh),
                format!("Line {}, column {}: {}", at.line, at.column, what.en),
            ),
            Self::Format { found, expected } => Bilingual::new(
                format!("这是“{found}”文件，此处需要“{expected}”文件。"),
                format!("This is a '{found}' file; a '{expected}' file is needed here."),
            ),
            // This program would read it if any program had ever written it.
            Self::Newer { found, .. } if *found <= PROGRAM => Bilingual::new(
                format!("没有第 {found} 版的文件格式，文件可能已损坏。请用 kept 文件夹中的旧版本或备份。"),
                format!(
                    "There is no format version {found}; the file may be damaged. Use an older revision from kept or a backup."
                ),
            ),
            Self::Newer { found, known } => Bilingual::new(
                format!(
                    "文件格式版本为 {found}，本程序最高读到 {known}：需要对标 0.{found} 或更新的程序。文件未改动。"
                ),
                format!(
                    "The file has format version {found}; this program reads up to {known}. It needs Duibiao 0.{found} or later; the file was left as it is."
                ),
            ),
            Self::Digest => Bilingual::new(
                "校验码与内容不符：文件在程序外被改动或已损坏。文件未改动；可从 kept 文件夹恢复旧版本。",
                "The digest does not fit the contents: the file was changed outside the program, or damaged. It was left as it is; an older revision is in kept.",
            ),
            Self::Duplicate { at, id } => Bilingual::new(
                format!("第 {} 行：“{id}”重复出现。请只保留一处。", at.line),
                format!("Line {}: '{id}' stands twice. Keep one of them.", at.line),
            ),
        }
    }
}
