//! The frame round every screen: title row, side list, status bar.

use egui::{Align, Align2, Button, Color32, Layout, Rect, RichText, Role, Sense, Ui, Vec2, WidgetInfo};

use crate::{
    base::Lang,
    desk::{Command, Desk, FormState, SaveState},
    returns::ReturnKey,
    store::Access,
    ui::{
        act::{Act, Route},
        entry::EntryState,
        icons,
        look::Look,
        widgets::{paint_text, unit_picker_ui},
    },
    wire::Role as Seat,
};

/// Draws the title row: mark, unit, search, language, settings.
pub(super) fn title_ui(ui: &mut Ui, desk: &Desk, look: &Look, out: &mut Vec<Act>) {
    let theme = &look.theme;
    ui.horizontal_centered(|ui| {
        let (rect, _) = ui.allocate_exact_size(Vec2::splat(20.0), Sense::hover());
        ui.painter().rect_filled(rect, 4.0, theme.accent());
        paint_text(
            ui,
            rect,
            "标",
            egui::FontId { size: 13.0, ..theme.body_bold() },
            theme.on_accent(),
            Align2::CENTER_CENTER,
        );
        if let Some(unit) = desk.our_unit() {
            if desk.workspace().role == Seat::Demo {
                seat_ui(ui, desk, look, out);
            } else {
                ui.label(look.bold(look.text(&unit.name)));
            }
            let mut words = Vec::new();
            if let Some(standing) = unit.standing(look.today)
                && standing.level > 0
            {
                words.push(look.text(&standing.rank()).to_owned());
            }
            words.push(look.text(&unit.kind.name()).to_owned());
            ui.label(RichText::new(words.join(" · ")).color(theme.quiet()).font(theme.grid()));
        }
        if desk.workspace().synthetic {
            let text = RichText::new(look.say("frame.demo")).color(theme.soft()).font(theme.small());
            egui::Frame::new()
                .fill(theme.soft_ground())
                .corner_radius(4)
                .inner_margin(egui::Margin::symmetric(6, 1))
                .show(ui, |ui| ui.label(text));
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if ui.add(Button::new(look.say("frame.settings").into_owned()).frame(false)).clicked() {
                out.push(Act::ToggleSettings);
            }
            let other = if look.lang == Lang::Zh { Lang::En } else { Lang::Zh };
            let language = ui.add(Button::new("中 | EN").frame(false));
            let name = look.say("frame.language").into_owned();
            language.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
            if language.clicked() {
                out.push(Act::SetLang(other));
            }
            let text = RichText::new(format!("{}   Ctrl+K", look.say("frame.search")))
                .color(theme.quiet())
                .font(theme.grid());
            let search = ui.add(Button::new(text).fill(theme.ground()).min_size(Vec2::new(210.0, 26.0)));
            if search.clicked() {
                out.push(Act::TogglePalette);
            }
        });
    });
}

/// Names the key of a level's word.
pub(super) const fn level_key(level: u8) -> &'static str {
    match level {
        0 => "unit.ungraded",
        1 => "unit.level_1",
        2 => "unit.level_2",
        _ => "unit.level_3",
    }
}

/// Draws the seat switch of a demonstration.
fn seat_ui(ui: &mut Ui, desk: &Desk, look: &Look, out: &mut Vec<Act>) {
    let picked = unit_picker_ui(ui, look, desk.tree(), desk.seat(), &look.say("frame.seat"));
    out.extend(picked.map(|unit| Act::Do(Command::TakeSeat(unit))));
}

/// Draws the side list with counts that mean work to do; `arrivals` is left out where there is nothing to receive.
pub(super) fn side_ui(
    ui: &mut Ui,
    desk: &Desk,
    shown_key: Option<&ReturnKey>,
    route: Route,
    arrivals: Option<usize>,
    look: &Look,
    out: &mut Vec<Act>,
) {
    ui.add_space(12.0);
    ui.spacing_mut().item_spacing.y = 4.0;
    let work = desk.work(desk.seat(), look.today);
    let waiting = work.open.len();
    // What came back to us waits on the same screen as what came up from below.
    let returned = work.open.iter().filter(|view| view.state == FormState::SentBack).count();
    let (open, to_judge) = (desk.open_findings(shown_key), desk.waiting_below() + returned);
    let items = [
        (Route::Start, "route.start", icons::HOUSE, 0),
        (Route::Entry, "route.entry", icons::PENCIL_SIMPLE, waiting),
        (Route::Findings, "route.findings", icons::CLIPBOARD_TEXT, open),
        (Route::Submit, "route.submit", icons::PAPER_PLANE, to_judge),
        (Route::Trend, "route.trend", icons::CHART_LINE, 0),
        (Route::Track, "route.track", icons::FLAG, 0),
        (Route::Plan, "route.plan", icons::TARGET, 0),
        (
            Route::Deliverables,
            "route.deliverables",
            icons::CHECK_SQUARE,
            desk.overdue_deliverables(look.today),
        ),
        (Route::Dictionary, "route.dictionary", icons::LIST, 0),
        (Route::Arrivals, "route.arrivals", icons::FOLDER_OPEN, arrivals.unwrap_or_default()),
        (Route::Register, "route.register", icons::BUILDINGS, 0),
        (Route::Sums, "route.sums", icons::TABLE, 0),
    ];
    let shown = |route| match route {
        Route::Register | Route::Sums => desk.has_register(),
        Route::Arrivals => arrivals.is_some(),
        _ => true,
    };
    for (to, key, icon, count) in items.into_iter().filter(|(to, ..)| shown(*to)) {
        let theme = &look.theme;
        let (rect, response) = ui.allocate_exact_size(Vec2::new(ui.available_width(), 30.0), Sense::click());
        let chosen = route == to;
        let label = look.say(key);
        response.widget_info(|| WidgetInfo::selected(Role::Tab, true, chosen, &label));
        let inner = rect.shrink2(Vec2::new(6.0, 0.0));
        if chosen {
            ui.painter().rect_filled(inner, theme.corner(), theme.accent_ground());
            let mark = Rect::from_min_size(inner.min, Vec2::new(3.0, inner.height()));
            ui.painter().rect_filled(mark, 0.0, theme.accent());
        } else if response.hovered() || response.has_focus() {
            ui.painter().rect_filled(inner, theme.corner(), theme.line().gamma_multiply(0.5));
        }
        let ink = if chosen { theme.accent() } else { theme.text() };
        let mut at = inner;
        at.min.x += 12.0;
        paint_text(ui, at, icon, theme.icon(), ink, Align2::LEFT_CENTER);
        at.min.x += 24.0;
        let font = if chosen { theme.body_bold() } else { theme.body() };
        paint_text(ui, at, &label, font, ink, Align2::LEFT_CENTER);
        if count > 0 {
            at.max.x -= 5.0;
            paint_text(ui, at, &count.to_string(), theme.small(), theme.quiet(), Align2::RIGHT_CENTER);
        }
        if response.clicked() {
            out.push(Act::Go(to));
        }
    }
}

fn part_ui(ui: &mut Ui, look: &Look, icon: &str, text: &str, ink: Color32) -> egui::Response {
    let theme = &look.theme;
    let mut job = egui::text::LayoutJob::default();
    let format = |font| egui::text::TextFormat {
        font_id: font,
        color: ink,
        valign: Align::Center,
        ..Default::default()
    };
    if !icon.is_empty() {
        job.append(icon, 0.0, format(egui::FontId { size: 13.0, ..theme.icon() }));
    }
    job.append(text, if icon.is_empty() { 0.0 } else { 4.0 }, format(theme.small()));
    ui.add(Button::new(job).frame(false).frame_when_inactive(false))
}

/// Draws the status bar. It never lies: 已保存 stands there only when the bytes are on disk.
pub(super) fn status_ui(
    ui: &mut Ui,
    desk: &Desk,
    entry: &mut EntryState,
    route: Route,
    look: &Look,
    out: &mut Vec<Act>,
) {
    let theme = &look.theme;
    ui.horizontal_centered(|ui| {
        let (icon, text, ink) = match (desk.access(), desk.save_state()) {
            (Access::ReadOnly(reason), _) => {
                (icons::LOCK, look.text(&reason.sentence()).to_owned(), theme.soft())
            }
            (_, SaveState::Saving) => (icons::CLOCK, look.say("status.saving").into_owned(), theme.quiet()),
            (_, SaveState::Saved(None)) => {
                (icons::CHECK, look.say("status.saved").into_owned(), theme.good())
            }
            (_, SaveState::Saved(Some(at))) => {
                let at = at.format("%H:%M").to_string();
                (icons::CHECK, look.say_with("status.saved_at", &[("at", &at)]), theme.good())
            }
            // Why stands in the bar above.
            (_, SaveState::Unsaved(_)) => {
                (icons::WARNING, look.say("status.unsaved").into_owned(), theme.hard())
            }
        };
        if part_ui(ui, look, icon, &text, ink).clicked() {
            out.push(Act::Do(Command::Save));
        }
        let sheet = if matches!(route, Route::Entry | Route::Findings) {
            entry.key(desk, look.today).and_then(|key| desk.sheet(&key))
        } else {
            None
        };
        if let Some(sheet) = sheet {
            let (filled, asked) = (sheet.filled.to_string(), sheet.asked.to_string());
            let words = look.say_with("status.filled", &[("filled", &filled), ("asked", &asked)]);
            if part_ui(ui, look, "", &words, theme.text()).clicked() {
                out.push(Act::NextBlank);
            }
            if sheet.carried > 0 {
                let words = look.say_with("submit.carried", &[("n", &sheet.carried.to_string())]);
                part_ui(ui, look, "", &words, theme.soft());
            }
            let findings = desk.findings(&sheet.key);
            for (count, key, icon, ink) in [
                (findings.hard, "status.hard", icons::X_CIRCLE, theme.hard()),
                (findings.unexplained, "status.soft", icons::WARNING, theme.soft()),
            ] {
                if count > 0 {
                    let words = look.say_with(key, &[("n", &count.to_string())]);
                    if part_ui(ui, look, icon, &words, ink).clicked() {
                        out.push(Act::Go(Route::Findings));
                    }
                }
            }
        }
        let faults = desk.faults().len() + desk.pack_faults().len();
        if faults > 0 {
            let words = look.say_with("status.faults", &[("n", &faults.to_string())]);
            if part_ui(ui, look, icons::WARNING, &words, theme.hard()).clicked() {
                out.push(Act::ToggleFaults);
            }
        }
        let outside = desk.outside().len();
        if outside > 0 {
            let words = look.say_with("outside.waiting", &[("n", &outside.to_string())]);
            if part_ui(ui, look, icons::WARNING, &words, theme.soft()).clicked() {
                out.push(Act::ToggleOutside);
            }
        }
        let unrestored = desk.unrestored();
        if unrestored > 0 && route != Route::Recovery {
            let words = look.say_with("recovery.waiting", &[("n", &unrestored.to_string())]);
            if part_ui(ui, look, icons::ARROW_COUNTER_CLOCKWISE, &words, theme.soft()).clicked() {
                out.push(Act::Go(Route::Recovery));
            }
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let plan = desk.plan().map(|plan| plan.title.text(look.lang).to_owned()).unwrap_or_default();
            let plan: String =
                if plan.chars().count() > 40 { plan.chars().take(39).chain(['…']).collect() } else { plan };
            let words =
                look.say_with("status.plan", &[("plan", &plan), ("version", env!("CARGO_PKG_VERSION"))]);
            if part_ui(ui, look, "", &words, theme.quiet()).clicked() {
                out.push(Act::Go(Route::Plan));
            }
        });
    });
}
