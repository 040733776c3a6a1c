//! An eframe window with the program's fonts and nothing of the program: what `benches/start.sh` measures against.
//!
//! Without arguments it is the ordinary empty window: an empty central panel, so that egui paints its ground. `bare`
//! paints nothing at all, `word` says one word, so that the fonts are read as well.

use eframe::{NativeOptions, Renderer};

#[derive(Clone, Copy)]
enum Content {
    Nothing,
    Ground,
    Word,
}

impl eframe::App for Content {
    fn ui(&mut self, ui: &mut egui::Ui, _: &mut eframe::Frame) {
        match self {
            Self::Nothing => {}
            Self::Ground => {
                egui::CentralPanel::default().show(ui, |_| {});
            }
            Self::Word => {
                egui::CentralPanel::default().show(ui, |ui| ui.label("对标"));
            }
        }
    }
}

fn main() -> eframe::Result {
    let asks = |word: &str| std::env::args().any(|arg| arg == word);
    let renderer = if asks("wgpu") { Renderer::Wgpu } else { Renderer::Glow };
    let content = match (asks("bare"), asks("word")) {
        (true, _) => Content::Nothing,
        (_, true) => Content::Word,
        _ => Content::Ground,
    };
    let viewport = egui::ViewportBuilder::default().with_title("empty").with_inner_size([1366.0, 728.0]);
    let native = NativeOptions { viewport, renderer, ..NativeOptions::default() };
    eframe::run_native(
        "duibiao-empty-window",
        native,
        Box::new(move |created| {
            duibiao::ui::fonts::install_fonts(&created.egui_ctx);
            Ok(Box::new(content))
        }),
    )
}
