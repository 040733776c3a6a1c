//! 汇总工作簿: the roll-up on sheets for people, with charts the spreadsheet draws itself.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::{
    base::{Align, Cell, Figure, Lang, Period, Severity, Table, UnitId},
    desk::{
        Answer, Desk,
        reporting::{Reporting, ReportingCount},
        rollup::{RollUp, RollUpItem, roll_up_table},
        sheet::figure_text,
    },
    report::{ReportError, SheetChart, workbook_xlsx},
    unit::Unit,
};

/// Cells of one sheet, above which it lists the areas alone: a spreadsheet with more does not open any more.
const MOST_CELLS: usize = 3_000_000;
/// Significant digits a spreadsheet keeps; no figure that was typed has as many decimals.
const DIGITS: u32 = 15;
/// Charts of indicators by area.
const CHARTS: usize = 4;
/// Areas that are still told apart in a chart.
const BARS: usize = 24;

fn said(lang: Lang, zh: &str, en: &str) -> String {
    if lang == Lang::Zh { zh } else { en }.to_owned()
}

/// Rounds quotients to the digits a spreadsheet keeps, so that they are numbers there and can be drawn; sums stay.
fn with_quotients_kept(mut table: Table) -> Table {
    for cell in table.rows.iter_mut().flatten().filter(|cell| cell.is_number) {
        let value = cell.exact.parse::<Decimal>().ok().filter(|value| value.scale() > DIGITS);
        if let Some(rounded) = value.and_then(|value| value.round_sf(DIGITS)) {
            // The 0 before the point counts as well.
            cell.exact = rounded.round_dp(DIGITS - 1).normalize().to_string();
        }
    }
    table
}

/// Starts a table from `(name, zh, en, align)`.
fn titled(title: String, lang: Lang, columns: &[(&'static str, &str, &str, Align)]) -> Table {
    Table::new(title, columns.iter().map(|(name, zh, en, align)| (*name, said(lang, zh, en), *align)))
}

impl Desk {
    /// Writes the workbook of a roll-up: summary, units × elements, units × indicators, coverage, findings and
    /// explanations.
    ///
    /// # Errors
    /// What a workbook does not hold.
    pub fn roll_up_xlsx(
        &self,
        roll_up: &RollUp,
        today: NaiveDate,
        lang: Lang,
    ) -> Result<Vec<u8>, ReportError> {
        let (root, period) = (&roll_up.unit, roll_up.period);
        let summary = roll_up_table(&said(lang, "汇总", "Summary"), roll_up, true, lang);
        let units = self.shown_units(root, period);
        let (elements, indicators): (Vec<usize>, Vec<usize>) = (0..roll_up.lines.len())
            .partition(|at| matches!(roll_up.lines[*at].item, RollUpItem::Element(_)));
        let of_elements = said(lang, "单位与数据项", "Units and elements");
        let of_indicators = said(lang, "单位与指标", "Units and indicators");
        let reporting = self.reporting(root, period, today);
        let tables = [
            summary,
            self.units_table(of_elements, roll_up, &units, &elements, lang),
            self.units_table(of_indicators, roll_up, &units, &indicators, lang),
            self.coverage_table(&reporting, lang),
            self.said_table(root, period, lang),
        ];
        let tables = tables.map(with_quotients_kept);
        let charts = self.charts(roll_up, &units, &indicators, &tables, lang);
        workbook_xlsx(&tables, &charts, today)
    }

    /// Gives the units of the wide sheets: the whole, its areas, then everything below in the order of the register.
    fn shown_units(&self, root: &UnitId, period: Period) -> Vec<&Unit> {
        let on = period.last_day();
        let areas = self.areas_right_below(root, period);
        let mut units: Vec<&Unit> = self.tree.unit(root).into_iter().chain(areas).collect();
        let rest = self.tree.open_below(root, on).into_iter().filter(|unit| unit.id != *root);
        let direct = |unit: &Unit| unit.area.is_some() && unit.parent.as_ref() == Some(root);
        units.extend(rest.filter(|unit| !direct(unit)));
        units
    }

    fn areas_right_below(&self, root: &UnitId, period: Period) -> Vec<&Unit> {
        let on = period.last_day();
        let below = self.tree.as_of(on).children(root);
        below.filter(|unit| unit.area.is_some() && unit.is_open(on)).collect()
    }

    /// Writes a row for each unit and a column for each item that anybody here has a figure for.
    fn units_table(
        &self,
        title: String,
        roll_up: &RollUp,
        units: &[&Unit],
        items: &[usize],
        lang: Lang,
    ) -> Table {
        let has_figure = |at: &&usize| roll_up.lines[**at].outcome.coverage.reported > 0;
        let items: Vec<usize> = items.iter().filter(has_figure).copied().collect();
        let too_many = units.len().saturating_mul(items.len()) > MOST_CELLS;
        let areas = |unit: &&&Unit| !too_many || unit.area.is_some() || unit.id == roll_up.unit;
        let mut table = titled(
            title,
            lang,
            &[("unit", "单位代码", "Unit code", Align::Left), ("name", "单位", "Unit", Align::Left)],
        );
        for at in &items {
            let line = &roll_up.lines[*at];
            let (name, of) = (line.name.text(lang), line.unit.text(lang));
            let title = if of.is_empty() { name.to_owned() } else { format!("{name}（{of}）") };
            let title = if lang == Lang::En { title.replace('（', " (").replace('）', ")") } else { title };
            table.columns.push(crate::base::Column {
                name: line.item.id().to_owned(),
                title,
                align: Align::Right,
            });
        }
        for unit in units.iter().filter(areas) {
            let mut row = vec![Cell::text(unit.id.as_str()), Cell::text(unit.name.text(lang))];
            row.extend(self.unit_cells(unit, roll_up, &items, lang));
            table.push(row);
        }
        table
    }

    /// Gives a unit's cells: its totals; of a unit with nobody below its own figures, in words where they are no number.
    fn unit_cells(&self, unit: &Unit, roll_up: &RollUp, items: &[usize], lang: Lang) -> Vec<Cell> {
        let period = roll_up.period;
        let statement = self.statements(period).and_then(|statements| statements.get(&unit.id));
        let is_leaf = self.tree.as_of(period.last_day()).children(&unit.id).next().is_none();
        let own = |at: usize| match &roll_up.lines[at].item {
            RollUpItem::Element(id) if is_leaf => Some((id, statement.map(|found| found.figure(id)))),
            _ => None,
        };
        let computed: Vec<usize> = items.iter().copied().filter(|at| own(*at).is_none()).collect();
        let mut totals = self.values(&unit.id, period, &computed).into_iter();
        let cell = |at: &usize| {
            let line = &roll_up.lines[*at];
            match own(*at) {
                None => Cell::number_or_empty(totals.next().flatten(), line.decimals),
                Some((_, Some(Figure::Known(known)))) => Cell::number(*known, line.decimals),
                Some((id, Some(figure @ (Figure::NotApplicable(_) | Figure::Unread(_))))) => {
                    let element = self.catalogue.element(id);
                    let words = element.map(|element| figure_text(element, figure));
                    Cell::text(words.unwrap_or_default().text(lang))
                }
                Some(_) => Cell::default(),
            }
        };
        items.iter().map(cell).collect()
    }

    /// Writes the areas with their counts, then a line for each return expected.
    fn coverage_table(&self, reporting: &Reporting, lang: Lang) -> Table {
        let mut table = titled(
            said(lang, "填报覆盖", "Coverage"),
            lang,
            &[
                ("unit", "单位代码", "Unit code", Align::Left),
                ("name", "单位", "Unit", Align::Left),
                ("form", "报表", "Form", Align::Left),
                ("expected", "应报", "Expected", Align::Right),
                ("reported", "已报", "Reported", Align::Right),
                ("completeness", "齐报率（%）", "Complete (%)", Align::Right),
                ("timeliness", "及时率（%）", "In time (%)", Align::Right),
                ("due", "应报日期", "Due", Align::Left),
                ("state", "状态", "State", Align::Left),
                ("received", "收到日期", "Received", Align::Left),
                ("late_days", "逾期天数", "Days late", Align::Right),
            ],
        );
        let mut count = |id: &UnitId, name: &str, count: ReportingCount| {
            let number = |count: u32| Cell::number(count.into(), 0);
            let share = |share: Option<Decimal>| Cell::number_or_empty(share, 1);
            let mut row = vec![Cell::text(id.as_str()), Cell::text(name), Cell::default()];
            row.extend([number(count.expected), number(count.reported)]);
            row.extend([share(count.completeness_percent()), share(count.timeliness_percent())]);
            row.extend(std::iter::repeat_n(Cell::default(), 4));
            table.push(row);
        };
        count(&reporting.unit, reporting.name.text(lang), reporting.count());
        for area in self.areas_right_below(&reporting.unit, reporting.period) {
            count(
                &area.id,
                area.name.text(lang),
                reporting.count_below(&area.id, self.tree.as_of(reporting.period.last_day())),
            );
        }
        for line in &reporting.lines {
            let day = |day: Option<NaiveDate>| Cell::text(day.map(|day| day.to_string()).unwrap_or_default());
            table.push(vec![
                Cell::text(line.unit.as_str()),
                Cell::text(line.name.text(lang)),
                Cell::coded(line.form.as_str(), line.form_name.text(lang)),
                Cell::number(Decimal::ONE, 0),
                Cell::number(u32::from(line.state.is_in()).into(), 0),
                Cell::default(),
                Cell::default(),
                day(Some(line.due)),
                Cell::coded(line.state.code(), line.state.name().text(lang)),
                day(line.received),
                Cell::number_or_empty(line.late_days.map(Decimal::from), 0),
            ]);
        }
        table
    }

    /// Lists what the checks say of the returns below, and what was answered.
    fn said_table(&self, root: &UnitId, period: Period, lang: Lang) -> Table {
        let mut table = titled(
            said(lang, "审核与说明", "Findings"),
            lang,
            &[
                ("unit", "单位代码", "Unit code", Align::Left),
                ("name", "单位", "Unit", Align::Left),
                ("form", "报表", "Form", Align::Left),
                ("element", "代码", "Code", Align::Left),
                ("element_name", "数据项", "Element", Align::Left),
                ("check", "审核代码", "Check", Align::Left),
                ("severity", "级别", "Severity", Align::Left),
                ("finding", "审核结果", "Finding", Align::Left),
                ("explanation", "情况说明", "Explanation", Align::Left),
                ("who", "说明人", "Who", Align::Left),
            ],
        );
        for found in self.returns_in(root, period) {
            let key = &found.key;
            let unit = self.tree.unit(&key.unit).map(|unit| unit.name.clone()).unwrap_or_default();
            let form = self.catalogue.form(&key.form).map(|form| form.name.clone()).unwrap_or_default();
            for view in &self.findings(key).list {
                let element = self.catalogue.element(&view.finding.element);
                let (text, who) = match &view.answer {
                    Answer::Given(given) | Answer::Outdated(given) => {
                        (given.text.as_str(), given.who.as_str())
                    }
                    Answer::NotAsked | Answer::Missing => ("", ""),
                };
                let severity = match view.finding.severity {
                    Severity::Hard => said(lang, "逻辑", "Logical"),
                    Severity::Soft => said(lang, "经验", "Plausibility"),
                    Severity::Hint => said(lang, "提示", "Hint"),
                };
                table.push(vec![
                    Cell::text(key.unit.as_str()),
                    Cell::text(unit.text(lang)),
                    Cell::coded(key.form.as_str(), form.text(lang)),
                    Cell::text(view.finding.element.as_str()),
                    Cell::text(element.map(|element| element.name.text(lang)).unwrap_or_default()),
                    Cell::text(view.finding.check.as_str()),
                    Cell::coded(view.finding.severity.code(), severity),
                    Cell::text(view.finding.message().text(lang)),
                    Cell::text(text),
                    Cell::text(who),
                ]);
            }
        }
        table
    }

    /// Gives the charts of the summary: who has reported by area, and indicators with a target by area.
    fn charts(
        &self,
        roll_up: &RollUp,
        units: &[&Unit],
        indicators: &[usize],
        tables: &[Table],
        lang: Lang,
    ) -> Vec<SheetChart> {
        let areas = self.areas_right_below(&roll_up.unit, roll_up.period).len().min(BARS);
        if areas == 0 {
            return Vec::new();
        }
        // Behind the whole in both tables.
        let rows = (1, 1 + areas);
        let mut charts = vec![SheetChart {
            title: said(lang, "应报与已报（份）", "Returns expected and reported"),
            table: 3,
            rows,
            names: 1,
            values: vec![3, 4],
            beside: 0,
        }];
        let by_area = &tables[2];
        debug_assert!(units.len() > areas, "the whole and its areas come first");
        let with_target =
            indicators.iter().map(|at| &roll_up.lines[*at]).filter(|line| line.target.is_some());
        for line in with_target {
            let column = by_area.columns.iter().position(|column| column.name == line.item.id());
            let Some(column) = column else { continue };
            let told = by_area.rows[rows.0..rows.1].iter().filter(|row| row[column].is_number).count();
            if told == areas && charts.len() <= CHARTS {
                let title = by_area.columns[column].title.clone();
                charts.push(SheetChart { title, table: 2, rows, names: 1, values: vec![column], beside: 0 });
            }
        }
        charts
    }
}
