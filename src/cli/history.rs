//! `history`: every committed edit of a return, from the journal on disk.

use std::path::Path;

use crate::{
    base::{Cell, ElementId, Figure},
    cli::{
        CliError, Exit,
        args::HistoryArgs,
        terminal::Terminal,
        workspace::{self, known_key},
    },
    desk::why_words,
    returns::{Change, Entry, Head},
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
    let lang = terminal.lang();
    // Scripts read the code; people its name beside it.
    let named = |element: &ElementId| {
        let name = desk.catalogue().element(element).map_or("", |found| found.name.text(lang));
        Cell::coded(element.as_str(), format!("{element} {name}").trim_end())
    };
    for line in desk.history(&key, asked.element.as_ref()) {
        let edit = &line.edit;
        let (element, old, new) = match &edit.change {
            Change::Cell { element, old, new } => {
                (named(element), entry_cell(old, new), entry_cell(new, old))
            }
            // The way of the return itself: no cell, the status before and after.
            Change::Head { old, new } => {
                (Cell::default(), Cell::text(head_text(old)), Cell::text(head_text(new)))
            }
        };
        table.push(vec![
            Cell::text(edit.at.format("%Y-%m-%dT%H:%M:%S").to_string()),
            Cell::text(&edit.who),
            element,
            old,
            new,
            Cell::coded(&edit.why, why_words(&edit.why).text(lang)),
        ]);
    }
    terminal.put_table(&table, asked.csv)?;
    if let Some(break_) = desk.history_break(&key) {
        terminal.warn(&break_);
        return Ok(Exit::Reported);
    }
    Ok(Exit::Done)
}

fn head_text(head: &Head) -> String {
    match head.submission().filter(|_| !head.status.is_open()) {
        Some(submission) => format!("{}:{}", head.status.code(), submission.fingerprint),
        None => head.status.code().to_owned(),
    }
}

/// Writes a cell as `set` takes it: the exact value, `na:REASON`, the text, or nothing; behind it what else of the
/// cell differs from the other side of the edit.
fn entry_cell(entry: &Entry, other: &Entry) -> Cell {
    let cell = match &entry.figure {
        Figure::Known(value) => Cell::number(*value, value.normalize().scale()),
        Figure::NotApplicable(reason) => Cell::text(format!("na:{reason}")),
        Figure::Blank => Cell::default(),
        Figure::Unread(text) => Cell::text(text),
    };
    let mut beside = Vec::new();
    if entry.note != other.note && !entry.note.is_empty() {
        beside.push(format!("note:{}", entry.note));
    }
    if entry.carried && !other.carried {
        beside.push("carried".to_owned());
    }
    if entry.flagged && !other.flagged {
        beside.push("flagged".to_owned());
    }
    let new_words =
        entry.explanations.iter().filter(|(check, said)| other.explanations.get(*check) != Some(*said));
    beside.extend(new_words.map(|(check, said)| format!("explained {check}:{}", said.text)));
    if beside.is_empty() {
        return cell;
    }
    beside.insert(0, cell.exact);
    beside.retain(|part| !part.is_empty());
    Cell::text(beside.join(" · "))
}
