//! 焦点框: shows the control the keyboard is at, to a person who works by the keyboard.

use egui::{Context, Event, Key, Rect, Response, Stroke, StrokeKind};

use crate::ui::theme::Theme;

/// Larger controls, such as the form's grid, have a cursor of their own.
const TALLEST: f32 = 64.0;

/// 焦点框: there since a key last moved the focus, until the mouse is pressed.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct FocusRing {
    is_by_keys: bool,
}

impl FocusRing {
    /// Draws the frame around what has the focus, over everything of its layer: call it when all is drawn.
    pub(super) fn ui(&mut self, ctx: &Context, theme: &Theme) {
        let is_move = |event: &Event| {
            matches!(event, Event::Key { key, pressed: true, .. }
                if matches!(key, Key::Tab | Key::ArrowUp | Key::ArrowDown | Key::ArrowLeft | Key::ArrowRight))
        };
        ctx.input(|input| {
            self.is_by_keys |= input.events.iter().any(is_move);
            self.is_by_keys &= !input.pointer.any_pressed();
        });
        let focused = ctx.memory(|memory| memory.focused()).filter(|_| self.is_by_keys);
        if let Some((response, rect)) = focused.and_then(|id| ctx.read_response(id)).and_then(ringed) {
            // What is cut off by its list is cut off with its ring.
            let painter =
                ctx.layer_painter(response.layer_id).with_clip_rect(response.interact_rect.expand(3.0));
            painter.rect_stroke(rect, 4.0, Stroke::new(2.0, theme.accent()), StrokeKind::Inside);
        }
    }
}

/// Gives a control and where its ring stands; `None` of what shows by itself that it has the keys, such as a field.
fn ringed(response: Response) -> Option<(Response, Rect)> {
    let is_button = response.sense.senses_click() && !response.sense.senses_drag();
    (is_button && response.rect.height() <= TALLEST && response.interact_rect.is_positive())
        .then(|| (response.clone(), response.rect.expand(1.0)))
}
