//! What a bureau reads of a return before it accepts it: findings with their explanations, figures that changed much.

use egui::{RichText, Ui};

use crate::{
    desk::Desk,
    returns::ReturnKey,
    ui::{
        act::Act,
        findings::{Place, finding_ui},
        look::Look,
        submit::{SubmitState, card_ui::part_ui},
    },
};

/// Draws what the checks say of the return, with what its unit answered.
pub(super) fn review_ui(
    ui: &mut Ui,
    desk: &Desk,
    key: &ReturnKey,
    state: &mut SubmitState,
    look: &Look,
    out: &mut Vec<Act>,
) {
    let findings = desk.findings(key);
    part_ui(ui, look, "submit.findings");
    if findings.list.is_empty() {
        ui.label(RichText::new(look.say("findings.none")).color(look.theme.good()));
        return;
    }
    for view in &findings.list {
        finding_ui(ui, key, view, Place::Review, &mut state.drafts, look, out);
    }
}
