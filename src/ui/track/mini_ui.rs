//! A small chart: actual values, path and target in few strokes, many of them on one scale.

use egui::{Align2, FontId, Pos2, Rect, Shape, Stroke, Ui, Vec2};

use crate::{
    base::{Chart, ChartRole},
    ui::{look::Look, widgets::paint_text},
};

/// Draws a chart small into a rectangle: the newest figure stands beside its dot, the target's level is dashed.
pub(super) fn mini_ui(ui: &Ui, rect: Rect, chart: &Chart, look: &Look) {
    let theme = &look.theme;
    let small = FontId { size: 10.5, ..theme.small() };
    let plot = Rect::from_min_max(rect.min + Vec2::new(8.0, 16.0), rect.max - Vec2::new(58.0, 14.0));
    let (from, to) = (f64::from(chart.years.0), f64::from(chart.years.1));
    let (low, high) = chart.values;
    if !(to > from && high > low) {
        return;
    }
    let at = |(x, y): (f64, f64)| {
        let x = ((x - from) / (to - from)).clamp(0.0, 1.0) as f32;
        let y = ((y - low) / (high - low)).clamp(-0.1, 1.1) as f32;
        Pos2::new(plot.left() + x * plot.width(), plot.bottom() - y * plot.height())
    };
    ui.painter().hline(plot.x_range(), plot.bottom(), Stroke::new(1.0, theme.line()));
    let years =
        Rect::from_min_max(Pos2::new(plot.left(), plot.bottom()), Pos2::new(plot.right(), rect.bottom()));
    let (first, last) = (chart.years.0.to_string(), chart.years.1.to_string());
    paint_text(ui, years, &first, small.clone(), theme.quiet(), Align2::LEFT_CENTER);
    paint_text(ui, years, &last, small.clone(), theme.quiet(), Align2::RIGHT_CENTER);
    for series in &chart.series {
        for run in &series.runs {
            let places: Vec<Pos2> = series.line(run).into_iter().map(at).collect();
            match series.role {
                ChartRole::Actual => {
                    ui.painter().line(places.clone(), Stroke::new(1.75, theme.chart(0)));
                    for (point, place) in run.iter().zip(places) {
                        if point.hollow {
                            ui.painter().circle(
                                place,
                                2.75,
                                theme.ground(),
                                Stroke::new(1.25, theme.chart(0)),
                            );
                        } else {
                            ui.painter().circle_filled(place, 2.5, theme.chart(0));
                        }
                    }
                }
                ChartRole::Target => {
                    ui.painter().line(places, Stroke::new(1.0, theme.chart(1)));
                }
                ChartRole::Path => {
                    let dashes = Shape::dashed_line(&places, Stroke::new(1.0, theme.chart(1)), 4.0, 3.0);
                    ui.painter().extend(dashes);
                }
                ChartRole::Printed | ChartRole::Forecast | ChartRole::Low | ChartRole::High => {}
            }
        }
    }
    let mut taken = None;
    let actual = chart.series.iter().find(|series| series.role == ChartRole::Actual);
    // What few have answered yet is drawn, and not the figure that is written beside it.
    let points = || actual.into_iter().flat_map(|series| series.runs.iter().flatten());
    if let Some(newest) = points().rfind(|point| !point.hollow).or_else(|| points().next_back()) {
        let spot = at((newest.x, newest.y));
        let x = (spot.x + 5.0).min(rect.right() - 52.0);
        let place = Rect::from_min_size(Pos2::new(x, spot.y - 16.0), Vec2::new(rect.right() - x, 14.0));
        paint_text(ui, place, &newest.shown, theme.small(), theme.text(), Align2::LEFT_CENTER);
        taken = Some(place);
    }
    let target = chart.series.iter().find(|series| series.role == ChartRole::Target);
    if let Some(level) = target.and_then(|series| series.runs.last()?.last()) {
        let spot = at((level.x, level.y)) + Vec2::new(4.0, -7.0);
        let place = Rect::from_min_max(spot, Pos2::new(rect.right(), spot.y + 14.0));
        if taken.is_none_or(|taken| !taken.intersects(place)) {
            paint_text(ui, place, &level.shown, theme.small(), theme.chart(1), Align2::LEFT_CENTER);
        }
    }
}
