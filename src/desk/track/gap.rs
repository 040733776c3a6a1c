//! 差距: what a target still asks for when it is due, in beds, people, hospitals and counties.

use rust_decimal::{Decimal, RoundingStrategy};

use crate::{
    base::{Bilingual, ElementId, Lang, Period, UnitId},
    desk::{Desk, judge::Judged, track::Lacking},
    indicator::{Combine, Formula, Indicator, Part},
    plan::{Due, Plan, Target},
    trend::{Aim, Observation, Population, denominator_at, things_missing, years_until},
};

/// The element whose own projected figure a reader may type.
const RESIDENTS: &str = "pop_resident";

/// 实物: how many of one kind of thing are missing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Things {
    /// What is counted; several where they are added together.
    pub elements: Vec<ElementId>,
    /// What it is called.
    pub name: Bilingual,
    /// What it is counted in: 张, 人, 家, 个.
    pub unit: Bilingual,
    /// How many; negative where there are too many.
    pub missing: Decimal,
    /// How many a year until it is due; `None` once it is.
    pub per_year: Option<Decimal>,
}

/// 差距 in real things.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Gap {
    /// What is missing.
    pub things: Option<Things>,
    /// Who is in the way, by name.
    pub who: Vec<Lacking>,
    /// The denominator as it is and as it is taken to be when due, where a population stands below the line.
    pub population: Option<(Decimal, Decimal)>,
    /// What is missing, in a sentence; empty where nothing can be counted.
    pub sentence: Bilingual,
}

impl Desk {
    /// Says what a target still asks for in real things.
    pub(super) fn gap_of(
        &self,
        (plan, target, indicator): (&Plan, &Target, &Indicator),
        unit: &UnitId,
        seen: &[Observation],
        judged: &Judged,
        population: Population,
    ) -> Gap {
        let standing = &judged.standing;
        let (Some(aim), Some((period, _)), Some(_)) = (&judged.aim, standing.now, standing.gap) else {
            return Gap::default();
        };
        let mut gap = Gap::default();
        if target.each.is_some() {
            gap.who = self.areas_short(plan, target, indicator, unit, period);
            gap.things = Some(Things {
                elements: indicator.formula.elements().into_iter().cloned().collect(),
                name: indicator.name.clone(),
                unit: Bilingual::new("个地区", "areas"),
                missing: Decimal::from(u64::try_from(gap.who.len()).unwrap_or_default()),
                per_year: None,
            });
        } else {
            gap.who = self.lacking(indicator, aim, unit, period, target.scope.as_ref());
            (gap.things, gap.population) = self.things(indicator, aim, seen, period, judged.due, population);
            if let (Some(things), Formula::MinOverAreas { .. }) = (&mut gap.things, &indicator.formula) {
                // In all areas together, not in the one that has least.
                things.missing = gap.who.iter().filter_map(|lacking| lacking.missing).sum();
            }
        }
        if let Some(things) = &mut gap.things {
            let years = years_until(judged.due, period);
            things.per_year = years.and_then(|years| things.missing.checked_div(years));
        }
        gap.sentence = said(&gap, judged.due, indicator);
        gap
    }

    /// Counts what is missing of a formula's numerator.
    fn things(
        &self,
        indicator: &Indicator,
        aim: &Aim,
        seen: &[Observation],
        period: Period,
        due: Due,
        population: Population,
    ) -> (Option<Things>, Option<(Decimal, Decimal)>) {
        let newest = seen.iter().find(|seen| seen.period == period);
        let Some((newest, numerator)) = newest.and_then(|newest| Some((newest, newest.numerator?))) else {
            return (None, None);
        };
        let one = Decimal::ONE;
        let hundred = Decimal::ONE_HUNDRED;
        let denominator = newest.denominator.unwrap_or(one);
        let mut projected = None;
        let (elements, per, under): (&[ElementId], Decimal, Decimal) = match &indicator.formula {
            Formula::Rate { numerator, denominator: below, per } => {
                let under = match self.scenario(below, population) {
                    Some(scenario) => {
                        let past: Vec<(Period, Decimal)> = seen
                            .iter()
                            .filter(|seen| seen.period <= period)
                            .filter_map(|seen| Some((seen.period, seen.denominator?)))
                            .collect();
                        let at = denominator_at(&past, due, scenario).unwrap_or(denominator);
                        projected = Some((denominator, at));
                        at
                    }
                    None => denominator,
                };
                (&numerator.elements, (*per).into(), under)
            }
            Formula::Ratio { other, .. } => (&other.elements, one, denominator),
            Formula::Sum(part) => (&part.elements, one, one),
            Formula::Scaled { part, divide_by } => (&part.elements, one, (*divide_by).into()),
            Formula::CountUnits(_) | Formula::MinOverAreas { .. } => (&[], one, one),
            Formula::ShareUnits(_) | Formula::ShareAreas { .. } => (&[], hundred, denominator),
            Formula::Mean { element, .. } => (std::slice::from_ref(element), one, denominator),
            Formula::Highest { .. } | Formula::Rank(_) | Formula::Entered(_) => return (None, None),
        };
        // Years of life and case weights are measured: nobody can supply so many of them.
        if !elements.iter().all(|id| self.is_counted(id)) {
            return (None, None);
        }
        // A scaled sum is told in its elements: the numerator is already divided.
        let numerator = match &indicator.formula {
            Formula::Scaled { divide_by, .. } => {
                numerator.checked_mul((*divide_by).into()).unwrap_or(numerator)
            }
            _ => numerator,
        };
        let missing = things_missing(aim, numerator, under, per);
        let things = missing.map(|missing| {
            let (name, unit) = self.things_words(indicator, elements);
            let own = indicator.formula.elements();
            let elements =
                if elements.is_empty() { own.into_iter().cloned().collect() } else { elements.to_vec() };
            Things { elements, name, unit, missing, per_year: None }
        });
        (things, projected)
    }

    /// Says whether an element is counted in whole things, or paid.
    fn is_counted(&self, id: &ElementId) -> bool {
        self.catalogue.element(id).is_some_and(|found| found.decimals() == 0 || found.unit.zh == "万元")
    }

    /// Gives the scenario that concerns a denominator; `None` for one that is no population.
    fn scenario(&self, denominator: &Part, population: Population) -> Option<Population> {
        let is_population = |id: &ElementId| {
            self.catalogue.element(id).is_some_and(|element| element.combine == Combine::OwnOrSum)
        };
        if !denominator.elements.iter().all(is_population) {
            return None;
        }
        let is_residents = matches!(denominator.elements.as_slice(), [only] if only.as_str() == RESIDENTS);
        Some(match population {
            Population::Figure(_) if !is_residents => Population::AsIs,
            scenario => scenario,
        })
    }

    /// Names what is counted: the elements where there are some, else units, areas or levels.
    fn things_words(&self, indicator: &Indicator, elements: &[ElementId]) -> (Bilingual, Bilingual) {
        match &indicator.formula {
            Formula::Mean { .. } => {
                let levels = Bilingual::new("级", "levels");
                return (self.element_names(elements), levels);
            }
            Formula::ShareAreas { area, .. } => {
                let name = area.name();
                return (
                    Bilingual::new(format!("{}级地区", name.zh), name.en),
                    Bilingual::new("个", "areas"),
                );
            }
            _ if elements.is_empty() => {
                return (Bilingual::new("机构", "units"), Bilingual::new("家", "units"));
            }
            _ => {}
        }
        let unit = elements.first().and_then(|id| self.catalogue.element(id)).map(|found| found.unit.clone());
        (self.element_names(elements), unit.unwrap_or_default())
    }

    fn element_names(&self, elements: &[ElementId]) -> Bilingual {
        let names = elements.iter().filter_map(|id| self.catalogue.element(id)).map(|found| &found.name);
        let (zh, en): (Vec<&str>, Vec<&str>) =
            names.map(|name| (name.zh.as_str(), name.text(Lang::En))).unzip();
        Bilingual::new(zh.join(" + "), en.join(" + "))
    }

    /// Lists the areas of a target that each has to reach, and that do not.
    fn areas_short(
        &self,
        plan: &Plan,
        target: &Target,
        indicator: &Indicator,
        unit: &UnitId,
        period: Period,
    ) -> Vec<Lacking> {
        let lines = self.area_lines_of(plan, target, indicator, unit, period).into_iter();
        lines
            .filter(|line| line.reached != Some(true))
            .map(|line| Lacking {
                unit: line.unit,
                name: line.name,
                has: if line.now.zh.is_empty() { Bilingual::new("未填", "blank") } else { line.now },
                missing: None,
            })
            .collect()
    }
}

/// Rounds a yearly number of things up to whole ones, away from 0.
pub(super) fn whole_a_year(per_year: Decimal) -> Decimal {
    per_year.round_dp_with_strategy(0, RoundingStrategy::AwayFromZero)
}

fn said(gap: &Gap, due: Due, indicator: &Indicator) -> Bilingual {
    let Some(things) = &gap.things else { return Bilingual::default() };
    if things.missing.is_zero() {
        return Bilingual::default();
    }
    let amount = crate::base::quantity_text(things.missing.abs(), things.missing.normalize().scale());
    let over = things.missing.is_sign_negative();
    let year = things.per_year.map(whole_a_year).filter(|_| gap.population.is_some() || !over);
    let year = year.map(|year| crate::base::quantity_text(year.abs(), 0));
    let is_level = matches!(indicator.formula, Formula::Mean { .. });
    let due_zh = due.0.label(Lang::Zh);
    // 卫生人员总数还差 is said of the persons, not of their number.
    let name_zh = &things.name.zh;
    let thing = name_zh.strip_suffix("总数").or(name_zh.strip_suffix('数')).unwrap_or(name_zh);
    let unit_zh = &things.unit.zh;
    let mut zh = match (over, is_level) {
        (false, false) => format!("到 {due_zh}，{thing}还差 {amount} {unit_zh}"),
        (false, true) => format!("到 {due_zh}，合计还要升 {amount} 级"),
        (true, _) => format!("到 {due_zh}，{thing}要减 {amount} {unit_zh}"),
    };
    let name = things.name.text(Lang::En);
    let unit = things.unit.text(Lang::En);
    let mut en = match (over, is_level) {
        (false, false) => format!("{amount} {unit} short by {} ({name})", due.0.label(Lang::En)),
        (false, true) => format!("{amount} levels to rise in all by {}", due.0.label(Lang::En)),
        (true, _) => format!("{amount} {unit} too many by {} ({name})", due.0.label(Lang::En)),
    };
    if let Some(year) = year {
        zh.push_str(&format!("，每年 {year} {unit_zh}"));
        en.push_str(&format!(", {year} a year"));
    }
    if let Some((now, at)) = gap.population {
        let at_due = crate::base::quantity_text(at, 0);
        let as_is = now == at;
        zh.push_str(&if as_is {
            format!("（人口按现状 {at_due} 人）")
        } else {
            format!("（届时人口按 {at_due} 人）")
        });
        en.push_str(&if as_is {
            format!(" (population as it is, {at_due})")
        } else {
            format!(" (population then {at_due})")
        });
    }
    Bilingual::new(format!("{zh}。"), format!("{en}."))
}
