//! Watches what is being typed and has it journalled, so that a crash costs no more than two seconds of it. No drawing.

use std::collections::BTreeMap;

use chrono::{NaiveDateTime, TimeDelta};

use crate::{
    desk::Desk,
    wire::{DraftPart, DraftPlace},
};

/// How long a text may stand before it is journalled: two seconds less what the writing itself may take.
const STANDS: TimeDelta = TimeDelta::milliseconds(1500);

/// A text that is typed and not committed.
pub(in crate::ui) type Typed = (DraftPlace, String);

/// 草稿值守.
#[derive(Debug, Default)]
pub(in crate::ui) struct DraftWatch {
    /// What was journalled, and the revision of its return then.
    written: BTreeMap<DraftPlace, (String, u64)>,
    /// Since when a place holds something that was not.
    since: BTreeMap<DraftPlace, NaiveDateTime>,
}

impl DraftWatch {
    /// Looks at what is typed now; gives how long until there is something to write.
    pub(in crate::ui) fn look(
        &mut self,
        typed: Vec<Typed>,
        desk: &mut Desk,
        now: NaiveDateTime,
    ) -> Option<TimeDelta> {
        if typed.is_empty() && self.written.is_empty() {
            self.since.clear();
            return None;
        }
        let typed: BTreeMap<DraftPlace, String> = typed.into_iter().collect();
        let mut lines = Vec::new();
        // A commit is in the journal itself, but for a second typing's; what was taken back has to be said.
        self.written.retain(|place, (_, revision)| {
            let is_gone = !typed.contains_key(place);
            let is_second = place.part == DraftPart::Second;
            if is_gone && (is_second || desk.revision_typed_over(place) == *revision) {
                lines.push((place.clone(), None));
            }
            !is_gone
        });
        self.since.retain(|place, _| typed.contains_key(place));
        let mut next: Option<TimeDelta> = None;
        for (place, text) in typed {
            let revision = desk.revision_typed_over(&place);
            if self.written.get(&place).is_some_and(|(known, at)| *known == text && *at == revision) {
                self.since.remove(&place);
                continue;
            }
            let since = self.since.entry(place.clone()).or_insert(now);
            // A clock that was set back must not make it wait.
            *since = (*since).min(now);
            let stood = now - *since;
            if stood < STANDS {
                let rest = STANDS - stood;
                next = Some(next.map_or(rest, |known| known.min(rest)));
                continue;
            }
            self.since.remove(&place);
            self.written.insert(place.clone(), (text.clone(), revision));
            lines.push((place, Some(text)));
        }
        desk.keep_drafts(lines, now);
        next
    }
}
