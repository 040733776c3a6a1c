//! Reading csv and xlsx files as rows of text.

use std::io::Cursor;

use calamine::{Data, Reader as _, Xlsx, open_workbook_from_rs};

use crate::{base::Bilingual, report::formula_unguarded};

/// One row of a file, as text, with the line or row number people see.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct FileRow {
    /// From 1.
    pub(super) line: u64,
    /// The cells, trimmed.
    pub(super) cells: Vec<String>,
}

/// Reads the rows of a csv file or of the first sheet of an xlsx file; what it is, its first bytes say.
///
/// Rows without any text are left out.
pub(super) fn rows_of(bytes: &[u8]) -> Result<Vec<FileRow>, Bilingual> {
    let mut rows = match bytes {
        [b'P', b'K', 3, 4, ..] => xlsx_rows(bytes)?,
        [0xd0, 0xcf, 0x11, 0xe0, ..] => return Err(old_excel()),
        _ => csv_rows(bytes)?,
    };
    rows.retain(|row| row.cells.iter().any(|cell| !cell.is_empty()));
    Ok(rows)
}

fn old_excel() -> Bilingual {
    Bilingual::new(
        "这是旧版 Excel（.xls）文件。请另存为 .xlsx 或 UTF-8 csv 后再导入。",
        "This is an old Excel file (.xls). Save it as .xlsx or UTF-8 csv and import that.",
    )
}

fn csv_rows(bytes: &[u8]) -> Result<Vec<FileRow>, Bilingual> {
    let text = str::from_utf8(bytes).map_err(|_| {
        Bilingual::new(
            "文件不是 UTF-8 文字。请在 Excel 或 WPS 中另存为“CSV UTF-8”或 .xlsx 后再导入。",
            "The file is not UTF-8 text. Save it in Excel or WPS as 'CSV UTF-8' or .xlsx and import that.",
        )
    })?;
    let text = text.trim_start_matches('\u{feff}');
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|fault| {
            Bilingual::new(
                format!("不是完整的 csv：{fault}。请检查引号是否成对。"),
                format!("The csv is not whole: {fault}. Check that quotes come in pairs."),
            )
        })?;
        let line = record.position().map_or(0, csv::Position::line);
        let cells = record.iter().map(|cell| formula_unguarded(cell.trim()).to_owned()).collect();
        rows.push(FileRow { line, cells });
    }
    Ok(rows)
}

fn xlsx_rows(bytes: &[u8]) -> Result<Vec<FileRow>, Bilingual> {
    let wrong = |fault: calamine::XlsxError| {
        Bilingual::new(
            format!("不是完整的 xlsx：{fault}。请用 Excel 或 WPS 打开并重新保存。"),
            format!("The xlsx is not whole: {fault}. Open it in Excel or WPS and save it again."),
        )
    };
    let mut book: Xlsx<_> = open_workbook_from_rs(Cursor::new(bytes)).map_err(wrong)?;
    let Some(sheet) = book.worksheet_range_at(0) else { return Ok(Vec::new()) };
    let sheet = sheet.map_err(wrong)?;
    let first = u64::from(sheet.start().map_or(0, |(row, _)| row)) + 1;
    let rows = sheet.rows().zip(first..);
    Ok(rows.map(|(cells, line)| FileRow { line, cells: cells.iter().map(cell_text).collect() }).collect())
}

/// Writes a cell of a spreadsheet as a person would type it.
fn cell_text(cell: &Data) -> String {
    match cell {
        Data::Int(number) => number.to_string(),
        // Whole numbers come without a point; Rust prints the shortest text that is the same number.
        Data::Float(number) => number.to_string(),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => text.trim().to_owned(),
        Data::Bool(yes) => if *yes { "1" } else { "0" }.to_owned(),
        Data::DateTime(at) => {
            let (year, month, day, ..) = at.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        Data::Error(fault) => fault.to_string(),
        Data::Empty => String::new(),
    }
}
