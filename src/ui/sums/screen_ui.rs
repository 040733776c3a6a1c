//! The screen: period and unit on top, tabs, the tree of areas on the left, what a tab shows beside it.

use std::sync::Arc;

use egui::{Align, CentralPanel, Frame, Layout, Margin, Panel, RichText, Role, ScrollArea, Ui, WidgetInfo};

use crate::{
    base::{Lang, UnitId},
    desk::{Board, Desk},
    ui::{
        act::{Act, Route, SumsFile},
        look::Look,
        sums::{
            SumsState,
            areas_ui::areas_ui,
            drill_ui::drill_ui,
            explained_ui::explained_ui,
            grid_ui::{Drawn, grid_ui},
            hand_up_ui::hand_up_ui,
            ranking_ui::ranking_ui,
            reporting_ui::reporting_ui,
            state::Tab,
        },
        widgets::{menu_button_ui, modal, primary_button_ui, quiet_button_ui, search_ui, unit_picker_ui},
    },
};

/// Widths of the tree, by language, and of the drill-down.
const SIDES: [f32; 3] = [206.0, 240.0, 300.0];

/// Draws the screen.
pub(in crate::ui) fn sums_ui(
    ui: &mut Ui,
    desk: &Desk,
    state: &mut SumsState,
    look: &Look,
    out: &mut Vec<Act>,
) {
    let theme = look.theme.clone();
    let plain = |margin: Margin| Frame::new().fill(theme.ground()).inner_margin(margin);
    if desk.tree().len() < 2 {
        CentralPanel::default().frame(plain(Margin::same(24))).show(ui, |ui| empty_ui(ui, look, out));
        return;
    }
    let (board, of, is_current) = state.board(desk, look, ui.ctx());
    let (period, generation) = (of.1, of.3);
    let unit = state.settled_unit(desk, period);
    Panel::top("sum head").exact_size(44.0).frame(plain(Margin::symmetric(16, 6))).show(ui, |ui| {
        head_ui(ui, desk, state, (&unit, period), board.is_some() && is_current, look, out);
    });
    Panel::top("sum tabs").exact_size(32.0).frame(plain(Margin::symmetric(16, 2))).show(ui, |ui| {
        tabs_ui(ui, state, look);
    });
    let has_failed = state.adding.has_failed(&(of.0.clone(), period, look.today, desk.generation()));
    let Some(board) = board else {
        CentralPanel::default().frame(plain(Margin::same(24))).show(ui, |ui| {
            ui.add_space(60.0);
            let word = if has_failed { "sum.failed" } else { "sum.adding" };
            ui.vertical_centered(|ui| ui.label(look.small(look.say(word))));
        });
        return;
    };
    let tree = if look.lang == crate::base::Lang::Zh { SIDES[0] } else { SIDES[1] };
    Panel::left("sum areas").exact_size(tree).resizable(false).frame(plain(Margin::symmetric(8, 6))).show(
        ui,
        |ui| {
            if let Some(chosen) = areas_ui(ui, desk, &board, &unit, look) {
                state.unit = Some(chosen);
            }
        },
    );
    let has_drill = matches!(state.tab, Tab::Table | Tab::Heat);
    if has_drill {
        state.grid.settle(desk, &board, &unit, generation);
        Panel::right("sum drill")
            .exact_size(SIDES[2])
            .resizable(false)
            .frame(plain(Margin::symmetric(14, 8)))
            .show(ui, |ui| {
                let scroll = ScrollArea::vertical().id_salt("sum drill").auto_shrink([false, false]);
                scroll.show(ui, |ui| drill_ui(ui, desk, &board, state, &unit, look, out));
            });
    }
    CentralPanel::default().frame(plain(Margin::symmetric(8, 4))).show(ui, |ui| {
        if !is_current {
            // What stands there is of a moment ago.
            ui.set_opacity(0.55);
        }
        tab_ui(ui, desk, &board, state, &unit, generation, look, out);
    });
    ask_ui(ui, &board, desk, state, &unit, look, out);
}

#[allow(clippy::too_many_arguments, reason = "the one place where the tabs part")]
fn tab_ui(
    ui: &mut Ui,
    desk: &Desk,
    board: &Arc<Board>,
    state: &mut SumsState,
    unit: &UnitId,
    generation: u64,
    look: &Look,
    out: &mut Vec<Act>,
) {
    match state.tab {
        Tab::Reporting => reporting_ui(ui, desk, board, &mut state.reporting, (unit, generation), look, out),
        Tab::Table => {
            grid_head_ui(ui, desk, state, board, look);
            grid_ui(ui, desk, board, &mut state.grid, Drawn::Figures, look);
        }
        Tab::Heat => {
            grid_head_ui(ui, desk, state, board, look);
            grid_ui(ui, desk, board, &mut state.grid, Drawn::Standings, look);
        }
        Tab::Ranking => ranking_ui(ui, desk, board, state, (unit, generation), look, out),
        Tab::Explained => {
            explained_ui(ui, desk, board, &mut state.explained, (unit, generation), look, out);
        }
    }
}

fn head_ui(
    ui: &mut Ui,
    desk: &Desk,
    state: &mut SumsState,
    (unit, period): (&UnitId, crate::base::Period),
    is_ready: bool,
    look: &Look,
    out: &mut Vec<Act>,
) {
    ui.horizontal_centered(|ui| {
        ui.label(look.heading(look.say("route.sums")));
        let name = look.say("period.name").into_owned();
        let offered = state.periods(desk, look);
        menu_button_ui(ui, look, &period.label(look.lang), &name, |ui| {
            ScrollArea::vertical().max_height(380.0).show(ui, |ui| {
                for one in offered {
                    if ui.selectable_label(one == period, one.label(look.lang)).clicked() {
                        state.period = Some(one);
                        ui.close();
                    }
                }
            });
        });
        if let Some(picked) = unit_picker_ui(ui, look, desk.tree(), unit, &look.say("sum.unit")) {
            state.unit = Some(picked);
        }
        if state.adding.is_running() {
            ui.label(look.small(look.say("sum.adding")));
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.add_enabled_ui(is_ready, |ui| {
                // Nobody hands up another bureau's totals.
                let is_ours = desk.is_bureau() && unit == desk.seat();
                if is_ours && primary_button_ui(ui, look, look.say("sum.hand_up")).clicked() {
                    state.hands_up = Some(true);
                }
                let export = look.say("sum.export").into_owned();
                menu_button_ui(ui, look, &export, &export, |ui| {
                    for (file, key) in [
                        (SumsFile::Book, "sum.file_book"),
                        (SumsFile::Csv, "sum.file_csv"),
                        (SumsFile::HandOver, "sum.file_hand_over"),
                    ] {
                        if ui.button(look.say(key)).clicked() {
                            out.push(Act::SaveSums { file, unit: unit.clone(), period });
                        }
                    }
                });
            });
        });
    });
}

fn tabs_ui(ui: &mut Ui, state: &mut SumsState, look: &Look) {
    let theme = &look.theme;
    ui.horizontal_centered(|ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        for (tab, key) in Tab::ALL {
            let chosen = state.tab == tab;
            let ink = if chosen { theme.accent() } else { theme.quiet() };
            let fill = if chosen { theme.accent_ground() } else { theme.panel() };
            let label = look.say(key);
            let text = RichText::new(label.as_ref()).font(theme.grid()).color(ink);
            let button = egui::Button::new(text).fill(fill).stroke(egui::Stroke::NONE);
            let response = ui.add(button);
            response.widget_info(|| WidgetInfo::selected(Role::Tab, true, chosen, &label));
            if response.clicked() {
                state.tab = tab;
            }
        }
    });
}

/// Draws which rows and columns the table has, with a search for each.
fn grid_head_ui(ui: &mut Ui, desk: &Desk, state: &mut SumsState, board: &Board, look: &Look) {
    use crate::ui::sums::grid::Columns;
    let grid = &mut state.grid;
    ui.horizontal(|ui| {
        let name = look.say("sum.columns").into_owned();
        let form_name = |id| desk.catalogue().form(id).map(|form| look.text(&form.name).to_owned());
        let shown = match &grid.columns {
            Columns::Targets => look.say("sum.targets").into_owned(),
            Columns::Form(form) => form_name(form).unwrap_or_default(),
        };
        menu_button_ui(ui, look, &shown, &name, |ui| {
            if ui.selectable_label(grid.columns == Columns::Targets, look.say("sum.targets")).clicked() {
                grid.columns = Columns::Targets;
            }
            for form in desk.catalogue().forms().iter().filter(|form| form.period == board.period.kind()) {
                let columns = Columns::Form(form.id.clone());
                if ui.selectable_label(grid.columns == columns, look.text(&form.name)).clicked() {
                    grid.columns = columns;
                }
            }
        });
        let deep = look.say("sum.deep").into_owned();
        ui.checkbox(&mut grid.is_deep, deep);
        for (text, key) in
            [(&mut grid.unit_search, "sum.search_unit"), (&mut grid.item_search, "sum.search_item")]
        {
            let width = if look.lang == Lang::Zh { 116.0 } else { 138.0 };
            search_ui(ui, look, text, key, width);
        }
        let (units, items) = (grid.rows.len().to_string(), grid.heads.len().to_string());
        ui.label(look.small(look.say_with("sum.grid_size", &[("units", &units), ("items", &items)])));
    });
}

/// Teaches a bureau that has nobody below it yet.
fn empty_ui(ui: &mut Ui, look: &Look, out: &mut Vec<Act>) {
    ui.label(look.heading(look.say("route.sums")));
    ui.add_space(16.0);
    for key in ["sum.teach_1", "sum.teach_2", "sum.teach_3"] {
        ui.label(look.say(key).into_owned());
        ui.add_space(6.0);
    }
    ui.add_space(8.0);
    if quiet_button_ui(ui, look.say("sum.teach_go")).clicked() {
        out.push(Act::Go(Route::Register));
    }
}

fn ask_ui(
    ui: &Ui,
    board: &Board,
    desk: &Desk,
    state: &mut SumsState,
    unit: &UnitId,
    look: &Look,
    out: &mut Vec<Act>,
) {
    let Some(with_returns) = &mut state.hands_up else { return };
    let shown = modal(ui.ctx(), "sum hand up").show(ui.ctx(), |ui| {
        ui.set_width(440.0);
        hand_up_ui(ui, desk, board, unit, with_returns, look, out)
    });
    if shown.inner || shown.should_close() {
        state.hands_up = None;
    }
}
