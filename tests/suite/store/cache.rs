//! The cache makes no difference but in time: what is opened is what the files hold, whatever stands in `cache/`.

use std::{
    collections::BTreeSet,
    fs,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use duibiao::{
    base::{Decimal, Figure, Period, PeriodKind},
    returns::{
        Beside, Entry, Explanation, ReturnKey, ReturnReason, SentBack, Signer, Status, Submission, UnitReturn,
    },
    store::{FaultKind, Folder},
    ui::worker::{Pauses, Worker},
    wire::{
        CachedReturn, columns_bytes, columns_from_bytes, is_return_text, return_from_text, return_text,
        stated_digest,
    },
};
use proptest::{collection::btree_map, option, prelude::*};
use sm3::{Digest as _, Sm3};

use super::{
    PATH, at, created, resealed, return_at, return_of,
    sim::{Fault, SimDisk},
    units, workspace,
};
use crate::support::{self, Holding};

const CACHE: &str = "cache/2025/hospital.columns";
const EIO: i32 = 5;
const ENOSPC: i32 = 28;

fn opened(root: &Path) -> Folder {
    Folder::open(root, "li", at()).expect("opened")
}

/// A workspace of three returns, and the bytes of its cache.
fn cached(root: &Path) -> Vec<u8> {
    let folder = created(root);
    for unit in ["u1", "u2", "aux"] {
        folder.save_return(&return_of(unit, 3)).expect("saved");
    }
    folder.renew_cache(&|| true);
    fs::read(root.join(CACHE)).expect("a cache")
}

/// Opens the workspace of [`cached`] and gives how many returns the cache was right about.
#[track_caller]
fn opens_the_same(root: &Path) -> usize {
    let loaded = opened(root).load();
    assert_eq!(loaded.faults, []);
    assert_eq!(loaded.returns, [return_of("aux", 3), return_of("u1", 3), return_of("u2", 3)]);
    loaded.from_cache
}

fn row(unit_return: UnitReturn) -> CachedReturn {
    let text = return_text(&unit_return).expect("a text");
    CachedReturn { digest: stated_digest(text.as_bytes()).expect("a digest"), unit_return }
}

/// Puts the sum that fits into changed columns, as a forger would.
fn summed(mut bytes: Vec<u8>) -> Vec<u8> {
    if bytes.len() >= 40 {
        let sum = Sm3::digest(&bytes[40..]);
        bytes[8..40].copy_from_slice(&sum);
    }
    bytes
}

#[test]
fn the_demonstration_opens_the_same_from_its_cache_without_it_and_for_reading() {
    let held = support::workspace(Holding::SmallDemo);
    let root = held.path().join("w");
    let folder = opened(&root);
    let cold = folder.load();
    assert_eq!((cold.from_cache, cold.faults.len()), (0, 0));
    folder.renew_cache(&|| true);
    assert_eq!(folder.changed_outside(), Vec::<std::path::PathBuf>::new());

    let reading = opened(&root);
    assert!(!reading.access().is_writable());
    let warm = reading.load();
    assert_eq!((&warm.returns, &warm.faults), (&cold.returns, &cold.faults));
    assert_eq!(warm.from_cache, cold.returns.len(), "every return of the demonstration is in the cache");
    fs::remove_dir_all(root.join("cache")).expect("removed");
    let without = reading.load();
    assert_eq!((&without.returns, without.from_cache), (&cold.returns, 0));
    reading.renew_cache(&|| true);
    assert!(!root.join("cache").exists(), "who reads writes nothing");
}

#[test]
fn a_cache_is_made_of_what_was_opened_or_saved_and_only_while_there_is_time() {
    let root = tempfile::tempdir().expect("temp folder");
    let path = root.path().join(CACHE);
    let whole = cached(root.path());
    assert_eq!(opens_the_same(root.path()), 3);

    fs::remove_file(&path).expect("removed");
    let folder = opened(root.path());
    folder.load();
    folder.renew_cache(&|| false);
    assert!(!path.exists(), "it was told to stop");
    folder.renew_cache(&|| true);
    assert!(fs::read(&path).expect("a cache") == whole, "the same returns make the same bytes");

    folder.save_return(&return_at(4)).expect("saved");
    let loaded = folder.load();
    assert_eq!((loaded.from_cache, &loaded.returns[1]), (2, &return_at(4)));
    folder.renew_cache(&|| true);
    let loaded = folder.load();
    assert_eq!((loaded.from_cache, &loaded.returns[1]), (3, &return_at(4)));

    fs::remove_dir_all(root.path().join("returns")).expect("removed");
    assert_eq!(folder.load().returns, [], "a return whose file is gone is gone");
    folder.renew_cache(&|| true);
    assert!(!path.exists(), "and so are its columns");
}

#[test]
fn the_cache_is_written_beside_the_work_and_wakes_no_window() {
    let root = tempfile::tempdir().expect("temp folder");
    let whole = cached(root.path());
    fs::remove_dir_all(root.path().join("cache")).expect("removed");
    let folder = Arc::new(opened(root.path()));
    folder.load();
    let (woken, context) = (Arc::new(AtomicUsize::new(0)), egui::Context::default());
    let counted = Arc::clone(&woken);
    context.set_request_repaint_callback(move |_| {
        counted.fetch_add(1, Ordering::Relaxed);
    });
    let pauses = Pauses { quiet: Duration::ZERO, ..Pauses::default() };
    let worker = Worker::start_with(Arc::clone(&folder), context.clone(), pauses).expect("started");
    let began = Instant::now();
    while !root.path().join(CACHE).exists() {
        assert!(began.elapsed() < Duration::from_secs(300), "it is never written");
        std::thread::yield_now();
    }
    drop(worker);
    assert_eq!(Arc::strong_count(&folder), 1, "both threads have let go of the folder");
    assert!(fs::read(root.path().join(CACHE)).expect("a cache") == whole);
    assert_eq!(woken.load(Ordering::Relaxed), 0);

    // One that still waits ends at once.
    folder.save_return(&return_at(4)).expect("saved");
    drop(Worker::start(Arc::clone(&folder), context).expect("started"));
    assert_eq!(Arc::strong_count(&folder), 1);
    assert!(
        fs::read(root.path().join(CACHE)).expect("a cache") == whole,
        "nothing is written on the way out"
    );
}

#[test]
fn a_file_changed_outside_is_read_and_a_damaged_one_is_told() {
    let root = tempfile::tempdir().expect("temp folder");
    cached(root.path());
    let path = root.path().join(PATH);
    let text = fs::read_to_string(&path).expect("a text");
    let stamp = fs::metadata(&path).expect("a file").modified().expect("a time");
    let changed = resealed(&text.replace("\"103\"", "\"104\""));
    assert_eq!(changed.len(), text.len());
    fs::write(&path, &changed).expect("written");
    // Size and time are as they were: only the bytes tell.
    fs::File::options().write(true).open(&path).and_then(|file| file.set_modified(stamp)).expect("set");
    let loaded = opened(root.path()).load();
    let beds = "beds".parse().expect("id");
    assert_eq!(*loaded.returns[1].figure(&beds), Figure::Known(104.into()));
    assert_eq!((loaded.from_cache, loaded.faults.len()), (2, 0));

    // The digest stands as the cache knows it, the figures do not.
    fs::write(&path, text.replace("\"103\"", "\"104\"")).expect("written");
    let loaded = opened(root.path()).load();
    assert!(matches!(loaded.faults[0].fault, FaultKind::Wire(_)), "{:?}", loaded.faults);
    assert_eq!((loaded.from_cache, loaded.returns.len()), (2, 2));
}

#[test]
fn a_cache_of_other_files_says_nothing() {
    let root = tempfile::tempdir().expect("temp folder");
    let whole = cached(root.path());
    let rows = columns_from_bytes(&whole).expect("columns");
    let put = |rows: &[CachedReturn]| {
        let bytes = columns_bytes(rows).expect("columns");
        assert!(columns_from_bytes(&bytes).is_some(), "well formed");
        fs::write(root.path().join(CACHE), bytes).expect("written");
        opens_the_same(root.path())
    };
    // Another workspace's returns of the same names, an older revision's, digests that have changed places.
    let others: Vec<CachedReturn> = rows
        .iter()
        .map(|known| {
            let mut other = known.unit_return.clone();
            other.replace(&"beds".parse().expect("id"), Entry::of(Figure::Known(999.into())));
            row(other)
        })
        .collect();
    assert_eq!(put(&others), 0);
    let mut older = rows.clone();
    older.iter_mut().for_each(|known| known.unit_return.revision -= 1);
    let older: Vec<CachedReturn> = older.into_iter().map(|known| row(known.unit_return)).collect();
    assert_eq!(put(&older), 0);
    let mut mixed = rows.clone();
    for (to, from) in mixed.iter_mut().zip(rows.iter().cycle().skip(1)) {
        to.digest = from.digest;
    }
    assert_eq!(put(&mixed), 0);
    assert_eq!(put(&rows), 3);
}

#[test]
fn a_torn_or_strange_cache_is_passed_over_and_made_anew() {
    let root = tempfile::tempdir().expect("temp folder");
    let whole = cached(root.path());
    let mut newer = whole.clone();
    newer[7] = 2;
    let cut = |share: usize| whole[..whole.len() * share / 10].to_vec();
    let strangers = [
        vec![],
        b"(format: \"duibiao-return\")".to_vec(),
        vec![0; 4096],
        vec![0xff; 4096],
        [whole.as_slice(), b"x"].concat(),
        cut(5),
        cut(9),
        newer,
    ];
    for bytes in strangers {
        fs::write(root.path().join(CACHE), bytes).expect("written");
        assert_eq!(opens_the_same(root.path()), 0);
    }
    let folder = opened(root.path());
    folder.load();
    folder.renew_cache(&|| true);
    assert!(fs::read(root.path().join(CACHE)).expect("a cache") == whole, "made anew");
    drop(folder);
    // Neither a folder in place of the file nor a file in place of the folder is anybody's trouble.
    fs::remove_file(root.path().join(CACHE)).expect("removed");
    fs::create_dir(root.path().join(CACHE)).expect("a folder");
    opened(root.path()).renew_cache(&|| true);
    assert_eq!(opens_the_same(root.path()), 0);
    fs::remove_dir_all(root.path().join("cache")).expect("removed");
    fs::write(root.path().join("cache"), "x").expect("written");
    let folder = opened(root.path());
    folder.load();
    folder.renew_cache(&|| true);
    drop(folder);
    assert_eq!(opens_the_same(root.path()), 0);
}

#[test]
fn two_thousand_mutated_caches_are_read_to_an_end() {
    let root = tempfile::tempdir().expect("temp folder");
    let whole = cached(root.path());
    let mut seed = 0x9e37_79b9_7f4a_7c15_u64;
    let mut next = move |below: usize| {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        (seed % below.max(1) as u64) as usize
    };
    let mut read = 0;
    for round in 0..2_000 {
        let mut bytes = whole.clone();
        for _ in 0..=next(3) {
            let place = if next(4) == 0 { next(bytes.len()) } else { 40 + next(bytes.len() - 40) };
            match next(5) {
                0 => bytes[place] ^= 1 << next(8),
                1 => bytes[place] = [0, 1, 0x7f, 0x80, 0xff][next(5)],
                2 => drop(bytes.remove(place)),
                3 => bytes.insert(place, next(256) as u8),
                _ => {
                    let end = (place + next(64)).min(bytes.len());
                    let part = bytes[place..end].to_vec();
                    let to = 40 + next(bytes.len() - 40);
                    bytes.splice(to..to, part);
                }
            }
        }
        // With a sum that fits it may be well formed by chance; reading it ends, in little memory.
        read += usize::from(columns_from_bytes(&summed(bytes.clone())).is_some());
        if round % 8 == 0 && bytes != whole {
            fs::write(root.path().join(CACHE), bytes).expect("written");
            assert_eq!(opens_the_same(root.path()), 0);
        }
    }
    assert!(read > 100, "{read} of 2000 got past the sum and the grammar");
}

/// A few bytes cannot ask for much memory.
#[test]
fn columns_that_ask_for_more_than_they_hold_are_refused() {
    let whole = columns_bytes(&[row(return_at(3))]).expect("columns");
    for at in 40..whole.len() {
        for sign in [0xff, 0x80] {
            let mut bytes = whole[..at].to_vec();
            bytes.extend([sign; 18]);
            bytes.push(0x01);
            assert_eq!(columns_from_bytes(&summed(bytes)), None);
        }
    }
    // One text that is named by 300 cells and made longer afterwards.
    let mut made = return_at(3);
    for cell in 0..300 {
        let entry = Entry::default().with(|beside| beside.note = "~short~".to_owned());
        made.entries.insert(format!("c{cell}").parse().expect("id"), entry);
    }
    let whole = columns_bytes(&[row(made)]).expect("columns");
    let place = whole.windows(8).position(|part| part == b"\x07~short~").expect("the text, once");
    let lengthened = |length: [u8; 3], text: usize| {
        let text = vec![b'x'; text];
        summed([&whole[..place], &length, &text, &whole[place + 8..]].concat())
    };
    let modest = columns_from_bytes(&lengthened([0x80, 0x80, 0x01], 1 << 14)).expect("a few MiB");
    assert_eq!(modest[0].unit_return.entry(&"c7".parse().expect("id")).note.len(), 1 << 14);
    assert_eq!(columns_from_bytes(&lengthened([0x80, 0x80, 0x40], 1 << 20)), None, "300 MiB of 1");
}

/// At every failed step of writing it, and after every power cut, the returns are there and the next opening is right.
#[test]
fn a_disk_that_fails_costs_the_cache_and_nothing_else() {
    let root = tempfile::tempdir().expect("temp folder");
    let root = root.path();
    let made = Arc::new(SimDisk::new(root));
    let folder =
        Folder::create_with(made.clone(), root, "li", at(), &workspace(), &units()).expect("created");
    folder.save_return(&return_at(3)).expect("saved");
    drop(folder);
    let mut outcomes = BTreeSet::new();
    for fault in [Fault::Once(EIO), Fault::Forever(ENOSPC), Fault::SyncsForever(EIO)] {
        for step in 1..=12 {
            let disk = Arc::new(made.fork());
            let folder = Folder::open_with(disk.clone(), root, "li", at()).expect("opened");
            folder.load();
            disk.arm(step, fault);
            folder.renew_cache(&|| true);
            disk.disarm();
            folder.save_return(&return_at(4)).expect("saved all the same");
            drop(folder);
            for seed in 0..12 {
                let cut = Arc::new(disk.after_power_cut(seed * 1009 + step));
                let loaded = Folder::open_with(cut, root, "li", at()).expect("opened").load();
                assert_eq!(
                    (loaded.returns, loaded.faults),
                    (vec![return_at(4)], vec![]),
                    "{fault:?} {step} {seed}"
                );
            }
            let there = disk.files().contains_key(&root.join(CACHE));
            outcomes.insert(there);
        }
    }
    assert_eq!(outcomes.len(), 2, "it was written in some and not in others");
}

fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![Just(String::new()), "[a-z0-9:“”\\\\\"\n\r\t\u{0}\u{2028}汉字#()]{0,12}", ".{0,8}"]
}

fn any_time() -> impl Strategy<Value = chrono::NaiveDateTime> {
    (-70_000_000_000_i64..260_000_000_000, prop_oneof![Just(0_u32), 0..1_000_000_000_u32]).prop_map(
        |(seconds, nanos)| chrono::DateTime::from_timestamp(seconds, nanos).expect("a time").naive_utc(),
    )
}

fn any_figure() -> impl Strategy<Value = Figure> {
    prop_oneof![
        4 => (any::<i64>(), 0..28_u32).prop_map(|(number, scale)| Figure::Known(Decimal::new(number, scale))),
        1 => Just(Figure::Known(Decimal::MAX)),
        1 => Just(Figure::Known(Decimal::MIN)),
        1 => Just(Figure::Known(Decimal::ZERO)),
        1 => any_text().prop_map(Figure::NotApplicable),
        1 => any_text().prop_map(Figure::Unread),
        2 => Just(Figure::Blank),
    ]
}

fn any_entry() -> impl Strategy<Value = Entry> {
    let said = (any_text(), any_text(), any_time(), any_text())
        .prop_map(|(text, who, at, reading)| Explanation { text, who, at, reading });
    let explanations = btree_map("[a-z]{1,3}".prop_map(|id| id.parse().expect("id")), said, 0..3);
    (any_figure(), any_text(), any::<bool>(), any::<bool>(), explanations).prop_map(
        |(figure, note, carried, flagged, explanations)| {
            Entry::new(figure, Beside { note, carried, flagged, explanations })
        },
    )
}

fn any_head() -> impl Strategy<Value = duibiao::returns::Head> {
    let signer = || (any_text(), any_text()).prop_map(|(name, phone)| Signer { name, phone });
    let submission = (any_time(), any_text(), 0..u64::from(u32::MAX), any_text(), any_text()).prop_map(
        |(at, who, revision, fingerprint, digest)| Submission { at, who, revision, fingerprint, digest },
    );
    let remarks = btree_map("[a-z]{1,3}".prop_map(|id| id.parse().expect("id")), any_text(), 0..3);
    let reason = proptest::sample::select(ReturnReason::ALL.to_vec());
    let due = option::of(any_time().prop_map(|at| at.date()));
    let back = (any_time(), any_text(), reason, any_text(), due, remarks)
        .prop_map(|(at, who, reason, words, due, remarks)| SentBack { at, who, reason, words, due, remarks });
    let signers = (signer(), signer(), signer())
        .prop_map(|(filler, statistician, head)| duibiao::returns::Signers { filler, statistician, head });
    (
        proptest::sample::select(Status::ALL.to_vec()),
        signers,
        option::of(any_text()),
        proptest::collection::vec(submission, 0..3),
        option::of(back),
    )
        .prop_map(|(status, signers, correcting, submissions, sent_back)| duibiao::returns::Head {
            status,
            signers,
            correcting,
            submissions,
            sent_back,
        })
}

fn any_return() -> impl Strategy<Value = UnitReturn> {
    let cells = btree_map("[a-c]{1,2}".prop_map(|id| id.parse().expect("id")), any_entry(), 0..8);
    let counts = (any::<u32>(), 0..=u64::from(u32::MAX), any::<bool>(), any::<bool>());
    (any_head(), counts, any_text(), cells).prop_map(
        |(head, (form_version, revision, on_behalf, synthetic), chain, cells)| {
            let key = ReturnKey {
                unit: "u".parse().expect("id"),
                form: "con".parse().expect("id"),
                period: Period::new(PeriodKind::Quarter, 2025, 3).expect("a quarter"),
            };
            let entries = cells.into_iter().filter(|(_, entry)| !entry.is_empty()).collect();
            UnitReturn { key, form_version, head, revision, chain, on_behalf, synthetic, entries }
        },
    )
}

proptest! {
    #[test]
    fn any_returns_come_back_from_columns_as_from_their_files(returns in proptest::collection::vec(any_return(), 1..6)) {
        let mut rows: Vec<CachedReturn> = returns.into_iter().map(row).collect();
        for (at, row) in rows.iter_mut().enumerate() {
            row.unit_return.key.unit = format!("u{at}").parse().expect("id");
        }
        let back = columns_from_bytes(&columns_bytes(&rows).expect("columns")).expect("read");
        prop_assert_eq!(&back, &rows);
        for row in back {
            let text = return_text(&row.unit_return).expect("a text");
            let read = return_from_text(text.as_bytes()).expect("a return");
            prop_assert_eq!(&read, &row.unit_return);
            prop_assert_eq!(format!("{read:?}"), format!("{:?}", row.unit_return), "scales of decimals too");
            prop_assert!(is_return_text(&row.unit_return, text.as_bytes()));
        }
    }
}
