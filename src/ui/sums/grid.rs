//! 单位 × 指标: rows, columns and the cells that were in sight, kept until something changes.

use std::{collections::HashMap, sync::Arc};

use crate::{
    base::{Bilingual, FormId, Period, Query, UnitId},
    desk::{Board, Desk, ItemHead, RollUpItem, TotalCell},
};

/// What stands in the columns.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) enum Columns {
    /// Indicators the plan sets targets on.
    #[default]
    Targets,
    /// Elements of a form.
    Form(FormId),
}

/// One row.
#[derive(Clone, Debug)]
pub(super) struct RowHead {
    pub(super) unit: UnitId,
    pub(super) name: Bilingual,
    pub(super) depth: usize,
    pub(super) is_area: bool,
    /// The total of everything below the chosen unit.
    pub(super) is_whole: bool,
}

/// What rows, columns and cells were made of.
#[derive(Clone, Debug, PartialEq, Eq)]
struct GridOf {
    unit: UnitId,
    period: Period,
    /// The desk's state, and that in which the board was made.
    generations: (u64, u64),
    columns: Columns,
    is_deep: bool,
    searches: (String, String),
}

/// The table's state.
#[derive(Debug, Default)]
pub(super) struct Grid {
    pub(super) columns: Columns,
    /// Everything below, rather than what is right below.
    pub(super) is_deep: bool,
    pub(super) unit_search: String,
    pub(super) item_search: String,
    pub(super) rows: Vec<RowHead>,
    pub(super) heads: Vec<ItemHead>,
    /// The chosen cell.
    pub(super) at: (usize, usize),
    pub(super) scroll: bool,
    of: Option<GridOf>,
    cells: HashMap<(usize, usize), Arc<TotalCell>>,
}

impl Grid {
    /// Makes rows and columns anew where they are of something else.
    pub(super) fn settle(&mut self, desk: &Desk, board: &Board, unit: &UnitId, made_in: u64) {
        if !desk.has_totals(board.period) {
            // The last ones stay until the next are there.
            return;
        }
        let of = GridOf {
            unit: unit.clone(),
            period: board.period,
            generations: (desk.generation(), made_in),
            columns: self.columns.clone(),
            is_deep: self.is_deep,
            searches: (self.unit_search.clone(), self.item_search.clone()),
        };
        if self.of.as_ref() == Some(&of) {
            return;
        }
        let on = board.period.last_day();
        let query = Query::new(&self.unit_search);
        let lines = desk.register(unit, &Query::new(""), on);
        let fits = |line: &&crate::desk::RegisterLine<'_>| {
            line.unit.is_open(on)
                && (self.is_deep || line.depth < 2)
                && (query.is_empty() || query.finds(&line.unit.name, line.unit.id.as_str()))
        };
        let row = |line: &crate::desk::RegisterLine<'_>| RowHead {
            unit: line.unit.id.clone(),
            name: line.unit.name.clone(),
            depth: line.depth,
            is_area: line.unit.area.is_some(),
            is_whole: line.unit.id == *unit && desk.tree().as_of(on).children(unit).next().is_some(),
        };
        self.rows = lines.iter().filter(fits).map(row).collect();
        self.heads = match &self.columns {
            Columns::Targets => desk.target_heads(),
            Columns::Form(form) => desk.form_heads(form),
        };
        let query = Query::new(&self.item_search);
        self.heads.retain(|head| query.is_empty() || query.finds(&head.name, head.item.id()));
        self.at.0 = self.at.0.min(self.rows.len().saturating_sub(1));
        self.at.1 = self.at.1.min(self.heads.len().saturating_sub(1));
        self.cells.clear();
        self.of = Some(of);
    }

    /// Gives a cell; `None` while the totals are not at hand and it was not seen before.
    pub(super) fn cell(
        &mut self,
        desk: &Desk,
        board: &Board,
        row: usize,
        column: usize,
    ) -> Option<Arc<TotalCell>> {
        if let Some(known) = self.cells.get(&(row, column)) {
            return Some(Arc::clone(known));
        }
        if !desk.has_totals(board.period) {
            return None;
        }
        let (unit, item) = (&self.rows.get(row)?.unit, &self.heads.get(column)?.item);
        let cell = Arc::new(desk.total_cell(Some(board), item, unit, board.period));
        self.cells.insert((row, column), Arc::clone(&cell));
        Some(cell)
    }

    /// Gives the chosen cell's unit and item.
    pub(super) fn chosen(&self) -> Option<(UnitId, RollUpItem)> {
        let (row, head) = (self.rows.get(self.at.0)?, self.heads.get(self.at.1)?);
        Some((row.unit.clone(), head.item.clone()))
    }
}
