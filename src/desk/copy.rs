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
    store::Folder,
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

    /// Counts the returns and lists no file holds yet as they are.
    pub fn unsaved_count(&self) -> usize {
        self.unsaved.len() + self.unsaved_followed.len() + self.unsaved_second.len()
    }
}

impl WorkspaceCopy {
    /// Writes the copy as a new workspace in a folder of its own below `place`, and gives that folder.
    ///
    /// Returns, register and lists come from memory; journal and packs are copied from the disk. What was kept of earlier
    /// revisions stays where it is.
    ///
    /// # Errors
    /// What every save gives; the copy is then not whole, and the first sentence says what is missing.
    pub fn write_to(&self, place: &Path, now: NaiveDateTime) -> Result<PathBuf, Bilingual> {
        let target = place.join(&self.name);
        let write = || {
            let folder = Folder::create(&target, &self.who, now, &self.workspace, &self.units)?;
            self.source.copy_beside(&folder)?;
            folder.append_journal(&self.lines, now.date())?;
            self.returns.iter().try_for_each(|found| folder.save_return(found))?;
            self.second.iter().try_for_each(|found| folder.save_second(found))?;
            self.followed.iter().try_for_each(|found| folder.save_followed(found))
        };
        write().map(|()| target.clone()).map_err(|fault| fault.sentence())
    }
}
