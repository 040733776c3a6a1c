//! 退回 that are being written: kept beside what came in, so that a remark is not lost when the program is closed.

use std::sync::Arc;

use chrono::NaiveDateTime;

use crate::{
    desk::{Desk, Job, KnownJob, SaveState},
    returns::{Move, ReturnKey, SentBack},
    wire::SentBackNote,
};

impl Desk {
    /// Gives what was being written to send returns back with, of those that still can be.
    pub fn refusals_begun(&self) -> impl Iterator<Item = (&ReturnKey, &SentBack)> {
        self.known.refusals.iter().filter(|(key, _)| self.can_move(key, Move::SendBack))
    }

    /// Keeps what is being written to send a return back with; `None` once there is nothing any more.
    pub fn keep_refusal(&mut self, key: &ReturnKey, said: Option<SentBack>, now: NaiveDateTime) {
        if self.is_read_only() || self.known.refusals.get(key) == said.as_ref() {
            return;
        }
        let job = match said {
            Some(said) => {
                let digest =
                    self.head(key).submission().map(|found| found.digest.clone()).unwrap_or_default();
                let note =
                    SentBackNote { from: self.sender(now), key: key.clone(), digest, said: said.clone() };
                self.known.refusals.insert(key.clone(), said);
                KnownJob::Refusal(Arc::new(note))
            }
            None => {
                self.known.refusals.remove(key);
                KnownJob::NoRefusal(key.clone())
            }
        };
        self.jobs.push(Job::Known(job));
        self.save_state = SaveState::Saving;
    }
}
