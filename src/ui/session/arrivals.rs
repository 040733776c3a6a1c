//! What came from other desks, in the open workspace: asked for, staged, taken in, told.

use std::{collections::BTreeSet, path::PathBuf, sync::mpsc, thread, time::Instant};

use chrono::NaiveDateTime;

use super::Session;
use crate::{
    exchange::Outcome,
    ui::{
        act::{Act, Route},
        arrivals::{ArrivalAct, News},
        export::{AT_ONCE, Put, Saving},
        look::Look,
    },
    words,
};

/// What came of a file dialog.
#[derive(Debug)]
pub(super) enum Answer {
    /// Files or a folder to stage.
    Chosen(Vec<PathBuf>),
    /// A folder to be watched.
    Inbox(PathBuf),
    /// The machine has no file dialog.
    NoDialog,
    /// Nobody chose anything.
    Nothing,
}

/// Asks on a thread; the window is woken for the answer.
fn ask(
    ctx: &egui::Context,
    question: impl FnOnce() -> Option<Answer> + Send + 'static,
) -> Option<mpsc::Receiver<Answer>> {
    let (tell, answer) = mpsc::channel();
    let wake = ctx.clone();
    let spawned = thread::Builder::new().name("duibiao-ask".to_owned()).spawn(move || {
        let asked_at = Instant::now();
        let answer = match question() {
            Some(answer) => answer,
            // Nobody cancels this fast.
            None if asked_at.elapsed() < AT_ONCE => Answer::NoDialog,
            None => Answer::Nothing,
        };
        // The window may have been closed meanwhile.
        let _ = tell.send(answer);
        wake.request_repaint();
    });
    spawned.ok().map(|_| answer)
}

impl Session {
    /// Stages files, folders and zips on the 接收 screen.
    pub fn receive_files(&mut self, paths: Vec<PathBuf>, ctx: &egui::Context, now: NaiveDateTime) {
        self.go(Route::Arrivals, now);
        self.arrivals.stage(&self.desk, paths, now, ctx);
    }

    /// Watches a folder for what arrives.
    /// Of the files whose digests are `told` a person was told before.
    pub fn watch_inbox(&mut self, folder: PathBuf, told: BTreeSet<String>, ctx: &egui::Context) {
        self.arrivals.watch(Some(folder), told, ctx);
    }

    /// Takes in what is being staged as soon as it is: a person has asked for just that.
    pub fn take_when_staged(&mut self) {
        self.arrivals.take_when_staged();
    }

    /// Applies what the 接收 screen asks for.
    pub(super) fn receive(&mut self, act: ArrivalAct, ctx: &egui::Context, look: &Look, now: NaiveDateTime) {
        match act {
            ArrivalAct::AskFiles if self.asked.is_none() => {
                self.go(Route::Arrivals, now);
                self.asked = ask(ctx, || rfd::FileDialog::new().pick_files().map(Answer::Chosen));
            }
            ArrivalAct::AskFolder if self.asked.is_none() => {
                self.asked = ask(ctx, || {
                    rfd::FileDialog::new().pick_folder().map(|folder| Answer::Chosen(vec![folder]))
                });
            }
            ArrivalAct::AskInbox if self.asked.is_none() => {
                self.asked = ask(ctx, || rfd::FileDialog::new().pick_folder().map(Answer::Inbox));
            }
            ArrivalAct::AskFiles | ArrivalAct::AskFolder | ArrivalAct::AskInbox => {}
            ArrivalAct::ForgetInbox => {
                self.arrivals.watch(None, BTreeSet::new(), ctx);
                self.asks.push(Act::KeepInbox(self.desk.root().to_owned(), None));
            }
            ArrivalAct::Answer { key, number, text } => match self.desk.answer(&key, number, &text, now) {
                Ok(file) => {
                    self.arrivals.answered(&key, number);
                    let name = format!("answer-{}-{}-{}", key.unit, key.form, key.period);
                    self.save(Saving::arrival(&name, file), ctx);
                }
                Err(why) => self.tell_refused(look.text(&why).to_owned(), now),
            },
            ArrivalAct::Recount(at) => self.arrivals.recount(&self.desk, at),
            ArrivalAct::Stage(_) if self.desk.is_read_only() => {
                self.tell_refused(look.say("arrivals.read_only").into_owned(), now);
            }
            ArrivalAct::Stage(paths) => self.receive_files(paths, ctx, now),
            ArrivalAct::Stop => self.arrivals.stop(),
            ArrivalAct::Take => {
                // What is typed elsewhere is committed before anything arrives over it.
                self.commit_typing(now);
                self.arrivals.take(&self.desk, ctx);
            }
            ArrivalAct::Forget => self.arrivals.forget(),
            ArrivalAct::ShowNews => self.arrivals.show_news(),
            ArrivalAct::ListKnown => self.arrivals.list_known(),
            ArrivalAct::WriteReceipts => self.write_receipts(ctx, look, now),
            ArrivalAct::ShowConflict(key) => {
                self.go(Route::Arrivals, now);
                self.arrivals.show_conflict(key);
            }
        }
    }

    /// Leads to the questions on our figures that wait for an answer; a bureau to the figure it may ask about.
    pub(super) fn query(&mut self, look: &Look, now: NaiveDateTime) {
        let asked = self.desk.open_questions().next().map(|(query, number)| {
            let question = query.questions.iter().find(|question| question.number == number);
            (query.key.clone(), question.map(|question| question.element.clone()))
        });
        if let Some((key, element)) = asked {
            self.commit_typing(now);
            self.go(Route::Entry, now);
            self.entry.open(&key, element);
            return;
        }
        let below = self.desk.handed_in_below();
        let at_hand = self.submit.reviewed().filter(|key| below.contains(key)).cloned();
        match at_hand.or_else(|| below.first().cloned()) {
            Some(key) => {
                self.go(Route::Submit, now);
                self.submit.ask_query(key);
            }
            None => self.tell_refused(look.say("walk.no_query").into_owned(), now),
        }
    }

    fn write_receipts(&mut self, ctx: &egui::Context, look: &Look, now: NaiveDateTime) {
        let receipts = match self.desk.receipts(now) {
            Ok(receipts) => receipts,
            Err(why) => return self.tell_refused(look.text(&why).to_owned(), now),
        };
        if receipts.is_empty() {
            return self.tell_refused(look.say("arrivals.receipts_none").into_owned(), now);
        }
        let files = receipts
            .into_iter()
            .map(|(unit, text)| (format!("receipt-{unit}.duibiao"), text.into_bytes()))
            .collect();
        let beside = self.desk.root().join("receipts");
        let put = Put { files, beside, written: "arrivals.receipts_written", safe: "arrivals.receipts_safe" };
        self.chooser.put_in_folder(put, look.lang, ctx);
    }

    /// Moves on what was asked and what a thread has done.
    pub(super) fn arrivals_logic(&mut self, ctx: &egui::Context, now: NaiveDateTime) {
        let lang = self.desk.lang();
        match self.asked.as_ref().map(mpsc::Receiver::try_recv) {
            Some(Ok(answer)) => {
                self.asked = None;
                match answer {
                    Answer::Chosen(paths) => self.receive_files(paths, ctx, now),
                    Answer::Inbox(folder) => {
                        self.asks.push(Act::KeepInbox(self.desk.root().to_owned(), Some(folder.clone())));
                        self.watch_inbox(folder, BTreeSet::new(), ctx);
                    }
                    Answer::NoDialog => {
                        self.tell_refused(words::say(lang, "arrivals.no_dialog").into_owned(), now);
                    }
                    Answer::Nothing => {}
                }
            }
            Some(Err(mpsc::TryRecvError::Disconnected)) => self.asked = None,
            Some(Err(mpsc::TryRecvError::Empty)) | None => {}
        }
        let is_shown = self.route == Route::Arrivals;
        self.arrivals.look_at_inbox(&self.desk, is_shown, now, ctx);
        let news = self.arrivals.logic(&mut self.desk, now, ctx);
        if let Some(told) = self.arrivals.newly_told(is_shown) {
            self.asks.push(Act::KeepTold(self.desk.root().to_owned(), told));
        }
        match news {
            Some(News::Took { counts, reopens, opens }) => {
                if reopens {
                    self.asks.push(Act::OpenWorkspace(self.desk.root().to_owned()));
                }
                if let Some((key, element)) = opens {
                    self.commit_typing(now);
                    self.go(Route::Entry, now);
                    self.entry.open(&key, element);
                }
                if counts.count(Outcome::New) + counts.count(Outcome::Update) == 0
                    && counts.count(Outcome::Conflict) > 0
                {
                    self.arrivals.shows_conflicts();
                }
            }
            Some(News::Came(count)) => {
                let told = words::say_with(lang, "inbox.news", &[("n", &count.to_string())]);
                self.notice = Some((told, false, now));
            }
            Some(News::Refused(why)) => self.tell_refused(why.text(lang).to_owned(), now),
            Some(News::Stopped) => {
                self.notice = Some((words::say(lang, "arrivals.stopped").into_owned(), false, now));
            }
            None => {}
        }
    }
}
