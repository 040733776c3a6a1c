//! What the keys, the menu and the buttons of the grid do. No drawing.

use crate::{
    base::{Lang, Query},
    desk::{Command, Desk, RowKind, Sheet, Subject},
    ui::{
        act::Act,
        entry::{
            EntryState,
            draft::{Column, own_note},
            go_to_ui::GoTo,
            keys::{Move, To},
            paste,
            range::{Copied, fill_down},
            state::Asking,
            view::{View, finds},
        },
        look::Look,
    },
};

/// Does what was asked for; what changes figures is pushed as an act.
pub(super) fn apply_move(
    step: Move,
    desk: &Desk,
    state: &mut EntryState,
    sheet: &Sheet,
    look: &Look,
    out: &mut Vec<Act>,
) {
    let view = state.view(sheet, desk.generation());
    let key = &sheet.key;
    match step {
        Move::Go(to) => go(state, sheet, &view, look.lang, to, out),
        Move::Extend(to) => extend(state, sheet, &view, to, out),
        Move::SelectAll => {
            let mut rows = view.shown.iter().copied().filter(|at| sheet.rows[*at].kind != RowKind::Section);
            let first = rows.next();
            state.range = first.map(|first| (first, rows.next_back().unwrap_or(first)));
        }
        Move::Revert => {
            if !state.draft.is_changed() && !state.editing && !state.resting {
                state.range = None;
            }
            state.draft.text.clone_from(&state.draft.original);
            state.choosing = None;
            state.editing = false;
            state.fresh = true;
        }
        Move::Edit => {
            state.editing = true;
            state.fresh = true;
        }
        Move::Choices => {
            let element = state.active.as_ref().and_then(|id| desk.catalogue().element(id));
            let current = element.map(|element| state.choice_at(element, look.lang));
            state.choosing = if state.choosing.is_some() || !sheet.editable { None } else { current };
        }
        Move::Clear => clear(state, sheet, &view, out),
        Move::Copy => copy(state, sheet, &view, false, look, out),
        Move::CopyNamed => copy(state, sheet, &view, true, look, out),
        Move::Cut => {
            copy(state, sheet, &view, false, look, out);
            clear(state, sheet, &view, out);
        }
        Move::Paste(text) => paste::begin(&text, desk, state, sheet, look, out),
        Move::AskPaste => out.push(Act::AskPaste),
        Move::FillDown => fill(desk, state, sheet, &view, look, out),
        Move::Undo if sheet.editable => {
            out.push(Act::Do(Command::UndoIn(Subject::Return(key.clone()))));
        }
        Move::Redo if sheet.editable => {
            out.push(Act::Do(Command::RedoIn(Subject::Return(key.clone()))));
        }
        Move::Undo | Move::Redo => {}
        Move::NotApplicable => {
            if let (Some(element), true) = (state.active.clone(), sheet.editable) {
                state.asking = Some(Asking { element, reason: String::new() });
            }
        }
        Move::Find => {
            state.commit(key, out);
            (state.finding, state.fresh) = (state.asking.is_none(), false);
        }
        Move::FindNext(by) => find_next(by, state, sheet, look, out),
        Move::GoTo => {
            state.commit(key, out);
            if state.asking.is_none() {
                state.going = Some(GoTo::default());
            }
        }
        Move::Details => {
            state.commit(key, out);
            state.details = Some(true);
            (state.reading, state.fresh) = (state.asking.is_none(), false);
            state.scroll = true;
        }
    }
}

/// Commits the active cell and goes to another, counted among the typed rows that are shown.
fn go(state: &mut EntryState, sheet: &Sheet, view: &View, lang: Lang, to: To, out: &mut Vec<Act>) {
    let tabbed = std::mem::take(&mut state.tabbed);
    state.commit(&sheet.key, out);
    let target = state.asking.is_none().then(|| target(state, sheet, view, to, tabbed)).flatten();
    if let Some((at, column)) = target
        && (sheet.rows[at].typed() != state.active.as_ref() || column != state.column)
    {
        state.enter_at(&sheet.rows[at], column, lang);
        state.tabbed = matches!(to, To::Across(_)) && column == Column::Note;
    } else {
        state.range = state.range.filter(|_| state.resting);
        state.fresh = true;
        state.scroll = true;
    }
}

/// Gives the cell a key leads to; the first and the last row are the ends.
fn target(state: &EntryState, sheet: &Sheet, view: &View, to: To, tabbed: bool) -> Option<(usize, Column)> {
    let (typed, column) = (&view.typed, state.column);
    let last = typed.len().checked_sub(1)?;
    let Some(cursor) = state.cursor(sheet) else { return Some((typed[0], Column::Figure)) };
    let before = typed.partition_point(|row| *row < cursor);
    let is_on = typed.get(before) == Some(&cursor);
    // From a computed row the next typed one is one step away on either side.
    let rows = |by: i32| {
        let from = before as i64 - i64::from(!is_on && by > 0);
        typed[(from + i64::from(by)).clamp(0, last as i64) as usize]
    };
    Some(match (to, column) {
        // A row that was filled from left to right is followed by the left of the next.
        (To::Rows(by), _) => (rows(by), if tabbed && by > 0 { Column::Figure } else { column }),
        (To::First, _) => (typed[0], column),
        (To::Last, _) => (typed[last], column),
        (To::Side(side), _) => (cursor, side),
        (To::Across(by), Column::Figure) if by > 0 && is_on => (cursor, Column::Note),
        (To::Across(by), Column::Note) if by < 0 => (cursor, Column::Figure),
        (To::Across(by), _) if by < 0 && before == 0 || by > 0 && is_on && before == last => return None,
        (To::Across(by), _) => (rows(by), if by > 0 { Column::Figure } else { Column::Note }),
        (To::Pages(by), _) => {
            let row = view.shown[paged(state, view, cursor, by)];
            let nearest = if by > 0 {
                typed.partition_point(|at| *at < row).min(last)
            } else {
                typed.partition_point(|at| *at <= row).saturating_sub(1)
            };
            (typed[nearest], column)
        }
    })
}

/// Gives the place among the rows that are shown that lies so many pages from a row.
fn paged(state: &EntryState, view: &View, row: usize, by: i32) -> usize {
    let from = view.shown.partition_point(|at| *at < row);
    let rows = by as isize * (state.page.max(2) - 1) as isize;
    from.saturating_add_signed(rows).min(view.shown.len().saturating_sub(1))
}

/// Moves the end of the selection; it may also stand on computed rows.
fn extend(state: &mut EntryState, sheet: &Sheet, view: &View, to: To, out: &mut Vec<Act>) {
    state.commit(&sheet.key, out);
    let Some(cursor) = state.cursor(sheet) else { return };
    let end = state.range.map_or(cursor, |(_, end)| end);
    let is_figure = |place: &usize| sheet.rows[view.shown[*place]].kind != RowKind::Section;
    let from = view.shown.partition_point(|at| *at < end);
    let count = view.shown.len();
    let (mut on, mut back) = ((from + 1..count).filter(is_figure), (0..from).rev().filter(is_figure));
    let place = match to {
        To::Rows(by) if by > 0 => on.next(),
        To::Rows(_) => back.next(),
        To::Pages(by) => {
            let to = paged(state, view, end, by);
            if by > 0 { (to..count).find(is_figure) } else { (0..=to).rev().find(is_figure) }
        }
        To::First => (0..count).find(is_figure),
        To::Last => (0..count).rev().find(is_figure),
        To::Across(_) | To::Side(_) => None,
    };
    if let Some(place) = place {
        let row = view.shown[place];
        state.range = Some((cursor, row)).filter(|_| row != cursor || state.resting);
        state.to_row = Some(row);
    }
}

/// Copies what is selected; of several rows it is said how many.
fn copy(
    state: &mut EntryState,
    sheet: &Sheet,
    view: &View,
    with_names: bool,
    look: &Look,
    out: &mut Vec<Act>,
) {
    if state.column == Column::Note && !state.resting {
        let note = state.active.as_ref().and_then(|element| sheet.row_of(element));
        out.extend(note.map(|at| Act::CopyText(own_note(&sheet.rows[at]).to_owned())));
        return;
    }
    let rows = state.selected(sheet, view);
    if rows.is_empty() {
        return;
    }
    let copied = Copied::of(sheet, &rows, with_names, look.lang);
    if copied.text.is_empty() {
        return;
    }
    out.push(Act::CopyText(copied.text.clone()));
    if rows.len() > 1 {
        out.push(Act::Tell(look.say_with("grid.copied", &[("n", &rows.len().to_string())])));
    }
    state.copied = Some(copied);
}

/// Clears what is selected as one step: figures, or the one note.
fn clear(state: &mut EntryState, sheet: &Sheet, view: &View, out: &mut Vec<Act>) {
    if !sheet.editable {
        return;
    }
    if state.column == Column::Note || state.range.is_none() {
        state.draft.text.clear();
        state.commit(&sheet.key, out);
        state.fresh = true;
        return;
    }
    let rows = state.selected(sheet, view).into_iter().map(|at| &sheet.rows[at]);
    let filled = rows.filter(|row| !row.figure.is_blank());
    let elements: Vec<_> = filled.filter_map(|row| row.typed().cloned()).collect();
    if !elements.is_empty() {
        out.push(Act::Do(Command::Clear { key: sheet.key.clone(), elements }));
    }
}

/// Fills what is selected with its first figure, and says what was left out.
fn fill(desk: &Desk, state: &mut EntryState, sheet: &Sheet, view: &View, look: &Look, out: &mut Vec<Act>) {
    if !sheet.editable {
        return;
    }
    state.commit(&sheet.key, out);
    let rows = state.selected(sheet, view);
    let fill = fill_down(desk.catalogue(), sheet, view, &rows, look.lang);
    let (count, left) = (fill.cells.len().to_string(), fill.left_out.to_string());
    let counts = [("n", count.as_str()), ("left", left.as_str())];
    out.push(Act::Tell(match (fill.cells.is_empty(), fill.left_out) {
        (true, 0) => look.say("grid.nothing_to_fill").into_owned(),
        (true, _) => look.say_with("grid.filled_none", &counts),
        (false, 0) => look.say_with("grid.filled", &counts),
        (false, _) => look.say_with("grid.filled_some", &counts),
    }));
    if !fill.cells.is_empty() {
        out.push(Act::Do(Command::FillDown { key: sheet.key.clone(), cells: fill.cells }));
    }
}

/// Goes to the next row that was searched for, round the end; every row is shown then.
fn find_next(by: i32, state: &mut EntryState, sheet: &Sheet, look: &Look, out: &mut Vec<Act>) {
    state.commit(&sheet.key, out);
    if state.found.trim().is_empty() {
        state.finding = true;
        return;
    }
    let query = Query::new(&state.found);
    let hits: Vec<usize> = (0..sheet.rows.len())
        .filter(|at| sheet.rows[*at].kind != RowKind::Section && finds(&query, &sheet.rows[*at]))
        .collect();
    let cursor = state.cursor(sheet);
    let place = hits.partition_point(|at| Some(*at) < cursor);
    let is_on = hits.get(place).copied() == cursor && cursor.is_some();
    let next = if by < 0 {
        place.checked_sub(1).or_else(|| hits.len().checked_sub(1))
    } else {
        Some(if place + usize::from(is_on) < hits.len() { place + usize::from(is_on) } else { 0 })
    };
    match next.and_then(|next| hits.get(next)) {
        Some(at) => state.turn_to_row(*at, sheet, look.lang),
        None => out.push(Act::Tell(look.say("entry.nothing_matches").into_owned())),
    }
}

impl EntryState {
    /// Shows every row and goes to one: a typed one becomes active, a computed one is selected.
    pub(super) fn turn_to_row(&mut self, at: usize, sheet: &Sheet, lang: Lang) {
        self.show_all();
        self.choose(at, Column::Figure, sheet, lang);
        self.to_row = Some(at);
    }

    /// Makes a row active, or selects a computed one; what stood in the cell before must be committed.
    pub(super) fn choose(&mut self, at: usize, column: Column, sheet: &Sheet, lang: Lang) {
        if self.asking.is_some() {
            return;
        }
        self.tabbed = false;
        if sheet.rows[at].typed().is_some() {
            self.enter_at(&sheet.rows[at], column, lang);
        } else {
            // What is typed next must not land in the cell that was active before.
            self.forget_cell();
            self.resting = true;
            self.range = Some((at, at));
        }
    }
}
