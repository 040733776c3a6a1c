//! The command line: the second face of the desk, with the same parser, commands and sentences as the window.
//!
//! Figures and tables go to stdout, words to stderr. Exit codes: 0 done · 1 done, with something reported ·
//! 2 refused or failed, nothing changed. Column names are fixed and never translated; everything a person
//! reads follows `--lang`, else the workspace, else Chinese.

mod args;
mod catalogue;
mod cells;
mod check;
mod demo;
mod doctor;
mod error;
mod help;
mod history;
mod init;
mod inspect;
mod judge;
mod plans;
mod queries;
mod receive;
mod reporting;
mod submit;
mod terminal;
mod tour;
mod track;
mod trend;
mod units;
mod workspace;

use std::{
    ffi::OsString,
    io::{self, Read, Write},
};

use chrono::NaiveDateTime;
use clap::FromArgMatches as _;

pub use doctor::PARTS;
pub use error::CliError;

use crate::{base::Lang, cli::args::Task};
use args::Args;
use terminal::Terminal;

/// 退出码: how a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Exit {
    /// Done.
    Done,
    /// Done, and findings, unread cells or faults are reported.
    Reported,
}

/// Exit code of a command that was refused or failed.
const REFUSED: i32 = 2;

/// Runs one command with the process's own stdin and gives the exit code. `now` is local time.
pub fn run(
    args: impl IntoIterator<Item = OsString>,
    out: &mut dyn Write,
    err: &mut dyn Write,
    now: NaiveDateTime,
) -> i32 {
    run_with_input(args, &mut io::stdin(), out, err, now)
}

/// Runs one command; `-` as a file name reads `input`. The first argument is the program's name.
///
/// Edits are journalled at `now`, whatever `--today` says: that option is about what is due and where the plan's
/// path stands, and an audit trail that takes dates from its user is none. What passes between desks (handed in,
/// received, sent back) is dated by `--today`, or nothing about lateness could be made twice.
pub fn run_with_input(
    args: impl IntoIterator<Item = OsString>,
    input: &mut dyn Read,
    out: &mut dyn Write,
    err: &mut dyn Write,
    now: NaiveDateTime,
) -> i32 {
    let words: Vec<OsString> = args.into_iter().collect();
    let lang = help::lang_asked(&words);
    let parsed = help::command(lang.unwrap_or_default())
        .try_get_matches_from(&words)
        .and_then(|matches| Args::from_arg_matches(&matches));
    let args = match parsed {
        Ok(args) => args,
        Err(fault) => return help::answer(&fault, lang.unwrap_or_default(), out, err),
    };
    let mut terminal = Terminal::new(input, out, err, &args, now);
    let outcome = task(&args, &mut terminal).and_then(|exit| terminal.flush().map(|()| exit));
    match outcome {
        Ok(Exit::Done) => 0,
        Ok(Exit::Reported) => 1,
        // Whoever reads our output has enough of it, as `head` does.
        Err(CliError::Output(fault)) if fault.kind() == io::ErrorKind::BrokenPipe => 0,
        Err(fault) => {
            terminal.warn(&fault.sentence());
            REFUSED
        }
    }
}

fn task(args: &Args, terminal: &mut Terminal<'_>) -> Result<Exit, CliError> {
    let saves = args.saves.as_deref();
    match &args.task {
        Task::Plans(asked) => plans::run(asked, saves, terminal),
        Task::Catalogue(asked) => catalogue::run(asked, saves, terminal),
        Task::Init(asked) => init::run(asked, args.lang.unwrap_or(Lang::Zh), terminal),
        Task::Units(asked) => units::run(asked, saves, terminal),
        Task::Set(asked) => cells::set(asked, saves, terminal),
        Task::Get(asked) => cells::print(asked, saves, terminal),
        Task::Check(asked) => check::run(asked, saves, terminal),
        Task::Explain(asked) => check::explain(asked, saves, terminal),
        Task::Submit(asked) => submit::run(asked, saves, terminal),
        Task::Inspect(asked) => inspect::run(asked, saves, terminal),
        Task::Receive(asked) => receive::run(asked, saves, terminal),
        Task::Resolve(asked) => judge::resolve(asked, saves, terminal),
        Task::SendBack(asked) => judge::send_back(asked, saves, terminal),
        Task::Accept(asked) => judge::accept(asked, saves, terminal),
        Task::Receipts(asked) => judge::receipts(asked, saves, terminal),
        Task::Query(asked) => queries::ask(asked, saves, terminal),
        Task::Answer(asked) => queries::answer(asked, saves, terminal),
        Task::Issue(asked) => queries::issue(asked, saves, terminal),
        Task::Trend(asked) => trend::run(asked, saves, terminal),
        Task::Gap(asked) => track::gap(asked, saves, terminal),
        Task::Report(asked) => track::report(asked, saves, terminal),
        Task::History(asked) => history::run(asked, saves, terminal),
        Task::Status(asked) => reporting::status(asked, saves, terminal),
        Task::Rollup(asked) => reporting::rollup(asked, saves, terminal),
        Task::Demo(asked) => demo::run(asked, terminal),
        Task::Tour(asked) => tour::run(asked, saves, terminal),
        Task::Doctor(asked) => doctor::run(asked, saves, terminal),
    }
}
