//! The trend screen as a whole.

use egui::{Align2, Frame, Margin, Sense, Ui, Vec2};

use crate::{
    desk::{Desk, TrendView, verdict_words},
    trend::{Verdict, forecast_words},
    ui::{
        act::Act,
        look::{Look, flowing},
        trend::{
            head_ui::head_ui, legend_ui::legend_ui, options_ui::options_ui, plot_ui::plot_ui, shown::zoomed,
            state::TrendState, table_ui::table_ui,
        },
        widgets::paint_text,
    },
};

/// Draws the trend screen.
pub(in crate::ui) fn trend_ui(
    ui: &mut Ui,
    desk: &Desk,
    state: &mut TrendState,
    look: &Look,
    out: &mut Vec<Act>,
) {
    let shown = state.shown(desk, ui.ctx(), look);
    Frame::new().inner_margin(Margin { left: 16, right: 16, top: 8, bottom: 4 }).show(ui, |ui| {
        head_ui(ui, desk, state, shown.as_ref().map(|(whole, _)| whole.as_ref()), look, out);
        let Some((whole, view)) = shown else {
            ui.label(look.small(look.say("track.counting")));
            return;
        };
        ui.spacing_mut().item_spacing.y = 3.0;
        sentence_ui(ui, &whole, look);
        options_ui(ui, desk, state, &whole, look);
        // Below the choices: a plan laid over does not move them.
        stack_ui(ui, &whole, look);
        legend_ui(ui, state, &whole.chart, look);
        let table_height = 28.0 + 26.0 * view.table.rows.len().clamp(1, 5) as f32;
        let height = (ui.available_height() - table_height - 56.0).max(150.0);
        if whole.chart.is_empty() {
            empty_ui(ui, &view, look, height);
        } else if let Some((steps, about)) = plot_ui(ui, &view.chart, look, height) {
            state.drawn.years = zoomed(whole.chart.years, state.drawn.years, steps, about);
        }
        foot_ui(ui, state, &view, look);
        table_ui(ui, &view.table, look);
    });
}

/// Writes where the figures come from and when the chart was made, and of the forecast how it is made.
fn foot_ui(ui: &mut Ui, state: &TrendState, view: &TrendView, look: &Look) {
    let ahead = view.forecast.as_ref().map(|forecast| forecast_words(forecast, &view.scale, look.lang));
    let foot = match &ahead {
        Some(words) => view.chart.foot.replace(&format!(" · {words}"), ""),
        None => view.chart.foot.clone(),
    };
    let ahead = ahead.unwrap_or_else(|| look.text(&view.no_forecast).to_owned());
    let ahead = if state.drawn.without_forecast { String::new() } else { ahead };
    for words in [foot, ahead] {
        let (rect, response) = ui.allocate_exact_size(Vec2::new(ui.available_width(), 18.0), Sense::hover());
        if words.is_empty() {
            continue;
        }
        response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, &words));
        let place = rect.with_min_x(rect.left() + 48.0);
        let (font, ink) = (look.theme.small(), look.theme.quiet());
        if !paint_text(ui, place, &words, font, ink, Align2::LEFT_CENTER) {
            response.on_hover_text(flowing(&words));
        }
    }
}

/// Says of each target of several plans where it stands, the strictest marked.
fn stack_ui(ui: &mut Ui, view: &TrendView, look: &Look) {
    let mut plans: Vec<_> = view.stack.iter().map(|target| &target.plan).collect();
    plans.dedup();
    if plans.len() < 2 {
        return;
    }
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = Vec2::new(14.0, 0.0);
        for target in &view.stack {
            let (icon, ink, _) = look.verdict(target.standing.verdict);
            let word = verdict_words(&target.standing, look.lang);
            let due = target.due.0.label(look.lang);
            let mut words =
                format!("{} {} {due} {word}", look.text(&target.region), look.text(&target.shown));
            if target.is_strictest {
                words = format!("{words} · {}", look.say("trend.strictest"));
            }
            ui.horizontal(|ui| {
                ui.spacing_mut().item_spacing.x = 4.0;
                ui.label(look.icon(icon).color(ink));
                let text = if target.is_strictest { look.bold(words) } else { look.small(words) };
                ui.label(text.font(look.theme.small())).on_hover_text(look.text(&target.standing.sentence));
            });
        }
    });
}

fn sentence_ui(ui: &mut Ui, view: &TrendView, look: &Look) {
    let theme = &look.theme;
    let Some(standing) = &view.standing else {
        ui.label(look.small(look.say("trend.no_target")));
        return;
    };
    let (icon, ink, _) = look.verdict(standing.verdict);
    let word = verdict_words(standing, look.lang);
    let ground = match standing.verdict {
        Verdict::Met | Verdict::OnTrack => theme.good_ground(),
        Verdict::OffTrack | Verdict::Late => theme.soft_ground(),
        Verdict::NoData | Verdict::NotScored => theme.panel(),
    };
    Frame::new().fill(ground).corner_radius(theme.corner()).inner_margin(Margin::symmetric(12, 6)).show(
        ui,
        |ui| {
            ui.set_width(ui.available_width());
            ui.horizontal_wrapped(|ui| {
                ui.label(look.icon(icon).color(ink));
                ui.label(look.bold(word).color(ink));
                ui.label(look.text(&standing.sentence));
            });
            for doubt in &view.doubts {
                ui.horizontal_wrapped(|ui| {
                    ui.label(look.icon(crate::ui::icons::WARNING_CIRCLE).color(theme.soft()));
                    ui.label(egui::RichText::new(look.text(doubt)).color(theme.soft()).font(theme.small()));
                });
            }
        },
    );
}

fn empty_ui(ui: &mut Ui, view: &TrendView, look: &Look, height: f32) {
    let (rect, _) = ui.allocate_exact_size(Vec2::new(ui.available_width(), height), Sense::hover());
    ui.painter().rect_filled(rect, look.theme.corner(), look.theme.panel());
    paint_text(
        ui,
        rect.shrink(12.0),
        look.text(&view.lack),
        look.theme.body(),
        look.theme.quiet(),
        Align2::CENTER_CENTER,
    );
}
