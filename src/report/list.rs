//! A list of targets as one picture: columns of words and small lines, for a slide or a notice.

use crate::report::{
    ReportError,
    mark::{Anchor, Area, Ink, Mark, Spot},
    png::svg_png,
    svg::sized_svg,
    width::shortened,
};

/// Height of a line and of the head over all, in points.
const LINE: f64 = 22.0;
const TOP: f64 = 74.0;
const FOOT: f64 = 34.0;
const EDGE: f64 = 20.0;
/// Size of the words, in points.
const WORDS: f64 = 12.0;
/// Lines that are drawn at most; a longer list is no picture.
const MOST: usize = 200;
/// Lines up to which the picture has the resolution asked for; a longer one has half of it.
const FINE_LINES: usize = 60;

/// A column of a [`ListPicture`].
#[derive(Clone, Debug, PartialEq)]
pub struct ListColumn {
    /// Its title.
    pub title: String,
    /// Its width in points.
    pub width: f64,
    /// Its words stand at the right.
    pub is_right: bool,
}

/// How words weigh.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ListTone {
    /// As text.
    #[default]
    Plain,
    /// As a caption.
    Quiet,
    /// As what is in order.
    Good,
    /// As what needs somebody.
    Late,
}

/// One cell.
#[derive(Clone, Debug, PartialEq)]
pub enum ListCell {
    /// Words on one line.
    Words(String, ListTone),
    /// 走势: the values, gaps included, and whether the last is not of everybody.
    Line(Vec<Option<f64>>, bool),
}

/// One line of the list.
#[derive(Clone, Debug, PartialEq)]
pub enum ListLine {
    /// A band that parts lines.
    Band(String),
    /// Cells in the order of the columns.
    Cells(Vec<ListCell>),
}

/// 清单图.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ListPicture {
    /// What it lists.
    pub title: String,
    /// Whose, of which plan.
    pub subtitle: String,
    /// Source and day.
    pub foot: String,
    /// The columns.
    pub columns: Vec<ListColumn>,
    /// The lines.
    pub lines: Vec<ListLine>,
}

/// Draws a list as SVG as wide as its columns and as high as its lines, two hundred at most.
///
/// ```
/// use duibiao::report::{ListCell, ListColumn, ListLine, ListPicture, ListTone, list_svg};
/// let columns = vec![ListColumn { title: "指标".to_owned(), width: 200.0, is_right: false }];
/// let cell = ListCell::Words("每千人口床位".to_owned(), ListTone::Plain);
/// let list = ListPicture { columns, lines: vec![ListLine::Cells(vec![cell])], ..ListPicture::default() };
/// assert!(list_svg(&list).contains("每千人口床位"));
/// ```
pub fn list_svg(list: &ListPicture) -> String {
    sized_svg(&marks(list), size(list), &[&list.title, &list.subtitle])
}

/// Draws a list as PNG; one of more than sixty lines in half the resolution.
///
/// # Errors
/// As [`crate::report::chart_png`].
pub fn list_png(list: &ListPicture, dpi: u32) -> Result<Vec<u8>, ReportError> {
    let dpi = if list.lines.len() > FINE_LINES { dpi / 2 } else { dpi };
    svg_png(&list_svg(list), dpi)
}

/// Gives width and height in points.
fn size(list: &ListPicture) -> (u32, u32) {
    let width = list.columns.iter().map(|column| column.width).sum::<f64>() + 2.0 * EDGE;
    let height = TOP + LINE * list.lines.len().min(MOST) as f64 + FOOT;
    (width.ceil() as u32, height.ceil() as u32)
}

fn marks(list: &ListPicture) -> Vec<Mark> {
    let (width, _) = size(list);
    let (left, right) = (EDGE, f64::from(width) - EDGE);
    let mut marks = Vec::new();
    let heavy = |words: &str, at: Spot, size: f64| {
        let Mark::Text { words, at, anchor, size, ink, .. } =
            Mark::words(words, at, Anchor::Start, size, Ink::Words)
        else {
            return None;
        };
        Some(Mark::Text { words, at, anchor, size, heavy: true, ink })
    };
    marks.extend(heavy(&list.title, (left, 26.0), 17.0));
    marks.push(Mark::words(&list.subtitle, (left, 45.0), Anchor::Start, 12.0, Ink::Quiet));
    let mut x = left;
    for column in &list.columns {
        marks.push(words(&column.title, (x, TOP - 8.0), column, Ink::Quiet));
        x += column.width;
    }
    marks.push(Mark::line(vec![(left, TOP), (right, TOP)], Ink::Frame, 1.0));
    let mut y = TOP;
    for line in list.lines.iter().take(MOST) {
        match line {
            ListLine::Band(band) => {
                let area = Area { left, right, top: y, bottom: y + LINE };
                marks.push(Mark::Filled { area, ink: Ink::Grid });
                marks.extend(heavy(band, (left + 4.0, y + 15.5), WORDS));
            }
            ListLine::Cells(cells) => {
                let mut x = left;
                for (cell, column) in cells.iter().zip(&list.columns) {
                    match cell {
                        ListCell::Words(text, tone) => {
                            marks.push(words(text, (x, y + 15.5), column, ink(*tone)));
                        }
                        ListCell::Line(values, is_open) => {
                            let area = Area {
                                left: x + 8.0,
                                right: x + column.width - 8.0,
                                top: y + 5.0,
                                bottom: y + 17.0,
                            };
                            marks.extend(spark(values, *is_open, area));
                        }
                    }
                    x += column.width;
                }
            }
        }
        y += LINE;
        marks.push(Mark::line(vec![(left, y), (right, y)], Ink::Grid, 0.75));
    }
    marks.push(Mark::words(&list.foot, (left, y + 20.0), Anchor::Start, 11.0, Ink::Quiet));
    marks
}

const fn ink(tone: ListTone) -> Ink {
    match tone {
        ListTone::Plain => Ink::Words,
        ListTone::Quiet => Ink::Quiet,
        ListTone::Good => Ink::Actual,
        ListTone::Late => Ink::Aim,
    }
}

fn words(text: &str, (x, y): Spot, column: &ListColumn, ink: Ink) -> Mark {
    const AIR: f64 = 5.0;
    let text = shortened(text, WORDS, false, column.width - 2.0 * AIR);
    if column.is_right {
        Mark::words(&text, (x + column.width - AIR, y), Anchor::End, WORDS, ink)
    } else {
        Mark::words(&text, (x + AIR, y), Anchor::Start, WORDS, ink)
    }
}

/// Gives the last values as a small line with a dot at its end; gaps stay gaps.
fn spark(values: &[Option<f64>], is_open: bool, area: Area) -> Vec<Mark> {
    let known: Vec<(usize, f64)> = values
        .iter()
        .enumerate()
        .filter_map(|(at, value)| Some((at, value.filter(|value| value.is_finite())?)))
        .collect();
    let low = known.iter().map(|(_, value)| *value).fold(f64::INFINITY, f64::min);
    let high = known.iter().map(|(_, value)| *value).fold(f64::NEG_INFINITY, f64::max);
    let steps = values.len().saturating_sub(1).max(1) as f64;
    let place = |(at, value): (usize, f64)| {
        let share = if high > low { (value - low) / (high - low) } else { 0.25 };
        let x = area.left + (area.right - area.left) * at as f64 / steps;
        (x, area.bottom - share * (area.bottom - area.top))
    };
    let joined = known.windows(2).filter(|pair| pair[1].0 == pair[0].0 + 1);
    let mut marks: Vec<Mark> =
        joined.map(|pair| Mark::line(vec![place(pair[0]), place(pair[1])], Ink::Quiet, 1.25)).collect();
    if let Some(last) = known.last() {
        marks.push(Mark::Disc { at: place(*last), radius: 2.5, ink: Ink::Quiet });
        if is_open {
            marks.push(Mark::Disc { at: place(*last), radius: 1.4, ink: Ink::Ground });
        }
    }
    marks
}
