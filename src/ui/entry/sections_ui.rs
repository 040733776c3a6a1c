//! The list of sections with how far each is filled.

use egui::{Align2, Rect, Role, ScrollArea, Sense, Ui, Vec2, WidgetInfo};

use crate::{
    desk::Sheet,
    ui::{
        act::Act,
        entry::EntryState,
        look::Look,
        widgets::{Progress, paint_bar, paint_text},
    },
};

/// Height of a section in the list.
const SECTION: f32 = 38.0;

/// Draws the sections; a click jumps to the first cell of one.
pub(super) fn sections_ui(
    ui: &mut Ui,
    state: &mut EntryState,
    sheet: &Sheet,
    look: &Look,
    out: &mut Vec<Act>,
) {
    let active = state.cursor(sheet).map(|at| sheet.sections.partition_point(|section| section.row <= at));
    ui.spacing_mut().item_spacing.y = 0.0;
    let area = ScrollArea::vertical().auto_shrink([false, false]);
    area.show_rows(ui, SECTION, sheet.sections.len(), |ui, shown| {
        for at in shown {
            let section = &sheet.sections[at];
            let theme = &look.theme;
            let (rect, response) =
                ui.allocate_exact_size(Vec2::new(ui.available_width(), SECTION), Sense::click());
            let name = look.text(&section.name);
            let progress = Progress {
                done: section.filled - section.carried,
                unsettled: section.carried,
                all: section.asked,
            };
            let count = format!("{}/{}", section.filled, section.asked);
            response.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("{name} {count}")));
            if active == Some(at + 1) {
                ui.painter().rect_filled(rect, theme.corner(), theme.accent_ground());
            } else if response.hovered() || response.has_focus() {
                ui.painter().rect_filled(rect, theme.corner(), theme.panel());
            }
            let inner = rect.shrink2(Vec2::new(8.0, 4.0));
            let top = Rect::from_min_size(inner.min, Vec2::new(inner.width(), 20.0));
            let ink = if active == Some(at + 1) { theme.accent() } else { theme.text() };
            let mut left = top;
            left.max.x -= 38.0;
            paint_text(ui, left, name, theme.grid(), ink, Align2::LEFT_CENTER);
            let count_ink = if progress.is_done() { theme.good() } else { theme.quiet() };
            paint_text(ui, top, &count, theme.small(), count_ink, Align2::RIGHT_CENTER);
            let bar =
                Rect::from_min_size(inner.left_bottom() - Vec2::new(0.0, 6.0), Vec2::new(inner.width(), 3.0));
            paint_bar(ui, look, progress, bar);
            if section.carried > 0 {
                let said = look.say_with("submit.carried", &[("n", &section.carried.to_string())]);
                response.clone().on_hover_text(said);
            }
            if response.clicked() {
                let first = sheet.rows.iter().skip(section.row).find(|row| row.typed().is_some());
                state.commit(&sheet.key, out);
                if let (Some(row), None) = (first, &state.asking) {
                    // The section is shown whole.
                    state.show_all();
                    state.enter(row, look.lang);
                    state.scroll = false;
                    state.to_top = Some(section.row);
                }
            }
        }
    });
}
