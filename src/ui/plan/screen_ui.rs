//! The plan screen as a whole.

use egui::{CentralPanel, Frame, Key, Margin, Modifiers, Panel, Role, ScrollArea, TextEdit, Ui, WidgetInfo};

use crate::{
    base::{Query, UnitId},
    desk::{Desk, PlanLine},
    ui::{
        act::Act,
        look::Look,
        plan::{
            card_ui::card_ui,
            filters_ui::filters_ui,
            past_ui::past_ui,
            relations_ui::relations_ui,
            state::{Branch, PlanState},
            tree_ui::tree_ui,
        },
        target_ui::{target_head_ui, target_line_ui},
        widgets::{arrows, headed_list_ui, menu_button_ui, unit_picker_ui},
    },
};

/// Draws the plan screen.
pub(in crate::ui) fn plan_ui(
    ui: &mut Ui,
    desk: &Desk,
    state: &mut PlanState,
    look: &Look,
    out: &mut Vec<Act>,
) {
    if desk.plan().is_none() {
        ui.centered_and_justified(|ui| ui.label(look.say("plan.none")));
        return;
    }
    let unit = state
        .unit
        .clone()
        .filter(|unit| desk.tree().unit(unit).is_some())
        .unwrap_or_else(|| desk.seat().clone());
    let lines = desk.plan_lines(&unit, look.today);
    let theme = look.theme.clone();
    let plain = |margin: Margin| Frame::new().fill(theme.ground()).inner_margin(margin);
    Panel::top("plan head").exact_size(48.0).frame(plain(Margin::symmetric(16, 6))).show(ui, |ui| {
        ui.horizontal_centered(|ui| {
            plan_choice_ui(ui, desk, look, out);
            if let Some(unit) = unit_picker_ui(ui, look, desk.tree(), &unit, &look.say("trend.unit")) {
                state.unit = Some(unit);
            }
            let hint = look.say("plan.search").into_owned();
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                let field = ui.add(
                    TextEdit::singleline(&mut state.search).hint_text(hint.clone()).desired_width(140.0),
                );
                field.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, &hint));
            });
        });
    });
    let Some(plan) = desk.plan() else { return };
    Panel::top("plan filters")
        .exact_size(34.0)
        .frame(plain(Margin::symmetric(16, 3)))
        .show(ui, |ui| filters_ui(ui, &lines, state, look));
    let shown: Vec<&PlanLine> = lines.iter().filter(|line| state.shows(line)).collect();
    let at = state.row.as_ref().and_then(|row| shown.iter().position(|line| line.row == *row)).unwrap_or(0);
    let at = move_by_keys(ui, state, &shown, at, &unit, out);
    let chosen = shown.get(at).copied();
    let has_card = !matches!(state.branch, Branch::Past | Branch::Relations);
    if let Some(line) = chosen.filter(|_| has_card && ui.available_width() >= 900.0) {
        Panel::right("plan card")
            .exact_size(300.0)
            .resizable(false)
            .frame(plain(Margin::symmetric(14, 10)))
            .show(ui, |ui| {
                ScrollArea::vertical()
                    .id_salt(&line.row)
                    .auto_shrink([false, false])
                    .show(ui, |ui| card_ui(ui, desk, &unit, line, state, look, out));
            });
    }
    Panel::left("plan tree")
        .exact_size(158.0)
        .resizable(false)
        .frame(plain(Margin::symmetric(6, 6)))
        .show(ui, |ui| tree_ui(ui, plan, &lines, state, look, out));
    let row = chosen.map(|line| line.row.clone());
    CentralPanel::default().frame(plain(Margin::symmetric(8, 0))).show(ui, |ui| {
        // Another plan may have none.
        let is_gone = match state.branch {
            Branch::Past => plan.baselines.is_empty(),
            Branch::Relations => plan.relations.is_empty(),
            Branch::All | Branch::Clause(_) | Branch::Topic(_) => false,
        };
        if is_gone {
            state.branch = Branch::All;
        }
        if state.branch == Branch::Relations {
            relations_ui(ui, plan, state, look);
            return;
        }
        if state.branch == Branch::Past {
            past_ui(ui, desk, plan, &unit, &Query::new(&state.search), look, out);
            return;
        }
        let scroll = std::mem::take(&mut state.scroll);
        headed_list_ui(ui, look, "targets", target_head_ui, |ui| {
            for line in &shown {
                let is_chosen = row.as_ref() == Some(&line.row);
                let response = target_line_ui(ui, line, look, is_chosen);
                if is_chosen && scroll {
                    response.scroll_to_me(None);
                }
                if response.double_clicked() {
                    out.push(Act::OpenTrend(unit.clone(), line.indicator.clone()));
                } else if response.clicked() {
                    state.row = Some(line.row.clone());
                }
            }
            if shown.is_empty() {
                ui.add_space(24.0);
                ui.vertical_centered(|ui| ui.label(look.small(look.say("plan.nothing_matches"))));
            }
        });
    });
}

/// Moves the chosen row by the arrow keys; Enter opens its trend.
fn move_by_keys(
    ui: &Ui,
    state: &mut PlanState,
    shown: &[&PlanLine],
    at: usize,
    unit: &UnitId,
    out: &mut Vec<Act>,
) -> usize {
    let is_list = !matches!(state.branch, Branch::Past | Branch::Relations);
    let has_keys = ui.memory(|memory| memory.focused().is_none() && memory.top_modal_layer().is_none());
    if !is_list || !has_keys || shown.is_empty() {
        return at;
    }
    let to = arrows(ui, at, shown.len());
    if to != at {
        state.row = Some(shown[to].row.clone());
        state.scroll = true;
    }
    if ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Enter)) {
        out.push(Act::OpenTrend(unit.clone(), shown[to].indicator.clone()));
    }
    to
}

fn plan_choice_ui(ui: &mut Ui, desk: &Desk, look: &Look, out: &mut Vec<Act>) {
    let title = desk.plan().map(|plan| look.text(&plan.title).to_owned()).unwrap_or_default();
    let longest = if look.lang == crate::base::Lang::Zh { 30 } else { 52 };
    let shown: String = if title.chars().count() > longest {
        title.chars().take(longest - 1).chain(['…']).collect()
    } else {
        title.clone()
    };
    ui.label(look.heading(shown)).on_hover_text(title);
    let other = look.say("plan.other").into_owned();
    menu_button_ui(ui, look, &other, &other, |ui| {
        for plan in desk.plans() {
            let chosen = plan.id == desk.workspace().plan;
            if ui.selectable_label(chosen, look.text(&plan.title)).clicked() {
                out.push(Act::SetPlan(plan.id.clone()));
            }
        }
    });
}
