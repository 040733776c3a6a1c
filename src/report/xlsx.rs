//! xlsx for people: one sheet a table, words as words, numbers as numbers.

use std::{collections::BTreeSet, str::FromStr as _};

use chrono::{Datelike as _, NaiveDate};
use rust_decimal::{Decimal, prelude::ToPrimitive as _};
use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};

use crate::{
    base::{Cell, Table},
    report::ReportError,
};

/// The longest name of a sheet.
const SHEET_NAME: usize = 31;
/// Widths of columns, in characters of a Latin text.
const NARROWEST: usize = 8;
const WIDEST: usize = 52;
/// The widest sheet that is still read when it is printed on one page across.
const PAGE: usize = 240;
/// From more columns on, the first two are held.
const WIDE: usize = 8;
/// The number spreadsheets have for A4.
pub(super) const A4: u8 = 9;
/// Digits that a spreadsheet keeps; longer numbers are written as words, so that none is changed.
pub(super) const DIGITS: usize = 15;

struct Formats {
    head: Format,
    text: Format,
    /// By decimals.
    numbers: Vec<Format>,
}

/// Writes tables as a workbook, a sheet each, in their order; the same values give the same bytes.
///
/// The head is bold and stays in sight, lines wrap, columns are as wide as their words ask for up to a limit, and
/// the page is A4 across. Words are never taken for formulas. A number is a real one with the places shown unless
/// it has more digits than a spreadsheet keeps.
///
/// # Errors
/// A cell holds more than 32 767 characters, or a sheet more rows than the format allows.
pub fn tables_xlsx(tables: &[Table], made_on: NaiveDate) -> Result<Vec<u8>, ReportError> {
    write(tables, made_on).map_err(|why| ReportError::Sheet(why.to_string()))
}

fn write(tables: &[Table], made_on: NaiveDate) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let year = u16::try_from(made_on.year()).unwrap_or(2000);
    let day = ExcelDateTime::from_ymd(year, made_on.month() as u8, made_on.day() as u8)?;
    book.set_properties(&DocProperties::new().set_creation_datetime(&day));
    let formats = Formats::new();
    let mut names = BTreeSet::new();
    for table in tables {
        let sheet = book.add_worksheet();
        sheet.set_name(sheet_name(&table.title, &mut names))?;
        fill(sheet, table, &formats)?;
    }
    book.save_to_buffer()
}

impl Formats {
    fn new() -> Self {
        let cell = Format::new().set_align(FormatAlign::Top).set_font_size(10);
        let number = |decimals: usize| {
            let places = if decimals == 0 { String::new() } else { format!(".{}", "0".repeat(decimals)) };
            cell.clone().set_num_format(format!("#,##0{places}"))
        };
        Self {
            head: cell
                .clone()
                .set_bold()
                .set_text_wrap()
                .set_align(FormatAlign::VerticalCenter)
                .set_background_color(Color::RGB(0x00E6_F2F5))
                .set_border_bottom(FormatBorder::Thin),
            text: cell.clone().set_text_wrap(),
            numbers: (0..=DIGITS).map(number).collect(),
        }
    }
}

fn fill(sheet: &mut Worksheet, table: &Table, formats: &Formats) -> Result<(), XlsxError> {
    let mut total = 0;
    for (at, column) in (0_u16..).zip(&table.columns) {
        sheet.write_string_with_format(0, at, &column.title, &formats.head)?;
        let asked = column_width(table, usize::from(at), &column.title);
        total += asked;
        sheet.set_column_width(at, asked as f64)?;
    }
    for (line, row) in (1_u32..).zip(&table.rows) {
        for (at, cell) in (0_u16..).zip(row) {
            match number(cell) {
                Some((value, decimals)) => {
                    sheet.write_number_with_format(line, at, value, &formats.numbers[decimals])?
                }
                None if cell.shown.is_empty() => continue,
                None => sheet.write_string_with_format(line, at, &cell.shown, &formats.text)?,
            };
        }
    }
    if let (Ok(rows @ 1..), Some(last)) = (
        u32::try_from(table.rows.len()),
        u16::try_from(table.columns.len()).ok().and_then(|n| n.checked_sub(1)),
    ) {
        sheet.autofilter(0, 0, rows, last)?;
    }
    // In a wide table the first two columns, code and name, stay in sight.
    sheet.set_freeze_panes(1, if table.columns.len() > WIDE { 2 } else { 0 })?;
    sheet.set_repeat_rows(0, 0)?;
    sheet.set_landscape().set_paper_size(A4);
    if total <= PAGE {
        sheet.set_print_fit_to_pages(1, 0);
    }
    Ok(())
}

/// Gives a width in which nine of ten lines fit, and the title on two.
fn column_width(table: &Table, at: usize, title: &str) -> usize {
    let cells = table.rows.iter().filter_map(|row| row.get(at));
    let mut lines: Vec<usize> = cells.flat_map(|cell| cell.shown.lines()).map(width).collect();
    lines.sort_unstable();
    let most = lines.get(lines.len().saturating_sub(1) * 9 / 10).copied().unwrap_or(0);
    (most.max(width(title).div_ceil(2)) + 2).clamp(NARROWEST, WIDEST)
}

/// Gives a number a spreadsheet keeps as it is, with the decimals shown.
fn number(cell: &Cell) -> Option<(f64, usize)> {
    let value = Decimal::from_str(&cell.exact).ok().filter(|_| cell.is_number)?;
    let digits = cell.exact.chars().filter(char::is_ascii_digit).count();
    let decimals = cell.shown.split_once('.').map_or(0, |(_, places)| places.len());
    (digits <= DIGITS && decimals <= DIGITS).then_some((value.to_f64()?, decimals))
}

/// Gives the width of a line: a Chinese character takes two.
pub(super) fn width(line: &str) -> usize {
    line.chars().map(|c| if u32::from(c) < 0x1100 { 1 } else { 2 }).sum()
}

/// Makes a name a sheet may have, different from those before without regard to capitals.
pub(super) fn sheet_name(title: &str, taken: &mut BTreeSet<String>) -> String {
    let plain: String = title
        .chars()
        .map(|c| if matches!(c, '[' | ']' | ':' | '*' | '?' | '/' | '\\') { '_' } else { c })
        .collect();
    let plain = plain.trim_matches('\'').trim();
    let plain = if plain.is_empty() { "Sheet" } else { plain };
    let cut = |end: &str| {
        let mut name: String = plain.to_owned();
        while name.encode_utf16().count() + end.len() > SHEET_NAME {
            name.pop();
        }
        name + end
    };
    let mut name = cut("");
    for n in 2.. {
        if taken.insert(name.to_lowercase()) {
            break;
        }
        name = cut(&format!(" {n}"));
    }
    name
}
