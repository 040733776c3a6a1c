//! 首页: the forms that wait, and the plan with where we stand.

use std::sync::Arc;

use chrono::NaiveDate;
use egui::{Align, Frame, Layout, Margin, Role, Ui, Vec2, WidgetInfo};

use crate::{
    base::{PlanId, UnitId},
    desk::{Desk, FormState, FormView, Recent, TrackLine},
    trend::Population,
    ui::{
        act::{Act, Route},
        apart::Apart,
        icons,
        look::Look,
        track::{TargetRows, head_row_ui, row_ui},
        widgets::{Progress, bar_ui, headed_rows_ui, link_ui, page_ui, primary_button_ui, quiet_button_ui},
    },
};

/// Whose targets of which plan, over which population, by which day.
type Asked = (UnitId, PlanId, Population, NaiveDate);

/// 首页的状态.
#[derive(Debug, Default)]
pub struct StartState {
    all_finished: bool,
    /// What was edited last, read again only after a write.
    recent: Option<(u64, Vec<Recent>)>,
    lines: Apart<Asked, Option<Arc<Vec<TrackLine>>>>,
    rows: Option<Arc<TargetRows>>,
}

/// Draws the start page.
pub(super) fn start_ui(ui: &mut Ui, desk: &Desk, state: &mut StartState, look: &Look, out: &mut Vec<Act>) {
    Frame::new().inner_margin(Margin::symmetric(20, 14)).show(ui, |ui| {
        let left = (ui.available_width() * 0.42).clamp(300.0, 620.0);
        let height = ui.available_height();
        ui.horizontal_top(|ui| {
            ui.allocate_ui_with_layout(Vec2::new(left, height), Layout::top_down(Align::Min), |ui| {
                forms_ui(ui, desk, state, look, out);
            });
            ui.add_space(20.0);
            ui.allocate_ui_with_layout(
                Vec2::new(ui.available_width(), height),
                Layout::top_down(Align::Min),
                |ui| {
                    standing_ui(ui, desk, state, look, out);
                },
            );
        });
    });
}

fn forms_ui(ui: &mut Ui, desk: &Desk, state: &mut StartState, look: &Look, out: &mut Vec<Act>) {
    ui.label(look.heading(look.say("start.forms")));
    ui.add_space(6.0);
    let work = desk.work(desk.seat(), look.today);
    page_ui(ui, "forms", |ui| {
        if work.open.is_empty() && work.finished.is_empty() {
            ui.label(look.small(look.say("start.no_forms")));
        }
        for view in &work.open {
            open_form_ui(ui, desk, view, look, out);
        }
        if !work.finished.is_empty() {
            ui.add_space(10.0);
            ui.label(look.bold(look.say("start.finished")));
            let count = if state.all_finished { work.finished.len() } else { 6 };
            for view in work.finished.iter().take(count) {
                finished_form_ui(ui, desk, view, look, out);
            }
            if work.finished.len() > count && link_ui(ui, look, look.say("start.all")).clicked() {
                state.all_finished = true;
            }
        }
        if work.finished.is_empty() && work.open.iter().all(|view| view.state == FormState::NotStarted) {
            hints_ui(ui, look, out);
        }
        recent_ui(ui, desk, state, look, out);
    });
}

/// Teaches an empty workspace in three lines.
fn hints_ui(ui: &mut Ui, look: &Look, out: &mut Vec<Act>) {
    ui.add_space(14.0);
    let hints = [
        (icons::PENCIL_SIMPLE, "start.hint_fill", "route.entry", Route::Entry),
        (icons::TARGET, "start.hint_plan", "route.plan", Route::Plan),
        (icons::CHART_LINE, "start.hint_trend", "route.trend", Route::Trend),
    ];
    for (icon, hint, label, route) in hints {
        ui.horizontal(|ui| {
            ui.label(look.icon(icon).color(look.theme.accent()));
            let room = Vec2::new((ui.available_width() - 90.0).max(120.0), 34.0);
            ui.allocate_ui_with_layout(room, Layout::left_to_right(Align::Center), |ui| {
                ui.set_min_size(room);
                ui.add(egui::Label::new(look.small(look.say(hint))).wrap());
            });
            if quiet_button_ui(ui, look.say(label)).clicked() {
                out.push(Act::Go(route));
            }
        });
    }
}

fn recent_ui(ui: &mut Ui, desk: &Desk, state: &mut StartState, look: &Look, out: &mut Vec<Act>) {
    if state.recent.as_ref().is_none_or(|(saves, _)| *saves != desk.saves()) {
        state.recent = Some((desk.saves(), desk.recent(6)));
    }
    let Some((_, recent)) = state.recent.as_ref().filter(|(_, recent)| !recent.is_empty()) else { return };
    ui.add_space(10.0);
    ui.label(look.bold(look.say("start.recent")));
    for Recent { key, at, edits } in recent {
        ui.horizontal(|ui| {
            ui.label(look.icon(icons::CLOCK).color(look.theme.quiet()));
            ui.label(look.small(at.format("%m-%d %H:%M").to_string()));
            let form = desk
                .catalogue()
                .form(&key.form)
                .map(|form| look.text(&form.name).to_owned())
                .unwrap_or_default();
            let words = format!("{form} {}", key.period.label(look.lang));
            if key.unit == *desk.seat() {
                if link_ui(ui, look, words).clicked() {
                    out.push(Act::OpenEntry(key.clone(), None));
                }
            } else {
                let unit = desk
                    .tree()
                    .unit(&key.unit)
                    .map(|unit| look.text(&unit.name).to_owned())
                    .unwrap_or_default();
                ui.label(look.small(format!("{unit} {words}")));
            }
            ui.label(look.small(look.say_with("start.edits", &[("n", &edits.to_string())])));
        });
    }
}

fn open_form_ui(ui: &mut Ui, desk: &Desk, view: &FormView, look: &Look, out: &mut Vec<Act>) {
    let theme = &look.theme;
    let frame = Frame::new()
        .fill(theme.ground())
        .stroke(egui::Stroke::new(1.0, theme.line()))
        .corner_radius(theme.corner())
        .inner_margin(Margin::symmetric(12, 8));
    frame.show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.horizontal(|ui| {
            ui.vertical(|ui| {
                ui.horizontal(|ui| {
                    ui.label(look.bold(look.text(&view.name)));
                    ui.label(egui::RichText::new(view.period.label(look.lang)).color(theme.accent()));
                });
                ui.horizontal(|ui| {
                    let due = if view.is_overdue() {
                        let days = (-view.days_left).to_string();
                        egui::RichText::new(look.say_with("start.overdue", &[("n", &days)]))
                            .color(theme.soft())
                            .font(theme.small())
                    } else {
                        let days = view.days_left.to_string();
                        let date = view.due.to_string();
                        look.small(look.say_with("start.due", &[("n", &days), ("date", &date)]))
                    };
                    if view.is_overdue() {
                        ui.label(look.icon(icons::CLOCK).color(theme.soft()));
                    }
                    ui.label(due);
                });
                ui.horizontal(|ui| {
                    // Of what was sent back nothing is settled.
                    let is_returned = view.state == FormState::SentBack;
                    let unsettled = if is_returned { view.filled } else { view.carried };
                    let done = view.filled - unsettled;
                    bar_ui(ui, look, Progress { done, unsettled, all: view.asked }, 180.0);
                    ui.label(look.small(format!("{}/{}", view.filled, view.asked)));
                    if view.carried > 0 {
                        let said = look.say_with("submit.carried", &[("n", &view.carried.to_string())]);
                        ui.label(look.small(said));
                    } else if !is_returned {
                        ui.label(look.small(look.say(state_key(view.state))));
                    }
                });
                returned_ui(ui, desk, view, look);
            });
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let words =
                    if view.state == FormState::NotStarted { "start.begin" } else { "start.continue" };
                let label =
                    format!("{} {} {}", look.say(words), look.text(&view.name), view.period.label(look.lang));
                let button = primary_button_ui(ui, look, look.say(words));
                button.widget_info(|| WidgetInfo::labeled(Role::Button, true, &label));
                if button.clicked() {
                    out.push(Act::OpenEntry(desk.our_key(&view.form, view.period), None));
                }
            });
        });
    });
    ui.add_space(4.0);
}

/// Says of a form that was sent back why, and how much was remarked.
fn returned_ui(ui: &mut Ui, desk: &Desk, view: &FormView, look: &Look) {
    if view.state != FormState::SentBack {
        return;
    }
    let head = desk.head(&desk.our_key(&view.form, view.period));
    let Some(said) = head.sent_back else { return };
    let theme = &look.theme;
    ui.horizontal(|ui| {
        ui.label(look.icon(icons::ARROW_COUNTER_CLOCKWISE).color(theme.soft()));
        let reason = look.say_with("submit.sent_back", &[("reason", look.text(&said.reason.name()))]);
        ui.label(egui::RichText::new(reason).font(theme.body_bold()).color(theme.soft()));
        if let Some(due) = said.due {
            ui.label(look.small(look.say_with("submit.wanted_by", &[("date", &due.to_string())])));
        }
    });
    let mut rest = Vec::new();
    if !said.remarks.is_empty() {
        rest.push(look.say_with("clerk.remarks_n", &[("n", &said.remarks.len().to_string())]));
    }
    rest.extend(Some(said.words).filter(|words| !words.is_empty()));
    if !rest.is_empty() {
        ui.add(egui::Label::new(look.small(rest.join(" · "))).truncate());
    }
}

fn finished_form_ui(ui: &mut Ui, desk: &Desk, view: &FormView, look: &Look, out: &mut Vec<Act>) {
    ui.horizontal(|ui| {
        ui.label(look.icon(icons::CHECK).color(look.theme.good()));
        let words = format!("{} {}", look.text(&view.name), view.period.label(look.lang));
        if link_ui(ui, look, words).clicked() {
            out.push(Act::OpenEntry(desk.our_key(&view.form, view.period), None));
        }
        ui.label(look.small(format!("{}/{} · {}", view.filled, view.asked, look.say(state_key(view.state)))));
    });
}

const fn state_key(state: FormState) -> &'static str {
    match state {
        FormState::NotStarted => "state.not_started",
        FormState::Filling => "state.filling",
        FormState::Complete => "state.complete",
        FormState::Submitted => "state.submitted",
        FormState::Accepted => "state.accepted",
        FormState::SentBack => "state.sent_back",
    }
}

fn standing_ui(ui: &mut Ui, desk: &Desk, state: &mut StartState, look: &Look, out: &mut Vec<Act>) {
    ui.horizontal(|ui| {
        ui.label(look.heading(look.say("start.plan")));
        if let Some(plan) = desk.plan() {
            ui.label(look.small(format!("{} · {}—{}", plan.region.text(look.lang), plan.from, plan.to)));
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if quiet_button_ui(ui, look.say("start.all_targets")).clicked() {
                out.push(Act::Go(Route::Track));
            }
        });
    });
    ui.add_space(6.0);
    let Some(plan) = desk.plan().map(|plan| plan.id.clone()) else { return };
    let of = (desk.seat().clone(), plan, Population::AsIs, look.today);
    let lines = state.lines.value(desk, ui.ctx(), &of, desk.is_long_plan(&of.1), {
        let (unit, plan, population, today) = of.clone();
        move |desk| desk.track(&unit, &plan, population, today)
    });
    let Some(lines) = lines.flatten() else {
        ui.label(look.small(look.say("track.counting")));
        return;
    };
    let rows = TargetRows::kept(&mut state.rows, &lines, look);
    // What can be followed here comes first.
    let here = lines.iter().position(|line| line.is_elsewhere).unwrap_or(lines.len());
    let count = here + usize::from(here < lines.len());
    headed_rows_ui(ui, look, "targets", (28.0, count, None), head_row_ui, |ui, at, rect| {
        match (rows.row(at), lines.get(at)) {
            (Some(row), Some(line)) if at < here => {
                if row_ui(ui, rect, row, false, look).clicked() {
                    out.push(Act::OpenTrend(desk.seat().clone(), line.indicator.clone()));
                }
            }
            (_, first) => elsewhere_ui(ui, desk, (lines.len() - here, first), look, out),
        }
    });
}

/// Says how many targets are none of ours, and leads to where they are.
fn elsewhere_ui(
    ui: &mut Ui,
    desk: &Desk,
    (count, first): (usize, Option<&TrackLine>),
    look: &Look,
    out: &mut Vec<Act>,
) {
    ui.horizontal_centered(|ui| {
        ui.label(look.small(look.say_with("start.elsewhere", &[("n", &count.to_string())])));
        let top = desk.top_above(desk.seat());
        if top == *desk.seat() {
            return;
        }
        let name = desk.tree().unit(&top).map(|unit| look.text(&unit.name).to_owned()).unwrap_or_default();
        if let Some(first) = first {
            let words = look.say_with("start.see_area", &[("unit", &name)]);
            if link_ui(ui, look, words).clicked() {
                out.push(Act::OpenTrend(top, first.indicator.clone()));
            }
        }
    });
}
