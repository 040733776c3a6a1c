//! `demo`: a made-up workspace for trying, teaching and measuring.

use std::{
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use chrono::Datelike as _;

use crate::{
    base::Bilingual,
    cli::{CliError, Exit, args::DemoArgs, terminal::Terminal, workspace::who},
    desk::{DemoSize, Desk, demo_package, demo_parcels, demo_workspace},
    store::{Folder, write_new_file},
    wire::Workspace,
};

/// How long a job takes before its progress is shown.
const PATIENCE: Duration = Duration::from_secs(1);
/// The most units and years made in one go; every unit and year is a file.
const MOST: (u32, u32, u32) = (200, 20_000, 50);

pub(super) fn run(asked: &DemoArgs, terminal: &mut Terminal<'_>) -> Result<Exit, CliError> {
    let fits = (1..=MOST.0).contains(&asked.counties)
        && (1..=MOST.1).contains(&asked.units)
        && (1..=MOST.2).contains(&asked.years);
    if !fits {
        let most = [("counties", MOST.0), ("units", MOST.1), ("years", MOST.2)];
        return Err(CliError::refused("demo_size", most.map(|(name, most)| (name, most.to_string()))));
    }
    let size =
        DemoSize { counties: asked.counties, units: asked.units, years: asked.years, seed: asked.seed };
    let made = make(&asked.folder, size, asked.packages.as_deref(), terminal)?;
    let fill = [
        ("units", made.units.to_string()),
        ("returns", made.returns.to_string()),
        ("folder", made.root.display().to_string()),
    ];
    let fill: Vec<(&str, &str)> = fill.iter().map(|(name, value)| (*name, value.as_str())).collect();
    terminal.tell("cli.told.demo", &fill);
    if let Some(folder) = &asked.packages {
        let fill = [("count", made.packages.to_string()), ("folder", folder.display().to_string())];
        let fill = fill.each_ref().map(|(name, value)| (*name, value.as_str()));
        terminal.tell("cli.told.packages", &fill);
    }
    Ok(Exit::Done)
}

/// What a demonstration holds.
pub(super) struct Made {
    /// Where it lies.
    pub(super) root: PathBuf,
    /// Units in its register.
    pub(super) units: usize,
    /// Returns on disk.
    pub(super) returns: usize,
    /// Packages beside it.
    pub(super) packages: usize,
}

/// Writes a demonstration whose last year is the one before today, and what its units would hand in beside it.
pub(super) fn make(
    folder: &Path,
    size: DemoSize,
    packages: Option<&Path>,
    terminal: &mut Terminal<'_>,
) -> Result<Made, CliError> {
    let (catalogue, _) = Desk::shipped_packs().map_err(CliError::Desk)?;
    let (workspace, units, returns) = demo_workspace(&catalogue, size, terminal.today.year() - 1)
        .map_err(|fault| CliError::Desk(Bilingual::new(fault.to_string(), fault.to_string())))?;
    let workspace = Workspace { lang: terminal.lang(), ..workspace };
    let folder = Folder::create(folder, &who(), terminal.now, &workspace, &units)?;
    let begun = Instant::now();
    let is_long = || begun.elapsed() > PATIENCE;
    for (at, unit_return) in returns.iter().enumerate() {
        folder.save_return(unit_return)?;
        if is_long() {
            terminal.progress(at, returns.len());
        }
    }
    if is_long() {
        terminal.progress(returns.len(), returns.len());
    }
    let mut packed = 0;
    if let Some(into) = packages {
        let parcels = demo_parcels(&returns);
        for ((period, id), returns) in &parcels {
            let Some(unit) = units.iter().find(|unit| unit.id == *id) else { continue };
            let text = demo_package(unit, returns).map_err(CliError::Desk)?;
            write_new_file(&into.join(format!("{period}-{id}.duibiao")), text.as_bytes())?;
            packed += 1;
            if is_long() {
                terminal.progress(packed, parcels.len());
            }
        }
    }
    Ok(Made { root: folder.root().to_owned(), units: units.len(), returns: returns.len(), packages: packed })
}
