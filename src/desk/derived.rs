//! Derived values: statements kept current, views kept until something changes.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::Arc,
};

use chrono::NaiveDate;

use crate::{
    base::{IndicatorId, Lang, Period, ScopeId, UnitId},
    desk::{Desk, PlanLine, Sheet, TrendChoice, TrendView},
    indicator::Formula,
    returns::{ReturnKey, Statement, Status, UnitReturn},
    rollup::{Outcome, Scene, Statements, evaluate},
    trend::Observation,
    wire::Renamed,
};

/// Whose trend, of what, over which scope, as chosen, in which language, on which day.
type TrendKey = (UnitId, IndicatorId, Option<ScopeId>, TrendChoice, Lang, NaiveDate);

/// Views of one generation; a change drops them all.
#[derive(Debug, Default)]
pub(super) struct Memo {
    generation: u64,
    pub(super) sheets: HashMap<ReturnKey, Arc<Sheet>>,
    pub(super) findings: HashMap<ReturnKey, Arc<super::Findings>>,
    pub(super) plan_lines: HashMap<(UnitId, NaiveDate), Arc<Vec<PlanLine>>>,
    pub(super) trends: HashMap<TrendKey, Arc<TrendView>>,
    pub(super) track: super::track::Kept,
    pub(super) areas: HashMap<(String, UnitId), Arc<Vec<super::AreaLine>>>,
    pub(super) reviews: HashMap<ReturnKey, Arc<super::Review>>,
    pub(super) works: HashMap<(UnitId, NaiveDate), Arc<super::Work>>,
    pub(super) dictionary: Option<Arc<super::Dictionary>>,
    pub(super) waiting: Option<Arc<usize>>,
    pub(super) below: Option<Arc<Vec<ReturnKey>>>,
    pub(super) explanations: HashMap<UnitId, Arc<Vec<super::ExplanationLine>>>,
    pub(super) offers: Option<Arc<Vec<super::Offer>>>,
    pub(super) left: Option<Arc<Vec<super::Offer>>>,
}

impl Memo {
    /// Says whether the views are those of a generation.
    pub(super) const fn is_of(&self, generation: u64) -> bool {
        self.generation == generation
    }

    /// Drops the views of another generation.
    pub(super) fn begin(&mut self, generation: u64) -> &mut Self {
        if self.generation != generation {
            *self = Self { generation, ..Self::default() };
        }
        self
    }
}

impl Desk {
    /// Brings the statement of a return's unit and period up to date.
    pub(super) fn derive(&mut self, key: &ReturnKey) {
        self.generation += 1;
        self.digests.get_mut().remove(key);
        if let Some(kept) = self.ledger.get_mut() {
            kept.forget(&key.unit, key.period);
        }
        self.derive_unit(&key.unit, key.period);
    }

    /// Computes every statement anew; typing keeps them current with [`Desk::derive`], to the same result.
    pub(super) fn derive_all(&mut self) {
        self.generation += 1;
        self.found.get_mut().clear();
        *self.ledger.get_mut() = None;
        self.digests.get_mut().clear();
        self.statements.clear();
        self.held.clear();
        let units: BTreeSet<(Period, UnitId)> =
            self.returns.keys().map(|key| (key.period, key.unit.clone())).collect();
        for (period, unit) in units {
            self.derive_unit(&unit, period);
        }
    }

    /// Takes together what a unit says of a period, and beside it what counts of that where something was sent back.
    fn derive_unit(&mut self, unit: &UnitId, period: Period) {
        let Some(asked) = self.tree.unit(unit) else { return };
        let of_unit = || self.returns_of(unit).filter(|found| found.key.period == period);
        let statement = |counted_only: bool| {
            let found = of_unit().filter(|found| !counted_only || self.is_in_totals(found)).cloned();
            Arc::new(self.renamed(Statement::of_returns(asked, period, found, &self.catalogue)))
        };
        let held = of_unit().any(|found| !self.is_in_totals(found)).then(|| statement(false));
        let counted = statement(true);
        let of_period = self.held.entry(period).or_default();
        match held {
            Some(held) => of_period.insert(unit.clone(), held),
            None => of_period.remove(unit),
        };
        self.statements.entry(period).or_default().insert(unit.clone(), counted);
    }

    /// Says whether a return stands in totals at this seat: not before it comes again, if it was sent back from here or
    /// from above. Whose it is goes on with its own figures.
    pub(super) fn is_in_totals(&self, found: &UnitReturn) -> bool {
        found.status() != Status::SentBack || found.key.unit == self.seat
    }

    /// Gives what a unit itself says of a period, also where that was sent back and counts nowhere else.
    pub fn said_by(&self, unit: &UnitId, period: Period) -> Option<&Statement> {
        said([&self.held, &self.statements], unit, period)
    }

    /// Computes a formula over what a unit itself says, also where that was sent back.
    pub(super) fn outcome_said(&self, formula: &Formula, unit: &UnitId, period: Period) -> Outcome {
        let held = self.held.get(&period).and_then(|held| held.get(unit));
        let Some(held) = held else { return self.outcome(formula, unit, period, None) };
        let mut statements = self.statements.get(&period).cloned().unwrap_or_default();
        statements.insert(unit.clone(), Arc::clone(held));
        let (catalogue, tree) = (&*self.catalogue, self.tree.as_of(period.last_day()));
        evaluate(
            &Scene { catalogue, tree, statements: &statements, root: unit, period, narrowed: None },
            formula,
        )
    }

    /// Lets figures that were handed in under an id of before stand under the id of today as well.
    fn renamed(&self, statement: Statement) -> Statement {
        renamed(&self.known.renamed, statement)
    }

    /// Gives a view from the memo, or makes and keeps it.
    pub(super) fn remembered<T>(
        &self,
        look: impl Fn(&Memo) -> Option<Arc<T>>,
        make: impl FnOnce() -> T,
        keep: impl FnOnce(&mut Memo, Arc<T>),
    ) -> Arc<T> {
        {
            let mut memo = self.memo.borrow_mut();
            if let Some(found) = look(memo.begin(self.generation)) {
                return found;
            }
        }
        let made = Arc::new(make());
        keep(&mut self.memo.borrow_mut(), Arc::clone(&made));
        made
    }

    /// Gives the statements of a period.
    pub fn statements(&self, period: Period) -> Option<&Statements> {
        self.statements.get(&period)
    }

    /// Computes a formula over a unit with everything below it.
    pub fn outcome(
        &self,
        formula: &Formula,
        unit: &UnitId,
        period: Period,
        narrowed: Option<&ScopeId>,
    ) -> Outcome {
        let empty = Statements::new();
        let statements = self.statements.get(&period).unwrap_or(&empty);
        let tree = self.tree.as_of(period.last_day());
        let scene = Scene { catalogue: &self.catalogue, tree, statements, root: unit, period, narrowed };
        evaluate(&scene, formula)
    }

    /// Gives an indicator's series of a unit: a point for each period from the first figure of the workspace on.
    pub fn observations(
        &self,
        formula: &Formula,
        unit: &UnitId,
        narrowed: Option<&ScopeId>,
    ) -> Vec<Observation> {
        let mut seen: Vec<Observation> = self
            .statements
            .keys()
            .map(|period| {
                let outcome = self.outcome(formula, unit, *period, narrowed);
                let lack = outcome.lacks.first().map(|lack| lack.sentence(&self.catalogue, &self.tree));
                Observation {
                    period: *period,
                    value: outcome.value,
                    numerator: outcome.numerator,
                    denominator: outcome.denominator,
                    coverage: outcome.coverage,
                    lack: lack.unwrap_or_default(),
                }
            })
            .collect();
        let first = seen.iter().position(|seen| seen.value.is_some()).unwrap_or(seen.len());
        seen.drain(..first);
        seen
    }
}

/// Lets figures under an id of before stand under the id of today as well, the oldest change first.
pub(super) fn renamed(changes: &[Renamed], mut statement: Statement) -> Statement {
    for changed in changes {
        if let (Some(figure), None) = (statement.get(&changed.old), statement.get(&changed.new)) {
            let figure = figure.clone();
            statement.set(changed.new.clone(), figure);
        }
    }
    statement
}

/// Gives what a unit says of a period, as the first of the two has it that has it.
pub(super) fn said<'a>(
    all: [&'a BTreeMap<Period, Statements>; 2],
    unit: &UnitId,
    period: Period,
) -> Option<&'a Statement> {
    all.into_iter().find_map(|all| all.get(&period)?.get(unit).map(Arc::as_ref))
}
