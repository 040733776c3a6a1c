//! Draws the pages of a sheet as PDF/A-2u with the bundled fonts embedded.

use chrono::Datelike as _;
use krilla::{
    Document, SerializeSettings,
    color::luma,
    configure::{Archival, Configuration, ConfigurationBuilder},
    geom::{Path, PathBuilder, Point, Rect},
    metadata::{DateTime, Metadata},
    num::NormalizedF32,
    page::PageSettings,
    paint::{Fill, FillRule, Stroke, StrokeDash},
    surface::Surface,
    text::{Font, GlyphId, KrillaGlyph},
};

use crate::report::{
    ReportError, ReturnSheet,
    fonts::{NOTO_SANS_SC_REGULAR, NOTO_SANS_SC_SEMIBOLD},
    sheet::{
        SheetCode,
        face::Faces,
        page::{SHEET_SIZE, SheetMark, sheet_pages},
    },
};

/// Greys, 0 black to 255 white.
const BLACK: u8 = 0;
const PALE: u8 = 120;
const GROUND: u8 = 232;

/// Draws a sheet as PDF: A4 upright, ready to be printed, signed and filed.
///
/// The characters used are embedded, can be searched and copied, and look the same on every machine; the file
/// follows PDF/A-2u, as archives ask. The same sheet gives the same bytes: its date is the day of printing. Takes
/// some tenths of a second for hundreds of lines: call it on a worker.
///
/// # Errors
/// The bundled fonts cannot be read, the ids are too long for a QR code, or a fault of the writer.
pub fn sheet_pdf(sheet: &ReturnSheet) -> Result<Vec<u8>, ReportError> {
    let pages = sheet_pages(sheet)?;
    let faces = Faces::bundled()?;
    let fonts =
        Fonts { regular: font(NOTO_SANS_SC_REGULAR)?, heavy: font(&NOTO_SANS_SC_SEMIBOLD)?, faces: &faces };
    let mut document =
        Document::new_with(SerializeSettings { configuration: archival()?, ..SerializeSettings::default() });
    for page in &pages {
        let settings = PageSettings::from_wh(SHEET_SIZE.0 as f32, SHEET_SIZE.1 as f32)
            .ok_or_else(|| ReportError::Paper("A4".to_owned()))?;
        let mut paper = document.start_page_with(settings);
        let mut surface = paper.surface();
        for mark in &page.marks {
            draw(mark, &fonts, &mut surface);
        }
        surface.finish();
        paper.finish();
    }
    document.set_metadata(metadata(sheet));
    document.finish().map_err(|why| ReportError::Paper(why.to_string()))
}

fn archival() -> Result<Configuration, ReportError> {
    ConfigurationBuilder::new()
        .with_archival_validator(Archival::A2_U)
        .finish()
        .map_err(|why| ReportError::Paper(format!("{why:?}")))
}

fn metadata(sheet: &ReturnSheet) -> Metadata {
    let day = sheet.printed_on;
    let date = DateTime::new(u16::try_from(day.year()).unwrap_or(2000))
        .month(day.month() as u8)
        .day(day.day() as u8)
        .hour(0)
        .minute(0)
        .second(0)
        .utc_offset_hour(8)
        .utc_offset_minute(0);
    let title =
        [&sheet.title, &sheet.unit_name, &sheet.period.label(sheet.lang)].map(String::as_str).join(" ");
    Metadata::new()
        .title(title)
        .description(sheet.code_text().unwrap_or_default())
        .authors(vec![sheet.unit_name.clone()])
        .creator("duibiao".to_owned())
        .language(sheet.lang.tag().to_owned())
        .document_id(
            sheet.code_text().unwrap_or_else(|| format!("{}/{}/{}", sheet.period, sheet.form, sheet.unit)),
        )
        .creation_date(date)
}

struct Fonts<'a> {
    regular: Font,
    heavy: Font,
    faces: &'a Faces,
}

fn font(bytes: &'static [u8]) -> Result<Font, ReportError> {
    Font::new(bytes.into(), 0).ok_or_else(|| ReportError::Paper("font".to_owned()))
}

fn fill(grey: u8) -> Option<Fill> {
    Some(Fill { paint: luma::Color::new(grey).into(), opacity: NormalizedF32::ONE, rule: FillRule::NonZero })
}

fn stroke(grey: u8, width: f64, dash: Option<StrokeDash>) -> Option<Stroke> {
    Some(Stroke { paint: luma::Color::new(grey).into(), width: width as f32, dash, ..Stroke::default() })
}

fn point(at: (f64, f64)) -> Point {
    Point::from_xy(at.0 as f32, at.1 as f32)
}

fn draw(mark: &SheetMark, fonts: &Fonts<'_>, surface: &mut Surface<'_>) {
    let (path, filled, stroked) = match mark {
        SheetMark::Words { words, at, size, heavy, pale, .. } => {
            surface.set_stroke(None);
            surface.set_fill(fill(if *pale { PALE } else { BLACK }));
            write(words, *at, *size, *heavy, fonts, surface);
            return;
        }
        SheetMark::Line { from, to, width } => (line(*from, *to), None, stroke(BLACK, *width, None)),
        SheetMark::Band { left, top, right, bottom } => {
            (areas([(*left, *top, *right, *bottom)]), fill(GROUND), None)
        }
        SheetMark::Ring { middle, radius } => {
            let dash = StrokeDash { array: vec![4.0, 3.0], offset: 0.0 };
            (circle(*middle, *radius), None, stroke(PALE, 0.8, Some(dash)))
        }
        SheetMark::Code { at, side, code } => (modules(*at, *side, code), fill(BLACK), None),
    };
    if let Some(path) = path {
        surface.set_fill(filled);
        surface.set_stroke(stroked);
        surface.draw_path(&path);
    }
}

/// Draws words in runs of one font each.
fn write(words: &str, at: (f64, f64), size: f64, heavy: bool, fonts: &Fonts<'_>, surface: &mut Surface<'_>) {
    let glyphs: Vec<_> = words.chars().map(|c| (c, fonts.faces.glyph(c, heavy))).collect();
    let mut x = at.0;
    for run in glyphs.chunk_by(|a, b| a.1.heavy == b.1.heavy) {
        let text: String = run.iter().map(|(c, _)| c).collect();
        let font = if run[0].1.heavy { &fonts.heavy } else { &fonts.regular };
        let mut start = 0;
        let placed: Vec<KrillaGlyph> = run
            .iter()
            .map(|(c, glyph)| {
                let range = start..start + c.len_utf8();
                start = range.end;
                KrillaGlyph::new(GlyphId::new(glyph.id), glyph.em as f32, 0.0, 0.0, 0.0, range, None)
            })
            .collect();
        surface.draw_glyphs(point((x, at.1)), &placed, font.clone(), &text, size as f32, false);
        x += run.iter().map(|(_, glyph)| glyph.em).sum::<f64>() * size;
    }
}

fn line(from: (f64, f64), to: (f64, f64)) -> Option<Path> {
    let mut path = PathBuilder::new();
    path.move_to(from.0 as f32, from.1 as f32);
    path.line_to(to.0 as f32, to.1 as f32);
    path.finish()
}

/// Gives areas as one path, so that no hair stands between those that touch.
fn areas(of: impl IntoIterator<Item = (f64, f64, f64, f64)>) -> Option<Path> {
    let mut path = PathBuilder::new();
    for (left, top, right, bottom) in of {
        if let Some(area) = Rect::from_ltrb(left as f32, top as f32, right as f32, bottom as f32) {
            path.push_rect(area);
        }
    }
    path.finish()
}

fn modules(at: (f64, f64), side: f64, code: &SheetCode) -> Option<Path> {
    let module = side / code.side as f64;
    areas(code.runs().into_iter().map(|(row, from, length)| {
        let (left, top) = (at.0 + from as f64 * module, at.1 + row as f64 * module);
        (left, top, left + length as f64 * module, top + module)
    }))
}

/// Gives a circle of four curves.
fn circle(middle: (f64, f64), radius: f64) -> Option<Path> {
    /// How far the handles of a quarter stand out, for a radius of 1.
    const HANDLE: f64 = 0.552_284_75;
    let (x, y, r, h) = (middle.0 as f32, middle.1 as f32, radius as f32, (radius * HANDLE) as f32);
    let mut path = PathBuilder::new();
    path.move_to(x + r, y);
    path.cubic_to(x + r, y + h, x + h, y + r, x, y + r);
    path.cubic_to(x - h, y + r, x - r, y + h, x - r, y);
    path.cubic_to(x - r, y - h, x - h, y - r, x, y - r);
    path.cubic_to(x + h, y - r, x + r, y - h, x + r, y);
    path.close();
    path.finish()
}
