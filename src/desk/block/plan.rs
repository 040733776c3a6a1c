//! Where each row of a pasted block belongs, and what would become of it.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::{Decimal, RoundingStrategy};

use crate::{
    base::{ElementId, Figure, Read, not_applicable_reason, quantity_from_text},
    desk::{
        Block, Row, Sheet,
        block::{
            PastedColumn,
            columns::{Roles, is_head, looks_numeric},
            names::Names,
        },
    },
    indicator::{Catalogue, ElementKind},
};

/// What becomes of one pasted row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Fate {
    /// 写入: a figure goes into a blank cell.
    Fills,
    /// 覆盖: a figure goes over another one.
    Replaces,
    /// 相同: it stands there already.
    Same,
    /// 按原文保留: a text that cannot be read goes into a blank cell and is marked there.
    Kept,
    /// 未识别: a text that cannot be read does not go over a figure.
    Unreadable,
    /// 缺原因: 不适用 without its reason.
    NoReason,
    /// 空白: nothing was pasted for a blank cell.
    Empty,
    /// 空白不清除: nothing was pasted, and the figure that is there stays.
    Spared,
    /// 相符: a computed row's value as it was pasted.
    Agrees,
    /// 不符: a computed row has another value than was pasted.
    Differs,
    /// 未核对: a computed row that cannot be computed yet.
    NotComputed,
    /// 没有这一项: no row has the name.
    Unknown,
    /// 同名: several rows have the name.
    Ambiguous,
    /// 重复: the block has several figures for the row.
    Twice,
    /// 超出末行: there are no more rows.
    Beyond,
    /// 表头: the first of a column is no figure and all others are.
    Skipped,
    /// 表头, 分组: it holds no figure.
    Heading,
}

impl Fate {
    /// Says whether a person need not look at it first.
    pub const fn is_quiet(self) -> bool {
        matches!(
            self,
            Self::Fills | Self::Same | Self::Empty | Self::Agrees | Self::NotComputed | Self::Heading
        )
    }

    /// Says whether a cell is written, in any case.
    pub const fn is_written(self) -> bool {
        matches!(self, Self::Fills | Self::Replaces | Self::Kept)
    }
}

/// One pasted row and where it goes.
#[derive(Clone, Debug, PartialEq)]
pub struct PlannedLine {
    /// Which row of the block, from 1.
    pub number: usize,
    /// The name that stood beside the figure; may be empty.
    pub name: String,
    /// The figure as it was pasted.
    pub text: String,
    /// The row of the sheet it belongs to, if there is one.
    pub row: Option<usize>,
    /// What would be typed there, the unit that stood beside it included.
    pub typed: String,
    /// What that is read as; a computed row's own value where the pasted one is another.
    pub new: Figure,
    /// What becomes of it.
    pub fate: Fate,
}

/// What a person has chosen where a block does not say itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PasteWish {
    /// Which column holds the figures.
    pub values: Option<usize>,
    /// The rows go down from the active cell, whatever their names are.
    pub by_place: bool,
}

/// 粘贴方案.
#[derive(Clone, Debug, PartialEq)]
pub struct PastePlan {
    /// The pasted rows, in their order; rows that are blank throughout are left out.
    pub lines: Vec<PlannedLine>,
    /// The columns that may hold the figures.
    pub columns: Vec<PastedColumn>,
    /// The column whose figures are planned; `None` while it has to be chosen.
    pub values: Option<usize>,
    /// Whether the block has names that rows of the sheet have.
    pub has_names: bool,
    /// Whether rows are found by name; else they go down from the active cell.
    pub by_name: bool,
    is_certain: bool,
}

/// Where a block is pasted.
#[derive(Clone, Copy)]
pub(super) struct Place<'a> {
    pub(super) sheet: &'a Sheet,
    pub(super) catalogue: &'a Catalogue,
    /// The rows that are shown, in order.
    pub(super) shown: &'a [usize],
    /// The row of the active cell.
    pub(super) at: usize,
}

impl PastePlan {
    /// Plans a block; computed rows are still to be compared.
    pub(super) fn of(place: Place<'_>, block: &Block, wish: PasteWish) -> Self {
        let names = Names::of(place.sheet);
        let reads = |rows: &[usize], text: &str| rows.iter().any(|row| place.reads(*row, text));
        let period = place.sheet.key.period;
        let known = Roles::of(block, &names, true, period, reads);
        let has_names = known.names.is_some();
        let roles = if wish.by_place { Roles::of(block, &names, false, period, reads) } else { known };
        let values = wish.values.filter(|column| *column < block.columns()).or(roles.values);
        let lines = match values {
            None => Vec::new(),
            Some(values) if roles.names.is_some() => place.by_name(block, &names, &roles, values),
            Some(values) => place.by_place(block, &roles, values),
        };
        let shown: BTreeSet<usize> = place.shown.iter().copied().collect();
        let hides = lines
            .iter()
            .any(|line| line.fate.is_written() && line.row.is_some_and(|row| !shown.contains(&row)));
        let by_name = roles.names.is_some();
        // Names beside figures that no row has leave it open what belongs where.
        let is_certain = !hides && (by_name || block.columns() == 1);
        Self { lines, columns: roles.candidates, values, has_names, by_name, is_certain }
    }

    /// Says whether everything is placed, can be read, is in sight, and goes over no figure: it needs no look first.
    pub fn is_plain(&self) -> bool {
        let is_placed = |line: &PlannedLine| matches!(line.fate, Fate::Fills | Fate::Same);
        self.is_certain
            && self.lines.iter().any(is_placed)
            && self.lines.iter().all(|line| line.fate.is_quiet())
    }

    /// Counts the rows of a fate.
    pub fn count(&self, fate: Fate) -> usize {
        self.lines.iter().filter(|line| line.fate == fate).count()
    }

    /// Gives the cells to write with their texts; 不适用 without a reason takes the one given, if it is one.
    pub fn cells(&self, sheet: &Sheet, reason: &str) -> Vec<(ElementId, String)> {
        let reason = reason.trim();
        let text = |line: &PlannedLine| match line.fate {
            Fate::NoReason if !reason.is_empty() => Some(format!("不适用：{reason}")),
            fate => fate.is_written().then(|| line.typed.clone()),
        };
        let cells = self.lines.iter().filter_map(|line| {
            let element = sheet.rows.get(line.row?)?.typed()?;
            Some((element.clone(), text(line)?))
        });
        cells.collect()
    }

    /// Holds what was pasted for computed rows against their values, each with the decimals it is shown with.
    pub(super) fn compare(&mut self, sheet: &Sheet, value: impl Fn(usize) -> Figure) {
        for line in &mut self.lines {
            let Some(at) = line.row.filter(|at| sheet.rows[*at].typed().is_none()) else { continue };
            if line.fate != Fate::NotComputed {
                continue;
            }
            let computed = value(at);
            line.fate = match (&computed, computed.known()) {
                (Figure::NotApplicable(_), _) if not_applicable_reason(&line.text).is_some() => Fate::Agrees,
                (_, None) => Fate::NotComputed,
                (_, Some(value)) if is_pasted(&line.text, value, &sheet.rows[at]) => Fate::Agrees,
                (_, Some(_)) => Fate::Differs,
            };
            line.new = computed;
        }
    }
}

/// Says whether a pasted text is a value at the decimals the text has.
fn is_pasted(text: &str, value: Decimal, row: &Row) -> bool {
    let Some(pasted) = computed_from_text(text, row) else { return false };
    let decimals = text.split_once(['.', '．']).map_or(0, |(_, behind)| {
        behind.chars().take_while(|c| c.is_ascii_digit() || matches!(c, '０'..='９')).count()
    });
    let decimals = u32::try_from(decimals).unwrap_or(28).min(28);
    value.round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero) == pasted
}

/// Reads what was pasted for a computed row; a ratio as `1 : 1.22`.
fn computed_from_text(text: &str, row: &Row) -> Option<Decimal> {
    let plain = text.replace([' ', '\u{3000}'], "").replace('\u{ff1a}', ":");
    let plain = plain.strip_prefix("1:").unwrap_or(text);
    let read = [&row.unit.zh, &row.unit.en].map(|unit| quantity_from_text(plain, 28, unit));
    read.into_iter().find_map(|read| match read {
        Ok(Read::Quantity(quantity)) => Some(quantity),
        Ok(Read::Blank) | Err(_) => None,
    })
}

/// Puts the unit that stood beside a figure behind it, so that it is read with it.
fn with_unit(text: &str, unit: &str) -> String {
    if !unit.is_empty() && text.ends_with(|c: char| c.is_ascii_digit() || matches!(c, '０'..='９')) {
        format!("{text}{unit}")
    } else {
        text.to_owned()
    }
}

impl Place<'_> {
    /// Says whether a text would be read as a figure of a row.
    fn reads(&self, at: usize, text: &str) -> bool {
        let row = &self.sheet.rows[at];
        match row.typed().and_then(|id| self.catalogue.element(id)) {
            Some(element) if row.is_words => element.kind == ElementKind::Text && !text.is_empty(),
            Some(element) => element.figure(text).is_answered(),
            None => computed_from_text(text, row).is_some(),
        }
    }

    fn by_name(&self, block: &Block, names: &Names, roles: &Roles, values: usize) -> Vec<PlannedLine> {
        let mut lines = Vec::new();
        for row in 0..block.rows() {
            let (name, text) = (block.cell(row, roles.names.unwrap_or(0)), block.cell(row, values));
            if (0..block.columns()).all(|column| block.cell(row, column).is_empty()) {
                continue;
            }
            let unit = roles.units.map_or("", |column| block.cell(row, column));
            let mut line = match names.rows(name) {
                [one] => self.line(*one, text, unit),
                [] => {
                    let is_over =
                        row < roles.head && (!looks_numeric(text) || is_head(text, self.sheet.key.period));
                    let is_heading = text.is_empty() || is_over || (names.is_title(name) && is_blank(text));
                    self.aside(text, if is_heading { Fate::Heading } else { Fate::Unknown })
                }
                _ => self.aside(text, if text.is_empty() { Fate::Heading } else { Fate::Ambiguous }),
            };
            (line.number, line.name) = (row + 1, name.to_owned());
            lines.push(line);
        }
        settle_twice(&mut lines);
        lines
    }

    fn by_place(&self, block: &Block, roles: &Roles, values: usize) -> Vec<PlannedLine> {
        let typed = |at: &usize| *at >= self.at && self.sheet.rows[*at].typed().is_some();
        let targets: Vec<usize> = self.shown.iter().copied().filter(typed).collect();
        let texts: Vec<&str> = (0..block.rows()).map(|row| block.cell(row, values)).collect();
        let label = (0..block.columns()).filter(|column| *column != values).find(|column| {
            (roles.head..block.rows()).any(|row| {
                let text = block.cell(row, *column);
                !text.is_empty() && !looks_numeric(text)
            })
        });
        let head = if roles.head > 0 || self.has_head(&texts, &targets) { roles.head.max(1) } else { 0 };
        let mut lines = Vec::new();
        for (row, text) in texts.into_iter().enumerate() {
            let unit = roles.units.map_or("", |column| block.cell(row, column));
            let mut line = match (row.checked_sub(head), row.checked_sub(head).and_then(|at| targets.get(at)))
            {
                (None, _) if block.columns() > 1 => self.aside(text, Fate::Heading),
                (None, _) => self.aside(text, Fate::Skipped),
                (Some(_), Some(target)) => self.line(*target, text, unit),
                (Some(_), None) if is_blank(text) => continue,
                (Some(_), None) => self.aside(text, Fate::Beyond),
            };
            line.number = row + 1;
            line.name = label.map_or_else(String::new, |label| block.cell(row, label).to_owned());
            lines.push(line);
        }
        lines
    }

    /// Says whether the first of a column is its head: a word for figures or the period, while all others are
    /// figures one row further up.
    fn has_head(&self, texts: &[&str], targets: &[usize]) -> bool {
        let Some((first, others)) = texts.split_first() else { return false };
        let pairs = || others.iter().zip(targets).filter(|(text, _)| !is_blank(text));
        let is_figure = |at: usize, text: &str| self.reads(at, text) || not_applicable_reason(text).is_some();
        let first_reads = targets.first().is_none_or(|at| is_figure(*at, first));
        is_head(first, self.sheet.key.period)
            && !first_reads
            && pairs().count() > 0
            && pairs().all(|(text, at)| is_figure(*at, text))
    }

    /// Makes a line that belongs to no row.
    fn aside(&self, text: &str, fate: Fate) -> PlannedLine {
        PlannedLine {
            number: 0,
            name: String::new(),
            text: text.to_owned(),
            row: None,
            typed: String::new(),
            new: Figure::Blank,
            fate,
        }
    }

    /// Says what becomes of a text that belongs to a row.
    fn line(&self, at: usize, text: &str, unit: &str) -> PlannedLine {
        let row = &self.sheet.rows[at];
        let line =
            |typed: String, new, fate| PlannedLine { row: Some(at), typed, new, ..self.aside(text, fate) };
        let Some(element) = row.typed().and_then(|id| self.catalogue.element(id)) else {
            let fate = if is_blank(text) { Fate::Empty } else { Fate::NotComputed };
            return line(String::new(), Figure::Blank, fate);
        };
        let typed = if element.is_choice() || row.is_words { text.to_owned() } else { with_unit(text, unit) };
        if not_applicable_reason(text) == Some("") {
            return line(typed, Figure::Blank, Fate::NoReason);
        }
        let new = element.figure(&typed);
        let over_blank = row.figure.is_blank();
        let fate = match &new {
            Figure::Blank if over_blank => Fate::Empty,
            Figure::Blank => Fate::Spared,
            new if *new == row.figure => Fate::Same,
            Figure::Unread(_) if !row.is_words && over_blank => Fate::Kept,
            Figure::Unread(_) if !row.is_words => Fate::Unreadable,
            _ if over_blank => Fate::Fills,
            _ => Fate::Replaces,
        };
        line(typed, new, fate)
    }
}

/// Says whether a text stands for nothing.
fn is_blank(text: &str) -> bool {
    matches!(quantity_from_text(text, 0, ""), Ok(Read::Blank))
}

/// Takes rows that the block has several figures for out: nobody can say which is meant. The same figure twice is one.
fn settle_twice(lines: &mut [PlannedLine]) {
    let mut of_row: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (at, line) in lines.iter().enumerate() {
        if let Some(row) = line.row.filter(|_| !line.typed.is_empty() && !is_blank(&line.text)) {
            of_row.entry(row).or_default().push(at);
        }
    }
    for at in of_row.into_values().filter(|at| at.len() > 1) {
        let first = (lines[at[0]].typed.clone(), lines[at[0]].new.clone());
        let is_one = at.iter().all(|at| {
            lines[*at].new == first.1 && (lines[*at].fate.is_quiet() || lines[*at].typed == first.0)
        });
        for at in at.into_iter().skip(usize::from(is_one)) {
            lines[at].fate = if is_one { Fate::Same } else { Fate::Twice };
        }
    }
}
