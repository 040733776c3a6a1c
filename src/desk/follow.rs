//! Recording how far the deliverables of a plan are: parse, commit, journal, undo.

use std::sync::Arc;

use chrono::NaiveDateTime;

use crate::{
    base::{
        Bilingual, Figure, PlanId, QuantityError, Read, day_from_text, quantity_from_text, quantity_text,
    },
    desk::{Desk, Job, Notice, SaveState, Step},
    indicator::fault_words,
    plan::{Deliverable, Plan},
    returns::{Followed, FollowedEdit, FollowedItem, FollowedState},
    wire::FollowedLine,
};

/// What a person records of a deliverable, with the raw text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FollowChange {
    /// Gives a state, or takes it back.
    State(Option<FollowedState>),
    /// Types a progress figure; empty clears it.
    Figure(String),
    /// Types a day; empty clears it.
    On(String),
    /// Writes the evidence; empty removes it.
    Evidence(String),
}

/// Reads a progress figure; a text that cannot be read is kept as typed, and why it cannot is the second value.
fn figure_of(item: &Deliverable, text: &str) -> (Figure, Option<QuantityError>) {
    match quantity_from_text(text, item.decimals(), &item.unit) {
        Ok(Read::Blank) => (Figure::Blank, None),
        Ok(Read::Quantity(quantity)) => (Figure::Known(quantity), None),
        Err(fault) => (Figure::Unread(text.trim().to_owned()), Some(fault)),
    }
}

impl Desk {
    /// Gives a plan pack by id.
    pub fn plan_of(&self, id: &PlanId) -> Option<&Plan> {
        self.plans.iter().find(|plan| plan.id == *id).map(AsRef::as_ref)
    }

    /// Gives what is recorded of a plan's deliverables, if anything ever was.
    pub fn followed(&self, plan: &PlanId) -> Option<&Followed> {
        self.followed.get(plan).map(AsRef::as_ref)
    }

    /// Gives the edits of a deliverable, oldest first, from the journal on disk.
    ///
    /// The journal is read once; what is recorded from then on is added as it happens.
    pub fn followed_history(&self, plan: &PlanId, row: &str) -> Vec<FollowedLine> {
        let fits = |line: &&FollowedLine| line.plan == *plan && line.edit.row == row;
        let mut told = self.told_followed.borrow_mut();
        if let Some(lines) = told.as_ref() {
            return lines.iter().filter(fits).cloned().collect();
        }
        let lines = self.folder.followed_journal();
        let found = lines.iter().filter(fits).cloned().collect();
        // While lines are on their way to the disk they would be missed, or counted twice.
        if self.is_at_rest() {
            *told = Some(lines);
        }
        found
    }

    /// Says why a progress figure could not be read; `None` if it can be.
    pub fn unread_progress(item: &Deliverable, text: &str) -> Option<Bilingual> {
        let (zh, en) = fault_words(&figure_of(item, text).1?, (&item.unit, &item.unit));
        Some(Bilingual::new(
            format!("“{text}”{zh}，已按原文保留，请更正。"),
            format!("'{text}' {en}; it is kept as typed. Please correct it."),
        ))
    }

    /// Applies one change to one deliverable; what changes nothing leaves no trace.
    pub(super) fn follow(
        &mut self,
        plan: &PlanId,
        row: &str,
        change: FollowChange,
        now: NaiveDateTime,
    ) -> Vec<Notice> {
        let found = self.plans.iter().find(|known| known.id == *plan).cloned();
        let Some(item) =
            found.as_ref().and_then(|plan| plan.deliverables.iter().find(|item| item.row == row))
        else {
            return vec![Notice::refused(
                format!("规划 {plan} 中没有举措 {row}。"),
                format!("The plan {plan} holds no deliverable {row}."),
            )];
        };
        if self.is_read_only() {
            return vec![Notice::refused(
                "工作区以只读方式打开，不能记录进展。",
                "The workspace is open read-only; progress cannot be recorded.",
            )];
        }
        if let Some(fault) = self.refusal_over(|folder| folder.path_of_followed(plan)) {
            return vec![fault];
        }
        let old = self.followed.get(plan).map(|found| found.item(row)).unwrap_or_default();
        let mut new = old.clone();
        let mut notices = Vec::new();
        match change {
            FollowChange::State(state) => {
                if let Some(refusal) = refused_state(item, &old, state) {
                    return vec![refusal];
                }
                new.state = state;
            }
            FollowChange::Figure(text) => {
                if !item.takes_figure() {
                    return vec![Notice::refused(
                        format!("“{}”只记完成与否，没有进展数。", item.name.zh),
                        format!("'{}' is ticked; it has no figure.", item.name.en),
                    )];
                }
                new.figure = figure_of(item, &text).0;
                notices.extend(Self::unread_progress(item, &text).map(|message| Notice {
                    element: None,
                    refused: false,
                    message,
                }));
            }
            FollowChange::On(text) if text.trim().is_empty() => new.on = None,
            FollowChange::On(text) => match day_from_text(&text) {
                Some(day) => new.on = Some(day),
                None => {
                    return vec![Notice::refused(
                        format!("“{}”不是日期。请写成 2025-03-01 这样的年月日。", text.trim()),
                        format!("'{}' is no date. Write year, month and day as 2025-03-01.", text.trim()),
                    )];
                }
            },
            FollowChange::Evidence(text) => new.evidence = text.trim().to_owned(),
        }
        if new == old {
            return notices;
        }
        new.recorded = (!new.is_empty()).then(|| (self.who.clone(), now));
        let edit = FollowedEdit {
            at: now,
            who: self.who.clone(),
            row: row.to_owned(),
            old,
            new,
            why: "typed".to_owned(),
        };
        self.write_followed(plan, &edit, now);
        self.undone.clear();
        self.done.push(Step::Followed { plan: plan.clone(), edit: Box::new(edit) });
        notices
    }

    /// Takes an edit back, or does it again: what stood there comes back with who recorded it and when.
    pub(super) fn turn_followed(
        &mut self,
        plan: &PlanId,
        edit: &FollowedEdit,
        why: &str,
        now: NaiveDateTime,
    ) {
        let (old, new) = if why == "undo" { (&edit.new, &edit.old) } else { (&edit.old, &edit.new) };
        let turned = FollowedEdit {
            at: now,
            who: self.who.clone(),
            row: edit.row.clone(),
            old: old.clone(),
            new: new.clone(),
            why: why.to_owned(),
        };
        self.write_followed(plan, &turned, now);
    }

    /// Puts an edit into the list and its line into the queue for the journal.
    pub(super) fn write_followed(&mut self, plan: &PlanId, edit: &FollowedEdit, now: NaiveDateTime) {
        self.leave_undecided_items(plan, now);
        let mut followed = self.followed.get(plan).map_or_else(
            || Followed::new(plan.clone(), self.workspace.synthetic),
            |found| Followed::clone(found),
        );
        followed.replace(&edit.row, edit.new.clone());
        let line = FollowedLine { plan: plan.clone(), revision: followed.revision, edit: edit.clone() };
        self.followed.insert(plan.clone(), Arc::new(followed));
        self.unsaved_followed.insert(plan.clone());
        self.last_edit = Some(now);
        if let Some(told) = self.told_followed.get_mut().as_mut() {
            told.push(line.clone());
        }
        self.jobs.push(Job::FollowedLines(vec![line], now.date()));
        self.ask_for_day(now);
        self.save_state = SaveState::Saving;
    }
}

/// Refuses a state that the figure beside it contradicts: what can be derived is not stored against itself.
fn refused_state(item: &Deliverable, old: &FollowedItem, state: Option<FollowedState>) -> Option<Notice> {
    let (figure, asked) = (old.figure.known()?, item.asked()?);
    let reached = figure >= asked;
    let fits = match state {
        Some(FollowedState::Done) => reached,
        Some(FollowedState::NotStarted | FollowedState::InProgress) => !reached,
        None => true,
    };
    let shown = |value: rust_decimal::Decimal| quantity_text(value, value.normalize().scale());
    let (figure, asked, unit) = (shown(figure), shown(asked), &item.unit);
    (!fits).then(|| {
        Notice::refused(
            format!("进展数 {figure} {unit}，规划要求 {asked} {unit}，状态由这两个数得出。请先改进展数。"),
            format!("The figure is {figure} of {asked} {unit} and the state follows from it; change the figure first."),
        )
    })
}
