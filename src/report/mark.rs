//! What a drawn chart is made of: lines, areas, dots and words in points, before any format.

/// 宽: the width of a chart in points of 1/96 inch, as on screen at 100 %. Put across the text of a paper, 156 mm, its
/// smallest words are still 7 points.
pub const CHART_WIDTH: u32 = 688;

/// 高: the height of a chart in points of 1/96 inch.
pub const CHART_HEIGHT: u32 = 416;

/// A place in points, from the upper left corner.
pub(super) type Spot = (f64, f64);

/// A rectangle in points.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Area {
    pub left: f64,
    pub top: f64,
    pub right: f64,
    pub bottom: f64,
}

impl Area {
    /// Gives the common area of two rectangles, 0 where they are apart.
    pub(super) fn common(&self, other: &Self) -> f64 {
        let across = self.right.min(other.right) - self.left.max(other.left);
        let down = self.bottom.min(other.bottom) - self.top.max(other.top);
        if across > 0.0 && down > 0.0 { across * down } else { 0.0 }
    }

    /// Says whether a straight line touches the rectangle.
    pub(super) fn meets(&self, from: Spot, to: Spot) -> bool {
        let (mut enter, mut leave) = (0.0_f64, 1.0_f64);
        let (dx, dy) = (to.0 - from.0, to.1 - from.1);
        let sides = [
            (-dx, from.0 - self.left),
            (dx, self.right - from.0),
            (-dy, from.1 - self.top),
            (dy, self.bottom - from.1),
        ];
        for (slope, room) in sides {
            if slope == 0.0 {
                if room < 0.0 {
                    return false;
                }
            } else if slope < 0.0 {
                enter = enter.max(room / slope);
            } else {
                leave = leave.min(room / slope);
            }
        }
        enter <= leave
    }
}

/// The colours of a chart; they equal the theme's chart colours on a white ground, because it is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ink {
    Ground,
    Words,
    Quiet,
    Grid,
    Frame,
    Actual,
    Aim,
    AimPale,
    AimBand,
    Past,
    Milestone,
    /// The interval of a forecast.
    Ahead,
}

impl Ink {
    /// Gives red, green and blue.
    pub(super) const fn rgb(self) -> (u8, u8, u8) {
        match self {
            Self::Ground => (0xFF, 0xFF, 0xFF),
            Self::Words => (0x1C, 0x24, 0x30),
            Self::Quiet => (0x66, 0x70, 0x85),
            Self::Grid => (0xDF, 0xE3, 0xE8),
            Self::Frame => (0xB8, 0xC0, 0xCC),
            Self::Actual | Self::Ahead => (0x0B, 0x6E, 0x8A),
            Self::Aim | Self::AimBand => (0xC2, 0x57, 0x1A),
            Self::AimPale => (0xEB, 0xC7, 0xB4),
            Self::Past => (0x6C, 0x5B, 0x9E),
            Self::Milestone => (0xCD, 0xD3, 0xDC),
        }
    }

    /// Gives how much it covers: the band of a range lets the grid through.
    pub(super) const fn cover(self) -> f64 {
        match self {
            Self::AimBand => 0.08,
            Self::Ahead => 0.12,
            _ => 1.0,
        }
    }
}

/// On which side of its place a text stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

/// One thing drawn; later ones cover earlier ones.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Mark {
    /// A line through places, dashed by (on, off) in points.
    Line { places: Vec<Spot>, ink: Ink, width: f64, dash: Option<(f64, f64)> },
    /// A filled rectangle.
    Filled { area: Area, ink: Ink },
    /// A filled shape through places.
    Shape { places: Vec<Spot>, ink: Ink },
    /// A filled circle.
    Disc { at: Spot, radius: f64, ink: Ink },
    /// Words on one line; `at` is on the base line.
    Text { words: String, at: Spot, anchor: Anchor, size: f64, heavy: bool, ink: Ink },
}

impl Mark {
    /// Makes a plain line.
    pub(super) fn line(places: Vec<Spot>, ink: Ink, width: f64) -> Self {
        Self::Line { places, ink, width, dash: None }
    }

    /// Gives a white ground behind words that stand on their middle; `None` for anything else.
    pub(super) fn ground_behind(&self) -> Option<Self> {
        let Self::Text { words, at, anchor: Anchor::Middle, size, heavy, .. } = self else { return None };
        let half = super::width::drawn_width(words, *size, *heavy) / 2.0 + 1.0;
        let area = Area {
            left: at.0 - half,
            right: at.0 + half,
            top: at.1 - size * 0.85,
            bottom: at.1 + size * 0.15,
        };
        Some(Self::Filled { area, ink: Ink::Ground })
    }

    /// Makes words of regular weight; characters XML cannot hold become spaces.
    pub(super) fn words(words: &str, at: Spot, anchor: Anchor, size: f64, ink: Ink) -> Self {
        Self::Text { words: drawable(words), at, anchor, size, heavy: false, ink }
    }
}

/// Replaces characters that XML cannot hold or that break a line.
pub(super) fn drawable(words: &str) -> String {
    words
        .chars()
        .map(|c| if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') { ' ' } else { c })
        .collect()
}
