//! The strip under the grid that names the gravest finding; it is not there when all is well.

use egui::{Frame, Margin, Panel, RichText, Ui};

use crate::{
    desk::{Desk, FindingView, Sheet},
    ui::{
        act::{Act, Route},
        entry::EntryState,
        findings::severity_look,
        look::Look,
        widgets::link_ui,
    },
};

/// Draws the strip: of the cell at hand if something is said of it, else the gravest that is open.
pub(super) fn strip_ui(
    ui: &mut Ui,
    desk: &Desk,
    state: &EntryState,
    sheet: &Sheet,
    look: &Look,
    out: &mut Vec<Act>,
) {
    let findings = std::sync::Arc::clone(&state.findings);
    let here =
        state.active.as_ref().and_then(|element| findings.worst(element)).filter(|view| view.is_open());
    // What was typed and cannot be comes before what is missing.
    let is_missing = |view: &FindingView| {
        desk.book().check(&view.finding.check).is_some_and(|check| check.rule.code() == "required")
    };
    let gravest = || {
        findings
            .list
            .iter()
            .filter(|view| view.is_open())
            .min_by_key(|view| (view.finding.severity, is_missing(view)))
    };
    let Some(view) = here.or_else(gravest) else { return };
    let (icon, ink, ground) = severity_look(view.finding.severity, look);
    Panel::bottom("entry findings")
        .exact_size(30.0)
        .frame(Frame::new().fill(ground).inner_margin(Margin::symmetric(12, 3)))
        .show(ui, |ui| {
            ui.horizontal_centered(|ui| {
                ui.label(look.icon(icon).color(ink));
                ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                    let open = findings.hard + findings.unexplained;
                    if open > 1 {
                        let more = (open - 1).to_string();
                        if link_ui(ui, look, look.say_with("entry.more_findings", &[("n", &more)])).clicked()
                        {
                            out.push(Act::Go(Route::Findings));
                        }
                    }
                    if link_ui(ui, look, look.say("entry.jump")).clicked() {
                        out.push(Act::OpenEntry(sheet.key.clone(), Some(view.finding.element.clone())));
                    }
                    ui.with_layout(egui::Layout::left_to_right(egui::Align::Center), |ui| {
                        let says =
                            RichText::new(look.text(&view.finding.says)).color(ink).font(look.theme.grid());
                        let shown = ui.add(egui::Label::new(says).truncate());
                        shown.on_hover_text(look.text(&view.finding.message()));
                    });
                });
            });
        });
}
