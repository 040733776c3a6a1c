//! `history`: every committed edit of a return, from the journal on disk.

use std::path::Path;

use crate::{
    base::{Cell, Figure},
    cli::{
        CliError, Exit,
        args::HistoryArgs,
        terminal::Terminal,
        workspace::{self, known_key},
    },
    returns::{Edit, Entry},
};

const COLUMNS: [&str; 6] = ["at", "who", "element", "old", "new", "why"];

pub(super) fn run(
    asked: &HistoryArgs,
    saves: Option<&Path>,
    terminal: &mut Terminal<'_>,
) -> Result<Exit, CliError> {
    let desk = workspace::open(saves, terminal)?;
    let key = known_key(&desk, &asked.key)?;
    if let Some(element) = asked.element.as_ref().filter(|id| desk.catalogue().element(id).is_none()) {
        return Err(CliError::refused("no_element", [("element", element.to_string())]));
    }
    let mut table = terminal.table(&COLUMNS);
    for line in desk.history(&key, asked.element.as_ref()) {
        let edit = &line.edit;
        table.push(vec![
            Cell::text(edit.at.format("%Y-%m-%dT%H:%M:%S").to_string()),
            Cell::text(&edit.who),
            Cell::text(edit.element.as_str()),
            entry_cell(&edit.old, edit),
            entry_cell(&edit.new, edit),
            Cell::text(&edit.why),
        ]);
    }
    terminal.put_table(&table, asked.csv)?;
    Ok(Exit::Done)
}

/// Writes a cell as `set` takes it: the exact value, `na:REASON`, the text, or nothing; a changed note behind it.
fn entry_cell(entry: &Entry, edit: &Edit) -> Cell {
    let note_changed = edit.old.note != edit.new.note;
    let mut cell = match &entry.figure {
        Figure::Known(value) => Cell::number(*value, value.normalize().scale()),
        Figure::NotApplicable(reason) => Cell::text(format!("na:{reason}")),
        Figure::Blank => Cell::default(),
        Figure::Unread(text) => Cell::text(text),
    };
    if note_changed && !entry.note.is_empty() {
        let join = if cell.exact.is_empty() { "" } else { " · " };
        cell = Cell::text(format!("{}{join}note:{}", cell.exact, entry.note));
    }
    cell
}
