//! The two rows over the grid: groups of columns, and the columns with the handles that set their widths.

use std::ops::Range;

use egui::{Align2, CursorIcon, FontId, Rect, Sense, Stroke, Ui, Vec2, WidgetInfo};
use egui_table::HeaderCellInfo;

use crate::{
    desk::{RowKind, Sheet},
    ui::{
        act::Act,
        entry::{EntryState, view::View},
        look::Look,
        widgets::paint_text,
    },
};

/// Heights of the two rows.
pub(super) const HEADS: [f32; 2] = [17.0, 21.0];
/// Groups of columns with the keys of their words.
pub(super) const GROUPS: [(&str, Range<usize>); 4] =
    [("", 0..2), ("grid.this_period", 2..3), ("grid.before", 3..6), ("", 6..7)];
/// How far from the border of a column its handle reaches.
const GRAB: f32 = 7.0;
/// How many rows are measured for the width that fits.
const MEASURED: usize = 2_000;

/// Draws one cell of the head.
pub(super) fn header_ui(
    ui: &mut Ui,
    cell: &HeaderCellInfo,
    state: &mut EntryState,
    sheet: &Sheet,
    view: &View,
    look: &Look,
    out: &mut Vec<Act>,
) {
    let theme = &look.theme;
    let rect = ui.max_rect();
    let inner = rect.shrink2(Vec2::new(8.0, 0.0));
    ui.painter().rect_filled(rect, 0.0, theme.panel());
    let line = Stroke::new(1.0, theme.line());
    if cell.row_nr == 0 {
        let (word, _) = &GROUPS[cell.group_index.min(GROUPS.len() - 1)];
        if !word.is_empty() {
            let small = FontId { size: theme.small().size - 1.0, ..theme.small() };
            paint_text(ui, inner, &look.say(word), small, theme.quiet(), Align2::CENTER_CENTER);
            ui.painter().hline(inner.x_range(), rect.bottom() - 0.5, line);
        }
        return;
    }
    let column = cell.col_range.start;
    let (text, align) = head(column, sheet, look);
    paint_text(ui, inner, &text, theme.small(), theme.quiet(), align);
    ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, line);
    if rect.width() > 2.0 * GRAB {
        handle_ui(ui, column, rect, &text, state, sheet, view, look, out);
    }
}

/// Gives the words over a column.
fn head(column: usize, sheet: &Sheet, look: &Look) -> (String, Align2) {
    let period = sheet.key.period;
    match column {
        0 => (look.say("entry.element").into_owned(), Align2::LEFT_CENTER),
        1 => (look.say("entry.unit").into_owned(), Align2::LEFT_CENTER),
        2 => (period.label(look.lang), Align2::RIGHT_CENTER),
        3 => (period.previous().label(look.lang), Align2::RIGHT_CENTER),
        4 => (look.say("entry.change").into_owned(), Align2::RIGHT_CENTER),
        5 => (look.say("entry.line").into_owned(), Align2::LEFT_CENTER),
        _ => (look.say("entry.note").into_owned(), Align2::LEFT_CENTER),
    }
}

/// Draws the right border of a column, by which it is made wider; a double click fits it to its texts.
#[allow(clippy::too_many_arguments, reason = "the one place where a column meets its rows and its width")]
fn handle_ui(
    ui: &mut Ui,
    column: usize,
    rect: Rect,
    head: &str,
    state: &mut EntryState,
    sheet: &Sheet,
    view: &View,
    look: &Look,
    out: &mut Vec<Act>,
) {
    let theme = &look.theme;
    let grab = Rect::from_x_y_ranges(rect.right() - GRAB..=rect.right(), rect.y_range());
    let handle = ui.interact(grab, ui.scope_id().with(("width", column)), Sense::CLICK | Sense::DRAG);
    let name = look.say_with("grid.width_of", &[("name", head)]);
    handle.widget_info(|| WidgetInfo::labeled(egui::Role::Splitter, true, &name));
    let is_lit = handle.hovered() || handle.dragged();
    let ink = if is_lit { Stroke::new(2.0, theme.accent()) } else { Stroke::new(1.0, theme.line()) };
    ui.painter().vline(rect.right() - 1.0, rect.y_range().shrink(4.0), ink);
    let handle = handle.on_hover_cursor(CursorIcon::ResizeColumn);
    if handle.double_clicked() {
        state.widths.set(column, fitting(ui, column, head, sheet, view, look));
        out.push(Act::KeepWidths(state.widths.clone()));
    } else if handle.dragged() && handle.drag_delta().x != 0.0 {
        state.widths.set(column, rect.width() + handle.drag_delta().x);
    }
    // Kept when the button is let go, not with every step of the hand.
    if handle.drag_stopped() {
        out.push(Act::KeepWidths(state.widths.clone()));
    }
}

/// Gives the width that fits the texts of a column.
fn fitting(ui: &Ui, column: usize, head: &str, sheet: &Sheet, view: &View, look: &Look) -> f32 {
    let theme = &look.theme;
    let width =
        |text: &str, font: FontId| ui.painter().layout_no_wrap(text.to_owned(), font, theme.text()).size().x;
    let mut widest = width(head, theme.small()) + 18.0;
    let rows = view.shown.iter().map(|at| &sheet.rows[*at]).filter(|row| row.kind != RowKind::Section);
    for row in rows.take(MEASURED) {
        let needed = match column {
            0 => width(look.text(&row.name), theme.grid()) + if row.typed().is_some() { 28.0 } else { 40.0 },
            1 => width(row.unit_text(look.lang), theme.small()) + 18.0,
            2 => width(look.text(&row.shown), theme.grid()) + if row.is_choice { 32.0 } else { 18.0 },
            3 => width(look.text(&row.last_shown), theme.grid()) + 18.0,
            4 => width(&row.change, theme.small()) + 18.0,
            5 => 74.0,
            _ => width(look.text(&row.note), theme.small()) + 18.0,
        };
        widest = widest.max(needed);
    }
    widest.ceil()
}
