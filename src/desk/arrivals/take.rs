//! Taking over what is staged: files to `inbox/`, returns to `returns/`, versions that went another way to a list.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use chrono::NaiveDateTime;

use crate::{
    base::{Bilingual, ElementId},
    desk::{Desk, Job, KnownJob, SaveState, Step, arrivals::Secured},
    exchange::{Fits, Lineage, Outcome, Piece, Reason, Staged, Stand},
    returns::{Change, Edit, Entry, Head, ReturnKey, Status, UnitReturn},
    wire::{Branch, Branches, CountyStatement, JournalLine, chained},
};

/// What became of a staged line, judged anew when it was taken over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    /// The outcome it really had.
    pub outcome: Outcome,
    /// Why, where that is not plain.
    pub reason: Option<Reason>,
}

/// So many returns are written together.
const AT_ONCE: usize = 256;
/// From so many changed returns on everything derived is made anew at once.
const WORTH_ALL: usize = 16;

impl Desk {
    /// Takes staged lines over, in order, and says of each what became of it: what is at hand may have changed since it
    /// was staged. What was rejected stays rejected, and taking the same in again changes nothing.
    ///
    /// # Errors
    /// A workspace that is open read-only; nothing is taken then.
    pub fn take_in(&mut self, secured: Secured, now: NaiveDateTime) -> Result<Vec<Taken>, Bilingual> {
        if self.is_read_only() {
            return Err(Bilingual::new(
                "工作区以只读方式打开，不能接收。",
                "The workspace is open read-only; nothing can be taken in.",
            ));
        }
        let mut batch = Batch::default();
        let mut taken = Vec::with_capacity(secured.lines.len());
        for line in secured.lines {
            taken.push(if secured.lost.contains(&line.file) {
                Taken { outcome: Outcome::Rejected, reason: Some(Reason::Gone) }
            } else {
                self.take_line(line, &mut batch, now)
            });
        }
        self.queue(&mut batch, now);
        if batch.is_changed {
            self.ask_for_day(now);
        }
        for key in &batch.branched {
            self.save_branches_of(key);
        }
        if batch.put.len() >= WORTH_ALL {
            self.derive_all();
        } else {
            for (key, changed) in &batch.put {
                self.derive_cells(key, changed);
            }
        }
        self.generation += 1;
        Ok(taken)
    }

    /// Keeps a statement as the newest of its unit and period.
    pub(in crate::desk) fn keep_statement(&mut self, statement: Arc<CountyStatement>) {
        let key = (statement.unit.clone(), statement.period);
        Arc::make_mut(&mut self.known.statements).insert(key, Arc::clone(&statement));
        self.jobs.push(Job::Known(KnownJob::Statement(statement)));
        self.save_state = SaveState::Saving;
    }

    fn take_line(&mut self, line: Staged, batch: &mut Batch, now: NaiveDateTime) -> Taken {
        let Staged { outcome, reason, piece, file, sender, .. } = line;
        if outcome == Outcome::Rejected {
            return Taken { outcome, reason };
        }
        match piece {
            Piece::Return(found) => return self.take_return(found, &file, batch, now),
            Piece::Statement(statement) => return self.take_statement(statement, &file, batch, now),
            _ if !outcome.is_plain() => {}
            Piece::Receipt(receipt) => batch.is_changed |= self.take_receipt(&receipt, sender.as_ref(), now),
            Piece::SentBack(note) => batch.is_changed |= self.take_sent_back(&note, now),
            Piece::Query(query) => batch.is_changed |= self.take_query(&query),
            Piece::FormPack(pack) => {
                batch.is_changed = true;
                self.take_form_pack(&pack);
            }
            Piece::Nothing => {}
        }
        Taken { outcome, reason }
    }

    fn take_return(
        &mut self,
        found: Arc<UnitReturn>,
        file: &str,
        batch: &mut Batch,
        now: NaiveDateTime,
    ) -> Taken {
        let key = &found.key.clone();
        if let Some(damaged) = self.refusal_over(|folder| folder.path_of(key)) {
            let why = Reason::Disk(damaged.message.zh);
            return Taken { outcome: Outcome::Rejected, reason: Some(why) };
        }
        let mut stand = self.stand(key);
        let before = stand.branches.len();
        let tip = stand.at_hand.as_ref().and_then(Lineage::tip).unwrap_or_default().to_owned();
        let arriving = Lineage::of(&found.head);
        let branch =
            |lineage: Vec<String>| Branch { lineage, set_aside: false, file: file.to_owned(), at: now };
        let fits = stand.take(&arriving, branch);
        if fits == Fits::Older
            && let Some(digest) = arriving.tip()
            && !batch.replaced.contains(&(key.clone(), digest.to_owned()))
            && !self.kept_digests(key).contains(digest)
        {
            // A version others may have come from, and nobody else knows it.
            stand.remember(branch(arriving.digests().to_vec()));
        }
        if stand.branches.len() > before {
            Arc::make_mut(&mut self.known.branches).insert(key.clone(), stand.branches);
            batch.branched.insert(key.clone());
            batch.is_changed = true;
        }
        let (outcome, reason) = match fits {
            Fits::First => (Outcome::New, None),
            Fits::Follows => (Outcome::Update, None),
            Fits::Known => (Outcome::Duplicate, Some(Reason::SameFigures)),
            Fits::Older => (Outcome::Superseded, Some(Reason::LaterAtHand)),
            Fits::Apart => (Outcome::Conflict, Some(Reason::Apart(tip.clone()))),
        };
        if outcome.is_plain() {
            batch.replaced.insert((key.clone(), tip));
            let mut of = Arc::unwrap_or_clone(found);
            of.head.status = Status::Received;
            if batch.put.contains_key(key) || batch.returns.len() >= AT_ONCE {
                self.queue(batch, now);
            }
            let changed = self.put_in_place(of, "receive", batch, now);
            batch.put.insert(key.clone(), changed);
            batch.is_changed = true;
        }
        Taken { outcome, reason }
    }

    /// Gives where a return stands among the versions that came.
    pub(super) fn stand(&self, key: &ReturnKey) -> Stand {
        let branches = self.known.branches.get(key).cloned().unwrap_or_default();
        Stand::of_return(self.returns.get(key).map(AsRef::as_ref), branches)
    }

    /// Puts another version of a return in the place of the one at hand: its file first, which holds everything, then the
    /// lines that say what changed. A first version begins the history here with the figures it came with.
    ///
    /// Returns the cells that changed; what follows from them is for the caller to derive, and what is to be written to
    /// queue with [`Desk::queue`].
    pub(super) fn put_in_place(
        &mut self,
        of: UnitReturn,
        why: &str,
        batch: &mut Batch,
        now: NaiveDateTime,
    ) -> Vec<ElementId> {
        let key = of.key.clone();
        self.leave_undecided(&key, now);
        let old = self.returns.get(&key).cloned();
        let changes = changes_between(old.as_deref(), &of);
        let changed: Vec<ElementId> = changes.iter().filter_map(Change::element).cloned().collect();
        let mut revision = of.revision.max(old.as_ref().map_or(0, |old| old.revision));
        let mut chain = old.as_ref().map(|old| old.chain.clone()).unwrap_or_default();
        for change in changes {
            revision += 1;
            let edit = Edit { at: now, who: self.who.clone(), change, why: why.to_owned() };
            let mut line = JournalLine { key: key.clone(), revision, edit, chain: String::new() };
            // A line that cannot be written fails there, where it is told.
            line.chain = chained(&chain, &line).unwrap_or_default();
            chain.clone_from(&line.chain);
            batch.lines.push(line);
        }
        let of = Arc::new(UnitReturn { revision, chain, ..of });
        self.returns.insert(key.clone(), Arc::clone(&of));
        self.done.retain(|step| !matches!(step, Step::Cells { key: of, .. } if *of == key));
        self.undone.retain(|step| !matches!(step, Step::Cells { key: of, .. } if *of == key));
        if self.told.get_mut().as_ref().is_some_and(|(of, _)| *of == key) {
            *self.told.get_mut() = None;
        }
        // What waited to be saved of it is written before, so that it is kept.
        if let Some(old) = old.filter(|_| self.unsaved.remove(&key)) {
            self.jobs.push(Job::Return(old));
        }
        batch.returns.push(of);
        changed
    }

    /// Queues what was put in place: the files first, which hold everything, then the lines for the journal.
    pub(super) fn queue(&mut self, batch: &mut Batch, now: NaiveDateTime) {
        let (returns, lines) = (std::mem::take(&mut batch.returns), std::mem::take(&mut batch.lines));
        if !returns.is_empty() {
            self.unwritten.extend(lines.iter().cloned());
            self.jobs.push(Job::Returns(returns));
            self.jobs.push(Job::Journal(lines, now.date()));
            self.save_state = SaveState::Saving;
        }
    }

    /// Saves what is known of a return beside the version at hand.
    pub(super) fn save_branches_of(&mut self, key: &ReturnKey) {
        let branches = self.known.branches.get(key).cloned().unwrap_or_default();
        self.jobs.push(Job::Known(KnownJob::Branches(Branches { key: key.clone(), branches })));
        self.save_state = SaveState::Saving;
    }
}

/// What one taking over has done so far.
#[derive(Default)]
pub(super) struct Batch {
    /// Something was taken.
    pub(super) is_changed: bool,
    put: BTreeMap<ReturnKey, Vec<ElementId>>,
    /// What was put in place and is not queued yet.
    returns: Vec<Arc<UnitReturn>>,
    /// What changed in it.
    lines: Vec<JournalLine>,
    branched: BTreeSet<ReturnKey>,
    /// Versions whose revision will be kept when what replaced them is saved.
    replaced: BTreeSet<(ReturnKey, String)>,
}

/// Gives what differs from the version at hand, cells first; of a first version only where it stands.
fn changes_between(old: Option<&UnitReturn>, new: &UnitReturn) -> Vec<Change> {
    let mut changes = Vec::new();
    let mut before = Head::default();
    if let Some(old) = old {
        let elements: BTreeSet<&ElementId> = old.entries.keys().chain(new.entries.keys()).collect();
        for element in elements {
            let (before, after): (Entry, Entry) = (old.entry(element), new.entry(element));
            if before != after {
                changes.push(Change::Cell { element: element.clone(), old: before, new: after });
            }
        }
        before = old.head.clone();
    }
    changes.push(Change::Head { old: Box::new(before), new: Box::new(new.head.clone()) });
    changes
}
