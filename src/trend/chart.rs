//! The trend of one indicator of one unit as plain chart and table.

use chrono::{Datelike as _, NaiveDate};
use rust_decimal::{Decimal, prelude::ToPrimitive as _};

use crate::{
    base::{
        Align, Bilingual, Cell, Chart, ChartMilestone, ChartPoint, ChartRole, ChartSeries, Lang, Period,
        Table, quantity_text,
    },
    indicator::{Fraction, Indicator},
    plan::{Due, Nature},
    trend::{
        Aim, Forecast, Observation, Path, PathShape, Printed, Scale,
        chart_forecast::{forecast_series, forecast_words},
        judged_values, path_values,
    },
};

/// One target of the indicator, as the chart draws it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TargetLine {
    /// The target on the indicator's scale.
    pub aim: Aim,
    /// When it is due.
    pub due: Due,
    /// As printed: `≥ 7.5`, `1:1.2`.
    pub shown: String,
    /// Over what, where it narrows the indicator.
    pub scope: Bilingual,
    /// 约束性 or 预期性.
    pub nature: Nature,
    /// Document and clause.
    pub source: String,
    /// Whose plan it is, where plans of several levels are drawn; else empty.
    pub whose: Bilingual,
    /// 最严: of targets that pull the same way the one that asks most.
    pub is_strictest: bool,
}

/// 趋势问题: everything the chart and its table are made of.
#[derive(Clone, Debug)]
pub struct TrendQuestion<'a> {
    /// The indicator.
    pub indicator: &'a Indicator,
    /// How its values are written.
    pub scale: Scale,
    /// Its formula in words.
    pub fraction: Fraction,
    /// Whose trend it is.
    pub unit_name: Bilingual,
    /// What was computed, oldest first.
    pub observations: &'a [Observation],
    /// What the plan prints of the past.
    pub printed: &'a [Printed],
    /// Of which region the plan prints it.
    pub region: Bilingual,
    /// The plan's targets on it, the earliest due first.
    pub targets: &'a [TargetLine],
    /// The path to the one that is followed.
    pub path: Option<Path>,
    /// What else the foot says, such as where a typed baseline comes from.
    pub notes: Vec<String>,
    /// Where it goes from here, apart from what was observed.
    pub forecast: Option<&'a Forecast>,
    /// Named days of the plan.
    pub milestones: &'a [(NaiveDate, Bilingual)],
    /// 示例数据.
    pub synthetic: bool,
    /// The day the chart is made.
    pub today: NaiveDate,
}

impl TrendQuestion<'_> {
    fn unit(&self, lang: Lang) -> &str {
        self.indicator.unit.text(lang)
    }

    pub(super) fn point(&self, period: Period, value: Decimal, lang: Lang) -> ChartPoint {
        ChartPoint {
            period: period.to_string(),
            x: period.year_axis(),
            y: value.to_f64().unwrap_or_default(),
            exact: value.normalize().to_string(),
            shown: self.scale.value(value, lang),
            read_out: Vec::new(),
            hollow: false,
        }
    }

    fn observed_point(&self, seen: &Observation, value: Decimal, lang: Lang) -> ChartPoint {
        let mut point = self.point(seen.period, value, lang);
        point.hollow = !seen.coverage.is_complete();
        point.read_out = vec![seen.period.label(lang), self.scale.with_unit(value, lang)];
        let named = [(&self.fraction.top, seen.numerator), (&self.fraction.bottom, seen.denominator)];
        for (name, part) in named {
            // A grade's code says nothing that its name does not.
            let part = part.filter(|_| !self.scale.is_graded() && !name.text(lang).is_empty());
            if let Some(part) = part {
                point.read_out.push(format!("{} {}", name.text(lang), shown_part(part)));
            }
        }
        if let Some(asked) = self.path.as_ref().and_then(|path| path.at(seen.period)) {
            let asked = self.scale.with_unit(asked, lang);
            point.read_out.push(match lang {
                Lang::Zh => format!("计划路径 {asked}"),
                Lang::En => format!("Path {asked}"),
            });
        }
        let (reported, expected) = (seen.coverage.reported, seen.coverage.expected);
        if expected > 1 || point.hollow {
            point.read_out.push(match lang {
                Lang::Zh => format!("{reported}/{expected} 家已填"),
                Lang::En => format!("{reported} of {expected} units answered"),
            });
        }
        point
    }
}

/// Writes a part: whole numbers without decimals, others with two at most.
fn shown_part(part: Decimal) -> String {
    let part = part.normalize();
    quantity_text(part, part.scale().min(2))
}

/// Draws nothing: puts the trend together as a plain chart in one language.
pub fn trend_chart(question: &TrendQuestion<'_>, lang: Lang) -> Chart {
    let zh = lang == Lang::Zh;
    let word = |zh_word: &str, en_word: &str| if zh { zh_word.to_owned() } else { en_word.to_owned() };
    let mut series = Vec::new();
    let mut runs: Vec<Vec<ChartPoint>> = vec![Vec::new()];
    let judged = judged_values(question.observations);
    let is_judged = |seen: &Observation| judged.iter().any(|(period, _)| *period == seen.period);
    for seen in question.observations {
        match (seen.value, runs.last_mut()) {
            (Some(value), Some(run)) if is_judged(seen) => {
                run.push(question.observed_point(seen, value, lang))
            }
            // A line to what few have answered would show a rise or a fall that nobody has seen.
            (Some(value), _) => {
                runs.extend([vec![question.observed_point(seen, value, lang)], Vec::new()]);
            }
            (None, _) => runs.push(Vec::new()),
        }
    }
    runs.retain(|run| !run.is_empty());
    if !runs.is_empty() {
        series.push(ChartSeries::new(ChartRole::Actual, word("实际", "Actual"), runs));
    }
    let printed: Vec<Vec<ChartPoint>> =
        question.printed.iter().map(|past| printed_run(question, past, lang)).collect();
    if !printed.is_empty() {
        let region = question.region.text(lang);
        let name = word(&format!("规划所载({region})"), &format!("Printed in the plan ({region})"));
        series.push(ChartSeries::new(ChartRole::Printed, name, printed));
    }
    if let Some(path) = &question.path {
        series.push(path_series(question, path, lang));
    }
    if let Some(forecast) = question.forecast {
        series.extend(forecast_series(question, forecast, lang));
    }
    let years = year_span(question);
    for target in question.targets {
        series.extend(target_series(question, target, years, lang));
    }
    let milestones = question.milestones.iter().filter_map(|(day, name)| {
        let x = f64::from(day.year()) - 1.0 + f64::from(day.ordinal()) / 365.25;
        (f64::from(years.0) - 0.5..=f64::from(years.1) + 0.5)
            .contains(&x)
            .then(|| ChartMilestone { x, name: name.text(lang).to_owned() })
    });
    let mut chart = Chart {
        title: question.indicator.name.text(lang).to_owned(),
        subtitle: question.unit_name.text(lang).to_owned(),
        unit: question.unit(lang).to_owned(),
        foot: foot(question, lang),
        decimals: question.indicator.decimals,
        milestones: milestones.collect(),
        series,
        years,
        values: (0.0, 1.0),
    };
    chart.fit_values();
    chart
}

/// Gives the path, or both edges of the band that leads to a range.
fn path_series(question: &TrendQuestion<'_>, path: &Path, lang: Lang) -> ChartSeries {
    let run = |path: &Path| -> Vec<ChartPoint> {
        let points = path_values(path).into_iter().map(|(period, value)| {
            let mut point = question.point(period, value, lang);
            point.read_out = vec![period.label(lang), question.scale.with_unit(value, lang)];
            point
        });
        points.collect()
    };
    let far = path.far.map(|far| run(&Path { to: far, far: None, ..path.clone() }));
    let name = if lang == Lang::Zh { "计划路径" } else { "Planned path" }.to_owned();
    let runs = std::iter::once(run(path)).chain(far).collect();
    ChartSeries { is_stepped: path.shape == PathShape::Step, ..ChartSeries::new(ChartRole::Path, name, runs) }
}

fn printed_run(question: &TrendQuestion<'_>, past: &Printed, lang: Lang) -> Vec<ChartPoint> {
    let read_out =
        vec![past.span.label(lang), past.shown.clone(), past.place.clone(), past.scope.text(lang).to_owned()];
    let ends = if past.span.is_long() { vec![past.span.from, past.span.to] } else { vec![past.span.to] };
    ends.into_iter()
        .map(|period| {
            let mut point = question.point(period, past.value, lang);
            point.shown.clone_from(&past.shown);
            point.read_out.clone_from(&read_out);
            point.period = past.span.to_string();
            point
        })
        .collect()
}

fn target_series(
    question: &TrendQuestion<'_>,
    target: &TargetLine,
    years: (i32, i32),
    lang: Lang,
) -> Option<ChartSeries> {
    let due = target.due.0;
    let whose = target.whose.text(lang);
    let name = match (lang, whose) {
        (Lang::Zh, "") => format!("目标 {}", target.shown),
        (Lang::En, "") => format!("Target {}", target.shown),
        (Lang::Zh, whose) => format!("{whose}目标 {}", target.shown),
        (Lang::En, whose) => format!("{whose}: target {}", target.shown),
    };
    let name = match (target.is_strictest, lang) {
        (false, _) => name,
        (true, Lang::Zh) => format!("{name}（最严）"),
        (true, Lang::En) => format!("{name} (strictest)"),
    };
    let runs: Vec<Vec<ChartPoint>> = target
        .aim
        .lines()
        .into_iter()
        .map(|value| {
            let mut end = question.point(due, value, lang);
            end.shown.clone_from(&target.shown);
            end.read_out = vec![due.label(lang), name.clone(), target.source.clone()];
            let mut start = end.clone();
            start.x = f64::from(years.0);
            vec![start, end]
        })
        .collect();
    (!runs.is_empty()).then_some(ChartSeries::new(ChartRole::Target, name, runs))
}

fn year_span(question: &TrendQuestion<'_>) -> (i32, i32) {
    let seen = question.observations.iter().map(|seen| seen.period.calendar_year());
    let past =
        question.printed.iter().flat_map(|past| [past.span.from, past.span.to]).map(Period::calendar_year);
    let due = question.targets.iter().map(|target| target.due.0.calendar_year());
    let ahead = question.forecast.iter().flat_map(|forecast| &forecast.values);
    let ahead = ahead.map(|ahead| ahead.period.calendar_year());
    let years: Vec<i32> = seen.chain(past).chain(due).chain(ahead).collect();
    let this_year = question.today.year();
    let first = years.iter().min().copied().unwrap_or(this_year - 5);
    let last = years.iter().max().copied().unwrap_or(this_year);
    // Four years at least, so that a single point or a mere target stands in some time.
    (first.min(last - 4), last)
}

fn foot(question: &TrendQuestion<'_>, lang: Lang) -> String {
    let zh = lang == Lang::Zh;
    let mut parts = Vec::new();
    if let Some(target) = question.targets.last() {
        parts.push(target.source.clone());
        match (target.nature, zh) {
            (Nature::Binding, true) => parts.push("约束性".to_owned()),
            (Nature::Binding, false) => parts.push("binding".to_owned()),
            (Nature::Expected, true) => parts.push("预期性".to_owned()),
            (Nature::Expected, false) => parts.push("expected".to_owned()),
            (Nature::Unstated, _) => {}
        }
    }
    parts.push(question.fraction.line(lang));
    parts.extend(question.notes.iter().cloned());
    parts.extend(question.forecast.map(|forecast| forecast_words(forecast, &question.scale, lang)));
    if question.synthetic && !question.observations.is_empty() {
        parts.push(if zh { "示例数据".to_owned() } else { "made-up figures".to_owned() });
    }
    parts.push(if zh { format!("制图 {}", question.today) } else { format!("made {}", question.today) });
    parts.join(" · ")
}

/// Puts the table behind the chart together.
pub fn trend_table(question: &TrendQuestion<'_>, lang: Lang) -> Table {
    let zh = lang == Lang::Zh;
    let word = |zh_word: &str, en_word: &str| if zh { zh_word.to_owned() } else { en_word.to_owned() };
    let named = |name: &Bilingual, zh_word: &str, en_word: &str| {
        let name = name.text(lang);
        if name.is_empty() || name.chars().count() > if zh { 24 } else { 40 } {
            word(zh_word, en_word)
        } else {
            name.to_owned()
        }
    };
    let decimals = question.indicator.decimals;
    let unit = question.unit(lang);
    let value_title = if unit.is_empty() { word("数值", "Value") } else { unit.to_owned() };
    let mut table = Table::new(
        question.indicator.name.text(lang),
        [
            ("period", word("报告期", "Period"), Align::Left),
            ("numerator", named(&question.fraction.top, "分子", "Numerator"), Align::Right),
            ("denominator", named(&question.fraction.bottom, "分母", "Denominator"), Align::Right),
            ("value", value_title, Align::Right),
            ("path", word("路径", "Path"), Align::Right),
            ("gap", word("与路径之差", "Against path"), Align::Right),
            ("reported", word("填报", "Answered"), Align::Right),
        ],
    );
    for seen in question.observations {
        let path = question.path.as_ref().and_then(|path| path.at(seen.period));
        let part = |part: Option<Decimal>| {
            part.map_or_else(Cell::default, |part| Cell::number(part, part.normalize().scale().min(2)))
        };
        let value = seen.value.map_or_else(
            || Cell { shown: "—".to_owned(), ..Cell::default() },
            |value| Cell { shown: question.scale.value(value, lang), ..Cell::number(value, decimals) },
        );
        let gap = seen.value.zip(path).and_then(|(value, path)| {
            // What is read is the difference of what is read; a script gets it in full.
            let shown = question.scale.rounded(value).checked_sub(question.scale.rounded(path))?;
            let full = value.checked_sub(path)?;
            let mut cell = Cell { shown: quantity_text(shown, decimals), ..Cell::number(full, decimals) };
            if shown.is_sign_positive() && !shown.is_zero() {
                cell.shown.insert(0, '+');
            }
            Some(cell)
        });
        let gap = gap.unwrap_or_default();
        table.push(vec![
            Cell::coded(seen.period.to_string(), seen.period.label(lang)),
            part(seen.numerator),
            part(seen.denominator.filter(|_| !question.fraction.bottom.zh.is_empty())),
            value,
            path.map_or_else(Cell::default, |path| Cell {
                shown: question.scale.value(path, lang),
                ..Cell::number(path, decimals)
            }),
            gap,
            Cell::text(format!("{}/{}", seen.coverage.reported, seen.coverage.expected)),
        ]);
    }
    table
}
