//! What the checks say of a return, kept current with each edit, and what was answered.

use std::{collections::HashMap, sync::Arc};

use crate::{
    base::{ElementId, Finding, Period, Severity},
    check::{Found, Scene},
    desk::Desk,
    returns::{Explanation, ReturnKey},
};

/// What was answered to a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// 逻辑 is mended, 提示 only informs: nothing is to be answered.
    NotAsked,
    /// 待说明.
    Missing,
    /// 已说明.
    Given(Explanation),
    /// Explained of other figures than stand there now; to be looked at again.
    Outdated(Explanation),
}

/// 审核结果 with its answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FindingView {
    /// The finding.
    pub finding: Finding,
    /// What was answered.
    pub answer: Answer,
}

impl FindingView {
    /// Says whether it stands in the way of 上报.
    pub const fn is_open(&self) -> bool {
        match self.finding.severity {
            Severity::Hard => true,
            Severity::Soft => !matches!(self.answer, Answer::Given(_)),
            Severity::Hint => false,
        }
    }
}

/// 审核结果 of one return, in the order of the form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Findings {
    /// All of them.
    pub list: Vec<FindingView>,
    /// Where those of a cell stand in the list.
    pub by_element: HashMap<ElementId, Vec<usize>>,
    /// 逻辑.
    pub hard: usize,
    /// 经验, explained or not.
    pub soft: usize,
    /// 经验 that wait for an explanation.
    pub unexplained: usize,
    /// 提示.
    pub hints: usize,
}

impl Findings {
    fn new(list: Vec<FindingView>) -> Self {
        let mut findings = Self::default();
        for (at, view) in list.iter().enumerate() {
            findings.by_element.entry(view.finding.element.clone()).or_default().push(at);
            match view.finding.severity {
                Severity::Hard => findings.hard += 1,
                Severity::Soft => findings.soft += 1,
                Severity::Hint => findings.hints += 1,
            }
            findings.unexplained += usize::from(view.finding.severity == Severity::Soft && view.is_open());
        }
        findings.list = list;
        findings
    }

    /// Gives what is said of a cell, the gravest first.
    pub fn of<'a>(&'a self, element: &ElementId) -> impl Iterator<Item = &'a FindingView> {
        let mut at: Vec<usize> = self.by_element.get(element).cloned().unwrap_or_default();
        at.sort_by_key(|at| self.list[*at].finding.severity);
        at.into_iter().map(|at| &self.list[at])
    }

    /// Gives the gravest finding of a cell that is still open, else the gravest of all.
    pub fn worst(&self, element: &ElementId) -> Option<&FindingView> {
        self.of(element).min_by_key(|view| (!view.is_open(), view.finding.severity))
    }
}

impl Desk {
    /// Gives what the checks say of a return; `list` is empty for one that does not exist.
    pub fn findings(&self, key: &ReturnKey) -> Arc<Findings> {
        self.remembered(
            |memo| memo.findings.get(key).cloned(),
            || self.make_findings(key),
            |memo, findings| {
                memo.findings.insert(key.clone(), findings);
            },
        )
    }

    fn make_findings(&self, key: &ReturnKey) -> Findings {
        let known = self.found.borrow().get(key).cloned();
        let found = known.unwrap_or_else(|| {
            let found = Arc::new(self.with_scene(key, |scene| self.book.judge(scene)).unwrap_or_default());
            self.found.borrow_mut().insert(key.clone(), Arc::clone(&found));
            found
        });
        let touched = self
            .returns
            .get(key)
            .is_some_and(|found| found.entries.values().any(|entry| !entry.figure.is_blank()));
        if !touched {
            // Nobody is told what is missing before the first figure is typed.
            return Findings::default();
        }
        let wanted = found.values().filter(|finding| self.is_wanted(&finding.element));
        Findings::new(wanted.map(|finding| self.answered(key, finding.clone())).collect())
    }

    fn answered(&self, key: &ReturnKey, finding: Finding) -> FindingView {
        let explained = || {
            let entry = self.returns.get(key)?.entries.get(&finding.element)?;
            entry.explanations.get(&finding.check).cloned()
        };
        let answer = match (finding.severity, explained()) {
            (Severity::Hard | Severity::Hint, _) => Answer::NotAsked,
            (Severity::Soft, None) => Answer::Missing,
            (Severity::Soft, Some(said)) if said.reading == finding.reading => Answer::Given(said),
            (Severity::Soft, Some(said)) => Answer::Outdated(said),
        };
        FindingView { finding, answer }
    }

    fn with_scene<T>(&self, key: &ReturnKey, look: impl FnOnce(&Scene<'_>) -> T) -> Option<T> {
        let (unit, form) = (self.tree.unit(&key.unit)?, self.catalogue.form(&key.form)?);
        let statements = |period: Period| self.said_by(&key.unit, period);
        Some(look(&Scene {
            catalogue: &self.catalogue,
            tree: self.tree.as_of(key.period.last_day()),
            plan: self.plan(),
            unit,
            form,
            period: key.period,
            unit_return: self.returns.get(key).map(AsRef::as_ref),
            statements: &statements,
        }))
    }

    /// Brings what is known of this unit's returns up to date with changed cells of one of them.
    pub(super) fn check_again(&self, key: &ReturnKey, changed: &[ElementId]) {
        let mut read = changed.to_vec();
        for element in self.catalogue.elements() {
            if element.taken_from.as_ref().is_some_and(|(source, _)| changed.contains(source)) {
                read.push(element.id.clone());
            }
        }
        let mut all = std::mem::take(&mut *self.found.borrow_mut());
        for (other, found) in all.iter_mut().filter(|(other, _)| other.unit == key.unit) {
            // Nothing looks ahead.
            if other.period < key.period {
                continue;
            }
            let same = other.period == key.period;
            self.with_scene(other, |scene| self.book.judge_again(scene, &read, same, Arc::make_mut(found)));
        }
        *self.found.borrow_mut() = all;
    }

    /// Judges a return from nothing: what [`Desk::findings`] must equal at any time.
    pub fn found_anew(&self, key: &ReturnKey) -> Found {
        self.with_scene(key, |scene| self.book.judge(scene)).unwrap_or_default()
    }

    /// Gives what is kept of a return's judgement; it must equal [`Desk::found_anew`].
    pub fn found_kept(&self, key: &ReturnKey) -> Found {
        self.found.borrow().get(key).map(|found| Found::clone(found)).unwrap_or_default()
    }

    /// Gives every check, shipped and issued.
    pub const fn book(&self) -> &crate::check::CheckBook {
        &self.book
    }
}
