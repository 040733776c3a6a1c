//! `tour`: the main job without a display, each step checked, so that a machine without a screen can be trusted too.

mod exchange;

use std::path::{Path, PathBuf};

use chrono::Datelike as _;
use rust_decimal::Decimal;

use crate::{
    base::{Cell, ElementId, Figure, FormId, IndicatorId, Period, Table, UnitId},
    cli::{
        CliError, Exit,
        args::TourArgs,
        cells::cells_table,
        check::findings,
        demo,
        terminal::Terminal,
        workspace::{return_title, who},
    },
    desk::{Command, DemoSize, Desk, TrendView, sheet::indicator_text},
    report::{chart_csv, chart_png, chart_svg, table_csv},
    returns::ReturnKey,
    store::write_file,
    unit::Area,
};

/// A small city, the same on every machine.
const SIZE: DemoSize = DemoSize { counties: 3, units: 24, years: 4, seed: 1 };

const FORM: &str = "hospital";

/// Resolution of the pictures, in dots per inch.
const DPI: u32 = 150;

/// What the clerk types, as people type it, and the quantity it stands for.
const TYPED: [(&str, &str, i64); 9] = [
    ("beds_total", "1,200张", 1200),
    ("beds_icu", "\u{ff14}\u{ff18}", 48),
    ("beds_tcm_general_hosp", "84", 84),
    ("emr_level", "5级", 5),
    ("n_keyspec_national", "1", 1),
    ("n_keyspec_provincial", "6", 6),
    ("n_keyspec_municipal", "11", 11),
    ("dept_geriatrics", "是", 1),
    ("n_tcm_keyspec_municipal", "0", 0),
];

/// What is typed first and is no number.
const UNREADABLE: (&str, &str) = ("beds_icu", "约五十");

/// The share of TCM beds that follows: 84 of 1 200.
const TCM_SHARE_PERCENT: i64 = 7;

pub(super) fn run(
    asked: &TourArgs,
    saves: Option<&Path>,
    terminal: &mut Terminal<'_>,
) -> Result<Exit, CliError> {
    let scratch =
        tempfile::tempdir().map_err(|fault| CliError::refused("scratch", [("why", fault.to_string())]))?;
    let folder = saves.map_or_else(|| scratch.path().join("workspace"), Path::to_owned);
    let mut tour = Tour { terminal, out: asked.out.clone(), mismatches: 0, written: Vec::new() };
    tour.walk(&folder)?;
    let files: Vec<String> = tour.written.iter().map(|path| format!("  {}\n", path.display())).collect();
    let (mismatches, heading) = (tour.mismatches, terminal.words("cli.tour.files", &[]));
    terminal.put(&format!("{heading}\n{}", files.concat()))?;
    if saves.is_some() {
        terminal.tell("cli.told.kept", &[("folder", &folder.display().to_string())]);
    }
    match mismatches {
        0 => Ok(Exit::Done),
        count => Err(CliError::refused("tour", [("count", count.to_string())])),
    }
}

struct Tour<'t, 'a> {
    terminal: &'t mut Terminal<'a>,
    out: PathBuf,
    mismatches: usize,
    written: Vec<PathBuf>,
}

fn id<T: std::str::FromStr>(text: &str) -> Result<T, CliError> {
    text.parse().map_err(|_| CliError::refused("tour_id", [("id", text.to_owned())]))
}

impl Tour<'_, '_> {
    /// Prints one step with its outcome.
    fn step(&mut self, is_right: bool, key: &str, fill: &[(&str, &str)]) -> Result<(), CliError> {
        self.mismatches += usize::from(!is_right);
        let sign = if is_right { "√" } else { "×" };
        let text = self.terminal.words(&format!("cli.tour.{key}"), fill);
        self.terminal.put(&format!("{sign} {text}\n"))
    }

    fn walk(&mut self, folder: &Path) -> Result<(), CliError> {
        let made = demo::make(folder, SIZE, None, self.terminal)?;
        let counts = [made.units.to_string(), made.returns.to_string()];
        self.step(made.returns > made.units, "made", &[("units", &counts[0]), ("returns", &counts[1])])?;
        let mut desk = Desk::open(folder, &who(), self.terminal.now)?;
        let last = Period::year(self.terminal.today.year() - 1);
        let key = ReturnKey { unit: desk.seat().clone(), form: id::<FormId>(FORM)?, period: last };
        self.fill(&mut desk, &key)?;
        let mut desk = self.reopen(desk, &key)?;
        self.trends(&desk, &key, last)?;
        let found = findings(&desk, Some(&key.unit), Some(last)).iter().filter(|view| view.is_open()).count();
        self.step(true, "checked", &[("count", &found.to_string())])?;
        let table = cells_table(&desk, &key, self.terminal);
        self.write("hospital.csv", table_csv(&table).as_bytes())?;
        self.exchange(&mut desk, &key)
    }

    /// Types a text that cannot be read, sees that it is kept and found, then types the form's figures.
    fn fill(&mut self, desk: &mut Desk, key: &ReturnKey) -> Result<(), CliError> {
        let (element, text) = (id::<ElementId>(UNREADABLE.0)?, UNREADABLE.1.to_owned());
        let typed = Command::SetFigure { key: key.clone(), element: element.clone(), text: text.clone() };
        let said = desk.apply(typed, self.terminal.now).len();
        let kept = desk.unit_return(key).map(|found| found.figure(&element).clone());
        let unread = |view: &crate::desk::FindingView| view.finding.check.as_str() == "readable";
        let found = findings(desk, Some(&key.unit), Some(key.period)).into_iter().filter(unread).count();
        let is_right = said == 1 && found == 1 && kept == Some(Figure::Unread(text.clone()));
        self.step(is_right, "unread", &[("text", &text)])?;

        let mut cells = Vec::new();
        for (element, text, _) in TYPED {
            cells.push((id::<ElementId>(element)?, text.to_owned()));
        }
        let said = desk.apply(Command::Paste { key: key.clone(), cells: cells.clone() }, self.terminal.now);
        let mut right = 0;
        for ((element, _), (_, _, quantity)) in cells.iter().zip(TYPED) {
            let stands = desk.unit_return(key).map(|found| found.figure(element).clone());
            right += usize::from(stands == Some(Figure::Known(quantity.into())));
        }
        let title = return_title(desk, key, self.terminal.lang());
        let fill = [("title", title.as_str()), ("count", &right.to_string())];
        self.step(said.is_empty() && right == TYPED.len(), "filled", &fill)
    }

    /// Saves, lets go of the folder, opens it again and compares.
    fn reopen(&mut self, mut desk: Desk, key: &ReturnKey) -> Result<Desk, CliError> {
        desk.save_now(self.terminal.now).map_err(CliError::Desk)?;
        let before = desk.unit_return(key).cloned();
        let root = desk.root().to_owned();
        drop(desk);
        let desk = Desk::open(&root, &who(), self.terminal.now)?;
        let is_same =
            before.is_some() && desk.unit_return(key).cloned() == before && desk.faults().is_empty();
        let lines = desk.history(key, None).len();
        self.step(is_same && lines >= TYPED.len(), "reopened", &[("lines", &lines.to_string())])?;
        Ok(desk)
    }

    fn trends(&mut self, desk: &Desk, key: &ReturnKey, last: Period) -> Result<(), CliError> {
        let share = self.trend(desk, &key.unit, "tcm_bed_share")?;
        let value = value_at(&share, last);
        self.step(value == Some(TCM_SHARE_PERCENT.into()), "share", &[("sentence", &self.sentence(&share))])?;
        self.chart("tcm_bed_share", &share)?;

        // The year before is complete: every unit below the city has answered.
        let city = desk.tree().all().find(|unit| unit.area == Some(Area::City)).map(|unit| unit.id.clone());
        let city = city.unwrap_or_else(|| key.unit.clone());
        let beds = self.trend(desk, &city, "beds_per_1000")?;
        let before = last.previous();
        let seen = beds.observations.iter().find(|seen| seen.period == before);
        let (top, bottom) = (seen.and_then(|seen| seen.numerator), seen.and_then(|seen| seen.denominator));
        let by_hand = self.beds_by_hand(desk, before)?;
        let ratio =
            top.zip(bottom).and_then(|(top, bottom)| (top * Decimal::ONE_THOUSAND).checked_div(bottom));
        let is_right = top == Some(by_hand) && ratio.is_some() && ratio == seen.and_then(|seen| seen.value);
        self.step(is_right, "beds", &[("sentence", &self.sentence(&beds))])?;
        self.chart("beds_per_1000", &beds)?;
        let lines = self.plan_table(desk, &city);
        self.write("plan.csv", table_csv(&lines).as_bytes())
    }

    fn trend(
        &self,
        desk: &Desk,
        unit: &UnitId,
        indicator: &str,
    ) -> Result<std::sync::Arc<TrendView>, CliError> {
        let found =
            desk.trend(unit, &id::<IndicatorId>(indicator)?, self.terminal.lang(), self.terminal.today);
        found.ok_or_else(|| CliError::refused("no_indicator", [("indicator", indicator.to_owned())]))
    }

    /// Adds the beds of every return one by one, past the roll-up.
    fn beds_by_hand(&self, desk: &Desk, period: Period) -> Result<Decimal, CliError> {
        let element = id::<ElementId>("beds_total")?;
        let of_period = desk.returns().filter(|found| found.key.period == period);
        Ok(of_period.filter_map(|found| found.figure(&element).known()).sum())
    }

    /// Says the judgement against the plan's target; where it has none, the newest value.
    fn sentence(&self, view: &TrendView) -> String {
        let lang = self.terminal.lang();
        let name = view.indicator.name.text(lang);
        if let Some(standing) = &view.standing {
            return format!("{name} · {}", standing.sentence.text(lang));
        }
        let newest = view.observations.iter().rev().find_map(|seen| Some((seen.period, seen.value?)));
        let Some((period, value)) = newest else { return format!("{name} · {}", view.lack.text(lang)) };
        let value = indicator_text(&view.indicator, value);
        format!("{name} · {} {value}{}", period.label(lang), view.indicator.unit.text(lang))
    }

    fn plan_table(&self, desk: &Desk, unit: &UnitId) -> Table {
        let mut table = Table::plain(&["row", "indicator", "name", "now", "target", "due", "verdict"]);
        for line in desk.plan_lines(unit, self.terminal.today).iter() {
            let lang = self.terminal.lang();
            table.push(vec![
                Cell::text(&line.row),
                Cell::text(line.indicator.as_str()),
                Cell::text(line.name.text(lang)),
                line.standing
                    .now
                    .map_or_else(Cell::default, |(_, value)| Cell::number(value, value.normalize().scale())),
                Cell::text(line.target.text(lang)),
                Cell::text(line.due.to_string()),
                Cell::text(line.standing.verdict.code()),
            ]);
        }
        table
    }

    fn chart(&mut self, name: &str, view: &TrendView) -> Result<(), CliError> {
        self.write(&format!("{name}.csv"), chart_csv(&view.chart).as_bytes())?;
        self.write(&format!("{name}.svg"), chart_svg(&view.chart).as_bytes())?;
        self.write(&format!("{name}.png"), &chart_png(&view.chart, DPI)?)
    }

    fn write(&mut self, name: &str, bytes: &[u8]) -> Result<(), CliError> {
        let path = self.out.join(name);
        write_file(&path, bytes)?;
        self.written.push(path);
        Ok(())
    }
}

/// Gives the exact value at a period.
fn value_at(view: &TrendView, period: Period) -> Option<Decimal> {
    view.observations.iter().find(|seen| seen.period == period).and_then(|seen| seen.value)
}
