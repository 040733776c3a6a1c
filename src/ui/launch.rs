//! One attempt at a window: how eframe is asked for it, and what happens when its first frames are on the screen.

use std::{
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use eframe::{
    CreationContext, NativeOptions, egui_wgpu,
    glow::HasContext as _,
    wgpu::{Adapter, Backends, DeviceType, Surface},
};
use egui::Context;

use crate::{
    ui::{
        app::{App, Start},
        renderer::Renderer,
    },
    wire::{DrawnBy, Settings},
};

/// When the fourth frame is begun, three are on the screen: a driver that gets so far does not stop the program at once.
const FRAMES: u8 = 4;

/// What is told of a start as it goes on.
pub trait Watcher {
    /// The window is there; this draws it.
    fn made(&mut self, by: &str);

    /// Three frames were drawn.
    fn drawn(&mut self);
}

/// 首帧: the first frames of a window, until it is sure that they come.
pub struct FirstFrames {
    renderer: Renderer,
    is_software: bool,
    frames: u8,
    watcher: Option<Box<dyn Watcher>>,
}

impl FirstFrames {
    /// Where the processor draws, leaves out what costs its time and moves by itself: shadows and the blinking caret.
    /// Nothing else moves.
    pub(super) fn calm(&self, ctx: &Context) {
        if self.is_software {
            ctx.all_styles_mut(|style| {
                style.visuals.window_shadow = egui::Shadow::NONE;
                style.visuals.popup_shadow = egui::Shadow::NONE;
                style.visuals.text_cursor.blink = false;
            });
        }
    }

    /// Counts a frame; when enough were drawn, tells it and remembers who drew them.
    pub(super) fn count(&mut self, ctx: &Context, today: chrono::NaiveDate, settings: &mut Settings) {
        if self.frames >= FRAMES {
            return;
        }
        self.frames += 1;
        if self.frames < FRAMES {
            ctx.request_repaint();
            return;
        }
        if let Some(mut watcher) = self.watcher.take() {
            watcher.drawn();
        }
        let renderer = self.renderer.name();
        if settings.drawn_by.as_ref().is_none_or(|before| before.renderer != renderer) {
            settings.drawn_by = Some(DrawnBy { renderer: renderer.to_owned(), since: today });
        }
    }
}

/// Gives where workspaces go when a portable program may not write beside itself: that is worth a word.
pub(super) fn saves_elsewhere<'s>(saves: &'s Path, settings: &Settings) -> Option<&'s Path> {
    let is_beside = settings.program.as_ref().is_none_or(|program| saves.starts_with(program));
    (!is_beside).then_some(saves)
}

/// Opens the window with one renderer and stays until it is closed. `has_drawn` turns true once a frame was handed over.
///
/// # Errors
/// What eframe says when there is no window to be had that way; `start` was not called then.
pub fn run(
    renderer: Renderer,
    is_software: bool,
    has_drawn: &'static AtomicBool,
    start: impl FnOnce() -> Start,
    mut watcher: Box<dyn Watcher>,
) -> eframe::Result {
    eframe::run_native(
        "duibiao",
        options(renderer),
        Box::new(move |created| {
            let (by, by_processor) = drawer(created);
            watcher.made(&by);
            created.egui_ctx.on_end_pass("drawn", Arc::new(|_| has_drawn.store(true, Ordering::Relaxed)));
            let first = FirstFrames {
                renderer,
                is_software: is_software || renderer.is_software() || by_processor,
                frames: 0,
                watcher: Some(watcher),
            };
            let mut app = App::new(&created.egui_ctx, start());
            first.calm(&created.egui_ctx);
            app.first = Some(first);
            Ok(Box::new(app))
        }),
    )
}

/// Says what draws, and whether that is known to be the processor.
fn drawer(created: &CreationContext<'_>) -> (String, bool) {
    if let Some(state) = &created.wgpu_render_state {
        let found = state.adapter.get_info();
        let is_processor = found.device_type == DeviceType::Cpu;
        return (
            format!("{} ({:?}, {:?}) {}", found.name, found.backend, found.device_type, found.driver),
            is_processor,
        );
    }
    match &created.gl {
        Some(gl) => (format!("OpenGL {:?}", gl.version()), false),
        None => ("?".to_owned(), false),
    }
}

fn options(renderer: Renderer) -> NativeOptions {
    let mut viewport = egui::ViewportBuilder::default()
        .with_title("对标 Duibiao")
        .with_app_id("duibiao")
        .with_inner_size([1366.0, 728.0])
        .with_min_inner_size([960.0, 600.0]);
    if let Ok(icon) = eframe::icon_data::from_png_bytes(include_bytes!("../../assets/icon.png")) {
        viewport = viewport.with_icon(icon);
    }
    let mut options = NativeOptions { viewport, ..NativeOptions::default() };
    options.renderer = match renderer {
        Renderer::Glow | Renderer::Soft => eframe::Renderer::Glow,
        Renderer::Wgpu | Renderer::Dx12 | Renderer::Warp => eframe::Renderer::Wgpu,
    };
    if let egui_wgpu::WgpuSetup::CreateNew(setup) = &mut options.wgpu_options.wgpu_setup {
        let descriptor = &mut setup.instance_descriptor;
        match renderer {
            Renderer::Dx12 => {
                descriptor.backends = Backends::DX12;
                setup.native_adapter_selector =
                    Some(Arc::new(|found, surface| adapter(found, surface, false)));
            }
            Renderer::Warp => {
                descriptor.backends = Backends::DX12;
                setup.native_adapter_selector =
                    Some(Arc::new(|found, surface| adapter(found, surface, true)));
            }
            Renderer::Glow | Renderer::Wgpu | Renderer::Soft => {
                // OpenGL is glow's: a driver of it that stops the program must not be asked twice.
                descriptor.backends = Backends::VULKAN;
            }
        }
    }
    options
}

/// Chooses among the adapters that can draw on the window: of hardware the one the screen hangs on, or the processor.
fn adapter(found: &[Adapter], surface: Option<&Surface<'_>>, by_processor: bool) -> Result<Adapter, String> {
    let rank = |adapter: &&Adapter| match adapter.get_info().device_type {
        DeviceType::IntegratedGpu => 0,
        DeviceType::DiscreteGpu => 1,
        DeviceType::VirtualGpu | DeviceType::Other => 2,
        DeviceType::Cpu => 3,
    };
    let fits = |adapter: &&Adapter| {
        let is_processor = adapter.get_info().device_type == DeviceType::Cpu;
        is_processor == by_processor && surface.is_none_or(|surface| adapter.is_surface_supported(surface))
    };
    found.iter().filter(fits).min_by_key(rank).cloned().ok_or_else(|| {
        let names: Vec<String> = found.iter().map(|adapter| adapter.get_info().name).collect();
        format!("no fitting Direct3D 12 adapter among [{}]", names.join(", "))
    })
}
