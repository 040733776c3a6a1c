//! The pane about the element under the cursor: meaning, source, years, uses, history, note.

use egui::{EventFilter, Id, Key, Modifiers, RichText, ScrollArea, Sense, Stroke, TextEdit, Ui};

use crate::{
    base::{Decimal, Figure, Lang, Period, quantity_text},
    desk::{Command, Desk, Sheet, sheet::element_text},
    indicator::Element,
    returns::Move,
    ui::{
        act::Act,
        entry::{EntryState, draft::own_note, effect_ui::effect_ui, screen_ui::settle_focus},
        findings::{Place, finding_ui},
        icons,
        look::{Look, flowing},
        submit::{Refusals, figure_questions_ui},
        widgets::{bars_ui, link_ui},
    },
};

/// Draws the pane.
pub(super) fn details_ui(
    ui: &mut Ui,
    desk: &Desk,
    (state, refusals): (&mut EntryState, &mut Refusals),
    sheet: &Sheet,
    look: &Look,
    out: &mut Vec<Act>,
) {
    pane_ui(ui, state, look);
    let found =
        state.active.clone().and_then(|id| Some((desk.catalogue().element(&id)?, sheet.row_of(&id)?)));
    let Some((element, at)) = found else {
        fold_ui(ui, state, look);
        ui.label(look.small(look.say("details.nothing")));
        return;
    };
    let mut area = ScrollArea::vertical().auto_shrink([false, false]);
    if state.detailed.as_ref() != Some(&element.id) {
        // Of another cell the beginning is read first.
        state.detailed = Some(element.id.clone());
        area = area.vertical_scroll_offset(0.0);
    }
    area.show(ui, |ui| {
        ui.set_max_width(ui.available_width() - 4.0);
        if ui.memory(|memory| memory.has_focus(pane_id())) {
            ui.scroll_with_delta(scrolled(ui));
        }
        ui.horizontal_top(|ui| {
            let width = ui.available_width() - 44.0;
            ui.allocate_ui(egui::Vec2::new(width, 0.0), |ui| {
                ui.set_min_width(width);
                ui.add(egui::Label::new(look.bold(look.text(&element.name))).wrap());
            });
            fold_ui(ui, state, look);
        });
        let unit = look.text(&element.unit);
        let mut line = vec![element.id.to_string()];
        if !unit.is_empty() {
            line.push(unit.to_owned());
        }
        ui.label(look.small(line.join(" · ")));
        remark_ui(ui, desk, sheet, at, look);
        let figure = (&sheet.key, &element.id);
        figure_questions_ui(ui, desk, figure, &mut refusals.questions, look, out);
        to_send_back_ui(ui, desk, refusals, sheet, element, look, out);
        findings_ui(ui, desk, state, sheet, element, look, out);
        marks_ui(ui, desk, sheet, element, look, out);
        ui.separator();
        meaning_ui(ui, element, look);
        effect_ui(ui, desk, state, sheet, (element, at), look);
        years_ui(ui, desk, sheet, element, look);
        uses_ui(ui, desk, sheet, element, look, out);
        note_ui(ui, state, sheet, at, look, out);
        history_ui(ui, desk, state, sheet, element, look);
    });
}

/// Draws what the bureau remarked on the cell when it sent the return back.
fn remark_ui(ui: &mut Ui, desk: &Desk, sheet: &Sheet, at: usize, look: &Look) {
    let remark = &sheet.rows[at].remark;
    let Some(said) = desk.head(&sheet.key).sent_back.filter(|_| !remark.is_empty()) else { return };
    let theme = &look.theme;
    let frame = egui::Frame::new().fill(theme.soft_ground()).corner_radius(theme.corner());
    frame.inner_margin(egui::Margin::symmetric(10, 7)).show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.horizontal_wrapped(|ui| {
            ui.label(look.icon(icons::ARROW_COUNTER_CLOCKWISE).color(theme.soft()));
            ui.label(RichText::new(look.say("hands.remark")).font(theme.grid_bold()).color(theme.soft()));
            ui.label(look.small(format!("{} {}", said.who, said.at.format("%Y-%m-%d %H:%M"))));
        });
        ui.add(egui::Label::new(RichText::new(remark).font(theme.grid())).wrap().selectable(true));
    });
}

/// Draws the field for what a bureau remarks on a cell it looks at; it goes out with 退回.
fn to_send_back_ui(
    ui: &mut Ui,
    desk: &Desk,
    refusals: &mut Refusals,
    sheet: &Sheet,
    element: &Element,
    look: &Look,
    out: &mut Vec<Act>,
) {
    if !desk.can_move(&sheet.key, Move::SendBack) {
        return;
    }
    part_ui(ui, look, "hands.remark");
    let refusal = refusals.of(&sheet.key, look.today);
    let mut text = refusal.remarks.get(&element.id).cloned().unwrap_or_default();
    let hint = look.say("clerk.remark_hint").into_owned();
    let edit =
        TextEdit::multiline(&mut text).hint_text(hint.as_str()).desired_rows(2).desired_width(f32::INFINITY);
    let field = ui.add(edit.font(look.theme.grid()));
    let name = format!("{} {}", look.say("hands.remark"), look.text(&element.name));
    field.widget_info(|| egui::WidgetInfo::labeled(egui::Role::MultilineTextInput, true, &name));
    if field.changed() {
        if text.trim().is_empty() {
            refusal.remarks.remove(&element.id);
        } else {
            refusal.remarks.insert(element.id.clone(), text);
        }
    }
    let count = refusal.remarks.len();
    if count > 0 {
        let words = look.say_with("clerk.send_back_n", &[("n", &count.to_string())]);
        if link_ui(ui, look, words).clicked() {
            out.push(Act::AskSendBack(sheet.key.clone()));
        }
    }
}

/// Draws what the checks say of the cell, to be explained in place.
fn findings_ui(
    ui: &mut Ui,
    desk: &Desk,
    state: &mut EntryState,
    sheet: &Sheet,
    element: &Element,
    look: &Look,
    out: &mut Vec<Act>,
) {
    let findings = desk.findings(&sheet.key);
    for view in findings.of(&element.id) {
        let place = if sheet.editable { Place::Details } else { Place::Locked };
        finding_ui(ui, &sheet.key, view, place, &mut state.drafts, look, out);
    }
}

/// Draws what can be done with the cell: carry forward, confirm, mark for follow-up.
fn marks_ui(ui: &mut Ui, desk: &Desk, sheet: &Sheet, element: &Element, look: &Look, out: &mut Vec<Act>) {
    if !sheet.editable {
        return;
    }
    let entry = desk.unit_return(&sheet.key).map(|found| found.entry(&element.id)).unwrap_or_default();
    let (key, id) = (sheet.key.clone(), element.id.clone());
    ui.horizontal_wrapped(|ui| {
        if entry.carried {
            if link_ui(ui, look, look.say("details.confirm")).clicked() {
                out.push(Act::Do(Command::Confirm { key: key.clone(), elements: vec![id.clone()] }));
            }
        } else if desk.is_carryable(&key, &id) && link_ui(ui, look, look.say("details.carry")).clicked() {
            out.push(Act::Do(Command::CarryForward { key: key.clone(), elements: vec![id.clone()] }));
        }
        let word = if entry.flagged { "details.unflag" } else { "details.flag" };
        if link_ui(ui, look, look.say(word)).clicked() {
            out.push(Act::Do(Command::Flag { key, element: id, on: !entry.flagged }));
        }
    });
}

fn pane_id() -> Id {
    Id::unique("entry details pane")
}

/// Makes the pane a place the focus can be in: Ctrl+Enter leads here, the arrows scroll it, Esc leads back.
fn pane_ui(ui: &Ui, state: &mut EntryState, look: &Look) {
    let rect = ui.max_rect().expand2(egui::Vec2::new(8.0, 6.0));
    let pane = ui.interact(rect, pane_id(), Sense::focusable_noninteractive());
    let name = look.say("grid.pane").into_owned();
    pane.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Group, true, &name));
    if state.reading {
        settle_focus(ui, pane.id, &mut state.reading);
    }
    if pane.has_focus() {
        let keep = EventFilter { vertical_arrows: true, ..EventFilter::default() };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(pane_id(), keep));
        let stroke = Stroke::new(1.0, look.theme.accent());
        ui.painter().rect_stroke(rect, look.theme.corner(), stroke, egui::StrokeKind::Inside);
    }
}

/// Gives how far the keys scroll the pane.
fn scrolled(ui: &Ui) -> egui::Vec2 {
    let page = ui.clip_rect().height() - 40.0;
    let by = ui.input_mut(|input| {
        let mut by = 0.0;
        for (key, step) in
            [(Key::ArrowDown, -40.0), (Key::ArrowUp, 40.0), (Key::PageDown, -page), (Key::PageUp, page)]
        {
            by += step * input.count_and_consume_key(Modifiers::NONE, key) as f32;
        }
        by
    });
    egui::Vec2::new(0.0, by)
}

/// Draws the button that folds the pane away.
fn fold_ui(ui: &mut Ui, state: &mut EntryState, look: &Look) {
    if link_ui(ui, look, look.say("grid.fold")).clicked() {
        state.details = Some(false);
        state.fresh = true;
    }
}

fn part_ui(ui: &mut Ui, look: &Look, title: &str) {
    ui.add_space(8.0);
    ui.label(RichText::new(look.say(title)).font(look.theme.grid_bold()));
}

fn meaning_ui(ui: &mut Ui, element: &Element, look: &Look) {
    let theme = &look.theme;
    ui.label(RichText::new(look.say("details.meaning")).font(theme.grid_bold()));
    ui.label(RichText::new(look.text(&element.text.meaning)).font(theme.grid()));
    let mut lines = vec![
        ("details.time", look.text(&element.text.time).to_owned()),
        ("details.source", look.text(&element.text.source).to_owned()),
    ];
    if let (Some(min), Some(max)) = (element.min, element.max) {
        let range = format!("{}–{}", quantity_text(min, min.scale()), quantity_text(max, max.scale()));
        let range = flowing(&range);
        lines.push(("details.range", range));
    }
    for (title, text) in lines.into_iter().filter(|(_, text)| !text.is_empty()) {
        ui.label(look.small(look.say_with(title, &[("text", &text)])));
    }
}

fn years_ui(ui: &mut Ui, desk: &Desk, sheet: &Sheet, element: &Element, look: &Look) {
    let period = sheet.key.period;
    let figures: Vec<_> = (-5..=0)
        .map(|back| period.shifted(back))
        .map(|period| {
            let statement = desk.said_by(&sheet.key.unit, period);
            (period, statement.map_or(Figure::Blank, |statement| statement.figure(&element.id).clone()))
        })
        .collect();
    if figures.iter().filter(|(_, figure)| figure.known().is_some()).count() < 2 {
        return;
    }
    part_ui(ui, look, "details.years");
    if element.is_choice() {
        levels_ui(ui, element, &figures, look);
        return;
    }
    let bars: Vec<_> = figures
        .into_iter()
        .map(|(period, figure)| {
            let value = figure.known().and_then(|value| rust_decimal::prelude::ToPrimitive::to_f64(&value));
            let shown = figure.known().map(|value| look.text(&element_text(element, value)).to_owned());
            (period.to_string(), value, shown.unwrap_or_default())
        })
        .collect();
    bars_ui(ui, look, &bars);
}

/// Draws the answers of the years in words: those that lasted are one line.
fn levels_ui(ui: &mut Ui, element: &Element, figures: &[(Period, Figure)], look: &Look) {
    let answers = figures.iter().filter_map(|(period, figure)| Some((*period, figure.known()?)));
    let mut runs: Vec<(Period, Period, Decimal)> = Vec::new();
    for (period, value) in answers {
        match runs.last_mut() {
            Some((_, last, of)) if *of == value && last.shifted(1) == period => *last = period,
            _ => runs.push((period, period, value)),
        }
    }
    egui::Grid::new("levels").num_columns(2).spacing([14.0, 3.0]).show(ui, |ui| {
        for (first, last, value) in runs.iter().rev() {
            let years = if first == last { first.to_string() } else { format!("{first}—{last}") };
            ui.label(look.small(years));
            ui.label(RichText::new(look.text(&element_text(element, *value))).font(look.theme.grid()));
            ui.end_row();
        }
    });
}

fn uses_ui(ui: &mut Ui, desk: &Desk, sheet: &Sheet, element: &Element, look: &Look, out: &mut Vec<Act>) {
    let mut used: Vec<_> = desk.catalogue().used_by(&element.id).to_vec();
    // What is taken from this element feeds its indicators too.
    for taken in desk.catalogue().taken_by(&element.id) {
        used.extend_from_slice(desk.catalogue().used_by(taken));
    }
    used.dedup();
    if used.is_empty() {
        return;
    }
    part_ui(ui, look, "details.used_by");
    for id in used.iter().take(8) {
        let Some(indicator) = desk.catalogue().indicator(id) else { continue };
        let row = sheet.row_of_indicator(id).map(|at| &sheet.rows[at]);
        let value = row.filter(|row| row.figure.known().is_some()).map(|row| {
            let unit = if indicator.kind == crate::indicator::IndicatorKind::Ratio {
                ""
            } else {
                row.unit_text(look.lang)
            };
            format!(" {}{unit}", look.text(&row.shown))
        });
        let value = value.unwrap_or_default();
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = 6.0;
            // The link stands at the end of the first line, however long the name is.
            let room = if look.lang == Lang::Zh { 52.0 } else { 76.0 };
            let width = (ui.available_width() - room).max(80.0);
            let name = RichText::new(format!("{}{value}", look.text(&indicator.name)));
            ui.allocate_ui(egui::Vec2::new(width, 0.0), |ui| {
                ui.set_width(width);
                ui.add(egui::Label::new(name.font(look.theme.grid())).wrap());
            });
            if link_ui(ui, look, look.say("details.see_trend")).clicked() {
                let upward = sheet.row_of_indicator(id).is_some();
                let unit = if upward { sheet.key.unit.clone() } else { desk.top_above(&sheet.key.unit) };
                out.push(Act::OpenTrend(unit, id.clone()));
            }
        });
    }
    let targets = desk.plan().map(|plan| used.iter().flat_map(|id| plan.targets_on(id)).collect::<Vec<_>>());
    let targets = targets.unwrap_or_default();
    if targets.is_empty() {
        return;
    }
    part_ui(ui, look, "details.targets");
    for target in targets.into_iter().take(6) {
        let found = desk.catalogue().indicator(&target.indicator);
        let scale = found.map(|indicator| crate::trend::Scale::of(indicator, desk.catalogue()));
        let name = desk
            .catalogue()
            .indicator(&target.indicator)
            .map(|found| look.text(&found.name).to_owned())
            .unwrap_or_default();
        let due = desk.plan().map(|plan| plan.due_of(target).0.0.label(look.lang)).unwrap_or_default();
        let text = format!(
            "{name} {} · {due} · {}",
            scale.map_or_else(|| target.mark.shown(look.lang), |scale| scale.mark(&target.mark, look.lang)),
            target.clause
        );
        ui.label(look.small(flowing(&text)));
    }
}

fn note_ui(ui: &mut Ui, state: &mut EntryState, sheet: &Sheet, at: usize, look: &Look, out: &mut Vec<Act>) {
    let row = &sheet.rows[at];
    let Some(element) = row.typed().cloned() else { return };
    part_ui(ui, look, "details.note");
    if let Figure::NotApplicable(reason) = &row.figure {
        ui.label(look.small(look.say_with("details.not_applicable", &[("reason", reason)])));
    }
    let stored = own_note(row).to_owned();
    let mut text = match &state.note {
        Some((of, text)) if *of == element => text.clone(),
        _ => stored.clone(),
    };
    let hint = look.say("details.add_note").into_owned();
    let edit =
        TextEdit::multiline(&mut text).hint_text(hint.clone()).desired_rows(2).desired_width(f32::INFINITY);
    let field = ui.add_enabled(sheet.editable, edit.font(look.theme.grid()));
    field.widget_info(|| egui::WidgetInfo::labeled(egui::Role::MultilineTextInput, true, &hint));
    if field.changed() {
        state.note = Some((element.clone(), text.clone()));
    }
    if field.lost_focus()
        && let Some((element, note)) = state.note.take()
        && note.trim() != stored
    {
        out.push(Act::Do(Command::SetNote { key: sheet.key.clone(), element, note }));
    }
}

fn history_ui(
    ui: &mut Ui,
    desk: &Desk,
    state: &mut EntryState,
    sheet: &Sheet,
    element: &Element,
    look: &Look,
) {
    let lines = state.history(desk, &sheet.key, &element.id);
    if lines.is_empty() {
        return;
    }
    part_ui(ui, look, "details.history");
    for told in desk.told(&lines).iter().take(6) {
        ui.label(look.small(format!("{} {}", told.at.format("%m-%d %H:%M"), told.who)));
        let mut words = look.text(&told.change).to_owned();
        let why = look.text(&told.why);
        if !why.is_empty() {
            words = format!("{words} · {why}");
        }
        // All of it: here is where what is cut elsewhere is read.
        ui.add(egui::Label::new(RichText::new(words).font(look.theme.small())).wrap().selectable(true));
    }
}
