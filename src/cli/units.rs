//! `units`: the register, and taking it from a file.

use std::path::Path;

use crate::{
    base::{Bilingual, Lang, Table},
    cli::{
        CliError, Exit,
        args::{UnitsArgs, UnitsTask},
        error::filled,
        terminal::Terminal,
        workspace,
    },
    desk::{Command, Desk, ImportOutcome, unit_cells},
};

/// The columns of the register.
const COLUMNS: [&str; 9] =
    ["unit", "name", "kind", "level", "grade", "ownership", "parent", "opened", "closed"];

pub(super) fn run(
    asked: &UnitsArgs,
    saves: Option<&Path>,
    terminal: &mut Terminal<'_>,
) -> Result<Exit, CliError> {
    match &asked.task {
        None => {
            let desk = workspace::open(saves, terminal)?;
            let table = register_table(&desk, terminal);
            terminal.put_table(&table, asked.csv)?;
            Ok(Exit::Done)
        }
        Some(UnitsTask::Import { file }) => import(file, saves, terminal),
    }
}

fn register_table(desk: &Desk, terminal: &Terminal<'_>) -> Table {
    let mut table = terminal.table(&COLUMNS);
    for unit in desk.tree().all() {
        table.push(unit_cells(unit, terminal.lang(), terminal.today));
    }
    table
}

fn import(path: &Path, saves: Option<&Path>, terminal: &mut Terminal<'_>) -> Result<Exit, CliError> {
    let mut desk = workspace::open(saves, terminal)?;
    let bytes = terminal.read(path)?;
    let import = desk.register_import(&bytes, terminal.today).map_err(|why| {
        let path = path.display();
        CliError::Desk(Bilingual::new(format!("{}（{path}）", why.zh), format!("{} ({path})", why.en)))
    })?;
    for column in &import.unknown_columns {
        terminal.tell("cli.told.column_passed_over", &[("column", column)]);
    }
    for row in import.rows.iter().filter(|row| row.outcome == ImportOutcome::Refused) {
        let fill = |lang| [("line", row.line.to_string()), ("why", row.why.text(lang).to_owned())];
        terminal.warn(&Bilingual::new(
            filled("cli.told.row_refused", &fill(Lang::Zh)).zh,
            filled("cli.told.row_refused", &fill(Lang::En)).en,
        ));
    }
    let (new, changed) = (import.count(ImportOutcome::New), import.count(ImportOutcome::Changed));
    let (unchanged, refused) = (import.count(ImportOutcome::Unchanged), import.count(ImportOutcome::Refused));
    let fill = [
        ("new", new.to_string()),
        ("changed", changed.to_string()),
        ("unchanged", unchanged.to_string()),
        ("refused", refused.to_string()),
        ("all", import.rows.len().to_string()),
    ];
    if refused > 0 {
        return Err(CliError::refused("import", fill));
    }
    if import.is_ready() {
        let why = path.display().to_string();
        let notices = desk.apply(Command::TakeRegister { units: import.units, why }, terminal.now);
        if let Some(notice) = notices.into_iter().find(|notice| notice.refused) {
            return Err(CliError::Desk(notice.message));
        }
        desk.save_now(terminal.now).map_err(CliError::Desk)?;
    } else if desk.is_read_only() {
        return Err(read_only(&desk));
    }
    let fill: Vec<(&str, &str)> = fill.iter().map(|(name, value)| (*name, value.as_str())).collect();
    terminal.tell("cli.told.imported", &fill);
    if import.areas_guessed > 0 {
        terminal.tell("cli.told.areas_guessed", &[("count", &import.areas_guessed.to_string())]);
    }
    if import.dated_today > 0 {
        let fill = [("count", import.dated_today.to_string()), ("day", terminal.today.to_string())];
        terminal.tell("cli.told.standings_from", &[("count", &fill[0].1), ("day", &fill[1].1)]);
    }
    Ok(Exit::Done)
}

/// Says why nothing can be changed, and who holds the workspace.
pub(super) fn read_only(desk: &Desk) -> CliError {
    match desk.access() {
        crate::store::Access::ReadOnly(reason) => CliError::Desk(reason.sentence()),
        crate::store::Access::Writable => CliError::Desk(Bilingual::default()),
    }
}
