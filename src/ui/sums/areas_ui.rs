//! The tree of areas with how complete each is.

use egui::{Align2, Rect, Role, Sense, Ui, Vec2, WidgetInfo};

use crate::{
    base::UnitId,
    desk::{Board, Desk, ReportingCount},
    ui::{
        look::Look,
        widgets::{Progress, paint_bar, paint_text, rows_ui},
    },
};

/// Height of a row.
const ROW: f32 = 42.0;

/// Draws the tree; gives the unit that was chosen.
pub(super) fn areas_ui(
    ui: &mut Ui,
    desk: &Desk,
    board: &Board,
    chosen: &UnitId,
    look: &Look,
) -> Option<UnitId> {
    let mut clicked = None;
    rows_ui(ui, "sum areas", ROW, board.areas.len(), None, |ui, at, rect| {
        let (id, depth) = &board.areas[at];
        let Some(unit) = desk.tree().unit(id) else { return };
        if line_ui(ui, rect, look.text(&unit.name), *depth, board.count(id), id == chosen, look) {
            clicked = Some(id.clone());
        }
    });
    clicked
}

#[allow(clippy::too_many_arguments, reason = "one row of the tree")]
fn line_ui(
    ui: &Ui,
    rect: Rect,
    name: &str,
    depth: usize,
    count: ReportingCount,
    chosen: bool,
    look: &Look,
) -> bool {
    let theme = &look.theme;
    let response = ui.interact(rect, ui.scope_id().with("area"), Sense::click());
    let share = format!("{}/{}", count.reported, count.expected);
    let label = format!("{name} {share}");
    response.widget_info(|| WidgetInfo::selected(Role::TreeItem, true, chosen, &label));
    if chosen {
        ui.painter().rect_filled(rect, theme.corner(), theme.accent_ground());
    } else if response.hovered() || response.has_focus() {
        ui.painter().rect_filled(rect, theme.corner(), theme.panel());
    }
    let mut inner = rect.shrink2(Vec2::new(6.0, 3.0));
    inner.min.x += 12.0 * depth.min(6) as f32;
    let (words, low) = inner.split_top_bottom_at_fraction(0.58);
    let (font, ink) = if chosen { (theme.grid_bold(), theme.accent()) } else { (theme.grid(), theme.text()) };
    let fits = paint_text(ui, words, name, font, ink, Align2::LEFT_CENTER);
    let mut bar = low;
    bar.max.x -= 58.0;
    paint_text(ui, low, &share, theme.small(), theme.quiet(), Align2::RIGHT_CENTER);
    if count.expected > 0 {
        let progress = Progress { done: count.reported, unsettled: 0, all: count.expected };
        paint_bar(ui, look, progress, Rect::from_center_size(bar.center(), Vec2::new(bar.width(), 4.0)));
    }
    let clicked = response.clicked();
    let percent = |share: Option<crate::base::Decimal>| {
        share.map_or_else(|| "—".to_owned(), |share| format!("{}%", crate::base::quantity_text(share, 1)))
    };
    let (complete, timely) = (percent(count.completeness_percent()), percent(count.timeliness_percent()));
    let told = look.say_with("sum.completeness", &[("complete", &complete), ("timely", &timely)]);
    response.on_hover_text(if fits { told } else { format!("{name}\n{told}") });
    clicked
}
