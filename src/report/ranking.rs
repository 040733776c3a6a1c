//! Draws a ranking: how the values spread on top, the bars below.

use crate::{
    base::{RankBar, RankChart},
    report::{
        ReportError,
        mark::{Anchor, Area, CHART_HEIGHT, CHART_WIDTH, Ink, Mark},
        png::svg_png,
        svg::marks_svg,
        width::drawn_width,
    },
};

/// So many bars fit under each other; of more the first and the last are drawn.
const BARS: usize = 20;
/// Left end of the bars: behind place and name.
const NAMES: f64 = 230.0;
/// Right end of the axis: before the values.
const RIGHT: f64 = CHART_WIDTH as f64 - MARGIN - VALUES;
/// Room of the values behind the bars.
const VALUES: f64 = 64.0;
const MARGIN: f64 = 28.0;
/// Where the bars begin, and how far above the lower edge they end, the lines of the foot aside.
const BARS_TOP: f64 = 104.0;
const BARS_FREE: f64 = 14.0;

/// Draws a ranking as SVG of [`CHART_WIDTH`] × [`CHART_HEIGHT`] points with real words; the same ranking gives the same bytes.
///
/// ```
/// use duibiao::{base::RankChart, report::rank_svg};
/// let svg = rank_svg(&RankChart { title: "床位 <张>".to_owned(), ..RankChart::default() });
/// assert!(svg.contains("床位 &lt;张&gt;"));
/// ```
pub fn rank_svg(chart: &RankChart) -> String {
    marks_svg(&marks(chart), &[&chart.title, &chart.subtitle])
}

/// Draws a ranking as PNG, as [`crate::report::chart_png`] does.
///
/// # Errors
/// As there.
pub fn rank_png(chart: &RankChart, dpi: u32) -> Result<Vec<u8>, ReportError> {
    svg_png(&rank_svg(chart), dpi)
}

/// Cuts words to a width, with an ellipsis.
fn cut(words: &str, room: f64, size: f64) -> String {
    if drawn_width(words, size, false) <= room {
        return words.to_owned();
    }
    let mut kept = words.to_owned();
    while kept.pop().is_some() {
        if drawn_width(&kept, size, false) + size <= room {
            break;
        }
    }
    kept + "…"
}

fn marks(chart: &RankChart) -> Vec<Mark> {
    let (width, height) = (f64::from(CHART_WIDTH), f64::from(CHART_HEIGHT));
    let ground = Area { left: 0.0, top: 0.0, right: width, bottom: height };
    let mut marks = vec![Mark::Filled { area: ground, ink: Ink::Ground }];
    let unit = if chart.unit.is_empty() { String::new() } else { format!("（{}）", chart.unit) };
    marks.push(Mark::Text {
        words: super::mark::drawable(&format!("{}{unit}", chart.title)),
        at: (MARGIN, 30.0),
        anchor: Anchor::Start,
        size: 17.0,
        heavy: true,
        ink: Ink::Words,
    });
    marks.push(Mark::words(&chart.subtitle, (MARGIN, 49.0), Anchor::Start, 12.0, Ink::Quiet));
    dots(chart, &mut marks);
    bars(chart, &mut marks);
    for (at, line) in chart.foot.iter().enumerate() {
        let y = height - 10.0 - 15.0 * (chart.foot.len() - 1 - at) as f64;
        marks.push(Mark::words(line, (MARGIN, y), Anchor::Start, 11.0, Ink::Quiet));
    }
    marks
}

/// Draws every value as a dot over the box of the quartiles.
fn dots(chart: &RankChart, marks: &mut Vec<Mark>) {
    let (low, high) = chart.dot_ends();
    let at = |value: f64| NAMES + (value.clamp(low, high) - low) / (high - low) * (RIGHT - NAMES);
    let y = 78.0;
    marks.push(Mark::line(vec![(NAMES, y), (RIGHT, y)], Ink::Grid, 1.0));
    if let Some(spread) = chart.spread {
        let area = Area { left: at(spread.lower), top: y - 11.0, right: at(spread.upper), bottom: y + 11.0 };
        marks.push(Mark::Filled { area, ink: Ink::AimPale });
        marks.push(Mark::line(
            vec![(at(spread.median), y - 13.0), (at(spread.median), y + 13.0)],
            Ink::Aim,
            2.0,
        ));
        for fence in [spread.low_fence, spread.high_fence] {
            if (low..=high).contains(&fence) {
                let places = vec![(at(fence), y - 9.0), (at(fence), y + 9.0)];
                marks.push(Mark::Line { places, ink: Ink::Quiet, width: 1.0, dash: Some((3.0, 2.0)) });
            }
        }
    }
    for bar in &chart.bars {
        let spot = (at(bar.value), y);
        marks.push(Mark::Disc {
            at: spot,
            radius: 3.0,
            ink: if bar.is_apart { Ink::Past } else { Ink::Actual },
        });
        if bar.hollow {
            marks.push(Mark::Disc { at: spot, radius: 1.8, ink: Ink::Ground });
        }
    }
}

fn bars(chart: &RankChart, marks: &mut Vec<Mark>) {
    let count = chart.bars.len();
    let shown: Vec<Option<&RankBar>> = if count <= BARS {
        chart.bars.iter().map(Some).collect()
    } else {
        let half = BARS / 2;
        let first = chart.bars[..half].iter().map(Some);
        first.chain([None]).chain(chart.bars[count - half + 1..].iter().map(Some)).collect()
    };
    let (low, high) = chart.ends();
    let at = |value: f64| NAMES + (value - low) / (high - low) * (RIGHT - NAMES);
    let foot = 15.0 * chart.foot.len() as f64;
    let room = f64::from(CHART_HEIGHT) - BARS_TOP - BARS_FREE - foot;
    let step = (room / shown.len().max(1) as f64).min(24.0);
    for (nth, bar) in shown.into_iter().enumerate() {
        let middle = BARS_TOP + step * (nth as f64 + 0.5);
        let base = middle + 4.0;
        let Some(bar) = bar else {
            marks.push(Mark::words("⋮", (NAMES - 12.0, base), Anchor::End, 12.0, Ink::Quiet));
            continue;
        };
        marks.push(Mark::words(&bar.place.to_string(), (MARGIN + 20.0, base), Anchor::End, 11.0, Ink::Quiet));
        let name = cut(&bar.name, NAMES - MARGIN - 40.0, 11.5);
        marks.push(Mark::words(&name, (NAMES - 8.0, base), Anchor::End, 11.5, Ink::Words));
        let (left, right) = (at(bar.value.min(0.0)), at(bar.value.max(0.0)));
        let half = (step * 0.34).min(7.0);
        let area = Area { left, top: middle - half, right, bottom: middle + half };
        marks.push(Mark::Filled { area, ink: if bar.is_apart { Ink::Past } else { Ink::Actual } });
        if bar.hollow && right - left > 4.0 {
            let inner = Area {
                left: area.left + 1.5,
                top: area.top + 1.5,
                right: area.right - 1.5,
                bottom: area.bottom - 1.5,
            };
            marks.push(Mark::Filled { area: inner, ink: Ink::Ground });
        }
        marks.push(Mark::words(&bar.shown, (right + 5.0, base), Anchor::Start, 11.5, Ink::Words));
    }
}
