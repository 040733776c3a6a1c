//! The list of choices under an active cell.

use egui::{Key, Modifiers, Popup, PopupCloseBehavior, RectAlign, Response, RichText, Ui};

use crate::{
    base::Lang,
    desk::Sheet,
    indicator::{Choice, Element},
    ui::{act::Act, entry::EntryState, look::Look},
};

impl EntryState {
    /// Says which of a list's answers stands in the active cell; the first if none does.
    pub(super) fn choice_at(&self, element: &Element, lang: Lang) -> usize {
        let text = &self.draft.text;
        let is_current = |choice: &Choice| choice.name.text(lang) == text || choice.code.to_string() == *text;
        element.choices().iter().position(is_current).unwrap_or(0)
    }
}

/// What the keys did to the open list.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct ListKeys {
    chosen: bool,
    close: bool,
}

/// Takes the list's keys out of the input; before the cell is drawn, because Enter on it counts as a click.
pub(super) fn list_keys(ui: &Ui, element: &Element, state: &mut EntryState) -> ListKeys {
    let mut keys = ListKeys::default();
    let Some(at) = &mut state.choosing else { return keys };
    let last = element.choices().len().saturating_sub(1);
    ui.input_mut(|input| {
        if input.consume_key(Modifiers::NONE, Key::ArrowDown) {
            *at = (*at + 1).min(last);
        }
        if input.consume_key(Modifiers::NONE, Key::ArrowUp) {
            *at = at.saturating_sub(1);
        }
        let space = input.consume_key(Modifiers::NONE, Key::Space);
        if space {
            // The space that chooses is not typed into the cell.
            input.events.retain(|event| !matches!(event, egui::Event::Text(text) if text == " "));
        }
        keys.chosen = input.consume_key(Modifiers::NONE, Key::Enter) || space;
        keys.close =
            input.consume_key(Modifiers::NONE, Key::Escape) || input.consume_key(Modifiers::NONE, Key::Tab);
    });
    keys
}

/// Draws the open list; arrows and Enter work it as well as the mouse.
#[allow(clippy::too_many_arguments, reason = "the one place where list, cell and screen meet")]
pub(super) fn choice_list_ui(
    ui: &mut Ui,
    anchor: &Response,
    keys: ListKeys,
    element: &Element,
    state: &mut EntryState,
    sheet: &Sheet,
    look: &Look,
    out: &mut Vec<Act>,
) {
    let Some(at) = state.choosing else { return };
    let choices = element.choices();
    let mut chosen = keys.chosen.then_some(at);
    let mut close = keys.close;
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
            let row = egui::Button::selectable(index == at, text).frame(true);
            let row = row.min_size(egui::Vec2::new(ui.available_width(), 24.0));
            let left = egui::Layout::top_down_justified(egui::Align::LEFT);
            let row = ui.with_layout(left, |ui| ui.add(row)).inner;
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
