//! The dense list: tick box or figure, name, responsible, due, state, marks.

use egui::{Align2, Color32, Pos2, Rect, Role, ScrollArea, Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo};

use super::{
    screen_ui::list_id,
    state::{DeliverablesState, Field, Shown},
};
use crate::{
    base::{Decimal, Figure, Lang, PlanId, quantity_text},
    desk::{DeliverableGroup, DeliverableLine, GroupKey, Timing},
    plan::Printed,
    returns::FollowedState,
    ui::{
        act::Act,
        icons,
        look::Look,
        widgets::{columns, paint_text},
    },
};

const ROW: f32 = 28.0;

/// Names the key of a state's word.
pub(super) const fn state_key(state: Option<FollowedState>) -> &'static str {
    match state {
        Some(FollowedState::Done) => "followed.done",
        Some(FollowedState::InProgress) => "followed.in_progress",
        Some(FollowedState::NotStarted) => "followed.not_started",
        None => "followed.blank",
    }
}

/// Names the key of a due class's word.
pub(super) const fn timing_key(timing: Timing) -> &'static str {
    match timing {
        Timing::Past => "followed.past",
        Timing::ThisYear => "followed.this_year",
        Timing::Later => "followed.later",
    }
}

/// Names a group.
pub(super) fn group_words(key: &GroupKey<'_>, look: &Look) -> String {
    match key {
        GroupKey::Clause(clause) => (*clause).to_owned(),
        GroupKey::Body("") => look.say("followed.no_body").into_owned(),
        GroupKey::Body(body) => (*body).to_owned(),
        GroupKey::Due(timing) => look.say(timing_key(*timing)).into_owned(),
    }
}

/// Gives icon and colour of a state.
fn state_look(state: Option<FollowedState>, look: &Look) -> (&'static str, Color32) {
    let theme = &look.theme;
    match state {
        Some(FollowedState::Done) => (icons::CHECK, theme.good()),
        Some(FollowedState::InProgress) => (icons::ARROW_UP_RIGHT, theme.accent()),
        Some(FollowedState::NotStarted) => (icons::CIRCLE, theme.text()),
        None => (icons::MINUS, theme.quiet()),
    }
}

/// Writes when a line is due: the horizon where the plan prints none, and says so.
pub(super) fn due_words(line: &DeliverableLine<'_>, look: &Look) -> String {
    let due = line.due.0.label(look.lang);
    match line.due_printed {
        Printed::Once => due,
        Printed::Yearly => look.say("followed.yearly").into_owned(),
        Printed::Nowhere => look.say_with("followed.horizon", &[("due", &due)]),
    }
}

pub(super) fn number(value: Decimal) -> String {
    quantity_text(value, value.normalize().scale())
}

/// Draws head and lines.
#[allow(clippy::too_many_arguments, reason = "what is listed, how it is grouped and where clicks go")]
pub(super) fn list_ui(
    ui: &mut Ui,
    plan: &PlanId,
    state: &mut DeliverablesState,
    lines: &[DeliverableLine<'_>],
    groups: &[DeliverableGroup<'_>],
    shown: &[Shown],
    look: &Look,
    out: &mut Vec<Act>,
) {
    let theme = &look.theme;
    // Room for the scroll bar is kept also where there is none, so that nothing shifts sideways.
    let width = ui.available_width() - 14.0;
    let (head, _) = ui.allocate_exact_size(Vec2::new(width, 26.0), Sense::hover());
    ui.painter().rect_filled(head, 0.0, theme.panel());
    let titles = ["followed.progress", "followed.name", "followed.body", "followed.due", "followed.state"];
    for (rect, key) in rects(head).into_iter().zip(titles) {
        paint_text(ui, rect, &look.say(key), theme.small(), theme.quiet(), Align2::LEFT_CENTER);
    }
    // One stop for Tab; the lines themselves are reached with the arrows.
    let place = ui.available_rect_before_wrap();
    let list = ui.interact(place, list_id(), Sense::focusable_noninteractive());
    list.widget_info(|| WidgetInfo::labeled(Role::List, true, look.say("route.deliverables")));
    if list.has_focus() {
        ui.memory_mut(|memory| {
            memory.set_focus_lock_filter(
                list_id(),
                egui::EventFilter { vertical_arrows: true, ..Default::default() },
            );
        });
    }
    if shown.is_empty() {
        let words = if lines.is_empty() { "followed.none" } else { "followed.none_passes" };
        let mut rect = place;
        rect.max.y = rect.min.y + 80.0;
        paint_text(ui, rect, &look.say(words), theme.body(), theme.quiet(), Align2::CENTER_CENTER);
        return;
    }
    ScrollArea::vertical().id_salt("deliverables lines").auto_shrink([false, false]).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        for shown in shown {
            match shown {
                Shown::Head(at) => {
                    if let Some(group) = groups.get(*at) {
                        group_head_ui(ui, width, group, look);
                    }
                }
                Shown::Line(at) => {
                    if let Some(line) = lines.get(*at) {
                        line_ui(ui, (plan, line), state, (width, list.has_focus()), look, out);
                    }
                }
            }
        }
    });
    state.scroll = false;
}

/// Gives progress, name, responsible, due, state and marks of a row.
fn rects(row: Rect) -> [Rect; 6] {
    let [progress, responsible, due, state, marks] = [82.0, 100.0, 122.0, 94.0, 44.0];
    let name = row.width() - progress - responsible - due - state - marks;
    columns(row, [progress, name, responsible, due, state, marks], Vec2::new(6.0, 0.0))
}

fn group_head_ui(ui: &mut Ui, width: f32, group: &DeliverableGroup<'_>, look: &Look) {
    let theme = &look.theme;
    let (rect, response) = ui.allocate_exact_size(Vec2::new(width, 26.0), Sense::hover());
    let name = group_words(&group.key, look);
    response.widget_info(|| WidgetInfo::labeled(Role::Heading, true, &name));
    if !ui.is_rect_visible(rect) {
        return;
    }
    ui.painter().rect_filled(rect, 0.0, theme.band());
    let mut inner = rect.shrink2(Vec2::new(6.0, 0.0));
    paint_text(ui, inner, &name, theme.grid_bold(), theme.text(), Align2::LEFT_CENTER);
    inner.max.x -= 6.0;
    let count = format!("{}/{}", group.tally.done, group.tally.all());
    paint_text(ui, inner, &count, theme.small(), theme.quiet(), Align2::RIGHT_CENTER);
}

fn line_ui(
    ui: &mut Ui,
    (plan, line): (&PlanId, &DeliverableLine<'_>),
    state: &mut DeliverablesState,
    (width, focused): (f32, bool),
    look: &Look,
    out: &mut Vec<Act>,
) {
    let theme = &look.theme;
    let (printed, item) = (line.printed, &line.item);
    let (rect, response) = ui.allocate_exact_size(Vec2::new(width, ROW), Sense::CLICK);
    let chosen = state.row.as_deref() == Some(printed.row.as_str());
    if chosen && state.scroll {
        ui.scroll_to_rect(rect.expand2(Vec2::new(0.0, ROW)), None);
    }
    let (name, state_words) = (look.text(&printed.name), look.say(state_key(line.state)));
    response
        .widget_info(|| WidgetInfo::selected(Role::ListItem, true, chosen, format!("{name} {state_words}")));
    let [progress, name_rect, body, due, state_rect, marks] = rects(rect);
    let visible = ui.is_rect_visible(rect);
    if visible {
        if chosen {
            ui.painter().rect_filled(rect, 0.0, theme.accent_ground());
        } else if response.hovered() {
            ui.painter().rect_filled(rect, 0.0, theme.panel());
        }
        let hair = Stroke::new(1.0, theme.line().gamma_multiply(0.7));
        ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, hair);
        if chosen && focused {
            ui.painter().rect_stroke(rect, 0.0, Stroke::new(1.5, theme.accent()), StrokeKind::Inside);
        }
    }
    let mut fits = true;
    if printed.takes_figure() {
        if visible {
            figure_ui(ui, progress, line, look);
        }
    } else if tick_ui(ui, progress, line, name, look) {
        state.choose(&printed.row, out);
        state.tick(plan, line, out);
    }
    if visible {
        let softened = if printed.hedge.is_empty() { String::new() } else { hedged(name, line, look) };
        let shown = if softened.is_empty() { name } else { &softened };
        fits = paint_text(ui, name_rect, shown, theme.grid(), theme.text(), Align2::LEFT_CENTER);
        let first = line.bodies.first().copied().unwrap_or_default();
        let bodies = match line.bodies.len() {
            0 | 1 => first.to_owned(),
            more => format!("{first} +{}", more - 1),
        };
        paint_text(ui, body, &bodies, theme.small(), theme.quiet(), Align2::LEFT_CENTER);
        due_ui(ui, due, line, look);
        let (icon, ink) = state_look(line.state, look);
        let small_icon = egui::FontId { size: 13.0, ..theme.icon() };
        paint_text(ui, state_rect, icon, small_icon.clone(), ink, Align2::LEFT_CENTER);
        let mut words = state_rect;
        words.min.x += 18.0;
        paint_text(ui, words, &state_words, theme.small(), ink, Align2::LEFT_CENTER);
        if !item.evidence.is_empty() {
            paint_text(ui, marks, icons::FILE_TEXT, small_icon.clone(), theme.quiet(), Align2::LEFT_CENTER);
        }
        if !printed.doubt.zh.is_empty() {
            paint_text(ui, marks, icons::WARNING_CIRCLE, small_icon, theme.soft(), Align2::RIGHT_CENTER);
        }
    }
    if response.clicked() {
        state.choose(&printed.row, out);
        ui.memory_mut(|memory| memory.request_focus(list_id()));
        let at_figure = response.interact_pointer_pos().is_some_and(|place| progress.contains(place));
        if at_figure && printed.takes_figure() {
            state.focus = Some(Field::Figure);
        }
    }
    if !fits {
        response.on_hover_text(name);
    }
}

/// Puts the word that softens the duty behind the name, as the plan prints it.
fn hedged(name: &str, line: &DeliverableLine<'_>, look: &Look) -> String {
    match look.lang {
        Lang::Zh => format!("{name}（{}）", line.printed.hedge),
        Lang::En => format!("{name} ({})", look.say("followed.hedged")),
    }
}

/// Draws the figure against what is asked for; a blank one is a faint dotted line.
fn figure_ui(ui: &Ui, rect: Rect, line: &DeliverableLine<'_>, look: &Look) {
    let theme = &look.theme;
    let mut left = rect;
    left.max.x = rect.left() + 30.0;
    let mut right = rect;
    right.min.x = left.right() + 4.0;
    match &line.item.figure {
        Figure::Known(value) => {
            paint_text(ui, left, &number(*value), theme.grid(), theme.text(), Align2::RIGHT_CENTER);
        }
        Figure::Unread(text) => {
            paint_text(ui, left, text, theme.grid(), theme.hard(), Align2::RIGHT_CENTER);
        }
        Figure::Blank | Figure::NotApplicable(_) => {
            let y = rect.center().y + 5.0;
            let dots = egui::Shape::dotted_line(
                &[Pos2::new(left.left() + 6.0, y), Pos2::new(left.right(), y)],
                theme.quiet().gamma_multiply(0.6),
                4.0,
                0.8,
            );
            ui.painter().extend(dots);
        }
    }
    let unit = &line.printed.unit;
    let of = match line.printed.asked() {
        Some(asked) => format!("/ {} {unit}", number(asked)),
        None => unit.clone(),
    };
    paint_text(ui, right, &of, theme.small(), theme.quiet(), Align2::LEFT_CENTER);
}

/// Draws the tick box; says whether it was clicked.
fn tick_ui(ui: &Ui, rect: Rect, line: &DeliverableLine<'_>, name: &str, look: &Look) -> bool {
    let theme = &look.theme;
    let box_rect = Rect::from_center_size(Pos2::new(rect.left() + 22.0, rect.center().y), Vec2::splat(16.0));
    let id = ui.scope_id().with(("tick", &line.printed.row));
    let response = ui.interact(box_rect.expand(5.0), id, Sense::CLICK);
    let is_done = line.state == Some(FollowedState::Done);
    let words = look.say_with("followed.tick", &[("name", name)]);
    response.widget_info(|| WidgetInfo::selected(Role::CheckBox, true, is_done, &words));
    let edge = if response.hovered() { theme.accent() } else { theme.quiet() };
    if is_done {
        ui.painter().rect_filled(box_rect, 3.0, theme.accent());
        let icon = egui::FontId { size: 13.0, ..theme.icon() };
        paint_text(ui, box_rect, icons::CHECK, icon, theme.on_accent(), Align2::CENTER_CENTER);
    } else {
        ui.painter().rect_filled(box_rect, 3.0, theme.ground());
        ui.painter().rect_stroke(box_rect, 3.0, Stroke::new(1.0, edge), StrokeKind::Inside);
        if line.state == Some(FollowedState::InProgress) {
            let dash = Rect::from_center_size(box_rect.center(), Vec2::new(8.0, 2.0));
            ui.painter().rect_filled(dash, 1.0, theme.accent());
        }
    }
    response.clicked()
}

/// Draws the due day; one that is past and recorded as not done says so in amber.
fn due_ui(ui: &Ui, rect: Rect, line: &DeliverableLine<'_>, look: &Look) {
    let theme = &look.theme;
    let words = due_words(line, look);
    if line.is_overdue() {
        let icon = egui::FontId { size: 12.0, ..theme.icon() };
        paint_text(ui, rect, icons::WARNING, icon, theme.soft(), Align2::LEFT_CENTER);
        let mut rest = rect;
        rest.min.x += 16.0;
        let words = look.say_with("followed.overdue", &[("due", &line.due.0.label(look.lang))]);
        paint_text(ui, rest, &words, theme.small(), theme.soft(), Align2::LEFT_CENTER);
        return;
    }
    let ink = if line.due_printed == Printed::Nowhere { theme.quiet() } else { theme.text() };
    paint_text(ui, rect, &words, theme.small(), ink, Align2::LEFT_CENTER);
}
