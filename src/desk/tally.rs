//! How far a return is filled, and a sheet kept in step with one changed cell: both without making every row anew.

use std::{collections::BTreeSet, sync::Arc};

use crate::{
    base::{ElementId, Figure},
    desk::{Desk, RowKind, Sheet},
    indicator::{ElementKind, Indicator},
    returns::ReturnKey,
};

/// 填报进度 of a return.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Filled {
    /// Elements with an answer.
    pub filled: u32,
    /// Elements asked.
    pub asked: u32,
    /// Cells whose text could not be read.
    pub unread: u32,
    /// Those with an answer that was carried forward and waits to be confirmed.
    pub carried: u32,
}

impl Filled {
    /// Counts one cell. Words have no number: any text answers a text element.
    pub(super) fn count(&mut self, figure: &Figure, is_words: bool, is_carried: bool) {
        let is_filled = figure.is_answered() || (is_words && !figure.is_blank());
        self.asked += 1;
        self.filled += u32::from(is_filled);
        self.carried += u32::from(is_filled && is_carried);
        self.unread += u32::from(matches!(figure, Figure::Unread(_)) && !is_words);
    }
}

impl Desk {
    /// Counts the cells of a return as its sheet does; counted again only when the return or the plan is another.
    pub fn filled(&self, key: &ReturnKey) -> Filled {
        let state = (self.returns.get(key).map_or(0, |found| found.revision), self.workspace.plan.clone());
        if let Some((_, filled)) = self.tallies.borrow().get(key).filter(|(known, _)| *known == state) {
            return *filled;
        }
        let filled = self.count_filled(key);
        self.tallies.borrow_mut().insert(key.clone(), (state, filled));
        filled
    }

    fn count_filled(&self, key: &ReturnKey) -> Filled {
        let mut filled = Filled::default();
        let Some(form) = self.catalogue.form(&key.form) else { return filled };
        let found = self.returns.get(key);
        for id in form.elements().filter(|id| self.is_wanted(id)) {
            let Some(element) = self.catalogue.element(id).filter(|element| element.taken_from.is_none())
            else {
                continue;
            };
            let entry = found.and_then(|found| found.entries.get(id));
            let figure = entry.map_or(&Figure::Blank, |entry| &entry.figure);
            let is_carried = entry.is_some_and(|entry| entry.carried);
            filled.count(figure, element.kind == ElementKind::Text, is_carried);
        }
        filled
    }

    /// Derives what follows from changed cells of a return; its sheet, if it was made, is mended where they show.
    pub(super) fn derive_cells(&mut self, key: &ReturnKey, changed: &[ElementId]) {
        let memo = self.memo.get_mut();
        let made = if memo.is_of(self.generation) { memo.sheets.remove(key) } else { None };
        self.derive(key);
        self.check_again(key, changed);
        // A return that moved on is open or locked otherwise: its sheet is made anew.
        let Some(mut sheet) = made.filter(|_| !changed.is_empty()) else { return };
        if self.mend(Arc::make_mut(&mut sheet), changed) {
            self.memo.borrow_mut().begin(self.generation).sheets.insert(key.clone(), sheet);
        }
    }

    /// Makes the rows anew that read changed cells; `false` if a row comes or goes, and the sheet has to be made.
    fn mend(&self, sheet: &mut Sheet, changed: &[ElementId]) -> bool {
        let mut read: BTreeSet<&ElementId> = changed.iter().collect();
        for element in self.catalogue.elements() {
            if element.taken_from.as_ref().is_some_and(|(source, _)| changed.contains(source)) {
                read.insert(&element.id);
            }
        }
        let depends = |indicator: &Indicator| {
            let scopes = indicator.formula.scopes();
            let having =
                scopes.iter().filter_map(|id| self.catalogue.scope(id)).flat_map(|scope| &scope.having);
            indicator.formula.elements().into_iter().chain(having).any(|element| read.contains(element))
        };
        let Some(form) = self.catalogue.form(&sheet.key.form) else { return false };
        let asked = form.sections.iter().flat_map(|section| &section.indicators);
        let dependent = asked.filter(|id| self.catalogue.indicator(id).is_some_and(depends)).count();
        let mut mended = 0;
        for row in &mut sheet.rows {
            match &row.kind {
                RowKind::Element(id) | RowKind::Taken(id) if read.contains(id) => {
                    let Some(element) = self.catalogue.element(id) else { return false };
                    *row = self.element_row(&sheet.key, element, row.section);
                }
                RowKind::Indicator(id) => {
                    let Some(indicator) = self.catalogue.indicator(id).filter(|found| depends(found)) else {
                        continue;
                    };
                    let Some(new) = self.indicator_row(&sheet.key, indicator, row.section) else {
                        return false;
                    };
                    *row = new;
                    mended += 1;
                }
                RowKind::Element(_) | RowKind::Taken(_) | RowKind::Section => {}
            }
        }
        if mended != dependent {
            return false;
        }
        sheet.count();
        true
    }
}

impl Sheet {
    /// Counts what is filled, by section and in all.
    pub(super) fn count(&mut self) {
        let mut whole = Filled::default();
        for (at, section) in self.sections.iter_mut().enumerate() {
            let rows = self.rows[section.row..].iter().skip(1).take_while(|row| row.kind != RowKind::Section);
            let mut filled = Filled::default();
            rows.filter(|row| row.typed().is_some()).for_each(|row| {
                debug_assert!(row.section >= at, "rows stand in the order of their sections");
                filled.count(&row.figure, row.is_words, row.is_carried);
                whole.count(&row.figure, row.is_words, row.is_carried);
            });
            (section.filled, section.asked, section.carried) = (filled.filled, filled.asked, filled.carried);
        }
        (self.filled, self.asked, self.unread) = (whole.filled, whole.asked, whole.unread);
        self.carried = whole.carried;
    }
}
