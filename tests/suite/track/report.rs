//! 监测报告: the same bytes, every target in it, typefaces by name, and XML that closes what it opens.

use std::io::{Cursor, Read as _};

use duibiao::{
    base::{Decimal, ElementId, Lang, Period, Severity},
    desk::{Command, Desk, PlanReport, ReportWish},
    report::PaperBlock,
    returns::UnitReturn,
    trend::{Population, Verdict},
    words::method_notes,
};

use super::{city, id, today};

fn wish(lang: Lang) -> ReportWish {
    ReportWish {
        unit: id("SL-CITY"),
        plan: id("hulunbuir-2024"),
        population: Population::AsIs,
        today: today(),
        lang,
        dpi: 72,
        notes: method_notes(lang),
    }
}

fn parts(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("a zip");
    (0..archive.len())
        .map(|at| {
            let mut file = archive.by_index(at).expect("a part");
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes).expect("its bytes");
            (file.name().expect("a name").into_owned(), bytes)
        })
        .collect()
}

/// Says what a text opens and does not close, or closes and never opened.
fn unclosed(xml: &str) -> Option<String> {
    let mut open: Vec<&str> = Vec::new();
    for tag in xml.split('<').skip(1) {
        let inside = tag.split_once('>')?.0;
        let name = inside.trim_start_matches('/').split([' ', '/']).next()?;
        if inside.starts_with('?') || inside.ends_with('/') {
            continue;
        }
        if !inside.starts_with('/') {
            open.push(name);
        } else if open.pop() != Some(name) {
            return Some(format!("</{name}>"));
        }
    }
    open.pop().map(str::to_owned)
}

#[test]
fn a_report_is_whole_and_always_the_same() {
    let (_folder, desk) = city();
    for lang in [Lang::Zh, Lang::En] {
        let make = || -> PlanReport { desk.plan_report(&wish(lang)).expect("charts").expect("a plan") };
        let (one, again) = (make(), make());
        let (docx, xlsx) = (one.docx().expect("a paper"), one.xlsx().expect("a workbook"));
        assert!(docx == again.docx().expect("a paper"), "the paper differs");
        assert!(xlsx == again.xlsx().expect("a workbook"), "the workbook differs");
        let parts = parts(&docx);
        let part = |name: &str| {
            let found = parts.iter().find(|(known, _)| known == name).unwrap_or_else(|| panic!("no {name}"));
            String::from_utf8(found.1.clone()).expect("UTF-8")
        };
        for (name, bytes) in
            parts.iter().filter(|(name, _)| name.ends_with(".xml") || name.ends_with(".rels"))
        {
            let text = std::str::from_utf8(bytes).expect("UTF-8");
            assert_eq!(unclosed(text), None, "{name}");
        }
        let text = part("word/document.xml");
        let all =
            desk.track(&id("SL-CITY"), &id("hulunbuir-2024"), Population::AsIs, today()).expect("a plan");
        for line in all.iter().filter(|line| !line.is_elsewhere) {
            assert!(text.contains(&xml(line.name.text(lang))), "{}", line.indicator);
        }
        let fonts = part("word/fontTable.xml");
        for font in ["方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312"] {
            assert!(fonts.contains(font), "{font}");
        }
        // Every picture is there once and is named in the relations.
        let pictures =
            one.paper().blocks.iter().filter(|block| matches!(block, PaperBlock::Picture { .. })).count();
        let media = parts.iter().filter(|(name, _)| name.starts_with("word/media/")).count();
        let named = part("word/_rels/document.xml.rels").matches("/image\"").count();
        assert!(pictures > 5 && (media, named) == (pictures, pictures), "{pictures} {media} {named}");
        assert_eq!(one.tables().len(), 8);
    }
}

/// Lets a hospital have a third of its nurses, and say why; gives what it said.
fn explain_nurses(desk: &mut Desk) -> String {
    let nurses: ElementId = id("staff_nurses");
    let is_open = |found: &&std::sync::Arc<UnitReturn>| {
        found.status().is_open()
            && found.key.period == Period::year(2025)
            && found.figure(&nurses).known().is_some_and(|count| count > Decimal::ONE_HUNDRED)
    };
    let found = desk.returns().find(is_open).expect("a hospital that has not handed in");
    let (key, count) = (found.key.clone(), found.figure(&nurses).known().expect("known"));
    let text = (count / Decimal::from(3)).floor().to_string();
    let now = today().and_hms_opt(9, 0, 0).expect("a time");
    desk.apply(Command::SetFigure { key: key.clone(), element: nurses.clone(), text }, now);
    let findings = desk.findings(&key);
    let asked = findings
        .list
        .iter()
        .find(|view| view.finding.element == nurses && view.finding.severity == Severity::Soft);
    let check = asked.expect("a change that is asked about").finding.check.clone();
    let text = "护士转岗到社区".to_owned();
    desk.apply(Command::Explain { key, element: nurses, check, text: text.clone() }, now);
    // What a unit explained is read from above, not from another unit's seat.
    desk.apply(Command::TakeSeat(id("SL-CITY")), now);
    text
}

/// Each target that is behind has its causes, told below or left to be filled in; then name and day stand at the right.
#[test]
fn causes_are_told_or_asked_for_and_the_report_is_signed() {
    let (_folder, mut desk) = city();
    let said = explain_nurses(&mut desk);
    for (lang, causes, blank, after) in [
        (Lang::Zh, "五、原因分析", "〔请填写〕", "六、"),
        (Lang::En, "5. Causes", "〔to be filled in〕", "6. "),
    ] {
        let report = desk.plan_report(&wish(lang)).expect("charts").expect("a plan");
        let blocks = &report.paper().blocks;
        let heading = |start: &str| {
            let is_it =
                |block: &PaperBlock| matches!(block, PaperBlock::Heading(1, text) if text.starts_with(start));
            blocks.iter().position(is_it).unwrap_or_else(|| panic!("no {start}"))
        };
        let text = |block: &PaperBlock| match block {
            PaperBlock::Text(text) => text.clone(),
            other => panic!("{other:?}"),
        };
        let told: Vec<String> = blocks[heading(causes) + 1..heading(after)].iter().map(text).collect();
        let all =
            desk.track(&id("SL-CITY"), &id("hulunbuir-2024"), Population::AsIs, today()).expect("a plan");
        let behind = all.iter().filter(|line| {
            !line.is_elsewhere && matches!(line.standing.verdict, Verdict::OffTrack | Verdict::Late)
        });
        let mut names: Vec<&str> = behind.map(|line| line.name.text(lang)).collect();
        names.sort_unstable();
        names.dedup();
        assert!(names.len() > 3);
        for name in &names {
            assert!(told.iter().any(|told| told.contains(name)), "{name}");
        }
        assert_eq!(told.len(), names.len());
        let (open, known): (Vec<&String>, Vec<&String>) = told.iter().partition(|told| told.contains(blank));
        assert!(!open.is_empty() && !known.is_empty(), "{told:?}");
        assert!(known.iter().any(|told| told.contains(&said)), "{known:?}");
        let signed = blocks.iter().find_map(|block| match block {
            PaperBlock::Signed(name, day) => Some((name.as_str(), day.as_str())),
            _ => None,
        });
        let city = desk.tree().unit(&id("SL-CITY")).expect("there").name.text(lang);
        let day = if lang == Lang::Zh {
            today().format("%Y年%-m月%-d日").to_string()
        } else {
            today().to_string()
        };
        assert_eq!(signed, Some((city, day.as_str())));
        let docx = parts(&report.docx().expect("a paper"));
        let body = docx.iter().find(|(name, _)| name == "word/document.xml").expect("a body");
        let body = String::from_utf8(body.1.clone()).expect("UTF-8");
        let (_, signature) = body.rsplit_once("w:jc w:val=\"right\"").expect("set at the right");
        assert!(signature.contains(&day), "the day stands last, at the right");
    }
}

fn xml(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
