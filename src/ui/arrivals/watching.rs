//! What comes into the folder that is watched: each file is told once, whatever is on the screen, and what was told
//! before and asks for nothing stands behind a link.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
    sync::Arc,
};

use chrono::NaiveDateTime;

use crate::{
    desk::Desk,
    exchange::{Counts, Outcome, Stage, Staged},
    ui::arrivals::{ArrivalsState, inbox::Inbox, list::List, state::News, work::Work},
};

/// Digits of a digest that are kept: enough to tell the files of one folder apart.
const MARK: usize = 16;

/// 收件文件夹 and what is known of it.
#[derive(Debug, Default)]
pub(super) struct Watched {
    inbox: Option<Inbox>,
    /// Something in it is another.
    is_changed: bool,
    /// It is what is being read, behind so many lines that are listed.
    reading: Option<usize>,
    /// Files a person has seen in a list, now or in earlier sessions.
    told: BTreeSet<String>,
    /// Files that were said to have come.
    announced: BTreeSet<String>,
    /// Files that lie there now.
    there: BTreeSet<String>,
    /// Lines of files that were told before and ask for nothing.
    known: Vec<Staged>,
    /// Lines that came while the list shows what was taken in.
    behind: Vec<Staged>,
}

impl Watched {
    /// Gives the folder.
    pub(super) fn folder(&self) -> Option<&Path> {
        self.inbox.as_ref().map(Inbox::folder)
    }

    /// Says whether it is what is being read.
    pub(super) const fn is_read(&self) -> bool {
        self.reading.is_some()
    }

    /// Reading was stopped: what is there now was looked at as far as anybody wanted.
    pub(super) const fn stopped(&mut self) {
        self.reading = None;
    }

    /// Keeps the folder for another seat, to which everything in it is something else.
    pub(super) fn anew(self) -> Self {
        let is_changed = self.inbox.is_some();
        Self { inbox: self.inbox, is_changed, told: self.told, ..Self::default() }
    }

    /// Counts the files that came while the list shows what was taken in.
    pub(super) fn news(&self) -> usize {
        self.behind.iter().map(|line| &line.name).collect::<BTreeSet<_>>().len()
    }

    /// Counts the lines of them that wait for a person.
    pub(super) fn waits(&self) -> usize {
        self.behind.iter().filter(|line| asks(line)).count()
    }

    /// Counts the lines of files that were told before and ask for nothing.
    pub(super) fn known(&self) -> Counts {
        Counts::of(self.known.iter().map(|line| line.outcome))
    }
}

impl ArrivalsState {
    /// Watches a folder, or none; of the files with these digests a person was told before.
    pub(in crate::ui) fn watch(
        &mut self,
        folder: Option<PathBuf>,
        told: BTreeSet<String>,
        wake: &egui::Context,
    ) {
        let inbox = folder.and_then(|folder| Inbox::watch(folder, wake.clone()));
        self.watched = Watched { inbox, told, ..Watched::default() };
    }

    /// Reads the watched folder again when something in it is another, unless something else is being read.
    pub(in crate::ui) fn look_at_inbox(
        &mut self,
        desk: &Desk,
        is_shown: bool,
        now: NaiveDateTime,
        wake: &egui::Context,
    ) {
        if !is_shown && !self.watched.behind.is_empty() && self.work.is_none() {
            self.show_news();
        }
        let Some(inbox) = &self.watched.inbox else { return };
        self.watched.is_changed |= inbox.has_news();
        if !self.watched.is_changed || self.work.is_some() || desk.is_read_only() {
            return;
        }
        let folder = inbox.folder().to_owned();
        self.watched.is_changed = false;
        let mut stage = desk.stage(now);
        let listed = self.list.as_ref().filter(|list| list.may_grow());
        let others = listed.into_iter().flat_map(|list| &list.lines);
        others.filter(|line| !is_in(line, &folder)).for_each(|line| stage.take_again(line.clone()));
        self.watched.reading = Some(stage.staged().len());
        self.work = Work::read(stage, desk.checking(), vec![folder], wake.clone());
        if self.work.is_none() {
            self.watched.reading = None;
        }
    }

    /// Puts what was read there into the list, or behind a list of what was taken in that is being looked at.
    pub(super) fn read_of_inbox(&mut self, stage: Stage) -> Option<News> {
        let (Some(others), Some(folder)) =
            (self.watched.reading.take(), self.watched.folder().map(Path::to_owned))
        else {
            return None;
        };
        // Asserts that everything that arrived has one outcome.
        stage.counts();
        let mut lines = stage.into_staged();
        let came = lines.split_off(others);
        let before = self.list.take().unwrap_or_default();
        let is_taken = !before.may_grow();
        let listed: BTreeSet<String> =
            before.lines.iter().filter(|line| is_in(line, &folder)).map(mark).collect();
        let watched = &mut self.watched;
        watched.there = came.iter().map(mark).collect();
        let is_new = |line: &Staged| {
            let mark = mark(line);
            !watched.told.contains(&mark) && !watched.announced.contains(&mark) && !listed.contains(&mark)
        };
        let new: BTreeSet<Arc<str>> =
            came.iter().filter(|line| is_new(line)).map(|line| Arc::clone(&line.name)).collect();
        // A file is listed with all that is in it.
        let stays = |line: &Staged| asks(line) || is_new(line) || (!is_taken && listed.contains(&mark(line)));
        let wanted: BTreeSet<Arc<str>> =
            came.iter().filter(|line| stays(line)).map(|line| Arc::clone(&line.name)).collect();
        let (wanted, known): (Vec<_>, Vec<_>) =
            came.into_iter().partition(|line| wanted.contains(&line.name));
        // What stands in the list that is looked at is not said once more beside it.
        watched.known = known.into_iter().filter(|line| !is_taken || !listed.contains(&mark(line))).collect();
        watched.announced.extend(wanted.iter().map(mark));
        if is_taken {
            // What was taken in stays to be looked at until a person asks for what came since.
            self.list = Some(before);
            let is_any = !new.is_empty() || !watched.behind.is_empty();
            watched.behind = if is_any { wanted } else { Vec::new() };
        } else {
            lines.extend(wanted);
            let is_any = !lines.is_empty();
            self.list = is_any.then(|| List::new(lines, before.collected, &before));
        }
        (!new.is_empty()).then_some(News::Came(new.len()))
    }

    /// Lists what came into the watched folder in the place of what was taken in; beside what waits to be taken the folder
    /// is read again.
    pub(in crate::ui) fn show_news(&mut self) {
        if self.work.is_some() || self.watched.behind.is_empty() {
            return;
        }
        self.shows_conflicts = false;
        let behind = std::mem::take(&mut self.watched.behind);
        if self.list.as_ref().is_some_and(List::may_grow) {
            let again: BTreeSet<String> = behind.iter().map(mark).collect();
            self.watched.announced.retain(|mark| !again.contains(mark));
            self.watched.is_changed = true;
        } else {
            self.list = Some(List::new(behind, Default::default(), &List::default()));
        }
    }

    /// Lists as well what lies in the watched folder and was told before.
    pub(in crate::ui) fn list_known(&mut self) {
        if self.work.is_none() && !self.watched.known.is_empty() {
            self.shows_conflicts = false;
            self.list.get_or_insert_default().add(std::mem::take(&mut self.watched.known));
        }
    }

    /// Puts the list away; what it holds of the watched folder stays to be found there.
    pub(in crate::ui) fn forget(&mut self) {
        if self.work.is_some() {
            return;
        }
        let folder = self.watched.folder().map(Path::to_owned);
        if let (Some(list), Some(folder)) = (self.list.take(), folder) {
            let lines = list.lines.into_iter().enumerate();
            let left = lines.filter(|(at, line)| !list.taken.contains_key(at) && is_in(line, &folder));
            self.watched.known.extend(left.map(|(_, line)| line));
        }
        self.show_news();
    }

    /// Notes that a person sees the list; gives the digests to be kept when one is among them that was not told before.
    /// Those of files that are gone are left out.
    pub(in crate::ui) fn newly_told(&mut self, is_shown: bool) -> Option<BTreeSet<String>> {
        let list = self.list.as_ref().filter(|_| is_shown && !self.shows_conflicts)?;
        let watched = &mut self.watched;
        let seen = list.lines.iter().map(mark).filter(|mark| watched.there.contains(mark));
        let seen: Vec<String> = seen.filter(|mark| !watched.told.contains(mark)).collect();
        if seen.is_empty() {
            return None;
        }
        watched.told.retain(|mark| watched.there.contains(mark));
        watched.told.extend(seen);
        Some(watched.told.clone())
    }
}

/// Says whether a line asks a person for something: to be taken in, or to be decided.
fn asks(line: &Staged) -> bool {
    line.outcome.is_plain() || line.outcome == Outcome::Conflict
}

/// Says whether a line came of a folder.
fn is_in(line: &Staged, folder: &Path) -> bool {
    Path::new(&*line.name).starts_with(folder)
}

/// Gives what a file is known by: the end of its digest, or its name where it was never read.
fn mark(line: &Staged) -> String {
    let digest = &*line.file;
    let end = digest.get(digest.len().saturating_sub(MARK)..).unwrap_or(digest);
    let known_by = if digest.is_empty() { &*line.name } else { end };
    known_by.to_owned()
}
