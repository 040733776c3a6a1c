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
    let times = if fraction.times > 1 {
        format!("× {}", crate::base::quantity_text(fraction.times.into(), 0))
    } else {
        String::new()
    };
    // The rule is as long as the longer term, both stand in its middle, the multiplier at its end.
    let room = if times.is_empty() { 0.0 } else { 66.0 };
    let most = (ui.available_width() - room).max(60.0);
    let width_of =
        |text: &str| ui.painter().layout(text.to_owned(), theme.grid(), theme.text(), most).size().x;
    let width = width_of(look.text(&fraction.top)).max(width_of(look.text(&fraction.bottom))) + 12.0;
    let width = width.min(most);
    let term = |ui: &mut Ui, text: &str| {
        let middle = egui::Layout::top_down(egui::Align::Center);
        ui.allocate_ui_with_layout(Vec2::new(width, 0.0), middle, |ui| {
            ui.set_width(width);
            line(ui, text);
        });
    };
    term(ui, look.text(&fraction.top));
    let (rule, _) = ui.allocate_exact_size(Vec2::new(ui.available_width(), 12.0), Sense::hover());
    let ink = egui::Stroke::new(1.0, theme.quiet());
    ui.painter().hline(rule.left()..=rule.left() + width, rule.center().y, ink);
    let mut behind = rule;
    behind.min.x += width + 8.0;
    paint_text(ui, behind, &times, theme.grid(), theme.text(), Align2::LEFT_CENTER);
    term(ui, look.text(&fraction.bottom));
}
