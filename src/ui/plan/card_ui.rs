//! The target as a card.

use egui::{RichText, Ui};

use crate::{
    base::UnitId,
    desk::{Desk, PlanLine},
    ui::{
        act::Act,
        icons,
        look::Look,
        plan::state::PlanState,
        widgets::{fraction_ui, link_ui, quiet_button_ui},
    },
};

/// How many units are named before the rest folds away.
const NAMED: usize = 6;

/// Draws a target as a card: what it says, how it is measured, over what, and where we stand.
pub(super) fn card_ui(
    ui: &mut Ui,
    desk: &Desk,
    unit: &UnitId,
    line: &PlanLine,
    state: &mut PlanState,
    look: &Look,
    out: &mut Vec<Act>,
) {
    let theme = &look.theme;
    ui.label(look.bold(look.text(&line.name)));
    let mut words = vec![line.clauses.join("、")];
    let nature = line.nature.name();
    if !nature.zh.is_empty() {
        words.push(look.text(&nature).to_owned());
    }
    let due = line.due.label(look.lang);
    words.push(if line.annual {
        look.say("plan.annual").into_owned()
    } else if line.due_is_horizon {
        look.say_with("plan.horizon", &[("due", &due)])
    } else {
        due
    });
    if !line.hedge.is_empty() {
        words.push(look.say_with("plan.hedge", &[("hedge", &line.hedge)]));
    }
    ui.label(look.small(words.join(" · ")));
    ui.separator();
    ui.label(RichText::new(look.say("plan.how")).font(theme.grid_bold()));
    if let Some(indicator) = desk.catalogue().indicator(&line.indicator) {
        fraction_ui(ui, &desk.catalogue().fraction(&indicator.formula), look);
        if !indicator.note.zh.is_empty() {
            ui.label(look.small(look.text(&indicator.note)));
        }
    }
    scope_ui(ui, desk, unit, line, state, look, out);
    ui.add_space(8.0);
    ui.label(RichText::new(look.say("plan.standing")).font(theme.grid_bold()));
    let unit_word = match look.text(&line.unit) {
        "%" | "‰" => "",
        _ if line.target.zh.contains(':') || line.target.zh.contains('级') => "",
        unit => unit,
    };
    let target = format!("{} {unit_word}", look.text(&line.target));
    ui.label(look.say_with("plan.asked", &[("target", target.trim())]));
    if line.gap.zh.is_empty() {
        ui.label(look.text(&line.standing.sentence));
    } else {
        ui.label(
            RichText::new(format!(
                "{} {}",
                look.say(if line.standing.gap.is_some_and(|gap| gap.is_sign_negative()) {
                    "plan.over"
                } else {
                    "plan.short"
                }),
                look.text(&line.gap)
            ))
            .font(theme.heading()),
        );
        ui.label(look.text(&line.standing.sentence));
    }
    if !line.lack.zh.is_empty() {
        ui.label(look.small(look.text(&line.lack)));
    }
    areas_ui(ui, desk, unit, line, look, out);
    if !line.undated.zh.is_empty() {
        ui.label(look.small(look.text(&line.undated)));
    }
    if !line.doubt.zh.is_empty() {
        ui.add_space(8.0);
        ui.horizontal(|ui| {
            ui.label(look.icon(icons::WARNING_CIRCLE).color(theme.soft()));
            ui.label(RichText::new(look.say("plan.doubt")).font(theme.grid_bold()).color(theme.soft()));
        });
        ui.label(RichText::new(look.text(&line.doubt)).font(theme.grid()));
    }
    ui.add_space(10.0);
    if quiet_button_ui(ui, look.say("details.see_trend")).clicked() {
        out.push(Act::OpenTrend(unit.clone(), line.indicator.clone()));
    }
}

/// Says over what it is measured, and which of the units below are in it now.
fn scope_ui(
    ui: &mut Ui,
    desk: &Desk,
    unit: &UnitId,
    line: &PlanLine,
    state: &mut PlanState,
    look: &Look,
    out: &mut Vec<Act>,
) {
    ui.label(look.small(look.say_with("plan.scope", &[("scope", look.text(&line.scope))])));
    let units = desk.units_in_scope(&line.row, unit);
    if units.is_empty() {
        return;
    }
    ui.label(look.small(look.say_with("plan.units_in_scope", &[("n", &units.len().to_string())])));
    let shown = if state.units_open { units.len() } else { units.len().min(NAMED) };
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = egui::Vec2::new(8.0, 2.0);
        for unit in &units[..shown] {
            let name =
                RichText::new(look.text(&unit.name)).font(look.theme.small()).color(look.theme.accent());
            let link = ui.add(egui::Button::new(name).frame(false));
            if link.on_hover_cursor(egui::CursorIcon::PointingHand).clicked() {
                out.push(Act::OpenTrend(unit.id.clone(), line.indicator.clone()));
            }
        }
        if units.len() > NAMED {
            let key = if state.units_open { "plan.fewer" } else { "plan.all_units" };
            if link_ui(ui, look, look.say(key)).clicked() {
                state.units_open = !state.units_open;
            }
        }
    });
}

/// Lists the areas that have to reach the target each by itself.
fn areas_ui(ui: &mut Ui, desk: &Desk, unit: &UnitId, line: &PlanLine, look: &Look, out: &mut Vec<Act>) {
    let theme = &look.theme;
    let areas = desk.area_lines(&line.row, unit);
    if areas.is_empty() {
        return;
    }
    ui.add_space(6.0);
    ui.label(RichText::new(look.say("plan.by_area")).font(theme.grid_bold()));
    for area in areas.iter() {
        let (icon, ink, key) = match area.reached {
            Some(true) => (icons::CHECK, theme.good(), "verdict.met"),
            Some(false) => (icons::WARNING, theme.soft(), "plan.not_reached"),
            None => (icons::CIRCLE, theme.quiet(), "verdict.no_data"),
        };
        ui.horizontal(|ui| {
            ui.label(look.icon(icon).color(ink));
            ui.label(look.small(look.say(key)).color(ink));
            let words = format!("{} {}", look.text(&area.name), look.text(&area.now));
            if link_ui(ui, look, words.trim()).clicked() {
                out.push(Act::OpenTrend(area.unit.clone(), line.indicator.clone()));
            }
        });
    }
}
