//! Planning a paste at the desk: computed rows are held against what they would be once it is written.

use std::sync::Arc;

use crate::{
    base::{ElementId, Figure},
    desk::{
        Block, Desk, RowKind, Sheet,
        block::{
            PastePlan, PasteWish,
            plan::{Fate, Place},
        },
    },
    returns::{ReturnKey, Statement, UnitReturn},
    rollup::{Scene, Statements, evaluate},
};

impl Desk {
    /// Plans where a block goes in a sheet: among the rows that are shown, or by name among all of them.
    ///
    /// `at` is the row of the active cell. Nothing is written.
    pub fn plan_paste(
        &self,
        sheet: &Sheet,
        shown: &[usize],
        at: usize,
        block: &Block,
        wish: PasteWish,
    ) -> PastePlan {
        let place = Place { sheet, catalogue: &self.catalogue, shown, at };
        let mut plan = PastePlan::of(place, block, wish);
        if plan.count(Fate::NotComputed) > 0 {
            let statements = self.statements_with(&sheet.key, plan.cells(sheet, ""));
            plan.compare(sheet, |at| self.supposed(sheet, at, &statements));
        }
        plan
    }

    /// Gives the value a computed row would have.
    fn supposed(&self, sheet: &Sheet, at: usize, statements: &Statements) -> Figure {
        let (unit, period) = (&sheet.key.unit, sheet.key.period);
        match &sheet.rows[at].kind {
            RowKind::Taken(id) | RowKind::Element(id) => {
                statements.get(unit).map_or(Figure::Blank, |statement| statement.figure(id).clone())
            }
            RowKind::Indicator(id) => {
                let (catalogue, tree) = (&*self.catalogue, self.tree.as_of(period.last_day()));
                let scene = Scene { catalogue, tree, statements, root: unit, period, narrowed: None };
                let value = catalogue.indicator(id).and_then(|found| evaluate(&scene, &found.formula).value);
                value.map_or(Figure::Blank, Figure::Known)
            }
            RowKind::Section => Figure::Blank,
        }
    }

    /// Gives the statements of a return's period as they would be with some of its cells written.
    fn statements_with(&self, key: &ReturnKey, cells: Vec<(ElementId, String)>) -> Statements {
        let mut statements = self.statements.get(&key.period).cloned().unwrap_or_default();
        let Some(unit) = self.tree.unit(&key.unit) else { return statements };
        let mut changed = self
            .returns
            .get(key)
            .map_or_else(|| UnitReturn::new(key.clone(), 1), |found| UnitReturn::clone(found));
        for (id, text) in cells {
            let Some(element) = self.catalogue.element(&id) else { continue };
            let mut entry = changed.entry(&id);
            entry.figure = element.figure(&text);
            changed.replace(&id, entry);
        }
        let others = self.returns.values().filter(|other| {
            other.key != *key && other.key.unit == key.unit && other.key.period == key.period
        });
        let all = others.cloned().chain([Arc::new(changed)]);
        let statement = Statement::of_returns(unit, key.period, all, &self.catalogue);
        statements.insert(key.unit.clone(), Arc::new(statement));
        statements
    }
}
