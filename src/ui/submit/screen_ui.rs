//! The screen: our returns on the left, with those of units below for a bureau; the chosen one on the right.

use egui::{Frame, Margin, Panel, Role, Sense, Ui, Vec2, WidgetInfo};

use crate::{
    desk::{Desk, FormView},
    returns::{ReturnKey, Status},
    ui::{
        act::Act,
        icons,
        look::Look,
        submit::{
            SubmitState,
            asking_ui::asking_ui,
            bulk_ui::{bulk_button_ui, bulk_button_width, bulk_ui},
            card_ui::card_ui,
        },
        widgets::{page_ui, paint_text, rows_ui, search_ui},
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
    state.refusals.prune(desk);
    let width = (ui.available_width() * 0.28).clamp(230.0, 330.0);
    Panel::left("submit list")
        .exact_size(width)
        .resizable(false)
        .frame(Frame::new().fill(look.theme.ground()).inner_margin(Margin::symmetric(8, 10)))
        .show(ui, |ui| list_ui(ui, desk, key.as_ref(), state, look, out));
    bulk_ui(ui, desk, state, look, out);
    let shown = state.reviewed.clone().or(key);
    egui::CentralPanel::default()
        .frame(Frame::new().fill(look.theme.ground()).inner_margin(Margin::symmetric(18, 12)))
        .show(ui, |ui| match shown {
            Some(key) => {
                // Another return begins at its title.
                page_ui(ui, &key, |ui| {
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

/// One line of the list.
enum Line {
    Title(String),
    /// What is searched for is not among the returns below.
    Nothing(String),
    Ours(FormView),
    Below(ReturnKey),
}

/// Height of a line of the list.
const ROW: f32 = 43.0;

fn list_ui(
    ui: &mut Ui,
    desk: &Desk,
    current: Option<&ReturnKey>,
    state: &mut SubmitState,
    look: &Look,
    out: &mut Vec<Act>,
) {
    let work = desk.work(desk.seat(), look.today);
    if !desk.handed_in_below().is_empty() {
        // Side by side: the list stays where it is when there is nothing more to accept.
        let row = ui.horizontal(|ui| {
            let button = bulk_button_width(ui, desk, state, look);
            let room = button.map_or(0.0, |width| width + ui.spacing().item_spacing.x);
            let width = ui.available_width() - room;
            let field = search_ui(ui, look, &mut state.search, "submit.search", width);
            if button.is_some() {
                bulk_button_ui(ui, desk, state, look);
            }
            field
        });
        let field = row.inner;
        ui.add_space(4.0);
        let is_entered = field.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter));
        if let Some(first) = state.below(desk).first().filter(|_| is_entered && !state.search.is_empty()) {
            state.commit(out);
            state.review(Some(first.clone()));
        }
    }
    let below = state.below(desk);
    let mut lines = vec![Line::Title(look.say("submit.ours").into_owned())];
    lines.extend(work.open.iter().chain(work.finished.iter().take(8)).cloned().map(Line::Ours));
    if !below.is_empty() || !state.search.is_empty() {
        let waiting = desk.waiting_below().to_string();
        lines.push(Line::Title(look.say_with("submit.below", &[("n", &waiting)])));
    }
    if below.is_empty() && !state.search.is_empty() {
        lines.push(Line::Nothing(look.say("palette.nothing").into_owned()));
    }
    let ours = lines.len();
    // What stands below may be thousands: a line is made only where it is in sight.
    rows_ui(ui, "submit list", ROW, ours + below.len(), None, |ui, at, rect| {
        let line = if at < ours { &lines[at] } else { &Line::Below(below[at - ours].clone()) };
        match line {
            Line::Title(words) | Line::Nothing(words) => {
                let theme = &look.theme;
                let (font, ink, align) = match line {
                    Line::Nothing(_) => (theme.small(), theme.quiet(), egui::Align2::LEFT_TOP),
                    _ => (theme.grid_bold(), theme.text(), egui::Align2::LEFT_BOTTOM),
                };
                paint_text(ui, rect.shrink2(Vec2::new(4.0, 6.0)), words, font, ink, align);
                let told = ui.interact(rect, ui.scope_id().with("title"), Sense::hover());
                told.widget_info(|| WidgetInfo::labeled(Role::Label, true, words));
            }
            Line::Ours(view) => {
                let key = desk.our_key(&view.form, view.period);
                let chosen = state.reviewed.is_none() && current == Some(&key);
                let title = format!("{} {}", look.text(&view.name), view.period.label(look.lang));
                let status = desk.head(&key).status;
                let note = format!("{} · {}/{}", look.text(&status.name()), view.filled, view.asked);
                if row_ui(ui, rect, (&title, &note), status, chosen, look) {
                    state.commit(out);
                    state.review(None);
                    out.push(Act::PickReturn(key));
                }
            }
            Line::Below(key) => {
                let unit = desk.tree().unit(&key.unit).map_or("", |unit| look.text(&unit.name));
                let form = desk.catalogue().form(&key.form).map_or("", |form| look.text(&form.name));
                let status = desk.head(key).status;
                let words = look.text(&status.name()).to_owned();
                let note = format!("{form} {} · {words}", key.period.label(look.lang));
                let chosen = state.reviewed.as_ref() == Some(key);
                if row_ui(ui, rect, (unit, &note), status, chosen, look) {
                    state.commit(out);
                    state.review(Some(key.clone()));
                }
            }
        }
    });
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

fn row_ui(
    ui: &Ui,
    rect: egui::Rect,
    (title, note): (&str, &str),
    status: Status,
    chosen: bool,
    look: &Look,
) -> bool {
    let theme = &look.theme;
    let rect = rect.shrink2(Vec2::new(0.0, 0.5));
    let response = ui.interact(rect, ui.scope_id().with("return"), Sense::click());
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
