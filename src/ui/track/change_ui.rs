//! 变动构成: which units brought how much of a change between two periods.

use std::sync::Arc;

use egui::{Align, Align2, Layout, Rect, Role, Sense, Stroke, Ui, Vec2, WidgetInfo};
use rust_decimal::{Decimal, prelude::ToPrimitive as _};

use crate::{
    base::quantity_text,
    desk::{Contribution, Contributions, Desk, TrackLine, contribution_table},
    indicator::IndicatorKind,
    trend::Scale,
    ui::{
        act::Act,
        look::Look,
        track::{
            peers_ui::{own_scale, period_ui, periods_of, settled},
            state::{Shown, TrackState, measured},
        },
        widgets::{columns, headed_rows_ui, paint_text, quiet_button_ui},
    },
};

/// Draws the contributions.
pub(super) fn change_ui(
    ui: &mut Ui,
    desk: &Desk,
    state: &mut TrackState,
    (shown, line): (&Shown, &TrackLine),
    look: &Look,
    out: &mut Vec<Act>,
) {
    ui.add_space(6.0);
    let periods = periods_of(line);
    let to = settled(line, &periods, state.to);
    let earlier = |to| periods.iter().copied().filter(move |period| *period < to);
    let from = to.and_then(|to| {
        state.from.filter(|from| *from < to && periods.contains(from)).or_else(|| earlier(to).next_back())
    });
    let (Some(to), Some(from)) = (to, from) else {
        ui.label(look.bold(look.text(&line.name)));
        ui.label(look.small(look.say("track.one_period")));
        return;
    };
    let key = (measured(desk, shown, line), from, to);
    let found = state.changes.value(desk, ui.ctx(), &key, desk.is_long_to_track(2), {
        let ((unit, indicator, scope), from, to) = key.clone();
        move |desk| desk.contributions(&unit, &indicator, scope.as_ref(), from, to).map(Arc::new)
    });
    let scale = own_scale(desk, line);
    ui.horizontal(|ui| {
        ui.label(look.bold(look.text(&line.name)));
        let before: Vec<_> = earlier(to).collect();
        period_ui(ui, &mut state.from, from, &before, "track.from", look);
        ui.label("—");
        period_ui(ui, &mut state.to, to, &periods, "track.to", look);
        if let Some(Some(found)) = &found {
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let table = || contribution_table(look.text(&line.name), found, &scale, look.lang);
                if quiet_button_ui(ui, look.say("trend.csv")).clicked() {
                    out.push(Act::SaveTable(table()));
                }
                if quiet_button_ui(ui, look.say("trend.copy_table")).clicked() {
                    out.push(Act::CopyTable(table()));
                }
            });
        }
    });
    let Some(found) = found else {
        ui.label(look.small(look.say("track.counting")));
        return;
    };
    let Some(found) = found else {
        ui.label(look.small(look.say("track.no_parts")));
        return;
    };
    ui.label(summary(&found, &scale, look));
    ui.add_space(4.0);
    if found.lines.is_empty() {
        ui.label(look.small(look.say("track.unchanged")));
        return;
    }
    let drawn = Drawn::of(&found, desk, line, look);
    let head = |ui: &Ui, rect: Rect, look: &Look| head_ui(ui, rect, &drawn, look);
    headed_rows_ui(ui, look, ("change", &line.row), (24.0, found.lines.len(), None), head, |ui, at, rect| {
        let Some(one) = found.lines.get(at) else { return };
        if one_ui(ui, rect, one, &drawn, look).clicked() {
            out.push(Act::OpenTrend(one.unit.clone(), line.indicator.clone()));
        }
    });
}

/// How the lines are drawn, all of them alike.
struct Drawn {
    is_ratio: bool,
    /// The largest effect, up or down.
    most: Decimal,
    /// Some bring it down, some up; else the bars take the whole room.
    falls: bool,
    rises: bool,
    /// Decimals of the effects, of numerators and of denominators.
    places: (u32, u32, u32),
    /// What the effects are counted in.
    unit: String,
}

impl Drawn {
    fn of(found: &Contributions, desk: &Desk, line: &TrackLine, look: &Look) -> Self {
        let effects = || found.lines.iter().map(|one| one.effect.total());
        let indicator = desk.catalogue().indicator(&line.indicator);
        let unit = indicator.map(|found| match (found.kind, found.unit.zh.as_str()) {
            (IndicatorKind::Ratio, _) => String::new(),
            (_, "%") => look.say("track.points").into_owned(),
            _ => look.text(&found.unit).to_owned(),
        });
        let own = indicator.map_or(0, |found| found.decimals);
        Self {
            is_ratio: found.is_ratio,
            most: effects().map(|effect| effect.abs()).max().unwrap_or_default(),
            falls: effects().any(|effect| effect < Decimal::ZERO),
            rises: effects().any(|effect| effect > Decimal::ZERO),
            places: (found.effect_places(own), found.decimals.0, found.decimals.1),
            unit: unit.unwrap_or_default(),
        }
    }

    fn effect(&self, value: Decimal) -> String {
        let sign = if value > Decimal::ZERO { "+" } else { "" };
        format!("{sign}{}", quantity_text(value, self.places.0))
    }
}

fn signed(value: Decimal, scale: &Scale, look: &Look) -> String {
    let sign = if value > Decimal::ZERO { "+" } else { "" };
    format!("{sign}{}", scale.difference(value, look.lang))
}

fn summary(found: &Contributions, scale: &Scale, look: &Look) -> String {
    let change = found.to.1.checked_sub(found.from.1).unwrap_or_default();
    let fill = [
        ("from", found.from.0.label(look.lang)),
        ("before", scale.short(found.from.1, look.lang)),
        ("to", found.to.0.label(look.lang)),
        ("after", scale.with_unit(found.to.1, look.lang)),
        ("change", signed(change, scale, look)),
        ("n", found.lines.len().to_string()),
    ];
    look.say_with("track.changed", &fill.each_ref().map(|(key, text)| (*key, text.as_str())))
}

/// Gives the places of name, numerators, denominators, bar and effect.
fn rects(row: Rect, is_ratio: bool) -> [Rect; 5] {
    let under = if is_ratio { 150.0 } else { 0.0 };
    let (name, over, effect) = ((row.width() * 0.27).max(120.0), 130.0, 112.0);
    let bar = (row.width() - name - over - under - effect).max(20.0);
    columns(row, [name, over, under, bar, effect], Vec2::new(5.0, 0.0))
}

fn head_ui(ui: &Ui, rect: Rect, drawn: &Drawn, look: &Look) {
    let [name, over, under, _, effect] = rects(rect, drawn.is_ratio);
    let (font, ink) = (look.theme.small(), look.theme.quiet());
    paint_text(ui, name, &look.say("trend.unit"), font.clone(), ink, Align2::LEFT_CENTER);
    paint_text(ui, over, &look.say("track.numerator"), font.clone(), ink, Align2::RIGHT_CENTER);
    if drawn.is_ratio {
        paint_text(ui, under, &look.say("track.denominator"), font.clone(), ink, Align2::RIGHT_CENTER);
    }
    let words = [look.say("track.effect").into_owned(), drawn.unit.clone()];
    let words: Vec<String> = words.into_iter().filter(|word| !word.is_empty()).collect();
    paint_text(ui, effect, &words.join(" "), font, ink, Align2::RIGHT_CENTER);
}

fn one_ui(ui: &mut Ui, rect: Rect, one: &Contribution, drawn: &Drawn, look: &Look) -> egui::Response {
    let theme = &look.theme;
    let response = ui.allocate_rect(rect, Sense::click());
    let effect = drawn.effect(one.effect.total());
    let label = format!("{} {effect}", look.text(&one.name));
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &label));
    if response.hovered() || response.has_focus() {
        ui.painter().rect_filled(rect, 0.0, theme.panel());
    }
    let [name, over, under, bar, place] = rects(rect, drawn.is_ratio);
    paint_text(ui, name, look.text(&one.name), theme.grid(), theme.text(), Align2::LEFT_CENTER);
    // A bureau that only gives the population has no part in the other figure.
    let moved = |(before, after): (Decimal, Decimal), places: u32| match before.is_zero() && after.is_zero() {
        true => String::new(),
        false => {
            let told = |value: Decimal, is_there: bool| match is_there {
                true => quantity_text(value, places),
                false => look.say("track.blank").into_owned(),
            };
            format!("{} → {}", told(before, one.answered.0), told(after, one.answered.1))
        }
    };
    paint_text(
        ui,
        over,
        &moved(one.brought.over, drawn.places.1),
        theme.small(),
        theme.quiet(),
        Align2::RIGHT_CENTER,
    );
    if drawn.is_ratio {
        paint_text(
            ui,
            under,
            &moved(one.brought.under, drawn.places.2),
            theme.small(),
            theme.quiet(),
            Align2::RIGHT_CENTER,
        );
    }
    let (middle, room) = match (drawn.falls, drawn.rises) {
        (true, true) => (bar.center().x, bar.width() / 2.0),
        (true, false) => (bar.right(), bar.width()),
        (false, _) => (bar.left(), bar.width()),
    };
    ui.painter().vline(middle, rect.y_range(), Stroke::new(1.0, theme.line()));
    let share =
        one.effect.total().checked_div(drawn.most).and_then(|share| share.to_f32()).unwrap_or_default();
    let end = middle + share * room;
    let area =
        Rect::from_x_y_ranges(middle.min(end)..=middle.max(end), bar.y_range()).shrink2(Vec2::new(0.0, 6.0));
    // Which way a bar lies says more or less; neither is good by itself.
    let ink = if share < 0.0 { theme.chart(2) } else { theme.chart(0) };
    ui.painter().rect_filled(area, 1.0, ink);
    paint_text(ui, place, &effect, theme.grid(), theme.text(), Align2::RIGHT_CENTER);
    response
}
