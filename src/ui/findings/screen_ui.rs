//! The findings of the return at hand, by severity and section.

use std::collections::HashMap;

use egui::{Frame, Id, Margin, RichText, Ui};

use crate::{
    base::{ElementId, Severity},
    desk::{Command, Desk, FindingView, Findings},
    returns::{Move, ReturnKey},
    ui::{
        act::{Act, Route},
        findings::{FindingsState, Place, explanations_ui::explanations_ui, finding_ui},
        icons,
        look::Look,
        widgets::{cards_ui, link_ui, menu_button_ui, primary_button_ui},
    },
};

/// Draws the screen.
pub fn findings_ui(
    ui: &mut Ui,
    desk: &Desk,
    key: Option<ReturnKey>,
    state: &mut FindingsState,
    look: &Look,
    out: &mut Vec<Act>,
) {
    let margin = Frame::new().inner_margin(Margin::symmetric(20, 12));
    if state.is_listing {
        margin.show(ui, |ui| explanations_ui(ui, desk, state, look, out));
        return;
    }
    let Some(key) = key else {
        margin.show(ui, |ui| which_ui(ui, state, look));
        ui.centered_and_justified(|ui| ui.label(look.say("entry.no_form")));
        return;
    };
    let findings = desk.findings(&key);
    margin.show(ui, |ui| {
        head_ui(ui, desk, &key, &findings, state, look, out);
        ui.add_space(8.0);
        if findings.list.is_empty() {
            ui.add_space(40.0);
            ui.vertical_centered(|ui| {
                if desk.filled(&key).filled == 0 {
                    ui.label(look.icon(icons::CIRCLE).color(look.theme.quiet()));
                    ui.label(look.say("findings.empty"));
                    if primary_button_ui(ui, look, look.say("start.begin")).clicked() {
                        out.push(Act::Go(Route::Entry));
                    }
                    return;
                }
                ui.label(look.icon(icons::CHECK).color(look.theme.good()));
                ui.label(look.say("findings.none"));
                if desk.can_move(&key, Move::Submit)
                    && primary_button_ui(ui, look, look.say("findings.to_submit")).clicked()
                {
                    out.push(Act::Go(Route::Submit));
                }
            });
            return;
        }
        list_ui(ui, desk, &key, &findings, state, look, out);
    });
}

/// Draws the choice between the findings of one return and the explanations of all.
pub(super) fn which_ui(ui: &mut Ui, state: &mut FindingsState, look: &Look) {
    let labels = ["hands.one_return", "hands.all_explanations"].map(|word| look.say(word).into_owned());
    if let Some(at) = filters_ui(ui, look, &labels, usize::from(state.is_listing)) {
        state.is_listing = at == 1;
    }
}

/// Draws which return is shown, and offers our others that are open.
fn head_ui(
    ui: &mut Ui,
    desk: &Desk,
    key: &ReturnKey,
    findings: &Findings,
    state: &mut FindingsState,
    look: &Look,
    out: &mut Vec<Act>,
) {
    ui.horizontal(|ui| {
        ui.label(look.heading(look.say("route.findings")));
        which_ui(ui, state, look);
        let title = |key: &ReturnKey| {
            let form = desk.catalogue().form(&key.form).map(|form| look.text(&form.name).to_owned());
            let words = format!("{} {}", form.unwrap_or_default(), key.period.label(look.lang));
            let unit = desk.tree().unit(&key.unit).filter(|unit| unit.id != *desk.seat());
            unit.map_or(words.clone(), |unit| format!("{} {words}", look.text(&unit.name)))
        };
        let name = look.say("findings.which").into_owned();
        menu_button_ui(ui, look, &title(key), &name, |ui| {
            for view in &desk.work(desk.seat(), look.today).open {
                let other = desk.our_key(&view.form, view.period);
                if ui.button(title(&other)).clicked() {
                    out.push(Act::PickReturn(other));
                }
            }
        });
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            if desk.can_move(key, Move::Submit)
                && desk.readiness(key).is_ready()
                && primary_button_ui(ui, look, look.say("findings.to_submit")).clicked()
            {
                out.push(Act::Go(Route::Submit));
            }
        });
    });
    let labels = [
        look.say_with("findings.all_n", &[("n", &findings.list.len().to_string())]),
        look.say_with("findings.hard_n", &[("n", &findings.hard.to_string())]),
        look.say_with(
            "findings.soft_n",
            &[("n", &findings.soft.to_string()), ("open", &findings.unexplained.to_string())],
        ),
        look.say_with("findings.hint_n", &[("n", &findings.hints.to_string())]),
    ];
    let severities = [None, Some(Severity::Hard), Some(Severity::Soft), Some(Severity::Hint)];
    let chosen = severities.iter().position(|only| *only == state.only).unwrap_or(0);
    ui.allocate_ui(egui::Vec2::new(640.0, 28.0), |ui| {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 4.0;
            if let Some(at) = filters_ui(ui, look, &labels, chosen) {
                state.only = severities[at];
            }
        });
    });
}

/// Draws the severities with their counts as one bar.
pub(super) fn filters_ui(ui: &mut Ui, look: &Look, labels: &[String], chosen: usize) -> Option<usize> {
    let mut clicked = None;
    let theme = &look.theme;
    for (at, label) in labels.iter().enumerate() {
        let ink = if at == chosen { theme.accent() } else { theme.quiet() };
        let fill = if at == chosen { theme.accent_ground() } else { theme.panel() };
        let text = RichText::new(label).font(theme.small()).color(ink);
        let response = ui.add(egui::Button::new(text).fill(fill).stroke(egui::Stroke::NONE));
        response.widget_info(|| egui::WidgetInfo::selected(egui::Role::Button, true, at == chosen, label));
        if response.clicked() {
            clicked = Some(at);
        }
    }
    clicked
}

/// The check that waits for what was carried forward.
const CARRIED: &str = "carried_confirmed";

/// Draws what was carried forward as one line: a card for each cell would bury everything else.
fn carried_ui(ui: &mut Ui, key: &ReturnKey, elements: Vec<ElementId>, look: &Look, out: &mut Vec<Act>) {
    ui.horizontal(|ui| {
        ui.label(look.icon(icons::ARROW_CLOCKWISE).color(look.theme.soft()));
        ui.label(look.say_with("submit.carried", &[("n", &elements.len().to_string())]));
        if link_ui(ui, look, look.say("submit.confirm_all")).clicked() {
            out.push(Act::Do(Command::Confirm { key: key.clone(), elements }));
        }
    });
}

/// What stands in the list.
enum Item<'a> {
    Carried(Vec<ElementId>),
    Section(String),
    Finding(&'a FindingView),
    /// So many that are explained already, folded or not.
    Settled(usize),
}

impl Item<'_> {
    fn id(&self) -> Id {
        match self {
            Self::Carried(_) => Id::unique("finding carried"),
            Self::Section(name) => Id::unique(("finding section", name)),
            Self::Finding(view) => {
                let finding = &view.finding;
                Id::unique(("finding", finding.check.as_str(), finding.element.as_str()))
            }
            Self::Settled(_) => Id::unique("finding settled"),
        }
    }
}

/// Gives what stands in the list, gravest first, by section.
fn items<'a>(
    desk: &Desk,
    key: &ReturnKey,
    findings: &'a Findings,
    state: &FindingsState,
    look: &Look,
) -> Vec<Item<'a>> {
    let form = desk.catalogue().form(&key.form);
    let mut sections: HashMap<&ElementId, usize> = HashMap::new();
    for (at, section) in form.iter().flat_map(|form| form.sections.iter().enumerate()) {
        sections.extend(section.elements.iter().map(|id| (id, at)));
    }
    let section_of = |view: &FindingView| sections.get(&view.finding.element).copied();
    let section_name = |at: Option<usize>| {
        let section = form.and_then(|form| form.sections.get(at?));
        section.map(|section| look.text(&section.name).to_owned()).unwrap_or_default()
    };
    let carried = desk.unconfirmed(key);
    let folds = carried.len() > 3 && desk.types_here(key);
    let is_folded = |view: &FindingView| folds && view.finding.check.as_str() == CARRIED;
    let mut items = Vec::new();
    if folds && state.only.is_none_or(|only| only == Severity::Hard) {
        items.push(Item::Carried(carried));
    }
    for severity in [Severity::Hard, Severity::Soft, Severity::Hint] {
        if state.only.is_some_and(|only| only != severity) {
            continue;
        }
        let of_kind =
            findings.list.iter().filter(|view| view.finding.severity == severity && !is_folded(view));
        let (open, settled): (Vec<_>, Vec<_>) =
            of_kind.partition(|view| severity != Severity::Soft || view.is_open());
        let mut section = None;
        for (at, view) in open.into_iter().enumerate() {
            let here = section_of(view);
            if at == 0 || here != section {
                items.push(Item::Section(section_name(here)));
            }
            section = here;
            items.push(Item::Finding(view));
        }
        if settled.is_empty() {
            continue;
        }
        items.push(Item::Settled(settled.len()));
        if state.settled_shown {
            items.extend(settled.into_iter().map(Item::Finding));
        }
    }
    items
}

fn list_ui(
    ui: &mut Ui,
    desk: &Desk,
    key: &ReturnKey,
    findings: &Findings,
    state: &mut FindingsState,
    look: &Look,
    out: &mut Vec<Act>,
) {
    let place = if desk.types_here(key) { Place::Screen } else { Place::Review };
    let items = items(desk, key, findings, state, look);
    let ids: Vec<Id> = items.iter().map(Item::id).collect();
    let mut heights = std::mem::take(&mut state.heights);
    cards_ui(ui, "findings", &mut heights, &ids, |ui, at| {
        ui.set_max_width(ui.available_width().min(980.0));
        match &items[at] {
            Item::Carried(elements) => carried_ui(ui, key, elements.clone(), look, out),
            Item::Section(name) => {
                ui.add_space(6.0);
                ui.label(RichText::new(name).font(look.theme.grid_bold()));
            }
            Item::Finding(view) => finding_ui(ui, key, view, place, &mut state.drafts, look, out),
            Item::Settled(count) => {
                ui.add_space(6.0);
                let word =
                    if state.settled_shown { "findings.fold_settled" } else { "findings.show_settled" };
                if link_ui(ui, look, look.say_with(word, &[("n", &count.to_string())])).clicked() {
                    state.settled_shown = !state.settled_shown;
                }
            }
        }
    });
    state.heights = heights;
}
