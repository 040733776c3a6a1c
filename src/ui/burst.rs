//! Several keystrokes in one frame, as a slow machine has them: each is left for the field it was typed for.

use egui::{Context, Event, Key, Modifiers};

/// Says whether an event comes from typing.
pub(super) fn is_typed(event: &Event) -> bool {
    matches!(
        event,
        Event::Text(_) | Event::Paste(_) | Event::Cut | Event::Ime(_) | Event::Key { pressed: true, .. }
    )
}

/// Takes what was typed out of the input.
pub(super) fn take_typed(ctx: &Context) -> Vec<Event> {
    ctx.input_mut(|input| {
        let (typed, other) = std::mem::take(&mut input.events).into_iter().partition(is_typed);
        input.events = other;
        typed
    })
}

/// Splits events at a key that leaves a field: gives what was typed behind it, and leaves what stood before.
pub(super) fn behind_key(events: &mut Vec<Event>, left: Key) -> Option<Vec<Event>> {
    let leaves = |event: &Event| matches!(event, Event::Key { key, pressed: true, modifiers, .. } if *key == left && modifiers.is_none());
    let at = events.iter().position(leaves)?;
    let behind = events.split_off(at + 1);
    events.pop();
    Some(behind)
}

/// Takes the next key that is a step out of the events, in the order they were typed.
///
/// Text typed before a step stays for the field that has the focus, and everything behind the step is put into `later`,
/// for the frame in which the next field has it: a figure must never land in its neighbour's field.
pub(super) fn next_step<S>(
    events: &mut Vec<Event>,
    later: &mut Vec<Event>,
    step_of: impl Fn(&Event) -> Option<S>,
) -> Option<S> {
    // A key pressed with Alt is a command, even where the system gives a text for it right behind.
    let alt = |event: &Event| matches!(event, Event::Key { pressed: true, modifiers, .. } if modifiers.alt && !modifiers.ctrl);
    for at in (1..events.len()).rev() {
        if alt(&events[at - 1]) && matches!(events[at], Event::Text(_)) {
            events.remove(at);
        }
    }
    let mut typed_before = false;
    for at in 0..events.len() {
        if let Some(step) = step_of(&events[at]) {
            if typed_before {
                later.append(&mut events.split_off(at));
                return None;
            }
            let mut behind = events.split_off(at + 1);
            let key = events.pop();
            // The space that is a step is not typed as well.
            let is_space =
                matches!(key, Some(Event::Key { key: Key::Space, modifiers: Modifiers::NONE, .. }));
            let typed = behind.iter().position(is_typed).filter(|_| is_space);
            if let Some(at) = typed.filter(|at| matches!(&behind[*at], Event::Text(text) if text == " ")) {
                behind.remove(at);
            }
            if behind.iter().any(is_typed) {
                later.append(&mut behind);
            } else {
                events.append(&mut behind);
            }
            return Some(step);
        }
        typed_before |= is_typed(&events[at]);
    }
    None
}
