//! A search field over a list: what is typed narrows it, the arrows and Enter work it as well as the mouse.

use egui::{Align2, Context, Event, Id, Key, Modal, Role, ScrollArea, Sense, TextEdit, Vec2, WidgetInfo};

use crate::ui::{look::Look, widgets::paint_text};

/// What is typed and which line is chosen.
#[derive(Debug, Default)]
pub struct Finder {
    /// What is typed.
    pub text: String,
    at: usize,
    /// Keys that wait until the lines fit what was typed before them.
    later: Vec<Event>,
}

/// One line of the list.
#[derive(Clone, Debug)]
pub struct FinderLine {
    /// What kind of thing it is.
    pub icon: &'static str,
    /// Its name.
    pub name: String,
    /// What else is said of it, at the right.
    pub detail: String,
}

/// What became of the list in this frame.
#[derive(Debug, Default)]
pub struct Found {
    /// The line that was chosen.
    pub chosen: Option<usize>,
    /// What a quick hand typed behind Enter or Esc: it is meant for the place that was chosen, or the one behind.
    pub behind: Vec<Event>,
    /// The list was left without a choice.
    pub closed: bool,
}

/// Names the field of a list.
pub fn finder_field(id: &str) -> Id {
    Id::unique((id, "field"))
}

/// Draws the field with the lines that fit what is typed, which the caller has found.
pub fn finder_ui(
    ctx: &Context,
    id: &str,
    finder: &mut Finder,
    lines: &[FinderLine],
    hint: &str,
    look: &Look,
) -> Found {
    let last = lines.len().saturating_sub(1);
    let mut found = Found::default();
    let mut moved = false;
    ctx.input_mut(|input| {
        let mut events = std::mem::take(&mut finder.later);
        events.append(&mut input.events);
        // In the order they were pressed: an arrow and Enter in one frame are two steps.
        for at in 0..events.len() {
            let Some(key) = list_key(&events[at]) else { continue };
            if events[..at].iter().any(is_text) {
                // The lines are those of what was typed before: they are found anew first.
                finder.later = events.split_off(at);
                break;
            }
            match key {
                Key::ArrowDown => finder.at = (finder.at + 1).min(last),
                Key::ArrowUp => finder.at = finder.at.min(last).saturating_sub(1),
                _ => {
                    found.behind = events.split_off(at + 1);
                    found.chosen = (key == Key::Enter).then_some(finder.at.min(last));
                    found.closed = key != Key::Enter;
                    break;
                }
            }
            moved = true;
        }
        events.retain(|event| list_key(event).is_none());
        input.events = events;
    });
    if !finder.later.is_empty() {
        ctx.request_repaint();
    }
    finder.at = finder.at.min(last);
    let (field_id, id) = (finder_field(id), Id::unique(id));
    let area = Modal::default_area(id).anchor(Align2::CENTER_TOP, Vec2::new(0.0, 60.0));
    let modal = Modal::new(id).area(area).show(ctx, |ui| {
        ui.set_width(560.0);
        let field = ui.add(
            TextEdit::singleline(&mut finder.text)
                .id(field_id)
                .hint_text(hint)
                .desired_width(f32::INFINITY)
                .font(look.theme.body()),
        );
        field.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, hint));
        if !field.has_focus() {
            field.request_focus();
        }
        if field.changed() {
            finder.at = 0;
        }
        ui.add_space(6.0);
        let area = ScrollArea::vertical().max_height(420.0).min_scrolled_height(420.0);
        area.auto_shrink([false, true]).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 1.0;
            for (at, line) in lines.iter().enumerate() {
                let response = line_ui(ui, line, at == finder.at, look);
                if at == finder.at && moved {
                    response.scroll_to_me(None);
                }
                if response.clicked() {
                    found.chosen = Some(at);
                }
            }
            if lines.is_empty() {
                ui.label(look.small(look.say("palette.nothing")));
            }
        });
    });
    found.chosen = found.chosen.filter(|at| *at < lines.len());
    found.closed |= found.chosen.is_none() && modal.should_close();
    found
}

/// Gives the key of an event that works the list.
fn list_key(event: &Event) -> Option<Key> {
    match event {
        Event::Key { key: key @ (Key::Enter | Key::Escape), pressed: true, .. } => Some(*key),
        Event::Key { key: key @ (Key::ArrowDown | Key::ArrowUp), pressed: true, modifiers, .. } => {
            modifiers.is_none().then_some(*key)
        }
        _ => None,
    }
}

/// Says whether an event changes what is typed.
const fn is_text(event: &Event) -> bool {
    matches!(
        event,
        Event::Text(_)
            | Event::Paste(_)
            | Event::Cut
            | Event::Ime(_)
            | Event::Key { key: Key::Backspace | Key::Delete, pressed: true, .. }
    )
}

fn line_ui(ui: &mut egui::Ui, line: &FinderLine, is_chosen: bool, look: &Look) -> egui::Response {
    let theme = &look.theme;
    let (rect, response) = ui.allocate_exact_size(Vec2::new(ui.available_width(), 28.0), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &line.name));
    if is_chosen {
        ui.painter().rect_filled(rect, theme.corner(), theme.accent_ground());
    } else if response.hovered() {
        ui.painter().rect_filled(rect, theme.corner(), theme.panel());
    }
    let mut inner = rect.shrink2(Vec2::new(8.0, 0.0));
    paint_text(ui, inner, line.icon, theme.icon(), theme.quiet(), Align2::LEFT_CENTER);
    inner.min.x += 26.0;
    let mut name = inner;
    name.max.x -= 220.0;
    paint_text(ui, name, &line.name, theme.body(), theme.text(), Align2::LEFT_CENTER);
    let mut detail = inner;
    detail.min.x = name.max.x + 6.0;
    paint_text(ui, detail, &line.detail, theme.small(), theme.quiet(), Align2::RIGHT_CENTER);
    response
}
