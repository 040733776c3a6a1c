//! The zip of a workspace: where it is to be unpacked, after which it is opened there.

use std::path::{Path, PathBuf};

use egui::{Align, Context, Label, Layout, Role, TextEdit, WidgetInfo};

use crate::{
    base::Bilingual,
    ui::{
        act::Act,
        icons,
        look::Look,
        widgets::{modal, primary_button_ui, quiet_button_ui},
    },
};

/// 展开 zip while its dialog is open.
#[derive(Debug)]
pub(super) struct Unzip {
    zip: PathBuf,
    into: String,
    /// Why it could not be unpacked.
    pub(super) fault: Option<Bilingual>,
}

impl Unzip {
    /// Asks about a zip, with a new folder beside the other workspaces proposed.
    pub(super) fn new(zip: PathBuf, saves: &Path) -> Self {
        let mut unzip = Self { zip, into: String::new(), fault: None };
        unzip.place_in(saves);
        unzip
    }

    /// Proposes a folder that is not there yet in another one.
    pub(super) fn place_in(&mut self, folder: &Path) {
        let name = self.zip.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        let numbered = (2..).map(|n: u32| folder.join(format!("{name} ({n})")));
        let free = std::iter::once(folder.join(&name)).chain(numbered).find(|path| !path.exists());
        self.into = free.map(|path| path.display().to_string()).unwrap_or_default();
    }
}

/// Draws the dialog; says whether it stays open.
pub(super) fn unzip_ui(
    ctx: &Context,
    state: &mut Unzip,
    is_busy: bool,
    look: &Look,
    out: &mut Vec<Act>,
) -> bool {
    let theme = &look.theme;
    let mut stays = true;
    let shown = modal(ctx, "unzip").show(ctx, |ui| {
        ui.set_width(600.0);
        ui.label(look.heading(look.say("zip.title")));
        ui.add_space(6.0);
        ui.add(Label::new(look.small(state.zip.display().to_string())).wrap());
        ui.add_space(6.0);
        ui.label(look.bold(look.say("zip.into")));
        ui.horizontal(|ui| {
            let name = look.say("zip.into").into_owned();
            let edit = TextEdit::singleline(&mut state.into).desired_width(440.0);
            ui.add(edit).widget_info(|| WidgetInfo::labeled(Role::TextInput, true, &name));
            ui.add_enabled_ui(!is_busy, |ui| {
                if quiet_button_ui(ui, look.say("trouble.choose")).clicked() {
                    out.push(Act::AskUnzipPlace);
                }
            });
        });
        ui.add(Label::new(look.small(look.say("zip.explained"))).wrap());
        if let Some(fault) = &state.fault {
            ui.add_space(4.0);
            ui.horizontal_top(|ui| {
                ui.label(look.icon(icons::WARNING).color(theme.hard()));
                ui.add(Label::new(look.text(fault)).wrap().selectable(true));
            });
        }
        if is_busy {
            ui.label(look.small(look.say("zip.busy")));
        }
        ui.add_space(10.0);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let into = state.into.trim();
            ui.add_enabled_ui(!is_busy && !into.is_empty(), |ui| {
                if primary_button_ui(ui, look, look.say("zip.unpack")).clicked() {
                    out.push(Act::Unzip { zip: state.zip.clone(), into: into.into() });
                }
            });
            ui.add_enabled_ui(!is_busy, |ui| {
                if quiet_button_ui(ui, look.say("cancel")).clicked() {
                    stays = false;
                }
            });
        });
    });
    stays && (is_busy || !shown.should_close())
}
