//! 情况说明: a row of a list of explanations, and the chosen one in full.

use egui::{Align, Align2, Label, Layout, Rect, Response, RichText, Role, Sense, Ui, WidgetInfo};

use crate::{
    desk::{ExplanationLine, Holds},
    ui::{
        act::Act,
        findings::severity_look,
        icons,
        look::Look,
        widgets::{link_ui, paint_lines, paint_text},
    },
};

/// Paints two lines of words, the second smaller.
pub(in crate::ui) fn two_lines(ui: &Ui, at: Rect, first: &str, second: &str, look: &Look) {
    let theme = &look.theme;
    let (top, low) = at.split_top_bottom_at_fraction(0.5);
    paint_text(ui, top, first, theme.grid(), theme.text(), Align2::LEFT_CENTER);
    paint_text(ui, low, second, theme.small(), theme.quiet(), Align2::LEFT_CENTER);
}

/// Draws the ground of a row and what both lists show of it: unit with `under` below it, element, figure now and then,
/// finding, explanation.
pub(in crate::ui) fn explanation_row_ui(
    ui: &Ui,
    rect: Rect,
    [unit_at, name_at, figure_at, says_at, text_at]: [Rect; 5],
    (line, under, is_chosen): (&ExplanationLine, &str, bool),
    look: &Look,
) -> Response {
    let theme = &look.theme;
    let response = ui.interact(rect, ui.scope_id().with("explanation"), Sense::click());
    let (unit, name) = (look.text(&line.unit), look.text(&line.name));
    let label = format!("{unit} {name} {}", line.text);
    response.widget_info(|| WidgetInfo::selected(Role::ListItem, true, is_chosen, &label));
    if is_chosen {
        ui.painter().rect_filled(rect, 0.0, theme.accent_ground());
    } else if response.hovered() || response.has_focus() {
        ui.painter().rect_filled(rect, 0.0, theme.panel());
    }
    let stroke = egui::Stroke::new(1.0, theme.line().gamma_multiply(0.7));
    ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, stroke);
    two_lines(ui, unit_at, unit, under, look);
    two_lines(ui, name_at, name, look.text(&line.section), look);
    let (now, then) = figure_at.split_top_bottom_at_fraction(0.5);
    paint_text(ui, now, look.text(&line.figure), theme.grid(), theme.text(), Align2::RIGHT_CENTER);
    if let Some(of) = written_of(line, look) {
        paint_text(ui, then, &of, theme.small(), theme.soft(), Align2::RIGHT_CENTER);
    }
    let is_settled = line.holds == Holds::Settled;
    let (icon, ink, _) = severity_look(line.severity, look);
    let (icon, ink) = if is_settled { (icons::CHECK, theme.quiet()) } else { (icon, ink) };
    let (mark, says) = says_at.split_left_right_at_x(says_at.left() + 20.0);
    paint_text(ui, mark, icon, theme.icon(), ink, Align2::LEFT_CENTER);
    let found =
        if is_settled { look.say("hands.no_finding").into_owned() } else { look.text(&line.says).to_owned() };
    paint_lines(ui, says, &found, theme.small(), theme.quiet(), 2);
    paint_lines(ui, text_at, &line.text, theme.small(), theme.text(), 2);
    response
}

/// Says of which figure it was written, where that is another than the one that stands there.
fn written_of(line: &ExplanationLine, look: &Look) -> Option<String> {
    let figure = look.text(&line.written_of);
    (!line.written_of.zh.is_empty()).then(|| look.say_with("clerk.written_of", &[("figure", figure)]))
}

/// Draws the chosen one in full; `go` is the word that leads to its cell.
pub(in crate::ui) fn explanation_card_ui(
    ui: &mut Ui,
    line: &ExplanationLine,
    go: &str,
    look: &Look,
    out: &mut Vec<Act>,
) {
    ui.horizontal(|ui| {
        let title =
            format!("{} · {} {}", look.text(&line.unit), look.text(&line.name), look.text(&line.figure));
        ui.label(look.bold(title));
        if let Some(of) = written_of(line, look) {
            ui.label(RichText::new(of).font(look.theme.small()).color(look.theme.soft()));
        }
        ui.label(look.small(look.text(&line.holds.name())));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if link_ui(ui, look, look.say(go)).clicked() {
                out.push(Act::OpenEntry(line.key.clone(), Some(line.element.clone())));
            }
        });
    });
    egui::ScrollArea::vertical().auto_shrink([false, false]).show(ui, |ui| {
        if !line.says.zh.is_empty() {
            ui.add(Label::new(look.small(look.text(&line.says))).wrap().selectable(true));
        }
        ui.add(Label::new(RichText::new(&line.text).font(look.theme.grid())).wrap().selectable(true));
        ui.label(look.small(format!("{} · {}", line.who, line.at.format("%Y-%m-%d %H:%M"))));
    });
}
