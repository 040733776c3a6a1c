//! 报告: writes the neutral table and chart as csv, xlsx, text, SVG and PNG, a return as a sheet, a report as a paper.
//!
//! Pure: values in, text or bytes out; nothing is read, written or dated here. The same table or chart gives
//! the same bytes on every machine, because widths come from a fixed list and PNG uses only the bundled fonts.

mod ahead;
mod axes;
mod compose;
mod csv;
mod docx;
mod error;
pub mod fonts;
mod frame;
mod header;
mod html;
mod labels;
mod list;
mod mark;
mod parquet;
mod place;
mod png;
mod ranking;
mod series;
mod sheet;
mod svg;
mod text;
mod width;
mod xlsx;

pub use csv::{chart_csv, formula_guarded, formula_unguarded, table_csv};
pub use docx::{Paper, PaperBlock, paper_docx};
pub use error::ReportError;
pub use html::table_html;
pub use list::{ListCell, ListColumn, ListLine, ListPicture, ListTone, list_png, list_svg};
pub use mark::{CHART_HEIGHT, CHART_WIDTH};
pub use parquet::{ParquetCell, ParquetKind, ParquetTable};
pub use png::{DPI_LIMITS, chart_png};
pub use ranking::{rank_png, rank_svg};
pub use sheet::{
    LineMark, ReturnSheet, SHEET_MARGIN, SHEET_SIZE, SheetCode, SheetExplanation, SheetLine, SheetMark,
    SheetNote, SheetPage, SheetSection, SheetSigner, SheetSigners, sheet_pages, sheet_pdf, sheet_xlsx,
};
pub use svg::chart_svg;
pub use text::table_text;
pub use xlsx::{SheetChart, tables_xlsx, workbook_xlsx};
