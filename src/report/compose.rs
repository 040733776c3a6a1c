//! Puts a drawing together from a chart: plain marks in points, before any format.

use crate::{
    base::Chart,
    report::{
        axes,
        frame::{Frame, LABEL, sheet},
        header, labels,
        mark::{Anchor, Area, Ink, Mark},
        place::Placer,
        series,
    },
};

/// The sentence of a chart without a point. A chart is in one language but does not say which.
const NOTHING: &str = "没有可画的数值 · No figures to draw";

/// Gives the marks of a chart, lowest first.
pub(super) fn marks(chart: &Chart) -> Vec<Mark> {
    let mut marks = vec![Mark::Filled { area: sheet(), ink: Ink::Ground }];
    let (header_marks, header_end) = header::header(chart);
    let foot_lines = header::foot_lines(chart);
    let bottom = sheet().bottom - header::foot_height(&foot_lines) - 32.0;
    let lines = axes::value_lines(chart);
    let tick_width = axes::label_width(&lines);
    // The rows of the named days depend on places across, and the plot's top on the rows.
    let flags = header::flags(&chart.milestones, &Frame::new(chart, 0.0, bottom, tick_width));
    let top = header_end + 14.0 + header::flags_height(&flags);
    let frame = Frame::new(chart, top, bottom, tick_width);

    let drawable = chart.points().any(|(_, point)| frame.spot(point).is_some());
    let reach =
        Area { left: frame.plot.left - 6.0, top: top - 2.0, bottom: bottom - 2.0, right: frame.plot.right };
    let mut placer = Placer::new(reach);
    for flag in &chart.milestones {
        let x = frame.x(flag.x);
        placer.take_line(&[(x, top), (x, bottom)], 6.0);
    }
    let series_marks = series::draw(chart, &frame, &mut placer);
    let label_marks = labels::draw(chart, &frame, &mut placer);

    if drawable {
        marks.extend(axes::value_axis(&frame, &lines));
        // The grid stops at the words, the lines of the series do not.
        marks.extend(label_marks.iter().filter_map(Mark::ground_behind));
    } else {
        marks.extend(empty(frame.plot));
    }
    marks.extend(axes::years(chart, &frame));
    marks.extend(header::flag_marks(&flags, top, bottom));
    marks.extend(series_marks);
    marks.extend(label_marks);
    marks.extend(header_marks);
    marks.extend(header::foot(&foot_lines));
    marks
}

fn empty(plot: Area) -> Vec<Mark> {
    let corners = vec![
        (plot.left, plot.top),
        (plot.right, plot.top),
        (plot.right, plot.bottom),
        (plot.left, plot.bottom),
        (plot.left, plot.top),
    ];
    let middle = ((plot.left + plot.right) / 2.0, (plot.top + plot.bottom) / 2.0 + LABEL * 0.37);
    vec![Mark::line(corners, Ink::Frame, 1.0), Mark::words(NOTHING, middle, Anchor::Middle, 14.0, Ink::Quiet)]
}
