//! What is followed of a plan, on disk: it comes back as saved, at every failed step and after every power cut.

use std::{fs, path::Path, sync::Arc};

use duibiao::{
    base::Figure,
    returns::{Followed, FollowedEdit, FollowedItem, FollowedState},
    store::{FaultKind, Folder, StoreError},
    wire::FollowedLine,
};

use super::{
    at, created, edit,
    sim::{Fault, SimDisk},
    today, units, workspace,
};

const EIO: i32 = 5;
const PATH: &str = "followed/hulunbuir-2024.ron";

fn item(revision: u64) -> FollowedItem {
    FollowedItem {
        state: (revision.is_multiple_of(2)).then_some(FollowedState::Done),
        figure: Figure::Known(revision.into()),
        on: Some(today()),
        evidence: format!("第 {revision} 号\n“文”"),
        recorded: Some(("李".to_owned(), at())),
    }
}

fn followed(revision: u64) -> Followed {
    let mut made = Followed::new("hulunbuir-2024".parse().expect("id"), false);
    for revision in 1..=revision {
        made.replace("000-D-001", item(revision));
    }
    made
}

fn line(revision: u64) -> FollowedLine {
    let old = if revision == 1 { FollowedItem::default() } else { item(revision - 1) };
    let edit = FollowedEdit {
        at: at(),
        who: "李".to_owned(),
        row: "000-D-001".to_owned(),
        old,
        new: item(revision),
        why: "typed".to_owned(),
    };
    FollowedLine { plan: "hulunbuir-2024".parse().expect("id"), revision, edit }
}

#[test]
fn what_is_followed_comes_back_beside_the_journal_of_cells() {
    let root = tempfile::tempdir().expect("temp folder");
    let folder = created(root.path());
    for revision in 1..=3 {
        folder.append_journal(&[edit(revision)], today()).expect("written");
        folder.append_followed(&[line(revision)], today()).expect("written");
        folder.append_followed(&[line(revision)], today()).expect("written");
    }
    folder.save_followed(&followed(1)).expect("saved");
    folder.save_followed(&followed(2)).expect("saved");
    assert_eq!(folder.journal(), (vec![edit(1), edit(2), edit(3)], vec![]));
    assert_eq!(folder.followed_journal(), [line(1), line(2), line(3)], "lines written twice are read once");
    let loaded = folder.load();
    assert_eq!((loaded.followed, loaded.faults), (vec![followed(2)], vec![]));
    assert_eq!(loaded.pending_followed, [line(3)]);
    assert!(root.path().join("kept/followed/hulunbuir-2024.1.ron").exists());
    let older = folder.save_followed(&followed(1));
    assert!(matches!(older, Err(StoreError::Older { there: 2, offered: 1, .. })), "{older:?}");
}

#[test]
fn a_damaged_list_is_named_and_never_written_over() {
    let root = tempfile::tempdir().expect("temp folder");
    let folder = created(root.path());
    folder.save_followed(&followed(2)).expect("saved");
    let path = root.path().join(PATH);
    let whole = fs::read_to_string(&path).expect("a text");
    let moved = root.path().join("followed/other.ron");
    fs::write(&moved, &whole).expect("a copy");
    let changed = whole.replace("第 2 号", "第 3 号");
    fs::write(&path, &changed).expect("changed");
    folder.append_followed(&[line(3)], today()).expect("written");
    let loaded = folder.load();
    assert_eq!((loaded.followed, loaded.pending_followed), (vec![], vec![]), "what it builds on is unknown");
    let faults: Vec<_> = loaded.faults.iter().map(|fault| (&fault.path, &fault.fault)).collect();
    assert_eq!(faults.len(), 2, "{faults:?}");
    assert!(matches!(faults[0], (at, FaultKind::Wire(duibiao::wire::WireError::Digest)) if *at == path));
    assert!(matches!(faults[1], (at, FaultKind::Misplaced { .. }) if *at == moved));
    let refused = folder.save_followed(&followed(3));
    assert!(matches!(refused, Err(StoreError::Refused { .. })), "{refused:?}");
    assert_eq!(fs::read_to_string(&path).expect("a text"), changed, "it is left as it is");
}

/// What a person was told is safe.
#[derive(Default)]
struct Told {
    saved: u64,
    journalled: u64,
}

fn run(root: &Path, armed: Option<(u64, Fault)>) -> (Arc<SimDisk>, Told, u64) {
    let disk = Arc::new(SimDisk::new(root));
    let folder =
        Folder::create_with(disk.clone(), root, "li", at(), &workspace(), &units()).expect("created");
    let before = disk.steps();
    if let Some((k, fault)) = armed {
        disk.arm(k, fault);
    }
    let mut told = Told::default();
    for revision in 1..=3 {
        if folder.append_followed(&[line(revision)], today()).is_ok() {
            told.journalled = revision;
        }
        if folder.save_followed(&followed(revision)).is_ok() {
            told.saved = revision;
        }
    }
    disk.disarm();
    let steps = disk.steps() - before;
    (disk, told, steps)
}

/// Gives the revision that is there once the journal has been taken back.
fn found(root: &Path, disk: Arc<SimDisk>) -> Result<u64, String> {
    let folder = Folder::open_with(disk, root, "li", at()).map_err(|fault| format!("not opened: {fault}"))?;
    let loaded = folder.load();
    if let Some(fault) = loaded.faults.iter().find(|fault| fault.line().is_none()) {
        return Err(fault.sentence().en);
    }
    let on_disk = loaded.followed.first().map_or(0, |found| found.revision);
    if on_disk > 0 && loaded.followed != [followed(on_disk)] {
        return Err(format!("revision {on_disk} is another one"));
    }
    let mut revision = on_disk;
    for line in &loaded.pending_followed {
        if line.revision == revision + 1 {
            revision += 1;
        }
    }
    folder.save_followed(&followed(9)).map_err(|fault| format!("cannot save any more: {fault}"))?;
    Ok(revision)
}

#[test]
fn every_acknowledged_edit_is_there_after_any_failed_step_or_power_cut() {
    let root = tempfile::tempdir().expect("temp folder");
    let root = root.path();
    let (_, told, steps) = run(root, None);
    assert_eq!((told.saved, told.journalled), (3, 3));
    assert!(steps > 15, "{steps} steps");
    let mut states = 0;
    for fault in [|| Fault::Once(EIO), || Fault::Forever(EIO)] {
        for k in 1..=steps + 1 {
            let (disk, told, _) = run(root, Some((k, fault())));
            for seed in 0..24 {
                let cut = Arc::new(disk.after_power_cut(seed * 1009 + k));
                let there = found(root, cut).unwrap_or_else(|wrong| panic!("step {k}, seed {seed}: {wrong}"));
                assert!(
                    there >= told.saved,
                    "step {k}, seed {seed}: {there} is there, {} was saved",
                    told.saved
                );
                let follows = told.journalled == told.saved + 1;
                assert!(
                    !follows || there >= told.journalled,
                    "step {k}, seed {seed}: {there} is there, {} was journalled",
                    told.journalled
                );
                states += 1;
            }
        }
    }
    assert!(states > 600, "{states} states");
}
