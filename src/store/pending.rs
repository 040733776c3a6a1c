//! What the journal holds beyond the files: edits a crash left unsaved, texts that were being typed.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    path::{Path, PathBuf},
};

use crate::{
    returns::{Followed, ReturnKey, UnitReturn},
    store::{
        journal::Lines,
        paths::{followed_path, return_path, second_path},
    },
    wire::{DraftLine, DraftPart, DraftPlace, FollowedLine, JournalLine},
};

/// Gives the edits above the revision of the return on disk, by return and revision.
pub(crate) fn cells(
    root: &Path,
    mut lines: Vec<JournalLine>,
    returns: &[UnitReturn],
    refused: &BTreeSet<PathBuf>,
) -> Vec<JournalLine> {
    let on_disk: BTreeMap<_, _> = returns.iter().map(|found| (&found.key, found.revision)).collect();
    lines.retain(|line| match on_disk.get(&line.key) {
        Some(revision) => line.revision > *revision,
        None => !refused.contains(&return_path(root, &line.key)),
    });
    // A clock that was set back puts later edits into an earlier day; revisions know better.
    lines.sort_by(|a, b| (&a.key, a.revision).cmp(&(&b.key, b.revision)));
    lines
}

/// As [`cells`], of deliverables.
pub(crate) fn followed(
    root: &Path,
    mut lines: Vec<FollowedLine>,
    followed: &[Followed],
    refused: &BTreeSet<PathBuf>,
) -> Vec<FollowedLine> {
    let on_disk: BTreeMap<_, _> = followed.iter().map(|found| (&found.plan, found.revision)).collect();
    lines.retain(|line| match on_disk.get(&line.plan) {
        Some(revision) => line.revision > *revision,
        None => !refused.contains(&followed_path(root, &line.plan)),
    });
    lines.sort_by(|a, b| (&a.plan, a.revision).cmp(&(&b.plan, b.revision)));
    lines
}

/// Gives the texts that were being typed: of each place the last one, unless the cell was edited after it, or the
/// return's history at that revision is another one.
///
/// Revisions tell what came after what even where a clock was set back, but for one case: where a crash left edits above
/// the file's revision, what is typed over the file as it lies there comes after them, and the journal's order tells.
pub(crate) fn drafts(
    root: &Path,
    lines: &Lines,
    [returns, second]: [&[UnitReturn]; 2],
    refused: &BTreeSet<PathBuf>,
) -> Vec<DraftLine> {
    if lines.drafts.is_empty() {
        return Vec::new();
    }
    let [returns, second] = [returns, second]
        .map(|files| files.iter().map(|found| (&found.key, found)).collect::<HashMap<_, _>>());
    let file_of =
        |place: &DraftPlace| if place.part == DraftPart::Second { &second } else { &returns }.get(&place.key);
    let is_over_file =
        |draft: &DraftLine| draft.revision == file_of(&draft.place).map_or(0, |found| found.revision);
    let mut last: BTreeMap<&DraftPlace, (usize, &DraftLine)> = BTreeMap::new();
    for (at, draft) in &lines.drafts {
        let newest = last.entry(&draft.place).or_insert((*at, draft));
        if draft.revision >= newest.1.revision || is_over_file(draft) {
            *newest = (*at, draft);
        }
    }
    last.retain(|place, (_, draft)| {
        let path_of = if place.part == DraftPart::Second { second_path } else { return_path };
        draft.text.is_some() && !refused.contains(&path_of(root, &place.key))
    });
    if last.is_empty() {
        return Vec::new();
    }
    let keys: BTreeSet<&ReturnKey> = last.keys().map(|place| &place.key).collect();
    let mut edits: BTreeMap<&ReturnKey, Vec<(usize, &JournalLine)>> = BTreeMap::new();
    for (at, line) in lines.cells.iter().enumerate().filter(|(_, line)| keys.contains(&line.key)) {
        edits.entry(&line.key).or_default().push((at, line));
    }
    let is_current = |place: &DraftPlace, before: usize, draft: &DraftLine| {
        // A second typing has no journal: that its draft is no more is always told.
        let edits = edits.get(&place.key).filter(|_| place.part != DraftPart::Second);
        let edits = edits.map(Vec::as_slice).unwrap_or_default();
        let edited = edits.iter().any(|(at, line)| {
            line.revision > draft.revision
                && line.edit.change.element() == Some(&place.element)
                && (*at >= before || !is_over_file(draft))
        });
        // Where histories part, the journal holds more than one end of a revision.
        let mut ends = edits.iter().filter(|(_, line)| line.revision == draft.revision).peekable();
        let of_other = ends.peek().is_some() && ends.all(|(_, line)| line.chain != draft.chain)
            || file_of(place)
                .is_some_and(|found| found.revision == draft.revision && found.chain != draft.chain);
        !edited && !of_other
    };
    last.into_iter()
        .filter(|(place, (before, draft))| is_current(place, *before, draft))
        .map(|(_, (_, draft))| draft.clone())
        .collect()
}

/// Gives the returns whose file ends in another chain than the journal's line of the same revision.
pub(crate) fn broken(lines: &[JournalLine], returns: &[UnitReturn]) -> Vec<ReturnKey> {
    let mut fits: HashMap<&ReturnKey, bool> = HashMap::new();
    let ends: HashMap<&ReturnKey, &UnitReturn> = returns.iter().map(|found| (&found.key, found)).collect();
    for line in lines {
        if let Some(end) = ends.get(&line.key).filter(|end| end.revision == line.revision) {
            // One revision may stand there twice: an edit that was never acknowledged, and the one that was.
            *fits.entry(&line.key).or_default() |= end.chain == line.chain;
        }
    }
    returns
        .iter()
        .filter(|found| fits.get(&found.key) == Some(&false))
        .map(|found| found.key.clone())
        .collect()
}
