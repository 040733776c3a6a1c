//! The keyboard of the grid: keys in, moves out; no drawing.

use egui::{Event, InputState, Key, Modifiers};

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

/// Takes the grid's keys out of the input, before a text field can see them.
///
/// A pasted block is taken here: a text field would swallow it into one cell.
pub(super) fn moves(input: &mut InputState, is_choice: bool, is_changed: bool, list_open: bool) -> Vec<Move> {
    let mut found = Vec::new();
    input.events.retain(|event| match event {
        Event::Paste(text) => {
            let inner = text.trim_end_matches(['\r', '\n']);
            let block = inner.contains(['\t', '\n']);
            if block {
                found.push(Move::Block(inner.to_owned()));
            } else if is_choice {
                found.push(Move::Pick(inner.to_owned()));
            }
            !(block || is_choice)
        }
        Event::Text(text) if is_choice => {
            if !text.trim().is_empty() {
                found.push(Move::Pick(text.clone()));
            }
            false
        }
        _ => true,
    });
    let mut take = |modifiers: Modifiers, key: Key, what: Move| {
        if input.consume_key(modifiers, key) {
            found.push(what);
        }
    };
    take(Modifiers::ALT, Key::ArrowDown, Move::Choices);
    if list_open {
        return found;
    }
    take(Modifiers::COMMAND | Modifiers::SHIFT, Key::Z, Move::Redo);
    take(Modifiers::COMMAND | Modifiers::SHIFT, Key::N, Move::NotApplicable);
    take(Modifiers::COMMAND, Key::Home, Move::First);
    take(Modifiers::COMMAND, Key::End, Move::Last);
    if !is_changed {
        take(Modifiers::COMMAND, Key::Z, Move::Undo);
        take(Modifiers::COMMAND, Key::Y, Move::Redo);
        take(Modifiers::NONE, Key::Delete, Move::Clear);
    }
    take(Modifiers::SHIFT, Key::Enter, Move::By(-1));
    take(Modifiers::SHIFT, Key::Tab, Move::By(-1));
    take(Modifiers::NONE, Key::Enter, Move::By(1));
    take(Modifiers::NONE, Key::Tab, Move::By(1));
    take(Modifiers::NONE, Key::ArrowDown, Move::By(1));
    take(Modifiers::NONE, Key::ArrowUp, Move::By(-1));
    take(Modifiers::NONE, Key::PageDown, Move::By(PAGE));
    take(Modifiers::NONE, Key::PageUp, Move::By(-PAGE));
    take(Modifiers::NONE, Key::Escape, Move::Revert);
    if is_choice {
        take(Modifiers::NONE, Key::F2, Move::Choices);
        take(Modifiers::NONE, Key::Space, Move::Choices);
        take(Modifiers::NONE, Key::Backspace, Move::Clear);
    } else {
        take(Modifiers::NONE, Key::F2, Move::Edit);
    }
    found
}

/// Splits a pasted block into the texts of one column; `None` if it has more than one.
pub(super) fn column_of(block: &str) -> Option<Vec<String>> {
    let mut reader =
        csv::ReaderBuilder::new().delimiter(b'\t').has_headers(false).flexible(true).from_reader(block.as_bytes());
    let mut texts = Vec::new();
    for record in reader.records() {
        let record = record.ok()?;
        if record.len() > 1 && record.iter().skip(1).any(|text| !text.trim().is_empty()) {
            return None;
        }
        texts.push(record.get(0).unwrap_or_default().to_owned());
    }
    Some(texts)
}
