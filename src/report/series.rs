//! The lines of the chart without their words: targets, path, printed past figures, what was reached.

use crate::{
    base::{Chart, ChartRole, ChartSeries},
    report::{
        ahead,
        frame::Frame,
        mark::{Area, Ink, Mark, Spot},
        place::Placer,
    },
};

/// How much a label minds crossing a line of each kind.
const ACTUAL_COST: f64 = 30.0;
const PATH_COST: f64 = 20.0;
const AIM_COST: f64 = 20.0;
const PALE_COST: f64 = 6.0;

/// Says whether a run of a printed series is a span: one figure for several years.
pub(super) fn is_span(run: &[crate::base::ChartPoint]) -> bool {
    matches!(run, [first, .., last] if first.period == last.period && (last.x - first.x) > 1e-9)
}

/// Gives the radius of the dots: smaller where they stand close.
pub(super) fn dot_radius(chart: &Chart, frame: &Frame) -> f64 {
    let mut places: Vec<f64> = chart
        .points()
        .filter(|(series, _)| series.role == ChartRole::Actual)
        .filter_map(|(_, point)| frame.spot(point))
        .map(|spot| spot.0)
        .collect();
    places.sort_by(f64::total_cmp);
    let closest = places.windows(2).map(|pair| pair[1] - pair[0]).fold(f64::INFINITY, f64::min);
    if closest >= 14.0 { 4.0 } else { 2.5 }
}

/// Draws every line and dot, lowest first, and tells the placer where they stand.
pub(super) fn draw(chart: &Chart, frame: &Frame, placer: &mut Placer) -> Vec<Mark> {
    let of = |role: ChartRole| chart.series.iter().filter(move |series| series.role == role);
    let mut marks = Vec::new();
    for series in of(ChartRole::Target) {
        marks.extend(target_ground(series, frame, placer));
    }
    for series in of(ChartRole::Target) {
        marks.extend(target_lines(series, frame, placer));
    }
    for series in of(ChartRole::Path) {
        marks.extend(path(series, frame, placer));
    }
    marks.extend(ahead::draw(chart, frame, placer));
    for series in of(ChartRole::Printed) {
        marks.extend(printed(series, frame, placer));
    }
    let radius = dot_radius(chart, frame);
    for series in of(ChartRole::Actual) {
        marks.extend(actual(series, frame, radius, placer));
    }
    marks
}

pub(super) fn spots(run: &[crate::base::ChartPoint], frame: &Frame) -> Vec<Spot> {
    run.iter().filter_map(|point| frame.spot(point)).collect()
}

/// Draws what lies under a target: the pale line at its due, and the pale band of a range.
fn target_ground(series: &ChartSeries, frame: &Frame, placer: &mut Placer) -> Vec<Mark> {
    let ends: Vec<Spot> = series.runs.iter().filter_map(|run| frame.spot(run.last()?)).collect();
    let starts = series.runs.iter().filter_map(|run| frame.spot(run.first()?)).map(|spot| spot.0);
    let (top, low) = ends
        .iter()
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(top, low), spot| (top.min(spot.1), low.max(spot.1)));
    let mut marks = Vec::new();
    let Some(due) = ends.last().map(|spot| spot.0) else { return marks };
    if low - top > 0.5 {
        let left = starts.fold(frame.plot.right, f64::min);
        marks.push(Mark::Filled {
            area: Area { left, top, right: frame.plot.right, bottom: low },
            ink: Ink::AimBand,
        });
    }
    let down = vec![(due, top), (due, frame.plot.bottom)];
    placer.take_line(&down, PALE_COST);
    marks.push(Mark::line(down, Ink::AimPale, 1.0));
    marks
}

/// Draws the level lines of a target from its start to the right edge, where its name stands.
fn target_lines(series: &ChartSeries, frame: &Frame, placer: &mut Placer) -> Vec<Mark> {
    let mut marks = Vec::new();
    for run in &series.runs {
        let places = spots(run, frame);
        if let (Some(start), Some(end)) = (places.first(), places.last()) {
            let left = if places.len() > 1 { start.0 } else { frame.plot.left };
            let level = vec![(left, end.1), (frame.plot.right, end.1)];
            placer.take_line(&level, AIM_COST);
            marks.push(Mark::line(level, Ink::Aim, 1.25));
        }
    }
    marks
}

fn path(series: &ChartSeries, frame: &Frame, placer: &mut Placer) -> Vec<Mark> {
    let mut marks = Vec::new();
    if let [one, other] = series.runs.as_slice() {
        // A range: the band between the two edges.
        let around = spots(one, frame).into_iter().chain(spots(other, frame).into_iter().rev());
        marks.push(Mark::Shape { places: around.collect(), ink: Ink::AimBand });
    }
    for run in &series.runs {
        let places: Vec<Spot> = series.line(run).into_iter().filter_map(|at| frame.place(at)).collect();
        placer.take_line(&places, PATH_COST);
        match places.as_slice() {
            [] => {}
            [only] => marks.push(Mark::Disc { at: *only, radius: 2.5, ink: Ink::Aim }),
            _ => marks.push(Mark::Line { places, ink: Ink::Aim, width: 1.25, dash: Some((8.0, 5.0)) }),
        }
    }
    marks
}

/// Draws a square, white inside and larger than a dot: it differs in grey print, and shows around a dot on it.
pub(super) fn square(at: Spot) -> Vec<Mark> {
    let around =
        |half: f64| Area { left: at.0 - half, top: at.1 - half, right: at.0 + half, bottom: at.1 + half };
    vec![
        Mark::Filled { area: around(5.5), ink: Ink::Past },
        Mark::Filled { area: around(4.0), ink: Ink::Ground },
    ]
}

fn printed(series: &ChartSeries, frame: &Frame, placer: &mut Placer) -> Vec<Mark> {
    let mut marks = Vec::new();
    for run in &series.runs {
        let places = spots(run, frame);
        if is_span(run) {
            if let (Some(from), Some(to)) = (places.first(), places.last()) {
                let area = Area { left: from.0, top: to.1 - 3.0, right: to.0, bottom: to.1 + 3.0 };
                placer.take(area);
                marks.push(Mark::Filled { area, ink: Ink::Past });
                let inside = Area {
                    top: area.top + 1.5,
                    bottom: area.bottom - 1.5,
                    left: area.left + 1.5,
                    right: area.right - 1.5,
                };
                marks.push(Mark::Filled { area: inside, ink: Ink::Ground });
            }
            continue;
        }
        for at in places {
            placer.take(Area { left: at.0 - 5.5, top: at.1 - 5.5, right: at.0 + 5.5, bottom: at.1 + 5.5 });
            marks.extend(square(at));
        }
    }
    marks
}

fn actual(series: &ChartSeries, frame: &Frame, radius: f64, placer: &mut Placer) -> Vec<Mark> {
    let mut lines = Vec::new();
    let mut dots = Vec::new();
    for run in &series.runs {
        let places = spots(run, frame);
        placer.take_line(&places, ACTUAL_COST);
        if places.len() > 1 {
            lines.push(Mark::line(places, Ink::Actual, 2.0));
        }
        for point in run {
            let Some(at) = frame.spot(point) else { continue };
            let outer = if point.hollow { radius + 1.25 } else { radius };
            placer.take(Area {
                left: at.0 - outer,
                top: at.1 - outer,
                right: at.0 + outer,
                bottom: at.1 + outer,
            });
            dots.push(Mark::Disc { at, radius: outer, ink: Ink::Actual });
            if point.hollow {
                dots.push(Mark::Disc { at, radius: outer - 1.75, ink: Ink::Ground });
            }
        }
    }
    lines.append(&mut dots);
    lines
}
