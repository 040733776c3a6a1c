//! What the list of deliverables remembers between frames.

use std::{collections::BTreeMap, sync::Arc};

use crate::{
    base::{PlanId, day_from_text},
    desk::{
        Command, DeliverableFilter, DeliverableGroup, DeliverableLine, Desk, FollowChange, GroupKey,
        Grouping, Timing,
    },
    returns::FollowedState,
    ui::act::Act,
    wire::FollowedLine,
};

/// A field of the card that is typed into.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Field {
    /// 进展数.
    Figure,
    /// 日期.
    On,
    /// 依据.
    Evidence,
}

/// One line of the list as shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Shown {
    /// The head of a group, by its place.
    Head(usize),
    /// A deliverable, by its place.
    Line(usize),
}

/// Plan, row, how many writes there had been, and the edits read then.
type History = (PlanId, String, u64, Arc<Vec<FollowedLine>>);

/// 举措画面的状态.
#[derive(Debug, Default)]
pub struct DeliverablesState {
    /// The plan looked at; `None` is the one that is followed.
    pub(super) plan: Option<PlanId>,
    pub(super) by: Grouping,
    pub(super) filter: DeliverableFilter,
    pub(super) row: Option<String>,
    /// What was typed and is not committed: also a day that could not be read, until it is mended.
    drafts: BTreeMap<(PlanId, String, Field), String>,
    /// The field that takes the keys next.
    pub(super) focus: Option<Field>,
    /// The chosen line is to be scrolled into sight.
    pub(super) scroll: bool,
    /// What was typed behind a key that opens or leaves a field.
    pub(super) later: Vec<egui::Event>,
    history: Option<History>,
}

impl DeliverablesState {
    /// Gives the plan looked at.
    pub(super) fn plan_id(&self, desk: &Desk) -> PlanId {
        let chosen = self.plan.clone().filter(|plan| desk.plan_of(plan).is_some());
        chosen.unwrap_or_else(|| desk.workspace().plan.clone())
    }

    /// Looks at another plan.
    pub(super) fn look_at(&mut self, plan: PlanId) {
        self.plan = Some(plan);
        self.filter = DeliverableFilter { text: std::mem::take(&mut self.filter.text), ..Default::default() };
        self.row = None;
    }

    /// Looks at the plan that is followed again.
    pub(in crate::ui) fn forget_plan(&mut self) {
        self.plan = None;
        self.filter = DeliverableFilter::default();
        self.row = None;
    }

    /// Says whether a group is the one that is chosen on the left.
    pub(super) fn is_chosen(&self, key: &GroupKey<'_>) -> bool {
        match key {
            GroupKey::Clause(clause) => self.filter.clause.as_deref() == Some(clause),
            GroupKey::Body(body) => self.filter.body.as_deref() == Some(body),
            GroupKey::Due(timing) => self.filter.timing == Some(*timing),
        }
    }

    /// Says whether one group of the present grouping is chosen.
    pub(super) const fn has_chosen(&self) -> bool {
        match self.by {
            Grouping::Clause => self.filter.clause.is_some(),
            Grouping::Body => self.filter.body.is_some(),
            Grouping::Due => self.filter.timing.is_some(),
        }
    }

    /// Chooses a group, or all of them.
    pub(super) fn choose_group(&mut self, key: Option<&GroupKey<'_>>) {
        match self.by {
            Grouping::Clause => self.filter.clause = None,
            Grouping::Body => self.filter.body = None,
            Grouping::Due => self.filter.timing = None,
        }
        match key {
            Some(GroupKey::Clause(clause)) => self.filter.clause = Some((*clause).to_owned()),
            Some(GroupKey::Body(body)) => self.filter.body = Some((*body).to_owned()),
            Some(GroupKey::Due(timing)) => self.filter.timing = Some(*timing),
            None => {}
        }
        self.scroll = true;
    }

    /// Chooses by due day from the menu.
    pub(super) const fn choose_timing(&mut self, timing: Option<Timing>, undated: bool) {
        self.filter.timing = timing;
        self.filter.undated = undated;
    }

    /// Says whether anything is filtered out.
    pub(super) fn is_filtered(&self) -> bool {
        let DeliverableFilter { clause, body, timing, undated, state, text } = &self.filter;
        clause.is_some()
            || body.is_some()
            || timing.is_some()
            || *undated
            || state.is_some()
            || !text.trim().is_empty()
    }

    /// Lays out what is shown: every line that passes once, under the first group it belongs to.
    pub(super) fn shown(&self, lines: &[DeliverableLine<'_>], groups: &[DeliverableGroup<'_>]) -> Vec<Shown> {
        let passing = |at: &usize| lines.get(*at).is_some_and(|line| self.filter.passes(line));
        if self.has_chosen() {
            return (0..lines.len()).filter(passing).map(Shown::Line).collect();
        }
        let mut shown = Vec::new();
        for (place, group) in groups.iter().enumerate() {
            let leads = |at: &usize| lines.get(*at).is_some_and(|line| line.lead(self.by) == group.key);
            let of_group: Vec<Shown> =
                group.lines.iter().copied().filter(|at| leads(at) && passing(at)).map(Shown::Line).collect();
            if !of_group.is_empty() {
                shown.push(Shown::Head(place));
                shown.extend(of_group);
            }
        }
        shown
    }

    /// Moves the choice by so many lines within what is shown; what was typed is committed.
    pub(super) fn go(&mut self, by: i64, lines: &[DeliverableLine<'_>], shown: &[Shown], out: &mut Vec<Act>) {
        let rows: Vec<&str> = shown
            .iter()
            .filter_map(|shown| match shown {
                Shown::Line(at) => lines.get(*at).map(|line| line.printed.row.as_str()),
                Shown::Head(_) => None,
            })
            .collect();
        let Some(last) = rows.len().checked_sub(1) else { return };
        let now = rows.iter().position(|row| self.row.as_deref() == Some(row)).unwrap_or(0);
        let to = usize::try_from((now as i64).saturating_add(by).max(0)).unwrap_or(0).min(last);
        self.choose(rows[to], out);
        self.scroll = true;
    }

    /// Chooses a line; what was typed into the card of another one is committed.
    pub(super) fn choose(&mut self, row: &str, out: &mut Vec<Act>) {
        if self.row.as_deref() != Some(row) {
            self.commit(out);
            self.row = Some(row.to_owned());
        }
    }

    /// Gives what is being typed into a field.
    pub(super) fn draft(&self, plan: &PlanId, row: &str, field: Field) -> Option<&String> {
        self.drafts.get(&(plan.clone(), row.to_owned(), field))
    }

    /// Keeps what is being typed.
    pub(super) fn keep(&mut self, plan: &PlanId, row: &str, field: Field, text: String) {
        self.drafts.insert((plan.clone(), row.to_owned(), field), text);
    }

    /// Drops what was typed into a field.
    pub(super) fn drop_draft(&mut self, plan: &PlanId, row: &str, field: Field) {
        self.drafts.remove(&(plan.clone(), row.to_owned(), field));
    }

    /// Commits everything typed; a day that cannot be read stays where it was typed.
    pub(in crate::ui) fn commit(&mut self, out: &mut Vec<Act>) {
        for ((plan, row, field), text) in std::mem::take(&mut self.drafts) {
            let change = match field {
                Field::Figure => FollowChange::Figure(text),
                Field::On if text.trim().is_empty() || day_from_text(&text).is_some() => {
                    FollowChange::On(text)
                }
                Field::On => {
                    self.drafts.insert((plan, row, field), text);
                    continue;
                }
                Field::Evidence => FollowChange::Evidence(text),
            };
            out.push(Act::Do(Command::Follow { plan, row, change }));
        }
    }

    /// Drops the keys that wait for a field: the screen is left.
    pub(in crate::ui) fn leave(&mut self) {
        self.later.clear();
        self.focus = None;
    }

    /// Shows an item, whatever is filtered.
    pub(in crate::ui) fn show(&mut self, plan: PlanId, row: String) {
        self.plan = Some(plan);
        self.filter = DeliverableFilter::default();
        self.row = Some(row);
        self.scroll = true;
    }

    /// Ticks a yes/no item, or takes the tick off; a counted one is given its figure instead.
    pub(super) fn tick(&mut self, plan: &PlanId, line: &DeliverableLine<'_>, out: &mut Vec<Act>) {
        if line.printed.takes_figure() {
            self.focus = Some(Field::Figure);
            return;
        }
        let state = (line.state != Some(FollowedState::Done)).then_some(FollowedState::Done);
        let (plan, row) = (plan.clone(), line.printed.row.clone());
        out.push(Act::Do(Command::Follow { plan, row, change: FollowChange::State(state) }));
    }

    /// Gives the edits of a row, read again only when something was written.
    pub(super) fn history(&mut self, desk: &Desk, plan: &PlanId, row: &str) -> Arc<Vec<FollowedLine>> {
        let saves = desk.saves();
        if let Some((of, known, at, lines)) = &self.history
            && of == plan
            && known == row
            && *at == saves
        {
            return Arc::clone(lines);
        }
        let lines = Arc::new(desk.followed_history(plan, row));
        self.history = Some((plan.clone(), row.to_owned(), saves, Arc::clone(&lines)));
        lines
    }
}
