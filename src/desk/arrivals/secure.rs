//! Keeping files as they came before anything is taken from them: what was taken can always be shown, and compared.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
    sync::Arc,
};

use crate::{
    exchange::{Outcome, Reason, Source, Staged, unpack},
    store::{Folder, StoreError},
    wire::arrival_digest,
};

/// So many files are written together.
const AT_ONCE: usize = 64;

/// 已留存的来件: staged lines whose files lie in `inbox/`, ready to be taken in.
#[derive(Debug)]
pub struct Secured {
    pub(super) lines: Vec<Staged>,
    /// Files that are not what was read, or not there any more, by digest.
    pub(super) lost: BTreeSet<Arc<str>>,
}

impl Secured {
    /// Gives the lines, in the order they were staged.
    pub fn lines(&self) -> &[Staged] {
        &self.lines
    }
}

/// Keeps the files of staged lines in `inbox/`, each read once more from where it came and held against its digest. What
/// was rejected or is at hand already is not kept. `told` is told how many of how many files are kept.
///
/// # Errors
/// As for [`Folder::keep_arrived`]; what was kept until then stays, and is not written again.
pub fn secure(
    folder: &Folder,
    lines: Vec<Staged>,
    mut told: impl FnMut(usize, usize),
) -> Result<Secured, StoreError> {
    let mut wanted: BTreeMap<&Arc<str>, &Source> = BTreeMap::new();
    for line in &lines {
        if !matches!(line.outcome, Outcome::Rejected | Outcome::Duplicate) && !folder.has_arrived(&line.file)
        {
            wanted.insert(&line.file, &line.source);
        }
    }
    let mut keeping = Keeping { folder, kept: BTreeSet::new(), pending: Vec::new() };
    let all = wanted.len();
    let mut zips: BTreeMap<&Arc<Path>, BTreeSet<&Arc<str>>> = BTreeMap::new();
    for (digest, source) in &wanted {
        told(keeping.kept.len(), all);
        match source {
            Source::Held(bytes) => keeping.take(digest, bytes.to_vec())?,
            Source::File(path) => {
                if let Ok(bytes) = folder.disk().read(path) {
                    keeping.take(digest, bytes)?;
                }
            }
            Source::Packed(zip) => {
                zips.entry(zip).or_default().insert(digest);
            }
        }
    }
    for (zip, digests) in zips {
        let Ok(packed) = folder.disk().read(zip) else { continue };
        let mut written = Ok(());
        // A zip that is another one by now gives nothing with these digests.
        let _: Result<(), Reason> = unpack(
            &packed,
            |_| true,
            |entry| {
                let Ok(bytes) = entry.bytes else { return };
                if let (Ok(()), Some(digest)) = (&written, digests.get(&Arc::from(arrival_digest(&bytes)))) {
                    written = keeping.take(digest, bytes);
                    told(keeping.kept.len(), all);
                }
            },
        );
        written?;
    }
    keeping.write()?;
    told(all, all);
    let kept = keeping.kept;
    let lost = wanted.into_keys().filter(|digest| !kept.contains(*digest)).cloned().collect();
    Ok(Secured { lines, lost })
}

struct Keeping<'f> {
    folder: &'f Folder,
    kept: BTreeSet<Arc<str>>,
    pending: Vec<(Arc<str>, Vec<u8>)>,
}

impl Keeping<'_> {
    fn take(&mut self, digest: &Arc<str>, bytes: Vec<u8>) -> Result<(), StoreError> {
        self.pending.push((Arc::clone(digest), bytes));
        if self.pending.len() >= AT_ONCE { self.write() } else { Ok(()) }
    }

    fn write(&mut self) -> Result<(), StoreError> {
        let pending = std::mem::take(&mut self.pending);
        let files: Vec<(&str, &[u8])> =
            pending.iter().map(|(digest, bytes)| (&**digest, bytes.as_slice())).collect();
        let is_kept = self.folder.keep_arrived(&files)?;
        let kept = pending.into_iter().zip(is_kept).filter(|(_, is_kept)| *is_kept);
        self.kept.extend(kept.map(|((digest, _), _)| digest));
        Ok(())
    }
}
