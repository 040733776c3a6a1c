//! `receive`: stages what arrived and takes in what is new or an update; what came down is opened in a unit's workspace.

use std::{
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use crate::{
    base::{Bilingual, Cell},
    cli::{
        CliError, Exit,
        args::ReceiveArgs,
        terminal::{Terminal, is_dash},
        units::read_only,
        workspace,
    },
    desk::{Desk, collect, secure},
    exchange::{CheckCounts, Counts, Outcome, Piece, Staged, read_file},
    store::{Disk as _, RealDisk},
    words::say_with,
};

/// How long a job takes before its progress is shown.
const PATIENCE: Duration = Duration::from_secs(1);
/// How often it is drawn.
const PACE: Duration = Duration::from_millis(100);
const COLUMNS: [&str; 6] = ["file", "unit", "form", "period", "outcome", "reason"];

pub(super) fn run(
    asked: &ReceiveArgs,
    saves: Option<&Path>,
    terminal: &mut Terminal<'_>,
) -> Result<Exit, CliError> {
    let mut desk = workspace::open(saves, terminal)?;
    if desk.is_read_only() {
        return Err(read_only(&desk));
    }
    let (piped, paths): (Vec<PathBuf>, Vec<PathBuf>) =
        asked.files.iter().cloned().partition(|path| is_dash(path));
    if let Some(missing) = paths.iter().find(|path| !RealDisk.exists(path)) {
        return Err(CliError::refused("no_file", [("path", missing.display().to_string())]));
    }
    let mut stage = desk.stage(terminal.passed_at);
    for dash in piped {
        let bytes = terminal.read(&dash)?;
        stage.take(read_file("-", bytes));
    }
    let begun = Instant::now();
    let mut shown = begun;
    let collected = collect(&mut stage, &RealDisk, &paths, |done, all| {
        if begun.elapsed() > PATIENCE && (done == all || shown.elapsed() > PACE) {
            shown = Instant::now();
            terminal.progress(done, all);
        }
        true
    });
    // Asserts that everything that arrived has one outcome.
    stage.counts();
    if desk.is_bureau() {
        desk.checking().run(stage.staged_mut(), |_, _| true);
    }
    let mut staged = stage.into_staged();
    let secured =
        secure(&desk.folder(), staged.clone(), |_, _| {}).map_err(|why| CliError::Desk(why.sentence()))?;
    staged.iter_mut().for_each(Staged::let_go);
    let taken = desk.take_in(secured, terminal.passed_at).map_err(CliError::Desk)?;
    desk.save_now(terminal.now).map_err(CliError::Desk)?;
    let counts = Counts::of(taken.iter().map(|taken| taken.outcome));
    let mut table = terminal.table(&COLUMNS);
    for (line, taken) in staged.iter().zip(&taken) {
        let reason = |lang| {
            let told = taken.reason.iter().chain(&line.notice);
            told.map(|reason| reason.sentence().text(lang).to_owned()).collect::<Vec<_>>().join(" ")
        };
        let codes: Vec<&str> = taken.reason.iter().chain(&line.notice).map(|reason| reason.code()).collect();
        let shown = reason(terminal.lang());
        let exact = if codes.is_empty() { String::new() } else { format!("{}: {shown}", codes.join(", ")) };
        table.push(vec![
            Cell::text(&*line.name),
            Cell::text(line.unit.as_ref().map(ToString::to_string).unwrap_or_default()),
            Cell::text(line.form.as_ref().map(ToString::to_string).unwrap_or_default()),
            Cell::text(line.period.map(|period| period.to_string()).unwrap_or_default()),
            Cell::coded(taken.outcome.code(), taken.outcome.name().text(terminal.lang())),
            Cell::coded(exact, shown),
        ]);
    }
    terminal.put_table(&table, asked.csv)?;
    tell_notes(&desk, &staged, terminal);
    tell_checks(&staged, terminal);
    if collected.passed_over > 0 {
        terminal.tell("cli.told.passed_over", &[("count", &collected.passed_over.to_string())]);
    }
    terminal.warn(&six(counts));
    let is_clean = counts.count(Outcome::Conflict) + counts.count(Outcome::Rejected) == 0;
    Ok(if is_clean { Exit::Done } else { Exit::Reported })
}

/// Says what a 退回 remarks and where it is to be mended, and that packs wait for the next opening.
fn tell_notes(desk: &Desk, staged: &[Staged], terminal: &mut Terminal<'_>) {
    for line in staged.iter().filter(|line| line.outcome.is_plain()) {
        match &line.piece {
            Piece::SentBack(note) => {
                let lang = terminal.lang();
                let reason = note.said.reason.name().text(lang).to_owned();
                let due = note.said.due.map(|due| due.to_string()).unwrap_or_else(|| "—".to_owned());
                let title = workspace::return_title(desk, &note.key, lang);
                let fill = [
                    ("title", title.as_str()),
                    ("reason", &reason),
                    ("words", &note.said.words),
                    ("due", &due),
                ];
                terminal.tell("cli.told.sent_back", &fill);
                for (element, remark) in &note.said.remarks {
                    let name =
                        desk.catalogue().element(element).map(|found| found.name.text(lang).to_owned());
                    let name = name.unwrap_or_else(|| element.to_string());
                    terminal.tell(
                        "cli.told.remark",
                        &[("element", element.as_str()), ("name", &name), ("remark", remark)],
                    );
                }
            }
            Piece::FormPack(pack) if Desk::awaits_reopening(pack) => terminal.tell("cli.told.reopen", &[]),
            _ => {}
        }
    }
}

/// Says how many returns were to be mended or explained before they were handed in.
fn tell_checks(staged: &[Staged], terminal: &mut Terminal<'_>) {
    let open: Vec<CheckCounts> =
        staged.iter().filter_map(|line| line.checks).filter(|one| one.is_open()).collect();
    if open.is_empty() {
        return;
    }
    let sum = |count: fn(&CheckCounts) -> usize| open.iter().map(count).sum::<usize>().to_string();
    let (returns, hard, soft) = (open.len().to_string(), sum(|one| one.hard), sum(|one| one.soft));
    terminal.tell("cli.told.open_checks", &[("returns", &returns), ("hard", &hard), ("soft", &soft)]);
}

/// Writes the six counts and their sum.
fn six(counts: Counts) -> Bilingual {
    assert_eq!(counts.sum(), Outcome::ALL.iter().map(|outcome| counts.count(*outcome)).sum::<usize>());
    let numbers = Outcome::ALL.map(|outcome| (outcome.code(), counts.count(outcome).to_string()));
    let all = counts.sum().to_string();
    let text = |lang| {
        let fill: Vec<(&str, &str)> = numbers
            .iter()
            .map(|(code, count)| (*code, count.as_str()))
            .chain([("all", all.as_str())])
            .collect();
        say_with(lang, "cli.told.six", &fill)
    };
    Bilingual::new(text(crate::base::Lang::Zh), text(crate::base::Lang::En))
}
