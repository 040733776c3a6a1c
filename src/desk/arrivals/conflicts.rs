//! 冲突: two versions of a return that were changed apart, side by side, and a person's choice between them.

use std::{collections::BTreeMap, sync::Arc};

use chrono::NaiveDateTime;

use crate::{
    base::{Bilingual, ElementId, UnitId},
    desk::{Desk, Notice, arrivals::take::Batch},
    exchange::{Ancestor, Lineage, Merge, Side},
    returns::{Head, ReturnKey, Status, Submission, UnitReturn},
    wire::{Branch, Travelling, fingerprint, return_digest, travelling_from_text},
};

/// One conflict: ours, theirs, and what they come from.
#[derive(Clone, Debug)]
pub struct Conflict {
    /// Which return.
    pub key: ReturnKey,
    /// The version that arrived, as it waits.
    pub branch: Branch,
    /// The version at hand.
    pub ours: Arc<UnitReturn>,
    /// The version that arrived.
    pub theirs: Arc<UnitReturn>,
    /// Whose desk theirs was sent from.
    pub from: UnitId,
    /// Digest of the last version both come from.
    pub ancestor: Option<String>,
    /// The cells that differ.
    pub merge: Merge,
}

/// 取舍: how a conflict is settled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Settling {
    /// The version at hand stays; the other is set aside.
    Ours,
    /// The version that arrived takes its place.
    Theirs,
    /// Cell by cell: what only one side changed is taken from it, clashes as chosen.
    Cells(BTreeMap<ElementId, Side>),
}

impl Desk {
    /// Gives the returns of which another version waits, with how many do.
    pub fn conflicts(&self) -> Vec<(ReturnKey, usize)> {
        let waiting = |key: &ReturnKey| self.stand(key).waiting().count();
        let counted = self.known.branches.keys().map(|key| (key.clone(), waiting(key)));
        counted.filter(|(_, count)| *count > 0).collect()
    }

    /// Says whether another version of a return waits to be settled.
    pub fn has_conflict(&self, key: &ReturnKey) -> bool {
        self.known.branches.contains_key(key) && self.stand(key).waiting().next().is_some()
    }

    /// Gives the first conflict of a return, with its cells compared; `None` if no other version waits.
    ///
    /// # Errors
    /// If the file the other version came in cannot be read any more.
    pub fn conflict(&self, key: &ReturnKey) -> Result<Option<Conflict>, Bilingual> {
        let stand = self.stand(key);
        let Some(branch) = stand.waiting().next().cloned() else { return Ok(None) };
        let Some(ours) = self.returns.get(key).cloned() else { return Ok(None) };
        let line = Lineage::from(&branch);
        let read = line.tip().and_then(|tip| self.version_in(&branch.file, key, tip));
        let Some((theirs, from)) = read else {
            return Err(Bilingual::new(
                format!("inbox 中找不到来件 {}，无法比较。请重新接收。", branch.file),
                format!("The file {} is not in inbox any more; receive it again.", branch.file),
            ));
        };
        let ancestor =
            stand.at_hand.as_ref().and_then(|at_hand| at_hand.last_common(&line)).map(str::to_owned);
        let base = ancestor.as_ref().map(|digest| self.version_of(key, digest));
        let known = match &base {
            None => Ancestor::None,
            Some(None) => Ancestor::Unknown,
            Some(Some(base)) => Ancestor::Known(base),
        };
        let merge = Merge::of(known, &ours, &theirs);
        Ok(Some(Conflict { key: key.clone(), branch, ours, theirs: Arc::new(theirs), from, ancestor, merge }))
    }

    /// Finds the figures of a digest among kept revisions and the files that came.
    fn version_of(&self, key: &ReturnKey, digest: &str) -> Option<UnitReturn> {
        let says = |found: &UnitReturn| return_digest(found).is_ok_and(|says| says == digest);
        if let Some(at_hand) = self.returns.get(key).filter(|found| says(found)) {
            return Some(UnitReturn::clone(at_hand));
        }
        let branches = self.known.branches.get(key).into_iter().flatten();
        let mut came = branches.filter(|branch| branch.lineage.last().is_some_and(|tip| tip == digest));
        if let Some((found, _)) = came.find_map(|branch| self.version_in(&branch.file, key, digest)) {
            return Some(found);
        }
        let kept = self.folder.kept_revisions(key);
        kept.iter().filter_map(|kept| self.folder.kept_return(kept, key).ok()).find(says)
    }

    fn version_in(&self, file: &str, key: &ReturnKey, digest: &str) -> Option<(UnitReturn, UnitId)> {
        let (returns, from) = match travelling_from_text(&self.folder.arrived_file(file)?).ok()? {
            Travelling::Package(package) => (package.returns, package.from),
            Travelling::Statement(statement) => (statement.returns, statement.from.unit),
            _ => return None,
        };
        let is_it =
            |found: &UnitReturn| found.key == *key && return_digest(found).is_ok_and(|says| says == digest);
        returns.into_iter().find(is_it).map(|found| (found, from))
    }

    /// Settles the first conflict of a return; the choice stands in its history.
    pub(in crate::desk) fn settle(
        &mut self,
        key: &ReturnKey,
        settling: &Settling,
        now: NaiveDateTime,
    ) -> Vec<Notice> {
        let refused = |zh: &str, en: &str| vec![Notice::refused(zh, en)];
        if self.is_read_only() {
            return refused("工作区以只读方式打开。", "The workspace is open read-only.");
        }
        let conflict = match self.conflict(key) {
            Ok(Some(conflict)) => conflict,
            Ok(None) => {
                return refused(
                    "这份报表没有冲突，未作改动。",
                    "This return has no conflict; nothing was changed.",
                );
            }
            Err(message) => return vec![Notice { element: None, refused: true, message }],
        };
        let Conflict { branch, ours, theirs, merge, .. } = conflict;
        let cells = match settling {
            Settling::Ours => Vec::new(),
            Settling::Theirs => {
                merge.cells.iter().map(|cell| (cell.element.clone(), cell.theirs.clone())).collect()
            }
            Settling::Cells(choices) => match merge.settled(choices) {
                Ok(cells) => cells,
                Err(elements) => {
                    let names: Vec<&str> = elements.iter().map(ElementId::as_str).collect();
                    let (zh, en) = (names.join("、"), names.join(", "));
                    return vec![Notice::refused(
                        format!("这些数据项要么还没有选择，要么两边相同：{zh}。未作改动。"),
                        format!(
                            "These cells have no choice yet, or are alike on both sides: {en}. Nothing was changed."
                        ),
                    )];
                }
            },
        };
        let prints = [fingerprint_of(&ours.head), fingerprint_of(&theirs.head)];
        let takes_all =
            merge.cells.iter().all(|cell| cells.iter().any(|(element, _)| *element == cell.element));
        let mut set_aside = Lineage::from(&branch);
        let (of, why) = if cells.is_empty() {
            (UnitReturn::clone(&ours), format!("settled ours {}", prints[1]))
        } else if takes_all {
            set_aside = Lineage::at_hand(&ours);
            let head = Head { status: Status::Received, ..theirs.head.clone() };
            (UnitReturn { head, ..UnitReturn::clone(&theirs) }, format!("settled theirs {}", prints[0]))
        } else {
            match self.merged(&ours, cells, now) {
                Ok(of) => (of, format!("settled cells {}", prints[1])),
                Err(message) => return vec![Notice { element: None, refused: true, message }],
            }
        };
        let mut batch = Batch::default();
        let changed = self.put_in_place(of, &why, &mut batch, now);
        self.queue(&mut batch, now);
        self.derive_cells(key, &changed);
        let known = Arc::make_mut(&mut self.known.branches).entry(key.clone()).or_default();
        known.retain(|known| Lineage::from(known) != set_aside);
        known.push(Branch { lineage: set_aside.digests().to_vec(), set_aside: true, at: now, ..branch });
        known.sort();
        self.save_branches_of(key);
        self.generation += 1;
        self.flush();
        Vec::new()
    }

    /// Makes a version of ours with cells of theirs; it bears a submission of its own, since no unit handed it in so.
    fn merged(
        &self,
        ours: &UnitReturn,
        cells: Vec<(ElementId, crate::returns::Entry)>,
        now: NaiveDateTime,
    ) -> Result<UnitReturn, Bilingual> {
        let mut of = ours.clone();
        for (element, entry) in cells {
            of.replace(&element, entry);
        }
        let digest = return_digest(&of).map_err(|fault| {
            Bilingual::new(
                format!("无法计算指纹（{fault}）。"),
                format!("The fingerprint cannot be made ({fault})."),
            )
        })?;
        of.head.status = Status::Received;
        of.head.submissions.push(Submission {
            at: now,
            who: self.who.clone(),
            revision: of.revision + 1,
            fingerprint: fingerprint(&digest),
            digest,
        });
        of.revision = ours.revision;
        Ok(of)
    }
}

fn fingerprint_of(head: &Head) -> String {
    head.submission().map(|found| found.fingerprint.clone()).unwrap_or_default()
}
