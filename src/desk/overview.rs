//! The start page: forms with their periods and due days, and the plan's targets with where we stand.

use std::sync::Arc;

use chrono::{Datelike as _, NaiveDate};
use rust_decimal::{Decimal, prelude::ToPrimitive as _};

use crate::{
    base::{Bilingual, FormId, IndicatorId, Lang, Period, PeriodKind, UnitId},
    desk::{Desk, Filled, dictionary::target_words},
    indicator::Topic,
    plan::{Mark, Nature, Plan, Target},
    returns::{ReturnKey, Status},
    rollup::Lack,
    trend::{Population, Standing, Verdict, judged_values},
};

/// 报表状态 on the start page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FormState {
    /// 未开始.
    NotStarted,
    /// 填报中.
    Filling,
    /// 已填完, not yet 上报.
    Complete,
    /// 已上报.
    Submitted,
    /// 审核通过.
    Accepted,
    /// 被退回.
    SentBack,
}

/// One form and period on the start page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormView {
    /// The form.
    pub form: FormId,
    /// Its title.
    pub name: Bilingual,
    /// The period.
    pub period: Period,
    /// Elements answered.
    pub filled: u32,
    /// Elements asked.
    pub asked: u32,
    /// Elements whose answer was carried forward and waits to be confirmed.
    pub carried: u32,
    /// Last day for 上报.
    pub due: NaiveDate,
    /// Days left; negative once overdue.
    pub days_left: i64,
    /// Where it stands.
    pub state: FormState,
}

impl FormView {
    /// Says whether it is late and still ours to finish.
    pub const fn is_overdue(&self) -> bool {
        self.days_left < 0 && !matches!(self.state, FormState::Submitted | FormState::Accepted)
    }
}

/// 我的报表: overdue and open ones first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Work {
    /// Forms that wait for us.
    pub open: Vec<FormView>,
    /// Forms that are finished, the newest first.
    pub finished: Vec<FormView>,
}

/// One target of the plan with where we stand.
#[derive(Clone, Debug)]
pub struct PlanLine {
    /// Its row in the plan.
    pub row: String,
    /// The indicator.
    pub indicator: IndicatorId,
    /// The indicator's name.
    pub name: Bilingual,
    /// The unit of its values.
    pub unit: Bilingual,
    /// What it is about.
    pub topic: Topic,
    /// The clauses of the plan it stands in, the main one first.
    pub clauses: Vec<String>,
    /// The target as printed, in both languages.
    pub target: Bilingual,
    /// When it is due.
    pub due: Period,
    /// Whether the plan's horizon stands in for a date.
    pub due_is_horizon: bool,
    /// Whether it is asked of every year.
    pub annual: bool,
    /// Whether the plan gives a figure or a direction to judge by, rather than words.
    pub is_scored: bool,
    /// 约束性 or 预期性.
    pub nature: Nature,
    /// 力争, … .
    pub hedge: String,
    /// Over what.
    pub scope: Bilingual,
    /// 存疑.
    pub doubt: Bilingual,
    /// What is doubtful about its date alone.
    pub undated: Bilingual,
    /// The judgement with its figures.
    pub standing: Standing,
    /// The newest value as shown; empty without one.
    pub now: Bilingual,
    /// The path's value then, as shown.
    pub path: Bilingual,
    /// What is missing, as shown, with its unit.
    pub gap: Bilingual,
    /// The series, oldest first.
    pub spark: Vec<Option<f64>>,
    /// Whether nothing below this unit could ever compute it here.
    pub elsewhere: bool,
    /// Why there is no value.
    pub lack: Bilingual,
    /// Over what, where another target of the plan has the same name.
    pub apart: Bilingual,
    /// The period of the newest value, where most of the list's values are of another one.
    pub other_period: Option<Period>,
}

impl Desk {
    /// Makes what the start page shows, so that the first frame finds it made.
    pub fn prepare(&self, today: NaiveDate) {
        self.work(&self.seat, today);
        let Some(plan) = self.plan().map(|plan| plan.id.clone()) else { return };
        if !self.is_long_plan(&plan) {
            self.track(&self.seat, &plan, Population::AsIs, today);
        }
    }

    /// Gives the forms of a unit with their periods, the work that waits first.
    pub fn work(&self, unit: &UnitId, today: NaiveDate) -> Arc<Work> {
        self.remembered(
            |memo| memo.works.get(&(unit.clone(), today)).cloned(),
            || self.make_work(unit, today),
            |memo, work| {
                memo.works.insert((unit.clone(), today), work);
            },
        )
    }

    fn make_work(&self, id: &UnitId, today: NaiveDate) -> Work {
        let mut work = Work::default();
        let Some(unit) = self.tree.unit(id) else { return work };
        for form in self.catalogue.forms_of(unit) {
            let current = Period::containing(form.period, today).previous();
            let known = self
                .returns
                .keys()
                .filter(|key| key.unit == *id && key.form == form.id)
                .map(|key| key.period);
            let mut periods: Vec<Period> = known.chain([current]).collect();
            periods.sort();
            periods.dedup();
            for period in periods.into_iter().rev().filter(|period| unit.is_open(period.last_day())) {
                let key = ReturnKey { unit: id.clone(), form: form.id.clone(), period };
                let Filled { filled, asked, unread, carried } = self.filled(&key);
                let status = self.returns.get(&key).map_or(Status::Draft, |found| found.status());
                let state = match status {
                    Status::Submitted | Status::Received => FormState::Submitted,
                    Status::Accepted => FormState::Accepted,
                    Status::SentBack => FormState::SentBack,
                    Status::Draft if filled == 0 && unread == 0 => FormState::NotStarted,
                    Status::Draft if filled - carried < asked => FormState::Filling,
                    Status::Draft => FormState::Complete,
                };
                let issued = self.issue_of(&form.id, period).map(|issue| issue.due);
                let due = issued.unwrap_or_else(|| form.due(period));
                let view = FormView {
                    form: form.id.clone(),
                    name: form.name.clone(),
                    period,
                    filled,
                    asked,
                    carried,
                    due,
                    days_left: (due - today).num_days(),
                    state,
                };
                let is_finished = matches!(state, FormState::Submitted | FormState::Accepted);
                if is_finished { work.finished.push(view) } else { work.open.push(view) }
            }
        }
        work.open.sort_by_key(|view| (view.due, view.form.clone()));
        work.finished.sort_by_key(|view| (std::cmp::Reverse(view.period), view.form.clone()));
        work
    }

    /// Gives the targets of the plan we follow with where a unit stands, the worst first, binding ones before others.
    pub fn plan_lines(&self, unit: &UnitId, today: NaiveDate) -> Arc<Vec<PlanLine>> {
        self.remembered(
            |memo| memo.plan_lines.get(&(unit.clone(), today)).cloned(),
            || {
                let Some(plan) = self.plan() else { return Vec::new() };
                let mut lines: Vec<PlanLine> = plan
                    .targets
                    .iter()
                    .filter_map(|target| self.plan_line(plan, target, unit, today))
                    .collect();
                tell_apart(&mut lines);
                lines.sort_by_key(|line| {
                    (line.elsewhere, line.standing.verdict, line.nature != Nature::Binding, line.row.clone())
                });
                lines
            },
            |memo, lines| {
                memo.plan_lines.insert((unit.clone(), today), lines);
            },
        )
    }

    fn plan_line(&self, plan: &Plan, target: &Target, unit: &UnitId, today: NaiveDate) -> Option<PlanLine> {
        let indicator = self.catalogue.indicator(&target.indicator)?;
        let (due, due_is_horizon) = plan.due_of(target);
        let over = self.over_whom(target, unit).ok();
        let seen = match &target.each {
            Some(each) => self.area_observations(plan, target, each, indicator, unit),
            None => over.as_ref().map_or_else(Vec::new, |over| {
                self.observations(&indicator.formula, over, target.scope.as_ref())
            }),
        };
        let scale = self.scale_of(target, indicator);
        let standing = self.judge(plan, target, indicator, unit, &seen, today).standing;
        let newest = Period::new(PeriodKind::Year, today.year() - 1, 1).unwrap_or(due.0);
        let over = over.as_ref().unwrap_or(unit);
        let outcome = self.outcome(&indicator.formula, over, newest, target.scope.as_ref());
        let never = |lack: &Lack| {
            matches!(lack, Lack::NotAsked(_) | Lack::NotEntered | Lack::NoUnit(_) | Lack::NoArea(_))
        };
        let no_area = self.areas_missing(plan, target, unit);
        let elsewhere = no_area.is_some() || standing.now.is_none() && outcome.lacks.iter().any(never);
        let lack = outcome.lacks.first().map(|lack| lack.sentence(&self.catalogue, &self.tree));
        let lack = lack.map(|lack| match standing.now {
            // The figure shown is of an earlier period: say of which one something is missing.
            Some((period, _)) if period != newest => Bilingual::new(
                format!("{}：{}", newest.label(Lang::Zh), lack.zh),
                format!("{}: {}", newest.label(Lang::En), lack.en),
            ),
            _ => lack,
        });
        let lack = no_area.or(lack);
        let value = |value: Option<Decimal>| {
            let text = |lang| value.map(|value| scale.short(value, lang)).unwrap_or_default();
            Bilingual::new(text(Lang::Zh), text(Lang::En))
        };
        Some(PlanLine {
            row: target.row.clone(),
            indicator: indicator.id.clone(),
            name: indicator.name.clone(),
            unit: match &target.each {
                Some(_) => {
                    Bilingual::new(target.unit.clone(), if target.unit == "%" { "%" } else { "areas" })
                }
                None => indicator.unit.clone(),
            },
            topic: indicator.topic,
            clauses: std::iter::once(&target.clause)
                .chain(target.also.iter().map(|(_, clause)| clause))
                .cloned()
                .collect(),
            target: target_words(target, indicator, &self.catalogue),
            due: due.0,
            due_is_horizon,
            annual: target.annual,
            is_scored: !target.mark.values().0.is_empty()
                || matches!(target.mark, Mark::TrendUp | Mark::TrendDown),
            nature: target.nature,
            hedge: target.hedge.clone(),
            scope: target.scope_text.clone(),
            doubt: target.doubt.clone(),
            undated: target.undated.clone(),
            now: value(standing.now.map(|(_, value)| value)),
            path: value(standing.path_now.filter(|_| standing.verdict != Verdict::NotScored)),
            gap: {
                let gap = standing.gap.filter(|_| !scale.is_graded());
                let gap = |lang| gap.map(|gap| scale.difference(gap.abs(), lang)).unwrap_or_default();
                Bilingual::new(gap(Lang::Zh), gap(Lang::En))
            },
            // A year of which half is in would look like a fall.
            spark: judged_values(&seen).iter().map(|(_, value)| value.to_f64()).collect(),
            standing,
            elsewhere,
            lack: lack.unwrap_or_default(),
            apart: Bilingual::default(),
            other_period: None,
        })
    }
}

/// Marks lines of one name by their scope, and values of another year than most by that year.
fn tell_apart(lines: &mut [PlanLine]) {
    let mut periods: std::collections::BTreeMap<Period, usize> = Default::default();
    lines
        .iter()
        .filter_map(|line| line.standing.now)
        .for_each(|(at, _)| *periods.entry(at).or_default() += 1);
    let usual = periods.into_iter().max_by_key(|(_, count)| *count).map(|(period, _)| period);
    let ids: Vec<IndicatorId> = lines.iter().map(|line| line.indicator.clone()).collect();
    for line in lines {
        if ids.iter().filter(|id| **id == line.indicator).count() > 1 {
            line.apart = line.scope.clone();
        }
        line.other_period =
            line.standing.now.map(|(period, _)| period).filter(|period| Some(*period) != usual);
    }
}
