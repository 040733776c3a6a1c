//! The card of one deliverable: what is asked, and what is recorded of it.

use egui::{
    Align, Button, Key, KeyboardShortcut, Layout, Modifiers, RichText, Role, TextEdit, Ui, WidgetInfo,
};

use super::{
    list_ui::{due_words, number, state_key},
    screen_ui::field_id,
    state::{DeliverablesState, Field},
};
use crate::{
    base::{Figure, day_from_text},
    desk::{Command, DeliverableLine, Desk, FollowChange, Timing},
    plan::{Plan, Printed, Progress},
    returns::{FollowedItem, FollowedState},
    ui::{act::Act, icons, look::Look, widgets::link_ui},
};

/// Draws the card.
pub(super) fn card_ui(
    ui: &mut Ui,
    desk: &Desk,
    plan: &Plan,
    line: &DeliverableLine<'_>,
    state: &mut DeliverablesState,
    look: &Look,
    out: &mut Vec<Act>,
) {
    printed_ui(ui, line, look);
    ui.separator();
    let open = !desk.is_read_only();
    ui.add_enabled_ui(open, |ui| {
        state_ui(ui, plan, line, look, out);
        if line.printed.takes_figure() {
            figure_ui(ui, plan, line, state, look, out);
        }
        day_ui(ui, plan, line, state, look, out);
        evidence_ui(ui, plan, line, state, look, out);
    });
    if !open {
        state.focus = None;
        ui.horizontal(|ui| {
            ui.label(look.icon(icons::LOCK).color(look.theme.quiet()));
            ui.label(look.small(look.say("entry.read_only")));
        });
    }
    history_ui(ui, desk, plan, line, state, look);
}

fn title_ui(ui: &mut Ui, look: &Look, key: &str) {
    ui.add_space(6.0);
    ui.label(RichText::new(look.say(key)).font(look.theme.grid_bold()));
}

/// Draws what the plan prints.
fn printed_ui(ui: &mut Ui, line: &DeliverableLine<'_>, look: &Look) {
    let (theme, printed) = (&look.theme, line.printed);
    ui.label(look.bold(look.text(&printed.name)));
    let mut words = vec![line.clauses.join("、"), due_words(line, look)];
    if !printed.hedge.is_empty() {
        words.push(look.say_with("plan.hedge", &[("hedge", &printed.hedge)]));
    }
    ui.label(look.small(words.join(" · ")));
    if line.due_printed == Printed::Nowhere {
        ui.label(look.small(look.say("followed.horizon_why")));
    }
    let unit = &printed.unit;
    let how = match (&printed.progress, printed.asked()) {
        (_, Some(asked)) => look.say_with("followed.how_asked", &[("asked", &number(asked)), ("unit", unit)]),
        (Progress::Rises, _) => look.say("followed.how_rises").into_owned(),
        (Progress::NotExceed, _) => look.say("followed.how_not_exceed").into_owned(),
        _ if printed.takes_figure() => look.say_with("followed.how_count", &[("unit", unit)]),
        _ => look.say("followed.how_tick").into_owned(),
    };
    ui.label(RichText::new(how).font(theme.grid()));
    ui.label(look.small(look.say_with("plan.scope", &[("scope", look.text(&printed.scope_text))])));
    if line.bodies.is_empty() {
        ui.label(look.small(look.say("followed.no_body")));
    } else {
        let bodies = line.bodies.join("、");
        ui.label(look.small(look.say_with("followed.bodies", &[("bodies", &bodies)])));
    }
    if !printed.doubt.zh.is_empty() {
        ui.horizontal(|ui| {
            ui.label(look.icon(icons::WARNING_CIRCLE).color(theme.soft()));
            ui.label(RichText::new(look.say("plan.doubt")).font(theme.grid_bold()).color(theme.soft()));
        });
        ui.label(RichText::new(look.text(&printed.doubt)).font(theme.grid()));
    }
}

fn follow(plan: &Plan, line: &DeliverableLine<'_>, change: FollowChange) -> Act {
    Act::Do(Command::Follow { plan: plan.id.clone(), row: line.printed.row.clone(), change })
}

/// Draws the states to choose from; where the figure decides, its state is shown as chosen.
fn state_ui(ui: &mut Ui, plan: &Plan, line: &DeliverableLine<'_>, look: &Look, out: &mut Vec<Act>) {
    ui.horizontal(|ui| {
        ui.label(RichText::new(look.say("followed.state")).font(look.theme.grid_bold()));
        if line.timing == Timing::Past && line.is_overdue() {
            let due = line.due.0.label(look.lang);
            let words = look.say_with("followed.overdue", &[("due", &due)]);
            ui.label(look.icon(icons::WARNING).color(look.theme.soft()));
            ui.label(RichText::new(words).color(look.theme.soft()).font(look.theme.small()));
        }
    });
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        for state in [FollowedState::NotStarted, FollowedState::InProgress, FollowedState::Done] {
            let chosen = line.state == Some(state);
            let text = RichText::new(look.say(state_key(Some(state)))).font(look.theme.grid());
            let button = Button::selectable(chosen, text).frame_when_inactive(true);
            if ui.add(button).clicked() && !chosen {
                out.push(follow(plan, line, FollowChange::State(Some(state))));
            }
        }
        if line.item.state.is_some() && link_ui(ui, look, look.say("followed.take_back")).clicked() {
            out.push(follow(plan, line, FollowChange::State(None)));
        }
    });
}

/// Writes what stands in a field.
fn stored(item: &FollowedItem, field: Field) -> String {
    match field {
        Field::Figure => match &item.figure {
            Figure::Known(value) => value.normalize().to_string(),
            Figure::Unread(text) => text.clone(),
            Figure::Blank | Figure::NotApplicable(_) => String::new(),
        },
        Field::On => item.on.map(|day| day.to_string()).unwrap_or_default(),
        Field::Evidence => item.evidence.clone(),
    }
}

/// Draws a field over its draft: committed on Enter and on leaving, put back on Escape. Gives the text it shows.
fn field_ui(
    ui: &mut Ui,
    (plan, line): (&Plan, &DeliverableLine<'_>),
    field: Field,
    (hint, width): (&str, f32),
    state: &mut DeliverablesState,
    look: &Look,
    out: &mut Vec<Act>,
) -> String {
    let row = &line.printed.row;
    let before = stored(&line.item, field);
    let mut text = state.draft(&plan.id, row, field).unwrap_or(&before).clone();
    let id = field_id(&plan.id, row, field);
    let edit = if field == Field::Evidence {
        TextEdit::multiline(&mut text)
            .desired_rows(3)
            .return_key(KeyboardShortcut::new(Modifiers::SHIFT, Key::Enter))
    } else {
        TextEdit::singleline(&mut text)
    };
    let response = ui.add(edit.id(id).hint_text(hint).desired_width(width).font(look.theme.grid()));
    let role = if field == Field::Evidence { Role::MultilineTextInput } else { Role::TextInput };
    response.widget_info(|| WidgetInfo::labeled(role, true, hint));
    if state.focus == Some(field) {
        state.focus = None;
        response.request_focus();
        response.scroll_to_me(None);
    }
    if response.changed() {
        state.keep(&plan.id, row, field, text.clone());
    }
    let entered = ui.input(|input| input.key_pressed(Key::Enter) && !input.modifiers.shift);
    if field == Field::Evidence && response.has_focus() && entered {
        response.surrender_focus();
        state.commit(out);
    } else if response.lost_focus() {
        if ui.input(|input| input.key_pressed(Key::Escape)) {
            state.drop_draft(&plan.id, row, field);
        } else {
            state.commit(out);
        }
    }
    text
}

fn figure_ui(
    ui: &mut Ui,
    plan: &Plan,
    line: &DeliverableLine<'_>,
    state: &mut DeliverablesState,
    look: &Look,
    out: &mut Vec<Act>,
) {
    title_ui(ui, look, "followed.progress");
    ui.horizontal(|ui| {
        let hint = look.say("followed.progress").into_owned();
        field_ui(ui, (plan, line), Field::Figure, (&hint, 84.0), state, look, out);
        let unit = &line.printed.unit;
        let of = match line.printed.asked() {
            Some(asked) => look.say_with("followed.of", &[("asked", &number(asked)), ("unit", unit)]),
            None => unit.clone(),
        };
        ui.label(look.small(of));
    });
    if let Figure::Unread(text) = &line.item.figure
        && let Some(why) = Desk::unread_progress(line.printed, text)
    {
        ui.label(RichText::new(look.text(&why)).color(look.theme.hard()).font(look.theme.small()));
    }
}

fn day_ui(
    ui: &mut Ui,
    plan: &Plan,
    line: &DeliverableLine<'_>,
    state: &mut DeliverablesState,
    look: &Look,
    out: &mut Vec<Act>,
) {
    title_ui(ui, look, "followed.on");
    let mut text = String::new();
    ui.horizontal(|ui| {
        let hint = look.say("followed.on_hint").into_owned();
        text = field_ui(ui, (plan, line), Field::On, (&hint, 110.0), state, look, out);
        if link_ui(ui, look, look.say("followed.today")).clicked() {
            state.drop_draft(&plan.id, &line.printed.row, Field::On);
            out.push(follow(plan, line, FollowChange::On(look.today.to_string())));
        }
    });
    if !text.trim().is_empty() && day_from_text(&text).is_none() {
        let words = look.say_with("followed.no_day", &[("text", text.trim())]);
        ui.label(RichText::new(words).color(look.theme.hard()).font(look.theme.small()));
    }
}

fn evidence_ui(
    ui: &mut Ui,
    plan: &Plan,
    line: &DeliverableLine<'_>,
    state: &mut DeliverablesState,
    look: &Look,
    out: &mut Vec<Act>,
) {
    title_ui(ui, look, "followed.evidence");
    let hint = look.say("followed.evidence_hint").into_owned();
    field_ui(ui, (plan, line), Field::Evidence, (&hint, f32::INFINITY), state, look, out);
}

/// Draws who recorded what and when, the newest first.
fn history_ui(
    ui: &mut Ui,
    desk: &Desk,
    plan: &Plan,
    line: &DeliverableLine<'_>,
    state: &mut DeliverablesState,
    look: &Look,
) {
    let lines = state.history(desk, &plan.id, &line.printed.row);
    if lines.is_empty() {
        if let Some((who, at)) = &line.item.recorded {
            let at = at.format("%Y-%m-%d %H:%M").to_string();
            ui.label(look.small(look.say_with("followed.recorded", &[("who", who), ("at", &at)])));
        }
        return;
    }
    title_ui(ui, look, "details.history");
    for edit in lines.iter().rev().take(6).map(|line| &line.edit) {
        ui.horizontal(|ui| {
            ui.label(look.small(format!("{} {}", edit.at.format("%m-%d %H:%M"), edit.who)));
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let words = change_words(&edit.old, &edit.new, look);
                ui.add(egui::Label::new(RichText::new(&words).font(look.theme.small())).truncate());
            });
        });
    }
}

/// Says what one edit changed.
fn change_words(old: &FollowedItem, new: &FollowedItem, look: &Look) -> String {
    let blank = look.say("details.blank").into_owned();
    let or_blank = |text: String| if text.is_empty() { blank.clone() } else { text };
    if old.state != new.state {
        return format!("{} → {}", look.say(state_key(old.state)), look.say(state_key(new.state)));
    }
    for field in [Field::Figure, Field::On] {
        let (before, after) = (stored(old, field), stored(new, field));
        if before != after {
            return format!("{} → {}", or_blank(before), or_blank(after));
        }
    }
    look.say("followed.evidence_changed").into_owned()
}
