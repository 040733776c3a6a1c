//! The one active cell: a text field over a draft, or a choice.

use egui::{
    CornerRadius, EventFilter, Frame, Margin, Rect, Role, Sense, Stroke, StrokeKind, TextEdit, Ui, Vec2,
    WidgetInfo,
};

use crate::{
    desk::{Desk, Row, Sheet},
    ui::{
        act::Act,
        entry::{
            EntryState,
            choice_ui::{choice_list_ui, list_keys},
            screen_ui::cell_id,
        },
        icons,
        look::Look,
        widgets::paint_text,
    },
};

/// Draws the active cell. Only its draft sees what is typed and what an input method composes.
#[allow(clippy::too_many_arguments, reason = "the one place where row, draft and screen meet")]
pub(super) fn active_cell_ui(
    ui: &mut Ui,
    rect: Rect,
    row: &Row,
    desk: &Desk,
    state: &mut EntryState,
    sheet: &Sheet,
    look: &Look,
    out: &mut Vec<Act>,
) {
    let Some(element) = row.typed().and_then(|id| desk.catalogue().element(id)) else { return };
    let theme = &look.theme;
    let id = cell_id(&element.id);
    if !ui.is_sizing_pass() {
        state.drawn = true;
        state.waited = 0;
        state.arriving = false;
    }
    let frame = rect.shrink2(Vec2::new(1.0, 1.0));
    ui.painter().rect(
        frame,
        CornerRadius::same(2),
        theme.ground(),
        Stroke::new(2.0, theme.accent()),
        StrokeKind::Inside,
    );
    if element.is_choice() || !sheet.editable {
        let keys = list_keys(ui, element, state);
        let response = ui.interact(rect, id, Sense::click());
        let inner = rect.shrink2(Vec2::new(8.0, 0.0));
        let mut text_rect = inner;
        if element.is_choice() {
            text_rect.max.x -= 14.0;
            let mark = Rect::from_min_max(inner.right_top() - Vec2::new(12.0, 0.0), inner.right_bottom());
            paint_text(ui, mark, icons::CARET_DOWN, theme.icon(), theme.quiet(), egui::Align2::CENTER_CENTER);
        }
        paint_text(
            ui,
            text_rect,
            look.text(&row.shown),
            theme.grid(),
            theme.text(),
            egui::Align2::RIGHT_CENTER,
        );
        let label = look.text(&row.name).to_owned();
        let shown = look.text(&row.shown).to_owned();
        response.widget_info(|| {
            let mut info = WidgetInfo::labeled(Role::ComboBox, sheet.editable, &label);
            info.current_text_value = Some(shown.clone());
            info
        });
        if takes_focus(ui, state) {
            response.request_focus();
        }
        let keep = EventFilter { tab: true, horizontal_arrows: true, vertical_arrows: true, escape: true };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(id, keep));
        if response.clicked() && sheet.editable {
            response.request_focus();
            let choices = element.choices();
            let current =
                choices.iter().position(|choice| choice.code.to_string() == state.draft.text).unwrap_or(0);
            state.choosing = if state.choosing.is_some() { None } else { Some(current) };
        }
        if state.choosing.is_some() {
            choice_list_ui(ui, &response, keys, element, state, sheet, look, out);
        }
        return;
    }
    let keep = EventFilter { tab: true, horizontal_arrows: true, vertical_arrows: true, escape: true };
    if takes_focus(ui, state) {
        ui.memory_mut(|memory| memory.request_focus(id));
        let mut edit = TextEdit::load_state(ui.ctx(), id).unwrap_or_default();
        let all = egui::text::CCursorRange::select_all_str(&state.draft.text);
        let range = if state.editing { egui::text::CCursorRange::one(all.primary) } else { all };
        edit.cursor.set_char_range(Some(range));
        TextEdit::store_state(ui.ctx(), id, edit);
    }
    let edit = TextEdit::singleline(&mut state.draft.text)
        .id(id)
        .font(theme.grid())
        .frame(Frame::NONE)
        .margin(Margin::ZERO)
        .align(egui::Align2::RIGHT_CENTER)
        .desired_width(rect.width() - 16.0)
        .clip_text(true)
        .event_filter(keep);
    let response = ui.put(rect.shrink2(Vec2::new(8.0, 0.0)), edit);
    let label = look.text(&row.name).to_owned();
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_label(label));
    if response.lost_focus() && state.active.as_ref() == Some(&element.id) {
        state.commit(&sheet.key, out);
    }
}

/// Says whether the active cell takes the focus now: it was just entered, or nobody else has it.
///
/// A table's first pass only measures, and a focus taken there would be lost again.
fn takes_focus(ui: &Ui, state: &mut EntryState) -> bool {
    if ui.is_sizing_pass() || state.asking.is_some() {
        return false;
    }
    let nobody = ui.memory(|memory| memory.focused().is_none() && memory.top_modal_layer().is_none());
    std::mem::take(&mut state.fresh) || nobody
}
