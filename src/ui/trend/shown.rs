//! What of a trend is drawn: series switched off and years out of sight are left out, for the screen as for a file.

use crate::{
    base::{Chart, ChartRole, Lang},
    desk::TrendView,
    trend::forecast_words,
    ui::trend::state::Drawn,
};

/// Years in sight at the fewest.
const FEWEST: i32 = 2;

/// Gives a trend with what is drawn of it alone.
pub(super) fn narrowed(view: &TrendView, drawn: &Drawn, lang: Lang) -> TrendView {
    let mut view = view.clone();
    let chart = &mut view.chart;
    if drawn.without_forecast {
        chart.series.retain(|series| !is_ahead(series.role));
        if let Some(forecast) = &view.forecast {
            let words = format!(" · {}", forecast_words(forecast, &view.scale, lang));
            chart.foot = chart.foot.replace(&words, "");
        }
    }
    chart.series.retain(|series| !is_hidden(series.role, &series.name, drawn));
    if let Some(years) = drawn.years {
        cut(chart, years);
    }
    if drawn.without_forecast || !drawn.hidden.is_empty() || drawn.years.is_some() {
        chart.fit_values();
    }
    view
}

/// Says whether a series is part of the forecast.
pub(super) const fn is_ahead(role: ChartRole) -> bool {
    matches!(role, ChartRole::Forecast | ChartRole::Low | ChartRole::High)
}

fn is_hidden(role: ChartRole, name: &str, drawn: &Drawn) -> bool {
    // The interval goes with its forecast.
    drawn.hidden.contains(name) || (is_ahead(role) && drawn.hidden.contains(AHEAD))
}

/// Stands for forecast and interval together among the names that are switched off.
pub(super) const AHEAD: &str = "\u{1}ahead";

fn cut(chart: &mut Chart, (from, to): (i32, i32)) {
    let (from, to) = (from.max(chart.years.0), to.min(chart.years.1));
    let (first, last) = (f64::from(from), f64::from(to));
    for series in &mut chart.series {
        let is_level = series.role == ChartRole::Target;
        for run in &mut series.runs {
            if is_level && run.len() == 2 && run[1].x >= first {
                run[0].x = run[0].x.max(first);
                run[1].x = run[1].x.min(last.max(first));
            } else {
                run.retain(|point| (first - 0.5..=last + 0.5).contains(&point.x));
            }
        }
        series.runs.retain(|run| !run.is_empty());
    }
    chart.series.retain(|series| !series.runs.is_empty());
    chart.milestones.retain(|milestone| (first - 0.5..=last + 0.5).contains(&milestone.x));
    chart.years = (from, to);
}

/// Gives the years in sight after so many steps closer, about a year that stays where it is.
pub(super) fn zoomed(all: (i32, i32), now: Option<(i32, i32)>, steps: i32, about: f64) -> Option<(i32, i32)> {
    let (from, to) = now.unwrap_or(all);
    let (left, right) = if about - f64::from(from) > f64::from(to) - about { (steps, 0) } else { (0, steps) };
    let (from, to) = ((from + left).max(all.0), (to - right).min(all.1));
    if to - from < FEWEST {
        return now;
    }
    ((from, to) != all).then_some((from, to))
}
