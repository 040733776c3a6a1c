//! What came from other desks, as it came, and what is known of it: `inbox/`, `issued.ron`.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
    sync::Arc,
    thread,
};

use crate::{
    base::Period,
    returns::{ReturnKey, UnitReturn},
    store::{
        Disk, FileFault, Folder, Step, StoreError,
        atomic::{Patience, replace},
        disk::{Stamp, temp_beside},
        folder::{check_reads_back, held},
        load::collect_files,
        paths::{INBOX, ISSUED, name_of},
    },
    wire::{
        Branches, CountyStatement, Issued, KnownTotals, Query, SentBackNote, StatementBranches, WireError,
        above_from_text, above_text, arrival_digest, branches_from_text, branches_text, file_digest,
        issued_from_text, issued_text, query_from_text, query_text, return_text, sent_back_from_text,
        sent_back_text, statement_branches_from_text, statement_branches_text, statement_from_text,
        statement_text,
    },
};

const BRANCHES: &str = "branches";
const STATEMENTS: &str = "statements";
const STATEMENT_BRANCHES: &str = "statement_branches";
const QUERIES: &str = "queries";
const ABOVE: &str = "above.ron";
const REFUSALS: &str = "refusals";

/// What is known of what came, as it was read.
#[derive(Clone, Debug, Default)]
pub struct Arrived {
    /// Versions of returns beside those at hand.
    pub branches: Vec<Branches>,
    /// The statements of bureaus below, without their members' returns.
    pub statements: Vec<CountyStatement>,
    /// Versions of those statements beside those at hand.
    pub statement_branches: Vec<StatementBranches>,
    /// Questions on returns, with their answers.
    pub queries: Vec<Query>,
    /// What was issued to us, or by us.
    pub issued: Issued,
    /// The last roll-up of the bureau above.
    pub above: Option<KnownTotals>,
    /// 退回 that were being written.
    pub refusals: Vec<SentBackNote>,
    /// What could not be read.
    pub faults: Vec<FileFault>,
}

impl Folder {
    /// Reads what is known of what came; the files themselves are read when they are asked for.
    pub fn arrived(&self) -> Arrived {
        let mut faults = Vec::new();
        let inbox = self.root().join(INBOX);
        let issued_at = self.root().join(ISSUED);
        let issued = if self.disk().exists(&issued_at) {
            self.parsed(&issued_at, issued_from_text).unwrap_or_else(|fault| {
                faults.push(fault);
                Issued::default()
            })
        } else {
            Issued::default()
        };
        let branches = self.all_in(&inbox.join(BRANCHES), 2, branches_from_text, &mut faults);
        let statements = self.all_in(&inbox.join(STATEMENTS), 1, statement_from_text, &mut faults);
        let statement_branches =
            self.all_in(&inbox.join(STATEMENT_BRANCHES), 1, statement_branches_from_text, &mut faults);
        let queries = self.all_in(&inbox.join(QUERIES), 2, query_from_text, &mut faults);
        let path = inbox.join(ABOVE);
        let above = self.disk().exists(&path).then(|| self.parsed(&path, above_from_text));
        let above = above.and_then(|read| read.map_err(|fault| faults.push(fault)).ok());
        let refusals = self.all_in(&inbox.join(REFUSALS), 2, sent_back_from_text, &mut faults);
        Arrived { branches, statements, statement_branches, queries, issued, above, refusals, faults }
    }

    fn all_in<T>(
        &self,
        folder: &Path,
        depth: u8,
        parse: impl Fn(&[u8]) -> Result<T, WireError>,
        faults: &mut Vec<FileFault>,
    ) -> Vec<T> {
        let mut paths = Vec::new();
        collect_files(self.disk(), folder, depth, &mut paths, faults);
        let mut found = Vec::with_capacity(paths.len());
        for path in paths {
            match self.parsed(&path, &parse) {
                Ok(one) => found.push(one),
                Err(fault) => faults.push(fault),
            }
        }
        found
    }

    /// Keeps files as they came, as `inbox/<digest>.duibiao`, and says of each whether it is what its digest says; what is
    /// there already stays. The names are made durable together, once all are written.
    ///
    /// # Errors
    /// [`StoreError::ReadOnly`], [`StoreError::Full`], [`StoreError::Busy`] or [`StoreError::Io`].
    pub fn keep_arrived(&self, files: &[(&str, &[u8])]) -> Result<Vec<bool>, StoreError> {
        self.check_writable()?;
        let disk = self.disk();
        let inbox = self.root().join(INBOX);
        disk.create_folders(&inbox)
            .map_err(|fault| StoreError::of(disk, Step::CreateFolder, &inbox, &fault))?;
        let written = spread(files, |(digest, bytes)| {
            if arrival_digest(bytes) != **digest {
                return Ok(false);
            }
            let path = inbox.join(arrived_name(digest));
            if disk.exists(&path) { Ok(true) } else { put_new(disk, &path, bytes).map(|_| true) }
        });
        let kept = written.into_iter().collect::<Result<Vec<bool>, StoreError>>()?;
        if kept.contains(&true) {
            sync(disk, &inbox)?;
        }
        Ok(kept)
    }

    /// Says whether a file of a digest lies in `inbox/`.
    pub fn has_arrived(&self, digest: &str) -> bool {
        self.disk().exists(&self.root().join(INBOX).join(arrived_name(digest)))
    }

    /// Saves many returns at once, as [`Folder::save_return`] does one: those that have no file yet side by side, with their
    /// names made durable together.
    ///
    /// # Errors
    /// As for [`Folder::save_return`], the first of them; what was written before it stays.
    pub fn save_returns(&self, returns: &[Arc<UnitReturn>]) -> Result<(), StoreError> {
        self.check_writable()?;
        let (new, known) = {
            let refused = held(&self.refused);
            let is_new = |found: &&Arc<UnitReturn>| {
                let path = self.path_of(&found.key);
                !refused.contains(&path) && !self.disk().exists(&path)
            };
            let (new, known): (Vec<_>, Vec<_>) = returns.iter().partition(is_new);
            self.save_new(&new)?;
            (new, known)
        };
        debug_assert_eq!(new.len() + known.len(), returns.len(), "each return is saved once");
        known.into_iter().try_for_each(|found| self.save_return(found))
    }

    /// Saves returns that have no file; other saves wait meanwhile.
    fn save_new(&self, new: &[&Arc<UnitReturn>]) -> Result<(), StoreError> {
        let disk = self.disk();
        let mut folders = BTreeSet::new();
        for found in new {
            let path = self.path_of(&found.key);
            let Some(folder) = path.parent() else { continue };
            if folders.insert(folder.to_owned()) {
                disk.create_folders(folder)
                    .map_err(|fault| StoreError::of(disk, Step::CreateFolder, folder, &fault))?;
            }
        }
        let written = spread(new, |found| {
            let text = return_text(found).map_err(|fault| StoreError::Text(fault.to_string()))?;
            check_reads_back(found, text.as_bytes())?;
            let path = self.path_of(&found.key);
            let stamp = put_new(disk, &path, text.as_bytes())?;
            self.watch.learn(&path, stamp, text.as_bytes());
            Ok(())
        });
        written.into_iter().collect::<Result<(), StoreError>>()?;
        folders.iter().try_for_each(|folder| sync(disk, folder))
    }

    /// Reads a file as it came; `None` if it is not there, or is not what its digest says.
    pub fn arrived_file(&self, digest: &str) -> Option<Vec<u8>> {
        let path = self.root().join(INBOX).join(arrived_name(digest));
        let bytes = Patience::new(self.disk()).run(|_| self.disk().read(&path)).ok()?;
        // Files were known by the digest of their bytes once.
        (arrival_digest(&bytes) == digest || file_digest(&bytes) == digest).then_some(bytes)
    }

    /// Saves what is known of a return beside the version at hand.
    ///
    /// # Errors
    /// As for [`Folder::keep_arrived`]; [`StoreError::Text`] if it cannot be written, [`StoreError::Refused`] if a file
    /// stands there that cannot be read.
    pub fn save_branches(&self, branches: &Branches) -> Result<(), StoreError> {
        self.put_known(&self.keyed_path(BRANCHES, &branches.key), branches_text(branches), branches_from_text)
    }

    /// Saves the statement of a bureau below, without its members' returns; an earlier one stays in `inbox/` as it came.
    ///
    /// # Errors
    /// As for [`Folder::save_branches`].
    pub fn save_statement(&self, statement: &CountyStatement) -> Result<(), StoreError> {
        let bare = CountyStatement { returns: Vec::new(), ..statement.clone() };
        let folder = self.root().join(INBOX).join(STATEMENTS).join(statement.period.to_string());
        let path = folder.join(format!("{}.ron", name_of(statement.unit.as_str())));
        self.put_known(&path, statement_text(&bare), statement_from_text)
    }

    /// Saves what is known of a statement beside the version at hand.
    ///
    /// # Errors
    /// As for [`Folder::save_branches`].
    pub fn save_statement_branches(&self, known: &StatementBranches) -> Result<(), StoreError> {
        let folder = self.root().join(INBOX).join(STATEMENT_BRANCHES).join(known.period.to_string());
        let path = folder.join(format!("{}.ron", name_of(known.unit.as_str())));
        self.put_known(&path, statement_branches_text(known), statement_branches_from_text)
    }

    /// Saves the questions on a return.
    ///
    /// # Errors
    /// As for [`Folder::save_branches`].
    pub fn save_query(&self, query: &Query) -> Result<(), StoreError> {
        self.put_known(&self.keyed_path(QUERIES, &query.key), query_text(query), query_from_text)
    }

    /// Saves the last roll-up of the bureau above.
    ///
    /// # Errors
    /// As for [`Folder::save_branches`].
    pub fn save_above(&self, known: &KnownTotals) -> Result<(), StoreError> {
        self.put_known(&self.root().join(INBOX).join(ABOVE), above_text(known), above_from_text)
    }

    /// Saves a 退回 that is being written, as the file it will travel in.
    ///
    /// # Errors
    /// As for [`Folder::save_branches`].
    pub fn save_refusal(&self, note: &SentBackNote) -> Result<(), StoreError> {
        self.put_known(&self.keyed_path(REFUSALS, &note.key), sent_back_text(note), sent_back_from_text)
    }

    /// Removes a 退回 that is not being written any more; what went out stands in the journal and the outbox.
    ///
    /// # Errors
    /// [`StoreError::ReadOnly`], [`StoreError::Busy`] or [`StoreError::Io`].
    pub fn drop_refusal(&self, key: &ReturnKey) -> Result<(), StoreError> {
        self.check_writable()?;
        let path = self.keyed_path(REFUSALS, key);
        let disk = self.disk();
        if !disk.exists(&path) {
            return Ok(());
        }
        Patience::new(disk)
            .run(|_| disk.remove(&path))
            .map_err(|fault| StoreError::of(disk, Step::Rename, &path, &fault))
    }

    /// Saves what was issued.
    ///
    /// # Errors
    /// As for [`Folder::save_branches`].
    pub fn save_issued(&self, issued: &Issued) -> Result<(), StoreError> {
        self.put_known(&self.root().join(ISSUED), issued_text(issued), issued_from_text)
    }

    /// Puts a pack into `catalogue/`, `forms/`, `plans/` or `checks/`; what stood there is kept as `kept/packs/…`.
    ///
    /// # Errors
    /// As for [`Folder::save_branches`]; [`StoreError::Refused`] for a path that leads elsewhere.
    pub fn put_pack(&self, inside: &str, bytes: &[u8]) -> Result<(), StoreError> {
        self.check_writable()?;
        let path = self.root().join(inside);
        let folder = inside.split('/').next().unwrap_or_default();
        if !crate::wire::is_inner_path(inside) || !["catalogue", "forms", "plans", "checks"].contains(&folder)
        {
            return Err(StoreError::Refused { path });
        }
        self.put_over(&path, bytes, || self.root().join("kept").join("packs").join(inside).with_extension(""))
    }

    /// Reads the packs of the workspace as they stand there: path and text.
    ///
    /// # Errors
    /// [`StoreError::Io`] for a file that cannot be read, [`StoreError::Text`] for one that is no text.
    pub fn pack_files(&self) -> Result<Vec<(String, String)>, StoreError> {
        let disk = self.disk();
        let mut found = Vec::new();
        for folder in ["catalogue", "forms", "plans", "checks"] {
            let mut paths = Vec::new();
            collect_files(disk, &self.root().join(folder), 0, &mut paths, &mut Vec::new());
            for path in paths {
                let bytes = Patience::new(disk)
                    .run(|_| disk.read(&path))
                    .map_err(|fault| StoreError::of(disk, Step::Read, &path, &fault))?;
                let name =
                    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
                let text = String::from_utf8(bytes).map_err(|_| StoreError::Text(name.clone()))?;
                found.push((format!("{folder}/{name}"), text));
            }
        }
        Ok(found)
    }

    fn keyed_path(&self, folder: &str, key: &ReturnKey) -> PathBuf {
        let period: Period = key.period;
        let folder = self.root().join(INBOX).join(folder).join(period.to_string());
        folder.join(name_of(key.form.as_str())).join(format!("{}.ron", name_of(key.unit.as_str())))
    }

    /// Replaces a file that can be made anew from what is in memory; one that could not be read is not gone over.
    fn put_known<T>(
        &self,
        path: &Path,
        text: Result<String, impl ToString>,
        parse: impl Fn(&[u8]) -> Result<T, WireError>,
    ) -> Result<(), StoreError> {
        self.check_writable()?;
        let text = text.map_err(|fault| StoreError::Text(fault.to_string()))?;
        let disk = self.disk();
        match Patience::new(disk).run(|_| disk.read(path)) {
            Ok(old) if parse(&old).is_err() => Err(StoreError::Refused { path: path.to_owned() }),
            Err(fault) if fault.kind() != std::io::ErrorKind::NotFound => {
                Err(StoreError::of(disk, Step::Read, path, &fault))
            }
            _ => replace(disk, path, text.as_bytes(), None).map(|_| ()),
        }
    }
}

/// Names the file of a digest.
fn arrived_name(digest: &str) -> String {
    let hex: String = digest.trim_start_matches("sm3:").chars().filter(char::is_ascii_hexdigit).collect();
    format!("{hex}.duibiao")
}

/// Writes a file that is not there, whole or not at all; its name is durable once the folder is synced.
fn put_new(disk: &dyn Disk, path: &Path, bytes: &[u8]) -> Result<Stamp, StoreError> {
    let mut patience = Patience::new(disk);
    let temp = temp_beside(path);
    let written = patience.run(|_| disk.write_new_synced(&temp, bytes)).and_then(|()| {
        let stamp = disk.stamp(&temp).ok().flatten();
        patience.run(|_| disk.rename(&temp, path)).map(|()| stamp)
    });
    written.map_err(|fault| {
        let _ = disk.remove(&temp);
        StoreError::of(disk, Step::Write, path, &fault)
    })
}

fn sync(disk: &dyn Disk, folder: &Path) -> Result<(), StoreError> {
    disk.sync_folder(folder).map_err(|fault| StoreError::of(disk, Step::SyncFolder, folder, &fault))
}

/// Runs over many files on a few threads: a disk that is waited for by several writes them together.
fn spread<T: Sync, R: Send>(items: &[T], each: impl Fn(&T) -> R + Sync) -> Vec<R> {
    const THREADS: usize = 8;
    if items.len() < 2 * THREADS {
        return items.iter().map(each).collect();
    }
    let each = &each;
    thread::scope(|scope| {
        let shares = items.chunks(items.len().div_ceil(THREADS));
        let running: Vec<_> =
            shares.map(|share| scope.spawn(move || share.iter().map(each).collect::<Vec<_>>())).collect();
        let joined = running.into_iter().flat_map(|thread| match thread.join() {
            Ok(found) => found,
            // What stopped a thread stops here as well: a file that was not written must not pass for one that was.
            Err(stopped) => std::panic::resume_unwind(stopped),
        });
        joined.collect()
    })
}
