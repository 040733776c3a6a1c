//! The legend: every series with its stroke, switched off and on by a click.

use egui::{Align2, Pos2, Rect, Role, Sense, Shape, Stroke, Ui, Vec2, WidgetInfo};

use crate::{
    base::{Chart, ChartRole},
    ui::{
        look::Look,
        trend::{
            shown::{AHEAD, is_ahead},
            state::{Drawn, TrendState},
        },
        widgets::paint_text,
    },
};

/// Draws the legend of the whole chart; what is switched off stays in it.
pub(super) fn legend_ui(ui: &mut Ui, state: &mut TrendState, chart: &Chart, look: &Look) {
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = Vec2::new(10.0, 0.0);
        for series in &chart.series {
            let is_forecast = is_ahead(series.role);
            let is_interval = matches!(series.role, ChartRole::Low | ChartRole::High);
            if is_interval || (is_forecast && state.drawn.without_forecast) {
                continue;
            }
            let key = if is_forecast { AHEAD } else { series.name.as_str() };
            let is_turned = entry_ui(ui, series.role, &series.name, is_on(&state.drawn, key), look);
            if is_turned && !state.drawn.hidden.remove(key) {
                state.drawn.hidden.insert(key.to_owned());
            }
        }
    });
}

fn is_on(drawn: &Drawn, key: &str) -> bool {
    !drawn.hidden.contains(key)
}

fn entry_ui(ui: &mut Ui, role: ChartRole, name: &str, is_on: bool, look: &Look) -> bool {
    let theme = &look.theme;
    let ink = if is_on { theme.text() } else { theme.quiet() };
    let galley = ui.painter().layout_no_wrap(name.to_owned(), theme.small(), ink);
    let size = Vec2::new((galley.size().x + 34.0).min(ui.available_width()), 22.0);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::CheckBox, true, is_on, name));
    if response.hovered() || response.has_focus() {
        ui.painter().rect_filled(rect, theme.corner(), theme.panel());
    }
    let mark = Rect::from_min_size(rect.min + Vec2::new(4.0, 0.0), Vec2::new(22.0, rect.height()));
    stroke_ui(ui, mark, role, is_on, look);
    let words = Rect::from_min_max(Pos2::new(mark.right() + 5.0, rect.top()), rect.max);
    paint_text(ui, words, name, theme.small(), ink, Align2::LEFT_CENTER);
    if !is_on {
        ui.painter().hline(words.x_range(), words.center().y, Stroke::new(1.0, theme.quiet()));
    }
    response.clicked()
}

/// Paints a piece of the line: solid with a dot, dashed, dotted or level, which reads in grey as well.
fn stroke_ui(ui: &Ui, rect: Rect, role: ChartRole, is_on: bool, look: &Look) {
    let theme = &look.theme;
    let ink = match role {
        _ if !is_on => theme.line(),
        ChartRole::Actual | ChartRole::Forecast => theme.chart(0),
        ChartRole::Printed => theme.chart(2),
        ChartRole::Path | ChartRole::Target => theme.chart(1),
        ChartRole::Low | ChartRole::High => theme.quiet(),
    };
    let ends = [rect.left_center(), rect.right_center()];
    match role {
        ChartRole::Actual => {
            ui.painter().line_segment(ends, Stroke::new(2.0, ink));
            ui.painter().circle_filled(rect.center(), 3.5, ink);
        }
        ChartRole::Printed => {
            let square = Rect::from_center_size(rect.center(), Vec2::splat(7.0));
            ui.painter().rect_filled(square, 0.0, ink);
        }
        ChartRole::Path => {
            ui.painter().extend(Shape::dashed_line(&ends, Stroke::new(1.5, ink), 5.0, 3.0));
        }
        ChartRole::Target => {
            ui.painter().line_segment(ends, Stroke::new(1.5, ink));
        }
        ChartRole::Forecast | ChartRole::Low | ChartRole::High => {
            ui.painter().extend(Shape::dotted_line(&ends, ink, 4.0, 1.25));
        }
    }
}
