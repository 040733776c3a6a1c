//! `check`: what is found wrong with figures. So far: cells whose text could not be read.

use std::path::Path;

use crate::{
    base::{Bilingual, Cell, Figure, Finding, Lang, Period, Severity, Table, UnitId},
    cli::{
        CliError, Exit,
        args::CheckArgs,
        terminal::Terminal,
        workspace::{self, known_unit},
    },
    desk::Desk,
    indicator::ElementKind,
    words::say_with,
};

const COLUMNS: [&str; 8] = ["unit", "form", "period", "check", "severity", "element", "state", "message"];

/// Id of the check that finds text that is no figure.
const UNREAD: &str = "unread";

pub(super) fn run(
    asked: &CheckArgs,
    saves: Option<&Path>,
    terminal: &mut Terminal<'_>,
) -> Result<Exit, CliError> {
    let desk = workspace::open(saves, terminal)?;
    if let Some(unit) = &asked.unit {
        known_unit(&desk, unit)?;
    }
    let found = findings(&desk, asked.unit.as_ref(), asked.period);
    let table = findings_table(&found, terminal);
    terminal.put_table(&table, asked.csv)?;
    if found.is_empty() {
        terminal.tell("cli.told.nothing_found", &[]);
        return Ok(Exit::Done);
    }
    terminal.tell("cli.told.found", &[("count", &found.len().to_string())]);
    Ok(Exit::Reported)
}

/// Finds every cell that holds text where a figure is asked, in the order of the returns.
pub(super) fn findings(desk: &Desk, unit: Option<&UnitId>, period: Option<Period>) -> Vec<Finding> {
    let mut found = Vec::new();
    for unit_return in desk.returns() {
        let key = &unit_return.key;
        if unit.is_some_and(|unit| key.unit != *unit) || period.is_some_and(|period| key.period != period) {
            continue;
        }
        for (id, entry) in &unit_return.entries {
            let Figure::Unread(text) = &entry.figure else { continue };
            let Some(element) =
                desk.catalogue().element(id).filter(|element| element.kind != ElementKind::Text)
            else {
                continue;
            };
            let message = |lang: Lang| {
                let fill =
                    [("period", &*key.period.label(lang)), ("name", element.name.text(lang)), ("text", text)];
                say_with(lang, "cli.finding.unread", &fill)
            };
            found.push(Finding {
                check: UNREAD.to_owned(),
                severity: Severity::Hard,
                unit: key.unit.clone(),
                form: key.form.clone(),
                period: key.period,
                element: Some(id.clone()),
                message: Bilingual::new(message(Lang::Zh), message(Lang::En)),
            });
        }
    }
    found
}

fn findings_table(found: &[Finding], terminal: &Terminal<'_>) -> Table {
    let mut table = terminal.table(&COLUMNS);
    for finding in found {
        let severity = terminal.words(&format!("cli.severity.{}", finding.severity.code()), &[]);
        let open = terminal.words("cli.state.open", &[]);
        table.push(vec![
            Cell::text(finding.unit.as_str()),
            Cell::text(finding.form.as_str()),
            Cell::text(finding.period.to_string()),
            Cell::text(&finding.check),
            Cell::coded(finding.severity.code(), severity),
            Cell::text(finding.element.as_ref().map(ToString::to_string).unwrap_or_default()),
            Cell::coded("open", open),
            Cell::text(finding.message.text(terminal.lang())),
        ]);
    }
    table
}
