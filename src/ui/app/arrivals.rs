//! Files that came from another desk, opened with the program or on its welcome screen: they wait for a workspace.

use std::path::{Path, PathBuf};

use chrono::NaiveDateTime;
use egui::Context;

use super::{
    App,
    asking::{Answer, asked_of},
};
use crate::{
    base::{Bilingual, Lang},
    desk::Desk,
    store::{Disk as _, RealDisk},
    ui::new_workspace_ui::NewForm,
    wire::{FormPack, Travelling, travelling_from_text},
    words,
};

impl App {
    /// Opens files that came in the workspace that is open; without one they wait for it, and a form pack offers to make
    /// it.
    pub(super) fn receive(&mut self, paths: Vec<PathBuf>, ctx: &Context, now: NaiveDateTime) {
        if let Some(session) = &mut self.session {
            session.receive_files(paths, ctx, now);
            return;
        }
        let pack = paths.iter().find_map(|path| form_pack_of(path));
        self.pending.extend(paths);
        let made = pack.and_then(|pack| {
            let (catalogue, plans) = Desk::shipped_packs().ok()?;
            NewForm::of_pack(pack, &catalogue, plans)
        });
        if made.is_some() {
            self.welcome.form = made;
            return;
        }
        let names: Vec<String> = self
            .pending
            .iter()
            .map(|path| path.file_name().unwrap_or_default().to_string_lossy().into_owned())
            .collect();
        let told = |lang| {
            let names = names.join(if lang == Lang::Zh { "、" } else { ", " });
            words::say_with(lang, "arrivals.needs_workspace", &[("names", &names)])
        };
        // Why no workspace is open may stand there already.
        self.welcome.waiting = Some(Bilingual::new(told(Lang::Zh), told(Lang::En)));
    }

    /// Stages what waited for a workspace.
    pub(super) fn receive_pending(&mut self, ctx: &Context) {
        let pending = std::mem::take(&mut self.pending);
        let now = (self.start.now)();
        if let Some(session) = self.session.as_mut().filter(|_| !pending.is_empty()) {
            session.receive_files(pending, ctx, now);
        }
    }

    /// Takes files that are dropped while no workspace is open.
    pub(super) fn take_dropped(&mut self, ctx: &Context, now: NaiveDateTime) {
        let dropped: Vec<PathBuf> =
            ctx.input(|input| input.raw.dropped_files.iter().map(|file| file.path().to_owned()).collect());
        if !dropped.is_empty() {
            self.receive(dropped, ctx, now);
        }
    }

    pub(super) fn ask_files(&mut self, ctx: &Context) {
        let dialog = || rfd::FileDialog::new().pick_files();
        self.ask(ctx, asked_of(dialog, Answer::Files));
    }
}

fn form_pack_of(path: &Path) -> Option<FormPack> {
    match travelling_from_text(&RealDisk.read(path).ok()?).ok()? {
        Travelling::FormPack(pack) => Some(*pack),
        _ => None,
    }
}
