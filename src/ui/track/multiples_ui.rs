//! 分地区: one small chart for each area or unit below, all on one scale.

use egui::{Align2, Pos2, Rect, Role, Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo};

use crate::{
    desk::{Desk, SmallMultiple, TrackLine},
    ui::{
        act::Act,
        look::Look,
        track::{
            mini_ui::mini_ui,
            state::{Shown, TrackState, measured},
        },
        widgets::{paint_text, rows_ui},
    },
};

/// Smallest width and height of a chart with its title.
const CARD: Vec2 = Vec2::new(210.0, 128.0);
/// Greatest height of one.
const TALLEST: f32 = 250.0;

/// Draws the charts.
pub(super) fn multiples_ui(
    ui: &mut Ui,
    desk: &Desk,
    state: &mut TrackState,
    (shown, line): (&Shown, &TrackLine),
    look: &Look,
    out: &mut Vec<Act>,
) {
    let of = measured(desk, shown, line);
    let key = (of, look.lang, look.today);
    let below = desk.tree().children(&shown.unit).count();
    let made = state.multiples.value(desk, ui.ctx(), &key, desk.is_long_to_track(below), {
        let ((unit, indicator, scope), lang, today) = key.clone();
        move |desk| desk.small_multiples(&unit, &indicator, scope.as_ref(), lang, today)
    });
    ui.add_space(6.0);
    let Some(made) = made else {
        ui.label(look.small(look.say("track.counting")));
        return;
    };
    let n = made.len().to_string();
    let unit = desk.catalogue().indicator(&line.indicator).map(|found| look.text(&found.unit).to_owned());
    ui.horizontal(|ui| {
        ui.label(look.bold(look.text(&line.name)));
        ui.label(look.small(unit.unwrap_or_default()));
        ui.label(look.small(look.say_with("track.multiples", &[("n", &n)])));
    });
    ui.add_space(4.0);
    if made.is_empty() {
        ui.label(look.small(look.say("track.nothing_below")));
        return;
    }
    let (columns, height) = laid_out(made.len(), ui.available_size() - Vec2::new(12.0, 8.0));
    let rows = made.len().div_ceil(columns);
    rows_ui(ui, ("multiples", &line.row), height, rows, None, |ui, at, rect| {
        let width = rect.width() / columns as f32;
        for (nth, one) in made.iter().skip(at * columns).take(columns).enumerate() {
            let place = Pos2::new(rect.left() + width * nth as f32, rect.top());
            let card = Rect::from_min_size(place, Vec2::new(width, height));
            if card_ui(ui, card.shrink(3.0), one, look).clicked() {
                out.push(Act::OpenTrend(one.unit.clone(), line.indicator.clone()));
            }
        }
    });
}

/// Gives how many charts stand side by side and how tall they are: as large as they can be and all still be seen.
fn laid_out(count: usize, room: Vec2) -> (usize, f32) {
    let most = (room.x / CARD.x).floor().max(1.0) as usize;
    let height = |columns: usize| room.y / count.div_ceil(columns) as f32;
    let least = if count > 1 { 2.min(most) } else { 1 };
    let columns = (least..=most).find(|columns| height(*columns) >= CARD.y).unwrap_or(most);
    (columns, height(columns).clamp(CARD.y, TALLEST))
}

fn card_ui(ui: &mut Ui, rect: Rect, one: &SmallMultiple, look: &Look) -> egui::Response {
    let theme = &look.theme;
    let response = ui.allocate_rect(rect, Sense::click());
    let verdict = one.verdict.map(|verdict| look.verdict(verdict));
    let name = look.text(&one.name);
    let word = verdict.as_ref().map(|(_, _, word)| word.to_string()).unwrap_or_default();
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("{name} {word}").trim()));
    let edge = if response.hovered() || response.has_focus() { theme.quiet() } else { theme.line() };
    ui.painter().rect_stroke(rect, theme.corner(), Stroke::new(1.0, edge), StrokeKind::Inside);
    let title = Rect::from_min_size(rect.min, Vec2::new(rect.width(), 22.0)).shrink2(Vec2::new(6.0, 0.0));
    let mut name_place = title;
    if let Some((icon, ink, word)) = &verdict {
        let width = ui.painter().layout_no_wrap(word.to_string(), theme.small(), *ink).size().x;
        paint_text(ui, title, word, theme.small(), *ink, Align2::RIGHT_CENTER);
        let mark = title.translate(Vec2::new(-width - 4.0, 0.0));
        paint_text(ui, mark, icon, theme.icon(), *ink, Align2::RIGHT_CENTER);
        name_place.max.x -= width + 24.0;
    }
    paint_text(ui, name_place, name, theme.grid_bold(), theme.text(), Align2::LEFT_CENTER);
    let body = Rect::from_min_max(Pos2::new(rect.left() + 4.0, title.bottom()), rect.max - Vec2::splat(3.0));
    let has_value = one.chart.series.iter().any(|series| series.role == crate::base::ChartRole::Actual);
    if has_value {
        mini_ui(ui, body, &one.chart, look);
    } else {
        let words = look.say("verdict.no_data");
        paint_text(ui, body, &words, theme.small(), theme.quiet(), Align2::CENTER_CENTER);
    }
    if word.is_empty() { response } else { response.on_hover_text(format!("{name} {word}")) }
}
