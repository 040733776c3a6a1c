//! The line that is looked at: what it is, from whom, why it is what it is.

use std::collections::BTreeMap;

use egui::{Label, RichText, Ui};

use crate::{
    base::{Figure, Lang},
    desk::Desk,
    exchange::{CheckCounts, FigureChange, Lineage, Outcome, Piece},
    returns::ReturnKey,
    ui::{
        act::Act,
        arrivals::{
            ArrivalAct,
            list::List,
            list_ui::{chip_look, kind_words, reason_words, unit_words},
            note_ui::{MOST_LISTED, form_pack_ui, name_of, query_ui, receipt_ui, sent_back_ui, statement_ui},
        },
        look::Look,
        widgets::{figure_text, quiet_button_ui},
    },
    wire::fingerprint,
};

/// Draws the card.
pub(super) fn card_ui(
    ui: &mut Ui,
    desk: &Desk,
    list: &List,
    answers: &mut BTreeMap<(ReturnKey, u32), String>,
    look: &Look,
    out: &mut Vec<Act>,
) {
    let Some(line) = list.lines.get(list.chosen) else { return };
    let theme = &look.theme;
    let at = list.chosen;
    let outcome = list.outcome(at);
    let (icon, ink, _) = chip_look(outcome, look);
    ui.horizontal(|ui| {
        ui.label(look.icon(icon).color(ink));
        ui.label(RichText::new(look.text(&outcome.name())).font(theme.body_bold()).color(ink));
        if list.taken.get(&at).is_some_and(|taken| taken.outcome.is_plain()) {
            ui.label(look.small(look.say("arrivals.was_taken")));
        }
    });
    let reason = reason_words(desk, list, at, look);
    if !reason.is_empty() {
        ui.add(Label::new(reason).wrap().selectable(true));
    }
    ui.add_space(6.0);
    let unit = unit_words(desk, line, look);
    if !unit.is_empty() {
        ui.add(Label::new(look.bold(unit)).wrap());
    }
    let period = line.period.map(|period| period.label(look.lang)).unwrap_or_default();
    let kind = kind_words(desk, line, look);
    if !kind.is_empty() {
        ui.label(format!("{kind} {period}"));
    }
    ui.add_space(4.0);
    if let Some((unit, who)) = &line.sender {
        let from = desk.tree().unit(unit).map_or(unit.as_str(), |unit| look.text(&unit.name));
        let words = if who == from { from.to_owned() } else { format!("{from} · {who}") };
        fact_ui(ui, look, "arrivals.sender", &words);
    }
    match &line.piece {
        Piece::Return(found) => {
            if let Some(submission) = found.head.submission() {
                fact_ui(ui, look, "submit.fingerprint", &submission.fingerprint);
                let at = submission.at.format("%Y-%m-%d %H:%M").to_string();
                fact_ui(ui, look, "arrivals.handed_in", &format!("{at} · {}", submission.who));
            }
            if let Some(checks) = line.checks {
                fact_ui(ui, look, "arrivals.checks", &checks_words(checks, look));
            }
            let at_hand = desk.unit_return(&found.key).map(|at_hand| Lineage::at_hand(at_hand));
            if let Some(tip) = at_hand.as_ref().and_then(Lineage::tip) {
                fact_ui(ui, look, "arrivals.at_hand", &fingerprint(tip));
            }
        }
        Piece::Receipt(receipt) => receipt_ui(ui, desk, receipt, look),
        Piece::SentBack(note) => sent_back_ui(ui, desk, note, look, out),
        Piece::Query(query) => query_ui(ui, desk, query, answers, look, out),
        Piece::FormPack(pack) => form_pack_ui(ui, desk, pack, look),
        Piece::Statement(statement) => {
            let recount = list.recounts.get(&at).filter(|(of, _)| *of == desk.generation());
            statement_ui(ui, desk, statement, (at, recount.map(|(_, since)| since)), look, out);
        }
        Piece::Nothing => {
            let taken = line.key().filter(|_| list.taken.contains_key(&at));
            if let Some(submission) = taken.and_then(|key| desk.head(&key).submission().cloned()) {
                fact_ui(ui, look, "arrivals.at_hand", &submission.fingerprint);
            }
        }
    }
    if outcome == Outcome::Update {
        changes_ui(ui, desk, line.changes.as_deref().unwrap_or_default(), look);
    }
    fact_ui(ui, look, "arrivals.file", &line.name);
    if outcome == Outcome::Conflict && !list.taken.contains_key(&at) && list.has_versions(at) {
        ui.add_space(6.0);
        ui.add(Label::new(look.small(look.say("arrivals.conflict_next"))).wrap());
    }
    ui.add_space(8.0);
    let key = line.key().filter(|key| list.taken.contains_key(&at) && desk.unit_return(key).is_some());
    if let Some(key) = key {
        if outcome.is_plain()
            && desk.is_bureau()
            && quiet_button_ui(ui, look.say("arrivals.review")).clicked()
        {
            out.push(Act::Review(key));
        } else if outcome == Outcome::Conflict && quiet_button_ui(ui, look.say("arrivals.compare")).clicked()
        {
            out.push(Act::Arrivals(ArrivalAct::ShowConflict(key)));
        }
    }
}

/// Lists which figures are others than before, with what they were and are.
fn changes_ui(ui: &mut Ui, desk: &Desk, changes: &[FigureChange], look: &Look) {
    if changes.is_empty() {
        return;
    }
    ui.add_space(6.0);
    ui.label(look.bold(look.say("walk.changes_title")));
    for change in changes.iter().take(MOST_LISTED) {
        let [before, now] = [&change.before, &change.now].map(|figure| match figure {
            Figure::Blank => look.say("details.blank").into_owned(),
            figure => figure_text(desk, &change.element, figure, look),
        });
        let name = name_of(desk, &change.element, look);
        ui.add(Label::new(RichText::new(name).font(look.theme.grid())).wrap());
        ui.horizontal(|ui| {
            ui.add_space(10.0);
            ui.label(RichText::new(before).font(look.theme.grid()).color(look.theme.quiet()));
            ui.label(look.small("→"));
            ui.label(RichText::new(now).font(look.theme.grid_bold()));
        });
    }
    let rest = changes.len().saturating_sub(MOST_LISTED);
    if rest > 0 {
        ui.label(look.small(look.say_with("walk.more_changes", &[("n", &rest.to_string())])));
    }
}

/// Says what the checks say.
fn checks_words(checks: CheckCounts, look: &Look) -> String {
    if checks == CheckCounts::default() {
        return look.say("arrivals.checks_clean").into_owned();
    }
    let counts = [checks.hard, checks.soft, checks.hints].map(|count| count.to_string());
    let fill = [("hard", counts[0].as_str()), ("soft", &counts[1]), ("hints", &counts[2])];
    look.say_with("arrivals.checks_words", &fill)
}

/// Draws a name with what is known under it.
pub(super) fn fact_ui(ui: &mut Ui, look: &Look, key: &str, text: &str) {
    if text.is_empty() {
        return;
    }
    let colon = if look.lang == Lang::Zh { "：" } else { ": " };
    let mut job = egui::text::LayoutJob::default();
    let format = |color| egui::TextFormat { font_id: look.theme.grid(), color, ..Default::default() };
    job.append(&format!("{}{colon}", look.say(key)), 0.0, format(look.theme.quiet()));
    job.append(text, 0.0, format(look.theme.text()));
    job.wrap.break_anywhere = text.contains(['/', '\\']);
    ui.add(Label::new(job).wrap().selectable(true));
}
