//! A list that scrolls under a head that does not.

use std::collections::HashMap;

use egui::{Id, Key, Modifiers, Popup, Rect, ScrollArea, Sense, Ui, Vec2};

use crate::ui::{look::Look, widgets::focused_button};

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
    let mut across = rect.x_range();
    turned_ui(ui, salt, |ui, _| {
        across = ui.max_rect().x_range();
        rows(ui);
    });
    head(ui, Rect::from_x_y_ranges(across, rect.y_range()), look);
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
    turned_ui(ui, salt, |ui, sight| {
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
    turned_ui(ui, salt, |ui, sight| {
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

/// Draws what is longer than its room, and lets the page keys turn it.
pub fn page_ui<R>(ui: &mut Ui, salt: impl egui::AsIdSalt, add: impl FnOnce(&mut Ui) -> R) -> R {
    turned_ui(ui, salt, |ui, _| add(ui))
}

/// What scrolls: in which pass it was drawn, how large it is, how high its room, and which.
#[derive(Clone, Copy)]
struct Scrolled {
    pass: u64,
    size: f32,
    room: f32,
    id: Id,
}

/// How much of a screenful stays in sight when the page is turned.
const OVERLAP: f32 = 40.0;

/// Draws an area that fills its room. The largest one of the screen is turned by 上一屏 and 下一屏 where nothing else has
/// these keys: what can be scrolled must not need a mouse.
fn turned_ui<R>(ui: &mut Ui, salt: impl egui::AsIdSalt, add: impl FnOnce(&mut Ui, Rect) -> R) -> R {
    let pass = ui.ctx().cumulative_pass_nr();
    // Of this pass as far as it is drawn, and of the one before.
    let places = [Id::unique("largest area"), Id::unique("largest area before")];
    let kept = |ui: &Ui| ui.ctx().data(|data| places.map(|place| data.get_temp::<Scrolled>(place)));
    let [now, before] = kept(ui);
    let last = if now.is_some_and(|now| now.pass == pass) { before } else { now };
    let salt = egui::IdSalt::new(salt);
    let id = ui.make_persistent_id(salt);
    let is_covered = is_covered(ui);
    let area = ScrollArea::vertical().id_salt(salt).auto_shrink([false, false]);
    let drawn = area.show_viewport(ui, |ui, sight| {
        let inner = add(ui, sight);
        // Behind what it holds: that takes the keys first, and what scrolls in it is not what is turned.
        let is_largest = |last: &Scrolled| last.pass + 1 >= pass && last.id == id;
        if let Some(last) = last.filter(is_largest).filter(|_| !is_covered) {
            let turns = turns(ui);
            if turns != 0.0 {
                ui.scroll_with_delta(Vec2::new(0.0, turns * (OVERLAP - last.room)));
            }
        }
        inner
    });
    let room = drawn.inner_rect.height();
    if drawn.content_size.y - room >= 1.0 && !is_covered {
        let [now, _] = kept(ui);
        let found = Scrolled { pass, size: drawn.inner_rect.area(), room, id };
        let begins = now.is_none_or(|now| now.pass != pass);
        ui.ctx().data_mut(|data| {
            if begins && let Some(now) = now {
                data.insert_temp(places[1], now);
            }
            if begins || now.is_some_and(|now| found.size > now.size) {
                data.insert_temp(places[0], found);
            }
        });
    }
    drawn.inner
}

/// Says whether a dialog or a list of choices lies over what is drawn.
fn is_covered(ui: &Ui) -> bool {
    let top = ui.memory(|memory| memory.top_modal_layer());
    top.is_some_and(|top| top != ui.layer_id()) || Popup::is_any_open(ui.ctx())
}

/// Takes how often the page keys were pressed, forward less backward, while no field has them.
fn turns(ui: &Ui) -> f32 {
    let ctx = ui.ctx();
    if ctx.memory(|memory| memory.focused()).is_some() && focused_button(ctx).is_none() {
        return 0.0;
    }
    ctx.input_mut(|input| {
        let mut count = |key| input.count_and_consume_key(Modifiers::NONE, key) as f32;
        count(Key::PageDown) - count(Key::PageUp)
    })
}

/// Moves a chosen row of so many by the arrow keys, while no field and nothing over the screen has them.
pub fn arrows(ui: &Ui, at: usize, count: usize) -> usize {
    let free = ui.memory(|memory| memory.focused().is_none() && memory.top_modal_layer().is_none());
    let Some(last) = count.checked_sub(1).filter(|_| free) else { return at };
    let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    let down = if pressed(Key::ArrowDown) { (at + 1).min(last) } else { at };
    if pressed(Key::ArrowUp) { at.saturating_sub(1) } else { down }
}
