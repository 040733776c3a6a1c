//! The list of units: one line each, in the order of the tree.

use egui::{Align2, Rect, Role, Sense, Ui, Vec2, WidgetInfo};

use super::state::Line;
use crate::{
    base::Lang,
    desk::Desk,
    ui::{icons, look::Look, widgets::paint_text},
    unit::Unit,
};

/// Widths of the columns behind the name, in Chinese and in English: code, kind, level and grade, ownership, forms.
const COLUMNS: [[f32; 5]; 2] = [[98.0, 146.0, 92.0, 112.0, 46.0], [98.0, 164.0, 122.0, 92.0, 56.0]];

fn cells(row: Rect, look: &Look) -> (Rect, [Rect; 5]) {
    let columns = COLUMNS[usize::from(look.lang == Lang::En)];
    let mut x = row.right() - columns.iter().sum::<f32>();
    let name = Rect::from_min_max(row.min, egui::Pos2::new(x, row.bottom())).shrink2(Vec2::new(6.0, 0.0));
    let rects = columns.map(|width| {
        let rect = Rect::from_min_size(egui::Pos2::new(x, row.top()), Vec2::new(width, row.height()));
        x += width;
        rect.shrink2(Vec2::new(6.0, 0.0))
    });
    (name, rects)
}

/// Draws the names of the columns.
pub(super) fn list_head_ui(ui: &Ui, rect: Rect, look: &Look) {
    let theme = &look.theme;
    let (name, rects) = cells(rect, look);
    let put = |rect, key: &str, align| {
        paint_text(ui, rect, &look.say(key), theme.small(), theme.quiet(), align);
    };
    put(name, "register.name", Align2::LEFT_CENTER);
    let heads = ["register.code", "register.kind", "register.level", "register.ownership"];
    for (rect, key) in rects.into_iter().zip(heads) {
        put(rect, key, Align2::LEFT_CENTER);
    }
    put(rects[4], "register.forms", Align2::RIGHT_CENTER);
}

/// What was done with a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Clicked {
    Line,
    Fold,
}

/// How a line is shown.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shown {
    pub(super) on: chrono::NaiveDate,
    pub(super) is_chosen: bool,
    pub(super) is_folded: bool,
}

/// Draws one unit.
pub(super) fn line_ui(
    ui: &Ui,
    rect: Rect,
    desk: &Desk,
    (unit, line): (&Unit, &Line),
    shown: Shown,
    look: &Look,
) -> Option<Clicked> {
    let theme = &look.theme;
    let response = ui.interact(rect, ui.scope_id().with(unit.id.as_str()), Sense::click());
    let name = look.text(&unit.name);
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, shown.is_chosen, name));
    if shown.is_chosen {
        ui.painter().rect_filled(rect, 0.0, theme.accent_ground());
    } else if response.hovered() || response.has_focus() {
        ui.painter().rect_filled(rect, 0.0, theme.panel());
    }
    let stroke = egui::Stroke::new(1.0, theme.line().gamma_multiply(0.7));
    ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, stroke);
    let (mut first, rects) = cells(rect, look);
    first.min.x += 16.0 * line.depth as f32;
    let mut clicked = response.clicked().then_some(Clicked::Line);
    if line.below > 0 {
        let caret = Rect::from_min_size(first.min, Vec2::new(16.0, first.height()));
        let fold = ui.interact(caret, ui.scope_id().with((unit.id.as_str(), "fold")), Sense::click());
        let (word, icon) = if shown.is_folded {
            ("reg.unfold", icons::CARET_RIGHT)
        } else {
            ("reg.fold", icons::CARET_DOWN)
        };
        fold.widget_info(|| WidgetInfo::labeled(Role::Button, true, look.say_with(word, &[("name", name)])));
        paint_text(ui, caret, icon, theme.icon(), theme.quiet(), Align2::LEFT_CENTER);
        if fold.clicked() {
            clicked = Some(Clicked::Fold);
        }
    }
    first.min.x += 18.0;
    let is_open = unit.is_open(shown.on);
    let ink = if is_open { theme.text() } else { theme.quiet() };
    let font = if unit.area.is_some() { theme.grid_bold() } else { theme.grid() };
    let label =
        if shown.is_folded && line.below > 0 { format!("{name}  {}", line.below) } else { name.to_owned() };
    let mut cut = Vec::new();
    if !paint_text(ui, first, &label, font, ink, Align2::LEFT_CENTER) {
        cut.push(name.to_owned());
    }
    let standing = unit.standing(shown.on);
    let rank = standing.map(|standing| look.text(&standing.rank()).to_owned()).unwrap_or_default();
    let ownership = standing.map(|standing| standing.ownership.name()).unwrap_or_default();
    let texts = [
        unit.id.as_str().to_owned(),
        look.text(&unit.kind.name()).to_owned(),
        if is_open { rank } else { absent_word(unit, shown.on, look) },
        look.text(&ownership).to_owned(),
    ];
    for (rect, text) in rects.into_iter().zip(&texts) {
        if !paint_text(ui, rect, text, theme.grid(), theme.quiet(), Align2::LEFT_CENTER) {
            cut.push(text.clone());
        }
    }
    if !cut.is_empty() {
        response.on_hover_text(cut.join("\n"));
    }
    if is_open {
        let forms = desk.catalogue().forms_of(unit).count().to_string();
        paint_text(ui, rects[4], &forms, theme.grid(), theme.quiet(), Align2::RIGHT_CENTER);
    }
    clicked
}

/// Says why a unit does not exist on a day.
pub(super) fn absent_word(unit: &Unit, on: chrono::NaiveDate, look: &Look) -> String {
    let key = if unit.closed.is_some_and(|closed| closed <= on) {
        if unit.merged_into.is_some() { "reg.merged_mark" } else { "register.closed_mark" }
    } else {
        "reg.not_yet"
    };
    look.say(key).into_owned()
}
