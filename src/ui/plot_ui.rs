//! The last hundred lines of a chart: plain data drawn by egui_plot.

use egui::{Align2, Pos2, Rect, Stroke, Ui, Vec2, Vec2b};
use egui_plot::{GridMark, Line, LineStyle, MarkerShape, Plot, PlotPoint, PlotPoints, Points, VLine};

use crate::{
    base::{Chart, ChartPoint, ChartRole, ChartSeries},
    ui::{look::Look, widgets::paint_text},
};

/// Draws a chart; hovering near an actual point reads it out.
pub(super) fn plot_ui(ui: &mut Ui, chart: &Chart, look: &Look, height: f32) {
    let theme = look.theme.clone();
    let (from, to) = (f64::from(chart.years.0), f64::from(chart.years.1));
    let air = ((to - from) * 0.05).max(0.3);
    let (low, high) = chart.values;
    let ticks = chart.value_ticks();
    let places = chart.tick_decimals();
    let every = ((chart.years.1 - chart.years.0) / 12 + 1).max(1);
    let years: Vec<GridMark> = (chart.years.0..=chart.years.1)
        .filter(|year| (chart.years.1 - year) % every == 0)
        .map(|year| GridMark { value: f64::from(year), step_size: 1.0 })
        .collect();
    let step = ticks.windows(2).next().map_or(1.0, |pair| pair[1] - pair[0]);
    let values: Vec<GridMark> = ticks.into_iter().map(|value| GridMark { value, step_size: step }).collect();
    // Room at the right for the names of targets.
    let right = (to - from + air * 2.0) * 0.12;
    let plot = Plot::new(("trend", chart.title.as_str(), chart.subtitle.as_str()))
        .height(height)
        .width(ui.available_width())
        .allow_drag(Vec2b::new(false, false))
        .allow_scroll(Vec2b::new(false, false))
        .allow_zoom(Vec2b::new(false, false))
        .allow_boxed_zoom(false)
        .allow_double_click_reset(false)
        .show_crosshair(false)
        .show_background(false)
        .show_grid(Vec2b::new(false, true))
        .grid_color(theme.line())
        .grid_fade(0.0)
        .set_margin_fraction(Vec2::ZERO)
        .default_x_bounds(from - air, to + air + right)
        .default_y_bounds(low, high)
        .auto_bounds(Vec2b::new(false, false))
        .x_grid_spacer(move |_| years.clone())
        .y_grid_spacer(move |_| values.clone())
        .x_axis_formatter(|mark, _| format!("{}", mark.value.round() as i64))
        .y_axis_formatter(move |mark, _| format!("{:.places$}", mark.value))
        .label_formatter(|_| None);
    let shown = ui.scope(|ui| {
        // Axis figures in the size of captions.
        ui.style_mut().text_styles.insert(egui::TextStyle::Body, theme.small());
        plot.show(ui, |plot| {
            plot.set_plot_bounds_x(from - air..=to + air + right);
            plot.set_plot_bounds_y(low..=high);
            for milestone in &chart.milestones {
                let line = VLine::new(milestone.name.clone(), milestone.x).color(theme.line()).width(1.0);
                plot.vline(line.allow_hover(false));
            }
            for series in &chart.series {
                for run in &series.runs {
                    series_lines(plot, series, run, look);
                }
            }
        })
    });
    let shown = shown.inner;
    let at = |x: f64, y: f64| shown.transform.position_from_point(&PlotPoint::new(x, y));
    let painter_rect = *shown.transform.frame();
    labels_ui(ui, chart, look, painter_rect, at);
    if let Some(pointer) = shown.response.hover_pos() {
        let place = shown.transform.value_from_position(pointer);
        if let Some(point) = chart.nearest(place.x) {
            let centre = at(point.x, point.y);
            ui.painter().circle_stroke(centre, 7.0, Stroke::new(1.5, theme.accent()));
            let lines = point.read_out.clone();
            shown.response.clone().on_hover_ui_at_pointer(|ui| read_out_ui(ui, &lines, look));
        }
    }
}

fn read_out_ui(ui: &mut Ui, lines: &[String], look: &Look) {
    ui.spacing_mut().item_spacing.y = 2.0;
    for (at, line) in lines.iter().enumerate() {
        let text = if at < 2 { look.bold(line.clone()) } else { look.small(line.clone()) };
        ui.label(text);
    }
}

fn series_lines<'a>(
    plot: &mut egui_plot::PlotUi<'a>,
    series: &'a ChartSeries,
    run: &'a [ChartPoint],
    look: &Look,
) {
    let theme = &look.theme;
    let places: PlotPoints<'_> = run.iter().map(|point| [point.x, point.y]).collect();
    let (ink, width, style) = match series.role {
        ChartRole::Actual => (theme.chart(0), 2.0, LineStyle::Solid),
        ChartRole::Printed => (theme.chart(2), 3.0, LineStyle::Solid),
        ChartRole::Path => (theme.chart(1), 1.25, LineStyle::Dashed { length: 7.0 }),
        ChartRole::Target => (theme.chart(1), 1.25, LineStyle::Solid),
    };
    if run.len() > 1 {
        plot.line(
            Line::new(series.name.clone(), places).color(ink).width(width).style(style).allow_hover(false),
        );
    }
    let marker = match series.role {
        ChartRole::Actual => Some(MarkerShape::Circle),
        ChartRole::Printed => Some(MarkerShape::Square),
        ChartRole::Path | ChartRole::Target => None,
    };
    let Some(marker) = marker else { return };
    for hollow in [false, true] {
        let dots: PlotPoints<'_> =
            run.iter().filter(|point| point.hollow == hollow).map(|point| [point.x, point.y]).collect();
        if hollow {
            let inner: PlotPoints<'_> =
                run.iter().filter(|point| point.hollow).map(|point| [point.x, point.y]).collect();
            plot.points(
                Points::new(series.name.clone(), inner)
                    .shape(marker)
                    .radius(4.5)
                    .color(theme.ground())
                    .allow_hover(false),
            );
        }
        plot.points(
            Points::new(series.name.clone(), dots)
                .shape(marker)
                .filled(!hollow)
                .radius(4.5)
                .color(ink)
                .allow_hover(false),
        );
    }
}

/// Writes the figures beside the dots, the names of path and targets, and the named days.
fn labels_ui(ui: &Ui, chart: &Chart, look: &Look, frame: Rect, at: impl Fn(f64, f64) -> Pos2) {
    let theme = &look.theme;
    let small = egui::FontId { size: 12.0, ..theme.small() };
    let mut taken: Vec<Rect> = Vec::new();
    let mut place = |centre: Pos2, text: &str, ink, align: Align2, width: f32| {
        let rect = align.anchor_rect(Rect::from_min_size(centre, Vec2::new(width, 16.0)));
        if taken.iter().any(|other| other.intersects(rect.shrink(1.0)))
            || !frame.expand(40.0).contains(rect.center())
        {
            return;
        }
        taken.push(rect);
        paint_text(ui, rect, text, small.clone(), ink, align);
    };
    for series in chart.series.iter().filter(|series| series.role == ChartRole::Target) {
        for run in &series.runs {
            if let Some(end) = run.last() {
                let spot = at(end.x, end.y) + Vec2::new(6.0, 0.0);
                place(spot, &series.name, theme.chart(1), Align2::LEFT_CENTER, 150.0);
                let due = end.read_out.first().cloned().unwrap_or_default();
                place(spot + Vec2::new(0.0, 17.0), &due, theme.quiet(), Align2::LEFT_CENTER, 150.0);
            }
        }
    }
    for series in &chart.series {
        let points: Vec<&ChartPoint> = series.runs.iter().flatten().collect();
        match series.role {
            ChartRole::Actual | ChartRole::Printed => {
                let every = points.len() / 14 + 1;
                for (index, point) in points.iter().enumerate() {
                    if index % every != 0 && index + 1 != points.len() {
                        continue;
                    }
                    let ink = if series.role == ChartRole::Actual { theme.text() } else { theme.chart(2) };
                    let spot = at(point.x, point.y) + Vec2::new(0.0, 10.0);
                    place(spot, &point.shown, ink, Align2::CENTER_TOP, 60.0);
                }
            }
            ChartRole::Path => {
                if let (Some(first), Some(last)) = (points.first(), points.last()) {
                    let middle = at(first.x * 0.45 + last.x * 0.55, first.y * 0.45 + last.y * 0.55)
                        + Vec2::new(8.0, 3.0);
                    place(middle, &series.name, theme.chart(1), Align2::LEFT_TOP, 96.0);
                }
            }
            ChartRole::Target => {}
        }
    }
    for (index, milestone) in chart.milestones.iter().enumerate() {
        let x = at(milestone.x, chart.values.1).x;
        let y = frame.top() + 8.0 + 15.0 * (index % 3) as f32;
        if x > frame.center().x {
            place(Pos2::new(x - 3.0, y), &milestone.name, theme.quiet(), Align2::RIGHT_CENTER, 200.0);
        } else {
            place(Pos2::new(x + 3.0, y), &milestone.name, theme.quiet(), Align2::LEFT_CENTER, 200.0);
        }
    }
}
