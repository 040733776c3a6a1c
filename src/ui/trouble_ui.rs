//! What can be done when something cannot be saved: try again, save a copy elsewhere, close without.

use std::path::Path;

use egui::{Align, Context, Layout, Role, TextEdit, Ui, WidgetInfo};

use crate::{
    base::{Bilingual, Lang},
    desk::{Command, Desk},
    ui::{
        act::Act,
        icons,
        look::Look,
        widgets::{modal, primary_button_ui, quiet_button_ui},
    },
};

/// 保存遇阻 while its dialog is open.
#[derive(Debug, Default)]
pub(super) struct Trouble {
    /// The window is to be closed: it can be closed without saving.
    pub(super) is_closing: bool,
    /// The place typed for a copy.
    pub(super) place: String,
}

/// So many of what is not written are named.
const NAMED: usize = 3;

/// Draws the bar above the status bar while something could not be saved.
pub(super) fn unsaved_ui(ui: &mut Ui, why: &Bilingual, look: &Look, out: &mut Vec<Act>) {
    let theme = &look.theme;
    ui.horizontal_centered(|ui| {
        ui.label(look.icon(icons::WARNING).color(theme.hard()));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if quiet_button_ui(ui, look.say("trouble.open")).clicked() {
                out.push(Act::OpenTrouble);
            }
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                let text = egui::RichText::new(look.text(why)).color(theme.hard());
                ui.add(egui::Label::new(text).truncate());
            });
        });
    });
}

/// Draws the dialog; says whether it stays open.
pub(super) fn trouble_ui(
    ctx: &Context,
    desk: &Desk,
    state: &mut Trouble,
    (is_writing, copied): (bool, Option<&Path>),
    look: &Look,
    out: &mut Vec<Act>,
) -> bool {
    let theme = &look.theme;
    let mut stays = true;
    let shown = modal(ctx, "trouble").show(ctx, |ui| {
        ui.set_width(600.0);
        ui.label(look.heading(look.say(if state.is_closing { "trouble.closing" } else { "trouble.title" })));
        ui.add_space(6.0);
        match desk.save_fault() {
            Some(fault) => {
                ui.horizontal_top(|ui| {
                    ui.label(look.icon(icons::WARNING).color(theme.hard()));
                    ui.add(egui::Label::new(look.text(&fault.sentence())).wrap().selectable(true));
                });
                let names: Vec<String> =
                    desk.unsaved_names().iter().map(|name| look.text(name).to_owned()).collect();
                if !names.is_empty() {
                    let mut said = names.iter().take(NAMED).cloned().collect::<Vec<_>>();
                    if names.len() > NAMED {
                        said.push(
                            look.say_with("trouble.more", &[("n", &(names.len() - NAMED).to_string())]),
                        );
                    }
                    let said = said.join(if look.lang == Lang::Zh { "、" } else { ", " });
                    let said = look.say_with("trouble.held", &[("names", &said)]);
                    ui.add(egui::Label::new(look.small(said)).wrap());
                }
                if fault.may_pass() {
                    ui.label(look.small(look.say("trouble.tries_again")));
                }
            }
            None => {
                ui.horizontal(|ui| {
                    ui.label(look.icon(icons::CHECK).color(theme.good()));
                    ui.label(look.say("trouble.over"));
                });
            }
        }
        ui.separator();
        ui.label(look.bold(look.say("trouble.copy")));
        ui.add(egui::Label::new(look.small(look.say("trouble.copy_explained"))).wrap());
        ui.horizontal(|ui| {
            let name = look.say("trouble.place").into_owned();
            let edit = TextEdit::singleline(&mut state.place).hint_text(name.clone()).desired_width(320.0);
            ui.add(edit).widget_info(|| WidgetInfo::labeled(Role::TextInput, true, &name));
            let place = state.place.trim().to_owned();
            ui.add_enabled_ui(!place.is_empty() && !is_writing, |ui| {
                if quiet_button_ui(ui, look.say("trouble.save_copy")).clicked() {
                    out.push(Act::SaveCopy(Some(place.into())));
                }
            });
            ui.add_enabled_ui(!is_writing, |ui| {
                if quiet_button_ui(ui, look.say("trouble.choose")).clicked() {
                    out.push(Act::SaveCopy(None));
                }
            });
        });
        if let Some(copied) = copied {
            ui.horizontal(|ui| {
                ui.label(look.icon(icons::CHECK).color(theme.good()));
                let path = copied.display().to_string();
                ui.add(
                    egui::Label::new(look.small(look.say_with("trouble.copied", &[("path", &path)]))).wrap(),
                );
            });
            if quiet_button_ui(ui, look.say("trouble.open_copy")).clicked() {
                out.push(Act::OpenCopy(copied.to_owned()));
            }
        }
        if is_writing {
            ui.label(look.small(look.say("mend.copying")));
        }
        ui.add_space(10.0);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if primary_button_ui(ui, look, look.say("trouble.again")).clicked() {
                out.push(Act::Do(Command::Save));
            }
            if quiet_button_ui(ui, look.say("trouble.go_on")).clicked() {
                stays = false;
            }
            // The copy may be all that will be left of the edits: it is not cut off.
            ui.add_enabled_ui(!is_writing, |ui| {
                if state.is_closing && quiet_button_ui(ui, look.say("trouble.close_without")).clicked() {
                    out.push(Act::CloseAnyway);
                }
            });
        });
    });
    stays && !shown.should_close()
}
