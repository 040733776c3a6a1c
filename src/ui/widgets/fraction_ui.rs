//! A formula drawn as a fraction.

use egui::{Align2, RichText, Sense, Ui, Vec2};

use crate::{
    indicator::Fraction,
    ui::{look::Look, widgets::paint_text},
};

/// Draws a fraction as a fraction.
pub fn fraction_ui(ui: &mut Ui, fraction: &Fraction, look: &Look) {
    let theme = &look.theme;
    let line = |ui: &mut Ui, text: &str| ui.label(RichText::new(text).font(theme.grid()));
    if fraction.bottom.zh.is_empty() {
        line(ui, look.text(&fraction.top));
        return;
    }
    line(ui, look.text(&fraction.top));
    let times = if fraction.times > 1 {
        format!("× {}", crate::base::quantity_text(fraction.times.into(), 0))
    } else {
        String::new()
    };
    // The multiplier stands at the end of the rule, beside the whole fraction.
    let (rule, _) = ui.allocate_exact_size(Vec2::new(ui.available_width(), 14.0), Sense::hover());
    let room = if times.is_empty() { 0.0 } else { 66.0 };
    let ink = egui::Stroke::new(1.0, theme.quiet());
    ui.painter().hline(rule.left()..=rule.right() - room, rule.center().y, ink);
    paint_text(ui, rule, &times, theme.grid(), theme.text(), Align2::RIGHT_CENTER);
    line(ui, look.text(&fraction.bottom));
}
