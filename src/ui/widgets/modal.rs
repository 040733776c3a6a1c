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
    // When it was drawn last, whether its first control still waits for the keys, and what had them before.
    let drawn = Id::unique(name).with("drawn");
    let known: Option<(u64, bool, Option<Id>)> = ctx.data(|data| data.get_temp(drawn));
    let known = known.filter(|(last, ..)| last + 1 >= pass);
    let focused = ctx.memory(|memory| memory.focused());
    let (waits, before) = known.map_or((true, focused), |(_, waits, before)| (waits, before));
    let gives = waits && known.is_some() && !is_held;
    ctx.data_mut(|data| data.insert_temp(drawn, (pass, waits && !gives, before)));
    // As if Tab had been pressed where nothing has the keys, unless the dialog gave them to a control itself.
    if gives && (focused.is_none() || focused == before) {
        ctx.memory_mut(|memory| {
            focused.into_iter().for_each(|focused| memory.surrender_focus(focused));
            memory.move_focus(FocusDirection::Next);
        });
    }
    if known.is_none() {
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
