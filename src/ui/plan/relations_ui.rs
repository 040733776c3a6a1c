//! 勾稽核对: what the plan's printed figures come to, held against one another.

use egui::{Align2, Rect, Role, Sense, Ui, Vec2, WidgetInfo};

use crate::{
    base::quantity_text,
    plan::{Plan, Relation},
    ui::{
        icons,
        look::Look,
        plan::state::{Branch, PlanState},
        widgets::{columns, headed_list_ui, paint_text},
    },
};

/// Shares of the width: name, computed, printed, verdict.
const SHARES: [f32; 4] = [0.30, 0.26, 0.26, 0.18];

/// Draws the relations; a click shows the target a relation is about.
pub(super) fn relations_ui(ui: &mut Ui, plan: &Plan, state: &mut PlanState, look: &Look) {
    let theme = &look.theme;
    let head = |ui: &Ui, rect: Rect, look: &Look| {
        let titles = ["relation.name", "relation.computed", "relation.printed", "target.verdict"];
        for (cell, key) in cells(rect).into_iter().zip(titles) {
            paint_text(ui, cell, &look.say(key), theme.small(), theme.quiet(), Align2::LEFT_CENTER);
        }
    };
    headed_list_ui(ui, look, "relations", head, |ui| {
        for relation in &plan.relations {
            if relation_ui(ui, plan, relation, look) {
                let target = relation.rows().into_iter().rev().find(|row| plan.target(row).is_some());
                if let Some(row) = target {
                    state.show(row.to_owned());
                } else {
                    state.branch = Branch::Past;
                }
            }
        }
    });
}

fn cells(row: Rect) -> [Rect; 4] {
    columns(row, SHARES.map(|share| row.width() * share), Vec2::new(6.0, 0.0))
}

fn relation_ui(ui: &mut Ui, plan: &Plan, relation: &Relation, look: &Look) -> bool {
    let theme = &look.theme;
    let (rect, response) = ui.allocate_exact_size(Vec2::new(ui.available_width(), 30.0), Sense::click());
    let Some(found) = relation.reckon(plan) else { return false };
    let number = |value| quantity_text(value, relation.decimals);
    let computed = format!("{} = {}", relation.left.shown(plan), number(found.left));
    let printed = match (&relation.right, found.right) {
        (Some(right), Some(value)) if right.rows().len() > 1 => {
            format!("{} = {}", right.shown(plan), number(value))
        }
        (_, Some(value)) => number(value),
        (_, None) => look.say("relation.not_printed").into_owned(),
    };
    let difference = found.right.and_then(|right| found.left.checked_sub(right)).unwrap_or_default();
    let (icon, ink, word) = match found.holds {
        Some(true) => (icons::CHECK, theme.good(), look.say("relation.holds").into_owned()),
        Some(false) => {
            let sign = if difference.is_sign_negative() { "" } else { "+" };
            let words = look.say_with("relation.differs", &[("n", &format!("{sign}{}", number(difference)))]);
            (icons::WARNING, theme.soft(), words)
        }
        None => (icons::MINUS, theme.quiet(), look.say("relation.derived").into_owned()),
    };
    let texts = [look.text(&relation.name), computed.as_str(), printed.as_str(), word.as_str()];
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, texts.join(" ")));
    if response.hovered() || response.has_focus() {
        ui.painter().rect_filled(rect, 0.0, theme.panel());
    }
    let line = egui::Stroke::new(1.0, theme.line().gamma_multiply(0.7));
    ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, line);
    let mut shown = cells(rect);
    for (cell, text) in shown.into_iter().zip(texts).take(3) {
        paint_text(ui, cell, text, theme.grid(), theme.text(), Align2::LEFT_CENTER);
    }
    paint_text(ui, shown[3], icon, theme.icon(), ink, Align2::LEFT_CENTER);
    shown[3].min.x += 20.0;
    paint_text(ui, shown[3], &word, theme.small(), ink, Align2::LEFT_CENTER);
    response.clicked()
}
