//! One target as a dense row: name, line, now, path, target, verdict.

use egui::{Align2, Rect, Role, Sense, Ui, Vec2, WidgetInfo};

use crate::{
    desk::PlanLine,
    plan::Nature,
    ui::{
        icons,
        look::Look,
        widgets::{paint_text, spark_ui, verdict_ui},
    },
};

/// Widths of the columns behind the name: line, now, path, target, verdict.
const COLUMNS: [f32; 5] = [58.0, 84.0, 62.0, 80.0, 96.0];

fn target_rects(row: Rect) -> (Rect, [Rect; 5]) {
    // In a narrow list the name matters more than line and path.
    let narrow = row.width() < 520.0;
    let columns = if narrow { [0.0, COLUMNS[1], 0.0, COLUMNS[3], COLUMNS[4]] } else { COLUMNS };
    let fixed: f32 = columns.iter().sum();
    let mut x = row.right() - fixed;
    let name = Rect::from_min_max(row.min, egui::Pos2::new(x, row.bottom()));
    let rects = columns.map(|width| {
        let rect = Rect::from_min_size(egui::Pos2::new(x, row.top()), Vec2::new(width, row.height()));
        x += width;
        rect.shrink2(Vec2::new(5.0, 0.0))
    });
    (name.shrink2(Vec2::new(4.0, 0.0)), rects)
}

/// Draws the head over [`target_line_ui`].
pub(super) fn target_head_ui(ui: &Ui, rect: Rect, look: &Look) {
    let theme = &look.theme;
    let (name, rects) = target_rects(rect);
    paint_text(ui, name, &look.say("target.indicator"), theme.small(), theme.quiet(), Align2::LEFT_CENTER);
    let heads = ["target.line", "target.now", "target.path", "target.target", "target.verdict"];
    for (at, key) in heads.into_iter().enumerate() {
        let align = if matches!(at, 0 | 4) { Align2::LEFT_CENTER } else { Align2::RIGHT_CENTER };
        paint_text(ui, rects[at], &look.say(key), theme.small(), theme.quiet(), align);
    }
}

/// Draws one target as a dense row.
pub(super) fn target_line_ui(ui: &mut Ui, line: &PlanLine, look: &Look, chosen: bool) -> egui::Response {
    let theme = &look.theme;
    let (rect, response) = ui.allocate_exact_size(Vec2::new(ui.available_width(), 28.0), Sense::click());
    let (_, _, word) = look.verdict(line.standing.verdict);
    let label =
        format!("{} {} {} {}", look.text(&line.name), look.text(&line.now), look.text(&line.target), word);
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, chosen, &label));
    if !ui.is_rect_visible(rect) {
        return response;
    }
    if chosen {
        ui.painter().rect_filled(rect, 0.0, theme.accent_ground());
    } else if response.hovered() || response.has_focus() {
        ui.painter().rect_filled(rect, 0.0, theme.panel());
    }
    ui.painter().hline(
        rect.x_range(),
        rect.bottom() - 0.5,
        egui::Stroke::new(1.0, theme.line().gamma_multiply(0.7)),
    );
    let (mut name, rects) = target_rects(rect);
    let mut marks = String::new();
    if !line.hedge.is_empty() {
        marks.push_str(&match look.lang {
            crate::base::Lang::Zh => format!("({})", line.hedge),
            crate::base::Lang::En => format!(" ({})", look.say("target.hedged")),
        });
    }
    if !line.doubt.zh.is_empty() {
        let mark = Rect::from_min_max(egui::Pos2::new(name.right() - 18.0, name.top()), name.max);
        paint_text(ui, mark, icons::WARNING_CIRCLE, theme.icon(), theme.soft(), Align2::CENTER_CENTER);
        name.max.x -= 20.0;
    }
    let shown = format!("{}{marks}", look.text(&line.name));
    let ink = if line.nature == Nature::Binding { theme.accent() } else { theme.text() };
    name_ui(ui, name, &shown, look.text(&line.apart), ink, look);
    if rects[0].width() > 8.0 {
        spark_ui(ui, rects[0].shrink2(Vec2::new(2.0, 7.0)), &line.spark, theme.quiet());
    }
    paint_text(ui, rects[1], look.text(&line.now), theme.grid(), theme.text(), Align2::RIGHT_CENTER);
    if let Some(period) = line.other_period {
        // Not of the same year as the others: the year stands before it, where there is room.
        let year = period.calendar_year().to_string();
        let value = look.text(&line.now).to_owned();
        let taken = ui.painter().layout_no_wrap(value, theme.grid(), theme.text()).size().x;
        if rects[1].width() - taken > 34.0 {
            paint_text(ui, rects[1], &year, theme.small(), theme.quiet(), Align2::LEFT_CENTER);
        }
    }
    paint_text(ui, rects[2], look.text(&line.path), theme.grid(), theme.quiet(), Align2::RIGHT_CENTER);
    paint_text(ui, rects[3], look.text(&line.target), theme.grid(), theme.quiet(), Align2::RIGHT_CENTER);
    if line.elsewhere {
        paint_text(
            ui,
            rects[4],
            &look.say("verdict.elsewhere"),
            theme.small(),
            theme.quiet(),
            Align2::LEFT_CENTER,
        );
    } else {
        verdict_ui(ui, rects[4], &line.standing, look);
    }
    let sentences = [look.text(&line.standing.sentence), look.text(&line.lack), look.text(&line.doubt)];
    let told: Vec<&str> = sentences.into_iter().filter(|text| !text.is_empty()).collect();
    response.on_hover_text(told.join("\n"))
}

/// Paints a name, and behind it, quietly, over what, where another target is called the same.
fn name_ui(ui: &Ui, rect: Rect, name: &str, apart: &str, ink: egui::Color32, look: &Look) {
    let theme = &look.theme;
    paint_text(ui, rect, name, theme.grid(), ink, Align2::LEFT_CENTER);
    if apart.is_empty() {
        return;
    }
    let width = ui.painter().layout_no_wrap(name.to_owned(), theme.grid(), ink).size().x;
    let mut behind = rect;
    behind.min.x += width + 8.0;
    if behind.width() > 24.0 {
        paint_text(ui, behind, apart, theme.small(), theme.quiet(), Align2::LEFT_CENTER);
    }
}
