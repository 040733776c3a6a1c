//! A list that scrolls under a head that does not.

use egui::{Rect, ScrollArea, Sense, Ui, Vec2};

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
