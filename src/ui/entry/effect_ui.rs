//! 这个数有什么作用: what the figure that is being typed does to the bureau's indicators and their targets.

use std::sync::Arc;

use egui::{RichText, Ui};

use crate::{
    base::{ElementId, Figure, Read, quantity_from_text},
    desk::{Desk, NumberEffect, Sheet},
    indicator::Element,
    ui::{
        entry::{EntryState, draft::Column},
        icons,
        look::{Look, flowing},
    },
};

/// What effects were asked of: the cell, its figure, and the state of the desk.
pub(super) type EffectsOf = (crate::returns::ReturnKey, ElementId, Figure, u64);

/// Draws the effects; nothing where no roll-up is known or the figure moves none.
pub(super) fn effect_ui(
    ui: &mut Ui,
    desk: &Desk,
    state: &mut EntryState,
    sheet: &Sheet,
    (element, at): (&Element, usize),
    look: &Look,
) {
    let Some(figure) = figure_at_hand(state, sheet, element, at) else { return };
    let of = (sheet.key.clone(), element.id.clone(), figure, desk.generation());
    let effects = match &state.effects {
        Some((known, effects)) if *known == of => Arc::clone(effects),
        _ => {
            let effects = Arc::new(desk.number_effects(&of.0, &of.1, &of.2));
            state.effects = Some((of, Arc::clone(&effects)));
            effects
        }
    };
    if effects.is_empty() {
        return;
    }
    let theme = &look.theme;
    ui.add_space(8.0);
    ui.label(RichText::new(look.say("details.effect")).font(theme.grid_bold()));
    for effect in effects.iter() {
        one_ui(ui, effect, look);
    }
}

fn one_ui(ui: &mut Ui, effect: &NumberEffect, look: &Look) {
    let theme = &look.theme;
    let (icon, ink) = match effect.is_met {
        (_, true) => (icons::CHECK, theme.good()),
        (true, false) => (icons::WARNING, theme.soft()),
        (false, false) if effect.after < effect.before => (icons::ARROW_DOWN, theme.quiet()),
        (false, false) => (icons::ARROW_UP, theme.quiet()),
    };
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        ui.label(look.icon(icon).color(ink));
        let words = RichText::new(flowing(look.text(&effect.sentence))).font(theme.grid());
        ui.add(egui::Label::new(words).wrap());
    });
}

/// Gives the figure that stands in the cell, or is being typed there; `None` while that cannot be read.
fn figure_at_hand(state: &EntryState, sheet: &Sheet, element: &Element, at: usize) -> Option<Figure> {
    let row = sheet.rows.get(at)?;
    let is_typed = state.column == Column::Figure && state.draft.is_changed() && !row.is_choice;
    if !is_typed {
        return Some(row.figure.clone()).filter(|figure| figure.known().is_some());
    }
    match quantity_from_text(&state.draft.text, element.decimals(), &element.unit.zh) {
        Ok(Read::Quantity(value)) => Some(Figure::Known(value)),
        _ => None,
    }
}
