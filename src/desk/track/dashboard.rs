//! 监测一览: the targets of a plan as a dense list, filtered and ordered, and as a workbook.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::{
    base::{Align, Bilingual, Cell, Lang, PlanId, Query, Table, UnitId},
    desk::{
        Desk, TrackLine,
        track::{gap::whole_a_year, verdict_name, verdict_words},
    },
    indicator::Topic,
    plan::Nature,
    report::{ReportError, tables_xlsx},
    trend::{Population, Verdict},
};

/// 筛选 of a dashboard; what is not set takes every line.
#[derive(Clone, Debug, Default)]
pub struct TrackFilter {
    /// Words of the indicator's name or code.
    pub words: Query,
    /// A clause, such as 一(工作目标).
    pub clause: Option<String>,
    /// What it is about.
    pub topic: Option<Topic>,
    /// The verdict.
    pub verdict: Option<Verdict>,
    /// Binding, expected, or unstated.
    pub nature: Option<Nature>,
    /// Also what nothing here could compute.
    pub with_elsewhere: bool,
}

impl TrackFilter {
    /// Says whether a line is taken.
    pub fn takes(&self, line: &TrackLine) -> bool {
        (self.words.is_empty() || self.words.finds(&line.name, line.indicator.as_str()))
            && self.clause.as_ref().is_none_or(|clause| line.clauses.contains(clause))
            && self.topic.is_none_or(|topic| line.topic == topic)
            && self.verdict.is_none_or(|verdict| line.standing.verdict == verdict)
            && self.nature.is_none_or(|nature| line.nature == nature)
            && (self.with_elsewhere || !line.is_elsewhere)
    }
}

/// 排序 of a dashboard.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum TrackOrder {
    /// 约束性 first, and of those the worst.
    #[default]
    Binding,
    /// The worst first.
    Worst,
    /// As the plan's rows stand.
    Plan,
    /// By topic, within it the worst first.
    Topic,
}

/// Gives the lines a filter takes, in an order.
pub fn tracked<'a>(lines: &'a [TrackLine], filter: &TrackFilter, order: TrackOrder) -> Vec<&'a TrackLine> {
    let mut found: Vec<&TrackLine> = lines.iter().filter(|line| filter.takes(line)).collect();
    match order {
        // They come in this order.
        TrackOrder::Binding => {}
        TrackOrder::Worst => {
            found.sort_by_key(|line| {
                (line.is_elsewhere, line.standing.verdict, std::cmp::Reverse(line.standing.late_by))
            });
        }
        TrackOrder::Plan => found.sort_by(|one, other| one.row.cmp(&other.row)),
        TrackOrder::Topic => found.sort_by_key(|line| (line.topic, line.is_elsewhere, line.standing.verdict)),
    }
    found
}

/// Puts lines into the table of the dashboard: indicator, series, actual, path, target, gap, verdict and the sentence.
pub fn dashboard_table(title: &str, lines: &[&TrackLine], lang: Lang) -> Table {
    let said = |zh: &str, en: &str| if lang == Lang::Zh { zh } else { en }.to_owned();
    let mut table = Table::new(
        title,
        [
            ("nature", said("属性", "Nature"), Align::Left),
            ("indicator", said("指标", "Indicator"), Align::Left),
            ("scope", said("范围", "Scope"), Align::Left),
            ("series", said("历年", "Series"), Align::Left),
            ("as_of", said("截至", "As of"), Align::Left),
            ("actual", said("实际", "Actual"), Align::Right),
            ("path", said("路径", "Path"), Align::Right),
            ("target", said("目标", "Target"), Align::Left),
            ("due", said("时限", "Due"), Align::Left),
            ("gap", said("差距", "Gap"), Align::Right),
            ("missing", said("还差", "Missing"), Align::Left),
            ("verdict", said("判断", "Verdict"), Align::Left),
            ("coverage", said("填报", "Answered"), Align::Left),
            ("sentence", said("说明", "In words"), Align::Left),
            ("clause", said("条款", "Clause"), Align::Left),
            ("doubt", said("存疑", "Doubt"), Align::Left),
        ],
    );
    for line in lines {
        table.push(row(line, lang));
    }
    table
}

fn row(line: &TrackLine, lang: Lang) -> Vec<Cell> {
    let standing = &line.standing;
    let number = |value: Option<Decimal>| {
        value.map_or_else(Cell::default, |value| Cell {
            shown: line.scale.value(value, lang),
            ..Cell::number(value, line.decimals)
        })
    };
    let series: Vec<String> = line
        .series
        .iter()
        .map(|at| {
            let value = at.value.map_or_else(|| "—".to_owned(), |value| line.scale.value(value, lang));
            // What few have answered yet is no fall.
            let counts = format!("({}/{})", at.coverage.reported, at.coverage.expected);
            if at.is_judged || at.value.is_none() { value } else { value + &counts }
        })
        .collect();
    let now = standing.now;
    let coverage = now.and_then(|(period, _)| line.series.iter().find(|at| at.period == period));
    let nature = line.nature.name();
    let words = [nature.text(lang), line.hedge.as_str()].into_iter().filter(|word| !word.is_empty());
    vec![
        Cell::text(words.collect::<Vec<_>>().join(" ")),
        Cell::coded(line.indicator.as_str(), line.name.text(lang)),
        Cell::text(line.scope.text(lang)),
        Cell::text(series.join(" ")),
        now.map_or_else(Cell::default, |(at, _)| Cell::coded(at.to_string(), at.label(lang))),
        number(now.map(|(_, value)| value)),
        number(standing.path_now),
        Cell::text(line.target.text(lang)),
        Cell::coded(line.due.0.to_string(), line.due.0.label(lang)),
        number(line.missing()),
        Cell::text(missing_words(line, lang)),
        Cell::coded(standing.verdict.code(), verdict_words(standing, lang)),
        coverage.map_or_else(Cell::default, |at| {
            Cell::text(format!("{}/{}", at.coverage.reported, at.coverage.expected))
        }),
        Cell::text(standing.sentence.text(lang)),
        Cell::text(line.clauses.join(" ")),
        Cell::text(line.doubt.text(lang)),
    ]
}

/// Writes what is missing in real things: `555 张`, `7 级 · 3 家`.
pub(super) fn missing_words(line: &TrackLine, lang: Lang) -> String {
    let mut words = Vec::new();
    if let Some(things) = line.gap.things.as_ref().filter(|things| !things.missing.is_zero()) {
        let amount = crate::base::quantity_text(things.missing, things.missing.normalize().scale());
        let unit = things.unit.text(lang);
        words.push(format!("{amount} {unit}").trim().to_owned());
        if let Some(year) = things.per_year.map(whole_a_year) {
            let year = crate::base::quantity_text(year, 0);
            words.push(if lang == Lang::Zh { format!("每年 {year}") } else { format!("{year} a year") });
        }
    }
    if !line.gap.who.is_empty() {
        let count = line.gap.who.len();
        words.push(if lang == Lang::Zh { format!("{count} 家未达标") } else { format!("{count} short") });
    }
    words.join(" · ")
}

impl Desk {
    /// Writes the dashboard of a plan for a unit as a workbook: every target, and who keeps it from its mark by name.
    ///
    /// # Errors
    /// What a workbook does not hold.
    pub fn dashboard_xlsx(
        &self,
        unit: &UnitId,
        plan: &PlanId,
        filter: &TrackFilter,
        order: TrackOrder,
        (population, today, lang): (Population, NaiveDate, Lang),
    ) -> Result<Vec<u8>, ReportError> {
        let lines = self.track(unit, plan, population, today).unwrap_or_default();
        let lines = tracked(&lines, filter, order);
        let title = if lang == Lang::Zh { "监测一览" } else { "Targets" };
        let tables = [dashboard_table(title, &lines, lang), lacking_table(&lines, lang)];
        tables_xlsx(&tables, today)
    }
}

/// Lists by name who keeps targets from their mark.
pub(super) fn lacking_table(lines: &[&TrackLine], lang: Lang) -> Table {
    let said = |zh: &str, en: &str| if lang == Lang::Zh { zh } else { en }.to_owned();
    let mut table = Table::new(
        said("未达标名单", "Who is short"),
        [
            ("indicator", said("指标", "Indicator"), Align::Left),
            ("unit", said("单位", "Unit"), Align::Left),
            ("has", said("现状", "Has"), Align::Left),
            ("missing", said("还差", "Missing"), Align::Right),
        ],
    );
    for line in lines {
        for lacking in &line.gap.who {
            let missing = lacking
                .missing
                .map_or_else(Cell::default, |missing| Cell::number(missing, missing.normalize().scale()));
            table.push(vec![
                Cell::coded(line.indicator.as_str(), line.name.text(lang)),
                Cell::coded(lacking.unit.as_str(), lacking.name.text(lang)),
                Cell::text(lacking.has.text(lang)),
                missing,
            ]);
        }
    }
    table
}

/// Names a clause filter's choices: every clause of the lines, in the plan's order.
pub fn clauses_of(lines: &[TrackLine]) -> Vec<String> {
    let mut rows: Vec<&TrackLine> = lines.iter().collect();
    rows.sort_by(|one, other| one.row.cmp(&other.row));
    let mut clauses = Vec::new();
    for clause in rows.into_iter().flat_map(|line| &line.clauses) {
        if !clauses.contains(clause) {
            clauses.push(clause.clone());
        }
    }
    clauses
}

/// Says how many lines have each verdict, those that cannot be followed here left out.
pub fn verdict_counts(lines: &[TrackLine]) -> [(Verdict, usize); 6] {
    Verdict::ALL.map(|verdict| {
        let here = lines.iter().filter(|line| !line.is_elsewhere && line.standing.verdict == verdict);
        (verdict, here.count())
    })
}

/// Says the counts in one line.
pub fn counts_words(lines: &[TrackLine]) -> Bilingual {
    let joined = |lang: Lang, and: &str| {
        let told = verdict_counts(lines).into_iter().filter(|(_, count)| *count > 0);
        let told: Vec<String> = told
            .map(|(verdict, count)| {
                let word = verdict_name(verdict, lang);
                if lang == Lang::Zh { format!("{word} {count} 项") } else { format!("{word} {count}") }
            })
            .collect();
        told.join(and)
    };
    Bilingual::new(joined(Lang::Zh, "，"), joined(Lang::En, ", "))
}
