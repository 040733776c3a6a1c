//! `inspect`: what a file from another desk holds; no workspace is needed and nothing is changed.

use std::path::Path;

use crate::{
    base::{Bilingual, Cell, Decimal, Table},
    check::same_as_before,
    cli::{CliError, Exit, args::InspectArgs, terminal::Terminal, workspace},
    desk::Desk,
    exchange::{Lineage, Reason},
    returns::{ReturnKey, UnitReturn},
    wire::{Travelling, file_digest, fingerprint, return_digest, statement_digest, travelling_from_text},
};

const COLUMNS: [&str; 14] = [
    "format",
    "unit",
    "form",
    "form_version",
    "period",
    "revision",
    "state",
    "cells",
    "digest",
    "fingerprint",
    "parent:before",
    "lineage",
    "submitted",
    "submitted_by",
];

/// One row: what is not known of a kind of file stays empty.
#[derive(Default)]
struct Line {
    key: Option<ReturnKey>,
    unit: String,
    period: String,
    form_version: Option<u32>,
    revision: Option<u64>,
    state: (String, String),
    cells: Option<usize>,
    digest: String,
    lineage: Lineage,
    submitted: (String, String),
}

pub(super) fn run(
    asked: &InspectArgs,
    saves: Option<&Path>,
    terminal: &mut Terminal<'_>,
) -> Result<Exit, CliError> {
    let bytes = terminal.read(&asked.file)?;
    let found = travelling_from_text(&bytes).map_err(|fault| unreadable(&asked.file, fault))?;
    let (unit, name, who, at) = found.sender();
    let fill = [
        ("kind", found.name().text(terminal.lang()).to_owned()),
        ("unit", unit.to_string()),
        ("name", name.to_owned()),
        ("who", who.to_owned()),
        ("at", at.format("%Y-%m-%d %H:%M").to_string()),
        ("program", found.program().to_owned()),
        ("digest", file_digest(&bytes)),
    ];
    let fill: Vec<(&str, &str)> = fill.iter().map(|(name, value)| (*name, value.as_str())).collect();
    terminal.tell("cli.told.inspected", &fill);
    let mut table = terminal.table(&COLUMNS);
    for line in lines_of(&found, terminal) {
        push(&mut table, found.format(), line);
    }
    terminal.put_table(&table, asked.csv)?;
    tell_same(&found, saves, terminal)?;
    Ok(Exit::Done)
}

/// Says of each return whose figures are all those of the period before, as the file has it or the workspace that was
/// named.
fn tell_same(found: &Travelling, saves: Option<&Path>, terminal: &mut Terminal<'_>) -> Result<(), CliError> {
    let returns = match found {
        Travelling::Package(package) => &package.returns,
        Travelling::Statement(statement) => &statement.returns,
        _ => return Ok(()),
    };
    let desk = saves.map(|_| workspace::open(saves, terminal)).transpose()?;
    let shipped = Desk::shipped_packs().map_err(CliError::Desk)?.0;
    let catalogue = desk.as_ref().map_or(&*shipped, Desk::catalogue);
    for found in returns {
        let key = &found.key;
        let before = ReturnKey { period: key.period.previous(), ..key.clone() };
        let beside = returns.iter().find(|other| other.key == before);
        let at_hand = desk.as_ref().and_then(|desk| desk.said_by(&before.unit, before.period));
        let same = same_as_before(found, catalogue, |id| match beside {
            Some(beside) => beside.entries.get(id)?.figure.known(),
            None => at_hand?.get(id)?.known(),
        });
        if let Some(count) = same {
            let said = Reason::SameAsBefore(before.period, count).sentence();
            terminal.tell_text(&led(&key.to_string(), &said));
        }
    }
    Ok(())
}

/// Puts what a sentence is about before it.
fn led(head: &str, said: &Bilingual) -> Bilingual {
    Bilingual::new(format!("{head}：{}", said.zh), format!("{head}: {}", said.en))
}

/// Says that a file cannot be read, and why.
pub(super) fn unreadable(path: &Path, fault: crate::wire::WireError) -> CliError {
    let mut sentence = Reason::Unreadable(fault).sentence();
    let path = path.display();
    sentence.zh.push_str(&format!("({path})"));
    sentence.en.push_str(&format!(" ({path})"));
    CliError::Desk(sentence)
}

fn lines_of(found: &Travelling, terminal: &Terminal<'_>) -> Vec<Line> {
    let of_return = |found: &UnitReturn| {
        let status = found.status();
        let submission = found.head.submission();
        Line {
            key: Some(found.key.clone()),
            form_version: Some(found.form_version),
            revision: Some(found.revision),
            state: (status.code().to_owned(), status.name().text(terminal.lang()).to_owned()),
            cells: Some(found.entries.len()),
            digest: return_digest(found).unwrap_or_default(),
            lineage: Lineage::of(&found.head),
            submitted: submission
                .map(|one| (one.at.format("%Y-%m-%d %H:%M:%S").to_string(), one.who.clone()))
                .unwrap_or_default(),
            ..Line::default()
        }
    };
    let of_key = |key: &ReturnKey, digest: &str| Line {
        key: Some(key.clone()),
        digest: digest.to_owned(),
        ..Line::default()
    };
    match found {
        Travelling::Package(package) => package.returns.iter().map(of_return).collect(),
        Travelling::Statement(statement) => {
            let digest = statement_digest(statement).unwrap_or_default();
            let lineage = Lineage::new(statement.earlier.iter().cloned().chain([digest.clone()]));
            let first = Line {
                unit: statement.unit.to_string(),
                period: statement.period.to_string(),
                cells: Some(statement.figures.len()),
                digest,
                lineage,
                ..Line::default()
            };
            let members = statement.members.iter().map(|member| {
                let body = statement.returns.iter().find(|found| found.key == member.key);
                body.map_or_else(|| of_key(&member.key, &member.digest), of_return)
            });
            std::iter::once(first).chain(members).collect()
        }
        Travelling::Receipt(receipt) => {
            let lines = receipt.lines.iter().map(|line| of_key(&line.key, &line.digest));
            lines.collect()
        }
        Travelling::SentBack(note) => {
            let reason = note.said.reason;
            let state = (reason.code().to_owned(), reason.name().text(terminal.lang()).to_owned());
            let cells = Some(note.said.remarks.len());
            vec![Line { state, cells, ..of_key(&note.key, &note.digest) }]
        }
        Travelling::Query(query) => {
            let cells = Some(query.questions.len());
            vec![Line { cells, ..of_key(&query.key, &query.digest) }]
        }
        Travelling::FormPack(pack) => {
            let line = |issue: &crate::wire::Issue| {
                let key = ReturnKey {
                    unit: pack.from.unit.clone(),
                    form: issue.form.clone(),
                    period: issue.period,
                };
                let due = (issue.due.to_string(), String::new());
                Line { form_version: Some(issue.form_version), submitted: due, ..of_key(&key, "") }
            };
            pack.issues.iter().map(line).collect()
        }
    }
}

fn push(table: &mut Table, format: &str, line: Line) {
    let number = |number: Option<u64>| {
        number.map_or_else(Cell::default, |number| Cell::number(Decimal::from(number), 0))
    };
    let unit = line.key.as_ref().map_or(line.unit, |key| key.unit.to_string());
    let period = line.key.as_ref().map_or(line.period, |key| key.period.to_string());
    let digests = line.lineage.digests();
    table.push(vec![
        Cell::text(format),
        Cell::text(unit),
        Cell::text(line.key.as_ref().map(|key| key.form.to_string()).unwrap_or_default()),
        number(line.form_version.map(u64::from)),
        Cell::text(period),
        number(line.revision),
        Cell::coded(line.state.0, line.state.1),
        number(line.cells.map(|cells| cells as u64)),
        // People compare eight digits; scripts take the whole.
        Cell::coded(line.digest.as_str(), short(&line.digest)),
        Cell::text(fingerprint(&line.digest)),
        Cell::coded(
            digests.iter().rev().nth(1).map(String::as_str).unwrap_or_default(),
            digests.iter().rev().nth(1).map(|digest| fingerprint(digest)).unwrap_or_default(),
        ),
        Cell::coded(
            digests.join(" "),
            digests.iter().map(|digest| fingerprint(digest)).collect::<Vec<_>>().join(" "),
        ),
        Cell::text(line.submitted.0),
        Cell::text(line.submitted.1),
    ]);
}

fn short(digest: &str) -> String {
    digest.chars().take(16).collect()
}
