//! 帮助: one page of keys, those of the commands and those of the grid.

use egui::{Context, Grid, Ui};

use crate::ui::{
    act::Act,
    commands::COMMANDS,
    look::Look,
    widgets::{modal, page_ui, primary_button_ui},
};

/// The keys of every screen that belong to no command.
const EVERYWHERE: &[(&str, &str)] = &[
    ("F6", "keys.screen"),
    ("Tab / Shift+Tab", "keys.controls"),
    ("Enter / Space", "keys.press"),
    ("Page Up / Page Down", "keys.turn"),
];

/// The keys of the grid, each with the key of the word that says what it does.
const GRID: &[(&str, &str)] = &[
    ("Enter / Shift+Enter", "keys.down_up"),
    ("Tab / Shift+Tab", "keys.across"),
    ("← →", "keys.note"),
    ("Page Up / Page Down", "keys.page"),
    ("Ctrl+Home / Ctrl+End", "keys.ends"),
    ("Shift+↑ / Shift+↓", "keys.extend"),
    ("Ctrl+A", "keys.all"),
    ("F2", "keys.edit"),
    ("Alt+↓", "keys.choices"),
    ("Esc", "keys.revert"),
    ("Delete", "grid.clear"),
    ("Ctrl+C / Ctrl+X / Ctrl+V", "keys.clipboard"),
    ("Ctrl+D", "grid.fill_down"),
    ("Ctrl+Shift+N", "entry.not_applicable_more"),
    ("Ctrl+Z / Ctrl+Y", "keys.undo_redo"),
    ("Ctrl+F / F3", "keys.find"),
    ("Ctrl+G", "grid.go_to"),
    ("Ctrl+Enter", "grid.details"),
];

/// Draws the page while it is open.
pub(super) fn keys_ui(ctx: &Context, look: &Look, out: &mut Vec<Act>) {
    let shown = modal(ctx, "keys").show(ctx, |ui| {
        ui.set_width(720.0);
        ui.label(look.heading(look.say("command.keys")));
        ui.add_space(6.0);
        let room = (ctx.content_rect().height() - 190.0).min(560.0);
        ui.scope(|ui| {
            ui.set_max_height(room);
            page_ui(ui, "keys", |ui| {
                ui.columns(2, |columns| {
                    let commands = COMMANDS.iter().filter(|command| command.shortcut.is_some());
                    let commands = commands.map(|command| (command.shortcut_text(), command.label));
                    let others = EVERYWHERE.iter().map(|(keys, word)| ((*keys).to_owned(), *word));
                    list_ui(&mut columns[0], "keys.everywhere", commands.chain(others), look);
                    let grid = GRID.iter().map(|(keys, word)| ((*keys).to_owned(), *word));
                    list_ui(&mut columns[1], "keys.in_the_form", grid, look);
                });
            });
        });
        ui.add_space(8.0);
        if primary_button_ui(ui, look, look.say("close")).clicked() {
            out.push(Act::ToggleKeys);
        }
    });
    if shown.should_close() {
        out.push(Act::ToggleKeys);
    }
}

fn list_ui<'a>(ui: &mut Ui, title: &str, lines: impl Iterator<Item = (String, &'a str)>, look: &Look) {
    ui.label(look.bold(look.say(title)));
    ui.add_space(2.0);
    Grid::new(title).num_columns(2).spacing([16.0, 4.0]).min_row_height(18.0).show(ui, |ui| {
        for (keys, word) in lines {
            ui.label(egui::RichText::new(keys).font(look.theme.grid()).color(look.theme.accent()));
            ui.label(egui::RichText::new(look.say(word)).font(look.theme.grid()));
            ui.end_row();
        }
    });
}
