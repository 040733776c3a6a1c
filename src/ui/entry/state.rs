//! What the entry screen remembers between frames; the figures themselves stay in the desk.

use std::sync::Arc;

use crate::{
    base::{ElementId, Figure, FormId, Period, Query},
    desk::{Command, Desk, Row, Sheet},
    returns::ReturnKey,
    ui::{act::Act, findings::Drafts},
    wire::JournalLine,
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
    /// 未识别或超出范围.
    Doubtful,
}

/// The text in the one active cell, until it is committed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Draft {
    pub(super) text: String,
    pub(super) original: String,
}

impl Draft {
    pub(super) fn is_changed(&self) -> bool {
        self.text.trim() != self.original
    }
}

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
    pub(super) active: Option<ElementId>,
    pub(super) draft: Draft,
    /// The active cell was just entered: take the focus and select its text.
    pub(super) fresh: bool,
    pub(super) scroll: bool,
    /// The highlighted choice while a choice list is open.
    pub(super) choosing: Option<usize>,
    pub(super) filter: RowFilter,
    pub(super) search: String,
    pub(super) asking: Option<Asking>,
    /// Note being written in the details pane, for the element it belongs to.
    pub(super) note: Option<(ElementId, String)>,
    pub(super) details_hidden: bool,
    /// Explanations being written in the details pane.
    pub(super) drafts: Drafts,
    /// The search field had the focus in the last frame.
    pub(super) searching: bool,
    /// What an input method is composing in the active cell; it is no text yet.
    pub(super) composing: Option<String>,
    /// A computed row was clicked: no cell is active until one is chosen.
    pub(super) resting: bool,
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
    history: Option<(ReturnKey, ElementId, u64, Arc<Vec<JournalLine>>)>,
}

/// Writes the text a cell is edited with: the exact figure, the reason of 不适用, or what was typed.
pub(super) fn draft_text(figure: &Figure) -> String {
    match figure {
        Figure::Known(quantity) => quantity.normalize().to_string(),
        Figure::NotApplicable(reason) => format!("不适用：{reason}"),
        Figure::Blank => String::new(),
        Figure::Unread(text) => text.clone(),
    }
}

/// Reads `不适用:reason` and `n/a: reason`; the reason may be empty.
pub(super) fn not_applicable_text(text: &str) -> Option<&str> {
    let text = text.trim();
    let rest = ["不适用", "n/a", "N/A", "na:", "NA:"].iter().find_map(|start| text.strip_prefix(start))?;
    Some(rest.trim_start_matches([':', '\u{ff1a}', ' ', ',', '\u{ff0c}']).trim())
}

impl EntryState {
    /// Gives the return that is shown, choosing our newest open form where none was picked yet.
    pub fn key(&mut self, desk: &Desk, today: chrono::NaiveDate) -> Option<ReturnKey> {
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

    /// Shows a return, at a cell if one is named; what stood in the active cell is committed first.
    pub fn open(&mut self, key: &ReturnKey, element: Option<ElementId>) {
        self.form = Some(key.form.clone());
        self.period = Some(key.period);
        self.filter = RowFilter::All;
        self.search.clear();
        self.forget_cell();
        if element.is_some() {
            self.active = element;
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
        self.open(key, Some(element));
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
            self.filter = RowFilter::All;
            self.search.clear();
            self.enter(&sheet.rows[at]);
        }
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
        self.asking = None;
        self.note = None;
        self.later.clear();
        self.arriving = false;
        self.composing = None;
    }

    /// Makes a row active and takes its figure into the draft.
    pub(super) fn enter(&mut self, row: &Row) {
        let Some(element) = row.typed() else { return };
        self.active = Some(element.clone());
        let text = draft_text(&row.figure);
        self.draft = Draft { text: text.clone(), original: text };
        self.fresh = true;
        self.scroll = true;
        self.editing = false;
        self.resting = false;
        self.choosing = None;
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
        self.draft = Draft { text: text.clone(), original: text.clone() };
        match not_applicable_text(&text) {
            Some("") => self.asking = Some(Asking { element, reason: String::new() }),
            Some(reason) => {
                let reason = reason.to_owned();
                out.push(Act::Do(Command::SetNotApplicable { key: key.clone(), element, reason }));
            }
            None => out.push(Act::Do(Command::SetFigure { key: key.clone(), element, text })),
        }
    }

    /// Gives the rows shown, by index into the sheet, with the filter and the search applied.
    pub(super) fn visible(&self, sheet: &Sheet) -> Vec<usize> {
        let query = Query::new(&self.search);
        let is_plain = self.filter == RowFilter::All && query.is_empty();
        if is_plain {
            return (0..sheet.rows.len()).collect();
        }
        let limit = rust_decimal::Decimal::new(2, 1);
        let passes = |row: &Row| {
            let found = query.finds(&row.name, row.typed().map_or("", |id| id.as_str()));
            let filtered = match self.filter {
                RowFilter::All => true,
                RowFilter::Blank => row.typed().is_some() && row.figure.is_blank(),
                RowFilter::Noted => row.typed().is_some() && !row.note.zh.is_empty(),
                RowFilter::Changed => row.change_share.is_some_and(|share| share.abs() >= limit),
                RowFilter::Doubtful => row.is_unread() || row.out_of_range,
            };
            found && filtered
        };
        let mut shown = Vec::new();
        for section in &sheet.sections {
            let rows = sheet.rows.iter().enumerate().skip(section.row + 1);
            let hits: Vec<usize> = rows
                .take_while(|(_, row)| row.kind != crate::desk::RowKind::Section)
                .filter(|(_, row)| passes(row))
                .map(|(at, _)| at)
                .collect();
            if !hits.is_empty() {
                shown.push(section.row);
                shown.extend(hits);
            }
        }
        shown
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
