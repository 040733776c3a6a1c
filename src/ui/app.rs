//! The window program: welcome or an open workspace, and what concerns the program as a whole.

mod arrivals;
mod asking;
mod handed;

use std::{
    path::{Path, PathBuf},
    sync::{Arc, mpsc},
    thread,
};

use chrono::NaiveDateTime;
use egui::{Context, Ui};

use asking::Answer;
use handed::Handed;

use crate::{
    base::{Bilingual, Lang},
    desk::{DemoSize, Desk, NewWorkspace, OpenFault, write_demo},
    store::WORKSPACE,
    ui::{
        act::Act,
        arrivals::ArrivalAct,
        entry::Widths,
        focus_ui::FocusRing,
        fonts::install_fonts,
        launch::{FirstFrames, saves_elsewhere},
        look::Look,
        new_workspace_ui::NewForm,
        renderer::chosen_renderer,
        session::Session,
        theme::Theme,
        unzip_ui::{Unzip, unzip_ui},
        welcome_ui::{WelcomeState, welcome_ui},
    },
    wire::Settings,
    words,
};

/// What the program is started with.
pub struct Start {
    /// Opened at once.
    pub open: Option<PathBuf>,
    /// Files from other desks, listed in the workspace that is opened.
    pub arrivals: Vec<PathBuf>,
    /// They were to go to the window that has the workspace open, which did not answer.
    pub is_unanswered: bool,
    /// This person's folder on this machine, where later starts hand over files; `None` if they cannot.
    pub state: Option<PathBuf>,
    /// Where new workspaces and the demonstration go.
    pub saves: PathBuf,
    /// Who types here.
    pub who: String,
    /// Gives local time; the core knows no clock.
    pub now: fn() -> NaiveDateTime,
    /// Settings of the last time.
    pub settings: Settings,
    /// Keeps them when they change.
    pub keep: fn(&Settings),
    /// The first workspace being opened while the window is made.
    pub opening: Option<Opening>,
}

/// A workspace being opened on a thread of its own.
pub type Opening = thread::JoinHandle<Result<Desk, OpenFault>>;

/// 对标的窗口.
pub struct App {
    start: Start,
    theme: Arc<Theme>,
    welcome: WelcomeState,
    session: Option<Box<Session>>,
    asked: Option<mpsc::Receiver<Answer>>,
    /// Files from other desks that wait for a workspace.
    pending: Vec<PathBuf>,
    /// What later starts hand over.
    handed: Option<Handed>,
    /// The zip that is to be unpacked.
    unzip: Option<Unzip>,
    /// The settings as they were last handed over to be kept.
    kept: Settings,
    /// Writes them; waiting for the disk would hold up a frame.
    keeping: Option<thread::JoinHandle<()>>,
    /// A person closes though something could not be written.
    gives_up: bool,
    /// The window was held against the screen it is on.
    fitted: bool,
    focus_ring: FocusRing,
    /// Told of the first frames of a real window.
    pub(super) first: Option<FirstFrames>,
}

impl App {
    /// Starts the program in a window that has no fonts and no theme yet.
    pub fn new(ctx: &Context, start: Start) -> Self {
        install_fonts(ctx);
        let theme = theme_or_default(start.settings.dark);
        apply_theme(ctx, &theme);
        if let Some(zoom) = start.settings.zoom.filter(|zoom| (0.5..=3.0).contains(zoom)) {
            ctx.set_zoom_factor(zoom);
        }
        let mut app = Self {
            kept: start.settings.clone(),
            keeping: None,
            start,
            theme,
            welcome: WelcomeState::default(),
            session: None,
            asked: None,
            pending: Vec::new(),
            handed: None,
            unzip: None,
            gives_up: false,
            fitted: false,
            focus_ring: FocusRing::default(),
            first: None,
        };
        let first = first_folder(app.start.open.take(), &app.start.settings);
        if let Some(zip) = first.as_ref().filter(|first| is_zip(first)) {
            app.unzip = Some(Unzip::new(zip.clone(), &app.start.saves));
        } else if let Some(folder) = first {
            match app.start.opening.take().map(thread::JoinHandle::join) {
                Some(Ok(desk)) => app.enter(ctx, &folder, desk),
                Some(Err(_)) | None => app.open(ctx, &folder),
            }
        }
        let arrivals = std::mem::take(&mut app.start.arrivals);
        if !arrivals.is_empty() {
            let now = (app.start.now)();
            app.receive(arrivals, ctx, now);
            if let Some(session) = app.session.as_mut().filter(|_| app.start.is_unanswered) {
                Self::tell_unanswered(session, now);
            }
        }
        app
    }

    /// Gives the open workspace.
    pub fn session(&self) -> Option<&Session> {
        self.session.as_deref()
    }

    /// Gives the settings to keep.
    pub const fn settings(&self) -> &Settings {
        &self.start.settings
    }

    fn open(&mut self, ctx: &Context, folder: &Path) {
        let now = (self.start.now)();
        let desk = Desk::open(folder, &self.start.who, now);
        self.enter(ctx, folder, desk);
    }

    fn enter(&mut self, ctx: &Context, folder: &Path, desk: Result<Desk, OpenFault>) {
        match desk {
            Ok(desk) => {
                let recent = &mut self.start.settings.recent;
                recent.retain(|known| known != folder);
                recent.insert(0, folder.to_owned());
                recent.truncate(8);
                self.welcome = WelcomeState::default();
                let mut session = Session::new(desk, ctx);
                session.set_widths(Widths::of_kept(&self.start.settings.column_widths));
                if let Some(inbox) = self.start.settings.watched.get(folder) {
                    let told = self.start.settings.told.get(folder).cloned().unwrap_or_default();
                    session.watch_inbox(inbox.clone(), told, ctx);
                }
                self.session = Some(Box::new(session));
                self.open_door(folder, ctx);
                self.receive_pending(ctx);
            }
            Err(fault) => self.welcome.fault = Some(fault.sentence()),
        }
    }

    /// Moves time, writes and answered dialogs on.
    pub fn logic(&mut self, ctx: &Context) {
        let now = (self.start.now)();
        if let Some(session) = &mut self.session {
            session.logic(ctx, now);
        }
        self.take_handed(ctx);
        match self.asked.as_ref().map(mpsc::Receiver::try_recv) {
            Some(Ok(answer)) => {
                self.asked = None;
                self.take(answer, ctx, now);
            }
            Some(Err(mpsc::TryRecvError::Disconnected)) => self.asked = None,
            Some(Err(mpsc::TryRecvError::Empty)) | None => {}
        }
    }

    fn take(&mut self, answer: Answer, ctx: &Context, now: NaiveDateTime) {
        match answer {
            Answer::Nothing => {}
            Answer::NoDialog => {
                let told = Bilingual::new(
                    words::say(Lang::Zh, "welcome.no_dialog"),
                    words::say(Lang::En, "welcome.no_dialog"),
                );
                match (&mut self.unzip, &mut self.session) {
                    (Some(unzip), _) => unzip.fault = Some(told),
                    (None, Some(session)) => {
                        session.tell_refused(told.text(session.desk.lang()).to_owned(), now);
                    }
                    (None, None) => self.welcome.fault = Some(told),
                }
            }
            Answer::Folder(folder) => {
                if self.leave(now) {
                    self.unzip = None;
                    self.open(ctx, &folder);
                }
            }
            Answer::Files(paths) => self.receive(paths, ctx, now),
            Answer::Zip(zip) => self.unzip = Some(Unzip::new(zip, &self.start.saves)),
            Answer::Place(folder) => {
                if let Some(unzip) = &mut self.unzip {
                    unzip.place_in(&folder);
                }
            }
            Answer::Fault(why) => {
                if let Some(unzip) = &mut self.unzip {
                    unzip.fault = Some(why);
                }
            }
        }
    }

    /// Draws one frame.
    pub fn ui(&mut self, ui: &mut Ui) {
        let now = (self.start.now)();
        let mut acts = Vec::new();
        let lang = self.session.as_ref().map_or(self.start.settings.lang, |session| session.desk.lang());
        let look = Look { theme: Arc::clone(&self.theme), lang, today: now.date() };
        match &mut self.session {
            Some(session) => {
                // A list of choices is left by its own keys.
                if !session.has_list_open() && !egui::Popup::is_any_open(ui.ctx()) {
                    self.focus_ring.lead(ui.ctx(), session.has_cursor());
                }
                session.set_covered(self.unzip.is_some());
                session.set_renderer(chosen_renderer(&self.start.settings));
                acts = session.ui(ui, &self.theme, now);
            }
            None => {
                self.take_dropped(ui.ctx(), now);
                let settings = &self.start.settings;
                let elsewhere = saves_elsewhere(&self.start.saves, settings);
                welcome_ui(ui, &mut self.welcome, &settings.recent, elsewhere, &look, &mut acts);
            }
        }
        if let Some(unzip) = &mut self.unzip
            && !unzip_ui(ui.ctx(), unzip, self.asked.is_some(), &look, &mut acts)
        {
            self.unzip = None;
        }
        self.focus_ring.ui(ui.ctx(), &self.theme);
        for act in acts {
            self.apply(act, ui.ctx(), now);
        }
    }

    fn apply(&mut self, act: Act, ctx: &Context, now: NaiveDateTime) {
        match act {
            Act::SetLang(lang) => {
                self.start.settings.lang = lang;
            }
            Act::SetDark(dark) => {
                self.start.settings.dark = dark;
                self.theme = theme_or_default(dark);
                apply_theme(ctx, &self.theme);
                self.first.iter().for_each(|first| first.calm(ctx));
            }
            Act::SetRenderer(renderer) => {
                self.start.settings.renderer = renderer.map(|chosen| chosen.name().to_owned());
                self.start.settings.drawn_by = None;
            }
            Act::KeepInbox(workspace, folder) => match folder {
                Some(folder) => drop(self.start.settings.watched.insert(workspace, folder)),
                None => drop(self.start.settings.watched.remove(&workspace)),
            },
            Act::KeepTold(workspace, files) => drop(self.start.settings.told.insert(workspace, files)),
            Act::KeepWidths(widths) => {
                self.start.settings.column_widths = widths.kept().clone();
            }
            Act::SetZoom(zoom) => {
                self.start.settings.zoom = Some(zoom);
                ctx.set_zoom_factor(zoom);
            }
            Act::OpenWorkspace(folder) if self.leave(now) => self.open(ctx, &workspace_of(folder)),
            Act::OpenCopy(folder) => {
                // All of it stands in the copy; what the old folder lacks is offered there, should it be opened again.
                self.session = None;
                self.open(ctx, &folder);
            }
            Act::OpenDemo => self.open_demo(ctx, now),
            Act::AskFolder => self.ask_folder(ctx, Answer::Folder),
            Act::AskUnzipPlace => self.ask_folder(ctx, Answer::Place),
            Act::Unzip { zip, into } => self.unzip(ctx, zip, into),
            Act::AskZip => self.ask_zip(ctx),
            Act::Arrivals(ArrivalAct::AskFiles) => self.ask_files(ctx),
            Act::AskNew => {
                let plans = Desk::shipped_packs().map(|(_, plans)| plans).unwrap_or_default();
                self.welcome.form = NewForm::new(Desk::proposed_unit_id(now), plans);
            }
            Act::MakeWorkspace(new) => self.make(ctx, new, now),
            Act::CloseAnyway => {
                self.gives_up = true;
                ctx.send_viewport_cmd(egui::ViewportCommand::Close);
            }
            Act::Leave => {
                self.leave(now);
            }
            _ => {}
        }
    }

    fn open_demo(&mut self, ctx: &Context, now: NaiveDateTime) {
        let folder = self.start.saves.join("demo");
        if !folder.join(WORKSPACE).exists() {
            let last_year = chrono::Datelike::year(&now) - 1;
            if let Err(why) = write_demo(&folder, DemoSize::default(), last_year, &self.start.who, now) {
                self.welcome.fault = Some(why);
                return;
            }
        }
        self.open(ctx, &folder);
    }

    fn make(&mut self, ctx: &Context, new: NewWorkspace, now: NaiveDateTime) {
        let folder = self.start.saves.join(new.unit.id.as_str());
        let desk = Desk::create(&folder, new, &self.start.who, now);
        let is_of_pack = self.welcome.form.as_ref().is_some_and(NewForm::is_of_pack);
        self.enter(ctx, &folder, desk);
        if let Some(session) = self.session.as_mut().filter(|_| is_of_pack) {
            session.take_when_staged();
        }
    }

    /// Leaves the workspace if everything in it could be written; else stays and says why.
    pub fn leave(&mut self, now: NaiveDateTime) -> bool {
        let Some(session) = &mut self.session else { return true };
        match session.write_all(now) {
            Ok(()) => {
                self.start.settings.lang = session.desk.lang();
                self.session = None;
                self.handed = None;
                true
            }
            Err(why) => {
                session.tell_refused(why.text(session.desk.lang()).to_owned(), now);
                false
            }
        }
    }

    /// Gives what the welcome screen says went wrong.
    pub const fn fault(&self) -> Option<&Bilingual> {
        self.welcome.fault.as_ref()
    }

    /// Fills the screen once if the window with its frame and a task bar does not fit on it.
    fn fit_to_screen(&mut self, ctx: &Context) {
        /// Height of a title bar and a task bar, in points.
        const BARS: f32 = 72.0;
        if self.fitted {
            return;
        }
        let (screen, inner) = ctx.input(|input| (input.viewport().monitor_size, input.viewport().inner_rect));
        let (Some(screen), Some(inner)) = (screen, inner) else { return };
        self.fitted = true;
        if inner.width() > screen.x - 1.0 || inner.height() + BARS > screen.y {
            ctx.send_viewport_cmd(egui::ViewportCommand::Maximized(true));
        }
    }

    /// Hands changed settings over at once, so that the next start finds the workspace even after a power cut.
    fn keep_settings(&mut self) {
        if self.start.settings == self.kept {
            return;
        }
        self.wait_for_settings();
        self.kept.clone_from(&self.start.settings);
        let (settings, keep) = (self.kept.clone(), self.start.keep);
        self.keeping =
            thread::Builder::new().name("duibiao-settings".to_owned()).spawn(move || keep(&settings)).ok();
    }

    fn wait_for_settings(&mut self) {
        if let Some(keeping) = self.keeping.take() {
            // It says nothing; a panic in it was told where it happened.
            let _ = keeping.join();
        }
    }

    /// Lets the window close only when everything is written, or a person says to close without.
    fn guard_closing(&mut self, ctx: &Context) {
        if !ctx.input(|input| input.viewport().close_requested()) || self.gives_up {
            return;
        }
        if !self.leave((self.start.now)()) {
            if let Some(session) = &mut self.session {
                session.ask_before_closing();
            }
            ctx.send_viewport_cmd(egui::ViewportCommand::CancelClose);
        }
    }
}

impl eframe::App for App {
    fn logic(&mut self, ctx: &Context, _: &mut eframe::Frame) {
        Self::logic(self, ctx);
        self.fit_to_screen(ctx);
        self.guard_closing(ctx);
    }

    fn ui(&mut self, ui: &mut Ui, _: &mut eframe::Frame) {
        Self::ui(self, ui);
        if let Some(first) = &mut self.first {
            first.count(ui.ctx(), (self.start.now)().date(), &mut self.start.settings);
        }
        self.keep_settings();
    }

    /// Keeps the font atlas narrow: at the driver's widest, sixteen thousand, every further row of glyphs would cost
    /// megabytes here and in the driver.
    fn raw_input_hook(&mut self, _: &Context, input: &mut egui::RawInput) {
        const ATLAS_SIDE: usize = 4096;
        if let Some(side) = &mut input.max_texture_side {
            *side = (*side).min(ATLAS_SIDE);
        }
    }

    fn on_exit(&mut self, _: Option<&eframe::glow::Context>) {
        let now = (self.start.now)();
        self.leave(now);
        if let Some(session) = &mut self.session {
            session.finish_files();
        }
        self.keep_settings();
        self.wait_for_settings();
    }

    fn persist_egui_memory(&self) -> bool {
        false
    }
}

/// Gives the folder, or the zip of one, to start with: what is named, else the last one if it is still there.
pub fn first_folder(named: Option<PathBuf>, settings: &Settings) -> Option<PathBuf> {
    named.or_else(|| settings.recent.first().filter(|last| last.is_dir()).cloned()).map(workspace_of)
}

/// Says whether a path names a zip that is there.
pub fn is_zip(path: &Path) -> bool {
    path.extension().is_some_and(|end| end.eq_ignore_ascii_case("zip")) && path.is_file()
}

/// Takes a file in a workspace to its folder; a zip is taken for what it holds.
fn workspace_of(place: PathBuf) -> PathBuf {
    if place.is_file() && !is_zip(&place) {
        place.parent().map(Path::to_owned).unwrap_or(place)
    } else {
        place
    }
}

fn theme_or_default(dark: bool) -> Arc<Theme> {
    match Theme::shipped(dark).or_else(|_| Theme::shipped(!dark)) {
        Ok(theme) => Arc::new(theme),
        // Both are compiled in and a test reads them.
        Err(fault) => unreachable!("the shipped themes are sound: {fault}"),
    }
}

/// Puts a theme into the window.
pub fn apply_theme(ctx: &Context, theme: &Theme) {
    ctx.set_theme(if theme.dark { egui::Theme::Dark } else { egui::Theme::Light });
    ctx.all_styles_mut(|style| theme.apply(style));
}
