//! The screen: the tree of units, the card of the chosen one at its right.

use egui::{
    Align, CentralPanel, Frame, Key, Layout, Margin, Modifiers, Panel, Role, ScrollArea, TextEdit, Ui,
    WidgetInfo,
};

use super::{
    asking::Asking,
    asking_ui::asking_ui,
    card_ui::card_ui,
    import_ui::preview_ui,
    issuing::Issuing,
    issuing_ui::{issued_ui, issuing_ui},
    list_ui::{Clicked, Shown, line_ui, list_head_ui},
    state::RegisterState,
};
use crate::{
    base::{Lang, Query, day_from_text},
    desk::{Command, Desk, Subject, register_table},
    ui::{
        act::Act,
        icons,
        look::Look,
        widgets::{arrows, headed_rows_ui, menu_button_ui, primary_button_ui, quiet_button_ui, segments_ui},
    },
};

/// Height of a row.
const ROW: f32 = 26.0;

/// Draws the register of the unit whose seat we have.
pub(in crate::ui) fn register_ui(
    ui: &mut Ui,
    desk: &Desk,
    state: &mut RegisterState,
    look: &Look,
    out: &mut Vec<Act>,
) {
    let theme = look.theme.clone();
    let plain = |margin: Margin| Frame::new().fill(theme.ground()).inner_margin(margin);
    let (lines, open) = state.lines(desk, look);
    Panel::top("register head").exact_size(48.0).frame(plain(Margin::symmetric(16, 6))).show(ui, |ui| {
        head_ui(ui, desk, open, state, look, out);
    });
    undo_by_key(ui, desk, out);
    asking_ui(ui, desk, state, look, out);
    preview_ui(ui, state, look, out);
    issuing_ui(ui, desk, state, look, out);
    if state.shows_issued {
        issued_ui(ui, desk, state, look);
        return;
    }
    let on = state.on(look.today);
    let at = lines.iter().position(|line| Some(&line.unit) == state.chosen.as_ref()).unwrap_or(0);
    let to = arrows(ui, at, lines.len());
    if to != at {
        state.choose(&lines[to].unit, out);
        state.scroll = true;
    }
    let at = to;
    if let Some(line) = lines.get(at) {
        fold_by_key(ui, line, state);
    }
    let tree = desk.tree().as_of(on);
    if let Some(unit) = lines.get(at).and_then(|line| tree.unit(&line.unit)) {
        Panel::right("register card")
            .exact_size(356.0)
            .resizable(false)
            .frame(plain(Margin::symmetric(14, 8)))
            .show(ui, |ui| {
                let scroll = ScrollArea::vertical().id_salt(&unit.id).auto_shrink([false, false]);
                scroll.show(ui, |ui| card_ui(ui, desk, (unit, on), state, look, out));
            });
    }
    CentralPanel::default().frame(plain(Margin::symmetric(8, 0))).show(ui, |ui| {
        let scroll = std::mem::take(&mut state.scroll);
        let mut clicked = None;
        let to = scroll.then_some(at);
        headed_rows_ui(ui, look, "register", (ROW, lines.len(), to), list_head_ui, |ui, row, rect| {
            let line = &lines[row];
            let Some(unit) = tree.unit(&line.unit) else { return };
            let shown = Shown { on, is_chosen: row == at, is_folded: state.is_folded(&line.unit) };
            if let Some(what) = line_ui(ui, rect, desk, (unit, line), shown, look) {
                clicked = Some((row, what));
            }
        });
        match clicked {
            Some((row, Clicked::Line)) => state.choose(&lines[row].unit, out),
            Some((row, Clicked::Fold)) => {
                let unit = &lines[row].unit;
                state.fold(unit, !state.is_folded(unit));
            }
            None => {}
        }
        if lines.is_empty() {
            ui.add_space(24.0);
            ui.vertical_centered(|ui| ui.label(look.small(look.say("register.nothing"))));
        }
    });
}

/// Takes the last change of the register back by Ctrl+Z, or does it again, while no field has the keys.
fn undo_by_key(ui: &Ui, desk: &Desk, out: &mut Vec<Act>) {
    let free = ui.memory(|memory| memory.focused().is_none() && memory.top_modal_layer().is_none());
    if !free || desk.is_read_only() {
        return;
    }
    let pressed = |modifiers, key| ui.input_mut(|input| input.consume_key(modifiers, key));
    let redo = pressed(Modifiers::COMMAND | Modifiers::SHIFT, Key::Z) || pressed(Modifiers::COMMAND, Key::Y);
    if redo {
        out.push(Act::Do(Command::RedoIn(Subject::Register)));
    } else if pressed(Modifiers::COMMAND, Key::Z) {
        out.push(Act::Do(Command::UndoIn(Subject::Register)));
    }
}

/// Folds and unfolds the chosen line by the arrows to the side.
fn fold_by_key(ui: &Ui, line: &super::state::Line, state: &mut RegisterState) {
    let free = ui.memory(|memory| memory.focused().is_none() && memory.top_modal_layer().is_none());
    if line.below == 0 || !free {
        return;
    }
    let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    if pressed(Key::ArrowLeft) {
        state.fold(&line.unit, true);
    } else if pressed(Key::ArrowRight) {
        state.fold(&line.unit, false);
    }
}

fn head_ui(
    ui: &mut Ui,
    desk: &Desk,
    open: usize,
    state: &mut RegisterState,
    look: &Look,
    out: &mut Vec<Act>,
) {
    ui.horizontal_centered(|ui| {
        ui.scope(|ui| {
            ui.set_max_width(150.0);
            let labels = ["route.register", "issue.tab"].map(|key| look.say(key).into_owned());
            if let Some(tab) = segments_ui(ui, look, &labels, usize::from(state.shows_issued)) {
                state.commit(out);
                state.shows_issued = tab == 1;
            }
        });
        if state.shows_issued {
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                ui.add_enabled_ui(!desk.is_read_only(), |ui| {
                    if primary_button_ui(ui, look, look.say("issue.more")).clicked() {
                        state.issuing = Some(Issuing::new(desk, look.today));
                    }
                });
            });
            return;
        }
        ui.label(look.small(look.say_with("register.count", &[("n", &open.to_string())])));
        ui.add_space(6.0);
        day_ui(ui, state, look);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let hint = look.say("register.search").into_owned();
            let room = if look.lang == Lang::Zh { 126.0 } else { 158.0 };
            let field =
                ui.add(TextEdit::singleline(&mut state.search).hint_text(hint.clone()).desired_width(room));
            field.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, &hint));
            file_ui(ui, desk, state, look, out);
            let may = !desk.is_read_only();
            ui.add_enabled_ui(may && desk.can_undo_in(&Subject::Register), |ui| {
                if quiet_button_ui(ui, look.say("reg.undo")).on_hover_text("Ctrl+Z").clicked() {
                    out.push(Act::Do(Command::UndoIn(Subject::Register)));
                }
            });
            ui.add_enabled_ui(may, |ui| {
                if quiet_button_ui(ui, look.say("reg.add")).clicked() {
                    state.commit(out);
                    let parent = parent_for_new(desk, state);
                    state.asking = Some(Asking::add(&parent, look.today));
                }
            });
        });
    });
}

/// Gives the bureau a new unit is most likely to stand below: the chosen one, else the one above it.
fn parent_for_new(desk: &Desk, state: &RegisterState) -> crate::base::UnitId {
    let chosen = state.chosen.as_ref().and_then(|id| desk.tree().unit(id));
    let bureau =
        chosen.and_then(|unit| if unit.area.is_some() { Some(&unit.id) } else { unit.parent.as_ref() });
    bureau.unwrap_or_else(|| desk.seat()).clone()
}

/// Draws the day the register is looked at on, and whether what does not exist then is shown.
fn day_ui(ui: &mut Ui, state: &mut RegisterState, look: &Look) {
    let name = look.say("reg.as_of").into_owned();
    ui.label(look.small(&name));
    let today = look.today.to_string();
    let field = ui.add(TextEdit::singleline(&mut state.day).hint_text(today).desired_width(96.0));
    field.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, &name));
    let is_wrong = !state.day.trim().is_empty() && day_from_text(&state.day).is_none();
    if is_wrong {
        ui.label(look.icon(icons::WARNING).color(look.theme.soft()))
            .on_hover_text(look.say_with("hands.no_such_day", &[("text", state.day.trim())]));
    } else if !state.day.trim().is_empty() && quiet_button_ui(ui, look.say("reg.today")).clicked() {
        state.day.clear();
    }
    ui.checkbox(&mut state.only_open, look.say("reg.only_open"));
}

/// Draws the menu of files: import, csv, workbook.
fn file_ui(ui: &mut Ui, desk: &Desk, state: &mut RegisterState, look: &Look, out: &mut Vec<Act>) {
    let word = look.say("reg.file").into_owned();
    menu_button_ui(ui, look, &word, &word, |ui| {
        let may = !desk.is_read_only();
        if ui.add_enabled(may, egui::Button::new(look.say("reg.import")).frame(false)).clicked() {
            state.commit(out);
            out.push(Act::AskRegisterFile);
        }
        let table = || {
            let lines = desk.register(desk.seat(), &Query::new(&state.search), state.on(look.today));
            let of = desk.our_unit().map(|unit| look.text(&unit.name)).unwrap_or_default();
            let title = format!("{}-{of}", look.say("route.register"));
            let day = state.on(look.today);
            register_table(title, lines.iter().map(|line| line.unit), look.lang, day)
        };
        if ui.add(egui::Button::new(look.say("reg.save_xlsx")).frame(false)).clicked() {
            out.push(Act::SaveWorkbook(table()));
        }
        if ui.add(egui::Button::new(look.say("reg.save_csv")).frame(false)).clicked() {
            out.push(Act::SaveTable(table()));
        }
    });
}
