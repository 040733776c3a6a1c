//! The choice of a unit: the tree, or what fits what is typed.

use egui::{Key, Margin, Modifiers, Popup, PopupCloseBehavior, Role, ScrollArea, TextEdit, Ui, WidgetInfo};

use crate::{
    base::{Query, UnitId},
    ui::{look::Look, widgets::buttons_ui::caret_button_ui},
    unit::{Tree, Unit},
};

/// Draws the choice under its accessible name; gives the unit that was picked.
pub fn unit_picker_ui(ui: &mut Ui, look: &Look, tree: &Tree, current: &UnitId, name: &str) -> Option<UnitId> {
    unit_choice_ui(ui, look, tree, (Some(current), ""), name, |_| true)
}

/// Draws the choice of a unit among those that can be it, where perhaps none is chosen yet: then with other words.
pub fn unit_choice_ui(
    ui: &mut Ui,
    look: &Look,
    tree: &Tree,
    (current, none): (Option<&UnitId>, &str),
    name: &str,
    can_be: impl Fn(&Unit) -> bool,
) -> Option<UnitId> {
    let known = current.and_then(|current| tree.unit(current));
    let shown = known.map_or(none, |unit| look.text(&unit.name)).to_owned();
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
        let units = fitting(tree, &query, &can_be);
        let height = ui.text_style_height(&egui::TextStyle::Button) + 2.0 * ui.spacing().button_padding.y;
        // There may be thousands: only those in sight are laid out.
        ScrollArea::vertical().max_height(420.0).show_rows(ui, height, units.len(), |ui, rows| {
            for at in rows {
                let unit = units[at];
                let text = if query.is_empty() {
                    format!("{}{}", "\u{3000}".repeat(depth(tree, unit, &can_be)), look.text(&unit.name))
                } else {
                    look.text(&unit.name).to_owned()
                };
                if ui.selectable_label(Some(&unit.id) == current, text).clicked() {
                    picked = Some(unit.id.clone());
                    ui.close();
                }
            }
        });
        if let Some(first) = units.first().filter(|_| entered) {
            picked = Some(first.id.clone());
            ui.close();
        }
        if units.is_empty() {
            ui.label(look.small(look.say("palette.nothing")));
        }
    });
    picked
}

/// Gives the units that fit, what is written so first.
fn fitting<'t>(tree: &'t Tree, query: &Query, can_be: impl Fn(&Unit) -> bool) -> Vec<&'t Unit> {
    let offered = tree.all().filter(|unit| can_be(unit));
    let mut units: Vec<_> =
        offered.filter_map(|unit| Some((query.fit(&unit.name, unit.id.as_str())?, unit))).collect();
    units.sort_by_key(|(fit, _)| *fit);
    units.into_iter().map(|(_, unit)| unit).collect()
}

/// Counts the units above one that are offered as well.
fn depth(tree: &Tree, unit: &Unit, can_be: impl Fn(&Unit) -> bool) -> usize {
    let above = |unit: &Unit| unit.parent.as_ref().and_then(|id| tree.unit(id));
    std::iter::successors(above(unit), |unit| above(unit)).filter(|unit| can_be(unit)).count()
}
