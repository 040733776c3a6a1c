//! The strip over a return that was sent back: why, until when, and the way to what was remarked.

use egui::{Frame, Margin, Panel, RichText, Ui};

use crate::{
    desk::{Desk, Sheet},
    returns::Status,
    ui::{
        act::{Act, Route},
        entry::{EntryState, view::RowFilter},
        icons,
        look::Look,
        widgets::link_ui,
    },
};

/// Draws the strip; it is not there over any other return.
pub(super) fn returned_ui(
    ui: &mut Ui,
    desk: &Desk,
    state: &mut EntryState,
    sheet: &Sheet,
    look: &Look,
    out: &mut Vec<Act>,
) {
    if sheet.status != Status::SentBack {
        return;
    }
    let Some(said) = desk.head(&sheet.key).sent_back else { return };
    let theme = &look.theme;
    Panel::top("entry returned")
        .exact_size(30.0)
        .frame(Frame::new().fill(theme.soft_ground()).inner_margin(Margin::symmetric(12, 3)))
        .show(ui, |ui| {
            ui.horizontal_centered(|ui| {
                ui.label(look.icon(icons::ARROW_COUNTER_CLOCKWISE).color(theme.soft()));
                ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                    if link_ui(ui, look, look.say("route.submit")).clicked() {
                        out.push(Act::Go(Route::Submit));
                    }
                    let is_narrowed = state.filter == RowFilter::Remarked;
                    let count = said.remarks.len().to_string();
                    let word = if is_narrowed { "clerk.all_rows" } else { "clerk.only_remarked" };
                    if !said.remarks.is_empty()
                        && link_ui(ui, look, look.say_with(word, &[("n", &count)])).clicked()
                    {
                        state.filter = if is_narrowed { RowFilter::All } else { RowFilter::Remarked };
                        state.to_top = state.view(sheet, desk.generation()).shown.first().copied();
                        state.fresh = true;
                    }
                    ui.with_layout(egui::Layout::left_to_right(egui::Align::Center), |ui| {
                        let reason =
                            look.say_with("submit.sent_back", &[("reason", look.text(&said.reason.name()))]);
                        ui.label(RichText::new(reason).font(theme.body_bold()).color(theme.soft()));
                        if let Some(due) = said.due {
                            let due = look.say_with("submit.wanted_by", &[("date", &due.to_string())]);
                            ui.label(look.small(due));
                        }
                        if !said.words.is_empty() {
                            let words = RichText::new(&said.words).font(theme.grid());
                            ui.add(egui::Label::new(words).truncate());
                        }
                    });
                });
            });
        });
}
