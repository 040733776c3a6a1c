//! `gap`: what every target of a plan still asks for. `report`: the monitoring report of a plan.

use std::path::{Path, PathBuf};

use clap::Args as Group;

use crate::{
    base::{Decimal, PlanId, UnitId},
    cli::{
        CliError, Exit,
        plans::known_plan,
        terminal::{Terminal, is_dash},
        workspace::{self, known_unit},
    },
    desk::{Desk, REPORT_DPI, ReportWish, TrackLine, gap_table},
    plan::Nature,
    report::table_csv,
    trend::{Population, Verdict},
    words::method_notes,
};

/// Names listed after a target at most.
const NAMES: usize = 12;

#[derive(Group)]
pub(super) struct GapArgs {
    #[arg(long)]
    pub(super) unit: UnitId,
    #[arg(long)]
    pub(super) plan: PlanId,
    #[arg(long)]
    pub(super) csv: bool,
    #[command(flatten)]
    pub(super) population: PopulationArgs,
}

/// 人口情景.
#[derive(Group)]
#[group(multiple = false)]
pub(super) struct PopulationArgs {
    #[arg(id = "own_growth", long = "own-growth")]
    pub(super) own_growth: bool,
    #[arg(id = "growth", long = "growth", value_name = "PERCENT", allow_negative_numbers = true)]
    pub(super) growth: Option<Decimal>,
    #[arg(id = "population", long = "population", value_name = "N")]
    pub(super) figure: Option<Decimal>,
}

impl PopulationArgs {
    fn scenario(&self) -> Population {
        match (self.growth, self.figure, self.own_growth) {
            (Some(percent), ..) => Population::Growth(percent),
            (_, Some(figure), _) => Population::Figure(figure),
            (_, _, true) => Population::OwnGrowth,
            _ => Population::AsIs,
        }
    }
}

/// Opens the workspace, which must know the unit and the plan.
fn opened(
    unit: &UnitId,
    plan: &PlanId,
    saves: Option<&Path>,
    terminal: &mut Terminal<'_>,
) -> Result<Desk, CliError> {
    let desk = workspace::open(saves, terminal)?;
    known_unit(&desk, unit)?;
    known_plan(desk.plans().iter().map(AsRef::as_ref), plan)?;
    Ok(desk)
}

pub(super) fn gap(
    asked: &GapArgs,
    saves: Option<&Path>,
    terminal: &mut Terminal<'_>,
) -> Result<Exit, CliError> {
    let desk = opened(&asked.unit, &asked.plan, saves, terminal)?;
    let lines = desk.track(&asked.unit, &asked.plan, asked.population.scenario(), terminal.today);
    let lines = lines.unwrap_or_default();
    let table = gap_table("", &lines, terminal.lang());
    if asked.csv {
        terminal.put(&table_csv(&table))?;
    } else {
        terminal.put_table(&table, false)?;
        for line in lines.iter() {
            tell_line(line, terminal);
        }
    }
    let count = |verdict| lines.iter().filter(|line| line.standing.verdict == verdict).count().to_string();
    let counts = Verdict::ALL.map(|verdict| (verdict.code(), count(verdict)));
    let fill: Vec<(&str, &str)> = counts.iter().map(|(code, count)| (*code, count.as_str())).collect();
    terminal.tell("cli.told.verdicts", &fill);
    Ok(Exit::Done)
}

/// Says of one target what is missing, who lacks it, and what is doubtful.
fn tell_line(line: &TrackLine, terminal: &mut Terminal<'_>) {
    let lang = terminal.lang();
    let is_open = matches!(line.standing.verdict, Verdict::OffTrack | Verdict::Late | Verdict::OnTrack);
    if !is_open {
        return;
    }
    let nature = if line.nature == Nature::Unstated {
        String::new()
    } else {
        line.nature.name().text(lang).to_owned()
    };
    let words = [nature.as_str(), line.hedge.as_str()].into_iter().filter(|word| !word.is_empty());
    let beside = words.collect::<Vec<_>>().join(" ");
    let fill = [
        ("name", line.name.text(lang)),
        ("beside", beside.as_str()),
        ("sentence", line.standing.sentence.text(lang)),
        ("missing", line.gap.sentence.text(lang)),
    ];
    terminal.tell(if beside.is_empty() { "cli.told.gap" } else { "cli.told.gap_with" }, &fill);
    if !line.gap.who.is_empty() {
        let first = line.gap.who.iter().take(NAMES);
        let names: Vec<String> =
            first.map(|lacking| format!("{} {}", lacking.name.text(lang), lacking.has.text(lang))).collect();
        let count = line.gap.who.len().to_string();
        let names = names.join(if lang == crate::base::Lang::Zh { "；" } else { "; " });
        terminal.tell("cli.told.lacking", &[("count", &count), ("names", &names)]);
    }
    if !line.doubt.zh.is_empty() {
        let doubt = line.doubt.text(lang).to_owned();
        terminal.tell("cli.told.doubt", &[("doubt", &doubt)]);
    }
}

#[derive(Group)]
pub(super) struct ReportArgs {
    #[arg(long)]
    pub(super) unit: UnitId,
    #[arg(long)]
    pub(super) plan: PlanId,
    #[arg(id = "docx", long = "docx", value_name = "FILE", required_unless_present = "book")]
    pub(super) docx: Option<PathBuf>,
    #[arg(id = "book", long = "xlsx", value_name = "FILE")]
    pub(super) xlsx: Option<PathBuf>,
    #[command(flatten)]
    pub(super) population: PopulationArgs,
}

pub(super) fn report(
    asked: &ReportArgs,
    saves: Option<&Path>,
    terminal: &mut Terminal<'_>,
) -> Result<Exit, CliError> {
    let desk = opened(&asked.unit, &asked.plan, saves, terminal)?;
    let files = [&asked.docx, &asked.xlsx];
    if files.iter().filter(|path| path.as_deref().is_some_and(is_dash)).count() > 1 {
        return Err(CliError::refused("one_stdout", []));
    }
    let lang = terminal.lang();
    let wish = ReportWish {
        unit: asked.unit.clone(),
        plan: asked.plan.clone(),
        population: asked.population.scenario(),
        today: terminal.today,
        lang,
        dpi: REPORT_DPI,
        notes: method_notes(lang),
    };
    let Some(made) = desk.plan_report(&wish)? else { return Ok(Exit::Done) };
    // Both files are made before either is written.
    let docx = asked.docx.as_ref().map(|path| Ok::<_, CliError>((path, made.docx()?))).transpose()?;
    let xlsx = asked.xlsx.as_ref().map(|path| Ok::<_, CliError>((path, made.xlsx()?))).transpose()?;
    for (path, bytes) in docx.into_iter().chain(xlsx) {
        terminal.write(path, &bytes)?;
    }
    Ok(Exit::Done)
}
