//! A formula drawn as a fraction.

use egui::{RichText, Ui};

use crate::{indicator::Fraction, ui::look::Look};

/// Draws a fraction as a fraction.
pub fn fraction_ui(ui: &mut Ui, fraction: &Fraction, look: &Look) {
    let theme = &look.theme;
    let line = |ui: &mut Ui, text: &str| ui.label(RichText::new(text).font(theme.grid()));
    if fraction.bottom.zh.is_empty() {
        line(ui, look.text(&fraction.top));
        return;
    }
    line(ui, look.text(&fraction.top));
    ui.separator();
    let times = if fraction.times > 1 {
        format!("   × {}", crate::base::quantity_text(fraction.times.into(), 0))
    } else {
        String::new()
    };
    line(ui, &format!("{}{times}", look.text(&fraction.bottom)));
}
