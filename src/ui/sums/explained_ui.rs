//! 情况说明 collected from below, by check and unit, with the figure then and now.

use std::sync::Arc;

use egui::{Align, Align2, Layout, Panel, Rect, Ui, Vec2};

use crate::{
    base::{CheckId, Lang, Query, UnitId},
    desk::{Board, Desk, ExplanationLine, Holds, explanation_table},
    ui::{
        act::{Act, SumsFile},
        explanation_ui::{explanation_card_ui, explanation_row_ui},
        look::Look,
        widgets::{arrows, columns, headed_rows_ui, menu_button_ui, paint_text, quiet_button_ui, search_ui},
    },
};

/// Height of a row: two lines of words.
const ROW: f32 = 42.0;
/// Widths of the columns that do not grow: unit, element, figure.
const FIXED: [f32; 3] = [176.0, 182.0, 128.0];
/// How many characters of a check stand in the button of the menu.
const CHECK_SHOWN: usize = 14;

/// What the shown lines were narrowed from and by.
type ShownOf = (UnitId, crate::base::Period, u64, String, Option<CheckId>, Option<Holds>);

/// 情况说明的状态.
#[derive(Debug, Default)]
pub(in crate::ui) struct ExplainedState {
    search: String,
    check: Option<CheckId>,
    holds: Option<Holds>,
    chosen: usize,
    shown: Option<(ShownOf, Arc<Vec<usize>>)>,
}

impl ExplainedState {
    fn shown(&mut self, desk: &Desk, board: &Board, unit: &UnitId, generation: u64) -> Arc<Vec<usize>> {
        let of =
            (unit.clone(), board.period, generation, self.search.clone(), self.check.clone(), self.holds);
        if let Some((_, shown)) = self.shown.as_ref().filter(|(known, _)| *known == of) {
            return Arc::clone(shown);
        }
        let query = Query::new(&self.search);
        let tree = desk.tree().as_of(board.period.last_day());
        let fits = |line: &ExplanationLine| {
            tree.is_within(&line.key.unit, unit)
                && self.check.as_ref().is_none_or(|check| line.check == *check)
                && self.holds.is_none_or(|holds| line.holds == holds)
                && line.is_found_by(&query)
        };
        let all = board.explanations.iter().enumerate();
        let shown: Vec<usize> = all.filter(|(_, line)| fits(line)).map(|(at, _)| at).collect();
        let shown = Arc::new(shown);
        self.chosen = self.chosen.min(shown.len().saturating_sub(1));
        self.shown = Some((of, Arc::clone(&shown)));
        shown
    }
}

/// Draws the tab.
pub(super) fn explained_ui(
    ui: &mut Ui,
    desk: &Desk,
    board: &Board,
    state: &mut ExplainedState,
    (unit, generation): (&UnitId, u64),
    look: &Look,
    out: &mut Vec<Act>,
) {
    let shown = state.shown(desk, board, unit, generation);
    head_ui(ui, desk, board, state, (unit, &shown), look, out);
    ui.add_space(4.0);
    if shown.is_empty() {
        ui.add_space(40.0);
        let word = if board.explanations.is_empty() { "sum.no_explanation" } else { "sum.nothing" };
        ui.vertical_centered(|ui| ui.label(look.small(look.say(word))));
        return;
    }
    let to = arrows(ui, state.chosen, shown.len());
    let scroll = (to != state.chosen).then_some(to);
    state.chosen = to;
    let line = &board.explanations[shown[to]];
    Panel::bottom("sum explanation")
        .exact_size(104.0)
        .show_separator_line(false)
        .frame(egui::Frame::new().fill(look.theme.panel()).inner_margin(10))
        .show(ui, |ui| explanation_card_ui(ui, line, "sum.jump", look, out));
    let mut clicked = None;
    headed_rows_ui(ui, look, "sum explained", (ROW, shown.len(), scroll), list_head_ui, |ui, at, rect| {
        if line_ui(ui, rect, &board.explanations[shown[at]], at == to, look) {
            clicked = Some(at);
        }
    });
    state.chosen = clicked.unwrap_or(to);
}

fn head_ui(
    ui: &mut Ui,
    desk: &Desk,
    board: &Board,
    state: &mut ExplainedState,
    (unit, shown): (&UnitId, &[usize]),
    look: &Look,
    out: &mut Vec<Act>,
) {
    ui.horizontal(|ui| {
        let width = if look.lang == Lang::Zh { 170.0 } else { 200.0 };
        search_ui(ui, look, &mut state.search, "hands.search", width);
        let every = look.say("hands.every").into_owned();
        let name = look.say("sum.check").into_owned();
        let current = state.check.as_ref().map_or(every.clone(), |check| check_words(desk, check, look));
        ui.label(look.small(name.as_str()));
        let current = cut_words(&current, CHECK_SHOWN);
        menu_button_ui(ui, look, &current, &name, |ui| {
            let mut offered: Vec<&CheckId> = board.explanations.iter().map(|line| &line.check).collect();
            offered.dedup();
            if ui.selectable_label(state.check.is_none(), every.as_str()).clicked() {
                state.check = None;
            }
            for check in offered {
                let n = board.explanations.iter().filter(|line| line.check == *check).count();
                let is_chosen = state.check.as_ref() == Some(check);
                let words = format!("{}  {n}", check_words(desk, check, look));
                if ui.selectable_label(is_chosen, words).on_hover_text(check.as_str()).clicked() {
                    state.check = Some(check.clone());
                }
            }
        });
        let name = look.say("hands.standing").into_owned();
        let current = state.holds.map_or(every.clone(), |holds| look.text(&holds.name()).to_owned());
        ui.label(look.small(name.as_str()));
        menu_button_ui(ui, look, &current, &name, |ui| {
            if ui.selectable_label(state.holds.is_none(), every.as_str()).clicked() {
                state.holds = None;
            }
            for holds in [Holds::Yes, Holds::Outdated, Holds::Settled] {
                if ui.selectable_label(state.holds == Some(holds), look.text(&holds.name())).clicked() {
                    state.holds = Some(holds);
                }
            }
        });
        ui.label(look.small(look.say_with("hands.count", &[("n", &shown.len().to_string())])));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let of = desk.tree().unit(unit).map(|unit| look.text(&unit.name).to_owned()).unwrap_or_default();
            let title = format!("{}-{of}-{}", look.say("sum.tab_explained"), board.period.label(look.lang));
            let table =
                || explanation_table(&title, shown.iter().map(|at| &board.explanations[*at]), look.lang);
            if quiet_button_ui(ui, look.say("sum.file_xlsx")).clicked() {
                out.push(Act::SaveSumsTable { file: SumsFile::Book, table: table() });
            }
            if quiet_button_ui(ui, look.say("trend.copy_table")).clicked() {
                out.push(Act::CopyTable(table()));
            }
        });
    });
}

/// Says what a check asks: why it does, without the code nobody reads.
fn check_words(desk: &Desk, check: &CheckId, look: &Look) -> String {
    let found = desk.book().check(check).map(|found| look.text(&found.why).to_owned());
    let words = found.filter(|words| !words.is_empty()).unwrap_or_else(|| check.to_string());
    words.trim_end_matches(['。', '.']).to_owned()
}

/// Cuts words that are too long for a button.
fn cut_words(words: &str, most: usize) -> String {
    if words.chars().count() <= most {
        return words.to_owned();
    }
    words.chars().take(most).chain(std::iter::once('…')).collect()
}

/// Gives the columns of a row: unit, element, figure then and now, finding, explanation.
fn cells(row: Rect) -> [Rect; 5] {
    let grow = ((row.width() - FIXED.iter().sum::<f32>()) / 2.0).max(80.0);
    let [unit, element, figure] = FIXED;
    columns(row, [unit, element, figure, grow, grow], Vec2::new(6.0, 4.0))
}

fn list_head_ui(ui: &Ui, rect: Rect, look: &Look) {
    let words = ["hands.unit", "hands.element", "sum.then_now", "hands.finding", "hands.text"];
    for (at, (rect, word)) in cells(rect).into_iter().zip(words).enumerate() {
        let align = if at == 2 { Align2::RIGHT_CENTER } else { Align2::LEFT_CENTER };
        paint_text(ui, rect, &look.say(word), look.theme.small(), look.theme.quiet(), align);
    }
}

fn line_ui(ui: &Ui, rect: Rect, line: &ExplanationLine, chosen: bool, look: &Look) -> bool {
    let under = format!("{} · {}", look.text(&line.form), look.text(&line.status.name()));
    explanation_row_ui(ui, rect, cells(rect), (line, &under, chosen), look).clicked()
}
