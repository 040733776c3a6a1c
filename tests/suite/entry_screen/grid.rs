//! The keyboard of a spreadsheet: between figure and note, by pages, by searching, to an element, to what is said of it.

use super::*;

const SHIFT: Modifiers = Modifiers::SHIFT;

/// The name the note of a cell goes by.
fn note_of(window: &Window, element: &str) -> String {
    format!("说明 {}", window.name(element))
}

#[test]
fn tab_goes_to_the_note_and_on_to_the_next_row() {
    let (folder, mut window) = clerk();
    window.type_text("90");
    window.press(Key::Tab);
    assert_eq!(window.figure(TCM_BEDS), known(90), "Tab commits the figure");
    assert_eq!(window.active(), note_of(&window, TCM_BEDS));
    window.type_text("含蒙医病区");
    window.press(Key::Tab);
    assert_eq!(window.entry(TCM_BEDS).note, "含蒙医病区");
    assert_eq!(window.active(), ICU_BEDS);
    for (back, to) in [(SHIFT, note_of(&window, TCM_BEDS)), (SHIFT, TCM_BEDS.to_owned())] {
        window.press_with(back, Key::Tab);
        assert_eq!(window.active(), to);
    }
    window.press_with(CTRL, Key::Home);
    window.press_with(SHIFT, Key::Tab);
    assert_eq!(window.active(), "hospital_grade", "the first cell is the beginning");
    window.press_with(CTRL, Key::End);
    window.press(Key::Tab);
    let last = window.active();
    assert!(last.starts_with("说明 "), "{last}");
    window.press(Key::Tab);
    assert_eq!(window.active(), last, "the last note is the end");
    window.close();
    assert!(file(&folder).contains("含蒙医病区"));
}

#[test]
fn enter_behind_a_note_begins_the_next_row_where_tab_began() {
    let (_folder, mut window) = clerk();
    window.press(Key::Tab);
    window.enter("说明一");
    assert_eq!(
        window.active(),
        ICU_BEDS,
        "a row filled from left to right is followed by the next row's left"
    );
    window.press(Key::ArrowRight);
    assert_eq!(window.active(), note_of(&window, ICU_BEDS));
    window.enter("说明二");
    assert_eq!(window.active(), note_of(&window, NEGATIVE_BEDS), "notes are typed down their column");
    window.press(Key::ArrowLeft);
    assert_eq!(window.active(), NEGATIVE_BEDS);
    let notes = [TCM_BEDS, ICU_BEDS].map(|element| window.entry(element).note.clone());
    assert_eq!(notes, ["说明一", "说明二"]);
    window.close();
}

#[test]
fn arrows_to_the_side_stay_within_what_is_being_typed() {
    let (_folder, mut window) = clerk();
    window.type_text("95");
    window.press(Key::ArrowLeft);
    window.type_text("0");
    assert_eq!((window.active(), window.draft()), (TCM_BEDS.to_owned(), "905".to_owned()));
    window.press(Key::Escape);
    window.press(Key::ArrowRight);
    assert_eq!(window.active(), note_of(&window, TCM_BEDS));
    window.close();
}

#[test]
fn a_note_is_cleared_and_taken_back_like_a_figure() {
    let (_folder, mut window) = clerk();
    window.enter("不适用：未设病房");
    window.press(Key::ArrowUp);
    window.press(Key::Tab);
    assert_eq!(window.draft(), "", "the reason of 不适用 is no note");
    window.enter("另有观察床");
    let entry = window.entry(TCM_BEDS);
    assert_eq!(
        (entry.figure.clone(), entry.note.as_str()),
        (Figure::NotApplicable("未设病房".to_owned()), "另有观察床")
    );
    window.click(&note_of(&window, TCM_BEDS));
    assert_eq!(window.draft(), "另有观察床");
    assert_eq!(window.copied_by(Event::Copy).as_deref(), Some("另有观察床"));
    window.press(Key::Delete);
    assert_eq!(window.entry(TCM_BEDS).note, "");
    window.press_with(CTRL, Key::Z);
    assert_eq!(window.entry(TCM_BEDS).note, "另有观察床");
    window.event(Event::Paste("第一行\n第二行".to_owned()));
    window.press(Key::Enter);
    assert!(window.entry(TCM_BEDS).note.starts_with("第一行"), "a block pasted at a note is its text");
    assert_eq!(window.figure(ICU_BEDS), Figure::Blank);
    window.close();
}

#[test]
fn pages_are_as_long_as_the_window() {
    let (_folder, mut window) = clerk();
    let place = |window: &Window| {
        let sheet = window.desk().sheet(&key_of_year()).expect("a sheet");
        sheet.row_of(&window.active().parse().expect("an id")).expect("a row")
    };
    window.press_with(CTRL, Key::Home);
    let first = place(&window);
    window.press(Key::PageDown);
    let second = place(&window);
    let rows = window.painted().iter().filter(|(_, text)| text == "张" || text == "人").count();
    assert!(rows > 5, "the window shows rows with units");
    assert!((15..=26).contains(&(second - first)), "a page is {} rows", second - first);
    window.press(Key::PageUp);
    // A page ends on a row that is typed, so the way back may be a computed row or a title short.
    assert!((first..=first + 2).contains(&place(&window)), "back at {} from {second}", place(&window));
    window.harness.set_size([1366.0, 400.0].into());
    window.settle();
    window.press(Key::PageDown);
    let short = place(&window) - first;
    assert!((4..=12).contains(&short), "in a low window a page is {short} rows");
}

#[test]
fn the_form_is_searched_with_keys_alone() {
    let (_folder, mut window) = clerk();
    window.press_with(CTRL, Key::F);
    window.type_text("重点专科数");
    assert!(window.row(ICU_BEDS).is_empty(), "what does not fit is away");
    window.press(Key::Enter);
    assert_eq!(window.active(), NATIONAL, "Enter goes to the first that fits");
    assert!(!window.row(NATIONAL).is_empty() && !window.shows("没有符合"), "and shows the others again");
    window.press(Key::F3);
    assert_eq!(window.active(), PROVINCIAL);
    window.press(Key::F3);
    assert_eq!(window.active(), MUNICIPAL);
    window.press_with(SHIFT, Key::F3);
    window.press_with(SHIFT, Key::F3);
    assert_eq!(window.active(), NATIONAL);
    window.press_with(SHIFT, Key::F3);
    assert_ne!(window.active(), NATIONAL, "round the end");
    window.press(Key::F3);
    window.enter("2");
    assert_eq!(window.figure(NATIONAL), known(2));
    window.press_with(CTRL, Key::F);
    window.type_text("没有这一项");
    window.press(Key::Enter);
    window.must_show(&window.say("entry.nothing_matches"));
    window.press(Key::Escape);
    assert_eq!(window.active(), PROVINCIAL, "Esc leads back to the cell");
    window.close();
}

#[test]
fn keys_behind_a_search_in_one_frame_go_where_they_are_meant() {
    let (_folder, mut window) = clerk();
    let words =
        typed("emr_level").into_iter().chain(key(Key::Enter)).chain(typed("4")).chain(key(Key::Enter));
    window.burst(key_with(CTRL, Key::F).into_iter().chain(words));
    assert_eq!(window.figure(EMR), known(4));
    let words = typed("szsj").into_iter().chain(key(Key::Escape)).chain(typed("1")).chain(key(Key::Enter));
    window.burst(key_with(CTRL, Key::G).into_iter().chain(words));
    assert_eq!(window.figure(SMART), known(1), "what follows Esc is meant for the cell behind the list");
    let words =
        typed("beds_icu").into_iter().chain(key(Key::Enter)).chain(typed("48")).chain(key(Key::Enter));
    window.burst(key_with(CTRL, Key::G).into_iter().chain(words));
    assert_eq!(window.figure(ICU_BEDS), known(48));
    window.close();
}

#[test]
fn an_element_is_gone_to_by_its_sound_whatever_is_filtered() {
    let (_folder, mut window) = clerk();
    window.click("筛选 全部");
    window.click("未填");
    assert!(window.row(BEDS).is_empty());
    window.press_with(CTRL, Key::G);
    window.must_show(&window.say("grid.go_to_hint"));
    window.type_text("ylwsjgsycws");
    window.press(Key::Enter);
    assert_eq!(window.active(), BEDS);
    assert!(!window.row(BEDS).is_empty(), "it is shown although it is filled");
    window.press_with(CTRL, Key::G);
    window.type_text("zzjhcws");
    window.press(Key::ArrowDown);
    window.press(Key::ArrowUp);
    window.press(Key::Enter);
    assert_eq!(window.active(), ICU_BEDS);
    window.press_with(CTRL, Key::G);
    window.type_text("医护比");
    window.press(Key::Enter);
    assert_eq!(
        window.copied_by(Event::Copy).as_deref(),
        None,
        "a computed row without a value copies nothing"
    );
    window.press(Key::ArrowDown);
    assert_eq!(window.active(), EMERGENCY, "from a computed row the arrows lead on");
    window.press_with(CTRL, Key::G);
    window.type_text("医护比");
    window.press(Key::Enter);
    window.press(Key::Tab);
    assert_eq!(
        window.active(),
        EMERGENCY,
        "and so does Tab, though a computed row has no field to hold the focus"
    );
    window.press_with(CTRL, Key::G);
    window.press(Key::Escape);
    assert_eq!(window.active(), EMERGENCY);
    window.close();
}

#[test]
fn what_is_said_of_an_element_is_read_with_keys_alone() {
    let (_folder, mut window) = clerk();
    let pane = window.say("grid.pane");
    window.click(&window.say("grid.fold"));
    assert!(!window.shows(&window.say("details.meaning")), "the pane is folded away");
    assert_eq!(window.active(), TCM_BEDS);
    window.press_with(CTRL, Key::Enter);
    window.must_show(&window.say("details.meaning"));
    assert_eq!(window.active(), pane);
    for pressed in [Key::PageDown, Key::ArrowDown, Key::ArrowUp] {
        window.press(pressed);
        assert_eq!(window.active(), pane, "{pressed:?} scrolls");
    }
    window.press(Key::Escape);
    assert_eq!(window.active(), TCM_BEDS);
    window.enter("90");
    assert_eq!(window.figure(TCM_BEDS), known(90));
    window.close();
}

#[test]
fn in_a_narrow_window_the_details_take_the_place_of_the_sections() {
    let (_folder, mut window) = clerk();
    window.harness.set_size([1000.0, 700.0].into());
    window.settle();
    assert!(window.has_name("人员 0/5") && !window.shows(&window.say("details.meaning")));
    window.type_text("90");
    window.press_with(CTRL, Key::Enter);
    assert_eq!(window.figure(TCM_BEDS), known(90), "what was typed is committed");
    assert!(!window.has_name("人员 0/5") && window.shows(&window.say("details.meaning")));
    assert!(!window.row(TCM_BEDS).is_empty(), "the cell stays in sight");
    window.press(Key::Escape);
    assert_eq!(window.active(), TCM_BEDS);
    window.click(&window.say("grid.fold"));
    assert!(window.has_name("人员 0/5"));
    window.close();
}

#[test]
fn the_menu_of_a_cell_does_what_the_keys_do() {
    let (_folder, mut window) = clerk();
    window.enter("90");
    window.enter("92");
    let place = window.place(&format!("{} 90 张", window.name(TCM_BEDS)));
    let button = |pressed| Some((egui::PointerButton::Secondary, pressed));
    for pressed in [true, false] {
        window.pointer(place, button(pressed), Modifiers::NONE);
    }
    window.settle();
    for word in ["copy", "copy_named", "cut", "paste", "clear", "fill_down", "details", "go_to", "find"] {
        window.must_show(&window.say(&format!("grid.{word}")));
    }
    window.click_starting(&window.say("grid.clear"));
    assert_eq!(window.figure(TCM_BEDS), Figure::Blank);
    assert_eq!(window.figure(ICU_BEDS), known(92));
    assert_eq!(window.active(), TCM_BEDS, "the cell has the keys again");
    window.click(&window.say("grid.edit"));
    window.click_starting(&window.say("grid.copy_named"));
    window.click(&window.say("grid.edit"));
    window.click_starting(&window.say("grid.details"));
    assert_eq!(window.active(), window.say("grid.pane"));
    window.press(Key::Escape);
    window.press_with(CTRL, Key::Z);
    assert_eq!(window.figure(TCM_BEDS), known(90));
    window.close();
}
