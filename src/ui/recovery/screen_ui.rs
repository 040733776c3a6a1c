//! The screen: what is offered, return by return, with a box for each line; below it what was left before.

use std::collections::BTreeSet;

use egui::{Align, Frame, Layout, Margin, Ui};

use crate::{
    desk::{Command, Desk, Offer, OfferPlace, Offered},
    ui::{
        act::{Act, Route},
        icons,
        look::Look,
        widgets::{
            CompareColumns, CompareLine, compare_head_ui, compare_line_ui, page_ui, primary_button_ui,
            quiet_button_ui,
        },
    },
};

/// 恢复画面的状态: the boxes that are not as they were at first.
#[derive(Debug, Default)]
pub struct RecoveryState {
    turned: BTreeSet<(Offered, OfferPlace)>,
}

/// Draws the screen.
pub(in crate::ui) fn recovery_ui(
    ui: &mut Ui,
    desk: &Desk,
    state: &mut RecoveryState,
    look: &Look,
    out: &mut Vec<Act>,
) {
    let (offers, left) = (desk.offers(), desk.left_offers());
    Frame::new().inner_margin(Margin::symmetric(20, 12)).show(ui, |ui| {
        ui.horizontal(|ui| {
            ui.label(look.heading(look.say("recovery.title")));
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                if quiet_button_ui(ui, look.say(if offers.is_empty() { "close" } else { "recovery.later" }))
                    .clicked()
                {
                    out.push(Act::Go(Route::Start));
                }
                if offers.len() > 1 && !desk.is_read_only() {
                    let lines = offers.iter().map(|offer| offer.lines.len()).sum::<usize>().to_string();
                    if quiet_button_ui(ui, look.say_with("recovery.everything", &[("n", &lines)])).clicked() {
                        out.push(Act::Do(Command::RecoverAll));
                    }
                }
            });
        });
        if offers.is_empty() && left.is_empty() {
            ui.add_space(40.0);
            ui.vertical_centered(|ui| {
                ui.label(look.icon(icons::CHECK).color(look.theme.good()));
                ui.label(look.say("recovery.nothing"));
            });
            return;
        }
        page_ui(ui, "offers", |ui| {
            ui.set_max_width(ui.available_width().min(1100.0));
            if !offers.is_empty() {
                ui.add(egui::Label::new(look.small(look.say("recovery.explained"))).wrap());
                ui.add_space(6.0);
            }
            for offer in offers.iter() {
                offer_ui(ui, desk, offer, state, look, out);
            }
            if !left.is_empty() {
                ui.add_space(8.0);
                ui.label(look.bold(look.say("recovery.left_before")));
                ui.add_space(4.0);
                for offer in left.iter() {
                    offer_ui(ui, desk, offer, state, look, out);
                }
            }
        });
    });
}

/// Names a return or a plan as people do.
fn title_of(desk: &Desk, of: &Offered, look: &Look) -> String {
    match of {
        Offered::Return(key) => desk.return_name(key).text(look.lang).to_owned(),
        Offered::Plan(id) => {
            let plan = desk.plan_of(id).map(|plan| look.text(&plan.title).to_owned());
            format!("{} · {}", look.say("route.deliverables"), plan.unwrap_or_else(|| id.to_string()))
        }
    }
}

fn offer_ui(
    ui: &mut Ui,
    desk: &Desk,
    offer: &Offer,
    state: &mut RecoveryState,
    look: &Look,
    out: &mut Vec<Act>,
) {
    let theme = &look.theme;
    let may = !desk.is_read_only();
    // What was left before is taken one by one; what is new is taken unless it is left out.
    let is_on = |state: &RecoveryState, place: &OfferPlace| {
        state.turned.contains(&(offer.of.clone(), place.clone())) == offer.is_left
    };
    let take: Vec<OfferPlace> =
        offer.lines.iter().map(|line| &line.place).filter(|place| is_on(state, place)).cloned().collect();
    let frame = Frame::new().stroke(egui::Stroke::new(1.0, theme.line())).corner_radius(theme.corner());
    frame.inner_margin(Margin::same(8)).show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.horizontal(|ui| {
            ui.label(look.bold(title_of(desk, &offer.of, look)));
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let (count, all) = (take.len(), offer.lines.len());
                let words = if count == all && !offer.is_left {
                    look.say_with("recovery.all", &[("n", &all.to_string())])
                } else {
                    look.say_with("recovery.some", &[("n", &count.to_string())])
                };
                ui.add_enabled_ui(may && count > 0, |ui| {
                    if primary_button_ui(ui, look, words).clicked() {
                        out.push(Act::Do(Command::Recover { of: offer.of.clone(), take: take.clone() }));
                        state.turned.retain(|(of, _)| *of != offer.of);
                    }
                });
                if !offer.is_left {
                    ui.add_enabled_ui(may, |ui| {
                        if quiet_button_ui(ui, look.say("recovery.leave")).clicked() {
                            out.push(Act::Do(Command::Recover { of: offer.of.clone(), take: Vec::new() }));
                            state.turned.retain(|(of, _)| *of != offer.of);
                        }
                    });
                }
            });
        });
        if offer.is_whole {
            ui.label(look.small(look.say("recovery.whole")));
        }
        ui.spacing_mut().item_spacing.y = 0.0;
        let ticks = may && !offer.is_whole;
        compare_head_ui(
            ui,
            ["recovery.in_file", "recovery.to_restore"],
            CompareColumns { ticks, dated: true },
            look,
        );
        for line in &offer.lines {
            let shown = CompareLine {
                at: line.at.format("%Y-%m-%d %H:%M:%S").to_string(),
                who: line.who.clone(),
                ..CompareLine::of(desk, &line.place, &line.what, look)
            };
            let mut on = is_on(state, &line.place);
            let was = on;
            compare_line_ui(ui, &shown, ticks.then_some(&mut on), look);
            if on != was {
                let place = (offer.of.clone(), line.place.clone());
                if !state.turned.remove(&place) {
                    state.turned.insert(place);
                }
            }
        }
    });
    ui.add_space(8.0);
}
