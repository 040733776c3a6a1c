//! What became of a unit: the register's own days, and who changed the register when.

use chrono::NaiveDate;
use egui::{Label, RichText, Ui};

use super::state::RegisterState;
use crate::{base::UnitId, desk::Desk, ui::look::Look, unit::Unit};

/// Draws the days in the life of a unit, the newest first.
pub(super) fn timeline_ui(ui: &mut Ui, desk: &Desk, unit: &Unit, look: &Look) {
    let mut days: Vec<(Option<NaiveDate>, String)> = Vec::new();
    let named = |id: &UnitId| look.text(&desk.unit_name(id)).to_owned();
    if let Some(opened) = unit.opened {
        days.push((Some(opened), look.say("reg.was_opened").into_owned()));
    }
    for standing in &unit.standings {
        let words =
            [look.text(&standing.rank()).to_owned(), look.text(&standing.ownership.name()).to_owned()];
        let words: Vec<String> = words.into_iter().filter(|word| !word.is_empty()).collect();
        days.push((Some(standing.from), words.join(" · ")));
    }
    for (at, moved) in unit.moves.iter().enumerate() {
        let to = unit.moves.get(at + 1).map_or(unit.parent.as_ref(), |next| next.from.as_ref());
        let fill = [
            ("from", moved.from.as_ref().map(named).unwrap_or_default()),
            ("to", to.map(named).unwrap_or_default()),
        ];
        let fill = fill.each_ref().map(|(key, text)| (*key, text.as_str()));
        days.push((Some(moved.on), look.say_with("reg.was_moved", &fill)));
    }
    if let Some(closed) = unit.closed {
        let words = match &unit.merged_into {
            Some(into) => look.say_with("reg.was_merged", &[("name", &named(into))]),
            None => look.say("reg.was_closed").into_owned(),
        };
        days.push((Some(closed), words));
    }
    let came: Vec<&Unit> =
        desk.tree().all().filter(|other| other.merged_into.as_ref() == Some(&unit.id)).collect();
    for other in came {
        let words = look.say_with("reg.took_over", &[("name", look.text(&other.name))]);
        days.push((other.closed, words));
    }
    if days.is_empty() {
        return;
    }
    days.sort_by_key(|(day, _)| std::cmp::Reverse(*day));
    ui.add_space(6.0);
    ui.label(look.bold(look.say("reg.history")));
    for (day, words) in days {
        let day = day.map(|day| day.to_string()).unwrap_or_default();
        ui.horizontal_wrapped(|ui| {
            ui.label(look.small(day));
            ui.add(Label::new(RichText::new(words).font(look.theme.small())).wrap());
        });
    }
}

/// Draws who changed the register when, the newest first.
pub(super) fn journal_ui(ui: &mut Ui, desk: &Desk, unit: &UnitId, state: &mut RegisterState, look: &Look) {
    let told = state.told(desk, unit, look);
    if told.is_empty() {
        return;
    }
    ui.add_space(6.0);
    ui.label(look.bold(look.say("details.history")));
    for (head, why, lines) in told.iter().take(12) {
        ui.horizontal_wrapped(|ui| {
            ui.label(look.small(head));
            ui.label(look.small(why));
        });
        for line in lines {
            ui.add(Label::new(RichText::new(look.text(line)).font(look.theme.small())).wrap());
        }
    }
}
