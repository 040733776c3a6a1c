//! The workspace folder on disk.

mod cache;
mod crash;
mod followed;
mod journal;
mod protocols;
pub mod sim;

use std::{
    fs,
    path::{Path, PathBuf},
};

use chrono::{NaiveDate, NaiveDateTime};
use duibiao::{
    base::{Bilingual, Decimal, Figure, Lang, Period},
    returns::{Change, Edit, Entry, Head, ReturnKey, Status, UnitReturn},
    store::{
        Access, FaultKind, Folder, ReadOnlyReason, StoreError, default_saves_folder, saves_folder, write_file,
    },
    unit::{Ownership, Standing, Unit, UnitKind},
    wire::{JournalLine, Role, WireError, Workspace, return_from_text, return_text},
};
use sm3::{Digest as _, Sm3};

const PATH: &str = "returns/2025/hospital/u1.ron";

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 3, 2).expect("a date")
}

fn at() -> NaiveDateTime {
    today().and_hms_opt(10, 42, 7).expect("a time")
}

fn workspace() -> Workspace {
    Workspace {
        unit: "u1".parse().expect("id"),
        role: Role::Unit,
        plan: "hulunbuir-2024".parse().expect("id"),
        lang: Lang::Zh,
        synthetic: false,
    }
}

fn unit(id: &str) -> Unit {
    Unit {
        id: id.parse().expect("id"),
        name: Bilingual::new("市人民医院\n(总院)", "City \"People's\" Hospital"),
        kind: UnitKind::GeneralHospital,
        area: None,
        parent: None,
        opened: NaiveDate::from_ymd_opt(1950, 10, 1),
        closed: None,
        merged_into: None,
        moves: Vec::new(),
        standings: vec![Standing { from: today(), level: 3, grade: None, ownership: Ownership::Municipal }],
    }
}

fn units() -> Vec<Unit> {
    ["u1", "u2", "aux"].map(unit).to_vec()
}

fn key(unit: &str) -> ReturnKey {
    ReturnKey {
        unit: unit.parse().expect("id"),
        form: "hospital".parse().expect("id"),
        period: Period::year(2025),
    }
}

fn entry(figure: Figure, note: &str) -> Entry {
    Entry::of(figure).with(|beside| note.clone_into(&mut beside.note))
}

fn return_of(unit: &str, revision: u64) -> UnitReturn {
    let mut made = UnitReturn::new(key(unit), 2);
    let cells = [
        ("beds", entry(Figure::Known(Decimal::from(100 + revision)), "")),
        ("beds_icu", entry(Figure::Known(Decimal::new(-1205, 2)), "含“重症”\n两行 \\ \t\u{2028}")),
        ("emr_level", entry(Figure::NotApplicable("无信息科".to_owned()), "")),
        ("staff", entry(Figure::Unread("约120?".to_owned()), "")),
        ("nurses", entry(Figure::Blank, "待人事科答复")),
    ];
    for (element, entry) in cells {
        made.replace(&element.parse().expect("id"), entry);
    }
    made.revision = revision;
    made
}

fn return_at(revision: u64) -> UnitReturn {
    return_of("u1", revision)
}

fn edit(revision: u64) -> JournalLine {
    edit_of("u1", revision)
}

fn edit_of(unit: &str, revision: u64) -> JournalLine {
    let old = entry(Figure::Blank, "");
    let new = entry(Figure::Known(Decimal::from(100 + revision)), "行一\n行二");
    let edit = Edit {
        at: at(),
        who: "李".to_owned(),
        change: Change::Cell { element: "beds".parse().expect("id"), old, new },
        why: "typed".to_owned(),
    };
    JournalLine { key: key(unit), revision, edit, chain: String::new() }
}

fn created(root: &Path) -> Folder {
    Folder::create(root, "li", at(), &workspace(), &units()).expect("created")
}

/// Puts the digest that fits into a changed file, as a careful forger or another program would.
fn resealed(text: &str) -> String {
    let rest: String = text
        .lines()
        .filter(|line| !line.starts_with("    digest:"))
        .map(|line| format!("{line}\n"))
        .collect();
    let digest: String = Sm3::digest(rest.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect();
    let (head, body) = rest.split_once("    body:").expect("a body");
    format!("{head}    digest: \"sm3:{digest}\",\n    body:{body}")
}

#[test]
fn everything_comes_back_as_it_was_saved() {
    let root = tempfile::tempdir().expect("temp folder");
    let root = root.path().join("new").join("工作区");
    let folder = created(&root);
    let mut submitted = return_of("u2", 7);
    (submitted.head.status, submitted.on_behalf, submitted.synthetic) = (Status::Submitted, true, true);
    let returns = [return_of("aux", 1), return_at(1), submitted];
    for each in &returns {
        folder.save_return(each).expect("saved");
    }
    folder.append_journal(&[edit(1), edit_of("u2", 7)], today()).expect("written");
    folder.append_journal(&[edit_of("aux", 1)], today().succ_opt().expect("a day")).expect("written");
    let changed = Workspace { lang: Lang::En, role: Role::Bureau, ..workspace() };
    folder.save_workspace(&changed).expect("saved");
    drop(folder);

    let folder = Folder::open(&root, "li", at()).expect("opened");
    assert_eq!(*folder.access(), Access::Writable);
    let loaded = folder.load();
    assert_eq!(loaded.faults, []);
    assert_eq!(loaded.workspace, Ok(changed));
    assert_eq!(loaded.units, units());
    let mut found = loaded.returns;
    found.sort_by(|a, b| a.key.cmp(&b.key));
    assert_eq!(found, returns);
    assert_eq!(loaded.pending, []);
    assert_eq!(folder.journal(), (vec![edit(1), edit_of("u2", 7), edit_of("aux", 1)], vec![]));
    assert!(root.join("kept/workspace.ron").exists(), "the old workspace.ron is kept");
    assert!(root.join("returns/2025/hospital/+aux.ron").exists(), "a device name of Windows is no file name");
}

#[test]
fn a_return_file_is_plain_ron_that_a_person_can_read() {
    let root = tempfile::tempdir().expect("temp folder");
    created(root.path()).save_return(&return_at(1)).expect("saved");
    let text = fs::read_to_string(root.path().join(PATH)).expect("a text");
    ron::from_str::<ron::Value>(&text).expect("plain RON");
    for part in [
        "format: \"duibiao-return\",\n",
        "version: 2,\n",
        "unit: \"u1\",\n",
        "period: \"2025\",\n",
        "无信息科",
        "约120?",
    ] {
        assert!(text.contains(part), "{part:?} is missing in\n{text}");
    }
    assert!(text.lines().all(|line| line.chars().count() < 120), "lines are short:\n{text}");
}

#[test]
fn superseded_revisions_are_kept_whole_also_if_only_the_status_changed() {
    let root = tempfile::tempdir().expect("temp folder");
    let folder = created(root.path());
    let head = Head { status: Status::Submitted, ..Head::default() };
    let submitted = UnitReturn { head, ..return_at(1) };
    for each in [&return_at(1), &return_at(1), &submitted, &return_at(2), &return_at(5)] {
        folder.save_return(each).expect("saved");
    }
    let kept = |name: &str| {
        let bytes = fs::read(root.path().join("kept/2025/hospital").join(name))
            .unwrap_or_else(|_| panic!("{name} is kept"));
        return_from_text(&bytes).expect("whole")
    };
    assert_eq!(
        [kept("u1.1.ron"), kept("u1.1-2.ron"), kept("u1.2.ron")],
        [return_at(1), submitted, return_at(2)]
    );
    assert_eq!(
        fs::read_dir(root.path().join("kept/2025/hospital")).expect("kept").count(),
        3,
        "nothing is kept twice"
    );
    let older = folder.save_return(&return_at(4));
    assert!(matches!(older, Err(StoreError::Older { there: 5, offered: 4, .. })), "{older:?}");
    folder.replace_return(&return_at(4)).expect("a person chose it");
    assert_eq!(folder.load().returns, [return_at(4)]);
    assert_eq!(kept("u1.5.ron"), return_at(5));
}

#[test]
fn a_second_start_reads_only_and_names_who_writes() {
    let root = tempfile::tempdir().expect("temp folder");
    let first = created(root.path());
    let second = Folder::open(root.path(), "wang", at()).expect("opened");
    let Access::ReadOnly(ReadOnlyReason::Held { who }) = second.access() else {
        panic!("{:?}", second.access())
    };
    for part in ["li", &std::process::id().to_string(), "2026-03-02 10:42"] {
        assert!(who.contains(part), "{part:?} is missing in {who:?}");
    }
    assert!(matches!(second.save_return(&return_at(1)), Err(StoreError::ReadOnly(_))));
    assert!(matches!(second.save_units(&[]), Err(StoreError::ReadOnly(_))));
    first.save_return(&return_at(1)).expect("the first still saves");
    assert_eq!(second.load().returns, [return_at(1)]);
    drop((first, second));
    let third = Folder::open(root.path(), "wang", at()).expect("opened");
    assert_eq!(*third.access(), Access::Writable, "the lock went with its holder");
}

#[test]
fn folders_without_a_workspace_are_refused_and_so_is_a_second_workspace_in_one() {
    let root = tempfile::tempdir().expect("temp folder");
    let root = root.path();
    let open = |path: &Path| Folder::open(path, "li", at()).expect_err("refused");
    assert_eq!(open(&root.join("none")), StoreError::NoFolder { path: root.join("none") });
    assert_eq!(open(root), StoreError::NoWorkspace { path: root.to_owned() });
    assert_eq!(fs::read_dir(root).expect("listed").count(), 0, "a refused folder is left as it was");
    drop(created(root));
    let create = |units: &[Unit]| Folder::create(root, "li", at(), &workspace(), units).map(drop);
    assert_eq!(create(&units()), Err(StoreError::AlreadyThere { path: root.join("workspace.ron") }));
    fs::remove_file(root.join("workspace.ron")).expect("removed");
    assert_eq!(
        create(&[]),
        Err(StoreError::AlreadyThere { path: root.join("units.ron") }),
        "another's register"
    );
    assert_eq!(create(&units()), Ok(()), "an interrupted creation is finished");
}

#[test]
fn each_kind_of_damage_is_told_with_its_line_and_nothing_else_is_lost() {
    type Damage = fn(&str) -> Vec<u8>;
    type Expected = fn(&FaultKind) -> bool;
    use FaultKind::Wire;
    let cases: &[(&str, Damage, Expected, Option<usize>)] = &[
        (
            "cut in half",
            |text| text.as_bytes()[..text.len() / 2].to_vec(),
            |fault| matches!(fault, Wire(WireError::Syntax { .. })),
            Some(18),
        ),
        ("empty", |_| Vec::new(), |fault| matches!(fault, Wire(WireError::Syntax { .. })), Some(1)),
        ("zeros", |text| vec![0; text.len()], |fault| *fault == Wire(WireError::NotText(0)), None),
        (
            "a digit",
            |text| text.replace("101", "701").into(),
            |fault| *fault == Wire(WireError::Digest),
            None,
        ),
        (
            "no digest",
            |text| {
                text.lines()
                    .filter(|line| !line.contains("digest"))
                    .map(|line| format!("{line}\n"))
                    .collect::<String>()
                    .into()
            },
            |fault| *fault == Wire(WireError::Digest),
            None,
        ),
        (
            "newer",
            |text| resealed(&text.replace("version: 2", "version: 9")).into(),
            |fault| matches!(fault, Wire(WireError::Newer { found: 9, .. })),
            None,
        ),
        (
            "twice",
            |text| resealed(&text.replace("beds_icu", "beds")).into(),
            |fault| matches!(fault, Wire(WireError::Duplicate { id, .. }) if id == "beds"),
            Some(17),
        ),
        (
            "NaN",
            |text| resealed(&text.replace("Known(\"101\")", "Known(\"NaN\")")).into(),
            |fault| matches!(fault, Wire(WireError::Syntax { .. })),
            Some(14),
        ),
        (
            "bare NaN",
            |text| resealed(&text.replace("Known(\"101\")", "Known(NaN)")).into(),
            |fault| matches!(fault, Wire(WireError::Syntax { .. })),
            Some(14),
        ),
        (
            "unknown field",
            |text| resealed(&text.replace("revision: 1", "revision: 1, x: 2")).into(),
            |fault| matches!(fault, Wire(WireError::Syntax { .. })),
            Some(10),
        ),
        (
            "attribute",
            |text| format!("#![enable(unwrap_newtypes)]\n{text}").into(),
            |fault| *fault == Wire(WireError::Attribute(1)),
            Some(1),
        ),
        (
            "another format",
            |text| resealed(&text.replace("duibiao-return", "duibiao-plan")).into(),
            |fault| matches!(fault, Wire(WireError::Format { .. })),
            None,
        ),
        (
            "another unit's",
            |_| return_text(&return_of("u2", 1)).expect("text").into(),
            |fault| matches!(fault, FaultKind::Misplaced { belongs } if belongs.ends_with("u2.ron")),
            None,
        ),
    ];
    for (name, damage, expected, line) in cases {
        let root = tempfile::tempdir().expect("temp folder");
        let folder = created(root.path());
        folder.save_return(&return_at(1)).expect("saved");
        folder.save_return(&return_of("u2", 1)).expect("saved");
        let path = root.path().join(PATH);
        let bytes = damage(&fs::read_to_string(&path).expect("text"));
        fs::write(&path, &bytes).expect("written");

        let loaded = folder.load();
        assert_eq!(loaded.returns, [return_of("u2", 1)], "{name}: the other return is read");
        let [fault] = loaded.faults.as_slice() else { panic!("{name}: {:?}", loaded.faults) };
        assert!(fault.path == path && expected(&fault.fault), "{name}: {fault:?}");
        assert_eq!(fault.line(), *line, "{name}: {}", fault.sentence().en);
        for words in [fault.sentence().zh, fault.sentence().en] {
            assert!(words.trim_end_matches(')').ends_with("u1.ron"), "{name}: the path stands last: {words}");
            assert!(
                line.is_none_or(|line| words.contains(&line.to_string())),
                "{name}: the line is named: {words}"
            );
        }
        let refused = folder.save_return(&return_at(2));
        assert_eq!(refused, Err(StoreError::Refused { path: path.clone() }), "{name}");
        assert_eq!(fs::read(&path).expect("still there"), bytes, "{name}: the bad file is left as it is");
        drop(folder);
        // Also without having loaded it.
        let folder = Folder::open(root.path(), "li", at()).expect("opened");
        assert_eq!(
            folder.save_return(&return_at(2)),
            Err(StoreError::Refused { path: path.clone() }),
            "{name}"
        );
        assert_eq!(fs::read(&path).expect("still there"), bytes, "{name}: the bad file is left as it is");
    }
}

#[test]
fn every_single_flipped_bit_of_a_return_is_noticed() {
    let mut small = UnitReturn::new(key("u1"), 1);
    small.replace(&"beds".parse().expect("id"), entry(Figure::Known(Decimal::from(37)), "M"));
    let sound = return_text(&small).expect("text").into_bytes();
    assert_eq!(return_from_text(&sound), Ok(small));
    let flipped = |bit: usize| {
        let mut bytes = sound.clone();
        bytes[bit / 8] ^= 1 << (bit % 8);
        bytes
    };
    let unnoticed: Vec<_> =
        (0..sound.len() * 8).filter(|bit| return_from_text(&flipped(*bit)).is_ok()).collect();
    assert!(unnoticed.is_empty(), "of {} bits unnoticed: {unnoticed:?}", sound.len() * 8);
    let cut: Vec<_> = (0..sound.len()).filter(|end| return_from_text(&sound[..*end]).is_ok()).collect();
    assert!(cut.is_empty(), "cuts unnoticed at {cut:?}");
}

#[test]
fn units_the_register_does_not_know_are_told_and_not_written_over() {
    let root = tempfile::tempdir().expect("temp folder");
    let folder = created(root.path());
    folder.save_return(&return_of("stranger", 1)).expect("saved");
    let path = root.path().join("returns/2025/hospital/stranger.ron");
    let loaded = folder.load();
    assert_eq!(loaded.returns, []);
    assert!(
        matches!(&loaded.faults[..], [fault] if fault.path == path && fault.fault == FaultKind::UnknownUnit("stranger".parse().expect("id")))
    );
    assert_eq!(folder.save_return(&return_of("stranger", 2)), Err(StoreError::Refused { path }));
    folder.save_units(&[units(), vec![unit("stranger")]].concat()).expect("saved");
    let loaded = folder.load();
    assert_eq!((loaded.returns, loaded.faults), (vec![return_of("stranger", 1)], vec![]));
    folder.save_return(&return_of("stranger", 2)).expect("saved now that it was read");
    assert!(root.path().join("kept/units.ron").exists(), "the old register is kept");
}

#[test]
fn a_damaged_register_or_workspace_file_costs_nothing_else_and_is_not_written_over() {
    let root = tempfile::tempdir().expect("temp folder");
    let folder = created(root.path());
    folder.save_return(&return_at(1)).expect("saved");
    for name in ["units.ron", "workspace.ron", "plans/own.ron", "catalogue/own.ron", "forms/own.ron"] {
        let path = root.path().join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("created");
        fs::write(&path, "(format: \"duibiao-units\",\n version: 1,\n body: (units: [(id: \"u1\"")
            .expect("written");
    }
    fs::write(root.path().join("returns/说明.txt"), "notes of a person").expect("written");
    let loaded = folder.load();
    assert_eq!(loaded.returns, [return_at(1)]);
    assert_eq!((loaded.units, loaded.plans, loaded.catalogue_packs), (vec![], vec![], vec![]));
    let told: Vec<_> =
        loaded.faults.iter().map(|fault| fault.path.strip_prefix(root.path()).expect("inside")).collect();
    assert_eq!(told, ["units.ron", "catalogue/own.ron", "forms/own.ron", "plans/own.ron"].map(Path::new));
    assert!(loaded.faults.iter().all(|fault| fault.line() == Some(3)), "{:?}", loaded.faults);
    assert_eq!(loaded.workspace.expect_err("damaged").line(), Some(3));
    assert!(matches!(folder.save_units(&units()), Err(StoreError::Refused { .. })));
    assert!(matches!(folder.save_workspace(&workspace()), Err(StoreError::Refused { .. })));
}

#[test]
fn saves_go_where_they_can_be_written() {
    let check = |writable: &[&str], expected: &str| {
        let found = saves_folder(
            Path::new("/prog"),
            Some(Path::new("/here")),
            Some(PathBuf::from("/home/li/data")),
            |folder| writable.iter().any(|at| Path::new(at) == folder),
        );
        assert_eq!(found, Path::new(expected), "{writable:?}");
    };
    check(&["/prog/saves", "/here/saves", "/prog"], "/prog/saves");
    check(&["/here/saves", "/prog"], "/here/saves");
    check(&["/prog"], "/prog/saves");
    check(&[], "/home/li/data/saves");
}
