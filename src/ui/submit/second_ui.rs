//! 双录: the form typed a second time, blind, and what differs.

use std::sync::Arc;

use egui::{Grid, Id, Key, Modifiers, RichText, Role, ScrollArea, TextEdit, Ui, Vec2, WidgetInfo};

use crate::{
    base::{ElementId, Figure},
    desk::{Command, Desk, SecondLine, sheet::element_text},
    indicator::Element,
    returns::ReturnKey,
    ui::{
        act::Act,
        look::Look,
        recovery::Typed,
        submit::{
            SubmitState,
            card_ui::part_ui,
            second_choice_ui::{choice_keys, choices_ui},
            state::Asking,
        },
        widgets::{cut_label_ui, link_ui, quiet_button_ui},
    },
    wire::{DraftPart, DraftPlace},
};

/// What the second person is typing, until it is committed.
#[derive(Debug, Default)]
pub(super) struct Typing {
    pub(super) open: bool,
    draft: Option<(ReturnKey, ElementId, String)>,
    /// The open list of choices: of which cell, and which of them is highlighted.
    pub(super) choosing: Option<(ElementId, usize)>,
    /// The cells, made anew when something was typed.
    lines: Option<(ReturnKey, u64, Arc<Vec<SecondLine>>)>,
    /// The row that takes the focus next.
    next: Option<usize>,
    /// The rows that were drawn last.
    shown: std::ops::Range<usize>,
}

impl Typing {
    /// Gives the cells of a return.
    fn lines(&mut self, desk: &Desk, key: &ReturnKey) -> Arc<Vec<SecondLine>> {
        let generation = desk.generation();
        match &self.lines {
            Some((of, at, lines)) if of == key && *at == generation => Arc::clone(lines),
            _ => {
                let lines = Arc::new(desk.second_lines(key));
                self.lines = Some((key.clone(), generation, Arc::clone(&lines)));
                lines
            }
        }
    }

    /// Takes an answer of a list as what was typed.
    pub(super) fn choose(&mut self, key: &ReturnKey, element: &ElementId, code: i64, out: &mut Vec<Act>) {
        self.choosing = None;
        self.draft = Some((key.clone(), element.clone(), code.to_string()));
        self.commit(out);
    }

    /// Gives what is being typed and where.
    pub(super) fn typed(&self) -> Option<Typed> {
        let (key, element, text) = self.draft.clone()?;
        Some((DraftPlace { key, element, part: DraftPart::Second }, text.trim().to_owned()))
    }

    /// Commits what is being typed.
    pub(super) fn commit(&mut self, out: &mut Vec<Act>) {
        if let Some((key, element, text)) = self.draft.take() {
            out.push(Act::Do(Command::TypeSecond { key, element, text }));
        }
    }
}

/// Writes a figure as it is typed: a choice by its name.
fn text_of(figure: &Figure, element: Option<&Element>, look: &Look) -> String {
    match figure {
        Figure::Known(value) if element.is_some_and(Element::is_choice) => {
            element.map(|element| look.text(&element_text(element, *value)).to_owned()).unwrap_or_default()
        }
        Figure::Known(value) => value.normalize().to_string(),
        Figure::NotApplicable(reason) => format!("不适用：{reason}"),
        Figure::Blank => String::new(),
        Figure::Unread(text) => text.clone(),
    }
}

/// Names the field of a cell.
pub(super) fn field_id(element: &ElementId) -> Id {
    Id::unique(("second typing", element.as_str()))
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
    if !desk.types_here(key) {
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
            state.typing.commit(out);
            state.typing = Typing { open: !state.typing.open, next: Some(0), ..Typing::default() };
        }
        if typed > 0 && link_ui(ui, look, look.say("submit.second_clear")).clicked() {
            state.typing.commit(out);
            state.asking = Some((key.clone(), Asking::ClearSecond));
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
                other => text_of(other, Some(element), look),
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
    const ROW: f32 = 27.0;
    let lines = typing.lines(desk, key);
    ui.label(look.small(look.say("submit.second_hint")));
    let id_of = |line: &SecondLine| field_id(&line.element);
    // The keys are taken before any field is drawn: the field that takes the focus must not see them again.
    let focused = ui.memory(|memory| memory.focused());
    let at = focused.and_then(|id| lines.iter().position(|line| id_of(line) == id));
    let is_choosing = at.is_some_and(|at| choice_keys(ui, desk, key, &lines[at].element, typing, out));
    if let Some(at) = at.filter(|_| !is_choosing) {
        let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
        let down = pressed(Key::Enter) || pressed(Key::ArrowDown);
        let up = pressed(Key::ArrowUp);
        let next = if down { at + 1 } else { at - usize::from(up && at > 0) };
        if next != at {
            typing.commit(out);
            typing.next = Some(next.min(lines.len() - 1));
        }
    }
    let mut area = ScrollArea::vertical().id_salt("second").max_height(380.0).auto_shrink([false, true]);
    if let Some(next) = typing.next.filter(|next| !typing.shown.contains(next)) {
        area =
            area.vertical_scroll_offset(next.saturating_sub(3) as f32 * (ROW + ui.spacing().item_spacing.y));
    }
    area.show_rows(ui, ROW, lines.len(), |ui, shown| {
        typing.shown = shown.clone();
        for at in shown {
            let line = &lines[at];
            ui.horizontal(|ui| {
                ui.set_height(ROW - 4.0);
                let theme = &look.theme;
                let section = line.section.as_ref().map_or("", |name| look.text(name));
                cut_label_ui(ui, Vec2::new(110.0, 20.0), section, theme.grid_bold(), theme.text());
                cut_label_ui(ui, Vec2::new(290.0, 20.0), look.text(&line.name), theme.grid(), theme.text());
                let is_next = typing.next == Some(at);
                field_ui(ui, desk, key, (line, id_of(line), is_next), typing, look, out);
                if is_next {
                    typing.next = None;
                }
                ui.label(look.small(look.text(&line.unit)));
            });
        }
    });
}

#[allow(clippy::too_many_arguments, reason = "the one place where line, draft and list meet")]
fn field_ui(
    ui: &mut Ui,
    desk: &Desk,
    key: &ReturnKey,
    (line, id, is_next): (&SecondLine, Id, bool),
    typing: &mut Typing,
    look: &Look,
    out: &mut Vec<Act>,
) {
    let element = desk.catalogue().element(&line.element);
    let is_own = |draft: &(ReturnKey, ElementId, String)| draft.0 == *key && draft.1 == line.element;
    let mut text = match &typing.draft {
        Some(draft) if is_own(draft) => draft.2.clone(),
        _ => text_of(&line.figure, element, look),
    };
    let is_choice = element.is_some_and(Element::is_choice);
    let edit = TextEdit::singleline(&mut text).id(id).desired_width(150.0).font(look.theme.grid());
    let field = ui.add(edit);
    let label = format!("{} {}", look.say("submit.second"), look.text(&line.name));
    field.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, &label));
    if is_next {
        field.request_focus();
        field.scroll_to_me(None);
    }
    if field.changed() {
        if typing.draft.as_ref().is_some_and(|draft| !is_own(draft)) {
            typing.commit(out);
        }
        typing.draft = Some((key.clone(), line.element.clone(), text));
    }
    if field.lost_focus() && typing.draft.as_ref().is_some_and(is_own) {
        typing.commit(out);
    }
    if let Some(element) = element.filter(|_| is_choice) {
        choices_ui(ui, &field, key, element, typing, look, out);
    }
}
