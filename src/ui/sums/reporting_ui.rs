//! 报送情况: who has reported, who has not, and the list to chase them with.

use std::sync::Arc;

use egui::{Align, Align2, Layout, Rect, RichText, Role, Sense, Ui, Vec2, WidgetInfo};

use crate::{
    base::{Align as CellAlign, Cell, Query, Table, UnitId},
    desk::{Board, Desk, Reported, Reporting, ReportingLine},
    returns::ReturnKey,
    ui::{
        act::{Act, SumsFile},
        icons,
        look::Look,
        widgets::{
            arrows, columns, headed_rows_ui, link_ui, menu_button_ui, paint_text, quiet_button_ui, search_ui,
        },
    },
};

/// Height of a row.
const ROW: f32 = 26.0;
/// Widths of the columns that do not grow: due, state, received, days late, and the way to the return.
const FIXED: [f32; 5] = [92.0, 118.0, 92.0, 74.0, 56.0];

/// Which lines are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Filter {
    #[default]
    All,
    Missing,
    Overdue,
    SentBack,
    In,
}

impl Filter {
    const ALL: [(Self, &'static str); 5] = [
        (Self::All, "sum.all_n"),
        (Self::Missing, "sum.missing_n"),
        (Self::Overdue, "sum.overdue_n"),
        (Self::SentBack, "sum.sent_back_n"),
        (Self::In, "sum.in_n"),
    ];

    fn takes(self, line: &ReportingLine) -> bool {
        match self {
            Self::All => true,
            Self::Missing => matches!(line.state, Reported::Missing | Reported::Draft),
            Self::Overdue => !line.state.is_in() && line.late_days.is_some_and(|days| days > 0),
            Self::SentBack => line.state == Reported::SentBack,
            Self::In => line.state.is_in(),
        }
    }
}

/// What the shown lines were narrowed from and by.
type ShownOf = (UnitId, crate::base::Period, u64, Filter, String);

/// 报送情况的状态.
#[derive(Debug, Default)]
pub(in crate::ui) struct ReportingState {
    filter: Filter,
    search: String,
    chosen: usize,
    shows_unexpected: bool,
    shown: Option<(ShownOf, Arc<Shown>)>,
}

/// The lines of the chosen unit, how many each filter takes, and those that are shown.
#[derive(Debug)]
struct Shown {
    reporting: Reporting,
    counts: [usize; 5],
    lines: Vec<usize>,
}

impl ReportingState {
    fn shown(&mut self, desk: &Desk, board: &Board, unit: &UnitId, generation: u64) -> Arc<Shown> {
        let of = (unit.clone(), board.period, generation, self.filter, self.search.clone());
        if let Some((_, shown)) = self.shown.as_ref().filter(|(known, _)| *known == of) {
            return Arc::clone(shown);
        }
        let reporting = board.reporting_below(desk, unit);
        let counts =
            Filter::ALL.map(|(filter, _)| reporting.lines.iter().filter(|line| filter.takes(line)).count());
        let query = Query::new(&self.search);
        let fits = |line: &ReportingLine| {
            self.filter.takes(line)
                && (query.is_empty()
                    || query.finds(&line.name, line.unit.as_str())
                    || query.finds(&line.form_name, line.form.as_str()))
        };
        let lines = (0..reporting.lines.len()).filter(|at| fits(&reporting.lines[*at])).collect();
        let shown = Arc::new(Shown { reporting, counts, lines });
        self.chosen = self.chosen.min(shown.lines.len().saturating_sub(1));
        self.shown = Some((of, Arc::clone(&shown)));
        shown
    }
}

/// Draws the tab.
pub(super) fn reporting_ui(
    ui: &mut Ui,
    desk: &Desk,
    board: &Board,
    state: &mut ReportingState,
    (unit, generation): (&UnitId, u64),
    look: &Look,
    out: &mut Vec<Act>,
) {
    let shown = state.shown(desk, board, unit, generation);
    sentence_ui(ui, board, unit, desk, state, look);
    head_ui(ui, &shown, state, look, out);
    ui.add_space(4.0);
    if shown.lines.is_empty() {
        ui.add_space(40.0);
        let word = if shown.reporting.lines.is_empty() { "sum.nobody" } else { "sum.nothing" };
        ui.vertical_centered(|ui| ui.label(look.small(look.say(word))));
        return;
    }
    let to = arrows(ui, state.chosen, shown.lines.len());
    let scroll = (to != state.chosen).then_some(to);
    state.chosen = to;
    let mut clicked = None;
    headed_rows_ui(
        ui,
        look,
        "sum reporting",
        (ROW, shown.lines.len(), scroll),
        list_head_ui,
        |ui, at, rect| {
            let line = &shown.reporting.lines[shown.lines[at]];
            if line_ui(ui, rect, desk, (board.period, line), at == state.chosen, look, out) {
                clicked = Some(at);
            }
        },
    );
    state.chosen = clicked.unwrap_or(state.chosen);
}

/// Says in figures how complete and how timely, and who is not expected.
fn sentence_ui(
    ui: &mut Ui,
    board: &Board,
    unit: &UnitId,
    desk: &Desk,
    state: &mut ReportingState,
    look: &Look,
) {
    let count = board.count(unit);
    let percent = |share: Option<crate::base::Decimal>| {
        share.map_or_else(|| "—".to_owned(), |share| format!("{}%", crate::base::quantity_text(share, 1)))
    };
    let numbers = [count.expected, count.reported, count.expected - count.reported, count.overdue]
        .map(|number| number.to_string());
    let fill = [
        ("expected", numbers[0].as_str()),
        ("reported", &numbers[1]),
        ("missing", &numbers[2]),
        ("overdue", &numbers[3]),
        ("complete", &percent(count.completeness_percent())),
        ("timely", &percent(count.timeliness_percent())),
    ];
    ui.horizontal(|ui| {
        ui.label(RichText::new(look.say_with("sum.sentence", &fill)).font(look.theme.grid()));
        let below = board
            .unexpected
            .iter()
            .filter(|(id, ..)| desk.tree().as_of(board.period.last_day()).is_within(id, unit));
        let below: Vec<_> = below.collect();
        if !below.is_empty() {
            let words = look.say_with("sum.unexpected_n", &[("n", &below.len().to_string())]);
            if link_ui(ui, look, words).clicked() {
                state.shows_unexpected = !state.shows_unexpected;
            }
        }
    });
    if state.shows_unexpected {
        egui::ScrollArea::vertical()
            .id_salt("sum unexpected")
            .max_height(110.0)
            .auto_shrink([false, true])
            .show(ui, |ui| {
                for (_, name, why) in board
                    .unexpected
                    .iter()
                    .filter(|(id, ..)| desk.tree().as_of(board.period.last_day()).is_within(id, unit))
                {
                    let colon = if look.lang == crate::base::Lang::Zh { "：" } else { ": " };
                    let text = format!("{}{colon}{}", look.text(name), look.text(&why.sentence()));
                    ui.label(look.small(text));
                }
            });
    }
}

fn head_ui(ui: &mut Ui, shown: &Shown, state: &mut ReportingState, look: &Look, out: &mut Vec<Act>) {
    let theme = &look.theme;
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        for (at, (filter, key)) in Filter::ALL.into_iter().enumerate() {
            let chosen = state.filter == filter;
            let label = look.say_with(key, &[("n", &shown.counts[at].to_string())]);
            let ink = if chosen { theme.accent() } else { theme.quiet() };
            let fill = if chosen { theme.accent_ground() } else { theme.panel() };
            let text = RichText::new(label.as_str()).font(theme.small()).color(ink);
            let response = ui.add(egui::Button::new(text).fill(fill).stroke(egui::Stroke::NONE));
            response.widget_info(|| WidgetInfo::selected(Role::Button, true, chosen, &label));
            if response.clicked() {
                state.filter = filter;
            }
        }
        search_ui(ui, look, &mut state.search, "sum.search_report", 150.0);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let export = look.say("sum.print").into_owned();
            menu_button_ui(ui, look, &export, &export, |ui| {
                let table = || reporting_table(shown, look);
                if ui.button(look.say("sum.file_html")).clicked() {
                    out.push(Act::SaveSumsTable { file: SumsFile::Page, table: table() });
                }
                if ui.button(look.say("sum.file_xlsx")).clicked() {
                    out.push(Act::SaveSumsTable { file: SumsFile::Book, table: table() });
                }
                if ui.button(look.say("trend.copy_table")).clicked() {
                    out.push(Act::CopyTable(table()));
                }
            });
            let missing = shown.reporting.count_others();
            ui.add_enabled_ui(missing.reported < missing.expected, |ui| {
                if quiet_button_ui(ui, look.say("sum.copy_missing")).clicked() {
                    out.push(Act::CopyText(shown.reporting.missing_text(look.lang)));
                    out.push(Act::Tell(look.say("sum.missing_copied").into_owned()));
                }
            });
        });
    });
}

/// Writes the lines that are shown as a table, with the columns of the command line.
fn reporting_table(shown: &Shown, look: &Look) -> Table {
    let columns = [
        ("unit", "register.code", CellAlign::Left),
        ("name", "sum.name", CellAlign::Left),
        ("form", "sum.form", CellAlign::Left),
        ("due", "sum.due", CellAlign::Left),
        ("state", "sum.state", CellAlign::Left),
        ("received", "sum.received", CellAlign::Left),
        ("late_days", "sum.late_days", CellAlign::Right),
    ];
    let of = look.text(&shown.reporting.name);
    let title = format!("{}-{of}-{}", look.say("sum.tab_reporting"), shown.reporting.period.label(look.lang));
    let titled =
        |(name, key, align): (&'static str, &str, CellAlign)| (name, look.say(key).into_owned(), align);
    let mut table = Table::new(title, columns.map(titled));
    for line in shown.lines.iter().map(|at| &shown.reporting.lines[*at]) {
        table.push(vec![
            Cell::text(line.unit.as_str()),
            Cell::text(look.text(&line.name)),
            Cell::coded(line.form.as_str(), look.text(&line.form_name)),
            Cell::text(line.due.to_string()),
            Cell::coded(line.state.code(), look.text(&line.state.name())),
            Cell::text(line.received.map(|day| day.to_string()).unwrap_or_default()),
            Cell::number_or_empty(line.late_days.map(Into::into), 0),
        ]);
    }
    table
}

/// Gives the columns of a row: unit, form, due, state, received, days late, way.
fn cells(row: Rect) -> [Rect; 7] {
    let grow = (row.width() - FIXED.iter().sum::<f32>()).max(200.0);
    let [due, state, received, late, way] = FIXED;
    columns(row, [grow * 0.58, grow * 0.42, due, state, received, late, way], Vec2::new(6.0, 0.0))
}

fn list_head_ui(ui: &Ui, rect: Rect, look: &Look) {
    let words = ["sum.name", "sum.form", "sum.due", "sum.state", "sum.received", "sum.late_days"];
    for (at, (rect, word)) in cells(rect).into_iter().zip(words).enumerate() {
        let align = if at == 5 { Align2::RIGHT_CENTER } else { Align2::LEFT_CENTER };
        paint_text(ui, rect, &look.say(word), look.theme.small(), look.theme.quiet(), align);
    }
}

/// Gives icon and colour of a state; the word stands beside it.
fn state_look(line: &ReportingLine, look: &Look) -> (&'static str, egui::Color32) {
    let theme = &look.theme;
    match line.state {
        Reported::Missing if line.late_days.is_some_and(|days| days > 0) => (icons::WARNING, theme.soft()),
        Reported::Missing => (icons::CIRCLE, theme.quiet()),
        Reported::Draft => (icons::PENCIL_SIMPLE, theme.quiet()),
        Reported::SentBack => (icons::ARROW_COUNTER_CLOCKWISE, theme.soft()),
        Reported::Submitted | Reported::Received => (icons::ARROW_DOWN, theme.text()),
        Reported::Accepted => (icons::CHECK, theme.good()),
    }
}

fn line_ui(
    ui: &mut Ui,
    rect: Rect,
    desk: &Desk,
    (period, line): (crate::base::Period, &ReportingLine),
    chosen: bool,
    look: &Look,
    out: &mut Vec<Act>,
) -> bool {
    let theme = &look.theme;
    let response = ui.interact(rect, ui.scope_id().with("line"), Sense::click());
    let day = |day: Option<chrono::NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
    let (name, form, state) = (look.text(&line.name), look.text(&line.form_name), line.state.name());
    let late = line.late_days.map(|days| days.to_string()).unwrap_or_default();
    let texts = [name, form, &line.due.to_string(), look.text(&state), &day(line.received), &late];
    let label = texts.join(" ");
    response.widget_info(|| WidgetInfo::selected(Role::ListItem, true, chosen, &label));
    if chosen {
        ui.painter().rect_filled(rect, 0.0, theme.accent_ground());
    } else if response.hovered() || response.has_focus() {
        ui.painter().rect_filled(rect, 0.0, theme.panel());
    }
    let stroke = egui::Stroke::new(1.0, theme.line().gamma_multiply(0.7));
    ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, stroke);
    let rects = cells(rect);
    let (icon, ink) = state_look(line, look);
    let mut fits = true;
    for (at, text) in texts.into_iter().enumerate() {
        let mut place = rects[at];
        let is_late = at == 5 && line.late_days.is_some_and(|days| days > 0);
        let color = match at {
            3 => ink,
            5 if is_late => theme.soft(),
            0 => theme.text(),
            _ => theme.quiet(),
        };
        if at == 3 {
            paint_text(ui, place, icon, theme.icon(), ink, Align2::LEFT_CENTER);
            place.min.x += 20.0;
        }
        let align = if at == 5 { Align2::RIGHT_CENTER } else { Align2::LEFT_CENTER };
        fits &= paint_text(ui, place, text, theme.grid(), color, align);
    }
    if line.state != Reported::Missing {
        let mut way = ui.new_child(egui::UiBuilder::new().max_rect(rects[6]).id_salt("way"));
        if link_ui(&mut way, look, look.say("sum.see")).clicked() {
            let key = ReturnKey { unit: line.unit.clone(), form: line.form.clone(), period };
            // What came is looked at where it is judged.
            let is_below = key.unit != *desk.seat() && line.state.is_in();
            out.push(if is_below { Act::Review(key) } else { Act::OpenEntry(key, None) });
        }
    }
    let clicked = response.clicked();
    if !fits {
        response.on_hover_text(format!("{name}\n{form}"));
    }
    clicked
}
