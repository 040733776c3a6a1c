//! `trend`: one indicator of one unit over time, as table, csv, SVG and PNG.

use std::path::{Path, PathBuf};

use clap::Args as Group;

use crate::{
    base::{Cell, Decimal, IndicatorId, Period, PlanId, UnitId},
    cli::{
        CliError, Exit,
        plans::known_plan,
        terminal::{Terminal, is_dash},
        workspace::{self, known_unit},
    },
    desk::{Desk, TrendChoice, TrendView, TypedStart, contribution_table},
    report::{chart_csv, chart_png, chart_svg, table_text},
    trend::{Method, PathShape},
};

#[derive(Group)]
pub(super) struct TrendArgs {
    #[arg(long)]
    pub(super) unit: UnitId,
    #[arg(long)]
    pub(super) indicator: IndicatorId,
    #[arg(long)]
    pub(super) csv: bool,
    #[arg(long, value_name = "FILE")]
    pub(super) svg: Option<PathBuf>,
    #[arg(long, value_name = "FILE")]
    pub(super) png: Option<PathBuf>,
    #[arg(long, default_value_t = 150, hide_default_value = true)]
    pub(super) dpi: u32,
    #[arg(long, value_name = "theil_sen|least_squares|last_change", value_parser = method_of)]
    pub(super) method: Option<Method>,
    #[arg(long, value_name = "linear|compound|step", value_parser = shape_of)]
    pub(super) shape: Option<PathShape>,
    #[arg(long, value_name = "PERIOD=VALUE", value_parser = point_of)]
    pub(super) baseline: Option<(Period, Decimal)>,
    #[arg(long, value_name = "TEXT", requires = "baseline")]
    pub(super) source: Option<String>,
    #[arg(id = "stop", long = "stop", value_name = "PERIOD=VALUE", value_parser = point_of, num_args = 1..)]
    pub(super) stops: Vec<(Period, Decimal)>,
    #[arg(id = "since", long = "since", value_name = "PERIOD")]
    pub(super) since: Option<Period>,
    #[arg(id = "peers", long = "peers")]
    pub(super) peers: bool,
    #[arg(id = "beside", long = "beside", value_name = "PLAN", num_args = 1..)]
    pub(super) beside: Vec<PlanId>,
}

fn method_of(text: &str) -> Result<Method, String> {
    Method::of_code(text).ok_or_else(|| text.to_owned())
}

fn shape_of(text: &str) -> Result<PathShape, String> {
    PathShape::of_code(text).ok_or_else(|| text.to_owned())
}

fn point_of(text: &str) -> Result<(Period, Decimal), String> {
    let (period, value) = text.split_once('=').ok_or_else(|| text.to_owned())?;
    let period = period.parse().map_err(|_| text.to_owned())?;
    Ok((period, value.parse().map_err(|_| text.to_owned())?))
}

impl TrendArgs {
    fn choice(&self) -> TrendChoice {
        let start = self.baseline.map(|(period, value)| TypedStart {
            period,
            value,
            source: self.source.clone().unwrap_or_default(),
        });
        let mut stops = self.stops.clone();
        stops.sort_by_key(|(period, _)| period.last_day());
        TrendChoice {
            method: self.method.unwrap_or_default(),
            shape: self.shape.unwrap_or_default(),
            start,
            stops,
            beside: self.beside.clone(),
        }
    }
}

pub(super) fn run(
    asked: &TrendArgs,
    saves: Option<&Path>,
    terminal: &mut Terminal<'_>,
) -> Result<Exit, CliError> {
    let desk = workspace::open(saves, terminal)?;
    known_unit(&desk, &asked.unit)?;
    for plan in &asked.beside {
        known_plan(desk.plans().iter().map(AsRef::as_ref), plan)?;
    }
    let (lang, today) = (terminal.lang(), terminal.today);
    let view = desk.trend_with(&asked.unit, &asked.indicator, None, &asked.choice(), lang, today);
    let view =
        view.ok_or_else(|| CliError::refused("no_indicator", [("indicator", asked.indicator.to_string())]))?;
    let pictures = [&asked.svg, &asked.png];
    let to_stdout = pictures.iter().filter(|path| path.as_deref().is_some_and(is_dash)).count();
    if to_stdout + usize::from(asked.csv) > 1 {
        return Err(CliError::refused("one_stdout", []));
    }
    // Both pictures are made before either is written.
    let svg = asked.svg.as_ref().map(|path| (path, chart_svg(&view.chart).into_bytes()));
    let png = asked
        .png
        .as_ref()
        .map(|path| Ok::<_, CliError>((path, chart_png(&view.chart, asked.dpi)?)))
        .transpose()?;
    if asked.csv {
        terminal.put(&chart_csv(&view.chart))?;
    } else if to_stdout == 0 {
        terminal.put(&table_text(&view.table))?;
        if let Some(ahead) = &view.forecast_table {
            terminal.put(&format!("\n{}\n{}", ahead.title, table_text(ahead)))?;
        }
    }
    for (path, bytes) in svg.into_iter().chain(png) {
        terminal.write(path, &bytes)?;
    }
    tell_standing(&view, terminal);
    if !asked.csv && to_stdout == 0 {
        put_since(&desk, asked, &view, terminal)?;
        put_peers(&desk, asked, &view, terminal)?;
    }
    Ok(Exit::Done)
}

/// Prints who brought how much of the change since a period.
fn put_since(
    desk: &Desk,
    asked: &TrendArgs,
    view: &TrendView,
    terminal: &mut Terminal<'_>,
) -> Result<(), CliError> {
    let newest = view.observations.iter().rfind(|seen| seen.value.is_some()).map(|seen| seen.period);
    let Some((since, newest)) = asked.since.zip(newest) else { return Ok(()) };
    let found = desk.contributions(&asked.unit, &asked.indicator, view.scope.as_ref(), since, newest);
    match found {
        Some(found) => {
            let table = contribution_table("", &found, &view.scale, terminal.lang());
            terminal.put(&format!("\n{}", table_text(&table)))
        }
        None => {
            terminal.tell("cli.told.no_contributions", &[("period", &since.to_string())]);
            Ok(())
        }
    }
}

/// Prints the units of the same kind and level, the best first, with median and quartiles.
fn put_peers(
    desk: &Desk,
    asked: &TrendArgs,
    view: &TrendView,
    terminal: &mut Terminal<'_>,
) -> Result<(), CliError> {
    let newest = view.standing.as_ref().and_then(|standing| standing.now).map(|now| now.0);
    let newest = newest.or_else(|| view.observations.last().map(|seen| seen.period));
    let Some(newest) = newest.filter(|_| asked.peers) else { return Ok(()) };
    let Some(found) = desk.comparison(&asked.unit, &asked.indicator, view.scope.as_ref(), newest) else {
        return Ok(());
    };
    let lang = terminal.lang();
    let mut table = terminal.table(&["rank", "unit", "name", "value"]);
    for compared in &found.units {
        table.push(vec![
            Cell::text(compared.rank.to_string()),
            Cell::text(compared.unit.as_str()),
            Cell::text(compared.name.text(lang)),
            Cell { shown: view.scale.value(compared.value, lang), ..Cell::number(compared.value, 4) },
        ]);
    }
    terminal.put(&format!("\n{}", table_text(&table)))?;
    if let Some(quartiles) = found.quartiles {
        let shown = |value| view.scale.value(value, lang);
        let (lower, median, upper) =
            (shown(quartiles.lower), shown(quartiles.median), shown(quartiles.upper));
        let (period, count) = (newest.label(lang), found.units.len().to_string());
        let place = found.own.and_then(|own| found.units.get(own)).map(|own| own.rank.to_string());
        let fill = [
            ("period", period.as_str()),
            ("kind", found.kind.text(lang)),
            ("count", &count),
            ("lower", &lower),
            ("median", &median),
            ("upper", &upper),
            ("place", place.as_deref().unwrap_or("—")),
        ];
        terminal.tell("cli.told.peers", &fill);
    }
    Ok(())
}

/// Says where the unit stands, what is doubtful about the targets, and why there is nothing if there is nothing.
fn tell_standing(view: &TrendView, terminal: &mut Terminal<'_>) {
    if let Some(standing) = &view.standing {
        terminal.tell_text(&standing.sentence);
    }
    if view.stack.len() > 1 {
        for line in &view.stack {
            let lang = terminal.lang();
            let mark =
                if line.is_strictest { terminal.words("cli.told.strictest", &[]) } else { String::new() };
            let fill = [
                ("region", line.region.text(lang)),
                ("target", line.shown.text(lang)),
                ("mark", &mark),
                ("sentence", line.standing.sentence.text(lang)),
            ];
            terminal.tell("cli.told.stacked", &fill);
        }
    }
    if let Some(ahead) = &view.forecast {
        let words = crate::trend::forecast_words(ahead, &view.scale, terminal.lang());
        terminal.tell_text(&crate::base::Bilingual::new(words.clone(), words));
    }
    terminal.tell_text(&view.no_forecast);
    for doubt in &view.doubts {
        let doubt = doubt.text(terminal.lang()).to_owned();
        terminal.tell("cli.told.doubt", &[("doubt", &doubt)]);
    }
    terminal.tell_text(&view.lack);
}
