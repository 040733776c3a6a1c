//! A list that scrolls under a head that does not.

use std::collections::HashMap;

use egui::{Id, Key, Modifiers, Rect, ScrollArea, Sense, Ui, Vec2};

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

/// Draws only those of so many rows of one height that are in sight; `to` is scrolled into sight first.
pub fn rows_ui(
    ui: &mut Ui,
    salt: impl egui::AsIdSalt,
    height: f32,
    count: usize,
    to: Option<usize>,
    mut row: impl FnMut(&mut Ui, usize, Rect),
) {
    let area = ScrollArea::vertical().id_salt(salt).auto_shrink([false, false]);
    area.show_viewport(ui, |ui, sight| {
        ui.spacing_mut().item_spacing.y = 0.0;
        ui.set_height(height * count as f32);
        let (left, top) = (ui.max_rect().x_range(), ui.max_rect().top());
        let rect_of = |at: usize| {
            let y = top + height * at as f32;
            Rect::from_x_y_ranges(left, y..=y + height)
        };
        if let Some(to) = to.filter(|to| *to < count) {
            ui.scroll_to_rect(rect_of(to), None);
        }
        let first = (sight.min.y / height).floor().max(0.0) as usize;
        let last = ((sight.max.y / height).ceil().max(0.0) as usize).min(count);
        for at in first..last {
            let rect = rect_of(at);
            ui.scope_builder(egui::UiBuilder::new().max_rect(rect).id_salt(("row", at)), |ui| {
                row(ui, at, rect)
            });
        }
    });
}

/// Draws rows of one height under a head, as [`headed_list_ui`] does, but only those in sight.
#[allow(clippy::too_many_arguments, reason = "the one place where head, rows and place meet")]
pub fn headed_rows_ui(
    ui: &mut Ui,
    look: &Look,
    salt: impl egui::AsIdSalt,
    (height, count, to): (f32, usize, Option<usize>),
    head: impl FnOnce(&Ui, Rect, &Look),
    row: impl FnMut(&mut Ui, usize, Rect),
) {
    ui.spacing_mut().item_spacing.y = 0.0;
    let (rect, _) = ui.allocate_exact_size(Vec2::new(ui.available_width(), 26.0), Sense::hover());
    ui.painter().rect_filled(rect, 0.0, look.theme.panel());
    let room = ui.available_height();
    // A list longer than its room has a scroll bar at its side.
    let bar = if height * count as f32 > room { ui.spacing().scroll.allocated_width() } else { 0.0 };
    rows_ui(ui, salt, height, count, to, row);
    head(ui, Rect::from_x_y_ranges(rect.left()..=rect.right() - bar, rect.y_range()), look);
}

/// How high a card is thought to be before it was drawn.
const CARD: f32 = 96.0;

/// Draws only those of many cards of different heights that are in sight; what was measured is kept by the card's id.
pub fn cards_ui(
    ui: &mut Ui,
    salt: impl egui::AsIdSalt,
    heights: &mut HashMap<Id, f32>,
    cards: &[Id],
    mut card: impl FnMut(&mut Ui, usize),
) {
    let area = ScrollArea::vertical().id_salt(salt).auto_shrink([false, false]);
    area.show_viewport(ui, |ui, sight| {
        ui.spacing_mut().item_spacing.y = 3.0;
        ui.set_height(cards.iter().map(|id| heights.get(id).unwrap_or(&CARD)).sum());
        let (left, top) = (ui.max_rect().x_range(), ui.max_rect().top());
        let mut y = 0.0;
        let mut moved = false;
        for (at, id) in cards.iter().enumerate() {
            let height = heights.get(id).copied().unwrap_or(CARD);
            if y + height >= sight.min.y && y <= sight.max.y {
                let rect = Rect::from_x_y_ranges(left, top + y..=top + y + height);
                let drawn =
                    ui.scope_builder(egui::UiBuilder::new().max_rect(rect).id_salt(*id), |ui| card(ui, at));
                let measured = (drawn.response.rect.height() + 3.0).ceil();
                if (measured - height).abs() > 0.5 {
                    heights.insert(*id, measured);
                    moved = true;
                }
            }
            y += height;
        }
        if moved {
            // The cards behind stand elsewhere than it was thought.
            ui.ctx().request_repaint();
        }
    });
}

/// Moves a chosen row of so many by the arrow keys, while no field and nothing over the screen has them.
pub fn arrows(ui: &Ui, at: usize, count: usize) -> usize {
    let free = ui.memory(|memory| memory.focused().is_none() && memory.top_modal_layer().is_none());
    let Some(last) = count.checked_sub(1).filter(|_| free) else { return at };
    let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    let down = if pressed(Key::ArrowDown) { (at + 1).min(last) } else { at };
    if pressed(Key::ArrowUp) { at.saturating_sub(1) } else { down }
}
