//! What is typed into a cell: figures as people write them, words, reasons, input methods.

use super::*;

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
    assert!(window.row(ICU_BEDS).iter().any(|text| text == "约九十"), "{:?}", window.row(ICU_BEDS));
    window.must_show("不是数");
    window.click(&window.say("entry.jump"));
    assert_eq!((window.active(), window.draft()), (ICU_BEDS.to_owned(), "约九十".to_owned()));
    window.enter("92");
    assert_eq!(window.figure(ICU_BEDS), known(92));
    assert!(!window.shows("不是数"));
    window.close();
    assert!(journal(&folder).contains("Unread(\"约九十\")"));
}

#[test]
fn a_wrong_unit_and_a_fraction_are_said_in_words() {
    let (_folder, mut window) = clerk();
    for (text, said) in [("92人", "单位“人”不对，应为“张”"), ("92.5", "应为整数"), ("abc", "不是数")]
    {
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
    // The full-width colon is the one a Chinese keyboard gives.
    for text in
        ["不适用:未设重症医学科", "n/a 未设重症医学科", "不适用,未设重症医学科", "不适用：未设重症医学科"]
    {
        window.seek(ICU_BEDS);
        window.enter(text);
        assert_eq!(window.figure(ICU_BEDS), Figure::NotApplicable("未设重症医学科".to_owned()), "{text}");
        let line = window.row(ICU_BEDS);
        assert!(
            line.contains(&"不适用".to_owned()) && line.contains(&"未设重症医学科".to_owned()),
            "{line:?}"
        );
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
    let asked = window.say("entry.not_applicable_hint");
    window.must_show(&asked);
    assert_eq!(window.figure(ICU_BEDS), Figure::Blank, "without a reason nothing is stored");
    window.type_text("未设该科室");
    window.press(Key::Enter);
    assert_eq!(window.figure(ICU_BEDS), Figure::NotApplicable("未设该科室".to_owned()));
    window.press_with(Modifiers { shift: true, ..CTRL }, Key::N);
    window.must_show(&asked);
    window.press(Key::Escape);
    assert!(!window.shows(&asked));
    window.seek(NEGATIVE_BEDS);
    window.click("不适用…");
    window.click("未开展");
    window.click("记为不适用");
    assert_eq!(window.figure(NEGATIVE_BEDS), Figure::NotApplicable("未开展".to_owned()));
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
    window.click_starting("人员 ");
    window.close();
    assert!(!journal(&folder).contains("jiu") && !file(&folder).contains("jiu"));
}

#[test]
fn a_computed_indicator_changes_at_once() {
    let (_folder, mut window) = clerk();
    let row = "综合医院中医床位占比";
    assert_eq!(window.indicator(row), "—");
    let beds = window.figure(BEDS).known().expect("the beds");
    window.enter("90");
    let expected = (Decimal::from(9000) / beds).round_dp_with_strategy(2, duibiao_rounding());
    assert_eq!(window.indicator(row), expected.to_string());
    let sheet = window.desk().sheet(&key_of_year()).expect("a sheet");
    let found =
        sheet.rows.iter().find(|row| row.kind == RowKind::Indicator("tcm_bed_share".parse().expect("an id")));
    assert_eq!(found.map(|row| row.shown.zh.clone()), Some(expected.to_string()));
    window.press_with(CTRL, Key::Z);
    assert_eq!(window.indicator(row), "—");
    window.close();
}

fn duibiao_rounding() -> rust_decimal::RoundingStrategy {
    rust_decimal::RoundingStrategy::MidpointAwayFromZero
}

#[test]
fn a_note_is_written_beside_a_figure() {
    let (folder, mut window) = clerk();
    window.enter("90");
    window.seek(TCM_BEDS);
    window.click(&window.say("details.add_note"));
    window.type_text("含蒙医病区");
    window.click_starting("人员 ");
    assert_eq!(window.entry(TCM_BEDS).note, "含蒙医病区");
    assert_eq!(window.figure(TCM_BEDS), known(90));
    window.close();
    assert!(file(&folder).contains("含蒙医病区"));
}
