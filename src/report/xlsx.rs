//! xlsx for people: one sheet a table, words as words, numbers as numbers.

use std::{collections::BTreeSet, str::FromStr as _};

use chrono::{Datelike as _, NaiveDate};
use rust_decimal::{Decimal, prelude::ToPrimitive as _};
use rust_xlsxwriter::{
    Chart, ChartType, Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook,
    Worksheet, XlsxError,
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
/// Rows a chart takes with the gap below it.
const CHART_ROWS: u32 = 21;
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
    workbook_xlsx(tables, &[], made_on)
}

/// A native chart of a workbook: bars over the rows of a table, drawn by the spreadsheet from its cells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SheetChart {
    /// What it is called.
    pub title: String,
    /// The table the figures stand in.
    pub table: usize,
    /// Its rows, from the first to before the last.
    pub rows: (usize, usize),
    /// The column that names the bars.
    pub names: usize,
    /// The columns drawn, each in its own colour.
    pub values: Vec<usize>,
    /// The table beside which it stands.
    pub beside: usize,
}

/// Writes tables as [`tables_xlsx`] does, with charts that follow their cells.
///
/// # Errors
/// As [`tables_xlsx`].
pub fn workbook_xlsx(
    tables: &[Table],
    charts: &[SheetChart],
    made_on: NaiveDate,
) -> Result<Vec<u8>, ReportError> {
    write(tables, charts, made_on).map_err(|why| ReportError::Sheet(why.to_string()))
}

fn write(tables: &[Table], charts: &[SheetChart], made_on: NaiveDate) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let year = u16::try_from(made_on.year()).unwrap_or(2000);
    let day = ExcelDateTime::from_ymd(year, made_on.month() as u8, made_on.day() as u8)?;
    book.set_properties(&DocProperties::new().set_creation_datetime(&day));
    let formats = Formats::new();
    let mut taken = BTreeSet::new();
    let names: Vec<String> = tables.iter().map(|table| sheet_name(&table.title, &mut taken)).collect();
    for (at, table) in tables.iter().enumerate() {
        let sheet = book.add_worksheet();
        sheet.set_name(&names[at])?;
        fill(sheet, table, &formats)?;
        for (nth, chart) in (0_u32..).zip(charts.iter().filter(|chart| chart.beside == at)) {
            let column = u16::try_from(table.columns.len() + 1).unwrap_or(u16::MAX);
            sheet.insert_chart(1 + nth * CHART_ROWS, column, &drawn(chart, tables, &names))?;
        }
    }
    book.save_to_buffer()
}

/// Gives a chart whose series point at the cells of its table.
fn drawn(chart: &SheetChart, tables: &[Table], names: &[String]) -> Chart {
    let mut drawn = Chart::new(ChartType::Bar);
    drawn.title().set_name(&chart.title);
    // The head is the first row; a spreadsheet draws the first bar at the bottom unless it is told otherwise.
    let row = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    let (first, last) = (row(chart.rows.0 + 1), row(chart.rows.1));
    let column = |at: usize| u16::try_from(at).unwrap_or(u16::MAX);
    let sheet = names[chart.table].as_str();
    for value in &chart.values {
        let (name, value) = (column(chart.names), column(*value));
        drawn
            .add_series()
            .set_name((sheet, 0, value))
            .set_categories((sheet, first, name, last, name))
            .set_values((sheet, first, value, last, value));
    }
    // Of bars that lie, the names stand on the vertical axis.
    drawn.x_axis().set_min(0);
    drawn.y_axis().set_reverse();
    if chart.values.len() == 1 {
        drawn.legend().set_hidden();
    }
    let bars = (chart.rows.1 - chart.rows.0) * chart.values.len();
    drawn.set_width(560).set_height(u32::try_from(140 + bars * 16).unwrap_or(400).min(400));
    debug_assert!(chart.table < tables.len(), "a chart is of one of the tables");
    drawn
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

/// Gives a width in which nine of ten lines fit, every number, and the title on two.
fn column_width(table: &Table, at: usize, title: &str) -> usize {
    let cells = || table.rows.iter().filter_map(|row| row.get(at));
    // Words go on in the next line, a number that does not fit is a row of crosses.
    let number = cells().filter(|cell| cell.is_number).map(|cell| width(&cell.shown)).max().unwrap_or(0);
    let mut lines: Vec<usize> = cells().flat_map(|cell| cell.shown.lines()).map(width).collect();
    lines.sort_unstable();
    let most = lines.get(lines.len().saturating_sub(1) * 9 / 10).copied().unwrap_or(0);
    (most.max(number).max(width(title).div_ceil(2)) + 2).clamp(NARROWEST, WIDEST)
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
