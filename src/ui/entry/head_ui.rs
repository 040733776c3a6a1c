//! The head of the entry screen: form, period, actions, filter, search.

use egui::{Align, Id, Key, Layout, TextEdit, Ui};

use crate::{
    base::{ElementId, Period},
    desk::{Command, Desk, RowKind, Sheet, Subject},
    returns::ReturnKey,
    ui::{
        act::{Act, Route},
        burst::{behind_key, is_typed},
        entry::{
            EntryState,
            menu_ui::{MenuOf, menu_lines_ui},
            moves::apply_move,
            screen_ui::{hand_over, settle_focus},
            view::RowFilter,
        },
        look::Look,
        widgets::{menu_button_ui, period_picker_ui, quiet_button_ui},
    },
};

/// Draws the head.
pub(super) fn head_ui(
    ui: &mut Ui,
    desk: &Desk,
    state: &mut EntryState,
    sheet: &Sheet,
    look: &Look,
    out: &mut Vec<Act>,
) {
    ui.horizontal_centered(|ui| {
        form_ui(ui, desk, state, sheet, look, out);
        let last = Period::containing(sheet.key.period.kind(), look.today);
        let is_ours = sheet.key.unit == *desk.seat();
        let marked: Vec<Period> = desk
            .returns()
            .filter(|found| found.key.unit == sheet.key.unit && found.key.form == sheet.key.form)
            .map(|found| found.key.period)
            .collect();
        if let Some(period) = period_picker_ui(ui, look, sheet.key.period, last, &marked) {
            state.commit(&sheet.key, out);
            out.push(Act::OpenEntry(ReturnKey { period, ..sheet.key.clone() }, None));
        }
        if desk.nil_reason(&sheet.key).is_some() {
            badge_ui(ui, look, &look.say("hands.nil_badge"));
        }
        ui.add_space(8.0);
        if !is_ours && !sheet.editable {
            looking_ui(ui, desk, state, sheet, look, out);
            return;
        }
        if quiet_button_ui(ui, look.say("entry.next_blank")).clicked() {
            out.push(Act::NextBlank);
        }
        let can_mark = sheet.editable && state.active.is_some();
        ui.add_enabled_ui(can_mark, |ui| {
            if quiet_button_ui(ui, look.say("entry.not_applicable_more")).clicked() {
                out.push(Act::AskNotApplicable);
            }
        });
        let subject = Subject::Return(sheet.key.clone());
        ui.add_enabled_ui(sheet.editable && desk.can_undo_in(&subject), |ui| {
            let button = quiet_button_ui(ui, look.say("entry.undo")).on_hover_text("Ctrl+Z");
            if button.clicked() {
                out.push(Act::Do(Command::Undo));
            }
        });
        let word = look.say("grid.edit").into_owned();
        let mut step = None;
        let place = MenuOf { desk, sheet, column: state.column };
        menu_button_ui(ui, look, &word, &word, |ui| step = menu_lines_ui(ui, place, look));
        if let Some(step) = step {
            apply_move(step, desk, state, sheet, look, out);
        }
        if sheet.editable {
            carry_ui(ui, desk, state, sheet, look, out);
        }
        if !sheet.editable {
            let words = if desk.is_read_only() { "entry.read_only" } else { "entry.locked" };
            ui.label(look.icon(crate::ui::icons::LOCK).color(look.theme.quiet()));
            ui.label(look.small(look.say(words)));
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            find_ui(ui, desk, state, sheet, look, out);
            filter_ui(ui, desk, state, sheet, look);
        });
    });
}

/// Draws a word on a ground of its own.
fn badge_ui(ui: &mut Ui, look: &Look, word: &str) {
    let theme = &look.theme;
    let frame = egui::Frame::new().fill(theme.soft_ground()).corner_radius(4);
    frame.inner_margin(egui::Margin::symmetric(6, 1)).show(ui, |ui| {
        ui.label(egui::RichText::new(word).color(theme.soft()).font(theme.small()));
    });
}

/// Draws the head over another unit's figures: whose they are, that they are only read, and the ways back.
fn looking_ui(
    ui: &mut Ui,
    desk: &Desk,
    state: &mut EntryState,
    sheet: &Sheet,
    look: &Look,
    out: &mut Vec<Act>,
) {
    ui.label(look.icon(crate::ui::icons::LOCK).color(look.theme.quiet()));
    ui.add(egui::Label::new(look.bold(look.text(&sheet.unit))).truncate());
    ui.label(look.small(look.say("hands.only_read")));
    if quiet_button_ui(ui, look.say("hands.to_review")).clicked() {
        out.push(Act::Review(sheet.key.clone()));
    }
    if quiet_button_ui(ui, look.say("hands.own_form")).clicked() {
        out.push(Act::Go(Route::Entry));
    }
    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
        find_ui(ui, desk, state, sheet, look, out);
        filter_ui(ui, desk, state, sheet, look);
    });
}

/// Draws the search field: what is typed narrows the rows, Enter goes to the first of them among all again.
fn find_ui(ui: &mut Ui, desk: &Desk, state: &mut EntryState, sheet: &Sheet, look: &Look, out: &mut Vec<Act>) {
    let id = Id::unique("entry find");
    if state.finding {
        settle_focus(ui, id, &mut state.finding);
    }
    let has_focus = ui.memory(|memory| memory.has_focus(id));
    if has_focus {
        hand_over(ui, state, id);
    }
    let behind = has_focus.then(|| ui.input_mut(|input| behind_key(&mut input.events, Key::Enter))).flatten();
    let name = look.say("entry.search").into_owned();
    let hint = look.small(format!("{name} Ctrl+F"));
    let field = ui.add(TextEdit::singleline(&mut state.search).id(id).hint_text(hint).desired_width(130.0));
    field.widget_info(|| egui::WidgetInfo::labeled(egui::Role::TextInput, true, &name));
    state.searching = field.has_focus();
    if field.changed() {
        // Other rows are shown: the first of them is in sight.
        state.to_top = state.view(sheet, desk.generation()).shown.first().copied();
    }
    let Some(behind) = behind else { return };
    // What stands in the field now, the keys before Enter included.
    let view = state.view(sheet, desk.generation());
    let first = view.shown.iter().copied().find(|at| sheet.rows[*at].kind != RowKind::Section);
    match first {
        _ if state.search.trim().is_empty() => field.surrender_focus(),
        Some(at) => {
            // The cell that takes the focus in this very frame must not read what was typed here.
            ui.input_mut(|input| input.events.retain(|event| !is_typed(event)));
            state.finding = false;
            state.found = std::mem::take(&mut state.search);
            state.turn_to_row(at, sheet, look.lang);
            state.later = behind;
            state.arriving = state.active.is_some();
            state.waited = 0;
            field.surrender_focus();
        }
        None => out.push(Act::Tell(look.say("entry.nothing_matches").into_owned())),
    }
}

/// Draws the menu of carrying forward: the cell, its section, the whole form; and of confirming what was carried.
fn carry_ui(
    ui: &mut Ui,
    desk: &Desk,
    state: &mut EntryState,
    sheet: &Sheet,
    look: &Look,
    out: &mut Vec<Act>,
) {
    let word = look.say("entry.carry").into_owned();
    menu_button_ui(ui, look, &word, &word, |ui| {
        let all = desk.carryable(&sheet.key);
        let at = state.active.as_ref().and_then(|element| sheet.row_of(element));
        let section = at.map(|at| sheet.rows[at].section);
        let of_section: Vec<ElementId> = all
            .iter()
            .filter(|id| sheet.row_of(id).is_some_and(|at| Some(sheet.rows[at].section) == section))
            .cloned()
            .collect();
        let cell: Vec<ElementId> =
            all.iter().filter(|id| state.active.as_ref() == Some(*id)).cloned().collect();
        let carried = desk.unconfirmed(&sheet.key);
        let key = || sheet.key.clone();
        let lines = [
            ("entry.carry_cell", cell.len(), Command::CarryForward { key: key(), elements: cell }),
            (
                "entry.carry_section",
                of_section.len(),
                Command::CarryForward { key: key(), elements: of_section },
            ),
            ("entry.carry_form", all.len(), Command::CarryForward { key: key(), elements: all }),
            ("entry.confirm_form", carried.len(), Command::Confirm { key: key(), elements: carried }),
        ];
        for (word, count, command) in lines {
            let text = look.say_with(word, &[("n", &count.to_string())]);
            if ui.add_enabled(count > 0, egui::Button::new(text).frame(false)).clicked() {
                state.commit(&sheet.key, out);
                out.push(Act::Do(command));
            }
        }
    });
}

fn form_ui(ui: &mut Ui, desk: &Desk, state: &mut EntryState, sheet: &Sheet, look: &Look, out: &mut Vec<Act>) {
    let Some(unit) = desk.tree().unit(&sheet.key.unit) else { return };
    let forms: Vec<_> = desk.catalogue().forms_of(unit).collect();
    if forms.len() < 2 {
        ui.label(look.heading(look.text(&sheet.form)));
        return;
    }
    ui.label(look.heading(look.text(&sheet.form)));
    let name = look.say("entry.form").into_owned();
    menu_button_ui(ui, look, &name, &name, |ui| {
        for form in forms {
            if ui.button(look.text(&form.name)).clicked() {
                state.commit(&sheet.key, out);
                let period = Period::containing(form.period, look.today).previous();
                let key = ReturnKey { unit: unit.id.clone(), form: form.id.clone(), period };
                out.push(Act::OpenEntry(key, None));
            }
        }
    });
}

fn filter_ui(ui: &mut Ui, desk: &Desk, state: &mut EntryState, sheet: &Sheet, look: &Look) {
    let word = |filter: RowFilter| match filter {
        RowFilter::All => "filter.all",
        RowFilter::Blank => "filter.blank",
        RowFilter::Noted => "filter.noted",
        RowFilter::Changed => "filter.changed",
        RowFilter::Found => "filter.found",
        RowFilter::Flagged => "entry.flagged",
        RowFilter::Carried => "entry.carried",
        RowFilter::Remarked => "hands.remark",
    };
    let name = look.say("filter.name").into_owned();
    let current = look.say(word(state.filter)).into_owned();
    menu_button_ui(ui, look, &current, &name, |ui| {
        let has_remarks = sheet.first_remark().is_some();
        let offered = [
            RowFilter::All,
            RowFilter::Blank,
            RowFilter::Found,
            RowFilter::Changed,
            RowFilter::Noted,
            RowFilter::Flagged,
            RowFilter::Carried,
            RowFilter::Remarked,
        ];
        for filter in offered.into_iter().filter(|filter| has_remarks || *filter != RowFilter::Remarked) {
            if ui.selectable_label(state.filter == filter, look.say(word(filter))).clicked() {
                state.filter = filter;
                // A cell that is not among them is not what the eye is led to.
                state.to_top = state.view(sheet, desk.generation()).shown.first().copied();
                state.scroll = true;
            }
        }
    });
    ui.label(look.small(name));
}
