//! An open workspace in the window: desk, writer, screens' states, and the one place where acts are applied.

use std::{sync::Arc, time::Duration};

use chrono::NaiveDateTime;
use egui::{CentralPanel, Frame, Panel, Ui};

use crate::{
    base::Bilingual,
    desk::{Command, Desk, SaveState, Subject, Touched},
    returns::ReturnKey,
    ui::{
        act::{Act, DictionaryFile, Route},
        commands::shortcuts,
        deliverables::{DeliverablesState, deliverables_ui},
        dictionary::{DictionaryState, dictionary_ui},
        entry::{EntryState, Widths, entry_ui},
        export::{self, Chooser, Saving},
        faults_ui::faults_ui,
        findings::{FindingsState, findings_ui},
        frame_ui::{side_ui, status_ui, title_ui},
        look::Look,
        notice_ui::{Notice, notice_left, notice_ui},
        palette_ui::{PaletteState, palette_ui},
        plan::{PlanState, plan_ui},
        register_ui::{RegisterState, register_ui},
        settings_ui::settings_ui,
        start_ui::{StartState, start_ui},
        submit::{SubmitState, submit_ui},
        theme::Theme,
        trend_ui::{TrendState, trend_ui},
        worker::Worker,
    },
};

/// How long closing waits for one write.
const PATIENCE: Duration = Duration::from_secs(10);

/// Says whether a screen holds text that is committed when it is left.
const fn is_typed_in(route: Route) -> bool {
    matches!(route, Route::Entry | Route::Deliverables | Route::Findings | Route::Submit)
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
    plan: PlanState,
    deliverables: DeliverablesState,
    dictionary: DictionaryState,
    register: RegisterState,
    findings: FindingsState,
    submit: SubmitState,
    start: StartState,
    pub(super) palette: Option<PaletteState>,
    pub(super) settings_open: bool,
    pub(super) faults_open: bool,
    pub(super) notice: Option<Notice>,
    chooser: Chooser,
}

impl Session {
    /// Opens the window's side of a desk; what could not be read is shown at once.
    pub fn new(desk: Desk, ctx: &egui::Context) -> Self {
        let worker = if desk.is_read_only() { None } else { Worker::start(desk.folder(), ctx.clone()).ok() };
        let faults_open = !desk.faults().is_empty()
            || !desk.recovered().is_empty()
            || !desk.recovered_followed().is_empty()
            || !desk.pack_faults().is_empty();
        Self {
            desk,
            route: Route::Start,
            worker,
            entry: EntryState::default(),
            trend: TrendState::default(),
            plan: PlanState::default(),
            deliverables: DeliverablesState::default(),
            dictionary: DictionaryState::default(),
            register: RegisterState::default(),
            findings: FindingsState::default(),
            submit: SubmitState::default(),
            start: StartState::default(),
            palette: None,
            settings_open: false,
            faults_open,
            notice: None,
            chooser: Chooser::default(),
        }
    }

    /// Moves finished writes and passing time into the desk; also while the window is hidden.
    pub fn logic(&mut self, ctx: &egui::Context, now: NaiveDateTime) {
        if let Some(worker) = &self.worker {
            for done in worker.finished() {
                self.desk.job_done(done, now);
            }
        }
        let wait = self.desk.tick(now);
        self.send_jobs(now);
        if let Some(wait) = wait.and_then(|wait| wait.to_std().ok()) {
            ctx.request_repaint_after(wait + Duration::from_millis(20));
        }
        if let Some(left) = notice_left(&mut self.notice, now) {
            ctx.request_repaint_after(left);
        }
        if let Some(told) = self.chooser.finished() {
            self.notice = Some((told, false, now));
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
        let mut out = shortcuts(ui.ctx(), &self.desk);
        self.entry.covered = self.palette.is_some() || self.settings_open || self.faults_open;
        let bar = |fill| Frame::new().fill(fill).inner_margin(egui::Margin::symmetric(12, 0));
        Panel::top("title").exact_size(36.0).frame(bar(theme.panel())).show(ui, |ui| {
            title_ui(ui, &self.desk, &look, &mut out);
        });
        Panel::bottom("status").exact_size(24.0).frame(bar(theme.panel())).show(ui, |ui| {
            status_ui(ui, &self.desk, &mut self.entry, self.route, &look, &mut out);
        });
        Panel::left("side").exact_size(132.0).resizable(false).frame(Frame::new().fill(theme.panel())).show(
            ui,
            |ui| {
                let key = self.entry.key(&self.desk, look.today);
                side_ui(ui, &self.desk, key.as_ref(), self.route, &look, &mut out);
            },
        );
        CentralPanel::default().frame(Frame::new().fill(theme.ground())).show(ui, |ui| match self.route {
            Route::Start => start_ui(ui, &self.desk, &mut self.start, &look, &mut out),
            Route::Entry => entry_ui(ui, &self.desk, &mut self.entry, &look, &mut out),
            Route::Trend => trend_ui(ui, &self.desk, &mut self.trend, &look, &mut out),
            Route::Plan => plan_ui(ui, &self.desk, &mut self.plan, &look, &mut out),
            Route::Deliverables => deliverables_ui(ui, &self.desk, &mut self.deliverables, &look, &mut out),
            Route::Dictionary => dictionary_ui(ui, &self.desk, &mut self.dictionary, &look, &mut out),
            Route::Register => register_ui(ui, &self.desk, &mut self.register, &look, &mut out),
            Route::Findings => {
                let key = self.entry.key(&self.desk, look.today);
                findings_ui(ui, &self.desk, key, &mut self.findings, &look, &mut out);
            }
            Route::Submit => {
                let key = self.entry.own_key(&self.desk, look.today);
                submit_ui(ui, &self.desk, key, &mut self.submit, &look, &mut out);
            }
        });
        let is_panelled = self.route == Route::Entry;
        notice_ui(ui, &mut self.notice, is_panelled, theme);
        if let Some(palette) = &mut self.palette {
            palette_ui(ui.ctx(), &self.desk, palette, &look, &mut out);
        }
        if self.settings_open {
            settings_ui(ui.ctx(), &self.desk, &look, &mut out);
        }
        if self.faults_open {
            faults_ui(ui.ctx(), &self.desk, &look, &mut out);
        }
        let mut rest = Vec::new();
        for act in out {
            rest.extend(self.apply(act, ui.ctx(), &look, now));
        }
        self.send_jobs(now);
        rest
    }

    /// Takes the widths of the grid's columns that were kept.
    pub fn set_widths(&mut self, widths: Widths) {
        self.entry.widths = widths;
    }

    /// Says why something was refused.
    pub fn tell_refused(&mut self, text: String, now: NaiveDateTime) {
        self.notice = Some((text, true, now));
    }

    /// Applies one act; what is not ours is given back.
    fn apply(&mut self, act: Act, ctx: &egui::Context, look: &Look, now: NaiveDateTime) -> Option<Act> {
        match act {
            Act::Do(command) => {
                let command = self.placed(command, look)?;
                // Whoever goes on working has read it.
                self.notice = self.notice.take().filter(|(_, refused, at)| *refused || *at == now);
                let leaves_cell = matches!(command, Command::Save | Command::TakeSeat(_));
                if leaves_cell {
                    self.commit_typing(now);
                }
                if matches!(command, Command::UndoIn(_) | Command::RedoIn(_)) {
                    self.commit_in_place(now);
                }
                let leaves = matches!(command, Command::TakeSeat(_));
                let other_plan = matches!(command, Command::SetPlan(_));
                let notices = self.desk.apply(command, now);
                // These screens say in their own place what could not be read.
                let says_itself = matches!(self.route, Route::Entry | Route::Deliverables);
                let told = notices.into_iter().find(|notice| notice.refused || !says_itself);
                if let Some(notice) = told {
                    self.notice = Some((look.text(&notice.message).to_owned(), notice.refused, now));
                }
                if let Some(touched) = self.desk.take_touched() {
                    self.show_touched(touched, look, now);
                }
                if other_plan {
                    self.deliverables.forget_plan();
                }
                if leaves {
                    self.entry = EntryState::with_widths(std::mem::take(&mut self.entry.widths));
                    self.submit = SubmitState::default();
                    self.findings = FindingsState::default();
                    self.trend = TrendState::default();
                    self.register = RegisterState::default();
                    if self.route == Route::Register && !self.desk.has_register() {
                        self.route = Route::Start;
                    }
                }
            }
            Act::Go(route) => {
                self.go(route, now);
                if route == Route::Entry {
                    self.entry.leave_unit();
                }
            }
            Act::OpenEntry(key, _) if !self.desk.may_look(&key) => {
                self.notice = Some((look.say("submit.not_ours").into_owned(), true, now));
            }
            Act::OpenEntry(key, element) if key.unit != *self.desk.seat() => {
                self.commit_typing(now);
                self.go(Route::Entry, now);
                self.entry.look_at(&key, element);
            }
            Act::Review(key) => {
                self.go(Route::Submit, now);
                self.submit.review(Some(key));
            }
            Act::OpenEntry(key, element) => {
                self.commit_typing(now);
                self.go(Route::Entry, now);
                self.entry.open(&key, element);
            }
            Act::PickReturn(key) => {
                self.commit_typing(now);
                self.entry.open(&key, None);
            }
            Act::CarryForm | Act::ConfirmCarried => {
                self.commit_in_place(now);
                self.go(Route::Entry, now);
                let key = self.entry.own_key(&self.desk, look.today)?;
                self.entry.leave_unit();
                let (elements, is_carry) = match act {
                    Act::CarryForm => (self.desk.carryable(&key), true),
                    _ => (self.desk.unconfirmed(&key), false),
                };
                let word = if is_carry { "submit.carried_now" } else { "submit.confirmed_now" };
                let told = look.say_with(word, &[("n", &elements.len().to_string())]);
                let command = if is_carry {
                    Command::CarryForward { key, elements }
                } else {
                    Command::Confirm { key, elements }
                };
                self.apply(Act::Do(command), ctx, look, now);
                if self.notice.as_ref().is_none_or(|(_, refused, at)| !refused || *at != now) {
                    self.notice = Some((told, false, now));
                }
            }
            Act::SaveReturn(key, file) => match Saving::sheet(&self.desk, &key, file, look) {
                Ok(saving) => self.save(saving, ctx),
                Err(why) => self.tell_refused(why, now),
            },
            Act::PackReturn(key) => self.pack(&key, look, now),
            Act::TypeAhead(events) => self.entry.type_ahead(events),
            Act::OpenTrend(unit, indicator) => {
                self.go(Route::Trend, now);
                self.trend.show(unit, indicator);
            }
            Act::OpenTrendAnywhere(indicator) => {
                self.go(Route::Trend, now);
                self.trend.show(self.desk.trend_unit(&indicator), indicator);
            }
            Act::OpenPlanOf(unit) => {
                self.go(Route::Plan, now);
                self.plan.show_unit(unit);
            }
            Act::OpenTarget(row) => {
                self.go(Route::Plan, now);
                self.plan.show(row);
            }
            Act::TogglePalette => {
                self.palette = if self.palette.is_some() { None } else { Some(PaletteState::default()) }
            }
            Act::ToggleSettings => self.settings_open = !self.settings_open,
            Act::ToggleFaults => self.faults_open = !self.faults_open,
            Act::SetLang(lang) => return self.apply(Act::Do(Command::SetLang(lang)), ctx, look, now),
            Act::SetPlan(plan) => return self.apply(Act::Do(Command::SetPlan(plan)), ctx, look, now),
            Act::CopyTrend(kind) => {
                let told = export::copy(ctx, self.shown_trend(look).as_deref(), kind, look);
                self.notice = Some((told, false, now));
            }
            Act::SaveTrend(kind) => {
                if let Some(view) = self.shown_trend(look) {
                    self.save(Saving::trend(&view, kind), ctx);
                }
            }
            Act::SaveTable(table) => self.save(Saving::csv(table), ctx),
            Act::OpenDictionary(id) => {
                self.go(Route::Dictionary, now);
                self.dictionary.show(id);
            }
            Act::CopyTable(table) => {
                self.notice = Some((export::copy_table(ctx, &table, look), false, now));
            }
            Act::SaveDictionary(file) => {
                let dictionary = self.desk.dictionary();
                let table = |entries| self.desk.dictionary_table(entries, look.lang);
                let saving = match file {
                    DictionaryFile::Elements => Saving::csv(table(&dictionary.elements)),
                    DictionaryFile::Indicators => Saving::csv(table(&dictionary.indicators)),
                    DictionaryFile::Handbook => {
                        let tables = self.desk.handbook(look.lang, now.date());
                        Saving::xlsx(&look.say("dictionary.handbook"), tables, now.date())
                    }
                };
                self.save(saving, ctx);
            }
            Act::CopyText(text) => ctx.copy_text(text),
            Act::AskPaste => ctx.send_viewport_cmd(egui::ViewportCommand::RequestPaste),
            Act::AskNotApplicable => self.entry.ask_not_applicable(),
            Act::NextBlank => {
                self.commit_typing(now);
                self.go(Route::Entry, now);
                self.entry.next_blank(&self.desk, look.today);
            }
            Act::Tell(text) => self.notice = Some((text, false, now)),
            other => return Some(other),
        }
        None
    }

    /// Gives a command as it is meant here: a step back is one in the form at hand, or in the plan's deliverables.
    fn placed(&mut self, command: Command, look: &Look) -> Option<Command> {
        let is_undo = match command {
            Command::Undo => true,
            Command::Redo => false,
            other => return Some(other),
        };
        let subject = if self.route == Route::Deliverables {
            Subject::Plan(self.desk.plan()?.id.clone())
        } else {
            let key = self.entry.key(&self.desk, look.today);
            Subject::Return(key.filter(|key| key.unit == *self.desk.seat())?)
        };
        Some(if is_undo { Command::UndoIn(subject) } else { Command::RedoIn(subject) })
    }

    /// Puts the package of a return into the outbox and says where it is; nothing if it was not handed in.
    fn pack(&mut self, key: &ReturnKey, look: &Look, now: NaiveDateTime) {
        // What kept it from being handed in was told.
        let Ok(text) = self.desk.package(key) else { return };
        let name = export::package_name(&self.desk, key, look);
        let path = self.desk.root().join("outbox").join(name);
        self.notice = Some(match export::put(&path, text.as_bytes()) {
            Ok(path) => {
                (look.say_with("submit.packed", &[("path", &path.display().to_string())]), false, now)
            }
            Err(why) => (look.text(&why).to_owned(), true, now),
        });
    }

    fn save(&mut self, saving: Saving, ctx: &egui::Context) {
        let beside = self.desk.root().join("outbox");
        self.chooser.save(saving, beside, self.desk.lang(), ctx);
    }

    fn go(&mut self, route: Route, now: NaiveDateTime) {
        if self.route != route && is_typed_in(self.route) {
            self.commit_typing(now);
            self.desk.flush();
        }
        if self.route != route {
            self.notice = None;
            if route == Route::Dictionary {
                self.dictionary.arrive();
            }
        }
        self.route = route;
    }

    /// Shows what was taken back or done again, wherever it is; of another unit's figure it is said.
    fn show_touched(&mut self, touched: Touched, look: &Look, now: NaiveDateTime) {
        match touched {
            Touched::Cell(key, element) if key.unit == *self.desk.seat() => {
                if self.route == Route::Entry {
                    self.entry.turn_to(&key, element);
                } else {
                    self.go(Route::Entry, now);
                    self.entry.open(&key, Some(element));
                }
            }
            Touched::Cell(key, element) => {
                let unit = self.desk.tree().unit(&key.unit).map(|unit| unit.name.clone()).unwrap_or_default();
                let name = self.desk.catalogue().element(&element).map(|found| found.name.clone());
                let fill = [("unit", look.text(&unit)), ("name", look.text(&name.unwrap_or_default()))]
                    .map(|(key, text)| (key, text.to_owned()));
                let fill = fill.each_ref().map(|(key, text)| (*key, text.as_str()));
                self.notice = Some((look.say_with("entry.changed_elsewhere", &fill), false, now));
            }
            Touched::Deliverable(plan, row) => {
                self.go(Route::Deliverables, now);
                self.deliverables.show(plan, row);
            }
        }
    }

    /// Commits what is being typed without leaving its place.
    fn commit_in_place(&mut self, now: NaiveDateTime) {
        let mut acts = Vec::new();
        match self.route {
            Route::Entry => self.entry.commit_typing(&self.desk, now.date(), &mut acts),
            Route::Deliverables => self.deliverables.commit(&mut acts),
            Route::Findings => self.findings.drafts.commit(&mut acts),
            Route::Submit => self.submit.commit(&mut acts),
            Route::Start | Route::Trend | Route::Plan | Route::Dictionary | Route::Register => {}
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
            | Route::Plan
            | Route::Dictionary
            | Route::Register => {}
        }
    }

    fn shown_trend(&self, look: &Look) -> Option<Arc<crate::desk::TrendView>> {
        self.trend.view(&self.desk, look)
    }

    /// Commits what is being typed and writes everything; the session goes on, so that nothing is lost on a fault.
    ///
    /// # Errors
    /// What could not be written, and what to do.
    pub fn write_all(&mut self, now: NaiveDateTime) -> Result<(), Bilingual> {
        self.commit_typing(now);
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
