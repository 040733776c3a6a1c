//! `receive`, `inspect`, `resolve`, `send-back`, `accept`, `receipts`: files between a hospital's desk and its bureau's.

use std::{fs, io::Write as _, path::Path};

use duibiao::{
    desk::{Desk, Moving},
    returns::{ReturnKey, ReturnReason, Status},
    wire::{Role, Workspace},
};
use tempfile::TempDir;

use super::{Said, call, snapshot, table};
use crate::desk_scenarios::{
    figure,
    handing_in::{moved, settle},
    hospital, key, open, type_into,
};

const UNITS: &str = "unit,name,kind,level,grade,ownership,parent,opened,closed\n\
    B1,示例县卫健局,bureau,,,county,,,\n\
    H1,示例县医院,general_hospital,2,A,county,B1,,\n\
    H2,示例县中医院,tcm_hospital,2,A,county,B1,,\n";

/// A hospital `w` that has handed in its return, and its bureau `b`.
pub fn hospital_and_bureau() -> (TempDir, ReturnKey) {
    let folder = TempDir::new().expect("a folder");
    let key = key("H1", "hospital");
    let mut desk = hospital(&folder);
    settle(&mut desk, &key);
    assert!(moved(&mut desk, &key, Moving::Submit));
    desk.save_now(super::now()).expect("saved");
    drop(desk);
    let said = call(
        folder.path(),
        "init @/b --role bureau --unit B1 --name 示例县卫健局 --kind bureau --area county --plan hulunbuir-2024",
    );
    assert_eq!(said.code, 0, "{}", said.err);
    let csv = folder.path().join("units.csv");
    fs::write(&csv, UNITS).expect("written");
    let said = call(folder.path(), "units import @/units.csv --saves @/b");
    assert_eq!(said.code, 0, "{}", said.err);
    (folder, key)
}

pub fn packed(folder: &Path, workspace: &str, name: &str) {
    let line = format!(
        "submit --saves @/{workspace} --unit H1 --form hospital --period 2025 --out @/{name}.duibiao"
    );
    let said = call(folder, &line);
    assert_eq!(said.code, 0, "{}", said.err);
}

/// Corrects figures of the hospital's return and hands it in again.
pub fn corrected(folder: &Path, workspace: &str, cells: &[(&str, &str)]) {
    let mut desk = open(&folder.join(workspace));
    let key = key("H1", "hospital");
    if desk.head(&key).status != Status::SentBack {
        assert!(moved(&mut desk, &key, Moving::Withdraw("更正".to_owned())));
    }
    settle(&mut desk, &key);
    for (element, text) in cells {
        type_into(&mut desk, &key, element, text);
    }
    assert!(moved(&mut desk, &key, Moving::Submit), "{:?}", desk.findings(&key).list);
    desk.save_now(super::now()).expect("saved");
}

/// Gives outcome and reason of every row, and the six counts.
pub fn outcomes(said: &Said) -> (Vec<(String, String)>, String) {
    let (header, rows) = table(&said.out);
    assert_eq!(header, "file,unit,form,period,outcome,reason");
    let code = |reason: &str| reason.split(':').next().unwrap_or_default().to_owned();
    let rows = rows.into_iter().map(|row| (row[4].clone(), code(&row[5]))).collect();
    (rows, said.err.lines().last().unwrap_or_default().to_owned())
}

fn check(said: &Said, code: i32, expected: &[(&str, &str)]) {
    let (found, six) = outcomes(said);
    let found: Vec<(&str, &str)> = found.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
    assert_eq!((found.as_slice(), said.code), (expected, code), "{}", said.err);
    let count = |outcome| expected.iter().filter(|(found, _)| *found == outcome).count();
    let six_expected = format!(
        "共 {} = 新 {} + 更新 {} + 重复 {} + 旧版 {} + 冲突 {} + 拒收 {}",
        expected.len(),
        count("new"),
        count("update"),
        count("duplicate"),
        count("superseded"),
        count("conflict"),
        count("rejected"),
    );
    assert_eq!(six, six_expected);
}

/// From the first file over the correction and the way back to the receipt.
#[test]
fn a_return_goes_up_comes_back_and_is_accepted() {
    let (folder, key) = hospital_and_bureau();
    let at = folder.path();
    packed(at, "w", "u1");
    let inspected = call(at, "inspect @/u1.duibiao --csv");
    let (header, rows) = table(&inspected.out);
    assert_eq!(
        header,
        "format,unit,form,form_version,period,revision,state,cells,digest,fingerprint,parent,lineage,submitted,submitted_by"
    );
    assert_eq!((inspected.code, rows.len(), rows[0][1].as_str()), (0, 1, "H1"));
    assert_eq!(
        (rows[0][0].as_str(), &rows[0][8], rows[0][10].as_str()),
        ("duibiao-package", &rows[0][11], "")
    );

    check(&call(at, "receive @/u1.duibiao --saves @/b --csv"), 0, &[("new", "")]);
    let bureau = open(&at.join("b"));
    let received = bureau.unit_return(&key).cloned().expect("received");
    assert_eq!((received.status(), bureau.history_break(&key)), (Status::Received, None));
    assert_eq!(received.entries, open(&at.join("w")).unit_return(&key).expect("there").entries);
    drop(bureau);

    // Mailed twice, renamed, in a folder, in a zip beside a picture: it is the same.
    fs::create_dir_all(at.join("in/deep")).expect("a folder");
    fs::copy(at.join("u1.duibiao"), at.join("in/deep/renamed.txt")).expect("copied");
    fs::write(at.join("in/photo.jpg"), b"no file of ours").expect("written");
    let mut zip = zip::ZipWriter::new(fs::File::create(at.join("in/a.zip")).expect("a file"));
    let options = zip::write::SimpleFileOptions::default();
    zip.start_file("内部/u1.duibiao", options).expect("an entry");
    zip.write_all(&fs::read(at.join("u1.duibiao")).expect("read")).expect("written");
    zip.start_file("../../b/workspace.ron", options).expect("an entry");
    zip.write_all(b"(format: \"duibiao-workspace\")").expect("written");
    zip.finish().expect("a zip");
    let before = snapshot(&at.join("b"));
    let said = call(at, "receive @/in --saves @/b --csv");
    let dup = ("duplicate", "same_figures");
    check(&said, 1, &[dup, ("rejected", "zip_name"), dup]);
    assert_eq!(snapshot(&at.join("b")), before, "what is at hand already writes nothing");

    // A correction follows on what was accepted; what came before it is an older version from then on.
    corrected(at, "w", &[("beds_icu", "40")]);
    packed(at, "w", "u2");
    check(&call(at, "receive @/u1.duibiao @/u2.duibiao --saves @/b --csv"), 0, &[dup, ("update", "")]);
    check(
        &call(at, "receive @/u1.duibiao @/u2.duibiao --saves @/b --csv"),
        0,
        &[("superseded", "later_at_hand"), dup],
    );
    let bureau = open(&at.join("b"));
    assert_eq!(figure(&bureau, &key, "beds_icu").known(), Some(40.into()));
    assert_eq!(bureau.history_break(&key), None);
    drop(bureau);

    let said = call(
        at,
        "send-back H1 hospital 2025 --saves @/b --reason wrong_figure --remark beds_icu=与上年相差过大 --due 2026-03-31 --out @/back.duibiao",
    );
    assert_eq!(said.code, 0, "{}", said.err);
    let said = call(at, "receive @/back.duibiao --saves @/w --csv");
    check(&said, 0, &[("update", "")]);
    assert!(said.err.contains("与上年相差过大") && said.err.contains("2026-03-31"), "{}", said.err);
    let unit = open(&at.join("w"));
    let head = unit.head(&key);
    let said = head.sent_back.expect("remarks");
    assert_eq!(
        (head.status, said.reason, said.remarks.len()),
        (Status::SentBack, ReturnReason::WrongFigure, 1)
    );
    assert_eq!(unit.history_break(&key), None);
    drop(unit);
    check(&call(at, "receive @/back.duibiao --saves @/w --csv"), 0, &[("duplicate", "taken_before")]);

    corrected(at, "w", &[("beds_icu", "48")]);
    packed(at, "w", "u3");
    check(&call(at, "receive @/u3.duibiao --saves @/b --csv"), 0, &[("update", "")]);
    // A note of before says nothing of what was handed in since.
    check(&call(at, "receive @/back.duibiao --saves @/w --csv"), 0, &[("superseded", "later_at_hand")]);
    assert_eq!(call(at, "accept H1 hospital 2025 --saves @/b --out @/receipt.duibiao").code, 0);
    assert_eq!(call(at, "inspect @/receipt.duibiao").code, 0);
    assert_eq!(call(at, "accept H1 hospital 2025 --saves @/b").code, 2, "once is enough");
    assert_eq!(call(at, "receipts --saves @/b --out @/receipts").code, 0);
    let said = call(at, "receive @/receipts --saves @/w --csv");
    check(&said, 0, &[("update", "")]);
    let unit = open(&at.join("w"));
    assert_eq!((unit.head(&key).status, unit.head(&key).sent_back), (Status::Accepted, None));
    drop(unit);
    check(&call(at, "receive @/receipts --saves @/w --csv"), 0, &[("duplicate", "taken_before")]);
    // Nobody else's desk takes it.
    check(&call(at, "receive @/u3.duibiao --saves @/w --csv"), 1, &[("rejected", "not_a_bureau")]);
}

fn copy_folder(from: &Path, to: &Path) {
    for (path, bytes) in snapshot(from) {
        let to = to.join(Path::new(&path).strip_prefix(from).expect("inside"));
        fs::create_dir_all(to.parent().expect("a parent")).expect("a folder");
        fs::write(to, bytes).expect("written");
    }
}

/// Two computers of one hospital correct the same return: what only one changed is taken, the clash is chosen.
#[test]
fn two_corrections_are_settled_by_cell() {
    let (folder, key) = hospital_and_bureau();
    let at = folder.path();
    packed(at, "w", "u1");
    copy_folder(&at.join("w"), &at.join("v"));
    corrected(at, "w", &[("beds_icu", "40"), ("staff_nurses", "810")]);
    corrected(at, "v", &[("beds_icu", "41"), ("staff_physicians", "510")]);
    packed(at, "w", "u2");
    packed(at, "v", "v2");
    let said = call(at, "receive @/u1.duibiao @/u2.duibiao @/v2.duibiao --saves @/b --csv");
    check(&said, 1, &[("new", ""), ("update", ""), ("conflict", "apart")]);
    // Still there after a restart, and the same when it comes once more.
    check(&call(at, "receive @/v2.duibiao --saves @/b --csv"), 0, &[("duplicate", "same_figures")]);
    let bureau = open(&at.join("b"));
    assert_eq!(bureau.conflicts(), [(key.clone(), 1)]);
    let conflict = bureau.conflict(&key).expect("readable").expect("a conflict");
    let cells: Vec<(&str, bool)> =
        conflict.merge.cells.iter().map(|cell| (cell.element.as_str(), cell.is_clash())).collect();
    assert_eq!(cells, [("beds_icu", true), ("staff_nurses", false), ("staff_physicians", false)]);
    drop(bureau);

    let before = snapshot(&at.join("b"));
    for wrong in ["", " beds_icu=mine", " beds_icu=ours beds_total=theirs"] {
        let said = call(at, &format!("resolve H1 hospital 2025 --saves @/b --take cell{wrong}"));
        assert_eq!(said.code, 2, "{wrong}: {}", said.err);
    }
    assert_eq!(snapshot(&at.join("b")), before, "a refusal writes nothing");
    let said = call(at, "resolve H1 hospital 2025 --saves @/b --take cell beds_icu=theirs");
    assert_eq!(said.code, 0, "{}", said.err);
    let bureau = open(&at.join("b"));
    let figures =
        ["beds_icu", "staff_nurses", "staff_physicians"].map(|id| figure(&bureau, &key, id).known());
    assert_eq!(figures, [41, 810, 510].map(|number| Some(number.into())));
    assert_eq!((bureau.conflicts(), bureau.history_break(&key)), (Vec::new(), None));
    let why: Vec<String> = bureau.history(&key, None).into_iter().map(|line| line.edit.why).collect();
    assert!(why.last().is_some_and(|why| why.starts_with("settled cells ")), "{why:?}");
    drop(bureau);
    // Both are older versions from now on.
    let said = call(at, "receive @/u2.duibiao @/v2.duibiao --saves @/b --csv");
    check(&said, 0, &[("superseded", "later_at_hand"), ("superseded", "later_at_hand")]);
    assert_eq!(
        call(at, "resolve H1 hospital 2025 --saves @/b --take ours").code,
        2,
        "nothing is left to settle"
    );
}

/// Whatever order the three files come in, alone or together, the same cells are listed and the same figures come of it.
#[test]
fn the_order_of_files_changes_nothing() {
    let (folder, key) = hospital_and_bureau();
    let at = folder.path();
    packed(at, "w", "u1");
    copy_folder(&at.join("w"), &at.join("v"));
    corrected(at, "w", &[("beds_icu", "40"), ("staff_nurses", "810")]);
    corrected(at, "v", &[("beds_icu", "41"), ("staff_physicians", "510")]);
    packed(at, "w", "u2");
    packed(at, "v", "v2");
    let orders = ["u1 u2 v2", "u1 v2 u2", "u2 u1 v2", "u2 v2 u1", "v2 u1 u2", "v2 u2 u1"];
    for (number, order) in orders.into_iter().enumerate() {
        let name = format!("b{number}");
        copy_folder(&at.join("b"), &at.join(&name));
        let files: Vec<String> = order.split(' ').map(|file| format!("@/{file}.duibiao")).collect();
        let together = format!("receive {} --saves @/{name}", files.join(" "));
        if number % 2 == 0 {
            call(at, &together);
        } else {
            files.iter().for_each(|file| drop(call(at, &format!("receive {file} --saves @/{name}"))));
        }
        let bureau = open(&at.join(&name));
        let conflict = bureau.conflict(&key).expect("readable").expect("a conflict");
        let cells: Vec<(&str, bool)> =
            conflict.merge.cells.iter().map(|cell| (cell.element.as_str(), cell.is_clash())).collect();
        let expected = [("beds_icu", true), ("staff_nurses", false), ("staff_physicians", false)];
        assert_eq!(cells, expected, "{order}");
        let ours = figure(&bureau, &key, "beds_icu").known() == Some(41.into());
        drop(bureau);
        let before = snapshot(&at.join(&name));
        call(at, &together);
        assert_eq!(snapshot(&at.join(&name)), before, "once more changes nothing: {order}");
        let side = if ours { "ours" } else { "theirs" };
        let said =
            call(at, &format!("resolve H1 hospital 2025 --saves @/{name} --take cell beds_icu={side}"));
        assert_eq!(said.code, 0, "{order}: {}", said.err);
        let bureau = open(&at.join(&name));
        let figures =
            ["beds_icu", "staff_nurses", "staff_physicians"].map(|id| figure(&bureau, &key, id).known());
        assert_eq!(figures, [41, 810, 510].map(|number| Some(number.into())), "{order}");
    }
}

/// Whole versions: what is kept stays, what is taken goes in its place, and its own corrections follow on it.
#[test]
fn two_corrections_are_settled_whole() {
    for (take, nurses, next) in [("ours", 810, "conflict"), ("theirs", 800, "update")] {
        let (folder, key) = hospital_and_bureau();
        let at = folder.path();
        copy_folder(&at.join("w"), &at.join("v"));
        corrected(at, "w", &[("staff_nurses", "810")]);
        corrected(at, "v", &[("staff_physicians", "510")]);
        packed(at, "w", "u2");
        packed(at, "v", "v2");
        let said = call(at, "receive @/u2.duibiao @/v2.duibiao --saves @/b --csv");
        check(&said, 1, &[("new", ""), ("conflict", "apart")]);
        let said = call(at, &format!("resolve H1 hospital 2025 --saves @/b --take {take}"));
        assert_eq!(said.code, 0, "{}", said.err);
        let bureau = open(&at.join("b"));
        assert_eq!(figure(&bureau, &key, "staff_nurses").known(), Some(nurses.into()), "{take}");
        assert_eq!((bureau.conflicts(), bureau.history_break(&key)), (Vec::new(), None));
        drop(bureau);
        // The second computer did not hear of it and goes on.
        corrected(at, "v", &[("beds_icu", "45")]);
        packed(at, "v", "v3");
        let (found, _) = outcomes(&call(at, "receive @/v3.duibiao --saves @/b --csv"));
        assert_eq!(found[0].0, next, "{take}");
    }
}

/// What must not be taken is refused with its reason, and nothing of it is on disk.
#[test]
fn what_is_not_ours_to_take_is_rejected() {
    let (folder, _) = hospital_and_bureau();
    let at = folder.path();
    packed(at, "w", "u1");
    let text = fs::read_to_string(at.join("u1.duibiao")).expect("read");
    fs::create_dir(at.join("bad")).expect("a folder");
    let bad = |name: &str, bytes: &[u8]| fs::write(at.join("bad").join(name), bytes).expect("written");
    bad("1-changed.duibiao", text.replace("Known(\"1200\")", "Known(\"9200\")").as_bytes());
    bad("2-torn.duibiao", &text.as_bytes()[..text.len() / 2]);
    bad("3-empty.duibiao", b"");
    bad("4-deep.duibiao", format!("(\n    format: \"duibiao-package\", {}", "[".repeat(9000)).as_bytes());
    bad("5-large.duibiao", &vec![b' '; 9 * 1024 * 1024]);
    bad("6-zip.zip", b"PK\x03\x04 and nothing else");
    let before = snapshot(&at.join("b"));
    let said = call(at, "receive @/bad --saves @/b --csv");
    let no = ("rejected", "unreadable");
    check(&said, 1, &[no, no, no, no, ("rejected", "too_large"), ("rejected", "zip_damaged")]);
    assert_eq!(snapshot(&at.join("b")), before);
    assert_eq!(call(at, "receive @/nowhere --saves @/b").code, 2);
    assert_eq!(call(at, "inspect @/bad/2-torn.duibiao").code, 2);

    // A bureau that has the hospital not below it.
    let workspace = Workspace {
        unit: "B2".parse().expect("an id"),
        role: Role::Bureau,
        plan: "hulunbuir-2024".parse().expect("an id"),
        lang: duibiao::base::Lang::Zh,
        synthetic: false,
    };
    let desk = open(&at.join("b"));
    let mut units: Vec<_> = desk.tree().all().cloned().collect();
    drop(desk);
    let mut other = units[0].clone();
    other.id = workspace.unit.clone();
    units.push(other);
    duibiao::store::Folder::create(&at.join("b2"), "李四", super::now(), &workspace, &units).expect("made");
    check(&call(at, "receive @/u1.duibiao --saves @/b2 --csv"), 1, &[("rejected", "wrong_county")]);
    units.retain(|unit| unit.id.as_str() != "H1");
    duibiao::store::Folder::create(&at.join("b3"), "李四", super::now(), &workspace, &units).expect("made");
    check(&call(at, "receive @/u1.duibiao --saves @/b3 --csv"), 1, &[("rejected", "unknown_unit")]);
}

/// A question goes down, its answer comes back; each is taken once.
#[test]
fn a_query_is_answered() {
    let (folder, key) = hospital_and_bureau();
    let at = folder.path();
    packed(at, "w", "u1");
    check(&call(at, "receive @/u1.duibiao --saves @/b --csv"), 0, &[("new", "")]);
    assert_eq!(call(at, "query H1 hospital 2025 --saves @/b nosuch=为何 --out @/q.duibiao").code, 2);
    let said = call(at, "query H1 hospital 2025 --saves @/b beds_icu=为何没有 --out @/q.duibiao");
    assert_eq!(said.code, 0, "{}", said.err);
    check(&call(at, "receive @/q.duibiao --saves @/w --csv"), 0, &[("new", "")]);
    assert_eq!(call(at, "answer H1 hospital 2025 2 改建停用 --saves @/w --out @/a.duibiao").code, 2);
    let said = call(at, "answer H1 hospital 2025 1 改建停用 --saves @/w --out @/a.duibiao");
    assert_eq!(said.code, 0, "{}", said.err);
    check(&call(at, "receive @/a.duibiao --saves @/b --csv"), 0, &[("update", "")]);
    check(&call(at, "receive @/a.duibiao --saves @/b --csv"), 0, &[("duplicate", "taken_before")]);
    check(&call(at, "receive @/q.duibiao --saves @/w --csv"), 0, &[("superseded", "later_at_hand")]);
    let bureau = open(&at.join("b"));
    let query = bureau.query_of(&key).expect("asked");
    assert_eq!(query.questions[0].answer.as_ref().map(|answer| answer.text.as_str()), Some("改建停用"));
}

/// A form pack sets a unit up: who it reports to, what is asked, until when; the bureau then takes what it asked for only.
#[test]
fn a_form_pack_sets_a_unit_up() {
    let (folder, key) = hospital_and_bureau();
    let at = folder.path();
    let said = call(at, "issue --saves @/b --period 2024 --form hospital --due 2026-02-28 --out @/f.duibiao");
    assert_eq!(said.code, 0, "{}", said.err);
    check(&call(at, "receive @/f.duibiao --saves @/w --csv"), 0, &[("new", "")]);
    check(&call(at, "receive @/f.duibiao --saves @/w --csv"), 0, &[("duplicate", "taken_before")]);
    let unit = open(&at.join("w"));
    let asked = ReturnKey { period: duibiao::base::Period::year(2024), ..key };
    assert_eq!(unit.due_of(&asked).map(|due| due.to_string()).as_deref(), Some("2026-02-28"));
    assert_eq!(
        unit.our_unit().and_then(|unit| unit.parent.clone()).map(|id| id.to_string()).as_deref(),
        Some("B1")
    );
    drop(unit);
    packed(at, "w", "u1");
    check(&call(at, "receive @/u1.duibiao --saves @/b --csv"), 1, &[("rejected", "period_not_issued")]);
    assert_eq!(
        call(at, "issue --saves @/b --period 2025-03 --out @/g.duibiao").code,
        2,
        "nobody fills in monthly forms"
    );
    assert!(Desk::open(&at.join("b"), "李四", super::now()).is_ok_and(|desk| desk.issues().len() == 1));
}

/// Who never said of what level it is, and whose, is what its bureau's register says; who did stays what it said.
#[test]
fn a_form_pack_says_what_a_unit_left_open() {
    let (folder, _) = hospital_and_bureau();
    let at = folder.path();
    assert_eq!(call(at, "issue --saves @/b --period 2025 --out @/f.duibiao").code, 0);
    for (name, said, level) in [("open", "", 2), ("said", "--level 3 --ownership municipal", 3)] {
        let init = "--role unit --unit H1 --name 示例县医院 --kind general_hospital --plan hulunbuir-2024";
        let made = call(at, format!("init @/{name} {init} {said}").trim_end());
        assert_eq!(made.code, 0, "{}", made.err);
        check(&call(at, &format!("receive @/f.duibiao --saves @/{name} --csv")), 0, &[("new", "")]);
        let desk = open(&at.join(name));
        let standing = desk.our_unit().and_then(|unit| unit.standing(super::now().date()));
        assert_eq!(standing.map(|standing| standing.level), Some(level), "{name}");
    }
}

/// The made-up city's packages go into a bureau that knows its units; the same seed gives the same bytes.
#[test]
fn a_demonstration_hands_in_packages() {
    let folder = TempDir::new().expect("a folder");
    let at = folder.path();
    for name in ["p", "q"] {
        let said = call(
            at,
            &format!("demo @/d-{name} --counties 2 --units 12 --years 2 --seed 3 --packages @/{name}"),
        );
        assert_eq!(said.code, 0, "{}", said.err);
    }
    let files = |name: &str| {
        let files = snapshot(&at.join(name)).into_iter();
        files
            .map(|(path, bytes)| (Path::new(&path).file_name().map(ToOwned::to_owned), bytes))
            .collect::<Vec<_>>()
    };
    assert_eq!(files("p"), files("q"));
    let demo = open(&at.join("d-p"));
    let units: Vec<_> = demo.tree().all().cloned().collect();
    let city = units.iter().find(|unit| unit.parent.is_none()).expect("a root").id.clone();
    drop(demo);
    let workspace = Workspace {
        unit: city,
        role: Role::Bureau,
        plan: "hulunbuir-2024".parse().expect("an id"),
        lang: duibiao::base::Lang::Zh,
        synthetic: true,
    };
    duibiao::store::Folder::create(&at.join("b"), "李四", super::now(), &workspace, &units).expect("made");
    let (found, _) = outcomes(&call(at, "receive @/p --saves @/b --csv"));
    let ours = found
        .iter()
        .filter(|(outcome, why)| (outcome.as_str(), why.as_str()) == ("rejected", "ours"))
        .count();
    let new = found.iter().filter(|(outcome, _)| outcome == "new").count();
    assert!(new > 20 && new + ours == found.len(), "{found:?}");
}

/// `--today` is the day a return is received on, so that lateness comes out the same whenever a script runs.
#[test]
fn today_is_the_day_of_receipt() {
    let (folder, _) = hospital_and_bureau();
    packed(folder.path(), "w", "a");
    let at = "--saves @/b --today 2026-02-10";
    assert_eq!(call(folder.path(), &format!("receive {at} @/a.duibiao")).code, 0);
    let (_, rows) = table(&call(folder.path(), &format!("status {at} --period 2025 --csv")).out);
    let hospital = rows.iter().find(|row| row[0] == "H1").expect("the hospital");
    assert_eq!(hospital[4..], ["received", "2026-02-10", "10"]);
}
