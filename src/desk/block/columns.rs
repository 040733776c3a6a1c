//! What the columns of a pasted block hold: names, units, figures of this period, something else.

use crate::{
    base::{Lang, Period, PeriodKind, quantity_from_text},
    desk::{Block, block::names::Names},
};

/// Heads of columns that count rows or hold codes.
const NUMBERS: [&str; 9] = ["序号", "行次", "代码", "编号", "编码", "no.", "no", "#", "id"];
/// Words in the head of a column that is no figure of this period.
const OTHERS: [&str; 22] = [
    "上年",
    "去年",
    "上期",
    "同期",
    "上季",
    "上月",
    "前年",
    "增减",
    "同比",
    "环比",
    "增幅",
    "增长",
    "变化",
    "差额",
    "计划",
    "目标",
    "预算",
    "last year",
    "previous",
    "change",
    "target",
    "plan",
];
/// Words in the head of a column that is the figure of this period, whichever that is.
const CURRENT: [&str; 9] =
    ["本期", "本年", "今年", "本季", "本月", "报告期", "this year", "this period", "current"];

/// Words over a column of figures that say nothing of whose they are.
const FIGURES: [&str; 13] = [
    "数值",
    "数量",
    "数据",
    "数",
    "合计",
    "金额",
    "人数",
    "本期数",
    "期末数",
    "值",
    "value",
    "figure",
    "amount",
];

/// A column that may hold the figures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PastedColumn {
    /// Which column of the block, from 0.
    pub at: usize,
    /// What stands over it; may be empty.
    pub head: String,
    /// Its first figures, to know it by.
    pub sample: Vec<String>,
}

/// What was found out about a block's columns.
pub(super) struct Roles {
    /// The column that holds the rows' names.
    pub(super) names: Option<usize>,
    /// The column that holds units.
    pub(super) units: Option<usize>,
    /// The columns that may hold figures.
    pub(super) candidates: Vec<PastedColumn>,
    /// The one that holds them, if that is certain.
    pub(super) values: Option<usize>,
    /// How many rows stand over the first row with a figure.
    pub(super) head: usize,
}

impl Roles {
    /// Finds the columns' roles. `reads` says whether a text would be read as a figure of the row a name stands for.
    pub(super) fn of(
        block: &Block,
        names: &Names,
        by_name: bool,
        period: Period,
        reads: impl Fn(&[usize], &str) -> bool,
    ) -> Self {
        let rows = || 0..block.rows();
        let columns = || 0..block.columns();
        let hits =
            |column: usize| rows().filter(|row| !names.rows(block.cell(*row, column)).is_empty()).count();
        let named = columns().map(|column| (hits(column), column)).filter(|(hits, _)| *hits > 0);
        // Of two with as many names, such as Chinese and English, the first.
        let names_at =
            named.min_by_key(|(hits, column)| (std::cmp::Reverse(*hits), *column)).map(|(_, column)| column);
        let names_at = names_at.filter(|_| by_name && block.columns() > 1);
        let first_named =
            |column: usize| rows().find(|row| !names.rows(block.cell(*row, column)).is_empty()).unwrap_or(0);
        let figure_like = |row: usize, column: usize| {
            let text = block.cell(row, column);
            let found = names_at.map_or(&[][..], |names_at| names.rows(block.cell(row, names_at)));
            if found.is_empty() { looks_numeric(text) } else { reads(found, text) }
        };
        let head = names_at.map_or_else(
            || {
                usize::from(
                    block.columns() > 1 && columns().all(|column| !looks_numeric(block.cell(0, column))),
                )
            },
            first_named,
        );
        let heads = |column: usize| {
            let cells = (0..head).map(|row| block.cell(row, column)).filter(|cell| !cell.is_empty());
            cells.collect::<Vec<_>>().join(" ")
        };
        let units =
            columns().find(|column| Some(*column) != names_at && is_units(block, *column, head, names));
        let figures = |column: usize| rows().skip(head).filter(|row| figure_like(*row, column)).count();
        let open: Vec<usize> = columns()
            .filter(|column| Some(*column) != names_at && Some(*column) != units)
            .filter(|column| figures(*column) > 0 || is_current(&heads(*column), period))
            .collect();
        let not_counted: Vec<usize> = open
            .iter()
            .copied()
            .filter(|column| !is_numbering(block, *column, head, &heads(*column)))
            .collect();
        // A numbering is only a numbering beside something else.
        let open = if not_counted.is_empty() { open } else { not_counted };
        let is_other = |column: &usize| is_other(&heads(*column), period);
        let current: Vec<usize> = open
            .iter()
            .copied()
            .filter(|column| is_current(&heads(*column), period) && !is_other(column))
            .collect();
        let values = match (current.as_slice(), open.as_slice()) {
            ([one], _) => Some(*one),
            ([], [one]) if !is_other(one) => Some(*one),
            _ => None,
        };
        let sample = |column: usize| {
            let cells = rows().skip(head).map(|row| block.cell(row, column)).filter(|cell| !cell.is_empty());
            cells.take(3).map(str::to_owned).collect()
        };
        let beside = || columns().filter(|column| Some(*column) != names_at && Some(*column) != units);
        let open: Vec<usize> = if open.is_empty() { beside().collect() } else { open };
        let values = if block.columns() == 1 { Some(0) } else { values };
        let candidates =
            open.into_iter().map(|at| PastedColumn { at, head: heads(at), sample: sample(at) }).collect();
        Self { names: names_at, units, candidates, values, head }
    }
}

/// Says whether a text begins like a number, whatever its unit.
pub(super) fn looks_numeric(text: &str) -> bool {
    let unit_at = text.trim_end_matches(|c: char| c.is_alphabetic() || matches!(c, '%' | '％' | '‰'));
    !text.is_empty() && matches!(quantity_from_text(unit_at, 28, ""), Ok(crate::base::Read::Quantity(_)))
}

/// Says whether a column holds units: short words, and one of them at least is a unit here.
fn is_units(block: &Block, column: usize, head: usize, names: &Names) -> bool {
    let cells = || (head..block.rows()).map(|row| block.cell(row, column)).filter(|cell| !cell.is_empty());
    let is_word = |cell: &str| cell.chars().count() <= 8 && !looks_numeric(cell);
    cells().any(|cell| names.is_unit(cell)) && cells().all(is_word)
}

/// Says whether a column only counts the rows or codes them.
fn is_numbering(block: &Block, column: usize, head: usize, over: &str) -> bool {
    let over = over.trim().to_lowercase();
    if NUMBERS.contains(&over.as_str()) {
        return true;
    }
    let cells = (head..block.rows()).map(|row| block.cell(row, column)).filter(|cell| !cell.is_empty());
    let numbers: Vec<Option<u64>> =
        cells.map(|cell| cell.trim_end_matches(['.', '、']).parse().ok()).collect();
    numbers.len() >= 3
        && numbers.windows(2).all(|pair| matches!(pair, [Some(one), Some(next)] if one + 1 == *next))
        && matches!(numbers.first(), Some(Some(0 | 1)))
}

fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect()
}

/// Says whether the head of a column names the period, or calls it this one.
fn is_current(head: &str, period: Period) -> bool {
    let (plain, tight) = (head.to_lowercase(), squeezed(head));
    let names_it = period_names(period).into_iter().any(|name| has_name(&tight, &squeezed(&name)));
    names_it || CURRENT.iter().any(|word| plain.contains(word))
}

/// Says whether a name stands in a text, and not as a part of a longer number: 1月 is not in 11月.
fn has_name(text: &str, name: &str) -> bool {
    text.match_indices(name).any(|(at, _)| {
        let (before, behind) = (&text[..at], &text[at + name.len()..]);
        let is_digit = |c: char| c.is_ascii_digit();
        !(before.ends_with(is_digit) || name.ends_with(is_digit) && behind.starts_with(is_digit))
    })
}

/// Says whether the head of a column names another period, or what is no figure at all.
fn is_other(head: &str, period: Period) -> bool {
    let plain = head.to_lowercase();
    let year = period.calendar_year().to_string();
    let mut years = head.split(|c: char| !c.is_ascii_digit()).filter(|digits| digits.len() == 4);
    let has_other_year =
        years.any(|found| (found.starts_with("19") || found.starts_with("20")) && found != year);
    has_other_year || OTHERS.iter().any(|word| plain.contains(word))
}

/// Gives the ways people write a period over a column.
fn period_names(period: Period) -> Vec<String> {
    let mut found = vec![period.label(Lang::Zh), period.label(Lang::En), period.to_string()];
    let parts: &[&[&str]] = match period.kind() {
        PeriodKind::Year | PeriodKind::Month => &[],
        PeriodKind::Half => &[&["上半年"], &["下半年"]],
        PeriodKind::Quarter => &[
            &["一季度", "第1季度", "1季度", "q1"],
            &["二季度", "第2季度", "2季度", "q2"],
            &["三季度", "第3季度", "3季度", "q3"],
            &["四季度", "第4季度", "4季度", "q4"],
        ],
    };
    let month = chrono::Datelike::month(&period.first_day());
    let part = match period.kind() {
        PeriodKind::Half => month / 7,
        _ => (month - 1) / 3,
    };
    found.extend(
        parts.get(part as usize).into_iter().flat_map(|names| names.iter()).map(|name| (*name).to_owned()),
    );
    if period.kind() == PeriodKind::Month {
        found.push(format!("{month}月"));
    }
    found
}

/// Says whether a text stands over a column of this period's figures.
pub(super) fn is_head(text: &str, period: Period) -> bool {
    is_current(text, period) || FIGURES.contains(&squeezed(text).as_str())
}
