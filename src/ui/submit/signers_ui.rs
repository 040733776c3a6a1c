//! Who signs: name and phone of the three, committed when a field is left.

use egui::{Grid, Role, TextEdit, Ui, WidgetInfo};

use crate::{
    desk::Desk,
    returns::{ReturnKey, Signer},
    ui::{act::Act, look::Look, submit::SubmitState},
};

/// Draws the fields; what this unit's last return was signed with stands there already.
pub(super) fn signers_ui(
    ui: &mut Ui,
    desk: &Desk,
    key: &ReturnKey,
    state: &mut SubmitState,
    look: &Look,
    out: &mut Vec<Act>,
) {
    let known = desk.signers(key);
    let mut signers = match &state.signers {
        Some((of, signers)) if of == key => signers.clone(),
        _ => known,
    };
    let open = desk.types_here(key);
    let (mut left, mut typed) = (false, false);
    Grid::new("signers").num_columns(2).spacing([12.0, 6.0]).show(ui, |ui| {
        let rows: [(&str, &mut Signer); 3] = [
            ("submit.filler", &mut signers.filler),
            ("submit.statistician", &mut signers.statistician),
            ("submit.head", &mut signers.head),
        ];
        for (word, signer) in rows {
            ui.label(look.say(word));
            ui.horizontal(|ui| {
                ui.spacing_mut().item_spacing.x = 12.0;
                for (field, text) in [("submit.name", &mut signer.name), ("submit.phone", &mut signer.phone)]
                {
                    let hint = look.say(field).into_owned();
                    let edit = TextEdit::singleline(text).hint_text(hint.clone());
                    let response = ui.add_enabled_ui(open, |ui| ui.add_sized([160.0, 26.0], edit)).inner;
                    let name = format!("{} {hint}", look.say(word));
                    response.widget_info(|| WidgetInfo::labeled(Role::TextInput, open, &name));
                    left |= response.lost_focus();
                    typed |= response.changed();
                }
            });
            ui.end_row();
        }
    });
    if typed {
        state.signers = Some((key.clone(), signers));
    }
    if left {
        state.commit(out);
    }
}
