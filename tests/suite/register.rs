//! The register on the screen of a bureau; a hospital has none to look after.

use egui::Key;

use crate::support::{CTRL, Holding, Window, workspace};

/// Opens the made-up city in the chair of its bureau.
fn city() -> (tempfile::TempDir, Window) {
    let folder = workspace(Holding::SmallDemo);
    let mut window = Window::open(&folder);
    let current = window.desk().our_unit().expect("a seat").name.zh.clone();
    window.click(&format!("切换单位 {current}"));
    let name =
        window.desk().tree().unit(&"SL-CITY".parse().expect("an id")).expect("the city").name.zh.clone();
    let item = window.names().into_iter().rfind(|label| label.trim_start_matches('\u{3000}') == name);
    window.click_scrolled(&item.expect("the city is in the list"));
    (folder, window)
}

#[test]
fn a_bureau_sees_every_unit_below_it_and_what_each_has_to_fill() {
    let (_folder, mut window) = city();
    window.press_with(CTRL, Key::Num7);
    let names: Vec<String> = window.desk().tree().all().map(|unit| unit.name.zh.clone()).collect();
    assert!(names.len() > 10);
    for name in &names {
        assert!(window.has_name(name), "{name} is not in the list");
    }
    window.click("示例市人民医院");
    window.must_show("医院年报");
    window.must_show("三级甲等");
    window.click(&window.say("register.see_plan"));
    window.must_show(&window.say("plan_filter.due"));
    assert!(window.shows("示例市人民医院"), "the plan is the hospital's");
}

#[test]
fn arrows_move_and_words_find() {
    let (_folder, mut window) = city();
    window.press_with(CTRL, Key::Num7);
    window.press(Key::ArrowDown);
    window.click(&window.say("register.search"));
    window.type_text("rmyy");
    assert!(window.has_name("示例市人民医院"));
    assert!(!window.has_name("示例甲区卫生健康局"), "pinyin initials narrow the list");
    window.type_text("xyz");
    window.must_show(&window.say("register.nothing"));
}

#[test]
fn a_hospital_has_no_register() {
    let folder = workspace(Holding::SmallDemo);
    let mut window = Window::open(&folder);
    assert!(!window.has_name(&window.say("route.register")));
    window.press_with(CTRL, Key::Num7);
    assert!(!window.shows(&window.say("register.fills")), "nor does the key open one");
}
