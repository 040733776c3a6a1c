//! One neutral ranking for screen, SVG and PNG: bars in order and how they spread, plain values without looks.

/// One bar.
#[derive(Clone, Debug, PartialEq)]
pub struct RankBar {
    /// Its place; units of one value share one.
    pub place: usize,
    /// Whose.
    pub name: String,
    /// The value as people read it.
    pub shown: String,
    /// The value on the chart's scale.
    pub value: f64,
    /// 覆盖不全: drawn hollow.
    pub hollow: bool,
    /// 离群: stands beyond the fences.
    pub is_apart: bool,
}

/// 箱线: places of median, quartiles and fences on the chart's scale.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RankBox {
    /// The fence below; what stands beyond is an outlier.
    pub low_fence: f64,
    /// 下四分位数.
    pub lower: f64,
    /// 中位数.
    pub median: f64,
    /// 上四分位数.
    pub upper: f64,
    /// The fence above.
    pub high_fence: f64,
}

/// 排序图.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RankChart {
    /// The indicator.
    pub title: String,
    /// Over whom, in which period.
    pub subtitle: String,
    /// The unit of the values.
    pub unit: String,
    /// n, coverage and method.
    pub foot: Vec<String>,
    /// The bars, the first on top.
    pub bars: Vec<RankBar>,
    /// How they spread.
    pub spread: Option<RankBox>,
}

impl RankChart {
    /// Gives the ends of the axis: zero and every value; a hair apart where all are zero.
    pub fn ends(&self) -> (f64, f64) {
        let values = self.bars.iter().map(|bar| bar.value).filter(|value| value.is_finite());
        let (low, high) =
            values.fold((0.0_f64, 0.0_f64), |(low, high), value| (low.min(value), high.max(value)));
        if low == high { (0.0, 1.0) } else { (low, high) }
    }

    /// Gives the ends of the axis of the dots: the values alone, with some air.
    pub fn dot_ends(&self) -> (f64, f64) {
        let values = || self.bars.iter().map(|bar| bar.value).filter(|value| value.is_finite());
        let (low, high) =
            (values().fold(f64::INFINITY, f64::min), values().fold(f64::NEG_INFINITY, f64::max));
        if low > high {
            return (0.0, 1.0);
        }
        let air = ((high - low) * 0.06).max(high.abs() * 0.02).max(1e-6);
        (low - air, high + air)
    }
}
