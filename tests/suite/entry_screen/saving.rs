//! Nothing typed is lost, and the status bar says no more than what is true.

use super::*;

#[test]
fn a_figure_is_committed_by_clicking_another_cell() {
    let (_folder, mut window) = clerk();
    window.type_text("90");
    assert_eq!(window.figure(TCM_BEDS), Figure::Blank);
    window.click_cell(STAFF);
    assert_eq!(window.figure(TCM_BEDS), known(90));
    assert_eq!(window.active(), STAFF);
    window.close();
}

#[test]
fn a_figure_is_committed_by_clicking_anything_else() {
    let mut lost = Vec::new();
    let keys = [
        "entry.search",
        "frame.search",
        "frame.language",
        "frame.settings",
        "entry.next_blank",
        "details.add_note",
    ];
    let places = [
        "人员 ",
        "= ",
        "趋势",
        "首页",
        "规划",
        "报告期",
        "筛选",
        "切换单位",
        "已保存",
        "已填",
        "看趋势",
        "规划: ",
        "说明",
    ];
    let (_folder, window) = clerk();
    let named: Vec<String> =
        keys.iter().map(|key| window.say(key)).chain(places.map(str::to_owned)).collect();
    window.close();
    for place in named {
        let (_folder, mut window) = clerk();
        window.type_text("90");
        let painted = window.painted().into_iter().find(|(_, text)| {
            text.trim_start_matches(|c| ('\u{e000}'..='\u{f8ff}').contains(&c)).starts_with(&place)
        });
        match painted {
            Some((rect, _)) => window.click_at(rect.center()),
            None => window.click_starting(&place),
        }
        if window.figure(TCM_BEDS) != known(90) {
            lost.push(place);
        }
    }
    assert!(lost.is_empty(), "90 was typed and not stored after a click on {lost:?}");
}

#[test]
fn a_figure_is_committed_by_closing_the_window() {
    let (folder, mut window) = clerk();
    window.type_text("90");
    window.close();
    assert!(file(&folder).contains("Known(\"90\")"));
}

#[test]
fn everything_is_there_again_after_leaving_and_reopening() {
    let (folder, mut window) = clerk();
    window.enter("90");
    window.enter("约九十");
    window.enter("不适用:未设负压病房");
    window.click("首页");
    window.click("填报");
    let shown = |window: &Window| {
        [TCM_BEDS, ICU_BEDS, NEGATIVE_BEDS]
            .map(|cell| (window.figure(cell), window.row(cell).get(2).cloned()))
    };
    let before = shown(&window);
    assert_eq!(before[0], (known(90), Some("90".to_owned())));
    window.close();
    let mut window = Window::open(&folder);
    assert!(!window.has_name("知道了，继续"), "nothing is wrong with what was written");
    window.click("继续填报 医院年报 2025年");
    assert_eq!(shown(&window), before);
    window.seek(TCM_BEDS);
    window.must_show("空 → 90");
    window.must_show("01-20 10:42 张三");
    assert_eq!(window.status()[0], "已保存");
    window.close();
}

#[test]
fn saved_is_said_only_when_the_bytes_are_on_disk() {
    let (folder, mut window) = clerk();
    assert_eq!(window.status()[0], "已保存");
    // The journal cannot be written: a file stands where its folder should.
    let path = folder.path().join("w/journal");
    let _ = fs::remove_dir_all(&path);
    fs::write(&path, "").expect("a file");
    window.enter("90");
    window.wait_until("the failed write is told", |window| window.status()[0].starts_with("未保存"));
    for _ in 0..3 {
        pass(10);
        window.settle();
        std::thread::sleep(std::time::Duration::from_millis(50));
        window.settle();
        assert!(!saved(&window), "{:?} while the journal cannot be written", window.status());
    }
    fs::remove_file(&path).expect("the file goes");
    pass(10);
    window.wait_until("the write is tried again", saved);
    assert!(
        journal(&folder).contains("new:Known(\"90\")"),
        "已保存 stands there and the journal lacks the figure"
    );
    pass(3);
    window.wait_until("the return's file is rewritten", |_| file(&folder).contains("Known(\"90\")"));
    window.wait_until("that is said", saved);
    window.close();
}

#[test]
fn the_status_bar_follows_each_write() {
    let (folder, mut window) = clerk();
    for (figure, element) in [("90", TCM_BEDS), ("92", ICU_BEDS), ("36", NEGATIVE_BEDS)] {
        let line = format!("new:Known(\"{figure}\")");
        window.type_text(figure);
        assert!(!journal(&folder).contains(&line), "{element} is not committed yet");
        // One frame: the figure is stored and handed to the writer; nothing can have come back.
        window.harness.input_mut().events.extend(key(Key::Enter));
        window.harness.step();
        assert_eq!(*window.desk().save_state(), SaveState::Saving, "{element}");
        assert_eq!(window.figure(element), known(figure.parse().expect("a number")));
        // The bar was drawn before the figure was stored; from the next frame on it must be true.
        window.harness.step();
        window.wait_until("it is saved", saved);
        assert!(journal(&folder).contains(&line), "已保存 stands there and {element} is not in the journal");
        assert_eq!(window.status()[0], "已保存 10:42");
    }
    assert!(!file(&folder).contains("Known(\"36\")"), "the file waits until nobody types");
    pass(3);
    window.wait_until("the file is rewritten", |_| file(&folder).contains("Known(\"36\")"));
    let written = return_from_text(file(&folder).as_bytes()).expect("a return");
    assert_eq!(written.entry(&NEGATIVE_BEDS.parse().expect("an id")).figure, known(36));
    assert_eq!(written.revision, window.desk().unit_return(&key_of_year()).expect("the return").revision);
    window.close();
}

#[test]
fn ctrl_s_writes_the_file_at_once() {
    let (folder, mut window) = clerk();
    window.enter("90");
    window.press_with(CTRL, Key::S);
    window.wait_until("the file is written", |_| file(&folder).contains("Known(\"90\")"));
    window.close();
}

#[test]
fn ctrl_s_writes_what_is_being_typed_too() {
    let (folder, mut window) = clerk();
    window.type_text("90");
    window.press_with(CTRL, Key::S);
    window.wait_until("what was typed is written", |window| {
        saved(window) && window.figure(TCM_BEDS) == known(90)
    });
    window.wait_until("the file is written", |_| file(&folder).contains("Known(\"90\")"));
    window.close();
}

#[test]
fn leaving_the_screen_writes_the_file() {
    let (folder, mut window) = clerk();
    window.type_text("90");
    window.press_with(CTRL, Key::Num3);
    window.wait_until("the file is written", |_| file(&folder).contains("Known(\"90\")"));
    window.close();
}

#[test]
fn a_second_window_on_the_folder_only_reads() {
    let (folder, window) = clerk();
    let mut second = Window::open(&folder);
    assert!(second.status()[0].contains("只能查看"), "{:?}", second.status());
    second.click("填报");
    second.must_show(&second.say("entry.read_only"));
    second.enter("90");
    assert!(!second.desk().can_undo());
    drop(second);
    window.close();
}
