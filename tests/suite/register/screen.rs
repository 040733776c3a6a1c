//! The register on the screen of a bureau, worked as a person would.

use duibiao::base::Lang;
use egui::{Key, Modifiers};

use super::commands::{day, id};
use crate::support::{CTRL, Holding, Window, workspace};

/// Opens the made-up city in the chair of its bureau, at its register.
fn city() -> (tempfile::TempDir, Window) {
    let folder = workspace(Holding::SmallDemo);
    let mut window = Window::open(&folder);
    let current = window.desk().our_unit().expect("a seat").name.zh.clone();
    window.click(&format!("切换单位 {current}"));
    let name = window.desk().tree().unit(&id("SL-CITY")).expect("the city").name.zh.clone();
    let item = window.names().into_iter().rfind(|label| label.trim_start_matches('\u{3000}') == name);
    window.click_scrolled(&item.expect("the city is in the list"));
    window.press_with(CTRL, Key::Num7);
    (folder, window)
}

/// A file let go of over the window.
#[derive(Debug)]
struct Dropped(std::path::PathBuf);

impl egui::DroppedFile for Dropped {
    fn path(&self) -> &std::path::Path {
        &self.0
    }

    fn bytes(&self) -> Result<Vec<u8>, String> {
        std::fs::read(&self.0).map_err(|fault| fault.to_string())
    }
}

fn name_of(window: &Window, unit: &str) -> String {
    window.desk().tree().unit(&id(unit)).expect("there").name.zh.clone()
}

#[test]
fn a_bureau_sees_every_unit_below_it_and_what_each_has_to_fill() {
    let (_folder, mut window) = city();
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

/// A field of the card is a cell: Enter commits, Escape puts back, leaving commits, Ctrl+Z takes back.
#[test]
fn fields_are_typed_over_like_cells() {
    let (_folder, mut window) = city();
    let before = name_of(&window, "SL-H1");
    window.click(&before);
    let field = window.say("register.name");
    let retype = |window: &mut Window, text: &str| {
        window.click(&field);
        window.press_with(CTRL, Key::A);
        window.type_text(text);
    };
    retype(&mut window, "示例市第一医院");
    assert_eq!(name_of(&window, "SL-H1"), before, "what is being typed changes nothing yet");
    window.press(Key::Escape);
    assert_eq!(name_of(&window, "SL-H1"), before);
    retype(&mut window, "示例市第一医院");
    window.press(Key::Enter);
    assert_eq!(name_of(&window, "SL-H1"), "示例市第一医院");
    window.must_show(&window.say("details.history"));
    retype(&mut window, "示例市中心医院");
    window.press_with(CTRL, Key::Num1);
    assert_eq!(name_of(&window, "SL-H1"), "示例市中心医院", "leaving the screen commits");
    window.press_with(CTRL, Key::Num7);
    window.press_with(CTRL, Key::Z);
    window.press_with(CTRL, Key::Z);
    assert_eq!(name_of(&window, "SL-H1"), before);
    retype(&mut window, "");
    window.press_with(CTRL, Key::A);
    window.press(Key::Delete);
    window.press(Key::Enter);
    assert_eq!(name_of(&window, "SL-H1"), before, "a unit without a name is refused, and said so");
    window.must_show("没有名称");
    assert!(window.rests());
    window.close();
}

/// A question says what follows in the reader's language, and nothing happens before it is answered.
#[test]
fn a_question_says_what_follows() {
    for lang in [Lang::Zh, Lang::En] {
        let (_folder, mut window) = city();
        let name = window.desk().tree().unit(&id("SL-H2")).expect("there").name.clone();
        if lang == Lang::En {
            window.press_with(CTRL, Key::L);
        }
        window.click(name.text(lang));
        window.click(&window.say("reg.close"));
        window.click(&window.say("reg.closed"));
        window.press_with(CTRL, Key::A);
        window.type_text("2025-06-31");
        window.must_show(&window.say("reg.fill_in"));
        window.press_with(CTRL, Key::A);
        window.type_text("2025-06-30");
        window.must_show(if lang == Lang::Zh { "不再应报" } else { "It owes nothing" });
        assert!(window.desk().tree().unit(&id("SL-H2")).expect("there").closed.is_none());
        window.click(&window.say("reg.why"));
        window.type_text("卫健〔2025〕8号");
        window.click(&window.say("reg.close_now"));
        let unit = window.desk().tree().unit(&id("SL-H2")).expect("there");
        assert_eq!(unit.closed, Some(day("2025-06-30")));
        window.must_show("卫健〔2025〕8号");
        window.click(&window.say("reg.undo"));
        assert!(window.desk().tree().unit(&id("SL-H2")).expect("there").closed.is_none());
        assert!(window.rests());
        window.close();
    }
}

/// What stands against a change is said in the question itself, and its button cannot be pressed.
#[test]
fn a_question_says_what_stands_against_it() {
    let (_folder, mut window) = city();
    window.click(&name_of(&window, "SL-C1"));
    window.click(&window.say("reg.close"));
    window.must_show("还在册");
    window.click(&window.say("reg.close_now"));
    assert!(window.desk().tree().unit(&id("SL-C1")).expect("there").closed.is_none());
    window.press(Key::Escape);
    assert!(!window.shows("还在册"));
    window.close();
}

#[test]
fn a_unit_is_added_and_found() {
    let (_folder, mut window) = city();
    window.click(&window.say("reg.add"));
    for (field, text) in [("reg.id", "NEW1"), ("register.name", "示例新区医院")] {
        let name = window.say(field);
        window.click(&name);
        window.type_text(text);
    }
    window.must_show("填报：");
    window.click(&window.say("reg.add_now"));
    assert_eq!(name_of(&window, "NEW1"), "示例新区医院");
    assert!(window.has_name("示例新区医院"), "it is shown in the list");
    window.close();
}

/// The register is shown as it stood on a day: who was not there yet, and who stood elsewhere.
#[test]
fn a_day_shows_the_register_as_it_was() {
    let (_folder, mut window) = city();
    let opened =
        window.desk().tree().all().find(|unit| unit.opened.is_some()).map(|unit| unit.name.zh.clone());
    window.click(&window.say("reg.as_of"));
    window.type_text("1950-01-01");
    window.click(&window.say("reg.only_open"));
    if let Some(name) = opened {
        assert!(!window.has_name(&name), "{name} was not there yet");
    }
    window.click(&window.say("reg.today"));
    assert!(window.has_name(&name_of(&window, "SL-H1")));
    window.close();
}

/// Left and right fold and unfold what stands below the chosen unit.
#[test]
fn arrows_to_the_side_fold() {
    let (_folder, mut window) = city();
    let (county, hospital) = (name_of(&window, "SL-C1"), name_of(&window, "SL-C1-GH"));
    window.click(&county);
    assert!(window.has_name(&hospital));
    window.press(Key::ArrowLeft);
    assert!(!window.has_name(&hospital));
    window.press_with(Modifiers::NONE, Key::ArrowRight);
    assert!(window.has_name(&hospital));
    window.close();
}

/// A table dropped on the register is looked at before anything is changed: what changes is told field by field.
#[test]
fn a_dropped_table_is_looked_at_first() {
    for lang in [Lang::Zh, Lang::En] {
        let (folder, mut window) = city();
        if lang == Lang::En {
            window.press_with(CTRL, Key::L);
        }
        let before = window.desk().tree().clone();
        let drop = |window: &mut Window, text: &str| {
            let path = folder.path().join("units.csv");
            std::fs::write(&path, text).expect("written");
            window.harness.input_mut().dropped_files.push(std::sync::Arc::new(Dropped(path)));
            window.harness.step();
            window.harness.input_mut().dropped_files.clear();
            let title = window.say("reg.import_title").replace("%{name}", "units.csv");
            window.wait_until("it is read", |window| window.shows(&title));
        };
        let good = "unit,name,kind\nSL-H1,示例市第一医院,general_hospital\nN9,示例新院,general_hospital\n";
        drop(&mut window, &format!("{good}X,无名,palace\n"));
        window.must_show("palace");
        window.must_show(&window.say("reg.import_refused"));
        let button = window.say("reg.import_now").replace("%{n}", "2");
        window.click(&button);
        assert!(*window.desk().tree() == before, "one row that cannot be keeps the whole file out");
        window.click(&window.say("cancel"));
        drop(&mut window, good);
        window.must_show("→ 示例市第一医院");
        window.must_show(&window.say("reg.new"));
        window.click(&button);
        assert_eq!(window.desk().tree().len(), before.len() + 1);
        assert_eq!(name_of(&window, "SL-H1"), "示例市第一医院");
        window.click(&window.say("reg.undo"));
        assert!(*window.desk().tree() == before, "one step takes the whole file back");
        assert!(window.rests());
        window.close();
    }
}
