//! Search over elements, indicators and commands (Ctrl+K).

use egui::{
    Align2, Context, Event, Id, Key, Modal, Modifiers, Role, ScrollArea, Sense, TextEdit, Vec2, WidgetInfo,
};

use crate::{
    desk::Desk,
    ui::{act::Act, commands::COMMANDS, icons, look::Look, widgets::paint_text},
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

fn hits(desk: &Desk, needle: &str, look: &Look) -> Vec<Hit> {
    let mut found = Vec::new();
    for command in COMMANDS.iter().filter(|command| (command.enabled)(desk)) {
        let name = look.say(command.label).into_owned();
        if needle.is_empty() || name.to_lowercase().contains(needle) {
            let keys = command
                .shortcut
                .map(|keys| keys.format(&egui::ModifierNames::NAMES, false))
                .unwrap_or_default();
            found.push(Hit { icon: command.icon, name, detail: keys, act: (command.act)(desk) });
        }
    }
    if needle.is_empty() {
        return found;
    }
    let fits = |name: &crate::base::Bilingual, id: &str| name.contains(needle) || id.contains(needle);
    if let Some(unit) = desk.our_unit() {
        for view in &desk.work(&unit.id, look.today).open {
            let Some(form) = desk.catalogue().form(&view.form) else { continue };
            for element in form.elements().filter_map(|id| desk.catalogue().element(id)) {
                if element.taken_from.is_none() && fits(&element.name, element.id.as_str()) {
                    let act = Act::OpenEntry(desk.our_key(&form.id, view.period), Some(element.id.clone()));
                    let detail = format!("{} · {}", look.text(&form.name), view.period.label(look.lang));
                    found.push(Hit {
                        icon: icons::PENCIL_SIMPLE,
                        name: look.text(&element.name).to_owned(),
                        detail,
                        act,
                    });
                }
            }
        }
    }
    for indicator in
        desk.catalogue().indicators().filter(|indicator| fits(&indicator.name, indicator.id.as_str()))
    {
        let act = Act::OpenTrendAnywhere(indicator.id.clone());
        let detail = look.text(&indicator.unit).to_owned();
        found.push(Hit { icon: icons::CHART_LINE, name: look.text(&indicator.name).to_owned(), detail, act });
    }
    found.truncate(60);
    found
}

/// Draws the palette while it is open.
pub(super) fn palette_ui(
    ctx: &Context,
    desk: &Desk,
    state: &mut PaletteState,
    look: &Look,
    out: &mut Vec<Act>,
) {
    let found = hits(desk, &state.text.trim().to_lowercase(), look);
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
                    name.max.x -= 170.0;
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
