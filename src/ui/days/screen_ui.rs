//! The screen: days or returns on the left, what can be brought back on the right, with a preview cell by cell.

use egui::{Align, Align2, CentralPanel, Frame, Layout, Margin, Panel, Role, Sense, Ui, Vec2, WidgetInfo};

use crate::{
    desk::{Command, Desk, RestoreFrom},
    returns::ReturnKey,
    ui::{
        act::Act,
        days::DaysState,
        icons,
        look::Look,
        widgets::{
            CompareColumns, CompareLine, compare_head_ui, compare_line_ui, link_ui, page_ui, paint_text,
            primary_button_ui, quiet_button_ui, search_ui, segments_ui,
        },
    },
    wire::Day,
};

/// Height of a row in the lists, in points.
const ROW: f32 = 28.0;

/// Draws the screen.
pub(in crate::ui) fn days_ui(
    ui: &mut Ui,
    desk: &Desk,
    state: &mut DaysState,
    look: &Look,
    out: &mut Vec<Act>,
) {
    let theme = look.theme.clone();
    let plain = |margin: Margin| Frame::new().fill(theme.ground()).inner_margin(margin);
    Panel::top("days head").frame(plain(Margin::symmetric(16, 8))).show(ui, |ui| {
        ui.label(look.heading(look.say("days.title")));
        ui.add(egui::Label::new(look.small(look.say("days.explained"))).wrap());
        if let Some(fault) = desk.day_fault() {
            ui.add(egui::Label::new(egui::RichText::new(look.text(fault)).color(theme.hard())).wrap());
        }
    });
    let side = Panel::left("days side").exact_size(300.0).resizable(false);
    side.frame(plain(Margin::symmetric(12, 6))).show(ui, |ui| side_ui(ui, desk, state, look));
    CentralPanel::default().frame(plain(Margin::symmetric(12, 6))).show(ui, |ui| {
        if state.by_return {
            revisions_ui(ui, desk, state, look, out);
        } else {
            day_ui(ui, desk, state, look, out);
        }
    });
}

/// Draws a row that is chosen by a click.
fn choice_ui(ui: &mut Ui, text: &str, beside: &str, chosen: bool, look: &Look) -> bool {
    let theme = &look.theme;
    let (rect, response) = ui.allocate_exact_size(Vec2::new(ui.available_width(), ROW), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, chosen, text));
    if !ui.is_rect_visible(rect) {
        return response.clicked();
    }
    if chosen {
        ui.painter().rect_filled(rect, 4.0, theme.accent_ground());
    } else if response.hovered() || response.has_focus() {
        ui.painter().rect_filled(rect, 4.0, theme.panel());
    }
    let inner = rect.shrink2(Vec2::new(8.0, 0.0));
    let width =
        |text: &str| ui.painter().layout_no_wrap(text.to_owned(), theme.small(), theme.quiet()).size().x;
    let room = if beside.is_empty() { 0.0 } else { width(beside) + 10.0 };
    let mut left = inner;
    left.max.x -= room;
    let fits = paint_text(ui, left, text, theme.grid(), theme.text(), Align2::LEFT_CENTER);
    paint_text(ui, inner, beside, theme.small(), theme.quiet(), Align2::RIGHT_CENTER);
    let clicked = response.clicked();
    if !fits {
        response.on_hover_text(text);
    }
    clicked
}

fn side_ui(ui: &mut Ui, desk: &Desk, state: &mut DaysState, look: &Look) {
    let labels = ["days.by_day", "days.by_return"].map(|key| look.say(key).into_owned());
    if let Some(at) = segments_ui(ui, look, &labels, usize::from(state.by_return)) {
        state.by_return = at == 1;
        state.open = None;
        state.asking = false;
    }
    ui.add_space(6.0);
    search_ui(ui, look, &mut state.search, "days.search", f32::INFINITY);
    ui.add_space(4.0);
    ui.spacing_mut().item_spacing.y = 0.0;
    page_ui(ui, "days", |ui| {
        if state.by_return {
            let returns = state.returns(desk, look.lang);
            if state.key.is_none() {
                state.key = returns.first().map(|(key, _)| key.clone());
            }
            for (key, name) in returns.iter() {
                // The period stands in a place of its own: of a long name it would be cut off.
                let period = key.period.label(look.lang);
                let form = desk.catalogue().form(&key.form).filter(|_| key.unit == *desk.seat());
                let text = form.map_or(name.as_str(), |form| look.text(&form.name));
                let text = text.strip_suffix(&format!(" · {period}")).unwrap_or(text);
                if choice_ui(ui, text, &period, state.key.as_ref() == Some(key), look) {
                    state.key = Some(key.clone());
                    state.open = None;
                }
            }
            return;
        }
        let days: Vec<_> = state
            .days(desk)
            .iter()
            .map(|found| (found.day, found.manifest.as_ref().ok().map(returns_in)))
            .collect();
        if days.is_empty() {
            ui.add(egui::Label::new(look.small(look.say("days.none"))).wrap());
        }
        if state.day.is_none() {
            state.day = days.first().map(|(day, _)| *day);
        }
        for (day, files) in days {
            let beside = files.map_or_else(
                || look.say("days.torn").into_owned(),
                |returns| look.say_with("days.count", &[("n", &returns.to_string())]),
            );
            if choice_ui(ui, &day.to_string(), &beside, state.day == Some(day), look) {
                state.day = Some(day);
                state.open = None;
                state.asking = false;
            }
        }
    });
}

/// Counts the returns of a day, as the list at the right does.
fn returns_in(day: &Day) -> usize {
    day.files.iter().filter(|file| file.path.starts_with("returns/")).count()
}

fn day_ui(ui: &mut Ui, desk: &Desk, state: &mut DaysState, look: &Look, out: &mut Vec<Act>) {
    let Some((day, found)) = state.of_day(desk, look.lang) else { return };
    let found = match found {
        Ok(found) => found,
        Err(why) => {
            ui.add(egui::Label::new(look.text(&why)).wrap());
            return;
        }
    };
    let all = found.all.to_string();
    ui.horizontal(|ui| {
        ui.label(look.bold(look.say_with("days.returns", &[("day", &day.to_string()), ("n", &all)])));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.add_enabled_ui(!desk.is_read_only() && !found.returns.is_empty(), |ui| {
                if quiet_button_ui(ui, look.say("days.restore_day")).clicked() {
                    state.asking = !state.asking;
                }
            });
        });
    });
    if state.asking {
        sure_ui(ui, day, &all, state, look, out);
    }
    ui.add_space(4.0);
    ui.spacing_mut().item_spacing.y = 0.0;
    page_ui(ui, "returns of a day", |ui| {
        for (key, name) in &found.returns {
            version_ui(ui, desk, state, (RestoreFrom::Day(day), key, name, ""), look, out);
        }
    });
}

fn sure_ui(
    ui: &mut Ui,
    day: chrono::NaiveDate,
    count: &str,
    state: &mut DaysState,
    look: &Look,
    out: &mut Vec<Act>,
) {
    let theme = &look.theme;
    Frame::new().fill(theme.soft_ground()).corner_radius(theme.corner()).inner_margin(Margin::same(8)).show(
        ui,
        |ui| {
            let words = look.say_with("days.sure", &[("day", &day.to_string()), ("n", count)]);
            ui.add(egui::Label::new(words).wrap());
            ui.horizontal(|ui| {
                let name = look.say("days.with_register").into_owned();
                ui.checkbox(&mut state.with_register, &name);
                if primary_button_ui(ui, look, look.say("days.restore_day")).clicked() {
                    out.push(Act::Do(Command::RestoreDay { day, register: state.with_register }));
                    state.asking = false;
                }
                if quiet_button_ui(ui, look.say("cancel")).clicked() {
                    state.asking = false;
                }
            });
        },
    );
}

fn revisions_ui(ui: &mut Ui, desk: &Desk, state: &mut DaysState, look: &Look, out: &mut Vec<Act>) {
    let Some(key) = state.key.clone() else { return };
    ui.label(look.bold(desk.return_name(&key).text(look.lang)));
    ui.add_space(4.0);
    let kept = state.kept(desk, &key);
    if kept.is_empty() {
        ui.label(look.small(look.say("days.none_kept")));
    }
    ui.spacing_mut().item_spacing.y = 0.0;
    page_ui(ui, "kept revisions", |ui| {
        for revision in kept {
            let mut name = look.say_with("days.revision", &[("n", &revision.kept.revision.to_string())]);
            let mut who = String::new();
            if let Some((at, by)) = revision.made {
                name = format!("{name} · {}", at.format("%Y-%m-%d %H:%M"));
                who = by;
            }
            version_ui(ui, desk, state, (RestoreFrom::Kept(revision.kept), &key, &name, &who), look, out);
        }
    });
}

/// Draws one version with its preview while that is open.
fn version_ui(
    ui: &mut Ui,
    desk: &Desk,
    state: &mut DaysState,
    (from, key, name, who): (RestoreFrom, &ReturnKey, &str, &str),
    look: &Look,
    out: &mut Vec<Act>,
) {
    let is_open = state.open.as_ref().is_some_and(|(of, at)| *of == from && at == key);
    let (rect, _) = ui.allocate_exact_size(Vec2::new(ui.available_width(), ROW + 4.0), Sense::hover());
    if !ui.is_rect_visible(rect) && !is_open {
        return;
    }
    let stroke = egui::Stroke::new(1.0, look.theme.line().gamma_multiply(0.7));
    ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, stroke);
    let mut left = rect.shrink2(Vec2::new(8.0, 0.0));
    left.max.x -= 110.0;
    paint_text(ui, left, name, look.theme.grid(), look.theme.text(), Align2::LEFT_CENTER);
    if !who.is_empty() {
        paint_text(ui, left, who, look.theme.small(), look.theme.quiet(), Align2::RIGHT_CENTER);
    }
    let mut place = ui.new_child(
        egui::UiBuilder::new()
            .max_rect(rect.shrink2(Vec2::new(8.0, 2.0)))
            .layout(Layout::right_to_left(Align::Center)),
    );
    let word = look.say(if is_open { "days.fold" } else { "days.preview" }).into_owned();
    let link = link_ui(&mut place, look, &word);
    link.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("{word} {name}")));
    if link.clicked() {
        state.open = (!is_open).then(|| (from.clone(), key.clone()));
    }
    if is_open {
        preview_ui(ui, desk, state, from, key.clone(), look, out);
    }
}

fn preview_ui(
    ui: &mut Ui,
    desk: &Desk,
    state: &mut DaysState,
    from: RestoreFrom,
    key: ReturnKey,
    look: &Look,
    out: &mut Vec<Act>,
) {
    let theme = &look.theme;
    let refusal = desk.refusal_to_restore(&key);
    let preview = state.preview(desk).cloned();
    Frame::new().fill(theme.panel()).inner_margin(Margin::symmetric(8, 6)).show(ui, |ui| {
        ui.set_width(ui.available_width());
        match preview {
            Some(Ok(lines)) if lines.is_empty() => {
                ui.horizontal(|ui| {
                    ui.label(look.icon(icons::CHECK).color(theme.good()));
                    ui.label(look.small(look.say("days.same")));
                });
            }
            Some(Ok(lines)) => {
                ui.horizontal(|ui| {
                    ui.add_enabled_ui(refusal.is_none(), |ui| {
                        if primary_button_ui(ui, look, look.say("days.restore")).clicked() {
                            out.push(Act::Do(Command::RestoreReturn { from, key }));
                        }
                    });
                    if let Some(why) = &refusal {
                        ui.label(look.small(look.text(why)));
                    }
                    ui.label(look.small(look.say_with("days.differ", &[("n", &lines.len().to_string())])));
                });
                ui.add_space(4.0);
                compare_head_ui(ui, ["days.now", "days.then"], CompareColumns::default(), look);
                for (place, what) in &lines {
                    compare_line_ui(ui, &CompareLine::of(desk, place, what, look), None, look);
                }
            }
            Some(Err(why)) => {
                ui.add(egui::Label::new(look.small(look.text(&why))).wrap());
            }
            None => {}
        }
    });
}
