//! The row of filters: verdicts with their counts, clause, topic, nature, order.

use egui::{Align, Button, Layout, RichText, ScrollArea, Ui, Vec2};

use crate::{
    base::Lang,
    desk::{TrackOrder, clauses_of},
    indicator::Topic,
    plan::Nature,
    ui::{
        look::Look,
        track::state::{Shown, TrackState},
        widgets::{link_ui, menu_button_ui},
    },
};

/// Draws the filters.
pub(super) fn filters_ui(ui: &mut Ui, state: &mut TrackState, shown: &Shown, look: &Look) {
    ui.horizontal_centered(|ui| {
        ui.spacing_mut().item_spacing.x = 2.0;
        let all = shown.listed.verdicts.iter().map(|(_, count)| count).sum();
        if chip_ui(ui, &look.say("plan_filter.all"), all, state.wish.verdict.is_none(), look) {
            state.wish.verdict = None;
        }
        for (verdict, count) in shown.listed.verdicts {
            let is_chosen = state.wish.verdict == Some(verdict);
            let word = look.verdict(verdict).2;
            if (count > 0 || is_chosen) && chip_ui(ui, &word, count, is_chosen, look) {
                state.wish.verdict = if is_chosen { None } else { Some(verdict) };
            }
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.spacing_mut().item_spacing.x = 8.0;
            order_ui(ui, state, look);
            nature_ui(ui, state, shown, look);
            topic_ui(ui, state, shown, look);
            clause_ui(ui, state, shown, look);
            let elsewhere = look.say("track.elsewhere");
            if shown.lines.iter().any(|line| line.is_elsewhere) {
                let text = RichText::new(elsewhere).font(look.theme.small());
                ui.checkbox(&mut state.wish.with_elsewhere, text);
            }
            if state.wish.narrows() && link_ui(ui, look, look.say("plan_filter.clear")).clicked() {
                state.wish = super::bands::Wish { order: state.wish.order, ..Default::default() };
            }
        });
    });
}

fn chip_ui(ui: &mut Ui, label: &str, count: usize, is_chosen: bool, look: &Look) -> bool {
    let theme = &look.theme;
    let ink = if is_chosen { theme.accent() } else { theme.text() };
    let fill = if is_chosen { theme.accent_ground() } else { theme.ground() };
    let text = RichText::new(format!("{label} {count}")).font(theme.small()).color(ink);
    let button = Button::new(text).fill(fill).frame_when_inactive(is_chosen).min_size(Vec2::new(0.0, 24.0));
    ui.add(button).clicked()
}

const fn order_key(order: TrackOrder) -> &'static str {
    match order {
        TrackOrder::Binding => "track.by_binding",
        TrackOrder::Worst => "track.by_verdict",
        TrackOrder::Plan => "track.by_clause",
        TrackOrder::Topic => "track.by_topic",
    }
}

fn order_ui(ui: &mut Ui, state: &mut TrackState, look: &Look) {
    let shown = look.say(order_key(state.wish.order)).into_owned();
    menu_button_ui(ui, look, &shown, &look.say("track.order"), |ui| {
        for order in [TrackOrder::Binding, TrackOrder::Worst, TrackOrder::Plan, TrackOrder::Topic] {
            if ui.selectable_label(state.wish.order == order, look.say(order_key(order))).clicked() {
                state.wish.order = order;
            }
        }
    });
}

fn nature_ui(ui: &mut Ui, state: &mut TrackState, shown: &Shown, look: &Look) {
    if shown.lines.iter().all(|line| line.nature == Nature::Unstated) {
        return;
    }
    let title = look.say("plan_filter.nature").into_owned();
    let word = |nature: Nature| match nature {
        Nature::Unstated => look.say("plan_filter.unstated").into_owned(),
        nature => look.text(&nature.name()).to_owned(),
    };
    let current = state.wish.nature.map_or_else(|| title.clone(), word);
    menu_button_ui(ui, look, &current, &title, |ui| {
        if ui.selectable_label(state.wish.nature.is_none(), look.say("plan_filter.all")).clicked() {
            state.wish.nature = None;
        }
        for nature in [Nature::Binding, Nature::Expected, Nature::Unstated] {
            if ui.selectable_label(state.wish.nature == Some(nature), word(nature)).clicked() {
                state.wish.nature = Some(nature);
            }
        }
    });
}

fn topic_ui(ui: &mut Ui, state: &mut TrackState, shown: &Shown, look: &Look) {
    let title = look.say("track.topic").into_owned();
    let current = state.wish.topic.map_or_else(|| title.clone(), |topic| look.text(&topic.name()).to_owned());
    menu_button_ui(ui, look, &current, &title, |ui| {
        let mut topics: Vec<Topic> = shown.lines.iter().map(|line| line.topic).collect();
        topics.sort_unstable();
        topics.dedup();
        if ui.selectable_label(state.wish.topic.is_none(), look.say("plan_filter.all")).clicked() {
            state.wish.topic = None;
        }
        for topic in topics {
            if ui.selectable_label(state.wish.topic == Some(topic), look.text(&topic.name())).clicked() {
                state.wish.topic = Some(topic);
            }
        }
    });
}

fn clause_ui(ui: &mut Ui, state: &mut TrackState, shown: &Shown, look: &Look) {
    let title = look.say("plan.clause").into_owned();
    let current = state.wish.clause.clone().unwrap_or_else(|| title.clone());
    let longest = if look.lang == Lang::Zh { 8 } else { 10 };
    let current: String = if current.chars().count() > longest {
        current.chars().take(longest - 1).chain(['…']).collect()
    } else {
        current
    };
    menu_button_ui(ui, look, &current, &title, |ui| {
        ScrollArea::vertical().max_height(420.0).show(ui, |ui| {
            if ui.selectable_label(state.wish.clause.is_none(), look.say("plan_filter.all")).clicked() {
                state.wish.clause = None;
            }
            for clause in clauses_of(&shown.lines) {
                let is_chosen = state.wish.clause.as_ref() == Some(&clause);
                if ui.selectable_label(is_chosen, &clause).clicked() {
                    state.wish.clause = Some(clause);
                }
            }
        });
    });
}
