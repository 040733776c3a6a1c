//! Derived values: statements kept current, views kept until something changes.

use std::{collections::HashMap, sync::Arc};

use chrono::NaiveDate;

use crate::{
    base::{IndicatorId, Lang, Period, ScopeId, UnitId},
    desk::{Desk, PlanLine, Sheet, TrendView},
    indicator::Formula,
    returns::{ReturnKey, Statement},
    rollup::{Outcome, Scene, Statements, evaluate},
    trend::Observation,
};

/// Whose trend, of what, over which scope, in which language, on which day.
type TrendKey = (UnitId, IndicatorId, Option<ScopeId>, Lang, NaiveDate);

/// Views of one generation; a change drops them all.
#[derive(Debug, Default)]
pub(super) struct Memo {
    generation: u64,
    pub(super) sheets: HashMap<ReturnKey, Arc<Sheet>>,
    pub(super) findings: HashMap<ReturnKey, Arc<super::Findings>>,
    pub(super) plan_lines: HashMap<(UnitId, NaiveDate), Arc<Vec<PlanLine>>>,
    pub(super) trends: HashMap<TrendKey, Arc<TrendView>>,
    pub(super) areas: HashMap<(String, UnitId), Arc<Vec<super::AreaLine>>>,
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
        let Some(unit) = self.tree.unit(&key.unit) else { return };
        let of_unit =
            self.returns.iter().filter(|(other, _)| other.unit == key.unit && other.period == key.period);
        let statement = Statement::of_returns(
            unit,
            key.period,
            of_unit.map(|(_, found)| found.as_ref()),
            &self.catalogue,
        );
        self.statements.entry(key.period).or_default().insert(key.unit.clone(), Arc::new(statement));
    }

    /// Computes every statement anew; typing keeps them current with [`Desk::derive`], to the same result.
    pub(super) fn derive_all(&mut self) {
        self.generation += 1;
        self.found.get_mut().clear();
        self.statements.clear();
        let mut grouped: std::collections::BTreeMap<(Period, UnitId), Vec<ReturnKey>> = Default::default();
        for key in self.returns.keys() {
            grouped.entry((key.period, key.unit.clone())).or_default().push(key.clone());
        }
        for ((period, id), keys) in grouped {
            let Some(unit) = self.tree.unit(&id) else { continue };
            let found = keys.iter().filter_map(|key| self.returns.get(key)).map(AsRef::as_ref);
            let statement = Statement::of_returns(unit, period, found, &self.catalogue);
            self.statements.entry(period).or_default().insert(id, Arc::new(statement));
        }
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
        let scene =
            Scene { catalogue: &self.catalogue, tree: &self.tree, statements, root: unit, period, narrowed };
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
