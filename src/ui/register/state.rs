//! What the register's screen remembers between frames.

use std::{collections::BTreeSet, sync::Arc};

use chrono::NaiveDate;

use super::{
    asking::Asking,
    issuing::{IssuedLine, Issuing, issued},
};
use crate::{
    base::{Bilingual, Query, UnitId, day_from_text},
    desk::{Command, Desk, RegisterImport, UnitChange},
    ui::{act::Act, look::Look},
    unit::Unit,
};

/// A field of the card that is typed into.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    /// 名称.
    Name,
    /// 英文名称.
    NameEn,
    /// 成立日期.
    Opened,
    /// 撤销日期.
    Closed,
}

impl Field {
    /// Writes what stands in the register.
    pub(super) fn stored(self, unit: &Unit) -> String {
        let day = |day: Option<NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
        match self {
            Self::Name => unit.name.zh.clone(),
            Self::NameEn => unit.name.en.clone(),
            Self::Opened => day(unit.opened),
            Self::Closed => day(unit.closed),
        }
    }

    fn change(self, text: String) -> UnitChange {
        match self {
            Self::Name => UnitChange::Name(text),
            Self::NameEn => UnitChange::NameEn(text),
            Self::Opened => UnitChange::Opened(text),
            Self::Closed => UnitChange::Closed(text),
        }
    }
}

/// One line of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) unit: UnitId,
    pub(super) depth: usize,
    /// How many stand below it; 0 for one that cannot be folded.
    pub(super) below: usize,
}

/// What the lines were made from.
type LinesOf = (UnitId, String, NaiveDate, bool, u64, u64);

/// Whose tasks were told, on which day, of which state of the desk.
type IssuedOf = (UnitId, NaiveDate, u64);

/// The lines shown, and how many units are open among all.
type Lines = (Arc<Vec<Line>>, usize);

/// A file of units that is being looked at before it is taken.
#[derive(Debug)]
pub(super) struct Preview {
    pub(super) name: String,
    pub(super) import: RegisterImport,
    /// Only rows that change something.
    pub(super) only_changes: bool,
}

/// The lines of the journal about the chosen unit: when and who, why, what.
pub(super) type Told = Vec<(String, String, Vec<Bilingual>)>;

/// 机构画面的状态.
#[derive(Debug, Default)]
pub struct RegisterState {
    pub(super) chosen: Option<UnitId>,
    pub(super) search: String,
    /// The day looked at, as typed; empty for today.
    pub(super) day: String,
    /// Units that are closed, or not open yet, are left out.
    pub(super) only_open: bool,
    folded: BTreeSet<UnitId>,
    /// Grows with each fold.
    folds: u64,
    pub(super) scroll: bool,
    draft: Option<(UnitId, Field, String)>,
    pub(super) asking: Option<Asking>,
    pub(super) preview: Option<Preview>,
    /// 报表任务 are shown and not the units.
    pub(super) shows_issued: bool,
    pub(super) issuing: Option<Issuing>,
    pub(super) issue_at: usize,
    issued: Option<(IssuedOf, Arc<Vec<IssuedLine>>)>,
    lines: Option<(LinesOf, Lines)>,
    told: Option<((UnitId, u64, u64), Arc<Told>)>,
}

impl RegisterState {
    /// Gives the day the register is looked at on.
    pub(super) fn on(&self, today: NaiveDate) -> NaiveDate {
        day_from_text(&self.day).unwrap_or(today)
    }

    /// Gives the lines to show and how many units of all exist on the day; kept until something else is asked for.
    pub(super) fn lines(&mut self, desk: &Desk, look: &Look) -> Lines {
        let on = self.on(look.today);
        let of =
            (desk.seat().clone(), self.search.clone(), on, self.only_open, self.folds, desk.generation());
        if let Some((_, lines)) = self.lines.as_ref().filter(|(known, _)| *known == of) {
            return lines.clone();
        }
        let found = desk.register(desk.seat(), &Query::new(&self.search), on);
        let open = found.iter().filter(|line| line.unit.is_open(on)).count();
        let mut lines: Vec<Line> = Vec::with_capacity(found.len());
        let mut folded_at: Option<usize> = None;
        for (at, line) in found.iter().enumerate() {
            if folded_at.is_some_and(|depth| line.depth > depth) {
                continue;
            }
            folded_at = None;
            let below = found[at + 1..].iter().take_while(|other| other.depth > line.depth).count();
            if below > 0 && self.folded.contains(&line.unit.id) {
                folded_at = Some(line.depth);
            }
            if !self.only_open || line.unit.is_open(on) {
                lines.push(Line { unit: line.unit.id.clone(), depth: line.depth, below });
            }
        }
        let lines = (Arc::new(lines), open);
        self.lines = Some((of, lines.clone()));
        lines
    }

    pub(super) fn is_folded(&self, unit: &UnitId) -> bool {
        self.folded.contains(unit)
    }

    /// Folds what stands below a unit, or unfolds it.
    pub(super) fn fold(&mut self, unit: &UnitId, folds: bool) {
        let changed = if folds { self.folded.insert(unit.clone()) } else { self.folded.remove(unit) };
        self.folds += u64::from(changed);
    }

    /// Chooses a unit; what was typed into another one's card is committed.
    pub(super) fn choose(&mut self, unit: &UnitId, out: &mut Vec<Act>) {
        if self.chosen.as_ref() != Some(unit) {
            self.commit(out);
            self.chosen = Some(unit.clone());
        }
    }

    /// Shows a unit, whatever is searched for or folded.
    pub(in crate::ui) fn show(&mut self, unit: UnitId) {
        self.search.clear();
        self.folded.clear();
        self.folds += 1;
        self.chosen = Some(unit);
        self.scroll = true;
    }

    /// Gives what is being typed into a field.
    pub(super) fn draft(&self, unit: &UnitId, field: Field) -> Option<&str> {
        let (of, known, text) = self.draft.as_ref()?;
        (of == unit && *known == field).then_some(text.as_str())
    }

    pub(super) fn keep(&mut self, unit: &UnitId, field: Field, text: String) {
        self.draft = Some((unit.clone(), field, text));
    }

    pub(super) fn drop_draft(&mut self) {
        self.draft = None;
    }

    /// Commits what is typed; what cannot be taken is told, and the field shows the register again.
    pub(in crate::ui) fn commit(&mut self, out: &mut Vec<Act>) {
        if let Some((unit, field, text)) = self.draft.take() {
            let change = Box::new(field.change(text));
            out.push(Act::Do(Command::ChangeUnit { unit, change, why: "typed".to_owned() }));
        }
    }

    /// Gives what was issued, told anew when anything has changed.
    pub(super) fn issued(&mut self, desk: &Desk, look: &Look) -> Arc<Vec<IssuedLine>> {
        let of = (desk.seat().clone(), look.today, desk.generation());
        if let Some((_, lines)) = self.issued.as_ref().filter(|(known, _)| *known == of) {
            return Arc::clone(lines);
        }
        let lines = Arc::new(issued(desk, look.today));
        self.issued = Some((of, Arc::clone(&lines)));
        lines
    }

    /// Opens the preview of a file.
    ///
    /// # Errors
    /// Why it is no register.
    pub(in crate::ui) fn preview(
        &mut self,
        desk: &Desk,
        name: String,
        bytes: &[u8],
        today: NaiveDate,
    ) -> Result<(), Bilingual> {
        let import = desk.register_import(bytes, today)?;
        self.preview = Some(Preview { name, import, only_changes: true });
        Ok(())
    }

    /// Gives the journal of the chosen unit in words, read again only when something was written.
    pub(super) fn told(&mut self, desk: &Desk, unit: &UnitId, look: &Look) -> Arc<Told> {
        let of = (unit.clone(), desk.generation(), desk.saves());
        if let Some((_, told)) = self.told.as_ref().filter(|(known, _)| *known == of) {
            return Arc::clone(told);
        }
        let tell = |edit: &crate::wire::RegisterEdit| {
            let why = match edit.why.as_str() {
                "typed" => String::new(),
                "undo" => look.say("reg.undone").into_owned(),
                "redo" => look.say("reg.redone").into_owned(),
                other => other.to_owned(),
            };
            let head = format!("{} {}", edit.at.format("%Y-%m-%d %H:%M"), edit.who);
            (head, why, desk.register_edit_words(edit))
        };
        let told: Told = desk.register_history(unit).iter().rev().map(tell).collect();
        let told = Arc::new(told);
        self.told = Some((of, Arc::clone(&told)));
        told
    }
}
