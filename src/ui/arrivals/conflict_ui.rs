//! Two versions of a return side by side: the cells in which they differ, and a person's choice in each.

use egui::{
    Align, Align2, CentralPanel, Frame, Label, Layout, Margin, Panel, Pos2, Rect, Role, Sense, Ui, Vec2,
    WidgetInfo,
};

use crate::{
    base::{ElementId, Lang},
    desk::{Command, Conflict, Desk},
    exchange::{CellMerge, Side},
    returns::{Entry, ReturnKey, UnitReturn},
    ui::{
        act::Act,
        arrivals::{
            ArrivalsState, conflict::ConflictState, state::Waiting, statement_ui::statement_conflict_ui,
        },
        icons,
        look::Look,
        submit::grouped,
        widgets::{
            figure_text, headed_rows_ui, link_ui, paint_text, primary_button_ui, quiet_button_ui, rows_ui,
        },
    },
};

/// Height of a row of the list, and of a cell with what is said beside its figure.
const ROWS: [f32; 2] = [43.0, 44.0];

/// Draws the returns of which another version waits, and the one that is looked at.
pub(super) fn conflicts_ui(
    ui: &mut Ui,
    desk: &Desk,
    state: &mut ArrivalsState,
    look: &Look,
    out: &mut Vec<Act>,
) {
    let theme = look.theme.clone();
    let plain = |margin: Margin| Frame::new().fill(theme.ground()).inner_margin(margin);
    let Waiting { returns: waiting, statements } = state.conflicts(desk).clone();
    let chosen = &mut state.conflict.statement;
    *chosen = chosen.take().filter(|of| statements.iter().any(|(known, _)| known == of));
    if waiting.is_empty() && chosen.is_none() {
        *chosen = statements.first().map(|(of, _)| of.clone());
    }
    let looked_at = chosen.clone();
    let key = state.conflict.chosen(&waiting);
    if key.is_none() && looked_at.is_none() {
        CentralPanel::default().frame(plain(Margin::symmetric(16, 24))).show(ui, |ui| {
            ui.vertical_centered(|ui| {
                ui.label(look.small(look.say("arrivals.no_conflicts")));
                if link_ui(ui, look, look.say("arrivals.to_list")).clicked() {
                    state.shows_conflicts = false;
                }
            });
        });
        return;
    }
    Panel::left("conflicts").exact_size(270.0).resizable(false).frame(plain(Margin::symmetric(8, 6))).show(
        ui,
        |ui| {
            let count = waiting.len() + statements.len();
            rows_ui(ui, "conflicts", ROWS[0], count, None, |ui, at, rect| {
                if let Some((of, count)) = waiting.get(at) {
                    let is_chosen = looked_at.is_none() && key.as_ref() == Some(of);
                    if return_ui(ui, rect, desk, of, *count, is_chosen, look) {
                        state.conflict.choose(of.clone());
                    }
                } else if let Some((of, count)) = statements.get(at - waiting.len()) {
                    let unit = desk.tree().unit(&of.0).map_or(of.0.as_str(), |unit| look.text(&unit.name));
                    let note = format!("{} {}", look.say("arrivals.statement"), of.1.label(look.lang));
                    if row_ui(ui, rect, (unit, &note), *count, looked_at.as_ref() == Some(of), look) {
                        state.conflict.statement = Some(of.clone());
                    }
                }
            });
        },
    );
    let conflict = &mut state.conflict;
    if let Some(of) = looked_at {
        CentralPanel::default().frame(plain(Margin::symmetric(14, 8))).show(ui, |ui| {
            match conflict.read_statement(desk, &of) {
                Ok(Some(found)) => statement_conflict_ui(ui, desk, &of, found, look, out),
                Ok(None) => {}
                Err(why) => {
                    ui.add(Label::new(look.text(why)).wrap());
                }
            }
        });
        return;
    }
    let Some(key) = key else { return };
    conflict.read(desk, &key);
    CentralPanel::default().frame(plain(Margin::symmetric(14, 8))).show(ui, |ui| match conflict.open() {
        Some(Ok(found)) => {
            let found = found.clone();
            versions_ui(ui, desk, &found, conflict, look, out);
        }
        Some(Err(why)) => {
            ui.add(Label::new(look.text(why)).wrap());
        }
        None => {}
    });
}

fn return_ui(
    ui: &Ui,
    rect: Rect,
    desk: &Desk,
    key: &ReturnKey,
    count: usize,
    chosen: bool,
    look: &Look,
) -> bool {
    let unit = desk.tree().unit(&key.unit).map_or(key.unit.as_str(), |unit| look.text(&unit.name));
    let form = desk.catalogue().form(&key.form).map_or(key.form.as_str(), |form| look.text(&form.name));
    let note = format!("{form} {}", key.period.label(look.lang));
    row_ui(ui, rect, (unit, &note), count, chosen, look)
}

fn row_ui(ui: &Ui, rect: Rect, (unit, note): (&str, &str), count: usize, chosen: bool, look: &Look) -> bool {
    let theme = &look.theme;
    let mut note = note.to_owned();
    if count > 1 {
        note = format!("{note} · {}", look.say_with("arrivals.versions", &[("n", &count.to_string())]));
    }
    let rect = rect.shrink2(Vec2::new(0.0, 0.5));
    let response = ui.interact(rect, ui.scope_id().with("conflict"), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, chosen, format!("{unit} {note}")));
    if chosen {
        ui.painter().rect_filled(rect, theme.corner(), theme.accent_ground());
    } else if response.hovered() || response.has_focus() {
        ui.painter().rect_filled(rect, theme.corner(), theme.panel());
    }
    let (top, low) = rect.shrink2(Vec2::new(8.0, 4.0)).split_top_bottom_at_fraction(0.52);
    paint_text(ui, top, unit, theme.grid(), theme.text(), Align2::LEFT_CENTER);
    paint_text(ui, low, &note, theme.small(), theme.quiet(), Align2::LEFT_CENTER);
    response.clicked()
}

fn versions_ui(
    ui: &mut Ui,
    desk: &Desk,
    conflict: &Conflict,
    state: &mut ConflictState,
    look: &Look,
    out: &mut Vec<Act>,
) {
    ui.label(look.bold(desk.return_name(&conflict.key).text(look.lang)));
    let undecided = state.undecided(conflict);
    let clashes = conflict.merge.clashes().count();
    let merged = conflict.merge.cells.len() - clashes;
    let hint = if conflict.ancestor.is_none() { "arrivals.no_ancestor" } else { "arrivals.apart" };
    ui.add(Label::new(look.small(look.say(hint))).wrap());
    ui.add_space(4.0);
    ui.horizontal(|ui| {
        ui.add_enabled_ui(!desk.is_read_only() && undecided == 0, |ui| {
            if primary_button_ui(ui, look, look.say("arrivals.settle")).clicked()
                && let Some(settling) = state.settling(conflict)
            {
                out.push(Act::Do(Command::Settle { key: conflict.key.clone(), settling }));
            }
        });
        for (key, side) in [("arrivals.all_ours", Side::Ours), ("arrivals.all_theirs", Side::Theirs)] {
            if quiet_button_ui(ui, look.say(key)).clicked() {
                state.take_all(side);
            }
        }
        let words = if undecided > 0 {
            look.say_with("arrivals.undecided", &[("n", &undecided.to_string())])
        } else {
            look.say("arrivals.decided").into_owned()
        };
        ui.label(look.small(words));
        if merged > 0 {
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let key = if state.shows_merged { "arrivals.fold_merged" } else { "arrivals.show_merged" };
                if link_ui(ui, look, look.say_with(key, &[("n", &merged.to_string())])).clicked() {
                    state.shows_merged = !state.shows_merged;
                }
            });
        }
    });
    ui.add_space(4.0);
    let shown: Vec<&CellMerge> = {
        let (clashing, rest): (Vec<_>, Vec<_>) =
            conflict.merge.cells.iter().partition(|cell| cell.is_clash());
        clashing.into_iter().chain(rest.into_iter().filter(|_| state.shows_merged || clashes == 0)).collect()
    };
    sides_ui(ui, desk, conflict, look);
    let mut taken = None;
    let base = conflict.ancestor.is_some();
    let head = |ui: &Ui, rect: Rect, look: &Look| {
        let keys = ["entry.element", "arrivals.before", "arrivals.ours", "arrivals.theirs"];
        for (rect, key) in cells(rect).into_iter().zip(keys) {
            paint_text(ui, rect, &look.say(key), look.theme.small(), look.theme.quiet(), Align2::LEFT_CENTER);
        }
    };
    headed_rows_ui(ui, look, "cells of conflict", (ROWS[1], shown.len(), None), head, |ui, at, rect| {
        let cell = shown[at];
        if let Some(side) = cell_ui(ui, rect, desk, cell, state.side(cell), base, look) {
            taken = Some((cell.element.clone(), side));
        }
    });
    if let Some((element, side)) = taken {
        state.take(&element, side);
    }
}

/// Says whose the two versions are, over their columns.
fn sides_ui(ui: &mut Ui, desk: &Desk, conflict: &Conflict, look: &Look) {
    let (rect, _) = ui.allocate_exact_size(Vec2::new(ui.available_width(), 38.0), Sense::hover());
    let cells = cells(rect);
    let from = desk.tree().unit(&conflict.from).map(|unit| look.text(&unit.name).to_owned());
    let ours = look.text(&conflict.ours.status().name()).to_owned();
    let sides = [
        (cells[2], ours, &conflict.ours),
        (cells[3], from.unwrap_or_else(|| conflict.from.to_string()), &conflict.theirs),
    ];
    for (rect, who, of) in sides {
        let (mut top, low) = rect.split_top_bottom_at_fraction(0.5);
        if let Some(found) = of.head.submission() {
            let print = look.say_with("arrivals.print_of", &[("print", &grouped(&found.fingerprint))]);
            let (small, quiet) = (look.theme.small(), look.theme.quiet());
            let width = ui.painter().layout_no_wrap(print.clone(), small.clone(), quiet).size().x;
            paint_text(ui, top, &print, small, quiet, Align2::RIGHT_CENTER);
            top.max.x -= width + 8.0;
        }
        paint_text(ui, top, &who, look.theme.grid_bold(), look.theme.text(), Align2::LEFT_CENTER);
        paint_text(
            ui,
            low,
            &handed_in(of, look),
            look.theme.small(),
            look.theme.quiet(),
            Align2::LEFT_CENTER,
        );
    }
}

fn handed_in(of: &UnitReturn, look: &Look) -> String {
    of.head.submission().map_or_else(
        || look.say("arrivals.typed_here").into_owned(),
        |found| {
            let at = found.at.format("%Y-%m-%d %H:%M").to_string();
            format!("{} · {at}", found.who)
        },
    )
}

fn cells(row: Rect) -> [Rect; 4] {
    let mut x = row.left() + 4.0;
    let room = (row.width() - 4.0).max(1.0);
    [0.28, 0.16, 0.28, 0.28].map(|share| {
        let rect = Rect::from_min_size(Pos2::new(x, row.top()), Vec2::new(room * share, row.height()));
        x += room * share;
        rect.shrink2(Vec2::new(5.0, 1.0))
    })
}

/// Draws one cell of both versions; gives the side that was clicked.
fn cell_ui(
    ui: &Ui,
    rect: Rect,
    desk: &Desk,
    cell: &CellMerge,
    side: Option<Side>,
    has_base: bool,
    look: &Look,
) -> Option<Side> {
    let theme = &look.theme;
    let stroke = egui::Stroke::new(1.0, theme.line().gamma_multiply(0.7));
    ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, stroke);
    let [name_at, base_at, ours_at, theirs_at] = cells(rect);
    let name = name_with_unit(desk, &cell.element, look);
    let (top, low) = name_at.split_top_bottom_at_fraction(0.55);
    let name_fits = paint_text(ui, top, &name, theme.grid(), theme.text(), Align2::LEFT_CENTER);
    if !name_fits {
        ui.interact(name_at, ui.scope_id().with("name"), Sense::hover()).on_hover_text(&name);
    }
    let kind = match cell.changed_by {
        None => "arrivals.both_changed",
        Some(Side::Ours) => "arrivals.we_changed",
        Some(Side::Theirs) => "arrivals.they_changed",
    };
    let ink = if cell.is_clash() { theme.soft() } else { theme.quiet() };
    paint_text(ui, low, &look.say(kind), theme.small(), ink, Align2::LEFT_CENTER);
    if let Some(base) = cell.base.as_ref().filter(|_| has_base) {
        let (figure, beside) = entry_words(desk, &cell.element, base, look);
        let (top, low) = base_at.split_top_bottom_at_fraction(0.55);
        paint_text(ui, top, &figure, theme.grid(), theme.quiet(), Align2::LEFT_CENTER);
        paint_text(ui, low, &beside, theme.small(), theme.quiet(), Align2::LEFT_CENTER);
    }
    let mut clicked = None;
    for (of, rect) in [(Side::Ours, ours_at), (Side::Theirs, theirs_at)] {
        let word = look.say(if of == Side::Ours { "arrivals.ours" } else { "arrivals.theirs" });
        let (figure, beside) = entry_words(desk, &cell.element, cell.of(of), look);
        let chosen = side == Some(of);
        let response = ui.interact(rect, ui.scope_id().with(of), Sense::click());
        let label = format!("{name} {word} {figure} {beside}");
        response.widget_info(|| WidgetInfo::selected(Role::RadioButton, true, chosen, label.trim_end()));
        if chosen {
            ui.painter().rect_filled(rect, theme.corner(), theme.accent_ground());
        } else if response.hovered() || response.has_focus() {
            ui.painter().rect_filled(rect, theme.corner(), theme.panel());
        }
        let mark = if chosen { icons::CHECK } else { icons::CIRCLE };
        let ink = if chosen { theme.accent() } else { theme.quiet() };
        let mut inner = rect.shrink2(Vec2::new(6.0, 0.0));
        let (top, _) = inner.split_top_bottom_at_fraction(0.55);
        paint_text(ui, top, mark, theme.icon(), ink, Align2::LEFT_CENTER);
        inner.min.x += 22.0;
        let (top, low) = inner.split_top_bottom_at_fraction(0.55);
        let font = if chosen { theme.grid_bold() } else { theme.grid() };
        let mut fits = paint_text(ui, top, &figure, font, theme.text(), Align2::LEFT_CENTER);
        fits &= paint_text(ui, low, &beside, theme.small(), theme.quiet(), Align2::LEFT_CENTER);
        if response.clicked() {
            clicked = Some(of);
        }
        if !fits {
            response.on_hover_text(format!("{figure}\n{beside}"));
        }
    }
    clicked
}

/// Names an element with the unit its figures are in.
pub(super) fn name_with_unit(desk: &Desk, element: &ElementId, look: &Look) -> String {
    let Some(found) = desk.catalogue().element(element) else { return element.to_string() };
    let (name, unit) = (look.text(&found.name), look.text(&found.unit));
    match look.lang {
        _ if unit.is_empty() || found.is_choice() => name.to_owned(),
        Lang::Zh => format!("{name}（{unit}）"),
        Lang::En => format!("{name} ({unit})"),
    }
}

/// Writes a cell: its figure, and what is said beside it.
fn entry_words(desk: &Desk, element: &ElementId, entry: &Entry, look: &Look) -> (String, String) {
    let explained = entry.explanations.values().map(|said| format!("{} ({})", said.text, said.who));
    let note = Some(entry.note.clone()).filter(|note| !note.is_empty());
    let beside: Vec<String> = note.into_iter().chain(explained).collect();
    (figure_text(desk, element, &entry.figure, look), beside.join(" · ").replace('\n', " "))
}
