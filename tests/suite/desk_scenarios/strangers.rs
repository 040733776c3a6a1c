//! Random lives of a workspace against a model: two forms, kills at any moment, files that are deleted, renamed,
//! brought back from what was kept or from an older program, clocks that jump. What the journal offers is never
//! offered to another return, and never twice; nothing appears that nobody typed.

use std::{collections::BTreeMap, fs, path::PathBuf};

use chrono::{NaiveDateTime, TimeDelta};
use duibiao::{
    base::Figure,
    desk::{Command, Desk, Job, run_job},
    returns::{Change, ReturnKey},
    store::Folder,
    wire::{JournalLine, return_from_text, return_text},
};
use proptest::prelude::*;
use tempfile::TempDir;

use super::{bureau, key, now};

/// The cell of each form that is typed into.
const CELLS: [(&str, &str, &str); 2] =
    [("B1", "county_bureau", "pop_resident"), ("H2", "hospital", "beds_total")];

#[derive(Clone, Debug)]
enum Act {
    Edit(usize),
    Undo,
    HandIn(usize),
    /// Everything that was queued is done, or only the first so many jobs: then the program is killed.
    Save,
    Kill(usize),
    Delete(usize),
    /// The file is renamed to the other return's name.
    Rename(usize),
    /// The oldest kept revision is put back by hand.
    Restore(usize),
    /// The file is put back as format version 1 wrote it.
    Upgrade(usize),
    Clock(i64),
}

fn any_act() -> impl Strategy<Value = Act> {
    prop_oneof![
        8 => (0..2_usize).prop_map(Act::Edit),
        2 => Just(Act::Undo),
        1 => (0..2_usize).prop_map(Act::HandIn),
        3 => Just(Act::Save),
        4 => (0..4_usize).prop_map(Act::Kill),
        1 => (0..2_usize).prop_map(Act::Delete),
        1 => (0..2_usize).prop_map(Act::Rename),
        1 => (0..2_usize).prop_map(Act::Restore),
        1 => (0..2_usize).prop_map(Act::Upgrade),
        2 => (-5..=5_i64).prop_map(Act::Clock),
    ]
}

fn at(which: usize) -> ReturnKey {
    key(CELLS[which].0, CELLS[which].1)
}

struct Life {
    folder: TempDir,
    desk: Option<Desk>,
    clock: NaiveDateTime,
    typed: i64,
    /// Every figure that was ever in a return's cell.
    ever: BTreeMap<ReturnKey, Vec<Figure>>,
}

impl Life {
    fn root(&self) -> PathBuf {
        self.folder.path().join("w")
    }

    fn path(&self, which: usize) -> PathBuf {
        self.root().join(Desk::return_path(&at(which)))
    }

    fn open(&mut self) -> &mut Desk {
        let root = self.root();
        let clock = self.clock;
        self.desk.get_or_insert_with(|| {
            Desk::open(&root, "张三", clock).unwrap_or_else(|fault| panic!("{}", fault.sentence().en))
        })
    }

    /// Runs the first so many of the queued jobs.
    fn run(&mut self, at_most: usize) {
        let clock = self.clock;
        let Some(desk) = &mut self.desk else { return };
        let folder = desk.folder();
        for job in desk.take_jobs().into_iter().take(at_most) {
            let done = run_job(&folder, job);
            desk.job_done(done, clock);
        }
    }

    /// What the file says, if it is sound and in its place.
    fn on_disk(&self, which: usize) -> Option<duibiao::returns::UnitReturn> {
        let bytes = fs::read(self.path(which)).ok()?;
        return_from_text(&bytes).ok().filter(|found| found.key == at(which))
    }

    fn act(&mut self, act: &Act) {
        match act {
            Act::Edit(which) => {
                self.typed += 1;
                let text = (1_000 * (*which as i64 + 1) + self.typed).to_string();
                let (clock, key) = (self.clock, at(*which));
                let desk = self.open();
                let element = CELLS[*which].2.parse().expect("an id");
                desk.apply(Command::SetFigure { key: key.clone(), element, text }, clock);
                let figure = super::figure(desk, &key, CELLS[*which].2);
                self.ever.entry(key).or_default().push(figure);
            }
            Act::Undo => {
                let clock = self.clock;
                self.open().apply(Command::Undo, clock);
            }
            Act::HandIn(which) => {
                let (clock, key) = (self.clock, at(*which));
                self.open().apply(Command::MoveOn { key, moving: duibiao::desk::Moving::Submit }, clock);
            }
            Act::Save => {
                self.open().flush();
                self.run(usize::MAX);
            }
            Act::Kill(jobs) => {
                self.open().flush();
                self.run(*jobs);
                self.desk = None;
            }
            Act::Clock(years) => self.clock += TimeDelta::days(365 * years + 1),
            // What is done to files from outside is done while the program is closed.
            Act::Delete(which) => {
                self.desk = None;
                let _ = fs::remove_file(self.path(*which));
            }
            Act::Rename(which) => {
                self.desk = None;
                let to = self.path(1 - *which);
                fs::create_dir_all(to.parent().expect("a folder")).expect("created");
                let _ = fs::rename(self.path(*which), to);
            }
            Act::Restore(which) => {
                self.desk = None;
                let kept = self.root().join("kept/2025").join(CELLS[*which].1);
                let mut names: Vec<_> = fs::read_dir(&kept)
                    .map(|entries| entries.map(|entry| entry.expect("an entry").path()).collect())
                    .unwrap_or_default();
                names.sort();
                let ours = names.iter().find(|path| {
                    path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(CELLS[*which].0))
                });
                if let Some(oldest) = ours {
                    let to = self.path(*which);
                    fs::create_dir_all(to.parent().expect("a folder")).expect("created");
                    fs::copy(oldest, to).expect("copied");
                }
            }
            Act::Upgrade(which) => {
                self.desk = None;
                if let Some(found) = self.on_disk(*which) {
                    let text = return_text(&found).expect("a text");
                    fs::write(self.path(*which), as_version_1(&text)).expect("written");
                }
            }
        }
    }
}

/// Writes a return of few cells as version 1 did: without the chain.
fn as_version_1(text: &str) -> String {
    use sm3::{Digest as _, Sm3};
    let is_new = |line: &&str| line.starts_with("    digest:") || line.trim_start().starts_with("chain:");
    let rest: String = text.lines().filter(|line| !is_new(line)).map(|line| format!("{line}\n")).collect();
    let rest = rest.replacen("version: 2", "version: 1", 1);
    let digest: String = Sm3::digest(rest.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect();
    let (head, body) = rest.split_once("    body:").expect("a body");
    format!("{head}    digest: \"sm3:{digest}\",\n    body:{body}")
}

/// Offers are judged against what was typed: into this return, and not below what its file holds.
fn judge(life: &Life, pending: &[JournalLine]) -> Result<(), TestCaseError> {
    for line in pending {
        let ever = life.ever.get(&line.key).cloned().unwrap_or_default();
        if let Change::Cell { new, element, .. } = &line.edit.change {
            let which = (0..2).find(|which| at(*which) == line.key);
            prop_assert!(which.is_some(), "an offer to a return nobody typed into: {}", line.key);
            prop_assert_eq!(element.as_str(), CELLS[which.unwrap_or(0)].2, "a cell of another form");
            let known = new.figure.is_blank() || ever.contains(&new.figure);
            prop_assert!(known, "a ghost: {:?} was never typed into {}", new.figure, line.key);
        }
        let there = (0..2).filter(|which| at(*which) == line.key).find_map(|which| life.on_disk(which));
        let above = there.is_none_or(|there| line.revision > there.revision);
        prop_assert!(above, "an offer below what the file of {} holds", line.key);
    }
    let mut seen = std::collections::BTreeSet::new();
    for line in pending {
        let text = format!("{line:?}");
        prop_assert!(seen.insert(text), "an offer twice: {line:?}");
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, max_shrink_iters: 300, ..ProptestConfig::default() })]

    #[test]
    fn no_offer_goes_to_another_return_and_nothing_appears_that_nobody_typed(
        acts in proptest::collection::vec(any_act(), 1..28)
    ) {
        // What a sync costs is not the question here.
        let folder = tempfile::Builder::new().tempdir_in("/dev/shm").or_else(|_| TempDir::new()).expect("a folder");
        drop(bureau(&folder));
        let mut life = Life { folder, desk: None, clock: now(), typed: 0, ever: BTreeMap::new() };
        for act in acts.iter().chain([&Act::Kill(1), &Act::Kill(0)]) {
            life.act(act);
            if life.desk.is_some() {
                continue;
            }
            // As the next start finds it.
            let folder = Folder::open(&life.root(), "li", life.clock).expect("it opens");
            let loaded = folder.load();
            drop(folder);
            judge(&life, &loaded.pending)?;
            for found in &loaded.returns {
                let ever = life.ever.get(&found.key).cloned().unwrap_or_default();
                for (element, entry) in &found.entries {
                    let known = entry.figure.is_blank()
                        || ever.contains(&entry.figure)
                        || found.key == key("H1", "hospital");
                    prop_assert!(known, "a ghost: {element} {:?} in {}", entry.figure, found.key);
                }
            }
            // And so do people: what is on the screen was typed here.
            let desk = life.open();
            let shown: Vec<_> = (0..2).map(|which| (at(which), super::figure(desk, &at(which), CELLS[which].2))).collect();
            for (key, figure) in shown {
                let ever = life.ever.get(&key).cloned().unwrap_or_default();
                prop_assert!(figure.is_blank() || ever.contains(&figure), "{key} shows {figure:?}");
            }
            let jobs = life.open().take_jobs();
            prop_assert!(jobs.iter().all(|job| !matches!(job, Job::Journal(..))), "opening types nothing");
            life.desk = None;
        }
    }
}
