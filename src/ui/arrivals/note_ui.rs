//! What each kind of file says: receipt, return sent back, questions, form pack, statement.

use std::collections::BTreeMap;

use egui::{Label, RichText, Role, TextEdit, Ui, WidgetInfo};

use crate::{
    base::{ElementId, Figure, FormId},
    desk::{Desk, RollUpSince},
    exchange::Lineage,
    returns::ReturnKey,
    ui::{
        act::Act,
        arrivals::{ArrivalAct, card_ui::fact_ui},
        icons,
        look::Look,
        widgets::{figure_text, link_ui, quiet_button_ui},
    },
    wire::{CountyStatement, FormPack, Query, ReceiptLine, ReceivedAs, SentBackNote},
};

/// How many changes are listed.
pub(super) const MOST_LISTED: usize = 12;

pub(super) fn name_of(desk: &Desk, element: &ElementId, look: &Look) -> String {
    let found = desk.catalogue().element(element);
    found.map_or_else(|| element.to_string(), |found| look.text(&found.name).to_owned())
}

fn said_ui(ui: &mut Ui, look: &Look, icon: &str, ink: egui::Color32, words: String) {
    ui.horizontal_top(|ui| {
        ui.label(look.icon(icon).color(ink));
        ui.add(Label::new(RichText::new(words).color(look.theme.text())).wrap().selectable(true));
    });
}

/// Shows what the bureau holds, and whether it is what was handed in from here.
pub(super) fn receipt_ui(ui: &mut Ui, desk: &Desk, line: &ReceiptLine, look: &Look) {
    let theme = &look.theme;
    let standing = match line.standing {
        ReceivedAs::Received => "submit.way_received",
        ReceivedAs::Accepted => "submit.way_accepted",
    };
    fact_ui(ui, look, "arrivals.standing", &look.say(standing));
    fact_ui(ui, look, "submit.fingerprint", &line.fingerprint);
    let ours = desk.unit_return(&line.key).map(|found| Lineage::of(&found.head));
    let is_ours = ours.as_ref().and_then(Lineage::tip) == Some(&line.digest);
    let (icon, ink, key) = if is_ours {
        (icons::CHECK, theme.good(), "arrivals.print_same")
    } else {
        (icons::WARNING, theme.soft(), "arrivals.print_other")
    };
    said_ui(ui, look, icon, ink, look.say(key).into_owned());
}

/// Shows why a return came back, until when it is wanted, and what is said of its cells.
pub(super) fn sent_back_ui(ui: &mut Ui, desk: &Desk, note: &SentBackNote, look: &Look, out: &mut Vec<Act>) {
    fact_ui(ui, look, "arrivals.why", look.text(&note.said.reason.name()));
    fact_ui(ui, look, "arrivals.words", &note.said.words);
    let due = note.said.due.map(|due| due.to_string()).unwrap_or_default();
    fact_ui(ui, look, "arrivals.due", &due);
    for (element, remark) in &note.said.remarks {
        ui.add_space(3.0);
        ui.add(Label::new(look.bold(name_of(desk, element, look))).wrap());
        ui.add(Label::new(remark).wrap().selectable(true));
    }
    let is_here = desk.head(&note.key).sent_back.as_ref() == Some(&note.said);
    if is_here && note.key.unit == *desk.seat() {
        ui.add_space(6.0);
        if quiet_button_ui(ui, look.say("arrivals.mend")).clicked() {
            let first = note.said.remarks.keys().next().cloned();
            out.push(Act::OpenEntry(note.key.clone(), first));
        }
    }
}

/// Shows questions on figures with their answers; those on ours that have none can be answered once they are taken in.
pub(super) fn query_ui(
    ui: &mut Ui,
    desk: &Desk,
    query: &Query,
    answers: &mut BTreeMap<(ReturnKey, u32), String>,
    look: &Look,
    out: &mut Vec<Act>,
) {
    let known = desk.query_of(&query.key);
    let is_taken = known.is_some_and(|known| known.bureau == query.bureau && known.digest == query.digest);
    // What is known here may have answers already that the file has not.
    let questions = known.filter(|_| is_taken).map_or(&query.questions, |known| &known.questions);
    let may_answer = is_taken && query.key.unit == *desk.seat() && !desk.is_read_only();
    for question in questions {
        ui.add_space(4.0);
        let figure = desk.unit_return(&query.key).map(|found| found.figure(&question.element).clone());
        let shown = figure.map(|figure| figure_text(desk, &question.element, &figure, look));
        let title = format!("{}  {}", name_of(desk, &question.element, look), shown.unwrap_or_default());
        ui.add(Label::new(look.bold(title.trim())).wrap());
        let may_look = query.key.unit == *desk.seat() && desk.unit_return(&query.key).is_some();
        if may_look && link_ui(ui, look, look.say("review.see_cell")).clicked() {
            out.push(Act::OpenEntry(query.key.clone(), Some(question.element.clone())));
        }
        ui.add(Label::new(&question.text).wrap().selectable(true));
        if let Some(answer) = &question.answer {
            let at = answer.at.format("%Y-%m-%d %H:%M").to_string();
            said_ui(ui, look, icons::CHECK, look.theme.good(), answer.text.clone());
            ui.label(look.small(format!("{} · {at}", answer.who)));
            continue;
        }
        if !may_answer {
            continue;
        }
        let name = look.say_with("arrivals.answer_to", &[("name", &name_of(desk, &question.element, look))]);
        let text = answers.entry((query.key.clone(), question.number)).or_default();
        let edit = TextEdit::multiline(text).desired_rows(2).desired_width(f32::INFINITY);
        ui.add(edit).widget_info(|| WidgetInfo::labeled(Role::MultilineTextInput, true, &name));
        let text = text.trim().to_owned();
        ui.add_enabled_ui(!text.is_empty(), |ui| {
            let label = look.say("arrivals.answer").into_owned();
            let button = quiet_button_ui(ui, &label);
            button.widget_info(|| {
                WidgetInfo::labeled(Role::Button, true, format!("{label} {}", question.number))
            });
            if button.clicked() {
                let (key, number) = (query.key.clone(), question.number);
                out.push(Act::Arrivals(ArrivalAct::Answer { key, number, text }));
            }
        });
    }
    if query.key.unit == *desk.seat() && !is_taken {
        ui.label(look.small(look.say("arrivals.answer_later")));
    }
}

/// Shows what is asked, until when, and which ids are others.
pub(super) fn form_pack_ui(ui: &mut Ui, desk: &Desk, pack: &FormPack, look: &Look) {
    let plan = desk.plans().iter().find(|plan| plan.id == pack.plan);
    let plan = plan.map_or_else(|| pack.plan.to_string(), |plan| look.text(&plan.title).to_owned());
    fact_ui(ui, look, "new.plan", &plan);
    ui.add_space(2.0);
    // A bureau below passes all of them on; a unit fills in its own.
    let ours = pack.units.iter().find(|unit| unit.id == *desk.seat()).filter(|unit| unit.area.is_none());
    let is_ours =
        |form: &FormId| ours.zip(desk.catalogue().form(form)).is_none_or(|(unit, form)| form.asks(unit));
    let (asked, others): (Vec<_>, Vec<_>) = pack.issues.iter().partition(|issue| is_ours(&issue.form));
    for issue in asked {
        let form = desk.catalogue().form(&issue.form);
        let form = form.map_or_else(|| issue.form.to_string(), |form| look.text(&form.name).to_owned());
        ui.add(Label::new(RichText::new(form).font(look.theme.grid())).wrap());
        let (period, due) = (issue.period.label(look.lang), issue.due.to_string());
        let fill = [("period", period.as_str()), ("due", &due)];
        ui.label(look.small(look.say_with("arrivals.issue_due", &fill)));
    }
    if !others.is_empty() {
        let others = others.len().to_string();
        ui.label(look.small(look.say_with("arrivals.issued_to_others", &[("n", &others)])));
    }
    ui.add_space(2.0);
    fact_ui(ui, look, "arrivals.units", &pack.units.len().to_string());
    if !pack.files.is_empty() {
        let names: Vec<&str> = pack.files.iter().map(|file| file.path.as_str()).collect();
        fact_ui(ui, look, "arrivals.packs", &names.join(", "));
    }
    for renamed in &pack.renamed {
        let words = format!("{} → {}", renamed.old, renamed.new);
        fact_ui(ui, look, "arrivals.renamed", &words);
    }
}

/// Shows what a statement from below holds, and whether counting it again comes to the same.
pub(super) fn statement_ui(
    ui: &mut Ui,
    desk: &Desk,
    statement: &CountyStatement,
    (at, recount): (usize, Option<&RollUpSince>),
    look: &Look,
    out: &mut Vec<Act>,
) {
    let theme = &look.theme;
    fact_ui(ui, look, "arrivals.figures", &statement.figures.len().to_string());
    let own = statement.members.iter().filter(|member| member.key.unit == statement.unit).count();
    let all = statement.members.len();
    let fill = [("n", all.to_string()), ("below", (all - own).to_string()), ("own", own.to_string())];
    let fill = fill.each_ref().map(|(key, text)| (*key, text.as_str()));
    fact_ui(ui, look, "arrivals.members", &look.say_with("walk.members", &fill));
    let expected = statement.figures.iter().map(|figure| figure.coverage.expected).max().unwrap_or_default();
    let reported = statement.figures.iter().map(|figure| figure.coverage.reported).max().unwrap_or_default();
    fact_ui(ui, look, "walk.coverage", &format!("{reported}/{expected}"));
    ui.add_space(6.0);
    let Some(since) = recount else {
        if quiet_button_ui(ui, look.say("arrivals.recount")).clicked() {
            out.push(Act::Arrivals(ArrivalAct::Recount(at)));
        }
        return;
    };
    if since.members.is_empty() && since.totals.is_empty() {
        said_ui(ui, look, icons::CHECK, theme.good(), look.say("arrivals.recount_same").into_owned());
        return;
    }
    let (members, totals) = (since.members.len().to_string(), since.totals.len().to_string());
    let words = look.say_with("arrivals.recount_other", &[("members", &members), ("totals", &totals)]);
    said_ui(ui, look, icons::WARNING, theme.soft(), words);
    for (unit, form, _) in since.members.iter().take(MOST_LISTED) {
        let name =
            desk.tree().unit(unit).map_or_else(|| unit.to_string(), |unit| look.text(&unit.name).to_owned());
        let form = desk.catalogue().form(form).map_or(form.as_str(), |form| look.text(&form.name));
        ui.add(Label::new(look.small(format!("{name} · {form}"))).wrap());
    }
    for change in since.totals.iter().take(MOST_LISTED) {
        let name = change.id.parse().ok().map_or_else(|| change.id.clone(), |id| name_of(desk, &id, look));
        let words = format!("{name}  {} / {}", or_blank(&change.before, look), or_blank(&change.now, look));
        ui.add(Label::new(words).wrap());
    }
}

fn or_blank(value: &str, look: &Look) -> String {
    if value.is_empty() || value == Figure::Blank.state() {
        look.say("details.blank").into_owned()
    } else {
        value.to_owned()
    }
}
