//! What changed since the last handing in, and the history of a return.

use egui::{Grid, RichText, Ui};

use crate::{
    base::{Figure, Table},
    desk::{Desk, history_table, sheet::element_text},
    indicator::Element,
    returns::{Change, Entry, Head, ReturnKey},
    ui::{
        act::Act,
        icons,
        look::Look,
        submit::{SubmitState, card_ui::part_ui},
        widgets::{link_ui, quiet_button_ui},
    },
};

/// How many lines of the history are shown before all are asked for.
const FEW: usize = 12;

fn figure_text(element: Option<&Element>, figure: &Figure, look: &Look) -> String {
    match (figure, element) {
        (Figure::Known(value), Some(element)) => look.text(&element_text(element, *value)).to_owned(),
        (Figure::Known(value), None) => value.to_string(),
        (Figure::NotApplicable(_), _) => look.say("entry.not_applicable").into_owned(),
        (Figure::Blank, _) => look.say("details.blank").into_owned(),
        (Figure::Unread(text), _) => format!("“{text}”"),
    }
}

/// Says what became of a cell: its figure, else its words, else nothing that is to be read.
fn change_text(old: &Entry, new: &Entry, text: &dyn Fn(&Entry) -> String, look: &Look) -> String {
    if old.figure != new.figure {
        format!("{} → {}", text(old), text(new))
    } else if old.note != new.note || old.explanations != new.explanations {
        look.say("submit.words_changed").into_owned()
    } else {
        text(new)
    }
}

/// Draws the cells that are other than when the return was handed in last.
pub(super) fn changes_ui(
    ui: &mut Ui,
    desk: &Desk,
    key: &ReturnKey,
    state: &mut SubmitState,
    look: &Look,
    out: &mut Vec<Act>,
) {
    let told = state.told(desk, key);
    if told.since.is_empty() {
        return;
    }
    part_ui(ui, look, "submit.changed");
    Grid::new("changed").num_columns(4).striped(false).spacing([14.0, 4.0]).show(ui, |ui| {
        for changed in &told.since {
            let element = desk.catalogue().element(&changed.element);
            let name = element.map(|element| look.text(&element.name).to_owned()).unwrap_or_default();
            if link_ui(ui, look, name).clicked() {
                out.push(Act::OpenEntry(key.clone(), Some(changed.element.clone())));
            }
            let text = |entry: &Entry| figure_text(element, &entry.figure, look);
            let change = change_text(&changed.old, &changed.new, &text, look);
            ui.label(RichText::new(change).font(look.theme.grid()));
            ui.label(look.small(look.text(&crate::desk::why_words(&changed.why))));
            ui.end_row();
        }
    });
}

/// Draws the newest edits, all of them if asked, with the way to a file.
pub(super) fn history_ui(
    ui: &mut Ui,
    desk: &Desk,
    key: &ReturnKey,
    state: &mut SubmitState,
    look: &Look,
    out: &mut Vec<Act>,
) {
    let told = state.told(desk, key);
    if told.lines.is_empty() {
        return;
    }
    part_ui(ui, look, "details.history");
    if let Some(broken) = &told.broken {
        ui.horizontal_wrapped(|ui| {
            ui.label(look.icon(icons::WARNING).color(look.theme.hard()));
            ui.label(RichText::new(look.text(broken)).color(look.theme.hard()));
        });
    }
    let few = if state.whole_history { told.lines.len().min(2000) } else { FEW };
    Grid::new("history").num_columns(4).spacing([14.0, 3.0]).show(ui, |ui| {
        for line in told.lines.iter().rev().take(few) {
            let edit = &line.edit;
            ui.label(look.small(format!("{} {}", edit.at.format("%m-%d %H:%M"), edit.who)));
            match &edit.change {
                Change::Cell { element, old, new } => {
                    let found = desk.catalogue().element(element);
                    let name = found.map(|found| look.text(&found.name).to_owned()).unwrap_or_default();
                    ui.label(RichText::new(shortened(&name, 22)).font(look.theme.small()));
                    let text = |entry: &Entry| figure_text(found, &entry.figure, look);
                    let change = change_text(old, new, &text, look);
                    ui.label(RichText::new(shortened(&change, 40)).font(look.theme.small()));
                }
                Change::Head { old, new } => {
                    ui.label(look.small(look.say("submit.way")));
                    let name = |head: &Head| look.text(&head.status.name()).to_owned();
                    let words = if old.status == new.status {
                        look.say("submit.signers").into_owned()
                    } else {
                        format!("{} → {}", name(old), name(new))
                    };
                    ui.label(RichText::new(words).font(look.theme.small()));
                }
            }
            ui.label(look.small(look.text(&crate::desk::why_words(&edit.why))));
            ui.end_row();
        }
    });
    ui.horizontal(|ui| {
        if told.lines.len() > few
            && link_ui(
                ui,
                look,
                look.say_with("submit.whole_history", &[("n", &told.lines.len().to_string())]),
            )
            .clicked()
        {
            state.whole_history = true;
        }
        if quiet_button_ui(ui, look.say("submit.save_history")).clicked() {
            let table: Table = history_table(desk, key, &told.lines, look.lang);
            out.push(Act::SaveTable(table));
        }
    });
}

fn shortened(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        text.to_owned()
    } else {
        text.chars().take(most - 1).chain(['…']).collect()
    }
}
