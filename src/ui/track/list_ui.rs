//! The dense list: indicator, line, value with its period, path, target, gap, verdict; only rows in sight are drawn.

use egui::{Align2, Pos2, Rect, Role, Sense, Stroke, Ui, Vec2, WidgetInfo};

use crate::ui::{
    act::Act,
    icons,
    look::Look,
    track::{
        bands::Entry,
        rows::TargetRow,
        state::{Shown, TrackState},
    },
    widgets::{columns_behind, headed_rows_ui, paint_text, spark_open_ui},
};

/// Height of a row, in points.
const ROW: f32 = 27.0;
/// Widths of the columns behind the name: line, value, period, path, target, gap, verdict.
const COLUMNS: [f32; 7] = [72.0, 76.0, 62.0, 68.0, 84.0, 104.0, 108.0];
/// In a narrow list, line, period and gap give way to the name.
const FEW: [f32; 7] = [0.0, 78.0, 0.0, 0.0, 84.0, 0.0, 106.0];
/// As [`FEW`], with room for line and path.
const SOME: [f32; 7] = [56.0, 76.0, 0.0, 66.0, 80.0, 0.0, 106.0];

fn rects(row: Rect) -> (Rect, [Rect; 7]) {
    let widths = match row.width() {
        width if width < 520.0 => FEW,
        width if width < 760.0 => SOME,
        _ => COLUMNS,
    };
    columns_behind(row, widths, (4.0, 5.0))
}

/// Draws the head over [`row_ui`].
pub(in crate::ui) fn head_row_ui(ui: &Ui, rect: Rect, look: &Look) {
    let theme = &look.theme;
    let (name, rects) = rects(rect);
    paint_text(ui, name, &look.say("target.indicator"), theme.small(), theme.quiet(), Align2::LEFT_CENTER);
    let heads = [
        "target.line",
        "target.now",
        "track.as_of",
        "target.path",
        "target.target",
        "track.gap",
        "target.verdict",
    ];
    for (at, key) in heads.into_iter().enumerate() {
        let align = if matches!(at, 0 | 2 | 6) { Align2::LEFT_CENTER } else { Align2::RIGHT_CENTER };
        paint_text(ui, rects[at], &look.say(key), theme.small(), theme.quiet(), align);
    }
}

/// Draws one target in a rectangle; gives what was done with it.
pub(in crate::ui) fn row_ui(
    ui: &mut Ui,
    rect: Rect,
    row: &TargetRow,
    is_chosen: bool,
    look: &Look,
) -> egui::Response {
    let theme = &look.theme;
    let response = ui.allocate_rect(rect, Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, is_chosen, &row.label));
    if is_chosen {
        ui.painter().rect_filled(rect, 0.0, theme.accent_ground());
    } else if response.hovered() || response.has_focus() {
        ui.painter().rect_filled(rect, 0.0, theme.panel());
    }
    let line = Stroke::new(1.0, theme.line().gamma_multiply(0.7));
    ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, line);
    let (mut name, rects) = rects(rect);
    if row.is_doubtful {
        let mark = Rect::from_min_max(Pos2::new(name.right() - 18.0, name.top()), name.max);
        paint_text(ui, mark, icons::WARNING_CIRCLE, theme.icon(), theme.soft(), Align2::CENTER_CENTER);
        name.max.x -= 20.0;
    }
    let ink = if row.is_binding { theme.accent() } else { theme.text() };
    paint_text(ui, name, &row.name, theme.grid(), ink, Align2::LEFT_CENTER);
    if !row.apart.is_empty() {
        let width = ui.painter().layout_no_wrap(row.name.clone(), theme.grid(), ink).size().x;
        name.min.x += width + 8.0;
        if name.width() > 24.0 {
            paint_text(ui, name, &row.apart, theme.small(), theme.quiet(), Align2::LEFT_CENTER);
        }
    }
    let [spark, now, as_of, path, target, gap, verdict] = rects;
    if spark.width() > 8.0 {
        let hollow = row.is_open.then(|| theme.ground());
        spark_open_ui(ui, spark.shrink2(Vec2::new(4.0, 7.0)), &row.spark, theme.quiet(), hollow);
    }
    paint_text(ui, now, &row.now, theme.grid(), theme.text(), Align2::RIGHT_CENTER);
    paint_text(ui, as_of, &row.as_of, theme.small(), theme.quiet(), Align2::LEFT_CENTER);
    paint_text(ui, path, &row.path, theme.grid(), theme.quiet(), Align2::RIGHT_CENTER);
    paint_text(ui, target, &row.target, theme.grid(), theme.quiet(), Align2::RIGHT_CENTER);
    paint_text(ui, gap, &row.gap, theme.grid(), theme.text(), Align2::RIGHT_CENTER);
    verdict_words_ui(ui, verdict, row, look);
    if row.told.is_empty() { response } else { response.on_hover_text(&row.told) }
}

/// Paints icon and words of a verdict.
fn verdict_words_ui(ui: &Ui, rect: Rect, row: &TargetRow, look: &Look) {
    let theme = &look.theme;
    let Some((icon, ink, _)) = row.verdict.map(|verdict| look.verdict(verdict)) else {
        paint_text(ui, rect, &row.words, theme.small(), theme.quiet(), Align2::LEFT_CENTER);
        return;
    };
    paint_text(ui, rect, icon, theme.icon(), ink, Align2::LEFT_CENTER);
    let words = Rect::from_min_max(Pos2::new(rect.left() + 20.0, rect.top()), rect.max);
    paint_text(ui, words, &row.words, theme.small(), ink, Align2::LEFT_CENTER);
}

/// Draws the list.
pub(super) fn list_ui(ui: &mut Ui, state: &mut TrackState, shown: &Shown, look: &Look, out: &mut Vec<Act>) {
    let theme = look.theme.clone();
    if shown.listed.entries.is_empty() {
        ui.add_space(24.0);
        ui.vertical_centered(|ui| ui.label(look.small(look.say("plan.nothing_matches"))));
        return;
    }
    let to = std::mem::take(&mut state.scroll).then_some(shown.at).flatten();
    // With the first target its band comes into sight too.
    let to = to.and_then(|at| shown.listed.place(at)).map(|place| if place == 1 { 0 } else { place });
    let count = shown.listed.entries.len();
    headed_rows_ui(ui, look, "tracked", (ROW, count, to), head_row_ui, |ui, at, rect| {
        match &shown.listed.entries[at] {
            Entry::Band(words, under) => {
                let band = rect.shrink2(Vec2::new(0.0, 1.0));
                ui.painter().rect_filled(band, 0.0, theme.band());
                let inner = band.shrink2(Vec2::new(4.0, 0.0));
                let words = format!("{words}  {under}");
                paint_text(ui, inner, &words, theme.grid_bold(), theme.text(), Align2::LEFT_CENTER);
            }
            Entry::Target(of) => {
                let (Some(row), Some(line)) = (shown.rows.row(*of), shown.lines.get(*of)) else { return };
                let response = row_ui(ui, rect, row, shown.at == Some(*of), look);
                if response.double_clicked() {
                    out.push(Act::OpenTrend(shown.unit.clone(), line.indicator.clone()));
                } else if response.clicked() {
                    state.choose(line, false);
                }
            }
        }
    });
}
