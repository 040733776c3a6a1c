//! The chosen target: verdict, gap, pace, forecast, doubts.

use egui::{Frame, Margin, RichText, Ui};

use crate::{
    base::Lang,
    desk::{Desk, TrackLine, verdict_words},
    trend::{Verdict, forecast_words},
    ui::{
        act::Act,
        icons,
        look::{Look, flowing},
        track::{
            gap_ui::gap_ui,
            state::{Shown, TrackState, measured},
        },
        widgets::quiet_button_ui,
    },
};

/// Draws the pane of a target.
pub(super) fn pane_ui(
    ui: &mut Ui,
    desk: &Desk,
    state: &mut TrackState,
    shown: &Shown,
    line: &TrackLine,
    look: &Look,
    out: &mut Vec<Act>,
) {
    let theme = &look.theme;
    ui.label(look.bold(look.text(&line.name)));
    let mut words = vec![line.clauses.first().cloned().unwrap_or_default()];
    words.push(look.text(&line.nature.name()).to_owned());
    words.push(line.due.0.label(look.lang));
    words.push(look.text(&line.scope).to_owned());
    if !line.hedge.is_empty() {
        words.push(look.say_with("plan.hedge", &[("hedge", &line.hedge)]));
    }
    words.retain(|word| !word.is_empty());
    ui.label(look.small(words.join(" · ")));
    verdict_ui(ui, line, look);
    coverage_ui(ui, line, look);
    gap_ui(ui, state, line, look, out);
    pace_ui(ui, line, look);
    forecast_ui(ui, desk, state, shown, line, look);
    if !line.doubt.zh.is_empty() {
        ui.add_space(6.0);
        ui.horizontal(|ui| {
            ui.label(look.icon(icons::WARNING_CIRCLE).color(theme.soft()));
            ui.label(RichText::new(look.say("plan.doubt")).font(theme.grid_bold()).color(theme.soft()));
        });
        ui.label(RichText::new(flowing(look.text(&line.doubt))).font(theme.grid()));
    }
    ui.add_space(8.0);
    ui.horizontal(|ui| {
        if quiet_button_ui(ui, look.say("details.see_trend")).clicked() {
            out.push(Act::OpenTrend(shown.unit.clone(), line.indicator.clone()));
        }
        let is_in_force = desk.plan().is_some_and(|plan| plan.id == shown.plan);
        if is_in_force && quiet_button_ui(ui, look.say("track.see_target")).clicked() {
            out.push(Act::OpenTarget(line.row.clone()));
        }
    });
}

fn verdict_ui(ui: &mut Ui, line: &TrackLine, look: &Look) {
    let theme = &look.theme;
    let verdict = line.standing.verdict;
    let (icon, ink, _) = look.verdict(verdict);
    let ground = match verdict {
        _ if line.is_elsewhere => theme.panel(),
        Verdict::Met | Verdict::OnTrack => theme.good_ground(),
        Verdict::OffTrack | Verdict::Late => theme.soft_ground(),
        Verdict::NoData | Verdict::NotScored => theme.panel(),
    };
    ui.add_space(2.0);
    let frame = Frame::new().fill(ground).corner_radius(theme.corner()).inner_margin(Margin::symmetric(8, 5));
    frame.show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.spacing_mut().item_spacing.y = 2.0;
        ui.horizontal(|ui| {
            if line.is_elsewhere {
                ui.label(look.bold(look.say("verdict.elsewhere")).color(theme.quiet()));
            } else {
                ui.label(look.icon(icon).color(ink));
                let words = verdict_words(&line.standing, look.lang);
                ui.label(look.bold(words).color(ink));
            }
        });
        let told = [look.text(&line.standing.sentence), look.text(&line.lack)];
        for told in told.into_iter().filter(|told| !told.is_empty()) {
            ui.label(RichText::new(flowing(told)).font(theme.grid()));
        }
    });
}

/// Says of how many the newest value is, where it is not of all.
fn coverage_ui(ui: &mut Ui, line: &TrackLine, look: &Look) {
    let Some((period, _)) = line.standing.now else { return };
    let newest = line.series.iter().find(|at| at.period == period);
    let Some(coverage) = newest.map(|at| at.coverage).filter(|coverage| !coverage.is_complete()) else {
        return;
    };
    let (reported, expected) = (coverage.reported.to_string(), coverage.expected.to_string());
    let words = look.say_with("track.coverage", &[("reported", &reported), ("expected", &expected)]);
    ui.horizontal(|ui| {
        ui.label(look.icon(icons::CIRCLE).color(look.theme.soft()));
        ui.label(look.small(words).color(look.theme.soft()));
    });
}

fn pace_ui(ui: &mut Ui, line: &TrackLine, look: &Look) {
    let signed = |value: rust_decimal::Decimal| {
        let sign = if value > rust_decimal::Decimal::ZERO { "+" } else { "" };
        format!("{sign}{}", line.scale.difference(value, look.lang))
    };
    let needed = line.needed_per_year.map(|needed| look.say_with("track.needed", &[("n", &signed(needed))]));
    let pace = line.standing.pace.map(|pace| {
        let from = pace.from.label(look.lang);
        look.say_with("track.pace", &[("n", &signed(pace.per_year)), ("from", &from)])
    });
    let told: Vec<String> = needed.into_iter().chain(pace).collect();
    if !told.is_empty() {
        let and = if look.lang == Lang::Zh { "，" } else { ", " };
        ui.label(RichText::new(flowing(&told.join(and))).font(look.theme.grid()));
    }
}

/// Says where it goes from here, or why that is not said; apart from what was reached.
fn forecast_ui(
    ui: &mut Ui,
    desk: &Desk,
    state: &mut TrackState,
    shown: &Shown,
    line: &TrackLine,
    look: &Look,
) {
    if line.is_elsewhere || line.standing.now.is_none() {
        return;
    }
    let of = measured(desk, shown, line);
    let key = (of, look.lang, look.today);
    let found = state.trend.value(desk, ui.ctx(), &key, desk.is_long_to_track(1), {
        let ((unit, indicator, scope), lang, today) = key.clone();
        move |desk| desk.trend_in(&unit, &indicator, scope.as_ref(), lang, today)
    });
    let Some(Some(view)) = found else { return };
    let words = match &view.forecast {
        Some(forecast) => {
            let at_due = forecast.values.iter().find(|ahead| ahead.period.last_day() >= line.due.date());
            let at_due = at_due.map(|ahead| {
                let scale = &view.scale;
                let [low, high] = [ahead.low, ahead.high].map(|end| scale.value(end, look.lang));
                let value = scale.with_unit(ahead.value, look.lang);
                let period = ahead.period.label(look.lang);
                let fill = [("period", period.as_str()), ("value", &value), ("low", &low), ("high", &high)];
                look.say_with("track.ahead", &fill)
            });
            let how = forecast_words(forecast, &view.scale, look.lang);
            (at_due.unwrap_or_default(), how)
        }
        None => (String::new(), look.text(&view.no_forecast).to_owned()),
    };
    ui.add_space(6.0);
    ui.label(RichText::new(look.say("track.forecast")).font(look.theme.grid_bold()));
    if !words.0.is_empty() {
        ui.label(RichText::new(flowing(&words.0)).font(look.theme.grid()));
    }
    ui.label(look.small(flowing(&words.1)));
}
