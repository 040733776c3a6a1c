//! Taking over at the desk: once is enough, nothing typed here is gone over, a full disk loses nothing.

use std::sync::Arc;

use chrono::TimeDelta;
use duibiao::{
    base::{Figure, Lang, Period},
    desk::{Command, Desk, JobDone, Secured, is_arrival, run_job, secure},
    exchange::{Outcome, Side, Staged, read_file},
    returns::{Coverage, Status, UnitReturn},
    store::{Folder, RealDisk, StoreError},
    unit::UnitKind,
    wire::{
        CountyStatement, Role, Sender, StatementMember, SummedFigure, Workspace, package_text, return_digest,
        statement_digest, statement_text,
    },
};
use tempfile::TempDir;

use super::{id, key, now, package, unit, version};

/// A county bureau `B1` over forty hospitals.
fn bureau(folder: &TempDir) -> Desk {
    let workspace = Workspace {
        unit: id("B1"),
        role: Role::Bureau,
        plan: id("hulunbuir-2024"),
        lang: Lang::Zh,
        synthetic: false,
    };
    let hospitals = (0..40).map(|at| unit(&format!("H{at}"), UnitKind::GeneralHospital, Some("B1")));
    let towns = ["T1", "T2"].map(|name| unit(name, UnitKind::Bureau, Some("B1")));
    let units: Vec<_> =
        std::iter::once(unit("B1", UnitKind::Bureau, None)).chain(hospitals).chain(towns).collect();
    let root = folder.path().join("b");
    drop(Folder::create(&root, "李四", now(), &workspace, &units).expect("made"));
    opened(&root)
}

fn opened(root: &std::path::Path) -> Desk {
    Desk::open(root, "李四", now()).unwrap_or_else(|fault| panic!("{}", fault.sentence().zh))
}

fn text(found: &UnitReturn) -> Vec<u8> {
    package_text(&package(vec![found.clone()], now())).expect("a text").into_bytes()
}

fn staged(desk: &Desk, files: &[Vec<u8>]) -> Vec<Staged> {
    let mut stage = desk.stage(now());
    for bytes in files {
        stage.take(read_file("a.duibiao", bytes.clone()));
    }
    stage.counts();
    stage.into_staged()
}

fn secured(desk: &Desk, lines: &[Staged]) -> Secured {
    secure(&desk.folder(), lines.to_vec(), |_, _| {}).expect("kept as they came")
}

fn taken(desk: &mut Desk, lines: &[Staged]) -> Vec<Outcome> {
    let taken = desk.take_in(secured(desk, lines), now()).expect("taken");
    desk.save_now(now()).expect("saved");
    taken.into_iter().map(|one| one.outcome).collect()
}

/// What is staged is judged again when it is taken over: in between somebody may have taken the same.
#[test]
fn taking_over_twice_is_once() {
    let folder = TempDir::new().expect("a folder");
    let mut desk = bureau(&folder);
    let files: Vec<Vec<u8>> = (0..40)
        .map(|at| text(&version(&key(&format!("H{at}")), 1, &[("beds_total", 800 + at)], None)))
        .collect();
    let lines = staged(&desk, &files);
    let same = staged(&desk, &files);
    assert_eq!(taken(&mut desk, &lines), [Outcome::New; 40]);
    assert_eq!(taken(&mut desk, &same), [Outcome::Duplicate; 40], "it was staged before that");
    assert!(desk.take_jobs().is_empty(), "and nothing of it is written");
    let statements = desk.statements(Period::year(2025)).cloned().expect("derived at once");
    assert_eq!(statements.len(), 40);
    let root = desk.root().to_owned();
    drop(desk);
    let desk = opened(&root);
    assert_eq!((desk.statements(Period::year(2025)), desk.faults()), (Some(&statements), &[][..]));
    for found in desk.returns() {
        assert_eq!(
            (found.status(), desk.history_break(&found.key)),
            (Status::Received, None),
            "{}",
            found.key
        );
    }
    assert_eq!(std::fs::read_dir(root.join("inbox")).expect("there").count(), 40, "each file as it came");
}

/// Figures the bureau typed on a unit's behalf are not gone over by what the unit hands in.
#[test]
fn what_was_typed_here_is_not_gone_over() {
    let folder = TempDir::new().expect("a folder");
    let mut desk = bureau(&folder);
    let key = key("H1");
    let typed = Command::SetFigure { key: key.clone(), element: id("beds_icu"), text: "9".to_owned() };
    assert!(desk.apply(typed, now()).iter().all(|notice| !notice.refused));
    let found = version(&key, 1, &[("beds_total", 800)], None);
    let lines = staged(&desk, &[text(&found)]);
    assert_eq!(taken(&mut desk, &lines), [Outcome::Conflict]);
    let conflict = desk.conflict(&key).expect("readable").expect("it waits");
    // Both began with an empty form and filled different cells: nothing clashes.
    assert_eq!((conflict.merge.cells.len(), conflict.merge.clashes().count()), (2, 0));
    assert_eq!(
        desk.unit_return(&key).map(|ours| ours.figure(&id("beds_icu")).clone()),
        Some(Figure::Known(9.into()))
    );
}

/// A disk that is full says so, and everything is written once there is room.
#[test]
fn a_full_disk_loses_nothing() {
    let folder = TempDir::new().expect("a folder");
    let mut desk = bureau(&folder);
    let first = version(&key("H1"), 1, &[("beds_total", 800)], None);
    let other = version(&key("H1"), 1, &[("beds_total", 900)], None);
    let lines = staged(&desk, &[text(&first), text(&other)]);
    desk.take_in(secured(&desk, &lines), now()).expect("taken");
    for job in desk.take_jobs() {
        let fault = Some(StoreError::Full { path: "x".into() });
        desk.job_done(JobDone { job, fault, changed: Vec::new() }, now());
    }
    assert!(desk.has_unsaved());
    desk.flush();
    let jobs = desk.take_jobs();
    let shared = desk.folder();
    for job in jobs {
        desk.job_done(run_job(&shared, job), now());
    }
    drop(shared);
    let root = desk.root().to_owned();
    drop(desk);
    let desk = opened(&root);
    assert_eq!(desk.conflicts(), [(key("H1"), 1)]);
    assert_eq!(desk.doubts(&key("H1")).first(), Some(&duibiao::desk::Doubt::Conflict));
    assert!(desk.conflict(&key("H1")).expect("readable").is_some() && desk.faults().is_empty());
}

/// Clocks decide nothing; one that is a day ahead is told, and so are figures that are made up.
#[test]
fn clocks_decide_nothing() {
    let folder = TempDir::new().expect("a folder");
    let mut desk = bureau(&folder);
    let ahead = now() + TimeDelta::days(400);
    let first = version(&key("H1"), 1, &[("beds_total", 800)], None);
    let mut later = first.clone();
    later.replace(&id("beds_icu"), duibiao::returns::Entry::of(Figure::Known(3.into())));
    super::hand_in(&mut later, now() - TimeDelta::days(4000));
    later.synthetic = true;
    let of = |found: &UnitReturn, at| {
        package_text(&package(vec![found.clone()], at)).expect("a text").into_bytes()
    };
    let lines = staged(&desk, &[of(&first, ahead), of(&later, now() - TimeDelta::days(4000))]);
    let told: Vec<_> = lines.iter().map(|line| line.notice.as_ref().map(|notice| notice.code())).collect();
    assert_eq!(told, [Some("future"), Some("synthetic")]);
    assert_eq!(taken(&mut desk, &lines), [Outcome::New, Outcome::Update]);
}

/// A county's statement brings its members along, and says where they are not what was counted.
#[test]
fn a_statement_comes_with_its_members() {
    let folder = TempDir::new().expect("a folder");
    let mut desk = bureau(&folder);
    let member = version(&key("H1"), 1, &[("beds_total", 800)], None);
    let statement = |beds: i64, earlier: Vec<String>, returns: Vec<UnitReturn>| CountyStatement {
        from: Sender {
            program: "0.1.0".to_owned(),
            unit: id("T1"),
            name: "示例".to_owned(),
            who: "王五".to_owned(),
            at: now(),
        },
        unit: id("T1"),
        period: Period::year(2025),
        synthetic: false,
        earlier,
        figures: vec![SummedFigure {
            element: id("beds_total"),
            figure: Figure::Known(beds.into()),
            coverage: Coverage { reported: 1, expected: 1 },
        }],
        members: vec![StatementMember { key: key("H1"), digest: return_digest(&member).expect("a digest") }],
        returns,
    };
    let bytes = |statement: &CountyStatement| statement_text(statement).expect("a text").into_bytes();
    let first = statement(800, Vec::new(), vec![member.clone()]);
    let next = statement(810, vec![statement_digest(&first).expect("a digest")], Vec::new());
    let alone = staged(&desk, &[bytes(&next)]);
    assert_eq!(alone[0].notice.as_ref().map(|notice| notice.code()), Some("members_differ"));
    let lines = staged(&desk, &[bytes(&first)]);
    assert_eq!(taken(&mut desk, &lines), [Outcome::New, Outcome::New]);
    assert_eq!(lines[1].notice, None, "its members came with it");
    let lines = staged(&desk, &[bytes(&next), bytes(&first)]);
    let outcomes: Vec<Outcome> = lines.iter().map(|line| line.outcome).collect();
    assert_eq!(outcomes, [Outcome::Update, Outcome::Duplicate, Outcome::Superseded]);
    taken(&mut desk, &lines[..1]);
    let root = desk.root().to_owned();
    drop(desk);
    let desk = opened(&root);
    let known: Vec<_> = desk.statements_below().map(Arc::clone).collect();
    assert_eq!(known, [Arc::new(next)]);
    let lines = staged(&desk, &[bytes(&first)]);
    assert_eq!(lines[1].outcome, Outcome::Superseded);
}

/// Two statements of one unit and period, neither made from the other: the first stays until a person chooses, the choice
/// is remembered, and what follows on the one that was chosen is an update.
#[test]
fn two_statements_apart_are_a_conflict() {
    let folder = TempDir::new().expect("a folder");
    let mut desk = bureau(&folder);
    let of = (id("T1"), Period::year(2025));
    let bytes = |statement: &CountyStatement| statement_text(statement).expect("a text").into_bytes();
    let (first, other) = (county(800, Vec::new()), county(900, Vec::new()));
    let lines = staged(&desk, &[bytes(&first), bytes(&other)]);
    assert_eq!(taken(&mut desk, &lines), [Outcome::New, Outcome::Conflict]);
    assert_eq!(desk.statements_below().next().map(Arc::as_ref), Some(&first), "nothing goes over it unseen");
    let root = desk.root().to_owned();
    drop(desk);
    let mut desk = opened(&root);
    assert_eq!(desk.statement_conflicts(), [(of.clone(), 1)]);
    let conflict = desk.statement_conflict(&of).expect("readable").expect("it waits");
    assert_eq!((conflict.ours.as_ref(), conflict.theirs.as_ref()), (&first, &other));
    let settle = Command::SettleStatement { unit: of.0.clone(), period: of.1, side: Side::Theirs };
    assert!(desk.apply(settle.clone(), now()).is_empty());
    assert!(desk.apply(settle, now())[0].refused, "nothing is left to choose");
    desk.save_now(now()).expect("saved");
    drop(desk);
    let mut desk = opened(&root);
    assert_eq!(desk.statements_below().next().map(Arc::as_ref), Some(&other));
    assert!(desk.statement_conflicts().is_empty() && desk.faults().is_empty());
    let next = county(910, vec![statement_digest(&other).expect("a digest")]);
    let lines = staged(&desk, &[bytes(&first), bytes(&next)]);
    assert_eq!(taken(&mut desk, &lines), [Outcome::Superseded, Outcome::Update]);
}

/// The statement of the town `T1` with one figure.
pub fn county(beds: i64, earlier: Vec<String>) -> CountyStatement {
    CountyStatement {
        from: Sender {
            program: "0.1.0".to_owned(),
            unit: id("T1"),
            name: "示例".to_owned(),
            who: "王五".to_owned(),
            at: now(),
        },
        unit: id("T1"),
        period: Period::year(2025),
        synthetic: false,
        earlier,
        figures: vec![SummedFigure {
            element: id("beds_total"),
            figure: Figure::Known(beds.into()),
            coverage: Coverage { reported: 1, expected: 1 },
        }],
        members: Vec::new(),
        returns: Vec::new(),
    }
}

/// A form pack that calls an element otherwise: last year's figure is found under the id of today.
#[test]
fn figures_of_last_year_are_found_under_the_ids_of_today() {
    let folder = TempDir::new().expect("a folder");
    let mut desk = bureau(&folder);
    let lines = staged(&desk, &[text(&version(&key("H1"), 1, &[("beds_icu", 12)], None))]);
    taken(&mut desk, &lines);
    let new = duibiao::desk::NewFormPack {
        forms: vec![id("hospital")],
        period: Period::year(2025),
        due: None,
        renamed: vec![duibiao::wire::Renamed { old: id("beds_icu"), new: id("beds_critical") }],
    };
    desk.issue(&new, now()).expect("issued");
    desk.save_now(now()).expect("saved");
    let root = desk.root().to_owned();
    drop(desk);
    let desk = opened(&root);
    let statements = desk.statements(Period::year(2025)).expect("derived");
    let unit: duibiao::base::UnitId = id("H1");
    for element in ["beds_icu", "beds_critical"] {
        assert_eq!(statements[&unit].figure(&id(element)), &Figure::Known(12.into()), "{element}");
    }
    assert_eq!(
        desk.unit_return(&key("H1")).map(|found| found.entries.len()),
        Some(1),
        "no return is changed"
    );
}

/// A file that was changed or taken away after it was read is not taken, and says so.
#[test]
fn a_file_that_is_gone_is_not_taken() {
    let folder = TempDir::new().expect("a folder");
    let mut desk = bureau(&folder);
    let paths = ["a", "b"].map(|name| folder.path().join(name).with_extension("duibiao"));
    for (path, unit) in paths.iter().zip(["H1", "H2"]) {
        std::fs::write(path, text(&version(&key(unit), 1, &[("beds_total", 800)], None))).expect("written");
    }
    let mut stage = desk.stage(now());
    duibiao::desk::collect(&mut stage, &RealDisk, &paths, |_, _| true);
    std::fs::write(&paths[0], "another").expect("written");
    let lines = stage.into_staged();
    let secured = secured(&desk, &lines);
    let taken = desk.take_in(secured, now()).expect("taken");
    let codes: Vec<_> = taken.iter().map(|one| one.reason.as_ref().map(|reason| reason.code())).collect();
    assert_eq!(codes, [Some("gone"), None]);
    assert_eq!(desk.returns().count(), 1);
}

/// A second start looks and takes nothing.
#[test]
fn a_read_only_desk_takes_nothing() {
    let folder = TempDir::new().expect("a folder");
    let holder = bureau(&folder);
    let mut desk =
        Desk::open(holder.root(), "王五", now()).unwrap_or_else(|fault| panic!("{}", fault.sentence().zh));
    let lines = staged(&desk, &[text(&version(&key("H1"), 1, &[("beds_total", 800)], None))]);
    assert_eq!(lines[0].outcome, Outcome::New);
    let refused = secure(&desk.folder(), lines.clone(), |_, _| {});
    assert!(matches!(refused, Err(StoreError::ReadOnly(_))), "{refused:?}");
    let lines = secured(&holder, &lines);
    assert!(desk.take_in(lines, now()).is_err() && desk.take_jobs().is_empty());
}

/// What a person opens with the program is told from a workspace's own files.
#[test]
fn an_arrival_is_told_from_a_workspace() {
    let folder = TempDir::new().expect("a folder");
    let desk = bureau(&folder);
    let file = folder.path().join("renamed.txt");
    std::fs::write(&file, text(&version(&key("H1"), 1, &[("beds_total", 800)], None))).expect("written");
    assert!(is_arrival(&RealDisk, &file));
    for ours in ["", "workspace.ron", "units.ron"] {
        assert!(!is_arrival(&RealDisk, &desk.root().join(ours)), "{ours}");
    }
    let came = folder.path().join("came");
    std::fs::create_dir(&came).expect("made");
    assert!(!is_arrival(&RealDisk, &came), "an empty folder is none");
    std::fs::rename(&file, came.join("h1.duibiao")).expect("moved");
    assert!(is_arrival(&RealDisk, &came), "a folder of files that came");
    std::fs::copy(came.join("h1.duibiao"), desk.root().join("h1.duibiao")).expect("copied");
    assert!(!is_arrival(&RealDisk, desk.root()), "a workspace stays one, whatever lies in it");
}

/// A list of versions that cannot be read is told and not gone over.
#[test]
fn a_damaged_list_is_not_gone_over() {
    let folder = TempDir::new().expect("a folder");
    let mut desk = bureau(&folder);
    let of = |beds: i64| text(&version(&key("H1"), 1, &[("beds_total", beds)], None));
    let lines = staged(&desk, &[of(800), of(900)]);
    assert_eq!(taken(&mut desk, &lines), [Outcome::New, Outcome::Conflict]);
    let root = desk.root().to_owned();
    drop(desk);
    let list = root.join("inbox/branches/2025/hospital/H1.ron");
    std::fs::write(&list, "(damaged").expect("written");
    let mut desk = opened(&root);
    assert_eq!((desk.faults().len(), desk.conflicts()), (1, Vec::new()));
    let lines = staged(&desk, &[of(900)]);
    desk.take_in(secured(&desk, &lines), now()).expect("taken in memory");
    assert!(desk.save_now(now()).is_err());
    assert_eq!(std::fs::read(&list).expect("there"), b"(damaged");
}

/// A bureau that begins to issue packs still takes what is late or corrected of the periods before the first.
#[test]
fn earlier_periods_come_in_after_the_first_pack() {
    let folder = TempDir::new().expect("a folder");
    let mut desk = bureau(&folder);
    let period = duibiao::base::Period::year;
    let forms = vec![id("hospital")];
    let new = duibiao::desk::NewFormPack { forms, period: period(2025), due: None, renamed: Vec::new() };
    desk.issue(&new, now()).expect("issued");
    let of = |year| {
        let key = duibiao::returns::ReturnKey { period: period(year), ..key("H1") };
        let found = version(&key, 1, &[("beds_total", 800)], None);
        package_text(&package(vec![found], now())).expect("a text").into_bytes()
    };
    let lines = staged(&desk, &[of(2024), of(2025), of(2026)]);
    let told: Vec<_> = lines.iter().map(|line| line.reason.as_ref().map(|reason| reason.code())).collect();
    assert_eq!(told, [None, None, Some("period_not_issued")]);
}
