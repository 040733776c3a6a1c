//! Buttons in the program's three weights, links, bars.

use egui::{Button, Response, RichText, Sense, Ui, Vec2};

use crate::ui::look::Look;

/// Draws the one main button of a place.
pub fn primary_button_ui(ui: &mut Ui, look: &Look, text: impl Into<String>) -> Response {
    let theme = &look.theme;
    let text = RichText::new(text).color(theme.on_accent()).font(theme.body());
    ui.add(Button::new(text).fill(theme.accent()).stroke(egui::Stroke::NONE))
}

/// Draws an ordinary button.
pub fn quiet_button_ui(ui: &mut Ui, text: impl Into<String>) -> Response {
    ui.add(Button::new(RichText::new(text)))
}

/// Draws a link in the accent, without underline.
pub fn link_ui(ui: &mut Ui, look: &Look, text: impl Into<String>) -> Response {
    let text = RichText::new(text).color(look.theme.accent());
    let response = ui.add(Button::new(text).frame(false));
    response.on_hover_cursor(egui::CursorIcon::PointingHand)
}

/// Draws a choice that opens a list: accent words and a caret; closes when something is clicked.
pub fn menu_button_ui(
    ui: &mut Ui,
    look: &Look,
    text: &str,
    name: &str,
    add: impl FnOnce(&mut Ui),
) -> Response {
    let response = caret_button_ui(ui, look, text, name);
    egui::Popup::menu(&response).show(|ui| {
        ui.set_min_width(140.0);
        add(ui);
    });
    response
}

/// Draws the button of a choice: accent words and a caret.
pub(super) fn caret_button_ui(ui: &mut Ui, look: &Look, text: &str, name: &str) -> Response {
    let theme = &look.theme;
    let mut job = egui::text::LayoutJob::default();
    let words = egui::text::TextFormat {
        font_id: theme.body(),
        color: theme.accent(),
        valign: egui::Align::Center,
        ..Default::default()
    };
    job.append(text, 0.0, words.clone());
    job.append(
        crate::ui::icons::CARET_DOWN,
        4.0,
        egui::text::TextFormat { font_id: egui::FontId { size: 12.0, ..theme.icon() }, ..words },
    );
    let response = ui.add(Button::new(job).frame(false).frame_when_inactive(false));
    let label = if name == text { name.to_owned() } else { format!("{name} {text}") };
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, &label));
    response
}

/// Draws a choice of few as one bar of words; gives the one that was clicked.
pub fn segments_ui(ui: &mut Ui, look: &Look, labels: &[String], chosen: usize) -> Option<usize> {
    let theme = &look.theme;
    let mut clicked = None;
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 2.0;
        let width = (ui.available_width() / labels.len().max(1) as f32 - 2.0).min(90.0);
        for (at, label) in labels.iter().enumerate() {
            let ink = if at == chosen { theme.accent() } else { theme.quiet() };
            let fill = if at == chosen { theme.accent_ground() } else { theme.panel() };
            let text = RichText::new(label).font(theme.small()).color(ink);
            let button = Button::new(text).fill(fill).stroke(egui::Stroke::NONE);
            let response = ui.add(button.min_size(Vec2::new(width, 24.0)));
            response
                .widget_info(|| egui::WidgetInfo::selected(egui::Role::Button, true, at == chosen, label));
            if response.clicked() {
                clicked = Some(at);
            }
        }
    });
    clicked
}

/// Draws a thin progress bar.
pub fn bar_ui(ui: &mut Ui, look: &Look, share: f32, width: f32) {
    let theme = &look.theme;
    let (rect, _) = ui.allocate_exact_size(Vec2::new(width, 4.0), Sense::hover());
    ui.painter().rect_filled(rect, 2.0, theme.line());
    let mut done = rect;
    done.set_width(rect.width() * share.clamp(0.0, 1.0));
    let ink = if share >= 1.0 { theme.good() } else { theme.accent() };
    ui.painter().rect_filled(done, 2.0, ink);
}
