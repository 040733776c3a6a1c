//! What is done with several rows at once: copied, cleared, filled down. No drawing.

use crate::{
    base::{ElementId, Lang},
    desk::{Sheet, block_text},
    indicator::{Catalogue, Element},
    ui::entry::{EntryState, draft::figure_text, view::View},
};

/// What was copied last, to know it again when it comes back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Copied {
    /// The text that was put on the clipboard.
    pub(super) text: String,
    /// Its lines that are typed rows, where there are others: computed ones have no place among typed ones.
    typed: Option<Vec<String>>,
}

impl Copied {
    /// Writes rows as text: figures only, as a spreadsheet copies a column, or names and units beside them.
    pub(super) fn of(sheet: &Sheet, rows: &[usize], with_names: bool, lang: Lang) -> Self {
        let figures: Vec<String> = rows.iter().map(|at| figure_text(&sheet.rows[*at], lang)).collect();
        let cells = |(at, figure): (&usize, &str)| {
            let row = &sheet.rows[*at];
            if with_names {
                vec![row.name.text(lang).to_owned(), row.unit_text(lang).to_owned(), figure.to_owned()]
            } else {
                vec![figure.to_owned()]
            }
        };
        let lines: Vec<Vec<String>> =
            rows.iter().zip(figures.iter().map(String::as_str)).map(cells).collect();
        let text = match (lines.as_slice(), with_names) {
            ([only], false) => only.concat(),
            _ => block_text(lines.iter().map(|line| line.iter().map(String::as_str).collect())),
        };
        let is_typed = |at: &usize| sheet.rows[*at].typed().is_some();
        let is_mixed = !with_names && rows.len() > 1 && !rows.iter().all(is_typed);
        let typed =
            rows.iter().zip(&figures).filter(|(at, _)| is_typed(at)).map(|(_, figure)| figure.clone());
        Self { text, typed: is_mixed.then(|| typed.collect()) }
    }

    /// Gives the typed lines if a pasted text is this one and has others between.
    pub(super) fn typed_lines(&self, pasted: &str) -> Option<&[String]> {
        let same = pasted.replace("\r\n", "\n").trim_end() == self.text.trim_end();
        self.typed.as_deref().filter(|_| same)
    }
}

/// What filling down comes to.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Fill {
    /// The cells with the text they get.
    pub(super) cells: Vec<(ElementId, String)>,
    /// How many were left out, because they are counted in another unit or have another list.
    pub(super) left_out: usize,
}

/// Plans filling rows with the first of them; one row alone is filled from the typed one above it.
pub(super) fn fill_down(
    catalogue: &Catalogue,
    sheet: &Sheet,
    view: &View,
    rows: &[usize],
    lang: Lang,
) -> Fill {
    let mut typed: Vec<usize> = rows.iter().copied().filter(|at| sheet.rows[*at].typed().is_some()).collect();
    if let [only] = typed[..] {
        let above = view.typed.partition_point(|row| *row < only).checked_sub(1);
        typed.splice(..0, above.map(|above| view.typed[above]));
    }
    let Some((source, targets)) = typed.split_first() else { return Fill::default() };
    let element = |at: usize| sheet.rows[at].typed().and_then(|id| catalogue.element(id));
    let text = figure_text(&sheet.rows[*source], lang);
    let Some(from) = element(*source).filter(|_| !text.is_empty()) else { return Fill::default() };
    let mut fill = Fill::default();
    for to in targets.iter().filter_map(|at| element(*at)) {
        if is_alike(from, to) {
            fill.cells.push((to.id.clone(), text.clone()));
        } else {
            fill.left_out += 1;
        }
    }
    fill
}

/// Says whether a figure of one element means the same in another: the same unit, or the same list.
fn is_alike(one: &Element, other: &Element) -> bool {
    if one.is_choice() || other.is_choice() { one.kind == other.kind } else { one.unit == other.unit }
}

impl EntryState {
    /// Gives the rows that are selected, in order: the range, else the row of the active cell.
    pub(super) fn selected(&self, sheet: &Sheet, view: &View) -> Vec<usize> {
        match self.range {
            Some(range) => view.between(sheet, range),
            None => self.cursor(sheet).into_iter().collect(),
        }
    }

    /// Gives the row the cursor is on: that of the active cell, or a computed one that was chosen.
    pub(super) fn cursor(&self, sheet: &Sheet) -> Option<usize> {
        let active = self.active.as_ref().and_then(|element| sheet.row_of(element));
        active.or_else(|| self.range.filter(|_| self.resting).map(|(from, _)| from))
    }

    /// Says whether a row is within what is selected.
    pub(super) fn is_selected(&self, row: usize) -> bool {
        self.range.is_some_and(|(one, other)| (one.min(other)..=one.max(other)).contains(&row))
    }
}
