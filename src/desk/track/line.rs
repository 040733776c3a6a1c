//! 监测行: one target of a plan with its series, verdict and gap, as dashboard, gap list and report have it.

use std::sync::Arc;

use chrono::{Datelike as _, NaiveDate};
use rust_decimal::Decimal;

use crate::{
    base::{Bilingual, IndicatorId, Lang, Period, PlanId, UnitId},
    desk::{Desk, dictionary::target_words, judge::Judged, track::Gap},
    indicator::Topic,
    plan::{Due, Nature, Plan, Target},
    returns::Coverage,
    rollup::Lack,
    trend::{Observation, Population, Scale, Standing, Verdict, judged_values, years_until},
};

/// One period of a target's series.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeriesPoint {
    /// The period.
    pub period: Period,
    /// The value; `None` is a gap.
    pub value: Option<Decimal>,
    /// Who answered: drawn hollow where not everybody has.
    pub coverage: Coverage,
    /// The judgement counts it: enough have answered, or never did.
    pub is_judged: bool,
}

/// 监测行: one target of a plan for one unit.
#[derive(Clone, Debug)]
pub struct TrackLine {
    /// Its row in the plan.
    pub row: String,
    /// The indicator.
    pub indicator: IndicatorId,
    /// Its name.
    pub name: Bilingual,
    /// What it is about.
    pub topic: Topic,
    /// The clauses it stands in, the main one first.
    pub clauses: Vec<String>,
    /// How its values are written.
    pub scale: Scale,
    /// Decimals of its values.
    pub decimals: u32,
    /// The target as printed.
    pub target: Bilingual,
    /// The target as a number on the indicator's scale; the end of a range that is nearer.
    pub goal: Option<Decimal>,
    /// When it is due.
    pub due: Due,
    /// 约束性 or 预期性.
    pub nature: Nature,
    /// 力争, … .
    pub hedge: String,
    /// 存疑, the missing date included.
    pub doubt: Bilingual,
    /// Over what.
    pub scope: Bilingual,
    /// The judgement.
    pub standing: Standing,
    /// On the scale: what is missing a year until it is due; `None` once it is due, or where nothing is missing.
    pub needed_per_year: Option<Decimal>,
    /// In real things.
    pub gap: Gap,
    /// The series, oldest first, gaps included.
    pub series: Vec<SeriesPoint>,
    /// 不涉及: nothing here could ever compute it.
    pub is_elsewhere: bool,
    /// Why there is no value, or what an incomplete one lacks; may be empty.
    pub lack: Bilingual,
}

impl TrackLine {
    /// Gives what is missing on the scale: 0 where it is met, nothing where it is not judged or has no distance.
    pub fn missing(&self) -> Option<Decimal> {
        match self.standing.verdict {
            Verdict::Met => Some(Decimal::ZERO),
            Verdict::NotScored => None,
            _ if self.scale.is_graded() => None,
            _ => self.standing.gap,
        }
    }
}

impl Desk {
    /// Follows every target of a plan for a unit, those it can follow at all first, of them binding ones first and of
    /// those the worst; kept until something changes. `None` for a plan or unit that does not exist.
    pub fn track(
        &self,
        unit: &UnitId,
        plan: &PlanId,
        population: Population,
        today: NaiveDate,
    ) -> Option<Arc<Vec<TrackLine>>> {
        let found = self.plans.iter().find(|found| found.id == *plan)?;
        self.tree.unit(unit)?;
        let key = (unit.clone(), plan.clone(), population, today);
        Some(self.remembered(
            |memo| memo.track.lines.get(&key).cloned(),
            || {
                let mut lines: Vec<TrackLine> = found
                    .targets
                    .iter()
                    .filter_map(|target| self.track_line(found, target, unit, population, today))
                    .collect();
                lines.sort_by_key(TrackLine::urgency);
                lines
            },
            |memo, lines| {
                memo.track.lines.insert(key.clone(), lines);
            },
        ))
    }

    /// Says whether nothing below a unit could ever compute a target, and what is lacking.
    fn out_of_reach(
        &self,
        plan: &Plan,
        target: &Target,
        unit: &UnitId,
        seen: &[Observation],
        standing: &Standing,
        today: NaiveDate,
    ) -> (bool, Bilingual) {
        if let Some(why) = self.areas_missing(plan, target, unit) {
            return (true, why);
        }
        let newest = seen.last();
        if standing.now.is_some() {
            return (false, newest.map(lack_of).unwrap_or_default());
        }
        let Some(indicator) = self.catalogue.indicator(&target.indicator) else { return Default::default() };
        let last = self.periods().last().unwrap_or_else(|| Period::year(today.year() - 1));
        let outcome = self.outcome(&indicator.formula, unit, last, target.scope.as_ref());
        let never = |lack: &Lack| {
            matches!(lack, Lack::NotAsked(_) | Lack::NotEntered | Lack::NoUnit(_) | Lack::NoArea(_))
        };
        let lack = outcome.lacks.first().map(|lack| lack.sentence(&self.catalogue, &self.tree));
        (outcome.lacks.iter().any(never), lack.unwrap_or_default())
    }

    /// Follows one target of a plan.
    pub fn track_line(
        &self,
        plan: &Plan,
        target: &Target,
        unit: &UnitId,
        population: Population,
        today: NaiveDate,
    ) -> Option<TrackLine> {
        let indicator = self.catalogue.indicator(&target.indicator)?;
        let over = self.over_whom(target, unit).ok();
        let seen = match &target.each {
            Some(each) => self.area_observations(plan, target, each, indicator, unit),
            None => over.as_ref().map_or_else(Vec::new, |over| {
                self.observations(&indicator.formula, over, target.scope.as_ref())
            }),
        };
        let judged = self.judge(plan, target, indicator, unit, &seen, today);
        let due = judged.due;
        let over = over.as_ref().unwrap_or(unit);
        let gap = self.gap_of((plan, target, indicator), over, &seen, &judged, population);
        let Judged { aim, standing, .. } = judged;
        let counted: Vec<Period> = judged_values(&seen).into_iter().map(|(period, _)| period).collect();
        let (is_elsewhere, lack) = self.out_of_reach(plan, target, unit, &seen, &standing, today);
        let scale = self.scale_of(target, indicator);
        let needed = standing
            .now
            .zip(standing.gap.filter(|_| !scale.is_graded()))
            .and_then(|((period, _), gap)| gap.checked_div(years_until(due, period)?));
        let now = standing.now.map(|(_, value)| value);
        Some(TrackLine {
            row: target.row.clone(),
            indicator: indicator.id.clone(),
            name: indicator.name.clone(),
            scale,
            decimals: if target.each.is_some() { 0 } else { indicator.decimals },
            target: target_words(target, indicator, &self.catalogue),
            goal: aim.as_ref().and_then(|aim| aim.goal(now.unwrap_or_default())),
            due,
            nature: target.nature,
            hedge: target.hedge.clone(),
            doubt: target.doubts(),
            scope: target.scope_text.clone(),
            needed_per_year: needed,
            standing,
            gap,
            topic: indicator.topic,
            clauses: std::iter::once(&target.clause)
                .chain(target.also.iter().map(|(_, clause)| clause))
                .cloned()
                .collect(),
            series: seen
                .into_iter()
                .map(|seen| SeriesPoint {
                    period: seen.period,
                    value: seen.value,
                    coverage: seen.coverage,
                    is_judged: counted.contains(&seen.period),
                })
                .collect(),
            is_elsewhere,
            lack,
        })
    }
}

/// Says what a period lacks, the period named: it may be a later one than the newest that is judged.
fn lack_of(seen: &Observation) -> Bilingual {
    if seen.lack.zh.is_empty() {
        return Bilingual::default();
    }
    let at = |lang| seen.period.label(lang);
    Bilingual::new(
        format!("{}：{}", at(Lang::Zh), seen.lack.zh),
        format!("{}: {}", at(Lang::En), seen.lack.text(Lang::En)),
    )
}

impl TrackLine {
    /// Orders lines: what can be followed here first, then binding ones, then the worst, then the latest, then as the plan has them.
    pub(super) fn urgency(&self) -> (bool, bool, Verdict, std::cmp::Reverse<u32>, String) {
        let late = std::cmp::Reverse(self.standing.late_by);
        (self.is_elsewhere, self.nature != Nature::Binding, self.standing.verdict, late, self.row.clone())
    }
}
