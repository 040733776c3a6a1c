//! Several rows at once: selected by keys and mouse, copied, cut, cleared, filled down.

use egui::{PointerButton, Pos2};

use super::*;

const SHIFT: Modifiers = Modifiers::SHIFT;
const DOWN: Option<(PointerButton, bool)> = Some((PointerButton::Primary, true));
const UP: Option<(PointerButton, bool)> = Some((PointerButton::Primary, false));

/// The beds: two filled, 10, 20, 30 typed, and the computed share below.
fn beds() -> (TempDir, Window) {
    let (folder, mut window) = clerk();
    for figure in ["10", "20", "30"] {
        window.enter(figure);
    }
    window.seek(TCM_BEDS);
    (folder, window)
}

fn figures(window: &Window) -> [Figure; 3] {
    [TCM_BEDS, ICU_BEDS, NEGATIVE_BEDS].map(|element| window.figure(element))
}

fn place(window: &Window, element: &str) -> Pos2 {
    let name = window.name(element);
    // The details pane has the name of the active cell as its title.
    let found = window.painted().into_iter().find(|(rect, text)| *text == name && rect.left() < 600.0);
    let row = found.unwrap_or_else(|| panic!("{name} is not to be seen")).0;
    let head = window.painted().into_iter().filter(|(_, text)| text == "2025年").map(|(rect, _)| rect);
    let column = head.max_by(|one, other| one.top().total_cmp(&other.top())).expect("the column of figures");
    Pos2::new(column.center().x, row.center().y)
}

#[test]
fn one_figure_is_copied_exactly() {
    let (_folder, mut window) = beds();
    window.enter("1，234");
    window.seek(TCM_BEDS);
    assert_eq!(window.copied_by(Event::Copy).as_deref(), Some("1234"));
    window.seek(EMERGENCY);
    window.enter("1");
    window.seek(EMERGENCY);
    assert_eq!(window.copied_by(Event::Copy).as_deref(), Some("是"));
    window.close();
}

#[test]
fn rows_are_selected_with_keys_and_copied_as_a_column() {
    let (_folder, mut window) = beds();
    for _ in 0..3 {
        window.press_with(SHIFT, Key::ArrowDown);
    }
    let copied = window.copied_by(Event::Copy).expect("a text");
    let share = window.indicator("综合医院中医床位占比");
    assert_eq!(copied, format!("10\n20\n30\n{share}"), "computed rows are copied as they are shown");
    window.must_show("已复制 4 行");
    window.press_with(SHIFT, Key::ArrowUp);
    window.press_with(SHIFT, Key::ArrowUp);
    assert_eq!(window.copied_by(Event::Copy).as_deref(), Some("10\n20"));
    assert_eq!(window.active(), TCM_BEDS, "the active cell stays");
    window.press(Key::Escape);
    assert_eq!(window.copied_by(Event::Copy).as_deref(), Some("10"));
    window.press_with(Modifiers { shift: true, ..CTRL }, Key::End);
    let whole = window.copied_by(Event::Copy).expect("a text");
    window.press_with(CTRL, Key::A);
    let all = window.copied_by(Event::Copy).expect("a text");
    assert!(all.ends_with(&whole) && all.lines().count() > whole.lines().count());
    window.press(Key::ArrowDown);
    assert_eq!(window.copied_by(Event::Copy).as_deref(), Some("20"), "a step lets go of the selection");
    window.close();
}

#[test]
fn rows_are_copied_with_their_names() {
    let (_folder, mut window) = beds();
    window.press_with(SHIFT, Key::ArrowDown);
    window.click(&window.say("grid.edit"));
    window.click_starting(&window.say("grid.copy_named"));
    let names = [TCM_BEDS, ICU_BEDS].map(|element| window.name(element));
    assert_eq!(window.copied(), Some(format!("{}\t张\t10\n{}\t张\t20", names[0], names[1])));
    window.close();
}

#[test]
fn what_is_selected_is_cleared_and_cut_as_one_step() {
    let (folder, mut window) = beds();
    window.press_with(SHIFT, Key::ArrowDown);
    window.press_with(SHIFT, Key::ArrowDown);
    window.press_with(SHIFT, Key::ArrowDown);
    window.press(Key::Delete);
    assert_eq!(figures(&window), [const { Figure::Blank }; 3]);
    window.press_with(CTRL, Key::Z);
    assert_eq!(figures(&window), [10, 20, 30].map(known));
    window.press_with(SHIFT, Key::ArrowDown);
    assert_eq!(window.copied_by(Event::Cut).as_deref(), Some("10\n20"));
    assert_eq!(figures(&window), [Figure::Blank, Figure::Blank, known(30)]);
    window.press_with(CTRL, Key::Z);
    assert_eq!(figures(&window), [10, 20, 30].map(known));
    window.close();
    assert!(journal(&folder).contains("why:\"cleared\""));
}

#[test]
fn typing_over_a_selection_is_for_the_active_cell_alone() {
    let (_folder, mut window) = beds();
    window.press_with(SHIFT, Key::ArrowDown);
    window.press_with(SHIFT, Key::ArrowDown);
    window.enter("7");
    assert_eq!(figures(&window), [7, 20, 30].map(known));
    assert_eq!(window.active(), ICU_BEDS);
    assert_eq!(window.copied_by(Event::Copy).as_deref(), Some("20"), "nothing else is selected any more");
    window.close();
}

#[test]
fn filling_down_keeps_to_the_unit() {
    let (folder, mut window) = beds();
    for _ in 0..4 {
        window.press_with(SHIFT, Key::ArrowDown);
    }
    window.press_with(CTRL, Key::D);
    assert_eq!(figures(&window), [10, 10, 10].map(known));
    assert_eq!(window.figure(STAFF), Figure::Blank, "beds are no persons");
    window.must_show("已向下填充 2 项，单位或选项不同的 1 项未填");
    window.press_with(CTRL, Key::Z);
    assert_eq!(figures(&window), [10, 20, 30].map(known));
    window.seek(NEGATIVE_BEDS);
    window.press_with(CTRL, Key::D);
    assert_eq!(figures(&window), [10, 20, 20].map(known), "one cell is filled from the one above");
    window.seek(STAFF);
    window.press_with(CTRL, Key::D);
    assert_eq!(window.figure(STAFF), Figure::Blank);
    window.must_show("单位或选项不同，1 项都没有填充");
    window.seek(PHYSICIANS);
    window.press_with(CTRL, Key::D);
    window.must_show(&window.say("grid.nothing_to_fill"));
    window.seek(EMERGENCY);
    window.type_text("1");
    window.press_with(SHIFT, Key::ArrowDown);
    window.press_with(SHIFT, Key::ArrowDown);
    window.press_with(CTRL, Key::D);
    assert_eq!(["dept_icu", "dept_obgyn"].map(|element| window.figure(element)), [1, 1].map(known));
    window.close();
    assert!(journal(&folder).contains("why:\"filled down\""));
}

#[test]
fn rows_are_selected_with_the_mouse() {
    let (_folder, mut window) = beds();
    let [first, second, last] = [TCM_BEDS, ICU_BEDS, NEGATIVE_BEDS].map(|element| place(&window, element));
    window.pointer(second, DOWN, Modifiers::NONE);
    window.pointer(last - egui::Vec2::new(0.0, 8.0), None, Modifiers::NONE);
    window.pointer(last, None, Modifiers::NONE);
    window.pointer(last, UP, Modifiers::NONE);
    window.settle();
    assert_eq!(window.active(), ICU_BEDS, "the cell the button went down on is active");
    assert_eq!(window.copied_by(Event::Copy).as_deref(), Some("20\n30"));
    window.pointer(first, DOWN, SHIFT);
    window.pointer(first, UP, SHIFT);
    window.settle();
    assert_eq!(
        window.copied_by(Event::Copy).as_deref(),
        Some("10\n20"),
        "Shift and a click select up to there"
    );
    window.pointer(second, DOWN, Modifiers::NONE);
    window.pointer(last, None, Modifiers::NONE);
    window.pointer(second, None, Modifiers::NONE);
    window.pointer(second, UP, Modifiers::NONE);
    window.settle();
    assert_eq!(
        window.copied_by(Event::Copy).as_deref(),
        Some("20"),
        "a hand that comes back selects one row"
    );
    window.enter("21");
    assert_eq!(figures(&window), [10, 21, 30].map(known));
    window.close();
}

#[test]
fn a_hand_below_the_rows_goes_on_selecting() {
    let (_folder, mut window) = beds();
    let first = place(&window, TCM_BEDS);
    window.pointer(first, DOWN, Modifiers::NONE);
    window.pointer(first + egui::Vec2::new(0.0, 60.0), None, Modifiers::NONE);
    for _ in 0..40 {
        window.pointer(Pos2::new(first.x, SCREEN_BOTTOM), None, Modifiers::NONE);
    }
    window.pointer(Pos2::new(first.x, SCREEN_BOTTOM), UP, Modifiers::NONE);
    window.settle();
    let copied = window.copied_by(Event::Copy).expect("a text");
    assert!(copied.split('\n').count() > 30, "{} rows", copied.split('\n').count());
    window.close();
}
/// Within the status bar, below the last row.
const SCREEN_BOTTOM: f32 = 722.0;

#[test]
fn a_computed_row_is_copied_and_never_written() {
    let (_folder, mut window) = beds();
    let row = "综合医院中医床位占比";
    let share = window.indicator(row);
    let painted =
        window.painted().into_iter().find(|(_, text)| *text == format!("= {row}")).expect("the row");
    window.click_at(painted.0.center());
    assert_eq!(window.copied_by(Event::Copy), Some(share.clone()));
    window.type_text("9");
    window.press(Key::Delete);
    window.press_with(CTRL, Key::D);
    assert_eq!(window.copied_by(Event::Cut), Some(share.clone()));
    assert_eq!(figures(&window), [10, 20, 30].map(known));
    assert_eq!(window.indicator(row), share);
    window.press_with(SHIFT, Key::ArrowUp);
    assert_eq!(window.copied_by(Event::Copy), Some(format!("30\n{share}")));
    window.press(Key::ArrowUp);
    assert_eq!(window.active(), NEGATIVE_BEDS);
    window.close();
}

#[test]
fn a_locked_form_can_be_copied() {
    let (_folder, mut window) = clerk();
    window.click("报告期 2025年");
    window.click("2024");
    window.click_cell(ICU_BEDS);
    window.press_with(SHIFT, Key::ArrowDown);
    let copied = window.copied_by(Event::Cut).expect("a text");
    assert_eq!(copied.lines().count(), 2);
    assert!(copied.lines().all(|line| line.parse::<u32>().is_ok()), "{copied:?}");
    window.press_with(CTRL, Key::D);
    window.event(Event::Paste("1\n2\n".to_owned()));
    window.must_show(&window.say("grid.paste_locked"));
    assert!(!window.desk().can_undo());
}

#[test]
fn a_column_is_made_wider_by_hand_and_stays_so() {
    let (folder, mut window) = clerk();
    let left = |window: &Window| {
        let heads = window.painted().into_iter().filter(|(_, text)| text == "2024年").map(|(rect, _)| rect);
        heads.max_by(|one, other| one.top().total_cmp(&other.top())).expect("the column").right()
    };
    let before = left(&window);
    let handle = window.place("列宽 单位");
    window.pointer(handle, DOWN, Modifiers::NONE);
    window.pointer(handle + egui::Vec2::new(60.0, 0.0), None, Modifiers::NONE);
    assert!(
        window.harness.state().settings().column_widths.is_empty(),
        "while it is dragged nothing is kept"
    );
    window.pointer(handle + egui::Vec2::new(60.0, 0.0), UP, Modifiers::NONE);
    window.settle();
    assert!(left(&window) > before, "what stands to the right gives way");
    let kept = window.harness.state().settings().clone();
    assert!(kept.column_widths["unit"] > 110.0, "{:?}", kept.column_widths);
    window.close();
    let mut window = Window::start(Some(&folder.path().join("w")), folder.path(), kept.clone());
    window.click("继续填报 医院年报 2025年");
    let handle = window.place("列宽 单位");
    let button = |pressed| Event::PointerButton {
        pos: handle,
        button: PointerButton::Primary,
        pressed,
        modifiers: Modifiers::NONE,
    };
    window.pointer(handle, None, Modifiers::NONE);
    window.burst([true, false, true, false].map(button));
    let fitted = window.harness.state().settings().column_widths["unit"];
    assert!(fitted < kept.column_widths["unit"] && fitted >= 36.0, "a double click fits it: {fitted}");
    window.close();
}
