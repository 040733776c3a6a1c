//! A return on paper: what the sheet says, in one language.

use chrono::{Datelike as _, NaiveDate};
use rust_decimal::Decimal;

use crate::{
    base::{Bilingual, Cell, ElementId, Figure, Lang},
    desk::{Answer, Desk, Row, RowKind},
    report::{
        LineMark, ReturnSheet, SheetExplanation, SheetLine, SheetNote, SheetSection, SheetSigner,
        SheetSigners,
    },
    returns::{ReturnKey, Signer},
};

impl Desk {
    /// Gives the printed sheet of a return; `None` for a form or unit that does not exist.
    pub fn return_sheet(&self, key: &ReturnKey, lang: Lang, printed_on: NaiveDate) -> Option<ReturnSheet> {
        let sheet = self.sheet(key)?;
        let form = self.catalogue.form(&key.form)?;
        let head = self.head(key);
        let mut paper = ReturnSheet::new(lang, key.form.clone(), key.unit.clone(), key.period, printed_on);
        paper.title = form.name.text(lang).to_owned();
        paper.number.clone_from(&form.number);
        paper.unit_name = sheet.unit.text(lang).to_owned();
        paper.plan = self.plan().map(|plan| plan.title.text(lang).to_owned()).unwrap_or_default();
        paper.status = head.status.name().text(lang).to_owned();
        paper.synthetic = self.workspace.synthetic;
        let found = self.returns.get(key);
        paper.revision = found.map_or(0, |found| found.revision);
        if let Some(submission) = head.submission().filter(|_| !head.status.is_open()) {
            // What is printed names what was handed in, however often the mark moved since.
            paper.revision = submission.revision;
            paper.fingerprint = Some(submission.fingerprint.clone());
            paper.reported_on = day_words(submission.at.date(), lang);
        }
        let mut numbers: Vec<(ElementId, u32, String)> = Vec::new();
        let mut number = 0;
        for (at, section) in sheet.sections.iter().enumerate() {
            let end = sheet.sections.get(at + 1).map_or(sheet.rows.len(), |next| next.row);
            let mut lines = Vec::new();
            for row in &sheet.rows[section.row + 1..end] {
                number += 1;
                let name = row.name.text(lang).to_owned();
                if let Some(element) = row.typed() {
                    numbers.push((element.clone(), number, name.clone()));
                    let note = found.map(|found| found.entry(element).note.clone()).unwrap_or_default();
                    let said = [reason(&row.figure), note].into_iter().filter(|text| !text.is_empty());
                    let text = said.collect::<Vec<_>>().join("；");
                    if !text.is_empty() {
                        paper.notes.push(SheetNote { number, name, text });
                    }
                }
                lines.push(line_of(row, number, lang));
            }
            paper.sections.push(SheetSection { name: section.name.text(lang).to_owned(), lines });
        }
        for view in &self.findings(key).list {
            let (said, asked) = match &view.answer {
                Answer::Given(said) | Answer::Outdated(said) => (Some(said), true),
                Answer::Missing => (None, true),
                Answer::NotAsked => (None, false),
            };
            if !asked {
                continue;
            }
            let place = numbers.iter().find(|(id, ..)| *id == view.finding.element);
            paper.explanations.push(SheetExplanation {
                number: place.map(|(_, number, _)| *number),
                name: place.map(|(.., name)| name.clone()).unwrap_or_default(),
                finding: view.finding.says.text(lang).to_owned(),
                explanation: said.map(|said| said.text.clone()).unwrap_or_default(),
                by: said.map(|said| said.who.clone()).unwrap_or_default(),
                at: said.map(|said| said.at.format("%Y-%m-%d").to_string()).unwrap_or_default(),
            });
        }
        let signers = self.signers(key);
        let signer = |one: Signer| SheetSigner { name: one.name, phone: one.phone };
        paper.signers = SheetSigners {
            clerk: signer(signers.filler),
            statistician: signer(signers.statistician),
            head: signer(signers.head),
        };
        Some(paper)
    }
}

fn day_words(day: NaiveDate, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("{}年{}月{}日", day.year(), day.month(), day.day()),
        Lang::En => day.to_string(),
    }
}

fn reason(figure: &Figure) -> String {
    match figure {
        Figure::NotApplicable(reason) => reason.clone(),
        _ => String::new(),
    }
}

fn line_of(row: &Row, number: u32, lang: Lang) -> SheetLine {
    let computed = row.typed().is_none();
    let mark = match &row.figure {
        _ if computed => LineMark::Computed,
        Figure::Known(_) => LineMark::Typed,
        Figure::NotApplicable(_) => LineMark::NotApplicable,
        Figure::Blank => LineMark::Blank,
        Figure::Unread(_) if row.is_words => LineMark::Typed,
        Figure::Unread(_) => LineMark::Unread,
    };
    let change = match (row.change_share, row.change.ends_with('%')) {
        (Some(share), true) => Cell {
            shown: row.change.clone(),
            exact: share.round_dp(6).normalize().to_string(),
            is_number: true,
        },
        _ => Cell::text(&row.change),
    };
    SheetLine {
        number,
        name: row.name.text(lang).to_owned(),
        unit: row.unit_text(lang).to_owned(),
        figure: cell_of(&row.figure, &row.shown, &row.kind, lang),
        last: cell_of(&row.last, &row.last_shown, &row.kind, lang),
        change,
        mark,
    }
}

/// A number where a number is shown, so that a spreadsheet may go on with it; a choice and a ratio are words.
fn cell_of(figure: &Figure, shown: &Bilingual, kind: &RowKind, lang: Lang) -> Cell {
    let text = shown.text(lang);
    let is_number = text.starts_with(|c: char| c.is_ascii_digit() || c == '\u{2212}') && !text.contains(':');
    match figure.known() {
        Some(value) if is_number && text.chars().all(|c| !c.is_alphabetic()) => {
            // What is computed is printed at the decimals shown; a typed figure is exact anyway.
            let places = text.split_once('.').map_or(0, |(_, places)| places.len() as u32);
            let exact: Decimal =
                if matches!(kind, RowKind::Indicator(_)) { value.round_dp(places) } else { value };
            Cell { shown: text.to_owned(), exact: exact.normalize().to_string(), is_number: true }
        }
        _ => Cell::text(text),
    }
}
