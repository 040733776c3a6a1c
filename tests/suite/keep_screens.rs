//! The screens about keeping and bringing back: after a crash, days gone by, files changed outside, failed saves.

use std::{
    fs,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use duibiao::{
    base::{Figure, Period},
    desk::{Command, Desk, OfferPlace},
    returns::ReturnKey,
    ui::{
        act::Route,
        worker::{Pauses, Worker},
    },
    wire::Settings,
};
use egui::Key;
use tempfile::TempDir;

use crate::{
    all_screens::{check_words, sections},
    support::{CTRL, Holding, Window, now, pass, workspace},
};

/// Goes to a screen that has no place at the side.
fn go(window: &mut Window, command: &str) {
    window.press_with(CTRL, Key::K);
    let words = window.say(command);
    window.type_text(&words);
    window.press(Key::Enter);
}

/// The words are there in both languages, nothing is untranslated, and the screen rests.
fn check_both(window: &mut Window, place: &str, keys: &[&str]) {
    for _ in 0..2 {
        window.harness.run_steps(3);
        window.settle();
        check_words(window, &format!("{place}, {:?}", window.lang()), keys, &sections());
        let name = window.say("frame.language");
        window.click(&name);
    }
}

fn hospital() -> (TempDir, ReturnKey) {
    let key = ReturnKey {
        unit: "H1".parse().expect("an id"),
        form: "hospital".parse().expect("an id"),
        period: Period::year(2025),
    };
    (workspace(Holding::NewHospital), key)
}

/// Ends the program without closing it, once the journal has what it was given.
fn kill(window: Window) {
    drop(window);
}

fn route(window: &Window) -> Route {
    window.harness.state().session().expect("open").route
}

fn figure(desk: &Desk, key: &ReturnKey, element: &str) -> Figure {
    let found = desk.unit_return(key).map(|found| found.figure(&element.parse().expect("an id")).clone());
    found.unwrap_or_default()
}

fn journal(folder: &TempDir) -> String {
    let files = fs::read_dir(folder.path().join("w/journal")).into_iter().flatten();
    files.map(|file| fs::read_to_string(file.expect("an entry").path()).expect("text")).collect()
}

#[test]
fn an_ordinary_close_asks_nothing_at_the_next_start() {
    let (folder, _) = hospital();
    let mut window = Window::open(&folder);
    assert_eq!(route(&window), Route::Start);
    window.click("填报");
    window.type_text("90");
    window.close();
    let mut window = Window::open(&folder);
    assert_eq!(route(&window), Route::Start);
    go(&mut window, "command.recovery");
    check_both(&mut window, "nothing to restore", &["recovery.title", "recovery.nothing", "close"]);
    window.close();
    // Nor does the demonstration.
    let folder = workspace(Holding::SmallDemo);
    let window = Window::open(&folder);
    assert_eq!(window.desk().unrestored(), 0);
    window.close();
}

#[test]
fn what_stood_in_a_cell_is_offered_after_a_kill_and_is_no_figure_before() {
    let (folder, key) = hospital();
    let mut window = Window::open(&folder);
    window.click("填报");
    let sheet = window.desk().sheet(&key).expect("a sheet");
    let element = sheet.rows.iter().find_map(|row| row.typed()).expect("a cell").clone();
    window.type_text("12");
    assert!(!journal(&folder).contains("Draft("), "not before it stood");
    assert!(window.rests(), "one wake-up, no drawing");
    pass(2);
    window.wait_until("the draft is journalled", |_| journal(&folder).contains("text:\"12\""));
    window.settle();
    window.type_text("34");
    pass(2);
    window.wait_until("it is journalled again", |_| journal(&folder).contains("text:\"1234\""));
    kill(window);
    let mut window = Window::open(&folder);
    assert_eq!(route(&window), Route::Recovery);
    assert_eq!(figure(window.desk(), &key, element.as_str()), Figure::Blank, "nothing is restored silently");
    let keys =
        ["recovery.title", "recovery.explained", "recovery.in_file", "recovery.leave", "recovery.later"];
    check_both(&mut window, "a draft", &keys);
    window.must_show("1234（正在输入）");
    window.click("恢复这 1 处");
    // As Enter would have taken it: the first cell asks for a level, which this is none of.
    assert_eq!(figure(window.desk(), &key, element.as_str()), Figure::Unread("1234".to_owned()));
    window.must_show(&window.say("recovery.nothing"));
    window.close();
    let window = Window::open(&folder);
    assert_eq!(window.desk().unrestored(), 0);
    window.close();
}

/// The same of a second typing, which has no journal of its own; a commit takes the draft back.
#[test]
fn what_a_second_person_was_typing_is_offered_after_a_kill() {
    let (folder, key) = hospital();
    let mut window = Window::open(&folder);
    window.click("填报");
    window.type_text("90");
    window.press(Key::Enter);
    window.click("上报");
    window.click("第二人录入");
    let second = |window: &Window, at: usize| window.desk().second_lines(&key)[at].figure.clone();
    window.type_text("1");
    pass(2);
    window.wait_until("the draft is journalled", |_| journal(&folder).contains("part:Second"));
    window.press(Key::Enter);
    let gone = |folder: &TempDir| journal(folder).matches("part:Second").count() == 2;
    window.wait_until("that it is committed is journalled", |_| gone(&folder));
    let committed = second(&window, 0);
    assert!(!committed.is_blank());
    window.type_text("34");
    pass(2);
    window.wait_until("the next one is journalled", |_| journal(&folder).contains("text:\"34\""));
    kill(window);
    let mut window = Window::open(&folder);
    assert_eq!((route(&window), window.desk().unrestored()), (Route::Recovery, 1));
    check_both(&mut window, "a second typing", &["recovery.title", "recovery.in_file"]);
    window.must_show("34（正在输入）");
    window.click("恢复这 1 处");
    assert!(second(&window, 0) == committed && !second(&window, 1).is_blank());
    window.close();
}

#[test]
fn a_draft_that_was_taken_back_is_not_offered() {
    let (folder, _) = hospital();
    let mut window = Window::open(&folder);
    window.click("填报");
    window.type_text("12");
    pass(2);
    window.wait_until("the draft is journalled", |_| journal(&folder).contains("text:\"12\""));
    window.press(Key::Escape);
    let gone = |folder: &TempDir| journal(folder).matches("Draft(").count() == 2;
    window.wait_until("that it is gone is journalled", |_| gone(&folder));
    kill(window);
    let window = Window::open(&folder);
    assert_eq!(window.desk().unrestored(), 0);
    window.close();
}

#[test]
fn edits_of_a_killed_program_are_ticked_one_by_one() {
    let (folder, key) = hospital();
    let mut window = Window::open(&folder);
    window.click("填报");
    window.type_text("90");
    window.press(Key::Enter);
    window.type_text("80");
    window.press(Key::Enter);
    window.wait_until("both are journalled", |_| journal(&folder).matches("why:\"typed\"").count() == 2);
    kill(window);
    let mut window = Window::open(&folder);
    assert_eq!(window.desk().unrestored(), 2);
    assert!(window.desk().unit_return(&key).is_none());
    check_both(&mut window, "two edits", &["recovery.to_restore", "compare.at", "compare.who"]);
    let offers = window.desk().offers();
    let name = |at: usize| match &offers[0].lines[at].place {
        OfferPlace::Cell(id) => window.desk().catalogue().element(id).expect("known").name.zh.clone(),
        other => panic!("{other:?}"),
    };
    let (first, second) = (name(0), name(1));
    window.click(&second);
    window.click("恢复勾选的 1 处");
    assert_eq!(window.desk().unrestored(), 0);
    window.must_show(&window.say("recovery.left_before"));
    window.must_show(&second);
    assert!(!window.shows(&first), "what was taken is not listed any more");
    window.close();
    // Decided: no question at the next start, but the way back is there.
    let mut window = Window::open(&folder);
    assert_eq!(route(&window), Route::Start);
    go(&mut window, "command.recovery");
    window.click(&second);
    window.click("恢复勾选的 1 处");
    assert_eq!(window.desk().unit_return(&key).map(|found| found.entries.len()), Some(2));
    assert_eq!(window.desk().history_break(&key), None);
    window.close();
}

#[test]
fn a_file_changed_outside_is_shown_when_the_window_comes_back() {
    let (folder, key) = hospital();
    let mut window = Window::open(&folder);
    window.click("填报");
    window.type_text("90");
    window.press(Key::Enter);
    pass(3);
    let path = folder.path().join("w").join(Desk::return_path(&key));
    window.wait_until("the file is written", |window| path.exists() && !window.desk().is_busy());
    let mut theirs = duibiao::wire::return_from_text(&fs::read(&path).expect("a file")).expect("a return");
    let element = "beds_total".parse().expect("an id");
    theirs.replace(&element, duibiao::returns::Entry::of(Figure::Known(300.into())));
    fs::write(&path, duibiao::wire::return_text(&theirs).expect("a text")).expect("written");
    window.harness.input_mut().focused = false;
    window.harness.step();
    window.harness.input_mut().focused = true;
    window.wait_until("it is noticed", |window| !window.desk().outside().is_empty());
    window.settle();
    for keys in [["outside.title", "outside.take", "outside.keep", "outside.later"]; 2] {
        check_words(&window, "outside", &keys, &sections());
        window.press(Key::Escape);
        let name = window.say("frame.language");
        window.click(&name);
        let part = window.say("outside.waiting").replace("%{n}", "1");
        let part = window.names().into_iter().find(|name| name.ends_with(&part)).expect("the status says so");
        window.click(&part);
    }
    window.must_show("300");
    window.click(&window.say("outside.take"));
    assert_eq!(figure(window.desk(), &key, "beds_total"), Figure::Known(300.into()));
    window.settle();
    assert!(!window.shows(&window.say("outside.title")), "nothing is left to choose: no box stays");
    window.must_show(&window.say("outside.taken"));
    window.close();
}

/// While the window is minimised or covered no pass is run: its loss of the keys is told with their return only.
#[test]
fn a_file_changed_while_the_window_was_covered_is_shown() {
    let (folder, key) = hospital();
    let mut window = Window::open(&folder);
    window.click("填报");
    window.type_text("90");
    window.press(Key::Enter);
    pass(3);
    let path = folder.path().join("w").join(Desk::return_path(&key));
    window.wait_until("the file is written", |window| path.exists() && !window.desk().is_busy());
    fs::write(&path, "not a return").expect("written");
    for focused in [false, true] {
        window.harness.event(egui::Event::WindowFocused(focused));
    }
    window.wait_until("it is noticed", |window| !window.desk().outside().is_empty());
    window.settle();
    window.must_show(&window.say("outside.title"));
    assert!(window.rests(), "a look is taken once for one return");
}

/// The worker looks by itself too, wakes the window once for what it finds, and not at all where nothing was changed.
#[test]
fn a_file_changed_before_the_eyes_is_noticed_by_the_worker() {
    let (folder, key) = hospital();
    let root = folder.path().join("w");
    let mut desk = Desk::open(&root, "tester", now()).expect("it opens");
    let woken = Arc::new(AtomicUsize::new(0));
    let (counted, context) = (Arc::clone(&woken), egui::Context::default());
    context.set_request_repaint_callback(move |_| {
        counted.fetch_add(1, Ordering::SeqCst);
    });
    let pauses = Pauses { watch: Duration::from_millis(1), ..Pauses::default() };
    let worker = Worker::start_with(desk.folder(), context, pauses).expect("started");
    assert!(worker.next_finished(Duration::from_millis(100)).is_none());
    assert_eq!(woken.load(Ordering::SeqCst), 0, "nothing was changed");
    let path = root.join(Desk::return_path(&key));
    fs::create_dir_all(path.parent().expect("a folder")).expect("created");
    let beside = folder.path().join("whole");
    fs::write(&beside, "not a return").expect("written");
    fs::rename(&beside, &path).expect("put there");
    desk.job_done(worker.next_finished(Duration::from_secs(300)).expect("it is noticed"), now());
    assert_eq!(desk.outside().len(), 1);
    // The worker hands over what it found, then wakes the window.
    let begun = Instant::now();
    while woken.load(Ordering::SeqCst) == 0 && begun.elapsed() < Duration::from_secs(60) {
        std::thread::sleep(Duration::from_millis(1));
    }
    let (once, changes) = (woken.load(Ordering::SeqCst), desk.generation());
    assert!(worker.next_finished(Duration::from_millis(100)).is_none(), "it is told once");
    assert_eq!((woken.load(Ordering::SeqCst), desk.generation()), (once, changes));
}

#[test]
fn the_days_kept_can_be_looked_at_and_brought_back() {
    let (folder, key) = hospital();
    let mut window = Window::open(&folder);
    window.press_with(CTRL, Key::H);
    check_both(&mut window, "no day", &["days.title", "days.explained", "days.none", "days.by_return"]);
    window.click("填报");
    window.type_text("90");
    window.press(Key::Enter);
    pass(3);
    let path = folder.path().join("w").join(Desk::return_path(&key));
    window.wait_until("the file is written", |window| path.exists() && !window.desk().is_busy());
    pass(86_400);
    window.press(Key::ArrowUp);
    window.type_text("80");
    window.press(Key::Enter);
    // The snapshot takes each file as it is when its turn comes: before what was typed is due to be written.
    window.wait_until("that day is kept", |window| {
        let days = window.desk().days();
        days.len() == 2 && days.iter().all(|day| day.manifest.is_ok())
    });
    pass(3);
    window.settle();
    window.press_with(CTRL, Key::H);
    let name = window.desk().return_name(&key).zh;
    window.click(&format!("预览 {name}"));
    check_both(&mut window, "a day", &["days.now", "days.then", "days.restore", "days.fold"]);
    window.click(&window.say("days.restore"));
    window.must_show(&window.say("days.same"));
    window.click(&window.say("days.restore_day"));
    check_both(&mut window, "a whole day", &["days.with_register"]);
    window.click("按填报件");
    window.click_starting("预览 第 1 版 · 2026-");
    check_both(&mut window, "a revision", &["days.same"]);
    window.close();
    let folder = workspace(Holding::FullDemo);
    let mut window = Window::open(&folder);
    window.press_with(CTRL, Key::H);
    window.click("按填报件");
    check_both(&mut window, "many returns", &["days.none_kept"]);
    window.close();
}

/// `duibiao all.zip` asks where the zip is to be unpacked and opens it from there; what stands there is left alone.
#[test]
fn a_zip_named_at_the_start_is_unpacked_and_opened() {
    let (folder, key) = hospital();
    let root = folder.path().join("w");
    let mut desk = Desk::open(&root, "tester", now()).expect("it opens");
    let element = "beds_total".parse().expect("an id");
    desk.apply(Command::SetFigure { key: key.clone(), element, text: "90".to_owned() }, now());
    desk.save_now(now()).expect("it is saved");
    let zip = folder.path().join("w.zip");
    desk.folder().zip_to(&zip).expect("it is written");
    drop(desk);
    let mut window = Window::start(Some(&zip), folder.path(), Settings::default());
    window.settle();
    window.must_show(&zip.display().to_string());
    let keys = ["zip.title", "zip.into", "zip.explained", "zip.unpack", "cancel"];
    check_words(&window, "unzip", &keys, &sections());
    // The workspace it came from still has that name.
    let into = folder.path().join("w (2)");
    window.click(&window.say("zip.unpack"));
    window.wait_until("it is opened", |window| window.harness.state().session().is_some());
    assert_eq!(window.desk().root(), into);
    assert_eq!(figure(window.desk(), &key, "beds_total"), Figure::Known(90.into()));
    window.close();
    // No zip of a workspace: it is said where it was asked for.
    let other = folder.path().join("other.zip");
    fs::write(&other, "PK").expect("written");
    let mut window = Window::start(Some(&other), folder.path(), Settings::default());
    window.click(&window.say("zip.unpack"));
    window.wait_until("it is refused", |window| window.shows("zip 文件已损坏"));
    window.click(&window.say("cancel"));
    window.settle();
    window.must_show(&window.say("welcome.demo"));
    assert!(!folder.path().join("other").exists());
}

fn must_offer_the_copy(window: &Window) {
    window.must_show(&window.say("trouble.open_copy"));
    let held = window.desk().unsaved_names();
    assert_eq!(held.len(), 1, "{held:?}");
    window.must_show(&held[0].zh);
}

/// Where nothing can be saved, a copy is; work goes on there, and nothing that was typed is missing.
#[test]
fn the_copy_of_what_could_not_be_saved_is_opened() {
    let (folder, key) = hospital();
    let mut window = Window::open(&folder);
    fs::write(folder.path().join("w/returns"), "in the way").expect("written");
    window.click("填报");
    window.type_text("90");
    window.press(Key::Enter);
    pass(3);
    window.wait_until("it is said", |window| window.shows("处理…"));
    window.click(&window.say("trouble.open"));
    let elsewhere = folder.path().join("elsewhere");
    window.click(&window.say("trouble.place"));
    window.type_text(&elsewhere.to_string_lossy());
    window.click(&window.say("trouble.save_copy"));
    let open = window.say("trouble.open_copy");
    window.wait_until("the copy is offered", |window| window.has_name(&open));
    window.settle();
    window.click(&open);
    window.wait_until("it is opened", |window| window.desk().root().starts_with(&elsewhere));
    let typed = window.desk().unit_return(&key).map(|found| found.entries.len());
    assert_eq!(typed, Some(1));
    assert_eq!((window.desk().unrestored(), window.desk().is_read_only()), (0, false));
    window.close();
}

#[test]
fn a_failed_save_is_said_and_can_be_mended_or_copied_elsewhere() {
    let (folder, key) = hospital();
    let mut window = Window::open(&folder);
    // Something stands where the returns go: every write of them fails.
    let blocked = folder.path().join("w/returns");
    fs::write(&blocked, "in the way").expect("written");
    window.click("填报");
    window.type_text("90");
    window.press(Key::Enter);
    pass(3);
    window.wait_until("it is said", |window| window.status()[0].starts_with("未保存"));
    window.settle();
    window.must_show("处理…");
    assert!(window.rests(), "it waits, and does not try without end");
    window
        .click_scrolled(&window.names().into_iter().find(|name| name.ends_with("处理…")).expect("a button"));
    check_words(
        &window,
        "trouble",
        &["trouble.title", "trouble.copy", "trouble.again", "trouble.tries_again", "trouble.choose"],
        &sections(),
    );
    let elsewhere = folder.path().join("elsewhere");
    window.click(&window.say("trouble.place"));
    window.type_text(&elsewhere.to_string_lossy());
    window.click(&window.say("trouble.save_copy"));
    let copies = || fs::read_dir(&elsewhere).into_iter().flatten().flatten().next().map(|entry| entry.path());
    let done = |window: &Window| window.shows("副本已写入");
    window.wait_until("the copy is there", done);
    let copy = Desk::open(&copies().expect("a folder"), "李四", crate::support::now()).expect("it opens");
    assert_eq!(copy.unit_return(&key).map(|found| found.entries.len()), Some(1));
    assert_eq!((copy.unrestored(), copy.history_break(&key)), (0, None));
    drop(copy);
    must_offer_the_copy(&window);
    // Closing asks; nothing is lost by going on.
    window.harness.state_mut().leave(crate::support::now());
    assert!(window.harness.state().session().is_some(), "what cannot be saved is not left");
    fs::remove_file(&blocked).expect("removed");
    window.settle();
    window.click(&window.say("trouble.again"));
    window.wait_until("it is saved", |window| {
        matches!(window.desk().save_state(), duibiao::desk::SaveState::Saved(_))
    });
    window.settle();
    window.must_show(&window.say("trouble.over"));
    window.click(&window.say("trouble.go_on"));
    window.close();
}
