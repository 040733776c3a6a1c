//! One return on its way: where it stands, what is missing, what can be done with it.

use egui::{Color32, Frame, Margin, RichText, Ui};

use crate::{
    base::Lang,
    desk::{Command, Desk, Moving, Readiness},
    returns::{Head, Move, ReturnKey, Status},
    ui::{
        act::{Act, Route, SheetFile},
        icons,
        look::Look,
        submit::{
            SubmitState,
            changes_ui::{changes_ui, history_ui},
            questions_ui::questions_ui,
            review_ui::review_ui,
            second_ui::second_ui,
            signers_ui::signers_ui,
            state::Asking,
        },
        widgets::{link_ui, primary_button_ui, quiet_button_ui},
    },
};

/// Draws the card.
pub(super) fn card_ui(
    ui: &mut Ui,
    desk: &Desk,
    key: &ReturnKey,
    state: &mut SubmitState,
    look: &Look,
    out: &mut Vec<Act>,
) {
    let head = desk.head(key);
    let ready = desk.readiness(key);
    title_ui(ui, desk, key, &head, look);
    way_ui(ui, head.status, ready.is_ready(), look);
    if state.typing.open && desk.types_here(key) {
        // Who types has all the room, and nothing else to look at.
        second_ui(ui, desk, key, state, look, out);
        return;
    }
    ui.add_space(6.0);
    if head.status.is_open() {
        ready_ui(ui, desk, key, ready, look, out);
    } else {
        handed_in_ui(ui, desk, key, &head, look);
    }
    sent_back_ui(ui, desk, key, &head, look, out);
    ui.add_space(8.0);
    actions_ui(ui, desk, key, state, &head, look, out);
    if state.reviewed.as_ref() == Some(key) {
        review_ui(ui, desk, key, state, look, out);
    }
    questions_ui(ui, desk, key, &mut state.refusals.questions, look, out);
    part_ui(ui, look, "submit.signers");
    signers_ui(ui, desk, key, state, look, out);
    second_ui(ui, desk, key, state, look, out);
    changes_ui(ui, desk, key, state, look, out);
    history_ui(ui, desk, key, state, look, out);
}

pub(super) fn part_ui(ui: &mut Ui, look: &Look, title: &str) {
    ui.add_space(14.0);
    ui.label(look.bold(look.say(title)));
    ui.add_space(2.0);
}

fn title_ui(ui: &mut Ui, desk: &Desk, key: &ReturnKey, head: &Head, look: &Look) {
    ui.horizontal(|ui| {
        let form = desk.catalogue().form(&key.form);
        let name = form.map(|form| look.text(&form.name).to_owned()).unwrap_or_default();
        ui.label(look.heading(format!("{name} {}", key.period.label(look.lang))));
        if let Some(form) = form.filter(|_| look.lang == Lang::Zh) {
            ui.label(look.small(&form.number));
        }
    });
    let unit = desk.tree().unit(&key.unit).map(|unit| look.text(&unit.name).to_owned()).unwrap_or_default();
    let mut words = vec![unit];
    if let Some(due) = desk.due_of(key) {
        words.push(look.say_with("submit.due", &[("date", &due.to_string())]));
        let at =
            head.submission().filter(|_| !head.status.is_open()).map_or(look.today, |found| found.at.date());
        let late = (at - due).num_days();
        if late > 0 && head.status != Status::Accepted {
            let word = if head.status.is_open() { "submit.overdue" } else { "submit.late" };
            words.push(look.say_with(word, &[("n", &late.to_string())]));
        }
    }
    ui.label(look.small(words.join(" · ")));
}

/// Draws the stations of the way and where the return is.
fn way_ui(ui: &mut Ui, status: Status, ready: bool, look: &Look) {
    let theme = &look.theme;
    let stations = [
        "submit.way_draft",
        "submit.way_ready",
        "submit.way_submitted",
        "submit.way_received",
        "submit.way_accepted",
    ];
    let at = match status {
        Status::Draft => usize::from(ready),
        Status::SentBack => 0,
        Status::Submitted => 2,
        Status::Received => 3,
        Status::Accepted => 4,
    };
    ui.add_space(6.0);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        for (place, mut station) in stations.into_iter().enumerate() {
            let is_returned = place == at && status == Status::SentBack;
            if is_returned {
                station = "clerk.way_sent_back";
            }
            if place > 0 {
                ui.label(look.icon(icons::CARET_RIGHT).color(theme.quiet()));
            }
            let (ink, fill) = match place.cmp(&at) {
                std::cmp::Ordering::Less => (theme.good(), Color32::TRANSPARENT),
                std::cmp::Ordering::Equal if is_returned => (theme.soft(), theme.soft_ground()),
                std::cmp::Ordering::Equal => (theme.accent(), theme.accent_ground()),
                std::cmp::Ordering::Greater => (theme.quiet(), Color32::TRANSPARENT),
            };
            let font = if place == at { theme.body_bold() } else { theme.body() };
            let frame =
                Frame::new().fill(fill).corner_radius(theme.corner()).inner_margin(Margin::symmetric(8, 2));
            frame.show(ui, |ui| ui.label(RichText::new(look.say(station)).font(font).color(ink)));
        }
    });
}

fn line_ui(
    ui: &mut Ui,
    look: &Look,
    done: bool,
    ink: Color32,
    words: String,
    go: Option<(&str, Act)>,
    out: &mut Vec<Act>,
) {
    ui.horizontal(|ui| {
        let (icon, ink) = if done { (icons::CHECK, look.theme.good()) } else { (icons::WARNING, ink) };
        ui.label(look.icon(icon).color(ink));
        ui.label(words);
        if let Some((label, act)) = go.filter(|_| !done)
            && link_ui(ui, look, look.say(label)).clicked()
        {
            out.push(act);
        }
    });
}

/// Says what stands in the way of 上报, each with where to go.
fn ready_ui(ui: &mut Ui, desk: &Desk, key: &ReturnKey, ready: Readiness, look: &Look, out: &mut Vec<Act>) {
    let theme = &look.theme;
    // A bureau looks at what a unit has; filling in and explaining are the unit's.
    let is_ours = key.unit == *desk.seat();
    let (filled, asked) = (ready.filled.to_string(), (ready.filled + ready.blank).to_string());
    let words = look.say_with("status.filled", &[("filled", &filled), ("asked", &asked)]);
    line_ui(
        ui,
        look,
        ready.blank == 0 && desk.filled(key).carried == 0,
        theme.quiet(),
        words,
        Some(("entry.next_blank", Act::NextBlank)).filter(|_| is_ours && ready.blank > 0),
        out,
    );
    let hard = look.say_with("submit.hard", &[("n", &ready.hard.to_string())]);
    line_ui(
        ui,
        look,
        ready.hard == 0,
        theme.hard(),
        hard,
        Some(("submit.look", Act::Go(Route::Findings))).filter(|_| is_ours),
        out,
    );
    let soft = look.say_with("submit.unexplained", &[("n", &ready.unexplained.to_string())]);
    line_ui(
        ui,
        look,
        ready.unexplained == 0,
        theme.soft(),
        soft,
        Some(("submit.look", Act::Go(Route::Findings))).filter(|_| is_ours),
        out,
    );
    let carried = desk.unconfirmed(key);
    if !carried.is_empty() {
        let words = look.say_with("submit.carried", &[("n", &carried.len().to_string())]);
        let act = Act::Do(Command::Confirm { key: key.clone(), elements: carried });
        let confirm = Some(("submit.confirm_all", act)).filter(|_| is_ours);
        line_ui(ui, look, false, theme.soft(), words, confirm, out);
    }
    if is_ours && ready.filled > 0 && ready.blank > 0 {
        ui.label(look.small(look.say("submit.blank_hint")));
    }
}

/// Shows the fingerprint and when it was handed in.
fn handed_in_ui(ui: &mut Ui, desk: &Desk, key: &ReturnKey, head: &Head, look: &Look) {
    let Some(submission) = head.submission() else { return };
    let theme = &look.theme;
    ui.horizontal(|ui| {
        ui.label(look.small(look.say("submit.fingerprint")));
        ui.label(RichText::new(grouped(&submission.fingerprint)).font(theme.heading()).color(theme.accent()));
        let at = submission.at.format("%Y-%m-%d %H:%M").to_string();
        let times = head.submissions.len();
        let times = if look.lang == Lang::En { ordinal(times) } else { times.to_string() };
        let fill = [("at", at.as_str()), ("who", &submission.who), ("n", &times)];
        ui.label(look.small(look.say_with("submit.handed_in", &fill)));
    });
    let (filled, asked) = {
        let filled = desk.filled(key);
        (filled.filled.to_string(), filled.asked.to_string())
    };
    ui.label(look.small(look.say_with("status.filled", &[("filled", &filled), ("asked", &asked)])));
}

/// Writes a place in a row as English does: 1st, 2nd, 3rd, 11th.
fn ordinal(n: usize) -> String {
    let ending = match (n % 100, n % 10) {
        (11..=13, _) => "th",
        (_, 1) => "st",
        (_, 2) => "nd",
        (_, 3) => "rd",
        _ => "th",
    };
    format!("{n}{ending}")
}

/// Writes the eight digits in two groups, as the printed sheet does.
pub(in crate::ui) fn grouped(print: &str) -> String {
    match print.split_at_checked(4) {
        Some((first, last)) if !last.is_empty() => format!("{first} {last}"),
        _ => print.to_owned(),
    }
}

/// Shows why it was sent back, with the remarks on cells.
fn sent_back_ui(ui: &mut Ui, desk: &Desk, key: &ReturnKey, head: &Head, look: &Look, out: &mut Vec<Act>) {
    let Some(said) = &head.sent_back else { return };
    let theme = &look.theme;
    // What was handed in again has been answered: what was said then is kept, and no longer asks for anything.
    let is_answered = !head.status.is_open();
    let word = if is_answered { "clerk.earlier_sent_back" } else { "submit.sent_back" };
    let (ink, ground) =
        if is_answered { (theme.quiet(), theme.panel()) } else { (theme.soft(), theme.soft_ground()) };
    ui.add_space(8.0);
    Frame::new().fill(ground).corner_radius(theme.corner()).inner_margin(Margin::symmetric(12, 8)).show(
        ui,
        |ui| {
            ui.set_width(ui.available_width());
            ui.horizontal_wrapped(|ui| {
                ui.label(look.icon(icons::ARROW_COUNTER_CLOCKWISE).color(ink));
                ui.label(
                    RichText::new(look.say_with(word, &[("reason", look.text(&said.reason.name()))]))
                        .font(theme.body_bold())
                        .color(ink),
                );
                let at = said.at.format("%Y-%m-%d %H:%M").to_string();
                ui.label(look.small(format!("{} {at}", said.who)));
                if let Some(due) = said.due.filter(|_| !is_answered) {
                    ui.label(look.small(look.say_with("submit.wanted_by", &[("date", &due.to_string())])));
                }
            });
            if !said.words.is_empty() {
                ui.add(egui::Label::new(&said.words).wrap());
            }
            for (element, remark) in &said.remarks {
                ui.horizontal_wrapped(|ui| {
                    ui.label(look.icon(icons::CARET_RIGHT).color(ink));
                    let name =
                        desk.catalogue().element(element).map(|found| look.text(&found.name).to_owned());
                    let label = name.unwrap_or_else(|| element.to_string());
                    if link_ui(ui, look, label).clicked() {
                        out.push(Act::OpenEntry(key.clone(), Some(element.clone())));
                    }
                    ui.label(remark);
                });
            }
        },
    );
}

/// Draws what can be done now; what cannot is not there.
fn actions_ui(
    ui: &mut Ui,
    desk: &Desk,
    key: &ReturnKey,
    state: &mut SubmitState,
    head: &Head,
    look: &Look,
    out: &mut Vec<Act>,
) {
    ui.horizontal_wrapped(|ui| {
        if desk.nil_reason(key).is_some() {
            ui.label(
                RichText::new(look.say("hands.nil_badge")).font(look.theme.small()).color(look.theme.soft()),
            );
        }
        if desk.can_move(key, Move::Submit) {
            let ready = desk.readiness(key).is_ready();
            let pressed =
                ui.add_enabled_ui(ready, |ui| primary_button_ui(ui, look, look.say("submit.submit"))).inner;
            // Enter hands in, once one has come here and nothing else has the keys.
            let free = ui.memory(|memory| memory.focused().is_none() && memory.top_modal_layer().is_none());
            if ready && free && state.offered.as_ref() != Some(key) {
                pressed.request_focus();
                state.offered = Some(key.clone());
            }
            if pressed.clicked() {
                state.commit(out);
                state.asking = Some((key.clone(), Asking::Submit(String::new())));
            }
            if desk.filled(key).filled == 0 && quiet_button_ui(ui, look.say("submit.nil")).clicked() {
                state.asking = Some((key.clone(), Asking::Nil(String::new())));
            }
            if quiet_button_ui(ui, look.say("submit.go_on")).clicked() {
                out.push(Act::OpenEntry(key.clone(), None));
            }
        }
        judge_ui(ui, desk, key, state, head, look, out);
        if key.unit != *desk.seat() && quiet_button_ui(ui, look.say("hands.see_form")).clicked() {
            out.push(Act::OpenEntry(key.clone(), None));
        }
        if desk.can_move(key, Move::SendBack) && quiet_button_ui(ui, look.say("submit.send_back")).clicked() {
            state.asking = Some((key.clone(), Asking::SendBack));
        }
        let may_ask =
            state.reviewed.as_ref() == Some(key) && head.submission().is_some() && !desk.is_read_only();
        if may_ask && quiet_button_ui(ui, look.say("walk.query")).clicked() {
            state.comparing.wants_question = true;
        }
        let is_ours_to_send = key.unit != *desk.seat() && head.status == Status::SentBack;
        if is_ours_to_send && quiet_button_ui(ui, look.say("review.sent_back_file")).clicked() {
            out.push(Act::PackSentBack(key.clone()));
        }
        if head.submission().is_some()
            && !head.status.is_open()
            && quiet_button_ui(ui, look.say("submit.save_package")).clicked()
        {
            out.push(Act::SaveReturn(key.clone(), SheetFile::Package));
        }
        if quiet_button_ui(ui, look.say("submit.pdf")).clicked() {
            out.push(Act::SaveReturn(key.clone(), SheetFile::Pdf));
        }
        if quiet_button_ui(ui, look.say("submit.xlsx")).clicked() {
            out.push(Act::SaveReturn(key.clone(), SheetFile::Xlsx));
        }
        if desk.can_move(key, Move::Withdraw) && quiet_button_ui(ui, look.say("submit.withdraw")).clicked() {
            state.asking = Some((key.clone(), Asking::Withdraw(String::new())));
        }
        if desk.can_move(key, Move::Correct) && quiet_button_ui(ui, look.say("submit.correct")).clicked() {
            state.asking = Some((key.clone(), Asking::Correct(String::new())));
        }
    });
}

/// Draws the two steps of a bureau. Both stand in their places until the second is done: a double click on the first
/// meets nothing but the first.
fn judge_ui(
    ui: &mut Ui,
    desk: &Desk,
    key: &ReturnKey,
    state: &mut SubmitState,
    head: &Head,
    look: &Look,
    out: &mut Vec<Act>,
) {
    let (receives, accepts) = (desk.can_move(key, Move::Receive), desk.can_move(key, Move::Accept));
    if !receives && !accepts {
        return;
    }
    // Only the next step is the main one: what came is received, what was received is accepted.
    let is_new = head.status == Status::Submitted;
    let button = |ui: &mut Ui, word: &str, is_next: bool| {
        let word = look.say(word);
        if is_next { primary_button_ui(ui, look, word) } else { quiet_button_ui(ui, word) }
    };
    let receive = ui.add_enabled_ui(receives, |ui| button(ui, "submit.receive", is_new)).inner;
    if receive.clicked() {
        out.push(Act::Do(Command::MoveOn { key: key.clone(), moving: Moving::Receive }));
    }
    let accept = ui.add_enabled_ui(accepts, |ui| button(ui, "clerk.accept", !is_new)).inner;
    if accept.clicked() {
        state.asking = Some((key.clone(), Asking::Accept));
    }
}
