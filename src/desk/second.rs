//! 双录: a second person types the form without seeing the first, and the differences are listed.

use std::sync::Arc;

use chrono::NaiveDateTime;

use crate::{
    base::{Bilingual, ElementId, Figure, not_applicable_reason},
    desk::{Desk, Job, Notice, SaveState, apply::figure_from_text},
    returns::{Entry, ReturnKey, UnitReturn},
};

/// One cell in which the two typings differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Which cell.
    pub element: ElementId,
    /// What stands in the return.
    pub first: Figure,
    /// What the second person typed.
    pub second: Figure,
}

/// One cell of the second typing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SecondLine {
    /// Which cell.
    pub element: ElementId,
    /// The title of its section, where it is the first of it.
    pub section: Option<Bilingual>,
    /// Its name.
    pub name: Bilingual,
    /// Its unit.
    pub unit: Bilingual,
    /// What the second person typed.
    pub figure: Figure,
}

impl Desk {
    fn asked_of(&self, key: &ReturnKey) -> Vec<(ElementId, Bilingual)> {
        let Some(form) = self.catalogue.form(&key.form) else { return Vec::new() };
        let mut asked = Vec::new();
        for section in &form.sections {
            let typed = section.elements.iter().filter(|id| self.is_typed(id));
            asked.extend(typed.map(|id| (id.clone(), section.name.clone())));
        }
        asked
    }

    /// Gives the cells of a return as a second person meets them: nothing of the first typing is in it.
    pub fn second_lines(&self, key: &ReturnKey) -> Vec<SecondLine> {
        let typed = self.second.get(key);
        let mut before: Option<Bilingual> = None;
        let line = |(id, section): (ElementId, Bilingual)| {
            let element = self.catalogue.element(&id)?;
            let is_first = before.as_ref() != Some(&section);
            before = Some(section.clone());
            Some(SecondLine {
                section: is_first.then_some(section),
                name: element.name.clone(),
                unit: element.unit.clone(),
                figure: typed.map_or(Figure::Blank, |typed| typed.figure(&id).clone()),
                element: id,
            })
        };
        self.asked_of(key).into_iter().filter_map(line).collect()
    }

    /// Says how many cells the second person has typed, and how many there are; nothing was typed twice if 0.
    pub fn second_progress(&self, key: &ReturnKey) -> (usize, usize) {
        let typed = self.second.get(key).map_or(0, |typed| typed.entries.len());
        (typed, self.asked_of(key).len())
    }

    /// Gives the cells in which the two typings differ, in the order of the form; empty before the second has begun.
    ///
    /// A cell only the second has filled differs; one the second has not come to yet does not.
    pub fn second_differences(&self, key: &ReturnKey) -> Vec<Difference> {
        let Some(typed) = self.second.get(key).filter(|typed| !typed.entries.is_empty()) else {
            return Vec::new();
        };
        let first =
            |id: &ElementId| self.returns.get(key).map_or(Figure::Blank, |found| found.figure(id).clone());
        let all = self.asked_of(key).into_iter().map(|(element, _)| Difference {
            first: first(&element),
            second: typed.figure(&element).clone(),
            element,
        });
        // What the second has not come to yet is no difference.
        all.filter(|found| !found.second.is_blank() && !same(&found.first, &found.second)).collect()
    }

    pub(super) fn type_second(&mut self, key: &ReturnKey, id: &ElementId, text: &str) -> Vec<Notice> {
        let damaged = || self.refusal_over(|folder| folder.path_of_second(key));
        if let Some(refusal) = self.refusal(key, id).or_else(damaged) {
            return vec![refusal];
        }
        let Some(element) = self.catalogue.element(id) else { return Vec::new() };
        let figure = match not_applicable_reason(text) {
            Some("") => {
                return vec![Notice::refused(
                    "请写明不适用的原因：不适用：原因。",
                    "Say why it does not apply: 不适用: reason.",
                )];
            }
            Some(reason) => Figure::NotApplicable(reason.to_owned()),
            None => figure_from_text(element, text),
        };
        let mut typed = self.second_of(key);
        typed.replace(id, Entry::of(figure));
        self.keep_second(typed);
        Vec::new()
    }

    pub(super) fn clear_second(&mut self, key: &ReturnKey) -> Vec<Notice> {
        let damaged = || self.refusal_over(|folder| folder.path_of_second(key));
        if let Some(refusal) = self.refusal_to_author(key).or_else(damaged) {
            return vec![refusal];
        }
        let mut typed = self.second_of(key);
        typed.entries.clear();
        typed.revision += 1;
        self.keep_second(typed);
        Vec::new()
    }

    pub(super) fn take_second(
        &mut self,
        key: &ReturnKey,
        elements: &[ElementId],
        now: NaiveDateTime,
    ) -> Vec<Notice> {
        if let Some(refusal) = self.refusal_to_author(key) {
            return vec![refusal];
        }
        let Some(typed) = self.second.get(key).cloned() else { return Vec::new() };
        // What the second has not typed takes nothing away.
        let known =
            elements.iter().filter(|id| !typed.figure(id).is_blank() && self.refusal(key, id).is_none());
        let changes = known.map(|id| {
            let figure = typed.figure(id).clone();
            (id.clone(), self.entry(key, id).with_figure(figure).with(|beside| beside.carried = false))
        });
        let changes = changes.collect();
        self.commit(key, changes, "second", now);
        Vec::new()
    }

    fn second_of(&self, key: &ReturnKey) -> UnitReturn {
        let version = self.catalogue.form(&key.form).map_or(1, |form| form.version);
        self.second.get(key).map_or_else(
            || UnitReturn { synthetic: self.workspace.synthetic, ..UnitReturn::new(key.clone(), version) },
            |typed| UnitReturn::clone(typed),
        )
    }

    /// Keeps the second typing and writes it at once: it has no journal.
    fn keep_second(&mut self, typed: UnitReturn) {
        let typed = Arc::new(typed);
        self.second.insert(typed.key.clone(), Arc::clone(&typed));
        self.generation += 1;
        self.jobs.push(Job::Second(typed));
        self.save_state = SaveState::Saving;
    }
}

/// Says whether two figures answer alike; of 不适用 the reasons may be worded as they are.
fn same(one: &Figure, other: &Figure) -> bool {
    matches!((one, other), (Figure::NotApplicable(_), Figure::NotApplicable(_))) || one == other
}
