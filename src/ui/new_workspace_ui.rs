//! The form for a new workspace: who we are, and which plan we follow.

use egui::{ComboBox, Grid, Response, TextEdit, Ui};

use crate::{
    base::{Bilingual, PlanId, UnitId},
    desk::NewWorkspace,
    plan::Plan,
    ui::{
        act::Act,
        frame_ui::level_key,
        look::Look,
        welcome_ui::WelcomeState,
        widgets::{primary_button_ui, quiet_button_ui},
    },
    unit::{Area, Grade, Ownership, Standing, Unit, UnitKind},
    wire::Role,
};

/// 新工作区的表单.
#[derive(Debug)]
pub struct NewForm {
    is_bureau: bool,
    name: String,
    id: String,
    county: String,
    kind: UnitKind,
    area: Area,
    level: u8,
    grade: Option<Grade>,
    ownership: Ownership,
    plan: PlanId,
    plans: Vec<std::sync::Arc<Plan>>,
}

impl NewForm {
    /// Starts with a proposed code and the first plan.
    pub fn new(id: String, plans: Vec<std::sync::Arc<Plan>>) -> Option<Self> {
        let plan = plans.first()?.id.clone();
        Some(Self {
            is_bureau: false,
            name: String::new(),
            id,
            county: String::new(),
            kind: UnitKind::GeneralHospital,
            area: Area::County,
            level: 2,
            grade: Some(Grade::A),
            ownership: Ownership::County,
            plan,
            plans,
        })
    }

    fn workspace(&self, look: &Look) -> Option<NewWorkspace> {
        let id: UnitId = self.id.trim().parse().ok()?;
        let from = chrono::NaiveDate::from_ymd_opt(2000, 1, 1)?;
        let graded = !self.is_bureau && (self.kind.is_hospital() || self.kind == UnitKind::Mch);
        let name = self.name.trim().to_owned();
        let full = if self.county.trim().is_empty() || name.starts_with(self.county.trim()) {
            name
        } else {
            let county = self.county.trim();
            let gap = if county.is_ascii() && name.is_ascii() { " " } else { "" };
            format!("{county}{gap}{name}")
        };
        let unit = Unit {
            id,
            name: Bilingual::new(full.clone(), full),
            kind: if self.is_bureau { UnitKind::Bureau } else { self.kind },
            area: self.is_bureau.then_some(self.area),
            parent: None,
            opened: None,
            closed: None,
            standings: vec![Standing {
                from,
                level: if graded { self.level } else { 0 },
                grade: self.grade.filter(|_| graded && self.level > 0),
                ownership: self.ownership,
            }],
        };
        let role = if self.is_bureau { Role::Bureau } else { Role::Unit };
        Some(NewWorkspace { role, unit, plan: self.plan.clone(), lang: look.lang })
    }

    fn is_ready(&self) -> bool {
        !self.name.trim().is_empty() && self.id.trim().parse::<UnitId>().is_ok()
    }
}

fn field_ui(ui: &mut Ui, text: &mut String, name: &str) -> Response {
    let response = ui.add(TextEdit::singleline(text).desired_width(320.0));
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::TextInput, true, name));
    response
}

fn choice_ui<T: Copy + PartialEq>(
    ui: &mut Ui,
    name: &str,
    value: &mut T,
    all: &[T],
    label: impl Fn(T) -> String,
) {
    let box_ = ComboBox::from_id_salt(name).selected_text(label(*value)).width(220.0);
    let shown = box_.show_ui(ui, |ui| {
        for item in all {
            ui.selectable_value(value, *item, label(*item));
        }
    });
    let current = label(*value);
    shown
        .response
        .widget_info(|| egui::WidgetInfo::labeled(egui::Role::ComboBox, true, format!("{name} {current}")));
}

/// Draws the form.
pub(super) fn new_workspace_ui(ui: &mut Ui, state: &mut WelcomeState, look: &Look, out: &mut Vec<Act>) {
    let Some(form) = &mut state.form else { return };
    let mut cancelled = false;
    let theme = look.theme.clone();
    egui::Frame::new()
        .fill(theme.ground())
        .stroke(egui::Stroke::new(1.0, theme.line()))
        .corner_radius(6)
        .inner_margin(egui::Margin::same(18))
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.horizontal(|ui| ui.label(look.heading(look.say("new.title"))));
            ui.add_space(6.0);
            Grid::new("new workspace").num_columns(2).spacing([16.0, 10.0]).show(ui, |ui| {
                fields_ui(ui, form, look);
            });
            ui.add_space(10.0);
            ui.horizontal(|ui| {
                let ready = form.is_ready();
                let made = ui
                    .add_enabled_ui(ready, |ui| primary_button_ui(ui, look, look.say("new.make")).clicked())
                    .inner;
                if made && let Some(new) = form.workspace(look) {
                    out.push(Act::MakeWorkspace(new));
                }
                cancelled = quiet_button_ui(ui, look.say("cancel")).clicked();
                if !ready {
                    ui.label(look.small(look.say("new.not_ready")));
                }
            });
        });
    if cancelled {
        state.form = None;
    }
}

fn fields_ui(ui: &mut Ui, form: &mut NewForm, look: &Look) {
    let word = |key: &str| look.say(key).into_owned();
    ui.label(word("new.role"));
    ui.horizontal(|ui| {
        ui.selectable_value(&mut form.is_bureau, false, word("new.unit"));
        ui.selectable_value(&mut form.is_bureau, true, word("new.bureau"));
    });
    ui.end_row();
    ui.label(word("new.county"));
    ui.vertical(|ui| {
        field_ui(ui, &mut form.county, &word("new.county"));
        ui.label(look.small(word("new.county_hint")));
    });
    ui.end_row();
    ui.label(word("new.name"));
    field_ui(ui, &mut form.name, &word("new.name"));
    ui.end_row();
    ui.label(word("new.id"));
    ui.vertical(|ui| {
        field_ui(ui, &mut form.id, &word("new.id"));
        ui.label(look.small(word("new.id_hint")));
    });
    ui.end_row();
    if form.is_bureau {
        ui.label(word("new.area"));
        let all = [Area::City, Area::County, Area::Province];
        choice_ui(ui, &word("new.area"), &mut form.area, &all, |area| area.name().text(look.lang).to_owned());
        ui.end_row();
    } else {
        ui.label(word("new.kind"));
        let kinds: Vec<UnitKind> =
            UnitKind::ALL.iter().copied().filter(|kind| *kind != UnitKind::Bureau).collect();
        choice_ui(ui, &word("new.kind"), &mut form.kind, &kinds, |kind| {
            kind.name().text(look.lang).to_owned()
        });
        ui.end_row();
        if form.kind.is_hospital() || form.kind == UnitKind::Mch {
            ui.label(word("new.level"));
            ui.horizontal(|ui| {
                choice_ui(ui, &word("new.level"), &mut form.level, &[3, 2, 1, 0], |level| {
                    look.say(level_key(level)).into_owned()
                });
                let grades = [Some(Grade::A), Some(Grade::B), Some(Grade::C), None];
                choice_ui(ui, &word("new.grade"), &mut form.grade, &grades, |grade| {
                    grade.map_or_else(
                        || look.say("unit.no_grade").into_owned(),
                        |grade| grade.name().text(look.lang).to_owned(),
                    )
                });
            });
            ui.end_row();
        }
        ui.label(word("new.ownership"));
        choice_ui(ui, &word("new.ownership"), &mut form.ownership, Ownership::ALL, |owner| {
            owner.name().text(look.lang).to_owned()
        });
        ui.end_row();
    }
    ui.label(word("new.plan"));
    let titles: Vec<(PlanId, String)> =
        form.plans.iter().map(|plan| (plan.id.clone(), plan.title.text(look.lang).to_owned())).collect();
    let current =
        titles.iter().find(|(id, _)| *id == form.plan).map(|(_, title)| title.clone()).unwrap_or_default();
    let shown =
        ComboBox::from_id_salt("new plan").selected_text(current).width(420.0).truncate().show_ui(ui, |ui| {
            for (id, title) in &titles {
                ui.selectable_value(&mut form.plan, id.clone(), title);
            }
        });
    let name = word("new.plan");
    shown.response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::ComboBox, true, &name));
    ui.end_row();
}
