//! 二维码: the QR code of a return, as modules and as PNG.

use image::{ExtendedColorType, ImageEncoder as _, codecs::png::PngEncoder};
use qrcode::{Color, EcLevel, QrCode};

use crate::report::ReportError;

/// The white modules a reader wants on each side (ISO/IEC 18004).
const QUIET: usize = 4;

/// The modules of a QR code with its white edge, row by row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SheetCode {
    /// Modules across and down, the white edge included.
    pub side: usize,
    /// Which modules are dark; `side` × `side` of them.
    pub dark: Vec<bool>,
}

impl SheetCode {
    /// Makes the code of a text with error correction M: it is read with 15 % of it under a stamp.
    ///
    /// ```
    /// use duibiao::report::SheetCode;
    /// let code = SheetCode::of("DUIBIAO1;h01;hospital;2025;3;12345678")?;
    /// assert_eq!(code.dark.len(), code.side * code.side);
    /// assert!(code.rows().next().is_some_and(|row| row.iter().all(|dark| !dark)), "a white edge");
    /// # Ok::<(), duibiao::report::ReportError>(())
    /// ```
    ///
    /// # Errors
    /// The text is longer than a QR code holds (2 331 bytes).
    pub fn of(text: &str) -> Result<Self, ReportError> {
        let code = QrCode::with_error_correction_level(text, EcLevel::M)
            .map_err(|why| ReportError::Paper(why.to_string()))?;
        let inner = code.width();
        let side = inner + 2 * QUIET;
        let mut dark = vec![false; side * side];
        for (at, _) in code.to_colors().iter().enumerate().filter(|(_, colour)| **colour == Color::Dark) {
            dark[(at / inner + QUIET) * side + at % inner + QUIET] = true;
        }
        Ok(Self { side, dark })
    }

    /// Gives the rows from above.
    pub fn rows(&self) -> impl Iterator<Item = &[bool]> {
        self.dark.chunks(self.side)
    }

    /// Gives the dark runs: row, first module, modules.
    pub fn runs(&self) -> Vec<(usize, usize, usize)> {
        let mut runs = Vec::new();
        for (row, modules) in self.rows().enumerate() {
            let mut at = 0;
            for run in modules.chunk_by(|a, b| a == b) {
                if run[0] {
                    runs.push((row, at, run.len()));
                }
                at += run.len();
            }
        }
        runs
    }

    /// Draws the code as PNG in black and white, `scale` pixels a module.
    pub(super) fn png(&self, scale: usize) -> Result<Vec<u8>, ReportError> {
        let scale = scale.max(1);
        let mut pixels = Vec::with_capacity(self.dark.len() * scale * scale);
        for row in self.rows() {
            let line: Vec<u8> =
                row.iter().flat_map(|dark| std::iter::repeat_n(if *dark { 0 } else { 255 }, scale)).collect();
            for _ in 0..scale {
                pixels.extend_from_slice(&line);
            }
        }
        let side = (self.side * scale) as u32;
        let mut png = Vec::new();
        PngEncoder::new(&mut png)
            .write_image(&pixels, side, side, ExtendedColorType::L8)
            .map_err(|why| ReportError::Paper(why.to_string()))?;
        Ok(png)
    }
}
