//! One neutral chart for screen, SVG, PNG and golden tests: plain values, no looks.

use std::fmt::Write as _;

/// What a line of the chart means; the drawing decides how it looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ChartRole {
    /// 实际: solid line and dots.
    Actual,
    /// 规划所载过去数: what the plan prints of the past.
    Printed,
    /// 计划路径: thin dashes.
    Path,
    /// 目标: a level line.
    Target,
    /// 预测: dotted, and apart from what was reached.
    Forecast,
    /// 预测区间的下限.
    Low,
    /// 预测区间的上限.
    High,
}

impl ChartRole {
    /// Names the series as the command line prints it; printed past figures count as actual.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Actual | Self::Printed => "actual",
            Self::Path => "path",
            Self::Target => "target",
            Self::Forecast => "forecast",
            Self::Low => "low",
            Self::High => "high",
        }
    }
}

/// One point.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ChartPoint {
    /// The period's code, such as `2025`.
    pub period: String,
    /// Place on the time axis in years: the end of 2025 is 2025.
    pub x: f64,
    /// The value on the chart's scale.
    pub y: f64,
    /// The exact value, as scripts read it.
    pub exact: String,
    /// The value as people read it.
    pub shown: String,
    /// What a read-out says of it, a line each.
    pub read_out: Vec<String>,
    /// 覆盖不全: drawn hollow.
    pub hollow: bool,
}

/// One line of points; where `joined` is false a gap follows the point.
#[derive(Clone, Debug, PartialEq)]
pub struct ChartSeries {
    /// What it means.
    pub role: ChartRole,
    /// Its name in the legend.
    pub name: String,
    /// Runs of points without a gap.
    pub runs: Vec<Vec<ChartPoint>>,
    /// 阶梯: a value holds until the next point, and jumps there.
    pub is_stepped: bool,
}

impl ChartSeries {
    /// Makes a series whose points are joined straight.
    pub fn new(role: ChartRole, name: impl Into<String>, runs: Vec<Vec<ChartPoint>>) -> Self {
        Self { role, name: name.into(), runs, is_stepped: false }
    }

    /// Gives the places a line through a run leads over: its points, and the corners of steps.
    ///
    /// ```
    /// use duibiao::base::{ChartPoint, ChartRole, ChartSeries};
    /// let point = |x: f64, y: f64| ChartPoint { x, y, ..ChartPoint::default() };
    /// let run = vec![point(2023.0, 2.0), point(2024.0, 2.0), point(2025.0, 3.0)];
    /// let straight = ChartSeries::new(ChartRole::Path, "", vec![run.clone()]);
    /// assert_eq!(straight.line(&run), [(2023.0, 2.0), (2024.0, 2.0), (2025.0, 3.0)]);
    /// let steps = ChartSeries { is_stepped: true, ..straight };
    /// assert_eq!(steps.line(&run), [(2023.0, 2.0), (2024.0, 2.0), (2025.0, 2.0), (2025.0, 3.0)]);
    /// ```
    pub fn line(&self, run: &[ChartPoint]) -> Vec<(f64, f64)> {
        let mut places: Vec<(f64, f64)> = Vec::new();
        for point in run {
            let before = places.last().map(|(_, y)| *y);
            if let Some(y) = before.filter(|y| self.is_stepped && *y != point.y) {
                places.push((point.x, y));
            }
            places.push((point.x, point.y));
        }
        places
    }
}

/// A named day: a vertical line.
#[derive(Clone, Debug, PartialEq)]
pub struct ChartMilestone {
    /// Place on the time axis.
    pub x: f64,
    /// What happens then.
    pub name: String,
}

/// 图: all a drawing needs.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Chart {
    /// The indicator.
    pub title: String,
    /// Whose.
    pub subtitle: String,
    /// The unit of the values.
    pub unit: String,
    /// Source, nature, parts and date, under the chart.
    pub foot: String,
    /// Decimals of the value axis.
    pub decimals: u32,
    /// The lines.
    pub series: Vec<ChartSeries>,
    /// Named days.
    pub milestones: Vec<ChartMilestone>,
    /// First and last year of the time axis.
    pub years: (i32, i32),
    /// Lowest and highest value of the value axis.
    pub values: (f64, f64),
}

impl Chart {
    /// Gives every point of every series.
    pub fn points(&self) -> impl Iterator<Item = (&ChartSeries, &ChartPoint)> {
        self.series.iter().flat_map(|series| series.runs.iter().flatten().map(move |point| (series, point)))
    }

    /// Says whether there is nothing to draw.
    pub fn is_empty(&self) -> bool {
        self.points().next().is_none()
    }

    /// Gives the point of an actual, printed or forecast series nearest to a place, within half a year; of two at one
    /// place the one that was reached.
    pub fn nearest(&self, x: f64) -> Option<&ChartPoint> {
        self.points()
            .filter(|(series, _)| {
                matches!(series.role, ChartRole::Actual | ChartRole::Printed | ChartRole::Forecast)
            })
            .map(|(_, point)| point)
            .filter(|point| (point.x - x).abs() <= 0.5)
            .min_by(|a, b| (a.x - x).abs().total_cmp(&(b.x - x).abs()))
    }

    /// Gives round values between the ends of the value axis, the ends included where they are round: eight lines
    /// at most after [`Chart::fit_values`]; none for ends that are not finite.
    pub fn value_ticks(&self) -> Vec<f64> {
        const MOST: f64 = 20.0;
        let (low, high) = self.values;
        let step = step_between(low, high);
        let (first, last) = ((low / step - 1e-9).ceil(), (high / step + 1e-9).floor());
        // Also false where an end, and with it the difference, is no number.
        if !(0.0..=MOST).contains(&(last - first)) {
            return Vec::new();
        }
        (0..=(last - first) as u32).map(|at| (first + f64::from(at)) * step).collect()
    }

    /// Gives the smallest number of decimals that tells two neighbouring ticks apart.
    pub fn tick_decimals(&self) -> usize {
        let ticks = self.value_ticks();
        let step = ticks.windows(2).next().map_or(1.0, |pair| pair[1] - pair[0]);
        (0..6)
            .find(|places| {
                (step * 10_f64.powi(*places)).fract().min(1.0 - (step * 10_f64.powi(*places)).fract()) < 1e-6
            })
            .unwrap_or(2) as usize
    }

    /// Widens the value axis to hold every point with some air, starting at zero where that is near.
    ///
    /// Both ends stand on ticks, so that the lowest and the highest line carry a label.
    pub fn fit_values(&mut self) {
        let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
        for (_, point) in self.points().filter(|(_, point)| point.y.is_finite()) {
            low = low.min(point.y);
            high = high.max(point.y);
        }
        if low > high || (low, high) == (0.0, 0.0) {
            self.values = (0.0, 1.0);
            return;
        }
        let spread = (high - low).max(high.abs() * 0.05).max(1e-6);
        let bottom = low - spread * 0.18;
        let bottom = if low >= 0.0 && (bottom < 0.0 || low < spread * 0.5) { 0.0 } else { bottom };
        let top = high + spread * 0.12;
        let mut step = step_between(bottom, top);
        // Rounding the ends may call for wider steps, and those for wider ends; each turn takes a wider one.
        for _ in 0..8 {
            self.values = ((bottom / step).floor() * step, (top / step).ceil() * step);
            let wider = step_between(self.values.0, self.values.1);
            if wider <= step {
                break;
            }
            step = wider;
        }
    }

    /// Writes the chart as text: what the golden tests compare.
    pub fn text(&self) -> String {
        let mut out = String::new();
        let mut line = |text: String| {
            out.push_str(&text);
            out.push('\n');
        };
        line(format!("{} · {} · {}", self.title, self.subtitle, self.unit));
        line(format!("years {}–{}, values {}–{}", self.years.0, self.years.1, self.values.0, self.values.1));
        for series in &self.series {
            line(format!("{:?} {}", series.role, series.name));
            for run in &series.runs {
                for point in run {
                    let mut words = format!("  {} {}", point.period, point.shown);
                    if point.hollow {
                        words.push_str(" ○");
                    }
                    let _ = write!(words, "  [{}]", point.read_out.join(" | "));
                    line(words);
                }
                if series.runs.len() > 1 {
                    line("  –".to_owned());
                }
            }
        }
        for milestone in &self.milestones {
            line(format!("| {:.2} {}", milestone.x, milestone.name));
        }
        line(self.foot.clone());
        out
    }
}

/// Gives the distance of the lines between two ends: six spaces or fewer.
fn step_between(low: f64, high: f64) -> f64 {
    round_step(high / 6.0 - low / 6.0)
}

/// Rounds a distance up to 1, 2 or 5 times a power of ten; to 25, 250, … too, but never to 2.5 or 0.025, whose
/// labels need a decimal more than the neighbours.
fn round_step(rough: f64) -> f64 {
    let rough = if rough.is_finite() && rough > 0.0 { rough } else { 1.0 };
    let power = 10_f64.powf(rough.log10().floor());
    let factors = [1.0, 2.0, if power >= 10.0 { 2.5 } else { 5.0 }, 5.0, 10.0];
    let factor = factors.into_iter().find(|factor| factor * power >= rough * 0.999);
    factor.unwrap_or(10.0) * power
}
