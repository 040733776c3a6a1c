//! Draws the marks of a chart as SVG with plotters.

use plotters::{
    backend::SVGBackend,
    coord::Shift,
    drawing::{DrawingArea, DrawingAreaErrorKind, IntoDrawingArea as _},
    element::{Circle, DashedPathElement, PathElement, Polygon, Rectangle},
    style::{
        FontFamily, FontStyle, RGBAColor, ShapeStyle, TextStyle,
        text_anchor::{HPos, Pos, VPos},
    },
};

use crate::{
    base::Chart,
    report::{
        compose,
        mark::{Anchor, CHART_HEIGHT, CHART_WIDTH, Ink, Mark, Spot, drawable},
    },
};

/// plotters counts in whole units; a quarter of a point keeps lines where they belong.
const FINE: u32 = 4;
/// The fonts asked for, bundled one first; the others are what Windows, UOS and Kylin have.
const FAMILY: &str = "Noto Sans SC, Microsoft YaHei, SimHei, WenQuanYi Micro Hei, sans-serif";
/// The same for headings.
const HEAVY_FAMILY: &str =
    "Noto Sans SC SemiBold, Noto Sans SC, Microsoft YaHei, SimHei, WenQuanYi Micro Hei, sans-serif";
/// plotters divides a font's size by this before it writes it.
const PLOTTERS_EM: f64 = 1.24;

type Sheet<'a> = DrawingArea<SVGBackend<'a>, Shift>;
type Drawn<'a> = Result<(), DrawingAreaErrorKind<std::io::Error>>;

/// Draws a chart as SVG of [`CHART_WIDTH`] × [`CHART_HEIGHT`] points with real words, which can be searched and edited.
///
/// The same chart gives the same bytes. A chart without a point gives a frame and a sentence. Names are
/// escaped; characters XML cannot hold become spaces.
///
/// ```
/// use duibiao::{base::Chart, report::{CHART_HEIGHT, CHART_WIDTH, chart_svg}};
/// let svg = chart_svg(&Chart { title: "每千人口床位 <数>".to_owned(), ..Chart::default() });
/// assert!(svg.starts_with(&format!("<svg width=\"{CHART_WIDTH}\" height=\"{CHART_HEIGHT}\"")));
/// assert!(svg.contains("每千人口床位 &lt;数&gt;"));
/// ```
pub fn chart_svg(chart: &Chart) -> String {
    marks_svg(&compose::marks(chart), &[&chart.title, &chart.subtitle])
}

/// Draws marks as SVG of the size of a chart, under a title for readers that cannot see it.
pub(super) fn marks_svg(marks: &[Mark], title: &[&str]) -> String {
    sized_svg(marks, (CHART_WIDTH, CHART_HEIGHT), title)
}

/// Draws marks as SVG so many points wide and high.
pub(super) fn sized_svg(marks: &[Mark], (width, height): (u32, u32), title: &[&str]) -> String {
    let mut out = String::new();
    {
        let sheet = SVGBackend::with_string(&mut out, (width * FINE, height * FINE)).into_drawing_area();
        for mark in marks {
            // Drawing into a string cannot fail: the backend's only error is that of writing a file.
            let drawn = draw(&sheet, mark);
            debug_assert!(drawn.is_ok(), "svg to memory");
        }
        let closed = sheet.present();
        debug_assert!(closed.is_ok(), "svg to memory");
    }
    with_size_and_title(&out, (width, height), title)
}

/// Gives the drawing its size in points and a title for readers that cannot see it.
fn with_size_and_title(svg: &str, (width, height): (u32, u32), title: &[&str]) -> String {
    let body = svg.split_once('\n').map_or("", |(_, body)| body);
    let title = title.iter().map(|part| part.trim()).filter(|part| !part.is_empty());
    let title = escaped(&drawable(&title.collect::<Vec<_>>().join(" · ")));
    format!(
        "<svg width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {} {}\" role=\"img\" xmlns=\"http://www.w3.org/2000/svg\">\n<title>{title}</title>\n{body}",
        width * FINE,
        height * FINE,
    )
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

fn fine(length: f64) -> i32 {
    (length * f64::from(FINE)).round() as i32
}

fn fine_spot(spot: Spot) -> (i32, i32) {
    (fine(spot.0), fine(spot.1))
}

fn colour(ink: Ink) -> RGBAColor {
    let (red, green, blue) = ink.rgb();
    RGBAColor(red, green, blue, ink.cover())
}

fn stroke(ink: Ink, width: f64) -> ShapeStyle {
    ShapeStyle { color: colour(ink), filled: false, stroke_width: fine(width).unsigned_abs() }
}

fn fill(ink: Ink) -> ShapeStyle {
    ShapeStyle { color: colour(ink), filled: true, stroke_width: 0 }
}

fn draw<'a>(sheet: &Sheet<'a>, mark: &Mark) -> Drawn<'a> {
    match mark {
        Mark::Line { places, ink, width, dash } => {
            let places: Vec<(i32, i32)> = places.iter().copied().map(fine_spot).collect();
            match dash {
                None => sheet.draw(&PathElement::new(places, stroke(*ink, *width))),
                Some((on, off)) => {
                    sheet.draw(&DashedPathElement::new(places, fine(*on), fine(*off), stroke(*ink, *width)))
                }
            }
        }
        Mark::Filled { area, ink } => {
            let corners = [fine_spot((area.left, area.top)), fine_spot((area.right, area.bottom))];
            sheet.draw(&Rectangle::new(corners, fill(*ink)))
        }
        Mark::Shape { places, ink } => {
            let places: Vec<(i32, i32)> = places.iter().copied().map(fine_spot).collect();
            sheet.draw(&Polygon::new(places, fill(*ink)))
        }
        Mark::Disc { at, radius, ink } => sheet.draw(&Circle::new(fine_spot(*at), fine(*radius), fill(*ink))),
        Mark::Text { words, at, anchor, size, heavy, ink } => {
            let h_pos = match anchor {
                Anchor::Start => HPos::Left,
                Anchor::Middle => HPos::Center,
                Anchor::End => HPos::Right,
            };
            let (family, style) =
                if *heavy { (HEAVY_FAMILY, FontStyle::Bold) } else { (FAMILY, FontStyle::Normal) };
            let fine_size = size * f64::from(FINE);
            let colour = colour(*ink);
            let style = TextStyle::from((FontFamily::Name(family), fine_size * PLOTTERS_EM, style))
                .color(&colour)
                .pos(Pos::new(h_pos, VPos::Top));
            // The backend lets words hang 0.76 em below their place; other anchors depend on the reader's font.
            let top = (fine(at.0), fine(at.1 - size * 0.76));
            sheet.draw_text(words, &style, top)
        }
    }
}
