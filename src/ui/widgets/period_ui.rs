//! The picker of a 年 / 半年 / 季 / 月: a year with arrows, and its parts.

use egui::{Button, RichText, Ui};

use crate::{
    base::{Period, PeriodKind},
    ui::{icons, look::Look, widgets::menu_button_ui},
};

/// Draws the picker; gives the period that was picked. `marked` are periods that hold figures.
pub fn period_picker_ui(
    ui: &mut Ui,
    look: &Look,
    current: Period,
    last: Period,
    marked: &[Period],
) -> Option<Period> {
    let mut picked = None;
    let memory = ui.scope_id().with("picker year");
    let name = look.say("period.name").into_owned();
    menu_button_ui(ui, look, &current.label(look.lang), &name, |ui| {
        let kind = current.kind();
        let shown: i32 = ui.data(|data| data.get_temp(memory)).unwrap_or(current.calendar_year());
        ui.set_min_width(220.0);
        if kind == PeriodKind::Year {
            let newest = last.calendar_year().max(current.calendar_year());
            let years: Vec<i32> = (newest - 11..=newest).collect();
            for row in years.chunks(4) {
                ui.horizontal(|ui| {
                    for year in row {
                        picked = picked.or(part_ui(
                            ui,
                            look,
                            Period::year(*year),
                            current,
                            last,
                            marked,
                            &year.to_string(),
                        ));
                    }
                });
            }
            return;
        }
        ui.horizontal(|ui| {
            if ui.add(Button::new(look.icon(icons::ARROW_UP)).frame(false)).clicked() {
                ui.data_mut(|data| data.insert_temp(memory, shown - 1));
            }
            ui.label(look.bold(shown.to_string()));
            if ui.add(Button::new(look.icon(icons::ARROW_DOWN)).frame(false)).clicked() {
                ui.data_mut(|data| data.insert_temp(memory, shown + 1));
            }
        });
        let parts = match kind {
            PeriodKind::Half => 2,
            PeriodKind::Quarter => 4,
            PeriodKind::Month | PeriodKind::Year => 12,
        };
        let numbers: Vec<u32> = (1..=parts).collect();
        for row in numbers.chunks(4) {
            ui.horizontal(|ui| {
                for part in row {
                    let Some(period) = Period::new(kind, shown, *part) else { continue };
                    let label = match kind {
                        PeriodKind::Half => look
                            .say(if *part == 1 { "period.first_half" } else { "period.second_half" })
                            .into_owned(),
                        PeriodKind::Quarter => look.say_with("period.quarter", &[("n", &part.to_string())]),
                        PeriodKind::Month | PeriodKind::Year => {
                            look.say_with("period.month", &[("n", &part.to_string())])
                        }
                    };
                    picked = picked.or(part_ui(ui, look, period, current, last, marked, &label));
                }
            });
        }
    });
    picked
}

fn part_ui(
    ui: &mut Ui,
    look: &Look,
    period: Period,
    current: Period,
    last: Period,
    marked: &[Period],
    label: &str,
) -> Option<Period> {
    let theme = &look.theme;
    let filled = marked.contains(&period);
    let ink = if period == current {
        theme.accent()
    } else if filled {
        theme.text()
    } else {
        theme.quiet()
    };
    let mut text = RichText::new(label).font(theme.body()).color(ink);
    if filled {
        text = text.font(theme.body_bold());
    }
    let button = Button::selectable(period == current, text).min_size(egui::Vec2::new(50.0, 26.0));
    let clicked = ui.add_enabled(period <= last, button).clicked();
    if clicked {
        ui.close();
    }
    clicked.then_some(period)
}
