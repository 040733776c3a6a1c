//! 报表任务: what was issued and how far it has come in; the question before a pack is made.

use egui::{Align2, Rect, RichText, Role, ScrollArea, Sense, TextEdit, Ui, Vec2, WidgetInfo};

use super::{
    issuing::{IssuedLine, Issuing},
    state::RegisterState,
};
use crate::{
    base::{Period, PeriodKind, day_from_text},
    desk::Desk,
    ui::{
        act::Act,
        icons,
        look::Look,
        widgets::{
            Progress, headed_rows_ui, menu_button_ui, modal, paint_bar, paint_text, period_picker_ui,
            primary_button_ui, quiet_button_ui,
        },
    },
};

const ROW: f32 = 28.0;
/// Where the counts stand in the question, behind the longest name of a form.
const COUNTS_AT: f32 = 240.0;
/// Widths behind the form's name: period, due day, who asks, how far it has come in.
const COLUMNS: [f32; 4] = [100.0, 100.0, 190.0, 150.0];

/// Draws what was issued; the chosen line with the units that were asked at its right.
pub(super) fn issued_ui(ui: &mut Ui, desk: &Desk, state: &mut RegisterState, look: &Look) {
    let lines = state.issued(desk, look);
    if lines.is_empty() {
        ui.add_space(40.0);
        ui.vertical_centered(|ui| {
            ui.label(look.bold(look.say("issue.none")));
            ui.label(look.small(look.say("issue.none_hint")));
        });
        return;
    }
    let chosen = state.issue_at.min(lines.len() - 1);
    let at = crate::ui::widgets::arrows(ui, chosen, lines.len());
    state.issue_at = at;
    egui::Panel::right("issued units")
        .exact_size(356.0)
        .resizable(false)
        .frame(egui::Frame::new().inner_margin(egui::Margin::symmetric(14, 8)))
        .show(ui, |ui| units_ui(ui, &lines[at], look));
    egui::CentralPanel::default().frame(egui::Frame::new().inner_margin(egui::Margin::symmetric(8, 0))).show(
        ui,
        |ui| {
            headed_rows_ui(ui, look, "issued", (ROW, lines.len(), None), head_ui, |ui, row, rect| {
                if line_ui(ui, rect, &lines[row], row == at, look) {
                    state.issue_at = row;
                }
            });
        },
    );
}

fn units_ui(ui: &mut Ui, line: &IssuedLine, look: &Look) {
    ui.label(look.bold(format!("{} {}", look.text(&line.form), line.period.label(look.lang))));
    let fill = [("n", line.count.expected.to_string()), ("in", line.count.reported.to_string())];
    let fill = fill.each_ref().map(|(key, text)| (*key, text.as_str()));
    ui.label(look.small(look.say_with("issue.asked", &fill)));
    ui.separator();
    ScrollArea::vertical().auto_shrink([false, false]).show_rows(ui, 20.0, line.units.len(), |ui, rows| {
        for (id, name, state, is_in) in &line.units[rows] {
            let (rect, response) =
                ui.allocate_exact_size(Vec2::new(ui.available_width(), 20.0), Sense::hover());
            let (name, state) = (look.text(name), look.text(state));
            response.widget_info(|| WidgetInfo::labeled(Role::Label, true, format!("{name} {state}")));
            let ink = if *is_in { look.theme.quiet() } else { look.theme.soft() };
            let mut left = rect;
            left.max.x -= 92.0;
            paint_text(ui, left, name, look.theme.grid(), look.theme.text(), Align2::LEFT_CENTER);
            paint_text(ui, rect, state, look.theme.small(), ink, Align2::RIGHT_CENTER);
            response.on_hover_text(id.as_str());
        }
    });
}

fn cells(row: Rect) -> (Rect, [Rect; 4]) {
    let mut x = row.right() - COLUMNS.iter().sum::<f32>();
    let name = Rect::from_min_max(row.min, egui::Pos2::new(x, row.bottom())).shrink2(Vec2::new(6.0, 0.0));
    let rects = COLUMNS.map(|width| {
        let rect = Rect::from_min_size(egui::Pos2::new(x, row.top()), Vec2::new(width, row.height()));
        x += width;
        rect.shrink2(Vec2::new(6.0, 0.0))
    });
    (name, rects)
}

fn head_ui(ui: &Ui, rect: Rect, look: &Look) {
    let (name, rects) = cells(rect);
    let put = |rect, key: &str| {
        let ink = look.theme.quiet();
        paint_text(ui, rect, &look.say(key), look.theme.small(), ink, Align2::LEFT_CENTER);
    };
    put(name, "arrivals.form");
    for (rect, key) in rects.into_iter().zip(["period.name", "issue.due", "issue.by", "issue.come_in"]) {
        put(rect, key);
    }
}

fn line_ui(ui: &Ui, rect: Rect, line: &IssuedLine, is_chosen: bool, look: &Look) -> bool {
    let theme = &look.theme;
    let response = ui.interact(rect, ui.scope_id().with("issued"), Sense::click());
    let (form, period) = (look.text(&line.form), line.period.label(look.lang));
    let count = format!("{}/{}", line.count.reported, line.count.expected);
    let spoken = format!("{form} {period} {} {count}", line.due);
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, is_chosen, &spoken));
    if is_chosen {
        ui.painter().rect_filled(rect, 0.0, theme.accent_ground());
    } else if response.hovered() || response.has_focus() {
        ui.painter().rect_filled(rect, 0.0, theme.panel());
    }
    let stroke = egui::Stroke::new(1.0, theme.line().gamma_multiply(0.7));
    ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, stroke);
    let (name, rects) = cells(rect);
    paint_text(ui, name, form, theme.grid(), theme.text(), Align2::LEFT_CENTER);
    let texts = [period, line.due.to_string(), look.text(&line.by).to_owned()];
    for (rect, text) in rects.iter().zip(&texts) {
        paint_text(ui, *rect, text, theme.grid(), theme.quiet(), Align2::LEFT_CENTER);
    }
    let mut bar = rects[3];
    bar.max.x -= 62.0;
    let bar = Rect::from_center_size(bar.center(), Vec2::new(bar.width(), 4.0));
    paint_bar(ui, look, Progress { done: line.count.reported, unsettled: 0, all: line.count.expected }, bar);
    paint_text(ui, rects[3], &count, theme.grid(), theme.text(), Align2::RIGHT_CENTER);
    response.clicked()
}

/// Draws the question before a pack is made, if it is open.
pub(super) fn issuing_ui(
    ui: &mut Ui,
    desk: &Desk,
    state: &mut RegisterState,
    look: &Look,
    out: &mut Vec<Act>,
) {
    let Some(mut issuing) = state.issuing.take() else { return };
    let mut done = false;
    let shown = modal(ui.ctx(), "issue").show(ui.ctx(), |ui| {
        ui.set_width(520.0);
        ui.spacing_mut().item_spacing.y = 6.0;
        ui.label(look.bold(look.say("issue.title")));
        fields_ui(ui, desk, &mut issuing, look);
        let offered = issuing.offered(desk);
        ScrollArea::vertical().max_height(320.0).auto_shrink([false, true]).show(ui, |ui| {
            for offer in offered.iter() {
                let mut taken = !issuing.without.contains(&offer.form);
                let due = issuing.due_of(offer).map(|due| due.to_string()).unwrap_or_default();
                let fill = [("n", offer.units.to_string()), ("due", due)];
                let fill = fill.each_ref().map(|(key, text)| (*key, text.as_str()));
                let words = look.say_with("issue.form", &fill);
                ui.horizontal(|ui| {
                    let left = ui.cursor().left();
                    if ui.checkbox(&mut taken, look.text(&offer.name)).changed() {
                        if taken {
                            issuing.without.remove(&offer.form);
                        } else {
                            issuing.without.insert(offer.form.clone());
                        }
                    }
                    // One under the other, whatever the forms are called.
                    ui.add_space((left + COUNTS_AT - ui.cursor().left()).max(0.0));
                    ui.label(look.small(words));
                });
            }
        });
        if offered.is_empty() {
            ui.label(look.small(look.say("issue.no_form")));
        }
        ui.label(look.small(look.say("issue.what")));
        let pack = issuing.pack(desk);
        ui.add_space(4.0);
        ui.horizontal(|ui| {
            let ready = pack.is_some();
            let button =
                ui.add_enabled_ui(ready, |ui| primary_button_ui(ui, look, look.say("issue.now"))).inner;
            if let Some(pack) = pack.filter(|_| button.clicked()) {
                out.push(Act::Issue(pack));
                done = true;
            }
            done |= quiet_button_ui(ui, look.say("cancel")).clicked();
        });
    });
    if !done && !shown.should_close() {
        state.issuing = Some(issuing);
    }
}

/// Draws the kinds of period the forms are of, where there is more than one.
fn kinds_ui(ui: &mut Ui, desk: &Desk, issuing: &mut Issuing, look: &Look) {
    let kinds = [PeriodKind::Year, PeriodKind::Half, PeriodKind::Quarter, PeriodKind::Month];
    let has = |kind: &PeriodKind| desk.catalogue().forms().iter().any(|form| form.period == *kind);
    let kinds: Vec<PeriodKind> = kinds.into_iter().filter(has).collect();
    if kinds.len() < 2 {
        return;
    }
    let word = |kind: &PeriodKind| match kind {
        PeriodKind::Year => "issue.year",
        PeriodKind::Half => "issue.half",
        PeriodKind::Quarter => "issue.quarter",
        PeriodKind::Month => "issue.month",
    };
    let current = issuing.period.kind();
    let name = look.say("issue.kind").into_owned();
    menu_button_ui(ui, look, &look.say(word(&current)), &name, |ui| {
        for kind in &kinds {
            if ui.selectable_label(*kind == current, look.say(word(kind))).clicked() {
                issuing.turn_to(desk, *kind, look.today);
            }
        }
    });
}

fn fields_ui(ui: &mut Ui, desk: &Desk, issuing: &mut Issuing, look: &Look) {
    ui.horizontal(|ui| {
        ui.label(look.say("issue.plan"));
        let plan = desk.plan().map(|plan| look.text(&plan.title).to_owned()).unwrap_or_default();
        ui.add(egui::Label::new(RichText::new(plan).font(look.theme.grid())).truncate());
    });
    ui.horizontal(|ui| {
        ui.label(look.say("period.name"));
        kinds_ui(ui, desk, issuing, look);
        let last = Period::containing(issuing.period.kind(), look.today);
        let marked: Vec<Period> = desk.issues().iter().map(|issue| issue.period).collect();
        if let Some(period) = period_picker_ui(ui, look, issuing.period, last, &marked) {
            issuing.period = period;
        }
        ui.add_space(12.0);
        let name = look.say("issue.due").into_owned();
        ui.label(&name);
        let hint = look.say("issue.own_day").into_owned();
        let field = ui.add(TextEdit::singleline(&mut issuing.due).hint_text(hint).desired_width(130.0));
        field.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, &name));
    });
    let typed = issuing.due.trim();
    if !typed.is_empty() && day_from_text(typed).is_none() {
        ui.horizontal(|ui| {
            ui.label(look.icon(icons::WARNING).color(look.theme.hard()));
            ui.add(egui::Label::new(look.say_with("hands.no_such_day", &[("text", typed)])).wrap());
        });
    }
}
