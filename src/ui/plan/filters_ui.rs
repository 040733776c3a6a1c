//! The row of filters over the list: standings with their counts, nature, date, doubt.

use egui::{Button, Layout, RichText, Ui};

use crate::{
    desk::PlanLine,
    plan::Nature,
    ui::{
        look::Look,
        plan::state::{DueFilter, PlanState, Standing},
        widgets::{link_ui, menu_button_ui},
    },
};

/// Draws the filters.
pub(super) fn filters_ui(ui: &mut Ui, lines: &[PlanLine], state: &mut PlanState, look: &Look) {
    let passing: Vec<&PlanLine> = lines.iter().filter(|line| state.passes(line)).collect();
    ui.horizontal_centered(|ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        let all = look.say("plan_filter.all").into_owned();
        if chip_ui(ui, &all, passing.len(), state.standing.is_none(), look) {
            state.standing = None;
        }
        for standing in Standing::ALL {
            let count = passing.iter().filter(|line| Standing::of(line) == standing).count();
            let chosen = state.standing == Some(standing);
            if (count > 0 || chosen) && chip_ui(ui, &look.say(standing.key()), count, chosen, look) {
                state.standing = if chosen { None } else { Some(standing) };
            }
        }
        ui.with_layout(Layout::right_to_left(egui::Align::Center), |ui| {
            ui.spacing_mut().item_spacing.x = 10.0;
            more_ui(ui, state, look);
            due_ui(ui, lines, state, look);
            nature_ui(ui, lines, state, look);
            if state.is_filtered() && link_ui(ui, look, look.say("plan_filter.clear")).clicked() {
                state.clear_filters();
            }
        });
    });
}

fn chip_ui(ui: &mut Ui, label: &str, count: usize, chosen: bool, look: &Look) -> bool {
    let theme = &look.theme;
    let ink = if chosen { theme.accent() } else { theme.text() };
    let fill = if chosen { theme.accent_ground() } else { theme.ground() };
    let text = RichText::new(format!("{label} {count}")).font(theme.small()).color(ink);
    let button =
        Button::new(text).fill(fill).frame_when_inactive(chosen).min_size(egui::Vec2::new(0.0, 24.0));
    ui.add(button).clicked()
}

fn nature_ui(ui: &mut Ui, lines: &[PlanLine], state: &mut PlanState, look: &Look) {
    if lines.iter().all(|line| line.nature == Nature::Unstated) {
        return;
    }
    let word = |nature: Option<Nature>| match nature {
        None => look.say("plan_filter.nature").into_owned(),
        Some(Nature::Unstated) => look.say("plan_filter.unstated").into_owned(),
        Some(nature) => look.text(&nature.name()).to_owned(),
    };
    menu_button_ui(ui, look, &word(state.nature), &look.say("plan_filter.nature"), |ui| {
        for nature in [None, Some(Nature::Binding), Some(Nature::Expected), Some(Nature::Unstated)] {
            let label = nature.map_or_else(|| look.say("plan_filter.all").into_owned(), |_| word(nature));
            if ui.selectable_label(state.nature == nature, label).clicked() {
                state.nature = nature;
            }
        }
    });
}

fn due_ui(ui: &mut Ui, lines: &[PlanLine], state: &mut PlanState, look: &Look) {
    let word = |due: DueFilter| match due {
        DueFilter::All => look.say("plan_filter.due").into_owned(),
        DueFilter::Year(year) => crate::base::Period::year(year).label(look.lang),
        DueFilter::Annual => look.say("plan.annual").into_owned(),
        DueFilter::Undated => look.say("plan_filter.undated").into_owned(),
    };
    let printed = lines.iter().filter(|line| !line.due_is_horizon && !line.annual);
    let mut years: Vec<i32> = printed.map(|line| line.due.calendar_year()).collect();
    years.sort_unstable();
    years.dedup();
    let mut choices = vec![DueFilter::All];
    choices.extend(years.into_iter().map(DueFilter::Year));
    if lines.iter().any(|line| line.annual) {
        choices.push(DueFilter::Annual);
    }
    if lines.iter().any(|line| line.due_is_horizon && !line.annual) {
        choices.push(DueFilter::Undated);
    }
    menu_button_ui(ui, look, &word(state.due), &look.say("plan_filter.due"), |ui| {
        for due in choices {
            let label =
                if due == DueFilter::All { look.say("plan_filter.all").into_owned() } else { word(due) };
            if ui.selectable_label(state.due == due, label).clicked() {
                state.due = due;
            }
        }
    });
}

fn more_ui(ui: &mut Ui, state: &mut PlanState, look: &Look) {
    let count = usize::from(state.only_scored) + usize::from(state.only_doubtful);
    let title = look.say("plan_filter.more");
    let shown = if count == 0 { title.clone().into_owned() } else { format!("{title} {count}") };
    menu_button_ui(ui, look, &shown, &title, |ui| {
        ui.checkbox(&mut state.only_scored, look.say("plan_filter.scored"));
        ui.checkbox(&mut state.only_doubtful, look.say("plan_filter.doubtful"));
    });
}
