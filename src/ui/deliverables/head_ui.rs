//! The head of the list: plan, counts, grouping, filters, search, saving.

use egui::{Align, Button, Layout, RichText, Role, ScrollArea, TextEdit, Ui, WidgetInfo};

use super::{
    list_ui::{state_key, timing_key},
    state::DeliverablesState,
};
use crate::{
    base::Lang,
    desk::{
        DeliverableFilter, DeliverableLine, Desk, GroupKey, Grouping, Tally, Timing, deliverable_groups,
        deliverable_table,
    },
    plan::{Plan, Printed},
    returns::FollowedState,
    ui::{
        act::Act,
        look::Look,
        widgets::{link_ui, menu_button_ui, quiet_button_ui},
    },
};

/// Draws the plan's title, the counts of the whole list, and saving.
pub(super) fn head_ui(
    ui: &mut Ui,
    desk: &Desk,
    plan: &Plan,
    state: &mut DeliverablesState,
    lines: &[DeliverableLine<'_>],
    look: &Look,
    out: &mut Vec<Act>,
) {
    ui.horizontal_centered(|ui| {
        let title = look.text(&plan.title);
        let longest = if look.lang == Lang::Zh { 24 } else { 44 };
        let shown: String = if title.chars().count() > longest {
            title.chars().take(longest - 1).chain(['…']).collect()
        } else {
            title.to_owned()
        };
        ui.label(look.heading(shown)).on_hover_text(title);
        let other = look.say("plan.other").into_owned();
        menu_button_ui(ui, look, &other, &other, |ui| {
            for known in desk.plans() {
                let count = look.small(known.deliverables.len().to_string());
                let entry =
                    Button::selectable(known.id == plan.id, look.text(&known.title)).right_text(count);
                if ui.add(entry).clicked() {
                    state.commit(out);
                    state.look_at(known.id.clone());
                    ui.close();
                }
            }
        });
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let save = quiet_button_ui(ui, look.say("followed.save_csv"));
            if save.on_hover_text(look.say("followed.save_csv_hint")).clicked() {
                let title = format!("{title}-{}", look.say("route.deliverables"));
                let passing = lines.iter().filter(|line| state.filter.passes(line));
                out.push(Act::SaveTable(deliverable_table(&title, passing, look.lang)));
            }
            ui.label(RichText::new(tally_words(&Tally::of(lines), look)).font(look.theme.grid()));
        });
    });
}

/// Writes counts out: 完成 3 · 进行中 2 · 未开始 1 · 未填 117 · 共 123 项.
pub(super) fn tally_words(tally: &Tally, look: &Look) -> String {
    look.say_with(
        "followed.tally",
        &[
            ("done", &tally.done.to_string()),
            ("in_progress", &tally.in_progress.to_string()),
            ("not_started", &tally.not_started.to_string()),
            ("blank", &tally.blank.to_string()),
            ("all", &tally.all().to_string()),
        ],
    )
}

/// Draws the grouping, the filters and the search.
pub(super) fn filters_ui(
    ui: &mut Ui,
    state: &mut DeliverablesState,
    lines: &[DeliverableLine<'_>],
    passing: usize,
    look: &Look,
) {
    ui.horizontal_centered(|ui| {
        ui.label(look.small(look.say("followed.group_by")));
        ui.spacing_mut().item_spacing.x = 2.0;
        for (by, key) in [
            (Grouping::Clause, "followed.clause"),
            (Grouping::Body, "followed.body"),
            (Grouping::Due, "followed.due"),
        ] {
            let text = RichText::new(look.say(key)).font(look.theme.grid());
            if ui.add(Button::selectable(state.by == by, text)).clicked() {
                state.by = by;
                state.scroll = true;
            }
        }
        ui.spacing_mut().item_spacing.x = 8.0;
        ui.add_space(10.0);
        if state.by != Grouping::Clause {
            clause_ui(ui, state, lines, look);
        }
        if state.by != Grouping::Body {
            body_ui(ui, state, lines, look);
        }
        due_ui(ui, state, lines, look);
        state_ui(ui, state, lines, look);
        if state.is_filtered() {
            let words = look.say_with("followed.passing", &[("n", &passing.to_string())]);
            ui.label(look.small(words));
            if link_ui(ui, look, look.say("followed.all_again")).clicked() {
                state.filter = DeliverableFilter::default();
                state.scroll = true;
            }
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let hint = look.say("followed.search").into_owned();
            // With an id of its own: what appears beside it while it is typed into does not take the focus away.
            let field = TextEdit::singleline(&mut state.filter.text)
                .id(egui::Id::unique("deliverables search"))
                .hint_text(hint.clone())
                .desired_width(150.0);
            let field = ui.add(field);
            field.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, &hint));
        });
    });
}

/// Draws one filter: what is chosen, else its name; the first entry lets everything pass.
fn filter_ui<T: Clone + PartialEq>(
    ui: &mut Ui,
    look: &Look,
    name: &str,
    chosen: Option<&T>,
    choices: &[(T, String, usize)],
) -> Option<Option<T>> {
    let mut picked = None;
    let words =
        choices.iter().find(|(value, _, _)| chosen == Some(value)).map(|(_, words, _)| words.as_str());
    let shown: String = words.unwrap_or(name).chars().take(16).collect();
    menu_button_ui(ui, look, &shown, name, |ui| {
        ScrollArea::vertical().max_height(420.0).show(ui, |ui| {
            if ui.selectable_label(chosen.is_none(), look.say("followed.any")).clicked() {
                picked = Some(None);
                ui.close();
            }
            for (value, words, count) in choices {
                let count = look.small(count.to_string());
                let entry = Button::selectable(chosen == Some(value), words.as_str()).right_text(count);
                if ui.add(entry).clicked() {
                    picked = Some(Some(value.clone()));
                    ui.close();
                }
            }
        });
    });
    picked
}

fn clause_ui(ui: &mut Ui, state: &mut DeliverablesState, lines: &[DeliverableLine<'_>], look: &Look) {
    let groups = deliverable_groups(lines, Grouping::Clause);
    let choices: Vec<(String, String, usize)> = groups
        .iter()
        .filter_map(|group| match &group.key {
            GroupKey::Clause(clause) => Some(((*clause).to_owned(), (*clause).to_owned(), group.lines.len())),
            _ => None,
        })
        .collect();
    if let Some(picked) =
        filter_ui(ui, look, &look.say("followed.clause"), state.filter.clause.as_ref(), &choices)
    {
        state.filter.clause = picked;
    }
}

fn body_ui(ui: &mut Ui, state: &mut DeliverablesState, lines: &[DeliverableLine<'_>], look: &Look) {
    let groups = deliverable_groups(lines, Grouping::Body);
    let choices: Vec<(String, String, usize)> = groups
        .iter()
        .filter_map(|group| match &group.key {
            GroupKey::Body("") => {
                Some((String::new(), look.say("followed.no_body").into_owned(), group.lines.len()))
            }
            GroupKey::Body(body) => Some(((*body).to_owned(), (*body).to_owned(), group.lines.len())),
            _ => None,
        })
        .collect();
    if let Some(picked) =
        filter_ui(ui, look, &look.say("followed.body"), state.filter.body.as_ref(), &choices)
    {
        state.filter.body = picked;
    }
}

/// Draws the filter by due day; where none is printed, the horizon that stands in decides, and that can be asked for too.
fn due_ui(ui: &mut Ui, state: &mut DeliverablesState, lines: &[DeliverableLine<'_>], look: &Look) {
    let count = |timing| lines.iter().filter(|line| line.timing == timing).count();
    let undated = lines.iter().filter(|line| line.due_printed == Printed::Nowhere).count();
    let mut choices: Vec<(Option<Timing>, String, usize)> = [Timing::Past, Timing::ThisYear, Timing::Later]
        .into_iter()
        .map(|timing| (Some(timing), look.say(timing_key(timing)).into_owned(), count(timing)))
        .collect();
    choices.push((None, look.say("followed.undated").into_owned(), undated));
    let chosen = if state.filter.undated { Some(None) } else { state.filter.timing.map(Some) };
    if let Some(picked) = filter_ui(ui, look, &look.say("followed.due"), chosen.as_ref(), &choices) {
        state.choose_timing(picked.flatten(), picked == Some(None));
    }
}

fn state_ui(ui: &mut Ui, state: &mut DeliverablesState, lines: &[DeliverableLine<'_>], look: &Look) {
    let states =
        [Some(FollowedState::Done), Some(FollowedState::InProgress), Some(FollowedState::NotStarted), None];
    let choices: Vec<(Option<FollowedState>, String, usize)> = states
        .into_iter()
        .map(|state| {
            let count = lines.iter().filter(|line| line.state == state).count();
            (state, look.say(state_key(state)).into_owned(), count)
        })
        .collect();
    if let Some(picked) =
        filter_ui(ui, look, &look.say("followed.state"), state.filter.state.as_ref(), &choices)
    {
        state.filter.state = picked;
    }
}
