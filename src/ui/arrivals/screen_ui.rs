//! The screen: how files get here, what is staged with its counts, and the way to take it in.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use egui::{
    Align, Align2, CentralPanel, Frame, Id, LayerId, Layout, Margin, Order, Panel, RichText, ScrollArea,
    Stroke, StrokeKind, Ui, Vec2,
};

use crate::{
    base::Severity,
    desk::Desk,
    exchange::{Counts, Outcome, Piece},
    returns::{Move, ReturnKey},
    ui::{
        act::Act,
        arrivals::{
            ArrivalAct, ArrivalsState,
            card_ui::card_ui,
            conflict_ui::conflicts_ui,
            inbox_ui::{inbox_ui, known_ui, news_ui},
            list::{List, Narrowed},
            list_ui::{chip_look, list_ui},
            note_ui::query_ui,
            watching::Watched,
            work::Work,
        },
        findings::severity_look,
        icons,
        look::Look,
        widgets::{Progress, bar_ui, link_ui, primary_button_ui, quiet_button_ui, segments_ui},
    },
    wire::Issue,
};

/// Width of the pane beside the list.
const CARD: f32 = 300.0;

/// Draws the screen.
pub(in crate::ui) fn arrivals_ui(
    ui: &mut Ui,
    desk: &Desk,
    state: &mut ArrivalsState,
    look: &Look,
    out: &mut Vec<Act>,
) {
    let theme = look.theme.clone();
    let plain = |margin: Margin| Frame::new().fill(theme.ground()).inner_margin(margin);
    Panel::top("arrivals head").frame(plain(Margin::symmetric(16, 8))).show(ui, |ui| {
        head_ui(ui, desk, state, look, out);
    });
    // The folder is read again beside a list without moving it.
    if let Some(work) = state.work.as_ref().filter(|_| !state.watched.is_read() || state.list.is_none()) {
        Panel::top("arrivals work").frame(plain(Margin::symmetric(16, 8))).show(ui, |ui| {
            work_ui(ui, work, look, out);
        });
    }
    if state.shows_conflicts {
        conflicts_ui(ui, desk, state, look, out);
        return;
    }
    let is_busy = state.work.is_some();
    let ArrivalsState { list, answers, watched, .. } = state;
    let Some(list) = list else {
        CentralPanel::default().frame(plain(Margin::symmetric(16, 8))).show(ui, |ui| {
            if !is_busy {
                empty_ui(ui, desk, answers, look, out);
                ui.vertical_centered(|ui| known_ui(ui, watched, look, out));
            }
        });
        return;
    };
    Panel::top("arrivals sum").frame(plain(Margin::symmetric(16, 4))).show(ui, |ui| {
        sum_ui(ui, desk, (&mut *list, &*watched), is_busy, look, out);
    });
    Panel::right("arrivals card")
        .exact_size(CARD)
        .resizable(false)
        .frame(plain(Margin::symmetric(14, 8)))
        .show(ui, |ui| {
            let scroll = ScrollArea::vertical().id_salt(list.chosen).auto_shrink([false, false]);
            scroll.show(ui, |ui| card_ui(ui, desk, list, answers, look, out));
        });
    CentralPanel::default().frame(plain(Margin::symmetric(8, 0))).show(ui, |ui| {
        list_ui(ui, desk, list, is_busy, look);
    });
}

fn head_ui(ui: &mut Ui, desk: &Desk, state: &mut ArrivalsState, look: &Look, out: &mut Vec<Act>) {
    ui.horizontal(|ui| {
        ui.label(look.heading(look.say("route.arrivals")));
        ui.add_space(8.0);
        ui.add_enabled_ui(!desk.is_read_only(), |ui| {
            for (key, act) in
                [("arrivals.files", ArrivalAct::AskFiles), ("arrivals.folder", ArrivalAct::AskFolder)]
            {
                if quiet_button_ui(ui, look.say(key)).clicked() {
                    out.push(Act::Arrivals(act));
                }
            }
        });
        let waiting = state.conflicts(desk).count();
        if waiting > 0 || state.shows_conflicts {
            let waiting = waiting.to_string();
            let labels = [
                look.say("arrivals.arrived").into_owned(),
                look.say_with("arrivals.conflicts", &[("n", &waiting)]),
            ];
            if let Some(at) = segments_ui(ui, look, &labels, usize::from(state.shows_conflicts)) {
                state.shows_conflicts = at == 1;
            }
        }
        if state.watched.news() > 0 {
            news_ui(ui, &state.watched, look, out);
        } else if state.list.is_some() && !state.shows_conflicts {
            ui.label(look.small(look.say("arrivals.drop_hint")));
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let may_write = desk.is_bureau() && desk.returns().any(|found| found.key.unit != *desk.seat());
            if may_write && quiet_button_ui(ui, look.say("arrivals.receipts")).clicked() {
                out.push(Act::Arrivals(ArrivalAct::WriteReceipts));
            }
            inbox_ui(ui, desk, state, look, out);
        });
    });
}

/// Draws how far the thread is; it is looked at again while it runs, and only then.
fn work_ui(ui: &mut Ui, work: &Work, look: &Look, out: &mut Vec<Act>) {
    ui.ctx().request_repaint_after(std::time::Duration::from_millis(80));
    let (done, all) = work.counts();
    let (shown_done, shown_all) = (done.to_string(), all.to_string());
    let fill = [("done", shown_done.as_str()), ("all", shown_all.as_str())];
    let key = match (work.is_keeping(), work.is_stopped(), work.is_checking(), done) {
        (true, ..) => "arrivals.keeping",
        (_, true, ..) => "arrivals.stopping",
        (_, _, true, _) => "arrivals.checking",
        (_, _, _, 0) => "arrivals.looking",
        _ => "arrivals.reading",
    };
    ui.horizontal(|ui| {
        let count = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        let progress = Progress { done: count(done), unsettled: 0, all: count(all) };
        bar_ui(ui, look, progress, 360.0);
        // Before the words, which grow: nothing moves under the hand that goes to it.
        if !work.is_keeping() && !work.is_stopped() && quiet_button_ui(ui, look.say("cancel")).clicked() {
            out.push(Act::Arrivals(ArrivalAct::Stop));
        }
        ui.label(look.say_with(key, &fill));
    });
}

/// Says how files get here, where there is nothing yet.
fn empty_ui(
    ui: &mut Ui,
    desk: &Desk,
    answers: &mut BTreeMap<(ReturnKey, u32), String>,
    look: &Look,
    out: &mut Vec<Act>,
) {
    let theme = &look.theme;
    let asked: Vec<_> = desk.open_questions().map(|(query, _)| Arc::clone(query)).collect();
    if !asked.is_empty() {
        ui.label(look.bold(look.say_with("arrivals.to_answer", &[("n", &asked.len().to_string())])));
        let mut seen = BTreeSet::new();
        ScrollArea::vertical().max_height(ui.available_height() * 0.5).show(ui, |ui| {
            ui.set_max_width(ui.available_width().min(640.0));
            for query in asked.iter().filter(|query| seen.insert(&query.key)) {
                ui.add_space(4.0);
                ui.label(look.small(desk.return_name(&query.key).text(look.lang)));
                query_ui(ui, desk, query, answers, look, out);
            }
        });
        ui.separator();
    }
    ui.add_space(ui.available_height() * 0.08);
    let width = 640.0_f32.min(ui.available_width());
    ui.vertical_centered(|ui| {
        let frame = Frame::new()
            .fill(theme.panel())
            .stroke(Stroke::new(1.0, theme.line()))
            .corner_radius(8)
            .inner_margin(Margin::symmetric(28, 26));
        frame.show(ui, |ui| {
            ui.set_width(width);
            ui.label(
                RichText::new(icons::FOLDER_OPEN)
                    .font(egui::FontId { size: 34.0, ..theme.icon() })
                    .color(theme.accent()),
            );
            ui.add_space(4.0);
            ui.label(look.bold(look.say("arrivals.empty_title")));
            ui.add_space(2.0);
            let hint = if desk.is_bureau() { "arrivals.empty_bureau" } else { "arrivals.empty_unit" };
            ui.add(egui::Label::new(look.small(look.say(hint))).wrap());
            ui.add_space(10.0);
            if desk.is_read_only() {
                ui.label(RichText::new(look.say("arrivals.read_only")).color(theme.soft()));
                return;
            }
            ui.add_enabled_ui(!desk.is_read_only(), |ui| {
                if primary_button_ui(ui, look, look.say("arrivals.files")).clicked() {
                    out.push(Act::Arrivals(ArrivalAct::AskFiles));
                }
            });
        });
    });
}

/// Draws the sum that always adds up, the way to narrow the list, and the one click for all that is plain.
fn sum_ui(
    ui: &mut Ui,
    desk: &Desk,
    (list, watched): (&mut List, &Watched),
    is_busy: bool,
    look: &Look,
    out: &mut Vec<Act>,
) {
    let theme = &look.theme;
    let counts = list.counts();
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = Vec2::new(6.0, 4.0);
        let all = counts.sum().to_string();
        let mut clicked = None;
        let label = look.say_with("arrivals.received", &[("n", &all)]);
        let (plain, text) = (theme.panel(), theme.text());
        if chip_ui(ui, look, ("", text, plain), &label, list.filter().is_none()) {
            clicked = Some(None);
        }
        let mut sign = "=";
        for outcome in Outcome::ALL {
            let count = counts.count(outcome);
            let label = format!("{} {count}", look.text(&outcome.name()));
            ui.label(look.small(sign));
            sign = "+";
            if count == 0 {
                ui.label(look.small(label));
                continue;
            }
            let narrowed = Some(Narrowed::To(outcome));
            if chip_ui(ui, look, chip_look(outcome, look), &label, list.filter() == narrowed) {
                clicked = Some(narrowed);
            }
        }
        if list.failing() > 0 {
            ui.add_space(10.0);
            let label = look.say_with("arrivals.failing", &[("n", &list.failing().to_string())]);
            let narrowed = Some(Narrowed::Failing);
            let drawn = severity_look(Severity::Soft, look);
            if chip_ui(ui, look, drawn, &label, list.filter() == narrowed) {
                clicked = Some(narrowed);
            }
        }
        if let Some(filter) = clicked {
            list.show(if filter == list.filter() { None } else { filter });
        }
        if list.collected.passed_over > 0 {
            let passed = list.collected.passed_over.to_string();
            ui.label(look.small(look.say_with("arrivals.passed_over", &[("n", &passed)])));
        }
        known_ui(ui, watched, look, out);
    });
    ui.add_space(4.0);
    ui.horizontal(|ui| {
        let (plain, clashing) = (list.to_take(), list.clashing());
        ui.add_enabled_ui(!is_busy && !desk.is_read_only(), |ui| {
            if plain > 0 {
                let label = look.say_with("arrivals.take", &[("n", &plain.to_string())]);
                if primary_button_ui(ui, look, label).clicked() {
                    out.push(Act::Arrivals(ArrivalAct::Take));
                }
            } else if clashing > 0 {
                let label = look.say_with("arrivals.take_conflicts", &[("n", &clashing.to_string())]);
                if primary_button_ui(ui, look, label).clicked() {
                    out.push(Act::Arrivals(ArrivalAct::Take));
                }
            }
        });
        if !list.taken.is_empty() {
            ui.label(look.icon(icons::CHECK).color(theme.good()));
            ui.label(taken_words(list.counts_taken(), look));
            next_ui(ui, desk, list, look, out);
        } else if plain + clashing > 0 {
            ui.label(look.small(look.say("arrivals.nothing_written")));
        } else {
            ui.label(look.small(look.say("arrivals.nothing_to_take")));
        }
        // At the far end: nothing comes to lie under the pointer when the button before it goes.
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.add_enabled_ui(!is_busy, |ui| {
                if quiet_button_ui(ui, look.say("arrivals.forget")).clicked() {
                    out.push(Act::Arrivals(ArrivalAct::Forget));
                }
            });
        });
    });
}

/// Draws the ways on from what was taken in: to the form that is asked for, to the conflicts, and to the returns that are
/// to be reviewed.
fn next_ui(ui: &mut Ui, desk: &Desk, list: &List, look: &Look, out: &mut Vec<Act>) {
    let of = |outcome| list.taken.iter().filter(move |(_, taken)| taken.outcome == outcome);
    let issues =
        of(Outcome::New).chain(of(Outcome::Update)).filter_map(|(at, _)| match &list.lines[*at].piece {
            Piece::FormPack(pack) => Some(&pack.issues),
            _ => None,
        });
    let us = desk.our_unit();
    let is_ours = |issue: &&Issue| {
        us.zip(desk.catalogue().form(&issue.form)).is_some_and(|(unit, form)| form.asks(unit))
    };
    if let Some(issue) = issues.flatten().find(is_ours)
        && primary_button_ui(ui, look, look.say("walk.go_fill")).clicked()
    {
        out.push(Act::OpenEntry(desk.our_key(&issue.form, issue.period), None));
    }
    let mut clashing = of(Outcome::Conflict).filter_map(|(at, _)| list.lines[*at].key());
    if let Some(key) = clashing.next()
        && link_ui(ui, look, look.say("arrivals.to_conflicts")).clicked()
    {
        out.push(Act::Arrivals(ArrivalAct::ShowConflict(key)));
    }
    let came = of(Outcome::New).chain(of(Outcome::Update)).filter_map(|(at, _)| list.lines[*at].key());
    let mut to_review = came.filter(|key| desk.can_move(key, Move::Accept));
    if let Some(key) = to_review.next()
        && link_ui(ui, look, look.say("arrivals.to_review")).clicked()
    {
        out.push(Act::Review(key));
    }
}

/// Says what was taken in.
pub(super) fn taken_words(counts: Counts, look: &Look) -> String {
    let count = |outcome| counts.count(outcome).to_string();
    let plain = (counts.count(Outcome::New) + counts.count(Outcome::Update)).to_string();
    let (new, update) = (count(Outcome::New), count(Outcome::Update));
    let fill = [("n", plain.as_str()), ("new", &new), ("update", &update)];
    let mut words = look.say_with("arrivals.taken", &fill);
    let clashing = counts.count(Outcome::Conflict);
    if clashing > 0 {
        words.push_str(&look.say_with("arrivals.taken_conflicts", &[("n", &clashing.to_string())]));
    }
    words
}

/// Draws a button of an icon, its ink and its ground.
fn chip_ui(
    ui: &mut Ui,
    look: &Look,
    (icon, ink, fill): (&str, egui::Color32, egui::Color32),
    label: &str,
    chosen: bool,
) -> bool {
    let theme = &look.theme;
    let format =
        |font_id| egui::TextFormat { font_id, color: ink, valign: Align::Center, ..Default::default() };
    let mut job = egui::text::LayoutJob::default();
    if !icon.is_empty() {
        job.append(icon, 0.0, format(egui::FontId { size: 13.0, ..theme.icon() }));
    }
    job.append(label, if icon.is_empty() { 0.0 } else { 4.0 }, format(theme.grid()));
    let edge = if chosen { theme.accent() } else { egui::Color32::TRANSPARENT };
    let button = egui::Button::new(job).fill(fill).stroke(Stroke::new(1.5, edge)).corner_radius(10);
    let response = ui.add(button);
    response.widget_info(|| egui::WidgetInfo::selected(egui::Role::Button, true, chosen, label));
    response.clicked()
}

/// Takes what is dropped on the window, wherever that is, and says so while it hovers.
pub(in crate::ui) fn drop_ui(ctx: &egui::Context, look: &Look, out: &mut Vec<Act>) {
    let (hovers, dropped) = ctx.input(|input| {
        let dropped: Vec<_> = input.raw.dropped_files.iter().map(|file| file.path().to_owned()).collect();
        (!input.raw.hovered_files.is_empty(), dropped)
    });
    if !dropped.is_empty() {
        out.push(Act::Arrivals(ArrivalAct::Stage(dropped)));
    }
    if hovers {
        let theme = &look.theme;
        let painter = ctx.layer_painter(LayerId::new(Order::Foreground, Id::unique("drop")));
        let rect = ctx.content_rect();
        painter.rect_filled(rect, 0.0, theme.accent_ground().gamma_multiply(0.85));
        painter.rect_stroke(rect.shrink(10.0), 8.0, Stroke::new(2.0, theme.accent()), StrokeKind::Inside);
        painter.text(
            rect.center(),
            Align2::CENTER_CENTER,
            look.say("arrivals.let_go"),
            theme.heading(),
            theme.accent(),
        );
    }
}
