//! The keyboard of the second typing: keys in, steps out; no drawing.

use egui::{Event, Key};

/// What a key asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// Commit and go so many rows on; negative goes back.
    Rows(isize),
    /// Open the list of choices.
    Open,
    /// Go so many choices on in the open list.
    Along(isize),
    /// Take the choice that is highlighted.
    Take,
    /// Close the list.
    Close,
}

/// What the cell that has the keys is like.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cell {
    pub(super) is_choice: bool,
    /// Its list of choices is open.
    pub(super) list_open: bool,
    /// It is the first of the form, the last of it: Tab leads out there.
    pub(super) is_end: (bool, bool),
}

/// Gives the step of an event; none if it is for the field.
pub(super) fn step_of(event: &Event, cell: Cell) -> Option<Step> {
    let Event::Key { key, pressed: true, modifiers, .. } = event else { return None };
    if modifiers.command || modifiers.ctrl {
        return None;
    }
    if cell.list_open {
        return match key {
            Key::ArrowDown => Some(Step::Along(1)),
            Key::ArrowUp => Some(Step::Along(-1)),
            Key::Enter | Key::Space => Some(Step::Take),
            Key::Escape => Some(Step::Close),
            Key::Tab => Some(Step::Rows(if modifiers.shift { -1 } else { 1 })),
            _ => None,
        };
    }
    match (key, modifiers.alt, modifiers.shift) {
        (Key::ArrowDown, true, false) | (Key::F2 | Key::Space, false, false) if cell.is_choice => {
            Some(Step::Open)
        }
        (_, true, _) => None,
        (Key::Enter, _, shift) => Some(Step::Rows(if shift { -1 } else { 1 })),
        (Key::Tab, _, true) => (!cell.is_end.0).then_some(Step::Rows(-1)),
        (Key::Tab, _, false) => (!cell.is_end.1).then_some(Step::Rows(1)),
        (Key::ArrowDown, _, false) => Some(Step::Rows(1)),
        (Key::ArrowUp, _, false) => Some(Step::Rows(-1)),
        _ => None,
    }
}
