//! The dialog of 批量审核通过: what may pass, what is to be looked at first, and the one button.

use std::collections::BTreeSet;

use egui::{Align, Layout, Ui, Vec2};

use crate::{
    desk::{Command, Desk, Doubt},
    returns::{Move, ReturnKey},
    ui::{
        act::Act,
        icons,
        look::Look,
        submit::{SubmitState, bulk::Bulk},
        widgets::{Progress, bar_ui, link_ui, modal, primary_button_ui, quiet_button_ui},
    },
};

/// Width of the dialog.
const WIDTH: f32 = 460.0;

/// Says whether there are several returns to accept, and how wide the button for it is.
pub(super) fn bulk_button_width(ui: &Ui, desk: &Desk, state: &mut SubmitState, look: &Look) -> Option<f32> {
    // Those that wait stand first.
    let below = state.below(desk);
    below.get(1).filter(|key| desk.can_move(key, Move::Accept))?;
    let words = look.say("bulk.open").into_owned();
    let words = ui.painter().layout_no_wrap(words, look.theme.body(), look.theme.text());
    Some(words.size().x + 2.0 * ui.spacing().button_padding.x)
}

/// Draws the button that opens the dialog.
pub(super) fn bulk_button_ui(ui: &mut Ui, desk: &Desk, state: &mut SubmitState, look: &Look) {
    if quiet_button_ui(ui, look.say("bulk.open")).clicked() {
        let below = state.below(desk);
        let waiting = below.iter().take_while(|key| desk.can_move(key, Move::Accept)).cloned().collect();
        state.bulk = Some(Bulk::begin(&state.search, waiting));
    }
}

/// Draws the dialog, if it is open.
pub(super) fn bulk_ui(ui: &Ui, desk: &Desk, state: &mut SubmitState, look: &Look, out: &mut Vec<Act>) {
    let Some(mut bulk) = state.bulk.take() else { return };
    bulk.look_on(desk, |key| state.refusals.is_begun(key));
    let mut review = None;
    let mut done = false;
    let shown = modal(ui.ctx(), "bulk").show(ui.ctx(), |ui| {
        ui.set_width(WIDTH);
        ui.label(look.bold(look.say("bulk.title")));
        if !bulk.search.is_empty() {
            let words = look.say_with("bulk.searched", &[("words", &bulk.search)]);
            ui.add(egui::Label::new(look.small(words)).truncate());
        }
        ui.add_space(4.0);
        if bulk.is_whole() {
            found_ui(ui, &mut bulk, look, &mut review);
        } else {
            looking_ui(ui, &bulk, look);
        }
        ui.add_space(8.0);
        ui.horizontal(|ui| {
            let is_accepted = accept_ui(ui, &bulk, look);
            if is_accepted {
                out.push(Act::Do(Command::AcceptAll(bulk.passing().cloned().collect())));
            }
            done = is_accepted | quiet_button_ui(ui, look.say("cancel")).clicked();
        });
    });
    if let Some(key) = review {
        state.commit(out);
        state.review(Some(key));
    } else if !done && !shown.should_close() {
        state.bulk = Some(bulk);
    }
}

/// Draws the button that accepts, once all of them were looked at; its room is as wide as it can become, so that the
/// button beside it keeps its place.
fn accept_ui(ui: &mut Ui, bulk: &Bulk, look: &Look) -> bool {
    let label = |count: usize| look.say_with("bulk.accept", &[("n", &count.to_string())]);
    let (_, all) = bulk.progress();
    let widest = ui.painter().layout_no_wrap(label(all), look.theme.body(), look.theme.text()).size().x;
    let room = Vec2::new(widest + 2.0 * ui.spacing().button_padding.x, ui.spacing().interact_size.y);
    let accept = |ui: &mut Ui| {
        ui.set_min_width(room.x);
        if !bulk.is_whole() {
            return false;
        }
        let passing = bulk.passing().count();
        ui.add_enabled_ui(passing > 0, |ui| primary_button_ui(ui, look, label(passing))).inner.clicked()
    };
    ui.allocate_ui_with_layout(room, Layout::left_to_right(Align::Center), accept).inner
}

/// Says how far the looking is.
fn looking_ui(ui: &mut Ui, bulk: &Bulk, look: &Look) {
    ui.ctx().request_repaint();
    let (looked, all) = bulk.progress();
    let (shown, whole) = (looked.to_string(), all.to_string());
    ui.label(look.say_with("bulk.looking", &[("done", &shown), ("all", &whole)]));
    let progress = Progress { done: looked as u32, unsettled: 0, all: all as u32 };
    bar_ui(ui, look, progress, ui.available_width());
}

/// Says what was found: what may pass, and what stands against the others, each with the way to the first of them.
fn found_ui(ui: &mut Ui, bulk: &mut Bulk, look: &Look, review: &mut Option<ReturnKey>) {
    let theme = &look.theme;
    let plain = bulk.plain();
    let (icon, ink) =
        if plain.is_empty() { (icons::WARNING, theme.quiet()) } else { (icons::CHECK, theme.good()) };
    let mut also = bulk.also.clone();
    egui::Grid::new("bulk found").num_columns(5).min_col_width(0.0).spacing(Vec2::new(8.0, 6.0)).show(
        ui,
        |ui| {
            ui.label(look.icon(icon).color(ink));
            ui.label(look.say("bulk.plain"));
            ui.label(look.bold(count_words(plain.len(), look)));
            ui.end_row();
            for (doubt, count, first) in bulk.doubtful() {
                let ink = if doubt == Doubt::Hard { theme.hard() } else { theme.soft() };
                let name = doubt.name();
                held_ui(ui, (look.text(&name), ink), (count, first), look, review);
                if doubt.is_mild() {
                    also_ui(ui, doubt, look, &mut also);
                }
                ui.end_row();
            }
            if let Some(first) = bulk.unsent().first() {
                let name = look.say("bulk.unsent");
                held_ui(ui, (&name, theme.soft()), (bulk.unsent().len(), first), look, review);
            }
        },
    );
    bulk.also = also;
    ui.add_space(4.0);
    ui.add(egui::Label::new(look.small(look.say("bulk.explained"))).wrap());
}

fn count_words(count: usize, look: &Look) -> String {
    look.say_with("bulk.count", &[("n", &count.to_string())])
}

/// Draws what is said of returns that are held back, with the way to the first of them.
fn held_ui(
    ui: &mut Ui,
    (name, ink): (&str, egui::Color32),
    (count, first): (usize, &ReturnKey),
    look: &Look,
    review: &mut Option<ReturnKey>,
) {
    ui.label(look.icon(icons::WARNING).color(ink));
    ui.label(name);
    ui.label(look.bold(count_words(count, look)));
    let link = link_ui(ui, look, look.say("bulk.to_first"));
    let words = look.say_with("bulk.to_first_of", &[("name", name)]);
    link.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Link, true, &words));
    if link.clicked() {
        *review = Some(first.clone());
    }
}

/// Draws the tick that lets what is mild pass with the others.
fn also_ui(ui: &mut Ui, doubt: Doubt, look: &Look, also: &mut BTreeSet<Doubt>) {
    let mut passes = also.contains(&doubt);
    let words = look.say("bulk.also");
    let tick = ui.checkbox(&mut passes, words.as_ref());
    let spoken = format!("{words} {}", look.text(&doubt.name()));
    tick.widget_info(|| egui::WidgetInfo::selected(egui::Role::CheckBox, true, passes, &spoken));
    match (tick.changed(), passes) {
        (true, true) => also.extend([doubt]),
        (true, false) => also.retain(|other| *other != doubt),
        (false, _) => {}
    }
}
