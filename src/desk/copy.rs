//! A copy of the whole workspace in another place, from memory: for when its own folder cannot be written.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use chrono::NaiveDateTime;

use crate::{
    base::Bilingual,
    desk::Desk,
    returns::{Followed, UnitReturn},
    store::{Folder, StoreError},
    unit::Unit,
    wire::{JournalLine, Workspace},
};

/// 副本: everything a workspace holds, to be written by any thread.
#[derive(Clone, Debug)]
pub struct WorkspaceCopy {
    source: Arc<Folder>,
    workspace: Workspace,
    units: Vec<Unit>,
    returns: Vec<Arc<UnitReturn>>,
    second: Vec<Arc<UnitReturn>>,
    followed: Vec<Arc<Followed>>,
    /// Edits that have not reached the journal.
    lines: Vec<JournalLine>,
    who: String,
    name: String,
}

impl Desk {
    /// Takes everything as it is now, what could not be saved included.
    pub fn copy(&self, now: NaiveDateTime) -> WorkspaceCopy {
        WorkspaceCopy {
            source: self.folder(),
            workspace: self.workspace.clone(),
            units: self.tree.all().cloned().collect(),
            returns: self.returns.values().cloned().collect(),
            second: self.second.values().cloned().collect(),
            followed: self.followed.values().cloned().collect(),
            lines: self.unwritten.clone(),
            who: self.who.clone(),
            name: format!("{}-{}", self.workspace.unit, now.format("%Y%m%d-%H%M%S")),
        }
    }

    /// Names the returns and lists no file holds yet as they are.
    pub fn unsaved_names(&self) -> Vec<Bilingual> {
        let second = |key| {
            let Bilingual { zh, en } = self.return_name(key);
            Bilingual::new(format!("{zh}（双录）"), format!("{en} (second typing)"))
        };
        let plan = |id| {
            let Bilingual { zh, en } = self.plan_of(id).map(|plan| plan.title.clone()).unwrap_or_default();
            Bilingual::new(format!("举措进展 · {zh}"), format!("Measures · {en}"))
        };
        let mut names: Vec<Bilingual> = self.unsaved.iter().map(|key| self.return_name(key)).collect();
        names.extend(self.unsaved_second.iter().map(second));
        names.extend(self.unsaved_followed.iter().map(plan));
        names.extend(self.units_unsaved.then(|| Bilingual::new("机构名录", "register of units")));
        names.extend(
            self.workspace_unsaved.then(|| Bilingual::new("语言和规划的选择", "choice of language and plan")),
        );
        names
    }
}

impl WorkspaceCopy {
    /// Writes the copy as a new workspace in a folder of its own below `place`, and gives that folder.
    ///
    /// Returns, register and lists come from memory and are written first; then everything else is copied from the disk,
    /// as far as it can be read: journal, packs, earlier versions, days, what came in and went out. The cache and the lock
    /// are no part of it.
    ///
    /// # Errors
    /// The copy is not whole: every save is tried all the same; the sentence says where it is, how much is missing and why.
    pub fn write_to(&self, place: &Path, now: NaiveDateTime) -> Result<PathBuf, Bilingual> {
        let target = place.join(&self.name);
        let folder = Folder::create(&target, &self.who, now, &self.workspace, &self.units)
            .map_err(|fault| fault.sentence())?;
        let returns = self.returns.iter().map(|found| folder.save_return(found));
        let second = self.second.iter().map(|found| folder.save_second(found));
        let followed = self.followed.iter().map(|found| folder.save_followed(found));
        let mut faults: Vec<StoreError> =
            returns.chain(second).chain(followed).filter_map(Result::err).collect();
        faults.extend(self.source.copy_beside(&folder));
        // Behind the lines of the same day that were copied.
        faults.extend(folder.append_journal(&self.lines, now.date()).err());
        let Some(first) = faults.first() else { return Ok(target) };
        let (first, count, path) = (first.sentence(), faults.len(), target.display());
        Err(Bilingual::new(
            format!("副本写在 {path}，但不完整，有 {count} 处未能写入。第一处：{}", first.zh),
            format!(
                "The copy is in {path}, but it is not whole: {count} things are missing. The first: {}",
                first.en
            ),
        ))
    }
}
