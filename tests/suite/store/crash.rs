//! Every step of six protocols fails, once or for ever, or the power is cut there, and the disk is found in every way.

use std::{
    collections::{BTreeMap, hash_map::DefaultHasher},
    hash::{Hash as _, Hasher as _},
    path::Path,
    sync::Arc,
    thread,
    time::Instant,
};

use duibiao::store::{Access, Disk as _, Folder, ReadOnlyReason, StoreError, write_file_on};

use super::{
    at, edit,
    protocols::{Ledger, PROTOCOLS, Protocol, verdict},
    return_at,
    sim::{BUSY, DAMAGES, Fault, Mistake, SimDisk},
    today, units, workspace,
};

const EIO: i32 = 5;
const EACCES: i32 = 13;
const ENOSPC: i32 = 28;
const EROFS: i32 = 30;
const ERRORS: [i32; 5] = [EIO, ENOSPC, EACCES, BUSY, EROFS];

/// What came of the states that were tried.
#[derive(Default)]
struct Outcome {
    states: u64,
    /// Different files on disk, or different promises about them; the same ones are opened once.
    images: BTreeMap<u64, Result<(), String>>,
    bad: Vec<String>,
}

impl Outcome {
    fn judge(&mut self, root: &Path, disk: SimDisk, ledger: &Ledger, name: impl Fn() -> String) {
        self.states += 1;
        let mut hasher = DefaultHasher::new();
        (disk.image(), ledger.said()).hash(&mut hasher);
        let said =
            self.images.entry(hasher.finish()).or_insert_with(|| verdict(root, &Arc::new(disk), ledger));
        if let Err(wrong) = said {
            self.bad.push(format!("{}: {wrong}", name()));
        }
    }
}

/// Cuts the power at every step of a protocol: the disk is found in every way, `seeds` times each. Then a sync fails
/// once, or all do from a step on, and the power is cut when everything was done.
fn power_cuts(protocol: &Protocol, root: &Path, mistake: Mistake, seeds: u64) -> Outcome {
    let mut outcome = Outcome::default();
    // A planted mistake is caught by the first state that shows it.
    let is_caught = |outcome: &Outcome| mistake != Mistake::None && !outcome.bad.is_empty();
    let (start, before) = protocol.prepared(root, mistake);
    let disk = Arc::new(start.fork());
    disk.record();
    let ledger = protocol.run(&disk, &before);
    let recorded = disk.recorded();
    let count = recorded.len();
    for (step, cut) in recorded {
        let ledger = ledger.before(step);
        if is_caught(&outcome) {
            return outcome;
        }
        for damage in DAMAGES {
            for seed in 0..seeds {
                let found = cut.damaged(damage, seed * 1009 + step);
                outcome.judge(root, found, &ledger, || {
                    format!("{} cut at step {step}, {}, seed {seed}", protocol.name, damage.name)
                });
            }
        }
    }
    for k in 1..count as u64 {
        for fault in [Fault::Once(EIO), Fault::SyncsForever(EIO), Fault::Once(ENOSPC)] {
            if is_caught(&outcome) {
                return outcome;
            }
            let disk = Arc::new(start.fork());
            disk.arm(k, fault);
            let ledger = protocol.run(&disk, &before);
            disk.disarm();
            for damage in DAMAGES {
                let found = disk.damaged(damage, k);
                outcome.judge(root, found, &ledger, || {
                    format!("{} {fault:?} at step {k}, cut at the end, {}", protocol.name, damage.name)
                });
            }
            if mistake == Mistake::IgnoredShortWrite {
                let name = || format!("{} {fault:?} at step {k}, no cut", protocol.name);
                outcome.judge(root, disk.fork().with_mistake(Mistake::None), &ledger, name);
            }
        }
        // Another program begins a save in the same folder and is killed before its rename.
        let disk = Arc::new(start.fork());
        disk.interlope(k, |disk| {
            for folder in ["returns/2025/hospital", "U盘"] {
                let temp = disk.root().join(folder).join(".u2.ron.77-1.tmp");
                if temp.parent().is_some_and(|folder| disk.is_folder(folder)) {
                    let _ = disk.write_new_synced(&temp, b"another program's bytes");
                }
            }
        });
        let ledger = protocol.run(&disk, &before);
        let found = disk.fork().with_mistake(Mistake::None);
        outcome.judge(root, found, &ledger, || format!("{} interrupted at step {k}", protocol.name));
    }
    outcome
}

/// Runs over all protocols at once, each in a folder of its own.
fn over_protocols<T: Send>(run: impl Fn(&Protocol, &Path) -> T + Sync) -> Vec<(&'static str, T)> {
    let run = &run;
    thread::scope(|scope| {
        let one = |protocol: &'static Protocol| {
            scope.spawn(move || {
                let root = tempfile::tempdir().expect("temp folder");
                (protocol.name, run(protocol, root.path()))
            })
        };
        let threads: Vec<_> = PROTOCOLS.iter().map(one).collect();
        threads.into_iter().map(|thread| thread.join().expect("it ends")).collect()
    })
}

#[test]
fn crash_states_hold_the_old_or_the_new_and_every_acknowledged_save() {
    assert!(DAMAGES.len() >= 20, "{} kinds of damage", DAMAGES.len());
    // A release soak raises how often each kind of damage is tried at each step.
    let seeds = std::env::var("DUIBIAO_CRASH_SEEDS").ok().and_then(|text| text.parse().ok()).unwrap_or(1);
    let began = Instant::now();
    let outcomes = over_protocols(|protocol, root| power_cuts(protocol, root, Mistake::None, seeds));
    let states: u64 = outcomes.iter().map(|(_, outcome)| outcome.states).sum();
    let images: usize = outcomes.iter().map(|(_, outcome)| outcome.images.len()).sum();
    let bad: Vec<&String> = outcomes.iter().flat_map(|(_, outcome)| &outcome.bad).collect();
    for (name, outcome) in &outcomes {
        eprintln!("{name}: {} crash states, {} different", outcome.states, outcome.images.len());
    }
    eprintln!(
        "{states} crash states ({images} different) of {} protocols, {} kinds of damage, {:.1} s, {} bad",
        PROTOCOLS.len(),
        DAMAGES.len(),
        began.elapsed().as_secs_f64(),
        bad.len()
    );
    assert!(states >= 10_000, "{states} states were tried");
    assert!(
        bad.is_empty(),
        "{} of {states} states are bad, such as\n{:#?}",
        bad.len(),
        &bad[..bad.len().min(12)]
    );
}

#[test]
fn eight_of_eight_planted_mistakes_are_caught() {
    let planted = [
        (Mistake::NoSync, "no sync"),
        (Mistake::NoSyncOfFolders, "no sync of folders"),
        (Mistake::SyncAfterRename, "sync after rename"),
        (Mistake::DeleteThenRename, "delete then rename"),
        (Mistake::TempOnAnotherVolume, "temp on another volume"),
        (Mistake::IgnoredShortWrite, "ignored short write"),
        (Mistake::IgnoredSyncError, "ignored sync error"),
        (Mistake::SharedTempName, "shared temp name"),
        (Mistake::RetryOfFailedSync, "retry of a failed sync"),
    ];
    let mut missed = Vec::new();
    for (mistake, name) in planted {
        let outcomes = over_protocols(|protocol, root| {
            // Where many saves follow one another a mistake shows as well in two of them.
            if protocol.name == "autosave" {
                Outcome::default()
            } else {
                power_cuts(protocol, root, mistake, 1)
            }
        });
        let by: Vec<_> = outcomes.iter().filter(|(_, outcome)| !outcome.bad.is_empty()).collect();
        match by.first() {
            Some((_, outcome)) => {
                let names: Vec<&str> = by.iter().map(|(name, _)| *name).collect();
                eprintln!("caught: {name}, by {}, such as {}", names.join(", "), outcome.bad[0]);
            }
            None => missed.push(name),
        }
    }
    assert!(missed.is_empty(), "went unnoticed: {missed:?}");
}

/// Every error at every step, once and for ever: all is told, nothing is shortened, work goes on.
#[test]
fn after_any_failed_step_the_old_or_the_new_stands_and_acknowledged_saves_are_there() {
    let runs = over_protocols(|protocol, root| {
        let steps = protocol.steps(root, Mistake::None);
        let (start, before) = protocol.prepared(root, Mistake::None);
        let mut runs = 0;
        for error in ERRORS {
            for fault in [Fault::Once(error), Fault::Forever(error)] {
                for k in 1..=steps {
                    let disk = Arc::new(start.fork());
                    disk.arm(k, fault);
                    let ledger = protocol.run(&disk, &before);
                    disk.disarm();
                    for error in &ledger.errors {
                        let name = format!("{} step {k}: {error:?}", protocol.name);
                        let is_told = error.may_pass() || matches!(error, StoreError::ReadOnly(_));
                        assert!(is_told && !error.sentence().zh.is_empty(), "{name}");
                    }
                    if let Err(wrong) = verdict(root, &disk, &ledger) {
                        let name = protocol.name;
                        panic!("{name} step {k} of {steps}, {fault:?}: {wrong}; told {:?}", ledger.errors);
                    }
                    runs += 1;
                }
            }
        }
        runs
    });
    let count: u64 = runs.iter().map(|(_, runs)| runs).sum();
    eprintln!("{count} runs with a failed step");
    assert!(count >= 1_000, "{count} runs");
}

/// The same while a workspace is opened: nothing on disk is changed but what a temp file was, and the next opening
/// finds everything.
#[test]
fn errors_while_opening_change_no_byte_and_pass() {
    let runs = over_protocols(|protocol, root| {
        let (start, before) = protocol.prepared(root, Mistake::None);
        let disk = Arc::new(start);
        let ledger = protocol.run(&disk, &before);
        let left = root.join("returns/2025/hospital/.u1.ron.77-3.tmp");
        disk.create_folders(left.parent().expect("a folder")).expect("created");
        disk.write_new_synced(&left, b"half").expect("written");
        let mut whole = disk.files();
        let open = |disk: &Arc<SimDisk>| {
            let opened = Folder::open_with(disk.clone(), root, "li", at());
            opened.map(|folder| (folder.load(), folder.journal()))
        };
        let counted = Arc::new(disk.fork());
        let sound = open(&counted).expect("opened");
        let steps = counted.steps() - disk.steps();
        let mut runs = 0;
        for error in ERRORS {
            for fault in [Fault::Once(error), Fault::Forever(error)] {
                for k in 1..=steps {
                    let name = format!("{} step {k} of {steps}, {fault:?}", protocol.name);
                    let tried = Arc::new(disk.fork());
                    tried.arm(k, fault);
                    let told = open(&tried);
                    tried.disarm();
                    if let Ok((loaded, (lines, untaken))) = &told {
                        let whole = loaded.returns.len() == sound.0.returns.len()
                            && loaded.units.len() == sound.0.units.len();
                        assert!(whole || !loaded.faults.is_empty(), "{name}: what is missing is told");
                        let all_lines = lines.len() == sound.1.0.len();
                        assert!(all_lines || !untaken.is_empty(), "{name}: lines that are missing are told");
                    }
                    let mut files = tried.files();
                    files.retain(|path, _| !path.to_string_lossy().ends_with(".tmp"));
                    whole.retain(|path, _| !path.to_string_lossy().ends_with(".tmp"));
                    assert!(files == whole, "{name}: nothing is shortened, removed or added");
                    drop(told);
                    verdict(root, &tried, &ledger).unwrap_or_else(|wrong| panic!("{name}: {wrong}"));
                    runs += 1;
                }
            }
        }
        runs
    });
    let count: u64 = runs.iter().map(|(_, runs)| runs).sum();
    eprintln!("{count} openings with a failed step");
    assert!(count >= 500, "{count} openings");
}

/// When nothing can be saved here, a copy can be written elsewhere.
#[test]
fn a_copy_elsewhere_is_written_while_the_folder_fails() {
    let root = tempfile::tempdir().expect("temp folder");
    let (here, stick) = (root.path().join("w"), root.path().join("stick"));
    std::fs::create_dir(&here).expect("created");
    for error in ERRORS {
        let (failing, sound) = (Arc::new(SimDisk::new(&here)), SimDisk::new(&stick));
        let folder = Folder::create_with(failing.clone(), &here, "li", at(), &workspace(), &units());
        let folder = folder.expect("created");
        folder.save_return(&return_at(1)).expect("saved");
        failing.arm(1, Fault::Forever(error));
        let fault = folder.save_return(&return_at(2)).expect_err("it fails");
        assert!(fault.sentence().en.contains("still in memory"), "{}", fault.sentence().en);
        let text = duibiao::wire::return_text(&return_at(2)).expect("a text");
        let path = stick.join("copy.ron");
        write_file_on(&sound, &path, text.as_bytes()).expect("the copy is written");
        assert_eq!(sound.read(&path).expect("there"), text.as_bytes());
        failing.disarm();
        assert_eq!(folder.load().returns, [return_at(1)], "the old one is whole");
    }
}

fn saved_once(root: &Path) -> Arc<SimDisk> {
    let disk = Arc::new(SimDisk::new(root));
    let folder =
        Folder::create_with(disk.clone(), root, "li", at(), &workspace(), &units()).expect("created");
    folder.save_return(&return_at(1)).expect("revision 1 is saved");
    disk
}

#[test]
fn a_file_held_by_another_program_is_waited_for_1375_ms_and_no_longer() {
    let root = tempfile::tempdir().expect("temp folder");
    let root = root.path();
    for held in 0..=12 {
        let disk = saved_once(root);
        let folder = Folder::open_with(disk.clone(), root, "li", at()).expect("opened");
        // Step 1 reads the old file, which an indexer may hold as well.
        disk.arm(1, Fault::Busy(held));
        let outcome = folder.save_return(&return_at(2));
        let waited = disk.paused().iter().map(|pause| pause.as_millis()).sum::<u128>();
        if held <= 10 {
            assert_eq!(outcome, Ok(()), "held {held} times");
            assert_eq!(waited, u128::from(25 * held * (held + 1) / 2), "held {held} times");
        } else {
            assert!(matches!(outcome, Err(StoreError::Busy { .. })), "held {held} times: {outcome:?}");
            assert_eq!(waited, 1375, "held {held} times");
        }
        disk.disarm();
        assert_eq!(folder.save_return(&return_at(2)), Ok(()), "later it is saved");
    }
}

#[test]
fn a_write_protected_folder_opens_for_reading_and_says_so() {
    let root = tempfile::tempdir().expect("temp folder");
    let root = root.path();
    let disk = Arc::new(saved_once(root).fork().write_protected());
    let folder = Folder::open_with(disk, root, "li", at()).expect("opened");
    let reason = ReadOnlyReason::Folder;
    assert_eq!(*folder.access(), Access::ReadOnly(reason.clone()));
    assert_eq!(folder.load().returns, [return_at(1)]);
    assert_eq!(folder.save_return(&return_at(4)), Err(StoreError::ReadOnly(reason.clone())));
    assert_eq!(folder.append_journal(&[edit(4)], today()), Err(StoreError::ReadOnly(reason)));
}
