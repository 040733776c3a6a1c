//! The tables of a report's paper: as many columns as a page holds.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use crate::{
    base::{Align, Bilingual, Cell, Lang, Table},
    desk::{
        DeliverableLine, ExplanationLine, Holds, TrackLine,
        track::{dashboard::missing_words, verdict_words},
    },
    returns::FollowedState,
};

fn said(lang: Lang, zh: &str, en: &str) -> String {
    if lang == Lang::Zh { zh } else { en }.to_owned()
}

/// Every target with its verdict.
pub(super) fn target_table(lines: &[&TrackLine], lang: Lang) -> Table {
    let mut table = Table::new(
        "",
        [
            ("nth", said(lang, "序号", "No."), Align::Right),
            ("indicator", said(lang, "指标", "Indicator"), Align::Left),
            ("nature", said(lang, "属性", "Nature"), Align::Left),
            ("actual", said(lang, "实际", "Actual"), Align::Right),
            ("as_of", said(lang, "截至", "As of"), Align::Left),
            ("target", said(lang, "目标", "Target"), Align::Right),
            ("due", said(lang, "时限", "Due"), Align::Left),
            ("gap", said(lang, "差距", "Gap"), Align::Right),
            ("verdict", said(lang, "判断", "Verdict"), Align::Left),
        ],
    );
    for (nth, line) in (1_u32..).zip(lines) {
        let standing = &line.standing;
        let actual = standing.now.map(|(_, value)| line.scale.short(value, lang));
        let as_of = standing.now.map(|(period, _)| period.label(lang));
        let gap = line.missing().filter(|gap| !gap.is_zero()).map(|gap| line.scale.difference(gap, lang));
        let nature = [line.nature.name().text(lang).to_owned(), line.hedge.clone()];
        let nature: Vec<&str> = nature.iter().map(String::as_str).filter(|word| !word.is_empty()).collect();
        table.push(vec![
            Cell::text(nth.to_string()),
            Cell::text(line.name.text(lang)),
            Cell::text(nature.join(" ")),
            Cell::text(actual.unwrap_or_else(|| "—".to_owned())),
            Cell::text(as_of.unwrap_or_default()),
            Cell::text(line.target.text(lang)),
            Cell::text(line.due.0.label(lang)),
            Cell::text(gap.unwrap_or_default()),
            Cell::text(verdict_words(standing, lang)),
        ]);
    }
    table
}

/// What is missing in real things, with the pace needed beside the recent one.
///
/// Of a target whose day has passed no pace is needed any more.
pub(super) fn need_table(lines: &[&TrackLine], today: NaiveDate, lang: Lang) -> Table {
    let mut table = Table::new(
        "",
        [
            ("indicator", said(lang, "指标", "Indicator"), Align::Left),
            ("thing", said(lang, "实物", "Thing"), Align::Left),
            ("missing", said(lang, "还差", "Missing"), Align::Left),
            ("needed", said(lang, "每年需", "Needed a year"), Align::Right),
            ("recent", said(lang, "近年每年", "Recent a year"), Align::Right),
        ],
    );
    for line in lines {
        let Some(things) = line.gap.things.as_ref().filter(|things| !things.missing.is_zero()) else {
            continue;
        };
        let on_scale = |value: Option<rust_decimal::Decimal>| {
            Cell::text(value.map(|value| line.scale.difference(value, lang)).unwrap_or_default())
        };
        table.push(vec![
            Cell::text(line.name.text(lang)),
            Cell::text(things.name.text(lang)),
            Cell::text(missing_words(line, lang)),
            on_scale(line.needed_per_year.filter(|_| line.due.date() >= today)),
            on_scale(line.standing.pace.map(|pace| pace.per_year)),
        ]);
    }
    let needed = table.columns.iter().position(|column| column.name == "needed");
    if let Some(at) = needed.filter(|at| table.rows.iter().all(|row| row[*at].shown.is_empty())) {
        // The day of all of them has passed.
        table.columns.remove(at);
        table.rows.iter_mut().for_each(|row| drop(row.remove(at)));
    }
    table
}

/// Targets whose newest figure is not of everybody who is asked.
pub(super) fn coverage_table(lines: &[&TrackLine], lang: Lang) -> Table {
    let mut table = Table::new(
        said(lang, "填报覆盖", "Coverage"),
        [
            ("indicator", said(lang, "指标", "Indicator"), Align::Left),
            ("period", said(lang, "报告期", "Period"), Align::Left),
            ("answered", said(lang, "已填/应填", "Answered"), Align::Right),
            ("lack", said(lang, "缺项", "Lacking"), Align::Left),
        ],
    );
    for line in lines {
        let Some(newest) = line.series.last().filter(|at| !at.coverage.is_complete()) else { continue };
        table.push(vec![
            Cell::coded(line.indicator.as_str(), line.name.text(lang)),
            Cell::coded(newest.period.to_string(), newest.period.label(lang)),
            Cell::text(format!("{}/{}", newest.coverage.reported, newest.coverage.expected)),
            Cell::text(line.lack.text(lang)),
        ]);
    }
    table
}

/// Deliverables that are recorded as not done yet.
pub(super) fn deliverable_list<'l, 'd: 'l>(
    lines: impl Iterator<Item = &'l DeliverableLine<'d>>,
    lang: Lang,
) -> Table {
    let mut table = Table::new(
        "",
        [
            ("clause", said(lang, "条款", "Clause"), Align::Left),
            ("deliverable", said(lang, "举措", "Deliverable"), Align::Left),
            ("due", said(lang, "时限", "Due"), Align::Left),
            ("state", said(lang, "进展", "State"), Align::Left),
            ("responsible", said(lang, "责任单位", "Responsible"), Align::Left),
        ],
    );
    for line in lines {
        let state = line.state.map_or_else(|| Bilingual::new("未填", "Blank"), FollowedState::name);
        table.push(vec![
            Cell::text(line.clauses.join(" ")),
            Cell::text(line.printed.name.text(lang)),
            Cell::text(line.due.0.label(lang)),
            Cell::text(state.text(lang)),
            Cell::text(line.bodies.join(if lang == Lang::Zh { "、" } else { ", " })),
        ]);
    }
    table
}

/// Explanations with the figure each is about.
pub(super) fn explanation_list(lines: &[ExplanationLine], lang: Lang) -> Table {
    let mut table = Table::new(
        "",
        [
            ("unit", said(lang, "单位", "Unit"), Align::Left),
            ("name", said(lang, "数据项", "Element"), Align::Left),
            ("figure", said(lang, "数值", "Figure"), Align::Right),
            ("text", said(lang, "说明", "Explanation"), Align::Left),
        ],
    );
    // One that was written of other figures, or that no check asks for any more, is no statement on what is printed here.
    let mut seen = BTreeSet::new();
    for line in lines.iter().filter(|line| line.holds == Holds::Yes) {
        if !seen.insert((&line.key, &line.element, &line.text)) {
            continue;
        }
        let name = format!("{} ({})", line.name.text(lang), line.key.period.label(lang));
        table.push(vec![
            Cell::text(line.unit.text(lang)),
            Cell::text(name),
            Cell::text(line.figure.text(lang)),
            Cell::text(line.text.clone()),
        ]);
    }
    table
}
