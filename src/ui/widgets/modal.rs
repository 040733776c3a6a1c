//! A modal with the program's margins.

use egui::{Context, Frame, Id, Margin, Modal};

/// Makes a modal with room round its contents.
pub fn modal(ctx: &Context, name: &str) -> Modal {
    let style = ctx.global_style();
    Modal::new(Id::unique(name)).frame(Frame::popup(&style).inner_margin(Margin::same(18)).corner_radius(8))
}
