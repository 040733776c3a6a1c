//! 汇总: elements and indicators of a unit with everything below it, kept current with each return that changes.

mod board;
mod book;
mod cell;
mod hand_over;
mod hand_over_json;
mod members;
mod parts;
mod rank_chart;
mod ranking;
mod since;
mod statement;

use std::{collections::BTreeSet, sync::Arc};

use rust_decimal::Decimal;

use crate::{
    base::{Align, Bilingual, Cell, ElementId, IndicatorId, Lang, Period, Table, UnitId},
    desk::Desk,
    indicator::{Element, Formula, Indicator},
    plan::Target,
    rollup::{Lack, Ledger, Outcome, Scene, Statements, Trace, element_formula, trace},
};
pub use board::{Board, BoardMade, BoardTask, WhyNot};
pub use cell::{CellKind, ItemHead, TotalCell};
pub use hand_over::{HandOver, HandOverFile};
pub use members::RollUpMember;
pub use parts::{OwnPart, TotalPart, TotalParts};
pub use ranking::{Ranked, RankedAmong, RankedUnit};
pub use since::{MemberChange, RollUpChange, RollUpRecord, RollUpSince};

/// One row of a roll-up.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum RollUpItem {
    /// A data element, combined as its own entry in the catalogue says.
    Element(ElementId),
    /// An indicator.
    Indicator(IndicatorId),
}

/// 状态 of a rolled-up figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum TotalState {
    /// Everybody asked has answered.
    Known,
    /// A figure over fewer than are asked.
    Incomplete,
    /// No figure, because answers are missing.
    Blank,
    /// No figure, because it applies to nobody.
    NotApplicable,
    /// No figure, because nobody here is asked.
    NotAsked,
    /// No figure, although all is answered: nothing to divide by, or too large.
    NotComputable,
}

/// One total.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RollUpLine {
    /// What.
    pub item: RollUpItem,
    /// Its name.
    pub name: Bilingual,
    /// The unit its value is in.
    pub unit: Bilingual,
    /// How many decimals are shown.
    pub decimals: u32,
    /// Value, numerator, denominator, coverage and what is missing.
    pub outcome: Arc<Outcome>,
    /// What the figure is worth.
    pub state: TotalState,
    /// Why there is none, or what is missing from it; empty if nothing is.
    pub lack: Bilingual,
    /// The target of the plan in force: comparator and value as printed.
    pub target: Option<(&'static str, String)>,
}

/// 汇总表 of one unit and period: elements first, then indicators, in the order of the catalogue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RollUp {
    /// Over whom.
    pub unit: UnitId,
    /// Of which period.
    pub period: Period,
    /// The totals.
    pub lines: Vec<RollUpLine>,
}

/// The ledger of the period that was looked at last, and whose figures have changed since.
#[derive(Debug)]
pub(super) struct Kept {
    period: Period,
    items: Vec<RollUpItem>,
    ledger: Ledger,
    stale: BTreeSet<UnitId>,
}

impl Kept {
    /// Notes that a unit's figures of a period have changed.
    pub(super) fn forget(&mut self, unit: &UnitId, period: Period) {
        if self.period == period {
            self.stale.insert(unit.clone());
        }
    }
}

impl RollUpItem {
    /// Gives the id of the element or indicator.
    pub fn id(&self) -> &str {
        match self {
            Self::Element(id) => id.as_str(),
            Self::Indicator(id) => id.as_str(),
        }
    }
}

impl TotalState {
    /// Names it as the command line does.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Known => "known",
            Self::Incomplete => "incomplete",
            Self::Blank => "blank",
            Self::NotApplicable => "not_applicable",
            Self::NotAsked => "not_asked",
            Self::NotComputable => "not_computable",
        }
    }

    /// Gives the name in both languages.
    pub fn name(self) -> Bilingual {
        match self {
            Self::Known => Bilingual::new("齐全", "Complete"),
            Self::Incomplete => Bilingual::new("不全", "Incomplete"),
            Self::Blank => Bilingual::new("缺数", "Blank"),
            Self::NotApplicable => Bilingual::new("不适用", "Not applicable"),
            Self::NotAsked => Bilingual::new("不填报", "Not asked"),
            Self::NotComputable => Bilingual::new("无法计算", "Not computable"),
        }
    }

    fn of(outcome: &Outcome) -> Self {
        match (outcome.value, outcome.lacks.first()) {
            (Some(_), _) if outcome.coverage.is_complete() => Self::Known,
            (Some(_), _) => Self::Incomplete,
            (None, Some(Lack::NotApplicable(_))) => Self::NotApplicable,
            (None, Some(Lack::NotAsked(_) | Lack::NoUnit(_) | Lack::NoArea(_))) => Self::NotAsked,
            (None, Some(Lack::ZeroDenominator | Lack::Several(_) | Lack::Overflow)) => Self::NotComputable,
            (None, Some(Lack::Unanswered { .. } | Lack::NotEntered) | None) => Self::Blank,
        }
    }
}

impl Desk {
    /// Gives the totals of a unit with everything below it, as of the end of a period.
    ///
    /// The first look at a period adds up the whole register; after that a changed return costs no more than its
    /// neighbours in the register and the totals above it.
    pub fn roll_up(&self, unit: &UnitId, period: Period) -> RollUp {
        let lines = self.in_ledger(unit, period, |kept, scene| {
            let lines = (0..kept.items.len()).filter_map(|nth| {
                let outcome = kept.ledger.outcome(scene, nth)?;
                self.roll_up_line(&kept.items[nth], (unit, period), outcome)
            });
            lines.collect()
        });
        RollUp { unit: unit.clone(), period, lines }
    }

    /// Gives what one item comes to over a unit with everything below it; `None` if there is no such item.
    pub fn total(&self, item: &RollUpItem, unit: &UnitId, period: Period) -> Option<Arc<Outcome>> {
        self.in_ledger(unit, period, |kept, scene| {
            let nth = kept.items.iter().position(|known| known == item)?;
            kept.ledger.outcome(scene, nth)
        })
    }

    /// Gives the values of some lines of a roll-up over another unit.
    fn values(&self, unit: &UnitId, period: Period, lines: &[usize]) -> Vec<Option<Decimal>> {
        self.in_ledger(unit, period, |kept, scene| {
            lines.iter().map(|nth| kept.ledger.outcome(scene, *nth)?.value).collect()
        })
    }

    /// Takes a total apart: everybody who was asked, with the cells that are in it and those that are not.
    pub fn trace_total(&self, item: &RollUpItem, unit: &UnitId, period: Period) -> Trace {
        let Some(formula) = self.formula_of(item) else { return Trace::default() };
        let empty = Statements::new();
        let statements = self.statements.get(&period).unwrap_or(&empty);
        let (catalogue, tree) = (&*self.catalogue, self.tree.as_of(period.last_day()));
        trace(&Scene { catalogue, tree, statements, root: unit, period, narrowed: None }, &formula)
    }

    fn formula_of(&self, item: &RollUpItem) -> Option<Formula> {
        match item {
            RollUpItem::Element(id) => self.catalogue.element(id).and_then(element_formula),
            RollUpItem::Indicator(id) => self.catalogue.indicator(id).map(|found| found.formula.clone()),
        }
    }

    /// Gives everything that is rolled up, in the order of the catalogue; an element that bears an indicator's code
    /// and comes to the same stands there as the indicator alone.
    fn roll_up_items(&self) -> Vec<RollUpItem> {
        let is_same = |element: &&Element| {
            let indicator = element.id.as_str().parse().ok().and_then(|id| self.catalogue.indicator(&id));
            indicator.is_some_and(|found| element_formula(element).as_ref() == Some(&found.formula))
        };
        let elements = self.catalogue.elements().filter(|element| !is_same(element));
        let elements = elements.map(|element| RollUpItem::Element(element.id.clone()));
        let indicators = self.catalogue.indicators().map(|found| RollUpItem::Indicator(found.id.clone()));
        elements.chain(indicators).filter(|item| self.formula_of(item).is_some()).collect()
    }

    /// Looks into the ledger of a period, made anew for another one and brought up to date with what has changed.
    fn in_ledger<T>(
        &self,
        root: &UnitId,
        period: Period,
        look: impl FnOnce(&mut Kept, &Scene<'_>) -> T,
    ) -> T {
        let empty = Statements::new();
        let statements = self.statements.get(&period).unwrap_or(&empty);
        let (catalogue, tree) = (&*self.catalogue, self.tree.as_of(period.last_day()));
        let scene = Scene { catalogue, tree, statements, root, period, narrowed: None };
        let mut slot = self.ledger.borrow_mut();
        if slot.as_ref().is_some_and(|kept| kept.period != period) {
            *slot = None;
        }
        let kept = slot.get_or_insert_with(|| {
            let items = self.roll_up_items();
            let formulas = items.iter().filter_map(|item| self.formula_of(item)).collect();
            Kept { period, items, ledger: Ledger::new(&scene, formulas), stale: BTreeSet::new() }
        });
        let stale: Vec<UnitId> = std::mem::take(&mut kept.stale).into_iter().collect();
        if !stale.is_empty() {
            kept.ledger.refresh(&scene, &stale);
        }
        look(kept, &scene)
    }

    fn roll_up_line(
        &self,
        item: &RollUpItem,
        (unit, period): (&UnitId, Period),
        outcome: Arc<Outcome>,
    ) -> Option<RollUpLine> {
        let (name, of, decimals, target) = match item {
            RollUpItem::Element(id) => {
                let element = self.catalogue.element(id)?;
                (&element.name, self.counted_in(element), decimals_of(element, &outcome), None)
            }
            RollUpItem::Indicator(id) => {
                let found = self.catalogue.indicator(id)?;
                (&found.name, found.unit.clone(), found.decimals, self.target_of(found, unit, period))
            }
        };
        let lack = outcome.lacks.first().map(|lack| lack.sentence(&self.catalogue, &self.tree));
        Some(RollUpLine {
            item: item.clone(),
            name: name.clone(),
            unit: of,
            decimals,
            state: TotalState::of(&outcome),
            lack: lack.unwrap_or_default(),
            target,
            outcome,
        })
    }

    /// Gives what the total of an element is counted in: of yes and no the units that say yes.
    fn counted_in(&self, element: &Element) -> Bilingual {
        match element_formula(element) {
            Some(Formula::CountUnits(_)) => Bilingual::new("家", "units"),
            _ => element.unit.clone(),
        }
    }

    fn target_of(
        &self,
        indicator: &Indicator,
        unit: &UnitId,
        period: Period,
    ) -> Option<(&'static str, String)> {
        let target = self.target_on(indicator, unit, period)?;
        let (first, second) = target.mark.values();
        let values = [first, second].into_iter().filter(|value| !value.is_empty()).collect::<Vec<_>>();
        Some((target.mark.comparator().0, values.join("/")))
    }

    /// Gives the target of the plan in force that a total is held against: the first still ahead, else the last; none
    /// where the plan asks it of other units than the indicator takes, or of a whole that this unit is part of.
    fn target_on(&self, indicator: &Indicator, unit: &UnitId, period: Period) -> Option<&Target> {
        let plan = self.plan()?;
        let fits = |target: &&&Target| {
            target.scope.is_none() && target.each.is_none() && !self.is_part(plan, indicator, target, unit)
        };
        let targets = plan.targets_on(&indicator.id);
        let fitting: Vec<&&Target> = targets.iter().filter(fits).collect();
        let is_ahead = |target: &&&&Target| plan.due_of(target).0.date() >= period.last_day();
        fitting.iter().find(is_ahead).or(fitting.last()).map(|target| **target)
    }
}

/// Gives how many decimals a total shows: an element's own, two for a mean.
fn decimals_of(element: &Element, outcome: &Outcome) -> u32 {
    let is_mean =
        outcome.denominator.is_some() && matches!(element_formula(element), Some(Formula::Mean { .. }));
    if is_mean { element.decimals().max(2) } else { element.decimals() }
}

/// Writes totals as a table with fixed column names; for people each with its name.
pub fn roll_up_table(title: &str, roll_up: &RollUp, names: bool, lang: Lang) -> Table {
    let columns = [
        ("indicator", "代码", "Code", Align::Left),
        ("name", "名称", "Name", Align::Left),
        ("value", "汇总值", "Value", Align::Right),
        ("unit", "计量单位", "Unit", Align::Left),
        ("numerator", "分子", "Numerator", Align::Right),
        ("denominator", "分母", "Denominator", Align::Right),
        ("reported", "已报", "Reported", Align::Right),
        ("expected", "应报", "Expected", Align::Right),
        ("target", "目标", "Target", Align::Right),
        ("comparator", "比较", "Comparator", Align::Left),
        ("state", "状态", "State", Align::Left),
    ];
    let shown = columns.into_iter().filter(|(name, ..)| names || *name != "name");
    let mut table = Table::new(
        title,
        shown.map(|(name, zh, en, align)| (name, if lang == Lang::Zh { zh } else { en }.to_owned(), align)),
    );
    for line in &roll_up.lines {
        let Outcome { value, numerator, denominator, coverage, .. } = *line.outcome;
        let exact = |value: Option<Decimal>| {
            value.map_or_else(Cell::default, |value| Cell::number(value, value.normalize().scale().min(4)))
        };
        let (comparator, target) = line.target.clone().unwrap_or_default();
        let target_cell = match target.parse::<Decimal>() {
            Ok(value) => Cell::number(value, value.normalize().scale()),
            Err(_) => Cell::text(target),
        };
        let mut row = vec![
            Cell::text(line.item.id()),
            Cell::text(line.name.text(lang)),
            Cell::number_or_empty(value, line.decimals),
            Cell::text(line.unit.text(lang)),
            exact(numerator),
            exact(denominator),
            Cell::number(coverage.reported.into(), 0),
            Cell::number(coverage.expected.into(), 0),
            target_cell,
            Cell::text(comparator),
            Cell::coded(line.state.code(), line.state.name().text(lang)),
        ];
        if !names {
            row.remove(1);
        }
        table.push(row);
    }
    table
}
