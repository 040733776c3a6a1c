//! What safety costs: a durable save beside a plain write, the screen while the disk is half a second slow, and
//! opening a workspace of 10,000 returns, with `cache/` and without, beside the same figures as JSON.
//!
//! `cargo bench --bench store`; `-- --quick` for a tenth of it, `-- saves`, `-- slow` or `-- opening` for a part. Files
//! lie in the folder for temp files (`TMPDIR` names another; a tmpfs syncs for nothing). Where the system's file cache
//! can be dropped (root on Linux) opening is told cold as well. `benches/store_duckdb.py DIR` reads the Parquet made of the CSV this leaves in `STORE_BENCH_KEEP`.
#![allow(clippy::print_stdout, reason = "a bench says its figures")]

use std::{
    collections::BTreeMap,
    error::Error,
    fs, io,
    path::{Path, PathBuf},
    sync::Arc,
    thread,
    time::{Duration, Instant},
};

use chrono::{Local, NaiveDateTime};
use duibiao::{
    base::{Figure, Period},
    desk::{Command, DemoSize, Desk, demo_workspace},
    returns::{Entry, ReturnKey, UnitReturn},
    store::{Disk, Folder, RealDisk},
    ui::worker::Worker,
    wire::return_text,
};

/// What a frame may cost.
const FRAME: Duration = Duration::from_millis(16);

fn now() -> NaiveDateTime {
    Local::now().naive_local()
}

fn main() -> Result<(), Box<dyn Error>> {
    let quick = std::env::args().any(|arg| arg == "--quick");
    let parts: Vec<String> = std::env::args().skip(1).filter(|arg| !arg.starts_with('-')).collect();
    let wanted = |part: &str| parts.is_empty() || parts.iter().any(|named| named == part);
    let scratch = tempfile::tempdir()?;
    if wanted("saves") {
        saves(&scratch.path().join("saves"), if quick { 100 } else { 1_000 })?;
    }
    if wanted("slow") {
        slow_disk(&scratch.path().join("slow"), if quick { 10 } else { 60 })?;
    }
    if wanted("opening") {
        let kept = std::env::var_os("STORE_BENCH_KEEP").map(PathBuf::from);
        let large = kept.unwrap_or_else(|| scratch.path().join("large"));
        opening(&large, if quick { 1_000 } else { 10_000 }, if quick { 1 } else { 5 })?;
    }
    Ok(())
}

/// A hospital's return of 200 cells.
fn two_hundred(key: &ReturnKey, revision: u64) -> Result<UnitReturn, Box<dyn Error>> {
    let mut made = UnitReturn::new(key.clone(), 1);
    for at in 0..200_u64 {
        made.replace(
            &format!("cell_{at:03}").parse()?,
            Entry::of(Figure::Known((at * 37 + revision).into())),
        );
    }
    made.revision = revision;
    Ok(made)
}

fn saves(root: &Path, count: u64) -> Result<(), Box<dyn Error>> {
    let (catalogue, _) = Desk::shipped_packs().map_err(|fault| fault.en)?;
    let size = DemoSize { counties: 1, units: 4, years: 1, ..DemoSize::default() };
    let (workspace, units, _) = demo_workspace(&catalogue, size, 2025)?;
    let key =
        ReturnKey { unit: workspace.unit.clone(), form: "hospital".parse()?, period: Period::year(2025) };
    let folder = Folder::create(root, "bench", now(), &workspace, &units)?;
    let plain = root.join("plain.txt");
    let (mut durable, mut synced, mut written) = (Vec::new(), Vec::new(), Vec::new());
    for revision in 1..=count {
        let made = two_hundred(&key, revision)?;
        let started = Instant::now();
        folder.save_return(&made)?;
        durable.push(started.elapsed());
        let text = return_text(&made)?;
        let started = Instant::now();
        fs::write(&plain, &text)?;
        written.push(started.elapsed());
        let started = Instant::now();
        fs::write(&plain, &text)?;
        fs::File::open(&plain)?.sync_all()?;
        synced.push(started.elapsed());
    }
    println!("a return of 200 cells, {} bytes, {count} times", return_text(&two_hundred(&key, 1)?)?.len());
    report("durable save, old revision kept", &mut durable);
    report("fs::write and one sync", &mut synced);
    report("plain fs::write", &mut written);
    Ok(())
}

/// The disk of this computer, half a second late with every write.
#[derive(Debug)]
struct SlowDisk;

const LATE: Duration = Duration::from_millis(500);

impl Disk for SlowDisk {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        RealDisk.read(path)
    }
    fn list(&self, folder: &Path) -> io::Result<Vec<PathBuf>> {
        RealDisk.list(folder)
    }
    fn is_folder(&self, path: &Path) -> bool {
        RealDisk.is_folder(path)
    }
    fn make_folder(&self, folder: &Path) -> io::Result<()> {
        RealDisk.make_folder(folder)
    }
    fn remove_empty_folder(&self, folder: &Path) -> io::Result<()> {
        RealDisk.remove_empty_folder(folder)
    }
    fn write_new_synced(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        thread::sleep(LATE);
        RealDisk.write_new_synced(path, bytes)
    }
    fn append_synced(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        thread::sleep(LATE);
        RealDisk.append_synced(path, bytes)
    }
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        RealDisk.rename(from, to)
    }
    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        RealDisk.sync_folder(folder)
    }
    fn remove(&self, path: &Path) -> io::Result<()> {
        RealDisk.remove(path)
    }
    fn exists(&self, path: &Path) -> bool {
        RealDisk.exists(path)
    }
    fn hard_link_or_copy(&self, from: &Path, to: &Path) -> io::Result<()> {
        RealDisk.hard_link_or_copy(from, to)
    }
}

/// Types figures as fast as frames come, as the window's session does: commands, jobs to the writer, what is done back.
fn slow_disk(root: &Path, seconds: u64) -> Result<(), Box<dyn Error>> {
    let (catalogue, _) = Desk::shipped_packs().map_err(|fault| fault.en)?;
    let size = DemoSize { counties: 1, units: 4, years: 2, ..DemoSize::default() };
    let (workspace, units, returns) = demo_workspace(&catalogue, size, 2025)?;
    let folder = Folder::create(root, "bench", now(), &workspace, &units)?;
    for unit_return in &returns {
        folder.save_return(unit_return)?;
    }
    drop(folder);
    let folder = Folder::open_with(Arc::new(SlowDisk), root, "bench", now())?;
    let mut desk = Desk::of_folder(folder, "bench")?;
    let key = desk.our_key(&"hospital".parse()?, Period::year(2025));
    let worker = Worker::start(desk.folder(), egui::Context::default())?;
    let (mut frames, mut typed) = (Vec::new(), 0_u32);
    let began = Instant::now();
    while began.elapsed() < Duration::from_secs(seconds) {
        let started = Instant::now();
        for done in worker.finished() {
            desk.job_done(done, now());
        }
        if frames.len() % 10 == 0 {
            typed += 1;
            let element = "beds_icu".parse()?;
            desk.apply(Command::SetFigure { key: key.clone(), element, text: typed.to_string() }, now());
        }
        desk.tick(now());
        for job in desk.take_jobs() {
            worker.send(job).map_err(|_| "the writer has ended")?;
        }
        let cost = started.elapsed();
        frames.push(cost);
        thread::sleep(FRAME.saturating_sub(cost));
    }
    let late = frames.iter().filter(|cost| **cost > FRAME).count();
    println!("\nthe store {} late with every write: {typed} figures typed in {seconds} s", shown(LATE));
    println!("{late} of {} frames over {} (goal: 0)", frames.len(), shown(FRAME));
    report("a frame of the session's work", &mut frames);
    Ok(())
}

/// Makes a workspace of so many returns; nothing is synced, since nothing is at stake.
fn make_large(root: &Path, count: usize) -> Result<(), Box<dyn Error>> {
    let (catalogue, _) = Desk::shipped_packs().map_err(|fault| fault.en)?;
    let units = u32::try_from(count / 4)?;
    let size = DemoSize { counties: units.div_ceil(60), units, years: 4, ..DemoSize::default() };
    let (workspace, units, mut returns) = demo_workspace(&catalogue, size, 2025)?;
    returns.truncate(count);
    let folder = Folder::create(root, "bench", now(), &workspace, &units)?;
    let mut csv = String::from("unit,form,period,element,value\n");
    for found in &returns {
        let path = folder.root().join(Desk::return_path(&found.key));
        fs::create_dir_all(path.parent().ok_or("a folder")?)?;
        fs::write(path, return_text(found)?)?;
        let mut figures: BTreeMap<&str, String> = BTreeMap::new();
        for (element, entry) in &found.entries {
            if let Figure::Known(value) = &entry.figure {
                figures.insert(element.as_str(), value.to_string());
                let ReturnKey { unit, form, period } = &found.key;
                csv.push_str(&format!("{unit},{form},{period},{element},{value}\n"));
            }
        }
        let json = serde_json::json!({
            "unit": found.key.unit.as_str(), "form": found.key.form.as_str(),
            "period": found.key.period.to_string(), "figures": figures,
        });
        let path = root
            .join("json")
            .join(format!("{}-{}-{}.json", found.key.period, found.key.form, found.key.unit));
        fs::create_dir_all(path.parent().ok_or("a folder")?)?;
        fs::write(path, serde_json::to_vec_pretty(&json)?)?;
    }
    fs::write(root.join("figures.csv"), csv)?;
    Ok(())
}

/// Lets the system forget what it has read; says whether it may be told to.
fn forget() -> bool {
    let synced = std::process::Command::new("sync").status().is_ok_and(|status| status.success());
    synced && fs::write("/proc/sys/vm/drop_caches", "3").is_ok()
}

fn opening(root: &Path, count: usize, rounds: usize) -> Result<(), Box<dyn Error>> {
    if !root.join("figures.csv").exists() {
        make_large(root, count)?;
    }
    let returns = renewed(root, true)?;
    let (files, cache) = (size_of(&root.join("returns"))?, size_of(&root.join("cache"))?);
    println!("\nopening a workspace of {returns} returns: {files} bytes in files, {cache} in the cache");
    for is_cold in [true, false] {
        let name = if is_cold { "cold" } else { "warm" };
        if is_cold && !forget() {
            println!("cold: left out, the file cache cannot be dropped here");
            continue;
        }
        for is_cached in [false, true] {
            renewed(root, is_cached)?;
            let from = if is_cached { "from the cache" } else { "without cache" };
            let expected = if is_cached { returns } else { 0 };
            timed(&format!("{name}: read and checked, {from}"), is_cold, rounds, || {
                let loaded = Folder::open(root, "bench", now())?.load();
                assert!(loaded.faults.is_empty(), "{:?}", loaded.faults.first());
                assert_eq!((loaded.returns.len(), loaded.from_cache), (returns, expected));
                Ok(loaded)
            })?;
            let whole = format!("{name}: the desk open, {from}");
            timed(&whole, is_cold, rounds, || Ok(Desk::open(root, "bench", now())?))?;
        }
        timed(&format!("{name}: serde_json of the same figures"), is_cold, rounds, || {
            let mut all = Vec::with_capacity(returns);
            for entry in fs::read_dir(root.join("json"))? {
                all.push(serde_json::from_slice::<serde_json::Value>(&fs::read(entry?.path())?)?);
            }
            assert_eq!(all.len(), returns);
            Ok(all)
        })?;
    }
    Ok(())
}

/// Does a work so many times and tells what it cost, without what it costs to forget what came of it.
fn timed<T>(
    what: &str,
    is_cold: bool,
    rounds: usize,
    work: impl Fn() -> Result<T, Box<dyn Error>>,
) -> Result<(), Box<dyn Error>> {
    let mut costs = Vec::new();
    for _ in 0..rounds {
        if is_cold {
            forget();
        }
        let started = Instant::now();
        let made = work()?;
        costs.push(started.elapsed());
        drop(made);
    }
    report(what, &mut costs);
    Ok(())
}

/// Makes the cache anew, or leaves the workspace without one; gives how many returns it has.
fn renewed(root: &Path, is_cached: bool) -> Result<usize, Box<dyn Error>> {
    if root.join("cache").exists() {
        fs::remove_dir_all(root.join("cache"))?;
    }
    let folder = Folder::open(root, "bench", now())?;
    let returns = folder.load().returns.len();
    if is_cached {
        let started = Instant::now();
        folder.renew_cache(&|| true);
        println!("the cache made anew: {}", shown(started.elapsed()));
    }
    Ok(returns)
}

/// Gives how many bytes the files of a folder hold.
fn size_of(folder: &Path) -> io::Result<u64> {
    let mut bytes = 0;
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        bytes += if entry.file_type()?.is_dir() { size_of(&entry.path())? } else { entry.metadata()?.len() };
    }
    Ok(bytes)
}

fn report(what: &str, costs: &mut [Duration]) {
    costs.sort();
    let at = |share: usize| shown(costs[(costs.len() - 1) * share / 100]);
    println!("{what:44} p50 {:>11}   p99 {:>11}   most {:>11}", at(50), at(99), at(100));
}

fn shown(time: Duration) -> String {
    format!("{:.3} ms", time.as_secs_f64() * 1_000.0)
}
