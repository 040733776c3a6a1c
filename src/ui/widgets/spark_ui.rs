//! Sparklines and the little bar chart of the details pane.

use egui::{Align2, Color32, Pos2, Rect, Stroke, Ui, Vec2};

use crate::ui::{look::Look, widgets::paint_text};

/// Draws the last values as a small line with a dot at its end; gaps stay gaps.
pub fn spark_ui(ui: &Ui, rect: Rect, values: &[Option<f64>], ink: Color32) {
    spark_open_ui(ui, rect, values, ink, None);
}

/// Draws a sparkline whose last dot is hollow, in the colour of the ground, where its value is not of everybody.
pub fn spark_open_ui(ui: &Ui, rect: Rect, values: &[Option<f64>], ink: Color32, hollow: Option<Color32>) {
    let known: Vec<(usize, f64)> =
        values.iter().enumerate().filter_map(|(at, value)| Some((at, (*value)?))).collect();
    let (Some(low), Some(high)) = (
        known.iter().map(|(_, value)| *value).reduce(f64::min),
        known.iter().map(|(_, value)| *value).reduce(f64::max),
    ) else {
        return;
    };
    let steps = values.len().saturating_sub(1).max(1) as f32;
    let place = |(at, value): (usize, f64)| {
        let share = if high > low { ((value - low) / (high - low)) as f32 } else { 0.25 };
        Pos2::new(rect.left() + rect.width() * at as f32 / steps, rect.bottom() - share * rect.height())
    };
    for pair in known.windows(2) {
        if pair[1].0 == pair[0].0 + 1 {
            ui.painter().line_segment([place(pair[0]), place(pair[1])], Stroke::new(1.25, ink));
        }
    }
    if let Some(last) = known.last() {
        match hollow {
            Some(ground) => {
                ui.painter().circle(place(*last), 2.5, ground, Stroke::new(1.25, ink));
            }
            None => {
                ui.painter().circle_filled(place(*last), 2.0, ink);
            }
        }
    }
}

/// Draws values by year as bars with their figures above; the last one in the accent.
pub fn bars_ui(ui: &mut Ui, look: &Look, bars: &[(String, Option<f64>, String)]) {
    let theme = &look.theme;
    let (rect, _) = ui.allocate_exact_size(Vec2::new(ui.available_width(), 112.0), egui::Sense::hover());
    let top = bars.iter().filter_map(|(_, value, _)| *value).fold(0.0_f64, f64::max);
    if bars.is_empty() || top <= 0.0 {
        return;
    }
    let step = rect.width() / bars.len() as f32;
    let ground = rect.bottom() - 20.0;
    let last = bars.len() - 1;
    for (at, (name, value, shown)) in bars.iter().enumerate() {
        let middle = rect.left() + step * (at as f32 + 0.5);
        if let Some(value) = value {
            let height = ((value / top) as f32).max(0.0) * (rect.height() - 42.0);
            let width = (step * 0.46).min(26.0);
            let bar = Rect::from_min_max(
                Pos2::new(middle - width / 2.0, ground - height.max(1.0)),
                Pos2::new(middle + width / 2.0, ground),
            );
            let fill = if at == last { theme.accent() } else { theme.accent_pale() };
            ui.painter().rect_filled(bar, 1.0, fill);
            let label = Rect::from_center_size(Pos2::new(middle, bar.top() - 9.0), Vec2::new(step, 14.0));
            paint_text(
                ui,
                label,
                shown,
                egui::FontId { size: 11.0, ..theme.small() },
                theme.quiet(),
                Align2::CENTER_CENTER,
            );
        }
        let label = Rect::from_center_size(Pos2::new(middle, ground + 11.0), Vec2::new(step, 14.0));
        paint_text(
            ui,
            label,
            name,
            egui::FontId { size: 11.0, ..theme.small() },
            theme.quiet(),
            Align2::CENTER_CENTER,
        );
    }
    ui.painter().hline(rect.x_range(), ground, Stroke::new(1.0, theme.line()));
}
