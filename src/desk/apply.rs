//! The only place where a workspace changes.

use std::{path::PathBuf, sync::Arc};

use chrono::NaiveDateTime;

use crate::{
    base::{Bilingual, ElementId, Figure},
    desk::{Command, Desk, Job, SaveState, Step, Subject, Touched},
    indicator::{Element, unread_sentence},
    returns::{Change, Edit, Entry, ReturnKey, Status, UnitReturn},
    store::Folder,
    wire::{JournalLine, Role, chained},
};

/// 通知: what a command has to say; about figures or about the workspace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// The cell it is about, if it is about one.
    pub element: Option<ElementId>,
    /// Whether the command was refused.
    pub refused: bool,
    /// What happened and what to do.
    pub message: Bilingual,
}

impl Notice {
    pub(super) fn refused(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { element: None, refused: true, message: Bilingual::new(zh, en) }
    }
}

/// Reads a text for an element: the parser of window, paste, files and command line alike.
///
/// A text that cannot be read is kept as typed; [`unread_sentence`] says why it cannot.
pub(crate) fn figure_from_text(element: &Element, text: &str) -> Figure {
    element.figure(text)
}

impl Desk {
    /// Says why a cell's text could not be read; `None` if it can be.
    pub fn unread_sentence(&self, element: &ElementId, text: &str) -> Option<Bilingual> {
        unread_sentence(self.catalogue.element(element)?, text)
    }

    /// Applies one command: parse, commit, journal, derive. `now` is local time.
    ///
    /// Returns what there is to say; a refused command changes nothing.
    pub fn apply(&mut self, command: Command, now: NaiveDateTime) -> Vec<Notice> {
        match command {
            Command::SetFigure { key, element, text } => {
                self.type_cells(&key, vec![(element, text)], "typed", now)
            }
            Command::Paste { key, cells } => self.type_cells(&key, cells, "pasted", now),
            Command::Clear { key, elements } => {
                let cells = elements.into_iter().map(|element| (element, String::new())).collect();
                self.type_cells(&key, cells, "cleared", now)
            }
            Command::FillDown { key, cells } => self.type_cells(&key, cells, "filled down", now),
            Command::SetNotApplicable { key, element, reason } => {
                let reason = reason.trim();
                if reason.is_empty() {
                    return vec![Notice::refused("请写明不适用的原因。", "Say why it does not apply.")];
                }
                let figure = Figure::NotApplicable(reason.to_owned());
                self.change_cell(&key, element, now, |entry| {
                    entry.with_figure(figure).with(|beside| beside.carried = false)
                })
            }
            Command::SetNote { key, element, note } => {
                let note = note.trim().to_owned();
                self.change_cell(&key, element, now, |entry| entry.with(|beside| beside.note = note))
            }
            Command::Explain { key, element, check, text } => {
                self.explain(&key, &element, &check, &text, now)
            }
            Command::CarryForward { key, elements } => self.carry_forward(&key, &elements, now),
            Command::Confirm { key, elements } => self.confirm(&key, &elements, now),
            Command::Flag { key, element, on } => {
                self.change_cell(&key, element, now, |entry| entry.with(|beside| beside.flagged = on))
            }
            Command::TypeSecond { key, element, text } => self.type_second(&key, &element, &text),
            Command::TakeSecond { key, elements } => self.take_second(&key, &elements, now),
            Command::ClearSecond(key) => self.clear_second(&key),
            Command::NilReturn { key, reason } => self.nil_return(&key, &reason, now),
            Command::SetSigners { key, signers } => self.set_signers(&key, *signers, now),
            Command::MoveOn { key, moving } => self.move_on(&key, moving, now),
            Command::AcceptAll(keys) => self.accept_all(&keys, now),
            Command::Settle { key, settling } => self.settle(&key, &settling, now),
            Command::SettleStatement { unit, period, side } => {
                self.settle_statement(&(unit, period), side, now)
            }
            Command::Follow { plan, row, change } => self.follow(&plan, &row, change, now),
            Command::ChangeUnit { unit, change, why } => self.change_unit(&unit, &change, &why, now),
            Command::TakeRegister { units, why } => self.replace_units(units, &why, now),
            Command::Recover { of, take } => self.recover(&of, &take, now),
            Command::RecoverAll => self.recover_all(now),
            Command::TakeOutside(path) => self.take_outside(&path, now),
            Command::KeepOurs(path) => self.keep_ours(&path),
            Command::RestoreReturn { from, key } => self.restore_return(&from, &key, now),
            Command::RestoreDay { day, register } => self.restore_day(day, register, now),
            Command::Undo => self.step_back(None, now),
            Command::Redo => self.step_again(None, now),
            Command::UndoIn(subject) => self.step_back(Some(&subject), now),
            Command::RedoIn(subject) => self.step_again(Some(&subject), now),
            Command::Save => {
                self.flush();
                Vec::new()
            }
            Command::SetLang(lang) => {
                self.workspace.lang = lang;
                self.remember_workspace();
                Vec::new()
            }
            Command::SetPlan(plan) => {
                if !self.plans.iter().any(|known| known.id == plan) {
                    return vec![Notice::refused(
                        format!("没有规划 {plan}。"),
                        format!("There is no plan {plan}."),
                    )];
                }
                self.workspace.plan = plan;
                self.found.get_mut().clear();
                self.remember_workspace();
                Vec::new()
            }
            Command::TakeSeat(unit) => {
                if self.workspace.role != Role::Demo || self.tree.unit(&unit).is_none() {
                    return vec![Notice::refused(
                        "只有在演示工作区才能切换单位。",
                        "Only a demonstration workspace lets you change seats.",
                    )];
                }
                self.flush();
                self.seat = unit.clone();
                if self.returns.values().any(|found| found.status() == Status::SentBack) {
                    // Their own seat counts them.
                    self.derive_all();
                }
                self.workspace.unit = unit;
                self.remember_workspace();
                Vec::new()
            }
        }
    }

    fn remember_workspace(&mut self) {
        self.generation += 1;
        if !self.is_read_only() {
            self.jobs.push(Job::Workspace(self.workspace.clone()));
        }
    }

    pub(super) fn refusal(&self, key: &ReturnKey, element: &ElementId) -> Option<Notice> {
        let Some(known) = self.catalogue.element(element) else {
            return Some(Notice::refused(
                format!("没有数据项 {element}。"),
                format!("There is no element {element}."),
            ));
        };
        if let Some((source, _)) = &known.taken_from {
            let (this, that) = (self.element_words(element), self.element_words(source));
            return Some(Notice::refused(
                format!("{}由{}自动取数，不能填写。", this.zh, that.zh),
                format!("{} is taken from {} and is not typed.", this.en, that.en),
            ));
        }
        let asked =
            self.catalogue.form(&key.form).is_some_and(|form| form.elements().any(|asked| asked == element));
        if asked && !self.is_wanted(element) {
            return Some(Notice::refused(
                format!("当前规划不涉及“{}”，不用填写。", known.name.zh),
                format!("The plan in force does not speak of '{}'; it is not asked for.", known.name.en),
            ));
        }
        if !asked {
            let words = self.element_words(element);
            return Some(Notice::refused(
                format!("报表 {} 中没有数据项{}。", key.form, words.zh),
                format!("The form {} does not ask for {}.", key.form, words.en),
            ));
        }
        self.refusal_to_author(key)
    }

    /// Names an element as people and scripts do: by its name and its code.
    pub fn element_words(&self, element: &ElementId) -> Bilingual {
        let name = self.catalogue.element(element).map(|found| &found.name);
        let words = |open: &str, name: Option<&str>, close: &str, code: (&str, &str)| match name {
            Some(name) => format!("{open}{name}{close}{}{element}{}", code.0, code.1),
            None => element.to_string(),
        };
        Bilingual::new(
            words("“", name.map(|name| name.zh.as_str()), "”", ("（", "）")),
            words("'", name.map(|name| name.text(crate::base::Lang::En)), "'", (" (", ")")),
        )
    }

    /// Says whose workspace this is, for refusals of what only others may do.
    pub(super) fn seat_words(&self) -> (String, String) {
        let name = self.our_unit().map(|unit| unit.name.clone()).unwrap_or_default();
        let seat = &self.seat;
        (
            format!("本工作区是{}（{seat}）的", name.zh),
            format!("this workspace is that of {} ({seat})", name.text(crate::base::Lang::En)),
        )
    }

    /// Says why nothing of a return may be changed by its author.
    pub(super) fn refusal_to_author(&self, key: &ReturnKey) -> Option<Notice> {
        if self.is_read_only() {
            return Some(Notice::refused(
                "工作区以只读方式打开，不能填写。",
                "The workspace is open read-only.",
            ));
        }
        if !self.may_author(key) {
            let (zh, en) = self.seat_words();
            return Some(Notice::refused(
                format!("这是其他单位上报的数，只能审核或退回，不能改动；{zh}。"),
                format!(
                    "Another unit reported this figure: it can be accepted or sent back, not changed; {en}."
                ),
            ));
        }
        if let Some(fault) = self.refusal_over(|folder| folder.path_of(key)) {
            return Some(fault);
        }
        if !self.may_edit(key) {
            let accepted = self.returns.get(key).is_some_and(|found| found.status() == Status::Accepted);
            return Some(if accepted {
                Notice::refused(
                    "报表已审核通过，不能直接填写。需要改数请用“更正”，写明原因。",
                    "The return is accepted. To change a figure, correct it and say why.",
                )
            } else {
                Notice::refused(
                    "报表已上报，不能填写。请先撤回。",
                    "The form is submitted; withdraw it before typing.",
                )
            });
        }
        let unit = self.tree.unit(&key.unit);
        match (unit, self.catalogue.form(&key.form)) {
            (None, _) => Some(Notice::refused(
                format!("机构登记册中没有单位 {}。", key.unit),
                format!("The register has no unit {}.", key.unit),
            )),
            (Some(unit), Some(form)) if !form.asks(unit) => Some(Notice::refused(
                format!("“{}”不填报“{}”。", unit.name.zh, form.name.zh),
                format!("{} does not fill '{}'.", unit.name.text(crate::base::Lang::En), form.name.en),
            )),
            _ => None,
        }
    }

    /// Refuses to change what a file holds that could not be read: it is never written over, so nothing typed would last.
    pub(super) fn refusal_over(&self, path_in: impl FnOnce(&Folder) -> PathBuf) -> Option<Notice> {
        if self.faults.is_empty() {
            return None;
        }
        let path = path_in(&self.folder);
        let fault = self.faults.iter().find(|fault| fault.path == path)?;
        Some(Notice { element: None, refused: true, message: fault.sentence() })
    }

    fn type_cells(
        &mut self,
        key: &ReturnKey,
        cells: Vec<(ElementId, String)>,
        why: &str,
        now: NaiveDateTime,
    ) -> Vec<Notice> {
        let mut notices = Vec::new();
        let mut changes = Vec::new();
        for (id, text) in cells {
            if let Some(refusal) = self.refusal(key, &id) {
                notices.push(refusal);
                continue;
            }
            let Some(element) = self.catalogue.element(&id) else { continue };
            let figure = figure_from_text(element, &text);
            notices.extend(unread_sentence(element, &text).map(|message| Notice {
                element: Some(element.id.clone()),
                refused: false,
                message,
            }));
            let old = self.entry(key, &id);
            changes.push((id, old.with_figure(figure).with(|beside| beside.carried = false)));
        }
        self.commit(key, changes, why, now);
        notices
    }

    pub(super) fn change_cell(
        &mut self,
        key: &ReturnKey,
        element: ElementId,
        now: NaiveDateTime,
        change: impl FnOnce(Entry) -> Entry,
    ) -> Vec<Notice> {
        if let Some(refusal) = self.refusal(key, &element) {
            return vec![refusal];
        }
        let entry = change(self.entry(key, &element));
        self.commit(key, vec![(element, entry)], "typed", now);
        Vec::new()
    }

    pub(super) fn entry(&self, key: &ReturnKey, element: &ElementId) -> Entry {
        self.returns.get(key).map(|found| found.entry(element)).unwrap_or_default()
    }

    /// Commits changes of cells as one undoable step; what changes nothing is left out.
    pub(super) fn commit(
        &mut self,
        key: &ReturnKey,
        changes: Vec<(ElementId, Entry)>,
        why: &str,
        now: NaiveDateTime,
    ) {
        let why = self.reason_of(key).unwrap_or_else(|| why.to_owned());
        let edits: Vec<Edit> = changes
            .into_iter()
            .filter_map(|(element, new)| {
                let old = self.entry(key, &element);
                (old != new).then_some(Change::Cell { element, old, new })
            })
            .map(|change| Edit { at: now, who: self.who.clone(), change, why: why.clone() })
            .collect();
        if edits.is_empty() {
            return;
        }
        self.write(key, &edits, now);
        self.undone.clear();
        self.done.push(Step::Cells { key: key.clone(), edits });
    }

    /// Puts edits into the return, the journal queue and the derived values.
    pub(super) fn write(&mut self, key: &ReturnKey, edits: &[Edit], now: NaiveDateTime) {
        self.leave_undecided(key, now);
        let mut unit_return =
            self.returns.get(key).map_or_else(|| self.new_return(key), |found| UnitReturn::clone(found));
        let mut lines = Vec::new();
        for edit in edits {
            unit_return.apply(&edit.change);
            let (revision, chain) = (unit_return.revision, String::new());
            let mut line = JournalLine { key: key.clone(), revision, edit: edit.clone(), chain };
            // A line that cannot be written fails there, where it is told.
            line.chain = chained(&unit_return.chain, &line).unwrap_or_default();
            unit_return.chain.clone_from(&line.chain);
            lines.push(line);
        }
        self.returns.insert(key.clone(), Arc::new(unit_return));
        let changed: Vec<ElementId> =
            edits.iter().filter_map(|edit| edit.change.element()).cloned().collect();
        self.derive_cells(key, &changed);
        self.unsaved.insert(key.clone());
        self.last_edit = Some(now);
        if let Some((_, told)) = self.told.get_mut().as_mut().filter(|(of, _)| of == key) {
            told.extend(lines.iter().cloned());
        }
        self.note_declined(&lines);
        self.unwritten.extend(lines.iter().cloned());
        self.jobs.push(Job::Journal(lines, now.date()));
        self.ask_for_day(now);
        self.save_state = SaveState::Saving;
    }

    pub(super) fn new_return(&self, key: &ReturnKey) -> UnitReturn {
        let version = self.catalogue.form(&key.form).map_or(1, |form| form.version);
        let mut unit_return = UnitReturn::new(key.clone(), version);
        unit_return.on_behalf = self.workspace.role == Role::Bureau && key.unit != self.workspace.unit;
        unit_return.synthetic = self.workspace.synthetic;
        unit_return
    }

    /// Takes the last step back; of one place if it is named: steps elsewhere touch other cells and stay.
    fn step_back(&mut self, subject: Option<&Subject>, now: NaiveDateTime) -> Vec<Notice> {
        let Some(at) = last_in(&self.done, subject) else { return Vec::new() };
        let step = self.done.remove(at);
        if let Some(refusal) = self.turn(&step, "undo", now) {
            self.done.insert(at, step);
            return vec![refusal];
        }
        self.undone.push(step);
        Vec::new()
    }

    fn step_again(&mut self, subject: Option<&Subject>, now: NaiveDateTime) -> Vec<Notice> {
        let Some(at) = last_in(&self.undone, subject) else { return Vec::new() };
        let step = self.undone.remove(at);
        if let Some(refusal) = self.turn(&step, "redo", now) {
            self.undone.insert(at, step);
            return vec![refusal];
        }
        self.done.push(step);
        Vec::new()
    }

    /// Takes a step back or does it again; a return that was handed in meanwhile refuses.
    fn turn(&mut self, step: &Step, why: &str, now: NaiveDateTime) -> Option<Notice> {
        match step {
            Step::Cells { key, edits } => {
                if let Some(refusal) = self.refusal_to_author(key) {
                    return Some(refusal);
                }
                let said = self.reason_of(key).unwrap_or_else(|| why.to_owned());
                let turned = |change| Edit { at: now, who: self.who.clone(), change, why: said.clone() };
                let edits: Vec<Edit> = if why == "undo" {
                    edits.iter().rev().map(|edit| turned(edit.change.reversed())).collect()
                } else {
                    edits.iter().map(|edit| turned(edit.change.clone())).collect()
                };
                self.write(key, &edits, now);
                let first = if why == "undo" { edits.last() } else { edits.first() };
                let element = first.and_then(|edit| edit.change.element()).cloned();
                self.touched = element.map(|element| Touched::Cell(key.clone(), element));
            }
            Step::Followed { plan, edit } => {
                self.turn_followed(plan, edit, why, now);
                self.touched = Some(Touched::Deliverable(plan.clone(), edit.row.clone()));
            }
            Step::Register { before, after } => {
                let (from, to) = if why == "undo" { (after, before) } else { (before, after) };
                return self.turn_register(from, to, why, now);
            }
        }
        None
    }
}

/// Gives where the last step in a place stands; the last of all if none is named.
fn last_in(steps: &[Step], subject: Option<&Subject>) -> Option<usize> {
    steps.iter().rposition(|step| subject.is_none_or(|subject| step.is_in(subject)))
}
