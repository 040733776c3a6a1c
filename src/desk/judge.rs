//! One target held against one unit's series: for the lists and for the trend alike.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::{
    base::{Bilingual, Period, UnitId},
    desk::{Desk, TrendChoice, trends::printed_value},
    indicator::{Better, Element, Formula, Indicator, IndicatorKind},
    plan::{Due, Mark, Plan, Target},
    trend::{Aim, Observation, Route, Standing, Verdict, judged_values, standing_along},
};

/// What a target comes to for a unit.
pub(super) struct Judged {
    /// The target on the indicator's scale; none where it is not measured on it.
    pub(super) aim: Option<Aim>,
    /// The judgement.
    pub(super) standing: Standing,
    /// The unit is only a part of what the target counts.
    pub(super) is_part: bool,
    /// When it is due; of what is asked every year the newest year there is a figure for.
    pub(super) due: Due,
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
        self.judge_as(&TrendChoice::default(), plan, target, indicator, unit, seen, today)
    }

    /// Judges as [`Desk::judge`] does, along the path a reader chose.
    #[allow(clippy::too_many_arguments, reason = "who, what and against what, each said once")]
    pub(super) fn judge_as(
        &self,
        choice: &TrendChoice,
        plan: &Plan,
        target: &Target,
        indicator: &Indicator,
        unit: &UnitId,
        seen: &[Observation],
        today: NaiveDate,
    ) -> Judged {
        let values = judged_values(seen);
        let newest = values.last().map(|(period, _)| *period);
        let due = match newest.filter(|_| target.annual) {
            // Asked of every year: of the newest one there is a figure for.
            Some(newest) => Due(Period::year(newest.calendar_year().min(plan.to))),
            None => plan.due_of(target).0,
        };
        let scale = self.scale_of(target, indicator);
        let printed = self.printed_start(plan, indicator, unit).filter(|_| target.each.is_none());
        let start = self.compared_with(plan, target, indicator, unit, &values, printed, due);
        let below = target.each.is_some() && !self.is_at_level(plan, unit);
        let aim = if below {
            // Of the plan's areas only its own are asked of it.
            let own = seen.iter().rev().find_map(|seen| seen.denominator).unwrap_or_default();
            let value = if target.unit == "%" { Decimal::ONE_HUNDRED } else { own };
            Some(Aim::Above { value, strict: false })
        } else {
            self.aim_of(target, indicator, start)
        };
        // A year's own duty has no path from an earlier one; a rise or fall is held against the year before.
        let is_direction = matches!(target.mark, Mark::TrendUp | Mark::TrendDown);
        let from = match newest.filter(|_| target.annual) {
            Some(newest) if is_direction => newest.calendar_year() - 1,
            Some(_) => i32::MAX,
            None => plan.baseline_year,
        };
        let printed = printed.filter(|_| !target.annual);
        let typed = choice.start.as_ref().map(|typed| (typed.period, typed.value));
        let between = match choice.stops.as_slice() {
            [] if target.annual || target.each.is_some() => Vec::new(),
            [] => self.interim(plan, target, indicator, aim.as_ref()),
            own => own.to_vec(),
        };
        let start = typed.filter(|_| target.each.is_none()).or(printed);
        let route = Route { start, between, shape: choice.shape, is_yearly: target.annual };
        let mut standing = standing_along(&route, seen, aim.as_ref(), due, from, today, &scale);
        // Of a range only one end is scored, and both are drawn.
        if let (Mark::Range(low, high), Some(path)) = (&target.mark, &mut standing.path) {
            let far = if path.to == *low { *high } else { *low };
            path.far = Some(far).filter(|far| *far != path.to && aim.is_some());
        }
        let is_part = self.is_part(plan, indicator, target, unit);
        if is_part && standing.verdict != Verdict::NoData {
            standing = not_judged(
                standing,
                Bilingual::new(
                    "这是全地区合计的目标，本单位的数只是其中一部分，不单独评判。",
                    "The target is a total over the whole area; this unit is a part of it and is not judged alone.",
                ),
            );
        } else if self.is_of_one_unit(plan, indicator, target, unit) && standing.verdict != Verdict::NoData {
            standing = not_judged(
                standing,
                Bilingual::new(
                    "规划只对点名的机构提出这项目标，本单位不评判。",
                    "The plan asks this of an institution it names; this unit is not judged by it.",
                ),
            );
        } else if aim.is_none() && matches!(target.mark, Mark::Against { .. } | Mark::PerYear(_)) {
            standing.verdict = Verdict::NoData;
            standing.sentence = Bilingual::new(
                "缺少可比的基期数，不能评判。",
                "There is no baseline figure to compare with.",
            );
        } else if aim.is_none() && !target.mark.values().0.is_empty() && target.mark != Mark::RankTop {
            standing.sentence = Bilingual::new(
                "规划目标的计量方式与本指标不同，不作评分。",
                "The plan measures this target otherwise than the indicator; it is not scored.",
            );
        }
        if !target.doubt.zh.is_empty() && standing.gap.is_some() {
            standing.sentence.zh.push_str(DOUBTFUL.0);
            standing.sentence.en.push_str(DOUBTFUL.1);
        }
        Judged { aim, standing, is_part, due }
    }

    /// Says whether a target is a grade that some institution is to reach, without a name to know it by: the highest grade of
    /// the plan's whole area shows it, and no other unit's.
    fn is_of_one_unit(&self, plan: &Plan, indicator: &Indicator, target: &Target, unit: &UnitId) -> bool {
        let is_grade = matches!(target.mark, Mark::Level(_)) && target.institution.is_empty();
        is_grade && matches!(indicator.formula, Formula::Highest { .. }) && !self.is_at_level(plan, unit)
    }

    /// Gives the figure a mark relative to another is compared with, and the years from it to the due day; `None`
    /// where there is none, or none that lies before.
    #[allow(clippy::too_many_arguments, reason = "the one place where a mark meets its baseline")]
    fn compared_with(
        &self,
        plan: &Plan,
        target: &Target,
        indicator: &Indicator,
        unit: &UnitId,
        values: &[(Period, Decimal)],
        printed: Option<(Period, Decimal)>,
        due: Due,
    ) -> Option<(Decimal, u32)> {
        if let Mark::Against { baseline, .. } = &target.mark {
            let own = values.iter().find(|(period, _)| period == baseline).map(|(_, value)| *value);
            let is_level = self.tree.unit(unit).is_some_and(|unit| unit.area == Some(plan.area));
            let mut past = plan.baselines_on(&indicator.id).into_iter();
            let past = past.find(|past| is_level && past.span.to == *baseline && !past.span.is_long());
            return own.or_else(|| printed_value(past?, indicator)).map(|value| (value, 0));
        }
        let from = |period: Period| period.calendar_year() >= plan.baseline_year;
        let own = values.iter().copied().find(|(period, _)| from(*period) && period.last_day() < due.date());
        let (period, value) = printed.or(own)?;
        let years = u32::try_from(due.0.calendar_year() - period.calendar_year()).ok()?;
        (years > 0).then_some((value, years))
    }

    /// Gives the values due on the way: the plan's own earlier targets over the same units.
    fn interim(
        &self,
        plan: &Plan,
        target: &Target,
        indicator: &Indicator,
        aim: Option<&Aim>,
    ) -> Vec<(Period, Decimal)> {
        let due = plan.due_of(target).0;
        let same_way = |other: &Aim| match (aim, other) {
            (Some(Aim::Above { .. }), Aim::Above { value, .. })
            | (Some(Aim::Below { .. }), Aim::Below { value, .. }) => Some(*value),
            _ => None,
        };
        let earlier = plan.targets_on(&indicator.id).into_iter().filter(|other| {
            (&other.scope, &other.scope_text) == (&target.scope, &target.scope_text)
                && other.each.is_none()
                && !other.annual
                && plan.due_of(other).0 < due
        });
        earlier
            .filter_map(|other| {
                Some((plan.due_of(other).0.0, same_way(&self.aim_of(other, indicator, None)?)?))
            })
            .collect()
    }

    /// Takes a target to the indicator's scale; `None` where it is not measured in the indicator's unit.
    pub(super) fn aim_of(
        &self,
        target: &Target,
        indicator: &Indicator,
        start: Option<(Decimal, u32)>,
    ) -> Option<Aim> {
        let comparable = target.unit == indicator.unit.zh
            || indicator.kind == IndicatorKind::Level
            || target.each.is_some();
        let levels = indicator.formula.elements().first().and_then(|id| self.catalogue.element(id));
        let level_code = |name: &str| {
            let choices = levels.map(Element::choices).unwrap_or_default();
            choices.iter().find(|choice| choice.name.zh == name).map(|choice| choice.code.into())
        };
        let aim = Aim::of_mark(&target.mark, level_code, start).filter(|_| comparable)?;
        // Of a range only the end that binds is scored: more of a good thing is no fault.
        Some(match (aim, indicator.better) {
            (Aim::Between(low, _), Better::Higher) => Aim::Above { value: low, strict: false },
            (Aim::Between(_, high), Better::Lower) => Aim::Below { value: high, strict: false },
            (aim, _) => aim,
        })
    }

    /// Says whether a unit is only a part of what a target counts: a total over the plan's area, seen below it.
    pub(super) fn is_part(&self, plan: &Plan, indicator: &Indicator, target: &Target, unit: &UnitId) -> bool {
        let adds_up = matches!(
            indicator.formula,
            Formula::Sum(_) | Formula::Scaled { .. } | Formula::CountUnits(_) | Formula::MinOverAreas { .. }
        );
        let is_direction = matches!(target.mark, Mark::TrendUp | Mark::TrendDown);
        adds_up && !is_direction && target.each.is_none() && !self.is_at_level(plan, unit)
    }

    /// Says whether a unit is an area of the plan's level or a larger one.
    pub(super) fn is_at_level(&self, plan: &Plan, unit: &UnitId) -> bool {
        self.tree.unit(unit).is_some_and(|unit| unit.area.is_some_and(|area| area <= plan.area))
    }

    /// Gives the baseline a plan prints for an indicator, for units at the plan's own level of area.
    fn printed_start(&self, plan: &Plan, indicator: &Indicator, unit: &UnitId) -> Option<(Period, Decimal)> {
        self.tree.unit(unit).filter(|unit| unit.area == Some(plan.area))?;
        let past = plan.baselines_on(&indicator.id).into_iter().rev().find(|past| !past.span.is_long())?;
        Some((past.span.to, printed_value(past, indicator)?))
    }
}

/// What a sentence ends with where the printed target is doubtful.
const DOUBTFUL: (&str, &str) = ("规划所印的目标存疑。", " The printed target is doubtful.");

/// Leaves out of the sentence that the target is doubtful, where the doubt itself is told beside it.
pub(super) fn without_doubt(mut standing: Standing) -> Standing {
    let Bilingual { zh, en } = &mut standing.sentence;
    for (text, end) in [(zh, DOUBTFUL.0), (en, DOUBTFUL.1)] {
        if let Some(rest) = text.strip_suffix(end) {
            *text = rest.to_owned();
        }
    }
    standing
}

/// Takes a verdict back and says why.
fn not_judged(standing: Standing, sentence: Bilingual) -> Standing {
    Standing {
        verdict: Verdict::NotScored,
        path: None,
        path_now: None,
        gap: None,
        reached: None,
        late_by: 0,
        sentence,
        ..standing
    }
}
