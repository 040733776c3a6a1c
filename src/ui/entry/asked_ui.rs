//! The strip over a return about whose figures the bureau has asked: how many wait for an answer, and the way to each.

use egui::{Frame, Margin, Panel, RichText, Ui};

use crate::{
    desk::{Desk, Sheet},
    ui::{
        act::{Act, Route},
        entry::EntryState,
        icons,
        look::Look,
        widgets::link_ui,
    },
};

/// Draws the strip; it is there only while a question on one of our figures is open.
pub(super) fn asked_ui(
    ui: &mut Ui,
    desk: &Desk,
    state: &EntryState,
    sheet: &Sheet,
    look: &Look,
    out: &mut Vec<Act>,
) {
    let Some(query) = desk.query_of(&sheet.key).filter(|_| sheet.key.unit == *desk.seat()) else { return };
    let open: Vec<_> = query.questions.iter().filter(|question| question.answer.is_none()).collect();
    if open.is_empty() {
        return;
    }
    // One after the other: the next behind the cell that is looked at, else the first.
    let at = open.iter().position(|question| Some(&question.element) == state.active.as_ref());
    let next = open[at.map_or(0, |at| (at + 1) % open.len())];
    let theme = &look.theme;
    Panel::top("entry asked")
        .exact_size(30.0)
        .frame(Frame::new().fill(theme.soft_ground()).inner_margin(Margin::symmetric(12, 3)))
        .show(ui, |ui| {
            ui.horizontal_centered(|ui| {
                ui.label(look.icon(icons::INFO).color(theme.soft()));
                let words = look.say_with("review.asked_n", &[("n", &open.len().to_string())]);
                ui.label(RichText::new(words).font(theme.body_bold()).color(theme.soft()));
                let element = desk.catalogue().element(&next.element);
                let name = element.map(|found| look.text(&found.name).to_owned()).unwrap_or_default();
                if link_ui(ui, look, look.say_with("review.go_to", &[("name", &name)])).clicked() {
                    out.push(Act::OpenEntry(sheet.key.clone(), Some(next.element.clone())));
                }
                if link_ui(ui, look, look.say("review.all_questions")).clicked() {
                    out.push(Act::Go(Route::Submit));
                }
            });
        });
}
