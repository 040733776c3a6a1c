//! The groups on the left: how many of each are done.

use egui::{Align2, Rect, Role, ScrollArea, Sense, Ui, Vec2, WidgetInfo};

use super::{head_ui::tally_words, list_ui::group_words, state::DeliverablesState};
use crate::{
    desk::{DeliverableGroup, DeliverableLine, GroupKey, Tally},
    ui::{look::Look, widgets::paint_text},
};

/// Draws the groups; a click shows one of them alone.
pub(super) fn groups_ui(
    ui: &mut Ui,
    state: &mut DeliverablesState,
    lines: &[DeliverableLine<'_>],
    groups: &[DeliverableGroup<'_>],
    look: &Look,
) {
    ScrollArea::vertical().id_salt(state.by).auto_shrink([false, false]).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        let all = look.say("followed.all").into_owned();
        if group_ui(ui, &all, &Tally::of(lines), !state.has_chosen(), look) {
            state.choose_group(None);
        }
        for group in groups {
            let chosen = state.is_chosen(&group.key);
            if group_ui(ui, &group_words(&group.key, look), &group.tally, chosen, look) {
                let key: Option<&GroupKey<'_>> = (!chosen).then_some(&group.key);
                state.choose_group(key);
            }
        }
    });
}

fn group_ui(ui: &mut Ui, name: &str, tally: &Tally, chosen: bool, look: &Look) -> bool {
    let theme = &look.theme;
    let (rect, response) = ui.allocate_exact_size(Vec2::new(ui.available_width(), 36.0), Sense::click());
    let count = format!("{}/{}", tally.done, tally.all());
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, chosen, format!("{name} {count}")));
    if !ui.is_rect_visible(rect) {
        return response.clicked();
    }
    if chosen {
        ui.painter().rect_filled(rect, theme.corner(), theme.accent_ground());
    } else if response.hovered() || response.has_focus() {
        ui.painter().rect_filled(rect, theme.corner(), theme.panel());
    }
    let inner = rect.shrink2(Vec2::new(8.0, 4.0));
    let top = Rect::from_min_size(inner.min, Vec2::new(inner.width(), 19.0));
    let is_done = tally.done == tally.all();
    let mut left = top;
    left.max.x -= if tally.all() > 99 { 44.0 } else { 36.0 };
    let ink = if chosen { theme.accent() } else { theme.text() };
    paint_text(ui, left, name, theme.grid(), ink, Align2::LEFT_CENTER);
    let count_ink = if is_done { theme.good() } else { theme.quiet() };
    paint_text(ui, top, &count, theme.small(), count_ink, Align2::RIGHT_CENTER);
    let bar = Rect::from_min_size(inner.left_bottom() - Vec2::new(0.0, 5.0), Vec2::new(inner.width(), 3.0));
    ui.painter().rect_filled(bar, 1.5, theme.line());
    let all = tally.all().max(1) as f32;
    let part = |count: usize| {
        let mut part = bar;
        part.set_width(bar.width() * count as f32 / all);
        part
    };
    ui.painter().rect_filled(part(tally.done + tally.in_progress), 1.5, theme.accent_pale());
    ui.painter().rect_filled(part(tally.done), 1.5, if is_done { theme.good() } else { theme.accent() });
    let clicked = response.clicked();
    response.on_hover_text(format!("{name}\n{}", tally_words(tally, look)));
    clicked
}
