//! The trend of one indicator of one unit: chart, table and verdict.

use std::sync::Arc;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::{
    base::{Bilingual, Chart, IndicatorId, Lang, Period, Table, UnitId},
    desk::Desk,
    indicator::{Fraction, Indicator},
    plan::{Baseline, Mark, Plan, Target},
    trend::{
        Observation, Printed, Scale, Standing, TargetLine, TrendQuestion, Verdict, standing_from,
        trend_chart, trend_table,
    },
};

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
}

impl Desk {
    /// Gives a trend; `None` for an indicator or a unit that does not exist.
    pub fn trend(
        &self,
        unit: &UnitId,
        indicator: &IndicatorId,
        lang: Lang,
        today: NaiveDate,
    ) -> Option<Arc<TrendView>> {
        let found = self.catalogue.indicator(indicator)?;
        self.tree.unit(unit)?;
        let key = (unit.clone(), indicator.clone(), lang, today);
        Some(self.remembered(
            |memo| memo.trends.get(&key).cloned(),
            || self.make_trend(unit, found, lang, today),
            |memo, view| {
                memo.trends.insert(key.clone(), view);
            },
        ))
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
        let ours = self.catalogue.indicator(indicator).is_some_and(|found| {
            let newest = self.periods().last();
            newest.is_some_and(|_| !self.observations(&found.formula, &self.seat, None).is_empty())
        });
        if ours { self.seat.clone() } else { self.top_above(&self.seat) }
    }

    /// Gives the baseline a plan prints for an indicator, for units at the plan's own level of area.
    pub(super) fn printed_start(
        &self,
        plan: &Plan,
        indicator: &Indicator,
        unit: &UnitId,
    ) -> Option<(Period, Decimal)> {
        self.tree.unit(unit).filter(|unit| unit.area == Some(plan.area))?;
        let past = plan.baselines_on(&indicator.id).into_iter().rev().find(|past| !past.span.is_long())?;
        let printed = printed(plan, past, indicator, Lang::Zh)?;
        Some((past.span.to, printed.value))
    }

    /// Gives the targets of the plan in force on an indicator that are about a unit, the earliest due first.
    fn targets_for(&self, plan: &Plan, unit: &UnitId, indicator: &Indicator) -> Vec<Target> {
        let targets = plan.targets_on(&indicator.id);
        let concerns = |target: &&&Target| {
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

    fn make_trend(&self, unit: &UnitId, indicator: &Indicator, lang: Lang, today: NaiveDate) -> TrendView {
        let plan = self.plan();
        let targets = plan.map(|plan| self.targets_for(plan, unit, indicator)).unwrap_or_default();
        // The indicator's own scope is shown, unless every target on it asks for the same narrower one.
        let narrowed = match targets.as_slice() {
            [only] => only.scope.as_ref(),
            _ => None,
        };
        let observations = self.observations(&indicator.formula, unit, narrowed);
        let printed: Vec<Printed> = self
            .plans
            .iter()
            .filter(|known| plan.is_some_and(|plan| plan.id == known.id))
            .flat_map(|plan| {
                plan.baselines_on(&indicator.id)
                    .into_iter()
                    .filter_map(|past| printed(plan, past, indicator, lang))
            })
            .collect();
        let scale = Scale::of(indicator, &self.catalogue);
        let mut lines = Vec::new();
        let mut followed = None;
        if let Some(plan) = plan {
            for target in &targets {
                let start = observations
                    .iter()
                    .find(|seen| seen.value.is_some() && seen.period.calendar_year() >= plan.baseline_year);
                let (due, _) = plan.due_of(target);
                let start = start.and_then(|seen| {
                    Some((seen.value?, (due.0.calendar_year() - seen.period.calendar_year()).max(0) as u32))
                });
                let Some(aim) = self.aim_of(target, indicator, start) else { continue };
                let judged = standing_from(
                    self.printed_start(plan, indicator, unit),
                    &observations,
                    Some(&aim),
                    due,
                    plan.baseline_year,
                    today,
                    &scale,
                );
                let is_part = self.is_part(plan, indicator, target, unit);
                followed = (!is_part).then_some(judged).or(followed);
                if is_part {
                    continue;
                }
                lines.push(TargetLine {
                    aim,
                    due,
                    shown: scale.mark(&target.mark, lang),
                    scope: target.scope_text.clone(),
                    nature: target.nature,
                    source: source_text(plan, &target.clause, lang),
                });
            }
            if followed.is_none() && !targets.is_empty() {
                let (due, _) = plan.due_of(&targets[0]);
                followed =
                    Some(standing_from(None, &observations, None, due, plan.baseline_year, today, &scale));
            }
        }
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
            unit_name: self.tree.unit(unit).map(|unit| unit.name.clone()).unwrap_or_default(),
            observations: &observations,
            printed: &printed,
            region: plan.map(|plan| plan.region.clone()).unwrap_or_default(),
            targets: &lines,
            path: followed.as_ref().and_then(|judged| judged.path),
            milestones: &milestones,
            synthetic: self.workspace.synthetic,
            today,
        };
        let chart = trend_chart(&question, lang);
        let table = trend_table(&question, lang);
        let doubts = targets.iter().map(Target::doubts).filter(|doubt| !doubt.zh.is_empty()).collect();
        let lack = if observations.is_empty() {
            let last = self.periods().last();
            let outcome = last.map(|period| self.outcome(&indicator.formula, unit, period, narrowed));
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
            standing: followed,
            doubts,
            lack,
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

/// Takes a printed past figure to the chart; one in another unit, or in words only, stays off it.
fn printed(plan: &Plan, past: &Baseline, indicator: &Indicator, lang: Lang) -> Option<Printed> {
    let value: Decimal = match &past.mark {
        Mark::AtLeast(value)
        | Mark::MoreThan(value)
        | Mark::AtMost(value)
        | Mark::LessThan(value)
        | Mark::Equal(value)
        | Mark::About(Some(value)) => *value,
        Mark::Range(from, to) => (from + to) / Decimal::TWO,
        Mark::Done => Decimal::ONE,
        _ => return None,
    };
    (past.unit == indicator.unit.zh).then(|| Printed {
        span: past.span,
        value,
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
