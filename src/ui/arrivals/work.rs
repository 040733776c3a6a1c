//! The thread that reads what arrived, or keeps it: how far it is, how it is stopped, what came of it.

use std::{
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
        mpsc::{self, TryRecvError},
    },
    thread,
};

use crate::{
    base::Bilingual,
    desk::{Checking, Collected, Secured, collect, secure},
    exchange::{Stage, Staged},
    store::{Folder, RealDisk},
};

/// What came of it.
pub(super) enum Done {
    /// Files were read and staged.
    Read(Box<Stage>, Collected),
    /// Files were kept as they came, or why not.
    Kept(Result<Secured, Bilingual>),
    /// The thread ended without a word.
    Nothing,
}

#[derive(Debug, Default)]
struct Gauge {
    done: AtomicUsize,
    all: AtomicUsize,
    stopped: AtomicBool,
    checks: AtomicBool,
}

impl Gauge {
    fn note(&self, done: usize, all: usize) {
        self.done.store(done, Ordering::Relaxed);
        self.all.store(all, Ordering::Relaxed);
    }
}

/// 后台任务: at most one at a time; dropping it stops and ends it.
pub(super) struct Work {
    gauge: Arc<Gauge>,
    answer: mpsc::Receiver<Done>,
    thread: Option<thread::JoinHandle<()>>,
    is_keeping: bool,
}

impl std::fmt::Debug for Work {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Work").field("gauge", &self.gauge).finish_non_exhaustive()
    }
}

impl Work {
    /// Reads files, folders and zips into a staging area and asks the checks of what came; `None` if the system gives no
    /// thread.
    pub(super) fn read(
        mut stage: Stage,
        checking: Checking,
        paths: Vec<PathBuf>,
        wake: egui::Context,
    ) -> Option<Self> {
        Self::start(false, wake, move |gauge| {
            let go_on = |done, all| {
                gauge.note(done, all);
                !gauge.stopped.load(Ordering::Relaxed)
            };
            let collected = collect(&mut stage, &RealDisk, &paths, go_on);
            gauge.note(0, stage.staged().len());
            gauge.checks.store(true, Ordering::Relaxed);
            checking.run(stage.staged_mut(), go_on);
            Done::Read(Box::new(stage), collected)
        })
    }

    /// Keeps the files of staged lines as they came; `None` if the system gives no thread.
    pub(super) fn keep(folder: Arc<Folder>, lines: Vec<Staged>, wake: egui::Context) -> Option<Self> {
        Self::start(true, wake, move |gauge| {
            let kept = secure(&folder, lines, |done, all| gauge.note(done, all));
            Done::Kept(kept.map_err(|fault| fault.sentence()))
        })
    }

    fn start(
        is_keeping: bool,
        wake: egui::Context,
        work: impl FnOnce(&Gauge) -> Done + Send + 'static,
    ) -> Option<Self> {
        let (tell, answer) = mpsc::channel();
        let gauge = Arc::new(Gauge::default());
        let counted = Arc::clone(&gauge);
        let spawned = thread::Builder::new().name("duibiao-arrivals".to_owned()).spawn(move || {
            // The window may have been closed meanwhile.
            let _ = tell.send(work(&counted));
            wake.request_repaint();
        });
        spawned.ok().map(|thread| Self { gauge, answer, thread: Some(thread), is_keeping })
    }

    /// Says whether files are being kept, which is not stopped half-way.
    pub(super) const fn is_keeping(&self) -> bool {
        self.is_keeping
    }

    /// Says whether files are read and the checks are being asked.
    pub(super) fn is_checking(&self) -> bool {
        self.gauge.checks.load(Ordering::Relaxed)
    }

    /// Gives how many of how many files, or returns, are done.
    pub(super) fn counts(&self) -> (usize, usize) {
        (self.gauge.done.load(Ordering::Relaxed), self.gauge.all.load(Ordering::Relaxed))
    }

    /// Asks it to stop after the file it is at.
    pub(super) fn stop(&self) {
        self.gauge.stopped.store(true, Ordering::Relaxed);
    }

    /// Says whether it was asked to stop.
    pub(super) fn is_stopped(&self) -> bool {
        self.gauge.stopped.load(Ordering::Relaxed)
    }

    /// Gives what came of it, once it has ended.
    pub(super) fn finished(&self) -> Option<Done> {
        match self.answer.try_recv() {
            Ok(done) => Some(done),
            Err(TryRecvError::Disconnected) => Some(Done::Nothing),
            Err(TryRecvError::Empty) => None,
        }
    }
}

impl Drop for Work {
    fn drop(&mut self) {
        self.stop();
        if let Some(thread) = self.thread.take() {
            // A panic in it was told where it happened.
            let _ = thread.join();
        }
    }
}
