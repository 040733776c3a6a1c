//! One entry in full: meaning or formula, limits, who fills it, where it is used, which targets it serves.

use egui::{Label, RichText, Sense, Ui};

use crate::{
    base::{Bilingual, Lang, quantity_text},
    desk::{Asked, Desk, Dictionary, Entry, EntryId},
    indicator::{Element, Indicator},
    ui::{
        act::Act,
        dictionary::{DictionaryState, screen_ui::opens},
        icons,
        look::Look,
        widgets::{fraction_ui, quiet_button_ui},
    },
};

/// Draws an entry.
pub(super) fn card_ui(
    ui: &mut Ui,
    desk: &Desk,
    dictionary: &Dictionary,
    entry: &Entry,
    state: &mut DictionaryState,
    look: &Look,
    out: &mut Vec<Act>,
) {
    ui.set_max_width(ui.available_width() - 4.0);
    back_ui(ui, dictionary, state, look);
    ui.label(look.bold(look.text(&entry.name)));
    let other = entry.name.text(if look.lang == Lang::Zh { Lang::En } else { Lang::Zh });
    if other != look.text(&entry.name) {
        ui.label(look.small(other));
    }
    ui.horizontal_wrapped(|ui| {
        let action = opens(desk, entry, look);
        let key =
            if matches!(entry.id, EntryId::Indicator(_)) { "details.see_trend" } else { "dictionary.fill" };
        if let Some(act) = action
            && quiet_button_ui(ui, look.say(key)).clicked()
        {
            out.push(act);
        }
        ui.label(look.small(entry.id.as_str()));
        let copy = ui.add(egui::Button::new(look.icon(icons::COPY)).frame(false));
        let name = look.say("dictionary.copy_code").into_owned();
        copy.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, &name));
        if copy.on_hover_text(name.clone()).clicked() {
            ui.ctx().copy_text(entry.id.as_str().to_owned());
        }
    });
    ui.separator();
    match &entry.id {
        EntryId::Element(id) => {
            if let Some(element) = desk.catalogue().element(id) {
                element_ui(ui, desk, entry, element, state, look);
            }
        }
        EntryId::Indicator(id) => {
            if let Some(indicator) = desk.catalogue().indicator(id) {
                indicator_ui(ui, desk, indicator, look);
            }
        }
    }
    places_ui(ui, entry, look);
    related_ui(ui, dictionary, entry, state, look);
    targets_ui(ui, desk, entry, look, out);
}

/// Draws the way back after a link was followed.
fn back_ui(ui: &mut Ui, dictionary: &Dictionary, state: &mut DictionaryState, look: &Look) {
    let Some(last) = state.last().and_then(|id| dictionary.entry(id)) else { return };
    let words = look.say_with("dictionary.back", &[("name", look.text(&last.name))]);
    if text_link_ui(ui, look, &words) {
        state.back();
    }
    ui.add_space(4.0);
}

fn part_ui(ui: &mut Ui, look: &Look, title: &str) {
    ui.add_space(8.0);
    ui.label(RichText::new(title).font(look.theme.grid_bold()));
}

/// Draws a line of quiet title and text; nothing for an empty text.
fn line_ui(ui: &mut Ui, look: &Look, title: &str, text: &str) {
    if text.is_empty() {
        return;
    }
    let theme = &look.theme;
    let mut job = egui::text::LayoutJob::default();
    let format = |color| egui::text::TextFormat { font_id: theme.grid(), color, ..Default::default() };
    let colon = if look.lang == Lang::Zh { "：" } else { ": " };
    job.append(&format!("{}{colon}", look.say(title)), 0.0, format(theme.quiet()));
    job.append(text, 0.0, format(theme.text()));
    ui.label(job);
}

/// Draws words that lead elsewhere, wrapped and flush with the text round them.
fn text_link_ui(ui: &mut Ui, look: &Look, text: &str) -> bool {
    let words = RichText::new(text).color(look.theme.accent()).font(look.theme.grid());
    let link = ui.add(Label::new(words).sense(Sense::click()));
    link.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Link, true, text));
    link.on_hover_cursor(egui::CursorIcon::PointingHand).clicked()
}

fn element_ui(
    ui: &mut Ui,
    desk: &Desk,
    entry: &Entry,
    element: &Element,
    state: &mut DictionaryState,
    look: &Look,
) {
    ui.label(RichText::new(look.say("details.meaning")).font(look.theme.grid_bold()));
    ui.label(RichText::new(look.text(&element.text.meaning)).font(look.theme.grid()));
    line_ui(ui, look, "dictionary.time", look.text(&element.text.time));
    line_ui(ui, look, "dictionary.source", look.text(&element.text.source));
    part_ui(ui, look, &look.say("dictionary.filling"));
    line_ui(ui, look, "dictionary.type", look.text(&element.kind.name()));
    line_ui(ui, look, "entry.unit", look.text(&element.unit));
    if !element.is_choice() {
        let shown = |limit: rust_decimal::Decimal| {
            let limit = limit.normalize();
            quantity_text(limit, limit.scale())
        };
        let range = match (element.min, element.max) {
            (Some(min), Some(max)) => format!("{}–{}", shown(min), shown(max)),
            (Some(min), None) => format!("≥ {}", shown(min)),
            (None, Some(max)) => format!("≤ {}", shown(max)),
            (None, None) => String::new(),
        };
        line_ui(ui, look, "dictionary.range", &range);
    } else if let crate::indicator::ElementKind::Choice(choices) = &element.kind {
        let listed: Vec<String> =
            choices.iter().map(|choice| format!("{} {}", choice.code, look.text(&choice.name))).collect();
        line_ui(ui, look, "dictionary.choices", &listed.join("  "));
    }
    line_ui(ui, look, "dictionary.reporter", look.text(&element.reporter.name()));
    line_ui(ui, look, "dictionary.combine", look.text(&element.combine.name()));
    if let Some((source, scope)) = &element.taken_from {
        let over = desk.catalogue().scope(scope).map(|scope| scope.name.clone()).unwrap_or_default();
        let name = desk.catalogue().element(source).map(|source| source.name.clone()).unwrap_or_default();
        let fill = [("name", look.text(&name)), ("scope", look.text(&over))];
        if text_link_ui(ui, look, &look.say_with("dictionary.taken_from", &fill)) {
            state.follow(entry.id.clone(), EntryId::Element(source.clone()));
        }
    }
}

fn indicator_ui(ui: &mut Ui, desk: &Desk, indicator: &Indicator, look: &Look) {
    ui.label(RichText::new(look.say("plan.how")).font(look.theme.grid_bold()));
    fraction_ui(ui, &desk.catalogue().fraction(&indicator.formula), look);
    if !indicator.note.zh.is_empty() {
        ui.add_space(4.0);
        ui.label(look.small(look.text(&indicator.note)));
    }
    part_ui(ui, look, &look.say("dictionary.reading"));
    line_ui(ui, look, "dictionary.type", look.text(&indicator.kind.name()));
    line_ui(ui, look, "entry.unit", look.text(&indicator.unit));
    line_ui(ui, look, "dictionary.decimals", &indicator.decimals.to_string());
    line_ui(ui, look, "dictionary.better", look.text(&indicator.better.name()));
    let mut scopes: Vec<&str> = Vec::new();
    for scope in indicator.formula.scopes().into_iter().filter_map(|id| desk.catalogue().scope(id)) {
        let name = look.text(&scope.name);
        if !scopes.contains(&name) {
            scopes.push(name);
        }
    }
    let comma = if look.lang == Lang::Zh { "、" } else { ", " };
    line_ui(ui, look, "plan.scope_title", &scopes.join(comma));
}

fn places_ui(ui: &mut Ui, entry: &Entry, look: &Look) {
    if entry.places.is_empty() {
        return;
    }
    part_ui(ui, look, &look.say("dictionary.forms"));
    let mut forms: Vec<(&Bilingual, Vec<&str>)> = Vec::new();
    for place in &entry.places {
        let section = look.text(&place.section);
        match forms.last_mut() {
            Some((form, sections)) if **form == place.form_name => sections.push(section),
            _ => forms.push((&place.form_name, vec![section])),
        }
    }
    let comma = if look.lang == Lang::Zh { "、" } else { ", " };
    for (form, sections) in forms {
        let text = format!("{} · {}", look.text(form), sections.join(comma));
        ui.label(RichText::new(text).font(look.theme.grid()));
    }
}

fn related_ui(ui: &mut Ui, dictionary: &Dictionary, entry: &Entry, state: &mut DictionaryState, look: &Look) {
    if entry.related.is_empty() {
        return;
    }
    let key = match entry.id {
        EntryId::Element(_) => "dictionary.feeds",
        EntryId::Indicator(_) => "dictionary.reads",
    };
    part_ui(ui, look, &look.say_with(key, &[("n", &entry.related.len().to_string())]));
    for id in &entry.related {
        let Some(other) = dictionary.entry(id) else { continue };
        if text_link_ui(ui, look, look.text(&other.name)) {
            state.follow(entry.id.clone(), id.clone());
        }
    }
}

fn targets_ui(ui: &mut Ui, desk: &Desk, entry: &Entry, look: &Look, out: &mut Vec<Act>) {
    if entry.targets.is_empty() {
        return;
    }
    let count = entry.targets.len().to_string();
    part_ui(ui, look, &look.say_with("dictionary.targets", &[("n", &count)]));
    for plan in desk.plans() {
        let mut of_plan = entry.targets.iter().filter(|asked| asked.plan == plan.id).peekable();
        if of_plan.peek().is_none() {
            continue;
        }
        ui.label(look.small(look.text(&plan.title)));
        for asked in of_plan {
            let words = target_line(desk, entry, asked, look);
            if plan.id != desk.workspace().plan {
                ui.label(RichText::new(words).font(look.theme.grid()));
            } else if text_link_ui(ui, look, &words) {
                out.push(Act::OpenTarget(asked.row.clone()));
            }
        }
        ui.add_space(4.0);
    }
}

/// Writes a target on one line; with its indicator where the entry is an element.
fn target_line(desk: &Desk, entry: &Entry, asked: &Asked, look: &Look) -> String {
    let due = asked.due.label(look.lang);
    let mut words = vec![asked.clauses.join("、")];
    if matches!(entry.id, EntryId::Element(_)) {
        let indicator = desk.catalogue().indicator(&asked.indicator);
        words.extend(indicator.map(|indicator| look.text(&indicator.name).to_owned()));
    }
    words.extend([look.text(&asked.target).to_owned(), due]);
    words.push(look.text(&asked.scope).to_owned());
    words.retain(|word| !word.is_empty());
    words.join(" · ")
}
