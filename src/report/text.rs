//! Tables for people on a terminal.

use crate::{
    base::{Align, Table},
    report::width::{terminal_columns, terminal_width},
};

/// Between two columns.
const GUTTER: &str = "  ";

/// Writes a table for a terminal: its title, the columns' titles, a rule, and the shown values in line.
///
/// Wide East Asian characters count two columns. A column stands right if it is declared so or holds numbers
/// only. Control characters of figures from elsewhere become spaces, so that a text can neither break the
/// lines nor steer the terminal.
///
/// ```
/// use duibiao::{base::{Cell, Decimal, Table}, report::table_text};
/// let mut table = Table::plain(&["unit", "beds"]);
/// table.push(vec![Cell::text("示例市"), Cell::number(Decimal::from(1200), 0)]);
/// assert_eq!(table_text(&table), "unit     beds\n------  -----\n示例市  1\u{2009}200\n");
/// ```
pub fn table_text(table: &Table) -> String {
    let titles: Vec<String> = table.columns.iter().map(|column| one_line(&column.title)).collect();
    let rows: Vec<Vec<String>> = table
        .rows
        .iter()
        .map(|row| {
            (0..titles.len())
                .map(|at| row.get(at).map_or_else(String::new, |cell| one_line(&cell.shown)))
                .collect()
        })
        .collect();
    let widths: Vec<usize> = (0..titles.len())
        .map(|at| {
            let widest = rows.iter().filter_map(|row| row.get(at)).map(|text| terminal_width(text)).max();
            widest.unwrap_or(0).max(terminal_width(&titles[at]))
        })
        .collect();
    let right: Vec<bool> = (0..titles.len()).map(|at| stands_right(table, at)).collect();

    let mut out = String::new();
    let mut line = |cells: &[String]| {
        let padded = cells.iter().zip(&widths).zip(&right).map(|((text, width), right)| {
            let pad = " ".repeat(width.saturating_sub(terminal_width(text)));
            if *right { format!("{pad}{text}") } else { format!("{text}{pad}") }
        });
        let joined = padded.collect::<Vec<_>>().join(GUTTER);
        out.push_str(joined.trim_end_matches(' '));
        out.push('\n');
    };
    let title = one_line(&table.title);
    if !title.is_empty() {
        line(&[]);
    }
    line(&titles);
    line(&widths.iter().map(|width| "-".repeat(*width)).collect::<Vec<_>>());
    for row in &rows {
        line(row);
    }
    if title.is_empty() { out } else { format!("{title}\n{out}") }
}

fn stands_right(table: &Table, at: usize) -> bool {
    if table.columns[at].align == Align::Right {
        return true;
    }
    let mut filled =
        table.rows.iter().filter_map(|row| row.get(at)).filter(|cell| !cell.shown.is_empty()).peekable();
    filled.peek().is_some() && filled.all(|cell| cell.is_number)
}

fn one_line(text: &str) -> String {
    text.replace("\r\n", "\n")
        .chars()
        .map(|c| if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') { ' ' } else { c })
        .filter(|c| terminal_columns(*c) > 0 || matches!(*c, '\u{300}'..='\u{36f}'))
        .collect()
}
