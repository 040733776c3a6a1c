//! What stands above and below the plot: title, unit, legend, named days and the foot.

use crate::{
    base::{Chart, ChartMilestone, ChartRole},
    report::{
        frame::{EDGE, Frame, LABEL, SMALL},
        mark::{Anchor, CHART_HEIGHT, CHART_WIDTH, Ink, Mark},
        width::{drawn_width, shortened, wrapped},
    },
};

/// Height of a line of the foot and of the named days.
const SMALL_LINE: f64 = 15.0;
/// The foot is broken at about 90 Chinese characters or the width of the sheet, whichever is less.
const FOOT_LINES: usize = 4;
/// Named days stand in at most so many rows; further names are left out, their lines stay.
const MILESTONE_ROWS: usize = 4;
/// The longest names of a day: where the first finds no place the next is tried.
const MILESTONE_ROOMS: [f64; 5] = [260.0, 170.0, 120.0, 80.0, 50.0];

/// Draws title, unit and whose; gives the marks and where the header ends.
pub(super) fn header(chart: &Chart) -> (Vec<Mark>, f64) {
    let room = f64::from(CHART_WIDTH) - 2.0 * EDGE;
    let size = if drawn_width(&chart.title, 18.0, true) <= room { 18.0 } else { 15.0 };
    let lines = wrapped(&chart.title, size, true, room, 2);
    let mut marks = Vec::new();
    let mut base = 18.0;
    let mut end = EDGE;
    for line in &lines {
        base += size + 3.0;
        end = EDGE + drawn_width(line, size, true);
        let words = super::mark::drawable(line);
        marks.push(Mark::Text {
            words,
            at: (EDGE, base),
            anchor: Anchor::Start,
            size,
            heavy: true,
            ink: Ink::Words,
        });
    }
    let beside = [chart.unit.trim(), chart.subtitle.trim()].into_iter().filter(|part| !part.is_empty());
    let beside = beside.collect::<Vec<_>>().join(" · ");
    let legend = legend(chart);
    let legend_width: f64 = legend.iter().map(|(_, name)| legend_entry_width(name)).sum();
    let mut right_free = f64::from(CHART_WIDTH) - EDGE;
    let mut own_row = false;
    if !beside.is_empty() {
        let width = drawn_width(&beside, LABEL, false);
        if lines.is_empty() || end + 16.0 + width > right_free {
            base += 19.0;
            end = EDGE - 16.0;
            own_row = true;
        }
        let words = shortened(&beside, LABEL, false, right_free - end - 16.0);
        marks.push(Mark::words(&words, (end + 16.0, base), Anchor::Start, LABEL, Ink::Quiet));
        end += 16.0 + width;
    }
    if !legend.is_empty() {
        if end + 24.0 + legend_width > right_free && !(own_row && end + legend_width < right_free) {
            base += 19.0;
        }
        for (role, name) in legend.iter().rev() {
            right_free -= legend_entry_width(name);
            marks.extend(legend_entry(*role, name, right_free, base));
        }
    }
    (marks, base + 8.0)
}

/// Names what is not named at its own line: dots and squares, where both are there.
fn legend(chart: &Chart) -> Vec<(ChartRole, String)> {
    let named = |role: ChartRole| {
        let series = chart
            .series
            .iter()
            .find(|series| series.role == role && series.runs.iter().any(|run| !run.is_empty()))?;
        Some((role, shortened(&series.name, SMALL, false, 150.0)))
    };
    match named(ChartRole::Printed) {
        Some(printed) => named(ChartRole::Actual).into_iter().chain([printed]).collect(),
        None => Vec::new(),
    }
}

fn legend_entry_width(name: &str) -> f64 {
    40.0 + drawn_width(name, SMALL, false)
}

fn legend_entry(role: ChartRole, name: &str, left: f64, base: f64) -> Vec<Mark> {
    let (x, y) = (left + 26.0, base - 4.0);
    let mut marks = match role {
        ChartRole::Printed => super::series::square((x, y)),
        _ => vec![
            Mark::line(vec![(x - 11.0, y), (x + 11.0, y)], Ink::Actual, 2.0),
            Mark::Disc { at: (x, y), radius: 4.0, ink: Ink::Actual },
        ],
    };
    marks.push(Mark::words(name, (left + 40.0, base), Anchor::Start, SMALL, Ink::Words));
    marks
}

/// Breaks the foot into lines.
pub(super) fn foot_lines(chart: &Chart) -> Vec<String> {
    let room = f64::from(CHART_WIDTH) - 2.0 * EDGE;
    wrapped(&chart.foot, SMALL, false, room.min(90.0 * SMALL), FOOT_LINES)
}

/// Gives the height the foot takes with the free edge below it.
pub(super) fn foot_height(lines: &[String]) -> f64 {
    14.0 + lines.len() as f64 * SMALL_LINE
}

/// Draws the foot.
pub(super) fn foot(lines: &[String]) -> Vec<Mark> {
    let first = f64::from(CHART_HEIGHT) - 14.0 - lines.len().saturating_sub(1) as f64 * SMALL_LINE;
    let line = |(at, line): (usize, &String)| {
        Mark::words(line, (EDGE, first + at as f64 * SMALL_LINE), Anchor::Start, SMALL, Ink::Quiet)
    };
    lines.iter().enumerate().map(line).collect()
}

/// One named day with its row and the middle of its name.
#[derive(Clone, Debug)]
pub(super) struct Flag {
    x: f64,
    label: Option<(usize, f64, String)>,
}

/// Gives each named day a row above the plot where its name meets no other; a name without room is left out.
pub(super) fn flags(milestones: &[ChartMilestone], frame: &Frame) -> Vec<Flag> {
    let mut days: Vec<(f64, &str)> = milestones
        .iter()
        .filter(|day| day.x.is_finite())
        .map(|day| (frame.x(day.x), day.name.trim()))
        .collect();
    days.sort_by(|a, b| a.0.total_cmp(&b.0).then_with(|| a.1.cmp(b.1)));
    let mut ends = [EDGE - 12.0; MILESTONE_ROWS];
    days.into_iter()
        .map(|(x, name)| {
            let label = MILESTONE_ROOMS.iter().find_map(|room| {
                let name = shortened(name, SMALL, false, *room);
                let half = drawn_width(&name, SMALL, false) / 2.0;
                let inside = |middle: f64| middle.clamp(EDGE + half, f64::from(CHART_WIDTH) - EDGE - half);
                // Over its line where there is room, else to the right of it.
                let mut offers =
                    (0..MILESTONE_ROWS).flat_map(|row| [(row, inside(x)), (row, inside(x + half - 3.0))]);
                let (row, middle) = offers.find(|(row, middle)| middle - half >= ends[*row] + 12.0)?;
                ends[row] = middle + half;
                (!name.is_empty()).then_some((row, middle, name))
            });
            Flag { x, label }
        })
        .collect()
}

/// Gives the height the rows of named days take.
pub(super) fn flags_height(flags: &[Flag]) -> f64 {
    let rows = flags.iter().filter_map(|flag| flag.label.as_ref()).map(|(row, ..)| row + 1).max();
    rows.map_or(0.0, |rows| rows as f64 * SMALL_LINE + 2.0)
}

/// Draws the lines of the named days down to `bottom`, and their names above `top`; the first row stands lowest.
pub(super) fn flag_marks(flags: &[Flag], top: f64, bottom: f64) -> Vec<Mark> {
    let mut marks = Vec::new();
    for flag in flags {
        let row = flag.label.as_ref().map_or(0, |(row, ..)| *row);
        let start = top - row as f64 * SMALL_LINE - 2.0;
        marks.push(Mark::line(vec![(flag.x, start), (flag.x, bottom)], Ink::Milestone, 1.0));
    }
    for flag in flags {
        if let Some((row, middle, name)) = &flag.label {
            let base = top - *row as f64 * SMALL_LINE - 5.0;
            let half = drawn_width(name, SMALL, false) / 2.0 + 2.0;
            let area = super::mark::Area {
                left: middle - half,
                top: base - 11.0,
                right: middle + half,
                bottom: base + 3.0,
            };
            marks.push(Mark::Filled { area, ink: Ink::Ground });
            marks.push(Mark::words(name, (*middle, base), Anchor::Middle, SMALL, Ink::Quiet));
        }
    }
    marks
}
