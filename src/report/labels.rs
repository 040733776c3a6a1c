//! The words at the lines: values, names of the path and the targets, and why a dot is hollow.

use crate::{
    base::{Chart, ChartPoint, ChartRole, ChartSeries},
    report::{
        frame::{AIM_ROOM, Frame, LABEL, SMALL},
        mark::{Anchor, Area, Ink, Mark, Spot},
        place::Placer,
        series::is_span,
        width::{drawn_width, shortened, shortened_inside},
    },
};

/// Up to so many points are all labelled; of more, the first, the last, the lowest and the highest.
const LABELLED: usize = 12;

/// Draws every word inside and beside the plot.
pub(super) fn draw(chart: &Chart, frame: &Frame, placer: &mut Placer) -> Vec<Mark> {
    let mut marks = Vec::new();
    let of = |role: ChartRole| chart.series.iter().filter(move |series| series.role == role);
    for series in of(ChartRole::Actual) {
        marks.extend(values(series, frame, placer, Ink::Words));
    }
    for series in of(ChartRole::Printed) {
        marks.extend(values(series, frame, placer, Ink::Past));
    }
    for series in of(ChartRole::Actual) {
        marks.extend(hollow_note(series, frame, placer));
    }
    for series in of(ChartRole::Forecast) {
        marks.extend(values(series, frame, placer, Ink::Quiet));
        marks.extend(path_name(series, frame, placer, Ink::Actual));
    }
    for series in of(ChartRole::Path) {
        marks.extend(path_name(series, frame, placer, Ink::Aim));
    }
    marks.extend(target_names(of(ChartRole::Target), frame));
    marks
}

/// A value to be written, at the middle of what it stands for.
struct Value<'a> {
    at: Spot,
    y: f64,
    shown: &'a str,
    /// Half the height of what is drawn there.
    reach: f64,
    /// Whether it stands higher than both neighbours, so that its place is above.
    peak: bool,
}

fn values(series: &ChartSeries, frame: &Frame, placer: &mut Placer, ink: Ink) -> Vec<Mark> {
    let mut all: Vec<Value<'_>> = Vec::new();
    for run in &series.runs {
        if series.role == ChartRole::Printed && is_span(run) {
            if let (Some(first), Some(last)) = (run.first(), run.last())
                && let (Some(from), Some(to)) = (frame.spot(first), frame.spot(last))
            {
                all.push(Value {
                    at: ((from.0 + to.0) / 2.0, to.1),
                    y: last.y,
                    shown: &last.shown,
                    reach: 3.0,
                    peak: false,
                });
            }
        } else {
            let peak = |at: usize| {
                let lower = |other: Option<&ChartPoint>| other.is_some_and(|other| other.y < run[at].y);
                at > 0 && lower(run.get(at - 1)) && lower(run.get(at + 1))
            };
            all.extend(run.iter().enumerate().filter_map(|(at, point)| {
                Some(Value {
                    at: frame.spot(point)?,
                    y: point.y,
                    shown: &point.shown,
                    reach: 5.0,
                    peak: peak(at),
                })
            }));
        }
    }
    let chosen = labelled(&all);
    let mut marks = Vec::new();
    for value in chosen.into_iter().filter_map(|at| all.get(at)) {
        let words = shortened(value.shown, LABEL, false, 160.0);
        if let Some(base) = value_place(value, &words, placer) {
            marks.push(Mark::words(&words, base, Anchor::Middle, LABEL, ink));
        }
    }
    marks
}

/// Chooses which values are written, the most wanted first: the last, the first, the lowest, the highest.
fn labelled(all: &[Value<'_>]) -> Vec<usize> {
    let Some(last) = all.len().checked_sub(1) else { return Vec::new() };
    let by_value = |a: &usize, b: &usize| all[*a].y.total_cmp(&all[*b].y);
    let mut order = vec![last, 0];
    order.extend((0..all.len()).min_by(by_value));
    order.extend((0..all.len()).max_by(by_value));
    if all.len() <= LABELLED {
        order.extend(0..all.len());
    }
    let mut seen = Vec::new();
    for at in order {
        if !seen.contains(&at) {
            seen.push(at);
        }
    }
    seen
}

/// Finds a place beneath, above or beside; gives the middle of the base line, `None` where nothing is free.
fn value_place(value: &Value<'_>, words: &str, placer: &mut Placer) -> Option<Spot> {
    let half = drawn_width(words, LABEL, false) / 2.0;
    let (x, y) = value.at;
    let gap = value.reach + 2.0;
    let (below, above) = (y + gap + 10.5, y - gap - 1.5);
    let beside = half + gap + 2.0;
    let mut bases = [
        (x, below),
        (x, above),
        (x + half * 0.6, below + 1.0),
        (x - half * 0.6, below + 1.0),
        (x - half * 0.6, above - 1.0),
        (x + half * 0.6, above - 1.0),
        (x + beside, y + 4.4),
        (x - beside, y + 4.4),
        (x, below + 9.0),
        (x, above - 9.0),
        (x, below + 18.0),
        (x, above - 18.0),
    ];
    if value.peak {
        bases.swap(0, 1);
    }
    choose(&bases, half, LABEL, placer)
}

/// Takes the best free one of some base lines.
fn choose(bases: &[Spot], half: f64, size: f64, placer: &mut Placer) -> Option<Spot> {
    let offers: Vec<Area> = bases
        .iter()
        .map(|(x, base)| Area {
            left: x - half - 2.0,
            right: x + half + 2.0,
            top: base - size * 0.84,
            bottom: base + size * 0.2,
        })
        .collect();
    placer.choose(&offers).filter(|chosen| chosen.free).and_then(|chosen| bases.get(chosen.index).copied())
}

/// Writes why the latest hollow dot is hollow: the last line of its read-out.
fn hollow_note(series: &ChartSeries, frame: &Frame, placer: &mut Placer) -> Option<Mark> {
    let point: &ChartPoint = series.runs.iter().flatten().rfind(|point| point.hollow)?;
    let note = point.read_out.get(1..)?.last()?;
    let note = shortened(note, SMALL, false, 140.0);
    let half = drawn_width(&note, SMALL, false) / 2.0;
    let (x, y) = frame.spot(point)?;
    let right = x + half + 12.0;
    let left = x - half - 12.0;
    let bases = [
        (right, y + 30.0),
        (x, y + 32.0),
        (right, y + 5.0),
        (right, y - 10.0),
        (left, y - 10.0),
        (left, y + 30.0),
        (x, y - 24.0),
        (x, y + 44.0),
    ];
    let base = choose(&bases, half, SMALL, placer)?;
    Some(Mark::words(&note, base, Anchor::Middle, SMALL, Ink::Quiet))
}

/// Writes the name of a path or a forecast along it, where it crosses nothing.
fn path_name(series: &ChartSeries, frame: &Frame, placer: &mut Placer, ink: Ink) -> Option<Mark> {
    let places: Vec<Spot> = series.runs.first()?.iter().filter_map(|point| frame.spot(point)).collect();
    let (first, last) = (places.first()?, places.last()?);
    let name = shortened(&series.name, LABEL, false, 160.0);
    let half = drawn_width(&name, LABEL, false) / 2.0;
    let mut bases = Vec::new();
    // Above and below a steep line the words would lie across it: they stand beside it.
    let slope = (last.1 - first.1) / (last.0 - first.0).max(1.0);
    if slope.abs() > 0.6 {
        for share in [0.6, 0.45, 0.75, 0.3] {
            let x = first.0 + (last.0 - first.0) * share;
            let y = height_at(&places, x) + 4.0;
            let side = half + 8.0 + 6.0 / slope.abs();
            bases.extend([(x + side, y), (x - side, y)]);
        }
    }
    for off in [8.0, 14.0, 22.0, 32.0, 44.0] {
        for share in [0.4, 0.55, 0.28, 0.7, 0.85, 0.15] {
            let x = first.0 + (last.0 - first.0) * share;
            let y = height_at(&places, x);
            bases.push((x, y - off));
            bases.push((x, y + off + 9.0));
        }
    }
    let base = choose(&bases, half, LABEL, placer)?;
    Some(Mark::words(&name, base, Anchor::Middle, LABEL, ink))
}

fn height_at(places: &[Spot], x: f64) -> f64 {
    let piece = places.windows(2).find(|pair| pair[0].0 <= x && x <= pair[1].0 && pair[1].0 > pair[0].0);
    match piece {
        Some(pair) => pair[0].1 + (pair[1].1 - pair[0].1) * (x - pair[0].0) / (pair[1].0 - pair[0].0),
        None => places.first().map_or(0.0, |spot| spot.1),
    }
}

/// A target's name beside its line.
struct Name {
    wanted: f64,
    at: f64,
    levels: (f64, f64),
    name: String,
    due: String,
}

/// Writes the names of the targets with their due at the right end, moved apart where lines are close.
fn target_names<'a>(targets: impl Iterator<Item = &'a ChartSeries>, frame: &Frame) -> Vec<Mark> {
    let mut names: Vec<Name> = targets
        .filter_map(|series| {
            let ends: Vec<&ChartPoint> = series.runs.iter().filter_map(|run| run.last()).collect();
            let levels: Vec<f64> = ends.iter().filter_map(|end| frame.spot(end)).map(|spot| spot.1).collect();
            let top = levels.iter().copied().reduce(f64::min)?;
            let low = levels.iter().copied().reduce(f64::max)?;
            let end = ends.last()?;
            let due = end.read_out.first().unwrap_or(&end.period);
            Some(Name {
                wanted: (top + low) / 2.0,
                at: (top + low) / 2.0,
                levels: (top, low),
                name: shortened_inside(&series.name, LABEL, AIM_ROOM),
                due: shortened(due, SMALL, false, AIM_ROOM),
            })
        })
        .collect();
    names.sort_by(|a, b| a.wanted.total_cmp(&b.wanted));
    let room = frame.plot.bottom - frame.plot.top + 12.0;
    let pitch = (room / names.len().max(1) as f64).min(32.0);
    spread(&mut names, pitch, frame);
    let x = frame.plot.right;
    let mut marks = Vec::new();
    for name in names {
        if name.levels.1 - name.levels.0 > 0.5 {
            let bracket = vec![(x, name.levels.0), (x, name.levels.1)];
            marks.push(Mark::line(bracket, Ink::Aim, 1.25));
        }
        if (name.at - name.wanted).abs() > 2.0 {
            marks.push(Mark::line(vec![(x, name.wanted), (x + 6.0, name.at)], Ink::Aim, 1.0));
        }
        marks.push(Mark::words(&name.name, (x + 8.0, name.at + 4.4), Anchor::Start, LABEL, Ink::Aim));
        // Below this pitch the second lines would meet the next names; the due line down to the axis remains.
        if pitch >= 28.0 {
            marks.push(Mark::words(&name.due, (x + 8.0, name.at + 19.0), Anchor::Start, SMALL, Ink::Quiet));
        }
    }
    marks
}

/// Moves names apart to `pitch`, and the whole pile up where it would leave the plot.
fn spread(names: &mut [Name], pitch: f64, frame: &Frame) {
    let mut lowest = frame.plot.top;
    for name in names.iter_mut() {
        name.at = name.at.max(lowest);
        lowest = name.at + pitch;
    }
    let mut highest = frame.plot.bottom - 12.0;
    for name in names.iter_mut().rev() {
        name.at = name.at.min(highest);
        highest = name.at - pitch;
    }
}
