//! The table of what is staged; only the lines in sight are drawn.

use egui::{Align2, Checkbox, Color32, Key, Modifiers, Pos2, Rect, Role, Sense, Ui, Vec2, WidgetInfo};

use crate::{
    base::{Lang, Severity},
    desk::Desk,
    exchange::{Outcome, Piece, Reason, Staged},
    ui::{
        arrivals::list::List,
        findings::severity_look,
        icons,
        look::Look,
        widgets::{arrows, headed_rows_ui, paint_text},
    },
};

/// Height of a row, in points.
const ROW: f32 = 28.0;
/// Widths: box, file, unit, form, period, outcome, in Chinese and in English; the reason has the rest.
const COLUMNS: [[f32; 6]; 2] =
    [[30.0, 166.0, 166.0, 142.0, 70.0, 76.0], [30.0, 150.0, 184.0, 158.0, 62.0, 112.0]];

/// Gives icon, ink and ground of an outcome.
pub(super) fn chip_look(outcome: Outcome, look: &Look) -> (&'static str, Color32, Color32) {
    let theme = &look.theme;
    match outcome {
        Outcome::New => (icons::FILE_PLUS, theme.accent(), theme.accent_ground()),
        Outcome::Update => (icons::ARROW_CLOCKWISE, theme.good(), theme.good_ground()),
        Outcome::Duplicate => (icons::COPY, theme.hint(), theme.panel()),
        Outcome::Superseded => (icons::CLOCK, theme.hint(), theme.panel()),
        Outcome::Conflict => (icons::WARNING, theme.soft(), theme.soft_ground()),
        Outcome::Rejected => (icons::X_CIRCLE, theme.hard(), theme.hard_ground()),
    }
}

/// Names what a line is: its form, or what kind of note.
pub(super) fn kind_words(desk: &Desk, line: &Staged, look: &Look) -> String {
    let form = line.form.as_ref().map(|id| {
        desk.catalogue().form(id).map_or_else(|| id.to_string(), |form| look.text(&form.name).to_owned())
    });
    let key = match &line.piece {
        Piece::Statement(_) => "arrivals.statement",
        Piece::Receipt(_) => "arrivals.receipt",
        Piece::SentBack(_) => "arrivals.sent_back",
        Piece::Query(_) => "arrivals.query",
        Piece::FormPack(_) => "arrivals.form_pack",
        Piece::Return(_) | Piece::Nothing => return form.unwrap_or_default(),
    };
    let word = look.say(key);
    form.map_or_else(|| word.to_string(), |form| format!("{word} · {form}"))
}

/// Names the unit a line is about.
pub(super) fn unit_words(desk: &Desk, line: &Staged, look: &Look) -> String {
    let Some(id) = &line.unit else { return String::new() };
    desk.tree().unit(id).map_or_else(|| id.to_string(), |unit| look.text(&unit.name).to_owned())
}

/// Says why a line is what it is, and what is to be noticed beside it.
pub(super) fn reason_words(desk: &Desk, list: &List, at: usize, look: &Look) -> String {
    let line = &list.lines[at];
    let reason = list.taken.get(&at).map_or(&line.reason, |taken| &taken.reason);
    let changes = line.changes.as_ref().filter(|_| list.outcome(at) == Outcome::Update);
    let changes = changes.map(|changes| match changes.len() {
        0 => look.say("walk.no_changes").into_owned(),
        n => look.say_with("walk.changes", &[("n", &n.to_string())]),
    });
    let told = reason.iter().chain(notice_of(desk, line));
    let told = told.map(|reason| look.text(&reason.sentence()).to_owned());
    let told: Vec<String> = changes.into_iter().chain(told).collect();
    told.join(if look.lang == Lang::Zh { "" } else { " " })
}

/// Gives what is to be noticed of a line: made-up figures are nothing new where all are.
fn notice_of<'l>(desk: &Desk, line: &'l Staged) -> Option<&'l Reason> {
    let is_told = desk.workspace().synthetic;
    line.notice.as_ref().filter(|notice| !(is_told && matches!(notice, Reason::Synthetic)))
}

fn cells(row: Rect, look: &Look) -> ([Rect; 6], Rect) {
    let mut x = row.left();
    let rects = COLUMNS[usize::from(look.lang == Lang::En)].map(|width| {
        let rect = Rect::from_min_size(Pos2::new(x, row.top()), Vec2::new(width, row.height()));
        x += width;
        rect.shrink2(Vec2::new(5.0, 0.0))
    });
    (rects, Rect::from_min_max(Pos2::new(x + 5.0, row.top()), row.max))
}

fn head_ui(ui: &Ui, rect: Rect, look: &Look) {
    let theme = &look.theme;
    let (rects, rest) = cells(rect, look);
    let keys = [
        "arrivals.file",
        "arrivals.unit",
        "arrivals.form",
        "arrivals.period",
        "arrivals.outcome",
        "arrivals.reason",
    ];
    for (rect, key) in rects.into_iter().skip(1).chain([rest]).zip(keys) {
        paint_text(ui, rect, &look.say(key), theme.small(), theme.quiet(), Align2::LEFT_CENTER);
    }
}

/// Draws the table.
pub(super) fn list_ui(ui: &mut Ui, desk: &Desk, list: &mut List, is_busy: bool, look: &Look) {
    let count = list.shown().len();
    let at = list.shown().iter().position(|line| *line == list.chosen).unwrap_or_default();
    let to = arrows(ui, at, count);
    let scroll = (to != at).then_some(to);
    if let Some(line) = list.shown().get(to) {
        list.chosen = *line;
    }
    let may_change = !is_busy && !desk.is_read_only();
    let free = ui.memory(|memory| memory.focused().is_none() && memory.top_modal_layer().is_none());
    let mut switched = None;
    if may_change && free && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Space)) {
        switched = Some(list.chosen);
    }
    let mut chosen = None;
    headed_rows_ui(ui, look, "arrivals", (ROW, count, scroll), head_ui, |ui, row, rect| {
        let at = list.shown()[row];
        let clicks = row_ui(ui, rect, desk, list, at, may_change, look);
        chosen = chosen.or(clicks.chosen.then_some(at));
        switched = switched.or(clicks.switched.then_some(at));
    });
    list.chosen = chosen.unwrap_or(list.chosen);
    if let Some(at) = switched.filter(|at| may_leave_out(list, *at)) {
        list.switch(at);
    }
}

/// Says whether a line has a box: it would be taken, or was left out.
fn may_leave_out(list: &List, at: usize) -> bool {
    let line = &list.lines[at];
    let may_wait = line.outcome == Outcome::Conflict && list.has_versions(at);
    (line.outcome.is_plain() || may_wait) && !list.taken.contains_key(&at)
}

#[derive(Default)]
struct Clicks {
    chosen: bool,
    switched: bool,
}

fn row_ui(
    ui: &mut Ui,
    rect: Rect,
    desk: &Desk,
    list: &List,
    at: usize,
    may_change: bool,
    look: &Look,
) -> Clicks {
    let theme = &look.theme;
    let line = &list.lines[at];
    let outcome = list.outcome(at);
    let (unit, kind) = (unit_words(desk, line, look), kind_words(desk, line, look));
    let period = line.period.map(|period| period.label(look.lang)).unwrap_or_default();
    let word = look.text(&outcome.name()).to_owned();
    let file = short_name(&line.name);
    let mut clicks = Clicks::default();
    let response = ui.interact(rect, ui.scope_id().with("line"), Sense::click());
    let name = [file, unit.as_str(), kind.as_str(), period.as_str(), word.as_str()].join(" ");
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, list.chosen == at, &name));
    if list.chosen == at {
        ui.painter().rect_filled(rect, 0.0, theme.accent_ground());
    } else if response.hovered() || response.has_focus() {
        ui.painter().rect_filled(rect, 0.0, theme.panel());
    }
    let stroke = egui::Stroke::new(1.0, theme.line().gamma_multiply(0.7));
    ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, stroke);
    clicks.chosen = response.clicked();
    let (cells, rest) = cells(rect, look);
    if may_leave_out(list, at) {
        let mut goes = !list.left_out.contains(&at);
        let was = goes;
        let boxed = ui.add_enabled_ui(may_change, |ui| ui.put(cells[0], Checkbox::without_text(&mut goes)));
        let label = look.say_with("arrivals.take_line", &[("name", &name)]);
        boxed.inner.widget_info(|| WidgetInfo::selected(Role::CheckBox, may_change, was, &label));
        clicks.switched = goes != was;
    } else if list.taken.get(&at).is_some_and(|taken| taken.outcome.is_plain()) {
        paint_text(ui, cells[0], icons::CHECK, theme.icon(), theme.good(), Align2::CENTER_CENTER);
    }
    let is_out = list.left_out.contains(&at);
    let ink = if is_out { theme.quiet() } else { theme.text() };
    let mut cut = Vec::new();
    for (rect, text) in cells.into_iter().skip(1).zip([file, &unit, &kind, &period]) {
        if !paint_text(ui, rect, text, theme.grid(), ink, Align2::LEFT_CENTER) {
            cut.push(text.to_owned());
        }
    }
    let (icon, chip_ink, mut ground) = chip_look(outcome, look);
    if list.chosen == at && ground == theme.accent_ground() {
        // On the ground of the chosen line the chip would be none.
        ground = theme.ground();
    }
    paint_mark(ui, cells[5], (icon, chip_ink, ground), &word, look);
    let mut rest = rest;
    if let Some(notice) = notice_of(desk, line) {
        let flag = Rect::from_min_size(rest.min, Vec2::new(18.0, rest.height()));
        let icon = match notice {
            Reason::Future(_) => icons::CLOCK,
            Reason::Synthetic => icons::INFO,
            _ => icons::WARNING,
        };
        paint_text(ui, flag, icon, theme.icon(), theme.soft(), Align2::LEFT_CENTER);
        rest.min.x += 20.0;
    }
    if let Some(checks) = line.checks {
        for (severity, key, count) in
            [(Severity::Hard, "arrivals.hard", checks.hard), (Severity::Soft, "arrivals.soft", checks.soft)]
        {
            if count > 0 {
                let words = look.say_with(key, &[("n", &count.to_string())]);
                rest.min.x += paint_mark(ui, rest, severity_look(severity, look), &words, look) + 6.0;
            }
        }
    }
    let reason = reason_words(desk, list, at, look);
    if !paint_text(ui, rest, &reason, theme.small(), theme.quiet(), Align2::LEFT_CENTER) {
        cut.push(reason);
    }
    if !cut.is_empty() {
        response.on_hover_text(cut.join("\n"));
    }
    clicks
}

/// Draws a word on its ground behind its icon and gives the room it took.
fn paint_mark(
    ui: &Ui,
    rect: Rect,
    (icon, ink, fill): (&str, Color32, Color32),
    word: &str,
    look: &Look,
) -> f32 {
    let theme = &look.theme;
    let width = ui.painter().layout_no_wrap(word.to_owned(), theme.small(), ink).size().x + 33.0;
    let size = Vec2::new(width.min(rect.width()), 20.0);
    let chip = Align2::LEFT_CENTER.align_size_within_rect(size, rect);
    ui.painter().rect_filled(chip, 10.0, fill);
    let mut inner = chip.shrink2(Vec2::new(8.0, 0.0));
    paint_text(ui, inner, icon, egui::FontId { size: 13.0, ..theme.icon() }, ink, Align2::LEFT_CENTER);
    inner.min.x += 17.0;
    paint_text(ui, inner, word, theme.small(), ink, Align2::LEFT_CENTER);
    size.x
}

/// Gives the end of a path: the name of the file, in a zip or not.
pub(super) fn short_name(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}
