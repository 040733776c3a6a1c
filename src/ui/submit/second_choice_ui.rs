//! The list of choices under a cell of the second typing; it works as the one in the grid.

use egui::{
    Button, Key, Modifiers, Popup, PopupCloseBehavior, RectAlign, Response, RichText, Role, Ui, WidgetInfo,
};

use crate::{
    base::ElementId,
    desk::Desk,
    indicator::Element,
    returns::ReturnKey,
    ui::{act::Act, icons, look::Look, submit::second_ui::Typing},
};

/// Takes the list's keys before the field sees them: Alt+↓, F2 and the space bar open it, the arrows, Enter and Esc work
/// it. Says whether the list has the keys.
pub(super) fn choice_keys(
    ui: &Ui,
    desk: &Desk,
    key: &ReturnKey,
    id: &ElementId,
    typing: &mut Typing,
    out: &mut Vec<Act>,
) -> bool {
    let Some(element) = desk.catalogue().element(id).filter(|element| element.is_choice()) else {
        return false;
    };
    let choices = element.choices();
    let pressed = |modifiers, key| ui.input_mut(|input| input.consume_key(modifiers, key));
    let Some((_, at)) = typing.choosing.as_mut().filter(|(of, _)| of == id) else {
        let mut opens = pressed(Modifiers::ALT, Key::ArrowDown) || pressed(Modifiers::NONE, Key::F2);
        opens |= space_pressed(ui);
        if opens {
            typing.choosing = Some((id.clone(), 0));
        }
        return opens;
    };
    if pressed(Modifiers::NONE, Key::ArrowDown) {
        *at = (*at + 1).min(choices.len().saturating_sub(1));
    }
    if pressed(Modifiers::NONE, Key::ArrowUp) {
        *at = at.saturating_sub(1);
    }
    let at = *at;
    if pressed(Modifiers::NONE, Key::Enter) || space_pressed(ui) {
        if let Some(choice) = choices.get(at) {
            typing.choose(key, id, choice.code, out);
        }
    } else if pressed(Modifiers::NONE, Key::Escape) {
        typing.choosing = None;
        // egui lets go of the focus on Esc before anybody can take the key.
        ui.memory_mut(|memory| memory.request_focus(crate::ui::submit::second_ui::field_id(id)));
    }
    true
}

/// Takes a space bar that was pressed, and the space it would type.
fn space_pressed(ui: &Ui) -> bool {
    ui.input_mut(|input| {
        let pressed = input.consume_key(Modifiers::NONE, Key::Space);
        if pressed {
            input.events.retain(|event| !matches!(event, egui::Event::Text(text) if text == " "));
        }
        pressed
    })
}

/// Draws the caret that opens the list, and the list while it is open.
pub(super) fn choices_ui(
    ui: &mut Ui,
    field: &Response,
    key: &ReturnKey,
    element: &Element,
    typing: &mut Typing,
    look: &Look,
    out: &mut Vec<Act>,
) {
    let is_open = typing.choosing.as_ref().is_some_and(|(of, _)| *of == element.id);
    let caret = ui.add(Button::new(look.icon(icons::CARET_DOWN).color(look.theme.quiet())).frame(false));
    let name = look.say_with("hands.choices_of", &[("name", look.text(&element.name))]);
    caret.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
    if caret.clicked() {
        typing.choosing = (!is_open).then(|| (element.id.clone(), 0));
        field.request_focus();
        return;
    }
    let Some((_, at)) = typing.choosing.clone().filter(|_| is_open) else { return };
    let popup = Popup::from_response(field)
        .open(true)
        .align(RectAlign::BOTTOM_START)
        .close_behavior(PopupCloseBehavior::IgnoreClicks)
        .width(field.rect.width().max(140.0));
    let mut chosen = None;
    let shown = popup.show(|ui| {
        ui.spacing_mut().item_spacing.y = 1.0;
        for (place, choice) in element.choices().iter().enumerate() {
            let text = RichText::new(look.text(&choice.name)).font(look.theme.grid());
            let row =
                Button::selectable(place == at, text).min_size(egui::Vec2::new(ui.available_width(), 24.0));
            if ui.add(row).clicked() {
                chosen = Some(choice.code);
            }
        }
    });
    let outside = shown.is_some_and(|shown| {
        ui.input(|input| input.pointer.any_click())
            && !shown.response.contains_pointer()
            && !field.contains_pointer()
    });
    if let Some(code) = chosen {
        typing.choose(key, &element.id, code, out);
        field.request_focus();
    } else if outside {
        typing.choosing = None;
    }
}
