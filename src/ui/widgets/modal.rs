//! A modal with the program's margins, and what has the keys in it.

use egui::{Context, FocusDirection, Frame, Id, Margin, Modal, Response};

/// Makes a modal with room round its contents. Its first control has the keys when it opens, unless it gives them to
/// another.
pub fn modal(ctx: &Context, name: &str) -> Modal {
    let pass = ctx.cumulative_pass_nr();
    // Since when it is open, and when it was drawn last.
    let (since, is_new) = ctx.data_mut(|data| {
        let known = data.get_temp_mut_or(Id::unique(name).with("passes"), (pass, pass));
        let is_new = known.0 == pass || known.1 + 1 < pass;
        *known = (if is_new { pass } else { known.0 }, pass);
        (known.0, is_new)
    });
    ctx.memory_mut(|memory| {
        if is_new && let Some(focused) = memory.focused() {
            memory.surrender_focus(focused);
        }
        // As if Tab had been pressed where nothing has the keys; in its first pass it is only measured.
        if pass <= since + 2 && memory.focused().is_none() {
            memory.move_focus(FocusDirection::Next);
        }
    });
    let style = ctx.global_style();
    Modal::new(Id::unique(name)).frame(Frame::popup(&style).inner_margin(Margin::same(18)).corner_radius(8))
}

/// Gives the button that has the keys: a field shows by itself that it has them.
pub fn focused_button(ctx: &Context) -> Option<Response> {
    let focused = ctx.read_response(ctx.memory(|memory| memory.focused())?)?;
    (focused.sense.senses_click() && !focused.sense.senses_drag()).then_some(focused)
}
