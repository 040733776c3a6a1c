//! An eframe window with the program's fonts and nothing in it but one word, so that the fonts are read and the
//! driver has what it draws text with: what `benches/start.sh` measures the program against. `bare` leaves out the word.

use eframe::{NativeOptions, Renderer};

struct Empty {
    bare: bool,
}

impl eframe::App for Empty {
    fn ui(&mut self, ui: &mut egui::Ui, _: &mut eframe::Frame) {
        if !self.bare {
            ui.label("对标");
        }
    }
}

fn main() -> eframe::Result {
    let asks = |word: &str| std::env::args().any(|arg| arg == word);
    let (wants_wgpu, bare) = (asks("wgpu"), asks("bare"));
    let renderer = if wants_wgpu { Renderer::Wgpu } else { Renderer::Glow };
    let viewport = egui::ViewportBuilder::default().with_title("empty").with_inner_size([1366.0, 728.0]);
    let native = NativeOptions { viewport, renderer, ..NativeOptions::default() };
    eframe::run_native(
        "duibiao-empty-window",
        native,
        Box::new(move |created| {
            duibiao::ui::fonts::install_fonts(&created.egui_ctx);
            Ok(Box::new(Empty { bare }))
        }),
    )
}
