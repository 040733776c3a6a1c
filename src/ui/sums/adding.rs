//! The thread that adds up; at most one at a time, and the last result stays until the next is there.

use std::{sync::mpsc, thread};

use chrono::NaiveDate;

use crate::{
    base::{Period, UnitId},
    desk::{BoardMade, BoardTask},
};

/// What a board was made of: over whom, which period, on which day, in which state of the desk.
pub(super) type BoardOf = (UnitId, Period, NaiveDate, u64);

/// 正在汇总.
#[derive(Debug, Default)]
pub(super) struct Adding {
    running: Option<(BoardOf, mpsc::Receiver<BoardMade>)>,
    thread: Option<thread::JoinHandle<()>>,
    /// What could not be added up: it is not tried again and again.
    failed: Option<BoardOf>,
}

impl Adding {
    /// Says whether something is being added up.
    pub(super) const fn is_running(&self) -> bool {
        self.running.is_some()
    }

    /// Says whether the thread ended without a result.
    pub(super) fn has_failed(&self, of: &BoardOf) -> bool {
        self.failed.as_ref() == Some(of)
    }

    /// Starts, unless something is being added up already or this very thing failed.
    pub(super) fn ask(&mut self, of: BoardOf, task: impl FnOnce() -> BoardTask, ctx: &egui::Context) {
        if self.running.is_some() || self.has_failed(&of) {
            return;
        }
        let (tell, answer) = mpsc::channel();
        let (wake, task) = (ctx.clone(), task());
        let spawned = thread::Builder::new().name("duibiao-roll-up".to_owned()).spawn(move || {
            // The window may have been closed meanwhile.
            let _ = tell.send(task.run());
            wake.request_repaint();
        });
        match spawned {
            Ok(thread) => {
                self.thread = Some(thread);
                self.running = Some((of, answer));
            }
            Err(_) => self.failed = Some(of),
        }
    }

    /// Gives what was added up, once.
    pub(super) fn finished(&mut self) -> Option<(BoardOf, BoardMade)> {
        let answer = self.running.as_ref()?.1.try_recv();
        match answer {
            Err(mpsc::TryRecvError::Empty) => None,
            Ok(made) => self.running.take().map(|(of, _)| (of, made)),
            Err(mpsc::TryRecvError::Disconnected) => {
                self.failed = self.running.take().map(|(of, _)| of);
                None
            }
        }
    }
}

impl Drop for Adding {
    /// Waits, so that nothing holds the folder once the workspace is left.
    fn drop(&mut self) {
        if let Some(thread) = self.thread.take() {
            // A panic in it was told where it happened.
            let _ = thread.join();
        }
    }
}
