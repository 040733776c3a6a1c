//! 同类比较: the unit among units of its kind and level, with median and quartiles.

use std::sync::Arc;

use egui::{Align2, Pos2, Rect, Role, Sense, Stroke, Ui, Vec2, WidgetInfo};
use rust_decimal::{Decimal, prelude::ToPrimitive as _};

use crate::{
    base::Period,
    desk::{Compared, Comparison, Desk, TrackLine},
    indicator::Formula,
    trend::Scale,
    ui::{
        act::Act,
        look::Look,
        track::state::{Shown, TrackState, measured},
        widgets::{columns, headed_rows_ui, menu_button_ui, paint_text},
    },
};

/// Draws the comparison.
pub(super) fn peers_ui(
    ui: &mut Ui,
    desk: &Desk,
    state: &mut TrackState,
    (shown, line): (&Shown, &TrackLine),
    look: &Look,
    out: &mut Vec<Act>,
) {
    ui.add_space(6.0);
    let periods = periods_of(line);
    let Some(period) = settled(line, &periods, state.to) else {
        ui.label(look.bold(look.text(&line.name)));
        ui.label(look.small(look.text(&line.lack)));
        return;
    };
    let key = (measured(desk, shown, line), period);
    let found = state.peers.value(desk, ui.ctx(), &key, desk.is_long_to_track(4), {
        let ((unit, indicator, scope), period) = key.clone();
        move |desk| {
            let own = desk.comparison(&unit, &indicator, scope.as_ref(), period);
            // Nobody beside it is no comparison: its areas can be held against one another.
            let is_alone = own.as_ref().is_none_or(|own| own.units.len() + own.without < 2);
            let below = || desk.comparison_below(&unit, &indicator, scope.as_ref(), period);
            is_alone.then(below).flatten().or(own).map(Arc::new)
        }
    });
    ui.horizontal(|ui| {
        ui.label(look.bold(look.text(&line.name)));
        period_ui(ui, &mut state.to, period, &periods, "period.name", look);
    });
    let Some(found) = found else {
        ui.label(look.small(look.say("track.counting")));
        return;
    };
    let Some(found) = found.filter(|found| !found.units.is_empty()) else {
        ui.label(look.small(look.say("track.no_peers")));
        return;
    };
    let scale = own_scale(desk, line);
    // Of a target that counts areas the goal lies on another scale, and a total is not asked of its parts.
    let is_asked = scale == line.scale && !adds_up(desk, line);
    let goal = line.goal.filter(|goal| is_asked && *goal > Decimal::ZERO);
    ui.label(summary(&found, &scale, goal.map(|_| look.text(&line.target)), look));
    spread_ui(ui, &found, look);
    ui.add_space(4.0);
    let values: Vec<f64> = found.units.iter().map(|unit| unit.value.to_f64().unwrap_or_default()).collect();
    let goal = goal.and_then(|goal| goal.to_f64());
    let top = values.iter().copied().chain(goal).fold(0.0_f64, |top, value| top.max(value.abs()));
    let share = |value: f64| if top > 0.0 { (value.abs() / top) as f32 } else { 0.0 };
    let goal = goal.map(share);
    headed_rows_ui(
        ui,
        look,
        ("peers", &line.row),
        (24.0, found.units.len(), None),
        head_ui,
        |ui, at, rect| {
            let Some(compared) = found.units.get(at) else { return };
            let is_own = found.own == Some(at);
            let drawn = Bar { share: share(values[at]), goal, is_own };
            if unit_ui(ui, rect, compared, &drawn, &scale, look).clicked() {
                out.push(Act::OpenTrend(compared.unit.clone(), line.indicator.clone()));
            }
        },
    );
}

/// Gives the periods of a target's series that have a value, the newest last.
pub(super) fn periods_of(line: &TrackLine) -> Vec<Period> {
    line.series.iter().filter(|at| at.value.is_some()).map(|at| at.period).collect()
}

/// Settles the period that is looked at: the chosen one where the series has it, else the newest.
pub(super) fn settled(line: &TrackLine, periods: &[Period], chosen: Option<Period>) -> Option<Period> {
    let newest = line.standing.now.map(|(period, _)| period).or(periods.last().copied());
    chosen.filter(|period| periods.contains(period)).or(newest)
}

/// Draws the choice of a period of the series.
pub(super) fn period_ui(
    ui: &mut Ui,
    chosen: &mut Option<Period>,
    current: Period,
    periods: &[Period],
    name: &str,
    look: &Look,
) {
    let name = look.say(name).into_owned();
    menu_button_ui(ui, look, &current.label(look.lang), &name, |ui| {
        for period in periods.iter().rev() {
            if ui.selectable_label(*period == current, period.label(look.lang)).clicked() {
                *chosen = Some(*period);
            }
        }
    });
}

/// Gives how an indicator's own values are written; a target may count areas instead.
pub(super) fn own_scale(desk: &Desk, line: &TrackLine) -> Scale {
    let indicator = desk.catalogue().indicator(&line.indicator);
    indicator.map_or_else(|| line.scale.clone(), |found| Scale::of(found, desk.catalogue()))
}

/// Says whether an indicator is a total, of which a target holds for the whole alone.
fn adds_up(desk: &Desk, line: &TrackLine) -> bool {
    desk.catalogue().indicator(&line.indicator).is_some_and(|found| {
        matches!(
            found.formula,
            Formula::Sum(_) | Formula::Scaled { .. } | Formula::CountUnits(_) | Formula::MinOverAreas { .. }
        )
    })
}

/// The bar of a unit.
struct Bar {
    /// Its part of the room, and that of the target's mark.
    share: f32,
    goal: Option<f32>,
    is_own: bool,
}

fn summary(found: &Comparison, scale: &Scale, target: Option<&str>, look: &Look) -> String {
    let n = found.units.len().to_string();
    let mut words = look.say_with("track.peers_n", &[("kind", look.text(&found.kind)), ("n", &n)]);
    if let Some(quartiles) = found.quartiles {
        let said = |value: Decimal| scale.short(value, look.lang);
        let fill = [
            ("median", scale.with_unit(quartiles.median, look.lang)),
            ("lower", said(quartiles.lower)),
            ("upper", said(quartiles.upper)),
        ];
        let fill = fill.each_ref().map(|(key, text)| (*key, text.as_str()));
        words.push_str(&look.say_with("track.quartiles", &fill));
    }
    if let Some(own) = found.own.and_then(|own| found.units.get(own)) {
        let (rank, name) = (own.rank.to_string(), look.text(&own.name));
        words.push_str(&look.say_with("track.own_place", &[("unit", name), ("rank", &rank)]));
    }
    if found.without > 0 {
        words.push_str(&look.say_with("track.without", &[("n", &found.without.to_string())]));
    }
    if let Some(target) = target {
        words.push_str(&look.say_with("track.goal_mark", &[("target", target)]));
    }
    words
}

/// Draws every unit as a dot over the box of the quartiles.
fn spread_ui(ui: &mut Ui, found: &Comparison, look: &Look) {
    let theme = &look.theme;
    let (rect, response) = ui.allocate_exact_size(Vec2::new(ui.available_width(), 44.0), Sense::hover());
    let name = look.say("track.spread").into_owned();
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, &name));
    let values: Vec<f64> = found.units.iter().filter_map(|unit| unit.value.to_f64()).collect();
    let low = values.iter().copied().fold(f64::INFINITY, f64::min);
    let high = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let axis = rect.shrink2(Vec2::new(14.0, 0.0));
    let at = |value: f64| {
        let share = if high > low { ((value - low) / (high - low)) as f32 } else { 0.5 };
        axis.left() + share * axis.width()
    };
    let y = rect.center().y;
    ui.painter().hline(axis.x_range(), y, Stroke::new(1.0, theme.line()));
    if let Some(quartiles) = found.quartiles {
        let ends =
            [quartiles.lower, quartiles.median, quartiles.upper].map(|end| at(end.to_f64().unwrap_or(low)));
        let area = Rect::from_x_y_ranges(ends[0]..=ends[2], y - 13.0..=y + 13.0);
        let edge = Stroke::new(1.0, theme.quiet());
        ui.painter().rect(area, 2.0, theme.band(), edge, egui::StrokeKind::Inside);
        ui.painter().vline(ends[1], y - 16.0..=y + 16.0, Stroke::new(2.0, theme.chart(1)));
    }
    for (nth, value) in values.iter().enumerate().filter(|(nth, _)| found.own != Some(*nth)) {
        let spot = Pos2::new(at(*value), y + (nth % 5) as f32 * 4.0 - 8.0);
        ui.painter().circle_filled(spot, 3.0, theme.chart(0).gamma_multiply(0.6));
    }
    if let Some(value) = found.own.and_then(|own| values.get(own)) {
        let spot = Pos2::new(at(*value), y);
        ui.painter().circle(spot, 6.0, theme.accent(), Stroke::new(2.0, theme.ground()));
        ui.painter().circle_stroke(spot, 7.5, Stroke::new(1.5, theme.accent()));
    }
}

fn rects(row: Rect) -> [Rect; 5] {
    let [rank, value, coverage] = [44.0, 90.0, 78.0];
    let name = (row.width() * 0.34).max(120.0);
    let bar = (row.width() - rank - name - value - coverage).max(20.0);
    columns(row, [rank, name, bar, value, coverage], Vec2::new(5.0, 0.0))
}

fn head_ui(ui: &Ui, rect: Rect, look: &Look) {
    let [rank, name, _, value, coverage] = rects(rect);
    let (font, ink) = (look.theme.small(), look.theme.quiet());
    paint_text(ui, rank, &look.say("track.rank"), font.clone(), ink, Align2::RIGHT_CENTER);
    paint_text(ui, name, &look.say("trend.unit"), font.clone(), ink, Align2::LEFT_CENTER);
    paint_text(ui, value, &look.say("target.now"), font.clone(), ink, Align2::RIGHT_CENTER);
    paint_text(ui, coverage, &look.say("track.answered"), font, ink, Align2::RIGHT_CENTER);
}

fn unit_ui(
    ui: &mut Ui,
    rect: Rect,
    compared: &Compared,
    drawn: &Bar,
    scale: &Scale,
    look: &Look,
) -> egui::Response {
    let theme = &look.theme;
    let response = ui.allocate_rect(rect, Sense::click());
    let is_own = drawn.is_own;
    let (name, value) = (look.text(&compared.name), scale.short(compared.value, look.lang));
    let rank = compared.rank.to_string();
    let label = format!("{rank} {name} {value}");
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, is_own, &label));
    if is_own {
        ui.painter().rect_filled(rect, 0.0, theme.accent_ground());
    } else if response.hovered() || response.has_focus() {
        ui.painter().rect_filled(rect, 0.0, theme.panel());
    }
    let [rank_place, name_place, mut bar, value_place, coverage_place] = rects(rect);
    let font = if is_own { theme.grid_bold() } else { theme.grid() };
    paint_text(ui, rank_place, &rank, theme.grid(), theme.quiet(), Align2::RIGHT_CENTER);
    paint_text(ui, name_place, name, font.clone(), theme.text(), Align2::LEFT_CENTER);
    let goal = drawn.goal.map(|goal| bar.left() + goal * bar.width());
    bar.set_width(bar.width() * drawn.share);
    let ink = if is_own { theme.accent() } else { theme.accent_pale() };
    ui.painter().rect_filled(bar.shrink2(Vec2::new(0.0, 6.0)), 1.0, ink);
    if let Some(x) = goal {
        ui.painter().vline(x, rect.y_range(), Stroke::new(1.25, theme.chart(1)));
    }
    paint_text(ui, value_place, &value, font, theme.text(), Align2::RIGHT_CENTER);
    if !compared.coverage.is_complete() {
        let words = format!("{}/{}", compared.coverage.reported, compared.coverage.expected);
        paint_text(ui, coverage_place, &words, theme.small(), theme.soft(), Align2::RIGHT_CENTER);
    }
    response
}
