//! The past figures a plan prints, with their clause: real figures, shown as printed.

use egui::{Align2, Rect, Role, Sense, Ui, Vec2, WidgetInfo};

use crate::{
    base::{Query, UnitId},
    desk::Desk,
    plan::Plan,
    ui::{
        act::Act,
        look::Look,
        widgets::{headed_list_ui, paint_text},
    },
};

/// Draws the past figures a plan prints, with their clause: real figures, shown as printed.
pub(super) fn past_ui(
    ui: &mut Ui,
    desk: &Desk,
    plan: &Plan,
    unit: &UnitId,
    query: &Query,
    look: &Look,
    out: &mut Vec<Act>,
) {
    let theme = &look.theme;
    let widths = [0.40, 0.14, 0.16, 0.14, 0.16];
    let cells = |row: Rect| {
        let mut x = row.left();
        widths.map(|share| {
            let rect = Rect::from_min_size(
                egui::Pos2::new(x, row.top()),
                Vec2::new(row.width() * share, row.height()),
            );
            x += row.width() * share;
            rect.shrink2(Vec2::new(6.0, 0.0))
        })
    };
    let aligns = [
        Align2::LEFT_CENTER,
        Align2::LEFT_CENTER,
        Align2::RIGHT_CENTER,
        Align2::LEFT_CENTER,
        Align2::LEFT_CENTER,
    ];
    let titles = ["target.indicator", "period.name", "plan.printed", "plan.clause", "plan.scope_title"];
    let head = |ui: &Ui, rect: Rect, look: &Look| {
        for ((rect, key), align) in cells(rect).into_iter().zip(titles).zip(aligns) {
            paint_text(ui, rect, &look.say(key), theme.small(), theme.quiet(), align);
        }
    };
    headed_list_ui(ui, look, "past figures", head, |ui| {
        for past in &plan.baselines {
            let Some(indicator) = desk.catalogue().indicator(&past.indicator) else { continue };
            if !query.finds(&indicator.name, indicator.id.as_str()) {
                continue;
            }
            let (rect, response) =
                ui.allocate_exact_size(Vec2::new(ui.available_width(), 28.0), Sense::click());
            let printed_unit = match (past.unit == indicator.unit.zh, look.lang) {
                (true, _) => look.text(&indicator.unit),
                (false, _) => past.unit.as_str(),
            };
            let value = format!("{} {printed_unit}", past.mark.shown(look.lang));
            let texts = [
                look.text(&indicator.name).to_owned(),
                past.span.label(look.lang),
                value,
                past.clause.clone(),
                look.text(&past.scope_text).to_owned(),
            ];
            response.widget_info(|| WidgetInfo::labeled(Role::Button, true, texts.join(" ")));
            if !ui.is_rect_visible(rect) {
                continue;
            }
            if response.hovered() {
                ui.painter().rect_filled(rect, 0.0, theme.panel());
            }
            ui.painter().hline(
                rect.x_range(),
                rect.bottom() - 0.5,
                egui::Stroke::new(1.0, theme.line().gamma_multiply(0.7)),
            );
            for (at, ((cell, text), align)) in cells(rect).into_iter().zip(&texts).zip(aligns).enumerate() {
                let ink = if matches!(at, 0 | 2) { theme.text() } else { theme.quiet() };
                paint_text(ui, cell, text, theme.grid(), ink, align);
            }
            let response = if past.doubt.zh.is_empty() {
                response
            } else {
                response.on_hover_text(look.text(&past.doubt))
            };
            if response.clicked() {
                out.push(Act::OpenTrend(unit.clone(), past.indicator.clone()));
            }
        }
    });
}
