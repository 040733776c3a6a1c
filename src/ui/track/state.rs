//! What 监测 remembers between frames.

use std::sync::Arc;

use chrono::NaiveDate;
use egui::Context;

use crate::{
    base::{IndicatorId, Lang, Period, PlanId, ScopeId, UnitId},
    desk::{Comparison, Contributions, Desk, SmallMultiple, TrackLine, TrendView},
    trend::Population,
    ui::{
        apart::Apart,
        look::Look,
        track::{
            bands::{Listed, Wish},
            rows::TargetRows,
        },
    },
};

/// What is shown of a plan.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum View {
    /// 一览.
    #[default]
    List,
    /// 分地区.
    Areas,
    /// 同类比较.
    Peers,
    /// 变动构成.
    Change,
}

impl View {
    /// All of them, in the order of the bar.
    pub(super) const ALL: [Self; 4] = [Self::List, Self::Areas, Self::Peers, Self::Change];

    /// Names the key of its word.
    pub(super) const fn key(self) -> &'static str {
        match self {
            Self::List => "track.list",
            Self::Areas => "track.areas",
            Self::Peers => "track.peers",
            Self::Change => "track.change",
        }
    }
}

/// Which lines: whose, of which plan, with which population, on which day.
pub(super) type LinesOf = (UnitId, PlanId, Population, NaiveDate);
/// Whose indicator over which scope.
pub(super) type Measured = (UnitId, IndicatorId, Option<ScopeId>);

/// 监测画面的状态.
#[derive(Debug, Default)]
pub struct TrackState {
    pub(super) unit: Option<UnitId>,
    pub(super) plan: Option<PlanId>,
    pub(super) view: View,
    pub(super) wish: Wish,
    /// The chosen target's row in the plan.
    pub(super) row: Option<String>,
    /// The chosen row was chosen by key or elsewhere: scroll to it.
    pub(super) scroll: bool,
    pub(super) population: Population,
    /// What is typed as growth or as population, until it is taken.
    pub(super) typed: String,
    /// Everybody who is short is listed.
    pub(super) all_short: bool,
    /// The periods that are compared, where others than the newest are chosen.
    pub(super) from: Option<Period>,
    pub(super) to: Option<Period>,
    pub(super) lines: Apart<LinesOf, Option<Arc<Vec<TrackLine>>>>,
    pub(super) rows: Option<Arc<TargetRows>>,
    pub(super) listed: Option<Arc<Listed>>,
    pub(super) trend: Apart<(Measured, Lang, NaiveDate), Option<Arc<TrendView>>>,
    pub(super) multiples: Apart<(Measured, Lang, NaiveDate), Arc<Vec<SmallMultiple>>>,
    pub(super) peers: Apart<(Measured, Period), Option<Arc<Comparison>>>,
    pub(super) changes: Apart<(Measured, Period, Period), Option<Arc<Contributions>>>,
}

/// What is on the screen now.
pub(super) struct Shown {
    pub(super) unit: UnitId,
    pub(super) plan: PlanId,
    pub(super) lines: Arc<Vec<TrackLine>>,
    pub(super) rows: Arc<TargetRows>,
    pub(super) listed: Arc<Listed>,
    /// The chosen target's place among the lines.
    pub(super) at: Option<usize>,
}

impl Shown {
    pub(super) fn line(&self) -> Option<&TrackLine> {
        self.lines.get(self.at?)
    }
}

impl TrackState {
    /// Gives the unit whose targets are followed.
    pub(super) fn unit_of(&self, desk: &Desk) -> UnitId {
        let known = self.unit.clone().filter(|unit| desk.tree().unit(unit).is_some());
        known.unwrap_or_else(|| desk.seat().clone())
    }

    /// Gives the plan whose targets are followed: the one in force unless another is chosen.
    pub(super) fn plan_of(&self, desk: &Desk) -> Option<PlanId> {
        let known = self.plan.clone().filter(|plan| desk.plans().iter().any(|known| known.id == *plan));
        known.or_else(|| desk.plan().map(|plan| plan.id.clone()))
    }

    /// Gives what the population is taken to be; while its figure is still to be typed it is as it is.
    pub(super) fn scenario(&self) -> Population {
        match self.population {
            Population::Growth(rate) if rate.is_zero() => Population::AsIs,
            Population::Figure(people) if people.is_zero() => Population::AsIs,
            population => population,
        }
    }

    /// Gives what there is to show; `None` while it is made, or without a plan.
    pub(super) fn shown(&mut self, desk: &Desk, ctx: &Context, look: &Look) -> Option<Shown> {
        let (unit, plan) = (self.unit_of(desk), self.plan_of(desk)?);
        let of = (unit.clone(), plan.clone(), self.scenario(), look.today);
        let is_long = desk.is_long_plan(&plan);
        let lines = self.lines.value(desk, ctx, &of, is_long, {
            let (unit, plan, population, today) = of.clone();
            move |desk| desk.track(&unit, &plan, population, today)
        })??;
        let rows = TargetRows::kept(&mut self.rows, &lines, look);
        let listed = Listed::kept(&mut self.listed, &lines, &self.wish, look);
        let chosen = self.row.as_ref().and_then(|row| lines.iter().position(|line| line.row == *row));
        let at = chosen.filter(|at| listed.place(*at).is_some()).or_else(|| listed.first());
        Some(Shown { unit, plan, lines, rows, listed, at })
    }

    /// Chooses a target.
    pub(super) fn choose(&mut self, line: &TrackLine, scroll: bool) {
        if self.row.as_ref() != Some(&line.row) {
            (self.from, self.to, self.all_short) = (None, None, false);
        }
        self.row = Some(line.row.clone());
        self.scroll = scroll;
    }
}

/// Says what a target measures: whose indicator, over which scope.
pub(super) fn measured(desk: &Desk, shown: &Shown, line: &TrackLine) -> Measured {
    let plan = desk.plans().iter().find(|plan| plan.id == shown.plan);
    let target = plan.and_then(|plan| plan.targets.iter().find(|target| target.row == line.row));
    (shown.unit.clone(), line.indicator.clone(), target.and_then(|target| target.scope.clone()))
}
