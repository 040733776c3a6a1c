//! How the values of a ranking spread: every unit a dot over the box of the quartiles.

use egui::{Align2, FontId, Pos2, Rect, Sense, Stroke, Ui, Vec2};

use crate::{
    base::RankChart,
    ui::{look::Look, widgets::paint_text},
};

/// Draws the dots; gives the bar that was clicked.
pub(super) fn spread_ui(ui: &mut Ui, chart: &RankChart, chosen: usize, look: &Look) -> Option<usize> {
    let theme = &look.theme;
    let (rect, response) = ui.allocate_exact_size(Vec2::new(ui.available_width(), 84.0), Sense::click());
    let name = look.say("sum.spread").into_owned();
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Image, true, &name));
    let axis = rect.shrink2(Vec2::new(14.0, 0.0));
    let (low, high) = chart.dot_ends();
    let at = |value: f64| {
        let way = ((value.clamp(low, high) - low) / (high - low)) as f32;
        axis.left() + way * axis.width()
    };
    let y = rect.top() + 36.0;
    ui.painter().hline(axis.x_range(), y, Stroke::new(1.0, theme.line()));
    if let Some(spread) = chart.spread {
        let area = Rect::from_x_y_ranges(at(spread.lower)..=at(spread.upper), y - 16.0..=y + 16.0);
        ui.painter().rect(area, 2.0, theme.band(), Stroke::new(1.0, theme.quiet()), egui::StrokeKind::Inside);
        ui.painter().vline(at(spread.median), y - 20.0..=y + 20.0, Stroke::new(2.0, theme.chart(1)));
        for fence in [spread.low_fence, spread.high_fence] {
            if (low..=high).contains(&fence) {
                let ends = [Pos2::new(at(fence), y - 14.0), Pos2::new(at(fence), y + 14.0)];
                let dashes = egui::Shape::dashed_line(&ends, Stroke::new(1.0, theme.quiet()), 3.0, 2.0);
                ui.painter().extend(dashes);
            }
        }
    }
    for (nth, bar) in chart.bars.iter().enumerate() {
        // Dots of one value stand over each other; a little up and down keeps them apart.
        let spot = Pos2::new(at(bar.value), y + (nth % 5) as f32 * 4.0 - 8.0);
        let ink = if bar.is_apart { theme.chart(2) } else { theme.chart(0) };
        if bar.hollow {
            ui.painter().circle(spot, 3.5, theme.ground(), Stroke::new(1.5, ink));
        } else {
            ui.painter().circle_filled(spot, 3.5, ink);
        }
        if bar.is_apart {
            ui.painter().circle_stroke(spot, 6.0, Stroke::new(1.0, ink));
        }
        if nth == chosen {
            ui.painter().circle_stroke(spot, 7.5, Stroke::new(2.0, theme.accent()));
        }
    }
    let small = FontId { size: 11.0, ..theme.small() };
    let named = |value: f64| chart.bars.iter().find(|bar| bar.value == value).map(|bar| bar.shown.clone());
    let values = || chart.bars.iter().map(|bar| bar.value);
    for value in [values().fold(f64::INFINITY, f64::min), values().fold(f64::NEG_INFINITY, f64::max)] {
        let place = Rect::from_center_size(Pos2::new(at(value), rect.bottom() - 10.0), Vec2::new(90.0, 16.0));
        let place = place.translate(Vec2::new((rect.left() - place.left()).max(0.0), 0.0));
        let place = place.translate(Vec2::new((rect.right() - place.right()).min(0.0), 0.0));
        let shown = named(value).unwrap_or_default();
        paint_text(ui, place, &shown, small.clone(), theme.quiet(), Align2::CENTER_CENTER);
    }
    let pointer = response.hover_pos()?;
    let near = |bar: &crate::base::RankBar| (at(bar.value) - pointer.x).abs();
    let nearest =
        (0..chart.bars.len()).min_by(|a, b| near(&chart.bars[*a]).total_cmp(&near(&chart.bars[*b])))?;
    let bar = &chart.bars[nearest];
    let clicked = response.clicked().then_some(nearest);
    if near(bar) < 6.0 {
        response.on_hover_text_at_pointer(format!("{}. {} {}", bar.place, bar.name, bar.shown));
    }
    clicked
}
