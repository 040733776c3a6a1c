//! What is asked before a return moves on: whether, and why.

use egui::{Key, RichText, Role, TextEdit, Ui, WidgetInfo};

use crate::{
    desk::{Command, Desk, Moving},
    returns::{ReturnKey, Status},
    ui::{
        act::Act,
        icons,
        look::Look,
        submit::{SubmitState, refusal::Refusal, send_back_ui::send_back_ui, state::Asking},
        widgets::{modal, primary_button_ui, quiet_button_ui},
    },
};

/// Draws the question, if one is open.
pub(super) fn asking_ui(
    ui: &mut Ui,
    desk: &Desk,
    key: &ReturnKey,
    state: &mut SubmitState,
    look: &Look,
    out: &mut Vec<Act>,
) {
    // A question about another return than the one that is shown is dropped.
    let Some((_, mut asking)) = state.asking.take().filter(|(of, _)| of == key) else { return };
    let mut done = false;
    let shown = modal(ui.ctx(), "moving").show(ui.ctx(), |ui| {
        ui.set_width(if matches!(asking, Asking::SendBack) { 560.0 } else { 430.0 });
        match &mut asking {
            Asking::Submit(why) => done = submit_question_ui(ui, desk, key, why, look, out),
            Asking::ClearSecond => done = clear_second_ui(ui, desk, key, look, out),
            Asking::Withdraw(why) => {
                done = why_ui(ui, key, why, "withdraw", |why| Moving::Withdraw(why.to_owned()), look, out)
            }
            Asking::Correct(why) => {
                done = why_ui(ui, key, why, "correct", |why| Moving::Correct(why.to_owned()), look, out)
            }
            Asking::Nil(why) => done = nil_ui(ui, key, why, look, out),
            Asking::SendBack => {
                let refusal = state.refusals.of(key, look.today);
                done = send_back_question_ui(ui, desk, key, refusal, look, out);
            }
            Asking::Accept => {
                done = accept_question_ui(ui, desk, key, state.refusals.unsent(key), look, out);
            }
        }
    });
    if !done && !shown.should_close() {
        state.asking = Some((key.clone(), asking));
    }
}

/// Says what of a return is still unsettled although it may be handed in.
fn unsettled_ui(ui: &mut Ui, desk: &Desk, key: &ReturnKey, look: &Look) {
    let counts = [
        ("hands.still_differs", desk.second_differences(key).len()),
        ("hands.still_flagged", desk.flagged(key)),
        ("hands.still_carried", desk.unconfirmed(key).len()),
    ];
    for (word, count) in counts.into_iter().filter(|(_, count)| *count > 0) {
        ui.horizontal_wrapped(|ui| {
            ui.label(look.icon(icons::WARNING).color(look.theme.soft()));
            ui.label(look.say_with(word, &[("n", &count.to_string())]));
        });
    }
}

fn submit_question_ui(
    ui: &mut Ui,
    desk: &Desk,
    key: &ReturnKey,
    why: &mut String,
    look: &Look,
    out: &mut Vec<Act>,
) -> bool {
    ui.label(look.bold(look.say("submit.submit_title")));
    let ready = desk.readiness(key);
    let words = look.say_with(
        "submit.submit_hint",
        &[("filled", &ready.filled.to_string()), ("blank", &ready.blank.to_string())],
    );
    ui.add(egui::Label::new(words).wrap());
    unsettled_ui(ui, desk, key, look);
    if !desk.signers(key).is_complete() {
        ui.label(look.small(look.say("submit.no_signers")));
    }
    let mut moving = Moving::Submit;
    let mut may = true;
    if desk.is_unchanged(key) {
        ui.add_space(4.0);
        let is_unanswered = desk.head(key).status == Status::SentBack;
        let word = if is_unanswered { "hands.unanswered" } else { "hands.unchanged" };
        ui.add(egui::Label::new(RichText::new(look.say(word)).color(look.theme.soft())).wrap());
        if !is_unanswered {
            words_ui(ui, why, &look.say("hands.why_again"));
            moving = Moving::SubmitUnchanged(why.clone());
        }
        may = !is_unanswered && !why.trim().is_empty();
    }
    let mut done = false;
    ui.add_space(8.0);
    ui.horizontal(|ui| {
        let button =
            ui.add_enabled_ui(may, |ui| primary_button_ui(ui, look, look.say("submit.submit_now"))).inner;
        let entered = ui.memory(|memory| memory.focused().is_none())
            && ui.input(|input| input.events.iter().any(is_fresh_enter));
        if may && (button.clicked() || entered) {
            out.push(Act::Do(Command::MoveOn { key: key.clone(), moving }));
            out.push(Act::PackReturn(key.clone()));
            done = true;
        }
        done |= quiet_button_ui(ui, look.say("cancel")).clicked();
    });
    done
}

/// Asks before a return is accepted: after that its unit can only correct it.
fn accept_question_ui(
    ui: &mut Ui,
    desk: &Desk,
    key: &ReturnKey,
    unsent: usize,
    look: &Look,
    out: &mut Vec<Act>,
) -> bool {
    ui.label(look.bold(look.say("clerk.accept_title")));
    let unit = desk.tree().unit(&key.unit).map_or("", |unit| look.text(&unit.name));
    let form = desk.catalogue().form(&key.form).map_or("", |form| look.text(&form.name));
    ui.add(egui::Label::new(format!("{unit} · {form} {}", key.period.label(look.lang))).wrap());
    ui.add(egui::Label::new(look.small(look.say("clerk.accept_hint"))).wrap());
    let open = [("clerk.unsent_remarks", unsent), ("chase.unanswered", desk.unanswered(key))];
    for (word, count) in open.into_iter().filter(|(_, count)| *count > 0) {
        ui.horizontal_wrapped(|ui| {
            ui.label(look.icon(icons::WARNING).color(look.theme.soft()));
            ui.label(look.say_with(word, &[("n", &count.to_string())]));
        });
    }
    let entered = ui.memory(|memory| memory.focused().is_none())
        && ui.input(|input| input.events.iter().any(is_fresh_enter));
    let (pressed, cancelled) = buttons_ui(ui, look, "submit.accept", true, entered);
    if pressed {
        out.push(Act::Do(Command::MoveOn { key: key.clone(), moving: Moving::Accept }));
    }
    pressed || cancelled
}

/// Asks before the second typing is thrown away: nothing brings it back.
fn clear_second_ui(ui: &mut Ui, desk: &Desk, key: &ReturnKey, look: &Look, out: &mut Vec<Act>) -> bool {
    ui.label(look.bold(look.say("hands.clear_second_title")));
    let (typed, _) = desk.second_progress(key);
    let words = look.say_with("hands.clear_second_hint", &[("n", &typed.to_string())]);
    ui.add(egui::Label::new(words).wrap());
    let (pressed, cancelled) = buttons_ui(ui, look, "hands.clear_second_now", true, false);
    if pressed {
        out.push(Act::Do(Command::ClearSecond(key.clone())));
    }
    pressed || cancelled
}

/// Draws a field for words that must be given; true once it was entered.
pub(super) fn words_ui(ui: &mut Ui, words: &mut String, name: &str) -> bool {
    let field = ui.add(TextEdit::singleline(words).hint_text(name).desired_width(f32::INFINITY));
    field.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, name));
    // Nobody is to be taken out of another field of the question.
    if words.is_empty() && ui.memory(|memory| memory.focused().is_none()) {
        field.request_focus();
    }
    field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter))
}

fn buttons_ui(ui: &mut Ui, look: &Look, label: &str, ready: bool, entered: bool) -> (bool, bool) {
    let mut pressed = false;
    let mut cancelled = false;
    ui.add_space(8.0);
    ui.horizontal(|ui| {
        let button = ui.add_enabled_ui(ready, |ui| primary_button_ui(ui, look, look.say(label))).inner;
        pressed = ready && (button.clicked() || entered);
        cancelled = quiet_button_ui(ui, look.say("cancel")).clicked();
    });
    (pressed, cancelled)
}

fn why_ui(
    ui: &mut Ui,
    key: &ReturnKey,
    why: &mut String,
    word: &str,
    moving: impl Fn(&str) -> Moving,
    look: &Look,
    out: &mut Vec<Act>,
) -> bool {
    ui.label(look.bold(look.say(&format!("submit.{word}_title"))));
    ui.add(egui::Label::new(look.small(look.say(&format!("submit.{word}_hint")))).wrap());
    ui.add_space(4.0);
    let entered = words_ui(ui, why, &look.say("submit.why"));
    let (pressed, cancelled) =
        buttons_ui(ui, look, &format!("submit.{word}_now"), !why.trim().is_empty(), entered);
    if pressed {
        out.push(Act::Do(Command::MoveOn { key: key.clone(), moving: moving(why) }));
    }
    pressed || cancelled
}

fn nil_ui(ui: &mut Ui, key: &ReturnKey, why: &mut String, look: &Look, out: &mut Vec<Act>) -> bool {
    ui.label(look.bold(look.say("submit.nil_title")));
    ui.add(egui::Label::new(look.small(look.say("submit.nil_hint"))).wrap());
    ui.add_space(4.0);
    let entered = words_ui(ui, why, &look.say("submit.why"));
    let (pressed, cancelled) = buttons_ui(ui, look, "submit.nil_now", !why.trim().is_empty(), entered);
    if pressed {
        out.push(Act::Do(Command::NilReturn { key: key.clone(), reason: why.clone() }));
    }
    pressed || cancelled
}

fn send_back_question_ui(
    ui: &mut Ui,
    desk: &Desk,
    key: &ReturnKey,
    refusal: &mut Refusal,
    look: &Look,
    out: &mut Vec<Act>,
) -> bool {
    let (ready, entered) = send_back_ui(ui, desk, key, refusal, look);
    let (pressed, cancelled) = buttons_ui(ui, look, "submit.send_back_now", ready, entered);
    if pressed {
        out.push(Act::Do(Command::MoveOn { key: key.clone(), moving: refusal.moving(look.today) }));
        out.push(Act::PackSentBack(key.clone()));
    }
    pressed || cancelled
}

/// Says whether Enter was pressed and not merely held: what is held hands nothing in.
const fn is_fresh_enter(event: &egui::Event) -> bool {
    matches!(event, egui::Event::Key { key: Key::Enter, pressed: true, repeat: false, .. })
}
