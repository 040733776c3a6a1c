//! The entry screen as a whole: keys first, then panes, then what they ask for.

use egui::{CentralPanel, Event, Frame, Id, ImeEvent, Key, Margin, Modifiers, Panel, Ui};

use crate::{
    base::{ElementId, Lang},
    desk::{Command, Desk, Sheet},
    returns::ReturnKey,
    ui::{
        act::Act,
        entry::{
            EntryState,
            details_ui::details_ui,
            grid_ui::grid_ui,
            head_ui::head_ui,
            keys::{self, Cell, Move},
            not_applicable_ui::not_applicable_ui,
            sections_ui::sections_ui,
            state::{Asking, RowFilter},
            strip_ui::strip_ui,
        },
        look::Look,
    },
};

/// How many frames typing waits for its cell to be scrolled back.
const PATIENCE: u8 = 30;

/// Names the widget of the active cell.
pub(super) fn cell_id(element: &ElementId) -> Id {
    Id::unique(("entry cell", element.as_str()))
}

/// Draws the entry screen and gathers what it asks for.
pub fn entry_ui(ui: &mut Ui, desk: &Desk, state: &mut EntryState, look: &Look, out: &mut Vec<Act>) {
    let sheet = state.key(desk, look.today).and_then(|key| desk.sheet(&key));
    let Some(sheet) = sheet else {
        CentralPanel::default().show(ui, |ui| {
            ui.centered_and_justified(|ui| ui.label(look.say("entry.no_form")));
        });
        return;
    };
    settle(state, &sheet);
    // egui takes the focus away on Esc before anybody can ask for it.
    if state.searching && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape)) {
        state.search.clear();
        state.fresh = true;
    }
    state.searching = false;
    state.drawn = false;
    let owns_keys = state.asking.is_none() && owns_keys(ui, state, &sheet);
    if owns_keys {
        handle_keys(ui, desk, state, &sheet, look, out);
    }
    let plain = |fill| Frame::new().fill(fill).inner_margin(Margin::ZERO);
    Panel::top("entry head")
        .exact_size(48.0)
        .frame(plain(look.theme.ground()).inner_margin(Margin::symmetric(16, 6)))
        .show(ui, |ui| head_ui(ui, desk, state, &sheet, look, out));
    // In a narrow window the figures come first.
    if !state.details_hidden && ui.available_width() >= 1130.0 {
        Panel::right("entry details")
            .exact_size(300.0)
            .resizable(false)
            .frame(plain(look.theme.ground()).inner_margin(Margin::symmetric(14, 10)))
            .show(ui, |ui| details_ui(ui, desk, state, &sheet, look, out));
    }
    Panel::left("entry sections")
        .exact_size(158.0)
        .resizable(false)
        .frame(plain(look.theme.ground()).inner_margin(Margin::symmetric(6, 4)))
        .show(ui, |ui| sections_ui(ui, state, &sheet, look, out));
    strip_ui(ui, desk, state, &sheet, look, out);
    CentralPanel::default()
        .frame(plain(look.theme.ground()))
        .show(ui, |ui| grid_ui(ui, desk, state, &sheet, look, out));
    if owns_keys && !state.drawn {
        hold_keys(ui, state);
    }
    not_applicable_ui(ui, state, &sheet, look, out);
}

/// Puts the active cell on a row that exists, and its draft in step with a figure that changed elsewhere (undo).
fn settle(state: &mut EntryState, sheet: &Sheet) {
    if state.resting {
        return;
    }
    let at = state.active.as_ref().and_then(|element| sheet.row_of(element));
    if let Some(at) = at.filter(|_| state.arriving)
        && !state.visible(sheet).contains(&at)
    {
        // What was gone to is shown, whatever was filtered.
        state.filter = RowFilter::All;
        state.search.clear();
    }
    match at.map(|at| &sheet.rows[at]) {
        None => {
            // The cell that was gone to is not asked for here: what was typed for it belongs to no other.
            if std::mem::take(&mut state.arriving) {
                state.later.clear();
            }
            if let Some(first) =
                sheet.next_blank(0).or_else(|| sheet.rows.iter().position(|row| row.typed().is_some()))
            {
                state.enter(&sheet.rows[first]);
            }
        }
        Some(row) => {
            let text = super::state::draft_text(&row.figure);
            if state.draft.original != text && !state.draft.is_changed() {
                state.draft.text.clone_from(&text);
                state.draft.original = text;
                state.fresh = true;
            }
        }
    }
}

/// Says whether the keys of this frame are meant for the active cell.
fn owns_keys(ui: &Ui, state: &EntryState, sheet: &Sheet) -> bool {
    let Some(element) = state.active.as_ref().filter(|_| !state.covered) else { return false };
    // A search that was just left still has the focus for a frame; what is typed then is meant for the cell.
    if state.arriving {
        return true;
    }
    ui.memory(|memory| match memory.focused() {
        _ if memory.top_modal_layer().is_some() => false,
        Some(id) => id == cell_id(element),
        None => sheet.editable || !state.fresh,
    })
}

/// Keeps what was typed at a cell that is scrolled out of sight until it is back: nobody has read those keys.
fn hold_keys(ui: &Ui, state: &mut EntryState) {
    let mut held = ui.input_mut(|input| {
        let (held, other) = std::mem::take(&mut input.events).into_iter().partition(keys::is_typed);
        input.events = other;
        held
    });
    held.append(&mut state.later);
    if held.is_empty() || state.waited >= PATIENCE {
        return;
    }
    state.later = held;
    state.waited += 1;
    state.scroll = true;
    state.fresh |= !state.editing && !state.draft.is_changed();
    ui.ctx().request_repaint();
}

fn handle_keys(ui: &Ui, desk: &Desk, state: &mut EntryState, sheet: &Sheet, look: &Look, out: &mut Vec<Act>) {
    let Some(element) = state.active.clone() else { return };
    // The grid moves the cursor itself; egui must not move the focus by the same key.
    ui.memory_mut(|memory| memory.move_focus(egui::FocusDirection::None));
    let cell = Cell {
        is_choice: desk.catalogue().element(&element).is_some_and(crate::indicator::Element::is_choice),
        is_changed: state.draft.is_changed(),
        editing: state.editing,
        list_open: state.choosing.is_some(),
    };
    let mut later = Vec::new();
    for event in ui.input(|input| input.events.clone()) {
        match event {
            Event::Ime(ImeEvent::Preedit { text, .. }) => {
                state.composing = (!text.is_empty()).then_some(text)
            }
            Event::Ime(ImeEvent::Commit(_)) => state.composing = None,
            _ => {}
        }
    }
    let step = ui.input_mut(|input| {
        let mut events = std::mem::take(&mut state.later);
        events.append(&mut input.events);
        let step = keys::next_move(&mut events, &mut later, cell);
        input.events = events;
        step
    });
    state.later = later;
    if !state.later.is_empty() {
        ui.ctx().request_repaint();
    }
    if let Some(step) = step {
        apply_move(step, desk, state, sheet, look, out);
    }
}

fn apply_move(
    step: Move,
    desk: &Desk,
    state: &mut EntryState,
    sheet: &Sheet,
    look: &Look,
    out: &mut Vec<Act>,
) {
    let key = &sheet.key;
    match step {
        Move::By(by) => {
            go(state, sheet, key, out, |at, last| at.saturating_add_signed(by as isize).min(last))
        }
        Move::First => go(state, sheet, key, out, |_, _| 0),
        Move::Last => go(state, sheet, key, out, |_, last| last),
        Move::Revert => {
            state.draft.text.clone_from(&state.draft.original);
            state.choosing = None;
            state.fresh = true;
        }
        Move::Edit => {
            state.editing = true;
            state.fresh = true;
        }
        Move::Choices => {
            let current = state.active.as_ref().and_then(|id| desk.catalogue().element(id)).map(|element| {
                let choices = element.choices();
                choices.iter().position(|choice| choice.code.to_string() == state.draft.text).unwrap_or(0)
            });
            state.choosing = if state.choosing.is_some() || !sheet.editable { None } else { current };
        }
        Move::Clear => {
            state.draft.text.clear();
            state.commit(key, out);
            state.fresh = true;
        }
        Move::Undo => out.push(Act::Do(Command::Undo)),
        Move::Redo => out.push(Act::Do(Command::Redo)),
        Move::NotApplicable => {
            if let (Some(element), true) = (state.active.clone(), sheet.editable) {
                state.asking = Some(Asking { element, reason: String::new() });
            }
        }
        Move::Pick(text) => {
            let element = state.active.as_ref().and_then(|id| desk.catalogue().element(id));
            let known = element
                .is_some_and(|element| matches!(element.read(&text), Ok(crate::base::Read::Quantity(_))));
            if known {
                state.draft.text = text;
                state.commit(key, out);
                state.choosing = None;
            } else if let Some(element) =
                state.active.clone().filter(|_| super::state::not_applicable_text(&text).is_some())
            {
                state.asking = Some(Asking { element, reason: String::new() });
            } else {
                out.push(Act::Tell(crate::words::say_with(
                    look.lang,
                    "entry.no_such_choice",
                    &[("text", &text)],
                )));
            }
        }
        Move::Block(block) => paste(&block, state, sheet, key, look.lang, out),
    }
}

/// Commits the active cell and goes to another, counted among the typed cells that are shown.
fn go(
    state: &mut EntryState,
    sheet: &Sheet,
    key: &ReturnKey,
    out: &mut Vec<Act>,
    to: impl Fn(usize, usize) -> usize,
) {
    state.commit(key, out);
    let typed: Vec<usize> =
        state.visible(sheet).into_iter().filter(|at| sheet.rows[*at].typed().is_some()).collect();
    let Some(last) = typed.len().checked_sub(1) else { return };
    let at = typed.iter().position(|at| sheet.rows[*at].typed() == state.active.as_ref()).unwrap_or(0);
    let next = typed[to(at, last)];
    if sheet.rows[next].typed() != state.active.as_ref() && state.asking.is_none() {
        state.enter(&sheet.rows[next]);
    } else {
        state.fresh = true;
    }
}

fn paste(
    block: &str,
    state: &mut EntryState,
    sheet: &Sheet,
    key: &ReturnKey,
    lang: Lang,
    out: &mut Vec<Act>,
) {
    if !sheet.editable {
        return;
    }
    let Some(texts) = keys::column_of(block) else {
        out.push(Act::Tell(crate::words::say(lang, "entry.paste_one_column").into_owned()));
        return;
    };
    let rows = state.visible(sheet);
    let typed = rows.iter().filter_map(|at| sheet.rows[*at].typed());
    let cells: Vec<_> = typed
        .skip_while(|element| state.active.as_ref() != Some(element))
        .cloned()
        .zip(texts.iter().cloned())
        .collect();
    let placed = cells.len();
    out.push(Act::Do(Command::Paste { key: key.clone(), cells }));
    let (placed, all) = (placed.to_string(), texts.len().to_string());
    let told = crate::words::say_with(lang, "entry.pasted", &[("placed", &placed), ("all", &all)]);
    out.push(Act::Tell(told));
    state.draft.text.clone_from(&state.draft.original);
}
