//! What people type: quantities, choices, periods, spans and ids, and how they are written back.

use duibiao::{
    base::{
        Decimal, ElementId, Lang, Period, PeriodKind, QuantityError, Read, Span, quantity_from_text,
        quantity_text,
    },
    wire::shipped_catalogue,
};
use proptest::prelude::*;

/// Writes what was read: a number, `blank`, or the fault.
fn told(read: Result<Read, QuantityError>) -> String {
    match read {
        Ok(Read::Blank) => "blank".to_owned(),
        Ok(Read::Quantity(quantity)) => quantity.to_string(),
        Err(QuantityError::NotANumber) => "no number".to_owned(),
        Err(QuantityError::Decimals { allowed }) => format!("more than {allowed} decimals"),
        Err(QuantityError::Unit { found, expected }) => format!("{found} is not {expected}"),
        Err(QuantityError::TooLong) => "too long".to_owned(),
    }
}

/// Text, decimals allowed, unit, what it is read as.
#[rustfmt::skip]
const TYPED: &[(&str, u32, &str, &str)] = &[
    // Plain numbers.
    ("0", 0, "张", "0"),
    ("-0", 0, "张", "0"),
    ("0.00", 2, "岁", "0"),
    ("37", 0, "张", "37"),
    ("  37\t", 0, "张", "37"),
    ("+37", 0, "张", "37"),
    ("007", 0, "张", "7"),
    ("12.5", 2, "岁", "12.5"),
    ("12.50", 1, "km", "12.5"),
    (".5", 1, "km", "0.5"),
    ("12.", 0, "张", "12"),
    ("48.5", 0, "张", "more than 0 decimals"),
    ("48.0", 0, "张", "48"),
    ("1.2345", 3, "", "more than 3 decimals"),
    ("1.2345", 4, "权重", "1.2345"),
    // Full-width digits and points, as Chinese input methods give them.
    ("１２３４", 0, "张", "1234"),
    ("１２．５", 1, "km", "12.5"),
    ("12。5", 1, "km", "12.5"),
    ("１，２００", 0, "张", "1200"),
    ("1\u{3000}200", 0, "张", "1200"),
    ("\u{feff}37", 0, "张", "37"),
    // Thousands in groups of three, and groups that are not.
    ("1,200", 0, "张", "1200"),
    ("1 234 567", 0, "张", "1234567"),
    ("1'234'567", 0, "张", "1234567"),
    ("1\u{2009}200", 0, "张", "1200"),
    ("1\u{a0}200\u{a0}300", 0, "张", "1200300"),
    ("1,234.56", 2, "万元", "1234.56"),
    ("12,34", 0, "张", "no number"),
    ("1,23", 0, "张", "no number"),
    ("12,34,567", 0, "张", "no number"),
    ("1234,567", 0, "张", "no number"),
    (",200", 0, "张", "no number"),
    ("1,,200", 0, "张", "no number"),
    ("1,200,", 0, "张", "no number"),
    ("1.200,5", 1, "张", "no number"),
    ("1.2.3", 2, "张", "no number"),
    ("1.234,5", 4, "张", "no number"),
    // 万, 亿 and elements counted in 万元.
    ("1.2万", 0, "人", "12000"),
    ("1.2 万人", 0, "人", "12000"),
    ("0.3亿", 0, "人", "30000000"),
    ("1.23456万", 0, "人", "more than 0 decimals"),
    ("163万元", 2, "万元", "163"),
    ("163万", 2, "万元", "163"),
    ("163", 2, "万元", "163"),
    ("1.2亿元", 2, "万元", "12000"),
    ("1.2亿", 2, "万元", "12000"),
    ("163元", 2, "万元", "元 is not 万元"),
    ("1亿人", 2, "万元", "人 is not 万元"),
    ("5百", 0, "人", "百 is not 人"),
    // Units and signs.
    ("37张", 0, "张", "37"),
    ("37 张。", 0, "张", "37"),
    ("37张;", 0, "张", "37"),
    ("37人", 0, "张", "人 is not 张"),
    ("37 beds", 0, "张", "beds is not 张"),
    ("5人", 0, "人次", "5"),
    ("12KM", 0, "km", "12"),
    ("95%", 2, "%", "95"),
    ("95％", 2, "%", "95"),
    ("95%", 0, "张", "% is not 张"),
    ("3.511‰", 3, "‰", "3.511"),
    ("￥1,200", 0, "元", "1200"),
    ("¥ 1200.50", 2, "元", "1200.5"),
    ("￥", 0, "元", "no number"),
    ("37", 0, "", "37"),
    ("37张", 0, "", "张 is not "),
    // Minus signs; a dash alone means nothing.
    ("-5", 0, "张", "-5"),
    ("−5", 0, "张", "-5"),
    ("–5", 0, "张", "-5"),
    ("－5", 0, "张", "-5"),
    ("--5", 0, "张", "no number"),
    ("5-", 0, "张", "no number"),
    ("5-6", 0, "张", "no number"),
    ("+-5", 0, "张", "no number"),
    ("5(张)", 0, "张", "5"),
    ("(5张)", 0, "张", "no number"),
    ("(-5)", 0, "张", "no number"),
    ("-(5)", 0, "张", "no number"),
    // Accounts: brackets for minus, the currency before or behind the sign; a spreadsheet's mark of text.
    ("(5)", 0, "张", "-5"),
    ("(1,234)", 0, "张", "-1234"),
    ("（１，２３４．５）", 1, "万元", "-1234.5"),
    ("(12.5%)", 1, "%", "-12.5"),
    ("￥-1,234.00", 2, "元", "-1234"),
    ("-￥1,234.00", 2, "元", "-1234"),
    (" ￥ 1,234.00 ", 2, "元", "1234"),
    ("¥(1,234.00)", 2, "元", "-1234"),
    ("￥￥5", 0, "元", "no number"),
    ("￥ -   ", 2, "元", "no number"),
    ("$1,200", 0, "元", "$ is not 元"),
    ("＄1,200", 0, "元", "$ is not 元"),
    ("'1234", 0, "张", "1234"),
    ("’1234", 0, "张", "1234"),
    ("''1234", 0, "张", "no number"),
    // What web pages and chat programs leave behind.
    ("\u{200b}1,234\u{200b}", 0, "张", "1234"),
    ("\u{202a}37\u{202c}", 0, "张", "37"),
    ("37\u{a0}", 0, "张", "37"),
    ("37\u{a0}\u{a0}张\u{3000}", 0, "张", "37"),
    // Blank.
    ("", 0, "张", "blank"),
    ("   ", 0, "张", "blank"),
    ("—", 0, "张", "blank"),
    ("——", 0, "张", "blank"),
    ("-", 0, "张", "blank"),
    ("－", 0, "张", "blank"),
    ("―", 0, "张", "blank"),
    ("──", 0, "张", "blank"),
    ("−", 0, "张", "blank"),
    ("/", 0, "张", "blank"),
    ("／", 0, "张", "blank"),
    // 无 may be 0, not applicable, or not known; N/A lacks its reason. Neither is nothing.
    ("无", 0, "张", "no number"),
    ("N/A", 0, "张", "no number"),
    ("……", 0, "张", "no number"),
    ("#N/A", 0, "张", "no number"),
    ("#DIV/0!", 0, "张", "no number"),
    ("########", 0, "张", "no number"),
    ("1.23E+11", 0, "张", "no number"),
    // No numbers.
    ("约120", 0, "张", "no number"),
    ("120左右", 0, "张", "左右 is not 张"),
    ("abc", 0, "张", "no number"),
    ("1e5", 0, "张", "no number"),
    ("0x10", 0, "张", "no number"),
    ("NaN", 2, "张", "no number"),
    ("inf", 2, "张", "no number"),
    ("∞", 2, "张", "no number"),
    ("十二", 0, "张", "no number"),
    ("٣٧", 0, "张", "no number"),
    ("1/2", 0, "张", "no number"),
    ("1_000", 0, "张", "no number"),
    ("=1+1", 0, "张", "no number"),
    ("2025-03-01", 0, "张", "no number"),
    (".", 0, "张", "no number"),
    ("12\n13", 0, "张", "no number"),
    ("🙂", 0, "张", "no number"),
    // Digits: 24 are held, more are not.
    ("999999999999999999999999", 0, "张", "999999999999999999999999"),
    ("1234567890123456789012345", 0, "张", "too long"),
    ("0.1234567890123456789012345", 28, "张", "too long"),
    ("999999999999999999999999亿", 0, "人", "too long"),
];

#[test]
fn quantities_are_read_exactly_or_refused() {
    assert!(TYPED.len() >= 60);
    for (text, decimals, unit, expected) in TYPED {
        assert_eq!(told(quantity_from_text(text, *decimals, unit)), *expected, "{text:?} in {unit}");
    }
}

/// Element, text, what it is read as.
#[rustfmt::skip]
const ELEMENTS: &[(&str, &str, &str)] = &[
    ("beds_total", "1,200张", "1200"),
    ("beds_total", "48.5", "more than 0 decimals"),
    ("drg_weight_sum", "1200.1234", "1200.1234"),
    ("drg_weight_sum", "1200.12345", "more than 4 decimals"),
    ("exp_total", "1.2亿元", "12000"),
    ("pop_resident", "71.1466万", "711466"),
    // 是/否.
    ("dept_geriatrics", "是", "1"),
    ("dept_geriatrics", " 否 ", "0"),
    ("dept_geriatrics", "Yes", "1"),
    ("dept_geriatrics", "no", "0"),
    ("dept_geriatrics", "Y", "1"),
    ("dept_geriatrics", "有", "1"),
    ("dept_geriatrics", "无", "0"),
    ("dept_geriatrics", "没有", "0"),
    ("dept_geriatrics", "√", "1"),
    ("dept_geriatrics", "×", "0"),
    ("dept_geriatrics", "1", "1"),
    ("dept_geriatrics", "０", "0"),
    ("dept_geriatrics", "2", "no number"),
    ("dept_geriatrics", "也许", "no number"),
    ("dept_geriatrics", "", "blank"),
    ("dept_geriatrics", "——", "blank"),
    // 级别.
    ("emr_level", "4级", "4"),
    ("emr_level", "４级", "4"),
    ("emr_level", "level 4", "4"),
    ("emr_level", "4", "4"),
    ("emr_level", "0", "0"),
    ("emr_level", "9级", "no number"),
    ("emr_level", "4.5", "no number"),
    ("dept_geriatrics", "0.985", "no number"),
    ("emr_level", "-1", "no number"),
    ("emr_level", "无", "no number"),
    ("emr_level", "4张", "张 is not 级"),
    // 单选 by name or code.
    ("ctr_stroke", "在建", "1"),
    ("ctr_stroke", "已建成", "2"),
    ("ctr_stroke", "2", "2"),
    ("ctr_stroke", "3", "no number"),
    ("ctr_stroke", "快建成了", "no number"),
    ("hospital_grade", "三级甲等", "33"),
    ("hospital_grade", "3a", "33"),
    ("hospital_grade", "33", "33"),
    ("hospital_grade", "14", "no number"),
    ("hospital_grade", "—", "blank"),
];

#[test]
fn elements_read_their_own_answers() {
    let catalogue = shipped_catalogue().expect("sound");
    for (id, text, expected) in ELEMENTS {
        let element = catalogue.element(&id.parse().expect("an id")).unwrap_or_else(|| panic!("no {id}"));
        assert_eq!(told(element.read(text)), *expected, "{id}: {text:?}");
    }
}

/// Every answer of every list is read back from its code and from its name in both languages.
#[test]
fn every_choice_is_read_by_code_and_by_name() {
    let catalogue = shipped_catalogue().expect("sound");
    let mut lists = 0;
    for element in catalogue.elements().filter(|element| element.is_choice()) {
        lists += 1;
        for choice in element.choices() {
            let expected = Ok(Read::Quantity(choice.code.into()));
            for text in [choice.code.to_string(), choice.name.zh, choice.name.en] {
                assert_eq!(element.read(&text), expected, "{}: {text}", element.id);
            }
        }
    }
    assert_eq!(lists, 83);
}

/// Quantity, decimals, text; `_` stands for the thin space, `−` is U+2212.
const WRITTEN: &[(&str, u32, &str)] = &[
    ("0", 0, "0"),
    ("0", 2, "0.00"),
    ("-0.004", 2, "0.00"),
    ("7.5", 2, "7.50"),
    ("999", 0, "999"),
    ("1000", 0, "1_000"),
    ("2496000", 0, "2_496_000"),
    ("-1234.5", 1, "−1_234.5"),
    ("2.5", 0, "3"),
    ("-2.5", 0, "−3"),
    ("0.125", 2, "0.13"),
    ("86.7222", 2, "86.72"),
    ("999999.995", 2, "1_000_000.00"),
    ("1234567.891", 3, "1_234_567.891"),
];

#[test]
fn quantities_are_written_with_thin_spaces() {
    for (quantity, decimals, expected) in WRITTEN {
        let quantity: Decimal = quantity.parse().expect("a number");
        assert_eq!(quantity_text(quantity, *decimals), expected.replace('_', "\u{2009}"), "{quantity}");
    }
}

/// Text, canonical text or none, Chinese, English, first and last day.
#[rustfmt::skip]
const PERIODS: &[(&str, &str, &str, &str, &str)] = &[
    ("2025", "2025年", "2025", "2025-01-01", "2025-12-31"),
    ("2025H1", "2025年上半年", "2025 H1", "2025-01-01", "2025-06-30"),
    ("2025H2", "2025年下半年", "2025 H2", "2025-07-01", "2025-12-31"),
    ("2025Q3", "2025年第三季度", "2025 Q3", "2025-07-01", "2025-09-30"),
    ("2024-02", "2024年2月", "2024-02", "2024-02-01", "2024-02-29"),
    ("2025-12", "2025年12月", "2025-12", "2025-12-01", "2025-12-31"),
];

#[test]
fn periods_have_days_and_labels() {
    for (text, zh, en, first, last) in PERIODS {
        let period: Period = text.parse().expect("a period");
        assert_eq!(period.to_string(), *text);
        assert_eq!((period.label(Lang::Zh).as_str(), period.label(Lang::En).as_str()), (*zh, *en));
        assert_eq!(
            (period.first_day().to_string().as_str(), period.last_day().to_string().as_str()),
            (*first, *last)
        );
    }
    let refused = [
        "",
        "25",
        "1899",
        "2200",
        "+025",
        "2025H3",
        "2025H",
        "2025H01",
        "2025Q0",
        "2025Q5",
        "2025Q03",
        "2025-13",
        "2025-00",
        "2025-1",
        "2025-+1",
        "2025-3-1",
        "2025年",
        "二〇二五",
        " 2025",
        "2025 ",
        "2025h1",
    ];
    for text in refused {
        assert!(text.parse::<Period>().is_err(), "{text:?}");
    }
}

/// Text, Chinese, English, whether it is more than one period; spans that are none.
#[test]
fn spans_keep_both_ends() {
    let check = |text: &str, zh: &str, en: &str, is_long: bool| {
        let span: Span = text.parse().expect("a span");
        assert_eq!((span.to_string().as_str(), span.is_long()), (text, is_long));
        assert_eq!((span.label(Lang::Zh).as_str(), span.label(Lang::En).as_str()), (zh, en));
    };
    check("2020", "2020年", "2020", false);
    check("2016/2020", "2016—2020年", "2016—2020", true);
    check("2025Q1", "2025年第一季度", "2025 Q1", false);
    assert_eq!("2020/2020".parse::<Span>().map(|span| span.to_string()), Ok("2020".to_owned()));
    for text in ["2020/2016", "2016/2018/2020", "/2020", "2016/", "2016-2020", ""] {
        assert!(text.parse::<Span>().is_err(), "{text:?}");
    }
}

#[test]
fn ids_are_ascii_and_no_hidden_files() {
    let long = "x".repeat(65);
    for text in ["a", "SL-C1-GH", "beds_total", "U2601201042", "a.ron", "_x", &long[..64]] {
        assert_eq!(text.parse::<ElementId>().map(|id| id.to_string()), Ok(text.to_owned()));
    }
    for text in ["", ".", "..", ".x", "a b", "a/b", "a\\b", "床位", "a\n", "a:b", &long] {
        assert!(text.parse::<ElementId>().is_err(), "{text:?}");
    }
}

fn any_period() -> impl Strategy<Value = Period> {
    let kinds =
        [(PeriodKind::Year, 1_u32), (PeriodKind::Half, 2), (PeriodKind::Quarter, 4), (PeriodKind::Month, 12)];
    (proptest::sample::select(kinds.to_vec()), 1900..2200_i32, 0..12_u32)
        .prop_map(|((kind, parts), year, part)| Period::new(kind, year, part % parts + 1).expect("a period"))
}

proptest! {
    #[test]
    fn a_period_is_read_back(period in any_period()) {
        prop_assert_eq!(period.to_string().parse(), Ok(period));
        prop_assert_eq!(Period::containing(period.kind(), period.first_day()), period);
        prop_assert_eq!(Period::containing(period.kind(), period.last_day()), period);
    }

    #[test]
    fn a_period_is_moved_and_moved_back(period in any_period(), by in -2400..2400_i32) {
        prop_assert_eq!(period.shifted(by).shifted(-by), period);
        prop_assert_eq!(period.shifted(by).cmp(&period), by.cmp(&0));
        prop_assert_eq!(period.shifted(1).first_day().pred_opt(), Some(period.last_day()));
        prop_assert!(period.shifted(1).year_axis() > period.year_axis());
    }

    #[test]
    fn periods_are_in_the_order_of_their_ends(one in any_period(), other in any_period()) {
        if one.last_day() != other.last_day() {
            prop_assert_eq!(one.cmp(&other), one.last_day().cmp(&other.last_day()));
        }
        prop_assert_eq!(one.cmp(&other) == std::cmp::Ordering::Equal, one == other);
    }

    /// What the program writes it reads back, with separators and unit.
    #[test]
    fn a_written_quantity_is_read_back(number in -999_999_999_999_i64..999_999_999_999, decimals in 0..6_u32) {
        let quantity = Decimal::new(number, decimals);
        let text = format!("{}张", quantity_text(quantity, decimals));
        prop_assert_eq!(quantity_from_text(&text, decimals, "张"), Ok(Read::Quantity(quantity.normalize())));
    }

    /// No text makes the reader panic, and what has no digit is never a number.
    #[test]
    fn any_text_is_read_or_refused(text in ".{0,40}") {
        let read = quantity_from_text(&text, 2, "万元");
        let has_digit = text.chars().any(|c| c.is_ascii_digit() || ('０'..='９').contains(&c));
        prop_assert!(has_digit || !matches!(read, Ok(Read::Quantity(_))));
    }
}
