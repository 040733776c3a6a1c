//! Where things stand in a workspace.

use std::path::{Path, PathBuf};

use crate::{base::PlanId, returns::ReturnKey, store::Disk};

/// The file that makes a folder a workspace.
pub const WORKSPACE: &str = "workspace.ron";
pub(crate) const UNITS: &str = "units.ron";
pub(crate) const RETURNS: &str = "returns";
pub(crate) const KEPT: &str = "kept";
/// Below the one before: the snapshots.
pub(crate) const DAYS: &str = "days";
pub(crate) const SECOND: &str = "second";
pub(crate) const FOLLOWED: &str = "followed";
pub(crate) const JOURNAL: &str = "journal";
pub(crate) const INBOX: &str = "inbox";
pub(crate) const ISSUED: &str = "issued.ron";
pub(crate) const CACHE: &str = "cache";

/// Gives the path of a return's current revision.
pub(crate) fn return_path(root: &Path, key: &ReturnKey) -> PathBuf {
    let folder = root.join(RETURNS).join(key.period.to_string()).join(name_of(key.form.as_str()));
    folder.join(format!("{}.ron", name_of(key.unit.as_str())))
}

/// Gives whose return lies under a path, as [`return_path`] makes it.
pub(crate) fn key_of(root: &Path, path: &Path) -> Option<ReturnKey> {
    let inside = path.strip_prefix(root.join(RETURNS)).ok()?.to_str()?.strip_suffix(".ron")?;
    let mut parts = inside.split(['/', '\\']).map(|part| part.trim_start_matches('+').trim_end_matches('+'));
    let mut next = || parts.next();
    let period = next()?.parse().ok()?;
    let form = next()?.parse().ok()?;
    let key = ReturnKey { unit: next()?.parse().ok()?, form, period };
    (return_path(root, &key) == path).then_some(key)
}

/// Gives the path of what a second person typed of a return.
pub(crate) fn second_path(root: &Path, key: &ReturnKey) -> PathBuf {
    let folder = root.join(SECOND).join(key.period.to_string()).join(name_of(key.form.as_str()));
    folder.join(format!("{}.ron", name_of(key.unit.as_str())))
}

/// Gives the path, without `.ron`, under which a revision is kept.
pub(crate) fn kept_stem(root: &Path, key: &ReturnKey, revision: u64) -> PathBuf {
    let folder = root.join(KEPT).join(key.period.to_string()).join(name_of(key.form.as_str()));
    folder.join(format!("{}.{revision}", name_of(key.unit.as_str())))
}

/// Gives the path of what is followed of a plan.
pub(crate) fn followed_path(root: &Path, plan: &PlanId) -> PathBuf {
    root.join(FOLLOWED).join(format!("{}.ron", name_of(plan.as_str())))
}

/// Gives the path, without `.ron`, under which a revision of what is followed is kept.
pub(crate) fn kept_followed_stem(root: &Path, plan: &PlanId, revision: u64) -> PathBuf {
    root.join(KEPT).join(FOLLOWED).join(format!("{}.{revision}", name_of(plan.as_str())))
}

/// Finds the name to keep `old` under; `None` if these bytes are kept already.
///
/// A change of status does not count the revision, so one revision may have to be kept more than once:
/// `u.7.ron`, `u.7-2.ron`, …
pub(crate) fn kept_path(disk: &dyn Disk, stem: &Path, old: &[u8]) -> Option<PathBuf> {
    let named = |end: &str| {
        let mut path = stem.as_os_str().to_owned();
        path.push(end);
        PathBuf::from(path)
    };
    let mut last = None;
    let mut path = named(".ron");
    let mut count = 1_u64;
    while disk.exists(&path) && count < u64::from(u32::MAX) {
        count += 1;
        last = Some(std::mem::replace(&mut path, named(&format!("-{count}.ron"))));
    }
    let is_kept = last.and_then(|last| disk.read(&last).ok()).is_some_and(|bytes| bytes == old);
    (!is_kept).then_some(path)
}

/// Makes a name of an id; names Windows keeps for devices, or cuts a last dot off, get a sign no id has.
pub(crate) fn name_of(id: &str) -> String {
    let base = id.split('.').next().unwrap_or_default().to_ascii_lowercase();
    let numbered = |device: &str| {
        base.strip_prefix(device)
            .is_some_and(|rest| rest.len() == 1 && rest.bytes().all(|b| b.is_ascii_digit()))
    };
    let reserved =
        matches!(base.as_str(), "con" | "prn" | "aux" | "nul") || numbered("com") || numbered("lpt");
    match (reserved, id.ends_with('.')) {
        (false, false) => id.to_owned(),
        (true, false) => format!("+{id}"),
        (false, true) => format!("{id}+"),
        (true, true) => format!("+{id}+"),
    }
}

/// Says whether two paths name one file: Windows and macOS do not tell capitals from small letters.
pub(crate) fn is_same_place(one: &Path, other: &Path) -> bool {
    let folds = cfg!(any(windows, target_os = "macos"));
    one == other || (folds && one.as_os_str().eq_ignore_ascii_case(other.as_os_str()))
}
