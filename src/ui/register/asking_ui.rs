//! What is asked before the register is changed: what, from when, why — and what will follow.

use chrono::NaiveDate;
use egui::{Align2, Key, Label, RichText, Role, Sense, TextEdit, Ui, Vec2, WidgetInfo};

use super::{
    asking::{Asking, Draft, Question, RankDraft},
    state::RegisterState,
};
use crate::{
    base::{UnitId, day_from_text},
    desk::{Command, Desk},
    ui::{
        act::Act,
        icons,
        look::Look,
        widgets::{menu_button_ui, modal, paint_text, primary_button_ui, quiet_button_ui, unit_choice_ui},
    },
    unit::{Area, Grade, Ownership, Unit, UnitKind},
};

/// Draws the question, if one is open.
pub(super) fn asking_ui(
    ui: &mut Ui,
    desk: &Desk,
    state: &mut RegisterState,
    look: &Look,
    out: &mut Vec<Act>,
) {
    let Some(mut asking) = state.asking.take() else { return };
    let mut done = false;
    let shown = modal(ui.ctx(), "register question").show(ui.ctx(), |ui| {
        ui.set_width(470.0);
        ui.spacing_mut().item_spacing.y = 6.0;
        let word = word_of(&asking.question);
        let title = look.say(&format!("reg.{word}_title")).into_owned();
        match desk.tree().unit(&asking.unit).filter(|_| word != "add") {
            Some(unit) => ui.label(look.bold(format!("{title} · {}", look.text(&unit.name)))),
            None => ui.label(look.bold(title)),
        };
        fields_ui(ui, desk, &mut asking, look);
        let entered = why_ui(ui, &mut asking.why, look);
        let ready = follows_ui(ui, desk, &mut asking, look);
        ui.add_space(4.0);
        ui.horizontal(|ui| {
            let label = look.say(&format!("reg.{word}_now")).into_owned();
            let button = ui.add_enabled_ui(ready, |ui| primary_button_ui(ui, look, label)).inner;
            if ready
                && (button.clicked() || entered)
                && let Some((unit, change)) = asking.change(look.today)
            {
                state.chosen = Some(unit.clone());
                state.scroll = true;
                let (change, why) = (Box::new(change), asking.why.clone());
                out.push(Act::Do(Command::ChangeUnit { unit, change, why }));
                done = true;
            }
            done |= quiet_button_ui(ui, look.say("cancel")).clicked();
        });
    });
    if !done && !shown.should_close() {
        state.asking = Some(asking);
    }
}

const fn word_of(question: &Question) -> &'static str {
    match question {
        Question::Add(_) => "add",
        Question::Close => "close",
        Question::Merge(_) => "merge",
        Question::Move(_) => "move",
        Question::Promote(_) => "promote",
        Question::Correct(..) => "correct",
        Question::Remove => "remove",
    }
}

fn row_ui<R>(ui: &mut Ui, name: &str, look: &Look, add: impl FnOnce(&mut Ui) -> R) -> R {
    let row = ui.horizontal(|ui| {
        // What stands beside it bears the name.
        let (rect, _) = ui.allocate_exact_size(Vec2::new(84.0, 22.0), Sense::hover());
        paint_text(ui, rect, name, look.theme.body(), look.theme.quiet(), Align2::LEFT_CENTER);
        add(ui)
    });
    row.inner
}

fn text_ui(
    ui: &mut Ui,
    text: &mut String,
    name: &str,
    (hint, width): (&str, f32),
    look: &Look,
) -> egui::Response {
    row_ui(ui, name, look, |ui| {
        let field = ui.add(TextEdit::singleline(text).hint_text(hint).desired_width(width));
        field.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, name));
        field
    })
}

/// Draws the fields of the question, and its day.
fn fields_ui(ui: &mut Ui, desk: &Desk, asking: &mut Asking, look: &Look) {
    let (today, unit) = (look.today, asking.unit.clone());
    match &mut asking.question {
        Question::Add(draft) => draft_ui(ui, desk, draft, look),
        Question::Merge(into) => {
            let on = day_from_text(&asking.day).unwrap_or(today);
            unit_ui(ui, desk, into, "reg.into", look, |one| may_merge(desk, &unit, one, on));
        }
        Question::Move(to) => {
            let on = day_from_text(&asking.day).unwrap_or(today);
            unit_ui(ui, desk, to, "reg.to", look, |one| may_stand_below(desk, &unit, one, on));
        }
        Question::Promote(rank) => rank_ui(ui, rank, look),
        Question::Correct(correction, rank) => {
            kind_ui(ui, &mut correction.kind, &mut correction.area, look);
            if unit != *desk.seat() {
                unit_ui(ui, desk, &mut correction.parent, "register.parent", look, |one| {
                    may_stand_below(desk, &unit, one, today)
                });
            }
            rank_ui(ui, rank, look);
        }
        Question::Close | Question::Remove => {}
    }
    if !asking.has_day() {
        return;
    }
    let is_new = matches!(asking.question, Question::Add(_));
    let key = match asking.question {
        Question::Add(_) => "reg.opened",
        Question::Close => "reg.closed",
        Question::Merge(_) => "reg.merged_on",
        Question::Move(_) => "reg.moved_on",
        _ => "reg.from_day",
    };
    let name = look.say(key).into_owned();
    let hint = if is_new { look.say("reg.day_hint").into_owned() } else { today.to_string() };
    text_ui(ui, &mut asking.day, &name, (&hint, 120.0), look);
    let typed = asking.day.trim();
    if !typed.is_empty() && day_from_text(typed).is_none() {
        let words = look.say_with("hands.no_such_day", &[("text", typed)]);
        ui.label(RichText::new(words).color(look.theme.hard()).font(look.theme.small()));
    }
}

fn draft_ui(ui: &mut Ui, desk: &Desk, draft: &mut Draft, look: &Look) {
    let name = look.say("reg.id").into_owned();
    let field = text_ui(ui, &mut draft.id, &name, (&look.say("reg.id_hint"), 180.0), look);
    if draft.id.is_empty() && draft.zh.is_empty() && ui.memory(|memory| memory.focused().is_none()) {
        field.request_focus();
    }
    let typed = draft.id.trim();
    if !typed.is_empty() && typed.parse::<UnitId>().is_err() {
        let words = RichText::new(look.say("reg.id_wrong")).color(look.theme.hard());
        ui.label(words.font(look.theme.small()));
    }
    text_ui(ui, &mut draft.zh, &look.say("register.name"), ("", f32::INFINITY), look);
    text_ui(ui, &mut draft.en, &look.say("reg.name_en"), ("", f32::INFINITY), look);
    kind_ui(ui, &mut draft.kind, &mut draft.area, look);
    let mut parent = Some(draft.parent.clone());
    unit_ui(ui, desk, &mut parent, "register.parent", look, |one| {
        one.kind == UnitKind::Bureau && one.is_open(look.today)
    });
    draft.parent = parent.unwrap_or_else(|| desk.seat().clone());
    rank_ui(ui, &mut draft.rank, look);
}

/// Says whether a unit can be merged into another then: one of its own sort, that exists.
fn may_merge(desk: &Desk, unit: &UnitId, into: &Unit, on: NaiveDate) -> bool {
    let is_bureau = |kind: UnitKind| kind == UnitKind::Bureau;
    let is_of_sort = desk.tree().unit(unit).is_none_or(|unit| is_bureau(unit.kind) == is_bureau(into.kind));
    is_of_sort && into.is_open(on) && !desk.tree().is_within(unit, &into.id)
}

/// Says whether a unit can report to another then: a bureau that exists and does not stand below it.
fn may_stand_below(desk: &Desk, unit: &UnitId, bureau: &Unit, on: NaiveDate) -> bool {
    bureau.kind == UnitKind::Bureau && bureau.is_open(on) && !desk.tree().is_within(&bureau.id, unit)
}

/// Draws the choice of another unit among those that can be it.
fn unit_ui(
    ui: &mut Ui,
    desk: &Desk,
    unit: &mut Option<UnitId>,
    key: &str,
    look: &Look,
    can_be: impl Fn(&Unit) -> bool,
) {
    let name = look.say(key).into_owned();
    row_ui(ui, &name, look, |ui| {
        let none = look.say("reg.choose").into_owned();
        let picked = unit_choice_ui(ui, look, desk.tree(), (unit.as_ref(), &none), &name, can_be);
        if picked.is_some() {
            *unit = picked;
        }
    });
}

fn kind_ui(ui: &mut Ui, kind: &mut UnitKind, area: &mut Option<Area>, look: &Look) {
    let name = look.say("register.kind").into_owned();
    row_ui(ui, &name, look, |ui| {
        menu_button_ui(ui, look, look.text(&kind.name()), &name, |ui| {
            for one in UnitKind::ALL {
                if ui.selectable_label(kind == one, look.text(&one.name())).clicked() {
                    *kind = *one;
                }
            }
        });
    });
    if *kind == UnitKind::Bureau {
        let name = look.say("new.area").into_owned();
        row_ui(ui, &name, look, |ui| {
            let shown = area.map_or_else(
                || look.say("reg.choose").into_owned(),
                |area| look.text(&area.name()).to_owned(),
            );
            menu_button_ui(ui, look, &shown, &name, |ui| {
                for one in Area::ALL {
                    if ui.selectable_label(*area == Some(*one), look.text(&one.name())).clicked() {
                        *area = Some(*one);
                    }
                }
            });
        });
    }
}

/// Draws the choices of level, grade and owner.
fn rank_ui(ui: &mut Ui, rank: &mut RankDraft, look: &Look) {
    let name = look.say("register.level").into_owned();
    row_ui(ui, &name, look, |ui| {
        let level_name = look.say("new.level").into_owned();
        let word = |level: u8| look.say(crate::ui::frame_ui::level_key(level)).into_owned();
        menu_button_ui(ui, look, &word(rank.level), &level_name, |ui| {
            for level in 0..=3 {
                if ui.selectable_label(rank.level == level, word(level)).clicked() {
                    rank.level = level;
                }
            }
        });
        if rank.level > 0 {
            let none = look.say("unit.no_grade").into_owned();
            let shown = rank.grade.map_or(none.clone(), |grade| look.text(&grade.name()).to_owned());
            menu_button_ui(ui, look, &shown, &look.say("new.grade"), |ui| {
                if ui.selectable_label(rank.grade.is_none(), &none).clicked() {
                    rank.grade = None;
                }
                for one in Grade::ALL {
                    if ui.selectable_label(rank.grade == Some(*one), look.text(&one.name())).clicked() {
                        rank.grade = Some(*one);
                    }
                }
            });
        }
    });
    let name = look.say("register.ownership").into_owned();
    row_ui(ui, &name, look, |ui| {
        let none = look.say("reg.choose").into_owned();
        let shown = rank.ownership.map_or(none, |owner| look.text(&owner.name()).to_owned());
        menu_button_ui(ui, look, &shown, &name, |ui| {
            for one in Ownership::ALL {
                if ui.selectable_label(rank.ownership == Some(*one), look.text(&one.name())).clicked() {
                    rank.ownership = Some(*one);
                }
            }
        });
    });
    if rank.level > 0 && rank.ownership.is_none() {
        ui.label(look.small(look.say("reg.needs_owner")));
    }
}

/// Draws the field for the reason; true once it was entered.
fn why_ui(ui: &mut Ui, why: &mut String, look: &Look) -> bool {
    let name = look.say("reg.why").into_owned();
    let field = text_ui(ui, why, &name, (&look.say("reg.why_hint"), f32::INFINITY), look);
    field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter))
}

/// Says what will follow, or why it cannot be; true if it can.
fn follows_ui(ui: &mut Ui, desk: &Desk, asking: &mut Asking, look: &Look) -> bool {
    ui.separator();
    let theme = &look.theme;
    if asking.changes_nothing(desk, look.today) {
        ui.label(look.small(look.say("reg.no_change")));
        return false;
    }
    match asking.foreseen(desk, look.today) {
        None => {
            ui.label(look.small(look.say("reg.fill_in")));
            false
        }
        Some(Err(why)) => {
            ui.horizontal_top(|ui| {
                ui.label(look.icon(icons::X_CIRCLE).color(theme.hard()));
                ui.add(Label::new(RichText::new(look.text(why)).color(theme.hard())).wrap());
            });
            false
        }
        Some(Ok(told)) => {
            for line in told {
                ui.horizontal_top(|ui| {
                    ui.label(look.icon(icons::INFO).color(theme.quiet()));
                    ui.add(Label::new(look.text(line)).wrap());
                });
            }
            true
        }
    }
}
