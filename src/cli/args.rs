//! What can be typed after `duibiao-cli`; the words that explain it are in the locale files.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{Args as Group, Parser, Subcommand, ValueEnum};

use crate::{
    base::{CheckId, ElementId, FormId, Lang, Period, PlanId, UnitId},
    cli::{
        reporting::{RollupArgs, StatusArgs},
        track::{GapArgs, ReportArgs},
        trend::TrendArgs,
    },
};

fn lang_of(tag: &str) -> Result<Lang, String> {
    Lang::from_tag(tag).ok_or_else(|| tag.to_owned())
}

#[derive(Parser)]
#[command(
    name = "duibiao-cli",
    version,
    disable_help_flag = true,
    disable_version_flag = true,
    disable_help_subcommand = true
)]
pub(super) struct Args {
    #[arg(long, global = true, value_name = "DIR")]
    pub(super) saves: Option<PathBuf>,
    #[arg(long, global = true, value_name = "zh-CN|en", value_parser = lang_of)]
    pub(super) lang: Option<Lang>,
    #[arg(long, global = true, value_name = "YYYY-MM-DD")]
    pub(super) today: Option<NaiveDate>,
    #[arg(long, global = true)]
    pub(super) quiet: bool,
    #[command(subcommand)]
    pub(super) task: Task,
}

#[derive(Subcommand)]
pub(super) enum Task {
    Plans(PlansArgs),
    Catalogue(CatalogueArgs),
    Init(InitArgs),
    Units(UnitsArgs),
    Set(SetArgs),
    Get(GetArgs),
    Check(CheckArgs),
    Explain(ExplainArgs),
    Submit(SubmitArgs),
    Inspect(InspectArgs),
    Receive(ReceiveArgs),
    Resolve(ResolveArgs),
    SendBack(SendBackArgs),
    Accept(AcceptArgs),
    Receipts(ReceiptsArgs),
    Query(QueryArgs),
    Answer(AnswerArgs),
    Issue(IssueArgs),
    Trend(TrendArgs),
    Gap(GapArgs),
    Report(ReportArgs),
    History(HistoryArgs),
    Status(StatusArgs),
    Rollup(RollupArgs),
    Demo(DemoArgs),
    Tour(TourArgs),
    Doctor(DoctorArgs),
}

#[derive(Group)]
#[command(args_conflicts_with_subcommands = true)]
pub(super) struct PlansArgs {
    #[arg(long)]
    pub(super) csv: bool,
    #[command(subcommand)]
    pub(super) task: Option<PlansTask>,
}

#[derive(Subcommand)]
pub(super) enum PlansTask {
    Show {
        plan: PlanId,
        #[arg(long)]
        csv: bool,
    },
}

#[derive(Group)]
pub(super) struct CatalogueArgs {
    #[command(subcommand)]
    pub(super) task: CatalogueTask,
}

#[derive(Subcommand)]
pub(super) enum CatalogueTask {
    Elements {
        #[arg(long)]
        csv: bool,
    },
    Indicators {
        #[arg(long)]
        csv: bool,
    },
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum RoleWord {
    Unit,
    Bureau,
}

#[derive(Group)]
pub(super) struct InitArgs {
    #[arg(value_name = "DIR")]
    pub(super) folder: PathBuf,
    #[arg(long, value_name = "unit|bureau", hide_possible_values = true)]
    pub(super) role: RoleWord,
    #[arg(long, value_name = "ID")]
    pub(super) unit: UnitId,
    #[arg(long)]
    pub(super) name: String,
    #[arg(long)]
    pub(super) name_en: Option<String>,
    #[arg(long)]
    pub(super) kind: String,
    #[arg(long)]
    pub(super) level: Option<String>,
    #[arg(long)]
    pub(super) grade: Option<String>,
    #[arg(long)]
    pub(super) ownership: Option<String>,
    #[arg(long)]
    pub(super) area: Option<String>,
    #[arg(long, value_name = "ID")]
    pub(super) parent: Option<UnitId>,
    #[arg(long, value_name = "NAME")]
    pub(super) parent_name: Option<String>,
    #[arg(long)]
    pub(super) plan: PlanId,
}

#[derive(Group)]
#[command(args_conflicts_with_subcommands = true)]
pub(super) struct UnitsArgs {
    #[arg(long)]
    pub(super) csv: bool,
    #[command(subcommand)]
    pub(super) task: Option<UnitsTask>,
}

#[derive(Subcommand)]
pub(super) enum UnitsTask {
    Import { file: PathBuf },
}

/// Which return.
#[derive(Group)]
pub(super) struct ReturnArgs {
    #[arg(long)]
    pub(super) unit: UnitId,
    #[arg(long)]
    pub(super) form: FormId,
    #[arg(long)]
    pub(super) period: Period,
}

#[derive(Group)]
pub(super) struct SetArgs {
    #[command(flatten)]
    pub(super) key: ReturnArgs,
    #[arg(required = true, value_name = "ELEMENT=TEXT")]
    pub(super) cells: Vec<String>,
}

#[derive(Group)]
pub(super) struct GetArgs {
    #[command(flatten)]
    pub(super) key: ReturnArgs,
    #[arg(long)]
    pub(super) csv: bool,
}

#[derive(Group)]
pub(super) struct CheckArgs {
    #[arg(long)]
    pub(super) unit: Option<UnitId>,
    #[arg(long)]
    pub(super) period: Option<Period>,
    #[arg(long)]
    pub(super) csv: bool,
}

#[derive(Group)]
pub(super) struct ExplainArgs {
    #[command(flatten)]
    pub(super) key: ReturnArgs,
    #[arg(value_name = "CHECK")]
    pub(super) check: CheckId,
    #[arg(value_name = "TEXT")]
    pub(super) text: String,
}

#[derive(Group)]
pub(super) struct SubmitArgs {
    #[command(flatten)]
    pub(super) key: ReturnArgs,
    #[arg(id = "package", long = "out", value_name = "FILE")]
    pub(super) out: PathBuf,
}

#[derive(Group)]
pub(super) struct InspectArgs {
    #[arg(id = "arrival", value_name = "FILE")]
    pub(super) file: PathBuf,
    #[arg(long)]
    pub(super) csv: bool,
}

#[derive(Group)]
pub(super) struct ReceiveArgs {
    #[arg(id = "arrivals", required = true, value_name = "FILE|DIR")]
    pub(super) files: Vec<PathBuf>,
    #[arg(long)]
    pub(super) csv: bool,
}

/// Which return, by its three words in order.
#[derive(Group)]
pub(super) struct PlacedArgs {
    #[arg(value_name = "UNIT")]
    pub(super) unit: UnitId,
    #[arg(value_name = "FORM")]
    pub(super) form: FormId,
    #[arg(value_name = "PERIOD")]
    pub(super) period: Period,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum TakeWord {
    Ours,
    Theirs,
    Cell,
}

#[derive(Group)]
pub(super) struct ResolveArgs {
    #[command(flatten)]
    pub(super) place: PlacedArgs,
    #[arg(long, value_name = "ours|theirs|cell", hide_possible_values = true)]
    pub(super) take: TakeWord,
    #[arg(value_name = "ELEMENT=ours|theirs")]
    pub(super) choices: Vec<String>,
}

#[derive(Group)]
pub(super) struct SendBackArgs {
    #[command(flatten)]
    pub(super) place: PlacedArgs,
    #[arg(long, value_name = "CODE")]
    pub(super) reason: String,
    #[arg(id = "remark", long = "remark", value_name = "ELEMENT=TEXT", num_args = 1..)]
    pub(super) remarks: Vec<String>,
    #[arg(long, value_name = "TEXT")]
    pub(super) words: Option<String>,
    #[arg(id = "wanted_by", long = "due", value_name = "YYYY-MM-DD")]
    pub(super) due: Option<NaiveDate>,
    #[arg(id = "note_file", long = "out", value_name = "FILE")]
    pub(super) out: PathBuf,
}

#[derive(Group)]
pub(super) struct AcceptArgs {
    #[command(flatten)]
    pub(super) place: PlacedArgs,
    #[arg(id = "receipt", long = "out", value_name = "FILE")]
    pub(super) out: Option<PathBuf>,
}

#[derive(Group)]
pub(super) struct ReceiptsArgs {
    #[arg(id = "receipts", long = "out", value_name = "DIR")]
    pub(super) folder: PathBuf,
}

#[derive(Group)]
pub(super) struct QueryArgs {
    #[command(flatten)]
    pub(super) place: PlacedArgs,
    #[arg(required = true, value_name = "ELEMENT=TEXT")]
    pub(super) questions: Vec<String>,
    #[arg(id = "note_file", long = "out", value_name = "FILE")]
    pub(super) out: PathBuf,
}

#[derive(Group)]
pub(super) struct AnswerArgs {
    #[command(flatten)]
    pub(super) place: PlacedArgs,
    #[arg(value_name = "NUMBER")]
    pub(super) number: u32,
    #[arg(id = "answer", value_name = "TEXT")]
    pub(super) text: String,
    #[arg(id = "note_file", long = "out", value_name = "FILE")]
    pub(super) out: PathBuf,
}

#[derive(Group)]
pub(super) struct IssueArgs {
    #[arg(long)]
    pub(super) period: Period,
    #[arg(id = "forms", long = "form", value_name = "FORM", num_args = 1..)]
    pub(super) forms: Vec<FormId>,
    #[arg(id = "wanted_by", long = "due", value_name = "YYYY-MM-DD")]
    pub(super) due: Option<NaiveDate>,
    #[arg(id = "note_file", long = "out", value_name = "FILE")]
    pub(super) out: PathBuf,
}

#[derive(Group)]
pub(super) struct HistoryArgs {
    #[command(flatten)]
    pub(super) key: ReturnArgs,
    #[arg(long)]
    pub(super) element: Option<ElementId>,
    #[arg(long)]
    pub(super) csv: bool,
}

#[derive(Group)]
pub(super) struct DemoArgs {
    #[arg(value_name = "DIR")]
    pub(super) folder: PathBuf,
    #[arg(long, value_name = "N", default_value_t = 4, hide_default_value = true)]
    pub(super) counties: u32,
    #[arg(long, value_name = "N", default_value_t = 30, hide_default_value = true)]
    pub(super) units: u32,
    #[arg(long, value_name = "N", default_value_t = 6, hide_default_value = true)]
    pub(super) years: u32,
    #[arg(long, value_name = "N", default_value_t = 20_240_053, hide_default_value = true)]
    pub(super) seed: u64,
    #[arg(long, value_name = "DIR")]
    pub(super) packages: Option<PathBuf>,
}

#[derive(Group)]
pub(super) struct DoctorArgs {
    #[arg(long)]
    pub(super) restore: bool,
}

#[derive(Group)]
pub(super) struct TourArgs {
    #[arg(long, value_name = "DIR", default_value = "duibiao-tour", hide_default_value = true)]
    pub(super) out: PathBuf,
}
