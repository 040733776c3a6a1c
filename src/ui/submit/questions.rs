//! 查询 and 答复 being written: kept for each figure and question until they are sent.

use std::collections::BTreeMap;

use crate::{base::ElementId, returns::ReturnKey};

/// What is being asked and answered.
#[derive(Debug, Default)]
pub(in crate::ui) struct QuestionDrafts {
    asked: BTreeMap<(ReturnKey, ElementId), String>,
    answered: BTreeMap<(ReturnKey, u32), String>,
}

impl QuestionDrafts {
    /// Gives what is being asked about a figure, to be typed on.
    pub(in crate::ui) fn question(&mut self, key: &ReturnKey, element: &ElementId) -> &mut String {
        self.asked.entry((key.clone(), element.clone())).or_default()
    }

    /// Says whether a question on a return was typed and not sent.
    pub(super) fn is_asking(&self, key: &ReturnKey) -> bool {
        self.asked.iter().any(|((of, _), text)| of == key && !text.trim().is_empty())
    }

    /// Gives what is being answered to a question, to be typed on.
    pub(in crate::ui) fn answer(&mut self, key: &ReturnKey, number: u32) -> &mut String {
        self.answered.entry((key.clone(), number)).or_default()
    }

    /// Forgets what has been sent.
    pub(in crate::ui) fn sent(&mut self, key: &ReturnKey) {
        self.asked.retain(|(of, _), text| of != key || !text.trim().is_empty());
        self.answered.retain(|(of, _), text| of != key || !text.trim().is_empty());
    }
}
