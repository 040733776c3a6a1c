//! The findings of the return at hand, by severity and section.

use egui::{Frame, Margin, RichText, ScrollArea, Ui};

use crate::{
    base::{ElementId, Severity},
    desk::{Command, Desk, FindingView, Findings},
    returns::ReturnKey,
    ui::{
        act::{Act, Route},
        findings::{FindingsState, Place, finding_ui},
        icons,
        look::Look,
        widgets::{link_ui, menu_button_ui, primary_button_ui},
    },
};

/// Draws the screen.
pub fn findings_ui(
    ui: &mut Ui,
    desk: &Desk,
    key: Option<ReturnKey>,
    state: &mut FindingsState,
    look: &Look,
    out: &mut Vec<Act>,
) {
    let Some(key) = key else {
        ui.centered_and_justified(|ui| ui.label(look.say("entry.no_form")));
        return;
    };
    let findings = desk.findings(&key);
    Frame::new().inner_margin(Margin::symmetric(20, 12)).show(ui, |ui| {
        head_ui(ui, desk, &key, &findings, state, look, out);
        ui.add_space(8.0);
        if findings.list.is_empty() {
            ui.add_space(40.0);
            ui.vertical_centered(|ui| {
                ui.label(look.icon(icons::CHECK).color(look.theme.good()));
                ui.label(look.say("findings.none"));
                if primary_button_ui(ui, look, look.say("findings.to_submit")).clicked() {
                    out.push(Act::Go(Route::Submit));
                }
            });
            return;
        }
        ScrollArea::vertical().auto_shrink([false, false]).show(ui, |ui| {
            ui.set_max_width(ui.available_width().min(980.0));
            list_ui(ui, desk, &key, &findings, state, look, out);
        });
    });
}

/// Draws which return is shown, and offers our others that are open.
fn head_ui(
    ui: &mut Ui,
    desk: &Desk,
    key: &ReturnKey,
    findings: &Findings,
    state: &mut FindingsState,
    look: &Look,
    out: &mut Vec<Act>,
) {
    ui.horizontal(|ui| {
        ui.label(look.heading(look.say("route.findings")));
        let title = |key: &ReturnKey| {
            let form = desk.catalogue().form(&key.form).map(|form| look.text(&form.name).to_owned());
            format!("{} {}", form.unwrap_or_default(), key.period.label(look.lang))
        };
        let name = look.say("findings.which").into_owned();
        menu_button_ui(ui, look, &title(key), &name, |ui| {
            for view in &desk.work(desk.seat(), look.today).open {
                let other = desk.our_key(&view.form, view.period);
                if ui.button(title(&other)).clicked() {
                    out.push(Act::PickReturn(other));
                }
            }
        });
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            if desk.readiness(key).is_ready()
                && primary_button_ui(ui, look, look.say("findings.to_submit")).clicked()
            {
                out.push(Act::Go(Route::Submit));
            }
        });
    });
    let labels = [
        look.say_with("findings.all_n", &[("n", &findings.list.len().to_string())]),
        look.say_with("findings.hard_n", &[("n", &findings.hard.to_string())]),
        look.say_with(
            "findings.soft_n",
            &[("n", &findings.soft.to_string()), ("open", &findings.unexplained.to_string())],
        ),
        look.say_with("findings.hint_n", &[("n", &findings.hints.to_string())]),
    ];
    let severities = [None, Some(Severity::Hard), Some(Severity::Soft), Some(Severity::Hint)];
    let chosen = severities.iter().position(|only| *only == state.only).unwrap_or(0);
    ui.allocate_ui(egui::Vec2::new(640.0, 28.0), |ui| {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 4.0;
            if let Some(at) = filters_ui(ui, look, &labels, chosen) {
                state.only = severities[at];
            }
        });
    });
}

/// Draws the severities with their counts as one bar.
fn filters_ui(ui: &mut Ui, look: &Look, labels: &[String], chosen: usize) -> Option<usize> {
    let mut clicked = None;
    let theme = &look.theme;
    for (at, label) in labels.iter().enumerate() {
        let ink = if at == chosen { theme.accent() } else { theme.quiet() };
        let fill = if at == chosen { theme.accent_ground() } else { theme.panel() };
        let text = RichText::new(label).font(theme.small()).color(ink);
        let response = ui.add(egui::Button::new(text).fill(fill).stroke(egui::Stroke::NONE));
        response.widget_info(|| egui::WidgetInfo::selected(egui::Role::Button, true, at == chosen, label));
        if response.clicked() {
            clicked = Some(at);
        }
    }
    clicked
}

/// The check that waits for what was carried forward.
const CARRIED: &str = "carried_confirmed";

/// Draws what was carried forward as one line: a card for each cell would bury everything else.
fn carried_ui(ui: &mut Ui, key: &ReturnKey, elements: Vec<ElementId>, look: &Look, out: &mut Vec<Act>) {
    ui.horizontal(|ui| {
        ui.label(look.icon(icons::ARROW_CLOCKWISE).color(look.theme.soft()));
        ui.label(look.say_with("submit.carried", &[("n", &elements.len().to_string())]));
        if link_ui(ui, look, look.say("submit.confirm_all")).clicked() {
            out.push(Act::Do(Command::Confirm { key: key.clone(), elements }));
        }
    });
}

fn list_ui(
    ui: &mut Ui,
    desk: &Desk,
    key: &ReturnKey,
    findings: &Findings,
    state: &mut FindingsState,
    look: &Look,
    out: &mut Vec<Act>,
) {
    let place = if desk.may_edit(key) { Place::Screen } else { Place::Review };
    let section_of = |view: &FindingView| {
        let form = desk.catalogue().form(&key.form)?;
        form.sections.iter().position(|section| section.elements.contains(&view.finding.element))
    };
    let section_name = |at: Option<usize>| {
        let form = desk.catalogue().form(&key.form)?;
        Some(look.text(&form.sections.get(at?)?.name).to_owned())
    };
    for severity in [Severity::Hard, Severity::Soft, Severity::Hint] {
        if state.only.is_some_and(|only| only != severity) {
            continue;
        }
        let carried = desk.unconfirmed(key);
        let is_folded = |view: &FindingView| carried.len() > 3 && view.finding.check.as_str() == CARRIED;
        if severity == Severity::Hard && carried.len() > 3 {
            carried_ui(ui, key, carried.clone(), look, out);
        }
        let of_kind =
            findings.list.iter().filter(|view| view.finding.severity == severity && !is_folded(view));
        let (open, settled): (Vec<_>, Vec<_>) =
            of_kind.partition(|view| severity != Severity::Soft || view.is_open());
        let mut section = None;
        let mut first = true;
        for view in open {
            let here = section_of(view);
            if first || here != section {
                ui.add_space(if first { 4.0 } else { 8.0 });
                ui.label(RichText::new(section_name(here).unwrap_or_default()).font(look.theme.grid_bold()));
            }
            (first, section) = (false, here);
            finding_ui(ui, key, view, place, &mut state.drafts, look, out);
        }
        if settled.is_empty() {
            continue;
        }
        ui.add_space(8.0);
        let word = if state.settled_shown { "findings.fold_settled" } else { "findings.show_settled" };
        if link_ui(ui, look, look.say_with(word, &[("n", &settled.len().to_string())])).clicked() {
            state.settled_shown = !state.settled_shown;
        }
        if state.settled_shown {
            for view in settled {
                finding_ui(ui, key, view, place, &mut state.drafts, look, out);
            }
        }
    }
}
