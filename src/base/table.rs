//! One neutral table for screen, csv, xlsx and command line.

/// How a column stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Align {
    /// Words.
    #[default]
    Left,
    /// Numbers.
    Right,
}

/// A column: the fixed name scripts read and the title people read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Never translated; the csv header.
    pub name: String,
    /// In the language of the reader.
    pub title: String,
    /// Left for words, right for numbers.
    pub align: Align,
}

/// A cell: what people read and, for numbers, what scripts read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    /// Shown on screen and on paper.
    pub shown: String,
    /// Written to csv; the exact number without separators, or the code.
    pub exact: String,
    /// Whether `exact` is a number, so that a spreadsheet may take it as one.
    pub is_number: bool,
}

impl Cell {
    /// Makes a cell of words.
    pub fn text(text: impl Into<String>) -> Self {
        let text = text.into();
        Self { exact: text.clone(), shown: text, is_number: false }
    }

    /// Makes a cell whose code differs from the words shown.
    pub fn coded(code: impl Into<String>, shown: impl Into<String>) -> Self {
        Self { shown: shown.into(), exact: code.into(), is_number: false }
    }

    /// Makes a number cell with `decimals` places shown and the exact value kept.
    pub fn number(value: rust_decimal::Decimal, decimals: u32) -> Self {
        Self {
            shown: super::quantity_text(value, decimals),
            exact: value.normalize().to_string(),
            is_number: true,
        }
    }

    /// Makes a number cell, or an empty one.
    pub fn number_or_empty(value: Option<rust_decimal::Decimal>, decimals: u32) -> Self {
        value.map_or_else(Self::default, |value| Self::number(value, decimals))
    }
}

/// A neutral table: columns and rows, no looks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// What it is called.
    pub title: String,
    /// The columns, in order.
    pub columns: Vec<Column>,
    /// The rows; each as long as `columns`.
    pub rows: Vec<Vec<Cell>>,
}

impl Table {
    /// Starts a table from `(name, title, align)`.
    pub fn new<'a>(
        title: impl Into<String>,
        columns: impl IntoIterator<Item = (&'a str, String, Align)>,
    ) -> Self {
        let columns = columns
            .into_iter()
            .map(|(name, title, align)| Column { name: name.to_owned(), title, align })
            .collect();
        Self { title: title.into(), columns, rows: Vec::new() }
    }

    /// Starts a table whose titles are its names: for the command line's fixed columns.
    pub fn plain(names: &[&str]) -> Self {
        Self::new("", names.iter().map(|name| (*name, (*name).to_owned(), Align::Left)))
    }

    /// Adds a row.
    pub fn push(&mut self, row: Vec<Cell>) {
        debug_assert_eq!(row.len(), self.columns.len(), "a row has one cell per column");
        self.rows.push(row);
    }
}
