//! A baseline somebody types, with where it comes from, and points the path leads through.

use egui::{Role, TextEdit, Ui, Vec2, WidgetInfo};
use rust_decimal::Decimal;

use crate::{
    base::{Period, Read, quantity_from_text},
    desk::{TrendView, TypedStart},
    ui::{
        look::Look,
        trend::{state::TrendState, stops_ui::stops_ui},
        widgets::{form_button_ui, primary_button_ui, quiet_button_ui},
    },
};

/// Decimals a typed baseline may have: more than any indicator is shown with.
const DECIMALS: u32 = 6;

/// Draws the choice of baseline and points with its form.
pub(super) fn baseline_ui(ui: &mut Ui, state: &mut TrendState, view: &TrendView, look: &Look) {
    let name = look.say("trend.baseline").into_owned();
    let shown = shown(state, view, look).unwrap_or_else(|| name.clone());
    form_button_ui(ui, look, &shown, &name, |ui| {
        ui.set_width(280.0);
        ui.spacing_mut().item_spacing.y = 6.0;
        ui.label(look.bold(look.say("trend.baseline_title")));
        let unit = look.text(&view.indicator.unit).to_owned();
        field_ui(ui, "trend.baseline_year", &mut state.baseline.year, "", look);
        field_ui(ui, "trend.baseline_value", &mut state.baseline.value, &unit, look);
        field_ui(ui, "trend.baseline_source", &mut state.baseline.source, "", look);
        let read = start_of(state, &view.indicator.unit.zh);
        let is_typed = !state.baseline.year.is_empty() && !state.baseline.value.is_empty();
        if is_typed && read.is_none() {
            ui.label(look.small(look.say("track.not_read")).color(look.theme.soft()));
        }
        ui.horizontal(|ui| {
            let may = read.is_some();
            let use_it = ui.add_enabled_ui(may, |ui| primary_button_ui(ui, look, look.say("trend.use")));
            if use_it.inner.clicked() {
                state.choice.start = read;
            }
            let is_chosen = state.choice.start.is_some();
            if is_chosen && quiet_button_ui(ui, look.say("trend.no_baseline")).clicked() {
                state.choice.start = None;
            }
        });
        ui.separator();
        stops_ui(ui, state, view, look);
    });
}

/// Words what is typed: 基期 2020年 6.00 · 2 个节点; `None` while nothing is.
fn shown(state: &TrendState, view: &TrendView, look: &Look) -> Option<String> {
    let start = state.choice.start.as_ref().map(|start| {
        let (period, value) = (start.period.label(look.lang), view.scale.value(start.value, look.lang));
        look.say_with("trend.baseline_of", &[("period", &period), ("value", &value)])
    });
    let count = state.choice.stops.len();
    let stops = (count > 0).then(|| look.say_with("trend.n_stops", &[("n", &count.to_string())]));
    let told: Vec<String> = start.into_iter().chain(stops).collect();
    (!told.is_empty()).then(|| told.join(" · "))
}

fn field_ui(ui: &mut Ui, key: &str, text: &mut String, unit: &str, look: &Look) {
    ui.horizontal(|ui| {
        let name = look.say(key).into_owned();
        let size = Vec2::new(64.0, 24.0);
        ui.allocate_ui(size, |ui| {
            ui.set_min_size(size);
            ui.label(look.small(name.clone()));
        });
        let width = if unit.is_empty() { 196.0 } else { 120.0 };
        let field = ui.add(TextEdit::singleline(text).desired_width(width));
        field.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, &name));
        ui.label(look.small(unit));
    });
}

/// Reads what is typed; `None` if year or value cannot be read.
fn start_of(state: &TrendState, unit: &str) -> Option<TypedStart> {
    let year = number(&state.baseline.year, 0, "年")?;
    let year: i32 = year.try_into().ok().filter(|year| (1949..=2100).contains(year))?;
    let value = value_from(&state.baseline.value, unit)?;
    Some(TypedStart { period: Period::year(year), value, source: state.baseline.source.trim().to_owned() })
}

/// Reads a value of an indicator; `None` if it is none.
pub(super) fn value_from(text: &str, unit: &str) -> Option<Decimal> {
    number(text, DECIMALS, unit)
}

fn number(text: &str, decimals: u32, unit: &str) -> Option<Decimal> {
    match quantity_from_text(text, decimals, unit) {
        Ok(Read::Quantity(value)) => Some(value),
        _ => None,
    }
}
