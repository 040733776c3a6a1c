//! What could not be read when the workspace was opened.

use egui::{Context, ScrollArea};

use crate::{
    desk::Desk,
    ui::{
        act::Act,
        icons,
        look::Look,
        widgets::{modal, primary_button_ui},
    },
};

/// Draws the list while it is open.
pub(super) fn faults_ui(ctx: &Context, desk: &Desk, look: &Look, out: &mut Vec<Act>) {
    let theme = &look.theme;
    let shown = modal(ctx, "faults").show(ctx, |ui| {
        ui.set_width(640.0);
        ui.label(look.heading(look.say("faults.title")));
        ui.add_space(6.0);
        ScrollArea::vertical().max_height(380.0).auto_shrink([false, true]).show(ui, |ui| {
            let faults: Vec<_> = desk.faults().iter().map(|fault| fault.sentence()).collect();
            if !faults.is_empty() {
                ui.label(look.small(look.say("faults.untouched")));
            }
            for sentence in faults.iter().chain(desk.pack_faults()) {
                ui.horizontal_top(|ui| {
                    ui.label(look.icon(icons::WARNING).color(theme.hard()));
                    ui.add(egui::Label::new(look.text(sentence)).wrap().selectable(true));
                });
                ui.add_space(4.0);
            }
        });
        ui.add_space(8.0);
        let go_on = primary_button_ui(ui, look, look.say("faults.go_on"));
        // Enter goes on.
        if ui.memory(|memory| memory.focused().is_none()) {
            go_on.request_focus();
        }
        if go_on.clicked() {
            out.push(Act::ToggleFaults);
        }
    });
    if shown.should_close() {
        out.push(Act::ToggleFaults);
    }
}
