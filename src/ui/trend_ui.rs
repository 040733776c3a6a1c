//! 趋势: verdict, chart, and the table behind it.

use egui::{Align, Align2, Button, Frame, Key, Layout, Margin, Rect, ScrollArea, Sense, TextEdit, Ui, Vec2};

use crate::{
    base::{Align as CellAlign, IndicatorId, Query, ScopeId, Table, UnitId},
    desk::{Desk, TrendView},
    trend::Verdict,
    ui::{
        act::{Act, ExportKind},
        look::Look,
        plot_ui::plot_ui,
        widgets::{headed_list_ui, menu_button_ui, paint_text, quiet_button_ui, unit_picker_ui},
    },
};

/// 趋势画面的状态.
#[derive(Debug, Default)]
pub struct TrendState {
    unit: Option<UnitId>,
    indicator: Option<IndicatorId>,
    scope: Option<ScopeId>,
    search: String,
}

impl TrendState {
    /// Shows a trend.
    pub fn show(&mut self, unit: UnitId, indicator: IndicatorId) {
        self.unit = Some(unit);
        self.indicator = Some(indicator);
        self.scope = None;
    }

    /// Gives what is shown.
    pub const fn shown(&self) -> Option<(&UnitId, &IndicatorId)> {
        match (&self.unit, &self.indicator) {
            (Some(unit), Some(indicator)) => Some((unit, indicator)),
            _ => None,
        }
    }

    /// Gives what is shown as a view.
    pub fn view(&self, desk: &Desk, look: &Look) -> Option<std::sync::Arc<TrendView>> {
        let (unit, indicator) = self.shown()?;
        desk.trend_in(unit, indicator, self.scope.as_ref(), look.lang, look.today)
    }

    /// Fills in our unit and the first target that has a value here.
    fn settle(&mut self, desk: &Desk, look: &Look) {
        if self.unit.as_ref().is_none_or(|unit| desk.tree().unit(unit).is_none()) {
            self.unit = Some(desk.seat().clone());
        }
        if self.indicator.is_none() {
            let lines = desk.plan_lines(desk.seat(), look.today);
            let first = lines.iter().find(|line| line.standing.now.is_some()).or(lines.first());
            self.indicator = first
                .map(|line| line.indicator.clone())
                .or_else(|| desk.catalogue().indicators().next().map(|indicator| indicator.id.clone()));
        }
    }
}

/// Draws the trend screen.
pub(super) fn trend_ui(ui: &mut Ui, desk: &Desk, state: &mut TrendState, look: &Look, out: &mut Vec<Act>) {
    state.settle(desk, look);
    let view = state.view(desk, look);
    Frame::new().inner_margin(Margin::symmetric(16, 10)).show(ui, |ui| {
        head_ui(ui, desk, state, view.as_deref(), look, out);
        let Some(view) = view else { return };
        ui.add_space(6.0);
        sentence_ui(ui, &view, look);
        ui.add_space(6.0);
        let table_height = 30.0 + 26.0 * view.table.rows.len().clamp(1, 6) as f32;
        let height = (ui.available_height() - table_height - 34.0).max(180.0);
        if view.chart.is_empty() {
            empty_ui(ui, &view, look, height);
        } else {
            plot_ui(ui, &view.chart, look, height);
        }
        let (foot, _) = ui.allocate_exact_size(Vec2::new(ui.available_width(), 20.0), Sense::hover());
        let mut foot = foot;
        foot.min.x += 48.0;
        paint_text(ui, foot, &view.chart.foot, look.theme.small(), look.theme.quiet(), Align2::LEFT_CENTER);
        ui.add_space(4.0);
        table_ui(ui, &view.table, look);
    });
}

fn head_ui(
    ui: &mut Ui,
    desk: &Desk,
    state: &mut TrendState,
    view: Option<&TrendView>,
    look: &Look,
    out: &mut Vec<Act>,
) {
    ui.horizontal(|ui| {
        let name = view.map(|view| look.text(&view.indicator.name).to_owned()).unwrap_or_default();
        // A Chinese character is twice as wide as a Latin one.
        let longest = if look.lang == crate::base::Lang::Zh { 30 } else { 56 };
        let shown: String = if name.chars().count() > longest {
            name.chars().take(longest - 1).chain(['…']).collect()
        } else {
            name.clone()
        };
        ui.label(look.heading(shown)).on_hover_text(&name);
        indicator_ui(ui, desk, state, look);
        if let Some(view) = view {
            ui.label(look.small(look.text(&view.indicator.unit)));
        }
        unit_ui(ui, desk, state, look);
        if let Some(view) = view.filter(|view| view.scopes.len() > 1) {
            scope_ui(ui, state, view, look);
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let save = look.say("trend.save").into_owned();
            menu_button_ui(ui, look, &save, &save, |ui| {
                for (kind, key) in [
                    (ExportKind::Png, "trend.png"),
                    (ExportKind::Svg, "trend.svg"),
                    (ExportKind::Csv, "trend.csv"),
                ] {
                    if ui.button(look.say(key)).clicked() {
                        out.push(Act::SaveTrend(kind));
                    }
                }
            });
            if quiet_button_ui(ui, look.say("trend.copy_table")).clicked() {
                out.push(Act::CopyTrend(ExportKind::Csv));
            }
            if quiet_button_ui(ui, look.say("trend.copy_chart")).clicked() {
                out.push(Act::CopyTrend(ExportKind::Png));
            }
        });
    });
}

fn indicator_ui(ui: &mut Ui, desk: &Desk, state: &mut TrendState, look: &Look) {
    let label = look.say("trend.other_indicator").into_owned();
    let mut picked = None;
    let search = &mut state.search;
    let current = state.indicator.clone();
    let button = ui.add(Button::new(look.small(label.clone())));
    egui::Popup::menu(&button).close_behavior(egui::PopupCloseBehavior::CloseOnClickOutside).show(|ui| {
        ui.set_width(420.0);
        let hint = look.say("trend.search").into_owned();
        let field = ui.add(
            TextEdit::singleline(search)
                .margin(Margin::symmetric(8, 4))
                .hint_text(hint.clone())
                .desired_width(f32::INFINITY),
        );
        field.widget_info(|| egui::WidgetInfo::labeled(egui::Role::TextInput, true, &hint));
        if button.clicked() {
            field.request_focus();
        }
        let query = Query::new(search);
        let in_plan = |id: &IndicatorId| {
            desk.plan()
                .is_some_and(|plan| !plan.targets_on(id).is_empty() || !plan.baselines_on(id).is_empty())
        };
        let fits = desk.catalogue().indicators().filter_map(|indicator| {
            let fit = query.fit(&indicator.name, indicator.id.as_str())?;
            (!query.is_empty() || in_plan(&indicator.id)).then_some((fit, indicator))
        });
        let mut found: Vec<_> = fits.collect();
        found.sort_by_key(|(fit, _)| *fit);
        let entered = ui.input(|input| input.key_pressed(Key::Enter));
        ScrollArea::vertical().max_height(380.0).show(ui, |ui| {
            for (at, (_, indicator)) in found.into_iter().take(80).enumerate() {
                let chosen = current.as_ref() == Some(&indicator.id);
                let clicked = ui.selectable_label(chosen, look.text(&indicator.name)).clicked();
                if clicked || (entered && at == 0 && !query.is_empty()) {
                    picked = Some(indicator.id.clone());
                }
            }
        });
        if picked.is_some() {
            ui.close();
        }
    });
    if picked.is_some() {
        state.indicator = picked;
        state.search.clear();
    }
}

fn unit_ui(ui: &mut Ui, desk: &Desk, state: &mut TrendState, look: &Look) {
    let current = state.unit.as_ref().unwrap_or(desk.seat());
    if let Some(unit) = unit_picker_ui(ui, look, desk.tree(), current, &look.say("trend.unit")) {
        state.unit = Some(unit);
    }
}

/// Draws the choice between the scopes that different targets name.
fn scope_ui(ui: &mut Ui, state: &mut TrendState, view: &TrendView, look: &Look) {
    let current = view.scopes.iter().find(|(id, _)| Some(id) == view.scope.as_ref());
    let shown = current.map(|(_, name)| look.text(name).to_owned()).unwrap_or_default();
    let label = look.say("plan.scope_title").into_owned();
    menu_button_ui(ui, look, &shown, &label, |ui| {
        for (id, name) in &view.scopes {
            if ui.selectable_label(view.scope.as_ref() == Some(id), look.text(name)).clicked() {
                state.scope = Some(id.clone());
                ui.close();
            }
        }
    });
}

fn sentence_ui(ui: &mut Ui, view: &TrendView, look: &Look) {
    let theme = &look.theme;
    let Some(standing) = &view.standing else {
        ui.label(look.small(look.say("trend.no_target")));
        return;
    };
    let (icon, ink, word) = look.verdict(standing.verdict);
    let ground = match standing.verdict {
        Verdict::Met | Verdict::OnTrack => theme.good_ground(),
        Verdict::OffTrack => theme.soft_ground(),
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

/// Draws a neutral table with right-aligned numbers.
pub(super) fn table_ui(ui: &mut Ui, table: &Table, look: &Look) {
    let theme = &look.theme;
    let columns = table.columns.len().max(1) as f32;
    let cell = |row: Rect, at: usize| {
        let width = row.width() / columns;
        Rect::from_min_size(row.min + Vec2::new(width * at as f32, 0.0), Vec2::new(width, row.height()))
            .shrink2(Vec2::new(10.0, 0.0))
    };
    let align =
        |align: CellAlign| if align == CellAlign::Right { Align2::RIGHT_CENTER } else { Align2::LEFT_CENTER };
    let head = |ui: &Ui, rect: Rect, _: &Look| {
        for (at, column) in table.columns.iter().enumerate() {
            paint_text(ui, cell(rect, at), &column.title, theme.small(), theme.quiet(), align(column.align));
        }
    };
    headed_list_ui(ui, look, "trend table", head, |ui| {
        for row in &table.rows {
            let (rect, response) =
                ui.allocate_exact_size(Vec2::new(ui.available_width(), 26.0), Sense::hover());
            let words: Vec<&str> = row.iter().map(|cell| cell.shown.as_str()).collect();
            response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Row, true, words.join(" ")));
            ui.painter().hline(
                rect.x_range(),
                rect.bottom() - 0.5,
                egui::Stroke::new(1.0, theme.line().gamma_multiply(0.7)),
            );
            for (at, (column, found)) in table.columns.iter().zip(row).enumerate() {
                let behind = column.name == "gap" && found.exact.starts_with('-');
                let ink = if behind { theme.soft() } else { theme.text() };
                paint_text(ui, cell(rect, at), &found.shown, theme.grid(), ink, align(column.align));
            }
        }
    });
}
