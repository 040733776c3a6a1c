//! The screen: our returns on the left, with those of units below for a bureau; the chosen one on the right.

use egui::{Frame, Margin, Panel, RichText, Role, ScrollArea, Sense, Ui, Vec2, WidgetInfo};

use crate::{
    desk::Desk,
    returns::{ReturnKey, Status},
    ui::{
        act::Act,
        icons,
        look::Look,
        submit::{SubmitState, asking_ui::asking_ui, card_ui::card_ui},
        widgets::paint_text,
    },
};

/// Draws the screen.
pub fn submit_ui(
    ui: &mut Ui,
    desk: &Desk,
    key: Option<ReturnKey>,
    state: &mut SubmitState,
    look: &Look,
    out: &mut Vec<Act>,
) {
    if state.reviewed.as_ref().is_some_and(|key| desk.unit_return(key).is_none()) {
        state.review(None);
    }
    let width = (ui.available_width() * 0.28).clamp(230.0, 330.0);
    Panel::left("submit list")
        .exact_size(width)
        .resizable(false)
        .frame(Frame::new().fill(look.theme.ground()).inner_margin(Margin::symmetric(8, 10)))
        .show(ui, |ui| list_ui(ui, desk, key.as_ref(), state, look, out));
    let shown = state.reviewed.clone().or(key);
    egui::CentralPanel::default()
        .frame(Frame::new().fill(look.theme.ground()).inner_margin(Margin::symmetric(18, 12)))
        .show(ui, |ui| match shown {
            Some(key) => {
                ScrollArea::vertical().auto_shrink([false, false]).show(ui, |ui| {
                    ui.set_max_width(ui.available_width().min(860.0));
                    card_ui(ui, desk, &key, state, look, out);
                });
                asking_ui(ui, desk, &key, state, look, out);
            }
            None => {
                ui.centered_and_justified(|ui| ui.label(look.say("entry.no_form")));
            }
        });
}

fn list_ui(
    ui: &mut Ui,
    desk: &Desk,
    current: Option<&ReturnKey>,
    state: &mut SubmitState,
    look: &Look,
    out: &mut Vec<Act>,
) {
    ScrollArea::vertical().auto_shrink([false, false]).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 1.0;
        let work = desk.work(desk.seat(), look.today);
        ui.label(RichText::new(look.say("submit.ours")).font(look.theme.grid_bold()));
        for view in work.open.iter().chain(work.finished.iter().take(8)) {
            let key = desk.our_key(&view.form, view.period);
            let chosen = state.reviewed.is_none() && current == Some(&key);
            let title = format!("{} {}", look.text(&view.name), view.period.label(look.lang));
            let status = desk.head(&key).status;
            let note = format!("{} · {}/{}", look.text(&status.name()), view.filled, view.asked);
            if row_ui(ui, &title, &note, status, chosen, look) {
                state.commit(out);
                state.review(None);
                out.push(Act::PickReturn(key));
            }
        }
        let below = desk.handed_in_below();
        if below.is_empty() {
            return;
        }
        ui.add_space(12.0);
        let waiting = below.iter().filter(|key| awaits(desk, key)).count().to_string();
        ui.label(
            RichText::new(look.say_with("submit.below", &[("n", &waiting)])).font(look.theme.grid_bold()),
        );
        for key in below {
            let unit = desk.tree().unit(&key.unit).map(|unit| look.text(&unit.name).to_owned());
            let form = desk.catalogue().form(&key.form).map(|form| look.text(&form.name).to_owned());
            let head = desk.head(&key);
            let note = format!(
                "{} {} · {}",
                form.unwrap_or_default(),
                key.period.label(look.lang),
                look.text(&head.status.name())
            );
            let chosen = state.reviewed.as_ref() == Some(&key);
            if row_ui(ui, &unit.unwrap_or_default(), &note, head.status, chosen, look) {
                state.commit(out);
                state.review(Some(key));
            }
        }
    });
}

fn awaits(desk: &Desk, key: &ReturnKey) -> bool {
    matches!(desk.head(key).status, Status::Submitted | Status::Received)
}

/// Gives icon and ink of a status.
pub(super) fn status_look(status: Status, look: &Look) -> (&'static str, egui::Color32) {
    let theme = &look.theme;
    match status {
        Status::Draft => (icons::PENCIL_SIMPLE, theme.quiet()),
        Status::Submitted => (icons::PAPER_PLANE, theme.accent()),
        Status::Received => (icons::CLIPBOARD_TEXT, theme.accent()),
        Status::Accepted => (icons::CHECK, theme.good()),
        Status::SentBack => (icons::ARROW_COUNTER_CLOCKWISE, theme.soft()),
    }
}

fn row_ui(ui: &mut Ui, title: &str, note: &str, status: Status, chosen: bool, look: &Look) -> bool {
    let theme = &look.theme;
    let (rect, response) = ui.allocate_exact_size(Vec2::new(ui.available_width(), 42.0), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, chosen, format!("{title} {note}")));
    if chosen {
        ui.painter().rect_filled(rect, theme.corner(), theme.accent_ground());
    } else if response.hovered() || response.has_focus() {
        ui.painter().rect_filled(rect, theme.corner(), theme.panel());
    }
    let (icon, ink) = status_look(status, look);
    let mut inner = rect.shrink2(Vec2::new(8.0, 4.0));
    let mut mark = inner;
    mark.set_width(18.0);
    paint_text(ui, mark, icon, theme.icon(), ink, egui::Align2::LEFT_CENTER);
    inner.min.x += 24.0;
    let (top, low) = inner.split_top_bottom_at_fraction(0.52);
    paint_text(ui, top, title, theme.grid(), theme.text(), egui::Align2::LEFT_CENTER);
    paint_text(ui, low, note, theme.small(), theme.quiet(), egui::Align2::LEFT_CENTER);
    response.clicked()
}
