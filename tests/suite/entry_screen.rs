//! The clerk's path through the entry screen, by keyboard and by mouse, as the window system reports it.
//!
//! Everything goes through the window: what a key does is read from the desk, the screen and the disk.

use std::fs;

use duibiao::{
    base::{Decimal, ElementId, Figure, Period},
    desk::{RowKind, SaveState},
    returns::ReturnKey,
    wire::return_from_text,
};
use egui::{Event, Key, Modifiers};
use tempfile::TempDir;

use crate::support::{CTRL, Holding, Window, composed, key, key_with, pass, preedit, typed, workspace};

const TCM_BEDS: &str = "综合医院中医床位数";
const ICU_BEDS: &str = "重症监护床位数";
const NEGATIVE_BEDS: &str = "负压病房床位数";
const STAFF: &str = "卫生人员总数";
const PHYSICIANS: &str = "执业(助理)医师数";
const NURSES: &str = "注册护士数";
const NATIONAL: &str = "国家级临床重点专科数";
const PROVINCIAL: &str = "省(自治区)级临床重点专科数";
const MUNICIPAL: &str = "市级临床重点专科数";
const EMR: &str = "电子病历应用水平级别(0-8)";

/// Opens the made-up hospital's half-filled last year, from the start page.
fn clerk() -> (TempDir, Window) {
    let folder = workspace(Holding::SmallDemo);
    let mut window = Window::open(&folder);
    window.click("继续填报 医院年报 2025年");
    (folder, window)
}

fn key_of_year() -> ReturnKey {
    ReturnKey {
        unit: "SL-H1".parse().expect("an id"),
        form: "hospital".parse().expect("an id"),
        period: Period::year(2025),
    }
}

impl Window {
    fn element(&self, name: &str) -> ElementId {
        let found = self.desk().catalogue().elements().find(|element| element.name.zh == name);
        found.unwrap_or_else(|| panic!("no element is named {name}")).id.clone()
    }

    /// Gives the stored figure of an element by its name.
    fn figure(&self, name: &str) -> Figure {
        let found = self.desk().unit_return(&key_of_year()).expect("the return");
        found.entry(&self.element(name)).figure
    }

    /// Goes to a cell through the search, as somebody who knows its name does.
    #[track_caller]
    fn seek(&mut self, name: &str) {
        self.press_with(CTRL, Key::K);
        self.type_text(name);
        let place = self.painted().into_iter().find(|(_, text)| text.starts_with("医院年报 · 2025年"));
        self.click_at(place.unwrap_or_else(|| panic!("the search does not find {name}")).0.center());
        assert_eq!(self.active(), name);
    }

    /// Gives the name of the cell that takes the keys.
    fn active(&self) -> String {
        use egui_kittest::kittest::NodeT as _;
        let mut nodes = self.harness.root().children_recursive();
        let focused = nodes.find(|node| node.is_focused() && node.accesskit_node().label().is_some());
        focused.and_then(|node| node.accesskit_node().label()).unwrap_or_default()
    }

    /// Gives what the active cell shows before it is committed.
    fn draft(&self) -> String {
        self.value_of(&self.active()).unwrap_or_default()
    }

    /// Gives the value of the row of a computed indicator as painted.
    fn indicator(&self, name: &str) -> String {
        let line = self.line_of(&format!("= {name}"));
        line.get(2).cloned().unwrap_or_else(|| panic!("no row for {name}; there is {:#?}", self.words()))
    }

    /// Types a figure and goes on with Enter.
    fn enter(&mut self, text: &str) {
        self.type_text(text);
        self.press(Key::Enter);
    }
}

fn known(number: i64) -> Figure {
    Figure::Known(Decimal::from(number))
}

fn saved(window: &Window) -> bool {
    window.status().iter().any(|word| word.starts_with("已保存"))
}

fn file(folder: &TempDir) -> String {
    fs::read_to_string(folder.path().join("w/returns/2025/hospital/SL-H1.ron")).expect("the return's file")
}

fn journal(folder: &TempDir) -> String {
    fs::read_to_string(folder.path().join("w/journal/2026-01-20.log")).unwrap_or_default()
}

#[test]
fn the_form_opens_on_the_first_blank_cell() {
    let (_folder, window) = clerk();
    assert_eq!(window.active(), TCM_BEDS);
    assert_eq!(window.figure(TCM_BEDS), Figure::Blank);
    window.must_show("已填 6/121");
}

#[test]
fn figures_are_typed_down_the_column() {
    let (folder, mut window) = clerk();
    window.enter("90");
    assert_eq!(window.active(), ICU_BEDS);
    window.enter("92");
    window.enter("36");
    assert_eq!(window.active(), STAFF);
    assert_eq!([TCM_BEDS, ICU_BEDS, NEGATIVE_BEDS].map(|name| window.figure(name)), [90, 92, 36].map(known));
    window.must_show("已填 9/121");
    assert!(window.has_name("床位与重症 5/5"));
    window.close();
    for figure in ["Known(\"90\")", "Known(\"92\")", "Known(\"36\")"] {
        assert!(file(&folder).contains(figure), "{figure} is not in the file");
    }
}

#[test]
fn specialty_counts_are_found_and_typed() {
    let (_folder, mut window) = clerk();
    window.seek(NATIONAL);
    for count in ["2", "7", "11"] {
        window.enter(count);
    }
    assert_eq!([NATIONAL, PROVINCIAL, MUNICIPAL].map(|name| window.figure(name)), [2, 7, 11].map(known));
    window.close();
}

#[test]
fn a_section_is_reached_by_clicking_it() {
    let (_folder, mut window) = clerk();
    window.click_starting("电子病历与信息化");
    assert_eq!(window.active(), EMR);
}

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
    window.click(EMR);
    window.click("6级");
    assert_eq!(window.figure(EMR), known(6));
    window.click(EMR);
    window.click("清空");
    assert_eq!(window.figure(EMR), Figure::Blank);
    window.close();
}

#[test]
fn a_yes_or_no_is_typed_as_a_word_or_a_digit() {
    let (_folder, mut window) = clerk();
    window.seek("急诊科设置");
    for (typed, figure) in [("1", known(1)), ("0", known(0)), ("是", known(1)), ("否", known(0))] {
        window.type_text(typed);
        assert_eq!(window.figure("急诊科设置"), figure, "{typed}");
    }
    window.close();
}

#[test]
fn digits_and_units_are_read_as_people_write_them() {
    let (_folder, mut window) = clerk();
    for (text, figure) in [
        ("９２", 92),
        ("92张", 92),
        ("９２ 张", 92),
        ("1,092", 1092),
        ("1，092", 1092),
        ("０", 0),
        ("1 092", 1092),
    ] {
        window.seek(ICU_BEDS);
        window.enter(text);
        assert_eq!(window.figure(ICU_BEDS), known(figure), "{text}");
    }
    window.seek(ICU_BEDS);
    assert_eq!(window.draft(), "1092", "the cell is edited as the exact figure");
    window.close();
}

#[test]
fn a_zero_is_a_figure_and_nothing_is_not() {
    let (_folder, mut window) = clerk();
    window.seek(ICU_BEDS);
    window.enter("0");
    assert_eq!(window.figure(ICU_BEDS), known(0));
    window.enter("");
    assert_eq!(window.figure(NEGATIVE_BEDS), Figure::Blank);
    window.close();
}

#[test]
fn a_text_that_is_no_figure_is_kept_and_shown() {
    let (folder, mut window) = clerk();
    window.seek(ICU_BEDS);
    window.enter("约九十");
    assert_eq!(window.figure(ICU_BEDS), Figure::Unread("约九十".to_owned()));
    assert_eq!(window.active(), NEGATIVE_BEDS, "a text that cannot be read does not hold the clerk up");
    assert!(window.line_of(ICU_BEDS).iter().any(|text| text == "约九十"), "{:?}", window.line_of(ICU_BEDS));
    window.must_show("未识别 1");
    window.must_show("已按原文保留");
    window.click("跳到该格");
    assert_eq!((window.active(), window.draft()), (ICU_BEDS.to_owned(), "约九十".to_owned()));
    window.enter("92");
    assert_eq!(window.figure(ICU_BEDS), known(92));
    assert!(!window.shows("未识别 1"));
    window.close();
    assert!(journal(&folder).contains("Unread(\"约九十\")"));
}

#[test]
fn a_wrong_unit_and_a_fraction_are_said_in_words() {
    let (_folder, mut window) = clerk();
    for (text, said) in [("92人", "单位“人”不对,应为“张”"), ("92.5", "应为整数"), ("abc", "不是数")] {
        window.seek(ICU_BEDS);
        window.enter(text);
        assert_eq!(window.figure(ICU_BEDS), Figure::Unread(text.to_owned()));
        window.must_show(said);
    }
    window.close();
}

#[test]
fn not_applicable_is_typed_with_its_reason() {
    let (_folder, mut window) = clerk();
    for text in ["不适用:未设重症医学科", "不适用：未设重症医学科", "n/a 未设重症医学科"] {
        window.seek(ICU_BEDS);
        window.enter(text);
        assert_eq!(window.figure(ICU_BEDS), Figure::NotApplicable("未设重症医学科".to_owned()), "{text}");
        let line = window.line_of(ICU_BEDS);
        assert!(line.contains(&"不适用".to_owned()) && line.contains(&"未设重症医学科".to_owned()), "{line:?}");
        window.seek(ICU_BEDS);
        window.press(Key::Delete);
        assert_eq!(window.figure(ICU_BEDS), Figure::Blank);
    }
    window.close();
}

#[test]
fn not_applicable_without_a_reason_asks_for_one() {
    let (_folder, mut window) = clerk();
    window.seek(ICU_BEDS);
    window.enter("不适用");
    window.must_show("“重症监护床位数”不适用");
    assert_eq!(window.figure(ICU_BEDS), Figure::Blank, "without a reason nothing is stored");
    window.type_text("未设该科室");
    window.press(Key::Enter);
    assert_eq!(window.figure(ICU_BEDS), Figure::NotApplicable("未设该科室".to_owned()));
    window.press_with(Modifiers { shift: true, ..CTRL }, Key::N);
    window.must_show("“重症监护床位数”不适用");
    window.press(Key::Escape);
    assert!(!window.shows("“重症监护床位数”不适用"));
    window.seek(NEGATIVE_BEDS);
    window.click("不适用…");
    window.click("未开展");
    window.click("记为不适用");
    assert_eq!(window.figure(NEGATIVE_BEDS), Figure::NotApplicable("未开展".to_owned()));
    window.close();
}

#[test]
fn keys_move_between_cells() {
    let (_folder, mut window) = clerk();
    let shift = Modifiers::SHIFT;
    for (modifiers, pressed, to) in [
        (Modifiers::NONE, Key::Tab, ICU_BEDS),
        (Modifiers::NONE, Key::Enter, NEGATIVE_BEDS),
        (Modifiers::NONE, Key::ArrowDown, STAFF),
        (shift, Key::Tab, NEGATIVE_BEDS),
        (shift, Key::Enter, ICU_BEDS),
        (Modifiers::NONE, Key::ArrowUp, TCM_BEDS),
        (CTRL, Key::Home, "医院评审等级(级与等)"),
        (Modifiers::NONE, Key::ArrowUp, "医院评审等级(级与等)"),
    ] {
        window.press_with(modifiers, pressed);
        assert_eq!(window.active(), to, "{modifiers:?} {pressed:?}");
    }
    window.press_with(CTRL, Key::End);
    let last = window.active();
    window.press(Key::Tab);
    assert_eq!(window.active(), last, "the last cell is the end");
    window.press(Key::PageUp);
    assert_ne!(window.active(), last);
    assert_eq!(window.desk().unit_return(&key_of_year()).map(|found| found.revision), Some(6), "moving changes nothing");
}

#[test]
fn escape_gives_back_what_stood_there() {
    let (_folder, mut window) = clerk();
    window.seek("医疗卫生机构实有床位数");
    let (stored, shown) = (window.figure("医疗卫生机构实有床位数"), window.draft());
    window.type_text("9");
    assert_eq!(window.draft(), "9", "typing replaces what stood there");
    window.press(Key::Escape);
    assert_eq!(window.draft(), shown);
    window.press(Key::Enter);
    assert_eq!(window.figure("医疗卫生机构实有床位数"), stored);
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
    assert_eq!(window.figure(TCM_BEDS), known(90), "what was committed stays while a cell is being typed into");
    window.close();
}

#[test]
fn an_input_method_composes_without_touching_the_figure() {
    let (folder, mut window) = clerk();
    window.seek(ICU_BEDS);
    let before = window.desk().generation();
    for text in ["y", "yu", "yue'j", "yue'jiu'shi"] {
        window.event(preedit(text));
        assert_eq!(window.figure(ICU_BEDS), Figure::Blank, "while {text:?} is composed");
        assert_eq!(window.desk().generation(), before, "composing {text:?} changes nothing");
    }
    window.event(composed("约九十"));
    assert_eq!(window.draft(), "约九十");
    assert_eq!(window.figure(ICU_BEDS), Figure::Blank, "until Enter");
    window.press(Key::Enter);
    assert_eq!(window.figure(ICU_BEDS), Figure::Unread("约九十".to_owned()));
    window.close();
    assert!(!journal(&folder).contains("yue") && !file(&folder).contains("yue"));
}

#[test]
fn a_composition_broken_off_by_a_click_leaves_no_letters() {
    let (folder, mut window) = clerk();
    window.seek(ICU_BEDS);
    window.event(preedit("jiu'shi"));
    window.click_starting("人员");
    window.close();
    assert!(!journal(&folder).contains("jiu") && !file(&folder).contains("jiu"));
}

#[test]
fn a_choice_takes_a_composed_word() {
    let (_folder, mut window) = clerk();
    window.seek("急诊科设置");
    window.event(preedit("shi"));
    window.event(composed("是"));
    assert_eq!(window.figure("急诊科设置"), known(1));
    window.close();
}

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
    assert_eq!([TCM_BEDS, ICU_BEDS, NEGATIVE_BEDS].map(|name| window.figure(name)), [known(90), known(5), Figure::Blank]);
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
    let words = typed("不适用").into_iter().chain(key(Key::Enter)).chain(typed("未设")).chain(key(Key::Enter));
    window.burst(words);
    if window.shows("“重症监护床位数”不适用") {
        window.press(Key::Escape);
    }
    let figure = window.figure(ICU_BEDS);
    assert!(matches!(&figure, Figure::NotApplicable(reason) if reason == "未设") || figure.is_blank(), "{figure:?}");
    assert_eq!(window.figure(NEGATIVE_BEDS), Figure::Blank, "a reason is no figure of the next cell");
    window.close();
}

#[test]
fn choices_and_figures_typed_in_one_frame_land_in_their_cells() {
    let (_folder, mut window) = clerk();
    window.seek(EMR);
    window.burst(typed("4").into_iter().chain(key(Key::Enter)).chain(typed("1")).chain(key(Key::Enter)));
    assert_eq!(window.figure(EMR), known(4));
    assert_eq!(window.figure("智慧医院“三位一体”建设状态"), known(1));
    window.close();
}

#[test]
fn a_figure_is_committed_by_clicking_another_cell() {
    let (_folder, mut window) = clerk();
    window.type_text("90");
    assert_eq!(window.figure(TCM_BEDS), Figure::Blank);
    window.click_starting(STAFF);
    assert_eq!(window.figure(TCM_BEDS), known(90));
    assert_eq!(window.active(), STAFF);
    window.close();
}

#[test]
fn a_figure_is_committed_by_clicking_anything_else() {
    for place in ["人员", "下一个未填", "趋势", "首页", "查找数据项", "查找数据项、指标、命令", "报告期 2025年", "切换语言", "设置", "切换单位"] {
        let (_folder, mut window) = clerk();
        window.type_text("90");
        window.click_starting(place);
        // What is asked for is done after the frame; a screen that stays may need the next click.
        window.settle();
        let stored = window.figure(TCM_BEDS);
        window.close();
        assert_eq!(stored, known(90), "after a click on {place}");
    }
}

#[test]
fn a_figure_is_committed_by_closing_the_window() {
    let (folder, mut window) = clerk();
    window.type_text("90");
    window.close();
    assert!(file(&folder).contains("Known(\"90\")"));
}

#[test]
fn a_pasted_column_is_one_step() {
    let (_folder, mut window) = clerk();
    window.event(Event::Paste("90\r\n92\r\n36\r\n2,500\r\n".to_owned()));
    let names = [TCM_BEDS, ICU_BEDS, NEGATIVE_BEDS, STAFF];
    assert_eq!(names.map(|name| window.figure(name)), [90, 92, 36, 2500].map(known));
    window.must_show("已粘贴 4/4");
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
    let names = [TCM_BEDS, ICU_BEDS, NEGATIVE_BEDS, STAFF];
    let figures = [known(90), Figure::Unread("约".to_owned()), Figure::Blank, known(2500)];
    assert_eq!(names.map(|name| window.figure(name)), figures);
    window.close();
}

#[test]
fn two_pasted_columns_change_nothing_and_say_so() {
    let (_folder, mut window) = clerk();
    window.event(Event::Paste("中医床位\t90\n重症床位\t92\n".to_owned()));
    window.must_show("一次只能粘贴一列数");
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

#[test]
fn a_computed_indicator_changes_at_once() {
    let (_folder, mut window) = clerk();
    let row = "综合医院中医床位占比";
    assert_eq!(window.indicator(row), "—");
    let beds = window.figure("医疗卫生机构实有床位数").known().expect("the beds");
    window.enter("90");
    let expected = (Decimal::from(9000) / beds).round_dp_with_strategy(2, duibiao_rounding());
    assert_eq!(window.indicator(row), expected.to_string());
    let sheet = window.desk().sheet(&key_of_year()).expect("a sheet");
    let found = sheet.rows.iter().find(|row| row.kind == RowKind::Indicator("tcm_bed_share".parse().expect("an id")));
    assert_eq!(found.map(|row| row.shown.zh.clone()), Some(expected.to_string()));
    window.press_with(CTRL, Key::Z);
    assert_eq!(window.indicator(row), "—");
    window.close();
}

fn duibiao_rounding() -> rust_decimal::RoundingStrategy {
    rust_decimal::RoundingStrategy::MidpointAwayFromZero
}

#[test]
fn everything_is_there_again_after_leaving_and_reopening() {
    let (folder, mut window) = clerk();
    window.enter("90");
    window.enter("约九十");
    window.enter("不适用:未设负压病房");
    window.click("首页");
    window.click("填报");
    let shown = |window: &Window| {
        [TCM_BEDS, ICU_BEDS, NEGATIVE_BEDS].map(|name| (window.figure(name), window.line_of(name).get(2).cloned()))
    };
    let before = shown(&window);
    assert_eq!(before[0], (known(90), Some("90".to_owned())));
    window.close();
    let mut window = Window::open(&folder);
    assert!(!window.has_name("知道了,继续"), "nothing is wrong with what was written");
    window.click("继续填报 医院年报 2025年");
    assert_eq!(shown(&window), before);
    window.seek(TCM_BEDS);
    window.must_show("空 → 90");
    window.must_show("01-20 10:42 张三");
    assert_eq!(window.status()[0], "已保存");
    window.close();
}

#[test]
fn saved_is_said_only_when_the_bytes_are_on_disk() {
    let (folder, mut window) = clerk();
    assert_eq!(window.status()[0], "已保存");
    // The journal cannot be written: a file stands where its folder should.
    let path = folder.path().join("w/journal");
    let _ = fs::remove_dir_all(&path);
    fs::write(&path, "").expect("a file");
    window.enter("90");
    window.wait_until("the failed write is told", |window| window.status()[0].starts_with("未保存"));
    for _ in 0..3 {
        pass(10);
        window.settle();
        std::thread::sleep(std::time::Duration::from_millis(50));
        window.settle();
        assert!(!saved(&window), "{:?} while the journal cannot be written", window.status());
    }
    fs::remove_file(&path).expect("the file goes");
    pass(10);
    window.wait_until("the write is tried again", saved);
    assert!(journal(&folder).contains("new:Known(\"90\")"), "已保存 stands there and the journal lacks the figure");
    pass(3);
    window.wait_until("the return's file is rewritten", |_| file(&folder).contains("Known(\"90\")"));
    window.wait_until("that is said", saved);
    window.close();
}

#[test]
fn the_status_bar_follows_each_write() {
    let (folder, mut window) = clerk();
    for (figure, name) in [("90", TCM_BEDS), ("92", ICU_BEDS), ("36", NEGATIVE_BEDS)] {
        let before = journal(&folder);
        window.type_text(figure);
        // One frame: the command is applied and handed to the writer, and nothing has come back yet.
        window.harness.input_mut().events.extend(key(Key::Enter));
        window.harness.step();
        assert_eq!(*window.desk().save_state(), SaveState::Saving, "{name}");
        window.wait_until("it is saved", saved);
        let line = format!("new:Known(\"{figure}\")");
        assert!(!before.contains(&line) && journal(&folder).contains(&line), "{name} is not in the journal");
        assert_eq!(window.status()[0], "已保存 10:42");
    }
    assert!(!file(&folder).contains("Known(\"36\")"), "the file waits until nobody types");
    pass(3);
    window.wait_until("the file is rewritten", |_| file(&folder).contains("Known(\"36\")"));
    let written = return_from_text(&file(&folder)).expect("a return");
    assert_eq!(written.entry(&window.element(NEGATIVE_BEDS)).figure, known(36));
    assert_eq!(written.revision, window.desk().unit_return(&key_of_year()).expect("the return").revision);
    window.close();
}

#[test]
fn ctrl_s_writes_the_file_at_once() {
    let (folder, mut window) = clerk();
    window.enter("90");
    window.press_with(CTRL, Key::S);
    window.wait_until("the file is written", |_| file(&folder).contains("Known(\"90\")"));
    window.close();
}

#[test]
fn ctrl_s_writes_what_is_being_typed_too() {
    let (folder, mut window) = clerk();
    window.type_text("90");
    window.press_with(CTRL, Key::S);
    window.wait_until("what was typed is written", |window| saved(window) && window.figure(TCM_BEDS) == known(90));
    window.wait_until("the file is written", |_| file(&folder).contains("Known(\"90\")"));
    window.close();
}

#[test]
fn leaving_the_screen_writes_the_file() {
    let (folder, mut window) = clerk();
    window.type_text("90");
    window.press_with(Modifiers::ALT, Key::Num3);
    window.wait_until("the file is written", |_| file(&folder).contains("Known(\"90\")"));
    window.close();
}

#[test]
fn a_note_is_written_beside_a_figure() {
    let (folder, mut window) = clerk();
    window.enter("90");
    window.seek(TCM_BEDS);
    window.click("添加备注");
    window.type_text("含蒙医病区");
    window.click_starting("人员");
    let note = |window: &Window| window.desk().unit_return(&key_of_year()).map(|found| found.entry(&window.element(TCM_BEDS)).note);
    assert_eq!(note(&window).as_deref(), Some("含蒙医病区"));
    assert_eq!(window.figure(TCM_BEDS), known(90));
    window.close();
    assert!(file(&folder).contains("含蒙医病区"));
}

#[test]
fn the_filter_and_the_search_narrow_the_rows_and_typing_goes_on() {
    let (_folder, mut window) = clerk();
    window.click("筛选 全部");
    window.click("未填");
    assert!(!window.shows("单体医院编制与实有床位数(编制床位) "), "filled cells are away");
    window.click_starting(ICU_BEDS);
    window.enter("92");
    assert_eq!(window.figure(ICU_BEDS), known(92));
    assert_eq!(window.active(), NEGATIVE_BEDS, "Enter goes to the next blank cell that is shown");
    window.click("筛选 未填");
    window.click("全部");
    window.click("查找数据项");
    window.type_text("专科数");
    window.must_show(NATIONAL);
    assert!(!window.has_name(ICU_BEDS));
    window.press(Key::Escape);
    window.must_show(ICU_BEDS);
    window.close();
}

#[test]
fn an_accepted_year_is_shown_and_not_typed_into() {
    let (_folder, mut window) = clerk();
    window.click("报告期 2025年");
    window.click("2024");
    window.must_show("已锁定,不能填写");
    let key = ReturnKey { period: Period::year(2024), ..key_of_year() };
    let before = window.desk().unit_return(&key).cloned();
    window.click_starting(ICU_BEDS);
    window.enter("9999");
    window.event(Event::Paste("1\n2\n".to_owned()));
    window.press(Key::Delete);
    assert_eq!(window.desk().unit_return(&key).cloned(), before);
    assert!(!window.desk().can_undo());
}

#[test]
fn a_second_window_on_the_folder_only_reads() {
    let (folder, window) = clerk();
    let mut second = Window::open(&folder);
    assert!(second.status()[0].contains("只读"), "{:?}", second.status());
    second.click("填报");
    second.must_show("只读,不能填写");
    second.enter("90");
    assert!(!second.desk().can_undo());
    drop(second);
    window.close();
}

#[test]
fn the_hidden_keys_work_with_keys_only() {
    let (_folder, mut window) = clerk();
    window.press_with(Modifiers::ALT, Key::Num1);
    window.must_show("我的报表");
    window.press_with(Modifiers::ALT, Key::Num2);
    assert_eq!(window.active(), TCM_BEDS, "the cursor is where it was");
    window.press_with(CTRL, Key::B);
    assert_eq!(window.active(), ICU_BEDS);
    window.burst(key_with(CTRL, Key::K));
    window.type_text("emr_level");
    window.press(Key::Enter);
    assert_eq!(window.active(), EMR, "Enter takes the first hit");
}
