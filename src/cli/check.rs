//! `check` and `explain`: what the checks say of returns, and what is answered to it.

use std::path::Path;

use crate::{
    base::{Cell, Period, Severity, Table, UnitId},
    cli::{
        CliError, Exit,
        args::{CheckArgs, ExplainArgs},
        terminal::Terminal,
        units::read_only,
        workspace::{self, known_key, known_unit, return_title},
    },
    desk::{Answer, Command, Desk, FindingView},
    returns::ReturnKey,
};

const COLUMNS: [&str; 8] = ["unit", "form", "period", "check", "severity", "element", "state", "message"];

pub(super) fn run(
    asked: &CheckArgs,
    saves: Option<&Path>,
    terminal: &mut Terminal<'_>,
) -> Result<Exit, CliError> {
    let desk = workspace::open(saves, terminal)?;
    if let Some(unit) = &asked.unit {
        known_unit(&desk, unit)?;
    }
    let is_asked = |key: &ReturnKey| {
        asked.unit.as_ref().is_none_or(|unit| key.unit == *unit)
            && asked.period.is_none_or(|period| key.period == period)
    };
    if !desk.returns().any(|found| is_asked(&found.key)) {
        // Nothing found is another thing than nothing there.
        terminal.put_table(&findings_table(&[], terminal), asked.csv)?;
        terminal.tell("cli.told.no_returns", &[]);
        return Ok(Exit::Done);
    }
    let found = findings(&desk, asked.unit.as_ref(), asked.period);
    terminal.put_table(&findings_table(&found, terminal), asked.csv)?;
    tell(&found, terminal);
    Ok(if found.iter().any(FindingView::is_open) { Exit::Reported } else { Exit::Done })
}

fn tell(found: &[FindingView], terminal: &mut Terminal<'_>) {
    if found.is_empty() {
        return terminal.tell("cli.told.nothing_found", &[]);
    }
    let count = |severity: Severity| {
        found.iter().filter(|view| view.finding.severity == severity).count().to_string()
    };
    let open = found.iter().filter(|view| view.is_open()).count().to_string();
    let (hard, soft, hints) = (count(Severity::Hard), count(Severity::Soft), count(Severity::Hint));
    let fill = [("hard", hard.as_str()), ("soft", &soft), ("hints", &hints), ("open", &open)];
    terminal.tell("cli.told.found", &fill);
}

/// Gives what the checks say of the returns of a unit and period, all of them if none is named.
pub(super) fn findings(desk: &Desk, unit: Option<&UnitId>, period: Option<Period>) -> Vec<FindingView> {
    let wanted = desk.returns().map(|found| &found.key).filter(|key| {
        unit.is_none_or(|unit| key.unit == *unit) && period.is_none_or(|period| key.period == period)
    });
    wanted.flat_map(|key| desk.findings(key).list.clone()).collect()
}

fn findings_table(found: &[FindingView], terminal: &Terminal<'_>) -> Table {
    let mut table = terminal.table(&COLUMNS);
    for view in found {
        let finding = &view.finding;
        let severity = terminal.words(&format!("cli.severity.{}", finding.severity.code()), &[]);
        let state = match &view.answer {
            Answer::NotAsked if finding.severity == Severity::Hint => "info",
            Answer::NotAsked | Answer::Missing => "open",
            Answer::Given(_) => "explained",
            Answer::Outdated(_) => "outdated",
        };
        let state_word = terminal.words(&format!("cli.state.{state}"), &[]);
        table.push(vec![
            Cell::text(finding.unit.as_str()),
            Cell::text(finding.form.as_str()),
            Cell::text(finding.period.to_string()),
            Cell::text(finding.check.as_str()),
            Cell::coded(finding.severity.code(), severity),
            Cell::text(finding.element.as_str()),
            Cell::coded(state, state_word),
            Cell::text(finding.message().text(terminal.lang())),
        ]);
    }
    table
}

/// Answers a 经验 finding in writing; where the check finds several cells of the return, all of them.
pub(super) fn explain(
    asked: &ExplainArgs,
    saves: Option<&Path>,
    terminal: &mut Terminal<'_>,
) -> Result<Exit, CliError> {
    let mut desk = workspace::open(saves, terminal)?;
    let key = known_key(&desk, &asked.key)?;
    if desk.is_read_only() {
        return Err(read_only(&desk));
    }
    if desk.book().check(&asked.check).is_none() {
        return Err(CliError::refused("no_check", [("check", asked.check.to_string())]));
    }
    let cells: Vec<_> = desk
        .findings(&key)
        .list
        .iter()
        .filter(|view| view.finding.check == asked.check && view.finding.severity == Severity::Soft)
        .map(|view| view.finding.element.clone())
        .collect();
    if cells.is_empty() {
        return Err(CliError::refused("no_finding", [("check", asked.check.to_string())]));
    }
    let count = cells.len().to_string();
    for element in cells {
        let (key, check, text) = (key.clone(), asked.check.clone(), asked.text.clone());
        let said = desk.apply(Command::Explain { key, element, check, text }, terminal.now);
        if let Some(refused) = said.into_iter().find(|notice| notice.refused) {
            return Err(CliError::Desk(refused.message));
        }
    }
    desk.save_now(terminal.now).map_err(CliError::Desk)?;
    let title = return_title(&desk, &key, terminal.lang());
    terminal.tell("cli.told.explained", &[("title", &title), ("count", &count)]);
    Ok(Exit::Done)
}
