//! The screen: groups on the left, the list, the card of the chosen one on the right; and the keyboard.

use egui::{CentralPanel, Event, FocusDirection, Frame, Id, Key, Margin, Modifiers, Panel, ScrollArea, Ui};

use super::{
    card_ui::card_ui,
    groups_ui::groups_ui,
    head_ui::{filters_ui, head_ui},
    list_ui::list_ui,
    state::{DeliverablesState, Field, Shown},
};
use crate::{
    base::PlanId,
    desk::{Command, DeliverableLine, Desk, Subject, deliverable_groups},
    ui::{act::Act, look::Look},
};

/// How many lines a page is.
const PAGE: i64 = 15;

/// The list as one place that Tab reaches.
pub(super) fn list_id() -> Id {
    Id::unique("deliverables list")
}

/// A field of a line's card.
pub(super) fn field_id(plan: &PlanId, row: &str, field: Field) -> Id {
    Id::unique(("deliverable field", plan.as_str(), row, field as u8))
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
        .exact_size(192.0)
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

/// Takes the list's keys in the order they were typed: arrows, Space, Enter, undo.
///
/// On a slow machine one frame holds several keystrokes. What is typed behind a key that opens or leaves a field is
/// kept for the frame in which that field, or the list, has the focus.
fn keys(
    ui: &Ui,
    desk: &Desk,
    state: &mut DeliverablesState,
    lines: &[DeliverableLine<'_>],
    shown: &[Shown],
    out: &mut Vec<Act>,
) {
    let plan = state.plan_id(desk);
    let mut events = std::mem::take(&mut state.later);
    let now = ui.input_mut(|input| std::mem::take(&mut input.events));
    events.extend(now);
    let focused = ui.memory(|memory| memory.focused());
    let is_covered =
        ui.memory(|memory| memory.top_modal_layer().is_some()) || egui::Popup::is_any_open(ui.ctx());
    let in_field = focused.is_some_and(|focused| {
        let fields = [Field::Figure, Field::On, Field::Evidence];
        state
            .row
            .as_ref()
            .is_some_and(|row| fields.iter().any(|field| field_id(&plan, row, *field) == focused))
    });
    if is_covered {
        // Whatever lies over the list has the keys.
    } else if in_field {
        hold_focus(ui, &events);
        let leaves = events.iter().position(|event| {
            matches!(event, Event::Key { key: Key::Enter | Key::Escape, pressed: true, modifiers, .. } if !modifiers.shift)
        });
        if let Some(at) = leaves {
            hold(ui, state, &mut events, at + 1);
        }
    } else if focused.is_none_or(|focused| focused == list_id()) {
        hold_focus(ui, &events);
        let mut at = 0;
        while at < events.len() {
            let Event::Key { key, pressed: true, modifiers, .. } = events[at] else {
                at += 1;
                continue;
            };
            let Some(step) = step_of(key, modifiers) else {
                at += 1;
                continue;
            };
            if step == Step::Figure {
                // A digit begins the figure of an item that takes one: it is kept for the field that opens.
                let row = state.row.as_deref();
                let takes =
                    lines.iter().any(|line| row == Some(&line.printed.row) && line.printed.takes_figure());
                if takes {
                    state.focus = Some(Field::Figure);
                    hold(ui, state, &mut events, at);
                    break;
                }
                at += 1;
                continue;
            }
            events.remove(at);
            match step {
                Step::By(by) => state.go(by, lines, shown, out),
                Step::Tick | Step::Edit | Step::Figure | Step::Undo | Step::Redo => {
                    // The character that comes with a key is not for the field that opens.
                    if step == Step::Tick {
                        let space =
                            events.iter().position(|event| matches!(event, Event::Text(text) if text == " "));
                        space.map(|space| events.remove(space));
                    }
                    act_on(step, &plan, state, lines, out);
                    hold(ui, state, &mut events, at);
                    break;
                }
            }
        }
    }
    ui.input_mut(|input| input.events = events);
}

/// Lets arrows that are meant for the list, or for a field, not carry the focus on to the next widget.
fn hold_focus(ui: &Ui, events: &[Event]) {
    let is_arrow = |event: &Event| {
        matches!(
            event,
            Event::Key {
                key: Key::ArrowDown | Key::ArrowUp | Key::ArrowLeft | Key::ArrowRight,
                pressed: true,
                ..
            }
        )
    };
    if events.iter().any(is_arrow) {
        ui.memory_mut(|memory| memory.move_focus(FocusDirection::None));
    }
}

/// What a key of the list asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    By(i64),
    Tick,
    Edit,
    Figure,
    Undo,
    Redo,
}

fn step_of(key: Key, modifiers: Modifiers) -> Option<Step> {
    const FAR: i64 = u32::MAX as i64;
    if modifiers.command {
        return match key {
            Key::Y => Some(Step::Redo),
            Key::Z => Some(if modifiers.shift { Step::Redo } else { Step::Undo }),
            _ => None,
        };
    }
    match key {
        _ if modifiers.any() => None,
        Key::ArrowDown => Some(Step::By(1)),
        Key::ArrowUp => Some(Step::By(-1)),
        Key::PageDown => Some(Step::By(PAGE)),
        Key::PageUp => Some(Step::By(-PAGE)),
        Key::Home => Some(Step::By(-FAR)),
        Key::End => Some(Step::By(FAR)),
        Key::Space => Some(Step::Tick),
        Key::Enter => Some(Step::Edit),
        Key::Num0
        | Key::Num1
        | Key::Num2
        | Key::Num3
        | Key::Num4
        | Key::Num5
        | Key::Num6
        | Key::Num7
        | Key::Num8
        | Key::Num9 => Some(Step::Figure),
        _ => None,
    }
}

fn act_on(
    step: Step,
    plan: &PlanId,
    state: &mut DeliverablesState,
    lines: &[DeliverableLine<'_>],
    out: &mut Vec<Act>,
) {
    let chosen = lines.iter().find(|line| state.row.as_deref() == Some(line.printed.row.as_str()));
    match (step, chosen) {
        (Step::Tick, Some(line)) => state.tick(plan, line, out),
        // The figure first, where one is wanted and missing; then what proves it.
        (Step::Edit, Some(line)) if line.printed.takes_figure() && line.item.figure.is_blank() => {
            state.focus = Some(Field::Figure);
        }
        (Step::Edit, Some(_)) => state.focus = Some(Field::Evidence),
        (Step::Undo, _) => out.push(Act::Do(Command::UndoIn(Subject::Plan(plan.clone())))),
        (Step::Redo, _) => out.push(Act::Do(Command::RedoIn(Subject::Plan(plan.clone())))),
        _ => {}
    }
}

/// Keeps what was typed from a place on for the next frame.
fn hold(ui: &Ui, state: &mut DeliverablesState, events: &mut Vec<Event>, from: usize) {
    let is_typed =
        |event: &Event| matches!(event, Event::Key { .. } | Event::Text(_) | Event::Ime(_) | Event::Paste(_));
    let (held, other): (Vec<Event>, Vec<Event>) = events.drain(from.min(events.len())..).partition(is_typed);
    events.extend(other);
    if !held.is_empty() {
        state.later = held;
        ui.ctx().request_repaint();
    }
}
