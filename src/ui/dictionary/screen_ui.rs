//! The dictionary as a screen: head with search and filters, list, card; and its keys.

use egui::{
    Align, Button, CentralPanel, Frame, Id, Key, Layout, Margin, Modifiers, Panel, Popup, Role, ScrollArea,
    TextEdit, Ui, Vec2, WidgetInfo,
};

use crate::{
    base::Lang,
    desk::{Desk, Dictionary, Entry, EntryId},
    ui::{
        act::{Act, DictionaryFile},
        dictionary::{
            DictionaryState,
            card_ui::card_ui,
            list_ui::list_ui,
            state::{Filter, Tab},
        },
        look::Look,
        widgets::{menu_button_ui, quiet_button_ui},
    },
};

/// Rows a page key moves by.
const PAGE: usize = 15;

/// Draws the dictionary.
pub fn dictionary_ui(ui: &mut Ui, desk: &Desk, state: &mut DictionaryState, look: &Look, out: &mut Vec<Act>) {
    let dictionary = desk.dictionary();
    let theme = look.theme.clone();
    let plain = |margin: Margin| Frame::new().fill(theme.ground()).inner_margin(margin);
    let entered = keys(ui, state, &dictionary);
    Panel::top("dictionary head").exact_size(48.0).frame(plain(Margin::symmetric(16, 6))).show(ui, |ui| {
        ui.horizontal_centered(|ui| head_ui(ui, desk, &dictionary, state, look, out));
    });
    let at = state.at(&dictionary);
    let found = state.found(&dictionary);
    let list = state.list(&dictionary);
    let chosen = found.get(at).map(|row| &list[*row]);
    if entered {
        out.extend(chosen.and_then(|entry| opens(desk, entry, look)));
    }
    let card = Panel::right("dictionary card")
        .exact_size(340.0)
        .resizable(false)
        .frame(plain(Margin::symmetric(14, 10)));
    card.show(ui, |ui| {
        let Some(entry) = chosen else { return };
        let area = ScrollArea::vertical().id_salt(entry.id.as_str()).auto_shrink([false, false]);
        area.show(ui, |ui| card_ui(ui, desk, &dictionary, entry, state, look, out));
    });
    CentralPanel::default().frame(plain(Margin::symmetric(8, 0))).show(ui, |ui| {
        if list_ui(ui, list, &found, at, state, look) {
            ui.memory_mut(|memory| memory.request_focus(search_field()));
        }
    });
}

fn search_field() -> Id {
    Id::unique("dictionary search")
}

/// Takes the arrows, the page keys and Esc; says whether Enter was pressed. The search field keeps the focus.
fn keys(ui: &Ui, state: &mut DictionaryState, dictionary: &Dictionary) -> bool {
    let focused = ui.memory(|memory| memory.focused());
    let covered = ui.memory(|memory| memory.top_modal_layer().is_some()) || Popup::is_any_open(ui.ctx());
    if covered || !(state.fresh || focused.is_none_or(|id| id == search_field())) {
        return false;
    }
    let fresh = std::mem::take(&mut state.fresh);
    let (mut moves, mut entered, mut cleared) = (0_isize, false, false);
    ui.input_mut(|input| {
        let mut count = |key| input.count_and_consume_key(Modifiers::NONE, key) as isize;
        moves = count(Key::ArrowDown) - count(Key::ArrowUp)
            + (count(Key::PageDown) - count(Key::PageUp)) * PAGE as isize;
        entered = count(Key::Enter) > 0;
        cleared = count(Key::Escape) > 0;
    });
    if cleared {
        state.filter.search.clear();
        state.scroll = true;
    }
    if moves != 0 {
        let (at, found) = (state.at(dictionary), state.found(dictionary));
        let to = at.saturating_add_signed(moves).min(found.len().saturating_sub(1));
        if let Some(row) = found.get(to) {
            let id = state.list(dictionary)[*row].id.clone();
            state.choose(id);
            state.scroll = true;
        }
    }
    if fresh || cleared || moves != 0 {
        ui.memory_mut(|memory| memory.request_focus(search_field()));
    }
    entered
}

/// Gives where an entry leads: an indicator to its trend, an element to its cell in our newest open return.
pub(super) fn opens(desk: &Desk, entry: &Entry, look: &Look) -> Option<Act> {
    match &entry.id {
        EntryId::Indicator(id) => Some(Act::OpenTrendAnywhere(id.clone())),
        EntryId::Element(id) => {
            if desk.catalogue().element(id)?.taken_from.is_some() {
                return None;
            }
            let asks =
                |form| desk.catalogue().form(form).is_some_and(|form| form.elements().any(|of| of == id));
            let work = desk.work(desk.seat(), look.today);
            let view = work.open.iter().rev().find(|view| asks(&view.form))?;
            Some(Act::OpenEntry(desk.our_key(&view.form, view.period), Some(id.clone())))
        }
    }
}

fn head_ui(
    ui: &mut Ui,
    desk: &Desk,
    dictionary: &Dictionary,
    state: &mut DictionaryState,
    look: &Look,
    out: &mut Vec<Act>,
) {
    ui.label(look.heading(look.say("dictionary.title")));
    let [elements, indicators] = state.both(dictionary).map(|rows| rows.len().to_string());
    for (tab, key, count) in [
        (Tab::Elements, "dictionary.elements", elements),
        (Tab::Indicators, "dictionary.indicators", indicators),
    ] {
        let words = look.say_with(key, &[("n", &count)]);
        // As wide as ever the count is, so that nothing moves while one types.
        let button = Button::selectable(state.tab == tab, words).min_size(Vec2::new(116.0, 26.0));
        if ui.add(button).clicked() && state.tab != tab {
            state.tab = tab;
            state.fresh = true;
            state.scroll = true;
        }
    }
    let before = (state.filter.form.clone(), state.filter.section.clone());
    form_ui(ui, desk, &mut state.filter, look);
    section_ui(ui, desk, &mut state.filter, look);
    state.fresh |= before != (state.filter.form.clone(), state.filter.section.clone());
    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
        let save = look.say("trend.save").into_owned();
        menu_button_ui(ui, look, &save, &save, |ui| {
            for (file, key) in [
                (DictionaryFile::Handbook, "dictionary.save_handbook"),
                (DictionaryFile::Elements, "dictionary.save_elements"),
                (DictionaryFile::Indicators, "dictionary.save_indicators"),
            ] {
                if ui.button(look.say(key)).clicked() {
                    out.push(Act::SaveDictionary(file));
                }
            }
        });
        if quiet_button_ui(ui, look.say("trend.copy_table")).clicked() {
            let list = state.list(dictionary);
            let found = state.found(dictionary);
            let rows = found.iter().map(|row| &list[*row]);
            out.push(Act::CopyTable(desk.dictionary_table(rows, look.lang)));
        }
        let hint = look.say("dictionary.search").into_owned();
        let field = ui.add(
            TextEdit::singleline(&mut state.filter.search)
                .id(search_field())
                .hint_text(hint.clone())
                .desired_width(ui.available_width().min(200.0) - 20.0),
        );
        field.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, &hint));
    });
}

/// Shortens a name for the head row.
fn short(name: &str, lang: Lang) -> String {
    let longest = if lang == Lang::Zh { 9 } else { 17 };
    if name.chars().count() <= longest {
        return name.to_owned();
    }
    name.chars().take(longest - 1).chain(['…']).collect()
}

fn form_ui(ui: &mut Ui, desk: &Desk, filter: &mut Filter, look: &Look) {
    let all = look.say("dictionary.all_forms").into_owned();
    let name = look.say("dictionary.form").into_owned();
    let chosen = filter.form.as_ref().and_then(|id| desk.catalogue().form(id));
    let shown = chosen.map_or_else(|| all.clone(), |form| short(look.text(&form.name), look.lang));
    menu_button_ui(ui, look, &shown, &name, |ui| {
        if ui.selectable_label(filter.form.is_none(), all).clicked() {
            filter.form = None;
        }
        for form in desk.catalogue().forms() {
            let is_chosen = filter.form.as_ref() == Some(&form.id);
            if ui.selectable_label(is_chosen, look.text(&form.name)).clicked() && !is_chosen {
                filter.form = Some(form.id.clone());
                filter.section = None;
            }
        }
    });
}

fn section_ui(ui: &mut Ui, desk: &Desk, filter: &mut Filter, look: &Look) {
    let all = look.say("dictionary.all_sections").into_owned();
    let name = look.say("dictionary.section").into_owned();
    let of_form = |id| filter.form.as_ref().is_none_or(|form| form == id);
    let mut sections: Vec<_> = Vec::new();
    for form in desk.catalogue().forms().iter().filter(|form| of_form(&form.id)) {
        for section in &form.sections {
            if !sections.iter().any(|known: &&crate::base::Bilingual| known.zh == section.name.zh) {
                sections.push(&section.name);
            }
        }
    }
    let chosen = sections.iter().find(|section| Some(&section.zh) == filter.section.as_ref());
    let shown = chosen.map_or_else(|| all.clone(), |section| short(look.text(section), look.lang));
    menu_button_ui(ui, look, &shown, &name, |ui| {
        ScrollArea::vertical().max_height(460.0).show(ui, |ui| {
            if ui.selectable_label(filter.section.is_none(), all).clicked() {
                filter.section = None;
                ui.close();
            }
            for section in sections {
                let is_chosen = filter.section.as_ref() == Some(&section.zh);
                if ui.selectable_label(is_chosen, look.text(section)).clicked() {
                    filter.section = Some(section.zh.clone());
                    ui.close();
                }
            }
        });
    });
}
