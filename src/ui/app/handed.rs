//! What later starts of the program hand to this window: a thread looks for it now and then, and wakes the window only
//! when something is there.

use std::{
    path::{Path, PathBuf},
    sync::mpsc::{self, RecvTimeoutError},
    thread,
    time::Duration,
};

use egui::{Context, UserAttentionType, ViewportCommand};

use super::App;
use crate::{store::Door, ui::session::Session, words};

/// How often it is looked; whoever waits for an answer waits a little longer than a few of these.
const PAUSE: Duration = Duration::from_millis(400);

/// 交来的文件, while a workspace is open for writing; dropping it ends that.
#[derive(Debug)]
pub(super) struct Handed {
    files: mpsc::Receiver<Vec<PathBuf>>,
    _ends: mpsc::Sender<()>,
}

impl Handed {
    /// Opens the door of a workspace; `None` where another window keeps it or the system gives no thread.
    pub(super) fn watch(state: &Path, workspace: &Path, wake: Context) -> Option<Self> {
        let door = Door::open(state, workspace)?;
        let (tell, files) = mpsc::channel();
        let (ends, ended) = mpsc::channel::<()>();
        let spawned = thread::Builder::new().name("duibiao-door".to_owned()).spawn(move || {
            while matches!(ended.recv_timeout(PAUSE), Err(RecvTimeoutError::Timeout)) {
                let handed = door.take();
                if !handed.is_empty() {
                    if tell.send(handed).is_err() {
                        return;
                    }
                    wake.request_repaint();
                }
            }
        });
        spawned.ok().map(|_| Self { files, _ends: ends })
    }

    /// Gives what was handed over since.
    pub(super) fn taken(&self) -> Vec<PathBuf> {
        self.files.try_iter().flatten().collect()
    }
}

impl App {
    /// Opens the door of the workspace that is open, if this window may write in it.
    pub(super) fn open_door(&mut self, workspace: &Path, ctx: &Context) {
        self.handed = None;
        let may_write = self.session.as_ref().is_some_and(|session| !session.desk.is_read_only());
        if let Some(state) = self.start.state.as_ref().filter(|_| may_write) {
            self.handed = Handed::watch(state, workspace, ctx.clone());
        }
    }

    /// Lists what a later start handed over, and comes to the front with it.
    pub(super) fn take_handed(&mut self, ctx: &Context) {
        let files = self.handed.as_ref().map(Handed::taken).unwrap_or_default();
        if files.is_empty() {
            return;
        }
        let now = (self.start.now)();
        self.receive(files, ctx, now);
        ctx.send_viewport_cmd(ViewportCommand::Minimized(false));
        ctx.send_viewport_cmd(ViewportCommand::Focus);
        if !ctx.input(|input| input.focused) {
            // Where the system lets no window come to the front by itself, it shows in its bar that it wants to.
            ctx.send_viewport_cmd(ViewportCommand::RequestUserAttention(UserAttentionType::Informational));
        }
    }

    /// Says that the window that has the workspace did not take the files this program was started with.
    pub(super) fn tell_unanswered(session: &mut Session, now: chrono::NaiveDateTime) {
        let told = words::say(session.desk.lang(), "handing.unanswered").into_owned();
        session.tell_refused(told, now);
    }
}
