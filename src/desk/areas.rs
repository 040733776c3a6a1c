//! Targets that several areas have to reach each by itself: who has, who has not.

use std::sync::Arc;

use rust_decimal::Decimal;

use crate::{
    base::{Bilingual, Period, UnitId},
    desk::Desk,
    indicator::{Indicator, IndicatorKind},
    plan::{EachArea, Plan, Target},
    returns::Coverage,
    trend::{Observation, Scale, judged_values},
    unit::Unit,
};

/// One area under a target that each area has to reach.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AreaLine {
    /// Its bureau.
    pub unit: UnitId,
    /// Its name.
    pub name: Bilingual,
    /// The indicator there in the newest period that has one, as shown; empty without one.
    pub now: Bilingual,
    /// Whether it reaches the mark; `None` without a figure.
    pub reached: Option<bool>,
}

/// What one area comes to in a period.
struct Reached<'a> {
    unit: &'a Unit,
    value: Option<Decimal>,
}

impl Desk {
    /// Gives the open areas below a unit, itself included, that a target names.
    fn areas_of<'a>(
        &'a self,
        plan: &Plan,
        target: &Target,
        each: &EachArea,
        unit: &UnitId,
        period: Period,
    ) -> Vec<&'a Unit> {
        let below = self.tree.open_below(unit, period.last_day()).into_iter();
        below
            .filter(|area| area.area == Some(each.level) && each.takes(plan, target, &area.name.zh))
            .collect()
    }

    fn reached_in<'a>(
        &'a self,
        (plan, target, each): (&Plan, &Target, &EachArea),
        indicator: &Indicator,
        unit: &UnitId,
        period: Period,
    ) -> Vec<Reached<'a>> {
        let areas = self.areas_of(plan, target, each, unit, period).into_iter();
        let value =
            |area: &Unit| self.outcome(&indicator.formula, &area.id, period, target.scope.as_ref()).value;
        areas.map(|unit| Reached { unit, value: value(unit) }).collect()
    }

    /// Counts, period by period, the areas that reach the mark, or gives their share in percent where the plan
    /// prints a share. Areas without a figure are in the coverage only.
    pub(super) fn area_observations(
        &self,
        plan: &Plan,
        target: &Target,
        each: &EachArea,
        indicator: &Indicator,
        unit: &UnitId,
    ) -> Vec<Observation> {
        let in_period = |period: Period| {
            let areas = self.reached_in((plan, target, each), indicator, unit, period);
            let known: Vec<Decimal> = areas.iter().filter_map(|area| area.value).collect();
            let count = |n: usize| Decimal::from(u64::try_from(n).unwrap_or(u64::MAX));
            let reached = count(known.iter().filter(|value| **value >= each.reach).count());
            let all = count(areas.len());
            let told = count(known.len());
            let value = if target.unit == "%" {
                (reached * Decimal::ONE_HUNDRED).checked_div(told)
            } else {
                Some(reached)
            };
            let counted = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
            Observation {
                period,
                value: value.filter(|_| !known.is_empty()),
                numerator: Some(reached).filter(|_| !known.is_empty()),
                denominator: Some(all).filter(|_| !areas.is_empty()),
                coverage: Coverage { expected: counted(areas.len()), reported: counted(known.len()) },
                lack: self.area_lack(each, areas.is_empty()),
            }
        };
        let mut seen: Vec<Observation> = self.periods().map(in_period).collect();
        let first = seen.iter().position(|seen| seen.value.is_some()).unwrap_or(seen.len());
        seen.drain(..first);
        seen
    }

    fn area_lack(&self, each: &EachArea, nobody: bool) -> Bilingual {
        match (&each.areas, nobody) {
            (_, false) => Bilingual::default(),
            (crate::plan::Areas::Named(areas), true) => {
                let names: Vec<&str> =
                    areas.iter().filter_map(|names| names.first()).map(String::as_str).collect();
                Bilingual::new(
                    format!("机构登记册中没有规划点名的地区（{}）。", names.join("、")),
                    format!("The register holds none of the areas the plan names ({}).", names.join(", ")),
                )
            }
            (crate::plan::Areas::Others, true) => {
                Bilingual::new("机构登记册中没有其余地区。", "The register holds no other area.")
            }
        }
    }

    /// Gives over whom a target is judged from a unit: the institution it names, else the unit with everything below it.
    ///
    /// # Errors
    /// Why there is nothing to judge: the institution is not here.
    pub(super) fn over_whom(&self, target: &Target, unit: &UnitId) -> Result<UnitId, Bilingual> {
        let named = target.institution.as_str();
        if named.is_empty() {
            return Ok(unit.clone());
        }
        let is_named = |found: &&Unit| found.name.zh == named;
        if let Some(found) = self.tree.below(unit).into_iter().find(is_named) {
            return Ok(found.id.clone());
        }
        Err(if self.tree.all().any(|found| is_named(&found)) {
            Bilingual::new(format!("这一目标只对{named}。"), format!("The target is about {named} alone."))
        } else {
            Bilingual::new(
                format!("机构登记册中没有规划点名的机构（{named}）。"),
                format!("The register does not hold the institution the plan names ({named})."),
            )
        })
    }

    /// Says whether a target is about a unit with everything below it: one that names an institution is about that alone.
    pub(super) fn is_about(&self, target: &Target, unit: &UnitId) -> bool {
        self.over_whom(target, unit).is_ok_and(|over| over == *unit)
    }

    /// Says why a target of areas or of one institution cannot be followed from a unit; `None` if it can.
    pub(super) fn areas_missing(&self, plan: &Plan, target: &Target, unit: &UnitId) -> Option<Bilingual> {
        if let Err(why) = self.over_whom(target, unit) {
            return Some(why);
        }
        let each = target.each.as_ref()?;
        let last = self.periods().last()?;
        if !self.areas_of(plan, target, each, unit, last).is_empty() {
            return None;
        }
        let in_register = !self.areas_of(plan, target, each, &self.top_above(unit), last).is_empty();
        Some(if in_register {
            Bilingual::new(
                "本单位不在这一目标所指的地区之内。",
                "This unit is none of the areas the target names.",
            )
        } else {
            self.area_lack(each, true)
        })
    }

    /// Gives the scale a target is judged on: the indicator's, or the number or share of areas that reach it.
    pub(super) fn scale_of(&self, target: &Target, indicator: &Indicator) -> Scale {
        match &target.each {
            Some(_) => Scale::of_areas(&target.unit),
            None => Scale::of(indicator, &self.catalogue),
        }
    }

    /// Lists the areas that have to reach a target of the plan in force, with where each stands; empty for other
    /// targets.
    pub fn area_lines(&self, row: &str, unit: &UnitId) -> Arc<Vec<AreaLine>> {
        let key = (row.to_owned(), unit.clone());
        self.remembered(
            |memo| memo.areas.get(&key).cloned(),
            || self.make_area_lines(row, unit),
            |memo, lines| {
                memo.areas.insert(key.clone(), lines);
            },
        )
    }

    fn make_area_lines(&self, row: &str, unit: &UnitId) -> Vec<AreaLine> {
        let Some(plan) = self.plan() else { return Vec::new() };
        let Some(target) = plan.target(row) else { return Vec::new() };
        let (Some(each), Some(indicator)) = (&target.each, self.catalogue.indicator(&target.indicator))
        else {
            return Vec::new();
        };
        // Of the period the target is judged by, so that the areas come to the figure that is shown.
        let seen = self.area_observations(plan, target, each, indicator, unit);
        let judged = judged_values(&seen).last().map(|(period, _)| *period);
        let Some(period) = judged.or_else(|| self.periods().last()) else { return Vec::new() };
        self.area_lines_of(plan, target, indicator, unit, period)
    }

    /// Lists the areas of a target as they stand in one period.
    pub(super) fn area_lines_of(
        &self,
        plan: &Plan,
        target: &Target,
        indicator: &Indicator,
        unit: &UnitId,
        period: Period,
    ) -> Vec<AreaLine> {
        let Some(each) = &target.each else { return Vec::new() };
        let areas = self.reached_in((plan, target, each), indicator, unit, period);
        let scale = Scale::of(indicator, &self.catalogue);
        let shown = |value: Option<Decimal>, lang| {
            value.map(|value| scale.with_unit(value, lang)).unwrap_or_default()
        };
        areas
            .into_iter()
            .map(|area| AreaLine {
                unit: area.unit.id.clone(),
                name: area.unit.name.clone(),
                now: Bilingual::new(
                    shown(area.value, crate::base::Lang::Zh),
                    shown(area.value, crate::base::Lang::En),
                ),
                reached: area.value.map(|value| value >= each.reach),
            })
            .collect()
    }

    /// Gives the open units below one that a target is about, where it or its indicator narrows them.
    pub fn units_in_scope(&self, row: &str, unit: &UnitId) -> Vec<&Unit> {
        let Some(target) = self.plan().and_then(|plan| plan.target(row)) else { return Vec::new() };
        let Some(indicator) = self.catalogue.indicator(&target.indicator) else { return Vec::new() };
        let (Some(last), false) = (self.periods().last(), indicator.kind == IndicatorKind::Rank) else {
            return Vec::new();
        };
        let named = target.scope.as_ref().or_else(|| indicator.formula.scopes().into_iter().next());
        let Some(scope) = named.and_then(|id| self.catalogue.scope(id)) else { return Vec::new() };
        let on = last.last_day();
        self.tree.open_below(unit, on).into_iter().filter(|unit| scope.takes(unit, on)).collect()
    }
}
