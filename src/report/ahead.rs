//! The forecast: a pale shape between the ends of its interval, a dotted line and small rings.

use crate::{
    base::{Chart, ChartRole, ChartSeries},
    report::{
        frame::Frame,
        mark::{Area, Ink, Mark, Spot},
        place::Placer,
        series::spots,
    },
};

/// How much a label minds crossing the forecast.
const COST: f64 = 15.0;

/// Draws forecast and interval, lowest first.
pub(super) fn draw(chart: &Chart, frame: &Frame, placer: &mut Placer) -> Vec<Mark> {
    let places = |role: ChartRole| -> Vec<Spot> {
        let of = chart.series.iter().filter(|series| series.role == role);
        of.flat_map(|series: &ChartSeries| &series.runs).flat_map(|run| spots(run, frame)).collect()
    };
    let (low, high, line) = (places(ChartRole::Low), places(ChartRole::High), places(ChartRole::Forecast));
    let mut marks = Vec::new();
    if low.len() > 1 && low.len() == high.len() {
        let around = low.iter().copied().chain(high.iter().rev().copied()).collect();
        marks.push(Mark::Shape { places: around, ink: Ink::Ahead });
    }
    // The ends are drawn as well: in grey print the pale ground alone would be lost.
    for ends in [&low, &high] {
        if ends.len() > 1 {
            let dash = Some((1.5, 4.0));
            marks.push(Mark::Line { places: ends.clone(), ink: Ink::Frame, width: 1.0, dash });
        }
    }
    if let ([low], [high]) = (low.as_slice(), high.as_slice()) {
        marks.push(Mark::line(vec![*low, *high], Ink::Frame, 3.0));
        placer.take(Area {
            left: low.0 - 2.0,
            right: low.0 + 2.0,
            top: high.1.min(low.1),
            bottom: low.1.max(high.1),
        });
    }
    placer.take_line(&line, COST);
    if line.len() > 1 {
        let dash = Some((2.0, 4.0));
        marks.push(Mark::Line { places: line.clone(), ink: Ink::Actual, width: 1.5, dash });
    }
    for at in line {
        placer.take(Area { left: at.0 - 4.0, right: at.0 + 4.0, top: at.1 - 4.0, bottom: at.1 + 4.0 });
        marks.push(Mark::Disc { at, radius: 3.0, ink: Ink::Actual });
        marks.push(Mark::Disc { at, radius: 1.75, ink: Ink::Ground });
    }
    marks
}
