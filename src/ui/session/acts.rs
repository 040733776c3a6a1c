//! The one place where the acts of the screens are applied.

use chrono::NaiveDateTime;

use super::{Session, is_typed_in};
use crate::{
    base::{Bilingual, Lang},
    desk::{Command, Subject, Touched},
    returns::ReturnKey,
    ui::{
        act::{Act, DictionaryFile, Route},
        entry::EntryState,
        export::{self, Saving},
        findings::FindingsState,
        look::Look,
        palette_ui::PaletteState,
        picking::Picked,
        register::RegisterState,
        submit::SubmitState,
        sums::SumsState,
        track::TrackState,
        trend::TrendState,
        trouble_ui::Trouble,
    },
    words,
};

impl Session {
    /// Applies one act; what is not ours is given back.
    pub(super) fn apply(
        &mut self,
        act: Act,
        ctx: &egui::Context,
        look: &Look,
        now: NaiveDateTime,
    ) -> Option<Act> {
        match act {
            Act::Do(command) => {
                let command = self.placed(command, look)?;
                // Whoever goes on working has read it.
                let is_kept = self.place_told().is_some();
                self.notice = self.notice.take().filter(|(_, refused, at)| is_kept || *refused || *at == now);
                let leaves_cell = matches!(command, Command::Save | Command::TakeSeat(_));
                if leaves_cell {
                    self.commit_typing(now);
                }
                if matches!(command, Command::UndoIn(_) | Command::RedoIn(_)) {
                    self.commit_in_place(now);
                }
                let leaves = matches!(command, Command::TakeSeat(_));
                if leaves {
                    self.submit.refusals.keep_now(&mut self.desk, now);
                }
                let other_plan = matches!(command, Command::SetPlan(_));
                let confirmed = match &command {
                    // One cell is seen; of many it is said, with the way back.
                    Command::Confirm { key, elements } if elements.len() > 1 => {
                        Some((key.clone(), elements.len()))
                    }
                    _ => None,
                };
                let accepted = match &command {
                    Command::AcceptAll(keys) => Some(keys.len()),
                    _ => None,
                };
                let settled = match &command {
                    Command::TakeOutside(_) => Some("outside.taken"),
                    Command::KeepOurs(_) => Some("outside.kept"),
                    Command::Settle { .. } | Command::SettleStatement { .. } => Some("arrivals.settled"),
                    _ => None,
                };
                let notices = self.desk.apply(command, now);
                if let Some((key, count)) = confirmed.filter(|_| notices.iter().all(|one| !one.refused)) {
                    let told = look.say_with("submit.confirmed_now", &[("n", &count.to_string())]);
                    self.notice = Some((told, false, now));
                    self.offers_undo = Some((key, now));
                }
                if let Some(count) = accepted.filter(|_| notices.is_empty()) {
                    let told = look.say_with("bulk.done", &[("n", &count.to_string())]);
                    self.notice = Some((told, false, now));
                }
                if let Some(key) = settled.filter(|_| notices.is_empty()) {
                    self.notice = Some((look.say(key).into_owned(), false, now));
                }
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
                    self.submit = SubmitState::begun_before(&self.desk);
                    self.findings = FindingsState::default();
                    self.trend = TrendState::default();
                    self.track = TrackState::default();
                    self.register = RegisterState::default();
                    self.sums = SumsState::default();
                    self.arrivals.leave_seat();
                    if matches!(self.route, Route::Register | Route::Sums) && !self.desk.has_register() {
                        self.route = Route::Start;
                    }
                }
            }
            Act::Go(route) => {
                if route != self.route {
                    // What had the keys is of another screen, or of what leads to all of them.
                    ctx.memory_mut(|memory| {
                        memory.focused().into_iter().for_each(|id| memory.surrender_focus(id))
                    });
                }
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
            Act::AskSendBack(key) => {
                self.go(Route::Submit, now);
                self.submit.ask_send_back(key);
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
            Act::TypeSecond => {
                let key = self.entry.own_key(&self.desk, look.today)?;
                self.go(Route::Submit, now);
                if self.desk.types_here(&key) {
                    self.submit.begin_second();
                } else {
                    self.tell_refused(look.say("entry.locked").into_owned(), now);
                }
            }
            Act::SaveReturn(key, file) => match Saving::sheet(&self.desk, &key, file, look) {
                Ok(saving) => self.save(saving, ctx),
                Err(why) => self.tell_refused(why, now),
            },
            Act::PackReturn(key) => self.pack(&key, look, now),
            Act::PackSentBack(key) => self.pack_sent_back(&key, look, now),
            Act::Ask(key, asked) => self.ask(&key, &asked, look, now),
            Act::Reply(key, number, text) => self.reply(&key, number, &text, look, now),
            Act::Issue(new) => self.issue(&new, look, now),
            Act::Query => self.query(look, now),
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
            Act::ToggleKeys => self.keys_open = !self.keys_open,
            Act::ToggleSettings => self.settings_open = !self.settings_open,
            Act::ToggleOutside => self.outside_open = !self.outside_open,
            Act::OpenTrouble => self.trouble = Some(Trouble::default()),
            Act::ZipWorkspace => match self.write_all(now) {
                Ok(()) => {
                    let name = format!("{}-{}.zip", self.desk.workspace().unit, now.format("%Y%m%d-%H%M"));
                    let beside = self
                        .desk
                        .root()
                        .parent()
                        .map_or_else(|| self.desk.root().to_owned(), ToOwned::to_owned);
                    self.chooser.zip(self.desk.folder(), name, beside, look.lang, ctx);
                }
                Err(why) => self.tell_refused(look.text(&why).to_owned(), now),
            },
            Act::SaveCopy(place) => {
                self.commit_in_place(now);
                let copy = (self.desk.copy(now), self.desk.generation());
                self.chooser.copy(copy, place, now, look.lang, ctx);
            }
            Act::ToggleFaults => self.faults_open = !self.faults_open,
            Act::SetLang(lang) => return self.apply(Act::Do(Command::SetLang(lang)), ctx, look, now),
            Act::SetPlan(plan) => return self.apply(Act::Do(Command::SetPlan(plan)), ctx, look, now),
            Act::CopyTrend(kind) => {
                let told = export::copy(ctx, self.trend.view().as_deref(), kind, look);
                self.notice = Some((told, false, now));
            }
            Act::SaveTrend(kind) => {
                if let Some(view) = self.trend.view() {
                    self.save(Saving::trend(&view, kind), ctx);
                }
            }
            Act::AskRegisterFile => self.picking.pick(("csv, xlsx", &["csv", "xlsx"]), ctx),
            Act::SaveWorkbook(table) => {
                let name = table.title.clone();
                self.save(Saving::xlsx(&name, vec![table], now.date()), ctx);
            }
            Act::SaveTrack(file) => {
                if let Some(saving) = self.track.saving(&self.desk, file, look) {
                    self.save(saving, ctx);
                }
            }
            Act::SaveTable(table) => self.save(Saving::csv(table), ctx),
            Act::SaveSums { file, unit, period } => self.save_sums(file, &unit, period, ctx, look, now),
            Act::SaveSumsTable { file, table } => self.save(Saving::sums_table(table, file, look), ctx),
            Act::SaveRanking(kind, chart) => self.save(Saving::ranking(*chart, kind), ctx),
            Act::CopyRanking(chart) => {
                self.notice = Some((export::copy_ranking(ctx, &chart, look), false, now));
            }
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
            Act::Arrivals(act) => self.receive(act, ctx, look, now),
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
        let subject = if self.route == Route::Register {
            Subject::Register
        } else if self.route == Route::Deliverables {
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
        match export::put(&path, text.as_bytes()) {
            Ok(path) => {
                let told = look.say_with("submit.packed", &[("path", &path.display().to_string())]);
                self.tell_at(told, &path, now);
            }
            Err(why) => self.tell_refused(look.text(&why).to_owned(), now),
        }
    }

    /// Looks at a file a person has picked.
    pub(super) fn picked(&mut self, picked: Picked, now: NaiveDateTime) {
        let lang = self.desk.lang();
        let refused = match picked {
            Picked::File { name, bytes } => self.register.preview(&self.desk, name, &bytes, now.date()).err(),
            Picked::Fault(why) => Some(why),
            Picked::NoDialog => Some(Bilingual::new(
                words::say(Lang::Zh, "reg.no_dialog"),
                words::say(Lang::En, "reg.no_dialog"),
            )),
        };
        if let Some(why) = refused {
            self.notice = Some((why.text(lang).to_owned(), true, now));
        }
    }

    pub(super) fn save(&mut self, saving: Saving, ctx: &egui::Context) {
        let beside = self.desk.root().join("outbox");
        self.chooser.save(saving, beside, self.desk.lang(), ctx);
    }

    pub(super) fn go(&mut self, route: Route, now: NaiveDateTime) {
        if self.route != route && is_typed_in(self.route) {
            self.commit_typing(now);
            self.desk.flush();
        }
        if self.route != route {
            // Where something lies is wanted on the next screen as well.
            if self.place_told().is_none() {
                self.notice = None;
            }
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
            Touched::Unit(unit) => {
                self.go(Route::Register, now);
                self.register.show(unit);
            }
            Touched::Deliverable(plan, row) => {
                self.go(Route::Deliverables, now);
                self.deliverables.show(plan, row);
            }
        }
    }
}
