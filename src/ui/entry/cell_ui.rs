//! The one active cell: a text field over a draft; a choice has its list beside.

use egui::{
    CornerRadius, EventFilter, Frame, Margin, Rect, Role, Sense, Stroke, StrokeKind, TextEdit, Ui, Vec2,
    WidgetInfo,
};

use crate::{
    desk::{Desk, Sheet},
    ui::{
        act::Act,
        entry::{
            EntryState,
            choice_ui::{choice_list_ui, list_keys},
            draft::Column,
            menu_ui::{MenuOf, cell_menu_ui},
            moves::apply_move,
            screen_ui::cell_id,
        },
        icons,
        look::Look,
        widgets::paint_text,
    },
};

/// The keys a cell keeps from egui, which would move the focus by them.
const KEPT: EventFilter =
    EventFilter { tab: true, horizontal_arrows: true, vertical_arrows: true, escape: true };

/// Draws the active cell. Only its draft sees what is typed and what an input method composes.
#[allow(clippy::too_many_arguments, reason = "the one place where row, draft and screen meet")]
pub(super) fn active_cell_ui(
    ui: &mut Ui,
    rect: Rect,
    at: usize,
    desk: &Desk,
    state: &mut EntryState,
    sheet: &Sheet,
    look: &Look,
    out: &mut Vec<Act>,
) {
    let row = &sheet.rows[at];
    let Some(element) = row.typed().and_then(|id| desk.catalogue().element(id)) else { return };
    let theme = &look.theme;
    let column = state.column;
    let id = cell_id(&element.id, column);
    if !ui.is_sizing_pass() {
        state.drawn = true;
        state.waited = 0;
        state.arriving = false;
    }
    ui.painter().rect(
        rect.shrink(1.0),
        CornerRadius::same(2),
        theme.ground(),
        Stroke::new(2.0, theme.accent()),
        StrokeKind::Inside,
    );
    let name = look.text(&row.name);
    let label = match column {
        Column::Figure => name.to_owned(),
        Column::Note => look.say_with("grid.note_of", &[("name", name)]),
    };
    let (align, ink) = match column {
        Column::Figure => (egui::Align2::RIGHT_CENTER, theme.text()),
        Column::Note => (egui::Align2::LEFT_CENTER, theme.quiet()),
    };
    let mut inner = rect.shrink2(Vec2::new(8.0, 0.0));
    if !sheet.editable {
        let response = ui.interact(rect, id, Sense::click());
        paint_text(ui, inner, &state.draft.original, theme.grid(), ink, align);
        let shown = state.draft.original.clone();
        response.widget_info(|| {
            let mut info = WidgetInfo::labeled(Role::TextInput, false, &label);
            info.current_text_value = Some(shown.clone());
            info
        });
        if takes_focus(ui, state) {
            response.request_focus();
        }
        ui.memory_mut(|memory| memory.set_focus_lock_filter(id, KEPT));
        if let Some(step) = cell_menu_ui(&response, at, MenuOf { desk, sheet, column }, look) {
            apply_move(step, desk, state, sheet, look, out);
        }
        return;
    }
    let is_choice = element.is_choice() && column == Column::Figure;
    let keys = is_choice.then(|| list_keys(ui, element, state));
    if is_choice {
        let mark = Rect::from_min_max(inner.right_top() - Vec2::new(12.0, 0.0), inner.right_bottom());
        paint_text(ui, mark, icons::CARET_DOWN, theme.icon(), theme.quiet(), egui::Align2::CENTER_CENTER);
        inner.max.x -= 14.0;
    }
    if takes_focus(ui, state) {
        ui.memory_mut(|memory| memory.request_focus(id));
        let mut edit = TextEdit::load_state(ui.ctx(), id).unwrap_or_default();
        let all = egui::text::CCursorRange::select_all_str(&state.draft.text);
        let range = if state.editing { egui::text::CCursorRange::one(all.primary) } else { all };
        edit.cursor.set_char_range(Some(range));
        TextEdit::store_state(ui.ctx(), id, edit);
    }
    // A list is answered with one of its words: what is none of them yet is shown as such while it is typed.
    let is_none = is_choice && state.draft.is_changed() && element.read(&state.draft.text).is_err();
    let edit = TextEdit::singleline(&mut state.draft.text)
        .id(id)
        .font(theme.grid())
        .text_color(if is_none { theme.hard() } else { theme.text() })
        .frame(Frame::NONE)
        .margin(Margin::ZERO)
        .align(align)
        .desired_width(inner.width())
        .clip_text(true)
        .event_filter(KEPT);
    let response = ui.put(inner, edit);
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_label(label));
    // A click chooses the cell as a whole; a second one goes into its text.
    state.editing |= response.double_clicked();
    state.fresh |= response.clicked() && !state.editing && !state.draft.is_changed();
    // What is typed is edited until it is committed, also where it is what stood there before.
    state.editing |= response.changed();
    if response.lost_focus() && state.active.as_ref() == Some(&element.id) && state.column == column {
        state.commit(&sheet.key, out);
    }
    if let Some(keys) = keys {
        // The mark is a button of its own: the text field does not reach there.
        let mark = Rect::from_min_max(egui::Pos2::new(rect.max.x - 22.0, rect.min.y), rect.max);
        let caret = ui.interact(mark, id.with("choices"), Sense::click());
        if caret.clicked() && state.asking.is_none() {
            response.request_focus();
            state.choosing =
                if state.choosing.is_some() { None } else { Some(state.choice_at(element, look.lang)) };
        }
        if response.changed() {
            state.choosing = None;
        }
        if response.clicked() && state.asking.is_none() {
            state.choosing =
                if state.choosing.is_some() { None } else { Some(state.choice_at(element, look.lang)) };
        }
        if state.choosing.is_some() {
            choice_list_ui(ui, &response, keys, element, state, sheet, look, out);
        }
    }
    if let Some(step) = cell_menu_ui(&response, at, MenuOf { desk, sheet, column }, look) {
        apply_move(step, desk, state, sheet, look, out);
    }
}

/// Says whether the active cell takes the focus now: it was just entered, or nobody else has it.
///
/// A table's first pass only measures, and a focus taken there would be lost again.
fn takes_focus(ui: &Ui, state: &mut EntryState) -> bool {
    let is_busy = state.asking.is_some() || state.going.is_some() || state.pasting.is_some();
    if ui.is_sizing_pass() || is_busy || state.finding || state.reading {
        return false;
    }
    let nobody = ui.memory(|memory| memory.focused().is_none() && memory.top_modal_layer().is_none())
        && !egui::Popup::is_any_open(ui.ctx());
    std::mem::take(&mut state.fresh) || nobody
}
