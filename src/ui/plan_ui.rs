//! 规划: targets by clause, where we stand, and the target as a card.

use std::collections::BTreeMap;

use egui::{
    Align2, CentralPanel, Frame, Margin, Panel, RichText, Role, ScrollArea, Sense, TextEdit, Ui, Vec2,
    WidgetInfo,
};

use crate::{
    base::{Query, UnitId},
    desk::{Desk, PlanLine},
    ui::{
        act::Act,
        icons,
        look::Look,
        start_ui::{target_head_ui, target_line_ui},
        widgets::{fraction_ui, menu_button_ui, paint_text, quiet_button_ui, unit_picker_ui},
    },
};

/// Stands for the list of past figures among the clauses.
const PAST: &str = "past figures";

/// 规划画面的状态.
#[derive(Debug, Default)]
pub struct PlanState {
    unit: Option<UnitId>,
    clause: Option<String>,
    row: Option<String>,
    search: String,
}

impl PlanState {
    /// Shows a target.
    pub fn show(&mut self, row: String) {
        self.clause = None;
        self.row = Some(row);
    }
}

/// Draws the plan screen.
pub(super) fn plan_ui(ui: &mut Ui, desk: &Desk, state: &mut PlanState, look: &Look, out: &mut Vec<Act>) {
    let Some(plan) = desk.plan() else {
        ui.centered_and_justified(|ui| ui.label(look.say("plan.none")));
        return;
    };
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
    let chosen =
        state.row.as_ref().and_then(|row| lines.iter().find(|line| line.row == *row)).or(lines.first());
    if let Some(line) = chosen {
        Panel::right("plan card")
            .exact_size(300.0)
            .resizable(false)
            .frame(plain(Margin::symmetric(14, 10)))
            .show(ui, |ui| {
                ScrollArea::vertical()
                    .auto_shrink([false, false])
                    .show(ui, |ui| card_ui(ui, desk, &unit, line, look, out));
            });
    }
    Panel::left("plan clauses")
        .exact_size(150.0)
        .resizable(false)
        .frame(plain(Margin::symmetric(6, 6)))
        .show(ui, |ui| {
            clauses_ui(ui, plan, state, look);
        });
    let chosen = chosen.map(|line| line.row.clone());
    CentralPanel::default().frame(plain(Margin::symmetric(8, 0))).show(ui, |ui| {
        let query = Query::new(&state.search);
        if state.clause.as_deref() == Some(PAST) && plan.baselines.is_empty() {
            state.clause = None;
        }
        if state.clause.as_deref() == Some(PAST) {
            past_figures_ui(ui, desk, plan, &unit, &query, look, out);
            return;
        }
        target_head_ui(ui, look);
        let fits = |line: &&PlanLine| {
            state.clause.as_ref().is_none_or(|clause| clause_group(&line.clause) == *clause)
                && query.finds(&line.name, line.indicator.as_str())
        };
        ScrollArea::vertical().auto_shrink([false, false]).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            for line in lines.iter().filter(fits) {
                if target_line_ui(ui, line, look, chosen.as_ref() == Some(&line.row)).clicked() {
                    state.row = Some(line.row.clone());
                }
            }
        });
    });
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

/// Gives the part of a clause that stands in the tree: `二(三)14` belongs to `二(三)`.
fn clause_group(clause: &str) -> String {
    let group = clause.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.' || c == '、');
    if group.chars().count() > 1 { group.to_owned() } else { clause.to_owned() }
}

fn clauses_ui(ui: &mut Ui, plan: &crate::plan::Plan, state: &mut PlanState, look: &Look) {
    let mut groups: BTreeMap<usize, (String, usize)> = BTreeMap::new();
    let mut order: Vec<String> = Vec::new();
    for target in &plan.targets {
        let group = clause_group(&target.clause);
        let at = order.iter().position(|known| *known == group).unwrap_or_else(|| {
            order.push(group.clone());
            order.len() - 1
        });
        groups.entry(at).or_insert_with(|| (group, 0)).1 += 1;
    }
    ScrollArea::vertical().auto_shrink([false, false]).show(ui, |ui| {
        let all = (look.say("plan.all").into_owned(), plan.targets.len());
        let rows = std::iter::once((None, all.0, all.1));
        let rows = rows.chain(groups.into_values().map(|(group, count)| (Some(group.clone()), group, count)));
        let past = (!plan.baselines.is_empty())
            .then(|| (Some(PAST.to_owned()), look.say("plan.past").into_owned(), plan.baselines.len()));
        let rows = rows.chain(past);
        for (clause, label, count) in rows {
            let theme = &look.theme;
            let (rect, response) =
                ui.allocate_exact_size(Vec2::new(ui.available_width(), 28.0), Sense::click());
            let chosen = state.clause == clause;
            response
                .widget_info(|| WidgetInfo::selected(Role::Button, true, chosen, format!("{label} {count}")));
            if chosen {
                ui.painter().rect_filled(rect, theme.corner(), theme.accent_ground());
            } else if response.hovered() {
                ui.painter().rect_filled(rect, theme.corner(), theme.panel());
            }
            let inner = rect.shrink2(Vec2::new(8.0, 0.0));
            let ink = if chosen { theme.accent() } else { theme.text() };
            paint_text(ui, inner, &label, theme.grid(), ink, Align2::LEFT_CENTER);
            paint_text(ui, inner, &count.to_string(), theme.small(), theme.quiet(), Align2::RIGHT_CENTER);
            if response.clicked() {
                state.clause = clause;
            }
        }
        ui.label(
            look.small(look.say_with("plan.deliverables", &[("n", &plan.deliverables.len().to_string())])),
        );
    });
}

/// Draws the past figures a plan prints, with their clause: real figures, shown as printed.
fn past_figures_ui(
    ui: &mut Ui,
    desk: &Desk,
    plan: &crate::plan::Plan,
    unit: &UnitId,
    query: &Query,
    look: &Look,
    out: &mut Vec<Act>,
) {
    let theme = &look.theme;
    let widths = [0.40, 0.14, 0.16, 0.14, 0.16];
    let cells = |row: egui::Rect| {
        let mut x = row.left();
        widths.map(|share| {
            let rect = egui::Rect::from_min_size(
                egui::Pos2::new(x, row.top()),
                Vec2::new(row.width() * share, row.height()),
            );
            x += row.width() * share;
            rect.shrink2(Vec2::new(6.0, 0.0))
        })
    };
    let aligns = [
        Align2::LEFT_CENTER,
        Align2::LEFT_CENTER,
        Align2::RIGHT_CENTER,
        Align2::LEFT_CENTER,
        Align2::LEFT_CENTER,
    ];
    let (head, _) = ui.allocate_exact_size(Vec2::new(ui.available_width() - 12.0, 26.0), Sense::hover());
    ui.painter().rect_filled(head, 0.0, theme.panel());
    let titles = ["target.indicator", "period.name", "plan.printed", "plan.clause", "plan.scope_title"];
    for ((rect, key), align) in cells(head).into_iter().zip(titles).zip(aligns) {
        paint_text(ui, rect, &look.say(key), theme.small(), theme.quiet(), align);
    }
    ScrollArea::vertical().auto_shrink([false, false]).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        for past in &plan.baselines {
            let Some(indicator) = desk.catalogue().indicator(&past.indicator) else { continue };
            if !query.finds(&indicator.name, indicator.id.as_str()) {
                continue;
            }
            let (rect, response) =
                ui.allocate_exact_size(Vec2::new(ui.available_width() - 2.0, 28.0), Sense::click());
            let value = format!("{} {}", past.mark.shown(look.lang), past.unit);
            let texts = [
                look.text(&indicator.name).to_owned(),
                past.span.label(look.lang),
                value,
                past.clause.clone(),
                look.text(&past.scope_text).to_owned(),
            ];
            response.widget_info(|| WidgetInfo::labeled(Role::Button, true, texts.join(" ")));
            if !ui.is_rect_visible(rect) {
                continue;
            }
            if response.hovered() {
                ui.painter().rect_filled(rect, 0.0, theme.panel());
            }
            ui.painter().hline(
                rect.x_range(),
                rect.bottom() - 0.5,
                egui::Stroke::new(1.0, theme.line().gamma_multiply(0.7)),
            );
            for (at, ((cell, text), align)) in cells(rect).into_iter().zip(&texts).zip(aligns).enumerate() {
                let ink = if matches!(at, 0 | 2) { theme.text() } else { theme.quiet() };
                paint_text(ui, cell, text, theme.grid(), ink, align);
            }
            let response = if past.doubt.zh.is_empty() {
                response
            } else {
                response.on_hover_text(look.text(&past.doubt))
            };
            if response.clicked() {
                out.push(Act::OpenTrend(unit.clone(), past.indicator.clone()));
            }
        }
    });
}

fn card_ui(ui: &mut Ui, desk: &Desk, unit: &UnitId, line: &PlanLine, look: &Look, out: &mut Vec<Act>) {
    let theme = &look.theme;
    ui.label(look.bold(look.text(&line.name)));
    let mut words = vec![line.clause.clone()];
    let nature = line.nature.name();
    if !nature.zh.is_empty() {
        words.push(look.text(&nature).to_owned());
    }
    let due = line.due.label(look.lang);
    words.push(if line.due_is_horizon { look.say_with("plan.horizon", &[("due", &due)]) } else { due });
    if !line.hedge.is_empty() {
        words.push(look.say_with("plan.hedge", &[("hedge", &line.hedge)]));
    }
    ui.label(look.small(words.join(" · ")));
    ui.separator();
    ui.label(RichText::new(look.say("plan.how")).font(theme.grid_bold()));
    if let Some(indicator) = desk.catalogue().indicator(&line.indicator) {
        fraction_ui(ui, &desk.catalogue().fraction(&indicator.formula), look);
        if !indicator.note.zh.is_empty() {
            ui.label(look.small(look.text(&indicator.note)));
        }
    }
    ui.label(look.small(look.say_with("plan.scope", &[("scope", look.text(&line.scope))])));
    ui.add_space(8.0);
    ui.label(RichText::new(look.say("plan.standing")).font(theme.grid_bold()));
    let unit_word = match look.text(&line.unit) {
        "%" | "‰" => "",
        _ if line.target.zh.contains(':') || line.target.zh.contains('级') => "",
        unit => unit,
    };
    let target = format!("{} {unit_word}", look.text(&line.target));
    ui.label(look.say_with("plan.asked", &[("target", target.trim())]));
    if line.gap.zh.is_empty() {
        ui.label(look.text(&line.standing.sentence));
    } else {
        ui.label(
            RichText::new(format!("{} {}", look.say("plan.short"), look.text(&line.gap)))
                .font(theme.heading()),
        );
        ui.label(look.text(&line.standing.sentence));
    }
    if !line.lack.zh.is_empty() {
        ui.label(look.small(look.text(&line.lack)));
    }
    if !line.undated.zh.is_empty() {
        ui.label(look.small(look.text(&line.undated)));
    }
    if !line.doubt.zh.is_empty() {
        ui.add_space(8.0);
        ui.horizontal(|ui| {
            ui.label(look.icon(icons::WARNING_CIRCLE).color(theme.soft()));
            ui.label(RichText::new(look.say("plan.doubt")).font(theme.grid_bold()).color(theme.soft()));
        });
        ui.label(RichText::new(look.text(&line.doubt)).font(theme.grid()));
    }
    ui.add_space(10.0);
    if quiet_button_ui(ui, look.say("details.see_trend")).clicked() {
        out.push(Act::OpenTrend(unit.clone(), line.indicator.clone()));
    }
}
