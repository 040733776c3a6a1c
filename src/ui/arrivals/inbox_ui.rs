//! The watched folder on the screen: which one it is, what came into it, and what of it was told before.

use egui::Ui;

use crate::{
    base::Lang,
    desk::Desk,
    exchange::Outcome,
    ui::{
        act::Act,
        arrivals::{ArrivalAct, ArrivalsState, watching::Watched},
        icons,
        look::Look,
        widgets::{link_ui, menu_button_ui, quiet_button_ui},
    },
};

/// Draws which folder is watched, with the way to choose another or none.
pub(super) fn inbox_ui(ui: &mut Ui, desk: &Desk, state: &ArrivalsState, look: &Look, out: &mut Vec<Act>) {
    let folder = state.watched.folder().map(|folder| folder.display().to_string());
    let name = look.say("arrivals.inbox").into_owned();
    let shown = match &folder {
        Some(folder) => {
            let end = folder.rsplit(['/', '\\']).next().unwrap_or(folder);
            look.say_with("arrivals.inbox_is", &[("name", end)])
        }
        None => name.clone(),
    };
    ui.add_enabled_ui(!desk.is_read_only(), |ui| {
        let button = menu_button_ui(ui, look, &shown, &name, |ui| {
            ui.label(look.small(look.say("arrivals.inbox_hint")));
            if ui.button(look.say("arrivals.inbox_choose")).clicked() {
                out.push(Act::Arrivals(ArrivalAct::AskInbox));
                ui.close();
            }
            if folder.is_some() && ui.button(look.say("arrivals.inbox_stop")).clicked() {
                out.push(Act::Arrivals(ArrivalAct::ForgetInbox));
                ui.close();
            }
        });
        if let Some(folder) = &folder {
            button.on_hover_text(folder);
        }
    });
}

/// Says that files came while the list shows what was taken in, and lists them at a click.
pub(super) fn news_ui(ui: &mut Ui, watched: &Watched, look: &Look, out: &mut Vec<Act>) {
    let theme = &look.theme;
    let words = look.say_with("inbox.news", &[("n", &watched.news().to_string())]);
    ui.label(look.icon(icons::FILE_PLUS).color(theme.accent()));
    ui.label(egui::RichText::new(words).color(theme.accent()).font(theme.body_bold()));
    if quiet_button_ui(ui, look.say("inbox.list_news")).clicked() {
        out.push(Act::Arrivals(ArrivalAct::ShowNews));
    }
}

/// Says what lies in the folder that was told before, and lists it at a click.
pub(super) fn known_ui(ui: &mut Ui, watched: &Watched, look: &Look, out: &mut Vec<Act>) {
    let counts = watched.known();
    if counts.sum() == 0 {
        return;
    }
    let classes = Outcome::ALL.into_iter().filter(|outcome| counts.count(*outcome) > 0);
    let classes: Vec<String> =
        classes.map(|outcome| format!("{} {}", look.text(&outcome.name()), counts.count(outcome))).collect();
    let classes = classes.join(if look.lang == Lang::Zh { "，" } else { ", " });
    let fill = [("n", counts.sum().to_string()), ("classes", classes)];
    let words = look.say_with("inbox.known", &fill.each_ref().map(|(key, text)| (*key, text.as_str())));
    if link_ui(ui, look, words).clicked() {
        out.push(Act::Arrivals(ArrivalAct::ListKnown));
    }
}
