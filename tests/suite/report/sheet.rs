//! The sheet of a return: what it says, and what a spreadsheet and a QR reader find in it.

use std::{fs, io::Cursor, path::Path};

use calamine::{Data, Reader as _, Xlsx};
use chrono::NaiveDate;
use duibiao::{
    base::{Cell, Decimal, Lang},
    report::{
        LineMark, ReturnSheet, SheetCode, SheetExplanation, SheetLine, SheetMark, SheetNote, SheetSection,
        SheetSigner, SheetSigners, sheet_pages, sheet_pdf, sheet_xlsx,
    },
};

/// Begins like a formula and holds what XML and number formats mind.
pub const FORMULA: &str = "=HYPERLINK(\"http://x.invalid\",\"<点此>\") & 其他";

/// Makes a line with three numbers.
pub fn line(number: u32, name: &str, unit: &str, figures: [&str; 2], change: (&str, &str)) -> SheetLine {
    let cell = |text: &str| {
        let value: Decimal = text.parse().unwrap();
        Cell::number(value, value.scale())
    };
    SheetLine {
        number,
        name: name.to_owned(),
        unit: unit.to_owned(),
        figure: cell(figures[0]),
        last: cell(figures[1]),
        change: Cell { shown: change.0.to_owned(), exact: change.1.to_owned(), is_number: true },
        mark: LineMark::Typed,
    }
}

fn words(number: u32, name: &str, figure: &str, mark: LineMark) -> SheetLine {
    let figure = if figure.is_empty() { Cell::default() } else { Cell::text(figure) };
    SheetLine { number, name: name.to_owned(), figure, mark, ..SheetLine::default() }
}

fn said(lang: Lang, zh: &str, en: &str) -> String {
    if lang == Lang::Zh { zh.to_owned() } else { en.to_owned() }
}

/// Makes a sheet with one line of each kind.
pub fn small(lang: Lang) -> ReturnSheet {
    let say = |zh: &str, en: &str| said(lang, zh, en);
    let beds = SheetSection {
        name: say("床位与重症", "Beds and ICU"),
        lines: vec![
            line(
                1,
                &say("医疗卫生机构实有床位数", "Beds, all institutions"),
                &say("张", "beds"),
                ["1240", "1189"],
                ("+4.3%", "0.0429"),
            ),
            line(
                2,
                &say("其中：重症医学科床位数", "of which ICU beds"),
                &say("张", "beds"),
                ["48", "52"],
                ("\u{2212}7.7%", "-0.0769"),
            ),
            words(3, &say("负压病房床位数", "Negative-pressure beds"), "", LineMark::NotApplicable),
            words(4, FORMULA, "", LineMark::Blank),
        ],
    };
    let ratio = SheetLine {
        figure: Cell { shown: "1 : 1.12".to_owned(), exact: "1.1203".to_owned(), is_number: true },
        last: Cell { shown: "1 : 1.10".to_owned(), exact: "1.1".to_owned(), is_number: true },
        change: Cell { shown: "+0.02".to_owned(), exact: "0.0203".to_owned(), is_number: true },
        ..words(8, &say("医护比", "Doctor to nurse ratio"), "-", LineMark::Computed)
    };
    let staff = SheetSection {
        name: say("人员与等级", "Staff and grade"),
        lines: vec![
            words(5, &say("医院等级", "Grade of the hospital"), &say("三级甲等", "3A"), LineMark::Typed),
            words(6, &say("注册护士", "Registered nurses"), "约四百人", LineMark::Unread),
            line(
                7,
                &say(
                    "年末在岗职工中具有高级专业技术职务任职资格并取得全科医生转岗培训合格证书的执业（助理）医师人数",
                    "Licensed (assistant) physicians in post at year end who hold a senior title and a certificate of \
                     retraining as general practitioner",
                ),
                &say("人", "persons"),
                ["123456789012.345", "0.5"],
                ("+246\u{2009}913\u{2009}577\u{2009}924.7%", "2469135779.247"),
            ),
            ratio,
        ],
    };
    ReturnSheet {
        lang,
        title: say("医院年报", "Hospital annual return"),
        number: "对标医1表".to_owned(),
        authority: say("示例市卫生健康委员会", "Sample City Health Commission"),
        form: "hospital".parse().unwrap(),
        unit: "SL-H1".parse().unwrap(),
        unit_name: say("示例市人民医院", "Sample City People's Hospital"),
        period: "2025".parse().unwrap(),
        plan: say("示例市区域卫生规划（2021—2025年）", "Sample City regional health plan 2021–2025"),
        status: say("已上报", "Submitted"),
        revision: 3,
        synthetic: true,
        sections: vec![beds, SheetSection::default(), staff],
        notes: vec![SheetNote {
            number: 3,
            name: say("负压病房床位数", "Negative-pressure beds"),
            text: say("本院不设传染病病区", "The hospital has no infectious ward"),
        }],
        explanations: vec![
            SheetExplanation {
                number: Some(2),
                name: say("其中：重症医学科床位数", "of which ICU beds"),
                finding: say(
                    "重症医学科床位 48 张，上期 52 张，减少 7.7%。请核对，或说明原因。",
                    "ICU beds are 48, last period 52: 7.7% fewer. Check it, or say why.",
                ),
                explanation: say(
                    "ICU 三区改造，停用 4 张，预计明年二季度恢复。",
                    "Ward 3 is being rebuilt; 4 beds are closed until next year.",
                ),
                by: "阿依努尔·买买提".to_owned(),
                at: "2026-01-18 10:42".to_owned(),
            },
            SheetExplanation {
                number: None,
                name: say("整表", "The whole form"),
                finding: say("较上期变化大的数值超过三成。", "More than three in ten figures changed much."),
                ..SheetExplanation::default()
            },
        ],
        signers: SheetSigners {
            clerk: SheetSigner { name: "张三".to_owned(), phone: "0470-8888888".to_owned() },
            statistician: SheetSigner { name: "欧阳娜娜".to_owned(), phone: String::new() },
            head: SheetSigner::default(),
        },
        reported_on: say("2026年1月20日", "20 January 2026"),
        printed_on: NaiveDate::from_ymd_opt(2026, 1, 21).unwrap(),
        fingerprint: Some("48213907".to_owned()),
    }
}

/// Makes a sheet of so many lines in sections of seven.
pub fn large(lang: Lang, lines: u32) -> ReturnSheet {
    let mut sheet = small(lang);
    sheet.synthetic = false;
    sheet.sections.clear();
    for number in 1..=lines {
        if number % 7 == 1 {
            let name = said(lang, &format!("第{}部分", number / 7 + 1), &format!("Part {}", number / 7 + 1));
            sheet.sections.push(SheetSection { name, lines: Vec::new() });
        }
        let long = said(
            lang,
            "，含本年度新增且已经验收并投入使用的部分",
            ", those opened within the year and in use included",
        );
        let tail = if number % 5 == 0 { long.as_str() } else { "" };
        let name = said(lang, &format!("第{number}项数值{tail}"), &format!("Figure number {number}{tail}"));
        let figure = (number * 7919).to_string();
        sheet.sections.last_mut().unwrap().lines.push(line(
            number,
            &name,
            "人",
            [&figure, "100"],
            ("+1.0%", "0.01"),
        ));
    }
    sheet
}

/// Compares with a file under `tests/golden`, or writes it.
fn check(name: &str, found: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(format!("{name}.txt"));
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        fs::write(&path, found).unwrap();
    }
    let expected = fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
    assert!(
        expected == found,
        "{name}; UPDATE_GOLDEN=1 writes it anew.\nexpected:\n{expected}\nfound:\n{found}"
    );
}

#[test]
fn the_text_of_a_sheet_is_as_it_was() {
    check("sheet.small.zh", &small(Lang::Zh).text());
    check("sheet.small.en", &small(Lang::En).text());
    let mut draft = small(Lang::Zh);
    draft.fingerprint = None;
    assert!(draft.text().contains("未上报，无指纹") && !draft.text().contains("DUIBIAO1"));
}

/// Gives the cells of the one sheet.
fn cells(bytes: Vec<u8>) -> (String, Vec<Vec<Data>>) {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
    let name = book.sheet_names()[0].clone();
    let formulas = book.worksheet_formula(&name).unwrap();
    assert_eq!(
        formulas.cells().filter(|(_, _, formula)| !formula.is_empty()).count(),
        0,
        "no formula at all"
    );
    let range = book.worksheet_range(&name).unwrap();
    assert_eq!(range.start(), Some((0, 0)), "rows and columns count from the corner");
    (name, range.rows().map(<[Data]>::to_vec).collect())
}

fn text(cell: &Data) -> &str {
    if let Data::String(text) = cell { text } else { "" }
}

#[test]
fn a_workbook_holds_every_figure_in_its_cell() {
    for lang in [Lang::Zh, Lang::En] {
        let sheet = small(lang);
        let (name, rows) = cells(sheet_xlsx(&sheet).unwrap());
        assert_eq!(name, sheet.title);
        let row_of = |number: f64| rows.iter().find(|row| row[0] == Data::Float(number)).unwrap();
        let figures = |number: f64| row_of(number)[3..6].to_vec();
        let numbers = |all: [f64; 3]| all.map(Data::Float).to_vec();
        assert_eq!(figures(1.0), numbers([1240.0, 1189.0, 0.0429]), "a change is a share shown in percent");
        assert_eq!(figures(2.0), numbers([48.0, 52.0, -0.0769]));
        assert_eq!(figures(7.0), numbers([123_456_789_012.345, 0.5, 2_469_135_779.247]));
        assert_eq!(figures(8.0), numbers([1.1203, 1.1, 0.0203]), "the exact value, not the one shown");
        let shown = |number: f64| text(&row_of(number)[3]).to_owned();
        let states = [shown(3.0), shown(4.0), shown(5.0), shown(6.0)];
        match lang {
            Lang::Zh => assert_eq!(states, ["不适用", "未填", "三级甲等", "约四百人"]),
            Lang::En => assert_eq!(states, ["n/a", "blank", "3A", "约四百人"]),
        }
        assert_eq!(text(&row_of(4.0)[1]), FORMULA, "a name that begins like a formula is words");
        let all: Vec<&str> = rows.iter().flatten().map(text).collect();
        let has =
            |wanted: &str| assert!(all.iter().any(|found| found.contains(wanted)), "{wanted} in {all:?}");
        for section in &sheet.sections {
            has(&section.name);
        }
        for found in &sheet.explanations {
            has(&found.finding);
            has(&found.explanation);
        }
        for wanted in [&sheet.number, &sheet.authority, &sheet.plan, &sheet.notes[0].text, &sheet.reported_on]
        {
            has(wanted);
        }
        has(if lang == Lang::Zh { "示例数据" } else { "Sample data" });
        has("张三");
        has("4821 3907");
    }
}

#[test]
fn a_number_too_long_for_a_spreadsheet_stays_words() {
    let mut sheet = small(Lang::Zh);
    let long: Decimal = "1234567890123456789".parse().unwrap();
    sheet.sections[0].lines[0].figure = Cell::number(long, 0);
    let (_, rows) = cells(sheet_xlsx(&sheet).unwrap());
    let row = rows.iter().find(|row| row[0] == Data::Float(1.0)).unwrap();
    assert_eq!(text(&row[3]).replace('\u{2009}', ""), "1234567890123456789", "no digit is rounded away");
}

fn holds(bytes: &[u8], part: &str) -> usize {
    bytes.windows(part.len()).filter(|window| *window == part.as_bytes()).count()
}

#[test]
fn the_same_sheet_gives_the_same_bytes() {
    for sheet in [small(Lang::Zh), small(Lang::En), large(Lang::Zh, 90)] {
        assert_eq!(sheet_xlsx(&sheet).unwrap(), sheet_xlsx(&sheet).unwrap());
        assert_eq!(sheet_pdf(&sheet).unwrap(), sheet_pdf(&sheet).unwrap());
        let mut other = sheet.clone();
        other.revision += 1;
        assert_ne!(sheet_xlsx(&sheet).unwrap(), sheet_xlsx(&other).unwrap());
        assert_ne!(sheet_pdf(&sheet).unwrap(), sheet_pdf(&other).unwrap());
    }
}

#[test]
fn a_pdf_has_its_pages_its_fonts_and_its_date() {
    // A folder in DUIBIAO_PICTURES keeps the files, for looking at them.
    let folder = std::env::var_os("DUIBIAO_PICTURES").map(std::path::PathBuf::from);
    let mut draft = small(Lang::Zh);
    (draft.fingerprint, draft.reported_on, draft.synthetic) = (None, String::new(), false);
    let sheets = [
        ("small.zh", small(Lang::Zh)),
        ("small.en", small(Lang::En)),
        ("large.zh", large(Lang::Zh, 300)),
        ("large.en", large(Lang::En, 300)),
        ("draft", draft),
    ];
    for (name, sheet) in sheets {
        let bytes = sheet_pdf(&sheet).unwrap();
        if let Some(folder) = &folder {
            fs::write(folder.join(format!("{name}.pdf")), &bytes).unwrap();
            fs::write(folder.join(format!("{name}.xlsx")), sheet_xlsx(&sheet).unwrap()).unwrap();
        }
        let pages = sheet_pages(&sheet).unwrap().len();
        assert!(bytes.starts_with(b"%PDF-1."), "{name}");
        assert_eq!(holds(&bytes, "/Type/Page") - holds(&bytes, "/Type/Pages"), pages, "{name}");
        assert_eq!(holds(&bytes, "/FontFile2 "), 2, "{name}: regular and semibold are embedded");
        assert_eq!(holds(&bytes, "/ToUnicode "), 2, "{name}: words can be copied out");
        assert_eq!(holds(&bytes, "D:20260121"), 2, "{name}: made and changed on the day of printing");
        assert!(holds(&bytes, "<pdfaid:part>2</pdfaid:part>") == 1, "{name}: an archive takes it");
        assert!(
            bytes.len() < 400_000,
            "{name}: {} bytes, so the fonts are cut down to what is used",
            bytes.len()
        );
    }
}

/// Reads a QR code as a camera's program would, `scale` pixels a module.
fn read(code: &SheetCode, scale: usize) -> Option<String> {
    let side = code.side * scale;
    let light = |x: usize, y: usize| if code.dark[y / scale * code.side + x / scale] { 0 } else { 255 };
    let mut image = rqrr::PreparedImage::prepare_from_greyscale(side, side, light);
    let grids = image.detect_grids();
    grids.first()?.decode().ok().map(|(_, text)| text)
}

#[test]
fn the_code_reads_back_even_with_a_stamp_on_it() {
    for lang in [Lang::Zh, Lang::En] {
        let sheet = small(lang);
        let text = sheet.code_text().unwrap();
        assert_eq!(text, "DUIBIAO1;SL-H1;hospital;2025;3;48213907");
        let pages = sheet_pages(&sheet).unwrap();
        let codes: Vec<&SheetCode> = pages
            .iter()
            .flat_map(|page| &page.marks)
            .filter_map(|mark| if let SheetMark::Code { code, .. } = mark { Some(code) } else { None })
            .collect();
        assert_eq!(codes.len(), 1, "one code on the sheet");
        assert_eq!(read(codes[0], 4).as_deref(), Some(text.as_str()));
        let mut stamped = codes[0].clone();
        let middle = stamped.side / 2;
        for at in (middle..middle + 4).flat_map(|row| (middle..middle + 4).map(move |column| (row, column))) {
            stamped.dark[at.0 * stamped.side + at.1] = true;
        }
        assert_ne!(&stamped, codes[0]);
        assert_eq!(read(&stamped, 4).as_deref(), Some(text.as_str()));
    }
    let mut longest = small(Lang::Zh);
    longest.unit = "u".repeat(64).parse().unwrap();
    longest.form = "f".repeat(64).parse().unwrap();
    let text = longest.code_text().unwrap();
    assert_eq!(read(&SheetCode::of(&text).unwrap(), 4), Some(text), "the longest ids");
    assert!(SheetCode::of(&"x".repeat(3000)).unwrap_err().sentence().zh.contains("打印表未能生成"));
}
