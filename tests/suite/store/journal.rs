//! The journal, many returns, awkward names, leftovers, files outside.

use super::*;

#[test]
fn a_torn_journal_line_costs_itself_only() {
    let root = tempfile::tempdir().expect("temp folder");
    let folder = created(root.path());
    folder.append_journal(&[edit(1), edit(2)], today()).expect("written");
    let path = root.path().join("journal/2026-03-02.log");
    let sound = fs::read(&path).expect("there");
    let first_line = sound.iter().position(|byte| *byte == b'\n').expect("a line") + 1;
    drop(folder);
    for end in first_line + 1..sound.len() - 1 {
        fs::write(&path, &sound[..end]).expect("written");
        let folder = Folder::open(root.path(), "li", at()).expect("opened");
        if end % 16 == 0 {
            folder.append_journal(&[edit(3)], today()).expect("written");
            folder.append_journal(&[edit(4)], today()).expect("written");
            assert_eq!(folder.journal().0, [edit(1), edit(3), edit(4)], "cut at {end}");
        }
        let (lines, faults) = folder.journal();
        assert_eq!(lines[0], edit(1), "cut at {end}");
        assert!(
            matches!(&faults[..], [fault] if fault.line() == Some(2) && fault.path == path),
            "cut at {end}: {faults:?}"
        );
    }
}

#[test]
fn edits_after_the_last_save_are_pending() {
    let root = tempfile::tempdir().expect("temp folder");
    let folder = created(root.path());
    folder.save_return(&return_at(2)).expect("saved");
    folder.save_return(&return_of("aux", 1)).expect("saved");
    let earlier = today().pred_opt().expect("a day");
    folder.append_journal(&[edit(1), edit(2), edit(3), edit_of("u2", 1)], today()).expect("written");
    // The clock was set back, and one line was written twice after an error.
    folder.append_journal(&[edit(4), edit(3), edit_of("aux", 2)], earlier).expect("written");
    fs::write(root.path().join("returns/2025/hospital/+aux.ron"), "damaged").expect("written");
    assert_eq!(folder.load().pending, [edit(3), edit(4), edit_of("u2", 1)]);
    folder.save_return(&return_at(4)).expect("saved");
    assert_eq!(folder.load().pending, [edit_of("u2", 1)]);
}

#[test]
fn a_thousand_returns_are_read_in_order_with_the_one_bad_file_told() {
    let root = tempfile::tempdir().expect("temp folder");
    let ids: Vec<String> = (0..1000).map(|number| format!("h{number:04}")).collect();
    let register: Vec<Unit> = ids.iter().map(|id| unit(id)).collect();
    let folder = Folder::create(root.path(), "li", at(), &workspace(), &register).expect("created");
    let place = root.path().join("returns/2025/hospital");
    fs::create_dir_all(&place).expect("created");
    for id in &ids {
        fs::write(place.join(format!("{id}.ron")), return_text(&return_of(id, 1)).expect("text"))
            .expect("written");
    }
    fs::write(place.join("h0500.ron"), "(").expect("written");
    let loaded = folder.load();
    assert_eq!(loaded.faults.len(), 1);
    let found: Vec<_> = loaded.returns.iter().map(|found| found.key.unit.as_str()).collect();
    let expected: Vec<_> = ids.iter().map(String::as_str).filter(|id| *id != "h0500").collect();
    assert_eq!(found, expected);
}

#[test]
fn ids_that_are_awkward_as_file_names_come_back() {
    let root = tempfile::tempdir().expect("temp folder");
    let ids = ["CON", "com1.x", "a.ron", "b.", "nul.", "h-1_2.3"];
    let register: Vec<Unit> = ids.iter().map(|id| unit(id)).collect();
    let folder = Folder::create(root.path(), "li", at(), &workspace(), &register).expect("created");
    for id in ids {
        let mut made = return_of(id, 1);
        made.key.form = id.parse().expect("id");
        folder.save_return(&made).expect("saved");
    }
    let loaded = folder.load();
    assert_eq!((loaded.returns.len(), loaded.faults), (ids.len(), vec![]));
    let names: Vec<_> = fs::read_dir(root.path().join("returns/2025"))
        .expect("listed")
        .map(|name| name.expect("a name").file_name())
        .collect();
    assert!(!names.iter().any(|name| name == "CON" || name.to_string_lossy().ends_with('.')), "{names:?}");
}

#[test]
fn leftovers_of_a_crash_are_swept_by_the_next_writer_and_strangers_files_are_not() {
    let root = tempfile::tempdir().expect("temp folder");
    let folder = created(root.path());
    folder.save_return(&return_at(1)).expect("saved");
    let left = root.path().join("returns/2025/hospital/.u1.ron.77-3.tmp");
    let deep = root.path().join("kept/outside/returns/2025/hospital/.u1.ron.77-4.tmp");
    let strangers = ["u1 notes.tmp", ".notes.tmp", ".notes.a-1.tmp"];
    let strangers = strangers.map(|name| root.path().join("returns/2025/hospital").join(name));
    fs::create_dir_all(deep.parent().expect("a folder")).expect("created");
    for path in strangers.iter().chain([&left, &deep]) {
        fs::write(path, "mine").expect("written");
    }
    let reader = Folder::open(root.path(), "wang", at()).expect("opened");
    assert!(left.exists() && !reader.access().is_writable(), "a reader removes nothing");
    drop((folder, reader));
    let writer = Folder::open(root.path(), "wang", at()).expect("opened");
    assert!(!left.exists() && !deep.exists() && strangers.iter().all(|path| path.exists()));
    assert_eq!(writer.load().faults, []);
}

#[test]
fn a_file_written_outside_replaces_what_was_there_whole() {
    let root = tempfile::tempdir().expect("temp folder");
    let path = root.path().join("U盘/outbox/u1.ron");
    for text in ["a longer first text", "second"] {
        write_file(&path, text.as_bytes()).expect("written");
        assert_eq!(fs::read(&path).expect("there"), text.as_bytes());
    }
    assert_eq!(fs::read_dir(root.path().join("U盘/outbox")).expect("listed").count(), 1);
    let blocked = write_file(&path.join("below a file"), b"x").expect_err("a file is no folder");
    assert!(blocked.sentence().zh.ends_with("u1.ron)"), "{}", blocked.sentence().zh);
}

#[test]
fn saves_beside_the_program_are_taken_if_there_are_any() {
    let program = tempfile::tempdir().expect("temp folder");
    let saves = program.path().join("saves");
    fs::create_dir(&saves).expect("created");
    assert_eq!(default_saves_folder(program.path()), saves);
    assert_eq!(fs::read_dir(&saves).expect("listed").count(), 0, "nothing is left of the trial");
}
