//! The choice of a unit: the tree, or what fits what is typed.

use egui::{Key, Margin, Modifiers, Popup, PopupCloseBehavior, Role, ScrollArea, TextEdit, Ui, WidgetInfo};

use crate::{
    base::{Query, UnitId},
    ui::{look::Look, widgets::buttons_ui::caret_button_ui},
    unit::{Tree, Unit},
};

/// Draws the choice under its accessible name; gives the unit that was picked.
pub fn unit_picker_ui(ui: &mut Ui, look: &Look, tree: &Tree, current: &UnitId, name: &str) -> Option<UnitId> {
    let shown = tree.unit(current).map(|unit| look.text(&unit.name).to_owned()).unwrap_or_default();
    let button = caret_button_ui(ui, look, &shown, name);
    let memory = button.id.with("typed");
    let mut picked = None;
    let popup = Popup::menu(&button).close_behavior(PopupCloseBehavior::CloseOnClickOutside);
    popup.show(|ui| {
        ui.set_width(320.0);
        // What was typed the last time is not meant now.
        let mut typed: String = ui.data(|data| data.get_temp(memory)).unwrap_or_default();
        if button.clicked() {
            typed.clear();
        }
        // Taken before the field, so that it neither leaves it nor reaches the screen behind.
        let entered =
            !typed.is_empty() && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Enter));
        let hint = look.say("unit.search").into_owned();
        let edit = TextEdit::singleline(&mut typed)
            .margin(Margin::symmetric(8, 4))
            .hint_text(hint.clone())
            .desired_width(f32::INFINITY);
        let field = ui.add(edit);
        field.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, &hint));
        if button.clicked() {
            field.request_focus();
        }
        let query = Query::new(&typed);
        ui.data_mut(|data| data.insert_temp(memory, typed));
        let units = fitting(tree, &query);
        ScrollArea::vertical().max_height(420.0).show(ui, |ui| {
            for (at, unit) in units.iter().enumerate() {
                let text = if query.is_empty() {
                    format!("{}{}", "\u{3000}".repeat(depth(tree, unit)), look.text(&unit.name))
                } else {
                    look.text(&unit.name).to_owned()
                };
                if ui.selectable_label(unit.id == *current, text).clicked() || (entered && at == 0) {
                    picked = Some(unit.id.clone());
                    ui.close();
                }
            }
            if units.is_empty() {
                ui.label(look.small(look.say("palette.nothing")));
            }
        });
    });
    picked
}

/// Gives the units that fit, what is written so first.
fn fitting<'t>(tree: &'t Tree, query: &Query) -> Vec<&'t Unit> {
    let mut units: Vec<_> =
        tree.all().filter_map(|unit| Some((query.fit(&unit.name, unit.id.as_str())?, unit))).collect();
    units.sort_by_key(|(fit, _)| *fit);
    units.into_iter().map(|(_, unit)| unit).collect()
}

fn depth(tree: &Tree, unit: &Unit) -> usize {
    std::iter::successors(unit.parent.as_ref(), |id| tree.unit(id)?.parent.as_ref()).count()
}
