//! csv for scripts and spreadsheets: exact values, fixed header, no cell that runs as a formula.

use std::{borrow::Cow, str::FromStr as _};

use csv::{Terminator, WriterBuilder};
use rust_decimal::Decimal;

use crate::base::{Cell, Chart, ChartPoint, ChartRole, ChartSeries, Table};

/// Characters a spreadsheet takes as the beginning of a formula, or strips before it looks for one.
const FORMULA_STARTS: [char; 11] =
    ['=', '+', '-', '@', '\t', '\r', '\n', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}'];

/// Puts an apostrophe before a text that a spreadsheet would run as a formula.
///
/// Texts arrive in files from elsewhere; `=HYPERLINK(…)` in a remark must stay a remark. A text that is
/// apostrophes followed by such a beginning gets one more, so that [`formula_unguarded`] always gives the
/// text back.
///
/// ```
/// use duibiao::report::{formula_guarded, formula_unguarded};
/// assert_eq!(formula_guarded("=1+1"), "'=1+1");
/// assert_eq!(formula_guarded("示例市人民医院"), "示例市人民医院");
/// assert_eq!(formula_unguarded(&formula_guarded("'=1")), "'=1");
/// ```
pub fn formula_guarded(text: &str) -> Cow<'_, str> {
    if text.trim_start_matches('\'').starts_with(FORMULA_STARTS) {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

/// Takes off the apostrophe [`formula_guarded`] put there; any other text stays as it is.
pub fn formula_unguarded(text: &str) -> &str {
    match text.strip_prefix('\'') {
        Some(rest) if rest.trim_start_matches('\'').starts_with(FORMULA_STARTS) => rest,
        _ => text,
    }
}

/// Writes a cell: a number as it is, words guarded. A cell that only claims to be a number is guarded too.
fn cell_text(cell: &Cell) -> Cow<'_, str> {
    if cell.is_number && Decimal::from_str(&cell.exact).is_ok() {
        Cow::Borrowed(&cell.exact)
    } else {
        formula_guarded(&cell.exact)
    }
}

/// Writes a table as csv: UTF-8 without a mark, LF, the header in the columns' fixed names, exact values.
///
/// Every row has as many fields as there are columns. Words that would run as a formula get a leading
/// apostrophe (see [`formula_guarded`]).
///
/// ```
/// use duibiao::{base::{Cell, Decimal, Table}, report::table_csv};
/// let mut table = Table::plain(&["unit", "value"]);
/// table.push(vec![Cell::text("示例市"), Cell::number(Decimal::new(-6905, 3), 2)]);
/// assert_eq!(table_csv(&table), "unit,value\n示例市,-6.905\n");
/// ```
pub fn table_csv(table: &Table) -> String {
    let header = table.columns.iter().map(|column| Cow::Borrowed(column.name.as_str())).collect();
    let rows = table.rows.iter().map(|row| {
        (0..table.columns.len()).map(|at| row.get(at).map_or(Cow::Borrowed(""), cell_text)).collect()
    });
    lines(std::iter::once(header).chain(rows))
}

/// Writes a chart as csv with the columns `period`, `series`, `value`; `series` is [`ChartRole::code`].
///
/// Every actual, printed and path point stands once; a printed span, drawn from end to end, is one row; a
/// target is one row per level line (two for a range), at its due.
pub fn chart_csv(chart: &Chart) -> String {
    let header = vec![Cow::Borrowed("period"), Cow::Borrowed("series"), Cow::Borrowed("value")];
    let rows = chart.series.iter().flat_map(|series| {
        series.runs.iter().flat_map(|run| rows_of_run(series, run)).map(|point| {
            vec![
                formula_guarded(&point.period),
                Cow::Borrowed(series.role.code()),
                cell_text_of_value(&point.exact),
            ]
        })
    });
    lines(std::iter::once(header).chain(rows))
}

fn cell_text_of_value(exact: &str) -> Cow<'_, str> {
    if Decimal::from_str(exact).is_ok() { Cow::Borrowed(exact) } else { formula_guarded(exact) }
}

fn rows_of_run<'a>(series: &ChartSeries, run: &'a [ChartPoint]) -> Vec<&'a ChartPoint> {
    match series.role {
        ChartRole::Target => run.last().into_iter().collect(),
        _ => {
            let mut rows: Vec<&ChartPoint> = run.iter().collect();
            rows.dedup_by(|a, b| a.period == b.period && a.exact == b.exact);
            rows
        }
    }
}

fn lines<'a>(records: impl Iterator<Item = Vec<Cow<'a, str>>>) -> String {
    let mut writer =
        WriterBuilder::new().flexible(true).terminator(Terminator::Any(b'\n')).from_writer(Vec::new());
    for record in records {
        // Writing to memory cannot fail, and `flexible` allows rows of any length.
        let written = writer.write_record(record.iter().map(|field| field.as_bytes()));
        debug_assert!(written.is_ok(), "csv to memory");
    }
    let bytes = writer.into_inner().unwrap_or_default();
    String::from_utf8(bytes).unwrap_or_default()
}
