//! 设置: language, theme, size, workspace, about.

use egui::{Context, ScrollArea, Ui};

use crate::{
    base::Lang,
    desk::Desk,
    ui::{
        act::Act,
        look::Look,
        renderer::Renderer,
        widgets::{modal, primary_button_ui, quiet_button_ui},
    },
};

/// Draws the settings while they are open.
pub(super) fn settings_ui(
    ctx: &Context,
    desk: &Desk,
    renderer: Option<Renderer>,
    look: &Look,
    out: &mut Vec<Act>,
) {
    let shown = modal(ctx, "settings").show(ctx, |ui| {
        ui.set_width(520.0);
        ui.label(look.heading(look.say("settings.title")));
        ui.add_space(8.0);
        egui::Grid::new("settings grid").num_columns(2).spacing([16.0, 10.0]).show(ui, |ui| {
            ui.label(look.say("settings.language"));
            ui.horizontal(|ui| {
                for (lang, name) in [(Lang::Zh, "中文"), (Lang::En, "English")] {
                    if ui.selectable_label(look.lang == lang, name).clicked() {
                        out.push(Act::SetLang(lang));
                    }
                }
            });
            ui.end_row();
            ui.label(look.say("settings.theme"));
            ui.horizontal(|ui| {
                for (dark, key) in [(false, "settings.light"), (true, "settings.dark")] {
                    if ui.selectable_label(look.theme.dark == dark, look.say(key)).clicked() {
                        out.push(Act::SetDark(dark));
                    }
                }
            });
            ui.end_row();
            ui.label(look.say("settings.zoom"));
            ui.horizontal(|ui| {
                let now = (ctx.zoom_factor() * 100.0).round() as i32;
                for percent in [90, 100, 110, 125, 150] {
                    if ui.selectable_label(now == percent, format!("{percent}%")).clicked() {
                        out.push(Act::SetZoom(percent as f32 / 100.0));
                    }
                }
            });
            ui.end_row();
            ui.label(look.say("pack.renderer"));
            renderer_ui(ui, renderer, look, out);
            ui.end_row();
            ui.label(look.say("settings.workspace"));
            ui.vertical(|ui| {
                ui.label(look.small(desk.root().display().to_string()));
                ui.horizontal(|ui| {
                    if quiet_button_ui(ui, look.say("command.open_folder")).clicked() {
                        out.push(Act::AskFolder);
                    }
                    if quiet_button_ui(ui, look.say("command.leave")).clicked() {
                        out.push(Act::Leave);
                    }
                });
                ui.horizontal(|ui| {
                    for (key, act) in [("command.zip", Act::ZipWorkspace), ("command.unzip", Act::AskZip)] {
                        if quiet_button_ui(ui, look.say(key)).clicked() {
                            // What comes of it is said behind the settings.
                            out.extend([Act::ToggleSettings, act]);
                        }
                    }
                });
            });
            ui.end_row();
        });
        ui.separator();
        about_ui(ui, look);
        ui.add_space(8.0);
        if primary_button_ui(ui, look, look.say("close")).clicked() {
            out.push(Act::ToggleSettings);
        }
    });
    if shown.should_close() {
        out.push(Act::ToggleSettings);
    }
}

/// Draws which renderer is chosen; a change shows at the next start.
fn renderer_ui(ui: &mut Ui, chosen: Option<Renderer>, look: &Look, out: &mut Vec<Act>) {
    ui.vertical(|ui| {
        ui.horizontal(|ui| {
            for one in std::iter::once(None).chain(Renderer::all().map(Some)) {
                let name = one.map_or("auto", Renderer::name);
                let label = look.say_with(&format!("pack.by.{name}"), &[]);
                if ui.selectable_label(chosen == one, label).clicked() {
                    out.push(Act::SetRenderer(one));
                }
            }
        });
        ui.label(look.small(look.say("pack.renderer_hint")));
    });
}

fn about_ui(ui: &mut Ui, look: &Look) {
    ui.label(look.bold(look.say_with("settings.about", &[("version", env!("CARGO_PKG_VERSION"))])));
    ui.label(look.small(look.say("settings.licence")));
    ui.collapsing(look.say("settings.font_licence").into_owned(), |ui| {
        ScrollArea::vertical().max_height(160.0).show(ui, |ui| {
            ui.label(look.small(include_str!("../../assets/fonts/OFL.txt")));
            ui.separator();
            ui.label(look.small(include_str!("../../assets/fonts/Phosphor-LICENSE.txt")));
        });
    });
}
