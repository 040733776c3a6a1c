//! A modal with the program's margins, and what has the keys in it.

use egui::{Context, Event, FocusDirection, Frame, Id, Key, Margin, Modal, Response};

/// Makes a modal with room round its contents. Its first control has the keys when it opens, unless it gives them to
/// another.
pub fn modal(ctx: &Context, name: &str) -> Modal {
    let pass = ctx.cumulative_pass_nr();
    // The key that opened it is still there in the passes that follow: it must not press what it leads to.
    let is_held = ctx.input(|input| {
        let presses = |event: &Event| matches!(event, Event::Key { key: Key::Enter | Key::Space, .. });
        input.key_down(Key::Enter) || input.key_down(Key::Space) || input.events.iter().any(presses)
    });
    // When it was drawn last, and whether its first control still waits for the keys.
    let known = Id::unique(name).with("drawn");
    let last: Option<(u64, bool)> = ctx.data(|data| data.get_temp(known));
    let last = last.filter(|(last, _)| last + 1 >= pass);
    let gives = !is_held && last.is_some_and(|(_, waits)| waits);
    ctx.data_mut(|data| data.insert_temp(known, (pass, !gives && last.is_none_or(|(_, waits)| waits))));
    ctx.memory_mut(|memory| match memory.focused() {
        Some(focused) if last.is_none() => memory.surrender_focus(focused),
        // As if Tab had been pressed where nothing has the keys.
        None if gives => memory.move_focus(FocusDirection::Next),
        _ => {}
    });
    if last.is_none() {
        ctx.request_repaint();
    }
    let style = ctx.global_style();
    Modal::new(Id::unique(name)).frame(Frame::popup(&style).inner_margin(Margin::same(18)).corner_radius(8))
}

/// Gives the button that has the keys: a field shows by itself that it has them.
pub fn focused_button(ctx: &Context) -> Option<Response> {
    let focused = ctx.read_response(ctx.memory(|memory| memory.focused())?)?;
    (focused.sense.senses_click() && !focused.sense.senses_drag()).then_some(focused)
}
