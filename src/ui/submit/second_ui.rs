//! 双录: the form typed a second time, blind, and what differs.

use egui::{Grid, Key, Modifiers, RichText, Role, ScrollArea, TextEdit, Ui, WidgetInfo};

use crate::{
    base::{ElementId, Figure},
    desk::{Command, Desk, sheet::element_text},
    returns::ReturnKey,
    ui::{
        act::Act,
        look::Look,
        submit::{SubmitState, card_ui::part_ui},
        widgets::{link_ui, quiet_button_ui},
    },
};

/// What the second person is typing, until it is committed.
#[derive(Debug, Default)]
pub(super) struct Typing {
    pub(super) open: bool,
    draft: Option<(ElementId, String)>,
    next: Option<usize>,
}

fn text_of(figure: &Figure) -> String {
    match figure {
        Figure::Known(value) => value.normalize().to_string(),
        Figure::NotApplicable(reason) => format!("不适用：{reason}"),
        Figure::Blank => String::new(),
        Figure::Unread(text) => text.clone(),
    }
}

/// Draws how far the second typing is, what differs, and the list to type into.
pub(super) fn second_ui(
    ui: &mut Ui,
    desk: &Desk,
    key: &ReturnKey,
    state: &mut SubmitState,
    look: &Look,
    out: &mut Vec<Act>,
) {
    if !desk.may_edit(key) {
        return;
    }
    part_ui(ui, look, "submit.second");
    let (typed, asked) = desk.second_progress(key);
    ui.horizontal(|ui| {
        let fill = [("n", typed.to_string()), ("all", asked.to_string())];
        let fill = fill.each_ref().map(|(name, text)| (*name, text.as_str()));
        ui.label(look.small(look.say_with("submit.second_progress", &fill)));
        let word = if state.typing.open { "submit.second_fold" } else { "submit.second_type" };
        if quiet_button_ui(ui, look.say(word)).clicked() {
            state.typing = Typing { open: !state.typing.open, next: Some(0), draft: None };
        }
        if typed > 0 && link_ui(ui, look, look.say("submit.second_clear")).clicked() {
            out.push(Act::Do(Command::ClearSecond(key.clone())));
        }
    });
    if state.typing.open {
        typing_ui(ui, desk, key, &mut state.typing, look, out);
    } else if typed > 0 {
        differences_ui(ui, desk, key, look, out);
    }
}

fn differences_ui(ui: &mut Ui, desk: &Desk, key: &ReturnKey, look: &Look, out: &mut Vec<Act>) {
    let found = desk.second_differences(key);
    if found.is_empty() {
        ui.label(RichText::new(look.say("submit.second_same")).color(look.theme.good()));
        return;
    }
    ui.label(look.say_with("submit.second_differ", &[("n", &found.len().to_string())]));
    Grid::new("differences").num_columns(4).spacing([16.0, 4.0]).show(ui, |ui| {
        for word in ["entry.element", "submit.second_first", "submit.second_second"] {
            ui.label(look.small(look.say(word)));
        }
        ui.end_row();
        for one in &found {
            let Some(element) = desk.catalogue().element(&one.element) else { continue };
            let name = look.text(&element.name).to_owned();
            if link_ui(ui, look, &name).clicked() {
                out.push(Act::OpenEntry(key.clone(), Some(one.element.clone())));
            }
            let shown = |figure: &Figure| match figure {
                Figure::Known(value) => look.text(&element_text(element, *value)).to_owned(),
                Figure::Blank => look.say("details.blank").into_owned(),
                other => text_of(other),
            };
            ui.label(shown(&one.first));
            ui.label(shown(&one.second));
            let take = link_ui(ui, look, look.say("submit.second_take"));
            let label = format!("{} {name}", look.say("submit.second_take"));
            take.widget_info(|| WidgetInfo::labeled(Role::Button, true, &label));
            if take.clicked() {
                out.push(Act::Do(Command::TakeSecond {
                    key: key.clone(),
                    elements: vec![one.element.clone()],
                }));
            }
            ui.end_row();
        }
    });
}

/// Draws the cells to type into; Enter and the arrows go on, and nothing of the first typing is shown.
fn typing_ui(
    ui: &mut Ui,
    desk: &Desk,
    key: &ReturnKey,
    typing: &mut Typing,
    look: &Look,
    out: &mut Vec<Act>,
) {
    let lines = desk.second_lines(key);
    ui.label(look.small(look.say("submit.second_hint")));
    let row = 27.0;
    ScrollArea::vertical().id_salt("second").max_height(380.0).auto_shrink([false, true]).show_rows(
        ui,
        row,
        lines.len(),
        |ui, shown| {
            for at in shown {
                let line = &lines[at];
                ui.horizontal(|ui| {
                    ui.set_height(row - 4.0);
                    let section =
                        line.section.as_ref().map(|name| look.text(name).to_owned()).unwrap_or_default();
                    ui.add_sized(
                        [110.0, 20.0],
                        egui::Label::new(RichText::new(section).font(look.theme.grid_bold())).truncate(),
                    );
                    let name = look.text(&line.name).to_owned();
                    ui.add_sized(
                        [290.0, 20.0],
                        egui::Label::new(RichText::new(&name).font(look.theme.grid())).truncate(),
                    );
                    let stored = text_of(&line.figure);
                    let mut text = match &typing.draft {
                        Some((of, text)) if *of == line.element => text.clone(),
                        _ => stored.clone(),
                    };
                    let field =
                        ui.add(TextEdit::singleline(&mut text).desired_width(150.0).font(look.theme.grid()));
                    let label = format!("{} {name}", look.say("submit.second"));
                    field.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, &label));
                    if typing.next == Some(at) {
                        field.request_focus();
                        typing.next = None;
                    }
                    if field.changed() {
                        typing.draft = Some((line.element.clone(), text.clone()));
                    }
                    let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
                    if field.has_focus() && (pressed(Key::ArrowDown) || pressed(Key::Enter)) {
                        typing.next = Some(at + 1);
                    }
                    if field.has_focus() && pressed(Key::ArrowUp) {
                        typing.next = at.checked_sub(1);
                    }
                    let entered = field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
                    if entered {
                        typing.next = Some(at + 1);
                    }
                    if (field.lost_focus() || typing.next.is_some())
                        && typing.draft.as_ref().is_some_and(|(of, _)| *of == line.element)
                    {
                        typing.draft = None;
                        if text.trim() != stored {
                            let (key, element) = (key.clone(), line.element.clone());
                            out.push(Act::Do(Command::TypeSecond { key, element, text }));
                        }
                    }
                    ui.label(look.small(look.text(&line.unit)));
                });
            }
        },
    );
}
