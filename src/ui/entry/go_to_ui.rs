//! Going to an element of the form by its name (Ctrl+G), whatever is filtered.

use egui::Ui;

use crate::{
    base::{Figure, Query},
    desk::{RowKind, Sheet},
    ui::{
        entry::{EntryState, draft::figure_text, screen_ui::hand_over},
        icons,
        look::Look,
        widgets::{Finder, FinderLine, finder_field, finder_ui},
    },
};

/// How many elements the list shows.
const MOST: usize = 60;

/// 转到: the list while it is open.
#[derive(Debug, Default)]
pub(super) struct GoTo {
    finder: Finder,
    /// The rows that fit what is typed, and the text they were found for.
    hits: Option<(String, Vec<usize>)>,
}

impl GoTo {
    /// Gives the rows that fit, what is written so first; found anew only when another text is typed.
    fn hits(&mut self, sheet: &Sheet) -> Vec<usize> {
        if let Some((_, hits)) = self.hits.as_ref().filter(|(text, _)| *text == self.finder.text) {
            return hits.clone();
        }
        let query = Query::new(&self.finder.text);
        let id = |kind: &RowKind| match kind {
            RowKind::Element(id) | RowKind::Taken(id) => id.to_string(),
            RowKind::Indicator(id) => id.to_string(),
            RowKind::Section => String::new(),
        };
        let rows = sheet.rows.iter().enumerate().filter(|(_, row)| row.kind != RowKind::Section);
        let fitting = rows.filter_map(|(at, row)| Some((query.fit(&row.name, &id(&row.kind))?, at)));
        let mut found: Vec<_> =
            if query.is_empty() { fitting.take(MOST).collect() } else { fitting.collect() };
        found.sort_by_key(|(fit, _)| *fit);
        found.truncate(MOST);
        let hits: Vec<usize> = found.into_iter().map(|(_, at)| at).collect();
        self.hits = Some((self.finder.text.clone(), hits.clone()));
        hits
    }
}

/// Draws the list while it is open.
pub(super) fn go_to_ui(ui: &Ui, state: &mut EntryState, sheet: &Sheet, look: &Look) {
    let Some(mut going) = state.going.take() else { return };
    // Keys typed behind the one that opened the list belong to it.
    hand_over(ui, state, finder_field("go to element"));
    let hits = going.hits(sheet);
    let line = |at: &usize| {
        let row = &sheet.rows[*at];
        let icon = if row.typed().is_some() { icons::PENCIL_SIMPLE } else { icons::LOCK };
        let section = sheet.sections.iter().rev().find(|section| section.row < *at);
        let section = section.map_or("", |section| look.text(&section.name));
        // As the grid shows it, with its thousands apart.
        let figure = match &row.figure {
            Figure::Known(_) => look.text(&row.shown).to_owned(),
            _ => figure_text(row, look.lang),
        };
        let detail = if figure.is_empty() { section.to_owned() } else { format!("{section} · {figure}") };
        FinderLine { icon, name: look.text(&row.name).to_owned(), detail }
    };
    let lines: Vec<FinderLine> = hits.iter().map(line).collect();
    let hint = look.say("grid.go_to_hint");
    let found = finder_ui(ui.ctx(), "go to element", &mut going.finder, &lines, &hint, look);
    if let Some(at) = found.chosen.and_then(|at| hits.get(at)) {
        state.turn_to_row(*at, sheet, look.lang);
        // What a quick hand typed behind Enter is meant for the cell.
        state.later = found.behind;
        state.arriving = state.active.is_some();
        state.waited = 0;
    } else if found.closed {
        // The list lies over the screen for one more frame: what is typed then is meant for the cell.
        state.later = found.behind;
        state.fresh = true;
        state.arriving = state.active.is_some();
        state.waited = 0;
    } else {
        state.going = Some(going);
    }
}
