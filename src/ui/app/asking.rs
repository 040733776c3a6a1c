//! Questions of the program as a whole that a file dialog answers, on a thread.

use std::{path::PathBuf, sync::mpsc, thread};

use egui::Context;

use super::App;
use crate::{base::Bilingual, store::unzip_workspace, ui::export::AT_ONCE};

/// What came of a question asked on a thread.
pub(super) enum Answer {
    /// Nobody chose anything.
    Nothing,
    /// The machine has no file dialog.
    NoDialog,
    /// A workspace to be opened.
    Folder(PathBuf),
    /// Files from other desks.
    Files(Vec<PathBuf>),
    /// A zip to be unpacked.
    Zip(PathBuf),
    /// A place for the zip at hand.
    Place(PathBuf),
    /// The zip was refused.
    Fault(Bilingual),
}

/// Asks in a file dialog; `chosen` says what was asked for.
pub(super) fn asked_of<T>(
    ask: impl FnOnce() -> Option<T>,
    chosen: impl FnOnce(T) -> Answer,
) -> impl FnOnce() -> Answer {
    move || {
        let asked_at = std::time::Instant::now();
        match ask() {
            // Nobody cancels this fast.
            None if asked_at.elapsed() < AT_ONCE => Answer::NoDialog,
            None => Answer::Nothing,
            Some(path) => chosen(path),
        }
    }
}

impl App {
    /// Asks on a thread, one question at a time; the window is woken for the answer.
    pub(super) fn ask(&mut self, ctx: &Context, question: impl FnOnce() -> Answer + Send + 'static) {
        if self.asked.is_some() {
            return;
        }
        let (tell, answer) = mpsc::channel();
        let wake = ctx.clone();
        let spawned = thread::Builder::new().name("duibiao-ask".to_owned()).spawn(move || {
            // The window may have been closed meanwhile.
            let _ = tell.send(question());
            wake.request_repaint();
        });
        if spawned.is_ok() {
            self.asked = Some(answer);
        }
    }

    pub(super) fn ask_folder(&mut self, ctx: &Context, chosen: fn(PathBuf) -> Answer) {
        let start = self.start.saves.clone();
        self.ask(ctx, asked_of(move || rfd::FileDialog::new().set_directory(start).pick_folder(), chosen));
    }

    pub(super) fn ask_zip(&mut self, ctx: &Context) {
        let dialog = || rfd::FileDialog::new().add_filter("zip", &["zip"]).pick_file();
        self.ask(ctx, asked_of(dialog, Answer::Zip));
    }

    /// Unpacks a zip into a new folder, which is then opened as if it had been chosen.
    pub(super) fn unzip(&mut self, ctx: &Context, zip: PathBuf, into: PathBuf) {
        if let Some(unzip) = &mut self.unzip {
            unzip.fault = None;
        }
        self.ask(ctx, move || match unzip_workspace(&zip, &into) {
            Ok(()) => Answer::Folder(into),
            Err(fault) => Answer::Fault(fault.sentence()),
        });
    }
}
