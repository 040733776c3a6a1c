//! The second row over a trend: shape of the path, baseline, plans beside, forecast, years in sight.

use egui::{Align, Button, Layout, RichText, Ui, Vec2};

use crate::{
    desk::{Desk, TrendView},
    plan::Plan,
    trend::{Method, PathShape},
    ui::{
        look::Look,
        trend::{baseline_ui::baseline_ui, shown::zoomed, state::TrendState},
        widgets::{form_button_ui, menu_button_ui},
    },
};

/// Draws the row.
pub(super) fn options_ui(ui: &mut Ui, desk: &Desk, state: &mut TrendState, view: &TrendView, look: &Look) {
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        shape_ui(ui, state, look);
        baseline_ui(ui, state, view, look);
        beside_ui(ui, desk, state, look);
        forecast_ui(ui, state, look);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.spacing_mut().item_spacing.x = 2.0;
            years_ui(ui, state, view, look);
        });
    });
}

const fn shape_key(shape: PathShape) -> &'static str {
    match shape {
        PathShape::Linear => "trend.linear",
        PathShape::Compound => "trend.compound",
        PathShape::Step => "trend.step",
    }
}

fn shape_ui(ui: &mut Ui, state: &mut TrendState, look: &Look) {
    let title = look.say("target.path").into_owned();
    ui.label(look.small(title.clone()));
    let current = look.say(shape_key(state.choice.shape)).into_owned();
    menu_button_ui(ui, look, &current, &title, |ui| {
        for shape in [PathShape::Linear, PathShape::Compound, PathShape::Step] {
            if ui.selectable_label(state.choice.shape == shape, look.say(shape_key(shape))).clicked() {
                state.choice.shape = shape;
            }
        }
    });
}

/// Draws the choice of further plans whose targets are drawn; those of nation and province above ours are there anyway.
fn beside_ui(ui: &mut Ui, desk: &Desk, state: &mut TrendState, look: &Look) {
    let own = desk.plan().map(|plan| plan.id.clone());
    let Some(indicator) = state.indicator.clone() else { return };
    // Only those that ask something of this indicator: another one would be chosen and draw nothing.
    let asks = |plan: &&Plan| Some(&plan.id) != own.as_ref() && !plan.targets_on(&indicator).is_empty();
    let others: Vec<&Plan> = desk.plans().iter().map(AsRef::as_ref).filter(asks).collect();
    if others.is_empty() {
        return;
    }
    let count = others.iter().filter(|plan| state.choice.beside.contains(&plan.id)).count();
    let title = look.say("trend.beside").into_owned();
    let current = if count == 0 { title.clone() } else { format!("{title} {count}") };
    form_button_ui(ui, look, &current, &title, |ui| {
        for plan in others {
            let mut is_chosen = state.choice.beside.contains(&plan.id);
            if ui.checkbox(&mut is_chosen, look.text(&plan.title)).changed() {
                state.choice.beside.retain(|id| *id != plan.id);
                if is_chosen {
                    state.choice.beside.push(plan.id.clone());
                }
            }
        }
    });
}

fn forecast_ui(ui: &mut Ui, state: &mut TrendState, look: &Look) {
    let title = look.say("track.forecast").into_owned();
    ui.label(look.small(title.clone()));
    let none = look.say("trend.no_method").into_owned();
    let current = if state.drawn.without_forecast {
        none.clone()
    } else {
        look.text(&state.choice.method.name()).to_owned()
    };
    menu_button_ui(ui, look, &current, &title, |ui| {
        for method in Method::ALL {
            let is_chosen = !state.drawn.without_forecast && state.choice.method == method;
            if ui.selectable_label(is_chosen, look.text(&method.name())).clicked() {
                state.choice.method = method;
                state.drawn.without_forecast = false;
            }
        }
        if ui.selectable_label(state.drawn.without_forecast, none).clicked() {
            state.drawn.without_forecast = true;
        }
    });
}

fn years_ui(ui: &mut Ui, state: &mut TrendState, view: &TrendView, look: &Look) {
    let all = view.chart.years;
    let shown = state.drawn.years.unwrap_or(all);
    let button = |ui: &mut Ui, text: &str, name: &str, is_enabled: bool| {
        let text = RichText::new(text).font(look.theme.grid());
        let response = ui.add_enabled(is_enabled, Button::new(text).min_size(Vec2::new(24.0, 22.0)));
        let name = look.say(name).into_owned();
        response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, is_enabled, &name));
        response.on_hover_text(name).clicked()
    };
    // From the right to the left.
    if button(ui, "+", "trend.closer", shown.1 - shown.0 > 2) {
        state.drawn.years = zoomed(all, state.drawn.years, 1, f64::from(shown.1));
    }
    if button(ui, "−", "trend.farther", shown != all) {
        state.drawn.years = zoomed(all, state.drawn.years, -1, f64::from(shown.1));
    }
    ui.label(look.small(format!("{}—{}", shown.0, shown.1)));
    // Where it comes and goes, nothing else moves.
    if state.drawn.years.is_some() && button(ui, &look.say("trend.whole"), "trend.whole", true) {
        state.drawn.years = None;
    }
}
