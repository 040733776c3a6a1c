//! A modal with the program's margins, and what has the keys in it.

use egui::{Context, FocusDirection, Frame, Id, Margin, Modal, Response};

/// Makes a modal with room round its contents. Its first control has the keys when it opens, unless it gives them to
/// another.
pub fn modal(ctx: &Context, name: &str) -> Modal {
    let pass = ctx.cumulative_pass_nr();
    let last: Option<u64> = ctx.data_mut(|data| {
        let id = Id::unique(name).with("pass");
        let last = data.get_temp(id);
        data.insert_temp(id, pass);
        last
    });
    if last.is_none_or(|last| last + 1 < pass) {
        ctx.memory_mut(|memory| {
            if let Some(focused) = memory.focused() {
                memory.surrender_focus(focused);
            }
            // As if Tab had been pressed where nothing has the keys.
            memory.move_focus(FocusDirection::Next);
        });
    }
    let style = ctx.global_style();
    Modal::new(Id::unique(name)).frame(Frame::popup(&style).inner_margin(Margin::same(18)).corner_radius(8))
}

/// Gives the button that has the keys: a field shows by itself that it has them.
pub fn focused_button(ctx: &Context) -> Option<Response> {
    let focused = ctx.read_response(ctx.memory(|memory| memory.focused())?)?;
    (focused.sense.senses_click() && !focused.sense.senses_drag()).then_some(focused)
}
