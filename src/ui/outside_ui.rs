//! What others have changed while the workspace is open: both versions, and the choice between them.

use egui::{Align, Context, Frame, Layout, Margin, ScrollArea, Ui};

use crate::{
    desk::{Command, Desk, OfferPlace, Outside, OutsideOf},
    ui::{
        act::Act,
        look::Look,
        widgets::{
            CompareColumns, CompareLine, compare_head_ui, compare_line_ui, modal, primary_button_ui,
            quiet_button_ui,
        },
    },
};

/// Draws the list while it is open.
pub(super) fn outside_ui(ctx: &Context, desk: &Desk, look: &Look, out: &mut Vec<Act>) {
    let shown = modal(ctx, "outside").show(ctx, |ui| {
        ui.set_width(820.0);
        ui.label(look.heading(look.say("outside.title")));
        ui.add_space(4.0);
        ui.add(egui::Label::new(look.small(look.say("outside.explained"))).wrap());
        ui.add_space(6.0);
        ScrollArea::vertical().max_height(420.0).auto_shrink([false, true]).show(ui, |ui| {
            for found in desk.outside() {
                file_ui(ui, desk, found, look, out);
            }
        });
        ui.add_space(8.0);
        let word = if desk.outside().is_empty() { "close" } else { "outside.later" };
        if quiet_button_ui(ui, look.say(word)).clicked() {
            out.push(Act::ToggleOutside);
        }
    });
    if shown.should_close() {
        out.push(Act::ToggleOutside);
    }
}

fn file_ui(ui: &mut Ui, desk: &Desk, found: &Outside, look: &Look, out: &mut Vec<Act>) {
    let theme = &look.theme;
    let frame = Frame::new().stroke(egui::Stroke::new(1.0, theme.line())).corner_radius(theme.corner());
    frame.inner_margin(Margin::same(8)).show(ui, |ui| {
        ui.set_width(ui.available_width());
        let lines = desk.outside_lines(found);
        ui.horizontal(|ui| {
            ui.label(look.bold(title_of(desk, found, look)));
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                if found.of != OutsideOf::Pack && quiet_button_ui(ui, look.say("outside.keep")).clicked() {
                    out.push(Act::Do(Command::KeepOurs(found.path.clone())));
                }
                if found.can_take() && primary_button_ui(ui, look, look.say("outside.take")).clicked() {
                    out.push(Act::Do(Command::TakeOutside(found.path.clone())));
                }
                let is_return = matches!(found.of, OutsideOf::Return(_));
                if !is_return && !found.is_gone && quiet_button_ui(ui, look.say("outside.reopen")).clicked() {
                    out.push(Act::OpenWorkspace(desk.root().to_owned()));
                }
            });
        });
        ui.label(look.small(found.path.display().to_string()));
        if found.is_gone {
            ui.label(look.small(look.say("outside.gone")));
        }
        if let Some(fault) = &found.fault {
            ui.add(egui::Label::new(look.small(look.text(fault))).wrap());
        }
        if found.can_take() && lines.is_empty() {
            ui.label(look.small(look.say("outside.same")));
        }
        if lines.iter().any(|line| line.place == OfferPlace::Head) {
            ui.label(look.small(look.say("outside.locked")));
        }
        if !lines.is_empty() {
            ui.spacing_mut().item_spacing.y = 0.0;
            compare_head_ui(ui, ["outside.ours", "outside.theirs"], CompareColumns::default(), look);
            for line in &lines {
                compare_line_ui(ui, &CompareLine::of(desk, &line.place, &line.what, look), None, look);
            }
        }
    });
    ui.add_space(6.0);
}

fn title_of(desk: &Desk, found: &Outside, look: &Look) -> String {
    match &found.of {
        OutsideOf::Return(key) => desk.return_name(key).text(look.lang).to_owned(),
        OutsideOf::Ours | OutsideOf::Pack => {
            found.path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
        }
    }
}
