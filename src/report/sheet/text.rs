//! The sheet as text: for tests and for reading on a terminal.

use crate::{
    base::{Align, Cell, Table},
    report::{
        ReturnSheet,
        sheet::words::{column_titles, revision, words},
        table_text,
    },
};

impl ReturnSheet {
    /// Writes the sheet as text for a terminal: the same facts as on paper, in the same order.
    pub fn text(&self) -> String {
        let words = words(self.lang);
        let mut out = String::new();
        let mut line = |text: String| {
            out.push_str(text.trim_end());
            out.push('\n');
        };
        let fact = |name: &str, what: &str| {
            let name: String =
                name.chars().filter(|c| !c.is_whitespace() || self.lang == crate::base::Lang::En).collect();
            format!("{name}{}{what}", words.colon)
        };
        if self.synthetic {
            line(format!("[{}]", words.synthetic));
        }
        line(self.title.clone());
        line(fact(words.form_number, &self.number));
        if !self.authority.is_empty() {
            line(fact(words.authority, &self.authority));
        }
        line(fact(words.period, &self.period.label(self.lang)));
        line(fact(words.unit, &self.unit_text()));
        if !self.plan.is_empty() {
            line(fact(words.plan, &self.plan));
        }
        line(fact(
            words.status,
            &format!("{}{}{}", self.status, words.gap, revision(self.lang, self.revision)),
        ));
        line(String::new());
        line(table_text(&self.figures()));
        if !self.notes.is_empty() {
            line(String::new());
            let rows =
                self.notes.iter().map(|note| [note.number.to_string(), note.name.clone(), note.text.clone()]);
            line(words_table(words.notes, &words.note_columns, rows));
        }
        if !self.explanations.is_empty() {
            line(String::new());
            let rows = self.explanations.iter().map(|found| {
                let number = found.number.map_or_else(String::new, |number| number.to_string());
                let said =
                    if found.explanation.is_empty() { words.not_explained } else { &found.explanation };
                let by = format!("{} {}", found.by, found.at);
                [number, found.name.clone(), found.finding.clone(), said.to_owned(), by.trim().to_owned()]
            });
            line(words_table(words.explanations, &words.explanation_columns, rows));
        }
        line(String::new());
        for (role, signer) in self.signers.in_order(self.lang) {
            let or_line = |text: &str| if text.is_empty() { "________".to_owned() } else { text.to_owned() };
            line(format!(
                "{} {}",
                fact(role, &or_line(&signer.name)),
                fact(words.phone, &or_line(&signer.phone))
            ));
        }
        line(fact(
            words.reported_on,
            if self.reported_on.is_empty() { "________" } else { &self.reported_on },
        ));
        line(fact(words.printed_on, &self.printed_on.to_string()));
        match (self.grouped_fingerprint(), self.code_text()) {
            (Some(digits), Some(code)) => {
                line(fact(words.fingerprint, &digits));
                line(code);
            }
            _ => line(words.no_fingerprint.to_owned()),
        }
        out
    }

    fn figures(&self) -> Table {
        let align =
            [Align::Left, Align::Left, Align::Left, Align::Right, Align::Right, Align::Right, Align::Left];
        let titles = column_titles(self.lang, self.period).map(|title| title.replace('\n', " "));
        let mut table =
            Table::new("", titles.into_iter().zip(align).map(|(title, align)| ("", title, align)));
        for section in self.sections.iter().filter(|section| !section.lines.is_empty()) {
            let mut band = vec![Cell::default(); 7];
            band[1] = Cell::text(format!("[{}]", section.name));
            table.push(band);
            for line in &section.lines {
                table.push(vec![
                    Cell::text(line.number.to_string()),
                    Cell::text(&line.name),
                    Cell::text(&line.unit),
                    Cell { shown: self.shown(line).to_owned(), ..line.figure.clone() },
                    line.last.clone(),
                    line.change.clone(),
                    Cell::text(self.remark(line)),
                ]);
            }
        }
        table
    }
}

fn words_table<const N: usize>(
    title: &str,
    columns: &[&str; N],
    rows: impl Iterator<Item = [String; N]>,
) -> String {
    let columns = columns.iter().map(|column| ("", (*column).to_owned(), Align::Left));
    let mut table = Table::new(title, columns);
    rows.for_each(|row| table.push(row.map(Cell::text).to_vec()));
    table_text(&table)
}
