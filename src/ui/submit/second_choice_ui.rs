//! The list of choices under a cell of the second typing; it works as the one in the grid.

use egui::{Button, Popup, PopupCloseBehavior, RectAlign, Response, RichText, Role, Ui, WidgetInfo};

use crate::{
    indicator::Element,
    returns::ReturnKey,
    ui::{act::Act, icons, look::Look, submit::second_ui::Typing},
};

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
            let left = egui::Layout::top_down_justified(egui::Align::LEFT);
            if ui.with_layout(left, |ui| ui.add(row)).inner.clicked() {
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
