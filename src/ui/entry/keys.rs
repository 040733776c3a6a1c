//! The keyboard of the grid: keys in, moves out; no drawing.

use egui::{Event, ImeEvent, Key, Modifiers};

/// What the keys ask for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Move {
    /// Commit and go so many typed cells on; negative goes back.
    By(i32),
    /// Commit and go to the first typed cell.
    First,
    /// Commit and go to the last typed cell.
    Last,
    /// Put back what stood in the cell.
    Revert,
    /// Edit within the text instead of replacing it.
    Edit,
    /// Open the list of choices.
    Choices,
    /// Clear the cell.
    Clear,
    /// Paste a block from the active cell down.
    Block(String),
    /// Take back the last step.
    Undo,
    /// Do it again.
    Redo,
    /// Ask for 不适用.
    NotApplicable,
    /// A character typed at a choice.
    Pick(String),
}

/// How many cells a page is.
const PAGE: i32 = 15;

/// What the active cell is like, as far as the keys mind.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cell {
    /// It is a choice, not a text.
    pub(super) is_choice: bool,
    /// Its text was changed.
    pub(super) is_changed: bool,
    /// Its text is being edited, not replaced (F2).
    pub(super) editing: bool,
    /// Its list of choices is open.
    pub(super) list_open: bool,
}

/// Takes the next of the grid's keys out of the events, in the order they were typed.
///
/// On a slow machine one frame holds several keystrokes. Text typed before a key that leaves the cell stays
/// for the cell's text field, and everything behind that key is put into `later`, for the frame in which the
/// next cell has the focus: a figure must never land in its neighbour's cell. A pasted block is taken here,
/// because a text field would swallow it into one cell.
pub(super) fn next_move(events: &mut Vec<Event>, later: &mut Vec<Event>, cell: Cell) -> Option<Move> {
    // A key pressed with Alt is a command, even where the system gives a text for it right behind.
    let alt = |event: &Event| matches!(event, Event::Key { pressed: true, modifiers, .. } if modifiers.alt && !modifiers.ctrl);
    for at in (1..events.len()).rev() {
        if alt(&events[at - 1]) && matches!(events[at], Event::Text(_)) {
            events.remove(at);
        }
    }
    let mut typed_before = false;
    for at in 0..events.len() {
        if let Some(step) = move_of(&events[at], cell) {
            if typed_before {
                later.append(&mut events.split_off(at));
                return None;
            }
            let mut behind = events.split_off(at + 1);
            events.pop();
            if behind.iter().any(is_typed) {
                later.append(&mut behind);
            } else {
                events.append(&mut behind);
            }
            return Some(step);
        }
        typed_before |= is_typed(&events[at]);
    }
    None
}

/// Says whether an event comes from typing.
pub(super) fn is_typed(event: &Event) -> bool {
    matches!(
        event,
        Event::Text(_) | Event::Paste(_) | Event::Cut | Event::Ime(_) | Event::Key { pressed: true, .. }
    )
}

fn move_of(event: &Event, cell: Cell) -> Option<Move> {
    match event {
        Event::Paste(text) => {
            let inner = text.trim_end_matches(['\r', '\n']);
            if inner.contains(['\t', '\n']) {
                Some(Move::Block(inner.to_owned()))
            } else {
                cell.is_choice.then(|| Move::Pick(inner.to_owned()))
            }
        }
        Event::Text(text) | Event::Ime(ImeEvent::Commit(text)) if cell.is_choice && !cell.list_open => {
            (!text.trim().is_empty()).then(|| Move::Pick(text.clone()))
        }
        Event::Key { key, pressed: true, modifiers, .. } => key_move(*key, *modifiers, cell),
        _ => None,
    }
}

fn key_move(key: Key, modifiers: Modifiers, cell: Cell) -> Option<Move> {
    let (command, shift, alt) = (modifiers.command, modifiers.shift, modifiers.alt);
    if alt {
        return (key == Key::ArrowDown).then_some(Move::Choices);
    }
    if cell.list_open {
        return None;
    }
    match (command, shift, key) {
        (true, true, Key::Z) if !cell.is_changed => Some(Move::Redo),
        (true, true, Key::N) => Some(Move::NotApplicable),
        (true, false, Key::Home) => Some(Move::First),
        (true, false, Key::End) => Some(Move::Last),
        (true, false, Key::Z) if !cell.is_changed => Some(Move::Undo),
        (true, false, Key::Y) if !cell.is_changed => Some(Move::Redo),
        (false, true, Key::Enter | Key::Tab) => Some(Move::By(-1)),
        (false, false, Key::Enter | Key::Tab | Key::ArrowDown) => Some(Move::By(1)),
        (false, false, Key::ArrowUp) => Some(Move::By(-1)),
        (false, false, Key::PageDown) => Some(Move::By(PAGE)),
        (false, false, Key::PageUp) => Some(Move::By(-PAGE)),
        (false, false, Key::Escape) => Some(Move::Revert),
        (false, false, Key::Delete) if !cell.is_changed && !cell.editing => Some(Move::Clear),
        (false, false, Key::F2) => Some(if cell.is_choice { Move::Choices } else { Move::Edit }),
        (false, false, Key::Space) if cell.is_choice => Some(Move::Choices),
        (false, false, Key::Backspace) if cell.is_choice => Some(Move::Clear),
        _ => None,
    }
}

/// Splits a pasted block into the texts of one column; `None` if it has more than one.
///
/// A blank line is a blank cell: leaving it out would move every figure below it up by one.
pub(super) fn column_of(block: &str) -> Option<Vec<String>> {
    lines_of(block)
        .into_iter()
        .map(|line| {
            let (first, rest) = line.split_once('\t').unwrap_or((line.as_str(), ""));
            rest.trim().is_empty().then(|| first.to_owned())
        })
        .collect()
}

/// Splits a block into lines; a cell that holds line ends stands in double quotes, which are taken off.
fn lines_of(block: &str) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut quoted = false;
    let mut chars = block.chars().filter(|c| *c != '\r').peekable();
    while let Some(c) = chars.next() {
        let Some(line) = lines.last_mut() else { break };
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => {
                chars.next();
                line.push('"');
            }
            '"' if quoted || line.is_empty() || line.ends_with('\t') => quoted = !quoted,
            '\n' if quoted => line.push(' '),
            '\n' => lines.push(String::new()),
            c => line.push(c),
        }
    }
    lines
}
