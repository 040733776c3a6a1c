//! Asking for a file on a thread and reading it there, one at a time. No drawing.

use std::{path::PathBuf, sync::mpsc, thread};

use crate::{
    base::Bilingual,
    store::{Disk as _, RealDisk, Step, StoreError},
    ui::export::AT_ONCE,
};

/// What came of a question for a file.
#[derive(Debug)]
pub(super) enum Picked {
    /// A file, by its name, and what is in it.
    File {
        /// Its name without the folder.
        name: String,
        /// What is in it.
        bytes: Vec<u8>,
    },
    /// It cannot be read.
    Fault(Bilingual),
    /// There is no dialog on this machine.
    NoDialog,
}

/// 选择文件: at most one question at a time.
#[derive(Debug, Default)]
pub(super) struct Picking {
    answer: Option<mpsc::Receiver<Option<Picked>>>,
}

impl Picking {
    /// Asks for a file of some kinds; the window is woken for the answer.
    pub(super) fn pick(&mut self, kinds: (&'static str, &'static [&'static str]), ctx: &egui::Context) {
        self.run(ctx, move || {
            let asked_at = std::time::Instant::now();
            match rfd::FileDialog::new().add_filter(kinds.0, kinds.1).pick_file() {
                // Nobody cancels this fast: there is no dialog on this machine.
                None if asked_at.elapsed() < AT_ONCE => Some(Picked::NoDialog),
                None => None,
                Some(path) => Some(read(path)),
            }
        });
    }

    /// Reads a file that was dropped on the window as if it had been picked.
    pub(super) fn read(&mut self, path: PathBuf, ctx: &egui::Context) {
        self.run(ctx, move || Some(read(path)));
    }

    fn run(&mut self, ctx: &egui::Context, question: impl FnOnce() -> Option<Picked> + Send + 'static) {
        if self.answer.is_some() {
            return;
        }
        let (tell, answer) = mpsc::channel();
        let wake = ctx.clone();
        let spawned = thread::Builder::new().name("duibiao-pick".to_owned()).spawn(move || {
            let picked = question();
            // The window may have been closed meanwhile.
            let _ = tell.send(picked);
            wake.request_repaint();
        });
        if spawned.is_ok() {
            self.answer = Some(answer);
        }
    }

    /// Gives what was picked, once; nothing while a person is still looking, or has picked nothing.
    pub(super) fn finished(&mut self) -> Option<Picked> {
        let told = self.answer.as_ref()?.try_recv();
        match told {
            Ok(picked) => {
                self.answer = None;
                picked
            }
            Err(mpsc::TryRecvError::Disconnected) => {
                self.answer = None;
                None
            }
            Err(mpsc::TryRecvError::Empty) => None,
        }
    }
}

fn read(path: PathBuf) -> Picked {
    const MOST: usize = 8 * 1024 * 1024;
    match RealDisk.read(&path) {
        Ok(bytes) if bytes.len() > MOST => Picked::Fault(Bilingual::new(
            "文件超过 8 MiB，未读取。请只保留需要的行后再试。",
            "The file is larger than 8 MiB and was not read. Keep only the rows needed and try again.",
        )),
        Ok(bytes) => {
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            Picked::File { name, bytes }
        }
        Err(fault) => {
            let fault = StoreError::Io { what: Step::Read, path, source_text: fault.to_string() };
            Picked::Fault(fault.sentence())
        }
    }
}
