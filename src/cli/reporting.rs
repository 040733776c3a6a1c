//! `status` and `rollup`: who has reported, and what it comes to.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use clap::Args as Group;

use crate::{
    base::{Cell, Period, Table, UnitId},
    cli::{
        CliError, Exit,
        plans::with_comparators,
        terminal::{Terminal, is_dash},
        workspace::{self, known_unit},
    },
    desk::{Desk, MemberChange, Reporting, RollUp, RollUpRecord, roll_up_table},
    report::table_csv,
    store::{Disk as _, RealDisk, Step, StoreError, write_file},
};

const COLUMNS: [&str; 7] =
    ["unit", "name", "form", "due:due_day", "state", "received:received_on", "late_days"];

#[derive(Group)]
pub(super) struct StatusArgs {
    #[arg(long)]
    pub(super) period: Period,
    #[arg(long)]
    pub(super) csv: bool,
}

#[derive(Group)]
pub(super) struct RollupArgs {
    #[arg(long)]
    pub(super) unit: UnitId,
    #[arg(long)]
    pub(super) period: Period,
    #[arg(long)]
    pub(super) csv: bool,
    #[arg(long, value_name = "FILE")]
    pub(super) xlsx: Option<PathBuf>,
    #[arg(long, value_name = "DIR")]
    pub(super) hand_over: Option<PathBuf>,
    #[arg(long, value_name = "FILE")]
    pub(super) statement: Option<PathBuf>,
    #[arg(long, requires = "statement")]
    pub(super) without_returns: bool,
}

pub(super) fn status(
    asked: &StatusArgs,
    saves: Option<&Path>,
    terminal: &mut Terminal<'_>,
) -> Result<Exit, CliError> {
    let desk = workspace::open(saves, terminal)?;
    let reporting = desk.reporting(&desk.overseer(), asked.period, terminal.today);
    terminal.put_table(&status_table(&reporting, terminal), asked.csv)?;
    let count = reporting.count();
    let numbers = [count.expected, count.reported, count.expected - count.reported, count.overdue];
    let [expected, reported, missing, overdue] = numbers.map(|number| number.to_string());
    let fill = [
        ("expected", expected.as_str()),
        ("reported", &reported),
        ("missing", &missing),
        ("overdue", &overdue),
    ];
    terminal.tell("cli.told.reporting", &fill);
    if !asked.csv {
        let missing = reporting.missing_text(terminal.lang());
        terminal.tell_text(&crate::base::Bilingual::new(missing.clone(), missing));
    }
    Ok(Exit::Done)
}

fn status_table(reporting: &Reporting, terminal: &Terminal<'_>) -> Table {
    let mut table = terminal.table(&COLUMNS);
    for line in &reporting.lines {
        let received = line.received.map(|day| day.to_string()).unwrap_or_default();
        table.push(vec![
            Cell::text(line.unit.as_str()),
            Cell::text(line.name.text(terminal.lang())),
            Cell::text(line.form.as_str()),
            Cell::text(line.due.to_string()),
            Cell::coded(line.state.code(), line.state.name().text(terminal.lang())),
            Cell::text(received),
            Cell::number_or_empty(line.late_days.map(Into::into), 0),
        ]);
    }
    table
}

pub(super) fn rollup(
    asked: &RollupArgs,
    saves: Option<&Path>,
    terminal: &mut Terminal<'_>,
) -> Result<Exit, CliError> {
    let mut desk = workspace::open(saves, terminal)?;
    known_unit(&desk, &asked.unit)?;
    let is_book_to_stdout = asked.xlsx.as_deref().is_some_and(is_dash);
    if is_book_to_stdout && asked.csv {
        return Err(CliError::refused("one_stdout", []));
    }
    let roll_up = desk.roll_up(&asked.unit, asked.period);
    // Everything is made before anything is written.
    let book = match &asked.xlsx {
        Some(path) => Some((path, desk.roll_up_xlsx(&roll_up, terminal.today, terminal.lang())?)),
        None => None,
    };
    let hand_over = match &asked.hand_over {
        Some(folder) => Some((folder, desk.hand_over(&asked.unit, asked.period)?)),
        None => None,
    };
    let statement = match &asked.statement {
        Some(path) => {
            let made = desk.hand_up(&asked.unit, asked.period, !asked.without_returns, terminal.passed_at);
            Some((path, made.map_err(CliError::Desk)?))
        }
        None => None,
    };
    if !is_book_to_stdout {
        let table = roll_up_table("", &roll_up, !asked.csv, terminal.lang());
        if asked.csv {
            terminal.put(&with_comparators(&table_csv(&table)))?;
        } else {
            terminal.put_table(&table, false)?;
        }
    }
    if let Some((path, bytes)) = book {
        terminal.write(path, &bytes)?;
    }
    if let Some((path, text)) = statement {
        terminal.write(path, text.as_bytes())?;
        desk.save_now(terminal.now).map_err(CliError::Desk)?;
    }
    if let Some((folder, made)) = hand_over {
        tell_since(&desk, &roll_up, folder, terminal);
        make_folder(folder)?;
        for file in &made.files {
            write_file(&folder.join(file.name), &file.bytes)?;
        }
        let counts = [made.returns.to_string(), made.figures.to_string()];
        let folder = folder.display().to_string();
        let fill = [("folder", folder.as_str()), ("returns", &counts[0]), ("figures", &counts[1])];
        terminal.tell("cli.told.handed_over", &fill);
    }
    Ok(Exit::Done)
}

fn make_folder(folder: &Path) -> Result<(), CliError> {
    if RealDisk.is_folder(folder) {
        return Ok(());
    }
    RealDisk.make_folder(folder).map_err(|fault| {
        let source_text = fault.to_string();
        StoreError::Io { what: Step::Write, path: folder.to_owned(), source_text }.into()
    })
}

/// Says what changed since the roll-up that was handed over into the same folder before.
fn tell_since(desk: &Desk, roll_up: &RollUp, folder: &Path, terminal: &mut Terminal<'_>) {
    let earlier = RealDisk.read(&folder.join("rollup.json")).ok();
    let Some(earlier) = earlier.and_then(|bytes| RollUpRecord::from_json(&bytes)) else { return };
    let now = RollUpRecord::new(roll_up, &desk.roll_up_members(&roll_up.unit, roll_up.period));
    let Some(since) = now.since(&earlier) else { return };
    let count = |change| since.members.iter().filter(|(.., found)| *found == change).count().to_string();
    let counts = [count(MemberChange::New), count(MemberChange::Changed), count(MemberChange::Gone)];
    let totals = since.totals.len().to_string();
    let fill =
        [("new", counts[0].as_str()), ("changed", &counts[1]), ("gone", &counts[2]), ("totals", &totals)];
    terminal.tell("cli.told.since", &fill);
    let units: BTreeSet<&str> = since.members.iter().map(|(unit, ..)| unit.as_str()).collect();
    if !units.is_empty() {
        let units: Vec<&str> = units.into_iter().collect();
        terminal.tell("cli.told.since_units", &[("units", &units.join(", "))]);
    }
}
