//! Two versions of a bureau's statement side by side: the figures in which they differ, and which one stays.

use std::collections::BTreeMap;

use egui::{Align2, Label, Pos2, Rect, Ui, Vec2};

use crate::{
    base::{ElementId, Figure, Lang, Period, UnitId, quantity_text},
    desk::{Command, Desk, StatementConflict},
    exchange::Side,
    returns::ReturnKey,
    ui::{
        act::Act,
        arrivals::conflict_ui::name_with_unit,
        look::Look,
        widgets::{figure_text, headed_rows_ui, paint_text, quiet_button_ui},
    },
    wire::CountyStatement,
};

/// Height of a row, in points.
const ROW: f32 = 26.0;
/// How the name and the figures of a row stand.
const ALIGNS: [Align2; 3] = [Align2::LEFT_CENTER, Align2::RIGHT_CENTER, Align2::RIGHT_CENTER];
/// How many returns are named before the rest is only counted.
const MOST_NAMED: usize = 6;

/// Names a statement: whose, of which period.
pub(super) fn statement_name(desk: &Desk, (unit, period): &(UnitId, Period), look: &Look) -> String {
    let name =
        desk.tree().unit(unit).map_or_else(|| unit.to_string(), |unit| look.text(&unit.name).to_owned());
    format!("{name} · {} {}", look.say("arrivals.statement"), period.label(look.lang))
}

/// Draws both versions of a statement.
pub(super) fn statement_conflict_ui(
    ui: &mut Ui,
    desk: &Desk,
    of: &(UnitId, Period),
    conflict: &StatementConflict,
    look: &Look,
    out: &mut Vec<Act>,
) {
    ui.label(look.bold(statement_name(desk, of, look)));
    ui.add(Label::new(look.small(look.say("arrivals.statement_apart"))).wrap());
    ui.add_space(4.0);
    for (key, version) in [("arrivals.ours", &conflict.ours), ("arrivals.theirs", &conflict.theirs)] {
        let (at, members) =
            (version.from.at.format("%Y-%m-%d %H:%M").to_string(), version.members.len().to_string());
        let word = look.say(key);
        let fill = [("word", &*word), ("who", &version.from.who), ("at", &at), ("n", &members)];
        ui.label(look.say_with("arrivals.statement_of", &fill));
    }
    ui.add_space(4.0);
    ui.horizontal(|ui| {
        ui.add_enabled_ui(!desk.is_read_only(), |ui| {
            for (key, side) in [("arrivals.keep_ours", Side::Ours), ("arrivals.take_theirs", Side::Theirs)] {
                if quiet_button_ui(ui, look.say(key)).clicked() {
                    let (unit, period) = of.clone();
                    out.push(Act::Do(Command::SettleStatement { unit, period, side }));
                }
            }
        });
    });
    members_ui(ui, desk, conflict, look);
    let lines = differing(&conflict.ours, &conflict.theirs);
    ui.label(look.small(look.say_with("arrivals.statement_differ", &[("n", &lines.len().to_string())])));
    ui.add_space(2.0);
    let head = |ui: &Ui, rect: Rect, look: &Look| {
        let keys = ["entry.element", "arrivals.ours", "arrivals.theirs"];
        for ((rect, key), align) in cells(rect).into_iter().zip(keys).zip(ALIGNS) {
            paint_text(ui, rect, &look.say(key), look.theme.small(), look.theme.quiet(), align);
        }
    };
    headed_rows_ui(ui, look, "statement figures", (ROW, lines.len(), None), head, |ui, at, rect| {
        let (element, ours, theirs) = &lines[at];
        let stroke = egui::Stroke::new(1.0, look.theme.line().gamma_multiply(0.7));
        ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, stroke);
        let theme = &look.theme;
        let [name_at, ours_at, theirs_at] = cells(rect);
        let name = name_with_unit(desk, element, look);
        paint_text(ui, name_at, &name, theme.grid(), theme.text(), ALIGNS[0]);
        for (rect, figure) in [(ours_at, ours), (theirs_at, theirs)] {
            let (text, ink) = match figure {
                // A total of yes and no is how many said yes.
                Some(Figure::Known(value)) => {
                    (quantity_text(*value, value.normalize().scale()), theme.text())
                }
                figure => {
                    let figure = figure.as_ref().unwrap_or(&Figure::Blank);
                    (figure_text(desk, element, figure, look), theme.quiet())
                }
            };
            paint_text(ui, rect, &text, theme.grid(), ink, ALIGNS[1]);
        }
    });
}

/// Says which returns stand in one of them only, or with other figures.
fn members_ui(ui: &mut Ui, desk: &Desk, conflict: &StatementConflict, look: &Look) {
    let digests = |of: &CountyStatement| -> BTreeMap<ReturnKey, String> {
        of.members.iter().map(|member| (member.key.clone(), member.digest.clone())).collect()
    };
    let (ours, theirs) = (digests(&conflict.ours), digests(&conflict.theirs));
    let only = |these: &BTreeMap<ReturnKey, String>, those: &BTreeMap<ReturnKey, String>| {
        these.keys().filter(|key| !those.contains_key(*key)).cloned().collect::<Vec<_>>()
    };
    let other: Vec<ReturnKey> = ours
        .iter()
        .filter(|(key, digest)| theirs.get(*key).is_some_and(|other| other != *digest))
        .map(|(key, _)| key.clone())
        .collect();
    let lists = [
        ("arrivals.only_ours", only(&ours, &theirs)),
        ("arrivals.only_theirs", only(&theirs, &ours)),
        ("arrivals.counted_apart", other),
    ];
    for (word, keys) in lists.into_iter().filter(|(_, keys)| !keys.is_empty()) {
        let mut names: Vec<String> = keys
            .iter()
            .take(MOST_NAMED)
            .map(|key| desk.return_name(key).text(look.lang).to_owned())
            .collect();
        if keys.len() > MOST_NAMED {
            names.push("…".to_owned());
        }
        let names = names.join(if look.lang == Lang::Zh { "；" } else { "; " });
        let fill = [("n", keys.len().to_string()), ("names", names)];
        let fill = fill.each_ref().map(|(key, text)| (*key, text.as_str()));
        ui.add(Label::new(look.small(look.say_with(word, &fill))).wrap());
    }
}

/// Gives the figures in which two statements differ, by element.
fn differing(
    ours: &CountyStatement,
    theirs: &CountyStatement,
) -> Vec<(ElementId, Option<Figure>, Option<Figure>)> {
    let mut both: BTreeMap<&ElementId, [Option<&Figure>; 2]> = BTreeMap::new();
    for (side, statement) in [ours, theirs].into_iter().enumerate() {
        for figure in &statement.figures {
            both.entry(&figure.element).or_default()[side] = Some(&figure.figure);
        }
    }
    let differ = both.into_iter().filter(|(_, [ours, theirs])| ours != theirs);
    differ.map(|(element, [ours, theirs])| (element.clone(), ours.cloned(), theirs.cloned())).collect()
}

fn cells(row: Rect) -> [Rect; 3] {
    let mut x = row.left() + 4.0;
    let room = (row.width() - 4.0).max(1.0);
    [0.52, 0.24, 0.24].map(|share| {
        let rect = Rect::from_min_size(Pos2::new(x, row.top()), Vec2::new(room * share, row.height()));
        x += room * share;
        rect.shrink2(Vec2::new(5.0, 0.0))
    })
}
