//! The rows of the dictionary; only those in sight are drawn.

use egui::{Align2, Rect, Role, ScrollArea, Sense, Stroke, Ui, Vec2, WidgetInfo};

use crate::{
    desk::Entry,
    ui::{
        dictionary::{DictionaryState, state::Tab},
        look::Look,
        widgets::{columns, paint_text},
    },
};

/// Height of a row.
const ROW: f32 = 28.0;
/// Width of each count at the end of a row.
const COUNT: f32 = 70.0;
/// Width of the unit.
const UNIT: f32 = 120.0;

/// Draws the rows; says whether one was clicked.
pub(super) fn list_ui(
    ui: &mut Ui,
    list: &[Entry],
    found: &[usize],
    at: usize,
    state: &mut DictionaryState,
    look: &Look,
) -> bool {
    // With or without a scroll bar, rows stand under their heads.
    let bar = ui.spacing().scroll.bar_width + ui.spacing().scroll.bar_inner_margin;
    let width = ui.available_width() - bar;
    head_ui(ui, state.tab, width, look);
    if found.is_empty() {
        let (rect, _) = ui.allocate_exact_size(Vec2::new(width, ROW), Sense::hover());
        let words = look.say("palette.nothing");
        paint_text(ui, cells(rect)[0], &words, look.theme.grid(), look.theme.quiet(), Align2::LEFT_CENTER);
        return false;
    }
    let mut clicked = None;
    let scroll = std::mem::take(&mut state.scroll);
    let area = ScrollArea::vertical().id_salt("dictionary rows").auto_shrink([false, false]);
    area.show_viewport(ui, |ui, viewport| {
        let start = ui.max_rect().min;
        ui.set_height(ROW * found.len() as f32);
        let place =
            |row: usize| Rect::from_min_size(start + Vec2::new(0.0, ROW * row as f32), Vec2::new(width, ROW));
        if scroll {
            ui.scroll_to_rect(place(at).expand2(Vec2::new(0.0, ROW)), None);
        }
        let first = (viewport.top() / ROW).floor().max(0.0) as usize;
        let last = ((viewport.bottom() / ROW).ceil().max(0.0) as usize).min(found.len());
        for row in first.min(last)..last {
            let entry = &list[found[row]];
            if row_ui(ui, place(row), entry, row == at, look) {
                clicked = Some(entry.id.clone());
            }
        }
    });
    match clicked {
        Some(id) => {
            state.choose(id);
            true
        }
        None => false,
    }
}

/// Gives the places of name, code, unit and three counts in a row.
fn cells(row: Rect) -> [Rect; 6] {
    let left = row.width() - UNIT - COUNT * 3.0;
    let code = (left * 0.36).min(220.0);
    columns(row, [left - code, code, UNIT, COUNT, COUNT, COUNT], Vec2::new(6.0, 0.0))
}

fn align(column: usize) -> Align2 {
    if column < 3 { Align2::LEFT_CENTER } else { Align2::RIGHT_CENTER }
}

fn head_ui(ui: &mut Ui, tab: Tab, width: f32, look: &Look) {
    let theme = &look.theme;
    let (rect, _) = ui.allocate_exact_size(Vec2::new(ui.available_width(), 26.0), Sense::hover());
    ui.painter().rect_filled(rect, 0.0, theme.panel());
    let row = Rect::from_min_size(rect.min, Vec2::new(width, rect.height()));
    let related =
        if tab == Tab::Elements { "dictionary.count_indicators" } else { "dictionary.count_elements" };
    let keys = ["dictionary.name", "dictionary.code", "entry.unit", related, "dictionary.count_forms"];
    let keys = keys.into_iter().chain(["dictionary.count_targets"]);
    for (at, (cell, key)) in cells(row).into_iter().zip(keys).enumerate() {
        paint_text(ui, cell, &look.say(key), theme.small(), theme.quiet(), align(at));
    }
}

fn row_ui(ui: &Ui, rect: Rect, entry: &Entry, chosen: bool, look: &Look) -> bool {
    let theme = &look.theme;
    // No stop of the Tab key: the arrows walk the rows.
    let response = ui.interact(rect, ui.scope_id().with(&entry.id), Sense::CLICK);
    let (name, unit) = (look.text(&entry.name), look.text(&entry.unit));
    let label = format!("{name} {}", entry.id.as_str());
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, chosen, &label));
    if chosen {
        ui.painter().rect_filled(rect, 0.0, theme.accent_ground());
    } else if response.hovered() {
        ui.painter().rect_filled(rect, 0.0, theme.panel());
    }
    ui.painter().hline(
        rect.x_range(),
        rect.bottom() - 0.5,
        Stroke::new(1.0, theme.line().gamma_multiply(0.7)),
    );
    let mut forms: Vec<_> = entry.places.iter().map(|place| &place.form).collect();
    forms.dedup();
    let counts = [entry.related.len(), forms.len(), entry.targets.len()];
    let [one, two, three] = counts.map(|count| count.to_string());
    let mut whole = true;
    let texts = [name, entry.id.as_str(), unit, &one, &two, &three];
    for (at, (cell, text)) in cells(rect).into_iter().zip(texts).enumerate() {
        let (font, ink) = match at {
            0 => (theme.grid(), theme.text()),
            1 | 2 => (theme.small(), theme.quiet()),
            _ if counts[at - 3] == 0 => (theme.small(), theme.quiet()),
            _ => (theme.grid(), theme.text()),
        };
        whole &= paint_text(ui, cell, text, font, ink, align(at));
    }
    let clicked = response.clicked();
    if !whole {
        response.on_hover_text(format!("{label} {unit}"));
    }
    clicked
}
