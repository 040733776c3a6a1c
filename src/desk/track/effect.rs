//! 我的数有何影响: what a figure that is being typed does to the county's indicator and to its target.

use std::sync::Arc;

use rust_decimal::Decimal;

use crate::{
    base::{Bilingual, ElementId, Figure, IndicatorId, Lang, Period, ScopeId, UnitId},
    desk::{Desk, dictionary::target_words, track::contribution::parts},
    indicator::{Formula, Indicator},
    plan::{Due, Plan, Target},
    returns::{ReturnKey, Statement},
    rollup::{Scene, Statements, trace},
    trend::{Aim, Scale},
    wire::{KnownTotal, KnownTotals},
};

/// 影响 of one figure on one target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NumberEffect {
    /// The target's row in the plan.
    pub row: String,
    /// The indicator.
    pub indicator: IndicatorId,
    /// Its name.
    pub name: Bilingual,
    /// How its values are written.
    pub scale: Scale,
    /// Whose indicator: the bureau above.
    pub whose: Bilingual,
    /// The period of the last roll-up; everybody else's figures are of it.
    pub as_of: Period,
    /// As it was rolled up.
    pub before: Decimal,
    /// With the unit's figures of now in place of those it had then.
    pub after: Decimal,
    /// The target as printed.
    pub target: Bilingual,
    /// When it is due.
    pub due: Due,
    /// Goal − value before and after; `None` where nothing is missing or nothing is scored.
    pub gap: (Option<Decimal>, Option<Decimal>),
    /// Whether the target is met before and after.
    pub is_met: (bool, bool),
    /// In a sentence.
    pub sentence: Bilingual,
}

/// The last roll-up of one indicator above.
struct Above {
    name: Bilingual,
    period: Period,
    total: KnownTotal,
}

impl Desk {
    /// Says what a figure would do to the indicators of the bureau above that read it, those with a target of the plan
    /// in force: the unit's figures of the last roll-up are taken out of it and those of now put in, `element` with
    /// the figure that is being typed. Nothing is stored. Empty where no roll-up is known here, where the unit has no
    /// return of its period, or where the indicator is no sum, rate, ratio, share or mean.
    pub fn number_effects(&self, key: &ReturnKey, element: &ElementId, typed: &Figure) -> Vec<NumberEffect> {
        let Some(plan) = self.plan() else { return Vec::new() };
        let readers = self.catalogue.used_by(element).iter();
        let taken = self.catalogue.taken_by(element).iter().flat_map(|id| self.catalogue.used_by(id));
        let mut indicators: Vec<&IndicatorId> = readers.chain(taken).collect();
        indicators.dedup();
        let mut found = Vec::new();
        for indicator in indicators.into_iter().filter_map(|id| self.catalogue.indicator(id)) {
            for target in plan.targets_on(&indicator.id).into_iter().filter(|target| target.each.is_none()) {
                found.extend(self.number_effect(plan, target, indicator, key, element, typed));
            }
        }
        found
    }

    fn number_effect(
        &self,
        plan: &Plan,
        target: &Target,
        indicator: &Indicator,
        key: &ReturnKey,
        element: &ElementId,
        typed: &Figure,
    ) -> Option<NumberEffect> {
        let parent = self.tree.unit(&key.unit)?.parent.clone()?;
        let scope = target.scope.as_ref();
        let above = self.above(&parent, indicator, scope, key.period)?;
        // Only what it handed in then can be taken out again.
        let then = self.statements.get(&above.period)?.get(&key.unit)?;
        let before =
            self.sides_alone(&indicator.formula, &key.unit, above.period, Arc::clone(then), scope)?;
        // What it has not answered yet this time counts as it did then: half a form is no fall.
        let mut now = Statement::clone(then);
        now.period = key.period;
        let this_time = self.statements.get(&key.period).and_then(|of| of.get(&key.unit));
        for (id, figure) in this_time.iter().flat_map(|of| of.figures()) {
            if !matches!(figure, Figure::Blank | Figure::Unread(_)) {
                now.set(id.clone(), figure.clone());
            }
        }
        now.set(element.clone(), typed.clone());
        for id in self.catalogue.taken_by(element) {
            now.set(id.clone(), typed.clone());
        }
        let after = self.sides_alone(&indicator.formula, &key.unit, key.period, Arc::new(now), scope)?;
        if before == after {
            return None;
        }
        let (over, under) = (above.total.numerator?, above.total.denominator);
        let over = over.checked_sub(before.0)?.checked_add(after.0)?;
        let value = match (&indicator.formula, under) {
            (Formula::Sum(_) | Formula::CountUnits(_) | Formula::Scaled { .. }, _) => over,
            (formula, Some(under)) => {
                let under = under.checked_sub(before.1)?.checked_add(after.1)?;
                let times = match formula {
                    Formula::Rate { per, .. } => Decimal::from(*per),
                    Formula::ShareUnits(_) => Decimal::ONE_HUNDRED,
                    _ => Decimal::ONE,
                };
                over.checked_mul(times)?.checked_div(under)?
            }
            _ => return None,
        };
        let aim = self.aim_of(target, indicator, None)?;
        let is_met = |value| aim.is_met(value, None).unwrap_or_default();
        let gap = |value: Decimal| aim.goal(value)?.checked_sub(value).filter(|_| !is_met(value));
        let mut effect = NumberEffect {
            row: target.row.clone(),
            indicator: indicator.id.clone(),
            name: indicator.name.clone(),
            scale: Scale::of(indicator, &self.catalogue),
            whose: above.name,
            as_of: above.period,
            before: above.total.value,
            after: value,
            target: target_words(target, indicator, &self.catalogue),
            due: plan.due_of(target).0,
            gap: (gap(above.total.value), gap(value)),
            is_met: (is_met(above.total.value), is_met(value)),
            sentence: Bilingual::default(),
        };
        effect.sentence = Bilingual::new(said(&effect, &aim, Lang::Zh), said(&effect, &aim, Lang::En));
        Some(effect)
    }

    /// Gives the last roll-up of an indicator above a unit: the one that came with the form pack, else one that can be
    /// made here, of the period before at the latest.
    fn above(
        &self,
        parent: &UnitId,
        indicator: &Indicator,
        scope: Option<&ScopeId>,
        period: Period,
    ) -> Option<Above> {
        let is_it = |total: &&KnownTotal| total.indicator == indicator.id && total.scope.as_ref() == scope;
        let holds_us =
            |known: &&KnownTotals| known.unit == *parent || self.tree.is_within(parent, &known.unit);
        if let Some(known) = self.known_totals().filter(holds_us) {
            let total = known.totals.iter().find(is_it)?.clone();
            let name = Bilingual::new(known.name.clone(), "");
            let name = self.tree.unit(&known.unit).map_or(name, |unit| unit.name.clone());
            return Some(Above { name, period: known.period, total });
        }
        if !self.is_bureau() && self.workspace.role == crate::wire::Role::Unit {
            return None;
        }
        let earlier: Vec<Period> = self
            .periods()
            .filter(|at| at.kind() == period.kind() && at.last_day() < period.last_day())
            .collect();
        let at = *earlier.last()?;
        let total = self.known_total(parent, indicator, scope, at)?;
        Some(Above { name: self.tree.unit(parent)?.name.clone(), period: at, total })
    }

    /// Gives what an indicator comes to over a bureau, with both sides, as it travels in a form pack.
    pub(in crate::desk) fn known_total(
        &self,
        unit: &UnitId,
        indicator: &Indicator,
        scope: Option<&ScopeId>,
        period: Period,
    ) -> Option<KnownTotal> {
        let is_linear = matches!(
            indicator.formula,
            Formula::Sum(_)
                | Formula::Scaled { .. }
                | Formula::CountUnits(_)
                | Formula::ShareUnits(_)
                | Formula::Mean { .. }
                | Formula::Rate { .. }
                | Formula::Ratio { .. }
        );
        let outcome = is_linear.then(|| self.outcome(&indicator.formula, unit, period, scope))?;
        Some(KnownTotal {
            indicator: indicator.id.clone(),
            scope: scope.cloned(),
            value: outcome.value?,
            numerator: outcome.numerator,
            denominator: outcome.denominator,
            reported: outcome.coverage.reported,
            expected: outcome.coverage.expected,
        })
    }

    /// Gives what a unit alone brings to a formula's two sides with a statement of its own.
    fn sides_alone(
        &self,
        formula: &Formula,
        unit: &UnitId,
        period: Period,
        statement: Arc<Statement>,
        scope: Option<&ScopeId>,
    ) -> Option<(Decimal, Decimal)> {
        let statements: Statements = [(unit.clone(), statement)].into_iter().collect();
        let scene = Scene {
            catalogue: &self.catalogue,
            tree: self.tree.as_of(period.last_day()),
            statements: &statements,
            root: unit,
            period,
            narrowed: scope,
        };
        let traced = trace(&scene, formula);
        let mut sums = (Decimal::ZERO, Decimal::ZERO);
        for member in traced.members.iter().filter(|member| member.unit == *unit) {
            let (over, under) = parts(formula, &traced, member);
            let over = match formula {
                Formula::Scaled { divide_by, .. } => over.checked_div((*divide_by).into())?,
                _ => over,
            };
            sums = (sums.0.checked_add(over)?, sums.1.checked_add(under)?);
        }
        Some(sums)
    }
}

fn said(effect: &NumberEffect, aim: &Aim, lang: Lang) -> String {
    let scale = &effect.scale;
    let (before, after) = (scale.value(effect.before, lang), scale.with_unit(effect.after, lang));
    let (name, whose) = (effect.name.text(lang), effect.whose.text(lang));
    let (as_of, due) = (effect.as_of.label(lang), effect.due.0.label(lang));
    let goal = aim.goal(effect.after).map(|goal| scale.with_unit(goal, lang)).unwrap_or_default();
    let gap = effect.gap.1.map(|gap| scale.difference(gap.abs(), lang));
    match (lang, gap) {
        (Lang::Zh, Some(gap)) => {
            format!("{whose}{name}：{before} → {after}（其余按 {as_of}），到 {due}目标 {goal} 还差 {gap}。")
        }
        (Lang::Zh, None) => {
            format!("{whose}{name}：{before} → {after}（其余按 {as_of}），达到 {due}目标 {goal}。")
        }
        (Lang::En, Some(gap)) => format!(
            "{whose}, {name}: {before} → {after} (all else as of {as_of}), {gap} short of the {due} target of {goal}."
        ),
        (Lang::En, None) => format!(
            "{whose}, {name}: {before} → {after} (all else as of {as_of}), which meets the {due} target of {goal}."
        ),
    }
}
