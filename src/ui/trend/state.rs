//! What the trend screen remembers between frames.

use std::{collections::BTreeSet, sync::Arc};

use chrono::NaiveDate;
use egui::Context;

use crate::{
    base::{IndicatorId, Lang, ScopeId, UnitId},
    desk::{Desk, TrendChoice, TrendView},
    ui::{apart::Apart, look::Look, trend::shown::narrowed},
};

/// Which trend: whose, of what, over which scope, as chosen, in which language, on which day.
type TrendOf = (UnitId, IndicatorId, Option<ScopeId>, TrendChoice, Lang, NaiveDate);

/// What of a chart is drawn.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Drawn {
    /// Names of series that are switched off.
    pub(super) hidden: BTreeSet<String>,
    /// The forecast is switched off.
    pub(super) without_forecast: bool,
    /// The years in sight, where not all are.
    pub(super) years: Option<(i32, i32)>,
}

/// A baseline that is being typed.
#[derive(Clone, Debug, Default)]
pub(super) struct TypedBaseline {
    pub(super) year: String,
    pub(super) value: String,
    pub(super) source: String,
}

/// A point of the path that is being typed.
#[derive(Clone, Debug, Default)]
pub(super) struct TypedStop {
    pub(super) period: String,
    pub(super) value: String,
}

/// 趋势画面的状态.
#[derive(Debug, Default)]
pub struct TrendState {
    pub(super) unit: Option<UnitId>,
    pub(super) indicator: Option<IndicatorId>,
    pub(super) scope: Option<ScopeId>,
    pub(super) search: String,
    pub(super) choice: TrendChoice,
    pub(super) drawn: Drawn,
    pub(super) baseline: TypedBaseline,
    pub(super) stop: TypedStop,
    views: Apart<TrendOf, Option<Arc<TrendView>>>,
    /// The view as it was computed, what of it is drawn, and the view that is.
    narrowed: Option<(Arc<TrendView>, Drawn, Arc<TrendView>)>,
}

impl TrendState {
    /// Shows a trend.
    pub fn show(&mut self, unit: UnitId, indicator: IndicatorId) {
        self.unit = Some(unit);
        self.scope = None;
        self.turn_to(indicator);
    }

    /// Shows another indicator of the same unit; what was chosen for this one alone is let go of.
    pub(super) fn turn_to(&mut self, indicator: IndicatorId) {
        if self.indicator.as_ref() != Some(&indicator) {
            (self.choice.start, self.choice.stops) = (None, Vec::new());
            self.drawn = Drawn { without_forecast: self.drawn.without_forecast, ..Drawn::default() };
            (self.baseline, self.stop) = (TypedBaseline::default(), TypedStop::default());
        }
        self.indicator = Some(indicator);
    }

    /// Gives what was shown last, as it was drawn: what is copied and saved.
    pub fn view(&self) -> Option<Arc<TrendView>> {
        self.narrowed.as_ref().map(|(.., view)| Arc::clone(view))
    }

    /// Gives the trend as it is computed and as it is drawn; `None` while it is made.
    pub(super) fn shown(
        &mut self,
        desk: &Desk,
        ctx: &Context,
        look: &Look,
    ) -> Option<(Arc<TrendView>, Arc<TrendView>)> {
        self.settle(desk, look);
        let of = (
            self.unit.clone()?,
            self.indicator.clone()?,
            self.scope.clone(),
            self.choice.clone(),
            look.lang,
            look.today,
        );
        let view = self.views.value(desk, ctx, &of, desk.is_long_to_track(1), {
            let (unit, indicator, scope, choice, lang, today) = of.clone();
            move |desk| desk.trend_with(&unit, &indicator, scope.as_ref(), &choice, lang, today)
        });
        let Some(view) = view.flatten() else {
            self.narrowed = None;
            return None;
        };
        match &self.narrowed {
            Some((of, drawn, narrowed)) if Arc::ptr_eq(of, &view) && *drawn == self.drawn => {
                Some((view, Arc::clone(narrowed)))
            }
            _ => {
                let made = Arc::new(narrowed(&view, &self.drawn, look.lang));
                self.narrowed = Some((Arc::clone(&view), self.drawn.clone(), Arc::clone(&made)));
                Some((view, made))
            }
        }
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
