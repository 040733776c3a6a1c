//! The window program: options, the renderers one after the other, and the message when none works.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

use std::{
    backtrace::Backtrace,
    panic::{AssertUnwindSafe, PanicHookInfo, catch_unwind},
    path::PathBuf,
    process::ExitCode,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use clap::{Parser, builder::PossibleValuesParser};
use duibiao::{
    desk::{Desk, is_arrival},
    store::{
        Handing, RealDisk, StartMark, Starts, WORKSPACE, default_saves_folder, hand_over, load_settings,
        save_settings, settings_path, state_folder,
    },
    ui::{
        app::{Opening, Start, first_folder, is_zip},
        launch::{Watcher, run},
        renderer::{Renderer, order},
    },
    wire::Settings,
};

/// So long a window that has the workspace open is waited for when files are handed to it.
const PATIENCE: Duration = Duration::from_secs(2);
/// Set in the environment of the one restart with software drawing.
const SOFTWARE: &str = "LIBGL_ALWAYS_SOFTWARE";
const VERSION: &str = env!("CARGO_PKG_VERSION");

/// 对标: fill in the figures behind a health plan and see each trend against its targets. Offline.
#[derive(Parser)]
#[command(version, about)]
struct Options {
    /// A workspace folder, a file in it, or the zip of one, to open; or files from other desks and folders of such, to be
    /// received.
    files: Vec<PathBuf>,
    /// Where workspaces lie, or one workspace (opened at once).
    #[arg(long, value_name = "DIR")]
    saves: Option<PathBuf>,
    /// Draws with this renderer only instead of trying each.
    #[arg(long, value_parser = PossibleValuesParser::new(Renderer::all().map(Renderer::name)))]
    renderer: Option<String>,
}

fn main() -> ExitCode {
    let options = match Options::try_parse() {
        Ok(options) => options,
        Err(told) => return tell_usage(&told),
    };
    let starts = Starts::of_this_person(now).map(Arc::new);
    listen(starts.as_ref());
    note(&starts, &format!("duibiao {VERSION}, {} {}", std::env::consts::OS, std::env::consts::ARCH));
    if !has_display() {
        return without_display(&starts);
    }
    let asked = options.renderer.as_deref().and_then(Renderer::named);
    let is_software = cfg!(unix) && std::env::var_os(SOFTWARE).is_some();
    let mut beginning = Beginning::new(&options);
    note(&starts, &format!("saves {}", beginning.saves.display()));
    if beginning.hand_over() {
        note(&starts, "handed over to the window that is open");
        return ExitCode::SUCCESS;
    }
    beginning.open_first();
    let all = Renderer::all();
    let mut faults = Vec::new();
    let has_crashed = |one: Renderer| {
        let crashed = starts.as_ref().is_some_and(|starts| starts.has_crashed(one.name(), VERSION));
        if crashed {
            let fault =
                format!("{}: stopped the program lately, left out for a week unless named", one.name());
            note(&starts, &fault);
            faults.push(fault);
        }
        crashed
    };
    let mut order = order(&all, asked, &beginning.settings, now().date(), has_crashed);
    if is_software && asked.is_none() {
        // OpenGL draws by the processor here: it goes by its right name, and nothing else was to be had, or wanted.
        order.retain(|one| *one != Renderer::Glow);
        order.sort_by_key(|one| *one != Renderer::Soft);
    }
    for renderer in order {
        // The last of Linux: a program started anew, whose OpenGL draws by the processor.
        if renderer == Renderer::Soft && !is_software {
            beginning.let_go();
            note(&starts, "soft: starting anew");
            faults.push(format!("soft: {}", restart_with_software()));
            continue;
        }
        note(&starts, &format!("{}: trying", renderer.name()));
        let watch = Watch {
            starts: starts.clone(),
            renderer,
            mark: starts.as_ref().and_then(|starts| starts.mark(renderer.name(), VERSION)),
        };
        DRAWN.store(false, Ordering::Relaxed);
        let start = || beginning.start();
        let attempt = AssertUnwindSafe(|| run(renderer, is_software, &DRAWN, start, Box::new(watch)));
        let fault = match catch_unwind(attempt) {
            Ok(Ok(())) => {
                note(&starts, "closed");
                return ExitCode::SUCCESS;
            }
            Ok(Err(eframe::Error::Winit(_) | eframe::Error::WinitEventLoop(_))) => {
                beginning.let_go();
                return without_display(&starts);
            }
            Ok(Err(fault)) => fault.to_string(),
            // A window that was drawn already did not stop over its driver: every committed figure is in the journal.
            Err(_) if DRAWN.load(Ordering::Relaxed) => return stopped(&starts),
            Err(_) => "stopped by its driver".to_owned(),
        };
        note(&starts, &format!("{}: {fault}", renderer.name()));
        faults.push(format!("{}: {fault}", renderer.name()));
    }
    // The message stands until it is read, and says that the command line works.
    beginning.let_go();
    nothing_draws(&starts, &faults)
}

/// What does not depend on the window; the first workspace is opened while the window is made.
struct Beginning {
    settings: Settings,
    first: Option<PathBuf>,
    arrivals: Vec<PathBuf>,
    saves: PathBuf,
    opening: Option<Opening>,
    is_unanswered: bool,
}

impl Beginning {
    fn new(options: &Options) -> Self {
        let program = program_folder();
        let settings = settings_path().map(|path| load_settings(&path, &program)).unwrap_or_default();
        let is_workspace = |folder: &PathBuf| folder.join(WORKSPACE).exists();
        let (arrivals, places): (Vec<PathBuf>, Vec<PathBuf>) =
            options.files.iter().cloned().partition(|file| is_arrival(&RealDisk, file));
        let named = places.into_iter().next().or_else(|| options.saves.clone().filter(is_workspace));
        let first = first_folder(named, &settings);
        let saves = options.saves.clone().unwrap_or_else(|| default_saves_folder(&program));
        Self { settings, first, arrivals, saves, opening: None, is_unanswered: false }
    }

    /// Hands the files this was started with to the window that has the workspace open; says whether it took them.
    fn hand_over(&mut self) -> bool {
        let (Some(workspace), Some(state)) = (&self.first, state_folder()) else { return false };
        if self.arrivals.is_empty() {
            return false;
        }
        let handing = hand_over(&state, workspace, &self.arrivals, PATIENCE);
        self.is_unanswered = handing == Handing::Unanswered;
        handing == Handing::Taken
    }

    /// Begins to open the first workspace.
    fn open_first(&mut self) {
        self.opening = self.first.clone().filter(|first| !is_zip(first)).and_then(|folder| {
            let open = move || Desk::open(&folder, &who(), now()).inspect(|desk| desk.prepare(now().date()));
            std::thread::Builder::new().name("duibiao-first".to_owned()).spawn(open).ok()
        });
    }

    /// Hands everything to a window; a second one, after a failed first, opens the workspace itself.
    fn start(&mut self) -> Start {
        Start {
            open: self.first.clone(),
            arrivals: self.arrivals.clone(),
            is_unanswered: self.is_unanswered,
            state: state_folder(),
            saves: self.saves.clone(),
            who: who(),
            now,
            settings: self.settings.clone(),
            keep,
            opening: self.opening.take(),
        }
    }

    /// Lets go of the workspace that was opened for a window that never came: the next program wants its lock.
    fn let_go(&mut self) {
        drop(self.opening.take().map(std::thread::JoinHandle::join));
    }
}

/// Marks the renderer that is tried until its window is drawn, and writes down what becomes of it.
struct Watch {
    starts: Option<Arc<Starts>>,
    renderer: Renderer,
    mark: Option<StartMark>,
}

impl Watcher for Watch {
    fn made(&mut self, by: &str) {
        note(&self.starts, &format!("{}: window made, {by}", self.renderer.name()));
    }

    fn drawn(&mut self) {
        note(&self.starts, &format!("{}: drawn", self.renderer.name()));
        self.mark = None;
        // From now on only what goes wrong is worth a line.
        log::set_max_level(log::LevelFilter::Warn);
    }
}

fn now() -> chrono::NaiveDateTime {
    chrono::Local::now().naive_local()
}

/// Keeps the settings; they are worth no message if that fails.
fn keep(settings: &Settings) {
    if let Some(path) = settings_path() {
        let _ = save_settings(&path, settings);
    }
}

fn program_folder() -> PathBuf {
    let program = std::env::current_exe().ok();
    program.and_then(|program| program.parent().map(PathBuf::from)).unwrap_or_default()
}

fn who() -> String {
    std::env::var("USER")
        .or_else(|_| std::env::var("USERNAME"))
        .or_else(|_| std::env::var("LOGNAME"))
        .unwrap_or_else(|_| "-".to_owned())
}

/// A frame was drawn: from then on a panic is ours, not the driver's.
static DRAWN: AtomicBool = AtomicBool::new(false);

/// Writes what the window's parts complain of into the log, and a panic into a file of its own.
fn listen(starts: Option<&Arc<Starts>>) {
    let Some(starts) = starts else { return };
    if log::set_boxed_logger(Box::new(Listener(Arc::clone(starts)))).is_ok() {
        log::set_max_level(log::LevelFilter::Info);
    }
    let starts = Arc::clone(starts);
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        before(panic);
        write_panic(&starts, panic);
    }));
}

fn write_panic(starts: &Starts, panic: &PanicHookInfo<'_>) {
    starts.tell(format_args!("panic: {panic}"));
    // A driver's panic while it is tried is one more line of the log; the next one is tried.
    if DRAWN.load(Ordering::Relaxed) {
        let thread = std::thread::current().name().unwrap_or("?").to_owned();
        let text = format!(
            "duibiao {VERSION}, {} {}\n{}\nthread {thread}\n{panic}\n\n{}\n\n{}\n",
            std::env::consts::OS,
            std::env::consts::ARCH,
            now().format("%Y-%m-%d %H:%M:%S"),
            Backtrace::force_capture(),
            starts.last_lines(20).join("\n"),
        );
        let _ = starts.keep_crash(&text);
    }
}

struct Listener(Arc<Starts>);

impl log::Log for Listener {
    fn enabled(&self, about: &log::Metadata<'_>) -> bool {
        about.level() <= log::Level::Warn || about.target().starts_with("egui_wgpu")
    }

    fn log(&self, record: &log::Record<'_>) {
        if self.enabled(record.metadata()) {
            self.0.tell(format_args!("{} {}: {}", record.level(), record.target(), record.args()));
        }
    }

    fn flush(&self) {}
}

fn note(starts: &Option<Arc<Starts>>, line: &str) {
    if let Some(starts) = starts {
        starts.tell(line);
    }
}

fn stopped(starts: &Option<Arc<Starts>>) -> ExitCode {
    let file = starts.as_ref().and_then(|starts| starts.crashes().pop());
    let file = file.map(|path| path.display().to_string()).unwrap_or_default();
    tell(&format!(
        "对标意外停止。已提交的数值都在修改记录中，重新打开时可逐项恢复。\n\
         请把这个文件交给维护人员：\n{file}\n\n\
         Duibiao stopped unexpectedly. Every committed figure is in the journal\nand is offered at the next start.\n\
         Please pass this file on:\n{file}"
    ));
    ExitCode::from(70)
}

fn nothing_draws(starts: &Option<Arc<Starts>>, faults: &[String]) -> ExitCode {
    let log = starts.as_ref().map(|starts| starts.log_path().display().to_string()).unwrap_or_default();
    let tried = faults.join("\n");
    let names = Renderer::all().map(Renderer::name).join(", ");
    note(starts, "no window");
    tell(&format!(
        "对标打不开窗口：这台电脑的显卡驱动都不能用。数据没有改动。\n\
         请更新显卡驱动，或在本机而不是远程桌面上运行；也可以指定显示方式：duibiao --renderer 名称({names})。\n\
         不用窗口也可以工作：duibiao-cli --help\n启动记录：{log}\n\n\
         Duibiao cannot open a window: no graphics driver works here. Nothing was changed.\n\
         Update the driver or run it at the machine itself; or name a renderer: duibiao --renderer NAME ({names}).\n\
         The work can be done without a window: duibiao-cli --help\nLog of the start: {log}\n\n{tried}"
    ));
    ExitCode::from(2)
}

fn has_display() -> bool {
    let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    cfg!(windows) || cfg!(target_os = "macos") || set("DISPLAY") || set("WAYLAND_DISPLAY")
}

fn without_display(starts: &Option<Arc<Starts>>) -> ExitCode {
    note(starts, "no display");
    tell(
        "对标需要图形桌面，这里没有显示器；不用窗口请运行：duibiao-cli tour\n\n\
         Duibiao needs a graphical desktop and there is no display here; without a window run: duibiao-cli tour",
    );
    ExitCode::from(2)
}

/// Replaces this program by itself with the processor drawing; gives why if that fails.
#[cfg(unix)]
fn restart_with_software() -> String {
    use std::os::unix::process::CommandExt as _;
    match std::env::current_exe() {
        Ok(program) => std::process::Command::new(program)
            .args(std::env::args_os().skip(1))
            .env(SOFTWARE, "1")
            .exec()
            .to_string(),
        Err(why) => why.to_string(),
    }
}

/// Only other systems draw OpenGL by the processor on a word in the environment.
#[cfg(not(unix))]
fn restart_with_software() -> String {
    "not on this system".to_owned()
}

/// Says what is wrong with the words the program was started with, or what was asked about them.
fn tell_usage(told: &clap::Error) -> ExitCode {
    let _ = told.print();
    if cfg!(windows) {
        message(&told.to_string());
    }
    ExitCode::from(u8::try_from(told.exit_code()).unwrap_or(2))
}

/// Says something where there is no window to say it in: on the terminal, and in a message of the system's own.
#[allow(clippy::print_stderr, reason = "there is no window to say it in")]
fn tell(words: &str) {
    eprintln!("{words}");
    message(words);
}

#[cfg(windows)]
fn message(words: &str) {
    let dialog = rfd::MessageDialog::new().set_level(rfd::MessageLevel::Error).set_title("对标 Duibiao");
    dialog.set_description(words).show();
}

/// Asks whichever of the desktop's own programs is there; without a display none of them says anything.
#[cfg(not(windows))]
fn message(words: &str) {
    let ways: [&[&str]; 3] = [
        &["zenity", "--error", "--no-markup", "--title=对标 Duibiao", "--text"],
        &["kdialog", "--title", "对标 Duibiao", "--error"],
        &["xmessage", "-center"],
    ];
    for way in ways {
        let [program, arguments @ ..] = way else { continue };
        // The oldest of them knows no Chinese.
        let english = words.split_once("\n\n").map(|(_, english)| english).filter(|_| *program == "xmessage");
        let shown =
            std::process::Command::new(program).args(arguments).arg(english.unwrap_or(words)).status();
        if shown.is_ok() {
            return;
        }
    }
}
