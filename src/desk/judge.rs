//! One target held against one unit's series: for the lists and for the trend alike.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::{
    base::{Bilingual, Period, UnitId},
    desk::{Desk, trends::printed_value},
    indicator::{Element, Formula, Indicator, IndicatorKind},
    plan::{Mark, Plan, Target},
    trend::{Aim, Observation, Scale, Standing, Verdict, standing_from},
};

/// What a target comes to for a unit.
pub(super) struct Judged {
    /// The target on the indicator's scale; none where it is not measured on it.
    pub(super) aim: Option<Aim>,
    /// The judgement.
    pub(super) standing: Standing,
    /// The unit is only a part of what the target counts.
    pub(super) is_part: bool,
}

impl Desk {
    /// Judges a unit's series against a target.
    ///
    /// A total over the plan's area is not judged for a unit below that area, and a target measured otherwise
    /// than its indicator (100 % of the rest, on a count) is not judged at all; the sentence says which.
    pub(super) fn judge(
        &self,
        plan: &Plan,
        target: &Target,
        indicator: &Indicator,
        unit: &UnitId,
        seen: &[Observation],
        today: NaiveDate,
    ) -> Judged {
        let (due, _) = plan.due_of(target);
        let scale = Scale::of(indicator, &self.catalogue);
        let printed = self.printed_start(plan, indicator, unit);
        let own = seen
            .iter()
            .filter_map(|seen| Some((seen.period, seen.value?)))
            .find(|(period, _)| period.calendar_year() >= plan.baseline_year);
        let start = printed.or(own).map(|(period, value)| {
            let years = due.0.calendar_year() - period.calendar_year();
            (value, u32::try_from(years).unwrap_or_default())
        });
        let aim = self.aim_of(target, indicator, start);
        let mut standing = standing_from(printed, seen, aim.as_ref(), due, plan.baseline_year, today, &scale);
        let is_part = self.is_part(plan, indicator, target, unit);
        if is_part && standing.verdict != Verdict::NoData {
            standing = Standing {
                verdict: Verdict::NotScored,
                path: None,
                path_now: None,
                gap: None,
                sentence: Bilingual::new(
                    "这是全地区合计的目标,本单位的数只是其中一部分,不单独评判。",
                    "The target is a total over the whole area; this unit is a part of it and is not judged alone.",
                ),
                ..standing
            };
        } else if aim.is_none() && !target.mark.values().0.is_empty() && target.mark != Mark::RankTop {
            standing.sentence = Bilingual::new(
                "规划目标的计量方式与本指标不同,不作评分。",
                "The plan measures this target otherwise than the indicator; it is not scored.",
            );
        }
        Judged { aim, standing, is_part }
    }

    /// Takes a target to the indicator's scale; `None` where it is not measured in the indicator's unit.
    fn aim_of(&self, target: &Target, indicator: &Indicator, start: Option<(Decimal, u32)>) -> Option<Aim> {
        let comparable = target.unit == indicator.unit.zh || indicator.kind == IndicatorKind::Level;
        let levels = indicator.formula.elements().first().and_then(|id| self.catalogue.element(id));
        let level_code = |name: &str| {
            let choices = levels.map(Element::choices).unwrap_or_default();
            choices.iter().find(|choice| choice.name.zh == name).map(|choice| choice.code.into())
        };
        if comparable { Aim::of_mark(&target.mark, level_code, start) } else { None }
    }

    /// Says whether a unit is only a part of what a target counts: a total over the plan's area, seen below it.
    fn is_part(&self, plan: &Plan, indicator: &Indicator, target: &Target, unit: &UnitId) -> bool {
        let adds_up = matches!(
            indicator.formula,
            Formula::Sum(_) | Formula::Scaled { .. } | Formula::CountUnits(_) | Formula::MinOverAreas { .. }
        );
        let is_direction = matches!(target.mark, Mark::TrendUp | Mark::TrendDown);
        let at_level =
            self.tree.unit(unit).is_some_and(|unit| unit.area.is_some_and(|area| area <= plan.area));
        adds_up && !is_direction && !at_level
    }

    /// Gives the baseline a plan prints for an indicator, for units at the plan's own level of area.
    fn printed_start(&self, plan: &Plan, indicator: &Indicator, unit: &UnitId) -> Option<(Period, Decimal)> {
        self.tree.unit(unit).filter(|unit| unit.area == Some(plan.area))?;
        let past = plan.baselines_on(&indicator.id).into_iter().rev().find(|past| !past.span.is_long())?;
        Some((past.span.to, printed_value(past, indicator)?))
    }
}
