//! Painted text that keeps inside its rectangle, and the field to search by.

use egui::{
    Align2, Color32, FontId, Rect, Response, Role, Sense, TextEdit, Ui, Vec2, WidgetInfo, text::LayoutJob,
};

use crate::{desk::verdict_words, trend::Standing, ui::look::Look};

/// Paints one line of text into a rectangle, shortened with an ellipsis; says whether all of it fitted.
pub fn paint_text(ui: &Ui, rect: Rect, text: &str, font: FontId, ink: Color32, align: Align2) -> bool {
    if text.is_empty() || rect.width() <= 0.0 {
        return true;
    }
    let mut job = LayoutJob::simple_singleline(text.to_owned(), font, ink);
    job.wrap = egui::text::TextWrapping::truncate_at_width(rect.width());
    let galley = ui.painter().layout_job(job);
    let fits = !galley.elided;
    let place = align.anchor_size(align.pos_in_rect(&rect), galley.size());
    ui.painter()
        .with_clip_rect(ui.clip_rect().intersect(rect.expand2(egui::Vec2::new(2.0, 0.0))))
        .galley(place.min, galley, ink);
    fits
}

/// Paints text broken into at most so many lines, from the top of a rectangle; says whether all of it fitted.
pub fn paint_lines(ui: &Ui, rect: Rect, text: &str, font: FontId, ink: Color32, lines: usize) -> bool {
    if text.is_empty() || rect.width() <= 0.0 {
        return true;
    }
    let mut job = LayoutJob::simple(text.to_owned(), font, ink, rect.width());
    job.wrap.max_rows = lines;
    let galley = ui.painter().layout_job(job);
    let fits = !galley.elided;
    ui.painter().with_clip_rect(ui.clip_rect().intersect(rect)).galley(rect.min, galley, ink);
    fits
}

/// Draws one line of words at the left of a room of its own; what is cut off is read in full under the pointer.
pub fn cut_label_ui(ui: &mut Ui, size: Vec2, text: &str, font: FontId, ink: Color32) -> Response {
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, text));
    let fits = !ui.is_rect_visible(rect) || paint_text(ui, rect, text, font, ink, Align2::LEFT_CENTER);
    if fits { response } else { response.on_hover_text(text) }
}

/// Paints a judgement as icon and words.
pub fn verdict_ui(ui: &Ui, rect: Rect, standing: &Standing, look: &Look) {
    let (icon, ink, _) = look.verdict(standing.verdict);
    let word = verdict_words(standing, look.lang);
    paint_text(ui, rect, icon, look.theme.icon(), ink, Align2::LEFT_CENTER);
    let mut words = rect;
    words.min.x += 20.0;
    paint_text(ui, words, &word, look.theme.small(), ink, Align2::LEFT_CENTER);
}

/// Draws a search field under its name.
pub fn search_ui(ui: &mut Ui, look: &Look, text: &mut String, key: &str, width: f32) -> Response {
    let hint = look.say(key).into_owned();
    let field = ui.add(TextEdit::singleline(text).hint_text(hint.as_str()).desired_width(width));
    field.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, &hint));
    field
}
