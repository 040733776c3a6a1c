//! 情况说明 of all returns this desk sees: searched, narrowed, copied, saved, and the way to the cell of each.

use std::{collections::BTreeSet, sync::Arc};

use egui::{Align, Align2, Layout, Panel, Rect, Role, TextEdit, Ui, Vec2, WidgetInfo};

use crate::{
    base::{Period, Query, Severity},
    desk::{Desk, ExplanationLine, Holds, explanation_table},
    ui::{
        act::Act,
        explanation_ui::{explanation_card_ui, explanation_row_ui, two_lines},
        findings::{FindingsState, finding_ui::severity_key, screen_ui::which_ui},
        look::Look,
        widgets::{arrows, columns, headed_rows_ui, menu_button_ui, paint_text, quiet_button_ui},
    },
};

/// Height of a row: two lines of words.
const ROW: f32 = 44.0;
/// Widths of the columns that do not grow: unit, element, figure, who, status.
const FIXED: [f32; 5] = [160.0, 178.0, 124.0, 104.0, 84.0];

/// What the list remembers.
#[derive(Debug, Default)]
pub(super) struct ExplanationsState {
    search: String,
    period: Option<Period>,
    severity: Option<Severity>,
    holds: Option<Holds>,
    chosen: usize,
    scroll: bool,
    shown: Option<(ShownOf, Arc<Vec<usize>>)>,
}

/// What the shown lines were narrowed from and by.
type ShownOf = (u64, crate::base::UnitId, String, Option<Period>, Option<Severity>, Option<Holds>);

impl ExplanationsState {
    /// Gives the places of the lines that pass search and filters.
    fn shown(&mut self, desk: &Desk, lines: &[ExplanationLine]) -> Arc<Vec<usize>> {
        let of = (
            desk.generation(),
            desk.seat().clone(),
            self.search.clone(),
            self.period,
            self.severity,
            self.holds,
        );
        if let Some((_, shown)) = self.shown.as_ref().filter(|(known, _)| *known == of) {
            return Arc::clone(shown);
        }
        let query = Query::new(&self.search);
        let passes = |line: &ExplanationLine| {
            self.period.is_none_or(|period| line.key.period == period)
                && self.severity.is_none_or(|severity| line.severity == severity)
                && self.holds.is_none_or(|holds| line.holds == holds)
                && line.is_found_by(&query)
        };
        let shown: Vec<usize> =
            lines.iter().enumerate().filter(|(_, line)| passes(line)).map(|(at, _)| at).collect();
        let shown = Arc::new(shown);
        self.shown = Some((of, Arc::clone(&shown)));
        self.chosen = self.chosen.min(shown.len().saturating_sub(1));
        shown
    }
}

/// Draws the list.
pub(super) fn explanations_ui(
    ui: &mut Ui,
    desk: &Desk,
    state: &mut FindingsState,
    look: &Look,
    out: &mut Vec<Act>,
) {
    let lines = desk.explanations();
    ui.horizontal(|ui| {
        ui.label(look.heading(look.say("route.findings")));
        which_ui(ui, state, look);
        let shown = state.explanations.shown(desk, &lines).len().to_string();
        ui.label(look.small(look.say_with("hands.count", &[("n", &shown)])));
    });
    let state = &mut state.explanations;
    ui.add_space(4.0);
    head_ui(ui, desk, &lines, state, look, out);
    ui.add_space(6.0);
    let shown = state.shown(desk, &lines);
    if shown.is_empty() {
        let word = if lines.is_empty() { "hands.none" } else { "hands.nothing" };
        ui.add_space(40.0);
        ui.vertical_centered(|ui| ui.label(look.small(look.say(word))));
        return;
    }
    let to = arrows(ui, state.chosen, shown.len());
    state.scroll |= to != state.chosen;
    state.chosen = to;
    let line = &lines[shown[state.chosen]];
    Panel::bottom("explanation card")
        .exact_size(116.0)
        .show_separator_line(false)
        .frame(egui::Frame::new().fill(look.theme.panel()).inner_margin(10))
        .show(ui, |ui| explanation_card_ui(ui, line, "hands.open", look, out));
    let scroll = std::mem::take(&mut state.scroll).then_some(state.chosen);
    let mut clicked = None;
    headed_rows_ui(ui, look, "explanations", (ROW, shown.len(), scroll), list_head_ui, |ui, at, rect| {
        if line_ui(ui, rect, &lines[shown[at]], at == state.chosen, look) {
            clicked = Some(at);
        }
    });
    state.chosen = clicked.unwrap_or(state.chosen);
}

fn head_ui(
    ui: &mut Ui,
    desk: &Desk,
    lines: &[ExplanationLine],
    state: &mut ExplanationsState,
    look: &Look,
    out: &mut Vec<Act>,
) {
    ui.horizontal(|ui| {
        let hint = look.say("hands.search").into_owned();
        let field =
            ui.add(TextEdit::singleline(&mut state.search).hint_text(hint.as_str()).desired_width(220.0));
        field.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, &hint));
        let periods: BTreeSet<Period> = lines.iter().map(|line| line.key.period).collect();
        let periods: Vec<_> =
            periods.into_iter().rev().map(|period| (period, period.label(look.lang))).collect();
        choice_ui(ui, look, "hands.period", &periods, &mut state.period);
        let severities: BTreeSet<Severity> = lines.iter().map(|line| line.severity).collect();
        let named = |severity: Severity| (severity, look.say(severity_key(severity)).into_owned());
        choice_ui(
            ui,
            look,
            "hands.severity",
            &severities.into_iter().map(named).collect::<Vec<_>>(),
            &mut state.severity,
        );
        let standings = [Holds::Yes, Holds::Outdated, Holds::Settled];
        let standings = standings.map(|holds| (holds, look.text(&holds.name()).to_owned()));
        choice_ui(ui, look, "hands.standing", &standings, &mut state.holds);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let table = |state: &mut ExplanationsState| {
                let unit = desk.our_unit().map(|unit| look.text(&unit.name).to_owned()).unwrap_or_default();
                let title = format!("{}-{unit}", look.say("hands.all_explanations"));
                let shown = state.shown(desk, lines);
                explanation_table(&title, shown.iter().map(|at| &lines[*at]), look.lang)
            };
            if quiet_button_ui(ui, look.say("followed.save_csv")).clicked() {
                out.push(Act::SaveTable(table(state)));
            }
            if quiet_button_ui(ui, look.say("trend.copy_table")).clicked() {
                out.push(Act::CopyTable(table(state)));
            }
        });
    });
}

/// Draws a choice of one, or of all.
fn choice_ui<T: Copy + PartialEq>(
    ui: &mut Ui,
    look: &Look,
    word: &str,
    offered: &[(T, String)],
    chosen: &mut Option<T>,
) {
    let name = look.say(word).into_owned();
    let every = look.say("hands.every").into_owned();
    ui.label(look.small(name.as_str()));
    let current =
        offered.iter().find(|(one, _)| Some(*one) == *chosen).map_or(every.as_str(), |(_, name)| name);
    menu_button_ui(ui, look, current, &name, |ui| {
        if ui.selectable_label(chosen.is_none(), every.as_str()).clicked() {
            *chosen = None;
        }
        for (one, words) in offered {
            if ui.selectable_label(*chosen == Some(*one), words).clicked() {
                *chosen = Some(*one);
            }
        }
    });
}

/// Gives the columns of a row: unit, element, figure, finding, explanation, who, status.
fn cells(row: Rect) -> [Rect; 7] {
    let grow = ((row.width() - FIXED.iter().sum::<f32>()) / 2.0).max(60.0);
    let [unit, element, figure, who, status] = FIXED;
    columns(row, [unit, element, figure, grow, grow, who, status], Vec2::new(6.0, 4.0))
}

fn list_head_ui(ui: &Ui, rect: Rect, look: &Look) {
    let words = [
        "hands.unit",
        "hands.element",
        "hands.figure",
        "hands.finding",
        "hands.text",
        "hands.who",
        "hands.status",
    ];
    for (at, (rect, word)) in cells(rect).into_iter().zip(words).enumerate() {
        let align = if at == 2 { Align2::RIGHT_CENTER } else { Align2::LEFT_CENTER };
        paint_text(ui, rect, &look.say(word), look.theme.small(), look.theme.quiet(), align);
    }
}

fn line_ui(ui: &Ui, rect: Rect, line: &ExplanationLine, chosen: bool, look: &Look) -> bool {
    let [unit, name, figure, says, text, who_at, status_at] = cells(rect);
    let under = format!("{} {}", line.key.period.label(look.lang), look.text(&line.form));
    let shown = (line, under.as_str(), chosen);
    let response = explanation_row_ui(ui, rect, [unit, name, figure, says, text], shown, look);
    two_lines(ui, who_at, &line.who, &line.at.format("%Y-%m-%d").to_string(), look);
    let holds =
        if line.holds == Holds::Outdated { look.text(&line.holds.name()).to_owned() } else { String::new() };
    two_lines(ui, status_at, look.text(&line.status.name()), &holds, look);
    response.clicked()
}
