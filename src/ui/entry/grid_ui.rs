//! The grid: frozen name and unit, the one column that is typed, last period, change, line, note.

use egui::{Align2, Color32, Pos2, Rect, Role, Sense, Stroke, Ui, Vec2, WidgetInfo};
use egui_table::{AutoSizeMode, CellInfo, Column, HeaderCellInfo, HeaderRow, Table, TableDelegate};

use crate::{
    base::Figure,
    desk::{Desk, Row, RowKind, Sheet},
    ui::{
        act::Act,
        entry::{EntryState, cell_ui::active_cell_ui},
        icons,
        look::Look,
        widgets::{paint_text, spark_ui},
    },
};

/// Height of a row.
pub(super) const ROW: f32 = 26.0;
/// Widths of the fixed columns: unit, figure, last period, change, line.
const WIDTHS: [f32; 5] = [66.0, 104.0, 96.0, 72.0, 74.0];
const NAME_MIN: f32 = 200.0;
const NOTE_MIN: f32 = 90.0;

struct Grid<'a> {
    desk: &'a Desk,
    state: &'a mut EntryState,
    sheet: &'a Sheet,
    look: &'a Look,
    out: &'a mut Vec<Act>,
    shown: Vec<usize>,
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
    let shown = state.visible(sheet);
    let active = shown
        .iter()
        .position(|at| state.active.is_some() && sheet.rows[*at].typed() == state.active.as_ref());
    let mut widths = WIDTHS;
    let room = ui.available_width() - 14.0;
    if room - widths.iter().sum::<f32>() < NAME_MIN + NOTE_MIN {
        // In a narrow window the name matters more than the line.
        widths[4] = 0.0;
    }
    let free = (room - widths.iter().sum::<f32>()).max(NAME_MIN + NOTE_MIN);
    let name = (free * 0.64).clamp(NAME_MIN, 420.0);
    let note = free - name;
    let column = |width: f32| Column::new(width).range(width..=width).resizable(false);
    let mut columns = vec![column(name)];
    columns.extend(widths.map(column));
    columns.push(column(note));
    let mut table = Table::new()
        .id_salt(("entry grid", ui.available_width() as i32))
        .num_rows(shown.len() as u64)
        .columns(columns)
        .num_sticky_cols(2)
        .headers([HeaderRow::new(28.0)])
        .auto_size_mode(AutoSizeMode::Never);
    if let (true, Some(at)) = (state.scroll, active) {
        table = table.scroll_to_row(at as u64, None);
    }
    if let Some(row) = state.to_top.take()
        && let Some(at) = shown.iter().position(|at| *at == row)
    {
        table = table.scroll_to_row(at as u64, Some(egui::Align::TOP));
    }
    state.scroll = false;
    if shown.is_empty() {
        ui.add_space(24.0);
        ui.vertical_centered(|ui| ui.label(look.small(look.say("entry.nothing_matches"))));
        return;
    }
    let mut grid = Grid { desk, state, sheet, look, out, shown };
    table.show(ui, &mut grid);
}

impl TableDelegate for Grid<'_> {
    fn default_row_height(&self) -> f32 {
        ROW
    }

    fn header_cell_ui(&mut self, ui: &mut Ui, cell: &HeaderCellInfo) {
        let theme = &self.look.theme;
        let rect = ui.max_rect();
        ui.painter().rect_filled(rect, 0.0, theme.panel());
        let period = self.sheet.key.period;
        let (text, align) = match cell.col_range.start {
            0 => (self.look.say("entry.element").into_owned(), Align2::LEFT_CENTER),
            1 => (self.look.say("entry.unit").into_owned(), Align2::LEFT_CENTER),
            2 => (period.label(self.look.lang), Align2::RIGHT_CENTER),
            3 => (period.previous().label(self.look.lang), Align2::RIGHT_CENTER),
            4 => (self.look.say("entry.change").into_owned(), Align2::RIGHT_CENTER),
            5 => (self.look.say("entry.line").into_owned(), Align2::LEFT_CENTER),
            _ => (self.look.say("entry.note").into_owned(), Align2::LEFT_CENTER),
        };
        let inner = rect.shrink2(Vec2::new(8.0, 0.0));
        paint_text(ui, inner, &text, theme.small(), theme.quiet(), align);
        ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, Stroke::new(1.0, theme.line()));
    }

    fn row_ui(&mut self, ui: &mut Ui, row_nr: u64) {
        let Some(row) = self.row(row_nr) else { return };
        let theme = &self.look.theme;
        let fill = match row.kind {
            RowKind::Section => theme.band(),
            RowKind::Taken(_) | RowKind::Indicator(_) => theme.computed(),
            RowKind::Element(_) => theme.ground(),
        };
        let rect = ui.max_rect();
        ui.painter().rect_filled(rect, 0.0, fill);
        ui.painter().hline(
            rect.x_range(),
            rect.bottom() - 0.5,
            Stroke::new(1.0, theme.line().gamma_multiply(0.7)),
        );
    }

    fn cell_ui(&mut self, ui: &mut Ui, cell: &CellInfo) {
        let Some(at) = self.shown.get(cell.row_nr as usize).copied() else { return };
        let row = &self.sheet.rows[at];
        let rect = ui.max_rect();
        let inner = rect.shrink2(Vec2::new(8.0, 0.0));
        let theme = self.look.theme.clone();
        if cell.col_nr == 0 {
            self.name_ui(ui, row, rect);
            return;
        }
        if row.kind == RowKind::Section {
            return;
        }
        let is_typed = row.typed().is_some();
        match cell.col_nr {
            1 => {
                let unit = row.unit_text(self.look.lang);
                paint_text(ui, inner, unit, theme.small(), theme.quiet(), Align2::LEFT_CENTER);
            }
            2 if is_typed && self.state.active.as_ref() == row.typed() => {
                active_cell_ui(ui, rect, row, self.desk, self.state, self.sheet, self.look, self.out);
            }
            2 => self.figure_ui(ui, row, rect),
            3 => {
                let ink = theme.quiet();
                paint_text(
                    ui,
                    inner,
                    self.look.text(&row.last_shown),
                    theme.grid(),
                    ink,
                    Align2::RIGHT_CENTER,
                );
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
            _ => self.note_ui(ui, row, inner),
        }
    }
}

impl Grid<'_> {
    fn row(&self, row_nr: u64) -> Option<&Row> {
        self.shown.get(row_nr as usize).map(|at| &self.sheet.rows[*at])
    }

    fn name_ui(&mut self, ui: &mut Ui, row: &Row, rect: Rect) {
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
            self.choose(row);
        }
    }

    fn figure_ui(&mut self, ui: &mut Ui, row: &Row, rect: Rect) {
        let theme = &self.look.theme;
        let inner = rect.shrink2(Vec2::new(8.0, 0.0));
        let text = self.look.text(&row.shown);
        let is_typed = row.typed().is_some();
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
        if !is_typed {
            let response = ui.interact(rect, ui.scope_id().with("computed"), Sense::click());
            if response.clicked() {
                self.choose(row);
            }
            return;
        }
        let response = ui.interact(rect, ui.scope_id().with("figure"), Sense::click());
        let label = format!("{} {} {}", self.look.text(&row.name), text, row.unit_text(self.look.lang));
        response.widget_info(|| WidgetInfo::labeled(Role::Cell, true, label.trim()));
        if response.clicked() {
            self.choose(row);
        }
        if response.hovered() && self.sheet.editable {
            ui.painter().rect_stroke(
                rect.shrink(1.0),
                2.0,
                Stroke::new(1.0, theme.line()),
                egui::StrokeKind::Inside,
            );
        }
    }

    fn note_ui(&self, ui: &Ui, row: &Row, rect: Rect) {
        let theme = &self.look.theme;
        let note = self.look.text(&row.note);
        let (icon, ink, text) = match &row.figure {
            Figure::Unread(_) if row.is_unread() => {
                (icons::X, theme.hard(), self.look.say("entry.unread").into_owned())
            }
            _ if row.out_of_range => {
                (icons::WARNING, theme.soft(), self.look.say("entry.out_of_range").into_owned())
            }
            _ => ("", theme.quiet(), note.to_owned()),
        };
        let mut rect = rect;
        if !icon.is_empty() {
            paint_text(ui, rect, icon, theme.icon(), ink, Align2::LEFT_CENTER);
            rect.min.x += 20.0;
        }
        paint_text(ui, rect, &text, theme.small(), ink, Align2::LEFT_CENTER);
    }

    /// Commits what stands in the active cell and makes another row active.
    fn choose(&mut self, row: &Row) {
        self.state.commit(&self.sheet.key, self.out);
        if row.typed().is_none() {
            // What is typed next must not land in the cell that was active before.
            self.state.forget_cell();
            self.state.resting = true;
        } else if self.state.asking.is_none() {
            self.state.enter(row);
            self.state.scroll = false;
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
