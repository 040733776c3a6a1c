//! What takes longer than a frame is made on a thread; what was made before stays on the screen until then.

use std::{sync::mpsc, thread};

use egui::Context;

use crate::desk::Desk;

/// What a value was made of, and the state of the desk it was made from.
type Of<K> = (K, u64);

/// 旁算: one value that is made of the desk, at once where that is little work, else on a thread of its own.
///
/// At most one thread runs. A value of the same question and an older state of the figures is shown until the new one
/// is there: a figure that was typed does not empty the screen.
#[derive(Debug)]
pub struct Apart<K, T> {
    kept: Option<(Of<K>, T)>,
    running: Option<(Of<K>, mpsc::Receiver<T>)>,
    thread: Option<thread::JoinHandle<()>>,
    /// What a thread ended without: it is not tried again and again.
    failed: Option<Of<K>>,
}

impl<K, T> Default for Apart<K, T> {
    fn default() -> Self {
        Self { kept: None, running: None, thread: None, failed: None }
    }
}

impl<K: Clone + PartialEq, T: Clone + Send + 'static> Apart<K, T> {
    /// Gives the value of a question, or one of an older state of the figures; `None` while there is neither.
    pub fn value(
        &mut self,
        desk: &Desk,
        ctx: &Context,
        key: &K,
        is_long: bool,
        make: impl FnOnce(&Desk) -> T + Send + 'static,
    ) -> Option<T> {
        self.take_finished();
        let is_of = |of: &Of<K>| of.0 == *key && of.1 == desk.generation();
        if let Some((of, value)) = &self.kept
            && is_of(of)
        {
            return Some(value.clone());
        }
        if !is_long {
            let value = make(desk);
            self.kept = Some(((key.clone(), desk.generation()), value.clone()));
            return Some(value);
        }
        if self.running.is_none() && !self.failed.as_ref().is_some_and(is_of) {
            self.start(desk, ctx, key, make);
        }
        self.kept.as_ref().filter(|((of, _), _)| of == key).map(|(_, value)| value.clone())
    }

    /// Says whether a thread is at work.
    pub const fn is_running(&self) -> bool {
        self.running.is_some()
    }

    fn start(&mut self, desk: &Desk, ctx: &Context, key: &K, make: impl FnOnce(&Desk) -> T + Send + 'static) {
        let of = (key.clone(), desk.generation());
        let (tell, answer) = mpsc::channel();
        let (wake, beside) = (ctx.clone(), desk.detached());
        let spawned = thread::Builder::new().name("duibiao-apart".to_owned()).spawn(move || {
            // The window may have been closed meanwhile.
            let _ = tell.send(make(&beside));
            drop(beside);
            wake.request_repaint();
        });
        match spawned {
            Ok(thread) => (self.thread, self.running) = (Some(thread), Some((of, answer))),
            Err(_) => self.failed = Some(of),
        }
    }

    fn take_finished(&mut self) {
        let Some((_, answer)) = &self.running else { return };
        let answer = answer.try_recv();
        if matches!(answer, Err(mpsc::TryRecvError::Empty)) {
            return;
        }
        let Some((of, _)) = self.running.take() else { return };
        match answer {
            Ok(value) => self.kept = Some((of, value)),
            Err(_) => self.failed = Some(of),
        }
    }
}

impl<K, T> Drop for Apart<K, T> {
    /// Waits, so that nothing holds the folder once the workspace is left.
    fn drop(&mut self) {
        if let Some(thread) = self.thread.take() {
            // A panic in it was told where it happened.
            let _ = thread.join();
        }
    }
}
