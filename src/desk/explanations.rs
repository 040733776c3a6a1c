//! 情况说明 over all units: every explanation of every return of this unit and of those below it.

use std::{cmp::Reverse, sync::Arc};

use chrono::NaiveDateTime;

use crate::{
    base::{Align, Bilingual, Cell, CheckId, ElementId, Figure, Lang, Query, Severity, Table},
    desk::{Answer, Desk, sheet::figure_text},
    indicator::Element,
    returns::{ReturnKey, Status},
};

/// What an explanation says of the figures that stand there now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Holds {
    /// 有效: it was written of these figures.
    Yes,
    /// 数已变: it was written of others, and the check still finds something.
    Outdated,
    /// 已无此项: the check no longer finds anything.
    Settled,
}

impl Holds {
    /// Names it as files do.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Yes => "holds",
            Self::Outdated => "outdated",
            Self::Settled => "settled",
        }
    }

    /// Gives the name in both languages.
    pub fn name(self) -> Bilingual {
        match self {
            Self::Yes => Bilingual::new("说明有效", "Valid"),
            Self::Outdated => Bilingual::new("数已变", "Figures changed"),
            Self::Settled => Bilingual::new("问题已消除", "No longer found"),
        }
    }
}

/// One explanation with what it answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExplanationLine {
    /// Which return.
    pub key: ReturnKey,
    /// The unit's name.
    pub unit: Bilingual,
    /// The form's title.
    pub form: Bilingual,
    /// The section the cell stands in.
    pub section: Bilingual,
    /// Which cell.
    pub element: ElementId,
    /// Its name.
    pub name: Bilingual,
    /// The figure as shown, with its unit.
    pub figure: Bilingual,
    /// The figure the explanation was written of, as shown with its unit; empty where it is the one that stands there.
    pub written_of: Bilingual,
    /// The check that asked.
    pub check: CheckId,
    /// How much the finding weighs.
    pub severity: Severity,
    /// What the check says of the figures now; empty if it finds nothing any more.
    pub says: Bilingual,
    /// The explanation.
    pub text: String,
    /// Who wrote it.
    pub who: String,
    /// When, local time.
    pub at: NaiveDateTime,
    /// Whether it is of the figures that stand there now.
    pub holds: Holds,
    /// Where the return stands.
    pub status: Status,
}

impl ExplanationLine {
    /// Says whether the words searched for stand anywhere in it.
    pub fn is_found_by(&self, query: &Query) -> bool {
        let texts = [&self.unit, &self.form, &self.section, &self.says];
        query.is_empty()
            || query.finds(&self.name, self.element.as_str())
            || texts.into_iter().any(|text| query.finds(text, ""))
            || query.finds(&Bilingual::new(self.text.as_str(), self.who.as_str()), self.key.unit.as_str())
    }
}

impl Desk {
    /// Lists every explanation of our returns and, for a bureau, of those below it: the newest period first, by unit
    /// and in the order of the form.
    pub fn explanations(&self) -> Arc<Vec<ExplanationLine>> {
        self.remembered(
            |memo| memo.explanations.get(&self.seat).cloned(),
            || self.make_explanations(),
            |memo, lines| {
                memo.explanations.insert(self.seat.clone(), lines);
            },
        )
    }

    fn make_explanations(&self) -> Vec<ExplanationLine> {
        let explained = |key: &&ReturnKey| {
            self.returns[*key].entries.values().any(|entry| !entry.explanations.is_empty())
        };
        let mut keys: Vec<&ReturnKey> =
            self.returns.keys().filter(|key| self.may_look(key)).filter(explained).collect();
        keys.sort_by_key(|key| (Reverse(key.period), &key.unit, &key.form));
        keys.into_iter().flat_map(|key| self.explanations_of(key)).collect()
    }

    /// Lists the explanations of one return in the order of its form.
    pub fn explanations_of(&self, key: &ReturnKey) -> Vec<ExplanationLine> {
        let (Some(found), Some(form)) = (self.returns.get(key), self.catalogue.form(&key.form)) else {
            return Vec::new();
        };
        let unit = self.tree.unit(&key.unit).map(|unit| unit.name.clone()).unwrap_or_default();
        let findings = self.findings(key);
        let mut lines = Vec::new();
        for section in &form.sections {
            for id in &section.elements {
                let (Some(entry), Some(element)) = (found.entries.get(id), self.catalogue.element(id)) else {
                    continue;
                };
                let figure = figure_text(element, &entry.figure);
                let with_unit = |text: &str, unit: &str| format!("{text} {unit}").trim_end().to_owned();
                let shown = |figure: &Bilingual| {
                    Bilingual::new(
                        with_unit(&figure.zh, &element.unit.zh),
                        with_unit(&figure.en, &element.unit.en),
                    )
                };
                for (check, said) in entry.explanations.iter() {
                    let view = findings.of(id).find(|view| view.finding.check == *check);
                    let severity = view.map(|view| view.finding.severity);
                    let known = self.book.check(check).map(|known| known.severity);
                    lines.push(ExplanationLine {
                        key: key.clone(),
                        unit: unit.clone(),
                        form: form.name.clone(),
                        section: section.name.clone(),
                        element: id.clone(),
                        name: element.name.clone(),
                        figure: shown(&figure),
                        written_of: figure_read(&said.reading, element)
                            .filter(|read| figure_text(element, read) != figure)
                            .map(|read| match read {
                                Figure::Blank => Bilingual::new("未填", "blank"),
                                read => shown(&figure_text(element, &read)),
                            })
                            .unwrap_or_default(),
                        check: check.clone(),
                        severity: severity.or(known).unwrap_or(Severity::Soft),
                        says: view.map(|view| view.finding.says.clone()).unwrap_or_default(),
                        text: said.text.clone(),
                        who: said.who.clone(),
                        at: said.at,
                        holds: match view.map(|view| &view.answer) {
                            None => Holds::Settled,
                            Some(Answer::Outdated(_) | Answer::Missing) => Holds::Outdated,
                            Some(Answer::Given(_) | Answer::NotAsked) => Holds::Yes,
                        },
                        status: found.status(),
                    });
                }
            }
        }
        lines
    }
}

/// Gives the figure of an element out of a reading, which names each figure a finding was made of.
fn figure_read(reading: &str, element: &Element) -> Option<Figure> {
    let text =
        reading.split(';').find_map(|part| part.strip_prefix(element.id.as_str())?.strip_prefix('='))?;
    Some(match text {
        "" => Figure::Blank,
        "na" => Figure::NotApplicable(String::new()),
        text => {
            text.parse().map_or_else(|_| Figure::Unread(text.trim_matches('\'').to_owned()), Figure::Known)
        }
    })
}

/// Writes explanations as a table: one a row, with fixed column names.
pub fn explanation_table<'a>(
    title: &str,
    lines: impl IntoIterator<Item = &'a ExplanationLine>,
    lang: Lang,
) -> Table {
    let columns = [
        ("unit", "单位代码", "Unit code"),
        ("unit_name", "单位", "Unit"),
        ("form", "报表", "Form"),
        ("period", "报告期", "Period"),
        ("section", "分组", "Section"),
        ("element", "代码", "Code"),
        ("name", "数据项", "Element"),
        ("figure", "数值", "Figure"),
        ("check", "审核代码", "Check"),
        ("severity", "校验类别", "Check type"),
        ("finding", "审核结果", "Finding"),
        ("explanation", "情况说明", "Explanation"),
        ("who", "说明人", "Who"),
        ("at", "时间", "At"),
        ("holds", "说明状态", "Explanation status"),
        ("status", "填报件状态", "Return"),
    ];
    let titled = |(name, zh, en): (&'static str, &str, &str)| {
        (name, if lang == Lang::Zh { zh } else { en }.to_owned(), Align::Left)
    };
    let mut table = Table::new(title, columns.map(titled));
    for line in lines {
        table.push(vec![
            Cell::text(line.key.unit.as_str()),
            Cell::text(line.unit.text(lang)),
            Cell::coded(line.key.form.as_str(), line.form.text(lang)),
            Cell::coded(line.key.period.to_string(), line.key.period.label(lang)),
            Cell::text(line.section.text(lang)),
            Cell::text(line.element.as_str()),
            Cell::text(line.name.text(lang)),
            Cell::text(line.figure.text(lang)),
            Cell::text(line.check.as_str()),
            Cell::coded(line.severity.code(), severity_name(line.severity).text(lang)),
            Cell::text(line.says.text(lang)),
            Cell::text(&line.text),
            Cell::text(&line.who),
            Cell::text(line.at.format("%Y-%m-%d %H:%M").to_string()),
            Cell::coded(line.holds.code(), line.holds.name().text(lang)),
            Cell::coded(line.status.code(), line.status.name().text(lang)),
        ]);
    }
    table
}

fn severity_name(severity: Severity) -> Bilingual {
    match severity {
        Severity::Hard => Bilingual::new("逻辑校验", "Logical"),
        Severity::Soft => Bilingual::new("经验校验", "Plausibility"),
        Severity::Hint => Bilingual::new("提示", "Hint"),
    }
}
