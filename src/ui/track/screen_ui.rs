//! 监测 as a whole: choices, filters, list or one of the views of a target, and the target's pane.

use egui::{CentralPanel, Frame, Key, Margin, Modifiers, Panel, ScrollArea, Ui};

use crate::{
    desk::Desk,
    ui::{
        act::Act,
        look::Look,
        track::{
            change_ui::change_ui,
            filters_ui::filters_ui,
            head_ui::head_ui,
            list_ui::list_ui,
            multiples_ui::multiples_ui,
            pane_ui::pane_ui,
            peers_ui::peers_ui,
            state::{Shown, TrackState, View},
        },
    },
};

/// Draws 监测.
pub(in crate::ui) fn track_ui(
    ui: &mut Ui,
    desk: &Desk,
    state: &mut TrackState,
    look: &Look,
    out: &mut Vec<Act>,
) {
    let theme = look.theme.clone();
    let plain = |margin: Margin| Frame::new().fill(theme.ground()).inner_margin(margin);
    if state.plan_of(desk).is_none() {
        ui.centered_and_justified(|ui| ui.label(look.say("plan.none")));
        return;
    }
    let shown = state.shown(desk, ui.ctx(), look);
    Panel::top("track head").exact_size(44.0).frame(plain(Margin::symmetric(16, 4))).show(ui, |ui| {
        head_ui(ui, desk, state, shown.as_ref(), look, out);
    });
    let Some(shown) = shown else {
        ui.centered_and_justified(|ui| ui.label(look.small(look.say("track.counting"))));
        return;
    };
    Panel::top("track filters").exact_size(32.0).frame(plain(Margin::symmetric(16, 2))).show(ui, |ui| {
        filters_ui(ui, state, &shown, look);
    });
    let shown = match state.shown(desk, ui.ctx(), look) {
        Some(narrowed) => narrowed,
        None => shown,
    };
    let shown = move_by_keys(ui, state, shown, out);
    if let Some(line) = shown.line().filter(|_| ui.available_width() >= 900.0) {
        let frame = plain(Margin { left: 14, right: 8, top: 8, bottom: 8 });
        Panel::right("track pane").exact_size(316.0).resizable(false).frame(frame).show(ui, |ui| {
            ScrollArea::vertical().id_salt(("target", &line.row)).auto_shrink([false, false]).show(
                ui,
                |ui| {
                    pane_ui(ui, desk, state, &shown, line, look, out);
                },
            );
        });
    }
    CentralPanel::default().frame(plain(Margin { left: 12, right: 4, top: 0, bottom: 0 })).show(ui, |ui| {
        match (state.view, shown.line()) {
            (View::List, _) => list_ui(ui, state, &shown, look, out),
            (View::Areas, Some(line)) => multiples_ui(ui, desk, state, (&shown, line), look, out),
            (View::Peers, Some(line)) => peers_ui(ui, desk, state, (&shown, line), look, out),
            (View::Change, Some(line)) => change_ui(ui, desk, state, (&shown, line), look, out),
            (_, None) => {
                ui.add_space(24.0);
                ui.vertical_centered(|ui| ui.label(look.small(look.say("plan.nothing_matches"))));
            }
        }
    });
}

/// Moves the chosen target by the arrow keys, bands left out; Enter opens its trend.
fn move_by_keys(ui: &Ui, state: &mut TrackState, mut shown: Shown, out: &mut Vec<Act>) -> Shown {
    let has_keys = ui.memory(|memory| memory.focused().is_none() && memory.top_modal_layer().is_none());
    let Some(at) = shown.at.filter(|_| has_keys) else { return shown };
    let pressed = |key| ui.input_mut(|input| input.count_and_consume_key(Modifiers::NONE, key));
    let count = |key| isize::try_from(pressed(key)).unwrap_or_default();
    const PAGE: isize = 15;
    let steps = count(Key::ArrowDown) - count(Key::ArrowUp)
        + PAGE * (count(Key::PageDown) - count(Key::PageUp))
        + 100_000 * (count(Key::End) - count(Key::Home));
    if steps != 0
        && let Some(to) = shown.listed.stepped(at, steps)
    {
        shown.at = Some(to);
        if let Some(line) = shown.lines.get(to) {
            state.choose(line, true);
        }
    }
    let entered = ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Enter));
    if let Some(line) = shown.line().filter(|_| entered) {
        out.push(Act::OpenTrend(shown.unit.clone(), line.indicator.clone()));
    }
    shown
}
