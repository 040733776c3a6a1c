//! The gap in real things: how many, with which population, and who is short by name.

use egui::{Button, CursorIcon, RichText, TextEdit, Ui, Vec2};
use rust_decimal::Decimal;

use crate::{
    base::{Lang, Read, quantity_from_text, quantity_text},
    desk::TrackLine,
    trend::Population,
    ui::{
        act::Act,
        look::{Look, flowing},
        track::state::TrackState,
        widgets::{link_ui, menu_button_ui},
    },
};

/// How many are named before the rest folds away.
const NAMED: usize = 8;

/// Draws the gap; nothing where nothing is missing.
pub(super) fn gap_ui(ui: &mut Ui, state: &mut TrackState, line: &TrackLine, look: &Look, out: &mut Vec<Act>) {
    let theme = &look.theme;
    let gap = &line.gap;
    let things = gap.things.as_ref().filter(|things| !things.missing.is_zero());
    if things.is_none() && gap.who.is_empty() && gap.population.is_none() {
        return;
    }
    ui.add_space(6.0);
    if let Some(things) = things {
        let is_over = things.missing.is_sign_negative();
        let key = if is_over { "plan.over" } else { "plan.short" };
        let amount = quantity_text(things.missing.abs(), things.missing.normalize().scale());
        let words = format!("{} {amount} {}", look.say(key), look.text(&things.unit));
        ui.label(look.heading(words.trim()));
        ui.label(RichText::new(flowing(look.text(&gap.sentence))).font(theme.grid()));
    }
    if gap.population.is_some() {
        population_ui(ui, state, look);
    }
    if gap.who.is_empty() {
        return;
    }
    ui.add_space(4.0);
    let words = look.say_with("track.who", &[("n", &gap.who.len().to_string())]);
    ui.label(RichText::new(words).font(theme.grid_bold()));
    let count = if state.all_short { gap.who.len() } else { gap.who.len().min(NAMED) };
    ui.spacing_mut().item_spacing.y = 1.0;
    for lacking in &gap.who[..count] {
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = Vec2::new(6.0, 0.0);
            let name = RichText::new(look.text(&lacking.name)).font(theme.grid()).color(theme.accent());
            let link = ui.add(Button::new(name).frame(false).min_size(Vec2::ZERO));
            if link.on_hover_cursor(CursorIcon::PointingHand).clicked() {
                out.push(Act::OpenTrend(lacking.unit.clone(), line.indicator.clone()));
            }
            let mut words = look.text(&lacking.has).to_owned();
            if let Some(missing) = lacking.missing.filter(|missing| !missing.is_zero()) {
                let amount = quantity_text(missing, missing.normalize().scale());
                let comma = if look.lang == Lang::Zh { "，" } else { ", " };
                words = format!("{words}{comma}{} {amount}", look.say("plan.short"));
            }
            ui.label(look.small(flowing(&words)));
        });
    }
    if gap.who.len() > NAMED {
        let key = if state.all_short { "plan.fewer" } else { "plan.all_units" };
        if link_ui(ui, look, look.say(key)).clicked() {
            state.all_short = !state.all_short;
        }
    }
}

const fn scenario_key(population: Population) -> &'static str {
    match population {
        Population::AsIs => "track.as_is",
        Population::OwnGrowth => "track.own_growth",
        Population::Growth(_) => "track.growth",
        Population::Figure(_) => "track.figure",
    }
}

/// Draws the choice of what the population is taken to be; it holds for every target.
fn population_ui(ui: &mut Ui, state: &mut TrackState, look: &Look) {
    let scenarios = [
        Population::AsIs,
        Population::OwnGrowth,
        Population::Growth(Decimal::ZERO),
        Population::Figure(Decimal::ZERO),
    ];
    ui.horizontal(|ui| {
        let title = look.say("track.population").into_owned();
        ui.label(look.small(title.clone()));
        let current = look.say(scenario_key(state.population)).into_owned();
        menu_button_ui(ui, look, &current, &title, |ui| {
            for scenario in scenarios {
                let key = scenario_key(scenario);
                let is_chosen = key == scenario_key(state.population);
                if ui.selectable_label(is_chosen, look.say(key)).clicked() && !is_chosen {
                    state.population = scenario;
                    state.typed.clear();
                }
            }
        });
        let (unit, hint) = match state.population {
            Population::Growth(_) => ("%", "track.growth_hint"),
            Population::Figure(_) => ("", "track.figure_hint"),
            Population::AsIs | Population::OwnGrowth => return,
        };
        let hint = look.say(hint).into_owned();
        let field = TextEdit::singleline(&mut state.typed).hint_text(hint.clone()).desired_width(86.0);
        let field = ui.add(field);
        field.widget_info(|| egui::WidgetInfo::labeled(egui::Role::TextInput, true, &hint));
        ui.label(look.small(unit));
        if field.lost_focus() {
            take_typed(state);
        }
    });
    let is_asked = matches!(state.population, Population::Growth(_) | Population::Figure(_));
    if is_asked && !state.typed.is_empty() && typed_population(state).is_none() {
        ui.label(look.small(look.say("track.not_read")).color(look.theme.soft()));
    }
}

/// Reads what is typed as a scenario; `None` if it is no number that can be one.
fn typed_population(state: &TrackState) -> Option<Population> {
    let read = |decimals, unit| match quantity_from_text(&state.typed, decimals, unit) {
        Ok(Read::Quantity(value)) => Some(value),
        _ => None,
    };
    match state.population {
        Population::Growth(_) => {
            read(3, "%").filter(|rate| rate.abs() < Decimal::ONE_HUNDRED).map(Population::Growth)
        }
        Population::Figure(_) => {
            read(0, "人").filter(|people| *people > Decimal::ZERO).map(Population::Figure)
        }
        Population::AsIs | Population::OwnGrowth => None,
    }
}

fn take_typed(state: &mut TrackState) {
    if let Some(population) = typed_population(state) {
        state.population = population;
    }
}
