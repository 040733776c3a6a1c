//! `trend`: one indicator of one unit over time, as table, csv, SVG and PNG.

use std::path::Path;

use crate::{
    cli::{
        CliError, Exit,
        args::TrendArgs,
        terminal::{Terminal, is_dash},
        workspace::{self, known_unit},
    },
    desk::TrendView,
    report::{chart_csv, chart_png, chart_svg, table_text},
};

pub(super) fn run(
    asked: &TrendArgs,
    saves: Option<&Path>,
    terminal: &mut Terminal<'_>,
) -> Result<Exit, CliError> {
    let desk = workspace::open(saves, terminal)?;
    known_unit(&desk, &asked.unit)?;
    let view = desk.trend(&asked.unit, &asked.indicator, terminal.lang(), terminal.today);
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
    }
    for (path, bytes) in svg.into_iter().chain(png) {
        terminal.write(path, &bytes)?;
    }
    tell_standing(&view, terminal);
    Ok(Exit::Done)
}

/// Says where the unit stands, what is doubtful about the targets, and why there is nothing if there is nothing.
fn tell_standing(view: &TrendView, terminal: &mut Terminal<'_>) {
    if let Some(standing) = &view.standing {
        terminal.tell_text(&standing.sentence);
    }
    for doubt in &view.doubts {
        let doubt = doubt.text(terminal.lang()).to_owned();
        terminal.tell("cli.told.doubt", &[("doubt", &doubt)]);
    }
    terminal.tell_text(&view.lack);
}
