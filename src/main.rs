//! The window program: options, the order of renderers, and the message when none works.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    path::PathBuf,
    process::ExitCode,
    sync::atomic::{AtomicBool, Ordering},
};

use clap::{Parser, ValueEnum};
use duibiao::{
    desk::Desk,
    store::{default_saves_folder, load_settings, save_settings, settings_path},
    ui::app::{App, Opening, Start, first_folder, is_zip},
    wire::Settings,
};
use eframe::{NativeOptions, Renderer, egui_wgpu};

/// Set in the environment of the one restart with software drawing.
const SOFTWARE: &str = "LIBGL_ALWAYS_SOFTWARE";

/// 对标: fill in the figures behind a health plan and see each trend against its targets. Offline.
#[derive(Parser)]
#[command(version, about)]
struct Options {
    /// A workspace folder, a file in it, or the zip of one, to open.
    file: Option<PathBuf>,
    /// Where workspaces lie, or one workspace (opened at once).
    #[arg(long, value_name = "DIR")]
    saves: Option<PathBuf>,
    /// Draws with this renderer only instead of trying each.
    #[arg(long)]
    renderer: Option<Choice>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Choice {
    /// OpenGL.
    Glow,
    /// Vulkan or OpenGL through wgpu.
    Wgpu,
    /// OpenGL drawn by the processor.
    Soft,
}

fn main() -> ExitCode {
    let options = Options::parse();
    if !has_display() {
        return without_display();
    }
    let software = std::env::var_os(SOFTWARE).is_some();
    let order = match options.renderer {
        Some(Choice::Glow) => vec![Renderer::Glow],
        Some(Choice::Wgpu) => vec![Renderer::Wgpu],
        Some(Choice::Soft) if software => vec![Renderer::Glow],
        Some(Choice::Soft) => return restart_with_software(),
        None => vec![Renderer::Glow, Renderer::Wgpu],
    };
    let mut faults = Vec::new();
    let mut beginning = Beginning::new(&options);
    for renderer in order {
        match catch_unwind(AssertUnwindSafe(|| run(&mut beginning, renderer))) {
            Ok(Ok(())) => return ExitCode::SUCCESS,
            Ok(Err(eframe::Error::Winit(_) | eframe::Error::WinitEventLoop(_))) => return without_display(),
            Ok(Err(fault)) => faults.push(format!("{renderer}: {fault}")),
            // A window that was drawn already did not stop over its driver: every committed figure is in the journal.
            Err(_) if DRAWN.load(Ordering::Relaxed) => return stopped(),
            Err(_) => faults.push(format!("{renderer}: stopped by its driver")),
        }
    }
    if options.renderer.is_none() && !software {
        // The workspace was opened for a window that never came: let go of its lock before the next one wants it.
        drop(beginning.opening.take().map(std::thread::JoinHandle::join));
        return restart_with_software();
    }
    tell(&format!(
        "对标打不开窗口：这台电脑的显卡驱动不能用(试过 {})。请更新显卡驱动,或在本机而不是远程桌面上运行;\
         不用窗口也可以工作：duibiao-cli tour\n\
         Duibiao cannot open a window: no graphics driver works here (tried {}). Update the driver or run it at the \
         machine itself; the work can be done without a window: duibiao-cli tour",
        faults.join("; "),
        faults.join("; "),
    ));
    ExitCode::from(2)
}

/// What does not depend on the window; the first workspace is opened while the window is made.
struct Beginning {
    settings: Settings,
    first: Option<PathBuf>,
    saves: PathBuf,
    opening: Option<Opening>,
}

impl Beginning {
    fn new(options: &Options) -> Self {
        let settings = settings_path().map(|path| load_settings(&path)).unwrap_or_default();
        let is_workspace = |folder: &PathBuf| folder.join("workspace.ron").exists();
        let named = options.file.clone().or_else(|| options.saves.clone().filter(is_workspace));
        let first = first_folder(named, &settings);
        let opening = first.clone().filter(|first| !is_zip(first)).and_then(|folder| {
            let open = move || Desk::open(&folder, &who(), now()).inspect(|desk| desk.prepare(now().date()));
            std::thread::Builder::new().name("duibiao-first".to_owned()).spawn(open).ok()
        });
        let saves = options.saves.clone().unwrap_or_else(|| default_saves_folder(&program_folder()));
        Self { settings, first, saves, opening }
    }

    /// Hands everything to a window; a second one, after a failed first, opens the workspace itself.
    fn start(&mut self) -> Start {
        Start {
            open: self.first.clone(),
            saves: self.saves.clone(),
            who: who(),
            now,
            settings: self.settings.clone(),
            keep,
            opening: self.opening.take(),
        }
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

fn run(beginning: &mut Beginning, renderer: Renderer) -> eframe::Result {
    let mut wgpu_options = egui_wgpu::WgpuConfiguration::default();
    if let egui_wgpu::WgpuSetup::CreateNew(setup) = &mut wgpu_options.wgpu_setup {
        setup.instance_descriptor.backends = eframe::wgpu::Backends::VULKAN | eframe::wgpu::Backends::GL;
    }
    let mut viewport = egui::ViewportBuilder::default()
        .with_title("对标 Duibiao")
        .with_app_id("duibiao")
        .with_inner_size([1366.0, 728.0])
        .with_min_inner_size([960.0, 600.0]);
    if let Ok(icon) = eframe::icon_data::from_png_bytes(include_bytes!("../assets/icon.png")) {
        viewport = viewport.with_icon(icon);
    }
    let native = NativeOptions { viewport, renderer, wgpu_options, ..NativeOptions::default() };
    eframe::run_native(
        "duibiao",
        native,
        Box::new(|created| {
            created
                .egui_ctx
                .on_end_pass("drawn", std::sync::Arc::new(|_| DRAWN.store(true, Ordering::Relaxed)));
            Ok(Box::new(App::new(&created.egui_ctx, beginning.start())))
        }),
    )
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

fn stopped() -> ExitCode {
    tell(
        "对标意外停止。已提交的数值都在修改记录中，重新打开时可逐项恢复。请把上面的英文信息告诉维护者。\n\
         Duibiao stopped unexpectedly. Every committed figure is in the journal and is offered at the next start. Please \
         pass the message above on.",
    );
    ExitCode::from(70)
}

fn has_display() -> bool {
    let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    cfg!(windows) || cfg!(target_os = "macos") || set("DISPLAY") || set("WAYLAND_DISPLAY")
}

fn without_display() -> ExitCode {
    tell(
        "对标需要图形桌面,这里没有显示器;不用窗口请运行:duibiao-cli tour\n\
         Duibiao needs a graphical desktop and there is no display here; without a window run: duibiao-cli tour",
    );
    ExitCode::from(2)
}

/// Starts this program once more with the processor drawing: the last thing tried on Linux.
fn restart_with_software() -> ExitCode {
    let Ok(program) = std::env::current_exe() else { return without_display() };
    let status =
        std::process::Command::new(program).args(std::env::args_os().skip(1)).env(SOFTWARE, "1").status();
    match status {
        Ok(status) => ExitCode::from(status.code().and_then(|code| u8::try_from(code).ok()).unwrap_or(2)),
        Err(_) => without_display(),
    }
}

/// Says something on the terminal the program was started from.
#[allow(clippy::print_stderr, reason = "there is no window to say it in")]
fn tell(words: &str) {
    eprintln!("{words}");
}
