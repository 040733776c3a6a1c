//! A paste looked at before it is written: what goes where, what goes over what, and what goes nowhere.

use egui::{Align2, Color32, Id, Key, Rect, ScrollArea, Sense, TextEdit, Ui, Vec2, WidgetInfo};

use crate::{
    base::Figure,
    desk::{Desk, Fate, PastedColumn, PlannedLine, Sheet, sheet::element_text},
    ui::{
        act::Act,
        burst::behind_key,
        entry::{
            EntryState,
            paste::{self, Pasting},
        },
        icons,
        look::Look,
        widgets::{modal, paint_text, primary_button_ui, quiet_button_ui},
    },
};

/// Height of a line.
const LINE: f32 = 24.0;
/// Widths of number, pasted name, element and figures; what is said takes the rest.
const WIDTHS: [f32; 4] = [44.0, 190.0, 216.0, 186.0];

/// How long the plan stands there before Enter writes it, in seconds: who pastes in a spreadsheet presses Enter right
/// behind, and that Enter has seen nothing.
const HASTE: f64 = 0.4;

/// Draws the plan of a paste while it waits for a person: Enter writes, Esc lets it be.
pub(super) fn paste_ui(
    ui: &Ui,
    desk: &Desk,
    state: &mut EntryState,
    sheet: &Sheet,
    look: &Look,
    out: &mut Vec<Act>,
) {
    let Some(mut pasting) = state.pasting.take() else { return };
    // Taken before any button, so that Enter means one thing wherever the focus is.
    let entered = ui.input_mut(|input| behind_key(&mut input.events, Key::Enter));
    let left = ui.input_mut(|input| behind_key(&mut input.events, Key::Escape));
    let now = ui.input(|input| input.time);
    let is_seen = now - *pasting.since.get_or_insert(now) > HASTE;
    let (mut write, mut close) = (entered.is_some() && is_seen, left.is_some());
    let shown = modal(ui.ctx(), "paste plan").show(ui.ctx(), |ui| {
        let width = (ui.ctx().content_rect().width() - 120.0).clamp(560.0, 900.0);
        ui.set_width(width);
        let rows = pasting.block.rows().to_string();
        ui.label(look.heading(look.say_with("paste.title", &[("n", &rows)])));
        ui.label(look.small(summary(&pasting, look)));
        ui.add_space(4.0);
        if choices_ui(ui, &mut pasting, look) {
            pasting.plan_again(desk, sheet);
        }
        lines_ui(ui, &pasting, desk, sheet, look);
        if pasting.plan.count(Fate::NoReason) > 0 {
            reason_ui(ui, &mut pasting, look);
        }
        ui.add_space(8.0);
        ui.horizontal(|ui| {
            let count = pasting.count() + pasting.plan.count(Fate::Kept);
            let word = look.say_with("paste.write", &[("n", &count.to_string())]);
            let button = ui.add_enabled_ui(count > 0, |ui| primary_button_ui(ui, look, word)).inner;
            write = (write || button.clicked()) && count > 0;
            close |= quiet_button_ui(ui, look.say("cancel")).clicked();
            ui.label(look.small(look.say("paste.keys")));
        });
    });
    if write {
        paste::write(&pasting, state, sheet, look, out);
    } else if close || shown.should_close() {
        state.fresh = true;
    } else {
        state.pasting = Some(pasting);
        return;
    }
    // What a quick hand typed behind the key is meant for the cell.
    state.later.extend(entered.or(left).unwrap_or_default());
}

/// Says how many rows of the block go where.
fn summary(pasting: &Pasting, look: &Look) -> String {
    let plan = &pasting.plan;
    if plan.values.is_none() {
        return look.say("paste.which_column").into_owned();
    }
    let quiet = [Fate::Empty, Fate::Agrees, Fate::NotComputed, Fate::Heading];
    let quiet: usize = quiet.into_iter().map(|fate| plan.count(fate)).sum();
    let counts = [
        ("paste.count_fills", plan.count(Fate::Fills)),
        ("paste.count_replaces", plan.count(Fate::Replaces)),
        ("paste.count_kept", plan.count(Fate::Kept)),
        ("paste.count_same", plan.count(Fate::Same)),
        ("paste.count_not", plan.lines.len() - quiet - written(pasting)),
    ];
    let told = counts.into_iter().filter(|(_, count)| *count > 0);
    told.map(|(key, count)| look.say_with(key, &[("n", &count.to_string())])).collect::<Vec<_>>().join(" · ")
}

fn written(pasting: &Pasting) -> usize {
    let fates = [Fate::Fills, Fate::Replaces, Fate::Kept, Fate::Same];
    fates.into_iter().map(|fate| pasting.plan.count(fate)).sum()
}

/// Draws what has to be, or may be, chosen: the column of figures, by name or by place. Says whether it was.
fn choices_ui(ui: &mut Ui, pasting: &mut Pasting, look: &Look) -> bool {
    let mut changed = false;
    let columns = pasting.plan.columns.clone();
    if columns.len() > 1 || pasting.plan.values.is_none() {
        ui.horizontal_wrapped(|ui| {
            ui.label(look.small(look.say("paste.column")));
            for column in &columns {
                let is_chosen = pasting.plan.values == Some(column.at);
                let button = ui.selectable_label(is_chosen, column_name(column, look));
                if pasting.plan.values.is_none() && Some(column.at) == columns.first().map(|first| first.at) {
                    let nobody = ui.memory(|memory| memory.focused().is_none());
                    if nobody {
                        button.request_focus();
                    }
                }
                if button.clicked() {
                    pasting.wish.values = Some(column.at);
                    changed = true;
                }
            }
        });
    }
    if pasting.plan.has_names {
        ui.horizontal_wrapped(|ui| {
            ui.label(look.small(look.say("paste.rows")));
            for (by_place, key) in [(false, "paste.by_name"), (true, "paste.by_place")] {
                if ui.selectable_label(pasting.wish.by_place == by_place, look.say(key)).clicked() {
                    pasting.wish.by_place = by_place;
                    changed = true;
                }
            }
        });
    }
    changed
}

/// Names a column by what stands over it and by its first figures.
fn column_name(column: &PastedColumn, look: &Look) -> String {
    let number = (column.at + 1).to_string();
    let name = if column.head.is_empty() {
        look.say_with("paste.nth_column", &[("n", &number)])
    } else {
        column.head.clone()
    };
    if column.sample.is_empty() { name } else { format!("{name} ({}…)", column.sample.join(", ")) }
}

/// Draws the rows of the block: first what goes nowhere, then what goes over something, then the rest.
fn lines_ui(ui: &mut Ui, pasting: &Pasting, desk: &Desk, sheet: &Sheet, look: &Look) {
    let mut lines: Vec<&PlannedLine> =
        pasting.plan.lines.iter().filter(|line| line.fate != Fate::Heading).collect();
    lines.sort_by_key(|line| (rank(line.fate), line.number));
    if lines.is_empty() {
        ui.add_space(6.0);
        return;
    }
    let theme = &look.theme;
    let heads = ["paste.number", "paste.name", "entry.element", "paste.figures", "paste.fate"];
    let (rect, _) = ui.allocate_exact_size(Vec2::new(ui.available_width(), LINE), Sense::hover());
    ui.painter().rect_filled(rect, 0.0, theme.panel());
    for (at, key) in heads.into_iter().enumerate() {
        let align = if at == 3 { Align2::RIGHT_CENTER } else { Align2::LEFT_CENTER };
        paint_text(ui, place(rect, at), &look.say(key), theme.small(), theme.quiet(), align);
    }
    ui.spacing_mut().item_spacing.y = 0.0;
    let height = (ui.ctx().content_rect().height() - 330.0).clamp(LINE * 4.0, LINE * 16.0);
    let area = ScrollArea::vertical().max_height(height).auto_shrink([false, true]);
    area.show_rows(ui, LINE, lines.len(), |ui, shown| {
        let pages = ui.input(|input| {
            let pressed = |key| input.key_pressed(key);
            let by = |down: bool, up: bool| f32::from(u8::from(up)) - f32::from(u8::from(down));
            by(pressed(Key::ArrowDown), pressed(Key::ArrowUp)) * LINE
                + by(pressed(Key::PageDown), pressed(Key::PageUp)) * (height - LINE)
        });
        ui.scroll_with_delta(Vec2::new(0.0, pages));
        for line in &lines[shown] {
            line_ui(ui, line, desk, sheet, look);
        }
    });
}

/// Says what comes first: what a person has to look at.
const fn rank(fate: Fate) -> u8 {
    match fate {
        Fate::Replaces => 1,
        Fate::Kept => 2,
        Fate::Fills => 3,
        fate if fate.is_quiet() => 4,
        _ => 0,
    }
}

fn place(rect: Rect, column: usize) -> Rect {
    let left: f32 = WIDTHS[..column.min(4)].iter().sum();
    let width = WIDTHS.get(column).copied().unwrap_or(rect.width() - left);
    let cell = Rect::from_min_size(rect.min + Vec2::new(left, 0.0), Vec2::new(width, rect.height()));
    cell.shrink2(Vec2::new(6.0, 0.0))
}

fn line_ui(ui: &mut Ui, line: &PlannedLine, desk: &Desk, sheet: &Sheet, look: &Look) {
    let theme = &look.theme;
    let (rect, response) = ui.allocate_exact_size(Vec2::new(ui.available_width(), LINE), Sense::hover());
    let row = line.row.map(|at| &sheet.rows[at]);
    let name = row.map_or("", |row| look.text(&row.name));
    let (icon, ink, said) = said(line, look);
    let figures = figures(line, desk, sheet, look);
    let number = line.number.to_string();
    let words = [number.as_str(), line.name.as_str(), name, figures.as_str(), said.as_str()];
    response.widget_info(|| WidgetInfo::labeled(egui::Role::Row, true, words.join(" ")));
    ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, egui::Stroke::new(1.0, theme.line()));
    let mut fits = true;
    for (at, text) in words.into_iter().enumerate() {
        let mut cell = place(rect, at);
        let (ink, align) = match at {
            0 | 1 => (theme.quiet(), Align2::LEFT_CENTER),
            2 => (theme.text(), Align2::LEFT_CENTER),
            3 => (theme.text(), Align2::RIGHT_CENTER),
            _ => (ink, Align2::LEFT_CENTER),
        };
        if at == 4 && !icon.is_empty() {
            paint_text(ui, cell, icon, theme.icon(), ink, Align2::LEFT_CENTER);
            cell.min.x += 20.0;
        }
        fits &= paint_text(ui, cell, &text.replace('\n', " "), theme.small(), ink, align);
    }
    if !fits {
        response.on_hover_text(words.join("  "));
    }
}

/// Writes what stands in the cell and what would, or what was pasted where nothing would.
fn figures(line: &PlannedLine, desk: &Desk, sheet: &Sheet, look: &Look) -> String {
    let row = line.row.map(|at| &sheet.rows[at]);
    let shown = |figure: &Figure| match figure {
        Figure::Known(value) => {
            let element = row.and_then(|row| desk.catalogue().element(row.typed()?));
            let named = element.map(|element| look.text(&element_text(element, *value)).to_owned());
            named.unwrap_or_else(|| crate::base::quantity_text(*value, value.normalize().scale()))
        }
        Figure::NotApplicable(_) => look.say("entry.not_applicable").into_owned(),
        Figure::Blank => look.say("details.blank").into_owned(),
        Figure::Unread(text) => format!("“{text}”"),
    };
    let text = format!("“{}”", line.text);
    match (line.fate, row) {
        (Fate::Fills | Fate::Kept | Fate::Same, _) => shown(&line.new),
        (Fate::Replaces, Some(row)) => format!("{} → {}", look.text(&row.shown), shown(&line.new)),
        (Fate::Spared | Fate::Empty, Some(row)) => shown(&row.figure),
        (Fate::Differs, Some(row)) if row.typed().is_none() => {
            let unit = row.unit_text(look.lang);
            let value = line.new.known().map(|value| value.round_dp(4).normalize());
            let value = value.map(|value| crate::base::quantity_text(value, value.scale()));
            format!("{text} ≠ {}{unit}", value.unwrap_or_default())
        }
        _ if line.text.is_empty() => String::new(),
        _ => text,
    }
}

/// Says what becomes of a row.
fn said(line: &PlannedLine, look: &Look) -> (&'static str, Color32, String) {
    let theme = &look.theme;
    let (icon, ink, key) = match line.fate {
        Fate::Fills => ("", theme.quiet(), "paste.fills"),
        Fate::Replaces => (icons::WARNING, theme.soft(), "paste.replaces"),
        Fate::Same => (icons::CHECK, theme.quiet(), "paste.same"),
        Fate::Kept => (icons::WARNING, theme.soft(), "paste.kept"),
        Fate::Unreadable => (icons::X, theme.hard(), "paste.unreadable"),
        Fate::NoReason => (icons::X, theme.hard(), "paste.no_reason"),
        Fate::Empty => ("", theme.quiet(), "paste.empty"),
        Fate::Spared => (icons::MINUS, theme.soft(), "paste.spared"),
        Fate::Agrees => (icons::CHECK, theme.good(), "paste.agrees"),
        Fate::Differs => (icons::X, theme.hard(), "paste.differs"),
        Fate::NotComputed => ("", theme.quiet(), "paste.not_computed"),
        Fate::Unknown => (icons::X, theme.hard(), "paste.unknown"),
        Fate::Ambiguous => (icons::X, theme.hard(), "paste.ambiguous"),
        Fate::Twice => (icons::X, theme.hard(), "paste.twice"),
        Fate::Beyond => (icons::X, theme.hard(), "paste.beyond"),
        Fate::Skipped => (icons::MINUS, theme.soft(), "paste.skipped"),
        Fate::Heading => ("", theme.quiet(), "paste.empty"),
    };
    (icon, ink, look.say(key).into_owned())
}

/// Draws the field for the reason of what came as 不适用 without one.
fn reason_ui(ui: &mut Ui, pasting: &mut Pasting, look: &Look) {
    ui.add_space(6.0);
    let count = pasting.plan.count(Fate::NoReason).to_string();
    let name = look.say_with("paste.reason_for", &[("n", &count)]);
    ui.horizontal(|ui| {
        ui.label(look.small(name.clone()));
        let edit = TextEdit::singleline(&mut pasting.reason).id(Id::unique("paste reason"));
        let field = ui.add(edit.desired_width(280.0).hint_text(look.say("entry.reason")));
        field.widget_info(|| WidgetInfo::labeled(egui::Role::TextInput, true, &name));
    });
}
