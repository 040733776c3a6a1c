//! `submit`: 上报 of a return, as a file to hand upward.

use std::path::Path;

use crate::{
    cli::{
        CliError, Exit,
        args::SubmitArgs,
        terminal::Terminal,
        units::read_only,
        workspace::{self, known_key, return_title},
    },
    desk::{Command, Moving},
    returns::Status,
};

/// Hands a return in and writes its package; one that is handed in already is only written once more.
///
/// The file is written first and the return marked then, so that what says 已上报 has left the desk.
pub(super) fn run(
    asked: &SubmitArgs,
    saves: Option<&Path>,
    terminal: &mut Terminal<'_>,
) -> Result<Exit, CliError> {
    let mut desk = workspace::open(saves, terminal)?;
    let key = known_key(&desk, &asked.key)?;
    if desk.head(&key).status.is_open() {
        if desk.is_read_only() {
            return Err(read_only(&desk));
        }
        let said =
            desk.apply(Command::MoveOn { key: key.clone(), moving: Moving::Submit }, terminal.passed_at);
        if let Some(refused) = said.into_iter().find(|notice| notice.refused) {
            return Err(CliError::Desk(refused.message));
        }
    }
    let text = desk.package(&key).map_err(CliError::Desk)?;
    terminal.write(&asked.out, text.as_bytes())?;
    if !desk.is_read_only() {
        desk.save_now(terminal.now).map_err(CliError::Desk)?;
    }
    let head = desk.head(&key);
    debug_assert!(head.status != Status::Draft, "what was packed is handed in");
    let print = head.submission().map(|found| found.fingerprint.clone()).unwrap_or_default();
    let fill = [
        ("title", return_title(&desk, &key, terminal.lang())),
        ("print", grouped(&print)),
        ("path", asked.out.display().to_string()),
    ];
    let fill = fill.each_ref().map(|(name, text)| (*name, text.as_str()));
    terminal.tell("cli.told.submitted", &fill);
    Ok(Exit::Done)
}

/// Writes the eight digits in two groups, as the printed sheet does.
fn grouped(print: &str) -> String {
    match print.split_at_checked(4) {
        Some((first, last)) if !last.is_empty() => format!("{first} {last}"),
        _ => print.to_owned(),
    }
}
