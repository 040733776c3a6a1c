//! `units`: the register, and taking it from a file.

use std::path::Path;

use crate::{
    base::{Bilingual, Table},
    cli::{
        CliError, Exit,
        args::{UnitsArgs, UnitsTask},
        file,
        import::{Outcome, import_of},
        terminal::Terminal,
        workspace,
    },
    desk::{Desk, unit_cells},
    unit::Unit,
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
    let rows = file::rows_of(&bytes, path)?;
    let register: Vec<Unit> = desk.tree().all().cloned().collect();
    let import = import_of(&rows, &register, terminal.today, path)?;
    for column in &import.unknown_columns {
        terminal.tell("cli.told.column_passed_over", &[("column", column)]);
    }
    for (line, why) in &import.refused {
        let place = |lang| {
            crate::words::say_with(
                lang,
                "cli.told.row_refused",
                &[("line", &line.to_string()), ("why", why.text(lang))],
            )
        };
        terminal.warn(&Bilingual::new(place(crate::base::Lang::Zh), place(crate::base::Lang::En)));
    }
    let count = |outcome| import.outcomes.iter().filter(|found| **found == outcome).count();
    let (new, changed, unchanged) = (count(Outcome::New), count(Outcome::Changed), count(Outcome::Unchanged));
    let refused = import.outcomes.len() - new - changed - unchanged;
    let numbers = [new, changed, unchanged, refused, import.outcomes.len()].map(|count| count.to_string());
    let [new_text, changed_text, unchanged_text, refused_text, all] = &numbers;
    let fill = [
        ("new", new_text.clone()),
        ("changed", changed_text.clone()),
        ("unchanged", unchanged_text.clone()),
        ("refused", refused_text.clone()),
        ("all", all.clone()),
    ];
    if refused > 0 {
        return Err(CliError::refused("import", fill));
    }
    if new + changed > 0 {
        desk.replace_register(import.units).map_err(CliError::Desk)?;
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
