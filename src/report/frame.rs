//! The drawing's frame: where years and values stand in points.

use crate::{
    base::{Chart, ChartPoint, ChartRole},
    report::{
        mark::{Area, CHART_HEIGHT, CHART_WIDTH, Spot},
        width::drawn_width,
    },
};

/// Free space at the outer edge.
pub(super) const EDGE: f64 = 24.0;
/// Size of the value labels and of the names at the lines.
pub(super) const LABEL: f64 = 12.0;
/// Size of small words: due years, notes, milestones, the foot.
pub(super) const SMALL: f64 = 11.0;
/// The longest name at the right end of a target line.
pub(super) const AIM_ROOM: f64 = 190.0;

/// Maps years and values to points.
#[derive(Clone, Debug)]
pub(super) struct Frame {
    /// Where lines may stand.
    pub plot: Area,
    /// Years at the left and the right edge of the plot: half a year before the first and after the last.
    years: (f64, f64),
    /// Values at the bottom and the top.
    values: (f64, f64),
}

impl Frame {
    /// Puts the frame between `top` and `bottom` and leaves room for the axis and the target names.
    pub(super) fn new(chart: &Chart, top: f64, bottom: f64, tick_width: f64) -> Self {
        let names = chart
            .series
            .iter()
            .filter(|series| series.role == ChartRole::Target)
            .map(|series| drawn_width(&series.name, LABEL, false).min(AIM_ROOM));
        let right = names.fold(0.0_f64, |widest, width| widest.max(width + 10.0));
        let right = f64::from(CHART_WIDTH) - EDGE - right;
        let plot = Area { left: EDGE + tick_width.max(24.0) + 8.0, top, right, bottom };
        let (first, last) = (chart.years.0.min(chart.years.1), chart.years.0.max(chart.years.1));
        Self {
            plot,
            years: (f64::from(first) - 0.5, f64::from(last) + 0.5),
            values: usable_values(chart.values),
        }
    }

    /// Gives the place across of a year, kept inside the plot.
    pub(super) fn x(&self, year: f64) -> f64 {
        let share = (year - self.years.0) / (self.years.1 - self.years.0);
        self.plot.left + share.clamp(0.0, 1.0) * (self.plot.right - self.plot.left)
    }

    /// Gives the place down of a value, kept inside the plot.
    pub(super) fn y(&self, value: f64) -> f64 {
        let share = (value - self.values.0) / (self.values.1 - self.values.0);
        self.plot.bottom - share.clamp(0.0, 1.0) * (self.plot.bottom - self.plot.top)
    }

    /// Gives the place of a point; `None` for one that has no finite place.
    pub(super) fn spot(&self, point: &ChartPoint) -> Option<Spot> {
        self.place((point.x, point.y))
    }

    /// Gives where a year and a value stand.
    pub(super) fn place(&self, (x, y): (f64, f64)) -> Option<Spot> {
        (x.is_finite() && y.is_finite()).then(|| (self.x(x), self.y(y)))
    }
}

/// Gives ends of a value axis that can be drawn: finite, the lower one first, apart.
pub(super) fn usable_values((low, high): (f64, f64)) -> (f64, f64) {
    let drawable =
        low.is_finite() && high.is_finite() && high - low > 1e-9 && low.abs().max(high.abs()) < 1e15;
    match drawable {
        true => (low, high),
        false if low.is_finite() && low.abs() < 1e12 => (low - 0.5, low + 0.5),
        false => (0.0, 1.0),
    }
}

/// The whole drawing.
pub(super) const fn sheet() -> Area {
    Area { left: 0.0, top: 0.0, right: CHART_WIDTH as f64, bottom: CHART_HEIGHT as f64 }
}
