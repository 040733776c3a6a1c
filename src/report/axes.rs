//! Grid, value axis and years.

use rust_decimal::{Decimal, prelude::FromPrimitive as _};

use crate::{
    base::{Chart, quantity_text},
    report::{
        frame::{Frame, LABEL, usable_values},
        mark::{Anchor, Ink, Mark},
        width::drawn_width,
    },
};

/// The lines of the value axis with their labels.
pub(super) fn value_lines(chart: &Chart) -> Vec<(f64, String)> {
    // Only the ends matter to the steps; they are made drawable first.
    let ends = Chart { values: usable_values(chart.values), decimals: chart.decimals, ..Chart::default() };
    let places = ends.tick_decimals();
    ends.value_ticks()
        .into_iter()
        .map(|value| {
            let places_shown = u32::try_from(places).unwrap_or_default();
            let label = Decimal::from_f64(value)
                .map_or_else(|| format!("{value:.places$}"), |exact| quantity_text(exact, places_shown));
            (value, label)
        })
        .collect()
}

/// Gives the width of the widest value label.
pub(super) fn label_width(lines: &[(f64, String)]) -> f64 {
    lines.iter().map(|(_, label)| drawn_width(label, LABEL, false)).fold(0.0, f64::max)
}

/// Draws the level lines with their labels.
pub(super) fn value_axis(frame: &Frame, lines: &[(f64, String)]) -> Vec<Mark> {
    let plot = frame.plot;
    let mut marks = Vec::new();
    for (value, label) in lines {
        let y = frame.y(*value);
        marks.push(Mark::line(vec![(plot.left, y), (plot.right, y)], Ink::Grid, 1.0));
        marks.push(Mark::words(label, (plot.left - 8.0, y + 4.4), Anchor::End, LABEL, Ink::Quiet));
    }
    marks
}

/// Draws the years under the plot: every one, or every 2nd, 5th, 10th … where there are more than twelve.
pub(super) fn years(chart: &Chart, frame: &Frame) -> Vec<Mark> {
    let (first, last) = (chart.years.0.min(chart.years.1), chart.years.0.max(chart.years.1));
    if (first, last) == (0, 0) {
        return Vec::new();
    }
    let count = i64::from(last) - i64::from(first) + 1;
    let step = year_step(count);
    let start = i64::from(first).div_euclid(step) * step;
    (0..=count / step + 1)
        .map(|at| start + at * step)
        .filter(|year| (i64::from(first)..=i64::from(last)).contains(year))
        .map(|year| {
            let at = (frame.x(year as f64), frame.plot.bottom + 19.0);
            Mark::words(&year.to_string(), at, Anchor::Middle, LABEL, Ink::Quiet)
        })
        .collect()
}

fn year_step(count: i64) -> i64 {
    if count <= 12 {
        return 1;
    }
    if count <= 24 {
        return 2;
    }
    let mut step = 5;
    while count / step > 14 {
        step *= 2;
    }
    step
}
