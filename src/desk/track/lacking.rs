//! Who is in the way of a target, by name: units that fail a share, hospitals below a level, areas with too few.

use rust_decimal::Decimal;

use crate::{
    base::{Bilingual, ElementId, Figure, Lang, Period, ScopeId, UnitId},
    desk::Desk,
    indicator::{Condition, Element, Form, Formula, Indicator, Part, Test},
    returns::ReturnKey,
    rollup::{Scene, Stand, Statements, trace},
    trend::{Aim, Scale},
    unit::Area,
};

/// 未达标单位 or area.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lacking {
    /// Who.
    pub unit: UnitId,
    /// Its name.
    pub name: Bilingual,
    /// What it has, as shown; 未报, 退回未重报 or 未填 where it has not answered.
    pub has: Bilingual,
    /// What it still needs on the scale asked: levels to rise, units or people to come; `None` for a yes/no.
    pub missing: Option<Decimal>,
}

fn unanswered() -> Bilingual {
    Bilingual::new("未填", "blank")
}

fn shown(element: Option<&Element>, value: Decimal) -> Bilingual {
    let named = element.and_then(|element| {
        element
            .choices()
            .into_iter()
            .find(|choice| Decimal::from(choice.code) == value)
            .map(|choice| choice.name)
    });
    let decimals = element.map_or(0, Element::decimals);
    named.unwrap_or_else(|| {
        let text = crate::base::quantity_text(value, decimals);
        Bilingual::new(text.clone(), text)
    })
}

impl Desk {
    /// Lists who keeps an indicator from its aim, the farthest off first; empty where nobody can be named.
    pub(super) fn lacking(
        &self,
        indicator: &Indicator,
        aim: &Aim,
        unit: &UnitId,
        period: Period,
        narrowed: Option<&ScopeId>,
    ) -> Vec<Lacking> {
        let Some(goal) = aim.goal(Decimal::ZERO).filter(|_| matches!(aim, Aim::Above { .. })) else {
            return Vec::new();
        };
        let mut found = match &indicator.formula {
            Formula::CountUnits(condition) | Formula::ShareUnits(condition) => {
                self.failing(&indicator.formula, condition, unit, period, narrowed)
            }
            Formula::Mean { element, .. } | Formula::Highest { element, .. } => {
                self.below(&indicator.formula, element, goal.ceil(), unit, period, narrowed)
            }
            Formula::MinOverAreas { area, .. } => {
                self.short_areas(indicator, *area, goal.ceil(), unit, period, narrowed)
            }
            Formula::ShareAreas { area, .. } => {
                self.short_areas(indicator, *area, Decimal::ONE, unit, period, narrowed)
            }
            // A ratio is farthest off where it is lowest, however few are missing there.
            Formula::Ratio { one, other } => {
                return self.below_ratio(indicator, (one, other), goal, unit, period, narrowed);
            }
            _ => Vec::new(),
        };
        found.sort_by_key(|lacking| std::cmp::Reverse(lacking.missing));
        found
    }

    fn over_scene<T>(
        &self,
        unit: &UnitId,
        period: Period,
        narrowed: Option<&ScopeId>,
        of: impl FnOnce(&Scene<'_>) -> T,
    ) -> T {
        let empty = Statements::new();
        let statements = self.statements.get(&period).unwrap_or(&empty);
        of(&Scene {
            catalogue: &self.catalogue,
            tree: self.tree.as_of(period.last_day()),
            statements,
            root: unit,
            period,
            narrowed,
        })
    }

    fn named(&self, unit: &UnitId, has: Bilingual, missing: Option<Decimal>) -> Lacking {
        let name = self.tree.unit(unit).map(|unit| unit.name.clone()).unwrap_or_default();
        Lacking { unit: unit.clone(), name, has, missing }
    }

    /// Names a unit that gave a formula no answer, with why: what it said was sent back, nothing came, or the cell stands
    /// blank.
    fn silent(&self, unit: &UnitId, period: Period, formula: &Formula) -> Lacking {
        let read = formula.elements();
        let held = self.held.get(&period).and_then(|held| held.get(unit));
        let is_held = held.is_some_and(|held| read.iter().any(|id| held.figure(id).known().is_some()));
        let of = self.tree.unit(unit);
        let forms = of.into_iter().flat_map(|unit| self.catalogue.forms_of(unit));
        let mut asked = forms.filter(|form| form.elements().any(|id| read.contains(&id))).peekable();
        let is_asked = asked.peek().is_some();
        let is_there = |form: &Form| {
            let key = ReturnKey { unit: unit.clone(), form: form.id.clone(), period };
            self.returns.get(&key).is_some_and(|found| !found.entries.is_empty())
        };
        let has = if is_held {
            Bilingual::new("已退回，未重报", "sent back, not submitted again")
        } else if is_asked && !asked.any(is_there) {
            Bilingual::new("未报", "not reported")
        } else {
            unanswered()
        };
        self.named(unit, has, None)
    }

    /// Lists the units of a count that were looked at and did not pass, and those that have not answered.
    fn failing(
        &self,
        formula: &Formula,
        condition: &Condition,
        unit: &UnitId,
        period: Period,
        narrowed: Option<&ScopeId>,
    ) -> Vec<Lacking> {
        let traced = self.over_scene(unit, period, narrowed, |scene| trace(scene, formula));
        let members = traced.members.into_iter().filter_map(|member| match (member.over, member.under) {
            (Stand::Missing(_), _) => Some(self.silent(&member.unit, period, formula)),
            (Stand::Outside, Stand::Taken) => {
                let (has, missing) = self.failed(&condition.test, &member.figures);
                Some(self.named(&member.unit, has, missing))
            }
            _ => None,
        });
        members.collect()
    }

    /// Says what a unit that fails a test has, and how much is missing.
    fn failed(&self, test: &Test, figures: &[(ElementId, Figure)]) -> (Bilingual, Option<Decimal>) {
        let known =
            |id: &ElementId| figures.iter().find(|(of, _)| of == id).and_then(|(_, figure)| figure.known());
        let element = |id: &ElementId| self.catalogue.element(id);
        match test {
            Test::Yes(id) => (known(id).map_or_else(unanswered, |value| shown(element(id), value)), None),
            Test::AtLeast(id, least) => {
                let value = known(id);
                let has = value.map_or_else(unanswered, |value| shown(element(id), value));
                (has, value.and_then(|value| least.checked_sub(value)))
            }
            Test::ShareAtLeast(part, whole, _) => {
                let share = known(part)
                    .zip(known(whole))
                    .and_then(|(part, whole)| part.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(whole));
                let text = share.map(|share| format!("{}%", crate::base::quantity_text(share, 1)));
                (text.map_or_else(unanswered, |text| Bilingual::new(text.clone(), text)), None)
            }
            Test::AllYes(ids) | Test::SomeYes(_, ids) => {
                let is_yes = |id: &&ElementId| known(id).is_some_and(|value| !value.is_zero());
                let without: Vec<_> = ids.iter().filter(|id| !is_yes(id)).filter_map(element).collect();
                let all = ids.len();
                let least = if let Test::SomeYes(least, _) = test { *least as usize } else { all };
                let has = all - without.len();
                let names = |of: fn(&Element) -> &str, and: &str| {
                    without.iter().map(|element| of(element)).collect::<Vec<_>>().join(and)
                };
                let text = Bilingual::new(
                    format!("{has}/{all} 项，缺{}", names(|element| &element.name.zh, "、")),
                    format!("{has} of {all}, lacks {}", names(|element| element.name.text(Lang::En), ", ")),
                );
                let missing = u64::try_from(least.saturating_sub(has)).unwrap_or_default();
                (text, Some(Decimal::from(missing)))
            }
            Test::InScope(scope) => {
                let name = self.catalogue.scope(scope).map(|scope| scope.name.clone()).unwrap_or_default();
                (Bilingual::new(format!("不属于{}", name.zh), format!("not among {}", name.en)), None)
            }
        }
    }

    /// Lists the units whose level is below one, and those that have not answered.
    fn below(
        &self,
        formula: &Formula,
        element: &ElementId,
        level: Decimal,
        unit: &UnitId,
        period: Period,
        narrowed: Option<&ScopeId>,
    ) -> Vec<Lacking> {
        let traced = self.over_scene(unit, period, narrowed, |scene| trace(scene, formula));
        let of = self.catalogue.element(element);
        let members = traced.members.into_iter().filter_map(|member| {
            if matches!(member.over, Stand::Missing(_)) {
                return Some(self.silent(&member.unit, period, formula));
            }
            let value = member.figures.iter().find(|(id, _)| id == element)?.1.known()?;
            let missing = level.checked_sub(value).filter(|missing| *missing > Decimal::ZERO)?;
            // Between two grades there is no number.
            let is_grade = matches!(formula, Formula::Highest { .. }) && of.is_some_and(Element::is_choice);
            let missing = Some(missing).filter(|_| !is_grade);
            Some(self.named(&member.unit, shown(of, value), missing))
        });
        members.collect()
    }

    /// Lists the units that report both sides of a ratio and have less than asked of the other side, the lowest first;
    /// those that have not answered stand last.
    fn below_ratio(
        &self,
        indicator: &Indicator,
        (one, other): (&Part, &Part),
        goal: Decimal,
        unit: &UnitId,
        period: Period,
        narrowed: Option<&ScopeId>,
    ) -> Vec<Lacking> {
        let traced = self.over_scene(unit, period, narrowed, |scene| trace(scene, &indicator.formula));
        let scale = Scale::of(indicator, &self.catalogue);
        let mut found: Vec<(Option<Decimal>, Lacking)> = Vec::new();
        for member in traced.members {
            if matches!((member.over, member.under), (Stand::Missing(_), _) | (_, Stand::Missing(_))) {
                found.push((None, self.silent(&member.unit, period, &indicator.formula)));
                continue;
            }
            if (member.over, member.under) != (Stand::Taken, Stand::Taken) {
                continue;
            }
            let known = |id: &ElementId| {
                member.figures.iter().find(|(of, _)| of == id).and_then(|(_, figure)| figure.known())
            };
            let sum = |part: &Part| part.elements.iter().filter_map(known).sum::<Decimal>();
            let (has, per) = (sum(other), sum(one));
            let Some(value) = has.checked_div(per) else { continue };
            if value >= goal {
                continue;
            }
            let missing = goal.checked_mul(per).and_then(|asked| asked.checked_sub(has)).map(|n| n.ceil());
            let shown = Bilingual::new(scale.with_unit(value, Lang::Zh), scale.with_unit(value, Lang::En));
            found.push((Some(value), self.named(&member.unit, shown, missing)));
        }
        // Of one unit alone the gap says it already.
        if matches!(&found[..], [(_, only)] if only.unit == *unit) {
            return Vec::new();
        }
        found.sort_by_key(|(value, _)| (value.is_none(), *value));
        found.into_iter().map(|(_, lacking)| lacking).collect()
    }

    /// Lists the areas in which an indicator of one area each is below what is asked.
    fn short_areas(
        &self,
        indicator: &Indicator,
        area: Area,
        least: Decimal,
        unit: &UnitId,
        period: Period,
        narrowed: Option<&ScopeId>,
    ) -> Vec<Lacking> {
        let bureaus = self.tree.as_of(period.last_day()).areas(unit, area, period.last_day());
        let scale = Scale::of(indicator, &self.catalogue);
        let is_share = matches!(indicator.formula, Formula::ShareAreas { .. });
        let short = bureaus.into_iter().filter_map(|bureau| {
            let outcome = self.outcome(&indicator.formula, &bureau.id, period, narrowed);
            let is_asked = outcome.coverage.expected > 0;
            match outcome.value {
                // 100 % of one area is one that is covered.
                Some(value) if is_share => {
                    value.is_zero().then(|| self.named(&bureau.id, Bilingual::new("无", "none"), None))
                }
                Some(value) => {
                    let missing = least.checked_sub(value).filter(|missing| *missing > Decimal::ZERO)?;
                    let has = |lang| scale.with_unit(value, lang);
                    Some(self.named(&bureau.id, Bilingual::new(has(Lang::Zh), has(Lang::En)), Some(missing)))
                }
                None => is_asked.then(|| self.named(&bureau.id, unanswered(), None)),
            }
        });
        short.collect()
    }
}
