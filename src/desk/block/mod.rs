//! Pasting: a block of text from a spreadsheet or a web page, and where each of its rows belongs in a sheet.
//!
//! Text and sheet in, a plan out. Nothing is written here and nothing is guessed: what is not certain stands in the
//! plan with its reason, for a person to decide.

mod columns;
mod names;
mod plan;
mod supposed;

pub use columns::PastedColumn;
pub use plan::{Fate, PastePlan, PasteWish, PlannedLine};

/// 粘贴块: the rows and columns of a text, as spreadsheets put them on the clipboard.
///
/// Rows end with CRLF, LF or CR; cells stand apart by tabs. A cell in double quotes may hold both, and `""` for one
/// quote; a quote that is not closed before the next tab is an inch mark. Blank rows keep their place, since leaving
/// one out would move every figure below it up; those at the end are dropped, as are columns that are blank throughout.
///
/// ```
/// use duibiao::desk::Block;
/// let block = Block::of_text("床位\t90\r\n\r\n\"医师\n（执业）\"\t36\r\n");
/// assert_eq!((block.rows(), block.columns()), (3, 2));
/// assert_eq!(block.cell(2, 0), "医师\n（执业）");
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Block {
    rows: Vec<Vec<String>>,
    columns: usize,
}

impl Block {
    /// Takes a text apart.
    pub fn of_text(text: &str) -> Self {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut rows = rows_of(text);
        let is_blank = |cell: &String| cell.trim().is_empty();
        while rows.last().is_some_and(|row| row.iter().all(is_blank)) {
            rows.pop();
        }
        let widest = rows.iter().map(Vec::len).max().unwrap_or_default();
        let kept: Vec<usize> = (0..widest)
            .filter(|at| rows.iter().any(|row| row.get(*at).is_some_and(|cell| !is_blank(cell))))
            .collect();
        for row in &mut rows {
            *row = kept.iter().map(|at| row.get_mut(*at).map(std::mem::take).unwrap_or_default()).collect();
        }
        Self { rows, columns: kept.len() }
    }

    /// Makes a block of one column.
    pub fn of_column(cells: impl IntoIterator<Item = String>) -> Self {
        let rows = cells.into_iter().map(|cell| vec![cell]).collect();
        Self { rows, columns: 1 }
    }

    /// Gives how many rows there are.
    pub const fn rows(&self) -> usize {
        self.rows.len()
    }

    /// Gives how many columns there are.
    pub const fn columns(&self) -> usize {
        self.columns
    }

    /// Gives a cell without the room round it; a place outside the block is blank.
    pub fn cell(&self, row: usize, column: usize) -> &str {
        self.rows.get(row).and_then(|row| row.get(column)).map_or("", |cell| cell.trim())
    }

    /// Says whether there is nothing in it.
    pub const fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Gives the only cell of a block that has one.
    pub fn only_cell(&self) -> Option<&str> {
        (self.rows.len() == 1 && self.columns == 1).then(|| self.cell(0, 0))
    }
}

/// Writes cells as a spreadsheet takes them: tabs between, a line each, quotes round what holds a tab or line end.
///
/// ```
/// use duibiao::desk::{Block, block_text};
/// let text = block_text([vec!["床位", "90"], vec!["两行\n的名称", ""]]);
/// assert_eq!(text, "床位\t90\n\"两行\n的名称\"\t");
/// assert_eq!(Block::of_text(&text).cell(1, 0), "两行\n的名称");
/// ```
pub fn block_text<'c>(rows: impl IntoIterator<Item = Vec<&'c str>>) -> String {
    let quoted = |cell: &str| {
        if cell.contains(['\t', '\n', '\r']) || cell.starts_with('"') {
            format!("\"{}\"", cell.replace('"', "\"\""))
        } else {
            cell.to_owned()
        }
    };
    let line = |row: Vec<&str>| row.into_iter().map(quoted).collect::<Vec<_>>().join("\t");
    rows.into_iter().map(line).collect::<Vec<_>>().join("\n")
}

/// Splits a text into rows of cells.
fn rows_of(text: &str) -> Vec<Vec<String>> {
    let mut rows = vec![Vec::new()];
    let mut rest = text;
    loop {
        let (cell, behind) = cell_of(rest);
        if let Some(row) = rows.last_mut() {
            row.push(cell);
        }
        let line_end = ["\r\n", "\n", "\r"].into_iter().find_map(|end| behind.strip_prefix(end));
        rest = match (behind.strip_prefix('\t'), line_end) {
            (Some(behind), _) => behind,
            (None, Some(behind)) => {
                rows.push(Vec::new());
                behind
            }
            (None, None) => return rows,
        };
    }
}

/// Takes the first cell off a text; gives it and what stands behind, from the tab or line end on.
fn cell_of(text: &str) -> (String, &str) {
    if let Some(found) = text.strip_prefix('"').and_then(quoted_cell) {
        return found;
    }
    let end = text.find(['\t', '\n', '\r']).unwrap_or(text.len());
    (text[..end].to_owned(), &text[end..])
}

/// Reads a cell behind its opening quote; `None` if the quote is never closed at the end of a cell.
fn quoted_cell(text: &str) -> Option<(String, &str)> {
    let mut cell = String::new();
    let mut rest = text;
    loop {
        let at = rest.find('"')?;
        cell.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        if let Some(behind) = rest.strip_prefix('"') {
            cell.push('"');
            rest = behind;
        } else if rest.is_empty() || rest.starts_with(['\t', '\n', '\r']) {
            return Some((cell, rest));
        } else {
            return None;
        }
    }
}
