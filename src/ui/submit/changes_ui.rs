//! What changed since the last handing in, and the history of a return.

use egui::{Align2, Grid, Label, Pos2, Rect, RichText, Role, Sense, Ui, Vec2, WidgetInfo};

use crate::{
    base::Table,
    desk::{Desk, Told, history_table},
    returns::ReturnKey,
    ui::{
        act::Act,
        icons,
        look::Look,
        submit::{SubmitState, card_ui::part_ui},
        widgets::{link_ui, paint_text, quiet_button_ui},
    },
};

/// How many lines of the history are shown before all are asked for.
const FEW: usize = 12;

/// Draws the cells that are other than when the return was handed in last.
pub(super) fn changes_ui(
    ui: &mut Ui,
    desk: &Desk,
    key: &ReturnKey,
    state: &mut SubmitState,
    look: &Look,
    out: &mut Vec<Act>,
) {
    let told = state.told(desk, key);
    if told.since.is_empty() {
        return;
    }
    part_ui(ui, look, "submit.changed");
    Grid::new("changed").num_columns(4).striped(false).spacing([14.0, 4.0]).show(ui, |ui| {
        for changed in &told.since {
            let element = desk.catalogue().element(&changed.element);
            let name = element.map(|element| look.text(&element.name).to_owned()).unwrap_or_default();
            if link_ui(ui, look, name).clicked() {
                out.push(Act::OpenEntry(key.clone(), Some(changed.element.clone())));
            }
            let change = desk.change_words(changed);
            ui.label(RichText::new(look.text(&change)).font(look.theme.grid()));
            ui.label(look.small(look.text(&crate::desk::why_words(&changed.why))));
            ui.end_row();
        }
    });
}

/// Draws the newest edits, all of them if asked, with the way to a file.
pub(super) fn history_ui(
    ui: &mut Ui,
    desk: &Desk,
    key: &ReturnKey,
    state: &mut SubmitState,
    look: &Look,
    out: &mut Vec<Act>,
) {
    let told = state.told(desk, key);
    if told.lines.is_empty() {
        return;
    }
    part_ui(ui, look, "details.history");
    if let Some(broken) = &told.broken {
        ui.horizontal_wrapped(|ui| {
            ui.label(look.icon(icons::WARNING).color(look.theme.hard()));
            ui.label(RichText::new(look.text(broken)).color(look.theme.hard()));
        });
    }
    let most = if state.whole_history { told.words.len() } else { FEW };
    let count = told.words.len();
    for (at, words) in told.words.iter().enumerate().take(most) {
        let place = count - at;
        if line_ui(ui, words, state.unfolded.contains(&place), look) && !state.unfolded.remove(&place) {
            state.unfolded.insert(place);
        }
    }
    ui.add_space(4.0);
    ui.horizontal(|ui| {
        if count > most
            && link_ui(ui, look, look.say_with("submit.whole_history", &[("n", &count.to_string())]))
                .clicked()
        {
            state.whole_history = true;
        }
        if quiet_button_ui(ui, look.say("submit.save_history")).clicked() {
            let table: Table = history_table(desk, key, &told.lines, look.lang);
            out.push(Act::SaveTable(table));
        }
    });
}

/// Draws one line in columns that nothing runs over; unfolded, everything in full and part by part. Says whether it was
/// clicked.
fn line_ui(ui: &mut Ui, told: &Told, is_unfolded: bool, look: &Look) -> bool {
    const WHEN: f32 = 150.0;
    const NAME: f32 = 200.0;
    let theme = &look.theme;
    let (rect, response) = ui.allocate_exact_size(Vec2::new(ui.available_width(), 22.0), Sense::click());
    let (name, change, why) = (look.text(&told.name), look.text(&told.change), look.text(&told.why));
    let when = format!("{} {}", told.at.format("%m-%d %H:%M"), told.who);
    let label =
        [name, change, why].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, is_unfolded, &label));
    if ui.is_rect_visible(rect) {
        if response.hovered() || response.has_focus() {
            ui.painter().rect_filled(rect, theme.corner(), theme.panel());
        }
        let icon = if is_unfolded { icons::CARET_DOWN } else { icons::CARET_RIGHT };
        let mut x = rect.left();
        let mut room = |width: f32| {
            let room = Rect::from_min_size(Pos2::new(x, rect.top()), Vec2::new(width, rect.height()));
            x += width;
            room.shrink2(Vec2::new(4.0, 0.0))
        };
        let rest = (rect.width() - 18.0 - WHEN - NAME).max(0.0);
        let put = |room, text: &str, ink| paint_text(ui, room, text, theme.small(), ink, Align2::LEFT_CENTER);
        paint_text(ui, room(18.0), icon, theme.icon(), theme.quiet(), Align2::LEFT_CENTER);
        let mut fits = put(room(WHEN), &when, theme.quiet());
        fits &= put(room(NAME), name, theme.text());
        let share = if why.is_empty() { 1.0 } else { 0.62 };
        fits &= put(room(rest * share), change, theme.text());
        fits &= put(room(rest * (1.0 - share)), why, theme.quiet());
        if !fits {
            response.clone().on_hover_text(&label);
        }
    }
    if is_unfolded {
        ui.indent(("told", told.at, name), |ui| {
            let put = |ui: &mut Ui, text: String| {
                ui.add(Label::new(RichText::new(text).font(theme.small())).wrap().selectable(true));
            };
            put(ui, label.clone());
            for part in &told.parts {
                put(ui, format!("{} · {}", look.text(&part.name), look.text(&part.change)));
            }
        });
    }
    response.clicked()
}
