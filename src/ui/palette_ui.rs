//! Search over elements, indicators and commands (Ctrl+K).

use std::collections::BTreeSet;

use egui::Context;

use crate::{
    base::{Bilingual, Fit, Lang, Query},
    desk::{Desk, EntryId},
    ui::{
        act::Act,
        commands::COMMANDS,
        icons,
        look::Look,
        widgets::{Finder, FinderLine, finder_ui},
    },
    words,
};

/// 查找的状态.
#[derive(Debug, Default)]
pub struct PaletteState {
    finder: Finder,
}

/// A line of the list, and what it asks for.
type Hit = (FinderLine, Act);

/// Gives what fits what was typed: commands, elements, indicators, and in each what is written so first.
fn hits(desk: &Desk, query: &Query, look: &Look) -> Vec<Hit> {
    let mut found = Vec::new();
    for command in COMMANDS.iter().filter(|command| (command.enabled)(desk)) {
        let [zh, en] = [Lang::Zh, Lang::En].map(|lang| words::say(lang, command.label));
        let name = Bilingual::new(zh, en);
        if let Some(fit) = query.fit(&name, "") {
            let detail = command
                .shortcut
                .map(|keys| keys.format(&egui::ModifierNames::NAMES, false).replace("Comma", ","))
                .unwrap_or_default();
            let name = look.text(&name).to_owned();
            found.push((fit, (FinderLine { icon: command.icon, name, detail }, (command.act)(desk))));
        }
    }
    if !query.is_empty() {
        element_hits(desk, query, look, &mut found);
        for indicator in desk.catalogue().indicators() {
            let Some(fit) = query.fit(&indicator.name, indicator.id.as_str()) else { continue };
            let act = Act::OpenTrendAnywhere(indicator.id.clone());
            let name = look.text(&indicator.name).to_owned();
            let detail = look.text(&indicator.unit).to_owned();
            found.push((fit, (FinderLine { icon: icons::CHART_LINE, name, detail }, act)));
        }
        dictionary_hits(desk, query, look, &mut found);
    }
    found.sort_by_key(|(fit, _)| *fit);
    found.truncate(60);
    found.into_iter().map(|(_, hit)| hit).collect()
}

fn element_hits(desk: &Desk, query: &Query, look: &Look, found: &mut Vec<(Fit, Hit)>) {
    let Some(unit) = desk.our_unit() else { return };
    for view in &desk.work(&unit.id, look.today).open {
        let Some(form) = desk.catalogue().form(&view.form) else { continue };
        let wanted = form.elements().filter(|id| desk.is_wanted(id));
        let typed = wanted.filter_map(|id| desk.catalogue().element(id));
        for element in typed.filter(|element| element.taken_from.is_none()) {
            let Some(fit) = query.fit(&element.name, element.id.as_str()) else { continue };
            let act = Act::OpenEntry(desk.our_key(&form.id, view.period), Some(element.id.clone()));
            let detail = format!("{} · {}", look.text(&form.name), view.period.label(look.lang));
            let name = look.text(&element.name).to_owned();
            found.push((fit, (FinderLine { icon: icons::PENCIL_SIMPLE, name, detail }, act)));
        }
    }
}

/// Adds the elements that our open forms do not ask for: they can be looked up.
fn dictionary_hits(desk: &Desk, query: &Query, look: &Look, found: &mut Vec<(Fit, Hit)>) {
    let work = desk.work(desk.seat(), look.today);
    let forms: Vec<_> = work.open.iter().filter_map(|view| desk.catalogue().form(&view.form)).collect();
    let asked: BTreeSet<_> = forms.into_iter().flat_map(|form| form.elements()).collect();
    for element in desk.catalogue().elements() {
        if asked.contains(&element.id) && element.taken_from.is_none() {
            continue;
        }
        let Some(fit) = query.fit(&element.name, element.id.as_str()) else { continue };
        let act = Act::OpenDictionary(EntryId::Element(element.id.clone()));
        let name = look.text(&element.name).to_owned();
        let detail = look.say("dictionary.title").into_owned();
        found.push((fit, (FinderLine { icon: icons::LIST, name, detail }, act)));
    }
}

/// Draws the palette while it is open.
pub(super) fn palette_ui(
    ctx: &Context,
    desk: &Desk,
    state: &mut PaletteState,
    look: &Look,
    out: &mut Vec<Act>,
) {
    let hits = hits(desk, &Query::new(&state.finder.text), look);
    let (lines, acts): (Vec<FinderLine>, Vec<Act>) = hits.into_iter().unzip();
    let found = finder_ui(ctx, "palette", &mut state.finder, &lines, &look.say("frame.search"), look);
    if let Some(act) = found.chosen.and_then(|at| acts.into_iter().nth(at)) {
        if !matches!(act, Act::TogglePalette) {
            out.push(Act::TogglePalette);
        }
        let arrives = matches!(act, Act::OpenEntry(..));
        out.push(act);
        if arrives && !found.behind.is_empty() {
            out.push(Act::TypeAhead(found.behind));
        }
    } else if found.closed {
        out.push(Act::TogglePalette);
    }
}
