//! Every sequence of up to three acts of a person, with the power cut at every step of the last: what was acknowledged
//! is there, in the file or in the journal. Most bugs of file systems that were found in the field need no more.

use std::{collections::BTreeSet, path::Path, sync::Arc};

use duibiao::{
    base::{Figure, Lang},
    desk::{Command, Desk, Job, run_job},
    store::{Folder, write_file_on},
    unit::UnitKind,
    wire::{Role, Workspace, return_text},
};

use super::{known, now, type_into, unit};
use crate::store::sim::{DAMAGES, SimDisk};

#[derive(Clone, Copy, Debug, PartialEq)]
enum Act {
    Edit,
    Undo,
    Save,
    Export,
    Close,
    Reopen,
}

const ACTS: [Act; 6] = [Act::Edit, Act::Undo, Act::Save, Act::Export, Act::Close, Act::Reopen];

/// A person at a desk, and what the desk has said is safe: the figure of the cell, and the exported text.
struct Sitting {
    disk: Arc<SimDisk>,
    desk: Option<Desk>,
    edits: i64,
    /// Figures of the cell that may be found, the acknowledged one first.
    figures: Vec<Figure>,
    exports: Vec<Option<String>>,
}

fn key() -> duibiao::returns::ReturnKey {
    super::key("H1", "hospital")
}

impl Sitting {
    fn new(root: &Path) -> Self {
        let workspace = Workspace {
            unit: "H1".parse().expect("an id"),
            role: Role::Unit,
            plan: "hulunbuir-2024".parse().expect("an id"),
            lang: Lang::Zh,
            synthetic: false,
        };
        let disk = Arc::new(SimDisk::new(root));
        let units = [unit("H1", UnitKind::GeneralHospital, None)];
        let folder =
            Folder::create_with(disk.clone(), root, "li", now(), &workspace, &units).expect("created");
        let desk = Desk::of_folder(folder, "li").expect("a desk");
        let mut sitting =
            Self { disk, desk: Some(desk), edits: 0, figures: vec![Figure::Blank], exports: vec![None] };
        sitting.act(Act::Edit);
        sitting.act(Act::Save);
        sitting
    }

    fn figure(&self) -> Figure {
        self.desk.as_ref().map_or(Figure::Blank, |desk| super::figure(desk, &key(), "beds_total"))
    }

    /// Runs what the desk has queued; once all of it is done, the figure in the cell is acknowledged.
    fn run_jobs(&mut self) {
        let figure = self.figure();
        if self.figures.last() != Some(&figure) {
            self.figures.push(figure.clone());
        }
        let Some(desk) = &mut self.desk else { return };
        let folder = desk.folder();
        for job in desk.take_jobs() {
            let is_figure = matches!(job, Job::Journal(..) | Job::Return(_));
            let done = run_job(&folder, job);
            assert!(done.fault.is_none(), "{:?}", done.fault);
            desk.job_done(done, now());
            if is_figure {
                self.figures = vec![figure.clone()];
            }
        }
    }

    fn act(&mut self, act: Act) {
        match (act, &mut self.desk) {
            (Act::Edit, Some(desk)) => {
                self.edits += 1;
                type_into(desk, &key(), "beds_total", &(100 + self.edits).to_string());
                self.run_jobs();
            }
            (Act::Undo, Some(desk)) => {
                desk.apply(Command::Undo, now());
                self.run_jobs();
            }
            (Act::Save, Some(desk)) => {
                desk.flush();
                self.run_jobs();
            }
            (Act::Export, Some(desk)) => {
                let Some(found) = desk.unit_return(&key()) else { return };
                let text = return_text(found).expect("a text");
                self.exports.push(Some(text.clone()));
                let path = desk.root().join("U盘/H1.ron");
                write_file_on(&*self.disk, &path, text.as_bytes()).expect("exported");
                self.exports = vec![Some(text)];
            }
            (Act::Close, Some(desk)) => {
                desk.flush();
                self.run_jobs();
                self.desk = None;
            }
            (Act::Reopen, _) => {
                self.desk = None;
                let root = self.disk.root().to_owned();
                let folder = Folder::open_with(self.disk.clone(), &root, "li", now()).expect("opened");
                self.desk = Some(Desk::of_folder(folder, "li").expect("a desk"));
                self.run_jobs();
            }
            (_, None) => {}
        }
    }
}

/// Gives the figure that is there once the journal is laid over the file.
fn found(root: &Path, disk: Arc<SimDisk>) -> Result<(Figure, Option<String>), String> {
    use duibiao::store::Disk as _;
    let export = disk.read(&root.join("U盘/H1.ron")).ok();
    let folder = Folder::open_with(disk, root, "li", now()).map_err(|fault| fault.sentence().en)?;
    let loaded = folder.load();
    if let Some(fault) = loaded.faults.iter().find(|fault| !fault.path.starts_with(root.join("journal"))) {
        return Err(fault.sentence().en);
    }
    let mut there = loaded.returns.first().cloned();
    for line in &loaded.pending {
        let made = there.get_or_insert_with(|| duibiao::returns::UnitReturn::new(key(), 1));
        if line.revision == made.revision + 1 {
            made.apply(&line.edit.change);
        }
    }
    let element = "beds_total".parse().expect("an id");
    let figure = there.map_or(Figure::Blank, |there| there.figure(&element).clone());
    Ok((figure, export.map(|bytes| String::from_utf8_lossy(&bytes).into_owned())))
}

#[test]
fn every_sequence_of_three_acts_keeps_what_was_acknowledged_at_every_power_cut() {
    let root = tempfile::tempdir().expect("a folder");
    let root = root.path();
    // Of the kinds of damage those that lose, keep, tear and mix; the store's own tests try all of them.
    let damages: Vec<_> = DAMAGES.iter().step_by(5).collect();
    let mut sequences: Vec<Vec<Act>> = vec![Vec::new()];
    let (mut tried, mut states, mut seen) = (0, 0, BTreeSet::new());
    let mut bad = Vec::new();
    while let Some(sequence) = sequences.pop() {
        if sequence.len() < 3 {
            sequences.extend(ACTS.iter().map(|act| [sequence.clone(), vec![*act]].concat()));
        }
        let Some((last, before)) = sequence.split_last() else { continue };
        tried += 1;
        let mut sitting = Sitting::new(root);
        before.iter().for_each(|act| sitting.act(*act));
        let (mut figures, mut exports) = (sitting.figures.clone(), sitting.exports.clone());
        sitting.disk.record();
        sitting.act(*last);
        let recorded = sitting.disk.recorded();
        let count = recorded.len();
        // Until the act is done either is right: what stood before it or what it makes.
        figures.extend(sitting.figures.clone());
        exports.extend(sitting.exports.clone());
        let (figures_after, exports_after) = (sitting.figures.clone(), sitting.exports.clone());
        drop(sitting.desk.take());
        for (at, (step, cut)) in recorded.into_iter().enumerate() {
            let is_done = at + 1 == count;
            let (figures, exports) =
                if is_done { (&figures_after, &exports_after) } else { (&figures, &exports) };
            for damage in &damages {
                states += 1;
                let disk = cut.damaged(damage, step);
                if !seen.insert((disk.image(), format!("{figures:?}{exports:?}"))) {
                    continue;
                }
                let name = || format!("{sequence:?} cut at step {step}, {}", damage.name);
                match found(root, Arc::new(disk)) {
                    Ok((figure, export)) => {
                        if !figures.contains(&figure) {
                            bad.push(format!("{}: {figure:?} is there, not of {figures:?}", name()));
                        }
                        if !exports.contains(&export) {
                            bad.push(format!("{}: the export is another", name()));
                        }
                    }
                    Err(wrong) => bad.push(format!("{}: {wrong}", name())),
                }
            }
        }
    }
    eprintln!(
        "{tried} sequences of up to 3 acts, {states} crash states ({} different), {} bad",
        seen.len(),
        bad.len()
    );
    assert_eq!(tried, 6 + 36 + 216);
    assert!(bad.is_empty(), "{:#?}", &bad[..bad.len().min(12)]);
}

/// Each error at each step of a sitting, for ever: the figures stay in memory, the bar says so, and once the disk works
/// again everything is written.
#[test]
fn edits_stay_in_memory_while_the_disk_fails_and_are_written_later() {
    use crate::store::sim::{BUSY, Fault};
    use duibiao::desk::SaveState;
    let root = tempfile::tempdir().expect("a folder");
    let root = root.path();
    let mut runs = 0;
    for error in [5, 28, 13, BUSY, 30] {
        for k in [1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 15, 18] {
            for fault in [Fault::Once(error), Fault::Forever(error), Fault::SyncsForever(error)] {
                let mut sitting = Sitting::new(root);
                let mut desk = sitting.desk.take().expect("a desk");
                let run = |desk: &mut Desk| {
                    let folder = desk.folder();
                    let mut failed = 0;
                    for job in desk.take_jobs() {
                        let done = run_job(&folder, job);
                        failed += usize::from(done.fault.is_some());
                        desk.job_done(done, now());
                    }
                    failed
                };
                sitting.disk.arm(k, fault);
                let mut failed = 0;
                for text in ["201", "202"] {
                    type_into(&mut desk, &key(), "beds_total", text);
                    failed += run(&mut desk);
                    desk.flush();
                    failed += run(&mut desk);
                }
                let name = format!("{fault:?} at step {k}");
                let figure = super::figure(&desk, &key(), "beds_total");
                assert_eq!(figure, known(202), "{name}: it is in memory");
                if failed > 0 && matches!(fault, Fault::Forever(_)) {
                    assert!(matches!(desk.save_state(), SaveState::Unsaved(_)), "{name}: the bar says so");
                }
                sitting.disk.disarm();
                desk.tick(now() + chrono::TimeDelta::seconds(6));
                desk.flush();
                assert_eq!(run(&mut desk), 0, "{name}: later it is written");
                assert!(matches!(desk.save_state(), SaveState::Saved(_)), "{name}: {:?}", desk.save_state());
                drop(desk);
                let (figure, _) = found(root, Arc::new(sitting.disk.fork())).expect("it opens");
                assert_eq!(figure, known(202), "{name}");
                // What a power cut leaves now is what was said to be saved.
                let lost = sitting.disk.damaged(&DAMAGES[0], k);
                let (figure, _) = found(root, Arc::new(lost)).expect("it opens");
                assert_eq!(figure, known(202), "{name}: after a power cut");
                runs += 1;
            }
        }
    }
    assert_eq!(runs, 5 * 12 * 3);
}
