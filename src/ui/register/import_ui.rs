//! A file of units looked at before it is taken: what is new, what changes field by field, what is refused and why.

use egui::{Align2, Color32, Rect, Role, Sense, Ui, Vec2, WidgetInfo};

use super::state::{Preview, RegisterState};
use crate::{
    desk::{Command, ImportOutcome, ImportRow},
    ui::{
        act::Act,
        icons,
        look::Look,
        widgets::{headed_rows_ui, modal, paint_text, primary_button_ui, quiet_button_ui},
    },
};

const ROW: f32 = 24.0;
/// Widths of line, outcome, code and name; the rest is for what changes.
const COLUMNS: [f32; 4] = [44.0, 76.0, 100.0, 200.0];

/// Draws the preview, if a file is being looked at.
pub(super) fn preview_ui(ui: &mut Ui, state: &mut RegisterState, look: &Look, out: &mut Vec<Act>) {
    let Some(mut preview) = state.preview.take() else { return };
    let mut done = false;
    let shown = modal(ui.ctx(), "register import").show(ui.ctx(), |ui| {
        ui.set_width((ui.ctx().content_rect().width() - 120.0).clamp(640.0, 1040.0));
        ui.label(look.bold(look.say_with("reg.import_title", &[("name", &preview.name)])));
        counts_ui(ui, &mut preview, look);
        ui.add_space(4.0);
        let rows: Vec<&ImportRow> = preview
            .import
            .rows
            .iter()
            .filter(|row| !preview.only_changes || row.outcome != ImportOutcome::Unchanged)
            .collect();
        let height = (ui.ctx().content_rect().height() - 260.0).clamp(160.0, 460.0);
        ui.allocate_ui(Vec2::new(ui.available_width(), height), |ui| {
            headed_rows_ui(ui, look, "import rows", (ROW, rows.len(), None), head_ui, |ui, at, rect| {
                row_ui(ui, rect, rows[at], look);
            });
        });
        notes_ui(ui, &preview, look);
        ui.horizontal(|ui| {
            let ready = preview.import.is_ready();
            let count =
                preview.import.count(ImportOutcome::New) + preview.import.count(ImportOutcome::Changed);
            let label = look.say_with("reg.import_now", &[("n", &count.to_string())]);
            if ui.add_enabled_ui(ready, |ui| primary_button_ui(ui, look, label)).inner.clicked() {
                let why = look.say_with("reg.import_why", &[("name", &preview.name)]);
                let units = std::mem::take(&mut preview.import.units);
                out.push(Act::Do(Command::TakeRegister { units, why }));
                done = true;
            }
            done |= quiet_button_ui(ui, look.say("cancel")).clicked();
        });
    });
    if !done && !shown.should_close() {
        state.preview = Some(preview);
    }
}

fn counts_ui(ui: &mut Ui, preview: &mut Preview, look: &Look) {
    let import = &preview.import;
    ui.horizontal_wrapped(|ui| {
        for outcome in
            [ImportOutcome::New, ImportOutcome::Changed, ImportOutcome::Unchanged, ImportOutcome::Refused]
        {
            let (icon, ink, key) = outcome_look(outcome, look);
            ui.label(look.icon(icon).color(ink));
            ui.label(format!("{} {}", look.say(key), import.count(outcome)));
            ui.add_space(8.0);
        }
        let absent = import.absent.len();
        if absent > 0 {
            ui.label(look.small(look.say_with("reg.absent", &[("n", &absent.to_string())])));
        }
        ui.checkbox(&mut preview.only_changes, look.say("reg.only_changes"));
    });
}

fn notes_ui(ui: &mut Ui, preview: &Preview, look: &Look) {
    let import = &preview.import;
    let mut notes = Vec::new();
    if import.count(ImportOutcome::Refused) > 0 {
        notes.push((look.say("reg.import_refused").into_owned(), look.theme.hard()));
    }
    let quiet = look.theme.quiet();
    if !import.unknown_columns.is_empty() {
        let columns = import.unknown_columns.join("、");
        notes.push((look.say_with("reg.passed_over", &[("columns", &columns)]), quiet));
    }
    if import.dated_today > 0 {
        let fill = [("n", import.dated_today.to_string()), ("day", look.today.to_string())];
        let fill = fill.each_ref().map(|(key, text)| (*key, text.as_str()));
        notes.push((look.say_with("reg.dated_today", &fill), quiet));
    }
    if import.areas_guessed > 0 {
        notes.push((look.say_with("reg.areas_guessed", &[("n", &import.areas_guessed.to_string())]), quiet));
    }
    for (note, ink) in notes {
        ui.label(egui::RichText::new(note).color(ink).font(look.theme.small()));
    }
    ui.add_space(4.0);
}

fn outcome_look(outcome: ImportOutcome, look: &Look) -> (&'static str, Color32, &'static str) {
    let theme = &look.theme;
    match outcome {
        ImportOutcome::New => (icons::FILE_PLUS, theme.good(), "reg.new"),
        ImportOutcome::Changed => (icons::PENCIL_SIMPLE, theme.accent(), "reg.changed"),
        ImportOutcome::Unchanged => (icons::MINUS, theme.quiet(), "reg.unchanged"),
        ImportOutcome::Refused => (icons::X_CIRCLE, theme.hard(), "reg.refused"),
    }
}

fn cells(row: Rect) -> [Rect; 5] {
    let mut x = row.left();
    let mut take = |width: f32| {
        let rect = Rect::from_min_size(egui::Pos2::new(x, row.top()), Vec2::new(width, row.height()));
        x += width;
        rect.shrink2(Vec2::new(4.0, 0.0))
    };
    let [line, outcome, code, name] = COLUMNS.map(&mut take);
    let rest = take((row.width() - COLUMNS.iter().sum::<f32>()).max(0.0));
    [line, outcome, code, name, rest]
}

fn head_ui(ui: &Ui, rect: Rect, look: &Look) {
    let keys = ["reg.line", "reg.outcome", "register.code", "register.name", "reg.what"];
    for (rect, key) in cells(rect).into_iter().zip(keys) {
        let ink = look.theme.quiet();
        paint_text(ui, rect, &look.say(key), look.theme.small(), ink, Align2::LEFT_CENTER);
    }
}

fn row_ui(ui: &Ui, rect: Rect, row: &ImportRow, look: &Look) {
    let theme = &look.theme;
    let (icon, ink, key) = outcome_look(row.outcome, look);
    let what = if row.outcome == ImportOutcome::Refused {
        look.text(&row.why).to_owned()
    } else {
        let changes: Vec<String> =
            row.changes.iter().map(|change| look.text(&change.words()).to_owned()).collect();
        changes.join("　")
    };
    let (word, (code, name)) = (look.say(key), &row.unit);
    let response = ui.interact(rect, ui.scope_id().with("row"), Sense::hover());
    response.widget_info(|| {
        WidgetInfo::labeled(Role::Label, true, format!("{} {word} {code} {name} {what}", row.line))
    });
    let [line, outcome, of_code, of_name, rest] = cells(rect);
    paint_text(ui, line, &row.line.to_string(), theme.small(), theme.quiet(), Align2::LEFT_CENTER);
    paint_text(ui, outcome, icon, theme.icon(), ink, Align2::LEFT_CENTER);
    let mut words = outcome;
    words.min.x += 20.0;
    paint_text(ui, words, &word, theme.small(), ink, Align2::LEFT_CENTER);
    paint_text(ui, of_code, code, theme.grid(), theme.text(), Align2::LEFT_CENTER);
    paint_text(ui, of_name, name, theme.grid(), theme.text(), Align2::LEFT_CENTER);
    let shown = if row.outcome == ImportOutcome::Refused { theme.hard() } else { theme.text() };
    if !paint_text(ui, rest, &what, theme.small(), shown, Align2::LEFT_CENTER) {
        response.on_hover_text(what);
    }
}
