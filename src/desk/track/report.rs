//! 监测报告 of a plan for a unit, as a paper and as a workbook: the same figures and the same bytes every time.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::{
    base::{Align, Cell, Lang, Period, PlanId, Table, UnitId},
    desk::{
        Desk, ExplanationLine, ReportingCount, Tally, TrackFilter, TrackLine, TrendChoice, deliverable_table,
        explanation_table,
        track::{
            counts_words, dashboard_table, gap_table,
            report_causes::day_words,
            report_tables::{coverage_table, deliverable_list, explanation_list, need_table, target_table},
            verdict_name,
        },
    },
    plan::{Nature, Plan},
    report::{CHART_HEIGHT, CHART_WIDTH, Paper, PaperBlock, ReportError, chart_png, paper_docx, tables_xlsx},
    returns::FollowedState,
    trend::{Population, Verdict},
};

/// Dots per inch of the charts in a paper: sharp in print, and a hundred of them still open quickly.
pub const REPORT_DPI: u32 = 200;
/// Names listed in one line.
const NAMES: usize = 30;

/// What a report is asked for.
#[derive(Clone, Debug)]
pub struct ReportWish {
    /// The unit.
    pub unit: UnitId,
    /// The plan.
    pub plan: PlanId,
    /// What the population is taken to be when targets are due.
    pub population: Population,
    /// Its day.
    pub today: NaiveDate,
    /// Its language.
    pub lang: Lang,
    /// Dots per inch of its charts, [`REPORT_DPI`] for print.
    pub dpi: u32,
    /// 方法说明: title and text of each note.
    pub notes: Vec<(String, String)>,
}

/// 监测报告, before it is written as a paper or as a workbook.
#[derive(Clone, Debug)]
pub struct PlanReport {
    paper: Paper,
    tables: Vec<Table>,
    made_on: NaiveDate,
}

impl PlanReport {
    /// Writes it as .docx.
    ///
    /// # Errors
    /// What the format does not hold.
    pub fn docx(&self) -> Result<Vec<u8>, ReportError> {
        paper_docx(&self.paper)
    }

    /// Writes it as .xlsx, a sheet for each of its parts.
    ///
    /// # Errors
    /// What a workbook does not hold.
    pub fn xlsx(&self) -> Result<Vec<u8>, ReportError> {
        tables_xlsx(&self.tables, self.made_on)
    }

    /// Gives the paper as plain blocks.
    pub const fn paper(&self) -> &Paper {
        &self.paper
    }

    /// Gives the sheets of the workbook.
    pub fn tables(&self) -> &[Table] {
        &self.tables
    }
}

/// Everything the parts of a report are made of.
pub(super) struct Parts<'a> {
    plan: &'a Plan,
    pub(super) wish: &'a ReportWish,
    pub(super) lines: Vec<&'a TrackLine>,
    pub(super) lang: Lang,
}

impl Parts<'_> {
    pub(super) fn said(&self, zh: &str, en: &str) -> String {
        if self.lang == Lang::Zh { zh } else { en }.to_owned()
    }

    pub(super) fn heading(&self, zh: &str, en: &str) -> PaperBlock {
        PaperBlock::Heading(1, self.said(zh, en))
    }
}

impl Desk {
    /// Makes the monitoring report of a plan for a unit; `None` for a plan or unit that does not exist. Draws a chart for
    /// every target that is open, some tenths of a second each: call it on a worker.
    ///
    /// # Errors
    /// A chart that could not be drawn.
    pub fn plan_report(&self, wish: &ReportWish) -> Result<Option<PlanReport>, ReportError> {
        let Some(plan) = self.plans.iter().find(|plan| plan.id == wish.plan) else { return Ok(None) };
        let Some(all) = self.track(&wish.unit, &wish.plan, wish.population, wish.today) else {
            return Ok(None);
        };
        let here = TrackFilter::default();
        let lines: Vec<&TrackLine> = all.iter().filter(|line| here.takes(line)).collect();
        let parts = Parts { plan, wish, lines, lang: wish.lang };
        let newest = usual_period(&parts.lines);
        let explanations = self.explanations_within(&wish.unit, newest);
        let mut blocks = self.report_summary(&parts, all.len(), newest);
        blocks.push(parts.heading("二、目标完成情况", "2. Targets"));
        blocks.push(PaperBlock::Table(target_table(&parts.lines, parts.lang)));
        blocks.push(PaperBlock::Note(parts.said(
            "按约束性在前、由差到好排列；达标按全数值比较（GB/T 8170），路径按显示的小数位比较。",
            "Binding targets first, the worst first. A target is compared with the unrounded value (GB/T 8170), the path at the decimals shown.",
        )));
        blocks.push(parts.heading("三、走势图", "3. Charts"));
        blocks.extend(self.open_charts(&parts)?);
        blocks.push(parts.heading("四、差距", "4. Gaps"));
        blocks.extend(gaps(&parts));
        blocks.push(parts.heading("五、原因分析", "5. Causes"));
        blocks.extend(self.causes(&parts, &explanations));
        blocks.push(parts.heading("六、举措进展", "6. Deliverables"));
        blocks.extend(self.deliverable_blocks(&parts));
        blocks.push(parts.heading("七、情况说明", "7. Explanations"));
        let holding = explanation_list(&explanations, parts.lang);
        if holding.rows.is_empty() {
            blocks.push(PaperBlock::Text(parts.said("本期没有情况说明。", "There is none for this period.")));
        } else {
            blocks.push(PaperBlock::Table(holding));
        }
        blocks.push(parts.heading("八、填报覆盖", "8. Coverage"));
        let coverage = coverage_table(&parts.lines, parts.lang);
        if coverage.rows.is_empty() {
            blocks.push(PaperBlock::Text(parts.said(
                "各项指标应报单位均已填报。",
                "Every unit that is asked has answered for every indicator.",
            )));
        } else {
            blocks.push(PaperBlock::Table(Table { title: String::new(), ..coverage }));
        }
        blocks.extend(self.closing(&parts));
        blocks.push(parts.heading("附件　方法说明", "Annex: methods"));
        for (title, text) in &wish.notes {
            blocks.push(PaperBlock::Heading(2, title.clone()));
            blocks.push(PaperBlock::Text(text.clone()));
        }
        let paper =
            Paper { title: title(&parts), under: self.under(&parts, newest), blocks, lang: parts.lang };
        let tables = self.sheets(&parts, &explanations);
        Ok(Some(PlanReport { paper, tables, made_on: wish.today }))
    }

    /// Names unit, period and day.
    fn under(&self, parts: &Parts<'_>, newest: Option<Period>) -> Vec<String> {
        let lang = parts.lang;
        let unit = self.tree.unit(&parts.wish.unit).map(|unit| unit.name.text(lang).to_owned());
        let day = parts.wish.today;
        let mut under = vec![unit.unwrap_or_default()];
        let as_of = newest.map(|newest| newest.label(lang)).unwrap_or_default();
        let day = day_words(day, lang);
        under.push(match (lang, as_of.as_str()) {
            (Lang::Zh, "") => format!("编制日期 {day}"),
            (Lang::En, "") => format!("Made on {day}"),
            (Lang::Zh, as_of) => format!("数据多为 {as_of}，各项年份见表 · 编制日期 {day}"),
            (Lang::En, as_of) => format!("Figures mostly of {as_of}, the table says which · made on {day}"),
        });
        if self.workspace.synthetic {
            under.push(parts.said("示例数据，不得引用", "Made-up figures, not to be quoted"));
        }
        under
    }

    fn report_summary(&self, parts: &Parts<'_>, all: usize, newest: Option<Period>) -> Vec<PaperBlock> {
        let lang = parts.lang;
        let lines = &parts.lines;
        let here: Vec<TrackLine> = lines.iter().map(|line| (*line).clone()).collect();
        let counts = counts_words(&here);
        let binding: Vec<TrackLine> =
            here.iter().filter(|line| line.nature == Nature::Binding).cloned().collect();
        let mut blocks = vec![parts.heading("一、总体情况", "1. Summary")];
        let title = parts.plan.title.text(lang);
        let number = &parts.plan.document_no;
        let document = match (number.is_empty(), lang) {
            (true, Lang::Zh) => format!("《{title}》"),
            (false, Lang::Zh) => format!("《{title}》（{number}）"),
            (true, Lang::En) => title.to_owned(),
            (false, Lang::En) => format!("{title} ({number})"),
        };
        blocks.push(PaperBlock::Text(match lang {
            Lang::Zh => {
                format!("{document}共列目标 {all} 项，本单位可监测 {} 项：{}。", lines.len(), counts.zh)
            }
            Lang::En => format!(
                "{document} lists {all} targets, of which {} can be followed here: {}.",
                lines.len(),
                counts.en.to_lowercase()
            ),
        }));
        if !binding.is_empty() {
            let counts = counts_words(&binding);
            blocks.push(PaperBlock::Text(match lang {
                Lang::Zh => format!("其中约束性目标 {} 项：{}。", binding.len(), counts.zh),
                Lang::En => format!("Of these {} are binding: {}.", binding.len(), counts.en.to_lowercase()),
            }));
        }
        blocks.extend(newest.and_then(|newest| self.reporting_block(parts, newest)));
        if parts.wish.today > Period::year(parts.plan.to).last_day() {
            let to = parts.plan.to;
            blocks.push(PaperBlock::Text(match lang {
                Lang::Zh => format!("规划期至 {to}年，已满。最新数已到期限的，按是否达标评判；还没有到期数的，按较早一期与路径比较。"),
                Lang::En => format!("The plan's term ended in {to}. A figure of the due period is held against the target; where there is none yet, an earlier one is held against the path."),
            }));
        }
        let worst =
            lines.iter().filter(|line| matches!(line.standing.verdict, Verdict::OffTrack | Verdict::Late));
        let worst: Vec<&&TrackLine> = worst.collect();
        if !worst.is_empty() {
            blocks.push(PaperBlock::Heading(2, parts.said("滞后和晚于时限的目标", "Off track and late")));
            blocks.extend(worst.into_iter().map(|line| PaperBlock::Text(said_of(line, lang))));
        }
        blocks.extend(not_judged(parts));
        blocks.extend(doubts(parts));
        blocks
    }

    /// Says how many returns the figures rest on; `None` for a unit that owes none.
    fn reporting_block(&self, parts: &Parts<'_>, newest: Period) -> Option<PaperBlock> {
        let reporting = self.reporting(&parts.wish.unit, newest, parts.wish.today);
        let mut count = ReportingCount::default();
        reporting.lines.iter().for_each(|line| count.take(line));
        let ReportingCount { expected, reported, .. } = count;
        let (left, period) = (expected - reported, newest.label(parts.lang));
        (expected > 0).then(|| {
            PaperBlock::Text(match (parts.lang, left) {
                (Lang::Zh, 0) => format!("{period}应报 {expected} 份，全部已报。"),
                (Lang::Zh, _) => format!(
                    "{period}应报 {expected} 份，已报 {reported} 份，未报 {left} 份；本报告用到的数含其中已填而未上报的。"
                ),
                (Lang::En, 0) => format!("For {period} all {expected} returns were handed in."),
                (Lang::En, _) => format!(
                    "For {period} {reported} of {expected} returns were handed in; figures of the others are used as far as they are filled in."
                ),
            })
        })
    }

    /// Draws every target that has figures and is open.
    fn open_charts(&self, parts: &Parts<'_>) -> Result<Vec<PaperBlock>, ReportError> {
        let mut blocks = Vec::new();
        let mut drawn: Vec<(&str, &str)> = Vec::new();
        for line in &parts.lines {
            let is_open =
                matches!(line.standing.verdict, Verdict::OffTrack | Verdict::Late | Verdict::OnTrack);
            let target = parts.plan.target(&line.row);
            let Some(target) = target.filter(|target| is_open && target.each.is_none()) else { continue };
            let scope = target.scope.as_ref();
            let key = (line.indicator.as_str(), scope.map(|scope| scope.as_str()).unwrap_or_default());
            if drawn.contains(&key) {
                continue;
            }
            drawn.push(key);
            // Another plan than the one in force stands beside it.
            let is_ours = self.plan().is_some_and(|plan| plan.id == parts.wish.plan);
            let beside = if is_ours { Vec::new() } else { vec![parts.wish.plan.clone()] };
            let choice = TrendChoice { beside, ..TrendChoice::default() };
            let (unit, today) = (&parts.wish.unit, parts.wish.today);
            let view = self.trend_with(unit, &line.indicator, scope, &choice, parts.lang, today);
            let Some(view) = view.filter(|view| !view.chart.is_empty()) else { continue };
            let (nth, name) = (blocks.len() + 1, line.name.text(parts.lang));
            blocks.push(PaperBlock::Picture {
                png: chart_png(&view.chart, parts.wish.dpi)?,
                caption: match parts.lang {
                    Lang::Zh => format!("图 {nth}　{name}"),
                    Lang::En => format!("Figure {nth}. {name}"),
                },
                size: (CHART_WIDTH, CHART_HEIGHT),
            });
        }
        if blocks.is_empty() {
            blocks.push(PaperBlock::Text(
                parts.said("没有未达标且可画图的目标。", "No open target has a chart."),
            ));
        }
        Ok(blocks)
    }

    fn deliverable_blocks(&self, parts: &Parts<'_>) -> Vec<PaperBlock> {
        let lines = self.deliverables(&parts.wish.plan, parts.wish.today);
        let Tally { done, in_progress, not_started, blank } = Tally::of(&lines);
        let all = lines.len();
        let mut blocks = vec![PaperBlock::Text(match parts.lang {
            Lang::Zh if blank == all => format!("规划共列举措与项目 {all} 项，进展尚未填报。"),
            Lang::En if blank == all => {
                format!("The plan lists {all} deliverables; none has an entry yet.")
            }
            Lang::Zh => format!(
                "规划共列举措与项目 {all} 项：完成 {done} 项，进行中 {in_progress} 项，未开始 {not_started} 项，未填 {blank} 项。"
            ),
            Lang::En => format!(
                "The plan lists {all} deliverables: {done} done, {in_progress} in progress, {not_started} not started, {blank} without an entry."
            ),
        })];
        let open = lines.iter().filter(|line| line.state.is_some_and(|state| state != FollowedState::Done));
        let open = deliverable_list(open, parts.lang);
        if !open.rows.is_empty() {
            blocks.push(PaperBlock::Table(open));
        }
        blocks
    }

    fn explanations_within(&self, unit: &UnitId, newest: Option<Period>) -> Vec<ExplanationLine> {
        let year = newest.map(Period::calendar_year);
        let fits = |line: &&ExplanationLine| {
            year.is_some_and(|year| line.key.period.calendar_year() >= year)
                && self.tree.is_within(&line.key.unit, unit)
        };
        self.explanations().iter().filter(fits).cloned().collect()
    }

    fn sheets(&self, parts: &Parts<'_>, explanations: &[ExplanationLine]) -> Vec<Table> {
        let lang = parts.lang;
        let here: Vec<TrackLine> = parts.lines.iter().map(|line| (*line).clone()).collect();
        let mut counts = Table::new(
            parts.said("总体情况", "Summary"),
            [
                ("verdict", parts.said("判断", "Verdict"), Align::Left),
                ("targets", parts.said("目标数", "Targets"), Align::Right),
                ("binding", parts.said("其中约束性", "Of them binding"), Align::Right),
            ],
        );
        let mut by_verdict: BTreeMap<Verdict, (u64, u64)> = BTreeMap::new();
        for line in &here {
            let count = by_verdict.entry(line.standing.verdict).or_default();
            count.0 += 1;
            count.1 += u64::from(line.nature == Nature::Binding);
        }
        for (verdict, (all, binding)) in by_verdict {
            counts.push(vec![
                Cell::coded(verdict.code(), verdict_name(verdict, lang)),
                Cell::number(Decimal::from(all), 0),
                Cell::number(Decimal::from(binding), 0),
            ]);
        }
        let mut notes = Table::new(
            parts.said("方法说明", "Methods"),
            [
                ("topic", parts.said("项目", "Topic"), Align::Left),
                ("note", parts.said("说明", "Note"), Align::Left),
            ],
        );
        for (title, text) in &parts.wish.notes {
            notes.push(vec![Cell::text(title.clone()), Cell::text(text.clone())]);
        }
        let deliverables = self.deliverables(&parts.wish.plan, parts.wish.today);
        vec![
            counts,
            dashboard_table(&parts.said("目标", "Targets"), &parts.lines, lang),
            gap_table(&parts.said("差距", "Gaps"), &here, lang),
            crate::desk::track::dashboard::lacking_table(&parts.lines, lang),
            deliverable_table(&parts.said("举措", "Deliverables"), &deliverables, lang),
            explanation_table(&parts.said("情况说明", "Explanations"), explanations, lang),
            coverage_table(&parts.lines, lang),
            notes,
        ]
    }
}

/// Gives the period most of the figures are of; of two the later one.
fn usual_period(lines: &[&TrackLine]) -> Option<Period> {
    let mut counts: BTreeMap<Period, usize> = BTreeMap::new();
    for (period, _) in lines.iter().filter_map(|line| line.standing.now) {
        *counts.entry(period).or_default() += 1;
    }
    counts.into_iter().max_by_key(|(period, count)| (*count, *period)).map(|(period, _)| period)
}

fn title(parts: &Parts<'_>) -> String {
    let title = parts.plan.title.text(parts.lang);
    match parts.lang {
        Lang::Zh => format!("{title}监测报告"),
        Lang::En => format!("Monitoring report: {title}"),
    }
}

/// Says a line in one sentence with its name, its hedge and its nature.
fn said_of(line: &TrackLine, lang: Lang) -> String {
    let nature = line.nature.name();
    let beside = [nature.text(lang), line.hedge.as_str()].into_iter().filter(|word| !word.is_empty());
    let beside = beside.collect::<Vec<_>>().join(if lang == Lang::Zh { "，" } else { ", " });
    let (name, sentence) = (line.name.text(lang), line.standing.sentence.text(lang));
    match (lang, beside.as_str()) {
        (Lang::Zh, "") => format!("{name}：{sentence}"),
        (Lang::Zh, beside) => format!("{name}（{beside}）：{sentence}"),
        (Lang::En, "") => format!("{name}: {sentence}"),
        (Lang::En, beside) => format!("{name} ({beside}): {sentence}"),
    }
}

/// Says which targets are not judged, by reason.
fn not_judged(parts: &Parts<'_>) -> Vec<PaperBlock> {
    let lines = parts.lines.iter().filter(|line| line.standing.verdict == Verdict::NotScored);
    let heading = parts.said("不评判的目标", "Not judged");
    by_reason(parts, heading, lines.map(|line| (line.standing.sentence.text(parts.lang), *line)))
}

/// Lists what is doubtful in the printed plan, so that nobody quotes a gap to it; a date that is not printed is no doubt.
fn doubts(parts: &Parts<'_>) -> Vec<PaperBlock> {
    let doubtful = parts.lines.iter().filter_map(|line| {
        let doubt = parts.plan.target(&line.row)?.doubt.text(parts.lang);
        (!doubt.is_empty()).then_some((doubt, *line))
    });
    by_reason(parts, parts.said("规划所印目标存疑", "Doubtful in the printed plan"), doubtful)
}

/// Names the targets of each reason behind it, under a heading; nothing where there is none.
fn by_reason<'a>(
    parts: &Parts<'_>,
    heading: String,
    lines: impl Iterator<Item = (&'a str, &'a TrackLine)>,
) -> Vec<PaperBlock> {
    let (and, colon, end) = if parts.lang == Lang::Zh { ("、", "：", "。") } else { (", ", ": ", ".") };
    let mut reasons: Vec<(&str, Vec<&str>)> = Vec::new();
    for (why, line) in lines {
        let name = line.name.text(parts.lang);
        match reasons.iter_mut().find(|(reason, _)| *reason == why) {
            Some((_, names)) => names.push(name),
            None => reasons.push((why, vec![name])),
        }
    }
    if reasons.is_empty() {
        return Vec::new();
    }
    let said = reasons.into_iter().map(|(why, names)| {
        let why = why.trim_end_matches(['。', '.']);
        PaperBlock::Text(format!("{why}{colon}{}{end}", names.join(and)))
    });
    std::iter::once(PaperBlock::Heading(2, heading)).chain(said).collect()
}

/// Lists what is missing, and who lacks it.
fn gaps(parts: &Parts<'_>) -> Vec<PaperBlock> {
    let lang = parts.lang;
    let needs = need_table(&parts.lines, parts.wish.today, lang);
    if needs.rows.is_empty() {
        return vec![PaperBlock::Text(
            parts.said("没有可折算成实物的差距。", "No gap can be counted in things."),
        )];
    }
    let mut blocks = vec![PaperBlock::Table(needs)];
    let population = parts.lines.iter().find_map(|line| line.gap.population);
    if let Some((now, at)) = population {
        let (now, at) = (crate::base::quantity_text(now, 0), crate::base::quantity_text(at, 0));
        let is_same = now == at;
        blocks.push(PaperBlock::Note(match lang {
            Lang::Zh if is_same => "人口按各项实际数所在年份的常住人口计算。".to_owned(),
            Lang::En if is_same => "Residents are those of the year each figure is of.".to_owned(),
            Lang::Zh => format!("常住人口现为 {now} 人，届时按 {at} 人计算。"),
            Lang::En => format!("Residents now {now}; taken to be {at} when targets are due."),
        }));
    }
    for line in parts.lines.iter().filter(|line| !line.gap.who.is_empty()) {
        let first = line.gap.who.iter().take(NAMES);
        let and = if lang == Lang::Zh { "；" } else { "; " };
        let named = |lacking: &crate::desk::Lacking| {
            let (name, has) = (lacking.name.text(lang), lacking.has.text(lang));
            if has.is_empty() { name.to_owned() } else { format!("{name} {has}") }
        };
        let mut names = first.map(named).collect::<Vec<_>>().join(and);
        let left = line.gap.who.len().saturating_sub(NAMES);
        if left > 0 {
            names.push_str(&match lang {
                Lang::Zh => format!("；另 {left} 家见工作簿"),
                Lang::En => format!("; {left} more in the workbook"),
            });
        }
        let count = line.gap.who.len();
        blocks.push(PaperBlock::Text(match lang {
            Lang::Zh => format!("{}，未达标 {count} 家：{names}。", line.name.zh),
            Lang::En => format!("{}, {count} short: {names}.", line.name.text(lang)),
        }));
    }
    blocks
}
