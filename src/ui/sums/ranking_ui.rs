//! 排序与分布 of one item.

use egui::{
    Align, Align2, Key, Layout, PopupCloseBehavior, Pos2, Rect, Role, ScrollArea, Sense, Ui, Vec2, WidgetInfo,
};

use crate::{
    base::{Query, RankBar, RankChart, UnitId},
    desk::{Board, Desk, ItemHead, RankedAmong, RollUpItem},
    indicator::Better,
    ui::{
        act::{Act, ExportKind},
        look::Look,
        sums::{SumsState, grid_ui::told, spread_ui::spread_ui, state::Tab},
        widgets::{
            arrows, caret_button_ui, link_ui, menu_button_ui, paint_text, quiet_button_ui, rows_ui,
            search_ui, segments_ui,
        },
    },
};

/// Height of a bar's row.
const ROW: f32 = 24.0;

/// Draws the tab.
pub(super) fn ranking_ui(
    ui: &mut Ui,
    desk: &Desk,
    board: &Board,
    state: &mut SumsState,
    (unit, generation): (&UnitId, u64),
    look: &Look,
    out: &mut Vec<Act>,
) {
    settle(desk, state, unit);
    let Some(item) = state.ranking.item.clone() else {
        ui.label(look.small(look.say("sum.nothing")));
        return;
    };
    let ranked = state.ranking.ranked(desk, board, &item, unit, generation);
    let chart = ranked.as_ref().map(|ranked| desk.rank_chart(ranked, &item, unit, board.period, look.lang));
    head_ui(ui, desk, state, &item, look);
    let (Some(ranked), Some(chart)) = (ranked, chart) else {
        ui.label(look.small(look.say("sum.adding")));
        return;
    };
    ui.horizontal(|ui| {
        let key = match ranked.better {
            Better::Higher => "sum.better_higher",
            Better::Lower => "sum.better_lower",
            Better::Neutral => "sum.better_neutral",
        };
        ui.label(look.small(look.say(key)));
        // There is nothing to copy or save of no bars.
        if chart.bars.is_empty() {
            return;
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let save = look.say("trend.save").into_owned();
            menu_button_ui(ui, look, &save, &save, |ui| {
                for (kind, key) in [(ExportKind::Png, "trend.png"), (ExportKind::Svg, "trend.svg")] {
                    if ui.button(look.say(key)).clicked() {
                        out.push(Act::SaveRanking(kind, Box::new(chart.clone())));
                    }
                }
                if ui.button(look.say("trend.csv")).clicked() {
                    out.push(Act::SaveTable(desk.rank_table(&ranked, &chart, look.lang)));
                }
            });
            if quiet_button_ui(ui, look.say("trend.copy_table")).clicked() {
                out.push(Act::CopyTable(desk.rank_table(&ranked, &chart, look.lang)));
            }
            if quiet_button_ui(ui, look.say("trend.copy_chart")).clicked() {
                out.push(Act::CopyRanking(Box::new(chart.clone())));
            }
            if let Some(line) = ranked.lines.get(state.ranking.chosen)
                && link_ui(ui, look, look.say("sum.take_apart")).clicked()
            {
                show_in_table(state, line.unit.clone(), &item, desk, board);
            }
        });
    });
    if chart.bars.is_empty() {
        ui.add_space(40.0);
        ui.vertical_centered(|ui| {
            ui.label(look.bold(look.say("sum.nobody_has")));
            for line in why_none(desk, board, &item, unit, look) {
                ui.label(look.small(line));
            }
            if let Some(first) = chart.foot.first() {
                ui.label(look.small(first));
            }
        });
        return;
    }
    if let Some(at) = spread_ui(ui, &chart, state.ranking.chosen, look) {
        state.ranking.chosen = at;
    }
    for line in &chart.foot {
        ui.label(look.small(line));
    }
    ui.add_space(4.0);
    let at = state.ranking.chosen.min(chart.bars.len() - 1);
    let to = arrows(ui, at, chart.bars.len());
    let scroll = (to != at).then_some(to);
    state.ranking.chosen = to;
    let mut clicked = None;
    rows_ui(ui, "sum ranking", ROW, chart.bars.len(), scroll, |ui, nth, rect| {
        if bar_ui(ui, rect, &chart, &chart.bars[nth], nth == to, look) {
            clicked = Some(nth);
        }
    });
    state.ranking.chosen = clicked.unwrap_or(to);
}

/// Says why there is no value for the whole either.
fn why_none(desk: &Desk, board: &Board, item: &RollUpItem, unit: &UnitId, look: &Look) -> Vec<String> {
    let parts = desk.total_parts(Some(board), item, unit, board.period);
    told(&parts.cell, look).into_iter().skip(1).collect()
}

/// Chooses the first item and, where nothing else is there, the institutions.
fn settle(desk: &Desk, state: &mut SumsState, unit: &UnitId) {
    if state.ranking.item.is_none() {
        let chosen = state.grid.chosen().map(|(_, item)| item);
        state.ranking.item = chosen.or_else(|| desk.target_heads().first().map(|head| head.item.clone()));
    }
    let has_areas = desk.tree().children(unit).any(|child| child.area.is_some());
    if !has_areas {
        state.ranking.among = RankedAmong::Institutions;
    }
}

/// Shows one unit's total taken apart in the table.
fn show_in_table(state: &mut SumsState, unit: UnitId, item: &RollUpItem, desk: &Desk, board: &Board) {
    state.tab = Tab::Table;
    state.grid.is_deep = true;
    state.grid.unit_search.clear();
    state.grid.item_search.clear();
    let root = state.settled_unit(desk, board.period);
    let lines = desk.register(&root, &Query::new(""), board.period.last_day());
    let open = lines.iter().filter(|line| line.unit.is_open(board.period.last_day()));
    let row = open.map(|line| &line.unit.id).position(|id| *id == unit).unwrap_or(0);
    let column = desk.target_heads().iter().position(|head| head.item == *item);
    if let Some(column) = column {
        state.grid.columns = crate::ui::sums::grid::Columns::Targets;
        state.grid.at = (row, column);
    } else {
        state.grid.at = (row, state.grid.at.1);
    }
    state.grid.scroll = true;
}

fn head_ui(ui: &mut Ui, desk: &Desk, state: &mut SumsState, item: &RollUpItem, look: &Look) {
    let head = desk.item_head(item);
    ui.horizontal(|ui| {
        let name = look.say("sum.item").into_owned();
        let shown = head.as_ref().map(|head| look.text(&head.name).to_owned()).unwrap_or_default();
        item_menu_ui(ui, desk, state, &shown, &name, look);
        if let Some(head) = &head {
            ui.label(look.small(look.text(&head.unit)));
        }
        let labels = ["sum.among_areas", "sum.among_units"].map(|key| look.say(key).into_owned());
        let chosen = usize::from(state.ranking.among == RankedAmong::Institutions);
        if let Some(at) = segments_ui(ui, look, &labels, chosen) {
            state.ranking.among = if at == 1 { RankedAmong::Institutions } else { RankedAmong::Areas };
        }
    });
}

/// Draws the choice of an item: the plan's indicators, or what fits what is typed.
fn item_menu_ui(ui: &mut Ui, desk: &Desk, state: &mut SumsState, shown: &str, name: &str, look: &Look) {
    let button = caret_button_ui(ui, look, shown, name);
    let popup = egui::Popup::menu(&button).close_behavior(PopupCloseBehavior::CloseOnClickOutside);
    popup.show(|ui| {
        ui.set_width(420.0);
        search_ui(ui, look, &mut state.ranking.search, "sum.search_item", f32::INFINITY);
        let query = Query::new(&state.ranking.search);
        let mut found: Vec<ItemHead> = desk.target_heads();
        if !query.is_empty() {
            for form in desk.catalogue().forms() {
                found.extend(desk.form_heads(&form.id));
            }
            found.retain(|head| query.finds(&head.name, head.item.id()));
            let mut seen = std::collections::BTreeSet::new();
            found.retain(|head| seen.insert(head.item.clone()));
        }
        let entered = !query.is_empty() && ui.input(|input| input.key_pressed(Key::Enter));
        ScrollArea::vertical().max_height(380.0).show(ui, |ui| {
            for (at, head) in found.iter().take(100).enumerate() {
                let is_chosen = state.ranking.item.as_ref() == Some(&head.item);
                let clicked = ui.selectable_label(is_chosen, look.text(&head.name)).clicked();
                if clicked || (entered && at == 0) {
                    state.ranking.item = Some(head.item.clone());
                    state.ranking.search.clear();
                    ui.close();
                }
            }
        });
    });
}

fn bar_ui(ui: &Ui, rect: Rect, chart: &RankChart, bar: &RankBar, chosen: bool, look: &Look) -> bool {
    let theme = &look.theme;
    let response = ui.interact(rect, ui.scope_id().with("bar"), Sense::click());
    let label = format!("{}. {} {}", bar.place, bar.name, bar.shown);
    response.widget_info(|| WidgetInfo::selected(Role::ListItem, true, chosen, &label));
    if chosen {
        ui.painter().rect_filled(rect, 0.0, theme.accent_ground());
    } else if response.hovered() || response.has_focus() {
        ui.painter().rect_filled(rect, 0.0, theme.panel());
    }
    let column =
        |from: f32, to: f32| Rect::from_x_y_ranges(rect.left() + from..=rect.left() + to, rect.y_range());
    paint_text(
        ui,
        column(4.0, 44.0),
        &bar.place.to_string(),
        theme.grid(),
        theme.quiet(),
        Align2::RIGHT_CENTER,
    );
    paint_text(ui, column(54.0, 250.0), &bar.name, theme.grid(), theme.text(), Align2::LEFT_CENTER);
    paint_text(ui, column(254.0, 350.0), &bar.shown, theme.grid(), theme.text(), Align2::RIGHT_CENTER);
    let room =
        Rect::from_min_max(Pos2::new(rect.left() + 362.0, rect.top()), rect.max).shrink2(Vec2::new(0.0, 6.0));
    let (low, high) = chart.ends();
    let at = |value: f64| room.left() + (room.width() - 70.0) * ((value - low) / (high - low)) as f32;
    let drawn = Rect::from_x_y_ranges(at(bar.value.min(0.0))..=at(bar.value.max(0.0)), room.y_range());
    let ink = if bar.is_apart { theme.chart(2) } else { theme.chart(0) };
    if bar.hollow {
        let edge = egui::Stroke::new(1.5, ink);
        ui.painter().rect(drawn, 1.0, theme.ground(), edge, egui::StrokeKind::Inside);
    } else {
        ui.painter().rect_filled(drawn, 1.0, ink);
    }
    let behind = Rect::from_min_max(Pos2::new(drawn.right() + 6.0, rect.top()), rect.max);
    let mut words = Vec::new();
    if bar.is_apart {
        words.push(look.say("sum.apart"));
    }
    if bar.hollow {
        words.push(look.say("sum.incomplete"));
    }
    paint_text(ui, behind, &words.join(" · "), theme.small(), theme.quiet(), Align2::LEFT_CENTER);
    response.clicked()
}
