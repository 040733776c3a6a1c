//! The two bundled fonts: which glyph a character has, how wide it is, and where lines break.

use skrifa::{
    FontRef, GlyphId, MetadataProvider as _, charmap::Charmap, instance::LocationRef, instance::Size,
    metrics::GlyphMetrics,
};

use crate::report::{
    ReportError,
    fonts::{NOTO_SANS_SC_REGULAR, NOTO_SANS_SC_SEMIBOLD},
    width::{break_place, terminal_columns},
};

/// Drawn for a character neither font has; the character itself can still be copied out of the file.
const UNKNOWN: char = '□';

/// One character as it is drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Glyph {
    pub id: u32,
    /// Whether it is in the heavy font.
    pub heavy: bool,
    /// Its advance in ems.
    pub em: f64,
}

struct Face {
    glyphs: Charmap<'static>,
    metrics: GlyphMetrics<'static>,
    units_per_em: f64,
}

impl Face {
    fn of(bytes: &'static [u8]) -> Result<Self, ReportError> {
        let font = FontRef::new(bytes).map_err(|why| ReportError::Paper(why.to_string()))?;
        let units_per_em = font.metrics(Size::unscaled(), LocationRef::default()).units_per_em;
        let metrics = font.glyph_metrics(Size::unscaled(), LocationRef::default());
        Ok(Self { glyphs: font.charmap(), metrics, units_per_em: f64::from(units_per_em.max(1)) })
    }

    fn glyph(&self, c: char) -> Option<(u32, f64)> {
        let id: GlyphId = self.glyphs.map(c).filter(|id| id.to_u32() != 0)?;
        Some((id.to_u32(), f64::from(self.metrics.advance_width(id)?) / self.units_per_em))
    }
}

/// The bundled fonts.
pub(super) struct Faces {
    regular: Face,
    heavy: Face,
}

impl Faces {
    /// Reads the bundled fonts.
    pub(super) fn bundled() -> Result<Self, ReportError> {
        Ok(Self { regular: Face::of(NOTO_SANS_SC_REGULAR)?, heavy: Face::of(&NOTO_SANS_SC_SEMIBOLD)? })
    }

    /// Gives the glyph of a character; a heavy one the heavy font lacks is taken from the regular.
    pub(super) fn glyph(&self, c: char, heavy: bool) -> Glyph {
        let own = if heavy { self.heavy.glyph(c) } else { None };
        if let Some((id, em)) = own {
            return Glyph { id, heavy: true, em };
        }
        let stand_in = if c.is_whitespace() { ' ' } else { UNKNOWN };
        let (id, em) = self.regular.glyph(c).or_else(|| self.regular.glyph(stand_in)).unwrap_or((0, 1.0));
        Glyph { id, heavy: false, em }
    }

    /// Gives the width of a text, in the unit of `size`.
    pub(super) fn width(&self, text: &str, size: f64, heavy: bool) -> f64 {
        text.chars().map(|c| self.glyph(c, heavy).em).sum::<f64>() * size
    }

    /// Breaks a text into lines no wider than `room`; its own line ends stay, nothing is cut off.
    pub(super) fn lines(&self, text: &str, size: f64, heavy: bool, room: f64) -> Vec<String> {
        let mut lines = Vec::new();
        for part in text.lines() {
            let part = printable(part);
            let mut rest = part.trim_end();
            while !rest.is_empty() {
                let (line, after) =
                    rest.split_at(break_place(rest, room, |c| self.glyph(c, heavy).em * size));
                lines.push(line.trim_end_matches(' ').to_owned());
                rest = after.trim_start_matches(' ');
            }
        }
        lines
    }

    /// Shortens a text with `…` so that it is no wider than `room`: for what stands in full elsewhere on the sheet.
    pub(super) fn shortened(&self, text: &str, size: f64, room: f64) -> String {
        let text = printable(text);
        if self.width(&text, size, false) <= room {
            return text;
        }
        let dots = self.width("…", size, false);
        let mut out = String::new();
        for c in text.chars() {
            out.push(c);
            if self.width(&out, size, false) + dots > room {
                out.pop();
                break;
            }
        }
        out + "…"
    }
}

/// Drops what has no place on paper: control characters become spaces, marks without width leave.
fn printable(text: &str) -> String {
    let is_seen = |c: &char| {
        (terminal_columns(*c) > 0 || matches!(c, '\u{300}'..='\u{36f}'))
            && !matches!(c, '\u{fffe}' | '\u{ffff}')
    };
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).filter(is_seen).collect()
}
