//! Files that a second start hands to the window that is open, and what is said where that cannot be.

use std::{
    fs,
    path::PathBuf,
    thread,
    time::{Duration, Instant},
};

use duibiao::{
    base::Lang,
    store::{Door, Handing, hand_over},
    ui::{act::Route, app::Start},
    wire::Settings,
};
use tempfile::TempDir;

use super::{bureau, key, put};
use crate::{
    exchange::version,
    support::{Window, now},
};

const LONG: Duration = Duration::from_secs(60);
const SHORT: Duration = Duration::from_millis(60);

fn start(folder: &TempDir, arrivals: Vec<PathBuf>) -> Start {
    Start {
        open: Some(folder.path().join("w")),
        saves: folder.path().to_owned(),
        arrivals,
        is_unanswered: false,
        state: Some(folder.path().join("state")),
        who: "张三".to_owned(),
        now,
        settings: Settings::default(),
        keep: |_| {},
        opening: None,
    }
}

/// A door gives each file once; without one nobody is waited for, and what nobody took is taken back.
#[test]
fn files_go_through_the_door_once() {
    let folder = TempDir::new().expect("a folder");
    let (state, workspace) = (folder.path().join("state"), folder.path().join("w"));
    fs::create_dir(&workspace).expect("made");
    let files = vec![folder.path().join("一 份.duibiao"), folder.path().join("b.duibiao")];
    assert_eq!(hand_over(&state, &workspace, &files, LONG), Handing::NobodyThere);
    let door = Door::open(&state, &workspace).expect("a door");
    assert!(Door::open(&state, &workspace).is_none(), "one window keeps it");
    assert_eq!(hand_over(&state, &workspace, &files, SHORT), Handing::Unanswered);
    assert!(door.take().is_empty(), "it was taken back");
    assert_eq!(hand_over(&state, &folder.path().join("other"), &files, LONG), Handing::NobodyThere);
    let handing = {
        let (state, same, files) = (state.clone(), workspace.join("../w"), files.clone());
        thread::spawn(move || hand_over(&state, &same, &files, LONG))
    };
    let began = Instant::now();
    let taken = loop {
        let taken = door.take();
        if !taken.is_empty() {
            break taken;
        }
        assert!(began.elapsed() < LONG, "nothing came");
        thread::sleep(Duration::from_millis(5));
    };
    assert_eq!(taken, files);
    assert_eq!(handing.join().expect("it ended"), Handing::Taken);
    assert!(door.take().is_empty());
    drop(door);
    assert_eq!(hand_over(&state, &workspace, &files, LONG), Handing::NobodyThere);
}

/// The window that is open lists what a later start hands over, whatever was on its screen, and rests before and after.
#[test]
fn the_open_window_lists_what_is_handed_over() {
    let folder = bureau(Lang::Zh);
    let file =
        put(&folder.path().join("a"), "a.duibiao", &version(&key("H1"), 1, &[("beds_total", 8)], None));
    let mut window = Window::started(start(&folder, Vec::new()));
    window.settle();
    assert!(window.rests(), "nobody handed anything over");
    let (state, workspace) = (folder.path().join("state"), folder.path().join("w"));
    let handing = thread::spawn(move || hand_over(&state, &workspace, &[file], LONG));
    window.wait_until("it is listed", |window| window.shows("收到 1"));
    assert_eq!(handing.join().expect("it ended"), Handing::Taken);
    assert_eq!(window.harness.state().session().map(|session| session.route), Some(Route::Arrivals));
    window.wait_until("it rests", Window::rests);
    assert_eq!(window.desk().returns().count(), 0, "nothing is taken by itself");
}

/// Opened read-only because the other window did not answer, the window says so.
#[test]
fn an_unanswered_start_says_why_it_can_only_read() {
    for (lang, words) in [(Lang::Zh, "没有应答"), (Lang::En, "did not answer")] {
        let folder = bureau(lang);
        let holder = super::opened(&folder.path().join("w"));
        let file = put(&folder.path().join("a"), "a.duibiao", &version(&key("H1"), 1, &[], None));
        let mut window = Window::started(Start { is_unanswered: true, ..start(&folder, vec![file]) });
        window.settle();
        window.must_show(words);
        assert!(window.desk().is_read_only());
        drop(holder);
    }
}

/// A workspace that is damaged and a file that waits for one: both are said.
#[test]
fn a_damaged_workspace_is_told_beside_the_file_that_waits() {
    for (lang, needs) in [(Lang::Zh, "要在工作区里打开"), (Lang::En, "can be opened in a workspace only")]
    {
        let folder = bureau(lang);
        fs::write(folder.path().join("w/workspace.ron"), "(damaged").expect("written");
        let file = put(&folder.path().join("a"), "a.duibiao", &version(&key("H1"), 1, &[], None));
        let settings = Settings { lang, ..Settings::default() };
        let mut window = Window::started(Start { settings, ..start(&folder, vec![file]) });
        window.settle();
        window.must_show("workspace.ron");
        window.must_show(needs);
        assert!(window.harness.state().session().is_none() && window.rests());
    }
}
