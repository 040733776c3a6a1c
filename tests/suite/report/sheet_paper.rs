//! The pages of a sheet, measured: nothing is cut, nothing meets, nothing stands alone.

use duibiao::{
    base::Lang,
    report::{
        ReturnSheet, SHEET_MARGIN, SHEET_SIZE, SheetExplanation, SheetMark, SheetPage, SheetSection,
        sheet_pages,
    },
};

use super::sheet::{large, line, small};

/// Words with their box: left, top, right, bottom.
type Placed = (String, [f64; 4]);

fn boxes(page: &SheetPage) -> Vec<Placed> {
    let of = |mark: &SheetMark| match mark {
        SheetMark::Words { words, at, width, size, .. } => {
            Some((words.clone(), [at.0, at.1 - 0.8 * size, at.0 + width, at.1 + 0.1 * size]))
        }
        SheetMark::Code { at, side, .. } => Some(("code".to_owned(), [at.0, at.1, at.0 + side, at.1 + side])),
        _ => None,
    };
    page.marks.iter().filter_map(of).collect()
}

fn meet(a: &[f64; 4], b: &[f64; 4]) -> bool {
    const HAIR: f64 = 0.01;
    a[2].min(b[2]) - a[0].max(b[0]) > HAIR && a[3].min(b[3]) - a[1].max(b[1]) > HAIR
}

/// Names what leaves the paper, what meets, and what a rule goes through.
fn faults(page: &SheetPage) -> Vec<String> {
    let boxes = boxes(page);
    let mut faults = Vec::new();
    for (at, (words, area)) in boxes.iter().enumerate() {
        let [left, top, right, bottom] = *area;
        if left < SHEET_MARGIN - 0.1
            || right > SHEET_SIZE.0 - SHEET_MARGIN + 0.1
            || top < 28.0
            || bottom > SHEET_SIZE.1 - 28.0
        {
            faults.push(format!("{words} leaves the paper at {area:?}"));
        }
        for (other, b) in &boxes[at + 1..] {
            if meet(area, b) {
                faults.push(format!("{words} {area:?} meets {other} {b:?}"));
            }
        }
        for mark in &page.marks {
            if let SheetMark::Line { from, to, .. } = mark
                && meet(
                    area,
                    &[
                        from.0.min(to.0) - 0.2,
                        from.1.min(to.1) - 0.2,
                        from.0.max(to.0) + 0.2,
                        from.1.max(to.1) + 0.2,
                    ],
                )
            {
                faults.push(format!("a rule from {from:?} to {to:?} goes through {words} {area:?}"));
            }
        }
    }
    faults
}

fn joined(pages: &[SheetPage]) -> String {
    let all: String = pages.iter().flat_map(boxes).map(|(words, _)| words).collect();
    all.chars().filter(|c| !c.is_whitespace()).collect()
}

/// Gives the numbers in the first column of the figures, page by page.
fn numbers(page: &SheetPage) -> Vec<(u32, f64)> {
    let of = |(words, area): Placed| {
        Some((words.parse().ok().filter(|_| area[2] < SHEET_MARGIN + 28.0)?, area[3]))
    };
    boxes(page).into_iter().filter_map(of).collect()
}

fn long_everything(lang: Lang) -> ReturnSheet {
    let mut sheet = small(lang);
    let long = "呼伦贝尔市鄂伦春自治旗大杨树镇中心卫生院暨大杨树镇社区卫生服务中心（含分院）".repeat(3);
    sheet.title = "县级及以上公立综合医院和中医医院重点专科与床位配置情况年度统计调查汇总报表".repeat(2);
    sheet.unit_name = long.clone();
    sheet.plan = long.clone();
    sheet.authority = long.clone();
    sheet.number = "W".repeat(90);
    sheet.status = "审核通过，代报".to_owned();
    sheet.notes[0].text = long.clone();
    sheet.sections[0].name = long.clone();
    sheet.sections[0].lines[0].unit = "万元/百张床位·日".to_owned();
    sheet.signers.clerk.name = long.clone();
    sheet.signers.clerk.phone = "0470-8888888转8001、13900000000、13900000001".to_owned();
    sheet.reported_on = "2026年1月20日（第二次补报，经县卫生健康委同意延期）".to_owned();
    sheet
}

#[test]
fn nothing_is_cut_and_nothing_meets() {
    let words = |words: &str, at: (f64, f64), width: f64| SheetMark::Words {
        words: words.to_owned(),
        at,
        width,
        size: 9.0,
        heavy: false,
        pale: false,
    };
    let rule = SheetMark::Line { from: (110.0, 90.0), to: (110.0, 120.0), width: 0.4 };
    let bad = vec![
        words("a", (100.0, 100.0), 30.0),
        words("b", (120.0, 104.0), 30.0),
        words("c", (560.0, 300.0), 20.0),
        rule,
    ];
    assert_eq!(
        faults(&SheetPage { marks: bad }).len(),
        3,
        "the measure sees words that meet, leave and are ruled through"
    );
    for lang in [Lang::Zh, Lang::En] {
        let mut draft = small(lang);
        draft.fingerprint = None;
        let named = [
            ("small", small(lang)),
            ("large", large(lang, 300)),
            ("draft", draft),
            ("long", long_everything(lang)),
        ];
        for (name, sheet) in named {
            for (at, page) in sheet_pages(&sheet).unwrap().iter().enumerate() {
                assert_eq!(faults(page), Vec::<String>::new(), "{name} {lang:?}, page {}", at + 1);
            }
        }
    }
}

#[test]
fn every_word_comes_to_paper() {
    for sheet in [small(Lang::Zh), small(Lang::En), long_everything(Lang::Zh)] {
        let all = joined(&sheet_pages(&sheet).unwrap());
        let has = |wanted: &str| {
            let wanted: String = wanted.chars().filter(|c| !c.is_whitespace()).collect();
            assert!(all.contains(&wanted), "{wanted} in {all}");
        };
        for found in
            [&sheet.title, &sheet.unit_name, &sheet.plan, &sheet.authority, &sheet.number, &sheet.reported_on]
        {
            has(found);
        }
        // The cells of a row come to paper one after the other, so each is whole.
        for section in sheet.sections.iter().filter(|section| !section.lines.is_empty()) {
            has(&section.name);
            for line in &section.lines {
                for text in [&line.name, &line.unit, &line.figure.shown, &line.last.shown, &line.change.shown]
                {
                    has(text);
                }
            }
        }
        for found in &sheet.explanations {
            for text in [&found.name, &found.finding, &found.explanation, &found.by, &found.at] {
                has(text);
            }
        }
        has(&sheet.notes[0].text);
        has("4821 3907");
    }
}

#[test]
fn three_hundred_lines_flow_over_pages_each_with_its_head_and_foot() {
    for (lang, head, foot) in [(Lang::Zh, "指标名称", "第 2 页，共"), (Lang::En, "Element", "Page 2 of")]
    {
        let mut sheet = large(lang, 300);
        sheet.synthetic = true;
        let pages = sheet_pages(&sheet).unwrap();
        assert!(pages.len() >= 7, "{} pages", pages.len());
        let mut found = Vec::new();
        for page in &pages {
            let texts: Vec<String> = boxes(page).into_iter().map(|(words, _)| words).collect();
            let has = |wanted: &str| texts.iter().any(|words| words.contains(wanted));
            assert!(has("4821 3907") && has("SL-H1"), "each page says whose it is");
            assert!(has(if lang == Lang::Zh { "示例数据" } else { "Sample data" }));
            let numbers = numbers(page);
            assert!(numbers.is_empty() || has(head), "where figures stand, the head stands");
            found.extend(numbers.iter().map(|(number, _)| *number));
        }
        // The two tables behind the figures have lines 3 and 2.
        let figures: Vec<u32> = (1..=300).chain([3, 2]).collect();
        assert_eq!(found, figures, "each line once, in order");
        assert!(joined(&pages).contains(&foot.replace(' ', "")));
        let codes = |page: &SheetPage| page.marks.iter().any(|mark| matches!(mark, SheetMark::Code { .. }));
        assert_eq!(pages.iter().position(codes), Some(pages.len() - 1), "the code stands on the last page");
    }
}

#[test]
fn no_section_title_stands_alone_at_a_foot() {
    let mut turned = 0;
    for before in 20..60 {
        let mut sheet = large(Lang::Zh, 0);
        let many = |from: u32, to: u32| {
            (from..to).map(|number| line(number, "床位", "张", ["1", "1"], ("0", "0"))).collect()
        };
        sheet.sections = vec![
            SheetSection { name: "第一部分".to_owned(), lines: many(1, before) },
            SheetSection { name: "第二部分".to_owned(), lines: many(before, before + 3) },
        ];
        for page in sheet_pages(&sheet).unwrap() {
            let bands = page.marks.iter().filter_map(|mark| {
                if let SheetMark::Band { bottom, .. } = mark { Some(*bottom) } else { None }
            });
            let numbers = numbers(&page);
            for band in bands {
                let next = numbers.iter().find(|(_, bottom)| *bottom > band);
                assert!(next.is_some(), "{before} lines: a title stands alone");
                turned += u32::from(next.is_some_and(|(number, _)| *number == before));
            }
        }
    }
    assert_eq!(turned, 40, "the second title was looked at in every place");
}

#[test]
fn an_explanation_longer_than_a_page_goes_on_overleaf() {
    let mut sheet = small(Lang::Zh);
    let sentence = |number: usize| format!("第{number}条说明，床位改造停用。");
    let explanation: String = (0..400).map(sentence).collect();
    sheet.explanations =
        vec![SheetExplanation { explanation: explanation.clone(), ..sheet.explanations[0].clone() }];
    let pages = sheet_pages(&sheet).unwrap();
    assert!(pages.len() >= 3, "{} pages", pages.len());
    for page in &pages {
        assert_eq!(faults(page), Vec::<String>::new());
    }
    let all: Vec<Placed> = pages.iter().flat_map(boxes).collect();
    let left = all.iter().find(|(words, _)| words.starts_with("第0条")).unwrap().1[0];
    let column = all.iter().filter(|(_, area)| (area[0] - left).abs() < 0.01);
    let found: String = column.map(|(words, _)| words.as_str()).collect();
    assert_eq!(found, explanation, "no line is lost or doubled at a page's end");
}

#[test]
fn signatures_never_stand_alone_on_a_page() {
    let (mut carried, mut overleaf) = (0, 0);
    for lines in 1..=70 {
        let mut sheet = large(Lang::En, lines);
        (sheet.notes, sheet.explanations) = (Vec::new(), Vec::new());
        let pages = sheet_pages(&sheet).unwrap();
        let on_page: Vec<usize> = pages.iter().map(|page| numbers(page).len()).collect();
        assert_eq!(on_page.iter().sum::<usize>(), lines as usize);
        assert!(on_page.iter().all(|rows| *rows > 0), "{lines} lines: {on_page:?}");
        let told = joined(&pages).matches("continuedoverleaf").count();
        assert!(told < pages.len(), "{lines} lines: the last page does not go on");
        overleaf += told;
        carried += u32::from(pages.len() > 1 && on_page.last().is_some_and(|rows| *rows < 5));
    }
    assert!(carried > 5, "some sheets had to carry rows over");
    assert!(overleaf > 5, "a page with room left says that the sheet goes on");
}

#[test]
fn names_that_no_font_has_are_drawn_as_boxes_and_never_fail() {
    let mut sheet = small(Lang::Zh);
    sheet.signers.head.name = "𬭊𠮷\u{200b}\u{feff}\u{1}张😀\u{e000}\r\n\t王".to_owned();
    sheet.sections[0].lines[0].name = "\u{fffe}\u{ffff}é ñ\u{301}".to_owned();
    assert!(duibiao::report::sheet_pdf(&sheet).is_ok());
    assert!(duibiao::report::sheet_xlsx(&sheet).is_ok());
    let empty =
        ReturnSheet { sections: Vec::new(), notes: Vec::new(), explanations: Vec::new(), ..small(Lang::En) };
    assert_eq!(sheet_pages(&empty).unwrap().len(), 1);
}
