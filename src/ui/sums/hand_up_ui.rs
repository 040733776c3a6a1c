//! What is asked before totals go upward.

use egui::{RichText, Ui};

use crate::{
    base::UnitId,
    desk::{Board, Desk},
    ui::{
        act::{Act, SumsFile},
        look::Look,
        widgets::{primary_button_ui, quiet_button_ui},
    },
};

/// Draws the question; says whether it is answered.
pub(super) fn hand_up_ui(
    ui: &mut Ui,
    desk: &Desk,
    board: &Board,
    unit: &UnitId,
    with_returns: &mut bool,
    look: &Look,
    out: &mut Vec<Act>,
) -> bool {
    let theme = &look.theme;
    let name = desk.tree().unit(unit).map(|unit| look.text(&unit.name).to_owned()).unwrap_or_default();
    ui.label(look.heading(look.say("sum.hand_up_title")));
    ui.label(look.small(format!("{name} · {}", board.period.label(look.lang))));
    ui.add_space(8.0);
    let count = board.count(unit);
    let missing = count.expected - count.reported;
    let numbers = [count.expected, count.reported, missing].map(|number| number.to_string());
    let fill = [("expected", numbers[0].as_str()), ("reported", &numbers[1]), ("missing", &numbers[2])];
    let ink = if missing > 0 { theme.soft() } else { theme.text() };
    ui.label(RichText::new(look.say_with("sum.hand_up_counts", &fill)).color(ink));
    if count.unaccepted > 0 {
        let words = look.say_with("walk.not_accepted", &[("n", &count.unaccepted.to_string())]);
        ui.add(egui::Label::new(RichText::new(words).color(theme.soft())).wrap());
    }
    ui.label(look.small(look.say("sum.hand_up_coverage")));
    ui.add_space(6.0);
    ui.checkbox(with_returns, look.say("sum.with_returns").into_owned());
    ui.label(look.small(look.say("sum.with_returns_hint")));
    if desk.is_read_only() {
        ui.label(RichText::new(look.say("sum.read_only")).color(theme.soft()));
    }
    ui.add_space(12.0);
    let mut is_done = false;
    ui.horizontal(|ui| {
        ui.add_enabled_ui(!desk.is_read_only(), |ui| {
            if primary_button_ui(ui, look, look.say("sum.hand_up_now")).clicked() {
                let file = SumsFile::Statement { with_returns: *with_returns };
                out.push(Act::SaveSums { file, unit: unit.clone(), period: board.period });
                is_done = true;
            }
        });
        if quiet_button_ui(ui, look.say("sum.cancel")).clicked() {
            is_done = true;
        }
    });
    is_done
}
