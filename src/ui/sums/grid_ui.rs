//! The table of units × indicators: figures, or only how each stands to the plan.

use egui::{
    Align2, Color32, EventFilter, Id, Key, Modifiers, Rect, Role, Sense, Stroke, Ui, Vec2, WidgetInfo,
};
use egui_table::{
    AutoSizeMode, CellInfo, Column as TableColumn, HeaderCellInfo, HeaderRow, Table, TableDelegate,
};

use crate::{
    base::Lang,
    desk::{Board, CellKind, Desk, ItemHead, TotalCell, TotalState},
    trend::Verdict,
    ui::{
        icons,
        look::Look,
        sums::grid::{Grid, RowHead},
        widgets::{paint_lines, paint_text},
    },
};

/// What is drawn in the cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Drawn {
    /// 汇总表.
    Figures,
    /// 热力图.
    Standings,
}

impl Drawn {
    /// Width of the name, width of a column, heights of head and row.
    const fn sizes(self, lang: Lang) -> [f32; 4] {
        let name = match lang {
            Lang::Zh => 196.0,
            Lang::En => 262.0,
        };
        match self {
            Self::Figures => [name, 116.0, 56.0, 27.0],
            Self::Standings => [name, 30.0, 150.0, 25.0],
        }
    }
}

struct Drawing<'a> {
    desk: &'a Desk,
    board: &'a Board,
    grid: &'a mut Grid,
    drawn: Drawn,
    look: &'a Look,
    /// What has the keys of all cells.
    pane: Id,
}

/// Draws the table.
pub(super) fn grid_ui(ui: &mut Ui, desk: &Desk, board: &Board, grid: &mut Grid, drawn: Drawn, look: &Look) {
    if drawn == Drawn::Standings {
        legend_ui(ui, look);
    }
    if grid.rows.is_empty() || grid.heads.is_empty() {
        ui.add_space(40.0);
        let word = if desk.has_totals(board.period) { "sum.nothing" } else { "sum.adding" };
        ui.vertical_centered(|ui| ui.label(look.small(look.say(word))));
        return;
    }
    let pane = pane_ui(ui, look);
    arrows(ui, grid, pane);
    let [name, column, head, _] = drawn.sizes(look.lang);
    let fixed = |width: f32| TableColumn::new(width).range(width..=width).resizable(false);
    let columns: Vec<TableColumn> =
        std::iter::once(fixed(name)).chain(grid.heads.iter().map(|_| fixed(column))).collect();
    let mut table = Table::new()
        .id_salt(("sum grid", drawn == Drawn::Figures))
        .num_rows(grid.rows.len() as u64)
        .columns(columns)
        .num_sticky_cols(1)
        .headers([HeaderRow::new(head)])
        .auto_size_mode(AutoSizeMode::Never);
    if std::mem::take(&mut grid.scroll) {
        table = table.scroll_to_row(grid.at.0 as u64, None).scroll_to_column(grid.at.1 + 1, None);
    }
    table.show(ui, &mut Drawing { desk, board, grid, drawn, look, pane });
}

/// Makes the cells one stop of the Tab key, and gives its id: thousands of stops would be a trap.
fn pane_ui(ui: &Ui, look: &Look) -> Id {
    let rect = ui.available_rect_before_wrap();
    let pane = ui.interact(rect, Id::unique("sum grid cells"), Sense::focusable_noninteractive());
    pane.widget_info(|| WidgetInfo::labeled(Role::Label, true, look.say("sum.pane")));
    if pane.has_focus() {
        let arrows = EventFilter { horizontal_arrows: true, vertical_arrows: true, ..EventFilter::default() };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(pane.id, arrows));
        let edge = Stroke::new(1.0, look.theme.accent());
        ui.painter().rect_stroke(rect.expand(2.0), 0.0, edge, egui::StrokeKind::Inside);
    }
    pane.id
}

/// Moves the chosen cell by the arrow keys while the cells or nothing has them.
fn arrows(ui: &Ui, grid: &mut Grid, pane: Id) {
    let is_ours = |memory: &egui::Memory| memory.focused().is_none_or(|focused| focused == pane);
    if !ui.memory(|memory| is_ours(memory) && memory.top_modal_layer().is_none()) {
        return;
    }
    let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    let (mut row, mut column) = grid.at;
    let (last_row, last_column) = (grid.rows.len() - 1, grid.heads.len() - 1);
    if pressed(Key::ArrowDown) {
        row = (row + 1).min(last_row);
    }
    if pressed(Key::ArrowUp) {
        row = row.saturating_sub(1);
    }
    if pressed(Key::ArrowRight) {
        column = (column + 1).min(last_column);
    }
    if pressed(Key::ArrowLeft) {
        column = column.saturating_sub(1);
    }
    if (row, column) != grid.at {
        grid.at = (row, column);
        grid.scroll = true;
    }
}

/// Says what the marks of the heat map mean.
fn legend_ui(ui: &mut Ui, look: &Look) {
    ui.horizontal(|ui| {
        for verdict in [
            Verdict::Met,
            Verdict::OnTrack,
            Verdict::Late,
            Verdict::OffTrack,
            Verdict::NoData,
            Verdict::NotScored,
        ] {
            let (icon, ink, word) = look.verdict(verdict);
            ui.label(look.icon(icon).color(ink));
            ui.label(look.small(word));
            ui.add_space(4.0);
        }
        let hint = look.say("sum.heat_hint");
        ui.add(egui::Label::new(look.small(&*hint)).truncate());
    });
}

impl TableDelegate for Drawing<'_> {
    fn default_row_height(&self) -> f32 {
        self.drawn.sizes(self.look.lang)[3]
    }

    fn header_cell_ui(&mut self, ui: &mut Ui, cell: &HeaderCellInfo) {
        let (theme, rect) = (&self.look.theme, ui.max_rect());
        ui.painter().rect_filled(rect, 0.0, theme.panel());
        ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, Stroke::new(1.0, theme.line()));
        let inner = rect.shrink2(Vec2::new(6.0, 3.0));
        let Some(column) = cell.col_range.start.checked_sub(1) else {
            let word = self.look.say("sum.name");
            paint_text(ui, inner, &word, theme.small(), theme.quiet(), Align2::LEFT_BOTTOM);
            return;
        };
        let Some(head) = self.grid.heads.get(column) else { return };
        let full = head_text(head, self.look);
        let response = ui.interact(rect, ui.scope_id().with(("head", column)), Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(Role::ColumnHeader, true, &full));
        match self.drawn {
            Drawn::Figures => {
                paint_lines(ui, inner, &full, theme.small(), theme.quiet(), 3);
            }
            Drawn::Standings => upright(ui, inner, self.look.text(&head.name), self.look),
        }
        response.on_hover_text(full);
    }

    fn row_ui(&mut self, ui: &mut Ui, row_nr: u64) {
        let (theme, rect) = (&self.look.theme, ui.max_rect());
        let at = row_nr as usize;
        let is_whole = self.grid.rows.get(at).is_some_and(|row| row.depth == 0);
        ui.painter().rect_filled(rect, 0.0, if is_whole { theme.band() } else { theme.ground() });
        let line = Stroke::new(1.0, theme.line().gamma_multiply(0.7));
        ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, line);
    }

    fn cell_ui(&mut self, ui: &mut Ui, info: &CellInfo) {
        let rect = ui.max_rect();
        let row = info.row_nr as usize;
        let Some(head) = self.grid.rows.get(row) else { return };
        let Some(column) = info.col_nr.checked_sub(1) else {
            name_ui(ui, rect, head, self.look);
            return;
        };
        let label = {
            let item = self.grid.heads.get(column).map(|head| head.name.clone()).unwrap_or_default();
            format!("{} {}", self.look.text(&head.name), self.look.text(&item))
        };
        let Some(cell) = self.grid.cell(self.desk, self.board, row, column) else {
            paint_text(ui, rect, "…", self.look.theme.grid(), self.look.theme.quiet(), Align2::CENTER_CENTER);
            return;
        };
        let response = ui.interact(rect, ui.scope_id().with(("cell", row, column)), Sense::CLICK);
        let told = told(&cell, self.look);
        let label = format!("{label} {}", told.first().map(String::as_str).unwrap_or_default());
        let chosen = self.grid.at == (row, column);
        response.widget_info(|| WidgetInfo::selected(Role::Button, true, chosen, &label));
        match self.drawn {
            Drawn::Figures => figure_ui(ui, rect, &cell, self.look),
            Drawn::Standings => standing_ui(ui, rect, &cell, self.look),
        }
        if chosen {
            let edge = Stroke::new(2.0, self.look.theme.accent());
            ui.painter().rect_stroke(rect.shrink(1.0), 0.0, edge, egui::StrokeKind::Inside);
        }
        if response.clicked() {
            self.grid.at = (row, column);
            ui.memory_mut(|memory| memory.request_focus(self.pane));
        }
        response.on_hover_ui(|ui| {
            ui.set_max_width(360.0);
            for (at, line) in told.iter().enumerate() {
                ui.label(if at == 0 { self.look.bold(line) } else { self.look.small(line) });
            }
        });
    }
}

fn head_text(head: &ItemHead, look: &Look) -> String {
    let (name, unit) = (look.text(&head.name), look.text(&head.unit));
    match (unit.is_empty(), look.lang) {
        (true, _) => name.to_owned(),
        (false, Lang::Zh) => format!("{name}（{unit}）"),
        (false, Lang::En) => format!("{name} ({unit})"),
    }
}

/// Paints words that run upward, as many as there is room for.
fn upright(ui: &Ui, rect: Rect, text: &str, look: &Look) {
    let theme = &look.theme;
    let mut job = egui::text::LayoutJob::simple_singleline(text.to_owned(), theme.small(), theme.quiet());
    job.wrap = egui::text::TextWrapping::truncate_at_width(rect.height());
    let galley = ui.painter().layout_job(job);
    let left = rect.center().x - galley.size().y / 2.0;
    let at = egui::Pos2::new(left, rect.bottom());
    let shape =
        egui::epaint::TextShape::new(at, galley, theme.quiet()).with_angle(-std::f32::consts::FRAC_PI_2);
    ui.painter().add(shape);
}

fn name_ui(ui: &Ui, rect: Rect, row: &RowHead, look: &Look) {
    let theme = &look.theme;
    let mut inner = rect.shrink2(Vec2::new(8.0, 0.0));
    inner.min.x += 14.0 * row.depth.min(6) as f32;
    let name = look.text(&row.name);
    let shown = if row.is_whole { look.say_with("sum.whole", &[("name", name)]) } else { name.to_owned() };
    let font = if row.is_area { theme.grid_bold() } else { theme.grid() };
    let fits = paint_text(ui, inner, &shown, font, theme.text(), Align2::LEFT_CENTER);
    let response = ui.interact(rect, ui.scope_id().with("name"), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::RowHeader, true, &shown));
    if !fits {
        response.on_hover_text(shown);
    }
}

/// Gives the ground behind a verdict.
fn ground_of(verdict: Verdict, look: &Look) -> Option<Color32> {
    match verdict {
        Verdict::Met | Verdict::OnTrack => Some(look.theme.good_ground()),
        Verdict::OffTrack | Verdict::Late => Some(look.theme.soft_ground()),
        Verdict::NoData | Verdict::NotScored => None,
    }
}

/// Paints a figure: what stands to the plan as tint and icon, who is missing beside it, no figure as its word.
fn figure_ui(ui: &Ui, rect: Rect, cell: &TotalCell, look: &Look) {
    let theme = &look.theme;
    let mut inner = rect.shrink2(Vec2::new(6.0, 0.0));
    if let Some(standing) = &cell.standing {
        if let Some(ground) = ground_of(standing.verdict, look) {
            ui.painter().rect_filled(rect.shrink(1.0), 2.0, ground);
            let (icon, ink, _) = look.verdict(standing.verdict);
            let icons = egui::FontId { size: 12.0, ..theme.icon() };
            paint_text(ui, inner, icon, icons, ink, Align2::LEFT_CENTER);
        }
        inner.min.x += 15.0;
    }
    let (font, ink) = match cell.kind {
        CellKind::Total(TotalState::Known | TotalState::Incomplete) => (theme.grid(), theme.text()),
        CellKind::Total(TotalState::Blank) => {
            // Blank is blank, and a place to be filled.
            let y = inner.bottom() - 6.0;
            let dots = egui::Shape::dotted_line(
                &[egui::Pos2::new(inner.center().x, y), egui::Pos2::new(inner.right(), y)],
                theme.line(),
                3.0,
                0.8,
            );
            ui.painter().extend(dots);
            (theme.small(), theme.soft())
        }
        CellKind::Total(_) => (theme.small(), theme.quiet()),
        CellKind::Unread => (theme.grid(), theme.hard()),
    };
    if cell.is_incomplete() {
        let share = format!("{}/{}", cell.coverage.reported, cell.coverage.expected);
        let small = egui::FontId { size: 11.0, ..theme.small() };
        paint_text(ui, inner, &share, small, theme.soft(), Align2::LEFT_CENTER);
        inner.min.x += 7.0 * share.len() as f32 * 0.9;
    }
    paint_text(ui, inner, look.text(&cell.shown), font, ink, Align2::RIGHT_CENTER);
}

/// Gives icon and colours of what a cell stands for in the heat map; never the colour alone.
fn mark_of(cell: &TotalCell, look: &Look) -> (&'static str, Color32, Option<Color32>) {
    let theme = &look.theme;
    if let Some(standing) = &cell.standing {
        let (icon, ink, _) = look.verdict(standing.verdict);
        return (icon, ink, ground_of(standing.verdict, look));
    }
    match cell.kind {
        CellKind::Unread => (icons::X_CIRCLE, theme.hard(), Some(theme.hard_ground())),
        CellKind::Total(TotalState::Blank | TotalState::NotComputable) => {
            (icons::CIRCLE, theme.quiet(), None)
        }
        CellKind::Total(_) => (icons::MINUS, theme.line(), None),
    }
}

fn standing_ui(ui: &Ui, rect: Rect, cell: &TotalCell, look: &Look) {
    let (icon, ink, ground) = mark_of(cell, look);
    if let Some(ground) = ground {
        ui.painter().rect_filled(rect.shrink(1.0), 2.0, ground);
    }
    let font = egui::FontId { size: 13.0, ..look.theme.icon() };
    paint_text(ui, rect, icon, font, ink, Align2::CENTER_CENTER);
}

/// Says what a cell is, a line each: figure and verdict, the sentence, who is missing, why there is none.
pub(super) fn told(cell: &TotalCell, look: &Look) -> Vec<String> {
    let mut lines = Vec::new();
    let shown = look.text(&cell.shown);
    let mut first = shown.to_owned();
    if let Some(standing) = &cell.standing {
        first = format!("{shown} · {}", look.verdict(standing.verdict).2);
    }
    lines.push(first);
    lines.extend(cell.standing.iter().map(|standing| look.text(&standing.sentence).to_owned()));
    if cell.is_incomplete() {
        let (reported, expected) = (cell.coverage.reported.to_string(), cell.coverage.expected.to_string());
        lines.push(look.say_with("sum.coverage", &[("reported", &reported), ("expected", &expected)]));
    }
    lines.push(look.text(&cell.lack).to_owned());
    lines.retain(|line| !line.is_empty());
    lines
}
