//! From a total down to the cells it came from; who is in it; what has changed since it last went upward.

use std::sync::Arc;

use egui::{Align2, Rect, RichText, Role, Sense, Ui, Vec2, WidgetInfo};

use crate::{
    base::{Cell, Decimal, Table, UnitId, quantity_text},
    desk::{
        Board, Desk, MemberChange, OwnPart, RollUpItem, RollUpMember, RollUpSince, TotalPart, TotalParts,
    },
    rollup::Stand,
    ui::{
        act::Act,
        look::Look,
        submit::grouped,
        sums::{SumsState, grid_ui::told},
        widgets::{fraction_ui, link_ui, paint_text, quiet_button_ui, segments_ui},
    },
    wire::fingerprint,
};

/// How many rows are listed before the rest is counted.
const LISTED: usize = 120;

/// What the drill-down was made of.
type PartsOf = (UnitId, RollUpItem, crate::base::Period, u64, u64);
/// What members and changes were made of.
type WholeOf = (UnitId, crate::base::Period, u64);

/// When totals last went upward and what is other now; `None` if they never did.
type Handed = Option<(chrono::NaiveDateTime, RollUpSince)>;

/// 下钻的状态.
#[derive(Debug, Default)]
pub(in crate::ui) struct DrillState {
    page: usize,
    /// Units gone into below the one of the chosen cell.
    path: Vec<UnitId>,
    begun_at: Option<(UnitId, RollUpItem)>,
    parts: Option<(PartsOf, Arc<TotalParts>)>,
    members: Option<(WholeOf, Arc<Vec<RollUpMember>>)>,
    since: Option<(WholeOf, Arc<Handed>)>,
}

/// Draws the pane.
pub(super) fn drill_ui(
    ui: &mut Ui,
    desk: &Desk,
    board: &Board,
    state: &mut SumsState,
    unit: &UnitId,
    look: &Look,
    out: &mut Vec<Act>,
) {
    let labels = ["sum.parts", "sum.members", "sum.since"].map(|key| look.say(key).into_owned());
    if let Some(page) = segments_ui(ui, look, &labels, state.drill.page) {
        state.drill.page = page;
    }
    ui.add_space(6.0);
    if !desk.has_totals(board.period) {
        ui.label(look.small(look.say("sum.adding")));
        return;
    }
    match state.drill.page {
        1 => members_ui(ui, desk, board, &mut state.drill, unit, look, out),
        2 => since_ui(ui, desk, board, &mut state.drill, unit, look),
        _ => {
            let Some(chosen) = state.grid.chosen() else { return };
            parts_ui(ui, desk, board, &mut state.drill, chosen, look, out);
        }
    }
}

fn number(value: Option<Decimal>) -> String {
    value.map_or_else(|| "—".to_owned(), |value| quantity_text(value, value.normalize().scale().min(4)))
}

fn parts_ui(
    ui: &mut Ui,
    desk: &Desk,
    board: &Board,
    state: &mut DrillState,
    chosen: (UnitId, RollUpItem),
    look: &Look,
    out: &mut Vec<Act>,
) {
    if state.begun_at.as_ref() != Some(&chosen) {
        state.path.clear();
        state.begun_at = Some(chosen.clone());
    }
    let (top, item) = chosen;
    let unit = state.path.last().cloned().unwrap_or_else(|| top.clone());
    let of = (unit.clone(), item.clone(), board.period, desk.generation(), state.path.len() as u64);
    if state.parts.as_ref().is_none_or(|(known, _)| *known != of) {
        let parts = desk.total_parts(Some(board), &item, &unit, board.period);
        state.parts = Some((of, Arc::new(parts)));
    }
    let Some((_, parts)) = &state.parts else { return };
    let parts = Arc::clone(parts);
    let name =
        |id: &UnitId| desk.tree().unit(id).map(|unit| look.text(&unit.name).to_owned()).unwrap_or_default();
    if let Some(head) = desk.item_head(&item) {
        ui.label(look.bold(look.text(&head.name)));
        path_ui(ui, state, &top, name, look);
        let unit = look.text(&head.unit);
        ui.horizontal_wrapped(|ui| {
            ui.label(look.heading(look.text(&parts.cell.shown)));
            if !unit.is_empty() {
                ui.label(look.small(unit));
            }
            if let Some(standing) = &parts.cell.standing {
                let (icon, ink, word) = look.verdict(standing.verdict);
                ui.label(look.icon(icon).color(ink));
                ui.label(RichText::new(word).font(look.theme.small()).color(ink));
            }
        });
    }
    for line in told(&parts.cell, look).iter().skip(1) {
        ui.label(look.small(crate::ui::look::flowing(line)));
    }
    ui.add_space(4.0);
    if let Some(formula) = desk.item_formula(&item) {
        fraction_ui(ui, &desk.catalogue().fraction(&formula), look);
    }
    if parts.denominator.is_some() {
        let (top, bottom) = (number(parts.numerator), number(parts.denominator));
        ui.label(look.small(look.say_with("sum.quotient", &[("top", &top), ("bottom", &bottom)])));
    }
    if !parts.own.is_empty() {
        ui.add_space(6.0);
        ui.label(look.bold(look.say(if parts.parts.is_empty() { "sum.cells" } else { "sum.own_cells" })));
        for part in &parts.own {
            own_ui(ui, part, look, out);
        }
    }
    if !parts.parts.is_empty() {
        ui.add_space(6.0);
        ui.label(look.bold(look.say_with("sum.below", &[("n", &parts.parts.len().to_string())])));
        let mut into = None;
        for part in parts.parts.iter().take(LISTED) {
            if part_ui(ui, part, parts.denominator.is_some(), look) {
                into = Some(part.unit.clone());
            }
        }
        more_ui(ui, parts.parts.len(), look);
        state.path.extend(into);
    }
}

fn more_ui(ui: &mut Ui, count: usize, look: &Look) {
    if count > LISTED {
        ui.label(look.small(look.say_with("sum.more", &[("n", &(count - LISTED).to_string())])));
    }
}

/// Draws where the drill-down stands; a click goes back up.
fn path_ui(ui: &mut Ui, state: &mut DrillState, top: &UnitId, name: impl Fn(&UnitId) -> String, look: &Look) {
    let mut back = None;
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        let steps: Vec<UnitId> = std::iter::once(top.clone()).chain(state.path.iter().cloned()).collect();
        for (at, step) in steps.iter().enumerate() {
            if at + 1 == steps.len() {
                ui.label(look.small(name(step)));
            } else {
                if link_ui(ui, look, name(step)).clicked() {
                    back = Some(at);
                }
                ui.label(look.icon(crate::ui::icons::CARET_RIGHT));
            }
        }
    });
    if let Some(at) = back {
        state.path.truncate(at);
    }
}

/// Draws one of the unit's own cells with the way to it.
fn own_ui(ui: &mut Ui, part: &OwnPart, look: &Look, out: &mut Vec<Act>) {
    let theme = &look.theme;
    ui.add(egui::Label::new(RichText::new(look.text(&part.name)).font(theme.grid())).wrap());
    ui.horizontal(|ui| {
        let shown = look.text(&part.shown);
        let (word, ink) = match part.stand {
            Stand::Taken | Stand::Outside => (shown.to_owned(), theme.text()),
            Stand::Missing(_) if shown.is_empty() => (look.say("sum.blank").into_owned(), theme.soft()),
            Stand::Missing(_) => (format!("{shown} · {}", look.say("sum.left_out")), theme.soft()),
            Stand::Apart => (look.say("sum.not_applicable").into_owned(), theme.quiet()),
        };
        let word = if word.is_empty() { look.say("sum.blank").into_owned() } else { word };
        ui.label(RichText::new(word).font(theme.grid_bold()).color(ink));
        ui.label(look.small(look.text(&part.unit)));
        if part.is_under {
            ui.label(look.small(look.say("sum.in_denominator")));
        }
        if let Some(key) = &part.key
            && link_ui(ui, look, look.say("sum.jump")).clicked()
        {
            out.push(Act::OpenEntry(key.clone(), Some(part.element.clone())));
        }
    });
}

/// Draws what one unit below brings; says whether it is gone into.
fn part_ui(ui: &mut Ui, part: &TotalPart, is_quotient: bool, look: &Look) -> bool {
    let theme = &look.theme;
    let (rect, response) = ui.allocate_exact_size(Vec2::new(ui.available_width(), 36.0), Sense::click());
    let (name, shown) = (look.text(&part.name), look.text(&part.cell.shown));
    let sides = match (is_quotient, part.numerator, part.denominator) {
        (false, ..) => String::new(),
        // Its denominator is one figure for the whole.
        (true, top, None) => look.say_with("sum.brings", &[("n", &number(top))]),
        (true, top, bottom) => format!("{} ÷ {}", number(top), number(bottom)),
    };
    let label = format!("{name} {shown} {sides}");
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &label));
    if response.hovered() || response.has_focus() {
        ui.painter().rect_filled(rect, 0.0, theme.panel());
    }
    let line = egui::Stroke::new(1.0, theme.line().gamma_multiply(0.7));
    ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, line);
    let (top, low) = rect.shrink2(Vec2::new(4.0, 2.0)).split_top_bottom_at_fraction(0.55);
    let width = ui.painter().layout_no_wrap(shown.to_owned(), theme.grid(), theme.text()).size().x;
    let mut words = top;
    words.max.x -= (width + 10.0).min(top.width() * 0.6);
    let figure = Rect::from_min_max(egui::Pos2::new(words.max.x, top.top()), top.max);
    let fits = paint_text(ui, words, name, theme.grid(), theme.text(), Align2::LEFT_CENTER);
    paint_text(ui, figure, shown, theme.grid(), theme.text(), Align2::RIGHT_CENTER);
    paint_text(ui, low, &sides, theme.small(), theme.quiet(), Align2::LEFT_CENTER);
    let coverage = part.cell.coverage;
    if !coverage.is_complete() {
        let share = format!("{}/{}", coverage.reported, coverage.expected);
        paint_text(ui, low, &share, theme.small(), theme.soft(), Align2::RIGHT_CENTER);
    }
    let clicked = response.clicked();
    let mut words = told(&part.cell, look);
    if !fits {
        words.insert(0, name.to_owned());
    }
    response.on_hover_text(words.join("\n"));
    clicked
}

fn members_ui(
    ui: &mut Ui,
    desk: &Desk,
    board: &Board,
    state: &mut DrillState,
    unit: &UnitId,
    look: &Look,
    out: &mut Vec<Act>,
) {
    let of = (unit.clone(), board.period, desk.generation());
    if state.members.as_ref().is_none_or(|(known, _)| *known != of) {
        state.members = Some((of, Arc::new(desk.roll_up_members(unit, board.period))));
    }
    let Some((_, members)) = &state.members else { return };
    let name =
        |id: &UnitId| desk.tree().unit(id).map(|unit| look.text(&unit.name).to_owned()).unwrap_or_default();
    ui.label(look.bold(look.say_with("sum.members_n", &[("n", &members.len().to_string())])));
    ui.label(look.small(look.say("sum.members_hint")));
    if !members.is_empty() && quiet_button_ui(ui, look.say("trend.copy_table")).clicked() {
        out.push(Act::CopyTable(members_table(members, name, look)));
    }
    for member in members.iter().take(LISTED) {
        let form = desk.catalogue().form(&member.form).map(|form| look.text(&form.name).to_owned());
        ui.add_space(3.0);
        let status = member.status.name();
        let line = format!("{} · {}", form.unwrap_or_default(), look.text(&status));
        // The eight digits that receipts and printed sheets bear.
        member_ui(ui, (&name(&member.unit), &line), &grouped(&fingerprint(&member.digest)), look)
            .on_hover_text(&member.digest);
    }
    more_ui(ui, members.len(), look);
}

/// Draws a member: whose it is, which form, and its fingerprint at the end of the line.
fn member_ui(ui: &mut Ui, (name, line): (&str, &str), print: &str, look: &Look) -> egui::Response {
    let theme = &look.theme;
    let (rect, response) = ui.allocate_exact_size(Vec2::new(ui.available_width(), 36.0), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, format!("{name} {line} {print}")));
    let (top, mut low) = rect.split_top_bottom_at_fraction(0.55);
    paint_text(ui, top, name, theme.grid(), theme.text(), Align2::LEFT_CENTER);
    paint_text(ui, low, print, theme.small(), theme.quiet(), Align2::RIGHT_CENTER);
    low.max.x -= 66.0;
    paint_text(ui, low, line, theme.small(), theme.quiet(), Align2::LEFT_CENTER);
    response
}

fn members_table(members: &[RollUpMember], name: impl Fn(&UnitId) -> String, look: &Look) -> Table {
    let columns = [
        ("unit", "register.code"),
        ("name", "sum.name"),
        ("form", "sum.form"),
        ("status", "sum.state"),
        ("digest", "sum.digest"),
    ];
    let titled =
        |(name, key): (&'static str, &str)| (name, look.say(key).into_owned(), crate::base::Align::Left);
    let mut table = Table::new(look.say("sum.members"), columns.map(titled));
    for member in members {
        table.push(vec![
            Cell::text(member.unit.as_str()),
            Cell::text(name(&member.unit)),
            Cell::text(member.form.as_str()),
            Cell::coded(member.status.code(), look.text(&member.status.name())),
            Cell::text(member.digest.as_str()),
        ]);
    }
    table
}

fn since_ui(ui: &mut Ui, desk: &Desk, board: &Board, state: &mut DrillState, unit: &UnitId, look: &Look) {
    // A hand-up that was written is told by the count of writes alone.
    let of = (unit.clone(), board.period, desk.generation() + desk.saves());
    if state.since.as_ref().is_none_or(|(known, _)| *known != of) {
        state.since = Some((of, Arc::new(desk.since_handed_up(unit, board.period))));
    }
    let Some((_, since)) = &state.since else { return };
    let Some((at, since)) = since.as_ref() else {
        ui.label(look.small(look.say("sum.never_handed_up")));
        return;
    };
    let at = at.format("%Y-%m-%d %H:%M").to_string();
    ui.label(look.bold(look.say_with("sum.since_when", &[("at", &at)])));
    if since.members.is_empty() && since.totals.is_empty() {
        ui.label(look.small(look.say("sum.since_nothing")));
        return;
    }
    let name =
        |id: &UnitId| desk.tree().unit(id).map(|unit| look.text(&unit.name).to_owned()).unwrap_or_default();
    ui.label(look.small(look.say_with("sum.since_members", &[("n", &since.members.len().to_string())])));
    for (unit, form, change) in since.members.iter().take(LISTED) {
        let key = match change {
            MemberChange::New => "sum.change_new",
            MemberChange::Changed => "sum.change_changed",
            MemberChange::Gone => "sum.change_gone",
        };
        let form = desk.catalogue().form(form).map(|form| look.text(&form.name).to_owned());
        let text = format!("{} · {} · {}", look.say(key), name(unit), form.unwrap_or_default());
        ui.label(RichText::new(text).font(look.theme.grid()));
    }
    more_ui(ui, since.members.len(), look);
    ui.add_space(6.0);
    ui.label(look.small(look.say_with("sum.since_totals", &[("n", &since.totals.len().to_string())])));
    for change in since.totals.iter().take(LISTED) {
        let item = desk.item_name(&change.id, look.lang);
        let shown = |text: &str| {
            text.parse().map_or_else(|_| look.say("sum.blank").into_owned(), |value| number(Some(value)))
        };
        let text = format!("{item} {} → {}", shown(&change.before), shown(&change.now));
        ui.label(RichText::new(text).font(look.theme.grid()));
    }
    more_ui(ui, since.totals.len(), look);
}
