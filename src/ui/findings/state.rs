//! What the findings screen remembers; the explanations themselves stay in the desk.

use std::collections::HashMap;

use egui::Id;

use crate::{
    base::{CheckId, ElementId, Severity},
    desk::{Command, Desk},
    returns::ReturnKey,
    ui::{act::Act, findings::explanations_ui::ExplanationsState, recovery::Typed},
    wire::{DraftPart, DraftPlace},
};

/// Explanations being written, until they are committed.
#[derive(Debug, Default)]
pub struct Drafts {
    texts: HashMap<(ReturnKey, CheckId, ElementId), String>,
}

impl Drafts {
    /// Gives the draft of a finding, beginning with what is stored.
    pub(in crate::ui) fn text(
        &self,
        key: &ReturnKey,
        check: &CheckId,
        element: &ElementId,
        stored: &str,
    ) -> String {
        let place = (key.clone(), check.clone(), element.clone());
        self.texts.get(&place).map_or_else(|| stored.to_owned(), Clone::clone)
    }

    /// Drops a draft: what stands there is what is stored.
    pub(in crate::ui) fn forget(&mut self, key: &ReturnKey, check: &CheckId, element: &ElementId) {
        self.texts.remove(&(key.clone(), check.clone(), element.clone()));
    }

    /// Keeps what was typed.
    pub(in crate::ui) fn keep(
        &mut self,
        key: &ReturnKey,
        check: &CheckId,
        element: &ElementId,
        text: String,
    ) {
        self.texts.insert((key.clone(), check.clone(), element.clone()), text);
    }

    /// Gives the drafts that are not what is stored.
    pub(in crate::ui) fn typed(&self, desk: &Desk) -> Vec<Typed> {
        let place = |(key, check, element): &(ReturnKey, CheckId, ElementId)| DraftPlace {
            key: key.clone(),
            element: element.clone(),
            part: DraftPart::Explanation(check.clone()),
        };
        let stored = |(key, check, element): &(ReturnKey, CheckId, ElementId)| {
            let entry = desk.unit_return(key).map(|found| found.entry(element)).unwrap_or_default();
            entry.explanations.get(check).map(|said| said.text.clone()).unwrap_or_default()
        };
        let changed = self.texts.iter().filter(|(at, text)| stored(at) != text.trim());
        changed.map(|(at, text)| (place(at), text.clone())).collect()
    }

    /// Commits every draft.
    pub fn commit(&mut self, out: &mut Vec<Act>) {
        let mut drafts: Vec<_> = self.texts.drain().collect();
        drafts.sort();
        out.extend(
            drafts
                .into_iter()
                .map(|((key, check, element), text)| Act::Do(Command::Explain { key, element, check, text })),
        );
    }
}

/// 审核画面的状态.
#[derive(Debug, Default)]
pub struct FindingsState {
    /// Only these are shown; all if none is chosen.
    pub(super) only: Option<Severity>,
    /// Explained ones are shown as well.
    pub(super) settled_shown: bool,
    /// Explanations being written.
    pub drafts: Drafts,
    /// How high each card was when it was drawn last.
    pub(super) heights: HashMap<Id, f32>,
    /// The explanations of all returns are shown in place of one return's findings.
    pub(super) is_listing: bool,
    /// What the list of explanations remembers.
    pub(super) explanations: ExplanationsState,
}
