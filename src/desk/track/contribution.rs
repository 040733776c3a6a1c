//! 变动构成: which units brought how much of an indicator's change between two periods.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::{
    base::{Align, Bilingual, Cell, ElementId, Figure, IndicatorId, Lang, Period, ScopeId, Table, UnitId},
    desk::Desk,
    indicator::{Element, Formula},
    rollup::{Member, Scene, Stand, Statements, Trace, trace},
    trend::{Brought, Effect, Scale, ratio_effects, sum_effects},
};

/// One unit's part in a change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contribution {
    /// Who.
    pub unit: UnitId,
    /// Its name.
    pub name: Bilingual,
    /// What it brings to numerator and denominator, before and after.
    pub brought: Brought,
    /// Whether it gave figures before and after: what was left blank then is no rise now.
    pub answered: (bool, bool),
    /// What that makes of the change.
    pub effect: Effect,
}

/// 变动构成.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contributions {
    /// The earlier period and its value.
    pub from: (Period, Decimal),
    /// The later one.
    pub to: (Period, Decimal),
    /// Whether numerator and denominator are told apart.
    pub is_ratio: bool,
    /// Decimals of numerators and of denominators: those of their elements.
    pub decimals: (u32, u32),
    /// Every unit that changed anything, the largest effect first; the effects add up to the change.
    pub lines: Vec<Contribution>,
}

impl Desk {
    /// Splits an indicator's change between two periods by unit; `None` where it has no value in one of them, or is no
    /// sum, rate, ratio, share or mean.
    pub fn contributions(
        &self,
        unit: &UnitId,
        indicator: &IndicatorId,
        scope: Option<&ScopeId>,
        from: Period,
        to: Period,
    ) -> Option<Contributions> {
        let formula = &self.catalogue.indicator(indicator)?.formula;
        let value = |period| self.outcome(formula, unit, period, scope).value;
        let (before, after) = (value(from)?, value(to)?);
        let mut brought: BTreeMap<UnitId, (Brought, (bool, bool))> = BTreeMap::new();
        for (period, is_after) in [(from, false), (to, true)] {
            let traced = self.traced(formula, unit, period, scope);
            for member in &traced.members {
                let (over, under) = parts(formula, &traced, member);
                let (of, answered) = brought.entry(member.unit.clone()).or_default();
                let has_answered = member.over == Stand::Taken || member.under == Stand::Taken;
                if is_after {
                    (of.over.1, of.under.1, answered.1) = (over, under, has_answered);
                } else {
                    (of.over.0, of.under.0, answered.0) = (over, under, has_answered);
                }
            }
        }
        let units: Vec<UnitId> = brought.keys().cloned().collect();
        let (brought, answered): (Vec<Brought>, Vec<(bool, bool)>) = brought.into_values().unzip();
        let hundred = Decimal::ONE_HUNDRED;
        let effects = match formula {
            Formula::Sum(_) | Formula::CountUnits(_) => sum_effects(&brought, Decimal::ONE)?,
            Formula::Scaled { divide_by, .. } => sum_effects(&brought, (*divide_by).into())?,
            Formula::Rate { per, .. } => ratio_effects(&brought, (*per).into())?,
            Formula::Ratio { .. } | Formula::Mean { .. } => ratio_effects(&brought, Decimal::ONE)?,
            Formula::ShareUnits(_) => ratio_effects(&brought, hundred)?,
            _ => return None,
        };
        let named = |unit: &UnitId| self.tree.unit(unit).map(|unit| unit.name.clone()).unwrap_or_default();
        let mut lines: Vec<Contribution> = units
            .into_iter()
            .zip(answered)
            .zip(brought.iter().zip(effects))
            .filter(|(_, (brought, _))| {
                brought.over.0 != brought.over.1 || brought.under.0 != brought.under.1
            })
            .map(|((unit, answered), (brought, effect))| Contribution {
                name: named(&unit),
                unit,
                brought: *brought,
                answered,
                effect,
            })
            .collect();
        lines.sort_by_key(|line| std::cmp::Reverse(line.effect.total().abs()));
        let is_ratio = !matches!(formula, Formula::Sum(_) | Formula::CountUnits(_) | Formula::Scaled { .. });
        let decimals = self.decimals_of(formula);
        Some(Contributions { from: (from, before), to: (to, after), is_ratio, decimals, lines })
    }

    /// Gives the decimals of what a formula's numerator and denominator are added from.
    fn decimals_of(&self, formula: &Formula) -> (u32, u32) {
        let own = |elements: &[ElementId]| {
            let known = elements.iter().filter_map(|id| self.catalogue.element(id));
            known.map(Element::decimals).max().unwrap_or_default()
        };
        match formula {
            Formula::Rate { numerator, denominator, .. } => {
                (own(&numerator.elements), own(&denominator.elements))
            }
            Formula::Ratio { one, other } => (own(&other.elements), own(&one.elements)),
            Formula::Sum(part) | Formula::Scaled { part, .. } => (own(&part.elements), 0),
            Formula::Mean { element, .. } => (own(std::slice::from_ref(element)), 0),
            _ => (0, 0),
        }
    }

    fn traced(&self, formula: &Formula, unit: &UnitId, period: Period, narrowed: Option<&ScopeId>) -> Trace {
        let empty = Statements::new();
        let statements = self.statements.get(&period).unwrap_or(&empty);
        let scene = Scene {
            catalogue: &self.catalogue,
            tree: self.tree.as_of(period.last_day()),
            statements,
            root: unit,
            period,
            narrowed,
        };
        trace(&scene, formula)
    }
}

impl Contributions {
    /// Gives the decimals all effects are shown with: the indicator's own, and up to two more where one of them would read
    /// as 0, since parts of a change are finer than the value.
    pub fn effect_places(&self, own: u32) -> u32 {
        let effects = self.lines.iter().map(|line| line.effect.total()).filter(|effect| !effect.is_zero());
        let reads = |places: &u32| effects.clone().all(|effect| !effect.round_dp(*places).is_zero());
        (own..own + 2).find(reads).unwrap_or(own + 2)
    }
}

/// Gives what a member brings to numerator and denominator.
pub(super) fn parts(formula: &Formula, traced: &Trace, member: &Member) -> (Decimal, Decimal) {
    let count = |stand: Stand| if stand == Stand::Taken { Decimal::ONE } else { Decimal::ZERO };
    let sum = |stand: Stand, elements: &[ElementId]| {
        if stand != Stand::Taken {
            return Decimal::ZERO;
        }
        let figure = |id: &ElementId| member.figures.iter().find(|(of, _)| of == id)?.1.known();
        elements.iter().filter_map(figure).sum()
    };
    match formula {
        Formula::CountUnits(_) | Formula::ShareUnits(_) => (count(member.over), count(member.under)),
        Formula::Mean { .. } => {
            let has_figure = member.figures.iter().any(|(_, figure)| matches!(figure, Figure::Known(_)));
            let stand = if has_figure { member.over } else { Stand::Outside };
            (sum(member.over, &traced.over), count(stand))
        }
        _ => (sum(member.over, &traced.over), sum(member.under, &traced.under)),
    }
}

/// Puts contributions into a table that ends with the change they add up to.
pub fn contribution_table(title: &str, found: &Contributions, scale: &Scale, lang: Lang) -> Table {
    let said = |zh: &str, en: &str| if lang == Lang::Zh { zh } else { en }.to_owned();
    let (before, after) = (found.from.0.label(lang), found.to.0.label(lang));
    let mut table = Table::new(
        title,
        [
            ("unit", said("单位", "Unit"), Align::Left),
            ("numerator_before", format!("{} {before}", said("分子", "Numerator")), Align::Right),
            ("numerator_after", format!("{} {after}", said("分子", "Numerator")), Align::Right),
            ("denominator_before", format!("{} {before}", said("分母", "Denominator")), Align::Right),
            ("denominator_after", format!("{} {after}", said("分母", "Denominator")), Align::Right),
            ("by_numerator", said("分子贡献", "By numerator"), Align::Right),
            ("by_denominator", said("分母贡献", "By denominator"), Align::Right),
            ("effect", said("合计贡献", "In all"), Align::Right),
        ],
    );
    let places = found.effect_places(scale.decimals());
    let effect = |value: Decimal| {
        let sign = if value > Decimal::ZERO { "+" } else { "" };
        Cell {
            shown: format!("{sign}{}", scale.difference_in(value, places, lang)),
            ..Cell::number(value, 4)
        }
    };
    for line in &found.lines {
        let Brought { over, under } = line.brought;
        let is_there = line.answered;
        let (above, below) = found.decimals;
        let above = |value, is_there| Cell::number_or_empty(Some(value).filter(|_| is_there), above);
        let is_under = |is_there: bool| found.is_ratio && is_there;
        let below =
            |value, is_there| Cell::number_or_empty(Some(value).filter(|_| is_under(is_there)), below);
        table.push(vec![
            Cell::coded(line.unit.as_str(), line.name.text(lang)),
            above(over.0, is_there.0),
            above(over.1, is_there.1),
            below(under.0, is_there.0),
            below(under.1, is_there.1),
            effect(line.effect.over),
            if found.is_ratio { effect(line.effect.under) } else { Cell::default() },
            effect(line.effect.total()),
        ]);
    }
    let change = found.to.1.checked_sub(found.from.1).unwrap_or_default();
    let mut last = vec![Cell::default(); 8];
    last[0] = Cell::text(said("合计", "Change"));
    last[7] = effect(change);
    table.push(last);
    table
}
