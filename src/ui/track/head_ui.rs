//! The choices over 监测: plan, unit, view, search, files.

use egui::{Align, Layout, Role, TextEdit, Ui, WidgetInfo};

use crate::{
    base::Lang,
    desk::Desk,
    ui::{
        act::{Act, TrackFile},
        look::Look,
        track::state::{Shown, TrackState, View},
        widgets::{menu_button_ui, segments_ui, unit_picker_ui},
    },
};

/// Draws the choices.
pub(super) fn head_ui(
    ui: &mut Ui,
    desk: &Desk,
    state: &mut TrackState,
    shown: Option<&Shown>,
    look: &Look,
    out: &mut Vec<Act>,
) {
    ui.horizontal_centered(|ui| {
        ui.label(look.heading(look.say("route.track")));
        plan_ui(ui, desk, state, look);
        let unit = state.unit_of(desk);
        if let Some(unit) = unit_picker_ui(ui, look, desk.tree(), &unit, &look.say("trend.unit")) {
            state.unit = Some(unit);
        }
        let labels = View::ALL.map(|view| look.say(view.key()).into_owned());
        let chosen = View::ALL.iter().position(|view| *view == state.view).unwrap_or(0);
        let width = 4.0 * if look.lang == Lang::Zh { 56.0 } else { 70.0 };
        let size = egui::Vec2::new(width, 26.0);
        ui.allocate_ui_with_layout(size, Layout::left_to_right(Align::Center), |ui| {
            if let Some(view) = segments_ui(ui, look, &labels, chosen).and_then(|at| View::ALL.get(at)) {
                state.view = *view;
            }
        });
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            files_ui(ui, shown.is_some(), look, out);
            let hint = look.say("plan.search").into_owned();
            let field = TextEdit::singleline(&mut state.wish.search).hint_text(hint.clone());
            let field = ui.add(field.desired_width(130.0));
            field.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, &hint));
            if state.lines.is_running() {
                ui.label(look.small(look.say("track.counting")));
            }
        });
    });
}

fn plan_ui(ui: &mut Ui, desk: &Desk, state: &mut TrackState, look: &Look) {
    let current = state.plan_of(desk);
    let title = desk.plans().iter().find(|plan| Some(&plan.id) == current.as_ref());
    let title = title.map(|plan| look.text(&plan.title).to_owned()).unwrap_or_default();
    let longest = if look.lang == Lang::Zh { 16 } else { 30 };
    let shown: String = if title.chars().count() > longest {
        title.chars().take(longest - 1).chain(['…']).collect()
    } else {
        title.clone()
    };
    let name = look.say("plan.other").into_owned();
    let button = menu_button_ui(ui, look, &shown, &name, |ui| {
        for plan in desk.plans() {
            if ui.selectable_label(Some(&plan.id) == current.as_ref(), look.text(&plan.title)).clicked() {
                state.plan = Some(plan.id.clone());
                state.wish = Default::default();
                state.row = None;
            }
        }
    });
    button.on_hover_text(title);
}

fn files_ui(ui: &mut Ui, has_any: bool, look: &Look, out: &mut Vec<Act>) {
    let label = look.say("track.files").into_owned();
    ui.add_enabled_ui(has_any, |ui| {
        menu_button_ui(ui, look, &label, &label, |ui| {
            for file in TrackFile::ALL {
                if ui.button(look.say(file.key())).clicked() {
                    out.push(Act::SaveTrack(file));
                }
            }
        });
    });
}
