//! A list that scrolls under a head that does not.

use egui::{Key, Modifiers, Rect, ScrollArea, Sense, Ui, Vec2};

use crate::ui::look::Look;

/// Draws rows under a head; the head's columns stand over the rows' also where a scroll bar narrows them.
pub fn headed_list_ui(
    ui: &mut Ui,
    look: &Look,
    salt: impl egui::AsIdSalt,
    head: impl FnOnce(&Ui, Rect, &Look),
    rows: impl FnOnce(&mut Ui),
) {
    ui.spacing_mut().item_spacing.y = 0.0;
    let (rect, _) = ui.allocate_exact_size(Vec2::new(ui.available_width(), 26.0), Sense::hover());
    ui.painter().rect_filled(rect, 0.0, look.theme.panel());
    let list = ScrollArea::vertical().id_salt(salt).auto_shrink([false, false]).show(ui, rows);
    head(ui, Rect::from_x_y_ranges(list.inner_rect.x_range(), rect.y_range()), look);
}

/// Moves a chosen row of so many by the arrow keys, while no field and nothing over the screen has them.
pub fn arrows(ui: &Ui, at: usize, count: usize) -> usize {
    let free = ui.memory(|memory| memory.focused().is_none() && memory.top_modal_layer().is_none());
    let Some(last) = count.checked_sub(1).filter(|_| free) else { return at };
    let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    let down = if pressed(Key::ArrowDown) { (at + 1).min(last) } else { at };
    if pressed(Key::ArrowUp) { at.saturating_sub(1) } else { down }
}
