//! An open workspace in the window: desk, writer, screens' states.

mod acts;
mod arrivals;
mod sending;
mod sums;

use std::{
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use chrono::NaiveDateTime;
use egui::{CentralPanel, Frame, Panel, Ui};

use crate::{
    base::Bilingual,
    desk::{Command, Desk, Job, SaveState, Subject},
    returns::ReturnKey,
    ui::{
        act::{Act, Route},
        arrivals::{ArrivalsState, arrivals_ui, drop_ui},
        commands::shortcuts,
        days::{DaysState, days_ui},
        deliverables::{DeliverablesState, deliverables_ui},
        dictionary::{DictionaryState, dictionary_ui},
        entry::{EntryState, Widths, entry_ui},
        export::Chooser,
        faults_ui::faults_ui,
        findings::{FindingsState, findings_ui},
        focus_ui::screen_begins,
        frame_ui::{side_ui, status_ui, title_ui},
        keys_ui::keys_ui,
        look::Look,
        notice_ui::{Notice, notice_left, notice_ui},
        outside_ui::outside_ui,
        palette_ui::{PaletteState, palette_ui},
        picking::Picking,
        plan::{PlanState, plan_ui},
        recovery::{DraftWatch, RecoveryState, Typed, recovery_ui},
        register::{RegisterState, register_ui},
        renderer::Renderer,
        settings_ui::settings_ui,
        showing::show_in_folder,
        start_ui::{StartState, start_ui},
        submit::{SubmitState, submit_ui},
        sums::{SumsState, sums_ui},
        theme::Theme,
        track::{TrackState, track_ui},
        trend::{TrendState, trend_ui},
        trouble_ui::{Trouble, trouble_ui, unsaved_ui},
        worker::Worker,
    },
    words,
};

/// How long closing waits for one write.
const PATIENCE: Duration = Duration::from_secs(10);

/// Says whether a screen holds text that is committed when it is left.
const fn is_typed_in(route: Route) -> bool {
    matches!(route, Route::Entry | Route::Deliverables | Route::Findings | Route::Submit | Route::Register)
}

/// 会话.
#[derive(Debug)]
pub struct Session {
    /// The desk.
    pub desk: Desk,
    /// The screen shown.
    pub route: Route,
    worker: Option<Worker>,
    pub(super) entry: EntryState,
    pub(super) trend: TrendState,
    track: TrackState,
    plan: PlanState,
    deliverables: DeliverablesState,
    dictionary: DictionaryState,
    register: RegisterState,
    findings: FindingsState,
    submit: SubmitState,
    sums: SumsState,
    recovery: RecoveryState,
    days: DaysState,
    drafts: DraftWatch,
    start: StartState,
    pub(super) palette: Option<PaletteState>,
    pub(super) settings_open: bool,
    keys_open: bool,
    pub(super) faults_open: bool,
    pub(super) outside_open: bool,
    trouble: Option<Trouble>,
    /// The lock was taken over from a session that did not end as usual, until it is said.
    is_taken: bool,
    /// How many files changed outside were told of.
    outside_told: usize,
    /// A dialog of the program as a whole lies over the screen.
    is_covered: bool,
    /// The renderer that is chosen in the settings.
    renderer: Option<Renderer>,
    had_focus: bool,
    /// The pass whose events were looked through last: while the window is hidden its logic meets old ones again.
    looked_in: u64,
    pub(super) notice: Option<Notice>,
    /// The return in which the step that the notice tells of can be taken back, and when it was made.
    offers_undo: Option<(ReturnKey, NaiveDateTime)>,
    /// Where what the notice tells of lies, and when it was told.
    offers_place: Option<(PathBuf, NaiveDateTime)>,
    chooser: Chooser,
    arrivals: ArrivalsState,
    /// A file dialog for what came.
    asked: Option<std::sync::mpsc::Receiver<arrivals::Answer>>,
    /// What the program as a whole is asked for.
    asks: Vec<Act>,
    picking: Picking,
}

impl Session {
    /// Opens the window's side of a desk; what could not be read is shown at once.
    pub fn new(desk: Desk, ctx: &egui::Context) -> Self {
        let worker = if desk.is_read_only() { None } else { Worker::start(desk.folder(), ctx.clone()).ok() };
        let faults_open = !desk.faults().is_empty() || !desk.pack_faults().is_empty();
        // What a crash left is not brought back behind anybody's back.
        let route = if desk.offers().is_empty() { Route::Start } else { Route::Recovery };
        let submit = SubmitState::begun_before(&desk);
        let is_taken = desk.folder().taken_from().is_some();
        Self {
            desk,
            route,
            worker,
            entry: EntryState::default(),
            trend: TrendState::default(),
            track: TrackState::default(),
            plan: PlanState::default(),
            deliverables: DeliverablesState::default(),
            dictionary: DictionaryState::default(),
            register: RegisterState::default(),
            findings: FindingsState::default(),
            submit,
            sums: SumsState::default(),
            recovery: RecoveryState::default(),
            days: DaysState::default(),
            drafts: DraftWatch::default(),
            start: StartState::default(),
            palette: None,
            settings_open: false,
            keys_open: false,
            faults_open,
            outside_open: false,
            trouble: None,
            is_taken,
            outside_told: 0,
            is_covered: false,
            renderer: None,
            had_focus: true,
            looked_in: 0,
            notice: None,
            offers_undo: None,
            offers_place: None,
            chooser: Chooser::default(),
            arrivals: ArrivalsState::default(),
            asked: None,
            asks: Vec::new(),
            picking: Picking::default(),
        }
    }

    /// Moves finished writes and passing time into the desk; also while the window is hidden.
    pub fn logic(&mut self, ctx: &egui::Context, now: NaiveDateTime) {
        if let Some(worker) = &self.worker {
            for done in worker.finished() {
                let (is_watch, known) = (matches!(done.job, Job::Watch), self.desk.outside().len());
                self.desk.job_done(done, now);
                let found = self.desk.outside().len();
                if is_watch && found > known {
                    // Nothing is laid over what somebody may be typing just now.
                    self.outside_told = found;
                    let told = words::say(self.desk.lang(), "outside.noticed").into_owned();
                    self.notice = Some((told, true, now));
                }
            }
        }
        if std::mem::take(&mut self.is_taken) {
            let told = words::say(self.desk.lang(), "lock.taken").into_owned();
            self.notice = Some((told, false, now));
        }
        // Whoever comes back to the window may have changed a file elsewhere meanwhile.
        if self.comes_back(ctx) {
            self.desk.look_outside();
        }
        let told = self.desk.outside().len();
        self.outside_open = (self.outside_open || told > self.outside_told) && told > 0;
        self.outside_told = told;
        let typed = self.typed(now);
        let stands = self.drafts.look(typed, &mut self.desk, now);
        let remarks = self.submit.refusals.look(&mut self.desk, now);
        let wait = self.desk.tick(now).into_iter().chain(stands).chain(remarks).min();
        self.send_jobs(now);
        if let Some(wait) = wait.and_then(|wait| wait.to_std().ok()) {
            ctx.request_repaint_after(wait + Duration::from_millis(20));
        }
        let is_place = self.place_told().is_some();
        if let Some(left) = notice_left(&mut self.notice, is_place, now) {
            ctx.request_repaint_after(left);
        }
        if let Some(picked) = self.picking.finished() {
            self.picked(picked, now);
        }
        if let Some(told) = self.chooser.finished() {
            if let Some(handed) = self.chooser.take_handed() {
                self.desk.keep_handed_up(handed);
            }
            match self.chooser.take_place() {
                Some(place) => self.tell_at(told, &place, now),
                None => self.notice = Some((told, false, now)),
            }
        }
        self.arrivals_logic(ctx, now);
    }

    /// Says whether the window has just got the keys. While it is minimised or covered no pass is run, so its loss of
    /// the keys may be seen only with their return, as two events of one pass.
    fn comes_back(&mut self, ctx: &egui::Context) -> bool {
        let pass = ctx.cumulative_pass_nr();
        let is_new = std::mem::replace(&mut self.looked_in, pass) != pass;
        let (has_focus, came) = ctx.input(|input| {
            let came = input.raw.events.iter().any(|event| matches!(event, egui::Event::WindowFocused(true)));
            (input.raw.focused, came)
        });
        let had_focus = std::mem::replace(&mut self.had_focus, has_focus);
        has_focus && (!had_focus || (is_new && came))
    }

    /// Gives the texts that are typed on the screen shown and not committed.
    fn typed(&mut self, now: NaiveDateTime) -> Vec<Typed> {
        match self.route {
            Route::Entry => self.entry.typed(&self.desk, now.date()),
            Route::Findings => self.findings.drafts.typed(&self.desk),
            Route::Submit => self.submit.typed(),
            _ => Vec::new(),
        }
    }

    fn send_jobs(&mut self, now: NaiveDateTime) {
        for job in self.desk.take_jobs() {
            let left = match &self.worker {
                Some(worker) => worker.send(job).err().map(|job| *job),
                None => Some(job),
            };
            if let Some(job) = left {
                let done = crate::desk::run_job(&self.desk.folder(), job);
                self.desk.job_done(done, now);
            }
        }
    }

    /// Draws one frame and applies what was asked for. Acts that concern the program as a whole are given back.
    pub fn ui(&mut self, ui: &mut Ui, theme: &Arc<Theme>, now: NaiveDateTime) -> Vec<Act> {
        let look = Look { theme: Arc::clone(theme), lang: self.desk.lang(), today: now.date() };
        self.take_dropped(ui.ctx());
        let mut out = shortcuts(ui.ctx(), &self.desk);
        self.entry.covered = self.palette.is_some()
            || self.settings_open
            || self.keys_open
            || self.faults_open
            || self.outside_open
            || self.trouble.is_some()
            || self.is_covered;
        let bar = |fill| Frame::new().fill(fill).inner_margin(egui::Margin::symmetric(12, 0));
        Panel::top("title").exact_size(36.0).frame(bar(theme.panel())).show(ui, |ui| {
            title_ui(ui, &self.desk, &look, &mut out);
        });
        Panel::bottom("status").exact_size(24.0).frame(bar(theme.panel())).show(ui, |ui| {
            status_ui(ui, &self.desk, &mut self.entry, self.route, &look, &mut out);
        });
        if let SaveState::Unsaved(why) = self.desk.save_state() {
            Panel::bottom("unsaved").exact_size(34.0).frame(bar(theme.hard_ground())).show(ui, |ui| {
                unsaved_ui(ui, why, &look, &mut out);
            });
        }
        Panel::left("side").exact_size(132.0).resizable(false).frame(Frame::new().fill(theme.panel())).show(
            ui,
            |ui| {
                let key = self.entry.key(&self.desk, look.today);
                let has_any = self.desk.is_bureau() || self.arrivals.has_any(&self.desk);
                let arrivals = has_any.then(|| self.arrivals.waits(&self.desk));
                side_ui(ui, &self.desk, key.as_ref(), self.route, arrivals, &look, &mut out);
            },
        );
        CentralPanel::default().frame(Frame::new().fill(theme.ground())).show(ui, |ui| {
            screen_begins(ui, &look);
            match self.route {
                Route::Start => start_ui(ui, &self.desk, &mut self.start, &look, &mut out),
                Route::Entry => {
                    let refusals = &mut self.submit.refusals;
                    entry_ui(ui, &self.desk, (&mut self.entry, refusals), &look, &mut out);
                }
                Route::Trend => trend_ui(ui, &self.desk, &mut self.trend, &look, &mut out),
                Route::Track => track_ui(ui, &self.desk, &mut self.track, &look, &mut out),
                Route::Plan => plan_ui(ui, &self.desk, &mut self.plan, &look, &mut out),
                Route::Deliverables => {
                    deliverables_ui(ui, &self.desk, &mut self.deliverables, &look, &mut out)
                }
                Route::Dictionary => dictionary_ui(ui, &self.desk, &mut self.dictionary, &look, &mut out),
                Route::Arrivals => arrivals_ui(ui, &self.desk, &mut self.arrivals, &look, &mut out),
                Route::Register => register_ui(ui, &self.desk, &mut self.register, &look, &mut out),
                Route::Sums => sums_ui(ui, &self.desk, &mut self.sums, &look, &mut out),
                Route::Days => days_ui(ui, &self.desk, &mut self.days, &look, &mut out),
                Route::Recovery => recovery_ui(ui, &self.desk, &mut self.recovery, &look, &mut out),
                Route::Findings => {
                    let key = self.entry.key(&self.desk, look.today);
                    findings_ui(ui, &self.desk, key, &mut self.findings, &look, &mut out);
                }
                Route::Submit => {
                    let key = self.entry.own_key(&self.desk, look.today);
                    submit_ui(ui, &self.desk, key, &mut self.submit, &look, &mut out);
                }
            }
        });
        drop_ui(ui.ctx(), &look, &mut out);
        let told_at = self.notice.as_ref().map(|(_, _, at)| *at);
        self.offers_undo = self.offers_undo.take().filter(|(_, at)| Some(*at) == told_at);
        let place = self.place_told().map(Path::to_owned);
        let way = if self.offers_undo.is_some() {
            Some(look.say("entry.undo"))
        } else {
            place.is_some().then(|| look.say("walk.show_folder"))
        };
        if notice_ui(ui, &mut self.notice, way.as_deref(), theme) {
            match (self.offers_undo.take(), place) {
                (Some((key, _)), _) => out.push(Act::Do(Command::UndoIn(Subject::Return(key)))),
                (None, Some(place)) => show_in_folder(&place),
                (None, None) => {}
            }
        }
        if let Some(palette) = &mut self.palette {
            palette_ui(ui.ctx(), &self.desk, palette, &look, &mut out);
        }
        if self.settings_open {
            settings_ui(ui.ctx(), &self.desk, self.renderer, &look, &mut out);
        }
        if self.keys_open {
            keys_ui(ui.ctx(), &look, &mut out);
        }
        if self.faults_open {
            faults_ui(ui.ctx(), &self.desk, &look, &mut out);
        }
        if self.outside_open {
            outside_ui(ui.ctx(), &self.desk, &look, &mut out);
        }
        let copied = self.chooser.copied(self.desk.generation()).map(ToOwned::to_owned);
        let copy = (self.chooser.is_busy(), copied.as_deref());
        if let Some(trouble) = &mut self.trouble
            && !trouble_ui(ui.ctx(), &self.desk, trouble, copy, &look, &mut out)
        {
            self.trouble = None;
        }
        let mut rest = Vec::new();
        for act in out {
            rest.extend(self.apply(act, ui.ctx(), &look, now));
        }
        self.send_jobs(now);
        rest.append(&mut self.asks);
        rest
    }

    /// Takes the widths of the grid's columns that were kept.
    pub fn set_widths(&mut self, widths: Widths) {
        self.entry.widths = widths;
    }

    /// Says whether the screen has a cursor of its own, to which keys belong that nothing else has.
    pub(super) const fn has_cursor(&self) -> bool {
        matches!(self.route, Route::Entry) && self.entry.has_cursor()
    }

    /// Says whether the list of choices of a cell of the screen is open.
    pub(super) const fn has_list_open(&self) -> bool {
        match self.route {
            Route::Entry => self.entry.has_list_open(),
            Route::Submit => self.submit.has_list_open(),
            _ => false,
        }
    }

    /// Says whether a dialog of the program as a whole lies over the screen, which then takes no keys.
    pub const fn set_covered(&mut self, is_covered: bool) {
        self.is_covered = is_covered;
    }

    /// Tells which renderer is chosen, for the settings to show.
    pub(super) const fn set_renderer(&mut self, renderer: Option<Renderer>) {
        self.renderer = renderer;
    }

    /// Waits for a copy or a zip that is being written.
    pub fn finish_files(&mut self) {
        self.chooser.finish();
    }

    /// Asks what is to become of what could not be written, since the window is to be closed.
    pub fn ask_before_closing(&mut self) {
        self.trouble = Some(Trouble { is_closing: true, ..Trouble::default() });
    }

    /// Says that something was written, and offers to show where.
    fn tell_at(&mut self, text: String, place: &Path, now: NaiveDateTime) {
        self.notice = Some((text, false, now));
        self.offers_place = Some((place.to_owned(), now));
    }

    /// Gives where what the notice tells of lies, if that is what it tells.
    fn place_told(&self) -> Option<&Path> {
        let (_, _, told_at) = self.notice.as_ref()?;
        let (place, at) = self.offers_place.as_ref()?;
        (told_at == at).then_some(place.as_path())
    }

    /// Says why something was refused.
    pub fn tell_refused(&mut self, text: String, now: NaiveDateTime) {
        self.notice = Some((text, true, now));
    }

    /// Commits what is being typed without leaving its place.
    fn commit_in_place(&mut self, now: NaiveDateTime) {
        let mut acts = Vec::new();
        match self.route {
            Route::Entry => self.entry.commit_typing(&self.desk, now.date(), &mut acts),
            Route::Deliverables => self.deliverables.commit(&mut acts),
            Route::Findings => self.findings.drafts.commit(&mut acts),
            Route::Submit => self.submit.commit(&mut acts),
            Route::Register => self.register.commit(&mut acts),
            Route::Start
            | Route::Trend
            | Route::Track
            | Route::Plan
            | Route::Dictionary
            | Route::Arrivals
            | Route::Sums
            | Route::Recovery
            | Route::Days => {}
        }
        for act in acts {
            if let Act::Do(command) = act {
                self.desk.apply(command, now);
            }
        }
    }

    /// Commits what is being typed and drops the keys that wait there: its place is left.
    fn commit_typing(&mut self, now: NaiveDateTime) {
        self.commit_in_place(now);
        match self.route {
            Route::Entry => self.entry.leave(),
            Route::Deliverables => self.deliverables.leave(),
            Route::Findings
            | Route::Submit
            | Route::Start
            | Route::Trend
            | Route::Track
            | Route::Plan
            | Route::Dictionary
            | Route::Arrivals
            | Route::Register
            | Route::Sums
            | Route::Recovery
            | Route::Days => {}
        }
    }

    /// Commits what is being typed and writes everything; the session goes on, so that nothing is lost on a fault.
    ///
    /// # Errors
    /// What could not be written, and what to do.
    pub fn write_all(&mut self, now: NaiveDateTime) -> Result<(), Bilingual> {
        self.commit_typing(now);
        self.submit.refusals.keep_now(&mut self.desk, now);
        self.desk.flush();
        self.send_jobs(now);
        while self.desk.is_busy() {
            let done = self.worker.as_ref().and_then(|worker| worker.next_finished(PATIENCE));
            let Some(done) = done else { break };
            self.desk.job_done(done, now);
        }
        match self.desk.save_state() {
            SaveState::Saved(_) => Ok(()),
            SaveState::Unsaved(why) => Err(why.clone()),
            SaveState::Saving => Err(Bilingual::new(
                "磁盘没有响应，还有修改未写完。请稍候再试，或检查磁盘。",
                "The disk does not answer and edits are still to be written. Try again shortly, or check the disk.",
            )),
        }
    }
}
