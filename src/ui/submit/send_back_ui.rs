//! 退回 being written: the reason, until when, and remarks on any cell of the form.

use egui::{Key, RichText, Role, ScrollArea, TextEdit, Ui, Vec2, WidgetInfo};

use crate::{
    base::{ElementId, Query},
    desk::Desk,
    returns::{ReturnKey, ReturnReason},
    ui::{
        burst::behind_key,
        icons,
        look::Look,
        submit::{asking_ui::words_ui, refusal::Refusal},
        widgets::{cut_label_ui, link_ui, menu_button_ui},
    },
};

/// How many cells are offered for what is searched for.
const OFFERED: usize = 6;

/// Draws the fields; says whether the return can be sent back so, and whether Enter asked for it.
pub(super) fn send_back_ui(
    ui: &mut Ui,
    desk: &Desk,
    key: &ReturnKey,
    refusal: &mut Refusal,
    look: &Look,
) -> (bool, bool) {
    ui.label(look.bold(look.say("submit.send_back_title")));
    ui.add(egui::Label::new(desk.return_name(key).text(look.lang)).wrap());
    ui.horizontal(|ui| {
        ui.label(look.say("submit.reason"));
        let (name, reason) = (look.say("submit.reason").into_owned(), refusal.reason.name());
        menu_button_ui(ui, look, look.text(&reason), &name, |ui| {
            for reason in ReturnReason::ALL {
                if ui.button(look.text(&reason.name())).clicked() {
                    refusal.reason = reason;
                }
            }
        });
        ui.label(look.say("submit.until"));
        let none = look.say("clerk.no_date").into_owned();
        let edit = TextEdit::singleline(&mut refusal.due).hint_text(none).desired_width(110.0);
        let field = ui.add(edit);
        let name = look.say("submit.until").into_owned();
        field.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, &name));
    });
    let due = refusal.due_day(look.today);
    if let Err(fault) = due {
        ui.horizontal_wrapped(|ui| {
            ui.label(look.icon(icons::WARNING).color(look.theme.soft()));
            let words = look.say_with(fault, &[("text", refusal.due.trim())]);
            ui.label(RichText::new(words).color(look.theme.soft()));
        });
    }
    ui.add_space(4.0);
    let entered = words_ui(ui, &mut refusal.words, &look.say("submit.words"));
    remarks_ui(ui, desk, key, refusal, look);
    let is_said = refusal.reason != ReturnReason::Other || !refusal.words.trim().is_empty();
    (due.is_ok() && is_said, entered)
}

/// Draws a field for each cell that is remarked on: those with a finding, and any other that is searched for.
fn remarks_ui(ui: &mut Ui, desk: &Desk, key: &ReturnKey, refusal: &mut Refusal, look: &Look) {
    let Some(form) = desk.catalogue().form(&key.form) else { return };
    ui.add_space(6.0);
    ui.label(look.small(look.say("submit.remarks")));
    let findings = desk.findings(key);
    let is_listed =
        |id: &&ElementId| refusal.remarks.contains_key(*id) || findings.by_element.contains_key(*id);
    let cells: Vec<ElementId> = form.elements().filter(is_listed).cloned().collect();
    ScrollArea::vertical().max_height(200.0).auto_shrink([false, true]).show(ui, |ui| {
        for element in cells {
            let Some(found) = desk.catalogue().element(&element) else { continue };
            let name = look.text(&found.name);
            ui.horizontal(|ui| {
                cut_label_ui(ui, Vec2::new(230.0, 22.0), name, look.theme.small(), look.theme.text());
                let text = refusal.remarks.entry(element.clone()).or_default();
                let field = ui.add(TextEdit::singleline(text).desired_width(280.0));
                field.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, name));
                if refusal.added.take_if(|added| *added == element).is_some() {
                    field.request_focus();
                    field.scroll_to_me(None);
                }
            });
        }
    });
    let hint = look.say("hands.add_remark").into_owned();
    let id = egui::Id::unique("remark search");
    // Enter takes the first hit; it is not for the question itself.
    let has_focus = ui.memory(|memory| memory.has_focus(id));
    let behind = has_focus.then(|| ui.input_mut(|input| behind_key(&mut input.events, Key::Enter))).flatten();
    let edit = TextEdit::singleline(&mut refusal.search).id(id).hint_text(hint.as_str()).desired_width(518.0);
    let field = ui.add(edit);
    field.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, &hint));
    let query = Query::new(&refusal.search);
    if query.is_empty() {
        return;
    }
    let mut hits: Vec<_> = form
        .elements()
        .filter(|id| desk.is_wanted(id))
        .filter_map(|id| desk.catalogue().element(id))
        .filter_map(|element| Some((query.fit(&element.name, element.id.as_str())?, element)))
        .collect();
    hits.sort_by_key(|(fit, _)| *fit);
    if hits.is_empty() {
        ui.label(look.small(look.say("palette.nothing")));
    }
    let mut taken = behind.and(hits.first()).map(|(_, element)| element.id.clone());
    for (_, element) in hits.into_iter().take(OFFERED) {
        if link_ui(ui, look, look.text(&element.name)).clicked() {
            taken = Some(element.id.clone());
        }
    }
    if let Some(element) = taken {
        refusal.remarks.entry(element.clone()).or_default();
        refusal.added = Some(element);
        refusal.search.clear();
        ui.ctx().request_repaint();
    }
}
