//! The first start: three ways in.

use std::path::{Path, PathBuf};

use egui::{Align, CentralPanel, Frame, Layout, Margin, RichText, Ui, Vec2};

use crate::{
    base::{Bilingual, Lang},
    ui::{
        act::Act,
        arrivals::ArrivalAct,
        icons,
        look::Look,
        new_workspace_ui::{NewForm, new_workspace_ui},
        widgets::{link_ui, primary_button_ui, quiet_button_ui},
    },
};

/// 欢迎画面的状态.
#[derive(Debug, Default)]
pub struct WelcomeState {
    /// The form for a new workspace, while it is open.
    pub form: Option<NewForm>,
    /// Why a workspace could not be opened.
    pub fault: Option<Bilingual>,
    /// Which files wait for a workspace.
    pub waiting: Option<Bilingual>,
}

/// Draws the welcome screen; `elsewhere` is where workspaces go when they cannot lie beside the program.
pub(super) fn welcome_ui(
    ui: &mut Ui,
    state: &mut WelcomeState,
    recent: &[PathBuf],
    elsewhere: Option<&Path>,
    look: &Look,
    out: &mut Vec<Act>,
) {
    let theme = look.theme.clone();
    CentralPanel::default().frame(Frame::new().fill(theme.panel())).show(ui, |ui| {
        ui.with_layout(Layout::right_to_left(Align::Min), |ui| {
            ui.add_space(12.0);
            let other = if look.lang == Lang::Zh { Lang::En } else { Lang::Zh };
            if ui.add(egui::Button::new("中 | EN").frame(false)).clicked() {
                out.push(Act::SetLang(other));
            }
        });
        ui.vertical_centered(|ui| {
            let width = 720.0_f32.min(ui.available_width() - 40.0);
            ui.set_max_width(width);
            ui.add_space((ui.available_height() * 0.06).max(8.0));
            ui.horizontal(|ui| {
                ui.label(
                    RichText::new(look.say("app.name"))
                        .font(egui::FontId { size: 34.0, ..theme.heading() })
                        .color(theme.accent()),
                );
                ui.label(RichText::new(look.say("welcome.line")).color(theme.quiet()));
            });
            ui.add_space(12.0);
            for (told, icon, (ink, ground)) in [
                (&state.fault, icons::WARNING, (theme.hard(), theme.hard_ground())),
                (&state.waiting, icons::INFO, (theme.accent(), theme.accent_ground())),
            ] {
                if let Some(told) = told {
                    let frame = Frame::new().fill(ground).corner_radius(theme.corner());
                    frame.inner_margin(Margin::same(10)).show(ui, |ui| {
                        ui.set_width(ui.available_width());
                        ui.horizontal_top(|ui| {
                            ui.label(look.icon(icon).color(ink));
                            ui.add(egui::Label::new(RichText::new(look.text(told)).color(ink)).wrap());
                        });
                    });
                    ui.add_space(10.0);
                }
            }
            if state.form.is_some() {
                new_workspace_ui(ui, state, look, out);
                return;
            }
            card_ui(ui, look, (icons::TARGET, "welcome.demo", "welcome.demo_hint"), None, |ui| {
                if primary_button_ui(ui, look, look.say("welcome.open_demo")).clicked() {
                    out.push(Act::OpenDemo);
                }
            });
            card_ui(ui, look, (icons::FILE_PLUS, "welcome.new", "welcome.new_hint"), None, |ui| {
                if quiet_button_ui(ui, look.say("welcome.make_new")).clicked() {
                    out.push(Act::AskNew);
                }
            });
            let mut asked = None;
            let mut links = |ui: &mut Ui| {
                for (word, act) in
                    [("zip.open", Act::AskZip), ("arrivals.open", Act::Arrivals(ArrivalAct::AskFiles))]
                {
                    if link_ui(ui, look, look.say(word)).clicked() {
                        asked = Some(act);
                    }
                }
            };
            card_ui(
                ui,
                look,
                (icons::FOLDER_OPEN, "welcome.other", "welcome.other_hint"),
                Some(&mut links),
                |ui| {
                    if quiet_button_ui(ui, look.say("welcome.open_other")).clicked() {
                        out.push(Act::AskFolder);
                    }
                },
            );
            out.extend(asked);
            if let Some(folder) = elsewhere {
                let place =
                    look.say_with("pack.saves_elsewhere", &[("folder", &folder.display().to_string())]);
                ui.horizontal(|ui| ui.add(egui::Label::new(look.small(place)).wrap()));
            }
            if !recent.is_empty() {
                ui.add_space(10.0);
                ui.horizontal(|ui| ui.label(look.bold(look.say("welcome.recent"))));
                for folder in recent.iter().take(5) {
                    ui.horizontal(|ui| {
                        if link_ui(ui, look, folder.display().to_string()).clicked() {
                            out.push(Act::OpenWorkspace(folder.clone()));
                        }
                    });
                }
            }
        });
    });
}

/// Draws one way in: what it is, links below, and a button on the right.
fn card_ui(
    ui: &mut Ui,
    look: &Look,
    (icon, title, hint): (&str, &str, &str),
    links: Option<&mut dyn FnMut(&mut Ui)>,
    add: impl FnOnce(&mut Ui),
) {
    let theme = &look.theme;
    Frame::new()
        .fill(theme.ground())
        .stroke(egui::Stroke::new(1.0, theme.line()))
        .corner_radius(6)
        .inner_margin(Margin::symmetric(18, 14))
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.horizontal(|ui| {
                ui.label(
                    RichText::new(icon)
                        .font(egui::FontId { size: 26.0, ..theme.icon() })
                        .color(theme.accent()),
                );
                ui.add_space(8.0);
                ui.vertical(|ui| {
                    ui.set_max_width((ui.available_width() - 170.0).max(120.0));
                    ui.label(look.bold(look.say(title)));
                    ui.label(look.small(look.say(hint)));
                    if let Some(links) = links {
                        ui.horizontal_wrapped(links);
                    }
                });
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    ui.spacing_mut().button_padding = Vec2::new(12.0, 5.0);
                    add(ui);
                });
            });
        });
    ui.add_space(10.0);
}
