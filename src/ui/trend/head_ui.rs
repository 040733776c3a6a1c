//! The first row over a trend: indicator, unit, scope, files.

use egui::{Align, Button, Key, Layout, Margin, ScrollArea, TextEdit, Ui};

use crate::{
    base::{IndicatorId, Query},
    desk::{Desk, TrendView},
    ui::{
        act::{Act, ExportKind},
        look::Look,
        trend::state::TrendState,
        widgets::{menu_button_ui, quiet_button_ui, unit_picker_ui},
    },
};

/// Draws the row.
pub(super) fn head_ui(
    ui: &mut Ui,
    desk: &Desk,
    state: &mut TrendState,
    view: Option<&TrendView>,
    look: &Look,
    out: &mut Vec<Act>,
) {
    ui.horizontal(|ui| {
        let name = view.map(|view| look.text(&view.indicator.name).to_owned()).unwrap_or_default();
        // A Chinese character is twice as wide as a Latin one.
        let (wide, most) = if look.lang == crate::base::Lang::Zh { (18.0, 30) } else { (10.0, 56) };
        let longest = (((ui.available_width() - 620.0) / wide) as usize).clamp(8, most);
        let shown: String = if name.chars().count() > longest {
            name.chars().take(longest - 1).chain(['…']).collect()
        } else {
            name.clone()
        };
        ui.label(look.heading(shown)).on_hover_text(&name);
        indicator_ui(ui, desk, state, look);
        if let Some(view) = view {
            ui.label(look.small(look.text(&view.indicator.unit)));
        }
        unit_ui(ui, desk, state, look);
        if let Some(view) = view.filter(|view| view.scopes.len() > 1) {
            scope_ui(ui, state, view, look);
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let save = look.say("trend.save").into_owned();
            menu_button_ui(ui, look, &save, &save, |ui| {
                for (kind, key) in [
                    (ExportKind::Png, "trend.png"),
                    (ExportKind::Svg, "trend.svg"),
                    (ExportKind::Csv, "trend.csv"),
                ] {
                    if ui.button(look.say(key)).clicked() {
                        out.push(Act::SaveTrend(kind));
                    }
                }
            });
            if quiet_button_ui(ui, look.say("trend.copy_table")).clicked() {
                out.push(Act::CopyTrend(ExportKind::Csv));
            }
            if quiet_button_ui(ui, look.say("trend.copy_chart")).clicked() {
                out.push(Act::CopyTrend(ExportKind::Png));
            }
        });
    });
}

fn indicator_ui(ui: &mut Ui, desk: &Desk, state: &mut TrendState, look: &Look) {
    let label = look.say("trend.other_indicator").into_owned();
    let mut picked = None;
    let search = &mut state.search;
    let current = state.indicator.clone();
    let button = ui.add(Button::new(look.small(label.clone())));
    egui::Popup::menu(&button).close_behavior(egui::PopupCloseBehavior::CloseOnClickOutside).show(|ui| {
        ui.set_width(420.0);
        let hint = look.say("trend.search").into_owned();
        let field = ui.add(
            TextEdit::singleline(search)
                .margin(Margin::symmetric(8, 4))
                .hint_text(hint.clone())
                .desired_width(f32::INFINITY),
        );
        field.widget_info(|| egui::WidgetInfo::labeled(egui::Role::TextInput, true, &hint));
        if button.clicked() {
            field.request_focus();
        }
        let query = Query::new(search);
        let in_plan = |id: &IndicatorId| {
            desk.plan()
                .is_some_and(|plan| !plan.targets_on(id).is_empty() || !plan.baselines_on(id).is_empty())
        };
        let fits = desk.catalogue().indicators().filter_map(|indicator| {
            let fit = query.fit(&indicator.name, indicator.id.as_str())?;
            (!query.is_empty() || in_plan(&indicator.id)).then_some((fit, indicator))
        });
        let mut found: Vec<_> = fits.collect();
        found.sort_by_key(|(fit, _)| *fit);
        let entered = ui.input(|input| input.key_pressed(Key::Enter));
        ScrollArea::vertical().max_height(380.0).show(ui, |ui| {
            for (at, (_, indicator)) in found.into_iter().take(80).enumerate() {
                let chosen = current.as_ref() == Some(&indicator.id);
                let clicked = ui.selectable_label(chosen, look.text(&indicator.name)).clicked();
                if clicked || (entered && at == 0 && !query.is_empty()) {
                    picked = Some(indicator.id.clone());
                }
            }
        });
        if picked.is_some() {
            ui.close();
        }
    });
    if let Some(picked) = picked {
        state.turn_to(picked);
        state.search.clear();
    }
}

fn unit_ui(ui: &mut Ui, desk: &Desk, state: &mut TrendState, look: &Look) {
    let current = state.unit.as_ref().unwrap_or(desk.seat());
    if let Some(unit) = unit_picker_ui(ui, look, desk.tree(), current, &look.say("trend.unit")) {
        state.unit = Some(unit);
    }
}

/// Draws the choice between the scopes that different targets name.
fn scope_ui(ui: &mut Ui, state: &mut TrendState, view: &TrendView, look: &Look) {
    let current = view.scopes.iter().find(|(id, _)| Some(id) == view.scope.as_ref());
    let shown = current.map(|(_, name)| look.text(name).to_owned()).unwrap_or_default();
    let label = look.say("plan.scope_title").into_owned();
    menu_button_ui(ui, look, &shown, &label, |ui| {
        for (id, name) in &view.scopes {
            if ui.selectable_label(view.scope.as_ref() == Some(id), look.text(name)).clicked() {
                state.scope = Some(id.clone());
                ui.close();
            }
        }
    });
}
