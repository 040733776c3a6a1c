//! One finding: what it says, why, what to do, the way to the cell, and the field to explain it in.

use egui::{Color32, Frame, Margin, RichText, Role, TextEdit, Ui, WidgetInfo};

use crate::{
    base::Severity,
    desk::{Answer, FindingView},
    returns::ReturnKey,
    ui::{
        act::Act,
        findings::Drafts,
        icons,
        look::{Look, flowing},
        widgets::link_ui,
    },
};

/// Where a finding is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::ui) enum Place {
    /// On the findings screen, with the way to its cell.
    Screen,
    /// Beside the cell it is about.
    Details,
    /// At a bureau, which reads the explanation and writes none; with the way to its cell.
    Review,
    /// Beside the cell of a return that is locked.
    Locked,
}

/// Gives icon, ink and ground of a severity.
pub(in crate::ui) fn severity_look(severity: Severity, look: &Look) -> (&'static str, Color32, Color32) {
    let theme = &look.theme;
    match severity {
        Severity::Hard => (icons::X_CIRCLE, theme.hard(), theme.hard_ground()),
        Severity::Soft => (icons::WARNING, theme.soft(), theme.soft_ground()),
        Severity::Hint => (icons::INFO, theme.hint(), theme.panel()),
    }
}

/// Draws a finding.
pub(in crate::ui) fn finding_ui(
    ui: &mut Ui,
    key: &ReturnKey,
    view: &FindingView,
    place: Place,
    drafts: &mut Drafts,
    look: &Look,
    out: &mut Vec<Act>,
) {
    let theme = &look.theme;
    let finding = &view.finding;
    let (icon, ink, _) = severity_look(finding.severity, look);
    let settled = finding.severity == Severity::Soft && !view.is_open();
    let ink = if settled { theme.quiet() } else { ink };
    let frame = Frame::new()
        .fill(theme.ground())
        .stroke(egui::Stroke::new(1.0, theme.line()))
        .corner_radius(theme.corner())
        .inner_margin(Margin::symmetric(10, 7));
    frame.show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.spacing_mut().item_spacing.y = 3.0;
        ui.horizontal(|ui| {
            ui.label(look.icon(if settled { icons::CHECK } else { icon }).color(ink));
            let word = look.say(severity_key(finding.severity));
            ui.label(RichText::new(word).font(theme.small()).color(ink));
            match &view.answer {
                Answer::Missing => {
                    ui.label(look.small(look.say("findings.to_explain")));
                }
                Answer::Outdated(_) => {
                    ui.label(
                        RichText::new(look.say("findings.outdated")).font(theme.small()).color(theme.soft()),
                    );
                }
                Answer::Given(_) => {
                    ui.label(look.small(look.say("findings.explained")));
                }
                Answer::NotAsked => {}
            }
            if matches!(place, Place::Screen | Place::Review) {
                ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                    let jump = link_ui(ui, look, look.say("entry.jump"));
                    let name = format!("{} {}", look.say("entry.jump"), finding.element);
                    jump.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
                    if jump.clicked() {
                        out.push(Act::OpenEntry(key.clone(), Some(finding.element.clone())));
                    }
                });
            }
        });
        ui.add(
            egui::Label::new(RichText::new(flowing(look.text(&finding.says))).font(theme.grid()))
                .wrap()
                .selectable(true),
        );
        let gap = if look.lang == crate::base::Lang::En { " " } else { "" };
        let why = look.text(&finding.why);
        // What is to be done is said to whoever can do it, not to who reads.
        let rest = if matches!(place, Place::Review | Place::Locked) {
            why.to_owned()
        } else {
            format!("{why}{gap}{}", look.text(&finding.remedy))
        };
        if !rest.is_empty() {
            ui.add(egui::Label::new(look.small(flowing(&rest))).wrap());
        }
        if finding.severity == Severity::Soft {
            explanation_ui(ui, key, view, place, drafts, look, out);
        }
    });
}

/// Names the key of a severity's word.
pub(super) const fn severity_key(severity: Severity) -> &'static str {
    match severity {
        Severity::Hard => "findings.hard",
        Severity::Soft => "findings.soft",
        Severity::Hint => "findings.hint",
    }
}

fn explanation_ui(
    ui: &mut Ui,
    key: &ReturnKey,
    view: &FindingView,
    place: Place,
    drafts: &mut Drafts,
    look: &Look,
    out: &mut Vec<Act>,
) {
    let theme = &look.theme;
    let finding = &view.finding;
    let said = match &view.answer {
        Answer::Given(said) | Answer::Outdated(said) => Some(said),
        Answer::Missing | Answer::NotAsked => None,
    };
    if let Some(said) = said {
        let at = said.at.format("%Y-%m-%d %H:%M").to_string();
        ui.label(look.small(look.say_with("findings.said_by", &[("who", &said.who), ("at", &at)])));
    }
    let stored = said.map_or("", |said| said.text.as_str());
    if matches!(place, Place::Review | Place::Locked) {
        ui.add(egui::Label::new(RichText::new(stored).font(theme.grid())).wrap());
        return;
    }
    let mut text = drafts.text(key, &finding.check, &finding.element, stored);
    let hint = look.say("findings.explain_hint").into_owned();
    let rows = if text.is_empty() { 1 } else { 2 };
    let edit = TextEdit::multiline(&mut text)
        .desired_rows(rows)
        .desired_width(f32::INFINITY)
        .font(theme.grid())
        .return_key(egui::KeyboardShortcut::new(egui::Modifiers::SHIFT, egui::Key::Enter))
        .hint_text(hint.clone());
    let field = ui.add(edit);
    let name = format!("{hint} {} {}", finding.check, finding.element);
    field.widget_info(|| WidgetInfo::labeled(Role::MultilineTextInput, true, &name));
    let changed = text.trim() != stored;
    if field.changed() {
        if changed {
            drafts.keep(key, &finding.check, &finding.element, text.clone());
        } else {
            drafts.forget(key, &finding.check, &finding.element);
        }
    }
    let entered =
        field.has_focus() && ui.input_mut(|input| input.consume_key(egui::Modifiers::NONE, egui::Key::Enter));
    if entered {
        field.surrender_focus();
        if text.trim().is_empty() && !changed {
            // Enter on nothing is answered, too: the desk says what is wanted.
            drafts.keep(key, &finding.check, &finding.element, String::new());
            drafts.commit(out);
        }
    }
    if (field.lost_focus() || entered) && changed {
        drafts.commit(out);
    }
    if matches!(view.answer, Answer::Outdated(_)) && !changed {
        // The words may still be right of the new figures; then they are given once more.
        if link_ui(ui, look, look.say("findings.still_holds")).clicked() {
            drafts.keep(key, &finding.check, &finding.element, stored.to_owned());
            drafts.commit(out);
        }
    }
}
