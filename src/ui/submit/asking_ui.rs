//! What is asked before a return moves on: whether, and why.

use egui::{Key, Role, TextEdit, Ui, WidgetInfo};

use crate::{
    desk::{Command, Desk, Moving},
    returns::{ReturnKey, ReturnReason},
    ui::{
        act::Act,
        look::Look,
        submit::{
            SubmitState,
            state::{Asking, Refusal},
        },
        widgets::{menu_button_ui, modal, primary_button_ui, quiet_button_ui},
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
        ui.set_width(430.0);
        match &mut asking {
            Asking::Submit => done = submit_question_ui(ui, desk, key, look, out),
            Asking::Withdraw(why) => {
                done = why_ui(ui, key, why, "withdraw", |why| Moving::Withdraw(why.to_owned()), look, out)
            }
            Asking::Correct(why) => {
                done = why_ui(ui, key, why, "correct", |why| Moving::Correct(why.to_owned()), look, out)
            }
            Asking::Nil(why) => done = nil_ui(ui, key, why, look, out),
            Asking::SendBack(refusal) => done = send_back_ui(ui, desk, key, refusal, look, out),
        }
    });
    if !done && !shown.should_close() {
        state.asking = Some((key.clone(), asking));
    }
}

fn submit_question_ui(ui: &mut Ui, desk: &Desk, key: &ReturnKey, look: &Look, out: &mut Vec<Act>) -> bool {
    ui.label(look.bold(look.say("submit.submit_title")));
    let ready = desk.readiness(key);
    let words = look.say_with(
        "submit.submit_hint",
        &[("filled", &ready.filled.to_string()), ("blank", &ready.blank.to_string())],
    );
    ui.add(egui::Label::new(words).wrap());
    if !desk.signers(key).is_complete() {
        ui.label(look.small(look.say("submit.no_signers")));
    }
    let mut done = false;
    ui.add_space(8.0);
    ui.horizontal(|ui| {
        let button = primary_button_ui(ui, look, look.say("submit.submit_now"));
        let entered = ui.memory(|memory| memory.focused().is_none())
            && ui.input(|input| input.events.iter().any(is_fresh_enter));
        if button.clicked() || entered {
            out.push(Act::Do(Command::MoveOn { key: key.clone(), moving: Moving::Submit }));
            out.push(Act::PackReturn(key.clone()));
            done = true;
        }
        done |= quiet_button_ui(ui, look.say("cancel")).clicked();
    });
    done
}

/// Draws a field for words that must be given; true once it was entered.
fn words_ui(ui: &mut Ui, words: &mut String, name: &str) -> bool {
    let field = ui.add(TextEdit::singleline(words).hint_text(name).desired_width(f32::INFINITY));
    field.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, name));
    if !field.has_focus() && !field.lost_focus() && words.is_empty() {
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

fn send_back_ui(
    ui: &mut Ui,
    desk: &Desk,
    key: &ReturnKey,
    refusal: &mut Refusal,
    look: &Look,
    out: &mut Vec<Act>,
) -> bool {
    ui.label(look.bold(look.say("submit.send_back_title")));
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
        let field =
            ui.add(TextEdit::singleline(&mut refusal.due).hint_text("2026-02-15").desired_width(110.0));
        let name = look.say("submit.until").into_owned();
        field.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, &name));
        if refusal.due_day().is_err() {
            ui.label(look.icon(crate::ui::icons::WARNING).color(look.theme.soft()));
        }
    });
    ui.add_space(4.0);
    let entered = words_ui(ui, &mut refusal.words, &look.say("submit.words"));
    let findings = desk.findings(key);
    let mut cells: Vec<_> = findings.list.iter().map(|view| view.finding.element.clone()).collect();
    cells.dedup();
    if !cells.is_empty() {
        ui.add_space(4.0);
        ui.label(look.small(look.say("submit.remarks")));
        egui::ScrollArea::vertical().max_height(220.0).show(ui, |ui| {
            for element in cells {
                let Some(found) = desk.catalogue().element(&element) else { continue };
                let name = look.text(&found.name).to_owned();
                ui.horizontal(|ui| {
                    ui.add_sized([190.0, 20.0], egui::Label::new(look.small(&name)).truncate());
                    let text = refusal.remarks.entry(element.clone()).or_default();
                    let field = ui.add(TextEdit::singleline(text).desired_width(210.0));
                    field.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, &name));
                });
            }
        });
    }
    let ready = refusal.due_day().is_ok()
        && (refusal.reason != ReturnReason::Other || !refusal.words.trim().is_empty());
    let (pressed, cancelled) = buttons_ui(ui, look, "submit.send_back_now", ready, entered);
    if pressed {
        out.push(Act::Do(Command::MoveOn { key: key.clone(), moving: refusal.moving() }));
    }
    pressed || cancelled
}

/// Says whether Enter was pressed and not merely held: what is held hands nothing in.
const fn is_fresh_enter(event: &egui::Event) -> bool {
    matches!(event, egui::Event::Key { key: Key::Enter, pressed: true, repeat: false, .. })
}
