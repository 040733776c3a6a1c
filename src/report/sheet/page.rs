//! The pages of a sheet: what stands where, in points, before any format.

use crate::{
    base::Cell,
    report::{
        ReportError, ReturnSheet,
        mark::Anchor,
        sheet::{
            LineMark, SheetCode, SheetLine, closing,
            face::Faces,
            grid::{Grid, GridCell, GridRow},
            paper::{Hand, LEFT, Paper, RIGHT, TOP, words_mark},
            words::{column_titles, page_of, revision, words},
        },
    },
};

/// 页面: width and height of A4 in points.
pub const SHEET_SIZE: (f64, f64) = (595.276, 841.89);

/// 页边距: 20 mm in points; running head and foot stand inside it.
pub const SHEET_MARGIN: f64 = 56.693;

/// So much of the last page's rows goes over where the signatures do not fit below them.
const CARRIED: f64 = 60.0;

/// One page.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SheetPage {
    /// What is on it, lowest first.
    pub marks: Vec<SheetMark>,
}

/// One thing on a page, in points from the upper left corner.
#[derive(Clone, Debug, PartialEq)]
pub enum SheetMark {
    /// Words on one line.
    Words {
        /// The words.
        words: String,
        /// The left end of the base line.
        at: (f64, f64),
        /// How far they reach, by the bundled fonts.
        width: f64,
        /// Size of the font.
        size: f64,
        /// Whether they are a heading.
        heavy: bool,
        /// Whether they are grey: a frame for the hand, not a figure.
        pale: bool,
    },
    /// A straight line.
    Line {
        /// One end.
        from: (f64, f64),
        /// The other.
        to: (f64, f64),
        /// How thick.
        width: f64,
    },
    /// A light grey ground.
    Band {
        /// Left edge.
        left: f64,
        /// Upper edge.
        top: f64,
        /// Right edge.
        right: f64,
        /// Lower edge.
        bottom: f64,
    },
    /// A dashed circle: where the seal goes.
    Ring {
        /// Its middle.
        middle: (f64, f64),
        /// Its radius.
        radius: f64,
    },
    /// A QR code with its white edge.
    Code {
        /// Upper left corner.
        at: (f64, f64),
        /// Length of a side.
        side: f64,
        /// The modules.
        code: SheetCode,
    },
}

/// Lays a sheet out on pages: long names wrap, tables flow with their heads, signatures stand on the last page.
///
/// # Errors
/// The bundled fonts cannot be read, or the ids are too long for a QR code.
pub fn sheet_pages(sheet: &ReturnSheet) -> Result<Vec<SheetPage>, ReportError> {
    let faces = Faces::bundled()?;
    let mut paper = filled(sheet, &faces, None);
    if paper.room() < closing::HEIGHT {
        // Signatures alone on a page would vouch for nothing: the last rows go over with them.
        let (page, y) = paper.reached();
        paper = filled(sheet, &faces, Some((page, y - CARRIED)));
    }
    closing::draw(sheet, &mut paper)?;
    let mut pages = paper.finished();
    let count = pages.len();
    for (at, page) in pages.iter_mut().enumerate() {
        page.marks.extend(running_head(sheet, &faces, at));
        page.marks.extend(foot(sheet, &faces, at + 1, count));
    }
    Ok(pages)
}

/// Lays out everything but the end.
fn filled<'a>(sheet: &ReturnSheet, faces: &'a Faces, short: Option<(usize, f64)>) -> Paper<'a> {
    let mut paper = Paper::new(faces, short, words(sheet.lang).overleaf);
    head(sheet, &mut paper);
    figures(sheet, faces).draw(&mut paper);
    if !sheet.notes.is_empty() {
        paper.y += 6.0;
        notes(sheet).draw(&mut paper);
    }
    if !sheet.explanations.is_empty() {
        paper.y += 6.0;
        explanations(sheet).draw(&mut paper);
    }
    paper
}

/// Draws the title, and below it what the form is on the right and whose it is on the left.
fn head(sheet: &ReturnSheet, paper: &mut Paper<'_>) {
    const TITLE: f64 = 18.0;
    const FACT: f64 = 9.0;
    const LEADING: f64 = 14.0;
    let words = words(sheet.lang);
    let mut base = TOP + TITLE;
    for line in paper.faces.lines(&sheet.title, TITLE, true, RIGHT - LEFT) {
        paper.words(&line, ((LEFT + RIGHT) / 2.0, base), Anchor::Middle, Hand::heavy(TITLE));
        base += TITLE * 1.35;
    }
    let fact =
        |(name, what): (&str, String)| (!what.is_empty()).then(|| format!("{name}{}{what}", words.colon));
    let form = [
        (words.form_number, sheet.number.clone()),
        (words.authority, sheet.authority.clone()),
        (words.period, sheet.period.label(sheet.lang)),
    ];
    let form: Vec<String> = form.into_iter().filter_map(fact).collect();
    let widest = form.iter().map(|line| paper.faces.width(line, FACT, false)).fold(0.0, f64::max);
    let form_room = widest.min((RIGHT - LEFT) * 0.45);
    let top = base + 2.0;
    let mut right_base = top;
    for line in &form {
        right_base =
            paper.block(line, (RIGHT - form_room, right_base), form_room + 0.1, LEADING, Hand::plain(FACT));
    }
    let own = [
        (words.unit, sheet.unit_text()),
        (words.plan, sheet.plan.clone()),
        (words.status, format!("{}{}{}", sheet.status, words.gap, revision(sheet.lang, sheet.revision))),
    ];
    let mut left_base = top;
    for line in own.into_iter().filter_map(fact) {
        left_base = paper.block(
            &line,
            (LEFT, left_base),
            RIGHT - LEFT - form_room - 14.0,
            LEADING,
            Hand::plain(FACT),
        );
    }
    paper.y = right_base.max(left_base) - LEADING + 7.0;
}

fn numbered(number: Option<u32>) -> GridCell {
    GridCell::new(number.map_or_else(String::new, |number| number.to_string()), Anchor::Middle)
}

fn number_or_words(cell: &Cell) -> GridCell {
    GridCell::new(cell.shown.clone(), if cell.is_number { Anchor::End } else { Anchor::Middle })
}

/// Makes the table of figures; its columns are as wide as their figures ask for, the names take the rest.
fn figures<'a>(sheet: &ReturnSheet, faces: &Faces) -> Grid<'a> {
    let words = words(sheet.lang);
    let lines = || sheet.sections.iter().flat_map(|section| &section.lines);
    let remarks: Vec<String> = lines().map(|line| sheet.remark(line)).collect();
    let widest = |texts: &mut dyn Iterator<Item = &str>, low: f64, high: f64| {
        let asked = texts.map(|text| faces.width(text, 9.0, false)).fold(0.0, f64::max);
        (asked + 8.0).clamp(low, high)
    };
    let widths = [
        28.0,
        0.0,
        widest(&mut lines().map(|line| line.unit.as_str()), 44.0, 64.0),
        widest(&mut lines().map(|line| line.figure.shown.as_str()), 62.0, 100.0),
        widest(&mut lines().map(|line| line.last.shown.as_str()), 62.0, 88.0),
        widest(&mut lines().map(|line| line.change.shown.as_str()), 42.0, 76.0),
        widest(&mut remarks.iter().map(String::as_str), 36.0, 52.0),
    ];
    let names = RIGHT - LEFT - widths.iter().sum::<f64>();
    let mut widths = widths.to_vec();
    widths[1] = names;
    let row = |line: &SheetLine| {
        let shown = sheet.shown(line);
        let mut figure = number_or_words(&line.figure);
        figure.text = shown.to_owned();
        figure.pale = line.mark == LineMark::Blank;
        GridRow::Cells(vec![
            numbered(Some(line.number)),
            GridCell::new(&line.name, Anchor::Start),
            GridCell::new(&line.unit, Anchor::Middle),
            figure,
            number_or_words(&line.last),
            number_or_words(&line.change),
            GridCell::new(sheet.remark(line), Anchor::Middle),
        ])
    };
    let mut rows = Vec::new();
    for section in sheet.sections.iter().filter(|section| !section.lines.is_empty()) {
        rows.push(GridRow::Band(section.name.clone()));
        rows.extend(section.lines.iter().map(row));
    }
    let head =
        vec![column_titles(sheet.lang, sheet.period).to_vec(), words.letters.map(str::to_owned).to_vec()];
    Grid { title: "", widths, head, rows, continued: words.continued }
}

fn notes(sheet: &ReturnSheet) -> Grid<'static> {
    let words = words(sheet.lang);
    let row = |note: &super::SheetNote| {
        GridRow::Cells(vec![
            numbered(Some(note.number)),
            GridCell::new(&note.name, Anchor::Start),
            GridCell::new(&note.text, Anchor::Start),
        ])
    };
    let widths = vec![28.0, 150.0, RIGHT - LEFT - 178.0];
    let head = vec![words.note_columns.map(str::to_owned).to_vec()];
    Grid { title: words.notes, widths, head, rows: sheet.notes.iter().map(row).collect(), continued: "" }
}

fn explanations(sheet: &ReturnSheet) -> Grid<'static> {
    let words = words(sheet.lang);
    let row = |found: &super::SheetExplanation| {
        let mut explanation = GridCell::new(&found.explanation, Anchor::Start);
        if found.explanation.is_empty() {
            explanation =
                GridCell { text: words.not_explained.to_owned(), anchor: Anchor::Start, pale: true };
        }
        GridRow::Cells(vec![
            numbered(found.number),
            GridCell::new(&found.name, Anchor::Start),
            GridCell::new(&found.finding, Anchor::Start),
            explanation,
            GridCell::new(format!("{}\n{}", found.by, found.at).trim(), Anchor::Start),
        ])
    };
    let widths = vec![28.0, 80.0, 146.0, RIGHT - LEFT - 342.0, 88.0];
    let head = vec![words.explanation_columns.map(str::to_owned).to_vec()];
    let rows = sheet.explanations.iter().map(row).collect();
    Grid { title: words.explanations, widths, head, rows, continued: "" }
}

/// Names the form again from the second page on, and says on every page where figures are made up.
fn running_head(sheet: &ReturnSheet, faces: &Faces, before: usize) -> Vec<SheetMark> {
    const BASE: f64 = 42.0;
    const SIZE: f64 = 8.0;
    let words = words(sheet.lang);
    let mut marks = Vec::new();
    let mut left = LEFT;
    if sheet.synthetic {
        let hand = Hand::heavy(10.0);
        let width = faces.width(words.synthetic, hand.size, true) + 12.0;
        let (top, bottom) = (BASE - 12.5, BASE + 4.5);
        let corners = [(left, top), (left + width, top), (left + width, bottom), (left, bottom), (left, top)];
        marks.extend(corners.windows(2).map(|ends| SheetMark::Line {
            from: ends[0],
            to: ends[1],
            width: 1.0,
        }));
        marks.push(words_mark(faces, words.synthetic, (left + 6.0, BASE), Anchor::Start, hand));
        left += width + 12.0;
    }
    if before > 0 {
        let title = format!(
            "{}{}  {}  {}",
            sheet.title,
            words.continued,
            sheet.number,
            sheet.period.label(sheet.lang)
        );
        let title = faces.shortened(&title, SIZE, RIGHT - left);
        marks.push(words_mark(faces, &title, (RIGHT, BASE), Anchor::End, Hand::plain(SIZE)));
    }
    marks
}

/// Writes unit, page and fingerprint below a page.
fn foot(sheet: &ReturnSheet, faces: &Faces, page: usize, pages: usize) -> Vec<SheetMark> {
    const BASE: f64 = SHEET_SIZE.1 - 36.0;
    const SIZE: f64 = 8.0;
    let words = words(sheet.lang);
    let hand = Hand::plain(SIZE);
    let middle = (LEFT + RIGHT) / 2.0;
    let count = page_of(sheet.lang, &page.to_string(), &pages.to_string());
    let room = middle - LEFT - faces.width(&count, SIZE, false) / 2.0 - 10.0;
    let unit = faces.shortened(&sheet.unit_text(), SIZE, room);
    let digits = sheet.grouped_fingerprint().map_or_else(
        || words.no_fingerprint.to_owned(),
        |digits| format!("{}{}{digits}", words.fingerprint, words.colon),
    );
    vec![
        SheetMark::Line { from: (LEFT, BASE - 11.0), to: (RIGHT, BASE - 11.0), width: 0.4 },
        words_mark(faces, &unit, (LEFT, BASE), Anchor::Start, hand),
        words_mark(faces, &count, (middle, BASE), Anchor::Middle, hand),
        words_mark(faces, &faces.shortened(&digits, SIZE, room), (RIGHT, BASE), Anchor::End, hand),
    ]
}
