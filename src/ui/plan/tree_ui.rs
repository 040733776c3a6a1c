//! The tree on the left: the plan's parts or the topics, each with how many targets it has.

use egui::{Align2, Button, CursorIcon, Role, ScrollArea, Sense, Ui, Vec2, WidgetInfo};

use crate::{
    desk::PlanLine,
    plan::Plan,
    ui::{
        act::{Act, Route},
        look::Look,
        plan::state::{Branch, PlanState, clause_group},
        widgets::{paint_text, segments_ui},
    },
};

/// Draws the tree.
pub(super) fn tree_ui(
    ui: &mut Ui,
    plan: &Plan,
    lines: &[PlanLine],
    state: &mut PlanState,
    look: &Look,
    out: &mut Vec<Act>,
) {
    let labels = [look.say("plan.by_clause").into_owned(), look.say("plan.by_topic").into_owned()];
    if let Some(chosen) = segments_ui(ui, look, &labels, usize::from(state.by_topic)) {
        state.by_topic = chosen == 1;
        state.branch = Branch::All;
    }
    ui.add_space(4.0);
    ScrollArea::vertical().auto_shrink([false, false]).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 2.0;
        let all = look.say("plan.all").into_owned();
        branch_ui(ui, Branch::All, &all, lines.len(), state, look);
        for (branch, label, count) in branches(plan, lines, state.by_topic, look) {
            branch_ui(ui, branch, &label, count, state, look);
        }
        if !plan.baselines.is_empty() {
            let past = look.say("plan.past").into_owned();
            branch_ui(ui, Branch::Past, &past, plan.baselines.len(), state, look);
        }
        if !plan.relations.is_empty() {
            let label = look.say("relation.title").into_owned();
            branch_ui(ui, Branch::Relations, &label, plan.relations.len(), state, look);
        }
        ui.add_space(6.0);
        let words = look.say_with("plan.deliverables", &[("n", &plan.deliverables.len().to_string())]);
        let link = Button::new(look.small(words).color(look.theme.accent())).frame(false);
        let shown = !plan.deliverables.is_empty();
        if shown && ui.add(link).on_hover_cursor(CursorIcon::PointingHand).clicked() {
            out.push(Act::Go(Route::Deliverables));
        }
    });
}

/// Gives the branches in the order of the plan, or of the inventory's topics.
fn branches(plan: &Plan, lines: &[PlanLine], by_topic: bool, look: &Look) -> Vec<(Branch, String, usize)> {
    let mut found: Vec<(Branch, String, usize)> = Vec::new();
    let mut count =
        |branch: Branch, label: String| match found.iter_mut().find(|(known, ..)| *known == branch) {
            Some((.., count)) => *count += 1,
            None => found.push((branch, label, 1)),
        };
    if by_topic {
        let mut topics: Vec<_> = lines.iter().map(|line| line.topic).collect();
        topics.sort();
        for topic in topics {
            count(Branch::Topic(topic), look.text(&topic.name()).to_owned());
        }
        return found;
    }
    // The main clauses first, so that the tree stands in the order of the plan.
    for target in &plan.targets {
        count(Branch::Clause(clause_group(&target.clause)), clause_group(&target.clause));
    }
    for target in &plan.targets {
        let mut known = vec![clause_group(&target.clause)];
        for group in target.also.iter().map(|(_, clause)| clause_group(clause)) {
            if !known.contains(&group) {
                count(Branch::Clause(group.clone()), group.clone());
                known.push(group);
            }
        }
    }
    found
}

fn branch_ui(ui: &mut Ui, branch: Branch, label: &str, count: usize, state: &mut PlanState, look: &Look) {
    let theme = &look.theme;
    let (rect, response) = ui.allocate_exact_size(Vec2::new(ui.available_width(), 26.0), Sense::click());
    let chosen = state.branch == branch;
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, chosen, format!("{label} {count}")));
    if chosen {
        ui.painter().rect_filled(rect, theme.corner(), theme.accent_ground());
    } else if response.hovered() || response.has_focus() {
        ui.painter().rect_filled(rect, theme.corner(), theme.panel());
    }
    let mut inner = rect.shrink2(Vec2::new(8.0, 0.0));
    paint_text(ui, inner, &count.to_string(), theme.small(), theme.quiet(), Align2::RIGHT_CENTER);
    inner.max.x -= 26.0;
    let ink = if chosen { theme.accent() } else { theme.text() };
    if !paint_text(ui, inner, label, theme.grid(), ink, Align2::LEFT_CENTER) {
        response.clone().on_hover_text(label);
    }
    if response.clicked() {
        state.branch = branch;
    }
}
