//! `resolve`, `accept`, `send-back`, `receipts`: what a bureau says of what it has received.

use std::{collections::BTreeMap, path::Path};

use crate::{
    base::{Bilingual, ElementId, Lang},
    cli::{
        CliError, Exit,
        args::{AcceptArgs, PlacedArgs, ReceiptsArgs, ResolveArgs, ReturnArgs, SendBackArgs, TakeWord},
        error::filled,
        terminal::Terminal,
        units::read_only,
        workspace::{self, known_key, return_title},
    },
    desk::{Command, Desk, Moving, Settling},
    exchange::Side,
    returns::{ReturnKey, ReturnReason},
    words::say_with,
};

/// Opens the workspace for writing and finds the return.
pub(super) fn placed(
    asked: &PlacedArgs,
    saves: Option<&Path>,
    terminal: &mut Terminal<'_>,
) -> Result<(Desk, ReturnKey), CliError> {
    let desk = workspace::open(saves, terminal)?;
    let of = ReturnArgs { unit: asked.unit.clone(), form: asked.form.clone(), period: asked.period };
    let key = known_key(&desk, &of)?;
    if desk.is_read_only() {
        return Err(read_only(&desk));
    }
    if desk.unit_return(&key).is_none() {
        let title = return_title(&desk, &key, terminal.lang());
        return Err(CliError::refused("not_received", [("title", title)]));
    }
    Ok((desk, key))
}

/// Applies a command; a refusal is the command line's.
fn applied(desk: &mut Desk, command: Command, terminal: &Terminal<'_>) -> Result<(), CliError> {
    let said = desk.apply(command, terminal.passed_at);
    said.into_iter()
        .find(|notice| notice.refused)
        .map_or(Ok(()), |notice| Err(CliError::Desk(notice.message)))
}

/// Splits `ELEMENT=TEXT`.
pub(super) fn pairs(texts: &[String]) -> Result<Vec<(ElementId, String)>, CliError> {
    let pair = |text: &String| {
        let refused = || CliError::refused("no_equals", [("text", text.clone())]);
        let (element, text) = text.split_once('=').ok_or_else(refused)?;
        let element: ElementId = element.trim().parse().map_err(|_| refused())?;
        Ok((element, text.trim().to_owned()))
    };
    texts.iter().map(pair).collect()
}

pub(super) fn resolve(
    asked: &ResolveArgs,
    saves: Option<&Path>,
    terminal: &mut Terminal<'_>,
) -> Result<Exit, CliError> {
    let (mut desk, key) = placed(&asked.place, saves, terminal)?;
    let settling = match asked.take {
        TakeWord::Ours | TakeWord::Theirs if !asked.choices.is_empty() => {
            return Err(CliError::refused("choices_only_by_cell", []));
        }
        TakeWord::Ours => Settling::Ours,
        TakeWord::Theirs => Settling::Theirs,
        TakeWord::Cell => Settling::Cells(choices(&asked.choices)?),
    };
    applied(&mut desk, Command::Settle { key: key.clone(), settling }, terminal)?;
    desk.save_now(terminal.now).map_err(CliError::Desk)?;
    let title = return_title(&desk, &key, terminal.lang());
    let print = desk.head(&key).submission().map(|found| found.fingerprint.clone()).unwrap_or_default();
    terminal.tell("cli.told.settled", &[("title", &title), ("print", &print)]);
    let left = desk.conflicts().into_iter().find(|(of, _)| *of == key).map_or(0, |(_, count)| count);
    if left == 0 {
        return Ok(Exit::Done);
    }
    let text = |lang| say_with(lang, "cli.told.conflicts_left", &[("count", &left.to_string())]);
    terminal.warn(&Bilingual::new(text(Lang::Zh), text(Lang::En)));
    Ok(Exit::Reported)
}

fn choices(texts: &[String]) -> Result<BTreeMap<ElementId, Side>, CliError> {
    let side = |(element, side): (ElementId, String)| match side.as_str() {
        "ours" => Ok((element, Side::Ours)),
        "theirs" => Ok((element, Side::Theirs)),
        _ => Err(CliError::refused("no_side", [("element", element.to_string()), ("text", side)])),
    };
    pairs(texts)?.into_iter().map(side).collect()
}

pub(super) fn accept(
    asked: &AcceptArgs,
    saves: Option<&Path>,
    terminal: &mut Terminal<'_>,
) -> Result<Exit, CliError> {
    let (mut desk, key) = placed(&asked.place, saves, terminal)?;
    applied(&mut desk, Command::MoveOn { key: key.clone(), moving: Moving::Accept }, terminal)?;
    let unanswered = desk.unanswered(&key);
    if unanswered > 0 {
        terminal.warn(&filled("cli.told.unanswered", &[("count", unanswered.to_string())]));
    }
    let saved = workspace::save(&mut desk, terminal)?;
    if let Some(out) = &asked.out {
        let receipts = desk.receipts(terminal.passed_at).map_err(CliError::Desk)?;
        let receipt = receipts.get(&key.unit).map(String::as_bytes).unwrap_or_default();
        terminal.write(out, receipt)?;
    }
    let title = return_title(&desk, &key, terminal.lang());
    terminal.tell("cli.told.accepted", &[("title", &title)]);
    Ok(saved)
}

/// Sends a return back. The note is written first and the return marked then, so that what says 退回 has left the desk.
pub(super) fn send_back(
    asked: &SendBackArgs,
    saves: Option<&Path>,
    terminal: &mut Terminal<'_>,
) -> Result<Exit, CliError> {
    let (mut desk, key) = placed(&asked.place, saves, terminal)?;
    let reason = ReturnReason::of_code(&asked.reason).ok_or_else(|| {
        let known: Vec<&str> = ReturnReason::ALL.iter().map(|reason| reason.code()).collect();
        CliError::refused("no_reason", [("text", asked.reason.clone()), ("known", known.join(", "))])
    })?;
    let mut remarks = BTreeMap::new();
    for (element, text) in pairs(&asked.remarks)? {
        let form = desk.catalogue().form(&key.form);
        if !form.is_some_and(|form| form.elements().any(|one| *one == element)) {
            return Err(CliError::refused("no_element", [("element", element.to_string())]));
        }
        if remarks.insert(element.clone(), text).is_some() {
            return Err(CliError::refused("cell_twice", [("element", element.to_string())]));
        }
    }
    let words = asked.words.clone().unwrap_or_default();
    let moving = Moving::SendBack { reason, words, due: asked.due, remarks };
    applied(&mut desk, Command::MoveOn { key: key.clone(), moving }, terminal)?;
    let text = desk.sent_back_note(&key, terminal.passed_at).map_err(CliError::Desk)?;
    terminal.write(&asked.out, text.as_bytes())?;
    let saved = workspace::save(&mut desk, terminal)?;
    let title = return_title(&desk, &key, terminal.lang());
    let fill = [("title", title.as_str()), ("path", &asked.out.display().to_string())];
    terminal.tell("cli.told.note_written", &fill);
    Ok(saved)
}

pub(super) fn receipts(
    asked: &ReceiptsArgs,
    saves: Option<&Path>,
    terminal: &mut Terminal<'_>,
) -> Result<Exit, CliError> {
    if asked.folder.is_file() {
        return Err(CliError::refused("no_folder", [("path", asked.folder.display().to_string())]));
    }
    let desk = workspace::open(saves, terminal)?;
    let receipts = desk.receipts(terminal.passed_at).map_err(CliError::Desk)?;
    for (unit, text) in &receipts {
        let path = asked.folder.join(format!("receipt-{unit}.duibiao"));
        crate::store::write_new_file(&path, text.as_bytes())?;
    }
    let fill = [("count", receipts.len().to_string()), ("folder", asked.folder.display().to_string())];
    let fill: Vec<(&str, &str)> = fill.iter().map(|(name, value)| (*name, value.as_str())).collect();
    terminal.tell("cli.told.receipts", &fill);
    Ok(Exit::Done)
}
