//! Pasting through the window: at once where all is plain, looked at first where it is not.

use super::*;

impl Window {
    fn paste(&mut self, text: &str) {
        self.event(Event::Paste(text.to_owned()));
    }

    /// Says whether a paste waits to be looked at.
    fn asks(&self) -> bool {
        self.shows("Enter 写入，Esc 取消")
    }
}

#[test]
fn a_table_with_names_is_pasted_from_anywhere() {
    let (_folder, mut window) = clerk();
    window.seek(EMR);
    let (tcm, icu) = (window.name(TCM_BEDS), window.name(ICU_BEDS));
    window.paste(&format!("指标\t单位\t2024年\t2025年\n{icu}\t张\t79\t92\n其中：{tcm}\t张\t85\t1,00\n"));
    assert!(window.asks(), "1,00 is no number");
    window.must_show("读不懂，按原文保留");
    window.press(Key::Escape);
    assert!(!window.asks() && !window.desk().can_undo(), "Esc lets it be");
    assert_eq!(window.active(), EMR);
    window.paste(&format!("指标\t单位\t2024年\t2025年\n{icu}\t张\t79\t92\n其中：{tcm}\t张\t85\t90\n"));
    assert!(!window.asks());
    assert_eq!([TCM_BEDS, ICU_BEDS].map(|element| window.figure(element)), [90, 92].map(known));
    assert_eq!(window.figure(EMR), Figure::Blank);
    window.press_with(CTRL, Key::Z);
    assert_eq!([TCM_BEDS, ICU_BEDS].map(|element| window.figure(element)), [const { Figure::Blank }; 2]);
    assert!(!window.desk().can_undo(), "it was one step");
    window.close();
}

#[test]
fn a_figure_is_not_overwritten_unseen() {
    let (_folder, mut window) = clerk();
    window.enter("90");
    window.seek(TCM_BEDS);
    window.paste("91\n92\n");
    assert!(window.asks());
    window.must_show("90 → 91");
    window.must_show("覆盖原有数");
    window.must_show("写入 2 项");
    assert_eq!(window.figure(TCM_BEDS), known(90));
    window.type_text("7");
    assert_eq!(window.figure(TCM_BEDS), known(90), "the cell behind has no keys");
    window.press(Key::Enter);
    assert_eq!([TCM_BEDS, ICU_BEDS].map(|element| window.figure(element)), [91, 92].map(known));
    window.must_show("已粘贴 2 项，Ctrl+Z 可撤销。");
    assert_eq!(window.active(), TCM_BEDS);
    window.paste("91\n92\n");
    assert!(!window.asks(), "what stands there already needs no look");
    window.must_show("2 项都与现有数相同");
    window.paste("91\n\n36\n");
    assert!(window.asks(), "a blank does not clear a figure");
    window.must_show("粘贴的是空白，保留原有数");
    window.click("写入 1 项");
    assert_eq!(
        [TCM_BEDS, ICU_BEDS, NEGATIVE_BEDS].map(|element| window.figure(element)),
        [91, 92, 36].map(known)
    );
    window.close();
}

#[test]
fn a_computed_row_is_compared_and_never_written() {
    let (_folder, mut window) = clerk();
    let beds = window.figure(BEDS).known().expect("the beds");
    let tcm = window.name(TCM_BEDS);
    let row = "综合医院中医床位占比";
    window.paste(&format!("{tcm}\t90\n{row}\t99.9%\n"));
    assert!(window.asks());
    window.must_show("与计算值不符，不写入");
    window.press(Key::Enter);
    assert_eq!(window.figure(TCM_BEDS), known(90));
    let share = (Decimal::from(9000) / beds).round_dp(2);
    assert_eq!(window.indicator(row), share.to_string());
    window.press_with(CTRL, Key::Z);
    window.paste(&format!("{tcm}\t90\n{row}\t{share}%\n"));
    assert!(!window.asks(), "the value it will have agrees with the pasted one");
    assert_eq!(window.figure(TCM_BEDS), known(90));
    window.close();
}

#[test]
fn a_column_is_chosen_with_keys_alone() {
    let (_folder, mut window) = clerk();
    let (tcm, icu) = (window.name(TCM_BEDS), window.name(ICU_BEDS));
    window.paste(&format!("{tcm}\t85\t90\n{icu}\t79\t92\n"));
    assert!(window.asks());
    window.must_show(&window.say("paste.which_column"));
    window.press(Key::Enter);
    assert!(window.asks(), "without a column nothing is written");
    window.press(Key::Tab);
    window.press(Key::Space);
    window.must_show("写入 2 项");
    window.press(Key::Enter);
    assert_eq!([TCM_BEDS, ICU_BEDS].map(|element| window.figure(element)), [90, 92].map(known));
    window.close();
}

#[test]
fn rows_can_be_placed_by_place_instead_of_by_name() {
    let (_folder, mut window) = clerk();
    let (tcm, icu) = (window.name(TCM_BEDS), window.name(ICU_BEDS));
    window.enter("1");
    window.seek(ICU_BEDS);
    window.paste(&format!("{tcm}\t85\n{icu}\t79\n"));
    assert!(window.asks(), "a figure would be overwritten");
    window.click(&window.say("paste.by_place"));
    window.press(Key::Enter);
    assert_eq!(
        [TCM_BEDS, ICU_BEDS, NEGATIVE_BEDS].map(|element| window.figure(element)),
        [1, 85, 79].map(known)
    );
    window.close();
}

#[test]
fn not_applicable_is_pasted_with_its_reason_or_asked_for_it() {
    let (_folder, mut window) = clerk();
    window.paste("不适用：未设病房\n92\n");
    assert!(!window.asks());
    assert_eq!(window.figure(TCM_BEDS), Figure::NotApplicable("未设病房".to_owned()));
    window.seek(NEGATIVE_BEDS);
    window.paste("不适用\n2500\n");
    assert!(window.asks());
    window.must_show("缺不适用的原因");
    window.click("1 项不适用的原因");
    window.type_text("未设");
    window.must_show("写入 2 项");
    window.press(Key::Enter);
    assert_eq!(window.figure(NEGATIVE_BEDS), Figure::NotApplicable("未设".to_owned()));
    assert_eq!(window.figure(STAFF), known(2500));
    window.close();
}

#[test]
fn one_figure_fills_all_that_is_selected() {
    let (_folder, mut window) = clerk();
    window.press_with(Modifiers::SHIFT, Key::ArrowDown);
    window.press_with(Modifiers::SHIFT, Key::ArrowDown);
    window.paste("5\n");
    assert_eq!(
        [TCM_BEDS, ICU_BEDS, NEGATIVE_BEDS, STAFF].map(|element| window.figure(element)),
        [known(5), known(5), known(5), Figure::Blank]
    );
    window.press_with(CTRL, Key::Z);
    assert!(!window.desk().can_undo());
    window.close();
}

/// Computed rows between typed ones are copied too; pasted back they move nothing.
#[test]
fn what_was_copied_here_comes_back_to_its_rows() {
    let (_folder, mut window) = clerk();
    let column = ["90", "92", "36", "2500", "830"];
    window.paste(&column.join("\n"));
    for _ in 0..5 {
        window.press_with(Modifiers::SHIFT, Key::ArrowDown);
    }
    let copied = window.copied_by(Event::Cut).expect("a text");
    assert_eq!(copied.lines().count(), 6, "{copied:?} has the computed share");
    assert_eq!(window.figure(STAFF), Figure::Blank);
    window.press(Key::Escape);
    window.paste(&copied);
    let names = [TCM_BEDS, ICU_BEDS, NEGATIVE_BEDS, STAFF, PHYSICIANS];
    assert_eq!(names.map(|element| window.figure(element)), [90, 92, 36, 2500, 830].map(known));
    assert_eq!(window.figure(NURSES), Figure::Blank);
    window.close();
}

#[test]
fn only_rows_that_are_shown_are_pasted_into_unseen() {
    let (_folder, mut window) = clerk();
    window.enter("90");
    window.click("筛选 全部");
    window.click("未填");
    assert_eq!(window.active(), ICU_BEDS);
    window.paste("92\n36\n");
    assert_eq!([ICU_BEDS, NEGATIVE_BEDS].map(|element| window.figure(element)), [92, 36].map(known));
    let beds = window.name(BEDS);
    window.paste(&format!("{beds}\t{}\n", window.figure(BEDS).known().expect("a figure")));
    assert_eq!(window.figure(TCM_BEDS), known(90));
    window.close();
}

#[test]
fn the_menu_asks_the_system_for_the_clipboard() {
    let (_folder, mut window) = clerk();
    window.click(&window.say("grid.edit"));
    let place = window.place_starting(&window.say("grid.paste"));
    let mut asked = false;
    for pressed in [true, false] {
        window.pointer(place, Some((egui::PointerButton::Primary, pressed)), Modifiers::NONE);
        let output = &window.harness.output().viewport_output[&egui::ViewportId::ROOT];
        asked |= output.commands.contains(&egui::ViewportCommand::RequestPaste);
    }
    assert!(asked);
    window.settle();
    window.paste("90\n92\n");
    assert_eq!([TCM_BEDS, ICU_BEDS].map(|element| window.figure(element)), [90, 92].map(known));
    window.close();
}

#[test]
fn a_paste_that_waits_does_not_hold_the_window() {
    let (folder, mut window) = clerk();
    window.enter("90");
    window.seek(TCM_BEDS);
    window.paste("91\n92\n");
    assert!(window.asks());
    window.close();
    assert!(file(&folder).contains("Known(\"90\")") && !file(&folder).contains("Known(\"91\")"));
}

/// In a spreadsheet Enter follows Ctrl+V out of habit; it must not confirm what nobody has seen.
#[test]
fn an_enter_right_behind_a_paste_confirms_nothing() {
    let (_folder, mut window) = clerk();
    window.enter("90");
    window.seek(TCM_BEDS);
    window.burst([vec![Event::Paste("91\n92\n".to_owned())], key(Key::Enter)].concat());
    assert!(window.asks());
    assert_eq!(window.figure(TCM_BEDS), known(90));
    window.burst([key(Key::Enter), typed("7"), key(Key::Enter)].concat());
    assert!(!window.asks());
    assert_eq!([TCM_BEDS, ICU_BEDS].map(|element| window.figure(element)), [91, 7].map(known));
    window.seek(TCM_BEDS);
    window.harness.event(Event::Paste("93\n94\n".to_owned()));
    for event in key(Key::Enter) {
        window.harness.event(event);
    }
    window.harness.step();
    window.settle();
    assert!(window.asks(), "an Enter in the very next frame has seen nothing either");
    window.press(Key::Escape);
    window.close();
}
