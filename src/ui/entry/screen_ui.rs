//! The entry screen as a whole: keys first, then panes, then what they ask for.

use egui::{CentralPanel, Event, Frame, Id, ImeEvent, Key, Margin, Modifiers, Panel, Ui};

use crate::{
    base::ElementId,
    desk::{Desk, Sheet},
    returns::Status,
    ui::{
        act::Act,
        burst::take_typed,
        entry::{
            EntryState,
            asked_ui::asked_ui,
            details_ui::details_ui,
            draft::{Column, draft_text},
            go_to_ui::go_to_ui,
            grid_ui::grid_ui,
            head_ui::head_ui,
            keys::{self, Cell},
            moves::apply_move,
            not_applicable_ui::not_applicable_ui,
            paste_ui::paste_ui,
            returned_ui::returned_ui,
            sections_ui::sections_ui,
            strip_ui::strip_ui,
        },
        look::Look,
        submit::Refusals,
    },
};

/// How many frames typing waits for its cell to be scrolled back.
const PATIENCE: u8 = 30;
/// The window that has room for sections, grid and details.
const WIDE: f32 = 1130.0;

/// Names the widget of the active cell.
pub(super) fn cell_id(element: &ElementId, column: Column) -> Id {
    Id::unique(("entry cell", element.as_str(), column))
}

/// Draws the entry screen and gathers what it asks for.
pub(in crate::ui) fn entry_ui(
    ui: &mut Ui,
    desk: &Desk,
    (state, refusals): (&mut EntryState, &mut Refusals),
    look: &Look,
    out: &mut Vec<Act>,
) {
    let sheet = state.key(desk, look.today).and_then(|key| state.sheet(desk, &key));
    let Some(sheet) = sheet else {
        CentralPanel::default().show(ui, |ui| {
            ui.centered_and_justified(|ui| ui.label(look.say("entry.no_form")));
        });
        return;
    };
    state.findings = desk.findings(&sheet.key);
    settle(state, &sheet, desk, look);
    // egui takes the focus away on Esc before anybody can ask for it.
    if state.searching && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape)) {
        state.search.clear();
        state.fresh = true;
    }
    state.drawn = false;
    let is_free = state.asking.is_none() && state.pasting.is_none() && state.going.is_none();
    let has_modal = ui.memory(|memory| memory.top_modal_layer().is_some());
    let owns_keys = is_free && !has_modal && owns_keys(ui, state, &sheet);
    state.has_cursor = is_free && !has_modal && has_cursor(state, &sheet);
    if has_modal && is_free && !state.covered && state.arriving {
        // The list that led here still lies over the cell for a frame; what is typed now is meant for the cell.
        let typed = take_typed(ui.ctx());
        state.later.extend(typed);
    }
    if owns_keys {
        handle_keys(ui, desk, state, &sheet, look, out);
    } else if is_free && !state.covered && !has_modal {
        screen_keys(ui, desk, state, &sheet, look, out);
    }
    state.searching = false;
    let plain = |fill| Frame::new().fill(fill).inner_margin(Margin::ZERO);
    Panel::top("entry head")
        .exact_size(38.0)
        .frame(plain(look.theme.ground()).inner_margin(Margin::symmetric(16, 4)))
        .show(ui, |ui| head_ui(ui, desk, state, &sheet, look, out));
    returned_ui(ui, desk, state, &sheet, look, out);
    asked_ui(ui, desk, state, &sheet, look, out);
    // In a narrow window the figures come first; there the details take the place of the sections.
    let is_wide = ui.available_width() >= WIDE;
    let has_details = state.details.unwrap_or(is_wide);
    if has_details {
        Panel::right("entry details")
            .exact_size(300.0)
            .resizable(false)
            .frame(plain(look.theme.ground()).inner_margin(Margin::symmetric(14, 10)))
            .show(ui, |ui| details_ui(ui, desk, (state, refusals), &sheet, look, out));
    }
    if is_wide || !has_details {
        Panel::left("entry sections")
            .exact_size(158.0)
            .resizable(false)
            .frame(plain(look.theme.ground()).inner_margin(Margin::symmetric(6, 4)))
            .show(ui, |ui| sections_ui(ui, state, &sheet, look, out));
    }
    strip_ui(ui, desk, state, &sheet, look, out);
    CentralPanel::default()
        .frame(plain(look.theme.ground()))
        .show(ui, |ui| grid_ui(ui, desk, state, &sheet, look, out));
    if owns_keys && state.active.is_some() && !state.drawn {
        hold_keys(ui, state);
    }
    not_applicable_ui(ui, state, &sheet, look, out);
    go_to_ui(ui, state, &sheet, look);
    paste_ui(ui, desk, state, &sheet, look, out);
    // Keys that wait have a frame to come to, also where the hand rests; while something is asked they wait for good.
    let is_free = state.asking.is_none() && state.pasting.is_none() && state.going.is_none();
    if !state.later.is_empty() && is_free && !state.covered {
        ui.ctx().request_repaint();
    }
}

/// Puts the active cell on a row that exists, and its draft in step with a figure that changed elsewhere (undo).
fn settle(state: &mut EntryState, sheet: &Sheet, desk: &Desk, look: &Look) {
    let is_there = |(one, other): &(usize, usize)| one.max(other) < &sheet.rows.len();
    state.range = state.range.filter(is_there);
    if state.resting && state.range.is_some() {
        return;
    }
    state.resting = false;
    let at = state.active.as_ref().and_then(|element| sheet.row_of(element));
    if let Some(at) = at.filter(|_| state.arriving)
        && state.view(sheet, desk.generation()).place(at).is_none()
    {
        // What was gone to is shown, whatever was filtered.
        state.show_all();
    }
    match at.map(|at| &sheet.rows[at]) {
        None => {
            // The cell that was gone to is not asked for here: what was typed for it belongs to no other.
            if std::mem::take(&mut state.arriving) {
                state.later.clear();
            }
            // Of a return that was sent back, what was remarked comes before what is blank.
            let remarked = sheet.first_remark().filter(|_| sheet.status == Status::SentBack);
            let blank = || sheet.next_blank(0).filter(|_| sheet.editable);
            let any = || sheet.rows.iter().position(|row| row.typed().is_some());
            if let Some(first) = remarked.or_else(blank).or_else(any) {
                state.enter(&sheet.rows[first], look.lang);
            }
        }
        Some(row) => {
            let text = draft_text(row, state.column, look.lang);
            if state.draft.original != text && !state.draft.is_changed() {
                state.draft.text.clone_from(&text);
                state.draft.original = text;
                state.fresh = true;
            }
        }
    }
}

/// Says whether the keys of this frame are meant for the active cell, or for the computed row that is selected.
fn owns_keys(ui: &Ui, state: &EntryState, sheet: &Sheet) -> bool {
    if state.covered || egui::Popup::is_any_open(ui.ctx()) {
        return false;
    }
    // A search that was just left still has the focus for a frame; what is typed then is meant for the cell.
    if state.active.is_some() && state.arriving {
        return true;
    }
    ui.memory(|memory| match (memory.focused(), &state.active) {
        (Some(id), Some(element)) => id == cell_id(element, state.column),
        (None, _) => has_cursor(state, sheet),
        (Some(_), None) => false,
    })
}

/// Says whether keys that nothing has are meant for the active cell, or for the computed row that is selected.
const fn has_cursor(state: &EntryState, sheet: &Sheet) -> bool {
    match state.active {
        Some(_) => sheet.editable || !state.fresh,
        None => state.resting,
    }
}

/// Keeps what was typed at a cell that is scrolled out of sight until it is back: nobody has read those keys.
fn hold_keys(ui: &Ui, state: &mut EntryState) {
    let mut held = take_typed(ui.ctx());
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

/// Takes the screen's shortcuts while the focus is somewhere else on it.
fn screen_keys(ui: &Ui, desk: &Desk, state: &mut EntryState, sheet: &Sheet, look: &Look, out: &mut Vec<Act>) {
    let step = ui.input_mut(|input| {
        let step = |event: &Event| match event {
            Event::Key { key, pressed: true, modifiers, .. } => keys::screen_move(*key, *modifiers),
            _ => None,
        };
        let at = input.events.iter().position(|event| step(event).is_some())?;
        step(&input.events.remove(at))
    });
    if let Some(step) = step {
        apply_move(step, desk, state, sheet, look, out);
    }
}

fn handle_keys(ui: &Ui, desk: &Desk, state: &mut EntryState, sheet: &Sheet, look: &Look, out: &mut Vec<Act>) {
    // The grid moves the cursor itself; egui must not move the focus by the same key.
    ui.memory_mut(|memory| memory.move_focus(egui::FocusDirection::None));
    let element = state.active.as_ref().and_then(|id| desk.catalogue().element(id));
    let cell = Cell {
        is_choice: state.column == Column::Figure
            && element.is_some_and(crate::indicator::Element::is_choice),
        is_changed: state.draft.is_changed(),
        editing: state.editing,
        list_open: state.choosing.is_some(),
        column: state.column,
        has_range: state.range.is_some(),
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
    match step {
        Some(step) => apply_move(step, desk, state, sheet, look, out),
        // What is typed over a selection goes into the active cell alone.
        None if state.draft.is_changed() => state.range = state.range.filter(|_| state.resting),
        None => {}
    }
}

/// Gives a widget the focus it was promised; the click that promised it would take it away in the same frame.
pub(super) fn settle_focus(ui: &Ui, widget: Id, promised: &mut bool) {
    let is_clicked = ui.input(|input| input.pointer.any_click() || input.pointer.any_pressed());
    if ui.memory(|memory| memory.has_focus(widget)) && !is_clicked {
        *promised = false;
    } else {
        ui.memory_mut(|memory| memory.request_focus(widget));
        ui.ctx().request_repaint();
    }
}

/// Hands keys that wait to a field, once it has the focus: they were typed for it behind the key that opened it.
pub(super) fn hand_over(ui: &Ui, state: &mut EntryState, field: Id) {
    if state.later.is_empty() {
        return;
    }
    if ui.memory(|memory| memory.has_focus(field)) {
        let mut later = std::mem::take(&mut state.later);
        ui.input_mut(|input| {
            later.append(&mut input.events);
            input.events = later;
        });
    } else {
        ui.ctx().request_repaint();
    }
}
