//! 同类比较: a unit among units of its kind and level.

use rust_decimal::Decimal;

use crate::{
    base::{Bilingual, IndicatorId, Period, ScopeId, UnitId},
    desk::Desk,
    indicator::{Better, Indicator},
    returns::Coverage,
    trend::{Quartiles, quartiles},
    unit::Unit,
};

/// One unit of a comparison.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Compared {
    /// Who.
    pub unit: UnitId,
    /// Its name.
    pub name: Bilingual,
    /// Its value.
    pub value: Decimal,
    /// Who answered.
    pub coverage: Coverage,
    /// 位次, from 1; units of the same value share it.
    pub rank: usize,
}

/// 同类比较.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comparison {
    /// The period.
    pub period: Period,
    /// Whom it is compared with: 二级综合医院, 县.
    pub kind: Bilingual,
    /// Those with a value, the best first; where there is no better, the highest first.
    pub units: Vec<Compared>,
    /// How many of the kind have no value.
    pub without: usize,
    /// Where the unit itself stands in `units`.
    pub own: Option<usize>,
    /// Median and quartiles; `None` of fewer than two.
    pub quartiles: Option<Quartiles>,
}

impl Desk {
    /// Compares a unit with those of its kind and level (areas with areas of their level) in the whole register;
    /// `None` for an indicator or unit that does not exist.
    pub fn comparison(
        &self,
        unit: &UnitId,
        indicator: &IndicatorId,
        scope: Option<&ScopeId>,
        period: Period,
    ) -> Option<Comparison> {
        let found = self.catalogue.indicator(indicator)?;
        let own = self.tree.unit(unit)?;
        let on = period.last_day();
        let is_alike = |other: &&Unit| match own.area {
            Some(area) => other.area == Some(area),
            None => other.area.is_none() && other.kind == own.kind && other.level(on) == own.level(on),
        };
        let peers: Vec<&Unit> = self.tree.all().filter(|other| other.is_open(on)).filter(is_alike).collect();
        let mut compared = self.compare(&peers, found, scope, period);
        compared.kind = kind_words(own, on);
        compared.own = compared.units.iter().position(|one| one.unit == *unit);
        Some(compared)
    }

    /// Compares the areas next below a unit with one another, none of them being the unit's own; `None` where there
    /// are fewer than two, or for an indicator or unit that does not exist.
    pub fn comparison_below(
        &self,
        unit: &UnitId,
        indicator: &IndicatorId,
        scope: Option<&ScopeId>,
        period: Period,
    ) -> Option<Comparison> {
        let found = self.catalogue.indicator(indicator)?;
        let on = period.last_day();
        let areas: Vec<&Unit> =
            self.tree.children(unit).filter(|child| child.area.is_some() && child.is_open(on)).collect();
        let first = areas.first().filter(|_| areas.len() > 1)?;
        Some(Comparison { kind: kind_words(first, on), ..self.compare(&areas, found, scope, period) })
    }

    fn compare(
        &self,
        peers: &[&Unit],
        found: &Indicator,
        scope: Option<&ScopeId>,
        period: Period,
    ) -> Comparison {
        let mut units: Vec<Compared> = peers
            .iter()
            .filter_map(|peer| {
                let outcome = self.outcome(&found.formula, &peer.id, period, scope);
                Some(Compared {
                    unit: peer.id.clone(),
                    name: peer.name.clone(),
                    value: outcome.value?,
                    coverage: outcome.coverage,
                    rank: 0,
                })
            })
            .collect();
        let is_lower = found.better == Better::Lower;
        units.sort_by(|one, other| {
            let by_value = if is_lower { one.value.cmp(&other.value) } else { other.value.cmp(&one.value) };
            by_value.then_with(|| one.unit.cmp(&other.unit))
        });
        for at in 0..units.len() {
            let is_same = at > 0 && units[at - 1].value == units[at].value;
            units[at].rank = if is_same { units[at - 1].rank } else { at + 1 };
        }
        Comparison {
            period,
            kind: Bilingual::default(),
            without: peers.len() - units.len(),
            own: None,
            quartiles: quartiles(units.iter().map(|compared| compared.value)),
            units,
        }
    }
}

fn kind_words(unit: &Unit, on: chrono::NaiveDate) -> Bilingual {
    let Some(area) = unit.area else {
        let kind = unit.kind.name();
        let (zh, en) = match unit.level(on) {
            1 => ("一级", "Level 1 "),
            2 => ("二级", "Level 2 "),
            3 => ("三级", "Level 3 "),
            _ => ("", ""),
        };
        return Bilingual::new(format!("{zh}{}", kind.zh), format!("{en}{}", kind.en));
    };
    area.name()
}
