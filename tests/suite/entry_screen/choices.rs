//! Cells that are chosen: by digit, by word, from the list with keys and with the mouse.

use super::*;

#[test]
fn an_emr_level_is_typed_as_a_digit() {
    let (_folder, mut window) = clerk();
    window.seek(EMR);
    window.type_text("4");
    assert_eq!(window.figure(EMR), known(4));
    assert_eq!(window.active(), EMR, "a choice stays where it is until Enter");
    window.press(Key::Enter);
    assert_ne!(window.active(), EMR);
    window.close();
}

#[test]
fn an_emr_level_is_chosen_from_the_list_by_keyboard() {
    let (_folder, mut window) = clerk();
    window.seek(EMR);
    window.press(Key::Space);
    for level in 0..=8 {
        assert!(window.has_name(&format!("{level}级")), "{level}级 is not in the list");
    }
    for _ in 0..5 {
        window.press(Key::ArrowDown);
    }
    window.press(Key::Enter);
    assert_eq!(window.figure(EMR), known(5));
    assert!(!window.has_name("7级"), "the list closes");
    assert_eq!(window.active(), EMR);
    window.press(Key::F2);
    window.press(Key::ArrowUp);
    window.press(Key::Escape);
    assert_eq!(window.figure(EMR), known(5), "Esc leaves the list without a choice");
    assert_eq!(window.active(), EMR);
    window.press(Key::Tab);
    assert_ne!(window.active(), EMR, "the keys work on after the list");
    window.close();
}

#[test]
fn an_emr_level_is_chosen_from_the_list_by_mouse() {
    let (_folder, mut window) = clerk();
    window.seek(EMR);
    window.click(&window.name(EMR));
    window.click("6级");
    assert_eq!(window.figure(EMR), known(6));
    window.click(&window.name(EMR));
    window.click("清空");
    assert_eq!(window.figure(EMR), Figure::Blank);
    window.close();
}

#[test]
fn a_yes_or_no_is_typed_as_a_word_or_a_digit() {
    let (_folder, mut window) = clerk();
    window.seek(EMERGENCY);
    for (typed, figure) in [("1", known(1)), ("0", known(0)), ("是", known(1)), ("否", known(0))] {
        window.type_text(typed);
        assert_eq!(window.figure(EMERGENCY), figure, "{typed}");
    }
    window.close();
}

#[test]
fn a_choice_takes_a_composed_word() {
    let (_folder, mut window) = clerk();
    window.seek(EMERGENCY);
    window.event(preedit("shi"));
    window.event(composed("是"));
    assert_eq!(window.figure(EMERGENCY), known(1));
    window.close();
}
