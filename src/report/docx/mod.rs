//! 公文 as .docx: titles, paragraphs, tables and pictures in the typefaces and measures of GB/T 9704—2012.
//!
//! The typefaces are named, never shipped: whoever opens the paper has them (WPS and Word of an office), and the list
//! of fonts names what stands in for each. Written by hand rather than through a crate: it is a dozen elements of
//! WordprocessingML, and the same paper has to give the same bytes.

mod body;
mod parts;

use std::io::{Cursor, Write as _};

use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

use crate::{
    base::{Lang, Table},
    report::ReportError,
};

/// 一段.
#[derive(Clone, Debug, PartialEq)]
pub enum PaperBlock {
    /// 标题 of depth 1 (黑体), 2 (楷体) or 3 (仿宋, bold).
    Heading(u8, String),
    /// 正文.
    Text(String),
    /// A line under a table or a picture, small.
    Note(String),
    /// A table with the name above it.
    Table(Table),
    /// A picture across the page, of a width to height ratio of 2 : 1 if it says nothing else.
    Picture {
        /// PNG.
        png: Vec<u8>,
        /// What it shows, for whoever cannot see it, and as the line below.
        caption: String,
        /// Width and height in pixels.
        size: (u32, u32),
    },
    /// 落款: who signs, and the day, as GB/T 9704 sets them.
    Signed(String, String),
    /// 分页.
    NewPage,
}

/// 公文.
#[derive(Clone, Debug, PartialEq)]
pub struct Paper {
    /// Its title.
    pub title: String,
    /// Lines below the title: whose, of when.
    pub under: Vec<String>,
    /// What stands in it.
    pub blocks: Vec<PaperBlock>,
    /// Its language.
    pub lang: Lang,
}

/// Writes a paper as .docx; the same paper gives the same bytes.
///
/// ```
/// use duibiao::{base::Lang, report::{Paper, PaperBlock, paper_docx}};
/// let blocks = vec![PaperBlock::Text("本年度已达标 29 项。".to_owned())];
/// let paper = Paper { title: "监测报告".to_owned(), under: Vec::new(), blocks, lang: Lang::Zh };
/// let bytes = paper_docx(&paper)?;
/// assert_eq!((&bytes[..2], paper_docx(&paper)?), (&b"PK"[..], bytes.clone()));
/// # Ok::<(), duibiao::report::ReportError>(())
/// ```
///
/// # Errors
/// What cannot be packed: more than the format holds.
pub fn paper_docx(paper: &Paper) -> Result<Vec<u8>, ReportError> {
    pack(paper).map_err(|fault| ReportError::Docx(fault.to_string()))
}

fn pack(paper: &Paper) -> Result<Vec<u8>, zip::result::ZipError> {
    let pictures: Vec<&Vec<u8>> = paper
        .blocks
        .iter()
        .filter_map(|block| match block {
            PaperBlock::Picture { png, .. } => Some(png),
            _ => None,
        })
        .collect();
    // The day of the file is fixed: it would be the only thing that differs.
    let packed = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(zip::DateTime::default());
    let stored = packed.compression_method(CompressionMethod::Stored);
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    let mut put = |name: &str, bytes: &[u8], options| -> Result<(), zip::result::ZipError> {
        out.start_file(name, options)?;
        Ok(out.write_all(bytes)?)
    };
    put("[Content_Types].xml", parts::CONTENT_TYPES.as_bytes(), packed)?;
    put("_rels/.rels", parts::RELATIONS.as_bytes(), packed)?;
    put("docProps/core.xml", parts::core(&paper.title).as_bytes(), packed)?;
    put("word/document.xml", body::document(paper).as_bytes(), packed)?;
    put("word/_rels/document.xml.rels", parts::document_relations(pictures.len()).as_bytes(), packed)?;
    put("word/styles.xml", parts::styles().as_bytes(), packed)?;
    put("word/fontTable.xml", parts::font_table().as_bytes(), packed)?;
    put("word/settings.xml", parts::SETTINGS.as_bytes(), packed)?;
    put("word/footer1.xml", parts::footer("right").as_bytes(), packed)?;
    put("word/footer2.xml", parts::footer("left").as_bytes(), packed)?;
    for (nth, png) in (1..).zip(pictures) {
        put(&format!("word/media/picture{nth}.png"), png, stored)?;
    }
    Ok(out.finish()?.into_inner())
}

/// Escapes a text for XML; what XML cannot hold becomes a space.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\u{fffe}' | '\u{ffff}' => out.push(' '),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}
