//! 焦点: where the keyboard is, shown and led, for a person who works without the mouse.

use egui::{
    Context, Event, FocusDirection, Id, Key, LayerId, Modifiers, Rect, Response, Role, Sense, Stroke,
    StrokeKind, Ui, Vec2, WidgetInfo,
};

use crate::ui::{look::Look, theme::Theme, widgets::focused_button};

/// Larger controls, such as the form's grid, have a cursor of their own.
const TALLEST: f32 = 64.0;

/// From a control to the outer edge of its ring: it is seen around a button of its own colour as well.
const GAP: f32 = 3.0;

/// 焦点框: there since a key was pressed, until the mouse is.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct FocusRing {
    is_by_keys: bool,
}

/// Marks where the screen begins, beside the title row and the list of screens: nothing to be seen, so the keys come here
/// only to be led on to what is drawn next.
pub(super) fn screen_begins(ui: &Ui, look: &Look) {
    if ui.memory(|memory| memory.has_focus(mark())) {
        let at = Rect::from_min_size(ui.max_rect().min, Vec2::ZERO);
        let mark = ui.interact(at, mark(), Sense::focusable_noninteractive());
        mark.widget_info(|| WidgetInfo::labeled(Role::Label, true, look.say("keys.screen")));
    }
}

fn mark() -> Id {
    Id::unique("screen begins")
}

impl FocusRing {
    /// Leads the keyboard to the first control of the screen: with F6, and with Tab where what had the keys is gone. Where
    /// nothing has the keys because the screen has a cursor of its own, Tab is the cursor's: egui would give it to the first
    /// control of the window. Call it before anything is drawn.
    pub(super) fn lead(&self, ctx: &Context, has_cursor: bool) {
        let is_asked = ctx.input_mut(|input| input.consume_key(Modifiers::NONE, Key::F6));
        let tabs = ctx.input(|input| {
            let mut shifts = input.events.iter().filter_map(|event| match event {
                Event::Key { key: Key::Tab, pressed: true, modifiers, .. } => Some(modifiers.shift),
                _ => None,
            });
            shifts.next_back()
        });
        ctx.memory_mut(|memory| {
            let lost = tabs.filter(|_| memory.focused().is_none());
            if has_cursor && lost.is_some() && !is_asked {
                memory.move_focus(FocusDirection::None);
            } else if (is_asked || (self.is_by_keys && lost == Some(false)))
                && memory.is_above_modal_layer(LayerId::background())
            {
                memory.request_focus(mark());
                memory.move_focus(FocusDirection::Next);
            }
        });
    }

    /// Draws the frame around what has the keys, over everything of its layer. Call it when all is drawn.
    pub(super) fn ui(&mut self, ctx: &Context, theme: &Theme) {
        ctx.input(|input| {
            self.is_by_keys |=
                input.events.iter().any(|event| matches!(event, Event::Key { pressed: true, .. }));
            self.is_by_keys &= !input.pointer.any_pressed();
        });
        // To look a control up in the frame of a click elsewhere would take the focus from it.
        if self.is_by_keys
            && let Some(control) = focused_button(ctx).filter(is_ringed)
        {
            // What is cut off by its list is cut off with its ring.
            let painter =
                ctx.layer_painter(control.layer_id).with_clip_rect(control.interact_rect.expand(GAP));
            let rect = control.rect.expand(GAP).intersect(ctx.content_rect());
            painter.rect_stroke(rect, 4.0, Stroke::new(2.0, theme.accent()), StrokeKind::Inside);
        }
    }
}

fn is_ringed(control: &Response) -> bool {
    control.rect.height() <= TALLEST && control.interact_rect.is_positive()
}
