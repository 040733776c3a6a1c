//! The list of choices under an active cell.

use egui::{Key, Modifiers, Popup, PopupCloseBehavior, RectAlign, Response, RichText, Ui};

use crate::{
    desk::Sheet,
    indicator::Element,
    ui::{act::Act, entry::EntryState, look::Look},
};

/// Draws the open list; arrows and Enter work it as well as the mouse.
pub(super) fn choice_list_ui(
    ui: &mut Ui,
    anchor: &Response,
    element: &Element,
    state: &mut EntryState,
    sheet: &Sheet,
    look: &Look,
    out: &mut Vec<Act>,
) {
    let Some(mut at) = state.choosing else { return };
    let choices = element.choices();
    let last = choices.len().saturating_sub(1);
    let mut chosen = None;
    let mut close = false;
    ui.input_mut(|input| {
        if input.consume_key(Modifiers::NONE, Key::ArrowDown) {
            at = (at + 1).min(last);
        }
        if input.consume_key(Modifiers::NONE, Key::ArrowUp) {
            at = at.saturating_sub(1);
        }
        if input.consume_key(Modifiers::NONE, Key::Enter) || input.consume_key(Modifiers::NONE, Key::Space) {
            chosen = Some(at);
        }
        if input.consume_key(Modifiers::NONE, Key::Escape) || input.consume_key(Modifiers::NONE, Key::Tab) {
            close = true;
        }
    });
    state.choosing = Some(at);
    let theme = &look.theme;
    let popup = Popup::from_response(anchor)
        .open(true)
        .align(RectAlign::BOTTOM_END)
        .close_behavior(PopupCloseBehavior::IgnoreClicks)
        .width(anchor.rect.width().max(130.0));
    let shown = popup.show(|ui| {
        ui.set_min_width(120.0);
        ui.spacing_mut().item_spacing.y = 1.0;
        for (index, choice) in choices.iter().enumerate() {
            let text = RichText::new(look.text(&choice.name)).font(theme.grid());
            let row = ui.add_sized(
                [ui.available_width(), 24.0],
                egui::Button::selectable(index == at, text).frame(true),
            );
            if row.clicked() {
                chosen = Some(index);
            }
        }
        ui.separator();
        if ui.add(egui::Button::new(look.small(look.say("entry.clear"))).frame(false)).clicked() {
            state.draft.text.clear();
            state.commit(&sheet.key, out);
            close = true;
        }
        if ui.add(egui::Button::new(look.small(look.say("entry.not_applicable_more"))).frame(false)).clicked()
        {
            out.push(Act::AskNotApplicable);
            close = true;
        }
    });
    let outside = shown.is_some_and(|shown| {
        ui.input(|input| input.pointer.any_click())
            && !shown.response.contains_pointer()
            && !anchor.contains_pointer()
    });
    if let Some(choice) = chosen.and_then(|index| choices.get(index)) {
        state.draft.text = choice.code.to_string();
        state.commit(&sheet.key, out);
        close = true;
    }
    if close || outside {
        state.choosing = None;
        anchor.request_focus();
    }
}
