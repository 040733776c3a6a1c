//! Input methods: what is being composed is seen by the draft alone and is never stored.

use super::*;

/// Says that nothing of what was composed is in any file.
#[track_caller]
fn nothing_composed(folder: &TempDir, letters: &str) {
    let (file, journal) = (file(folder), journal(folder));
    assert!(!file.contains(letters) && !journal.contains(letters), "{letters:?} was stored");
}

#[test]
fn enter_while_composing_goes_on_without_the_letters() {
    let (folder, mut window) = clerk();
    window.type_text("9");
    window.event(preedit("jiu'qx"));
    assert!(window.draft().contains("qx"), "the draft shows what is composed");
    window.press(Key::Enter);
    assert_eq!(window.figure(TCM_BEDS), known(9));
    assert_eq!(window.active(), ICU_BEDS);
    assert_eq!(window.draft(), "", "nothing is carried to the next cell");
    window.close();
    nothing_composed(&folder, "qx");
}

#[test]
fn clicking_away_while_composing_keeps_what_was_typed_before() {
    let (folder, mut window) = clerk();
    window.seek(ICU_BEDS);
    window.event(composed("约"));
    window.event(preedit("jiu'shi"));
    window.click_cell(STAFF);
    assert_eq!(window.figure(ICU_BEDS), Figure::Unread("约".to_owned()));
    assert_eq!((window.active(), window.draft()), (STAFF.to_owned(), String::new()));
    window.close();
    nothing_composed(&folder, "jiu");
}

#[test]
fn full_width_digits_an_input_method_leaves_are_read() {
    let (_folder, mut window) = clerk();
    for (event, figure) in
        [("９２", known(92)), ("１，０９２．０", known(1092)), ("９２张", known(92)), ("　９２　", known(92))]
    {
        window.seek(ICU_BEDS);
        window.event(preedit("92"));
        window.event(composed(event));
        window.press(Key::Enter);
        assert_eq!(window.figure(ICU_BEDS), figure, "{event}");
    }
    window.seek(EMERGENCY);
    window.event(composed("１"));
    window.press(Key::Enter);
    assert_eq!(window.figure(EMERGENCY), known(1));
    window.close();
}

#[test]
fn a_composition_that_is_given_up_leaves_nothing() {
    let (folder, mut window) = clerk();
    for given_up in [preedit(""), composed("")] {
        window.seek(ICU_BEDS);
        window.event(preedit("chong"));
        window.event(given_up);
        assert_eq!(window.draft(), "");
        window.press(Key::Enter);
        assert_eq!(window.figure(ICU_BEDS), Figure::Blank);
    }
    assert!(!window.desk().can_undo());
    window.close();
    nothing_composed(&folder, "chong");
}

#[test]
fn several_words_are_composed_one_after_the_other() {
    let (folder, mut window) = clerk();
    window.seek(ICU_BEDS);
    for (letters, word) in [("yue", "约"), ("jiu", "九"), ("shi", "十")] {
        for end in 1..=letters.len() {
            window.event(preedit(&letters[..end]));
        }
        window.event(composed(word));
    }
    assert_eq!(window.draft(), "约九十");
    window.event(preedit("zhang"));
    window.press(Key::Tab);
    assert_eq!(window.figure(ICU_BEDS), Figure::Unread("约九十".to_owned()));
    window.close();
    nothing_composed(&folder, "zhang");
}

#[test]
fn a_note_is_composed_like_a_figure() {
    let (folder, mut window) = clerk();
    window.press(Key::Tab);
    window.event(preedit("xin'lou"));
    assert!(!window.desk().can_undo());
    window.event(composed("新楼启用"));
    window.event(preedit("deng'qx"));
    window.press(Key::Enter);
    assert_eq!(window.entry(TCM_BEDS).note, "新楼启用");
    window.close();
    nothing_composed(&folder, "qx");
    nothing_composed(&folder, "xin");
}

#[test]
fn composing_in_one_frame_with_enter_stores_the_word_alone() {
    let (folder, mut window) = clerk();
    window.seek(ICU_BEDS);
    let mut events = vec![preedit("jiu"), composed("９２")];
    events.extend(key(Key::Enter));
    events.extend([preedit("san"), composed("３６")]);
    events.extend(key(Key::Enter));
    window.burst(events);
    assert_eq!([ICU_BEDS, NEGATIVE_BEDS].map(|element| window.figure(element)), [92, 36].map(known));
    window.close();
    nothing_composed(&folder, "jiu");
}

#[test]
fn saving_and_undo_while_composing_store_no_letters() {
    let (folder, mut window) = clerk();
    window.enter("90");
    window.event(preedit("jiu"));
    window.press_with(CTRL, Key::S);
    window.wait_until("it is saved", saved);
    nothing_composed(&folder, "jiu");
    window.press(Key::Escape);
    window.event(preedit("er'qx"));
    window.press_with(CTRL, Key::Z);
    assert_eq!(window.figure(ICU_BEDS), Figure::Blank);
    window.close();
    nothing_composed(&folder, "qx");
}
