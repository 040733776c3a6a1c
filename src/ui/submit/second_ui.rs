//! 双录: the form typed a second time, blind, and what differs.

use std::sync::Arc;

use egui::{
    Align, Align2, Event, Grid, Id, Layout, RichText, Role, ScrollArea, TextEdit, Ui, Vec2, WidgetInfo,
    text::{CCursor, CCursorRange},
};

use crate::{
    base::{ElementId, Figure},
    desk::{Command, Desk, SecondLine, sheet::element_text},
    indicator::{Element, ElementKind},
    returns::ReturnKey,
    ui::{
        act::Act,
        burst::{next_step, take_typed},
        icons,
        look::Look,
        recovery::Typed,
        submit::{
            SubmitState,
            card_ui::part_ui,
            second_choice_ui::choices_ui,
            second_keys::{Cell, Step, step_of},
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
    /// The row that had the keys last.
    row: usize,
    /// Keys that wait for the frame in which their field has the focus.
    later: Vec<Event>,
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

    /// Opens the list to type into, at its first cell.
    pub(super) fn begin() -> Self {
        Self { open: true, next: Some(0), ..Self::default() }
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
    match (figure, element.filter(|element| element.is_choice())) {
        (Figure::Known(value), Some(element)) => look.text(&element_text(element, *value)).to_owned(),
        _ => plain_text(figure),
    }
}

/// Writes a figure as it is read: with its thousands apart.
fn shown_text(figure: &Figure, element: Option<&Element>, look: &Look) -> String {
    match (figure, element) {
        (Figure::Known(value), Some(element)) => look.text(&element_text(element, *value)).to_owned(),
        _ => text_of(figure, element, look),
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
            state.typing = if state.typing.open { Typing::default() } else { Typing::begin() };
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
    Grid::new("differences").num_columns(5).spacing([16.0, 4.0]).show(ui, |ui| {
        ui.label(look.small(look.say("entry.element")));
        for word in ["submit.second_first", "submit.second_second"] {
            right_ui(ui, |ui| ui.label(look.small(look.say(word))));
        }
        ui.end_row();
        for one in &found {
            let Some(element) = desk.catalogue().element(&one.element) else { continue };
            let name = look.text(&element.name).to_owned();
            if link_ui(ui, look, &name).clicked() {
                out.push(Act::OpenEntry(key.clone(), Some(one.element.clone())));
            }
            for figure in [&one.first, &one.second] {
                let shown = if figure.is_blank() {
                    look.say("details.blank").into_owned()
                } else {
                    shown_text(figure, Some(element), look)
                };
                right_ui(ui, |ui| ui.label(shown));
            }
            // The figure that stands is right: the second typing is put right by it.
            let first = Command::TypeSecond {
                key: key.clone(),
                element: one.element.clone(),
                text: plain_text(&one.first),
            };
            let second = Command::TakeSecond { key: key.clone(), elements: vec![one.element.clone()] };
            for (word, command) in [("clerk.second_keep", first), ("submit.second_take", second)] {
                let take = link_ui(ui, look, look.say(word));
                let label = format!("{} {name}", look.say(word));
                take.widget_info(|| WidgetInfo::labeled(Role::Button, true, &label));
                if take.clicked() {
                    out.push(Act::Do(command));
                }
            }
            ui.end_row();
        }
    });
}

/// Draws something at the right end of its column: figures stand under each other.
fn right_ui<R>(ui: &mut Ui, add: impl FnOnce(&mut Ui) -> R) {
    ui.with_layout(Layout::right_to_left(Align::Center), add);
}

/// Writes a figure as it is read again, whatever the language: a choice by its code.
fn plain_text(figure: &Figure) -> String {
    match figure {
        Figure::Known(value) => value.normalize().to_string(),
        Figure::NotApplicable(reason) => format!("不适用：{reason}"),
        Figure::Blank => String::new(),
        Figure::Unread(text) => text.clone(),
    }
}

/// Takes the next step out of the keys, before any field is drawn: each text is for the field it was typed in.
fn keys_ui(
    ui: &Ui,
    desk: &Desk,
    key: &ReturnKey,
    lines: &[SecondLine],
    typing: &mut Typing,
    out: &mut Vec<Act>,
) {
    if typing.next.is_some() {
        // The field that takes the focus in this frame cannot read yet.
        let mut typed = take_typed(ui.ctx());
        typing.later.append(&mut typed);
        return;
    }
    let focused = ui.memory(|memory| memory.focused());
    let mut at = focused.and_then(|id| lines.iter().position(|line| field_id(&line.element) == id));
    if at.is_none() && focused.is_none() && (typing.choosing.is_some() || !typing.later.is_empty()) {
        // egui lets go of the focus on Esc before anybody can take the key.
        at = Some(typing.row);
        typing.next = Some(typing.row);
    }
    let Some(at) = at.filter(|at| *at < lines.len()) else { return };
    typing.row = at;
    let Some(element) = desk.catalogue().element(&lines[at].element) else { return };
    let is_open = typing.choosing.as_ref().is_some_and(|(of, _)| *of == element.id);
    let cell =
        Cell { is_choice: element.is_choice(), list_open: is_open, is_end: (at == 0, at + 1 == lines.len()) };
    let mut later = Vec::new();
    let step = ui.input_mut(|input| {
        let mut events = std::mem::take(&mut typing.later);
        events.append(&mut input.events);
        let step = next_step(&mut events, &mut later, |event| step_of(event, cell));
        input.events = events;
        step
    });
    typing.later = later;
    if typing.next.is_some() {
        // What is left is for the field as well, once it has the focus again.
        let mut typed = take_typed(ui.ctx());
        typed.append(&mut typing.later);
        typing.later = typed;
    }
    let Some(step) = step else { return };
    // The list moves the focus itself; egui must not move it by the same key.
    ui.memory_mut(|memory| memory.move_focus(egui::FocusDirection::None));
    let choices = element.choices();
    match step {
        Step::Rows(by) => {
            typing.commit(out);
            typing.choosing = None;
            typing.next = Some(at.saturating_add_signed(by).min(lines.len() - 1));
        }
        Step::Open => typing.choosing = Some((element.id.clone(), 0)),
        Step::Along(by) => {
            if let Some((_, at)) = &mut typing.choosing {
                *at = at.saturating_add_signed(by).min(choices.len().saturating_sub(1));
            }
        }
        Step::Take => {
            let chosen = typing.choosing.as_ref().and_then(|(_, at)| choices.get(*at));
            if let Some(choice) = chosen {
                typing.choose(key, &element.id, choice.code, out);
            }
        }
        Step::Close => {
            typing.choosing = None;
            typing.next = Some(at);
        }
    }
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
    if ui.memory(|memory| memory.top_modal_layer().is_none()) {
        keys_ui(ui, desk, key, &lines, typing, out);
    }
    // All the room there is below; where there is little, the card scrolls.
    let room = (ui.clip_rect().bottom() - ui.cursor().top() - 8.0).max(300.0);
    let mut area = ScrollArea::vertical().id_salt("second").max_height(room).auto_shrink([false, true]);
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
                field_ui(ui, desk, key, (line, is_next), typing, look, out);
                if is_next {
                    typing.next = None;
                }
            });
        }
    });
    if !typing.later.is_empty() || typing.next.is_some() {
        ui.ctx().request_repaint();
    }
}

fn field_ui(
    ui: &mut Ui,
    desk: &Desk,
    key: &ReturnKey,
    (line, is_next): (&SecondLine, bool),
    typing: &mut Typing,
    look: &Look,
    out: &mut Vec<Act>,
) {
    let id = field_id(&line.element);
    let element = desk.catalogue().element(&line.element);
    let is_own = |draft: &(ReturnKey, ElementId, String)| draft.0 == *key && draft.1 == line.element;
    let mut text = match &typing.draft {
        Some(draft) if is_own(draft) => draft.2.clone(),
        _ if is_next || ui.memory(|memory| memory.has_focus(id)) => text_of(&line.figure, element, look),
        _ => shown_text(&line.figure, element, look),
    };
    let is_choice = element.is_some_and(Element::is_choice);
    let is_number = element.is_some_and(|found| !is_choice && found.kind != ElementKind::Text);
    let align = if is_number { Align2::RIGHT_CENTER } else { Align2::LEFT_CENTER };
    let edit = TextEdit::singleline(&mut text).id(id).desired_width(150.0).font(look.theme.grid());
    let field = ui.add(edit.align(align));
    let label = format!("{} {}", look.say("submit.second"), look.text(&line.name));
    field.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, &label));
    if is_next {
        field.request_focus();
        field.scroll_to_me(None);
        // What is typed stands in place of what was there, as in the grid.
        let mut state = TextEdit::load_state(ui.ctx(), id).unwrap_or_default();
        let all = CCursorRange::two(CCursor::new(0), CCursor::new(text.chars().count()));
        state.cursor.set_char_range(Some(all));
        state.store(ui.ctx(), id);
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
    ui.label(look.small(look.text(&line.unit)));
    let unread = match (&line.figure, element) {
        (Figure::Unread(text), Some(_)) => desk.unread_sentence(&line.element, text),
        _ => None,
    };
    if let Some(why) = unread {
        ui.label(look.icon(icons::WARNING).color(look.theme.soft()));
        let word = RichText::new(look.say("clerk.not_recognised")).color(look.theme.soft());
        ui.label(word.font(look.theme.small())).on_hover_text(look.text(&why));
    }
}
