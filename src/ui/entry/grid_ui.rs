//! The grid: frozen name and unit, the figure and its note that are typed, last period, change, line.

use std::sync::Arc;

use egui::{Align2, Color32, Pos2, Rect, Role, Sense, Stroke, Ui, Vec2, WidgetInfo};
use egui_table::{
    AutoSizeMode, CellInfo, Column as TableColumn, HeaderCellInfo, HeaderRow, Table, TableDelegate,
};

use crate::{
    base::{Figure, Severity},
    desk::{Desk, Row, RowKind, Sheet},
    ui::{
        act::Act,
        entry::{
            EntryState,
            cell_ui::active_cell_ui,
            draft::Column,
            grid_head_ui::{GROUPS, HEADS, header_ui},
            menu_ui::{MenuOf, cell_menu_ui},
            moves::apply_move,
            view::View,
        },
        findings::severity_look,
        icons,
        look::Look,
        widgets::{paint_text, spark_ui},
    },
};

/// Height of a row.
pub(super) const ROW: f32 = 26.0;

struct Grid<'a> {
    desk: &'a Desk,
    state: &'a mut EntryState,
    sheet: &'a Sheet,
    look: &'a Look,
    out: &'a mut Vec<Act>,
    view: Arc<View>,
}

/// Draws the grid.
pub(super) fn grid_ui(
    ui: &mut Ui,
    desk: &Desk,
    state: &mut EntryState,
    sheet: &Sheet,
    look: &Look,
    out: &mut Vec<Act>,
) {
    let view = state.view(sheet, desk.generation());
    // Whole rows only: one that is cut off at the edge is none.
    state.page = ((ui.available_height() - HEADS[0] - HEADS[1]) / ROW).max(1.0) as usize;
    let widths = state.widths.within(ui.available_width() - 14.0, look.lang);
    let columns: Vec<TableColumn> =
        widths.iter().map(|width| TableColumn::new(*width).range(*width..=*width).resizable(false)).collect();
    let groups = GROUPS.iter().map(|(_, columns)| columns.clone()).collect();
    let mut table = Table::new()
        .id_salt("entry grid")
        .num_rows(view.shown.len() as u64)
        .columns(columns)
        .num_sticky_cols(2)
        .headers([HeaderRow { height: HEADS[0], groups }, HeaderRow::new(HEADS[1])])
        .auto_size_mode(AutoSizeMode::Never);
    let active = state.active.as_ref().filter(|_| state.scroll).and_then(|element| sheet.row_of(element));
    if let Some(place) = active.and_then(|row| view.place(row)) {
        table = table.scroll_to_row(place as u64, None);
    }
    if let Some(place) = state.to_row.take().and_then(|row| view.place(row)) {
        table = table.scroll_to_row(place as u64, None);
    }
    if let Some(place) = state.to_top.take().and_then(|row| view.place(row)) {
        table = table.scroll_to_row(place as u64, Some(egui::Align::TOP));
    }
    state.scroll = false;
    if !ui.input(|input| input.pointer.primary_down()) && state.pressed.take().is_some() {
        // The hand was about the cell as a whole, not about its text.
        state.fresh |= !state.editing && !state.draft.is_changed();
    }
    if view.shown.is_empty() {
        ui.add_space(24.0);
        ui.vertical_centered(|ui| ui.label(look.small(look.say("entry.nothing_matches"))));
        return;
    }
    let body = ui.available_rect_before_wrap();
    let mut grid = Grid { desk, state, sheet, look, out, view };
    table.show(ui, &mut grid);
    grid.drag_beyond(ui, body);
}

impl TableDelegate for Grid<'_> {
    fn default_row_height(&self) -> f32 {
        ROW
    }

    fn header_cell_ui(&mut self, ui: &mut Ui, cell: &HeaderCellInfo) {
        header_ui(ui, cell, self.state, self.sheet, &self.view, self.look, self.out);
    }

    fn row_ui(&mut self, ui: &mut Ui, row_nr: u64) {
        let Some(at) = self.view.shown.get(row_nr as usize) else { return };
        let theme = &self.look.theme;
        let fill = match self.sheet.rows[*at].kind {
            RowKind::Section => theme.band(),
            RowKind::Taken(_) | RowKind::Indicator(_) => theme.computed(),
            RowKind::Element(_) => theme.ground(),
        };
        let rect = ui.max_rect();
        ui.painter().rect_filled(rect, 0.0, fill);
        let line = Stroke::new(1.0, theme.line().gamma_multiply(0.7));
        ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, line);
    }

    fn cell_ui(&mut self, ui: &mut Ui, cell: &CellInfo) {
        let Some(at) = self.view.shown.get(cell.row_nr as usize).copied() else { return };
        let (sheet, rect) = (self.sheet, ui.max_rect());
        let row = &sheet.rows[at];
        if cell.col_nr == 0 {
            self.name_ui(ui, at, row, rect);
            return;
        }
        if row.kind == RowKind::Section {
            return;
        }
        let inner = rect.shrink2(Vec2::new(8.0, 0.0));
        let theme = &self.look.theme;
        let is_active = row.typed().is_some() && self.state.active.as_ref() == row.typed();
        match cell.col_nr {
            1 => {
                let unit = row.unit_text(self.look.lang);
                if !paint_text(ui, inner, unit, theme.small(), theme.quiet(), Align2::LEFT_CENTER) {
                    ui.interact(rect, ui.scope_id().with("unit"), Sense::hover()).on_hover_text(unit);
                }
            }
            2 => {
                self.press(ui, at, rect);
                if is_active && self.state.column == Column::Figure {
                    active_cell_ui(ui, rect, at, self.desk, self.state, sheet, self.look, self.out);
                } else {
                    self.figure_ui(ui, at, row, rect);
                }
            }
            3 => {
                let last = self.look.text(&row.last_shown);
                paint_text(ui, inner, last, theme.grid(), theme.quiet(), Align2::RIGHT_CENTER);
            }
            4 => {
                let large =
                    row.change_share.is_some_and(|share| share.abs() >= rust_decimal::Decimal::new(2, 1));
                let ink = if large { theme.soft() } else { theme.quiet() };
                paint_text(ui, inner, &row.change, theme.small(), ink, Align2::RIGHT_CENTER);
            }
            5 => {
                if rect.width() > 20.0 {
                    spark_ui(ui, rect.shrink2(Vec2::new(8.0, 6.0)), &row.spark, theme.quiet());
                }
            }
            _ if is_active && self.state.column == Column::Note => {
                active_cell_ui(ui, rect, at, self.desk, self.state, sheet, self.look, self.out);
            }
            _ => self.note_ui(ui, at, row, rect),
        }
    }
}

impl Grid<'_> {
    fn name_ui(&mut self, ui: &mut Ui, at: usize, row: &Row, rect: Rect) {
        let theme = &self.look.theme;
        let name = self.look.text(&row.name);
        if row.kind == RowKind::Section {
            let inner = rect.shrink2(Vec2::new(10.0, 0.0));
            paint_text(ui, inner, name, theme.grid_bold(), theme.text(), Align2::LEFT_CENTER);
            return;
        }
        let computed = row.typed().is_none();
        let indent = Rect::from_min_max(rect.min + Vec2::new(22.0, 0.0), rect.max - Vec2::new(4.0, 0.0));
        let ink = if computed { theme.quiet() } else { theme.text() };
        let shown = if computed { format!("= {name}") } else { name.to_owned() };
        let fits = paint_text(ui, indent, &shown, theme.grid(), ink, Align2::LEFT_CENTER);
        let response = ui.interact(rect, ui.scope_id().with("name"), Sense::click());
        let response = if fits { response } else { response.on_hover_text(name) };
        if response.clicked() {
            self.click(ui, at, Column::Figure);
        }
    }

    fn figure_ui(&mut self, ui: &mut Ui, at: usize, row: &Row, rect: Rect) {
        let theme = &self.look.theme;
        let inner = rect.shrink2(Vec2::new(8.0, 0.0));
        let text = self.look.text(&row.shown);
        let is_typed = row.typed().is_some();
        if row.is_carried {
            ui.painter().rect_filled(rect.shrink(1.0), 2.0, theme.soft_ground());
        }
        if self.state.is_selected(at) {
            ui.painter().rect_filled(rect, 0.0, theme.accent_ground());
        }
        let ink = match &row.figure {
            Figure::Unread(_) if row.is_unread() => theme.hard(),
            Figure::NotApplicable(_) => theme.quiet(),
            _ if row.out_of_range => theme.soft(),
            _ if !is_typed => theme.quiet(),
            _ => theme.text(),
        };
        if row.figure.is_blank() && is_typed {
            dotted(ui, inner, theme.line());
        } else {
            paint_text(ui, inner, text, theme.grid(), ink, Align2::RIGHT_CENTER);
        }
        let salt = if is_typed { "figure" } else { "computed" };
        let response = ui.interact(rect, ui.scope_id().with(salt), Sense::click());
        if is_typed {
            let label = format!("{} {} {}", self.look.text(&row.name), text, row.unit_text(self.look.lang));
            response.widget_info(|| WidgetInfo::labeled(Role::Cell, true, label.trim()));
            self.hover(ui, &response, rect);
        }
        if response.clicked() {
            self.click(ui, at, Column::Figure);
        } else if response.secondary_clicked() && !self.state.is_selected(at) {
            self.choose(at, Column::Figure);
        }
        self.menu(&response, at, Column::Figure);
    }

    fn note_ui(&mut self, ui: &mut Ui, at: usize, row: &Row, rect: Rect) {
        let theme = &self.look.theme;
        let note = self.look.text(&row.note);
        let (icon, ink, word) = self.mark(row);
        let text = match (word.is_empty(), note.is_empty()) {
            (false, false) => format!("{word} · {note}"),
            (false, true) => word,
            (true, _) => note.to_owned(),
        };
        let mut inner = rect.shrink2(Vec2::new(8.0, 0.0));
        if !icon.is_empty() {
            paint_text(ui, inner, icon, theme.icon(), ink, Align2::LEFT_CENTER);
            inner.min.x += 20.0;
        }
        paint_text(ui, inner, &text, theme.small(), ink, Align2::LEFT_CENTER);
        if row.typed().is_none() {
            return;
        }
        let response = ui.interact(rect, ui.scope_id().with("note"), Sense::click());
        let label = self.look.say_with("grid.note_of", &[("name", self.look.text(&row.name))]);
        response.widget_info(|| WidgetInfo::labeled(Role::Cell, true, &label));
        self.hover(ui, &response, rect);
        if response.clicked() || response.secondary_clicked() {
            self.choose(at, Column::Note);
        }
        self.menu(&response, at, Column::Note);
    }

    /// Gives icon, ink and word of what is to be known of a cell first.
    fn mark(&self, row: &Row) -> (&'static str, Color32, String) {
        let theme = &self.look.theme;
        let Some(element) = row.typed() else { return ("", theme.quiet(), String::new()) };
        let word = |key: &str| self.look.say(key).into_owned();
        if row.is_unread() {
            return (icons::X, theme.hard(), word("entry.unread"));
        }
        if !row.remark.is_empty() {
            let words = self.look.say_with("hands.remark_of", &[("remark", &row.remark)]);
            return (icons::ARROW_COUNTER_CLOCKWISE, theme.soft(), words);
        }
        if row.is_carried {
            return (icons::ARROW_CLOCKWISE, theme.soft(), word("entry.carried"));
        }
        if let Some(view) = self.state.findings.worst(element) {
            let (icon, ink, _) = severity_look(view.finding.severity, self.look);
            return match view.finding.severity {
                Severity::Soft if view.is_open() => (icons::PENCIL_SIMPLE, ink, word("findings.to_explain")),
                Severity::Soft => (icons::CHECK, theme.quiet(), word("findings.explained")),
                Severity::Hard if row.figure.is_blank() => (icon, ink, word("entry.required")),
                Severity::Hard => (icon, ink, word("findings.hard")),
                Severity::Hint if row.is_flagged => (icons::FLAG, theme.accent(), word("entry.flagged")),
                Severity::Hint => (icon, ink, word("findings.hint")),
            };
        }
        ("", theme.quiet(), String::new())
    }

    fn hover(&self, ui: &Ui, response: &egui::Response, rect: Rect) {
        if response.hovered() && self.sheet.editable {
            let stroke = Stroke::new(1.0, self.look.theme.line());
            ui.painter().rect_stroke(rect.shrink(1.0), 2.0, stroke, egui::StrokeKind::Inside);
        }
    }

    /// Shows the menu of a cell and does what was chosen.
    fn menu(&mut self, response: &egui::Response, at: usize, column: Column) {
        let of = MenuOf { desk: self.desk, sheet: self.sheet, column };
        if let Some(step) = cell_menu_ui(response, at, of, self.look) {
            apply_move(step, self.desk, self.state, self.sheet, self.look, self.out);
        }
    }

    /// Goes to a row; with Shift held, selects from the active cell to it.
    fn click(&mut self, ui: &Ui, at: usize, column: Column) {
        let cursor = self.state.cursor(self.sheet).filter(|_| ui.input(|input| input.modifiers.shift));
        match cursor {
            Some(cursor) if self.state.column == Column::Figure => {
                self.state.commit(&self.sheet.key, self.out);
                self.state.range = Some((cursor, at));
                self.state.fresh = true;
            }
            _ => self.choose(at, column),
        }
    }

    /// Commits what stands in the active cell and makes another row active.
    fn choose(&mut self, at: usize, column: Column) {
        self.state.commit(&self.sheet.key, self.out);
        self.state.choose(at, column, self.sheet, self.look.lang);
        self.state.scroll = false;
    }

    /// Selects rows while the button that went down on one is held over another.
    fn press(&mut self, ui: &Ui, at: usize, rect: Rect) {
        if ui.is_sizing_pass() || !ui.rect_contains_pointer(rect) {
            return;
        }
        let (pressed, down) =
            ui.input(|input| (input.pointer.primary_pressed(), input.pointer.primary_down()));
        let has_shift = ui.input(|input| input.modifiers.shift);
        if pressed {
            self.state.pressed = Some(at).filter(|_| !has_shift);
        } else if let Some(from) = self.state.pressed.filter(|from| down && *from != at) {
            self.drag(from, at);
        } else if let (Some(from), true) = (self.state.pressed, down)
            && self.state.range.is_some_and(|(start, end)| start == from && end != at)
        {
            self.drag(from, at);
        }
    }

    fn drag(&mut self, from: usize, to: usize) {
        if self.state.cursor(self.sheet) != Some(from) || self.state.column != Column::Figure {
            self.choose(from, Column::Figure);
        }
        if self.state.asking.is_none() {
            self.state.range = Some((from, to)).filter(|_| from != to || self.state.resting);
        }
    }

    /// Goes on selecting where the button is held above or below the rows.
    fn drag_beyond(&mut self, ui: &Ui, body: Rect) {
        let Some(from) = self.state.pressed else { return };
        let Some(pointer) = ui.input(|input| input.pointer.interact_pos()) else { return };
        let top = body.top() + HEADS[0] + HEADS[1];
        let by: isize = if pointer.y < top {
            -1
        } else if pointer.y > body.bottom() {
            1
        } else {
            return;
        };
        let end = self.state.range.map_or(from, |(_, end)| end);
        let place = self.view.place(end).and_then(|place| place.checked_add_signed(by));
        if let Some(row) = place.and_then(|place| self.view.shown.get(place)).copied() {
            self.drag(from, row);
            self.state.to_row = Some(row);
            ui.ctx().request_repaint_after(std::time::Duration::from_millis(30));
        }
    }
}

/// Draws the faint dotted line of a blank cell.
fn dotted(ui: &Ui, rect: Rect, ink: Color32) {
    let y = rect.center().y + 5.0;
    let from = rect.right() - 46.0;
    for step in 0..12 {
        let x = from + 4.0 * step as f32;
        ui.painter().line_segment([Pos2::new(x, y), Pos2::new(x + 1.5, y)], Stroke::new(1.0, ink));
    }
}
