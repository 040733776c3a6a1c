//! Which rows the grid shows: found anew only when the figures, the filter or the search are others.

use std::sync::Arc;

use crate::{
    base::Query,
    desk::{Findings, Row, RowKind, Sheet},
    returns::ReturnKey,
    ui::entry::EntryState,
};

/// Which rows the grid shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RowFilter {
    /// 全部.
    #[default]
    All,
    /// 未填.
    Blank,
    /// 有备注.
    Noted,
    /// 变化大: changed by 20 % or more.
    Changed,
    /// 有问题: something is said of the cell.
    Found,
    /// 待跟踪: marked for follow-up.
    Flagged,
    /// 结转待确认: carried forward, not confirmed yet.
    Carried,
    /// 退回意见: the bureau remarked on the cell.
    Remarked,
}

/// What a view was made from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ViewKey {
    key: ReturnKey,
    generation: u64,
    filter: RowFilter,
    search: String,
}

/// 所见行: rows by their place in the sheet, each list in order.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct View {
    /// The rows that pass filter and search, titles of their sections included.
    pub(super) shown: Vec<usize>,
    /// Those of them that are typed.
    pub(super) typed: Vec<usize>,
}

impl View {
    fn of(sheet: &Sheet, findings: &Findings, filter: RowFilter, search: &str) -> Self {
        let query = Query::new(search);
        let is_typed = |at: &usize| sheet.rows[*at].typed().is_some();
        let shown: Vec<usize> = if filter == RowFilter::All && query.is_empty() {
            (0..sheet.rows.len()).collect()
        } else {
            passing(sheet, findings, filter, &query)
        };
        let typed = shown.iter().copied().filter(is_typed).collect();
        Self { shown, typed }
    }

    /// Says where among the rows that are shown a row stands.
    pub(super) fn place(&self, row: usize) -> Option<usize> {
        self.shown.binary_search(&row).ok()
    }

    /// Gives the rows with figures that are shown between two others, both included; in any order.
    pub(super) fn between(&self, sheet: &Sheet, (one, other): (usize, usize)) -> Vec<usize> {
        let (first, last) = (one.min(other), one.max(other));
        let from = self.shown.partition_point(|row| *row < first);
        let rows = self.shown[from..].iter().copied().take_while(|row| *row <= last);
        rows.filter(|row| sheet.rows[*row].kind != RowKind::Section).collect()
    }
}

fn passing(sheet: &Sheet, findings: &Findings, filter: RowFilter, query: &Query) -> Vec<usize> {
    let limit = rust_decimal::Decimal::new(2, 1);
    let passes = |row: &Row| {
        let filtered = match filter {
            RowFilter::All => true,
            RowFilter::Blank => row.typed().is_some() && row.figure.is_blank(),
            RowFilter::Noted => row.typed().is_some() && !row.note.zh.is_empty(),
            RowFilter::Changed => row.change_share.is_some_and(|share| share.abs() >= limit),
            RowFilter::Flagged => row.is_flagged,
            RowFilter::Carried => row.is_carried,
            RowFilter::Remarked => !row.remark.is_empty(),
            RowFilter::Found => row.typed().is_some_and(|id| findings.by_element.contains_key(id)),
        };
        filtered && finds(query, row)
    };
    let (mut shown, mut title) = (Vec::new(), None);
    for (at, row) in sheet.rows.iter().enumerate() {
        if row.kind == RowKind::Section {
            title = Some(at);
        } else if passes(row) {
            shown.extend(title.take());
            shown.push(at);
        }
    }
    shown
}

/// Says whether a row is what was searched for.
pub(super) fn finds(query: &Query, row: &Row) -> bool {
    let id = match &row.kind {
        RowKind::Element(id) => id.as_str(),
        RowKind::Taken(_) | RowKind::Indicator(_) | RowKind::Section => "",
    };
    query.finds(&row.name, id)
}

impl EntryState {
    /// Gives the rows shown now; `generation` is the desk's.
    pub(super) fn view(&mut self, sheet: &Sheet, generation: u64) -> Arc<View> {
        let is_same = |known: &ViewKey| {
            known.generation == generation
                && known.filter == self.filter
                && known.search == self.search
                && known.key == sheet.key
        };
        if let Some((_, view)) = self.view.as_ref().filter(|(known, _)| is_same(known)) {
            return Arc::clone(view);
        }
        let view = Arc::new(View::of(sheet, &self.findings, self.filter, &self.search));
        let (key, filter, search) = (sheet.key.clone(), self.filter, self.search.clone());
        self.view = Some((ViewKey { key, generation, filter, search }, Arc::clone(&view)));
        view
    }
}
