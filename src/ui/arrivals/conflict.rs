//! The choice between two versions, as far as a person has come with it.

use std::collections::BTreeMap;

use crate::{
    base::{Bilingual, ElementId, Period, UnitId},
    desk::{Conflict, Desk, Settling, StatementConflict},
    exchange::{CellMerge, Side},
    returns::ReturnKey,
};

type StatementRead = Result<Option<StatementConflict>, Bilingual>;

/// 取舍的状态.
#[derive(Debug, Default)]
pub(super) struct ConflictState {
    chosen: Option<ReturnKey>,
    /// The conflict that is shown, with the desk's generation it was read at.
    open: Option<(u64, ReturnKey, Result<Option<Conflict>, Bilingual>)>,
    /// The sides a person chose.
    choices: BTreeMap<ElementId, Side>,
    /// A statement is looked at instead of a return.
    pub(super) statement: Option<(UnitId, Period)>,
    open_statement: Option<(u64, (UnitId, Period), StatementRead)>,
    /// The cells only one side changed are shown as well.
    pub(super) shows_merged: bool,
}

impl ConflictState {
    /// Looks at the conflict of a return.
    pub(super) fn choose(&mut self, key: ReturnKey) {
        self.statement = None;
        if self.chosen.as_ref() != Some(&key) {
            self.chosen = Some(key);
            self.choices.clear();
            self.shows_merged = false;
        }
    }

    /// Gives the return that is looked at: the one chosen, else the first that waits.
    pub(super) fn chosen(&mut self, waiting: &[(ReturnKey, usize)]) -> Option<ReturnKey> {
        if !waiting.iter().any(|(key, _)| Some(key) == self.chosen.as_ref()) {
            self.choose(waiting.first()?.0.clone());
        }
        self.chosen.clone()
    }

    /// Reads the conflict of a return, again only when something has changed. Choices are kept as long as it is the same.
    pub(super) fn read(&mut self, desk: &Desk, key: &ReturnKey) {
        let generation = desk.generation();
        if self.open.as_ref().is_some_and(|(of, known, _)| *of == generation && known == key) {
            return;
        }
        let found = desk.conflict(key);
        let tip = |found: &Conflict| (found.key.clone(), found.branch.lineage.clone(), found.ours.revision);
        let before = self.open.as_ref().and_then(|(.., found)| found.as_ref().ok()?.as_ref().map(tip));
        let now = found.as_ref().ok().and_then(Option::as_ref).map(tip);
        if before != now {
            self.choices.clear();
        }
        self.open = Some((generation, key.clone(), found));
    }

    /// Reads the conflict of a statement, again only when something has changed.
    pub(super) fn read_statement(&mut self, desk: &Desk, of: &(UnitId, Period)) -> &StatementRead {
        let generation = desk.generation();
        let is_read =
            |(at, known, _): &&(u64, (UnitId, Period), StatementRead)| *at == generation && known == of;
        if self.open_statement.as_ref().filter(is_read).is_none() {
            self.open_statement = Some((generation, of.clone(), desk.statement_conflict(of)));
        }
        self.open_statement.as_ref().map_or(&Ok(None), |(.., read)| read)
    }

    /// Gives what was read.
    pub(super) fn open(&self) -> Option<Result<&Conflict, &Bilingual>> {
        let (.., found) = self.open.as_ref()?;
        found.as_ref().map(Option::as_ref).transpose()
    }

    /// Gives the side a cell is taken from; `None` of a clash nobody has decided.
    pub(super) fn side(&self, cell: &CellMerge) -> Option<Side> {
        self.choices.get(&cell.element).copied().or(cell.changed_by)
    }

    /// Takes a side in a cell.
    pub(super) fn take(&mut self, element: &ElementId, side: Side) {
        self.choices.insert(element.clone(), side);
    }

    /// Takes a side in every cell.
    pub(super) fn take_all(&mut self, side: Side) {
        let elements: Vec<ElementId> = match self.open() {
            Some(Ok(conflict)) => conflict.merge.cells.iter().map(|cell| cell.element.clone()).collect(),
            _ => return,
        };
        self.choices = elements.into_iter().map(|element| (element, side)).collect();
    }

    /// Counts the clashes nobody has decided.
    pub(super) fn undecided(&self, conflict: &Conflict) -> usize {
        conflict.merge.cells.iter().filter(|cell| self.side(cell).is_none()).count()
    }

    /// Gives how it is settled as chosen; `None` while something is undecided.
    pub(super) fn settling(&self, conflict: &Conflict) -> Option<Settling> {
        let sides: Option<Vec<Side>> = conflict.merge.cells.iter().map(|cell| self.side(cell)).collect();
        let sides = sides?;
        Some(if sides.iter().all(|side| *side == Side::Ours) {
            Settling::Ours
        } else if sides.iter().all(|side| *side == Side::Theirs) {
            Settling::Theirs
        } else {
            Settling::Cells(self.choices.clone())
        })
    }
}
