//! The last hundred lines of a chart: plain data drawn by egui_plot.

use egui::{Align2, Pos2, Rect, Stroke, Ui, Vec2, Vec2b};
use egui_plot::{GridMark, Line, LineStyle, MarkerShape, Plot, PlotPoint, PlotPoints, Points, VLine};

use crate::{
    base::{Chart, ChartPoint, ChartRole, ChartSeries},
    ui::{look::Look, widgets::paint_text},
};

/// Room for the name of a target, in points.
const NAMES: f32 = 190.0;

/// Draws a chart; hovering near a point reads it out. Gives how many steps closer the wheel asks for, and about which
/// year.
pub(super) fn plot_ui(ui: &mut Ui, chart: &Chart, look: &Look, height: f32) -> Option<(i32, f64)> {
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
    let right = (to - from + air * 2.0) * names_share(ui, chart, look);
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
            bands(plot, chart, look);
            for series in &chart.series {
                for run in &series.runs {
                    series_lines(plot, series, run, look);
                }
            }
            levels(plot, chart, to + air, look);
        })
    });
    let shown = shown.inner;
    let at = |x: f64, y: f64| shown.transform.position_from_point(&PlotPoint::new(x, y));
    let painter_rect = *shown.transform.frame();
    labels_ui(ui, chart, look, painter_rect, (to + air, &at));
    let pointer = shown.response.hover_pos()?;
    let place = shown.transform.value_from_position(pointer);
    {
        if let Some(point) = chart.nearest(place.x) {
            let centre = at(point.x, point.y);
            ui.painter().circle_stroke(centre, 7.0, Stroke::new(1.5, theme.accent()));
            let lines = point.read_out.clone();
            shown.response.clone().on_hover_ui_at_pointer(|ui| read_out_ui(ui, &lines, look));
        }
    }
    let wheel = ui.input(|input| input.smooth_scroll_delta().y);
    // A notch of the wheel comes in several frames; its first one counts.
    let is_first = ui
        .input(|input| input.raw.events.iter().any(|event| matches!(event, egui::Event::MouseWheel { .. })));
    (is_first && wheel != 0.0).then_some((if wheel > 0.0 { 1 } else { -1 }, place.x))
}

/// Gives the share of the width that the names of the targets take at the right.
fn names_share(ui: &Ui, chart: &Chart, look: &Look) -> f64 {
    let font = egui::FontId { size: 12.0, ..look.theme.small() };
    let targets = chart.series.iter().filter(|series| series.role == ChartRole::Target);
    let widths = targets.map(|series| {
        ui.painter().layout_no_wrap(series.name.clone(), font.clone(), look.theme.text()).size().x
    });
    let widest = widths.fold(40.0_f32, f32::max).min(NAMES) + 12.0;
    f64::from((widest / (ui.available_width() - widest).max(1.0)).min(0.4))
}

/// Lays a pale ground between the ends of the forecast's interval, and between the edges of the path to a range.
fn bands(plot: &mut egui_plot::PlotUi<'_>, chart: &Chart, look: &Look) {
    let of = |role| chart.series.iter().find(|series| series.role == role);
    let path = of(ChartRole::Path).filter(|series| series.runs.len() == 2);
    let ahead = of(ChartRole::Low).zip(of(ChartRole::High));
    let ahead = ahead.and_then(|(low, high)| Some((low.runs.first()?, high.runs.first()?)));
    let edges = [
        ahead.map(|(low, high)| (low, high, look.theme.chart(0))),
        path.map(|series| (&series.runs[0], &series.runs[1], look.theme.chart(1))),
    ];
    for (low, high, ink) in edges.into_iter().flatten() {
        for (below, above) in low.windows(2).zip(high.windows(2)) {
            // One strip at a time: together they need not be convex.
            let corners = [&below[0], &below[1], &above[1], &above[0]].map(|point| [point.x, point.y]);
            let strip = egui_plot::Polygon::new("", corners.to_vec())
                .fill_color(ink.gamma_multiply(0.12))
                .stroke(Stroke::NONE)
                .allow_hover(false);
            plot.polygon(strip);
        }
    }
}

/// Leads the level of a target that is due on to its name at the right, thinner than before it was due.
fn levels(plot: &mut egui_plot::PlotUi<'_>, chart: &Chart, to: f64, look: &Look) {
    let targets = chart.series.iter().filter(|series| series.role == ChartRole::Target);
    for end in targets.flat_map(|series| &series.runs).filter_map(|run| run.last()) {
        let line = Line::new("", vec![[end.x, end.y], [to, end.y]]);
        let ink = look.theme.chart(1).gamma_multiply(0.55);
        plot.line(line.color(ink).width(0.75).allow_hover(false));
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
    let places: PlotPoints<'_> = series.line(run).into_iter().map(|(x, y)| [x, y]).collect();
    let (ink, width, style) = match series.role {
        ChartRole::Actual => (theme.chart(0), 2.0, LineStyle::Solid),
        ChartRole::Printed => (theme.chart(2), 3.0, LineStyle::Solid),
        ChartRole::Path => (theme.chart(1), 1.25, LineStyle::Dashed { length: 7.0 }),
        ChartRole::Target => (theme.chart(1), 1.25, LineStyle::Solid),
        ChartRole::Forecast => (theme.chart(0), 1.5, LineStyle::Dotted { spacing: 5.0 }),
        ChartRole::Low | ChartRole::High => (theme.chart(0).gamma_multiply(0.5), 1.0, LineStyle::Solid),
    };
    if run.len() > 1 {
        plot.line(
            Line::new(series.name.clone(), places).color(ink).width(width).style(style).allow_hover(false),
        );
    }
    let marker = match series.role {
        ChartRole::Actual => Some(MarkerShape::Circle),
        ChartRole::Printed => Some(MarkerShape::Square),
        // Alone it would be no line.
        ChartRole::Forecast if run.len() == 1 => Some(MarkerShape::Diamond),
        _ => None,
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

/// Shortens whose target it is until the target itself can be read.
fn fitting(ui: &Ui, name: &str, font: &egui::FontId, look: &Look) -> String {
    let is_wide = |text: &str| {
        ui.painter().layout_no_wrap(text.to_owned(), font.clone(), look.theme.text()).size().x > NAMES
    };
    let Some((region, target)) = name.rsplit_once(": ").filter(|_| is_wide(name)) else {
        return name.to_owned();
    };
    let cut = |count: usize| format!("{}…: {target}", region.chars().take(count).collect::<String>());
    (1..region.chars().count()).rev().map(cut).find(|text| !is_wide(text)).unwrap_or_else(|| cut(1))
}

/// Gives where the names of the targets stand, with their due, moved apart where levels are close.
fn names(chart: &Chart, frame: Rect, at: impl Fn(f64) -> f32) -> Vec<(f32, &str, &str)> {
    /// A name and its due.
    const PITCH: f32 = 35.0;
    let targets = chart.series.iter().filter(|series| series.role == ChartRole::Target);
    let ends =
        targets.flat_map(|series| series.runs.iter().filter_map(move |run| Some((series, run.last()?))));
    let mut names: Vec<(f32, &str, &str)> = ends
        .map(|(series, end)| {
            (at(end.y), series.name.as_str(), end.read_out.first().map_or("", String::as_str))
        })
        .collect();
    names.sort_by(|one, other| one.0.total_cmp(&other.0));
    let mut least = frame.top() + 8.0;
    for name in &mut names {
        name.0 = name.0.max(least);
        least = name.0 + PITCH;
    }
    let mut most = frame.bottom() - 20.0;
    for name in names.iter_mut().rev() {
        name.0 = name.0.min(most);
        most = name.0 - PITCH;
    }
    names
}

/// The longest name of a day.
const NAMED_DAY: f32 = 260.0;

/// Writes the figures beside the dots, the names of path and targets, and the named days.
fn labels_ui(ui: &Ui, chart: &Chart, look: &Look, frame: Rect, (end, at): (f64, &impl Fn(f64, f64) -> Pos2)) {
    let theme = &look.theme;
    let small = egui::FontId { size: 12.0, ..theme.small() };
    let font = small.clone();
    let mut taken: Vec<Rect> = Vec::new();
    let mut place = |centre: Pos2, text: &str, ink, align: Align2, width: f32| {
        let rect = align.anchor_rect(Rect::from_min_size(centre, Vec2::new(width, 16.0)));
        if taken.iter().any(|other| other.intersects(rect.shrink(1.0)))
            // Below it stand the years.
            || !frame.expand2(Vec2::new(40.0, 0.0)).contains(rect.center())
        {
            return false;
        }
        taken.push(rect);
        paint_text(ui, rect, text, small.clone(), ink, align);
        true
    };
    for (y, name, due) in names(chart, frame, |y| at(end, y).y) {
        let spot = Pos2::new(at(end, 0.0).x + 6.0, y);
        place(spot, &fitting(ui, name, &font, look), theme.chart(1), Align2::LEFT_CENTER, NAMES);
        place(spot + Vec2::new(0.0, 17.0), due, theme.quiet(), Align2::LEFT_CENTER, 150.0);
    }
    let lines =
        chart.series.iter().filter(|series| matches!(series.role, ChartRole::Forecast | ChartRole::Path));
    let lines: Vec<Pos2> =
        lines.flat_map(|series| series.runs.iter().flatten()).map(|point| at(point.x, point.y)).collect();
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
                    let dot = at(point.x, point.y);
                    let under = Rect::from_min_size(dot + Vec2::new(-24.0, 4.0), Vec2::new(48.0, 24.0));
                    // Above where path or forecast runs below it, or the axis is near.
                    let room = if point.hollow { 44.0 } else { 26.0 };
                    let is_above =
                        lines.iter().any(|place| under.contains(*place)) || dot.y + room > frame.bottom();
                    let (spot, align, step) = match is_above {
                        true => (dot - Vec2::new(0.0, 8.0), Align2::CENTER_BOTTOM, -18.0),
                        false => (dot + Vec2::new(0.0, 10.0), Align2::CENTER_TOP, 18.0),
                    };
                    place(spot, &point.shown, ink, align, 60.0);
                    // Of how many it is stands behind what a read-out says of it.
                    if let Some(words) = point.read_out.last().filter(|_| point.hollow) {
                        place(spot + Vec2::new(0.0, step), words, theme.quiet(), align, 140.0);
                    }
                }
            }
            ChartRole::Path => {
                // Beside the middle of a piece, on the side the path comes from.
                let nth = (points.len() * 3 / 5).max(1);
                if let (Some(before), Some(after)) = (points.get(nth - 1), points.get(nth)) {
                    let middle = at((before.x + after.x) / 2.0, (before.y + after.y) / 2.0);
                    let (step, align) = match after.y < before.y {
                        true => (Vec2::new(6.0, -3.0), Align2::LEFT_BOTTOM),
                        false => (Vec2::new(-6.0, -3.0), Align2::RIGHT_BOTTOM),
                    };
                    place(middle + step, &series.name, theme.chart(1), align, 96.0);
                }
            }
            ChartRole::Forecast => {
                let low = chart.series.iter().find(|series| series.role == ChartRole::Low);
                let low: Vec<&ChartPoint> = low.into_iter().flat_map(|low| &low.runs).flatten().collect();
                if let (Some(under), Some(last)) = (low.get(low.len() / 2), points.last()) {
                    let below = at(under.x, under.y) + Vec2::new(0.0, 5.0);
                    let behind = at(last.x, last.y) + Vec2::new(6.0, -2.0);
                    let _ = place(below, &series.name, theme.chart(0), Align2::CENTER_TOP, 60.0)
                        || place(behind, &series.name, theme.chart(0), Align2::LEFT_BOTTOM, 60.0);
                }
            }
            ChartRole::Target | ChartRole::Low | ChartRole::High => {}
        }
    }
    let targets = chart.series.iter().filter(|series| series.role == ChartRole::Target);
    let levels: Vec<f32> =
        targets.flat_map(|series| series.runs.iter().flatten()).map(|point| at(point.x, point.y).y).collect();
    let mut y = frame.top() + 8.0;
    for milestone in &chart.milestones {
        let x = at(milestone.x, chart.values.1).x;
        // A line through the words would strike them out.
        while levels.iter().any(|level| (y - level).abs() < 9.0) {
            y += 4.0;
        }
        // On the side with more room, and no further than the plot: a longer name ends in ….
        let (align, start, room) = match x > frame.center().x {
            true => (Align2::RIGHT_CENTER, x - 3.0, x - 6.0 - frame.left()),
            false => (Align2::LEFT_CENTER, x + 3.0, frame.right() - x - 6.0),
        };
        let name = milestone.name.as_str();
        let whole = ui.painter().layout_no_wrap(name.to_owned(), font.clone(), theme.quiet()).size().x + 2.0;
        let width = whole.min(room).min(NAMED_DAY);
        place(Pos2::new(start, y), name, theme.quiet(), align, width);
        y = if y > frame.top() + 36.0 { frame.top() + 8.0 } else { y + 16.0 };
    }
}
