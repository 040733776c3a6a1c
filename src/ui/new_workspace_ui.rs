//! The form for a new workspace: who we are, and which plan we follow.

use egui::{ComboBox, Grid, Response, TextEdit, Ui};

use crate::{
    base::{Bilingual, PlanId, UnitId},
    desk::NewWorkspace,
    indicator::{Catalogue, Form},
    plan::Plan,
    ui::{
        act::Act,
        frame_ui::level_key,
        look::Look,
        welcome_ui::WelcomeState,
        widgets::{primary_button_ui, quiet_button_ui, unit_choice_ui},
    },
    unit::{Area, Grade, Ownership, Standing, Tree, Unit, UnitKind},
    wire::{FormPack, Role},
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
    /// The form pack it is made for, with the units it asks; who we are is chosen among them.
    pack: Option<Box<OfPack>>,
}

/// What a form pack says of whoever opens it.
#[derive(Debug)]
struct OfPack {
    pack: FormPack,
    tree: Tree,
    /// The forms it asks for, as far as the program knows them.
    forms: Vec<Option<Form>>,
}

impl OfPack {
    /// Says whether the pack is addressed to a unit: a bureau that passes it on, or one that fills in a form of it.
    fn is_for(&self, unit: &Unit) -> bool {
        let fills = || self.forms.iter().any(|form| asks(form.as_ref(), unit));
        unit.id != self.pack.from.unit && (unit.area.is_some() || fills())
    }
}

/// Says whether a form is a unit's to fill in; of one that comes with the pack nobody knows yet. A bureau passes all on.
fn asks(form: Option<&Form>, unit: &Unit) -> bool {
    unit.area.is_some() || form.is_none_or(|form| form.asks(unit))
}

impl NewForm {
    /// Starts with what a form pack says: the plan, and the units among which ours is; `None` if it names none but the
    /// bureau that sent it.
    pub fn of_pack(pack: FormPack, catalogue: &Catalogue, plans: Vec<std::sync::Arc<Plan>>) -> Option<Self> {
        let tree = Tree::new(pack.units.iter().cloned()).ok()?;
        let forms = pack.issues.iter().map(|issue| catalogue.form(&issue.form).cloned()).collect();
        let of = OfPack { pack, tree, forms };
        let mut asked = of.pack.units.iter().filter(|unit| of.is_for(unit));
        let first = asked.next()?.id.to_string();
        // Of several a person says which.
        let id = if asked.next().is_none() { first } else { String::new() };
        let made = Self::new(id, plans)?;
        Some(Self { plan: of.pack.plan.clone(), pack: Some(Box::new(of)), ..made })
    }

    /// Says whether it is made for a form pack.
    pub const fn is_of_pack(&self) -> bool {
        self.pack.is_some()
    }

    /// Gives the unit of the form pack that was chosen.
    fn asked_unit(&self) -> Option<&Unit> {
        let of = self.pack.as_deref()?;
        of.tree.unit(&self.id.parse().ok()?).filter(|unit| of.is_for(unit))
    }

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
            pack: None,
        })
    }

    fn workspace(&self, look: &Look) -> Option<NewWorkspace> {
        if self.pack.is_some() {
            let unit = self.asked_unit()?.clone();
            let role = if unit.area.is_some() { Role::Bureau } else { Role::Unit };
            // The bureau above is known once the pack is taken in.
            let unit = Unit { parent: None, ..unit };
            return Some(NewWorkspace { role, unit, plan: self.plan.clone(), lang: look.lang });
        }
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
            merged_into: None,
            moves: Vec::new(),
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
        if self.pack.is_some() {
            return self.asked_unit().is_some();
        }
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
            if ui.selectable_value(value, *item, label(*item)).clicked() {
                ui.close();
            }
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
            let title = if form.pack.is_some() { "arrivals.set_up" } else { "new.title" };
            ui.horizontal(|ui| ui.label(look.heading(look.say(title))));
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
                    let missing = if form.pack.is_some() { "walk.choose_us" } else { "new.not_ready" };
                    ui.label(look.small(look.say(missing)));
                }
            });
        });
    if cancelled {
        state.form = None;
    }
}

/// Draws what a form pack asks, and the choice who we are.
fn pack_ui(ui: &mut Ui, form: &mut NewForm, look: &Look) {
    let Some(of) = form.pack.as_deref() else { return };
    let OfPack { pack, tree, forms } = of;
    let us = form.asked_unit();
    let word = |key: &str| look.say(key).into_owned();
    ui.label(word("arrivals.sender"));
    ui.label(format!("{} · {}", pack.from.name, pack.from.who));
    ui.end_row();
    ui.label(word("new.plan"));
    let plan = form.plans.iter().find(|plan| plan.id == form.plan);
    ui.label(plan.map_or_else(|| form.plan.to_string(), |plan| plan.title.text(look.lang).to_owned()));
    ui.end_row();
    ui.label(word("arrivals.who_are_we"));
    let hint = word("walk.choose_us");
    let chosen = us.map(|unit| &unit.id);
    let picked =
        unit_choice_ui(ui, look, tree, (chosen, &hint), &word("arrivals.who_are_we"), |unit| of.is_for(unit));
    ui.end_row();
    if let Some(unit) = us {
        ui.label(word("new.kind"));
        ui.label(format!("{} · {}", look.text(&unit.kind.name()), unit.id));
        ui.end_row();
    }
    ui.label(word("arrivals.asked"));
    ui.vertical(|ui| match us {
        None => {
            let later = look.say_with("walk.forms_later", &[("n", &forms.len().to_string())]);
            ui.label(egui::RichText::new(later).color(look.theme.quiet()));
        }
        Some(unit) => {
            let ours = pack.issues.iter().zip(forms).filter(|(_, form)| asks(form.as_ref(), unit));
            for (issue, form) in ours {
                let name = form.as_ref().map_or(issue.form.as_str(), |form| look.text(&form.name));
                let (period, due) = (issue.period.label(look.lang), issue.due.to_string());
                let fill = [("form", name), ("period", period.as_str()), ("due", &due)];
                ui.label(look.say_with("arrivals.issue", &fill));
            }
        }
    });
    ui.end_row();
    if let Some(unit) = picked {
        form.id = unit.to_string();
    }
}

fn fields_ui(ui: &mut Ui, form: &mut NewForm, look: &Look) {
    if form.pack.is_some() {
        pack_ui(ui, form, look);
        return;
    }
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
                if ui.selectable_value(&mut form.plan, id.clone(), title).clicked() {
                    ui.close();
                }
            }
        });
    let name = word("new.plan");
    shown.response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::ComboBox, true, &name));
    ui.end_row();
}
