//! The bundled fonts: Noto Sans SC in two weights before egui's own, and the icons.

use std::sync::Arc;

use egui::{Context, FontData, FontDefinitions, FontFamily, FontTweak};

use crate::{
    report::fonts::{NOTO_SANS_SC_REGULAR, NOTO_SANS_SC_SEMIBOLD},
    ui::theme::{icon_family, semibold},
};

const ICONS: &[u8] = include_bytes!("../../assets/fonts/Phosphor.ttf");

/// Installs the fonts; call it once before the first frame.
pub fn install_fonts(ctx: &Context) {
    let mut fonts = FontDefinitions::default();
    // One bitmap a glyph: Han characters would otherwise take four places in the atlas.
    let plain = FontTweak { subpixel_binning: Some(false), hinting: Some(false), ..FontTweak::default() };
    let lowered = FontTweak { y_offset_factor: 0.06, ..plain.clone() };
    for (name, bytes, tweak) in [
        ("noto", NOTO_SANS_SC_REGULAR, plain.clone()),
        ("noto-semibold", &NOTO_SANS_SC_SEMIBOLD, plain),
        ("phosphor", ICONS, lowered),
    ] {
        fonts.font_data.insert(name.to_owned(), Arc::new(FontData::from_static(bytes).tweak(tweak)));
    }
    for family in [FontFamily::Proportional, FontFamily::Monospace] {
        fonts.families.entry(family).or_default().insert(0, "noto".to_owned());
    }
    let behind = fonts.families.get(&FontFamily::Proportional).cloned().unwrap_or_default();
    let bold = std::iter::once("noto-semibold".to_owned()).chain(behind).collect();
    fonts.families.insert(semibold(), bold);
    fonts.families.insert(icon_family(), vec!["phosphor".to_owned(), "noto".to_owned()]);
    ctx.set_fonts(fonts);
}
