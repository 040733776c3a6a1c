//! The screen: groups on the left, the list, the card of the chosen one on the right; and the keyboard.

use egui::{CentralPanel, Frame, Id, Key, Margin, Modifiers, Panel, ScrollArea, Ui};

use super::{
    card_ui::card_ui,
    groups_ui::groups_ui,
    head_ui::{filters_ui, head_ui},
    list_ui::list_ui,
    state::{DeliverablesState, Field, Shown},
};
use crate::{
    desk::{Command, DeliverableLine, Desk, deliverable_groups},
    ui::{act::Act, look::Look},
};

/// How many lines a page is.
const PAGE: i64 = 15;

/// The list as one place that Tab reaches.
pub(super) fn list_id() -> Id {
    Id::unique("deliverables list")
}

/// Draws the screen of deliverables.
pub fn deliverables_ui(
    ui: &mut Ui,
    desk: &Desk,
    state: &mut DeliverablesState,
    look: &Look,
    out: &mut Vec<Act>,
) {
    let id = state.plan_id(desk);
    let Some(plan) = desk.plan_of(&id) else {
        ui.centered_and_justified(|ui| ui.label(look.say("plan.none")));
        return;
    };
    let lines = desk.deliverables(&id, look.today);
    let groups = deliverable_groups(&lines, state.by);
    let mut shown = state.shown(&lines, &groups);
    keys(ui, desk, state, &lines, &shown, out);
    let theme = look.theme.clone();
    let plain = |margin: Margin| Frame::new().fill(theme.ground()).inner_margin(margin);
    Panel::top("deliverables head").exact_size(46.0).frame(plain(Margin::symmetric(16, 6))).show(ui, |ui| {
        head_ui(ui, desk, plan, state, &lines, look, out);
    });
    Panel::top("deliverables filters").exact_size(34.0).frame(plain(Margin::symmetric(16, 2))).show(
        ui,
        |ui| {
            filters_ui(
                ui,
                state,
                &lines,
                shown.iter().filter(|shown| matches!(shown, Shown::Line(_))).count(),
                look,
            );
        },
    );
    shown = state.shown(&lines, &groups);
    let chosen = chosen(state, &lines, &shown);
    if let Some(line) = chosen {
        Panel::right("deliverables card")
            .exact_size(300.0)
            .resizable(false)
            .frame(plain(Margin::symmetric(14, 10)))
            .show(ui, |ui| {
                ScrollArea::vertical().id_salt(&line.printed.row).auto_shrink([false, false]).show(
                    ui,
                    |ui| {
                        ui.set_max_width(ui.available_width() - 4.0);
                        card_ui(ui, desk, plan, line, state, look, out);
                    },
                );
            });
    }
    Panel::left("deliverables groups")
        .exact_size(178.0)
        .resizable(false)
        .frame(plain(Margin::symmetric(6, 6)))
        .show(ui, |ui| groups_ui(ui, state, &lines, &groups, look));
    CentralPanel::default().frame(plain(Margin::symmetric(8, 0))).show(ui, |ui| {
        list_ui(ui, &id, state, &lines, &groups, &shown, look, out);
    });
}

/// Gives the chosen line; where none of those shown is chosen, the first one is.
fn chosen<'l, 'd>(
    state: &mut DeliverablesState,
    lines: &'l [DeliverableLine<'d>],
    shown: &[Shown],
) -> Option<&'l DeliverableLine<'d>> {
    let mut first = None;
    for at in shown.iter().filter_map(|shown| match shown {
        Shown::Line(at) => Some(*at),
        Shown::Head(_) => None,
    }) {
        let line = lines.get(at)?;
        if state.row.as_deref() == Some(line.printed.row.as_str()) {
            return Some(line);
        }
        first = first.or(Some(line));
    }
    // What is typed into the card of a line that a filter has just hidden stays until it is left.
    state.row = first.map(|line| line.printed.row.clone());
    first
}

/// Takes the list's keys: arrows, Space, Enter, undo. A text field with the focus has them first.
fn keys(
    ui: &Ui,
    desk: &Desk,
    state: &mut DeliverablesState,
    lines: &[DeliverableLine<'_>],
    shown: &[Shown],
    out: &mut Vec<Act>,
) {
    let owns = ui.memory(|memory| {
        memory.top_modal_layer().is_none() && memory.focused().is_none_or(|focused| focused == list_id())
    });
    if !owns || egui::Popup::is_any_open(ui.ctx()) {
        return;
    }
    let pressed = |modifiers, key| ui.input_mut(|input| input.consume_key(modifiers, key));
    let far = i64::from(u32::MAX);
    let moves = [
        (Key::ArrowDown, 1),
        (Key::ArrowUp, -1),
        (Key::PageDown, PAGE),
        (Key::PageUp, -PAGE),
        (Key::Home, -far),
        (Key::End, far),
    ];
    for (key, by) in moves {
        while pressed(Modifiers::NONE, key) {
            state.go(by, lines, shown, out);
        }
    }
    let chosen = lines.iter().find(|line| state.row.as_deref() == Some(line.printed.row.as_str()));
    if let Some(line) = chosen {
        if pressed(Modifiers::NONE, Key::Space) {
            // The character that comes with the key is not for the field that opens.
            ui.input_mut(|input| {
                input.events.retain(|event| !matches!(event, egui::Event::Text(text) if text == " "));
            });
            state.tick(&state.plan_id(desk), line, out);
        }
        if pressed(Modifiers::NONE, Key::Enter) {
            state.focus = Some(Field::Evidence);
        }
    }
    let redo = pressed(Modifiers::COMMAND | Modifiers::SHIFT, Key::Z) || pressed(Modifiers::COMMAND, Key::Y);
    if redo && desk.can_redo() {
        out.push(Act::Do(Command::Redo));
    } else if pressed(Modifiers::COMMAND, Key::Z) && desk.can_undo() {
        out.push(Act::Do(Command::Undo));
    }
}
