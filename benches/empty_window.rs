//! An eframe window with the program's fonts and nothing in it: what `benches/start.sh` measures the program against.

use eframe::{NativeOptions, Renderer};

struct Empty;

impl eframe::App for Empty {
    fn ui(&mut self, _: &mut egui::Ui, _: &mut eframe::Frame) {}
}

fn main() -> eframe::Result {
    let wants_wgpu = std::env::args().any(|arg| arg == "wgpu");
    let renderer = if wants_wgpu { Renderer::Wgpu } else { Renderer::Glow };
    let viewport = egui::ViewportBuilder::default().with_title("empty").with_inner_size([1366.0, 728.0]);
    let native = NativeOptions { viewport, renderer, ..NativeOptions::default() };
    eframe::run_native(
        "duibiao-empty-window",
        native,
        Box::new(|created| {
            duibiao::ui::fonts::install_fonts(&created.egui_ctx);
            Ok(Box::new(Empty))
        }),
    )
}
