//! What can be done with cells, as a menu: beside a cell by the right button, and in the head of the screen.

use egui::{Button, Id, Popup, Response, RichText, Ui};

use crate::{
    desk::{Desk, Sheet, Subject},
    ui::{
        entry::{draft::Column, keys::Move},
        look::Look,
    },
};

/// One line of the menu; none is a rule between two groups.
type Line = Option<(&'static str, &'static str, Move)>;

/// Gives the lines for a cell of a column: key of the word, shortcut, what it does.
fn lines(column: Column) -> Vec<Line> {
    let figures_only = |line: Line| line.filter(|_| column == Column::Figure);
    let lines = [
        Some(("entry.undo", "Ctrl+Z", Move::Undo)),
        Some(("entry.redo", "Ctrl+Y", Move::Redo)),
        None,
        Some(("grid.copy", "Ctrl+C", Move::Copy)),
        figures_only(Some(("grid.copy_named", "", Move::CopyNamed))),
        Some(("grid.cut", "Ctrl+X", Move::Cut)),
        Some(("grid.paste", "Ctrl+V", Move::AskPaste)),
        Some(("grid.clear", "Delete", Move::Clear)),
        figures_only(Some(("grid.fill_down", "Ctrl+D", Move::FillDown))),
        None,
        figures_only(Some(("entry.not_applicable_more", "Ctrl+Shift+N", Move::NotApplicable))),
        Some(("grid.details", "Ctrl+Enter", Move::Details)),
        Some(("grid.go_to", "Ctrl+G", Move::GoTo)),
        Some(("grid.find", "Ctrl+F", Move::Find)),
    ];
    let mut kept: Vec<Line> = Vec::new();
    for (at, line) in lines.into_iter().enumerate() {
        if line.is_some() || matches!(at, 2 | 9) {
            kept.push(line);
        }
    }
    kept
}

/// What a menu is about.
#[derive(Clone, Copy)]
pub(super) struct MenuOf<'a> {
    pub(super) desk: &'a Desk,
    pub(super) sheet: &'a Sheet,
    pub(super) column: Column,
}

/// Draws the menu; gives what was chosen.
pub(super) fn menu_lines_ui(ui: &mut Ui, of: MenuOf<'_>, look: &Look) -> Option<Move> {
    let MenuOf { desk, sheet, column } = of;
    let subject = Subject::Return(sheet.key.clone());
    let mut chosen = None;
    ui.set_width(210.0);
    ui.spacing_mut().item_spacing.y = 1.0;
    for line in lines(column) {
        let Some((word, shortcut, step)) = line else {
            ui.separator();
            continue;
        };
        let writes =
            matches!(step, Move::Cut | Move::AskPaste | Move::Clear | Move::FillDown | Move::NotApplicable);
        let text = RichText::new(look.say(word)).font(look.theme.grid());
        let button = Button::new(text).shortcut_text(look.small(shortcut)).frame(false);
        let button = button.min_size(egui::Vec2::new(ui.available_width(), 24.0));
        let can = match step {
            Move::Undo => sheet.editable && desk.can_undo_in(&subject),
            Move::Redo => sheet.editable && desk.can_redo_in(&subject),
            _ => sheet.editable || !writes,
        };
        if ui.add_enabled(can, button).clicked() {
            chosen = Some(step);
            ui.close();
        }
    }
    chosen
}

/// Shows the menu of a cell under the pointer, after a click with the right button.
pub(super) fn cell_menu_ui(cell: &Response, at: usize, of: MenuOf<'_>, look: &Look) -> Option<Move> {
    // The click makes the cell active, which is another widget: the menu is that of the place, not of the widget.
    let id = Id::unique(("cell menu", at, of.column));
    let shown = Popup::context_menu(cell).id(id).show(|ui| menu_lines_ui(ui, of, look));
    shown.and_then(|shown| shown.inner)
}
