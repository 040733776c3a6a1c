//! The card of one unit: what it is, typed over like cells; what can be done with it; what became of it.

use chrono::NaiveDate;
use egui::{Align2, Key, RichText, Role, Sense, TextEdit, Ui, Vec2, WidgetInfo};

use super::{
    asking::{Asking, What},
    history_ui::{journal_ui, timeline_ui},
    list_ui::absent_word,
    state::{Field, RegisterState},
};
use crate::{
    base::Lang,
    desk::Desk,
    ui::{
        act::Act,
        icons,
        look::Look,
        widgets::{cut_label_ui, link_ui, paint_text, quiet_button_ui},
    },
    unit::Unit,
};

/// Width of the names beside the fields.
const NAMES: f32 = 76.0;

/// Draws the card of a unit as it is on a day.
pub(super) fn card_ui(
    ui: &mut Ui,
    desk: &Desk,
    (unit, on): (&Unit, NaiveDate),
    state: &mut RegisterState,
    look: &Look,
    out: &mut Vec<Act>,
) {
    ui.spacing_mut().item_spacing.y = 4.0;
    ui.label(look.bold(look.text(&unit.name)));
    let mut words = vec![unit.id.to_string(), look.text(&unit.kind.name()).to_owned()];
    words.extend(unit.area.map(|area| look.text(&area.name()).to_owned()));
    if !unit.is_open(on) {
        words.push(absent_word(unit, on, look));
    }
    ui.label(look.small(words.join(" · ")));
    ui.separator();
    let may = !desk.is_read_only();
    // Typed into is what the register says now, whatever day is looked at.
    let now = desk.tree().unit(&unit.id).unwrap_or(unit);
    ui.add_enabled_ui(may, |ui| {
        field_ui(ui, now, Field::Name, state, look, out);
        field_ui(ui, now, Field::NameEn, state, look, out);
        fact_ui(ui, desk, now, on, What::Promote, state, look, out);
        fact_ui(ui, desk, now, on, What::Move, state, look, out);
        field_ui(ui, now, Field::Opened, state, look, out);
        if now.closed.is_some() {
            field_ui(ui, now, Field::Closed, state, look, out);
        }
    });
    actions_ui(ui, desk, now, on, state, look, out);
    timeline_ui(ui, desk, now, look);
    ui.add_space(6.0);
    ui.label(look.bold(look.say("register.fills")));
    for form in desk.catalogue().forms_of(unit) {
        ui.label(RichText::new(look.text(&form.name)).font(look.theme.grid()));
    }
    let work = desk.work(&unit.id, look.today);
    for view in work.open.iter().take(6) {
        let share = format!("{}/{}", view.filled, view.asked);
        ui.label(look.small(format!("{} {share}", view.period.label(look.lang))));
    }
    journal_ui(ui, desk, &unit.id, state, look);
    ui.add_space(8.0);
    if quiet_button_ui(ui, look.say("register.see_plan")).clicked() {
        out.push(Act::OpenPlanOf(unit.id.clone()));
    }
}

fn field_key(field: Field) -> &'static str {
    match field {
        Field::Name => "register.name",
        Field::NameEn => "reg.name_en",
        Field::Opened => "reg.opened",
        Field::Closed => "reg.closed",
    }
}

fn name_ui(ui: &mut Ui, name: &str, look: &Look) {
    // The field beside it bears the name.
    let (rect, _) = ui.allocate_exact_size(Vec2::new(NAMES, 22.0), Sense::hover());
    paint_text(ui, rect, name, look.theme.small(), look.theme.quiet(), Align2::LEFT_CENTER);
}

/// Draws a field over its draft: committed on Enter and on leaving, put back on Escape.
fn field_ui(
    ui: &mut Ui,
    unit: &Unit,
    field: Field,
    state: &mut RegisterState,
    look: &Look,
    out: &mut Vec<Act>,
) {
    let name = look.say(field_key(field)).into_owned();
    let stored = field.stored(unit);
    let mut text = state.draft(&unit.id, field).unwrap_or(&stored).to_owned();
    ui.horizontal(|ui| {
        name_ui(ui, &name, look);
        let is_day = matches!(field, Field::Opened | Field::Closed);
        let width = if is_day { 128.0 } else { f32::INFINITY };
        let hint = if is_day { look.say("reg.day_hint") } else { "".into() };
        let id = egui::Id::unique(("register field", unit.id.as_str(), name.as_str()));
        let edit = TextEdit::singleline(&mut text).id(id).hint_text(hint).desired_width(width);
        let response = ui.add(edit.font(look.theme.grid()));
        response.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, &name));
        if response.changed() {
            state.keep(&unit.id, field, text.clone());
        }
        if response.lost_focus() {
            if ui.input(|input| input.key_pressed(Key::Escape)) || text.trim() == stored {
                state.drop_draft();
            } else {
                state.commit(out);
            }
        }
        if field == Field::Closed
            && let Some(into) = &unit.merged_into
        {
            ui.label(look.small(look.say_with("reg.merged_into", &[("name", into.as_str())])));
        }
    });
}

/// Draws a fact that changes on a day: what holds, and the way to change it.
#[allow(clippy::too_many_arguments, reason = "one line of the card, told apart by what changes it")]
fn fact_ui(
    ui: &mut Ui,
    desk: &Desk,
    unit: &Unit,
    on: NaiveDate,
    what: What,
    state: &mut RegisterState,
    look: &Look,
    out: &mut Vec<Act>,
) {
    let (key, action, text) = if what == What::Promote {
        let words = unit.standing(on).map(|standing| {
            let words =
                [look.text(&standing.rank()).to_owned(), look.text(&standing.ownership.name()).to_owned()];
            words.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" · ")
        });
        ("reg.rank_and_owner", "reg.promote", words.unwrap_or_default())
    } else {
        let parent = unit.parent_on(on).map(|id| look.text(&desk.unit_name(id)).to_owned());
        ("register.parent", "reg.move", parent.unwrap_or_default())
    };
    let may = what == What::Promote || (unit.parent.is_some() && unit.id != *desk.seat());
    let text = if text.is_empty() { "—".to_owned() } else { text };
    let room = if look.lang == Lang::Zh { 52.0 } else { 66.0 };
    ui.horizontal(|ui| {
        name_ui(ui, &look.say(key), look);
        let width = (ui.available_width() - if may { room } else { 0.0 }).max(60.0);
        cut_label_ui(ui, Vec2::new(width, 22.0), &text, look.theme.grid(), look.theme.text());
        if may && link_ui(ui, look, look.say(action)).clicked() {
            state.commit(out);
            state.asking = Some(Asking::about(unit, what, on, look.today));
        }
    });
}

/// Draws what can be done with the unit; what cannot is not there.
fn actions_ui(
    ui: &mut Ui,
    desk: &Desk,
    unit: &Unit,
    on: NaiveDate,
    state: &mut RegisterState,
    look: &Look,
    out: &mut Vec<Act>,
) {
    ui.add_space(4.0);
    if desk.is_read_only() {
        ui.horizontal(|ui| {
            ui.label(look.icon(icons::LOCK).color(look.theme.quiet()));
            ui.label(look.small(look.say("entry.read_only")));
        });
        return;
    }
    let is_ours = unit.id == *desk.seat();
    ui.horizontal_wrapped(|ui| {
        let mut offers = vec![];
        if unit.closed.is_none() && !is_ours {
            offers.push(("reg.close", What::Close));
            if unit.area.is_none() {
                offers.push(("reg.merge", What::Merge));
            }
        }
        offers.push(("reg.correct", What::Correct));
        let has_returns = desk.returns_of(&unit.id).next().is_some();
        if !is_ours && !has_returns && desk.tree().children(&unit.id).next().is_none() {
            offers.push(("reg.remove", What::Remove));
        }
        for (word, what) in offers {
            if quiet_button_ui(ui, look.say(word)).clicked() {
                state.commit(out);
                state.asking = Some(Asking::about(unit, what, on, look.today));
            }
        }
    });
}
