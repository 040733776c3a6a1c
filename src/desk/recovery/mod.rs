//! What a crash left behind: offered line by line against the file, brought back only where a person says so.
//!
//! Edits of the journal above a file's revision are not part of the return until they are taken. Left edits stay in the
//! history: they are followed there by lines that take them back (“declined”), so that the chain stays whole, and can be
//! taken later. The first edit of a return with undecided lines leaves them in the same way.

mod offers;
mod take;

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDateTime;

use crate::{
    base::{Bilingual, ElementId, Lang, PlanId},
    desk::Desk,
    returns::{Change, Entry, Followed, FollowedItem, Head, ReturnKey, UnitReturn},
    wire::{DraftLine, DraftPart, FollowedLine, JournalLine, chained},
};

/// Why of a line that takes a left edit back.
const DECLINED: &str = "declined";

/// Whose edits are offered.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Offered {
    /// A return's.
    Return(ReturnKey),
    /// Those of a plan's deliverables.
    Plan(PlanId),
}

/// Which line of an offer.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum OfferPlace {
    /// A cell.
    Cell(ElementId),
    /// Where the return stands, who signs for it.
    Head,
    /// A text that was being typed.
    Draft(ElementId, DraftPart),
    /// A row of a plan's deliverables.
    Row(String),
}

/// What would change: what the file holds, and what can be brought back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Restorable {
    /// A cell.
    Cell(Entry, Entry),
    /// Status and signers.
    Head(Box<Head>, Box<Head>),
    /// What stands in the cell, and the text that was typed.
    Draft(String, String),
    /// A deliverable.
    Item(FollowedItem, FollowedItem),
}

/// One line of an offer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfferLine {
    /// Which.
    pub place: OfferPlace,
    /// What would change.
    pub what: Restorable,
    /// When it was committed or typed.
    pub at: NaiveDateTime,
    /// Who did.
    pub who: String,
}

/// 可恢复的修改 of one return, or of one plan's deliverables.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// Whose.
    pub of: Offered,
    /// Its lines, in the order of their places.
    pub lines: Vec<OfferLine>,
    /// The return moved on its way: what was handed in is taken whole or not at all.
    pub is_whole: bool,
    /// A person has left it before.
    pub is_left: bool,
}

/// Of each cell whose newest edit takes back what was left, that edit.
pub(super) type Declined = BTreeMap<(ReturnKey, ElementId), JournalLine>;

/// What waits to be decided.
#[derive(Debug, Default)]
pub(super) struct Recovery {
    lines: BTreeMap<ReturnKey, Vec<JournalLine>>,
    followed: BTreeMap<PlanId, Vec<FollowedLine>>,
    drafts: Vec<DraftLine>,
}

impl Desk {
    /// Takes up what the journal holds beyond the files; what does not follow on is told among the faults.
    pub(super) fn take_up(
        &mut self,
        pending: Vec<JournalLine>,
        pending_followed: Vec<FollowedLine>,
        drafts: Vec<DraftLine>,
        broken: Vec<ReturnKey>,
    ) {
        let mut lines: BTreeMap<ReturnKey, Vec<JournalLine>> = BTreeMap::new();
        for line in pending {
            lines.entry(line.key.clone()).or_default().push(line);
        }
        let mut left: BTreeMap<ReturnKey, (BTreeSet<ElementId>, usize)> = BTreeMap::new();
        for (key, lines) in lines {
            let is_known = self.tree.unit(&key.unit).is_some();
            let taken = if is_known { self.replayed(&key, &lines).1 } else { BTreeSet::new() };
            let (lines, other) = parted(lines, &taken);
            if !other.is_empty() {
                let rows = other.iter().filter_map(|line| line.edit.change.element().cloned()).collect();
                left.insert(key.clone(), (rows, other.len()));
            }
            if !lines.is_empty() {
                self.recovery.lines.insert(key, lines);
            }
        }
        let mut followed: BTreeMap<PlanId, Vec<FollowedLine>> = BTreeMap::new();
        for line in pending_followed {
            followed.entry(line.plan.clone()).or_default().push(line);
        }
        for (plan, lines) in followed {
            let taken = self.replayed_items(&plan, &lines).1;
            let (lines, other) = parted(lines, &taken);
            for line in other {
                self.pack_faults.push(Bilingual::new(
                    format!("修改记录中的一处举措进展与文件接不上，无法恢复（{plan} {}，第 {} 次修改），请人工核对。", line.edit.row, line.revision),
                    format!("One edit of a deliverable in the journal does not follow on the file and cannot be brought back ({plan} {}, revision {}); please check it by hand.", line.edit.row, line.revision),
                ));
            }
            if !lines.is_empty() {
                self.recovery.followed.insert(plan, lines);
            }
        }
        self.recovery.drafts = drafts;
        let replaced: BTreeSet<ReturnKey> = broken.into_iter().collect();
        for key in replaced.iter().chain(left.keys()).collect::<BTreeSet<_>>() {
            let (rows, count) = left.get(key).cloned().unwrap_or_default();
            self.pack_faults.push(self.parted_history(key, replaced.contains(key), &rows, count));
        }
    }

    /// Says of a return that its file and its history have parted: once, and of which rows edits do not fit.
    fn parted_history(
        &self,
        key: &ReturnKey,
        is_replaced: bool,
        rows: &BTreeSet<ElementId>,
        count: usize,
    ) -> Bilingual {
        const NAMED: usize = 6;
        let row = self.place_in_form(key);
        let mut rows: Vec<&ElementId> = rows.iter().collect();
        rows.sort_by_key(|id| row(&OfferPlace::Cell((*id).clone())));
        let named = |lang: Lang, between: &str| {
            let name = |id: &&ElementId| {
                self.catalogue
                    .element(id)
                    .map_or_else(|| id.to_string(), |found| found.name.text(lang).to_owned())
            };
            let mut names = rows.iter().take(NAMED).map(name).collect::<Vec<_>>().join(between);
            names.push_str(if rows.len() > NAMED { "…" } else { "" });
            names
        };
        let Bilingual { zh, en } = self.return_name(key);
        let (zh, en) = if is_replaced {
            (
                format!("{zh}：文件在程序外被替换过，现按文件显示。"),
                format!("{en}: the file was replaced outside the program and is shown as it is."),
            )
        } else {
            (format!("{zh}："), format!("{en}:"))
        };
        if count == 0 {
            return Bilingual::new(format!("{zh}请核对。"), format!("{en} Please check it."));
        }
        Bilingual::new(
            format!("{zh}修改记录中有 {count} 处修改接不上，未恢复：{}。请核对。", named(Lang::Zh, "、")),
            format!(
                "{en} Edits in the journal that do not fit and were not brought back ({count}): {}. Please check them.",
                named(Lang::En, ", ")
            ),
        )
    }

    /// Replays edits on a return, as many as follow on one another: gives what comes of it, and which they are.
    ///
    /// Each must make the next revision, end the chain as it says, and find what it says it changed. Where two histories
    /// part (the file was replaced by an older one while the program was closed, and typed into) the longer one is
    /// followed; of two as long the one written last.
    fn replayed(&self, key: &ReturnKey, lines: &[JournalLine]) -> (UnitReturn, BTreeSet<usize>) {
        let found =
            self.returns.get(key).map_or_else(|| self.new_return(key), |found| UnitReturn::clone(found));
        let mut ends = vec![(found, BTreeSet::new())];
        let mut at = 0;
        for group in lines.chunk_by(|one, next| one.revision == next.revision) {
            let mut longer: Vec<(UnitReturn, BTreeSet<usize>)> = Vec::new();
            for line in group {
                if let Some((before, taken)) = ends.iter().rfind(|(before, _)| follows_on(before, line)) {
                    let (mut made, mut taken) = (before.clone(), taken.clone());
                    made.apply(&line.edit.change);
                    made.chain.clone_from(&line.chain);
                    taken.insert(at);
                    longer.push((made, taken));
                }
                at += 1;
            }
            if longer.is_empty() {
                break;
            }
            ends = longer;
        }
        ends.pop().unwrap_or_else(|| (self.new_return(key), BTreeSet::new()))
    }

    /// As [`Desk::replayed`], of deliverables, which have no chain: of each revision what was written last.
    fn replayed_items(&self, plan: &PlanId, lines: &[FollowedLine]) -> (Followed, BTreeSet<usize>) {
        let mut made = self.followed.get(plan).map_or_else(
            || Followed::new(plan.clone(), self.workspace.synthetic),
            |found| Followed::clone(found),
        );
        let mut taken = BTreeSet::new();
        let mut before = 0;
        for group in lines.chunk_by(|one, next| one.revision == next.revision) {
            let fits = |line: &FollowedLine| {
                line.revision == made.revision + 1 && made.item(&line.edit.row) == line.edit.old
            };
            let Some(at) = group.iter().rposition(fits) else { break };
            made.replace(&group[at].edit.row, group[at].edit.new.clone());
            taken.insert(before + at);
            before += group.len();
        }
        (made, taken)
    }
}

fn follows_on(made: &UnitReturn, line: &JournalLine) -> bool {
    let is_chained = if line.chain.is_empty() {
        made.chain.is_empty()
    } else {
        chained(&made.chain, line).is_ok_and(|chain| chain == line.chain)
    };
    let finds = match &line.edit.change {
        // A cell of a return that is handed in does not change.
        Change::Cell { element, old, .. } => made.status().is_open() && made.entry(element) == *old,
        Change::Head { old, .. } => made.head == **old,
    };
    line.revision == made.revision + 1 && is_chained && finds
}

/// Parts the lines that are among those taken from the others.
fn parted<T>(lines: Vec<T>, taken: &BTreeSet<usize>) -> (Vec<T>, Vec<T>) {
    let (mut sound, mut other) = (Vec::new(), Vec::new());
    for (at, line) in lines.into_iter().enumerate() {
        if taken.contains(&at) { sound.push(line) } else { other.push(line) }
    }
    (sound, other)
}
