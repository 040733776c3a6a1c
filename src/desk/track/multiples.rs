//! 分县小图: one chart for each area or unit below, all on one scale.

use std::sync::Arc;

use chrono::NaiveDate;

use crate::{
    base::{Bilingual, Chart, ChartRole, IndicatorId, Lang, ScopeId, UnitId},
    desk::Desk,
    trend::Verdict,
};

/// One small chart.
#[derive(Clone, Debug)]
pub struct SmallMultiple {
    /// Whose.
    pub unit: UnitId,
    /// Its name.
    pub name: Bilingual,
    /// The chart; years and values run alike in all of them.
    pub chart: Chart,
    /// The verdict, if the plan has a target that is judged there.
    pub verdict: Option<Verdict>,
}

impl Desk {
    /// Gives a chart of an indicator for each area next below a unit, or where there is none for each unit next
    /// below; those without a figure are there as well. Kept until something changes.
    pub fn small_multiples(
        &self,
        unit: &UnitId,
        indicator: &IndicatorId,
        scope: Option<&ScopeId>,
        lang: Lang,
        today: NaiveDate,
    ) -> Arc<Vec<SmallMultiple>> {
        let key = (unit.clone(), indicator.clone(), scope.cloned(), lang, today);
        self.remembered(
            |memo| memo.track.multiples.get(&key).cloned(),
            || self.make_multiples(unit, indicator, scope, lang, today),
            |memo, made| {
                memo.track.multiples.insert(key.clone(), made);
            },
        )
    }

    fn make_multiples(
        &self,
        unit: &UnitId,
        indicator: &IndicatorId,
        scope: Option<&ScopeId>,
        lang: Lang,
        today: NaiveDate,
    ) -> Vec<SmallMultiple> {
        let children = || self.tree.children(unit).filter(|child| child.is_open(today));
        let has_areas = children().any(|child| child.area.is_some());
        let below = children().filter(|child| child.area.is_some() || !has_areas);
        let mut made: Vec<SmallMultiple> = below
            .filter_map(|child| {
                let view = self.trend_in(&child.id, indicator, scope, lang, today)?;
                let mut chart = view.chart.clone();
                chart.title = child.name.text(lang).to_owned();
                chart.subtitle.clear();
                without_forecast(&mut chart);
                Some(SmallMultiple {
                    unit: child.id.clone(),
                    name: child.name.clone(),
                    chart,
                    verdict: view.verdict(),
                })
            })
            .collect();
        on_one_scale(&mut made);
        made
    }
}

/// Takes the forecast out: a small chart has no room to say how it was made.
fn without_forecast(chart: &mut Chart) {
    let is_ahead = |role| matches!(role, ChartRole::Forecast | ChartRole::Low | ChartRole::High);
    chart.series.retain(|series| !is_ahead(series.role));
    let points = chart.series.iter().flat_map(|series| &series.runs).flatten();
    let last = points.map(|point| point.x.ceil() as i32).max();
    chart.years.1 = last.unwrap_or(chart.years.1);
    chart.fit_values();
}

/// Gives all charts the widest years and values of any.
fn on_one_scale(made: &mut [SmallMultiple]) {
    let drawn = || made.iter().map(|one| &one.chart).filter(|chart| !chart.is_empty());
    let years = drawn().map(|chart| chart.years).reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)));
    let values = drawn().map(|chart| chart.values).reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)));
    for one in made {
        one.chart.years = years.unwrap_or(one.chart.years);
        one.chart.values = values.unwrap_or(one.chart.values);
    }
}
