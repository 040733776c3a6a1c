//! Search over elements, indicators and commands (Ctrl+K).

use std::collections::BTreeSet;

use egui::{
    Align2, Context, Event, Id, Key, Modal, Modifiers, Role, ScrollArea, Sense, TextEdit, Vec2, WidgetInfo,
};

use crate::{
    base::{Bilingual, Fit, Lang, Query},
    desk::{Desk, EntryId},
    ui::{act::Act, commands::COMMANDS, icons, look::Look, widgets::paint_text},
    words,
};

/// 查找的状态.
#[derive(Debug, Default)]
pub struct PaletteState {
    text: String,
    at: usize,
}

struct Hit {
    icon: &'static str,
    name: String,
    detail: String,
    act: Act,
}

/// Gives what fits what was typed: commands, elements, indicators, and in each what is written so first.
fn hits(desk: &Desk, query: &Query, look: &Look) -> Vec<Hit> {
    let mut found = Vec::new();
    for command in COMMANDS.iter().filter(|command| (command.enabled)(desk)) {
        let [zh, en] = [Lang::Zh, Lang::En].map(|lang| words::say(lang, command.label));
        let name = Bilingual::new(zh, en);
        if let Some(fit) = query.fit(&name, "") {
            let detail = command
                .shortcut
                .map(|keys| keys.format(&egui::ModifierNames::NAMES, false))
                .unwrap_or_default();
            let name = look.text(&name).to_owned();
            found.push((fit, Hit { icon: command.icon, name, detail, act: (command.act)(desk) }));
        }
    }
    if !query.is_empty() {
        element_hits(desk, query, look, &mut found);
        for indicator in desk.catalogue().indicators() {
            let Some(fit) = query.fit(&indicator.name, indicator.id.as_str()) else { continue };
            let act = Act::OpenTrendAnywhere(indicator.id.clone());
            let name = look.text(&indicator.name).to_owned();
            let detail = look.text(&indicator.unit).to_owned();
            found.push((fit, Hit { icon: icons::CHART_LINE, name, detail, act }));
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
            found.push((fit, Hit { icon: icons::PENCIL_SIMPLE, name, detail, act }));
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
        found.push((fit, Hit { icon: icons::LIST, name, detail, act }));
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
    let found = hits(desk, &Query::new(&state.text), look);
    let last = found.len().saturating_sub(1);
    let mut chosen = None;
    let mut moved = false;
    let mut behind = Vec::new();
    ctx.input_mut(|input| {
        if input.consume_key(Modifiers::NONE, Key::ArrowDown) {
            state.at += 1;
            moved = true;
        }
        if input.consume_key(Modifiers::NONE, Key::ArrowUp) {
            state.at = state.at.saturating_sub(1);
            moved = true;
        }
        // What a quick hand typed behind Enter is meant for the place it goes to.
        let enter = |event: &Event| matches!(event, Event::Key { key: Key::Enter, pressed: true, .. });
        if let Some(at) = input.events.iter().position(enter) {
            behind = input.events.split_off(at + 1);
            input.events.pop();
            chosen = Some(state.at.min(last));
        }
    });
    state.at = state.at.min(last);
    let area = Modal::default_area(Id::unique("palette")).anchor(Align2::CENTER_TOP, Vec2::new(0.0, 60.0));
    let modal = Modal::new(Id::unique("palette")).area(area).show(ctx, |ui| {
        ui.set_width(560.0);
        let hint = look.say("frame.search").into_owned();
        let field = ui.add(
            TextEdit::singleline(&mut state.text)
                .hint_text(hint.clone())
                .desired_width(f32::INFINITY)
                .font(look.theme.body()),
        );
        field.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, &hint));
        if !field.has_focus() {
            field.request_focus();
        }
        if field.changed() {
            state.at = 0;
        }
        ui.add_space(6.0);
        ScrollArea::vertical().max_height(420.0).min_scrolled_height(420.0).auto_shrink([false, true]).show(
            ui,
            |ui| {
                ui.spacing_mut().item_spacing.y = 1.0;
                for (at, hit) in found.iter().enumerate() {
                    let (rect, response) =
                        ui.allocate_exact_size(Vec2::new(ui.available_width(), 28.0), Sense::click());
                    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &hit.name));
                    let theme = &look.theme;
                    if at == state.at {
                        ui.painter().rect_filled(rect, theme.corner(), theme.accent_ground());
                        if moved {
                            response.scroll_to_me(None);
                        }
                    } else if response.hovered() {
                        ui.painter().rect_filled(rect, theme.corner(), theme.panel());
                    }
                    let mut inner = rect.shrink2(Vec2::new(8.0, 0.0));
                    paint_text(ui, inner, hit.icon, theme.icon(), theme.quiet(), Align2::LEFT_CENTER);
                    inner.min.x += 26.0;
                    let mut name = inner;
                    name.max.x -= 220.0;
                    paint_text(ui, name, &hit.name, theme.body(), theme.text(), Align2::LEFT_CENTER);
                    let mut detail = inner;
                    detail.min.x = name.max.x + 6.0;
                    paint_text(ui, detail, &hit.detail, theme.small(), theme.quiet(), Align2::RIGHT_CENTER);
                    if response.clicked() {
                        chosen = Some(at);
                    }
                }
                if found.is_empty() {
                    ui.label(look.small(look.say("palette.nothing")));
                }
            },
        );
    });
    if let Some(hit) = chosen.and_then(|at| found.into_iter().nth(at)) {
        let toggles = matches!(hit.act, Act::TogglePalette);
        if !toggles {
            out.push(Act::TogglePalette);
        }
        let arrives = matches!(hit.act, Act::OpenEntry(..));
        out.push(hit.act);
        if arrives && !behind.is_empty() {
            out.push(Act::TypeAhead(behind));
        }
    } else if modal.should_close() {
        out.push(Act::TogglePalette);
    }
}
