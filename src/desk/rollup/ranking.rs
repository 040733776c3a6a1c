//! 排序: what several units come to on one item, the best first, with its spread.

use rust_decimal::Decimal;

use crate::{
    base::{Bilingual, Period, UnitId},
    desk::{Desk, rollup::RollUpItem},
    indicator::Better,
    returns::Coverage,
    rollup::Spread,
};

/// Who is ranked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum RankedAmong {
    /// Areas, each with everything below it.
    #[default]
    Areas,
    /// Units with nobody below them.
    Institutions,
}

/// One unit of a ranking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RankedUnit {
    /// The unit.
    pub unit: UnitId,
    /// Its name.
    pub name: Bilingual,
    /// Its place; units of one value share one.
    pub place: usize,
    /// The value, unrounded.
    pub value: Decimal,
    /// Who answered.
    pub coverage: Coverage,
    /// Whether it stands beyond the fences.
    pub is_apart: bool,
}

/// 排序与分布 of one item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ranked {
    /// Units with a value, the best first; where neither way is better, the highest.
    pub lines: Vec<RankedUnit>,
    /// Units asked for it that have no value.
    pub without: usize,
    /// Who answered, over all of them.
    pub coverage: Coverage,
    /// Median, quartiles and fences.
    pub spread: Option<Spread>,
    /// Which way is better.
    pub better: Better,
}

impl Desk {
    /// Ranks units below one on an item in a period.
    pub fn ranked(&self, item: &RollUpItem, root: &UnitId, period: Period, among: RankedAmong) -> Ranked {
        let better = match item {
            RollUpItem::Indicator(id) => self.catalogue.indicator(id).map(|found| found.better),
            RollUpItem::Element(_) => None,
        };
        let better = better.unwrap_or(Better::Neutral);
        let mut ranked =
            Ranked { lines: Vec::new(), without: 0, coverage: Coverage::default(), spread: None, better };
        let tree = self.tree.as_of(period.last_day());
        for unit in tree.open_below(root, period.last_day()) {
            let is_among = match among {
                RankedAmong::Areas => unit.area.is_some() && unit.parent.as_ref() == Some(root),
                RankedAmong::Institutions => tree.children(&unit.id).next().is_none(),
            };
            if !is_among {
                continue;
            }
            let Some(outcome) = self.total(item, &unit.id, period) else { continue };
            ranked.coverage.reported += outcome.coverage.reported;
            ranked.coverage.expected += outcome.coverage.expected;
            let Some(value) = outcome.value else {
                ranked.without += usize::from(outcome.coverage.expected > 0);
                continue;
            };
            ranked.lines.push(RankedUnit {
                unit: unit.id.clone(),
                name: unit.name.clone(),
                place: 0,
                value,
                coverage: outcome.coverage,
                is_apart: false,
            });
        }
        let key = |line: &RankedUnit| if better == Better::Lower { line.value } else { -line.value };
        ranked.lines.sort_by_key(key);
        let values: Vec<Decimal> = ranked.lines.iter().map(|line| line.value).collect();
        ranked.spread = Spread::of(&values);
        let mut last: Option<(usize, Decimal)> = None;
        for (line, nth) in ranked.lines.iter_mut().zip(1..) {
            line.place = last.filter(|(_, value)| *value == line.value).map_or(nth, |(place, _)| place);
            line.is_apart = ranked.spread.is_some_and(|spread| spread.is_apart(line.value));
            last = Some((line.place, line.value));
        }
        ranked
    }
}
