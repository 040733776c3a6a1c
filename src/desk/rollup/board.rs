//! 汇总看板: what the screens of a roll-up show of a whole register, made apart from the desk, since it takes longer
//! than a frame.

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use chrono::NaiveDate;

use crate::{
    base::{Bilingual, IndicatorId, Lang, Period, UnitId},
    desk::{Desk, ExplanationLine, Reported, Reporting, ReportingCount},
    indicator::Indicator,
    returns::ReturnKey,
    rollup::{Ledger, Scene},
    trend::Observation,
    unit::Unit,
};

/// How many changed units are taken into kept totals while somebody looks; more are added up beside the screen.
const AT_ONCE: usize = 64;

/// Why a unit of the register owes nothing for a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum WhyNot {
    /// 撤销: it no longer existed on the period's last day.
    Closed(NaiveDate),
    /// 未成立: it did not exist yet.
    OpensLater(NaiveDate),
    /// 无此类报表: no form of that kind of period asks anything of it.
    NoForm,
}

impl WhyNot {
    /// Says it in both languages.
    pub fn sentence(self) -> Bilingual {
        match self {
            Self::Closed(day) => Bilingual::new(format!("{day} 撤销"), format!("closed on {day}")),
            Self::OpensLater(day) => Bilingual::new(format!("{day} 才成立"), format!("opened only on {day}")),
            Self::NoForm => Bilingual::new("本期没有要填的报表", "no form of this period asks it"),
        }
    }
}

/// Observations of an area's indicators, oldest first.
type Series = HashMap<(UnitId, IndicatorId), Vec<Observation>>;

/// 看板 of a unit with everything below it for one period.
#[derive(Clone, Debug)]
pub struct Board {
    /// Over whom.
    pub unit: UnitId,
    /// Of which period.
    pub period: Period,
    /// Who has reported.
    pub reporting: Reporting,
    /// The counts of every unit that has something below it.
    pub counts: BTreeMap<UnitId, ReportingCount>,
    /// Those units in the order of the register, with their depth.
    pub areas: Vec<(UnitId, usize)>,
    /// Who owes nothing, and why, in the order of the register.
    pub unexpected: Vec<(UnitId, Bilingual, WhyNot)>,
    /// The explanations of the period, by check and unit.
    pub explanations: Vec<ExplanationLine>,
    series: Series,
}

/// 汇总任务: a desk of its own, to be added up on another thread.
#[derive(Debug)]
pub struct BoardTask {
    desk: Desk,
    unit: UnitId,
    period: Period,
    today: NaiveDate,
}

/// What became of a [`BoardTask`].
#[derive(Debug)]
pub struct BoardMade {
    /// The board.
    pub board: Board,
    desk: Desk,
}

impl BoardTask {
    /// Adds up: who has reported, the totals, the series behind the judgements, the explanations.
    pub fn run(self) -> BoardMade {
        let Self { desk, unit, period, today } = self;
        desk.in_ledger(&unit, period, |_, _| ());
        let reporting = desk.reporting(&unit, period, today);
        desk.roll_up_members(&unit, period);
        let areas = desk.areas_below(&unit, period);
        let series = desk.area_series(&areas, period);
        let explanations = desk.explanations_below(&unit, period);
        let counts = desk.counts_of(&reporting);
        let unexpected = desk.unexpected(&unit, period);
        let board = Board { unit, period, reporting, counts, areas, unexpected, explanations, series };
        BoardMade { board, desk }
    }
}

impl Board {
    /// Gives who has reported of one unit with everything below it.
    pub fn reporting_below(&self, desk: &Desk, unit: &UnitId) -> Reporting {
        let lines = self.reporting.lines.iter().filter(|line| desk.tree.is_within(&line.unit, unit));
        Reporting {
            unit: unit.clone(),
            name: desk.tree.unit(unit).map(|unit| unit.name.clone()).unwrap_or_default(),
            period: self.period,
            today: self.reporting.today,
            ours: self.reporting.ours.clone(),
            lines: lines.cloned().collect(),
        }
    }

    /// Gives the count of a unit with everything below it.
    pub fn count(&self, unit: &UnitId) -> ReportingCount {
        self.counts.get(unit).copied().unwrap_or_default()
    }
}

impl Desk {
    /// Makes the task of adding up a unit with everything below it.
    pub fn board_task(&self, unit: &UnitId, period: Period, today: NaiveDate) -> BoardTask {
        BoardTask { desk: self.detached(), unit: unit.clone(), period, today }
    }

    /// Takes over what a board was made with, as far as nothing has changed meanwhile: totals and digests.
    pub fn keep_board(&self, made: BoardMade) -> Board {
        let BoardMade { board, desk: other } = made;
        let is_same = |key: &ReturnKey| match (self.returns.get(key), other.returns.get(key)) {
            (Some(ours), Some(theirs)) => Arc::ptr_eq(ours, theirs),
            _ => false,
        };
        let mut digests = self.digests.borrow_mut();
        for (key, digest) in other.digests.into_inner() {
            if is_same(&key) {
                digests.entry(key).or_insert(digest);
            }
        }
        let is_same_register =
            Arc::ptr_eq(&self.tree, &other.tree) && Arc::ptr_eq(&self.catalogue, &other.catalogue);
        if let Some(mut kept) = other.ledger.into_inner().filter(|_| is_same_register) {
            kept.stale = self.changed_units(&other.statements, kept.period);
            if kept.stale.len() <= AT_ONCE {
                *self.ledger.borrow_mut() = Some(kept);
            }
        }
        board
    }

    /// Says whether totals of a period are at hand, or nearly so: asking for them holds up no frame.
    pub fn has_totals(&self, period: Period) -> bool {
        let kept = self.ledger.borrow();
        kept.as_ref().is_some_and(|kept| kept.period == period && kept.stale.len() <= AT_ONCE)
    }

    fn changed_units(
        &self,
        before: &BTreeMap<Period, crate::rollup::Statements>,
        period: Period,
    ) -> std::collections::BTreeSet<UnitId> {
        let empty = crate::rollup::Statements::new();
        let before = before.get(&period).unwrap_or(&empty);
        let now = self.statements.get(&period).unwrap_or(&empty);
        let is_other = |id: &UnitId| match (before.get(id), now.get(id)) {
            (Some(one), Some(other)) => !Arc::ptr_eq(one, other),
            (None, None) => false,
            _ => true,
        };
        before.keys().chain(now.keys()).filter(|id| is_other(id)).cloned().collect()
    }

    /// Gives the units with something below them, in the order of the register.
    fn areas_below(&self, root: &UnitId, period: Period) -> Vec<(UnitId, usize)> {
        let mut depths: HashMap<&UnitId, usize> = HashMap::new();
        let mut areas = Vec::new();
        let tree = self.tree.as_of(period.last_day());
        for unit in tree.open_below(root, period.last_day()) {
            let above = unit.parent.as_ref().filter(|_| unit.id != *root).and_then(|id| depths.get(id));
            let depth = above.map_or(0, |depth| depth + 1);
            depths.insert(&unit.id, depth);
            if unit.id == *root || tree.children(&unit.id).next().is_some() {
                areas.push((unit.id.clone(), depth));
            }
        }
        areas
    }

    fn counts_of(&self, reporting: &Reporting) -> BTreeMap<UnitId, ReportingCount> {
        let mut counts: BTreeMap<UnitId, ReportingCount> = BTreeMap::new();
        for line in &reporting.lines {
            for id in self.path_to(&line.unit, reporting.period) {
                let is_below = id != line.unit;
                let count = counts.entry(id).or_default();
                count.take(line);
                count.unaccepted +=
                    u32::from(is_below && line.state.is_in() && line.state != Reported::Accepted);
            }
        }
        counts
    }

    fn unexpected(&self, root: &UnitId, period: Period) -> Vec<(UnitId, Bilingual, WhyNot)> {
        let on = period.last_day();
        let why = |unit: &Unit| match (unit.opened, unit.closed) {
            (Some(opened), _) if opened > on => Some(WhyNot::OpensLater(opened)),
            (_, Some(closed)) if closed <= on => Some(WhyNot::Closed(closed)),
            _ => {
                let is_asked = self.catalogue.forms_of(unit).any(|form| form.period == period.kind());
                (!is_asked).then_some(WhyNot::NoForm)
            }
        };
        let units = self.tree.as_of(on).below(root).into_iter();
        units.filter_map(|unit| Some((unit.id.clone(), unit.name.clone(), why(unit)?))).collect()
    }

    fn explanations_below(&self, root: &UnitId, period: Period) -> Vec<ExplanationLine> {
        let has_any = |key: &ReturnKey| {
            let found = self.returns.get(key);
            found.is_some_and(|found| found.entries.values().any(|entry| !entry.explanations.is_empty()))
        };
        let keys = self.returns_in(root, period).map(|found| found.key.clone()).filter(has_any);
        let mut lines: Vec<_> = keys.flat_map(|key| self.explanations_of(&key)).collect();
        lines.sort_by(|one, other| one.check.cmp(&other.check));
        lines
    }

    /// Gives what the plan's indicators came to in the areas, period by period up to one.
    fn area_series(&self, areas: &[(UnitId, usize)], last: Period) -> Series {
        let indicators: Vec<&Indicator> = self.plan_indicators().collect();
        let mut series = Series::new();
        for (period, statements) in &self.statements {
            if period.last_day() > last.last_day() {
                continue;
            }
            let tree = self.tree.as_of(period.last_day());
            let scene = |root| Scene {
                catalogue: &self.catalogue,
                tree,
                statements,
                root,
                period: *period,
                narrowed: None,
            };
            let Some((top, _)) = areas.first() else { break };
            let formulas = indicators.iter().map(|indicator| indicator.formula.clone()).collect();
            let mut ledger = Ledger::new(&scene(top), formulas);
            for (unit, _) in areas {
                for (nth, indicator) in indicators.iter().enumerate() {
                    let Some(outcome) = ledger.outcome(&scene(unit), nth) else { continue };
                    let seen = series.entry((unit.clone(), indicator.id.clone())).or_default();
                    if outcome.value.is_some() || !seen.is_empty() {
                        let lack = outcome.lacks.first();
                        let lack = lack.map(|lack| lack.sentence(&self.catalogue, tree));
                        seen.push(Observation {
                            period: *period,
                            value: outcome.value,
                            numerator: outcome.numerator,
                            denominator: outcome.denominator,
                            coverage: outcome.coverage,
                            lack: lack.unwrap_or_default(),
                        });
                    }
                }
            }
        }
        series
    }

    /// Gives the indicators the plan in force sets targets on, each once, in the plan's order.
    pub fn plan_indicators(&self) -> impl Iterator<Item = &Indicator> {
        let targets = self.plan().map(|plan| plan.targets.as_slice()).unwrap_or_default();
        let mut seen = std::collections::BTreeSet::new();
        let first = targets.iter().filter(move |target| seen.insert(&target.indicator));
        first.filter_map(|target| self.catalogue.indicator(&target.indicator))
    }

    /// Gives what a unit's indicator came to up to a period: of an area as the board has it, else looked at anew.
    pub(super) fn seen_until(
        &self,
        board: Option<&Board>,
        unit: &UnitId,
        indicator: &Indicator,
        last: Period,
    ) -> Vec<Observation> {
        let known = board.and_then(|board| board.series.get(&(unit.clone(), indicator.id.clone())));
        if let Some(known) = known {
            return known.clone();
        }
        let mut seen = self.observations(&indicator.formula, unit, None);
        seen.retain(|one| one.period.last_day() <= last.last_day());
        seen
    }

    /// Says what changed since a bureau's totals of a period were last handed upward, and when that was; `None` if
    /// they never were.
    pub fn since_handed_up(
        &self,
        unit: &UnitId,
        period: Period,
    ) -> Option<(chrono::NaiveDateTime, super::RollUpSince)> {
        let kept = self.kept_statement(unit, period)?;
        Some((kept.from.at, self.recount(kept)))
    }

    /// Names an element or indicator by its id, as it stands in a [`super::RollUpChange`].
    pub fn item_name(&self, id: &str, lang: Lang) -> String {
        let indicator = id.parse().ok().and_then(|id| self.catalogue.indicator(&id));
        let element = id.parse().ok().and_then(|id| self.catalogue.element(&id));
        let name = indicator.map(|one| &one.name).or(element.map(|one| &one.name));
        name.map_or_else(|| id.to_owned(), |name| name.text(lang).to_owned())
    }
}
