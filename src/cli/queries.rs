//! `query`, `answer`, `issue`: questions on figures and their answers, and what is asked of the units below.

use std::path::Path;

use crate::{
    cli::{
        CliError, Exit,
        args::{AnswerArgs, IssueArgs, QueryArgs},
        judge::{pairs, placed},
        terminal::Terminal,
        units::read_only,
        workspace::{self, return_title},
    },
    desk::NewFormPack,
};

pub(super) fn ask(
    asked: &QueryArgs,
    saves: Option<&Path>,
    terminal: &mut Terminal<'_>,
) -> Result<Exit, CliError> {
    let (mut desk, key) = placed(&asked.place, saves, terminal)?;
    let text = desk.ask(&key, &pairs(&asked.questions)?, terminal.passed_at).map_err(CliError::Desk)?;
    terminal.write(&asked.out, text.as_bytes())?;
    desk.save_now(terminal.now).map_err(CliError::Desk)?;
    let title = return_title(&desk, &key, terminal.lang());
    terminal.tell("cli.told.title", &[("title", &title)]);
    Ok(Exit::Done)
}

pub(super) fn answer(
    asked: &AnswerArgs,
    saves: Option<&Path>,
    terminal: &mut Terminal<'_>,
) -> Result<Exit, CliError> {
    let (mut desk, key) = placed(&asked.place, saves, terminal)?;
    let text = desk.answer(&key, asked.number, &asked.text, terminal.passed_at).map_err(CliError::Desk)?;
    terminal.write(&asked.out, text.as_bytes())?;
    desk.save_now(terminal.now).map_err(CliError::Desk)?;
    let title = return_title(&desk, &key, terminal.lang());
    terminal.tell("cli.told.title", &[("title", &title)]);
    Ok(Exit::Done)
}

pub(super) fn issue(
    asked: &IssueArgs,
    saves: Option<&Path>,
    terminal: &mut Terminal<'_>,
) -> Result<Exit, CliError> {
    let mut desk = workspace::open(saves, terminal)?;
    if desk.is_read_only() {
        return Err(read_only(&desk));
    }
    let new =
        NewFormPack { forms: asked.forms.clone(), period: asked.period, due: asked.due, renamed: Vec::new() };
    let text = desk.issue(&new, terminal.passed_at).map_err(CliError::Desk)?;
    terminal.write(&asked.out, text.as_bytes())?;
    desk.save_now(terminal.now).map_err(CliError::Desk)?;
    Ok(Exit::Done)
}
