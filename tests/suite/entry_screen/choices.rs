//! Cells that are chosen: by digit, by word, from the list with keys and with the mouse.

use super::*;

#[test]
fn an_emr_level_is_typed_as_a_digit() {
    let (_folder, mut window) = clerk();
    window.seek(EMR);
    window.type_text("4");
    assert_eq!((window.active(), window.draft()), (EMR.to_owned(), "4".to_owned()));
    assert_eq!(
        window.figure(EMR),
        Figure::Blank,
        "a choice is typed like any cell: until Enter it is a draft"
    );
    window.press(Key::Enter);
    assert_eq!(window.figure(EMR), known(4));
    assert_eq!(window.active(), SMART);
    window.press(Key::ArrowUp);
    assert_eq!(window.draft(), "4级", "it is shown and edited by its name");
    window.close();
}

#[test]
fn a_code_of_two_digits_is_typed() {
    let (_folder, mut window) = clerk();
    window.press_with(CTRL, Key::Home);
    assert_eq!(window.active(), "hospital_grade");
    window.enter("22");
    assert_eq!(window.figure("hospital_grade"), known(22));
    window.close();
}

/// `0.985` was once taken for 0, that is 否, at its first character.
#[test]
fn what_is_typed_at_a_choice_is_judged_whole() {
    let (_folder, mut window) = clerk();
    window.seek(EMERGENCY);
    window.enter("0.985");
    assert_eq!(window.figure(EMERGENCY), Figure::Unread("0.985".to_owned()));
    window.must_show("不在可选项中");
    window.seek(EMERGENCY);
    window.type_text("0");
    window.type_text(".985");
    assert_eq!(window.figure(EMERGENCY), Figure::Unread("0.985".to_owned()), "half of it is nothing yet");
    window.press(Key::Backspace);
    for _ in 0..3 {
        window.press(Key::Backspace);
    }
    assert_eq!(window.draft(), "0");
    window.press(Key::Enter);
    assert_eq!(window.figure(EMERGENCY), known(0));
    window.seek(EMERGENCY);
    window.event(Event::Paste("0.985".to_owned()));
    window.press(Key::Enter);
    assert_eq!(window.figure(EMERGENCY), Figure::Unread("0.985".to_owned()));
    window.seek(EMERGENCY);
    window.press(Key::Backspace);
    assert_eq!(window.figure(EMERGENCY), Figure::Blank, "a whole answer is taken back at once");
    window.close();
}

#[test]
fn typing_closes_the_list_and_alt_opens_it() {
    let (_folder, mut window) = clerk();
    window.seek(EMR);
    window.press_with(Modifiers::ALT, Key::ArrowDown);
    assert!(window.has_name("7级"));
    window.type_text("5");
    assert!(!window.has_name("7级"), "who types does not choose");
    window.press(Key::Enter);
    assert_eq!(window.figure(EMR), known(5));
    window.seek(EMR);
    window.burst([key(Key::Space), vec![Event::Text(" ".to_owned())]].concat());
    assert!(window.has_name("7级"));
    assert_eq!(window.draft(), "5级", "the space that opens the list is not typed");
    window.burst([key(Key::Space), vec![Event::Text(" ".to_owned())]].concat());
    assert!(!window.has_name("7级"));
    assert_eq!(window.figure(EMR), known(5));
    assert_eq!(window.draft(), "5级", "nor is the one that chooses");
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
        window.seek(EMERGENCY);
        window.enter(typed);
        assert_eq!(window.figure(EMERGENCY), figure, "{typed}");
    }
    window.close();
}

#[test]
fn a_choice_takes_a_composed_word() {
    let (_folder, mut window) = clerk();
    window.seek(EMERGENCY);
    window.event(preedit("shi"));
    assert_eq!(window.figure(EMERGENCY), Figure::Blank);
    window.event(composed("是"));
    window.press(Key::Enter);
    assert_eq!(window.figure(EMERGENCY), known(1));
    window.close();
}
