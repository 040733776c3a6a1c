//! The end of the sheet: who signs, where the seal goes, the day, the fingerprint and its QR code.

use crate::report::{
    ReportError, ReturnSheet,
    mark::Anchor,
    sheet::{
        SheetCode, SheetSigner,
        page::SheetMark,
        paper::{BOTTOM, Hand, LEFT, Paper, RIGHT},
        words::{Words, revision, words},
    },
};

const SIZE: f64 = 9.5;
const SIGNER_LINE: f64 = 20.0;
/// A line for each signer's name, phone and signature.
const SIGNERS: f64 = 3.0 * SIGNER_LINE + 8.0;
/// 42 mm, as round seals of institutions are.
const SEAL: f64 = 119.0;
/// 30 mm, the white edge included.
const CODE: f64 = 85.0;
/// All of it, with what is free above.
pub(super) const HEIGHT: f64 = SIGNERS + SEAL + 14.0;

/// Draws the end at the foot of the page reached, or of the next one.
pub(super) fn draw(sheet: &ReturnSheet, paper: &mut Paper<'_>) -> Result<(), ReportError> {
    let words = words(sheet.lang);
    if paper.room() < HEIGHT {
        paper.turn();
    }
    let top = BOTTOM - HEIGHT + 10.0;
    paper.ended(words.nothing_follows, top);
    signers(sheet, words, top, paper);
    let top = top + SIGNERS;
    seal(words, top, paper);
    days(sheet, words, top, paper);
    code(sheet, words, top, paper)
}

/// Draws the three columns of those who sign.
fn signers(sheet: &ReturnSheet, words: &Words, top: f64, paper: &mut Paper<'_>) {
    const GAP: f64 = 14.0;
    let width = (RIGHT - LEFT - 2.0 * GAP) / 3.0;
    for (at, (role, signer)) in sheet.signers.in_order(sheet.lang).into_iter().enumerate() {
        let left = LEFT + at as f64 * (width + GAP);
        let SheetSigner { name, phone } = signer;
        for (row, (label, what)) in
            [(role, name.as_str()), (words.phone, phone), (words.signature, "")].into_iter().enumerate()
        {
            let base = top + SIGNER_LINE * (row as f64 + 0.75);
            field(&format!("{label}{}", words.colon), what, (left, base), width, paper);
        }
    }
}

/// Draws what is asked and the answer, or a line to write it on.
fn field(label: &str, what: &str, at: (f64, f64), width: f64, paper: &mut Paper<'_>) {
    let asked = paper.faces.width(label, SIZE, false);
    paper.words(label, at, Anchor::Start, Hand::plain(SIZE));
    let from = at.0 + asked + 2.0;
    let room = at.0 + width - from;
    if what.trim().is_empty() {
        paper.line((from, at.1 + 2.5), (at.0 + width, at.1 + 2.5), 0.5);
        return;
    }
    // Two lines of a smaller hand where one is too short.
    let lines = paper.faces.lines(what, SIZE, false, room);
    if let [line] = lines.as_slice() {
        paper.words(line, (from, at.1), Anchor::Start, Hand::plain(SIZE));
    } else {
        let small = SIZE * 0.75;
        let lines = paper.faces.lines(what, small, false, room);
        let most = lines.len().min(2);
        for (row, line) in lines.iter().take(most).enumerate() {
            let rest = lines[row..].concat();
            let line = if row + 1 == most { paper.faces.shortened(&rest, small, room) } else { line.clone() };
            let base = at.1 + (row as f64 - 0.5) * small * 1.25;
            paper.words(&line, (from, base), Anchor::Start, Hand::plain(small));
        }
    }
}

/// Draws the place of the seal.
fn seal(words: &Words, top: f64, paper: &mut Paper<'_>) {
    let middle = (LEFT + SEAL / 2.0 + 8.0, top + SEAL / 2.0 + 2.0);
    paper.put(SheetMark::Ring { middle, radius: SEAL / 2.0 });
    paper.words(words.sealed_unit, (middle.0, middle.1 - 4.0), Anchor::Middle, Hand::pale(9.5));
    paper.words(words.seal, (middle.0, middle.1 + 11.0), Anchor::Middle, Hand::pale(9.5));
}

/// Writes the days between seal and code, and what the code is for.
fn days(sheet: &ReturnSheet, words: &Words, top: f64, paper: &mut Paper<'_>) {
    let left = LEFT + SEAL + 28.0;
    let room = RIGHT - CODE - 14.0 - left;
    let reported = if sheet.reported_on.is_empty() { words.empty_date } else { &sheet.reported_on };
    let printed = sheet.printed_on.to_string();
    let state = format!("{}{}{}", sheet.status, words.gap, revision(sheet.lang, sheet.revision));
    let mut base = top + 24.0;
    for (label, what) in
        [(words.reported_on, reported), (words.status, state.as_str()), (words.printed_on, printed.as_str())]
    {
        field(&format!("{label}{}", words.colon), what, (left, base), room, paper);
        base += SIGNER_LINE;
    }
    if sheet.fingerprint.is_some() {
        paper.block(words.code_use, (left, base), room, 10.0, Hand::pale(7.5));
    }
}

/// Draws the QR code and the digits it holds; nothing stands for a code that does not exist yet.
fn code(sheet: &ReturnSheet, words: &Words, top: f64, paper: &mut Paper<'_>) -> Result<(), ReportError> {
    let (Some(text), Some(digits)) = (sheet.code_text(), sheet.grouped_fingerprint()) else {
        paper.words(words.no_fingerprint, (RIGHT, BOTTOM - 6.0), Anchor::End, Hand::pale(9.0));
        return Ok(());
    };
    let code = SheetCode::of(&text)?;
    paper.put(SheetMark::Code { at: (RIGHT - CODE, top + 4.0), side: CODE, code });
    let middle = RIGHT - CODE / 2.0;
    paper.words(&digits, (middle, top + CODE + 17.0), Anchor::Middle, Hand::heavy(11.0));
    Ok(())
}
