//! Buttons in the program's three weights, links, bars.

use egui::{Button, Key, Response, RichText, Sense, Ui, Vec2};

use crate::ui::{look::Look, widgets::focused_button};

/// Draws the one main button of a place.
pub fn primary_button_ui(ui: &mut Ui, look: &Look, text: impl Into<String>) -> Response {
    let theme = &look.theme;
    // White words on a faded ground cannot be read.
    let (ink, fill) =
        if ui.is_enabled() { (theme.on_accent(), theme.accent()) } else { (theme.text(), theme.line()) };
    let text = RichText::new(text).color(ink).font(theme.body());
    ui.add(Button::new(text).fill(fill).stroke(egui::Stroke::NONE))
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
    let list = egui::Popup::default_response_id(&response);
    let is_open = || egui::Popup::is_id_open(&response.ctx, list);
    let was_open = is_open();
    let pressed = |keys: &[Key]| response.ctx.input(|input| keys.iter().any(|key| input.key_pressed(*key)));
    egui::Popup::menu(&response).show(|ui| {
        ui.set_min_width(140.0);
        add(ui);
        // egui takes a click for the end of it, not the key that presses a line.
        let is_chosen = || focused_button(ui.ctx()).is_some_and(|line| line.layer_id == ui.layer_id());
        if was_open && pressed(&[Key::Enter, Key::Space]) && is_chosen() {
            ui.close();
        }
    });
    if was_open && !is_open() && pressed(&[Key::Enter, Key::Space, Key::Escape]) {
        // The keys go on from where they were.
        response.request_focus();
    }
    response
}

/// Draws a choice that opens a small form: it stays open until somebody clicks elsewhere, and its fields have frames.
pub fn form_button_ui(
    ui: &mut Ui,
    look: &Look,
    text: &str,
    name: &str,
    add: impl FnOnce(&mut Ui),
) -> Response {
    let response = caret_button_ui(ui, look, text, name);
    // The style of menus takes the frames off fields and boxes.
    egui::Popup::menu(&response)
        .style(egui::style::StyleModifier::default())
        .close_behavior(egui::PopupCloseBehavior::CloseOnClickOutside)
        .show(add);
    response
}

/// Draws the button of a choice: accent words and a caret.
pub fn caret_button_ui(ui: &mut Ui, look: &Look, text: &str, name: &str) -> Response {
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

/// How much of a whole is done, and how much is there but still to be looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// What is done.
    pub done: u32,
    /// What is there and not settled.
    pub unsettled: u32,
    /// The whole.
    pub all: u32,
}

impl Progress {
    /// Says whether everything is done.
    pub const fn is_done(self) -> bool {
        self.all > 0 && self.done >= self.all
    }
}

/// Draws a thin progress bar: what is done in full, what is unsettled tinted behind it.
pub fn bar_ui(ui: &mut Ui, look: &Look, progress: Progress, width: f32) {
    let (rect, _) = ui.allocate_exact_size(Vec2::new(width, 4.0), Sense::hover());
    paint_bar(ui, look, progress, rect);
}

/// Paints a thin progress bar.
pub fn paint_bar(ui: &Ui, look: &Look, progress: Progress, rect: egui::Rect) {
    let theme = &look.theme;
    let all = progress.all.max(1) as f32;
    let part = |from: u32, to: u32| {
        let at = |count: u32| rect.left() + rect.width() * (count as f32 / all).min(1.0);
        egui::Rect::from_x_y_ranges(at(from)..=at(to), rect.y_range())
    };
    ui.painter().rect_filled(rect, 2.0, theme.line());
    let ink = if progress.is_done() { theme.good() } else { theme.accent() };
    ui.painter().rect_filled(part(0, progress.done), 2.0, ink);
    if progress.unsettled > 0 {
        let rest = part(progress.done, progress.done + progress.unsettled);
        ui.painter().rect_filled(rest, 2.0, theme.soft().gamma_multiply(0.55));
    }
}
