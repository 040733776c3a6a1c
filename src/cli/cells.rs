//! `set` and `get`: the cells of one return.

use std::{collections::BTreeSet, path::Path};

use rust_decimal::Decimal;

use crate::{
    base::{Cell, ElementId, Figure, Table},
    cli::{
        CliError, Exit,
        args::{GetArgs, SetArgs},
        terminal::Terminal,
        units::read_only,
        workspace::{self, known_key, return_title},
    },
    desk::{Command, Desk, Row, RowKind},
    indicator::ElementKind,
    returns::{Entry, ReturnKey},
};

const COLUMNS: [&str; 7] = ["element", "state", "value", "text", "note", "previous", "change"];

const FOR_PEOPLE: [&str; 7] =
    ["element", "name:name_of_row", "text", "unit:unit_of_value", "previous", "change", "note"];

/// What marks a cell 不适用.
const NOT_APPLICABLE: [&str; 2] = ["na:", "na\u{ff1a}"];

/// What is to happen to one cell.
enum Wish {
    /// The text goes in as if typed; empty clears.
    Text(String),
    /// 不适用, with the reason.
    NotApplicable(String),
}

/// Writes cells as one call: all of them, or none if one is refused. What cannot be read is kept, and reported.
pub(super) fn set(
    asked: &SetArgs,
    saves: Option<&Path>,
    terminal: &mut Terminal<'_>,
) -> Result<Exit, CliError> {
    let mut desk = workspace::open(saves, terminal)?;
    let key = known_key(&desk, &asked.key)?;
    if desk.is_read_only() {
        return Err(read_only(&desk));
    }
    let wishes = asked.cells.iter().map(|text| wish_of(text, &desk)).collect::<Result<Vec<_>, _>>()?;
    let mut seen = BTreeSet::new();
    if let Some((twice, _)) = wishes.iter().find(|(element, _)| !seen.insert(element.clone())) {
        return Err(CliError::refused(
            "cell_twice",
            [("element", desk.element_words(twice).text(terminal.lang()).to_owned())],
        ));
    }
    let before = desk.unit_return(&key).cloned();
    let mut texts = Vec::new();
    let mut commands = Vec::new();
    for (element, wish) in wishes {
        match wish {
            Wish::Text(text) => texts.push((element, text)),
            Wish::NotApplicable(reason) => {
                commands.push(Command::SetNotApplicable { key: key.clone(), element, reason })
            }
        }
    }
    if !texts.is_empty() {
        commands.insert(0, Command::Paste { key: key.clone(), cells: texts });
    }
    let mut unread = Vec::new();
    for command in commands {
        for notice in desk.apply(command, terminal.now) {
            if notice.refused {
                // Nothing is on disk yet: what was applied before goes with the desk.
                return Err(CliError::Desk(notice.message));
            }
            unread.push(notice.message);
        }
    }
    let after = desk.unit_return(&key).cloned();
    let changed = seen.iter().filter(|element| {
        let entry = |found: &Option<std::sync::Arc<crate::returns::UnitReturn>>| {
            found.as_ref().map_or_else(Entry::default, |found| found.entry(element))
        };
        entry(&before) != entry(&after)
    });
    let count = changed.count();
    let saved = workspace::save(&mut desk, terminal)?;
    let title = return_title(&desk, &key, terminal.lang());
    match count {
        0 => terminal.tell("cli.told.unchanged", &[("title", &title)]),
        _ if saved == Exit::Reported => {}
        _ => terminal.tell("cli.told.saved", &[("title", &title), ("count", &count.to_string())]),
    }
    for message in &unread {
        terminal.warn(message);
    }
    Ok(if unread.is_empty() { saved } else { Exit::Reported })
}

fn wish_of(text: &str, desk: &Desk) -> Result<(ElementId, Wish), CliError> {
    let Some((element, value)) = text.split_once('=') else {
        return Err(CliError::refused("no_equals", [("text", text.to_owned())]));
    };
    let id = element.trim().parse::<ElementId>().ok().filter(|id| desk.catalogue().element(id).is_some());
    let id = id.ok_or_else(|| CliError::refused("no_element", [("element", element.trim().to_owned())]))?;
    let plain = value.trim();
    let reason = NOT_APPLICABLE.iter().find_map(|mark| {
        plain.get(..mark.len()).filter(|start| start.eq_ignore_ascii_case(mark)).map(|_| &plain[mark.len()..])
    });
    Ok((
        id,
        reason.map_or_else(
            || Wish::Text(value.to_owned()),
            |reason| Wish::NotApplicable(reason.trim().to_owned()),
        ),
    ))
}

/// Prints every cell of a return, filled or not.
pub(super) fn print(
    asked: &GetArgs,
    saves: Option<&Path>,
    terminal: &mut Terminal<'_>,
) -> Result<Exit, CliError> {
    let desk = workspace::open(saves, terminal)?;
    let key = known_key(&desk, &asked.key)?;
    let table =
        if asked.csv { cells_table(&desk, &key, terminal) } else { sheet_table(&desk, &key, terminal) };
    if !asked.csv {
        let title = return_title(&desk, &key, terminal.lang());
        terminal.tell("cli.told.title", &[("title", &title)]);
    }
    terminal.put_table(&table, asked.csv)?;
    Ok(Exit::Done)
}

fn element_rows(desk: &Desk, key: &ReturnKey) -> Vec<(ElementId, Row)> {
    let Some(sheet) = desk.sheet(key) else { return Vec::new() };
    let element = |row: &Row| match &row.kind {
        RowKind::Element(element) | RowKind::Taken(element) => Some((element.clone(), row.clone())),
        RowKind::Section | RowKind::Indicator(_) => None,
    };
    sheet.rows.iter().filter_map(element).collect()
}

fn exact(value: Option<Decimal>) -> Cell {
    value.map_or_else(Cell::default, |value| Cell::number(value, value.normalize().scale()))
}

/// Makes the table scripts read, with exact values.
pub(super) fn cells_table(desk: &Desk, key: &ReturnKey, terminal: &Terminal<'_>) -> Table {
    let lang = terminal.lang();
    let mut table = Table::plain(&COLUMNS);
    for (element, row) in element_rows(desk, key) {
        let is_words =
            desk.catalogue().element(&element).is_some_and(|element| element.kind == ElementKind::Text);
        let text = match &row.figure {
            Figure::NotApplicable(reason) => reason.clone(),
            Figure::Known(_) | Figure::Blank | Figure::Unread(_) => row.shown.text(lang).to_owned(),
        };
        // Words are kept as they are; they are an answer, not something that could not be read.
        let state = match &row.figure {
            Figure::Unread(_) if is_words => "known",
            figure => figure.state(),
        };
        let note = desk.unit_return(key).map(|found| found.entry(&element).note.clone()).unwrap_or_default();
        let (now, last) = (row.figure.known(), row.last.known());
        table.push(vec![
            Cell::text(element.as_str()),
            Cell::text(state),
            exact(now),
            Cell::text(text),
            Cell::text(note),
            exact(last),
            exact(now.zip(last).and_then(|(now, last)| now.checked_sub(last))),
        ]);
    }
    table
}

fn sheet_table(desk: &Desk, key: &ReturnKey, terminal: &Terminal<'_>) -> Table {
    let lang = terminal.lang();
    let mut table = terminal.table(&FOR_PEOPLE);
    for (element, row) in element_rows(desk, key) {
        let number = |shown: &str| Cell {
            is_number: shown.starts_with(|c: char| c.is_ascii_digit()),
            ..Cell::text(shown)
        };
        table.push(vec![
            Cell::text(element.as_str()),
            Cell::text(row.name.text(lang)),
            number(row.shown.text(lang)),
            Cell::text(row.unit_text(lang)),
            number(row.last_shown.text(lang)),
            Cell::text(&row.change),
            Cell::text(row.note.text(lang)),
        ]);
    }
    table
}
