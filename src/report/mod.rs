//! 报告: writes the neutral table and chart as csv, xlsx, text, SVG and PNG, and a return as a sheet of paper.
//!
//! Pure: values in, text or bytes out; nothing is read, written or dated here. The same table or chart gives
//! the same bytes on every machine, because widths come from a fixed list and PNG uses only the bundled fonts.

mod axes;
mod compose;
mod csv;
mod error;
pub mod fonts;
mod frame;
mod header;
mod labels;
mod mark;
mod place;
mod png;
mod series;
mod sheet;
mod svg;
mod text;
mod width;
mod xlsx;

pub use csv::{chart_csv, formula_guarded, formula_unguarded, table_csv};
pub use error::ReportError;
pub use mark::{CHART_HEIGHT, CHART_WIDTH};
pub use png::{DPI_LIMITS, chart_png};
pub use sheet::{
    LineMark, ReturnSheet, SHEET_MARGIN, SHEET_SIZE, SheetCode, SheetExplanation, SheetLine, SheetMark,
    SheetNote, SheetPage, SheetSection, SheetSigner, SheetSigners, sheet_pages, sheet_pdf, sheet_xlsx,
};
pub use svg::chart_svg;
pub use text::table_text;
pub use xlsx::tables_xlsx;
