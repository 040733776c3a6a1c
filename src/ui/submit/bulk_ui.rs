//! The dialog of 批量审核通过: what may pass, what is to be looked at first, and the one button.

use egui::Ui;

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

/// Draws the button that opens the dialog, where there are several returns to accept.
pub(super) fn bulk_button_ui(ui: &mut Ui, desk: &Desk, state: &mut SubmitState, look: &Look) {
    let below = state.below(desk);
    let may = |key: &&ReturnKey| desk.can_move(key, Move::Accept);
    // Those that wait stand first.
    if below.get(1).filter(|key| may(key)).is_none() {
        return;
    }
    if quiet_button_ui(ui, look.say("bulk.open")).clicked() {
        let waiting = below.iter().take_while(may).cloned().collect();
        state.bulk = Some(Bulk::begin(&state.search, waiting));
    }
}

/// Draws the dialog, if it is open.
pub(super) fn bulk_ui(ui: &Ui, desk: &Desk, state: &mut SubmitState, look: &Look, out: &mut Vec<Act>) {
    let Some(mut bulk) = state.bulk.take() else { return };
    bulk.look_on(desk, |key| state.refusals.remarked(key) > 0);
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
            found_ui(ui, &bulk, look, &mut review);
        } else {
            looking_ui(ui, &bulk, look);
        }
        ui.add_space(8.0);
        ui.horizontal(|ui| {
            let plain = bulk.plain();
            let may = bulk.is_whole() && !plain.is_empty();
            let label = look.say_with("bulk.accept", &[("n", &plain.len().to_string())]);
            let accept = ui.add_enabled_ui(may, |ui| primary_button_ui(ui, look, label)).inner;
            if may && accept.clicked() {
                out.push(Act::Do(Command::AcceptAll(plain.to_vec())));
                done = true;
            }
            done |= quiet_button_ui(ui, look.say("cancel")).clicked();
        });
    });
    if let Some(key) = review {
        state.commit(out);
        state.review(Some(key));
    } else if !done && !shown.should_close() {
        state.bulk = Some(bulk);
    }
}

/// Says how far the looking is.
fn looking_ui(ui: &mut Ui, bulk: &Bulk, look: &Look) {
    ui.ctx().request_repaint();
    let (looked, all) = bulk.progress();
    let fill = [("done", looked.to_string()), ("all", all.to_string())];
    let fill: Vec<(&str, &str)> = fill.iter().map(|(name, text)| (*name, text.as_str())).collect();
    ui.label(look.say_with("bulk.looking", &fill));
    let progress = Progress { done: looked as u32, unsettled: 0, all: all as u32 };
    bar_ui(ui, look, progress, ui.available_width());
}

/// Says what was found: what may pass, and what stands against the others, each with the way to the first of them.
fn found_ui(ui: &mut Ui, bulk: &Bulk, look: &Look, review: &mut Option<ReturnKey>) {
    let theme = &look.theme;
    let count = |keys: &[ReturnKey]| look.say_with("bulk.count", &[("n", &keys.len().to_string())]);
    let plain = bulk.plain();
    let (icon, ink) =
        if plain.is_empty() { (icons::WARNING, theme.quiet()) } else { (icons::CHECK, theme.good()) };
    ui.horizontal(|ui| {
        ui.label(look.icon(icon).color(ink));
        ui.label(look.say("bulk.plain"));
        ui.label(look.bold(count(plain)));
    });
    let doubts = bulk.doubtful().map(|(doubt, keys)| (look.text(&doubt.name()).to_owned(), doubt, keys));
    let remarked = (look.say("bulk.remarked").into_owned(), Doubt::Explained, bulk.remarked());
    let mut all: Vec<_> = doubts.collect();
    all.push(remarked);
    for (name, doubt, keys) in all.into_iter().filter(|(.., keys)| !keys.is_empty()) {
        let ink = if doubt == Doubt::Hard { theme.hard() } else { theme.soft() };
        ui.horizontal(|ui| {
            ui.label(look.icon(icons::WARNING).color(ink));
            ui.label(&name);
            ui.label(look.bold(count(keys)));
            let link = link_ui(ui, look, look.say("bulk.to_first"));
            let words = look.say_with("bulk.to_first_of", &[("name", &name)]);
            link.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Link, true, &words));
            if link.clicked() {
                *review = keys.first().cloned();
            }
        });
    }
    ui.add_space(4.0);
    ui.add(egui::Label::new(look.small(look.say("bulk.explained"))).wrap());
}
