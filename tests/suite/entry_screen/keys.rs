//! Getting about: between cells, sections and screens, and taking back.

use super::*;

#[test]
fn the_form_opens_on_the_first_blank_cell() {
    let (_folder, window) = clerk();
    assert_eq!(window.active(), TCM_BEDS);
    assert_eq!(window.figure(TCM_BEDS), Figure::Blank);
    window.must_show("已填 6/121");
}

#[test]
fn a_section_is_reached_by_clicking_it() {
    let (_folder, mut window) = clerk();
    let sheet = window.desk().sheet(&key_of_year()).expect("a sheet");
    for section in &sheet.sections {
        window.click_starting(&format!("{} {}/", section.name.zh, section.filled));
        let first = sheet.rows[section.row..].iter().find_map(|row| row.typed());
        assert_eq!(Some(window.active()), first.map(ToString::to_string), "{}", section.name.zh);
    }
}

#[test]
fn keys_move_between_cells() {
    let (_folder, mut window) = clerk();
    let shift = Modifiers::SHIFT;
    for (modifiers, pressed, to) in [
        (Modifiers::NONE, Key::Enter, ICU_BEDS),
        (Modifiers::NONE, Key::Enter, NEGATIVE_BEDS),
        (Modifiers::NONE, Key::ArrowDown, STAFF),
        (shift, Key::Enter, NEGATIVE_BEDS),
        (Modifiers::NONE, Key::ArrowUp, ICU_BEDS),
        (shift, Key::Enter, TCM_BEDS),
        (CTRL, Key::Home, "hospital_grade"),
        (Modifiers::NONE, Key::ArrowUp, "hospital_grade"),
    ] {
        window.press_with(modifiers, pressed);
        assert_eq!(window.active(), to, "{modifiers:?} {pressed:?}");
    }
    window.press_with(CTRL, Key::End);
    let last = window.active();
    window.press(Key::Enter);
    assert_eq!(window.active(), last, "the last row is the end");
    window.press(Key::PageUp);
    assert_ne!(window.active(), last);
    assert_eq!(
        window.desk().unit_return(&key_of_year()).map(|found| found.revision),
        Some(6),
        "moving changes nothing"
    );
}

#[test]
fn escape_gives_back_what_stood_there() {
    let (_folder, mut window) = clerk();
    window.seek(BEDS);
    let (stored, shown) = (window.figure(BEDS), window.draft());
    window.type_text("9");
    assert_eq!(window.draft(), "9", "typing replaces what stood there");
    window.press(Key::Escape);
    assert_eq!(window.draft(), shown);
    window.press(Key::Enter);
    assert_eq!(window.figure(BEDS), stored);
}

#[test]
fn f2_edits_within_the_figure() {
    let (_folder, mut window) = clerk();
    window.enter("90");
    window.seek(TCM_BEDS);
    window.press(Key::F2);
    window.press(Key::End);
    window.enter("5");
    assert_eq!(window.figure(TCM_BEDS), known(905));
    window.close();
}

#[test]
fn delete_clears_and_undo_gives_back() {
    let (_folder, mut window) = clerk();
    window.enter("90");
    window.seek(TCM_BEDS);
    window.press(Key::Delete);
    assert_eq!(window.figure(TCM_BEDS), Figure::Blank);
    window.press_with(CTRL, Key::Z);
    assert_eq!(window.figure(TCM_BEDS), known(90));
    assert_eq!(window.draft(), "90", "the active cell shows what came back");
    window.press_with(CTRL, Key::Z);
    assert_eq!(window.figure(TCM_BEDS), Figure::Blank);
    window.press_with(CTRL, Key::Y);
    assert_eq!(window.figure(TCM_BEDS), known(90));
    window.press_with(Modifiers { shift: true, ..CTRL }, Key::Z);
    assert_eq!(window.figure(TCM_BEDS), Figure::Blank);
    window.close();
}

#[test]
fn undo_within_a_cell_is_about_its_text() {
    let (_folder, mut window) = clerk();
    window.enter("90");
    window.type_text("9");
    window.press_with(CTRL, Key::Z);
    assert_eq!(
        window.figure(TCM_BEDS),
        known(90),
        "what was committed stays while a cell is being typed into"
    );
    assert_eq!(window.active(), ICU_BEDS);
    window.close();
}

#[test]
fn the_hidden_keys_work_with_keys_only() {
    let (_folder, mut window) = clerk();
    window.press_with(CTRL, Key::Num1);
    window.must_show(&window.say("start.forms"));
    window.press_with(CTRL, Key::Num2);
    assert_eq!(window.active(), TCM_BEDS, "the cursor is where it was");
    window.press_with(CTRL, Key::B);
    assert_eq!(window.active(), ICU_BEDS);
    window.burst(key_with(CTRL, Key::K));
    window.type_text("emr_level");
    window.press(Key::Enter);
    assert_eq!(window.active(), EMR, "Enter takes the first hit");
}
#[test]
fn the_filter_narrows_the_rows_and_typing_goes_on() {
    let (_folder, mut window) = clerk();
    window.click("筛选 全部");
    window.click("未填");
    assert!(window.row(BEDS).is_empty(), "filled cells are away");
    window.click_cell(ICU_BEDS);
    window.enter("92");
    assert_eq!(window.figure(ICU_BEDS), known(92));
    assert_eq!(window.active(), NEGATIVE_BEDS, "Enter goes to the next blank cell that is shown");
    assert!(window.row(ICU_BEDS).is_empty(), "a cell that was filled is blank no more");
    window.enter("36");
    assert_eq!(window.active(), STAFF);
    window.click("筛选 未填");
    window.click("全部");
    assert!(!window.row(BEDS).is_empty());
    window.close();
}

#[test]
fn the_search_narrows_the_rows_and_escape_ends_it() {
    let (_folder, mut window) = clerk();
    let search = window.say("entry.search");
    window.click(&search);
    window.type_text("临床重点专科数");
    assert!(!window.row(NATIONAL).is_empty() && window.row(ICU_BEDS).is_empty());
    window.press(Key::Escape);
    assert!(!window.row(ICU_BEDS).is_empty());
    window.click(&search);
    window.type_text("n_keyspec_municipal");
    window.click_cell(MUNICIPAL);
    window.enter("11");
    assert_eq!(window.figure(MUNICIPAL), known(11));
    window.close();
}

#[test]
fn a_search_without_a_hit_changes_nothing_when_enter_is_pressed() {
    let (_folder, mut window) = clerk();
    let search = window.say("entry.search");
    window.click(&search);
    window.type_text("没有这一项");
    window.must_show(&window.say("entry.nothing_matches"));
    window.press(Key::Enter);
    window.type_text("5");
    window.press(Key::Enter);
    assert!(!window.desk().can_undo(), "a key without a cell to go to is lost, not stored");
}

#[test]
fn an_accepted_year_is_shown_and_not_typed_into() {
    let (_folder, mut window) = clerk();
    window.click("报告期 2025年");
    window.click("2024");
    window.must_show(&window.say("entry.locked"));
    let key = ReturnKey { period: Period::year(2024), ..key_of_year() };
    let before = window.desk().unit_return(&key).cloned();
    window.click_cell(ICU_BEDS);
    window.enter("9999");
    window.event(Event::Paste("1\n2\n".to_owned()));
    window.press(Key::Delete);
    assert_eq!(window.desk().unit_return(&key).cloned(), before);
    assert!(!window.desk().can_undo());
}

#[test]
fn what_is_taken_back_from_another_screen_is_shown() {
    let (_folder, mut window) = clerk();
    window.seek(ICU_BEDS);
    window.enter("96");
    window.seek(STAFF);
    window.press_with(CTRL, Key::Num1);
    window.press_with(CTRL, Key::K);
    window.type_text("撤销");
    window.press(Key::Enter);
    assert_eq!(window.figure(ICU_BEDS), Figure::Blank);
    assert_eq!(window.active(), ICU_BEDS, "the cell that changed has the cursor");
    window.close();
}

/// A filter that hides the cell undo leads to gives way; keys never wait for a cell that cannot be seen.
#[test]
fn a_cell_that_is_done_again_is_shown_whatever_is_filtered() {
    let (_folder, mut window) = clerk();
    window.seek(ICU_BEDS);
    window.enter("96");
    window.click_starting("筛选");
    window.click("未填");
    window.press_with(CTRL, Key::Z);
    window.press_with(CTRL, Key::Y);
    assert_eq!(window.figure(ICU_BEDS), known(96));
    assert_eq!(window.active(), ICU_BEDS);
    window.enter("97");
    assert_eq!(window.figure(ICU_BEDS), known(97), "what is typed next lands in it");
    window.press_with(CTRL, Key::K);
    window.type_text("emr_level");
    assert!(window.shows("电子病历应用水平级别"), "the search has the keys while it is open");
    window.press(Key::Escape);
    window.close();
}

#[test]
fn doing_again_waits_for_what_is_being_typed() {
    let (_folder, mut window) = clerk();
    window.seek(ICU_BEDS);
    window.enter("96");
    window.press_with(CTRL, Key::Z);
    window.seek(STAFF);
    window.type_text("55");
    window.press_with(Modifiers { shift: true, ..CTRL }, Key::Z);
    window.press(Key::Enter);
    assert_eq!(window.figure(STAFF), known(55), "half a figure is not thrown away");
    window.close();
}
