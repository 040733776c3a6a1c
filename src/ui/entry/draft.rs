//! The text of the one active cell, and the texts cells are edited and copied as.

use crate::{
    base::{Figure, Lang},
    desk::Row,
};

/// The columns that are typed into.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(super) enum Column {
    /// The figure.
    #[default]
    Figure,
    /// 说明: the note beside it.
    Note,
}

/// The text in the one active cell, until it is committed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Draft {
    pub(super) text: String,
    pub(super) original: String,
}

impl Draft {
    pub(super) fn of(text: String) -> Self {
        Self { original: text.clone(), text }
    }

    pub(super) fn is_changed(&self) -> bool {
        self.text.trim() != self.original
    }
}

/// Writes the text a cell is edited with.
pub(super) fn draft_text(row: &Row, column: Column, lang: Lang) -> String {
    match column {
        Column::Figure => figure_text(row, lang),
        Column::Note => own_note(row).to_owned(),
    }
}

/// Writes a figure as it is edited and copied: exact, a choice by name, the reason of 不适用, what was typed.
///
/// A computed value is copied as it is shown, without the thin spaces; none is blank.
pub(super) fn figure_text(row: &Row, lang: Lang) -> String {
    match &row.figure {
        Figure::Known(_) if row.is_choice => row.shown.text(lang).to_owned(),
        Figure::Known(_) if row.typed().is_none() => {
            row.shown.text(lang).replace('\u{2009}', "").replace('\u{2212}', "-")
        }
        Figure::Known(quantity) => quantity.normalize().to_string(),
        Figure::NotApplicable(reason) => match lang {
            Lang::Zh => format!("不适用：{reason}"),
            Lang::En => format!("n/a: {reason}"),
        },
        Figure::Blank => String::new(),
        Figure::Unread(text) => text.clone(),
    }
}

/// Gives a row's own note, without the reason of 不适用 that is shown before it.
pub(super) fn own_note(row: &Row) -> &str {
    let note = row.note.zh.as_str();
    match &row.figure {
        Figure::NotApplicable(reason) => {
            note.strip_prefix(reason.as_str()).map_or(note, |rest| rest.strip_prefix(';').unwrap_or(rest))
        }
        _ => note,
    }
}
