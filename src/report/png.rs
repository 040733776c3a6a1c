//! Renders the SVG of a chart as PNG with the bundled fonts only.

use std::sync::{Arc, LazyLock};

use image::{ExtendedColorType, ImageEncoder as _, codecs::png::PngEncoder};
use resvg::{
    tiny_skia::{Pixmap, Transform},
    usvg::{
        Options, Tree,
        fontdb::{Database, Source},
    },
};

use crate::{
    base::Chart,
    report::{
        ReportError,
        fonts::{NOTO_SANS_SC_REGULAR, NOTO_SANS_SC_SEMIBOLD},
        svg::chart_svg,
    },
};

/// 分辨率: the lowest and the highest resolution drawn, in dots per inch; 150 is for screens, 300 for print.
pub const DPI_LIMITS: (u32, u32) = (72, 600);

/// Points of a chart per inch.
const POINTS_PER_INCH: u32 = 96;

static FONTS: LazyLock<Arc<Database>> = LazyLock::new(|| {
    let mut fonts = Database::new();
    fonts.load_font_source(Source::Binary(Arc::new(NOTO_SANS_SC_REGULAR)));
    fonts.load_font_source(Source::Binary(Arc::new(NOTO_SANS_SC_SEMIBOLD.as_slice())));
    fonts.set_sans_serif_family("Noto Sans SC");
    Arc::new(fonts)
});

/// Draws a chart as PNG: 7.2 × 4.3 inches, so 1075 × 650 pixels at 150 dpi and 2150 × 1300 at 300.
///
/// The picture is the SVG of [`chart_svg`] on white, opaque; its resolution is noted, so that Word and WPS
/// place it in its true size. Takes some tenths of a second: call it on a worker.
///
/// # Errors
/// A resolution outside [`DPI_LIMITS`]; no memory for the pixels; a fault of the renderer.
pub fn chart_png(chart: &Chart, dpi: u32) -> Result<Vec<u8>, ReportError> {
    svg_png(&chart_svg(chart), dpi)
}

/// Renders a drawing in its own size.
pub(super) fn svg_png(svg: &str, dpi: u32) -> Result<Vec<u8>, ReportError> {
    let (low, high) = DPI_LIMITS;
    if !(low..=high).contains(&dpi) {
        return Err(ReportError::Resolution { asked: dpi, low, high });
    }
    let options =
        Options { fontdb: Arc::clone(&FONTS), font_family: "Noto Sans SC".to_owned(), ..Options::default() };
    let tree = Tree::from_str(svg, &options).map_err(drawing)?;
    let size = tree.size();
    let pixels = |points: f32| points.round() as u32 * dpi / POINTS_PER_INCH;
    let (width, height) = (pixels(size.width()), pixels(size.height()));
    let mut pixels = Pixmap::new(width, height).ok_or(ReportError::Room { width, height })?;
    pixels.fill(resvg::tiny_skia::Color::WHITE);
    let scale = Transform::from_scale(width as f32 / size.width(), height as f32 / size.height());
    resvg::render(&tree, scale, &mut pixels.as_mut());
    // The ground is opaque, so premultiplied and plain colours are the same.
    let colours: Vec<u8> =
        pixels.pixels().iter().flat_map(|pixel| [pixel.red(), pixel.green(), pixel.blue()]).collect();
    let mut png = Vec::new();
    PngEncoder::new(&mut png)
        .write_image(&colours, width, height, ExtendedColorType::Rgb8)
        .map_err(drawing)?;
    Ok(with_resolution(png, dpi))
}

fn drawing(fault: impl std::fmt::Display) -> ReportError {
    ReportError::Drawing(fault.to_string())
}

/// Puts a `pHYs` chunk behind the header: the `image` crate does not write one.
fn with_resolution(mut png: Vec<u8>, dpi: u32) -> Vec<u8> {
    // The signature takes 8 bytes, IHDR 4 + 4 + 13 + 4.
    const AFTER_HEADER: usize = 33;
    if png.len() < AFTER_HEADER {
        return png;
    }
    let per_metre = (dpi * 10_000 + 127) / 254;
    let mut chunk = b"pHYs".to_vec();
    chunk.extend(per_metre.to_be_bytes());
    chunk.extend(per_metre.to_be_bytes());
    chunk.push(1);
    let check = crc32(&chunk);
    let mut whole = 9_u32.to_be_bytes().to_vec();
    whole.append(&mut chunk);
    whole.extend(check.to_be_bytes());
    png.splice(AFTER_HEADER..AFTER_HEADER, whole);
    png
}

/// The check sum of PNG chunks (ISO 3309), bit by bit: it runs over 13 bytes.
fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |sum, byte| {
        (0..8).fold(
            sum ^ u32::from(*byte),
            |sum, _| if sum & 1 == 1 { (sum >> 1) ^ 0xEDB8_8320 } else { sum >> 1 },
        )
    })
}
