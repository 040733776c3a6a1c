//! Targets of several plans on one indicator: each judged by itself, the strictest marked.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::{
    base::{Bilingual, Lang, PlanId, ScopeId, UnitId},
    desk::{Desk, TrendChoice, trends::source_text},
    indicator::Indicator,
    plan::{Due, Mark, Plan, Target},
    trend::{Aim, Observation, Scale, Standing, TargetLine, Verdict},
};

/// One target on the indicator, drawn and judged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StackedTarget {
    /// Its plan.
    pub plan: PlanId,
    /// Its row there.
    pub row: String,
    /// Where its plan holds.
    pub region: Bilingual,
    /// As printed, in both languages.
    pub shown: Bilingual,
    /// When it is due.
    pub due: Due,
    /// 最严 among plans.
    pub is_strictest: bool,
    /// 力争, … .
    pub hedge: String,
    /// The judgement.
    pub standing: Standing,
}

/// What a trend is of.
pub(in crate::desk) struct Subject<'a> {
    pub(in crate::desk) unit: &'a UnitId,
    pub(in crate::desk) indicator: &'a Indicator,
    pub(in crate::desk) scope: Option<&'a ScopeId>,
    pub(in crate::desk) seen: &'a [Observation],
}

impl Desk {
    /// Gives the plans that are drawn beside the one in force: those chosen, and those of the nation and the province
    /// above it.
    fn plans_beside<'a>(&'a self, choice: &'a TrendChoice) -> impl Iterator<Item = &'a Plan> {
        use crate::unit::Area;
        let own = self.plan().map(|plan| (&plan.id, plan.area));
        self.plans().iter().map(AsRef::as_ref).filter(move |plan| {
            let is_above = own.is_some_and(|(_, area)| plan.area < area)
                && matches!(plan.area, Area::Nation | Area::Province);
            own.is_none_or(|(id, _)| plan.id != *id) && (is_above || choice.beside.contains(&plan.id))
        })
    }

    /// Judges the targets of the plan in force and of those beside it; gives the standing that is followed, all of
    /// them, and the lines to draw.
    pub(in crate::desk) fn stacked(
        &self,
        subject: &Subject<'_>,
        targets: &[Target],
        choice: &TrendChoice,
        lang: Lang,
        today: NaiveDate,
    ) -> (Option<Standing>, Vec<StackedTarget>, Vec<TargetLine>) {
        let Subject { unit, indicator, seen, .. } = subject;
        let scale = Scale::of(indicator, &self.catalogue);
        let mut followed: Option<Standing> = None;
        let (mut stack, mut lines) = (Vec::new(), Vec::new());
        let own =
            self.plan().into_iter().flat_map(|plan| targets.iter().map(move |target| (plan, target, true)));
        let beside = self.plans_beside(choice).flat_map(|plan| {
            let fits = |target: &&Target| {
                target.scope.as_ref() == subject.scope && target.each.is_none() && self.is_about(target, unit)
            };
            plan.targets_on(&indicator.id).into_iter().filter(fits).map(move |target| (plan, target, false))
        });
        for (plan, target, is_own) in own.chain(beside) {
            if let Some(each) = &target.each {
                // Counted over areas: it has no line on the indicator's own scale.
                let areas = self.area_observations(plan, target, each, indicator, unit);
                let standing = self.judge(plan, target, indicator, unit, &areas, today).standing;
                if followed.is_none() && self.areas_missing(plan, target, unit).is_none() {
                    followed = Some(Standing { path: None, path_now: None, ..standing });
                }
                continue;
            }
            let judged = self.judge_as(choice, plan, target, indicator, unit, seen, today);
            let due = plan.due_of(target).0;
            if let Some(aim) = judged.aim.filter(|_| !judged.is_part) {
                lines.push(TargetLine {
                    // Both ends of a range are drawn, also where only one of them is scored.
                    aim: match &target.mark {
                        Mark::Range(low, high) => Aim::Between(*low, *high),
                        _ => aim,
                    },
                    due,
                    shown: scale.mark(&target.mark, lang),
                    scope: target.scope_text.clone(),
                    nature: target.nature,
                    source: source_text(plan, &target.clause, lang),
                    whose: Bilingual::default(),
                    is_strictest: false,
                });
                stack.push(StackedTarget {
                    plan: plan.id.clone(),
                    row: target.row.clone(),
                    region: plan.region.clone(),
                    shown: Bilingual::new(
                        scale.mark(&target.mark, Lang::Zh),
                        scale.mark(&target.mark, Lang::En),
                    ),
                    due,
                    is_strictest: false,
                    hedge: target.hedge.clone(),
                    standing: judged.standing.clone(),
                });
            }
            let scored = judged.standing.verdict != Verdict::NotScored;
            if is_own && (scored || followed.is_none()) {
                followed = Some(judged.standing);
            }
        }
        mark_strictest(&mut stack, &mut lines);
        (followed, stack, lines)
    }
}

/// Names the plans where there are several, and marks of those that pull the same way the one that asks most; of two
/// that ask the same the one due first.
fn mark_strictest(stack: &mut [StackedTarget], lines: &mut [TargetLine]) {
    let plans: BTreeSet<PlanId> = stack.iter().map(|line| line.plan.clone()).collect();
    if plans.len() < 2 {
        return;
    }
    for (line, told) in lines.iter_mut().zip(stack.iter()) {
        line.whose = told.region.clone();
    }
    for is_up in [true, false] {
        let asked = |at: usize| match lines[at].aim {
            Aim::Above { value, .. } | Aim::Between(value, _) if is_up => Some(value),
            Aim::Below { value, .. } if !is_up => Some(-value),
            _ => None,
        };
        let known: Vec<(usize, Decimal)> = (0..lines.len()).filter_map(|at| Some((at, asked(at)?))).collect();
        let several: BTreeSet<&PlanId> = known.iter().map(|(at, _)| &stack[*at].plan).collect();
        if several.len() < 2 {
            continue;
        }
        let most = known.iter().max_by_key(|(at, value)| (*value, std::cmp::Reverse(stack[*at].due)));
        if let Some(at) = most.map(|(at, _)| *at) {
            (stack[at].is_strictest, lines[at].is_strictest) = (true, true);
        }
    }
}
