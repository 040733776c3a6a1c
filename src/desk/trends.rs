//! The trend of one indicator of one unit: chart, table and verdict.

use std::sync::Arc;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::{
    base::{Bilingual, Chart, IndicatorId, Lang, ScopeId, Table, UnitId},
    desk::{
        Desk, TrendChoice,
        judge::without_doubt,
        track::{StackedTarget, limits_of},
    },
    indicator::{Fraction, Indicator},
    plan::{Baseline, Mark, Plan, Target},
    trend::{
        Forecast, Observation, Printed, Scale, Standing, TrendQuestion, Verdict, forecast, forecast_table,
        judged_values, trend_chart, trend_table,
    },
};

/// Periods a forecast looks ahead at least, so that its direction is seen also where a target is due soon.
const AHEAD: i32 = 3;

/// 趋势 of one indicator of one unit.
#[derive(Clone, Debug)]
pub struct TrendView {
    /// The indicator.
    pub indicator: Indicator,
    /// Its formula in words.
    pub fraction: Fraction,
    /// The chart as plain data.
    pub chart: Chart,
    /// The table behind it.
    pub table: Table,
    /// What was computed.
    pub observations: Vec<Observation>,
    /// The judgement against the target that is followed, if the plan has one.
    pub standing: Option<Standing>,
    /// What is doubtful about the targets, a sentence each.
    pub doubts: Vec<Bilingual>,
    /// Why there is nothing to show, if there is nothing.
    pub lack: Bilingual,
    /// The units it is taken over, where a target narrows them.
    pub scope: Option<ScopeId>,
    /// The scopes that targets on it name; several make several trends.
    pub scopes: Vec<(ScopeId, Bilingual)>,
    /// Every target drawn, of the plan in force and of those beside it, each judged by itself.
    pub stack: Vec<StackedTarget>,
    /// Where it goes from here, never mixed with what was observed.
    pub forecast: Option<Forecast>,
    /// How its values are written.
    pub scale: Scale,
    /// The forecast as a table of its own.
    pub forecast_table: Option<Table>,
    /// Why there is no forecast; empty if there is one.
    pub no_forecast: Bilingual,
}

impl Desk {
    /// Gives a trend over the units the plan's first target on it is about; `None` for an indicator or a unit
    /// that does not exist.
    pub fn trend(
        &self,
        unit: &UnitId,
        indicator: &IndicatorId,
        lang: Lang,
        today: NaiveDate,
    ) -> Option<Arc<TrendView>> {
        self.trend_in(unit, indicator, None, lang, today)
    }

    /// Gives a trend as a reader asks for it: method of the forecast, shape and baseline of the path, further plans.
    pub fn trend_with(
        &self,
        unit: &UnitId,
        indicator: &IndicatorId,
        scope: Option<&ScopeId>,
        choice: &TrendChoice,
        lang: Lang,
        today: NaiveDate,
    ) -> Option<Arc<TrendView>> {
        let found = self.catalogue.indicator(indicator)?;
        self.tree.unit(unit)?;
        let key = (unit.clone(), indicator.clone(), scope.cloned(), choice.clone(), lang, today);
        Some(self.remembered(
            |memo| memo.trends.get(&key).cloned(),
            || self.make_trend(unit, found, scope, choice, lang, today),
            |memo, view| {
                memo.trends.insert(key.clone(), view);
            },
        ))
    }

    /// Gives a trend over the units of one of the scopes its targets name, such as 三级公立医院.
    pub fn trend_in(
        &self,
        unit: &UnitId,
        indicator: &IndicatorId,
        scope: Option<&ScopeId>,
        lang: Lang,
        today: NaiveDate,
    ) -> Option<Arc<TrendView>> {
        self.trend_with(unit, indicator, scope, &TrendChoice::default(), lang, today)
    }

    /// Gives the highest bureau above a unit that the register knows.
    pub fn top_above(&self, unit: &UnitId) -> UnitId {
        let mut at = unit;
        while let Some(parent) = self.tree.unit(at).and_then(|unit| unit.parent.as_ref()) {
            at = parent;
        }
        at.clone()
    }

    /// Gives whose trend of an indicator to show first: ours where it can be computed, else the highest bureau's.
    pub fn trend_unit(&self, indicator: &IndicatorId) -> UnitId {
        let ours = self
            .catalogue
            .indicator(indicator)
            .is_some_and(|found| !self.observations(&found.formula, &self.seat, None).is_empty());
        if ours { self.seat.clone() } else { self.top_above(&self.seat) }
    }

    /// Gives the targets of the plan in force on an indicator that are about a unit, the earliest due first.
    pub(super) fn targets_for(&self, plan: &Plan, unit: &UnitId, indicator: &Indicator) -> Vec<Target> {
        let targets = plan.targets_on(&indicator.id);
        let concerns = |target: &&&Target| {
            if !self.is_about(target, unit) {
                return false;
            }
            let Some(scope) = target.scope.as_ref().and_then(|id| self.catalogue.scope(id)) else {
                return true;
            };
            let below = self.tree.below(unit);
            self.periods()
                .last()
                .is_some_and(|last| below.iter().any(|unit| scope.takes(unit, last.last_day())))
        };
        targets.iter().filter(concerns).map(|target| (*target).clone()).collect()
    }

    fn make_trend(
        &self,
        unit: &UnitId,
        indicator: &Indicator,
        asked: Option<&ScopeId>,
        choice: &TrendChoice,
        lang: Lang,
        today: NaiveDate,
    ) -> TrendView {
        let plan = self.plan();
        let mut targets = plan.map(|plan| self.targets_for(plan, unit, indicator)).unwrap_or_default();
        let mut scopes: Vec<Option<ScopeId>> = Vec::new();
        for target in &targets {
            if !scopes.contains(&target.scope) {
                scopes.push(target.scope.clone());
            }
        }
        // Targets over other units are another trend: one is shown at a time.
        let known = asked.filter(|asked| scopes.iter().any(|scope| scope.as_ref() == Some(*asked))).cloned();
        let narrowed = known.or_else(|| scopes.first().cloned().flatten());
        targets.retain(|target| target.scope == narrowed);
        let observations = self.observations(&indicator.formula, unit, narrowed.as_ref());
        let printed: Vec<Printed> = plan
            .into_iter()
            .flat_map(|plan| plan.baselines_on(&indicator.id).into_iter().map(move |past| (plan, past)))
            .filter_map(|(plan, past)| printed(plan, past, indicator, lang))
            .collect();
        let scale = Scale::of(indicator, &self.catalogue);
        let subject =
            super::track::Subject { unit, indicator, scope: narrowed.as_ref(), seen: &observations };
        let (followed, stack, lines) = self.stacked(&subject, &targets, choice, lang, today);
        let until = stack.iter().map(|line| line.due.0).max_by_key(|due| due.last_day());
        let values = judged_values(&observations);
        let ahead = values.last().map(|(newest, _)| until.unwrap_or(*newest).max(newest.shifted(AHEAD)));
        let ahead = ahead.map(|until| match limits_of(indicator) {
            Ok(limits) => forecast(&values, choice.method, until, limits),
            Err(refusal) => Err(refusal),
        });
        let milestones: Vec<_> = plan
            .map(|plan| {
                plan.milestones.iter().map(|milestone| (milestone.on, milestone.name.clone())).collect()
            })
            .unwrap_or_default();
        let fraction = self.catalogue.fraction(&indicator.formula);
        let question = TrendQuestion {
            indicator,
            scale: scale.clone(),
            fraction: fraction.clone(),
            unit_name: self.name_within(unit, narrowed.as_ref()),
            observations: &observations,
            printed: &printed,
            region: plan.map(|plan| plan.region.clone()).unwrap_or_default(),
            targets: &lines,
            path: followed.as_ref().and_then(|judged| judged.path.clone()),
            forecast: ahead.as_ref().and_then(|ahead| ahead.as_ref().ok()),
            notes: choice.notes(&scale, lang),
            milestones: &milestones,
            synthetic: self.workspace.synthetic,
            today,
        };
        let chart = trend_chart(&question, lang);
        let table = trend_table(&question, lang);
        let doubts = targets.iter().map(Target::doubts).filter(|doubt| !doubt.zh.is_empty()).collect();
        let lack = if observations.is_empty() {
            let last = self.periods().last();
            let outcome =
                last.map(|period| self.outcome(&indicator.formula, unit, period, narrowed.as_ref()));
            let lack = outcome.and_then(|outcome| outcome.lacks.into_iter().next());
            lack.map(|lack| lack.sentence(&self.catalogue, &self.tree))
                .unwrap_or_else(|| Bilingual::new("还没有任何数值。", "There is no figure yet."))
        } else {
            Bilingual::default()
        };
        TrendView {
            indicator: indicator.clone(),
            fraction,
            chart,
            table,
            observations,
            // Its doubts stand below it in full.
            standing: followed.map(without_doubt),
            stack,
            forecast_table: ahead
                .as_ref()
                .and_then(|ahead| ahead.as_ref().ok())
                .map(|ahead| forecast_table(ahead, &scale, indicator.decimals, lang)),
            no_forecast: match &ahead {
                Some(Err(refusal)) => refusal.sentence(),
                _ => Bilingual::default(),
            },
            forecast: ahead.and_then(Result::ok),
            scale,
            doubts,
            lack,
            scope: narrowed,
            scopes: scopes
                .into_iter()
                .flatten()
                .filter_map(|id| Some((id.clone(), self.catalogue.scope(&id)?.name.clone())))
                .collect(),
        }
    }

    /// Names a unit, and the scope within it.
    fn name_within(&self, unit: &UnitId, scope: Option<&ScopeId>) -> Bilingual {
        let name = self.tree.unit(unit).map(|unit| unit.name.clone()).unwrap_or_default();
        match scope.and_then(|id| self.catalogue.scope(id)) {
            Some(scope) => Bilingual::new(
                format!("{} · {}", name.zh, scope.name.zh),
                format!("{} · {}", name.text(Lang::En), scope.name.en),
            ),
            None => name,
        }
    }
}

/// Names document and clause.
pub(super) fn source_text(plan: &Plan, clause: &str, lang: Lang) -> String {
    let document = if plan.document_no.is_empty() { plan.title.text(lang) } else { &plan.document_no };
    match lang {
        Lang::Zh => format!("{document} {clause}"),
        Lang::En => format!("{document}, clause {clause}"),
    }
}

/// Gives the value of a printed past figure; none in another unit or in words only.
pub(super) fn printed_value(past: &Baseline, indicator: &Indicator) -> Option<Decimal> {
    let value = match &past.mark {
        Mark::AtLeast(value)
        | Mark::MoreThan(value)
        | Mark::AtMost(value)
        | Mark::LessThan(value)
        | Mark::Equal(value)
        | Mark::About(Some(value)) => *value,
        Mark::Range(from, to) => from.checked_add(*to)? / Decimal::TWO,
        Mark::Done => Decimal::ONE,
        _ => return None,
    };
    (past.unit == indicator.unit.zh).then_some(value)
}

/// Takes a printed past figure to the chart.
fn printed(plan: &Plan, past: &Baseline, indicator: &Indicator, lang: Lang) -> Option<Printed> {
    Some(Printed {
        span: past.span,
        value: printed_value(past, indicator)?,
        shown: past.mark.shown(lang),
        place: format!("{} ({})", source_text(plan, &past.clause, lang), past.row),
        scope: past.scope_text.clone(),
    })
}

impl TrendView {
    /// Gives the verdict, if the plan has a target here.
    pub fn verdict(&self) -> Option<Verdict> {
        self.standing.as_ref().map(|standing| standing.verdict)
    }
}
