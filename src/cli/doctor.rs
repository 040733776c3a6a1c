//! `doctor`: what whoever helps needs to know. Nothing of it is a figure or a name of a person but the lock's holder.

use std::{env, fmt::Write as _, path::Path};

use chrono::NaiveDateTime;

use crate::{
    cli::{
        CliError, Exit,
        args::DoctorArgs,
        terminal::Terminal,
        workspace::{self, saves_folder, who},
    },
    desk::{Command, Desk},
    report::fonts::{NOTO_SANS_SC_REGULAR, NOTO_SANS_SC_SEMIBOLD},
    store::{Access, Disk as _, RealDisk, Starts, load_settings, settings_path},
};

/// The parts whose version matters when something is wrong; a test holds them to Cargo.lock.
pub const PARTS: [(&str, &str); 6] = [
    ("egui", "0.37.0"),
    ("egui_plot", "0.38.0"),
    ("ron", "0.12.3"),
    ("rust_decimal", "1.43.0"),
    ("resvg", "0.49.0"),
    ("calamine", "0.38.0"),
];

pub(super) fn run(
    asked: &DoctorArgs,
    saves: Option<&Path>,
    terminal: &mut Terminal<'_>,
) -> Result<Exit, CliError> {
    let mut report = Report { text: String::new(), faults: 0 };
    let mut found = workspace::find(saves).map(|root| Desk::open(&root, &who(), terminal.now));
    // A workspace that cannot be opened is told below.
    if let (true, Ok(Ok(desk))) = (asked.restore, &mut found) {
        restore(desk, terminal)?;
    }
    if let Ok(Ok(desk)) = &found {
        terminal.follow(desk.lang());
    }
    let parts = PARTS.iter().map(|(name, version)| format!("{name} {version}")).collect::<Vec<_>>();
    report.line(
        terminal,
        "program",
        &format!("duibiao {} · {}", env!("CARGO_PKG_VERSION"), parts.join(" · ")),
    );
    report.line(terminal, "system", &system());
    let fonts =
        [("Noto Sans SC Regular", NOTO_SANS_SC_REGULAR), ("SemiBold", NOTO_SANS_SC_SEMIBOLD.as_slice())];
    let fonts = fonts.map(|(name, bytes)| format!("{name} {} KiB", bytes.len() / 1024));
    report.line(terminal, "fonts", &fonts.join(" · "));
    report.window(terminal);
    report.saves(terminal, &saves_folder(saves));
    match found {
        Ok(Ok(desk)) => report.workspace(terminal, &desk),
        Ok(Err(fault)) => report.fault(terminal, fault.sentence().text(terminal.lang())),
        Err(fault) => report.line(terminal, "workspace", fault.sentence().text(terminal.lang())),
    }
    match Desk::shipped_packs() {
        Ok((catalogue, plans)) => {
            let counts = [
                ("forms", catalogue.forms().len()),
                ("elements", catalogue.elements().count()),
                ("indicators", catalogue.indicators().count()),
                ("plans", plans.len()),
            ];
            report.line(terminal, "shipped", &counts_text(terminal, &counts));
        }
        Err(fault) => report.fault(terminal, fault.text(terminal.lang())),
    }
    terminal.put(&report.text)?;
    Ok(if report.faults == 0 { Exit::Done } else { Exit::Reported })
}

/// Brings everything back that a crash left, and writes it; what a person left before stays left.
fn restore(desk: &mut Desk, terminal: &mut Terminal<'_>) -> Result<(), CliError> {
    terminal.follow(desk.lang());
    let count = desk.unrestored();
    for notice in desk.apply(Command::RecoverAll, terminal.now) {
        terminal.warn(&notice.message);
    }
    desk.save_now(terminal.now).map_err(CliError::Desk)?;
    terminal.tell("cli.told.restored", &[("count", &(count - desk.unrestored()).to_string())]);
    Ok(())
}

/// The lines so far, and how many of them tell of something wrong.
struct Report {
    text: String,
    faults: usize,
}

impl Report {
    fn line(&mut self, terminal: &Terminal<'_>, key: &str, value: &str) {
        let name = terminal.words(&format!("cli.doctor.{key}"), &[]);
        let _ = writeln!(self.text, "{name}: {value}");
    }

    fn fault(&mut self, terminal: &Terminal<'_>, sentence: &str) {
        self.faults += 1;
        self.line(terminal, "fault", sentence);
    }

    /// Tells how the window was drawn last, and where whoever helps finds more of its starts.
    fn window(&mut self, terminal: &Terminal<'_>) {
        let program = env::current_exe().ok().and_then(|program| program.parent().map(Path::to_owned));
        let settings = settings_path().map(|path| load_settings(&path, &program.unwrap_or_default()));
        let drawn = settings.as_ref().and_then(|settings| settings.drawn_by.as_ref());
        let chosen = settings.as_ref().and_then(|settings| settings.renderer.clone());
        let drawn = drawn.map_or_else(
            || terminal.words("cli.doctor.never_drawn", &[]),
            |drawn| {
                let since = drawn.since.to_string();
                terminal.words("cli.doctor.drawn", &[("renderer", &drawn.renderer), ("since", &since)])
            },
        );
        let chosen = chosen.map(|name| terminal.words("cli.doctor.chosen", &[("renderer", &name)]));
        let words: Vec<String> = std::iter::once(drawn).chain(chosen).collect();
        self.line(terminal, "renderer", &words.join(" · "));
        let Some(starts) = Starts::of_this_person(|| NaiveDateTime::MIN) else { return };
        if RealDisk.exists(&starts.log_path()) {
            self.line(terminal, "starts", &starts.log_path().display().to_string());
        }
        if let Some(newest) = starts.crashes().last() {
            self.line(terminal, "crash", &newest.display().to_string());
        }
    }

    fn saves(&mut self, terminal: &Terminal<'_>, folder: &Path) {
        let rights = if !RealDisk.exists(folder) {
            "missing"
        } else if can_write(folder) {
            "writable"
        } else {
            "not_writable"
        };
        self.faults += usize::from(rights == "not_writable");
        let rights = terminal.words(&format!("cli.doctor.{rights}"), &[]);
        self.line(terminal, "saves", &format!("{} · {rights}", folder.display()));
    }

    fn workspace(&mut self, terminal: &Terminal<'_>, desk: &Desk) {
        let workspace = desk.workspace();
        let unit = desk.our_unit().map(|unit| unit.name.text(terminal.lang()).to_owned()).unwrap_or_default();
        self.line(
            terminal,
            "workspace",
            &format!("{} · {} {unit} · {}", desk.root().display(), workspace.unit, workspace.plan),
        );
        match desk.access() {
            Access::Writable => {
                let free = terminal.words("cli.doctor.lock_free", &[]);
                self.line(terminal, "lock", &free);
            }
            Access::ReadOnly(reason) => {
                self.faults += 1;
                self.line(terminal, "lock", reason.sentence().text(terminal.lang()));
            }
        }
        let counts = [
            ("units", desk.tree().len()),
            ("returns", desk.returns().count()),
            ("plans", desk.plans().len()),
            ("unrestored", desk.unrestored()),
        ];
        self.line(terminal, "holds", &counts_text(terminal, &counts));
        self.faults += usize::from(desk.unrestored() > 0);
        for fault in desk.faults() {
            self.fault(terminal, fault.sentence().text(terminal.lang()));
        }
        for fault in desk.pack_faults() {
            self.fault(terminal, fault.text(terminal.lang()));
        }
    }
}

fn counts_text(terminal: &Terminal<'_>, counts: &[(&str, usize)]) -> String {
    let one = |(key, count): &(&str, usize)| {
        terminal.words(&format!("cli.count.{key}"), &[("count", &count.to_string())])
    };
    counts.iter().map(one).collect::<Vec<_>>().join(" · ")
}

/// Finds out by writing an empty file and removing it.
fn can_write(folder: &Path) -> bool {
    let path = folder.join(format!(".duibiao-doctor.{}.tmp", std::process::id()));
    let written = RealDisk.write_new_synced(&path, b"");
    let removed = RealDisk.remove(&path);
    written.is_ok() && removed.is_ok()
}

fn system() -> String {
    let line =
        |path: &str| RealDisk.read(Path::new(path)).ok().and_then(|bytes| String::from_utf8(bytes).ok());
    let named = line("/etc/os-release").and_then(|text| {
        let name = text.lines().find_map(|line| line.strip_prefix("PRETTY_NAME="))?;
        Some(name.trim_matches('"').to_owned())
    });
    let kernel = line("/proc/sys/kernel/osrelease").map(|text| text.trim().to_owned());
    let parts = [named, kernel].into_iter().flatten();
    let mut text = format!("{} {}", env::consts::OS, env::consts::ARCH);
    for part in parts {
        let _ = write!(text, " · {part}");
    }
    text
}
