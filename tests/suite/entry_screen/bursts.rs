//! Many keystrokes or many figures at once: slow machines and pasted columns.

use super::*;

#[test]
fn several_keystrokes_in_one_frame_land_in_their_cells() {
    let (_folder, mut window) = clerk();
    let text = |text: &str| Event::Text(text.to_owned());
    let enter = || key(Key::Enter);
    let mut events = vec![text("9"), text("0")];
    events.extend(enter());
    events.push(text("5"));
    events.extend(enter());
    window.burst(events);
    assert_eq!(
        [TCM_BEDS, ICU_BEDS, NEGATIVE_BEDS].map(|name| window.figure(name)),
        [known(90), known(5), Figure::Blank]
    );
    assert_eq!(window.active(), NEGATIVE_BEDS);
    window.close();
}

#[test]
fn a_whole_column_typed_in_one_frame_lands_in_its_cells() {
    let (_folder, mut window) = clerk();
    let column = ["90", "92", "36", "2500", "830", "1010"];
    window.burst(column.iter().flat_map(|text| typed(text).into_iter().chain(key(Key::Enter))));
    let names = [TCM_BEDS, ICU_BEDS, NEGATIVE_BEDS, STAFF, PHYSICIANS, NURSES];
    assert_eq!(names.map(|name| window.figure(name)), [90, 92, 36, 2500, 830, 1010].map(known));
    window.close();
}

#[test]
fn keys_behind_not_applicable_in_one_frame_write_the_reason() {
    let (_folder, mut window) = clerk();
    window.seek(ICU_BEDS);
    let words =
        typed("不适用").into_iter().chain(key(Key::Enter)).chain(typed("未设")).chain(key(Key::Enter));
    window.burst(words);
    assert_eq!(window.figure(ICU_BEDS), Figure::NotApplicable("未设".to_owned()));
    assert_eq!(window.figure(NEGATIVE_BEDS), Figure::Blank, "a reason is no figure of the next cell");
    window.close();
}

#[test]
fn choices_and_figures_typed_in_one_frame_land_in_their_cells() {
    let (_folder, mut window) = clerk();
    window.seek(EMR);
    window.burst(typed("4").into_iter().chain(key(Key::Enter)).chain(typed("1")).chain(key(Key::Enter)));
    assert_eq!(window.figure(EMR), known(4));
    assert_eq!(window.figure(SMART), known(1));
    window.close();
}

#[test]
fn keys_behind_the_jump_of_a_search_land_in_the_cell_it_goes_to() {
    let (_folder, mut window) = clerk();
    window.press_with(CTRL, Key::K);
    window.type_text(MUNICIPAL);
    window.burst(key(Key::Enter).into_iter().chain(typed("11")).chain(key(Key::Enter)));
    assert_eq!(window.figure(MUNICIPAL), known(11));
    window.press_with(CTRL, Key::K);
    window.type_text(EMR);
    window.burst(key(Key::Enter).into_iter().chain(typed("5")).chain(key(Key::Enter)));
    assert_eq!(window.figure(EMR), known(5));
    window.close();
}

#[test]
fn keys_in_the_very_frame_that_scrolls_their_cell_away_are_kept() {
    let (_folder, mut window) = clerk();
    window.seek(ICU_BEDS);
    window.harness.event(Event::PointerMoved(egui::Pos2::new(500.0, 400.0)));
    window.harness.step();
    for at in 0..6 {
        let wheel = Event::MouseWheel {
            unit: egui::MouseWheelUnit::Line,
            delta: egui::Vec2::new(0.0, -60.0),
            source: egui::MouseWheelSource::Unknown,
            phase: egui::TouchPhase::Move,
            modifiers: Modifiers::NONE,
        };
        window.harness.input_mut().events.push(wheel);
        for _ in 0..at {
            window.harness.step();
        }
        let figure = 90 + i64::from(at);
        let on = if at % 2 == 0 { Key::Enter } else { Key::Tab };
        let words = typed(&figure.to_string()).into_iter().chain(key(on));
        window.burst(words);
        assert_eq!(window.figure(ICU_BEDS), known(figure), "typed {at} frames after the wheel");
        window.seek(ICU_BEDS);
        window.harness.event(Event::PointerMoved(egui::Pos2::new(500.0, 400.0)));
    }
    window.close();
}

#[test]
fn a_pasted_column_is_one_step() {
    let (_folder, mut window) = clerk();
    window.event(Event::Paste("90\r\n92\r\n36\r\n2,500\r\n".to_owned()));
    let names = [TCM_BEDS, ICU_BEDS, NEGATIVE_BEDS, STAFF];
    assert_eq!(names.map(|name| window.figure(name)), [90, 92, 36, 2500].map(known));
    window.must_show("已粘贴 4 项，Ctrl+Z 可撤销。");
    window.press_with(CTRL, Key::Z);
    assert_eq!(names.map(|name| window.figure(name)), [const { Figure::Blank }; 4]);
    window.press_with(CTRL, Key::Y);
    assert_eq!(window.figure(STAFF), known(2500));
    window.close();
}

#[test]
fn a_pasted_column_skips_computed_rows_and_keeps_what_cannot_be_read() {
    let (_folder, mut window) = clerk();
    window.event(Event::Paste("90\n约\n\n2500".to_owned()));
    assert!(!window.desk().can_undo(), "it is looked at first");
    window.press(Key::Enter);
    window.must_show("已粘贴 2 项，1 项读不懂、按原文保留");
    let names = [TCM_BEDS, ICU_BEDS, NEGATIVE_BEDS, STAFF];
    let figures = [known(90), Figure::Unread("约".to_owned()), Figure::Blank, known(2500)];
    assert_eq!(names.map(|name| window.figure(name)), figures);
    window.close();
}

#[test]
fn pasted_names_that_no_row_has_change_nothing_unseen() {
    let (_folder, mut window) = clerk();
    window.event(Event::Paste("中医床位\t90\n重症床位\t92\n".to_owned()));
    window.must_show("粘贴 2 行");
    window.press(Key::Escape);
    assert!(!window.shows("粘贴 2 行"));
    assert_eq!([TCM_BEDS, ICU_BEDS].map(|name| window.figure(name)), [const { Figure::Blank }; 2]);
    assert!(!window.desk().can_undo());
}

#[test]
fn one_pasted_figure_goes_into_the_cell_like_typing() {
    let (_folder, mut window) = clerk();
    window.event(Event::Paste("90\r\n".to_owned()));
    window.press(Key::Enter);
    assert_eq!(window.figure(TCM_BEDS), known(90));
    assert_eq!(window.figure(ICU_BEDS), Figure::Blank);
    window.close();
}

#[test]
fn a_paste_before_anything_is_typed_over_keeps_the_rest() {
    let (_folder, mut window) = clerk();
    window.type_text("7");
    window.event(Event::Paste("90\n92\n".to_owned()));
    assert_eq!([TCM_BEDS, ICU_BEDS].map(|name| window.figure(name)), [90, 92].map(known));
    window.close();
}
