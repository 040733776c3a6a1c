//! What the 接收 screen remembers; what is staged is here and nowhere else until a person takes it in.

use std::{collections::BTreeMap, path::PathBuf};

use chrono::NaiveDateTime;

use crate::{
    base::{Bilingual, ElementId, Figure, Period, UnitId},
    desk::{Desk, Taken},
    exchange::{Counts, Piece, Staged},
    returns::ReturnKey,
    ui::arrivals::{
        conflict::ConflictState,
        list::List,
        watching::Watched,
        work::{Done, Work},
    },
};

/// What is worth a word once a thread has ended.
pub(in crate::ui) enum News {
    /// Something was taken in: the counts, whether a form pack asks for the workspace to be opened again, and the return
    /// that came back.
    Took {
        /// How many of each.
        counts: Counts,
        /// Packs are read when the workspace is opened next.
        reopens: bool,
        /// The return that came back alone, and its first remark.
        opens: Option<(ReturnKey, Option<ElementId>)>,
    },
    /// So many files came into the watched folder of which nobody was told yet.
    Came(usize),
    /// It could not be done.
    Refused(Bilingual),
    /// Staging was stopped.
    Stopped,
}

/// What waits for a choice between two versions, with how many do.
#[derive(Clone, Debug, Default)]
pub(super) struct Waiting {
    pub(super) returns: Vec<(ReturnKey, usize)>,
    pub(super) statements: Vec<((UnitId, Period), usize)>,
}

impl Waiting {
    /// Counts the versions that wait.
    pub(super) fn count(&self) -> usize {
        let returns: usize = self.returns.iter().map(|(_, count)| count).sum();
        returns + self.statements.iter().map(|(_, count)| count).sum::<usize>()
    }
}

/// 接收画面的状态.
#[derive(Debug, Default)]
pub struct ArrivalsState {
    pub(super) work: Option<Work>,
    pub(super) list: Option<List>,
    /// The lines that are being handed over, once their files are kept.
    sent: Vec<usize>,
    /// What was chosen while something else was being read.
    later: Vec<PathBuf>,
    /// What is being staged is taken in as soon as it is.
    takes_at_once: bool,
    /// The list of conflicts is shown instead of what is staged.
    pub(super) shows_conflicts: bool,
    pub(super) conflict: ConflictState,
    /// The folder that is watched.
    pub(super) watched: Watched,
    /// Answers that are being written, by return and number.
    pub(super) answers: BTreeMap<(ReturnKey, u32), String>,
    /// The returns with versions that wait, by the desk's generation.
    waiting: Option<(u64, Waiting)>,
}

impl ArrivalsState {
    /// Reads files on a thread and stages them beside what is staged already.
    pub(in crate::ui) fn stage(
        &mut self,
        desk: &Desk,
        paths: Vec<PathBuf>,
        now: NaiveDateTime,
        wake: &egui::Context,
    ) {
        self.shows_conflicts = false;
        if self.work.is_some() {
            self.later.extend(paths);
            return;
        }
        let mut stage = desk.stage(now);
        let growing = self.list.as_ref().filter(|list| list.may_grow());
        growing.into_iter().flat_map(|list| &list.lines).for_each(|line| stage.take_again(line.clone()));
        self.work = Work::read(stage, desk.checking(), paths, wake.clone());
    }

    /// Forgets an answer that was written.
    pub(in crate::ui) fn answered(&mut self, key: &ReturnKey, number: u32) {
        self.answers.remove(&(key.clone(), number));
    }

    /// Counts a statement again from what lies here.
    pub(in crate::ui) fn recount(&mut self, desk: &Desk, at: usize) {
        let Some(list) = &mut self.list else { return };
        if let Some(Piece::Statement(statement)) = list.lines.get(at).map(|line| &line.piece) {
            let mut since = desk.recount(statement);
            // A figure nobody has and one that is not named say the same.
            let is_blank = |text: &str| text.is_empty() || text == Figure::Blank.state();
            since.totals.retain(|change| !(is_blank(&change.before) && is_blank(&change.now)));
            list.recounts.insert(at, (desk.generation(), since));
        }
    }

    /// Stops what is being read; nothing of it stays.
    pub(in crate::ui) fn stop(&mut self) {
        self.later.clear();
        if let Some(work) = &self.work {
            work.stop();
        }
    }

    /// Keeps the files of what is taken in on a thread; what is in them is taken when that is done.
    pub(in crate::ui) fn take(&mut self, desk: &Desk, wake: &egui::Context) {
        let Some(list) = self.list.as_ref().filter(|_| self.work.is_none()) else { return };
        self.sent = list.handed_over();
        let lines = self.sent.iter().map(|at| list.lines[*at].clone()).collect();
        self.work = Work::keep(desk.folder(), lines, wake.clone());
    }

    /// Takes in what is being staged as soon as it is.
    pub(in crate::ui) const fn take_when_staged(&mut self) {
        self.takes_at_once = true;
    }

    /// Shows the returns with versions that wait.
    pub(in crate::ui) const fn shows_conflicts(&mut self) {
        self.shows_conflicts = true;
    }

    /// Shows the conflict of a return.
    pub(in crate::ui) fn show_conflict(&mut self, key: ReturnKey) {
        self.shows_conflicts = true;
        self.conflict.choose(key);
    }

    /// Lets go of what was staged for another seat.
    pub(in crate::ui) fn leave_seat(&mut self) {
        // What lies there is something else to somebody else.
        let watched = std::mem::take(&mut self.watched).anew();
        *self = Self { watched, ..Self::default() };
    }

    /// Moves on what a thread has done.
    pub(in crate::ui) fn logic(
        &mut self,
        desk: &mut Desk,
        now: NaiveDateTime,
        wake: &egui::Context,
    ) -> Option<News> {
        let done = self.work.as_ref()?.finished()?;
        let stopped = self.work.take().is_some_and(|work| work.is_stopped() && !work.is_keeping());
        let news = match done {
            Done::Read(..) if stopped => {
                self.watched.stopped();
                Some(News::Stopped)
            }
            Done::Read(stage, _) if self.watched.is_read() => self.read_of_inbox(*stage),
            Done::Read(stage, collected) => {
                // Asserts that everything that arrived has one outcome.
                stage.counts();
                let before = self.list.take().filter(List::may_grow).unwrap_or_default();
                let mut all = before.collected;
                all.files += collected.files;
                all.passed_over += collected.passed_over;
                let lines = stage.into_staged();
                let is_any = !lines.is_empty();
                self.list = is_any.then(|| List::new(lines, all, &before));
                if std::mem::take(&mut self.takes_at_once) {
                    self.take(desk, wake);
                }
                None
            }
            Done::Kept(Ok(secured)) => {
                let reopens = secured.lines().iter().any(|line| {
                    line.outcome.is_plain()
                        && matches!(&line.piece, Piece::FormPack(pack) if Desk::awaits_reopening(pack))
                });
                let opens = came_back(desk, secured.lines());
                if let Some(list) = &mut self.list {
                    list.let_go(&self.sent);
                }
                Some(match desk.take_in(secured, now) {
                    Ok(taken) => News::Took { counts: self.took(taken), reopens, opens },
                    Err(why) => {
                        // Their figures were let go of: what was not taken has to be read again.
                        self.list = None;
                        News::Refused(why)
                    }
                })
            }
            Done::Kept(Err(why)) => Some(News::Refused(why)),
            Done::Nothing => {
                self.watched.stopped();
                Some(News::Refused(Bilingual::new(
                    "读取意外停止，没有写入任何内容。请重试，或逐个选择文件。",
                    "Reading stopped unexpectedly; nothing was written. Try again, or choose the files one by one.",
                )))
            }
        };
        if self.work.is_none() && !self.later.is_empty() {
            let paths = std::mem::take(&mut self.later);
            self.stage(desk, paths, now, wake);
        }
        news
    }

    fn took(&mut self, taken: Vec<Taken>) -> Counts {
        let counts = Counts::of(taken.iter().map(|taken| taken.outcome));
        let sent = std::mem::take(&mut self.sent);
        if let Some(list) = &mut self.list {
            list.note(sent, taken);
        }
        counts
    }

    /// Gives the returns of which another version waits, read again only when something has changed.
    pub(super) fn conflicts(&mut self, desk: &Desk) -> &Waiting {
        let generation = desk.generation();
        if self.waiting.as_ref().is_some_and(|(of, _)| *of != generation) {
            self.waiting = None;
        }
        let read = || {
            let (returns, statements) = (desk.conflicts(), desk.statement_conflicts());
            (generation, Waiting { returns, statements })
        };
        &self.waiting.get_or_insert_with(read).1
    }

    /// Counts what waits for a person: staged lines that would be taken, conflicts staged and kept.
    pub(in crate::ui) fn waits(&mut self, desk: &Desk) -> usize {
        let staged = self.list.as_ref().map_or(0, |list| list.to_take() + list.clashing());
        staged + self.watched.waits() + self.conflicts(desk).count() + desk.open_questions().count()
    }

    /// Says whether there is anything to see.
    pub(in crate::ui) fn has_any(&mut self, desk: &Desk) -> bool {
        self.work.is_some()
            || self.list.is_some()
            || self.conflicts(desk).count() > 0
            || desk.open_questions().next().is_some()
    }
}

/// Gives the return that came back with its first remark, if nothing else is taken in with it.
fn came_back(desk: &Desk, lines: &[Staged]) -> Option<(ReturnKey, Option<ElementId>)> {
    let mut plain = lines.iter().filter(|line| line.outcome.is_plain());
    let (Some(Staged { piece: Piece::SentBack(note), .. }), None) = (plain.next(), plain.next()) else {
        return None;
    };
    let form = desk.catalogue().form(&note.key.form)?;
    let first = form.elements().find(|element| note.said.remarks.contains_key(*element));
    (note.key.unit == *desk.seat()).then(|| (note.key.clone(), first.cloned()))
}
