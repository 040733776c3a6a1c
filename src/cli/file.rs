//! Reading csv and xlsx files as rows of text.

use std::{io::Cursor, path::Path};

use calamine::{Data, Reader as _, Xlsx, open_workbook_from_rs};

use crate::{
    cli::CliError,
    report::formula_unguarded,
    store::{Disk as _, RealDisk, Step, StoreError},
};

/// The largest file taken.
pub(super) const MOST_BYTES: u64 = 8 * 1024 * 1024;

/// One row of a file, as text, with the line or row number people see.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct FileRow {
    /// From 1.
    pub(super) line: u64,
    /// The cells, trimmed.
    pub(super) cells: Vec<String>,
}

/// Reads a file that is not too large.
pub(super) fn bytes_of(path: &Path) -> Result<Vec<u8>, CliError> {
    let bytes = RealDisk.read(path).map_err(|fault| StoreError::Io {
        what: Step::Read,
        path: path.to_owned(),
        source_text: fault.to_string(),
    })?;
    checked_size(bytes, path)
}

pub(super) fn checked_size(bytes: Vec<u8>, path: &Path) -> Result<Vec<u8>, CliError> {
    if bytes.len() as u64 > MOST_BYTES {
        return Err(CliError::refused("large", [("path", path.display().to_string())]));
    }
    Ok(bytes)
}

/// Reads the rows of a csv file or of the first sheet of an xlsx file; what it is, its first bytes say.
///
/// Rows without any text are left out.
pub(super) fn rows_of(bytes: &[u8], path: &Path) -> Result<Vec<FileRow>, CliError> {
    let mut rows = match bytes {
        [b'P', b'K', 3, 4, ..] => xlsx_rows(bytes, path)?,
        [0xd0, 0xcf, 0x11, 0xe0, ..] => return Err(refused("old_excel", path, String::new())),
        _ => csv_rows(bytes, path)?,
    };
    rows.retain(|row| row.cells.iter().any(|cell| !cell.is_empty()));
    Ok(rows)
}

fn refused(key: &'static str, path: &Path, why: String) -> CliError {
    CliError::refused(key, [("path", path.display().to_string()), ("why", why)])
}

fn csv_rows(bytes: &[u8], path: &Path) -> Result<Vec<FileRow>, CliError> {
    let text = str::from_utf8(bytes).map_err(|_| refused("not_utf8", path, String::new()))?;
    let text = text.trim_start_matches('\u{feff}');
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|fault| refused("not_csv", path, fault.to_string()))?;
        let line = record.position().map_or(0, csv::Position::line);
        let cells = record.iter().map(|cell| formula_unguarded(cell.trim()).to_owned()).collect();
        rows.push(FileRow { line, cells });
    }
    Ok(rows)
}

fn xlsx_rows(bytes: &[u8], path: &Path) -> Result<Vec<FileRow>, CliError> {
    let wrong = |fault: calamine::XlsxError| refused("not_xlsx", path, fault.to_string());
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
