//! What the entry screen remembers between frames; the figures themselves stay in the desk.

use std::sync::Arc;

use crate::{
    base::{ElementId, FormId, Lang, Period, not_applicable_reason},
    desk::{Command, Desk, Findings, NumberEffect, Row, Sheet},
    returns::ReturnKey,
    ui::{
        act::Act,
        entry::{
            draft::{Column, Draft, draft_text},
            effect_ui::EffectsOf,
            go_to_ui::GoTo,
            paste::Pasting,
            range::Copied,
            view::{RowFilter, View, ViewKey},
            widths::Widths,
        },
        findings::Drafts,
        recovery::Typed,
    },
    wire::{DraftPart, DraftPlace, JournalLine},
};

/// 不适用 being asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Asking {
    pub(super) element: ElementId,
    pub(super) reason: String,
}

/// 填报画面的状态.
#[derive(Debug, Default)]
pub struct EntryState {
    pub(super) form: Option<FormId>,
    pub(super) period: Option<Period>,
    /// A return of a unit below us that is looked at in place of our own.
    looked_at: Option<ReturnKey>,
    /// Its sheet as it was made, and locked: nobody types into another unit's figures.
    locked: Option<(Arc<Sheet>, Arc<Sheet>)>,
    pub(super) active: Option<ElementId>,
    /// The column of the active cell.
    pub(super) column: Column,
    pub(super) draft: Draft,
    /// The active cell was just entered: take the focus and select its text.
    pub(super) fresh: bool,
    pub(super) scroll: bool,
    /// The highlighted choice while a choice list is open.
    pub(super) choosing: Option<usize>,
    /// The rows that are selected: where the selection began and where it ends, places in the sheet.
    pub(super) range: Option<(usize, usize)>,
    /// The row the mouse button went down on.
    pub(super) pressed: Option<usize>,
    /// Tab led to the note: Enter goes back to the column of figures.
    pub(super) tabbed: bool,
    /// How many rows the window shows.
    pub(super) page: usize,
    pub(super) filter: RowFilter,
    pub(super) search: String,
    /// What was searched for last, for F3.
    pub(super) found: String,
    /// The search field is to take the focus.
    pub(super) finding: bool,
    pub(super) asking: Option<Asking>,
    /// The list of elements while it is open.
    pub(super) going: Option<GoTo>,
    /// A paste that a person has to look at first.
    pub(super) pasting: Option<Pasting>,
    /// What was copied here last.
    pub(super) copied: Option<Copied>,
    /// The cell the details pane was drawn of last.
    pub(super) detailed: Option<ElementId>,
    /// Note being written in the details pane, for the element it belongs to.
    pub(super) note: Option<(ElementId, String)>,
    /// What the checks say of the return that is shown.
    pub(super) findings: Arc<Findings>,
    /// Explanations being written in the details pane.
    pub(super) drafts: Drafts,
    /// The details pane was opened or folded by hand; it is there in a wide window otherwise.
    pub(super) details: Option<bool>,
    /// The details pane is to take the focus.
    pub(super) reading: bool,
    /// Columns whose width was changed by hand.
    pub widths: Widths,
    /// The search field had the focus in the last frame.
    pub(super) searching: bool,
    /// What an input method is composing in the active cell; it is no text yet.
    pub(super) composing: Option<String>,
    /// A computed row was clicked: no cell is active until one is chosen.
    pub(super) resting: bool,
    /// Keys that nothing else has were the cursor's in the last frame.
    pub(super) has_cursor: bool,
    /// A row that is to be in sight: the end of a selection.
    pub(super) to_row: Option<usize>,
    /// A section was chosen: its title goes to the top.
    pub(super) to_top: Option<usize>,
    /// F2 was pressed: the text is edited, not replaced.
    pub(super) editing: bool,
    /// The active cell was drawn in this frame; until it is, typing waits.
    pub(super) drawn: bool,
    /// How many frames it has waited.
    pub(super) waited: u8,
    /// The screen was opened at a cell that was not drawn yet: what is typed is meant for it.
    pub(super) arriving: bool,
    /// Something lies over the screen and has the keys.
    pub covered: bool,
    /// Keys that wait for the frame in which the next cell has the focus.
    pub(super) later: Vec<egui::Event>,
    pub(super) view: Option<(ViewKey, Arc<View>)>,
    /// What the figure at hand does to the bureau's targets.
    pub(super) effects: Option<(EffectsOf, Arc<Vec<NumberEffect>>)>,
    history: Option<(ReturnKey, ElementId, u64, Arc<Vec<JournalLine>>)>,
}

impl EntryState {
    /// Says whether keys belong to the cursor that nothing else has.
    pub(in crate::ui) const fn has_cursor(&self) -> bool {
        self.has_cursor && !self.covered
    }

    /// Says whether the list of choices of a cell is open.
    pub(in crate::ui) const fn has_list_open(&self) -> bool {
        self.choosing.is_some()
    }

    /// Begins anew with the widths a person has set.
    pub fn with_widths(widths: Widths) -> Self {
        Self { widths, ..Self::default() }
    }

    /// Gives the return that is shown: of a unit below us if one is looked at, else our own.
    pub fn key(&mut self, desk: &Desk, today: chrono::NaiveDate) -> Option<ReturnKey> {
        self.looked_at = self.looked_at.take().filter(|key| desk.may_look(key) && key.unit != *desk.seat());
        if self.looked_at.is_some() {
            return self.looked_at.clone();
        }
        self.own_key(desk, today)
    }

    /// Gives our own return that is at hand, choosing our newest open form where none was picked yet.
    pub fn own_key(&mut self, desk: &Desk, today: chrono::NaiveDate) -> Option<ReturnKey> {
        let unit = desk.our_unit()?;
        let fits = |form: &FormId| desk.catalogue().form(form).is_some_and(|form| form.asks(unit));
        if !self.form.as_ref().is_some_and(fits) {
            let work = desk.work(desk.seat(), today);
            let first = work.open.last().or(work.finished.first());
            let (form, period) = first.map(|view| (view.form.clone(), view.period))?;
            self.form = Some(form);
            self.period = Some(period);
        }
        Some(desk.our_key(self.form.as_ref()?, self.period?))
    }

    /// Gives the sheet of a return, locked where these are another unit's figures.
    pub(super) fn sheet(&mut self, desk: &Desk, key: &ReturnKey) -> Option<Arc<Sheet>> {
        let sheet = desk.sheet(key)?;
        if !sheet.editable || desk.types_here(key) {
            return Some(sheet);
        }
        if let Some((_, locked)) = self.locked.as_ref().filter(|(of, _)| Arc::ptr_eq(of, &sheet)) {
            return Some(Arc::clone(locked));
        }
        let mut locked = Sheet::clone(&sheet);
        locked.editable = false;
        let locked = Arc::new(locked);
        self.locked = Some((sheet, Arc::clone(&locked)));
        Some(locked)
    }

    /// Goes back to our own returns.
    pub fn leave_unit(&mut self) {
        if self.looked_at.take().is_some() {
            self.show_all();
            self.forget_cell();
        }
    }

    /// Shows a return of a unit below us, to be read; at a cell if one is named.
    pub fn look_at(&mut self, key: &ReturnKey, element: Option<ElementId>) {
        let (form, period) = (self.form.take(), self.period);
        self.open(key, element);
        (self.form, self.period) = (form, period);
        self.looked_at = Some(key.clone());
    }

    /// Shows a return of ours, at a cell if one is named; what stood in the active cell is committed first.
    pub fn open(&mut self, key: &ReturnKey, element: Option<ElementId>) {
        self.looked_at = None;
        self.form = Some(key.form.clone());
        self.period = Some(key.period);
        self.filter = RowFilter::All;
        self.search.clear();
        self.forget_cell();
        if element.is_some() {
            self.active = element;
            self.column = Column::Figure;
            self.fresh = true;
            self.scroll = true;
            self.arriving = true;
            self.waited = 0;
        }
    }

    /// Shows a cell that was changed from elsewhere; in the return that is shown, whatever is filtered stays so.
    pub fn turn_to(&mut self, key: &ReturnKey, element: ElementId) {
        let is_shown = self.form.as_ref() == Some(&key.form) && self.period == Some(key.period);
        let (filter, search) = (self.filter, self.search.clone());
        let later = std::mem::take(&mut self.later);
        // Beside the cell that is active its note may have changed: the column stays.
        let column = self.column;
        let is_active = is_shown && self.active.as_ref() == Some(&element);
        self.open(key, Some(element));
        if is_active {
            self.column = column;
        }
        self.later = later;
        if is_shown {
            (self.filter, self.search) = (filter, search);
        }
    }

    /// Commits what is being typed and stays.
    pub fn commit_typing(&mut self, desk: &Desk, today: chrono::NaiveDate, out: &mut Vec<Act>) {
        self.drafts.commit(out);
        if let Some(key) = self.key(desk, today) {
            self.commit(&key, out);
        }
    }

    /// Keeps what was typed right behind the key that opened a cell, for that cell.
    pub fn type_ahead(&mut self, mut events: Vec<egui::Event>) {
        self.later.append(&mut events);
    }

    /// Asks for the reason of 不适用 for the active cell.
    pub fn ask_not_applicable(&mut self) {
        if let Some(element) = self.active.clone() {
            self.asking = Some(Asking { element, reason: String::new() });
        }
    }

    /// Goes to the next cell that is still blank.
    pub fn next_blank(&mut self, desk: &Desk, today: chrono::NaiveDate) {
        let Some(sheet) = self.key(desk, today).and_then(|key| desk.sheet(&key)) else { return };
        let from = self.active.as_ref().and_then(|element| sheet.row_of(element)).map_or(0, |at| at + 1);
        if let Some(at) = sheet.next_blank(from) {
            self.show_all();
            self.enter(&sheet.rows[at], desk.lang());
        }
    }

    /// Shows every row: a cell one cannot see must not be the current one.
    pub(super) fn show_all(&mut self) {
        self.filter = RowFilter::All;
        self.search.clear();
    }

    /// Drops the keys that wait for a cell: the screen is left.
    pub fn leave(&mut self) {
        self.later.clear();
    }

    /// Lets go of the active cell without committing.
    pub(super) fn forget_cell(&mut self) {
        self.resting = false;
        self.active = None;
        self.draft = Draft::default();
        self.choosing = None;
        self.range = None;
        self.asking = None;
        self.going = None;
        self.pasting = None;
        self.note = None;
        self.later.clear();
        self.arriving = false;
        self.composing = None;
    }

    /// Makes the figure of a row active and takes it into the draft.
    pub(super) fn enter(&mut self, row: &Row, lang: Lang) {
        self.enter_at(row, Column::Figure, lang);
    }

    /// Makes a cell active and takes its text into the draft.
    pub(super) fn enter_at(&mut self, row: &Row, column: Column, lang: Lang) {
        let Some(element) = row.typed() else { return };
        self.active = Some(element.clone());
        self.column = column;
        self.draft = Draft::of(draft_text(row, column, lang));
        self.fresh = true;
        self.scroll = true;
        self.editing = false;
        self.resting = false;
        self.choosing = None;
        self.range = None;
        self.composing = None;
    }

    /// Commits the active cell if its text was changed, and the note if one was being written.
    pub(super) fn commit(&mut self, key: &ReturnKey, out: &mut Vec<Act>) {
        if let Some((element, note)) = self.note.take() {
            out.push(Act::Do(Command::SetNote { key: key.clone(), element, note }));
        }
        let Some(element) = self.active.clone() else { return };
        if let Some(preedit) = self.composing.take()
            && let Some(at) = self.draft.text.rfind(&preedit)
        {
            self.draft.text.replace_range(at..at + preedit.len(), "");
        }
        if !self.draft.is_changed() {
            return;
        }
        let text = self.draft.text.trim().to_owned();
        self.draft = Draft::of(text.clone());
        let key = key.clone();
        if self.column == Column::Note {
            out.push(Act::Do(Command::SetNote { key, element, note: text }));
        } else if not_applicable_reason(&text) == Some("") {
            self.asking = Some(Asking { element, reason: String::new() });
        } else {
            out.push(Act::Do(Command::SetFigure { key, element, text }));
        }
    }

    /// Gives the texts that are typed and not committed: in the active cell, its note, explanations.
    ///
    /// What an input method is still composing is no text yet.
    pub(in crate::ui) fn typed(&mut self, desk: &Desk, today: chrono::NaiveDate) -> Vec<Typed> {
        let mut typed = self.drafts.typed(desk);
        if self.note.is_none() && !self.draft.is_changed() {
            return typed;
        }
        let Some(key) = self.key(desk, today) else { return typed };
        let place =
            |element: &ElementId, part| DraftPlace { key: key.clone(), element: element.clone(), part };
        if let Some((element, text)) = &self.note {
            let stored =
                desk.unit_return(&key).map(|found| found.entry(element).note.clone()).unwrap_or_default();
            if stored != text.trim() {
                typed.push((place(element, DraftPart::Note), text.clone()));
            }
        }
        if let Some(element) = self.active.as_ref().filter(|_| self.draft.is_changed()) {
            let part = if self.column == Column::Note { DraftPart::Note } else { DraftPart::Figure };
            let mut text = self.draft.text.clone();
            if let Some((preedit, at)) = self.composing.as_ref().and_then(|pre| Some((pre, text.rfind(pre)?)))
            {
                text.replace_range(at..at + preedit.len(), "");
            }
            if text.trim() != self.draft.original {
                typed.push((place(element, part), text.trim().to_owned()));
            }
        }
        typed
    }

    /// Gives the edits of a cell, read again only when something has changed on disk.
    pub(super) fn history(
        &mut self,
        desk: &Desk,
        key: &ReturnKey,
        element: &ElementId,
    ) -> Arc<Vec<JournalLine>> {
        let generation = desk.saves();
        if let Some((known, of, at, lines)) = &self.history
            && known == key
            && of == element
            && *at == generation
        {
            return Arc::clone(lines);
        }
        let lines = Arc::new(desk.history(key, Some(element)));
        self.history = Some((key.clone(), element.clone(), generation, Arc::clone(&lines)));
        lines
    }
}
