//! Asking for the reason of 不适用.

use egui::{Id, Key, TextEdit, Ui};

use crate::{
    base::not_applicable_reason,
    desk::{Command, Sheet},
    ui::{
        act::Act,
        entry::{EntryState, screen_ui::hand_over},
        look::Look,
        widgets::{modal, primary_button_ui, quiet_button_ui},
    },
};

/// Draws the question while it is open.
pub(super) fn not_applicable_ui(
    ui: &Ui,
    state: &mut EntryState,
    sheet: &Sheet,
    look: &Look,
    out: &mut Vec<Act>,
) {
    let Some(mut asking) = state.asking.take() else { return };
    let name = sheet
        .row_of(&asking.element)
        .map(|at| look.text(&sheet.rows[at].name).to_owned())
        .unwrap_or_default();
    let mut keep = true;
    let reason_id = Id::unique("not applicable reason");
    // Keys typed behind the one that opened the question belong to the reason.
    hand_over(ui, state, reason_id);
    let shown = modal(ui.ctx(), "not applicable").show(ui.ctx(), |ui| {
        ui.set_width(380.0);
        ui.label(look.bold(look.say_with("entry.not_applicable_title", &[("name", &name)])));
        ui.label(look.small(look.say("entry.not_applicable_hint")));
        ui.add_space(6.0);
        let hint = look.say("entry.reason").into_owned();
        let field = ui.add(
            TextEdit::singleline(&mut asking.reason)
                .id(reason_id)
                .hint_text(hint.clone())
                .desired_width(f32::INFINITY),
        );
        field.widget_info(|| egui::WidgetInfo::labeled(egui::Role::TextInput, true, &hint));
        if !field.has_focus() && !field.lost_focus() {
            field.request_focus();
        }
        let entered = field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        ui.horizontal_wrapped(|ui| {
            for key in ["entry.reason_no_department", "entry.reason_not_started", "entry.reason_other_unit"] {
                let reason = look.say(key).into_owned();
                if ui.add(egui::Button::new(look.small(reason.clone()))).clicked() {
                    asking.reason = reason;
                }
            }
        });
        ui.add_space(8.0);
        ui.horizontal(|ui| {
            let ready = !asking.reason.trim().is_empty();
            let pressed = ui
                .add_enabled_ui(ready, |ui| {
                    primary_button_ui(ui, look, look.say("entry.set_not_applicable")).clicked()
                })
                .inner;
            if ready && (pressed || entered) {
                out.push(Act::Do(Command::SetNotApplicable {
                    key: sheet.key.clone(),
                    element: asking.element.clone(),
                    reason: asking.reason.clone(),
                }));
                keep = false;
            }
            if quiet_button_ui(ui, look.say("cancel")).clicked() {
                keep = false;
            }
        });
    });
    if keep && !shown.should_close() {
        state.asking = Some(asking);
    } else {
        if not_applicable_reason(&state.draft.text).is_some() {
            state.draft.text.clone_from(&state.draft.original);
        }
        state.fresh = true;
    }
}
