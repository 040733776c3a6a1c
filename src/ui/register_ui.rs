//! 机构: the register a bureau works with, as of today, with what each unit has to fill.

use std::sync::Arc;

use chrono::NaiveDate;
use egui::{
    Align, Align2, CentralPanel, Frame, Layout, Margin, Panel, Rect, Role, ScrollArea, Sense, TextEdit, Ui,
    Vec2, WidgetInfo,
};

use crate::{
    base::{Query, Table, UnitId},
    desk::{Desk, RegisterLine, unit_cells},
    ui::{
        act::Act,
        look::Look,
        widgets::{arrows, headed_rows_ui, paint_text, quiet_button_ui},
    },
    unit::Unit,
};

/// Widths of the columns behind the name: code, kind, level and grade, ownership, forms.
const COLUMNS: [f32; 5] = [94.0, 176.0, 116.0, 96.0, 52.0];
/// Height of a row.
const ROW: f32 = 28.0;
/// The fixed names of the register's columns.
const NAMES: [&str; 9] =
    ["unit", "name", "kind", "level", "grade", "ownership", "parent", "opened", "closed"];

/// 机构画面的状态.
#[derive(Debug, Default)]
pub struct RegisterState {
    chosen: Option<UnitId>,
    search: String,
    scroll: bool,
    /// The lines and how many of the units are open, made anew when seat, search, day or figures are others.
    lines: Option<(LinesOf, Lines, usize)>,
}

/// Units with their depth in the tree.
type Lines = Arc<Vec<(UnitId, usize)>>;

/// What the lines were made from.
type LinesOf = (UnitId, String, NaiveDate, u64);

impl RegisterState {
    fn lines(&mut self, desk: &Desk, look: &Look) -> (Lines, usize) {
        let of = (desk.seat().clone(), self.search.clone(), look.today, desk.generation());
        if let Some((_, lines, open)) = self.lines.as_ref().filter(|(known, ..)| *known == of) {
            return (Arc::clone(lines), *open);
        }
        let found = desk.register(desk.seat(), &Query::new(&self.search));
        let open = found.iter().filter(|line| line.unit.is_open(look.today)).count();
        let lines: Vec<_> = found.iter().map(|line| (line.unit.id.clone(), line.depth)).collect();
        let lines = Arc::new(lines);
        self.lines = Some((of, Arc::clone(&lines), open));
        (lines, open)
    }
}

/// Draws the register of the unit whose seat we have.
pub(super) fn register_ui(
    ui: &mut Ui,
    desk: &Desk,
    state: &mut RegisterState,
    look: &Look,
    out: &mut Vec<Act>,
) {
    let theme = look.theme.clone();
    let plain = |margin: Margin| Frame::new().fill(theme.ground()).inner_margin(margin);
    let (lines, open) = state.lines(desk, look);
    Panel::top("register head").exact_size(48.0).frame(plain(Margin::symmetric(16, 6))).show(ui, |ui| {
        head_ui(ui, desk, open, state, look, out);
    });
    let at = lines.iter().position(|(id, _)| Some(id) == state.chosen.as_ref()).unwrap_or(0);
    let to = arrows(ui, at, lines.len());
    if to != at {
        state.chosen = Some(lines[to].0.clone());
        state.scroll = true;
    }
    let at = to;
    if let Some(unit) = lines.get(at).and_then(|(id, _)| desk.tree().unit(id)) {
        Panel::right("register card")
            .exact_size(300.0)
            .resizable(false)
            .frame(plain(Margin::symmetric(14, 10)))
            .show(ui, |ui| {
                let scroll = ScrollArea::vertical().id_salt(&unit.id).auto_shrink([false, false]);
                scroll.show(ui, |ui| card_ui(ui, desk, unit, look, out));
            });
    }
    CentralPanel::default().frame(plain(Margin::symmetric(8, 0))).show(ui, |ui| {
        let scroll = std::mem::take(&mut state.scroll);
        let mut chosen = None;
        let to = scroll.then_some(at);
        headed_rows_ui(ui, look, "register", (ROW, lines.len(), to), list_head_ui, |ui, row, rect| {
            let (id, depth) = &lines[row];
            let Some(unit) = desk.tree().unit(id) else { return };
            if line_ui(ui, rect, desk, (unit, *depth), row == at, look).clicked() {
                chosen = Some(id.clone());
            }
        });
        if chosen.is_some() {
            state.chosen = chosen;
        }
        if lines.is_empty() {
            ui.add_space(24.0);
            ui.vertical_centered(|ui| ui.label(look.small(look.say("register.nothing"))));
        }
    });
}

fn head_ui(
    ui: &mut Ui,
    desk: &Desk,
    open: usize,
    state: &mut RegisterState,
    look: &Look,
    out: &mut Vec<Act>,
) {
    ui.horizontal_centered(|ui| {
        ui.label(look.heading(look.say("route.register")));
        ui.label(look.small(look.say_with("register.count", &[("n", &open.to_string())])));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if quiet_button_ui(ui, look.say("followed.save_csv")).clicked() {
                let lines = desk.register(desk.seat(), &Query::new(&state.search));
                out.push(Act::SaveTable(table(desk, &lines, look)));
            }
            let hint = look.say("register.search").into_owned();
            let field =
                ui.add(TextEdit::singleline(&mut state.search).hint_text(hint.clone()).desired_width(160.0));
            field.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, &hint));
        });
    });
}

fn table(desk: &Desk, lines: &[RegisterLine<'_>], look: &Look) -> Table {
    let columns = NAMES.map(|name| (name, name.to_owned(), crate::base::Align::Left));
    let of = desk.our_unit().map(|unit| look.text(&unit.name)).unwrap_or_default();
    let mut table = Table::new(format!("{}-{of}", look.say("route.register")), columns);
    for line in lines {
        table.push(unit_cells(line.unit, look.lang, look.today));
    }
    table
}

fn cells(row: Rect) -> (Rect, [Rect; 5]) {
    let mut x = row.right() - COLUMNS.iter().sum::<f32>();
    let name = Rect::from_min_max(row.min, egui::Pos2::new(x, row.bottom())).shrink2(Vec2::new(6.0, 0.0));
    let rects = COLUMNS.map(|width| {
        let rect = Rect::from_min_size(egui::Pos2::new(x, row.top()), Vec2::new(width, row.height()));
        x += width;
        rect.shrink2(Vec2::new(6.0, 0.0))
    });
    (name, rects)
}

fn list_head_ui(ui: &Ui, rect: Rect, look: &Look) {
    let theme = &look.theme;
    let (name, rects) = cells(rect);
    let put = |rect, key: &str, align| {
        paint_text(ui, rect, &look.say(key), theme.small(), theme.quiet(), align);
    };
    put(name, "register.name", Align2::LEFT_CENTER);
    let heads = ["register.code", "register.kind", "register.level", "register.ownership"];
    for (rect, key) in rects.into_iter().zip(heads) {
        put(rect, key, Align2::LEFT_CENTER);
    }
    put(rects[4], "register.forms", Align2::RIGHT_CENTER);
}

/// Writes level and grade as one: 三级甲等.
fn level_text(unit: &Unit, look: &Look) -> String {
    let standing = unit.standing(look.today);
    standing.map(|standing| look.text(&standing.rank()).to_owned()).unwrap_or_default()
}

fn line_ui(
    ui: &Ui,
    rect: Rect,
    desk: &Desk,
    (unit, depth): (&Unit, usize),
    chosen: bool,
    look: &Look,
) -> egui::Response {
    let theme = &look.theme;
    let response = ui.interact(rect, ui.scope_id().with(unit.id.as_str()), Sense::click());
    let name = look.text(&unit.name);
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, chosen, name));
    if chosen {
        ui.painter().rect_filled(rect, 0.0, theme.accent_ground());
    } else if response.hovered() || response.has_focus() {
        ui.painter().rect_filled(rect, 0.0, theme.panel());
    }
    let stroke = egui::Stroke::new(1.0, theme.line().gamma_multiply(0.7));
    ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, stroke);
    let (mut first, rects) = cells(rect);
    first.min.x += 16.0 * depth as f32;
    let is_open = unit.is_open(look.today);
    let ink = if is_open { theme.text() } else { theme.quiet() };
    let font = if unit.area.is_some() { theme.grid_bold() } else { theme.grid() };
    paint_text(ui, first, name, font, ink, Align2::LEFT_CENTER);
    let ownership = unit.standing(look.today).map(|standing| standing.ownership.name()).unwrap_or_default();
    let texts = [
        unit.id.as_str().to_owned(),
        look.text(&unit.kind.name()).to_owned(),
        if is_open { level_text(unit, look) } else { look.say("register.closed_mark").into_owned() },
        look.text(&ownership).to_owned(),
    ];
    for (rect, text) in rects.into_iter().zip(&texts) {
        paint_text(ui, rect, text, theme.grid(), theme.quiet(), Align2::LEFT_CENTER);
    }
    let forms = desk.catalogue().forms_of(unit).count().to_string();
    paint_text(ui, rects[4], &forms, theme.grid(), theme.quiet(), Align2::RIGHT_CENTER);
    response
}

fn card_ui(ui: &mut Ui, desk: &Desk, unit: &Unit, look: &Look, out: &mut Vec<Act>) {
    ui.label(look.bold(look.text(&unit.name)));
    ui.label(look.small(format!("{} · {}", unit.id, look.text(&unit.kind.name()))));
    ui.separator();
    let line = |ui: &mut Ui, key: &str, text: &str| {
        if !text.is_empty() {
            ui.horizontal_wrapped(|ui| {
                let colon = if look.lang == crate::base::Lang::Zh { "：" } else { ":" };
                ui.label(look.small(format!("{}{colon}", look.say(key))));
                ui.label(egui::RichText::new(text).font(look.theme.grid()));
            });
        }
    };
    let parent = unit.parent.as_ref().and_then(|id| desk.tree().unit(id));
    line(ui, "register.parent", parent.map(|parent| look.text(&parent.name)).unwrap_or_default());
    let day = |day: Option<chrono::NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
    line(ui, "register.opened", &day(unit.opened));
    line(ui, "register.closed", &day(unit.closed));
    ui.add_space(6.0);
    ui.label(look.bold(look.say("register.standings")));
    for standing in unit.standings.iter().rev() {
        let since = look.say_with("register.since", &[("day", &standing.from.to_string())]);
        let words =
            [look.text(&standing.rank()).to_owned(), look.text(&standing.ownership.name()).to_owned()];
        let words: Vec<String> = words.into_iter().filter(|word| !word.is_empty()).collect();
        ui.label(look.small(format!("{since} {}", words.join(" · "))));
    }
    ui.add_space(6.0);
    ui.label(look.bold(look.say("register.fills")));
    for form in desk.catalogue().forms_of(unit) {
        ui.label(egui::RichText::new(look.text(&form.name)).font(look.theme.grid()));
    }
    let work = desk.work(&unit.id, look.today);
    for view in work.open.iter().take(6) {
        let share = format!("{}/{}", view.filled, view.asked);
        ui.label(look.small(format!("{} {share}", view.period.label(look.lang))));
    }
    ui.add_space(10.0);
    if quiet_button_ui(ui, look.say("register.see_plan")).clicked() {
        out.push(Act::OpenPlanOf(unit.id.clone()));
    }
}
