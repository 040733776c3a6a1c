//! Writes the sheet as a workbook of one page across: for offices that print from WPS or Excel.

use std::collections::BTreeSet;

use chrono::Datelike as _;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Image, Workbook, Worksheet, XlsxError};

use crate::{
    base::Cell,
    report::{
        ReportError, ReturnSheet,
        sheet::{
            SheetCode, SheetLine,
            words::{Words, column_titles, page_of, revision, words},
            xlsx_look::{Look, WIDTHS, height, number, title_height},
        },
        xlsx::{A4, sheet_name},
    },
};

/// The last column.
const LAST: u16 = WIDTHS.len() as u16 - 1;
/// 20 mm in inches; head and foot stand at half of it.
const MARGIN: f64 = 0.787;
/// 30 mm in pixels of a screen.
const CODE: f64 = 113.0;
/// A row of the end of the sheet, in points.
const END_ROW: f64 = 22.0;
/// A line to write on.
const LINE: &str = "________________";
/// Head and foot hold 255 characters in all.
const FOOT_NAME: usize = 60;

/// Writes a sheet as xlsx: one sheet, ready to be printed on A4 upright; the same sheet gives the same bytes.
///
/// Figures are real numbers with the places shown; words are never taken for formulas. The head of the table comes
/// again on each page, and head and foot of the page say whose it is.
///
/// # Errors
/// A text has more than 32 767 characters, or the ids are too long for a QR code.
pub fn sheet_xlsx(sheet: &ReturnSheet) -> Result<Vec<u8>, ReportError> {
    let code = sheet.code_text().map(|text| SheetCode::of(&text)?.png(8)).transpose()?;
    write(sheet, code.as_deref()).map_err(|why| ReportError::Paper(why.to_string()))
}

fn write(sheet: &ReturnSheet, code: Option<&[u8]>) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let year = u16::try_from(sheet.printed_on.year()).unwrap_or(2000);
    let day = ExcelDateTime::from_ymd(year, sheet.printed_on.month() as u8, sheet.printed_on.day() as u8)?;
    book.set_properties(&DocProperties::new().set_title(&sheet.title).set_creation_datetime(&day));
    let page = book.add_worksheet();
    page.set_name(sheet_name(&sheet.title, &mut BTreeSet::new()))?;
    for (at, width) in (0_u16..).zip(WIDTHS) {
        page.set_column_width(at, width)?;
    }
    let look = Look::of(sheet.lang);
    let mut writer = Writer { sheet, words: words(sheet.lang), look: &look, page, row: 0 };
    writer.head()?;
    writer.figures()?;
    writer.notes()?;
    writer.explanations()?;
    writer.signers()?;
    writer.end(code)?;
    writer.print()?;
    book.save_to_buffer()
}

struct Writer<'a> {
    sheet: &'a ReturnSheet,
    words: &'static Words,
    look: &'a Look,
    page: &'a mut Worksheet,
    /// The next free row.
    row: u32,
}

type Written = Result<(), XlsxError>;

impl Writer<'_> {
    /// Writes words over columns of the current row.
    fn across(&mut self, columns: (u16, u16), text: &str, format: &Format) -> Written {
        if columns.0 == columns.1 {
            self.page.write_string_with_format(self.row, columns.0, text, format)?;
        } else {
            self.page.merge_range(self.row, columns.0, self.row, columns.1, text, format)?;
        }
        Ok(())
    }

    fn next(&mut self, height: f64) -> Written {
        self.page.set_row_height(self.row, height)?;
        self.row += 1;
        Ok(())
    }

    /// Writes a row of words over groups of columns, as high as the longest asks for.
    fn words_row(&mut self, parts: &[((u16, u16), &str, &Format)]) -> Written {
        let mut most = 0.0_f64;
        for ((first, last), text, format) in parts {
            most = most.max(height(text, usize::from(*first)..=usize::from(*last)));
            self.across((*first, *last), text, format)?;
        }
        self.next(most)
    }

    fn head(&mut self) -> Written {
        let (sheet, words, look) = (self.sheet, self.words, self.look);
        if sheet.synthetic {
            self.across((0, LAST), words.synthetic, &look.banner)?;
            self.next(20.0)?;
        }
        self.across((0, LAST), &sheet.title, &look.title)?;
        self.next(title_height(&sheet.title))?;
        let fact =
            |(name, what): (&str, String)| (!what.is_empty()).then(|| format!("{name}{}{what}", words.colon));
        let own = [
            (words.unit, sheet.unit_text()),
            (words.plan, sheet.plan.clone()),
            (words.status, format!("{}{}{}", sheet.status, words.gap, revision(sheet.lang, sheet.revision))),
        ];
        let form = [
            (words.form_number, sheet.number.clone()),
            (words.authority, sheet.authority.clone()),
            (words.period, sheet.period.label(sheet.lang)),
        ];
        let mut own = own.into_iter().filter_map(fact);
        let mut form = form.into_iter().filter_map(fact);
        loop {
            let (left, right) = (own.next(), form.next());
            if left.is_none() && right.is_none() {
                return Ok(());
            }
            let (left, right) = (left.unwrap_or_default(), right.unwrap_or_default());
            self.words_row(&[((0, 3), &left, &look.fact), ((4, LAST), &right, &look.fact)])?;
        }
    }

    fn figures(&mut self) -> Written {
        let sheet = self.sheet;
        let first = self.row;
        for (at, title) in (0_u16..).zip(column_titles(sheet.lang, sheet.period)) {
            self.page.write_string_with_format(self.row, at, title, &self.look.head)?;
        }
        self.next(30.0)?;
        for (at, letter) in (0_u16..).zip(self.words.letters) {
            self.page.write_string_with_format(self.row, at, letter, &self.look.head)?;
        }
        self.next(15.0)?;
        self.page.set_repeat_rows(first, self.row - 1)?;
        for section in sheet.sections.iter().filter(|section| !section.lines.is_empty()) {
            self.across((0, LAST), &section.name, &self.look.band)?;
            self.next(height(&section.name, 0..=6))?;
            for line in &section.lines {
                self.line(line)?;
            }
        }
        Ok(())
    }

    fn line(&mut self, line: &SheetLine) -> Written {
        let remark = self.sheet.remark(line);
        let shown = self.sheet.shown(line);
        self.page.write_number_with_format(self.row, 0, line.number, &self.look.middle)?;
        self.page.write_string_with_format(self.row, 1, &line.name, &self.look.left)?;
        self.page.write_string_with_format(self.row, 2, &line.unit, &self.look.middle)?;
        self.figure(3, &line.figure, shown, false)?;
        self.figure(4, &line.last, &line.last.shown, false)?;
        self.figure(5, &line.change, &line.change.shown, true)?;
        self.page.write_string_with_format(self.row, 6, &remark, &self.look.middle)?;
        let heights = [
            height(&line.name, 1..=1),
            height(&line.unit, 2..=2),
            height(shown, 3..=3),
            height(&line.last.shown, 4..=4),
            height(&line.change.shown, 5..=5),
            height(&remark, 6..=6),
        ];
        self.next(heights.into_iter().fold(0.0, f64::max))
    }

    fn figure(&mut self, at: u16, cell: &Cell, shown: &str, change: bool) -> Written {
        match number(cell, change) {
            Some((value, places)) => {
                let format = self.look.right.clone().set_num_format(places);
                self.page.write_number_with_format(self.row, at, value, &format)?
            }
            None => self.page.write_string_with_format(self.row, at, shown, &self.look.middle)?,
        };
        Ok(())
    }

    fn title(&mut self, title: &str) -> Written {
        self.next(8.0)?;
        self.across((0, LAST), title, &self.look.heading)?;
        self.next(20.0)
    }

    fn notes(&mut self) -> Written {
        let (sheet, words, look) = (self.sheet, self.words, self.look);
        if sheet.notes.is_empty() {
            return Ok(());
        }
        self.title(words.notes)?;
        let [number, name, note] = words.note_columns;
        self.words_row(&[
            ((0, 0), number, &look.head),
            ((1, 1), name, &look.head),
            ((2, LAST), note, &look.head),
        ])?;
        for note in &sheet.notes {
            self.words_row(&[
                ((0, 0), &note.number.to_string(), &look.middle),
                ((1, 1), &note.name, &look.left),
                ((2, LAST), &note.text, &look.left),
            ])?;
        }
        Ok(())
    }

    fn explanations(&mut self) -> Written {
        const COLUMNS: [(u16, u16); 5] = [(0, 0), (1, 1), (2, 3), (4, 5), (6, LAST)];
        let (sheet, words, look) = (self.sheet, self.words, self.look);
        if sheet.explanations.is_empty() {
            return Ok(());
        }
        self.title(words.explanations)?;
        let titles = COLUMNS.into_iter().zip(words.explanation_columns);
        self.words_row(&titles.map(|(columns, title)| (columns, title, &look.head)).collect::<Vec<_>>())?;
        for found in &sheet.explanations {
            let number = found.number.map_or_else(String::new, |number| number.to_string());
            let said = if found.explanation.is_empty() { words.not_explained } else { &found.explanation };
            let by = format!("{}\n{}", found.by, found.at);
            let texts = [number.as_str(), &found.name, &found.finding, said, by.trim()];
            let looks = [&look.middle, &look.left, &look.left, &look.left, &look.left];
            let parts: Vec<_> = COLUMNS
                .into_iter()
                .zip(texts)
                .zip(looks)
                .map(|((columns, text), look)| (columns, text, look))
                .collect();
            self.words_row(&parts)?;
        }
        Ok(())
    }

    fn signers(&mut self) -> Written {
        const COLUMNS: [(u16, u16); 3] = [(0, 1), (2, 3), (4, LAST)];
        self.next(10.0)?;
        let words = self.words;
        let signers = self.sheet.signers.in_order(self.sheet.lang);
        for row in 0..3 {
            for (columns, (role, signer)) in COLUMNS.into_iter().zip(signers) {
                let (label, what) =
                    [(role, signer.name.as_str()), (words.phone, &signer.phone), (words.signature, "")][row];
                let what = if what.trim().is_empty() { LINE } else { what };
                self.across(columns, &format!("{label}{}{what}", words.colon), &self.look.field)?;
            }
            self.next(END_ROW)?;
        }
        Ok(())
    }

    /// Writes the place of the seal, the days, and the code with its digits.
    fn end(&mut self, code: Option<&[u8]>) -> Written {
        const ROWS: u32 = 6;
        self.next(10.0)?;
        let (sheet, words, look) = (self.sheet, self.words, self.look);
        let first = self.row;
        let place = format!("{}\n{}", words.sealed_unit, words.seal);
        self.page.merge_range(first, 0, first + ROWS - 1, 1, &place, &look.seal)?;
        let reported = if sheet.reported_on.is_empty() { words.empty_date } else { &sheet.reported_on };
        let printed = sheet.printed_on.to_string();
        let mut lines = [(words.reported_on, reported), (words.printed_on, printed.as_str())]
            .map(|(label, what)| format!("{label}{}{what}", words.colon))
            .to_vec();
        match sheet.grouped_fingerprint() {
            Some(digits) => lines.push(format!("{}{}{digits}", words.fingerprint, words.colon)),
            None => lines.push(words.no_fingerprint.to_owned()),
        }
        if let Some(png) = code {
            let image = Image::new_from_buffer(png)?
                .set_scale_to_size(CODE, CODE, true)
                .set_alt_text(sheet.code_text().unwrap_or_default());
            self.page.insert_image_with_offset(first, 5, &image, 8, 2)?;
        }
        for row in 0..ROWS {
            if let Some(line) = lines.get(row as usize) {
                self.across((2, 4), line, &look.field)?;
            }
            if row + 1 == ROWS && code.is_some() {
                self.across((2, 4), words.code_use, &look.small)?;
                let digits = sheet.grouped_fingerprint().unwrap_or_default();
                self.across((5, LAST), &digits, &look.digits)?;
            }
            self.next(END_ROW)?;
        }
        Ok(())
    }

    fn print(&mut self) -> Written {
        let (sheet, words) = (self.sheet, self.words);
        let last = self.row.saturating_sub(1);
        let name: String = sheet.unit_name.chars().take(FOOT_NAME).collect();
        let name = name.replace('&', "&&");
        let digits = sheet.grouped_fingerprint().map_or_else(
            || words.no_fingerprint.to_owned(),
            |digits| format!("{}{}{digits}", words.fingerprint, words.colon),
        );
        let pages = page_of(sheet.lang, "&P", "&N");
        self.page.set_footer(format!("&L{name}&C{pages}&R{digits}"));
        if sheet.synthetic {
            self.page.set_header(format!("&L{}", words.synthetic));
        }
        self.page
            .set_paper_size(A4)
            .set_portrait()
            .set_margins(MARGIN, MARGIN, MARGIN, MARGIN, MARGIN / 2.0, MARGIN / 2.0)
            .set_print_fit_to_pages(1, 0)
            .set_print_center_horizontally(true)
            .set_print_area(0, 0, last, LAST)?;
        Ok(())
    }
}
