//! 查询 on figures: the question with its answer beside it; the unit that is asked answers here.

use egui::{Frame, Label, Margin, RichText, Role, TextEdit, Ui, WidgetInfo};

use super::{card_ui::part_ui, questions::QuestionDrafts};
use crate::{
    base::ElementId,
    desk::Desk,
    returns::ReturnKey,
    ui::{
        act::Act,
        icons,
        look::Look,
        widgets::{link_ui, quiet_button_ui},
    },
    wire::Question,
};

/// Draws every question on a return; nothing where none was asked.
pub(super) fn questions_ui(
    ui: &mut Ui,
    desk: &Desk,
    key: &ReturnKey,
    drafts: &mut QuestionDrafts,
    look: &Look,
    out: &mut Vec<Act>,
) {
    let Some(query) = desk.query_of(key).filter(|query| !query.questions.is_empty()) else { return };
    part_ui(ui, look, "review.questions");
    for question in &query.questions {
        let name = desk.catalogue().element(&question.element).map(|found| look.text(&found.name).to_owned());
        if link_ui(ui, look, name.unwrap_or_else(|| question.element.to_string())).clicked() {
            out.push(Act::OpenEntry(key.clone(), Some(question.element.clone())));
        }
        question_ui(ui, desk, key, question, drafts, look, out);
    }
    if query.bureau == *desk.seat() && quiet_button_ui(ui, look.say("review.query_again")).clicked() {
        out.push(Act::Ask(key.clone(), Vec::new()));
    }
}

/// Draws what was asked about one figure, for the place where the figure stands.
pub(in crate::ui) fn figure_questions_ui(
    ui: &mut Ui,
    desk: &Desk,
    (key, element): (&ReturnKey, &ElementId),
    drafts: &mut QuestionDrafts,
    look: &Look,
    out: &mut Vec<Act>,
) {
    let Some(query) = desk.query_of(key) else { return };
    for question in query.questions.iter().filter(|question| question.element == *element) {
        question_ui(ui, desk, key, question, drafts, look, out);
    }
}

fn question_ui(
    ui: &mut Ui,
    desk: &Desk,
    key: &ReturnKey,
    question: &Question,
    drafts: &mut QuestionDrafts,
    look: &Look,
    out: &mut Vec<Act>,
) {
    let theme = &look.theme;
    let is_open = question.answer.is_none();
    let (ink, ground) =
        if is_open { (theme.soft(), theme.soft_ground()) } else { (theme.quiet(), theme.panel()) };
    let frame = Frame::new().fill(ground).corner_radius(theme.corner());
    frame.inner_margin(Margin::symmetric(10, 6)).show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.horizontal_wrapped(|ui| {
            ui.label(look.icon(icons::INFO).color(ink));
            let number = look.say_with("review.question_n", &[("n", &question.number.to_string())]);
            ui.label(RichText::new(number).font(theme.grid_bold()).color(ink));
            ui.label(RichText::new(&question.text).font(theme.grid()));
        });
        if let Some(answer) = &question.answer {
            ui.horizontal_wrapped(|ui| {
                ui.label(look.icon(icons::CHECK).color(theme.good()));
                ui.label(RichText::new(look.say("review.answer")).font(theme.grid_bold()));
                ui.label(look.small(format!("{} {}", answer.who, answer.at.format("%Y-%m-%d %H:%M"))));
            });
            ui.add(Label::new(RichText::new(&answer.text).font(theme.grid())).wrap().selectable(true));
        } else if key.unit == *desk.seat() && !desk.is_read_only() {
            reply_ui(ui, key, question.number, drafts, look, out);
        } else {
            ui.label(look.small(look.say("review.unanswered")));
        }
    });
}

/// Draws the field for an answer.
fn reply_ui(
    ui: &mut Ui,
    key: &ReturnKey,
    number: u32,
    drafts: &mut QuestionDrafts,
    look: &Look,
    out: &mut Vec<Act>,
) {
    let text = drafts.answer(key, number);
    let hint = look.say("review.answer_hint").into_owned();
    let name = look.say_with("review.answer_n", &[("n", &number.to_string())]);
    let edit = TextEdit::multiline(text).hint_text(hint).desired_rows(2).desired_width(f32::INFINITY);
    let field = ui.add(edit.font(look.theme.grid()));
    field.widget_info(|| WidgetInfo::labeled(Role::MultilineTextInput, true, &name));
    let is_said = !text.trim().is_empty();
    let button = ui.add_enabled_ui(is_said, |ui| quiet_button_ui(ui, look.say("review.reply"))).inner;
    if button.clicked() && is_said {
        out.push(Act::Reply(key.clone(), number, std::mem::take(text)));
    }
}
