//! The entry sheet of one return, as the grid shows it and the command line prints it.

use std::sync::Arc;

use rust_decimal::{Decimal, prelude::ToPrimitive as _};

use crate::{
    base::{Bilingual, ElementId, Figure, FormId, IndicatorId, Lang, Period, UnitId, quantity_text},
    desk::{Desk, places::Places},
    indicator::{Catalogue, Element, Indicator, IndicatorKind},
    plan::Plan,
    returns::{ReturnKey, Status},
};

/// How many periods a sparkline shows, the current one included.
const SPARK: i32 = 6;

/// What a row of the sheet is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RowKind {
    /// 分组标题.
    Section,
    /// An element that is typed.
    Element(ElementId),
    /// An element that is taken from another.
    Taken(ElementId),
    /// A computed indicator.
    Indicator(IndicatorId),
}

/// One row.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// What it is.
    pub kind: RowKind,
    /// Index of its section.
    pub section: usize,
    /// Its name.
    pub name: Bilingual,
    /// The unit its figure is in.
    pub unit: Bilingual,
    /// The figure; a computed value is known or blank.
    pub figure: Figure,
    /// The figure as shown.
    pub shown: Bilingual,
    /// Last period's figure.
    pub last: Figure,
    /// Last period's figure as shown.
    pub last_shown: Bilingual,
    /// The change since last period as shown: `+4.3%`, `0`, `+0.02`; empty without two known figures.
    pub change: String,
    /// The change as a share of last period's figure, for the command line and for marking large ones.
    pub change_share: Option<Decimal>,
    /// The last periods' values, the current one last.
    pub spark: Vec<Option<f64>>,
    /// 备注, or for a computed row why it cannot be computed.
    pub note: Bilingual,
    /// Whether the row's figure is outside the plausible range.
    pub out_of_range: bool,
    /// Whether the row is answered in words, which are kept as they are.
    pub is_words: bool,
    /// Whether the row is answered from a list.
    pub is_choice: bool,
    /// 结转待确认: whether the figure was carried forward and waits to be confirmed.
    pub is_carried: bool,
    /// 待跟踪: whether the cell is marked for follow-up.
    pub is_flagged: bool,
    /// 退回意见 on the cell; empty if there is none.
    pub remark: String,
}

/// One section of the sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SectionView {
    /// Its title.
    pub name: Bilingual,
    /// Elements with an answer.
    pub filled: u32,
    /// Elements asked.
    pub asked: u32,
    /// Elements whose answer was carried forward and waits to be confirmed.
    pub carried: u32,
    /// Index of its title row.
    pub row: usize,
}

/// 填报表.
#[derive(Clone, Debug, PartialEq)]
pub struct Sheet {
    /// Which return.
    pub key: ReturnKey,
    /// The form's title.
    pub form: Bilingual,
    /// The unit's name.
    pub unit: Bilingual,
    /// The sections in order.
    pub sections: Vec<SectionView>,
    /// The rows in order.
    pub rows: Vec<Row>,
    /// Elements with an answer.
    pub filled: u32,
    /// Elements asked.
    pub asked: u32,
    /// Cells whose text could not be read.
    pub unread: u32,
    /// Elements whose answer was carried forward and waits to be confirmed.
    pub carried: u32,
    /// Where the return stands.
    pub status: Status,
    /// Whether figures may be typed here now.
    pub editable: bool,
    pub(super) places: Arc<Places>,
}

/// Writes an element's quantity: a choice by name, a number with separators.
pub fn element_text(element: &Element, quantity: Decimal) -> Bilingual {
    if element.is_choice() {
        let named = element.choices().into_iter().find(|choice| Decimal::from(choice.code) == quantity);
        return named.map_or_else(|| same(quantity.to_string()), |choice| choice.name);
    }
    same(quantity_text(quantity, quantity.normalize().scale()))
}

/// Writes an indicator's value with its decimals; a ratio as 1 : b.
pub fn indicator_text(indicator: &Indicator, value: Decimal) -> String {
    let number = quantity_text(value, indicator.decimals);
    if indicator.kind == IndicatorKind::Ratio { format!("1 : {number}") } else { number }
}

fn same(text: String) -> Bilingual {
    Bilingual { en: text.clone(), zh: text }
}

pub(super) fn figure_text(element: &Element, figure: &Figure) -> Bilingual {
    match figure {
        Figure::Known(quantity) => element_text(element, *quantity),
        Figure::NotApplicable(_) => Bilingual::new("不适用", "n/a"),
        Figure::Blank => Bilingual::default(),
        Figure::Unread(text) => same(text.clone()),
    }
}

/// Writes how a value changed: counts in percent, values that are percentages in points, others as they are.
fn change_text(new: Decimal, old: Decimal, in_points: bool, decimals: u32) -> (String, Option<Decimal>) {
    // Figures too large to be compared exactly have no change to show.
    let Some(difference) = new.checked_sub(old) else { return Default::default() };
    let share = (!old.is_zero()).then(|| difference.checked_div(old)).flatten();
    if difference.is_zero() {
        return ("0".to_owned(), share);
    }
    let signed = |value: Decimal, places: u32| {
        let text = quantity_text(value, places);
        if value.is_sign_negative() { text } else { format!("+{text}") }
    };
    let shown = match share {
        Some(share) if !in_points => share
            .checked_mul(Decimal::ONE_HUNDRED)
            .map(|percent| format!("{}%", signed(percent, 1)))
            .unwrap_or_default(),
        _ => signed(difference, decimals),
    };
    (shown, share)
}

impl Desk {
    /// Gives the sheet of a return; `None` for a form or unit that does not exist.
    pub fn sheet(&self, key: &ReturnKey) -> Option<Arc<Sheet>> {
        self.catalogue.form(&key.form)?;
        self.tree.unit(&key.unit)?;
        Some(self.remembered(
            |memo| memo.sheets.get(key).cloned(),
            || self.make_sheet(key),
            |memo, sheet| {
                memo.sheets.insert(key.clone(), sheet);
            },
        ))
    }

    fn make_sheet(&self, key: &ReturnKey) -> Sheet {
        let mut sheet = Sheet {
            key: key.clone(),
            form: Bilingual::default(),
            unit: self.tree.unit(&key.unit).map(|unit| unit.name.clone()).unwrap_or_default(),
            sections: Vec::new(),
            rows: Vec::new(),
            filled: 0,
            asked: 0,
            unread: 0,
            carried: 0,
            status: self.returns.get(key).map_or(Status::Draft, |found| found.status()),
            editable: self.may_edit(key),
            places: Arc::default(),
        };
        let Some(form) = self.catalogue.form(&key.form) else { return sheet };
        sheet.form = form.name.clone();
        let day = key.period.last_day();
        for (at, section) in form.sections.iter().enumerate() {
            let title_row = sheet.rows.len();
            sheet.rows.push(Row::title(at, section.name.clone()));
            for id in &section.elements {
                let Some(element) = self.catalogue.element(id).filter(|_| self.is_wanted(id)) else {
                    continue;
                };
                let row = self.element_row(key, element, at);
                let is_asked = || {
                    let unit = self.tree.unit(&key.unit);
                    unit.is_some_and(|unit| self.catalogue.asks(unit, id, day))
                };
                if row.typed().is_some() || is_asked() {
                    sheet.rows.push(row);
                }
            }
            for id in &section.indicators {
                let Some(indicator) = self.catalogue.indicator(id) else { continue };
                sheet.rows.extend(self.indicator_row(key, indicator, at));
            }
            if sheet.rows.len() == title_row + 1 {
                sheet.rows.pop();
                continue;
            }
            let name = section.name.clone();
            sheet.sections.push(SectionView { name, filled: 0, asked: 0, carried: 0, row: title_row });
        }
        sheet.places = Arc::new(Places::of(&sheet.rows));
        sheet.count();
        sheet
    }

    /// Says whether a cell is asked for here: one that is entered directly only where the plan in force speaks of it.
    pub fn is_wanted(&self, id: &ElementId) -> bool {
        is_wanted(&self.catalogue, self.plan(), id)
    }

    fn statement_figure(&self, unit: &UnitId, period: Period, element: &ElementId) -> Figure {
        self.said_by(unit, period).map_or(Figure::Blank, |statement| statement.figure(element).clone())
    }

    pub(super) fn element_row(&self, key: &ReturnKey, element: &Element, section: usize) -> Row {
        let entry = self.returns.get(key).map(|found| found.entry(&element.id)).unwrap_or_default();
        let (figure, beside) = entry.into_parts();
        let taken = element.taken_from.is_some();
        // What was handed in again has been answered: its remarks stand in its history.
        let found = self.returns.get(key).filter(|found| found.status().is_open());
        let said = found.and_then(|found| found.head.sent_back.as_ref());
        let remark = said.and_then(|said| said.remarks.get(&element.id)).cloned().unwrap_or_default();
        let at = |period| self.statement_figure(&key.unit, period, &element.id);
        let figure = if taken { at(key.period) } else { figure };
        let last = at(key.period.previous());
        let (change, change_share) = match (figure.known(), last.known()) {
            (Some(new), Some(old)) if !element.is_choice() => {
                change_text(new, old, element.unit.zh == "%", element.decimals())
            }
            _ => Default::default(),
        };
        let outside = |value: Decimal| {
            element.min.is_some_and(|min| value < min) || element.max.is_some_and(|max| value > max)
        };
        Row {
            kind: if taken {
                RowKind::Taken(element.id.clone())
            } else {
                RowKind::Element(element.id.clone())
            },
            section,
            name: element.name.clone(),
            unit: element.unit.clone(),
            shown: figure_text(element, &figure),
            last_shown: figure_text(element, &last),
            spark: spark(key.period, |period| {
                let known = if period == key.period { figure.known() } else { at(period).known() };
                known.filter(|_| !matches!(element.kind, crate::indicator::ElementKind::Text))
            }),
            note: same(match &figure {
                Figure::NotApplicable(reason) if beside.note.is_empty() => reason.clone(),
                Figure::NotApplicable(reason) => format!("{reason};{}", beside.note),
                _ => beside.note,
            }),
            out_of_range: figure.known().is_some_and(outside),
            is_words: element.kind == crate::indicator::ElementKind::Text,
            is_choice: element.is_choice(),
            is_carried: beside.carried,
            is_flagged: beside.flagged,
            remark,
            figure,
            last,
            change,
            change_share,
        }
    }

    /// Says what is missing; a unit that reads its own sheet need not be told its own name.
    fn lack_text(&self, lack: &crate::rollup::Lack, unit: &UnitId) -> Bilingual {
        match lack {
            crate::rollup::Lack::Unanswered { element, units }
                if units.as_slice() == std::slice::from_ref(unit) =>
            {
                let name =
                    self.catalogue.element(element).map(|element| element.name.clone()).unwrap_or_default();
                Bilingual::new(format!("缺“{}”", name.zh), format!("lacks '{}'", name.en))
            }
            lack => lack.sentence(&self.catalogue, &self.tree),
        }
    }

    /// Gives the row of an indicator, unless it can never be computed for this unit.
    pub(super) fn indicator_row(
        &self,
        key: &ReturnKey,
        indicator: &Indicator,
        section: usize,
    ) -> Option<Row> {
        let outcome = |period| self.outcome_said(&indicator.formula, &key.unit, period);
        let (now, last) = (outcome(key.period), outcome(key.period.previous()));
        let never = |lack: &crate::rollup::Lack| {
            matches!(
                lack,
                crate::rollup::Lack::NotAsked(_)
                    | crate::rollup::Lack::NoUnit(_)
                    | crate::rollup::Lack::NoArea(_)
            )
        };
        if now.value.is_none() && now.lacks.iter().any(never) {
            return None;
        }
        let shown = |value: Option<Decimal>| {
            value.map_or_else(|| same("—".to_owned()), |value| same(indicator_text(indicator, value)))
        };
        let in_points = matches!(
            indicator.kind,
            IndicatorKind::Percent
                | IndicatorKind::Ratio
                | IndicatorKind::Level
                | IndicatorKind::Index
                | IndicatorKind::RatePer1000
                | IndicatorKind::RatePer10000
        );
        let (change, change_share) = match (now.value, last.value) {
            (Some(new), Some(old)) => change_text(new, old, in_points, indicator.decimals),
            _ => Default::default(),
        };
        let (told, asked) = (now.coverage.reported, now.coverage.expected);
        let note = if now.value.is_none() {
            now.lacks.first().map(|lack| self.lack_text(lack, &key.unit))
        } else if told < asked {
            Some(Bilingual::new(format!("不全：{told}/{asked} 家"), format!("partial: {told} of {asked}")))
        } else {
            None
        };
        // Half of a sum against the whole of last year's is no change.
        let (change, change_share) =
            if told * 10 < asked * 9 { Default::default() } else { (change, change_share) };
        Some(Row {
            kind: RowKind::Indicator(indicator.id.clone()),
            section,
            name: indicator.name.clone(),
            unit: indicator.unit.clone(),
            shown: shown(now.value),
            last_shown: if last.value.is_none() { Bilingual::default() } else { shown(last.value) },
            spark: spark(key.period, |period| outcome(period).value),
            figure: now.value.map_or(Figure::Blank, Figure::Known),
            last: last.value.map_or(Figure::Blank, Figure::Known),
            change,
            change_share,
            note: note.unwrap_or_default(),
            out_of_range: false,
            is_words: false,
            is_choice: false,
            is_carried: false,
            is_flagged: false,
            remark: String::new(),
        })
    }
}

fn spark(period: Period, value: impl Fn(Period) -> Option<Decimal>) -> Vec<Option<f64>> {
    (1 - SPARK..=0).map(|back| value(period.shifted(back)).and_then(|value| value.to_f64())).collect()
}

impl Row {
    fn title(section: usize, name: Bilingual) -> Self {
        Self {
            kind: RowKind::Section,
            section,
            name,
            unit: Bilingual::default(),
            figure: Figure::Blank,
            shown: Bilingual::default(),
            last: Figure::Blank,
            last_shown: Bilingual::default(),
            change: String::new(),
            change_share: None,
            spark: Vec::new(),
            note: Bilingual::default(),
            out_of_range: false,
            is_words: false,
            is_choice: false,
            is_carried: false,
            is_flagged: false,
            remark: String::new(),
        }
    }

    /// Says whether the row holds a text that could not be read.
    pub const fn is_unread(&self) -> bool {
        matches!(self.figure, Figure::Unread(_)) && !self.is_words
    }

    /// Gives the element of a row that is typed.
    pub const fn typed(&self) -> Option<&ElementId> {
        match &self.kind {
            RowKind::Element(element) => Some(element),
            _ => None,
        }
    }

    /// Gives the unit in a language; a percent sign is the same in both.
    pub fn unit_text(&self, lang: Lang) -> &str {
        self.unit.text(lang)
    }
}

impl Sheet {
    /// Gives the next row that is typed and still blank, from a row on, round the end.
    pub fn next_blank(&self, from: usize) -> Option<usize> {
        let blank = |at: &usize| self.rows[*at].typed().is_some() && self.rows[*at].figure.is_blank();
        (from..self.rows.len()).find(blank).or_else(|| (0..from.min(self.rows.len())).find(blank))
    }

    /// Gives the first row a 退回 remarks on.
    pub fn first_remark(&self) -> Option<usize> {
        self.rows.iter().position(|row| !row.remark.is_empty())
    }

    /// Gives the form's id.
    pub const fn form_id(&self) -> &FormId {
        &self.key.form
    }
}

/// Says whether a plan asks for a cell, as [`Desk::is_wanted`] does of the plan in force.
pub(super) fn is_wanted(catalogue: &Catalogue, plan: Option<&Plan>, id: &ElementId) -> bool {
    let Some(indicator) = catalogue.entered(id) else { return true };
    plan.is_some_and(|plan| {
        plan.targets.iter().any(|target| target.indicator == indicator.id)
            || plan.baselines.iter().any(|past| past.indicator == indicator.id)
    })
}
