//! 自填节点: points of one's own that the path leads through.

use egui::{Role, TextEdit, Ui, Vec2, WidgetInfo};
use rust_decimal::Decimal;

use crate::{
    base::Period,
    desk::TrendView,
    ui::{
        look::Look,
        trend::{
            baseline_ui::value_from,
            state::{TrendState, TypedStop},
        },
        widgets::quiet_button_ui,
    },
};

/// Draws the points that were typed, and the fields for one more.
pub(super) fn stops_ui(ui: &mut Ui, state: &mut TrendState, view: &TrendView, look: &Look) {
    ui.label(look.bold(look.say("trend.stops")));
    let mut left = None;
    for (at, (period, value)) in state.choice.stops.iter().enumerate() {
        ui.horizontal(|ui| {
            let words = format!("{}  {}", period.label(look.lang), view.scale.with_unit(*value, look.lang));
            let size = Vec2::new(186.0, 24.0);
            ui.allocate_ui(size, |ui| {
                ui.set_min_size(size);
                ui.label(words.clone());
            });
            let button = quiet_button_ui(ui, look.say("trend.drop_stop"));
            let name = format!("{} {words}", look.say("trend.drop_stop"));
            button.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
            if button.clicked() {
                left = Some(at);
            }
        });
    }
    if let Some(at) = left {
        state.choice.stops.remove(at);
    }
    ui.horizontal(|ui| {
        field_ui(ui, "trend.stop_period", &mut state.stop.period, 86.0, look);
        field_ui(ui, "trend.stop_value", &mut state.stop.value, 86.0, look);
        let read = stop_of(&state.stop, &view.indicator.unit.zh);
        let is_read = read.is_some();
        if ui.add_enabled_ui(is_read, |ui| quiet_button_ui(ui, look.say("trend.add_stop"))).inner.clicked()
            && let Some((period, value)) = read
        {
            state.choice.stops.retain(|(known, _)| *known != period);
            state.choice.stops.push((period, value));
            state.choice.stops.sort_by_key(|(period, _)| period.last_day());
            state.stop = TypedStop::default();
        }
    });
    let is_typed = !state.stop.period.is_empty() && !state.stop.value.is_empty();
    if is_typed && stop_of(&state.stop, &view.indicator.unit.zh).is_none() {
        ui.label(look.small(look.say("track.not_read")).color(look.theme.soft()));
    }
}

fn field_ui(ui: &mut Ui, key: &str, text: &mut String, width: f32, look: &Look) {
    let name = look.say(key).into_owned();
    let field = ui.add(TextEdit::singleline(text).hint_text(name.clone()).desired_width(width));
    field.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, &name));
}

/// Reads a point: a year, half, quarter or month as 2024, 2024H1, 2024Q2, 2024-06, and a value of the indicator.
fn stop_of(typed: &TypedStop, unit: &str) -> Option<(Period, Decimal)> {
    let period: Period = typed.period.trim().trim_end_matches('年').parse().ok()?;
    let is_known = (1949..=2100).contains(&period.calendar_year());
    Some((period, value_from(&typed.value, unit)?)).filter(|_| is_known)
}
