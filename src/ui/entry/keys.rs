//! The keyboard of the grid: keys in, moves out; no drawing.

use egui::{Event, Key, Modifiers};

use crate::{
    desk::Block,
    ui::{burst, entry::draft::Column},
};

/// Where a key leads, from the cell that is active.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum To {
    /// So many rows on; negative goes back.
    Rows(i32),
    /// So many visible pages on.
    Pages(i32),
    /// The first row.
    First,
    /// The last row.
    Last,
    /// The next typed cell to the right and on in the next row; negative goes back.
    Across(i32),
    /// The other column of the row.
    Side(Column),
}

/// What the keys ask for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Move {
    /// Commit and go to another typed cell.
    Go(To),
    /// Select from the active cell to another.
    Extend(To),
    /// Select every row that is shown.
    SelectAll,
    /// Put back what stood in the cell.
    Revert,
    /// Edit within the text instead of replacing it.
    Edit,
    /// Open the list of choices.
    Choices,
    /// Clear what is selected.
    Clear,
    /// Copy the figures that are selected.
    Copy,
    /// Copy them with their names and units.
    CopyNamed,
    /// Copy and clear.
    Cut,
    /// Paste a text from the active cell down.
    Paste(String),
    /// Ask the window system for what is on the clipboard.
    AskPaste,
    /// Fill what is selected with its first figure.
    FillDown,
    /// Take back the last step.
    Undo,
    /// Do it again.
    Redo,
    /// Ask for 不适用.
    NotApplicable,
    /// Search the form.
    Find,
    /// Go to the next row that was searched for; negative to the one before.
    FindNext(i32),
    /// Open the list of elements.
    GoTo,
    /// Read about the element.
    Details,
}

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
    /// Which column it is in.
    pub(super) column: Column,
    /// More rows than its own are selected.
    pub(super) has_range: bool,
}

impl Cell {
    /// Says whether the keys are about the cell as a whole, not about its text.
    const fn is_ready(self) -> bool {
        !self.is_changed && !self.editing
    }
}

/// Takes the next of the grid's keys out of the events, in the order they were typed; see [`burst::next_step`].
///
/// A pasted block is taken here, because a text field would swallow it into one cell.
pub(super) fn next_move(events: &mut Vec<Event>, later: &mut Vec<Event>, cell: Cell) -> Option<Move> {
    burst::next_step(events, later, |event| move_of(event, cell))
}

fn move_of(event: &Event, cell: Cell) -> Option<Move> {
    match event {
        Event::Paste(text) if cell.column == Column::Figure => {
            let is_one = Block::of_text(text).only_cell().is_some() && !(cell.has_range && cell.is_ready());
            (!is_one).then(|| Move::Paste(text.clone()))
        }
        Event::Copy if cell.is_ready() => Some(Move::Copy),
        Event::Cut if cell.is_ready() => Some(Move::Cut),
        Event::Key { key, pressed: true, modifiers, .. } => key_move(*key, *modifiers, cell),
        _ => None,
    }
}

/// The shortcuts that work on the entry screen wherever the focus is.
pub(super) fn screen_move(key: Key, modifiers: Modifiers) -> Option<Move> {
    match (modifiers.command, modifiers.shift, modifiers.alt, key) {
        (true, false, false, Key::F) => Some(Move::Find),
        (true, false, false, Key::G) => Some(Move::GoTo),
        (true, false, false, Key::Enter) => Some(Move::Details),
        (false, false, false, Key::F3) => Some(Move::FindNext(1)),
        (false, true, false, Key::F3) => Some(Move::FindNext(-1)),
        _ => None,
    }
}

fn key_move(key: Key, modifiers: Modifiers, cell: Cell) -> Option<Move> {
    let (command, shift, alt) = (modifiers.command, modifiers.shift, modifiers.alt);
    if alt {
        return (key == Key::ArrowDown && cell.is_choice).then_some(Move::Choices);
    }
    if cell.list_open {
        return None;
    }
    if let Some(step) = screen_move(key, modifiers) {
        return Some(step);
    }
    let (is_ready, is_figure) = (cell.is_ready(), cell.column == Column::Figure);
    let is_choice = cell.is_choice && is_ready;
    let step = match (command, shift, key) {
        (true, true, Key::Z) if !cell.is_changed => Move::Redo,
        (true, true, Key::N) if is_figure => Move::NotApplicable,
        (true, false, Key::Z) if !cell.is_changed => Move::Undo,
        (true, false, Key::Y) if !cell.is_changed => Move::Redo,
        (true, false, Key::A) if is_ready && is_figure => Move::SelectAll,
        (true, false, Key::D) if is_figure => Move::FillDown,
        (false, _, Key::Enter) => Move::Go(To::Rows(if shift { -1 } else { 1 })),
        (false, _, Key::Tab) => Move::Go(To::Across(if shift { -1 } else { 1 })),
        (false, false, Key::ArrowRight) if is_ready && is_figure => Move::Go(To::Side(Column::Note)),
        (false, false, Key::ArrowLeft) if is_ready && !is_figure => Move::Go(To::Side(Column::Figure)),
        (false, false, Key::Escape) => Move::Revert,
        (false, false, Key::Delete) if is_ready => Move::Clear,
        (false, false, Key::Backspace) if is_choice => Move::Clear,
        (false, false, Key::F2) if cell.is_choice => Move::Choices,
        (false, false, Key::F2) => Move::Edit,
        (false, false, Key::Space) if is_choice => Move::Choices,
        _ => {
            let to = match (command, key) {
                (false, Key::ArrowDown) => To::Rows(1),
                (false, Key::ArrowUp) => To::Rows(-1),
                (false, Key::PageDown) => To::Pages(1),
                (false, Key::PageUp) => To::Pages(-1),
                (true, Key::Home) => To::First,
                (true, Key::End) => To::Last,
                _ => return None,
            };
            if shift && is_figure { Move::Extend(to) } else { Move::Go(to) }
        }
    };
    Some(step)
}
