//! What could not be read when the workspace was opened, and what was brought back from the journal.

use egui::{Context, RichText, ScrollArea};

use crate::{
    desk::Desk,
    returns::Change,
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
            let faults = desk.faults().iter().map(|fault| fault.sentence());
            let faults: Vec<_> = faults.chain(desk.pack_faults().iter().cloned()).collect();
            if !faults.is_empty() {
                ui.label(look.small(look.say("faults.untouched")));
            }
            for sentence in faults {
                ui.horizontal_top(|ui| {
                    ui.label(look.icon(icons::WARNING).color(theme.hard()));
                    ui.add(egui::Label::new(look.text(&sentence)).wrap().selectable(true));
                });
                ui.add_space(4.0);
            }
            let recovered = desk.recovered().len() + desk.recovered_followed().len();
            if recovered > 0 {
                ui.separator();
                ui.label(look.bold(look.say_with("faults.recovered", &[("n", &recovered.to_string())])));
                for line in desk.recovered_followed() {
                    let name = desk
                        .plan_of(&line.plan)
                        .and_then(|plan| plan.deliverables.iter().find(|item| item.row == line.edit.row))
                        .map(|item| look.text(&item.name).to_owned());
                    let text = format!(
                        "{} · {} · {} · {}",
                        line.edit.at.format("%Y-%m-%d %H:%M"),
                        look.say("route.deliverables"),
                        line.edit.row,
                        name.unwrap_or_default()
                    );
                    ui.label(RichText::new(text).font(theme.small()));
                }
                for line in desk.recovered() {
                    let Change::Cell { element, new, .. } = &line.edit.change else { continue };
                    let name =
                        desk.catalogue().element(element).map(|found| look.text(&found.name).to_owned());
                    let shown = match &new.figure {
                        crate::base::Figure::Known(value) => value.to_string(),
                        crate::base::Figure::NotApplicable(_) => {
                            look.say("entry.not_applicable").into_owned()
                        }
                        crate::base::Figure::Blank => look.say("details.blank").into_owned(),
                        crate::base::Figure::Unread(text) => text.clone(),
                    };
                    let text = format!(
                        "{} · {} · {} → {shown}",
                        line.edit.at.format("%Y-%m-%d %H:%M"),
                        line.key,
                        name.unwrap_or_default()
                    );
                    ui.label(RichText::new(text).font(theme.small()));
                }
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
