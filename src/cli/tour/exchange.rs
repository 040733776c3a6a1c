//! The other half of the tour: the return is handed in, a bureau receives it with the others', and adds them up.

use std::{
    fs,
    path::{Path, PathBuf},
};

use super::{SIZE, TYPED, Tour, id};
use crate::{
    base::{ElementId, Period, Severity},
    cli::{CliError, demo, workspace::who},
    desk::{Command, Desk, Moving, RollUpItem, Taken, collect, roll_up_table, secure},
    exchange::{Counts, Outcome},
    report::table_csv,
    returns::{ReturnKey, Status},
    store::{Folder, RealDisk},
    unit::Area,
    wire::{Role, Workspace},
};

/// How often findings are answered: an answer may bring up another question.
const ROUNDS: usize = 8;

impl Tour<'_, '_> {
    /// Hands the return in, and has a bureau receive it with what the other units handed in a year before.
    pub(super) fn exchange(&mut self, desk: &mut Desk, key: &ReturnKey) -> Result<(), CliError> {
        let scratch = tempfile::tempdir()
            .map_err(|fault| CliError::refused("scratch", [("why", fault.to_string())]))?;
        let package = self.submit(desk, key)?;
        let before = key.period.previous();
        let handed_in = handed_in_before(scratch.path(), before, self)?;
        let mut bureau = self.bureau(&scratch.path().join("bureau"), desk)?;
        let files: Vec<PathBuf> = handed_in.into_iter().chain([package]).collect();
        self.receive(&mut bureau, &files)?;
        let same = bureau.unit_return(key).map(|found| &found.entries)
            == desk.unit_return(key).map(|found| &found.entries);
        self.mismatches += usize::from(!same);
        self.roll_up(&bureau, desk, before)?;
        self.receipt(&bureau, desk, key, scratch.path())
    }

    fn submit(&mut self, desk: &mut Desk, key: &ReturnKey) -> Result<PathBuf, CliError> {
        let said = self.terminal.words("cli.tour.as_it_is", &[]);
        for _ in 0..ROUNDS {
            for view in desk.findings(key).list.iter().filter(|view| view.is_open()) {
                let (key, element, words) = (key.clone(), view.finding.element.clone(), said.clone());
                let check = view.finding.check.clone();
                let answer = match view.finding.severity {
                    Severity::Hard => Command::SetNotApplicable { key, element, reason: words },
                    Severity::Soft | Severity::Hint => Command::Explain { key, element, check, text: words },
                };
                desk.apply(answer, self.terminal.now);
            }
        }
        let moving = Moving::Submit;
        desk.apply(Command::MoveOn { key: key.clone(), moving }, self.terminal.now);
        let text = desk.package(key).map_err(CliError::Desk)?;
        desk.save_now(self.terminal.now).map_err(CliError::Desk)?;
        let name = format!("{}-{}.duibiao", key.period, key.unit);
        self.write(&name, text.as_bytes())?;
        let print = desk.head(key).submission().map(|found| found.fingerprint.clone()).unwrap_or_default();
        let is_right = desk.head(key).status == Status::Submitted && !print.is_empty();
        self.step(is_right, "submitted", &[("print", &print)])?;
        Ok(self.out.join(name))
    }

    /// Makes the workspace of the bureau on top, with nothing in it but the register.
    fn bureau(&self, folder: &Path, of: &Desk) -> Result<Desk, CliError> {
        let city = of.tree().all().find(|unit| unit.area == Some(Area::City));
        let unit = city.map_or_else(|| of.seat().clone(), |city| city.id.clone());
        let workspace = Workspace { unit, role: Role::Bureau, ..of.workspace().clone() };
        let units: Vec<_> = of.tree().all().cloned().collect();
        drop(Folder::create(folder, &who(), self.terminal.now, &workspace, &units)?);
        Ok(Desk::open(folder, &who(), self.terminal.now)?)
    }

    /// Receives the same files twice: once is enough.
    fn receive(&mut self, bureau: &mut Desk, files: &[PathBuf]) -> Result<(), CliError> {
        let mut counts = Vec::new();
        for _ in 0..2 {
            let mut stage = bureau.stage(self.terminal.now);
            collect(&mut stage, &RealDisk, files, |_, _| true);
            let secured = secure(&bureau.folder(), stage.into_staged(), |_, _| {})?;
            let taken: Vec<Taken> = bureau.take_in(secured, self.terminal.now).map_err(CliError::Desk)?;
            bureau.save_now(self.terminal.now).map_err(CliError::Desk)?;
            counts.push(Counts::of(taken.iter().map(|taken| taken.outcome)));
        }
        let (new, again) = (counts[0].count(Outcome::New), counts[1].count(Outcome::Duplicate));
        let is_right =
            new >= files.len() && new == counts[0].sum() && again == counts[1].sum() && again == new;
        let fill =
            [("files", files.len().to_string()), ("new", new.to_string()), ("again", again.to_string())];
        let fill = fill.each_ref().map(|(name, value)| (*name, value.as_str()));
        self.step(is_right, "received", &fill)
    }

    /// Adds up what was received, and compares it with the returns one by one.
    fn roll_up(&mut self, bureau: &Desk, desk: &Desk, before: Period) -> Result<(), CliError> {
        let beds = id::<ElementId>(TYPED[0].0)?;
        let root = bureau.seat().clone();
        let item = RollUpItem::Element(beds);
        let indicator = || Some(RollUpItem::Indicator(TYPED[0].0.parse().ok()?));
        let total = bureau.total(&item, &root, before).or_else(|| bureau.total(&indicator()?, &root, before));
        let by_hand = self.beds_by_hand(desk, before)?;
        let value = total.as_ref().and_then(|total| total.value);
        let coverage = total.as_ref().map(|total| total.coverage).unwrap_or_default();
        let rolled_up = bureau.roll_up(&root, before);
        let lang = self.terminal.lang();
        let name = bureau.our_unit().map(|unit| unit.name.text(lang).to_owned()).unwrap_or_default();
        let table = roll_up_table(&format!("{name} {}", before.label(lang)), &rolled_up, true, lang);
        self.write("rollup.csv", table_csv(&table).as_bytes())?;
        let fill = [
            ("name", name),
            ("period", before.label(lang)),
            ("value", value.map(|value| value.normalize().to_string()).unwrap_or_default()),
            ("reported", coverage.reported.to_string()),
            ("expected", coverage.expected.to_string()),
        ];
        let fill = fill.each_ref().map(|(name, value)| (*name, value.as_str()));
        self.step(value == Some(by_hand) && coverage.reported > 0, "rolled_up", &fill)
    }

    /// Takes the receipt back to the unit.
    fn receipt(
        &mut self,
        bureau: &Desk,
        desk: &mut Desk,
        key: &ReturnKey,
        scratch: &Path,
    ) -> Result<(), CliError> {
        let receipts = bureau.receipts(self.terminal.now).map_err(CliError::Desk)?;
        let path = scratch.join("receipt.duibiao");
        let text = receipts.get(&key.unit).map(String::as_str).unwrap_or_default();
        crate::store::write_file(&path, text.as_bytes())?;
        let mut stage = desk.stage(self.terminal.now);
        collect(&mut stage, &RealDisk, &[path], |_, _| true);
        let secured = secure(&desk.folder(), stage.into_staged(), |_, _| {})?;
        desk.take_in(secured, self.terminal.now).map_err(CliError::Desk)?;
        desk.save_now(self.terminal.now).map_err(CliError::Desk)?;
        let status = desk.head(key).status;
        let name = status.name().text(self.terminal.lang()).to_owned();
        self.step(status == Status::Received, "receipt", &[("status", &name)])
    }
}

/// Writes what the units of the made-up city handed in for a period, but for the bureau on top.
fn handed_in_before(
    scratch: &Path,
    period: Period,
    tour: &mut Tour<'_, '_>,
) -> Result<Vec<PathBuf>, CliError> {
    let into = scratch.join("packages");
    demo::make(&scratch.join("demo"), SIZE, Some(&into), tour.terminal)?;
    let missing = |fault: std::io::Error| CliError::refused("scratch", [("why", fault.to_string())]);
    let mut files = Vec::new();
    for entry in fs::read_dir(&into).map_err(missing)? {
        let path = entry.map_err(missing)?.path();
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        if name.starts_with(&period.to_string()) && !name.ends_with("CITY") {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}
