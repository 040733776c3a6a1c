//! The table behind a chart.

use egui::{Align2, Rect, Sense, Ui, Vec2};

use crate::{
    base::{Align as CellAlign, Table},
    ui::{
        look::Look,
        widgets::{headed_list_ui, paint_text},
    },
};

/// Draws a neutral table with right-aligned numbers.
pub(super) fn table_ui(ui: &mut Ui, table: &Table, look: &Look) {
    let theme = &look.theme;
    // A column is as wide as its title and its figures ask, and what is left over is shared.
    let wide = |text: &str, font| ui.painter().layout_no_wrap(text.to_owned(), font, theme.quiet()).size().x;
    let wanted: Vec<f32> = table
        .columns
        .iter()
        .enumerate()
        .map(|(at, column)| {
            let cells = table.rows.iter().filter_map(|row| row.get(at));
            let cells = cells.map(|cell| wide(&cell.shown, theme.grid()));
            cells.fold(wide(&column.title, theme.small()), f32::max) + 24.0
        })
        .collect();
    let all: f32 = wanted.iter().sum();
    let cell = |row: Rect, at: usize| {
        let spare = (row.width() - all).max(0.0) / wanted.len().max(1) as f32;
        let fits = (row.width() / all.max(1.0)).min(1.0);
        let width = |wanted: f32| wanted * fits + spare;
        let left: f32 = wanted[..at].iter().copied().map(width).sum();
        Rect::from_min_size(row.min + Vec2::new(left, 0.0), Vec2::new(width(wanted[at]), row.height()))
            .shrink2(Vec2::new(10.0, 0.0))
    };
    let align =
        |align: CellAlign| if align == CellAlign::Right { Align2::RIGHT_CENTER } else { Align2::LEFT_CENTER };
    let head = |ui: &Ui, rect: Rect, _: &Look| {
        for (at, column) in table.columns.iter().enumerate() {
            paint_text(ui, cell(rect, at), &column.title, theme.small(), theme.quiet(), align(column.align));
        }
    };
    headed_list_ui(ui, look, "trend table", head, |ui| {
        for row in &table.rows {
            let (rect, response) =
                ui.allocate_exact_size(Vec2::new(ui.available_width(), 26.0), Sense::hover());
            let words: Vec<&str> = row.iter().map(|cell| cell.shown.as_str()).collect();
            response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Row, true, words.join(" ")));
            ui.painter().hline(
                rect.x_range(),
                rect.bottom() - 0.5,
                egui::Stroke::new(1.0, theme.line().gamma_multiply(0.7)),
            );
            for (at, (column, found)) in table.columns.iter().zip(row).enumerate() {
                let behind = column.name == "gap" && found.exact.starts_with('-');
                let ink = if behind { theme.soft() } else { theme.text() };
                paint_text(ui, cell(rect, at), &found.shown, theme.grid(), ink, align(column.align));
            }
        }
    });
}
