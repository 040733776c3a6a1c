//! What a bureau reads of a return before it accepts it: figures against last period and peers, findings with their
//! explanations, and what it has to say of a figure. It never changes one.

use egui::{Frame, Margin, RichText, Role, TextEdit, Ui, WidgetInfo};

use crate::{
    base::ElementId,
    desk::Desk,
    exchange::Reason,
    returns::{Move, ReturnKey},
    ui::{
        act::Act,
        findings::{Place, finding_ui},
        icons,
        look::Look,
        submit::{
            SubmitState,
            card_ui::part_ui,
            compare_ui::{compare_ui, peers_words},
            questions_ui::figure_questions_ui,
        },
        widgets::{link_ui, quiet_button_ui},
    },
};

/// Draws the figures, the one that is chosen, and what the checks say of the others.
pub(super) fn review_ui(
    ui: &mut Ui,
    desk: &Desk,
    key: &ReturnKey,
    state: &mut SubmitState,
    look: &Look,
    out: &mut Vec<Act>,
) {
    if let Some(review) = desk.review(key) {
        ui.add_space(12.0);
        ui.horizontal(|ui| {
            ui.label(look.bold(look.say("review.title")));
            let (n, peers) = (review.peers.to_string(), peers_words(desk, key, look));
            let word = if review.has_enough_peers() { "review.peers" } else { "review.few_peers" };
            ui.label(look.small(look.say_with(word, &[("n", &n), ("peers", &peers)])));
        });
        if let Some(count) = review.same {
            let said = Reason::SameAsBefore(key.period.previous(), count).sentence();
            ui.horizontal(|ui| {
                ui.label(RichText::new(icons::WARNING).font(look.theme.icon()).color(look.theme.soft()));
                ui.label(RichText::new(look.text(&said)).color(look.theme.soft()));
            });
        }
        compare_ui(ui, desk, key, &review, state, look, |ui, element, state| {
            figure_ui(ui, desk, (key, element), state, look, out);
        });
    }
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

/// Draws one figure: what the checks say of it and what was answered, our remark, our question.
fn figure_ui(
    ui: &mut Ui,
    desk: &Desk,
    (key, element): (&ReturnKey, &ElementId),
    state: &mut SubmitState,
    look: &Look,
    out: &mut Vec<Act>,
) {
    let Some(found) = desk.catalogue().element(element) else { return };
    let theme = look.theme.clone();
    let frame = Frame::new().fill(theme.panel()).corner_radius(theme.corner());
    frame.inner_margin(Margin::symmetric(12, 8)).show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.horizontal(|ui| {
            ui.label(look.bold(look.text(&found.name)));
            if link_ui(ui, look, look.say("review.see_cell")).clicked() {
                out.push(Act::OpenEntry(key.clone(), Some(element.clone())));
            }
        });
        let findings = desk.findings(key);
        for view in findings.list.iter().filter(|view| view.finding.element == *element) {
            finding_ui(ui, key, view, Place::Review, &mut state.drafts, look, out);
        }
        if desk.can_move(key, Move::SendBack) {
            let name = format!("{} {}", look.say("hands.remark"), look.text(&found.name));
            let hint = look.say("clerk.remark_hint").into_owned();
            let mut text = state.refusals.remark(key, element).to_owned();
            let edit =
                TextEdit::multiline(&mut text).hint_text(hint).desired_rows(1).desired_width(f32::INFINITY);
            let field = ui.add(edit.font(theme.grid()));
            field.widget_info(|| WidgetInfo::labeled(Role::MultilineTextInput, true, &name));
            if field.changed() {
                state.refusals.set_remark(key, element, text, look.today);
            }
        }
        figure_questions_ui(ui, desk, (key, element), &mut state.refusals.questions, look, out);
        if !desk.is_read_only() && desk.head(key).submission().is_some() {
            let text = state.refusals.questions.question(key, element);
            ui.horizontal(|ui| {
                let name = format!("{} {}", look.say("review.ask"), look.text(&found.name));
                let room = if look.lang == crate::base::Lang::Zh { 80.0 } else { 110.0 };
                let width = (ui.available_width() - room).max(120.0);
                let hint = look.say("review.ask_hint").into_owned();
                let field = ui.add(TextEdit::singleline(text).hint_text(hint).desired_width(width));
                field.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, &name));
                if std::mem::take(&mut state.comparing.wants_question) {
                    field.request_focus();
                    field.scroll_to_me(Some(egui::Align::Center));
                }
                let is_said = !text.trim().is_empty();
                let button =
                    ui.add_enabled_ui(is_said, |ui| quiet_button_ui(ui, look.say("review.ask"))).inner;
                if is_said && button.clicked() {
                    out.push(Act::Ask(key.clone(), vec![(element.clone(), std::mem::take(text))]));
                }
            });
        }
    });
}
