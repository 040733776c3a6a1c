//! Why a picture or a workbook could not be made.

use thiserror::Error;

use crate::base::Bilingual;

/// Why no picture or workbook came out. Chart and table are unharmed; csv and SVG of them cannot fail.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum ReportError {
    /// The resolution is outside what is drawn.
    #[error("{asked} dpi is outside {low}–{high}")]
    Resolution {
        /// What was asked for, in dots per inch.
        asked: u32,
        /// The lowest drawn.
        low: u32,
        /// The highest drawn.
        high: u32,
    },
    /// There was no memory for the pixels.
    #[error("no room for {width} × {height} pixels")]
    Room {
        /// Pixels across.
        width: u32,
        /// Pixels down.
        height: u32,
    },
    /// The drawing could not be turned into pixels.
    #[error("the chart could not be drawn: {0}")]
    Drawing(String),
    /// The tables do not go into a workbook.
    #[error("the workbook could not be made: {0}")]
    Sheet(String),
    /// The figures do not go into a Parquet file.
    #[error("the Parquet file could not be made: {0}")]
    Parquet(String),
    /// The paper does not go into a .docx.
    #[error("the paper could not be made: {0}")]
    Docx(String),
    /// The sheet of a return could not be put on paper.
    #[error("the printed sheet could not be made: {0}")]
    Paper(String),
}

impl ReportError {
    /// Says what is wrong and what can be done.
    pub fn sentence(&self) -> Bilingual {
        match self {
            Self::Resolution { asked, low, high } => Bilingual::new(
                format!("图片分辨率 {asked} dpi 不在 {low}—{high} 之间，未生成图片。请用 150 或 300。"),
                format!("A picture of {asked} dpi is outside {low}–{high}; none was made. Use 150 or 300."),
            ),
            Self::Room { width, height } => Bilingual::new(
                format!("内存不足以生成 {width}×{height} 像素的图片，未生成。请改用 150 dpi 或保存为 SVG。"),
                format!(
                    "There is no memory for a picture of {width} × {height} pixels; none was made. Use 150 dpi, or save as SVG."
                ),
            ),
            Self::Docx(why) => Bilingual::new(
                format!("报告未能写成 docx，未生成。请改为保存 xlsx，并把这一行报给维护者：{why}"),
                format!(
                    "The paper could not be made. Save the xlsx instead, and pass this on to the maintainer: {why}"
                ),
            ),
            Self::Sheet(why) => Bilingual::new(
                format!("表未能写成 xlsx，未生成。请改为保存 CSV，并把这一行报给维护者：{why}"),
                format!(
                    "The workbook could not be made. Save CSV instead, and pass this on to the maintainer: {why}"
                ),
            ),
            Self::Parquet(why) => Bilingual::new(
                format!("数值未能写成 Parquet，未生成。请改用 JSON 或 CSV，并把这一行报给维护者：{why}"),
                format!(
                    "The Parquet file could not be made. Use JSON or CSV instead, and pass this on to the maintainer: {why}"
                ),
            ),
            Self::Paper(why) => Bilingual::new(
                format!(
                    "打印表未能生成，数值未受影响。请改用另一种格式（PDF 或 xlsx），并把这一行报给维护者：{why}"
                ),
                format!(
                    "The printed sheet could not be made; the figures are unharmed. Use the other format (PDF or xlsx), and pass this on to the maintainer: {why}"
                ),
            ),
            Self::Drawing(why) => Bilingual::new(
                format!("图未能转成图片，未生成。请改为保存 SVG，并把这一行报给维护者：{why}"),
                format!(
                    "The chart could not be turned into a picture; none was made. Save it as SVG, and pass this on to the maintainer: {why}"
                ),
            ),
        }
    }
}
